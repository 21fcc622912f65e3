//! Placeholders of templates: how what is left open is written, and values in one line.

use crate::base::text::{Piece, Placeholder, Text};
use crate::syntax::{Entry, Node, Value};
use std::borrow::Cow;

/// How long a text may grow: names that name each other may double with each step.
pub(super) const LONGEST_TEXT: usize = 1 << 16;

/// How much of what a placeholder is made of is written.
const LONGEST: usize = 160;

/// A placeholder for what a name stands for, written as a `Sub` has it.
pub(super) fn placeholder<'t>(name: impl Into<String>) -> Text<'t> {
    let name = name.into();
    Text::placeholder(made(format!("${{{name}}}"), name))
}

/// A placeholder for a name that CloudFormation makes up: no other resource has it, and no text is it.
pub(super) fn made_up<'t>(name: impl Into<String>) -> Text<'t> {
    let name = name.into();
    Text::placeholder(Placeholder { is_made_up: true, ..made(format!("${{{name}}}"), name) })
}

fn made<'t>(written: String, name: String) -> Placeholder<'t> {
    Placeholder { written: Cow::Owned(written), name: Cow::Owned(name), is_made_up: false }
}

/// A placeholder for what a function gives. Two that are written alike stand for the same, so that what is cut off is
/// told by its sum.
pub(super) fn of_function<'t>(mut written: String) -> Placeholder<'t> {
    if let Some((end, _)) = written.char_indices().nth(LONGEST) {
        let sum = sum(&written);
        written.truncate(end);
        written.push_str(&format!("… {sum:016x}"));
    }
    made(format!("<{written}>"), written)
}

/// A placeholder for a value that has branches of arrays or objects: it is written short, and its name tells it from
/// another that is written alike.
pub(super) fn of_branches<'t>(short: &str, whole: String) -> Placeholder<'t> {
    Placeholder { written: Cow::Owned(format!("<{short}>")), ..of_function(whole) }
}

/// FNV-1a.
fn sum(text: &str) -> u64 {
    let add = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, add)
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
    for piece in text.pieces() {
        let mut rest = match (piece, &mut reference) {
            (Piece::Literal(run), _) => run.as_ref(),
            (Piece::Placeholder(placeholder), Some(written)) => {
                written.push_str(&placeholder.written);
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
                    whole.push_placeholder(dynamic(written));
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
    // One that nothing closes is text as it stands.
    whole.push_literal(Cow::Owned(reference.unwrap_or_default()));
    whole
}

fn dynamic<'t>(written: &str) -> Placeholder<'t> {
    made(written.to_owned(), written.trim_matches(['{', '}']).to_owned())
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
        Value::Placeholder(placeholder) if placeholder.written.starts_with('<') => {
            format!("<{}>", placeholder.name)
        }
        _ => as_text(node).map(|text| text.to_string()).unwrap_or_default(),
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
        Piece::Placeholder(placeholder) => placeholder.written.len() + 1,
    };
    text.pieces().iter().map(len).sum()
}
