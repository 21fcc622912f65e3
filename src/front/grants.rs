//! What a task definition needs of its role, kept beyond its text.

use crate::analysis::subject::DependsOn;
use crate::analysis::{TaskReport, Terms, depends_on};
use crate::aws::role_arn;
use crate::base::source::Source;
use crate::base::text::Text;
use crate::engine::{Need, RoleState, Verdict};
use crate::iam::permission::RequiredPermission;
use crate::input::cloudformation::kms_keys::Encrypted;
use crate::render::policy::OwnTemplate;
use crate::rules::resource::Deployment;

/// What a task definition needs of its role.
#[derive(Clone, Debug)]
pub(super) struct Grants {
    /// The file, and the family where there is one.
    pub(super) name: String,
    /// What leaves it open whether a role is needed.
    pub(super) depends: Option<DependsOn>,
    /// Whether a role is required, or set, or may be.
    pub(super) uses_role: bool,
    /// What the role must allow.
    pub(super) required: Vec<RequiredPermission<'static>>,
    /// Where it runs.
    pub(super) home: Deployment<'static>,
    /// Where it stands in a template: the template's file, and the expressions that it has for ARNs.
    pub(super) template: Option<OwnTemplate>,
    /// The path and the name of the role that it names.
    pub(super) role: Option<(String, String)>,
}

impl Grants {
    pub(super) fn of(task_report: &TaskReport<'_>, source: &Source) -> Self {
        let assessment = &task_report.assessment;
        let path = source.name();
        let is_set =
            assessment.role.state.is_present() || assessment.role.state == RoleState::Invalid;
        let own = |text: &Option<Text<'_>>| text.clone().map(Text::into_owned);
        let depends = || depends_on(assessment, Terms::of(task_report.task, source.text()));
        Self {
            name: match &task_report.task.name {
                Some(family) => format!("{path} ({family})"),
                None => path.to_owned(),
            },
            depends: (assessment.verdict == Verdict::Depends && !is_set).then(depends),
            uses_role: is_set || assessment.verdict != Verdict::NotRequired,
            required: assessment.needs.iter().flat_map(required).collect(),
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
}

fn expression(encrypted: &Encrypted<'_>) -> (Text<'static>, String) {
    (encrypted.resource.clone().into_owned(), encrypted.expression.clone())
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
