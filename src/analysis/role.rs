//! Findings about the execution role as it is set: missing, undetermined, not needed, not a role.

use super::subject::{
    DependsOn, Diagnostic, Label, Note, OpenTerm, Remedy, RoleFinding, Settle, Subject, What,
};
use super::terms::Terms;
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::base::source::Span;
use crate::base::text::{DeploymentPart, Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::engine::{Assessment, LaunchTypeVerdict, Need, RoleState, Verdict};
use crate::rules::RoleRequirement;
use crate::rules::value::ReadValue;

const PAGE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";

/// More requirements than these at one place are what an unknown list may contain.
const MOST_AT_A_PLACE: usize = 3;

/// What is found about the role; nothing of a missing one where its key is only misspelled, which is
/// reported already.
pub(super) fn check(
    assessment: &Assessment<'_>,
    whole: Span,
    is_misspelt: bool,
    terms: Terms<'_>,
) -> Option<Diagnostic> {
    match (assessment.role.state, assessment.verdict) {
        (RoleState::Invalid, _) => Some(invalid(assessment, whole, terms)),
        (RoleState::Absent, _) if is_misspelt => None,
        (RoleState::Absent, Verdict::Required) => missing(assessment, Severity::Error, terms),
        (RoleState::NotStatable, Verdict::Required) => missing(assessment, Severity::Note, terms),
        (RoleState::Absent, Verdict::Depends) => undetermined(assessment, whole, terms),
        // A run without a role gets that of the task definition, which is not here.
        (RoleState::Unresolved, Verdict::Depends) if terms.run_of().is_some() => {
            undetermined(assessment, whole, terms)
        }
        (RoleState::Named, Verdict::NotRequired) => unneeded(assessment, terms),
        _ => None,
    }
}

fn subject(finding: RoleFinding, remedy: Remedy) -> Subject {
    Subject::new(What::Role(finding)).with_remedy(remedy)
}

fn missing(
    assessment: &Assessment<'_>,
    severity: Severity,
    terms: Terms<'_>,
) -> Option<Diagnostic> {
    let empty = assessment.role.span.filter(|_| assessment.role.is_empty);
    let empty = empty.map(|span| Label::noting(span, Note::Empty));
    let needs = decisive(assessment, Verdict::Required).map(|need| label(assessment, need));
    let mut labels = empty.into_iter().chain(needs);
    let primary = labels.next()?;
    let first = decisive(assessment, Verdict::Required).next();
    let finding = RoleFinding::Missing {
        required_on: with(assessment, Verdict::Required),
        holder: terms.holder(),
        in_array: severity == Severity::Note,
    };
    Some(Diagnostic {
        severity,
        primary: Some(primary),
        related: labels.collect(),
        docs: first.and_then(|need| need.found.rule.docs()).map(|docs| docs.to_owned().into()),
        ..Diagnostic::whole(
            BuiltIn::ExecutionRoleMissing,
            subject(finding, add_role(assessment, terms)),
        )
    })
}

fn add_role(assessment: &Assessment<'_>, terms: Terms<'_>) -> Remedy {
    let deployment = &assessment.deployment;
    let partition = deployment.partition.as_ref().map_or("aws".to_owned(), ToString::to_string);
    let unspecified = || Placeholder::unspecified(DeploymentPart::Account).to_string();
    let account = deployment.account.as_ref().map_or_else(unspecified, ToString::to_string);
    Remedy::AddRole {
        how: terms.add_role(partition, account),
        task_role: (assessment.role.value.is_none() && assessment.names_task_role)
            .then(|| terms.task_role_key()),
        is_empty: assessment.role.is_empty,
        naming: terms.naming(),
    }
}

fn undetermined(assessment: &Assessment<'_>, whole: Span, terms: Terms<'_>) -> Option<Diagnostic> {
    let mut labels = together(decisive(assessment, Verdict::Depends), assessment).into_iter();
    let primary = labels.next()?;
    let primary =
        Label { span: if primary.span.is_empty() { whole } else { primary.span }, ..primary };
    let (on, holder) = (depends_on(assessment, terms), terms.holder());
    let finding = RoleFinding::Undetermined { on, holder };
    let remedy = Remedy::Settle(settle(assessment, terms));
    Some(Diagnostic {
        primary: Some(primary),
        related: labels.collect(),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(BuiltIn::ExecutionRoleUndetermined, subject(finding, remedy))
    })
}

/// What leaves the verdict undecided.
pub fn depends_on(assessment: &Assessment<'_>, terms: Terms<'_>) -> DependsOn {
    if depends_on_launch_type(assessment) {
        return DependsOn::LaunchType {
            decided_by: terms.open_launch_type(),
            required: with(assessment, Verdict::Required),
            not_required: with(assessment, Verdict::NotRequired),
            perhaps: with(assessment, Verdict::Depends),
        };
    }
    if is_lost(assessment, terms) {
        return DependsOn::Lost;
    }
    let open = open_placeholders(assessment);
    if open.is_empty() { DependsOn::Unseen } else { DependsOn::Placeholders(open) }
}

fn depends_on_launch_type(assessment: &Assessment<'_>) -> bool {
    let is_required = |it: &LaunchTypeVerdict| it.verdict == Verdict::Required;
    assessment.launch_types.iter().any(is_required)
        && !assessment.launch_types.iter().all(is_required)
}

/// How the user settles what is undecided.
fn settle(assessment: &Assessment<'_>, terms: Terms<'_>) -> Settle {
    if let Some(name) = terms.run_of() {
        return Settle::TaskDefinition(name.to_owned());
    }
    if depends_on_launch_type(assessment) {
        let required = with(assessment, Verdict::Required);
        return Settle::LaunchType {
            required,
            naming: terms.naming(),
            key: terms.holder().launch_type_key(),
        };
    }
    let unresolved = || assessment.needs.iter().flat_map(|need| &need.found.unresolved);
    if is_lost(assessment, terms) {
        return Settle::FixSyntax;
    }
    if open_placeholders(assessment).is_empty() {
        return Settle::Nothing;
    }
    let settled = assessment.needs.iter().find_map(|need| settle_need(need, terms));
    settled.unwrap_or_else(|| {
        // A key that the text may have elsewhere: no value of a placeholder adds it.
        let is_missing = |it: &Placeholder<'_>| it.kind() == PlaceholderKind::MissingKey;
        if unresolved().all(is_missing) { Settle::Rendered } else { Settle::AnyPlaceholder }
    })
}

fn settle_need(need: &Need<'_>, terms: Terms<'_>) -> Option<Settle> {
    let open = need.found.values.iter().flat_map(ReadValue::placeholders).next()?;
    Some(match open.kind() {
        PlaceholderKind::MissingImage => {
            Settle::Image { container: need.found.item_name().map(str::to_owned) }
        }
        _ => terms.fill(&open),
    })
}

/// Whether a syntax error hides what leaves the verdict undecided.
fn is_lost(assessment: &Assessment<'_>, terms: Terms<'_>) -> bool {
    let open = assessment.needs.iter().filter(|need| need.found.truth == Truth::Unknown);
    open.flat_map(|need| &need.found.unresolved).any(|it| terms.is_lost(it))
}

fn open_placeholders(assessment: &Assessment<'_>) -> Vec<OpenTerm> {
    let mut open: Vec<&Placeholder<'_>> = Vec::new();
    for need in assessment.needs.iter().filter(|need| need.found.truth == Truth::Unknown) {
        for placeholder in &need.found.unresolved {
            // What is shown alike is shown once.
            if !open.iter().any(|it| it.shown() == placeholder.shown()) {
                open.push(placeholder);
            }
        }
    }
    open.into_iter().map(Terms::term).collect()
}

fn unneeded(assessment: &Assessment<'_>, terms: Terms<'_>) -> Option<Diagnostic> {
    let is_used = assessment.needs.iter().any(|need| !need.cells.is_empty());
    let span = assessment.role.span?;
    (!is_used).then(|| Diagnostic {
        primary: Some(Label::noting(span, Note::RoleNamed)),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(
            BuiltIn::ExecutionRoleUnneeded,
            subject(RoleFinding::Unneeded(terms.holder()), Remedy::RemoveUnlessUsed),
        )
    })
}

fn invalid(assessment: &Assessment<'_>, whole: Span, terms: Terms<'_>) -> Diagnostic {
    let fault = assessment.role.fault.clone().unwrap_or_else(|| "this is not a role".to_owned());
    // Without a place it was the user who gave it.
    let given = terms.is_role_given().then_some("overrides.executionRoleArn");
    let key = given.or_else(|| assessment.role.span.map(|_| terms.naming().execution_role()));
    let here = assessment.role.span.unwrap_or(whole);
    Diagnostic {
        primary: Some(Label::noting(here, Note::NotARole(fault))),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(
            BuiltIn::ExecutionRoleInvalid,
            subject(RoleFinding::Invalid { key }, Remedy::GiveRoleArn),
        )
    }
}

/// The requirements that decide a verdict.
fn decisive<'a, 't>(
    assessment: &'a Assessment<'t>,
    verdict: Verdict,
) -> impl Iterator<Item = &'a Need<'t>> {
    assessment.needs.iter().filter(move |need| decides(need, verdict))
}

/// Whether a requirement alone would make the verdict so on a launch type.
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

/// Requirements at their places. If a list is missing or unknown, each of the rules that look into it
/// finds one: they are one label.
fn together<'a, 't: 'a>(
    needs: impl Iterator<Item = &'a Need<'t>>,
    assessment: &Assessment<'t>,
) -> Vec<Label> {
    let needs: Vec<_> = needs.collect();
    let at = |span| needs.iter().filter(|need| need.found.span == span).count();
    let mut labels: Vec<Label> = Vec::new();
    for need in &needs {
        if at(need.found.span) <= MOST_AT_A_PLACE {
            let label = label(assessment, need);
            // What a loop makes several times stands there once.
            if !labels.contains(&label) {
                labels.push(label);
            }
        } else if !labels.iter().any(|known| known.span == need.found.span) {
            let note = Note::AnyRequirement { depends_on: Terms::open(&need.found) };
            labels.push(Label::noting(need.found.span, note));
        }
    }
    labels
}

/// What a requirement is; and where, unless one launch type alone is in question.
fn label(assessment: &Assessment<'_>, need: &Need<'_>) -> Label {
    let note = Note::Requirement {
        what: need.found.called().to_owned(),
        to: match need.found.label() {
            Some(label) => label.to.to_string(),
            None => format!("use: {}", need.found.rule.title),
        },
        depends_on: Terms::open(&need.found),
        launch_types: need.cells.clone(),
        is_choice: assessment.launch_types.len() > 1,
    };
    Label::noting(need.found.span, note)
}

/// The launch types with a verdict.
fn with(assessment: &Assessment<'_>, verdict: Verdict) -> Vec<LaunchType> {
    let found = assessment.launch_types.iter().filter(|it| it.verdict == verdict);
    found.map(|it| it.launch_type).collect()
}
