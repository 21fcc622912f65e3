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
pub mod managed_arn;
pub mod matching;
#[cfg(test)]
mod matching_tests;
pub mod operator;
pub mod permission;
pub mod principal;
mod principal_clause;
pub mod read;
mod request;
pub mod resource_types;
pub mod role;
pub mod role_files;
mod statement;
mod statement_match;
pub mod trust;
pub mod variables;

#[cfg(feature = "internals")]
pub use self::{
    context::Context,
    document::{Document, Kind, Statement},
    evaluate::{Decision, Policies, Request, evaluate},
    matching::Glob,
    read::read,
    role::{Role, RolePolicy},
};
pub use role_files::RoleFiles;
