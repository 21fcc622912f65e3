//! The format of a file, and what it is if it contains no task definition.

use super::absence::{self, AbsenceDiagnostic, AbsenceFault};
use super::identify::identify_text;
use crate::base::source::Source;
use crate::syntax::{FILLER, Node, OPEN_FILLER, Parsed, json, yaml};

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
    let is_yaml_name = is_yaml_name(it.name);
    let rest = after_asides(it.text);
    if !rest.starts_with(['{', '[']) && (is_yaml_name || is_plainly_yaml(rest)) {
        return it.as_yaml();
    }
    let json = it.as_json();
    if !is_yaml_name || json.problems.is_empty() {
        return json;
    }
    // YAML's own brackets, without the quotes of JSON.
    let yaml = it.as_yaml();
    if yaml.problems.is_empty() { yaml } else { json }
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
    c.is_whitespace() || c == char::from(FILLER) || c == char::from(OPEN_FILLER)
}

/// Whether a name is that of YAML, or of a template of it: `taskdef.yml.j2`.
fn is_yaml_name(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (_, endings) = file.split_once('.').unwrap_or_default();
    endings.split('.').any(|it| ["yml", "yaml"].iter().any(|yaml| it.eq_ignore_ascii_case(yaml)))
}

/// The text from its first part that is neither a comment nor a part of a template.
fn after_asides(text: &str) -> &str {
    let mut rest = text.trim_start_matches(is_blank);
    while let Some(after) = after_aside(rest) {
        rest = after.trim_start_matches(is_blank);
    }
    rest
}

/// Whether a text of no known name begins as only YAML does.
fn is_plainly_yaml(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let begins = line == "---" || line.starts_with("--- ") || is_key(line.trim_start_matches("- "));
    // Words before the JSON may end in a colon as well.
    let is_json = |line: &str| line.starts_with(['{', '[']) && after_aside(line).is_none();
    begins && !rest.lines().any(is_json)
}

/// What follows the comment, placeholder or directive that a text begins with.
fn after_aside(text: &str) -> Option<&str> {
    const ASIDES: [(&str, &str); 7] = [
        ("{{", "}}"),
        ("{%", "%}"),
        ("{#", "#}"),
        ("<%", "%>"),
        ("%{", "}"),
        ("/*", "*/"),
        ("//", "\n"),
    ];
    if text.starts_with('#') && !text.starts_with("#{") {
        return Some(text.split_once('\n').map_or("", |(_, rest)| rest));
    }
    let (open, close) = ASIDES.into_iter().find(|(open, _)| text.starts_with(open))?;
    // Braces that are doubled for a formatter, as in Python, begin an object.
    let is_object = open == "{{" && text.trim_start_matches('{').trim_start().starts_with('"');
    let (_, rest) = text.split_once(close).filter(|_| !is_object)?;
    Some(rest.trim_start_matches('}'))
}

/// Whether a line begins with a key of YAML.
fn is_key(line: &str) -> bool {
    let (key, rest) = line.split_once(':').unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let has_value = rest.is_empty() || rest.starts_with(char::is_whitespace);
    !key.is_empty() && key.chars().all(is_word) && has_value
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
            ("t.yml.j2", "{% set y = 1 %}\nfamily: x\n{% if y %}\ncpu: 1\n{% endif %}\n"),
            ("<stdin>", "{{- if .Prod }}\nfamily: x\n{{- end }}\n"),
            ("t.yaml.erb", "<% y = 1 %>\nfamily: x\n"),
            ("t", "{# jinja #}\n# a comment\nfamily: x\n"),
            ("t.tpl", "{{/* go */}}\n---\nfamily: x\n"),
            ("t.json.j2", "{% set y = 1 %}\n{\"family\": \"x\"}"),
            ("t.yml", "{% set y = 1 %}\n{\"family\": \"x\"}"),
            ("<stdin>", "<% y = 1 %>\n{\"family\": \"x\"}"),
            ("t.yml.tpl", "{{ define \"t\" }}\nfamily: x\n{{ end }}"),
        ] {
            let source = Source::new(name, text);
            let parsed = read_source(&source);
            assert!(parsed.problems.is_empty(), "{name} {text}: {:?}", parsed.problems);
            let family = parsed.documents.first().and_then(|it| it.get("family")?.as_str());
            assert_eq!(family, Some("x"), "{name} {text}");
        }
    }
}
