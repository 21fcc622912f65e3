//! The parts of a policy that decide, as labels in the text of the policy.

use super::requests::Asked;
use crate::analysis::subject::{Label, Note, StatementNote};
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::document::{Clause, Condition, Statement, Uncertainty};
use crate::iam::evaluate::Place;
use crate::iam::matching::Glob;
use crate::iam::role::{Origin, Role, RolePolicy};
use std::sync::Arc;

/// A label in a policy; none if it is in no file.
pub(super) fn in_role(policy: &RolePolicy, span: Span, note: Note) -> Option<Label> {
    let source = match &policy.origin {
        Origin::Here => None,
        Origin::File(source) => Some(Arc::clone(source)),
        Origin::Copy(_) | Origin::NotAtHand(_) => return None,
    };
    Some(Label { source, ..Label::noting(span, note) })
}

/// A label at the action that a statement denies.
pub(super) fn at_denial(role: &Role, place: &Place, asked: &Asked<'_>) -> Option<Label> {
    let (policy, statement) = statement(role, place)?;
    let note = Note::Statement(StatementNote::Denies);
    in_role(policy, action_span(statement, asked.action), note)
}

/// A label at the condition that leaves undecided what a statement says; else at the action.
pub(super) fn at_key(
    role: &Role,
    place: &Place,
    asked: &Asked<'_>,
    uncertainties: &[Uncertainty],
) -> Option<Label> {
    let (policy, statement) = statement(role, place)?;
    let is_open = |condition: &&Condition| {
        uncertainties.iter().any(
            |uncertainty| matches!(uncertainty, Uncertainty::Key(key) if key.eq_ignore_ascii_case(&condition.key)),
        )
    };
    let open = uncertainties.iter().find_map(|uncertainty| match uncertainty {
        Uncertainty::Open(span) | Uncertainty::Disputed(span) if statement.span.contains(*span) => {
            Some(*span)
        }
        _ => None,
    });
    let (span, note) = match (statement.conditions.iter().find(is_open), open) {
        (Some(condition), _) => {
            (condition.key_span, StatementNote::ConditionOpen(condition.key.clone()))
        }
        (None, Some(span)) if span != statement.span => (span, StatementNote::Open),
        _ => match closest_resource(statement, asked) {
            Some(span) => (span, StatementNote::MayBeThis),
            None => (action_span(statement, asked.action), StatementNote::MayDecide),
        },
    };
    in_role(policy, span, Note::Statement(note))
}

/// The condition whose key is at a place.
pub(super) fn condition_at<'r>(
    policy: &'r RolePolicy,
    place: &Place,
    key: Span,
) -> Option<&'r Condition> {
    let statement = policy.document()?.statements.get(place.statement)?;
    statement.conditions.iter().find(|condition| condition.key_span == key)
}

/// The statement at a place, and the policy that contains it.
pub(super) fn statement<'r>(
    role: &'r Role,
    place: &Place,
) -> Option<(&'r RolePolicy, &'r Statement)> {
    let policy = role.holding(place)?;
    Some((policy, policy.document()?.statements.get(place.statement)?))
}

/// The resource that a statement names and what is required may be, where that has wildcards.
fn closest_resource(statement: &Statement, asked: &Asked<'_>) -> Option<Span> {
    let Clause::In(items) = &statement.resources else { return None };
    let needed = Glob::pattern(&asked.outcome.resource);
    let may_be =
        items.iter().filter(|it| it.pattern.frame().matches_arn(&needed) == Truth::Unknown);
    may_be.map(|item| item.span).next()
}

/// Where a statement names an action; its beginning where it names those it omits.
fn action_span(statement: &Statement, action: &str) -> Span {
    let action = Glob::exact(&Text::literal(action.to_ascii_lowercase()));
    let named = match &statement.actions {
        Clause::In(items) => {
            items.iter().find(|it| it.pattern.frame().matches(&action) != Truth::False)
        }
        Clause::NotIn(items) => items.first(),
        Clause::Every | Clause::Open => None,
    };
    named.map_or(statement.span, |item| item.span)
}
