//! What a file is written in, and what it is when it holds no task definition.

use super::{absence, foreign};
use crate::base::problem::Problem;
use crate::base::source::Source;
use crate::syntax::{Node, Parsed, SyntaxDiagnostic, json, yaml};

/// Reads a source in the syntax it is written in. One that is neither JSON nor YAML has no documents;
/// [`explain_absence`] says what it is.
pub fn read(source: &Source) -> Parsed<'_> {
    let text = source.text();
    if foreign::of(source).is_some() {
        return Parsed::default();
    }
    let is_yaml_name = foreign::has_extension(source.name(), &["yml", "yaml"]);
    let start = text.trim_start();
    if !start.starts_with(['{', '[']) {
        let is_yaml = is_yaml_name || is_plainly_yaml(text);
        return if is_yaml { yaml::read(text) } else { json::read(text) };
    }
    let json = json::read(text);
    if !is_yaml_name || json.problems.is_empty() {
        return json;
    }
    // YAML's own brackets, without the quotes of JSON; or a directive before the YAML. The YAML reader
    // gives up at its first error, so that its reading counts only where it has none.
    let yaml = yaml::read(text);
    if yaml.problems.is_empty() || start.starts_with("{{") { yaml } else { json }
}

/// Says what a file without a task definition is; nothing where the problems that are known say it all.
pub(super) fn explain_absence(
    source: &Source,
    documents: &[Node<'_>],
    known: &[SyntaxDiagnostic],
) -> Option<Problem> {
    match foreign::of(source) {
        Some(kind) => Some(kind.problem()),
        None => absence::explain(documents, known),
    }
}

/// Whether a text of no known name begins as only YAML does.
fn is_plainly_yaml(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#') && !line.starts_with('%')
    });
    let Some(first) = lines.next() else { return false };
    let is_key = |line: &str| {
        let (key, rest) = line.split_once(':').unwrap_or_default();
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let has_value = rest.is_empty() || rest.starts_with(char::is_whitespace);
        !key.is_empty() && key.chars().all(is_word) && has_value
    };
    let begins = first.trim_end() == "---" || is_key(first.strip_prefix("- ").unwrap_or(first));
    // Words before the JSON may end in a colon as well.
    begins && !lines.any(|line| line.starts_with(['{', '[']))
}

#[cfg(test)]
mod tests {
    use super::{explain_absence, read};
    use crate::base::source::Source;

    /// What is said about a file: its code and message.
    fn said(name: &str, text: &str) -> String {
        let source = Source::new(name, text);
        let parsed = read(&source);
        explain_absence(&source, &parsed.documents, &parsed.problems).map_or_else(
            || "nothing".to_owned(),
            |problem| {
                let place = problem.span.map(|span| format!(" @{}", source.slice(span)));
                format!("{}: {}{}", problem.code, problem.message, place.unwrap_or_default())
            },
        )
    }

    #[test]
    fn each_is_read_in_its_syntax() {
        for (name, text) in [
            ("t.json", r#"{"family": "x"}"#),
            ("t.yml", r#"{"family": "x"}"#),
            ("t.yml", "{family: x}"),
            ("t.yaml", "family: x\n"),
            ("t", "---\nfamily: x\n"),
            ("t.tpl", "# made by hand\nfamily: x\n"),
            ("t.json.tpl", "{{ if .Prod }}\n{\"family\": \"x\"}\n{{ end }}"),
            ("t.jsonnet", r#"{"family": "x"}"#),
            ("-", "\n  {\"family\": \"x\"}"),
        ] {
            let source = Source::new(name, text);
            let parsed = read(&source);
            assert!(parsed.problems.is_empty(), "{name} {text}: {:?}", parsed.problems);
            let family = parsed.documents.first().and_then(|it| it.get("family")?.as_str());
            assert_eq!(family, Some("x"), "{name} {text}");
        }
    }

    #[test]
    fn what_is_neither_json_nor_yaml() {
        for (name, text, expected) in [
            ("t.json", " \n", "empty-file"),
            ("t.json", "\0\u{1}\0\0abc", "not-text"),
            ("main.tf", "resource \"aws_ecs_task_definition\" \"x\" {}", "not-read-yet"),
            ("x.example", "# x\nresource \"aws_ecs_cluster\" \"x\" {}", "not-a-task-definition"),
            ("t.jsonnet", "local x = 1;\n{ family: 'x' }", "not-read-yet"),
            ("app.ts", "import * as ecs from 'aws-cdk-lib/aws-ecs';", "not-read-yet"),
            ("x.json", "<html><body/></html>", "not-a-task-definition"),
        ] {
            let said = said(name, text);
            assert!(said.starts_with(expected), "{text}: {said}");
            assert!(read(&Source::new(name, text)).problems.is_empty(), "one cause is told once");
        }
    }

    #[test]
    fn what_looks_like_a_task_definition() {
        let no = "not-a-task-definition";
        for (text, expected) in [
            (
                r#"{"task": {"container_definitions": []}}"#,
                r#": `container_definitions` is not the API's name: that is `containerDefinitions` @"container_definitions""#,
            ),
            (r#"[{"ContainerDefinitions": []}]"#, r#" @"ContainerDefinitions""#),
            (r#"{"family": "x", "containers": []}"#, r#" @"containers""#),
            (
                r#"{"name": "x", "image": "i", "essential": true}"#,
                r#": this is one container definition, not a task definition @"image""#,
            ),
            (
                r#"{"family": "x", "cpu": "256"}"#,
                r#": this looks like a task definition, but `containerDefinitions` is missing @"family""#,
            ),
            (
                r#"{"serviceName": "x", "taskDefinition": "y"}"#,
                r#": this is an ECS service, not a task definition @"serviceName""#,
            ),
            (
                r#"["a", "b"]"#,
                ": this is an array of strings: there is no `containerDefinitions` in it",
            ),
            (
                r#"{"a": 1, "b": 2}"#,
                ": this is an object with `a` and `b`: there is no `containerDefinitions` in it",
            ),
            ("[]", ": this is an empty array: there is no `containerDefinitions` in it"),
        ] {
            let said = said("t.json", text);
            assert!(said.starts_with(no) && said.ends_with(expected), "{text}: {said}");
        }
    }

    #[test]
    fn files_of_other_kinds() {
        for (text, expected) in [
            ("apiVersion: v1\nkind: Pod\n", "a Kubernetes manifest"),
            ("x: &a\n  container_definitions: []\n", "not the API's name"),
            ("services:\n  web:\n    image: x\n", "a Compose file"),
            ("Version: '2012-10-17'\nStatement: []\n", "an IAM policy"),
            ("version: 0.0\nResources:\n  - TargetService: {}\n", "a CodeDeploy AppSpec"),
            ("- name: web\n  imageUri: x\n", "an image definitions file"),
            ("name: x\nversion: 1\nscripts: {}\n", "a package.json"),
        ] {
            let said = said("t.yml", text);
            assert!(said.starts_with("not-a-task-definition") && said.contains(expected), "{said}");
        }
        for (text, expected) in [
            ("T:\n  Type: AWS::ECS::TaskDefinition\n", "not-a-task-definition"),
            ("Resources:\n  T:\n    Type: AWS::S3::Bucket\n", "not-a-task-definition"),
            (
                "terraform_version: '1'\nresource_changes: [{type: aws_ecs_task_definition}]",
                "not-read-yet",
            ),
            ("terraform_version: '1'\nplanned_values: {}", "not-a-task-definition"),
        ] {
            let said = said("t.yml", text);
            assert!(said.starts_with(expected), "{text}: {said}");
        }
    }

    #[test]
    fn a_syntax_error_that_says_it_all_is_enough() {
        assert_eq!(said("t.json", "what is this?"), "nothing");
        assert_eq!(said("t.json", r#"{"family": "x", "cpu": "256", "#), "nothing");
    }
}
