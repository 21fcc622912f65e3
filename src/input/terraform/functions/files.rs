//! Functions that read files: those that the source has are texts of the configuration.

use crate::base::source::Span;
use crate::base::text::{PlaceholderKind, bounded};
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::files::{joined, normalized};
use crate::input::terraform::open;
use crate::input::terraform::scope::ExpressionScope;
use crate::input::terraform::texts::with_variables;
use crate::syntax::hcl::{
    self, Expression, ExpressionKind, FunctionCall, TemplatePart, TemplatePartKind,
};
use crate::syntax::{Entry, Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a function gives that reads a file; none if the source does not have that, or it is another function.
    pub(super) fn file_call(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        let value = match (call.name, call.arguments.as_slice()) {
            ("file", [path]) => {
                let Some(file) = self.file_span(path, scope) else {
                    return self.absent(call, path, span, scope);
                };
                Value::String(Cow::Borrowed(self.configuration.slice(file)))
            }
            ("fileexists", [path]) => {
                self.file_span(path, scope)?;
                Value::Bool(true)
            }
            ("templatefile", [path, vars]) => {
                let Some(file) = self.file_span(path, scope) else {
                    return self.absent(call, path, span, scope);
                };
                let vars = self.evaluate(vars, scope);
                return Some(self.rendered(file, Some(&vars), span, scope));
            }
            _ => return None,
        };
        Some(Node { span, value })
    }

    /// A placeholder for the text of a file that the source does not have: no variable settles it.
    fn absent(
        &self,
        call: &FunctionCall<'t>,
        path: &Expression<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        let path = self.evaluate(path, scope);
        let written = format!("{}({:?})", call.name, path.as_str()?);
        let name = bounded(format!("{written} {}", self.configuration.slice(span)));
        let open = open::named(PlaceholderKind::Reference, &written, name);
        Some(Node { span, value: Value::Placeholder(open) })
    }

    /// What a template in a file gives with these variables.
    pub(in crate::input::terraform) fn rendered(
        &self,
        file: Span,
        vars: Option<&Node<'t>>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let read = hcl::read_template(self.configuration.slice(file), file.range().start);
        read.problems.into_iter().for_each(|it| self.report(it));
        let entries: &[Entry<'t>] =
            vars.and_then(Node::as_map).map(|it| it.entries.as_slice()).unwrap_or_default();
        let mut value = None;
        with_variables(entries, None, scope, &mut |scope| {
            value = Some(self.template(&read.value, span, scope));
        });
        value.unwrap_or_else(|| self.beyond_limits(span))
    }

    /// Where the text of a file is that an expression names. Paths begin where Terraform runs, in the root module; no
    /// other file of the machine is one of the source.
    pub(in crate::input::terraform) fn file_span(
        &self,
        path: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Span> {
        let path = self.evaluate(path, scope);
        let path = path.as_str()?;
        if path.starts_with(['/', '~', '\\']) || path.is_empty() {
            return None;
        }
        let whole = normalized(&joined(&self.configuration.root, path));
        let text = self.configuration.text_of(&whole);
        if text.is_none() {
            self.configuration.note_absent(path);
        }
        text
    }

    /// Where the text of the file is that an expression reads: `file("x")`, also in quotes.
    pub(in crate::input::terraform) fn file_of(
        &self,
        expression: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Span> {
        match &expression.kind {
            ExpressionKind::Call(FunctionCall { name: "file", arguments, .. }) => {
                self.file_span(arguments.first()?, scope)
            }
            ExpressionKind::Template(parts) => match parts.as_slice() {
                [TemplatePart { kind: TemplatePartKind::Interpolation(only), .. }] => {
                    self.file_of(only, scope)
                }
                _ => None,
            },
            _ => None,
        }
    }
}
