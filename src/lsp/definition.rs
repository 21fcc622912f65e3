//! From a role that is named to where it is created, and from a permission that it lacks to the statements that decide, or
//! to the role.

use super::documents::OpenText;
use super::session::Session;
use gen_lsp_types::{Location, Position};
use needs_exec_role::{Diagnostic, Place};
use serde_json::{Value, json};
use std::io;

/// The answer to `textDocument/definition`. None if the text has no such line.
pub(super) fn at<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    position: Position,
) -> Option<Value> {
    let name = document.name.as_str();
    let mut files = session.files();
    let offset = files.offset(name, position)?;
    let roles = session.units.files_with(name);
    let roles: Vec<_> =
        roles.filter_map(|it| it.checker.role_at(it.unit, it.file, name, offset)).collect();
    let places = if roles.is_empty() { statements(session, name, offset) } else { roles };
    let mut found: Vec<Location> = Vec::new();
    for place in places {
        if let Some(location) = files.location(&place).filter(|it| !found.contains(it)) {
            found.push(location);
        }
    }
    Some(json!(found))
}

/// Where else the findings about permissions are that are at a place: at the nearest statements, or at the role where none
/// is near.
fn statements<W: io::Write>(session: &Session<W>, name: &str, offset: usize) -> Vec<Place> {
    let is_at = |it: &&Diagnostic| {
        let place = it.primary.as_ref().map(|it| &it.place);
        it.permission.is_some()
            && place.is_some_and(|it| {
                it.path == name && it.start.offset <= offset && offset <= it.end.offset
            })
    };
    let found: Vec<_> =
        session.units.judged().flat_map(|it| &it.diagnostics).filter(is_at).collect();
    let near = found.iter().flat_map(|it| it.related.iter().map(|label| label.place.clone()));
    let near: Vec<_> = near.collect();
    if found.is_empty() || !near.is_empty() {
        return near;
    }
    let views = session.units.files_with(name);
    views
        .filter_map(|it| it.checker.execution_role_around(it.unit, it.file, name, offset))
        .collect()
}
