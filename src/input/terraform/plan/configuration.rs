//! What a plan tells of the configuration: expressions by what they refer to.

use super::addresses::calls;
use super::members::{items, text};
use crate::base::maps::HashMap;
use crate::syntax::{Entry, Node};

/// The `configuration` of a plan.
#[derive(Debug, Default)]
pub(super) struct PlannedConfiguration<'s> {
    /// Whether the plan has one.
    pub(super) is_known: bool,
    root: Option<&'s Node<'s>>,
    /// The values of the root module's variables.
    variables: Option<&'s Node<'s>>,
    /// The blocks of resources: by the path of the module, whether it is of a data source, its type and its name.
    resources: HashMap<(String, bool, &'s str, &'s str), &'s Node<'s>>,
    /// The calls of modules, by the path of the module.
    calls: HashMap<String, &'s Node<'s>>,
    providers: Option<&'s Node<'s>>,
}

impl<'s> PlannedConfiguration<'s> {
    pub(super) fn of(plan: &'s Node<'s>) -> Self {
        let mut found = Self { variables: plan.get("variables"), ..Self::default() };
        let Some(configuration) = plan.get("configuration") else { return found };
        found.providers = configuration.get("provider_config");
        found.root = configuration.get("root_module");
        found.is_known = found.root.is_some();
        let mut modules: Vec<_> = found.root.iter().map(|root| (String::new(), *root)).collect();
        while let Some((path, module)) = modules.pop() {
            for resource in items(module, "resources") {
                let is_data = text(resource, "mode") == Some("data");
                if let (Some(kind), Some(name)) = (text(resource, "type"), text(resource, "name")) {
                    found.resources.insert((path.clone(), is_data, kind, name), resource);
                }
            }
            for call in members(module.get("module_calls")) {
                let inner = format!("{path}/{}", call.key);
                if let Some(called) = call.value.get("module") {
                    modules.push((inner.clone(), called));
                }
                found.calls.insert(inner, &call.value);
            }
        }
        found
    }

    /// The block of a resource in a module, by the module's address.
    pub(super) fn resource(
        &self,
        module: &str,
        (is_data, kind, name): (bool, &'s str, &'s str),
    ) -> Option<&'s Node<'s>> {
        self.resources.get(&(path(module), is_data, kind, name)).copied()
    }

    /// The call that makes a module.
    pub(super) fn call(&self, module: &str) -> Option<&'s Node<'s>> {
        self.calls.get(&path(module)).copied()
    }

    /// The expression of an output.
    pub(super) fn output(&self, module: &str, name: &str) -> Option<&'s Node<'s>> {
        let own = if module.is_empty() { self.root } else { self.call(module)?.get("module") };
        own?.get("outputs")?.get(name)?.get("expression")
    }

    /// The value of a variable of the root module.
    pub(super) fn variable(&self, name: &str) -> Option<&'s Node<'s>> {
        self.variables?.get(name)?.get("value")
    }

    /// The value of an expression of the root module that is a constant or a variable.
    pub(super) fn value(&self, expression: &'s Node<'s>) -> Option<&'s Node<'s>> {
        if let Some(constant) = expression.get("constant_value") {
            return Some(constant);
        }
        match items(expression, "references") {
            [only] => self.variable(only.as_str()?.strip_prefix("var.")?),
            _ => None,
        }
    }

    /// The providers that the root module configures.
    pub(super) fn providers(&self) -> impl Iterator<Item = &'s Node<'s>> {
        let all = members(self.providers).iter().map(|entry| &entry.value);
        all.filter(|provider| provider.get("module_address").is_none())
    }
}

/// The names of the calls that lead to a module: all instances of a call have one configuration.
fn path(module: &str) -> String {
    calls(module).into_iter().fold(String::new(), |path, (name, _)| format!("{path}/{name}"))
}

fn members<'s>(node: Option<&'s Node<'s>>) -> &'s [Entry<'s>] {
    node.and_then(Node::as_map).map(|map| map.entries.as_slice()).unwrap_or_default()
}
