//! Whether a condition is met by a request: yes, no, or it depends on keys whose values are unknown.

use super::compare;
use super::context::{Context, Known};
use super::document::{Condition, ConditionValue, Uncertainty};
use super::matching::Glob;
use super::operator::{Operator, OperatorTest, Quantifier};
use super::variables::open_value;
use crate::base::text::pattern::Element;
use crate::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use crate::base::truth::Truth;
use std::sync::Arc;

/// Whether a condition holds; where that is unknown, `uncertainties` gets the keys that make it so.
///
/// Source: IAM user guide, `reference_policies_elements_condition_operators` and
/// `reference_policies_multi-value-conditions`.
pub fn holds(
    condition: &Condition,
    context: &Context,
    uncertainties: &mut Vec<Uncertainty>,
) -> Truth {
    let mut own = Vec::new();
    let known = context.get(&condition.key);
    let truth = if condition.operator.test == OperatorTest::Null {
        is_absent(condition, known)
    } else {
        compared(condition, known, context, &mut own)
    };
    if truth == Truth::Unknown {
        push_key(&condition.key, own, uncertainties);
    }
    truth
}

/// The key that leaves a condition open, and what else does. A placeholder is none: it stands for a key.
fn push_key(key: &str, own: Vec<Uncertainty>, uncertainties: &mut Vec<Uncertainty>) {
    let text = Text::read(key, Spelling::Anywhere);
    if !text.has_placeholders() {
        uncertainties.push(Uncertainty::Key(key.to_owned()));
        uncertainties.extend(own);
        return;
    }
    let open = text.placeholders().cloned().map(Placeholder::into_owned);
    uncertainties.extend(open.map(|it| Uncertainty::Placeholder(Arc::new(it))));
    let is_value = |it: &Uncertainty| !matches!(it, Uncertainty::Placeholder(it) if it.kind() == PlaceholderKind::ConditionKey);
    uncertainties.extend(own.into_iter().filter(is_value));
}

/// `Null`: true asks that the key be absent, false that it be there.
fn is_absent(condition: &Condition, known: Known<'_>) -> Truth {
    let absent = match known {
        Known::Absent => Truth::True,
        Known::Values(_) | Known::Present => Truth::False,
        Known::Unknown => Truth::Unknown,
    };
    let wanted =
        condition.values.iter().map(|value| value.text.as_literal().and_then(compare::boolean));
    Truth::any(wanted.map(|wanted| match wanted {
        Some(true) => absent,
        Some(false) => !absent,
        None => Truth::Unknown,
    }))
}

fn compared(
    condition: &Condition,
    known: Known<'_>,
    context: &Context,
    uncertainties: &mut Vec<Uncertainty>,
) -> Truth {
    let missing = Truth::known(holds_when_missing(condition.operator));
    match known {
        Known::Absent | Known::Values([]) => missing,
        Known::Values(values) => all_compared(condition, values, context, uncertainties),
        Known::Present => {
            all_compared(condition, &[open_value(&condition.key)], context, uncertainties)
        }
        Known::Unknown => {
            let open = [open_value(&condition.key)];
            let present = all_compared(condition, &open, context, uncertainties);
            // What holds both with the key and without it holds.
            if present == missing { present } else { Truth::Unknown }
        }
    }
}

/// What an operator makes of a key that the request does not have.
fn holds_when_missing(operator: Operator) -> bool {
    operator.if_exists
        || match operator.quantifier {
            Some(Quantifier::All) => true,
            Some(Quantifier::Any) => false,
            None => operator.negated,
        }
}

fn all_compared(
    condition: &Condition,
    values: &[Text<'static>],
    context: &Context,
    uncertainties: &mut Vec<Uncertainty>,
) -> Truth {
    let truths =
        values.iter().map(|value| value_compared(condition, value, context, uncertainties));
    match (condition.operator.quantifier, values) {
        (Some(Quantifier::All), _) | (None, [_]) => Truth::all(truths),
        (Some(Quantifier::Any), _) => Truth::any(truths),
        // An operator without a quantifier is not meant for a key with several values: only where they
        // all come to the same is it clear what it does.
        (None, _) => {
            let truths: Vec<_> = truths.collect();
            match (Truth::all(truths.iter().copied()), Truth::any(truths)) {
                (Truth::True, _) => Truth::True,
                (_, Truth::False) => Truth::False,
                _ => Truth::Unknown,
            }
        }
    }
}

/// One value of the request: does one of the policy's values match it? Turned round where negated.
fn value_compared(
    condition: &Condition,
    own: &Text<'static>,
    context: &Context,
    uncertainties: &mut Vec<Uncertainty>,
) -> Truth {
    let truths = condition
        .values
        .iter()
        .map(|wanted| matched(condition, own, wanted, context, uncertainties));
    let any = Truth::any(truths);
    if condition.operator.negated { !any } else { any }
}

fn matched(
    condition: &Condition,
    own: &Text<'static>,
    wanted: &ConditionValue,
    context: &Context,
    uncertainties: &mut Vec<Uncertainty>,
) -> Truth {
    let operator = condition.operator;
    let resolved = match wanted.pattern.resolve(context) {
        Ok(resolved) => resolved,
        // A variable without a value matches nothing; what that comes to when it is turned round is
        // disputed.
        Err(_) if !operator.negated => return Truth::False,
        Err(key) => {
            uncertainties.push(Uncertainty::Key(key.to_owned()));
            return Truth::Unknown;
        }
    };
    uncertainties.extend(resolved.unknown.iter().map(|key| Uncertainty::Key((*key).to_owned())));
    let value = Glob::exact(own);
    let of_policy = resolved.glob.placeholders();
    let of_policy = of_policy.filter(|it| it.kind() != PlaceholderKind::PolicyVariable);
    uncertainties
        .extend(of_policy.chain(value.placeholders()).cloned().map(Uncertainty::Placeholder));
    match operator.test {
        OperatorTest::String if never_in_arn(condition, wanted) => Truth::False,
        OperatorTest::String | OperatorTest::StringLike | OperatorTest::Binary => {
            resolved.glob.matches(&value)
        }
        OperatorTest::StringIgnoreCase => lower(&resolved.glob).matches(&lower(&value)),
        OperatorTest::Arn => resolved.glob.matches_arn(&value),
        test => match (own.as_literal(), wanted.text.as_literal()) {
            (Some(own), Some(wanted)) if resolved.unknown.is_empty() => {
                compare::compare(test, own, wanted).map_or(Truth::Unknown, Truth::known)
            }
            _ => Truth::Unknown,
        },
    }
}

/// Whether `StringEquals` is given a pattern for the ARN of a task: no such ARN has a `*` in it.
fn never_in_arn(condition: &Condition, wanted: &ConditionValue) -> bool {
    condition.key.eq_ignore_ascii_case("aws:SourceArn")
        && wanted
            .text
            .as_literal()
            .is_some_and(|value| value.starts_with("arn:") && value.contains('*'))
}

fn lower(glob: &Glob) -> Glob {
    let lower = |element: &Element| match element {
        Element::Char(c) => Element::Char(c.to_lowercase().next().unwrap_or(*c)),
        other => other.clone(),
    };
    Glob::new(glob.elements().iter().map(lower).collect())
}
