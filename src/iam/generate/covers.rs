//! Which of several resources another one's wildcards already match.

use crate::base::sorting::sort_by_cached_key;
use crate::base::text::Text;
use crate::base::text::pattern::{Element, always, elements};

/// A resource, ready to be compared with many.
struct CoveredResource<'a> {
    text: &'a Text<'a>,
    /// The first five fields of an ARN, and the last as a pattern.
    fields: Option<([Text<'a>; 5], Vec<Element>)>,
}

/// The resources that no other one covers, sorted, each once.
pub(super) fn uncovered(mut resources: Vec<Text<'static>>) -> Vec<Text<'static>> {
    sort_by_cached_key(&mut resources, ToString::to_string);
    resources.dedup_by_key(|resource| resource.to_string());
    let read: Vec<_> = resources.iter().map(CoveredResource::read).collect();
    let is_covered = |(index, resource): (usize, &CoveredResource<'_>)| {
        let mut others = read.iter().enumerate().filter(|(other, _)| *other != index);
        // Of two that cover each other (`*` and `**`) the first stays.
        others.any(|(place, other)| {
            other.covers(resource) && (place < index || !resource.covers(other))
        })
    };
    let covered: Vec<bool> = read.iter().enumerate().map(is_covered).collect();
    let all = resources.into_iter().zip(covered);
    all.filter_map(|(resource, covered)| (!covered).then_some(resource)).collect()
}

/// Whether every resource that `narrow` stands for is one that `wide` stands for, too.
///
/// Wildcards count in the last field only.
pub(super) fn covers(wide: &Text<'_>, narrow: &Text<'_>) -> bool {
    CoveredResource::read(wide).covers(&CoveredResource::read(narrow))
}

impl<'a> CoveredResource<'a> {
    fn read(text: &'a Text<'a>) -> Self {
        let mut fields = text.split(':', 6);
        let last = fields.pop().map(|last| elements(&last, true));
        let heads = <[Text<'a>; 5]>::try_from(fields).ok();
        Self { text, fields: heads.zip(last) }
    }

    fn covers(&self, narrow: &Self) -> bool {
        if self.text.as_literal() == Some("*") {
            return true;
        }
        match (&self.fields, &narrow.fields) {
            (Some((heads, wide)), Some((others, narrow))) => {
                heads == others && always(wide, narrow)
            }
            _ => self.text == narrow.text,
        }
    }
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
