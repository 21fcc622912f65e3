//! Cases of evaluation, as the example and the test read them.

use needs_exec_role::base::diagnostic::Severity;
use needs_exec_role::base::text::Text;
use needs_exec_role::base::truth::Truth;
use needs_exec_role::iam::document::{Kind, Uncertainty};
use needs_exec_role::iam::evaluate::{PolicySource, ResourceSide};
use needs_exec_role::iam::principal::Caller;
use needs_exec_role::iam::{Context, Decision, Document, Policies, Request, evaluate, read};
use needs_exec_role::syntax::{Node, json};

/// How the cases came out.
#[derive(Debug, Default)]
pub struct Tally {
    /// A line for each that differs.
    pub lines: Vec<String>,
    /// How many came out as expected.
    pub agree: usize,
    /// How many did not.
    pub differ: usize,
    /// How many are contested, and so count as neither.
    pub contested: usize,
}

/// Runs the cases of a file; none if it contains no list of them.
pub fn run(text: &str) -> Option<Tally> {
    let parsed = json::read(text);
    let cases = parsed.documents.first()?.get("cases")?.as_list()?;
    let mut tally = Tally::default();
    for case in cases {
        let field = |name| case.get(name).and_then(Node::as_str).unwrap_or_default();
        let (id, expected, found) = (field("id"), field("expected"), verdict(case));
        if is_true(case, "contested") {
            tally.contested += 1;
            if found != expected {
                tally.lines.push(format!("{id}: contested: expected {expected}, got {found}"));
            }
        } else if found == expected {
            tally.agree += 1;
        } else {
            tally.differ += 1;
            tally.lines.push(format!("{id}: expected {expected}, got {found}"));
        }
    }
    Some(tally)
}

fn verdict(case: &Node<'_>) -> String {
    let field = |name| case.get(name).and_then(Node::as_str).unwrap_or_default();
    let (action, resource) = (field("action"), Text::literal(field("resource").to_owned()));
    let is_trust = action == "sts:AssumeRole" && !field("principal").starts_with("arn:");
    let mut malformed = false;
    let mut take = |node: &Node<'_>, kind| -> Document {
        let reading = read(node, kind);
        malformed |= reading.problems.iter().any(|problem| problem.severity == Severity::Error);
        reading.document
    };
    let identity: Vec<_> = match case.get("identity") {
        Some(node) if node.as_list().is_some() => node
            .as_list()
            .unwrap_or_default()
            .iter()
            .map(|node| take(node, Kind::Identity))
            .collect(),
        Some(node) => vec![take(node, Kind::Identity)],
        None => Vec::new(),
    };
    let boundary = case.get("boundary").map(|node| take(node, Kind::Identity));
    let kind = if is_trust { Kind::Trust } else { Kind::Resource };
    let resource_policy = case.get("resourcePolicy").map(|node| take(node, kind));
    if malformed {
        return "malformed".to_owned();
    }
    let context = context(case);
    let role = Text::literal(field("principal").to_owned());
    let account = |text: &str| text.split(':').nth(4).unwrap_or_default().to_owned();
    let own = account(field("principal"));
    let other = case.get("resourceAccount").and_then(Node::as_str).unwrap_or(&own);
    let caller =
        if is_trust { Caller::Service(field("principal")) } else { Caller::Role(Some(role)) };
    let policies = Policies {
        identity: identity.iter().map(PolicySource::Document).collect(),
        boundary: boundary.as_ref().map(PolicySource::Document),
        resource: resource_policy.as_ref().map(|document| ResourceSide {
            document,
            other_account: Truth::known(!is_trust && other != own),
            is_key: action.starts_with("kms:"),
        }),
    };
    name(&evaluate(&Request::new(action, &resource, caller, &context), &policies)).to_owned()
}

fn context(case: &Node<'_>) -> Context {
    let context = if is_true(case, "closed") { Context::closed() } else { Context::default() };
    let entries = case.get("context").and_then(Node::as_map).map(|map| map.entries.as_slice());
    entries.unwrap_or_default().iter().fold(context, |context, entry| {
        let own = std::slice::from_ref(&entry.value);
        let nodes = entry.value.as_list().unwrap_or(own);
        let values = nodes.iter().filter_map(Node::as_str);
        context.with_values(&entry.key, values.map(|it| Text::literal(it.to_owned())).collect())
    })
}

fn is_true(case: &Node<'_>, name: &str) -> bool {
    use needs_exec_role::syntax::Value;
    case.get(name).is_some_and(|node| matches!(node.value, Value::Bool(true)))
}

fn name(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allow { .. } => "allow",
        Decision::DenyByDefault { .. } => "deny-implicit",
        Decision::ExplicitDeny { .. } => "deny-explicit",
        Decision::Unknown { uncertainties, .. }
            if uncertainties
                .iter()
                .any(|uncertainty| matches!(uncertainty, Uncertainty::Malformed(_))) =>
        {
            "malformed"
        }
        Decision::Unknown { .. } => "unknown",
    }
}
