//! A request that policies decide on.

use super::context::Context;
use super::matching::Glob;
use super::principal::Caller;
use super::resource_types::takes_no_resource;
use crate::base::text::Text;
use std::borrow::Cow;

/// A request: who asks to do what on which resource, and what is known about it.
#[derive(Clone)]
pub struct Request<'r> {
    pub(super) action: Glob,
    pub(super) resource: Glob,
    pub(super) caller: Caller<'r>,
    pub(super) context: &'r dyn AsRef<Context>,
}

impl<'r> Request<'r> {
    /// A request. In the resource, `*` and `?` stand for what is not in the files: a resource that is `*` is any,
    /// except for an action that takes none.
    pub fn new(
        action: &str,
        resource: &Text<'_>,
        caller: Caller<'r>,
        context: &'r dyn AsRef<Context>,
    ) -> Self {
        let resource = Glob::pattern(&authorized(action, resource));
        let action = Glob::exact(&Text::literal(action.to_ascii_lowercase()));
        Self { action, resource, caller, context }
    }
}

/// The resource that the service checks. Logs are written to a stream, so that a requirement for `…:*` of a
/// log group is one for a stream that is not in the files. Source: service authorization reference, `logs`.
fn authorized<'t>(action: &str, resource: &'t Text<'t>) -> Cow<'t, Text<'t>> {
    if takes_no_resource(action) {
        return Cow::Owned(Text::literal("*"));
    }
    if resource.as_literal() == Some("*") {
        return Cow::Owned(Text::literal("arn:*:*:*:*:*"));
    }
    let on_stream = ["logs:CreateLogStream", "logs:PutLogEvents"];
    if !on_stream.iter().any(|name| name.eq_ignore_ascii_case(action)) {
        return Cow::Borrowed(resource);
    }
    match resource.rsplit_once(':') {
        Some((mut group, last)) if last.as_literal() == Some("*") => {
            let names_streams = group.to_string().ends_with(":log-stream");
            group.push_copy(if names_streams { ":*" } else { ":log-stream:*" });
            Cow::Owned(group)
        }
        _ => Cow::Borrowed(resource),
    }
}
