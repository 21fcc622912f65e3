//! Functions: a file for each family, and one table.

mod arguments;
mod collections;
mod encoding;
mod format;
mod lists;
mod logic;
mod maps;
mod numbers;
mod parts;
mod paths;
mod sets;
mod strings;
mod table;
mod types;

mod documents;
mod files;

use super::evaluator::ModuleEvaluator;
use super::open;
use super::scope::ExpressionScope;
use crate::base::source::Span;
use crate::syntax::hcl::{Expression, FunctionCall};
use crate::syntax::{Node, Value};
use arguments::{FunctionArguments, Unsettled};

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a function gives; a placeholder that names it where that is not known.
    pub(super) fn call(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        if let Some(value) = self.file_call(call, span, scope) {
            return value;
        }
        if let Some(value) = self.document_call(call, span, scope) {
            return value;
        }
        match call.name {
            "try" => return self.first_that_works(call, span, scope),
            "can" => return self.works(call, span, scope),
            _ => {}
        }
        let arguments = self.arguments(call, scope);
        let unsettled = if arguments.iter().any(open::is_failure) {
            Unsettled::Fails
        } else {
            let given = FunctionArguments { ev: self, all: &arguments, span };
            let function = table::function(call.name);
            match function.map_or(Err(Unsettled::Open), |function| function(&given)) {
                Ok(value) => return value,
                Err(unsettled) => unsettled,
            }
        };
        unsettled.value_of(call.name, &arguments, span)
    }

    /// The values of the arguments. Those that a list gives (`...`) have any number of others at their end where the
    /// list is open.
    fn arguments(&self, call: &FunctionCall<'t>, scope: ExpressionScope<'_, 't>) -> Vec<Node<'t>> {
        let is_merge = call.name == "merge";
        let evaluate = |it: &Expression<'t>| {
            let undecided = if is_merge { self.undecided_members(it, scope) } else { None };
            undecided.unwrap_or_else(|| self.evaluate(it, scope))
        };
        let mut arguments: Vec<_> = call.arguments.iter().map(evaluate).collect();
        if !call.expands_last {
            return arguments;
        }
        match arguments.pop() {
            Some(Node { value: Value::List(items), .. }) => arguments.extend(items),
            Some(other) => arguments.push(open::any_number_of(&other)),
            None => {}
        }
        arguments
    }
}
