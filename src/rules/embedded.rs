//! The rules that come with the program: checked by `build.rs`, put into it as data, read when needed.

use super::compile::{self, paths};
use super::file::RuleFile;
use super::{Body, Rule};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A rule of `rules/`, as `build.rs` writes it.
struct Embedded {
    id: &'static str,
    each: &'static [&'static str],
    switch: Option<&'static str>,
    /// The file as JSON, without what only `explain` tells.
    text: &'static str,
    /// The whole file as JSON.
    page: &'static str,
}

/// All of them, sorted by id.
const RULES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The built-in rules, sorted by id.
///
/// # Errors
/// A sentence that names the broken rule; `tests/rules.rs` keeps that from being shipped.
pub fn built_in() -> Result<Vec<Rule>, String> {
    let rule = |rule: &Embedded| {
        let each = paths(rule.each.iter().copied());
        let each = each.map_err(|fault| format!("rule {}: {}", rule.id, fault.message))?;
        Ok(Rule {
            id: Cow::Borrowed(rule.id),
            each,
            switch: rule.switch.map(Cow::Borrowed),
            text: rule.text,
            page: rule.page,
            body: OnceLock::new(),
        })
    };
    RULES.iter().map(rule).collect()
}

/// What a built-in rule asks and says.
pub(super) fn body(text: &str) -> Option<Body> {
    let file: RuleFile = serde_json::from_str(text).ok()?;
    compile::body(file).ok()
}

/// The whole file of a built-in rule.
pub(super) fn page(text: &str) -> Option<RuleFile> {
    serde_json::from_str(text).ok()
}
