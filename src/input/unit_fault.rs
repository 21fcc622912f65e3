//! Errors in a unit, such as a template, as data.

use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;

/// Something off in a template, at its place.
pub type TemplateDiagnostic = Diagnostic<TemplateFault>;

/// What is wrong with a template. Two that are equal say the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TemplateFault {
    /// What is referred to is neither a parameter nor a resource.
    UnknownReference {
        /// The name.
        name: String,
    },
    /// `GetAtt` names a resource, and none of its attributes.
    NoAttribute {
        /// The resource.
        resource: String,
    },
    /// `GetAtt` has an attribute in another case than it is written in.
    MisspeltAttribute {
        /// As it is written.
        written: String,
        /// The attribute.
        meant: &'static str,
    },
    /// The properties of a resource stand beside its type.
    NoProperties {
        /// The resource.
        resource: String,
    },
    /// What is named as a condition is none.
    UnknownCondition {
        /// The name.
        name: String,
    },
    /// What is named as a mapping is none.
    UnknownMapping {
        /// The name.
        name: String,
    },
    /// A mapping does not have a value.
    MissingMappingValue {
        /// The mapping.
        mapping: String,
        /// The key of the first level.
        top: String,
        /// The key of the second level.
        second: String,
    },
    /// `Sub` is given something else than text.
    SubWithoutText,
    /// A placeholder in the text of a `Sub` that names nothing.
    BrokenSubReference {
        /// As it is written.
        written: String,
    },
    /// `${…}` in a text outside `Sub`.
    MissingSub {
        /// As it is written.
        written: String,
    },
    /// A key without a value.
    NullValue {
        /// The key.
        key: String,
        /// Whether a directive of a template language is in its place.
        by_directive: bool,
    },
    /// `Select` asks for an item beyond the end of its list.
    SelectBeyondEnd {
        /// The index that it asks for.
        index: usize,
        /// The length of the list.
        length: usize,
    },
    /// The name of a resource leads back to the resource.
    CircularReference {
        /// Its logical ID.
        resource: String,
    },
    /// A condition leads back to itself.
    CircularCondition {
        /// Its name.
        name: String,
    },
    /// A loop makes task definitions, and its items are not known.
    OpenLoop,
    /// A task definition depends on a module that the source does not have.
    UnreadModule {
        /// What the module is called.
        name: String,
        /// Where it comes from.
        source: String,
    },
    /// A plan does not show the containers of a task definition.
    HiddenContainers {
        /// What they wait for, as Terraform writes it.
        waits_for: String,
    },
    /// A task definition whose condition never holds.
    NeverCreated {
        /// Its logical ID.
        resource: String,
        /// The condition.
        condition: String,
    },
    /// A block that holds a task definition and is made no time.
    NoInstances {
        /// Its address.
        address: String,
        /// What says so: `count` or `for_each`.
        argument: String,
    },
    /// Something that a task definition depends on is too large to evaluate, or leads to itself.
    NotEvaluated {
        /// The address of its block.
        address: String,
    },
}

impl TemplateFault {
    /// It, at a place.
    pub(super) fn at(self, span: Span) -> TemplateDiagnostic {
        Diagnostic::new(self.code(), self, span)
    }

    fn code(&self) -> BuiltIn {
        match self {
            Self::UnknownReference { .. }
            | Self::NoAttribute { .. }
            | Self::MisspeltAttribute { .. } => BuiltIn::UnknownReference,
            Self::NoProperties { .. } => BuiltIn::UnknownKey,
            Self::UnknownCondition { .. } => BuiltIn::UnknownCondition,
            Self::UnknownMapping { .. } | Self::MissingMappingValue { .. } => {
                BuiltIn::UnknownMapping
            }
            Self::SubWithoutText | Self::BrokenSubReference { .. } => BuiltIn::BadSub,
            Self::NullValue { .. } => BuiltIn::NullValue,
            Self::MissingSub { .. } => BuiltIn::MissingSub,
            Self::SelectBeyondEnd { .. } => BuiltIn::BadSelect,
            Self::CircularReference { .. } => BuiltIn::CircularReference,
            Self::CircularCondition { .. } => BuiltIn::CircularCondition,
            Self::OpenLoop => BuiltIn::OpenLoop,
            Self::UnreadModule { .. } => BuiltIn::ModuleNotRead,
            Self::HiddenContainers { .. } => BuiltIn::HiddenContainers,
            Self::NeverCreated { .. } | Self::NoInstances { .. } => BuiltIn::NotATaskDefinition,
            Self::NotEvaluated { .. } => BuiltIn::NotEvaluated,
        }
    }
}
