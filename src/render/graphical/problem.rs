//! A problem: `path:line:column: severity: message [code]`, the place, and what to do.

use super::layout::{self, wrap};
use super::patch::{PatchLine, cut, patches};
use super::snippet::Snippet;
use crate::analysis::{Combination, Diagnostic, FileReport, fixes, wording};
use crate::base::diagnostic::{Applicability, Code, Fix, Severity};
use crate::base::source::{Position, Source, Span};
use crate::render::sanitize::{clean, clean_words};
use crate::render::{Detail, Style};

/// More problems of a kind than these are only counted.
const MOST_OF_A_KIND: usize = 3;

/// More lines of a patch than these are only counted.
const MOST_LINES: usize = 12;

/// What problems of a kind have in common: a note on how many are omitted is not one of them.
type ProblemKind = (Code, bool);

/// Draws the problems of a file, at most three of a kind.
pub(super) struct DrawnProblems<'a, 't> {
    file: &'a FileReport<'t>,
    style: &'a Style,
    /// For each kind: how many were drawn, and how many there are.
    kinds: Vec<(ProblemKind, usize, usize)>,
    /// What to do, as far as it was said: it is not said again.
    helps: Vec<String>,
}

impl<'a, 't> DrawnProblems<'a, 't> {
    /// `problems` are all that are about to be drawn.
    pub(super) fn new<'d>(
        file: &'a FileReport<'t>,
        style: &'a Style,
        problems: impl Iterator<Item = &'d Diagnostic>,
    ) -> Self {
        let mut kinds: Vec<(ProblemKind, usize, usize)> = Vec::new();
        for problem in problems {
            let kind = (problem.code.clone(), is_note(problem));
            match kinds.iter_mut().find(|(known, ..)| *known == kind) {
                Some((.., count)) => *count += 1,
                None => kinds.push((kind, 0, 1)),
            }
        }
        Self { file, style, kinds, helps: Vec::new() }
    }

    /// The problem; nothing where enough of its kind were drawn. `task` is where its task definition stands.
    pub(super) fn draw(
        &mut self,
        problem: &Diagnostic,
        all: &[Combination<'_>],
        task: Option<Span>,
    ) -> String {
        let is_verbose = self.style.detail == Detail::Verbose;
        let is_own =
            |(code, note): &ProblemKind| *code == problem.code && *note == is_note(problem);
        let rest = match self.kinds.iter_mut().find(|(kind, ..)| is_own(kind)) {
            Some((_, drawn, _)) if *drawn == MOST_OF_A_KIND && !is_verbose => {
                return String::new();
            }
            Some((_, drawn, count)) => {
                *drawn += 1;
                if *drawn == MOST_OF_A_KIND { *count - *drawn } else { 0 }
            }
            None => 0,
        };
        let fixes = fixes(self.file, problem, task);
        let help = help(problem, self.style);
        let is_said = fixes.is_empty() && self.helps.contains(&help);
        let what = if is_said {
            String::new()
        } else {
            what_to_do(self.file.source, problem, fixes.first(), self.style)
        };
        self.helps.push(help);
        let mut out = draw(self.file.source, problem, all, self.style) + &what;
        if rest > 0 && !is_verbose {
            out.push_str(&wrap(&format!("and {rest} more like it (-v)"), "  ", "  ", self.style));
        }
        format!("\n{out}")
    }
}

fn is_note(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Note
}

/// A problem of a text by itself.
pub(super) fn of_source(source: &Source, problem: &Diagnostic, style: &Style) -> String {
    draw(source, problem, &[], style) + &what_to_do(source, problem, problem.fixes.first(), style)
}

/// A problem of a file that could not be read.
pub(super) fn of_path(path: &str, problem: &Diagnostic, style: &Style) -> String {
    let message = format!("{}: {}", severity(problem, style), wording::message(problem, &[]));
    let head = format!("{path}: {message} [{}]", problem.code.name());
    let head = wrap(&clean_words(&head, style.unicode), "", "  ", style);
    head + &help(problem, style)
}

fn draw(source: &Source, problem: &Diagnostic, all: &[Combination<'_>], style: &Style) -> String {
    let snippet = Snippet::new(problem, source, all, style);
    let place = match problem.span() {
        Some(span) => {
            let Position { line, column } = source.position(span.start);
            let path = source.file_at(span.start).0;
            format!("{}:{line}:{column}", clean(path, style.unicode))
        }
        None => clean(source.name(), style.unicode).into_owned(),
    };
    let message = clean_words(&wording::message(problem, all), style.unicode).into_owned();
    let code = clean(problem.code.name(), style.unicode).into_owned();
    let severity = severity(problem, style);
    let head = format!("{}: {severity}: {message} [{code}]", layout::bold(&place, style));
    let mut out = wrap(&head, "", "  ", style);
    out.push_str(&snippet.draw(None, style));
    out.extend(layout::hidden(&snippet.shown().hidden, style));
    if style.detail == Detail::Verbose {
        out.extend(problem.docs.as_ref().map(|docs| layout::docs(docs, style)));
    }
    out
}

/// The fix as a patch where there is one, else in words.
fn what_to_do(source: &Source, problem: &Diagnostic, fix: Option<&Fix>, style: &Style) -> String {
    match fix {
        Some(fix) => with_patch(problem, source, fix, style),
        None => help(problem, style),
    }
}

/// What to do, and the patch that does it.
pub(super) fn with_patch(
    problem: &Diagnostic,
    source: &Source,
    fix: &Fix,
    style: &Style,
) -> String {
    let text = wording::help_with_patch(problem).unwrap_or_else(|| wording::fix(fix));
    let place = problem.own_span().unwrap_or_default();
    let path = source.file_at(place.start).0;
    layout::remark("fix", &text, style) + &lines_of_patch(source, fix, path, style)
}

/// The lines that go and come; `path` is the file that was named already.
pub(super) fn lines_of_patch(source: &Source, fix: &Fix, path: &str, style: &Style) -> String {
    let most = if style.detail == Detail::Verbose { usize::MAX } else { MOST_LINES };
    let is_of_files = fix.source.as_deref().unwrap_or(source).is_of_files();
    let (mut out, mut left_out) = (String::new(), 0);
    let mut named = path;
    for mut patch in patches(source, fix) {
        if is_of_files && patch.path != std::mem::replace(&mut named, patch.path) {
            let head = format!("in {}:", clean(patch.path, style.unicode));
            out.push_str(&wrap(&head, "  ", "    ", style));
        }
        left_out += cut(&mut patch.lines, most);
        add_lines(&mut out, &patch.lines, style);
    }
    if left_out > 0 {
        let options = match fix.applicability {
            Applicability::Safe => "--diff",
            Applicability::Unsafe => "--diff --unsafe-fixes",
            Applicability::Display => "-v",
        };
        let more = format!("and {left_out} more lines: {options}");
        out.push_str(&wrap(&more, "  ", "    ", style));
    }
    out
}

fn add_lines(out: &mut String, lines: &[PatchLine], style: &Style) {
    let digits = lines.iter().map(|line| line.number).max().unwrap_or_default().to_string().len();
    for line in lines {
        let (sign, color) = if line.is_new { ('+', "32") } else { ('-', "31") };
        let text = line.fitted(style.columns().saturating_sub(digits + 5), style.unicode);
        let text = format!("{:>digits$} {sign} {text}", line.number);
        out.push_str(&format!("  {}\n", layout::paint(color, text.trim_end(), style)));
    }
}

/// What to do, where nothing in the text does it.
pub(super) fn help(problem: &Diagnostic, style: &Style) -> String {
    let help = wording::help(problem);
    help.map_or_else(String::new, |help| layout::remark("fix", &help, style))
}

fn severity(problem: &Diagnostic, style: &Style) -> String {
    let color = match problem.severity {
        Severity::Error => "31",
        Severity::Warning => "33",
        Severity::Note => "36",
    };
    layout::paint(color, problem.severity.name(), style)
}
