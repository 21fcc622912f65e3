//! The parts of a template: text, expressions, conditions and loops.

use super::expression::{TemplateFor, TemplateIf, TemplatePart, TemplatePartKind};
use super::reader::{HclReader, HclResult};
use super::strings::{TemplateStyle, TextEnd};
use crate::base::source::Span;
use crate::syntax::{HclExpected, HclFault};
use std::borrow::Cow;

/// What ends a sequence of parts.
enum PartsEnd {
    Template,
    /// A directive that belongs to one before: its word, and where it is.
    Word(&'static str, Span),
}

/// The directives that end what another began.
const ENDINGS: [&str; 3] = ["else", "endif", "endfor"];

impl<'s> HclReader<'s> {
    /// The parts of a template up to its end.
    pub(super) fn parts_to_end(
        &mut self,
        style: TemplateStyle,
    ) -> HclResult<Vec<TemplatePart<'s>>> {
        let mut parts = Vec::new();
        match self.parts(style, &mut parts)? {
            PartsEnd::Template => Ok(parts),
            PartsEnd::Word(word, place) => {
                Err(self.report(place, HclFault::UnmatchedDirective(word)))
            }
        }
    }

    fn parts(
        &mut self,
        style: TemplateStyle,
        parts: &mut Vec<TemplatePart<'s>>,
    ) -> HclResult<PartsEnd> {
        loop {
            let end = self.text_run(style, parts)?;
            let start = self.at.saturating_sub(2);
            match end {
                TextEnd::Template => return Ok(PartsEnd::Template),
                TextEnd::Interpolation => {
                    self.trim_before(parts);
                    let value = self.with_lines(false, Self::expression)?;
                    self.end_of_sequence()?;
                    let span = self.since(start);
                    let kind = TemplatePartKind::Interpolation(value);
                    parts.push(TemplatePart { span, kind });
                }
                TextEnd::Directive => {
                    self.trim_before(parts);
                    if let Some(end) = self.directive(style, start, parts)? {
                        return Ok(end);
                    }
                }
            }
        }
    }

    /// What is after `%{`: a part, or the end of the parts before it.
    fn directive(
        &mut self,
        style: TemplateStyle,
        start: usize,
        parts: &mut Vec<TemplatePart<'s>>,
    ) -> HclResult<Option<PartsEnd>> {
        self.skip_lines();
        if let Some(word) = ENDINGS.into_iter().find(|word| self.is_word(word)) {
            self.at += word.len();
            self.end_of_sequence()?;
            return Ok(Some(PartsEnd::Word(word, self.since(start))));
        }
        let kind = if self.eat_word("if") {
            self.nested(|reader| reader.condition(style, start))?
        } else if self.eat_word("for") {
            self.nested(|reader| reader.repetition(style, start))?
        } else {
            return Err(self.expected(HclExpected::Directive));
        };
        parts.push(TemplatePart { span: self.since(start), kind });
        Ok(None)
    }

    fn condition(&mut self, style: TemplateStyle, start: usize) -> HclResult<TemplatePartKind<'s>> {
        let condition = self.with_lines(false, Self::expression)?;
        self.end_of_sequence()?;
        let head = self.since(start);
        let (mut then, mut otherwise) = (Vec::new(), Vec::new());
        let mut end = self.parts(style, &mut then)?;
        if matches!(end, PartsEnd::Word("else", _)) {
            end = self.parts(style, &mut otherwise)?;
        }
        self.ended(&end, "endif", ("if", head))?;
        Ok(TemplatePartKind::If(Box::new(TemplateIf { condition, then, otherwise })))
    }

    fn repetition(
        &mut self,
        style: TemplateStyle,
        start: usize,
    ) -> HclResult<TemplatePartKind<'s>> {
        let (key, item) = self.with_lines(false, Self::loop_names)?;
        let collection = self.with_lines(false, Self::expression)?;
        self.end_of_sequence()?;
        let head = self.since(start);
        let mut body = Vec::new();
        let end = self.parts(style, &mut body)?;
        self.ended(&end, "endfor", ("for", head))?;
        Ok(TemplatePartKind::For(Box::new(TemplateFor { key, item, collection, body })))
    }

    fn ended(&mut self, end: &PartsEnd, word: &str, of: (&'static str, Span)) -> HclResult<()> {
        match *end {
            PartsEnd::Word(found, _) if found == word => Ok(()),
            PartsEnd::Word(found, place) => {
                Err(self.report(place, HclFault::UnmatchedDirective(found)))
            }
            PartsEnd::Template => Err(self.report(of.1, HclFault::UnclosedDirective(of.0))),
        }
    }

    /// The end of an expression or directive; `~` removes the blanks after it.
    fn end_of_sequence(&mut self) -> HclResult<()> {
        self.skip_lines();
        let trims = self.eat(b'~');
        self.closing(b'}')?;
        if trims {
            self.at += self.rest().len() - self.rest().trim_start().len();
        }
        Ok(())
    }

    /// `~` at the beginning of a sequence removes the blanks before it.
    fn trim_before(&mut self, parts: &mut Vec<TemplatePart<'s>>) {
        if !self.eat(b'~') {
            return;
        }
        while let Some(TemplatePart { span, kind: TemplatePartKind::Literal(text) }) =
            parts.last_mut()
        {
            let is_written = text.len() == span.len();
            let len = text.trim_end().len();
            if len > 0 {
                let cut = u32::try_from(text.len() - len).unwrap_or_default();
                *text = Cow::Owned(text.get(..len).unwrap_or_default().to_owned());
                span.end -= if is_written { cut } else { 0 };
                return;
            }
            parts.pop();
        }
    }
}
