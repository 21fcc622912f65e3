//! Files of values for variables, as `--parameters` takes them: `.tfvars` and `.tfvars.json`.

use crate::base::source::{Source, Span};
use crate::syntax::hcl::{self, Expression, ExpressionKind, HclRead};
use crate::syntax::{Node, SyntaxDiagnostic, Value, json};

/// How a file gives values to variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableFile {
    /// `name = value`
    Native,
    /// An object of names and values.
    Json,
}

impl VariableFile {
    /// What a file of a name is, if it gives values to variables.
    pub fn of(name: &str) -> Option<Self> {
        if name.ends_with(".tfvars") {
            Some(Self::Native)
        } else if name.ends_with(".tfvars.json") {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// The variables of a file and their values, as `--var` takes them, in its order.
    ///
    /// # Errors
    /// The first problem of the text.
    pub fn read(self, source: &Source) -> Result<Vec<(String, String)>, Box<SyntaxDiagnostic>> {
        let slice = |span: Span| source.slice(span).to_owned();
        match self {
            Self::Native => {
                let HclRead { value: body, problems } = hcl::read(source.text(), 0);
                if let Some(problem) = problems.into_iter().next() {
                    return Err(Box::new(problem));
                }
                let values = body.attributes.iter();
                Ok(values.map(|it| (it.name.to_owned(), argument(&it.value, slice))).collect())
            }
            Self::Json => {
                let parsed = json::read(source.text());
                if let Some(problem) = parsed.problems.into_iter().next() {
                    return Err(Box::new(problem));
                }
                let map = parsed.documents.first().and_then(Node::as_map);
                let entries = map.map(|it| it.entries.as_slice()).unwrap_or_default();
                let value = |node: &Node<'_>| match node.as_scalar() {
                    Some(scalar) => scalar.to_owned(),
                    None if matches!(node.value, Value::Null) => "null".to_owned(),
                    None => slice(node.span),
                };
                Ok(entries.iter().map(|it| (it.key.to_string(), value(&it.value))).collect())
            }
        }
    }
}

/// A value as an argument: a string without its quotes, anything else as it is written.
fn argument(value: &Expression<'_>, slice: impl Fn(Span) -> String) -> String {
    match &value.kind {
        ExpressionKind::Template(_) => match value.kind.as_literal() {
            Some(text) => text.into_owned(),
            None => slice(value.span),
        },
        _ => slice(value.span),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test fails loudly")]

    use super::VariableFile;
    use crate::base::source::Source;

    #[test]
    fn values_are_as_on_the_command_line() {
        let native = "a = \"x\"\nb = 2\nc = [\"y\", { d = true }]\ne = null\nf = <<EOT\nz\nEOT\n";
        let json = r#"{"a": "x", "b": 2, "c": ["y", {"d": true}], "e": null, "f": "z\n"}"#;
        for (name, text, list) in [
            ("x.tfvars", native, "[\"y\", { d = true }]"),
            ("x.tfvars.json", json, r#"["y", {"d": true}]"#),
        ] {
            let source = Source::new(name, text);
            let read = VariableFile::of(name).map(|it| it.read(&source));
            let Some(Ok(values)) = read else { panic!("{name} is not read") };
            let values: Vec<_> = values.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
            let expected = [("a", "x"), ("b", "2"), ("c", list), ("e", "null"), ("f", "z\n")];
            assert_eq!(values, expected, "{name}");
        }
    }

    #[test]
    fn a_broken_file_is_refused() {
        for (name, text) in [("x.tfvars", "a = ["), ("x.tfvars.json", "{\"a\": ")] {
            let source = Source::new(name, text);
            assert!(VariableFile::of(name).is_some_and(|it| it.read(&source).is_err()), "{name}");
        }
        assert_eq!(VariableFile::of("x.json"), None);
    }
}
