//! `Ref`, `GetAtt` and `Sub`: references to parameters, pseudo parameters and resources.

use super::super::function::{Call, Part, parts};
use super::super::parameter::PSEUDO;
use super::super::placeholders::{
    LONGEST_TEXT, add_parameters, as_text, of_function, placeholder, reference, size,
    with_references,
};
use super::super::template::{Resource, Template};
use super::{Evaluator, attributes};
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::base::text::{PlaceholderKind, Text};
use crate::input::unit_fault::TemplateFault;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    pub(super) fn reference_node(&self, call: Call<'t, 't>) -> Option<Node<'t>> {
        let Some(name) = call.argument.as_str() else {
            return Some(self.anything(call));
        };
        let value = self.reference(name, call.span)?;
        Some(Node { span: call.span, value })
    }

    /// What `Ref` gives; none for `AWS::NoValue`.
    fn reference(&self, name: &'t str, span: Span) -> Option<Value<'t>> {
        if name == "AWS::NoValue" {
            return None;
        }
        if PSEUDO.contains(&name) {
            return Some(Value::Text(self.pseudo_or_placeholder(name)));
        }
        if let Some(value) = self.parameter(name) {
            return Some(value);
        }
        if let Some(resource) = self.template.resource(name) {
            return Some(Value::Text(attributes::reference(self, resource)));
        }
        if let Some(given) = self.given.variable(name) {
            return Some(Value::Text(Text::literal(given.to_owned())));
        }
        self.report_unknown(name, span);
        Some(Value::Text(reference(name)))
    }

    fn report_unknown(&self, name: &str, span: Span) {
        // A variable of the Serverless Framework, `${self:custom.stage}`: no name of a template has a single colon.
        let is_of_serverless = name.replace("::", "").contains(':');
        if is_of_serverless || self.template.may_name(name) {
            return;
        }
        self.report(TemplateFault::UnknownReference { name: name.to_owned() }.at(span));
    }

    fn parameter(&self, name: &'t str) -> Option<Value<'t>> {
        let (name, declared) = self.template.parameters.get_key_value(name)?;
        self.may_differ();
        let literal = |value: Cow<'t, str>| {
            if declared.is_list {
                let items = value.split(',').map(|item| item.trim().to_owned());
                let span = declared.name_span;
                let node = |item| Node { span, value: Value::String(Cow::Owned(item)) };
                Value::List(items.map(node).collect())
            } else {
                Value::Text(Text::literal(value))
            }
        };
        if let Some(given) = self.given.variable(name) {
            return Some(literal(Cow::Owned(given.to_owned())));
        }
        if let Some(value) = self.settled.values.get(name) {
            return Some(literal(value.clone()));
        }
        if let Some(passed) = self.passed(name) {
            return Some(Value::Text(passed));
        }
        let counts = !self.ignores_defaults && !self.settled.without_default.contains(name);
        // An empty default stands for what whoever deploys gives.
        let default = declared.default.as_ref().filter(|it| counts && !it.is_empty());
        if let Some(default) = default {
            self.state.borrow_mut().defaults.insert(name);
            return Some(literal(default.clone()));
        }
        match declared.allowed.as_slice() {
            [only] => Some(literal(only.clone())),
            _ => Some(Value::Text(placeholder(PlaceholderKind::Parameter, *name))),
        }
    }

    pub(super) fn get_att(&self, call: Call<'t, 't>) -> Text<'t> {
        let Some((name, node, attribute)) = call.attribute() else {
            if let [only] = call.items()
                && let Some(resource) = only.as_str().filter(|it| !it.contains('.'))
            {
                let fault = TemplateFault::NoAttribute { resource: resource.to_owned() };
                self.report(fault.at(call.span));
            }
            return self.open_text(call);
        };
        let Some(resource) = self.template.resource(name) else {
            self.report_unknown(name, call.span);
            let attribute = attribute.map_or_else(String::new, |it| format!(".{it}"));
            return reference(format!("{name}{attribute}"));
        };
        if let Some(attribute) = attribute {
            return self.attribute(resource, attribute, call.span);
        }
        let attribute = self.text(node).unwrap_or_default();
        match attribute.as_literal() {
            Some(attribute) => self.attribute(resource, attribute, call.span),
            None => reference(format!("{name}.{attribute}")),
        }
    }

    /// An attribute of a resource; the one that is meant, where it is only in another case.
    fn attribute(&self, resource: &Resource<'t>, written: &str, span: Span) -> Text<'t> {
        let meant = attributes::in_other_case(resource.kind, written);
        if let Some(meant) = meant {
            let written = written.to_owned();
            self.report(TemplateFault::MisspeltAttribute { written, meant }.at(span));
        }
        attributes::attribute(self, resource, meant.unwrap_or(written))
    }

    pub(super) fn sub(&self, call: Call<'t, 't>) -> Text<'t> {
        let (text, variables) = match call.items() {
            [text] => (text, None),
            [text, variables] => (text, variables.as_map()),
            _ => return self.open_text(call),
        };
        let Some(written) = text.as_str() else {
            self.report(TemplateFault::SubWithoutText.at(text.span));
            return self.open_text(call);
        };
        let mut own: HashMap<&str, Text<'t>> = HashMap::default();
        let mut result = Text::default();
        let mut len = 0;
        for part in parts(written) {
            let value = match part {
                Part::Literal(run) => Text::literal(run.to_owned()),
                Part::Reference { name, .. } => match variables.and_then(|map| map.entry(name)) {
                    Some(entry) => {
                        let value = || self.text(&entry.value).unwrap_or_default();
                        own.entry(name).or_insert_with(value).clone()
                    }
                    None => self.sub_reference(name, text.span),
                },
                Part::Broken(run) => {
                    let written = run.to_owned();
                    self.report(TemplateFault::BrokenSubReference { written }.at(text.span));
                    Text::placeholder(of_function(run.to_owned(), Vec::new()))
                }
            };
            len += size(&value);
            if len > LONGEST_TEXT {
                let mut parameters = Vec::new();
                result.placeholders().for_each(|it| add_parameters(it, &mut parameters));
                return Text::placeholder(of_function(format!("Sub {written}"), parameters));
            }
            result.push_text(&value);
        }
        with_references(result)
    }

    /// A text as it would be in a `Sub`, where it names something that only `Sub` substitutes.
    pub(in super::super) fn as_if_in_sub(&self, text: &Text<'t>) -> Option<Text<'t>> {
        let written = text.as_literal().filter(|it| forgotten(self.template, it).is_some())?;
        let mut result = Text::default();
        for part in parts(written) {
            match part {
                Part::Reference { name, .. } if is_substituted(self.template, name) => {
                    result.push_text(&self.sub_reference(name, Span::default()));
                }
                Part::Literal(run) | Part::Broken(run) | Part::Reference { written: run, .. } => {
                    result.push_literal(run.to_owned().into());
                }
            }
        }
        Some(result)
    }

    fn sub_reference(&self, name: &str, span: Span) -> Text<'t> {
        if let Some((resource, attribute)) = name.split_once('.') {
            if let Some(resource) = self.template.resource(resource) {
                return attributes::attribute(self, resource, attribute);
            }
            self.report_unknown(resource, span);
            return reference(name);
        }
        let known = self.known_name(name);
        match known.and_then(|name| self.reference(name, span)) {
            // A list is none of a resource: it is what a parameter has as its value.
            Some(value) => as_text(&Node { span, value })
                .unwrap_or_else(|| placeholder(PlaceholderKind::Parameter, name)),
            None if known.is_some() => Text::default(),
            None => {
                self.report_unknown(name, span);
                reference(name)
            }
        }
    }

    /// The same name as the template holds it: its text outlives what was cut out of a `Sub`.
    fn known_name(&self, name: &str) -> Option<&'t str> {
        let pseudo = PSEUDO.iter().find(|known| **known == name).copied();
        let parameter = || self.template.parameters.get_key_value(name).map(|(name, _)| *name);
        let resource = || self.template.resource(name).map(|it| it.name);
        pseudo.or_else(parameter).or_else(resource)
    }
}

/// The first `${…}` in a text outside `Sub` that names a pseudo parameter, a parameter or a resource.
pub(in super::super) fn forgotten<'s>(template: &Template<'_>, text: &'s str) -> Option<&'s str> {
    // Most texts have none.
    if !text.as_bytes().contains(&b'$') {
        return None;
    }
    parts(text).into_iter().find_map(|part| match part {
        Part::Reference { name, written } if is_substituted(template, name) => Some(written),
        _ => None,
    })
}

/// Whether `Sub` would substitute a name.
fn is_substituted(template: &Template<'_>, name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    PSEUDO.contains(&name)
        || template.parameters.contains_key(name)
        || template.resource(first).is_some()
}
