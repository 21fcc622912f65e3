//! Whether a statement is about a request: its actions, principals, resources and conditions.

use super::condition;
use super::document::{Clause, Doubt, Item, Statement};
use super::matching::Glob;
use super::principal::{Covered, covered};
use super::request::Request;
use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::base::truth::Truth;

/// What of a statement does not fit a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// The condition on the key that stands here.
    Condition(Span),
    /// Its resources.
    Resource,
}

/// How far a statement is about a request.
pub(super) struct Fit {
    pub(super) directly: Truth,
    pub(super) by_account: Truth,
    pub(super) missed: Option<Missed>,
}

impl Fit {
    fn none(missed: Option<Missed>) -> Self {
        Self { directly: Truth::False, by_account: Truth::False, missed }
    }
}

/// How far a statement is about a request; `doubts` gets what leaves that open.
pub(super) fn fits(statement: &Statement, request: &Request<'_>, doubts: &mut Vec<Doubt>) -> Fit {
    let mut truth =
        in_clause(&statement.actions, request, doubts, |glob| glob.matches(&request.action));
    if truth == Truth::False {
        return Fit::none(None);
    }
    let Covered { directly, by_account } =
        covered(statement.principals.as_ref(), &request.caller, statement.effect, doubts);
    if directly.or(by_account) == Truth::False {
        return Fit::none(None);
    }
    truth = truth.and(in_clause(&statement.resources, request, doubts, |glob| {
        glob.matches_arn(&request.resource)
    }));
    if truth == Truth::False {
        return Fit::none(Some(Missed::Resource));
    }
    for condition in &statement.conditions {
        truth = truth.and(condition::holds(condition, request.context, doubts));
        if truth == Truth::False {
            return Fit::none(Some(Missed::Condition(condition.key_span)));
        }
    }
    if let Some(doubt) = &statement.doubt {
        truth = truth.and(Truth::Unknown);
        doubts.push(doubt.clone());
    }
    if statement.effect.is_none() {
        truth = truth.and(Truth::Unknown);
    }
    let fit =
        Fit { directly: truth.and(directly), by_account: truth.and(by_account), missed: None };
    if doubts.is_empty() && (fit.directly == Truth::Unknown || fit.by_account == Truth::Unknown) {
        doubts.push(Doubt::Open(statement.span));
    }
    fit
}

fn in_clause(
    clause: &Clause<Item>,
    request: &Request<'_>,
    doubts: &mut Vec<Doubt>,
    matches: impl Fn(&Glob) -> Truth,
) -> Truth {
    match clause {
        Clause::Every => Truth::True,
        Clause::Open => Truth::Unknown,
        Clause::In(items) => any_item(items, false, request, doubts, matches),
        Clause::NotIn(items) => !any_item(items, true, request, doubts, matches),
    }
}

fn any_item(
    items: &[Item],
    negated: bool,
    request: &Request<'_>,
    doubts: &mut Vec<Doubt>,
    matches: impl Fn(&Glob) -> Truth,
) -> Truth {
    let before = doubts.len();
    let mut truth = Truth::False;
    for item in items {
        let has_variables = item.pattern.as_glob().is_none();
        if has_variables && !negated && matches(item.pattern.frame()) == Truth::False {
            continue;
        }
        let own = match item.pattern.resolve(request.context) {
            Ok(resolved) => {
                let own = matches(&resolved.glob);
                if own == Truth::Unknown {
                    let keys = resolved.unknown.iter().map(|key| Doubt::Key((*key).to_owned()));
                    doubts.extend(keys);
                    let placeholders =
                        resolved.glob.placeholders().chain(request.resource.placeholders());
                    // The keys of variables are told by themselves.
                    let placeholders =
                        placeholders.filter(|it| it.kind() != PlaceholderKind::PolicyVariable);
                    doubts.extend(placeholders.cloned().map(Doubt::Placeholder));
                }
                own
            }
            // A variable without a value matches nothing; what that comes to when it is turned round is
            // disputed.
            Err(_) if !negated => Truth::False,
            Err(key) => {
                doubts.push(Doubt::Key(key.to_owned()));
                Truth::Unknown
            }
        };
        truth = truth.or(own);
        if truth == Truth::True {
            doubts.truncate(before);
            return truth;
        }
    }
    truth
}
