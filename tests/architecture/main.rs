//! The floors of the house: a file uses only floors below its own. And what every module owes its reader.
//!
//! Names are resolved as far as the text goes: what a macro or a derive makes, and the type that a method is
//! called on, is not seen. All imports of a module count in all of it, and a name that may mean two things
//! counts as both.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod breaches;
mod check;
mod circles;
mod facts;
mod floors;
mod limits;
mod modules;
mod tokens;
mod tree;

use std::sync::LazyLock;
use tree::Tree;

/// The sources, parsed once for all tests.
static SOURCES: LazyLock<Tree> = LazyLock::new(Tree::read);

#[test]
fn the_sources_keep_the_rules_of_the_house() {
    let breaches: Vec<_> = check::check(&SOURCES).iter().map(ToString::to_string).collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}
