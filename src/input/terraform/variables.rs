//! The values of variables: what the command line and files give, arguments, defaults, and the declared type.

use super::configuration::TerraformConfiguration;
use super::constants;
use super::evaluator::ModuleEvaluator;
use super::module::Layers;
use super::open;
use super::scope::{ExpressionScope, ModuleInstance};
use super::types::VariableType;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::syntax::hcl::{Expression, ExpressionKind};
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// A variable as its module declares it.
struct Declaration<'m, 't> {
    name: &'t str,
    layers: &'m Layers<'t>,
    of: Option<VariableType<'t>>,
}

impl<'t> Declaration<'_, 't> {
    fn default(&self) -> Option<&'t Expression<'t>> {
        self.layers.value("default")
    }

    /// Whether null is a value of it; if not, it stands for the default.
    fn is_nullable(&self) -> bool {
        let nullable = self.layers.value("nullable");
        nullable.is_none_or(|it| !matches!(it.kind, ExpressionKind::Bool(false)))
    }

    fn takes(&self, value: &Node<'_>) -> bool {
        self.is_nullable() || !matches!(value.value, Value::Null)
    }
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// The value of a variable of the root module: as it is given, as this combination has it, its default, or open.
    pub(super) fn root_variable(&self, module: &Rc<ModuleInstance<'t>>, name: &str) -> Node<'t> {
        let scope = ExpressionScope::of(module);
        let declared = declaration(self.configuration, module, name);
        let typed = |value| self.as_declared(value, declared.as_ref(), scope);
        let takes = |value: &Node<'t>| declared.as_ref().is_none_or(|it| it.takes(value));
        let given = self.given.variable(name).map(|it| from_text(it, declared.as_ref()));
        let of_file = || Some(self.evaluate(self.configuration.value_of_file(name)?, scope));
        if let Some(value) = given.or_else(of_file).filter(takes) {
            return typed(value);
        }
        if let Some(value) = self.assigned.value(name) {
            return typed(value.clone());
        }
        let default = declared.as_ref().and_then(|it| Some((it.name, it.default()?)));
        let open =
            || Node { span: Span::default(), value: Value::Placeholder(open_variable(name)) };
        let Some((own, default)) = default.filter(|_| self.uses_defaults()) else { return open() };
        let mut value = typed(self.evaluate(default, scope));
        let of = declared.as_ref().and_then(|it| it.of.as_ref());
        for part in self.assigned.changed(name) {
            self.open_part(&mut value, of, part, open_variable(name));
        }
        if matches!(value.value, Value::Placeholder(_)) {
            return open();
        }
        self.uses_default(own);
        value
    }

    /// The value of a variable of a called module: as it is given, the argument of the call, or its default.
    pub(super) fn passed_variable(&self, module: &Rc<ModuleInstance<'t>>, name: &str) -> Node<'t> {
        let scope = ExpressionScope::of(module);
        let declared = declaration(self.configuration, module, name);
        let typed = |value| self.as_declared(value, declared.as_ref(), scope);
        let takes = |value: &Node<'t>| declared.as_ref().is_none_or(|it| it.takes(value));
        let given = self.given_below(module, name).map(|it| from_text(it, declared.as_ref()));
        let passed = || module.argument(name).map(|(value, at)| self.evaluate(value, at));
        let default = || Some(self.evaluate(declared.as_ref()?.default()?, scope));
        if let Some(value) = given.or_else(passed).filter(takes).or_else(default) {
            return typed(value);
        }
        let open = module.reference(&format!("var.{name}"));
        Node { span: Span::default(), value: Value::Placeholder(open) }
    }

    /// What the user gives a variable of a called module: of one of its instances, or of all.
    fn given_below(&self, module: &ModuleInstance<'t>, name: &str) -> Option<&str> {
        let of_all = || self.given.variable(&format!("{}{name}", without_indexes(&module.address)));
        self.given.variable(&format!("{}{name}", module.address)).or_else(of_all)
    }

    fn as_declared(
        &self,
        value: Node<'t>,
        declared: Option<&Declaration<'_, 't>>,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        match declared.and_then(|it| it.of.as_ref()) {
            Some(of) => self.typed(value, of, scope),
            None => value,
        }
    }
}

/// A placeholder for a variable of the root module.
fn open_variable<'t>(name: &str) -> Placeholder<'t> {
    open::named(PlaceholderKind::Variable, &format!("var.{name}"), name.to_owned())
}

/// The declaration of a variable.
fn declaration<'m, 't>(
    configuration: &'m TerraformConfiguration<'t>,
    module: &ModuleInstance<'t>,
    name: &str,
) -> Option<Declaration<'m, 't>> {
    let (name, layers) = configuration.module(&module.folder)?.variables.get_key_value(name)?;
    Some(Declaration { name, layers, of: layers.value("type").map(VariableType::read) })
}

/// The value that a text of the command line is: an expression where the type is no string, number or boolean. Without
/// a type it is a string. Null is no string that a value of a task definition could be.
fn from_text<'t>(text: &str, declared: Option<&Declaration<'_, 't>>) -> Node<'t> {
    let of = declared.and_then(|it| it.of.as_ref());
    let is_expression = of.is_some_and(|it| !it.is_primitive()) || text == "null";
    let value = is_expression.then(|| constants::read(text)).flatten();
    let literal = || Value::String(Cow::Owned(text.to_owned()));
    Node { span: Span::default(), value: value.unwrap_or_else(literal) }
}

/// An address without the indexes of instances: `module.web.` of `module.web["a"].`.
fn without_indexes(address: &str) -> String {
    let mut bare = String::new();
    let mut rest = address;
    while let Some((before, index)) = rest.split_once('[') {
        bare.push_str(before);
        // A key may have a bracket; what follows an index is a dot.
        rest = index.split_once("].").map_or("", |(_, after)| after);
        bare.push('.');
    }
    bare + rest
}
