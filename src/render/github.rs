//! Workflow commands of GitHub Actions, which annotate the lines of a pull request.
//!
//! Commands and escapes: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands> and
//! `escapeData` and `escapeProperty` in <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.

use super::reported::{Reported, WHOLE, by_place};
use super::sanitize::is_unfit;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;

/// The format: a line for each diagnostic.
pub(super) struct Github;

impl Renderer for Github {
    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        RenderedPiece { body: by_place(file).iter().map(command).collect(), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let body = command(&Reported::unread(path, problem));
        RenderedPiece { body, tail: String::new() }
    }

    fn end(&self, _summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        String::new()
    }
}

/// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::message`
fn command(reported: &Reported<'_, '_>) -> String {
    let diagnostic = reported.diagnostic;
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let positions = reported.positions();
    let (start, end) = positions.unwrap_or((WHOLE, WHOLE));
    let mut place = format!("line={},endLine={}", start.line, end.line);
    // GitHub accepts columns only within one line.
    if positions.is_some() && start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    let path = escaped(&reported.path(), CommandPart::Property);
    let title = escaped(diagnostic.code.name(), CommandPart::Property);
    let message = escaped(&reported.one_line(), CommandPart::Data);
    format!("::{name} file={path},{place},title=needs-exec-role ({title})::{message}\n")
}

/// The parts of a command that text is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CommandPart {
    Property,
    Data,
}

/// The text as GitHub reads it back; what would act on the terminal of a log is visible instead.
fn escaped(text: &str, part: CommandPart) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            ':' if part == CommandPart::Property => escaped.push_str("%3A"),
            ',' if part == CommandPart::Property => escaped.push_str("%2C"),
            c if is_unfit(c) => escaped.extend(c.escape_default()),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{CommandPart, escaped};

    #[test]
    fn what_ends_a_part_is_escaped() {
        assert_eq!(escaped("a:b,c%0A\r\n", CommandPart::Property), "a%3Ab%2Cc%250A%0D%0A");
        assert_eq!(escaped("a:b,c%0A\r\n", CommandPart::Data), "a:b,c%250A%0D%0A");
        assert_eq!(escaped("\u{1b}[2Jé", CommandPart::Data), "\\u{1b}[2Jé");
    }
}
