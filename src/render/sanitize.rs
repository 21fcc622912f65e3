//! Text from untrusted files, made safe for a terminal: control and invisible characters become visible.

use std::borrow::Cow;

/// Whether a character would act on a terminal, turn the direction of the text around, or hide.
///
/// Tabs and newlines are among them: whoever means them treats them before.
pub(super) fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' // marks of direction, zero width
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' // separators, embeddings, isolates
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// What is shown for an unfit character: one column wide.
pub(super) fn stand_in(c: char, unicode: bool) -> char {
    match (u32::from(c), unicode) {
        (_, false) => '?',
        (code @ 0..=0x1F, true) => char::from_u32(0x2400 + code).unwrap_or('?'),
        (0x7F, true) => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Whether a text is all letters, digits, signs and spaces of ASCII, one column each. Without a branch for
/// each byte, so that many are compared at once: most texts are.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

fn is_fit(text: &str) -> bool {
    is_plain(text) || !text.contains(is_unfit)
}

/// The text with a stand-in for each unfit character.
pub(super) fn clean(text: &str, unicode: bool) -> Cow<'_, str> {
    if is_fit(text) {
        return Cow::Borrowed(text);
    }
    let fit = |c| if is_unfit(c) { stand_in(c, unicode) } else { c };
    Cow::Owned(text.chars().map(fit).collect())
}

/// The same for words of ours, whose only character beyond ASCII is the ellipsis.
pub(super) fn clean_words(text: &str, unicode: bool) -> Cow<'_, str> {
    match clean(text, unicode) {
        text if unicode || !text.contains('…') => text,
        text => Cow::Owned(text.replace('…', "...")),
    }
}

/// The text with each unfit character written as Rust and JSON people write it: `\n`, `\u{1b}`.
pub fn escape(text: &str) -> Cow<'_, str> {
    if is_fit(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => escaped.extend(c.escape_default()),
            c if is_unfit(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::clean;
    use super::escape;

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(escape("a\r\n\u{1b}[0m"), "a\\r\\n\\u{1b}[0m");
        assert_eq!(escape("größe 東京"), "größe 東京");
    }

    #[test]
    fn what_acts_becomes_visible() {
        assert_eq!(clean("a\u{1b}[31m\u{7}\u{9b}\u{202e}b", true), "a␛[31m␇\u{FFFD}\u{FFFD}b");
        assert_eq!(clean("a\u{1b}\n", false), "a??");
        assert_eq!(clean("größe 東京", true), "größe 東京");
    }
}
