//! A role, wherever it was read: its trust policy, its policies, and its boundary.
//!
//! It is made from nodes of any tree, so that what the AWS CLI prints and what a template holds come to the
//! same.

use super::document::{Document, Kind};
use super::evaluate::{Place, Policies, PolicyKind, PolicySource};
use super::fault::PolicyDiagnostic;
use super::managed::{self, Managed};
use super::read::read;
use crate::base::source::Source;
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::syntax::Node;
use std::sync::Arc;

/// A role. A part that is unknown is a policy whose document was not provided, so that nothing is taken for
/// allowed, or for lacking, that was only not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Its name; none if only documents were provided.
    pub name: Option<Text<'static>>,
    /// Its ARN.
    pub arn: Option<Text<'static>>,
    /// Its tags, if they are known.
    pub tags: Option<Vec<(String, String)>>,
    /// The policies attached to it, and those written into it.
    pub policies: Vec<RolePolicy>,
    /// Its permissions boundary.
    pub boundary: Option<RolePolicy>,
    /// Whether a parameter or another unit gives that boundary, so that the unit cannot show it.
    pub is_boundary_given: bool,
    /// Who may assume it; none if unknown.
    pub trust: Option<RolePolicy>,
}

/// A policy of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolePolicy {
    /// Its name or ARN; what it is, where it has neither.
    pub name: String,
    /// What it says, where it was read from a text.
    pub document: Option<Document>,
    /// What is wrong with the document.
    pub problems: Vec<PolicyDiagnostic>,
    /// Whose text the places in it are of.
    pub origin: Origin,
}

/// Where a policy was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the file of the task definition itself.
    Here,
    /// In another file.
    File(Arc<Source>),
    /// In the copy of an AWS managed policy that the program holds.
    Copy(&'static Managed),
    /// Nowhere: its document was not provided, and this is how to give it.
    NotAtHand(String),
}

impl Role {
    /// What decides about a request that the role makes.
    pub fn as_policies(&self) -> Policies<'_> {
        Policies {
            identity: self.policies.iter().map(RolePolicy::source).collect(),
            boundary: self.boundary.as_ref().map(RolePolicy::source),
            resource: None,
        }
    }

    /// The policy that a statement is in; a resource's policy is the trust policy here.
    pub fn holding(&self, place: &Place) -> Option<&RolePolicy> {
        match place.policy {
            PolicyKind::Identity(index) => self.policies.get(index),
            PolicyKind::Boundary => self.boundary.as_ref(),
            PolicyKind::Resource => self.trust.as_ref(),
        }
    }

    /// Every policy: trust, those of the role, the boundary.
    pub fn all(&self) -> impl Iterator<Item = &RolePolicy> {
        self.trust.iter().chain(&self.policies).chain(&self.boundary)
    }

    /// The copies of AWS managed policies that stand for policies of the role.
    pub fn copies(&self) -> Vec<&'static Managed> {
        let copy = |policy: &RolePolicy| match policy.origin {
            Origin::Copy(copy) => Some(copy),
            _ => None,
        };
        self.all().filter_map(copy).collect()
    }

    /// Whether it is the role that is meant by an ARN or a name.
    pub fn is_called(&self, stated: &Text<'_>) -> Truth {
        let is_arn = stated.starts_with("arn:") != Truth::False;
        if let Some(arn) = self.arn.as_ref().filter(|_| is_arn) {
            return alike(stated, arn);
        }
        let last = stated.rsplit_once('/').map_or_else(|| stated.clone(), |(_, last)| last);
        self.name.as_ref().map_or(Truth::False, |name| alike(&last, name))
    }

    /// Its ARN or its name, for people.
    pub fn shown(&self) -> Option<String> {
        self.arn.as_ref().or(self.name.as_ref()).map(ToString::to_string)
    }
}

/// What a role is called: the last part of its ARN, or its logical ID in the template.
pub fn called(role: &Text<'_>) -> String {
    let placeholder = match role.pieces().last() {
        Some(Piece::Placeholder(placeholder)) => Some(placeholder),
        _ => None,
    };
    let is_resource = |it: &&Placeholder<'_>| {
        matches!(it.kind(), PlaceholderKind::GeneratedName | PlaceholderKind::Reference)
    };
    if let Some(name) = placeholder.filter(is_resource).map(Placeholder::name) {
        return name.strip_suffix(".Arn").unwrap_or(name).to_owned();
    }
    let text = role.to_string();
    let name = text.rsplit_once(":role/").and_then(|(_, path)| path.rsplit('/').next());
    name.map(str::to_owned).unwrap_or(text)
}

/// Whether two texts are the same; where both have placeholders, only the same placeholders are.
pub fn alike(one: &Text<'_>, other: &Text<'_>) -> Truth {
    match (one.as_literal(), other.as_literal()) {
        (_, Some(other)) => one.equals(other),
        (Some(one), None) => other.equals(one),
        (None, None) if one == other => Truth::True,
        (None, None) => Truth::Unknown,
    }
}

impl RolePolicy {
    /// Reads a document.
    pub fn read(name: impl Into<String>, document: &Node<'_>, kind: Kind, origin: Origin) -> Self {
        let reading = read(document, kind);
        Self {
            name: name.into(),
            document: Some(reading.document),
            problems: reading.problems,
            origin,
        }
    }

    /// A policy whose document was not provided; `how` is the command that prints it.
    pub fn not_at_hand(name: impl Into<String>, how: impl Into<String>) -> Self {
        let origin = Origin::NotAtHand(how.into());
        Self { name: name.into(), document: None, problems: Vec::new(), origin }
    }

    /// The copy of an AWS managed policy, by its ARN.
    pub fn copy(arn: &str) -> Option<Self> {
        let copy = managed::find(arn)?;
        let origin = Origin::Copy(copy);
        Some(Self { name: copy.name.to_owned(), document: None, problems: Vec::new(), origin })
    }

    /// Its document, if it was provided.
    pub fn document(&self) -> Option<&Document> {
        match &self.origin {
            Origin::Copy(copy) => Some(&copy.document),
            _ => self.document.as_ref(),
        }
    }

    /// Its name, for people: of a copy, with its version and the day of that version.
    #[cfg(feature = "internals")]
    pub fn shown(&self) -> String {
        match &self.origin {
            Origin::Copy(copy) => {
                format!("AWS's {} ({} of {})", copy.name, copy.version, copy.date)
            }
            _ => self.name.clone(),
        }
    }

    /// Whether it is called by a name of its own, rather than by what it is.
    pub fn has_name(&self) -> bool {
        !self.name.contains(' ')
    }

    fn source(&self) -> PolicySource<'_> {
        match self.document() {
            Some(document) => PolicySource::Document(document),
            None => PolicySource::NotAtHand(&self.name),
        }
    }
}
