//! What is wrong with what says that findings may stay, as data.

use crate::base::date::Date;

/// Why a comment, an entry of `Metadata` or an exception does not suppress what it seems to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IgnoreFault {
    /// Another word than `ignore` or `ignore-file`; empty where there is none.
    UnknownWord(String),
    /// No colon is after the name of the program.
    NoColon,
    /// No code is in brackets after this word.
    NoCode(&'static str),
    /// `ignore-file` after the first line that is not a comment.
    NotAtTop,
    /// An entry of `Metadata` has another shape.
    Metadata(MetadataFault),
    /// A code that does not exist.
    UnknownCode {
        /// The code.
        code: String,
        /// The code that was probably meant.
        meant: Option<String>,
    },
    /// Nothing is found that it could suppress.
    Unused {
        /// The code.
        code: String,
        /// Where it looks.
        reach: IgnoreReach,
    },
    /// An exception of the configuration that is about nothing in any file of the run.
    UnusedException {
        /// The code, the task definition and the container that it names.
        names: [Option<String>; 3],
    },
    /// An exception of the configuration that holds no longer.
    Expired {
        /// The code, the task definition and the container that it names.
        names: [Option<String>; 3],
        /// The last day on which it held.
        on: Date,
    },
}

/// Where findings are suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreReach {
    /// On this 1-based line.
    Line(usize),
    /// In the file.
    File,
    /// In a resource of a template.
    Resource,
    /// In a template.
    Template,
}

/// What is wrong with an entry of `Metadata`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataFault {
    /// What should be an object is of this kind, as the tree calls it.
    NotAnObject {
        /// The key.
        key: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// There is no `ignore`, or nothing in it.
    Empty,
    /// A key other than `ignore`.
    UnknownKey(String),
    /// The reason for a code is of this kind, not a string.
    ReasonNotAString {
        /// The code.
        code: String,
        /// What the reason is.
        found: &'static str,
    },
}
