//! Placeholders in templates: how unknown values are written, on one line.

use crate::base::text::{
    Composition, ParameterPart, Piece, Placeholder, PlaceholderKind, Text, bounded,
};
use crate::syntax::{Entry, Node, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How long a text may grow: names that name each other may double with each step.
pub(super) const LONGEST_TEXT: usize = 1 << 16;

/// How many parameters of an expression are kept: expressions in expressions grow without end.
const MOST_PARAMETERS: usize = 32;

/// A placeholder for what a name stands for, written as a `Sub` has it.
pub(super) fn placeholder<'t>(kind: PlaceholderKind, name: impl Into<String>) -> Text<'t> {
    let name = name.into();
    Text::placeholder(Placeholder::new(kind, Cow::Owned(format!("${{{name}}}")), Cow::Owned(name)))
}

/// A placeholder for what a template refers to by a name that is not a parameter.
pub(super) fn reference<'t>(name: impl Into<String>) -> Text<'t> {
    placeholder(PlaceholderKind::Reference, name)
}

/// A placeholder for a name that CloudFormation generates: no other resource has it, and no text is it.
pub(super) fn generated<'t>(name: impl Into<String>) -> Text<'t> {
    placeholder(PlaceholderKind::GeneratedName, name)
}

/// A placeholder for the result of a function, with the parameters in its arguments. Two that are written the same
/// stand for the same, so that what is cut off is identified by its checksum.
pub(super) fn of_function<'t>(written: String, parameters: Vec<String>) -> Placeholder<'t> {
    let whole = bounded(written);
    let composition = Composition { condition: None, parameters: wholes(parameters) };
    Placeholder::composed(PlaceholderKind::Function, format!("<{whole}>"), whole, composition)
}

/// A placeholder for the result of a macro: its name distinguishes it from another that is written the same.
pub(super) fn of_macro<'t>(short: &str, whole: String) -> Placeholder<'t> {
    let (kind, short) = (PlaceholderKind::Function, format!("<{short}>"));
    Placeholder::composed(kind, short, bounded(whole), Composition::default())
}

/// A placeholder for one of two values. Where one is an array or an object it is written short, and its name
/// distinguishes it from another that is written the same.
pub(super) fn of_if<'t>(
    condition: &str,
    branches: &str,
    parameters: Vec<String>,
    is_short: bool,
) -> Placeholder<'t> {
    let whole = bounded(format!("If {condition}, {branches}"));
    let shown = if is_short { format!("<If {condition}>") } else { format!("<{whole}>") };
    let condition = Some(condition.to_owned());
    let composition = Composition { condition, parameters: wholes(parameters) };
    Placeholder::composed(PlaceholderKind::If, shown, whole, composition)
}

fn wholes(parameters: Vec<String>) -> Vec<ParameterPart> {
    parameters.into_iter().map(ParameterPart::whole).collect()
}

/// What opens a dynamic reference: CloudFormation puts in what it finds in another service.
const REFERENCE: &str = "{{resolve:";

/// The text with each dynamic reference (`{{resolve:ssm:NAME}}`) as one placeholder, whatever its parts are.
pub(super) fn with_references(text: Text<'_>) -> Text<'_> {
    let opens = |piece: &Piece<'_>| matches!(piece, Piece::Literal(run) if run.contains(REFERENCE));
    if !text.pieces().iter().any(opens) {
        return text;
    }
    let mut whole = Text::default();
    let mut reference: Option<String> = None;
    let mut parameters = Vec::new();
    for piece in text.pieces() {
        let mut rest = match (piece, &mut reference) {
            (Piece::Literal(run), _) => run.as_ref(),
            (Piece::Placeholder(placeholder), Some(written)) => {
                let _ = write!(written, "{placeholder}");
                add_parameters(placeholder, &mut parameters);
                continue;
            }
            (Piece::Placeholder(placeholder), None) => {
                whole.push_placeholder(placeholder.clone());
                continue;
            }
        };
        while !rest.is_empty() {
            let (end, len) = match &reference {
                Some(_) => (rest.find("}}"), 2),
                None => (rest.find(REFERENCE), REFERENCE.len()),
            };
            let cut = end.map_or(rest.len(), |end| end + len);
            let (run, after) = rest.split_at(cut);
            match (&mut reference, end) {
                (Some(written), Some(_)) => {
                    written.push_str(run);
                    whole.push_placeholder(dynamic(written, std::mem::take(&mut parameters)));
                    reference = None;
                }
                (Some(written), None) => written.push_str(run),
                (None, Some(end)) => {
                    let (before, opening) = run.split_at(end);
                    whole.push_literal(Cow::Owned(before.to_owned()));
                    reference = Some(opening.to_owned());
                }
                (None, None) => whole.push_literal(Cow::Owned(run.to_owned())),
            }
            rest = after;
        }
    }
    // One that nothing closes is text as it is.
    whole.push_literal(Cow::Owned(reference.unwrap_or_default()));
    whole
}

fn dynamic<'t>(written: &str, parameters: Vec<String>) -> Placeholder<'t> {
    let name = written.trim_matches(['{', '}']).to_owned();
    let composition = Composition { condition: None, parameters: wholes(parameters) };
    let kind = PlaceholderKind::DynamicReference;
    Placeholder::composed(kind, written.to_owned(), name, composition)
}

/// Text without a placeholder is a string like any other.
pub(super) fn plain(node: Node<'_>) -> Node<'_> {
    let value = match node.value {
        Value::Text(text) => match text.as_literal() {
            Some(literal) => Value::String(Cow::Owned(literal.to_owned())),
            None => Value::Text(text),
        },
        other => other,
    };
    Node { span: node.span, value }
}

/// A resolved value as text, with its dynamic references; none for arrays, objects and null.
pub(super) fn as_text<'t>(node: &Node<'t>) -> Option<Text<'t>> {
    node.scalar_text(|text| with_references(Text::literal(text.clone())))
}

/// A resolved value in one line: two that are described alike are the same.
pub(super) fn describe(node: &Node<'_>) -> String {
    match &node.value {
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(describe).collect();
            items.join(", ")
        }
        Value::Map(map) => {
            let entry = |it: &Entry<'_>| format!("{}: {}", it.key, describe(&it.value));
            let entries: Vec<_> = map.entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Null => "null".to_owned(),
        // What is abbreviated is distinguished from another by its name.
        Value::Placeholder(placeholder) if is_call(placeholder) => {
            format!("<{}>", placeholder.name())
        }
        _ => as_text(node).map(|text| text.to_string()).unwrap_or_default(),
    }
}

fn is_call(placeholder: &Placeholder<'_>) -> bool {
    matches!(placeholder.kind(), PlaceholderKind::If | PlaceholderKind::Function)
}

/// The parameters in resolved values, in order, each once.
pub(super) fn parameters_in<'n, 't: 'n>(
    nodes: impl IntoIterator<Item = &'n Node<'t>>,
) -> Vec<String> {
    let mut found = Vec::new();
    nodes.into_iter().for_each(|node| collect_parameters(node, &mut found));
    found
}

fn collect_parameters(node: &Node<'_>, found: &mut Vec<String>) {
    match &node.value {
        Value::Text(text) => text.placeholders().for_each(|it| add_parameters(it, found)),
        Value::Placeholder(placeholder) => add_parameters(placeholder, found),
        Value::List(items) => items.iter().for_each(|item| collect_parameters(item, found)),
        Value::Map(map) => {
            map.entries.iter().for_each(|entry| collect_parameters(&entry.value, found));
        }
        _ => {}
    }
}

/// Adds the parameters of a placeholder to those of the expression that it is in.
pub(super) fn add_parameters(placeholder: &Placeholder<'_>, found: &mut Vec<String>) {
    for name in placeholder.parameters() {
        if found.len() < MOST_PARAMETERS && !found.iter().any(|it| it == name) {
            found.push(name.to_owned());
        }
    }
}

/// Whether a value is an array, an object, or a placeholder for one.
pub(super) fn is_structure(node: &Node<'_>) -> bool {
    matches!(node.value, Value::List(_) | Value::Map(_) | Value::Placeholder(_))
}

/// How long a text is, as it is written.
pub(super) fn size(text: &Text<'_>) -> usize {
    let len = |piece: &Piece<'_>| match piece {
        Piece::Literal(run) => run.len(),
        Piece::Placeholder(placeholder) => placeholder.source_len() + 1,
    };
    text.pieces().iter().map(len).sum()
}
