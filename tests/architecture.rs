//! The floors of the house: a file uses only floors below its own. And what every module owes its reader.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the ground up. Modules on one floor do not know each other.
const FLOORS: [&[&str]; 12] = [
    &["source", "truth"],
    &["problem", "text"],
    &["syntax"],
    &["aws"],
    &["formats"],
    &["rules"],
    &["iam"],
    &["advise"],
    &["check"],
    &["report"],
    &["cli", "lsp"],
    &["lib", "main"],
];

/// Crates that one place only may name.
const KEPT_IN_ONE_PLACE: [(&str, &str); 6] = [
    ("granit_parser", "src/syntax/yaml"),
    ("miette", "src/render/graphical"),
    ("clap", "src/cli"),
    ("ignore::", "src/cli"),
    ("rayon", "src/cli"),
    ("serde_yaml", "src/rules/build"),
];

/// What would make the middle impure: the disk, the clock, the environment, printing.
const IMPURE: [&str; 7] =
    ["std::fs", "std::env", "std::time", "std::process", "std::net", "println!", "File::open"];

#[test]
fn a_floor_uses_only_floors_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = floor_of(&module_of(&path));
        for used in crate_modules_used(&text) {
            let other = floor_of(&used);
            if used != module_of(&path) && other >= own {
                wrong.push(format!("{} (floor {own}) uses {used} (floor {other})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    for (path, _) in sources() {
        floor_of(&module_of(&path));
    }
}

#[test]
fn modules_of_one_folder_do_not_go_in_circles() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let Some(folder) = path.parent().filter(|parent| *parent != Path::new("src")) else {
            continue;
        };
        let name = |stem: &str| format!("{}/{stem}", folder.display());
        let own = name(&path.file_stem().expect("a name").to_string_lossy());
        for line in code(&text).lines().filter(|line| line.trim_start().starts_with("use super::"))
        {
            let rest = line.trim_start().trim_start_matches("use super::");
            let first: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if folder.join(format!("{first}.rs")).exists() {
                uses.entry(own.clone()).or_default().insert(name(&first));
            }
        }
    }
    for start in uses.keys() {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<_> = uses.get(start).into_iter().flatten().collect();
        while let Some(next) = todo.pop() {
            assert_ne!(next, start, "{start} uses itself, by way of {seen:?}");
            if seen.insert(next) {
                todo.extend(uses.get(next).into_iter().flatten());
            }
        }
    }
}

#[test]
fn a_crate_is_named_in_one_place() {
    for (path, text) in sources() {
        for (name, place) in KEPT_IN_ONE_PLACE {
            let named = code(&text).contains(&format!("use {name}"))
                || code(&text).contains(&format!("{name}::"));
            assert!(
                !named || path.starts_with(place) || path.starts_with(format!("{place}.rs")),
                "{} names {name}",
                path.display()
            );
        }
    }
}

#[test]
fn the_middle_is_pure() {
    for (path, text) in sources() {
        if path.starts_with("src/cli") || path.ends_with("main.rs") {
            continue;
        }
        for word in IMPURE {
            assert!(!code(&text).contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn a_module_opens_with_a_sentence_and_stays_small() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} does not say what it is for", path.display());
        let lines = code(&text).lines().count();
        assert!(
            lines <= 400,
            "{} has {lines} lines: does it still hold one thing?",
            path.display()
        );
        assert!(!text.contains("::*;"), "{} hides what it imports", path.display());
    }
}

/// A source without its tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(is_code).map(|line| format!("{line}\n")).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !is_test(&path) {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}

fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().expect("a name").to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

/// The top-level module that a file belongs to.
fn module_of(path: &Path) -> String {
    let first = path.strip_prefix("src").expect("below src").iter().next().expect("a name");
    first.to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn floor_of(module: &str) -> usize {
    let floor = FLOORS.iter().position(|floor| floor.contains(&module));
    floor.unwrap_or_else(|| panic!("{module} stands on no floor: see ARCHITECTURE.md"))
}

fn crate_modules_used(text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1).chain(code.split("needs_exec_role::").skip(1)) {
        let braced = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        for name in
            braced.unwrap_or(rest).split(',').take(if braced.is_some() { usize::MAX } else { 1 })
        {
            let name: String =
                name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                used.insert(name);
            }
        }
    }
    used
}
