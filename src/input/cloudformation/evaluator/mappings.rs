//! `FindInMap`: values of the template's mappings.

use super::super::function::Call;
use super::super::mapping::in_common;
use super::super::placeholders::of_function;
use super::Evaluator;
use crate::base::diagnostic::Severity;
use crate::base::text::{PlaceholderKind, Text};
use crate::input::unit_fault::TemplateFault;
use crate::syntax::{Node, Value};

impl<'t> Evaluator<'_, 't> {
    pub(super) fn find_in_map(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let [map, top, second, rest @ ..] = call.items() else {
            return Some(self.open_call(call));
        };
        let default = rest.first().and_then(|it| it.get("DefaultValue"));
        let (Some(name), Some(one), Some(other)) =
            (self.text(map), self.text(top), self.text(second))
        else {
            return Some(self.open_call(call));
        };
        let Some(name) = name.as_literal() else { return Some(self.open_call(call)) };
        let Some(mapping) = self.template.mappings.get(name) else {
            if default.is_none() && !self.template.may_have_more {
                let name = name.to_owned();
                self.report(TemplateFault::UnknownMapping { name }.at(map.span));
            }
            return default.map_or_else(|| Some(self.open_call(call)), |it| self.resolve(it));
        };
        let (Some(row), Some(column)) = (one.as_literal(), other.as_literal()) else {
            let keys = (one.as_literal(), other.as_literal());
            let row = keys.0.and_then(|row| mapping.get(row));
            if self.is_no_key(&one, Some(mapping)) || self.is_no_key(&other, row) {
                if let Some(default) = default {
                    return self.resolve(default);
                }
                self.may_differ();
                let mut state = self.state.borrow_mut();
                state.is_refused |= state.unsure == 0;
            }
            return Some(self.agreed(mapping, keys, default, call));
        };
        if let Some(found) = mapping.get(row).and_then(|it| it.get(column)) {
            return self.resolve(found).map(|it| Node { span: call.span, ..it });
        }
        if let Some(default) = default {
            return self.resolve(default);
        }
        let is_written = top.as_str().is_some() && second.as_str().is_some();
        let [mapping, top, second] = [name, row, column].map(str::to_owned);
        let fault = TemplateFault::MissingMappingValue { mapping, top, second };
        // With another value of a parameter there may be one.
        let severity = if is_written { Severity::Error } else { Severity::Warning };
        self.report(fault.at(call.span).with_severity(severity));
        Some(self.open_call(call))
    }

    /// Whether a key is a parameter that is none of the keys of a mapping here.
    fn is_no_key(&self, key: &Text<'t>, mapping: Option<&'t Node<'t>>) -> bool {
        let others = key.as_placeholder().and_then(|it| {
            let is_parameter =
                matches!(it.kind(), PlaceholderKind::Parameter | PlaceholderKind::PseudoParameter);
            self.may_differ();
            self.settled.others.get(it.name()).filter(|_| is_parameter)
        });
        let (Some(others), Some(map)) = (others, mapping.and_then(|it| it.as_map())) else {
            return false;
        };
        map.entries.iter().all(|entry| others.contains(&entry.key))
    }

    /// What a mapping gives whatever the open keys are, where all its values agree.
    fn agreed(
        &self,
        mapping: &'t Node<'t>,
        (top, second): (Option<&str>, Option<&str>),
        default: Option<&'t Node<'t>>,
        call: Call<'t, 't>,
    ) -> Node<'t> {
        let entries = mapping.as_map().map(|map| map.entries.as_slice()).unwrap_or_default();
        let rows = entries.iter().filter(|entry| top.is_none_or(|top| entry.key == top));
        let cells = rows.filter_map(|row| row.value.as_map()).flat_map(|row| &row.entries);
        let cells = cells.filter(|cell| second.is_none_or(|second| cell.key == second));
        let values = cells.map(|cell| &cell.value).chain(default).map(Node::as_scalar);
        let values: Vec<&str> = values.collect::<Option<_>>().unwrap_or_default();
        let open = self.open_placeholder(call);
        let part = |number| {
            let parameters = open.parameters().map(str::to_owned).collect();
            of_function(format!("{}, part {number}", open.name()), parameters)
        };
        let text = in_common(&values, part).unwrap_or_else(|| Text::placeholder(open.clone()));
        Node { span: call.span, value: Value::Text(text) }
    }
}
