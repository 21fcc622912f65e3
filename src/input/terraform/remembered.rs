//! What is made once in a combination: values, modules, resources, and where these are.

use super::evaluator::ModuleEvaluator;
use super::home::Home;
use super::instance::ResourceInstance;
use super::memory::{CalledModules, EvaluationMemory, Opening, Remembered, ValueName};
use super::module::ResourceBlock;
use super::open;
use super::scope::{ExpressionScope, ModuleInstance};
use super::traces::Traces;
use crate::base::source::Span;
use crate::input::context::KmsKey;
use crate::syntax::{Map, Node};
use std::hash::Hash;
use std::rc::Rc;

impl<'t> ModuleEvaluator<'_, 't> {
    /// A value of a module, evaluated once.
    fn remembered(
        &self,
        module: usize,
        name: ValueName<'t>,
        evaluate: impl FnOnce() -> Node<'t>,
    ) -> Option<Rc<Node<'t>>> {
        let mut key = (module, name, false);
        {
            let mut memory = self.memory.borrow_mut();
            let by_default = memory.known.get(&key);
            let is_same = |it: &&(_, Traces<'t>)| self.uses_defaults() || it.1.assume_nothing();
            let known = by_default.filter(is_same).or_else(|| {
                key.2 = !self.uses_defaults();
                memory.known.get(&key)
            });
            if let Some((value, own)) = known {
                self.leave(own);
                return Some(Rc::clone(value));
            }
            if !memory.active.insert(key.clone()) {
                self.cut();
                return None;
            }
        }
        let (value, traces) = self.traced(evaluate);
        self.leave(&traces);
        let value = Rc::new(value);
        let mut memory = self.memory.borrow_mut();
        memory.active.remove(&key);
        memory.known.insert(key, (Rc::clone(&value), traces));
        Some(value)
    }

    /// The text of an attribute, by the name of its placeholder; none where it leads to itself.
    pub(super) fn remembered_text(
        &self,
        placeholder: &str,
        evaluate: impl FnOnce() -> Node<'t>,
    ) -> Option<Node<'t>> {
        let known = self.remembered(0, ValueName::Text(placeholder.to_owned()), evaluate)?;
        Some(Rc::unwrap_or_clone(known))
    }

    /// A local value of a module.
    pub(super) fn local(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        name: &str,
    ) -> Option<Rc<Node<'t>>> {
        let locals = &self.configuration.module(&module.folder)?.locals;
        let (name, expression) = locals.get_key_value(name)?;
        self.remembered(module.id, ValueName::Local(name), || {
            self.evaluate(expression, ExpressionScope::of(module))
        })
    }

    /// An output of a module.
    pub(super) fn output(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        name: &str,
    ) -> Option<Rc<Node<'t>>> {
        let outputs = &self.configuration.module(&module.folder)?.outputs;
        let (name, output) = outputs.get_key_value(name)?;
        let expression = output.value("value")?;
        self.remembered(module.id, ValueName::Output(name), || {
            self.evaluate(expression, ExpressionScope::of(module))
        })
    }

    /// A variable of a module; none where its value leads to itself.
    pub(super) fn variable(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        name: &'t str,
    ) -> Option<Rc<Node<'t>>> {
        self.remembered(module.id, ValueName::Variable(name), || match &module.caller {
            None => self.root_variable(module, name),
            Some(_) => self.passed_variable(module, name),
        })
    }

    /// The number of one more instance of a module.
    pub(super) fn next_instance(&self) -> usize {
        let mut memory = self.memory.borrow_mut();
        memory.next_instance += 1;
        memory.next_instance
    }

    /// The instances of a called module that are known, or those that `make` makes.
    pub(super) fn remembered_instances(
        &self,
        module: &ModuleInstance<'t>,
        call: &'t str,
        make: impl FnOnce() -> Vec<Rc<ModuleInstance<'t>>>,
    ) -> CalledModules<'t> {
        let key = (module.id, call, !self.uses_defaults());
        self.made_once(|memory| &mut memory.called, key, || make().into())
    }

    /// All modules that are known, or those that `make` finds.
    pub(super) fn remembered_modules(
        &self,
        make: impl FnOnce() -> Vec<Rc<ModuleInstance<'t>>>,
    ) -> CalledModules<'t> {
        let key = !self.uses_defaults();
        self.made_once(|memory| &mut memory.modules, key, || make().into())
    }

    /// The instances of a resource that are known, or those that `make` makes.
    pub(super) fn remembered_resources(
        &self,
        module: &ModuleInstance<'t>,
        block: &ResourceBlock<'t>,
        make: impl FnOnce() -> Vec<ResourceInstance<'t>>,
    ) -> Rc<[ResourceInstance<'t>]> {
        let name = (block.is_data, block.kind, block.name);
        let key = (module.id, name, !self.uses_defaults());
        self.made_once(|memory| &mut memory.instances, key, || make().into())
    }

    /// What is remembered in a part of the state, or else made and remembered there.
    fn made_once<K: Eq + Hash, V: Clone>(
        &self,
        part: impl for<'s> Fn(&'s mut EvaluationMemory<'t>) -> &'s mut Remembered<'t, K, V>,
        key: K,
        make: impl FnOnce() -> V,
    ) -> V {
        if let Some((value, own)) = part(&mut self.memory.borrow_mut()).get(&key) {
            self.leave(own);
            return value.clone();
        }
        let (value, traces) = self.traced(make);
        self.leave(&traces);
        part(&mut self.memory.borrow_mut()).insert(key, (value.clone(), traces));
        value
    }

    /// Where the resources of a provider are made.
    pub(super) fn remembered_home(
        &self,
        module: &ModuleInstance<'t>,
        provider: &'t str,
        find: impl FnOnce() -> Home<'t>,
    ) -> Home<'t> {
        let key = (module.id, provider, !self.uses_defaults());
        self.made_once(|memory| &mut memory.homes, key, find)
    }

    /// Takes note that a placeholder stands for a resource.
    pub(super) fn remember_object(&self, instance: ResourceInstance<'t>) {
        let mut memory = self.memory.borrow_mut();
        memory.objects.entry(Rc::clone(&instance.address)).or_insert(instance);
    }

    /// The resource that a placeholder of a name stands for.
    pub(super) fn object_named(&self, name: &str) -> Option<ResourceInstance<'t>> {
        self.memory.borrow().objects.get(name).cloned()
    }

    /// Takes note that a placeholder stands for an attribute of a resource.
    pub(super) fn remember_attribute(
        &self,
        placeholder: &str,
        instance: &ResourceInstance<'t>,
        name: &str,
    ) {
        let mut memory = self.memory.borrow_mut();
        if !memory.attributes.contains_key(placeholder) {
            let attribute = (instance.clone(), Rc::from(name));
            memory.attributes.insert(placeholder.to_owned(), attribute);
        }
    }

    /// The resource and the attribute that a placeholder stands for.
    pub(super) fn attribute_named(&self, name: &str) -> Option<(ResourceInstance<'t>, Rc<str>)> {
        self.memory.borrow().attributes.get(name).cloned()
    }

    /// The key that a placeholder names, looked for once.
    pub(super) fn remembered_key(
        &self,
        placeholder: &str,
        find: impl FnOnce() -> KmsKey<'t>,
    ) -> KmsKey<'t> {
        let name = (placeholder.to_owned(), !self.uses_defaults());
        self.made_once(|memory| &mut memory.keys, name, find)
    }

    /// Takes note of why an object may have more members than are known.
    pub(super) fn remember_opening(&self, span: Span, because: Node<'t>) {
        let openings = &mut self.memory.borrow_mut().openings;
        let is_same = |it: &Opening<'t>| open::identity(&it.because) == open::identity(&because);
        if !openings.get(&span).is_some_and(is_same) {
            openings.insert(span, Opening { because, names: None });
        }
    }

    /// Takes note that an object may have a member, and no others that are not known; false where something else is
    /// open at its place.
    pub(super) fn remember_possible_member(
        &self,
        span: Span,
        because: &Node<'t>,
        name: &str,
    ) -> bool {
        let openings = &mut self.memory.borrow_mut().openings;
        let new = || Opening { because: because.clone(), names: Some(Vec::new()) };
        let opening = openings.entry(span).or_insert_with(new);
        if open::identity(&opening.because) != open::identity(because) {
            return false;
        }
        if let Some(names) = &mut opening.names
            && !names.iter().any(|it| it == name)
        {
            names.push(name.to_owned());
        }
        true
    }

    /// Why an object may have more members than are known.
    pub(super) fn opened_by(&self, map: &Map<'t>) -> Option<Node<'t>> {
        self.memory.borrow().openings.get(&map.open?).map(|it| it.because.clone())
    }

    /// Whether an object may have a member that is not known.
    pub(super) fn may_have(&self, map: &Map<'t>, name: &str) -> bool {
        let Some(span) = map.open else { return false };
        let memory = self.memory.borrow();
        let names = memory.openings.get(&span).and_then(|it| it.names.as_ref());
        names.is_none_or(|names| names.iter().any(|it| it == name))
    }
}
