//! Whether a role is sufficient, as JSON.

use crate::analysis;
use crate::iam::managed::Managed;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct RoleCheckJson<'a> {
    role: Option<&'a str>,
    answer: &'static str,
    copies: Vec<Copied>,
}

/// An AWS managed policy that was taken from the program's own copy.
#[derive(Debug, Serialize)]
struct Copied {
    name: &'static str,
    version: &'static str,
    date: &'static str,
}

impl<'a> RoleCheckJson<'a> {
    pub(super) fn new(held: &'a analysis::role_check::RoleCheck) -> Self {
        Self {
            role: held.role.as_deref(),
            answer: held.answer.name(),
            copies: held.copies.iter().map(|copy| Copied::new(copy)).collect(),
        }
    }
}

impl Copied {
    fn new(copy: &'static Managed) -> Self {
        Self { name: copy.name, version: &copy.version, date: &copy.date }
    }
}
