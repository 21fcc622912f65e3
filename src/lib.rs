//! Does an Amazon ECS task definition need a task execution role?
//!
//! `read → task definitions → advise → report`: see `ARCHITECTURE.md`.

pub mod analysis;
pub mod aws;
pub mod base;
pub mod cli;
pub mod engine;
pub mod iam;
pub mod input;
pub mod render;
pub mod rules;
pub mod syntax;
