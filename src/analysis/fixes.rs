//! What can be done in the text about what was found, where its tree allows it.
//!
//! Nothing is fixed in a template of a template, nor after a syntax error: what is read there is a guess.

use super::report::FileReport;
use super::subject::{
    AddRole, Diagnostic, Label, NearMissKind, Note, PermissionRemedy, Remedy, StatementNote,
};
use crate::base::diagnostic::{Applicability, BuiltIn, Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::input::schema::Naming;
use crate::syntax::edit::{insert_entry, remove_comments};
use crate::syntax::{Aliases, Node, Value};
use std::sync::Arc;

/// The fixes that there are for a diagnostic of a file; `task` is where the task definition stands that it is
/// about, if any.
pub fn fixes(file: &FileReport<'_>, diagnostic: &Diagnostic, task: Option<Span>) -> Vec<Fix> {
    let own = diagnostic.fixes.iter().cloned();
    let made = if file.is_plain { file.fix(diagnostic, task) } else { None };
    own.chain(made).collect()
}

impl FileReport<'_> {
    fn fix(&self, diagnostic: &Diagnostic, task: Option<Span>) -> Option<Fix> {
        let code = &diagnostic.code;
        match &diagnostic.subject.remedy {
            Some(Remedy::AddRole { how, naming, .. }) => {
                self.with_role(diagnostic.document, task?, how, *naming)
            }
            Some(Remedy::Permission(PermissionRemedy::AddStatement(_))) => {
                diagnostic.related.iter().find_map(|label| self.with_resource(label))
            }
            _ if code.is(BuiltIn::TrailingComma) => {
                let (suggestion, safe) = (Suggestion::RemoveComma, Applicability::Safe);
                Some(Fix::replacing(suggestion, safe, diagnostic.span()?, ""))
            }
            _ if code.is(BuiltIn::Comment) => self.without_comments(diagnostic.span()?),
            _ => None,
        }
    }

    fn without_comments(&self, first: Span) -> Option<Fix> {
        let edits = remove_comments(self.source.text(), first);
        let (suggestion, applicability) = (Suggestion::RemoveComment, Applicability::Safe);
        let source = None;
        (!edits.is_empty()).then_some(Fix { suggestion, applicability, edits, source })
    }

    /// Sets the execution role: its name is to be looked at.
    fn with_role(&self, document: usize, task: Span, how: &AddRole, naming: Naming) -> Option<Fix> {
        let whole = object_at(self.documents.get(document)?, task)?;
        let (object, key) = match naming {
            Naming::EcsApi => (whole, "executionRoleArn"),
            Naming::CloudFormation => (whole.get("Properties")?, "ExecutionRoleArn"),
        };
        let value = match how {
            AddRole::Arn { partition, account } => {
                format!("\"arn:{partition}:iam::{account}:role/ecsTaskExecutionRole\"")
            }
            AddRole::OfTemplate { logical_id, .. } => {
                format!("{{ \"Fn::GetAtt\": [\"{logical_id}\", \"Arn\"] }}")
            }
            AddRole::New { .. } | AddRole::AsElsewhere => return None,
        };
        let edit = match object.get(key) {
            Some(empty) => Edit { span: empty.span, text: value },
            None => insert_entry(self.source.text(), object, key, &value)?,
        };
        let suggestion = Suggestion::SetExecutionRole { key };
        let (applicability, source) = (Applicability::Unsafe, None);
        Some(Fix { suggestion, applicability, edits: vec![edit], source })
    }

    /// Corrects the ARN that a policy names.
    fn with_resource(&self, label: &Label) -> Option<Fix> {
        let Some(Note::Statement(StatementNote::NearMiss(kind))) = &label.note else { return None };
        let source = label.source.as_deref().unwrap_or(self.source);
        let written = source.slice(label.span);
        // A string ends in the quote that it begins with.
        let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inside = match quote {
            Some(quote) => written.strip_suffix(quote)?,
            None => written,
        };
        let end = label.span.start as usize + inside.len();
        let (suggestion, span, text) = match kind {
            NearMissKind::LogGroupWithoutStreams => {
                (Suggestion::AddLogStreams, Span::new(end, end), ":*")
            }
            NearMissKind::LogGroupsBelow => {
                inside.strip_suffix("/*")?;
                (Suggestion::AddLogStreams, Span::new(end - 2, end), ":*")
            }
            NearMissKind::SecretWithoutSuffix => {
                (Suggestion::AddSecretSuffix, Span::new(end, end), "-??????")
            }
            _ => return None,
        };
        // What the AWS CLI printed is a copy: the policy itself is somewhere else.
        let applicability = match label.source {
            Some(_) => Applicability::Unsafe,
            None => Applicability::Safe,
        };
        let mut fix = Fix::replacing(suggestion, applicability, span, text);
        fix.source = label.source.as_ref().map(Arc::clone);
        Some(fix)
    }
}

/// The object that stands exactly there, as it is written.
fn object_at<'a, 's>(document: &'a Node<'s>, span: Span) -> Option<&'a Node<'s>> {
    let mut nodes = document.walk(Aliases::Written);
    nodes.find(|node| node.span == span && matches!(node.value, Value::Map(_)))
}
