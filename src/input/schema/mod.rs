//! The fields of `RegisterTaskDefinition`, and the type of each.

mod fault;
mod log_options;
mod meant;
pub mod unknown_keys;
pub mod unread;
pub mod validate;

pub(super) use fault::misspelt;
pub use fault::{KeyDiagnostic, KeyFault, KeyHome, KeyRemedy, KeySubject, ValuePlace};
pub(super) use meant::put_right;

use super::holder::TaskHolder;
use super::naming::{Naming, argument};
use crate::aws::grammar::Grammar;
use crate::base::text::PlaceholderKind;
use crate::syntax::{Entry, Value};

// `TASK_DEFINITION`, and the same for what rules read of a service and for the other documents that hold what becomes a task, which `build.rs` makes of `fields.txt`, `service.txt`, `batch.txt`, `daemon.txt` and `express.txt`: every field's path, the kind of its value, its name in
// CloudFormation where that is not the same with a capital letter (the schema of `AWS::ECS::TaskDefinition` in
// CloudFormation's registry, by way of cfn-lint 1.58.0), and, in `VALUES`, the grammar of its value where that has
// one: its words are those of botocore 1.44.8, and `default` that of the developer guide for Windows. And `OPTIONS`, made of
// `options.txt`: what moby's drivers `awslogs`, `fluentd` and `splunk` parse (`strconv.ParseBool` in their `New`).
include!(concat!(env!("OUT_DIR"), "/task_definition.rs"));

/// The type of a field. Between strings, numbers and booleans AWS's tools convert, with the exception of
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

/// An object of the API, by what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiObject {
    /// The document itself: mostly a task definition.
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

/// A field of the API, or the task definition itself.
#[derive(Debug)]
pub struct Field {
    /// Its name; empty for the task definition.
    pub name: &'static str,
    /// Its name in CloudFormation.
    pub template_name: &'static str,
    /// Its type.
    pub kind: ValueKind,
    /// Those of the object, or of each object of the array, in the order of the API; none if it is neither.
    pub fields: &'static [Field],
}

/// A field whose value has a grammar, or one that holds such fields.
#[derive(Debug)]
pub struct ValueField {
    /// Its name.
    pub name: &'static str,
    /// Its name in CloudFormation.
    pub template_name: &'static str,
    /// Its type.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "only a test asks for it"))]
    pub kind: ValueKind,
    /// What its value, or each item of it, must be; none of what holds others, or options.
    pub grammar: Option<Grammar>,
    /// Those below it.
    pub fields: &'static [ValueField],
}

/// An option of a log driver or of `FireLens`, whose value has a grammar.
#[derive(Debug)]
pub struct OptionField {
    /// Its name.
    pub name: &'static str,
    /// What its value must be.
    pub grammar: Grammar,
    /// The option that must have this value, or the value may be anything.
    pub when: Option<(&'static str, &'static str)>,
}

/// The fields of a document that holds a task.
pub fn schema_of(holder: TaskHolder) -> &'static Field {
    match holder {
        TaskHolder::TaskDefinition => &TASK_DEFINITION,
        TaskHolder::Daemon => &DAEMON,
        TaskHolder::ExpressService => &EXPRESS_SERVICE,
        TaskHolder::BatchJob => &BATCH_JOB,
    }
}

/// Those of them whose values have a grammar.
pub(super) fn values_of(holder: TaskHolder) -> &'static [ValueField] {
    match holder {
        TaskHolder::TaskDefinition => VALUES,
        TaskHolder::Daemon => DAEMON_VALUES,
        TaskHolder::ExpressService => EXPRESS_SERVICE_VALUES,
        TaskHolder::BatchJob => BATCH_JOB_VALUES,
    }
}

/// Whether an entry is no part of the file, but stands for an image that a pipeline adds.
fn is_filled_in(entry: &Entry<'_>) -> bool {
    let Value::Placeholder(placeholder) = &entry.value.value else { return false };
    placeholder.kind() == PlaceholderKind::MissingImage
}

/// The words that a field lists, by the keys of the API that lead to it; `*` for an item of a list.
pub fn listed_words(holder: TaskHolder, path: &[&str]) -> Vec<&'static str> {
    let words = |grammar: &Grammar| match grammar {
        Grammar::OneOf(words, _) => words.to_vec(),
        Grammar::GoBool => vec!["true", "false"],
        _ => Vec::new(),
    };
    if let [.., parent, "options", name] = path {
        let option = OPTIONS.iter().find(|it| it.name == *name);
        let described = log_options::of(parent).iter().find(|it| it.name == *name);
        let described = described.map(|it| it.words.to_vec()).unwrap_or_default();
        return option.map_or(described, |it| words(&it.grammar));
    }
    let mut fields = values_of(holder);
    let mut found = None;
    for name in path.iter().filter(|it| **it != "*") {
        let Some(field) = fields.iter().find(|it| it.name == *name) else { return Vec::new() };
        (fields, found) = (field.fields, field.grammar.as_ref());
    }
    found.map(words).unwrap_or_default()
}

/// The names of the options in an object of the API that is described with them: `logConfiguration` is of awslogs.
pub fn option_names(object: &str) -> impl Iterator<Item = &'static str> {
    log_options::of(object).iter().map(|it| it.name)
}

impl ValueField {
    /// Its name, as a file spells it.
    pub fn name_in(&self, naming: Naming) -> &'static str {
        match naming {
            Naming::EcsApi => self.name,
            Naming::CloudFormation => self.template_name,
            Naming::Terraform => argument(self.name).unwrap_or(self.name),
        }
    }
}

impl Field {
    /// Its name, as a file spells it.
    pub fn name_in(&self, naming: Naming) -> &'static str {
        match naming {
            Naming::EcsApi => self.name,
            Naming::CloudFormation => self.template_name,
            Naming::Terraform => argument(self.name).unwrap_or(self.name),
        }
    }

    /// The field of that exact name in its objects.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Which object it holds.
    pub fn object(&self) -> ApiObject {
        match (self.name, self.kind) {
            ("", _) => ApiObject::TaskDefinition,
            ("containerDefinitions", _) => ApiObject::Container,
            ("volumes", _) => ApiObject::Volume,
            (name, ValueKind::Objects) => ApiObject::ItemOf(name),
            (name, _) => ApiObject::Field(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, TASK_DEFINITION, ValueKind};

    fn count(parent: &Field) -> usize {
        parent.fields.iter().map(|field| 1 + count(field)).sum()
    }

    #[test]
    fn every_line_of_the_table_is_a_field() {
        assert_eq!(count(&TASK_DEFINITION), include_str!("fields.txt").lines().count());
    }

    #[test]
    fn objects_hold_fields_and_nothing_else_does() {
        fn check(parent: &Field) {
            for field in parent.fields {
                let holds = matches!(field.kind, ValueKind::Object | ValueKind::Objects);
                assert_eq!(holds, !field.fields.is_empty(), "{}", field.name);
                check(field);
            }
        }
        check(&TASK_DEFINITION);
    }
}
