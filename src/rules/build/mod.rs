//! What only `build.rs` uses: trees as `serde_yaml` reads them, and rules as Rust.

pub mod literal;
pub mod tree;
