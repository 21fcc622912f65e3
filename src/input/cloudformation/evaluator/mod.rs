//! A template's values in one combination of its conditions.

pub(super) mod attributes;
mod branches;
mod common_calls;
mod lists;
mod mappings;
pub(super) mod references;
mod sharing;

use super::function::{Call, Name};
use super::placeholders::{
    as_text, describe, of_function, of_macro, parameters_in, placeholder, plain, reference,
};
use super::pseudo;
use super::template::{LOOP, Resource, Template};
use crate::aws::partition;
use crate::base::maps::{HashMap, HashSet};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::inputs::Inputs;
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{Entry, Map, Node, Value};
pub(super) use common_calls::CommonCalls;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ptr;

/// How deep functions may lead to other functions: what goes deeper goes in circles, or may as well.
const MAX_DEPTH: usize = 64;

/// How many values are resolved in one combination: what names other values may fan out without end.
const MOST_VALUES: usize = 2_000_000;

/// What a combination settles.
#[derive(Clone, Debug, Default)]
pub(super) struct Assignment<'t> {
    /// The conditions.
    pub(super) conditions: HashMap<&'t str, Truth>,
    /// The parameters whose value follows from them.
    pub(super) values: HashMap<&'t str, Cow<'t, str>>,
    /// The values that parameters do not have: every other one is as good as another.
    pub(super) others: HashMap<&'t str, Vec<Cow<'t, str>>>,
    /// The parameters whose default is none of the values that this combination leaves them.
    pub(super) without_default: BTreeSet<&'t str>,
}

/// A template under one combination.
pub(super) struct Evaluator<'a, 't> {
    pub(super) template: &'a Template<'t>,
    pub(super) given: &'a Inputs,
    settled: &'a Assignment<'t>,
    /// Conditions are checked whatever the defaults are.
    ignores_defaults: bool,
    /// What is the same in other combinations.
    common: Option<&'a CommonCalls<'t>>,
    state: RefCell<State<'t>>,
}

#[derive(Default)]
struct State<'t> {
    problems: Vec<TemplateDiagnostic>,
    reported: HashSet<(Option<Span>, TemplateFault)>,
    defaults: BTreeSet<&'t str>,
    /// The texts that other files gave, with the roles that they lead to.
    shared_roles: Vec<(Text<'static>, usize)>,
    /// The names of log groups that other files create.
    shared_log_groups: Vec<Text<'t>>,
    /// The resources whose names are being made.
    active: Vec<&'t str>,
    names: HashMap<(&'t str, &'static str), Text<'t>>,
    /// What calls gave, by their place in memory: one that nests others is asked for more than once.
    calls: HashMap<usize, Option<Node<'t>>>,
    /// How often something was met that may differ in another combination, or that is known besides the value.
    differences: usize,
    depth: usize,
    resolved: usize,
    /// How many branches that may not count are being resolved.
    unsure: usize,
    /// Whether a mapping has no value for what a parameter is here.
    is_refused: bool,
}

impl<'a, 't> Evaluator<'a, 't> {
    pub(super) fn new(
        template: &'a Template<'t>,
        given: &'a Inputs,
        settled: &'a Assignment<'t>,
    ) -> Self {
        let state = RefCell::default();
        Self { template, given, settled, ignores_defaults: false, common: None, state }
    }

    /// The same, beside the evaluators of the combinations that have these calls in common.
    pub(super) fn with_common(self, calls: &'a CommonCalls<'t>) -> Self {
        Self { common: Some(calls), ..self }
    }

    /// The same, for what conditions are made of.
    pub(super) fn of_conditions(
        template: &'a Template<'t>,
        given: &'a Inputs,
        settled: &'a Assignment<'t>,
    ) -> Self {
        Self { ignores_defaults: true, ..Self::new(template, given, settled) }
    }

    /// What is wrong with what was resolved, and the parameters whose defaults were used.
    pub(super) fn finish(self) -> (Vec<TemplateDiagnostic>, BTreeSet<&'t str>) {
        let state = self.state.into_inner();
        (state.problems, state.defaults)
    }

    /// Whether CloudFormation refuses what was resolved: a mapping has no value for what a parameter is here.
    pub(super) fn is_refused(&self) -> bool {
        self.state.borrow().is_refused
    }

    /// Another evaluator of the same combination, whose problems and defaults are its own.
    pub(super) fn apart(&self) -> Self {
        let state = RefCell::default();
        Self { state, ..*self }
    }

    /// Takes note that defaults were used.
    pub(super) fn rest_on(&self, defaults: &BTreeSet<&'t str>) {
        self.state.borrow_mut().defaults.extend(defaults);
    }

    /// What this combination settles of some conditions and parameters: two that settle the same give the same values.
    pub(super) fn settles(&self, conditions: &[&str], names: &[&str]) -> String {
        let mut settled = String::new();
        for name in conditions {
            let _ = write!(settled, "{:?};", self.holds(name));
        }
        for name in names {
            let has_default = !self.settled.without_default.contains(name);
            let _ = write!(settled, "{:?}{has_default};", self.settled.values.get(name));
        }
        settled
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, condition: &str) -> Truth {
        self.may_differ();
        self.settled.conditions.get(condition).copied().unwrap_or(Truth::Unknown)
    }

    /// The value that this combination gives a parameter.
    fn chosen(&self, name: &str) -> Option<&Cow<'t, str>> {
        if self.common.is_some_and(|it| it.settles(name)) {
            self.may_differ();
        }
        self.settled.values.get(name)
    }

    /// Takes note that what is being made may be something else in another combination, or is more than its value.
    fn may_differ(&self) {
        self.state.borrow_mut().differences += 1;
    }

    /// Whether a resource is made.
    pub(super) fn is_made(&self, resource: &Resource<'t>) -> Truth {
        match resource.condition.map(Node::as_str) {
            None => Truth::True,
            Some(Some(name)) => self.holds(name),
            Some(None) => Truth::Unknown,
        }
    }

    /// What CloudFormation gives by itself: as it is given, or as it is in this combination.
    ///
    /// Unless something sets the partition, it is `aws`, as in task definitions that are not templates;
    /// conditions may test it, and are checked for every other one too.
    pub(super) fn pseudo(&self, name: &str) -> Option<Text<'t>> {
        let chosen = || self.chosen(name).cloned().map(Text::literal);
        let known = pseudo::given(self.given, name).or_else(chosen);
        let shown = self.template.region.filter(|_| name == "AWS::Region");
        let known = known.or_else(|| shown.map(Text::literal));
        let follows = || match name {
            "AWS::Partition" => {
                let region = self.pseudo("AWS::Region");
                let of_region = region.and_then(|it| partition::of_region(it.as_literal()?));
                let usual = (!self.ignores_defaults).then_some("aws");
                of_region.or(usual).map(|it| Text::literal(it.to_owned()))
            }
            "AWS::URLSuffix" => {
                let partition = self.pseudo("AWS::Partition")?;
                Some(Text::literal(partition::dns_suffix(partition.as_literal()?)))
            }
            _ => None,
        };
        known.or_else(follows)
    }

    /// The same, as text that may be a placeholder.
    fn pseudo_or_placeholder(&self, name: &str) -> Text<'t> {
        let open = || placeholder(PlaceholderKind::PseudoParameter, name);
        self.pseudo(name).unwrap_or_else(open)
    }

    /// The Region where it is deployed, as text that may be a placeholder.
    pub(super) fn region(&self) -> Text<'t> {
        self.pseudo_or_placeholder("AWS::Region")
    }

    /// The account where it is deployed, as text that may be a placeholder.
    pub(super) fn account(&self) -> Text<'t> {
        self.pseudo_or_placeholder("AWS::AccountId")
    }

    /// The partition where it is deployed, where more than what is usual decides it.
    pub(super) fn known_partition(&self) -> Option<Text<'t>> {
        let region = self.pseudo("AWS::Region");
        let of_region = region.and_then(|it| partition::of_region(it.as_literal()?));
        let chosen = || self.chosen("AWS::Partition").cloned().map(Text::literal);
        let given = pseudo::given(self.given, "AWS::Partition").or_else(chosen);
        given.or_else(|| of_region.map(|it| Text::literal(it.to_owned())))
    }

    /// The partition where it is deployed.
    pub(super) fn partition(&self) -> Text<'t> {
        self.pseudo_or_placeholder("AWS::Partition")
    }

    /// A value with its functions done, as far as they can be; none if it is `AWS::NoValue`.
    pub(super) fn resolve(&self, node: &'t Node<'t>) -> Option<Node<'t>> {
        {
            let mut state = self.state.borrow_mut();
            if state.depth > MAX_DEPTH || state.resolved > MOST_VALUES {
                state.differences += 1;
                return Some(Node {
                    span: node.span,
                    value: Value::Placeholder(of_function("…".to_owned(), Vec::new())),
                });
            }
            state.depth += 1;
            state.resolved += 1;
        }
        let resolved = self.resolve_node(node);
        self.state.borrow_mut().depth -= 1;
        resolved
    }

    /// The same, of a value that is no matter of the task definition: what is wrong with it is not reported.
    pub(super) fn resolve_quietly(&self, node: &'t Node<'t>) -> Option<Node<'t>> {
        let before = self.state.borrow().problems.len();
        let resolved = self.resolve(node);
        let mut state = self.state.borrow_mut();
        for problem in state.problems.split_off(before) {
            state.reported.remove(&(problem.span(), problem.subject));
        }
        drop(state);
        resolved
    }

    /// A value as text; none if it is `AWS::NoValue`, an array or an object.
    pub(super) fn text(&self, node: &'t Node<'t>) -> Option<Text<'t>> {
        as_text(&self.resolve(node)?)
    }

    /// A problem, once.
    pub(super) fn report(&self, problem: TemplateDiagnostic) {
        let problem = problem.in_document(self.template.document);
        let mut state = self.state.borrow_mut();
        state.differences += 1;
        if state.reported.insert((problem.span(), problem.subject.clone())) {
            state.problems.push(problem);
        }
    }

    /// What `compose` makes of a resource, kept; a placeholder where it leads back to itself.
    pub(super) fn named(
        &self,
        resource: &Resource<'t>,
        what: &'static str,
        compose: impl FnOnce() -> Text<'t>,
    ) -> Text<'t> {
        self.may_differ();
        let key = (resource.name, what);
        if let Some(known) = self.state.borrow().names.get(&key) {
            return known.clone();
        }
        if self.state.borrow().active.contains(&resource.name) {
            let fault = TemplateFault::CircularReference { resource: resource.name.to_owned() };
            self.report(fault.at(resource.name_span));
            return reference(resource.name);
        }
        self.state.borrow_mut().active.push(resource.name);
        let made = compose();
        let mut state = self.state.borrow_mut();
        state.active.pop();
        state.names.insert(key, made.clone());
        made
    }

    fn resolve_node(&self, node: &'t Node<'t>) -> Option<Node<'t>> {
        let node = node.resolved();
        let span = node.span;
        if let Some(call) = Call::read(node) {
            return self.known_call(ptr::from_ref(node).addr(), call);
        }
        let value = match &node.value {
            Value::List(items) => Value::List(self.list(items)),
            Value::Map(map) => Value::Map(self.map(map)),
            other => other.clone(),
        };
        Some(Node { span, value })
    }

    /// What a call gives, made once: for all combinations where nothing in it depends on one.
    fn known_call(&self, place: usize, call: Call<'t, 't>) -> Option<Node<'t>> {
        if let Some(known) = self.common.and_then(|it| it.known.borrow().get(&place).cloned()) {
            return known;
        }
        let before = {
            let mut state = self.state.borrow_mut();
            if let Some(known) = state.calls.get(&place).cloned() {
                state.differences += 1;
                return known;
            }
            state.differences
        };
        let value = self.call(call).map(plain);
        let mut state = self.state.borrow_mut();
        let common = self.common.filter(|_| state.differences == before);
        let mut common = common.map(|it| it.known.borrow_mut());
        common.as_deref_mut().unwrap_or(&mut state.calls).insert(place, value.clone());
        value
    }

    /// The items of a list. One that is a list by a function stays one item.
    fn list(&self, items: &'t [Node<'t>]) -> Vec<Node<'t>> {
        items.iter().filter_map(|item| self.resolve(item)).collect()
    }

    fn map(&self, map: &'t Map<'t>) -> Map<'t> {
        let mut resolved = Map { entries: Vec::with_capacity(map.entries.len()), open: map.open };
        self.add_entries(map, &mut resolved, 0);
        resolved
    }

    /// The entries of a map, its merge keys included: what is written itself comes last, so that it counts.
    fn add_entries(&self, map: &'t Map<'t>, resolved: &mut Map<'t>, depth: usize) {
        let (merges, own): (Vec<_>, Vec<_>) = map.entries.iter().partition(|it| it.is_merge());
        for merge in merges.iter().filter(|_| depth < 8) {
            let maps = merge.value.items_or_self().iter().rev().filter_map(Node::as_map);
            maps.for_each(|map| self.add_entries(map, resolved, depth + 1));
        }
        for entry in own {
            if entry.key.starts_with(LOOP) {
                // Its items stand next to it, as far as they are known: see the expansion of loops.
                continue;
            }
            if entry.key.starts_with("Fn::") {
                // A macro adds what the text does not show.
                resolved.open = Some(entry.key_span);
                continue;
            }
            if let Some(value) = self.resolve(&entry.value) {
                let key = entry.key.clone();
                resolved.entries.push(Entry { key, key_span: entry.key_span, value });
            }
        }
    }

    fn call(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let span = call.span;
        let text = |text: Text<'t>| Some(Node { span, value: Value::Text(text) });
        match call.name {
            Name::Ref => self.reference_node(call),
            Name::GetAtt => text(self.get_att(call)),
            Name::Sub => text(self.sub(call)),
            Name::If => self.choose(call),
            Name::Join => self.join(call),
            Name::Select => self.select(call),
            Name::Split => Some(self.split(call)),
            Name::FindInMap => self.find_in_map(call),
            Name::Length => Some(self.length(call)),
            Name::Transform => Some(transform(call)),
            Name::ImportValue => Some(self.import(call)),
            Name::Unknown => Some(self.anything(call)),
            // What belongs in conditions only leaves its value unknown elsewhere.
            Name::Base64
            | Name::Open
            | Name::Equals
            | Name::And
            | Name::Or
            | Name::Not
            | Name::Condition => Some(self.open_call(call)),
        }
    }

    /// The placeholder for a call. Calls that are written the same have the same value, so it is identified by what
    /// it is given.
    fn open_call(&self, call: Call<'t, 't>) -> Node<'t> {
        Node { span: call.span, value: Value::Text(self.open_text(call)) }
    }

    /// The placeholder for an expression that is not understood: it may be anything, and nothing as well.
    fn anything(&self, call: Call<'t, 't>) -> Node<'t> {
        Node { span: call.span, value: Value::Placeholder(self.open_placeholder(call)) }
    }

    fn open_text(&self, call: Call<'t, 't>) -> Text<'t> {
        Text::placeholder(self.open_placeholder(call))
    }

    fn open_placeholder(&self, call: Call<'t, 't>) -> Placeholder<'t> {
        let arguments = self.resolve(call.argument);
        let parameters = parameters_in(&arguments);
        let arguments = arguments.as_ref().map(describe).unwrap_or_default();
        of_function(format!("{} {arguments}", call.written), parameters)
    }
}

/// The result of a macro may be anything, and may differ each time.
fn transform<'t>(call: Call<'t, 't>) -> Node<'t> {
    let name = call.argument.get("Name").and_then(Node::as_str).unwrap_or_default();
    let short = format!("{} {name}", call.written);
    let placeholder = of_macro(short.trim(), format!("{short} at {}", call.span.start));
    Node { span: call.span, value: Value::Placeholder(placeholder) }
}
