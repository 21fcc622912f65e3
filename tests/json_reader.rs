//! The JSON reader against `serde_json`: what one accepts the other reads alike, and rejects alike.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

#[path = "support/words.rs"]
mod words;

use needs_exec_role::base::diagnostic::Severity;
use needs_exec_role::base::text::PlaceholderKind;
use needs_exec_role::syntax::json::read;
use needs_exec_role::syntax::{
    Aliases, JsonFault, Node, Parsed, SyntaxDiagnostic, SyntaxFault, Value,
};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::json;
use std::borrow::Cow;
use words::words;

/// The tree as `serde_json` would have it, with each number as its text makes it there. What a syntax error hides
/// is null, and no item.
fn converted(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::String(text) => text.as_ref().into(),
        Value::Placeholder(hidden) if hidden.kind() == PlaceholderKind::Lost => {
            serde_json::Value::Null
        }
        Value::List(items) => {
            items.iter().filter(|it| !it.span.is_empty()).map(converted).collect()
        }
        Value::Map(map) => {
            let members = map.entries.iter();
            members.map(|entry| (entry.key.to_string(), converted(&entry.value))).collect()
        }
        other => panic!("not JSON: {other:?}"),
    }
}

fn errors(parsed: &Parsed<'_>) -> Vec<SyntaxDiagnostic> {
    let errors = parsed.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.cloned().collect()
}

/// Each value's and each key's place holds its own text, and nothing else.
fn check_places(text: &str, node: &Node<'_>) {
    let own = &text[node.span.range()];
    assert_eq!(own, own.trim());
    let value: serde_json::Value = serde_json::from_str(own).unwrap();
    assert_eq!(value, converted(node));
    for item in node.as_list().unwrap_or_default() {
        check_places(text, item);
    }
    for entry in node.as_map().map(|map| map.entries.as_slice()).unwrap_or_default() {
        let key: String = serde_json::from_str(&text[entry.key_span.range()]).unwrap();
        assert_eq!(key, entry.key);
        check_places(text, &entry.value);
    }
}

/// The reader and `serde_json` agree on a text.
fn agree(text: &str) {
    let parsed = read(text);
    assert!(parsed.problems.len() <= 51);
    for problem in &parsed.problems {
        let span = problem.span().unwrap();
        assert!(text.get(span.range()).is_some(), "{text:?}: {problem:?}");
    }
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        assert_eq!(errors(&parsed), [], "{text:?}");
        assert!(parsed.template_marks.is_empty(), "{text:?}");
        assert_eq!(converted(&parsed.documents[0]), value, "{text:?}");
        assert_eq!(parsed.documents.len(), 1);
    } else if !text.trim().is_empty() {
        let noticed = !errors(&parsed).is_empty() || !parsed.template_marks.is_empty();
        assert!(noticed, "{text:?}");
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "[a-z\"\\\\\n\t]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let key = prop_oneof!["[a-z]{0,6}", any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| members.into_iter().collect::<serde_json::Value>()),
        ]
    })
}

/// Characters that mean something to the reader.
const ODD: &str = "[]{}{}[\"\"\"',,::\\\\/*#%$<>@.\u{2026}\u{201C}\u{A0} \n\t\r\0-+01e9tfnu=dD8";

fn odd_char() -> impl Strategy<Value = char> {
    let odd: Vec<char> = ODD.chars().collect();
    prop_oneof![4 => prop::sample::select(odd), 1 => any::<char>()]
}

proptest! {
    #[test]
    fn printed_json_reads_back(value in any_json()) {
        for text in [serde_json::to_string(&value), serde_json::to_string_pretty(&value)] {
            let text = text.unwrap();
            let parsed = read(&text);
            assert_eq!(parsed.problems, []);
            assert!(parsed.template_marks.is_empty());
            let printed: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(converted(&parsed.documents[0]), printed);
            check_places(&text, &parsed.documents[0]);
        }
    }

    #[test]
    fn any_text_is_judged_alike(text in prop_oneof![
        any::<String>(),
        prop::collection::vec(odd_char(), 0..40).prop_map(|chars| chars.into_iter().collect()),
    ]) {
        agree(&text);
    }

    #[test]
    fn edited_json_is_judged_alike(
        value in any_json(),
        pretty in any::<bool>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, odd_char()), 1..5),
    ) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let mut chars: Vec<char> = text.unwrap().chars().collect();
        for (at, edit, c) in edits {
            if chars.is_empty() {
                break;
            }
            let at = at.index(chars.len());
            match edit {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, c),
                _ => chars[at] = c,
            }
        }
        agree(&chars.into_iter().collect::<String>());
    }
}

#[test]
fn nesting_is_refused_where_serde_json_refuses_it() {
    for depth in [126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = if open == "[" { "" } else { "1" };
            let text = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let refused = serde_json::from_str::<serde_json::Value>(&text).is_err();
            let problems = read(&text).problems;
            let codes: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
            assert_eq!(codes, if refused { vec!["too-deep"] } else { vec![] }, "{depth}");
        }
    }
    assert!(read(&"[".repeat(100_000)).problems.len() <= 2);
    assert!(read(&"{\"a\":".repeat(100_000)).problems.len() <= 2);
}

/// The problems of a text: the code of each and the text that it underlines.
fn told(text: &str) -> Vec<(String, String)> {
    let underlined = |it: &SyntaxDiagnostic| text[it.span().unwrap().range()].to_owned();
    let problems = read(text).problems;
    problems.iter().map(|it| (it.code.name().to_owned(), underlined(it))).collect()
}

/// Reads a text with exactly one problem; its first document as plain JSON.
fn one(text: &str, code: &str, underlined: &str) -> serde_json::Value {
    assert_eq!(told(text), [(code.to_owned(), underlined.to_owned())], "{text}");
    converted(&read(text).documents[0])
}

/// Reads a template; what is marked, and the tree.
fn template(text: &str) -> (Vec<&str>, Parsed<'_>) {
    let parsed = read(text);
    assert_eq!(parsed.problems, [], "{text}");
    (parsed.template_marks.iter().map(|span| &text[span.range()]).collect(), parsed)
}

fn placeholder<'a>(node: &'a Node<'_>, key: &str) -> (String, &'a str) {
    match &node.get(key).unwrap().value {
        Value::Placeholder(placeholder) => (placeholder.to_string(), placeholder.name()),
        other => panic!("no hole: {other:?}"),
    }
}

#[test]
fn placeholders_stand_for_values() {
    for (written, name) in [
        ("${CPU}", "CPU"),
        ("$VAR", "VAR"),
        ("$(x)", "x"),
        ("{{ x }}", "x"),
        ("<PORT>", "PORT"),
        ("%X%", "X"),
        ("@VERSION@", "VERSION"),
        ("#{cpu}", "cpu"),
        ("{{{x}}}", "x"),
        ("<%= x %>", "= x"),
        ("${A}00", "${A}00"),
        ("{{a}}{{b}}", "{{a}}{{b}}"),
        ("1${X}", "1${X}"),
    ] {
        for text in [format!("{{\"a\":{written}}}"), format!("{{\n\"a\": {written}\n, \"b\": 1}}")]
        {
            let (marks, parsed) = template(&text);
            assert_eq!(marks, [written]);
            let (seen, seen_name) = placeholder(&parsed.documents[0], "a");
            assert_eq!(seen, written);
            assert!(seen_name == name || written.starts_with("<%") || written.starts_with("{{{"));
            assert!(parsed.documents[0].as_map().unwrap().open.is_none());
        }
    }
}

#[test]
fn a_placeholder_in_a_string_has_quotes_of_its_own() {
    for written in [
        r#"{{ env "X" "y" }}"#,
        r#"a/${lookup(m, "k", "")}:{{ tag | default("1") }}"#,
        r#"<%= ENV["X"] %>"#,
        r#"$(jq -r ".role" out.json)"#,
        r#"#{names["x"]}"#,
        r#"${join(",", xs)}"#,
    ] {
        let text = format!("{{\"a\": \"{written}\", \"b\": 1}}");
        let (marks, parsed) = template(&text);
        assert!(!marks.is_empty(), "{text}");
        let map = parsed.documents[0].as_map().unwrap();
        assert_eq!(map.get("a").unwrap().as_str(), Some(written));
        assert_eq!(map.entries.len(), 2, "{text}");
    }
    // What is strict JSON stays what it is.
    for text in [
        r#"{"a": "${join(", "b": "x)}"}"#,
        r#"["{{ join ", " x }}"]"#,
        r#"{"a": "{{", "b": "}}"}"#,
        r#"{"${": "}"}"#,
    ] {
        agree(text);
        assert!(serde_json::from_str::<serde_json::Value>(text).is_ok());
    }
}

#[test]
fn borrowed_unless_escaped() {
    let parsed = read(r#"["plain", "es\tcaped"]"#);
    let items = parsed.documents[0].as_list().unwrap();
    assert!(matches!(&items[0].value, Value::String(Cow::Borrowed("plain"))));
    assert!(matches!(&items[1].value, Value::String(Cow::Owned(_))));
}

#[test]
fn directives_open_the_object_they_stand_in() {
    for (text, count) in [
        ("{\"a\": 1,\n%{ if x }\n\"b\": 2,\n%{ endif }\n\"c\": 3}", 3),
        ("{\"a\": 1{% if x %}, \"b\": 2{% endif %}}", 2),
        ("{\"a\": 1{{#if x}}, \"b\": 2{{/if}}}", 2),
        ("{\"a\": 1, {{ include \"x\" . }} \"b\": 2}", 2),
        ("{\"a\": 1, ${extra_members}}", 1),
        ("{${a == \"}\" ? \"\" : format(\"\\\"b\\\": %s,\n{\", b)} \"a\": 1}", 1),
    ] {
        let (marks, parsed) = template(text);
        assert!(!marks.is_empty());
        let map = parsed.documents[0].as_map().unwrap();
        assert!(map.open.is_some(), "{text}");
        assert_eq!(map.entries.len(), count, "{text}");
    }
}

#[test]
fn directives_in_an_array_are_items() {
    let (_, parsed) = template("[%{ for x in y }{\"a\": ${x}},%{ endfor }]");
    assert_eq!(parsed.documents[0].as_list().unwrap().len(), 2);
    let (_, parsed) = template("[{\"a\": 1} ${more}]");
    assert_eq!(parsed.documents[0].as_list().unwrap().len(), 2);
}

#[test]
fn a_directive_makes_a_whole_value() {
    let value = "%{ if x == \"\" }null%{ else }${f(split(\",\", y))}%{ endif }";
    let text = format!("{{\"a\": {value},\n\"b\": 1}}");
    let (marks, parsed) = template(&text);
    assert_eq!(marks, [value]);
    assert_eq!(placeholder(&parsed.documents[0], "a").0, value);
    let (_, parsed) = template("{\"a\": {{ if x }}1,{{ else }}[2, 3],{{ end }}\n\"b\": 1}");
    assert_eq!(parsed.documents[0].as_map().unwrap().entries.len(), 2);
}

#[test]
fn a_template_around_the_value() {
    let (marks, parsed) = template("{{ define \"x\" }}\n{\"a\": 1}\n{{ end }}\n");
    assert_eq!((marks.len(), parsed.documents.len()), (2, 1));
    let (_, parsed) = template("${whole_file}");
    assert!(matches!(parsed.documents[0].value, Value::Placeholder(_)));
}

#[test]
fn comments() {
    for comment in ["// x", "# x", "/* x */"] {
        let value = one(&format!("{{\"a\": 1, {comment}\n\"b\": 2}}"), "comment", comment);
        assert_eq!(value, json!({"a": 1, "b": 2}));
    }
    one("// a\n// b\n{}", "comment", "// a");
}

#[test]
fn commas() {
    assert_eq!(one("{\"a\": [1,],\"b\": 2}", "trailing-comma", ","), json!({"a": [1], "b": 2}));
    assert_eq!(one("{\"a\": 1, \n}", "trailing-comma", ","), json!({"a": 1}));
    assert_eq!(one("{\"a\": \"1\" \"b\": \"2\"}", "syntax", "\"b\""), json!({"a": "1", "b": "2"}));
    assert_eq!(one("[{} {}]", "syntax", "{"), json!([{}, {}]));
    assert_eq!(one("[1,,2]", "syntax", ","), json!([1, 2]));
    assert_eq!(one("[,1]", "syntax", ","), json!([1]));
}

#[test]
fn ellipses() {
    let text = "{\"a\": 1,\n...\n\"b\": [1, ...]}";
    assert_eq!(told(text), vec![("syntax".to_owned(), "...".to_owned()); 2]);
    let parsed = read(text);
    let map = parsed.documents[0].as_map().unwrap();
    assert!(map.open.is_some());
    assert_eq!(converted(&parsed.documents[0]), json!({"a": 1, "b": [1]}));
}

#[test]
fn words_without_quotes() {
    for word in ["integer", "True", "None", "NaN", "my first app", "01", "+1", ".5", "1.", "256\""]
    {
        let text = format!("{{\"a\": {word}, \"b\": 1}}");
        assert_eq!(told(&text), [("syntax".to_owned(), word.to_owned())]);
        let parsed = read(&text);
        assert_eq!(placeholder(&parsed.documents[0], "a"), (word.to_owned(), word));
    }
    let help = |text| words(&read(text).problems[0]).1.unwrap();
    assert!(help("{\"a\": True}").contains("`true`"));
    assert!(help("{\"a\": None}").contains("`null`"));
    assert_eq!(
        one("{family: \"x\", cpu: 1}", "syntax", "family"),
        json!({"family": "x", "cpu": 1})
    );
}

#[test]
fn odd_quotes() {
    assert_eq!(one("{'a': 'b', 'c': 1}", "syntax", "'a'"), json!({"a": "b", "c": 1}));
    assert_eq!(one("{\u{201C}a\u{201D}: \"b\"}", "syntax", "\u{201C}a\u{201D}"), json!({"a": "b"}));
}

#[test]
fn strings_that_do_not_end() {
    let value = json!({"a": null, "b": "y"});
    assert_eq!(one("{\"a\": \"x,\n\"b\": \"y\"}", "syntax", "\"x"), value);
    let text = "{\"a: \"x\",\n\"b\": \"y\"}";
    assert_eq!(told(text), [("syntax".to_owned(), "x".to_owned())]);
    assert_eq!(read(text).documents[0].get("b").and_then(Node::as_str), Some("y"));
}

#[test]
fn what_may_not_stand_in_a_string() {
    assert_eq!(one("[\"x\ny\", \"z\"]", "syntax", "\"x"), json!([null, "z"]));
    assert_eq!(one("[\"x\ty\tz\"]", "syntax", "\t"), json!([null]));
    assert_eq!(one(r#"["C:\path\x"]"#, "syntax", r"\p"), json!([null]));
    assert_eq!(one(r#"["\ud800"]"#, "syntax", r"\ud800"), json!([null]));
    assert_eq!(told("[1e999]"), [("syntax".to_owned(), "1e999".to_owned())]);
}

#[test]
fn brackets_that_do_not_match() {
    assert_eq!(one("{\"a\": [1, {\"b\": 2", "syntax", "{"), json!({"a": [1, {"b": 2}]}));
    assert_eq!(one("{\"a\": [1, 2}", "syntax", "}"), json!({"a": [1, 2]}));
    assert_eq!(one("[{\"a\": [1, 2}]", "syntax", "}"), json!([{"a": [1, 2]}]));
    let value = json!({"a": [{}], "b": 1});
    assert_eq!(one("{\"a\": [{}}], \"b\": 1}", "syntax", "}"), value);
    assert_eq!(one("{\"a\": [{}]}, \"b\": 1}", "syntax", "}"), value);
    assert_eq!(one("[{\"a\": 1}, \"b\": 2}]", "syntax", "}"), json!([{"a": 1, "b": 2}]));
    assert_eq!(one("[{\"a\": 1, {\"b\": 2}]", "syntax", "{"), json!([{"a": 1}, {"b": 2}]));
    assert_eq!(one("{\"a\": 1}}", "syntax", "}"), json!({"a": 1}));
}

#[test]
fn keys_without_a_value_or_a_colon() {
    assert_eq!(one("{\"a\", \"b\": 1}", "syntax", "\"a\""), json!({"a": null, "b": 1}));
    assert_eq!(one("{\"a\":\n\"b\": 1}", "syntax", "\"a\""), json!({"a": null, "b": 1}));
    assert_eq!(one("{\"a\" 1}", "syntax", "1"), json!({"a": 1}));
    assert_eq!(one("{\"a\" = 1, \"b\" = 2}", "syntax", "="), json!({"a": 1, "b": 2}));
    assert_eq!(one("{{\"a\": {{\"b\": 1}}}}", "syntax", "{"), json!({"a": {"b": 1}}));
}

#[test]
fn text_around_the_value() {
    assert_eq!(one("cat <<EOF\n{\"a\": 1}\nEOF\n", "syntax", "cat <<EOF"), json!({"a": 1}));
    assert_eq!(one("{\"a\": 1}\nEOF\n", "syntax", "EOF"), json!({"a": 1}));
    assert_eq!(one("{\"a\": 1}\n{\"b\": 2}\n{}", "syntax", "{"), json!({"a": 1}));
    assert_eq!(read("{\"a\": 1}\n{\"b\": 2}\n{}").documents.len(), 3);
    for blank in ["", " \n\t"] {
        let parsed = read(blank);
        assert!(parsed.documents.is_empty() && parsed.problems.is_empty());
    }
    for other in ["family: x\ncpu: 1\n", "# a\n---\nx: y\n", "\"a\": 1", "}"] {
        assert_eq!(told(other).len(), 1, "{other}");
        assert!(read(other).documents.is_empty());
    }
}

#[test]
fn a_key_written_twice() {
    let text = "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}";
    assert_eq!(one(text, "duplicate-key", "\"a\""), json!({"a": 3, "b": 2}));
    let problem = read(text).problems.remove(0);
    assert_eq!(problem.severity, Severity::Warning);
    assert!(words(&problem).0.contains("line 1"));
}

#[test]
fn a_message_says_what_was_expected_and_what_was_found() {
    let message = |text| words(&read(text).problems[0]).0;
    for (text, expected) in [
        ("[1 2]", "expected a comma, found `2`"),
        ("{\"a\" 1}", "expected `:`, found `1`"),
        ("{\"a\" => 1}", "expected `:`, found `=>`"),
        ("[,]", "expected a value, found `,`"),
        ("{,}", "expected a key, found `,`"),
        ("[yes]", "expected a JSON value, found `yes`"),
        ("['x']", "expected double quotes, found `'x'`"),
        ("{\"a\": 1} {}", "expected the end of the file, found `{`"),
    ] {
        assert_eq!(message(text), expected);
    }
    let long = "\u{20AC}".repeat(41);
    let cut = "\u{20AC}".repeat(40);
    assert_eq!(message(&format!("[{long}]")), format!("expected a JSON value, found `{cut}…`"));
}

#[test]
fn no_more_than_three_syntax_errors_are_told() {
    let text = format!("[{}]", "nope, ".repeat(80));
    let problems = read(&text).problems;
    assert_eq!(problems.len(), 4);
    let (message, _) = words(&problems[3]);
    assert!(message.starts_with("78 more"), "{message}");
    assert_eq!(problems[3].severity, Severity::Note);
    // What does not follow from another is told up to a limit.
    let text = format!("[{}]", "[1,], ".repeat(80));
    assert_eq!(read(&text).problems.len(), 51);
}

/// Which objects of a text are open: their keys, in order.
fn open_objects(text: &str) -> Vec<String> {
    let parsed = read(text);
    assert!(!parsed.problems.is_empty(), "{text}");
    let keys = |node: &Node<'_>| {
        let map = node.as_map().filter(|map| map.open.is_some())?;
        assert!(parsed.lost.contains(&map.open?));
        Some(map.entries.iter().map(|entry| entry.key.as_ref()).collect::<Vec<_>>().join(" "))
    };
    parsed.documents.iter().flat_map(|it| it.walk(Aliases::Written)).filter_map(keys).collect()
}

#[test]
fn an_object_is_open_where_something_was_lost() {
    for (text, open) in [
        // Nothing is lost.
        (r#"{"a": {"b": 1,}, "c": 2}"#, vec![]),
        (r#"{"a": {"b": 1 "d": 3}, "c": 2}"#, vec![]),
        (r#"{"a": {'b': 1}, "c": True}"#, vec![]),
        ("{\"a\": 1, // x\n\"b\": 2}", vec![]),
        ("{\"a\": \"x,\n\"b\": 1}", vec![]),
        ("{\"a\": 1}\nEOF\n", vec![]),
        // Something of one object is lost.
        (r#"{"a": {"b": 1, x}, "c": 2}"#, vec!["b"]),
        (r#"{"a": {"b": "x"y", "d": 3}, "c": 2}"#, vec!["a", "b"]),
        (r#"{"a": {"b": 1, [2], "d": 3}, "c": 2}"#, vec!["b d"]),
        (r#"{"a": {"b": 1, ...}, "c": 2}"#, vec!["b"]),
        // The brackets do not match: it may be of any.
        (r#"{"a": {"b": 1, "c": 2}"#, vec!["a", "b c"]),
        (r#"{"a": {"b": 1}}, "c": 2}"#, vec!["a c", "b"]),
        (r#"{"a": [{"b": 1], "c": {}}"#, vec!["a c", "b", ""]),
    ] {
        assert_eq!(open_objects(text), open, "{text}");
    }
}

#[test]
fn what_is_in_doubt_may_be_anything() {
    let hidden = |text: &str, key: &str| match &read(text).documents[0].get(key).unwrap().value {
        Value::Placeholder(placeholder) => placeholder.kind() == PlaceholderKind::Lost,
        _ => false,
    };
    assert!(hidden(r#"{"a": "x"y, "b": 1}"#, "a"));
    assert!(hidden(r#"{"a": ""x", "b": 1}"#, "a"));
    assert!(hidden("{\"a\": , \"b\": 1}", "a"));
    assert!(hidden("{\"a\": \"x\ny\", \"b\": 1}", "a"));
    assert!(hidden("{\"a\": \"x,\n\"b\": 1}", "a"));
    assert!(!hidden(r#"{"a": 1 "b": 1}"#, "a"));
    let parsed = read(r#"{"a": [{"b": 1}, ...], "c": [1 x]}"#);
    let count = |key| parsed.documents[0].get(key).and_then(Node::as_list).unwrap().len();
    assert_eq!((count("a"), count("c")), (2, 2));
}

#[test]
fn keys_that_recovery_makes_are_none() {
    let parsed = read(r#"{"a": if x "master" then "360" else "60", "b": 1}"#);
    let keys: Vec<_> = parsed.documents[0].as_map().unwrap().entries.iter().collect();
    assert_eq!(keys.iter().map(|entry| entry.key.as_ref()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn jsonnet_is_one_problem() {
    for text in [
        r#"{"a": if std.extVar('x') == "y" then "360" else "60", "b": 1}"#,
        r#"{"a": std.extVar("x"), "b": 1}"#,
        r#"{"a": "x-" + std.extVar("y") + "-z", "b": 1}"#,
        "{local x = 'y', \"a\": x, \"b\": 1}",
        "{\"a\"+: {c: 2}, \"b\": 1}",
        "{\"a\":: 2, 'b': 1}",
        "{\"a\": |||\n  x, \"y\"\n|||, \"b\": 1}",
        "{\"a\": [{c: x} for x in ['y', \"z\"]], \"b\": 1}",
        "{\"a\": importstr 'x.json', \"b\": 1}",
    ] {
        let parsed = read(text);
        let faults: Vec<_> = parsed.problems.iter().map(|problem| &problem.subject).collect();
        assert_eq!(faults, [&SyntaxFault::Json(JsonFault::Jsonnet)], "{text}");
        let value = parsed.documents[0].get("b").and_then(Node::as_scalar);
        assert_eq!(value, Some("1"), "{text}");
    }
    for text in [r#"{"a": if x}"#, r#"{"a": local}"#, r#"{"a": 1 + 2}"#] {
        let problems = read(text).problems;
        assert!(problems.iter().all(|it| it.subject != JsonFault::Jsonnet.into()), "{text}");
    }
}

/// What would take forever if each opening looked for its end anew: each of these is 200 kB long. How long it
/// takes is measured in `benches/speed.rs`.
#[test]
fn openings_without_an_end_get_an_answer() {
    for unit in [
        "${,",
        "{{,",
        "{{ \"}}",
        "<a,",
        "$(,",
        "%{,",
        "\"\n",
        "'",
        "[}",
        "{]",
        "{\"a\"",
        "\"a\":",
        "{\"a\":1,",
        "\\",
        "/*",
        "#{",
        "@a",
        "\u{201C}",
        "a ",
        "{ a: ",
        "}",
        "{{\"a\":",
        "1 ",
        "\"a\" ",
    ] {
        for opening in ["[", "{", "{\"a\":", ""] {
            let text = format!("{opening}{}", unit.repeat(200_000 / unit.len()));
            let parsed = read(&text);
            let (values, problems) = (parsed.documents.len(), parsed.problems.len());
            let is_answer = problems <= 51 && values + problems > 0;
            assert!(is_answer, "{opening}{unit}: {values} values, {problems} problems");
        }
    }
}
