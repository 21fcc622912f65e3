//! What the role allows and no need uses.

use super::labels::in_role;
use super::requests::Asked;
use super::{Finding, Label, Permission, UNNEEDED};
use crate::base::problem::Severity;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::document::{Clause, Effect, Item, Statement};
use crate::iam::matching::Glob;
use crate::iam::role::{Role, RolePolicy};

/// Each action of a statement that nothing here needs. A managed policy of AWS is not told of: nobody can
/// take anything out of it.
pub(super) fn check(asked: &[Asked<'_>], role: &Role, here: Span) -> Vec<Finding> {
    let mut findings = Vec::new();
    for policy in &role.policies {
        let statements = policy.document.iter().flat_map(|it| &it.statements);
        for statement in statements.filter(|it| it.effect == Some(Effect::Allow)) {
            let Clause::In(actions) = &statement.actions else { continue };
            let unused = actions.iter().filter(|it| !is_used(it, statement, asked));
            findings.extend(unused.map(|it| finding(policy, it, statement, here)));
        }
    }
    findings
}

fn is_used(action: &Item, statement: &Statement, asked: &[Asked<'_>]) -> bool {
    asked.iter().any(|it| {
        let name = Glob::exact(&Text::literal(it.action.to_ascii_lowercase()));
        let forms = [Some(&it.resource), it.other_form.as_ref()];
        let forms: Vec<_> = forms.into_iter().flatten().map(Glob::pattern).collect();
        let fits = |item: &Item| {
            forms.iter().any(|form| item.pattern.frame().matches_arn(form) != Truth::False)
        };
        let covers = match &statement.resources {
            Clause::In(items) => items.iter().any(fits),
            _ => true,
        };
        action.pattern.frame().matches(&name) != Truth::False && covers
    })
}

fn finding(policy: &RolePolicy, action: &Item, statement: &Statement, here: Span) -> Finding {
    let resource = match &statement.resources {
        Clause::In(items) => {
            items.iter().map(|it| it.text.to_string()).collect::<Vec<_>>().join(", ")
        }
        _ => "*".to_owned(),
    };
    let message = if resource == "*" {
        format!("nothing in this task definition needs `{}`", action.text)
    } else {
        format!("nothing in this task definition needs `{}` on {resource}", action.text)
    };
    Finding {
        code: UNNEEDED.to_owned(),
        severity: Severity::Note,
        message,
        primary: Label::here(here, "the role"),
        related: in_role(policy, action.span, "not needed here").into_iter().collect(),
        help: Some("take it out, unless another task definition uses the role".to_owned()),
        docs: None,
        permission: Some(Permission { action: action.text.to_string(), resource }),
    }
}
