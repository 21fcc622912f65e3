//! `explain --format json`, version 1: the causes of an error message, or the page of an ID.

use crate::base::diagnostic::BuiltIn;
use crate::explain::{Reason, TextKind, side_name};
use crate::render::cause_place::{CausePlace, PlacedCause};
use crate::rules::Rule;
use crate::rules::cause::{CauseSide, Likelihood};
use crate::rules::rule::Certainty;
use serde::Serialize;

#[derive(Debug, Serialize)]
struct CausesJson<'a> {
    version: u8,
    tool: &'static str,
    input: &'static str,
    causes: Vec<CauseJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CauseJson<'a> {
    side: &'static str,
    certainty: &'static str,
    rules: Vec<&'a str>,
    codes: Vec<&'a str>,
    principal: Option<&'a str>,
    action: Option<&'a str>,
    resource: Option<&'a str>,
    message: String,
    fix: Option<&'a str>,
    docs: Option<&'a str>,
    evidence: Vec<EvidenceJson>,
    from: Option<FromJson<'a>>,
    /// Only where files were given beside the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<Vec<CausePlaceJson<'a>>>,
    /// Only where one of them holds the role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<CausePlaceJson<'a>>,
}

/// Where a file asks for what a cause is about, or holds the role.
#[derive(Debug, Serialize)]
struct CausePlaceJson<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    pointer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct EvidenceJson {
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct FromJson<'a> {
    task: Option<&'a str>,
    container: Option<&'a str>,
    at: Option<&'a str>,
}

/// The causes of each reason, in order.
pub fn causes(input: TextKind, found: &[(Reason, Vec<PlacedCause>)]) -> String {
    let each = found.iter().flat_map(|(reason, causes)| causes.iter().map(move |it| (reason, it)));
    written(input.name(), each.map(|(reason, it)| cause(input, reason, it)).collect())
}

/// The page of a rule.
pub fn rule(rule: &Rule) -> String {
    let cause = CauseJson {
        side: side_name(CauseSide::from(rule.role)),
        certainty: likelihood(rule.certainty),
        rules: vec![rule.id()],
        codes: Vec::new(),
        message: rule.why.to_string(),
        docs: rule.docs(),
        ..CauseJson::of_page()
    };
    written("rule", vec![cause])
}

/// The page of a code.
pub fn code(code: BuiltIn) -> String {
    let cause = CauseJson {
        side: "task-definition",
        certainty: Likelihood::Certain.name(),
        codes: vec![code.name()],
        message: code.when().to_owned(),
        fix: Some(code.help()),
        ..CauseJson::of_page()
    };
    written("code", vec![cause])
}

impl CauseJson<'_> {
    /// What the pages have in common.
    fn of_page() -> Self {
        Self {
            side: "other",
            certainty: Likelihood::Certain.name(),
            rules: Vec::new(),
            codes: Vec::new(),
            principal: None,
            action: None,
            resource: None,
            message: String::new(),
            fix: None,
            docs: None,
            evidence: Vec::new(),
            from: None,
            places: None,
            roles: Vec::new(),
        }
    }
}

impl<'a> CausePlaceJson<'a> {
    fn new(place: &'a CausePlace, container: Option<&'a str>) -> Self {
        let CausePlace { path, line, column, pointer, .. } = place;
        Self { path, line: *line, column: *column, pointer, container }
    }
}

/// How certain a rule is, in the words for causes.
fn likelihood(certainty: Certainty) -> &'static str {
    let likelihood = match certainty {
        Certainty::Measured | Certainty::Doc | Certainty::Code => Likelihood::Certain,
        Certainty::Report => Likelihood::Likely,
        Certainty::Inferred => Likelihood::Possible,
    };
    likelihood.name()
}

fn cause<'a>(input: TextKind, reason: &'a Reason, placed: &'a PlacedCause) -> CauseJson<'a> {
    let PlacedCause { cause: found, places } = placed;
    let from = FromJson {
        task: reason.task.as_deref(),
        container: reason.container.as_deref(),
        at: reason.at.as_deref(),
    };
    let evidence = found.evidence.iter().map(|it| EvidenceJson { start: it.start, end: it.end });
    CauseJson {
        side: side_name(found.side),
        certainty: found.certainty.name(),
        rules: found.rules.iter().map(String::as_str).collect(),
        codes: found.codes.iter().map(String::as_str).collect(),
        principal: found.principal.as_deref(),
        action: found.action.as_deref(),
        resource: found.resource.as_deref(),
        message: found.message.clone(),
        fix: found.fix.as_deref(),
        docs: found.docs.as_deref(),
        evidence: evidence.collect(),
        from: (input != TextKind::Text).then_some(from),
        places: places.as_ref().map(|it| {
            it.places.iter().map(|it| CausePlaceJson::new(it, it.name.as_deref())).collect()
        }),
        roles: places
            .iter()
            .flat_map(|it| &it.roles)
            .map(|it| CausePlaceJson::new(it, None))
            .collect(),
    }
}

fn written(input: &'static str, causes: Vec<CauseJson<'_>>) -> String {
    let mut text = String::new();
    let whole = CausesJson { version: 1, tool: "needs-exec-role", input, causes };
    super::write(&mut text, &whole, 0);
    text.push('\n');
    text
}
