//! How a text with placeholders is written in a CloudFormation template.

use super::names::{NameScope, NameSpelling, Parameters, Stands, assemble, localized};
use crate::base::text::{Placeholder, Text};

/// A text of a template: as it is, or by a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateText {
    /// As it is.
    Literal(String),
    /// `Ref` to this name.
    Ref(String),
    /// `GetAtt` of this resource and attribute: `Bucket.Arn`.
    GetAtt(String),
    /// `Sub` with this text.
    Sub(String),
}

/// What the placeholders of some texts are called in a template.
#[derive(Clone, Debug)]
pub struct TemplateNames {
    parameters: Parameters,
    /// ARNs that the template of the task definitions has an expression for.
    expressions: Vec<(Text<'static>, TemplateText)>,
}

impl TemplateNames {
    /// The names in a template of its own, which has parameters for what is left open.
    pub fn of_new<'a>(texts: impl Iterator<Item = &'a Text<'static>>) -> Self {
        let parameters = Parameters::of(texts, NameSpelling::Pascal, NameScope::New);
        Self { parameters, expressions: Vec::new() }
    }

    /// The names in the template of the task definitions, which has `expressions` for some ARNs.
    pub fn of_own<'a>(
        texts: impl Iterator<Item = &'a Text<'static>>,
        expressions: &[(Text<'static>, TemplateText)],
    ) -> Self {
        let is_left = |text: &&Text<'static>| !expressions.iter().any(|(known, _)| known == *text);
        let parameters =
            Parameters::of(texts.filter(is_left), NameSpelling::Pascal, NameScope::Template);
        Self { parameters, expressions: expressions.to_vec() }
    }

    /// The parameters that must be added.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// A text as the template writes it.
    pub fn text(&self, text: &Text<'static>) -> TemplateText {
        if let Some((_, expression)) = self.expressions.iter().find(|(known, _)| known == text) {
            return expression.clone();
        }
        let text = localized(text);
        let name = |placeholder: &Placeholder<'_>| match self.parameters.stands_for(placeholder) {
            Stands::Partition => "AWS::Partition".to_owned(),
            Stands::Region => "AWS::Region".to_owned(),
            Stands::Account => "AWS::AccountId".to_owned(),
            Stands::PolicyParameter(name) | Stands::Expression(name) => name.to_owned(),
        };
        match (text.as_placeholder(), text.as_literal()) {
            (Some(placeholder), _) => match name(placeholder) {
                attribute if attribute.contains('.') => TemplateText::GetAtt(attribute),
                name => TemplateText::Ref(name),
            },
            (None, Some(literal)) => TemplateText::Literal(literal.to_owned()),
            (None, None) => {
                let escape = |value: &str| value.replace("${", "${!");
                TemplateText::Sub(assemble(&text, escape, |it| format!("${{{}}}", name(it))))
            }
        }
    }
}
