//! Which conditions and parameters a task definition uses, the most important first.

use super::super::function::{Call, Name, Part, parts};
use super::super::template::Template;
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::input::schema::unread::{is_unread_of_container, is_unread_of_task};
use crate::input::unit_fault::{TemplateDiagnostic, TemplateFault};
use crate::syntax::{MAX_DEPTH, Node, Value};

/// How many values a parameter without a default may have to be checked one by one.
pub(super) const MOST_VALUES: usize = 4;

/// How many keys a mapping may have to be checked one by one.
const MOST_KEYS: usize = 16;

/// Where containers stand.
const CONTAINERS: [&str; 5] = [
    "ContainerDefinitions",
    "PrimaryContainer",
    "ContainerProperties",
    "EcsProperties",
    "NodeProperties",
];

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
    /// The keys of mappings that parameters without a default select.
    pub(super) keys: Vec<MappingKeys<'t>>,
    /// Every condition that these rest on.
    pub(super) all: Vec<&'t str>,
    pub(in crate::input::cloudformation) problems: Vec<TemplateDiagnostic>,
    /// The same as in `used` and in `all`.
    seen: HashSet<&'t str>,
    known: HashSet<&'t str>,
}

/// The keys of a mapping that a parameter selects.
pub(super) struct MappingKeys<'t> {
    /// The parameter, those that CloudFormation sets itself included.
    pub(super) parameter: &'t str,
    /// The keys.
    pub(super) keys: Vec<&'t str>,
    /// Whether CloudFormation refuses every other value.
    pub(super) is_all: bool,
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
            keys: Vec::new(),
            all: Vec::new(),
            problems: Vec::new(),
            seen: HashSet::default(),
            known: HashSet::default(),
        }
    }

    /// A condition that something names.
    pub(in crate::input::cloudformation) fn condition(&mut self, name: &str) {
        let known = self.template.conditions.get_key_value(name).map(|(name, _)| *name);
        self.used.extend(known.filter(|name| self.seen.insert(name)));
    }

    /// The conditions and parameters of a value, all of it.
    pub(in crate::input::cloudformation) fn value(&mut self, node: &'t Node<'t>) {
        self.look(node, UseSite::Inside, (0, true));
    }

    /// The same of what may not be made, and so says nothing about what a parameter must be.
    pub(in crate::input::cloudformation) fn value_if_made(&mut self, node: &'t Node<'t>) {
        self.look(node, UseSite::Inside, (0, false));
    }

    /// The conditions and parameters of the properties of a task definition, as far as rules read them.
    pub(in crate::input::cloudformation) fn task(&mut self, properties: &'t Node<'t>) {
        for spot in [UseSite::Weighty, UseSite::Containers] {
            let containers = CONTAINERS.iter().filter_map(|key| properties.get(key));
            containers.for_each(|node| self.look(node, spot, (0, true)));
        }
        self.look(properties, UseSite::Task, (0, true));
    }

    /// Follows the conditions to those that they rest on.
    pub(in crate::input::cloudformation) fn follow_all(&mut self) {
        let mut active = Vec::new();
        for name in self.used.clone() {
            self.follow(name, &mut active);
        }
    }

    /// A node in a depth; whether it certainly counts, whatever the conditions are.
    fn look(&mut self, node: &'t Node<'t>, spot: UseSite, (depth, is_certain): (usize, bool)) {
        if depth > MAX_DEPTH {
            return;
        }
        let mut below = (depth + 1, is_certain);
        if let Some(call) = Call::read(node) {
            match call.name {
                Name::If => {
                    if let Some(name) = call.items().first().and_then(|it| it.as_str()) {
                        self.condition(name);
                    }
                    below.1 = false;
                }
                Name::FindInMap => self.selected(call, is_certain),
                Name::Ref => self.parameter(call.argument.as_str()),
                _ => {}
            }
            return self.look(call.argument, spot, below);
        }
        match &node.resolved().value {
            Value::List(items) => items.iter().for_each(|it| self.look(it, spot, below)),
            Value::Map(map) => {
                for entry in &map.entries {
                    if entry.is_merge() {
                        self.look(&entry.value, spot, below);
                    } else if spot.has(&entry.key) {
                        self.look(&entry.value, UseSite::Inside, below);
                    }
                }
            }
            _ => {}
        }
    }

    /// The parameters that select from a mapping. Unless a condition or a default value has a say, CloudFormation
    /// refuses a value that is none of its keys.
    fn selected(&mut self, call: Call<'t, 't>, is_certain: bool) {
        let [map, top, second, rest @ ..] = call.items() else { return };
        let mapping = map.as_str().and_then(|name| self.template.mappings.get(name));
        let Some(rows) = mapping.and_then(|it| it.as_map()) else { return };
        let is_all = is_certain && rest.is_empty();
        if let Some(parameter) = self.selecting(top) {
            let keys = rows.entries.iter().map(|row| row.key.as_ref()).collect();
            self.add_keys(parameter, keys, is_all);
        }
        if let Some(parameter) = self.selecting(second) {
            let is_row = |key: &str| top.as_str().is_none_or(|top| top == key);
            let rows = rows.entries.iter().filter(|row| is_row(&row.key));
            let cells = rows.filter_map(|row| row.value.as_map()).flat_map(|row| &row.entries);
            let mut keys: Vec<&'t str> = Vec::new();
            for cell in cells {
                if !keys.contains(&cell.key.as_ref()) {
                    keys.push(&cell.key);
                }
            }
            self.add_keys(parameter, keys, is_all);
        }
    }

    fn add_keys(&mut self, parameter: &'t str, keys: Vec<&'t str>, is_all: bool) {
        if keys.is_empty() || keys.len() > MOST_KEYS {
            return;
        }
        match self.keys.iter_mut().find(|it| it.parameter == parameter) {
            // Each of two mappings has to have the key.
            Some(known) if known.is_all && is_all => known.keys.retain(|key| keys.contains(key)),
            Some(known) if known.is_all => {}
            Some(known) if is_all => *known = MappingKeys { parameter, keys, is_all },
            Some(known) => known.keys.extend(keys),
            None => self.keys.push(MappingKeys { parameter, keys, is_all }),
        }
    }

    /// The parameter without a default, or the Region or account, that a key of a mapping is.
    fn selecting(&self, key: &'t Node<'t>) -> Option<&'t str> {
        let call = Call::read(key)?;
        let name = match (call.name, call.literal()?) {
            (Name::Ref, name) => name,
            (Name::Sub, text) => match parts(text).as_slice() {
                [Part::Reference { name, .. }] => name,
                _ => return None,
            },
            _ => return None,
        };
        if matches!(name, "AWS::Region" | "AWS::AccountId") {
            return Some(name);
        }
        let (name, declared) = self.template.parameters.get_key_value(name)?;
        declared.default.is_none().then_some(*name)
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
