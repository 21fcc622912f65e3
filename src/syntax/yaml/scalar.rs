//! What a YAML scalar means: the core schema, and the core tags that overrule it.

use crate::syntax::Value;
use std::borrow::Cow;

/// What a plain scalar means by the core schema of YAML 1.2. `yes` and `on` are strings there.
pub(super) fn plain(text: &str) -> Value<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(Cow::Borrowed(text)),
        _ => Value::String(Cow::Borrowed(text)),
    }
}

/// What a scalar means under a core tag (`str`, `int`, …); `None` where the tag does not fit it.
pub(super) fn tagged<'s>(tag: &str, text: &Cow<'s, str>) -> Option<Value<'s>> {
    let Cow::Borrowed(written) = *text else {
        return (tag == "str").then(|| Value::String(text.clone()));
    };
    let value = plain(written);
    let fits = match tag {
        "str" => return Some(Value::String(text.clone())),
        "null" => matches!(value, Value::Null),
        "bool" => matches!(value, Value::Bool(_)),
        "int" => matches!(value, Value::Number(ref number) if is_integer(number)),
        "float" => matches!(value, Value::Number(_)),
        _ => false,
    };
    fits.then_some(value)
}

/// The text of a value that stands where a key belongs; `None` for what cannot be a key.
pub(super) fn key_text<'s>(value: &Value<'s>, written: &'s str) -> Option<Cow<'s, str>> {
    match value {
        Value::Null | Value::Bool(_) | Value::Placeholder(_) => Some(Cow::Borrowed(written)),
        Value::Number(text) | Value::String(text) => Some(text.clone()),
        Value::Alias(target) => key_text(&target.value, written),
        Value::Tagged(_, inner) => key_text(&inner.value, written),
        Value::List(_) | Value::Map(_) | Value::Text(_) => None,
    }
}

fn is_integer(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, |byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    all(unsigned(text), |byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    let starts_like_one =
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    starts_like_one && (is_integer(text) || is_float(text))
}

fn is_float(text: &str) -> bool {
    let number = unsigned(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, part)) => {
            digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty())
        }
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_fits = exponent.is_none_or(|text| all(unsigned(text), |b| b.is_ascii_digit()));
    mantissa_fits && exponent_fits
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn all(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::syntax::Value;

    #[test]
    fn numbers_of_the_core_schema() {
        for text in
            ["0", "-1", "+12", "012", "0x1F", "0o17", "1e3", "1.", ".5", "-1.5E-3", ".inf", ".nan"]
        {
            assert!(matches!(plain(text), Value::Number(_)), "{text}");
        }
        for text in
            ["1_000", "0x", "0o8", "1e", "e3", ".", "-", "+", "1.2.3", "1:30", "--1", "-.nan"]
        {
            assert!(matches!(plain(text), Value::String(_)), "{text}");
        }
    }

    #[test]
    fn the_words_of_yaml_1_1_are_strings() {
        for text in ["y", "n", "yes", "No", "on", "OFF", "nULL", "tRUE"] {
            assert!(matches!(plain(text), Value::String(_)), "{text}");
        }
    }
}
