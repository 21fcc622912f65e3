//! From an ID, a code or an error message to its explanation.

use crate::base::diagnostic::BuiltIn;
use crate::base::suggest;
use crate::explain::{Explainer, FoundCause, Reason, TextKind, reasons};
use crate::render::cause_place::PlacedCause;
use crate::render::{EditorText, Style, cause, json, page, rule_page};
use crate::rules::{Causes, Rule};

/// The explanation of an ID, a code or an error message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The page of a rule or a code.
    Page(ExplainedPage),
    /// The causes of an AWS error message.
    Causes(ExplainedText),
    /// There is no explanation of an ID or a code.
    Unknown {
        /// A similar ID or code.
        near: Option<String>,
    },
}

/// The page of a rule or a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPage {
    markdown: String,
    json: String,
}

/// The causes of an AWS error message, or of the reasons in a document that AWS printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedText {
    input: TextKind,
    /// Each reason with its causes, the most likely first; those without a cause are not there.
    found: Vec<(Reason, Vec<PlacedCause>)>,
    /// Why there is none.
    why_none: &'static str,
}

impl ExplainedText {
    pub(super) fn of(text: &str, rules: &[Rule], causes: &Causes) -> Self {
        let why_none = |why| Self { input: TextKind::Text, found: Vec::new(), why_none: why };
        if text.trim().is_empty() {
            return why_none("the text is empty");
        }
        if text.contains('\0') {
            return why_none("this is not text");
        }
        let (input, reasons) = reasons(text);
        let explainer = Explainer::new(rules, causes);
        let each = reasons.into_iter().map(|reason| {
            let causes = explainer.causes(&reason.text);
            let placed = |cause| PlacedCause { cause, places: None };
            (reason, causes.into_iter().map(placed).collect::<Vec<_>>())
        });
        let found = each.filter(|(_, causes)| !causes.is_empty()).collect();
        let why_none = match input {
            TextKind::Other => {
                "this JSON is not a document that `explain` reads: expected one of the outputs of describe-tasks, describe-services and describe-stack-events, an event, or a record of CloudTrail"
            }
            TextKind::Text => "nothing in this text is an error message of AWS that is known here",
            _ => "no reason in this document is known here",
        };
        Self { input, found, why_none }
    }

    /// Whether there is a cause.
    pub fn has_cause(&self) -> bool {
        !self.found.is_empty()
    }

    /// Every cause, with the reason that it is of.
    pub(super) fn each(&self) -> impl Iterator<Item = (&Reason, &FoundCause)> {
        let found = self.found.iter();
        found.flat_map(|(reason, causes)| causes.iter().map(move |it| (reason, &it.cause)))
    }

    /// The same, to add their places.
    pub(super) fn each_mut(&mut self) -> impl Iterator<Item = &mut PlacedCause> {
        self.found.iter_mut().flat_map(|(_, causes)| causes)
    }

    /// One sentence why there is no cause.
    pub fn why_none(&self) -> &'static str {
        self.why_none
    }
}

impl Explanation {
    /// The page of an ID or a code, else the causes of an error message. One word like an ID is no message.
    pub(super) fn find(what: &str, rules: &[Rule], causes: &Causes) -> Self {
        let name = what.trim();
        let finds = |rule: &&Rule| rule.findings.iter().any(|own| own.code == name);
        let rule = rules.iter().find(|rule| rule.id() == name);
        if let Some(rule) = rule.filter(|_| BuiltIn::named(name).is_none()) {
            return Self::page(rule_page::rule(rule), json::of_rule(rule));
        }
        if let Some(code) = BuiltIn::named(name) {
            return Self::page(rule_page::code(code), json::of_code(code));
        }
        if let Some(rule) = rules.iter().find(finds) {
            return Self::page(rule_page::rule(rule), json::of_rule(rule));
        }
        let is_like_id = name.contains('-')
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        let is_word = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if is_like_id || is_word {
            let ids = rules.iter().map(Rule::id).chain(BuiltIn::ALL.iter().map(|code| code.name()));
            let near = suggest::most_alike(name, ids, 0.8).map(str::to_owned);
            return Self::Unknown { near };
        }
        Self::Causes(ExplainedText::of(what, rules, causes))
    }

    fn page(markdown: String, json: String) -> Self {
        Self::Page(ExplainedPage { markdown, json })
    }

    /// The text for people; a page is Markdown. None if there is no explanation.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Page(page) => Some(page.markdown.clone()),
            other => other.styled(&Style::default()),
        }
    }

    /// The page of a rule or a code, for an editor; none of anything else.
    pub fn page_text(&self) -> Option<EditorText> {
        match self {
            Self::Page(page) => Some(EditorText::of_page(&page.markdown)),
            Self::Causes(_) | Self::Unknown { .. } => None,
        }
    }

    /// The text for a terminal, in a style; none if there is no explanation.
    pub fn styled(&self, style: &Style) -> Option<String> {
        match self {
            Self::Page(own) => Some(page::page(&own.markdown, style)),
            Self::Causes(text) if text.has_cause() => {
                let each = text.found.iter().map(|(reason, all)| cause::causes(reason, all, style));
                Some(each.collect::<Vec<_>>().join("\n"))
            }
            Self::Causes(_) | Self::Unknown { .. } => None,
        }
    }

    /// The JSON, version 1; none for an ID or a code that there is not.
    pub fn json(&self) -> Option<String> {
        match self {
            Self::Page(page) => Some(page.json.clone()),
            Self::Causes(text) => Some(json::of_causes(text.input, &text.found)),
            Self::Unknown { .. } => None,
        }
    }
}
