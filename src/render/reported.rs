//! The diagnostics of a file, by place, each with the task definition that it is about: what formats of one entry for
//! each diagnostic stand on.

use crate::analysis::triage::{About, Fingerprint, all_findings, all_problems};
use crate::analysis::{Combination, Diagnostic, FileReport, Label, TaskReport, fixes, wording};
use crate::base::diagnostic::{Applicability, Fix};
use crate::base::sorting::sort_by_key;
use crate::base::source::{Position, Source, Span};
use std::collections::BTreeMap;
use std::path::MAIN_SEPARATOR;

/// The position of what is about the file as a whole.
pub(super) const WHOLE: Position = Position { line: 1, column: 1 };

/// A diagnostic that is reported, in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported<'f, 't> {
    pub(super) diagnostic: &'f Diagnostic,
    /// The name of the file that it is in, as the user passed it or a walk met it.
    pub(super) name: &'f str,
    /// The file; none if it could not be read.
    file: Option<&'f FileReport<'t>>,
    /// The task definition that it is a finding about; none for a problem of the file.
    task: Option<&'f TaskReport<'t>>,
}

/// The diagnostics of a file that are not suppressed, by place; those of the file before those of a task definition.
pub(super) fn by_place<'f, 't>(file: &'f FileReport<'t>) -> Vec<Reported<'f, 't>> {
    let findings = file.task_reports.iter().flat_map(|task| of_task(file, task));
    sorted(of_file(file).chain(findings))
}

/// The same, with those that are suppressed.
pub(super) fn with_suppressed<'f, 't>(file: &'f FileReport<'t>) -> Vec<Reported<'f, 't>> {
    let problems = all_problems(file).into_iter().map(|it| Reported::new(file, it, None));
    let findings = file.task_reports.iter().flat_map(|task| {
        all_findings(task).into_iter().map(move |it| Reported::new(file, it, Some(task)))
    });
    sorted(problems.chain(findings))
}

fn sorted<'f, 't>(all: impl Iterator<Item = Reported<'f, 't>>) -> Vec<Reported<'f, 't>> {
    let mut all: Vec<_> = all.collect();
    sort_by_key(&mut all, |it| it.diagnostic.span());
    all
}

/// The problems of a file, in their order.
pub(super) fn of_file<'f, 't>(file: &'f FileReport<'t>) -> impl Iterator<Item = Reported<'f, 't>> {
    file.problems.iter().map(move |it| Reported::new(file, it, None))
}

/// Those about a task definition, in their order.
pub(super) fn of_task<'f, 't>(
    file: &'f FileReport<'t>,
    task: &'f TaskReport<'t>,
) -> impl Iterator<Item = Reported<'f, 't>> {
    task.findings.iter().map(move |it| Reported::new(file, it, Some(task)))
}

impl<'f, 't> Reported<'f, 't> {
    fn new(
        file: &'f FileReport<'t>,
        diagnostic: &'f Diagnostic,
        task: Option<&'f TaskReport<'t>>,
    ) -> Self {
        let source = file.source;
        let own = diagnostic.own_span().or(task.map(|it| it.task.span));
        let name = own.map_or(source.name(), |span| source.file_at(span.start).0);
        Self { diagnostic, name, file: Some(file), task }
    }

    /// Why a file could not be read, or something else that is about no place of a text.
    pub(super) fn unread(name: &'f str, problem: &'f Diagnostic) -> Self {
        Self { diagnostic: problem, name, file: None, task: None }
    }

    /// The text of its file; none if it could not be read.
    pub(super) fn source(&self) -> Option<&'f Source> {
        self.file.map(|it| it.source)
    }

    /// Where it is in that text; none if the file as a whole is meant.
    pub(super) fn place(&self) -> Option<(&'f Source, Span)> {
        Some((self.source()?, self.diagnostic.own_span()?))
    }

    /// The positions at which that begins, and at which it ends or its file does.
    pub(super) fn positions(&self) -> Option<(Position, Position)> {
        let (source, span) = self.place()?;
        let span = source.within_file(span);
        Some((source.position(span.start), source.position(span.end)))
    }

    /// The position at which it begins.
    pub(super) fn position(&self) -> Position {
        self.place().map_or(WHOLE, |(source, span)| source.position(span.start))
    }

    /// What is noted at its place; nothing if the place says it all.
    pub(super) fn note(&self) -> String {
        let label = self.diagnostic.primary.as_ref().map(|it| self.note_of(it));
        label.unwrap_or_default()
    }

    /// The other places that matter, in its text and in others, each with what is noted there.
    pub(super) fn related(&self) -> impl Iterator<Item = (&'f Source, Span, String)> {
        self.diagnostic.related.iter().filter_map(|label| {
            let source = label.source.as_deref().or(self.source())?;
            Some((source, label.span, self.note_of(label)))
        })
    }

    fn note_of(&self, label: &Label) -> String {
        wording::label(self.diagnostic, label, self.combinations())
    }

    /// What was found, in one sentence.
    pub(super) fn message(&self) -> String {
        wording::message(self.diagnostic, self.combinations())
    }

    /// The path of its file, as services write it.
    pub(super) fn path(&self) -> String {
        repository_path(self.name)
    }

    /// What was found and what to do about it, in one line that names the other file that decides, if one does.
    pub(super) fn one_line(&self) -> String {
        one_line(self.diagnostic, self.source(), self.combinations())
    }

    /// The place in another file that decides, if there is one.
    pub(super) fn elsewhere(&self) -> Option<String> {
        elsewhere(self.diagnostic, self.source())
    }

    /// The task definition and the container that it is about.
    pub(super) fn about(&self) -> About<'t> {
        match (self.task, self.file) {
            (Some(task), _) => About::finding(self.diagnostic, task),
            (None, Some(file)) => About::problem(self.diagnostic, &file.task_reports),
            (None, None) => About::default(),
        }
    }

    /// Its fingerprint.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.diagnostic, self.about())
    }

    /// The ways to fix it, also those that are only shown.
    pub(super) fn fixes(&self) -> Vec<Fix> {
        let task = self.task.map(|it| it.task.span);
        self.file.map(|file| fixes(file, self.diagnostic, task)).unwrap_or_default()
    }

    /// The fixes that a program may apply, each with the text that it edits.
    pub(super) fn applicable_fixes(&self) -> impl Iterator<Item = Fix> {
        self.fixes().into_iter().filter(|it| it.applicability != Applicability::Display)
    }

    /// The combinations of conditions that its sentences are about.
    fn combinations(&self) -> &'f [Combination<'t>] {
        self.task.map(|it| it.combinations.as_slice()).unwrap_or_default()
    }
}

/// What was found and what to do about it, in one line that names the other file that decides, if one does.
pub(super) fn one_line(
    diagnostic: &Diagnostic,
    source: Option<&Source>,
    all: &[Combination<'_>],
) -> String {
    let mut message = wording::one_line(diagnostic, all);
    if let Some(place) = elsewhere(diagnostic, source) {
        message.push_str(&format!("; see {place}"));
    }
    message
}

/// The first place of a diagnostic that is in another file than the diagnostic itself.
fn elsewhere(diagnostic: &Diagnostic, own: Option<&Source>) -> Option<String> {
    let own_file = own.zip(diagnostic.own_span()).map(|(own, span)| own.file_at(span.start));
    let mut others = diagnostic.related.iter().filter_map(|label| {
        let source = label.source.as_deref().or(own)?;
        let file = source.file_at(label.span.start);
        let is_other = label.source.is_some() || own_file.is_some_and(|own| own != file);
        is_other.then(|| (file.0, source.position(label.span.start)))
    });
    let (path, Position { line, column }) = others.next()?;
    Some(format!("{path}:{line}:{column}"))
}

/// How the task definitions of a file are called; by their places where the names do not differ.
pub(super) fn task_names(file: &FileReport<'_>) -> Vec<String> {
    let own_name = |it: &TaskReport<'_>| match (&it.task.name, &it.task.context.part) {
        (Some(name), Some(part)) => format!("{name} ({part})"),
        (Some(name), None) => name.clone(),
        (None, _) => "task definition".to_owned(),
    };
    let mut names: Vec<_> = file.task_reports.iter().map(own_name).collect();
    let mut counts = BTreeMap::new();
    for name in &names {
        *counts.entry(name.clone()).or_insert(0) += 1;
    }
    for (name, task) in names.iter_mut().zip(&file.task_reports) {
        if counts.get(name).is_some_and(|count| *count > 1) {
            name.push_str(&format!(" at {}", place_in(file.source, task.task.span.start)));
        }
    }
    names
}

/// `line:column` in the text of a file, and `path:line:column` in one of several files.
pub(super) fn place_in(source: &Source, offset: u32) -> String {
    let Position { line, column } = source.position(offset);
    if source.is_of_files() {
        return format!("{}:{line}:{column}", source.file_at(offset).0);
    }
    format!("{line}:{column}")
}

/// A path as services write those of a repository: with slashes, and without `./` at the beginning, which means nothing.
pub(super) fn repository_path(path: &str) -> String {
    let slashed =
        if MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(MAIN_SEPARATOR, "/") };
    let mut rest = slashed.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    if rest.is_empty() { slashed } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::repository_path;

    #[test]
    fn a_path_is_that_in_the_repository() {
        for (path, wanted) in [
            ("./a/b.json", "a/b.json"),
            (".//./a", "a"),
            ("../a", "../a"),
            (".a", ".a"),
            ("./", "./"),
        ] {
            assert_eq!(repository_path(path), wanted);
        }
    }
}
