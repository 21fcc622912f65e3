//! Attributes and blocks.

use super::body::{BlockLabel, HclAttribute, HclBlock, HclBody};
use super::expression::{Expression, ExpressionKind};
use super::reader::{Halt, HclReader, HclResult};
use super::strings::TemplateStyle;
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::syntax::{HclExpected, HclFault, MAX_DEPTH};
use std::borrow::Cow;

impl<'s> HclReader<'s> {
    /// The content of a block, with its closing brace; of the file without an opening one, whose offset is given.
    pub(super) fn body(&mut self, opening: Option<usize>) -> HclBody<'s> {
        let mut body = HclBody::default();
        loop {
            self.skip_lines();
            match (self.peek(), opening) {
                (Some(b'}'), Some(_)) => {
                    self.at += 1;
                    break;
                }
                (None, None) => break,
                (None, Some(brace)) => {
                    self.unclosed(brace, &mut body);
                    break;
                }
                (Some(_), Some(brace)) if self.is_at_header() => {
                    self.unclosed(brace, &mut body);
                    break;
                }
                _ => self.item(&mut body),
            }
        }
        self.check_duplicates(&body.attributes);
        body
    }

    fn unclosed(&mut self, brace: usize, body: &mut HclBody<'s>) {
        let place = self.span(brace, brace + 1);
        self.report(place, HclFault::UnclosedBracket('{'));
        body.lost.get_or_insert(place);
    }

    /// An attribute or a block, or what is in its place.
    fn item(&mut self, body: &mut HclBody<'s>) {
        let start = self.at;
        if self.try_item(body).is_err() {
            self.resume(start);
            body.lost.get_or_insert(self.since(start));
        }
    }

    fn try_item(&mut self, body: &mut HclBody<'s>) -> HclResult<()> {
        let start = self.at;
        if let Some(b @ (b'}' | b']' | b')')) = self.peek() {
            self.at += 1;
            let place = self.since(start);
            self.report(place, HclFault::UnmatchedBracket(char::from(b)));
            body.lost.get_or_insert(place);
            return Ok(());
        }
        let name = self.item_name()?;
        let name_span = self.since(start);
        self.skip();
        if self.peek() == Some(b'=') && self.byte(self.at + 1) != Some(b'=') {
            self.at += 1;
            let value = self.attribute_value(&mut body.lost);
            body.attributes.push(HclAttribute { name, name_span, value });
            return Ok(());
        }
        let labels = self.labels()?;
        let opening = self.at;
        if !self.eat(b'{') {
            return Err(self.expected(HclExpected::EqualsSignOrBlock));
        }
        let content = self.block_body(opening);
        let span = self.since(start);
        body.blocks.push(HclBlock {
            kind: name,
            kind_span: name_span,
            labels,
            body: content,
            span,
        });
        self.end_of_item(&mut body.lost);
        Ok(())
    }

    /// A name; in quotes it is one too, which Terraform reports.
    fn item_name(&mut self) -> HclResult<&'s str> {
        let start = self.at;
        if self.eat(b'"') {
            let name = self.name().ok_or(Halt);
            if name.is_ok() && self.eat(b'"') {
                self.report(self.since(start), HclFault::QuotedName);
                return name;
            }
            self.at = start;
        }
        self.name().ok_or_else(|| self.expected(HclExpected::Item))
    }

    /// The value of an attribute, and the end of its line.
    fn attribute_value(&mut self, lost: &mut Option<Span>) -> Expression<'s> {
        self.skip();
        let (start, depth) = (self.at, self.depth);
        if let Ok(value) = self.expression() {
            self.end_of_item(lost);
            return value;
        }
        self.depth = depth;
        self.resume(start);
        let span = self.since(start);
        lost.get_or_insert(span);
        Expression { span, kind: ExpressionKind::Lost }
    }

    /// A line ends after an attribute or a block, unless its block does.
    fn end_of_item(&mut self, lost: &mut Option<Span>) {
        self.skip();
        // A block without its closing brace ends where the next one begins.
        let is_end = matches!(self.peek(), None | Some(b'\n' | b'}')) || self.is_at_header();
        if !is_end {
            let start = self.at;
            self.expected(HclExpected::EndOfLine);
            self.resume(start);
            lost.get_or_insert(self.since(start));
        }
    }

    fn labels(&mut self) -> HclResult<Vec<BlockLabel<'s>>> {
        let mut labels = Vec::new();
        loop {
            self.skip();
            let start = self.at;
            let text = if self.peek() == Some(b'"') {
                self.at += 1;
                let parts = self.parts_to_end(TemplateStyle::Quoted { opening: start })?;
                let literal = ExpressionKind::Template(parts).as_literal();
                literal.unwrap_or_else(|| {
                    self.report(self.since(start), HclFault::ExpressionInLabel);
                    Cow::Borrowed(self.slice(start + 1, self.at - 1))
                })
            } else {
                let Some(name) = self.name() else { return Ok(labels) };
                Cow::Borrowed(name)
            };
            labels.push(BlockLabel { text, span: self.since(start) });
        }
    }

    /// What is in a block, after its opening brace.
    fn block_body(&mut self, opening: usize) -> HclBody<'s> {
        if self.depth >= MAX_DEPTH {
            let place = self.span(opening, opening + 1);
            self.report(place, HclFault::TooDeep { most: MAX_DEPTH });
            self.at = opening;
            self.skip_brackets();
            return HclBody { lost: Some(place), ..HclBody::default() };
        }
        self.depth += 1;
        let body = self.with_lines(true, |reader| reader.body(Some(opening)));
        self.depth -= 1;
        body
    }

    /// Reports attributes of one name.
    fn check_duplicates(&mut self, attributes: &[HclAttribute<'s>]) {
        let mut by_name: Vec<_> = attributes.iter().collect();
        sort_by_key(&mut by_name, |it| (it.name, it.name_span));
        let mut first: Option<&HclAttribute<'_>> = None;
        for attribute in by_name {
            match first.filter(|first| first.name == attribute.name) {
                Some(first) => {
                    let first_line = self.line_of(first.name_span);
                    let fault = HclFault::DuplicateAttribute {
                        name: attribute.name.to_owned(),
                        first_line,
                    };
                    self.report(attribute.name_span, fault);
                }
                None => first = Some(attribute),
            }
        }
    }
}
