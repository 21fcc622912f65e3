//! Functions of templates outside of them: each is a placeholder, or text with placeholders, as in a template of which
//! nothing else is known.

use super::evaluator::{Assignment, Evaluator};
use super::function::Call;
use super::placeholders::of_function;
use super::template::Template;
use crate::base::source::SoughtWord;
use crate::input::inputs::Inputs;
use crate::syntax::{Below, Node, Value};

/// What shows that a text may have functions: tags of YAML begin with the last.
pub(super) static SIGNS: [SoughtWord; 4] = [
    SoughtWord::new("Ref"),
    SoughtWord::new("Fn::"),
    SoughtWord::new(PULUMI),
    SoughtWord::new("!"),
];

/// What the functions of Pulumi's YAML begin with.
const PULUMI: &str = "fn::";

/// Puts what they stand for in the place of the functions in a value.
pub(super) fn settle(node: &mut Node<'_>, inputs: &Inputs) {
    // What the user sets by name is filled in later, like any other placeholder.
    let inputs = &Inputs { deployment: inputs.deployment.clone(), ..Inputs::default() };
    node.visit_mut(&mut |_, node| {
        settle_pulumi(node);
        if Call::read(node).is_none() {
            return Below::Visit;
        }
        node.value = value(node, inputs);
        Below::Skip
    });
}

/// A function of Pulumi's YAML, whose argument is what the provider gets where it only writes it as JSON.
fn settle_pulumi(node: &mut Node<'_>) {
    let Value::Map(map) = &mut node.value else { return };
    let [only] = map.entries.as_mut_slice() else { return };
    let Some(function) = only.key.strip_prefix(PULUMI) else { return };
    node.value = if matches!(function, "toJSON" | "secret") {
        std::mem::replace(&mut only.value.value, Value::Null)
    } else {
        Value::Placeholder(of_function(only.key.to_string(), Vec::new()))
    };
}

/// What a function gives where nothing is known of what it names.
fn value(node: &Node<'_>, inputs: &Inputs) -> Value<'static> {
    let (template, nothing) = (Template::unseen(), Assignment::default());
    let evaluator = Evaluator::new(&template, inputs, &nothing);
    let written = Call::read(node).map(|call| call.written.to_owned()).unwrap_or_default();
    match evaluator.resolve(node).map(|node| node.value) {
        // `AWS::NoValue`.
        None => Value::Null,
        Some(Value::Text(text)) => Value::Text(text.into_owned()),
        Some(Value::String(text)) => Value::String(text.into_owned().into()),
        Some(Value::Placeholder(placeholder)) => Value::Placeholder(placeholder.into_owned()),
        Some(_) => Value::Placeholder(of_function(written, Vec::new())),
    }
}
