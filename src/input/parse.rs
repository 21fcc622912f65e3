//! The format of a file, and what it is if it contains no task definition.

use super::absence::{self, AbsenceDiagnostic, AbsenceFault};
use super::identify::{has_extension, identify_text};
use crate::base::source::Source;
use crate::syntax::{Node, Parsed, json, yaml};

/// Reads a source in the syntax it is written in. One that is neither JSON nor YAML has no documents;
/// [`explain_absence`] says what it is.
pub fn read(source: &Source) -> Parsed<'_> {
    let text = source.text();
    if identify_text(source).is_some() {
        return Parsed::default();
    }
    let is_yaml_name = has_extension(source.name(), &["yml", "yaml"]);
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
    // gives up at its first error, so that its reading counts only if it has none.
    let yaml = yaml::read(text);
    if yaml.problems.is_empty() || start.starts_with("{{") { yaml } else { json }
}

/// Explains why a file contains no task definition. `is_broken` is whether its text has syntax errors: nothing is
/// returned where they say it all.
pub fn explain_absence(
    source: &Source,
    documents: &[Node<'_>],
    is_broken: bool,
) -> Option<AbsenceDiagnostic> {
    match identify_text(source) {
        Some(kind) => Some(AbsenceFault::Foreign(kind).of_file()),
        None => absence::explain(documents, is_broken),
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
    use super::read;
    use crate::base::source::Source;

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
}
