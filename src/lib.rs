//! Does an Amazon ECS task definition need a task execution role?
//!
//! `read → task definitions → assess → report`: see `ARCHITECTURE.md`.

pub mod analysis;
pub mod aws;
pub mod base;
pub mod engine;
pub mod front;
pub mod iam;
pub mod input;
pub mod render;
pub mod rules;
pub mod syntax;

pub use aws::launch_type::LaunchType;
pub use base::diagnostic::Severity;
pub use front::{
    Checker, Explanation, OptionError, Options, Outcome, PolicyOptions, PrintedPolicy, Rendered,
    Report, SourceFile, Tally, Unread,
};
pub use render::policy::Form as PolicyForm;
pub use render::{Detail, Format, Renderer, Stream, Style};
