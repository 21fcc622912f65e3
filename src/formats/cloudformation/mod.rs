//! CloudFormation: templates, with their functions, parameters and conditions.

mod choice;
mod conditions;
mod function;
pub mod given;
mod hole;
mod judge;
pub mod keys;
mod loops;
mod mapping;
mod parameter;
pub mod parameters_file;
pub mod roles;
pub mod runners;
mod scenario;
mod survey;
mod task;
mod template;
mod variables;
mod world;

pub use scenario::Fact;

use super::overrides::Overrides;
use super::{Candidate, Format, TaskDefinition};
use crate::problem::Problem;
use crate::syntax::{Node, Value};
use crate::text::Text;
use crate::truth::Truth;
use given::Given;
use hole::as_text;
use keys::Encrypted;
use roles::{Roles, TemplateRole};
use runners::{Runner, Runners};
use scenario::{Scenario, scenarios};
use std::borrow::Cow;
use std::collections::HashSet;
use survey::Survey;
use template::{Resource, Template};
use world::World;

/// What a template tells of a task definition beside its own fields.
#[derive(Clone, Debug)]
pub struct Surroundings<'t> {
    /// The path of the construct that CDK made it from.
    pub construct: Option<&'t str>,
    /// What its conditions and parameters are in this combination.
    pub facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults of the parameters lead to this combination; unknown where one without a default
    /// decides.
    pub by_default: Truth,
    /// The parameters whose defaults were used.
    pub defaults: Vec<&'t str>,
    /// What runs it.
    pub runners: Vec<Runner>,
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
pub fn prepare(document: &mut Node<'_>, index: usize, given: &Given) -> Vec<Problem> {
    loops::expand(document, index, given)
}

/// The task definitions of a template, each in every combination of the conditions that it uses.
pub fn find<'t>(
    document: &'t Node<'t>,
    index: usize,
    given: &Given,
    overrides: &Overrides,
) -> Vec<Candidate<'t>> {
    let Some(template) = Template::read(document, index) else { return Vec::new() };
    let tasks: Vec<_> = template.resources.iter().filter(|it| task::is_task(it)).collect();
    if tasks.is_empty() {
        return Vec::new();
    }
    let finder = Finder {
        given,
        overrides,
        roles: Roles::of(&template),
        runners: Runners::of(&template),
        template: &template,
    };
    tasks.into_iter().map(|task| finder.candidate(task)).collect()
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    given: &'a Given,
    overrides: &'a Overrides,
    roles: Roles<'t>,
    runners: Runners<'t>,
}

impl<'t> Finder<'_, 't> {
    fn candidate(&self, task: &Resource<'t>) -> Candidate<'t> {
        let roles = self.roles_of(task);
        let survey = self.survey(task, &roles);
        let mut problems = survey.problems.clone();
        let mut versions = Vec::new();
        for scenario in scenarios(self.template, self.given, &survey) {
            if let Some((version, told)) = self.version(task, &roles, &scenario) {
                versions.push(version);
                problems.extend(told);
            }
        }
        let mut told = HashSet::new();
        problems.retain(|it| told.insert((it.code.clone(), it.span, it.message.clone())));
        Candidate { versions, problems }
    }

    /// The roles of the template that the task definition may name.
    fn roles_of(&self, task: &Resource<'t>) -> Vec<Resource<'t>> {
        let node = task.property("ExecutionRoleArn");
        let found = node.into_iter().flat_map(|node| Roles::named(self.template, node));
        found.copied().collect()
    }

    /// Which conditions have a say, the weightiest first: whether it is made, its role, how it is run, what it
    /// holds, and last what the role allows.
    fn survey(&self, task: &Resource<'t>, roles: &[Resource<'t>]) -> Survey<'_, 't> {
        let mut survey = Survey::new(self.template);
        task.condition.and_then(Node::as_str).into_iter().for_each(|it| survey.condition(it));
        task.property("ExecutionRoleArn").into_iter().for_each(|node| survey.value(node));
        for role in roles {
            role.condition.and_then(Node::as_str).into_iter().for_each(|it| survey.condition(it));
        }
        task.property("RequiresCompatibilities").into_iter().for_each(|node| survey.value(node));
        self.runners.conditions(task.name).for_each(|name| survey.condition(name));
        self.runners.roots(task.name).for_each(|node| survey.value(node));
        task.properties().into_iter().for_each(|node| survey.task(node));
        for role in roles {
            self.roles.conditions(role).for_each(|name| survey.condition(name));
            self.roles.roots(role).for_each(|node| survey.value(node));
        }
        survey.follow_all();
        survey
    }

    /// The task definition in one combination; none where it is not made there.
    fn version(
        &self,
        task: &Resource<'t>,
        roles: &[Resource<'t>],
        scenario: &Scenario<'t>,
    ) -> Option<(TaskDefinition<'t>, Vec<Problem>)> {
        let world = World::new(self.template, self.given, &scenario.settled);
        if world.is_made(task) == Truth::False {
            return None;
        }
        let mut root = task::convert(&world, task);
        self.overrides.fill(&mut root);
        if let Value::Map(map) = &mut root.value {
            let containers = map.entries.iter_mut().filter(|it| it.key == "containerDefinitions");
            containers.for_each(|entry| self.overrides.set_images(&mut entry.value));
        }
        let stated = root.get("executionRoleArn").and_then(as_text);
        let role = stated.and_then(|stated| self.roles.find(&world, roles, &stated));
        let family = root.get("family").and_then(as_text).map(|text| text.to_string());
        let surroundings = Surroundings {
            construct: construct(task),
            facts: scenario.facts.clone(),
            by_default: scenario.by_default,
            defaults: Vec::new(),
            runners: self.runners.running(&world, task.name),
            role,
            encrypted: keys::encrypted(&world),
            region: world.region(),
            account: world.account(),
            partition: world.partition(),
        };
        let (problems, defaults) = world.finish();
        let surroundings =
            Surroundings { defaults: defaults.into_iter().collect(), ..surroundings };
        let version = TaskDefinition {
            span: root.span,
            root: Cow::Owned(root),
            document: self.template.document,
            format: Format::CloudFormation,
            name: Some(task.name.to_owned()),
            family,
            template: Some(Box::new(surroundings)),
        };
        Some((version, problems))
    }
}

/// The path that CDK writes beside each resource.
fn construct<'t>(task: &Resource<'t>) -> Option<&'t str> {
    task.node.get("Metadata")?.get("aws:cdk:path")?.as_str()
}
