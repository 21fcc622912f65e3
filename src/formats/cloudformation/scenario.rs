//! Which combinations of its conditions a task definition is judged under.
//!
//! Conditions vary together: `Equals(Env, prod)` and `Equals(Env, dev)` never both hold. So the values of the
//! parameters that they test are enumerated, not the conditions themselves; values that settle the same
//! conditions are one combination.

use super::function::{Call, Name};
use super::given::Given;
use super::parameter::PSEUDO;
use super::template::Template;
use super::world::{Settled, World};
use crate::problem::Problem;
use crate::source::Span;
use crate::syntax::{Node, Value};
use crate::text::Text;
use crate::truth::Truth;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// How many combinations are judged at most. Conditions that would make it more are left open, in three
/// values.
const MOST: usize = 64;

/// How many values of a parameter without a default are judged one by one.
const MOST_VALUES: usize = 4;

/// One combination.
#[derive(Clone, Debug)]
pub(super) struct Scenario<'t> {
    pub(super) settled: Settled<'t>,
    /// The conditions and parameters that the task definition uses, as they are here.
    pub(super) facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults lead here; unknown where a parameter that has none decides.
    pub(super) by_default: Truth,
}

/// What one combination says of a condition or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<'t> {
    /// A condition holds, or does not.
    Holds(bool),
    /// A parameter has this value.
    Is(Cow<'t, str>),
}

/// A parameter that is enumerated, or a test that nothing else settles.
enum Variable<'t> {
    Parameter { name: &'t str, values: Vec<Option<Cow<'t, str>>>, default: Option<usize> },
    Test { span: Span },
}

/// A choice for each variable, by index.
type World0 = Vec<usize>;

/// What the conditions of some nodes rest on.
pub(super) struct Survey<'t> {
    /// The conditions that are used, in the order met.
    used: Vec<&'t str>,
    /// The parameters without a default that are used as they are.
    direct: Vec<&'t str>,
    /// Every condition that these rest on.
    all: Vec<&'t str>,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Survey<'t> {
    /// Looks through nodes for conditions: each `If`, and each resource's own `Condition` in `named`.
    pub(super) fn of(template: &Template<'t>, roots: &[&'t Node<'t>], named: &[&'t str]) -> Self {
        let mut survey =
            Self { used: Vec::new(), direct: Vec::new(), all: Vec::new(), problems: Vec::new() };
        named.iter().for_each(|name| survey.use_condition(template, name));
        roots.iter().for_each(|root| survey.look(template, root, 0));
        let mut active = Vec::new();
        for name in survey.used.clone() {
            survey.follow(template, name, &mut active);
        }
        survey
    }

    fn look(&mut self, template: &Template<'t>, node: &'t Node<'t>, depth: usize) {
        if depth > crate::syntax::MAX_DEPTH {
            return;
        }
        if let Some(call) = Call::read(node) {
            match call.name {
                Name::If => {
                    if let Some(name) = call.items().first().and_then(|it| it.as_str()) {
                        self.use_condition(template, name);
                    }
                }
                Name::Ref => self.use_parameter(template, call.argument.as_str()),
                _ => {}
            }
            return self.look(template, call.argument, depth + 1);
        }
        match &node.resolved().value {
            Value::List(items) => items.iter().for_each(|it| self.look(template, it, depth + 1)),
            Value::Map(map) => {
                map.entries.iter().for_each(|it| self.look(template, &it.value, depth + 1));
            }
            _ => {}
        }
    }

    fn use_condition(&mut self, template: &Template<'t>, name: &str) {
        if let Some((name, _)) = template.conditions.get_key_value(name) {
            if !self.used.contains(name) {
                self.used.push(name);
            }
        }
    }

    fn use_parameter(&mut self, template: &Template<'t>, name: Option<&str>) {
        let found = name.and_then(|name| template.parameters.get_key_value(name));
        let Some((name, declared)) = found else { return };
        let is_open = declared.default.is_none()
            && (2..=MOST_VALUES).contains(&declared.allowed.len())
            && !self.direct.contains(name);
        if is_open {
            self.direct.push(name);
        }
    }

    /// The conditions that a condition rests on, itself included.
    fn follow(&mut self, template: &Template<'t>, name: &'t str, active: &mut Vec<&'t str>) {
        if active.contains(&name) {
            let span = template.conditions.get(name).map_or(Span::default(), |it| it.key_span);
            let message = format!("the condition `{name}` leads back to itself");
            let problem = Problem::error("circular-condition", span, message);
            self.problems.push(problem.in_document(template.document));
            return;
        }
        if self.all.contains(&name) {
            return;
        }
        self.all.push(name);
        active.push(name);
        if let Some(entry) = template.conditions.get(name) {
            for other in conditions_in(&entry.value) {
                match template.conditions.get_key_value(other) {
                    Some((known, _)) => self.follow(template, known, active),
                    None => {
                        let message = format!("`{other}` is no condition of this template");
                        let problem =
                            Problem::error("unknown-condition", entry.value.span, message);
                        self.problems.push(problem.in_document(template.document));
                    }
                }
            }
        }
        active.pop();
    }

    /// The combinations to judge: at least one.
    pub(super) fn scenarios(&self, template: &Template<'t>, given: &Given) -> Vec<Scenario<'t>> {
        let variables = self.variables(template, given);
        let mut worlds: Vec<World0> = vec![Vec::new()];
        for variable in &variables {
            let size = variable.size();
            let grown = worlds.iter().flat_map(|world| {
                (0..size).map(|choice| {
                    let mut world = world.clone();
                    world.push(choice);
                    world
                })
            });
            worlds = grown.collect();
        }
        let mut scenarios: Vec<Scenario<'t>> = Vec::new();
        for world in &worlds {
            let scenario = self.scenario(template, given, &variables, world);
            let known = scenarios.iter_mut().find(|known| known.facts == scenario.facts);
            match known {
                Some(known) => known.join(scenario),
                None => scenarios.push(scenario),
            }
        }
        scenarios
    }

    fn variables(&self, template: &Template<'t>, given: &Given) -> Vec<Variable<'t>> {
        let mut domains: Vec<(&'t str, Vec<Cow<'t, str>>)> = Vec::new();
        let mut tests = Vec::new();
        for name in &self.direct {
            let allowed = template.parameters.get(name).map(|it| it.allowed.clone());
            domains.push((name, allowed.unwrap_or_default()));
        }
        for name in &self.all {
            let Some(entry) = template.conditions.get(name) else { continue };
            for (one, other, span) in equals_in(&entry.value) {
                match (tested(template, one), tested(template, other)) {
                    (Some(name), None) => add_value(&mut domains, name, other),
                    (None, Some(name)) => add_value(&mut domains, name, one),
                    _ => {}
                }
                tests.push(span);
                for name in parameters_in(template, one).chain(parameters_in(template, other)) {
                    let allowed = template.parameters.get(name).map(|it| it.allowed.as_slice());
                    let allowed = allowed.filter(|it| it.len() <= 2 * MOST_VALUES);
                    add_values(&mut domains, name, allowed.unwrap_or_default());
                }
            }
        }
        let mut variables = Vec::new();
        let mut count = 1;
        for (name, values) in domains {
            if given.variable(name).is_some() || given_pseudo(given, name) {
                continue;
            }
            let variable = Variable::of_parameter(template, name, values);
            if variable.size() > 1 && count * variable.size() <= MOST {
                count *= variable.size();
                variables.push(variable);
            }
        }
        for span in tests {
            if count * 2 > MOST {
                break;
            }
            if self.is_unsettled(template, given, &variables, span) {
                count *= 2;
                variables.push(Variable::Test { span });
            }
        }
        variables
    }

    /// Whether a test stays open whatever the parameters are.
    fn is_unsettled(
        &self,
        template: &Template<'t>,
        given: &Given,
        variables: &[Variable<'t>],
        span: Span,
    ) -> bool {
        let world: World0 = variables.iter().map(|_| 0).collect();
        let judge = Judge { template, given, variables, world: &world };
        let entries = self.all.iter().filter_map(|name| template.conditions.get(name));
        let mut tests = entries.flat_map(|entry| equals_in(&entry.value));
        let found = tests.find(|(.., at)| *at == span);
        // A parameter that is tested against a value and is not enumerated was left out for its number.
        found.is_some_and(|(one, other, _)| {
            let is_simple = tested(template, one).is_some() != tested(template, other).is_some();
            !is_simple && judge.equals(one, other, span) == Truth::Unknown
        })
    }

    fn scenario(
        &self,
        template: &Template<'t>,
        given: &Given,
        variables: &[Variable<'t>],
        world: &World0,
    ) -> Scenario<'t> {
        let judge = Judge { template, given, variables, world };
        let truth = |name: &&'t str| (*name, judge.condition(name, 0));
        let conditions: HashMap<_, _> = self.all.iter().map(truth).collect();
        let mut settled = judge.settled();
        let used = self.used.iter().filter_map(|name| match conditions.get(name) {
            Some(Truth::True) => Some((*name, Fact::Holds(true))),
            Some(Truth::False) => Some((*name, Fact::Holds(false))),
            _ => None,
        });
        let direct = self
            .direct
            .iter()
            .filter_map(|name| Some((*name, Fact::Is(settled.values.get(name)?.clone()))));
        let facts = used.chain(direct).collect();
        settled.conditions = conditions;
        Scenario { settled, facts, by_default: judge.is_by_default() }
    }
}

impl<'t> Scenario<'t> {
    /// Two ways to the same facts: only what both settle stays settled.
    fn join(&mut self, other: Self) {
        let is_default = self.by_default == Truth::True || other.by_default == Truth::True;
        self.settled.values.retain(|name, value| other.settled.values.get(name) == Some(value));
        for (name, truth) in &mut self.settled.conditions {
            if other.settled.conditions.get(name) != Some(truth) {
                *truth = Truth::Unknown;
            }
        }
        // The default of a parameter holds where one of the ways leads by it.
        let without = &other.settled.without_default;
        self.settled.without_default.retain(|name| without.contains(name));
        self.by_default =
            if is_default { Truth::True } else { self.by_default.or(other.by_default) };
    }
}

impl<'t> Variable<'t> {
    fn of_parameter(template: &Template<'t>, name: &'t str, values: Vec<Cow<'t, str>>) -> Self {
        let declared = template.parameters.get(name);
        let allowed = declared.map(|it| it.allowed.as_slice()).unwrap_or_default();
        let is_allowed = |value: &Cow<'t, str>| allowed.is_empty() || allowed.contains(value);
        let has_others = allowed.is_empty() || allowed.iter().any(|value| !values.contains(value));
        let mut values: Vec<_> = values.into_iter().filter(is_allowed).map(Some).collect();
        let default = declared.and_then(|it| it.default.clone());
        if has_others {
            values.push(None);
        }
        let chosen = default.and_then(|default| {
            let exact = values.iter().position(|value| value.as_ref() == Some(&default));
            exact.or_else(|| values.iter().position(Option::is_none))
        });
        Self::Parameter { name, values, default: chosen }
    }

    fn size(&self) -> usize {
        match self {
            Self::Parameter { values, .. } => values.len(),
            Self::Test { .. } => 2,
        }
    }
}

/// The conditions, judged for one choice of the variables.
struct Judge<'a, 't> {
    template: &'a Template<'t>,
    given: &'a Given,
    variables: &'a [Variable<'t>],
    world: &'a World0,
}

impl<'t> Judge<'_, 't> {
    fn choices(&self) -> impl Iterator<Item = (&Variable<'t>, usize)> {
        self.variables.iter().zip(self.world.iter().copied())
    }

    /// What the choice says of the parameters.
    fn settled(&self) -> Settled<'t> {
        let mut settled = Settled::default();
        for (variable, choice) in self.choices() {
            let Variable::Parameter { name, values, default } = variable else { continue };
            match values.get(choice) {
                Some(Some(value)) => {
                    settled.values.insert(name, value.clone());
                }
                _ if *default != Some(choice) => {
                    settled.without_default.insert(name);
                }
                _ => {}
            }
        }
        settled
    }

    fn is_by_default(&self) -> Truth {
        let mut truth = Truth::True;
        for (variable, choice) in self.choices() {
            truth = truth.and(match variable {
                Variable::Parameter { default: Some(default), .. } => {
                    Truth::known(*default == choice)
                }
                Variable::Parameter { default: None, .. } | Variable::Test { .. } => Truth::Unknown,
            });
        }
        truth
    }

    fn condition(&self, name: &str, depth: usize) -> Truth {
        match self.template.conditions.get(name) {
            Some(entry) if depth < crate::syntax::MAX_DEPTH => self.truth(&entry.value, depth + 1),
            _ => Truth::Unknown,
        }
    }

    fn truth(&self, node: &'t Node<'t>, depth: usize) -> Truth {
        let Some(call) = Call::read_condition(node) else { return Truth::Unknown };
        if depth > crate::syntax::MAX_DEPTH {
            return Truth::Unknown;
        }
        match (call.name, call.items()) {
            (Name::Equals, [one, other]) => self.equals(one, other, call.span),
            (Name::And, items) => {
                items.iter().fold(Truth::True, |all, it| all.and(self.truth(it, depth + 1)))
            }
            (Name::Or, items) => Truth::any(items.iter().map(|it| self.truth(it, depth + 1))),
            (Name::Not, [only]) => !self.truth(only, depth + 1),
            (Name::Condition, [only]) => {
                only.as_str().map_or(Truth::Unknown, |name| self.condition(name, depth + 1))
            }
            _ => Truth::Unknown,
        }
    }

    fn equals(&self, one: &'t Node<'t>, other: &'t Node<'t>, span: Span) -> Truth {
        for (variable, choice) in self.choices() {
            if matches!(variable, Variable::Test { span: own } if *own == span) {
                return Truth::known(choice == 0);
            }
        }
        let settled = self.settled();
        let world = World::of_conditions(self.template, self.given, &settled);
        let (Some(left), Some(right)) = (world.text(one), world.text(other)) else {
            return Truth::Unknown;
        };
        match (left.as_literal(), right.as_literal()) {
            (Some(left), Some(right)) => Truth::known(left == right),
            _ if left == right => Truth::True,
            (Some(literal), None) => self.other_equals(&right, literal),
            (None, Some(literal)) => self.other_equals(&left, literal),
            (None, None) => Truth::Unknown,
        }
    }

    /// Whether a parameter that has none of the values it is tested against has this one.
    fn other_equals(&self, text: &Text<'_>, literal: &str) -> Truth {
        let Some(hole) = text.as_hole() else {
            return if text.equals(literal) == Truth::False {
                Truth::False
            } else {
                Truth::Unknown
            };
        };
        let excludes = self.choices().any(|(variable, choice)| match variable {
            Variable::Parameter { name, values, .. } => {
                *name == hole.name
                    && matches!(values.get(choice), Some(None))
                    && values.iter().flatten().any(|value| value == literal)
            }
            Variable::Test { .. } => false,
        });
        let declared = self.template.parameters.get(hole.name.as_ref());
        let allowed = declared.map(|it| it.allowed.as_slice()).unwrap_or_default();
        let is_refused = !allowed.is_empty() && !allowed.iter().any(|value| value == literal);
        if excludes || is_refused { Truth::False } else { Truth::Unknown }
    }
}

/// The parameter that a `Ref` names, pseudo parameters included.
fn tested<'t>(template: &Template<'t>, node: &'t Node<'t>) -> Option<&'t str> {
    let call = Call::read(node).filter(|call| call.name == Name::Ref)?;
    let name = call.argument.as_str()?;
    let is_known = template.parameters.contains_key(name) || PSEUDO.contains(&name);
    is_known.then_some(name)
}

/// Whether a pseudo parameter is given, or follows from what is.
fn given_pseudo(given: &Given, name: &str) -> bool {
    name.starts_with("AWS::") && given.pseudo(name).is_some()
}

fn add_value<'t>(
    domains: &mut Vec<(&'t str, Vec<Cow<'t, str>>)>,
    name: &'t str,
    value: &'t Node<'t>,
) {
    if let Some(value) = super::parameter::scalar(value) {
        add_values(domains, name, &[value]);
    }
}

fn add_values<'t>(
    domains: &mut Vec<(&'t str, Vec<Cow<'t, str>>)>,
    name: &'t str,
    new: &[Cow<'t, str>],
) {
    let known = domains.iter().position(|(known, _)| *known == name);
    let at = known.unwrap_or_else(|| {
        domains.push((name, Vec::new()));
        domains.len() - 1
    });
    if let Some((_, values)) = domains.get_mut(at) {
        let fresh: Vec<_> = new.iter().filter(|it| !values.contains(it)).cloned().collect();
        values.extend(fresh);
    }
}

/// Every `Equals` in a condition: what it compares, and where it stands.
fn equals_in<'t>(node: &'t Node<'t>) -> Vec<(&'t Node<'t>, &'t Node<'t>, Span)> {
    let mut found = Vec::new();
    visit(node, &mut |call| {
        if let (Name::Equals, [one, other]) = (call.name, call.items()) {
            found.push((one, other, call.span));
        }
    });
    found
}

/// The conditions that a condition names.
fn conditions_in<'t>(node: &'t Node<'t>) -> Vec<&'t str> {
    let mut found = Vec::new();
    visit(node, &mut |call| {
        if call.name == Name::Condition {
            found.extend(call.literal());
        }
    });
    found
}

fn visit<'t>(node: &'t Node<'t>, see: &mut impl FnMut(Call<'t, 't>)) {
    let Some(call) = Call::read_condition(node) else { return };
    see(call);
    if matches!(call.name, Name::And | Name::Or | Name::Not) {
        call.items().iter().for_each(|item| visit(item, see));
    }
}

/// The parameters that an expression names in a `Ref`.
fn parameters_in<'t>(
    template: &Template<'t>,
    node: &'t Node<'t>,
) -> impl Iterator<Item = &'t str> + use<'t> {
    fn collect<'t>(template: &Template<'t>, node: &'t Node<'t>, found: &mut BTreeSet<&'t str>) {
        if let Some(name) = tested(template, node) {
            found.insert(name);
        }
        match &node.resolved().value {
            Value::List(items) => items.iter().for_each(|it| collect(template, it, found)),
            Value::Map(map) => {
                map.entries.iter().for_each(|it| collect(template, &it.value, found));
            }
            Value::Tagged(_, inner) => collect(template, inner, found),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(template, node, &mut found);
    found.into_iter().collect::<Vec<_>>().into_iter()
}
