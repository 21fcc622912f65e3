//! The text of a value: what strings are made of, and what functions of strings read.

use super::conversion::number_text;
use super::evaluator::ModuleEvaluator;
use super::json_text;
use super::open;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};

impl<'t> ModuleEvaluator<'_, 't> {
    /// The text of a value, with what is open as placeholders; none where it is a collection or null.
    pub(super) fn text_of(&self, node: &Node<'t>) -> Option<Text<'t>> {
        Some(match &node.value {
            Value::String(literal) => Text::literal(literal.clone()),
            Value::Number(written) => Text::literal(number_text(written)),
            Value::Bool(value) => Text::literal(if *value { "true" } else { "false" }),
            Value::Text(text) => text.clone(),
            Value::Placeholder(placeholder) => Text::placeholder(placeholder.clone()),
            Value::Tagged(_, inner) if !self.has_room(open::weight(inner)) => {
                Text::placeholder(open::others(node.span))
            }
            Value::Tagged(_, inner) => {
                let mut text = Text::default();
                json_text::write(inner, &mut text);
                text
            }
            Value::Null | Value::List(_) | Value::Map(_) => return None,
            Value::Alias(target) => return self.text_of(target),
        })
    }

    /// Whether a value is an empty string. What a resource makes is not.
    pub(super) fn is_empty_text(&self, node: &Node<'t>) -> Truth {
        let empty = Node { span: node.span, value: Value::String("".into()) };
        self.equal(node, &empty)
    }
}
