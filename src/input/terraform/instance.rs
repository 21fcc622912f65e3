//! A resource or a data source, as one of the instances of its block.

use super::module::ResourceBlock;
use super::scope::{ExpressionScope, ModuleInstance, Repetition};
use crate::base::truth::Truth;
use std::borrow::Cow;
use std::rc::Rc;

/// A resource or a data source, as one of the instances of its block.
#[derive(Clone, Debug)]
pub(super) struct ResourceInstance<'t> {
    /// Its type: `aws_iam_role`.
    pub(super) kind: Cow<'t, str>,
    pub(super) is_data: bool,
    /// What tells it from all others: `module.web.aws_iam_role.task["a"]`.
    pub(super) address: Rc<str>,
    pub(super) module: Rc<ModuleInstance<'t>>,
    pub(super) repetition: Option<Repetition<'t>>,
    /// Its block; none where the source does not have it.
    pub(super) block: Option<ResourceBlock<'t>>,
    /// Whether it is made in this combination.
    pub(super) is_created: Truth,
}

impl<'t> ResourceInstance<'t> {
    /// Where its expressions are evaluated.
    pub(super) fn scope(&self) -> ExpressionScope<'_, 't> {
        ExpressionScope::of(&self.module).repeated(self.repetition.as_ref())
    }
}
