//! Permissions added to the policies that a template holds.

use super::own_template::OwnTemplate;
use crate::base::diagnostic::Edit;
use crate::base::truth::Truth;
use crate::iam::document::{Clause, Document, Effect, Statement};
use crate::iam::generate::role::DEFAULT_POLICY_NAME;
use crate::iam::generate::tree::{Tree, named_policy, statement};
use crate::iam::generate::{Choice, Policy, generate};
use crate::iam::matching::Glob;
use crate::iam::permission::RequiredPermission;
use crate::iam::resource_types::takes_no_resource;
use crate::syntax::edit::{NewValue, insert_entry, insert_items, into_list};
use crate::syntax::{Aliases, Node, Value};

impl<'a, 's> OwnTemplate<'a, 's> {
    /// The documents of the inline policies of a role.
    pub(super) fn inline_documents(&self, role: &str) -> Vec<&'a Node<'s>> {
        let properties = self.resources.get(role).and_then(|it| it.get("Properties"));
        let policies = properties.and_then(|it| it.get("Policies")).and_then(Node::as_list);
        policies.into_iter().flatten().filter_map(|it| it.get("PolicyDocument")).collect()
    }

    /// Adds actions to a statement that allows others on the same resource, or a wider one; each document with what it
    /// says once its expressions are evaluated.
    pub(super) fn add_actions(
        &self,
        documents: &[(&'a Node<'s>, Document)],
        needed: &[RequiredPermission<'static>],
    ) -> Option<Vec<Edit>> {
        documents.iter().find_map(|(document, parsed)| {
            let mut fitting = parsed.statements.iter().filter(|it| covers_all(it, needed));
            fitting.find_map(|it| self.add_to_statement(document, it, needed))
        })
    }

    fn add_to_statement(
        &self,
        document: &Node<'_>,
        found: &Statement,
        needed: &[RequiredPermission<'static>],
    ) -> Option<Vec<Edit>> {
        let mut nodes = document.walk(Aliases::Written);
        let node = nodes.find(|it| it.span == found.span && it.get("Action").is_some())?;
        let actions: Vec<_> = needed.iter().map(|it| NewValue::text(&*it.action)).collect();
        match &node.get("Action")?.value {
            Value::List(_) => {
                insert_items(self.text, node.get("Action")?, &actions).map(|edit| vec![edit])
            }
            Value::String(_) => into_list(self.text, node, "Action", &actions),
            _ => None,
        }
    }

    /// Adds statements to the first of these documents that can take them, or a policy to the role.
    pub(super) fn add_statements(
        &self,
        documents: &[&'a Node<'s>],
        role: Option<&str>,
        needed: &[RequiredPermission<'static>],
    ) -> Option<Vec<Edit>> {
        let generated = generate(&Self::writable(needed), &Choice::default());
        let mut policy = generated.policy;
        if policy.is_empty() || !generated.unusable.is_empty() {
            return None;
        }
        let into = |policy: &Policy| {
            let trees: Vec<_> = policy.statements.iter().map(statement).collect();
            let new = self.values(policy.texts(), &trees)?;
            documents.iter().find_map(|document| self.add_to_document(document, &new))
        };
        // The names of statements are unique in a policy, and those of others are not known here.
        let names: Vec<_> =
            policy.statements.iter_mut().map(|it| std::mem::take(&mut it.sid)).collect();
        into(&policy).or_else(|| {
            policy.statements.iter_mut().zip(names).for_each(|(it, name)| it.sid = name);
            self.add_policy(role?, &policy)
        })
    }

    fn add_to_document(&self, document: &Node<'_>, new: &[NewValue]) -> Option<Vec<Edit>> {
        let statements = document.get("Statement")?;
        match &statements.value {
            Value::List(_) => insert_items(self.text, statements, new).map(|edit| vec![edit]),
            Value::Map(_) => into_list(self.text, document, "Statement", new),
            _ => None,
        }
    }

    /// A policy of its own for a role.
    fn add_policy(&self, role: &str, policy: &Policy) -> Option<Vec<Edit>> {
        let properties = self.resources.get(role)?.get("Properties")?;
        let name = DEFAULT_POLICY_NAME.to_owned();
        let known = properties.get("Policies");
        let tree = match known {
            Some(_) => named_policy(name, policy),
            None => Tree::List(vec![named_policy(name, policy)]),
        };
        let new = self.values(policy.texts(), &[tree])?;
        let edit = match known {
            Some(policies) => insert_items(self.text, policies, &new)?,
            None => insert_entry(self.text, properties, "Policies", new.first()?)?,
        };
        Some(vec![edit])
    }
}

/// Whether a statement would allow all of these if it had their actions, and nothing that others of its kind are not
/// allowed already: one on every resource has actions of the same service that take a resource.
pub(super) fn covers_all(statement: &Statement, needed: &[RequiredPermission<'static>]) -> bool {
    let is_plain = statement.effect == Some(Effect::Allow)
        && statement.conditions.is_empty()
        && statement.uncertainty.is_none();
    let (Clause::In(actions), Clause::In(resources)) = (&statement.actions, &statement.resources)
    else {
        return false;
    };
    let service = |action: &str| action.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let is_for = |need: &RequiredPermission<'_>| {
        let covers =
            |pattern: &Glob| pattern.matches_arn(&Glob::pattern(&need.resource)) == Truth::True;
        let mut fitting = resources.iter().filter(|it| covers(it.pattern.frame()));
        let is_kin = actions.iter().any(|it| {
            let action = it.text.to_string();
            service(&action) == service(&need.action)
                && (takes_no_resource(&need.action) || !takes_no_resource(&action))
        });
        fitting.any(|it| is_kin || !it.pattern.frame().is_all())
    };
    is_plain && needed.iter().all(is_for)
}
