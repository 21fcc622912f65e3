//! What the role of a task definition must allow, for a policy that is made from it.

use crate::base::text::Text;
use crate::engine::{Assessment, Need};
use crate::iam::generate::template::TemplateText;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::input::context::TaskContext;
use crate::input::expressions::OwnArn;
use crate::rules::value::ReadValue;

/// What the role of a task definition must allow.
pub fn required(assessment: &Assessment<'_>) -> Vec<RequiredPermission<'static>> {
    assessment.needs.iter().flat_map(of_need).collect()
}

/// The ARNs that the unit of a task definition has an expression for.
pub fn own_expressions(context: &TaskContext<'_>) -> Vec<(Text<'static>, TemplateText)> {
    let own = context.own_arns.iter();
    let own = own.map(|(arn, it)| (arn.clone().into_owned(), template_text(it.clone())));
    let expressions = context.encrypted.iter().filter_map(|encrypted| {
        let expression = template_text(encrypted.expression.clone()?);
        Some((encrypted.resource.clone().into_owned(), expression))
    });
    expressions.chain(own).collect()
}

fn template_text(expression: OwnArn) -> TemplateText {
    match expression {
        OwnArn::Reference(name) => TemplateText::Ref(name),
        OwnArn::Attribute(name) => TemplateText::GetAtt(name),
    }
}

/// The permissions of a requirement. Where its alternatives differ in their resource only, the action is certain:
/// the first, on the value as it is written, is granted.
fn of_need(need: &Need<'_>) -> Vec<RequiredPermission<'static>> {
    let mut all: Vec<_> =
        need.permissions().iter().cloned().map(RequiredPermission::into_owned).collect();
    let mut alternatives = all
        .iter_mut()
        .filter(|it| matches!(it.necessity, Necessity::Alternative(_)))
        .collect::<Vec<_>>();
    if let [first, others @ ..] = alternatives.as_mut_slice()
        && others.iter().all(|it| it.action == first.action)
        && is_value(need, &first.resource)
    {
        first.necessity = Necessity::Required;
    }
    all
}

/// Whether a resource is a value of the file as it is written.
fn is_value(need: &Need<'_>, resource: &Text<'_>) -> bool {
    need.found.values.iter().filter_map(ReadValue::text).any(|text| text == resource)
}
