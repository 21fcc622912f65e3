//! Every expression of a body, each before those in it.

use super::body::HclBody;
use super::expression::{
    Expression, ExpressionKind, ObjectKey, PathStepKind, TemplatePart, TemplatePartKind,
};

/// What is done with each expression.
type Visit<'v, 's> = dyn FnMut(&Expression<'s>) + 'v;

impl<'s> HclBody<'s> {
    /// Visits the expressions of its attributes and of its blocks.
    pub fn visit(&self, visit: &mut Visit<'_, 's>) {
        self.attributes.iter().for_each(|it| it.value.visit(visit));
        self.blocks.iter().for_each(|it| it.body.visit(visit));
    }
}

impl<'s> Expression<'s> {
    /// Visits it and the expressions in it. The reader bounds how deep they nest.
    pub fn visit(&self, visit: &mut Visit<'_, 's>) {
        visit(self);
        match &self.kind {
            ExpressionKind::Template(parts) => visit_parts(parts, visit),
            ExpressionKind::Path(path) => {
                path.start.visit(visit);
                for step in &path.steps {
                    if let PathStepKind::Index(index) = &step.kind {
                        index.visit(visit);
                    }
                }
            }
            ExpressionKind::List(items) => items.iter().for_each(|it| it.visit(visit)),
            ExpressionKind::Object(items) => {
                for item in items {
                    if let ObjectKey::Computed(key) = &item.key {
                        key.visit(visit);
                    }
                    item.value.visit(visit);
                }
            }
            ExpressionKind::For(it) => {
                it.collection.visit(visit);
                let rest = [&it.result_key, &it.condition].into_iter().flatten();
                rest.for_each(|it| it.visit(visit));
                it.result.visit(visit);
            }
            ExpressionKind::Call(call) => call.arguments.iter().for_each(|it| it.visit(visit)),
            ExpressionKind::Prefixed(_, operand) => operand.visit(visit),
            ExpressionKind::Operation(operation) => {
                operation.first.visit(visit);
                operation.rest.iter().for_each(|(_, it)| it.visit(visit));
            }
            ExpressionKind::Conditional(it) => {
                for it in [&it.condition, &it.then, &it.otherwise] {
                    it.visit(visit);
                }
            }
            ExpressionKind::Null
            | ExpressionKind::Bool(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::Planned(_)
            | ExpressionKind::Lost => {}
        }
    }
}

/// Visits the expressions in a text.
pub fn visit_parts<'s>(parts: &[TemplatePart<'s>], visit: &mut Visit<'_, 's>) {
    for part in parts {
        match &part.kind {
            TemplatePartKind::Literal(_) => {}
            TemplatePartKind::Interpolation(value) => value.visit(visit),
            TemplatePartKind::If(it) => {
                it.condition.visit(visit);
                visit_parts(&it.then, visit);
                visit_parts(&it.otherwise, visit);
            }
            TemplatePartKind::For(it) => {
                it.collection.visit(visit);
                visit_parts(&it.body, visit);
            }
        }
    }
}
