//! Diagnostics for who asks for them.

use super::diagnostics;
use super::session::Session;
use gen_lsp_types::{Diagnostic as LspDiagnostic, Uri};
use serde_json::{Map, Value, json};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io;

/// The answer to `textDocument/diagnostic`: the diagnostics of a text, and those of other files that it is judged with.
pub(super) fn report<W: io::Write>(
    session: &Session<W>,
    uri: &Uri,
    previous: Option<&str>,
) -> Value {
    let own = session.diagnostics().into_iter().find(|(it, _)| *it == uri.0);
    let own = own.map(|(_, found)| found).unwrap_or_default();
    let mut report = full_or_unchanged(&own, previous);
    if let Some(unit) = session.units.of(&uri.0) {
        let all = diagnostics::by_file(unit.diagnostics.iter(), &mut session.files());
        let others =
            all.iter().filter(|(other, _)| session.documents.get(&Uri((*other).clone())).is_none());
        let others: Map<_, _> =
            others.map(|(uri, found)| (uri.clone(), full_or_unchanged(found, None))).collect();
        if let (false, Some(report)) = (others.is_empty(), report.as_object_mut()) {
            report.insert("relatedDocuments".to_owned(), Value::Object(others));
        }
    }
    report
}

fn full_or_unchanged(found: &[LspDiagnostic], previous: Option<&str>) -> Value {
    let mut hasher = DefaultHasher::new();
    found.hash(&mut hasher);
    let id = format!("{:016x}", hasher.finish());
    if previous == Some(id.as_str()) {
        return json!({ "kind": "unchanged", "resultId": id });
    }
    json!({ "kind": "full", "resultId": id, "items": found })
}
