//! What task definitions require, as a policy and as the whole role.

mod notes;
mod own_unit;

use super::checker::Checker;
use super::diagnostic::ReportedDiagnostic;
use super::grants::Grants;
use super::option_error::OptionError;
use super::report::Report;
use super::tally::Outcome;
use crate::analysis::Diagnostic;
use crate::analysis::subject::{PolicyLimit, PolicyNote};
use crate::base::diagnostic::Severity;
use crate::base::sorting::{sort, sort_by_cached_key};
use crate::base::source::Source;
use crate::base::text::Text;
use crate::iam::generate::role::{
    DEFAULT_NAME, GeneratedRole, RoleDeployment, managed_policy_allows,
};
use crate::iam::generate::scope::ResourceScope;
use crate::iam::generate::{Choice, Generated, generate, is_meant};
use crate::iam::permission::RequiredPermission;
use crate::render::policy::{self as printed, Form, OwnUnit};
use crate::rules::Rule;
use notes::note;
use own_unit::own_unit;

/// How a policy or a role is printed.
#[derive(Clone, Debug, Default)]
pub struct PolicyOptions {
    /// The form.
    pub form: Form,
    /// Conditional permissions to add: an action, a rule,
    /// `RULE/ACTION` or `all`.
    pub include: Vec<String>,
    /// How far to widen the resources: `LEVEL` or `SERVICE=LEVEL`.
    pub scope: Vec<String>,
    /// The name of the policy, or of the role. By default, documents and commands have that in the files, or that in
    /// AWS's pages; CloudFormation and Terraform generate one, since a name is unique in an account.
    pub name: Option<String>,
    /// For the role: trust ECS only for tasks of the same account and Region.
    pub confused_deputy: bool,
    /// For the role: attach the AWS managed policy, and add only missing permissions.
    pub managed: bool,
}

/// A policy or a role, ready to be used, with notes.
#[derive(Clone, Debug)]
pub struct PrintedPolicy {
    /// The text; empty if no permission is required.
    pub text: String,
    /// Notes on what is unknown or omitted.
    pub notes: Vec<ReportedDiagnostic>,
    /// The outcome of the run.
    pub outcome: Outcome,
}

/// What is required, and how it is printed.
struct Prepared<'r> {
    report: &'r Report,
    required: Vec<RequiredPermission<'static>>,
    choice: Choice,
    own: Option<OwnUnit>,
    notes: Vec<Diagnostic>,
}

impl Checker {
    /// The least-privilege policy for the task definitions of a report.
    ///
    /// # Errors
    /// An invalid option.
    pub fn policy(
        &self,
        report: &Report,
        options: &PolicyOptions,
    ) -> Result<PrintedPolicy, OptionError> {
        let name = options.name.as_deref();
        name.map_or(Ok(()), |name| check_name(name, 128))?;
        let mut prepared = self.prepare(report, options)?;
        let generated = generate(&prepared.required, &prepared.choice);
        let own = prepared.own.take();
        prepared.notes_of_needs(&generated, false);
        prepared.notes_of_texts(|| generated.policy.texts(), options.form, own.as_ref());
        prepared.note_of_size(&generated, PolicyLimit::Managed);
        let text = if generated.policy.is_empty() {
            String::new()
        } else {
            printed::policy(&generated.policy, name, options.form, own.as_ref())
        };
        Ok(prepared.finish(&generated, text))
    }

    /// The whole role for the task definitions of a report: its trust policy and its permissions.
    ///
    /// # Errors
    /// An invalid option.
    pub fn role(
        &self,
        report: &Report,
        options: &PolicyOptions,
    ) -> Result<PrintedPolicy, OptionError> {
        if let Some(name) = &options.name {
            check_name(name, 64)?;
        }
        let mut prepared = self.prepare(report, options)?;
        let is_covered =
            |it: &RequiredPermission<'_>| options.managed && managed_policy_allows(&it.action);
        prepared.required.retain(|it| !is_covered(it));
        let generated = generate(&prepared.required, &prepared.choice);
        let own = prepared.own.take();
        prepared.notes_of_needs(&generated, options.managed);
        let mut text = String::new();
        if report.task_definitions().iter().any(|task| task.grants.uses_role) {
            let home = self.home(&mut prepared);
            let (path, name) = prepared.name(options);
            let role = GeneratedRole {
                name,
                path,
                trust: if options.confused_deputy {
                    home.trust_own_tasks()
                } else {
                    RoleDeployment::trust()
                },
                managed: options.managed.then(|| home.managed_policy()),
                inline: generated.policy.clone(),
            };
            text = printed::role(&role, options.form, own.as_ref());
            prepared.notes_of_texts(|| role.texts(), options.form, own.as_ref());
            prepared.note_of_size(&generated, PolicyLimit::Inline);
        }
        Ok(prepared.finish(&generated, text))
    }

    fn prepare<'r>(
        &self,
        report: &'r Report,
        options: &PolicyOptions,
    ) -> Result<Prepared<'r>, OptionError> {
        let mut scope = ResourceScope::default();
        for level in &options.scope {
            let added = scope.add(level);
            added.map_err(|error| OptionError::new(format!("--scope {level}"), error))?;
        }
        check_include(&options.include, &self.rules)?;
        let using = report.task_definitions().iter().filter(|task| task.grants.uses_role);
        let required: Vec<_> = using.flat_map(|task| task.grants.filled().to_vec()).collect();
        let choice = Choice { scope, include: options.include.clone() };
        let own = own_unit(report, options.form);
        Ok(Prepared { report, required, choice, own, notes: Vec::new() })
    }

    /// Where the tasks run that use the role: a role has one account; what the files do not agree on stays
    /// open.
    fn home(&self, prepared: &mut Prepared<'_>) -> RoleDeployment {
        let tasks = prepared.report.task_definitions();
        let using = || tasks.iter().filter(|task| task.grants.uses_role).map(|it| &it.grants);
        let one = |all: Vec<Text<'static>>, given: &Option<Text<'static>>| match all.as_slice() {
            [] => given.clone(),
            [only] => Some(only.clone()),
            _ => None,
        };
        let given = &self.question.inputs.deployment;
        let partitions = distinct(using().filter_map(Grants::partition));
        let accounts = distinct(using().filter_map(Grants::account));
        let stated = distinct(using().filter_map(|it| it.home.account.as_ref()));
        if stated.len().max(accounts.len()) > 1 {
            prepared.notes.push(note(PolicyNote::SeveralAccounts));
        }
        RoleDeployment {
            partition: one(partitions, &given.partition),
            account: one(accounts, &given.account),
            regions: distinct(using().filter_map(|it| it.home.region.as_ref())),
        }
    }
}

impl Prepared<'_> {
    /// The path and the name of the role: as the user says; else as all the files that name one agree on, in a form
    /// that has a fixed name.
    fn name(&mut self, options: &PolicyOptions) -> (String, Option<String>) {
        let root = || "/".to_owned();
        let default = options.form.has_fixed_name().then_some(DEFAULT_NAME);
        let tasks = self.report.task_definitions().iter();
        let mut roles: Vec<_> = tasks.filter_map(|task| task.grants.role.as_ref()).collect();
        sort(&mut roles);
        roles.dedup();
        if let Some(given) = &options.name {
            let known = roles.iter().find(|(_, name)| name == given);
            return (known.map_or_else(root, |(path, _)| path.clone()), Some(given.clone()));
        }
        match (roles.as_slice(), default) {
            ([], _) => {}
            ([(path, name)], Some(_)) => return (path.clone(), Some(name.clone())),
            ([(_, name)], None) => self.notes.push(note(PolicyNote::RoleNameOmitted(name.clone()))),
            (several, used) => {
                let names = several.iter().map(|(_, it)| it.clone()).collect();
                self.notes.push(note(PolicyNote::SeveralRoles { names, used }));
            }
        }
        (root(), default.map(str::to_owned))
    }

    fn finish(self, generated: &Generated, text: String) -> PrintedPolicy {
        let is_incomplete = self.report.problems().iter().any(|it| it.severity == Severity::Error);
        let outcome = if self.report.is_failure() {
            Outcome::Failed
        } else if is_incomplete || !generated.unusable.is_empty() {
            Outcome::Found
        } else {
            Outcome::Clean
        };
        let nowhere = Source::new("", "");
        let notes = self.notes.iter().map(|it| ReportedDiagnostic::new(it, &nowhere, &[]));
        PrintedPolicy { text, notes: notes.collect(), outcome }
    }
}

fn distinct<'a>(all: impl Iterator<Item = &'a Text<'static>>) -> Vec<Text<'static>> {
    let mut distinct: Vec<Text<'static>> = all.cloned().collect();
    sort_by_cached_key(&mut distinct, ToString::to_string);
    distinct.dedup();
    distinct
}

/// IAM's grammar for the names of roles and policies.
fn check_name(name: &str, most: usize) -> Result<(), OptionError> {
    let is_good = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if name.is_empty() || name.len() > most || !name.chars().all(is_good) {
        let message =
            format!("expected a name of 1 to {most} letters, digits and the characters _+=,.@-");
        return Err(OptionError::new(format!("--name {name}"), message));
    }
    Ok(())
}

/// The rules' conditional permissions: rule and action.
fn conditional(rules: &[Rule]) -> impl Iterator<Item = (&str, &str)> {
    rules.iter().flat_map(|rule| {
        // A test that a placeholder leaves undecided makes a condition, too.
        let may_be_open =
            rule.permissions.iter().filter(|it| it.condition.is_some() || !it.when.is_empty());
        may_be_open.flat_map(|it| it.allow.iter().map(|action| (rule.id(), action.as_ref())))
    })
}

/// Whether every ID is one that some rule could ask for.
fn check_include(include: &[String], rules: &[Rule]) -> Result<(), OptionError> {
    for id in include {
        if !conditional(rules).any(|(rule, action)| is_meant(id, rule, action)) {
            let mut known: Vec<_> = conditional(rules).map(|(_, action)| action).collect();
            sort(&mut known);
            known.dedup();
            let message = format!(
                "no conditional permission has this name; expected one of: {}, all, or the ID of a rule with conditional permissions",
                known.join(", ")
            );
            return Err(OptionError::new(format!("--include {id}"), message));
        }
    }
    Ok(())
}
