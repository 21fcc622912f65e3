//! What an `ExecutionRoleArn` leads to: a role of the template, or something of the template that is no role.

use super::evaluator::{Evaluator, attributes};
use super::function::{Call, Name, Part, parts};
use super::launched_by::names_in;
use super::template::{Resource, Template};
use crate::aws::arn::{Arn, ArnParse};
use crate::aws::role_arn;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::context::OtherPath;
use crate::syntax::Node;

/// How deep `If` may be in `If`.
const DEEPEST: usize = 16;

/// The roles of a template that have a name of their own, each with that name as it is without conditions.
#[derive(Debug, Default)]
pub(super) struct NamedRoles<'t> {
    all: Vec<(Resource<'t>, Text<'t>)>,
}

/// How a task definition names a role of its template.
#[derive(Debug)]
pub(super) enum RoleMatch {
    /// By its ARN or its name.
    Same,
    /// By an ARN that has another path.
    OtherPath(OtherPath),
}

impl<'t> NamedRoles<'t> {
    /// The roles whose names something written may be.
    pub(super) fn of(evaluator: &Evaluator<'_, 't>) -> Self {
        let roles = evaluator.template.of_kind("AWS::IAM::Role");
        let named = roles.filter(|role| role.property("RoleName").is_some());
        let all = named.map(|role| (*role, attributes::reference(evaluator, role)));
        Self { all: all.collect() }
    }

    /// Those that an expression, or an item of the list that it is, may name in writing, in some combination.
    pub(super) fn written(
        &self,
        evaluator: &Evaluator<'_, 't>,
        node: &'t Node<'t>,
    ) -> Vec<Resource<'t>> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let leaves = branches(node, &|_| Truth::Unknown).into_iter();
        let items = leaves.flat_map(Node::items_or_self);
        let leaves = items.flat_map(|item| branches(item, &|_| Truth::Unknown));
        let written = leaves.filter(|leaf| !is_reference(evaluator.template, leaf));
        let names: Vec<_> =
            written.filter_map(|leaf| evaluator.text(leaf)).map(last_part).collect();
        let may_be = |role: &Text<'t>| names.iter().any(|name| may_be_same(name, role));
        self.all.iter().filter(|(_, name)| may_be(name)).map(|(role, _)| *role).collect()
    }
}

/// What an expression may be in one combination: the branches of its `If` that this leaves.
fn branches<'t>(node: &'t Node<'t>, holds: &dyn Fn(&str) -> Truth) -> Vec<&'t Node<'t>> {
    let mut found = Vec::new();
    let mut left = vec![(node, 0)];
    while let Some((node, depth)) = left.pop() {
        let call = Call::read(node).filter(|call| call.name == Name::If && depth < DEEPEST);
        let Some([condition, yes, no]) = call.as_ref().map(Call::items) else {
            found.push(node);
            continue;
        };
        let truth = condition.as_str().map_or(Truth::Unknown, holds);
        left.extend((truth != Truth::True).then_some((no, depth + 1)));
        left.extend((truth != Truth::False).then_some((yes, depth + 1)));
    }
    found
}

/// The resources that an expression refers to in one combination.
pub(super) fn referred<'t>(evaluator: &Evaluator<'_, 't>, node: &'t Node<'t>) -> Vec<&'t str> {
    let mut names = Vec::new();
    for leaf in branches(node, &|name| evaluator.holds(name)) {
        names_in(leaf, &mut names);
    }
    names
}

/// Whether an expression is a resource, and nothing is written beside it.
fn is_reference(template: &Template<'_>, node: &Node<'_>) -> bool {
    whole(node).is_some_and(|(name, _)| template.resource(name).is_some())
}

/// The name and the attribute, where an expression is one reference and nothing else.
fn whole<'n>(node: &'n Node<'_>) -> Option<(&'n str, Option<&'n str>)> {
    let call = Call::read(node)?;
    match call.name {
        Name::Ref => Some((call.argument.as_str()?, None)),
        Name::GetAtt => {
            let (name, _, attribute) = call.attribute()?;
            Some((name, Some(attribute?)))
        }
        Name::Sub => match parts(call.literal()?).as_slice() {
            [Part::Reference { name, .. }] => match name.split_once('.') {
                Some((name, attribute)) => Some((name, Some(attribute))),
                None => Some((name, None)),
            },
            _ => None,
        },
        _ => None,
    }
}

/// Why what an expression refers to in one combination is no role.
pub(super) fn not_a_role<'t>(
    evaluator: &Evaluator<'_, 't>,
    node: &'t Node<'t>,
) -> Option<&'static str> {
    let leaves = branches(node, &|name| evaluator.holds(name));
    let [leaf] = leaves.as_slice() else { return None };
    let (name, attribute) = whole(leaf)?;
    fault(evaluator.template.resource(name)?.kind, attribute)
}

/// Why a resource, or an attribute of it, is no role. Source: CloudFormation user guide, "Return values" of each
/// resource type.
fn fault(kind: &str, attribute: Option<&str>) -> Option<&'static str> {
    Some(match (kind, attribute) {
        ("AWS::IAM::Role", Some("RoleId")) => "it is the ID of a role, not its ARN or its name",
        ("AWS::IAM::InstanceProfile", _) => "it is an instance profile, not a role",
        ("AWS::IAM::User", _) => "it is a user, not a role",
        ("AWS::IAM::Group", _) => "it is a group, not a role",
        ("AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" | "AWS::IAM::RolePolicy", _) => {
            "it is a policy, not a role"
        }
        ("AWS::IAM::ServiceLinkedRole", _) => {
            "it is a service-linked role, which only its own service can assume"
        }
        _ => return None,
    })
}

/// Whether a resolved `ExecutionRoleArn` is that of a role.
pub(super) fn matches<'t>(
    evaluator: &Evaluator<'_, 't>,
    role: &Resource<'t>,
    stated: &Text<'t>,
) -> Option<RoleMatch> {
    let name = attributes::reference(evaluator, role);
    let arn = attributes::attribute(evaluator, role, "Arn");
    if *stated == name || *stated == arn {
        return Some(RoleMatch::Same);
    }
    let read = role_arn::read(stated);
    let is_place = read.part("partition").is_none_or(|it| is_partition(evaluator, it))
        && read.part("account").is_none_or(|it| is_account(evaluator, it));
    if !is_place || read.part("name") != Some(&name) {
        return None;
    }
    // What completes a name without a path is ECS.
    let is_arn = read.part("account").is_some();
    if (!is_arn && read.part("path").is_none()) || resource(&arn) == resource(stated) {
        return Some(RoleMatch::Same);
    }
    let property = role.property("Path");
    let own = property.and_then(|node| evaluator.text(node)).unwrap_or_default();
    let is_known = read.part("path").is_none_or(|it| it.as_literal().is_some());
    let own = own.as_literal().filter(|_| is_known)?;
    let path = if own.is_empty() { "/" } else { own }.to_owned();
    let span = property.map_or(role.name_span, |node| node.span);
    Some(RoleMatch::OtherPath(OtherPath { path, span }))
}

/// The last field of a role's ARN, whether it is written in full or begins with the path.
fn resource<'t>(role: &Text<'t>) -> Text<'t> {
    if let ArnParse::Arn(arn) = Arn::read(role) {
        return arn.resource;
    }
    let mut resource = Text::literal("role/");
    let rest = role.split_once('/').filter(|(before, _)| before.is_empty());
    resource.push_text(&rest.map_or_else(|| role.clone(), |(_, rest)| rest));
    resource
}

/// Whether this is the template's own partition: any, where nothing decides that.
fn is_partition<'t>(evaluator: &Evaluator<'_, 't>, partition: &Text<'t>) -> bool {
    evaluator.known_partition().is_none_or(|known| known == *partition)
        || evaluator.partition() == *partition
}

/// Whether this is the template's own account: any that is written out, where nothing decides that, since ECS takes
/// only a role of the account of its task.
fn is_account<'t>(evaluator: &Evaluator<'_, 't>, account: &Text<'t>) -> bool {
    let own = evaluator.account();
    let is_open =
        own.as_placeholder().is_some_and(|it| it.kind() == PlaceholderKind::PseudoParameter);
    own == *account || (is_open && account.as_literal().is_some())
}

/// The name of a role in its ARN.
pub(super) fn last_part(text: Text<'_>) -> Text<'_> {
    text.rsplit_once('/').map_or(text, |(_, last)| last)
}

/// Whether two texts may be the same in some combination, where their beginnings and ends do not differ.
fn may_be_same(one: &Text<'_>, other: &Text<'_>) -> bool {
    match (one.as_literal(), other.as_literal()) {
        (_, Some(other)) => one.equals(other) != Truth::False,
        (Some(one), None) => other.equals(one) != Truth::False,
        (None, None) => {
            let [one, other] = [one.pieces(), other.pieces()];
            let begin = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
            let end = |one: &str, other: &str| one.ends_with(other) || other.ends_with(one);
            fit(one.first(), other.first(), begin) && fit(one.last(), other.last(), end)
        }
    }
}

/// Whether two pieces fit, where both are literal.
fn fit(
    one: Option<&Piece<'_>>,
    other: Option<&Piece<'_>>,
    fits: impl Fn(&str, &str) -> bool,
) -> bool {
    match (one, other) {
        (Some(Piece::Literal(one)), Some(Piece::Literal(other))) => fits(one, other),
        _ => true,
    }
}
