//! Which conditions and parameters a task definition uses, the most important first.

use super::super::function::{Call, Name};
use super::super::template::Template;
use crate::base::source::Span;
use crate::input::schema::unread::{is_unread_of_container, is_unread_of_task};
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{MAX_DEPTH, Node, Value};
use std::collections::HashSet;

/// How many values a parameter without a default may have to be checked one by one.
pub(super) const MOST_VALUES: usize = 4;

/// Where containers stand.
const CONTAINERS: [&str; 2] = ["ContainerDefinitions", "PrimaryContainer"];

/// What brings in most of what requires the role: it is looked through before the rest of a container.
const WEIGHTY: [&str; 8] = [
    "Image",
    "RepositoryCredentials",
    "Secrets",
    "LogConfiguration",
    "EnvironmentFiles",
    "FirelensConfiguration",
    "CredentialSpecs",
    "AwsLogsConfiguration",
];

/// What the conditions of some nodes rest on.
pub(in crate::input::cloudformation) struct ConditionUses<'a, 't> {
    template: &'a Template<'t>,
    /// The conditions that are used, the weightiest first.
    pub(super) used: Vec<&'t str>,
    /// The parameters without a default that are used as they are.
    pub(super) direct: Vec<&'t str>,
    /// Every condition that these rest on.
    pub(super) all: Vec<&'t str>,
    pub(in crate::input::cloudformation) problems: Vec<TemplateDiagnostic>,
    /// The same as in `used` and in `all`.
    seen: HashSet<&'t str>,
    known: HashSet<&'t str>,
}

/// Where a value stands: what of it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UseSite {
    /// The properties of a task definition, without its containers.
    Task,
    /// The containers, as far as what brings in most requirements of a role.
    Weighty,
    /// The containers.
    Containers,
    /// Anywhere else: all of it counts.
    Inside,
}

impl<'a, 't> ConditionUses<'a, 't> {
    pub(in crate::input::cloudformation) fn new(template: &'a Template<'t>) -> Self {
        Self {
            template,
            used: Vec::new(),
            direct: Vec::new(),
            all: Vec::new(),
            problems: Vec::new(),
            seen: HashSet::new(),
            known: HashSet::new(),
        }
    }

    /// A condition that something names.
    pub(in crate::input::cloudformation) fn condition(&mut self, name: &str) {
        let known = self.template.conditions.get_key_value(name).map(|(name, _)| *name);
        self.used.extend(known.filter(|name| self.seen.insert(name)));
    }

    /// The conditions and parameters of a value, all of it.
    pub(in crate::input::cloudformation) fn value(&mut self, node: &'t Node<'t>) {
        self.look(node, UseSite::Inside, 0);
    }

    /// The conditions and parameters of the properties of a task definition, as far as rules read them.
    pub(in crate::input::cloudformation) fn task(&mut self, properties: &'t Node<'t>) {
        for spot in [UseSite::Weighty, UseSite::Containers] {
            let containers = CONTAINERS.iter().filter_map(|key| properties.get(key));
            containers.for_each(|node| self.look(node, spot, 0));
        }
        self.look(properties, UseSite::Task, 0);
    }

    /// Follows the conditions to those that they rest on.
    pub(in crate::input::cloudformation) fn follow_all(&mut self) {
        let mut active = Vec::new();
        for name in self.used.clone() {
            self.follow(name, &mut active);
        }
    }

    fn look(&mut self, node: &'t Node<'t>, spot: UseSite, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if let Some(call) = Call::read(node) {
            match call.name {
                Name::If => {
                    if let Some(name) = call.items().first().and_then(|it| it.as_str()) {
                        self.condition(name);
                    }
                }
                Name::Ref => self.parameter(call.argument.as_str()),
                _ => {}
            }
            return self.look(call.argument, spot, depth + 1);
        }
        match &node.resolved().value {
            Value::List(items) => items.iter().for_each(|it| self.look(it, spot, depth + 1)),
            Value::Map(map) => {
                for entry in &map.entries {
                    if entry.is_merge() {
                        self.look(&entry.value, spot, depth + 1);
                    } else if spot.has(&entry.key) {
                        self.look(&entry.value, UseSite::Inside, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn parameter(&mut self, name: Option<&str>) {
        let found = name.and_then(|name| self.template.parameters.get_key_value(name));
        let Some((name, declared)) = found else { return };
        let is_open = declared.default.is_none()
            && (2..=MOST_VALUES).contains(&declared.allowed.len())
            && !self.direct.contains(name);
        if is_open {
            self.direct.push(name);
        }
    }

    /// The conditions that a condition rests on, itself included.
    fn follow(&mut self, name: &'t str, active: &mut Vec<&'t str>) {
        if active.contains(&name) {
            let span = self.template.conditions.get(name).map_or(Span::default(), |it| it.key_span);
            return self.report(TemplateFault::CircularCondition { name: name.to_owned() }, span);
        }
        if active.len() > MAX_DEPTH || !self.known.insert(name) {
            return;
        }
        self.all.push(name);
        active.push(name);
        if let Some(entry) = self.template.conditions.get(name) {
            for (other, node) in named_in(&entry.value) {
                if let Some((known, _)) = self.template.conditions.get_key_value(other) {
                    self.follow(known, active);
                } else if !self.template.may_have_more {
                    let name = other.to_owned();
                    self.report(TemplateFault::UnknownCondition { name }, node.span);
                }
            }
        }
        active.pop();
    }

    fn report(&mut self, fault: TemplateFault, span: Span) {
        let problem = fault.at(span).in_document(self.template.document);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

impl UseSite {
    /// Whether a property of the object there counts.
    fn has(self, key: &str) -> bool {
        match self {
            Self::Task => !is_unread_of_task(key) && !CONTAINERS.contains(&key),
            Self::Weighty => WEIGHTY.contains(&key),
            Self::Containers => !is_unread_of_container(key),
            Self::Inside => true,
        }
    }
}

/// Every `Equals` in a condition.
pub(super) fn equals_in<'t>(node: &'t Node<'t>) -> Vec<Call<'t, 't>> {
    let mut found = Vec::new();
    visit(node, 0, &mut |call| {
        if call.name == Name::Equals && call.items().len() == 2 {
            found.push(call);
        }
    });
    found
}

/// The conditions that a condition names, each with the node that names it.
pub(super) fn named_in<'t>(node: &'t Node<'t>) -> Vec<(&'t str, &'t Node<'t>)> {
    let mut found = Vec::new();
    visit(node, 0, &mut |call| {
        if call.name == Name::Condition {
            found.extend(call.literal().map(|name| (name, call.argument)));
        }
    });
    found
}

fn visit<'t>(node: &'t Node<'t>, depth: usize, see: &mut impl FnMut(Call<'t, 't>)) {
    let Some(call) = Call::read_condition(node).filter(|_| depth <= MAX_DEPTH) else { return };
    see(call);
    if matches!(call.name, Name::And | Name::Or | Name::Not) {
        call.items().iter().for_each(|item| visit(item, depth + 1, see));
    }
}
