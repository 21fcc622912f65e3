//! A baseline: what was found once, so that only what is new fails.

use super::known_findings::KnownFindings;
use super::option_error::OptionError;
use super::run::Rendered;
use super::source_file::SourceFile;
use crate::analysis::triage::{Fingerprint, Fingerprinted};
use crate::analysis::wording;
use crate::base::source::{Source, Span};
use crate::syntax::{Map, Node, Value, json};
use std::collections::BTreeMap;

/// The version of the format.
const VERSION: &str = "1";

/// The option that names a baseline.
const OPTION: &str = "--baseline";

/// What was found once: errors and warnings by their fingerprints, and how many there were of each.
///
/// It holds neither paths nor lines, so that a file can be moved and edited.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    counts: BTreeMap<Fingerprint, usize>,
    /// What the fingerprints are made of, as far as it was found here.
    made_of: BTreeMap<Fingerprinted, usize>,
}

impl Baseline {
    /// Reads the file of a baseline.
    ///
    /// # Errors
    /// It is not one, or one of another version.
    pub fn read(file: &SourceFile) -> Result<Self, OptionError> {
        let refuse = |at: Option<Span>, message: String| {
            let line = at.map(|it| file.source.position(it.start).line);
            let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            OptionError::new(format!("{OPTION} {}", file.name()), format!("{line}{message}"))
        };
        if let Some(problem) = file.problems.first() {
            return Err(refuse(None, wording::message(problem, &[])));
        }
        let parsed = json::read(file.text());
        if let Some(problem) = parsed.problems.into_iter().next() {
            let (span, message) = (problem.span(), wording::message(&problem.lift(), &[]));
            return Err(refuse(span, message));
        }
        let root = parsed.documents.first();
        let read = root.map(|it| Self::decode(it, &file.source));
        let read = read.unwrap_or_else(|| Err((Span::default(), "the file is empty".to_owned())));
        let counts = read.map_err(|(span, message)| refuse(Some(span), message))?;
        Ok(Self { counts, made_of: BTreeMap::new() })
    }

    fn decode(
        root: &Node<'_>,
        source: &Source,
    ) -> Result<BTreeMap<Fingerprint, usize>, (Span, String)> {
        let map = object(root, &["version", "findings"])?;
        match map.get("version").map(|it| (&it.value, it.span)) {
            Some((Value::Number(version), _)) if version == VERSION => {}
            Some((_, span)) => {
                let message = format!("expected version {VERSION}, found {}", source.slice(span));
                return Err((span, message));
            }
            None => return Err((root.span, format!("expected `version: {VERSION}`"))),
        }
        let findings = map.get("findings").unwrap_or(root);
        let items = findings.as_list();
        let items = items.ok_or_else(|| (findings.span, "expected an array `findings`".into()))?;
        let mut counts = BTreeMap::new();
        for item in items {
            const KEYS: [&str; 6] =
                ["fingerprint", "code", "taskDefinition", "container", "subject", "count"];
            let map = object(item, &KEYS)?;
            let fingerprint = map.get("fingerprint").and_then(|it| it.as_str()?.parse().ok());
            let fingerprint = fingerprint.ok_or_else(|| {
                (item.span, "expected a `fingerprint` of 16 hexadecimal digits".to_owned())
            })?;
            let count = match map.get("count").map(|it| (&it.value, it.span)) {
                None => Some(1),
                Some((Value::Number(count), _)) => count.parse::<usize>().ok(),
                Some(_) => None,
            };
            let count = count.filter(|it| *it > 0);
            let count =
                count.ok_or_else(|| (item.span, "expected a `count` of at least 1".to_owned()))?;
            *counts.entry(fingerprint).or_default() += count;
        }
        Ok(counts)
    }

    /// Takes what it has of what was found in a file: what is taken is not there for another file.
    pub fn take(&mut self, rendered: &Rendered) -> KnownFindings {
        let mut take = |it: &&Fingerprinted| {
            let count = self.counts.get_mut(&it.fingerprint());
            count.and_then(|it| it.checked_sub(1).map(|rest| *it = rest)).is_some()
        };
        KnownFindings::of(rendered.findings.iter().filter(|it| take(it)).cloned().collect())
    }

    /// Adds what was found in a file.
    pub fn add(&mut self, known: &KnownFindings) {
        for it in &known.all {
            *self.counts.entry(it.fingerprint()).or_default() += 1;
            *self.made_of.entry(it.clone()).or_default() += 1;
        }
    }

    /// How many findings were added.
    pub fn len(&self) -> usize {
        self.made_of.values().sum()
    }

    /// Whether none was added.
    pub fn is_empty(&self) -> bool {
        self.made_of.is_empty()
    }

    /// What was added as JSON, in the version 1 that `docs/schema/baseline-v1.schema.json` describes: sorted, and each
    /// on a line of its own.
    pub fn to_json(&self) -> String {
        let text = |it: &str| serde_json::to_string(it).unwrap_or_default();
        let option = |it: &Option<String>| it.as_deref().map_or_else(|| "null".to_owned(), text);
        let line = |(it, count): (&Fingerprinted, &usize)| {
            let Fingerprinted { task_definition, code, container, subject } = it;
            let subject = if subject.is_empty() {
                String::new()
            } else {
                format!("\"subject\": {}, ", text(&subject.join(" ")))
            };
            format!(
                "    {{ \"fingerprint\": \"{}\", \"code\": {}, \"taskDefinition\": {}, \"container\": {}, {subject}\"count\": {count} }}",
                it.fingerprint(),
                text(code),
                option(task_definition),
                option(container),
            )
        };
        let lines: Vec<_> = self.made_of.iter().map(line).collect();
        let findings = match lines.as_slice() {
            [] => "[]".to_owned(),
            lines => format!("[\n{}\n  ]", lines.join(",\n")),
        };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {findings}\n}}\n")
    }
}

/// An object with no other keys than these.
fn object<'n, 's>(node: &'n Node<'s>, keys: &[&str]) -> Result<&'n Map<'s>, (Span, String)> {
    let map = node.as_map();
    let map =
        map.ok_or_else(|| (node.span, format!("expected an object, found {}", node.kind())))?;
    match map.entries.iter().find(|it| !keys.contains(&it.key.as_ref())) {
        None => Ok(map),
        Some(other) => Err((other.key_span, format!("unknown key `{}`", other.key))),
    }
}
