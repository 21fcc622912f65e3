//! Whether ECS may assume the role.

use super::labels::{condition_at, in_role, statement};
use super::permissions::{PAGE, is_reported, unknown};
use crate::analysis::subject::{
    Diagnostic, Label, MissingPolicy, Note, Remedy, Subject, TrustFault, TrustNote, TrustRemedy,
    What,
};
use crate::aws::arn::{Arn, ArnParse};
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::base::source::Span;
use crate::base::suggest;
use crate::engine::Assessment;
use crate::iam::document::{Document, Effect, Principals, Statement, Uncertainty};
use crate::iam::evaluate::Place;
use crate::iam::role::{Origin, Role, RolePolicy};
use crate::iam::trust::{SERVICE, TrustDecision, context, trust};

/// How many characters may be wrong in the name of the service, so that it may be meant.
const MOST_SLIPS: usize = 3;

/// What is found about trust, at the place where the role is set.
pub(super) fn check(assessment: &Assessment<'_>, role: &Role, here: Span) -> Option<Diagnostic> {
    let Some(policy) = &role.trust else { return Some(not_given("aws iam get-role", here)) };
    let Some(document) = policy.document() else {
        let command = match &policy.origin {
            Origin::NotAtHand(command) => command,
            _ => "aws iam get-role",
        };
        return Some(not_given(command, here));
    };
    match decide(assessment, role, document) {
        TrustDecision::Trusted(_) => None,
        TrustDecision::Missing => Some(missing(policy, document, here)),
        TrustDecision::Denied(by) => denied(role, policy, &by, here),
        TrustDecision::NeverMatches(by, key) => never_met(policy, &by, key, here),
        TrustDecision::Undecided { uncertainties, by } => {
            undecided(role, &uncertainties, &by, here)
        }
    }
}

fn decide(assessment: &Assessment<'_>, role: &Role, document: &Document) -> TrustDecision {
    let at = &assessment.deployment;
    let own = match role.arn.as_ref().or(assessment.role.value.as_ref()).map(Arn::read) {
        Some(ArnParse::Arn(arn)) => Some(arn),
        _ => None,
    };
    let account = own.as_ref().map(|arn| &arn.account).or(at.account.as_ref());
    let partition = own.as_ref().map(|arn| &arn.partition).or(at.partition.as_ref());
    trust(document, &context(partition, at.region.as_ref(), account))
}

fn not_given(command: &str, here: Span) -> Diagnostic {
    let primary = Label::noting(here, Note::Trust(TrustNote::NotChecked));
    unknown(MissingPolicy::Trust, command, primary)
}

/// No statement lets ECS assume the role: the label is at whoever may.
fn missing(policy: &RolePolicy, document: &Document, here: Span) -> Diagnostic {
    let mut allows = document.statements.iter().filter(|it| it.effect == Some(Effect::Allow));
    let principals = allows.clone().find_map(|it| it.principals.as_ref());
    let (span, note) = match principals {
        Some(principals) => (first_of(principals), trusted(principals)),
        None => (allows.next().map_or(document.span, |it| it.span), TrustNote::NoService),
    };
    let remedy = match note {
        TrustNote::Similar(_) => TrustRemedy::NameService,
        _ => TrustRemedy::TrustService,
    };
    let label = in_trust(policy, span, note);
    finding(BuiltIn::TrustMissing, TrustFault::Missing, remedy, label, here)
}

fn denied(role: &Role, policy: &RolePolicy, by: &Place, here: Span) -> Option<Diagnostic> {
    let (_, deny) = statement(role, by)?;
    let span = deny.principals.as_ref().map_or(deny.span, first_of);
    let label = in_trust(policy, span, TrustNote::Denies);
    let code = BuiltIn::TrustMissing;
    Some(finding(code, TrustFault::Denied, TrustRemedy::RemoveFromDeny, label, here))
}

/// The first principal: it shows best who is meant.
fn first_of(principals: &Principals) -> Span {
    principals.list.first().map_or(principals.span, |it| it.span)
}

/// Whom principals name.
fn trusted(principals: &Principals) -> TrustNote {
    let names: Vec<_> = principals.list.iter().map(|it| it.name.to_string()).collect();
    if names.iter().any(|name| name == SERVICE) {
        return TrustNote::ServiceNamedOnly;
    }
    // Such as `ecs-task.amazonaws.com`, or with the end of the host names in China.
    match names.iter().find(|name| suggest::slips(name, SERVICE) <= MOST_SLIPS) {
        Some(similar) => TrustNote::Similar(similar.clone()),
        None => TrustNote::Others(names),
    }
}

fn never_met(policy: &RolePolicy, by: &Place, key: Span, here: Span) -> Option<Diagnostic> {
    let condition = condition_at(policy, by, key)?;
    let values: Vec<_> = condition.values.iter().map(|it| it.text.to_string()).collect();
    let remedy = match condition.key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" => TrustRemedy::CompareWithTasks,
        "aws:sourceaccount" => TrustRemedy::NameAccount,
        _ => TrustRemedy::RemoveCondition,
    };
    let note = TrustNote::ConditionUnmet {
        key: condition.key.clone(),
        is_cluster: values.iter().any(|value| value.contains(":cluster/")),
        has_wildcard: values.iter().any(|value| value.contains('*')),
    };
    let label = in_trust(policy, key, note);
    Some(finding(BuiltIn::TrustCondition, TrustFault::NeverMet, remedy, label, here))
}

fn undecided(
    role: &Role,
    uncertainties: &[Uncertainty],
    by: &[Place],
    here: Span,
) -> Option<Diagnostic> {
    if is_reported(uncertainties) {
        return None;
    }
    let is_disputed =
        uncertainties.iter().any(|uncertainty| matches!(uncertainty, Uncertainty::Disputed(_)));
    let labels = by.iter().filter_map(|place| {
        let (policy, found) = statement(role, place)?;
        let (span, note) = what_is_open(found, uncertainties, is_disputed);
        in_trust(policy, span, note)
    });
    let remedy = if is_disputed { TrustRemedy::NameService } else { TrustRemedy::SayWhere };
    let fault = TrustFault::Undecided { uncertainties: uncertainties.to_vec() };
    let found = finding(BuiltIn::TrustCondition, fault, remedy, labels, here);
    Some(found.with_severity(Severity::Warning))
}

/// Where a statement leaves undecided whether it lets ECS assume the role.
fn what_is_open(
    found: &Statement,
    uncertainties: &[Uncertainty],
    is_disputed: bool,
) -> (Span, TrustNote) {
    let keyed = found.conditions.iter().find(|condition| {
        uncertainties.iter().any(
            |it| matches!(it, Uncertainty::Key(key) if key.eq_ignore_ascii_case(&condition.key)),
        )
    });
    if let Some(condition) = keyed.or_else(|| found.conditions.first()) {
        return (condition.key_span, TrustNote::ConditionOpen(condition.key.clone()));
    }
    let span = found.principals.as_ref().map_or(found.span, first_of);
    (span, if is_disputed { TrustNote::DisputedPrincipal } else { TrustNote::Open })
}

fn in_trust(policy: &RolePolicy, span: Span, note: TrustNote) -> Option<Label> {
    in_role(policy, span, Note::Trust(note))
}

fn finding(
    code: BuiltIn,
    fault: TrustFault,
    remedy: TrustRemedy,
    deciding: impl IntoIterator<Item = Label>,
    here: Span,
) -> Diagnostic {
    let subject = Subject::new(What::Trust(fault)).with_remedy(Remedy::Trust(remedy));
    Diagnostic {
        primary: Some(Label::noting(here, Note::Role)),
        related: deciding.into_iter().collect(),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(code, subject)
    }
}
