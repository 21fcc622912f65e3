//! Numbers.

use super::super::numbers::number_value;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, number_of};
use crate::syntax::{Node, Value};

/// How many numbers Terraform makes of a range.
const LONGEST_RANGE: usize = 1024;

/// From here on not every whole number is one of those that are computed with.
const LARGEST: f64 = 9_007_199_254_740_992.0;

pub(super) fn abs<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_number(given, given.number(0)?.abs())
}

pub(super) fn ceil<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_number(given, given.number(0)?.ceil())
}

pub(super) fn floor<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_number(given, given.number(0)?.floor())
}

pub(super) fn signum<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let number = given.number(0)?;
    give_number(given, if number == 0.0 { 0.0 } else { number.signum() })
}

pub(super) fn pow<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_number(given, given.number(0)?.powf(given.number(1)?))
}

pub(super) fn max<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    chosen(given, f64::max)
}

pub(super) fn min<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    chosen(given, f64::min)
}

/// The one of all arguments that is left when each pair of them is compared.
fn chosen<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    choose: impl Fn(f64, f64) -> f64,
) -> FunctionResult<'t> {
    let numbers: Result<Vec<_>, _> = given.all.iter().map(number_of).collect();
    let chosen = numbers?.into_iter().reduce(choose).ok_or(Unsettled::Fails)?;
    give_number(given, chosen)
}

/// All numbers of a list together.
pub(super) fn sum<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let numbers: Result<Vec<_>, _> = given.closed_list(0)?.iter().map(number_of).collect();
    let sum = numbers?.into_iter().reduce(|one, other| one + other);
    give_number(given, sum.ok_or(Unsettled::Fails)?)
}

/// The number that a text is in a base.
pub(super) fn parseint<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let base = u32::try_from(given.count(1)?).map_err(|_| Unsettled::Fails)?;
    if !(2..=36).contains(&base) {
        return Err(if base > 36 { Unsettled::Open } else { Unsettled::Fails });
    }
    let number = i64::from_str_radix(&given.literal(0)?, base).map_err(|_| Unsettled::Fails)?;
    given.give(Value::Number(number.to_string().into()))
}

/// Numbers from a start to before an end. More of them than [`LONGEST_RANGE`] are refused.
pub(super) fn range<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (start, end) = match given.all.len() {
        1 => (0.0, given.number(0)?),
        _ => (given.number(0)?, given.number(1)?),
    };
    let step = given.optional(2)?.map(number_of).transpose()?;
    let step = step.unwrap_or(if end < start { -1.0 } else { 1.0 });
    let is_backwards = (end > start && step < 0.0) || (end < start && step > 0.0);
    if step == 0.0 || is_backwards {
        return Err(Unsettled::Fails);
    }
    let mut numbers = Vec::new();
    let mut number = start;
    while if step > 0.0 { number < end } else { number > end } {
        if numbers.len() == LONGEST_RANGE {
            return Err(Unsettled::Fails);
        }
        numbers.push(Node { span: given.span, value: number_value(number) });
        number += step;
    }
    given.give_list(numbers)
}

/// A number, where it is exactly what Terraform computes.
fn give_number<'t>(given: &FunctionArguments<'_, '_, 't>, number: f64) -> FunctionResult<'t> {
    if number.is_finite() && number.abs() < LARGEST {
        given.give(number_value(number))
    } else {
        Err(Unsettled::Open)
    }
}
