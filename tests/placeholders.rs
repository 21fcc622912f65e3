//! A placeholder knows what it stands for: nothing in the source takes its text apart to find out.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::base::source::Source;
use needs_exec_role::base::text::{DeploymentPart, PlaceholderKind, Spelling, Text};
use needs_exec_role::input::directives::Renderings;
use needs_exec_role::input::formats::ParsedSource;
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::value::text_of;
use std::fs;
use std::path::{Path, PathBuf};

/// Where `${` and its like are read, since that is where placeholders come from, and why.
const READERS: [(&str, &str); 8] = [
    ("src/base/text/spelling.rs", "the placeholders in a text of a file"),
    ("src/syntax", "the placeholders that stand without quotes"),
    ("src/input/parse.rs", "the first characters of a file"),
    ("src/input/schema/unknown_keys.rs", "the keys of a file"),
    ("src/input/cloudformation/function.rs", "the text of a `Sub`"),
    ("src/input/cloudformation/loops.rs", "the names that a loop replaces"),
    ("src/input/terraform/json_syntax.rs", "the strings of Terraform's JSON syntax"),
    ("src/iam/variables.rs", "the variables of a policy"),
];

/// Where words in such brackets are the elements of a page.
const MARKUP: &str = "src/render/html";

/// What opens a placeholder where it is shown.
const MARKS: [&str; 4] = ["\"${", "\"{{", "\"<", "'<'"];

/// What takes a text apart.
const TAKES_APART: [&str; 11] = [
    "starts_with",
    "ends_with",
    "strip_prefix",
    "strip_suffix",
    "contains",
    "find",
    "split",
    "split_once",
    "rsplit_once",
    "trim_start_matches",
    "trim_matches",
];

#[test]
fn the_texts_of_a_file() {
    let kind = |text: &str| {
        let text = Text::read(text, Spelling::Identifier).into_owned();
        text.as_placeholder().map(needs_exec_role::base::text::Placeholder::kind)
    };
    for text in
        ["${IMAGE}", "$IMAGE", "{{ image }}", "<image>", "%IMAGE%", "[account]", "${region}"]
    {
        assert_eq!(kind(text), Some(PlaceholderKind::SourceText), "{text}");
    }
    for (text, part) in [
        ("<partition>", DeploymentPart::Partition),
        ("<region>", DeploymentPart::Region),
        ("<account>", DeploymentPart::Account),
    ] {
        assert_eq!(kind(text), Some(PlaceholderKind::Unspecified(part)), "{text}");
    }
}

/// The name of each variable says what its value is.
const TEMPLATE: &str = r#"
Parameters: { One: { Type: String }, Other: { Type: String } }
Conditions: { IsProduction: !Equals [!Ref One, production] }
Resources:
  Group: { Type: AWS::Logs::LogGroup }
  Queue: { Type: AWS::SQS::Queue }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: nginx
          Environment:
            - { Name: "Parameter: One", Value: !Ref One }
            - { Name: "Parameter: One", Value: !Sub "${One}" }
            - { Name: "PseudoParameter: ", Value: !Ref AWS::Region }
            - { Name: "GeneratedName: ", Value: !Ref Group }
            - { Name: "Reference: ", Value: !Ref Queue }
            - { Name: "Reference: ", Value: !GetAtt Queue.Arn }
            - { Name: "Function: One Other", Value: !Base64 { "Fn::Join": ["", [!Ref One, !Ref Other]] } }
            - { Name: "Function: Other", Value: !ImportValue { "Fn::Sub": "${Other}-${AWS::Region}" } }
            - { Name: "DynamicReference: Other", Value: !Sub "{{resolve:ssm:/${Other}/key}}" }
            - { Name: "SourceText: ", Value: "{{ image }}" }
"#;

#[test]
fn the_expressions_of_a_template() {
    let source = Source::new("template.yaml", TEMPLATE.to_owned());
    let inputs = Inputs::default();
    let renderings = Renderings::of(&source, &inputs);
    let parsed = ParsedSource::read(&source, &renderings, &inputs);
    assert_eq!(parsed.problems, []);
    let tasks = parsed.find(&inputs, &|_, _| false);
    let containers = tasks[0].versions[0].root.get("containerDefinitions").expect("containers");
    let container = &containers.as_list().expect("an array")[0];
    let variables = container.get("environment").and_then(|it| it.as_list()).expect("variables");
    assert_eq!(variables.len(), 10);
    for variable in variables {
        let expected = variable.get("name").and_then(|it| it.as_str()).expect("a name");
        let value = variable.get("value").and_then(|it| text_of(it, Spelling::Anywhere));
        let value = value.expect("a text");
        let placeholder = value.as_placeholder().expect("a placeholder");
        let parameters: Vec<_> = placeholder.parameters().collect();
        let seen = format!("{:?}: {}", placeholder.kind(), parameters.join(" "));
        assert_eq!(seen, expected, "{placeholder}");
    }
}

/// However much of it is cut off where it is shown.
#[test]
fn an_if_keeps_its_condition_and_its_parameters() {
    let long = "x".repeat(200);
    let image = format!("!If [IsProduction, '{long}', !Ref Other]");
    let text = TEMPLATE.replace("Image: nginx", &format!("Image: {image}"));
    let text = text.replace("!Equals [!Ref One, production]", "!Condition Unknown");
    let source = Source::new("template.yaml", text);
    let inputs = Inputs::default();
    let renderings = Renderings::of(&source, &inputs);
    let parsed = ParsedSource::read(&source, &renderings, &inputs);
    let tasks = parsed.find(&inputs, &|_, _| false);
    let containers = tasks[0].versions[0].root.get("containerDefinitions").expect("containers");
    let image = containers.as_list().expect("an array")[0].get("image").expect("an image");
    let image = text_of(image, Spelling::Identifier).expect("a text");
    let placeholder = image.as_placeholder().expect("a placeholder");
    assert_eq!(placeholder.kind(), PlaceholderKind::If, "{placeholder}");
    assert_eq!(placeholder.condition(), Some("IsProduction"));
    assert_eq!(placeholder.parameters().collect::<Vec<_>>(), ["Other"]);
    assert!(!placeholder.to_string().contains("Other"), "{placeholder}");
}

#[test]
fn nothing_reads_the_text_of_a_placeholder() {
    let mut found = Vec::new();
    for path in sources(Path::new("src")) {
        if READERS.iter().any(|(reader, _)| path.starts_with(reader)) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let mut readings = readings(&text);
        readings.retain(|it| !it.starts_with("\"<") || !path.starts_with(MARKUP));
        found.extend(readings.into_iter().map(|it| format!("{}: {it}", path.display())));
    }
    assert!(found.is_empty(), "ask for the kind of the placeholder:\n{}", found.join("\n"));
}

#[test]
fn each_reader_reads() {
    for (reader, what) in READERS {
        let path = Path::new(reader);
        let files = if path.is_dir() { sources(path) } else { vec![path.to_owned()] };
        let reads = |path: &PathBuf| {
            let text = fs::read_to_string(path).expect("a source");
            ["${", "{{", "b'$'"].iter().any(|mark| code(&text).contains(mark))
        };
        assert!(files.iter().any(reads), "{reader} reads no longer {what}: take it off the list");
    }
}

/// What has been in the source, and what has to stay possible.
#[test]
fn readings_are_found() {
    for breach in [
        "if !placeholder.name.starts_with(\"${\") { return None }",
        "let call = written\n    .strip_prefix(\n        \"<If \",\n    )?;",
        "placeholder.to_string().contains(&format!(\"${{{name}}}\"))",
        "shown.ends_with(&format!(\"${{{role}.Arn}}\"))",
        "let inner = placeholder.strip_prefix('<')?;",
        "match text.as_str() { \"<image>\" => 1, _ => 2 }",
        "\"<account>\" | \"<region>\" => 1",
        "const TASK: [&str; 2] = [\"<cluster>\", \"<task-id>\"];",
        "if placeholder.shown().starts_with(prefix) {}",
        "match placeholder.to_string().as_str() {}",
    ] {
        assert!(!readings(breach).is_empty(), "{breach}");
    }
    for fine in [
        "let written = format!(\"${{{name}}}\");",
        "let name = format!(\"<{name}>\");",
        "value.replace(\"${\", \"$${\")",
        "if is_stdin(path) { \"<stdin>\" }",
        "/// Such as `<image>`.\n// \"<image>\"",
        "let markup = [\"<?xml\", \"<!doctype\", \"<html\"];",
        "found.iter().any(|it| it.shown() == placeholder.shown())",
        "x();\n#[cfg(test)]\nmod tests { \"<image>\" }",
    ] {
        assert!(readings(fine).is_empty(), "{fine}: {:?}", readings(fine));
    }
}

/// The places of a source that take the text of a placeholder apart, or compare it.
fn readings(text: &str) -> Vec<String> {
    let code = code(text);
    let taken_apart = TAKES_APART.iter().flat_map(|method| {
        MARKS.iter().flat_map(move |mark| {
            let with = ["(", "(&format!(", "(["].map(|open| format!(".{method}{open}{mark}"));
            let on_shown = [".shown()", "placeholder.to_string()"];
            with.into_iter().chain(on_shown.map(|shown| format!("{shown}.{method}(")))
        })
    });
    let matched = [".shown().as_ref()", "placeholder.to_string().as_str()"].map(str::to_owned);
    let mut found: Vec<String> =
        taken_apart.chain(matched).filter(|reading| code.contains(reading.as_str())).collect();
    found.extend(words_in_brackets(&code));
    found.dedup();
    found
}

/// The string literals that are a placeholder as a whole: who needs one makes a `Placeholder`.
fn words_in_brackets(code: &str) -> impl Iterator<Item = String> {
    code.split("\"<").skip(1).filter_map(|rest| {
        let word = rest.split_once(">\"")?.0;
        let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        (is_word && word != "stdin").then(|| format!("\"<{word}>\""))
    })
}

/// The code of a source without its tests, its comments, and the breaks of its lines.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let mut code = String::new();
    for line in lines {
        let is_joined = code.ends_with('(') || line.starts_with('.');
        code.push_str(if is_joined { "" } else { " " });
        code.push_str(line);
    }
    code
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if stem != "tests" && !stem.ends_with("_tests") {
            found.push(path);
        }
    }
    found.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    found
}
