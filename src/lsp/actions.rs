//! What can be done about what was found: its fixes, all of them at once, and to let it stay.

use super::client::ClientAbilities;
use super::diagnostics::{self, SOURCE};
use super::documents::OpenText;
use super::edits::{difference, new_file, workspace_edit};
use super::places::PlacedFiles;
use super::session::Session;
use super::units::FileView;
use crate::workspace::{CONFIGURATION_NAME, Workspace, files};
use gen_lsp_types::{Diagnostic as LspDiagnostic, Range};
use needs_exec_role::{
    Applicability, Configuration, Diagnostic, FixLevel, Fixer, Options, SourceFile,
};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

/// Why something may stay: what the person writes instead.
const REASON: &str = "TODO: say why this may stay";

/// The kind of the action that fixes all.
pub(super) const FIX_ALL: &str = "source.fixAll.needs-exec-role";

/// The kinds of actions that the client asks for; all where it names none.
#[derive(Clone, Copy, Debug)]
pub(super) struct WantedKinds<'w>(pub(super) Option<&'w [String]>);

impl WantedKinds<'_> {
    /// A kind is wanted by its name, and by what its name begins with.
    fn has(self, kind: &str) -> bool {
        let is_it = |wanted: &String| {
            let rest = kind.strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || wanted.is_empty() || rest.starts_with('.'))
        };
        self.0.is_none_or(|all| all.iter().any(is_it))
    }
}

/// The actions at a range of a text. None if that is not in it.
pub(super) fn at<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    range: Range,
    wanted: WantedKinds<'_>,
) -> Option<Vec<Value>> {
    let (name, abilities) = (document.name.as_str(), &session.abilities);
    let mut files = session.files();
    let start = files.offset(name, range.start)?;
    let end = files.offset(name, range.end)?.max(start);
    let mut actions = Vec::new();
    for view in session.units.files_with(name) {
        if wanted.has("quickfix") {
            let report =
                view.checker.diagnose_with_fixes_at(view.unit, view.file, name, start..end);
            let is_here =
                |it: &&Diagnostic| it.suppressed.is_none() && touches(it, name, start, end);
            for diagnostic in report.diagnostics().filter(is_here) {
                let Some((_, shown)) = diagnostics::place(diagnostic, &mut files) else { continue };
                let found = ShownFinding { diagnostic, shown };
                actions.extend(found.fixes(&mut files, abilities));
                let stay = found.comment(view, &mut files, abilities).or_else(|| {
                    found.exception(document, &session.workspace, &mut files, abilities)
                });
                actions.extend(stay);
            }
        }
        if wanted.has(FIX_ALL) {
            actions.extend(fix_all(view, name, &mut files, abilities));
        }
    }
    Some(each_once(actions))
}

/// Actions that do the same by one name, as one for all that they are about.
fn each_once(actions: Vec<Value>) -> Vec<Value> {
    const ABOUT: &str = "diagnostics";
    let mut once: Vec<Value> = Vec::with_capacity(actions.len());
    for action in actions {
        let is_same =
            |it: &&mut Value| ["title", "edit"].iter().all(|key| it.get(key) == action.get(key));
        let Some(known) = once.iter_mut().find(is_same) else {
            once.push(action);
            continue;
        };
        let more = action.get(ABOUT).and_then(Value::as_array).into_iter().flatten();
        if let Some(about) = known.get_mut(ABOUT).and_then(Value::as_array_mut) {
            for diagnostic in more {
                if !about.contains(diagnostic) {
                    about.push(diagnostic.clone());
                }
            }
        }
    }
    once
}

/// Whether a diagnostic is in a file, and touches a range.
fn touches(diagnostic: &Diagnostic, name: &str, start: usize, end: usize) -> bool {
    let place = diagnostic.primary.as_ref().map(|it| &it.place);
    let (from, to) = place.map_or((0, 0), |it| (it.start.offset, it.end.offset));
    diagnostic.path == name && from <= end && start <= to
}

/// What was found, and how the client has it.
struct ShownFinding<'d> {
    diagnostic: &'d Diagnostic,
    shown: LspDiagnostic,
}

impl ShownFinding<'_> {
    /// Its fixes: one that needs no review is the one that an editor prefers.
    fn fixes(&self, files: &mut PlacedFiles<'_>, abilities: &ClientAbilities) -> Vec<Value> {
        let own = self.diagnostic.fixes.iter();
        let action = |(number, fix): (usize, &needs_exec_role::Fix)| {
            let edit = workspace_edit(&fix.edits, files, abilities)?;
            let mut action = self.action(&fix.title, &edit);
            if let Some(action) = action.as_object_mut() {
                let is_preferred = number == 0 && fix.applicability == Applicability::Safe;
                action.insert("isPreferred".to_owned(), json!(is_preferred));
            }
            Some(action)
        };
        own.enumerate().filter_map(action).collect()
    }

    /// The comment by which it may stay.
    fn comment(
        &self,
        view: FileView<'_>,
        files: &mut PlacedFiles<'_>,
        abilities: &ClientAbilities,
    ) -> Option<Value> {
        let FileView { checker, unit, file, .. } = view;
        let edit = checker.ignoring_comment(unit, file, self.diagnostic, REASON)?;
        let title = format!("Ignore {} here, with a reason", self.diagnostic.code);
        Some(self.action(&title, &workspace_edit(&[edit], files, abilities)?))
    }

    /// The exception in the configuration by which it may stay, for a file that takes no comments.
    fn exception(
        &self,
        document: &OpenText,
        workspace: &Workspace,
        files: &mut PlacedFiles<'_>,
        abilities: &ClientAbilities,
    ) -> Option<Value> {
        let path = document.path.as_deref()?;
        let configuration = configuration_of(path, workspace);
        let pattern = path.strip_prefix(configuration.parent()?).ok()?;
        let pattern = format!("/{}", self::files::name(pattern));
        let name = self::files::name(&workspace.discovery.shown(&configuration));
        let code = &self.diagnostic.code;
        let text = files.text(&name).map(str::to_owned);
        let before = text.as_deref().unwrap_or_default();
        let after = Configuration::with_exception(before, code, &pattern, REASON)?;
        let edit = match &text {
            Some(before) => workspace_edit(&[difference(&name, before, &after)], files, abilities)?,
            None => new_file(&configuration, &after, abilities)?,
        };
        let title = format!("Ignore {code} in this file, by the configuration, with a reason");
        Some(self.action(&title, &edit))
    }

    fn action(&self, title: &str, edit: &Value) -> Value {
        json!({ "title": title, "kind": "quickfix", "diagnostics": [self.shown], "edit": edit })
    }
}

/// The configuration that counts for a file; where there is none, the one that would.
fn configuration_of(path: &Path, workspace: &Workspace) -> PathBuf {
    let folder = path.parent().unwrap_or(path);
    if let Ok(Some(found)) = workspace.discovery.of_folder(folder) {
        let name = found.found.configuration.name();
        return workspace.discovery.absolute(Path::new(name));
    }
    let root = folder.ancestors().find(|it| it.join(".git").exists());
    root.unwrap_or(folder).join(CONFIGURATION_NAME)
}

/// Fixes all of a text that needs no review.
fn fix_all(
    view: FileView<'_>,
    name: &str,
    files: &mut PlacedFiles<'_>,
    abilities: &ClientAbilities,
) -> Option<Value> {
    let given: Vec<SourceFile> = match view.unit.files() {
        [] => vec![view.file.clone()],
        several => several.iter().map(|(_, file)| file.clone()).collect(),
    };
    let mut rounds = Fixer::new(FixLevel::Safe);
    let options = Options::clone(view.options);
    rounds.add(&options, given).ok()?;
    let fixed = rounds.run(&mut |path| files.text(path).map(|text| SourceFile::new(path, text)));
    let text = fixed.texts.iter().find(|it| it.name() == name)?;
    let edit = difference(name, text.before(), text.after());
    let edit = workspace_edit(&[edit], files, abilities)?;
    Some(json!({ "title": format!("Fix all of {SOURCE}"), "kind": FIX_ALL, "edit": edit }))
}

#[cfg(test)]
mod tests {
    use super::{FIX_ALL, WantedKinds};

    #[test]
    fn kinds_are_wanted_by_what_they_begin_with() {
        for (wanted, kind, expected) in [
            (None, "quickfix", true),
            (Some("quickfix"), "quickfix", true),
            (Some("quick"), "quickfix", false),
            (Some(""), "quickfix", true),
            (Some("source"), FIX_ALL, true),
            (Some("source.fixAll"), FIX_ALL, true),
            (Some(FIX_ALL), FIX_ALL, true),
            (Some("source.organizeImports"), FIX_ALL, false),
            (Some("source.fixAll.other"), FIX_ALL, false),
        ] {
            let wanted = wanted.map(|it: &str| vec![it.to_owned()]);
            assert_eq!(WantedKinds(wanted.as_deref()).has(kind), expected, "{wanted:?} {kind}");
        }
    }
}
