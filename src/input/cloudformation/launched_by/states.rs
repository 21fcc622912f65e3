//! State machines of AWS Step Functions: the states that run tasks, wherever they are nested.
//!
//! Source: AWS Step Functions developer guide, "Run an Amazon ECS or AWS Fargate task with Step Functions", and the
//! Amazon States Language.

use super::table::{INNER_STATES, RUNNING_RESOURCES, STATE_INPUTS};
use crate::base::text::{Piece, Text};
use crate::input::cloudformation::function::{Part, parts};
use crate::input::cloudformation::placeholders::{as_text, of_function, plain};
use crate::input::json_string::read_json_text;
use crate::syntax::{Below, Node, Value};
use std::borrow::Cow;

/// A definition with the values that `DefinitionSubstitutions` gives, as an object whatever it is written as.
pub(super) fn with_values<'t>(mut definition: Node<'t>, values: Option<&Node<'t>>) -> Node<'t> {
    let entries = values.and_then(Node::as_map).into_iter().flat_map(|map| &map.entries);
    let values: Vec<_> =
        entries.filter_map(|it| Some((it.key.as_ref(), as_text(&it.value)?))).collect();
    if let Some(text) = as_text(&definition)
        && let Some(read) = read_json_text(&filled(&text, &values), definition.span)
    {
        return read;
    }
    if !values.is_empty() {
        definition.visit_mut(&mut |_, node| {
            if let Value::String(_) | Value::Text(_) = &node.value
                && let Some(text) = as_text(node)
            {
                *node = plain(Node { span: node.span, value: Value::Text(filled(&text, &values)) });
            }
            Below::Visit
        });
    }
    definition
}

/// A text with values in the places of their names, which are written as in a `Sub`.
fn filled<'t>(text: &Text<'t>, values: &[(&str, Text<'t>)]) -> Text<'t> {
    let mut whole = Text::default();
    for piece in text.pieces() {
        let run = match piece {
            Piece::Literal(run) => run,
            Piece::Placeholder(placeholder) => {
                whole.push_placeholder(placeholder.clone());
                continue;
            }
        };
        for part in parts(run) {
            match part {
                Part::Literal(run) | Part::Broken(run) => whole.push_copy(run),
                Part::Reference { name, written } => {
                    match values.iter().find(|(known, _)| *known == name) {
                        Some((_, value)) => whole.push_text(value),
                        None => whole.push_copy(written),
                    }
                }
            }
        }
    }
    whole
}

/// What each state of a definition that runs a task passes to the call.
pub(super) fn inputs<'n, 't>(definition: &'n Node<'t>) -> Vec<&'n Node<'t>> {
    let mut found = Vec::new();
    collect(definition, &mut found);
    found
}

fn collect<'n, 't>(machine: &'n Node<'t>, found: &mut Vec<&'n Node<'t>>) {
    let states = machine.get("States").and_then(Node::as_map);
    for state in states.into_iter().flat_map(|map| &map.entries).map(|entry| &entry.value) {
        if state.get("Resource").is_some_and(runs_tasks) {
            found.extend(STATE_INPUTS.iter().find_map(|key| state.get(key)));
        }
        for inner in INNER_STATES.iter().filter_map(|key| state.get(key)) {
            inner.items_or_self().iter().for_each(|machine| collect(machine, found));
        }
    }
}

/// Whether the resource of a state is a call that runs tasks: `arn:aws:states:::ecs:runTask.sync`.
fn runs_tasks(resource: &Node<'_>) -> bool {
    let Some(text) = as_text(resource) else { return false };
    let parts = text.split(':', 6);
    let call = parts.last().filter(|_| parts.len() == 6).and_then(Text::as_literal);
    let call = call.map(|call| call.split_once('.').map_or(call, |(call, _)| call));
    call.is_some_and(|call| RUNNING_RESOURCES.contains(&call))
}

/// A value of the input of a call. What an expression computes is a placeholder; one that is a constant is its text.
pub(super) fn value<'t>(input: &Node<'t>, key: &str) -> Option<Node<'t>> {
    let Some(node) = input.get(key) else {
        let computed = format!("{key}.$");
        let node = input.get(&computed)?;
        let value = Value::Placeholder(of_function(computed, Vec::new()));
        return Some(Node { span: node.span, value });
    };
    let constant = node.as_str().and_then(constant).map(str::to_owned);
    let value = constant.map_or_else(|| node.value.clone(), |it| Value::String(Cow::Owned(it)));
    Some(Node { span: node.span, value })
}

/// The text that an expression of `JSONata` always is: `{% 'FARGATE' %}`.
fn constant(text: &str) -> Option<&str> {
    let expression = text.trim().strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let quoted = |quote: char| expression.strip_prefix(quote)?.strip_suffix(quote);
    let text = quoted('\'').or_else(|| quoted('"'))?;
    (!text.contains(['\'', '"', '\\'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{constant, filled};
    use crate::base::text::Text;

    #[test]
    fn names_are_filled_and_others_stay() {
        let values = [("A", Text::literal("x")), ("Long.Name", Text::literal("y"))];
        for (text, expected) in [
            ("${A}", "x"),
            ("1${A}2${Long.Name}3", "1x2y3"),
            ("${B}${A}", "${B}x"),
            ("${${A}}", "${${A}}"),
            ("${A", "${A"),
            ("$A {A}", "$A {A}"),
        ] {
            assert_eq!(filled(&Text::literal(text), &values).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn an_expression_that_is_one_text_is_a_constant() {
        for (text, expected) in [
            ("{% 'FARGATE' %}", Some("FARGATE")),
            ("{%\"EC2\"%}", Some("EC2")),
            ("{% $states.input.type %}", None),
            ("{% 'A' & 'B' %}", None),
            ("FARGATE", None),
        ] {
            assert_eq!(constant(text), expected, "{text}");
        }
    }
}
