//! `${…}` outside `Sub`: CloudFormation does not substitute it, although it names something of the template.

use super::evaluator::references::forgotten;
use super::function::{Call, Name};
use super::template::Template;
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Node, Value};

/// The properties whose text belongs to the program in a container or to people: `${NAME}` may be a variable of a
/// shell there, and AWS accepts it in any case.
const FREE_TEXT: [&str; 7] =
    ["Command", "Description", "DockerLabels", "EntryPoint", "Environment", "HealthCheck", "Tags"];

/// Every text below some properties in which a `Sub` is missing.
pub(super) fn check<'t>(
    template: &Template<'t>,
    properties: &'t Node<'t>,
) -> Vec<TemplateDiagnostic> {
    let mut found = Vec::new();
    let mut left = vec![properties];
    while let Some(node) = left.pop() {
        let node = node.resolved();
        match Call::read(node) {
            Some(call) => left.extend(given(&call)),
            None => match &node.value {
                Value::List(items) => left.extend(items),
                Value::Map(map) => {
                    let entries = map.entries.iter();
                    let read = entries.filter(|it| !FREE_TEXT.contains(&it.key.as_ref()));
                    left.extend(read.map(|it| &it.value));
                }
                Value::String(text) => {
                    if let Some(written) = forgotten(template, text) {
                        let written = written.to_owned();
                        found.push(TemplateFault::MissingSub { written }.at(node.span));
                    }
                }
                _ => {}
            },
        }
    }
    found
}

/// What a function takes as it is: the text of a `Sub` is substituted, and a macro may substitute anything.
fn given<'t>(call: &Call<'t, 't>) -> &'t [Node<'t>] {
    match call.name {
        Name::Sub => call.items().get(1..).unwrap_or_default(),
        Name::Ref | Name::GetAtt | Name::Transform | Name::Condition => &[],
        _ => call.items(),
    }
}
