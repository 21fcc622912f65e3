//! The keys of a configuration.

use crate::syntax::object::Keys;

/// The keys at the top.
pub(super) const CONFIGURATION: Keys<'static> = Keys {
    of: "a configuration",
    required: &[],
    optional: &[
        "launch-types",
        "agent-version",
        "account",
        "region",
        "partition",
        "assume",
        "parameters",
        "roles",
        "rules",
        "exclude",
        "severity",
        "exceptions",
        "fix",
    ],
};

/// The keys of an item of `parameters`.
pub(super) const PARAMETERS: Keys<'static> =
    Keys { of: "an item of `parameters`", required: &[], optional: &["paths", "files", "values"] };

/// The keys of an item of `roles`.
pub(super) const ROLES: Keys<'static> =
    Keys { of: "an item of `roles`", required: &[], optional: &["paths", "files", "boundary"] };

/// The keys of an item of `exceptions`.
pub(super) const EXCEPTION: Keys<'static> = Keys {
    of: "an item of `exceptions`",
    required: &[],
    optional: &["code", "path", "family", "container", "reason", "expires"],
};

/// The keys of `fix`.
pub(super) const FIX: Keys<'static> =
    Keys { of: "`fix`", required: &["execution-role"], optional: &[] };
