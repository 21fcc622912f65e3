//! What the values of a mapping have in common if its key is unknown.

use crate::base::text::{Placeholder, Text};

/// What separates the parts of images and ARNs: a placeholder stands for text without them.
const SEPARATORS: [char; 4] = ['.', '/', ':', '@'];

/// One text for all the values, with a placeholder for each part in which they differ; none if they are not
/// built alike. `part` is the placeholder for the part of this number.
pub(super) fn in_common<'t>(
    values: &[&str],
    part: impl Fn(usize) -> Placeholder<'t>,
) -> Option<Text<'t>> {
    let (first, others) = values.split_first()?;
    let own: Vec<_> = first.split_inclusive(SEPARATORS).collect();
    let others: Vec<Vec<_>> =
        others.iter().map(|other| other.split_inclusive(SEPARATORS).collect()).collect();
    let mut text = Text::default();
    for (index, run) in own.iter().enumerate() {
        let alike = others.iter().all(|other| {
            let same_end = |it: &&str| separator(it) == separator(run);
            other.len() == own.len() && other.get(index).is_some_and(same_end)
        });
        if !alike {
            return None;
        }
        if others.iter().all(|other| other.get(index) == Some(run)) {
            text.push_literal((*run).to_owned().into());
            continue;
        }
        text.push_placeholder(part(index + 1));
        text.push_literal(separator(run).map(String::from).unwrap_or_default().into());
    }
    Some(text)
}

fn separator(part: &str) -> Option<char> {
    part.chars().next_back().filter(|last| SEPARATORS.contains(last))
}

#[cfg(test)]
mod tests {
    use super::in_common;
    use crate::base::text::{Placeholder, PlaceholderKind};

    #[test]
    fn values_that_are_built_alike() {
        let part =
            |number| Placeholder::named(PlaceholderKind::Function, &format!("M, part {number}"));
        let shown = |values: &[&str]| in_common(values, part).map(|text| text.to_string());
        assert_eq!(shown(&["a.b/c", "a.x/c"]).as_deref(), Some("a.<M, part 2>/c"));
        assert_eq!(shown(&["a.b/c", "a.b/c"]).as_deref(), Some("a.b/c"));
        assert_eq!(shown(&["a.b/c", "a.b"]), None);
        assert_eq!(shown(&["a.b", "a/b"]), None);
        assert_eq!(shown(&[]), None);
    }
}
