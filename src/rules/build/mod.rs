//! What only `build.rs` uses: trees as `serde_yaml` reads them, and rules and tables as Rust.

pub mod documents;
pub mod literal;
pub mod tree;
