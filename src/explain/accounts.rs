//! Whose image a text names, and which host did not answer.

use super::plain::PlainText;

/// How many digits an account has.
const DIGITS: usize = 12;

/// The account in whose registry an image lies: that before `.dkr.ecr.` or `.dkr-ecr.`.
pub(super) fn of_image(plain: &PlainText) -> Option<&str> {
    let text = plain.text.as_str();
    let at = text.find(".dkr.ecr").or_else(|| text.find(".dkr-ecr"))?;
    let account = text.get(at.checked_sub(DIGITS)?..at)?;
    account.bytes().all(|byte| byte.is_ascii_digit()).then_some(account)
}

/// The host of the first address of a text, or the name that was looked up.
pub(super) fn host(plain: &PlainText) -> Option<&str> {
    let text = plain.text.as_str();
    let after = |mark: &str| text.find(mark).and_then(|at| text.get(at + mark.len()..));
    let rest = after("https://").or_else(|| after("http://")).or_else(|| after("lookup "))?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
    let host = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches('.');
    host.contains('.').then_some(host)
}
