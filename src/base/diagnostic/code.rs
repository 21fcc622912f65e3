//! The codes of diagnostics: each is one row here, and everything else about it follows from that.

use super::Severity;
use std::borrow::Cow;
use std::fmt;

/// What kind of thing was found: the name in square brackets after a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// What the program itself finds.
    BuiltIn(BuiltIn),
    /// What a rule finds by itself.
    OfRule {
        /// The name that the rule gives it.
        name: Cow<'static, str>,
        /// The rule.
        rule: Cow<'static, str>,
        /// How much it weighs.
        severity: Severity,
    },
}

impl Code {
    /// Its stable name, in kebab case.
    pub fn name(&self) -> &str {
        match self {
            Self::BuiltIn(code) => code.name(),
            Self::OfRule { name, .. } => name,
        }
    }

    /// How much it weighs, unless the diagnostic says otherwise.
    pub fn severity(&self) -> Severity {
        match self {
            Self::BuiltIn(code) => code.severity(),
            Self::OfRule { severity, .. } => *severity,
        }
    }

    /// Its page, relative to `docs/`.
    pub fn page(&self) -> String {
        match self {
            Self::BuiltIn(code) => format!("findings.md#{}", code.name()),
            Self::OfRule { rule, .. } => format!("rules/{rule}.md"),
        }
    }

    /// Whether it is this built-in code.
    pub fn is(&self, code: BuiltIn) -> bool {
        *self == Self::BuiltIn(code)
    }
}

impl From<BuiltIn> for Code {
    fn from(code: BuiltIn) -> Self {
        Self::BuiltIn(code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One row for each code: its variant, its name, how much it weighs, when it is found, what to do.
macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $when:literal, $help:literal;)*) => {
        /// The codes of what the program itself finds, and of what can be wrong with an input.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum BuiltIn {
            $(#[doc = $when] $variant,)*
        }

        impl BuiltIn {
            /// All of them, in the order of their page.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its stable name, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The code of a name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name() == name)
            }

            /// How much it weighs, unless the diagnostic says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// When it is found, one sentence.
            pub fn when(self) -> &'static str {
                match self { $(Self::$variant => $when,)* }
            }

            /// What to do about it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

codes! {
    ExecutionRoleMissing, "execution-role-missing", Error,
        "An execution role is required, and the task definition states that there is none.",
        "Name a role in `executionRoleArn`, or supply it with --execution-role where the pipeline does.";
    ExecutionRoleUndetermined, "execution-role-undetermined", Warning,
        "Whether an execution role is required depends on what the file leaves open, and no role is named.",
        "Settle it with --launch-type, --var, --image or --assume; or name a role.";
    ExecutionRoleUnneeded, "execution-role-unneeded", Note,
        "An execution role is named, and nothing in the task definition uses it.",
        "Leave `executionRoleArn` out, unless something that no file shows needs it.";
    ExecutionRoleInvalid, "execution-role-invalid", Error,
        "`executionRoleArn` is not a role: a policy, a user, an instance profile, a service-linked role.",
        "Give the ARN of an IAM role that trusts ecs-tasks.amazonaws.com.";
    UnsupportedOnLaunchType, "unsupported-on-launch-type", Error,
        "The task definition asks for a feature that a stated launch type does not have.",
        "Use what the launch type has, or state another launch type.";
    AgentTooOld, "agent-too-old", Error,
        "A feature wants a newer container agent than the one given with --agent-version.",
        "Update the container agent on the instances.";
    // The role itself, with --role.
    PermissionMissing, "permission-missing", Error,
        "The role that was given does not allow what the task definition needs; the closest statement is shown, with why it misses. A warning where the need itself is not certain, a note where AWS names the permission and no source shows it used.",
        "Add the statement that the message gives, or mend the one that is shown.";
    PermissionDenied, "permission-denied", Error,
        "A Deny takes away what the task definition needs, or the permissions boundary does not allow it.",
        "Take it out of the Deny; or add it to the boundary, which grants nothing and limits everything.";
    PermissionConditional, "permission-conditional", Warning,
        "Whether the role allows what is needed depends on a condition key, or on a placeholder, that no file shows.",
        "See to it that the condition is met when ECS calls; or say what is open with --region, --account or --var.";
    PermissionUnneeded, "permission-unneeded", Note,
        "The role allows an action that nothing in the task definition needs; told with --unneeded.",
        "Take it out, unless another task definition uses the role.";
    TrustMissing, "trust-missing", Error,
        "The trust policy of the role does not let ecs-tasks.amazonaws.com assume it.",
        "Trust the service: {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}.";
    TrustCondition, "trust-condition", Error,
        "The role trusts ECS under a condition that no task meets; a warning where that depends on what no file shows.",
        "Compare aws:SourceArn by ArnLike with arn:aws:ecs:REGION:ACCOUNT:*, and aws:SourceAccount with the account of the role.";
    PolicyMalformed, "policy-malformed", Error,
        "A policy breaks a rule of the grammar, so that IAM refuses the document; a warning where IAM takes it and it does not do what it seems to.",
        "Mend the place that is shown.";
    PolicyUnknown, "policy-unknown", Warning,
        "A policy, a list of policies or the trust policy of the role was not given, and whether the role is enough hangs on it.",
        "Give with --role what the command in the message prints.";
    // Beside a policy that is printed.
    RoleNotNeeded, "role-not-needed", Note,
        "A task definition needs no execution role, so that nothing of it is in the policy.",
        "Set a role with --execution-role to see what it would be used for.";
    RoleMayBeNeeded, "role-may-be-needed", Note,
        "Whether a task definition needs an execution role depends on something; the policy allows what it would need.",
        "Settle it with --launch-type, --var, --image or --assume.";
    ResourceNotAnArn, "resource-not-an-arn", Warning,
        "A permission is left out of the policy, since the file names something that is no ARN.",
        "Write the ARN in the task definition.";
    PermissionLeftOut, "permission-left-out", Note,
        "A permission that is needed only under a condition is left out of the policy.",
        "Take it in with --include where the condition holds.";
    NothingToAllow, "nothing-to-allow", Note,
        "The policy would have no statement.",
        "Nothing: no policy is needed, or the managed policy is enough.";
    LeftOpen, "left-open", Note,
        "The policy holds placeholders that no file and no option fills.",
        "Fill them in before it is used, or give them with --region, --account or --var.";
    InvalidAccount, "invalid-account", Warning,
        "The policy names an account that has not twelve digits.",
        "Correct the account in the task definition.";
    PolicyTooLarge, "policy-too-large", Warning,
        "The policy has more characters than IAM takes.",
        "Widen it with --scope folder or --scope account.";
    SeveralAccounts, "several-accounts", Warning,
        "The task definitions name several accounts, and a role belongs to one.",
        "Say which one with --account.";
    SeveralRoles, "several-roles", Warning,
        "The task definitions name several roles, and one is printed.",
        "Name it with --name.";
    // What is wrong with the options.
    UnusedOption, "unused-option", Warning,
        "A --var, --image, --parameters or --assume does not match anything in any file of the run.",
        "Correct the name, or remove the option.";
    // What is wrong with an input.
    RoleNotGiven, "role-not-given", Error,
        "The files given with --role do not hold the role that the task definition names; the exit code is 2.",
        "Give what the AWS CLI prints about that role, or say with --execution-role which one is meant.";
    RoleFile, "role-file", Error,
        "A file given with --role or --boundary shows neither a role nor a policy; the exit code is 2.",
        "Pass what the AWS CLI prints about the role: aws iam get-role, get-role-policy, get-policy-version, get-account-authorization-details.";
    Rule, "rule", Error,
        "A file of --rules is not a rule; the exit code is 2.",
        "Correct the place that is shown: docs/rule-language.md has every key.";
    Unreadable, "unreadable", Error,
        "A file could not be read: it is not there, or may not be read.",
        "Check the path and its permissions.";
    TooLarge, "too-large", Error,
        "A file is larger than any task definition.",
        "Name the file that holds the task definition.";
    EmptyFile, "empty-file", Error,
        "A file holds nothing.",
        "Name the file that holds the task definition.";
    NotText, "not-text", Error,
        "A file holds bytes that are no text.",
        "Name the file that holds the task definition.";
    Encoding, "encoding", Error,
        "A file is UTF-8 or UTF-16 only up to a place.",
        "Save it as UTF-8.";
    NotATaskDefinition, "not-a-task-definition", Error,
        "A file holds no task definition; the message says what it is.",
        "Name the file that holds the task definition.";
    NotReadYet, "not-read-yet", Error,
        "A file is a template of a kind that is not read yet.",
        "Give what it becomes: the task definition as it is registered, or what describe-task-definition prints.";
    Syntax, "syntax", Error,
        "The text is not JSON or YAML at a place; reading goes on after it.",
        "Mend the place: AWS refuses the file as it stands.";
    Comment, "comment", Error,
        "JSON holds a comment.",
        "Take it out: AWS refuses the file as it stands.";
    TrailingComma, "trailing-comma", Error,
        "A comma stands before a closing bracket.",
        "Take it out: AWS refuses the file as it stands.";
    TooDeep, "too-deep", Error,
        "Values nest deeper than any reader takes.",
        "Nothing of a task definition nests so deep: look at the place.";
    DuplicateKey, "duplicate-key", Warning,
        "An object has a key twice; the last one counts.",
        "Take one of them out.";
    UnknownAlias, "unknown-alias", Error,
        "A YAML alias names an anchor that is not there.",
        "Write the anchor, or the value itself.";
    RecursiveAlias, "recursive-alias", Error,
        "A YAML alias stands within what it names.",
        "Write the value itself.";
    TooManyAliases, "too-many-aliases", Error,
        "The aliases of a YAML document stand for more values than any task definition has.",
        "Write the values that are needed.";
    UnknownKey, "unknown-key", Error,
        "A key is not a field of the API; a warning where nothing of the API is close to it.",
        "Write it as the API does.";
    MisplacedKey, "misplaced-key", Error,
        "A key is a field of another object of the API.",
        "Move it to the object that the message names.";
    MisspeltExecutionRole, "misspelt-execution-role", Error,
        "A key was meant to be `executionRoleArn`, or stands in a container definition.",
        "Write `executionRoleArn` at the top of the task definition.";
    WrongType, "wrong-type", Error,
        "A value has another shape than its field wants.",
        "Write the value in the shape that the message names.";
    // What is wrong with a template; CloudFormation refuses most of it.
    UnknownReference, "unknown-reference", Error,
        "A `Ref`, `GetAtt` or `Sub` names what is neither a parameter nor a resource of the template.",
        "Declare it, or write the name as it is declared: CloudFormation refuses the template.";
    UnknownCondition, "unknown-condition", Error,
        "An `If` or a condition names a condition that the template does not have.",
        "Declare it under `Conditions`, or write the name as it is declared there.";
    UnknownMapping, "unknown-mapping", Error,
        "A `FindInMap` names a mapping or a key that is not there; a warning where a parameter names the key.",
        "Add the key to the mapping, or give `DefaultValue`.";
    BadSub, "bad-sub", Error,
        "A `Sub` is given no text, or its text holds `${…}` that names nothing.",
        "Write ${NAME} or ${RESOURCE.ATTRIBUTE}; ${!NAME} puts in ${NAME} as it stands.";
    BadSelect, "bad-select", Error,
        "A `Select` asks for an item that the list written there does not have.",
        "The first item has the index 0.";
    CircularReference, "circular-reference", Error,
        "The name of a resource leads back to that resource.",
        "Write the name without referring to it.";
    CircularCondition, "circular-condition", Error,
        "A condition leads back to itself.",
        "Let conditions rest on parameters and mappings in the end.";
    OpenLoop, "open-loop", Warning,
        "A `Fn::ForEach` makes task definitions, and what it goes over is not known.",
        "Give the list: --var NAME=VALUE,VALUE or --parameters FILE.";
}
