//! The table of rules, tested as a table: names, links, permissions, fixtures.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::aws::readers::READERS;
use needs_exec_role::base::source::Source;
use needs_exec_role::base::truth::Truth;
use needs_exec_role::engine::Question;
use needs_exec_role::input::schema::unread::{UNREAD_OF_CONTAINER, UNREAD_OF_TASK};
use needs_exec_role::input::schema::{Field, TASK_DEFINITION};
use needs_exec_role::rules::resource::ResourceTemplate;
use needs_exec_role::rules::rule::Certainty;
use needs_exec_role::rules::{RoleKind, Rule, Rules};
use std::collections::BTreeSet;
use std::fs;

fn rules() -> Vec<Rule> {
    Rules::built_in().to_vec()
}

#[test]
fn every_built_in_rule_compiles_and_has_the_name_of_its_file() {
    let ids: BTreeSet<_> = rules().iter().map(|rule| rule.id().to_owned()).collect();
    let files: BTreeSet<_> = fs::read_dir("rules")
        .expect("the folder of rules")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(ids, files);
}

#[test]
fn every_rule_reads_well() {
    for rule in rules() {
        let id = rule.id();
        assert!(rule.title.chars().count() <= 72, "{id}: the title is a label");
        assert!(!rule.title.ends_with('.'), "{id}: the title is no sentence");
        assert!(rule.why.ends_with('.'), "{id}: the reason is a sentence");
        assert!(rule.docs.iter().all(|link| link.starts_with("https://")), "{id}");
        let has_source = !rule.docs.is_empty() || !rule.error.is_empty() || !rule.notes.is_empty();
        assert!(
            has_source,
            "{id}: a page of AWS, a text that it prints or a note says where it is from"
        );
        let is_inferred = rule.certainty == Certainty::Inferred;
        assert!(
            !is_inferred || !rule.notes.is_empty(),
            "{id}: what is inferred is argued in a note"
        );
    }
}

/// What a rule file says of `need`, as it is written.
fn written_need(rule: &Rule) -> serde_yaml::Value {
    let text = fs::read_to_string(format!("rules/{}.yaml", rule.id())).expect("the file");
    let file: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    file["need"].clone()
}

#[test]
fn every_rule_says_of_every_launch_type_what_it_needs() {
    for rule in rules() {
        let (id, need) = (rule.id(), written_need(&rule));
        match &need {
            serde_yaml::Value::Null => {
                let says_nothing = LaunchType::ALL.iter().all(|it| rule.cells(*it).is_empty());
                assert!(says_nothing, "{id}");
                assert!(
                    !rule.is_asked()
                        || rule.role != RoleKind::Execution
                        || !rule.findings.is_empty(),
                    "{id}: a rule about the execution role says where it is needed"
                );
            }
            serde_yaml::Value::Mapping(cells) => {
                for launch_type in LaunchType::ALL {
                    assert!(cells.contains_key(launch_type.name()), "{id}: {launch_type}");
                    assert!(!rule.cells(launch_type).is_empty(), "{id}: {launch_type}");
                }
            }
            _ => assert!(LaunchType::ALL.iter().all(|it| !rule.cells(*it).is_empty()), "{id}"),
        }
    }
}

#[test]
fn permissions_are_actions_on_resources() {
    for rule in rules() {
        for permission in rule.permissions.iter() {
            let id = rule.id();
            assert!(!permission.allow.is_empty() && !permission.resource.is_empty(), "{id}");
            for action in permission.allow.iter() {
                let (service, name) = action.split_once(':').expect("service:Action");
                let is_service = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                assert!(service.chars().all(is_service), "{id}: {action}");
                assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{id}: {action}");
                assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{id}: {action}");
            }
            for resource in permission.resource.iter().map(|it| it.written.as_ref()) {
                let is_arn = resource.starts_with("arn:") && resource.matches(':').count() >= 5;
                let is_read = resource.starts_with('{') && resource.ends_with('}');
                assert!(resource == "*" || is_arn || is_read, "{id}: {resource}");
            }
            let all = permission.resource.iter().chain(&permission.call);
            let names_unseen = all.into_iter().any(|it| it.written.contains("{unseen}"));
            assert_eq!(permission.unseen.is_some(), names_unseen, "{id}: `unseen` is what is used");
        }
    }
}

#[test]
fn every_reader_is_documented_and_used() {
    let rules = rules();
    let page = fs::read_to_string("docs/rule-language.md").expect("the page");
    for reader in &READERS {
        let name = reader.name;
        assert!(page.contains(&format!("\n| `{name}` | ")), "{name} is not on the page");
        let mut reads = rules.iter().flat_map(|rule| rule.read.iter());
        assert!(reads.any(|read| read.reader == reader), "no rule reads with {name}");
    }
}

#[test]
fn what_a_rule_refines_is_a_rule() {
    let rules = rules();
    for rule in &rules {
        if let Some(base) = &rule.refines {
            assert!(rules.iter().any(|other| other.id == *base), "{}: no rule {base}", rule.id());
        }
    }
}

/// The strongest truth of a rule's matches in one of its fixtures.
fn truth(rule: &Rule, name: &str) -> Truth {
    let folder = format!("fixtures/rules/{}", rule.id());
    let text = fs::read_to_string(format!("{folder}/{name}.json"));
    let text = text.unwrap_or_else(|error| panic!("{folder}/{name}.json: {error}"));
    let command = fs::read_to_string(format!("{folder}/cmd")).expect("the command of the case");
    let mut words = command.split_whitespace();
    let assume = std::iter::from_fn(|| words.find(|word| *word == "--assume").and(words.next()));
    let pair = |text: &str| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (text.to_owned(), None),
    };
    let question = Question { assume: assume.map(pair).collect(), ..Question::default() };
    let rules = Rules::from(vec![rule.clone()]);
    analyze(&Source::new(name, text), Vec::new(), &rules, &question, |file| {
        let matches = file.task_reports.iter().flat_map(|it| &it.assessment.matches);
        matches.map(|found| found.truth).max().unwrap_or(Truth::False)
    })
}

#[test]
fn every_matched_rule_has_a_fixture_where_it_fires_is_silent_and_depends() {
    for rule in rules() {
        if !rule.is_asked() {
            continue;
        }
        for (name, expected) in
            [("fires", Truth::True), ("silent", Truth::False), ("depends", Truth::Unknown)]
        {
            assert_eq!(truth(&rule, name), expected, "{} in {name}.json", rule.id());
        }
    }
}

/// `tests/cases` checks what a person and what a program reads about each of them.
#[test]
fn every_fixture_of_a_rule_is_shown_in_the_terminal_and_in_json() {
    for rule in rules().iter().filter(|rule| !rule.each.is_empty() || rule.assume.is_some()) {
        for (case, formats) in [("cmd", 0), ("json.cmd", 1)] {
            let path = format!("fixtures/rules/{}/{case}", rule.id());
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            let has = |word: &str| text.split_whitespace().any(|it| it == word);
            for file in ["fires.json", "silent.json", "depends.json"] {
                assert!(has(file), "{path}: {file} is not run");
            }
            assert_eq!(text.matches("--format json").count(), formats, "{path}");
            assert_eq!(text.matches("--format").count(), formats, "{path}");
        }
    }
}

/// The fields of an object that are in no path, with a capital letter.
fn unread(object: &Field, read: &BTreeSet<String>) -> Vec<String> {
    let names = object.fields.iter().map(|field| field.name).filter(|it| !read.contains(*it));
    let mut names: Vec<_> = names.map(|it| it[..1].to_ascii_uppercase() + &it[1..]).collect();
    names.sort();
    names
}

#[test]
fn the_unread_properties_are_those_that_no_rule_reads() {
    let (mut of_task, mut of_containers) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules() {
        for scope in rule.each.iter().map(ToString::to_string) {
            let reads = rule.read.iter().map(|it| {
                let path = it.path.to_string();
                path.strip_prefix('/').map_or_else(|| format!("{scope}.{path}"), str::to_owned)
            });
            for path in reads.chain([scope.clone()]) {
                let mut steps = path.split('.').filter(|step| *step != "*").map(str::to_owned);
                of_task.extend(steps.next());
                if path.starts_with("containerDefinitions.*.") {
                    of_containers.extend(steps.next());
                }
            }
        }
    }
    // What the analysis itself reads: the role, and what determines the launch types.
    of_task.extend(
        ["executionRoleArn", "requiresCompatibilities", "cpu", "memory"].map(str::to_owned),
    );
    assert_eq!(unread(&TASK_DEFINITION, &of_task), UNREAD_OF_TASK);
    let containers = TASK_DEFINITION.field("containerDefinitions").expect("containers");
    assert_eq!(unread(containers, &of_containers), UNREAD_OF_CONTAINER);
}

/// The Region that a task is likely to run in is only looked for where a switch is on.
#[test]
fn only_rules_behind_a_switch_name_the_likely_region() {
    let rules = Rules::built_in();
    let mut found = 0;
    for rule in rules.iter() {
        let mut templates = rule.permissions.iter().flat_map(|it| it.resource.iter());
        if templates.any(ResourceTemplate::names_likely_region) {
            found += 1;
            assert!(rule.assume.is_some(), "{}", rule.id());
        }
    }
    assert!(found > 0, "a rule names it");
}
