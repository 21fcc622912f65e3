//! A rule or a finding code in full, as Markdown: for `explain` and for the pages in `docs/rules/`.

use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::BuiltIn;
use crate::rules::Rule;
use crate::rules::data::Str;
use crate::rules::resource::RegionTable;
use crate::rules::rule::{Certainty, ErrorText, Os, Phase};
use crate::rules::value::Test;
use crate::rules::{MinimumVersions, Requirement, RoleKind, RoleRequirement};
use std::fmt::Write;

/// The page of a rule.
pub fn rule(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n", rule.id, rule.title, rule.why);
    let sections = [
        ("When", conditions(rule)),
        ("Launch types", launch_types(rule)),
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
    format!(
        "# {}\n\nSeverity: {}.\n\n{}\n\n{}\n",
        code.name(),
        code.severity().name(),
        code.when(),
        code.help()
    )
}

fn conditions(rule: &Rule) -> String {
    let mut text = String::new();
    if let Some(switch) = &rule.assume {
        let value = switch.value.as_ref().map_or_else(String::new, |value| format!("={value}"));
        push(&mut text, format_args!("- `--assume {}{value}`: {}\n", switch.name, switch.says));
    }
    for path in rule.each.iter() {
        push(&mut text, format_args!("- at each `{}`\n", path.to_field()));
    }
    for test in rule.when.iter() {
        push(&mut text, format_args!("- {}: {}\n", value(rule, test), words(&test.wanted)));
    }
    if !rule.is_asked() {
        text.push_str("- not visible in a task definition: this page is for reference only\n");
    }
    if let Some(base) = &rule.refines {
        push(&mut text, format_args!("- refines `{base}`\n"));
    }
    if let Some(since) = &rule.since {
        push(&mut text, format_args!("- since {since}\n"));
    }
    push(&mut text, format_args!("- role: {}\n", role(rule.role)));
    push(&mut text, format_args!("- certainty: {}\n", certainty(rule.certainty)));
    text
}

/// What a test is about, in the words of the API: "`image`, as image", "`repository` of `image`".
fn value(rule: &Rule, test: &Test) -> String {
    let Some(read) = rule.read.get(test.value) else { return String::new() };
    let (part, reader) = match (&test.part, read.reader.name) {
        (Some(part), _) => (format!("the {part} of "), String::new()),
        (None, "text") => (String::new(), String::new()),
        (None, reader) => (String::new(), format!(", as {reader}")),
    };
    match read.path.to_string().as_str() {
        "." => format!("{part}the value there{reader}"),
        path => format!("{part}`{path}`{reader}"),
    }
}

fn launch_types(rule: &Rule) -> String {
    let mut text = String::new();
    for launch_type in LaunchType::ALL {
        for cell in rule.cells(launch_type) {
            push(&mut text, format_args!("- {launch_type}: {}\n", cell_text(rule, cell)));
        }
    }
    text
}

fn cell_text(rule: &Rule, own: &Requirement) -> String {
    let mut text = cell(own.is).to_owned();
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
        let resources: Vec<_> = permission.resource.iter().map(|it| it.written.as_ref()).collect();
        for action in permission.allow.iter() {
            push(&mut text, format_args!("- `{action}` on `{}`", resources.join("`, `")));
            if !permission.when.is_empty() {
                push(&mut text, format_args!(", when {}", when(rule, &permission.when)));
            }
            text.push_str(&unless(rule, &permission.unless));
            if let Some(condition) = &permission.condition {
                push(&mut text, format_args!(", if {condition}"));
            }
            if !permission.certain.is_empty() {
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
                push(&mut text, format_args!(" (the call comes from {service})"));
            }
            text.push('\n');
        }
    }
    text
}

fn by_region(table: &RegionTable) -> String {
    let rows: Vec<_> = table.rows.lines().collect();
    format!("- `{}`: {}\n", table.name, rows.join(", "))
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
                own.say
            ),
        );
        if let Some(help) = &own.help {
            push(&mut text, format_args!("  {help}\n"));
        }
    }
    for hint in rule.hint.iter() {
        push(&mut text, format_args!("- note{}: {}\n", unless(rule, &hint.unless), hint.say));
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
    let test = |test: &Test| {
        let name = rule.read.get(test.value).map_or("", |read| &read.name);
        let part = test.part.as_ref().map_or_else(String::new, |part| format!(".{part}"));
        format!("`{name}{part}` is {}", words(&test.wanted))
    };
    tests.iter().map(test).collect::<Vec<_>>().join(" and ")
}

fn words(wanted: &[Option<Str>]) -> String {
    let word = |word: &Option<Str>| match word.as_deref() {
        None => "absent".to_owned(),
        Some("*") => "any text".to_owned(),
        Some("{another.account}") => "another account than the task's".to_owned(),
        Some("{own.log-group}") => "a log group that the same template creates".to_owned(),
        Some(word) => format!("`{word}`"),
    };
    wanted.iter().map(word).collect::<Vec<_>>().join(" or ")
}

fn cell(cell: RoleRequirement) -> &'static str {
    match cell {
        RoleRequirement::Required => "required",
        RoleRequirement::RequiredUnlessInstanceRole => {
            "required, unless the container instance role has the permissions"
        }
        RoleRequirement::InstanceRole => {
            "the container instance role is used, or the execution role if one is set"
        }
        RoleRequirement::NotNeeded => "not required",
        RoleRequirement::Unsupported => "not supported",
        RoleRequirement::Unknown => "unknown",
    }
}

fn role(role: RoleKind) -> &'static str {
    match role {
        RoleKind::Execution => "task execution role",
        RoleKind::Task => "task role",
        RoleKind::Infrastructure => "infrastructure role",
        RoleKind::None => "none",
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Measured => "measured",
        Certainty::Doc => "AWS documentation",
        Certainty::Code => "read in the agent's source",
        Certainty::Report => "reported in public",
        Certainty::Inferred => "inferred",
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().concat()
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(part);
}
