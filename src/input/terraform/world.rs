//! What the modules show of a task beside its own fields: its roles, keys and log groups, and where it is deployed.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::open::is_rest;
use super::resolve::own_address;
use super::roles::RoleReference;
use super::scope::ModuleInstance;
use crate::aws::deployment::Deployment;
use crate::base::maps::HashMap;
use crate::base::text::{DeploymentPart, ParameterPart, Placeholder, Text};
use crate::base::truth::Truth;
use crate::input::TaskDefinition;
use crate::input::context::Encrypted;
use crate::input::expressions::OwnArn;
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The resources with an ARN that a policy for the task may name, beside those that are encrypted.
const NAMED: [&str; 3] = ["aws_ecr_repository", "aws_cloudwatch_log_group", "awscc_ecr_repository"];

/// How deep the parts of a variable are, and how many of each are looked at, for an ARN that a policy may name by them.
const DEEPEST_PART: usize = 3;
const MOST_PARTS: usize = 64;

/// The data sources of where a module is deployed: the attribute, and the argument that leads elsewhere.
const PLACES: [(&str, &str, &str, DeploymentPart); 3] = [
    ("aws_partition", "partition", "provider", DeploymentPart::Partition),
    // The one attribute that versions 5 and 6 of the provider both have without a warning.
    ("aws_region", "id", "name", DeploymentPart::Region),
    ("aws_caller_identity", "account_id", "provider", DeploymentPart::Account),
];

/// What the tasks of a module have around them in one combination.
#[derive(Clone)]
struct ModuleWorld<'t> {
    trusting_roles: Arc<[Cow<'t, str>]>,
    encrypted: Arc<[Encrypted<'t>]>,
    own_arns: Arc<[(Text<'t>, OwnArn)]>,
    log_groups: Arc<[Text<'t>]>,
}

/// The address of a module, what a combination answers, and whether defaults count.
type WorldKey = (String, Vec<(String, bool)>, bool);

/// What is around the tasks of modules, once for all of them: each task is judged in combinations of its own, and most
/// of these are the same.
#[derive(Default)]
pub(super) struct KnownWorlds<'t>(RefCell<HashMap<WorldKey, ModuleWorld<'t>>>);

impl<'t> ModuleEvaluator<'_, 't> {
    /// Adds to a task what the modules show of it, and puts the texts of the attributes in it in their places.
    pub(super) fn complete(
        &self,
        task: &mut TaskDefinition<'t>,
        instance: &ResourceInstance<'t>,
        worlds: &KnownWorlds<'t>,
    ) {
        let own = &instance.module;
        match task.root.get("executionRoleArn").and_then(|it| self.role_reference(it)) {
            Some(RoleReference::Role(role)) => task.context.role = Some(role),
            Some(RoleReference::NotARole(why)) => task.context.not_a_role = Some(why),
            None => {}
        }
        // What the role of the containers allows is of no account to what varies, nor to what decides.
        let task_role = task.root.get("taskRoleArn").filter(|_| self.uses_defaults());
        let task_role = task_role.and_then(|it| self.quietly(|| self.role_reference(it)));
        if let Some(RoleReference::Role(role)) = task_role {
            task.context.task_role = Some(role);
        }
        let root = task.root.to_mut();
        self.resolve(root);
        task.context.written.iter_mut().for_each(|it| self.resolve(it));
        let home = self.home(instance);
        let ModuleWorld { trusting_roles, encrypted, own_arns, log_groups } =
            self.quietly(|| self.known_world(own, worlds));
        let context = &mut task.context;
        context.module.clone_from(&own.address);
        (context.trusting_roles, context.own_arns) = (trusting_roles, own_arns);
        context.encrypted = encrypted;
        context.deployment = Deployment { log_groups, ..home.deployment() };
    }

    fn known_world(
        &self,
        own: &Rc<ModuleInstance<'t>>,
        worlds: &KnownWorlds<'t>,
    ) -> ModuleWorld<'t> {
        let key = (own.address.clone(), self.assigned.answers().to_vec(), self.uses_defaults());
        if let Some(world) = worlds.0.borrow().get(&key) {
            return world.clone();
        }
        let world = self.world(own);
        worlds.0.borrow_mut().insert(key, world.clone());
        world
    }

    fn world(&self, own: &Rc<ModuleInstance<'t>>) -> ModuleWorld<'t> {
        let (encrypted, log_groups) =
            (self.encrypted(&own.address).into(), self.log_groups().into());
        // Without defaults it only counts what decides: these say how fixes and policies are written.
        let (trusting_roles, own_arns) = if self.uses_defaults() {
            (self.trusting_roles(own).into(), self.own_arns(own).into())
        } else {
            Default::default()
        };
        ModuleWorld { trusting_roles, encrypted, own_arns, log_groups }
    }

    /// The names of the log groups that are created with the task definition.
    fn log_groups(&self) -> Vec<Text<'t>> {
        let groups = ["aws_cloudwatch_log_group", "awscc_logs_log_group"].into_iter();
        let groups = groups.flat_map(|kind| self.all(false, kind));
        let made = groups.filter(|it| it.is_created == Truth::True);
        made.filter_map(|it| self.attribute_text(&it, "id")).collect()
    }

    /// What the module of the task calls the place where it is deployed.
    fn own_places(&self, own_module: &str) -> Vec<(Text<'t>, OwnArn)> {
        let mut found = Vec::new();
        for (kind, attribute, argument, part) in PLACES {
            let own = self.all(true, kind).into_iter();
            let mut own =
                own.filter(|it| it.module.address == own_module && it.repetition.is_none());
            let is_usual = |it: &ResourceInstance<'t>| {
                ["provider", argument].iter().all(|name| self.attribute(it, name).is_none())
            };
            let Some(it) = own.find(is_usual) else { continue };
            let text = Text::placeholder(Placeholder::unspecified(part));
            found.push((text, OwnArn::Attribute(format!("{}.{attribute}", own_address(&it)))));
        }
        found
    }

    /// The ARNs that the module of the task has an expression for, beside those of what is encrypted: its resources, and
    /// what calls of it pass.
    fn own_arns(&self, own: &Rc<ModuleInstance<'t>>) -> Vec<(Text<'t>, OwnArn)> {
        let all = NAMED.into_iter().flat_map(|kind| self.all(false, kind));
        let of_module = all.filter(|it| it.module.address == own.address);
        let arn = |it: ResourceInstance<'t>| {
            let arn = self.attribute_text(&it, "arn")?;
            Some((arn, OwnArn::Attribute(format!("{}.arn", own_address(&it)))))
        };
        let mut found: Vec<_> =
            of_module.filter_map(arn).chain(self.own_places(&own.address)).collect();
        let module = self.configuration.module(&own.folder).filter(|_| own.caller.is_some());
        let mut names: Vec<_> = module.into_iter().flat_map(|it| it.variables.keys()).collect();
        names.sort_unstable();
        for name in names {
            if let Some(value) = self.variable(own, name) {
                self.add_passed(&mut found, &value, format!("var.{name}"), DEEPEST_PART);
            }
        }
        found
    }

    /// Adds the ARNs in a value, by the expressions that lead to them.
    fn add_passed(
        &self,
        found: &mut Vec<(Text<'t>, OwnArn)>,
        value: &Node<'t>,
        expression: String,
        depth: usize,
    ) {
        match &value.value {
            Value::Map(map) if depth > 0 => {
                for entry in map.entries.iter().take(MOST_PARTS) {
                    let name = ParameterPart::whole(expression.as_str()).part(&entry.key).name();
                    self.add_passed(found, &entry.value, name, depth - 1);
                }
            }
            Value::List(items) if depth > 0 => {
                let known = items.iter().take_while(|it| !is_rest(it)).take(MOST_PARTS);
                for (at, item) in known.enumerate() {
                    self.add_passed(found, item, format!("{expression}[{at}]"), depth - 1);
                }
            }
            Value::String(_) | Value::Text(_) | Value::Placeholder(_) => {
                let text = self.text(value).filter(|it| it.starts_with("arn:") == Truth::True);
                found.extend(text.map(|text| (text, OwnArn::Attribute(expression))));
            }
            _ => {}
        }
    }
}
