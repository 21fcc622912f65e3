//! JSON on one line, in which what would act on a terminal is an escape.

use super::sanitize::{is_plain, is_unfit};
use serde::Serialize;

/// A value as JSON.
pub(super) fn json_text(value: &impl Serialize) -> String {
    // The objects of formats hold nothing that JSON cannot say.
    let text = serde_json::to_string(value).unwrap_or_default();
    if is_plain(&text) || !text.contains(is_unfit) {
        return text;
    }
    // Outside of strings there is only plain text.
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unfit(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::json_text;

    #[test]
    fn what_acts_is_an_escape_of_the_same_text() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{e0001}é🚀\"";
        let json = json_text(&text);
        assert_eq!(json, r#""a\u001b\u009b\u202e\udb40\udc01é🚀\"""#);
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(text));
    }
}
