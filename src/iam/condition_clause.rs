//! How `Condition` is read.

use super::clauses::{Reader, closest, scalar_of};
use super::compare;
use super::document::{Condition, ConditionValue, Version};
use super::operator::{Operator, Test};
use super::variables::{Dialect, Pattern};
use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node};

impl Reader {
    /// `Condition`: operators, under each of them keys, under each of them values.
    pub(super) fn conditions(&mut self, entry: &Entry<'_>) -> Vec<Condition> {
        let mut all = Vec::new();
        let Some(operators) = self.object(&entry.value, "`Condition`") else { return all };
        for member in &operators.entries {
            let Some(operator) = Operator::read(&member.key) else {
                let message = format!("there is no condition operator `{}`", member.key);
                let help = match closest(&member.key, Operator::names()) {
                    Some(name) => format!("write `{name}`"),
                    None => {
                        "operators are StringEquals, StringLike, ArnLike, Bool, Null, …".to_owned()
                    }
                };
                self.error(member.key_span, message, &help);
                continue;
            };
            let Some(keys) = self.object(&member.value, "a condition operator") else { continue };
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

    fn object<'n, 's>(&mut self, node: &'n Node<'s>, what: &str) -> Option<&'n Map<'s>> {
        let map = node.as_map();
        if map.is_none_or(|map| map.open.is_some()) {
            let message = format!("{what} holds an object, not {}", node.kind());
            self.error(
                node.span,
                message,
                "write {\"StringEquals\": {\"aws:SourceAccount\": \"…\"}}",
            );
        }
        map
    }

    fn values(&mut self, operator: Operator, key: &Entry<'_>) -> Vec<ConditionValue> {
        let variables = self.version == Version::Current;
        let dialect = Dialect { variables, wildcards: operator.has_wildcards(), arn: false };
        let mut values = Vec::new();
        for node in key.value.items_or_self() {
            let Some(text) = scalar_of(node) else {
                let message =
                    format!("`{}` is compared with strings, not with {}", key.key, node.kind());
                self.error(node.span, message, "write a string, or a list of strings");
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
        if let Some(wanted) = compare::fault(operator.test, value) {
            self.warning(
                span,
                format!("`{value}` is not {wanted}"),
                "the condition needs a value of that kind",
            );
        }
        if matches!(operator.test, Test::String | Test::StringIgnoreCase)
            && value.contains(['*', '?'])
        {
            let message =
                format!("`{value}` is taken as it stands here: this operator knows no wildcards");
            self.warning(span, message, "use StringLike or ArnLike for a pattern");
        }
    }
}
