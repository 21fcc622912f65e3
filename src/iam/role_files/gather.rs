//! Outputs, one after the other → roles: which part belongs to which role.

use super::super::document::{Clause, Item, Kind, Statement};
use super::super::matching::Glob;
use super::super::role::{Origin, Role, RolePolicy};
use super::draft::{Draft, ManagedPolicy};
use super::fault::{OutputField, RoleFileFault};
use super::look::looks_like;
use super::output::{OutputRead, attached, boundary, field, is_true, items, names, optional, tags};
use super::{RoleFiles, UnusableFile};
use crate::base::diagnostic::Severity;
use crate::base::source::{Source, Span};
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value, json};
use std::sync::Arc;

/// What some files hold, with the boundary that goes before that of their roles.
pub(super) fn read(
    files: &[Arc<Source>],
    boundary: Option<&Arc<Source>>,
) -> Result<RoleFiles, Box<UnusableFile>> {
    let mut gatherer = Gatherer::default();
    for file in files {
        gatherer.add_file(file)?;
    }
    let boundary = boundary.map(read_boundary).transpose()?;
    gatherer.adopt_versions();
    let library = gatherer.library.iter().filter_map(|it| it.version.clone()).collect();
    let (mut plain, trust) = gatherer.unowned();
    let has_lone_version = !gatherer.versions.is_empty();
    plain.append(&mut gatherer.versions);
    let roles = gatherer.finish(boundary.as_ref());
    Ok(RoleFiles { roles, library, plain, trust, boundary, has_lone_version })
}

#[derive(Default)]
struct Gatherer {
    /// The file that is read.
    source: Option<Arc<Source>>,
    /// The role that a part without a name belongs to: the last one met.
    current: Draft,
    others: Vec<Draft>,
    library: Vec<ManagedPolicy>,
    /// Documents that belong to whichever role is asked for: they are next to an account's roles.
    for_all: Vec<RolePolicy>,
    /// Whether the last role came from account details, where a part without a name belongs to none.
    is_account: bool,
    /// Whether any account details were provided: their policies are attached where they are listed only.
    has_account: bool,
    /// Whether the last output was a get-policy, or a version of it.
    awaits_version: bool,
    /// The default versions of policies whose ARNs were not provided.
    versions: Vec<RolePolicy>,
}

fn read_boundary(file: &Arc<Source>) -> Result<RolePolicy, Box<UnusableFile>> {
    let mut own = Gatherer::default();
    own.add_file(file)?;
    let trust = own.current.trust.take();
    let documents = own.library.into_iter().filter_map(|it| it.version).chain(own.versions);
    let mut documents = documents.chain(own.current.inline).chain(own.current.plain);
    let fault = match (documents.next(), documents.next(), trust) {
        (Some(policy), None, None) => return Ok(policy),
        (Some(_), Some(_), _) => RoleFileFault::SeveralBoundaries,
        (_, _, Some(_)) => RoleFileFault::TrustForBoundary,
        _ => RoleFileFault::NoBoundary,
    };
    let problem = *fault.at(Span::default());
    Err(Box::new(UnusableFile { source: Arc::clone(file), problem }))
}

impl Gatherer {
    fn add_file(&mut self, file: &Arc<Source>) -> Result<(), Box<UnusableFile>> {
        self.source = Some(Arc::clone(file));
        self.add_text(file.text()).map_err(|problem| {
            Box::new(UnusableFile { source: Arc::clone(file), problem: *problem })
        })
    }

    fn add_text(&mut self, text: &str) -> OutputRead<()> {
        if text.trim().is_empty() {
            return Err(RoleFileFault::Empty.whole());
        }
        if text.trim_start().starts_with('%') {
            let start = text.len() - text.trim_start().len();
            let span = Span::new(start, text.trim_end().len());
            return self.add_document(&Node { span, value: Value::String(text.trim().into()) });
        }
        let parsed = json::read_stream(text);
        let bad = parsed.problems.iter().find(|problem| problem.severity == Severity::Error);
        if let Some(bad) = bad {
            let span = bad.span().unwrap_or_default();
            return Err(RoleFileFault::NotJson(bad.subject.clone()).at(span));
        }
        if let Some(mark) = parsed.template_marks.first() {
            return Err(RoleFileFault::Template.at(*mark));
        }
        parsed.documents.iter().try_for_each(|node| self.add(node))
    }

    /// Adds one output.
    fn add(&mut self, node: &Node<'_>) -> OutputRead<()> {
        if is_true(node, "IsTruncated") {
            let mark = node.as_map().and_then(|map| map.entry("IsTruncated"));
            let span = mark.map_or(node.span, |entry| entry.key_span);
            return Err(RoleFileFault::CutOff.at(span));
        }
        let awaits_version = std::mem::take(&mut self.awaits_version);
        if let Some(list) = node.get("RoleDetailList") {
            let roles = items(list, OutputField::Key("RoleDetailList"))?;
            return self.add_account(roles, node.get("Policies"));
        }
        if let Some(role) = inner(node, "Role", "AssumeRolePolicyDocument") {
            self.is_account = false;
            return self.add_role(role);
        }
        if let Some(version) = inner(node, "PolicyVersion", "VersionId") {
            self.awaits_version = awaits_version;
            return self.add_version(version);
        }
        if let Some(policy) = inner(node, "Policy", "DefaultVersionId") {
            let (arn, default) = (field(policy, "Arn")?, optional(policy, "DefaultVersionId")?);
            self.library.push(ManagedPolicy { arn, default, version: None });
            self.awaits_version = true;
            return Ok(());
        }
        if let Some(document) = node.get("PolicyDocument") {
            if node.get("RoleName").is_none() {
                // An inline policy as a role of account details and templates have it.
                return self.add_document(document);
            }
            return self.add_inline(node, document);
        }
        if node.get("AttachedPolicies").is_some() || node.get("PolicyNames").is_some() {
            return self.add_lists(node);
        }
        if node.get("Statement").is_some() || node.as_str().is_some() {
            return self.add_document(node);
        }
        Err(RoleFileFault::NotOfARole(looks_like(node)).at(first_of(node)))
    }

    /// Adds what get-role prints.
    fn add_role(&mut self, node: &Node<'_>) -> OutputRead<()> {
        let (name, arn) = (field(node, "RoleName")?, optional(node, "Arn")?);
        self.turn_to(&name, arn.as_deref());
        self.current.arn = arn;
        self.current.boundary = boundary(node)?;
        self.current.tags = Some(tags(node));
        if let Some(trust) = node.get("AssumeRolePolicyDocument") {
            self.current.trust = Some(self.policy("the trust policy", trust, Kind::Trust));
        }
        Ok(())
    }

    /// Adds what list-attached-role-policies or list-role-policies prints.
    fn add_lists(&mut self, node: &Node<'_>) -> OutputRead<()> {
        if self.is_account {
            return Err(RoleFileFault::ListWithoutRole.at(node.span));
        }
        if let Some(list) = node.get("AttachedPolicies") {
            self.current.attached.get_or_insert_default().extend(attached(list)?);
        }
        if let Some(list) = node.get("PolicyNames") {
            self.current.inline_names.get_or_insert_default().extend(names(list)?);
        }
        Ok(())
    }

    /// Adds what get-role-policy prints.
    fn add_inline(&mut self, node: &Node<'_>, document: &Node<'_>) -> OutputRead<()> {
        let (role, name) = (field(node, "RoleName")?, field(node, "PolicyName")?);
        self.turn_to(&role, None);
        let policy = self.policy(&name, document, Kind::Identity);
        self.current.inline.push(policy);
        Ok(())
    }

    /// Adds what get-account-authorization-details prints.
    fn add_account(&mut self, roles: &[Node<'_>], policies: Option<&Node<'_>>) -> OutputRead<()> {
        let policies =
            policies.map(|list| items(list, OutputField::Key("Policies"))).transpose()?;
        for node in policies.unwrap_or_default() {
            let (arn, default) = (field(node, "Arn")?, optional(node, "DefaultVersionId")?);
            self.library.push(ManagedPolicy { arn, default, version: None });
            let versions = node.get("PolicyVersionList").and_then(Node::as_list);
            for version in versions.unwrap_or_default() {
                self.take_version(version)?;
            }
        }
        for node in roles {
            self.add_role(node)?;
            let list = |key| node.get(key).and_then(Node::as_list).unwrap_or_default();
            for inline in list("RolePolicyList") {
                let name = field(inline, "PolicyName")?;
                let Some(document) = inline.get("PolicyDocument") else {
                    return Err(RoleFileFault::NoPolicyDocument.at(inline.span));
                };
                let policy = self.policy(&name, document, Kind::Identity);
                self.current.inline.push(policy);
            }
            // The roles of an account are complete; an empty list may be omitted.
            self.current.inline_names.get_or_insert_default();
            let arns = self.current.attached.get_or_insert_default();
            if let Some(list) = node.get("AttachedManagedPolicies") {
                arns.extend(attached(list)?);
            }
        }
        self.is_account = roles.len() > 1;
        self.has_account = true;
        Ok(())
    }

    /// Adds the output of get-policy-version, which has no ARN.
    fn add_version(&mut self, node: &Node<'_>) -> OutputRead<()> {
        if !self.awaits_version {
            let document = node.get("Document").filter(|_| is_true(node, "IsDefaultVersion"));
            let document =
                document.ok_or_else(|| RoleFileFault::VersionWithoutPolicy.at(first_of(node)))?;
            let version = self.policy("the policy version", document, Kind::Identity);
            self.versions.push(version);
            return Ok(());
        }
        self.take_version(node)
    }

    /// The default version of the policy met last; others say nothing.
    fn take_version(&mut self, node: &Node<'_>) -> OutputRead<()> {
        let Some(policy) = self.library.last() else { return Ok(()) };
        let is_default = match (&policy.default, optional(node, "VersionId")?) {
            (Some(default), Some(id)) => *default == id,
            _ => is_true(node, "IsDefaultVersion"),
        };
        if !is_default {
            return Ok(());
        }
        let Some(document) = node.get("Document") else {
            return Err(RoleFileFault::VersionWithoutDocument.at(node.span));
        };
        let version = self.policy(&policy.arn, document, Kind::Identity);
        if let Some(policy) = self.library.last_mut() {
            policy.version = Some(version);
        }
        Ok(())
    }

    /// Adds a plain document: who is trusted, where it names principals; else what is allowed.
    fn add_document(&mut self, node: &Node<'_>) -> OutputRead<()> {
        if node.as_str().is_none() && !speaks_of_trust(node) {
            self.add_plain(node);
            return Ok(());
        }
        let trust = self.policy("the trust policy", node, Kind::Trust);
        let statements = trust.document.iter().flat_map(|it| &it.statements);
        let mut read = statements.clone().filter(|it| it.effect.is_some() || it.sid.is_some());
        if node.as_str().is_some() && read.next().is_none() {
            return Err(RoleFileFault::NoDocumentInString.at(node.span));
        }
        let names_principals = statements.clone().any(|it| it.principals.is_some());
        let assumes = statements.clone().any(|it| lets_assume(&it.actions));
        if names_principals && !assumes {
            let principals = statements.clone().find_map(|it| it.principals.as_ref());
            let span = principals.map_or(node.span, |it| it.span);
            return Err(RoleFileFault::ResourcePolicy.at(span));
        }
        if names_principals || (assumes && statements.clone().all(has_no_resource)) {
            if self.current.trust.is_some() || self.is_account {
                return Err(RoleFileFault::SecondTrustPolicy.at(node.span));
            }
            self.current.trust = Some(trust);
            return Ok(());
        }
        self.add_plain(node);
        Ok(())
    }

    fn add_plain(&mut self, node: &Node<'_>) {
        let policy = self.policy("the policy document", node, Kind::Identity);
        let target = if self.is_account { &mut self.for_all } else { &mut self.current.plain };
        target.push(policy);
    }

    fn policy(&self, name: &str, node: &Node<'_>, kind: Kind) -> RolePolicy {
        let origin = self.source.as_ref().map_or(Origin::Here, |it| Origin::File(Arc::clone(it)));
        RolePolicy::read(name, node, kind, origin)
    }

    /// Makes a role the current one.
    fn turn_to(&mut self, name: &str, arn: Option<&str>) {
        let is_it = |draft: &Draft| {
            let other = |own: &str| arn.is_some_and(|arn| arn != own);
            draft.name.as_deref() == Some(name) && !draft.arn.as_deref().is_some_and(other)
        };
        if self.current.name.is_none() {
            self.current.name = Some(name.to_owned());
        } else if !is_it(&self.current) {
            let known = self.others.iter().position(is_it);
            let new = || Draft { name: Some(name.to_owned()), ..Draft::default() };
            let next = known.map_or_else(new, |at| self.others.remove(at));
            self.others.push(std::mem::replace(&mut self.current, next));
        }
    }

    /// Where documents are all that the files hold, a version of a policy is one of them.
    fn adopt_versions(&mut self) {
        let is_unnamed = !self.current.is_named() && !self.current.is_listed();
        let is_alone = self.others.is_empty() && self.library.is_empty() && !self.has_account;
        if is_unnamed && is_alone {
            self.current.plain.append(&mut self.versions);
        }
    }

    /// The documents that belong to no role of the files.
    fn unowned(&self) -> (Vec<RolePolicy>, Option<RolePolicy>) {
        if self.current.is_named() || self.current.is_listed() {
            return (self.for_all.clone(), None);
        }
        (self.current.plain.clone(), self.current.trust.clone())
    }

    fn finish(mut self, boundary: Option<&RolePolicy>) -> Vec<Role> {
        self.attach_unlisted();
        let drafts = self.others.into_iter().chain([self.current]);
        let drafts = drafts.filter(|draft| !draft.is_empty() || !self.for_all.is_empty());
        let finish = |mut draft: Draft| {
            draft.plain.extend(self.for_all.iter().cloned());
            draft.finish(&self.library, boundary)
        };
        drafts.map(finish).collect()
    }

    /// A managed policy that is given by itself, and listed nowhere, is meant to be attached: next to other
    /// outputs it is what is known of the attached ones, alone it is the whole role.
    fn attach_unlisted(&mut self) {
        let is_listed =
            self.current.attached.is_some() || !self.others.is_empty() || self.has_account;
        let own = self.current.boundary.clone();
        let unlisted = self.library.iter().filter(|it| Some(&it.arn) != own.as_ref());
        let arns: Vec<_> = unlisted.map(|it| it.arn.clone()).collect();
        if is_listed || arns.is_empty() {
            return;
        }
        let is_alone = !self.current.is_named() && !self.current.is_listed();
        self.current.attached = Some(arns);
        if is_alone {
            self.current.inline_names = Some(Vec::new());
        }
    }
}

/// Whether a document may be one of trust: it names principals, or an action of STS.
fn speaks_of_trust(node: &Node<'_>) -> bool {
    let statements = node.get("Statement").map(Node::items_or_self);
    statements.unwrap_or_default().iter().any(|statement| {
        let names = ["Principal", "NotPrincipal"].iter().any(|key| statement.get(key).is_some());
        let actions = statement.get("Action").map(Node::items_or_self);
        let is_sts = |it: &Node<'_>| {
            it.as_str().is_some_and(|action| action.to_ascii_lowercase().starts_with("sts:"))
        };
        names || actions.unwrap_or_default().iter().any(is_sts)
    })
}

/// Whether a statement is about assuming a role.
fn lets_assume(actions: &Clause<Item>) -> bool {
    let assume = Glob::exact(&Text::literal("sts:assumerole"));
    match actions {
        Clause::In(items) => {
            let is_sts =
                |item: &Item| item.text.to_string().to_ascii_lowercase().starts_with("sts:");
            let covers = |item: &Item| item.pattern.frame().matches(&assume) != Truth::False;
            items.iter().any(|item| is_sts(item) || covers(item))
        }
        Clause::NotIn(_) | Clause::Every | Clause::Open => true,
    }
}

fn has_no_resource(statement: &Statement) -> bool {
    matches!(statement.resources, Clause::Every)
}

/// What a command prints is in a wrapper, which `--query` takes away.
fn inner<'n, 's>(node: &'n Node<'s>, wrapper: &str, own: &str) -> Option<&'n Node<'s>> {
    let within = node.get(wrapper).filter(|it| it.as_map().is_some());
    within.or_else(|| node.get(own).map(|_| node))
}

/// A place that shows what an object is: its first key.
fn first_of(node: &Node<'_>) -> Span {
    let first = node.as_map().and_then(|map| map.entries.first());
    first.map_or(node.span, |entry| entry.key_span)
}
