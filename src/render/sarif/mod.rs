//! `--format sarif`: SARIF 2.1.0, one run, whose results come file by file and whose rules come last.

mod descriptors;
mod uri;
mod wire;

use super::diagnostics::{Listed, listed};
use super::json::{add_item, write};
use super::places::{ColumnUnit, Places};
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::triage::{About, Fingerprint};
use crate::analysis::{Diagnostic, FileReport, Label, wording};
use crate::base::diagnostic::Code;
use crate::base::source::Source;
use serde_json::{Value, json};
use wire::{
    LogicalLocation, PartialFingerprints, SarifFix, SarifLocation, SarifMessage, SarifResult,
    SarifSuppression,
};

/// The format.
pub(super) struct Sarif;

/// How deep in the report a result is.
const DEPTH: usize = 4;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl Renderer for Sarif {
    fn begin(&self) -> String {
        format!(
            "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {{\n      \"columnKind\": \"utf16CodeUnits\",\n      \"results\": ["
        )
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        let mut codes: Vec<&Code> = Vec::new();
        let places = Places::counting(ColumnUnit::Utf16, file.source);
        for it in listed(file) {
            add_item(&mut piece.body, &result(file, &it, &places), DEPTH);
            let code = &it.diagnostic.code;
            if !codes.iter().any(|known| known.name() == code.name()) {
                codes.push(code);
            }
        }
        let noted: Vec<_> =
            codes.iter().map(|it| descriptors::note(it, file.rules).to_string()).collect();
        piece.tail = noted.join(",");
        piece
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let message = wording::one_line(problem, &[]);
        let location = SarifLocation::whole(path);
        let mut piece = RenderedPiece::default();
        let written = base((problem, About::default()), &message, location);
        add_item(&mut piece.body, &written, DEPTH);
        piece.tail = Value::from(problem.code.name()).to_string();
        piece
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, _summary: &Summary, has_bodies: bool, tail: &str) -> String {
        let mut text = if has_bodies { "\n      ]" } else { "]" }.to_owned();
        text.push_str(",\n      \"tool\": ");
        let driver = json!({
            "name": "needs-exec-role",
            "rules": descriptors::of_noted(tail),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "version": env!("CARGO_PKG_VERSION"),
        });
        write(&mut text, &json!({ "driver": driver }), 3);
        text.push_str("\n    }\n  ]\n}\n");
        text
    }
}

/// A diagnostic of a file.
fn result<'f, 't>(
    file: &'f FileReport<'t>,
    it: &Listed<'f, 't>,
    places: &Places<'_>,
) -> SarifResult<'f> {
    let diagnostic = it.diagnostic;
    let location = |source: &Source, span| {
        if std::ptr::eq(source, file.source) {
            return SarifLocation::new(source, span, places);
        }
        SarifLocation::new(source, span, &Places::counting(ColumnUnit::Utf16, source))
    };
    let label = |label: &Label| wording::label(diagnostic, label, it.combinations());
    let mut primary = match it.place(file) {
        Some((source, span)) => location(source, span),
        None => SarifLocation::whole(file.source.name()),
    };
    primary = primary.noting(&diagnostic.primary.as_ref().map(label).unwrap_or_default());
    primary.logical_locations = LogicalLocation::of(it.about.name(), it.about.container());
    let related = diagnostic.related.iter().map(|it| {
        location(it.source.as_deref().unwrap_or(file.source), it.span).noting(&label(it))
    });
    let fixes = it.fixes(file).into_iter().map(|fix| {
        let (title, source) = (wording::fix(&fix), fix.source.clone());
        SarifFix::new(fix, &title, source.as_deref().unwrap_or(file.source))
    });
    SarifResult {
        related_locations: related.collect(),
        fixes: fixes.collect(),
        ..base((diagnostic, it.about), &it.message(), primary)
    }
}

/// A diagnostic at a place, without what only a file that was read has.
fn base<'f>(
    (diagnostic, about): (&'f Diagnostic, About<'_>),
    message: &str,
    location: SarifLocation,
) -> SarifResult<'f> {
    SarifResult {
        rule_id: diagnostic.code.name(),
        level: diagnostic.severity.name(),
        message: SarifMessage::new(message),
        locations: [location],
        related_locations: Vec::new(),
        fixes: Vec::new(),
        partial_fingerprints: PartialFingerprints {
            v1: Fingerprint::of(diagnostic, about).to_string(),
        },
        suppressions: diagnostic.suppressed.iter().map(SarifSuppression::new).collect(),
    }
}
