//! Reading `Condition`.

use super::clauses::{ClauseReader, closest, scalar_of};
use super::compare;
use super::document::{Condition, ConditionValue, PolicyVersion};
use super::fault::ConditionFault;
use super::operator::{Operator, OperatorTest};
use super::variables::{Dialect, Pattern};
use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node};

impl ClauseReader {
    /// `Condition`: operators, under each of them keys, under each of them values.
    pub(super) fn conditions(&mut self, entry: &Entry<'_>) -> Vec<Condition> {
        let mut all = Vec::new();
        let Some(operators) = self.object(&entry.value, ConditionFault::NotAnObject) else {
            return all;
        };
        for member in &operators.entries {
            let Some(operator) = Operator::read(&member.key) else {
                let operator = member.key.to_string();
                let meant = closest(&operator, Operator::names());
                self.report(member.key_span, ConditionFault::UnknownOperator { operator, meant });
                continue;
            };
            let fault = ConditionFault::OperatorNotAnObject;
            let Some(keys) = self.object(&member.value, fault) else { continue };
            for key in &keys.entries {
                let values = self.values(operator, key);
                let operator_span = self.at(member.key_span);
                let key_span = self.at(key.key_span);
                all.push(Condition {
                    operator,
                    operator_span,
                    key: key.key.to_string(),
                    key_span,
                    values,
                });
            }
        }
        all
    }

    fn object<'n, 's>(
        &mut self,
        node: &'n Node<'s>,
        fault: fn(&'static str) -> ConditionFault,
    ) -> Option<&'n Map<'s>> {
        let map = node.as_map();
        if map.is_none_or(|map| map.open.is_some()) {
            self.report(node.span, fault(node.kind()));
        }
        map
    }

    fn values(&mut self, operator: Operator, key: &Entry<'_>) -> Vec<ConditionValue> {
        let variables = self.version == PolicyVersion::Current;
        let dialect = Dialect { variables, wildcards: operator.has_wildcards(), arn: false };
        let mut values = Vec::new();
        for node in key.value.items_or_self() {
            let Some(text) = scalar_of(node) else {
                let (key, kind) = (key.key.to_string(), node.kind());
                self.report(node.span, ConditionFault::ValueNotAString { key, kind });
                continue;
            };
            let pattern = Pattern::read(&text, dialect);
            if let Some(value) = text.as_literal().filter(|_| !pattern.is_open()) {
                self.check_value(operator, value, node.span);
            }
            values.push(ConditionValue { text, pattern, span: self.at(node.span) });
        }
        values
    }

    fn check_value(&mut self, operator: Operator, value: &str, span: Span) {
        if let Some(wanted) = compare::unmet(operator.test, value) {
            let value = value.to_owned();
            self.report(span, ConditionFault::UnfitValue { value, wanted });
        }
        if matches!(operator.test, OperatorTest::String | OperatorTest::StringIgnoreCase)
            && value.contains(['*', '?'])
        {
            self.report(span, ConditionFault::LiteralWildcard(value.to_owned()));
        }
    }
}
