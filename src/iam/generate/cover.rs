//! Which of several resources are named already by another one's wildcards.

use crate::base::text::{Piece, Text};

/// A character of a pattern, or a placeholder, which is like nothing but itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unit {
    Char(char),
    Placeholder(String),
}

/// The resources that no other one covers, sorted, each once.
pub(super) fn uncovered(mut resources: Vec<Text<'static>>) -> Vec<Text<'static>> {
    resources.sort_by_cached_key(ToString::to_string);
    resources.dedup_by_key(|resource| resource.to_string());
    let is_covered = |index: usize, resource: &Text<'_>| {
        let others = resources.iter().enumerate().filter(|(other, _)| *other != index);
        // Of two that cover each other (`*` and `**`) the first stays.
        others.into_iter().any(|(place, other)| {
            covers(other, resource) && (place < index || !covers(resource, other))
        })
    };
    let kept: Vec<bool> = (resources.iter().enumerate())
        .map(|(index, resource)| !is_covered(index, resource))
        .collect();
    resources
        .into_iter()
        .zip(kept)
        .filter_map(|(resource, kept)| kept.then_some(resource))
        .collect()
}

/// Whether every resource that `narrow` stands for is one that `wide` stands for, too.
///
/// Wildcards count in the last field only; a `*` or `?` of `narrow` and a placeholder are like nothing but a
/// wildcard or themselves, so what is said to be covered is.
pub(super) fn covers(wide: &Text<'_>, narrow: &Text<'_>) -> bool {
    if wide.as_literal() == Some("*") {
        return true;
    }
    let (wide, narrow) = (wide.split(':', 6), narrow.split(':', 6));
    match (wide.as_slice(), narrow.as_slice()) {
        ([heads @ .., wide], [others @ .., narrow]) if heads.len() == 5 && others.len() == 5 => {
            let same = heads.iter().zip(others).all(|(one, other)| one == other);
            same && matches(&units(wide), &units(narrow))
        }
        _ => wide == narrow,
    }
}

fn units(text: &Text<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(value) => units.extend(value.chars().map(Unit::Char)),
            Piece::Placeholder(placeholder) => {
                units.push(Unit::Placeholder(placeholder.written.to_string()))
            }
        }
    }
    units
}

/// `*` matching with the way back to the last `*` only.
fn matches(pattern: &[Unit], text: &[Unit]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while let Some(unit) = text.get(place) {
        match pattern.get(at) {
            Some(Unit::Char('*')) => {
                back = Some((at + 1, place));
                at += 1;
            }
            Some(wanted) if fits(wanted, unit) => {
                at += 1;
                place += 1;
            }
            _ => match &mut back {
                Some((after, from)) => {
                    *from += 1;
                    (at, place) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|unit| *unit == Unit::Char('*'))
}

fn fits(wanted: &Unit, unit: &Unit) -> bool {
    let is_one_char = matches!(unit, Unit::Char(c) if *c != '*');
    wanted == unit || (*wanted == Unit::Char('?') && is_one_char)
}

#[cfg(test)]
mod tests {
    use super::{covers, uncovered};
    use crate::base::text::{Spelling, Text};

    fn text(value: &str) -> Text<'static> {
        Text::read(value, Spelling::Identifier).into_owned()
    }

    #[test]
    fn a_wildcard_covers_what_it_stands_for() {
        let logs = "arn:aws:logs:eu-west-1:111122223333:log-group";
        for (wide, narrow, expected) in [
            ("*".to_owned(), "arn:aws:s3:::b".to_owned(), true),
            ("*".to_owned(), "${ARN}".to_owned(), true),
            (format!("{logs}:*"), format!("{logs}:a:*"), true),
            (format!("{logs}:a:*"), format!("{logs}:a"), false),
            (format!("{logs}:a*"), format!("{logs}:${{X}}"), false),
            (format!("{logs}:*"), format!("{logs}:${{X}}"), true),
            (format!("{logs}:${{X}}*"), format!("{logs}:${{X}}:*"), true),
            (format!("{logs}:${{X}}*"), format!("{logs}:${{Y}}:*"), false),
            (format!("{logs}:a-??"), format!("{logs}:a-b*"), false),
            (format!("{logs}:a-??"), format!("{logs}:a-b?"), true),
            ("arn:aws:s3:::b/*".to_owned(), "arn:aws-cn:s3:::b/x".to_owned(), false),
            ("${ARN}".to_owned(), "${ARN}".to_owned(), true),
            ("${ARN}".to_owned(), "${OTHER}".to_owned(), false),
        ] {
            assert_eq!(covers(&text(&wide), &text(&narrow)), expected, "{wide} {narrow}");
        }
    }

    #[test]
    fn one_of_two_equals_stays() {
        let all = ["arn:aws:s3:::b/**", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x", "arn:aws:s3:::b/*"];
        let left = uncovered(all.map(text).to_vec());
        assert_eq!(left.iter().map(ToString::to_string).collect::<Vec<_>>(), ["arn:aws:s3:::b/*"]);
    }
}
