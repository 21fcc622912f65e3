//! A statement, and the rules for its elements.

use super::clauses::{ClauseReader, text_of};
use super::document::{Clause, Effect, Item, Kind, Principals, Statement, Uncertainty};
use super::fault::{PolicyFault, PolicyObject};
use crate::base::source::Span;
use crate::syntax::{Map, Node, Value};

impl ClauseReader {
    /// Reads a statement. What breaks the grammar leaves it undecided, so that it decides nothing.
    /// Source of the rules: IAM user guide, `reference_policies_grammar`.
    pub(super) fn statement(&mut self, node: &Node<'_>) -> Statement {
        let span = self.at(node.span);
        let Some(map) = node.as_map() else {
            if matches!(
                node.resolved().value,
                Value::Placeholder(_) | Value::Text(_) | Value::Tagged(..)
            ) {
                return Statement::open(span, Uncertainty::Open(span));
            }
            self.report(node.span, PolicyFault::StatementNotAnObject(node.kind()));
            return Statement::open(span, Uncertainty::Malformed(span));
        };
        let before = self.problems.len();
        self.check_elements(map, PolicyObject::Statement);
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
            uncertainty: None,
        };
        let malformed = self.first_error(before).map(Uncertainty::Malformed);
        self.keep_causes(before, PolicyObject::Statement);
        let open = map.open.or(statement.effect.is_none().then_some(span));
        let uncertainty = malformed.or(open.map(|span| Uncertainty::Open(self.at(span))));
        Statement { uncertainty, ..statement }
    }

    fn sid(&mut self, map: &Map<'_>) -> Option<(String, Span)> {
        let node = map.get("Sid")?;
        let Some(sid) = text_of(node) else {
            self.report(node.span, PolicyFault::SidNotAString(node.kind()));
            return None;
        };
        let sid = sid.as_literal()?.to_owned();
        if self.kind != Kind::Resource && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.report(node.span, PolicyFault::SidCharacters(sid.clone()));
        }
        Some((sid, self.at(node.span)))
    }

    fn effect(&mut self, map: &Map<'_>, span: Span) -> Option<Effect> {
        let Some(node) = map.get("Effect") else {
            if map.open.is_none() {
                self.report(span, PolicyFault::NoEffect);
            }
            return None;
        };
        let text = text_of(node);
        match text.as_ref().and_then(|text| text.as_literal()) {
            Some("Allow") => Some(Effect::Allow),
            Some("Deny") => Some(Effect::Deny),
            Some(other) => {
                self.report(node.span, PolicyFault::UnknownEffect(other.to_owned()));
                None
            }
            None if text.is_some() => None,
            None => {
                self.report(node.span, PolicyFault::EffectNotAString(node.kind()));
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
                self.report(span, PolicyFault::NoAction);
                Clause::Open
            }
        }
    }

    fn resource_clause(&mut self, map: &Map<'_>, span: Span) -> Clause<Item> {
        let found = self.one_of(map, "Resource", "NotResource");
        match (self.kind, found) {
            (Kind::Trust, One::Is(entry)) => {
                let element = entry.key.to_string();
                self.report(entry.key_span, PolicyFault::ResourceInTrust(element));
                Clause::Open
            }
            (_, One::Is(entry)) => self.resources(entry),
            (_, One::Both) => Clause::Open,
            (_, One::Neither) if map.open.is_some() => Clause::Open,
            (Kind::Identity, One::Neither) => {
                self.report(span, PolicyFault::NoResource);
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
                let element = entry.key.to_string();
                self.report(entry.key_span, PolicyFault::PrincipalInIdentity(element));
                None
            }
            (Kind::Trust, One::Is(entry)) if entry.key == "NotPrincipal" => {
                self.report(entry.key_span, PolicyFault::NotPrincipalInTrust);
                None
            }
            (_, One::Is(entry)) => Some(self.principals(entry)),
            (Kind::Trust | Kind::Resource, One::Neither) if map.open.is_none() => {
                self.report(span, PolicyFault::NoPrincipal);
                None
            }
            _ => None,
        }
    }

    fn one_of<'m, 's>(
        &mut self,
        map: &'m Map<'s>,
        plain: &'static str,
        negated: &'static str,
    ) -> One<'m, 's> {
        match (map.entry(plain), map.entry(negated)) {
            (Some(entry), None) | (None, Some(entry)) => One::Is(entry),
            (None, None) => One::Neither,
            (Some(_), Some(second)) => {
                self.report(second.key_span, PolicyFault::BothElements { plain, negated });
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
