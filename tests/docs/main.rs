//! What keeps the pages true: they are recomputed from the rules, the source and the program.
//!
//! `UPDATE=1 cargo test --test docs` writes them, `cargo test --test docs` checks them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test that cannot go on says so"
)]

mod calls;
mod console;
mod deploy_failed;
mod examples;
#[path = "../architecture/floors.rs"]
mod floors;
mod index;
mod language;
mod prose;
mod roles;
mod svg;

use needs_exec_role::render::rule_page;
use needs_exec_role::rules::{Causes, Rule, Rules};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Pages that are made from the rules and the source.
const GENERATED: [&str; 4] =
    ["docs/rules/README.md", "docs/findings.md", "docs/rule-language.md", "docs/deploy-failed.md"];

/// The pages of the packages, some of which are what a registry shows.
const PACKAGES: [&str; 7] = [
    "editors/vscode/README.md",
    "packaging/README.md",
    "packaging/docker/README.md",
    "packaging/gitlab/README.md",
    "packaging/npm/needs-exec-role/README.md",
    "packaging/pre-commit/README.md",
    "packaging/pypi/page.md",
];

/// Columns of the README, whose first answer is a picture as well; other pages have 80.
const WIDE: usize = 100;

/// The picture of the README's first answer.
const PICTURE: &str = "docs/answer.svg";

/// Pages that people write, whole or around generated parts. Their `console` blocks are run.
fn written() -> Vec<String> {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let docs = pages_of_docs().into_iter().filter(|path| !GENERATED.contains(&path.as_str()));
    top.map(str::to_owned).into_iter().chain(docs).chain(PACKAGES.map(str::to_owned)).collect()
}

/// The pages of `docs/` itself, in order.
fn pages_of_docs() -> Vec<String> {
    let entries = fs::read_dir("docs").expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let paths = names.map(|name| format!("docs/{}", name.to_string_lossy()));
    let mut pages: Vec<_> = paths.filter(|path| path.ends_with(".md")).collect();
    pages.sort();
    pages
}

fn rules() -> Vec<Rule> {
    Rules::built_in().to_vec()
}

fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Writes a page, or gives what is wrong with the one that is there.
fn keep(path: &str, text: &str) -> Option<String> {
    let there = fs::read_to_string(path).unwrap_or_default();
    if there == text {
        return None;
    }
    if is_update() {
        let folder = Path::new(path).parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(path, text).expect("written");
        return None;
    }
    let pairs = there.lines().zip(text.lines()).enumerate();
    let first = pairs.into_iter().find(|(_, (old, new))| old != new);
    Some(match first {
        Some((at, (old, new))) => {
            format!("{path}:{}:\n  is:        {old}\n  should be: {new}", at + 1)
        }
        None => format!(
            "{path}: has {} lines, should have {}",
            there.lines().count(),
            text.lines().count()
        ),
    })
}

fn assert_kept(wrong: Vec<Option<String>>) {
    let wrong: Vec<_> = wrong.into_iter().flatten().collect();
    assert!(
        wrong.is_empty(),
        "not up to date; `UPDATE=1 cargo test --test docs` writes:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_rule_has_its_page() {
    let rules = rules();
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for rule in &rules {
        let id = rule.id();
        let text = format!(
            "<!-- Generated from rules/{id}.yaml by tests/docs. -->\n\n{}",
            rule_page::rule(rule)
        );
        pages.insert(format!("docs/rules/{id}.md"), text);
    }
    pages.insert("docs/rules/README.md".to_owned(), index::rules(&rules));
    for entry in fs::read_dir("docs/rules").into_iter().flatten() {
        let path = entry.expect("an entry").path();
        let is_kept = pages.contains_key(&*path.to_string_lossy());
        if !is_kept && is_update() {
            fs::remove_file(&path).expect("removed");
        }
        assert!(is_kept || is_update(), "{}: no rule has this page", path.display());
    }
    assert_kept(pages.iter().map(|(path, text)| keep(path, text)).collect());
}

#[test]
fn the_examples_of_pages_are_those_of_the_fixtures() {
    assert_kept(vec![keep("src/render/examples.txt", &examples::of(&rules()))]);
}

#[test]
fn every_finding_is_on_the_page_of_findings() {
    assert_kept(vec![keep("docs/findings.md", &index::findings(&rules()))]);
}

#[test]
fn every_error_text_is_on_the_page_of_failed_deploys() {
    let (rules, causes) = (rules(), Causes::built_in());
    let page = deploy_failed::page(&rules, &causes);
    let missing = deploy_failed::missing(&rules, &causes, &page);
    assert!(missing.is_empty(), "not on the page: {missing:#?}");
    assert_kept(vec![keep("docs/deploy-failed.md", &page)]);
}

#[test]
fn who_acts_when_is_what_the_rules_say() {
    let (rules, page) = (rules(), fs::read_to_string("docs/roles.md").expect("the page"));
    let page = prose::with_section(&page, "who-acts", &roles::table(&rules));
    assert_kept(vec![
        keep("docs/roles.md", &page),
        keep("docs/roles-who-acts.svg", &roles::picture(&rules)),
    ]);
}

#[test]
fn every_key_of_a_rule_file_is_on_the_page_of_the_rule_language() {
    assert_kept(vec![keep("docs/rule-language.md", &language::page())]);
}

#[test]
fn the_floors_are_those_of_the_source() {
    let page = fs::read_to_string("ARCHITECTURE.md").expect("the page");
    let page = prose::with_section(&page, "floors", &index::floors());
    assert_kept(vec![keep("ARCHITECTURE.md", &page)]);
}

#[test]
#[cfg(unix)]
fn commands_print_what_the_pages_show() {
    let rerun = |path: &String| {
        let page = fs::read_to_string(path).expect("the page");
        let columns = if path == "README.md" { WIDE } else { 80 };
        keep(path, &console::rerun(&page, path, columns))
    };
    assert_kept(written().iter().map(rerun).collect());
}

#[test]
#[cfg(unix)]
fn the_picture_of_the_answer_is_what_the_program_prints() {
    let page = fs::read_to_string("README.md").expect("the page");
    let command = console::first_command(&page);
    let screen = format!("\u{1b}[2m$\u{1b}[0m {command}\n{}", console::colored(command, WIDE));
    let picture = svg::picture(&format!("The answer of {command}"), &screen, WIDE);
    assert_kept(vec![keep(PICTURE, &picture.expect("a picture"))]);
}

/// The README is the index of the documentation.
#[test]
fn the_readme_links_to_every_page() {
    let page = fs::read_to_string("README.md").expect("the page");
    let links: Vec<_> = prose::links(&page).map(|link| link.split('#').next()).collect();
    let pages = pages_of_docs();
    let missing: Vec<_> =
        pages.iter().filter(|page| !links.contains(&Some(page.as_str()))).collect();
    assert!(missing.is_empty(), "no link to {missing:?}");
}

/// What is not run here (it would be a build within a build) is run by `.ci/run`.
#[test]
fn the_commands_of_the_readme_are_those_that_are_run() {
    let ci = fs::read_to_string(".ci/run").expect("the script");
    let page = fs::read_to_string("README.md").expect("the page");
    let shown = |start: &str| {
        let scripts = prose::blocks(&page).filter(|block| block.info == "sh");
        let lines = scripts.flat_map(|block| block.text.lines());
        lines.filter(|line| line.starts_with(start)).collect::<Vec<_>>()
    };
    let tests = shown("cargo test");
    assert_eq!(tests, ["cargo test --locked"]);
    assert!(ci.lines().any(|line| line == tests[0]), "{} is not in .ci/run", tests[0]);
    let answered = console::first_command(&page);
    let from_source = answered.replace(console::PROGRAM, "cargo run --release --");
    assert_eq!(shown("cargo run"), [from_source]);
}

#[test]
fn links_and_paths_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in written().into_iter().chain(GENERATED.map(str::to_owned)) {
        let text = fs::read_to_string(&page).expect("the page");
        let folder = Path::new(&page).parent().expect("a folder");
        for link in prose::links(&text).filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if path.is_empty() { page.clone().into() } else { folder.join(path) };
            let has_title = || {
                let text = fs::read_to_string(&path).expect("the page");
                anchor.is_empty() || prose::has_anchor(&text, anchor)
            };
            if !path.exists() || (path.is_file() && !has_title()) {
                wrong.push(format!("{page}: {link}"));
            }
        }
        let is_shown = |path: &str| {
            prose::blocks(&text).any(|block| block.info.contains(&format!("file={path}")))
        };
        for path in prose::paths(&text) {
            if !Path::new(path).exists() && !is_shown(path) {
                wrong.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "leads nowhere:\n{}", wrong.join("\n"));
}

/// `<account>` outside of code is a tag to a browser: it would not be seen.
#[test]
fn nothing_on_a_page_is_lost_as_a_tag() {
    let rules = rules().into_iter().map(|rule| format!("docs/rules/{}.md", rule.id()));
    let pages = rules.chain(written());
    let pages = pages.chain(["docs/findings.md", "docs/deploy-failed.md"].map(str::to_owned));
    for path in pages {
        let text = fs::read_to_string(&path).expect("the page");
        for line in prose::outside_of_code(&text).lines() {
            let meant =
                ["<https://", "<!--", "<br>", "<details>", "</details>", "<summary>", "</summary>"];
            let bare = meant.iter().fold(line.to_owned(), |bare, tag| bare.replace(tag, ""));
            assert!(!bare.contains('<'), "{path}: {line}");
        }
    }
}
