//! The excerpts that the pages of rules show: what a rule reads of its fixtures, wrong and right.

use needs_exec_role::rules::Rule;
use needs_exec_role::rules::path::Path;
use needs_exec_role::syntax::{Node, Value, json};
use needs_exec_role::{Checker, Options, Severity, SourceFile};
use std::fmt::Write;
use std::fs;

/// Columns of an excerpt: what is shorter stands on one line.
const COLUMNS: usize = 72;

/// Bytes of all excerpts: they are part of the program.
const MOST: usize = 10_000;

/// What makes an excerpt right that lacks only the role.
const ROLE: &str = r#""executionRoleArn": "arn:aws:iam::111122223333:role/ecsTaskExecutionRole""#;

/// Keys at the top of a task definition that decide whatever the rule reads.
const TOP: [&str; 1] = ["requiresCompatibilities"];

/// Keys that say what an object is: they are kept beside what is read, and on the way to it.
const KINDS: [&str; 2] = ["type", "logDriver"];

/// Rules whose fixture is no advice: Amazon Elastic Inference is retired.
const NO_ADVICE: [&str; 1] = ["resource-requirement-limits"];

/// A value that is written again, without what a rule does not read.
enum Excerpt {
    Text(String),
    List(Vec<Excerpt>),
    Map(Vec<(String, Excerpt)>),
}

/// The excerpts of all rules that have a wrong and a right one.
pub(crate) fn of(rules: &[Rule]) -> String {
    let checker = Checker::new(&Options::default()).expect("a checker");
    let mut all = String::new();
    for rule in rules {
        let Some(path) = path(rule) else { continue };
        let Some(wrong) = excerpt(rule, &path, "fires") else { continue };
        let [fires, silent] = ["fires", "silent"].map(|name| fixture(rule, name));
        let codes = codes(&checker, &fires);
        let is_own = |code: &String| {
            *code == "unsupported-on-launch-type" || rule.findings.iter().any(|it| it.code == *code)
        };
        if codes.iter().any(|code| code == "execution-role-missing") {
            let right = fires.replacen("{\n", &format!("{{\n  {ROLE},\n"), 1);
            let left = self::codes(&checker, &right);
            assert!(left.is_empty(), "{}: {left:?} in {right}", rule.id());
            write!(all, "# {}\n{wrong}", rule.id()).expect("text");
        } else if codes.iter().any(is_own) && !NO_ADVICE.contains(&rule.id()) {
            let Some(right) = excerpt(rule, &path, "silent") else { continue };
            let left = self::codes(&checker, &silent);
            assert!(!left.iter().any(is_own), "{}: {left:?} in {right}", rule.id());
            write!(all, "# {}\n{wrong}---\n{right}", rule.id()).expect("text");
        }
    }
    assert!(all.len() < MOST, "{} bytes of excerpts", all.len());
    all
}

/// The codes of the errors in a file.
fn codes(checker: &Checker, text: &str) -> Vec<String> {
    let report = checker.check(&[SourceFile::new("web.json", text)], &mut |_| None);
    let errors = report.diagnostics().filter(|it| it.severity == Severity::Error);
    errors.map(|it| it.code.clone()).collect()
}

fn fixture(rule: &Rule, name: &str) -> String {
    fs::read_to_string(format!("fixtures/rules/{}/{name}.json", rule.id())).unwrap_or_default()
}

/// The path of a rule that leads somewhere in the fixture where it fires.
fn path(rule: &Rule) -> Option<String> {
    let text = fixture(rule, "fires");
    let parsed = json::read(&text);
    let root = parsed.documents.first()?;
    rule.each.iter().map(Path::to_field).find(|it| reaches(root, &steps(it)))
}

/// What a rule reads of a fixture; nothing if the path leads nowhere.
fn excerpt(rule: &Rule, path: &str, name: &str) -> Option<String> {
    let text = fixture(rule, name);
    let parsed = json::read(&text);
    let root = parsed.documents.first()?;
    let steps = steps(path);
    if !reaches(root, &steps) {
        return None;
    }
    let read: Vec<_> = rule.read.iter().map(|it| it.path.to_string()).collect();
    let below: Vec<_> =
        read.iter().filter(|it| !it.starts_with('/')).map(|it| first_key(it)).collect();
    let above = read.iter().filter_map(|it| it.strip_prefix('/')).map(first_key);
    let above: Vec<_> = above.chain(TOP).collect();
    let mut entries = Vec::new();
    for entry in &root.as_map()?.entries {
        let key = entry.key.as_ref();
        if above.contains(&key) {
            entries.push((key.to_owned(), whole(&entry.value, &text)));
        } else if steps.first() == Some(&key) {
            let part = along(&entry.value, &steps[1..], &below, &text);
            entries.extend(part.map(|part| (key.to_owned(), part)));
        }
    }
    Some(format!("{}\n", written(&Excerpt::Map(entries), 0, true)))
}

fn steps(field: &str) -> Vec<&str> {
    field
        .split('.')
        .flat_map(|key| match key.strip_suffix("[]") {
            Some(key) => vec![key, "[]"],
            None => vec![key],
        })
        .collect()
}

fn first_key(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

fn reaches(node: &Node<'_>, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return !matches!(node.value, Value::Null);
    };
    match (&node.value, *step) {
        (Value::List(items), "[]") => items.iter().any(|item| reaches(item, rest)),
        (Value::Map(_), key) => node.get(key).is_some_and(|it| reaches(it, rest)),
        _ => false,
    }
}

/// What is on the way to a place, and there what is read.
fn along(node: &Node<'_>, steps: &[&str], read: &[&str], text: &str) -> Option<Excerpt> {
    let Some((step, rest)) = steps.split_first() else {
        let Value::Map(map) = &node.value else { return Some(whole(node, text)) };
        let is_read = |key: &str| {
            key == "name" || KINDS.contains(&key) || read.is_empty() || read.contains(&key)
        };
        let entries = map.entries.iter().filter(|it| is_read(&it.key));
        return Some(Excerpt::Map(
            entries.map(|it| (it.key.to_string(), whole(&it.value, text))).collect(),
        ));
    };
    match &node.value {
        Value::List(items) => {
            let item = items.iter().find(|it| reaches(it, rest)).or(items.first())?;
            Some(Excerpt::List(vec![along(item, rest, read, text)?]))
        }
        Value::Map(_) => {
            let mut entries = Vec::new();
            for entry in &node.as_map()?.entries {
                let key = entry.key.as_ref();
                if key == *step {
                    entries.push((key.to_owned(), along(&entry.value, rest, read, text)?));
                } else if KINDS.contains(&key) {
                    entries.push((key.to_owned(), whole(&entry.value, text)));
                }
            }
            Some(Excerpt::Map(entries))
        }
        _ => Some(whole(node, text)),
    }
}

fn whole(node: &Node<'_>, text: &str) -> Excerpt {
    match &node.value {
        Value::List(items) => Excerpt::List(items.iter().map(|it| whole(it, text)).collect()),
        Value::Map(map) => Excerpt::Map(
            map.entries.iter().map(|it| (it.key.to_string(), whole(&it.value, text))).collect(),
        ),
        _ => Excerpt::Text(text[node.span.start as usize..node.span.end as usize].to_owned()),
    }
}

/// The JSON of an excerpt: what fits stands on one line.
fn written(excerpt: &Excerpt, depth: usize, is_top: bool) -> String {
    let flat = flat(excerpt);
    if !is_top && 2 * depth + flat.len() <= COLUMNS {
        return flat;
    }
    let indent = "  ".repeat(depth + 1);
    let (open, close, items): (_, _, Vec<_>) = match excerpt {
        Excerpt::Text(text) => return text.clone(),
        Excerpt::List(items) => {
            ('[', ']', items.iter().map(|it| written(it, depth + 1, false)).collect())
        }
        Excerpt::Map(entries) => {
            let entry = |(key, value): &(String, Excerpt)| {
                format!("\"{key}\": {}", written(value, depth + 1, false))
            };
            ('{', '}', entries.iter().map(entry).collect())
        }
    };
    let items: Vec<_> = items.iter().map(|it| format!("{indent}{it}")).collect();
    format!("{open}\n{}\n{}{close}", items.join(",\n"), "  ".repeat(depth))
}

fn flat(excerpt: &Excerpt) -> String {
    match excerpt {
        Excerpt::Text(text) => text.clone(),
        Excerpt::List(items) => {
            format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(", "))
        }
        Excerpt::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Excerpt::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("\"{key}\": {}", flat(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
