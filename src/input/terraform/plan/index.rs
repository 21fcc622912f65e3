//! The resources of a plan or a state, and where to find each of them.

use super::addresses::{calls, within};
use super::configuration::PlannedConfiguration;
use super::members::{items, text};
use super::resource::PlannedResource;
use crate::base::maps::{HashMap, HashSet};
use crate::syntax::Node;
use std::borrow::Cow;

/// What a plan or a state has.
#[derive(Debug, Default)]
pub(super) struct PlanIndex<'s> {
    pub(super) resources: Vec<PlannedResource<'s>>,
    pub(super) configuration: PlannedConfiguration<'s>,
    /// Their addresses: each is there once.
    addresses: HashSet<String>,
    /// The instances of each block: by its module, whether it is of a data source, its type and its name.
    by_block: HashMap<(String, bool, &'s str, &'s str), Vec<usize>>,
    /// The modules that a call makes, by the address of the call.
    by_call: HashMap<String, Vec<String>>,
}

impl<'s> PlanIndex<'s> {
    /// What `terraform show -json` prints of a plan or a state.
    pub(super) fn of(document: &'s Node<'s>) -> Self {
        let configuration = PlannedConfiguration::of(document);
        let mut index = Self { configuration, ..Self::default() };
        let mut unknown = HashMap::default();
        let changes = document.get("resource_changes").into_iter().flat_map(Node::items_or_self);
        for change in changes.filter(|it| is_current(it)) {
            let after = change.get("change").and_then(|it| it.get("after_unknown"));
            if let (Some(address), Some(after)) = (text(change, "address"), after) {
                unknown.insert(address, after);
            }
        }
        for part in ["planned_values", "values"] {
            let root = document.get(part).and_then(|it| it.get("root_module"));
            index.add_modules(root, &unknown, false);
        }
        // Some tools keep nothing of a plan but the changes.
        if index.resources.is_empty() {
            for change in items(document, "resource_changes").iter().filter(|it| is_current(it)) {
                index.add_change(change);
            }
        }
        // What data sources gave is a part of the state before, where it was known before.
        let before = document.get("prior_state").and_then(|it| it.get("values"));
        index.add_modules(before.and_then(|it| it.get("root_module")), &unknown, true);
        index
    }

    /// Resources that are all known.
    pub(super) fn of_resources(resources: Vec<PlannedResource<'s>>) -> Self {
        let mut index = Self::default();
        for resource in resources {
            index.add(resource);
        }
        index
    }

    /// The instances of a block.
    pub(super) fn instances(
        &self,
        module: &str,
        (is_data, kind, name): (bool, &'s str, &'s str),
    ) -> impl Iterator<Item = &PlannedResource<'s>> {
        let found = self.by_block.get(&(module.to_owned(), is_data, kind, name));
        found.into_iter().flatten().filter_map(|at| self.resources.get(*at))
    }

    /// The addresses of the modules that a call makes.
    pub(super) fn called(&self, call: &str) -> &[String] {
        self.by_call.get(call).map(Vec::as_slice).unwrap_or_default()
    }

    fn add_modules(
        &mut self,
        root: Option<&'s Node<'s>>,
        unknown: &HashMap<&'s str, &'s Node<'s>>,
        only_data: bool,
    ) {
        let mut modules: Vec<_> = root.into_iter().collect();
        while let Some(module) = modules.pop() {
            let address = text(module, "address").unwrap_or_default();
            for resource in items(module, "resources").iter().filter(|it| is_current(it)) {
                let found = resource_of(resource, address);
                if let Some(mut found) = found.filter(|it| it.is_data || !only_data) {
                    found.unknown = unknown.get(found.address.as_ref()).copied();
                    self.add(found);
                }
            }
            // The last is taken first.
            modules.extend(items(module, "child_modules").iter().rev());
        }
    }

    /// Adds what a change leaves.
    fn add_change(&mut self, change: &'s Node<'s>) {
        let module = text(change, "module_address").unwrap_or_default();
        let Some(resource) = resource_of(change, module) else { return };
        let Some(own) = change.get("change") else { return };
        let is_left = |node: &&Node<'_>| node.as_map().is_some();
        if let Some(after) = own.get("after").filter(is_left) {
            let unknown = own.get("after_unknown");
            self.add(PlannedResource { values: Some(after), unknown, ..resource });
        }
    }

    fn add(&mut self, resource: PlannedResource<'s>) {
        let at = self.resources.len();
        if !self.addresses.insert(resource.address.to_string()) {
            return;
        }
        self.add_calls(&resource.module);
        let block = (resource.module.to_string(), resource.is_data, resource.kind, resource.name);
        self.by_block.entry(block).or_default().push(at);
        self.resources.push(resource);
    }

    /// Takes note of a module and of those around it.
    fn add_calls(&mut self, module: &str) {
        let mut outer = String::new();
        for (name, key) in calls(module) {
            let call = within(&outer, &format!("module.{name}"));
            let own = format!("{call}{key}");
            let known = self.by_call.entry(call).or_default();
            if !known.contains(&own) {
                known.push(own.clone());
            }
            outer = own;
        }
    }
}

/// Whether it is of an object that is in use. One that was replaced and not deleted yet has the address of the one in
/// its place, and a key of its own: `deposed` in a change, `deposed_key` in a state.
fn is_current(node: &Node<'_>) -> bool {
    node.get("deposed").is_none() && node.get("deposed_key").is_none()
}

fn resource_of<'s>(node: &'s Node<'s>, module: &'s str) -> Option<PlannedResource<'s>> {
    let address = node.get("address")?;
    Some(PlannedResource {
        address: Cow::Borrowed(address.as_str()?),
        module: Cow::Borrowed(module),
        is_data: text(node, "mode") == Some("data"),
        kind: text(node, "type")?,
        name: text(node, "name")?,
        mark: address.span,
        span: node.span,
        values: node.get("values"),
        unknown: None,
        is_flat: false,
    })
}
