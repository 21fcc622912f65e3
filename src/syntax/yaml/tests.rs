//! One test for each behavior of the YAML reader.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use super::read;
use crate::base::source::Span;
use crate::syntax::{Node, Parsed, Value, YamlFault};
use std::time::{Duration, Instant};

fn codes<'a>(parsed: &'a Parsed<'_>) -> Vec<&'a str> {
    parsed.problems.iter().map(|problem| problem.code.name()).collect()
}

fn slices<'t>(text: &'t str, node: &Node<'_>, found: &mut Vec<&'t str>) {
    found.push(&text[node.span.range()]);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| slices(text, item, found)),
        Value::Map(map) => map.entries.iter().for_each(|entry| {
            found.push(&text[entry.key_span.range()]);
            slices(text, &entry.value, found);
        }),
        Value::Tagged(_, inner) => slices(text, inner, found),
        _ => {}
    }
}

#[track_caller]
fn assert_slices(text: &str, expected: &[&str]) {
    let parsed = read(text);
    assert_eq!(parsed.problems, []);
    let mut found = Vec::new();
    parsed.documents.iter().for_each(|document| slices(text, document, &mut found));
    assert_eq!(found, expected);
}

/// The values of a map, or the items of a list, as they are debugged.
fn values(text: &str) -> Vec<String> {
    let parsed = read(text);
    assert_eq!(parsed.problems, [], "{text}");
    let root = &parsed.documents[0];
    root.as_list().unwrap().iter().map(|item| format!("{:?}", item.value)).collect()
}

#[test]
fn every_span_slices_to_its_text() {
    let text =
        "# größe ü\r\nß: größe   # c\r\nb:\r\n  - \"x ü\" # c\r\n  - 'q'\r\nn: \r\nz: [1, {}]\r\n";
    let root = &text[text.find("ß:").unwrap()..text.len() - 2];
    let list = "\"x ü\" # c\r\n  - 'q'";
    let inner = ["ß", "größe", "b", list, "\"x ü\"", "'q'", "n", "", "z", "[1, {}]", "1", "{}"];
    assert_slices(text, &[&[root], inner.as_slice()].concat());
}

#[test]
fn block_scalars_do_not_swallow_what_follows() {
    let text = "a: |\r\n  ü 1\r\n  2\r\n\r\n# c\r\nb: >-\r\n  x\r\n";
    let (first, last) = ("ü 1\r\n  2", "x");
    assert_slices(text, &[&text[..text.len() - 2], "a", first, "b", last]);
    let parsed = read(text);
    assert_eq!(parsed.documents[0].get("a").unwrap().as_str(), Some("ü 1\n2\n"));
}

#[test]
fn spans_of_tags_and_anchors() {
    let text = "a: !Ref ü\nb: &x {c: 1}\nd: *x\n";
    let inner = ["a", "!Ref ü", "ü", "b", "{c: 1}", "d", "*x"];
    assert_slices(text, &[&[text.trim_end()], inner.as_slice()].concat());
}

#[test]
fn a_value_that_is_not_written_stands_after_its_colon() {
    let text = "a: # none\nb: 1\n";
    let parsed = read(text);
    assert_eq!(parsed.documents[0].get("a").map(|node| node.span), Some(Span::new(2, 2)));
}

#[test]
fn plain_scalars_resolve_and_quoted_ones_do_not() {
    let text = "[~, null, true, FALSE, 012345678901, 1e3, yes, '1', \"true\", a b]";
    let expected = [
        "Null",
        "Null",
        "Bool(true)",
        "Bool(false)",
        "Number(\"012345678901\")",
        "Number(\"1e3\")",
        "String(\"yes\")",
        "String(\"1\")",
        "String(\"true\")",
        "String(\"a b\")",
    ];
    assert_eq!(values(text), expected);
}

#[test]
fn core_tags_are_applied() {
    let text = "[!!str 123, !!int '12', !!null '', !!bool true, ! 12, !!binary aGk=, !!float 1]";
    let expected = [
        "String(\"123\")",
        "Number(\"12\")",
        "Null",
        "Bool(true)",
        "String(\"12\")",
        "String(\"aGk=\")",
        "Number(\"1\")",
    ];
    assert_eq!(values(text), expected);
    assert_eq!(codes(&read("!!int abc")), ["syntax"]);
}

#[test]
fn local_tags_are_kept() {
    let parsed = read("- !GetAtt a.b\n- !Sub [x, {}]\n- !<!Ref> x\n- !Ref\n");
    let items = parsed.documents[0].as_list().unwrap();
    let tags: Vec<_> = items
        .iter()
        .map(|item| match &item.value {
            Value::Tagged(tag, inner) => (tag.as_ref(), inner.kind()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected =
        [("!GetAtt", "a string"), ("!Sub", "an array"), ("!Ref", "a string"), ("!Ref", "null")];
    assert_eq!(tags, expected);
    assert_eq!(parsed.problems, []);
}

#[test]
fn an_alias_is_found_behind_its_node() {
    let parsed = read("a: &x {k: [v]}\nb: *x\n*x : 1\n");
    let root = &parsed.documents[0];
    let value = |key| root.get(key).and_then(|node| node.get("k")).map(|node| node.span);
    assert_eq!(value("a"), value("b"));
    assert!(value("a").is_some());
    assert_eq!(root.pointer_to(Span::new(11, 12)), "/a/k/0");
    assert_eq!(codes(&parsed), ["syntax"]);
}

#[test]
fn aliases_to_nothing_and_to_themselves() {
    let parsed = read("[*b, &a [*a]]\n");
    assert_eq!(codes(&parsed), ["unknown-alias", "recursive-alias"]);
    assert_eq!(parsed.problems[0].span(), Some(Span::new(1, 3)));
    assert_eq!(codes(&read("&a x\n---\n*a\n")), ["unknown-alias"]);
}

#[test]
fn alias_bombs_stay_small() {
    let level = |level: usize| {
        format!("a{}: &a{} [{}]\n", level + 1, level + 1, vec![format!("*a{level}"); 10].join(", "))
    };
    let text = "a0: &a0 x\n".to_owned() + &(0..100).map(level).collect::<String>();
    assert_eq!(codes(&read(&text)), ["too-many-aliases"]);
    let chain = |level: usize| format!("a{}: &a{} [*a{level}]\n", level + 1, level + 1);
    let text = "a0: &a0 x\n".to_owned() + &(0..20_000).map(chain).collect::<String>();
    assert!(codes(&read(&text)).contains(&"too-deep"));
}

#[test]
fn merge_keys_are_honoured() {
    let text =
        "x: &x {a: x, b: x, c: x}\ny: &y {<<: *x, b: y}\nz: {<<: [*y, {c: z, d: z}], a: z}\n";
    let parsed = read(text);
    assert_eq!(parsed.problems, []);
    let map = parsed.documents[0].get("z").unwrap();
    let value = |key| map.get(key).and_then(Node::as_str);
    assert_eq!([value("a"), value("b"), value("c")], [Some("z"), Some("y"), Some("x")]);
    assert_eq!((value("d"), value("e")), (Some("z"), None));
    let quoted = read("x: &x {a: 1}\ny: {\"<<\": *x}\n");
    assert!(quoted.documents[0].get("y").unwrap().get("a").is_none());
}

#[test]
fn what_stands_before_an_error_and_in_later_documents_is_kept() {
    let parsed = read("a: 1\nb: [1, {c: 2\n---\nd: 3\n---\ne: \"x\n");
    assert_eq!(codes(&parsed), ["syntax", "syntax"]);
    let documents: Vec<_> = parsed.problems.iter().map(|problem| problem.document).collect();
    assert_eq!(documents, [0, 2]);
    assert_eq!(parsed.problems[0].subject, YamlFault::UnclosedBracket('{').into());
    assert!(parsed.documents[0].get("a").is_some());
    assert!(parsed.documents[0].get("b").and_then(Node::as_list).is_some());
    assert!(parsed.documents[1].get("d").is_some());
    assert_eq!(parsed.documents.len(), 3);
}

#[test]
fn duplicate_keys_are_warned_about_and_the_last_counts() {
    let parsed = read("a: 1\nb: 2\na: 3\n");
    assert_eq!(codes(&parsed), ["duplicate-key"]);
    assert_eq!(parsed.problems[0].span(), Some(Span::new(10, 11)));
    let fault = YamlFault::DuplicateKey { key: "a".to_owned(), first_line: 1 };
    assert_eq!(parsed.problems[0].subject, fault.into());
    assert_eq!(parsed.documents[0].get("a").unwrap().as_scalar(), Some("3"));
}

#[test]
fn keys_that_are_no_strings_become_their_text() {
    let parsed = read("1: a\ntrue: b\n~: c\n'd e': f\n");
    let map = parsed.documents[0].as_map().unwrap();
    let keys: Vec<_> = map.entries.iter().map(|entry| entry.key.as_ref()).collect();
    assert_eq!(keys, ["1", "true", "~", "d e"]);
}

#[test]
fn nesting_without_end_is_passed_over() {
    let deep = 100_000;
    for text in [
        "[".repeat(deep),
        format!("a: 1\nb: {}{}\nc: 1\n", "[".repeat(deep), "]".repeat(deep)),
        format!("{}x\n", "- ".repeat(deep)),
        "{a: ".repeat(deep),
        "[{a: ".repeat(deep),
    ] {
        let start = Instant::now();
        let parsed = read(&text);
        assert_eq!(codes(&parsed).iter().filter(|&&code| code == "too-deep").count(), 1);
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn unquoted_placeholders_are_placeholders() {
    let text = "a: {{ x }}\nb: %X%\nc: @X@\nd: \"{{ x }}\"\ne: {{ r }}:{{ t | default(\"a: b\") }}\nf: [${A}, b]\n";
    let parsed = read(text);
    assert_eq!(parsed.problems, []);
    let root = &parsed.documents[0];
    for (key, name) in [("a", "x"), ("b", "X"), ("c", "X")] {
        let Some(Value::Placeholder(placeholder)) = root.get(key).map(|node| &node.value) else {
            panic!("{key}");
        };
        assert_eq!(placeholder.name(), name);
    }
    assert_eq!(root.get("d").and_then(Node::as_str), Some("{{ x }}"));
    assert_eq!(root.get("e").and_then(Node::as_str), Some("{{ r }}:{{ t | default(\"a: b\") }}"));
    assert_eq!(root.get("f").unwrap().as_list().unwrap()[0].as_str(), Some("${A}"));
    let marks: Vec<_> = parsed.template_marks.iter().map(|mark| &text[mark.range()]).collect();
    assert_eq!(marks[..3], ["{{ x }}", "%X%", "@X@"]);
}

#[test]
fn placeholders_of_valid_yaml_stay_strings() {
    let parsed = read("a: ${CPU}\nb: <PORT>\nc: x%X%\nd: |\n  {{ x }}\n  {% if %}\n");
    assert_eq!(parsed.problems, []);
    assert!(parsed.template_marks.is_empty());
    let value = |key| parsed.documents[0].get(key).and_then(Node::as_str);
    assert_eq!((value("a"), value("b")), (Some("${CPU}"), Some("<PORT>")));
    assert_eq!(value("d"), Some("{{ x }}\n{% if %}\n"));
}

#[test]
fn placeholders_come_back_in_folded_text() {
    let parsed = read("a: \"{{ x }}\\n\n  %Y% {{ z }}\"\nb: {{ x }}\n  and {{ y }}\n");
    assert_eq!(parsed.problems, []);
    let value = |key| parsed.documents[0].get(key).and_then(Node::as_str);
    assert_eq!(value("a"), Some("{{ x }}\n %Y% {{ z }}"));
    assert_eq!(value("b"), Some("{{ x }} and {{ y }}"));
}

#[test]
fn directives_are_passed_over_and_marked() {
    let text = "{% if x %}\na: 1\n{% endif %}\nb:\n  {{- range .X }}\n  - ü\n  {{- end }}\nc: |\n  {% z %}\n";
    let parsed = read(text);
    assert_eq!(parsed.problems, []);
    let marks: Vec<_> = parsed.template_marks.iter().map(|mark| &text[mark.range()]).collect();
    assert_eq!(marks, ["{% if x %}", "{% endif %}", "{{- range .X }}", "{{- end }}"]);
    let root = &parsed.documents[0];
    assert_eq!(root.as_map().unwrap().open, None);
    assert_eq!(root.get("c").and_then(Node::as_str), Some("{% z %}\n"));
    let open = read("a: 1\n{{ include \"x\" . }}\nb: 2\n");
    assert_eq!(open.documents[0].as_map().unwrap().open, Some(Span::new(5, 24)));
}

#[test]
fn an_empty_stream_has_no_document() {
    assert!(read("").documents.is_empty());
    assert!(read("# nothing\n").documents.is_empty());
    assert_eq!(read("---\n---\n").documents.len(), 2);
    assert!(read("\u{feff}a: 1\n").problems.is_empty());
}
