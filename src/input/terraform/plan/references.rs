//! What the references of a plan lead to: the attributes of resources, through variables and outputs of modules.

use super::addresses::{caller, calls, steps, within};
use super::index::PlanIndex;
use super::resource::PlannedResource;
use crate::syntax::Node;
use crate::syntax::hcl::PlannedPart;
use std::cell::Cell;

/// How deep references lead through modules.
const MAX_DEPTH: usize = 32;

/// How many references are followed for one value: outputs may fan out without end.
const MOST_REFERENCES: usize = 1_000;

/// How many references of one expression are read.
const MOST_IN_EXPRESSION: usize = 256;

/// Where references are: in a module, for an instance of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReferenceScope<'a, 's> {
    /// The address of the module.
    pub(super) module: &'a str,
    /// The index of the instance, with brackets.
    pub(super) key: &'a str,
    /// The block in the configuration, for its `for_each`.
    pub(super) block: Option<&'s Node<'s>>,
}

/// What an expression is made of.
#[derive(Debug, Default)]
pub(super) struct Referred {
    /// What is not known.
    pub(super) parts: Vec<PlannedPart>,
    /// Whether more than one thing is referred to, or a part of one.
    is_composed: bool,
}

/// Follows references.
#[derive(Debug)]
pub(super) struct References<'p, 's> {
    index: &'p PlanIndex<'s>,
    left: Cell<usize>,
    /// The attribute that is meant where a reference names a resource and none: Terraform before 1.0 names none, nor
    /// does any after an index that is computed.
    inferred: Option<&'static str>,
}

impl Referred {
    /// Whether it is one thing, as a whole.
    pub(super) fn is_one(&self) -> bool {
        self.parts.len() == 1 && !self.is_composed
    }

    fn add(&mut self, other: Self) {
        self.is_composed |= other.is_composed;
        for part in other.parts {
            if !self.parts.contains(&part) {
                self.parts.push(part);
            }
        }
    }

    fn only(part: PlannedPart) -> Self {
        Self { parts: vec![part], is_composed: false }
    }
}

impl<'p, 's> References<'p, 's> {
    pub(super) fn new(index: &'p PlanIndex<'s>, inferred: Option<&'static str>) -> Self {
        Self { index, left: Cell::new(MOST_REFERENCES), inferred }
    }

    /// What an expression of the configuration is made of and is not known.
    pub(super) fn of(&self, expression: &'s Node<'s>, scope: ReferenceScope<'_, 's>) -> Referred {
        self.expression(expression, scope, 0)
    }

    fn expression(
        &self,
        expression: &'s Node<'s>,
        scope: ReferenceScope<'_, 's>,
        depth: usize,
    ) -> Referred {
        let mut all = Referred::default();
        for written in longest(expression) {
            let left = self.left.get();
            if left == 0 || depth > MAX_DEPTH {
                all.add(Referred::only(other(scope, written)));
                break;
            }
            self.left.set(left - 1);
            all.add(self.reference(written, scope, depth));
        }
        all
    }

    fn reference(&self, written: &'s str, scope: ReferenceScope<'_, 's>, depth: usize) -> Referred {
        match steps(written).as_slice() {
            ["var", name, rest @ ..] => self.variable(name, rest, scope, depth),
            ["module", name, rest @ ..] => self.module((written, name), rest, scope, depth),
            ["each", "value", rest @ ..] => {
                let collection = scope.block.and_then(|it| it.get("for_each_expression"));
                let items = collection.map(|it| self.expression(it, scope, depth + 1));
                let mut items = items.unwrap_or_default();
                items.is_composed |= !rest.is_empty();
                items
            }
            // Terraform knows these when it plans.
            ["each" | "count" | "path" | "terraform" | "self", ..] => Referred::default(),
            ["data", kind, name, rest @ ..] => {
                self.resource(written, (true, kind, name), rest, scope)
            }
            [kind, name, rest @ ..] if *kind != "local" => {
                self.resource(written, (false, kind, name), rest, scope)
            }
            _ => Referred::only(other(scope, written)),
        }
    }

    /// A variable: what the call of the module passes.
    fn variable(
        &self,
        name: &str,
        rest: &[&str],
        scope: ReferenceScope<'_, 's>,
        depth: usize,
    ) -> Referred {
        let configuration = &self.index.configuration;
        let Some(outer) = caller(scope.module) else {
            let is_known = configuration.variable(name).is_some();
            let part = PlannedPart::Other(format!("var.{name}"));
            return if is_known { Referred::default() } else { Referred::only(part) };
        };
        let call = configuration.call(scope.module);
        let argument = call.and_then(|it| it.get("expressions")?.get(name));
        let Some(argument) = argument else { return Referred::default() };
        let key = calls(scope.module).pop().map_or("", |(_, key)| key);
        let scope = ReferenceScope { module: outer, key, block: call };
        let mut passed = self.expression(argument, scope, depth + 1);
        passed.is_composed |= !rest.is_empty();
        passed
    }

    /// An output of a module, or of each of its instances.
    fn module(
        &self,
        (written, name): (&'s str, &str),
        rest: &[&'s str],
        scope: ReferenceScope<'_, 's>,
        depth: usize,
    ) -> Referred {
        let call = within(scope.module, &format!("module.{name}"));
        let (index, rest) = split_index(rest);
        let Some((output, rest)) = rest.split_first() else {
            return Referred::only(other(scope, written));
        };
        let own = [format!("{call}{}", index.unwrap_or(scope.key))];
        let all = self.index.called(&call);
        let is_one = index.is_some() || own.iter().all(|it| all.contains(it));
        let mut found = Referred { is_composed: !rest.is_empty(), ..Referred::default() };
        for module in if is_one { own.as_slice() } else { all } {
            let expression = self.index.configuration.output(module, output);
            let scope = ReferenceScope { module, key: "", block: None };
            found.add(match expression {
                Some(expression) => self.expression(expression, scope, depth + 1),
                None => Referred::only(PlannedPart::Other(within(module, output))),
            });
        }
        if !is_one && all.is_empty() {
            found.add(Referred::only(other(scope, written)));
        }
        found
    }

    /// A resource or a data source: its attribute, unless the plan knows it.
    fn resource(
        &self,
        written: &str,
        (is_data, kind, name): (bool, &'s str, &'s str),
        rest: &[&str],
        scope: ReferenceScope<'_, 's>,
    ) -> Referred {
        let (index, rest) = split_index(rest);
        let instances: Vec<_> = self.index.instances(scope.module, (is_data, kind, name)).collect();
        let key = index.unwrap_or(scope.key);
        let own = instances.iter().find(|it| it.key() == key);
        let found = match own {
            Some(own) => vec![*own],
            None if index.is_none() => instances,
            None => Vec::new(),
        };
        if found.is_empty() {
            return Referred::only(other(scope, written));
        }
        let mut all = Referred::default();
        for resource in found {
            all.add(self.attribute(resource, rest));
        }
        all
    }

    fn attribute(&self, resource: &PlannedResource<'s>, steps: &[&str]) -> Referred {
        let named = steps.split_first().filter(|(first, _)| !first.starts_with('['));
        let (name, rest) = match named {
            Some((first, rest)) => (Some(*first), rest),
            None => (self.inferred, steps),
        };
        // Without an attribute, it is the one that the plan does not know: the `id` of a role, which is its name.
        if named.is_some_and(|(name, _)| resource.knows(name)) {
            return Referred::default();
        }
        let mut written = String::new();
        for step in rest {
            written.push_str(if step.starts_with('[') { "" } else { "." });
            written.push_str(step);
        }
        let part = PlannedPart::Attribute {
            is_data: resource.is_data,
            kind: resource.kind.to_owned(),
            address: resource.address.to_string(),
            name: name.map(str::to_owned),
            steps: written,
        };
        Referred { parts: vec![part], is_composed: name.is_none() }
    }
}

/// An index at the beginning of steps.
fn split_index<'a, 's>(steps: &'a [&'s str]) -> (Option<&'s str>, &'a [&'s str]) {
    match steps.split_first() {
        Some((first, rest)) if first.starts_with('[') => (Some(first), rest),
        _ => (None, steps),
    }
}

/// What nothing in the plan tells more of.
fn other(scope: ReferenceScope<'_, '_>, written: &str) -> PlannedPart {
    PlannedPart::Other(within(scope.module, written))
}

/// The references of an expression, without those that are the beginnings of others.
fn longest<'s>(expression: &'s Node<'s>) -> Vec<&'s str> {
    let references = expression.get("references").and_then(Node::as_list).unwrap_or_default();
    let all: Vec<&str> =
        references.iter().filter_map(Node::as_str).take(MOST_IN_EXPRESSION).collect();
    let is_beginning = |one: &str| {
        let continues =
            |it: &&str| it.strip_prefix(one).is_some_and(|rest| rest.starts_with(['.', '[']));
        all.iter().any(continues)
    };
    let mut found: Vec<&str> = Vec::new();
    for written in &all {
        if !found.contains(written) && !is_beginning(written) {
            found.push(written);
        }
    }
    found
}
