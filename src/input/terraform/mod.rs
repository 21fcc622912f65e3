//! Terraform and `OpenTofu`: a module is one source, made of the files of its folder and of what they lead to.

pub mod files;
mod requests;
pub mod wanted;

pub use files::{ModuleFileKind, is_module};
pub use requests::FileRequests;
pub use wanted::{WantedPath, wanted_by};
