//! CloudFormation: templates, with their functions, parameters and conditions.

mod conditions;
mod evaluator;
mod function;
mod json_string;
mod kms_keys;
mod launched_by;
mod loops;
mod mapping;
mod nested;
mod outside;
mod parameter;
pub(super) mod parameters_file;
mod placeholders;
mod pseudo;
mod rename_keys;
mod roles;
mod task;
mod template;

use super::context::TaskContext;
use super::expressions::Expressions;
use super::inputs::Inputs;
use super::naming::Naming;
use super::schema::KeyDiagnostic;
use super::targets::OptionTargets;
use super::unit_fault::{TemplateDiagnostic, TemplateFault};
use super::unit_format::UnitFormat;
use super::{SourceFormat, TaskDefinition, TaskVariants};
use crate::aws::deployment::Deployment;
use crate::base::diagnostic::Severity;
use crate::base::source::{Source, Span};
use crate::base::truth::Truth;
use crate::syntax::{Aliases, Node, Value};
use conditions::{ConditionUses, TemplateCombination};
use evaluator::Evaluator;
use launched_by::{Launchers, RunningTask};
use parameter::PSEUDO;
use placeholders::as_text;
use roles::Roles;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use template::{Resource, Template};

/// The format of templates.
pub(super) struct CloudFormation;

impl UnitFormat for CloudFormation {
    fn is_unit(&self, document: &Node<'_>) -> bool {
        template::is_template(document)
    }

    /// A template has `Resources`; with escapes, a key may be written in another way.
    fn may_be_in(&self, source: &Source) -> bool {
        source.has_word("Resources") || source.has_word("\\")
    }

    /// Writes out the loops of a template.
    fn prepare(
        &self,
        document: &mut Node<'_>,
        index: usize,
        inputs: &Inputs,
    ) -> Vec<TemplateDiagnostic> {
        loops::expand(document, index, inputs)
    }

    fn may_have_expressions(&self, source: &Source) -> bool {
        outside::SIGNS.iter().any(|sign| source.has_word(sign))
    }

    /// Functions outside of templates stand for what nothing shows.
    fn settle_outside(&self, task: &mut Node<'_>, inputs: &Inputs) {
        outside::settle(task, inputs);
    }

    /// A document may contain templates anywhere, as the tests of policies do.
    fn units<'t>(&self, document: &'t Node<'t>) -> Vec<&'t Node<'t>> {
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

    fn find<'t>(
        &self,
        unit: &'t Node<'t>,
        index: usize,
        text: &str,
        inputs: &Inputs,
    ) -> Vec<TaskVariants<'t>> {
        let Some(template) = Template::read(unit, index) else { return Vec::new() };
        let tasks: Vec<_> = template.resources.iter().filter(|it| task::is_task(it)).collect();
        if tasks.is_empty() {
            return Vec::new();
        }
        let finder = Finder {
            text,
            given: inputs,
            roles: Roles::of(&template),
            launchers: Launchers::of(&template, inputs),
            parameters: template.parameters.keys().copied().collect(),
            trusting_roles: roles::executing(&template).collect(),
            template: &template,
        };
        tasks.into_iter().map(|task| finder.candidate(task)).collect()
    }

    /// Parameters can be set, those of CloudFormation's own included; resources that a `Sub` names cannot.
    fn add_targets(&self, unit: &Node<'_>, targets: &mut OptionTargets) {
        let Some(template) = Template::read(unit, 0) else { return };
        for resource in &template.resources {
            targets.variables.remove(resource.name);
        }
        let parameters = template.parameters.keys().chain(&PSEUDO);
        targets.variables.extend(parameters.map(|&name| name.to_owned()));
    }

    fn nested<'t>(&self, unit: &'t Node<'t>) -> Vec<&'t str> {
        nested::nested(unit)
    }
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    /// The file.
    text: &'a str,
    given: &'a Inputs,
    roles: Roles<'t>,
    launchers: Launchers<'t>,
    parameters: Arc<[&'t str]>,
    trusting_roles: Arc<[&'t str]>,
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
        self.launchers.roots(task).for_each(|node| uses.value(node));
        task.properties().into_iter().for_each(|node| uses.task(node));
        for role in roles {
            self.roles.conditions(role).for_each(|name| uses.condition(name));
            self.roles.roots(role).for_each(|node| uses.value(node));
        }
        uses.follow_all();
        uses
    }

    /// The task definition in one combination; none if it is not made there.
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
        let context = TaskContext {
            misnamed,
            facts: combination.facts.clone(),
            by_default: combination.by_default,
            role: role.map(Box::new),
            ..self.context(&evaluator, task, &root)
        };
        let (problems, defaults) = evaluator.finish();
        let made = |root: Node<'t>, context| TaskDefinition {
            span: root.span,
            root: Cow::Owned(root),
            document: self.template.document,
            format: SourceFormat::CloudFormation,
            name: Some(task.name.to_owned()),
            context,
        };
        let without_defaults = (!defaults.is_empty()).then(|| {
            let mut settled = combination.settled.clone();
            settled.without_default.extend(defaults.iter());
            let evaluator = Evaluator::new(self.template, self.given, &settled);
            let (root, _) = self.root(&evaluator, task);
            let family = root.get("family").and_then(as_text);
            let running = self.launchers.running(&evaluator, task, family.as_ref());
            let RunningTask { launchers, services } = running;
            Box::new(made(root, TaskContext { launchers, services, ..context.clone() }))
        });
        let defaults = defaults.into_iter().collect();
        let context = TaskContext { defaults, without_defaults, ..context };
        Some((made(root, context), problems))
    }

    /// What the template shows of a task definition in one combination, beside its role and the combination
    /// itself.
    fn context(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        root: &Node<'t>,
    ) -> TaskContext<'t> {
        let family = root.get("family").and_then(as_text);
        let running = self.launchers.running(evaluator, task, family.as_ref());
        TaskContext {
            naming: Naming::CloudFormation,
            expressions: Some(self.expressions(root.span)),
            family: family.map(|text| text.to_string()),
            construct: construct(task),
            parameters: Arc::clone(&self.parameters),
            trusting_roles: Arc::clone(&self.trusting_roles),
            launchers: running.launchers,
            services: running.services,
            encrypted: kms_keys::encrypted(evaluator),
            deployment: Deployment {
                partition: Some(evaluator.partition()),
                region: Some(evaluator.region()),
                account: Some(evaluator.account()),
                likely_region: None,
            },
            ..TaskContext::default()
        }
    }

    /// How a task definition writes expressions: a document of YAML may contain it in the brackets of JSON.
    fn expressions(&self, task: Span) -> Expressions {
        let is_json = self.text.get(task.range()).is_none_or(|text| text.starts_with('{'));
        if is_json { Expressions::JsonFunctions } else { Expressions::YamlTags }
    }

    /// The task definition in the shape of the API, with the images that the user provides.
    fn root(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
    ) -> (Node<'t>, Vec<KeyDiagnostic>) {
        let (mut root, misnamed) = task::convert(evaluator, task);
        self.given.fill(&mut root);
        if let Value::Map(map) = &mut root.value {
            let containers = map.entries.iter_mut().filter(|it| it.key == "containerDefinitions");
            containers.for_each(|entry| self.given.set_images(&mut entry.value));
        }
        (root, misnamed)
    }
}

/// The path that CDK writes next to each resource.
fn construct<'t>(task: &Resource<'t>) -> Option<&'t str> {
    task.node.get("Metadata")?.get("aws:cdk:path")?.as_str()
}
