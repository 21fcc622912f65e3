//! Errors in the keys and values of a task definition, as data.

use super::{ApiObject, Field, Naming, ValueKind};
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;
use crate::input::holder::TaskHolder;
use crate::syntax::Entry;

/// Something off in a task definition, at its place.
pub type KeyDiagnostic = Diagnostic<KeySubject>;

/// What is wrong with a key or a value, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySubject {
    /// What is wrong.
    pub fault: KeyFault,
    /// Whose names the file uses.
    pub naming: Naming,
    /// What it was found in.
    pub holder: TaskHolder,
    /// Where else the same was met, in objects of the same kind.
    pub repeats: KeyRepeats,
    /// How to fix it, where more can be said than what is wrong.
    pub remedy: Option<KeyRemedy>,
}

/// Where else the same was met: a message only says how often, so that as many are the same.
#[derive(Clone, Debug, Default)]
pub struct KeyRepeats(pub Vec<Span>);

impl KeyRepeats {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl PartialEq for KeyRepeats {
    fn eq(&self, other: &Self) -> bool {
        self.count() == other.count()
    }
}

impl Eq for KeyRepeats {}

/// What is wrong with a key or a value. Two that are equal say the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyFault {
    /// A key that is no field of its object, and near to none.
    Unknown {
        /// The key, cut where it is long.
        key: String,
        /// The object that it is in.
        object: ApiObject,
    },
    /// A key that is no field of its object, and was meant to be one.
    Misspelt {
        /// The key.
        key: String,
        /// The object that it is in.
        object: ApiObject,
    },
    /// The execution role in an object that has none.
    MisplacedRole {
        /// The object that it is in.
        object: ApiObject,
    },
    /// A field of another object.
    Misplaced {
        /// The key.
        key: String,
        /// Where it belongs.
        home: KeyHome,
    },
    /// A value of another kind than its field expects.
    WrongType {
        /// What has the value.
        place: ValuePlace,
        /// What the value is, as the tree calls it.
        found: &'static str,
        /// What is expected.
        expected: ValueKind,
    },
    /// A whole task definition where its containers are expected.
    WholeTaskDefinition,
    /// There are too many problems to report all of them.
    LeftOut {
        /// How many are omitted.
        count: usize,
    },
}

/// Where a misplaced key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyHome {
    /// In an object of the API.
    Object(ApiObject),
    /// Among the options of a log configuration, whose keys are free.
    LogOptions,
}

/// What has a value of the wrong kind. Its names are those of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValuePlace {
    /// A field.
    Field(&'static str),
    /// An item of the array in a field.
    ItemOf(&'static str),
    /// A key of the map in a field.
    KeyOf {
        /// The key, cut where it is long.
        key: String,
        /// The field.
        field: &'static str,
    },
}

/// What to do about a key or a value. Its names are those of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRemedy {
    /// Remove a comment.
    RemoveComment,
    /// Write the name that can only have been meant.
    Rename {
        /// The name.
        to: String,
        /// The other keys of the task definition that have a small letter where this has: each with its name.
        alike: Vec<(Span, String)>,
    },
    /// Write the name that was likely meant.
    Suggestion(String),
    /// Remove the key, since the name that was meant is there as well.
    RemoveDuplicate(String),
    /// Set the execution role in the task definition instead.
    MoveRole,
    /// Remove the role, since the task definition has one.
    RemoveRole,
    /// The key is a field of services.
    FieldOfServices,
    /// The key is a field of this object, and of no other.
    FieldOf(ApiObject),
    /// Leave only the containers.
    OnlyContainers,
    /// Put the value in brackets.
    AddBrackets,
    /// Take the brackets off.
    RemoveBrackets,
}

impl KeySubject {
    /// A fault, met once.
    pub fn new(fault: KeyFault, naming: Naming, remedy: Option<KeyRemedy>) -> Self {
        Self {
            fault,
            naming,
            holder: TaskHolder::TaskDefinition,
            repeats: KeyRepeats::default(),
            remedy,
        }
    }
}

/// A key that was meant to be a field of the object it is in: whoever finds it, the same is reported.
pub(in crate::input) fn misspelt(
    code: BuiltIn,
    entry: &Entry<'_>,
    here: &Field,
    naming: Naming,
    remedy: KeyRemedy,
) -> KeyDiagnostic {
    let fault = KeyFault::Misspelt { key: entry.key.to_string(), object: here.object() };
    Diagnostic::new(code, KeySubject::new(fault, naming, Some(remedy)), entry.key_span)
}

impl KeyRemedy {
    /// The remedy for a key that was meant to be a field which is there as well.
    pub(in crate::input) fn remove_duplicate(name: &str) -> Self {
        Self::RemoveDuplicate(name.to_owned())
    }

    /// The remedy for a key that can only have been meant to be a field.
    pub(in crate::input) fn rename(to: &str) -> Self {
        Self::Rename { to: to.to_owned(), alike: Vec::new() }
    }
}
