//! The fields of `RegisterTaskDefinition`, and the kind of value that each wants.

mod fault;
pub mod unknown_keys;
pub mod validate;

pub(super) use fault::misspelt;
pub use fault::{KeyDiagnostic, KeyFault, KeyHome, KeyRemedy, KeySubject, ValuePlace};

use super::naming::{Naming, capitalized};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Every field path and the kind of its value, parents before children (botocore 1.44.5).
const TABLE: &str = include_str!("fields.txt");

/// The task definition, with everything below it.
pub static TASK_DEFINITION: LazyLock<Shape> = LazyLock::new(|| Shape::parse(TABLE));

/// What a field wants. Between strings, numbers and booleans AWS's tools convert, with the exception of
/// [`Kind::Exact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A string that no number or boolean may stand for.
    Exact,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array of strings or numbers.
    Array,
    /// An array of objects.
    Objects,
    /// An object.
    Object,
    /// An object whose keys are free, and its values strings.
    Map,
    /// Whatever it is, it is let pass.
    Any,
}

impl ValueKind {
    /// The word in the table.
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "exact" => Self::Exact,
            "string" => Self::String,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "objects" => Self::Objects,
            "object" => Self::Object,
            "map" => Self::Map,
            "any" => Self::Any,
            _ => return None,
        })
    }
}

/// The name in CloudFormation: with a capital letter, with few exceptions. Source: the schema of
/// `AWS::ECS::TaskDefinition` in CloudFormation's registry (by way of cfn-lint 1.58.0).
fn template_name(path: &str, name: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(match path {
        "proxyConfiguration.properties" => "ProxyConfigurationProperties",
        "volumes[].efsVolumeConfiguration.fileSystemId" => "FilesystemId",
        "volumes[].efsVolumeConfiguration.authorizationConfig.iam" => "IAM",
        _ => return capitalized(name),
    })
}

/// An object of the API, by what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiObject {
    /// The task definition itself.
    TaskDefinition,
    /// A container definition.
    Container,
    /// A volume.
    Volume,
    /// An item of the array in this field.
    ItemOf(&'static str),
    /// The object in this field.
    Field(&'static str),
}

/// An object of the API: what holds it, and its fields.
#[derive(Debug)]
pub struct Shape {
    /// The field that holds it; empty for the task definition itself.
    name: &'static str,
    /// What that field wants.
    kind: ValueKind,
    /// In the order of the API.
    pub fields: Vec<Field>,
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its name in CloudFormation.
    pub template_name: Cow<'static, str>,
    /// What it wants.
    pub kind: ValueKind,
    /// The object, or each object of the array; without fields where the field wants neither.
    pub shape: Shape,
}

impl Field {
    /// Its name, as a file spells it.
    pub fn name_in(&self, naming: Naming) -> &str {
        match naming {
            Naming::EcsApi => self.name,
            Naming::CloudFormation => &self.template_name,
        }
    }
}

impl Shape {
    /// The field of that exact name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Which object it is.
    pub fn object(&self) -> ApiObject {
        match (self.name, self.kind) {
            ("", _) => ApiObject::TaskDefinition,
            ("containerDefinitions", _) => ApiObject::Container,
            ("volumes", _) => ApiObject::Volume,
            (name, ValueKind::Objects) => ApiObject::ItemOf(name),
            (name, _) => ApiObject::Field(name),
        }
    }

    fn parse(table: &'static str) -> Self {
        let mut root = Self { name: "", kind: ValueKind::Object, fields: Vec::new() };
        for (path, word) in table.lines().filter_map(|line| line.split_once(' ')) {
            root.add(path, path, ValueKind::parse(word).unwrap_or(ValueKind::Any));
        }
        root
    }

    fn add(&mut self, path: &'static str, whole: &'static str, kind: ValueKind) {
        let Some((parent, rest)) = path.split_once('.') else {
            let shape = Self { name: path, kind, fields: Vec::new() };
            let template_name = template_name(whole, path);
            self.fields.push(Field { name: path, template_name, kind, shape });
            return;
        };
        let parent = parent.trim_end_matches("[]");
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == parent) {
            field.shape.add(rest, whole, kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, TABLE, TASK_DEFINITION, ValueKind};

    fn count(shape: &Shape) -> usize {
        shape.fields.iter().map(|field| 1 + count(&field.shape)).sum()
    }

    #[test]
    fn every_line_of_the_table_is_a_field() {
        assert_eq!(count(&TASK_DEFINITION), 169);
        for line in TABLE.lines() {
            let kind = line.split_once(' ').and_then(|(_, word)| ValueKind::parse(word));
            assert!(kind.is_some(), "{line}");
        }
    }

    #[test]
    fn objects_hold_fields_and_nothing_else_does() {
        fn check(shape: &Shape) {
            for field in &shape.fields {
                let holds = matches!(field.kind, ValueKind::Object | ValueKind::Objects);
                assert_eq!(holds, !field.shape.fields.is_empty(), "{}", field.name);
                check(&field.shape);
            }
        }
        check(&TASK_DEFINITION);
    }
}
