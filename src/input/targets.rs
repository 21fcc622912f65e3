//! What of a source the options could be about: its placeholders, parameters and containers.

use super::TaskVariants;
use super::inputs::is_same_name;
use crate::base::text::{Spelling, Text};
use crate::syntax::{Aliases, Node, Value};
use std::collections::BTreeSet;

/// The names in a source that an option sets, whether or not one does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionTargets {
    /// Placeholders and parameters, for `--var` and `--parameters`.
    pub variables: BTreeSet<String>,
    /// Containers, for `--image`.
    pub containers: BTreeSet<String>,
}

impl OptionTargets {
    /// Whether a name is that of a placeholder or a parameter.
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.contains(name) || self.variables.iter().any(|it| is_same_name(it, name))
    }

    /// Adds those of another source.
    pub fn add(&mut self, other: Self) {
        self.variables.extend(other.variables);
        self.containers.extend(other.containers);
    }

    /// Adds the placeholders of a document, before any is filled.
    pub(super) fn add_placeholders(&mut self, document: &Node<'_>) {
        for node in document.walk(Aliases::Written) {
            match &node.value {
                Value::Placeholder(placeholder) => {
                    self.variables.insert(placeholder.name().to_owned());
                }
                Value::String(value) => self.add_text(&Text::read(value, Spelling::Identifier)),
                Value::Text(text) => self.add_text(text),
                _ => {}
            }
        }
    }

    fn add_text(&mut self, text: &Text<'_>) {
        self.variables.extend(text.placeholders().map(|it| it.name().to_owned()));
    }

    /// Adds the words of task definitions that stand for a value.
    pub fn add_words(&mut self, tasks: &[TaskVariants<'_>]) {
        let versions = tasks.iter().flat_map(|task| &task.versions);
        self.variables.extend(versions.flat_map(|task| task.context.values.names.iter().cloned()));
    }

    /// Adds the containers of task definitions.
    pub fn add_containers(&mut self, tasks: &[TaskVariants<'_>]) {
        let versions = tasks.iter().flat_map(|task| &task.versions);
        let lists = versions.filter_map(|task| task.root.get("containerDefinitions"));
        let containers = lists.flat_map(|list| list.resolved().as_list().unwrap_or_default());
        let names = containers.filter_map(|it| it.get("name")?.as_str());
        self.containers.extend(names.map(str::to_owned));
    }
}
