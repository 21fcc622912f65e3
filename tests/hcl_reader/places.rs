//! Every place is in the text, and what stands there is what was read.

use needs_exec_role::base::source::Span;
use needs_exec_role::syntax::hcl::{
    Expression, ExpressionKind, HclBody, HclRead, ObjectKey, PathStepKind, TemplatePart,
    TemplatePartKind,
};

struct Checker<'t> {
    text: &'t str,
}

/// Checks all places of a file.
pub(crate) fn check(text: &str, read: &HclRead<HclBody<'_>>) {
    let checker = Checker { text };
    assert!(read.problems.len() <= 51);
    for problem in &read.problems {
        checker.slice(problem.span().unwrap());
    }
    checker.body(&read.value);
}

impl Checker<'_> {
    fn slice(&self, span: Span) -> &str {
        let slice = self.text.get(span.range());
        slice.unwrap_or_else(|| panic!("{span:?} is no place in {:?}", self.text))
    }

    fn body(&self, body: &HclBody<'_>) {
        for attribute in &body.attributes {
            assert_eq!(self.slice(attribute.name_span).trim_matches('"'), attribute.name);
            self.expression(&attribute.value);
        }
        for block in &body.blocks {
            assert_eq!(self.slice(block.kind_span).trim_matches('"'), block.kind);
            assert!(self.slice(block.span).starts_with(self.slice(block.kind_span)));
            for label in &block.labels {
                let written = self.slice(label.span);
                assert!(!written.is_empty() && written == written.trim());
            }
            self.body(&block.body);
        }
    }

    fn expression(&self, expression: &Expression<'_>) {
        let written = self.slice(expression.span);
        let inner = |it: &Expression<'_>| self.expression(it);
        match &expression.kind {
            ExpressionKind::Null => assert_eq!(written, "null"),
            ExpressionKind::Bool(value) => assert_eq!(written, value.to_string()),
            ExpressionKind::Number(number) => assert_eq!(written, *number),
            ExpressionKind::Name(name) => assert_eq!(written, *name),
            ExpressionKind::Template(parts) => {
                assert!(
                    written.starts_with('"') && written.ends_with('"') || written.starts_with("<<")
                );
                self.parts(parts);
            }
            ExpressionKind::Path(path) => {
                inner(&path.start);
                for step in &path.steps {
                    let written = self.slice(step.span);
                    assert!(written.starts_with(['.', '[']), "{written:?}");
                    match &step.kind {
                        PathStepKind::Attribute(name) => assert!(written.ends_with(name)),
                        PathStepKind::Index(index) => inner(index),
                        _ => {}
                    }
                }
            }
            ExpressionKind::List(items) => {
                assert!(written.starts_with('[') && written.ends_with(']'), "{written:?}");
                items.iter().for_each(inner);
            }
            ExpressionKind::Object(items) => {
                assert!(written.starts_with('{') && written.ends_with('}'), "{written:?}");
                for item in items {
                    match &item.key {
                        ObjectKey::Name(name) => assert_eq!(self.slice(item.key_span), *name),
                        ObjectKey::Computed(key) => {
                            assert!(self.slice(item.key_span).contains(self.slice(key.span)));
                            inner(key);
                        }
                    }
                    inner(&item.value);
                }
            }
            ExpressionKind::For(it) => {
                let parts = [Some(&it.collection), it.result_key.as_ref(), Some(&it.result)];
                parts.into_iter().flatten().chain(&it.condition).for_each(inner);
            }
            ExpressionKind::Call(call) => {
                assert_eq!(self.slice(call.name_span), call.name);
                assert!(written.starts_with(call.name) && written.ends_with(')'), "{written:?}");
                call.arguments.iter().for_each(inner);
            }
            ExpressionKind::Prefixed(_, operand) => inner(operand),
            ExpressionKind::Operation(operation) => {
                inner(&operation.first);
                operation.rest.iter().for_each(|(_, operand)| inner(operand));
            }
            ExpressionKind::Conditional(choice) => {
                let parts = [&choice.condition, &choice.then, &choice.otherwise];
                parts.into_iter().for_each(inner);
            }
            ExpressionKind::Planned(_) => panic!("no text has it"),
            ExpressionKind::Lost => {}
        }
    }

    fn parts(&self, parts: &[TemplatePart<'_>]) {
        for part in parts {
            let written = self.slice(part.span);
            match &part.kind {
                TemplatePartKind::Literal(text) if text.len() == written.len() => {
                    assert_eq!(written, text);
                }
                TemplatePartKind::Literal(_) => assert!(written.starts_with('\\'), "{written:?}"),
                TemplatePartKind::Interpolation(value) => {
                    assert!(written.starts_with("${"), "{written:?}");
                    self.expression(value);
                }
                TemplatePartKind::If(it) => {
                    assert!(written.starts_with("%{"), "{written:?}");
                    self.expression(&it.condition);
                    self.parts(&it.then);
                    self.parts(&it.otherwise);
                }
                TemplatePartKind::For(it) => {
                    assert!(written.starts_with("%{"), "{written:?}");
                    self.expression(&it.collection);
                    self.parts(&it.body);
                }
            }
        }
    }
}
