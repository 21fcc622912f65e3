//! Values that other files of the unit give: imports, outputs of nested templates, parameters that are passed.

use super::super::function::Call;
use super::super::nesting::{local_path, nesting_property};
use super::super::template::Resource;
use super::Evaluator;
use crate::base::text::Text;
use crate::input::unit_values::{ExportName, SharedValue, beside};
use crate::syntax::{Node, Value};

impl<'t> Evaluator<'_, 't> {
    /// What `ImportValue` gives: what another file of the unit exports under this name, else a placeholder.
    pub(super) fn import(&self, call: Call<'t, 't>) -> Node<'t> {
        let shared = self.imported(call).and_then(|value| self.shared(value));
        match shared {
            Some(text) => Node { span: call.span, value: Value::Text(text) },
            None => self.open_call(call),
        }
    }

    fn imported(&self, call: Call<'t, 't>) -> Option<&SharedValue> {
        let unit = &self.given.unit;
        if unit.exports.is_empty() {
            return None;
        }
        let by_default = self.text(call.argument)?;
        let open = Self::of_conditions(self.template, self.given, self.settled);
        let open = open.text(call.argument)?;
        unit.export(&ExportName { by_default: by_default.into_owned(), open: open.into_owned() })
    }

    /// What `GetAtt` gives for an output of a template that a resource nests.
    pub(super) fn nested_output(&self, resource: &Resource<'t>, name: &str) -> Option<Text<'t>> {
        let url = resource.property(nesting_property(resource.kind)?)?;
        let url = self.text(url)?;
        let path = beside(&self.given.file, local_path(url.as_literal()?)?);
        self.shared(self.given.unit.output(&path, name)?)
    }

    /// What the templates that nest this one pass to a parameter.
    pub(super) fn passed(&self, parameter: &str) -> Option<Text<'t>> {
        self.shared(self.given.unit.parameter(&self.given.file, parameter)?)
    }

    /// The text of a value that another file gives. One that only its own file understands stays open here, so that
    /// what is printed can be used, unless it is a role, which is followed.
    fn shared(&self, value: &SharedValue) -> Option<Text<'t>> {
        if let Some(role) = value.role {
            self.state.borrow_mut().shared_roles.push((value.text.clone(), role));
        } else if !value.is_the_same_everywhere() {
            return None;
        }
        Some(value.text.clone())
    }

    /// The role of another file that a text leads to, by its number.
    pub(in super::super) fn shared_role(&self, text: &Text<'_>) -> Option<usize> {
        let state = self.state.borrow();
        state.shared_roles.iter().find(|(known, _)| known == text).map(|(_, role)| *role)
    }
}
