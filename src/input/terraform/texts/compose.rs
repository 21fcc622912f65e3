//! Puts a text together out of the parts of a string, following what it names to where that is written.

use super::super::configuration::TerraformConfiguration;
use super::super::evaluator::ModuleEvaluator;
use super::super::scope::{Binding, ExpressionScope};
use super::placed::PlacedText;
use crate::base::source::Span;
use crate::base::text::{Piece, Text};
use crate::base::truth::Truth;
use crate::syntax::hcl::{
    self, Expression, ExpressionKind, ExpressionPath, FunctionCall, PathStepKind, TemplatePart,
    TemplatePartKind,
};
use crate::syntax::{Entry, Node, Value};

/// How deep texts may lead to other texts.
const MAX_DEPTH: usize = 24;

/// Puts a text together.
pub(super) struct TextComposer<'e, 'a, 't> {
    evaluator: &'e ModuleEvaluator<'a, 't>,
    text: PlacedText<'t>,
    depth: usize,
}

impl<'e, 'a, 't> TextComposer<'e, 'a, 't> {
    pub(super) fn new(evaluator: &'e ModuleEvaluator<'a, 't>) -> Self {
        Self { evaluator, text: PlacedText::default(), depth: 0 }
    }

    pub(super) fn finish(self) -> PlacedText<'t> {
        self.text
    }

    fn configuration(&self) -> &'a TerraformConfiguration<'t> {
        self.evaluator.configuration
    }

    /// Adds what an expression gives. What is not written as text anywhere is shown at `place`.
    pub(super) fn add_expression(
        &mut self,
        expression: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
        place: Span,
    ) {
        self.depth += 1;
        let is_followed = self.depth < MAX_DEPTH && self.follow(expression, scope, place);
        self.depth -= 1;
        if !is_followed {
            let value = self.evaluator.evaluate(expression, scope);
            self.add_value(value, place);
        }
    }

    /// Adds the text that an expression leads to; not where it leads to none.
    fn follow(
        &mut self,
        expression: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
        place: Span,
    ) -> bool {
        match &expression.kind {
            ExpressionKind::Template(parts) => self.add_parts(parts, scope),
            ExpressionKind::Path(path) => return self.follow_path(path, scope, place),
            ExpressionKind::Call(call) => return self.follow_call(call, scope, place),
            ExpressionKind::Conditional(conditional) => {
                match self.evaluator.holds(&conditional.condition, scope) {
                    Truth::True => self.add_expression(&conditional.then, scope, place),
                    Truth::False => self.add_expression(&conditional.otherwise, scope, place),
                    Truth::Unknown => return false,
                }
            }
            _ => return false,
        }
        true
    }

    /// Adds the parts of a string.
    fn add_parts(&mut self, parts: &[TemplatePart<'t>], scope: ExpressionScope<'_, 't>) {
        for part in parts {
            match &part.kind {
                TemplatePartKind::Literal(text) => {
                    if self.evaluator.has_room(text.len()) {
                        self.text.push(text, part.span);
                    }
                }
                TemplatePartKind::Interpolation(expression) => {
                    self.add_expression(expression, scope, part.span);
                }
                TemplatePartKind::If(condition) => {
                    match self.evaluator.holds(&condition.condition, scope) {
                        Truth::True => self.add_parts(&condition.then, scope),
                        Truth::False => self.add_parts(&condition.otherwise, scope),
                        Truth::Unknown => self.add_open(part.span),
                    }
                }
                TemplatePartKind::For(repetition) => {
                    let collection = self.evaluator.evaluate(&repetition.collection, scope);
                    let names = (repetition.key, repetition.item);
                    let evaluator = self.evaluator;
                    let mut is_certain = true;
                    let is_known = evaluator.for_each_item(
                        &collection,
                        names,
                        scope,
                        &mut |scope, certain| {
                            if certain {
                                self.add_parts(&repetition.body, scope);
                            } else {
                                is_certain = false;
                            }
                        },
                    );
                    if !is_known || !is_certain {
                        self.add_open(part.span);
                    }
                }
            }
        }
    }

    /// Adds a part that may be anything.
    fn add_open(&mut self, span: Span) {
        let open = self.evaluator.beyond_limits(span);
        self.text.push_value(open, span);
    }

    /// Adds a value: text as it is, with what is open in it.
    fn add_value(&mut self, value: Node<'t>, place: Span) {
        match &value.value {
            Value::String(text) => self.text.push(text, place),
            Value::Text(text) => self.add_text(text, place),
            Value::Number(_) | Value::Bool(_) => {
                self.text.push(value.as_scalar().unwrap_or_default(), place);
            }
            _ => self.text.push_value(value, place),
        }
    }

    fn add_text(&mut self, text: &Text<'t>, place: Span) {
        for piece in text.pieces() {
            match piece {
                Piece::Literal(run) => self.text.push(run, place),
                Piece::Placeholder(open) => {
                    let value = Value::Placeholder(open.clone());
                    self.text.push_value(Node { span: place, value }, place);
                }
            }
        }
    }

    /// `local.x`, `var.x`, `module.x.y`, `data.template_file.x.rendered`: to the expression that each stands for.
    fn follow_path(
        &mut self,
        path: &ExpressionPath<'t>,
        scope: ExpressionScope<'_, 't>,
        place: Span,
    ) -> bool {
        let ExpressionKind::Name(start) = path.start.kind else { return false };
        if scope.is_closed || scope.bound(start).is_some() {
            return false;
        }
        let names = path.steps.iter().map(|step| match step.kind {
            PathStepKind::Attribute(name) => Some(name),
            _ => None,
        });
        let Some(names) = names.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let module = self.configuration().module(&scope.module.folder);
        match (start, names.as_slice()) {
            ("local", [name]) => {
                let Some(local) = module.and_then(|it| it.locals.get(name)) else { return false };
                self.add_expression(local, ExpressionScope::of(scope.module), place);
            }
            ("var", [name]) => return self.follow_variable(name, scope, place),
            ("module", [name, output]) => {
                let Some(call) = module.and_then(|it| it.call(name)) else { return false };
                let called = self.evaluator.called(scope.module, call);
                let [only] = called.as_ref() else { return false };
                if only.caller.as_ref().is_none_or(|it| it.repetition.is_some()) {
                    return false;
                }
                let outputs = self.configuration().module(&only.folder).map(|it| &it.outputs);
                let Some(value) = outputs.and_then(|it| it.get(output)?.value("value")) else {
                    return false;
                };
                self.add_expression(value, ExpressionScope::of(only), place);
            }
            ("data", ["template_file", name, "rendered"]) => {
                return self.follow_template(name, scope, place);
            }
            _ => return false,
        }
        true
    }

    /// The argument of a call.
    fn follow_variable(&mut self, name: &str, scope: ExpressionScope<'_, 't>, place: Span) -> bool {
        let path = format!("{}{name}", scope.module.address);
        let is_given = self.evaluator.given.variable(&path).is_some();
        let argument = scope.module.argument(name).filter(|_| !is_given);
        let Some((argument, outer)) = argument else { return false };
        // Null stands for the default, where the variable says so.
        if matches!(argument.kind, ExpressionKind::Null) {
            return false;
        }
        self.add_expression(argument, outer, place);
        true
    }

    /// `data "template_file"`: its template, with its variables.
    fn follow_template(&mut self, name: &str, scope: ExpressionScope<'_, 't>, place: Span) -> bool {
        let module = self.configuration().module(&scope.module.folder);
        let Some(block) = module.and_then(|it| it.resource(true, "template_file", name)) else {
            return false;
        };
        let instances = self.evaluator.instances(scope.module, block);
        let [instance] = instances.as_slice() else { return false };
        if instance.repetition.is_some() {
            return false;
        }
        let Some(template) = block.body.value("template") else { return false };
        let Some(file) = self.evaluator.file_of(template, instance.scope()) else {
            // What is open is the template: that is what the message names.
            let value = self.evaluator.evaluate(template, instance.scope());
            let is_open = matches!(value.value, Value::Placeholder(_));
            if is_open {
                self.add_value(value, place);
            }
            return is_open;
        };
        let vars = self.evaluator.attribute(instance, "vars");
        self.add_template(file, vars.as_ref(), scope);
        true
    }

    /// `file("x")`, `templatefile("x", {…})`.
    fn follow_call(
        &mut self,
        call: &FunctionCall<'t>,
        scope: ExpressionScope<'_, 't>,
        place: Span,
    ) -> bool {
        match (call.name, call.arguments.as_slice()) {
            ("file", [path]) => {
                let Some(span) = self.evaluator.file_span(path, scope) else { return false };
                self.text.push(self.configuration().slice(span), span);
                true
            }
            ("templatefile", [path, vars]) => {
                let Some(span) = self.evaluator.file_span(path, scope) else { return false };
                let vars = self.evaluator.evaluate(vars, scope);
                self.add_template(span, Some(&vars), scope);
                true
            }
            ("tostring" | "nonsensitive" | "sensitive" | "trimspace" | "chomp", [text]) => {
                self.add_expression(text, scope, place);
                true
            }
            _ => false,
        }
    }

    /// Adds a template that is a file of its own, in the scope of its variables.
    fn add_template(
        &mut self,
        file: Span,
        vars: Option<&Node<'t>>,
        scope: ExpressionScope<'_, 't>,
    ) {
        let read = hcl::read_template(self.configuration().slice(file), file.range().start);
        read.problems.into_iter().for_each(|it| self.evaluator.report(it));
        let entries: &[Entry<'t>] =
            vars.and_then(Node::as_map).map(|it| it.entries.as_slice()).unwrap_or_default();
        with_variables(entries, None, scope, &mut |scope| self.add_parts(&read.value, scope));
    }
}

/// Calls `see` with the scope of a template that has these variables, and nothing else.
pub(in super::super) fn with_variables<'t>(
    entries: &[Entry<'t>],
    outer: Option<&Binding<'_, 't>>,
    scope: ExpressionScope<'_, 't>,
    see: &mut dyn FnMut(ExpressionScope<'_, 't>),
) {
    /// How many variables a template has: each takes a little of the stack.
    const MOST: usize = 512;
    if let Some((first, rest)) = entries.split_first().filter(|(_, rest)| rest.len() < MOST) {
        let binding = Binding { name: &first.key, value: &first.value, outer };
        with_variables(rest, Some(&binding), scope, see);
        return;
    }
    see(ExpressionScope {
        module: scope.module,
        repetition: None,
        bindings: outer,
        is_closed: true,
    });
}
