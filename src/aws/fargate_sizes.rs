//! What Fargate requires of a task definition's `cpu` and `memory`.

use super::Classification;
use crate::base::digits::number;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// The memory, in MiB, that goes with a number of CPU units.
enum Memory {
    /// One of these.
    OneOf(&'static [u64]),
    /// From the first to the second in steps of the third.
    Steps(u64, u64, u64),
}

/// Source: the Fargate page of the developer guide, section "Task CPU and memory"; the last row is on
/// that page only, not yet in the text of the API model.
const TABLE: &[(u64, Memory)] = &[
    (256, Memory::OneOf(&[512, 1024, 2048])),
    (512, Memory::Steps(1024, 4096, 1024)),
    (1024, Memory::Steps(2048, 8192, 1024)),
    (2048, Memory::Steps(4096, 16384, 1024)),
    (4096, Memory::Steps(8192, 30720, 1024)),
    (8192, Memory::Steps(16384, 61440, 4096)),
    (16384, Memory::Steps(32768, 122_880, 8192)),
    (32768, Memory::OneOf(&[60 * 1024, 120 * 1024, 244 * 1024])),
];

/// An amount: read, not one at all, or dependent on a placeholder.
enum Amount {
    Is(u64),
    Wrong,
    Open,
}

/// Whether Fargate takes a task of this `cpu` and `memory`: `"256"` or `"0.25 vCPU"`, `"512"` or
/// `"0.5GB"`, in any case and with or without the blank.
pub fn accepts(cpu: &Text<'_>, memory: &Text<'_>) -> Truth {
    let (cpu, memory) = (amount(cpu, "vcpu"), amount(memory, "gb"));
    let fits = |row: &(u64, Memory)| {
        let has_cpu = match cpu {
            Amount::Is(units) => Truth::known(row.0 == units),
            Amount::Wrong => Truth::False,
            Amount::Open => Truth::Unknown,
        };
        let has_memory = match memory {
            Amount::Is(mib) => Truth::known(row.1.holds(mib)),
            Amount::Wrong => Truth::False,
            Amount::Open => Truth::Unknown,
        };
        has_cpu.and(has_memory)
    };
    Truth::any(TABLE.iter().map(fits))
}

/// The kinds that a task's `cpu` may be of.
pub const KINDS: &[&str] = &["below-one-vcpu"];

/// Reads a task's `cpu`: whether it is below 1 vCPU.
pub fn read_cpu<'s>(cpu: &Text<'s>) -> Classification<'s> {
    let is_below = match amount(cpu, "vcpu") {
        Amount::Is(units) => Truth::known(units < 1024),
        Amount::Wrong => Truth::False,
        Amount::Open => Truth::Unknown,
    };
    Classification::default().with_kind("below-one-vcpu", is_below)
}

impl Memory {
    fn holds(&self, mib: u64) -> bool {
        match *self {
            Self::OneOf(values) => values.contains(&mib),
            Self::Steps(from, to, step) => {
                (from..=to).contains(&mib) && (mib - from).is_multiple_of(step)
            }
        }
    }
}

/// A number as it is, or 1024 times the number before `unit`.
fn amount(text: &Text<'_>, unit: &str) -> Amount {
    let Some(text) = text.as_literal() else { return Amount::Open };
    let text = text.trim().to_ascii_lowercase();
    let number = match text.strip_suffix(unit) {
        Some(number) => times_1024(number.trim_end()),
        None => number(&text),
    };
    number.map_or(Amount::Wrong, Amount::Is)
}

/// 1024 times a decimal (`.5`, `0.25`, `2`), where that is a whole number.
fn times_1024(decimal: &str) -> Option<u64> {
    let (before, after) = decimal.split_once('.').unwrap_or((decimal, ""));
    let after = after.trim_end_matches('0');
    if before.is_empty() && after.is_empty() {
        return None;
    }
    // A fraction of more digits is not a whole number of 1024ths.
    let scale = 10_u64.pow(u32::try_from(after.len()).ok().filter(|&digits| digits <= 10)?);
    let before: u64 = if before.is_empty() { 0 } else { number(before)? };
    let after: u64 = if after.is_empty() { 0 } else { number(after)? };
    let parts = after.checked_mul(1024)?;
    parts
        .is_multiple_of(scale)
        .then(|| before.checked_mul(1024)?.checked_add(parts / scale))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{accepts, read_cpu};
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    #[test]
    fn sizes() {
        for (cpu, memory, expected) in [
            ("256", "512", True),
            ("256", "2048", True),
            ("256", "3072", False),
            ("256", "1536", False),
            ("0.25 vCPU", "0.5GB", True),
            (".5 vcpu", "1 GB", True),
            ("1vCPU", "2gb", True),
            ("1 vCPU", "1GB", False),
            ("512", "4096", True),
            ("4096", "30720", True),
            ("4096", "31744", False),
            ("8 vCPU", "20 GB", True),
            ("8192", "17408", False),
            ("16384", "122880", True),
            ("32 vCPU", "244 GB", True),
            ("32768", "65536", False),
            ("300", "1024", False),
            ("0.3 vCPU", "1024", False),
            ("", "1024", False),
            ("vCPU", "1024", False),
            (". vCPU", "1024", False),
            ("-256", "512", False),
            ("99999999999999999999 vCPU", "1024", False),
            ("0.00000000000000000001 vCPU", "1024", False),
            ("${CPU}", "1024", Unknown),
            ("${CPU}", "1025", False),
            ("256", "${MEMORY}", Unknown),
            ("257", "${MEMORY}", False),
            ("${CPU} vCPU", "${MEMORY}GB", Unknown),
        ] {
            let read = |value| Text::read(value, Spelling::Anywhere);
            assert_eq!(accepts(&read(cpu), &read(memory)), expected, "{cpu} {memory}");
        }
    }

    #[test]
    fn cpu_below_one() {
        for (cpu, expected) in [
            ("512", True),
            (".5 vCPU", True),
            ("1024", False),
            ("1 vCPU", False),
            ("half", False),
            ("${CPU}", Unknown),
        ] {
            let read = read_cpu(&Text::read(cpu, Spelling::Anywhere));
            assert_eq!(read.is("below-one-vcpu"), expected, "{cpu}");
        }
    }
}
