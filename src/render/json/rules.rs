//! `rules --format json`, version 1: what each rule says about each launch type.

use super::wire::{cell_name, role_name};
use crate::aws::launch_type::LaunchType;
use crate::rules::data::Str;
use crate::rules::language::CERTAINTIES;
use crate::rules::rule::Certainty;
use crate::rules::value::Test;
use crate::rules::{FACTS_DATE, Requirement, Rule};
use serde::{Serialize, Serializer};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleListJson<'a> {
    version: u8,
    tool: &'static str,
    tool_version: &'static str,
    facts_date: &'static str,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleJson<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
    docs: Vec<&'a str>,
    certainty: &'static str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    launch_types: LaunchTypesJson<'a>,
}

/// The cells of a rule by launch type, in the order of reports.
#[derive(Debug)]
struct LaunchTypesJson<'a>(&'a Rule);

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CellJson<'a> {
    requirement: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    when: Vec<TestJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assume: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct TestJson<'a> {
    value: String,
    is: Vec<Option<&'a str>>,
}

/// The list.
pub fn rules(rules: &[Rule]) -> String {
    let list = RuleListJson {
        version: 1,
        tool: "needs-exec-role",
        tool_version: env!("CARGO_PKG_VERSION"),
        facts_date: FACTS_DATE,
        rules: rules.iter().map(RuleJson::new).collect(),
    };
    // The wire types hold nothing that JSON cannot say.
    serde_json::to_string_pretty(&list).unwrap_or_default() + "\n"
}

impl<'a> RuleJson<'a> {
    fn new(rule: &'a Rule) -> Self {
        Self {
            id: rule.id(),
            title: &rule.title,
            why: &rule.why,
            docs: rule.docs.iter().map(AsRef::as_ref).collect(),
            certainty: certainty_name(rule.certainty),
            role: role_name(rule.role),
            since: rule.since.as_ref().map(ToString::to_string),
            until: rule.until.as_ref().map(ToString::to_string),
            launch_types: LaunchTypesJson(rule),
        }
    }
}

impl Serialize for LaunchTypesJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(LaunchType::ALL.into_iter().map(|launch_type| {
            let cells = self.0.cells(launch_type).iter();
            (launch_type.name(), cells.map(|it| CellJson::new(self.0, it)).collect::<Vec<_>>())
        }))
    }
}

impl<'a> CellJson<'a> {
    fn new(rule: &'a Rule, cell: &'a Requirement) -> Self {
        Self {
            requirement: cell_name(cell.is),
            when: cell.when.iter().map(|test| TestJson::new(rule, test)).collect(),
            assume: cell.assume.as_deref(),
            since: cell.since.as_ref().map(ToString::to_string),
            until: cell.until.as_ref().map(ToString::to_string),
            certainty: cell.certainty.map(certainty_name),
            note: cell.note.as_deref(),
        }
    }
}

impl<'a> TestJson<'a> {
    fn new(rule: &'a Rule, test: &'a Test) -> Self {
        let name = rule.read.get(test.value).map_or("", |read| &read.name);
        let part = test.part.as_ref().map(|part| format!(".{part}")).unwrap_or_default();
        let is = test.wanted.iter().map(|wanted: &Option<Str>| wanted.as_deref());
        Self { value: format!("{name}{part}"), is: is.collect() }
    }
}

/// The word of the rule language.
fn certainty_name(certainty: Certainty) -> &'static str {
    let word = CERTAINTIES.iter().find(|(_, it)| *it == certainty);
    word.map_or("inferred", |(word, _)| word)
}
