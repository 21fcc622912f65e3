//! A CloudFormation template in YAML that can be deployed as it is.

use super::OwnUnit;
use super::json::quoted;
use super::names::{NameSpelling, Parameters, Stands, assemble, localized};
use super::tree::{self, Tree};
use crate::base::text::{Placeholder, Text};
use crate::iam::generate::Policy;
use crate::iam::generate::role::GeneratedRole;
use std::collections::BTreeSet;

/// A template with a managed policy.
pub(super) fn policy(policy: &Policy, name: Option<&str>, own: Option<&OwnUnit>) -> String {
    let mut properties = Vec::new();
    properties.extend(name.map(|name| ("ManagedPolicyName", Tree::text(name))));
    properties.extend([
        ("Description", Tree::text("Permissions that ECS requires to start the tasks.")),
        ("PolicyDocument", tree::document(policy)),
    ]);
    let resource = ("TaskExecutionPolicy", "AWS::IAM::ManagedPolicy", Tree::map(properties));
    let output = ("PolicyArn", "!Ref TaskExecutionPolicy");
    template(resource, output, policy.texts(), own)
}

/// A template with the role.
pub(super) fn role(role: &GeneratedRole, own: Option<&OwnUnit>) -> String {
    let mut properties = Vec::new();
    properties.extend(role.name.as_deref().map(|name| ("RoleName", Tree::text(name))));
    if role.path != "/" {
        properties.push(("Path", Tree::text(&*role.path)));
    }
    properties.push(("AssumeRolePolicyDocument", tree::document(&role.trust)));
    if let Some(arn) = &role.managed {
        properties.push(("ManagedPolicyArns", Tree::List(vec![Tree::Leaf(arn.clone())])));
    }
    if !role.inline.is_empty() {
        let policy = Tree::map([
            ("PolicyName", Tree::text(role.policy_name())),
            ("PolicyDocument", tree::document(&role.inline)),
        ]);
        properties.push(("Policies", Tree::List(vec![policy])));
    }
    let resource = ("TaskExecutionRole", "AWS::IAM::Role", Tree::map(properties));
    let output = ("RoleArn", "!GetAtt TaskExecutionRole.Arn");
    template(resource, output, role.texts(), own)
}

/// A template that deploys as it is; or what goes into the template that the task definitions stand in.
fn template<'a>(
    (id, kind, properties): (&str, &str, Tree),
    (output, value): (&str, &str),
    texts: impl Iterator<Item = &'a Text<'static>>,
    own: Option<&OwnUnit>,
) -> String {
    let is_left = |text: &&Text<'static>| !own.is_some_and(|own| own.knows(text));
    let parameters = Parameters::of(texts.filter(is_left), NameSpelling::Pascal, own.is_some());
    let mut text = match own {
        Some(own) => format!("# Add this to {}: it uses names from that template.\n", shown(&own.path)),
        None => "AWSTemplateFormatVersion: \"2010-09-09\"\nDescription: Task execution role permissions, from the task definitions\n".to_owned(),
    };
    for (index, parameter) in parameters.iter().enumerate() {
        text.push_str(if index == 0 { "Parameters:\n" } else { "" });
        let about = quoted(&parameter.about());
        text.push_str(&format!("  {}:\n    Type: String\n", parameter.name));
        text.push_str(&format!("    Description: {about}\n"));
    }
    text.push_str(&format!("Resources:\n  {id}:\n    Type: {kind}\n    Properties:\n"));
    write_map(&properties, 6, &TemplateNames { parameters, own }, &mut text);
    if own.is_none() {
        text.push_str(&format!("Outputs:\n  {output}:\n    Value: {value}\n"));
    }
    text
}

/// What the placeholders are called.
struct TemplateNames<'a> {
    parameters: Parameters,
    own: Option<&'a OwnUnit>,
}

/// A path in a comment: on one line.
fn shown(path: &str) -> String {
    path.chars().filter(|c| !c.is_control()).collect()
}

/// The entries of a map, or the items of a list, each on lines of its own.
fn write_map(tree: &Tree, depth: usize, names: &TemplateNames<'_>, text: &mut String) {
    let pad = " ".repeat(depth);
    match tree {
        Tree::Leaf(leaf) => text.push_str(&format!("{pad}{}\n", scalar(leaf, names))),
        Tree::Map(entries) => {
            for (key, value) in entries {
                if let Tree::Leaf(leaf) = value {
                    text.push_str(&format!("{pad}{key}: {}\n", scalar(leaf, names)));
                } else {
                    text.push_str(&format!("{pad}{key}:\n"));
                    write_map(value, depth + 2, names, text);
                }
            }
        }
        Tree::List(items) => {
            // Two placeholders may stand for the same here: a list of IAM names each value once.
            let mut seen = BTreeSet::new();
            for item in items {
                let mut inner = String::new();
                write_map(item, depth + 2, names, &mut inner);
                if seen.insert(inner.clone()) {
                    text.push_str(&format!("{pad}- {}", inner.trim_start_matches(' ')));
                }
            }
        }
    }
}

fn scalar(leaf: &Text<'static>, names: &TemplateNames<'_>) -> String {
    if let Some(expression) = names.own.and_then(|own| own.expression(leaf)) {
        return expression.to_owned();
    }
    let leaf = localized(leaf);
    let name = |placeholder: &Placeholder<'_>| match names.parameters.stands_for(placeholder) {
        Stands::Partition => "AWS::Partition".to_owned(),
        Stands::Region => "AWS::Region".to_owned(),
        Stands::Account => "AWS::AccountId".to_owned(),
        Stands::PolicyParameter(name) | Stands::Expression(name) => name.to_owned(),
    };
    if let Some(placeholder) = leaf.as_placeholder() {
        return format!("!Ref {}", quoted(&name(placeholder)));
    }
    match leaf.as_literal() {
        Some(literal) if is_plain(literal) => literal.to_owned(),
        Some(literal) => quoted(literal),
        None => {
            let escape = |value: &str| value.replace("${", "${!");
            let text = assemble(&leaf, escape, |placeholder| format!("${{{}}}", name(placeholder)));
            format!("!Sub {}", quoted(&text))
        }
    }
}

/// Whether a text may be without quotes: a word, an action, a service's name, but no word of YAML's own.
fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.');
    let own = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(word)
        && !own.contains(&text.to_ascii_lowercase().as_str())
}
