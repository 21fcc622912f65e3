//! What stands around the snippets: reasons, hints, summary; wrapped and colored.

use super::reasons::{self, ReasonList};
use super::{Style, Summary};
use crate::analysis::{TaskReport, wording};
use crate::base::source::Source;
use crate::engine::Assessment;
use crate::render::Detail;
use crate::render::sanitize::{clean, clean_words, is_plain};
use crate::render::task::{self, is_about_execution_role, nothing_uses_a_role};
use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter};

/// Words end at spaces only: an ARN and a path are words.
pub(super) const SEPARATOR: WordSeparator = WordSeparator::AsciiSpace;
/// No word is hyphenated.
pub(super) const SPLITTER: WordSplitter = WordSplitter::NoHyphenation;

const BOLD: &str = "1";

/// More places than these are counted.
const MOST_PLACES: usize = 8;

/// A last line of one word is an orphan up to this length.
const MOST_OF_ORPHAN: usize = 12;

/// How text is wrapped. A word that is wider than a line is broken.
fn wrapping<'a>(width: usize) -> Options<'a> {
    Options::new(width).word_separator(SEPARATOR).word_splitter(SPLITTER).break_words(true)
}

/// Breaks the text of a label, words too: there is no room beside it.
pub(super) fn wrap_label(text: &str, width: usize) -> String {
    textwrap::wrap(text, wrapping(width)).join("\n")
}

/// Why the role is required, what it must allow, and what else is worth knowing: for `-v`.
pub(super) fn reasons(task_report: &TaskReport<'_>, source: &Source, style: &Style) -> String {
    let assessment = &task_report.assessment;
    let mut out = String::new();
    if !assessment.needs.is_empty() {
        out.extend(reasons::why(task_report, source).iter().map(|why| list(why, style)));
        if is_about_execution_role(assessment) {
            let lists = reasons::permissions(task_report);
            out.extend(lists.iter().map(|permissions| list(permissions, style)));
        }
    } else if let Some(text) = nothing_uses_a_role(assessment) {
        out.push_str(&wrap(text, "  ", "  ", style));
    }
    let notes = assessment.notes.iter().map(|note| reasons::note(note, source));
    let notes = once_each(notes);
    if !notes.is_empty() {
        out.push('\n');
        out.extend(notes.iter().map(|text| remark("note", text, style)));
    }
    out + &hints(assessment, style)
}

/// The hints of the rules.
pub(super) fn hints(assessment: &Assessment<'_>, style: &Style) -> String {
    once_each(assessment.hints().into_iter())
        .iter()
        .map(|text| remark("hint", text, style))
        .collect()
}

fn once_each<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut each = Vec::new();
    for item in items {
        if !each.contains(&item) {
            each.push(item);
        }
    }
    each
}

/// Which copies of AWS's policies stood for the policies themselves.
pub(super) fn copies(task_report: &TaskReport<'_>, style: &Style) -> String {
    task::copies(task_report).map(|text| remark("note", &text, style)).collect()
}

/// Where more labels stand than are shown; of many the first.
pub(super) fn hidden(places: &[String], style: &Style) -> Option<String> {
    let most = if style.detail == Detail::Verbose { usize::MAX } else { MOST_PLACES };
    let shown = places.get(..most.min(places.len())).unwrap_or_default().join(", ");
    let text = match places.len().saturating_sub(most) {
        0 => format!("at {shown}"),
        more => format!("at {shown} and {more} more (-v)"),
    };
    (!places.is_empty()).then(|| remark("also", &text, style))
}

/// The page that says so. An address is never broken: it could not be followed.
pub(super) fn docs(address: &str, style: &Style) -> String {
    let address = clean(address, style.unicode);
    let shown = if style.links {
        format!("\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\")
    } else {
        address.into_owned()
    };
    format!("  {} {shown}\n", paint("36", "docs:", style))
}

/// "3 task definitions in 2 files: 1 error, 1 warning".
pub(super) fn summary(summary: &Summary, style: &Style) -> String {
    // That there was nothing to check is for the caller to say, in every format.
    let Some(result) = summary.result() else { return String::new() };
    let color = match (summary.errors, summary.warnings) {
        (0, 0) => "1;32",
        (0, _) => "1;33",
        _ => "1;31",
    };
    let is_open = summary.roles > 0 && summary.errors + summary.warnings > 0;
    let is_verbose = summary.roles > 0 && style.detail == Detail::Verbose;
    let unseen = if is_open || is_verbose { not_seen(style) } else { String::new() };
    let result = paint(color, &result, style);
    unseen + &wrap(&format!("{}: {result}", summary.checked()), "", "  ", style)
}

/// What was not checked: once in a run.
fn not_seen(style: &Style) -> String {
    wrap(&wording::not_seen(), "", "", style) + "\n"
}

fn list(list: &ReasonList, style: &Style) -> String {
    let heading = wrap(&clean(&list.heading, style.unicode), "  ", "  ", style);
    let mut out = format!("\n{heading}");
    for (depth, text) in &list.lines {
        let indent = " ".repeat(2 + depth * 2);
        out.push_str(&wrap(&clean(text, style.unicode), &indent, &format!("{indent}  "), style));
    }
    out
}

/// `fix: set …`, wrapped.
pub(super) fn remark(kind: &str, text: &str, style: &Style) -> String {
    let text = clean_words(text, style.unicode);
    let kind = paint("36", &format!("{kind}:"), style);
    wrap(&format!("{kind} {text}"), "  ", "    ", style)
}

/// `next: command  # what it does`. A command is not broken: it is copied as it stands.
pub(super) fn command(kind: &str, command: &str, what: &str, style: &Style) -> String {
    let columns = 2 + kind.len() + 2 + command.len() + 4 + what.len();
    let kind = paint("36", &format!("{kind}:"), style);
    let what = if columns <= style.columns() { format!("  # {what}") } else { String::new() };
    format!("  {kind} {command}{what}\n")
}

/// Wraps a text. A word that is wider than a line is broken, where it can be behind a sign.
pub(super) fn wrap(text: &str, first: &str, rest: &str, style: &Style) -> String {
    let plain = without_color(text);
    let width = style.columns();
    let wrapped = if is_plain(&plain) {
        wrap_plain(&plain, first, rest, width)
    } else {
        let options = wrapping(width).initial_indent(first).subsequent_indent(rest);
        textwrap::fill(&plain, options) + "\n"
    };
    let wrapped = without_orphan(wrapped, rest);
    if style.color { with_color(text, &wrapped, first.len(), rest.len()) } else { wrapped }
}

/// A text without the escape sequences that color it, each of which ends in `m`.
pub(super) fn without_color(text: &str) -> Cow<'_, str> {
    let Some((first, others)) = text.split_once('\u{1b}') else { return Cow::Borrowed(text) };
    let others = others.split('\u{1b}');
    let others = others.map(|part| part.split_once('m').map_or("", |(_, rest)| rest));
    Cow::Owned(std::iter::once(first).chain(others).collect())
}

/// A wrapped text with the escape sequences of the text that it was made of. Color does not decide where a line ends.
fn with_color(text: &str, wrapped: &str, first: usize, rest: usize) -> String {
    let mut source = text.chars().peekable();
    let mut out = String::with_capacity(text.len() + wrapped.len());
    let mut indentation = first;
    for c in wrapped.chars() {
        while source.next_if_eq(&'\u{1b}').is_some() {
            out.push('\u{1b}');
            while let Some(sign) = source.next_if(|sign| *sign != 'm') {
                out.push(sign);
            }
            out.extend(source.next());
        }
        out.push(c);
        if c == '\n' {
            while source.next_if_eq(&' ').is_some() {}
            indentation = rest;
        } else if indentation > 0 {
            indentation -= 1;
        } else {
            source.next();
        }
    }
    out
}

/// A last line of one short word gets the word before it, too.
fn without_orphan(wrapped: String, rest: &str) -> String {
    let text = wrapped.trim_end_matches('\n');
    let Some((before, last)) = text.rsplit_once('\n') else { return wrapped };
    let is_orphan = last.len() - rest.len() <= MOST_OF_ORPHAN && !last.trim().contains(' ');
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start();
    match before.rsplit_once(' ') {
        Some((before, word)) if is_orphan && line.matches(' ').count() > 1 => {
            format!("{before}\n{rest}{word} {}\n", last.trim_start())
        }
        _ => wrapped,
    }
}

/// As textwrap does it, for text whose columns are its bytes: most is, and textwrap takes long to find out.
fn wrap_plain(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + 2 * rest.len() + 2);
    out.push_str(first);
    let (mut column, mut blank) = (first.len(), 0);
    for (index, word) in text.split(' ').enumerate() {
        if word.is_empty() {
            blank += 1;
            continue;
        }
        if index > 0 && column + blank + word.len() > width {
            out.push('\n');
            out.push_str(rest);
            (column, blank) = (rest.len(), 0);
        }
        out.extend(std::iter::repeat_n(' ', blank));
        column += blank;
        let mut word = word;
        while column + word.len() > width {
            let (head, tail) = word.split_at(break_at(word, width.saturating_sub(column).max(1)));
            out.push_str(head);
            out.push('\n');
            out.push_str(rest);
            (word, column) = (tail, rest.len());
        }
        out.push_str(word);
        column += word.len();
        blank = 1;
    }
    out.push('\n');
    out
}

/// Where a word is broken that has no room: behind the last sign that parts an ARN, a path or a list.
fn break_at(word: &str, room: usize) -> usize {
    let head = word.get(..room).unwrap_or(word);
    head.rfind(['/', ':', ',', '-', '_', '.']).map_or(head.len(), |at| at + 1)
}

pub(super) fn paint(color: &str, text: &str, style: &Style) -> String {
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

pub(super) fn bold(text: &str, style: &Style) -> String {
    paint(BOLD, text, style)
}

#[cfg(test)]
mod tests {
    use super::{command, wrap};
    use crate::render::Style;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let style = Style { width, ..Style::default() };
        wrap(text, "", "  ", &style).lines().map(str::to_owned).collect()
    }

    #[test]
    fn no_short_word_stands_alone_in_the_last_line() {
        let text = "a task execution role is required on FARGATE here";
        assert_eq!(wrapped(text, 46), ["a task execution role is required on", "  FARGATE here"]);
        let style = Style { width: 46, color: true, ..Style::default() };
        let color = wrap(&format!("\u{1b}[1m{text}\u{1b}[0m"), "", "  ", &style);
        assert!(color.ends_with("\n  FARGATE here\u{1b}[0m\n"), "{color}");
    }

    #[test]
    fn a_word_that_is_wider_than_a_line_is_broken_behind_a_sign() {
        let arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/web/database-url";
        assert_eq!(
            wrapped(arn, 38),
            ["arn:aws:ssm:eu-west-1:111122223333:", "  parameter/web/database-url"]
        );
    }

    #[test]
    fn a_command_is_never_broken() {
        let style = Style { width: 40, ..Style::default() };
        let text = command("next", "needs-exec-role role fixtures/readme/web.json", "what", &style);
        assert_eq!(text, "  next: needs-exec-role role fixtures/readme/web.json\n");
    }
}
