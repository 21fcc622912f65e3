//! Strings: text with expressions, conditions and loops.

use super::super::evaluator::ModuleEvaluator;
use super::super::open;
use super::super::scope::ExpressionScope;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::hcl::{TemplateFor, TemplateIf, TemplatePart, TemplatePartKind};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// A string; where it is one expression and nothing else, that value, whatever it is.
    pub(in super::super) fn template(
        &self,
        parts: &[TemplatePart<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
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

    fn add_parts(
        &self,
        text: &mut Text<'t>,
        parts: &[TemplatePart<'t>],
        scope: ExpressionScope<'_, 't>,
    ) {
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
                    Truth::Unknown => self.add_either(text, condition, scope),
                },
                TemplatePartKind::For(repetition) => {
                    self.add_repetition(text, repetition, part.span, scope);
                }
            }
        }
    }

    /// Adds a placeholder for what is one of two texts.
    fn add_either(
        &self,
        text: &mut Text<'t>,
        condition: &TemplateIf<'t>,
        scope: ExpressionScope<'_, 't>,
    ) {
        let alternative = |parts: &[TemplatePart<'t>]| {
            let mut own = Text::default();
            self.add_parts(&mut own, parts, scope);
            Node { span: condition.condition.span, value: text_value(own) }
        };
        let (then, otherwise) = (alternative(&condition.then), alternative(&condition.otherwise));
        let asked = self.configuration.slice(condition.condition.span);
        text.push_placeholder(open::made_of(&[&then, &otherwise], |part| {
            format!("{asked} ? {} : {}", part(&then), part(&otherwise))
        }));
    }

    /// Adds the body of a loop for each item; a placeholder where what is gone through is open.
    fn add_repetition(
        &self,
        text: &mut Text<'t>,
        repetition: &TemplateFor<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) {
        let collection = self.evaluate(&repetition.collection, scope);
        let names = (repetition.key, repetition.item);
        let mut whole = Text::default();
        let mut has_rest = false;
        let is_known = self.for_each_item(&collection, names, scope, &mut |scope, is_certain| {
            has_rest |= !is_certain;
            self.add_parts(&mut whole, &repetition.body, scope);
        });
        if is_known && !has_rest {
            text.push_text(&whole);
            return;
        }
        let written = self.written_in_a_line(span);
        let write =
            |part: &dyn Fn(&Node<'t>) -> String| format!("{written} of {}", part(&collection));
        text.push_placeholder(open::made_of(&[&collection], write));
    }

    /// Adds a value to a text, as Terraform puts it there: what has no text is refused.
    pub(in super::super) fn add_value(&self, text: &mut Text<'t>, value: &Node<'t>) {
        match self.text_of(value) {
            Some(more) if self.has_room(more.source_len()) => text.push_text(&more),
            Some(_) => {}
            None => text.push_placeholder(open::failure_of(&[value], |part| part(value))),
        }
    }
}

/// Text without a placeholder is a string like any other, and a placeholder alone one.
pub(in super::super) fn text_value(text: Text<'_>) -> Value<'_> {
    if let Some(placeholder) = text.as_placeholder() {
        return Value::Placeholder(placeholder.clone());
    }
    match text.into_literal() {
        Ok(literal) => Value::String(literal),
        Err(text) => Value::Text(text),
    }
}
