//! Messages for text that is not HCL.

use super::syntax_terms::{FIX_FIRST, excerpt, more};
use crate::syntax::{HclExpected, HclFault, HclFound};

pub(super) fn fault(fault: &HclFault) -> String {
    match fault {
        HclFault::Expected { expected: what, found } => {
            format!("expected {}, found {}", expected(*what), self::found(found))
        }
        HclFault::QuotedName => "the name of an argument or block is not quoted".into(),
        HclFault::UnclosedBracket(bracket) => format!("this `{bracket}` is never closed"),
        HclFault::UnmatchedBracket(bracket) => format!("unmatched `{bracket}`"),
        HclFault::UnclosedString => "this string has no closing quote on its line".into(),
        HclFault::UnclosedHeredoc(marker) => {
            format!("this heredoc has no line that is `{marker}` alone")
        }
        HclFault::UnclosedComment => "this comment has no `*/`".into(),
        HclFault::UnknownEscape(found) => format!("HCL has no escape {}", excerpt(found)),
        HclFault::ExpressionInLabel => "the label of a block cannot have an expression".into(),
        HclFault::UnclosedDirective(word) => format!("this `{word}` has no `end{word}`"),
        HclFault::UnmatchedDirective(word) => format!("`{word}` without a directive before it"),
        HclFault::DuplicateAttribute { name, first_line } => {
            format!("duplicate argument `{name}`, first on line {first_line}")
        }
        HclFault::TooDeep { most } => {
            format!("expressions and blocks are nested more than {most} levels deep here")
        }
        HclFault::More(count) => more(*count),
    }
}

pub(super) fn help(fault: &HclFault) -> String {
    match fault {
        HclFault::Expected { expected, .. } => help_of_expected(*expected).into(),
        HclFault::UnmatchedDirective(_) => "remove it, or add the directive that it ends".into(),
        HclFault::UnclosedComment => "add `*/` where the comment ends".into(),
        HclFault::QuotedName => "remove the quotes".into(),
        HclFault::UnclosedBracket(open) => {
            format!("add `{}` where it ends; is the file complete?", closing(*open))
        }
        HclFault::UnmatchedBracket(_) => "remove it, or add the opening bracket".into(),
        HclFault::UnclosedString => {
            "add `\"` where the string ends, or write text of several lines as a heredoc".into()
        }
        HclFault::UnclosedHeredoc(marker) => format!("add a line `{marker}` after the text"),
        HclFault::UnknownEscape(_) => "write a backslash as `\\\\`".into(),
        HclFault::ExpressionInLabel => "write the label as text, and `$${` for `${`".into(),
        HclFault::UnclosedDirective(word) => format!("add `%{{ end{word} }}` where it ends"),
        HclFault::DuplicateAttribute { .. } => "Terraform rejects the file: keep one".into(),
        HclFault::TooDeep { .. } => "check that this is the right file".into(),
        HclFault::More(_) => FIX_FIRST.into(),
    }
}

fn help_of_expected(what: HclExpected) -> &'static str {
    match what {
        HclExpected::Item => "write NAME = VALUE, or a block: NAME { … }",
        HclExpected::EqualsSignOrBlock => "add `=` and a value, or the braces of a block",
        HclExpected::Value => "write a value here, or remove this",
        HclExpected::EndOfLine | HclExpected::CommaOrLineOrBrace => "begin a new line before this",
        HclExpected::Name => "write a name here, or remove this",
        HclExpected::EqualsSign => "add `=` between the key and its value",
        HclExpected::CommaOrSquareBracket | HclExpected::CommaOrParenthesis => {
            "add a comma before this"
        }
        HclExpected::Closing(_) => "close it before this",
        HclExpected::Word(_) | HclExpected::Colon | HclExpected::Arrow => "add it before this",
        HclExpected::Directive => "write `if`, `for`, `else`, `endif` or `endfor` after `%{`",
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn found(found: &HclFound) -> String {
    match found {
        HclFound::Text(text) => excerpt(text),
        HclFound::EndOfLine => "the end of the line".into(),
        HclFound::EndOfHeredoc => "the end of the heredoc".into(),
        HclFound::EndOfFile => "the end of the file".into(),
    }
}

fn expected(what: HclExpected) -> String {
    match what {
        HclExpected::Item => "an argument or a block".into(),
        HclExpected::EqualsSignOrBlock => "`=` or `{`".into(),
        HclExpected::Value => "a value".into(),
        HclExpected::EndOfLine => "the end of the line".into(),
        HclExpected::Name => "a name".into(),
        HclExpected::EqualsSign => "`=` after the key".into(),
        HclExpected::CommaOrLineOrBrace => "a comma, a new line or `}`".into(),
        HclExpected::CommaOrSquareBracket => "a comma or `]`".into(),
        HclExpected::CommaOrParenthesis => "a comma or `)`".into(),
        HclExpected::Closing(bracket) => format!("`{bracket}`"),
        HclExpected::Word(word) => format!("`{word}`"),
        HclExpected::Colon => "`:`".into(),
        HclExpected::Arrow => "`=>`".into(),
        HclExpected::Directive => "`if`, `for` or what ends one of them".into(),
    }
}
