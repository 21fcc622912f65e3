//! Keys without a value, which CloudFormation does not allow: "'null' values are not allowed in templates".
//!
//! Source: aws-cloudformation/cfn-lint#38.

use super::template::Template;
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Entry, Node, Value};

/// How a template language opens a directive.
const DIRECTIVES: [&str; 4] = ["{{", "{%", "<%", "%{"];

/// The words that begin a condition.
const CONDITIONS: [&str; 5] = ["if", "else", "elif", "unless", "with"];

/// Every key without a value below the properties of a task definition, in the text of their file. The execution role
/// aside: without a value it is not set, which is reported where it is required.
pub(super) fn check<'t>(
    template: &Template<'t>,
    properties: &'t Node<'t>,
    text: &str,
) -> Vec<TemplateDiagnostic> {
    // A macro, or the tool whose file contains the template, may take out what has no value.
    if template.may_have_more || !template.has_version {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut left = vec![properties];
    while let Some(node) = left.pop() {
        match &node.resolved().value {
            Value::List(items) => left.extend(items),
            // Where a syntax error hides something, a value may be among it.
            Value::Map(map) if map.open.is_none() => {
                for entry in &map.entries {
                    let is_counted = is_null(entry) && entry.key != "ExecutionRoleArn";
                    if let Some(by_directive) = directive(entry, text).filter(|_| is_counted) {
                        let key = entry.key.to_string();
                        let fault = TemplateFault::NullValue { key, by_directive };
                        found.push(fault.at(entry.key_span));
                    }
                    left.push(&entry.value);
                }
            }
            _ => {}
        }
    }
    found
}

fn is_null(entry: &Entry<'_>) -> bool {
    matches!(entry.value.resolved().value, Value::Null)
}

/// Whether a directive of a template language is in the place of a value, which it may not give. Nothing where one is
/// on the lines below, as most lists are written: it is taken to give one.
fn directive(entry: &Entry<'_>, text: &str) -> Option<bool> {
    let rest = text.get(entry.key_span.range().end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['"', '\'', ' ', '\t', ':']);
    let is_directive = |text: &str| DIRECTIVES.iter().any(|mark| text.starts_with(mark));
    let is_below = rest.starts_with(['\r', '\n']) && is_directive(rest.trim_start());
    if is_below || (is_directive(rest) && is_guarded(entry, text)) {
        return None;
    }
    Some(is_directive(rest))
}

/// Whether a condition of the template language stands right above a key: whoever writes the key only under it knows
/// when it has a value.
fn is_guarded(entry: &Entry<'_>, text: &str) -> bool {
    let before = text.get(..entry.key_span.range().start).unwrap_or_default().trim_end();
    let open = DIRECTIVES.iter().filter_map(|mark| before.rsplit_once(mark)).map(|(_, last)| last);
    let Some(last) = open.min_by_key(|last| last.len()) else { return false };
    let closes = ["}}", "%}", "%>", "}"].iter().any(|mark| last.ends_with(mark));
    let word = last.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    closes && CONDITIONS.iter().any(|it| word.starts_with(it)) && last.lines().count() == 1
}
