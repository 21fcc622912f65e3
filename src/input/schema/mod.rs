//! The fields of `RegisterTaskDefinition`, and the kind of value that each wants.

pub mod unknown_keys;
pub mod validate;

use crate::base::words;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Every field path and the kind of its value, parents before children (botocore 1.44.5).
const TABLE: &str = include_str!("fields.txt");

/// The task definition, with everything below it.
pub static TASK_DEFINITION: LazyLock<Shape> = LazyLock::new(|| Shape::parse(TABLE));

/// What a field wants. Between strings, numbers and booleans AWS's tools convert, with the exception of
/// [`Kind::Exact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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

impl Kind {
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

    /// What is wanted, in words for people.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Exact | Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Array | Self::Objects => "an array",
            Self::Object | Self::Map => "an object",
            Self::Any => "a value",
        }
    }
}

/// Whose names a file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Those of the ECS API: `executionRoleArn`.
    EcsApi,
    /// Those of CloudFormation: `ExecutionRoleArn`.
    CloudFormation,
}

impl Naming {
    /// The name of a field.
    pub fn name(self, field: &Field) -> &str {
        match self {
            Self::EcsApi => field.name,
            Self::CloudFormation => &field.template_name,
        }
    }

    /// A name of the API whose place in it does not matter.
    pub fn word(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::EcsApi => Cow::Borrowed(name),
            Self::CloudFormation => capitalized(name),
        }
    }

    /// Who takes no key but these.
    pub fn refuser(self) -> &'static str {
        match self {
            Self::EcsApi => "the AWS CLI",
            Self::CloudFormation => "CloudFormation",
        }
    }

    /// What a key is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::EcsApi => "field",
            Self::CloudFormation => "property",
        }
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

fn capitalized(name: &str) -> Cow<'_, str> {
    Cow::Borrowed(match name {
        "efsVolumeConfiguration" => "EFSVolumeConfiguration",
        "fsxWindowsFileServerVolumeConfiguration" => "FSxWindowsFileServerVolumeConfiguration",
        "s3filesVolumeConfiguration" => "S3FilesVolumeConfiguration",
        _ => return Cow::Owned(words::capitalized(name)),
    })
}

/// An object of the API: what it is called in messages, and its fields.
#[derive(Debug)]
pub struct Shape {
    /// The field that holds it; empty for the task definition itself.
    name: &'static str,
    /// What that field wants.
    kind: Kind,
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
    pub kind: Kind,
    /// The object, or each object of the array; without fields where the field wants neither.
    pub shape: Shape,
}

impl Shape {
    /// The field of that exact name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What it is called in messages: "a container definition", "`logConfiguration`".
    pub fn label(&self, naming: Naming) -> String {
        let name = naming.word(self.name);
        let name = name.as_ref();
        match (self.name, self.kind) {
            ("", _) => "a task definition".to_owned(),
            ("containerDefinitions", _) => "a container definition".to_owned(),
            ("volumes", _) => "a volume".to_owned(),
            (_, Kind::Objects) => format!("an entry of `{name}`"),
            _ => format!("`{name}`"),
        }
    }

    fn parse(table: &'static str) -> Self {
        let mut root = Self { name: "", kind: Kind::Object, fields: Vec::new() };
        for (path, word) in table.lines().filter_map(|line| line.split_once(' ')) {
            root.add(path, path, Kind::parse(word).unwrap_or(Kind::Any));
        }
        root
    }

    fn add(&mut self, path: &'static str, whole: &'static str, kind: Kind) {
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
    use super::{Kind, Shape, TABLE, TASK_DEFINITION};

    fn count(shape: &Shape) -> usize {
        shape.fields.iter().map(|field| 1 + count(&field.shape)).sum()
    }

    #[test]
    fn every_line_of_the_table_is_a_field() {
        assert_eq!(count(&TASK_DEFINITION), 169);
        for line in TABLE.lines() {
            let kind = line.split_once(' ').and_then(|(_, word)| Kind::parse(word));
            assert!(kind.is_some(), "{line}");
        }
    }

    #[test]
    fn objects_hold_fields_and_nothing_else_does() {
        fn check(shape: &Shape) {
            for field in &shape.fields {
                let holds = matches!(field.kind, Kind::Object | Kind::Objects);
                assert_eq!(holds, !field.shape.fields.is_empty(), "{}", field.name);
                check(&field.shape);
            }
        }
        check(&TASK_DEFINITION);
    }
}
