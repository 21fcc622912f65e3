//! Intrinsic functions: the short tags of YAML and the long forms, with one meaning.
//!
//! Source: CloudFormation user guide, `intrinsic-function-reference`.

use crate::base::source::Span;
use crate::syntax::{Node, Value};

/// What an intrinsic function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Ref,
    GetAtt,
    Sub,
    If,
    Join,
    Select,
    Split,
    FindInMap,
    ImportValue,
    Base64,
    Equals,
    And,
    Or,
    Not,
    /// `Condition: NAME`, only where a condition belongs.
    Condition,
    Length,
    /// A macro, or what leaves a place open to one.
    Transform,
    /// What is known, and always leaves its text or list unknown here: `Cidr`, `GetAZs`, …
    Open,
    /// What is not known: it may give anything, and nothing as well.
    Unknown,
}

/// A call of an intrinsic function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'n, 't> {
    /// What it does.
    pub(super) name: Name,
    /// The name as it is written, without `!` and `Fn::`.
    pub(super) written: &'n str,
    /// What it is given.
    pub(super) argument: &'n Node<'t>,
    /// Where the whole of it stands.
    pub(super) span: Span,
}

impl<'n, 't> Call<'n, 't> {
    /// The call that a value is; none if it is a value as it is.
    pub(super) fn read(node: &'n Node<'t>) -> Option<Self> {
        let node = node.resolved();
        match &node.value {
            Value::Tagged(tag, argument) => {
                let written = tag.trim_start_matches('!');
                let name = Name::of(written);
                Some(Self { name, written, argument, span: node.span })
            }
            Value::Map(map) => {
                let [only] = map.entries.as_slice() else { return None };
                let written = match only.key.as_ref() {
                    "Ref" => "Ref",
                    key => key.strip_prefix("Fn::")?,
                };
                let name = Name::of(written);
                Some(Self { name, written, argument: &only.value, span: node.span })
            }
            _ => None,
        }
    }

    /// The call that a condition is: `{"Condition": "NAME"}` counts here.
    pub(super) fn read_condition(node: &'n Node<'t>) -> Option<Self> {
        if let Some(call) = Self::read(node) {
            return Some(call);
        }
        let resolved = node.resolved();
        match &resolved.value {
            Value::Map(map) => match map.entries.as_slice() {
                [only] if only.key == "Condition" => Some(Self {
                    name: Name::Condition,
                    written: "Condition",
                    argument: &only.value,
                    span: resolved.span,
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// What it is given, item by item; one item where it is given no array.
    pub(super) fn items(&self) -> &'n [Node<'t>] {
        self.argument.items_or_self()
    }

    /// The one text that it is given, where that is a string as it is.
    pub(super) fn literal(&self) -> Option<&'n str> {
        match self.items() {
            [only] => only.as_str(),
            _ => None,
        }
    }

    /// The logical ID and the attribute of a `GetAtt`, in both forms. The attribute may contain dots.
    pub(super) fn attribute(&self) -> Option<(&'n str, &'n Node<'t>, Option<&'n str>)> {
        match self.items() {
            [whole] => {
                let (resource, attribute) = whole.as_str()?.split_once('.')?;
                Some((resource, whole, Some(attribute)))
            }
            [resource, attribute] => Some((resource.as_str()?, attribute, attribute.as_str())),
            _ => None,
        }
    }
}

impl Name {
    fn of(written: &str) -> Self {
        match written {
            "Ref" => Self::Ref,
            "GetAtt" => Self::GetAtt,
            "Sub" => Self::Sub,
            "If" => Self::If,
            "Join" => Self::Join,
            "Select" => Self::Select,
            "Split" => Self::Split,
            "FindInMap" => Self::FindInMap,
            "ImportValue" => Self::ImportValue,
            "Base64" => Self::Base64,
            "Equals" => Self::Equals,
            "And" => Self::And,
            "Or" => Self::Or,
            "Not" => Self::Not,
            "Condition" => Self::Condition,
            "Length" => Self::Length,
            "Transform" => Self::Transform,
            "Cidr" | "GetAZs" | "ToJsonString" | "Contains" | "EachMemberEquals"
            | "EachMemberIn" | "RefAll" | "ValueOf" | "ValueOfAll" => Self::Open,
            written if written.starts_with("ForEach") => Self::Transform,
            _ => Self::Unknown,
        }
    }
}

/// The text of a `Sub`, cut at its references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'s> {
    /// Text as it is.
    Literal(&'s str),
    /// `${NAME}` or `${NAME.ATTRIBUTE}`, and how it is written.
    Reference {
        /// What is named.
        name: &'s str,
        /// As it is written, brackets included.
        written: &'s str,
    },
    /// `${…}` that names nothing: what is wrong with it.
    Broken(&'s str),
}

/// Cuts the text of a `Sub`. `${!X}` is the text `${X}`.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        push_literal(&mut parts, before);
        let Some(end) = from.find('}') else {
            parts.push(Part::Broken(from));
            return parts;
        };
        let (written, after) = from.split_at(end + 1);
        let name = written.get(2..end).unwrap_or_default();
        if let Some(escaped) = name.strip_prefix('!') {
            let _ = escaped;
            push_literal(&mut parts, "${");
            push_literal(&mut parts, written.get(3..).unwrap_or_default());
        } else if is_name(name.trim()) {
            parts.push(Part::Reference { name: name.trim(), written });
        } else {
            parts.push(Part::Broken(written));
        }
        rest = after;
    }
    push_literal(&mut parts, rest);
    parts
}

fn push_literal<'s>(parts: &mut Vec<Part<'s>>, text: &'s str) {
    if !text.is_empty() {
        parts.push(Part::Literal(text));
    }
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-');
    !name.is_empty() && name.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    fn shown(text: &str) -> String {
        let show = |part: Part<'_>| match part {
            Part::Literal(text) => text.to_owned(),
            Part::Reference { name, .. } => format!("<{name}>"),
            Part::Broken(text) => format!("!{text}!"),
        };
        parts(text).into_iter().map(show).collect()
    }

    #[test]
    fn references_in_the_text_of_a_sub() {
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("${A}", "<A>"),
            ("x${A}y${B.Arn}z", "x<A>y<B.Arn>z"),
            ("${AWS::Region}", "<AWS::Region>"),
            ("${!aws:username}", "${aws:username}"),
            ("$X {Y} $", "$X {Y} $"),
            ("a${", "a!${!"),
            ("${}", "!${}!"),
            ("${a b}c", "!${a b}!c"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
