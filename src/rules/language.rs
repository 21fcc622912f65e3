//! The keys and the words of the rule language, for the decoder and for its page in `docs/`.

use super::cause::{CauseKind, CauseSide, Likelihood};
use super::rule::{Certainty, Os, Phase, RoleKind, RoleRequirement};
use crate::base::diagnostic::Severity;
use crate::syntax::object::Keys;

/// The keys of a rule file.
pub const RULE: Keys<'static> = Keys {
    of: "a rule",
    required: &["id", "title", "why", "certainty"],
    optional: &[
        "docs",
        "role",
        "since",
        "until",
        "each",
        "read",
        "at",
        "when",
        "by-region",
        "need",
        "permissions",
        "least",
        "attributes",
        "assume",
        "refines",
        "across-accounts",
        "label",
        "hint",
        "findings",
        "clues",
        "error",
        "notes",
    ],
};

/// The keys of a cell of `need`.
pub const REQUIREMENT: Keys<'static> = Keys {
    of: "a requirement under `need`",
    required: &["is"],
    optional: &["when", "assume", "since", "until", "certainty", "note"],
};

/// The keys of an item of `permissions`.
pub const PERMISSION: Keys<'static> = Keys {
    of: "an item of `permissions`",
    required: &["allow", "resource"],
    optional: &[
        "when",
        "unless",
        "if",
        "certain",
        "alternative",
        "documented",
        "unseen",
        "via",
        "call",
    ],
};

/// The keys of an item of `least`.
pub const LEAST: Keys<'static> = Keys {
    of: "an item of `least`",
    required: &[],
    optional: &["agent", "platform", "windows-platform", "when", "with-role", "os"],
};

/// The keys of an item of `attributes`.
pub const ATTRIBUTE: Keys<'static> =
    Keys { of: "an item of `attributes`", required: &["name"], optional: &["when", "with-role"] };

/// The keys of `assume`.
pub const SWITCH: Keys<'static> =
    Keys { of: "`assume`", required: &["name", "says"], optional: &["value"] };

/// The keys of an item of `label`.
pub const LABEL: Keys<'static> =
    Keys { of: "an item of `label`", required: &["say", "to"], optional: &["when"] };

/// The keys of an item of `hint`.
pub const HINT: Keys<'static> =
    Keys { of: "an item of `hint`", required: &["say"], optional: &["when", "unless"] };

/// The keys of an item of `findings`.
pub const FINDING: Keys<'static> = Keys {
    of: "an item of `findings`",
    required: &["severity", "say"],
    optional: &["code", "help", "when", "unless", "on", "with-role"],
};

/// The keys of an item of `clues`.
pub const CLUE: Keys<'static> =
    Keys { of: "an item of `clues`", required: &["text"], optional: &["call"] };

/// The keys of a cause file.
pub const CAUSE: Keys<'static> = Keys {
    of: "a cause",
    required: &["id", "title", "side", "certainty", "say"],
    optional: &[
        "likelihood",
        "source",
        "kind",
        "phase",
        "words",
        "actions",
        "outranks",
        "call",
        "rules",
        "codes",
        "fix",
        "not",
        "by-service",
        "docs",
    ],
};

/// The words for `side`.
pub const SIDES: [(&str, CauseSide); 14] = [
    ("of-role", CauseSide::OfRole),
    ("execution-role", CauseSide::ExecutionRole),
    ("task-role", CauseSide::TaskRole),
    ("instance-role", CauseSide::InstanceRole),
    ("infrastructure-role", CauseSide::InfrastructureRole),
    ("service-linked-role", CauseSide::ServiceLinkedRole),
    ("deployer", CauseSide::Deployer),
    ("registry-credentials", CauseSide::RegistryCredentials),
    ("network", CauseSide::Network),
    ("missing-resource", CauseSide::MissingResource),
    ("image", CauseSide::Image),
    ("task-definition", CauseSide::TaskDefinition),
    ("capacity", CauseSide::Capacity),
    ("other", CauseSide::Other),
];

/// The words for `likelihood`.
pub const LIKELIHOODS: [(&str, Likelihood); 3] = [
    ("possible", Likelihood::Possible),
    ("likely", Likelihood::Likely),
    ("certain", Likelihood::Certain),
];

/// The words for `kind`.
pub const CAUSE_KINDS: [(&str, CauseKind); 3] =
    [("whole", CauseKind::Whole), ("fault", CauseKind::Fault), ("opening", CauseKind::Opening)];

/// The keys of an item of `error`.
pub const ERROR: Keys<'static> = Keys {
    of: "an item of `error`",
    required: &["text", "phase", "certainty"],
    optional: &["on", "source", "network", "cause", "code"],
};

/// The words for a cell.
pub const ROLE_REQUIREMENTS: [(&str, RoleRequirement); 6] = [
    ("required", RoleRequirement::Required),
    ("required-unless-instance-role", RoleRequirement::RequiredUnlessInstanceRole),
    ("instance-role", RoleRequirement::InstanceRole),
    ("not-needed", RoleRequirement::NotNeeded),
    ("unsupported", RoleRequirement::Unsupported),
    ("unknown", RoleRequirement::Unknown),
];

/// The words for `certainty`.
pub const CERTAINTIES: [(&str, Certainty); 5] = [
    ("measured", Certainty::Measured),
    ("doc", Certainty::Doc),
    ("code", Certainty::Code),
    ("report", Certainty::Report),
    ("inferred", Certainty::Inferred),
];

/// The words for `role`.
pub const ROLES: [(&str, RoleKind); 4] = [
    ("execution", RoleKind::Execution),
    ("task", RoleKind::Task),
    ("infrastructure", RoleKind::Infrastructure),
    ("none", RoleKind::None),
];

/// The words for `phase`.
pub const PHASES: [(&str, Phase); 4] = [
    ("register", Phase::Register),
    ("placement", Phase::Placement),
    ("launch", Phase::Launch),
    ("stop", Phase::Stop),
];

/// The words for `os`.
pub const OSES: [(&str, Os); 2] = [("linux", Os::Linux), ("windows", Os::Windows)];

/// The words for `severity`.
pub const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];
