//! Strings: text with expressions, conditions and loops.

use super::super::evaluator::Evaluator;
use super::super::json_text;
use super::super::open;
use super::super::scope::Scope;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::hcl::{TemplateFor, TemplatePart, TemplatePartKind};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    /// A string; where it is one expression and nothing else, that value, whatever it is.
    pub(in super::super) fn template(
        &self,
        parts: &[TemplatePart<'t>],
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        match parts {
            [] => Node { span, value: Value::String(Cow::Borrowed("")) },
            [TemplatePart { kind: TemplatePartKind::Literal(text), .. }] => {
                Node { span, value: Value::String(text.clone()) }
            }
            [TemplatePart { kind: TemplatePartKind::Interpolation(only), .. }] => {
                let value = self.evaluate(only, scope);
                super::placed(value, span)
            }
            parts => {
                let mut text = Text::default();
                self.add_parts(&mut text, parts, scope);
                Node { span, value: text_value(text) }
            }
        }
    }

    fn add_parts(&self, text: &mut Text<'t>, parts: &[TemplatePart<'t>], scope: Scope<'_, 't>) {
        for part in parts {
            match &part.kind {
                TemplatePartKind::Literal(literal) => {
                    if self.has_room(literal.len()) {
                        text.push_literal(literal.clone());
                    }
                }
                TemplatePartKind::Interpolation(expression) => {
                    let value = self.evaluate(expression, scope);
                    self.add_value(text, &value);
                }
                TemplatePartKind::If(condition) => match self.holds(&condition.condition, scope) {
                    Truth::True => self.add_parts(text, &condition.then, scope),
                    Truth::False => self.add_parts(text, &condition.otherwise, scope),
                    Truth::Unknown => self.add_open(text, part.span),
                },
                TemplatePartKind::For(repetition) => {
                    if !self.add_repetition(text, repetition, scope) {
                        self.add_open(text, part.span);
                    }
                }
            }
        }
    }

    /// Adds the body of a loop for each item; not where what is gone through is open.
    fn add_repetition(
        &self,
        text: &mut Text<'t>,
        repetition: &TemplateFor<'t>,
        scope: Scope<'_, 't>,
    ) -> bool {
        let collection = self.evaluate(&repetition.collection, scope);
        let names = (repetition.key, repetition.item);
        self.for_each_item(&collection, names, scope, &mut |scope, _| {
            self.add_parts(text, &repetition.body, scope);
        })
    }

    /// Adds a placeholder for a part of which it is not known what it is.
    fn add_open(&self, text: &mut Text<'t>, span: Span) {
        let Node { value: Value::Placeholder(placeholder), .. } = self.beyond_limits(span) else {
            return;
        };
        text.push_placeholder(placeholder);
    }

    /// Adds a value to a text, as Terraform puts it there.
    pub(in super::super) fn add_value(&self, text: &mut Text<'t>, value: &Node<'t>) {
        match &value.value {
            Value::Text(more) => {
                let len = |it: &crate::base::text::Piece<'_>| match it {
                    crate::base::text::Piece::Literal(run) => run.len(),
                    crate::base::text::Piece::Placeholder(it) => it.source_len(),
                };
                if self.has_room(more.pieces().iter().map(len).sum()) {
                    text.push_text(more);
                }
            }
            Value::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
            Value::String(literal) if self.has_room(literal.len()) => {
                text.push_literal(literal.clone());
            }
            Value::Number(_) | Value::Bool(_) => {
                text.push_copy(value.as_scalar().unwrap_or_default());
            }
            Value::Tagged(_, inner) => json_text::write(inner, text),
            _ => {
                let write = |part: &dyn Fn(&Node<'t>) -> String| part(value);
                text.push_placeholder(open::made_of(&[value], write));
            }
        }
    }
}

/// Text without a placeholder is a string like any other, and a placeholder alone one.
pub(in super::super) fn text_value(text: Text<'_>) -> Value<'_> {
    if let Some(placeholder) = text.as_placeholder() {
        return Value::Placeholder(placeholder.clone());
    }
    match text.as_literal() {
        Some(literal) => Value::String(Cow::Owned(literal.to_owned())),
        None => Value::Text(text),
    }
}
