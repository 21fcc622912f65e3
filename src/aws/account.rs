//! Accounts: twelve digits.

use super::tokens;
use crate::base::digits::are_digits;
use crate::base::text::Text;
use crate::base::truth::Truth;

const LENGTH: usize = 12;

/// Whether a text is the ID of an account.
pub fn is_id(text: &str) -> bool {
    are_digits(text, LENGTH)
}

/// Whether a text is an account, or may be one.
pub fn may_be(text: &Text<'_>) -> bool {
    is_account(text) != Truth::False
}

/// Whether the text is an account, or a placeholder for one.
pub(super) fn is_account(text: &Text<'_>) -> Truth {
    if text.as_placeholder().is_some() {
        return Truth::True;
    }
    match text.as_literal() {
        Some(id) => Truth::known(is_id(id)),
        None => Truth::possible(tokens::made_of(text, |c| c.is_ascii_digit())),
    }
}

#[cfg(test)]
mod tests {
    use super::is_account;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    #[test]
    fn twelve_digits_or_a_placeholder() {
        let account = |value| is_account(&Text::read(value, Spelling::Identifier));
        assert_eq!(account("123456789012"), True);
        assert_eq!(account("${X}"), True);
        assert_eq!(account("12345678901"), False);
        assert_eq!(account("1234${X}"), Unknown);
        assert_eq!(account("acct${X}"), False);
        assert_eq!(account(""), False);
    }
}
