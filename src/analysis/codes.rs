//! The built-in codes of findings and problems, for `explain` and their page.

use super::{agent, role, role_check, role_source, rule_findings};
use crate::base::problem::Severity;

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
        severity: Severity::Note,
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
        name: rule_findings::UNSUPPORTED,
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
    // The role itself, with --role.
    Code {
        name: role_check::MISSING,
        severity: Severity::Error,
        when: "The role that was given does not allow what the task definition needs; the closest statement is shown, with why it misses. A warning where the need itself is not certain, advice where AWS names the permission and no source shows it used.",
        help: "Add the statement that the message gives, or mend the one that is shown.",
    },
    Code {
        name: role_check::DENIED,
        severity: Severity::Error,
        when: "A Deny takes away what the task definition needs, or the permissions boundary does not allow it.",
        help: "Take it out of the Deny; or add it to the boundary, which grants nothing and limits everything.",
    },
    Code {
        name: role_check::CONDITIONAL,
        severity: Severity::Warning,
        when: "Whether the role allows what is needed depends on a condition key, or on a placeholder, that no file shows.",
        help: "See to it that the condition is met when ECS calls; or say what is open with --region, --account or --var.",
    },
    Code {
        name: role_check::UNNEEDED,
        severity: Severity::Note,
        when: "The role allows an action that nothing in the task definition needs; told with --unneeded.",
        help: "Take it out, unless another task definition uses the role.",
    },
    Code {
        name: role_check::TRUST_MISSING,
        severity: Severity::Error,
        when: "The trust policy of the role does not let ecs-tasks.amazonaws.com assume it.",
        help: "Trust the service: {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}.",
    },
    Code {
        name: role_check::TRUST_CONDITION,
        severity: Severity::Error,
        when: "The role trusts ECS under a condition that no task meets; a warning where that depends on what no file shows.",
        help: "Compare aws:SourceArn by ArnLike with arn:aws:ecs:REGION:ACCOUNT:*, and aws:SourceAccount with the account of the role.",
    },
    Code {
        name: role_check::MALFORMED,
        severity: Severity::Error,
        when: "A policy breaks a rule of the grammar, so that IAM refuses the document; a warning where IAM takes it and it does not do what it seems to.",
        help: "Mend the place that is shown.",
    },
    Code {
        name: role_check::UNKNOWN,
        severity: Severity::Warning,
        when: "A policy, a list of policies or the trust policy of the role was not given, and whether the role is enough hangs on it.",
        help: "Give with --role what the command in the message prints.",
    },
    // What is wrong with an input.
    Code {
        name: role_source::NO_ROLE,
        severity: Severity::Error,
        when: "The files given with --role do not hold the role that the task definition names; the exit code is 2.",
        help: "Give what the AWS CLI prints about that role, or say with --execution-role which one is meant.",
    },
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
    // What is wrong with a template; CloudFormation refuses most of it.
    Code {
        name: "unknown-reference",
        severity: Severity::Error,
        when: "A `Ref`, `GetAtt` or `Sub` names what is neither a parameter nor a resource of the template.",
        help: "Declare it, or write the name as it is declared: CloudFormation refuses the template.",
    },
    Code {
        name: "unknown-condition",
        severity: Severity::Error,
        when: "An `If` or a condition names a condition that the template does not have.",
        help: "Declare it under `Conditions`, or write the name as it is declared there.",
    },
    Code {
        name: "unknown-mapping",
        severity: Severity::Error,
        when: "A `FindInMap` names a mapping or a key that is not there; a warning where a parameter names the key.",
        help: "Add the key to the mapping, or give `DefaultValue`.",
    },
    Code {
        name: "bad-sub",
        severity: Severity::Error,
        when: "A `Sub` is given no text, or its text holds `${…}` that names nothing.",
        help: "Write ${NAME} or ${RESOURCE.ATTRIBUTE}; ${!NAME} puts in ${NAME} as it stands.",
    },
    Code {
        name: "bad-select",
        severity: Severity::Error,
        when: "A `Select` asks for an item that the list written there does not have.",
        help: "The first item has the index 0.",
    },
    Code {
        name: "circular-reference",
        severity: Severity::Error,
        when: "The name of a resource leads back to that resource.",
        help: "Write the name without referring to it.",
    },
    Code {
        name: "circular-condition",
        severity: Severity::Error,
        when: "A condition leads back to itself.",
        help: "Let conditions rest on parameters and mappings in the end.",
    },
    Code {
        name: "open-loop",
        severity: Severity::Warning,
        when: "A `Fn::ForEach` makes task definitions, and what it goes over is not known.",
        help: "Give the list: --var NAME=VALUE,VALUE or --parameters FILE.",
    },
];
