//! Names and the steps from them: variables, locals, modules, resources, and the parts of values.

use super::super::evaluator::ModuleEvaluator;
use super::super::numbers::number;
use super::super::open::{self, is_rest};
use super::super::reads::part_that_is;
use super::super::scope::{ExpressionScope, Repetition};
use crate::base::source::Span;
use crate::base::text::Placeholder;
use crate::syntax::hcl::{ExpressionKind, ExpressionPath, PathStep, PathStepKind};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a name alone stands for: the variable of a loop, or of a template.
    pub(super) fn name(&self, name: &str, span: Span, scope: ExpressionScope<'_, 't>) -> Node<'t> {
        match scope.bound(name) {
            Some(value) => self.copied(value).unwrap_or_else(|| self.beyond_limits(span)),
            None => open_reference(name, span, scope),
        }
    }

    pub(super) fn path(
        &self,
        path: &ExpressionPath<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let steps = path.steps.as_slice();
        let ExpressionKind::Name(start) = path.start.kind else {
            let value = self.evaluate(&path.start, scope);
            return self.steps(value, steps, span, scope);
        };
        if let Some(value) = scope.bound(start) {
            return self.steps_from(value, steps, span, scope);
        }
        let first = steps.first().map(|step| &step.kind);
        let Some(PathStepKind::Attribute(name)) = first.filter(|_| !scope.is_closed) else {
            return self.open_path(start, steps, span, scope);
        };
        let rest = steps.get(1..).unwrap_or_default();
        let known = match start {
            "var" => self.variable(scope.module, name),
            "local" => self.local(scope.module, name),
            "module" => return self.module_path(name, rest, span, scope),
            "data" => {
                let Some(PathStep { kind: PathStepKind::Attribute(second), .. }) = rest.first()
                else {
                    return self.open_path(start, steps, span, scope);
                };
                let rest = rest.get(1..).unwrap_or_default();
                let whole = self.resource(scope.module, (true, name, second), span);
                return self.steps(whole, rest, span, scope);
            }
            "each" | "count" => match scope.repetition.and_then(|it| repeated(it, name)) {
                Some(value) => return self.steps_from(value, rest, span, scope),
                None => None,
            },
            "path" => return self.steps(self.folder(name, span, scope), rest, span, scope),
            "terraform" | "self" => None,
            kind => {
                let whole = self.resource(scope.module, (false, kind, name), span);
                return self.steps(whole, rest, span, scope);
            }
        };
        match known {
            Some(value) => self.steps_from(&value, rest, span, scope),
            None => self.open_path(start, steps, span, scope),
        }
    }

    /// The parts of a value that is kept: nothing of it but these is copied.
    pub(in super::super) fn steps_from(
        &self,
        value: &Node<'t>,
        steps: &[PathStep<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let (mut value, mut rest) = (value, steps);
        while let Some((step, after)) = rest.split_first()
            && let Some(part) = self.known_part(value, step, scope)
        {
            (value, rest) = (part, after);
        }
        match self.copied(value) {
            Some(value) => self.steps(value, rest, span, scope),
            None => self.beyond_limits(span),
        }
    }

    /// The part that a step certainly leads to.
    fn known_part<'n>(
        &self,
        value: &'n Node<'t>,
        step: &PathStep<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<&'n Node<'t>> {
        let key = match &step.kind {
            PathStepKind::Attribute(name) => {
                Node { span: step.span, value: Value::String(Cow::Borrowed(name)) }
            }
            PathStepKind::Index(key) => self.evaluate(key, scope),
            _ => return None,
        };
        match &value.value {
            Value::Map(map) => {
                Some(&map.entries.iter().find(|it| Some(it.key.as_ref()) == key.as_scalar())?.value)
            }
            Value::List(items) => {
                let index = index(&key)?;
                let has_rest = items.iter().take(index + 1).any(is_rest);
                items.get(index).filter(|_| !has_rest)
            }
            _ => None,
        }
    }

    /// `path.module`, `path.root`, `path.cwd`: the folders, from where Terraform runs, which is the root module's.
    fn folder(&self, name: &str, span: Span, scope: ExpressionScope<'_, 't>) -> Node<'t> {
        let root = self.configuration.root.as_str();
        let folder = match name {
            "module" => from_folder(root, &scope.module.folder),
            _ => ".".to_owned(),
        };
        Node { span, value: Value::String(Cow::Owned(folder)) }
    }

    /// The parts of a value that steps lead to.
    pub(in super::super) fn steps(
        &self,
        value: Node<'t>,
        steps: &[PathStep<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let mut value = value;
        for (index, step) in steps.iter().enumerate() {
            let rest = steps.get(index + 1..).unwrap_or_default();
            value = match &step.kind {
                PathStepKind::Attribute(name) => self.member(&value, name, span),
                PathStepKind::Number(number) => self.item(&value, number, span),
                PathStepKind::Index(key) => {
                    let key = self.evaluate(key, scope);
                    self.indexed(&value, &key, span)
                }
                PathStepKind::Splat => return self.splat(value, (rest, &[]), span, scope),
                PathStepKind::AttributeSplat => {
                    let is_name =
                        |it: &&PathStep<'t>| matches!(it.kind, PathStepKind::Attribute(_));
                    let names = rest.iter().take_while(is_name).count();
                    return self.splat(value, rest.split_at(names), span, scope);
                }
            };
        }
        value
    }

    /// The steps after `[*]` or `.*`: those of each item, and after `.*` and names those of the result.
    fn splat(
        &self,
        value: Node<'t>,
        (own, after): (&[PathStep<'t>], &[PathStep<'t>]),
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let items = match value.value {
            Value::List(items) => items,
            Value::Null => Vec::new(),
            Value::Placeholder(ref open) if !self.is_one_object(open) => {
                let whole = Node { span, value: value.value };
                let written = self.written(own) + &self.written(after);
                let write =
                    |part: &dyn Fn(&Node<'t>) -> String| format!("{}[*]{written}", part(&whole));
                let open = open::made_of(&[&whole], write);
                return Node { span, value: Value::Placeholder(open) };
            }
            value => vec![Node { span, value }],
        };
        let each = |item: Node<'t>| {
            if is_rest(&item) { item } else { self.steps(item, own, span, scope) }
        };
        let value = Value::List(items.into_iter().map(each).collect());
        self.steps(Node { span, value }, after, span, scope)
    }

    /// The member of an object, or an attribute of what a placeholder stands for.
    pub(in super::super) fn member(&self, value: &Node<'t>, name: &str, span: Span) -> Node<'t> {
        let step = || format!(".{name}");
        match &value.value {
            Value::Map(map) => match map.entries.iter().find(|entry| entry.key == name) {
                Some(entry) => entry.value.clone(),
                None if self.may_have(map, name) => {
                    self.part_made_of(value, &key_of(name, span), &step(), span)
                }
                None => missing_part(value, &step(), span),
            },
            Value::Placeholder(open) => {
                let found = self.attribute_of(open, name, span);
                found.unwrap_or_else(|| part(open, name, &step(), span))
            }
            // What was written before Terraform 0.12: `aws_x.y.0.id`.
            _ if name.bytes().all(|byte| byte.is_ascii_digit()) => self.item(value, name, span),
            _ => missing_part(value, &step(), span),
        }
    }

    fn item(&self, value: &Node<'t>, number: &str, span: Span) -> Node<'t> {
        let key = Node { span, value: Value::Number(Cow::Owned(number.to_owned())) };
        self.indexed(value, &key, span)
    }

    /// The item or member of an index.
    pub(in super::super) fn indexed(
        &self,
        value: &Node<'t>,
        key: &Node<'t>,
        span: Span,
    ) -> Node<'t> {
        let step = format!("[{}]", open::shown(key));
        let open_part = || self.part_made_of(value, key, &step, span);
        match &value.value {
            Value::List(items) => match index(key) {
                Some(index) => {
                    let known = items.iter().take_while(|it| !is_rest(it)).count();
                    match items.get(index).filter(|_| index < known) {
                        Some(item) => item.clone(),
                        None if known < items.len() => open_part(),
                        None => missing_part(value, &step, span),
                    }
                }
                None if open::is_known(key) => missing_part(value, &step, span),
                None => open_part(),
            },
            Value::Map(map) => match key.as_scalar() {
                Some(name) => {
                    let known = map.entries.iter().find(|entry| entry.key == name);
                    match known {
                        Some(entry) => entry.value.clone(),
                        None if self.may_have(map, name) => open_part(),
                        None => missing_part(value, &format!(".{name}"), span),
                    }
                }
                None => open_part(),
            },
            Value::Placeholder(open) => match key.as_scalar() {
                Some(name) => {
                    // An attribute of an object may be written as an index.
                    let attribute = key.as_str().and_then(|it| self.attribute_of(open, it, span));
                    attribute.unwrap_or_else(|| part(open, name, &step, span))
                }
                None if open::is_expression(open) => open_part(),
                None => part(open, &step, &step, span),
            },
            _ => missing_part(value, &step, span),
        }
    }

    /// A placeholder for a part of a value that is not known to have it.
    fn part_made_of(&self, value: &Node<'t>, key: &Node<'t>, step: &str, span: Span) -> Node<'t> {
        let because = value.as_map().and_then(|map| self.opened_by(map));
        let value = because.as_ref().unwrap_or(value);
        if let (Value::Placeholder(open), Some(name)) = (&value.value, key.as_scalar())
            && part_that_is(open).is_some()
        {
            return part(open, name, step, span);
        }
        let write = |part: &dyn Fn(&Node<'t>) -> String| match key.as_scalar() {
            Some(_) => format!("{}{step}", part(value)),
            None => format!("{}[{}]", part(value), part(key)),
        };
        Node { span, value: Value::Placeholder(open::made_of(&[value, key], write)) }
    }

    /// A placeholder for what nothing in the source defines.
    pub(super) fn open_path(
        &self,
        start: &str,
        steps: &[PathStep<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let written = format!("{start}{}", self.written(steps));
        open_reference(&written, span, scope)
    }

    /// Steps as they are written.
    fn written(&self, steps: &[PathStep<'t>]) -> String {
        steps.iter().map(|step| self.configuration.slice(step.span)).collect()
    }
}

/// A placeholder for what nothing in the source defines.
fn open_reference<'t>(written: &str, span: Span, scope: ExpressionScope<'_, 't>) -> Node<'t> {
    Node { span, value: Value::Placeholder(scope.module.reference(written)) }
}

/// The path from one folder to another.
fn from_folder(from: &str, to: &str) -> String {
    let parts = |path| str::split(path, '/').filter(|it: &&str| !it.is_empty());
    let shared = parts(from).zip(parts(to)).take_while(|(one, other)| one == other).count();
    let up = parts(from).skip(shared).map(|_| "..");
    let path: Vec<_> = up.chain(parts(to).skip(shared)).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}

/// A placeholder for a part of what one stands for.
fn part<'t>(open: &Placeholder<'t>, key: &str, step: &str, span: Span) -> Node<'t> {
    Node { span, value: Value::Placeholder(open::part_of(open, key, step)) }
}

/// A name as the key that it is.
fn key_of<'t>(name: &str, span: Span) -> Node<'t> {
    Node { span, value: Value::String(Cow::Owned(name.to_owned())) }
}

/// A placeholder for a part that a value does not have: Terraform refuses it, and `try` goes on.
fn missing_part<'t>(value: &Node<'t>, step: &str, span: Span) -> Node<'t> {
    let write = |part: &dyn Fn(&Node<'t>) -> String| format!("{}{step}", part(value));
    Node { span, value: Value::Placeholder(open::failure_of(&[value], write)) }
}

/// The index that a value is, if it is one.
fn index(key: &Node<'_>) -> Option<usize> {
    let index = number(key).filter(|it| *it >= 0.0 && it.fract() == 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a whole number that is not negative"
    )]
    Some(index as usize)
}

/// `each.key`, `each.value`, `count.index`.
fn repeated<'r, 't>(repetition: &'r Repetition<'t>, name: &str) -> Option<&'r Node<'t>> {
    match (repetition, name) {
        (Repetition::Count(index), "index") => Some(index),
        (Repetition::Each(key, _), "key") => Some(key),
        (Repetition::Each(_, value), "value") => Some(value),
        _ => None,
    }
}
