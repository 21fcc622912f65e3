//! Whatever the text, the YAML reader stays within it; and it agrees with another reader.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

#[path = "support/words.rs"]
mod words;

use needs_exec_role::base::source::Span;
use needs_exec_role::syntax::{Aliases, Node, SyntaxDiagnostic, Value, yaml};
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::test_runner::TestCaseResult;
use serde_json::Value as Json;
use words::words;

fn values() -> impl Strategy<Value = Json> {
    // JSON allows a raw U+007F in a string; YAML readers do not. U+0085, U+2028 and U+2029 end a line in YAML 1.1, as it
    // is printed here, and not in YAML 1.2, as it is read.
    let words = prop_oneof![
        Just("yes"),
        Just("~"),
        Just("0x1F"),
        Just("012"),
        Just("<<"),
        Just("- a"),
        Just("a: b"),
        Just("{{ x }}"),
        Just("{{"),
        Just("${X}"),
        Just("%X%"),
        Just("a\nb\n"),
        Just("#"),
        Just("1e3"),
        Just("!Ref"),
        Just("*a"),
        Just("a #b"),
        Just(" a "),
        Just("\t"),
        Just("ü: ö"),
        Just("---"),
        Just("{% if %}"),
        Just("@X@"),
        Just("\u{1}"),
        Just("\u{feff}"),
        Just("'"),
    ];
    let strings = prop_oneof![
        words.prop_map(str::to_owned),
        "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}\u{2028}\u{2029}\u{fffe}\u{ffff}]{0,12}"
    ];
    let leaves = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        // Quarters print and read back exactly with any reader of floats.
        any::<i32>().prop_map(|number| Json::from(f64::from(number) / 4.0)),
        strings.clone().prop_map(Json::from),
    ];
    leaves.prop_recursive(5, 64, 6, move |inner| {
        let entries = proptest::collection::btree_map(strings.clone(), inner.clone(), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..6).prop_map(Json::from),
            entries.prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

/// Text that is made of what means something to YAML and to templates.
fn yamlish() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("a"),
        Just("ü"),
        Just(": "),
        Just("- "),
        Just("\n"),
        Just("\r\n"),
        Just("\n  "),
        Just("  "),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(","),
        Just("\""),
        Just("'"),
        Just("\\"),
        Just("&a "),
        Just("*a"),
        Just("<<: "),
        Just("!t "),
        Just("!!str "),
        Just("!!int "),
        Just("|"),
        Just(">\n"),
        Just("#"),
        Just("\n---\n"),
        Just("\n...\n"),
        Just("%"),
        Just("@"),
        Just("? "),
        Just("{{ x }}"),
        Just("{% if %}"),
        Just("{{- end }}"),
        Just("${X}"),
        Just("%X%"),
        Just("1"),
        Just("\t"),
        Just("\u{0}"),
        Just("\u{feff}"),
        Just("~"),
        Just("!<x> "),
        Just("\u{2028}"),
        Just("\u{85}"),
        Just("\u{e000}"),
        Just("\r"),
    ];
    proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn check_span(text: &str, span: Span) -> TestCaseResult {
    prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
    Ok(())
}

fn check_node(text: &str, node: &Node<'_>) -> TestCaseResult {
    check_span(text, node.span)?;
    match &node.value {
        Value::List(items) => items.iter().try_for_each(|item| {
            prop_assert!(node.span.contains(item.span), "{:?} in {:?}: {:?}", item, node, text);
            check_node(text, item)
        }),
        Value::Map(map) => map.entries.iter().try_for_each(|entry| {
            check_span(text, entry.key_span)?;
            prop_assert!(
                node.span.contains(entry.value.span),
                "{:?} in {:?}: {:?}",
                entry,
                node,
                text
            );
            prop_assert!(
                node.span.contains(entry.key_span),
                "{:?} in {:?}: {:?}",
                entry,
                node,
                text
            );
            check_node(text, &entry.value)
        }),
        Value::Alias(inner) => check_node(text, inner),
        Value::Tagged(_, inner) => check_node(text, inner),
        _ => Ok(()),
    }
}

fn check(text: &str) -> TestCaseResult {
    let parsed = yaml::read(text);
    for document in &parsed.documents {
        check_node(text, document)?;
    }
    for span in parsed.problems.iter().filter_map(SyntaxDiagnostic::span) {
        check_span(text, span)?;
    }
    for &span in &parsed.template_marks {
        check_span(text, span)?;
    }
    Ok(())
}

fn as_json(node: &Node<'_>) -> Option<Json> {
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Number(text) => {
            text.parse::<i64>().map(Json::from).or(text.parse::<f64>().map(Json::from)).ok()?
        }
        Value::String(text) => Json::from(text.as_ref()),
        Value::List(items) => Json::Array(items.iter().map(as_json).collect::<Option<_>>()?),
        Value::Map(map) => {
            let pairs = map.entries.iter();
            let pairs = pairs.map(|entry| Some((entry.key.to_string(), as_json(&entry.value)?)));
            Json::Object(pairs.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn check_agreement(text: &str, value: &Json) -> TestCaseResult {
    let parsed = yaml::read(text);
    prop_assert!(parsed.problems.is_empty(), "{:?} in {:?}", parsed.problems, text);
    prop_assert!(parsed.template_marks.is_empty(), "{:?} in {:?}", parsed.template_marks, text);
    let read = parsed.documents.first().and_then(as_json);
    prop_assert_eq!(read.as_ref(), Some(value), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_reads(text in "\\PC*") {
        check(&text)?;
    }

    #[test]
    fn any_characters_read(text in proptest::collection::vec(any::<char>(), 0..40)) {
        check(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn anything_like_yaml_reads(text in yamlish()) {
        check(&text)?;
    }

    #[test]
    fn yaml_that_is_printed_reads_back(value in values()) {
        if let Ok(text) = serde_yaml::to_string(&value) {
            check_agreement(&text, &value)?;
        }
    }

    #[test]
    fn json_is_yaml(value in values()) {
        check_agreement(&value.to_string(), &value)?;
        check_agreement(&format!("{value:#}"), &value)?;
    }
}

#[test]
fn common_mistakes_are_told_in_words() {
    for (text, message) in [
        ("a:\n\tb: 1\n", "YAML cannot be indented with a tab"),
        ("a: b: c\n", "a `key: value` is not allowed here"),
        ("a: 'x\n", "this quote is never closed"),
        ("a: ]\n", "unmatched closing bracket"),
        ("a: [1}\n", "this `[` is closed by a `}`"),
        ("a: `x`\n", "a value cannot begin with '`'"),
        ("a: 1\nb\n", "expected `:` after this key"),
        ("? [a]\n: 1\n", "a key must be a word"),
        ("a: \u{1}\n", "YAML cannot contain a control character (U+0001)"),
        ("a: \0\n", "YAML cannot contain a control character (U+0000)"),
        ("a: 1\n\u{feff}b: 1\n", "a byte order mark is not allowed in the middle of the text"),
    ] {
        let parsed = yaml::read(text);
        let messages: Vec<_> = parsed.problems.iter().map(|it| words(it).0).collect();
        assert_eq!(messages.first().map(String::as_str), Some(message), "{text:?}: {messages:?}");
    }
}

const TASK: &str = "\
family: web
cpu: 256
containerDefinitions:
  - name: app
    image: nginx
    logConfiguration:
      logDriver: awslogs
      options:
        group: web
    essential: true
  - name: side
    image: redis
executionRoleArn: exec
";

/// Reads [`TASK`] with one line replaced by another; the document, and the text of each error's place.
#[track_caller]
fn broken(line: usize, by: &str) -> (String, Vec<String>) {
    let mut lines: Vec<&str> = TASK.lines().collect();
    lines[line - 1] = by;
    let text = lines.join("\n") + "\n";
    let parsed = yaml::read(&text);
    let from = |span: Span| text[span.range().start..].lines().next().unwrap().to_owned();
    let errors = parsed.problems.iter().map(|problem| from(problem.span().unwrap())).collect();
    let root = &parsed.documents[0];
    assert!(root.as_map().unwrap().open.is_some(), "{text}");
    // What is read keeps its place.
    for entry in root.walk(Aliases::Written).entries() {
        assert_eq!(text[entry.key_span.range()].trim_matches('"'), entry.key, "{text}");
        if let Some(value) = entry.value.as_str() {
            assert_eq!(&text[entry.value.span.range()], value, "{text}");
        }
    }
    let keys = root.walk(Aliases::Written).entries().map(|entry| entry.key.as_ref());
    (keys.collect::<Vec<_>>().join(" "), errors)
}

#[test]
fn reading_resumes_after_an_error() {
    let all = "family cpu containerDefinitions name image logConfiguration logDriver options group \
               essential name image executionRoleArn";
    for (line, by, lost, at) in [
        // A second value on a line costs its key.
        (1, "family: web: x", "family", ": x"),
        (5, "    image: nginx: x", "image", ": x"),
        (4, "  - name: app: x", "name", ": x"),
        (13, "executionRoleArn: exec: x", "executionRoleArn", ": x"),
        (9, "        group: @web", "group", "@web"),
        // So does a quote or a bracket that is not closed.
        (1, "family: \"web", "family", "\"web"),
        (5, "    image: \"nginx", "image", "\"nginx"),
        (5, "    image: 'nginx", "image", "'nginx"),
        (13, "executionRoleArn: \"exec", "executionRoleArn", "\"exec"),
        (5, "    image: [nginx", "image", "[nginx"),
        (5, "    image: {nginx", "image", "{nginx"),
        // A line that is indented otherwise costs what is below it.
        (5, "      image: nginx", "image", "image: nginx"),
        (6, "   logConfiguration:", "logConfiguration logDriver options group essential", "logC"),
        (7, "\tlogDriver: awslogs", "logDriver options group", "\tlogDriver"),
        // As do a key without its colon, and what is none.
        (6, "    logConfiguration", "image logConfiguration logDriver options group", "logC"),
        (2, "}", "cpu", "}"),
        (10, "}", "essential", "}"),
        (12, "    ]", "image", "]"),
    ] {
        let (keys, errors) = broken(line, by);
        let mut left: Vec<&str> = all.split(' ').collect();
        for key in lost.split(' ').filter(|key| !key.is_empty()) {
            // The first container is the one that is broken; the line says which of two names it is.
            let found = left.iter().rposition(|it| *it == key && line > 10);
            let found = found.or_else(|| left.iter().position(|it| *it == key)).unwrap();
            left.remove(found);
        }
        assert_eq!(keys, left.join(" "), "{by}");
        assert_eq!(errors.len(), 1, "{by}: {errors:?}");
        assert!(errors[0].starts_with(at), "{by}: {errors:?}");
    }
}

#[test]
fn places_after_an_error_are_between_characters() {
    // Blanks and closing brackets of one byte each stand for what the error spoils; no white space but YAML's is left
    // out, and a key that begins with a bracket opens none.
    for text in [
        "? <<: {\u{feff}",
        "a: {b: 1, c\u{feff}\u{2028}: d",
        "[a: [b: {\u{e000}\u{feff}",
        "{{- end }}{% if %}\u{2028}: |[a",
        "a\n---\n{{ x }}<<: {{- end }}\r\u{2028}\n!t ~",
        "{{ x }}\n---\n- \n: \n{{ x }}",
        "~: {a? : !t ",
    ] {
        check(text).unwrap();
    }
}
