//! The objects of the JSON output, version 1: their fields, in order.

use super::combination::CombinationJson;
use super::fix::{FixJson, FixesOf};
use super::place::{Others, PlaceJson};
use super::role_check::RoleCheckJson;
use super::suppressed::SuppressedJson;
use crate::analysis::triage::{About, Fingerprint, all_findings};
use crate::analysis::{self, Diagnostic, Label, TaskReport, wording};
use crate::base::source::Span;
use crate::base::text::{Placeholder, Text};
use crate::base::truth::Truth;
use crate::engine::{self, Match, RoleStatement};
use crate::iam::permission::RequiredPermission;
use crate::render::places::Places;
use crate::rules::{RoleKind, RoleRequirement};
use crate::syntax::Node;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeSet;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskDefinitionJson<'a> {
    path: &'a str,
    document: usize,
    pointer: String,
    format: &'static str,
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    construct_path: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    run_by: &'a [String],
    verdict: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    combinations: Vec<CombinationJson<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    defaults: &'a [&'a str],
    launch_types: Vec<LaunchTypeJson>,
    execution_role: ExecutionRole<'a>,
    needs: Vec<NeedJson<'a>>,
    notes: Vec<NoteJson<'a>>,
    requires_attributes: BTreeSet<&'a str>,
    findings: Vec<Finding<'a>>,
    /// Only with a role to check against the requirements.
    #[serde(skip_serializing_if = "Option::is_none")]
    role_check: Option<RoleCheckJson<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LaunchTypeJson {
    launch_type: &'static str,
    verdict: &'static str,
    basis: &'static str,
    /// Set only if a placeholder decides whether it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_question: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct ExecutionRole<'a> {
    state: &'static str,
    value: Option<Cow<'a, str>>,
    place: Option<PlaceJson>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NeedJson<'a> {
    rule: &'a str,
    truth: &'static str,
    container: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    place: PlaceJson,
    launch_types: Cells,
    unresolved: Vec<Cow<'a, str>>,
    why: &'a str,
    docs: Option<&'a str>,
    permissions: Vec<PermissionJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refined_by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<&'a str>,
}

/// Cells by the name of their launch type, in the order of reports.
#[derive(Debug)]
struct Cells(Vec<(&'static str, &'static str)>);

#[derive(Debug, Serialize)]
struct PermissionJson<'a> {
    action: &'a str,
    resource: Cow<'a, str>,
    need: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct NoteJson<'a> {
    rule: &'a str,
    role: &'static str,
    place: PlaceJson,
    why: &'a str,
    docs: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    message: String,
    place: PlaceJson,
    /// The label at the place itself, which adds to the message.
    label: String,
    related: Vec<Related<'a>>,
    help: Option<String>,
    docs: Option<&'a str>,
    fingerprint: String,
    suppressed: Option<SuppressedJson<'a>>,
    /// Only where it is about a permission of a role that was provided.
    #[serde(skip_serializing_if = "Option::is_none")]
    permission: Option<FoundPermission<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson>,
}

#[derive(Debug, Serialize)]
struct FoundPermission<'a> {
    action: &'a str,
    resource: String,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: String,
    /// Only where the place is one of another text than the task definition's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// Only beside `path`: which of the values in that file it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<usize>,
    place: PlaceJson,
}

impl<'a> TaskDefinitionJson<'a> {
    pub(super) fn new(
        task_report: &'a TaskReport<'_>,
        places: &Places<'a>,
        fixes: &FixesOf<'_>,
    ) -> Self {
        let TaskReport { task, assessment, role, .. } = task_report;
        let others = Others::default();
        let here = Here {
            document: task.document,
            root: &task.root,
            span: task.span,
            path: places.path_at(task.span.start),
            fixes,
            places,
            others: &others,
            all: &task_report.combinations,
        };
        let findings = all_findings(task_report).into_iter();
        let about = |it: &Diagnostic| About::finding(it, task_report);
        Self {
            path: here.path,
            document: task.document,
            pointer: places.pointer(task.document, task.span),
            format: task.format.name(),
            name: task.name.as_deref(),
            family: task.context.family.as_deref(),
            construct_path: task.context.construct,
            run_by: &task.context.run_by,
            verdict: assessment.verdict.name(),
            combinations: task_report.combinations.iter().map(CombinationJson::new).collect(),
            defaults: &task_report.defaults,
            launch_types: assessment.launch_types.iter().map(LaunchTypeJson::new).collect(),
            execution_role: ExecutionRole::new(&assessment.role, &here),
            needs: assessment.needs.iter().map(|need| NeedJson::new(need, &here)).collect(),
            notes: assessment.notes.iter().map(|note| NoteJson::new(note, &here)).collect(),
            requires_attributes: assessment.attributes(),
            findings: findings.map(|it| Finding::new((it, about(it)), &here)).collect(),
            role_check: role.as_ref().map(RoleCheckJson::new),
        }
    }
}

/// The task definition that is rendered, and its places.
struct Here<'a, 'p> {
    document: usize,
    root: &'a Node<'a>,
    /// Where it stands.
    span: Span,
    /// The file in which that is.
    path: &'a str,
    fixes: &'p FixesOf<'p>,
    places: &'p Places<'a>,
    /// The other files that related places are of.
    others: &'p Others<'a>,
    /// The combinations of conditions that it is in.
    all: &'p [analysis::Combination<'p>],
}

impl Here<'_, '_> {
    fn place(&self, span: Span) -> PlaceJson {
        self.places.place(self.document, span, self.path)
    }

    /// The container that a match is in: volumes and the task itself are none.
    fn container<'t>(&self, found: &Match<'t>) -> Option<&'t str> {
        let containers = self.root.get("containerDefinitions")?.resolved().span;
        containers.contains(found.item?.span).then(|| found.item_name())?
    }
}

impl LaunchTypeJson {
    fn new(judged: &engine::LaunchTypeVerdict) -> Self {
        Self {
            launch_type: judged.launch_type.name(),
            verdict: judged.verdict.name(),
            basis: judged.basis.name(),
            in_question: (judged.in_question != Truth::True)
                .then(|| truth_name(judged.in_question)),
        }
    }
}

impl<'a> ExecutionRole<'a> {
    fn new(role: &'a RoleStatement<'_>, here: &Here<'_, '_>) -> Self {
        Self {
            state: role.state.name(),
            value: role.value.as_ref().map(written),
            place: role.span.map(|span| here.place(span)),
        }
    }
}

impl<'a> NeedJson<'a> {
    fn new(need: &'a engine::Need<'_>, here: &Here<'a, '_>) -> Self {
        let found = &need.found;
        let cells = need.cells.iter();
        Self {
            rule: found.rule.id(),
            truth: truth_name(found.truth),
            container: here.container(found),
            when: (!need.when.is_all_of(here.all.len()))
                .then(|| wording::when(need.when, here.all)),
            place: here.place(found.span),
            launch_types: Cells(cells.map(|(on, cell)| (on.name(), cell_name(*cell))).collect()),
            unresolved: found.unresolved.iter().map(Placeholder::shown).collect(),
            why: &found.rule.why,
            docs: found.rule.docs(),
            permissions: need.permissions().iter().map(PermissionJson::new).collect(),
            refined_by: need.refined_by.iter().map(|other| other.rule.id()).collect(),
            hints: need.hints().to_vec(),
        }
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

impl<'a> PermissionJson<'a> {
    fn new(granted: &'a RequiredPermission<'_>) -> Self {
        Self {
            action: &granted.action,
            resource: written(&granted.resource),
            need: granted.necessity.name(),
            condition: granted.necessity.condition(),
            via: granted.via.as_deref(),
        }
    }
}

impl<'a> NoteJson<'a> {
    fn new(note: &'a engine::RuleNote<'_>, here: &Here<'a, '_>) -> Self {
        let rule = note.found.rule;
        Self {
            rule: rule.id(),
            role: role_name(note.role),
            place: here.place(note.found.span),
            why: &rule.why,
            docs: rule.docs(),
        }
    }
}

impl<'a> Finding<'a> {
    fn new((finding, about): (&'a Diagnostic, About<'_>), here: &Here<'a, '_>) -> Self {
        let label = |label: &Label| wording::label(finding, label, here.all);
        let permission = finding.subject.permission();
        Self {
            code: finding.code.name(),
            severity: finding.severity.name(),
            message: wording::message(finding, here.all),
            place: here.place(finding.span().unwrap_or_default()),
            label: finding.primary.as_ref().map(label).unwrap_or_default(),
            related: finding.related.iter().map(|it| Related::new(it, label(it), here)).collect(),
            help: wording::help(finding),
            docs: finding.docs.as_deref(),
            fingerprint: Fingerprint::of(finding, about).to_string(),
            suppressed: finding.suppressed.as_ref().map(SuppressedJson::new),
            permission: permission.map(|(action, resource)| FoundPermission { action, resource }),
            fixes: (here.fixes)(finding, Some(here.span)),
        }
    }
}

impl<'a> Related<'a> {
    fn new(label: &'a Label, message: String, here: &Here<'a, '_>) -> Self {
        match label.source.as_deref() {
            None => Self { message, path: None, document: None, place: here.place(label.span) },
            Some(source) => {
                let (document, place) = here.others.place(source, label.span);
                let path = source.file_at(label.span.start).0;
                Self { message, path: Some(path), document: Some(document), place }
            }
        }
    }
}

fn written<'a>(text: &'a Text<'_>) -> Cow<'a, str> {
    text.as_literal().map_or_else(|| Cow::Owned(text.to_string()), Cow::Borrowed)
}

fn truth_name(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::Unknown => "unknown",
        Truth::False => "false",
    }
}

pub(super) fn cell_name(cell: RoleRequirement) -> &'static str {
    match cell {
        RoleRequirement::Required => "required",
        RoleRequirement::RequiredUnlessInstanceRole => "required-unless-instance-role",
        RoleRequirement::InstanceRole => "instance-role",
        RoleRequirement::NotNeeded => "not-needed",
        RoleRequirement::Unsupported => "unsupported",
        RoleRequirement::Unknown => "unknown",
    }
}

pub(super) fn role_name(role: RoleKind) -> &'static str {
    match role {
        RoleKind::Execution => "execution",
        RoleKind::Task => "task",
        RoleKind::Infrastructure => "infrastructure",
        RoleKind::None => "none",
    }
}
