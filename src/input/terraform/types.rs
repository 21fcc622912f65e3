//! The types of variables as they are declared, and what a value is as one of them.
//!
//! Source: Terraform language, "Type Constraints"; optional attributes as HCL's `typeexpr` applies their defaults.

use super::conversion::{self, in_set_order, of_one_type};
use super::evaluator::ModuleEvaluator;
use super::open;
use super::scope::ExpressionScope;
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::syntax::hcl::{Expression, ExpressionKind, FunctionCall, ObjectKey};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// The declared type of a variable.
#[derive(Clone, Debug)]
pub(super) enum VariableType<'t> {
    Any,
    String,
    Number,
    Bool,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(Vec<TypedAttribute<'t>>),
}

/// An attribute that an object has.
#[derive(Clone, Debug)]
pub(super) struct TypedAttribute<'t> {
    name: Cow<'t, str>,
    of: VariableType<'t>,
    is_optional: bool,
    default: Option<&'t Expression<'t>>,
}

impl<'t> VariableType<'t> {
    /// Reads a type; what is none may be any.
    pub(super) fn read(expression: &'t Expression<'t>) -> Self {
        match &expression.kind {
            ExpressionKind::Name(name) => Self::named(name),
            // In quotes, as before Terraform 0.12.
            ExpressionKind::Template(_) => {
                Self::named(&expression.kind.as_literal().unwrap_or_default())
            }
            ExpressionKind::Call(call) => Self::constructed(call),
            _ => Self::Any,
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "string" => Self::String,
            "number" => Self::Number,
            "bool" => Self::Bool,
            "list" => Self::List(Box::new(Self::Any)),
            "set" => Self::Set(Box::new(Self::Any)),
            "map" => Self::Map(Box::new(Self::Any)),
            _ => Self::Any,
        }
    }

    fn constructed(call: &'t FunctionCall<'t>) -> Self {
        let Some(of) = call.arguments.first() else { return Self::Any };
        match (call.name, &of.kind) {
            ("list", _) => Self::List(Box::new(Self::read(of))),
            ("set", _) => Self::Set(Box::new(Self::read(of))),
            ("map", _) => Self::Map(Box::new(Self::read(of))),
            ("tuple", ExpressionKind::List(items)) => {
                Self::Tuple(items.iter().map(Self::read).collect())
            }
            ("object", ExpressionKind::Object(items)) => {
                let attributes = items.iter().filter_map(|item| {
                    let name = match &item.key {
                        ObjectKey::Name(name) => Cow::Borrowed(*name),
                        ObjectKey::Computed(key) => key.kind.as_literal()?,
                    };
                    Some(TypedAttribute::read(name, &item.value))
                });
                Self::Object(attributes.collect())
            }
            _ => Self::Any,
        }
    }

    /// The type of an attribute that all objects of the type have.
    pub(super) fn attribute(&self, name: &str) -> Option<&Self> {
        let Self::Object(attributes) = self else { return None };
        attributes.iter().find(|it| it.name == name).map(|it| &it.of)
    }

    /// The type of the items.
    pub(super) fn item(&self) -> Option<&Self> {
        match self {
            Self::List(of) => Some(of),
            _ => None,
        }
    }

    /// Whether a text of the command line is a value as it stands, and no expression.
    pub(super) fn is_primitive(&self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Bool)
    }
}

impl<'t> TypedAttribute<'t> {
    fn read(name: Cow<'t, str>, of: &'t Expression<'t>) -> Self {
        if let ExpressionKind::Call(call) = &of.kind
            && call.name == "optional"
            && let Some(inner) = call.arguments.first()
        {
            let (of, default) = (VariableType::read(inner), call.arguments.get(1));
            return Self { name, of, is_optional: true, default };
        }
        Self { name, of: VariableType::read(of), is_optional: false, default: None }
    }
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// A value as one of a type. What is open stays as it is, and so does what cannot be of the type.
    pub(super) fn typed(
        &self,
        value: Node<'t>,
        of: &VariableType<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let typed = |value: Node<'t>, of: &VariableType<'t>| self.typed(value, of, scope);
        let span = value.span;
        let converted = match (of, value.value) {
            (VariableType::String, own) => scalar(own, conversion::string),
            (VariableType::Number, own) => scalar(own, conversion::number),
            (VariableType::Bool, own) => scalar(own, conversion::bool),
            (VariableType::List(of), Value::List(items)) => {
                Value::List(alike(items.into_iter().map(|it| typed(it, of)).collect()))
            }
            (VariableType::Set(of), Value::List(items)) => {
                let mut items = alike(items.into_iter().map(|it| typed(it, of)).collect());
                let mut known = HashSet::default();
                items.retain(|item| known.insert(open::identity(item)));
                in_set_order(&mut items);
                Value::List(items)
            }
            (VariableType::Map(of), Value::Map(mut map)) => {
                for entry in &mut map.entries {
                    entry.value = typed(entry.value.clone(), of);
                }
                Value::Map(map)
            }
            (VariableType::Tuple(of), Value::List(items)) => {
                let each = items.into_iter().enumerate().map(|(index, item)| match of.get(index) {
                    Some(of) => typed(item, of),
                    None => item,
                });
                Value::List(each.collect())
            }
            (VariableType::Object(attributes), Value::Map(map)) => Value::Map(self.typed_object(
                &Node { span, value: Value::Map(map) },
                attributes,
                scope,
            )),
            (_, own) => own,
        };
        Node { span, value: converted }
    }

    /// The attributes of a type, and no others: one that is not there is null, or has its default.
    fn typed_object(
        &self,
        value: &Node<'t>,
        attributes: &[TypedAttribute<'t>],
        scope: ExpressionScope<'_, 't>,
    ) -> Map<'t> {
        let mut typed = Map::default();
        for attribute in attributes {
            let entry = value.as_map().and_then(|map| map.entry(&attribute.name));
            let may_have = |map| self.may_have(map, &attribute.name);
            let is_open = value.as_map().is_some_and(may_have);
            let set = match entry {
                Some(entry) => Some(entry.value.clone()),
                None if is_open => Some(self.member(value, &attribute.name, value.span)),
                None => None,
            };
            let set = set.filter(|it| !attribute.is_optional || !matches!(it.value, Value::Null));
            let default = || attribute.default.map(|it| self.evaluate(it, scope));
            let null = || {
                let null = Node { span: value.span, value: Value::Null };
                attribute.is_optional.then_some(null)
            };
            let Some(own) = set.or_else(default).or_else(null) else { continue };
            typed.entries.push(Entry {
                key: attribute.name.clone(),
                key_span: entry.map_or(value.span, |it| it.key_span),
                value: self.typed(own, &attribute.of, scope),
            });
        }
        typed
    }
}

/// A value that is converted, or itself where it cannot be.
fn scalar<'t>(value: Value<'t>, convert: impl Fn(&Node<'t>) -> Option<Value<'t>>) -> Value<'t> {
    let node = Node { span: Span::default(), value };
    convert(&node).unwrap_or(node.value)
}

/// The items as those of a list, or themselves where they cannot be.
fn alike(items: Vec<Node<'_>>) -> Vec<Node<'_>> {
    of_one_type(items.clone()).unwrap_or(items)
}
