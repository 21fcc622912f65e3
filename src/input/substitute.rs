//! Fills in what the user provides: values for placeholders, images for containers.

use super::inputs::Inputs;
use crate::base::source::Span;
use crate::base::text::{DeploymentPart, Piece, Placeholder, PlaceholderKind, Spelling, Text};
use crate::syntax::{Below, Entry, Map, Node, Value};
use std::borrow::Cow;
use std::sync::Arc;

impl Inputs {
    /// Fills the placeholders that have a value, everywhere in a tree.
    pub(super) fn fill(&self, node: &mut Node<'_>) {
        if self.variables.is_empty() {
            return;
        }
        node.visit_mut(&mut |_, node| {
            match &mut node.value {
                Value::Placeholder(placeholder) => {
                    if let Some(value) = self.value_of(placeholder) {
                        node.value = Value::String(Cow::Owned(value.to_owned()));
                    }
                }
                Value::String(value) => {
                    if let Some(filled) = self.fill_string(value) {
                        *value = Cow::Owned(filled);
                    }
                }
                Value::Text(text) => *text = self.fill_text(text),
                _ => {}
            }
            Below::Visit
        });
    }

    /// The string with its placeholders filled, where one of them has a value.
    fn fill_string(&self, value: &str) -> Option<String> {
        if !Text::may_have_placeholders(value) {
            return None;
        }
        let text = Text::read(value, Spelling::Identifier);
        let known = text.placeholders().any(|placeholder| self.value_of(placeholder).is_some());
        known.then(|| self.fill_text(&text).to_string())
    }

    /// The text with the placeholders filled that have a value.
    pub(super) fn fill_text<'s>(&self, text: &Text<'s>) -> Text<'s> {
        let value = |it: &Placeholder<'_>| self.value_of(it).map(str::to_owned);
        map_placeholders(text, |it| value(it).map(Text::literal))
    }

    /// A resource with the partition, the Region and the account that the user provides, where nothing else specifies
    /// them.
    pub fn fill_deployment<'s>(&self, resource: Text<'s>) -> Text<'s> {
        let given = &self.deployment;
        let has_none =
            given.partition.is_none() && given.region.is_none() && given.account.is_none();
        if has_none || !resource.has_placeholders() {
            return resource;
        }
        map_placeholders(&resource, |placeholder| {
            // `<account>` in a file is the account that nothing specifies.
            let is_part = |it: &DeploymentPart| *placeholder == Placeholder::unspecified(*it);
            match DeploymentPart::ALL.into_iter().find(is_part)? {
                DeploymentPart::Partition => given.partition_by_region(),
                part => given.part(part).cloned(),
            }
        })
    }

    /// A resource with the values of `--var` in place of the placeholders of exactly these names, whatever they are.
    pub fn fill_names<'s>(&self, resource: &Text<'s>) -> Text<'s> {
        let value = |it: &Placeholder<'_>| self.variable(it.name()).map(str::to_owned);
        map_placeholders(resource, |it| value(it).map(Text::literal))
    }

    /// A text with each word in capitals replaced that has a value, where there is one: `ACCOUNT_ID`. `used` gets their
    /// names.
    pub(super) fn fill_words(&self, text: &str, used: &mut Vec<String>) -> Option<String> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut filled = String::new();
        let mut rest = text;
        let before = used.len();
        while let Some(start) = rest.find(is_word) {
            let (between, word) = rest.split_at(start);
            let (word, after) = word.split_at(word.find(|c| !is_word(c)).unwrap_or(word.len()));
            let is_upper = !word.contains(|c: char| c.is_ascii_lowercase());
            let value = self.variable(word).filter(|_| is_upper);
            used.extend(value.map(|_| word.to_owned()));
            filled.push_str(between);
            filled.push_str(value.unwrap_or(word));
            rest = after;
        }
        filled.push_str(rest);
        (used.len() > before).then_some(filled)
    }

    /// Sets the image of each container definition to the one from the user, and to a placeholder where it has
    /// none: pipelines render the image at deploy time.
    pub(super) fn set_images(&self, containers: &mut Node<'_>) {
        match &mut containers.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.set_image_of(item)),
            Value::Alias(shared) => self.set_images(Arc::make_mut(shared)),
            _ => {}
        }
    }

    /// The same for the containers of a task definition.
    pub(super) fn set_container_images(&self, task: &mut Node<'_>) {
        if let Value::Map(map) = &mut task.value {
            let containers = map.entries.iter_mut().filter(|it| it.key == "containerDefinitions");
            containers.for_each(|entry| self.set_images(&mut entry.value));
        }
    }

    fn set_image_of(&self, container: &mut Node<'_>) {
        let span = container.span;
        match &mut container.value {
            Value::Map(map) => self.set_image(map, span),
            Value::Alias(shared) => self.set_image_of(Arc::make_mut(shared)),
            _ => {}
        }
    }

    fn set_image(&self, container: &mut Map<'_>, span: Span) {
        let name = container.get("name").and_then(Node::as_str);
        let given = name.and_then(|name| self.image(name)).map(str::to_owned);
        let is_missing = match container.get("image") {
            None => container.open.is_none(),
            Some(image) => image.as_str() == Some("") || matches!(image.value, Value::Null),
        };
        let value = match given {
            Some(image) => Value::String(Cow::Owned(image)),
            None if is_missing => {
                Value::Placeholder(Placeholder::named(PlaceholderKind::MissingImage, "image"))
            }
            None => return,
        };
        if let Some(entry) = container.entries.iter_mut().rev().find(|entry| entry.key == "image") {
            entry.value.value = value;
            return;
        }
        // What is not there is shown where the container is named.
        let shown = container.get("name").map_or(span, |name| name.span);
        let value = Node { span: shown, value };
        container.entries.push(Entry { key: Cow::Borrowed("image"), key_span: shown, value });
    }
}

/// The text with other texts for some of its placeholders.
fn map_placeholders<'s>(
    text: &Text<'s>,
    fill: impl Fn(&Placeholder<'s>) -> Option<Text<'s>>,
) -> Text<'s> {
    let mut filled = Text::default();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(value) => filled.push_literal(value.clone()),
            Piece::Placeholder(placeholder) => match fill(placeholder) {
                Some(value) => filled.push_text(&value),
                None => filled.push_placeholder(placeholder.clone()),
            },
        }
    }
    filled
}
