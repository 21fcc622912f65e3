//! The tree of a rule file as `serde_yaml` reads it.

use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node, Value};
use serde_yaml::Value as Yaml;
use std::borrow::Cow;

/// Reads a file as one tree. `serde_yaml` knows no places: each key and value gets a span that is in that
/// of what holds it and in no other, so that [`Node::pointer_to`] leads from a span to its key.
///
/// # Errors
/// What is wrong with the YAML.
pub fn read(text: &str) -> Result<Node<'static>, serde_yaml::Error> {
    Ok(Numbering(0).node(serde_yaml::from_str(text)?))
}

/// How many places were given away.
struct Numbering(usize);

impl Numbering {
    fn node(&mut self, yaml: Yaml) -> Node<'static> {
        let start = self.next();
        let value = match yaml {
            Yaml::Null => Value::Null,
            Yaml::Bool(value) => Value::Bool(value),
            Yaml::Number(number) => Value::Number(number.to_string().into()),
            Yaml::String(text) => Value::String(Cow::Owned(text)),
            Yaml::Sequence(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            Yaml::Mapping(map) => {
                let entries = map.into_iter().map(|(key, value)| self.entry(&key, value));
                Value::Map(Map { entries: entries.collect(), open: None })
            }
            Yaml::Tagged(tagged) => {
                Value::Tagged(Cow::Owned(tagged.tag.to_string()), Box::new(self.node(tagged.value)))
            }
        };
        Node { span: Span::new(start, self.next()), value }
    }

    fn entry(&mut self, key: &Yaml, value: Yaml) -> Entry<'static> {
        let key = match key {
            Yaml::String(key) => key.clone(),
            other => format!("{other:?}"),
        };
        let start = self.next();
        let key_span = Span::new(start, self.next());
        Entry { key: Cow::Owned(key), key_span, value: self.node(value) }
    }

    fn next(&mut self) -> usize {
        self.0 += 1;
        self.0
    }
}
