//! A fingerprint says what a finding is about: not where it is, what the file is called, or how severe it is.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::{Checker, Options, Severity, SourceFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const FIRST: &str = r#"{ "family": "web", "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [
    { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1", "cpus": 1 },
    { "name": "side", "image": "https://example.com/side", "cpus": 1,
      "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/web" } } }
  ] }"#;

const SECOND: &str = r#"{ "family": "worker", "requiresCompatibilities": ["FARGATE"],
  "containerDefinitions": [
    { "name": "app", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker:1", "owner": 1 }
  ] }"#;

/// The fingerprints of what is found in a file, those of equal findings as often as these.
fn fingerprints(name: &str, text: &str, options: &Options) -> Vec<String> {
    let checker = Checker::new(options).expect("a checker");
    let report = checker.check(&[SourceFile::new(name, text)], &mut |_| None);
    let mut all: Vec<_> = report.diagnostics().map(|it| it.fingerprint.clone()).collect();
    all.sort();
    all
}

fn list(tasks: &[&str]) -> String {
    format!("[ {} ]", tasks.join(",\n"))
}

#[test]
fn places_names_and_severities_are_no_part_of_it() {
    let options = Options::default();
    let text = list(&[FIRST, SECOND]);
    let known = fingerprints("a.json", &text, &options);
    assert!(known.len() >= 5, "{known:?}");
    assert_eq!(fingerprints("other/name.json", &text, &options), known, "another path");
    assert_eq!(fingerprints("a.json", &list(&[SECOND, FIRST]), &options), known, "another order");
    let lines = text.replace(", ", ",\n\n   ");
    assert_eq!(fingerprints("a.json", &lines, &options), known, "more lines");
    assert_eq!(
        fingerprints("a.yaml", &format!("# A comment.\n\n{lines}"), &options),
        known,
        "a comment"
    );
    let codes = ["execution-role-missing", "unknown-key", "invalid-value"];
    let severities = codes.map(|it| (it.to_owned(), Severity::Note)).into();
    let weighed = Options { severities, ..Options::default() };
    assert_eq!(fingerprints("a.json", &text, &weighed), known, "other severities");
    // A container before the others has findings of its own, and leaves theirs as they are.
    let more = text.replace(
        "\"containerDefinitions\": [",
        r#""containerDefinitions": [
        { "name": "new", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/new:1" },"#,
    );
    assert_eq!(fingerprints("a.json", &more, &options), known, "another container");
}

#[test]
fn what_a_finding_is_about_is_a_part_of_it() {
    let options = Options::default();
    let known = fingerprints("a.json", FIRST, &options);
    for (old, new) in [
        ("\"web\"", "\"other\""),
        ("\"side\"", "\"other\""),
        ("https://example.com/side", "https://example.com/other"),
    ] {
        let other = fingerprints("a.json", &FIRST.replace(old, new), &options);
        assert_ne!(other, known, "{old} as {new}");
    }
}

/// The files of the fixtures that the program reads.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        if path.is_dir() {
            files(&path, into);
        } else if ["json", "yaml", "yml", "j2", "tpl"].contains(&ending) {
            into.push(path);
        }
    }
}

#[test]
fn different_findings_of_the_fixtures_have_different_ones() {
    let mut paths = Vec::new();
    files(Path::new("fixtures"), &mut paths);
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut count, mut kinds, mut alike) = (0, BTreeSet::new(), Vec::new());
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let file = SourceFile::new(path.to_string_lossy(), text).met_in_folder();
        let report = checker.check(&[file], &mut |_| None);
        // Syntax errors have no names.
        let problems: Vec<_> = report.problems().iter().filter(|it| it.code != "syntax").collect();
        let tasks = report.task_definitions().iter().map(|it| it.diagnostics().iter().collect());
        for all in tasks.chain([problems]) {
            // What differs in its code or its message differs in its fingerprint.
            let mut messages: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
            for it in all {
                // In which combinations of conditions it holds is no part of it.
                let message = it.message.split(", when ").next().unwrap_or_default();
                let own = (it.code.as_str(), message);
                let known = messages.entry(&it.fingerprint).or_insert(own);
                if *known != own {
                    alike.push(format!("{}: {known:?} and {own:?}", it.path));
                }
            }
        }
        for it in report.diagnostics() {
            assert_eq!(it.fingerprint.len(), 16, "{it}");
            codes.entry(it.fingerprint.clone()).or_default().insert(it.code.clone());
            kinds.insert(it.code.clone());
            count += 1;
        }
    }
    assert!(alike.is_empty(), "{alike:#?}");
    assert!(count > 500 && kinds.len() > 40, "{count} findings of {} codes", kinds.len());
    for (fingerprint, codes) in codes {
        assert_eq!(codes.len(), 1, "{fingerprint}: {codes:?}");
    }
}
