//! A policy document, and a role of a template, as keys and values, before they are JSON or YAML.

use super::role::GeneratedRole;
use super::{Policy, PolicyCondition, PolicyStatement};
use crate::base::text::Text;
use serde::{Serialize, Serializer};

/// A value.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A text.
    Leaf(Text<'static>),
    /// A list.
    List(Vec<Tree>),
    /// Keys and their values, in order.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A text without placeholders.
    pub fn text(value: impl Into<String>) -> Self {
        Self::Leaf(Text::literal(value.into()))
    }

    /// Keys and their values.
    pub fn map(entries: impl IntoIterator<Item = (&'static str, Tree)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

/// As JSON; placeholders as they were written.
impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(text) => serializer.collect_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

/// The document: version, statements.
pub fn document(policy: &Policy) -> Tree {
    Tree::map([
        ("Version", Tree::text("2012-10-17")),
        ("Statement", Tree::List(policy.statements.iter().map(statement).collect())),
    ])
}

/// The properties of an `AWS::IAM::Role`.
pub fn role_properties(role: &GeneratedRole) -> Tree {
    let mut properties = Vec::new();
    properties.extend(role.name.as_deref().map(|name| ("RoleName", Tree::text(name))));
    if role.path != "/" {
        properties.push(("Path", Tree::text(&*role.path)));
    }
    properties.push(("AssumeRolePolicyDocument", document(&role.trust)));
    if let Some(arn) = &role.managed {
        properties.push(("ManagedPolicyArns", Tree::List(vec![Tree::Leaf(arn.clone())])));
    }
    if !role.inline.is_empty() {
        let policy = named_policy(role.policy_name(), &role.inline);
        properties.push(("Policies", Tree::List(vec![policy])));
    }
    Tree::map(properties)
}

/// A policy of a role, with its name.
pub fn named_policy(name: String, policy: &Policy) -> Tree {
    Tree::map([("PolicyName", Tree::text(name)), ("PolicyDocument", document(policy))])
}

/// A statement.
pub fn statement(statement: &PolicyStatement) -> Tree {
    let mut entries = Vec::new();
    if !statement.sid.is_empty() {
        entries.push(("Sid", Tree::text(&*statement.sid)));
    }
    entries.push(("Effect", Tree::text("Allow")));
    if let Some(service) = statement.service {
        entries.push(("Principal", Tree::map([("Service", Tree::text(service))])));
    }
    let actions = statement.actions.iter().map(|action| Text::literal(action.clone()));
    entries.push(("Action", one_or_many(actions)));
    if !statement.resources.is_empty() {
        entries.push(("Resource", one_or_many(statement.resources.iter().cloned())));
    }
    if !statement.conditions.is_empty() {
        let conditions = statement.conditions.iter();
        entries.push(("Condition", Tree::map(conditions.map(condition))));
    }
    Tree::map(entries)
}

fn condition(condition: &PolicyCondition) -> (&'static str, Tree) {
    let values = one_or_many(condition.values.iter().cloned());
    (condition.operator, Tree::map([(condition.key, values)]))
}

/// A single value stands for itself, as AWS's pages write it.
fn one_or_many(values: impl Iterator<Item = Text<'static>>) -> Tree {
    let mut leaves: Vec<_> = values.map(Tree::Leaf).collect();
    match leaves.pop() {
        Some(only) if leaves.is_empty() => only,
        last => {
            leaves.extend(last);
            Tree::List(leaves)
        }
    }
}
