//! Booleans as Go's `strconv.ParseBool` reads them: Docker's log drivers parse some options with it.

use super::Classification;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// The kinds that a value may be of.
pub const KINDS: &[&str] = &["true", "false", "malformed"];

const TRUE: [&str; 6] = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE: [&str; 6] = ["0", "f", "F", "FALSE", "false", "False"];

/// Reads an option: kinds `true`, `false`, or `malformed` where the driver refuses it.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    let [yes, no] = [TRUE, FALSE].map(|words| Truth::any(words.iter().map(|it| value.equals(it))));
    Classification::default()
        .with_kind("true", yes)
        .with_kind("false", no)
        .with_kind("malformed", !yes.or(no))
}

/// Whether a text is read at all.
pub(super) fn is_one(text: &str) -> bool {
    TRUE.contains(&text) || FALSE.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    #[test]
    fn what_go_reads() {
        for (value, expected) in [
            ("true", [True, False, False]),
            ("1", [True, False, False]),
            ("T", [True, False, False]),
            ("False", [False, True, False]),
            ("yes", [False, False, True]),
            ("tRUE", [False, False, True]),
            ("${X}", [Unknown, Unknown, Unknown]),
        ] {
            let classification = read(&Text::read(value, Spelling::Anywhere));
            let kinds = ["true", "false", "malformed"].map(|kind| classification.is(kind));
            assert_eq!(kinds, expected, "{value}");
        }
    }
}
