//! How a file would set a role and settle what is undecided: in the terms of the unit that contains it.

use super::subject::{AddRole, OpenTerm, Settle};
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Spelling};
use crate::base::truth::Truth;
use crate::engine::Match;
use crate::input::TaskDefinition;
use crate::input::context::TaskContext;
use crate::input::expressions::Expressions;
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;
use crate::rules::value::text_of;
use crate::syntax::{Aliases, Node};

/// What a file calls things.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    root: &'a Node<'a>,
    context: &'a TaskContext<'a>,
}

impl<'a> Terms<'a> {
    /// Those of a task definition.
    pub fn of(task: &'a TaskDefinition<'a>) -> Self {
        Self { root: &task.root, context: &task.context }
    }

    /// Whether a syntax error hides a placeholder.
    pub fn is_lost(self, placeholder: &Placeholder<'_>) -> bool {
        let kind = placeholder.kind();
        kind == PlaceholderKind::Lost
            || (kind == PlaceholderKind::MissingKey && !self.context.lost.is_empty())
    }

    /// The task definition that a run names and no file shows.
    pub fn run_of(self) -> Option<&'a str> {
        self.context.run_of.as_deref()
    }

    /// Whether runs in other files give it its execution role.
    pub fn is_role_given(self) -> bool {
        self.context.given_role.is_some()
    }

    /// How it writes keys.
    pub fn naming(self) -> Naming {
        self.context.naming
    }

    /// What it is.
    pub fn holder(self) -> TaskHolder {
        self.context.holder
    }

    /// The key of the role of its containers.
    pub fn task_role_key(self) -> &'static str {
        let written = self.context.written.as_ref();
        let mut entries = written.into_iter().flat_map(|it| it.walk(Aliases::Written).entries());
        if entries.any(|it| it.key == "jobRoleArn") { "jobRoleArn" } else { "taskRoleArn" }
    }

    /// What to add so that a role is set.
    pub fn add_role(self, partition: String, account: String) -> AddRole {
        let Some(expressions) = self.context.expressions else {
            return AddRole::Arn { partition, account };
        };
        match self.role_of_unit() {
            Some(role) => AddRole::OfUnit { id: role.to_owned(), expressions },
            None => AddRole::New { expressions },
        }
    }

    /// A role of the unit that was meant for this. The task role is not, unless it says so.
    fn role_of_unit(self) -> Option<&'a str> {
        let task_role = self.root.get("taskRoleArn").and_then(|it| text_of(it, Spelling::Anywhere));
        let is_task_role = |role: &str| match task_role.as_ref().and_then(|it| it.pieces().last()) {
            Some(Piece::Placeholder(placeholder)) if is_of_resource(placeholder, role) => true,
            _ => self.context.task_role.as_ref().is_some_and(|it| is_address_of(&it.id, role)),
        };
        let says_so = |role: &str| role.to_ascii_lowercase().contains("exec");
        let mut roles = self.context.trusting_roles.iter().map(AsRef::as_ref);
        roles.find(|role| says_so(role)).or_else(|| {
            let mut others = self.context.trusting_roles.iter().map(AsRef::as_ref);
            others.find(|role| !is_task_role(role))
        })
    }

    /// What a placeholder is, as people call it.
    pub fn term(placeholder: &Placeholder<'_>) -> OpenTerm {
        match (placeholder.condition(), placeholder.kind()) {
            (Some(name), _) => OpenTerm::Condition(name.to_owned()),
            (_, PlaceholderKind::Lost) => OpenTerm::Lost,
            (_, PlaceholderKind::Parameter) => OpenTerm::Parameter(placeholder.name().to_owned()),
            _ => OpenTerm::Written(placeholder.shown().into_owned()),
        }
    }

    /// What decides whether a match is one; nothing if that is certain. What is shown alike is listed once.
    pub fn open(found: &Match<'_>) -> Vec<OpenTerm> {
        let mut open = Vec::new();
        for placeholder in found.unresolved.iter().filter(|_| found.truth == Truth::Unknown) {
            let term = Self::term(placeholder);
            if !open.contains(&term) {
                open.push(term);
            }
        }
        open
    }

    /// How a placeholder is settled.
    pub fn fill(self, placeholder: &Placeholder<'_>) -> Settle {
        if placeholder.kind() == PlaceholderKind::InvalidValue {
            return Settle::FixValue;
        }
        let Some(expressions) = self.context.expressions else {
            let name = placeholder.name();
            return if is_variable(name) {
                Settle::Placeholder(name.to_owned())
            } else {
                Settle::Rendered
            };
        };
        // The parameters that an expression is made of settle it.
        let mut parameters = placeholder.parameters();
        // A variable of Terraform may be declared in a file that was not passed.
        let is_one = |name: &&str| {
            expressions == Expressions::Terraform || self.context.parameters.contains(name)
        };
        match parameters.find(is_one) {
            Some(name) => Settle::Parameter(name.to_owned()),
            None => Settle::NotShown(expressions.unit()),
        }
    }

    /// What leaves the launch type undecided, where the unit takes it from elsewhere.
    pub fn open_launch_type(self) -> Option<OpenTerm> {
        self.context.expressions?;
        let stated = self.root.get("requiresCompatibilities")?;
        let texts =
            stated.items_or_self().iter().filter_map(|item| text_of(item, Spelling::Anywhere));
        let mut open = texts.filter_map(|text| text.placeholders().next().cloned());
        let open = open.find(|it| it.kind() != PlaceholderKind::InvalidValue)?;
        Some(Self::term(&open))
    }
}

/// Whether a name can be given to `--var`, rather than being an expression or a directive.
fn is_variable(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '>' | '"' | '`'))
}

/// Whether an address is that of a resource, in whatever module.
fn is_address_of(address: &str, resource: &str) -> bool {
    let module = address.strip_suffix(resource);
    module.is_some_and(|module| module.is_empty() || module.ends_with('.'))
}

/// Whether a placeholder stands for the name or the ARN of a resource.
fn is_of_resource(placeholder: &Placeholder<'_>, resource: &str) -> bool {
    let is_reference =
        matches!(placeholder.kind(), PlaceholderKind::GeneratedName | PlaceholderKind::Reference);
    let name = placeholder.name();
    is_reference && name.strip_suffix(".Arn").unwrap_or(name) == resource
}
