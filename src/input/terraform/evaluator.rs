//! A configuration in one combination of its conditions: what is remembered of it, and within which limits.

use super::choices::{ConditionAnswers, OpenQuestion, QuestionSite};
use super::configuration::TerraformConfiguration;
use super::instance::ResourceInstance;
use super::module::ModuleCall;
use super::open;
use super::scope::{ExpressionScope, ModuleInstance};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::input::context::KmsKey;
use crate::input::inputs::Inputs;
use crate::input::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Map, Node, SyntaxDiagnostic};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::rc::Rc;

/// How deep values may lead to other values: what goes deeper goes in circles, or may as well.
const MAX_DEPTH: usize = 64;

/// How many expressions are evaluated in one combination: what names other values may fan out without end.
const MOST_VALUES: usize = 1_000_000;

/// How many bytes all texts together may have that are put together in one combination.
const MOST_BYTES: usize = 16 << 20;

/// How many bytes of values may be copied in one combination: a value that has another one twice doubles it.
const MOST_COPIED: usize = 64 << 20;

/// What a value is remembered by: its module, what it is, and whether defaults count.
type ValueKey = (usize, ValueName, bool);

/// What is remembered of a module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ValueName {
    Variable(String),
    Local(String),
    Output(String),
    /// Of an attribute of a resource, by the name of its placeholder.
    Text(String),
}

/// A configuration in one combination.
pub(super) struct ModuleEvaluator<'a, 't> {
    pub(super) configuration: &'a TerraformConfiguration<'t>,
    pub(super) given: &'a Inputs,
    pub(super) assigned: &'a ConditionAnswers<'t>,
    /// Whether the defaults of the root module's variables do not count.
    ignores_defaults: Cell<bool>,
    state: RefCell<EvaluationState<'t>>,
}

/// What an evaluation leaves beside its value: the question that it asks, and the variables whose defaults it uses.
#[derive(Clone, Default)]
struct Traces<'t> {
    asked: Option<OpenQuestion<'t>>,
    defaults: BTreeSet<&'t str>,
}

/// The instances of a called module.
type CalledModules<'t> = Rc<[Rc<ModuleInstance<'t>>]>;

/// What is made once, with the traces of that: whoever uses it again leaves them, too.
type Remembered<'t, K, V> = HashMap<K, (V, Traces<'t>)>;

#[derive(Default)]
struct EvaluationState<'t> {
    /// Each value with the traces of its evaluation: whoever uses it again leaves them, too.
    known: HashMap<ValueKey, (Rc<Node<'t>>, Traces<'t>)>,
    /// What is being evaluated.
    active: HashSet<ValueKey>,
    /// The instances of called modules, by the module and the name of the call.
    instances: Remembered<'t, (usize, &'t str, bool), CalledModules<'t>>,
    next_instance: usize,
    /// The resources that placeholders stand for, by their addresses.
    objects: HashMap<String, ResourceInstance<'t>>,
    /// Their attributes, by the names of the placeholders.
    attributes: HashMap<String, (ResourceInstance<'t>, String)>,
    /// The keys that placeholders name, by the names of the placeholders, and whether defaults count.
    keys: Remembered<'t, (String, bool), KmsKey<'t>>,
    /// The first question that is not answered, and the variables whose defaults were used.
    traces: Traces<'t>,
    /// Why objects may have more members than are known, by the places of that.
    openings: HashMap<Span, Node<'t>>,
    depth: usize,
    evaluated: usize,
    bytes: usize,
    /// How many bytes of values were copied.
    copied: usize,
    /// Whether something was cut because it is too large, too deep, or goes in circles.
    is_cut: bool,
    /// What is wrong with the texts that are read.
    problems: Vec<SyntaxDiagnostic>,
    /// The modules that something depends on and that the source does not have.
    unread: Vec<TemplateDiagnostic>,
    /// Whether the answers of this combination contradict each other.
    is_impossible: bool,
    /// The conditions that are known, by their places.
    conditions: HashMap<QuestionSite, bool>,
}

impl<'a, 't> ModuleEvaluator<'a, 't> {
    pub(super) fn new(
        configuration: &'a TerraformConfiguration<'t>,
        given: &'a Inputs,
        assigned: &'a ConditionAnswers<'t>,
    ) -> Self {
        let state = RefCell::default();
        Self { configuration, given, assigned, ignores_defaults: Cell::new(false), state }
    }

    /// The first question that this combination does not answer.
    pub(super) fn asked(&self) -> Option<OpenQuestion<'t>> {
        self.state.borrow().traces.asked.clone()
    }

    /// Asks a question, if none is open.
    pub(super) fn ask(&self, question: OpenQuestion<'t>) {
        self.state.borrow_mut().traces.asked.get_or_insert(question);
    }

    /// Takes back what was asked on the way to something that is known after all.
    pub(super) fn forget_question(&self, before: Option<OpenQuestion<'t>>) {
        self.state.borrow_mut().traces.asked = before;
    }

    /// The variables whose defaults were used.
    pub(super) fn defaults(&self) -> BTreeSet<&'t str> {
        self.state.borrow().traces.defaults.clone()
    }

    /// Whether something was cut because it is too large, too deep, or goes in circles.
    pub(super) fn is_cut(&self) -> bool {
        self.state.borrow().is_cut
    }

    /// Takes note of what is wrong with a text, once: as it is with the defaults of variables.
    pub(super) fn report(&self, problem: SyntaxDiagnostic) {
        if self.ignores_defaults.get() {
            return;
        }
        let known = &mut self.state.borrow_mut().problems;
        if !known.contains(&problem) {
            known.push(problem);
        }
    }

    /// What is wrong with the texts that were read.
    pub(super) fn problems(&self) -> Vec<SyntaxDiagnostic> {
        self.state.borrow().problems.clone()
    }

    /// Takes note of a module that the source does not have, once.
    pub(super) fn note_unread(&self, call: &ModuleCall<'t>) {
        let source = call.body.value("source").and_then(|it| it.kind.as_literal());
        let fault = TemplateFault::UnreadModule {
            name: call.name.to_owned(),
            source: source.unwrap_or_default().into_owned(),
        };
        let (note, unread) = (fault.at(call.header), &mut self.state.borrow_mut().unread);
        if !unread.contains(&note) {
            unread.push(note);
        }
    }

    /// Evaluates something that may depend on any module without a note of it.
    pub(super) fn without_notes<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let before = self.unread();
        let value = evaluate();
        self.state.borrow_mut().unread = before;
        value
    }

    /// The modules that something depended on so far and that the source does not have.
    pub(super) fn unread(&self) -> Vec<TemplateDiagnostic> {
        self.state.borrow().unread.clone()
    }

    /// Takes note that something was cut.
    pub(super) fn cut(&self) {
        self.state.borrow_mut().is_cut = true;
    }

    /// Whether defaults count.
    pub(super) fn uses_defaults(&self) -> bool {
        !self.ignores_defaults.get()
    }

    /// Evaluates something whatever the defaults are.
    pub(super) fn ignoring_defaults<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let before = self.ignores_defaults.replace(true);
        let value = evaluate();
        self.ignores_defaults.set(before);
        value
    }

    /// Evaluates something with the defaults of the variables, and records neither questions nor defaults.
    pub(super) fn by_default<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let before = self.ignores_defaults.replace(false);
        let value = self.quietly(evaluate);
        self.ignores_defaults.set(before);
        value
    }

    /// Evaluates something that decides nothing, so that its conditions are not asked.
    pub(super) fn without_asking<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let (value, traces) = self.traced(evaluate);
        self.leave(&Traces { asked: None, ..traces });
        value
    }

    /// Evaluates something without a note of what it asks and of the defaults that it uses: for a look at what may not
    /// matter.
    pub(super) fn quietly<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        self.traced(evaluate).0
    }

    /// Evaluates something, and keeps its traces apart.
    fn traced<T>(&self, evaluate: impl FnOnce() -> T) -> (T, Traces<'t>) {
        let before = std::mem::take(&mut self.state.borrow_mut().traces);
        let value = evaluate();
        let own = std::mem::replace(&mut self.state.borrow_mut().traces, before);
        (value, own)
    }

    /// Leaves the traces of an evaluation.
    fn leave(&self, own: &Traces<'t>) {
        let traces = &mut self.state.borrow_mut().traces;
        if traces.asked.is_none() {
            traces.asked.clone_from(&own.asked);
        }
        traces.defaults.extend(&own.defaults);
    }

    /// Takes note that a default was used.
    pub(super) fn uses_default(&self, variable: &'t str) {
        self.state.borrow_mut().traces.defaults.insert(variable);
    }

    /// Evaluates one expression within the limits; none beyond them.
    pub(super) fn within_limits<T>(&self, evaluate: impl FnOnce() -> T) -> Option<T> {
        {
            let mut state = self.state.borrow_mut();
            let most = MOST_VALUES / self.configuration.divisor();
            if state.depth >= MAX_DEPTH || state.evaluated >= most {
                state.is_cut = true;
                return None;
            }
            state.depth += 1;
            state.evaluated += 1;
        }
        let value = evaluate();
        self.state.borrow_mut().depth -= 1;
        Some(value)
    }

    /// Whether so many more items or bytes may be made.
    pub(super) fn has_room(&self, more: usize) -> bool {
        let mut state = self.state.borrow_mut();
        state.bytes = state.bytes.saturating_add(more);
        let has_room = state.bytes <= MOST_BYTES / self.configuration.divisor();
        state.is_cut |= !has_room;
        has_room
    }

    /// A copy of a value, within the limits.
    pub(super) fn copied(&self, value: &Node<'t>) -> Option<Node<'t>> {
        let mut state = self.state.borrow_mut();
        state.copied = state.copied.saturating_add(open::weight(value));
        let most = MOST_COPIED / self.configuration.divisor();
        if state.copied > most {
            state.is_cut = true;
            return None;
        }
        Some(value.clone())
    }

    /// A value of a module, evaluated once.
    fn remembered(
        &self,
        module: usize,
        name: ValueName,
        evaluate: impl FnOnce() -> Node<'t>,
    ) -> Option<Rc<Node<'t>>> {
        let key = (module, name, self.ignores_defaults.get());
        let known = self.state.borrow().known.get(&key).cloned();
        if let Some((value, traces)) = known {
            self.leave(&traces);
            return Some(value);
        }
        {
            let mut state = self.state.borrow_mut();
            if !state.active.insert(key.clone()) {
                state.is_cut = true;
                return None;
            }
        }
        let (value, traces) = self.traced(evaluate);
        self.leave(&traces);
        let value = Rc::new(value);
        let mut state = self.state.borrow_mut();
        state.active.remove(&key);
        state.known.insert(key, (Rc::clone(&value), traces));
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
        let expression = *self.configuration.module(&module.folder)?.locals.get(name)?;
        self.remembered(module.id, ValueName::Local(name.to_owned()), || {
            self.evaluate(expression, ExpressionScope::of(module))
        })
    }

    /// An output of a module.
    pub(super) fn output(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        name: &str,
    ) -> Option<Rc<Node<'t>>> {
        let output = self.configuration.module(&module.folder)?.outputs.get(name)?;
        let expression = output.value("value")?;
        self.remembered(module.id, ValueName::Output(name.to_owned()), || {
            self.evaluate(expression, ExpressionScope::of(module))
        })
    }

    /// A variable of a module; none where its value leads to itself.
    pub(super) fn variable(
        &self,
        module: &Rc<ModuleInstance<'t>>,
        name: &str,
    ) -> Option<Rc<Node<'t>>> {
        self.remembered(module.id, ValueName::Variable(name.to_owned()), || match &module.caller {
            None => self.root_variable(module, name),
            Some(_) => self.passed_variable(module, name),
        })
    }

    /// The number of one more instance of a module.
    pub(super) fn next_instance(&self) -> usize {
        let mut state = self.state.borrow_mut();
        state.next_instance += 1;
        state.next_instance
    }

    /// The instances of a called module that are known, or those that `make` makes.
    pub(super) fn remembered_instances(
        &self,
        module: &ModuleInstance<'t>,
        call: &'t str,
        make: impl FnOnce() -> Vec<Rc<ModuleInstance<'t>>>,
    ) -> CalledModules<'t> {
        let key = (module.id, call, self.ignores_defaults.get());
        self.made_once(|state| &mut state.instances, key, || make().into())
    }

    /// What is remembered in a part of the state, or else made and remembered there.
    fn made_once<K: Eq + Hash, V: Clone>(
        &self,
        part: impl for<'s> Fn(&'s mut EvaluationState<'t>) -> &'s mut Remembered<'t, K, V>,
        key: K,
        make: impl FnOnce() -> V,
    ) -> V {
        let known = part(&mut self.state.borrow_mut()).get(&key).cloned();
        if let Some((value, traces)) = known {
            self.leave(&traces);
            return value;
        }
        let (value, traces) = self.traced(make);
        self.leave(&traces);
        part(&mut self.state.borrow_mut()).insert(key, (value.clone(), traces));
        value
    }

    /// Takes note that a placeholder stands for a resource.
    pub(super) fn remember_object(&self, instance: ResourceInstance<'t>) {
        self.state.borrow_mut().objects.entry(instance.address.clone()).or_insert(instance);
    }

    /// The resource that a placeholder of a name stands for.
    pub(super) fn object_named(&self, name: &str) -> Option<ResourceInstance<'t>> {
        self.state.borrow().objects.get(name).cloned()
    }

    /// Takes note that a placeholder stands for an attribute of a resource.
    pub(super) fn remember_attribute(
        &self,
        placeholder: &str,
        instance: &ResourceInstance<'t>,
        name: &str,
    ) {
        let mut state = self.state.borrow_mut();
        if !state.attributes.contains_key(placeholder) {
            let attribute = (instance.clone(), name.to_owned());
            state.attributes.insert(placeholder.to_owned(), attribute);
        }
    }

    /// The resource and the attribute that a placeholder stands for.
    pub(super) fn attribute_named(&self, name: &str) -> Option<(ResourceInstance<'t>, String)> {
        self.state.borrow().attributes.get(name).cloned()
    }

    /// The key that a placeholder names, looked for once.
    pub(super) fn remembered_key(
        &self,
        placeholder: &str,
        find: impl FnOnce() -> KmsKey<'t>,
    ) -> KmsKey<'t> {
        let name = (placeholder.to_owned(), self.ignores_defaults.get());
        self.made_once(|state| &mut state.keys, name, find)
    }

    /// Takes note of why an object may have more members than are known.
    pub(super) fn remember_opening(&self, span: Span, because: Node<'t>) {
        self.state.borrow_mut().openings.insert(span, because);
    }

    /// Why an object may have more members than are known.
    pub(super) fn opened_by(&self, map: &Map<'t>) -> Option<Node<'t>> {
        self.state.borrow().openings.get(&map.open?).cloned()
    }

    /// Whether a condition holds in this combination: unknown where it is asked for the first time.
    pub(super) fn answer(&self, question: OpenQuestion<'t>) -> Truth {
        let answer = self.assigned.answer(&question.name);
        if answer.is_none() {
            self.ask(question);
        }
        answer.map_or(Truth::Unknown, Truth::known)
    }

    /// Takes note of what a condition is: where it was asked, the answer may contradict it.
    pub(super) fn note_condition(&self, site: Option<QuestionSite>, holds: Truth) {
        let Some(site) = site.filter(|_| holds != Truth::Unknown) else { return };
        let mut state = self.state.borrow_mut();
        state.is_impossible |=
            self.assigned.answer_at(&site).is_some_and(|it| holds == Truth::known(!it));
        state.conditions.insert(site, holds == Truth::True);
    }

    /// The conditions that were met and are known, by their places.
    pub(super) fn into_conditions(self) -> HashMap<QuestionSite, bool> {
        self.state.into_inner().conditions
    }

    /// Whether the answers of this combination contradict each other.
    pub(super) fn is_impossible(&self) -> bool {
        self.state.borrow().is_impossible
    }
}
