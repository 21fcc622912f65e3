//! A patch in the columns of a terminal: long lines and long patches are cut.

pub(super) use crate::render::patch::{PatchLine, patches};

use crate::render::sanitize::clean;
use textwrap::core::display_width;

impl PatchLine {
    /// The text in so many columns. A line that comes by itself is whole, since it is copied; of one that changes
    /// the part around the change is enough, and of one that goes its beginning.
    pub(super) fn fitted(&self, columns: usize, unicode: bool) -> String {
        let text = self.text.replace('\t', "    ");
        let text = clean(&text, unicode);
        let at = self.differs_at.or((!self.is_new).then_some(0));
        let Some(at) = at.filter(|_| display_width(&text) > columns) else {
            return text.trim_end().to_owned();
        };
        let ellipsis = if unicode { "\u{2026}" } else { "..." };
        let before = self.text.get(..at).map_or(0, |before| {
            before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>()
        });
        let skipped = before.saturating_sub(columns / 3);
        let mut shown = if skipped > 0 { ellipsis.to_owned() } else { String::new() };
        let mut rest = text.chars().skip(skipped).peekable();
        while let Some(c) = rest.next_if(|_| display_width(&shown) + 3 < columns) {
            shown.push(c);
        }
        if rest.peek().is_some() {
            shown.push_str(ellipsis);
        }
        shown.trim_end().to_owned()
    }
}

/// Cuts a patch of more lines than fit: its longest run of lines goes short, so that the other places of the fix are
/// shown. How many lines are left out.
pub(super) fn cut(lines: &mut Vec<PatchLine>, most: usize) -> usize {
    let left_out = lines.len().saturating_sub(most);
    // A line that says that one more follows is no shorter than that line.
    if left_out < 2 {
        return 0;
    }
    let follows = |before: &PatchLine, line: &PatchLine| {
        before.is_new == line.is_new && before.number + 1 == line.number
    };
    let runs = lines.chunk_by(follows).map(<[PatchLine]>::len);
    let starts = runs.scan(0, |start, len| {
        *start += len;
        Some((*start - len, len))
    });
    let Some((start, len)) = starts.max_by_key(|(start, len)| (*len, std::cmp::Reverse(*start)))
    else {
        return 0;
    };
    let gone = left_out.min(len.saturating_sub(1));
    lines.drain(start + len - gone..start + len);
    gone
}

#[cfg(test)]
mod tests {
    use super::{PatchLine, cut, patches};
    use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
    use crate::base::source::{Source, Span};

    /// `<number><sign><text>` of each line, for edits of `(start, end, text)`.
    fn lines(text: &str, edits: &[(usize, usize, &str)]) -> Vec<String> {
        let edits = edits.iter().map(|(start, end, text)| Edit {
            span: Span::new(*start, *end),
            text: (*text).to_owned(),
        });
        let (suggestion, applicability) = (Suggestion::RemoveComma, Applicability::Safe);
        let fix = Fix { suggestion, applicability, edits: edits.collect(), source: None };
        let sign = |is_new| if is_new { '+' } else { '-' };
        let source = Source::new("x", text);
        let lines = patches(&source, &fix).into_iter().flat_map(|it| it.lines);
        lines.map(|it| format!("{}{}{}", it.number, sign(it.is_new), it.text)).collect()
    }

    #[test]
    fn only_the_lines_that_change() {
        assert_eq!(lines("a\nb\nc\n", &[(2, 3, "B")]), ["2-b", "2+B"]);
        assert_eq!(lines("a\nc\n", &[(1, 1, "\nb")]), ["2+b"]);
        assert_eq!(lines("a\nb\nc\n", &[(2, 4, "")]), ["2-b"]);
        assert_eq!(lines("a b\nc", &[(0, 1, "A"), (2, 3, "B")]), ["1-a b", "1+A B"]);
    }

    #[test]
    fn a_patch_ends_with_its_file() {
        let files = ["a\n", "b\n", "c"].map(|text| Source::new(text, text));
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let edits = vec![edit(2, 2, "x"), edit(3, 4, "B"), edit(5, 5, "y\n"), edit(7, 7, "!")];
        let (suggestion, applicability) = (Suggestion::RemoveComma, Applicability::Safe);
        let fix = Fix { suggestion, applicability, edits, source: None };
        let source = Source::of_files("x", &files);
        let lines = patches(&source, &fix).into_iter().map(|patch| {
            let lines = patch.lines.into_iter().map(|it| (it.number, it.is_new, it.text));
            (patch.path, lines.collect::<Vec<_>>())
        });
        let line = |number, is_new, text: &str| (number, is_new, text.to_owned());
        let expected = [
            ("a\n", vec![line(2, true, "x")]),
            ("b\n", vec![line(1, false, "b"), line(1, true, "B"), line(2, true, "y")]),
            ("c", vec![line(1, false, "c"), line(1, true, "c!")]),
        ];
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn later_lines_have_the_numbers_of_the_new_text() {
        let edits = [(1, 1, "\nx\ny"), (4, 5, "C")];
        assert_eq!(lines("a\nb\nc\n", &edits), ["2+x", "3+y", "3-c", "5+C"]);
    }

    #[test]
    fn a_long_patch_is_cut_in_its_longest_run() {
        let line =
            |number| PatchLine { number, is_new: true, text: String::new(), differs_at: None };
        let numbers = |mut lines: Vec<PatchLine>, most| {
            let gone = cut(&mut lines, most);
            (lines.iter().map(|it| it.number).collect::<Vec<_>>(), gone)
        };
        let all = || [1, 5, 6, 7, 8, 9, 20].map(line).into();
        assert_eq!(numbers(all(), 4), (vec![1, 5, 6, 20], 3));
        assert_eq!(numbers(all(), 6), (vec![1, 5, 6, 7, 8, 9, 20], 0));
        assert_eq!(numbers(all(), 0), (vec![1, 5, 20], 4));
    }

    #[test]
    fn a_long_line_is_cut_around_its_change() {
        let text = format!("{}b{}", "a".repeat(300), "c".repeat(300));
        let edits = vec![Edit { span: Span::new(300, 301), text: "B".to_owned() }];
        let (suggestion, applicability) = (Suggestion::RemoveComma, Applicability::Safe);
        let fix = Fix { suggestion, applicability, edits, source: None };
        let source = Source::new("x", text);
        let lines = patches(&source, &fix).into_iter().flat_map(|it| it.lines);
        for (line, middle) in lines.zip(["abc", "aBc"]) {
            let shown = line.fitted(40, false);
            assert!(shown.len() <= 40 && shown.contains(middle), "{shown}");
            assert!(shown.starts_with("...") && shown.ends_with("..."), "{shown}");
        }
    }
}
