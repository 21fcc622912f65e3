//! Permissions that the role allows and no requirement uses.

use super::labels::in_role;
use super::requests::Asked;
use crate::analysis::subject::{Diagnostic, Label, Note, Remedy, Subject, What};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::document::{Clause, Effect, Item, Statement};
use crate::iam::matching::Glob;
use crate::iam::role::{Role, RolePolicy};

/// Each action of a statement that nothing here needs. A managed policy of AWS is not told of: nobody can
/// take anything out of it.
pub(super) fn check(asked: &[Asked<'_>], role: &Role, here: Span) -> Vec<Diagnostic> {
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
        let forms = [Some(&it.outcome.resource), it.outcome.other_form.as_ref()];
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

fn finding(policy: &RolePolicy, action: &Item, statement: &Statement, here: Span) -> Diagnostic {
    let resource = match &statement.resources {
        Clause::In(items) => {
            items.iter().map(|it| it.text.to_string()).collect::<Vec<_>>().join(", ")
        }
        _ => "*".to_owned(),
    };
    let what = What::PermissionUnused { action: action.text.to_string(), resource };
    let subject = Subject::new(what).with_remedy(Remedy::RemovePermission);
    Diagnostic {
        primary: Some(Label::noting(here, Note::Role)),
        related: in_role(policy, action.span, Note::NotNeeded).into_iter().collect(),
        ..Diagnostic::whole(BuiltIn::PermissionUnneeded, subject)
    }
}
