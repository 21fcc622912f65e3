//! The execution role of a task definition, set: to the one that the user gives, to one of its template, or to a new one.

use super::object_at;
use super::own_template::OwnTemplate;
use super::permission::needed;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::required::required;
use crate::analysis::subject::{AddRole, Diagnostic, PermissionFault, PermissionSubject, What};
use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
use crate::input::naming::Naming;
use crate::syntax::edit::{NewValue, insert_entry, set_value};
use crate::syntax::{Node, Value};

/// Where a task definition names its execution role.
struct RolePlace<'a, 's> {
    text: &'a str,
    object: &'a Node<'s>,
    key: &'static str,
}

impl FileReport<'_> {
    /// Sets the execution role.
    ///
    /// What the user gives is inserted as it is. An ARN with an invented name is shown only. A role of the template
    /// is referred to, with what it lacks added to its policy; where none fits, or that is not enough, one is created
    /// with the least policy. So each task definition of a template has a fix that is right by itself, and after one
    /// of them the others refer to the role that it made.
    pub(super) fn with_role(
        &self,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
        how: &AddRole,
        naming: Naming,
    ) -> Option<Fix> {
        let document = self.document_of(task_report)?;
        let (object, key) = role_home(object_at(document, task_report.task.span)?, naming)?;
        let place = RolePlace { text: self.source.text(), object, key };
        let as_it_is = |value: String, applicability| {
            let edits = vec![place.set(&NewValue::Text(value))?];
            Some(Fix {
                suggestion: Suggestion::SetExecutionRole { key },
                applicability,
                edits,
                source: None,
            })
        };
        match (how, &self.question.inserted_role) {
            (AddRole::AsElsewhere, _) => None,
            (AddRole::Arn { partition, account }, None) => {
                let arn = format!("arn:{partition}:iam::{account}:role/ecsTaskExecutionRole");
                as_it_is(arn, Applicability::Display)
            }
            _ if self.is_checked_later(Some(task_report.task.span)) => None,
            (_, Some(given)) => {
                let fix = as_it_is(given.clone(), Applicability::Safe)?;
                // A role of another account than what it is to read: whoever gave it may have meant other files.
                let found = self.effect(&fix.edits, diagnostic)?;
                let is_contradicted = found.new_findings().into_iter().any(contradicts);
                let applicability =
                    if is_contradicted { Applicability::Unsafe } else { Applicability::Safe };
                Some(Fix { applicability, ..fix })
            }
            (AddRole::OfUnit { id, .. }, None) => {
                let template = OwnTemplate::of(self, task_report)?;
                let of_unit =
                    self.with_role_of_unit(&template, task_report, diagnostic, (&place, id));
                of_unit.or_else(|| self.with_new_role(&template, task_report, diagnostic, &place))
            }
            (AddRole::New { .. }, None) => {
                let template = OwnTemplate::of(self, task_report)?;
                self.with_new_role(&template, task_report, diagnostic, &place)
            }
        }
    }

    /// Refers to a role of the template, which gets what it lacks.
    fn with_role_of_unit(
        &self,
        template: &OwnTemplate<'_, '_>,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
        (place, id): (&RolePlace<'_, '_>, &str),
    ) -> Option<Fix> {
        let set = place.set(&template.arn_of(id))?;
        let suggestion = Suggestion::SetExecutionRole { key: place.key };
        let edits = vec![set.clone()];
        let effect = self.effect(&edits, diagnostic)?;
        let found = effect.new_findings();
        if found.is_empty() {
            return effect.is_gone().then(|| unsafe_fix(suggestion, edits));
        }
        let lacking: Option<Vec<_>> = found.into_iter().map(lacking).collect();
        let needed: Vec<_> = lacking?.into_iter().flat_map(|it| needed(task_report, it)).collect();
        let mut edits =
            template.add_statements(&template.inline_documents(id), Some(id), &needed)?;
        edits.push(set);
        self.checked(suggestion, edits, diagnostic)
    }

    /// Creates a role with the least policy.
    fn with_new_role(
        &self,
        template: &OwnTemplate<'_, '_>,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
        place: &RolePlace<'_, '_>,
    ) -> Option<Fix> {
        let mut needed = required(&task_report.assessment);
        for permission in &mut needed {
            permission.resource = self.question.inputs.fill_names(&permission.resource);
        }
        let (id, created) = template.create_role(&needed)?;
        let set = place.set(&template.arn_of(&id))?;
        let suggestion = Suggestion::CreateExecutionRole { id, key: place.key };
        // What is set stands in a resource, and so before one that is added at the same place.
        self.checked(suggestion, vec![set, created], diagnostic)
    }
}

/// Whether a finding says that a role does not go with the rest of a task definition.
pub(super) fn contradicts(finding: &Diagnostic) -> bool {
    matches!(finding.subject.what, What::OfRule(_) | What::OtherPartition { .. })
}

/// The permission that a finding is about, where a role lacks it.
pub(super) fn lacking(finding: &Diagnostic) -> Option<&PermissionSubject> {
    match &finding.subject.what {
        What::Permission(subject)
            if matches!(subject.fault, PermissionFault::Missing | PermissionFault::NeverMet) =>
        {
            Some(subject)
        }
        _ => None,
    }
}

pub(super) fn unsafe_fix(suggestion: Suggestion, edits: Vec<Edit>) -> Fix {
    Fix { suggestion, applicability: Applicability::Unsafe, edits, source: None }
}

impl RolePlace<'_, '_> {
    /// The edit that sets the role; none if another value is there.
    fn set(&self, value: &NewValue) -> Option<Edit> {
        match self.object.get(self.key) {
            Some(known) if is_nothing(known) => set_value(self.text, self.object, self.key, value),
            Some(_) => None,
            None => insert_entry(self.text, self.object, self.key, value),
        }
    }
}

/// Whether a value is that of no role: null, an empty string, or what stands for no value in a template.
pub(super) fn is_nothing(value: &Node<'_>) -> bool {
    match &value.value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Tagged(tag, inner) => tag == "!Ref" && inner.as_str() == Some("AWS::NoValue"),
        Value::Map(map) => {
            map.entries.len() == 1 && map.get("Ref").and_then(Node::as_str) == Some("AWS::NoValue")
        }
        _ => false,
    }
}

/// The object that names the execution role of a task definition, and the key for it.
pub(super) fn role_home<'a, 's>(
    task: &'a Node<'s>,
    naming: Naming,
) -> Option<(&'a Node<'s>, &'static str)> {
    match naming {
        Naming::EcsApi => Some((task, "executionRoleArn")),
        // What is no document of JSON or YAML has no such object.
        Naming::Terraform => None,
        // A job sets it in one of its properties.
        Naming::CloudFormation => {
            let home = if task.get("Type").is_some() { task.get("Properties")? } else { task };
            Some((home, "ExecutionRoleArn"))
        }
    }
}
