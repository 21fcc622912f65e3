//! What a function is given, as the types that it takes.

use super::super::evaluator::ModuleEvaluator;
use super::super::numbers::number;
use super::super::open::{self, is_rest};
use crate::base::source::Span;
use crate::base::text::Text;
use crate::syntax::{Map, Node, Value};
use std::borrow::Cow;

/// The arguments of a call.
pub(super) struct FunctionArguments<'c, 'a, 't> {
    pub(super) ev: &'c ModuleEvaluator<'a, 't>,
    pub(super) all: &'c [Node<'t>],
    /// Where the call is.
    pub(super) span: Span,
}

/// Why a function gives no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsettled {
    /// What decides is open.
    Open,
    /// Terraform refuses the call: `try` goes on.
    Fails,
}

impl Unsettled {
    /// A placeholder for a call of which nothing more is known, or that fails.
    pub(super) fn value_of<'t>(self, name: &str, arguments: &[Node<'t>], span: Span) -> Node<'t> {
        let parts: Vec<_> = arguments.iter().collect();
        let write = |part: &dyn Fn(&Node<'t>) -> String| {
            let arguments: Vec<_> = arguments.iter().map(part).collect();
            format!("{name}({})", arguments.join(", "))
        };
        let placeholder = match self {
            Self::Open => open::made_of(&parts, write),
            Self::Fails => open::failure_of(&parts, write),
        };
        Node { span, value: Value::Placeholder(placeholder) }
    }
}

/// What a function gives.
pub(super) type FunctionResult<'t> = Result<Node<'t>, Unsettled>;

/// Something that a value may be or not.
type Taken<T> = Result<T, Unsettled>;

impl<'c, 't> FunctionArguments<'c, '_, 't> {
    /// The value that a function gives.
    #[expect(clippy::unnecessary_wraps, reason = "it is what a function returns")]
    pub(super) fn give(&self, value: Value<'t>) -> FunctionResult<'t> {
        Ok(Node { span: self.span, value })
    }

    /// The text that a function gives.
    pub(super) fn give_text(&self, text: impl Into<String>) -> FunctionResult<'t> {
        let text = text.into();
        if !self.ev.has_room(text.len()) {
            return Err(Unsettled::Open);
        }
        self.give(Value::String(Cow::Owned(text)))
    }

    /// The items that a function gives.
    pub(super) fn give_list(&self, items: Vec<Node<'t>>) -> FunctionResult<'t> {
        self.give(Value::List(items))
    }

    /// The argument at an index.
    pub(super) fn get(&self, index: usize) -> Taken<&'c Node<'t>> {
        let found = self.all.get(index).ok_or(Unsettled::Fails)?;
        if is_rest(found) { Err(Unsettled::Open) } else { Ok(found) }
    }

    /// The argument that may be omitted.
    pub(super) fn optional(&self, index: usize) -> Taken<Option<&'c Node<'t>>> {
        if index < self.all.len() { self.get(index).map(Some) } else { Ok(None) }
    }

    /// A list, which may have an open rest.
    pub(super) fn list(&self, index: usize) -> Taken<&'c [Node<'t>]> {
        list(self.get(index)?)
    }

    /// A list of which it is known how many items it has.
    pub(super) fn closed_list(&self, index: usize) -> Taken<&'c [Node<'t>]> {
        closed_list(self.get(index)?)
    }

    /// An object, which may have more members than are known.
    pub(super) fn map(&self, index: usize) -> Taken<&'c Map<'t>> {
        match &self.get(index)?.value {
            Value::Map(map) => Ok(map),
            Value::Placeholder(_) => Err(Unsettled::Open),
            _ => Err(Unsettled::Fails),
        }
    }

    /// A text, which may have placeholders: what its parts are counts, and not which resource they are of.
    pub(super) fn text(&self, index: usize) -> Taken<Text<'t>> {
        Ok(self.ev.with_attributes(self.text_of(self.get(index)?)?))
    }

    /// A text without placeholders.
    pub(super) fn literal(&self, index: usize) -> Taken<String> {
        literal(&self.text(index)?)
    }

    /// A number.
    pub(super) fn number(&self, index: usize) -> Taken<f64> {
        number_of(self.get(index)?)
    }

    /// A number without a fraction.
    pub(super) fn whole(&self, index: usize) -> Taken<i64> {
        whole(self.number(index)?)
    }

    /// A number that counts something.
    pub(super) fn count(&self, index: usize) -> Taken<usize> {
        usize::try_from(self.whole(index)?).map_err(|_| Unsettled::Fails)
    }

    /// The text of a value, which may have placeholders.
    pub(super) fn text_of(&self, node: &Node<'t>) -> Taken<Text<'t>> {
        if is_rest(node) {
            return Err(Unsettled::Open);
        }
        self.ev.text_of(node).ok_or(Unsettled::Fails)
    }
}

/// The items of a value, of which there may be more.
pub(super) fn list<'n, 't>(node: &'n Node<'t>) -> Taken<&'n [Node<'t>]> {
    match &node.value {
        Value::List(items) => Ok(items),
        Value::Placeholder(_) => Err(Unsettled::Open),
        _ => Err(Unsettled::Fails),
    }
}

/// The items of a value, which are all.
pub(super) fn closed_list<'n, 't>(node: &'n Node<'t>) -> Taken<&'n [Node<'t>]> {
    let items = list(node)?;
    if items.iter().any(is_rest) { Err(Unsettled::Open) } else { Ok(items) }
}

/// A text without placeholders.
pub(super) fn literal(text: &Text<'_>) -> Taken<String> {
    text.as_literal().map(str::to_owned).ok_or(Unsettled::Open)
}

/// The number that a value is.
pub(super) fn number_of(node: &Node<'_>) -> Taken<f64> {
    match &node.value {
        Value::Placeholder(_) | Value::Text(_) => Err(Unsettled::Open),
        _ => number(node).ok_or(Unsettled::Fails),
    }
}

/// A number without a fraction.
pub(super) fn whole(number: f64) -> Taken<i64> {
    if number.fract() != 0.0 || number.abs() > 9e15 {
        return Err(Unsettled::Fails);
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the range")]
    Ok(number as i64)
}
