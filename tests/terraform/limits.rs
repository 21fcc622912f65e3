//! Modules that would cost more than anyone waits for: an answer, and what was cut is reported.

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::Question;
use needs_exec_role::rules::Rules;
use std::fmt::Write;

const CUT: &str = "not-evaluated";

/// The codes of what is reported about a task definition with an image, beside declarations.
fn reported(declarations: &str, arguments: &str, image: &str) -> Vec<String> {
    let text = format!(
        "{declarations}\nresource \"aws_ecs_task_definition\" \"web\" {{\n  family = \"web\"\n  \
         {arguments}\n  container_definitions = jsonencode([{{ name = \"app\", image = {image} }}])\n}}\n"
    );
    let source = Source::new("main.tf", text);
    analyze(&source, Vec::new(), &Rules::built_in(), &Question::default(), |file| {
        file.problems.iter().map(|it| it.code.to_string()).collect()
    })
}

/// Sixty local values, each made of the one before.
fn chain(first: &str, next: &str) -> String {
    let mut locals = format!("locals {{\n  v0 = {first}\n");
    for index in 1..=60 {
        let before = format!("local.v{}", index - 1);
        let _ = writeln!(locals, "  v{index} = {}", next.replace("BEFORE", &before));
    }
    locals + "}\n"
}

#[test]
fn what_doubles_sixty_times() {
    for (first, next, image) in [
        ("\"x\"", "\"${BEFORE}${BEFORE}\"", "local.v60"),
        ("[\"x\"]", "[BEFORE, BEFORE]", "jsonencode(local.v60)"),
        ("[\"x\"]", "concat(BEFORE, BEFORE)", "join(\",\", local.v60)"),
        ("{ a = 1 }", "{ a = BEFORE, b = BEFORE }", "jsonencode(local.v60)"),
        ("\"\\\"\"", "jsonencode([BEFORE])", "local.v60"),
        ("\"x\"", "replace(BEFORE, \"x\", \"xx\")", "local.v60"),
        ("\"x\"", "format(\"%s%s\", BEFORE, BEFORE)", "local.v60"),
        ("\"x\"", "join(\"\", [for it in [1, 2] : BEFORE])", "local.v60"),
        ("\"x\"", "\"%{ for it in [1, 2] }${BEFORE}%{ endfor }\"", "local.v60"),
    ] {
        assert_eq!(reported(&chain(first, next), "", image), [CUT], "{next}");
    }
}

#[test]
fn what_goes_in_circles() {
    let circle = "locals {\n  a = local.b\n  b = local.a\n}\n";
    assert_eq!(reported(circle, "", "local.a"), [CUT]);
    let variable = "variable \"a\" {\n  default = var.a\n}\n";
    assert_eq!(reported(variable, "", "var.a"), [CUT]);
    let module = "module \"self\" {\n  source = \"./\"\n}\n";
    assert_eq!(reported(module, "", "module.self.image"), [CUT]);
}

#[test]
fn what_has_a_million_items() {
    let pairs =
        "for_each = { for it in setproduct(range(1000), range(1000)) : join(\"\", it) => 1 }";
    assert_eq!(reported("", pairs, "each.key"), [CUT]);
    let nested = "toset(flatten([for i in range(1000) : [for j in range(1000) : \"${i}-${j}\"]]))";
    assert_eq!(reported("", &format!("for_each = {nested}"), "each.key"), [CUT]);
    let keys: String = (0..100_000).map(|it| format!("    k{it} = {it}\n")).collect();
    let locals = format!("locals {{\n  keys = {{\n{keys}  }}\n}}\n");
    assert_eq!(reported(&locals, "for_each = local.keys", "each.key"), [CUT]);
    let items = "\"x\",\n".repeat(100_000);
    let locals = format!("locals {{\n  images = [\n{items}  ]\n}}\n");
    assert_eq!(reported(&locals, "", "local.images[5]"), [CUT]);
    assert_eq!(reported("", "count = 1000000000", "\"x\""), [CUT]);
    // Terraform makes no range of more than 1024 numbers, so this fails and costs nothing.
    assert!(reported("", "", "join(\"\", range(1e9))").is_empty());
}

#[test]
fn brackets_without_end() {
    for (open, close) in
        [("[", "]"), ("(", ")"), ("{ a = ", " }"), ("upper(", ")"), ("\"${", "}\"")]
    {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let codes = reported("", "", &deep);
        assert!(codes.iter().any(|it| it == "too-deep"), "{open}: {codes:?}");
    }
}
