//! Values of conditions that are more than text: numbers, times, booleans and addresses.

use super::fault::ConditionValueKind;
use super::operator::{OperatorTest, Order};
use crate::base::digits::number_of;
use core::net::IpAddr;
use std::cmp::Ordering;

/// Whether `own` of the request relates to `wanted` of the policy as the test requires. None where one of the
/// two is not a value of that kind.
pub(super) fn compare(test: OperatorTest, own: &str, wanted: &str) -> Option<bool> {
    match test {
        OperatorTest::Numeric(order) => {
            Some(ordered(order, number(own)?.partial_cmp(&number(wanted)?)?))
        }
        OperatorTest::Date(order) => Some(ordered(order, time(own)?.cmp(&time(wanted)?))),
        OperatorTest::Bool => Some(boolean(own)? == boolean(wanted)?),
        OperatorTest::Binary => Some(own == wanted),
        OperatorTest::IpAddress => Some(range(wanted)?.holds(own.parse().ok()?)),
        _ => None,
    }
}

/// What a value has to be for a test, where it is not that.
pub(super) fn unmet(test: OperatorTest, value: &str) -> Option<ConditionValueKind> {
    let (holds, wanted) = match test {
        OperatorTest::Numeric(_) => (number(value).is_some(), ConditionValueKind::Number),
        OperatorTest::Date(_) => (time(value).is_some(), ConditionValueKind::Date),
        OperatorTest::Bool | OperatorTest::Null => {
            (boolean(value).is_some(), ConditionValueKind::Boolean)
        }
        OperatorTest::IpAddress => (range(value).is_some(), ConditionValueKind::Address),
        _ => return None,
    };
    (!holds).then_some(wanted)
}

/// `true` or `false`, in any case.
pub(super) fn boolean(value: &str) -> Option<bool> {
    [true, false]
        .into_iter()
        .find(|own| value.eq_ignore_ascii_case(if *own { "true" } else { "false" }))
}

fn ordered(order: Order, found: Ordering) -> bool {
    match order {
        Order::Equal => found.is_eq(),
        Order::Less => found.is_lt(),
        Order::LessOrEqual => found.is_le(),
        Order::Greater => found.is_gt(),
        Order::GreaterOrEqual => found.is_ge(),
    }
}

fn number(value: &str) -> Option<f64> {
    let digits =
        value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'));
    value.parse().ok().filter(|number: &f64| digits && number.is_finite())
}

/// Milliseconds since 1970, of `2026`, `2026-01`, `2026-01-31`, a full time with its zone, or seconds.
/// Source: IAM user guide, date condition operators: the ISO 8601 forms of W3C, or epoch time.
fn time(value: &str) -> Option<i64> {
    if value.len() != 4 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse::<i64>().ok()?.checked_mul(1000);
    }
    let (date, clock) = match value.split_once('T') {
        Some((date, clock)) => (date, Some(clock)),
        None => (value, None),
    };
    let digits = number_of::<i64>;
    let mut fields = date.split('-');
    let year = digits(fields.next()?, 4)?;
    let month = fields.next().map_or(Some(1), |field| digits(field, 2))?;
    let day = fields.next().map_or(Some(1), |field| digits(field, 2))?;
    let in_calendar = (1..=12).contains(&month) && (1..=31).contains(&day);
    if fields.next().is_some() || !in_calendar {
        return None;
    }
    let clock = clock.map_or(Some(0), clock_time)?;
    Some(days_since_1970(year, month, day) * 86_400_000 + clock)
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, then `Z`, `+HH:MM` or nothing, in milliseconds of UTC.
fn clock_time(clock: &str) -> Option<i64> {
    let digits = number_of::<i64>;
    let zone_at = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at_checked(zone_at)?;
    let (sign, zone) = match zone.split_at_checked(1) {
        Some(("+", zone)) => (1, zone),
        Some(("-", zone)) => (-1, zone),
        Some(("Z", "")) | None => (1, "00:00"),
        Some(_) => return None,
    };
    let (zone_hours, zone_minutes) = zone.split_once(':')?;
    let offset = digits(zone_hours, 2)? * 60 + digits(zone_minutes, 2)?;
    let mut fields = clock.split(':');
    let hours = digits(fields.next()?, 2)?;
    let minutes = digits(fields.next()?, 2)?;
    let seconds = fields.next().unwrap_or("00");
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let millis = digits(seconds, 2)? * 1000 + digits(&thousandths, 3)?;
    let rest_is_empty = fields.next().is_none();
    rest_is_empty.then_some((hours * 60 + minutes - sign * offset) * 60_000 + millis)
}

/// Days of the Gregorian calendar, counted from March so that a leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let month = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// A range of addresses: `203.0.113.0/24`.
struct Range {
    base: IpAddr,
    bits: u32,
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(own)) => {
                let shift = 32 - self.bits;
                base.to_bits().checked_shr(shift) == own.to_bits().checked_shr(shift)
            }
            (IpAddr::V6(base), IpAddr::V6(own)) => {
                let shift = 128 - self.bits;
                base.to_bits().checked_shr(shift) == own.to_bits().checked_shr(shift)
            }
            _ => false,
        }
    }
}

fn range(value: &str) -> Option<Range> {
    let (base, bits) = match value.split_once('/') {
        Some((base, bits)) => (base, Some(bits)),
        None => (value, None),
    };
    let base: IpAddr = base.parse().ok()?;
    let most = if base.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
    (bits <= most).then_some(Range { base, bits })
}

#[cfg(test)]
mod tests {
    use super::{ConditionValueKind, OperatorTest, Order, compare, time, unmet};

    #[test]
    fn times_in_every_form() {
        for (value, millis) in [
            ("1970-01-01", Some(0)),
            ("0", Some(0)),
            ("2000-03-01T00:00:00Z", Some(951_868_800_000)),
            ("2026-11-23T12:30:00.5+02:00", Some(1_795_429_800_500)),
            ("2026", Some(1_767_225_600_000)),
            ("1767225600", Some(1_767_225_600_000)),
            ("2026-13-01", None),
            ("yesterday", None),
            ("2026-01-01Tnoon", None),
            ("", None),
        ] {
            assert_eq!(time(value), millis, "{value}");
        }
    }

    #[test]
    fn values_of_each_kind() {
        let less = OperatorTest::Numeric(Order::Less);
        for (test, own, wanted, expected) in [
            (less, "2", "10", Some(true)),
            (less, "10", "2", Some(false)),
            (less, "many", "2", None),
            (OperatorTest::Bool, "TRUE", "true", Some(true)),
            (OperatorTest::Bool, "yes", "true", None),
            (OperatorTest::IpAddress, "203.0.113.9", "203.0.113.0/24", Some(true)),
            (OperatorTest::IpAddress, "203.0.114.9", "203.0.113.0/24", Some(false)),
            (OperatorTest::IpAddress, "203.0.114.9", "0.0.0.0/0", Some(true)),
            (OperatorTest::IpAddress, "2001:db8::1", "2001:db8::/32", Some(true)),
            (OperatorTest::IpAddress, "10.0.0.1", "2001:db8::/32", Some(false)),
            (OperatorTest::IpAddress, "10.0.0.1", "10.0.0.1/33", None),
            (
                OperatorTest::Date(Order::GreaterOrEqual),
                "2026-01-01",
                "2025-12-31T23:59:59Z",
                Some(true),
            ),
            (OperatorTest::Binary, "QUJD", "QUJD", Some(true)),
        ] {
            assert_eq!(compare(test, own, wanted), expected, "{test:?} {own} {wanted}");
        }
        assert_eq!(unmet(OperatorTest::Bool, "yes"), Some(ConditionValueKind::Boolean));
        assert_eq!(unmet(OperatorTest::String, "yes"), None);
    }
}
