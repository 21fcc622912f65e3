//! `policy` and `role`: what the task definitions need, as a policy and as the whole role.

pub(super) mod arguments;
mod gather;
mod ids;
mod remarks;

use super::output::Output;
use super::{Exit, Failure, question, tell};
use crate::analysis::pipeline::Settings;
use crate::aws::partition;
use crate::base::text::{Piece, Text};
use crate::engine::Question;
use crate::iam::generate::role::{DEFAULT_NAME, Home, Role, managed_policy_allows};
use crate::iam::generate::scope::Scope;
use crate::iam::generate::{Choice, Generated, generate};
use crate::iam::permission::RequiredPermission;
use crate::render::policy::{self as printed, OwnTemplate};
use arguments::{Grant, PolicyArguments, RoleArguments};
use gather::{Gathered, Task, gather};
use std::borrow::Cow;
use std::path::PathBuf;

/// The most characters that IAM takes: in a managed policy, and in all the inline policies of a role.
const LARGEST_MANAGED: usize = 6_144;
const LARGEST_INLINE: usize = 10_240;

/// What the arguments ask, and what the files answer.
struct Prepared {
    gathered: Gathered,
    wanted: Vec<RequiredPermission<'static>>,
    choice: Choice,
    question: Question,
}

/// `policy`: the policy document, in the form asked for.
pub(super) fn policy(rules: &[PathBuf], given: &PolicyArguments) -> Result<Exit, Failure> {
    check_name("--name", &given.name, 128)?;
    let prepared = prepare(rules, &given.grant)?;
    let generated = generate(&prepared.wanted, &prepared.choice);
    let (form, own) = (given.grant.format.into(), own_template(&prepared.gathered.tasks));
    let own = own.as_ref();
    let mut text = String::new();
    if !generated.policy.is_empty() {
        text = printed::policy(&generated.policy, &given.name, form, own);
    }
    remarks::of_needs(&prepared.gathered, &generated, false);
    remarks::of_placeholders(generated.policy.texts(), form, own);
    remarks::of_accounts(generated.policy.texts());
    remarks::of_size(&generated.policy, LARGEST_MANAGED, "a managed policy");
    finish(&prepared, &generated, &given.grant, &text)
}

/// `role`: the whole role, in the form asked for.
pub(super) fn role(rules: &[PathBuf], given: &RoleArguments) -> Result<Exit, Failure> {
    if let Some(name) = &given.name {
        check_name("--name", name, 64)?;
    }
    let prepared = prepare(rules, &given.grant)?;
    let is_covered =
        |want: &&RequiredPermission<'_>| !(given.managed && managed_policy_allows(&want.action));
    let wanted: Vec<_> = prepared.wanted.iter().filter(is_covered).cloned().collect();
    let generated = generate(&wanted, &prepared.choice);
    let (form, own) = (given.grant.format.into(), own_template(&prepared.gathered.tasks));
    let own = own.as_ref();
    let mut text = String::new();
    remarks::of_needs(&prepared.gathered, &generated, given.managed);
    if prepared.gathered.tasks.iter().any(|task| task.uses_role) {
        let home = home(&prepared);
        let (path, name) = name(given, &prepared.gathered.tasks);
        let role = Role {
            name,
            path,
            trust: if given.confused_deputy { home.trust_own_tasks() } else { home.trust() },
            managed: given.managed.then(|| home.managed_policy()),
            inline: generated.policy.clone(),
        };
        text = printed::role(&role, form, own);
        remarks::of_placeholders(role.texts(), form, own);
        remarks::of_accounts(role.texts());
        remarks::of_size(&role.inline, LARGEST_INLINE, "the inline policies of a role");
    }
    finish(&prepared, &generated, &given.grant, &text)
}

/// The template that all the task definitions stand in, where there is one: what is printed goes there.
fn own_template(tasks: &[Task]) -> Option<OwnTemplate> {
    let mut own: Option<OwnTemplate> = None;
    for task in tasks {
        let template = task.template.as_ref()?;
        match &own {
            Some(known) if known.path != template.path => return None,
            Some(_) => {}
            None => own = Some(template.clone()),
        }
    }
    own
}

fn prepare(folders: &[PathBuf], given: &Grant) -> Result<Prepared, Failure> {
    if given.paths.is_empty() {
        return Err(Failure(
            "nothing to read: name a file, a directory, or - for standard input".into(),
        ));
    }
    let rules = tell::load_rules(folders)?;
    let question = question::question(&given.ask, &rules)?;
    let substitutions = question::substitutions(&given.ask)?;
    let mut scope = Scope::default();
    for level in &given.scope {
        scope.add(level).map_err(|error| Failure(format!("--scope {level}: {error}")))?;
    }
    ids::check(&given.include, &rules)?;
    let settings = Settings { rules: &rules, question: &question, substitutions: &substitutions };
    let gathered = gather(&given.paths, settings);
    let using = gathered.tasks.iter().filter(|task| task.uses_role);
    let mut wanted: Vec<_> = using.flat_map(|task| task.wanted.clone()).collect();
    for want in &mut wanted {
        want.resource = filled(&want.resource, &substitutions.variables, &question);
    }
    let choice = Choice { scope, include: given.include.clone() };
    Ok(Prepared { gathered, wanted, choice, question })
}

/// The text with what the user says in place of its placeholders: `--var` for those of any name, `--region` and
/// its like for those that stand for what no file shows.
fn filled(
    text: &Text<'static>,
    variables: &[(String, String)],
    question: &Question,
) -> Text<'static> {
    let of_region = || question.region.as_deref().and_then(partition::of_region);
    let mut filled = Text::default();
    for piece in text.pieces() {
        let placeholder = match piece {
            Piece::Placeholder(placeholder) => placeholder,
            Piece::Literal(text) => {
                filled.push_literal(text.clone());
                continue;
            }
        };
        let by_name = variables.iter().rev().find(|(name, _)| *name == placeholder.name);
        let by_option = match placeholder.written.as_ref() {
            "<partition>" => question.partition.as_deref().or_else(of_region),
            "<region>" => question.region.as_deref(),
            "<account>" => question.account.as_deref(),
            _ => None,
        };
        match by_name.map(|(_, value)| value.as_str()).or(by_option) {
            Some(value) => filled.push_literal(Cow::Owned(value.to_owned())),
            None => filled.push_placeholder(placeholder.clone()),
        }
    }
    filled
}

/// Where the tasks run that use the role: a role has one account; what the files do not agree on stays open.
fn home(prepared: &Prepared) -> Home {
    let using = || prepared.gathered.tasks.iter().filter(|task| task.uses_role);
    let one = |all: Vec<Text<'static>>| match all.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let given = |value: &Option<String>| value.clone().map(Text::literal);
    let partitions = distinct(using().filter_map(|task| task.home.partition.as_ref()));
    let accounts = distinct(using().filter_map(|task| task.home.account.as_ref()));
    let regions = distinct(using().filter_map(|task| task.home.region.as_ref()));
    if accounts.len() > 1 {
        remarks::warn(
            "the files name several accounts, and a role has one: say which with --account",
        );
    }
    Home {
        partition: given(&prepared.question.partition).or_else(|| one(partitions)),
        account: given(&prepared.question.account).or_else(|| one(accounts)),
        regions,
    }
}

fn distinct<'a>(all: impl Iterator<Item = &'a Text<'static>>) -> Vec<Text<'static>> {
    let mut distinct: Vec<Text<'static>> = all.cloned().collect();
    distinct.sort_by_cached_key(ToString::to_string);
    distinct.dedup();
    distinct
}

/// The path and the name of the role: as the user says; else as all the files that name one agree on.
fn name(given: &RoleArguments, tasks: &[Task]) -> (String, String) {
    if let Some(name) = &given.name {
        return ("/".to_owned(), name.clone());
    }
    let mut named: Vec<_> = tasks.iter().filter_map(|task| task.role.as_ref()).collect();
    named.sort();
    named.dedup();
    match named.as_slice() {
        [only] => (*only).clone(),
        several => {
            if !several.is_empty() {
                let list: Vec<_> = several.iter().map(|(_, name)| name.as_str()).collect();
                remarks::warn(&format!(
                    "the files name several roles ({}): this one is called {DEFAULT_NAME}, unless --name says otherwise",
                    list.join(", ")
                ));
            }
            ("/".to_owned(), DEFAULT_NAME.to_owned())
        }
    }
}

fn finish(
    prepared: &Prepared,
    generated: &Generated,
    given: &Grant,
    text: &str,
) -> Result<Exit, Failure> {
    let mut output = Output::open(given.output.as_deref())?;
    output.write(text)?;
    output.finish()?;
    let gathered = &prepared.gathered;
    Ok(if gathered.is_failure || gathered.tasks.is_empty() {
        Exit::Failed
    } else if gathered.is_incomplete || !generated.unusable.is_empty() {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// IAM's grammar for the names of roles and policies.
fn check_name(flag: &str, name: &str, most: usize) -> Result<(), Failure> {
    let is_good = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if name.is_empty() || name.len() > most || !name.chars().all(is_good) {
        return Err(Failure(format!(
            "{flag} {name}: a name has 1 to {most} letters, digits and _+=,.@-"
        )));
    }
    Ok(())
}
