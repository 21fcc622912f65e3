//! A statement, and the rules on which of its elements stand where.

use super::clauses::{Reader, text_of};
use super::document::{Clause, Doubt, Effect, Item, Kind, Principals, Statement};
use crate::base::source::Span;
use crate::syntax::{Map, Node, Value};

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Reader {
    /// Reads a statement. What breaks the grammar leaves it open, so that it decides nothing.
    /// Source of the rules: IAM user guide, `reference_policies_grammar`.
    pub(super) fn statement(&mut self, node: &Node<'_>) -> Statement {
        let span = self.at(node.span);
        let Some(map) = node.as_map() else {
            if matches!(
                node.resolved().value,
                Value::Placeholder(_) | Value::Text(_) | Value::Tagged(..)
            ) {
                return Statement::open(span, Doubt::Open(span));
            }
            let message = format!("a statement is an object, not {}", node.kind());
            self.error(node.span, message, "write {\"Effect\": …, \"Action\": …, \"Resource\": …}");
            return Statement::open(span, Doubt::Malformed(span));
        };
        let before = self.problems.len();
        self.check_names(map, &ELEMENTS, "a statement");
        let statement = Statement {
            span,
            sid: self.sid(map),
            effect: self.effect(map, node.span),
            actions: self.action_clause(map, node.span),
            resources: self.resource_clause(map, node.span),
            principals: self.principal_clause(map, node.span),
            conditions: map
                .entry("Condition")
                .map(|entry| self.conditions(entry))
                .unwrap_or_default(),
            doubt: None,
        };
        let malformed = self.first_error(before).map(Doubt::Malformed);
        let open = map.open.or(statement.effect.is_none().then_some(span));
        let doubt = malformed.or(open.map(|span| Doubt::Open(self.at(span))));
        Statement { doubt, ..statement }
    }

    fn sid(&mut self, map: &Map<'_>) -> Option<(String, Span)> {
        let node = map.get("Sid")?;
        let Some(sid) = text_of(node) else {
            self.error(
                node.span,
                format!("a Sid is a string, not {}", node.kind()),
                "write a string",
            );
            return None;
        };
        let sid = sid.as_literal()?.to_owned();
        if self.kind != Kind::Resource && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let message = format!("the Sid `{sid}` has other characters than A-Z, a-z and 0-9");
            self.error(node.span, message, "IAM takes letters and digits only");
        }
        Some((sid, self.at(node.span)))
    }

    fn effect(&mut self, map: &Map<'_>, span: Span) -> Option<Effect> {
        const HELP: &str = "write `Allow` or `Deny`, in just that case";
        let Some(node) = map.get("Effect") else {
            if map.open.is_none() {
                self.error(span, "the statement has no Effect", HELP);
            }
            return None;
        };
        let text = text_of(node);
        match text.as_ref().and_then(|text| text.as_literal()) {
            Some("Allow") => Some(Effect::Allow),
            Some("Deny") => Some(Effect::Deny),
            Some(other) => {
                self.error(node.span, format!("the Effect is `{other}`, not Allow or Deny"), HELP);
                None
            }
            None if text.is_some() => None,
            None => {
                self.error(node.span, format!("the Effect is {}, not a string", node.kind()), HELP);
                None
            }
        }
    }

    fn action_clause(&mut self, map: &Map<'_>, span: Span) -> Clause<Item> {
        match self.one_of(map, "Action", "NotAction") {
            One::Is(entry) => self.actions(entry),
            One::Both => Clause::Open,
            One::Neither if map.open.is_some() => Clause::Open,
            One::Neither => {
                let help = "name the actions that it is about";
                self.error(span, "the statement has neither Action nor NotAction", help);
                Clause::Open
            }
        }
    }

    fn resource_clause(&mut self, map: &Map<'_>, span: Span) -> Clause<Item> {
        let found = self.one_of(map, "Resource", "NotResource");
        match (self.kind, found) {
            (Kind::Trust, One::Is(entry)) => {
                let message = format!(
                    "a trust policy has no {}: it is about the role it is attached to",
                    entry.key
                );
                self.error(entry.key_span, message, "take it out");
                Clause::Open
            }
            (_, One::Is(entry)) => self.resources(entry),
            (_, One::Both) => Clause::Open,
            (_, One::Neither) if map.open.is_some() => Clause::Open,
            (Kind::Identity, One::Neither) => {
                let help = "name the resources by their ARNs, or write \"*\"";
                self.error(span, "the statement has neither Resource nor NotResource", help);
                Clause::Open
            }
            // The policy of a repository is about that repository, and names none.
            (Kind::Trust | Kind::Resource, One::Neither) => Clause::Every,
        }
    }

    fn principal_clause(&mut self, map: &Map<'_>, span: Span) -> Option<Principals> {
        let found = self.one_of(map, "Principal", "NotPrincipal");
        match (self.kind, found) {
            (Kind::Identity, One::Is(entry)) => {
                let message = format!("a policy that is attached to a role has no {}", entry.key);
                let help = "take it out: the role it is attached to is the principal";
                self.error(entry.key_span, message, help);
                None
            }
            (Kind::Trust, One::Is(entry)) if entry.key == "NotPrincipal" => {
                let help = "name in Principal who may assume the role";
                self.error(entry.key_span, "a trust policy has no NotPrincipal", help);
                None
            }
            (_, One::Is(entry)) => Some(self.principals(entry)),
            (Kind::Trust | Kind::Resource, One::Neither) if map.open.is_none() => {
                let help = "write \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}";
                self.error(
                    span,
                    "the statement does not say whose requests it is about: no Principal",
                    help,
                );
                None
            }
            _ => None,
        }
    }

    fn one_of<'m, 's>(&mut self, map: &'m Map<'s>, plain: &str, negated: &str) -> One<'m, 's> {
        match (map.entry(plain), map.entry(negated)) {
            (Some(entry), None) | (None, Some(entry)) => One::Is(entry),
            (None, None) => One::Neither,
            (Some(_), Some(second)) => {
                let message = format!("the statement has both {plain} and {negated}");
                self.error(second.key_span, message, "keep one of them");
                One::Both
            }
        }
    }
}

/// Which of two elements that exclude each other is there.
enum One<'m, 's> {
    Is(&'m crate::syntax::Entry<'s>),
    Both,
    Neither,
}
