//! The quick way where only the pattern is open: wildcards against text without placeholders.

use crate::base::text::Piece;

/// A step of a pattern over text without placeholders.
#[derive(Clone, Copy)]
enum Step {
    Char(char),
    AnyChar,
    AnyText,
}

/// Whether a pattern of text, `*` and `?` matches a text.
pub fn glob(pattern: &str, text: &str) -> bool {
    let steps = pattern.chars().map(|c| match c {
        '*' => Step::AnyText,
        '?' => Step::AnyChar,
        _ => Step::Char(c),
    });
    matches_text(steps, text)
}

/// Whether some filling of the placeholders, the empty one included, turns `pieces` into a text.
pub(in super::super) fn may_equal(pieces: &[Piece<'_>], text: &str) -> bool {
    let steps = pieces.iter().flat_map(|piece| {
        let (run, placeholder) = match piece {
            Piece::Literal(run) => (run.as_ref(), None),
            Piece::Placeholder(_) => ("", Some(Step::AnyText)),
        };
        placeholder.into_iter().chain(run.chars().map(Step::Char))
    });
    matches_text(steps, text)
}

/// Going back to the last `AnyText` only is enough, so it takes the product of both lengths at most.
fn matches_text(mut pattern: impl Iterator<Item = Step> + Clone, text: &str) -> bool {
    let mut rest = text.chars();
    let mut back = None;
    loop {
        let next = match pattern.next() {
            Some(Step::AnyText) => {
                if pattern.clone().next().is_none() {
                    return true;
                }
                back = Some((pattern.clone(), rest.clone()));
                continue;
            }
            None if rest.as_str().is_empty() => return true,
            step => step.zip(rest.next()),
        };
        match next {
            Some((Step::Char(own), c)) if own == c => {}
            Some((Step::AnyChar, _)) => {}
            _ => {
                let Some((after, from)) = &mut back else { return false };
                if from.next().is_none() {
                    return false;
                }
                (pattern, rest) = (after.clone(), from.clone());
            }
        }
    }
}
