//! A rule or a finding code in full, as Markdown: for `explain` and for the pages in `docs/rules/`.

use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::BuiltIn;
use crate::rules::Rule;
use crate::rules::file::{
    Cell, CellFile, Certainty, ErrorFile, LeastFile, Need, Phase, Role, When,
};
use std::fmt::Write;

/// The page of a rule.
pub fn rule(rule: &Rule) -> String {
    let file = rule.page();
    let mut page = format!("# {}\n\n{}\n\n{}\n", file.id, file.title, file.why);
    let sections = [
        ("When", conditions(rule)),
        ("Launch types", launch_types(rule)),
        ("Permissions", permissions(rule)),
        ("Least versions", file.least.0.iter().map(least).collect()),
        ("What ECS computes", attributes(rule)),
        ("Findings", findings(rule)),
        ("What AWS prints", file.error.0.iter().map(error).collect()),
        ("Notes", list(file.notes.0.iter().map(|note| format!("- {note}\n")))),
        ("Read more", list(file.docs.0.iter().map(|link| format!("- <{link}>\n")))),
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
    let file = &rule.file;
    let mut text = String::new();
    if let Some(switch) = &file.assume {
        let value = switch.value.as_ref().map_or_else(String::new, |value| format!("={value}"));
        push(&mut text, format_args!("- `--assume {}{value}`: {}\n", switch.name, switch.says));
    }
    for path in &rule.each {
        push(&mut text, format_args!("- at each `{}`\n", path.to_field()));
    }
    for (name, wanted) in &file.when.0 {
        push(&mut text, format_args!("- {}: {}\n", value(rule, name), words(&wanted.0)));
    }
    if file.each.is_empty() && file.assume.is_none() {
        text.push_str("- not shown by a task definition: this page is for reading\n");
    }
    if let Some(base) = &file.refines {
        push(&mut text, format_args!("- explains `{base}` further\n"));
    }
    if let Some(since) = &file.since {
        push(&mut text, format_args!("- since {since}\n"));
    }
    push(&mut text, format_args!("- role: {}\n", role(file.role)));
    push(&mut text, format_args!("- certainty: {}\n", certainty(file.certainty)));
    text
}

/// What a test is about, in the words of the API: "`image`, as image", "`repository` of `image`".
fn value(rule: &Rule, test: &str) -> String {
    let (name, part) = match test.split_once('.') {
        Some((name, part)) => (name, format!("the {part} of ")),
        None => (test, String::new()),
    };
    let read = rule.file.read.get(name).map_or(name, String::as_str);
    let (path, reader) = match read.split_once(" as ") {
        Some((path, reader)) if part.is_empty() => (path, format!(", as {}", reader.trim())),
        Some((path, _)) => (path, String::new()),
        None => (read, String::new()),
    };
    match path.trim() {
        "." => format!("{part}the value there{reader}"),
        path => format!("{part}`{path}`{reader}"),
    }
}

fn launch_types(rule: &Rule) -> String {
    let mut text = String::new();
    for launch_type in LaunchType::ALL {
        let need = &rule.file.need.0;
        let cells = need.get(launch_type.name()).or_else(|| need.get(Need::ANY));
        for cell in cells.map(|cells| cells.0.as_slice()).unwrap_or_default() {
            push(&mut text, format_args!("- {launch_type}: {}\n", cell_text(cell)));
        }
    }
    text
}

fn cell_text(file: &CellFile) -> String {
    let mut text = cell(file.is).to_owned();
    if !file.when.is_empty() {
        push(&mut text, format_args!(", when {}", when(&file.when)));
    }
    if let Some(switch) = &file.assume {
        push(&mut text, format_args!(", with `--assume {switch}`"));
    }
    if let Some(since) = &file.since {
        push(&mut text, format_args!(", since {since}"));
    }
    if let Some(until) = &file.until {
        push(&mut text, format_args!(", until {until}"));
    }
    if let Some(known) = file.certainty {
        push(&mut text, format_args!(" ({})", certainty(known)));
    }
    if let Some(note) = &file.note {
        push(&mut text, format_args!(". {note}"));
    }
    text
}

fn permissions(rule: &Rule) -> String {
    let mut text = String::new();
    for file in &rule.file.permissions.0 {
        for action in &file.allow.0 {
            push(&mut text, format_args!("- `{action}` on `{}`", file.resource.0.join("`, `")));
            if !file.when.is_empty() {
                push(&mut text, format_args!(", when {}", when(&file.when)));
            }
            if let Some(condition) = &file.condition {
                push(&mut text, format_args!(", if {condition}"));
            }
            if file.documented {
                text.push_str(" (AWS names it; no source shows it used)");
            }
            if let Some(service) = &file.via {
                push(&mut text, format_args!(" (the call comes from {service})"));
            }
            text.push('\n');
        }
    }
    text
}

fn least(file: &LeastFile) -> String {
    let mut parts = Vec::new();
    let versions = [
        ("container agent", &file.agent),
        ("Fargate platform for Linux", &file.platform),
        ("Fargate platform for Windows", &file.windows_platform),
    ];
    for (what, version) in versions {
        match version.as_deref() {
            Some("unsupported") => parts.push(format!("no {what}")),
            Some(version) => parts.push(format!("{what} {version}")),
            None => {}
        }
    }
    let mut text = format!("- {}", parts.join(", "));
    if !file.when.is_empty() {
        push(&mut text, format_args!(", when {}", when(&file.when)));
    }
    if file.with_role {
        text.push_str(", with an execution role named");
    }
    if let Some(os) = &file.os {
        push(&mut text, format_args!(", on {os}"));
    }
    text.push('\n');
    text
}

fn attributes(rule: &Rule) -> String {
    let mut text = String::new();
    for file in &rule.file.attributes.0 {
        push(&mut text, format_args!("- `{}`", file.name));
        if !file.when.is_empty() {
            push(&mut text, format_args!(", when {}", when(&file.when)));
        }
        if file.with_role {
            text.push_str(", with an execution role named");
        }
        text.push('\n');
    }
    text
}

fn findings(rule: &Rule) -> String {
    let mut text = String::new();
    for file in &rule.file.findings.0 {
        let code = file.code.as_deref().unwrap_or(&rule.file.id);
        let only = match file.on.0.join(", ") {
            names if names.is_empty() => names,
            names => format!(" on {names}"),
        };
        let named = if file.with_role { ", with an execution role named" } else { "" };
        push(
            &mut text,
            format_args!(
                "- `{code}` ({}{only}{named}){}: {}\n",
                file.severity,
                unless(&file.unless),
                file.say
            ),
        );
        if let Some(help) = &file.help {
            push(&mut text, format_args!("  {help}\n"));
        }
    }
    for file in &rule.file.hint.0 {
        push(&mut text, format_args!("- hint{}: {}\n", unless(&file.unless), file.say));
    }
    text
}

/// An error text as a page shows it: when it is printed, where it was seen.
pub(super) fn error(file: &ErrorFile) -> String {
    let phase = match file.phase {
        Phase::Register => "at registration",
        Phase::Placement => "when the task is placed",
        Phase::Launch => "when the task is launched",
        Phase::Stop => "as the stopped task's reason",
    };
    let on = if file.on.is_empty() { "any launch type".to_owned() } else { file.on.0.join(", ") };
    let mut text = format!("- {phase}, {on} ({}):\n  `{}`\n", certainty(file.certainty), file.text);
    if file.network {
        text.push_str("  The same text also means a network fault: by itself it does not prove that the role is at fault.\n");
    }
    if let Some(source) = &file.source {
        push(&mut text, format_args!("  Seen: {source}\n"));
    }
    text
}

fn unless(tests: &When) -> String {
    if tests.is_empty() { String::new() } else { format!(", unless {}", when(tests)) }
}

fn when(when: &When) -> String {
    let tests: Vec<_> =
        when.0.iter().map(|(name, wanted)| format!("`{name}` is {}", words(&wanted.0))).collect();
    tests.join(" and ")
}

fn words(wanted: &[Option<String>]) -> String {
    let word = |word: &Option<String>| match word.as_deref() {
        None => "absent".to_owned(),
        Some("*") => "any text".to_owned(),
        Some(word) => format!("`{word}`"),
    };
    wanted.iter().map(word).collect::<Vec<_>>().join(" or ")
}

fn cell(cell: Cell) -> &'static str {
    match cell {
        Cell::Required => "required",
        Cell::RequiredUnlessInstanceRole => {
            "required, unless the instance role holds the permissions"
        }
        Cell::InstanceRole => "the instance role does it; a named execution role is used instead",
        Cell::NotNeeded => "not needed",
        Cell::Unsupported => "not supported",
        Cell::Unknown => "not known",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Execution => "task execution role",
        Role::Task => "task role",
        Role::Infrastructure => "infrastructure role",
        Role::None => "none",
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
