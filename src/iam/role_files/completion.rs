//! The documents of files that belong to a role which stands elsewhere, in a template: its managed policies by their
//! ARNs, and what is passed as a plain document.

use super::RoleFiles;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::role::{RolePolicy, alike};

/// A managed policy that a role attaches by its ARN.
#[derive(Debug)]
pub struct AttachedArn<'a, 't> {
    /// The ARN.
    pub arn: &'a Text<'t>,
    /// Whether nothing but the files shows its document.
    pub is_open: bool,
}

/// What files add to such a role.
#[derive(Debug, Default)]
pub struct Completion {
    /// The document of each policy that it attaches, where the files hold it.
    pub documents: Vec<Option<RolePolicy>>,
    /// Further policies of it.
    pub more: Vec<RolePolicy>,
}

impl RoleFiles {
    /// What the files add to a role that attaches these policies.
    pub fn complete(&self, attached: &[AttachedArn<'_, '_>]) -> Completion {
        let mut documents: Vec<_> = attached.iter().map(|it| self.exactly(it.arn)).collect();
        for (at, policy) in self.perhaps(attached, &documents) {
            if let Some(place) = documents.get_mut(at) {
                *place = Some(policy);
            }
        }
        let mut open: Vec<_> = documents.iter_mut().zip(attached).collect();
        open.retain(|(document, it)| document.is_none() && it.is_open);
        // As many documents as are missing are these, in whatever order: all of them count.
        if open.len() != self.plain.len() {
            return Completion { documents, more: self.plain.clone() };
        }
        for ((place, _), plain) in open.into_iter().zip(&self.plain) {
            *place = Some(plain.clone());
        }
        Completion { documents, more: Vec::new() }
    }

    /// The policy of an ARN.
    fn exactly(&self, arn: &Text<'_>) -> Option<RolePolicy> {
        self.library.iter().find(|it| is(arn, it) == Truth::True).cloned()
    }

    /// The policies whose ARNs placeholders leave open, each where it alone may be this one, and is no other.
    fn perhaps(
        &self,
        attached: &[AttachedArn<'_, '_>],
        known: &[Option<RolePolicy>],
    ) -> Vec<(usize, RolePolicy)> {
        let is_taken =
            |policy: &RolePolicy| known.iter().flatten().any(|it| it.name == policy.name);
        let left: Vec<_> = self.library.iter().filter(|policy| !is_taken(policy)).collect();
        let open = || attached.iter().zip(known).enumerate().filter(|(_, (_, it))| it.is_none());
        let found = open().filter_map(|(at, (it, _))| {
            let mut fitting = left.iter().filter(|policy| is(it.arn, policy) == Truth::Unknown);
            let policy = fitting.next().filter(|_| fitting.next().is_none())?;
            let fits = open().filter(|(_, (it, _))| is(it.arn, policy) == Truth::Unknown).count();
            (fits == 1).then(|| (at, (*policy).clone()))
        });
        found.collect()
    }

    /// The document of a permissions boundary: the one that is passed as such, else the policy of its ARN.
    pub fn boundary_of(&self, arn: &Text<'_>) -> Option<RolePolicy> {
        let may_be = || {
            let mut fitting = self.library.iter().filter(|it| is(arn, it) == Truth::Unknown);
            fitting.next().filter(|_| fitting.next().is_none()).cloned()
        };
        self.boundary.clone().or_else(|| self.exactly(arn)).or_else(may_be)
    }
}

/// Whether a policy of the files is that of an ARN.
fn is(arn: &Text<'_>, policy: &RolePolicy) -> Truth {
    alike(arn, &Text::literal(policy.name.as_str()))
}
