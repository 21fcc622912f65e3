//! Tests: where what is read of texts in several files is written.

use crate::base::source::{Source, Span};
use crate::input::TaskVariants;
use crate::input::inputs::Inputs;
use crate::input::json_files::JsonFiles;
use crate::input::terraform::ParsedModules;
use crate::syntax::{Node, SyntaxDiagnostic};

const CONTAINERS: &str = r#"[
  {
    "name": "app",
    "image": "${image}:1",
    "secrets": [%{ for name in names ~}
      { "name": "${name}", "valueFrom": "${prefix}/${name}" },
    %{ endfor ~}]
  }
]
"#;

const RESOURCE: &str = r#"
resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = EXPRESSION
}
"#;

/// The place of an image, as `FILE:TEXT`, and its text with placeholders, in the first container.
fn image(expression: &str, more: &str, files: &[(&str, &str)]) -> (String, String) {
    let main = RESOURCE.replace("EXPRESSION", expression) + more;
    let all = std::iter::once(("root/main.tf", main.as_str())).chain(files.iter().copied());
    let all: Vec<_> = all.map(|(name, text)| Source::new(name, text)).collect();
    let source = Source::of_files("root", &all);
    let json = JsonFiles::default();
    let (modules, problems) = ParsedModules::read(&source, &json);
    assert!(problems.is_empty(), "{problems:?}");
    let found = modules.find(&source, &Inputs::default());
    let [TaskVariants { versions, syntax, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert!(syntax.is_empty(), "{syntax:?}");
    let containers = versions[0].root.get("containerDefinitions").unwrap();
    let image = containers.as_list().and_then(|it| it.first()?.get("image"));
    let image = image.unwrap_or(containers);
    (place(&source, image.span), text(image))
}

fn place(source: &Source, span: Span) -> String {
    format!("{}:{}", source.file_at(span.start).0, source.slice(span))
}

fn text(node: &Node<'_>) -> String {
    node.scalar_text(|text| crate::base::text::Text::literal(text.as_ref())).unwrap().to_string()
}

#[test]
fn a_file_is_read_where_it_stands() {
    let files = [("root/web.json", r#"[{ "image": "nginx:1" }]"#)];
    let expected = ("root/web.json:\"nginx:1\"".to_owned(), "nginx:1".to_owned());
    for expression in [
        r#"file("web.json")"#,
        r#"file("${path.module}/web.json")"#,
        r#""${file("./web.json")}""#,
        r#"file("x/../web.json")"#,
        r#"jsonencode(jsondecode(file("web.json")))"#,
        "local.containers",
        "true ? local.containers : null",
    ] {
        let more = "locals {\n  containers = file(\"web.json\")\n}\n";
        assert_eq!(image(expression, more, &files), expected, "{expression}");
    }
}

#[test]
fn a_template_is_read_in_the_scope_of_its_variables() {
    let files = [("root/web.json.tftpl", CONTAINERS)];
    let more = r#"
variable "image" {}
locals {
  vars = { image = var.image, names = ["A", "B"], prefix = "arn" }
}
data "template_file" "web" {
  template = file("${path.module}/web.json.tftpl")
  vars     = local.vars
}
"#;
    let expected = ("root/web.json.tftpl:\"${image}:1\"".to_owned(), "${var.image}:1".to_owned());
    for expression in [
        r#"templatefile("web.json.tftpl", { image = var.image, names = [], prefix = "" })"#,
        r#"templatefile("${path.module}/web.json.tftpl", merge(local.vars, { names = [] }))"#,
    ] {
        let files = [("root/web.json.tftpl", CONTAINERS)];
        assert_eq!(image(expression, more, &files), expected, "{expression}");
    }
    // A comma after the last item is no JSON, and is said so.
    let main = RESOURCE.replace("EXPRESSION", "data.template_file.web.rendered") + more;
    let all = [("root/main.tf", main.as_str()), files[0]];
    let all = all.map(|(name, text)| Source::new(name, text));
    let source = Source::of_files("root", &all);
    let json = JsonFiles::default();
    let (modules, _) = ParsedModules::read(&source, &json);
    let found = modules.find(&source, &Inputs::default());
    let [TaskVariants { versions, syntax, .. }] = found.as_slice() else { panic!("{found:?}") };
    let places: Vec<_> = syntax.iter().filter_map(SyntaxDiagnostic::span).collect();
    assert_eq!(
        places.iter().map(|it| place(&source, *it)).collect::<Vec<_>>(),
        ["root/web.json.tftpl:,"]
    );
    let secrets =
        versions[0].root.get("containerDefinitions").unwrap().as_list().unwrap()[0].clone();
    let secrets: Vec<_> = secrets.get("secrets").unwrap().as_list().unwrap().iter().collect();
    let from: Vec<_> = secrets.iter().map(|it| text(it.get("valueFrom").unwrap())).collect();
    assert_eq!(from, ["arn/A", "arn/B"]);
}

#[test]
fn a_module_is_read_with_the_texts_that_it_is_passed() {
    let child = RESOURCE.replace("EXPRESSION", "var.containers") + "variable \"containers\" {}\n";
    let main = r#"
module "web" {
  source     = "../task"
  containers = <<EOT
[{ "image": "nginx:1" }]
EOT
}
"#;
    let all = [("root/main.tf", main), ("task/main.tf", child.as_str())];
    let all = all.map(|(name, text)| Source::new(name, text));
    let source = Source::of_files("root", &all);
    let json = JsonFiles::default();
    let (modules, _) = ParsedModules::read(&source, &json);
    let found = modules.find(&source, &Inputs::default());
    let [TaskVariants { versions, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(versions[0].name.as_deref(), Some("module.web.aws_ecs_task_definition.app"));
    let containers = versions[0].root.get("containerDefinitions").unwrap().as_list().unwrap();
    assert_eq!(
        place(&source, containers[0].get("image").unwrap().span),
        "root/main.tf:\"nginx:1\""
    );
}

#[test]
fn what_is_not_there_is_a_placeholder() {
    for expression in
        [r#"file("none.json")"#, r#"file("/etc/passwd")"#, r#"file("~/x")"#, r#"file("../../x")"#]
    {
        let (_, text) = image(expression, "", &[]);
        assert!(text.starts_with("${file("), "{expression}: {text}");
    }
}
