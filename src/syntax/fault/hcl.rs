//! Syntax errors in HCL.

use super::TextExcerpt;
use crate::base::diagnostic::BuiltIn;

/// What is wrong with HCL at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HclFault {
    /// Something else is where the grammar has one thing only.
    Expected {
        /// What the grammar has there.
        expected: HclExpected,
        /// What is there.
        found: HclFound,
    },
    /// The name of an attribute or block in quotes.
    QuotedName,
    /// A bracket that is never closed.
    UnclosedBracket(char),
    /// A closing bracket that closes nothing.
    UnmatchedBracket(char),
    /// A string without its closing quote on the same line.
    UnclosedString,
    /// A heredoc without the line that ends it: its marker.
    UnclosedHeredoc(String),
    /// A comment without `*/`.
    UnclosedComment,
    /// A backslash that begins no escape.
    UnknownEscape(TextExcerpt),
    /// An expression in a string where only text may be: in a label.
    ExpressionInLabel,
    /// A directive without the one that ends it: `if` without `endif`.
    UnclosedDirective(&'static str),
    /// A directive that ends nothing.
    UnmatchedDirective(&'static str),
    /// An attribute that is in the block before.
    DuplicateAttribute {
        /// Its name.
        name: String,
        /// The 1-based line on which it is first.
        first_line: usize,
    },
    /// Expressions or blocks nest too deep there.
    TooDeep {
        /// How deep they may.
        most: usize,
    },
    /// As many further errors as this were omitted.
    More(usize),
}

/// What is at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HclFound {
    /// A text.
    Text(TextExcerpt),
    /// The end of a line.
    EndOfLine,
    /// The end of the heredoc that it is in.
    EndOfHeredoc,
    /// The end of the file.
    EndOfFile,
}

/// What the grammar has at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HclExpected {
    /// An attribute or a block.
    Item,
    /// `=` after the name of an attribute, or what a block has after its kind.
    EqualsSignOrBlock,
    /// A value.
    Value,
    /// The end of the line, after a value or a block.
    EndOfLine,
    /// A name.
    Name,
    /// What an object has after a key.
    EqualsSign,
    /// The end of an item of an object.
    CommaOrLineOrBrace,
    /// The end of an item of a list.
    CommaOrSquareBracket,
    /// The end of an argument.
    CommaOrParenthesis,
    /// A closing bracket.
    Closing(char),
    /// A word of the grammar.
    Word(&'static str),
    /// The colon of a `for` or of a choice.
    Colon,
    /// The arrow between key and value in a `for`.
    Arrow,
    /// A directive of templates.
    Directive,
}

impl HclFault {
    /// Its code.
    pub fn code(&self) -> BuiltIn {
        match self {
            Self::DuplicateAttribute { .. } => BuiltIn::DuplicateKey,
            Self::TooDeep { .. } => BuiltIn::TooDeep,
            _ => BuiltIn::Syntax,
        }
    }
}
