//! The built-in codes of findings and problems, for `explain` and their page.

use super::{agent, own, role};
use crate::problem::Severity;

/// A built-in code, for `explain` and the pages.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Its name.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// When it is found, one sentence.
    pub when: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// The codes of what the program itself finds, and of what can be wrong with an input; rules may have codes
/// of their own.
pub const CODES: &[Code] = &[
    Code {
        name: role::MISSING,
        severity: Severity::Error,
        when: "An execution role is required, and the task definition states that there is none.",
        help: "Name a role in `executionRoleArn`, or supply it with --execution-role where the pipeline does.",
    },
    Code {
        name: role::UNDETERMINED,
        severity: Severity::Warning,
        when: "Whether an execution role is required depends on what the file leaves open, and no role is named.",
        help: "Settle it with --launch-type, --var, --image or --assume; or name a role.",
    },
    Code {
        name: role::UNNEEDED,
        severity: Severity::Advice,
        when: "An execution role is named, and nothing in the task definition uses it.",
        help: "Leave `executionRoleArn` out, unless something that no file shows needs it.",
    },
    Code {
        name: role::INVALID,
        severity: Severity::Error,
        when: "`executionRoleArn` is not a role: a policy, a user, an instance profile, a service-linked role.",
        help: "Give the ARN of an IAM role that trusts ecs-tasks.amazonaws.com.",
    },
    Code {
        name: own::UNSUPPORTED,
        severity: Severity::Error,
        when: "The task definition asks for a feature that a stated launch type does not have.",
        help: "Use what the launch type has, or state another launch type.",
    },
    Code {
        name: agent::TOO_OLD,
        severity: Severity::Error,
        when: "A feature wants a newer container agent than the one given with --agent-version.",
        help: "Update the container agent on the instances.",
    },
    // What is wrong with an input.
    Code {
        name: "unreadable",
        severity: Severity::Error,
        when: "A file could not be read: it is not there, or may not be read.",
        help: "Check the path and its permissions.",
    },
    Code {
        name: "too-large",
        severity: Severity::Error,
        when: "A file is larger than any task definition.",
        help: "Name the file that holds the task definition.",
    },
    Code {
        name: "empty-file",
        severity: Severity::Error,
        when: "A file holds nothing.",
        help: "Name the file that holds the task definition.",
    },
    Code {
        name: "not-text",
        severity: Severity::Error,
        when: "A file holds bytes that are no text.",
        help: "Name the file that holds the task definition.",
    },
    Code {
        name: "encoding",
        severity: Severity::Error,
        when: "A file is UTF-8 or UTF-16 only up to a place.",
        help: "Save it as UTF-8.",
    },
    Code {
        name: "not-a-task-definition",
        severity: Severity::Error,
        when: "A file holds no task definition; the message says what it is.",
        help: "Name the file that holds the task definition.",
    },
    Code {
        name: "not-read-yet",
        severity: Severity::Error,
        when: "A file is a template of a kind that is not read yet.",
        help: "Give what it becomes: the task definition as it is registered, or what describe-task-definition prints.",
    },
    Code {
        name: "syntax",
        severity: Severity::Error,
        when: "The text is not JSON or YAML at a place; reading goes on after it.",
        help: "Mend the place: AWS refuses the file as it stands.",
    },
    Code {
        name: "comment",
        severity: Severity::Error,
        when: "JSON holds a comment.",
        help: "Take it out: AWS refuses the file as it stands.",
    },
    Code {
        name: "trailing-comma",
        severity: Severity::Error,
        when: "A comma stands before a closing bracket.",
        help: "Take it out: AWS refuses the file as it stands.",
    },
    Code {
        name: "too-deep",
        severity: Severity::Error,
        when: "Values nest deeper than any reader takes.",
        help: "Nothing of a task definition nests so deep: look at the place.",
    },
    Code {
        name: "duplicate-key",
        severity: Severity::Warning,
        when: "An object has a key twice; the last one counts.",
        help: "Take one of them out.",
    },
    Code {
        name: "unknown-alias",
        severity: Severity::Error,
        when: "A YAML alias names an anchor that is not there.",
        help: "Write the anchor, or the value itself.",
    },
    Code {
        name: "recursive-alias",
        severity: Severity::Error,
        when: "A YAML alias stands within what it names.",
        help: "Write the value itself.",
    },
    Code {
        name: "too-many-aliases",
        severity: Severity::Error,
        when: "The aliases of a YAML document stand for more values than any task definition has.",
        help: "Write the values that are needed.",
    },
    Code {
        name: "unknown-key",
        severity: Severity::Error,
        when: "A key is not a field of the API; a warning where nothing of the API is close to it.",
        help: "Write it as the API does.",
    },
    Code {
        name: "misplaced-key",
        severity: Severity::Error,
        when: "A key is a field of another object of the API.",
        help: "Move it to the object that the message names.",
    },
    Code {
        name: "misspelt-execution-role",
        severity: Severity::Error,
        when: "A key was meant to be `executionRoleArn`, or stands in a container definition.",
        help: "Write `executionRoleArn` at the top of the task definition.",
    },
    Code {
        name: "wrong-type",
        severity: Severity::Error,
        when: "A value has another shape than its field wants.",
        help: "Write the value in the shape that the message names.",
    },
];
