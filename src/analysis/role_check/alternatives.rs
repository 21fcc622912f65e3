//! What a requirement asks for in one reading of an open value or another: a parameter, or a secret.
//!
//! They are one requirement: a role is sufficient only if it allows every alternative, and it lacks something
//! certainly only if it allows none.

use super::answers::NeedQuestion;
use super::asker::{Asker, is_surely_used, is_used};
use super::labels::statement;
use super::permissions::PAGE;
use super::requests::label;
use crate::analysis::subject::{
    Diagnostic, GroupedAction, PermissionFault, PermissionRemedy, PermissionSubject, Remedy,
    Subject, What,
};
use crate::base::diagnostic::BuiltIn;
use crate::base::text::{Piece, Text};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Need};
use crate::iam::document::{Clause, Effect, Item, Uncertainty};
use crate::iam::evaluate::Decision;
use crate::iam::matching::Glob;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::iam::role::{Role, RolePolicy};
use crate::rules::value::ReadValue;

/// A finding for each requirement of which the role may not allow every alternative.
pub(super) fn check<'t>(
    assessment: &Assessment<'t>,
    asker: &Asker<'_, 't>,
    role: &Role,
) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    for need in &assessment.needs {
        let is_open = need.permissions().iter().any(is_alternative);
        if !is_open || !need.cells.iter().any(|(_, cell)| is_used(*cell)) {
            continue;
        }
        let found = about(need, assessment, asker, role);
        findings.extend(found.filter(|it| !findings.contains(it)));
    }
    findings
}

fn is_alternative(granted: &RequiredPermission<'_>) -> bool {
    matches!(granted.necessity, Necessity::Alternative(_))
}

/// A permission that is asked for, with its resource in the role's account and what the role says to it.
type Decided<'n, 't> = (&'n RequiredPermission<'t>, &'n Text<'static>, &'n Decision);

fn about<'t>(
    need: &Need<'t>,
    assessment: &Assessment<'t>,
    asker: &Asker<'_, 't>,
    role: &Role,
) -> Option<Diagnostic> {
    let is_one =
        |it: &&RequiredPermission<'_>| it.necessity.condition().is_none() || is_alternative(it);
    let question = NeedQuestion { assessment, need, asker };
    let answers = question.answers();
    let each = need.permissions().iter().enumerate().filter(|(_, it)| is_one(it));
    let decided = each.filter_map(|(at, it)| {
        let (resource, decision) = question.decided(&answers, at)?;
        Some((it, resource, decision))
    });
    let decided: Vec<Decided<'_, '_>> = decided.collect();
    // Whoever allows the value itself, as a secret, says that it is one.
    if decided.iter().any(|it| is_by_name(it, role)) {
        return None;
    }
    if decided.iter().any(|(granted, resource, _)| is_on_beginning(&granted.action, resource, role))
    {
        return None;
    }
    let alternatives = || decided.iter().filter(|(granted, ..)| is_alternative(granted));
    let is_denied = |(_, _, decision): &Decided<'_, '_>| {
        matches!(decision, Decision::DenyByDefault { .. } | Decision::ExplicitDeny { .. })
    };
    let is_lacking = |(_, _, it): &&Decided<'_, '_>| !matches!(it, Decision::Allow { .. });
    let lacking = alternatives().find(is_lacking)?;
    // Where the task role allows one of them, that is the one that is meant.
    let on_task_role = alternatives().find_map(|it| {
        let name = asker.allowing_task_role(assessment, need, it.0, it.2)?;
        Some((it, name))
    });
    let (lacking, task_role) = match on_task_role {
        Some((it, name)) => (it, Some(name)),
        None => (lacking, None),
    };
    // What a rule adds that explains the requirement further may not be required at all.
    let is_own = |it: &&Decided<'_, '_>| it.0.rule == need.found.rule.id();
    let own: Vec<_> = alternatives().filter(is_own).collect();
    // One reading alone is no choice: what else is required then is not among them.
    let reading = |it: &&Decided<'_, '_>| it.0.necessity.condition().map(str::to_owned);
    let is_choice = own.iter().any(|it| own.first().map(reading) != Some(reading(it)));
    let lacks_all = is_certain(need) && is_choice && own.iter().all(|it| is_denied(it));
    Some(finding(need, lacking, !lacks_all, task_role))
}

/// The finding about the first permission that is not certainly allowed.
fn finding(
    need: &Need<'_>,
    lacking: &Decided<'_, '_>,
    is_any_allowed: bool,
    task_role: Option<String>,
) -> Diagnostic {
    let (granted, resource, _) = lacking;
    let action = GroupedAction { name: granted.action.to_string(), only_documented: false };
    let subject = PermissionSubject {
        actions: vec![action],
        resource: (*resource).clone(),
        other_form: None,
        alternative: None,
        task_role,
        fault: PermissionFault::OneOfSeveral {
            condition: granted.necessity.condition().unwrap_or_default().to_owned(),
            is_any_allowed,
        },
    };
    let open = need.found.values.iter().flat_map(ReadValue::placeholders).next();
    let open = open.map(|it| Uncertainty::Placeholder(it.into_owned().into()));
    let remedy = PermissionRemedy::SettlePermission(open.into_iter().collect());
    let subject = Subject::new(What::Permission(subject));
    let code =
        if is_any_allowed { BuiltIn::PermissionConditional } else { BuiltIn::PermissionMissing };
    Diagnostic {
        primary: Some(label(need, &granted.action)),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(code, subject.with_remedy(Remedy::Permission(remedy)))
    }
}

/// Whether one of the alternatives is certainly required, and certainly of this role.
fn is_certain(need: &Need<'_>) -> bool {
    let is_required = |on| need.found.outcome(on).certain().is_some_and(is_surely_used);
    need.found.truth == Truth::True && need.cells.iter().any(|(on, _)| is_required(*on))
}

/// Whether a statement allows the action on what an open value begins with: `${SecretArn}`, of which the value names a
/// key with `${SecretArn}:username`. Whoever allows that says what it is.
fn is_on_beginning(action: &str, resource: &Text<'_>, role: &Role) -> bool {
    let [Piece::Placeholder(open), Piece::Literal(rest), ..] = resource.pieces() else {
        return false;
    };
    if !rest.starts_with(':') {
        return false;
    }
    let documents = role.policies.iter().filter_map(RolePolicy::document);
    let mut statements = documents.flat_map(|it| &it.statements);
    statements.any(|statement| {
        let is_named = |item: &Item| Glob::pattern(&item.text).matches(&Glob::exact(&Text::literal(action))) == Truth::True;
        let begins = |item: &Item| {
            matches!(item.text.pieces().first(), Some(Piece::Placeholder(own)) if own.is_same_value(open))
        };
        let (Clause::In(actions), Clause::In(resources)) = (&statement.actions, &statement.resources)
        else {
            return false;
        };
        statement.effect == Some(Effect::Allow)
            && actions.iter().any(is_named)
            && resources.iter().any(begins)
    })
}

/// Whether a statement allows an open value by what stands for it in the file: by the same expression.
fn is_by_name((_, resource, decision): &Decided<'_, '_>, role: &Role) -> bool {
    let Decision::Allow { by } = decision else { return false };
    let found = statement(role, by).map(|(_, statement)| &statement.resources);
    let Some(Clause::In(items)) = found else { return false };
    // What follows it, a wildcard, says nothing else.
    let Some(open) = resource.as_placeholder() else { return false };
    let begins = |item: &Item| matches!(item.text.pieces().first(), Some(Piece::Placeholder(own)) if own.is_same_value(open));
    items.iter().any(begins)
}
