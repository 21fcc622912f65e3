//! Files → what their task definitions need, kept beyond the files.

use super::super::{check, input};
use crate::analysis::pipeline::{FileReport, Settings, TaskReport, examine};
use crate::analysis::role::depends_on;
use crate::analysis::terms::Terms;
use crate::aws::role_arn;
use crate::base::problem::Severity;
use crate::base::text::Text;
use crate::engine::{Need, RoleState, Verdict};
use crate::iam::permission::RequiredPermission;
use crate::input::cloudformation::kms_keys::Encrypted;
use crate::render::compact;
use crate::render::policy::OwnTemplate;
use crate::rules::resource::Deployment;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::PathBuf;

/// What all files come to.
#[derive(Default)]
pub(super) struct Gathered {
    /// The task definitions, in order.
    pub(super) tasks: Vec<Task>,
    /// What is wrong with the files, a line each.
    pub(super) problems: String,
    /// Whether a named file could not be read or holds no task definition.
    pub(super) is_failure: bool,
    /// Whether what could not be read well may need more.
    pub(super) is_incomplete: bool,
}

/// What a task definition comes to.
pub(super) struct Task {
    /// The file, and the family where there is one.
    pub(super) name: String,
    /// What leaves it open whether a role is needed.
    pub(super) depends: Option<String>,
    /// Whether a role is required, or named, or may be.
    pub(super) uses_role: bool,
    /// What the role must allow.
    pub(super) wanted: Vec<RequiredPermission<'static>>,
    /// Where it runs.
    pub(super) home: Deployment<'static>,
    /// Where it stands in a template: the template's file, and the expressions that it has for ARNs.
    pub(super) template: Option<OwnTemplate>,
    /// The path and the name of the role that it names.
    pub(super) role: Option<(String, String)>,
}

pub(super) fn gather(paths: &[PathBuf], settings: Settings<'_>) -> Gathered {
    let inputs = input::expand(paths);
    let one = |input: &input::Input| match input::read(input) {
        Ok((source, problems)) => {
            examine(&source, problems, settings, |file| examined(input, file))
        }
        Err(problem) => Gathered {
            problems: compact::unread(&problem, &input::name(&input.path)),
            is_failure: input.is_named,
            is_incomplete: true,
            ..Gathered::default()
        },
    };
    let each: Vec<_> = match inputs.as_slice() {
        [input] => vec![one(input)],
        _ => inputs.par_iter().map(one).collect(),
    };
    each.into_iter().fold(Gathered::default(), Gathered::and)
}

impl Gathered {
    fn and(mut self, other: Self) -> Self {
        self.tasks.extend(other.tasks);
        self.problems.push_str(&other.problems);
        self.is_failure |= other.is_failure;
        self.is_incomplete |= other.is_incomplete;
        self
    }
}

fn examined(input: &input::Input, file: &FileReport<'_>) -> Gathered {
    let has_none = file.task_reports.is_empty();
    if has_none && !input.is_named && !check::mentions_one(file) {
        return Gathered::default();
    }
    Gathered {
        tasks: file.task_reports.iter().map(|it| task(file, it)).collect(),
        problems: compact::problems(file),
        is_failure: has_none && input.is_named,
        is_incomplete: file.problems.iter().any(|it| it.severity == Severity::Error),
    }
}

fn task(file: &FileReport<'_>, task_report: &TaskReport<'_>) -> Task {
    let assessment = &task_report.assessment;
    let path = file.source.name();
    let is_named =
        assessment.role.state.is_present() || assessment.role.state == RoleState::Invalid;
    let own = |text: &Option<Text<'_>>| text.clone().map(Text::into_owned);
    Task {
        name: match &task_report.task.name {
            Some(family) => format!("{path} ({family})"),
            None => path.to_owned(),
        },
        depends: (assessment.verdict == Verdict::Depends && !is_named)
            .then(|| depends_on(assessment, Terms::of(task_report.task, file.source.text()))),
        uses_role: is_named || assessment.verdict != Verdict::NotRequired,
        wanted: assessment.needs.iter().flat_map(required).collect(),
        home: Deployment {
            partition: own(&assessment.deployment.partition),
            region: own(&assessment.deployment.region),
            account: own(&assessment.deployment.account),
        },
        template: task_report.task.template.as_ref().map(|template| OwnTemplate {
            path: path.to_owned(),
            expressions: template.encrypted.iter().map(expression).collect(),
        }),
        role: assessment.role.value.as_ref().and_then(named_role),
    }
}

fn expression(encrypted: &Encrypted<'_>) -> (String, String) {
    (encrypted.resource.to_string(), encrypted.expression.clone())
}

fn required(need: &Need<'_>) -> Vec<RequiredPermission<'static>> {
    need.permissions().iter().cloned().map(RequiredPermission::into_owned).collect()
}

/// The path and the name of a role that is named without a placeholder.
fn named_role(value: &Text<'_>) -> Option<(String, String)> {
    let reading = role_arn::read(value);
    let name = reading.part("name")?.as_literal()?.to_owned();
    let path = match reading.part("path") {
        Some(path) => format!("/{}/", path.as_literal()?),
        None => "/".to_owned(),
    };
    Some((path, name))
}
