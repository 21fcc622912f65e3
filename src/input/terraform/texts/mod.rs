//! Texts in which a document is written: heredocs, strings, templates and other files, read where they stand.

mod compose;
mod placed;
mod read;
#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails loudly"
)]
mod tests;

pub(super) use compose::with_variables;

use super::evaluator::ModuleEvaluator;
use super::scope::ExpressionScope;
use crate::syntax::hcl::Expression;
use crate::syntax::{Node, Value};
use compose::TextComposer;

/// What a text is read as.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextSyntax {
    Json,
    Yaml,
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// The document that is in the text of an expression, each part of it where it is written: what `jsonencode` is
    /// given, or what is read of a text. What is wrong with that is reported.
    pub(super) fn document(
        &self,
        expression: &Expression<'t>,
        syntax: TextSyntax,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let mut composer = TextComposer::new(self);
        composer.add_expression(expression, scope, expression.span);
        let text = composer.finish();
        let text = match text.into_value() {
            Ok(Node { value: Value::Tagged(_, inner), .. }) => return *inner,
            Ok(value) => return value,
            Err(text) => text,
        };
        let read = read::read(self, &text, syntax);
        read.unwrap_or_else(|| self.beyond_limits(expression.span))
    }
}
