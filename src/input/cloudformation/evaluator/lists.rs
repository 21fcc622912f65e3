//! `Join`, `Select`, `Split` and `Length`: texts and lists.

use super::super::function::{Call, Name};
use super::super::placeholders::{
    LONGEST_TEXT, as_text, describe, of_function, parameters_in, size, with_references,
};
use super::{Evaluator, attributes};
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::input::unit_fault::TemplateFault;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    pub(super) fn join(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [delimiter, list] = call.items() else { return Some(self.open_call(call)) };
        let (delimiter, list) = (self.literal(delimiter), self.resolve(list)?);
        let (Some(delimiter), Some(items)) = (delimiter, list.as_list()) else {
            return Some(self.open_call(call));
        };
        // An item that may be nothing takes its delimiter with it.
        let is_open = |item: &Node<'_>| matches!(item.value, Value::Placeholder(_));
        if !delimiter.is_empty() && items.iter().any(is_open) {
            return Some(self.open_call(call));
        }
        let mut text = Text::default();
        let mut len = 0;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push_literal(Cow::Owned(delimiter.clone()));
            }
            let item = as_text(item).unwrap_or_else(|| {
                Text::placeholder(of_function(describe(item), parameters_in([item])))
            });
            len += size(&item) + delimiter.len();
            if len > LONGEST_TEXT {
                return Some(self.open_call(call));
            }
            text.push_text(&item);
        }
        Some(Node { span: call.span, value: Value::Text(with_references(text)) })
    }

    pub(super) fn select(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [index, list] = call.items() else { return Some(self.open_call(call)) };
        let index = self.literal(index).and_then(|index| index.parse::<usize>().ok());
        if let Some(text) = index.and_then(|index| self.part(list, index)) {
            return Some(Node { span: call.span, value: Value::Text(text) });
        }
        let is_literal = list.as_list().is_some();
        let list = self.resolve(list)?;
        let (Some(index), Some(items)) = (index, list.as_list()) else {
            return Some(self.open_call(call));
        };
        // An item that may be nothing moves those after it.
        let is_open = |item: &Node<'_>| matches!(item.value, Value::Placeholder(_));
        if items.iter().take(index).any(is_open) {
            return Some(self.open_call(call));
        }
        if let Some(item) = items.get(index) {
            return Some(Node { span: call.span, value: item.value.clone() });
        }
        // A list that a parameter or a mapping gives may be longer where it is deployed.
        if is_literal && !items.iter().any(is_open) {
            let length = items.len();
            self.report(TemplateFault::SelectBeyondEnd { index, length }.at(call.span));
        }
        Some(self.open_call(call))
    }

    pub(super) fn split(&self, call: Call<'t, 't>) -> Node<'t> {
        match self.parts(call) {
            Some((parts, true)) => {
                let item = |text: Text<'t>| Node { span: call.span, value: Value::Text(text) };
                Node { span: call.span, value: Value::List(parts.into_iter().map(item).collect()) }
            }
            _ => self.open_call(call),
        }
    }

    pub(super) fn length(&self, call: Call<'t, 't>) -> Node<'t> {
        let list = self.resolve(call.argument);
        let items = list.as_ref().and_then(Node::as_list);
        let is_open = |item: &Node<'_>| matches!(item.value, Value::Placeholder(_));
        match items.filter(|items| !items.iter().any(is_open)) {
            Some(items) => {
                let length = Text::literal(items.len().to_string());
                Node { span: call.span, value: Value::Text(length) }
            }
            None => self.open_call(call),
        }
    }

    /// One part of a `Split`, where it ends before the first placeholder.
    fn part(&self, list: &'t Node<'t>, index: usize) -> Option<Text<'t>> {
        let call = Call::read(list).filter(|call| call.name == Name::Split)?;
        self.parts(call)?.0.into_iter().nth(index)
    }

    /// The parts of a `Split`, and whether they are all: a placeholder may contain the delimiter too, so that only those
    /// before it are certain.
    fn parts(&self, call: Call<'t, 't>) -> Option<(Vec<Text<'t>>, bool)> {
        let [delimiter, text] = call.items() else { return None };
        let delimiter = self.literal(delimiter).filter(|it| !it.is_empty())?;
        let text = self.text(text)?;
        let cut = |whole: &str| -> Vec<_> {
            whole.split(&delimiter).map(|part| Text::literal(part.to_owned())).collect()
        };
        if let Some(whole) = text.as_literal() {
            return Some((cut(whole), true));
        }
        if delimiter == ":" && text.placeholders().all(|it| self.holds_no_colon(it)) {
            return Some((text.split(':', usize::MAX), true));
        }
        let Some(Piece::Literal(before)) = text.pieces().first() else { return None };
        let mut parts = cut(before);
        parts.pop();
        Some((parts, false))
    }

    /// Whether what a placeholder stands for has no colon: an account, a Region, or the name of a resource.
    fn holds_no_colon(&self, placeholder: &Placeholder<'t>) -> bool {
        let name = placeholder.name();
        match placeholder.kind() {
            PlaceholderKind::PseudoParameter => matches!(name, "AWS::Region" | "AWS::AccountId"),
            PlaceholderKind::GeneratedName => true,
            PlaceholderKind::Reference => {
                let resource = name.strip_suffix(".Name").unwrap_or(name);
                self.template.resource(resource).is_some_and(attributes::is_known_by_name)
            }
            _ => false,
        }
    }

    /// A value as text without placeholders.
    fn literal(&self, node: &'t Node<'t>) -> Option<String> {
        self.text(node)?.as_literal().map(str::to_owned)
    }
}
