//! A configuration in one combination of its conditions, evaluated within limits.

use super::choices::{ConditionAnswers, OpenQuestion, QuestionSite};
use super::configuration::TerraformConfiguration;
use super::memory::EvaluationMemory;
use super::module::ModuleCall;
use super::open;
use super::scope::ModuleInstance;
use super::traces::Traces;
use crate::base::maps::HashMap;
use crate::base::truth::Truth;
use crate::input::inputs::Inputs;
use crate::input::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Node, SyntaxDiagnostic};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

/// How deep values may lead to other values: what goes deeper goes in circles, or may as well.
const MAX_DEPTH: usize = 64;

/// How many expressions are evaluated in one combination: what names other values may fan out without end.
const MOST_VALUES: usize = 1_000_000;

/// How many bytes all texts together may have that are put together in one combination.
const MOST_BYTES: usize = 16 << 20;

/// How many bytes of values may be copied in one combination: a value that has another one twice doubles it.
const MOST_COPIED: usize = 64 << 20;

/// A configuration in one combination.
pub(super) struct ModuleEvaluator<'a, 't> {
    pub(super) configuration: &'a TerraformConfiguration<'t>,
    pub(super) given: &'a Inputs,
    pub(super) assigned: &'a ConditionAnswers<'t>,
    /// The module that is judged.
    pub(super) root: Rc<ModuleInstance<'t>>,
    /// Whether the defaults of the root module's variables do not count.
    ignores_defaults: Cell<bool>,
    pub(super) memory: RefCell<EvaluationMemory<'t>>,
    state: RefCell<EvaluationState<'t>>,
}

/// What happens on the way.
#[derive(Default)]
struct EvaluationState<'t> {
    /// The first question that is not answered, and the variables whose defaults were used.
    traces: Traces<'t>,
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
        let root = Rc::new(ModuleInstance::root(configuration.root.clone()));
        let (memory, state) = (RefCell::default(), RefCell::default());
        let ignores_defaults = Cell::new(false);
        Self { configuration, given, assigned, root, ignores_defaults, memory, state }
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

    /// A value that counts where nothing decides the partition.
    pub(super) fn assumed_partition<T>(&self, usual: T) -> Option<T> {
        self.state.borrow_mut().traces.assumes_partition |= self.uses_defaults();
        self.uses_defaults().then_some(usual)
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
    pub(super) fn traced<T>(&self, evaluate: impl FnOnce() -> T) -> (T, Traces<'t>) {
        let before = std::mem::take(&mut self.state.borrow_mut().traces);
        let value = evaluate();
        let own = std::mem::replace(&mut self.state.borrow_mut().traces, before);
        (value, own)
    }

    /// Leaves the traces of an evaluation.
    pub(super) fn leave(&self, own: &Traces<'t>) {
        self.state.borrow_mut().traces.add(own);
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
