//! What is read of a text with syntax errors, and what is said of them.

use super::shape;
use needs_exec_role::syntax::hcl::read;
use needs_exec_role::syntax::{HclFault, SyntaxFault};

fn faults(text: &str) -> (String, Vec<(usize, HclFault)>) {
    let own = read(text, 0);
    let faults = own.problems.iter().map(|problem| {
        let line = text[..problem.span().unwrap().range().start].matches('\n').count() + 1;
        let SyntaxFault::Hcl(fault) = &problem.subject else { panic!("{problem:?}") };
        (line, fault.clone())
    });
    (shape::of_body(&own.value), faults.collect())
}

/// One error, on the line that is given, with the words of its data; and what is read nevertheless.
#[test]
fn an_error_costs_the_argument_or_the_rest_of_the_block() {
    for (text, line, fault, expected) in [
        ("a = \nb = 1\n", 1, "Expected { expected: Value, found: EndOfLine }", "a=lost b=1; "),
        ("a = [1, 2\nb = 1\n", 2, "CommaOrSquareBracket", "a=lost; "),
        ("a = [1 2]\nb = 1\n", 1, "CommaOrSquareBracket", "a=lost b=1; "),
        ("a = f(1\n  2)\nb = 1\n", 2, "CommaOrParenthesis", "a=lost b=1; "),
        ("a = {\n  b = 1\n  yol\n  c = 2\n}\nd = 1\n", 3, "EqualsSign", "a=lost d=1; "),
        ("a = \"b\nc = 1\n", 1, "UnclosedString", "a=lost c=1; "),
        ("a = \"${b\"\nc = 1\n", 1, "Closing('}')", "a=lost c=1; "),
        ("a = \"\\q\"\nb = 1\n", 1, "UnknownEscape", "a=\"\\q\" b=1; "),
        ("a = 1 b = 2\nc = 3\n", 1, "EndOfLine", "a=1 c=3; "),
        ("\"a\" = 1\n", 1, "QuotedName", "a=1; "),
        ("a\nb = 1\n", 1, "EqualsSignOrBlock", "b=1; "),
        ("}\nb = 1\n", 1, "UnmatchedBracket('}')", "b=1; "),
        ("a = 1\na = 2\n", 2, "DuplicateAttribute", "a=1 a=2; "),
        ("a \"${b}\" {}\n", 1, "ExpressionInLabel", "; a ${b} {; }"),
        ("a = <<E\nb\n", 1, "UnclosedHeredoc(\"E\")", "a=lost; "),
        ("a = \"%{ if b }c\"\nd = 1\n", 1, "UnclosedDirective(\"if\")", "a=lost d=1; "),
        ("a = \"%{ endfor }\"\nd = 1\n", 1, "UnmatchedDirective(\"endfor\")", "a=lost d=1; "),
        ("a = 1 /* b\n", 1, "UnclosedComment", "a=1; "),
        ("a = [for b c : d]\n", 1, "Word(\"in\")", "a=lost; "),
        ("a = {for b in c : d}\n", 1, "Arrow", "a=lost; "),
        ("a = b ? c\nd = 1\n", 1, "Colon", "a=lost d=1; "),
        (
            "resource \"a\" \"b\" {\n  c = 1\n\nresource \"d\" \"e\" {\n  f = 1\n}\n",
            1,
            "UnclosedBracket('{')",
            "; resource a b {c=1; } resource d e {f=1; }",
        ),
        (
            "resource \"a\" \"b\" {\n  c = [{\n\nresource \"d\" \"e\" {\n  f = 1\n}\n",
            1,
            "UnclosedBracket('{')",
            "; resource a b {c=lost; } resource d e {f=1; }",
        ),
    ] {
        let (found, faults) = faults(text);
        assert_eq!(found, expected, "{text:?}");
        let (first_line, first) = &faults[0];
        assert_eq!(*first_line, line, "{text:?}: {faults:?}");
        assert!(format!("{first:?}").contains(fault), "{text:?}: {first:?} is not {fault}");
    }
}

/// What is lost is marked, so that what is not found is unknown.
#[test]
fn what_is_lost_is_marked() {
    let own = read("a {\n  b = [\n  c = 1\n}\nd {\n  e = 1\n}\n", 0);
    let lost: Vec<_> = own.value.blocks.iter().map(|it| it.body.lost.is_some()).collect();
    assert_eq!(lost, [true, false]);
    assert!(read("a = 1\n", 0).value.lost.is_none());
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    let deep = 100_000;
    for text in [
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}{}\nb = 1\n", "[".repeat(deep), "]".repeat(deep)),
        format!("a = {}\n", "{b=".repeat(deep)),
        format!("a = {}\n", "f(".repeat(deep)),
        format!("a = {}\n", "(".repeat(deep)),
        format!("a = {}1\n", "!".repeat(deep)),
        format!("a = {}\n", "\"${".repeat(deep)),
        format!("a = \"{}\"\n", "%{ if b }".repeat(deep)),
        format!("a = b{}\n", "[0]".repeat(deep)),
        format!("a = b{}\n", " + c".repeat(deep)),
        format!("a = {}b\n", "b ? c : ".repeat(deep)),
        "a {\n".repeat(deep),
        "<<A\n".repeat(deep),
        "a = <<A\n".repeat(deep),
        "a = \"\n".repeat(deep),
        "resource \"a\" \"b\" {\n".repeat(deep),
        "a \"".repeat(deep),
        "/*".repeat(deep),
    ] {
        let own = read(&text, 0);
        super::places::check(&text, &own);
    }
}
