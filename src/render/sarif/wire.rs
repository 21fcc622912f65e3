//! The objects of SARIF that a finding is written as.

use super::uri::reference;
use crate::base::diagnostic::{Edit, Fix, SuppressedBy, Suppression};
use crate::base::source::{Position, Source, Span};
use crate::render::places::{ColumnUnit, Places};
use crate::render::sanitize::escape;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'a> {
    // Without `ruleIndex`, which would depend on the files before this one.
    pub(super) rule_id: &'a str,
    pub(super) level: &'static str,
    pub(super) message: SarifMessage,
    pub(super) locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<SarifLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<SarifFix>,
    pub(super) partial_fingerprints: PartialFingerprints,
    /// Empty where the finding counts: SARIF wants it on all results of a run or on none.
    pub(super) suppressions: Vec<SarifSuppression<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct SarifMessage {
    text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct PartialFingerprints {
    #[serde(rename = "needsExecRole/v1")]
    pub(super) v1: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<SarifMessage>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: SarifRegion,
}

#[derive(Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: usize,
    #[serde(flatten)]
    rest: Option<RestOfSarifRegion>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RestOfSarifRegion {
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifFix {
    description: SarifMessage,
    artifact_changes: Vec<ArtifactChange>,
    properties: FixProperties,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: SarifRegion,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<InsertedContent>,
}

/// A text that is inserted as it is.
#[derive(Debug, Serialize)]
struct InsertedContent {
    text: String,
}

#[derive(Debug, Serialize)]
struct FixProperties {
    applicability: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct SarifSuppression<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<Cow<'a, str>>,
    properties: SuppressionProperties,
}

#[derive(Debug, Serialize)]
struct SuppressionProperties {
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

impl SarifMessage {
    /// A text for people, which is no link whatever the files say: not by a backslash, which a file may have before it.
    ///
    /// Section 3.11.5 of the standard wants braces doubled, even where nothing is filled in. They stay as they are: sarif-tools
    /// shows both, and `${{IMAGE}}` would be another expression.
    pub(super) fn new(text: &str) -> Self {
        Self { text: escape(text).replace("](", "] (") }
    }
}

impl SarifLocation {
    /// A place of a text.
    pub(super) fn new(source: &Source, span: Span, places: &Places<'_>) -> Self {
        Self::in_file(source.file_at(span.start).0, SarifRegion::new(span, places))
    }

    /// A file as a whole: its first line, since GitHub shows no result without one.
    pub(super) fn whole(path: &str) -> Self {
        Self::in_file(path, SarifRegion { start_line: 1, rest: None })
    }

    fn in_file(path: &str, region: SarifRegion) -> Self {
        let artifact_location = ArtifactLocation::new(path);
        Self {
            physical_location: PhysicalLocation { artifact_location, region },
            logical_locations: Vec::new(),
            message: None,
        }
    }

    /// The same, with what is noted there.
    pub(super) fn noting(self, note: &str) -> Self {
        Self { message: (!note.is_empty()).then(|| SarifMessage::new(note)), ..self }
    }
}

impl ArtifactLocation {
    fn new(path: &str) -> Self {
        Self { uri: reference(path) }
    }
}

impl SarifRegion {
    fn new(span: Span, places: &Places<'_>) -> Self {
        let (start, end) = places.positions(span);
        let Position { line: end_line, column: end_column } = end;
        let rest = RestOfSarifRegion { start_column: start.column, end_line, end_column };
        Self { start_line: start.line, rest: Some(rest) }
    }
}

impl LogicalLocation {
    /// A task definition, and one of its containers.
    pub(super) fn of(task: Option<String>, container: Option<String>) -> Vec<Self> {
        let qualified = |name: &str| match &task {
            Some(task) => format!("{task}/{name}"),
            None => name.to_owned(),
        };
        let container = container.map(|name| Self {
            fully_qualified_name: qualified(&name),
            name,
            kind: "container",
        });
        let task = task.map(|name| Self {
            fully_qualified_name: name.clone(),
            name,
            kind: "taskDefinition",
        });
        task.into_iter().chain(container).collect()
    }
}

impl SarifFix {
    /// A fix of a text.
    pub(super) fn new(fix: &Fix, title: &str, source: &Source) -> Self {
        let places = Places::counting(ColumnUnit::Utf16, source);
        let replacement = |Edit { span, text }: &Edit| Replacement {
            deleted_region: SarifRegion::new(*span, &places),
            inserted_content: (!text.is_empty()).then(|| InsertedContent { text: text.clone() }),
        };
        let changes = fix.by_file(source).map(|(path, edits)| ArtifactChange {
            artifact_location: ArtifactLocation::new(path),
            replacements: edits.iter().map(replacement).collect(),
        });
        Self {
            description: SarifMessage::new(title),
            artifact_changes: changes.collect(),
            properties: FixProperties { applicability: fix.applicability.name() },
        }
    }
}

impl<'a> SarifSuppression<'a> {
    pub(super) fn new(suppression: &'a Suppression) -> Self {
        let kind = match suppression.by {
            SuppressedBy::Comment | SuppressedBy::Metadata => "inSource",
            SuppressedBy::Configuration | SuppressedBy::Baseline => "external",
        };
        Self {
            kind,
            justification: suppression.reason.as_deref().map(escape),
            properties: SuppressionProperties {
                by: suppression.by.name(),
                expires: suppression.expires.map(|it| it.to_string()),
            },
        }
    }
}
