//! Expressions of HCL as they are written. Nothing is evaluated here.

use super::planned::PlannedValue;
use crate::base::source::Span;
use std::borrow::Cow;

/// An expression and where it is, without the parentheses around it.
#[derive(Clone, Debug)]
pub struct Expression<'s> {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind<'s>,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExpressionKind<'s> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it is written.
    Number(&'s str),
    /// A string in quotes or a heredoc, in parts. An empty string has none.
    Template(Vec<TemplatePart<'s>>),
    /// A name: `var`, `local`, `aws_iam_role`, or the variable of a loop.
    Name(&'s str),
    /// What steps lead to from a value: `var.image`, `aws_iam_role.task[0].arn`.
    Path(Box<ExpressionPath<'s>>),
    /// `[a, b]`
    List(Vec<Expression<'s>>),
    /// `{ a = b }`
    Object(Vec<ObjectItem<'s>>),
    /// `[for … : …]` or `{for … : … => …}`
    For(Box<ForExpression<'s>>),
    /// `name(…)`
    Call(FunctionCall<'s>),
    /// `!a` or `-a`
    Prefixed(PrefixOperator, Box<Expression<'s>>),
    /// `a && b`
    Operation(Box<Operation<'s>>),
    /// `a ? b : c`
    Conditional(Box<Conditional<'s>>),
    /// What a plan or a state has in the place of an expression; no text of HCL has it.
    Planned(Box<PlannedValue>),
    /// What a syntax error hides.
    Lost,
}

/// A value and the steps from there.
#[derive(Clone, Debug)]
pub struct ExpressionPath<'s> {
    /// Where the steps begin.
    pub start: Expression<'s>,
    /// The steps: at least one.
    pub steps: Vec<PathStep<'s>>,
}

/// A step from a value to a part of it.
#[derive(Clone, Debug)]
pub struct PathStep<'s> {
    /// Where it is, its dot or brackets included.
    pub span: Span,
    /// What it is.
    pub kind: PathStepKind<'s>,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum PathStepKind<'s> {
    /// `.name`
    Attribute(&'s str),
    /// `.0`, as Terraform wrote it before 0.12.
    Number(&'s str),
    /// `[expression]`
    Index(Expression<'s>),
    /// `.*`: the attributes after it are those of each item.
    AttributeSplat,
    /// `[*]`: all steps after it are those of each item.
    Splat,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct ObjectItem<'s> {
    /// Its key.
    pub key: ObjectKey<'s>,
    /// Where that is, quotes or parentheses included.
    pub key_span: Span,
    /// Its value.
    pub value: Expression<'s>,
}

/// The key of a member.
#[derive(Clone, Debug)]
pub enum ObjectKey<'s> {
    /// A name, which stands for itself.
    Name(&'s str),
    /// What an expression gives: a string, or something in parentheses.
    Computed(Expression<'s>),
}

/// What a `for` is made of.
#[derive(Clone, Debug)]
pub struct ForExpression<'s> {
    /// The name of the key or index, where it has one.
    pub key: Option<&'s str>,
    /// The name of the item.
    pub item: &'s str,
    /// What is gone through.
    pub collection: Expression<'s>,
    /// The key of each member, where the result is an object.
    pub result_key: Option<Expression<'s>>,
    /// Each item or member.
    pub result: Expression<'s>,
    /// Whether members of one key are grouped into a list (`...`).
    pub groups: bool,
    /// Which items count.
    pub condition: Option<Expression<'s>>,
}

/// A call of a function.
#[derive(Clone, Debug)]
pub struct FunctionCall<'s> {
    /// The function; with its namespace where it is one of a provider.
    pub name: &'s str,
    /// Where that is.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "tests compare it"))]
    pub name_span: Span,
    /// What it is given.
    pub arguments: Vec<Expression<'s>>,
    /// Whether the last argument is a list of arguments (`...`).
    pub expands_last: bool,
}

/// An operator before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixOperator {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// A chain of operators that bind alike, from left to right: `a + b - c`.
#[derive(Clone, Debug)]
pub struct Operation<'s> {
    /// The first operand.
    pub first: Expression<'s>,
    /// Each operator, and what is after it: at least one.
    pub rest: Vec<(BinaryOperator, Expression<'s>)>,
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// `condition ? then : otherwise`
#[derive(Clone, Debug)]
pub struct Conditional<'s> {
    /// What decides.
    pub condition: Expression<'s>,
    /// What it is if that is true.
    pub then: Expression<'s>,
    /// What it is if that is false.
    pub otherwise: Expression<'s>,
}

/// A part of a string.
#[derive(Clone, Debug)]
pub struct TemplatePart<'s> {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: TemplatePartKind<'s>,
}

/// What a part of a string is.
#[derive(Clone, Debug)]
pub enum TemplatePartKind<'s> {
    /// Text. Where it is as long as its place, each of its bytes is at that place; else it is an escape.
    Literal(Cow<'s, str>),
    /// `${…}`
    Interpolation(Expression<'s>),
    /// `%{if …}…%{else}…%{endif}`
    If(Box<TemplateIf<'s>>),
    /// `%{for … in …}…%{endfor}`
    For(Box<TemplateFor<'s>>),
}

/// A condition in a string.
#[derive(Clone, Debug)]
pub struct TemplateIf<'s> {
    /// What decides.
    pub condition: Expression<'s>,
    /// What is there if that is true.
    pub then: Vec<TemplatePart<'s>>,
    /// What is there if that is false.
    pub otherwise: Vec<TemplatePart<'s>>,
}

/// A loop in a string.
#[derive(Clone, Debug)]
pub struct TemplateFor<'s> {
    /// The name of the key or index, where it has one.
    pub key: Option<&'s str>,
    /// The name of the item.
    pub item: &'s str,
    /// What is gone through.
    pub collection: Expression<'s>,
    /// What is there for each item.
    pub body: Vec<TemplatePart<'s>>,
}

impl BinaryOperator {
    /// The operator at the beginning of a text, and its length.
    pub(super) fn at_start(text: &[u8]) -> Option<(Self, usize)> {
        Some(match text {
            [b'|', b'|', ..] => (Self::Or, 2),
            [b'&', b'&', ..] => (Self::And, 2),
            [b'=', b'=', ..] => (Self::Equal, 2),
            [b'!', b'=', ..] => (Self::NotEqual, 2),
            [b'>', b'=', ..] => (Self::GreaterOrEqual, 2),
            [b'<', b'=', ..] => (Self::LessOrEqual, 2),
            [b'>', ..] => (Self::Greater, 1),
            [b'<', ..] => (Self::Less, 1),
            [b'+', ..] => (Self::Add, 1),
            [b'-', ..] => (Self::Subtract, 1),
            [b'*', ..] => (Self::Multiply, 1),
            [b'/', ..] => (Self::Divide, 1),
            [b'%', ..] => (Self::Remainder, 1),
            _ => return None,
        })
    }

    /// How strongly it binds: the higher, the more.
    pub(super) fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Remainder => 6,
        }
    }
}

impl<'s> ExpressionKind<'s> {
    /// The text of a string without expressions, if it is one.
    pub fn as_literal(&self) -> Option<Cow<'s, str>> {
        let Self::Template(parts) = self else { return None };
        let mut whole = Cow::Borrowed("");
        for part in parts {
            let TemplatePartKind::Literal(text) = &part.kind else { return None };
            if whole.is_empty() {
                whole.clone_from(text);
            } else {
                whole.to_mut().push_str(text);
            }
        }
        Some(whole)
    }
}
