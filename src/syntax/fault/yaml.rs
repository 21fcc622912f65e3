//! Syntax errors in YAML.

use crate::base::diagnostic::BuiltIn;

/// What is wrong with YAML at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YamlFault {
    /// A character that YAML does not have.
    ControlCharacter(char),
    /// What Git writes around the two sides of a conflict.
    ConflictMarker,
    /// A tab where the indentation is.
    Tab,
    /// A line that is not indented like its neighbors.
    Indentation,
    /// Something that does not continue what is above.
    Discontinued,
    /// A quote that is never closed.
    UnclosedQuote,
    /// A key without its colon.
    MissingColon,
    /// A key with its value, where none can be.
    MemberNotAllowed,
    /// An item, where none can be.
    ItemNotAllowed,
    /// A closing bracket that closes nothing.
    UnmatchedBracket,
    /// Neither a comma nor the end of the object after a member.
    MissingCommaOrBrace,
    /// Neither a comma nor the end of the array after an item.
    MissingCommaOrSquareBracket,
    /// The text ends in an object in braces.
    MissingBrace,
    /// The text ends in an array in square brackets.
    MissingSquareBracket,
    /// A bracket that is never closed.
    UnclosedBracket(char),
    /// A bracket is closed by one of another kind.
    MismatchedBracket {
        /// The bracket that is open.
        open: char,
        /// What closes it.
        close: char,
    },
    /// A character that no value begins with.
    UnexpectedCharacter(char),
    /// A backslash that begins no escape.
    UnknownEscape,
    /// A byte order mark that is not at the beginning.
    ByteOrderMark,
    /// A core tag that does not fit its value: its name, without `!!`.
    UnfitTag(String),
    /// A list or an object where a key belongs.
    KeyNotAWord,
    /// A key that is in the object before.
    DuplicateKey {
        /// The key.
        key: String,
        /// The 1-based line on which it is first.
        first_line: usize,
    },
    /// Values nest too deep there.
    TooDeep {
        /// How deep they may.
        most: usize,
    },
    /// An alias of this name, without an anchor before it.
    UnknownAlias(String),
    /// An alias within what it names.
    RecursiveAlias,
    /// The aliases stand for too many values.
    TooManyAliases {
        /// For how many they may.
        most: usize,
    },
    /// As many further errors as this were omitted.
    More(usize),
    /// Anything else, in the words of the YAML parser.
    OfParser(String),
}

impl YamlFault {
    /// Its code.
    pub fn code(&self) -> BuiltIn {
        match self {
            Self::DuplicateKey { .. } => BuiltIn::DuplicateKey,
            Self::TooDeep { .. } => BuiltIn::TooDeep,
            Self::UnknownAlias(_) => BuiltIn::UnknownAlias,
            Self::RecursiveAlias => BuiltIn::RecursiveAlias,
            Self::TooManyAliases { .. } => BuiltIn::TooManyAliases,
            _ => BuiltIn::Syntax,
        }
    }
}
