//! A rule or a finding code in full, as Markdown: for `explain` and for the pages in `docs/`.

use super::example;
use super::plain_terms::{cell, certainty, field, place, resource, role, spelled, words};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::BuiltIn;
use crate::rules::Rule;
use crate::rules::data::Str;
use crate::rules::resource::RegionTable;
use crate::rules::rule::{ErrorText, Os, Phase};
use crate::rules::value::Test;
use crate::rules::{MinimumVersions, Requirement, RoleKind};
use std::fmt::Write;

/// What the task execution role is, when it is required, and how to create one.
const EXECUTION_ROLE: &str = include_str!("execution-role.md");

/// AWS's page about it.
const EXECUTION_ROLE_DOCS: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";

/// The page of a rule.
pub fn rule(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n", rule.id, rule.title, rule.why);
    let sections = [
        ("When", conditions(rule)),
        ("Launch types", launch_types(rule)),
        ("Example", example::of(&rule.id)),
        ("Permissions", permissions(rule)),
        ("By Region", rule.by_region.iter().map(by_region).collect()),
        ("Minimum versions", rule.least.iter().map(|it| least(rule, it)).collect()),
        ("Attributes that ECS computes", attributes(rule)),
        ("Findings", findings(rule)),
        ("AWS error messages", rule.error.iter().map(error).collect()),
        ("Notes", list(rule.notes.iter().map(|note| format!("- {note}\n")))),
        ("Read more", list(rule.docs.iter().map(|link| format!("- <{link}>\n")))),
    ];
    for (title, text) in sections {
        if !text.is_empty() {
            push(&mut page, format_args!("\n## {title}\n\n{text}"));
        }
    }
    page
}

/// The page of a finding code.
pub fn code(code: BuiltIn) -> String {
    let mut page = format!(
        "# {}\n\nSeverity: {}.\n\n{}\n\n{}\n",
        code.name(),
        code.severity().name(),
        code.when(),
        code.help()
    );
    page.push_str(&guide(code));
    page
}

/// What the page of a code explains beside the code itself; mostly nothing.
pub fn guide(code: BuiltIn) -> String {
    if code != BuiltIn::ExecutionRoleMissing {
        return String::new();
    }
    let example = example::of("ecr-private-image");
    format!(
        "{EXECUTION_ROLE}\n## Example\n\n{example}\n## Read more\n\n- <{EXECUTION_ROLE_DOCS}>\n"
    )
}

/// AWS's page about what a code is about; most are about no single one.
pub fn docs(code: BuiltIn) -> Option<&'static str> {
    (code == BuiltIn::ExecutionRoleMissing).then_some(EXECUTION_ROLE_DOCS)
}

fn conditions(rule: &Rule) -> String {
    let mut text = String::new();
    if let Some(switch) = &rule.assume {
        let value = switch.value.as_ref().map_or_else(String::new, |value| format!("={value}"));
        push(&mut text, format_args!("- `--assume {}{value}`: {}\n", switch.name, switch.says));
    }
    // A single field that is tested needs no line of its own.
    let is_tested =
        |test: &Test| rule.read.get(test.value).is_some_and(|read| read.path.to_field().is_empty());
    let is_tested = rule.each.len() == 1 && rule.when.iter().any(is_tested);
    for path in rule.each.iter().filter(|path| !is_tested || path.to_field().contains("[]")) {
        push(&mut text, format_args!("- {}\n", place(path)));
    }
    for test in rule.when.iter() {
        push(&mut text, format_args!("- {} is {}\n", field(rule, test), words(rule, test)));
    }
    if !rule.is_asked() {
        text.push_str("- not visible in a task definition: this page is for reference only\n");
    }
    if let Some(base) = &rule.refines {
        push(&mut text, format_args!("- a special case of `{base}`\n"));
    }
    if let Some(since) = &rule.since {
        push(&mut text, format_args!("- since {since}\n"));
    }
    if rule.role != RoleKind::None {
        push(&mut text, format_args!("- role: {}\n", role(rule.role)));
    }
    push(&mut text, format_args!("- source: {}\n", certainty(rule.certainty)));
    text
}

/// What each launch type requires; those of which the same is true share a line.
fn launch_types(rule: &Rule) -> String {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for launch_type in LaunchType::ALL {
        let cells: Vec<_> = rule.cells(launch_type).iter().map(|it| cell_text(rule, it)).collect();
        match lines.iter_mut().find(|(_, other)| *other == cells) {
            Some((names, _)) => push(names, format_args!(", {launch_type}")),
            None => lines.push((launch_type.to_string(), cells)),
        }
    }
    let line = |(names, cells): (String, Vec<String>)| {
        cells.iter().map(|cell| format!("- {names}: {cell}\n")).collect::<String>()
    };
    list(lines.into_iter().map(line))
}

fn cell_text(rule: &Rule, own: &Requirement) -> String {
    let mut text = cell(rule, own).to_owned();
    if !own.when.is_empty() {
        push(&mut text, format_args!(", when {}", when(rule, &own.when)));
    }
    if let Some(switch) = &own.assume {
        push(&mut text, format_args!(", with `--assume {switch}`"));
    }
    if let Some(since) = &own.since {
        push(&mut text, format_args!(", since {since}"));
    }
    if let Some(until) = &own.until {
        push(&mut text, format_args!(", until {until}"));
    }
    if let Some(known) = own.certainty {
        push(&mut text, format_args!(" ({})", certainty(known)));
    }
    if let Some(note) = &own.note {
        push(&mut text, format_args!(". {note}"));
    }
    text
}

fn permissions(rule: &Rule) -> String {
    let mut text = String::new();
    for permission in rule.permissions.iter() {
        let unseen = permission.unseen.as_deref();
        let resources: Vec<_> =
            permission.resource.iter().map(|it| resource(rule, it, unseen)).collect();
        for action in permission.allow.iter() {
            push(&mut text, format_args!("- `{action}` on {}", resources.join(", ")));
            if !permission.when.is_empty() {
                push(&mut text, format_args!(", when {}", when(rule, &permission.when)));
            }
            text.push_str(&unless(rule, &permission.unless));
            // What is settled wherever the permission applies depends on nothing else.
            let is_settled = !permission.when.is_empty() && permission.certain == permission.when;
            if let Some(condition) = permission.condition.as_ref().filter(|_| !is_settled) {
                push(&mut text, format_args!(", if {condition}"));
            }
            if !permission.certain.is_empty() && !is_settled {
                let certain = when(rule, &permission.certain);
                push(&mut text, format_args!(", and always when {certain}"));
            }
            if let Some(other) = &permission.alternative {
                push(&mut text, format_args!(", unless {other} allows it"));
            }
            if permission.documented {
                text.push_str(" (documented by AWS; no source shows that it is used)");
            }
            if let Some(service) = &permission.via {
                push(&mut text, format_args!(" (`{service}` makes the call with the role)"));
            }
            text.push('\n');
        }
    }
    text
}

fn by_region(table: &RegionTable) -> String {
    let rows: Vec<_> = table.rows.lines().collect();
    format!("- `{}`: {}\n", table.name.to_uppercase(), rows.join(", "))
}

fn least(rule: &Rule, least: &MinimumVersions) -> String {
    let mut parts = Vec::new();
    let agent = least.agent.map(|version| Str::Owned(version.to_string()));
    let versions = [
        ("container agent", &agent),
        ("Fargate platform for Linux", &least.platform),
        ("Fargate platform for Windows", &least.windows_platform),
    ];
    for (what, version) in versions {
        match version.as_deref() {
            Some("unsupported") => parts.push(format!("no {what}")),
            Some(version) => parts.push(format!("{what} {version}")),
            None => {}
        }
    }
    let mut text = format!("- {}", parts.join(", "));
    if !least.when.is_empty() {
        push(&mut text, format_args!(", when {}", when(rule, &least.when)));
    }
    if least.with_role {
        text.push_str(", if an execution role is set");
    }
    match least.os {
        Some(Os::Linux) => text.push_str(", on linux"),
        Some(Os::Windows) => text.push_str(", on windows"),
        None => {}
    }
    text.push('\n');
    text
}

fn attributes(rule: &Rule) -> String {
    let mut text = String::new();
    for attribute in rule.attributes.iter() {
        push(&mut text, format_args!("- `{}`", attribute.name));
        if !attribute.when.is_empty() {
            push(&mut text, format_args!(", when {}", when(rule, &attribute.when)));
        }
        if attribute.with_role {
            text.push_str(", if an execution role is set");
        }
        text.push('\n');
    }
    text
}

fn findings(rule: &Rule) -> String {
    let mut text = String::new();
    for own in rule.findings.iter() {
        let only = match names(&own.on) {
            names if names.is_empty() => names,
            names => format!(" on {names}"),
        };
        let named = if own.with_role { ", if an execution role is set" } else { "" };
        push(
            &mut text,
            format_args!(
                "- `{}` ({}{only}{named}){}: {}\n",
                own.code,
                own.severity.name(),
                unless(rule, &own.unless),
                spelled(rule, &own.say)
            ),
        );
        if let Some(help) = &own.help {
            push(&mut text, format_args!("  {help}\n"));
        }
    }
    for hint in rule.hint.iter() {
        push(
            &mut text,
            format_args!("- note{}: {}\n", unless(rule, &hint.unless), spelled(rule, &hint.say)),
        );
    }
    text
}

/// An error text as a page shows it: when it is printed, where it was seen.
pub(super) fn error(error: &ErrorText) -> String {
    let phase = match error.phase {
        Phase::Register => "at registration",
        Phase::Placement => "when the task is placed",
        Phase::Launch => "when the task is launched",
        Phase::Stop => "as the stopped reason of the task",
    };
    let on = if error.on.is_empty() { "any launch type".to_owned() } else { names(&error.on) };
    let mut text =
        format!("- {phase}, {on} ({}):\n  `{}`\n", certainty(error.certainty), error.text);
    if error.network {
        text.push_str("  The same text also means a network fault: by itself it does not prove that the role is at fault.\n");
    }
    if let Some(source) = &error.source {
        push(&mut text, format_args!("  Seen: {source}\n"));
    }
    text
}

/// The names of launch types.
fn names(launch_types: &[LaunchType]) -> String {
    launch_types.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")
}

fn unless(rule: &Rule, tests: &[Test]) -> String {
    if tests.is_empty() { String::new() } else { format!(", unless {}", when(rule, tests)) }
}

fn when(rule: &Rule, tests: &[Test]) -> String {
    let test = |test: &Test| format!("{} is {}", field(rule, test), words(rule, test));
    tests.iter().map(test).collect::<Vec<_>>().join(" and ")
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().concat()
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(part);
}
