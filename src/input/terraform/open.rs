//! Values that the source leaves open, as placeholders: how they are written, and what tells one from another.

use super::reads::{part_that_is, parts_in};
use crate::base::source::Span;
use crate::base::text::{
    Composition, ParameterPart, Piece, Placeholder, PlaceholderKind, Text, bounded,
};
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How many values in a value are described.
const MOST_NODES: usize = 512;

/// A placeholder for what an expression names: `inner` is as Terraform writes it, `name` is unique among all modules.
pub(super) fn named<'t>(kind: PlaceholderKind, inner: &str, name: String) -> Placeholder<'t> {
    written(kind, format!("${{{inner}}}"), name)
}

/// A placeholder for what Terraform has no expression for.
pub(super) fn written<'t>(kind: PlaceholderKind, shown: String, name: String) -> Placeholder<'t> {
    Placeholder::new(kind, Cow::Owned(shown), Cow::Owned(name))
}

/// A placeholder for what is made of other values, some of which are open: `write` writes it with what each of them
/// is called.
pub(super) fn made_of<'t>(
    parts: &[&Node<'t>],
    write: impl Fn(&dyn Fn(&Node<'t>) -> String) -> String,
) -> Placeholder<'t> {
    let fails = parts.iter().any(|part| is_failure(part));
    let kind = if fails { PlaceholderKind::InvalidValue } else { PlaceholderKind::Function };
    composed(kind, parts, write)
}

/// A placeholder for what Terraform refuses to make of other values.
pub(super) fn failure_of<'t>(
    parts: &[&Node<'t>],
    write: impl Fn(&dyn Fn(&Node<'t>) -> String) -> String,
) -> Placeholder<'t> {
    composed(PlaceholderKind::InvalidValue, parts, write)
}

/// The same placeholder, shown in other words.
pub(super) fn shown_as<'t>(open: &Placeholder<'t>, inner: &str) -> Placeholder<'t> {
    let composition = Composition { condition: None, parameters: parts_of(open) };
    let shown = format!("${{{}}}", bounded(inner.to_owned()));
    Placeholder::composed(open.kind(), shown, open.name().to_owned(), composition)
}

fn composed<'t>(
    kind: PlaceholderKind,
    parts: &[&Node<'t>],
    write: impl Fn(&dyn Fn(&Node<'t>) -> String) -> String,
) -> Placeholder<'t> {
    let shown = bounded(write(&shown));
    let name = bounded(write(&identity));
    let composition = Composition { condition: None, parameters: parts_in(parts.iter().copied()) };
    Placeholder::composed(kind, format!("${{{shown}}}"), name, composition)
}

/// The same placeholder, for what reads other parts of variables than it is made of.
pub(super) fn reading<'t>(
    open: &Placeholder<'t>,
    parameters: Vec<ParameterPart>,
) -> Placeholder<'t> {
    let composition = Composition { condition: None, parameters };
    Placeholder::composed(open.kind(), open.to_string(), open.name().to_owned(), composition)
}

/// The same value, if it is open, for what goes on where a part of a variable is not there: `try`, `can`.
pub(super) fn going_on(mut node: Node<'_>) -> Node<'_> {
    if let Value::Placeholder(open) = &node.value {
        let mut parts = parts_in(std::iter::once(&node));
        for part in &mut parts {
            part.is_there = false;
        }
        node.value = Value::Placeholder(reading(open, parts));
    }
    node
}

/// A placeholder for the part of what another one stands for that a key or an index leads to: `step` is as it is
/// written, `.name` or `[0]`.
pub(super) fn part_of<'t>(whole: &Placeholder<'t>, key: &str, step: &str) -> Placeholder<'t> {
    let shown = bounded(format!("{}{step}", inner(whole)));
    if let Some(part) = part_that_is(whole).map(|it| it.part(key)) {
        let name = bounded(part.name());
        let composition = Composition { condition: None, parameters: vec![part] };
        let kind = PlaceholderKind::Function;
        return Placeholder::composed(kind, format!("${{{shown}}}"), name, composition);
    }
    let name = bounded(format!("{}{step}", whole.name()));
    if whole.kind() == PlaceholderKind::Function {
        let composition = Composition { condition: None, parameters: parts_of(whole) };
        let kind = PlaceholderKind::Function;
        return Placeholder::composed(kind, format!("${{{shown}}}"), name, composition);
    }
    named(whole.kind(), &shown, name)
}

/// Whether a placeholder stands for a variable or for what is made of values: it is called by what it is made of, and
/// nothing looks it up.
pub(super) fn is_expression(open: &Placeholder<'_>) -> bool {
    matches!(open.kind(), PlaceholderKind::Variable | PlaceholderKind::Function)
}

/// What an expression reads of the variables in it.
fn parts_of(open: &Placeholder<'_>) -> Vec<ParameterPart> {
    let node = Node { span: Span::default(), value: Value::Placeholder(open.clone()) };
    parts_in(std::iter::once(&node))
}

/// The expression of a placeholder, without what encloses it in a text.
pub(super) fn inner<'p>(placeholder: &'p Placeholder<'_>) -> Cow<'p, str> {
    use PlaceholderKind::{
        Function, GeneratedName, InvalidValue, KnownAfterApply, Reference, Variable,
    };
    let written = placeholder.to_string();
    // Those of this file are an expression between these; others are as the source has them.
    let (opening, closing) = ("${".len(), "}".len());
    let kind = placeholder.kind();
    let is_expression = matches!(
        kind,
        Function | GeneratedName | InvalidValue | KnownAfterApply | Reference | Variable
    );
    let bare = written.get(opening..written.len().saturating_sub(closing));
    Cow::Owned(bare.filter(|_| is_expression).unwrap_or(&written).to_owned())
}

/// A value as text, with what is open in it; none if it has parts.
pub(super) fn text_of<'t>(node: &Node<'t>) -> Option<Text<'t>> {
    match &node.value {
        Value::String(text) => Some(Text::literal(text.clone())),
        Value::Text(text) => Some(text.clone()),
        Value::Placeholder(open) => Some(Text::placeholder(open.clone())),
        Value::Number(_) | Value::Bool(_) => Some(Text::literal(node.as_scalar()?.to_owned())),
        _ => None,
    }
}

/// The item of a list that stands for any number of items.
pub(super) fn any_number_of<'t>(value: &Node<'t>) -> Node<'t> {
    if is_rest(value) {
        return value.clone();
    }
    let write = |part: &dyn Fn(&Node<'t>) -> String| format!("...{}", part(value));
    let rest = made_of(&[value], write);
    Node { span: value.span, value: Value::Placeholder(rest) }
}

/// Whether an item of a list stands for any number of items.
pub(super) fn is_rest(item: &Node<'_>) -> bool {
    matches!(&item.value, Value::Placeholder(it) if it.name().starts_with("..."))
}

/// A placeholder for the members of an object that are not known, because of what is at a place.
pub(super) fn others<'t>(span: Span) -> Placeholder<'t> {
    let name = format!("members of what is at {}", span.start);
    let composition = Composition::default();
    Placeholder::composed(PlaceholderKind::Function, "${...}".to_owned(), name, composition)
}

/// Whether Terraform refuses an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fallibility {
    /// It does not.
    Works,
    /// It depends on what is open.
    MayFail,
    /// It does.
    Fails,
}

/// Whether Terraform refuses to evaluate what has led to a value. It takes a variable and an attribute of a resource as
/// they are, and may refuse what is made of them.
pub(super) fn fallibility(node: &Node<'_>) -> Fallibility {
    let of = |placeholder: &Placeholder<'_>| match placeholder.kind() {
        PlaceholderKind::InvalidValue => Fallibility::Fails,
        PlaceholderKind::Function | PlaceholderKind::Lost => Fallibility::MayFail,
        _ => Fallibility::Works,
    };
    let worst = match &node.value {
        Value::Placeholder(placeholder) => Some(of(placeholder)),
        Value::Text(text) => text.placeholders().map(of).max(),
        Value::List(items) => items.iter().map(fallibility).max(),
        Value::Map(map) => {
            let open = map.open.map(|_| Fallibility::MayFail);
            map.entries.iter().map(|it| fallibility(&it.value)).chain(open).max()
        }
        Value::Tagged(_, inner) => Some(fallibility(inner)),
        _ => None,
    };
    worst.unwrap_or(Fallibility::Works)
}

/// Whether a value stands for an expression that Terraform refuses, at a glance: not in the items of a list.
pub(super) fn is_failure(node: &Node<'_>) -> bool {
    let fails = |it: &Placeholder<'_>| it.kind() == PlaceholderKind::InvalidValue;
    match &node.value {
        Value::Placeholder(placeholder) => fails(placeholder),
        Value::Text(text) => text.placeholders().any(fails),
        _ => false,
    }
}

/// Whether a value certainly is one: what a resource makes is, also where it is open.
pub(super) fn is_one(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Placeholder(open) => open.kind() == PlaceholderKind::KnownAfterApply,
        _ => is_known(node),
    }
}

/// Whether nothing of a value is open.
pub(super) fn is_known(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Placeholder(_) => false,
        Value::Text(text) => !text.has_placeholders(),
        Value::List(items) => items.iter().all(is_known),
        Value::Map(map) => map.open.is_none() && map.entries.iter().all(|it| is_known(&it.value)),
        Value::Tagged(_, inner) => is_known(inner),
        _ => true,
    }
}

/// A value in one line, as Terraform writes it.
pub(super) fn shown(node: &Node<'_>) -> String {
    let placeholder = |it: &Placeholder<'_>| inner(it).into_owned();
    let text = |text: &Text<'_>| match text.as_literal() {
        Some(literal) => format!("{:?}", bounded(literal.to_owned())),
        None => format!("\"{text}\""),
    };
    Description { placeholder: &placeholder, text: &text }.of(node, &mut { MOST_NODES })
}

/// A value in one line: two that have the same are the same.
pub(super) fn identity(node: &Node<'_>) -> String {
    let placeholder = |it: &Placeholder<'_>| it.name().to_owned();
    let text = |text: &Text<'_>| {
        let mut whole = String::from("\"");
        for piece in text.pieces() {
            match piece {
                Piece::Literal(run) => whole.push_str(run),
                Piece::Placeholder(it) => {
                    let _ = write!(whole, "${{{}}}", it.name());
                }
            }
        }
        whole.push('"');
        bounded(whole)
    };
    Description { placeholder: &placeholder, text: &text }.of(node, &mut { MOST_NODES })
}

/// What tells the question whether two values are the same from others, whichever is written first.
pub(super) fn equality(one: &Node<'_>, other: &Node<'_>) -> String {
    let (one, other) = (identity(one), identity(other));
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    bounded(format!("{first} == {second}"))
}

/// How the parts of a value are written that are open, or text.
struct Description<'d> {
    placeholder: &'d dyn Fn(&Placeholder<'_>) -> String,
    text: &'d dyn Fn(&Text<'_>) -> String,
}

impl Description<'_> {
    /// A value in one line; nothing of it after so many values.
    fn of(&self, node: &Node<'_>, left: &mut usize) -> String {
        if *left == 0 {
            return format!("… {}", node.span.start);
        }
        *left -= 1;
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(literal) => (self.text)(&Text::literal(literal.as_ref())),
            Value::Text(it) => (self.text)(it),
            Value::Placeholder(it) => (self.placeholder)(it),
            Value::List(items) => {
                let some = items.iter().take(*left + 1);
                let some: Vec<_> = some.map(|it| self.of(it, left)).collect();
                format!("[{}]", some.join(", "))
            }
            Value::Map(map) => {
                let some = map.entries.iter().take(*left + 1);
                let some = some.map(|it| format!("{} = {}", it.key, self.of(&it.value, left)));
                let mut some: Vec<_> = some.collect();
                some.extend(map.open.map(|it| format!("... {}", it.start)));
                format!("{{{}}}", some.join(", "))
            }
            Value::Tagged(tag, inner) => format!("{tag}({})", self.of(inner, left)),
            Value::Alias(target) => self.of(target, left),
        }
    }
}

/// How much memory a value takes, about.
pub(super) fn weight(node: &Node<'_>) -> usize {
    const NODE: usize = 64;
    NODE + match &node.value {
        Value::String(text) => text.len(),
        Value::Text(text) => text.source_len(),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(map) => map.entries.iter().map(|it| NODE + weight(&it.value)).sum(),
        Value::Tagged(_, inner) => weight(inner),
        _ => 0,
    }
}
