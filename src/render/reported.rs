//! The diagnostics of a file, by place, each with the task definition that it is about: what formats of one entry for
//! each diagnostic stand on.

use crate::analysis::triage::{About, Fingerprint};
use crate::analysis::{Combination, Diagnostic, FileReport, TaskReport, fixes, wording};
use crate::base::diagnostic::Fix;
use crate::base::source::{Position, Source};
use std::collections::BTreeMap;
use std::path::MAIN_SEPARATOR;

/// The position of what is about the file as a whole.
pub(super) const WHOLE: Position = Position { line: 1, column: 1 };

/// A diagnostic that is reported, in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported<'f, 't> {
    pub(super) file: &'f FileReport<'t>,
    pub(super) diagnostic: &'f Diagnostic,
    /// The task definition that it is a finding about; none for a problem of the file.
    pub(super) task: Option<&'f TaskReport<'t>>,
}

/// The diagnostics of a file that are not suppressed, by place; those of the file before those of a task definition.
pub(super) fn by_place<'f, 't>(file: &'f FileReport<'t>) -> Vec<Reported<'f, 't>> {
    let findings = file.task_reports.iter().flat_map(|task| of_task(file, task));
    let mut all: Vec<_> = of_file(file).chain(findings).collect();
    all.sort_by_key(|it| it.diagnostic.span());
    all
}

/// The problems of a file, in their order.
pub(super) fn of_file<'f, 't>(file: &'f FileReport<'t>) -> impl Iterator<Item = Reported<'f, 't>> {
    file.problems.iter().map(move |diagnostic| Reported { file, diagnostic, task: None })
}

/// Those about a task definition, in their order.
pub(super) fn of_task<'f, 't>(
    file: &'f FileReport<'t>,
    task: &'f TaskReport<'t>,
) -> impl Iterator<Item = Reported<'f, 't>> {
    task.findings.iter().map(move |diagnostic| Reported { file, diagnostic, task: Some(task) })
}

impl<'t> Reported<'_, 't> {
    /// Where it begins and ends; nowhere if the file as a whole is meant.
    pub(super) fn places(&self) -> Option<(Position, Position)> {
        let span = self.diagnostic.span()?;
        let source = self.file.source;
        Some((source.position(span.start), source.position(span.end)))
    }

    /// Where it begins.
    pub(super) fn position(&self) -> Position {
        let span = self.diagnostic.span();
        span.map_or(WHOLE, |span| self.file.source.position(span.start))
    }

    /// What was found and what to do about it, in one line that names the other file that decides, if one does.
    pub(super) fn one_line(&self) -> String {
        one_line(self.diagnostic, self.combinations())
    }

    /// Its fingerprint.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        let about = match self.task {
            Some(task) => About::finding(self.diagnostic, task),
            None => About::problem(self.diagnostic, &self.file.task_reports),
        };
        Fingerprint::of(self.diagnostic, about)
    }

    /// The ways to fix it.
    pub(super) fn fixes(&self) -> Vec<Fix> {
        fixes(self.file, self.diagnostic, self.task.map(|it| it.task.span))
    }

    /// The combinations of conditions of its task definition.
    pub(super) fn combinations(&self) -> &[Combination<'t>] {
        self.task.map(|it| it.combinations.as_slice()).unwrap_or_default()
    }
}

/// What was found and what to do about it, in one line that names the other file that decides, if one does.
pub(super) fn one_line(diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let mut message = wording::one_line(diagnostic, all);
    let mut others = diagnostic.related.iter();
    if let Some((other, span)) = others.find_map(|it| Some((it.source.as_ref()?, it.span))) {
        let Position { line, column } = other.position(span.start);
        message.push_str(&format!("; see {}:{line}:{column}", other.name()));
    }
    message
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
            let Position { line, column } = file.source.position(task.task.span.start);
            name.push_str(&format!(" at {line}:{column}"));
        }
    }
    names
}

/// A path as services write those of a repository: with slashes, and without `./` at the beginning.
pub(super) fn repository_path(path: &str) -> String {
    let slashed =
        if MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(MAIN_SEPARATOR, "/") };
    let mut rest = slashed.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    rest.to_owned()
}

/// The name of a source, as services write it.
pub(super) fn path_of(source: &Source) -> String {
    repository_path(source.name())
}

#[cfg(test)]
mod tests {
    use super::repository_path;

    #[test]
    fn a_path_is_that_in_the_repository() {
        for (path, wanted) in
            [("./a/b.json", "a/b.json"), (".//./a", "a"), ("../a", "../a"), (".a", ".a")]
        {
            assert_eq!(repository_path(path), wanted);
        }
    }
}
