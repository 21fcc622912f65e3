//! What a role must allow: permissions, policy documents and what they allow, in three values.

mod clauses;
mod compare;
pub mod condition;
mod condition_clause;
pub mod context;
pub mod document;
pub mod evaluate;
#[cfg(test)]
mod evaluate_tests;
pub mod fault;
pub mod generate;
pub mod managed;
pub mod matching;
#[cfg(test)]
mod matching_tests;
pub mod operator;
pub mod permission;
pub mod principal;
mod principal_clause;
pub mod read;
mod request;
pub mod role;
pub mod role_files;
mod statement;
mod statement_match;
pub mod trust;
pub mod variables;

pub use context::Context;
pub use document::{Document, Kind, Statement};
pub use evaluate::{Decision, Policies, Request, evaluate};
pub use matching::Glob;
pub use read::read;
pub use role::{Role, RolePolicy};
pub use role_files::RoleFiles;
