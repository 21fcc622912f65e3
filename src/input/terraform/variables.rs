//! The values of variables: what the command line gives, and what a declared type makes of a value.

use super::module::Layers;
use crate::base::source::Span;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// The value that a text of the command line stands for.
pub(super) fn from_text<'t>(text: &str) -> Node<'t> {
    let value = match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        text => Value::String(Cow::Owned(text.to_owned())),
    };
    Node { span: Span::default(), value }
}

/// The value as the type of its variable has it.
pub(super) fn converted<'t>(_declared: Option<&Layers<'t>>, value: Node<'t>) -> Node<'t> {
    value
}
