//! The codes of diagnostics: each is one row here, which everything else about it is derived from.

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
        /// How severe it is.
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

    /// How severe it is, unless the diagnostic says otherwise.
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

    /// Whether it is about something that has no effect: what is set and nothing uses.
    pub fn is_about_unused(&self) -> bool {
        const UNUSED: [BuiltIn; 4] = [
            BuiltIn::ExecutionRoleUnneeded,
            BuiltIn::PermissionUnneeded,
            BuiltIn::IgnoreUnused,
            BuiltIn::ExceptionUnused,
        ];
        UNUSED.iter().any(|code| self.is(*code))
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

/// One row for each code: its variant, its name, how severe it is, when it is found, what to do.
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

            /// How severe it is, unless the diagnostic says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// When it is found, one sentence.
            pub fn when(self) -> &'static str {
                match self { $(Self::$variant => $when,)* }
            }

            /// How to fix it.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

codes! {
    ExecutionRoleMissing, "execution-role-missing", Error,
        "A task execution role is required, and `executionRoleArn` is not set. In a template, also a role that is not created where the task definition is, or whose ARN is written with another path.",
        "Set `executionRoleArn`; if the pipeline supplies the role, pass it with --execution-role.";
    ExecutionRoleUndetermined, "execution-role-undetermined", Warning,
        "Whether a task execution role is required depends on a placeholder, the launch type or something outside the file, and `executionRoleArn` is not set.",
        "Pass the missing value with --launch-type, --var, --image or --assume, or set `executionRoleArn`.";
    ExecutionRoleUnneeded, "execution-role-unneeded", Note,
        "`executionRoleArn` is set, but nothing in the task definition uses the task execution role.",
        "Remove `executionRoleArn`, unless something outside the file uses it.";
    ExecutionRoleInvalid, "execution-role-invalid", Error,
        "`executionRoleArn` is not an IAM role that ECS can assume, but for example a policy, a user, an instance profile, a service-linked role or the ID of a role.",
        "Set it to the ARN of an IAM role that trusts ecs-tasks.amazonaws.com.";
    UnsupportedOnLaunchType, "unsupported-on-launch-type", Error,
        "The task definition uses a feature that a stated launch type does not support.",
        "Use a feature that the launch type supports, or another launch type.";
    InvalidValue, "invalid-value", Error,
        "A value cannot be that of its field: an image with a scheme, the ARN of another service, a misspelled word; a warning if AWS only likely rejects it. What it stands for is unknown to the check.",
        "Fix the value: the message names what is wrong with it, or the value that was probably meant.";
    UnknownValue, "unknown-value", Warning,
        "A value is not in the list of its field in the API, nor similar to one that is. What it stands for is unknown to the check.",
        "Use a value of the API; if AWS added this one, use a newer version of the program.";
    EmptyValue, "empty-value", Warning,
        "A value is empty; an error for `valueFrom`, which ECS rejects.",
        "Set the value, or remove the key.";
    MixedPartitions, "mixed-partitions", Warning,
        "The role, the image hosts, the ARNs and the Regions of a task definition are not all in one partition.",
        "Use the resources of one partition: a role does not reach another. The policy that is printed names one partition only.";
    AgentTooOld, "agent-too-old", Error,
        "A feature requires a newer container agent than the version passed with --agent-version.",
        "Update the container agent on the instances.";
    // The role itself, with --role.
    PermissionMissing, "permission-missing", Error,
        "The role passed with --role does not allow a required permission; the closest statement is shown, with the reason why it does not match. A warning if the requirement itself is not certain, a note if AWS documents the permission and no source shows that it is used.",
        "Add the statement from the help, or fix the statement that is shown.";
    PermissionDenied, "permission-denied", Error,
        "A Deny statement denies a required permission, or the permissions boundary does not allow it.",
        "Remove the action from the Deny statement, or add it to the permissions boundary.";
    PermissionConditional, "permission-conditional", Warning,
        "Whether the role allows a required permission depends on a condition key or a placeholder whose value is not in the files.",
        "Make sure that the condition is met when ECS calls, or set the unknown values with --region, --account or --var.";
    PermissionUnneeded, "permission-unneeded", Note,
        "The role allows an action that nothing in the task definition requires; reported with --unneeded.",
        "Remove the action, unless another task definition that uses the role requires it.";
    TrustMissing, "trust-missing", Error,
        "The trust policy of the role does not let ecs-tasks.amazonaws.com assume it.",
        "Trust the service: {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"ecs-tasks.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}.";
    TrustCondition, "trust-condition", Error,
        "The trust policy's condition never matches an ECS task; a warning if that depends on a value that is not in the files.",
        "Compare aws:SourceArn with ArnLike to arn:aws:ecs:REGION:ACCOUNT:*, and aws:SourceAccount to the account of the role.";
    PolicyMalformed, "policy-malformed", Error,
        "A policy violates the policy grammar, so IAM rejects the document, with one finding for each cause; a warning if IAM accepts it but it does not have the effect that it seems to have.",
        "Fix the policy at the place that is shown.";
    PolicyNotFound, "policy-not-found", Error,
        "The role of a template attaches a managed policy that AWS does not have, such as `AmazonECSTaskExecutionRolePolicy` without `service-role/`, or one of another partition than that of the task.",
        "Attach the policy of the ARN in the help.";
    PolicyUnknown, "policy-unknown", Warning,
        "A policy, a list of policies or the trust policy of the role was not provided, so the check can't tell whether the role is sufficient. A note, once a file, if it is a permissions boundary that a parameter or another stack gives.",
        "Run the command in the help and pass its output with --role; pass a permissions boundary with --boundary.";
    // Beside a policy that is printed.
    RoleNotNeeded, "role-not-needed", Note,
        "A task definition does not require a task execution role, so the policy contains nothing for it.",
        "Pass a role with --execution-role to list the permissions that it would use.";
    RoleMayBeNeeded, "role-may-be-needed", Note,
        "Whether a task definition requires a task execution role depends on a placeholder, the launch type or something outside the file; the policy contains the permissions for it.",
        "Pass the missing value with --launch-type, --var, --image or --assume.";
    ResourceNotAnArn, "resource-not-an-arn", Warning,
        "A permission is omitted from the policy because its resource in the file is not an ARN.",
        "Write the ARN in the task definition.";
    PermissionLeftOut, "permission-left-out", Note,
        "A permission that is required only under a condition is omitted from the policy.",
        "Add it with --include if the condition is true.";
    NothingToAllow, "nothing-to-allow", Note,
        "The policy would have no statement.",
        "No action needed: no policy is required, or the managed policy is sufficient.";
    LeftOpen, "left-open", Note,
        "The policy contains placeholders that no file and no option fills.",
        "Replace them before you use the policy, or set them with --region, --account or --var.";
    InvalidAccount, "invalid-account", Warning,
        "The policy contains an account ID that does not have 12 digits.",
        "Fix the account ID in the task definition.";
    PolicyTooLarge, "policy-too-large", Warning,
        "The policy has more characters than IAM allows.",
        "Shorten the policy with --scope folder or --scope account.";
    SeveralAccounts, "several-accounts", Warning,
        "The task definitions name several accounts, but a role belongs to one.",
        "Select one with --account.";
    SeveralRoles, "several-roles", Warning,
        "The task definitions name several roles, but only one role is printed.",
        "Set its name with --name.";
    RoleNameOmitted, "role-name-omitted", Note,
        "The task definitions name a role, but the role that is printed for CloudFormation or Terraform has no fixed name.",
        "To create it under that name, pass --name. A name is unique in an account, so that a second stack with it fails.";
    // What says that findings may stay.
    IgnoreMalformed, "ignore-malformed", Warning,
        "A comment or an entry of `Metadata` for needs-exec-role is not written correctly, so it suppresses nothing.",
        "Write `# needs-exec-role: ignore[CODE] reason`, or `needs-exec-role: { ignore: { CODE: reason } }` in `Metadata`.";
    IgnoreUnknownCode, "ignore-unknown-code", Warning,
        "A comment or an entry of `Metadata` names a code that does not exist, so it suppresses nothing.",
        "Write the code as it is in square brackets at the end of the finding's message.";
    IgnoreMisplaced, "ignore-misplaced", Warning,
        "A comment with `ignore-file` is not at the top of its file, so it suppresses nothing.",
        "Move it before the first line that is not a comment.";
    IgnoreUnused, "ignore-unused", Note,
        "A comment or an entry of `Metadata` suppresses nothing.",
        "Remove it, or move it to the place of the finding.";
    ExceptionUnused, "exception-unused", Note,
        "An exception of the configuration suppresses nothing in a run that checked the whole directory of the configuration.",
        "Remove it, or correct what it names.";
    ExceptionExpired, "exception-expired", Note,
        "A finding is reported because the exception of the configuration for it has expired.",
        "Fix the finding, or set a later day.";
    // What is wrong with the options.
    UnusedOption, "unused-option", Warning,
        "A --var, --image, --parameters or --assume does not match anything in any file of the run, or a --boundary applies to no role.",
        "Correct the name, or remove the option.";
    // What is wrong with an input.
    RoleNotGiven, "role-not-given", Error,
        "The files passed with --role do not contain the role that the task definition sets; the exit code is 2.",
        "Pass the AWS CLI output for that role, or select a role with --execution-role.";
    RoleFile, "role-file", Error,
        "A file passed with --role or --boundary contains neither a role nor a policy; the exit code is 2.",
        "Pass the AWS CLI output for the role: aws iam get-role, get-role-policy, get-policy-version, get-account-authorization-details.";
    Rule, "rule", Error,
        "A file passed with --rules is not a valid rule; the exit code is 2.",
        "Fix the rule at the place that is shown: docs/rule-language.md describes every key.";
    Configuration, "configuration", Error,
        "A configuration file, `.needs-exec-role.yaml` or the one passed with --config, has a key or a value that it cannot have, or names a file that cannot be read; the exit code is 2.",
        "Fix the file at the place that is shown: docs/configuration.md describes every key.";
    Unreadable, "unreadable", Error,
        "File not found or not readable.",
        "Check the path and its permissions.";
    TooLarge, "too-large", Error,
        "A file is larger than any task definition. A warning if a Terraform module has more files or text than are read of a module.",
        "Pass the file that contains the task definition.";
    EmptyFile, "empty-file", Error,
        "A file is empty.",
        "Pass the file that contains the task definition.";
    NotText, "not-text", Error,
        "A file is not text.",
        "Pass the file that contains the task definition.";
    Encoding, "encoding", Error,
        "A file is not valid UTF-8 or UTF-16 from a certain place on.",
        "Save it as UTF-8.";
    NotATaskDefinition, "not-a-task-definition", Error,
        "A file contains no task definition; the message says what it is.",
        "Pass the file that contains the task definition.";
    NotReadYet, "not-read-yet", Error,
        "A file is a kind of template that is not supported yet.",
        "Pass the rendered result instead: the task definition as it is registered, or the output of describe-task-definition.";
    Syntax, "syntax", Error,
        "The text is not valid JSON, YAML or HCL at a place; the check continues after it.",
        "Fix the syntax: the file is rejected as it is.";
    Comment, "comment", Error,
        "A JSON file contains a comment.",
        "Remove it: AWS rejects the file.";
    TrailingComma, "trailing-comma", Error,
        "A comma precedes a closing bracket.",
        "Remove it: AWS rejects the file.";
    TooDeep, "too-deep", Error,
        "Values are nested too deeply to be read.",
        "Check that this is the right file: no task definition is nested this deep.";
    DuplicateKey, "duplicate-key", Warning,
        "An object has a duplicate key; the last one is used.",
        "Remove one of them.";
    UnknownAlias, "unknown-alias", Error,
        "A YAML alias refers to an anchor that does not exist.",
        "Add the anchor, or write the value itself.";
    RecursiveAlias, "recursive-alias", Error,
        "A YAML alias is inside the node that it refers to.",
        "Write the value itself.";
    TooManyAliases, "too-many-aliases", Error,
        "The aliases of a YAML document expand to more values than any task definition has.",
        "Write the values without aliases.";
    UnknownKey, "unknown-key", Error,
        "A key is not a field of the API; a warning if no field has a similar name.",
        "Use the name from the API.";
    MisplacedKey, "misplaced-key", Error,
        "A key is a field of another object of the API.",
        "Move it to the object that the message names.";
    MisspeltExecutionRole, "misspelt-execution-role", Error,
        "`executionRoleArn` is misspelled, or is in a container definition.",
        "Set `executionRoleArn` at the top level of the task definition.";
    WrongType, "wrong-type", Error,
        "A value does not have the type that its field requires.",
        "Use a value of the type that the message names.";
    // What is wrong with a template; CloudFormation rejects most of it.
    UnknownReference, "unknown-reference", Error,
        "A `Ref`, `GetAtt` or `Sub` refers to something that is neither a parameter nor a resource of the template.",
        "Declare it, or fix the name: CloudFormation rejects the template.";
    UnknownCondition, "unknown-condition", Error,
        "An `If` or a condition refers to a condition that the template does not have.",
        "Declare it under `Conditions`, or fix the name.";
    UnknownMapping, "unknown-mapping", Error,
        "A `FindInMap` refers to a mapping or a key that does not exist; a warning if a parameter sets the key.",
        "Add the key to the mapping, or set `DefaultValue`.";
    BadSub, "bad-sub", Error,
        "A `Sub` has no string, or its string contains a `${…}` that is not a valid name.",
        "Write ${NAME} or ${RESOURCE.ATTRIBUTE}, or ${!NAME} for the literal text ${NAME}.";
    MissingSub, "missing-sub", Error,
        "A text of the task definition or of its role contains a `${…}` outside `Sub` that names a pseudo parameter, a parameter or a resource: CloudFormation does not substitute it there. What a container or a shell may substitute (`Command`, `EntryPoint`, `Environment`, `HealthCheck`) is not checked.",
        "Write the text in a `Sub`.";
    NullValue, "null-value", Error,
        "A key in a task definition of a template has no value; in a file of a template language, it has none where the directive in its place gives none.",
        "Remove the key, or set its value: CloudFormation does not allow null values.";
    BadSelect, "bad-select", Error,
        "The index of a `Select` is outside its list.",
        "Fix the index: the index of the first item is 0.";
    CircularReference, "circular-reference", Error,
        "The name of a resource refers to that resource.",
        "Write the name without referring to it.";
    CircularCondition, "circular-condition", Error,
        "A condition refers to itself.",
        "Remove the circular reference.";
    OpenLoop, "open-loop", Warning,
        "A `Fn::ForEach` creates task definitions, but its list is unknown.",
        "Pass the list: --var NAME=VALUE,VALUE or --parameters FILE.";
    // What a module of Terraform leaves open.
    ModuleNotRead, "module-not-read", Note,
        "A task definition depends on a module that is not in the repository: one of a registry, or of another repository. What it returns is unknown.",
        "Set what matters with --var, or check what is deployed.";
    HiddenContainers, "hidden-containers", Warning,
        "A Terraform plan does not show the containers of a task definition: one value in `container_definitions` is known only after apply, so that all of it is unknown.",
        "Check the directory of the configuration instead: its files show the containers.";
    NotEvaluated, "not-evaluated", Note,
        "A value of a Terraform module is too large to evaluate, or refers to itself. It is treated as unknown.",
        "Remove the circular reference, or write a smaller value.";
}
