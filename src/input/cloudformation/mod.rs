//! CloudFormation: templates, with their functions, parameters and conditions.

mod conditions;
mod evaluator;
mod fault;
mod function;
pub mod inputs;
mod json_string;
pub mod kms_keys;
pub mod launched_by;
mod loops;
mod mapping;
pub mod nested;
mod parameter;
pub mod parameters_file;
mod placeholders;
mod rename_keys;
pub mod roles;
mod task;
mod template;

pub use conditions::{Fact, UNREAD_OF_CONTAINER, UNREAD_OF_TASK};
pub use fault::{TemplateDiagnostic, TemplateFault};

use super::schema::KeyDiagnostic;
use super::substitute::Substitutions;
use super::{Format, TaskDefinition, TaskVariants};
use crate::base::diagnostic::Severity;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::{Aliases, Node, Value};
use conditions::{ConditionUses, TemplateCombination};
use evaluator::Evaluator;
use inputs::TemplateInputs;
use kms_keys::Encrypted;
use launched_by::{Launcher, Launchers};
use placeholders::as_text;
use roles::{Roles, TemplateRole};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use template::{Resource, Template};

/// What a template tells of a task definition beside its own fields.
#[derive(Clone, Debug)]
pub struct TaskContext<'t> {
    /// The path of the construct that CDK made it from.
    pub construct: Option<&'t str>,
    /// What its conditions and parameters are in this combination.
    pub facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults of the parameters lead to this combination; unknown where one without a default
    /// decides.
    pub by_default: Truth,
    /// The parameters whose defaults were used.
    pub defaults: Vec<&'t str>,
    /// The same task definition as if these had none; nothing where no default was used.
    pub without_defaults: Option<Box<TaskDefinition<'t>>>,
    /// Its keys in other spellings than CloudFormation's.
    pub misnamed: Vec<KeyDiagnostic>,
    /// The parameters of the template.
    pub parameters: Arc<[&'t str]>,
    /// The roles of the template that trust ECS tasks, by logical ID.
    pub executing: Arc<[&'t str]>,
    /// What runs it.
    pub launchers: Vec<Launcher>,
    /// Its execution role, where the template holds that.
    pub role: Option<TemplateRole<'t>>,
    /// How the secrets and buckets of the template are encrypted.
    pub encrypted: Vec<Encrypted<'t>>,
    /// Where it is deployed.
    pub region: Text<'t>,
    /// Where it is deployed.
    pub account: Text<'t>,
    /// Where it is deployed.
    pub partition: Text<'t>,
}

/// Whether a document is a template.
pub fn is_template(document: &Node<'_>) -> bool {
    template::is_template(document)
}

/// Writes out the loops of a template, before its task definitions are looked for; what is wrong with them.
pub fn prepare(
    document: &mut Node<'_>,
    index: usize,
    given: &TemplateInputs,
) -> Vec<TemplateDiagnostic> {
    loops::expand(document, index, given)
}

/// The templates of a document: itself, or those that stand in it, as in the tests of policies.
pub fn templates<'t>(document: &'t Node<'t>) -> Vec<&'t Node<'t>> {
    let mut found = Vec::new();
    let mut walk = document.walk(Aliases::Written);
    while let Some(node) = walk.next() {
        match &node.value {
            Value::Map(_) if template::is_template(node) => {
                found.push(node);
                walk.skip_children();
            }
            // A function of a template stands for something else than what it is given.
            Value::Tagged(..) => walk.skip_children(),
            _ => {}
        }
    }
    found
}

/// The task definitions of a template, each in every combination of the conditions that it uses.
pub fn find<'t>(
    document: &'t Node<'t>,
    index: usize,
    given: &TemplateInputs,
    substitutions: &Substitutions,
) -> Vec<TaskVariants<'t>> {
    let Some(template) = Template::read(document, index) else { return Vec::new() };
    let tasks: Vec<_> = template.resources.iter().filter(|it| task::is_task(it)).collect();
    if tasks.is_empty() {
        return Vec::new();
    }
    let finder = Finder {
        given,
        substitutions,
        roles: Roles::of(&template),
        launchers: Launchers::of(&template),
        parameters: template.parameters.keys().copied().collect(),
        executing: roles::executing(&template).collect(),
        template: &template,
    };
    tasks.into_iter().map(|task| finder.candidate(task)).collect()
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    given: &'a TemplateInputs,
    substitutions: &'a Substitutions,
    roles: Roles<'t>,
    launchers: Launchers<'t>,
    parameters: Arc<[&'t str]>,
    executing: Arc<[&'t str]>,
}

impl<'t> Finder<'_, 't> {
    fn candidate(&self, task: &Resource<'t>) -> TaskVariants<'t> {
        let roles = self.roles_of(task);
        let uses = self.uses(task, &roles);
        let mut problems = uses.problems.clone();
        let mut versions = Vec::new();
        for combination in TemplateCombination::all(self.template, self.given, &uses) {
            if let Some((version, met)) = self.version(task, &roles, &combination) {
                versions.push(version);
                problems.extend(met);
            }
        }
        if versions.is_empty() {
            problems.push(self.never_created(task));
        }
        let mut reported = HashSet::new();
        problems.retain(|it| reported.insert((it.span(), it.subject.clone())));
        TaskVariants { versions, problems }
    }

    /// A task definition whose condition never holds.
    fn never_created(&self, task: &Resource<'t>) -> TemplateDiagnostic {
        let condition = task.condition.and_then(Node::as_str).unwrap_or_default();
        let [resource, condition] = [task.name, condition].map(str::to_owned);
        let problem = TemplateFault::NeverCreated { resource, condition }.at(task.name_span);
        problem.with_severity(Severity::Warning).in_document(self.template.document)
    }

    /// The roles of the template that the task definition may name.
    fn roles_of(&self, task: &Resource<'t>) -> Vec<Resource<'t>> {
        let node = task.property("ExecutionRoleArn");
        let found = node.into_iter().flat_map(|node| Roles::named(self.template, node));
        found.copied().collect()
    }

    /// Which conditions have a say, the weightiest first: whether it is made, its role, how it is run, what it
    /// holds, and last what the role allows.
    fn uses(&self, task: &Resource<'t>, roles: &[Resource<'t>]) -> ConditionUses<'_, 't> {
        let mut uses = ConditionUses::new(self.template);
        task.condition.and_then(Node::as_str).into_iter().for_each(|it| uses.condition(it));
        task.property("ExecutionRoleArn").into_iter().for_each(|node| uses.value(node));
        for role in roles {
            role.condition.and_then(Node::as_str).into_iter().for_each(|it| uses.condition(it));
        }
        task.property("RequiresCompatibilities").into_iter().for_each(|node| uses.value(node));
        self.launchers.conditions(task.name).for_each(|name| uses.condition(name));
        self.launchers.roots(task.name).for_each(|node| uses.value(node));
        task.properties().into_iter().for_each(|node| uses.task(node));
        for role in roles {
            self.roles.conditions(role).for_each(|name| uses.condition(name));
            self.roles.roots(role).for_each(|node| uses.value(node));
        }
        uses.follow_all();
        uses
    }

    /// The task definition in one combination; none where it is not made there.
    fn version(
        &self,
        task: &Resource<'t>,
        roles: &[Resource<'t>],
        combination: &TemplateCombination<'t>,
    ) -> Option<(TaskDefinition<'t>, Vec<TemplateDiagnostic>)> {
        let evaluator = Evaluator::new(self.template, self.given, &combination.settled);
        if evaluator.is_made(task) == Truth::False {
            return None;
        }
        let (root, misnamed) = self.root(&evaluator, task);
        let stated = root.get("executionRoleArn").and_then(as_text);
        let role = stated.and_then(|stated| self.roles.find(&evaluator, roles, &stated));
        let family = root.get("family").and_then(as_text).map(|text| text.to_string());
        let context = TaskContext {
            construct: construct(task),
            facts: combination.facts.clone(),
            by_default: combination.by_default,
            defaults: Vec::new(),
            without_defaults: None,
            misnamed,
            parameters: Arc::clone(&self.parameters),
            executing: Arc::clone(&self.executing),
            launchers: self.launchers.running(&evaluator, task.name),
            role,
            encrypted: kms_keys::encrypted(&evaluator),
            region: evaluator.region(),
            account: evaluator.account(),
            partition: evaluator.partition(),
        };
        let (problems, defaults) = evaluator.finish();
        let made = |root: Node<'t>, context| TaskDefinition {
            span: root.span,
            root: Cow::Owned(root),
            document: self.template.document,
            format: Format::CloudFormation,
            name: Some(task.name.to_owned()),
            family: family.clone(),
            template: Some(Box::new(context)),
        };
        let without_defaults = (!defaults.is_empty()).then(|| {
            let mut settled = combination.settled.clone();
            settled.without_default.extend(defaults.iter());
            let evaluator = Evaluator::new(self.template, self.given, &settled);
            let launchers = self.launchers.running(&evaluator, task.name);
            let (root, _) = self.root(&evaluator, task);
            Box::new(made(root, TaskContext { launchers, ..context.clone() }))
        });
        let defaults = defaults.into_iter().collect();
        let context = TaskContext { defaults, without_defaults, ..context };
        Some((made(root, context), problems))
    }

    /// The task definition in the shape of the API, with the images that the user gives.
    fn root(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
    ) -> (Node<'t>, Vec<KeyDiagnostic>) {
        let (mut root, misnamed) = task::convert(evaluator, task);
        self.substitutions.fill(&mut root);
        if let Value::Map(map) = &mut root.value {
            let containers = map.entries.iter_mut().filter(|it| it.key == "containerDefinitions");
            containers.for_each(|entry| self.substitutions.set_images(&mut entry.value));
        }
        (root, misnamed)
    }
}

/// The path that CDK writes beside each resource.
fn construct<'t>(task: &Resource<'t>) -> Option<&'t str> {
    task.node.get("Metadata")?.get("aws:cdk:path")?.as_str()
}
