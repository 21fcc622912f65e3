//! The packages say of the program what `Cargo.toml` says, and both hooks are one hook.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const VERSION: &str = env!("CARGO_PKG_VERSION");

const LAUNCHER: &str = "packaging/npm/needs-exec-role/package.json";

fn read(path: &str) -> String {
    fs::read_to_string(path).expect(path)
}

fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).expect(path)
}

/// The one hook of a list of hooks.
fn hook(path: &str) -> BTreeMap<String, serde_yaml::Value> {
    let hooks: Vec<BTreeMap<_, _>> = serde_yaml::from_str(&read(path)).expect(path);
    let [hook] = <[_; 1]>::try_from(hooks).expect("one hook");
    hook
}

/// What follows `start` up to `end`, at each place of a text.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn every_file_has_the_version_of_the_program() {
    let mut wrong = Vec::new();
    for (path, start, end) in [
        ("packaging/pre-commit/pyproject.toml", "\nversion = \"", "\""),
        ("packaging/pre-commit/pyproject.toml", "\"needs-exec-role==", "\""),
        ("packaging/pre-commit/README.md", "rev: v", "\n"),
        ("docs/pipelines.md", "rev: v", "\n"),
        ("docs/pipelines.md", "needs-exec-role==", " "),
        ("docs/pipelines.md", "/needs-exec-role@", "\n"),
        ("docs/pipelines.md", "<repository>@v", "\n"),
        ("packaging/gitlab/README.md", "/needs-exec-role@", "\n"),
        ("playground/wasm/Cargo.toml", "\nversion = \"", "\""),
        ("editors/vscode/package.json", "\n  \"version\": \"", "\""),
    ] {
        let text = read(path);
        let found = between(&text, start, end);
        assert!(!found.is_empty(), "{path}: no {start}");
        let others = found.iter().filter(|found| **found != VERSION);
        wrong.extend(others.map(|other| format!("{path}: {start}{other}")));
    }
    let launcher = read_json(LAUNCHER);
    let platforms = launcher["optionalDependencies"].as_object().expect("packages");
    for version in platforms.values().chain([&launcher["version"]]).filter(|it| **it != VERSION) {
        wrong.push(format!("{LAUNCHER}: {version}"));
    }
    if !read("CHANGELOG.md").contains(&format!("\n## [{VERSION}]")) {
        wrong.push("CHANGELOG.md: no section".to_owned());
    }
    assert!(wrong.is_empty(), "not {VERSION}: {wrong:#?}");
}

#[test]
fn the_launcher_is_described_as_the_crate() {
    let launcher = read_json(LAUNCHER);
    assert_eq!(launcher["name"], env!("CARGO_PKG_NAME"));
    assert_eq!(launcher["description"], env!("CARGO_PKG_DESCRIPTION"));
    assert_eq!(launcher["license"], env!("CARGO_PKG_LICENSE"));
    let license = format!("\nlicense = \"{}\"\n", env!("CARGO_PKG_LICENSE"));
    assert!(read("pyproject.toml").contains(&license), "{license}");
}

#[test]
fn the_launcher_installs_the_platforms_of_the_table() {
    let (launcher, table) = (read_json(LAUNCHER), read_json("packaging/npm/platforms.json"));
    let installed = launcher["optionalDependencies"].as_object().expect("packages");
    let installed: BTreeSet<_> = installed.keys().cloned().collect();
    let platforms = table.as_array().expect("platforms");
    let named = platforms.iter().map(|it| it["name"].as_str().expect("a name"));
    assert_eq!(installed, named.map(|name| format!("@needs-exec-role/{name}")).collect());

    let cargo = read("Cargo.toml");
    for platform in platforms {
        let part = |key: &str| platform[key].as_str().unwrap_or_default();
        let (os, cpu, libc) = (part("os"), part("cpu"), part("libc"));
        let musl = if libc == "musl" { "-musl" } else { "" };
        assert_eq!(part("name"), format!("{os}-{cpu}{musl}"), "what the launcher looks for");
        let architecture = if cpu == "x64" { "x86_64" } else { "aarch64" };
        let rest = match (os, libc) {
            ("darwin", "") => "apple-darwin",
            ("linux", "glibc") => "unknown-linux-gnu",
            ("linux", "musl") => "unknown-linux-musl",
            ("win32", "") => "pc-windows-msvc",
            other => unreachable!("{other:?}"),
        };
        assert_eq!(part("target"), format!("{architecture}-{rest}"));
        let is_zip = cargo.contains(&format!("binstall.overrides.{}]", part("target")));
        assert_eq!(is_zip, os == "win32", "{platform}: archives for Windows are ZIP files");
    }
}

#[test]
fn the_hooks_differ_in_their_language_alone() {
    let mut compiled = hook("packaging/pre-commit/.pre-commit-hooks.yaml");
    let mut from_source = hook(".pre-commit-hooks.yaml");
    assert_eq!(compiled.remove("language"), Some("python".into()));
    assert_eq!(from_source.remove("language"), Some("rust".into()));
    assert_eq!(compiled, from_source);
}

/// Python reads the pattern; it is simple enough to be read here.
#[test]
fn the_hook_reads_the_files_that_a_directory_walk_reads() {
    let hook = hook(".pre-commit-hooks.yaml");
    let pattern = hook["files"].as_str().expect("a pattern");
    let endings = pattern.strip_prefix(r"\.(").and_then(|it| it.strip_suffix(")$"));
    let endings: BTreeSet<_> = endings.expect("endings").split('|').collect();
    let listed = |path: &str, start: &str| {
        let source = read(path);
        let list = between(&source, start, "];")[0].to_owned();
        between(&list, "\"", "\"").into_iter().step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let modules = listed("src/input/terraform/files.rs", "const CONFIGURATION:");
    // What ends in `.tf.json` ends in `.json`.
    let of_modules =
        modules.iter().filter_map(|it| it.strip_prefix('.').filter(|it| !it.contains('.')));
    let walked = listed("src/workspace/walk.rs", "const ENDINGS:");
    let expected: BTreeSet<_> = walked.iter().map(String::as_str).chain(of_modules).collect();
    assert_eq!(endings, expected);
}
