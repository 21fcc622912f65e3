//! JSON in which what would act on a terminal is an escape: the text that it stands for is the same.

use super::sanitize::{is_plain, is_unfit};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::borrow::Cow;
use std::io;

/// A value as JSON on one line.
pub(super) fn json_text(value: &impl Serialize) -> String {
    let mut written = Vec::with_capacity(1 << 10);
    let mut serializer = Serializer::with_formatter(&mut written, OneLine);
    // The objects of formats hold nothing that JSON cannot say.
    if value.serialize(&mut serializer).is_err() {
        return String::new();
    }
    String::from_utf8(written).unwrap_or_default()
}

/// The layout without blanks.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        part: &str,
    ) -> io::Result<()> {
        out.write_all(fragment(part).as_bytes())
    }
}

/// A part of a string, in which JSON escapes nothing by itself, as it is written.
pub(super) fn fragment(part: &str) -> Cow<'_, str> {
    if is_plain(part) || !part.contains(is_unfit) {
        return Cow::Borrowed(part);
    }
    let mut escaped = String::with_capacity(part.len() + 16);
    for c in part.chars() {
        if is_unfit(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
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
