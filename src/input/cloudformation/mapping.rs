//! What the values of a mapping have in common, where its key is open.

use super::placeholders::of_function;
use crate::base::text::Text;

/// What separates the parts of images and ARNs: a placeholder stands for text without them.
const SEPARATORS: [char; 4] = ['.', '/', ':', '@'];

/// One text for all the values, with a placeholder for each part in which they differ; none where they are not
/// built alike. `written` says where the values come from.
pub(super) fn in_common<'t>(values: &[&str], written: &str) -> Option<Text<'t>> {
    let (first, others) = values.split_first()?;
    let own: Vec<_> = first.split_inclusive(SEPARATORS).collect();
    let others: Vec<Vec<_>> =
        others.iter().map(|other| other.split_inclusive(SEPARATORS).collect()).collect();
    let mut text = Text::default();
    for (index, part) in own.iter().enumerate() {
        let alike = others.iter().all(|other| {
            let same_end = |it: &&str| separator(it) == separator(part);
            other.len() == own.len() && other.get(index).is_some_and(same_end)
        });
        if !alike {
            return None;
        }
        if others.iter().all(|other| other.get(index) == Some(part)) {
            text.push_literal((*part).to_owned().into());
            continue;
        }
        text.push_placeholder(of_function(format!("{written}, part {}", index + 1)));
        text.push_literal(separator(part).map(String::from).unwrap_or_default().into());
    }
    Some(text)
}

fn separator(part: &str) -> Option<char> {
    part.chars().next_back().filter(|last| SEPARATORS.contains(last))
}

#[cfg(test)]
mod tests {
    use super::in_common;

    #[test]
    fn values_that_are_built_alike() {
        let shown = |values: &[&str]| in_common(values, "M").map(|text| text.to_string());
        assert_eq!(shown(&["a.b/c", "a.x/c"]).as_deref(), Some("a.<M, part 2>/c"));
        assert_eq!(shown(&["a.b/c", "a.b/c"]).as_deref(), Some("a.b/c"));
        assert_eq!(shown(&["a.b/c", "a.b"]), None);
        assert_eq!(shown(&["a.b", "a/b"]), None);
        assert_eq!(shown(&[]), None);
    }
}
