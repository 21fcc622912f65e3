//! HCL, the language of Terraform: text becomes blocks, attributes and expressions, and reading goes on after an error.
//!
//! The grammar is that of [HCL's specification](https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
//! An error costs the attribute in which it is, or the rest of a block that is never closed; the next block is read.

mod blocks;
mod body;
mod brackets;
mod expression;
mod heredoc;
mod operators;
mod path;
mod planned;
mod reader;
mod recovery;
mod strings;
mod template;
mod visit;

pub use body::{BlockLabel, HclAttribute, HclBlock, HclBody};
pub use expression::{
    BinaryOperator, Conditional, Expression, ExpressionKind, ExpressionPath, ForExpression,
    FunctionCall, ObjectItem, ObjectKey, Operation, PathStep, PathStepKind, PrefixOperator,
    TemplateFor, TemplateIf, TemplatePart, TemplatePartKind,
};
pub use planned::{PlannedPart, PlannedValue};
pub use visit::visit_parts;

use super::{StringPlaces, SyntaxDiagnostic};
use reader::HclReader;

/// What a reader made of a text, and what was wrong on the way.
#[derive(Debug)]
pub struct HclRead<T> {
    /// What is in the text.
    pub value: T,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<SyntaxDiagnostic>,
}

/// Reads a file. `base` is added to each place: where the text begins in a source of several files.
pub fn read(text: &str, base: usize) -> HclRead<HclBody<'_>> {
    let mut reader = HclReader::new(text, StringPlaces::from(base));
    let value = reader.body(None);
    reader.finish(value)
}

/// Reads a text that is one template from its beginning to its end: a file for `templatefile`.
///
/// With a syntax error, all of it is one lost part.
pub fn read_template(text: &str, base: usize) -> HclRead<Vec<TemplatePart<'_>>> {
    read_template_at(text, StringPlaces::from(base))
}

/// Reads a string of Terraform's JSON syntax as a template. Escapes of JSON are parts of their own.
pub fn read_template_at(text: &str, places: StringPlaces) -> HclRead<Vec<TemplatePart<'_>>> {
    let mut reader = HclReader::new(text, places);
    let value = reader.whole_template();
    reader.finish(value)
}

/// Reads a string of Terraform's JSON syntax that is one expression, without `${`: the type of a variable.
pub fn read_expression_at(text: &str, places: StringPlaces) -> HclRead<Expression<'_>> {
    let mut reader = HclReader::new(text, places);
    let value = reader.whole_expression();
    reader.finish(value)
}
