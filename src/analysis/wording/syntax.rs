//! Messages for text that is not JSON or YAML, and for syntax errors of any kind.

use super::hcl;
use super::syntax_terms::{FIX_FIRST, excerpt, more};
use crate::syntax::{Expected, JsonFault, JsonLiteral, SyntaxFault, YamlFault};

pub(super) fn fault(fault: &SyntaxFault) -> String {
    match fault {
        SyntaxFault::Json(fault) => json(fault),
        SyntaxFault::Yaml(fault) => yaml(fault),
        SyntaxFault::Hcl(fault) => hcl::fault(fault),
    }
}

pub(super) fn help(fault: &SyntaxFault) -> String {
    match fault {
        SyntaxFault::Json(fault) => help_of_json(fault),
        SyntaxFault::Yaml(fault) => help_of_yaml(fault).to_owned(),
        SyntaxFault::Hcl(fault) => hcl::help(fault),
    }
}

fn json(fault: &JsonFault) -> String {
    match fault {
        JsonFault::Expected { expected: what, found } => {
            format!("expected {}, found {}", expected(*what), excerpt(found))
        }
        JsonFault::BareWord { found, .. } => {
            format!("expected a JSON value, found {}", excerpt(found))
        }
        JsonFault::MissingQuotes(found) => {
            format!("expected double quotes, found {}", excerpt(found))
        }
        JsonFault::OddSpace(blank) => {
            format!("expected a space, found U+{:04X}", u32::from(*blank))
        }
        JsonFault::MismatchedBracket { open, found, .. } => {
            format!("expected `{}`, found `{}`", open.closing(), found.closing())
        }
        JsonFault::UnmatchedBracket(bracket) => format!("unmatched `{}`", bracket.closing()),
        JsonFault::UnclosedBracket(bracket) => {
            format!("this `{}` is never closed", bracket.opening())
        }
        JsonFault::EarlyEnd => "this `}` closes the object, but more of its members follow".into(),
        JsonFault::NoValue => "this key has no value".into(),
        JsonFault::TrailingComma { within } => {
            format!("trailing comma before `{}`", within.closing())
        }
        JsonFault::Comment => "JSON has no comments: AWS rejects the file".into(),
        JsonFault::Ellipsis => "something is omitted here".into(),
        JsonFault::ConflictMarker => CONFLICT.into(),
        JsonFault::TooDeep { most } => {
            format!("values are nested more than {most} levels deep from here on")
        }
        JsonFault::UnclosedString => "this string has no closing quote".into(),
        JsonFault::ControlCharacter(_) => "a JSON string cannot contain a control character".into(),
        JsonFault::UnknownEscape(found) => format!("JSON has no escape {}", excerpt(found)),
        JsonFault::NumberTooLarge => "this number is too large".into(),
        JsonFault::TextBefore { line } => {
            format!("this is not JSON, which begins on line {line}")
        }
        JsonFault::NotJson => "nothing in this text looks like JSON".into(),
        JsonFault::Jsonnet => "this is Jsonnet, not JSON: render it before it is checked".into(),
        JsonFault::DuplicateKey { key, first_line } => {
            format!("duplicate key `{key}`, first on line {first_line}")
        }
        JsonFault::More(count) => more(*count),
    }
}

fn help_of_json(fault: &JsonFault) -> String {
    match fault {
        JsonFault::Expected { expected, .. } => help_of_expected(*expected).into(),
        JsonFault::BareWord { meant, .. } => match meant {
            Some(JsonLiteral::True) => "write `true`".into(),
            Some(JsonLiteral::False) => "write `false`".into(),
            Some(JsonLiteral::Null) => "write `null`, or remove the key".into(),
            None => "write a number, `true`, `false`, `null`, or text in double quotes".into(),
        },
        JsonFault::MissingQuotes(_) => "put every key and string in double quotes: \"…\"".into(),
        JsonFault::OddSpace(_) => "replace it with a space throughout the file".into(),
        JsonFault::MismatchedBracket { open, line, .. } => {
            format!("close the `{}` of line {line}", open.opening())
        }
        JsonFault::UnmatchedBracket(_) => "remove it, or add the opening bracket".into(),
        JsonFault::UnclosedBracket(bracket) => {
            format!("add `{}` where it ends; is the file complete?", bracket.closing())
        }
        JsonFault::EarlyEnd => "remove this `}`, or add the `{` that it closes".into(),
        JsonFault::NoValue => "add `:` and a value after it".into(),
        JsonFault::TrailingComma { .. } => "remove the comma".into(),
        JsonFault::Comment => "remove the comment".into(),
        JsonFault::ConflictMarker => RESOLVE.into(),
        JsonFault::Ellipsis => "replace the dots with what belongs here, or remove them".into(),
        JsonFault::TooDeep { .. } => {
            "check that this is the right file: no task definition is nested this deep".into()
        }
        JsonFault::UnclosedString => "add `\"` where the string ends".into(),
        JsonFault::ControlCharacter('\t') => "write it as `\\t`".into(),
        JsonFault::ControlCharacter('\n' | '\r') => "write it as `\\n`".into(),
        JsonFault::ControlCharacter(_) => "remove it".into(),
        JsonFault::UnknownEscape(_) => "write a backslash as `\\\\`".into(),
        JsonFault::NumberTooLarge => "write a number that ECS can use".into(),
        JsonFault::TextBefore { line } => {
            format!(
                "check it in a file of its own, without the text before line {line}; or add the bracket that opens it"
            )
        }
        JsonFault::NotJson => "a task definition in JSON begins with `{`".into(),
        JsonFault::Jsonnet => {
            "pass what this prints: ecspresso render taskdef, or jsonnet FILE".into()
        }
        JsonFault::DuplicateKey { .. } => "the last one is used: remove the others".into(),
        JsonFault::More(_) => FIX_FIRST.into(),
    }
}

/// What a conflict marker is.
const CONFLICT: &str = "this is a conflict marker of Git: the file has both sides of a conflict";
const RESOLVE: &str = "resolve the conflict, and check the file again";

fn expected(what: Expected) -> &'static str {
    match what {
        Expected::Key => "a key",
        Expected::QuotedKey => "a key in double quotes",
        Expected::Value => "a value",
        Expected::Colon => "`:`",
        Expected::Comma => "a comma",
        Expected::CommaOrBrace => "a comma or `}`",
        Expected::CommaOrSquareBracket => "a comma or `]`",
        Expected::ClosingBrace => "`}`",
        Expected::EndOfFile => "the end of the file",
    }
}

fn help_of_expected(what: Expected) -> &'static str {
    match what {
        Expected::Key | Expected::QuotedKey => "write a key here, or remove this",
        Expected::Value => "write a value here, or remove this",
        Expected::Colon => "add `:` between the key and its value",
        Expected::Comma | Expected::CommaOrBrace | Expected::CommaOrSquareBracket => {
            "add a comma before this"
        }
        Expected::ClosingBrace => "add `}` before this",
        Expected::EndOfFile => "remove this, or put it into the value before it",
    }
}

fn yaml(fault: &YamlFault) -> String {
    match fault {
        YamlFault::ControlCharacter(character) => {
            let code = u32::from(*character);
            format!("YAML cannot contain a control character (U+{code:04X})")
        }
        YamlFault::Tab => "YAML cannot be indented with a tab".into(),
        YamlFault::Indentation => "this line is not indented like its neighbors".into(),
        YamlFault::Discontinued => {
            "this does not continue what is above it: check its indentation".into()
        }
        YamlFault::UnclosedQuote => "this quote is never closed".into(),
        YamlFault::MissingColon => "expected `:` after this key".into(),
        YamlFault::MemberNotAllowed => "a `key: value` is not allowed here".into(),
        YamlFault::ItemNotAllowed => "a `- item` is not allowed here".into(),
        YamlFault::UnmatchedBracket => "unmatched closing bracket".into(),
        YamlFault::MissingCommaOrBrace => "expected `,` or `}` here".into(),
        YamlFault::MissingCommaOrSquareBracket => "expected `,` or `]` here".into(),
        YamlFault::MissingBrace => "expected `}` at the end".into(),
        YamlFault::MissingSquareBracket => "expected `]` at the end".into(),
        YamlFault::UnclosedBracket(open) => format!("this `{open}` is never closed"),
        YamlFault::MismatchedBracket { open, close } => {
            format!("this `{open}` is closed by a `{close}`")
        }
        YamlFault::ConflictMarker => CONFLICT.into(),
        YamlFault::UnexpectedCharacter(character) => {
            format!("a value cannot begin with '{}'", character.escape_default())
        }
        YamlFault::UnknownEscape => "unknown escape in a YAML string".into(),
        YamlFault::ByteOrderMark => {
            "a byte order mark is not allowed in the middle of the text".into()
        }
        YamlFault::UnfitTag(tag) => format!("the tag `!!{tag}` does not fit this value"),
        YamlFault::KeyNotAWord => "a key must be a word".into(),
        YamlFault::DuplicateKey { key, first_line } => {
            format!("duplicate key `{key}`, first on line {first_line}")
        }
        YamlFault::TooDeep { most } => {
            format!("values are nested more than {most} levels deep here")
        }
        YamlFault::UnknownAlias(name) => {
            format!("no anchor `&{name}` before this alias")
        }
        YamlFault::RecursiveAlias => "this alias is inside the node that it refers to".into(),
        YamlFault::TooManyAliases { most } => {
            format!("the aliases expand to more than {most} values")
        }
        YamlFault::More(count) => more(*count),
        YamlFault::OfParser(said) => said.clone(),
    }
}

fn help_of_yaml(fault: &YamlFault) -> &'static str {
    match fault {
        YamlFault::Tab => "indent with spaces",
        YamlFault::ConflictMarker => RESOLVE,
        YamlFault::More(_) => FIX_FIRST,
        YamlFault::UnexpectedCharacter(_) | YamlFault::MemberNotAllowed => {
            "put the value in quotes"
        }
        YamlFault::DuplicateKey { .. } => "the last one is used: remove the others",
        YamlFault::Indentation | YamlFault::Discontinued | YamlFault::ItemNotAllowed => {
            "indent it like the lines that it belongs to"
        }
        YamlFault::UnclosedQuote => "add the closing quote",
        YamlFault::MissingColon => "add `:` and a value",
        YamlFault::UnmatchedBracket => "remove it, or add the opening bracket",
        YamlFault::MissingCommaOrBrace | YamlFault::MissingCommaOrSquareBracket => {
            "add a comma before this, or close the bracket"
        }
        YamlFault::MissingBrace
        | YamlFault::MissingSquareBracket
        | YamlFault::UnclosedBracket(_) => "close it where it ends; is the file complete?",
        YamlFault::MismatchedBracket { .. } => "close each bracket with one of its own kind",
        YamlFault::ControlCharacter(_) | YamlFault::ByteOrderMark => "remove it",
        YamlFault::UnknownEscape => "write a backslash as `\\\\`, or use single quotes",
        YamlFault::UnfitTag(_) => "remove the tag, or correct the value",
        YamlFault::KeyNotAWord => "write the key as text",
        YamlFault::TooDeep { .. } | YamlFault::TooManyAliases { .. } => {
            "check that this is the right file"
        }
        YamlFault::UnknownAlias(_) => "add the anchor, or write the value instead of the alias",
        YamlFault::RecursiveAlias => "write the value instead of the alias",
        YamlFault::OfParser(_) => "correct this and run again",
    }
}
