//! Tables over many: all rules, all findings, all floors.

use crate::floors::FLOORS;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::render::rule_page;
use needs_exec_role::rules::language::ROLE_REQUIREMENTS;
use needs_exec_role::rules::{RoleKind, Rule};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The index of the rules.
pub(crate) fn rules(rules: &[Rule]) -> String {
    let is_asked = |rule: &&Rule| rule.is_asked();
    let decides = |rule: &&Rule| is_asked(rule) && rule.role == RoleKind::Execution;
    let mut page = String::from(
        "<!-- Generated from rules/ by tests/docs. -->\n\n# Rules\n\n\
        A rule is a file in `rules/`, and each has a page here, which `needs-exec-role explain ID` also prints.\n",
    );
    section(
        &mut page,
        "Rules that decide",
        "Features that require or use a task execution role, on each launch type.",
        rules.iter().filter(decides),
    );
    section(
        &mut page,
        "Rules that do not",
        "Features that use another role, or that a launch type does not support: these rules report notes and findings, and never change the verdict.",
        rules.iter().filter(|rule| is_asked(rule) && !decides(rule)),
    );
    section(
        &mut page,
        "Reference pages",
        "Settings of a service or a cluster, which are not in a task definition: these rules are not applied to files.",
        rules.iter().filter(|rule| !is_asked(rule)),
    );
    page.push_str(
        "\n## Requirements\n\n\
        | requirement | meaning |\n| --- | --- |\n\
        | required | `executionRoleArn` must be set. |\n\
        | required-unless-instance-role | AWS requires the role, but accepts the container instance role if that has the permissions. |\n\
        | instance-role | The container instance role is used, or the execution role if one is set. |\n\
        | not-needed | The execution role is not used. |\n\
        | unsupported | The launch type does not support the feature. |\n\
        | unknown | No source was found. |\n\n\
        If there are several requirements, the rule's page says which one applies.\n\
        A dash means that the rule does not apply to that launch type.\n",
    );
    page
}

fn section<'r>(page: &mut String, title: &str, what: &str, rules: impl Iterator<Item = &'r Rule>) {
    let names = LaunchType::ALL.map(LaunchType::name).join(" | ");
    let lines = "| --- ".repeat(2 + LaunchType::ALL.len());
    writeln!(page, "\n## {title}\n\n{what}\n\n| rule | feature | {names} |\n{lines}|")
        .expect("text");
    let mut rules: Vec<_> = rules.collect();
    rules.sort_by_key(|rule| rule.id());
    for rule in rules {
        let id = rule.id();
        let cells = LaunchType::ALL.map(|it| cells(rule, it)).join(" | ");
        writeln!(page, "| [{id}]({id}.md) | {} | {cells} |", rule.title).expect("text");
    }
}

/// The requirements for a launch type, each once.
fn cells(rule: &Rule, launch_type: LaunchType) -> String {
    let mut words: Vec<&str> = Vec::new();
    for cell in rule.cells(launch_type) {
        let (word, _) = ROLE_REQUIREMENTS.iter().find(|(_, it)| *it == cell.is).expect("a word");
        if !words.contains(word) {
            words.push(word);
        }
    }
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// The page of the findings.
pub(crate) fn findings(rules: &[Rule]) -> String {
    let mut page = String::from(
        "<!-- Generated from the finding codes and from rules/ by tests/docs. -->\n\n# Findings\n\n\
        The finding's code is in square brackets at the end of its message.\n\
        Errors cause exit code 1, warnings only with `--fail-on warning`, notes never.\n\n\
        ## The execution role and the launch type\n",
    );
    for code in BuiltIn::ALL {
        let (name, severity) = (code.name(), code.severity().name());
        writeln!(
            page,
            "\n### {name}\n\nSeverity: {severity}.\n\n{}\n\n{}",
            code.when(),
            code.help()
        )
        .expect("text");
        page.push_str(&rule_page::guide(*code).replace("\n## ", "\n#### "));
    }
    page.push_str("\n## Findings of single rules\n\n| code | severity | rule | message |\n| --- | --- | --- | --- |\n");
    let mut rows: Vec<String> = Vec::new();
    for rule in rules {
        for own in rule.findings.iter() {
            let (id, severity) = (rule.id(), own.severity.name());
            let say = own.say.replace('|', "\\|");
            rows.push(format!("| {} | {severity} | [{id}](rules/{id}.md) | {say} |\n", own.code));
        }
    }
    rows.sort();
    page.extend(rows);
    page
}

/// The table of the floors: the modules in the order of `tests/architecture/floors.rs`, the top floor first,
/// with the first paragraph of their comments.
pub(crate) fn floors() -> String {
    let mut table = String::from("| floor | module | purpose |\n| --- | --- | --- |\n");
    for (floor, modules) in FLOORS.iter().enumerate().rev() {
        for module in *modules {
            if let Some((path, says)) = module_comment(module) {
                writeln!(table, "| {floor} | `{path}` | {says} |").expect("text");
            }
        }
    }
    table
}

/// Where a module is, and the first paragraph of its comment; none if it does not exist.
fn module_comment(module: &str) -> Option<(String, String)> {
    let paths = [format!("src/{module}.rs"), format!("src/{module}/mod.rs")];
    let path = paths.into_iter().find(|path| Path::new(path).exists())?;
    let text = fs::read_to_string(&path).expect("text");
    let comment = text.lines().map_while(|line| line.strip_prefix("//! "));
    let says = comment.collect::<Vec<_>>().join(" ").replace('|', "\\|");
    Some((path.replace("mod.rs", ""), says))
}
