//! A request that policies decide on.

use super::context::Context;
use super::matching::Glob;
use super::principal::Caller;
use super::resource_types::takes_no_resource;
use crate::base::text::Text;

/// A request: who asks to do what on which resource, and what is known about it.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    pub(super) action: Glob,
    pub(super) resource: Glob,
    pub(super) caller: Caller<'r>,
    pub(super) context: &'r Context,
}

impl<'r> Request<'r> {
    /// A request. In the resource, `*` and `?` stand for what is not in the files: a resource that is `*` is any,
    /// except for an action that takes none.
    pub fn new(
        action: &str,
        resource: &Text<'_>,
        caller: Caller<'r>,
        context: &'r Context,
    ) -> Self {
        let resource = Glob::pattern(&authorized(action, resource));
        let action = Glob::exact(&Text::literal(action.to_ascii_lowercase()));
        Self { action, resource, caller, context }
    }
}

/// The resource that the service checks. Logs are written to a stream, so that a requirement for `…:*` of a
/// log group is one for a stream that is not in the files. Source: service authorization reference, `logs`.
fn authorized(action: &str, resource: &Text<'_>) -> Text<'static> {
    let on_stream = ["logs:CreateLogStream", "logs:PutLogEvents"];
    let on_stream = on_stream.iter().any(|name| name.eq_ignore_ascii_case(action));
    if takes_no_resource(action) {
        return Text::literal("*");
    }
    if resource.as_literal() == Some("*") {
        return Text::literal("arn:*:*:*:*:*");
    }
    let whole = resource.clone().into_owned();
    match whole.rsplit_once(':') {
        Some((mut group, last)) if on_stream && last.as_literal() == Some("*") => {
            let names_streams = group.to_string().ends_with(":log-stream");
            group.push_str(if names_streams { ":*" } else { ":log-stream:*" });
            group
        }
        _ => whole,
    }
}
