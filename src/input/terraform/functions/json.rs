//! `jsonencode` and `jsondecode`.

use crate::base::source::Span;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::json_text::ENCODED;
use crate::input::terraform::scope::ExpressionScope;
use crate::syntax::hcl::FunctionCall;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a function of JSON gives; none if it is another function, or that is open.
    pub(super) fn json_call(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        match (call.name, call.arguments.as_slice()) {
            ("jsonencode", [value]) => {
                let value = self.evaluate(value, scope);
                let span = value.span;
                let encoded = Value::Tagged(Cow::Borrowed(ENCODED), Box::new(value));
                Some(Node { span, value: encoded })
            }
            ("jsondecode", [text]) => {
                let document = self.document(text, scope);
                let is_open = matches!(document.value, Value::Placeholder(_));
                let span = if document.span.is_empty() { span } else { document.span };
                (!is_open).then_some(Node { span, ..document })
            }
            _ => None,
        }
    }
}
