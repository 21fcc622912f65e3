//! A wrong and a right excerpt of a task definition for a rule.
//!
//! `tests/docs` takes the excerpts from `fixtures/rules/` and checks that they are wrong and right.

/// For each rule `# ID`, the wrong excerpt, and `---` and the right one if it takes more than the role.
const EXAMPLES: &str = include_str!("examples.txt");

/// What makes an excerpt right that lacks only the role.
const ROLE: &str =
    "  \"executionRoleArn\": \"arn:aws:iam::111122223333:role/ecsTaskExecutionRole\",\n";

/// The examples of a rule, as Markdown; empty if it has none.
pub(super) fn of(id: &str) -> String {
    let own = EXAMPLES.split("# ").find_map(|it| it.strip_prefix(id)?.strip_prefix('\n'));
    let Some(own) = own else { return String::new() };
    let (wrong, right) = match own.split_once("---\n") {
        Some((wrong, right)) => (wrong, right.to_owned()),
        None => (own, own.replacen("{\n", &format!("{{\n{ROLE}"), 1)),
    };
    format!("Wrong:\n\n```json\n{wrong}```\n\nRight:\n\n```json\n{right}```\n")
}
