//! The task definition and the container that a diagnostic is about.

use crate::analysis::report::TaskReport;
use crate::analysis::subject::{Diagnostic, What};
use crate::base::source::Span;
use crate::base::text::Text;
use crate::input::TaskDefinition;

/// What a diagnostic is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    task: Option<&'a TaskDefinition<'a>>,
    /// The task definition in every combination of conditions.
    versions: &'a [TaskDefinition<'a>],
    /// Its place; none where that is in another file, or it is about the file as a whole.
    span: Option<Span>,
    /// Where the role is that it is about, if the unit of the task definition creates that.
    role: Option<Span>,
}

impl<'a> About<'a> {
    /// What a finding about a task definition is about.
    pub fn finding(finding: &Diagnostic, task: &TaskReport<'a>) -> Self {
        Self {
            task: Some(task.task),
            versions: task.versions,
            span: finding.own_span(),
            role: own_role(finding, task),
        }
    }

    /// The same without a place.
    pub(super) fn task(task: &TaskReport<'a>) -> Self {
        Self { task: Some(task.task), versions: task.versions, span: None, role: None }
    }

    /// What a problem of a file is about: the task definition that contains its place.
    pub fn problem(problem: &Diagnostic, all: &[TaskReport<'a>]) -> Self {
        let span = problem.own_span();
        let contains = |it: &&TaskReport<'a>| {
            it.task.document == problem.document
                && span.is_some_and(|span| it.task.span.contains(span))
        };
        let found = all.iter().find(contains);
        let versions = found.map(|it| it.versions).unwrap_or_default();
        Self { task: found.map(|it| it.task), versions, span, role: None }
    }

    /// Where the task definition is.
    pub(super) fn task_place(self) -> Option<(usize, Span)> {
        self.task.map(|it| (it.document, it.span))
    }

    /// Where its role is, if it is about that.
    pub(super) fn role_place(self) -> Option<(usize, Span)> {
        Some((self.task?.document, self.role?))
    }

    /// How the task definition is called in its file, with the part of a job that it is.
    pub fn name(self) -> Option<String> {
        let task = self.task?;
        let name = task.name.as_ref()?;
        Some(match &task.context.part {
            Some(part) => format!("{name}/{part}"),
            None => name.clone(),
        })
    }

    /// Whether the task definition is called so: by its family, its logical ID, or its name in the report.
    pub(super) fn is_called(self, name: &str, path: &str) -> bool {
        let Some(task) = self.task else { return false };
        let names = [task.name.as_deref(), task.context.family.as_deref()];
        names.contains(&Some(name))
            || self.name().as_deref() == Some(name)
            || (task.name.is_none() && path == name)
    }

    /// The name of the container that contains the place.
    pub fn container(self) -> Option<String> {
        let span = self.span?;
        let lists = self.versions.iter().filter_map(|it| it.root.get("containerDefinitions"));
        let mut items = lists.filter_map(|it| it.as_list()).flatten();
        let item = items.find(|it| it.resolved().span.contains(span))?;
        let name = item.get("name")?.scalar_text(|text| Text::literal(text.as_ref()))?;
        Some(name.to_string())
    }
}

/// Where the role is that a finding is about: the one role that the unit creates for it in all combinations in which it
/// holds. An option may name another.
fn own_role(finding: &Diagnostic, task: &TaskReport<'_>) -> Option<Span> {
    let is_about_role = matches!(
        finding.subject.what,
        What::Permission(_)
            | What::PermissionUnused { .. }
            | What::Trust(_)
            | What::PolicyGrammar { .. }
            | What::WrongManagedArn(_)
            | What::PolicyUnknown(_)
            | What::BoundaryUnknown(_)
    );
    task.assessment.role.span.filter(|_| is_about_role)?;
    let versions = task.versions.iter().enumerate();
    let mut roles = versions
        .filter(|(index, _)| finding.when.contains(*index))
        .map(|(_, version)| version.context.role.as_ref().map(|role| role.span));
    let first = roles.next()??;
    roles.all(|it| it == Some(first)).then_some(first)
}
