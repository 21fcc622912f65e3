//! What a template gives to others of its run: its exports, its outputs, and the parameters of those that it nests.

use super::evaluator::{Assignment, Evaluator};
use super::nesting::{NESTING, local_path};
use super::role_reference::NamedRoles;
use super::roles::Roles;
use super::template::Template;
use crate::base::text::Text;
use crate::input::file_values::{FileValues, GivenRole, GivenValue, NestedTemplate};
use crate::input::inputs::Inputs;
use crate::input::unit_values::ExportName;
use crate::syntax::{Entry, Node};

/// What a template gives to others, whatever its conditions are.
pub(super) fn values<'t>(document: &'t Node<'t>, inputs: &Inputs) -> FileValues<'t> {
    let Some(template) = Template::read(document, 0) else { return FileValues::default() };
    let settled = Assignment::default();
    let evaluator = Evaluator::new(&template, inputs, &settled);
    let named = NamedRoles::of(&evaluator);
    let sharing = TemplateSharing {
        template: &template,
        roles: Roles::of(&evaluator, &named),
        evaluator,
        open: Evaluator::of_conditions(&template, inputs, &settled),
    };
    let mut found = FileValues { nested: sharing.nested(), ..FileValues::default() };
    let outputs = document.get("Outputs").and_then(Node::as_map);
    for output in outputs.into_iter().flat_map(|outputs| &outputs.entries) {
        sharing.output(output, &mut found);
    }
    found
}

struct TemplateSharing<'a, 't> {
    template: &'a Template<'t>,
    roles: Roles<'t>,
    /// As the defaults of the parameters have it.
    evaluator: Evaluator<'a, 't>,
    /// Whatever the parameters are.
    open: Evaluator<'a, 't>,
}

impl<'t> TemplateSharing<'_, 't> {
    fn output(&self, output: &'t Entry<'t>, found: &mut FileValues<'t>) {
        let Some(node) = output.value.get("Value") else { return };
        let exported = output.value.get("Export").and_then(|export| export.get("Name"));
        if let Some(name) = exported.and_then(|node| self.export_name(node))
            && let Some(value) = self.value(node)
        {
            found.exports.push((name, value));
        }
        if let Some(value) = self.value(node) {
            found.outputs.push((output.key.as_ref(), value));
        }
    }

    fn export_name(&self, node: &'t Node<'t>) -> Option<ExportName> {
        let [by_default, open] = [self.evaluator.text(node)?, self.open.text(node)?];
        Some(ExportName { by_default: by_default.into_owned(), open: open.into_owned() })
    }

    /// A value, and the role that it leads to. What depends on parameters is left open, except for a role: whatever
    /// they are, it is the same resource.
    fn value(&self, node: &'t Node<'t>) -> Option<GivenValue<'t>> {
        let text = self.evaluator.text(node)?;
        if let Some(role) = self.evaluator.shared_role(&text) {
            return Some(GivenValue { text, role: GivenRole::Shared(role), is_log_group: false });
        }
        let candidates: Vec<_> = Roles::named(self.template, node).copied().collect();
        let role = self.roles.find(&self.evaluator, &candidates, node, &text);
        if let Some(role) = role.filter(|it| it.other_path.is_none()) {
            return Some(GivenValue {
                text,
                role: GivenRole::Own(Box::new(role)),
                is_log_group: false,
            });
        }
        let text: Text<'t> = self.open.text(node)?;
        let is_log_group = self.open.is_log_group(&text);
        Some(GivenValue { text, role: GivenRole::None, is_log_group })
    }

    fn nested(&self) -> Vec<NestedTemplate<'t>> {
        let mut found = Vec::new();
        for (kind, property) in NESTING {
            for resource in self.template.of_kind(kind) {
                let url = resource.property(property).and_then(|node| self.evaluator.text(node));
                let url = url.as_ref().and_then(Text::as_literal).and_then(local_path);
                let Some(path) = url.map(str::to_owned) else { continue };
                let passed = resource.property("Parameters").and_then(Node::as_map);
                let passed = passed.into_iter().flat_map(|map| &map.entries);
                let value = |it: &'t Entry<'t>| Some((it.key.as_ref(), self.value(&it.value)?));
                found.push(NestedTemplate { path, parameters: passed.filter_map(value).collect() });
            }
        }
        found
    }
}
