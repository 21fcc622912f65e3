//! A task definition that was checked, as plain data.

use super::diagnostic::{FixesAsked, ReportedDiagnostic, ReportedPlace};
use super::grants::Grants;
use crate::analysis::triage::all_findings;
use crate::analysis::{FileReport, TaskReport};
use crate::aws::launch_type::LaunchType;
use crate::base::source::Source;
use crate::base::truth::Truth;
use crate::engine::{Basis, Need, RoleState, Verdict};
use crate::input::inputs::Inputs;

/// A task definition that was checked.
#[derive(Clone, Debug)]
pub struct CheckedTask {
    path: String,
    name: Option<String>,
    format: &'static str,
    verdict: Verdict,
    launch_types: Vec<CheckedLaunchType>,
    role: CheckedRole,
    requirements: Vec<CheckedRequirement>,
    diagnostics: Vec<ReportedDiagnostic>,
    pub(super) grants: Grants,
}

/// A launch type in question, and the verdict for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedLaunchType {
    /// The launch type.
    pub launch_type: LaunchType,
    /// The verdict if the task runs on it.
    pub verdict: Verdict,
    /// Why it was checked.
    pub basis: Basis,
}

/// How the execution role is set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedRole {
    /// Whether it is set, and how.
    pub state: RoleState,
    /// The value as it is written.
    pub value: Option<String>,
    /// Where it is set.
    pub place: Option<ReportedPlace>,
}

/// Something that uses the execution role.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedRequirement {
    /// The ID of the rule.
    pub rule: String,
    /// The feature, in a few words.
    pub title: String,
    /// Why it uses the role.
    pub why: String,
    /// Whether it is certain; a placeholder may leave it undecided.
    pub is_certain: bool,
    /// Where it is.
    pub place: ReportedPlace,
    /// What the role must allow for it.
    pub permissions: Vec<CheckedPermission>,
}

/// A permission that the role must have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedPermission {
    /// The action.
    pub action: String,
    /// The resource; placeholders in it are written as in the file.
    pub resource: String,
    /// `always`; `documented` where AWS documents it and no source shows that it is used; `if` where it depends on a
    /// condition that is not in the files.
    pub need: &'static str,
    /// That condition.
    pub condition: Option<String>,
}

impl CheckedTask {
    /// The same with what the options of its file set.
    pub(super) fn with_inputs(self, inputs: &Inputs) -> Self {
        Self { grants: self.grants.with_inputs(inputs), ..self }
    }

    pub(super) fn new<'t>(
        task_report: &TaskReport<'t>,
        file: &FileReport<'t>,
        asks: FixesAsked<'_>,
    ) -> Self {
        let source = file.source;
        let TaskReport { task, assessment, .. } = task_report;
        let launch_types = assessment.launch_types.iter().map(|it| CheckedLaunchType {
            launch_type: it.launch_type,
            verdict: it.verdict,
            basis: it.basis,
        });
        let role = &assessment.role;
        let requirement = |need| CheckedRequirement::new(need, source);
        let diagnostic = |it| ReportedDiagnostic::of(it, file, Some(task_report), asks);
        Self {
            path: source.file_at(task.span.start).0.to_owned(),
            name: task.name.clone(),
            format: task.format.name(),
            verdict: assessment.verdict,
            launch_types: launch_types.collect(),
            role: CheckedRole {
                state: role.state,
                value: role.value.as_ref().map(ToString::to_string),
                place: role.span.map(|span| ReportedPlace::new(source, span)),
            },
            requirements: assessment.needs.iter().map(requirement).collect(),
            diagnostics: all_findings(task_report).into_iter().map(diagnostic).collect(),
            grants: Grants::of(task_report, source),
        }
    }

    /// The file that contains it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its family, or its logical ID in a template; the path of its file if it has neither.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.path)
    }

    /// Its format: `task-definition`, `cloudformation`, …
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Whether it requires a task execution role.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The launch types that were checked.
    pub fn launch_types(&self) -> &[CheckedLaunchType] {
        &self.launch_types
    }

    /// How its execution role is set.
    pub fn role(&self) -> &CheckedRole {
        &self.role
    }

    /// Its requirements: what uses the role.
    pub fn requirements(&self) -> &[CheckedRequirement] {
        &self.requirements
    }

    /// The findings about it, also those that [may stay](ReportedDiagnostic::suppressed).
    pub fn diagnostics(&self) -> &[ReportedDiagnostic] {
        &self.diagnostics
    }
}

impl CheckedRequirement {
    fn new(need: &Need<'_>, source: &Source) -> Self {
        let permissions = need.permissions().iter().map(|it| CheckedPermission {
            action: it.action.to_string(),
            resource: it.resource.to_string(),
            need: it.necessity.name(),
            condition: it.necessity.condition().map(str::to_owned),
        });
        Self {
            rule: need.found.rule.id().to_owned(),
            title: need.found.rule.title.to_string(),
            why: need.found.rule.why.to_string(),
            is_certain: need.found.truth == Truth::True,
            place: ReportedPlace::new(source, need.found.span),
            permissions: permissions.collect(),
        }
    }
}
