//! The one place where what was found becomes sentences.

mod absence;
mod conditions;
mod coverage;
mod file;
mod hcl;
mod holder;
mod ignore;
mod keys;
mod open;
mod option;
mod permission;
mod policy;
mod policy_arn;
mod policy_grammar;
mod requirement;
mod role;
mod role_files;
mod syntax;
mod syntax_terms;
mod template;
mod trust;
mod values;

pub use conditions::{when, with_defaults};
pub use coverage::{coverage, role_hint};
pub use holder::runs;
pub use ignore::comment as ignore_comment;
pub use requirement::launch_types;
pub use requirement::requirement;
pub use role::depends_on;

use crate::analysis::combination::Combination;
use crate::analysis::role_check::NOT_SEEN;
use crate::analysis::subject::{
    Diagnostic, Label, MissingPolicy, Note, PolicyName, Remedy, RuleStatement, What,
};
use crate::base::diagnostic::{CombinationSet, Fix, Suggestion};
use crate::base::truth::Truth;
use crate::base::words;

/// What is found, one sentence; and in which combinations of the template's conditions, where that is not
/// all of them.
pub fn message(diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let subject = &diagnostic.subject;
    let (mut message, action) = sentence(diagnostic);
    if !subject.defaults.is_empty() {
        message.push_str(", ");
        message.push_str(&with_defaults(&subject.defaults));
    }
    let places = diagnostic.when;
    if !places.is_all_of(all.len()) {
        message.truncate(message.trim_end_matches('.').len());
        message.push_str(", ");
        message.push_str(&when(places, all));
        let is_default = |(at, it): (usize, &Combination<'_>)| {
            it.by_default == Truth::True && places.contains(at)
        };
        if all.iter().enumerate().any(is_default) {
            message.push_str(" (the default)");
        }
    }
    if let Some(action) = action {
        message.push_str(": ");
        message.push_str(&action);
    }
    message
}

/// What was found; and what to do about it, where one sentence carries both.
fn sentence(diagnostic: &Diagnostic) -> (String, Option<String>) {
    let subject = &diagnostic.subject;
    match (&subject.what, &subject.remedy) {
        (What::Role(finding), remedy) => {
            let labels = diagnostic.primary.iter().chain(&diagnostic.related);
            let mut notes =
                labels.map(|it| it.note.as_ref()).filter(|it| *it != Some(&Note::Empty));
            let reason = notes.next().flatten();
            let sentence = role::finding(finding, reason, notes.count());
            (sentence, role::action(finding, remedy.as_ref()))
        }
        (what, _) => (self::what(what), None),
    }
}

/// What to do about it.
pub fn help(diagnostic: &Diagnostic) -> Option<String> {
    let subject = &diagnostic.subject;
    match &subject.remedy {
        Some(remedy) => Some(self::remedy(remedy, &subject.what)),
        None => help_of(&subject.what),
    }
}

/// What is found and what to do about it, in one line for formats that have no place for help.
pub fn one_line(diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let message = message(diagnostic, all);
    match (sentence(diagnostic).1, help(diagnostic)) {
        (None, Some(help)) => {
            format!("{}; {}", message.trim_end_matches('.'), words::uncapitalized(&help))
        }
        _ => message,
    }
}

/// The same, to stand above the patch that does it.
pub fn help_with_patch(diagnostic: &Diagnostic) -> Option<String> {
    match &diagnostic.subject.remedy {
        Some(Remedy::AddRole { task_role, is_empty, naming, .. }) => {
            Some(role::add_patch(*task_role, *is_empty, *naming))
        }
        _ => help(diagnostic),
    }
}

/// What no check of a role sees.
pub fn not_seen() -> String {
    let what = NOT_SEEN.join(", ");
    format!("Only the role's own policies were checked. Not checked: {what}.")
}

/// What is noted at a place of a diagnostic; and in which of its combinations, where that is not all of
/// them.
pub fn label(diagnostic: &Diagnostic, label: &Label, all: &[Combination<'_>]) -> String {
    let note = label.note.as_ref().map(note).unwrap_or_default();
    let places = within(diagnostic.when, all.len());
    if places.without(label.when).is_empty() {
        return note;
    }
    // Within the combinations of the finding, which the message names.
    let of_finding: Vec<_> = places.iter().filter_map(|at| all.get(at)).cloned().collect();
    let numbered = places.iter().enumerate();
    let at: CombinationSet =
        numbered.filter(|(_, at)| label.when.contains(*at)).map(|(index, _)| index).collect();
    format!("{note}, {}", when(at, &of_finding))
}

fn within(set: CombinationSet, count: usize) -> CombinationSet {
    set.and(CombinationSet::first(count))
}

/// What a fix does, as its title.
pub fn fix(fix: &Fix) -> String {
    match &fix.suggestion {
        Suggestion::SetExecutionRole { key } => format!("Set `{key}`"),
        Suggestion::CreateExecutionRole { id, key } => {
            format!("Create the role `{id}` with its policy, and set `{key}` to it")
        }
        Suggestion::AllowAction { action } => format!("Allow `{action}` in the role's policy"),
        Suggestion::RenameKey { to } => format!("Rename it to `{to}`"),
        Suggestion::MoveKey { key } => format!("Move `{key}` to where it belongs"),
        Suggestion::RemoveComma => "Remove the comma".to_owned(),
        Suggestion::RemoveComment => "Remove the comment".to_owned(),
        Suggestion::AddLogStreams => "End the ARN of the log group with `:*`".to_owned(),
        Suggestion::AddSecretSuffix => "End the ARN of the secret with `-??????`".to_owned(),
    }
}

fn what(what: &What) -> String {
    match what {
        What::Role(finding) => role::finding(finding, None, 0),
        What::RoleNotCreated { logical_id } => {
            format!("role `{logical_id}` is not created under this condition")
        }
        What::RoleOtherPath { logical_id, path } => {
            format!(
                "no role has this ARN: role `{logical_id}` of this template has the path `{path}`"
            )
        }
        What::Unsupported { launch_type, key, title, .. } => {
            let what = match key {
                Some(key) => format!("this `{key}`: {title}"),
                None => title.clone(),
            };
            format!("{launch_type} does not support {what}")
        }
        What::OfRule(statement) => fill(statement),
        What::AgentTooOld { needed, agent, .. } => {
            format!("requires container agent {needed} or later; the agent is {agent}")
        }
        What::Permission(subject) => permission::subject(subject),
        What::PermissionUnused { action, resource } if resource == "*" => {
            format!("this task definition does not use `{action}`")
        }
        What::PermissionUnused { action, resource } => {
            format!("this task definition does not use `{action}` on {resource}")
        }
        What::Trust(fault) => trust::fault(fault),
        What::Policy(about) => policy::note(about),
        What::PolicyGrammar { policy, fault } => {
            let fault = policy_grammar::fault(fault);
            match policy {
                PolicyName::Description(what) => format!("{what}: {fault}"),
                named => format!("policy `{}`: {fault}", permission::policy_name(named)),
            }
        }
        What::WrongManagedArn(wrong) => policy_arn::wrong(wrong),
        What::PolicyUnknown(missing) => {
            let missing: Vec<_> = missing.iter().map(missing_policy).collect();
            let is_plural = missing.len() > 1 || missing.iter().any(|it| it.contains("policies"));
            let were = if is_plural { "were" } else { "was" };
            let missing = words::list(&missing);
            format!("can't tell whether the role is sufficient: {missing} {were} not provided")
        }
        What::BoundaryUnknown(arn) => format!(
            "can't tell whether the role is sufficient: the permissions boundary `{arn}` was not provided"
        ),
        What::RoleNotGiven(why) => role_files::not_given(why),
        What::UnusedOption(unused) => option::unused(unused),
        What::Ignore(fault) => ignore::message(fault),
        What::File(fault) => file::fault(fault),
        What::Syntax(fault) => syntax::fault(fault),
        What::RoleFile(fault) => role_files::fault(fault),
        What::RuleFile(fault) => fault.message.clone(),
        What::Configuration(fault) => fault.message.clone(),
        What::Key(subject) => keys::message(subject),
        What::Value(subject) => values::message(subject),
        What::OtherPartition { odd, most } => values::other_partition(odd, most),
        What::Absence(fault) => absence::message(fault),
        What::Template(fault) => template::message(fault),
    }
}

/// What to do about a fault, where the fault alone says it.
fn help_of(what: &What) -> Option<String> {
    match what {
        What::PolicyGrammar { fault, .. } => Some(policy_grammar::help(fault)),
        What::File(fault) => file::help(fault).map(str::to_owned),
        What::Syntax(fault) => Some(syntax::help(fault)),
        What::RoleFile(fault) => role_files::help(fault),
        What::Ignore(fault) => Some(ignore::help(fault)),
        What::RuleFile(fault) => fault.help.clone(),
        What::Configuration(fault) => fault.help.clone(),
        What::Key(subject) => keys::help(subject),
        What::Value(subject) => Some(values::help(subject)),
        What::OtherPartition { most, .. } => Some(values::other_partition_help(most)),
        What::Absence(fault) => absence::help(fault),
        What::Template(fault) => Some(template::help(fault).to_owned()),
        _ => None,
    }
}

fn remedy(remedy: &Remedy, what: &What) -> String {
    match remedy {
        Remedy::AddRole { how, task_role, is_empty, naming } => {
            role::empty(*is_empty, *naming) + &role::add_role(how, *task_role, *naming)
        }
        Remedy::Settle(settle) => role::settle(settle),
        Remedy::RemoveUnlessUsed => "harmless, but unused: remove it".into(),
        Remedy::GiveRoleArn => "set it to the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME".into(),
        Remedy::SameCondition => {
            "create the role and the task definition under the same condition".into()
        }
        Remedy::GiveBoundary => "pass the document of the boundary with --boundary".into(),
        Remedy::AttachPolicy(arn) => format!("attach `{arn}`"),
        Remedy::ReferToRole { id, expressions } => {
            format!("refer to the role: {}", expressions.set_execution_role(id))
        }
        Remedy::GiveNamedRole => {
            "pass what the AWS CLI prints about this role, or select another with --execution-role"
                .into()
        }
        Remedy::OfRule(statement) => fill(statement),
        Remedy::UpdateAgent(needed) => {
            format!("update the container agent on the instances to {needed} or newer")
        }
        Remedy::RemovePermission => "remove it unless another task definition uses the role".into(),
        Remedy::GiveOutputOf(commands) => role::provide(commands),
        Remedy::Trust(remedy) => trust::remedy(*remedy),
        Remedy::Permission(remedy) => permission::remedy(remedy, what),
    }
}

fn missing_policy(missing: &MissingPolicy) -> String {
    match missing {
        MissingPolicy::Trust => "its trust policy".to_owned(),
        MissingPolicy::Document(PolicyName::Description(what)) => what.clone(),
        MissingPolicy::Document(named) => {
            format!("the document of `{}`", permission::policy_name(named))
        }
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::Requirement { what, depends_on, launch_types, is_choice, .. } => {
            match requirement(launch_types, *is_choice, false) {
                on if on.is_empty() => role::may_be(what, depends_on),
                on => format!("{}: {on}", role::may_be(what, depends_on)),
            }
        }
        Note::AnyRequirement { depends_on } => {
            format!("may require the role: depends on {}", role::terms(depends_on))
        }
        Note::NeededFor { what, depends_on } => role::may_be(what, depends_on),
        Note::RuleTitle(title) => title.clone(),
        Note::Empty => "empty".into(),
        Note::RoleNamed => "set here".into(),
        Note::NotARole(why) => why.clone(),
        Note::Partition(name) => format!("partition `{name}`"),
        Note::NamedPartition(name) => format!("partition `{name}`"),
        Note::NotOn(launch_type) => format!("not on {launch_type}"),
        Note::NamesRole => "refers to the role".into(),
        Note::PathOfRole(path) => format!("its path is `{path}`"),
        Note::UnderCondition => "created under a condition".into(),
        Note::Role => "the role".into(),
        Note::Here => "here".into(),
        Note::Statement(note) => permission::note(note),
        Note::NotNeeded => "not used here".into(),
        Note::Trust(note) => trust::note(note),
    }
}

/// Puts in what was read: `{name}` as written, `{name.fault}` what its reader has against it.
fn fill(statement: &RuleStatement) -> String {
    let mut filled = statement.sentence.clone();
    for (name, written, fault) in &statement.values {
        filled = filled.replace(&format!("{{{name}.fault}}"), fault);
        filled = filled.replace(&format!("{{{name}}}"), written);
    }
    filled
}
