//! Whether a statement applies to a request: its actions, principals, resources and conditions.

use super::condition;
use super::document::{Clause, Item, Statement, Uncertainty};
use super::matching::Glob;
use super::principal::{Covered, covered};
use super::request::Request;
use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::base::truth::Truth;

/// What of a statement does not fit a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The condition on the key that is here.
    Condition(Span),
    /// Its resources.
    Resource,
}

/// How far a statement is about a request.
pub(super) struct StatementMatch {
    pub(super) directly: Truth,
    pub(super) by_account: Truth,
    pub(super) mismatch: Option<Mismatch>,
}

impl StatementMatch {
    fn none(mismatch: Option<Mismatch>) -> Self {
        Self { directly: Truth::False, by_account: Truth::False, mismatch }
    }
}

/// How far a statement is about a request; `uncertainties` gets what leaves that undecided.
pub(super) fn match_statement(
    statement: &Statement,
    request: &Request<'_>,
    uncertainties: &mut Vec<Uncertainty>,
) -> StatementMatch {
    let actions = (&request.action, Glob::matches as Comparison);
    let mut truth = in_clause(&statement.actions, request, uncertainties, actions);
    if truth == Truth::False {
        return StatementMatch::none(None);
    }
    let Covered { directly, by_account } =
        covered(statement.principals.as_ref(), &request.caller, statement.effect, uncertainties);
    if directly.or(by_account) == Truth::False {
        return StatementMatch::none(None);
    }
    let resources = (&request.resource, Glob::matches_arn as Comparison);
    truth = truth.and(in_clause(&statement.resources, request, uncertainties, resources));
    if truth == Truth::False {
        return StatementMatch::none(Some(Mismatch::Resource));
    }
    for condition in &statement.conditions {
        truth = truth.and(condition::holds(condition, request.context.as_ref(), uncertainties));
        if truth == Truth::False {
            return StatementMatch::none(Some(Mismatch::Condition(condition.key_span)));
        }
    }
    if let Some(uncertainty) = &statement.uncertainty {
        truth = truth.and(Truth::Unknown);
        uncertainties.push(uncertainty.clone());
    }
    if statement.effect.is_none() {
        truth = truth.and(Truth::Unknown);
    }
    let found = StatementMatch {
        directly: truth.and(directly),
        by_account: truth.and(by_account),
        mismatch: None,
    };
    if uncertainties.is_empty()
        && (found.directly == Truth::Unknown || found.by_account == Truth::Unknown)
    {
        uncertainties.push(Uncertainty::Wildcards(statement.span));
    }
    found
}

/// How a pattern is compared with a value.
type Comparison = fn(&Glob, &Glob) -> Truth;

fn in_clause(
    clause: &Clause<Item>,
    request: &Request<'_>,
    uncertainties: &mut Vec<Uncertainty>,
    value: (&Glob, Comparison),
) -> Truth {
    match clause {
        Clause::Every => Truth::True,
        Clause::Open => Truth::Unknown,
        Clause::In(items) => any_item(items, false, request, uncertainties, value),
        Clause::NotIn(items) => !any_item(items, true, request, uncertainties, value),
    }
}

fn any_item(
    items: &[Item],
    negated: bool,
    request: &Request<'_>,
    uncertainties: &mut Vec<Uncertainty>,
    (value, matches): (&Glob, Comparison),
) -> Truth {
    let before = uncertainties.len();
    let mut truth = Truth::False;
    for item in items {
        let has_variables = item.pattern.as_glob().is_none();
        if has_variables && !negated && matches(item.pattern.frame(), value) == Truth::False {
            continue;
        }
        let own = match item.pattern.resolve(request.context) {
            Ok(resolved) => {
                let own = matches(&resolved.glob, value);
                if own == Truth::Unknown {
                    let keys =
                        resolved.unknown.iter().map(|key| Uncertainty::Key((*key).to_owned()));
                    uncertainties.extend(keys);
                    // The keys of variables are reported separately.
                    let placeholders = resolved
                        .glob
                        .undecided(value)
                        .filter(|it| it.kind() != PlaceholderKind::PolicyVariable);
                    uncertainties.extend(placeholders.cloned().map(Uncertainty::Placeholder));
                }
                own
            }
            // A variable without a value matches nothing; what that comes to when it is turned round is
            // disputed.
            Err(_) if !negated => Truth::False,
            Err(key) => {
                uncertainties.push(Uncertainty::Key(key.to_owned()));
                Truth::Unknown
            }
        };
        truth = truth.or(own);
        if truth == Truth::True {
            uncertainties.truncate(before);
            return truth;
        }
    }
    truth
}
