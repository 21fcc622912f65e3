//! Markdown for a comment on a pull request or the summary of a job: the totals, a table of the task definitions, and
//! the findings, the gravest first.
//!
//! The totals come first and are known last, so all of it waits for the end.

use super::patch::{FilePatch, PatchLine, patches};
use super::reported::{Reported, by_place, repository_path, task_names};
use super::sanitize::{clean, escape};
use super::task::{no_role, sufficiency, verdict_words};
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport, TaskReport, wording};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::Severity;
use crate::base::source::{Position, Source};
use std::borrow::Cow;

/// How long a comment may be: "Body is too long (maximum is 65536 characters)", says GitHub's API, for example in
/// <https://github.com/danger/danger/issues/424>. Bytes are counted here: there are never fewer.
const MOST_CHARACTERS: usize = 65_536;

/// What the sentences about what is left out take of that.
const RESERVED: usize = 512;

/// How long a patch may be: one of a file without line ends would take the room of all else.
const LONGEST_PATCH: usize = 4096;

/// How long a text of a file may be, in characters, for the same reason.
const LONGEST_TEXT: usize = 1000;

/// Between the records that wait for the end: no text of a file has it, since control characters are not written.
const SEPARATOR: &str = "\u{1e}";

/// The kind of a record that is a row of the table; that of a finding is its severity.
const ROW: &str = "row";

/// All kinds of records, each of which begins with its kind and a colon.
const KINDS: [&str; 4] = [ROW, "error", "warning", "note"];

/// What is before the kind in a record that counts those that were not kept.
const OMITTED: &str = "omitted:";

/// The format.
pub(super) struct Markdown;

impl Renderer for Markdown {
    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let tasks = task_names(file).into_iter().zip(&file.task_reports);
        let rows = tasks.map(|(name, task)| row(file.source, &name, task));
        let findings = by_place(file);
        let records: Vec<_> = rows.chain(findings.iter().map(finding)).collect();
        RenderedPiece { body: String::new(), tail: records.join(SEPARATOR) }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let unread = Reported::unread(path, problem);
        let head = head(&place(&unread.path(), ""), problem, &unread.message());
        let help = wording::help(problem).map(|it| paragraph(&it)).unwrap_or_default();
        let tail = format!("{}:{head}{help}", problem.severity.name());
        RenderedPiece { body: String::new(), tail }
    }

    fn separator(&self) -> &'static str {
        SEPARATOR
    }

    /// Of each kind only the first records have a chance; the others are counted.
    fn trim(&self, tail: &mut String) {
        let mut records = Vec::new();
        for kind in KINDS {
            let Records { items, mut left_out } = Records::of(tail, kind);
            let mut room = MOST_CHARACTERS;
            for item in items {
                match room.checked_sub(item.len()) {
                    Some(rest) if left_out == 0 => {
                        room = rest;
                        records.push(format!("{kind}:{item}"));
                    }
                    _ => left_out += 1,
                }
            }
            records.push(format!("{OMITTED}{kind}:{left_out}"));
        }
        *tail = records.join(SEPARATOR);
    }

    fn end(&self, summary: &Summary, _has_bodies: bool, tail: &str) -> String {
        let mut out = heading(summary);
        let rows = Records::of(tail, ROW);
        if !rows.items.is_empty() {
            out.push_str(&table_head());
            // Where not all fits, the findings get half of the room.
            let left_out = rows.add(&mut out, MOST_CHARACTERS / 2);
            out.push_str(&more(left_out, "task definition"));
        }
        let mut left_out = 0;
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let findings = Records::of(tail, severity.name());
            // After one that has no room there is none.
            let most = if left_out == 0 { MOST_CHARACTERS - RESERVED } else { 0 };
            left_out += findings.add(&mut out, most);
        }
        out.push_str(&more(left_out, "finding"));
        out
    }
}

/// The records of a kind.
struct Records<'t> {
    items: Vec<&'t str>,
    /// How many more there are that were not kept.
    left_out: usize,
}

impl<'t> Records<'t> {
    fn of(tail: &'t str, kind: &str) -> Self {
        let of_kind = |it: &'t str| it.strip_prefix(kind)?.strip_prefix(':');
        let count = |it: &'t str| of_kind(it.strip_prefix(OMITTED)?)?.parse::<usize>().ok();
        Self {
            items: tail.split(SEPARATOR).filter_map(of_kind).collect(),
            left_out: tail.split(SEPARATOR).filter_map(count).sum(),
        }
    }

    /// Adds as many as fit; how many do not.
    fn add(&self, out: &mut String, most: usize) -> usize {
        let before = self.items.iter().take_while(|item| {
            let fits = out.len() + item.len() <= most;
            if fits {
                out.push_str(item);
            }
            fits
        });
        self.items.len() - before.count() + self.left_out
    }
}

/// How many are left out.
fn more(left_out: usize, what: &str) -> String {
    match left_out {
        0 => String::new(),
        1 => format!("\nand 1 more {what}, which a comment has no room for\n"),
        _ => format!("\nand {left_out} more {what}s, which a comment has no room for\n"),
    }
}

fn heading(summary: &Summary) -> String {
    match summary.result() {
        Some(result) => {
            format!("## needs-exec-role: {result}\n\n{}\n", inline(&summary.checked()))
        }
        None => format!("## needs-exec-role: {}\n", inline(&summary.nothing())),
    }
}

fn table_head() -> String {
    let names = LaunchType::ALL.map(|it| inline(it.name())).join(" | ");
    let columns = "--- | ".repeat(LaunchType::COUNT + 1);
    format!("\n| Task definition | {names} | Execution role |\n| {columns}--- |\n")
}

fn row(source: &Source, name: &str, task: &TaskReport<'_>) -> String {
    let start = task.task.span.start;
    let (path, line) = (source.file_at(start).0, source.position(start).line);
    let cells = LaunchType::ALL.map(|launch_type| {
        let mut all = task.assessment.launch_types.iter();
        match all.find(|it| it.launch_type == launch_type).map(|it| it.verdict) {
            Some(verdict) => verdict_words(verdict),
            None => "\u{2013}",
        }
    });
    format!(
        "{ROW}:| {}<br>{} | {} | {} |\n",
        inline(name),
        place(&repository_path(path), &format!(":{line}")),
        cells.join(" | "),
        role(task)
    )
}

/// The role that is set, and whether it is sufficient.
fn role(task: &TaskReport<'_>) -> String {
    let stated = &task.assessment.role;
    let value = || stated.value.as_ref().map(|it| code(&it.to_string())).unwrap_or_default();
    let role = no_role(stated.state).map_or_else(value, str::to_owned);
    match task.role.as_ref().map(|it| sufficiency(it.answer)) {
        None => role,
        Some(sufficiency) => format!("{role}: {sufficiency}"),
    }
}

/// A finding with its help, and the patch of its first fix.
fn finding(reported: &Reported<'_, '_>) -> String {
    let diagnostic = reported.diagnostic;
    let Position { line, column } = reported.position();
    let place = place(&reported.path(), &format!(":{line}:{column}"));
    let message = reported.message();
    let mut out = format!("{}:{}", diagnostic.severity.name(), head(&place, diagnostic, &message));
    if let Some(place) = reported.elsewhere() {
        out.push_str(&format!("\nSee {}.\n", code(&repository_path(&place))));
    }
    let fixes = reported.fixes();
    let Some((fix, source)) = fixes.first().zip(reported.source()) else {
        // The message of some findings ends in what to do.
        let help = wording::help(diagnostic).filter(|it| !message.ends_with(it.as_str()));
        out.push_str(&help.map(|it| paragraph(&it)).unwrap_or_default());
        return out;
    };
    let help = wording::help_with_patch(diagnostic).unwrap_or_else(|| wording::fix(fix));
    out.push_str(&paragraph(&help));
    let mut named = Some(reported.name).filter(|_| fix.source.is_none());
    for FilePatch { path, lines } in patches(source, fix) {
        if named.replace(path) != Some(path) {
            out.push_str(&format!("\nIn {}:\n", code(&repository_path(path))));
        }
        out.push_str(&diff(&lines));
    }
    out
}

/// The first line of a finding.
fn head(place: &str, diagnostic: &Diagnostic, message: &str) -> String {
    let (severity, name) = (diagnostic.severity.name(), code(diagnostic.code.name()));
    format!("\n**{severity}** {place} {name}: {}\n", inline(message))
}

fn paragraph(help: &str) -> String {
    format!("\nFix: {}\n", inline(help))
}

/// The lines that go and come, in a fence that none of them ends.
fn diff(lines: &[PatchLine]) -> String {
    let mut text = String::new();
    let mut last: Option<(usize, bool)> = None;
    for PatchLine { number, is_new, text: line, .. } in lines {
        if last.is_none_or(|(before, was_new)| was_new == *is_new && before + 1 != *number) {
            text.push_str(&format!("@@ line {number} @@\n"));
        }
        last = Some((*number, *is_new));
        let sign = if *is_new { '+' } else { '-' };
        text.push_str(&format!("{sign}{}\n", clean(&line.replace('\t', "    "), true)));
    }
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    if text.len() > LONGEST_PATCH {
        return "\nThe patch is too long for a comment: <code>--diff</code> prints it.\n"
            .to_owned();
    }
    format!("\n{fence}diff\n{text}{fence}\n")
}

/// A text as code.
fn code(text: &str) -> String {
    format!("<code>{}</code>", literal(&shown(text), true))
}

/// The path of a file, with a position in it.
fn place(path: &str, position: &str) -> String {
    format!("<code>{}{position}</code>", literal(&shown(path), true))
}

/// A sentence, in which what is between backticks is code. No character of it means anything in Markdown or HTML.
fn inline(text: &str) -> String {
    let text = shown(text);
    if !text.matches('`').count().is_multiple_of(2) {
        return literal(&text, false);
    }
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => literal(part, false),
        _ => format!("<code>{}</code>", literal(part, true)),
    });
    parts.collect()
}

/// A text with what acts made visible; the beginning of a long one.
fn shown(text: &str) -> Cow<'_, str> {
    let text = escape(text);
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text,
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// A text that means itself. GitHub notifies whom `@` precedes and links what `#` precedes, except in code: a space of
/// no width prevents that. It links addresses as well, wherever they are.
fn literal(text: &str, is_code: bool) -> String {
    let mut written = String::with_capacity(text.len() + 32);
    let mut before = ['\0'; 3];
    for c in text.chars() {
        let is_address = match c {
            '/' => before[1..] == [':', '/'],
            '.' => before.map(|it| it.to_ascii_lowercase()) == ['w'; 3],
            _ => false,
        };
        match c {
            '@' | '#' if !is_code => written.push_str(&format!("&#{};&#8203;", u32::from(c))),
            '&' | '<' | '>' | '"' | '\'' | '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$'
            | '@' | '#' | '!' => written.push_str(&format!("&#{};", u32::from(c))),
            c if is_address => written.push_str(&format!("&#{};", u32::from(c))),
            c => written.push(c),
        }
        before = [before[1], before[2], c];
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{MOST_CHARACTERS, Markdown, SEPARATOR, inline};
    use crate::render::{RenderedPiece, Renderer, Stream, Summary};

    #[test]
    fn what_is_between_backticks_is_code() {
        assert_eq!(
            inline("set `a*b`, not <c> @me"),
            "set <code>a&#42;b</code>, not &#60;c&#62; &#64;&#8203;me"
        );
        assert_eq!(inline("a ` b"), "a &#96; b");
        assert_eq!(inline("http://a, Www.b"), "http:/&#47;a, Www&#46;b");
    }

    #[test]
    fn what_a_comment_has_no_room_for_is_counted() {
        let row = format!("row:| {} |\n", "a".repeat(100));
        let kinds =
            ["note", "warning", "error"].map(|it| format!("{it}:\n{it} {}\n", "b".repeat(500)));
        let records: Vec<_> =
            (0..900).flat_map(|_| [row.clone()].into_iter().chain(kinds.clone())).collect();
        let text = Markdown.end(&Summary::default(), false, &records.join(SEPARATOR));
        let mut stream = Stream::default();
        for record in &records {
            let piece = RenderedPiece { body: String::new(), tail: record.clone() };
            assert_eq!(stream.push(&Markdown, &piece), "");
        }
        assert!(stream.tail.len() < 600_000, "{}", stream.tail.len());
        assert_eq!(stream.end(&Markdown, &Summary::default()), text);
        assert!(
            text.len() <= MOST_CHARACTERS && text.len() > MOST_CHARACTERS - 1500,
            "{}",
            text.len()
        );
        let shown = |what: &str| text.lines().filter(|it| it.starts_with(what)).count();
        let rows = 900 - shown("| a");
        assert!(text.contains(&format!("\nand {rows} more task definitions, which")), "{text}");
        let findings = 2700 - shown("error");
        assert!(text.contains(&format!("\nand {findings} more findings, which")), "{text}");
        assert_eq!((shown("warning"), shown("note")), (0, 0));
    }
}
