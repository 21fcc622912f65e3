//! Strings: text, escapes, and the expressions in it.

use super::expression::{Expression, ExpressionKind, TemplatePart, TemplatePartKind};
use super::reader::{HclReader, HclResult};
use crate::syntax::{HclExpected, HclFault, TextExcerpt};
use std::borrow::Cow;

/// How a template is written.
#[derive(Clone, Copy)]
pub(super) enum TemplateStyle {
    /// In quotes: with escapes, on one line.
    Quoted {
        /// Where the opening quote is.
        opening: usize,
    },
    /// As a text of its own.
    Plain {
        /// How many blanks each line loses at its beginning.
        indent: usize,
    },
}

/// What the text of a template ends at.
pub(super) enum TextEnd {
    /// Its closing quote, or the end of the text.
    Template,
    /// `${`
    Interpolation,
    /// `%{`
    Directive,
}

impl<'s> HclReader<'s> {
    /// A string in quotes.
    pub(super) fn string(&mut self) -> HclResult<ExpressionKind<'s>> {
        let opening = self.at;
        self.at += 1;
        Ok(ExpressionKind::Template(self.parts_to_end(TemplateStyle::Quoted { opening })?))
    }

    /// A text that is a template from its beginning to its end.
    pub(super) fn whole_template(&mut self) -> Vec<TemplatePart<'s>> {
        self.parts_to_end(TemplateStyle::Plain { indent: 0 }).unwrap_or_else(|_| {
            let span = self.span(0, self.end);
            let lost = Expression { span, kind: ExpressionKind::Lost };
            vec![TemplatePart { span, kind: TemplatePartKind::Interpolation(lost) }]
        })
    }

    /// A text that is an expression from its beginning to its end.
    pub(super) fn whole_expression(&mut self) -> Expression<'s> {
        let read = self.with_lines(false, |reader| {
            let value = reader.expression()?;
            reader.skip();
            match reader.peek() {
                None => Ok(value),
                Some(_) => Err(reader.expected(HclExpected::EndOfLine)),
            }
        });
        let span = self.span(0, self.end);
        read.unwrap_or(Expression { span, kind: ExpressionKind::Lost })
    }

    /// Text up to the next expression, directive or the end of the template.
    pub(super) fn text_run(
        &mut self,
        style: TemplateStyle,
        parts: &mut Vec<TemplatePart<'s>>,
    ) -> HclResult<TextEnd> {
        let mut start = self.at;
        while let Some(byte) = self.peek() {
            match (byte, style) {
                (b'"', TemplateStyle::Quoted { .. }) => {
                    self.push_literal(start, parts);
                    self.at += 1;
                    return Ok(TextEnd::Template);
                }
                (b'\n', TemplateStyle::Quoted { opening }) => {
                    let place = self.span(opening, opening + 1);
                    return Err(self.report(place, HclFault::UnclosedString));
                }
                (b'\\', TemplateStyle::Quoted { .. }) => {
                    self.push_literal(start, parts);
                    self.escape(parts);
                    start = self.at;
                }
                (b'\n', TemplateStyle::Plain { indent }) if indent > 0 => {
                    self.at += 1;
                    self.push_literal(start, parts);
                    self.skip_indent(indent);
                    start = self.at;
                }
                (b'$' | b'%', _) if self.is_before_brace(self.at, byte) => {
                    self.push_literal(start, parts);
                    self.at += 2;
                    let is_value = byte == b'$';
                    return Ok(if is_value { TextEnd::Interpolation } else { TextEnd::Directive });
                }
                // `$${` is the text `${`.
                (b'$' | b'%', _)
                    if self.byte(self.at + 1) == Some(byte)
                        && self.is_before_brace(self.at + 1, byte) =>
                {
                    self.push_literal(start, parts);
                    start = self.at + 1;
                    self.at += 3;
                }
                _ => self.at += 1,
            }
        }
        if let TemplateStyle::Quoted { opening } = style {
            return Err(self.report(self.span(opening, opening + 1), HclFault::UnclosedString));
        }
        self.push_literal(start, parts);
        Ok(TextEnd::Template)
    }

    fn is_before_brace(&self, at: usize, mark: u8) -> bool {
        self.byte(at) == Some(mark) && self.byte(at + 1) == Some(b'{')
    }

    /// Moves past the blanks that a line of a heredoc loses.
    pub(super) fn skip_indent(&mut self, indent: usize) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        if line.trim().is_empty() {
            return;
        }
        let blanks = line.chars().take(indent).take_while(|c| c.is_whitespace());
        self.at += blanks.map(char::len_utf8).sum::<usize>();
    }

    fn push_literal(&self, start: usize, parts: &mut Vec<TemplatePart<'s>>) {
        if start < self.at && !self.places.has_escapes() {
            let kind = TemplatePartKind::Literal(Cow::Borrowed(self.slice(start, self.at)));
            parts.push(TemplatePart { span: self.since(start), kind });
            return;
        }
        for piece in self.places.pieces(start..self.at) {
            let span = self.span(piece.start, piece.end);
            let text = self.slice(piece.start, piece.end);
            parts.push(TemplatePart { span, kind: TemplatePartKind::Literal(Cow::Borrowed(text)) });
        }
    }

    /// What a backslash begins.
    fn escape(&mut self, parts: &mut Vec<TemplatePart<'s>>) {
        let start = self.at;
        if let Some((text, len)) = self.escaped(start + 1) {
            self.at = start + 1 + len;
            let kind = TemplatePartKind::Literal(text);
            parts.push(TemplatePart { span: self.since(start), kind });
            return;
        }
        // The line may end after it.
        let next = self.slice(start + 1, self.end).chars().next().filter(|c| *c != '\n');
        self.at = start + 1 + next.map_or(0, char::len_utf8);
        let found = TextExcerpt::of(self.slice(start, self.at));
        self.report(self.since(start), HclFault::UnknownEscape(found));
        self.push_literal(start, parts);
    }

    /// The text of the escape whose backslash is before an offset, and how long the rest of it is.
    fn escaped(&self, at: usize) -> Option<(Cow<'s, str>, usize)> {
        let text = match self.byte(at)? {
            b'n' => "\n",
            b'r' => "\r",
            b't' => "\t",
            b'"' => "\"",
            b'\\' => "\\",
            b'u' => return Some((self.code_point(at + 1, 4)?, 5)),
            b'U' => return Some((self.code_point(at + 1, 8)?, 9)),
            _ => return None,
        };
        Some((Cow::Borrowed(text), 1))
    }

    fn code_point(&self, start: usize, digits: usize) -> Option<Cow<'s, str>> {
        let text = self.text.get(start..start + digits)?;
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let character = char::from_u32(u32::from_str_radix(text, 16).ok()?)?;
        Some(Cow::Owned(character.to_string()))
    }
}
