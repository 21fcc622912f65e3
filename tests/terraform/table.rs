//! The functions, a row for each way in which one is used.

use crate::check;

/// What the rows of open values refer to.
const DECLARATIONS: &str = r#"
variable "name" {}
variable "names" {}
variable "more" {}
resource "aws_iam_role" "task" {}
resource "aws_iam_role" "other" {}
"#;

#[test]
fn of_literals() {
    check("", include_str!("literals.txt"));
}

#[test]
fn of_open_values() {
    check(DECLARATIONS, include_str!("open.txt"));
}
