//! Attributes that stand for themselves → their texts, as far as the source tells.

use super::attribute_table::{self, AttributeRow};
use super::eval::text_value;
use super::evaluator::ModuleEvaluator;
use super::home::Home;
use super::instance::ResourceInstance;
use super::module::ResourceBlock;
use super::open::{self, text_of};
use crate::base::source::Span;
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::syntax::{Below, Node, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// Secrets Manager ends every ARN in a hyphen and six characters of its own.
const SECRET_SUFFIX: &str = "-??????";

/// How long a text may become.
const LONGEST_TEXT: usize = 1 << 16;

/// A resource, and the path of one of its attributes without indexes: `master_user_secret.secret_arn`.
#[derive(Clone, Debug)]
pub(super) struct AttributeOf<'t> {
    pub(super) instance: ResourceInstance<'t>,
    pub(super) path: Rc<str>,
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// A scalar as text, with the texts of the attributes in it.
    pub(super) fn text(&self, node: &Node<'t>) -> Option<Text<'t>> {
        Some(self.with_attributes(text_of(node)?))
    }

    /// A value with the texts of the attributes in it.
    pub(super) fn resolved(&self, mut node: Node<'t>) -> Node<'t> {
        self.resolve(&mut node);
        node
    }

    /// Puts the texts of the attributes in a value in their places.
    pub(super) fn resolve(&self, node: &mut Node<'t>) {
        node.visit_mut(&mut |key, node| {
            self.resolve_one(key, node);
            Below::Visit
        });
    }

    fn resolve_one(&self, key: Option<&str>, node: &mut Node<'t>) {
        match &node.value {
            Value::Placeholder(placeholder) => {
                let text = match key {
                    Some("valueFrom") => self.parameter_arn(placeholder),
                    _ => None,
                };
                if let Some(text) = text.or_else(|| self.text_behind(placeholder)) {
                    node.value = text_value(text);
                }
            }
            Value::Text(text) => {
                let is_open = |it: &Placeholder<'t>| self.attribute_behind(it).is_some();
                if text.placeholders().any(is_open) {
                    node.value = text_value(self.with_attributes(text.clone()));
                }
            }
            _ => {}
        }
    }

    /// A text with the texts of the attributes in it.
    pub(super) fn with_attributes(&self, text: Text<'t>) -> Text<'t> {
        if !text.has_placeholders() {
            return text;
        }
        let mut whole = Text::default();
        for piece in text.pieces() {
            match piece {
                Piece::Literal(run) => whole.push_literal(run.clone()),
                Piece::Placeholder(it) => match self.text_behind(it) {
                    Some(text) => whole.push_text(&text),
                    None => whole.push_placeholder(it.clone()),
                },
            }
        }
        whole
    }

    /// What a placeholder is an attribute of.
    pub(super) fn attribute_behind(
        &self,
        placeholder: &Placeholder<'t>,
    ) -> Option<AttributeOf<'t>> {
        let name = placeholder.name();
        if let Some((instance, path)) = self.attribute_named(name) {
            return Some(AttributeOf { instance, path });
        }
        // A part of what an attribute gives: `aws_db_instance.db.master_user_secret[0].secret_arn`.
        let mut before = name;
        while let Some(cut) = before.rfind(['.', '[']) {
            let (head, _) = before.split_at(cut);
            if let Some((instance, attribute)) = self.attribute_named(head) {
                let rest = without_indexes(name.get(cut..).unwrap_or_default())?;
                return Some(AttributeOf { instance, path: format!("{attribute}{rest}").into() });
            }
            before = head;
        }
        None
    }

    /// The text of the attribute that a placeholder stands for; none if it stands for something else, or nothing is known
    /// of it.
    fn text_behind(&self, placeholder: &Placeholder<'t>) -> Option<Text<'t>> {
        let AttributeOf { instance, path } = self.attribute_behind(placeholder)?;
        let own = || Text::placeholder(placeholder.clone());
        let evaluate = || {
            let text = self.attribute_text(&instance, &path);
            let text = text.filter(|it| self.has_room(length(it)) && length(it) < LONGEST_TEXT);
            Node { span: Span::default(), value: text_value(text.unwrap_or_else(own)) }
        };
        let node = self.remembered_text(placeholder.name(), || {
            self.within_limits(evaluate).unwrap_or_else(|| Node {
                span: Span::default(),
                value: Value::Placeholder(placeholder.clone()),
            })
        })?;
        text_of(&node).filter(|it| it.as_placeholder() != Some(placeholder))
    }

    /// What an attribute of a resource gives.
    pub(super) fn attribute_text(
        &self,
        instance: &ResourceInstance<'t>,
        path: &str,
    ) -> Option<Text<'t>> {
        // What is deployed has it: nothing needs to be put together.
        let is_planned = instance.block.as_ref().is_some_and(ResourceBlock::is_planned);
        let known = || self.text(&self.attribute(instance, path)?);
        if let Some(known) = if is_planned { known() } else { None } {
            return Some(known);
        }
        match attribute_table::find(instance.is_data, &instance.kind, path) {
            Some(row) => Some(self.filled(instance, row)),
            // What the table does not have gives what its argument sets.
            None => self.text(&self.attribute(instance, path)?),
        }
    }

    /// The ARN of a parameter that is named in the place of one: of a name that is not known nothing else shows that it
    /// is one.
    fn parameter_arn(&self, placeholder: &Placeholder<'t>) -> Option<Text<'t>> {
        let AttributeOf { instance, .. } = self.attribute_behind(placeholder)?;
        let is_parameter = instance.kind == "aws_ssm_parameter";
        let name = self.text_behind(placeholder).filter(|_| is_parameter);
        let is_open = name.is_none_or(|it| it.has_placeholders());
        self.attribute_text(&instance, "arn").filter(|_| is_parameter && is_open)
    }

    /// The text of a row, for a resource.
    fn filled(&self, instance: &ResourceInstance<'t>, row: &'static AttributeRow) -> Text<'t> {
        let home = self.home(instance);
        let mut text = Text::default();
        let mut rest = row.text;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (part, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_text(&self.part(instance, &home, part));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn part(&self, instance: &ResourceInstance<'t>, home: &Home<'t>, part: &str) -> Text<'t> {
        match part {
            "partition" => home.partition(),
            "region" => home.region(),
            "account" => home.account(),
            "suffix" => home.dns_suffix(),
            "registry" => {
                let stated = instance.block.is_some() && instance.is_data;
                let stated = self.argument_text(instance, "registry_id").filter(|_| stated);
                stated.unwrap_or_else(|| home.account())
            }
            "path" => {
                let path = self.argument_text(instance, "path").filter(|it| !it.is_empty());
                path.unwrap_or_else(|| Text::literal("/"))
            }
            "secret" => self.secret(instance, home),
            _ => self.argument_part(instance, part),
        }
    }

    fn argument_part(&self, instance: &ResourceInstance<'t>, part: &str) -> Text<'t> {
        if let Some(name) = part.strip_prefix('!') {
            return generated(instance, name);
        }
        if let Some(name) = part.strip_prefix("bare:") {
            return without_slash(&self.name_argument(instance, name));
        }
        let Some((name, prefix)) = part.split_once('|') else {
            return self.name_argument(instance, part);
        };
        let Some(block) = &instance.block else { return attribute(instance, name) };
        if let Some(stated) = self.argument_text(instance, name).filter(|it| !it.is_empty()) {
            return stated;
        }
        if block.body.lost().is_some() {
            return attribute(instance, name);
        }
        match self.argument_text(instance, prefix).filter(|it| !it.is_empty()) {
            Some(mut text) => {
                text.push_text(&after_prefix(instance, name));
                text
            }
            None => generated(instance, name),
        }
    }

    /// An argument as text; where there is none, the attribute of that name.
    fn name_argument(&self, instance: &ResourceInstance<'t>, name: &str) -> Text<'t> {
        let stated = self.argument_text(instance, name).filter(|it| !it.is_empty());
        stated.unwrap_or_else(|| attribute(instance, name))
    }

    /// An argument as text; none if it is absent or null.
    pub(super) fn argument_text(
        &self,
        instance: &ResourceInstance<'t>,
        name: &str,
    ) -> Option<Text<'t>> {
        self.text(&self.attribute(instance, name)?)
    }

    /// The ARN of the secret that the arguments name, by its ARN or by its name. Whatever is open in it, it is the ARN of
    /// a secret.
    fn secret(&self, instance: &ResourceInstance<'t>, home: &Home<'t>) -> Text<'t> {
        let mut arguments = ["arn", "secret_arn", "secret_id", "name"].into_iter();
        let named = arguments.find_map(|it| Some((it, self.argument_text(instance, it)?)));
        let is_arn = |text: &Text<'t>| text.starts_with("arn:");
        let name = match named {
            Some((_, text)) if is_arn(&text) == Truth::True => return text,
            Some((argument, text)) if argument == "name" || is_arn(&text) == Truth::False => text,
            _ => {
                let shown = format!("<name of {}>", own_address(instance));
                let unique = format!("{}.name", instance.address);
                Text::placeholder(open::written(PlaceholderKind::Reference, shown, unique))
            }
        };
        let mut arn = Text::literal("arn:");
        let service = Text::literal("secretsmanager");
        for field in [home.partition(), service, home.region(), home.account()] {
            arn.push_text(&field);
            arn.push_char(':');
        }
        arn.push_str("secret:");
        arn.push_text(&name);
        arn.push_str(SECRET_SUFFIX);
        arn
    }
}

/// The address of a resource in its own module, as an expression there refers to it.
pub(super) fn own_address<'a>(instance: &'a ResourceInstance<'_>) -> &'a str {
    instance.address.strip_prefix(&instance.module.address).unwrap_or(&instance.address)
}

/// A name that is generated for a resource of the source: no other resource has it, and no text is it.
fn generated<'t>(instance: &ResourceInstance<'t>, name: &str) -> Text<'t> {
    let is_made = instance.block.is_some() && !instance.is_data;
    if !is_made {
        return attribute(instance, name);
    }
    let inner = format!("{}.{name}", own_address(instance));
    let unique = format!("{}.{name}", instance.address);
    Text::placeholder(open::named(PlaceholderKind::GeneratedName, &inner, unique))
}

/// What is generated after the prefix of a name.
fn after_prefix<'t>(instance: &ResourceInstance<'t>, name: &str) -> Text<'t> {
    let shown = format!("<generated for {}>", own_address(instance));
    let unique = format!("{}.{name} after its prefix", instance.address);
    Text::placeholder(open::written(PlaceholderKind::GeneratedName, shown, unique))
}

/// An attribute of which nothing is known.
fn attribute<'t>(instance: &ResourceInstance<'t>, name: &str) -> Text<'t> {
    let kind = if instance.is_data {
        PlaceholderKind::Reference
    } else {
        PlaceholderKind::KnownAfterApply
    };
    let inner = format!("{}.{name}", own_address(instance));
    Text::placeholder(open::named(kind, &inner, format!("{}.{name}", instance.address)))
}

/// A name without the slashes before it.
fn without_slash<'t>(name: &Text<'t>) -> Text<'t> {
    let mut text = Text::default();
    for (index, piece) in name.pieces().iter().enumerate() {
        match piece {
            Piece::Literal(run) if index == 0 => {
                text.push_literal(Cow::Owned(run.trim_start_matches('/').to_owned()));
            }
            Piece::Literal(run) => text.push_literal(run.clone()),
            Piece::Placeholder(it) => text.push_placeholder(it.clone()),
        }
    }
    text
}

fn length(text: &Text<'_>) -> usize {
    let len = |piece: &Piece<'_>| match piece {
        Piece::Literal(run) => run.len(),
        Piece::Placeholder(it) => it.source_len(),
    };
    text.pieces().iter().map(len).sum()
}

/// Steps without indexes; none if they are something else: `[0].secret_arn` → `.secret_arn`.
fn without_indexes(steps: &str) -> Option<String> {
    let mut rest = steps;
    let mut path = String::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']')?;
            if index != "*" && !index.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            rest = after;
        } else {
            let after = rest.strip_prefix('.')?;
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            if name.is_empty() || !name.bytes().all(is_name) {
                return None;
            }
            if !name.bytes().all(|byte| byte.is_ascii_digit()) {
                path.push('.');
                path.push_str(name);
            }
            rest = after;
        }
    }
    Some(path)
}

#[cfg(test)]
#[path = "attribute_table_tests.rs"]
mod tests;
