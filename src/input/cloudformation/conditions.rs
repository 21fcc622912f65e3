//! Conditions as they are written: what they compare, and which other conditions they name.

use super::function::{Call, Name};
use crate::syntax::{MAX_DEPTH, Node};

/// Every `Equals` in a condition.
pub(super) fn equals_in<'t>(node: &'t Node<'t>) -> Vec<Call<'t, 't>> {
    let mut found = Vec::new();
    visit(node, 0, &mut |call| {
        if call.name == Name::Equals && call.items().len() == 2 {
            found.push(call);
        }
    });
    found
}

/// The conditions that a condition names, each with the node that names it.
pub(super) fn named_in<'t>(node: &'t Node<'t>) -> Vec<(&'t str, &'t Node<'t>)> {
    let mut found = Vec::new();
    visit(node, 0, &mut |call| {
        if call.name == Name::Condition {
            found.extend(call.literal().map(|name| (name, call.argument)));
        }
    });
    found
}

fn visit<'t>(node: &'t Node<'t>, depth: usize, see: &mut impl FnMut(Call<'t, 't>)) {
    let Some(call) = Call::read_condition(node).filter(|_| depth <= MAX_DEPTH) else { return };
    see(call);
    if matches!(call.name, Name::And | Name::Or | Name::Not) {
        call.items().iter().for_each(|item| visit(item, depth + 1, see));
    }
}
