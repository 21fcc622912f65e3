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
#[path = "support/hostile.rs"]
mod hostile;

use entries::{Entry, entries, read};
use hostile::{acts, report, samples, task};
use needs_exec_role::Format;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// The formats of which each entry is one line with what to do.
const ONE_LINE: [&str; 6] = ["compact", "github", "gitlab", "junit", "rdjson", "sarif"];

/// The formats that have what to do apart from what was found.
const WITH_HELP: [&str; 3] = ["html", "jsonl", "markdown"];

/// What an entry says, in an order: the path, the line, the severity and the code.
fn facts(entries: &[Entry]) -> Vec<(String, usize, String, String)> {
    let facts = |it: &Entry| {
        let path = shortened(&visible(&it.path));
        (path, it.line, it.code.clone(), it.severity.clone())
    };
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
    for sample in samples() {
        let read = |format| read(format, &sample.name, &report(format, &sample));
        let wanted = read("json");
        let lines = read("compact");
        assert!(!wanted.is_empty(), "{}", sample.text);
        for format in ONE_LINE.into_iter().chain(WITH_HELP) {
            let found = read(format);
            assert_eq!(facts(&found), facts(&wanted), "{format} of {:?}", sample.name);
            let known = if ONE_LINE.contains(&format) { &lines } else { &wanted };
            for entry in &found {
                let says = |it: &Entry| {
                    shortened(&visible(&it.message)) == shortened(&visible(&entry.message))
                };
                assert!(known.iter().any(says), "{format} of {:?}: {entry:?}", sample.name);
            }
        }
    }
}

/// The beginning of a text: a comment has no room for all of a long one.
fn shortened(text: &str) -> String {
    text.chars().take(500).collect()
}

#[test]
fn what_is_suppressed_is_where_it_is_marked() {
    let text = "requiresCompatibilities: [FARGATE]\ncontainerDefinitions:\n  - name: app\n    # needs-exec-role: ignore[execution-role-missing] set later\n    image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1\n";
    for format in ONE_LINE.into_iter().chain(WITH_HELP) {
        let report = entries::report(format, "a.yaml", text);
        let is_there = report.contains("execution-role-missing");
        assert_eq!(is_there, ["html", "jsonl", "sarif"].contains(&format), "{report}");
    }
}

#[test]
fn markdown_has_only_the_marks_of_the_format() {
    for sample in samples() {
        let report = report("markdown", &sample);
        assert!(report.len() <= 65_536, "{}", report.len());
        let options = pulldown_cmark::Options::ENABLE_TABLES
            | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
            | pulldown_cmark::Options::ENABLE_MATH;
        let (mut headings, mut is_fenced) = (0, false);
        for (event, range) in Parser::new_ext(&report, options).into_offset_iter() {
            // GitHub links addresses that are no code.
            let written = report[range].to_lowercase();
            let is_address = written.contains("://") || written.contains("www.");
            match event {
                Event::Text(_) => assert!(is_fenced || !is_address, "{written} in {report}"),
                Event::InlineHtml(tag) => {
                    assert!(
                        ["<code>", "</code>", "<br>"].contains(&tag.as_ref()),
                        "{tag} in {report}"
                    );
                }
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                    assert_eq!(kind.as_ref(), "diff", "{report}");
                    is_fenced = true;
                }
                Event::Start(
                    Tag::Paragraph
                    | Tag::Strong
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(_) => is_fenced = false,
                other => panic!("{other:?} in {report}"),
            }
        }
        assert_eq!(headings, 1, "{report}");
    }
}

#[test]
fn no_report_acts_on_a_terminal() {
    for sample in samples() {
        for format in Format::names().map(|(name, _)| name) {
            let report = report(format, &sample);
            let at = report.find(acts).map(|at| report[at..].chars().take(20).collect::<String>());
            assert_eq!(at, None, "{format} of {:?}", sample.name);
        }
    }
}

#[test]
fn every_line_says_why_and_what_to_do() {
    let text = task("plain");
    let message = "FARGATE requires a task execution role to pull this private ECR image (and 3 more reasons): set executionRoleArn";
    for format in ONE_LINE.into_iter().chain(["markdown"]) {
        let all = entries(format, "web.json", &text);
        let missing = all.iter().find(|it| it.code == "execution-role-missing").expect("a finding");
        assert_eq!(missing.message, message, "{format}");
    }
}
