//! The one place where what was found becomes sentences.

mod absence;
mod conditions;
mod file;
mod keys;
mod open;
mod option;
mod permission;
mod policy;
mod policy_grammar;
mod requirement;
mod role;
mod role_files;
mod syntax;
mod template;
mod trust;

pub use conditions::{when, with_defaults};
pub use requirement::launch_types;
pub use requirement::requirement;
pub use role::depends_on;

use crate::analysis::combination::Combination;
use crate::analysis::subject::{
    Diagnostic, Label, MissingPolicy, Note, PolicyName, Remedy, RuleStatement, What,
};
use crate::base::diagnostic::{CombinationSet, Fix, Suggestion};
use crate::base::truth::Truth;

/// What is found, one sentence; and in which combinations of the template's conditions, where that is not
/// all of them.
pub fn message(diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let subject = &diagnostic.subject;
    let mut message = what(&subject.what);
    if !subject.defaults.is_empty() {
        message.push_str(", ");
        message.push_str(&with_defaults(&subject.defaults));
    }
    let places = diagnostic.when;
    if !places.is_all_of(all.len()) {
        message.push_str(", ");
        message.push_str(&when(places, all));
        let is_default = |(at, it): (usize, &Combination<'_>)| {
            it.by_default == Truth::True && places.contains(at)
        };
        if all.iter().enumerate().any(is_default) {
            message.push_str(", as the defaults have it");
        }
    }
    message
}

/// What to do about it.
pub fn help(diagnostic: &Diagnostic) -> Option<String> {
    let subject = &diagnostic.subject;
    match &subject.remedy {
        Some(remedy) => Some(self::remedy(remedy, &subject.what)),
        None => help_of(&subject.what),
    }
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
        What::Role(finding) => role::finding(finding),
        What::RoleNotCreated { logical_id } => {
            format!("the role `{logical_id}` that is named here is not made")
        }
        What::Unsupported { launch_type, key, title } => {
            let what = match key {
                Some(key) => format!("this `{key}`: {title}"),
                None => title.clone(),
            };
            format!("{launch_type} does not support {what}")
        }
        What::OfRule(statement) => fill(statement),
        What::AgentTooOld { needed, agent } => {
            format!("this wants container agent {needed} or newer; the agent is {agent}")
        }
        What::Permission(subject) => permission::subject(subject),
        What::PermissionUnused { action, resource } if resource == "*" => {
            format!("nothing in this task definition needs `{action}`")
        }
        What::PermissionUnused { action, resource } => {
            format!("nothing in this task definition needs `{action}` on {resource}")
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
        What::PolicyUnknown(missing) => {
            let what = match missing {
                MissingPolicy::Trust => "the role's trust policy".to_owned(),
                MissingPolicy::Document(PolicyName::Description(what)) => what.clone(),
                MissingPolicy::Document(named) => {
                    format!("the document of `{}`", permission::policy_name(named))
                }
            };
            format!("whether the role is enough is not known without {what}")
        }
        What::RoleNotGiven(why) => role_files::not_given(why),
        What::UnusedOption(unused) => option::unused(unused),
        What::File(fault) => file::fault(fault),
        What::Syntax(fault) => syntax::fault(fault),
        What::RoleFile(fault) => role_files::fault(fault),
        What::RuleFile(fault) => fault.message.clone(),
        What::Key(subject) => keys::message(subject),
        What::Absence(fault) => absence::message(fault),
        What::Template(fault) => template::message(fault),
    }
}

/// What to do about a fault, where the fault alone says it.
fn help_of(what: &What) -> Option<String> {
    match what {
        What::PolicyGrammar { fault, .. } => Some(policy_grammar::help(fault)),
        What::File(fault) => file::help(fault).map(str::to_owned),
        What::Syntax(fault) => syntax::help(fault),
        What::RoleFile(fault) => role_files::help(fault),
        What::RuleFile(fault) => fault.help.clone(),
        What::Key(subject) => keys::help(subject),
        What::Absence(fault) => absence::help(fault),
        What::Template(fault) => template::help(fault),
        _ => None,
    }
}

fn remedy(remedy: &Remedy, what: &What) -> String {
    match remedy {
        Remedy::AddRole { how, has_task_role, naming } => {
            role::add_role(how, *has_task_role, *naming)
        }
        Remedy::Settle(settle) => role::settle(settle),
        Remedy::RemoveUnlessUsed => {
            "it does no harm; leave it out unless something that the file does not show needs it".into()
        }
        Remedy::GiveRoleArn => "give the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME".into(),
        Remedy::SameCondition => {
            "make the role and the task definition under the same condition".into()
        }
        Remedy::GiveNamedRole => {
            "give what the AWS CLI prints about this role, or say with --execution-role which one is meant".into()
        }
        Remedy::OfRule(statement) => fill(statement),
        Remedy::UpdateAgent(needed) => {
            format!("update the container agent on the instances to {needed} or newer")
        }
        Remedy::RemovePermission => {
            "take it out, unless another task definition uses the role".into()
        }
        Remedy::GiveOutputOf(command) => {
            format!("give with --role what this prints: {command}")
        }
        Remedy::Trust(remedy) => trust::remedy(*remedy),
        Remedy::Permission(remedy) => permission::remedy(remedy, what),
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::Requirement { title, may_be, launch_types, is_choice } => {
            let open = if *may_be { "may be: " } else { "" };
            match requirement(launch_types, *is_choice, false) {
                on if on.is_empty() => format!("{open}{title}"),
                on => format!("{open}{title}: {on}"),
            }
        }
        Note::NeededFor { title, may_be } => {
            let may_be = if *may_be { "may be: " } else { "" };
            format!("{may_be}{title}")
        }
        Note::RuleTitle(title) => title.clone(),
        Note::RoleNamed => "named here".into(),
        Note::NotARole(why) => why.clone(),
        Note::NotOn(launch_type) => format!("not on {launch_type}"),
        Note::NamesRole => "names the role".into(),
        Note::UnderCondition => "made under a condition".into(),
        Note::Role => "the role".into(),
        Note::Here => "here".into(),
        Note::Statement(note) => permission::note(note),
        Note::NotNeeded => "not needed here".into(),
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
