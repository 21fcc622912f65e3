//! Findings about the execution role as it is stated: missing, undetermined, not needed, not a role.

use super::terms::Terms;
use super::{Finding, Label};
use crate::base::problem::{Problem, Severity};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::engine::{Assessment, LaunchTypeVerdict, Need, RoleState, Verdict};
use crate::input::schema::validate::MISSPELT_ROLE;
use crate::rules::RoleRequirement;
use crate::rules::value::ReadValue;

/// Required, and none is named.
pub const MISSING: &str = "execution-role-missing";
/// It depends, and none is named.
pub const UNDETERMINED: &str = "execution-role-undetermined";
pub(super) const UNNEEDED: &str = "execution-role-unneeded";
pub(super) const INVALID: &str = "execution-role-invalid";

const PAGE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";

pub(super) fn check(
    assessment: &Assessment<'_>,
    whole: Span,
    problems: &[Problem],
    terms: Terms<'_>,
) -> Option<Finding> {
    let is_misspelt = problems.iter().any(|problem| problem.code == MISSPELT_ROLE);
    match (assessment.role.state, assessment.verdict) {
        (RoleState::Invalid, _) => Some(invalid(assessment, whole, terms)),
        // The misspelt key is the cause, and is told already.
        (RoleState::Absent, _) if is_misspelt => None,
        (RoleState::Absent, Verdict::Required) => missing(assessment, Severity::Error, terms),
        (RoleState::NotStatable, Verdict::Required) => missing(assessment, Severity::Note, terms),
        (RoleState::Absent, Verdict::Depends) => undetermined(assessment, whole, terms),
        (RoleState::Named, Verdict::NotRequired) => unneeded(assessment),
        _ => None,
    }
}

fn missing(assessment: &Assessment<'_>, severity: Severity, terms: Terms<'_>) -> Option<Finding> {
    let mut labels = decisive(assessment, Verdict::Required).map(|need| label(assessment, need));
    let primary = labels.next()?;
    let related = labels.collect();
    let first = decisive(assessment, Verdict::Required).next();
    let required_on =
        names(assessment.launch_types.iter().filter(|it| it.verdict == Verdict::Required));
    let message = match severity {
        Severity::Note => format!(
            "these container definitions need an execution role on {required_on}: the task definition that holds them must name one"
        ),
        _ => format!("an execution role is required on {required_on}, and none is named"),
    };
    Some(Finding {
        code: MISSING.to_owned(),
        severity,
        message,
        primary,
        related,
        help: Some(missing_help(assessment, terms)),
        docs: first.and_then(|need| need.found.rule.docs()).map(str::to_owned),
        permission: None,
    })
}

fn missing_help(assessment: &Assessment<'_>, terms: Terms<'_>) -> String {
    let partition =
        assessment.deployment.partition.as_ref().map_or("aws".to_owned(), ToString::to_string);
    let account =
        assessment.deployment.account.as_ref().map_or("<account>".to_owned(), ToString::to_string);
    let mut help = terms.add_role(&partition, &account);
    if assessment.role.value.is_none() && assessment.names_task_role {
        help.push_str(". ");
        help.push_str(terms.task_role_key());
        help.push_str(" is the other role: it is for the code in the containers, and ECS does not use it here");
    }
    help
}

fn undetermined(assessment: &Assessment<'_>, whole: Span, terms: Terms<'_>) -> Option<Finding> {
    let mut labels = decisive(assessment, Verdict::Depends).map(|need| label(assessment, need));
    let primary = labels.next()?;
    let related = labels.collect();
    let primary =
        Label { span: if primary.span.is_empty() { whole } else { primary.span }, ..primary };
    Some(Finding {
        code: UNDETERMINED.to_owned(),
        severity: Severity::Warning,
        message: format!(
            "whether an execution role is required depends {}, and none is named",
            depends_on(assessment, terms)
        ),
        primary,
        related,
        help: Some(settle_help(assessment, terms)),
        docs: Some(PAGE.to_owned()),
        permission: None,
    })
}

/// What leaves the verdict open: "on the launch type: required on FARGATE, not on EC2", "on ${IMAGE}".
pub fn depends_on(assessment: &Assessment<'_>, terms: Terms<'_>) -> String {
    let with =
        |verdict| names(assessment.launch_types.iter().filter(move |it| it.verdict == verdict));
    let placeholders = open_placeholders(assessment);
    if depends_on_launch_type(assessment) {
        let others = [(Verdict::NotRequired, "not on"), (Verdict::Depends, "perhaps on")];
        let others = others.map(|(verdict, words)| match with(verdict) {
            names if names.is_empty() => String::new(),
            names => format!(", {words} {names}"),
        });
        let open = terms.open_launch_type();
        let open =
            open.map(|placeholder| format!(", which {placeholder} decides")).unwrap_or_default();
        let required = with(Verdict::Required);
        format!("on the launch type{open}: required on {required}{}", others.concat())
    } else if placeholders.is_empty() {
        "on what the file does not show".to_owned()
    } else {
        let placeholders: Vec<_> =
            placeholders.iter().map(|placeholder| terms.placeholder(placeholder)).collect();
        format!("on {}", placeholders.join(", "))
    }
}

fn depends_on_launch_type(assessment: &Assessment<'_>) -> bool {
    let is_required = |it: &LaunchTypeVerdict| it.verdict == Verdict::Required;
    assessment.launch_types.iter().any(is_required)
        && !assessment.launch_types.iter().all(is_required)
}

/// How the user settles what is open.
fn settle_help(assessment: &Assessment<'_>, terms: Terms<'_>) -> String {
    let required =
        names(assessment.launch_types.iter().filter(|it| it.verdict == Verdict::Required));
    if depends_on_launch_type(assessment) {
        return format!(
            "say where the task runs with --launch-type (or {}); name a role if it may run on {required}",
            terms.compatibilities_key()
        );
    }
    if open_placeholders(assessment).is_empty() {
        return "name a role to be safe, or see `needs-exec-role explain` for the rule named here"
            .to_owned();
    }
    let settle = assessment.needs.iter().find_map(|need| settle(need, terms));
    let settle = settle.unwrap_or_else(|| "fill it with --var NAME=VALUE".to_owned());
    format!("{settle}; or name a role")
}

fn settle(need: &Need<'_>, terms: Terms<'_>) -> Option<String> {
    let placeholder = need.found.values.iter().flat_map(ReadValue::placeholders).next()?;
    Some(match (placeholder.written.as_ref(), need.found.item_name()) {
        ("<image>", Some(container)) => {
            format!("the container has no image here: give it with --image {container}=URI")
        }
        ("<image>", None) => {
            "the container has no image here: give it with --image CONTAINER=URI".to_owned()
        }
        (written, _) => terms.fill(written, &placeholder.name),
    })
}

fn open_placeholders(assessment: &Assessment<'_>) -> Vec<String> {
    let mut placeholders: Vec<String> = Vec::new();
    for need in assessment.needs.iter().filter(|need| need.found.truth == Truth::Unknown) {
        for placeholder in &need.found.unresolved {
            if !placeholders.contains(placeholder) {
                placeholders.push(placeholder.clone());
            }
        }
    }
    placeholders
}

fn unneeded(assessment: &Assessment<'_>) -> Option<Finding> {
    let is_used = assessment.needs.iter().any(|need| !need.cells.is_empty());
    let span = assessment.role.span?;
    (!is_used).then(|| Finding {
        code: UNNEEDED.to_owned(),
        severity: Severity::Note,
        message: "nothing in this task definition uses an execution role".to_owned(),
        primary: Label::here(span, "named here"),
        related: Vec::new(),
        help: Some(
            "it does no harm; leave it out unless something that the file does not show needs it"
                .to_owned(),
        ),
        docs: Some(PAGE.to_owned()),
        permission: None,
    })
}

fn invalid(assessment: &Assessment<'_>, whole: Span, terms: Terms<'_>) -> Finding {
    let fault = assessment.role.fault.clone().unwrap_or_else(|| "this is not a role".to_owned());
    // Without a place it was the user who gave it.
    let what = match assessment.role.span {
        Some(_) => format!("`{}`", terms.role_key()),
        None => "the role given with --execution-role".to_owned(),
    };
    Finding {
        code: INVALID.to_owned(),
        severity: Severity::Error,
        message: format!("{what} is not an IAM role"),
        primary: Label::here(assessment.role.span.unwrap_or(whole), fault),
        related: Vec::new(),
        help: Some("give the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME".to_owned()),
        docs: Some(PAGE.to_owned()),
        permission: None,
    }
}

/// The needs that decide a verdict.
fn decisive<'a, 't>(
    assessment: &'a Assessment<'t>,
    verdict: Verdict,
) -> impl Iterator<Item = &'a Need<'t>> {
    assessment.needs.iter().filter(move |need| decides(need, verdict))
}

/// Whether a need alone would make the verdict so on a launch type.
pub fn decides(need: &Need<'_>, verdict: Verdict) -> bool {
    need.cells.iter().any(|(_, cell)| match verdict {
        Verdict::Required => *cell == RoleRequirement::Required && need.found.truth == Truth::True,
        Verdict::Depends => {
            matches!(
                cell,
                RoleRequirement::Required
                    | RoleRequirement::RequiredUnlessInstanceRole
                    | RoleRequirement::Unknown
            )
        }
        Verdict::NotRequired => false,
    })
}

/// What a need is; and where, unless one launch type alone is in question.
fn label(assessment: &Assessment<'_>, need: &Need<'_>) -> Label {
    let title = &need.found.rule.title;
    let open = if need.found.truth == Truth::Unknown { "may be: " } else { "" };
    let message = match in_words(assessment, need, false) {
        on if on.is_empty() => format!("{open}{title}"),
        on => format!("{open}{title}: {on}"),
    };
    Label::here(need.found.span, message)
}

/// What a rule says for the launch types in question: "required on FARGATE; on EC2 the instance role will
/// do". What goes without saying, where there is one launch type only, is not said; what the instance role
/// does only where `with_instance_role` asks for it.
pub fn in_words(assessment: &Assessment<'_>, need: &Need<'_>, with_instance_role: bool) -> String {
    let is_choice = assessment.launch_types.len() > 1;
    let mut groups: Vec<(RoleRequirement, Vec<&str>)> = Vec::new();
    for (launch_type, cell) in &need.cells {
        match groups.iter_mut().find(|(known, _)| known == cell) {
            Some((_, names)) => names.push(launch_type.name()),
            None => groups.push((*cell, vec![launch_type.name()])),
        }
    }
    let words = groups.into_iter().filter_map(|(cell, names)| {
        let names = enumerate(&names);
        match cell {
            RoleRequirement::Required => is_choice.then(|| format!("required on {names}")),
            RoleRequirement::RequiredUnlessInstanceRole => {
                Some(format!("required on {names} unless the instance role may do it"))
            }
            RoleRequirement::Unknown => Some(format!("no source tells for {names}")),
            RoleRequirement::InstanceRole => (with_instance_role && is_choice)
                .then(|| format!("on {names} the instance role will do")),
            RoleRequirement::NotNeeded | RoleRequirement::Unsupported => None,
        }
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Launch types in a sentence: "FARGATE and EC2".
pub fn names<'a>(judged: impl Iterator<Item = &'a LaunchTypeVerdict>) -> String {
    enumerate(&judged.map(|it| it.launch_type.name()).collect::<Vec<_>>())
}

fn enumerate(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
