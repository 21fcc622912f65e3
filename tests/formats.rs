//! Every format for programs and services says what the JSON output says, whatever names and messages contain; each is
//! read back with a parser.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/entries.rs"]
mod entries;

use entries::{Entry, entries, report};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// The formats with an entry for each diagnostic.
const FORMATS: [&str; 6] = ["github", "gitlab", "html", "junit", "jsonl", "markdown"];

/// What names and texts contain that ends something in some format, or acts on whoever reads it.
const HOSTILE: [&str; 12] = [
    "100%25 %0A %",
    "a: b, c=d;e",
    "::error::x",
    "<script>alert(1)</script>",
    "]]> --> &amp; &",
    "'single' \"double\"",
    "`a` ``` ~~~ *b* _c_ [d](e) | # @someone ![f](g)",
    "\u{1b}[2J\u{7}\u{0}\u{9b}",
    "one\r\ntwo\nthree\t",
    "größe 東京 🚀 e\u{301}",
    "\u{202e}abc\u{2066}\u{feff}\u{fffe}\u{ffff}",
    "${A} and ${B} $x$",
];

/// A task definition that is wrong in several ways, with a text in its name, in a key and in a value.
fn task(hostile: &str) -> String {
    let quoted = serde_json::to_string(hostile).expect("a string");
    format!(
        r#"{{ "family": {quoted}, "requiresCompatibilities": ["FARGATE"], {quoted}: 1,
  "containerDefinitions": [ {{ "name": {quoted}, {quoted}: 1, "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1",
    "logConfiguration": {{ "logDriver": "awslogs", "options": {{ "awslogs-group": {quoted} }} }} }}, ] }}"#
    )
}

/// Names and texts of files.
fn samples() -> Vec<(String, String)> {
    let of = |hostile: &&str| {
        [
            ("a.json".to_owned(), task(hostile)),
            (format!("{hostile}.json"), task("plain")),
            (format!("{hostile}.yaml"), format!("containerDefinitions: [{{{hostile}")),
        ]
    };
    // The same twice, as a fingerprint sees it.
    let nameless = r#"{ "image": "nginx", }"#;
    let twice = format!("{{ \"containerDefinitions\": [ {nameless},\n {nameless} ] }}");
    HOSTILE.iter().flat_map(of).chain([("twice.json".to_owned(), twice)]).collect()
}

/// What an entry says, in an order: the path, the line, the severity and the code.
fn facts(entries: &[Entry]) -> Vec<(String, usize, String, String)> {
    let facts = |it: &Entry| (visible(&it.path), it.line, it.code.clone(), it.severity.clone());
    let mut all: Vec<_> = entries.iter().map(facts).collect();
    all.sort();
    all
}

/// The letters and digits of a text: others may be written in another way, such as `\\u{1b}`.
fn visible(text: &str) -> String {
    let mut visible = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape =
            ["\\n", "\\r", "\\t"].iter().find(|it| rest.starts_with(**it)).map(|it| it.len());
        let of_code = || rest.strip_prefix("\\u{").and_then(|it| it.find('}')).map(|at| at + 4);
        if let Some(length) = escape.or_else(of_code) {
            rest = &rest[length..];
            continue;
        }
        visible.extend(Some(c).filter(|c| c.is_alphanumeric()));
        rest = &rest[c.len_utf8()..];
    }
    visible
}

#[test]
fn every_format_says_what_the_json_says() {
    for (name, text) in samples() {
        let wanted = entries("json", &name, &text);
        assert!(!wanted.is_empty(), "{text}");
        for format in FORMATS {
            let found = entries(format, &name, &text);
            assert_eq!(facts(&found), facts(&wanted), "{format} of {name:?}: {text}");
            for entry in &found {
                let begins =
                    |it: &Entry| visible(&entry.message).starts_with(&visible(&it.message));
                assert!(wanted.iter().any(begins), "{format} of {name:?}: {entry:?}");
            }
        }
    }
}

#[test]
fn what_is_suppressed_is_where_it_is_told_apart() {
    let text = "requiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - name: app\n    # needs-exec-role: ignore[execution-role-missing] set later\n    image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1\n";
    for format in FORMATS {
        let report = report(format, "a.yaml", text);
        let is_there = report.contains("execution-role-missing");
        assert_eq!(is_there, ["html", "jsonl"].contains(&format), "{report}");
    }
}

#[test]
fn markdown_has_only_the_marks_of_the_format() {
    for (name, text) in samples() {
        let report = report("markdown", &name, &text);
        let options = pulldown_cmark::Options::ENABLE_TABLES
            | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
            | pulldown_cmark::Options::ENABLE_MATH;
        let mut headings = 0;
        for event in Parser::new_ext(&report, options) {
            match event {
                Event::InlineHtml(tag) => {
                    assert!(
                        ["<code>", "</code>", "<br>"].contains(&tag.as_ref()),
                        "{tag} in {report}"
                    );
                }
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                    assert_eq!(kind.as_ref(), "diff", "{report}");
                }
                Event::Start(
                    Tag::Paragraph
                    | Tag::Strong
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(_)
                | Event::Text(_) => {}
                other => panic!("{other:?} in {report}"),
            }
        }
        assert_eq!(headings, 1, "{report}");
    }
}

#[test]
fn no_report_acts_on_a_terminal() {
    let acts = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}');
    for (name, text) in samples() {
        for format in FORMATS {
            let report = report(format, &name, &text);
            assert!(!report.contains(acts), "{format} of {name:?}: {report:?}");
        }
    }
}

#[test]
fn every_line_says_why_and_what_to_do() {
    let text = task("plain");
    let message = "FARGATE requires a task execution role to pull this private ECR image (and 1 more reason): set executionRoleArn";
    // The objects of the JSON have a field for the help.
    for format in FORMATS.into_iter().filter(|it| *it != "jsonl") {
        let all = entries(format, "web.json", &text);
        let missing = all.iter().find(|it| it.code == "execution-role-missing").expect("a finding");
        assert_eq!(missing.message, message, "{format}");
    }
}
