//! What can be wrong with a policy document, as data.

use crate::base::diagnostic::{BuiltIn, Diagnostic, Severity};
use crate::base::source::Span;
use crate::syntax::SyntaxFault;

/// Something wrong with a policy document, and where.
pub type PolicyDiagnostic = Diagnostic<PolicyFault>;

/// What is wrong with a policy document: the rule of the grammar that is broken. What a value is instead is
/// said as [`Node::kind`](crate::syntax::Node::kind) has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyFault {
    /// A string that should contain a document holds none.
    NoDocumentInString,
    /// The document in a string is not JSON.
    NotJson(SyntaxFault),
    /// The document is of this kind, not an object.
    NotAnObject(&'static str),
    /// An element that the object does not have.
    UnknownElement {
        /// The object.
        of: PolicyObject,
        /// The element.
        element: String,
        /// The element that was probably meant.
        meant: Option<&'static str>,
    },
    /// An element that stands twice.
    RepeatedElement {
        /// The object.
        of: PolicyObject,
        /// The element.
        element: String,
    },
    /// A version that the policy language does not have.
    UnknownVersion(String),
    /// The version is of this kind, not a string.
    VersionNotAString(&'static str),
    /// A document without a `Statement`.
    NoStatement,
    /// An empty list of statements.
    NoStatementInList,
    /// An `Id` in a policy that is attached to a role.
    IdWithoutUse,
    /// A `Sid` that is in the document before.
    RepeatedSid(String),
    /// A statement is of this kind, not an object.
    StatementNotAnObject(&'static str),
    /// A `Sid` is of this kind, not a string.
    SidNotAString(&'static str),
    /// A `Sid` with characters that it cannot have.
    SidCharacters(String),
    /// A statement without an `Effect`.
    NoEffect,
    /// An `Effect` that is neither `Allow` nor `Deny`.
    UnknownEffect(String),
    /// The `Effect` is of this kind, not a string.
    EffectNotAString(&'static str),
    /// A statement with neither `Action` nor `NotAction`.
    NoAction,
    /// A statement with neither `Resource` nor `NotResource`.
    NoResource,
    /// A statement that requires a `Principal` and has none.
    NoPrincipal,
    /// A statement with an element and its negation.
    BothElements {
        /// The element.
        plain: &'static str,
        /// Its negation.
        negated: &'static str,
    },
    /// `Resource` or `NotResource` in a trust policy.
    ResourceInTrust(String),
    /// `Principal` or `NotPrincipal` in a policy that is attached to a role.
    PrincipalInIdentity(String),
    /// `NotPrincipal` in a trust policy.
    NotPrincipalInTrust,
    /// An element that contains strings holds something else.
    NotStrings {
        /// The element.
        element: String,
        /// What kind of value it holds.
        kind: &'static str,
    },
    /// An element that is an empty list.
    EmptyElement(String),
    /// With an action or a resource.
    Item(ItemFault),
    /// With a condition.
    Condition(ConditionFault),
    /// With a principal.
    Principal(PrincipalFault),
}

/// What is wrong with an action or a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemFault {
    /// An action without its service.
    ActionWithoutService(String),
    /// An action of another service than STS in a trust policy.
    NotAnStsAction(String),
    /// A policy variable where an ARN takes none.
    MisplacedVariable(String),
    /// An ARN with a wildcard in the name of its service.
    WildcardInService(String),
    /// An ARN with fewer than six fields.
    ShortArn(String),
    /// A resource that is neither an ARN nor `*`.
    NotAnArn(String),
}

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionFault {
    /// `Condition` is of this kind, not an object.
    NotAnObject(&'static str),
    /// What is under an operator is of this kind, not an object.
    OperatorNotAnObject(&'static str),
    /// An operator that does not exist.
    UnknownOperator {
        /// The operator.
        operator: String,
        /// The operator that was probably meant.
        meant: Option<&'static str>,
    },
    /// A key is compared with what is not a string.
    ValueNotAString {
        /// The key.
        key: String,
        /// What kind of value it is compared with.
        kind: &'static str,
    },
    /// A value that the operator cannot compare.
    UnfitValue {
        /// The value.
        value: String,
        /// What the operator compares.
        wanted: ConditionValueKind,
    },
    /// A value with a wildcard that the operator takes as it is.
    LiteralWildcard(String),
}

/// What is wrong with a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalFault {
    /// `Principal` or `NotPrincipal` is neither an object nor `*`.
    NotAnObject(String),
    /// A wildcard in part of its name.
    PartialWildcard(String),
    /// A kind of principals that does not exist.
    UnknownKind {
        /// The kind.
        kind: String,
        /// The kind that was probably meant.
        meant: Option<&'static str>,
    },
}

/// An object of a policy document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyObject {
    /// The document itself.
    Document,
    /// A statement.
    Statement,
}

/// What a condition operator compares, where that is more than text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionValueKind {
    /// Numbers.
    Number,
    /// Days and times.
    Date,
    /// `true` and `false`.
    Boolean,
    /// IP addresses and ranges of them.
    Address,
}

/// The kinds of principals.
pub const PRINCIPAL_KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

impl PolicyFault {
    /// How severe it is: IAM rejects the document; or it takes it, and it does not do what it seems to; or it
    /// is only odd.
    pub fn severity(&self) -> Severity {
        match self {
            Self::NoStatementInList
            | Self::IdWithoutUse
            | Self::Item(ItemFault::MisplacedVariable(_) | ItemFault::WildcardInService(_))
            | Self::Condition(
                ConditionFault::UnfitValue { .. } | ConditionFault::LiteralWildcard(_),
            )
            | Self::Principal(PrincipalFault::PartialWildcard(_)) => Severity::Warning,
            Self::EmptyElement(_) => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// It, at a place.
    pub fn at(self, span: Span) -> PolicyDiagnostic {
        let severity = self.severity();
        Diagnostic::new(BuiltIn::PolicyMalformed, self, span).with_severity(severity)
    }
}

impl From<ItemFault> for PolicyFault {
    fn from(fault: ItemFault) -> Self {
        Self::Item(fault)
    }
}

impl From<ConditionFault> for PolicyFault {
    fn from(fault: ConditionFault) -> Self {
        Self::Condition(fault)
    }
}

impl From<PrincipalFault> for PolicyFault {
    fn from(fault: PrincipalFault) -> Self {
        Self::Principal(fault)
    }
}

impl PolicyObject {
    /// The elements that it may have.
    pub fn elements(self) -> &'static [&'static str] {
        match self {
            Self::Document => &["Version", "Id", "Statement"],
            Self::Statement => &[
                "Sid",
                "Effect",
                "Principal",
                "NotPrincipal",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Condition",
            ],
        }
    }
}
