//! What a file of HCL is made of: attributes, and blocks that have attributes and blocks of their own.

use super::expression::Expression;
use crate::base::source::Span;
use std::borrow::Cow;

/// The content of a file or a block, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct HclBody<'s> {
    /// The attributes. Two of one name are an error of Terraform; both are here.
    pub attributes: Vec<HclAttribute<'s>>,
    /// The blocks.
    pub blocks: Vec<HclBlock<'s>>,
    /// Where a syntax error hides something: what is not found may be there.
    pub lost: Option<Span>,
}

/// `name = value`
#[derive(Clone, Debug)]
pub struct HclAttribute<'s> {
    /// Its name.
    pub name: &'s str,
    /// Where that is.
    pub name_span: Span,
    /// Its value; [`ExpressionKind::Lost`](super::ExpressionKind::Lost) where that has a syntax error.
    pub value: Expression<'s>,
}

/// `kind "label" { … }`
#[derive(Clone, Debug)]
pub struct HclBlock<'s> {
    /// What kind of block it is: `resource`.
    pub kind: &'s str,
    /// Where that is.
    pub kind_span: Span,
    /// Its labels.
    pub labels: Vec<BlockLabel<'s>>,
    /// What is in its braces.
    pub body: HclBody<'s>,
    /// The whole of it, from the kind to the closing brace.
    pub span: Span,
}

/// A label of a block.
#[derive(Clone, Debug)]
pub struct BlockLabel<'s> {
    /// The label, unescaped.
    pub text: Cow<'s, str>,
    /// Where it is, quotes included.
    pub span: Span,
}

impl<'s> HclBody<'s> {
    /// The attribute of a name, the first of several.
    pub fn attribute(&self, name: &str) -> Option<&HclAttribute<'s>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The blocks of a kind.
    pub fn blocks_of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b HclBlock<'s>> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}
