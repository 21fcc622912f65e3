//! Conditions that the source leaves open: what is asked, and what a combination answers.

use super::open::identity;
use crate::base::source::Span;
use crate::base::text::ParameterPart;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::syntax::Node;

/// A condition that decides something and is not decided.
#[derive(Clone, Debug)]
pub(super) struct OpenQuestion<'t> {
    /// What tells it from others: two that are the same have the same answer.
    pub(super) name: String,
    /// As it is written.
    pub(super) written: &'t str,
    /// Whether it is written as the contrary of what is asked: `a != b`.
    pub(super) is_negated: bool,
    /// The variable of the root module that it compares, and the value.
    pub(super) comparison: Option<(String, Node<'t>)>,
    /// The value that the variable has if the answer is no, where that leaves only one.
    pub(super) otherwise: Option<Node<'t>>,
    /// What it reads of the variables of the root module.
    pub(super) reads: Vec<ParameterPart>,
    /// Where it is asked, unless that is in a loop.
    pub(super) site: Option<QuestionSite>,
    /// What the defaults answer.
    pub(super) by_default: DefaultAnswer,
}

/// What the defaults answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DefaultAnswer {
    /// Yes or no.
    Known(bool),
    /// It depends on what is open as well.
    Open,
    /// Terraform refuses to ask it of them: whatever the answer is, it is one of other values.
    Refused,
}

impl DefaultAnswer {
    /// The answer of a value that is true, false or neither, and whether Terraform refuses it.
    pub(super) fn of(answer: Truth, is_refused: bool) -> Self {
        match answer {
            Truth::True => Self::Known(true),
            Truth::False => Self::Known(false),
            Truth::Unknown if is_refused => Self::Refused,
            Truth::Unknown => Self::Open,
        }
    }

    /// Whether the defaults lead to an answer.
    fn leads_to(self, answer: bool) -> Truth {
        match self {
            Self::Known(own) => Truth::known(own == answer),
            Self::Open | Self::Refused => Truth::Unknown,
        }
    }
}

/// A place in an instance of a module, by the address of the instance.
pub(super) type QuestionSite = (Span, String);

/// What a combination answers.
#[derive(Clone, Debug)]
pub(super) struct ConditionAnswers<'t> {
    answers: Vec<(String, bool)>,
    /// The same answers by where they were asked.
    sites: Vec<(QuestionSite, bool)>,
    /// The variables of the root module whose value follows.
    values: Vec<(String, Node<'t>)>,
    /// The values that a variable does not have, by what tells them from others.
    excluded: Vec<(String, String)>,
    /// What does not have its default of the variables of the root module.
    changed: Vec<ParameterPart>,
    /// The answers, as they are written.
    pub(super) facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults lead to these answers.
    pub(super) by_default: Truth,
}

impl Default for ConditionAnswers<'_> {
    fn default() -> Self {
        Self {
            answers: Vec::new(),
            sites: Vec::new(),
            values: Vec::new(),
            excluded: Vec::new(),
            changed: Vec::new(),
            facts: Vec::new(),
            by_default: Truth::True,
        }
    }
}

impl<'t> ConditionAnswers<'t> {
    /// The same, with one more answer.
    pub(super) fn with(&self, question: &OpenQuestion<'t>, answer: bool) -> Self {
        let mut more = self.clone();
        more.answers.push((question.name.clone(), answer));
        more.sites.extend(question.site.clone().map(|site| (site, answer)));
        more.facts.push((question.written, Fact::Holds(answer != question.is_negated)));
        let default = question.by_default;
        more.by_default = more.by_default.and(default.leads_to(answer));
        if default == DefaultAnswer::Known(!answer) || default == DefaultAnswer::Refused {
            more.changed.extend(question.reads.iter().cloned());
        }
        if let Some((variable, value)) = &question.comparison {
            if answer {
                more.values.push((variable.clone(), value.clone()));
            } else {
                more.excluded.push((variable.clone(), identity(value)));
                let only = question.otherwise.clone();
                more.values.extend(only.map(|value| (variable.clone(), value)));
            }
        }
        more
    }

    /// The questions that are answered, by what tells them from others, and the answers.
    pub(super) fn answers(&self) -> &[(String, bool)] {
        &self.answers
    }

    /// The answers alone, in the order of the questions.
    pub(super) fn answered(&self) -> Vec<bool> {
        self.answers.iter().map(|it| it.1).collect()
    }

    /// The answer to a question, if there is one.
    pub(super) fn answer(&self, name: &str) -> Option<bool> {
        self.answers.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Whether a condition holds that was asked at a place: it may do so no longer, since other answers tell more.
    pub(super) fn answer_at(&self, site: &QuestionSite) -> Option<bool> {
        self.sites.iter().find(|it| it.0 == *site).map(|it| it.1)
    }

    /// What does not have its default of a variable of the root module: another one leads to other answers.
    pub(super) fn changed<'c>(
        &'c self,
        variable: &'c str,
    ) -> impl Iterator<Item = &'c ParameterPart> {
        self.changed.iter().filter(move |it| it.parameter == variable)
    }

    /// The value that a variable of the root module has here.
    pub(super) fn value(&self, variable: &str) -> Option<&Node<'t>> {
        self.values.iter().find(|it| it.0 == variable).map(|it| &it.1)
    }

    /// Whether a variable of the root module is known to be something else than a value.
    pub(super) fn excludes(&self, variable: &str, value: &Node<'t>) -> bool {
        let value = identity(value);
        self.excluded.iter().any(|it| it.0 == variable && it.1 == value)
    }
}
