//! What a rule says in its language, in the words of AWS: fields, values, resources, roles.

use crate::aws::launch_type::LaunchType;
use crate::aws::readers::noun;
use crate::rules::path::Path;
use crate::rules::resource::ResourceTemplate;
use crate::rules::rule::Certainty;
use crate::rules::value::Test;
use crate::rules::{Requirement, RoleKind, RoleRequirement, Rule};

/// Where a rule looks.
pub(super) fn place(path: &Path) -> String {
    let field = path.to_field();
    let (root, below) = field.split_once('.').unwrap_or((&field, ""));
    let document = match root {
        "service" => "in a service",
        "job" => "in a job definition of AWS Batch",
        _ if field.contains("[]") => return format!("each `{field}`"),
        _ => return format!("`{field}`"),
    };
    if below.is_empty() { document.to_owned() } else { format!("{document}: `{below}`") }
}

/// What a test is about: "`image`", "the repository in `image`".
pub(super) fn field(rule: &Rule, test: &Test) -> String {
    let Some(read) = rule.read.get(test.value) else { return String::new() };
    let field = named(rule, &read.path);
    test.part.as_ref().map_or_else(|| field.clone(), |part| format!("the {part} in {field}"))
}

fn named(rule: &Rule, path: &Path) -> String {
    key(rule, path).map_or_else(|| "the value".to_owned(), |field| format!("`{field}`"))
}

/// The field that a path leads to; none if it is one of several.
fn key(rule: &Rule, path: &Path) -> Option<String> {
    let field = path.to_field();
    if !field.is_empty() {
        return Some(field);
    }
    match &*rule.each {
        [only] => Some(only.last_key().map_or_else(|| only.to_field(), str::to_owned)),
        _ => None,
    }
}

/// What a value has to be for a test.
pub(super) fn words(rule: &Rule, test: &Test) -> String {
    let read = rule.read.get(test.value).filter(|_| test.part.is_none());
    let word = |word: &str| match word {
        "*" => "set".to_owned(),
        "" => "empty".to_owned(),
        "{another.account}" => "another account than the task's".to_owned(),
        "{own.log-group}" => "a log group that the same template creates".to_owned(),
        word if read.is_some_and(|it| it.reader.kinds.contains(&word)) => kind(word),
        word => {
            let value = rule.assume.as_ref().and_then(|switch| switch.value.as_deref());
            format!("`{}`", word.replace("{assume}", value.unwrap_or_default()).replace('*', "…"))
        }
    };
    let wanted = test.wanted.iter();
    let all: Vec<_> = wanted.map(|it| it.as_deref().map_or("not set".to_owned(), word)).collect();
    all.join(" or ")
}

fn kind(kind: &str) -> String {
    match noun(kind) {
        "other" => "of another registry".to_owned(),
        "malformed" => "not valid".to_owned(),
        other if other == kind => format!("`{kind}`"),
        noun => noun.to_owned(),
    }
}

/// A resource as people know it: "`arn:PARTITION:ssm:REGION:ACCOUNT:parameter/NAME`".
pub(super) fn resource(rule: &Rule, template: &ResourceTemplate, unseen: Option<&str>) -> String {
    let name = |inside: &str| match inside.split('|').rfind(|name| *name != "*") {
        Some("unseen") => unseen.unwrap_or_default().to_uppercase(),
        Some("task.likely-region") => "REGION".to_owned(),
        Some(name) if name.ends_with(".referenced") => "SECRET".to_owned(),
        Some(name) => name.rsplit('.').next().unwrap_or_default().to_uppercase(),
        None => "*".to_owned(),
    };
    let written = &*template.written;
    if let Some(described) = unseen.filter(|it| written == "{unseen}" && it.starts_with("arn-of-"))
    {
        return format!("the {}", described.replacen("arn", "ARN", 1).replace('-', " "));
    }
    let whole = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let value = whole.and_then(|inside| inside.split(['|', '.']).next());
    match value.and_then(|value| rule.read.iter().find(|read| read.name == value)) {
        Some(read) => format!("the ARN in {}", named(rule, &read.path)),
        None => format!("`{}`", filled(written, name)),
    }
}

/// A message of a rule, with the names of fields where it names values.
pub(super) fn spelled(rule: &Rule, say: &str) -> String {
    filled(say, |inside| {
        let (value, part) = inside.split_once('.').unwrap_or((inside, ""));
        let read = rule.read.iter().find(|read| read.name == value);
        let field = read.and_then(|read| key(rule, &read.path));
        let field = field.unwrap_or_else(|| value.to_owned());
        if part == "fault" { format!("what is wrong with `{field}`") } else { field }
    })
}

/// A text with something else for each `{…}`.
fn filled(text: &str, fill: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&fill(inside));
        rest = behind;
    }
    out + rest
}

/// What a launch type requires for the feature of a rule.
pub(super) fn cell(rule: &Rule, own: &Requirement) -> &'static str {
    match (own.is, rule.role) {
        (RoleRequirement::Required, _) => "the task execution role is required",
        (RoleRequirement::RequiredUnlessInstanceRole, _) => {
            "the task execution role is required, unless the container instance role has the permissions"
        }
        (RoleRequirement::InstanceRole, _) => {
            "the container instance role is used, or the task execution role if one is set"
        }
        (RoleRequirement::NotNeeded, RoleKind::Task) => {
            "the task role is used; a task execution role is not required"
        }
        (RoleRequirement::NotNeeded, RoleKind::Infrastructure) => {
            "the infrastructure role is used; a task execution role is not required"
        }
        (RoleRequirement::NotNeeded, RoleKind::None) if is_limit(rule) => {
            if own.when.is_empty() {
                "no such limit"
            } else {
                "accepted"
            }
        }
        (RoleRequirement::NotNeeded, _) => "a task execution role is not required",
        (RoleRequirement::Unsupported, _) => "not supported",
        (RoleRequirement::Unknown, _) => "not known",
    }
}

/// Whether a rule is about what a launch type does not support.
fn is_limit(rule: &Rule) -> bool {
    let mut cells = LaunchType::ALL.into_iter().flat_map(|it| rule.cells(it));
    cells.any(|cell| cell.is == RoleRequirement::Unsupported)
}

/// The name of a role.
pub(super) fn role(role: RoleKind) -> &'static str {
    match role {
        RoleKind::Execution => "task execution role",
        RoleKind::Task => "task role",
        RoleKind::Infrastructure => "infrastructure role",
        RoleKind::None => "none",
    }
}

/// Where it is known from.
pub(super) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Measured => "measured",
        Certainty::Doc => "AWS documentation",
        Certainty::Code => "read in the agent's source",
        Certainty::Report => "reported in public",
        Certainty::Inferred => "inferred",
    }
}
