//! `--format sarif`: SARIF 2.1.0, one run, whose results come file by file and whose rules come last.

mod descriptors;
mod uri;
mod wire;

use super::json::{add_item, write};
use super::places::{ColumnUnit, Places};
use super::reported::{Reported, with_suppressed};
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport, wording};
use crate::base::diagnostic::Code;
use crate::base::source::{Source, Span};
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
        for it in with_suppressed(file) {
            add_item(&mut piece.body, &result(&it, Some(&places)), DEPTH);
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
        let mut piece = RenderedPiece::default();
        add_item(&mut piece.body, &result(&Reported::unread(path, problem), None), DEPTH);
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

/// A diagnostic, with the places of its file if that was read.
fn result<'f>(reported: &Reported<'f, '_>, own: Option<&Places<'_>>) -> SarifResult<'f> {
    let (diagnostic, about) = (reported.diagnostic, reported.about());
    let location = |source: &Source, span: Span| match (reported.source(), own) {
        (Some(it), Some(own)) if std::ptr::eq(it, source) => SarifLocation::new(source, span, own),
        _ => SarifLocation::new(source, span, &Places::counting(ColumnUnit::Utf16, source)),
    };
    let primary = match reported.place() {
        Some((source, span)) => location(source, span),
        None => SarifLocation::whole(reported.name),
    };
    let mut primary = primary.noting(&reported.note());
    primary.logical_locations = LogicalLocation::of(about.name(), about.container());
    let related =
        reported.related().map(|(source, span, note)| location(source, span).noting(&note));
    let fixes = reported.applicable_fixes().filter_map(|fix| {
        let source = fix.source.as_deref().or(reported.source())?;
        Some(SarifFix::new(&fix, &wording::fix(&fix), source))
    });
    SarifResult {
        rule_id: diagnostic.code.name(),
        level: diagnostic.severity.name(),
        message: SarifMessage::new(&reported.one_line()),
        locations: [primary],
        related_locations: related.collect(),
        fixes: fixes.collect(),
        partial_fingerprints: PartialFingerprints { v1: reported.fingerprint().to_string() },
        suppressions: diagnostic.suppressed.iter().map(SarifSuppression::new).collect(),
    }
}
