//! Terraform blocks that can be applied as they are.

use crate::base::text::{Placeholder, Text};
use crate::iam::generate::names::{NameSpelling, Parameters, Stands, assemble, localized};
use crate::iam::generate::role::GeneratedRole;
use crate::iam::generate::{Policy, PolicyStatement};
use std::collections::BTreeSet;

const LABEL: &str = "task_execution";
const TRUST_LABEL: &str = "task_execution_trust";

/// The policy's document, and the policy.
pub(super) fn policy(policy: &Policy, name: Option<&str>) -> String {
    let parameters = Parameters::of(policy.texts(), NameSpelling::Snake, false);
    let mut text = preamble(policy.texts(), &parameters);
    text.push_str(&document(policy, LABEL, &parameters));
    text.push_str(&format!("resource \"aws_iam_policy\" \"{LABEL}\" {{\n"));
    if let Some(name) = name {
        text.push_str(&format!("  name   = {}\n", quoted(name)));
    }
    text.push_str(&format!("  policy = data.aws_iam_policy_document.{LABEL}.json\n}}\n"));
    text
}

/// The role with its documents.
pub(super) fn role(role: &GeneratedRole) -> String {
    let parameters = Parameters::of(role.texts(), NameSpelling::Snake, false);
    let mut text = preamble(role.texts(), &parameters);
    text.push_str(&document(&role.trust, TRUST_LABEL, &parameters));
    let trust = format!("data.aws_iam_policy_document.{TRUST_LABEL}.json");
    text.push_str(&format!("resource \"aws_iam_role\" \"{LABEL}\" {{\n"));
    if let Some(name) = &role.name {
        text.push_str(&format!("  name               = {}\n", quoted(name)));
    }
    if role.path != "/" {
        text.push_str(&format!("  path               = {}\n", quoted(&role.path)));
    }
    text.push_str(&format!("  assume_role_policy = {trust}\n}}\n"));
    if let Some(arn) = &role.managed {
        text.push_str(&format!(
            "\nresource \"aws_iam_role_policy_attachment\" \"{LABEL}\" {{\n  role       = aws_iam_role.{LABEL}.name\n  policy_arn = {}\n}}\n",
            value(arn, &parameters),
        ));
    }
    if !role.inline.is_empty() {
        text.push('\n');
        text.push_str(&document(&role.inline, LABEL, &parameters));
        text.push_str(&format!(
            "resource \"aws_iam_role_policy\" \"{LABEL}\" {{\n  name   = {}\n  role   = aws_iam_role.{LABEL}.id\n  policy = data.aws_iam_policy_document.{LABEL}.json\n}}\n",
            quoted(&role.policy_name()),
        ));
    }
    text
}

/// The data sources and the variables that the texts use.
fn preamble<'a>(texts: impl Iterator<Item = &'a Text<'static>>, parameters: &Parameters) -> String {
    let texts: Vec<_> = texts.map(localized).collect();
    let used: Vec<_> =
        texts.iter().flat_map(Text::placeholders).map(|it| parameters.stands_for(it)).collect();
    let mut text = String::new();
    for (kind, stands) in [
        ("aws_partition", Stands::Partition),
        ("aws_region", Stands::Region),
        ("aws_caller_identity", Stands::Account),
    ] {
        if used.contains(&stands) {
            text.push_str(&format!("data \"{kind}\" \"current\" {{}}\n\n"));
        }
    }
    for parameter in parameters.iter() {
        let about = quoted(&parameter.about());
        text.push_str(&format!(
            "variable \"{}\" {{\n  type        = string\n  description = {about}\n}}\n\n",
            parameter.name
        ));
    }
    text
}

fn document(policy: &Policy, label: &str, parameters: &Parameters) -> String {
    let mut text = format!("data \"aws_iam_policy_document\" \"{label}\" {{\n");
    for (index, statement) in policy.statements.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { "\n" });
        text.push_str(&block(statement, parameters));
    }
    text.push_str("}\n\n");
    text
}

fn block(statement: &PolicyStatement, parameters: &Parameters) -> String {
    let mut text = "  statement {\n".to_owned();
    let mut settings = Vec::new();
    if !statement.sid.is_empty() {
        settings.push(("sid", quoted(&statement.sid)));
    }
    settings.push(("actions", list(statement.actions.iter().map(|action| quoted(action)))));
    if !statement.resources.is_empty() {
        let resources = statement.resources.iter().map(|resource| value(resource, parameters));
        settings.push(("resources", list(resources)));
    }
    // terraform fmt lines up the settings of one line, and leaves those of several alone.
    let is_short = |setting: &&(&str, String)| !setting.1.contains('\n');
    let longest = settings.iter().filter(is_short).map(|(name, _)| name.len()).max();
    for (name, setting) in &settings {
        let width = longest.filter(|_| !setting.contains('\n')).unwrap_or_default();
        text.push_str(&format!("    {name:<width$} = {setting}\n"));
    }
    if let Some(service) = statement.service {
        let service = quoted(service);
        text.push_str(&format!(
            "\n    principals {{\n      type        = \"Service\"\n      identifiers = [{service}]\n    }}\n"
        ));
    }
    for condition in &statement.conditions {
        let values = condition.values.iter().map(|it| value(it, parameters));
        let values: Vec<_> = values.collect();
        text.push_str(&format!(
            "\n    condition {{\n      test     = {}\n      variable = {}\n      values   = [{}]\n    }}\n",
            quoted(condition.operator),
            quoted(condition.key),
            values.join(", "),
        ));
    }
    text.push_str("  }\n");
    text
}

/// One item on the line, several on lines of their own.
fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<_> = items.collect();
    // Two placeholders may stand for the same here.
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(item.clone()));
    if let [only] = items.as_slice() {
        return format!("[{only}]");
    }
    let lines: String = items.iter().map(|item| format!("      {item},\n")).collect();
    format!("[\n{lines}    ]")
}

/// A text: a placeholder alone is a reference, and is in no string.
fn value(text: &Text<'static>, parameters: &Parameters) -> String {
    let text = localized(text);
    let reference = |placeholder: &Placeholder<'_>| match parameters.stands_for(placeholder) {
        Stands::Partition => "data.aws_partition.current.partition".to_owned(),
        // The one attribute that versions 5 and 6 of the provider both have without a warning.
        Stands::Region => "data.aws_region.current.id".to_owned(),
        Stands::Account => "data.aws_caller_identity.current.account_id".to_owned(),
        Stands::PolicyParameter(name) | Stands::Expression(name) => format!("var.{name}"),
    };
    if let Some(placeholder) = text.as_placeholder() {
        return reference(placeholder);
    }
    let inner = assemble(&text, escaped, |placeholder| format!("${{{}}}", reference(placeholder)));
    format!("\"{inner}\"")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The inside of a quoted string: what HCL would read as its own is doubled.
fn escaped(text: &str) -> String {
    let json = super::json::quoted(text);
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&json);
    inner.replace("${", "$${").replace("%{", "%%{")
}
