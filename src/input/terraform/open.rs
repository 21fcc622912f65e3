//! Values that the source leaves open, as placeholders: how they are written, and what tells one from another.

use crate::base::text::{Composition, Piece, Placeholder, PlaceholderKind, Text};
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How much of what a placeholder is made of is written.
const LONGEST: usize = 160;

/// How many variables of an expression are kept: expressions in expressions grow without end.
const MOST_VARIABLES: usize = 32;

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
    let shown = bounded(write(&shown));
    let name = bounded(write(&identity));
    let mut parameters = Vec::new();
    parts.iter().for_each(|part| collect_variables(part, &mut parameters));
    let composition = Composition { condition: None, parameters };
    Placeholder::composed(PlaceholderKind::Function, format!("${{{shown}}}"), name, composition)
}

/// A placeholder for a part of what another one stands for: `step` is as it is written, `.name` or `[0]`.
pub(super) fn part_of<'t>(whole: &Placeholder<'t>, step: &str) -> Placeholder<'t> {
    let (shown, name) = (format!("{}{step}", inner(whole)), format!("{}{step}", whole.name()));
    if whole.kind() == PlaceholderKind::Variable || whole.kind() == PlaceholderKind::Function {
        let parameters = whole.parameters().map(str::to_owned).collect();
        let composition = Composition { condition: None, parameters };
        let (shown, name) = (bounded(shown), bounded(name));
        let kind = PlaceholderKind::Function;
        return Placeholder::composed(kind, format!("${{{shown}}}"), name, composition);
    }
    named(whole.kind(), &bounded(shown), bounded(name))
}

/// The expression of a placeholder, without what encloses it in a text.
pub(super) fn inner<'p>(placeholder: &'p Placeholder<'_>) -> Cow<'p, str> {
    let written = placeholder.to_string();
    let bare = written.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
    Cow::Owned(bare.unwrap_or(&written).to_owned())
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
    describe(node, &|it| inner(it).into_owned(), &|text| match text.as_literal() {
        Some(literal) => format!("{literal:?}"),
        None => format!("\"{text}\""),
    })
}

/// A value in one line: two that have the same are the same.
pub(super) fn identity(node: &Node<'_>) -> String {
    describe(node, &|it| it.name().to_owned(), &|text| {
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
        whole
    })
}

fn describe(
    node: &Node<'_>,
    placeholder: &dyn Fn(&Placeholder<'_>) -> String,
    text: &dyn Fn(&Text<'_>) -> String,
) -> String {
    let again = |node: &Node<'_>| describe(node, placeholder, text);
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(literal) => text(&Text::literal(literal.as_ref())),
        Value::Text(it) => text(it),
        Value::Placeholder(it) => placeholder(it),
        Value::List(items) => {
            let items: Vec<_> = items.iter().take(LONGEST).map(again).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entries = map.entries.iter().take(LONGEST);
            let entries: Vec<_> =
                entries.map(|it| format!("{} = {}", it.key, again(&it.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Tagged(tag, inner) => format!("{tag}({})", again(inner)),
        Value::Alias(target) => again(target),
    }
}

/// The beginning of a text that is longer than a placeholder shows, with the sum of the whole.
fn bounded(mut written: String) -> String {
    if let Some((end, _)) = written.char_indices().nth(LONGEST) {
        let add = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let sum = written.bytes().fold(0xcbf2_9ce4_8422_2325, add);
        written.truncate(end);
        let _ = write!(written, "… {sum:016x}");
    }
    written
}

/// The root module's variables in a value, in order, each once.
fn collect_variables(node: &Node<'_>, found: &mut Vec<String>) {
    let mut add = |placeholder: &Placeholder<'_>| {
        for name in placeholder.parameters() {
            if found.len() < MOST_VARIABLES && !found.iter().any(|it| it == name) {
                found.push(name.to_owned());
            }
        }
    };
    match &node.value {
        Value::Text(text) => text.placeholders().for_each(add),
        Value::Placeholder(placeholder) => add(placeholder),
        Value::List(items) => items.iter().for_each(|item| collect_variables(item, found)),
        Value::Map(map) => {
            map.entries.iter().for_each(|entry| collect_variables(&entry.value, found));
        }
        Value::Tagged(_, inner) => collect_variables(inner, found),
        _ => {}
    }
}
