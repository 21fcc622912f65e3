//! The tables that the source is checked against: what is on which floor, and what may be used where.

/// The floors, from the ground up. Modules on one floor do not know each other.
pub(crate) const FLOORS: [&[&str]; 12] = [
    &["base"],
    &["syntax"],
    &["aws"],
    &["iam", "input", "rules"],
    &["engine"],
    &["analysis", "explain"],
    &["render"],
    &["front"],
    &["lib"],
    &["workspace"],
    &["cli", "lsp"],
    &["main"],
];
