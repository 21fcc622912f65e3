//! What values read of the root module's variables: which of them, and which parts.

use crate::base::text::{ParameterPart, Placeholder, PlaceholderKind};
use crate::syntax::{Node, Value};

/// How many parts of variables are kept of an expression: expressions in expressions grow without end. Beyond that, all
/// of a variable is read.
const MOST_PARTS: usize = 32;

/// How many variables of an expression are kept.
const MOST_VARIABLES: usize = 64;

/// The part of a variable that a placeholder stands for, if it is one.
pub(super) fn part_that_is(open: &Placeholder<'_>) -> Option<ParameterPart> {
    if open.kind() == PlaceholderKind::Variable {
        return Some(ParameterPart::whole(open.name()));
    }
    let [part] = open.parameter_parts() else { return None };
    // What is made of a part is called by what makes it.
    let is_part = part.is_there && !part.steps.is_empty() && part.name() == open.name();
    is_part.then(|| part.clone())
}

/// The parts of the root module's variables in values, in order, each once.
pub(super) fn parts_in<'n, 't: 'n>(
    nodes: impl Iterator<Item = &'n Node<'t>>,
) -> Vec<ParameterPart> {
    let mut found = Vec::new();
    nodes.for_each(|node| collect(node, &mut found));
    found
}

fn collect(node: &Node<'_>, found: &mut Vec<ParameterPart>) {
    let mut add = |open: &Placeholder<'_>| {
        if open.kind() == PlaceholderKind::Variable {
            add_part(found, &ParameterPart::whole(open.name()));
        }
        open.parameter_parts().iter().for_each(|it| add_part(found, it));
    };
    match &node.value {
        Value::Text(text) => text.placeholders().for_each(add),
        Value::Placeholder(placeholder) => add(placeholder),
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(map) => map.entries.iter().for_each(|entry| collect(&entry.value, found)),
        Value::Tagged(_, inner) => collect(inner, found),
        _ => {}
    }
}

/// Adds a part, unless it is there.
fn add_part(found: &mut Vec<ParameterPart>, part: &ParameterPart) {
    if let Some(known) =
        found.iter_mut().find(|it| it.steps == part.steps && it.parameter == part.parameter)
    {
        known.is_there &= part.is_there;
    } else if found.len() < MOST_PARTS {
        found.push(part.clone());
    } else if found.len() < MOST_VARIABLES {
        let whole = ParameterPart::whole(part.parameter.as_str());
        if !found.contains(&whole) {
            found.push(whole);
        }
    }
}
