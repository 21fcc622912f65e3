//! YAML with places and tags.

mod build;
mod container;
mod errors;
mod mask;
mod recovery;
mod scalar;
#[cfg(test)]
mod tests;

use crate::base::diagnostic::BuiltIn;
use crate::base::source::Span;
use crate::base::text::placeholder_at_start;
use crate::syntax::loss::lost;
use crate::syntax::{
    FILLER, OPEN_FILLER, Parsed, SyntaxDiagnostic, SyntaxFault, Value, YamlFault, of_source,
};
use build::Builder;
use container::Properties;
use granit_parser::{Event, Parser, ScalarStyle, Span as Place, StructureStyle, Tag};
use mask::Mask;
use recovery::{Break, Region, recover};
use std::borrow::Cow;
use std::ops::Range;

/// What YAML takes for blank, at the ends of lines and between values: no other white space of Unicode.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Reads every document of a YAML stream.
///
/// After an error, reading resumes at the next key of the same or lesser depth. A text that is no YAML is read once more
/// as a template, with directives skipped and placeholders taken for words, and the better reading counts.
pub fn read(text: &str) -> Parsed<'_> {
    read_text(YamlText { text, original: None })
}

/// Reads a rendering of a template: a copy of the `original` in which [`FILLER`] stands for what is left out, and
/// [`OPEN_FILLER`] for what may be anything.
pub fn read_rendering<'s>(text: &'s str, original: &'s str) -> Parsed<'s> {
    read_text(YamlText { text, original: Some(original) })
}

/// A text, and that which it is a rendering of.
#[derive(Clone, Copy, Debug)]
struct YamlText<'s> {
    text: &'s str,
    original: Option<&'s str>,
}

fn read_text(it: YamlText<'_>) -> Parsed<'_> {
    let YamlText { text, original } = it;
    let blank = original.map(|_| text.replace(char::from(FILLER), " "));
    let visible = blank.as_deref().unwrap_or(text);
    let cleaned = mask::without_controls(visible, original.is_some());
    let clean = cleaned.as_ref().map_or(visible, |(clean, _)| clean.as_str());
    let mut mask = Mask::none(clean);
    let mut reading = read_as(it, &mask, &[]);
    if syntax_errors(&reading.parsed).0 > 0
        && let Some(other) = Mask::new(clean)
    {
        let template = read_as(it, &other, &[]);
        if syntax_errors(&template.parsed) < syntax_errors(&reading.parsed) {
            (mask, reading) = (other, template);
        }
    }
    let is_whole = reading.breaks.is_empty();
    let mut parsed = if is_whole { reading.parsed } else { recover(it, mask, reading) };
    if let Some(&(_, at)) = cleaned.as_ref() {
        parsed.problems.insert(0, control_problem(text, at));
    }
    parsed
}

/// How many syntax errors there are; of as many, a later first one is the better reading.
fn syntax_errors(parsed: &Parsed<'_>) -> (usize, std::cmp::Reverse<u32>) {
    let mut errors = parsed.problems.iter().filter(|problem| problem.code.is(BuiltIn::Syntax));
    let first = errors.next();
    let at = first.and_then(SyntaxDiagnostic::span).unwrap_or_default().start;
    (usize::from(first.is_some()) + errors.count(), std::cmp::Reverse(at))
}

fn control_problem(text: &str, at: usize) -> SyntaxDiagnostic {
    let character = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let span = Span::new(at, at + character.len_utf8());
    SyntaxFault::from(YamlFault::ControlCharacter(character)).at(span)
}

/// What was made of a text, and the errors that ended documents in it.
#[derive(Debug)]
struct Reading<'s> {
    parsed: Parsed<'s>,
    breaks: Vec<Break>,
}

/// Reads a text by way of its mask, in which some regions are blank.
fn read_as<'s>(it: YamlText<'s>, mask: &Mask<'_>, regions: &[Region]) -> Reading<'s> {
    let YamlText { text, original } = it;
    // The depth is bounded here, where the content can be skipped and the rest still be read. A
    // block scalar at the very end gets no newline of its own, as in the YAML readers AWS uses.
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: usize::MAX,
        block_nesting_limit: usize::MAX,
    };
    let mut parser = Parser::new_from_str_with_options(&mask.text, options);
    let builder = Builder::new(text, mask.directives.clone(), regions.to_vec());
    let mut reader =
        YamlReader { text, original, mask, builder, breaks: Vec::new(), last: 0..0, read_to: 0 };
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, place)) => reader.event(event, &place),
            Err(error) => {
                reader.fail(&error);
                if !parser.proceed_next_document().unwrap_or(false) {
                    break;
                }
            }
        }
    }
    Reading { parsed: reader.builder.finish(), breaks: reader.breaks }
}

struct YamlReader<'s, 'm> {
    text: &'s str,
    /// The text that it is a rendering of.
    original: Option<&'s str>,
    mask: &'m Mask<'m>,
    builder: Builder<'s>,
    breaks: Vec<Break>,
    /// Where the last scalar is, or its end where it has no quotes.
    last: Range<usize>,
    /// Where the last scalar or bracket ends.
    read_to: usize,
}

impl<'s> YamlReader<'s, '_> {
    fn event(&mut self, event: Event<'_>, place: &Place) {
        let range = self.range(place);
        self.builder.reach(self.builder.after_blanks(&self.mask.text, range.start));
        match event {
            Event::DocumentEnd => self.builder.end_document(range.start),
            Event::Alias(anchor) => self.builder.alias(anchor, span(&range)),
            Event::UnresolvedAlias(name) => self.unknown_alias(&name, span(&range)),
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(&value, style, (anchor, tag.as_deref()), place);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(false, style, (anchor, tag.as_deref()), place);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.open(true, style, (anchor, tag.as_deref()), place);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if !range.is_empty() {
                    self.read_to = range.end;
                }
                self.builder.close(range.end, !range.is_empty());
            }
            // What is left says nothing about the tree.
            _ => {}
        }
    }

    fn unknown_alias(&mut self, name: &str, span: Span) {
        self.builder.report(span, YamlFault::UnknownAlias(name.to_owned()));
        let written = self.text.get(span.range()).unwrap_or_default();
        // What the anchor would have is unknown.
        self.builder.scalar(Value::Placeholder(lost(written)), span, Properties::default());
    }

    fn open(
        &mut self,
        map: bool,
        style: StructureStyle,
        (anchor, tag): (usize, Option<&Tag>),
        place: &Place,
    ) {
        let start = self.range(place).start;
        let properties = Properties { anchor, tag: self.local_tag(tag, place) };
        let bracket = (style == StructureStyle::Flow).then_some(start);
        self.read_to = bracket.map_or(self.read_to, |bracket| bracket + 1);
        self.builder.open(map, bracket, start, properties);
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        (anchor, tag): (usize, Option<&Tag>),
        place: &Place,
    ) {
        let range = self.scalar_range(style, place);
        let is_quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        self.last = if is_quoted { range.clone() } else { range.end..range.end };
        self.read_to = range.end;
        let properties = Properties { anchor, tag: self.local_tag(tag, place) };
        let plain = style == ScalarStyle::Plain;
        let content =
            if plain { range.clone() } else { range.start + 1..range.end.saturating_sub(1) };
        // An empty scalar has no text; the parser gives it a `~`.
        if let Some(directive) = self.mask.adds_at(range.start).filter(|_| range.is_empty()) {
            let written = self.text.get(directive.range()).unwrap_or_default();
            let value = Value::Placeholder(of_source(written, written));
            return self.builder.scalar(value, span(&range), properties);
        }
        if let Some(placeholder) = self.open_value(&range, value, &content) {
            return self.builder.scalar(placeholder, span(&range), properties);
        }
        let value =
            if plain && range.is_empty() { Cow::Borrowed("") } else { self.value(value, content) };
        let value = match tag.and_then(Tag::core_suffix) {
            Some(core) => scalar::tagged(core, &value).unwrap_or_else(|| {
                self.builder.report(span(&range), YamlFault::UnfitTag(core.to_owned()));
                Value::String(value)
            }),
            None if tag.is_some_and(|tag| !is_local(tag)) => Value::String(value),
            None if plain => self.plain(value, &range),
            None => Value::String(value),
        };
        self.builder.scalar(value, span(&range), properties);
    }

    /// The placeholder where a rendering leaves a scalar open, or leaves out a part of it among escapes.
    fn open_value(
        &self,
        range: &Range<usize>,
        value: &str,
        content: &Range<usize>,
    ) -> Option<Value<'s>> {
        let original = self.original?;
        let written = self.text.get(range.clone())?;
        let is_escaped = || self.mask.text.get(content.clone()) != Some(value);
        let is_open = written.contains(char::from(OPEN_FILLER))
            || (written.contains(char::from(FILLER)) && is_escaped());
        let written = original.get(range.clone())?;
        is_open.then(|| Value::Placeholder(of_source(written, written)))
    }

    /// A plain scalar without a core tag; a placeholder that had to be masked is a placeholder.
    fn plain(&mut self, value: Cow<'s, str>, range: &Range<usize>) -> Value<'s> {
        let written = self.text.get(range.clone()).unwrap_or_default();
        if self.mask.hides(range) {
            self.builder.template_mark(span(range));
            let placeholder = placeholder_at_start(written).filter(|_| !written.starts_with('$'));
            if let Some((placeholder, _)) = placeholder.filter(|&(_, len)| len == written.len()) {
                return Value::Placeholder(placeholder);
            }
        }
        match value {
            Cow::Borrowed(text) => scalar::plain(text),
            Cow::Owned(_) => Value::String(value),
        }
    }

    /// The value of a scalar, borrowed where it is in the text as it is.
    fn value(&self, value: &str, content: Range<usize>) -> Cow<'s, str> {
        let masked = self.mask.text.get(content.clone());
        match self.text.get(content.clone()) {
            Some(written) if self.original.is_some() && written.contains(char::from(FILLER)) => {
                Cow::Owned(written.replace(char::from(FILLER), ""))
            }
            Some(written) if masked == Some(value) => Cow::Borrowed(written),
            _ if self.mask.hides(&content) => {
                Cow::Owned(self.mask.restore(value, &content, self.text))
            }
            _ => Cow::Owned(value.to_owned()),
        }
    }

    /// Where a scalar stands, without the blanks and line breaks after it.
    fn scalar_range(&self, style: ScalarStyle, place: &Place) -> Range<usize> {
        let range = self.range(place);
        let written = self.mask.text.get(range.clone()).unwrap_or_default();
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => range,
            _ if range.is_empty() => {
                let at = self.empty_at(range.start, place);
                at..at
            }
            _ => range.start..range.start + written.trim_end_matches(BLANKS).len(),
        }
    }

    /// Where a value that is not written would be: after its tag, or after the colon of its key.
    fn empty_at(&self, at: usize, place: &Place) -> usize {
        if let Some(tag) = place.tag_span() {
            return self.range(&tag).end;
        }
        let Some(key_end) = self.builder.pending_key_end() else { return at };
        let rest = self.mask.text.get(key_end..).unwrap_or_default();
        let gap = rest.trim_start_matches(BLANKS);
        if gap.starts_with(':') { key_end + rest.len() - gap.len() + 1 } else { at.min(key_end) }
    }

    /// A tag that is no core tag: its name, and where it begins.
    fn local_tag(&self, tag: Option<&Tag>, place: &Place) -> Option<(Cow<'s, str>, usize)> {
        let tag = tag.filter(|tag| is_local(tag))?;
        let range = place.tag_span().map(|tag| self.range(&tag))?;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let name = if written.starts_with("!<") {
            Cow::Owned(tag.suffix().to_owned())
        } else {
            Cow::Borrowed(written)
        };
        Some((name, range.start))
    }

    fn range(&self, place: &Place) -> Range<usize> {
        let range = place.byte_range().unwrap_or_default();
        let end = self.boundary(range.end);
        self.boundary(range.start).min(end)..end
    }

    /// The place in the text of one in the mask, where blanks or what closes brackets may stand for the bytes of one
    /// character.
    fn boundary(&self, offset: usize) -> usize {
        self.text.ceil_char_boundary(offset)
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// Whether a tag says more than what type a value has.
fn is_local(tag: &Tag) -> bool {
    tag.suffix_in_namespace("tag:yaml.org,2002:").is_none()
        && tag.suffix() != "!"
        && !(tag.handle() == "!" && tag.suffix().is_empty())
}
