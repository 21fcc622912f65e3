//! Tests of a text with placeholders: its characters, and words that represent a placeholder.

use super::partition;
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use std::borrow::Cow;

/// The runs of literal text, in order.
pub(super) fn literals<'a>(text: &'a Text<'_>) -> impl Iterator<Item = &'a str> {
    text.pieces().iter().filter_map(|piece| match piece {
        Piece::Literal(value) => Some(value.as_ref()),
        Piece::Placeholder(_) => None,
    })
}

/// Whether every literal character is one of those `allowed`.
pub(super) fn made_of(text: &Text<'_>, allowed: impl Fn(char) -> bool) -> bool {
    literals(text).all(|run| run.chars().all(&allowed))
}

/// What is before the first placeholder.
pub(super) fn head<'a>(text: &'a Text<'_>) -> &'a str {
    match text.pieces().first() {
        Some(Piece::Literal(value)) => value,
        _ => "",
    }
}

/// What is after the last placeholder.
pub(super) fn tail<'a>(text: &'a Text<'_>) -> &'a str {
    match text.pieces().last() {
        Some(Piece::Literal(value)) => value,
        _ => "",
    }
}

/// The text after `prefix`, where it literally begins so.
pub(super) fn strip_prefix<'s>(text: &Text<'s>, prefix: &str) -> Option<Text<'s>> {
    let (first, others) = text.pieces().split_first()?;
    let Piece::Literal(value) = first else { return None };
    let mut stripped = match value {
        Cow::Borrowed(value) => Text::literal(value.strip_prefix(prefix)?),
        Cow::Owned(value) => Text::literal(value.strip_prefix(prefix)?.to_owned()),
    };
    push_pieces(&mut stripped, others);
    Some(stripped)
}

/// The text without the slashes it begins with.
pub(super) fn without_leading_slash<'s>(text: &Text<'s>) -> Text<'s> {
    let slashes = head(text).len() - head(text).trim_start_matches('/').len();
    if slashes == 0 {
        return text.clone();
    }
    strip_prefix(text, &"/".repeat(slashes)).unwrap_or_else(|| text.clone())
}

/// Adds pieces to a text.
pub(super) fn push_pieces<'s>(text: &mut Text<'s>, pieces: &[Piece<'s>]) {
    for piece in pieces {
        match piece {
            Piece::Literal(value) => text.push_literal(value.clone()),
            Piece::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
        }
    }
}

/// The text where only an account can be: a word with a letter in it (`ACCOUNT_ID`, `XXXXXXXXXXXX`)
/// becomes a placeholder. Digits stay what they are, however many; so does `aws`, the owner of managed
/// policies.
pub(super) fn account(text: Text<'_>) -> Text<'_> {
    let is_owner = text.as_literal() == Some("aws");
    if is_owner { text } else { word_as_placeholder(text) }
}

/// The text where only a Region can be: a word with a letter in it that has not the shape of a Region
/// (`REGION`, `aws_region`) becomes a placeholder. What nearly has it (`us-east-1a`) stays what it is.
pub(super) fn region(text: Text<'_>) -> Text<'_> {
    let is_kept =
        |text: &str| partition::looks_like_region(text) || partition::is_near_region(text);
    if text.as_literal().is_none_or(is_kept) { text } else { word_as_placeholder(text) }
}

/// Whether a character may be in a word: what people write where a template leaves something open.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

fn word_as_placeholder(text: Text<'_>) -> Text<'_> {
    let has_letter = literals(&text).any(|run| run.contains(|c: char| c.is_ascii_alphabetic()));
    if has_letter && made_of(&text, is_word) { as_placeholder(&text) } else { text }
}

/// A placeholder that is written like the text.
#[cold]
pub(super) fn as_placeholder<'s>(text: &Text<'s>) -> Text<'s> {
    let written = text.to_string();
    let name = match text.as_literal() {
        Some(word) => word.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned(),
        None => written.clone(),
    };
    let name = Cow::Owned(name);
    Text::placeholder(Placeholder::new(PlaceholderKind::SourceText, Cow::Owned(written), name))
}

/// Whether a text is one word in capitals, as people leave it to be replaced: `IMAGE`, `ECR_URI`.
pub(super) fn is_capital_word(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && text
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_' || it == b'-')
        && text.contains(|c: char| c.is_ascii_uppercase())
}

/// Whether a word in capitals says that it is to be replaced: it could be a name as well.
pub(super) fn says_placeholder(text: &str) -> bool {
    const SAYING: [&str; 6] = ["REPLACE", "CHANGE_ME", "CHANGEME", "YOUR_", "TODO", "PLACEHOLDER"];
    // Most names are told apart by their first letter.
    text.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && is_capital_word(text)
        && (text.ends_with("_ARN") || SAYING.iter().any(|word| text.contains(word)))
}

/// Whether a text has two underscores in a row, as the marks of a placeholder have.
pub(super) fn has_double_underscore(text: &str) -> bool {
    text.as_bytes().windows(2).any(|it| it == b"__")
}

/// Whether a text is one name between marks that mirror each other, whichever they are: `~X~`, `|X|`, `@{X}`.
#[cold]
pub(super) fn is_between_marks(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_punctuation() && !"/:.-,_\"'`\\".contains(c);
    let inner = text.trim_start_matches(is_mark);
    let open = text.get(..text.len() - inner.len()).unwrap_or_default();
    let name = inner.trim_end_matches(is_mark);
    let close = inner.get(name.len()..).unwrap_or_default();
    let mirrored = |c: char| match c {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    };
    let last = open.chars().last().map(mirrored);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | ':');
    !name.is_empty() && name.chars().all(is_name) && last.is_some() && close.chars().next() == last
}

#[cfg(test)]
mod tests {
    use super::{account, region, without_leading_slash};
    use crate::base::text::{Spelling, Text};

    fn text(value: &str) -> Text<'_> {
        Text::read(value, Spelling::Identifier)
    }

    #[test]
    fn words_for_accounts_are_placeholders_and_digits_are_not() {
        for word in ["XXXXXXXXXXXX", "ACCOUNT_ID", "aws_account_id", "your-account-id", "<acct>"] {
            assert_eq!(
                account(text(word)).as_placeholder().map(ToString::to_string).as_deref(),
                Some(word)
            );
        }
        for word in ["12345678901", "123456789012", "", "aws", "*"] {
            assert!(account(text(word)).as_placeholder().is_none(), "{word}");
        }
    }

    #[test]
    fn words_for_regions_are_placeholders() {
        for word in ["REGION", "region", "aws_region", "your-region"] {
            assert!(region(text(word)).as_placeholder().is_some(), "{word}");
        }
        for word in ["us-east-1", "us-${X}-1", ""] {
            assert!(region(text(word)).as_placeholder().is_none(), "{word}");
        }
    }

    #[test]
    fn slashes_at_the_beginning() {
        assert_eq!(without_leading_slash(&text("//a/${X}")).to_string(), "a/${X}");
    }
}
