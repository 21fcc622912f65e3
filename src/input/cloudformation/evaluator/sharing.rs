//! Values that other files of the unit give: imports, outputs of nested templates, parameters that are passed.

use super::super::function::Call;
use super::super::nesting::{local_path, nesting_property};
use super::super::placeholders::{placeholder, reference};
use super::super::template::Resource;
use super::{Evaluator, attributes};
use crate::base::text::{PlaceholderKind, Text};
use crate::input::unit_values::{ExportName, SharedValue, beside};
use crate::syntax::{Node, Value};

impl<'t> Evaluator<'_, 't> {
    /// What `ImportValue` gives: what another file of the unit exports under this name, else a placeholder.
    pub(super) fn import(&self, call: Call<'t, 't>) -> Node<'t> {
        self.may_differ();
        let open = || self.open_text(call);
        let text = self.imported(call).map_or_else(open, |value| self.shared(value, open));
        Node { span: call.span, value: Value::Text(text) }
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
        self.may_differ();
        let url = resource.property(nesting_property(resource.kind)?)?;
        let url = self.text(url)?;
        let path = beside(&self.given.file, local_path(url.as_literal()?)?);
        let open = || reference(format!("{}.Outputs.{name}", resource.name));
        Some(self.shared(self.given.unit.output(&path, name)?, open))
    }

    /// What the templates that nest this one pass to a parameter.
    pub(super) fn passed(&self, parameter: &str) -> Option<Text<'t>> {
        let open = || placeholder(PlaceholderKind::Parameter, parameter);
        Some(self.shared(self.given.unit.parameter(&self.given.file, parameter)?, open))
    }

    /// The text of a value that another file gives. One that only its own file understands stays `open` here, so that
    /// what is printed can be used, unless it is a role, which is followed.
    fn shared(&self, value: &SharedValue, open: impl FnOnce() -> Text<'t>) -> Text<'t> {
        if let Some(role) = value.role {
            self.state.borrow_mut().shared_roles.push((value.text.clone(), role));
            return value.text.clone();
        }
        let text = if value.is_the_same_everywhere() { value.text.clone() } else { open() };
        if value.is_log_group {
            self.state.borrow_mut().shared_log_groups.push(text.clone());
        }
        text
    }

    /// The names of log groups that other files create.
    pub(in super::super) fn shared_log_groups(&self) -> Vec<Text<'t>> {
        self.state.borrow().shared_log_groups.clone()
    }

    /// Whether a text is the name of a log group that this template creates, or another one.
    pub(in super::super) fn is_log_group(&self, text: &Text<'t>) -> bool {
        let mut own = self.template.of_kind("AWS::Logs::LogGroup");
        own.any(|it| attributes::reference(self, it) == *text)
            || self.state.borrow().shared_log_groups.contains(text)
    }

    /// The role of another file that a text leads to, by its number.
    pub(in super::super) fn shared_role(&self, text: &Text<'_>) -> Option<usize> {
        let state = self.state.borrow();
        state.shared_roles.iter().find(|(known, _)| known == text).map(|(_, role)| *role)
    }
}
