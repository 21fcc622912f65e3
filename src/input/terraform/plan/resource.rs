//! A resource or a data source of a plan or a state.

use super::members::has_unknown;
use crate::base::source::Span;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// A resource or a data source: one instance.
#[derive(Debug)]
pub(super) struct PlannedResource<'s> {
    /// `module.web.aws_iam_role.task["a"]`
    pub(super) address: Cow<'s, str>,
    /// The address of its module; empty for the root module.
    pub(super) module: Cow<'s, str>,
    pub(super) is_data: bool,
    /// Its type.
    pub(super) kind: &'s str,
    pub(super) name: &'s str,
    /// What names it, for people.
    pub(super) mark: Span,
    /// All that is said of it.
    pub(super) span: Span,
    /// Its attributes that are known.
    pub(super) values: Option<&'s Node<'s>>,
    /// The attributes that are known after apply.
    pub(super) unknown: Option<&'s Node<'s>>,
    /// Whether lists are written as keys with numbers, as before Terraform 0.12.
    pub(super) is_flat: bool,
}

impl PlannedResource<'_> {
    /// Its index, with brackets; empty where its block has neither `count` nor `for_each`.
    pub(super) fn key(&self) -> &str {
        let written = self.address.strip_prefix(self.module.as_ref()).unwrap_or_default();
        let written = written.strip_prefix('.').unwrap_or(written);
        let written = if self.is_data { written.strip_prefix("data.") } else { Some(written) };
        let after_kind = written.and_then(|it| it.strip_prefix(self.kind)?.strip_prefix('.'));
        after_kind.and_then(|it| it.strip_prefix(self.name)).unwrap_or_default()
    }

    /// Whether an attribute is known.
    pub(super) fn knows(&self, attribute: &str) -> bool {
        let is_known = |node: &Node<'_>| !matches!(node.value, Value::Null);
        self.values.and_then(|it| it.get(attribute)).is_some_and(is_known)
            && !self.unknown.and_then(|it| it.get(attribute)).is_some_and(has_unknown)
    }
}
