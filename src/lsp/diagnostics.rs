//! What was found → diagnostics of the protocol, by the file that they are in.

use super::places::PlacedFiles;
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic as LspDiagnostic, DiagnosticRelatedInformation,
    DiagnosticSeverity, DiagnosticTag, Message, Range, Uri,
};
use needs_exec_role::{Diagnostic, Label, Severity};

/// Whose diagnostics they are.
pub(super) const SOURCE: &str = "needs-exec-role";

/// Where the pages of this version are.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Diagnostics, by the URI of the file that they are in.
pub(super) type FileDiagnostics = Vec<(String, Vec<LspDiagnostic>)>;

/// The diagnostics of files: each once, in the order of reports.
pub(super) fn by_file<'d>(
    found: impl Iterator<Item = &'d Diagnostic>,
    files: &mut PlacedFiles<'_>,
) -> FileDiagnostics {
    let mut all: FileDiagnostics = Vec::new();
    for diagnostic in found {
        let Some((uri, made)) = place(diagnostic, files) else { continue };
        match all.iter_mut().find(|(known, _)| *known == uri.0) {
            // A file may be one of several units.
            Some((_, of_file)) if of_file.contains(&made) => {}
            Some((_, of_file)) => of_file.push(made),
            None => all.push((uri.0, vec![made])),
        }
    }
    all
}

/// A diagnostic, and the file that it is in.
pub(super) fn place(
    diagnostic: &Diagnostic,
    files: &mut PlacedFiles<'_>,
) -> Option<(Uri, LspDiagnostic)> {
    let (uri, range) = match &diagnostic.primary {
        Some(Label { place, .. }) => {
            let location = files.location(place)?;
            (location.uri, location.range)
        }
        None => (files.uri(&diagnostic.path)?.0, Range::default()),
    };
    let mut related = Vec::new();
    for label in &diagnostic.related {
        // What a template makes several of is at one place.
        if let Some(made) = self::related(label, files).filter(|it| !related.contains(it)) {
            related.push(made);
        }
    }
    let tags = diagnostic.is_about_unused.then(|| vec![DiagnosticTag::Unnecessary]);
    let made = LspDiagnostic {
        range,
        severity: Some(severity(diagnostic.severity)),
        code: Some(Code::String(diagnostic.code.clone())),
        code_description: page(diagnostic).map(|href| CodeDescription { href: Uri(href) }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(diagnostic.one_line.clone()),
        tags,
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    };
    Some((uri, made))
}

fn related(label: &Label, files: &mut PlacedFiles<'_>) -> Option<DiagnosticRelatedInformation> {
    let location = files.location(&label.place)?;
    Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// Our page about the code in the repository of this version; AWS's page about the matter where there is none.
fn page(diagnostic: &Diagnostic) -> Option<String> {
    if REPOSITORY.is_empty() {
        return diagnostic.docs.clone().filter(|it| it.starts_with("https://"));
    }
    let version = env!("CARGO_PKG_VERSION");
    Some(format!("{REPOSITORY}/blob/v{version}/docs/{}", diagnostic.page))
}
