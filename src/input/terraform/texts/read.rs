//! Reads a text that is put together, and moves what is read to where it is written.

use super::TextSyntax;
use super::placed::{PlacedPiece, PlacedText};
use crate::base::source::Span;
use crate::base::text::{Placeholder, Text};
use crate::input::terraform::eval::text_value;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::syntax::{Entry, Map, Node, SyntaxDiagnostic, Value, json, yaml};
use std::borrow::Cow;

/// The document in a text; none where there is none. What is wrong with it is reported.
pub(super) fn read<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    text: &PlacedText<'t>,
    syntax: TextSyntax,
) -> Option<Node<'t>> {
    let mut read = match syntax {
        TextSyntax::Json => json::read(text.text()),
        TextSyntax::Yaml => yaml::read(text.text()),
    };
    for problem in read.problems {
        evaluator.report(moved(problem, text));
    }
    let document = (!read.documents.is_empty()).then(|| read.documents.swap_remove(0))?;
    Some(DocumentMover { evaluator, text }.node(document))
}

/// A problem, where it is written.
fn moved(problem: SyntaxDiagnostic, text: &PlacedText<'_>) -> SyntaxDiagnostic {
    let mut problem = problem;
    for label in problem.primary.iter_mut().chain(&mut problem.related) {
        label.span = text.place(label.span);
    }
    problem
}

/// A value in place of a placeholder: what `jsonencode` gives is what it is given.
fn in_place<'t>(value: &Node<'t>, span: Span) -> Node<'t> {
    match &value.value {
        Value::Tagged(_, inner) => (**inner).clone(),
        Value::List(_) | Value::Map(_) => value.clone(),
        other => Node { span, value: other.clone() },
    }
}

/// Moves what is read to where it is written, and puts the values in their places.
struct DocumentMover<'e, 'a, 't> {
    evaluator: &'e ModuleEvaluator<'a, 't>,
    text: &'e PlacedText<'t>,
}

impl<'t> DocumentMover<'_, '_, 't> {
    fn place(&self, span: Span) -> Span {
        self.text.place(span)
    }

    fn node(&self, node: Node<'_>) -> Node<'t> {
        let span = self.place(node.span);
        let value = match node.value {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(number) => Value::Number(Cow::Owned(number.into_owned())),
            Value::String(text) => self.string(&text),
            Value::Text(text) => Value::Text(text.into_owned()),
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            Value::Map(map) => Value::Map(self.map(map)),
            Value::Placeholder(open) => {
                let written = open.to_string();
                if let Some(value) = self.text.value_of(&written) {
                    return in_place(value, span);
                }
                let shown = self.text.shown(&written);
                let name = format!("{shown} at {}", span.start);
                let (kind, shown, name) = (open.kind(), Cow::Owned(shown), Cow::Owned(name));
                Value::Placeholder(Placeholder::new(kind, shown, name))
            }
            Value::Alias(target) => return self.node((*target).clone()),
            Value::Tagged(_, inner) => return self.node(*inner),
        };
        Node { span, value }
    }

    fn string(&self, text: &str) -> Value<'t> {
        let mut whole = Text::default();
        let pieces = self.text.pieces(text);
        if let [PlacedPiece::Text(text)] = pieces.as_slice() {
            return Value::String(Cow::Owned((*text).to_owned()));
        }
        for piece in pieces {
            match piece {
                PlacedPiece::Text(text) => whole.push_copy(text),
                PlacedPiece::Value(value) => self.evaluator.add_value(&mut whole, value),
            }
        }
        text_value(whole)
    }

    /// The members. One whose key is open may be any.
    fn map(&self, map: Map<'_>) -> Map<'t> {
        let mut open = map.open.map(|span| self.place(span));
        let mut entries = Vec::with_capacity(map.entries.len());
        for Entry { key, key_span, value } in map.entries {
            let key_span = self.place(key_span);
            match self.string(&key) {
                Value::String(key) => {
                    entries.push(Entry { key, key_span, value: self.node(value) });
                }
                _ => open = open.or(Some(key_span)),
            }
        }
        Map { entries, open }
    }
}
