//! The instances of resources, and what a reference to one leads to.

use super::attributes;
use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::module::ResourceBlock;
use super::open;
use super::repetitions::together;
use super::scope::{ExpressionScope, ModuleInstance, Repetition};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::rc::Rc;

impl<'t> ModuleEvaluator<'_, 't> {
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
                address: format!("{}{prefix}{kind}.{name}", module.address).into(),
                module: Rc::clone(module),
                repetition: None,
                block: None,
                is_created: Truth::Unknown,
            };
            return self.as_value(instance, span);
        };
        let instances = self.instances(module, block);
        if instances.is_empty() {
            return Node { span, value: Value::List(Vec::new()) };
        }
        let each = instances.iter();
        let each = each.map(|it| (it.repetition.as_ref(), self.as_value(it.clone(), span)));
        together(each, span)
    }

    /// The instances of a block in a module, each as this combination makes it.
    pub(super) fn instances(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        block: &ResourceBlock<'t>,
    ) -> Vec<ResourceInstance<'t>> {
        let make = || {
            let name = block.address_in(&module.address);
            let made = self.repetitions(&block.body, ExpressionScope::of(module)).into_iter();
            made.map(|(repetition, is_created)| {
                let index = repetition.as_ref().map(Repetition::index).unwrap_or_default();
                ResourceInstance {
                    kind: Cow::Borrowed(block.kind),
                    is_data: block.is_data,
                    address: format!("{name}{index}").into(),
                    module: Rc::clone(module),
                    repetition,
                    block: Some(block.clone()),
                    is_created: module.is_created.and(is_created),
                }
            })
            .collect()
        };
        self.remembered_resources(module, block, make).to_vec()
    }

    /// All instances of the resources, or the data sources, of a type.
    pub(super) fn all(&self, is_data: bool, kind: &str) -> Vec<ResourceInstance<'t>> {
        let mut found = Vec::new();
        for module in self.modules().iter() {
            let Some(own) = self.configuration.module(&module.folder) else { continue };
            let blocks = own.resources.iter();
            for block in blocks.filter(|it| it.is_data == is_data && it.kind == kind) {
                found.extend(self.instances(module, block));
            }
        }
        found
    }

    /// A resource as a value, which stands for all of its attributes.
    fn as_value(&self, instance: ResourceInstance<'t>, span: Span) -> Node<'t> {
        let written = instance.address.strip_prefix(&instance.module.address);
        let written = written.unwrap_or(&instance.address);
        let name = instance.address.to_string();
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
}
