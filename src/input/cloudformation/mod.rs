//! CloudFormation: templates, with their functions, parameters and conditions.

mod conditions;
mod evaluator;
mod forgotten_sub;
mod function;
mod json_string;
mod kms_keys;
mod launched_by;
mod loops;
mod managed_secrets;
mod mapping;
mod nesting;
mod null_values;
mod outside;
mod own_region;
mod parameter;
pub(super) mod parameters_file;
mod placeholders;
mod pseudo;
mod rename_keys;
mod role_reference;
mod roles;
mod sharing;
mod task;
mod template;

use super::context::{TaskContext, UnitRole};
use super::expressions::Expressions;
use super::file_values::FileValues;
use super::inputs::Inputs;
use super::naming::Naming;
use super::schema::KeyDiagnostic;
use super::targets::OptionTargets;
use super::unit_fault::{TemplateDiagnostic, TemplateFault};
use super::unit_format::UnitFormat;
use super::unit_values::Sharing;
use super::{SourceFormat, TaskDefinition, TaskVariants};
use crate::aws::deployment::Deployment;
use crate::base::diagnostic::Severity;
use crate::base::source::{Source, Span};
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::{Aliases, Node, Value};
use conditions::{ConditionUses, TemplateCombination};
use evaluator::{Assignment, Evaluator, attributes};
use launched_by::{Launchers, RunningTask, names_in};
use parameter::PSEUDO;
use placeholders::as_text;
use role_reference::{NamedRoles, not_a_role};
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
        let Some(mut template) = Template::read(unit, index) else { return Vec::new() };
        template.region = own_region::of_log_groups(&template.resources);
        let tasks: Vec<_> = template.resources.iter().filter(|it| task::is_task(it)).collect();
        if tasks.is_empty() {
            return Vec::new();
        }
        let nothing = Assignment::default();
        let undecided = Evaluator::new(&template, inputs, &nothing);
        let named_roles = NamedRoles::of(&undecided);
        let finder = Finder {
            text,
            given: inputs,
            roles: Roles::of(&undecided, &named_roles),
            undecided,
            named_roles,
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

    fn sharing(&self, source: &Source) -> Sharing {
        if !source.has_word("Resources") {
            return Sharing::default();
        }
        let has = |word: &str| source.has_word(word);
        Sharing::default()
            .with(Sharing::IMPORTS, has("ImportValue"))
            .with(Sharing::NESTS, nesting::NESTING.iter().any(|(kind, _)| has(kind)))
            .with(Sharing::EXPORTS, has("Export"))
            .with(Sharing::OUTPUTS, has("Outputs"))
            .with(Sharing::PARAMETERS, has("Parameters") && has("AWS::ECS::"))
    }

    fn values<'t>(&self, unit: &'t Node<'t>, inputs: &Inputs) -> FileValues<'t> {
        sharing::values(unit, inputs)
    }
}

struct Finder<'a, 't> {
    template: &'a Template<'t>,
    /// The file.
    text: &'a str,
    given: &'a Inputs,
    /// The template without a decision about its conditions.
    undecided: Evaluator<'a, 't>,
    roles: Roles<'t>,
    named_roles: NamedRoles<'t>,
    launchers: Launchers<'t>,
    parameters: Arc<[&'t str]>,
    trusting_roles: Arc<[&'t str]>,
}

impl<'t> Finder<'_, 't> {
    fn candidate(&self, task: &Resource<'t>) -> TaskVariants<'t> {
        let roles = self.roles_of(task);
        let uses = self.uses(task, &roles);
        let mut problems = uses.problems.clone();
        problems.extend(self.missing_subs(task, &roles));
        let properties = task.properties().into_iter();
        let nulls = properties.flat_map(|it| null_values::check(self.template, it, self.text));
        problems.extend(nulls.map(|it| it.in_document(self.template.document)));
        let combinations = TemplateCombination::all(self.template, self.given, &uses);
        let found = |with_refused| -> Vec<_> {
            let each = combinations.iter();
            each.filter_map(|it| self.version(task, &roles, it, with_refused)).collect()
        };
        let mut all = found(false);
        if all.is_empty() {
            // Where CloudFormation refuses every combination, they are checked nevertheless.
            all = found(true);
        }
        let mut versions = Vec::with_capacity(all.len());
        for (version, met) in all {
            versions.push(version);
            problems.extend(met);
        }
        if versions.is_empty() {
            problems.push(self.never_created(task));
        }
        let mut reported = HashSet::new();
        problems.retain(|it| reported.insert((it.span(), it.subject.clone())));
        TaskVariants { versions, problems }
    }

    /// Where a `Sub` is missing in the task definition and in what decides about its role.
    fn missing_subs(
        &self,
        task: &Resource<'t>,
        roles: &[Resource<'t>],
    ) -> impl Iterator<Item = TemplateDiagnostic> {
        let of_roles = roles.iter().flat_map(|role| self.roles.roots(role));
        let roots = task.properties().into_iter().chain(of_roles);
        roots
            .flat_map(|root| forgotten_sub::check(self.template, root))
            .map(|it| it.in_document(self.template.document))
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
        let Some(node) = task.property("ExecutionRoleArn") else { return Vec::new() };
        let mut found: Vec<_> = Roles::named(self.template, node).copied().collect();
        for role in self.named_roles.written(&self.undecided, node) {
            if !found.iter().any(|known| known.name == role.name) {
                found.push(role);
            }
        }
        found
    }

    /// The role of the containers, where it is one of the template.
    fn task_role(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        root: &Node<'t>,
    ) -> Option<UnitRole<'t>> {
        let stated = root.get("taskRoleArn").and_then(as_text)?;
        let expression = task.property("TaskRoleArn")?;
        let named: Vec<_> = Roles::named(self.template, expression).copied().collect();
        self.roles.find(evaluator, &named, expression, &stated)
    }

    /// Which conditions have a say, the weightiest first: whether it is made, its role, how it is run, what it
    /// holds, and last what the role allows, and the keys of what it reads.
    fn uses(&self, task: &Resource<'t>, roles: &[Resource<'t>]) -> ConditionUses<'_, 't> {
        let mut uses = ConditionUses::new(self.template);
        task.condition.and_then(Node::as_str).into_iter().for_each(|it| uses.condition(it));
        task.property("ExecutionRoleArn").into_iter().for_each(|node| uses.value(node));
        for role in roles {
            role.condition.and_then(Node::as_str).into_iter().for_each(|it| uses.condition(it));
        }
        task.property("RequiresCompatibilities").into_iter().for_each(|node| uses.value(node));
        self.launchers.conditions(task.name).for_each(|name| uses.condition(name));
        self.launchers.roots(task).for_each(|node| uses.value_if_made(node));
        task.properties().into_iter().for_each(|node| uses.task(node));
        for role in roles {
            self.roles.conditions(role).for_each(|name| uses.condition(name));
            let is_made = role.condition.is_none();
            let is_own = |node| role.properties().is_some_and(|own| std::ptr::eq(own, node));
            for node in self.roles.roots(role) {
                if is_made && is_own(node) { uses.value(node) } else { uses.value_if_made(node) }
            }
        }
        let mut named = Vec::new();
        task.properties().into_iter().for_each(|node| names_in(node, &mut named));
        let named = named.into_iter().filter_map(|name| self.template.resource(name));
        for key in named.flat_map(kms_keys::key_properties) {
            uses.value_if_made(key);
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
        with_refused: bool,
    ) -> Option<(TaskDefinition<'t>, Vec<TemplateDiagnostic>)> {
        let evaluator = Evaluator::new(self.template, self.given, &combination.settled);
        if evaluator.is_made(task) == Truth::False {
            return None;
        }
        let (root, misnamed) = self.root(&evaluator, task);
        if evaluator.is_refused() && !with_refused {
            return None;
        }
        let stated = root.get("executionRoleArn").and_then(as_text);
        let shared_role = stated.as_ref().and_then(|stated| evaluator.shared_role(stated));
        let expression = task.property("ExecutionRoleArn");
        let own = expression.zip(stated).filter(|_| shared_role.is_none());
        let role = own.and_then(|(node, stated)| self.roles.find(&evaluator, roles, node, &stated));
        let not_a_role = expression.and_then(|node| not_a_role(&evaluator, node));
        let context = TaskContext {
            misnamed,
            facts: combination.facts.clone(),
            by_default: combination.by_default,
            role: role.map(Box::new),
            not_a_role,
            shared_role,
            task_role: self.task_role(&evaluator, task, &root).map(Box::new),
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
                log_groups: self.log_groups(evaluator),
            },
            ..TaskContext::default()
        }
    }

    /// The names of the log groups that are created with the task definition, by this template or by another.
    fn log_groups(&self, evaluator: &Evaluator<'_, 't>) -> Arc<[Text<'t>]> {
        let own = self.template.of_kind("AWS::Logs::LogGroup");
        let own = own.filter(|it| evaluator.is_made(it) == Truth::True);
        let own = own.map(|it| attributes::reference(evaluator, it));
        own.chain(evaluator.shared_log_groups()).collect()
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
