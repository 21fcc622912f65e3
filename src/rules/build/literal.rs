//! Rules and what they consist of as Rust expressions, for constants.

use crate::aws::launch_type::LaunchType;
use crate::aws::readers::{READERS, Reader};
use crate::base::date::Date;
use crate::base::diagnostic::Severity;
use crate::base::text::DeploymentPart;
use crate::base::version::Version;
use crate::rules::cause::{Cause, CauseKind, CauseSide, Likelihood};
use crate::rules::data::{List, Str};
use crate::rules::index::{PathIndex, PathNode, RuleAtPath};
use crate::rules::path::{Path, Step};
use crate::rules::resource::{Reference, RegionTable, ResourcePiece, ResourceTemplate};
use crate::rules::rule::{
    Attribute, Certainty, Clue, ErrorText, Hint, MinimumVersions, Os, Permission, Phase,
    Requirement, RoleKind, RoleRequirement, Rule, RuleFinding, RuleLabel, Switch,
};
use crate::rules::value::{Read, Test};

/// What can be written as a Rust expression.
pub trait Literal {
    /// The expression, with the names that `embedded.rs` imports.
    fn literal(&self) -> String;
}

/// Types that are their own `Debug`.
macro_rules! plain {
    ($($type:ty),*) => {
        $(impl Literal for $type {
            fn literal(&self) -> String {
                format!("{self:?}")
            }
        })*
    };
}

/// Enums without fields.
macro_rules! words {
    ($($type:ident),*) => {
        $(impl Literal for $type {
            fn literal(&self) -> String {
                format!("{}::{self:?}", stringify!($type))
            }
        })*
    };
}

/// Structs: a field that is forgotten does not compile.
macro_rules! records {
    ($($type:ident { $($field:ident),* })*) => {
        $(impl Literal for $type {
            fn literal(&self) -> String {
                let Self { $($field),* } = self;
                let mut text = concat!(stringify!($type), " { ").to_owned();
                $(text += &format!("{}: {}, ", stringify!($field), $field.literal());)*
                text + "}"
            }
        })*
    };
}

plain!(bool, u8, u16, u32, usize);
words!(
    CauseKind,
    Likelihood,
    CauseSide,
    RoleRequirement,
    Certainty,
    DeploymentPart,
    LaunchType,
    Os,
    Phase,
    RoleKind,
    Severity
);
records! {
    Rule {
        id, title, why, docs, certainty, role, since, until, each, read, at, when, by_region, need,
        permissions, least, attributes, assume, refines, across_accounts, label, hint, findings, clues, error, notes
    }
    Cause {
        id, title, side, likelihood, certainty, source, kind, phase, words, actions, outranks, call, rules, codes, say, fix, not,
        by_service, docs
    }
    Clue { text, call }
    Requirement { is, when, assume, since, until, certainty, note }
    RegionTable { name, rows }
    Permission { allow, resource, when, unless, condition, certain, alternative, documented, unseen, via, call }
    MinimumVersions { agent, platform, windows_platform, when, with_role, os }
    Attribute { name, when, with_role }
    Switch { name, says, value }
    RuleLabel { say, to, when }
    Hint { say, when, unless }
    RuleFinding { code, severity, say, help, when, unless, on, with_role }
    ErrorText { text, phase, on, certainty, source, network, cause, code }
    Path { from_root, steps }
    Read { name, path, reader }
    Test { value, part, wanted }
    ResourceTemplate { written, pieces }
    Date { year, month, day }
    Version { major, minor, patch }
    PathIndex { top, placeless, service, job }
    PathNode { reads, rules, next }
    RuleAtPath { rule, path, reads }
}

impl Literal for Str {
    fn literal(&self) -> String {
        format!("Str::Borrowed({self:?})")
    }
}

impl<T: Literal + Clone> Literal for List<T> {
    fn literal(&self) -> String {
        format!("List::Borrowed(const {{ &{} }})", array(self))
    }
}

impl<T: Literal, const N: usize> Literal for [T; N] {
    fn literal(&self) -> String {
        array(self)
    }
}

fn array<T: Literal>(items: &[T]) -> String {
    format!("[{}]", items.iter().map(|item| item.literal() + ", ").collect::<String>())
}

impl<T: Literal> Literal for Option<T> {
    fn literal(&self) -> String {
        match self {
            Some(value) => format!("Some({})", value.literal()),
            None => "None".to_owned(),
        }
    }
}

impl<T: Literal, U: Literal> Literal for (T, U) {
    fn literal(&self) -> String {
        format!("({}, {})", self.0.literal(), self.1.literal())
    }
}

impl Literal for &Reader {
    fn literal(&self) -> String {
        let index = READERS.iter().position(|row| row == *self).unwrap_or(usize::MAX);
        format!("&READERS[{index}]")
    }
}

impl Literal for Step {
    fn literal(&self) -> String {
        match self {
            Self::EachItem => "Step::EachItem".to_owned(),
            Self::Key(key) => format!("Step::Key({})", key.literal()),
        }
    }
}

impl Literal for ResourcePiece {
    fn literal(&self) -> String {
        match self {
            Self::Literal(text) => format!("ResourcePiece::Literal({})", text.literal()),
            Self::FirstOf(references) => {
                format!("ResourcePiece::FirstOf({})", references.literal())
            }
        }
    }
}

impl Literal for Reference {
    fn literal(&self) -> String {
        match self {
            Self::Value(index, part) => format!("Reference::Value({index}, {})", part.literal()),
            Self::Task(field) => format!("Reference::Task({})", field.literal()),
            Self::LikelyRegion => "Reference::LikelyRegion".to_owned(),
            Self::ByRegion(index) => format!("Reference::ByRegion({index})"),
            Self::Any => "Reference::Any".to_owned(),
            Self::Unseen => "Reference::Unseen".to_owned(),
            Self::ItemName => "Reference::ItemName".to_owned(),
        }
    }
}
