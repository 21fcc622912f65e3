//! Where an expression is evaluated: in which instance of a module, for which instance of a block, in which loops.

use super::module::Layers;
use super::open;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::hcl::Expression;
use crate::syntax::{Node, Value};
use std::rc::Rc;

/// A module, as one of its calls makes it.
#[derive(Debug)]
pub(super) struct ModuleInstance<'t> {
    /// Its number, in what is remembered of it.
    pub(super) id: usize,
    /// What is before the addresses of what is in it: nothing for the root module, else `module.web[0].`.
    pub(super) address: String,
    /// The folder of its files.
    pub(super) folder: String,
    /// What calls it; none for the root module.
    pub(super) caller: Option<ModuleCaller<'t>>,
    /// Whether it is made in this combination.
    pub(super) is_created: Truth,
}

/// A call of a module.
#[derive(Debug)]
pub(super) struct ModuleCaller<'t> {
    /// The module in which the call is.
    pub(super) module: Rc<ModuleInstance<'t>>,
    /// The block, with the arguments.
    pub(super) body: Layers<'t>,
    /// Which of its instances it is.
    pub(super) repetition: Option<Repetition<'t>>,
}

/// Which instance of a block with `count` or `for_each` it is.
#[derive(Clone, Debug)]
pub(super) enum Repetition<'t> {
    /// `count.index`
    Count(Node<'t>),
    /// `each.key` and `each.value`
    Each(Node<'t>, Node<'t>),
}

/// The variable of a loop, or of a template.
#[derive(Debug)]
pub(super) struct Binding<'b, 't> {
    pub(super) name: &'b str,
    pub(super) value: &'b Node<'t>,
    /// Those of the loops around it.
    pub(super) outer: Option<&'b Binding<'b, 't>>,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExpressionScope<'b, 't> {
    pub(super) module: &'b Rc<ModuleInstance<'t>>,
    pub(super) repetition: Option<&'b Repetition<'t>>,
    pub(super) bindings: Option<&'b Binding<'b, 't>>,
    /// Whether it is in a template of another file, which knows nothing but its variables.
    pub(super) is_closed: bool,
}

impl Repetition<'_> {
    /// What is after the name in an address: `[0]`, `["web"]`; nothing where it is not known.
    pub(super) fn index(&self) -> String {
        match self {
            Self::Count(index) => index.as_scalar().map(|it| format!("[{it}]")),
            // What a resource makes is a key that tells one instance from another.
            Self::Each(Node { value: Value::Placeholder(open), .. }, _)
                if open.kind() == PlaceholderKind::KnownAfterApply =>
            {
                Some(format!("[{}]", open.name()))
            }
            Self::Each(key, _) => key.as_scalar().map(|it| format!("[\"{it}\"]")),
        }
        .unwrap_or_default()
    }
}

impl<'t> ModuleInstance<'t> {
    /// The module that is judged.
    pub(super) fn root(folder: String) -> Self {
        Self { id: 0, address: String::new(), folder, caller: None, is_created: Truth::True }
    }

    /// The argument of its call that gives a variable its value, and where that is evaluated.
    pub(super) fn argument(
        &self,
        name: &str,
    ) -> Option<(&'t Expression<'t>, ExpressionScope<'_, 't>)> {
        let caller = self.caller.as_ref()?;
        let scope = ExpressionScope::of(&caller.module).repeated(caller.repetition.as_ref());
        Some((caller.body.value(name)?, scope))
    }

    /// A placeholder for what a name stands for in it.
    pub(super) fn reference(&self, written: &str) -> Placeholder<'t> {
        let name = format!("{}{written}", self.address);
        open::named(PlaceholderKind::Reference, written, name)
    }
}

impl<'b, 't> ExpressionScope<'b, 't> {
    /// The scope of what is outside of blocks.
    pub(super) fn of(module: &'b Rc<ModuleInstance<'t>>) -> Self {
        Self { module, repetition: None, bindings: None, is_closed: false }
    }

    /// The same, for an instance of a block.
    pub(super) fn repeated(self, repetition: Option<&'b Repetition<'t>>) -> Self {
        Self { repetition, ..self }
    }

    /// The value of the innermost variable of a loop of this name.
    pub(super) fn bound(&self, name: &str) -> Option<&'b Node<'t>> {
        let mut bindings = std::iter::successors(self.bindings, |it| it.outer);
        bindings.find(|it| it.name == name).map(|it| it.value)
    }
}
