//! Functions: a file for each family.

mod files;
mod json;

use super::evaluator::Evaluator;
use super::open;
use super::scope::Scope;
use crate::base::source::Span;
use crate::syntax::hcl::FunctionCall;
use crate::syntax::{Map, Node, Value};

impl<'t> Evaluator<'_, 't> {
    /// What a function gives; a placeholder that names it where that is not known.
    pub(super) fn call(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        if let Some(value) = self.file_call(call, span, scope) {
            return value;
        }
        if let Some(value) = self.json_call(call, span, scope) {
            return value;
        }
        let arguments: Vec<_> = call.arguments.iter().map(|it| self.evaluate(it, scope)).collect();
        let known = match (call.name, arguments.as_slice()) {
            ("toset" | "tolist" | "tomap", [value]) => Some(value.value.clone()),
            ("merge", maps) => {
                let mut all = Map::default();
                for map in maps {
                    match &map.value {
                        Value::Map(map) => {
                            all.open = all.open.or(map.open);
                            map.entries
                                .iter()
                                .cloned()
                                .for_each(|it| super::eval::put(&mut all, it));
                        }
                        Value::Null => {}
                        _ => all.open = Some(map.span),
                    }
                }
                Some(Value::Map(all))
            }
            ("concat", lists) => {
                let mut all = Vec::new();
                for list in lists {
                    match &list.value {
                        Value::List(items) => all.extend(items.iter().cloned()),
                        _ => all.push(super::eval::any_number_of(list)),
                    }
                }
                Some(Value::List(all))
            }
            _ => None,
        };
        let value = known.unwrap_or_else(|| {
            let parts: Vec<_> = arguments.iter().collect();
            Value::Placeholder(open::made_of(&parts, |part| {
                let arguments: Vec<_> = arguments.iter().map(part).collect();
                format!("{}({})", call.name, arguments.join(", "))
            }))
        });
        Node { span, value }
    }
}
