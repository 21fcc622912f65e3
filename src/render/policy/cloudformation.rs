//! A CloudFormation template in YAML that can be deployed as it is.

use super::OwnUnit;
use super::json::quoted;
use crate::base::text::Text;
use crate::iam::generate::Policy;
use crate::iam::generate::role::GeneratedRole;
use crate::iam::generate::template::{TemplateNames, TemplateText};
use crate::iam::generate::tree::{self, Tree};
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
    let resource = ("TaskExecutionRole", "AWS::IAM::Role", tree::role_properties(role));
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
    let names = match own {
        Some(own) => TemplateNames::of_own(texts, &own.expressions),
        None => TemplateNames::of_new(texts),
    };
    let mut text = match own {
        Some(own) => format!("# Add this to {}: it uses names from that template.\n", shown(&own.path)),
        None => "AWSTemplateFormatVersion: \"2010-09-09\"\nDescription: Task execution role permissions, from the task definitions\n".to_owned(),
    };
    for (index, parameter) in names.parameters().iter().enumerate() {
        text.push_str(if index == 0 { "Parameters:\n" } else { "" });
        let about = quoted(&parameter.about());
        text.push_str(&format!("  {}:\n    Type: String\n", parameter.name));
        text.push_str(&format!("    Description: {about}\n"));
    }
    text.push_str(&format!("Resources:\n  {id}:\n    Type: {kind}\n    Properties:\n"));
    write_map(&properties, 6, &names, &mut text);
    if own.is_none() {
        text.push_str(&format!("Outputs:\n  {output}:\n    Value: {value}\n"));
    }
    text
}

/// A path in a comment: on one line.
fn shown(path: &str) -> String {
    path.chars().filter(|c| !c.is_control()).collect()
}

/// The entries of a map, or the items of a list, each on lines of its own.
fn write_map(tree: &Tree, depth: usize, names: &TemplateNames, text: &mut String) {
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

fn scalar(leaf: &Text<'static>, names: &TemplateNames) -> String {
    match names.text(leaf) {
        TemplateText::Ref(name) => format!("!Ref {}", unquoted(&name)),
        TemplateText::GetAtt(name) => format!("!GetAtt {}", unquoted(&name)),
        TemplateText::Sub(text) => format!("!Sub {}", quoted(&text)),
        TemplateText::Literal(text) => unquoted(&text),
    }
}

/// A text without quotes, where it can be.
fn unquoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
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
