//! Places as the reports print them: true, whatever is in the text; and no report acts on a terminal.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails may say so by a panic"
)]

#[path = "support/entries.rs"]
mod entries;
#[path = "support/rdjson.rs"]
mod rdjson;
#[path = "support/sarif.rs"]
mod sarif;

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::analysis::{Diagnostic, FileReport, OptionUse};
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::base::source::{Source, Span};
use needs_exec_role::engine::Question;
use needs_exec_role::iam::RoleFiles;
use needs_exec_role::render::{Detail, Style, compact, graphical, json};
use needs_exec_role::rules;
use needs_exec_role::syntax::{SyntaxFault, YamlFault};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use std::sync::Arc;

const ECR: &str = "\"123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1\"";

/// A text, and what is at the places that are reported, in order.
fn samples() -> Vec<(&'static str, String, Vec<&'static str>)> {
    let fargate = r#""requiresCompatibilities": ["FARGATE"]"#;
    let ecr = format!(r#""image": {ECR}"#);
    let environment = r#"{"name":"größe","value":"東京 🚀"},"#.repeat(500);
    vec![
        (
            "tabs.json",
            format!("{{\n\t{fargate},\n\t\"containerDefinitions\": [\n\t\t{{\t{ecr} }}\n\t]\n}}\n"),
            vec![ECR],
        ),
        (
            "crlf.json",
            format!(
                "{{\r\n  {fargate},\r\n  \"containerDefinitions\": [\r\n    {{ {ecr}, }}\r\n  ]\r\n}}"
            ),
            vec![ECR, ","],
        ),
        (
            "wide.json",
            format!(
                "{{{fargate}, \"family\": \"größe 東京 🚀\", \"containerDefinitions\":\n[{{\"name\": \"größe 東京 🚀\", {ecr}}}]}}"
            ),
            vec![ECR],
        ),
        (
            "minified.json",
            format!(
                "{{{fargate},\"containerDefinitions\":[{{\"environment\":[{environment}{{}}],{ecr}}}],}}"
            ),
            vec![ECR, ","],
        ),
        (
            "control.json",
            format!("{{{fargate},\"family\":\"\u{1b}[2J\",\"containerDefinitions\":[{{{ecr}}}]}}"),
            vec!["\u{1b}", ECR],
        ),
        ("empty.json", String::new(), vec![""]),
    ]
}

fn style(color: bool, unicode: bool, width: usize) -> Style {
    Style { color, unicode, width, links: false, detail: Detail::Full }
}

fn examined<T>(name: &str, text: &str, report: impl FnOnce(&FileReport<'_>) -> T) -> T {
    let (rules, question) = (rules::Rules::built_in(), Question::default());
    analyze(&Source::new(name, text), Vec::new(), &rules, &question, report)
}

/// A template: its name, its text, and places in it with what is there.
type Template = (&'static str, &'static str, Vec<(&'static str, &'static str)>);

/// A template, and what is at the places of its requirements and findings: pointer and text.
fn templates() -> Vec<Template> {
    vec![
        (
            "tags.yaml",
            "Parameters: {P: {Type: String}}\nConditions: {A: !Equals [!Ref P, x]}\nResources:\n  R: {Type: AWS::ECR::Repository}\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions:\n        - Name: größe\n          Image: !If [A, !Sub '${R.RepositoryUri}:1', nginx]\n        - !If\n          - A\n          - Name: b\n            Image: !GetAtt R.RepositoryUri\n          - !Ref AWS::NoValue\n",
            vec![
                (
                    "/Resources/T/Properties/ContainerDefinitions/0/Image/1",
                    "!Sub '${R.RepositoryUri}:1'",
                ),
                (
                    "/Resources/T/Properties/ContainerDefinitions/1/1/Image",
                    "!GetAtt R.RepositoryUri",
                ),
            ],
        ),
        (
            "long.json",
            r#"{"Parameters": {"P": {"Type": "String"}}, "Conditions": {"A": {"Fn::Equals": [{"Ref": "P"}, "x"]}}, "Resources": {"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"],
 "ContainerDefinitions": [{"Name": "東京", "Image": {"Fn::If": ["A", {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/a"}, "123456789012.dkr.ecr.us-east-1.amazonaws.com/b"]}}]}}}}"#,
            vec![
                (
                    "/Resources/T/Properties/ContainerDefinitions/0/Image/Fn::If/1",
                    "{\"Fn::Sub\": \"${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/a\"}",
                ),
                (
                    "/Resources/T/Properties/ContainerDefinitions/0/Image/Fn::If/2",
                    "\"123456789012.dkr.ecr.us-east-1.amazonaws.com/b\"",
                ),
            ],
        ),
        (
            "string.yaml",
            "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions: '[{\"Name\": \"a\", \"Image\": \"123456789012.dkr.ecr.us-east-1.amazonaws.com/b\"}]'\n",
            vec![(
                "/Resources/T/Properties/ContainerDefinitions",
                "'[{\"Name\": \"a\", \"Image\": \"123456789012.dkr.ecr.us-east-1.amazonaws.com/b\"}]'",
            )],
        ),
        (
            "anchors.yaml",
            "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: &p\n      RequiresCompatibilities: [FARGATE]\n      ContainerDefinitions: &c\n        - {Name: a, Image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/b}\n",
            vec![(
                "/Resources/T/Properties/ContainerDefinitions/0/Image",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/b",
            )],
        ),
    ]
}

#[test]
fn places_in_templates_are_those_of_what_is_spoken_of() {
    for (name, text, expected) in templates() {
        let fragment = examined(name, text, json::file);
        let whole = format!("[{}]", fragment.body);
        let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
        let task = whole.get(0).unwrap();
        assert_eq!(task.get("pointer").unwrap(), "/Resources/T", "{name}");
        let needs = task.get("needs").and_then(serde_json::Value::as_array).unwrap();
        let mut found = Vec::new();
        for place in needs.iter().map(|need| need.get("place").unwrap()) {
            let at = |end: &str, what: &str| {
                let number = place.get(end).and_then(|it| it.get(what)?.as_u64()).unwrap();
                usize::try_from(number).unwrap()
            };
            let (start, end) = (at("start", "offset"), at("end", "offset"));
            assert_eq!(place_of(text, start), (at("start", "line"), at("start", "column")));
            assert_eq!(place_of(text, end), (at("end", "line"), at("end", "column")));
            let pointer = place.get("pointer").and_then(serde_json::Value::as_str).unwrap();
            found.push((pointer, text.get(start..end).unwrap()));
        }
        assert_eq!(found, expected, "{name}");
    }
}

/// The text from a line and a column on, by counting.
fn from_place(text: &str, line: usize, column: usize) -> String {
    let line = text.split_inclusive('\n').nth(line - 1).unwrap_or_default();
    line.chars().skip(column - 1).collect()
}

/// Line and column of an offset, by counting.
fn place_of(text: &str, offset: usize) -> (usize, usize) {
    let mut place = (1, 1);
    for (_, c) in text.char_indices().take_while(|(at, _)| *at < offset) {
        place = if c == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
    }
    place
}

#[test]
fn compact_places_hold_what_is_spoken_of() {
    for (name, text, expected) in samples() {
        let report = examined(name, &text, compact::file);
        let mut lines = report.lines();
        for expected in expected {
            let mut parts = lines.next().unwrap().split(':');
            assert_eq!(parts.next().unwrap(), name);
            let (line, column) = (parts.next().unwrap(), parts.next().unwrap());
            let found = from_place(&text, line.parse().unwrap(), column.parse().unwrap());
            assert!(found.starts_with(expected), "{report}{found}");
        }
        assert_eq!(lines.next(), None, "{report}");
    }
}

/// The formats with an entry for each diagnostic.
const WITH_ENTRIES: [&str; 7] = ["json", "github", "gitlab", "html", "junit", "jsonl", "markdown"];

#[test]
fn places_in_every_format_hold_what_is_spoken_of() {
    for (name, text, expected) in samples() {
        for format in WITH_ENTRIES {
            let mut entries = entries::entries(format, name, &text);
            entries.sort_by_key(|it| (it.line, it.columns));
            assert_eq!(entries.len(), expected.len(), "{format}: {name}");
            for (entry, expected) in entries.iter().zip(&expected) {
                let (start, end) = entry.columns.unwrap_or((1, usize::MAX));
                let found = from_place(&text, entry.line, start);
                let spoken_of: String = found.chars().take(end - start).collect();
                let is_there = match entry.columns {
                    Some(_) => spoken_of == *expected,
                    None => spoken_of.contains(expected),
                };
                assert!(is_there, "{format}: {entry:?}, {spoken_of}");
            }
        }
    }
}

#[test]
fn regions_of_sarif_hold_what_is_spoken_of() {
    for (name, text, expected) in samples() {
        let report = serde_json::from_str(&sarif::report(name, &text)).unwrap();
        let results = sarif::results(&report);
        let found: Vec<_> = results
            .iter()
            .map(|it| {
                let place = &it["locations"][0]["physicalLocation"];
                assert_eq!(place["artifactLocation"]["uri"], name);
                if place["region"].get("endLine").is_none() {
                    return "";
                }
                let (start, end) = sarif::region(&place["region"]);
                &text[sarif::offset(&text, start)..sarif::offset(&text, end)]
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn ranges_of_rdjson_hold_what_is_spoken_of() {
    for (name, text, expected) in samples() {
        let diagnostics = rdjson::diagnostics(name, &text);
        let found: Vec<_> = diagnostics
            .iter()
            .map(|it| {
                assert_eq!(it["location"]["path"], name);
                let range = it["location"].get("range");
                range.map_or("", |it| &text[rdjson::range(&text, it)])
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn graphical_places_are_those_of_the_spans() {
    for (name, text, _) in samples() {
        for width in [0, 40, 80, 200] {
            examined(name, &text, |file| {
                let report = graphical::file(file, &style(false, true, width), true);
                let findings = file.task_reports.iter().flat_map(|it| &it.findings);
                for span in file
                    .problems
                    .iter()
                    .chain(findings)
                    .filter_map(needs_exec_role::base::diagnostic::Diagnostic::span)
                {
                    let (line, column) = place_of(&text, span.start as usize);
                    let header = format!("[{name}:{line}:{column}]");
                    let head = format!("\n{name}:{line}:{column}: ");
                    let is_there =
                        report.contains(&header) || format!("\n{report}").contains(&head);
                    assert!(is_there, "{header}\n{report}");
                }
            });
        }
    }
}

#[test]
fn underlines_stand_under_what_they_mean() {
    for (name, text, expected) in samples() {
        if expected.len() != 1 || text.is_empty() {
            continue;
        }
        let report =
            examined(name, &text, |file| graphical::file(file, &style(false, false, 200), true));
        let lines: Vec<_> = report.lines().collect();
        let at = lines.iter().position(|line| line.contains(ECR)).unwrap();
        let (shown, underline) = (lines.get(at).unwrap(), lines.get(at + 1).unwrap());
        let columns = |text: &str| textwrap::core::display_width(text);
        let before = columns(shown.split(ECR).next().unwrap());
        assert_eq!(columns(underline), before + columns(ECR), "{report}");
        assert_eq!(
            columns(underline) - columns(underline.trim_start_matches([' ', ':'])),
            before,
            "{report}"
        );
    }
}

#[test]
fn lines_keep_to_the_width_but_for_what_is_copied() {
    for (name, text, _) in samples() {
        for width in [40, 80, 200] {
            let report = examined(name, &text, |file| {
                graphical::file(file, &style(false, true, width), true)
            });
            for line in report.lines() {
                // The new lines of a patch and a command are copied as they are.
                let is_copied = line.contains(" +  ") || line.starts_with("  next: ");
                assert!(is_copied || textwrap::core::display_width(line) <= width, "{line}");
            }
        }
    }
}

/// Role files with what makes places hard: tabs, line ends of Windows, wide characters, one long line.
fn role_files() -> Vec<(&'static str, String)> {
    let missing = r#""arn:aws:ecr:eu-west-1:123456789012:repository/größe""#;
    let statement = format!(
        r#"{{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":{missing}}}"#
    );
    let padding =
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::東京-🚀"},"#.repeat(60);
    vec![
        ("tabs.json", format!("{{\n\t\"Statement\":\t[\n\t\t{statement}\n\t]\n}}\n")),
        ("crlf.json", format!("{{\r\n  \"Statement\": [\r\n  {statement} ]\r\n}}\r\n")),
        ("wide.json", format!("{{\"Id\": \"größe 東京 🚀\",\n \"Statement\": {statement}}}")),
        ("minified.json", format!("{{\"Statement\":[{padding}{statement}]}}")),
    ]
}

#[test]
fn places_in_the_files_of_a_role_hold_what_is_spoken_of() {
    let task = format!(
        r#"{{"requiresCompatibilities":["FARGATE"],"executionRoleArn":"arn:aws:iam::123456789012:role/x","containerDefinitions":[{{"image":{ECR}}}]}}"#
    );
    let rules = rules::Rules::built_in();
    for (name, text) in role_files() {
        let files = [Arc::new(Source::new(name, text.as_str()))];
        let held = Arc::new(RoleFiles::read(&files, None).unwrap());
        let question = Question { roles: Some(held), ..Question::default() };
        let task = Source::new("task.json", task.as_str());
        analyze(&task, Vec::new(), &rules, &question, |file| {
            let findings = file.task_reports.iter().flat_map(|it| &it.findings);
            let missing = findings.filter(|it| {
                it.subject.permission().is_some_and(|(action, _)| action == "ecr:BatchGetImage")
            });
            let labels: Vec<_> = missing.flat_map(|it| &it.related).collect();
            assert_eq!(labels.len(), 1, "{name}");
            for label in labels {
                let source = label.source.as_ref().unwrap();
                assert_eq!(source.name(), name);
                assert!(source.slice(label.span).contains("repository/größe"), "{name}");
                let (line, column) = place_of(&text, label.span.start as usize);
                for width in [40, 80, 200] {
                    let report = graphical::file(file, &style(false, true, width), true);
                    let header = format!("[{name}:{line}:{column}]");
                    assert!(report.contains(&header), "{header}\n{report}");
                }
                let report = graphical::file(file, &style(false, false, 200), true);
                let lines: Vec<_> = report.lines().collect();
                let at = lines.iter().rposition(|line| line.contains("/größe\"")).unwrap();
                let start = lines[at].find("\"arn:aws:ecr").unwrap();
                let before = textwrap::core::display_width(&lines[at][..start]);
                let rule = lines[at + 1].trim_start_matches([' ', ':', '|']);
                let indent = textwrap::core::display_width(lines[at + 1])
                    - textwrap::core::display_width(rule);
                assert_eq!(indent, before, "{report}");
            }
        });
    }
}

proptest! {
    #[test]
    fn no_text_reaches_the_terminal_raw(
        inserted in "[\\x00-\\x1f\\x7f-\\u{9f}\\u{202e}\\u{2066}a\"\\\\,{}$é東]{0,12}",
        at in any::<prop::sample::Index>(),
        sample in 0_usize..6,
        unicode in any::<bool>(),
        width in 0_usize..120,
    ) {
        let (name, mut text, _) = samples().into_iter().nth(sample).unwrap();
        let place = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
        text.insert_str(*at.get(&place), &inserted);
        let name = format!("{inserted}{name}");
        let (plain, colored, lines) = examined(&name, &text, |file| (
            graphical::file(file, &style(false, unicode, width), true),
            graphical::file(file, &style(true, unicode, width), true),
            compact::file(file),
        ));
        let acts = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}');
        prop_assert!(!plain.contains(acts), "{plain:?}");
        prop_assert!(!lines.contains(acts), "{lines:?}");
        let mut rest = colored.as_str();
        while let Some((_, after)) = rest.split_once('\u{1b}') {
            let code = after.strip_prefix('[').and_then(|code| code.split_once('m'));
            prop_assert!(code.is_some_and(|(code, _)| code.chars().all(|c| c.is_ascii_digit() || c == ';')));
            rest = after;
        }
    }

    #[test]
    fn any_place_in_any_text_is_drawn(
        text in "[ -~\\t\\r\\n東é\\u{301}]{0,300}",
        start in any::<prop::sample::Index>(),
        len in 0_usize..120,
        width in 0_usize..120,
    ) {
        let offsets: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let index = start.index(offsets.len());
        let start = *offsets.get(index).unwrap();
        let end = offsets.get(index + len).copied().unwrap_or(text.len());
        let source = Source::new("x", text.as_str());
        let span = Span::new(start, end);
        let fault = YamlFault::OfParser("here".to_owned());
        let file = FileReport {
            source: &source,
            renderings: Vec::new(),
            is_plain: true,
            task_reports: Vec::new(),
            problems: vec![Diagnostic::new(BuiltIn::Syntax, SyntaxFault::from(fault).into(), span)],
            suppressed_problems: Vec::new(),
            needed_exceptions: Vec::new(),
            option_use: OptionUse::default(),
            question: &Question::default(),
            rules: &rules::Rules::built_in(),
        };
        let (line, column) = place_of(&text, start);
        let report = graphical::file(&file, &style(false, true, width), true);
        let header = format!("x:{line}:{column}: error: ");
        prop_assert!(report.starts_with(&header), "{header} {report}");
        let line = format!("x:{line}:{column}: error: here; correct this and run again [syntax]\n");
        prop_assert_eq!(compact::file(&file), line);
    }
}
