//! The statement that comes closest to allowing what is not allowed, and why it does not.

use super::asked::Asked;
use crate::aws::arn::{Arn, Seen};
use crate::iam::document::{Clause, Effect, Item, Statement};
use crate::iam::matching::Glob;
use crate::iam::role::RolePolicy;
use crate::source::Span;
use crate::text::Text;
use crate::truth::Truth;

/// Where a statement comes close, and why it misses.
pub(super) struct Near<'r> {
    pub(super) policy: &'r RolePolicy,
    pub(super) span: Span,
    pub(super) why: String,
    /// How the statement itself is mended.
    pub(super) mend: Option<&'static str>,
    /// Whether it names an alias of a key.
    pub(super) is_alias: bool,
    /// The closer, the greater.
    score: usize,
}

/// What is wrong with a resource that nearly fits.
struct Miss {
    why: String,
    mend: Option<&'static str>,
    is_alias: bool,
}

/// The closest statement of some policies: one with the action on a resource that nearly fits; else one on
/// the resource, with other actions of the service.
pub(super) fn nearest<'r>(asked: &Asked<'_>, policies: &'r [RolePolicy]) -> Option<Near<'r>> {
    let mut best: Option<Near<'r>> = None;
    for policy in policies {
        let statements = policy.document().into_iter().flat_map(|it| &it.statements);
        for statement in statements.filter(|it| it.effect == Some(Effect::Allow)) {
            let near = by_resource(asked, policy, statement)
                .or_else(|| by_action(asked, policy, statement));
            let Some(near) = near else { continue };
            if best.as_ref().is_none_or(|best| near.score > best.score) {
                best = Some(near);
            }
        }
    }
    best
}

/// A statement with the action, and its closest resource.
fn by_resource<'r>(
    asked: &Asked<'_>,
    policy: &'r RolePolicy,
    statement: &Statement,
) -> Option<Near<'r>> {
    let action = action_of(asked);
    let names_it = match &statement.actions {
        Clause::In(items) => items.iter().any(|it| covers(it, &action)),
        Clause::NotIn(items) => !items.iter().any(|it| covers(it, &action)),
        Clause::Every | Clause::Open => return None,
    };
    if !names_it {
        return None;
    }
    let resource = asked.resource.to_string();
    if let Clause::NotIn(items) = &statement.resources {
        let pattern = Glob::pattern(&asked.resource);
        let out =
            items.iter().find(|it| it.pattern.frame().matches_arn(&pattern) != Truth::False)?;
        let why = "NotResource leaves it out".to_owned();
        let (mend, is_alias) = (None, false);
        return Some(Near { policy, span: out.span, why, mend, is_alias, score: 5_000 });
    }
    let Clause::In(items) = &statement.resources else { return None };
    let scored = items.iter().map(|item| (common(&item.text.to_string(), &resource), item));
    let (score, item) = scored.rev().max_by_key(|(score, _)| *score)?;
    let Miss { mut why, mend, is_alias } = miss(asked, &item.text.to_string());
    // In a document that is one string the place shows nothing.
    if policy.document().is_some_and(|document| document.span == item.span) {
        why = format!("{}: {why}", item.text);
    }
    // What has a name for what is wrong comes before what is only long.
    let score = 10_000 + score + if mend.is_some() { 5_000 } else { 0 };
    Some(Near { policy, span: item.span, why, mend, is_alias, score })
}

/// A statement on the resource that names other actions of the service.
fn by_action<'r>(
    asked: &Asked<'_>,
    policy: &'r RolePolicy,
    statement: &Statement,
) -> Option<Near<'r>> {
    let pattern = Glob::pattern(&asked.resource);
    let Clause::In(resources) = &statement.resources else { return None };
    let on_it =
        resources.iter().filter(|it| it.pattern.frame().matches_arn(&pattern) != Truth::False);
    // A statement on this very resource is closer than one on all there are.
    let needed = asked.resource.to_string();
    let specific = on_it.map(|it| common(&it.text.to_string(), &needed)).max()?;
    let items = match &statement.actions {
        Clause::In(items) => items,
        Clause::NotIn(items) => {
            let action = action_of(asked);
            let out = items.iter().find(|it| covers(it, &action))?;
            let why = "NotAction leaves it out".to_owned();
            let (mend, is_alias) = (None, false);
            return Some(Near { policy, span: out.span, why, mend, is_alias, score: 1_000 });
        }
        Clause::Every | Clause::Open => return None,
    };
    let service = asked.action.split_once(':').map_or("", |(service, _)| service);
    let lower = asked.action.to_ascii_lowercase();
    let of_service = items.iter().filter_map(|item| {
        let text = item.text.to_string();
        let is_of = text.split_once(':').is_some_and(|(own, _)| own.eq_ignore_ascii_case(service));
        is_of.then(|| (strsim::osa_distance(&text.to_ascii_lowercase(), &lower), item))
    });
    let (distance, item) = of_service.min_by_key(|(distance, _)| *distance)?;
    let why = if distance <= 2 {
        "nearly the action that ECS calls, but another".to_owned()
    } else {
        "this statement allows other actions on it".to_owned()
    };
    let score = (1_000 + specific * 10).saturating_sub(distance).min(9_000);
    Some(Near { policy, span: item.span, why, mend: None, is_alias: false, score })
}

fn action_of(asked: &Asked<'_>) -> Glob {
    Glob::exact(&Text::literal(asked.action.to_ascii_lowercase()))
}

fn covers(item: &Item, action: &Glob) -> bool {
    item.pattern.frame().matches(action) != Truth::False
}

/// How many characters two texts have in common at their beginning.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// What is wrong with a resource, where the action fits.
fn miss(asked: &Asked<'_>, written: &str) -> Miss {
    let known = |why: &str, mend| Miss { why: why.to_owned(), mend: Some(mend), is_alias: false };
    let resource = asked.resource.to_string();
    let group = resource.strip_suffix(":*").filter(|_| asked.action.starts_with("logs:"));
    if group == Some(written) {
        return known(
            "without `:*` this is the log group, and not the streams in it",
            "end the ARN of the log group with `:*`",
        );
    }
    if group.is_some_and(|group| written.strip_prefix(group) == Some("/*")) {
        return known(
            "`/*` means other groups below this one; the streams in it are `:*`",
            "end the ARN of the log group with `:*` in place of `/*`",
        );
    }
    if is_bare_secret(written, &resource) {
        return known(
            "the ARN of a secret ends in a hyphen and six characters: this matches none",
            "end the ARN of the secret with `-??????`",
        );
    }
    if written.contains(":parameter//") && asked.action.starts_with("ssm:") {
        return known(
            "`//` matches no parameter: IAM writes parameter/NAME with one slash",
            "take out the second slash",
        );
    }
    let is_alias = asked.action.starts_with("kms:") && written.contains(":alias/");
    if is_alias {
        let why = "an alias is not a key: IAM compares with the ARN of the key".to_owned();
        return Miss { why, mend: None, is_alias };
    }
    if resource == "*" {
        return known(
            "this action is on no resource: only `*` grants it",
            "give this action a statement of its own, with \"Resource\": \"*\"",
        );
    }
    Miss { why: other(&Text::literal(written), &asked.resource), mend: None, is_alias: false }
}

/// Whether what is needed is what is written and a hyphen with six characters more.
fn is_bare_secret(written: &str, resource: &str) -> bool {
    let suffix = resource.strip_prefix(written).and_then(|rest| rest.strip_prefix('-'));
    written.contains(":secret:") && suffix.is_some_and(|suffix| suffix.chars().count() == 6)
}

/// The first field in which two ARNs differ.
fn other(written: &Text<'_>, needed: &Text<'_>) -> String {
    let (Seen::Arn(written), Seen::Arn(needed)) = (Arn::read(written), Arn::read(needed)) else {
        return "allowed on another resource".to_owned();
    };
    let differ = |one: &Text<'_>, other: &Text<'_>| {
        let pattern = Glob::pattern(one);
        pattern.matches(&Glob::pattern(other)) == Truth::False
    };
    let pairs = [
        ("partition", &written.partition, &needed.partition),
        ("service", &written.service, &needed.service),
        ("Region", &written.region, &needed.region),
        ("account", &written.account, &needed.account),
    ];
    if let Some((field, is, should)) = pairs.into_iter().find(|(_, is, should)| differ(is, should))
    {
        return match (is.is_empty(), should.is_empty()) {
            (true, _) => format!("the {field} is left out: it is {should}"),
            (_, true) => format!("the {field} is to be left empty"),
            _ => format!("allowed in another {field}: {is}, not {should}"),
        };
    }
    let kind = match needed.service.as_literal() {
        Some("ecr") => "repository",
        Some("secretsmanager") => "secret",
        Some("ssm") => "parameter",
        Some("logs") => "log group",
        Some("kms") => "key",
        Some("s3") if needed.resource.split('/', 2).len() > 1 => "object",
        Some("s3") => "bucket",
        _ => "resource",
    };
    format!("allowed on another {kind} only")
}
