//! Commands: the policy and the role of a text, and the explanation of one.

use super::parameters::ServerAnswer;
use super::session::Session;
use gen_lsp_types::Uri;
use lsp_server::ErrorCode;
use needs_exec_role::{PolicyForm, PolicyOptions, Report};
use serde_json::Value;
use std::io;

/// The commands: each returns a text.
pub(super) const COMMANDS: [&str; 3] =
    ["needs-exec-role.policy", "needs-exec-role.role", "needs-exec-role.explain"];

/// Runs a command: `policy` and `role` take the URI of an open text and, if any, the name of a form; `explain` a text.
pub(super) fn run<W: io::Write>(
    session: &mut Session<W>,
    command: &str,
    arguments: &[Value],
) -> io::Result<ServerAnswer> {
    let mut texts = arguments.iter().map(|it| it.as_str().unwrap_or_default().to_owned());
    let first = texts.next().unwrap_or_default();
    let form = texts.next();
    match command.strip_prefix("needs-exec-role.") {
        Some("policy") => printed(session, &Uri(first), form.as_deref(), false),
        Some("role") => printed(session, &Uri(first), form.as_deref(), true),
        Some("explain") => Ok(explained(session, &first)),
        _ => Ok(Err((ErrorCode::InvalidParams, format!("no such command: {command}")))),
    }
}

fn printed<W: io::Write>(
    session: &mut Session<W>,
    uri: &Uri,
    form: Option<&str>,
    is_role: bool,
) -> io::Result<ServerAnswer> {
    let invalid = |what: String| Ok(Err((ErrorCode::InvalidParams, what)));
    let Some(form) = form.map_or(Some(PolicyForm::default()), PolicyForm::named) else {
        return invalid(format!("no such form: {}", form.unwrap_or_default()));
    };
    while session.judge_next()? {}
    let Some(document) = session.documents.get(uri) else {
        return invalid(format!("{} is not open", uri.0));
    };
    let (mut report, mut checker) = (Report::default(), None);
    for view in session.units.files_with(&document.name) {
        report.append(view.checker.diagnose_in(view.unit, view.file));
        checker = Some(view.checker);
    }
    let Some(checker) = checker else {
        return invalid(format!("{} contains no task definition", document.name));
    };
    let options = PolicyOptions { form, ..PolicyOptions::default() };
    let printed =
        if is_role { checker.role(&report, &options) } else { checker.policy(&report, &options) };
    let printed = match printed {
        Ok(printed) => printed,
        Err(error) => return invalid(error.to_string()),
    };
    for note in &printed.notes {
        session.client.log(&note.without_place())?;
    }
    Ok(Ok(Value::String(printed.text)))
}

fn explained<W: io::Write>(session: &Session<W>, text: &str) -> ServerAnswer {
    let checker =
        session.workspace.checker_here().map_err(|it| (ErrorCode::RequestFailed, it.0))?;
    let explained = checker.explain(text).text();
    let none = || (ErrorCode::RequestFailed, "nothing in this text is known here".to_owned());
    explained.map(Value::String).ok_or_else(none)
}
