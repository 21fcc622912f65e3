//! Syntax errors in JSON.

use crate::base::diagnostic::BuiltIn;

/// What is wrong with JSON at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonFault {
    /// Something else stands where the grammar has one thing only.
    Expected {
        /// What the grammar has there.
        expected: Expected,
        /// What is there.
        found: TextExcerpt,
    },
    /// A word without quotes where a value belongs.
    BareWord {
        /// The word.
        found: TextExcerpt,
        /// The literal that it stands for in another language.
        meant: Option<JsonLiteral>,
    },
    /// A key or a string that does not stand in double quotes.
    MissingQuotes(TextExcerpt),
    /// A blank that JSON does not have.
    OddSpace(char),
    /// A bracket is closed by one of another kind.
    MismatchedBracket {
        /// The bracket that is open.
        open: Bracket,
        /// The 1-based line on which it stands.
        line: usize,
        /// The closing bracket that is there.
        found: Bracket,
    },
    /// A closing bracket that closes nothing.
    UnmatchedBracket(Bracket),
    /// A bracket that the text ends in.
    UnclosedBracket(Bracket),
    /// A brace closes the outermost object, and members of it follow.
    EarlyEnd,
    /// A key that no value follows.
    NoValue,
    /// A comma that nothing follows.
    TrailingComma {
        /// The bracket whose end comes after it.
        within: Bracket,
    },
    /// A comment.
    Comment,
    /// What Git writes around the two sides of a conflict.
    ConflictMarker,
    /// Dots, where something was omitted.
    Ellipsis,
    /// Values nest too deep from there on.
    TooDeep {
        /// How deep they may.
        most: usize,
    },
    /// A string without its closing quote.
    UnclosedString,
    /// A character that cannot be in a string as it is.
    ControlCharacter(char),
    /// A backslash that begins no escape.
    UnknownEscape(TextExcerpt),
    /// A number that no 64-bit float can hold.
    NumberTooLarge,
    /// Text before the value.
    TextBefore {
        /// The 1-based line on which the value begins.
        line: usize,
    },
    /// A text of another kind.
    NotJson,
    /// An expression of Jsonnet.
    Jsonnet,
    /// A key that is in the object before.
    DuplicateKey {
        /// The key.
        key: String,
        /// The 1-based line on which it is first.
        first_line: usize,
    },
    /// As many further faults as this were omitted.
    More(usize),
}

/// What the grammar has at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A key.
    Key,
    /// A key, with quotes.
    QuotedKey,
    /// A value.
    Value,
    /// The colon after a key.
    Colon,
    /// The comma after a member or an item.
    Comma,
    /// That, or the end of the object.
    CommaOrBrace,
    /// That, or the end of the array.
    CommaOrSquareBracket,
    /// The end of the object.
    ClosingBrace,
    /// The end of the text.
    EndOfFile,
}

/// A value without quotes that is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLiteral {
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

/// A kind of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bracket {
    /// Those of an object.
    Brace,
    /// Those of an array.
    Square,
}

/// A piece of the text, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextExcerpt {
    /// The text.
    pub text: String,
    /// Whether it continues after that.
    pub is_cut: bool,
}

impl JsonFault {
    /// Its code.
    pub fn code(&self) -> BuiltIn {
        match self {
            Self::TrailingComma { .. } => BuiltIn::TrailingComma,
            Self::Comment => BuiltIn::Comment,
            Self::TooDeep { .. } => BuiltIn::TooDeep,
            Self::DuplicateKey { .. } => BuiltIn::DuplicateKey,
            _ => BuiltIn::Syntax,
        }
    }
}

impl TextExcerpt {
    /// How many characters are shown.
    const MAX_SHOWN: usize = 40;

    /// The first line of a text, its beginning where that is long.
    pub fn of(text: &str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        match line.char_indices().nth(Self::MAX_SHOWN) {
            Some((end, _)) => {
                Self { text: line.get(..end).unwrap_or_default().to_owned(), is_cut: true }
            }
            None => Self { text: line.to_owned(), is_cut: false },
        }
    }
}

impl JsonLiteral {
    /// The literal that is meant by a word of another language.
    pub fn meant_by(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(Self::True),
            "false" | "no" | "off" => Some(Self::False),
            "none" | "null" | "nil" | "undefined" => Some(Self::Null),
            _ => None,
        }
    }
}

impl Bracket {
    /// The kind that a byte closes: `}` braces, anything else square brackets.
    pub fn closed_by(byte: u8) -> Self {
        if byte == b'}' { Self::Brace } else { Self::Square }
    }

    /// The one that opens.
    pub fn opening(self) -> char {
        match self {
            Self::Brace => '{',
            Self::Square => '[',
        }
    }

    /// The one that closes.
    pub fn closing(self) -> char {
        match self {
            Self::Brace => '}',
            Self::Square => ']',
        }
    }
}
