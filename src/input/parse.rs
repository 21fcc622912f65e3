//! The format of a file, and what it is if it contains no task definition.

use super::absence::{self, AbsenceDiagnostic, AbsenceFault};
use super::identify::{has_extension, identify_text};
use crate::base::source::Source;
use crate::syntax::{FILLER, Node, Parsed, json, yaml};

/// A text to read: that of a file, or a rendering of it.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'s> {
    /// The name of the file.
    pub name: &'s str,
    /// The text to read.
    pub text: &'s str,
    /// The text of the file.
    pub original: &'s str,
}

impl<'s> SourceText<'s> {
    /// The text of a source, as it is.
    pub fn of(source: &'s Source) -> Self {
        Self { name: source.name(), text: source.text(), original: source.text() }
    }

    fn is_rendering(self) -> bool {
        !std::ptr::eq(self.text, self.original)
    }

    fn as_json(self) -> Parsed<'s> {
        if self.is_rendering() {
            json::read_rendering(self.text, self.original)
        } else {
            json::read(self.text)
        }
    }

    fn as_yaml(self) -> Parsed<'s> {
        if self.is_rendering() {
            yaml::read_rendering(self.text, self.original)
        } else {
            yaml::read(self.text)
        }
    }
}

/// Reads a text in the syntax it is written in: JSON or YAML.
pub fn read(it: SourceText<'_>) -> Parsed<'_> {
    let is_yaml_name = has_extension(it.name, &["yml", "yaml"]);
    let text = it.text;
    let start = text.trim_start_matches(is_blank);
    if !start.starts_with(['{', '[']) {
        let is_yaml = is_yaml_name || is_plainly_yaml(text);
        return if is_yaml { it.as_yaml() } else { it.as_json() };
    }
    let json = it.as_json();
    if !is_yaml_name || json.problems.is_empty() {
        return json;
    }
    // YAML's own brackets, without the quotes of JSON; or a directive before the YAML. The YAML reader
    // gives up at its first error, so that its reading counts only if it has none.
    let yaml = it.as_yaml();
    if yaml.problems.is_empty() || start.starts_with("{{") { yaml } else { json }
}

/// Whether a source is JSON or YAML; [`explain_absence`] says what it is otherwise.
pub fn is_read(source: &Source) -> bool {
    identify_text(source).is_none()
}

/// Reads a source as it is. One that is neither JSON nor YAML has no documents.
pub fn read_source(source: &Source) -> Parsed<'_> {
    if is_read(source) { read(SourceText::of(source)) } else { Parsed::default() }
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

/// Whether a character says nothing: white space, or what a rendering leaves out.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == char::from(FILLER)
}

/// Whether a text of no known name begins as only YAML does.
fn is_plainly_yaml(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| {
        let line = line.trim_start_matches(is_blank);
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
    use super::read_source;
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
            let parsed = read_source(&source);
            assert!(parsed.problems.is_empty(), "{name} {text}: {:?}", parsed.problems);
            let family = parsed.documents.first().and_then(|it| it.get("family")?.as_str());
            assert_eq!(family, Some("x"), "{name} {text}");
        }
    }
}
