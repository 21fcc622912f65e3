//! Edits against the readers: the edited text reads as the tree with the change, and as nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]

use needs_exec_role::base::diagnostic::{BuiltIn, Edit};
use needs_exec_role::base::source::Span;
use needs_exec_role::syntax::edit::{
    Layout, LayoutStyle, NewValue, insert_entry, insert_items, into_list, remove_comments,
    remove_entry, rename_key, set_value,
};
use needs_exec_role::syntax::{
    Aliases, Below, Entry, Map, Node, Parsed, SyntaxDiagnostic, Value, json, yaml,
};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use std::borrow::Cow;

type Read = fn(&str) -> Parsed<'_>;

/// A tree in one line, without its places.
fn shape(node: &Node<'_>) -> String {
    match &node.value {
        Value::List(items) => {
            format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(", "))
        }
        Value::Map(map) => {
            let entry = |it: &Entry<'_>| format!("{:?}: {}", it.key, shape(&it.value));
            format!("{{{}}}", map.entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Alias(target) => shape(target),
        Value::Tagged(tag, inner) => format!("{tag} {}", shape(inner)),
        other => format!("{other:?}"),
    }
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edited = String::new();
    let mut at = 0;
    for edit in edits {
        edited.push_str(&text[at..edit.span.range().start]);
        edited.push_str(&edit.text);
        at = edit.span.range().end;
    }
    edited + &text[at..]
}

/// A value to be written, from JSON that has strings only.
fn new(json: &str) -> NewValue {
    fn of(value: serde_json::Value) -> NewValue {
        match value {
            serde_json::Value::Array(items) => NewValue::List(items.into_iter().map(of).collect()),
            serde_json::Value::Object(map) => {
                NewValue::Map(map.into_iter().map(|(key, value)| (key, of(value))).collect())
            }
            other => NewValue::text(other.as_str().unwrap()),
        }
    }
    of(serde_json::from_str(json).unwrap())
}

/// The shape of a document with more items in an array. One in YAML's block style may stand where its only item does.
fn extended<'s>(document: &Node<'s>, array: &Node<'_>, more: &[&Node<'s>]) -> String {
    let mut document = document.clone();
    let was = shape(array);
    document.visit_mut(&mut |_, node| {
        let is_it = node.span == array.span && shape(node) == was;
        if let Value::List(items) = &mut node.value
            && is_it
        {
            items.extend(more.iter().map(|it| added(it)));
        }
        Below::Visit
    });
    shape(&document)
}

/// The shape of a document with a change to the object that is at `span`.
fn changed(document: &Node<'_>, span: Span, change: &dyn Fn(&mut Map<'_>)) -> String {
    let mut document = document.clone();
    document.visit_mut(&mut |_, node| {
        match &mut node.value {
            Value::Map(map) if node.span == span => change(map),
            _ => {}
        }
        Below::Visit
    });
    shape(&document)
}

fn put<'s>(map: &mut Map<'s>, key: &'s str, value: &Node<'s>) {
    let (key, key_span) = (Cow::Borrowed(key), Span::default());
    map.entries.push(Entry { key, key_span, value: added(value) });
}

#[derive(Debug, Default)]
struct Count {
    asked: usize,
    made: usize,
}

/// Holds an edit to the change that it is for; trailing commas and comments that were there may stay.
fn hold(
    count: &mut Count,
    read: Read,
    text: &str,
    edit: Option<Edit>,
    (expected, seen): (&str, fn(&Node<'_>) -> String),
) {
    count.asked += 1;
    let Some(edit) = edit else { return };
    count.made += 1;
    let edited = applied(text, &[edit]);
    let parsed = read(&edited);
    let known = ["comment", "trailing-comma", "duplicate-key"];
    let new: Vec<_> =
        parsed.problems.iter().filter(|it| !known.contains(&it.code.name())).collect();
    assert!(new.is_empty(), "{text}\n-----\n{edited}\n-----\n{new:?}");
    assert_eq!(seen(&parsed.documents[0]), expected, "{text}\n-----\n{edited}");
}

/// The shape of a document, with the new key as the last of its object: where it is among the others is style.
fn new_key_last(document: &Node<'_>) -> String {
    let mut document = document.clone();
    document.visit_mut(&mut |_, node| {
        if let Value::Map(map) = &mut node.value {
            map.entries.sort_by_key(|entry| entry.key == "newKey");
        }
        Below::Visit
    });
    shape(&document)
}

/// What is put in.
const VALUES: [&str; 4] = [
    "\"arn:aws:iam::111122223333:role/x\"",
    "\"a b: #\"",
    "{\"a\":[\"b\",\"c # d\"],\"e\":{\"f\":\"g\"},\"h\":[{\"i\":\"*\",\"j\":{\"k\":\"\"}},{\"l\":\"m\"}]}",
    "[\"a\",\"b\"]",
];

/// A node that stands nowhere in the text.
fn added<'s>(node: &Node<'s>) -> Node<'s> {
    let mut node = node.clone();
    node.visit_mut(&mut |_, node| {
        node.span = Span::default();
        Below::Visit
    });
    node
}

/// Several edits as one.
fn joined(text: &str, edits: &[Edit]) -> Edit {
    let span = Span::new(edits[0].span.range().start, edits[edits.len() - 1].span.range().end);
    let from = span.range().start;
    let inside = &text[span.range()];
    let moved = edits.iter().map(|it| {
        let range = it.span.range();
        Edit { span: Span::new(range.start - from, range.end - from), text: it.text.clone() }
    });
    Edit { span, text: applied(inside, &moved.collect::<Vec<_>>()) }
}

/// Makes every edit at every object and array of a text.
fn check(read: Read, text: &str) -> Count {
    let mut count = Count::default();
    let parsed = read(text);
    let document = &parsed.documents[0];
    for node in document.walk(Aliases::Written) {
        if let Value::List(_) = &node.value {
            for value in VALUES {
                let (value, read_value) = (new(value), json::read(value));
                let item = &read_value.documents[0];
                let expected = extended(document, node, &[item, item]);
                let edit = insert_items(text, node, &[value.clone(), value]);
                hold(&mut count, read, text, edit, (&expected, shape));
            }
        }
        let Value::Map(map) = &node.value else { continue };
        for value in VALUES {
            let read_value = json::read(value);
            let expected =
                changed(document, node.span, &|map| put(map, "newKey", &read_value.documents[0]));
            let edit = insert_entry(text, node, "newKey", &new(value));
            hold(&mut count, read, text, edit, (&expected, new_key_last));
        }
        for entry in &map.entries {
            let is_last = map.entries.iter().rfind(|it| it.key == entry.key).unwrap();
            let is_other = matches!(entry.value.value, Value::List(_) | Value::Null);
            if is_other || is_last.key_span != entry.key_span {
                continue;
            }
            if !matches!(entry.value.value, Value::Map(_)) {
                let read_value = json::read(VALUES[0]);
                let set = |map: &mut Map<'_>| {
                    let entry = map.entries.iter_mut().rfind(|it| it.key == entry.key).unwrap();
                    entry.value = added(&read_value.documents[0]);
                };
                let expected = changed(document, node.span, &set);
                let edit = set_value(text, node, &entry.key, &new(VALUES[0]));
                hold(&mut count, read, text, edit, (&expected, shape));
            }
            let read_value = json::read(VALUES[2]);
            let wrap = |map: &mut Map<'_>| {
                let entry = map.entries.iter_mut().rfind(|it| it.key == entry.key).unwrap();
                let first = added(&entry.value);
                entry.value.value = Value::List(vec![first, added(&read_value.documents[0])]);
            };
            let expected = changed(document, node.span, &wrap);
            let edits = into_list(text, node, &entry.key, &[new(VALUES[2])]);
            let edits = edits.map(|edits| joined(text, &edits));
            hold(&mut count, read, text, edits, (&expected, shape));
        }
        for index in 0..map.entries.len() {
            let expected = changed(document, node.span, &|map| drop(map.entries.remove(index)));
            hold(&mut count, read, text, remove_entry(text, node, index), (&expected, shape));
            for key in ["newKey", "yes", "a: b", "it's"] {
                let rename = |map: &mut Map<'_>| map.entries[index].key = key.to_owned().into();
                let expected = changed(document, node.span, &rename);
                hold(
                    &mut count,
                    read,
                    text,
                    rename_key(text, node, index, key),
                    (&expected, shape),
                );
            }
        }
    }
    count
}

/// What is chosen while a text is written.
struct Choices<'a> {
    left: std::iter::Cycle<std::slice::Iter<'a, u8>>,
}

impl<'a> Choices<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes.iter().cycle() }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(*self.left.next().unwrap()) % of.len()]
    }
}

fn odd_char() -> impl Strategy<Value = char> {
    let odd: Vec<char> = "{}[]\"':,#/*|>&!?- \n\r\t=$a\u{20AC}\u{A0}".chars().collect();
    prop::sample::select(odd)
}

fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let string = "[a-z#:,' \"{}&*!|>ü-]{0,6}";
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        string.prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let members =
            prop::collection::vec((prop_oneof!["[a-z]{1,4}", string], inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Into::into),
            members.prop_map(|members| members.into_iter().collect::<serde_json::Value>()),
        ]
    })
}

/// JSON as people and programs lay it out, with comments and trailing commas where they are let in.
fn print_json(
    value: &serde_json::Value,
    pad: &str,
    loose: bool,
    choices: &mut Choices<'_>,
) -> String {
    let (open, close, items): (_, _, Vec<(String, &serde_json::Value)>) = match value {
        serde_json::Value::Array(items) => {
            ("[", "]", items.iter().map(|item| (String::new(), item)).collect())
        }
        serde_json::Value::Object(map) => {
            let colon = choices.one(&[":", ": ", " : "]);
            let key = |key: &String| format!("{}{colon}", serde_json::Value::from(key.as_str()));
            ("{", "}", map.iter().map(|(name, item)| (key(name), item)).collect())
        }
        scalar => return scalar.to_string(),
    };
    let inner = format!("{pad}{}", choices.one(&["  ", "\t", "    "]));
    let broken = format!("\n{inner}");
    let (first, between, end) = match choices.one(&[0, 1, 2, 3]) {
        0 => ("", ",".to_owned(), String::new()),
        1 => (" ", ", ".to_owned(), " ".to_owned()),
        2 => (broken.as_str(), format!(",{broken}"), format!("\n{pad}")),
        _ => (" ", format!("\n{pad}, "), format!("\n{pad}")),
    };
    let mut text = format!("{open}{first}");
    let comments = if loose { ["", " /* c, } */", " // d, {\n", " # e"] } else { [""; 4] };
    let comment = |choices: &mut Choices<'_>, next: &str| {
        let comment = choices.one(&comments);
        let is_line = comment.contains(['#', 'd']);
        if is_line && !next.contains('\n') { "" } else { comment.trim_end() }
    };
    let count = items.len();
    for (index, (key, item)) in items.into_iter().enumerate() {
        text.push_str(&key);
        text.push_str(&print_json(item, &inner, loose, choices));
        let is_last = index + 1 == count;
        let next = if is_last { end.as_str() } else { between.as_str() };
        if !is_last && !next.starts_with(',') {
            text.push_str(comment(choices, next));
            text.push_str(next);
        } else {
            let comma = if !is_last || (loose && choices.one(&[true, false])) { "," } else { "" };
            text.push_str(comma);
            text.push_str(comment(choices, next));
            text.push_str(next.trim_start_matches(','));
        }
    }
    text.push_str(close);
    text
}

/// A YAML scalar in one of its spellings that reads alike.
fn print_scalar(value: &serde_json::Value, pad: &str, choices: &mut Choices<'_>) -> String {
    let serde_json::Value::String(text) = value else {
        let is_null = value.is_null() && choices.one(&[true, false]);
        return if is_null { String::new() } else { value.to_string() };
    };
    let plain = text.chars().all(|c| c.is_ascii_lowercase()) && text.len() > 1 && text != "null";
    let block = text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with(' ');
    match choices.one(&[0, 1, 2, 3, 4]) {
        0 | 1 if plain && !matches!(text.as_str(), "true" | "false") => text.clone(),
        2 => format!("'{}'", text.replace('\'', "''")),
        3 if block => format!("{}\n{pad}  {text}", choices.one(&["|", "|-", "|+", ">", ">-"])),
        _ => value.to_string(),
    }
}

/// YAML in blocks and brackets, with comments. What is written after the first line is indented by `pad`.
fn print_yaml(value: &serde_json::Value, pad: &str, choices: &mut Choices<'_>) -> String {
    let comment = |choices: &mut Choices<'_>| choices.one(&["", "", " # c: [", "\n", "\n# own"]);
    let is_flow = choices.one(&[true, false, false]);
    match value {
        serde_json::Value::Object(map) if !map.is_empty() && !is_flow => {
            let mut lines = Vec::new();
            for (key, item) in map {
                let key = Quoted(key).text(choices);
                let item_is_block =
                    matches!(item, serde_json::Value::Object(_) | serde_json::Value::Array(_));
                // The dashes of an array may be at the column of its key.
                let is_array = matches!(item, serde_json::Value::Array(_));
                let more = if is_array { choices.one(&["  ", ""]) } else { "  " };
                let inner = format!("{pad}{more}");
                let printed = print_yaml(item, &inner, choices);
                let is_block = item_is_block && !printed.starts_with(['{', '[']);
                let gap = if is_block { format!("\n{inner}") } else { " ".to_owned() };
                let tail = if printed.contains(['|', '>']) { "" } else { comment(choices) };
                lines.push(format!("{key}:{gap}{printed}{tail}"));
            }
            lines.join(&format!("\n{pad}"))
        }
        serde_json::Value::Array(items) if !items.is_empty() && !is_flow => {
            let inner = format!("{pad}  ");
            let items = items.iter().map(|item| format!("- {}", print_yaml(item, &inner, choices)));
            items.collect::<Vec<_>>().join(&format!("\n{pad}"))
        }
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
            print_json(value, pad, false, choices)
        }
        scalar => print_scalar(scalar, pad, choices),
    }
}

struct Quoted<'a>(&'a str);

impl Quoted<'_> {
    fn text(&self, choices: &mut Choices<'_>) -> String {
        let is_word = self.0.len() > 1 && self.0.chars().all(|c| c.is_ascii_lowercase());
        match choices.one(&[0, 1, 2]) {
            0 if is_word && !matches!(self.0, "true" | "false" | "null") => self.0.to_owned(),
            1 => format!("'{}'", self.0.replace('\'', "''")),
            _ => serde_json::Value::from(self.0).to_string(),
        }
    }
}

/// The text with an entry in the object that `path` leads to; none if no edit is made.
fn inserted(text: &str, path: &[&str], value: &str) -> Option<String> {
    let parsed = read_as_written(text);
    let object = path.iter().fold(&parsed.documents[0], |node, key| step(node, key));
    insert_entry(text, object, "k", &new(value)).map(|edit| applied(text, &[edit]))
}

fn removed(text: &str, index: usize) -> Option<String> {
    let parsed = read_as_written(text);
    remove_entry(text, &parsed.documents[0], index).map(|edit| applied(text, &[edit]))
}

fn renamed(text: &str, key: &str) -> Option<String> {
    let parsed = read_as_written(text);
    rename_key(text, &parsed.documents[0], 0, key).map(|edit| applied(text, &[edit]))
}

fn read_as_written(text: &str) -> Parsed<'_> {
    if text.starts_with(['{', '[']) { json::read(text) } else { yaml::read(text) }
}

fn step<'n, 's>(node: &'n Node<'s>, key: &str) -> &'n Node<'s> {
    match key.parse::<usize>() {
        Ok(index) => &node.as_list().unwrap()[index],
        Err(_) => node.get(key).unwrap(),
    }
}

#[test]
fn an_entry_is_written_like_the_others() {
    for (text, expected) in [
        ("{}", "{\"k\": \"v\"}"),
        ("{\n}", "{\"k\": \"v\"}"),
        ("{\"a\":1}", "{\"a\":1,\"k\":\"v\"}"),
        ("{ \"a\" : 1 }", "{ \"a\" : 1, \"k\" : \"v\" }"),
        ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"k\": \"v\"\n}\n"),
        ("{\r\n\t\"a\": 1\r\n}", "{\r\n\t\"a\": 1,\r\n\t\"k\": \"v\"\r\n}"),
        ("{ \"a\": 1\n, \"b\": 2\n}", "{ \"a\": 1\n, \"b\": 2\n, \"k\": \"v\"\n}"),
        ("{\n \"a\": 1,\n}", "{\n \"a\": 1,\n \"k\": \"v\"\n}"),
        ("{\n \"a\": 1 // c\n}", "{\n \"a\": 1, // c\n \"k\": \"v\"\n}"),
        ("{\n \"a\": 1, /* c */ # d\n}", "{\n \"a\": 1, /* c */ # d\n \"k\": \"v\"\n}"),
        ("a: 1\n", "a: 1\nk: v\n"),
        ("a: 1 # c", "a: 1 # c\nk: v"),
        ("a: 'x'\n# end\n", "a: 'x'\nk: 'v'\n# end\n"),
        ("\"a\": \"x\"\r\n", "\"a\": \"x\"\r\n\"k\": \"v\"\r\n"),
        ("a: |\n  x\n\n\nb: !T\n- c:\n", "a: |\n  x\n\n\nb: !T\n- c:\nk: v\n"),
        ("--- # c\na: |-\n  x", "--- # c\na: |-\n  x\nk: v"),
    ] {
        assert_eq!(inserted(text, &[], "\"v\"").as_deref(), Some(expected), "{text}");
    }
}

/// What the style of a text shows in a value that is put in: an object with an array of objects and one of strings.
#[test]
fn what_is_nested_is_in_the_style_of_the_text() {
    let nested = "{\"a\":[{\"b\":\"x\",\"c\":\"2012-10-17\"},{\"b\":\"*\"}],\"d\":[\"x\",\"w\"],\"e\":{\"f\":\"g\"}}";
    for (text, expected) in [
        (
            "{\n    \"z\": 1\n}",
            "{\n    \"z\": 1,\n    \"k\": {\n        \"a\": [\n            {\n                \"b\": \"x\",\n                \"c\": \"2012-10-17\"\n            },\n            {\n                \"b\": \"*\"\n            }\n        ],\n        \"d\": [\n            \"x\",\n            \"w\"\n        ],\n        \"e\": {\n            \"f\": \"g\"\n        }\n    }\n}",
        ),
        (
            "{\r\n\t\"z\": [\"1\"],\r\n\t\"y\": { \"x\": 1 }\r\n}",
            "{\r\n\t\"z\": [\"1\"],\r\n\t\"k\": {\r\n\t\t\"a\": [\r\n\t\t\t{\r\n\t\t\t\t\"b\": \"x\",\r\n\t\t\t\t\"c\": \"2012-10-17\"\r\n\t\t\t},\r\n\t\t\t{ \"b\": \"*\" }\r\n\t\t],\r\n\t\t\"d\": [\"x\", \"w\"],\r\n\t\t\"e\": { \"f\": \"g\" }\r\n\t},\r\n\t\"y\": { \"x\": 1 }\r\n}",
        ),
        (
            "{\"z\":1}",
            "{\"z\":1,\"k\":{\"a\":[{\"b\":\"x\",\"c\":\"2012-10-17\"},{\"b\":\"*\"}],\"d\":[\"x\",\"w\"],\"e\":{\"f\":\"g\"}}}",
        ),
        (
            "z:\n    - y: 1\n",
            "z:\n    - y: 1\nk:\n    a:\n        - b: x\n          c: \"2012-10-17\"\n        - b: \"*\"\n    d:\n        - x\n        - w\n    e:\n        f: g\n",
        ),
        (
            "z: # c\n  y: '1'\n  x:\n  - w\n",
            "z: # c\n  y: '1'\n  x:\n  - w\nk:\n  a:\n  - b: x\n    c: '2012-10-17'\n  - b: '*'\n  d:\n  - x\n  - w\n  e:\n    f: g\n",
        ),
    ] {
        assert_eq!(inserted(text, &[], nested).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn items_are_written_like_the_others() {
    for (text, expected) in [
        ("a: [x, y]\n", "a: [x, y, v, w]\n"),
        ("a: []\n", "a: [\"v\", \"w\"]\n"),
        ("{\"a\":[\"x\",\"y\"]}", "{\"a\":[\"x\",\"y\",\"v\",\"w\"]}"),
        ("{\"a\": [\"x\"]}", "{\"a\": [\"x\", \"v\", \"w\"]}"),
        ("{\"a\": [\n  \"x\"\n]}", "{\"a\": [\n  \"x\",\n  \"v\",\n  \"w\"\n]}"),
        ("a:\n- x # c\nb: 1\n", "a:\n- x # c\n- v\n- w\nb: 1\n"),
        ("a:\r\n  -   'x'\r\n", "a:\r\n  -   'x'\r\n  -   'v'\r\n  -   'w'\r\n"),
        ("- a:\n    - x", "- a:\n    - x\n    - v\n    - w"),
        ("a:\n- [x]\n- [y]\n", "a:\n- [x]\n- [y]\n- v\n- w\n"),
    ] {
        let parsed = read_as_written(text);
        let document = &parsed.documents[0];
        let object = document.as_list().map_or(document, |items| &items[0]);
        let new = [NewValue::text("v"), NewValue::text("w")];
        let edit = insert_items(text, object.get("a").unwrap(), &new).unwrap();
        assert_eq!(applied(text, &[edit]), expected, "{text}");
    }
}

/// The brackets of a first item are not those of the array around it.
#[test]
fn an_array_in_block_style_whose_first_item_has_brackets_is_no_array_in_brackets() {
    for text in ["- - [x]\n  - y\n", "- - [x]\n  - [y]\n"] {
        let parsed = yaml::read(text);
        let outer = &parsed.documents[0];
        assert_eq!(insert_items(text, outer, &[NewValue::text("v")]), None, "{text}");
        let inner = &outer.as_list().unwrap()[0];
        let edit = insert_items(text, inner, &[NewValue::text("v")]).unwrap();
        assert_eq!(applied(text, &[edit]), format!("{text}  - v\n"));
    }
}

#[test]
fn one_item_becomes_an_array() {
    for (text, expected) in [
        ("a: x # c\nb: [y]\n", "a:\n  - x # c\n  - v\nb: [y]\n"),
        ("a: 'x'\nb:\n- y\n", "a:\n- 'x'\n- 'v'\nb:\n- y\n"),
        (
            "a:\n    b: |\n        x\n\n    c: 1\nd: 1\n",
            "a:\n    - b: |\n          x\n\n      c: 1\n    - v\nd: 1\n",
        ),
        ("{\"a\": \"x\"}", "{\"a\": [\"x\", \"v\"]}"),
        ("{\r\n  \"a\": \"x\"\r\n}", "{\r\n  \"a\": [\r\n    \"x\",\r\n    \"v\"\r\n  ]\r\n}"),
        (
            "{\n  \"a\": \"x\",\n  \"b\": [\"y\"]\n}",
            "{\n  \"a\": [\"x\", \"v\"],\n  \"b\": [\"y\"]\n}",
        ),
        (
            "{\n  \"a\": {\n    \"b\": 1\n  }\n}",
            "{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n    \"v\"\n  ]\n}",
        ),
    ] {
        let parsed = read_as_written(text);
        let edits = into_list(text, &parsed.documents[0], "a", &[NewValue::text("v")]).unwrap();
        assert_eq!(applied(text, &edits), expected, "{text}");
    }
}

#[test]
fn an_entry_finds_its_object() {
    let text = "x:\n- - a: 1\n    b: 2\n- c\ny: {d: e}\nz: {}\n";
    for (path, expected) in [
        (&["x", "0", "0"][..], "x:\n- - a: 1\n    b: 2\n    k: v\n- c\ny: {d: e}\nz: {}\n"),
        (&["y"], "x:\n- - a: 1\n    b: 2\n- c\ny: {d: e, k: v}\nz: {}\n"),
        (&["z"], "x:\n- - a: 1\n    b: 2\n- c\ny: {d: e}\nz: {\"k\": \"v\"}\n"),
    ] {
        assert_eq!(inserted(text, path, "\"v\"").as_deref(), Some(expected), "{path:?}");
    }
}

#[test]
fn a_value_stands_in_the_quotes_that_it_wants() {
    for (value, expected) in [
        ("\"arn:aws:iam::111122223333:role/<name>\"", "arn:aws:iam::111122223333:role/<name>"),
        ("\"yes\"", "\"yes\""),
        ("\"1\"", "\"1\""),
        ("\"a: b\"", "\"a: b\""),
        ("\"\"", "\"\""),
    ] {
        let expected = format!("a: b\nk: {expected}\n");
        assert_eq!(inserted("a: b\n", &[], value), Some(expected), "{value}");
    }
}

#[test]
fn an_entry_goes_with_its_comma_and_comment() {
    for (text, index, expected) in [
        ("{\"a\": 1}", 0, "{}"),
        ("{\n  \"a\": 1, // c\n}", 0, "{}"),
        ("{\"a\": 1, \"b\": 2, \"c\": 3}", 1, "{\"a\": 1, \"c\": 3}"),
        ("{\"a\": 1, \"b\": 2}", 1, "{\"a\": 1}"),
        ("{ \"a\": 1\n, \"b\": 2\n}", 1, "{ \"a\": 1\n}"),
        ("{\n \"a\": 1, // a\n // b\n \"b\": 2 // b\n}", 1, "{\n \"a\": 1 // a\n}"),
        ("{\n \"a\": 1, // a\n // b\n \"b\": 2 // b\n}", 0, "{\n // b\n \"b\": 2 // b\n}"),
        ("a: 1 # c\nb: 2\n", 0, "b: 2\n"),
        ("a: 1\nb:\n  - 2 # c\nc: 3\n", 1, "a: 1\nc: 3\n"),
        ("a: 1\nb: 2", 1, "a: 1\n"),
        ("a: |\n  x\n", 0, "{}\n"),
    ] {
        assert_eq!(removed(text, index).as_deref(), Some(expected), "{text}");
    }
    let text = "- a: 1\n  b: 2\n";
    let parsed = yaml::read(text);
    let edit = remove_entry(text, &parsed.documents[0].as_list().unwrap()[0], 0).unwrap();
    assert_eq!(applied(text, &[edit]), "- b: 2\n");
}

#[test]
fn a_key_keeps_its_quotes() {
    for (text, key, expected) in [
        ("{\"a\": 1}", "it's \"b\"", "{\"it's \\\"b\\\"\": 1}"),
        ("'a': 1", "it's", "'it''s': 1"),
        ("a: 1", "executionRoleArn", "executionRoleArn: 1"),
        ("a: 1", "no", "\"no\": 1"),
    ] {
        assert_eq!(renamed(text, key).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_is_not_plain_gets_no_edit() {
    for text in [
        "{\"k\": 1}",
        "{\"a\": ${X}}",
        "{\"a\": [{\"b\": {{ x }}}]}",
        "{\"a\": 1, ${more}}",
        "{\"a\": 1 \"b\": 2}",
        "{\"a\": 1,, \"b\": 2}",
        "{\"a\": 1, ...}",
        "{\"a\": {}",
        "{\"a\" = 1}",
        "{\"a\": 1], \"b\": 2}",
        "{{\"a\": 1}}",
        "a: &x 1\n? b\n: 2\n",
        "a: &x\n",
        "&x a: 1\n",
        "a: |+\n  x\n",
        "a: |\n  x",
        "a: 1\n{{ if x }}\nb: 2\n{{ end }}\n",
        "&x {a: 1}\n",
        "!T {a: 1}\n",
    ] {
        assert_eq!(inserted(text, &[], "\"1\""), None, "{text}");
    }
    assert_eq!(inserted("x: [\n  a: 1\n]\n", &["x", "0"], "\"1\""), None);
    assert_eq!(inserted("x: &x {a: 1}\ny: *x\n", &["y"], "\"1\""), None);
    assert_eq!(inserted("{\"a\": 1}", &[], "\"\\u0000\""), None);
    assert_eq!(removed("a: &x 1\nb: *x\n", 0), None);
    assert_eq!(removed("a: |\n  x\nb: 1\n  # not of the text above\n", 1), None);
    assert_eq!(renamed("{\"a\": 1, \"b\": 2}", "b"), None);
    // A tree that was made from the text is not the text's.
    let mut parsed = json::read("{\"a\": 1}");
    parsed.documents[0].visit_mut(&mut |_, node| {
        if let Value::Map(map) = &mut node.value {
            map.entries[0].key = "b".into();
        }
        Below::Visit
    });
    assert!(Layout::of("{\"a\": 1}", &parsed.documents[0]).is_none());
}

#[test]
fn layout_tells_commas_indentation_and_style() {
    let text = "{\n  \"a\": [1 /* , */ , 2, // ,\n    3],\n\t\"b\": {}, \"c\": 0\n}";
    let parsed = json::read(text);
    let layout = Layout::of(text, &parsed.documents[0]).unwrap();
    assert_eq!((layout.style(), layout.is_on_one_line()), (LayoutStyle::Flow, false));
    let indentation = [0, 1, 2, 3].map(|index| layout.indentation(index));
    assert_eq!(indentation, [Some("  ".to_owned()), Some("\t".to_owned()), None, None]);
    assert_eq!(&text[layout.extent(1).unwrap().range()], "\"b\": {}");
    assert_eq!(layout.comma_after(2), None);
    let list = Layout::of(text, parsed.documents[0].get("a").unwrap()).unwrap();
    let commas = [0, 1, 2].map(|index| list.comma_after(index).map(|comma| comma.range().start));
    assert_eq!(commas, [text.find(", 2"), text.find(", //"), None]);
    let text = "- a: 1\n  b: 2\n";
    let parsed = yaml::read(text);
    let layout = Layout::of(text, &parsed.documents[0].as_list().unwrap()[0]).unwrap();
    assert_eq!((layout.style(), layout.is_on_one_line()), (LayoutStyle::Block, false));
    assert_eq!(layout.indentation(0), Some("  ".to_owned()));
}

#[test]
fn a_new_entry_and_a_fix_of_the_comma_before_it_exclude_each_other() {
    let text = "{\n \"a\": 1,\n}";
    let parsed = json::read(text);
    let edit = insert_entry(text, &parsed.documents[0], "k", &NewValue::text("1")).unwrap();
    assert!(edit.span.contains(parsed.problems[0].span().unwrap()));
}

#[test]
fn comments_go_with_their_lines() {
    for (text, expected) in [
        ("{} // c", "{}"),
        ("// a\n  // b\n{}", "{}"),
        ("{\n  # a\r\n  \"a\": 1 /* b */, // c\r\n}", "{\n  \"a\": 1,\r\n}"),
        ("[\"a\"/* a */]", "[\"a\"]"),
        ("[\"a\"/* a */\"b\"]", "[\"a\" \"b\"]"),
        ("[1 /* a */, 2]", "[1, 2]"),
        ("[ /* a\n */ 1 /* open", "[ 1"),
    ] {
        assert_eq!(without_comments(text), expected, "{text:?}");
    }
}

/// A text without the comments that are reported.
fn without_comments(text: &str) -> String {
    let problems = json::read(text).problems;
    let comments = problems
        .iter()
        .filter(|it| it.code.is(BuiltIn::Comment))
        .filter_map(SyntaxDiagnostic::span);
    let edits: Vec<_> = comments.flat_map(|span| remove_comments(text, span)).collect();
    applied(text, &edits)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_json_reads_as_the_changed_tree(
        value in any_value(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
        crlf in any::<bool>(),
    ) {
        let text = print_json(&value, "", false, &mut Choices::new(&choices));
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let count = check(json::read, &text);
        // Nothing hinders an edit in strict JSON, but that a key is there already.
        let names = text.matches("newKey").count() + text.matches("\"yes\"").count();
        assert!(names > 0 || count.made == count.asked, "{text}\n{count:?}");
        check(yaml::read, &text.replace('\t', "  "));
    }

    #[test]
    fn edited_json_with_comments_reads_as_the_changed_tree(
        value in any_value(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
    ) {
        let text = print_json(&value, "", true, &mut Choices::new(&choices));
        check(json::read, &text);
        let plain = without_comments(&text);
        let parsed = json::read(&plain);
        assert!(parsed.problems.iter().all(|it| it.code.is(BuiltIn::TrailingComma)), "{text}\n{plain}");
        assert_eq!(shape(&parsed.documents[0]), shape(&json::read(&text).documents[0]), "{text}");
    }

    #[test]
    fn edited_yaml_reads_as_the_changed_tree(
        value in any_value(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
        end in prop_oneof![Just(""), Just("\n"), Just("\n# end\n"), Just("\n\n...\n")],
        crlf in any::<bool>(),
    ) {
        let text = print_yaml(&value, "", &mut Choices::new(&choices)).replace('\t', "  ") + end;
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        // Nothing at all is no document.
        if !yaml::read(&text).documents.is_empty() {
            assert_eq!(yaml::read(&text).problems, [], "{text}");
            check(yaml::read, &text);
        }
    }

    #[test]
    fn edits_of_broken_text_stay_within_it(
        value in any_value(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
        breaks in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), odd_char()), 1..4),
        is_yaml in any::<bool>(),
    ) {
        let choices = &mut Choices::new(&choices);
        let printed = if is_yaml {
            print_yaml(&value, "", choices)
        } else {
            print_json(&value, "", true, choices)
        };
        let mut chars: Vec<char> = printed.chars().collect();
        for (at, is_new, c) in breaks {
            let at = at.index(chars.len() + 1);
            if is_new || at == chars.len() { chars.insert(at, c) } else { chars[at] = c }
        }
        let text: String = chars.into_iter().collect();
        let parsed = if is_yaml { yaml::read(&text) } else { json::read(&text) };
        for node in parsed.documents.iter().flat_map(|it| it.walk(Aliases::Written)) {
            let entries = node.as_map().map_or(0, |map| map.entries.len());
            let other = (0..entries).flat_map(|index| {
                [remove_entry(&text, node, index), rename_key(&text, node, index, "newKey")]
            });
            let value = NewValue::text("1");
            let keys = node.as_map().into_iter().flat_map(|map| &map.entries);
            let of_keys = keys.flat_map(|entry| {
                let listed = into_list(&text, node, &entry.key, std::slice::from_ref(&value));
                let set = set_value(&text, node, &entry.key, &value);
                listed.into_iter().flatten().chain(set)
            });
            let added = [
                insert_entry(&text, node, "newKey", &value),
                insert_items(&text, node, std::slice::from_ref(&value)),
            ];
            let edits = other.chain(added).flatten().chain(of_keys);
            edits.for_each(|edit| drop(applied(&text, &[edit])));
        }
        for span in parsed.problems.iter().filter_map(SyntaxDiagnostic::span) {
            applied(&text, &remove_comments(&text, span));
        }
    }
}
