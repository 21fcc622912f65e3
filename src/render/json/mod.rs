//! `--format json`, version 1: one object for the whole run, written piece by piece.

mod causes;
mod combination;
mod fix;
mod lines;
mod place;
mod problem;
mod role_check;
mod rules;
mod summary;
mod suppressed;
mod wire;

pub use causes::{causes as of_causes, code as of_code, rule as of_rule};
pub(super) use lines::JsonLines;
pub use rules::rules;

use fix::fixes_of;

use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::role_check::NOT_SEEN;
use crate::analysis::triage::{About, all_problems};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::source::Span;
use crate::render::json_text::escaped;
use crate::render::places::Places;
use crate::rules::FACTS_DATE;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io;

/// The format: an object, whose array of problems is after that of the task definitions.
pub(super) struct Json;

impl Renderer for Json {
    fn begin(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!(
            "{{\n  \"version\": 1,\n  \"tool\": \"needs-exec-role\",\n  \"toolVersion\": \"{version}\",\n  \"factsDate\": \"{FACTS_DATE}\",\n  \"taskDefinitions\": ["
        )
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        self::file(file)
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        let problem = problem::Problem::new(path, (problem, About::default()), None);
        OnLines.add(&mut piece.tail, &problem);
        piece
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, summary: &Summary, has_bodies: bool, tail: &str) -> String {
        let close = |is_empty| if is_empty { "]" } else { "\n  ]" };
        let tasks = close(!has_bodies);
        let problems = close(tail.is_empty());
        let mut text = format!("{tasks},\n  \"problems\": [{tail}{problems},\n  \"summary\": ");
        write(&mut text, &summary::SummaryJson::new(summary), 1);
        if summary.roles > 0 {
            text.push_str(",\n  \"notSeen\": ");
            write(&mut text, &NOT_SEEN, 1);
        }
        text.push_str("\n}\n");
        text
    }
}

/// What a file adds: its task definitions at once, its problems at the end.
pub fn file(file: &FileReport<'_>) -> RenderedPiece {
    pieces(file, &OnLines)
}

/// How the items of the two arrays are written.
trait Items {
    /// Adds an item.
    fn add(&self, items: &mut String, value: &impl Serialize);
}

/// The task definitions and the problems of a file: the items of the two arrays.
fn pieces(file: &FileReport<'_>, items: &impl Items) -> RenderedPiece {
    let places = Places::new(file.source, &file.renderings);
    let path_at =
        |span: Option<Span>| span.map_or(file.source.name(), |it| places.path_at(it.start));
    let fixes = |it: &Diagnostic, task: Option<Span>| {
        fixes_of(file, it, task, (&places, path_at(task.or(it.own_span()))))
    };
    let mut piece = RenderedPiece::default();
    for task_report in &file.task_reports {
        items.add(&mut piece.body, &wire::TaskDefinitionJson::new(task_report, &places, &fixes));
    }
    for problem in all_problems(file) {
        let path = path_at(problem.own_span());
        let place = problem.span().map(|span| places.place(problem.document, span, path));
        let about = About::problem(problem, &file.task_reports);
        let written = problem::Problem::new(path, (problem, about), place);
        items.add(&mut piece.tail, &written.with_fixes(fixes(problem, None)));
    }
    // It may wait for many others: what is reserved and not written to goes back.
    piece.body.shrink_to_fit();
    piece.tail.shrink_to_fit();
    piece
}

/// Each item on lines of its own.
struct OnLines;

impl Items for OnLines {
    fn add(&self, items: &mut String, value: &impl Serialize) {
        add_item(items, value, 2);
    }
}

/// Adds an item of an array, on a line of its own, where it is `depth` levels deep.
pub(super) fn add_item(items: &mut String, value: &impl Serialize, depth: usize) {
    if !items.is_empty() {
        items.push(',');
    }
    items.push('\n');
    items.extend(std::iter::repeat_n("  ", depth));
    write(items, value, depth);
}

/// How long a text is that another one is added to, rather than both being one from the start.
const LEAST_COPIED: usize = 64;

/// Adds a value to a text, where it is `depth` levels deep.
pub(super) fn write(out: &mut String, value: &impl Serialize, depth: usize) {
    // What begins a text goes on in the same buffer: most files have one task definition, which is not copied.
    let is_begun = out.len() < LEAST_COPIED;
    let mut written = if is_begun { std::mem::take(out).into_bytes() } else { Vec::new() };
    written.reserve(16 << 10);
    let layout = NestedLayout { depth, has_value: false };
    let mut serializer = Serializer::with_formatter(&mut written, layout);
    // The wire types contain nothing that JSON cannot say.
    if value.serialize(&mut serializer).is_ok() {
        let text = escaped(String::from_utf8(written).unwrap_or_default());
        if is_begun {
            *out = text;
        } else {
            out.push_str(&text);
        }
    }
}

/// The layout of `serde_json`'s `PrettyFormatter`, which always begins at the left.
struct NestedLayout {
    depth: usize,
    has_value: bool,
}

impl NestedLayout {
    fn open<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.begin_line(out, false)?;
        }
        out.write_all(bracket)
    }

    /// Begins a line, after a comma where it is not the first of its container: in one piece, since a report has
    /// more lines than anything else.
    fn begin_line<W: ?Sized + io::Write>(&self, out: &mut W, has_comma: bool) -> io::Result<()> {
        const BLANKS: usize = 32;
        const COMMA_AND_LINE: &[u8; 2 + BLANKS] = b",\n                                ";
        let blanks = 2 * self.depth;
        let begin = usize::from(!has_comma);
        out.write_all(COMMA_AND_LINE.get(begin..2 + blanks.min(BLANKS)).unwrap_or_default())?;
        (BLANKS..blanks).try_for_each(|_| out.write_all(b" "))
    }

    fn begin_item<W: ?Sized + io::Write>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.begin_line(out, !is_first)
    }
}

impl Formatter for NestedLayout {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.begin_item(out, is_first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.begin_item(out, is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}
