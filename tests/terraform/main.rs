//! What expressions of Terraform come to.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
)]

mod console;
mod generated;
mod limits;
mod table;

use needs_exec_role::base::source::Source;
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::input::terraform::local_values;

/// What expressions come to, beside declarations: JSON text, or `fails`.
fn evaluated(declarations: &str, expressions: &[&str]) -> Vec<String> {
    let locals = expressions.iter().enumerate();
    let locals: String = locals.map(|(at, it)| format!("  v{at:04} = {it}\n")).collect();
    let source = Source::new("main.tf", format!("{declarations}\nlocals {{\n{locals}}}\n"));
    let values = local_values(&source, &Inputs::default());
    assert_eq!(values.len(), expressions.len(), "an expression is not read");
    values.into_iter().map(|(_, value)| value.unwrap_or_else(|| "fails".to_owned())).collect()
}

/// The rows of a table, each an expression and what it comes to.
fn rows(table: &str) -> Vec<(&str, &str)> {
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| row.rsplit_once(" => ").unwrap_or_else(|| panic!("no row: {row}"))).collect()
}

/// Holds what the expressions of a table come to to what the table says.
fn check(declarations: &str, table: &str) {
    let rows = rows(table);
    let expressions: Vec<_> = rows.iter().map(|row| row.0).collect();
    let mut wrong = Vec::new();
    for ((expression, expected), found) in rows.iter().zip(evaluated(declarations, &expressions)) {
        if found != *expected {
            wrong.push(format!("{expression}\n    expected {expected}\n    found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
