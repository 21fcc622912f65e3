//! Open texts → what is judged together, and the results: each is judged again only when something of it has changed.

use super::documents::{Documents, OpenText};
use crate::workspace::{
    Checkers, Failure, Input, LedTo, ModuleFolderPath, ModuleLoader, OpenTexts, SettledChecker,
    Workspace, real_path,
};
use needs_exec_role::{
    Checker, Configuration, Diagnostic, ModuleFileKind, Options, SourceFile, Unit,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is judged together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UnitKey {
    /// The module of a folder, by where that is.
    Module(PathBuf),
    /// All open texts that give something to others, or get something from them.
    Shared,
    /// A text by itself, by its URI.
    Alone(String),
}

impl UnitKey {
    /// What others read of a text that is judged so: itself, or the folder of its module.
    fn place<'d>(&'d self, document: &'d OpenText) -> Option<&'d PathBuf> {
        match self {
            Self::Module(folder) => Some(folder),
            Self::Alone(_) => document.real.as_ref(),
            Self::Shared => None,
        }
    }
}

/// A file of a unit that was judged.
#[derive(Debug)]
pub(super) struct JudgedFile {
    /// What it was judged with.
    unit: Arc<Unit>,
    checker: usize,
    pub(super) file: SourceFile,
}

/// A file, and what it was judged with.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileView<'u> {
    pub(super) checker: &'u Checker,
    pub(super) options: &'u Options,
    pub(super) unit: &'u Unit,
    pub(super) file: &'u SourceFile,
}

impl FileView<'_> {
    /// Whether it is a file, or made of that among others.
    fn has(&self, name: &str) -> bool {
        self.file.file_names().any(|it| it == name)
    }
}

/// A unit that was judged.
#[derive(Debug)]
pub(super) struct JudgedUnit {
    checkers: Checkers,
    files: Vec<JudgedFile>,
    /// What it was read from, beside what is open.
    reads: Vec<PathBuf>,
    /// What was found and may not stay: of each file, first its own problems.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl JudgedUnit {
    /// What a text would be judged with if it were another, by itself or with its module.
    pub(super) fn tried(
        changed: &OpenText,
        documents: &Documents,
        workspace: &Workspace,
    ) -> Option<Self> {
        let open = documents.open_texts_with(changed);
        let name = changed.real.as_deref().and_then(Path::file_name).and_then(|it| it.to_str());
        let unit = match name.and_then(ModuleFileKind::of) {
            Some(_) => module(changed, &open, workspace),
            None => files(&[changed], &open, workspace),
        };
        unit.ok().flatten()
    }

    /// Its files, each with what it was judged with.
    pub(super) fn files(&self) -> impl Iterator<Item = FileView<'_>> {
        self.files.iter().filter_map(|it| {
            let SettledChecker { options, checker } = self.checkers.all().nth(it.checker)?;
            Some(FileView { checker, options, unit: &it.unit, file: &it.file })
        })
    }

    /// Those that are a file, or made of it among others.
    pub(super) fn files_with<'u>(&'u self, name: &'u str) -> impl Iterator<Item = FileView<'u>> {
        self.files().filter(move |it| it.has(name))
    }

    fn judge(&mut self) {
        for JudgedFile { unit, checker, file } in &self.files {
            let report = self.checkers.get(*checker).diagnose_in(unit, file);
            let left = report.diagnostics().filter(|it| it.suppressed.is_none());
            self.diagnostics.extend(left.cloned());
        }
    }
}

/// What of an open text decides which unit it belongs to.
#[derive(Clone, Debug)]
struct Membership {
    key: UnitKey,
    /// Whether it runs task definitions that others may hold.
    runs_others: bool,
    /// Whether it may hold one that others run.
    may_be_run: bool,
}

/// All units of what is open.
#[derive(Debug, Default)]
pub(super) struct OpenUnits {
    /// Of each open text, by its URI.
    members: Vec<(String, Membership)>,
    judged: Vec<(UnitKey, JudgedUnit)>,
    /// What has changed since it was judged, in that order.
    changed: Vec<UnitKey>,
    /// What was told already, since anything may have changed.
    failures: Vec<String>,
}

/// What a unit came to.
pub(super) enum UnitOutcome {
    /// It was judged, or there is nothing left of it.
    Done,
    /// It cannot be, and why: said once.
    Failed(String),
}

impl OpenUnits {
    /// Takes note that a text was opened or changed.
    pub(super) fn change(&mut self, document: &OpenText, workspace: &Checker) {
        let member = Membership::of(document, workspace);
        self.leave(document);
        self.mark(member.key.clone());
        self.members.push((document.uri.0.clone(), member));
        self.change_readers(document.real.as_deref());
        self.settle_runs();
    }

    /// Takes note that a text was closed.
    pub(super) fn close(&mut self, document: &OpenText) {
        self.leave(document);
        self.change_readers(document.real.as_deref());
        self.settle_runs();
    }

    /// Takes note that anything may have changed.
    pub(super) fn change_all(&mut self) {
        let members = self.members.iter().map(|(_, it)| it.key.clone());
        let judged = self.judged.iter().map(|(key, _)| key.clone());
        let all: Vec<_> = members.chain(judged).collect();
        self.mark_all(all);
        self.failures.clear();
    }

    /// Takes a text out of its unit, which changes with that.
    fn leave(&mut self, document: &OpenText) {
        if let Some(at) = self.members.iter().position(|(uri, _)| *uri == document.uri.0) {
            let (_, before) = self.members.swap_remove(at);
            self.mark(before.key);
        }
    }

    fn mark_all(&mut self, keys: Vec<UnitKey>) {
        for key in keys {
            self.mark(key);
        }
    }

    fn mark(&mut self, key: UnitKey) {
        if !self.changed.contains(&key) {
            self.changed.push(key);
        }
    }

    /// A text that others read is judged with each of them.
    fn change_readers(&mut self, real: Option<&Path>) {
        let Some(real) = real else { return };
        let folder = real.parent().unwrap_or(real);
        let reads = |it: &JudgedUnit| it.reads.iter().any(|it| it == real || it == folder);
        let readers = self.judged.iter().filter(|(_, it)| reads(it));
        let readers: Vec<_> = readers.map(|(key, _)| key.clone()).collect();
        self.mark_all(readers);
    }

    /// Whether an open text, or its module, is read by another module.
    fn is_read_by_module(&self, key: &UnitKey, document: &OpenText) -> bool {
        let others = self.judged.iter().filter(|(known, _)| known != key);
        let mut modules = others.filter(|(known, _)| matches!(known, UnitKey::Module(_)));
        key.place(document).is_some_and(|place| modules.any(|(_, it)| it.reads.contains(place)))
    }

    /// What a module reads now and did not before, or the other way around, is judged again.
    fn change_read(
        &mut self,
        key: &UnitKey,
        documents: &Documents,
        before: &[PathBuf],
        after: &[PathBuf],
    ) {
        if !matches!(key, UnitKey::Module(_)) {
            return;
        }
        for document in documents.all() {
            let other = self.key_of(&document.uri.0).filter(|it| *it != key).cloned();
            let Some(other) = other else { continue };
            let is_in = |reads: &[PathBuf]| {
                other.place(document).is_some_and(|place| reads.iter().any(|it| it == place))
            };
            if is_in(before) != is_in(after) {
                self.mark(other);
            }
        }
    }

    /// Texts that others may run are judged with these, as long as there is one.
    fn settle_runs(&mut self) {
        let has_runs = self.members.iter().any(|(_, it)| it.runs_others);
        let mut changed = Vec::new();
        for (uri, member) in &mut self.members {
            if !member.may_be_run {
                continue;
            }
            let key = if has_runs { UnitKey::Shared } else { UnitKey::Alone(uri.clone()) };
            if member.key != key {
                changed.push(key.clone());
                changed.push(std::mem::replace(&mut member.key, key));
            }
        }
        self.mark_all(changed);
    }

    /// The next unit that has changed.
    pub(super) fn next_changed(&self) -> Option<UnitKey> {
        self.changed.first().cloned()
    }

    /// What was judged, in order.
    pub(super) fn judged(&self) -> impl Iterator<Item = &JudgedUnit> {
        self.judged.iter().map(|(_, unit)| unit)
    }

    /// What a text is judged in: mostly by itself, but a module may read it as well.
    pub(super) fn files_with<'u>(&'u self, name: &'u str) -> impl Iterator<Item = FileView<'u>> {
        self.judged().flat_map(move |it| it.files_with(name))
    }

    /// Whether an open text is one that was judged.
    pub(super) fn are_about(&self, uri: &str) -> bool {
        self.of(uri).is_some_and(|it| !it.files.is_empty())
    }

    /// The unit that a text belongs to.
    pub(super) fn of(&self, uri: &str) -> Option<&JudgedUnit> {
        let key = self.key_of(uri)?;
        self.judged.iter().find(|(known, _)| known == key).map(|(_, unit)| unit)
    }

    fn key_of(&self, uri: &str) -> Option<&UnitKey> {
        self.members.iter().find(|(known, _)| known == uri).map(|(_, it)| &it.key)
    }

    /// Judges a unit.
    pub(super) fn judge(
        &mut self,
        key: &UnitKey,
        documents: &Documents,
        workspace: &Workspace,
    ) -> UnitOutcome {
        self.changed.retain(|it| it != key);
        let own = documents.all().filter(|it| self.key_of(&it.uri.0) == Some(key));
        let own: Vec<_> = own.collect();
        let open = documents.open_texts();
        let is_read = own.first().is_some_and(|it| self.is_read_by_module(key, it));
        let judged = match (key, own.first()) {
            (_, None) => Ok(None),
            // It is judged there, as in a walk of the command line.
            _ if is_read => Ok(None),
            (UnitKey::Module(_), Some(first)) => module(first, &open, workspace),
            (UnitKey::Alone(_), Some(only)) if only.is_configuration() => configuration(only),
            (UnitKey::Shared | UnitKey::Alone(_), _) => files(&own, &open, workspace),
        };
        let at = self.judged.iter().position(|(known, _)| known == key);
        let before = at.map(|at| self.judged.remove(at).1.reads).unwrap_or_default();
        let at = at.unwrap_or(self.judged.len());
        let after = judged.as_ref().ok().and_then(Option::as_ref).map(|it| it.reads.as_slice());
        self.change_read(key, documents, &before, after.unwrap_or_default());
        match judged {
            Ok(Some(mut unit)) => {
                unit.judge();
                self.judged.insert(at, (key.clone(), unit));
            }
            Ok(None) => {}
            Err(Failure(why)) if self.failures.contains(&why) => {}
            Err(Failure(why)) => {
                self.failures.push(why.clone());
                return UnitOutcome::Failed(why);
            }
        }
        UnitOutcome::Done
    }
}

impl Membership {
    fn of(document: &OpenText, checker: &Checker) -> Self {
        let real = document.real.as_deref();
        let kind = real.and_then(Path::file_name).and_then(|it| it.to_str());
        let folder = real.and_then(Path::parent);
        if let (Some(folder), Some(_)) = (folder, kind.and_then(ModuleFileKind::of)) {
            let key = UnitKey::Module(folder.to_owned());
            return Self { key, runs_others: false, may_be_run: false };
        }
        let file = SourceFile::new(document.name.as_str(), document.text());
        let shares = checker.shares(&file);
        let alone = || UnitKey::Alone(document.uri.0.clone());
        Self {
            key: if shares { UnitKey::Shared } else { alone() },
            runs_others: checker.runs_others(&file),
            may_be_run: !shares && checker.may_be_run(&file),
        }
    }
}

/// Judges the module that an open text is a file of.
fn module(
    document: &OpenText,
    open: &OpenTexts,
    workspace: &Workspace,
) -> Result<Option<JudgedUnit>, Failure> {
    let Some(path) = &document.path else { return Ok(None) };
    let folder = workspace.discovery.shown(path.parent().unwrap_or(path));
    let Some(found) = ModuleFolderPath::find_with(&folder, &folder, open) else { return Ok(None) };
    let loader = Arc::new(ModuleLoader::with_open(open.clone()));
    let mut inputs = [Input::module(found, &loader)];
    let checkers = workspace.settle(&mut inputs)?;
    let [mut input] = inputs;
    if workspace.is_excluded(&input)? {
        return Ok(None);
    }
    let checker = input.settings.checker;
    let led_to = input.module.as_mut().map(|it| it.load(checkers.get(checker)));
    let Ok(file) = input.read(checkers.get(checker)) else { return Ok(None) };
    let LedTo { folders, files } = led_to.unwrap_or_default();
    let reads = folders.into_iter().chain(files).chain(document.real.clone());
    let files = vec![JudgedFile { unit: Arc::default(), checker, file }];
    let reads = reads.collect();
    Ok(Some(JudgedUnit { checkers, files, reads, diagnostics: Vec::new() }))
}

/// Says what is wrong with a configuration.
fn configuration(document: &OpenText) -> Result<Option<JudgedUnit>, Failure> {
    let file = SourceFile::new(document.name.as_str(), document.text());
    let diagnostics = Configuration::read(&file).err().map(|it| it.diagnostics());
    let checkers = Checkers::of(Options::default())?;
    Ok(Some(JudgedUnit {
        checkers,
        files: Vec::new(),
        reads: Vec::new(),
        diagnostics: diagnostics.unwrap_or_default(),
    }))
}

/// Judges texts: together, if they are several or lead to others.
fn files(
    documents: &[&OpenText],
    open: &OpenTexts,
    workspace: &Workspace,
) -> Result<Option<JudgedUnit>, Failure> {
    let mut inputs = Vec::new();
    for document in documents {
        let file = SourceFile::new(document.name.as_str(), document.text());
        let path = document.path.as_ref().map(|it| workspace.discovery.shown(it));
        let given = Some(Box::new(file));
        let input = Input { given, ..Input::met(path.unwrap_or_else(|| "-".into())) };
        inputs.push(input);
    }
    let checkers = workspace.settle(&mut inputs)?;
    let mut held = Vec::new();
    for input in &inputs {
        let checker = input.settings.checker;
        let is_small = |it: &SourceFile| it.text().len() as u64 <= SourceFile::LARGEST;
        if let (false, Ok(file)) =
            (workspace.is_excluded(input)?, input.read(checkers.get(checker)))
            && is_small(&file)
            && checkers.get(checker).concerns(&file)
        {
            held.push((checker, file));
        }
    }
    let mut reads = Vec::new();
    let files = together(&checkers, &held, open, &mut reads);
    Ok(Some(JudgedUnit { checkers, files, reads, diagnostics: Vec::new() }))
}

/// Puts files together, each with its checker: what they give each other depends on the settings, so each checker looks
/// at all of them.
fn together(
    checkers: &Checkers,
    held: &[(usize, SourceFile)],
    open: &OpenTexts,
    reads: &mut Vec<PathBuf>,
) -> Vec<JudgedFile> {
    let mut numbers: Vec<usize> = held.iter().map(|(checker, _)| *checker).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut judged = Vec::new();
    for number in numbers {
        let checker = checkers.get(number);
        let shares = |file: &SourceFile| checker.shares(file) || held.len() > 1;
        let files: Vec<_> = held.iter().map(|(_, file)| file.clone()).collect();
        if !files.iter().any(shares) {
            let alone = files.into_iter();
            judged.extend(alone.map(|file| JudgedFile {
                unit: Arc::default(),
                checker: number,
                file,
            }));
            continue;
        }
        let mut more = |path: &str| {
            reads.push(real_path(Path::new(path)));
            open.read(Path::new(path)).ok()
        };
        let unit = Arc::new(checker.unit(files, &mut more));
        for (place, file) in unit.files() {
            if held.get(*place).is_some_and(|(own, _)| *own == number) {
                let (unit, file) = (Arc::clone(&unit), file.clone());
                judged.push(JudgedFile { unit, checker: number, file });
            }
        }
    }
    judged
}
