//! Does an Amazon ECS task definition need a task execution role?
//!
//! `read → task definitions → advise → report`: see `ARCHITECTURE.md`.

pub mod aws;
pub mod formats;
pub mod problem;
pub mod source;
pub mod syntax;
pub mod text;
pub mod truth;
