//! The statement that is closest to allowing what is not allowed, and why it does not.

use super::requests::Asked;
use crate::analysis::subject::NearMissKind;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::source::Span;
use crate::base::suggest;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::document::{Clause, Effect, Item, Statement};
use crate::iam::matching::Glob;
use crate::iam::resource_types::takes_no_resource;
use crate::iam::role::RolePolicy;

/// Where a statement comes close, and why it misses.
pub(super) struct Near<'r> {
    pub(super) policy: &'r RolePolicy,
    pub(super) span: Span,
    pub(super) why: NearMissKind,
    /// Whether it names an alias of a key.
    pub(super) is_alias: bool,
}

/// Where a statement comes close.
#[derive(Clone, Copy)]
enum CloseItem<'r> {
    /// It has the action, and this resource, which nearly fits.
    Resource(&'r Item),
    /// It has the action, and omits the resource by this.
    NotResource(&'r Item),
    /// It is on the resource, and has this action of the service.
    Action(&'r Item, usize),
    /// It is on the resource, and omits the action by this.
    NotAction(&'r Item),
}

/// What is looked for, made ready once for all statements.
struct Sought<'a> {
    asked: &'a Asked<'a>,
    action: Glob,
    pattern: Glob,
    resource: String,
    service: &'a str,
    lower: String,
}

/// The closest statement of some policies: one with the action on a resource that nearly fits; else one on
/// the resource, with other actions of the service.
pub(super) fn nearest<'r>(asked: &Asked<'_>, policies: &'r [RolePolicy]) -> Option<Near<'r>> {
    let lower = asked.action.to_ascii_lowercase();
    let sought = Sought {
        asked,
        action: Glob::exact(&Text::literal(lower.as_str())),
        pattern: Glob::pattern(&asked.outcome.resource),
        resource: asked.outcome.resource.to_string(),
        service: asked.action.split_once(':').map_or("", |(service, _)| service),
        lower,
    };
    let mut best: Option<(usize, &RolePolicy, CloseItem<'r>)> = None;
    for policy in policies {
        let statements = policy.document().into_iter().flat_map(|it| &it.statements);
        for statement in statements.filter(|it| it.effect == Some(Effect::Allow)) {
            let found = sought.by_resource(statement).or_else(|| sought.by_action(statement));
            let Some((score, close)) = found else { continue };
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, policy, close));
            }
        }
    }
    best.map(|(_, policy, close)| sought.describe(policy, close))
}

impl Sought<'_> {
    /// A statement with the action, and its closest resource.
    fn by_resource<'r>(&self, statement: &'r Statement) -> Option<(usize, CloseItem<'r>)> {
        let names_it = match &statement.actions {
            Clause::In(items) => items.iter().any(|it| covers(it, &self.action)),
            Clause::NotIn(items) => !items.iter().any(|it| covers(it, &self.action)),
            Clause::Every | Clause::Open => return None,
        };
        if !names_it {
            return None;
        }
        match &statement.resources {
            Clause::In(items) => {
                let scored = items.iter().map(|item| (self.score(item), item));
                let (score, item) = scored.rev().max_by_key(|(score, _)| *score)?;
                Some((10_000 + score, CloseItem::Resource(item)))
            }
            Clause::NotIn(items) => {
                let out = items.iter().find(|it| self.is_on(it))?;
                Some((5_000, CloseItem::NotResource(out)))
            }
            Clause::Every | Clause::Open => None,
        }
    }

    /// A statement on the resource that names other actions of the service, or leaves this one out.
    fn by_action<'r>(&self, statement: &'r Statement) -> Option<(usize, CloseItem<'r>)> {
        let Clause::In(resources) = &statement.resources else { return None };
        let items = match &statement.actions {
            Clause::In(items) => items,
            Clause::NotIn(items) => {
                let out = items.iter().find(|it| covers(it, &self.action))?;
                resources.iter().find(|it| self.is_on(it))?;
                return Some((1_000, CloseItem::NotAction(out)));
            }
            Clause::Every | Clause::Open => return None,
        };
        let of_service = items.iter().filter_map(|item| {
            let text = item.text.to_string();
            let (own, _) = text.split_once(':')?;
            let is_of = own.eq_ignore_ascii_case(self.service);
            is_of.then(|| (suggest::slips(&text.to_ascii_lowercase(), &self.lower), item))
        });
        let (distance, item) = of_service.min_by_key(|(distance, _)| *distance)?;
        // A statement on this very resource is closer than one on all there are.
        let on_it = resources.iter().filter(|it| self.is_on(it));
        let specific = on_it.map(|it| common(&it.text.to_string(), &self.resource)).max()?;
        let score = (1_000 + specific * 10).saturating_sub(distance).min(4_999);
        Some((score, CloseItem::Action(item, distance)))
    }

    fn is_on(&self, item: &Item) -> bool {
        item.pattern.frame().matches_arn(&self.pattern) != Truth::False
    }

    /// How close a resource is: how much of it is as it should be, and whether it is a slip with a name.
    fn score(&self, item: &Item) -> usize {
        let text = item.text.to_string();
        let start = common(&text, &self.resource);
        let is_whole = start == text.len();
        let is_slip = text.contains(":parameter//") || text.contains(":alias/");
        // The same name in another Region or account is closer than another name in the same.
        let end = if is_whole { 0 } else { common_end(&text, &self.resource) };
        2 * (start + end) + usize::from(is_slip) + if is_whole { 5_000 } else { 0 }
    }

    fn describe<'r>(&self, policy: &'r RolePolicy, close: CloseItem<'r>) -> Near<'r> {
        let (item, why) = match close {
            CloseItem::Resource(item) => (item, self.miss(policy, item)),
            CloseItem::NotResource(item) => (item, NearMissKind::LeftOutByNotResource),
            CloseItem::NotAction(item) => (item, NearMissKind::LeftOutByNotAction),
            CloseItem::Action(item, 0..=2) => (item, NearMissKind::SimilarAction),
            CloseItem::Action(item, _) => (item, NearMissKind::OtherActions),
        };
        let is_alias = match &why {
            NearMissKind::InString(_, kind) => **kind == NearMissKind::Alias,
            kind => *kind == NearMissKind::Alias,
        };
        Near { policy, span: item.span, why, is_alias }
    }

    /// What is wrong with a resource that nearly fits.
    fn miss(&self, policy: &RolePolicy, item: &Item) -> NearMissKind {
        let misplaced = item.pattern.misplaced().next();
        let why = match misplaced {
            Some(variable) => NearMissKind::MisplacedVariable(variable.to_string()),
            None => miss(self.asked, &item.text.to_string()),
        };
        // In a document that is one string the place shows nothing.
        if policy.document().is_some_and(|document| document.span == item.span) {
            return NearMissKind::InString(item.text.to_string(), Box::new(why));
        }
        why
    }
}

fn covers(item: &Item, action: &Glob) -> bool {
    item.pattern.frame().matches(action) != Truth::False
}

/// How many characters two texts have in common at their beginning.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// The same at their end.
fn common_end(one: &str, other: &str) -> usize {
    one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count()
}

/// What is wrong with a resource, where the action fits.
fn miss(asked: &Asked<'_>, written: &str) -> NearMissKind {
    let resource = asked.outcome.resource.to_string();
    let group = resource.strip_suffix(":*").filter(|_| asked.action.starts_with("logs:"));
    if group == Some(written) {
        return NearMissKind::LogGroupWithoutStreams;
    }
    if group.is_some_and(|group| written.strip_prefix(group) == Some("/*")) {
        return NearMissKind::LogGroupsBelow;
    }
    let streams = |group: &str| {
        written.strip_prefix(group).is_some_and(|rest| rest.starts_with(":log-stream:"))
    };
    if let Some(called) = asked.called.filter(|_| group.is_some_and(streams)) {
        let called = called.split(':', 9);
        let expected = called.last().map(ToString::to_string).unwrap_or_default();
        return NearMissKind::OtherLogStreams { expected };
    }
    if is_bare_secret(written, &resource) {
        return NearMissKind::SecretWithoutSuffix;
    }
    if let Some(kind) = goes_too_far(written, &resource, asked.action) {
        return kind;
    }
    if written.contains(":parameter//") && asked.action.starts_with("ssm:") {
        return NearMissKind::DoubleSlash;
    }
    if asked.action.starts_with("kms:") && written.contains(":alias/") {
        return NearMissKind::Alias;
    }
    if takes_no_resource(asked.action) {
        return NearMissKind::NeedsEveryResource;
    }
    other(&Text::literal(written), &asked.outcome.resource)
}

/// Whether what is required is what is written and a hyphen with six characters more.
fn is_bare_secret(written: &str, resource: &str) -> bool {
    let suffix = resource.strip_prefix(written).and_then(|rest| rest.strip_prefix('-'));
    written.contains(":secret:") && suffix.is_some_and(|suffix| suffix.chars().count() == 6)
}

/// What is written is the ARN with something more, as a task definition has it; or a bucket, where what is in it is
/// meant.
fn goes_too_far(written: &str, resource: &str, action: &str) -> Option<NearMissKind> {
    let more = written.strip_prefix(resource);
    if action == "s3:GetObject" && resource.strip_prefix(written)?.starts_with('/') {
        return Some(NearMissKind::BucketWithoutObject);
    }
    let (service, _) = action.split_once(':')?;
    match (service, more?.chars().next()?) {
        ("secretsmanager", ':') => Some(NearMissKind::SecretWithKey),
        ("ecr", ':' | '@') => Some(NearMissKind::RepositoryWithTag),
        _ => None,
    }
}

/// The first field in which two ARNs differ.
fn other(written: &Text<'_>, needed: &Text<'_>) -> NearMissKind {
    let (ArnParse::Arn(written), ArnParse::Arn(needed)) = (Arn::read(written), Arn::read(needed))
    else {
        return NearMissKind::OtherResource;
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
        let expected = should.to_string();
        return match (is.is_empty(), should.is_empty()) {
            (true, _) => NearMissKind::FieldMissing { field, expected },
            (_, true) => NearMissKind::FieldNotEmpty { field },
            _ => NearMissKind::OtherField { field, found: is.to_string(), expected },
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
    NearMissKind::OtherOfKind(kind)
}
