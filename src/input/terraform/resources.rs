//! The instances of resources and modules, and what a reference to one leads to.

use super::attributes;
use super::evaluator::Evaluator;
use super::module::{Layers, ModuleCall, ResourceBlock};
use super::open;
use super::scope::{Binding, Caller, ModuleInstance, Repetition, Scope};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::hcl::{HclBlock, PathStep, PathStepKind};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// How many instances of a block are made.
const MOST_INSTANCES: usize = 256;

/// How deep modules may call modules.
const MOST_CALLS: usize = 12;

/// A resource or a data source, as one of the instances of its block.
#[derive(Clone, Debug)]
pub(super) struct ResourceInstance<'t> {
    /// Its type: `aws_iam_role`.
    pub(super) kind: Cow<'t, str>,
    pub(super) is_data: bool,
    /// What tells it from all others: `module.web.aws_iam_role.task["a"]`.
    pub(super) address: String,
    pub(super) module: Rc<ModuleInstance<'t>>,
    pub(super) repetition: Option<Repetition<'t>>,
    /// Its block; none where the source does not have it.
    pub(super) block: Option<ResourceBlock<'t>>,
    /// Whether it is made in this combination.
    pub(super) is_created: Truth,
}

impl<'t> ResourceInstance<'t> {
    /// Where its expressions are evaluated.
    pub(super) fn scope(&self) -> Scope<'_, 't> {
        Scope::of(&self.module).repeated(self.repetition.as_ref())
    }
}

impl<'t> Evaluator<'_, 't> {
    /// The module that is judged.
    pub(super) fn root(&self) -> Rc<ModuleInstance<'t>> {
        Rc::new(ModuleInstance {
            id: 0,
            address: String::new(),
            folder: self.configuration.root.clone(),
            caller: None,
            is_created: Truth::True,
        })
    }

    /// All modules of this combination: the root, and those that it calls, each as often as it is made.
    pub(super) fn modules(&self) -> Vec<Rc<ModuleInstance<'t>>> {
        let mut all = vec![self.root()];
        let mut next = 0;
        while let Some(module) = all.get(next).cloned() {
            next += 1;
            let Some(own) = self.configuration.module(&module.folder) else { continue };
            for call in &own.calls {
                all.extend(self.called(&module, call).iter().cloned());
            }
            if all.len() > MOST_INSTANCES * 4 {
                break;
            }
        }
        all
    }

    /// The instances of a module that another one calls; none where its source is not in the repository.
    pub(super) fn called(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        call: &ModuleCall<'t>,
    ) -> Rc<[Rc<ModuleInstance<'t>>]> {
        self.remembered_instances(module, call.name, || {
            let Some(folder) = self.configuration.called_folder(&module.folder, call) else {
                return Vec::new();
            };
            if leads_back(module, &folder) {
                return Vec::new();
            }
            let made = self.repetitions(&call.body, Scope::of(module)).into_iter();
            let instance = |(repetition, is_created): (Option<Repetition<'t>>, Truth)| {
                let index = repetition.as_ref().map(Repetition::index).unwrap_or_default();
                let body = call.body.clone();
                Rc::new(ModuleInstance {
                    id: self.next_instance(),
                    address: format!("{}module.{}{index}.", module.address, call.name),
                    folder: folder.clone(),
                    is_created: module.is_created.and(is_created),
                    caller: Some(Caller { module: Rc::clone(module), body, repetition }),
                })
            };
            made.map(instance).collect()
        })
    }

    /// What `module.NAME` and the steps after it stand for.
    pub(super) fn module_path(
        &self,
        name: &str,
        steps: &[PathStep<'t>],
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        let own = self.configuration.module(&scope.module.folder);
        let call = own.and_then(|it| it.call(name));
        let instances = call.map(|call| (call, self.called(scope.module, call)));
        if let Some((_, instances)) = &instances
            && let [only] = instances.as_ref()
            && only.caller.as_ref().is_some_and(|it| it.repetition.is_none())
            && let Some((PathStep { kind: PathStepKind::Attribute(name), .. }, rest)) =
                steps.split_first()
            && let Some(value) = self.output(only, name)
        {
            return self.steps_from(&value, rest, span, scope);
        }
        let folder = call.and_then(|it| self.configuration.called_folder(&scope.module.folder, it));
        let is_made = folder.as_ref().is_some_and(|it| !leads_back(scope.module, it));
        let value = match instances {
            Some((_, instances)) if !instances.is_empty() => self.outputs(&instances, span),
            Some(_) if is_made => Node { span, value: Value::List(Vec::new()) },
            other => {
                match other {
                    Some(_) if folder.is_some() => self.cut(),
                    Some((call, _)) => self.note_unread(call),
                    None => {}
                }
                let open = self.reference(&format!("module.{name}"), scope.module);
                Node { span, value: Value::Placeholder(open) }
            }
        };
        self.steps(value, steps, span, scope)
    }

    /// The outputs of the instances of a module: an object, or one for each.
    fn outputs(&self, instances: &[Rc<ModuleInstance<'t>>], span: Span) -> Node<'t> {
        let of = |module: &Rc<ModuleInstance<'t>>| {
            let outputs = self.configuration.module(&module.folder).map(|it| &it.outputs);
            let names = outputs.into_iter().flat_map(|it| it.keys());
            let entry = |name: &&'t str| {
                let value = self.copied(&*self.output(module, name)?)?;
                Some(Entry { key: Cow::Borrowed(*name), key_span: span, value })
            };
            let mut entries: Vec<_> = names.filter_map(entry).collect();
            entries.sort_by(|one, other| one.key.cmp(&other.key));
            Node { span, value: Value::Map(Map { entries, open: None }) }
        };
        let each = instances.iter().map(|it| {
            let repetition = it.caller.as_ref().and_then(|it| it.repetition.as_ref());
            (repetition, of(it))
        });
        together(each, span)
    }

    /// What a resource or a data source is as a value: an object, or one for each of its instances.
    pub(super) fn resource(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        (is_data, kind, name): (bool, &str, &str),
        span: Span,
    ) -> Node<'t> {
        let own = self.configuration.module(&module.folder);
        let Some(block) = own.and_then(|it| it.resource(is_data, kind, name)) else {
            let prefix = if is_data { "data." } else { "" };
            let instance = ResourceInstance {
                kind: Cow::Owned(kind.to_owned()),
                is_data,
                address: format!("{}{prefix}{kind}.{name}", module.address),
                module: Rc::clone(module),
                repetition: None,
                block: None,
                is_created: Truth::Unknown,
            };
            return self.as_value(instance, span);
        };
        let instances = self.instances(module, block);
        let each: Vec<_> = instances
            .iter()
            .map(|it| (it.repetition.as_ref(), self.as_value(it.clone(), span)))
            .collect();
        if each.is_empty() {
            return Node { span, value: Value::List(Vec::new()) };
        }
        together(each.into_iter(), span)
    }

    /// The instances of a block in a module, each as this combination makes it.
    pub(super) fn instances(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        block: &ResourceBlock<'t>,
    ) -> Vec<ResourceInstance<'t>> {
        let name = block.address_in(&module.address);
        let made = self.repetitions(&block.body, Scope::of(module)).into_iter();
        made.map(|(repetition, is_created)| {
            let index = repetition.as_ref().map(Repetition::index).unwrap_or_default();
            ResourceInstance {
                kind: Cow::Borrowed(block.kind),
                is_data: block.is_data,
                address: format!("{name}{index}"),
                module: Rc::clone(module),
                repetition,
                block: Some(block.clone()),
                is_created: module.is_created.and(is_created),
            }
        })
        .collect()
    }

    /// All instances of the resources, or the data sources, of a type.
    pub(super) fn all(&self, is_data: bool, kind: &str) -> Vec<ResourceInstance<'t>> {
        let mut found = Vec::new();
        for module in self.modules() {
            let Some(own) = self.configuration.module(&module.folder) else { continue };
            let blocks = own.resources.iter();
            for block in blocks.filter(|it| it.is_data == is_data && it.kind == kind) {
                found.extend(self.instances(&module, block));
            }
        }
        found
    }

    /// As often as `count` and `for_each` make a block, and whether each is certainly made.
    fn repetitions(
        &self,
        body: &Layers<'t>,
        scope: Scope<'_, 't>,
    ) -> Vec<(Option<Repetition<'t>>, Truth)> {
        if let Some(count) = body.value("count") {
            return self.counted(&self.evaluate(count, scope));
        }
        let Some(for_each) = body.value("for_each") else { return vec![(None, Truth::True)] };
        let collection = self.evaluate(for_each, scope);
        let count = match &collection.value {
            Value::List(items) => items.len(),
            Value::Map(map) => map.entries.len(),
            _ => 1,
        };
        if count > MOST_INSTANCES {
            self.cut();
        }
        let mut made = Vec::new();
        let mut add = |key: Node<'t>, value: &Node<'t>, is_certain| {
            let is_certain = Truth::known(is_certain).or(Truth::Unknown);
            made.push((Some(Repetition::Each(key, value.clone())), is_certain));
        };
        match &collection.value {
            Value::List(items) => {
                let items = items.iter().take(MOST_INSTANCES);
                items.for_each(|item| add(item.clone(), item, open::is_one(item)));
            }
            Value::Map(map) => {
                for entry in map.entries.iter().take(MOST_INSTANCES) {
                    let key = Value::String(entry.key.clone());
                    add(Node { span: entry.key_span, value: key }, &entry.value, true);
                }
                if map.open.is_some() {
                    let [key, value] = self.open_each(&collection);
                    add(key, &value, false);
                }
            }
            _ => {
                let [key, value] = self.open_each(&collection);
                add(key, &value, false);
            }
        }
        made
    }

    fn counted(&self, count: &Node<'t>) -> Vec<(Option<Repetition<'t>>, Truth)> {
        let span = count.span;
        match count.as_scalar().and_then(|it| it.parse::<usize>().ok()) {
            Some(count) => {
                if count > MOST_INSTANCES {
                    self.cut();
                }
                let index = |at: usize| Value::Number(Cow::Owned(at.to_string()));
                let one =
                    |at| (Some(Repetition::Count(Node { span, value: index(at) })), Truth::True);
                (0..count.min(MOST_INSTANCES)).map(one).collect()
            }
            None => {
                let write =
                    |part: &dyn Fn(&Node<'t>) -> String| format!("count.index of {}", part(count));
                let open = open::made_of(&[count], write);
                let index = Node { span, value: Value::Placeholder(open) };
                vec![(Some(Repetition::Count(index)), Truth::Unknown)]
            }
        }
    }

    /// `each.key` and `each.value` of a collection that is open.
    fn open_each(&self, collection: &Node<'t>) -> [Node<'t>; 2] {
        ["key", "value"].map(|part_name| {
            let write = |part: &dyn Fn(&Node<'t>) -> String| {
                format!("each.{part_name} of {}", part(collection))
            };
            let open = open::made_of(&[collection], write);
            Node { span: collection.span, value: Value::Placeholder(open) }
        })
    }

    /// A resource as a value, which stands for all of its attributes.
    fn as_value(&self, instance: ResourceInstance<'t>, span: Span) -> Node<'t> {
        let written = instance.address.strip_prefix(&instance.module.address);
        let written = written.unwrap_or(&instance.address);
        let name = instance.address.clone();
        let placeholder = open::named(PlaceholderKind::KnownAfterApply, written, name);
        self.remember_object(instance);
        Node { span, value: Value::Placeholder(placeholder) }
    }

    /// Whether a placeholder stands for one resource.
    pub(super) fn is_one_object(&self, placeholder: &Placeholder<'t>) -> bool {
        self.object_named(placeholder.name()).is_some()
    }

    /// The attribute of the resource that a placeholder stands for; none if it stands for something else.
    pub(super) fn attribute_of(
        &self,
        placeholder: &Placeholder<'t>,
        name: &str,
        span: Span,
    ) -> Option<Node<'t>> {
        let instance = self.object_named(placeholder.name())?;
        let stands_for_itself =
            attributes::stands_for_itself(instance.is_data, &instance.kind, name);
        let set = || self.set_attribute(&instance, name);
        if let Some(value) = if stands_for_itself { None } else { set() } {
            return Some(value);
        }
        let is_made = stands_for_itself || !instance.is_data;
        let kind =
            if is_made { PlaceholderKind::KnownAfterApply } else { PlaceholderKind::Reference };
        let written = format!("{}.{name}", open::inner(placeholder));
        let unique = format!("{}.{name}", instance.address);
        self.remember_attribute(&unique, &instance, name);
        Some(Node { span, value: Value::Placeholder(open::named(kind, &written, unique)) })
    }

    /// What a resource sets: the value of an argument, or its blocks of that name.
    fn set_attribute(&self, instance: &ResourceInstance<'t>, name: &str) -> Option<Node<'t>> {
        if let Some(value) = self.attribute(instance, name) {
            return Some(value);
        }
        let blocks = self.blocks(instance, name);
        let span = blocks.first()?.span;
        Some(Node { span, value: Value::List(blocks) })
    }

    /// The value of an argument of a resource; none if it is absent or null.
    pub(super) fn attribute(
        &self,
        instance: &ResourceInstance<'t>,
        name: &str,
    ) -> Option<Node<'t>> {
        let expression = instance.block.as_ref()?.body.value(name)?;
        let value = self.evaluate(expression, instance.scope());
        (!matches!(value.value, Value::Null)).then_some(value)
    }

    /// The blocks of a kind in a resource, each as an object; what `dynamic` makes of something open is a placeholder.
    pub(super) fn blocks(&self, instance: &ResourceInstance<'t>, kind: &str) -> Vec<Node<'t>> {
        let Some(block) = &instance.block else { return Vec::new() };
        self.blocks_in(&block.body, kind, instance.scope())
    }

    /// A body as an object: its arguments, and its blocks as lists.
    pub(super) fn body(&self, body: &Layers<'t>, span: Span, scope: Scope<'_, 't>) -> Node<'t> {
        let mut map = Map { entries: Vec::new(), open: body.lost() };
        for attribute in body.attributes() {
            let value = self.evaluate(&attribute.value, scope);
            let key = Cow::Borrowed(attribute.name);
            map.entries.push(Entry { key, key_span: attribute.name_span, value });
        }
        for kind in body.block_kinds() {
            let blocks = self.blocks_in(body, kind, scope);
            let Some(first) = blocks.first().map(|it| it.span) else { continue };
            let value = Node { span: first, value: Value::List(blocks) };
            let key_span = self.kind_span(kind, first);
            map.entries.push(Entry { key: Cow::Borrowed(kind), key_span, value });
        }
        Node { span, value: Value::Map(map) }
    }

    /// Where the kind of a block stands, at its beginning; nothing there where `dynamic` makes it.
    pub(super) fn kind_span(&self, kind: &str, block: Span) -> Span {
        let span = Span::new(block.range().start, block.range().start + kind.len());
        let is_there = self.configuration.slice(span) == kind;
        if is_there { span } else { Span { end: span.start, ..span } }
    }

    pub(super) fn blocks_in(
        &self,
        body: &Layers<'t>,
        kind: &str,
        scope: Scope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let mut found = Vec::new();
        let blocks = body.blocks(kind);
        if blocks.is_empty() {
            return self.blocks_as_argument(body, kind, scope);
        }
        for block in blocks {
            if block.kind == "dynamic" && block.kind != kind {
                self.add_dynamic(&mut found, block, kind, scope);
            } else {
                found.push(self.body(&(&block.body).into(), block.span, scope));
            }
        }
        found
    }

    /// Blocks that are written as an argument: an object or a list of objects, as in JSON, where both look alike.
    fn blocks_as_argument(
        &self,
        body: &Layers<'t>,
        kind: &str,
        scope: Scope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let Some(value) = body.value(kind).map(|it| self.evaluate(it, scope)) else {
            return Vec::new();
        };
        let is_block =
            |node: &Node<'t>| matches!(node.value, Value::Map(_) | Value::Placeholder(_));
        match value.value {
            Value::List(items) => items.into_iter().filter(is_block).collect(),
            Value::Map(_) => vec![value],
            Value::Placeholder(_) => vec![open::any_number_of(&value)],
            _ => Vec::new(),
        }
    }

    /// The blocks that `dynamic` makes: one for each item of `for_each`.
    fn add_dynamic(
        &self,
        found: &mut Vec<Node<'t>>,
        block: &'t HclBlock<'t>,
        kind: &str,
        scope: Scope<'_, 't>,
    ) {
        let body = Layers::from(&block.body);
        let Some(collection) = body.value("for_each").map(|it| self.evaluate(it, scope)) else {
            return;
        };
        let iterator = body.value("iterator").map(|it| self.configuration.slice(it.span));
        let iterator = iterator.unwrap_or(kind);
        let Some(content) = block.body.blocks_of("content").next() else { return };
        let content = Layers::from(&content.body);
        let is_known = self.for_each_item(
            &collection,
            (Some("\0key"), "\0value"),
            scope,
            &mut |inner, is_certain| {
                let [key, value] = ["\0key", "\0value"].map(|it| inner.bound(it).cloned());
                let (Some(key), Some(value)) = (key, value) else { return };
                let item = iterated(key, value, block.span);
                let binding = Binding { name: iterator, value: item, outer: scope.bindings };
                let made =
                    self.body(&content, block.span, Scope { bindings: Some(&binding), ..scope });
                found.push(if is_certain { made } else { open::any_number_of(&made) });
            },
        );
        if !is_known {
            found.push(open::any_number_of(&collection));
        }
    }
}

/// Whether a call of the module in a folder goes in a circle, or too deep.
fn leads_back(module: &Rc<ModuleInstance<'_>>, folder: &str) -> bool {
    let callers = std::iter::successors(Some(module), |it| Some(&it.caller.as_ref()?.module));
    callers.clone().count() > MOST_CALLS || callers.into_iter().any(|it| it.folder == folder)
}

/// What the iterator of a `dynamic` block is: an object of a key and a value.
fn iterated<'t>(key: Node<'t>, value: Node<'t>, span: Span) -> Node<'t> {
    let entry = |key: &'static str, value| Entry { key: Cow::Borrowed(key), key_span: span, value };
    let entries = vec![entry("key", key), entry("value", value)];
    Node { span, value: Value::Map(Map { entries, open: None }) }
}

/// The instances of a block as one value: itself, a list, or an object by their keys.
fn together<'r, 't: 'r>(
    each: impl Iterator<Item = (Option<&'r Repetition<'t>>, Node<'t>)>,
    span: Span,
) -> Node<'t> {
    let mut items = Vec::new();
    let mut map = Map::default();
    for (repetition, value) in each {
        match repetition {
            None => return value,
            Some(Repetition::Count(index)) => {
                let others = (!open::is_known(index)).then(|| open::any_number_of(&value));
                items.extend(std::iter::once(value).chain(others));
            }
            Some(Repetition::Each(key, _)) => match key.as_scalar() {
                Some(name) => {
                    let key_span = key.span;
                    map.entries.push(Entry { key: Cow::Owned(name.to_owned()), key_span, value });
                }
                None => map.open = Some(span),
            },
        }
    }
    let is_list = !items.is_empty();
    let value = if is_list { Value::List(items) } else { Value::Map(map) };
    Node { span, value }
}
