//! Rule descriptors: what each code that occurs means, from the table of codes and the files of the rules.

use crate::base::diagnostic::{BuiltIn, Code};
use crate::render::rule_page;
use crate::rules::{Rule, Rules};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a file notes of a code, for [`of_noted`]: its name, and the whole descriptor where only the file's own rules know it.
pub(super) fn note(code: &Code, rules: &Rules) -> Value {
    let own = match code {
        Code::BuiltIn(_) => None,
        Code::OfRule { name, .. } if of_rules(&Rules::built_in(), name).is_some() => None,
        Code::OfRule { name, .. } => of_rules(rules, name),
    };
    own.unwrap_or_else(|| code.name().into())
}

/// The descriptors of all that was noted, by code; `noted` is the inside of an array.
pub(super) fn of_noted(noted: &str) -> Vec<Value> {
    let noted: Vec<Value> = serde_json::from_str(&format!("[{noted}]")).unwrap_or_default();
    let (names, own): (Vec<_>, Vec<_>) = noted.into_iter().partition(Value::is_string);
    let names: BTreeSet<_> = names.iter().filter_map(Value::as_str).collect();
    let built_in = BuiltIn::ALL.iter().filter(|it| names.contains(it.name()));
    let rules = Rules::built_in();
    let of_rules = names.iter().filter_map(|it| self::of_rules(&rules, it));
    let all = built_in.map(|it| of_code(*it)).chain(of_rules).chain(own);
    let by_id =
        all.map(|it| (it.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(), it));
    by_id.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The descriptor of a code that one of the rules has.
fn of_rules(rules: &Rules, code: &str) -> Option<Value> {
    rules.iter().find_map(|it| of_rule(it, code))
}

fn of_code(code: BuiltIn) -> Value {
    let when = code.when();
    let first = when.split_inclusive(". ").next().unwrap_or(when).trim_end();
    let descriptor = json!({
        "defaultConfiguration": { "level": code.severity().name() },
        "fullDescription": { "text": when },
        "help": { "markdown": rule_page::code(code), "text": code.help() },
        "id": code.name(),
        "shortDescription": { "text": first },
    });
    with_link(descriptor, rule_page::docs(code))
}

/// The descriptor of a code of a rule's own; none if the rule has no such code.
fn of_rule(rule: &Rule, code: &str) -> Option<Value> {
    let own = rule.findings.iter().find(|it| it.code == code)?;
    let help = own.help.as_deref().unwrap_or(&rule.why);
    let descriptor = json!({
        "defaultConfiguration": { "level": own.severity.name() },
        "fullDescription": { "text": &*rule.why },
        "help": { "markdown": rule_page::rule(rule), "text": help },
        "id": code,
        "shortDescription": { "text": &*rule.title },
    });
    Some(with_link(descriptor, rule.docs()))
}

fn with_link(mut descriptor: Value, docs: Option<&str>) -> Value {
    let docs = docs.filter(|it| it.starts_with("https://"));
    if let (Some(docs), Some(object)) = (docs, descriptor.as_object_mut()) {
        object.insert("helpUri".to_owned(), docs.into());
    }
    descriptor
}
