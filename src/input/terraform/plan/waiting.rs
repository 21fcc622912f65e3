//! Values that are known after apply, as placeholders that name what they wait for.

use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::input::TaskDefinition;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::open;
use crate::input::terraform::scope::ExpressionScope;
use crate::syntax::hcl::{PlannedPart, PlannedValue};
use crate::syntax::{Node, Value};

/// How much of what a value waits for is shown.
const SHOWN_PARTS: usize = 4;

/// The containers of a task definition that a plan does not show.
#[derive(Clone, Debug)]
pub(in crate::input::terraform) struct HiddenContainers {
    /// What they wait for.
    pub(in crate::input::terraform) waits_for: String,
    /// Where the plan says so.
    pub(in crate::input::terraform) place: Span,
}

impl HiddenContainers {
    /// Those of a task definition, if a plan hides them.
    pub(in crate::input::terraform) fn of(task: &TaskDefinition<'_>) -> Option<Self> {
        let containers = task.root.get("containerDefinitions")?;
        let Value::Placeholder(placeholder) = &containers.value else { return None };
        let waits_for = open::inner(placeholder).into_owned();
        Some(Self { waits_for, place: containers.span })
    }
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a plan has in the place of an expression.
    pub(in crate::input::terraform) fn planned(
        &self,
        value: &PlannedValue,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let parts: Vec<_> =
            value.parts.iter().map(|part| self.planned_part(part, span, scope)).collect();
        if let ([only], true) = (parts.as_slice(), value.is_whole) {
            return only.clone();
        }
        let mut shown: Vec<_> = parts.iter().take(SHOWN_PARTS).map(open::shown).collect();
        if parts.len() > SHOWN_PARTS {
            shown.push("…".to_owned());
        }
        let shown = if shown.is_empty() { "known after apply".into() } else { shown.join(", ") };
        // Two values that wait for the same need not be the same.
        let name = format!("{shown} at {}", span.start);
        let placeholder = open::named(PlaceholderKind::KnownAfterApply, &shown, name);
        Node { span, value: Value::Placeholder(placeholder) }
    }

    fn planned_part(
        &self,
        part: &PlannedPart,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        match part {
            PlannedPart::Attribute { is_data, kind, address, name, steps } => {
                let whole = self.resource(scope.module, (*is_data, kind, address), span);
                let value = match name {
                    Some(name) => self.member(&whole, name, span),
                    None => whole,
                };
                match &value.value {
                    Value::Placeholder(placeholder) if !steps.is_empty() => {
                        let part = open::part_of(placeholder, steps, steps);
                        Node { span, value: Value::Placeholder(part) }
                    }
                    _ => value,
                }
            }
            PlannedPart::Other(name) => {
                let kind = PlaceholderKind::KnownAfterApply;
                let placeholder = open::named(kind, name, name.clone());
                Node { span, value: Value::Placeholder(placeholder) }
            }
        }
    }
}
