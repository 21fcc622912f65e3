//! Numbers of digits only: [`FromStr`] of a number would accept a sign, too.

use std::str::FromStr;

/// Whether a text is so many digits.
pub fn are_digits(text: &str, count: usize) -> bool {
    text.len() == count && all_digits(text)
}

/// A number of digits.
pub fn number<T: FromStr>(text: &str) -> Option<T> {
    if all_digits(text) { text.parse().ok() } else { None }
}

/// A number of so many digits.
pub fn number_of<T: FromStr>(text: &str, count: usize) -> Option<T> {
    if text.len() == count { number(text) } else { None }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
