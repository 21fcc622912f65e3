//! Errors that the floors below find in files, lifted to the subject of the analysis.

use super::{IgnoreFault, Subject, What};
use crate::base::source::Encoding;
use crate::iam::role_files::RoleFileFault;
use crate::rules::RuleFileFault;
use crate::syntax::SyntaxFault;

/// Why a file could not be read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// The system did not let it be read, and says why.
    Unreadable(String),
    /// It is larger than what is worth reading.
    TooLarge {
        /// How many bytes that is.
        most: u64,
    },
    /// A Terraform module is read in part.
    ModuleCut {
        /// The first path that is left out.
        first: String,
        /// How many others are.
        more: usize,
        /// How many files are read.
        most_files: usize,
        /// How many bytes are.
        most_bytes: usize,
    },
    /// From a place on its bytes are not text in its encoding.
    Encoding(Encoding),
}

impl From<FileFault> for Subject {
    fn from(fault: FileFault) -> Self {
        Self::new(What::File(fault))
    }
}

impl From<SyntaxFault> for Subject {
    fn from(fault: SyntaxFault) -> Self {
        Self::new(What::Syntax(fault))
    }
}

impl From<RoleFileFault> for Subject {
    fn from(fault: RoleFileFault) -> Self {
        Self::new(What::RoleFile(fault))
    }
}

impl From<RuleFileFault> for Subject {
    fn from(fault: RuleFileFault) -> Self {
        match fault {
            RuleFileFault::Syntax(fault) => fault.into(),
            RuleFileFault::Rule(fault) => Self::new(What::RuleFile(fault)),
        }
    }
}

impl From<IgnoreFault> for Subject {
    fn from(fault: IgnoreFault) -> Self {
        Self::new(What::Ignore(fault))
    }
}
