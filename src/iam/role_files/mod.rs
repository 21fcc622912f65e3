//! Roles in files: what the AWS CLI prints about them, and plain policy documents.

mod draft;
mod gather;
mod look;
mod output;

use super::role::Role;
use crate::base::problem::Problem;
use crate::base::source::Source;
use crate::base::text::Text;
use crate::base::truth::Truth;
use std::sync::Arc;

/// What files tell about roles.
#[derive(Debug, Default)]
pub struct RoleFiles {
    roles: Vec<Role>,
}

/// A file that tells nothing about a role, or cannot be read as it stands.
#[derive(Debug)]
pub struct Unfit {
    /// The file.
    pub source: Arc<Source>,
    /// What it looks like, or what is wrong with it.
    pub problem: Problem,
}

impl RoleFiles {
    /// Reads files as the AWS CLI prints them, in order; the boundary goes before what they tell of one.
    ///
    /// # Errors
    ///
    /// The first file that is unfit: nothing is judged by half of what was given.
    pub fn read(files: &[Arc<Source>], boundary: Option<&Arc<Source>>) -> Result<Self, Box<Unfit>> {
        let roles = gather::roles(files, boundary)?;
        Ok(Self { roles })
    }

    /// The role that is stated; where none is, the only one there is.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn pick(&self, stated: Option<&Text<'_>>) -> Result<&Role, String> {
        let stated = stated.filter(|stated| stated.as_placeholder().is_none());
        match (stated, self.roles.as_slice()) {
            // Documents alone are what the user says about the role that is meant.
            (_, [only]) if only.name.is_none() && only.arn.is_none() => Ok(only),
            (None, [only]) => Ok(only),
            (None, []) => Err("the files given with --role hold no role".to_owned()),
            (None, _) => Err(format!(
                "the files given with --role hold several roles ({}), and none is named here",
                self.names()
            )),
            (Some(stated), roles) => {
                let fits = |truth| roles.iter().filter(move |role| role.is_called(stated) == truth);
                let mut open = fits(Truth::Unknown);
                match (fits(Truth::True).next(), open.next(), open.next()) {
                    (Some(role), ..) | (None, Some(role), None) => Ok(role),
                    (None, Some(_), Some(_)) => Err(format!(
                        "`{stated}` may be several of the roles in the files given with --role"
                    )),
                    (None, None, _) => Err(format!(
                        "the files given with --role do not hold `{stated}`; they hold {}",
                        self.names()
                    )),
                }
            }
        }
    }

    fn names(&self) -> String {
        const SHOWN: usize = 5;
        let names = self.roles.iter().filter_map(Role::shown).map(|name| format!("`{name}`"));
        let mut shown: Vec<_> = names.take(SHOWN).collect();
        match self.roles.len().checked_sub(SHOWN) {
            None | Some(0) => {}
            Some(more) => shown.push(format!("{more} more")),
        }
        if shown.is_empty() { "no role".to_owned() } else { shown.join(", ") }
    }
}
