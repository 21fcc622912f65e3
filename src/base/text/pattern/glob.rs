//! The fast path for wildcards against text without placeholders, byte by byte.

use crate::base::text::Piece;

/// A step of a pattern over text without placeholders.
#[derive(Clone, Copy)]
enum GlobStep {
    Byte(u8),
    AnyChar,
    AnyText,
}

/// Whether a pattern of text, `*` and `?` matches a text.
pub fn glob(pattern: &str, text: &str) -> bool {
    let steps = pattern.bytes().map(|byte| match byte {
        b'*' => GlobStep::AnyText,
        b'?' => GlobStep::AnyChar,
        _ => GlobStep::Byte(byte),
    });
    matches_text(steps, text)
}

/// Whether some filling of the placeholders, the empty one included, turns `pieces` into a text.
pub(in super::super) fn may_equal(pieces: &[Piece<'_>], text: &str) -> bool {
    let steps = pieces.iter().flat_map(|piece| {
        let (run, placeholder) = match piece {
            Piece::Literal(run) => (run.as_ref(), None),
            Piece::Placeholder(_) => ("", Some(GlobStep::AnyText)),
        };
        placeholder.into_iter().chain(run.bytes().map(GlobStep::Byte))
    });
    matches_text(steps, text)
}

/// Going back only to the last `AnyText` is sufficient, so it takes at most the product of both lengths. That it may
/// end within a character does no harm: what follows it begins with one, or is any.
fn matches_text(mut pattern: impl Iterator<Item = GlobStep> + Clone, text: &str) -> bool {
    let mut rest = text.as_bytes();
    let mut back = None;
    loop {
        match (pattern.next(), rest.split_first()) {
            (Some(GlobStep::AnyText), _) => {
                if pattern.clone().next().is_none() {
                    return true;
                }
                back = Some((pattern.clone(), rest));
            }
            (Some(GlobStep::Byte(own)), Some((byte, after))) if own == *byte => rest = after,
            (Some(GlobStep::AnyChar), Some((_, after))) => rest = without_rest_of_char(after),
            (None, None) => return true,
            (_, None) => return false,
            _ => {
                let Some((after, from)) = &mut back else { return false };
                let Some((_, later)) = from.split_first() else { return false };
                *from = later;
                (pattern, rest) = (after.clone(), later);
            }
        }
    }
}

/// What follows the character whose first byte has been read.
fn without_rest_of_char(mut bytes: &[u8]) -> &[u8] {
    while let Some((0x80..=0xBF, after)) = bytes.split_first() {
        bytes = after;
    }
    bytes
}
