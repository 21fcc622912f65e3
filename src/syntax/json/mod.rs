//! JSON as people write it: strict JSON, and what templates and manual edits turn it into.

mod document;
mod jsonnet;
mod list;
mod loss;
mod object;
mod quotes;
mod recovery;
mod strings;
mod template;
pub(super) mod trivia;
mod unquoted;

use super::{
    Expected, JsonFault, MAX_DEPTH, Node, OPEN_FILLER, Parsed, SyntaxDiagnostic, SyntaxFault,
    TextExcerpt, Value, is_conflict_marker, shorten,
};
use crate::base::diagnostic::BuiltIn;
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use jsonnet::is_jsonnet;
use recovery::Open;
use std::borrow::Cow;

/// How many problems are reported; past that, one more says that there are others.
const MAX_PROBLEMS: usize = 50;

/// Reads a text as JSON, going on after whatever is wrong with it.
///
/// What strict JSON allows is read without a problem and without a template mark. Anything else gets at
/// least one of either.
pub fn read(text: &str) -> Parsed<'_> {
    let mut reader = JsonReader::new(text);
    let documents = reader.documents(false);
    reader.finish(documents)
}

/// Reads a part of a text as JSON: places are those of the text.
pub fn read_part(text: &str, part: Span) -> Parsed<'_> {
    let text = text.get(..part.range().end).unwrap_or(text);
    let start = part.range().start;
    let mut reader = JsonReader { at: start, start, ..JsonReader::new(text) };
    let documents = reader.documents(false);
    reader.finish(documents)
}

/// Reads a text that may contain several values, one after the other: what several commands print.
pub fn read_stream(text: &str) -> Parsed<'_> {
    let mut reader = JsonReader::new(text);
    let documents = reader.documents(true);
    reader.finish(documents)
}

/// Reads a rendering of a template: a copy of the `original` in which [`FILLER`] stands for what is left out, and
/// [`OPEN_FILLER`](super::OPEN_FILLER) for what may be anything.
pub fn read_rendering<'s>(text: &'s str, original: &'s str) -> Parsed<'s> {
    let mut reader = JsonReader { original: Some(original), ..JsonReader::new(text) };
    let documents = reader.documents(false);
    reader.finish(documents)
}

/// A cursor over the text, and what was met on the way.
struct JsonReader<'s> {
    text: &'s str,
    /// The text that it is a rendering of.
    original: Option<&'s str>,
    /// Where what is read begins.
    start: usize,
    /// Offset of the next byte; always on a character boundary when something is read from it.
    at: usize,
    /// The brackets around the cursor, the innermost last.
    open: Vec<Open>,
    problems: Vec<SyntaxDiagnostic>,
    /// How many problems went past [`MAX_PROBLEMS`], and where the first of them stands.
    left_out: Option<(usize, Span)>,
    /// Where something was lost.
    lost: Vec<Span>,
    /// Where brackets were first seen not to match.
    doubt: Option<Span>,
    /// Where Jsonnet was first seen.
    jsonnet: Option<Span>,
    /// Whether the string just read may be a part of what was meant, or more than that.
    string_in_doubt: bool,
    /// Where the last problem begins: a second one about the same place has the same cause.
    last_place: Option<u32>,
    once: Vec<Once>,
    marks: Vec<Span>,
    /// How many bytes may yet be scanned in vain for the end of a placeholder.
    scans_left: usize,
    /// How many stray brackets may yet be weighed by looking ahead.
    guesses_left: usize,
    /// Whether the value just read ended inside a template block, after a comma of its own.
    comma_taken: bool,
    /// Whether the last gap has filler: what is there in other renderings may have a comma.
    passed_filler: bool,
}

/// What is reported once in a file, since people do it throughout or not at all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Once {
    /// Keys and strings without double quotes.
    Quotes,
    EqualsSign,
    OddSpace,
    DoubledBrace,
    TooDeep,
    Unclosed,
    ExtraText,
}

/// What is before the cursor in an object or an array.
#[derive(Clone, Copy)]
enum Before {
    /// Its opening bracket.
    Start,
    /// A member or an item.
    Item,
    /// A comma, at this offset.
    Comma(usize),
    /// A directive or something that was reported: a comma may follow or not.
    Loose,
}

impl<'s> JsonReader<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            original: None,
            start: 0,
            at: 0,
            open: Vec::new(),
            problems: Vec::new(),
            left_out: None,
            lost: Vec::new(),
            doubt: None,
            jsonnet: None,
            string_in_doubt: false,
            last_place: None,
            once: Vec::new(),
            marks: Vec::new(),
            scans_left: text.len().saturating_mul(4) + 65_536,
            guesses_left: 16,
            comma_taken: false,
            passed_filler: false,
        }
    }

    /// The text as it is written, also where a rendering leaves it out.
    fn written(&self, span: Span) -> &'s str {
        self.original.unwrap_or(self.text).get(span.range()).unwrap_or_default()
    }

    fn finish(mut self, mut documents: Vec<Node<'s>>) -> Parsed<'s> {
        self.open_all(&mut documents);
        sort_by_key(&mut self.problems, SyntaxDiagnostic::span);
        let mut left_out = self.left_out.map_or(0, |(count, _)| count);
        if let Some(span) = self.jsonnet {
            // Whatever else is wrong with it as JSON has the same cause.
            self.problems = vec![SyntaxFault::from(JsonFault::Jsonnet).at(span)];
            left_out = 0;
        }
        shorten(&mut self.problems, left_out, |count| JsonFault::More(count).into());
        Parsed { documents, problems: self.problems, template_marks: self.marks, lost: self.lost }
    }

    /// The next byte.
    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The text from the cursor on.
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the next character stands.
    fn here(&self) -> Span {
        let len = self.rest().chars().next().map_or(1, char::len_utf8);
        Span::new(self.at, self.at + len)
    }

    /// Moves past one character.
    fn step(&mut self) {
        self.at = self.here().range().end;
    }

    /// The 1-based line of an offset, for a message. Counting takes its time, and is left where the
    /// message is going to be omitted.
    fn line(&self, at: usize) -> usize {
        if self.problems.len() >= MAX_PROBLEMS {
            return 0;
        }
        self.slice(self.start, at).matches('\n').count() + 1
    }

    /// Takes down a problem, unless the one before it is about the same place.
    fn report(&mut self, span: Span, fault: JsonFault) {
        if self.last_place != Some(span.start) {
            self.last_place = Some(span.start);
            self.record(span, fault);
        }
    }

    fn record(&mut self, span: Span, fault: JsonFault) {
        if self.jsonnet.is_none() && fault.code() == BuiltIn::Syntax {
            let start = span.range().start;
            self.jsonnet = is_jsonnet(self.slice(start, self.text.len())).then_some(span);
        }
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(SyntaxFault::from(fault).at(span));
        } else {
            let (count, _) = self.left_out.get_or_insert((0, span));
            *count += 1;
        }
    }

    /// Reports what the grammar has at a place where something else stands.
    fn expected(&mut self, expected: Expected, span: Span) {
        let found = self.excerpt(span);
        if is_conflict_marker(&found.text) {
            return self.report(span, JsonFault::ConflictMarker);
        }
        self.report(span, JsonFault::Expected { expected, found });
    }

    /// The text of a place, its beginning where it is long.
    fn excerpt(&self, span: Span) -> TextExcerpt {
        TextExcerpt::of(self.written(span))
    }

    /// Whether `what` was not reported before.
    fn first_time(&mut self, what: Once) -> bool {
        let first = !self.once.contains(&what);
        if first {
            self.once.push(what);
        }
        first
    }

    /// The value at the cursor, which is on neither a blank, a comma nor a closing bracket.
    fn value(&mut self) -> Node<'s> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let (text, span) = self.string();
                let mut node = Node { span, value: Value::String(text) };
                if std::mem::take(&mut self.string_in_doubt) {
                    self.hide(&mut node);
                }
                node
            }
            Some(b'{') if matches!(self.byte(start + 1), Some(b'{' | b'%' | b'#')) => {
                self.template_value().unwrap_or_else(|| self.container())
            }
            Some(b'{' | b'[') => self.container(),
            Some(OPEN_FILLER) if self.original.is_some() => self.open_value(),
            _ => {
                let odd = |text| Value::String(Cow::Borrowed(text));
                match self.plain_scalar().or_else(|| self.odd_string().map(odd)) {
                    Some(value) => Node { span: Span::new(start, self.at), value },
                    None => self.unquoted(),
                }
            }
        }
    }

    /// The object or array at the cursor, unless it nests too deep.
    fn container(&mut self) -> Node<'s> {
        if self.open.len() >= MAX_DEPTH {
            return self.too_deep();
        }
        if self.peek() == Some(b'{') { self.object() } else { self.list() }
    }
}
