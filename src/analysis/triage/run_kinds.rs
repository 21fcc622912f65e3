//! What a run can find: that nothing of another kind was found does not show that an ignore is unused.

use crate::analysis::report::{FileReport, TaskReport};
use crate::base::diagnostic::BuiltIn;
use crate::engine::Question;

/// What only a role shows that is checked.
const OF_ROLES: [BuiltIn; 8] = [
    BuiltIn::PermissionMissing,
    BuiltIn::PermissionDenied,
    BuiltIn::PermissionConditional,
    BuiltIn::TrustMissing,
    BuiltIn::TrustCondition,
    BuiltIn::PolicyMalformed,
    BuiltIn::PolicyNotFound,
    BuiltIn::PolicyUnknown,
];

/// What a run can find in a file besides what every run can.
pub(super) struct RunKinds {
    has_role: bool,
    has_agent: bool,
    has_unneeded: bool,
}

impl RunKinds {
    pub(super) fn of(file: &FileReport<'_>, question: &Question) -> Self {
        Self {
            has_role: file.task_reports.iter().any(|it| it.role.is_some()),
            has_agent: question.agent_version.is_some(),
            has_unneeded: question.unneeded,
        }
    }

    /// Whether it can find what has this code.
    pub(super) fn may_find(&self, code: &str) -> bool {
        self.may_find_with(self.has_role, code)
    }

    /// The same in a task definition.
    pub(super) fn may_find_in(&self, task: &TaskReport<'_>, code: &str) -> bool {
        self.may_find_with(task.role.is_some(), code)
    }

    fn may_find_with(&self, has_role: bool, code: &str) -> bool {
        let is = |it: BuiltIn| it.name() == code;
        (has_role || !OF_ROLES.into_iter().any(is))
            && (self.has_agent || !is(BuiltIn::AgentTooOld))
            && (self.has_unneeded || !is(BuiltIn::PermissionUnneeded))
    }
}
