//! Two texts → their unified difference, as `patch` and `git apply` read it.

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};
use std::ops::Range;

/// How many lines are shown around a change.
const CONTEXT: u32 = 3;

/// The lines of two texts.
struct TextLines<'t> {
    before: Vec<&'t str>,
    after: Vec<&'t str>,
}

/// The difference between two texts of a file; empty if there is none.
pub(super) fn patch(name: &str, before: &str, after: &str) -> String {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_no_heuristic(&input);
    let lines = TextLines {
        before: before.split_inclusive('\n').collect(),
        after: after.split_inclusive('\n').collect(),
    };
    let hunks: Vec<_> = diff.hunks().collect();
    let mut out = String::new();
    if !hunks.is_empty() {
        out.push_str(&format!("--- {name}\n+++ {name}\n"));
    }
    // Changes with few lines between them are shown together.
    for together in hunks.chunk_by(|one, next| next.before.start - one.before.end <= 2 * CONTEXT) {
        lines.add_hunk(together, &mut out);
    }
    out
}

impl TextLines<'_> {
    fn add_hunk(&self, changes: &[Hunk], out: &mut String) {
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return };
        let lead = first.before.start.min(CONTEXT);
        let tail = (count(&self.before) - last.before.end).min(CONTEXT);
        let around = |first: u32, last: u32| range(first - lead..last + tail);
        let before = around(first.before.start, last.before.end);
        let after = around(first.after.start, last.after.end);
        out.push_str(&format!("@@ -{before} +{after} @@\n"));
        let mut at = first.before.start - lead;
        for change in changes {
            add(' ', lines_of(&self.before, at..change.before.start), out);
            add('-', lines_of(&self.before, change.before.clone()), out);
            add('+', lines_of(&self.after, change.after.clone()), out);
            at = change.before.end;
        }
        add(' ', lines_of(&self.before, at..at + tail), out);
    }
}

/// The lines that a hunk is about. A range without lines stands behind the line before it.
fn range(lines: Range<u32>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        len => format!("{},{len}", lines.start + 1),
    }
}

fn add(sign: char, lines: &[&str], out: &mut String) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

fn lines_of<'l, 't>(lines: &'l [&'t str], range: Range<u32>) -> &'l [&'t str] {
    lines.get(range.start as usize..range.end as usize).unwrap_or_default()
}

fn count(lines: &[&str]) -> u32 {
    u32::try_from(lines.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::patch;
    use similar::TextDiff;

    /// What is shown is what a library for such patches shows, whose own code is too large for the program.
    #[test]
    fn patches_are_those_of_others() {
        let long: String = (1..40).map(|line| format!("{line}\n")).collect();
        let changed = |old: &str, new: &str| long.replacen(old, new, 1);
        for (before, after) in [
            (long.as_str(), long.clone()),
            ("", "a\n".to_owned()),
            ("a\n", String::new()),
            ("a", "a\n".to_owned()),
            ("a\nb", "a\nc".to_owned()),
            ("a\r\nb\r\n", "a\r\nx\r\nb\r\n".to_owned()),
            ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"b\": 2\n}\n".to_owned()),
            (&long, changed("1\n", "x\n")),
            (&long, changed("39\n", "39")),
            (&long, changed("5\n", "5\ny\n")),
            (&long, changed("20\n", "")),
            (&long, changed("10\n", "").replacen("16\n", "x\n", 1)),
            (&long, changed("10\n", "x\n").replacen("17\n", "x\n", 1)),
            (&long, changed("10\n", "x\n").replacen("18\n", "x\n", 1)),
        ] {
            let diff = TextDiff::from_lines(before, &after);
            let expected = diff.unified_diff().header("f", "f").to_string();
            assert_eq!(patch("f", before, &after), expected, "{before:?} {after:?}");
        }
    }

    /// For `patch` and `git apply`, a carriage return ends no line.
    #[test]
    fn a_carriage_return_ends_no_line() {
        let end = "\n\\ No newline at end of file\n";
        let expected = format!("--- f\n+++ f\n@@ -1 +1 @@\n-a\rb\r{end}+a\rc\r{end}");
        assert_eq!(patch("f", "a\rb\r", "a\rc\r"), expected);
    }
}
