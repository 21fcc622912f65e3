//! Rules are data: one file of `rules/` is one requirement. Here they are read, checked and compiled.

mod compile;
mod embedded;
pub mod file;
mod load;
pub mod path;
pub mod permission;
pub mod tree;
pub mod value;

pub use embedded::built_in;
pub use load::read_rule;

use crate::aws::launch_type::LaunchType;
use crate::base::date::Date;
use crate::base::problem::Severity;
use crate::base::version::Version;
use file::{Cell, RuleFile};
use path::Path;
use permission::Template;
use tree::Tree;
use value::{Read, Test, Values};

use crate::base::truth::Truth;
use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

/// All rules that are asked, and the places where they look.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    all: Vec<Rule>,
    tree: Tree,
}

/// A rule: what finds its places is at hand; the rest of a built-in one is read when a place is found,
/// because most task definitions have no place for most rules.
#[derive(Clone, Debug)]
pub struct Rule {
    id: Cow<'static, str>,
    /// The places it looks at; none where only `explain` tells it.
    pub each: Vec<Path>,
    /// The name of the switch that turns it on.
    pub switch: Option<Cow<'static, str>>,
    /// The file as JSON, of a built-in rule: what is asked to judge, and the whole.
    text: &'static str,
    page: &'static str,
    body: OnceLock<Box<Body>>,
}

/// What a rule asks and says, checked.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// What its file says, for reports and `explain`.
    pub file: RuleFile,
    /// The values it names.
    pub read: Vec<Read>,
    /// The value whose place is shown; the place itself otherwise.
    pub at: Option<usize>,
    /// The tests that must all hold.
    pub when: Vec<Test>,
    /// What follows on each launch type, in the order of [`LaunchType::ALL`]; the first that holds.
    pub need: [Vec<NeedCell>; 4],
    /// What the role must allow.
    pub permissions: Vec<Permission>,
    /// Least versions of the container agent.
    pub least: Vec<Least>,
    /// What ECS computes.
    pub attributes: Vec<Attribute>,
    /// Advice on some matches.
    pub hints: Vec<Hint>,
    /// Findings of its own.
    pub findings: Vec<OwnFinding>,
    /// When it held.
    pub period: Period,
}

impl Deref for Rule {
    type Target = Body;

    /// The rest of the rule. A built-in one that is broken would say nothing: `tests/rules.rs` reads all.
    fn deref(&self) -> &Body {
        self.body.get_or_init(|| Box::new(embedded::body(self.text).unwrap_or_default()))
    }
}

impl Rules {
    /// The places where they look.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(all: Vec<Rule>) -> Self {
        let tree = Tree::new(&all);
        Self { all, tree }
    }
}

impl Deref for Rules {
    type Target = [Rule];

    fn deref(&self) -> &[Rule] {
        &self.all
    }
}

/// From when until when something held; open at either end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// It began on this day.
    pub since: Option<Date>,
    /// It held up to and with this day.
    pub until: Option<Date>,
}

/// A cell and its circumstances.
#[derive(Clone, Debug)]
pub struct NeedCell {
    /// What holds.
    pub is: Cell,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// The switch that must be on.
    pub assume: Option<String>,
    /// When it held.
    pub period: Period,
}

/// Actions on resources.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The actions.
    pub actions: Vec<String>,
    /// The resources.
    pub resources: Vec<Template>,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// What the file cannot show.
    pub condition: Option<String>,
    /// Named by AWS, not seen used.
    pub documented: bool,
    /// What the resource is that is not in the file.
    pub unseen: Option<String>,
    /// The service that makes the call for ECS.
    pub via: Option<String>,
}

/// A least version of the container agent.
#[derive(Clone, Debug)]
pub struct Least {
    /// The version.
    pub agent: Version,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// Only with an execution role named.
    pub with_role: bool,
    /// Only for Windows (`true`) or only for Linux (`false`).
    pub windows: Option<bool>,
}

/// An attribute that ECS computes.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// Only with an execution role named.
    pub with_role: bool,
}

/// Advice on some matches.
#[derive(Clone, Debug)]
pub struct Hint {
    /// The advice.
    pub say: String,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// Tests of which none may hold, or be open.
    pub unless: Vec<Test>,
}

/// A finding that a rule makes by itself.
#[derive(Clone, Debug)]
pub struct OwnFinding {
    /// Its code.
    pub code: String,
    /// Its weight.
    pub severity: Severity,
    /// What is found.
    pub say: String,
    /// What to do.
    pub help: Option<String>,
    /// Tests that must all hold.
    pub when: Vec<Test>,
    /// Tests of which none may hold, or be open.
    pub unless: Vec<Test>,
    /// Only on these launch types; on any where there are none.
    pub on: Vec<LaunchType>,
    /// Only with an execution role named.
    pub with_role: bool,
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its file with all that `explain` tells. To judge, `file` is enough: it may lack notes and errors.
    pub fn page(&self) -> Cow<'_, RuleFile> {
        embedded::page(self.page).map_or(Cow::Borrowed(&self.file), Cow::Owned)
    }

    /// The page of AWS that says so: the first one named.
    pub fn docs(&self) -> Option<&str> {
        self.file.docs.0.first().map(String::as_str)
    }

    /// The cells for a launch type.
    pub fn cells(&self, launch_type: LaunchType) -> &[NeedCell] {
        let index = LaunchType::ALL.iter().position(|other| *other == launch_type);
        index.and_then(|index| self.need.get(index)).map_or(&[], Vec::as_slice)
    }

    /// Whether all of `tests` hold for these values; `assumed` is the value of the rule's switch.
    pub fn all_hold(&self, tests: &[Test], values: &Values<'_>, assumed: Option<&str>) -> Truth {
        Truth::all(tests.iter().map(|test| {
            match (self.read.get(test.value), values.get(test.value)) {
                (Some(read), Some(bound)) => test.holds(read.reader, bound, assumed),
                _ => Truth::Unknown,
            }
        }))
    }
}

impl Period {
    /// Whether it held on a day. Without a day, what has no end holds.
    pub fn holds(&self, as_of: Option<Date>) -> bool {
        match as_of {
            None => self.until.is_none(),
            Some(day) => {
                self.since.is_none_or(|since| since.begins_by(day))
                    && self.until.is_none_or(|until| !until.is_over_on(day))
            }
        }
    }
}
