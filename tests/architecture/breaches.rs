//! The test of the test: each breach is made in the real sources, and must be reported for its file.
//!
//! Files are looked up by what they are, not by their names, so that a file may move.

use crate::SOURCES;
use crate::check::{Breach, Use, check, floor_of, is_below, uses};
use crate::circles::{Edge, edges};
use crate::floors::FLOORS;
use crate::limits::{KEPT_IN_ONE_PLACE, KNOWN_TO_FEW, MOST_LINES};
use crate::modules::{Module, Modules};
use crate::tree::Tree;
use std::sync::LazyLock;

/// The modules of the real sources, and what they use: found once for all look-ups.
static MODULES: LazyLock<Modules> = LazyLock::new(|| Modules::of(&SOURCES));
static USES: LazyLock<Vec<Use<'static>>> = LazyLock::new(|| uses(&SOURCES, &MODULES));

/// The first module of a floor, counted from the top: 0 contains the root of the program, 1 the command line, 2 the
/// highest module of the library. The library's own root and what the program has below the command line are on floors
/// that are not counted.
fn from_the_top(floor: usize) -> &'static str {
    let counted = FLOORS.iter().rev().filter(|floor| !["lib", "workspace"].contains(&floor[0]));
    counted.map(|floor| floor[0]).nth(floor).expect("a floor")
}

/// The file of a module of the library.
fn file_of(module: &[String]) -> String {
    let path = format!("src/{}", module.join("/"));
    let mut files = [format!("{path}.rs"), format!("{path}/mod.rs")].into_iter();
    files.find(|path| SOURCES.facts(path).is_some()).expect("the file of a module")
}

/// The sources with lines at the end of a file.
fn with_end(path: &str, lines: &str) -> Tree {
    SOURCES.with_lines(path, SOURCES.text(path).lines().count(), lines)
}

/// Each of these must be reported, in words that name the file.
fn assert_reported(tree: &Tree, file: &str, expected: &[&str]) {
    let breaches: Vec<_> = check(tree).iter().map(ToString::to_string).collect();
    for words in expected {
        let is_it = |breach: &String| breach.contains(file) && breach.contains(words);
        assert!(breaches.iter().any(is_it), "{words:?} of {file} is not in\n{breaches:#?}");
    }
}

/// An edge between two children of a folder that fits, for breaches that close a circle with it.
fn some_edge<T>(fits: impl Fn(&Edge<'_>) -> Option<T>) -> T {
    let found = edges(&USES).iter().filter(|edge| !edge.parent.is_empty()).find_map(fits);
    found.expect("such an edge in the sources")
}

/// Where the circle of two files is closed: the file that is used, and the name of the one that uses it.
fn two_files() -> (String, String) {
    some_edge(|edge| {
        let depth = edge.parent.len() + 1;
        let are_files = edge.by.module.len() == depth && edge.target.len() == depth;
        (are_files && !edge.by.is_for_tests).then(|| (file_of(edge.target), edge.user.to_owned()))
    })
}

/// A module of the middle, which is neither at the bottom nor may touch the disk.
fn middle() -> Module {
    vec![from_the_top(4).to_owned()]
}

#[test]
fn what_stands_behind_tests_is_seen() {
    let rest = |path: &str| {
        let first = *SOURCES.facts(path)?.first_test()?.start();
        Some(SOURCES.text(path).lines().count() - first)
    };
    let top = FLOORS.len() - 6;
    let is_below_top = |path: &&str| {
        let floor = MODULES.of_file(path).and_then(floor_of);
        floor.is_some_and(|floor| floor < top) && !MODULES.is_for_tests(path)
    };
    let files = SOURCES.files().map(|(path, _)| path).filter(is_below_top);
    let path = files.max_by_key(|path| rest(path)).expect("a file");
    let (kept, _) =
        KEPT_IN_ONE_PLACE.iter().find(|(_, place)| !is_below(path, place)).expect("one");
    let (highest, report) = (from_the_top(2), from_the_top(3));
    let filling: String = (0..=MOST_LINES).map(|it| format!("const C{it}: u8 = 0;\n")).collect();
    let lines = format!(
        "use crate::{{{report}::Any, {highest}}};\nuse {kept}::Any as Other;\n\
        fn breach() {{\n    drop(std::fs::read(\"x\"));\n    println!(\"x\");\n}}\n{filling}"
    );
    assert_reported(
        &with_end(path, &lines),
        path,
        &[
            &format!("uses `{report}`"),
            &format!("uses `{highest}`"),
            &format!("may use `{kept}`"),
            "may use `std::fs`",
            "may use `println!`",
            "lines without comments and tests",
        ],
    );
}

#[test]
fn what_follows_a_test_module_is_seen() {
    let floor_below = |path: &str| MODULES.of_file(path).and_then(floor_of);
    let folders = SOURCES.files().filter(|(path, _)| path.ends_with("/mod.rs"));
    let (path, line) = folders
        .filter(|(path, _)| floor_below(path) < Some(FLOORS.len() - 4))
        .find_map(|(path, facts)| Some((path, *facts.first_test()?.end())))
        .expect("a folder that declares its tests");
    let report = from_the_top(2);
    let changed = SOURCES.with_lines(path, line, &format!("use crate::{report};\nuse std::fs;"));
    assert_reported(&changed, path, &[&format!("uses `{report}`"), "may use `std::fs`"]);
}

#[test]
fn a_format_that_is_named_elsewhere_is_seen() {
    for (kept, _) in KNOWN_TO_FEW {
        // From above, and from next to it.
        let (folder, name) = kept.rsplit_once("::").expect("a module in a module");
        let above = file_of(&[from_the_top(3).to_owned()]);
        let beside = edges(&USES).into_iter().find(|edge| {
            edge.parent.join("::") == folder && edge.used != name && edge.user == name
        });
        let beside = file_of(beside.expect("what the format uses").target);
        for path in [above, beside] {
            let changed = with_end(&path, &format!("use crate::{kept}::Any;"));
            assert_reported(&changed, &path, &[&format!("may use `{kept}`")]);
        }
    }
}

#[test]
fn a_circle_in_braces_is_seen() {
    let (path, user) = two_files();
    let changed = with_end(&path, &format!("use super::{{{user}::Any}};"));
    assert_reported(&changed, &path, &["a circle in"]);
}

#[test]
fn a_circle_in_the_plain_form_is_seen() {
    let (path, user) = two_files();
    let changed = with_end(&path, &format!("use super::{user}::Any;"));
    assert_reported(&changed, &path, &["a circle in"]);
}

#[test]
fn a_circle_of_a_file_and_a_folder_is_seen() {
    // A file uses a folder; now a file of that folder uses the file.
    let (path, user) = some_edge(|edge| {
        let depth = edge.parent.len() + 1;
        let is_file = edge.by.module.len() == depth && edge.target.len() == depth;
        let folder = format!("src/{}/", edge.target.join("/"));
        let mut inside = SOURCES.files().map(|(path, _)| path).filter(|path| {
            path.strip_prefix(&folder).is_some_and(|name| name != "mod.rs" && !name.contains('/'))
        });
        is_file.then(|| Some((inside.next()?.to_owned(), edge.user.to_owned())))?
    });
    let changed = with_end(&path, &format!("use super::super::{user}::Any;"));
    assert_reported(&changed, &path, &["a circle in"]);
}

#[test]
fn a_group_of_what_is_impure_is_seen() {
    let path = file_of(&middle());
    let changed = with_end(&path, "use std::{fs, env, time::SystemTime, thread};");
    let words = ["std::fs", "std::env", "std::time", "std::thread"].map(|it| format!("`{it}`"));
    assert_reported(&changed, &path, &words.each_ref().map(String::as_str));
}

#[test]
fn floors_above_are_seen_by_way_of_super() {
    let path = file_of(&middle());
    let above = [from_the_top(3), from_the_top(2)];
    let changed = with_end(&path, &above.map(|it| format!("use super::{it}::Any;")).join("\n"));
    let words = above.map(|it| format!("uses `{it}`"));
    assert_reported(&changed, &path, &words.each_ref().map(String::as_str));
}

#[test]
fn a_circle_through_the_depth_of_a_folder_is_seen() {
    // A file inside of a folder uses a file beside the folder; now that one uses the file inside.
    let (path, way) = some_edge(|edge| {
        let depth = edge.parent.len() + 1;
        let is_deep = edge.by.module.len() > depth && edge.target.len() == depth;
        (is_deep && !edge.by.is_for_tests)
            .then(|| (file_of(edge.target), edge.by.module[depth - 1..].join("::")))
    });
    let changed = with_end(&path, &format!("use super::{way}::Any;"));
    assert_reported(&changed, &path, &["a circle in"]);
}

#[test]
fn a_circle_through_what_the_parent_passes_on_is_seen() {
    let top = from_the_top(1);
    let tree = small(&format!("src/{top}"), "mod a;\nmod b;\npub use a::Thing as Passed;");
    let mut changed = tree.clone();
    changed.put(&format!("src/{top}/a.rs"), "//! A.\nuse super::b::Other;\nstruct Thing;".into());
    changed.put(&format!("src/{top}/b.rs"), "//! B.\nuse super::Passed;\nstruct Other;".into());
    assert_reported(&changed, &format!("src/{top}/b.rs"), &["a circle in"]);
}

#[test]
fn every_way_to_name_a_path_is_seen() {
    let (path, report) = (file_of(&middle()), from_the_top(2));
    let ways = [
        "fn f() { crate::report::f(); }",
        "fn f(_: &[crate::report::Any]) {}",
        "fn f() { if let crate::report::Any::One = g() {} }",
        "fn f() { assert!(g(vec![crate::report::f()])); }",
        "#[derive(crate::report::Any)] struct S;",
        "#[serde(with = \"crate::report::any\")] struct S;",
        "mod inner { mod deep { use super::super::super::report; } }",
        "mod inner { use self::super::super::report as other; }",
        "use crate as whole; fn f() { whole::report::f(); }",
        "#[cfg(test)] mod more_tests { use crate::{self as whole, report::{self}}; }",
        "fn f() { use needs_exec_role::report; }",
    ];
    let ways = ways.map(|it| it.replace("report", report));
    assert_each_reported(&path, &ways, &format!("uses `{report}`"));
}

#[test]
fn every_way_to_be_impure_is_seen() {
    let ways = [
        "use std as other; fn f() { other::fs::read(\"x\"); }",
        "use std::io; fn f() { write!(io::stdout(), \"x\"); }",
        "fn f() { format!(\"{:?}\", ::std::env::args()); }",
        "fn f() { g(vec![{ dbg!(1); 2 }]); }",
    ];
    assert_each_reported(&file_of(&middle()), &ways.map(str::to_owned), "may use `");
}

/// Each of these lines, at the end of a file, must be reported.
fn assert_each_reported(path: &str, ways: &[String], words: &str) {
    let lines = SOURCES.text(path).lines().count();
    let breaches = check(&with_end(path, &ways.join("\n")));
    for (number, way) in (lines + 1..).zip(ways) {
        let is_it = |it: &Breach| it.file == path && it.line == number && it.what.contains(words);
        assert!(breaches.iter().any(is_it), "{way} is not in\n{breaches:#?}");
    }
}

#[test]
fn a_file_owes_its_reader_something() {
    let top = format!("src/{}", from_the_top(1));
    let root = format!("{top}/mod.rs");
    assert_reported(&small(&top, "use std::fmt::*;"), &root, &["`std::fmt::*` hides"]);
    assert_reported(&small(&top, "mod gone;"), &root, &["the module `gone` has no file"]);
    assert_reported(&small(&top, "fn {"), &root, &["could not be parsed"]);
    let same = "struct Same; type Fine = u8;\nmod inner { type Same = u8; trait Other<T> {} }";
    assert_reported(&small(&top, same), &root, &["`Same` is also the type at"]);
    let mut changed = small(&top, "");
    changed.put(&root, "fn f() {}".into());
    changed.put("src/forgotten.rs", "//! Here.".into());
    assert_reported(&changed, &root, &["does not open with"]);
    assert_reported(&changed, "src/forgotten.rs", &["no module declares this file"]);
    changed.put("src/lib.rs", "//! Root.\nmod forgotten;".into());
    assert_reported(&changed, "src/forgotten.rs", &["stands on no floor"]);
}

/// A library of one folder, with these lines in its own file.
fn small(folder: &str, lines: &str) -> Tree {
    let name = folder.trim_start_matches("src/");
    let root = ("src/lib.rs".to_owned(), format!("//! Root.\nmod {name};"));
    Tree::new([root, (format!("{folder}/mod.rs"), format!("//! Folder.\n{lines}"))])
}
