//! SARIF: it fits the schema of the standard, each result has its rule, its fixes are those of the findings, and no name or text acts in it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/sarif.rs"]
mod sarif;

use common::run;
use hostile::{acts, report, samples, texts};
use needs_exec_role::analysis::fixes;
use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::diagnostic::Applicability;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::rules::Rules;
use sarif::{array, offset, region, results, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The schema of SARIF 2.1.0 by OASIS, as the crate serde-sarif 0.8.0 ships it.
const SCHEMA: &str = include_str!("support/sarif-2.1.0.schema.json");

/// Folders of fixtures with all kinds of findings, fixes and exceptions.
const FOLDERS: [&str; 6] = [
    "fixtures/exceptions",
    "fixtures/fixes",
    "fixtures/formats",
    "fixtures/reading",
    "fixtures/roles",
    "fixtures/templates",
];

fn parsed(report: &str) -> Value {
    serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"))
}

fn run_on(args: &[&str]) -> Value {
    let (_, report) = run(&[&["--format=sarif"], args].concat(), b"");
    parsed(&report)
}

/// The strings of a list under a key of each item.
fn each<'v>(items: &'v [Value], key: &str) -> Vec<&'v str> {
    items.iter().map(|it| text(&it[key])).collect()
}

fn schema() -> Value {
    let mut schema = parsed(SCHEMA);
    // The pattern of `language`, which no report here has, is no regular expression: it closes a bracket that is not open.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        let pattern = language.as_object_mut().and_then(|it| it.remove("pattern"));
        assert_eq!(pattern, Some("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$".into()));
    }
    schema
}

/// What is reported in files that cannot be read, and with what only options suppress.
const CALLS: [&[&str]; 4] = [
    &["absent.json"],
    &["Cargo.toml"],
    &["--launch-type=FARGATE", "fixtures/configuration/exceptions"],
    &["--baseline=fixtures/baseline/new/baseline.json", "fixtures/baseline/new"],
];

#[test]
fn reports_fit_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let (mut suppressions, mut fixes) = (BTreeSet::new(), 0);
    let folders = FOLDERS.iter().map(std::slice::from_ref);
    for args in folders.chain(CALLS) {
        let report = run_on(args);
        let errors: Vec<_> = validator.iter_errors(&report).map(|it| it.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{args:?}");
        let driver = &report["runs"][0]["tool"]["driver"];
        assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
        assert!(!results(&report).is_empty(), "{args:?}");
        for result in results(&report) {
            fixes += array(&result["fixes"]).len();
            for it in array(&result["suppressions"]) {
                let by = text(&it["properties"]["by"]).to_owned();
                suppressions.insert((text(&it["kind"]).to_owned(), by));
            }
        }
    }
    assert!(fixes > 20, "{fixes}");
    let expected = [
        ("external", "baseline"),
        ("external", "configuration"),
        ("inSource", "comment"),
        ("inSource", "metadata"),
    ];
    assert_eq!(suppressions, expected.map(|(kind, by)| (kind.to_owned(), by.to_owned())).into());
}

#[test]
fn each_code_that_occurs_has_one_rule() {
    for folder in FOLDERS {
        let report = run_on(&[folder]);
        let rules = array(&report["runs"][0]["tool"]["driver"]["rules"]);
        let ids = each(rules, "id");
        let used: BTreeSet<_> = each(results(&report), "ruleId").into_iter().collect();
        assert_eq!(ids, used.into_iter().collect::<Vec<_>>(), "{folder}");
        for rule in rules {
            for of in ["shortDescription", "fullDescription", "help"] {
                assert!(!text(&rule[of]["text"]).is_empty(), "{rule}");
            }
            assert!(text(&rule["help"]["markdown"]).starts_with("# "), "{rule}");
        }
    }
}

#[test]
fn a_code_of_a_rule_of_ones_own_is_described_by_its_file() {
    let own = fs::read_to_string("rules/awslogs.yaml").expect("a rule");
    let own = own
        .replace("awslogs-group-missing", "our-log-group")
        .replace("id: awslogs", "id: our-awslogs");
    let folder = std::env::temp_dir().join(format!("needs-exec-role-sarif-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("our-awslogs.yaml");
    fs::write(&file, own).expect("written");
    let task = r#"{"containerDefinitions":[{"name":"app","image":"nginx","logConfiguration":{"logDriver":"awslogs"}}]}"#;
    let rules = format!("--rules={}", folder.display());
    let (_, report) = run(&["--format=sarif", &rules, "-"], task.as_bytes());
    fs::remove_dir_all(&folder).expect("removed");
    let report = parsed(&report);
    let rules = array(&report["runs"][0]["tool"]["driver"]["rules"]);
    let own =
        rules.iter().find(|it| it["id"] == "our-log-group").unwrap_or_else(|| panic!("{report}"));
    assert!(text(&own["help"]["markdown"]).starts_with("# our-awslogs\n"), "{own}");
    assert_eq!(own["defaultConfiguration"]["level"], "error");
}

/// The text with the replacements of a fix, by lines and columns in UTF-16.
fn replaced(before: &str, fix: &Value) -> String {
    let mut after = before.to_owned();
    let changes = array(&fix["artifactChanges"]);
    assert_eq!(changes.len(), 1);
    for replacement in array(&changes[0]["replacements"]).iter().rev() {
        let (start, end) = region(&replacement["deletedRegion"]);
        let inserted = replacement["insertedContent"]["text"].as_str().unwrap_or_default();
        after.replace_range(offset(before, start)..offset(before, end), inserted);
    }
    after
}

#[test]
fn fixes_make_the_texts_that_their_edits_make() {
    let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    let mut count = 0;
    for lines in ["\n", "\r\n"] {
        let json = format!(
            "{{ \"family\": \"größe 🚀\", /* 🚀 */ \"requiresCompatibilities\": [\"FARGATE\"],\n\t\"containerDefinitions\": [ {{ \"name\": \"東京 🚀\", \"Image\": \"{image}\", }}, ] }}"
        );
        let yaml = format!(
            "# größe 🚀\nResources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions: [{{Name: \"🚀\", Image: \"{image}\"}}]"
        );
        for (name, before) in [("a.json", json), ("b.yaml", yaml)] {
            let before = before.replace('\n', lines);
            let report = parsed(&sarif::report(name, &before));
            let mut written: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for result in results(&report) {
                let fixes = array(&result["fixes"]).iter().map(|it| replaced(&before, it));
                written.entry(text(&result["ruleId"])).or_default().extend(fixes);
            }
            let source = Source::new(name, before.as_str());
            let (rules, question) = (Rules::built_in(), Question::default());
            analyze(&source, Vec::new(), &rules, &question, |file| {
                let findings = file
                    .task_reports
                    .iter()
                    .flat_map(|task| task.findings.iter().map(|it| (it, Some(task.task.span))));
                for (it, task) in file.problems.iter().map(|it| (it, None)).chain(findings) {
                    let fixes = fixes(file, it, task);
                    for fix in fixes.iter().filter(|it| it.applicability != Applicability::Display)
                    {
                        let mut after = before.clone();
                        for edit in fix.edits.iter().rev() {
                            after.replace_range(edit.span.range(), &edit.text);
                        }
                        let written = &written[it.code.name()];
                        assert!(written.contains(&after), "{}: {written:#?}\n{after}", it.code);
                        count += 1;
                    }
                }
            });
        }
    }
    assert!(count > 6, "{count}");
}

#[test]
fn no_text_is_a_link_and_names_are_whole() {
    let (mut names, mut reasons) = (BTreeSet::new(), 0);
    for sample in samples() {
        let report = parsed(&report("sarif", &sample));
        for result in results(&report) {
            let places =
                array(&result["locations"]).iter().chain(array(&result["relatedLocations"]));
            let others = array(&result["fixes"]).iter().map(|it| &it["description"]);
            let messages =
                places.map(|it| &it["message"]).chain(others).chain([&result["message"]]);
            for message in messages.map(|it| text(&it["text"])) {
                assert!(
                    !message.contains(acts) && !message.contains('\n') && !message.contains("]("),
                    "{message:?}"
                );
            }
            for suppression in array(&result["suppressions"]) {
                let reason = text(&suppression["justification"]);
                assert!(!reason.contains(acts), "{reason:?}");
                reasons += 1;
            }
            let names_of = |it: &Value| array(&it["logicalLocations"]).to_vec();
            let of_result = names_of(&result["locations"][0]);
            names.extend(of_result.iter().map(|it| text(&it["name"]).to_owned()));
        }
    }
    for text in texts() {
        assert!(names.contains(&text), "{text:?}");
    }
    assert!(reasons >= texts().len(), "{reasons}");
}
