//! Parameter files, in the formats that AWS's tools accept.
//!
//! Source: AWS CLI reference, `cloudformation create-stack` (`--parameters`) and `cloudformation deploy`
//! (`--parameter-overrides`); `CodePipeline` user guide, "Template configuration file".

use crate::input::identify::{Holds, Signature, find};
use crate::syntax::{Entry, Node, Value};

/// What is known, and contains no parameters.
const OTHERS: [Signature<&str>; 5] = [
    Signature::new("a template", "Resources"),
    Signature::new("a template", "Parameters").holding(Holds::MemberWith(&["Type"])),
    Signature::new("a task definition", "containerDefinitions"),
    Signature::new("a task definition", "taskDefinitionArn"),
    Signature::new("a policy", "Statement"),
];

/// The parameters of a file, in its order.
///
/// # Errors
/// What the file looks like, where it contains no parameters.
pub(in crate::input) fn read(document: &Node<'_>) -> Result<Vec<(String, String)>, String> {
    match &document.resolved().value {
        Value::List(items) => items.iter().map(item).collect::<Result<Vec<_>, _>>().map(flat),
        Value::Map(map) => {
            if let Some((what, _)) = find(&OTHERS, map) {
                return Err(format!("this is {what}, not a parameter file"));
            }
            let inner = map.get("Parameters").unwrap_or(document);
            let inner = inner.as_map().ok_or("`Parameters` is not an object")?;
            inner.entries.iter().map(pair).collect()
        }
        _ => Err(format!("expected parameters and their values, found {}", document.kind())),
    }
}

fn flat(pairs: Vec<Option<(String, String)>>) -> Vec<(String, String)> {
    pairs.into_iter().flatten().collect()
}

/// `{"ParameterKey": …, "ParameterValue": …}` or `"NAME=VALUE"`. One that keeps the value of the stack as it
/// is (`UsePreviousValue`) says nothing here.
fn item(node: &Node<'_>) -> Result<Option<(String, String)>, String> {
    if let Some(text) = node.as_str() {
        let (name, value) =
            text.split_once('=').ok_or(format!("expected NAME=VALUE, found `{text}`"))?;
        return Ok(Some((name.to_owned(), value.to_owned())));
    }
    let Some(name) = node.get("ParameterKey").and_then(Node::as_str) else {
        let what = "expected an array of objects with `ParameterKey` and `ParameterValue`";
        return Err(what.to_owned());
    };
    match node.get("ParameterValue") {
        Some(value) => Ok(Some((name.to_owned(), text(name, value)?))),
        None => Ok(None),
    }
}

fn pair(entry: &Entry<'_>) -> Result<(String, String), String> {
    Ok((entry.key.to_string(), text(&entry.key, &entry.value)?))
}

/// A value as text: a list as CloudFormation writes it, with commas.
fn text(name: &str, node: &Node<'_>) -> Result<String, String> {
    let texts: Option<Vec<_>> = node.items_or_self().iter().map(Node::as_scalar).collect();
    let texts = texts.ok_or_else(|| format!("the value of `{name}` is {}", node.kind()))?;
    Ok(texts.join(","))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::syntax::json;

    fn said(text: &str) -> String {
        let parsed = json::read(text);
        match parsed.documents.first().map(read) {
            Some(Ok(pairs)) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
                pairs.join(" ")
            }
            Some(Err(message)) => format!("! {message}"),
            None => String::new(),
        }
    }

    #[test]
    fn the_shapes_that_tools_take() {
        for (text, expected) in [
            (r#"[{"ParameterKey": "A", "ParameterValue": "x"}]"#, "A=x"),
            (r#"[{"ParameterKey": "A", "UsePreviousValue": true}]"#, ""),
            (r#"{"Parameters": {"A": "x", "B": 2}, "Tags": {"C": "d"}}"#, "A=x B=2"),
            (r#"{"A": "x", "B": true, "C": ["y", "z"]}"#, "A=x B=true C=y,z"),
            (r#"["A=x", "B=y=z"]"#, "A=x B=y=z"),
            ("{}", ""),
            ("[]", ""),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_something_else() {
        for (text, expected) in [
            (r#"{"Resources": {}}"#, "a template"),
            (r#"{"Parameters": {"A": {"Type": "String"}}}"#, "a template"),
            (r#"{"containerDefinitions": []}"#, "a task definition"),
            (r#"{"Version": "2012-10-17", "Statement": []}"#, "a policy"),
            (r#"{"A": {"B": "c"}}"#, "the value of `A` is an object"),
            (r#"{"A": null}"#, "the value of `A` is null"),
            ("[1]", "an array of objects with `ParameterKey`"),
            (r#"["A"]"#, "expected NAME=VALUE, found `A`"),
            ("3", "found a number"),
        ] {
            let said = said(text);
            assert!(said.starts_with("! ") && said.contains(expected), "{text}: {said}");
        }
    }
}
