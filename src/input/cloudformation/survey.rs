//! Which conditions and parameters have a say in a task definition, the weightiest first.

use super::conditions::named_in;
use super::function::{Call, Name};
use super::template::Template;
use crate::base::problem::Problem;
use crate::base::source::Span;
use crate::syntax::{MAX_DEPTH, Node, Value};
use std::collections::HashSet;

/// How many values a parameter without a default may have, to be judged one by one.
pub(super) const MOST_VALUES: usize = 4;

/// Properties of a task definition that no built-in rule reads: what stands under them decides nothing, so
/// that its conditions are not judged apart. A test holds the lists against the rules. A rule of the user's
/// that reads one of them meets a placeholder where a condition decides, and answers in three values.
const UNREAD_OF_TASK: [&str; 4] = ["EnableFaultInjection", "Family", "PidMode", "Tags"];

/// The same for container definitions.
const UNREAD_OF_CONTAINER: [&str; 24] = [
    "Command",
    "Cpu",
    "DependsOn",
    "DockerLabels",
    "EntryPoint",
    "Environment",
    "Essential",
    "HealthCheck",
    "Interactive",
    "Memory",
    "MemoryReservation",
    "MountPoints",
    "Name",
    "PortMappings",
    "PseudoTerminal",
    "ReadonlyRootFilesystem",
    "RestartPolicy",
    "StartTimeout",
    "StopTimeout",
    "SystemControls",
    "Ulimits",
    "User",
    "VolumesFrom",
    "WorkingDirectory",
];

/// Where containers stand.
const CONTAINERS: [&str; 2] = ["ContainerDefinitions", "PrimaryContainer"];

/// What brings in most of what needs the role: it is looked through before the rest of a container.
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
pub(super) struct Survey<'a, 't> {
    template: &'a Template<'t>,
    /// The conditions that are used, the weightiest first.
    pub(super) used: Vec<&'t str>,
    /// The parameters without a default that are used as they are.
    pub(super) direct: Vec<&'t str>,
    /// Every condition that these rest on.
    pub(super) all: Vec<&'t str>,
    pub(super) problems: Vec<Problem>,
    /// The same as in `used` and in `all`.
    seen: HashSet<&'t str>,
    known: HashSet<&'t str>,
}

/// Where a value stands: what of it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    /// The properties of a task definition, without its containers.
    Task,
    /// The containers, as far as what brings in most needs of a role.
    Weighty,
    /// The containers.
    Containers,
    /// Anywhere else: all of it counts.
    Inside,
}

impl<'a, 't> Survey<'a, 't> {
    pub(super) fn new(template: &'a Template<'t>) -> Self {
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
    pub(super) fn condition(&mut self, name: &str) {
        let known = self.template.conditions.get_key_value(name).map(|(name, _)| *name);
        self.used.extend(known.filter(|name| self.seen.insert(name)));
    }

    /// The conditions and parameters of a value, all of it.
    pub(super) fn value(&mut self, node: &'t Node<'t>) {
        self.look(node, Spot::Inside, 0);
    }

    /// The conditions and parameters of the properties of a task definition, as far as rules read them.
    pub(super) fn task(&mut self, properties: &'t Node<'t>) {
        for spot in [Spot::Weighty, Spot::Containers] {
            let containers = CONTAINERS.iter().filter_map(|key| properties.get(key));
            containers.for_each(|node| self.look(node, spot, 0));
        }
        self.look(properties, Spot::Task, 0);
    }

    /// Follows the conditions to those that they rest on.
    pub(super) fn follow_all(&mut self) {
        let mut active = Vec::new();
        for name in self.used.clone() {
            self.follow(name, &mut active);
        }
    }

    fn look(&mut self, node: &'t Node<'t>, spot: Spot, depth: usize) {
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
                        self.look(&entry.value, Spot::Inside, depth + 1);
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
            let message = format!("the condition `{name}` leads back to itself");
            return self.tell("circular-condition", span, message);
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
                    let message = format!("`{other}` is no condition of this template");
                    self.tell("unknown-condition", node.span, message);
                }
            }
        }
        active.pop();
    }

    fn tell(&mut self, code: &str, span: Span, message: String) {
        let problem = Problem::error(code, span, message).in_document(self.template.document);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

impl Spot {
    /// Whether a property of the object there counts.
    fn has(self, key: &str) -> bool {
        match self {
            Self::Task => !UNREAD_OF_TASK.contains(&key) && !CONTAINERS.contains(&key),
            Self::Weighty => WEIGHTY.contains(&key),
            Self::Containers => !UNREAD_OF_CONTAINER.contains(&key),
            Self::Inside => true,
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails loudly")]
mod tests {
    use super::{UNREAD_OF_CONTAINER, UNREAD_OF_TASK};
    use crate::base::words::capitalized;
    use crate::input::schema::{Shape, TASK_DEFINITION};
    use crate::rules::Rules;
    use std::collections::BTreeSet;

    /// The fields of a shape that are in no path, with a capital letter.
    fn unread(shape: &Shape, read: &BTreeSet<String>) -> Vec<String> {
        let names = shape.fields.iter().map(|field| field.name).filter(|it| !read.contains(*it));
        let mut names: Vec<_> = names.map(capitalized).collect();
        names.sort();
        names
    }

    #[test]
    fn the_unread_properties_are_those_that_no_rule_reads() {
        let (mut of_task, mut of_containers) = (BTreeSet::new(), BTreeSet::new());
        for rule in Rules::built_in().iter() {
            for scope in rule.each.iter().map(ToString::to_string) {
                let reads = rule.read.iter().map(|it| {
                    let path = it.path.to_string();
                    path.strip_prefix('/').map_or_else(|| format!("{scope}.{path}"), str::to_owned)
                });
                for path in reads.chain([scope.clone()]) {
                    let mut steps = path.split('.').filter(|step| *step != "*").map(str::to_owned);
                    of_task.extend(steps.next());
                    if path.starts_with("containerDefinitions.*.") {
                        of_containers.extend(steps.next());
                    }
                }
            }
        }
        // What the advisor itself reads: the role, and what tells the launch types.
        of_task.extend(
            ["executionRoleArn", "requiresCompatibilities", "cpu", "memory"].map(str::to_owned),
        );
        assert_eq!(unread(&TASK_DEFINITION, &of_task), UNREAD_OF_TASK);
        let containers = TASK_DEFINITION.field("containerDefinitions").expect("containers");
        assert_eq!(unread(&containers.shape, &of_containers), UNREAD_OF_CONTAINER);
    }
}
