//! The template that a task definition stands in, and what it writes functions like.

use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::required::own_expressions;
use crate::base::diagnostic::Edit;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::iam::generate::role::{GeneratedRole, RoleDeployment};
use crate::iam::generate::template::{TemplateNames, TemplateText};
use crate::iam::generate::tree::{Tree, role_properties};
use crate::iam::generate::{Choice, generate};
use crate::iam::permission::RequiredPermission;
use crate::input::expressions::Expressions;
use crate::syntax::edit::{NewValue, insert_entry};
use crate::syntax::{Aliases, Node, Value};

/// The template that a task definition stands in.
pub(super) struct OwnTemplate<'a, 's> {
    pub(super) text: &'a str,
    root: &'a Node<'s>,
    pub(super) resources: &'a Node<'s>,
    expressions: Expressions,
    /// Whether functions are tags: `!Ref`.
    has_tags: bool,
    /// ARNs that the template has an expression for.
    own: Vec<(Text<'static>, TemplateText)>,
}

impl<'a, 's> OwnTemplate<'a, 's> {
    pub(super) fn of(file: &'a FileReport<'s>, task_report: &TaskReport<'_>) -> Option<Self> {
        let task = &task_report.task;
        let nodes = file.documents().get(task.document)?.walk(Aliases::Written);
        let root = nodes.filter(|node| {
            let resources = node.get("Resources");
            matches!(node.value, Value::Map(_))
                && resources.is_some_and(|it| it.span.contains(task.span))
        });
        let root = root.last()?;
        let text = file.source.text();
        let is_json = text.get(root.span.range())?.starts_with('{');
        let is_tag = |node: &Node<'_>| matches!(node.value, Value::Tagged(..));
        let has_long = || {
            let mut entries = root.walk(Aliases::Written).entries();
            entries.any(|entry| entry.key.starts_with("Fn::") && !is_always_long(&entry.key))
        };
        let has_tags = root.walk(Aliases::Written).any(is_tag);
        Some(Self {
            text,
            root,
            resources: root.get("Resources")?,
            expressions: task.context.expressions?,
            has_tags: has_tags || !(is_json || has_long()),
            own: own_expressions(&task.context),
        })
    }

    /// The ARN of a role of the template.
    pub(super) fn arn_of(&self, id: &str) -> NewValue {
        self.function(TemplateText::GetAtt(format!("{id}.Arn")))
    }

    /// A text as the template writes it.
    fn function(&self, text: TemplateText) -> NewValue {
        let long = |name, argument| NewValue::map([(name, argument)]);
        match text {
            TemplateText::Literal(text) => NewValue::Text(text),
            TemplateText::Ref(name) if self.has_tags => NewValue::Tagged("!Ref", name),
            TemplateText::GetAtt(name) if self.has_tags => NewValue::Tagged("!GetAtt", name),
            TemplateText::Sub(text) if self.has_tags => NewValue::Tagged("!Sub", text),
            TemplateText::Ref(name) => long("Ref", NewValue::Text(name)),
            TemplateText::Sub(text) => long("Fn::Sub", NewValue::Text(text)),
            TemplateText::GetAtt(name) => {
                let (resource, attribute) = name.split_once('.').unwrap_or((&name, "Arn"));
                let parts = [resource, attribute].map(NewValue::text).to_vec();
                long("Fn::GetAtt", NewValue::List(parts))
            }
        }
    }

    /// Trees as the template writes them. None if that takes a parameter that it does not have.
    pub(super) fn values<'t>(
        &self,
        texts: impl Iterator<Item = &'t Text<'static>>,
        trees: &[Tree],
    ) -> Option<Vec<NewValue>> {
        let names = TemplateNames::of_own(texts, &self.own);
        let is_whole = names.parameters().iter().next().is_none();
        is_whole.then(|| trees.iter().map(|tree| self.value(tree, &names)).collect())
    }

    fn value(&self, tree: &Tree, names: &TemplateNames) -> NewValue {
        match tree {
            Tree::Leaf(text) => self.function(names.text(text)),
            Tree::Map(entries) => {
                let entries = entries.iter().map(|(key, it)| (key.clone(), self.value(it, names)));
                NewValue::Map(entries.collect())
            }
            Tree::List(items) => {
                // Two placeholders may stand for the same here: a list of IAM names each value once.
                let mut values: Vec<NewValue> = Vec::with_capacity(items.len());
                for item in items {
                    let value = self.value(item, names);
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                NewValue::List(values)
            }
        }
    }

    /// Permissions as the template can write them: the repository of an open image is any repository, a
    /// log group that nothing names any log group.
    pub(super) fn writable(
        needed: &[RequiredPermission<'static>],
    ) -> Vec<RequiredPermission<'static>> {
        let writable = |it: &RequiredPermission<'static>| RequiredPermission {
            resource: with_any_name(&it.resource),
            ..it.clone()
        };
        needed.iter().map(writable).collect()
    }

    /// Creates a role with the least policy for some permissions: its logical ID, and the edit.
    pub(super) fn create_role(
        &self,
        needed: &[RequiredPermission<'static>],
    ) -> Option<(String, Edit)> {
        let generated = generate(&Self::writable(needed), &Choice::default());
        let role = GeneratedRole {
            name: None,
            path: "/".to_owned(),
            trust: RoleDeployment::trust(),
            inline: generated.policy,
            managed: None,
        };
        let [properties] =
            <[NewValue; 1]>::try_from(self.values(role.texts(), &[role_properties(&role)])?)
                .ok()?;
        let kind = NewValue::text(self.expressions.role_type());
        let resource = NewValue::map([("Type", kind), ("Properties", properties)]);
        let id = self.free_id(self.expressions.new_role())?;
        let edit = insert_entry(self.text, self.resources, &id, &resource)?;
        Some((id, edit))
    }

    /// A logical ID that neither a resource nor a parameter has.
    fn free_id(&self, base: &str) -> Option<String> {
        let is_free = |id: &String| {
            let sections = ["Resources", "Parameters"].into_iter();
            sections.filter_map(|it| self.root.get(it)).all(|section| section.get(id).is_none())
        };
        let numbered = (2..100).map(|number| format!("{base}{number}"));
        std::iter::once(base.to_owned()).chain(numbered).find(is_free)
    }
}

/// Whether a function stands in the place of a key, where there are no tags.
fn is_always_long(function: &str) -> bool {
    function == "Fn::Transform" || function.starts_with("Fn::ForEach")
}

/// The ARN of a repository or log group with a wildcard for the name that only a rule has.
fn with_any_name(resource: &Text<'static>) -> Text<'static> {
    let mut fields = resource.split(':', 6);
    let service = fields.get(2).and_then(Text::as_literal);
    let is_wide = matches!(service, Some("ecr" | "logs"));
    let Some(last) = fields.get_mut(5).filter(|_| is_wide) else { return resource.clone() };
    let mut open = Text::default();
    for piece in last.pieces() {
        match piece {
            Piece::Placeholder(it) if it.kind() == PlaceholderKind::RuleValue => {
                open.push_literal("*".into());
            }
            Piece::Placeholder(it) => open.push_placeholder(it.clone()),
            Piece::Literal(text) => open.push_literal(text.clone()),
        }
    }
    *last = open;
    Text::join(&fields, ':')
}
