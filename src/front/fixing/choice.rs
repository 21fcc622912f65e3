//! Which of the fixes that are offered are applied in one round.

use super::offer::OfferedFix;
use super::texts::TextNumber;
use crate::base::diagnostic::Edit;
use crate::base::sorting::sort_by_key;
use std::collections::BTreeMap;

/// What is applied in one round.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// The fixes; those of several diagnostics that make the same edits are all there.
    pub(super) fixes: Vec<OfferedFix>,
    /// Their edits for each text, in its order, each once.
    pub(super) edits: BTreeMap<TextNumber, Vec<Edit>>,
}

/// The fixes that do not overlap: where some do, the first in the text wins. At most `most` that make different edits.
pub(super) fn choose<'f>(fixes: impl Iterator<Item = &'f OfferedFix>, most: usize) -> Chosen {
    let mut sorted: Vec<_> = fixes.collect();
    sort_by_key(&mut sorted, |fix| (fix.text, fix.edits.first().map(|edit| edit.span)));
    let mut taken: BTreeMap<TextNumber, TakenEdits> = BTreeMap::new();
    let mut chosen = Chosen::default();
    let mut count = 0;
    for fix in sorted {
        let taken = taken.entry(fix.text).or_default();
        let is_new = fix.edits.iter().any(|edit| !taken.has(edit));
        let fits = fix.edits.iter().all(|edit| taken.has(edit) || taken.is_free(edit));
        if !fits || (is_new && count == most) {
            continue;
        }
        count += usize::from(is_new);
        fix.edits.iter().for_each(|edit| taken.add(edit));
        chosen.fixes.push(fix.clone());
    }
    let edits = taken.into_iter().map(|(text, taken)| (text, taken.into_edits()));
    chosen.edits = edits.filter(|(_, edits)| !edits.is_empty()).collect();
    chosen
}

/// The edits of a text that are taken, by where they begin and end.
#[derive(Debug, Default)]
struct TakenEdits(BTreeMap<(u32, u32), String>);

impl TakenEdits {
    fn has(&self, edit: &Edit) -> bool {
        self.0.get(&(edit.span.start, edit.span.end)) == Some(&edit.text)
    }

    /// Whether it touches no edit that is taken: which of two comes first at one place is not known.
    fn is_free(&self, edit: &Edit) -> bool {
        let before = self.0.range(..=(edit.span.end, u32::MAX)).next_back();
        before.is_none_or(|((_, end), _)| *end < edit.span.start)
    }

    fn add(&mut self, edit: &Edit) {
        self.0.insert((edit.span.start, edit.span.end), edit.text.clone());
    }

    fn into_edits(self) -> Vec<Edit> {
        let edit = |((start, end), text): ((u32, u32), String)| Edit {
            span: crate::base::source::Span { start, end },
            text,
        };
        self.0.into_iter().map(edit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::base::diagnostic::Edit;
    use crate::base::source::Span;
    use crate::front::fixing::offer::OfferedFix;

    fn fix(text: usize, edits: &[(usize, usize, &str)]) -> OfferedFix {
        let edits = edits.iter().map(|(start, end, text)| Edit {
            span: Span::new(*start, *end),
            text: (*text).to_owned(),
        });
        let (code, title) = ("code".to_owned(), "title".to_owned());
        OfferedFix { code, title, text, edits: edits.collect() }
    }

    /// How many fixes are chosen, and the edits of the first text.
    fn chosen(fixes: &[OfferedFix], most: usize) -> (usize, Vec<(u32, u32, String)>) {
        let chosen = choose(fixes.iter(), most);
        let edits = chosen.edits.get(&0).cloned().unwrap_or_default();
        let edits = edits.into_iter().map(|it| (it.span.start, it.span.end, it.text));
        (chosen.fixes.len(), edits.collect())
    }

    #[test]
    fn the_first_of_those_that_overlap_wins() {
        let (one, other) = (fix(0, &[(2, 4, "a")]), fix(0, &[(3, 5, "b")]));
        let expected = (1, vec![(2, 4, "a".to_owned())]);
        assert_eq!(chosen(&[other.clone(), one.clone()], 9), expected);
        let touching = fix(0, &[(4, 4, "b")]);
        assert_eq!(chosen(&[touching, one.clone()], 9), expected);
        let elsewhere = fix(1, &[(3, 5, "b")]);
        assert_eq!(chosen(&[elsewhere, one], 9).0, 2);
    }

    #[test]
    fn a_fix_is_applied_whole_or_not_at_all() {
        let one = fix(0, &[(2, 4, "a")]);
        let both = fix(0, &[(3, 3, "b"), (9, 9, "c")]);
        assert_eq!(chosen(&[one, both], 9), (1, vec![(2, 4, "a".to_owned())]));
    }

    #[test]
    fn the_same_edit_is_made_once() {
        let one = fix(0, &[(2, 4, "a")]);
        let more = fix(0, &[(2, 4, "a"), (7, 8, "b")]);
        let edits = vec![(2, 4, "a".to_owned()), (7, 8, "b".to_owned())];
        assert_eq!(chosen(&[one.clone(), more, one.clone()], 9), (3, edits));
        let other = fix(0, &[(7, 8, "c")]);
        assert_eq!(chosen(&[one.clone(), one, other], 1).0, 2, "one edit, twice");
    }
}
