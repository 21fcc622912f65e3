//! The verdict: for one launch type over all matches, and over all launch types to check.

use super::Match;
use super::matching::RuleEffect;
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::truth::Truth;
use std::fmt;
use std::rc::Rc;

/// Whether an execution role is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No.
    NotRequired,
    /// It depends on a placeholder, on the launch type, or on something that no source documents.
    Depends,
    /// Yes.
    Required,
}

/// Why a launch type is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The user selected it.
    Flag,
    /// The file states it.
    Stated,
    /// The file allows it.
    Possible,
}

/// A launch type in question, and the verdict for it.
#[derive(Clone, Debug)]
pub struct LaunchTypeVerdict {
    /// The launch type.
    pub launch_type: LaunchType,
    /// The verdict if the task runs on it.
    pub verdict: Verdict,
    /// Why it is checked.
    pub basis: Basis,
    /// Whether it applies: `True`, or `Unknown` if a placeholder decides.
    pub in_question: Truth,
    /// Where the file states it.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "no report shows it yet"))]
    pub span: Option<Span>,
}

impl Verdict {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::NotRequired => "not-required",
            Self::Depends => "depends",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Basis {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Stated => "stated",
            Self::Possible => "possible",
        }
    }
}

/// The verdict for each launch type: the strongest effect of a match.
pub(super) fn judge_each(
    launch_types: &[LaunchTypeVerdict],
    matches: &[Rc<Match<'_>>],
) -> Vec<LaunchTypeVerdict> {
    let judge = |judged: &LaunchTypeVerdict| {
        let effects = matches.iter().map(|found| found.effect(judged.launch_type));
        let verdict = match effects.max() {
            Some(RuleEffect::Required) => Verdict::Required,
            Some(RuleEffect::Depends) => Verdict::Depends,
            Some(RuleEffect::Nothing) | None => Verdict::NotRequired,
        };
        LaunchTypeVerdict { verdict, ..judged.clone() }
    };
    launch_types.iter().map(judge).collect()
}

/// The verdict over all launch types to check.
///
/// Where they agree, that. Where the file states them (or the user names them) all of them count, so the
/// strongest of those that are certain; where they are only possible, one of them will be chosen, and it
/// depends on which.
pub(super) fn overall(judged: &[LaunchTypeVerdict]) -> Verdict {
    let verdicts = || judged.iter().map(|it| it.verdict);
    let (Some(least), Some(most)) = (verdicts().min(), verdicts().max()) else {
        return Verdict::Depends;
    };
    if least == most {
        return most;
    }
    let certain = judged.iter().filter(|it| it.in_question == Truth::True);
    let all_count = judged.iter().all(|it| it.basis != Basis::Possible);
    let strongest_certain = certain.map(|it| it.verdict).max();
    match strongest_certain {
        Some(Verdict::Required) if all_count => Verdict::Required,
        _ => Verdict::Depends,
    }
}

#[cfg(test)]
mod tests {
    use super::{Basis, LaunchTypeVerdict, Verdict, overall};
    use crate::aws::launch_type::LaunchType;
    use crate::base::truth::Truth;

    fn verdict(basis: Basis, rows: &[(Verdict, Truth)]) -> Verdict {
        let judged = rows.iter().map(|&(verdict, in_question)| LaunchTypeVerdict {
            launch_type: LaunchType::Ec2,
            verdict,
            basis,
            in_question,
            span: None,
        });
        overall(&judged.collect::<Vec<_>>())
    }

    #[test]
    fn over_launch_types() {
        use Truth::{True, Unknown};
        use Verdict::{Depends, NotRequired, Required};
        let (stated, possible) = (Basis::Stated, Basis::Possible);
        assert_eq!(verdict(stated, &[(Required, True), (NotRequired, True)]), Required);
        assert_eq!(verdict(possible, &[(Required, True), (NotRequired, True)]), Depends);
        assert_eq!(verdict(possible, &[(Required, True), (Required, True)]), Required);
        assert_eq!(verdict(stated, &[(Required, Unknown), (NotRequired, True)]), Depends);
        assert_eq!(verdict(stated, &[(Required, Unknown), (Required, Unknown)]), Required);
        assert_eq!(verdict(stated, &[(Depends, True), (NotRequired, True)]), Depends);
        assert_eq!(verdict(possible, &[(NotRequired, True), (NotRequired, Unknown)]), NotRequired);
    }
}
