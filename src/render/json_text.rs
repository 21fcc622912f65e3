//! JSON in which what would act on a terminal is an escape: the text that it stands for is the same.

use super::sanitize::is_unfit;
use serde::Serialize;

/// A value as JSON on one line.
pub(super) fn json_text(value: &impl Serialize) -> String {
    // The objects of formats hold nothing that JSON cannot say.
    escaped(serde_json::to_string(value).unwrap_or_default())
}

/// JSON with an escape for each character in its strings that would act. Outside of strings there are only plain text
/// and line ends; it is looked at as a whole, which most often takes no time.
pub(super) fn escaped(json: String) -> String {
    let plain = |byte| matches!(byte, b'\n' | b' '..=b'~');
    if json.bytes().fold(true, |all, byte| all & plain(byte)) || !json.contains(acts) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn acts(c: char) -> bool {
    c != '\n' && is_unfit(c)
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
