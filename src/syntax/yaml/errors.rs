//! The errors of the YAML parser, as faults of ours.

use crate::syntax::YamlFault;
use granit_parser::ErrorKind;

/// What went wrong; what is rare keeps the parser's own words.
pub(super) fn fault(kind: &ErrorKind) -> YamlFault {
    match kind {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => YamlFault::Tab,
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => YamlFault::Indentation,
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            YamlFault::Discontinued
        }
        ErrorKind::UnclosedQuotedScalar => YamlFault::UnclosedQuote,
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => YamlFault::MissingColon,
        ErrorKind::MappingValueNotAllowed => YamlFault::MemberNotAllowed,
        ErrorKind::BlockSequenceEntryNotAllowed => YamlFault::ItemNotAllowed,
        ErrorKind::MisplacedFlowCollectionEnd => YamlFault::UnmatchedBracket,
        ErrorKind::ExpectedFlowMappingSeparator => YamlFault::MissingCommaOrBrace,
        ErrorKind::ExpectedFlowSequenceSeparator => YamlFault::MissingCommaOrSquareBracket,
        ErrorKind::UnexpectedEofFlowMapping => YamlFault::MissingBrace,
        ErrorKind::UnexpectedEofFlowSequence => YamlFault::MissingSquareBracket,
        ErrorKind::UnclosedFlowCollection { open } => YamlFault::UnclosedBracket(*open),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            YamlFault::MismatchedBracket { open: *open, close: *close }
        }
        ErrorKind::UnexpectedCharacter { character } => YamlFault::UnexpectedCharacter(*character),
        ErrorKind::UnknownQuotedScalarEscape => YamlFault::UnknownEscape,
        ErrorKind::BomInsideDocument => YamlFault::ByteOrderMark,
        other => YamlFault::OfParser(other.to_string()),
    }
}
