//! Why a finding or a problem may stay, as JSON.

use crate::base::diagnostic::Suppression;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct SuppressedJson<'a> {
    by: &'static str,
    reason: Option<&'a str>,
    expires: Option<String>,
}

impl<'a> SuppressedJson<'a> {
    pub(super) fn new(suppression: &'a Suppression) -> Self {
        Self {
            by: suppression.by.name(),
            reason: suppression.reason.as_deref(),
            expires: suppression.expires.map(|it| it.to_string()),
        }
    }
}
