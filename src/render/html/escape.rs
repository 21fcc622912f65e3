//! Texts of files and messages as HTML, which is XML too: everything is shown, and nothing acts.

use crate::render::sanitize::{clean, escape, is_unfit, stand_in};

/// Adds a text. What would act or hide is written as `\n` or `\u{1b}`.
pub(super) fn add_text(out: &mut String, text: &str) {
    add_literal(out, &escape(text));
}

/// Adds a text where it is the value of an attribute.
pub(super) fn add_attribute(out: &mut String, text: &str) {
    let mut written = String::new();
    add_text(&mut written, text);
    out.push_str(&written.replace('"', "&quot;"));
}

/// Adds a text as code.
pub(super) fn add_code(out: &mut String, text: &str) {
    out.push_str("<code>");
    add_text(out, text);
    out.push_str("</code>");
}

/// Adds a command as code: one that can be copied.
pub(super) fn add_command(out: &mut String, command: &str) {
    out.push_str("<code>");
    add_literal(out, &clean(command, true));
    out.push_str("</code>");
}

/// Adds a sentence, in which what is between backticks is code.
pub(super) fn add_sentence(out: &mut String, sentence: &str) {
    let sentence = escape(sentence);
    let has_pairs = sentence.matches('`').count().is_multiple_of(2);
    if !has_pairs {
        add_literal(out, &sentence);
        return;
    }
    for (index, part) in sentence.split('`').enumerate() {
        let is_code = index % 2 == 1;
        out.push_str(if is_code { "<code>" } else { "" });
        add_literal(out, part);
        out.push_str(if is_code { "</code>" } else { "" });
    }
}

/// Adds a part of a line of a file: each character is one character, and tabs stay.
pub(super) fn add_source(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(is_unfit) {
        let (before, from) = rest.split_at(at);
        add_literal(out, before);
        let mut chars = from.chars();
        match chars.next() {
            Some('\t') => out.push_str("&#9;"),
            Some(c) => out.push(stand_in(c, true)),
            None => {}
        }
        rest = chars.as_str();
    }
    add_literal(out, rest);
}

/// Adds characters that mean themselves outside of tags; U+FFFD for those that XML forbids.
fn add_literal(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '\u{fffe}', '\u{ffff}']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// A path as the ID of an element and as the fragment of an address: two paths have two, and neither has a colon.
pub(super) fn id_of(path: &str) -> String {
    let mut id = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-') {
            id.push(c);
        } else {
            id.push_str(&format!("~{:x}~", u32::from(c)));
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::{add_attribute, add_sentence, add_source, add_text, id_of};

    fn written(add: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        add(&mut out, text);
        out
    }

    #[test]
    fn nothing_acts_and_everything_is_shown() {
        let text = "<a b='\"'>&\u{1b}\n\u{202e}\u{ffff}é";
        assert_eq!(written(add_text, text), "&lt;a b='\"'&gt;&amp;\\u{1b}\\n\\u{202e}\u{fffd}é");
        assert_eq!(written(add_attribute, "\"><"), "&quot;&gt;&lt;");
        assert_eq!(
            written(add_source, "\t<\u{1b}\u{202e}\u{fffe}"),
            "&#9;&lt;\u{241b}\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn what_is_between_backticks_is_code() {
        assert_eq!(
            written(add_sentence, "set `a<b`, `c`"),
            "set <code>a&lt;b</code>, <code>c</code>"
        );
        assert_eq!(written(add_sentence, "a ` b"), "a ` b");
    }

    #[test]
    fn the_ids_of_two_paths_differ() {
        assert_eq!(id_of("a/b_c-1.json"), "a/b_c-1.json");
        assert_eq!(id_of("a b:1.json"), "a~20~b~3a~1.json");
        assert_ne!(id_of("a~20~b"), id_of("a b"));
    }
}
