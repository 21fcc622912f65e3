//! Numbers: what a value is as one, and how Terraform writes one.

use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// The number that a value is.
pub(super) fn number(node: &Node<'_>) -> Option<f64> {
    node.as_scalar()?.parse().ok().filter(|it: &f64| it.is_finite())
}

/// A number as Terraform writes it, which computes in decimals: 0.1 + 0.2 is 0.3.
pub(super) fn number_value<'t>(number: f64) -> Value<'t> {
    let is_whole = number.fract() == 0.0;
    let decimal = || format!("{number:.14e}").parse::<f64>().ok();
    let decimal = if is_whole { None } else { decimal() };
    Value::Number(Cow::Owned(decimal.unwrap_or(number).to_string()))
}
