//! Does an Amazon ECS task definition need a task execution role?
//!
//! `read → task definitions → advise → report`: see `ARCHITECTURE.md`.

pub mod advise;
pub mod aws;
pub mod check;
pub mod cli;
pub mod formats;
pub mod iam;
pub mod problem;
pub mod report;
pub mod rules;
pub mod source;
pub mod syntax;
pub mod text;
pub mod truth;
