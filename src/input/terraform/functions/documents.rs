//! What texts of JSON and YAML are made of: `jsonencode`, `jsondecode`, `yamldecode`.

use crate::base::source::Span;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::json_text::ENCODED;
use crate::input::terraform::scope::ExpressionScope;
use crate::input::terraform::texts::TextSyntax;
use crate::syntax::hcl::{Expression, FunctionCall};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a function of documents gives; none if it is another function, or that is open.
    pub(super) fn document_call(
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
            ("jsondecode", [text]) => self.decoded(text, TextSyntax::Json, span, scope),
            ("yamldecode", [text]) => self.decoded(text, TextSyntax::Yaml, span, scope),
            _ => None,
        }
    }

    fn decoded(
        &self,
        text: &Expression<'t>,
        syntax: TextSyntax,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        let document = self.document(text, syntax, scope);
        let is_open = matches!(document.value, Value::Placeholder(_));
        let span = if document.span.is_empty() { span } else { document.span };
        (!is_open).then_some(Node { span, ..document })
    }
}
