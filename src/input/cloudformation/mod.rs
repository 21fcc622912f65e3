//! CloudFormation: templates, with their functions, parameters and conditions.

mod conditions;
mod evaluator;
mod forgotten_sub;
mod found_task;
mod function;
mod kms_keys;
mod launched_by;
mod loops;
mod managed_secrets;
mod mapping;
mod metadata;
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

use super::context::TaskContext;
use super::file_values::FileValues;
use super::inputs::Inputs;
use super::targets::OptionTargets;
use super::unit_fault::{TemplateDiagnostic, TemplateFault};
use super::unit_format::UnitFormat;
use super::unit_metadata::UnitMetadata;
use super::unit_values::Sharing;
use super::{TaskDefinition, TaskVariants};
use crate::base::diagnostic::Severity;
use crate::base::maps::HashSet;
use crate::base::source::{SoughtWord, Source};
use crate::base::truth::Truth;
use crate::syntax::{Aliases, Node, Value};
use conditions::{ConditionUses, TemplateCombination};
use evaluator::{Assignment, CommonCalls, Evaluator};
use launched_by::{Launchers, RunningTask, names_in};
use parameter::PSEUDO;
use placeholders::as_text;
use role_reference::NamedRoles;
use roles::Roles;
use std::borrow::Cow;
use std::sync::Arc;
use template::{Resource, Template};

/// What every template has.
static RESOURCES: SoughtWord = SoughtWord::new("Resources");

/// The format of templates.
pub(super) struct CloudFormation;

impl UnitFormat for CloudFormation {
    fn is_unit(&self, document: &Node<'_>) -> bool {
        template::is_template(document)
    }

    /// A template has `Resources`; with escapes, a key may be written in another way.
    fn may_be_in(&self, source: &Source) -> bool {
        source.has(&RESOURCES) || source.has_word("\\")
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
        outside::SIGNS.iter().any(|sign| source.has(sign))
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
        let tasks: Vec<_> =
            template.resources.iter().filter(|it| task::holder(it).is_some()).collect();
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
        let tasks = tasks.into_iter().filter(|it| inputs.look_for(it.name));
        tasks.flat_map(|task| finder.candidates(task)).collect()
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
        if !source.has(&RESOURCES) {
            return Sharing::default();
        }
        let has = |word: &str| source.has_word(word);
        Sharing::default()
            .with(Sharing::IMPORTS, has("ImportValue"))
            .with(Sharing::NESTS, nesting::NESTING.iter().any(|(kind, _)| has(kind)))
            .with(Sharing::EXPORTS, has("Export"))
            .with(Sharing::OUTPUTS, has("Outputs"))
            .with(
                Sharing::PARAMETERS,
                has("Parameters") && (has("AWS::ECS::") || has("AWS::Batch::")),
            )
    }

    fn metadata<'t>(&self, unit: &'t Node<'t>, document: (usize, bool)) -> Vec<UnitMetadata<'t>> {
        metadata::of_template(unit, document)
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
    trusting_roles: Arc<[Cow<'t, str>]>,
}

impl<'t> Finder<'_, 't> {
    /// The tasks of a resource; one, unless it is a job.
    fn candidates(&self, task: &Resource<'t>) -> Vec<TaskVariants<'t>> {
        let roles = self.roles_of(task);
        let uses = self.uses(task, &roles);
        let mut problems = uses.problems.clone();
        problems.extend(self.missing_subs(task, &roles));
        let properties = task.properties().into_iter();
        let nulls = properties.flat_map(|it| null_values::check(self.template, it, self.text));
        problems.extend(nulls.map(|it| it.in_document(self.template.document)));
        let combinations = TemplateCombination::all(self.template, self.given, &uses);
        let common = CommonCalls::of(combinations.iter().map(|it| &it.settled));
        let found = |with_refused| -> Vec<_> {
            let each = combinations.iter().map(|it| (it, &common));
            each.filter_map(|it| self.version(task, &roles, it, with_refused)).collect()
        };
        let mut all = found(false);
        if all.is_empty() {
            // Where CloudFormation refuses every combination, they are checked nevertheless.
            all = found(true);
        }
        let is_created = !all.is_empty();
        let mut variants = vec![TaskVariants::default()];
        for (tasks, met) in all {
            problems.extend(met);
            for (index, version) in tasks.into_iter().enumerate() {
                match variants.get_mut(index) {
                    Some(known) => known.versions.push(version),
                    None => variants.push(version.into()),
                }
            }
        }
        if !is_created {
            problems.push(self.never_created(task));
        }
        let mut reported = HashSet::default();
        problems.retain(|it| reported.insert((it.span(), it.subject.clone())));
        variants.retain(|it| !is_created || !it.versions.is_empty());
        if let Some(first) = variants.first_mut() {
            first.problems = problems;
        }
        variants
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
        let mut found: Vec<Resource<'t>> = Vec::new();
        for node in task::roles(task, &task::EXECUTION_ROLE) {
            let named = Roles::named(self.template, node).copied();
            for role in named.chain(self.named_roles.written(&self.undecided, node)) {
                if !found.iter().any(|known| known.name == role.name) {
                    found.push(role);
                }
            }
        }
        found
    }

    /// Which conditions have a say, the weightiest first: whether it is made, its role, how it is run, what it
    /// holds, and last what the role allows, and the keys of what it reads.
    fn uses(&self, task: &Resource<'t>, roles: &[Resource<'t>]) -> ConditionUses<'_, 't> {
        let mut uses = ConditionUses::new(self.template);
        task.condition.and_then(Node::as_str).into_iter().for_each(|it| uses.condition(it));
        for node in task::roles(task, &task::EXECUTION_ROLE) {
            uses.value(node);
        }
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

    /// The tasks of a resource in one combination; none if it is not made there.
    fn version(
        &self,
        task: &Resource<'t>,
        roles: &[Resource<'t>],
        (combination, common): (&TemplateCombination<'t>, &CommonCalls<'t>),
        with_refused: bool,
    ) -> Option<(Vec<TaskDefinition<'t>>, Vec<TemplateDiagnostic>)> {
        let evaluator = Evaluator::new(self.template, self.given, &combination.settled);
        let evaluator = evaluator.with_common(common);
        if evaluator.is_made(task) == Truth::False {
            return None;
        }
        let (held, mut misnamed) = self.held(&evaluator, task);
        if evaluator.is_refused() && !with_refused {
            return None;
        }
        let mut made = Vec::with_capacity(held.len());
        for held in held {
            let context = TaskContext {
                misnamed: std::mem::take(&mut misnamed),
                facts: combination.facts.clone(),
                by_default: combination.by_default,
                ..self.with_roles(&evaluator, task, roles, &held)
            };
            made.push(self.task_definition(task, held, context));
        }
        let (problems, defaults) = evaluator.finish();
        if !defaults.is_empty() {
            let mut settled = combination.settled.clone();
            settled.without_default.extend(defaults.iter());
            let evaluator = Evaluator::new(self.template, self.given, &settled);
            let (open, _) = self.held(&evaluator, task);
            for (made, open) in made.iter_mut().zip(open) {
                let family = open.root.get("family").and_then(as_text);
                let running = self.launchers.running(&evaluator, task, family.as_ref());
                let RunningTask { launchers, services } = running;
                let context = TaskContext { launchers, services, ..made.context.clone() };
                let open = self.task_definition(task, open, context);
                made.context.without_defaults = Some(Box::new(open));
                made.context.defaults = defaults.iter().copied().collect();
            }
        }
        Some((made, problems))
    }
}
