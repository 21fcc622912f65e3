//! What stands around the snippets: headline, reasons, summary; wrapped and coloured.

use super::headline::verdict;
use super::reasons::{self, ReasonList};
use super::tone::Tone;
use super::{Style, Summary};
use crate::analysis::role_check::{Answer, NOT_SEEN, RoleCheck};
use crate::analysis::{Combination, Diagnostic, FileReport, TaskReport, wording};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::{Position, Source};
use crate::engine::{Assessment, RoleState, Verdict};
use crate::render::sanitize::{clean, is_plain};
use textwrap::{Options, WordSeparator, WordSplitter};

/// Words end at spaces only: an ARN and a path are words.
pub(super) const SEPARATOR: WordSeparator = WordSeparator::AsciiSpace;
/// No word is hyphenated.
pub(super) const SPLITTER: WordSplitter = WordSplitter::NoHyphenation;

const BOLD: &str = "1";

/// How text is wrapped. A word that is wider than a line, an ARN or a path, stays whole: the terminal
/// breaks it, and it can still be copied.
fn wrapping<'a>(width: usize) -> Options<'a> {
    Options::new(width).word_separator(SEPARATOR).word_splitter(SPLITTER).break_words(false)
}

/// Breaks the text of a label, words too: there is no room beside it.
pub(super) fn wrap_label(text: &str, width: usize) -> String {
    textwrap::wrap(text, wrapping(width).break_words(true)).join("\n")
}

/// `taskdef.json: web: execution role required on FARGATE, but missing`
pub(super) fn headline(
    task_report: &TaskReport<'_>,
    file: &FileReport<'_>,
    style: &Style,
) -> String {
    let (words, tone, rest) = verdict(task_report);
    let color = match tone {
        Tone::Good => "1;32",
        Tone::Open => "1;33",
        Tone::Bad => "1;31",
    };
    let position = file.source.position(task_report.task.span.start);
    let path = match &task_report.task.name {
        Some(name) => format!("{}: {name}{}", file.source.name(), also_called(task_report)),
        None if file.task_reports.len() > 1 => {
            format!("{}:{}:{}", file.source.name(), position.line, position.column)
        }
        None => file.source.name().to_owned(),
    };
    let path = paint(BOLD, &clean(&path, style.unicode), style);
    let words = paint(color, words, style);
    let rest = clean(&rest, style.unicode).into_owned();
    wrap(&format!("{path}: execution role {words}{rest}"), "", "  ", style)
}

/// Whether the role that was given is enough, on a line of its own.
pub(super) fn role_line(held: &RoleCheck, all: &[Combination<'_>], style: &Style) -> String {
    let role = held.role.as_ref().map_or_else(String::new, |role| format!(" {role}"));
    let role = clean(&role, style.unicode).into_owned();
    let (color, text) = match (held.answer, held.asked) {
        (Answer::Enough, 0) => {
            ("1;32", format!("the role{role} is trusted to ECS; nothing here uses it"))
        }
        (Answer::Enough, 1) => (
            "1;32",
            format!("the role{role} is enough: it allows what is needed, and ECS may assume it"),
        ),
        (Answer::Enough, asked) => (
            "1;32",
            format!(
                "the role{role} is enough: it allows all {asked} permissions, and ECS may assume it"
            ),
        ),
        (Answer::NotEnough, _) => ("1;31", format!("the role{role} is not enough")),
        (Answer::Unknown, _) => ("1;33", format!("whether the role{role} is enough is not known")),
    };
    let text = match wording::when(held.when, all) {
        when if when.is_empty() => text,
        when => format!("{when}, {text}"),
    };
    let copies = held.copies.iter();
    let copies = copies.map(|it| format!("{} as of {} ({})", it.name, it.date, it.version));
    let copies: Vec<_> = copies.collect();
    let rest = match copies.as_slice() {
        [] => String::new(),
        _ => format!(" (with AWS's {})", copies.join(", ")),
    };
    wrap(&(paint(color, &text, style) + &rest), "  ", "  ", style)
}

/// What else a task definition of a template is called: the path of CDK's construct, and its family.
fn also_called(task_report: &TaskReport<'_>) -> String {
    let context = &task_report.task.context;
    // CDK ends the path of each resource so; nobody calls the construct by that.
    let called = |path: &str| path.strip_suffix("/Resource").unwrap_or(path).to_owned();
    let construct = context.construct.map(called);
    let family = context.family.as_ref().map(|family| format!("family {family}"));
    let names: Vec<_> = construct.into_iter().chain(family).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}

/// Why the role is needed, what it must allow, and what else is worth knowing.
pub(super) fn reasons(task_report: &TaskReport<'_>, source: &Source, style: &Style) -> String {
    let assessment = &task_report.assessment;
    let mut out = String::new();
    if assessment.needs.is_empty() {
        if assessment.verdict == Verdict::NotRequired && !assessment.role.state.is_present() {
            if !task_report.findings.is_empty() {
                out.push('\n');
            }
            let text = "No image, secret, log setting or volume in it uses an execution role.";
            out.push_str(&wrap(text, "  ", "  ", style));
        }
    } else {
        // One reason under its own snippet has been said.
        let is_said =
            assessment.needs.len() == 1 && task_report.findings.iter().any(is_about_needs);
        if !is_said {
            out.extend(reasons::why(task_report, source).iter().map(|why| list(why, style)));
        }
        if is_about_execution_role(assessment) {
            let lists = reasons::permissions(task_report);
            out.extend(lists.iter().map(|permissions| list(permissions, style)));
        }
    }
    let remarks = remarks(assessment, source);
    if !remarks.is_empty() {
        out.push('\n');
        out.extend(remarks.iter().map(|(kind, text)| remark(kind, text, style)));
    }
    out
}

/// Where more labels stand than are shown; the reasons are listed below anyway.
pub(super) fn hidden(finding: &Diagnostic, places: &[Position], style: &Style) -> Option<String> {
    if is_about_needs(finding) {
        return None;
    }
    let places: Vec<_> = places.iter().map(|it| format!("{}:{}", it.line, it.column)).collect();
    (!places.is_empty()).then(|| remark("also", &format!("at {}", places.join(", ")), style))
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
    let unseen = if summary.roles > 0 { not_seen(style) } else { String::new() };
    let result = paint(color, &result, style);
    unseen + &wrap(&format!("{}: {result}", summary.checked()), "", "  ", style)
}

/// What has a say beside the role: told once in a run.
fn not_seen(style: &Style) -> String {
    let what = NOT_SEEN.join(", ");
    let text = format!(
        "Only the role was looked at. What also decides, and cannot be seen from it: {what}."
    );
    wrap(&text, "", "", style) + "\n"
}

/// Drawn lines end where their text ends.
pub(super) fn trim_lines(text: &str) -> String {
    text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Whether the labels of a finding are the needs themselves.
fn is_about_needs(finding: &Diagnostic) -> bool {
    finding.code.is(BuiltIn::ExecutionRoleMissing)
        || finding.code.is(BuiltIn::ExecutionRoleUndetermined)
}

/// Whether the list of permissions is for an execution role, or only for the instance role.
fn is_about_execution_role(assessment: &Assessment<'_>) -> bool {
    assessment.verdict != Verdict::NotRequired || assessment.role.state != RoleState::Absent
}

/// Hints of the rules, and what needs another role.
fn remarks(assessment: &Assessment<'_>, source: &Source) -> Vec<(&'static str, String)> {
    let hints = assessment.needs.iter().flat_map(|need| need.hints().iter().copied());
    let hints = hints.map(|hint| ("hint", hint.to_owned()));
    let notes = assessment.notes.iter().map(|note| ("note", reasons::note(note, source)));
    let mut remarks: Vec<(&'static str, String)> = Vec::new();
    for remark in hints.chain(notes) {
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    remarks
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

fn remark(kind: &str, text: &str, style: &Style) -> String {
    let text = clean(text, style.unicode);
    let kind = paint("36", &format!("{kind}:"), style);
    wrap(&format!("{kind} {text}"), "  ", "        ", style)
}

fn wrap(text: &str, first: &str, rest: &str, style: &Style) -> String {
    let width = style.columns();
    if is_plain(text) {
        return wrap_plain(text, first, rest, width);
    }
    let options = wrapping(width).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(text, options) + "\n"
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
        out.push_str(word);
        column += blank + word.len();
        blank = 1;
    }
    out.push('\n');
    out
}

fn paint(color: &str, text: &str, style: &Style) -> String {
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}
