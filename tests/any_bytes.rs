//! Any bytes in, no panic: through reading, judging and every report.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::advise::Question;
use needs_exec_role::check::file::{Inquiry, examine};
use needs_exec_role::formats::overrides::Overrides;
use needs_exec_role::report::graphical::Style;
use needs_exec_role::report::{Summary, compact, graphical, json};
use needs_exec_role::rules::{Rules, built_in};
use needs_exec_role::source::Source;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::{Index, select};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| built_in().expect("the rules compile").into());

static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect(Path::new("fixtures"), &mut files);
    files.sort();
    files.iter().map(|path| fs::read(path).expect("a fixture")).collect()
});

/// What people and programs write into files by accident, and what templates are made of.
const SCRAPS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "${X}",
    "{{ x }}",
    "<X>",
    "...",
    "//",
    "/*",
    "\0",
    "\u{FEFF}",
    "\u{1b}[31m",
    "\n",
    "\r\n",
    "\t",
    "null",
    "true",
    "-1e999",
    "&a ",
    "*a",
    "<<: ",
    "!Ref ",
    "---\n",
    "- ",
    "%{ if x }",
    "\\ud800",
    "größe",
    "🚀",
    "arn:aws:",
    ".dkr.ecr.",
    "::::",
];

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending != "out") {
            files.push(path);
        }
    }
}

/// Reads, judges and reports; returns how much was said, so that nothing is optimised away.
fn tell(name: &str, bytes: Vec<u8>, overrides: &Overrides) -> usize {
    let (source, _) = Source::decode(name, bytes);
    let question = Question::default();
    let inquiry = Inquiry { rules: &RULES, question: &question, overrides };
    examine(&source, Vec::new(), inquiry, |file| {
        let mut summary = Summary::default();
        summary.add(file);
        let style = Style { color: true, unicode: true, width: 40, links: true };
        let mut stream = json::Stream::default();
        let json = stream.begin() + &stream.push(&json::file(file)) + &stream.end(&summary);
        let whole: serde_json::Value =
            serde_json::from_str(&json).expect("valid JSON, whatever came in");
        assert_eq!(whole["version"], 1);
        graphical::file(file, &style, true).len() + compact::file(file).len()
    })
}

/// A fixture with scraps put in and bytes taken out.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<Index>(), select(SCRAPS), 0_usize..8);
    let edits = proptest::collection::vec(edit, 0..6);
    (any::<Index>(), edits).prop_map(|(file, edits)| {
        let mut bytes = FIXTURES[file.index(FIXTURES.len())].clone();
        for (at, scrap, removed) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + removed).min(bytes.len());
            bytes.splice(at..end, scrap.bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn bytes_at_random(bytes in proptest::collection::vec(any::<u8>(), 0..300), is_yaml in any::<bool>()) {
        tell(if is_yaml { "x.yaml" } else { "x.json" }, bytes, &Overrides::default());
    }

    #[test]
    fn fixtures_with_scraps(bytes in mutated(), is_yaml in any::<bool>(), value in select(SCRAPS)) {
        let fill = vec![("X".to_owned(), value.to_owned()), ("IMAGE".to_owned(), value.to_owned())];
        let overrides = Overrides { variables: fill.clone(), images: fill };
        tell(if is_yaml { "x.yaml" } else { "x.json" }, bytes, &overrides);
    }
}
