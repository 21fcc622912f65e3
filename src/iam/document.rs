//! A policy document, element by element, each with its place.

use super::operator::Operator;
use super::variables::Pattern;
use crate::base::source::Span;
use crate::base::text::{Placeholder, Text};
use std::sync::Arc;

/// What a document is for: the grammar differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Attached to a role, or its boundary: no principals.
    Identity,
    /// Who may assume the role: principals, no resources.
    Trust,
    /// Attached to a secret, a key, a repository or a bucket: principals and resources.
    Resource,
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyVersion {
    /// 2008-10-17, or none: no policy variables.
    Old,
    /// 2012-10-17.
    Current,
}

/// A policy document. What cannot be read is open: it may allow, and it may deny.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is.
    pub span: Span,
    /// The version of its language.
    pub version: PolicyVersion,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Where it is.
    pub span: Span,
    /// Its name.
    pub sid: Option<(String, Span)>,
    /// What it does; none if that is open.
    pub effect: Option<Effect>,
    /// What it is about.
    pub actions: Clause<Item>,
    /// On what; everything in a trust policy.
    pub resources: Clause<Item>,
    /// Whose requests; none in an identity policy.
    pub principals: Option<Principals>,
    /// When; all of them have to hold.
    pub conditions: Vec<Condition>,
    /// Set where IAM would reject the statement, or a template leaves it undecided: the place of the cause. It
    /// then decides nothing.
    pub uncertainty: Option<Uncertainty>,
}

/// Why an answer is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// A condition key of which nothing is known, as the policy writes it.
    Key(String),
    /// A placeholder.
    Placeholder(Arc<Placeholder<'static>>),
    /// What is there is against the grammar, so that IAM would reject the document.
    Malformed(Span),
    /// A template leaves undecided what is there.
    Open(Span),
    /// It is about some of what the wildcards of the request stand for.
    Wildcards(Span),
    /// AWS's pages contradict each other on what is there.
    Disputed(Span),
    /// A document that was not provided, by its name.
    NotAtHand(String),
}

/// Allow or Deny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It grants.
    Allow,
    /// It takes away, whatever else grants.
    Deny,
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause<T> {
    /// One of these.
    In(Vec<T>),
    /// None of these.
    NotIn(Vec<T>),
    /// All there is: the element has no place here.
    Every,
    /// It could not be read.
    Open,
}

/// One action or resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As it is written.
    pub text: Text<'static>,
    /// What it matches; an action's is in lowercase.
    pub pattern: Pattern,
    /// Where it is.
    pub span: Span,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principals {
    /// Whether these are the ones that are omitted.
    pub negated: bool,
    /// Whose requests.
    pub list: Vec<Principal>,
    /// Where the element stands.
    pub span: Span,
}

/// One principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// How it is named.
    pub kind: PrincipalKind,
    /// As it is written.
    pub name: Text<'static>,
    /// Where it is.
    pub span: Span,
}

/// How a principal is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// `"*"` without a kind.
    Everyone,
    /// An account, role, user or session; `*` is everyone.
    Aws,
    /// A service of AWS.
    Service,
    /// An identity provider.
    Federated,
    /// A canonical user of S3.
    CanonicalUser,
}

/// One key under one operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The key, as it is written.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The values; one has to match.
    pub values: Vec<ConditionValue>,
}

/// One value of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionValue {
    /// As it is written.
    pub text: Text<'static>,
    /// What it matches.
    pub pattern: Pattern,
    /// Where it is.
    pub span: Span,
}

impl Document {
    /// A document of which nothing could be read, and why.
    pub fn open(span: Span, uncertainty: Uncertainty) -> Self {
        Self {
            span,
            version: PolicyVersion::Old,
            statements: vec![Statement::open(span, uncertainty)],
        }
    }
}

impl Statement {
    /// A statement of which nothing could be read, and why.
    pub fn open(span: Span, uncertainty: Uncertainty) -> Self {
        Self {
            span,
            sid: None,
            effect: None,
            actions: Clause::Open,
            resources: Clause::Open,
            principals: None,
            conditions: Vec::new(),
            uncertainty: Some(uncertainty),
        }
    }
}
