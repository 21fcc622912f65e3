//! `Fn::ForEach`: the items of a loop are expanded next to it, if its list is known.
//!
//! Source: CloudFormation template reference, `intrinsic-function-reference-foreach`.

use super::function::{Call, Name};
use super::parameter::Parameter;
use super::template::LOOP;
use crate::base::source::Span;
use crate::input::inputs::Inputs;
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Aliases, Below, Entry, MAX_DEPTH, Map, Node, Value};
use std::borrow::Cow;

/// How many values loops may make: they nest, and multiply.
const MOST: usize = 50_000;

/// The sections that loops may be in, and that matter here.
const SECTIONS: [&str; 2] = ["Conditions", "Resources"];

/// Writes out the loops of a template: what they make is after them, in the same places. Loops that stay
/// open leave the object around them open, and are reported where they are resources.
pub(super) fn expand(
    document: &mut Node<'_>,
    index: usize,
    given: &Inputs,
) -> Vec<TemplateDiagnostic> {
    let lists = lists(document, given);
    let mut expander = Expander { lists, left: MOST, document: index, problems: Vec::new() };
    if let Value::Map(map) = &mut document.value {
        for entry in &mut map.entries {
            if SECTIONS.contains(&entry.key.as_ref()) {
                expander.look(&mut entry.value, entry.key == "Resources");
            }
        }
    }
    expander.problems
}

/// The parameters that are lists, as far as they are known.
fn lists(document: &Node<'_>, given: &Inputs) -> Vec<(String, Option<Vec<String>>)> {
    let parameters = document.get("Parameters").and_then(Node::as_map);
    let entries = parameters.into_iter().flat_map(|map| &map.entries);
    let list = |entry: &Entry<'_>| {
        let declared = Parameter::read(entry);
        let known = given.variable(&entry.key).map(str::to_owned);
        let known = known.or_else(|| declared.default.map(Cow::into_owned));
        let items = known.map(|it| it.split(',').map(|item| item.trim().to_owned()).collect());
        (entry.key.to_string(), items.filter(|_| declared.is_list))
    };
    entries.map(list).collect()
}

struct Expander {
    lists: Vec<(String, Option<Vec<String>>)>,
    left: usize,
    document: usize,
    problems: Vec<TemplateDiagnostic>,
}

/// A loop: the name that stands for its item, the items, and what is made for each.
struct Loop<'n, 't> {
    identifier: String,
    items: Vec<String>,
    body: &'n Map<'t>,
}

impl Expander {
    fn look(&mut self, section: &mut Node<'_>, is_resources: bool) {
        let mut is_resources = is_resources;
        section.visit_mut(&mut |key, node| {
            let is_section = std::mem::take(&mut is_resources);
            match &mut node.value {
                _ if key.is_some_and(|key| key.starts_with(LOOP)) => return Below::Skip,
                Value::Map(map) if has_own_loop(map) => self.write_out(map, is_section),
                // What is shared is copied only where there is something to write out.
                Value::Alias(shared) if !has_loop(shared) => return Below::Skip,
                _ => {}
            }
            Below::Visit
        });
    }

    /// Adds what the loops of an object make.
    fn write_out(&mut self, map: &mut Map<'_>, is_section: bool) {
        let mut made = Vec::new();
        let mut open: Option<Span> = None;
        for entry in map.entries.iter().filter(|entry| entry.key.starts_with(LOOP)) {
            if !self.make(entry, &mut made, 0) {
                open.get_or_insert(entry.key_span);
                if is_section && makes_tasks(&entry.value) {
                    self.report_open(entry);
                }
            }
        }
        map.open = map.open.or(open);
        map.entries.append(&mut made);
    }

    /// The entries that a loop makes, those of loops within it included; whether it could be written out.
    fn make<'t>(&mut self, entry: &Entry<'t>, made: &mut Vec<Entry<'t>>, depth: usize) -> bool {
        let Some(found) = self.read(&entry.value).filter(|_| depth <= MAX_DEPTH) else {
            return false;
        };
        let (mut is_whole, before) = (true, made.len());
        for item in &found.items {
            for inner in &found.body.entries {
                let Some(written) = self.entry(inner, &found.identifier, item) else {
                    made.truncate(before);
                    return false;
                };
                if written.key.starts_with(LOOP) {
                    is_whole &= self.make(&written, made, depth + 1);
                } else {
                    made.push(written);
                }
            }
        }
        is_whole
    }

    fn read<'n, 't>(&self, value: &'n Node<'t>) -> Option<Loop<'n, 't>> {
        let [identifier, collection, body] = value.as_list()? else { return None };
        let (identifier, body) = (identifier.as_str()?.to_owned(), body.as_map()?);
        let items = if let Some(call) = Call::read(collection) {
            let name = call.argument.as_str().filter(|_| call.name == Name::Ref)?;
            self.lists.iter().find(|(known, _)| known == name)?.1.clone()?
        } else {
            let items = collection.as_list()?.iter();
            items.map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>()?
        };
        Some(Loop { identifier, items, body })
    }

    /// An entry with an item in place of its name; none if there is no room.
    fn entry<'t>(&mut self, entry: &Entry<'t>, name: &str, item: &str) -> Option<Entry<'t>> {
        Some(Entry {
            key: filled(&entry.key, name, item),
            key_span: entry.key_span,
            value: self.node(&entry.value, name, item, 0)?,
        })
    }

    fn node<'t>(
        &mut self,
        node: &Node<'t>,
        name: &str,
        item: &str,
        depth: usize,
    ) -> Option<Node<'t>> {
        self.left = self.left.checked_sub(1)?;
        let node = node.resolved();
        if depth > MAX_DEPTH {
            return None;
        }
        let is_own =
            |call: &Call<'_, '_>| call.name == Name::Ref && call.argument.as_str() == Some(name);
        let literal = || Value::String(Cow::Owned(item.to_owned()));
        let value = match &node.value {
            _ if Call::read(node).is_some_and(|call| is_own(&call)) => literal(),
            Value::String(text) => Value::String(filled(text, name, item)),
            Value::List(items) => {
                let items = items.iter().map(|it| self.node(it, name, item, depth + 1));
                Value::List(items.collect::<Option<_>>()?)
            }
            Value::Map(map) => {
                let mut entries = Vec::with_capacity(map.entries.len());
                for entry in &map.entries {
                    let value = self.node(&entry.value, name, item, depth + 1)?;
                    let key = filled(&entry.key, name, item);
                    entries.push(Entry { key, key_span: entry.key_span, value });
                }
                Value::Map(Map { entries, open: map.open })
            }
            Value::Tagged(tag, inner) => {
                Value::Tagged(tag.clone(), Box::new(self.node(inner, name, item, depth + 1)?))
            }
            other => other.clone(),
        };
        Some(Node { span: node.span, value })
    }

    fn report_open(&mut self, entry: &Entry<'_>) {
        let problem = TemplateFault::OpenLoop.at(entry.key_span);
        self.problems.push(problem.in_document(self.document));
    }
}

/// A text with an item in place of a name; `&{NAME}` takes only its letters and digits.
fn filled<'t>(text: &Cow<'t, str>, name: &str, item: &str) -> Cow<'t, str> {
    if !text.contains('{') {
        return text.clone();
    }
    let bare: String = item.chars().filter(char::is_ascii_alphanumeric).collect();
    let filled = text.replace(&format!("${{{name}}}"), item);
    let filled = filled.replace(&format!("&{{{name}}}"), &bare);
    if filled == *text { text.clone() } else { Cow::Owned(filled) }
}

fn has_own_loop(map: &Map<'_>) -> bool {
    map.entries.iter().any(|entry| entry.key.starts_with(LOOP))
}

fn has_loop(node: &Node<'_>) -> bool {
    node.walk(Aliases::Written).entries().any(|entry| entry.key.starts_with(LOOP))
}

/// Whether a loop's body mentions containers.
fn makes_tasks(node: &Node<'_>) -> bool {
    use super::task::{DAEMON, EXPRESS, JOB, TASK};
    let mut texts = node.walk(Aliases::Written).filter_map(Node::as_str);
    texts.any(|text| matches!(text, TASK | DAEMON | EXPRESS | JOB))
}
