//! What stands after the options in the help: examples and exit codes.

/// After the short help of the program.
pub(super) const MAIN: &str = "\
Example: needs-exec-role --launch-type fargate taskdef.json

Exit codes: 0 no findings, 1 findings, 2 usage error or nothing to check.";

/// After its long help.
pub(super) const MAIN_LONG: &str = "\
Examples:
  needs-exec-role taskdef.json
          Check a file
  needs-exec-role --format compact --fail-on warning deploy/
          Check a directory, one line per finding
  needs-exec-role --launch-type fargate --var IMAGE=nginx:1.27 taskdef.json
          Check a template as the pipeline fills it
  aws iam get-role --role-name exec > role.json
  needs-exec-role --role role.json taskdef.json
          Check whether a role is sufficient
  needs-exec-role policy taskdef.json
          Print the policy that the role needs
  needs-exec-role explain \"unable to pull secrets or registry auth\"
          Look up an error message

Exit codes:
  0  no findings at or above --fail-on
  1  findings at or above --fail-on
  2  usage error, an unreadable file, or nothing to check";

/// After the long help of `check`.
pub(super) const CHECK: &str = "\
Examples:
  needs-exec-role check taskdef.json
  needs-exec-role check --exclude legacy/ .
  needs-exec-role ./check
          Check a file that is named like a command

Exit codes: as without a command.";

/// After the long help of `rules`.
pub(super) const RULES: &str = "\
Examples:
  needs-exec-role rules
  needs-exec-role rules --format json
  needs-exec-role rules --assumptions";

/// After the long help of `explain`.
pub(super) const EXPLAIN: &str = "\
Examples:
  needs-exec-role explain ecr-private-image
  needs-exec-role explain execution-role-missing
  needs-exec-role explain \"unable to pull secrets or registry auth\"
  aws ecs describe-tasks --cluster prod --tasks 0123 | needs-exec-role explain -
  needs-exec-role explain --in deploy/ error.txt
          Show the place in the task definition, and the patch

Exit codes: 0 explained, 1 no cause found in the text, 2 unknown ID and a file that cannot be read.";

/// After the long help of `completions`.
#[cfg(feature = "completions")]
pub(super) const COMPLETIONS: &str = "\
Examples:
  needs-exec-role completions bash > ~/.local/share/bash-completion/completions/needs-exec-role
  needs-exec-role completions --man > needs-exec-role.1
  needs-exec-role completions --man policy > needs-exec-role-policy.1";

/// After the long help of `lsp`.
#[cfg(feature = "lsp")]
pub(super) const LSP: &str = "\
An editor starts it, and talks to it over standard input and output: see docs/editors.md.
Its settings are the keys of .needs-exec-role.yaml.

Exit codes: 0 the editor has said goodbye, 1 it has not, 2 usage error.";
