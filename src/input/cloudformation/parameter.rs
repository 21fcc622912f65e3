//! The parameters of a template, and their values.

use crate::base::source::Span;
use crate::syntax::{Entry, Node};
use std::borrow::Cow;

/// The parameters that CloudFormation gives by itself.
pub(super) const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// A parameter of a template.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'t> {
    /// Where its name stands.
    pub(super) name_span: Span,
    /// Its default, where it has one and its type lets that be the value.
    pub(super) default: Option<Cow<'t, str>>,
    /// What it may be, where that is listed.
    pub(super) allowed: Vec<Cow<'t, str>>,
    /// Whether its value is a list, written with commas.
    pub(super) is_list: bool,
}

impl<'t> Parameter<'t> {
    /// Reads the declaration of a parameter.
    ///
    /// The default of one that names an SSM parameter is that name, not the value: it leaves the value undecided.
    pub(super) fn read(entry: &'t Entry<'t>) -> Self {
        let declared = &entry.value;
        let kind = declared.get("Type").and_then(Node::as_str).unwrap_or("String");
        let is_stored = kind.starts_with("AWS::SSM::Parameter::Value<");
        let value = |node: &'t Node<'t>| node.as_scalar().map(Cow::Borrowed);
        let allowed = declared.get("AllowedValues").and_then(Node::as_list).unwrap_or_default();
        Self {
            name_span: entry.key_span,
            default: declared.get("Default").filter(|_| !is_stored).and_then(value),
            allowed: if is_stored {
                Vec::new()
            } else {
                allowed.iter().filter_map(value).collect()
            },
            is_list: kind == "CommaDelimitedList" || kind.contains("List<"),
        }
    }
}
