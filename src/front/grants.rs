//! What a task definition requires of its role, kept after its text is dropped.

use crate::analysis::subject::DependsOn;
use crate::analysis::{TaskReport, Terms, depends_on, own_expressions, required};
use crate::aws::deployment::Deployment;
use crate::aws::role_arn;
use crate::base::source::Source;
use crate::base::text::Text;
use crate::engine::{RoleState, Verdict};
use crate::iam::permission::RequiredPermission;
use crate::input::inputs::Inputs;
use crate::render::policy::{Form, OwnUnit};

/// What a task definition requires of its role.
#[derive(Clone, Debug)]
pub(super) struct Grants {
    /// The file, and the family where there is one.
    pub(super) name: String,
    /// What leaves it undecided whether a role is required.
    pub(super) depends: Option<DependsOn>,
    /// Whether a role is required, or set, or may be.
    pub(super) uses_role: bool,
    /// What the role must allow.
    pub(super) required: Vec<RequiredPermission<'static>>,
    /// The same with the values of the options, if there are any.
    filled: Option<Vec<RequiredPermission<'static>>>,
    /// Where it runs.
    pub(super) home: Deployment<'static>,
    /// Where the options say that it runs.
    given: Deployment<'static>,
    /// The unit that contains it, where that could hold the policy, too.
    pub(super) unit: Option<OwnUnit>,
    /// The path and the name of the role that it names.
    pub(super) role: Option<(String, String)>,
}

impl Grants {
    pub(super) fn of(task_report: &TaskReport<'_>, source: &Source) -> Self {
        let assessment = &task_report.assessment;
        let path = source.name();
        let is_set =
            assessment.role.state.is_present() || assessment.role.state == RoleState::Invalid;
        let depends = || match task_report.deciding_conditions() {
            names if names.is_empty() => depends_on(assessment, Terms::of(task_report.task)),
            names => DependsOn::Conditions(names),
        };
        Self {
            name: match &task_report.task.name {
                Some(family) => format!("{path} ({family})"),
                None => path.to_owned(),
            },
            depends: (assessment.verdict == Verdict::Depends && !is_set).then(depends),
            uses_role: is_set || assessment.verdict != Verdict::NotRequired,
            required: required(assessment),
            filled: None,
            home: Deployment::clone(&assessment.deployment).into_owned(),
            given: Deployment::default(),
            unit: own_unit(task_report, source),
            role: assessment.role.value.as_ref().and_then(named_role),
        }
    }

    /// The same with what the options set: those of one file of a report need not be those of another.
    pub(super) fn with_inputs(self, inputs: &Inputs) -> Self {
        let fill = |it: &RequiredPermission<'static>| {
            let resource = inputs.fill_names(&it.resource);
            RequiredPermission { resource, ..it.clone() }
        };
        let filled = !inputs.variables.is_empty();
        let filled = filled.then(|| self.required.iter().map(fill).collect());
        Self { filled, given: inputs.deployment.clone(), ..self }
    }

    /// Its partition: the options take precedence.
    pub(super) fn partition(&self) -> Option<&Text<'static>> {
        self.given.partition.as_ref().or(self.home.partition.as_ref())
    }

    /// Its account: the options take precedence.
    pub(super) fn account(&self) -> Option<&Text<'static>> {
        self.given.account.as_ref().or(self.home.account.as_ref())
    }

    /// What the role must allow, with the values of the options.
    pub(super) fn filled(&self) -> &[RequiredPermission<'static>] {
        self.filled.as_ref().unwrap_or(&self.required)
    }
}

fn own_unit(task_report: &TaskReport<'_>, source: &Source) -> Option<OwnUnit> {
    let context = &task_report.task.context;
    let is_called = !context.module.is_empty();
    let called = is_called.then(|| source.file_at(task_report.task.span.start).0);
    Some(OwnUnit {
        path: source.name().to_owned(),
        home: called.unwrap_or_else(|| source.name()).to_owned(),
        form: Form::of_unit(context.expressions?),
        expressions: own_expressions(context),
        module: context.module.clone(),
    })
}

/// The path and the name of a role that is set without a placeholder.
fn named_role(value: &Text<'_>) -> Option<(String, String)> {
    let reading = role_arn::read(value);
    let name = reading.part("name")?.as_literal()?.to_owned();
    let path = match reading.part("path") {
        Some(path) => format!("/{}/", path.as_literal()?),
        None => "/".to_owned(),
    };
    Some((path, name))
}
