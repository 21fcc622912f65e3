//! The rule file as it is written: one serde type per level, checked for its keys and shapes only.
//!
//! `build.rs` includes this file too, so it uses nothing of the crate.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// One file of `rules/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// The name: that of the file without `.yaml`.
    pub id: String,
    /// What the feature is, a few words.
    pub title: String,
    /// Why it needs the role, or does not: a sentence or two.
    pub why: String,
    /// AWS's pages about it.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub docs: Many<String>,
    /// How well the rule as a whole is known.
    pub certainty: Certainty,
    /// Whose role it is.
    #[serde(default)]
    pub role: Role,
    /// First day on which AWS had the feature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day on which the rule held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The paths to the places that the rule looks at; none for a page that only `explain` shows.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub each: Many<String>,
    /// Names for values in the place: `path` or `path as reader`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub read: BTreeMap<String, String>,
    /// The value whose place is shown; the place itself where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// What follows on each launch type.
    #[serde(default, skip_serializing_if = "Need::is_empty")]
    pub need: Need,
    /// What the role must allow.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub permissions: Many<PermissionFile>,
    /// Least versions of the container agent and the Fargate platform.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub least: Many<LeastFile>,
    /// What ECS computes as `requiresAttributes`.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub attributes: Many<AttributeFile>,
    /// The switch that turns the rule on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assume: Option<AssumeFile>,
    /// The rule whose match this one explains further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refines: Option<String>,
    /// Advice on some matches.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub hint: Many<HintFile>,
    /// Findings of its own.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub findings: Many<FindingFile>,
    /// AWS's own words when the role or a permission is missing.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub error: Many<ErrorFile>,
    /// What else is worth knowing; for `explain` and the rule's page.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub notes: Many<String>,
}

/// How well something is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Somebody deployed it and recorded the answer.
    Measured,
    /// AWS's pages or API model say so.
    Doc,
    /// Read in the source of the container agent.
    Code,
    /// Seen in public threads or files.
    Report,
    /// A reading that no source states.
    #[default]
    Inferred,
}

/// Whose role a feature needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The task execution role.
    #[default]
    Execution,
    /// The task role: what the containers' own code uses.
    Task,
    /// The infrastructure role: what ECS uses for volumes, certificates and instances.
    Infrastructure,
    /// No role at all.
    None,
}

/// What a rule says for one launch type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// An execution role must be named, or registration or the task's start fails.
    Required,
    /// Documented as required, but the host's own role is accepted where it holds the permissions.
    RequiredUnlessInstanceRole,
    /// The host's own role makes the call; an execution role that is named is used instead.
    InstanceRole,
    /// The feature never uses the execution role.
    NotNeeded,
    /// The feature does not exist on this launch type.
    Unsupported,
    /// No source was found.
    Unknown,
}

/// A cell with the circumstances under which it holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CellFile {
    /// What holds.
    pub is: Cell,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// The switch that must be on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assume: Option<String>,
    /// First day on which it held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day on which it held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// How well this cell is known, where that differs from the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// What is particular about it; for `explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Actions on resources.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PermissionFile {
    /// The actions.
    pub allow: Many<String>,
    /// The resources, with `{name}` and `{name.part|other}`.
    pub resource: Many<String>,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// A condition that the file cannot show: the permission is granted on request.
    #[serde(default, rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// AWS names the permission, but no source shows it used.
    #[serde(default, skip_serializing_if = "is_false")]
    pub documented: bool,
    /// What the resource is where it is not in the file: `{unseen}` stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseen: Option<String>,
    /// The service that makes the call for ECS: `kms:ViaService` without the Region and domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// A least version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LeastFile {
    /// Of the container agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Of the Fargate platform for Linux, or `unsupported`; told by `explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Of the Fargate platform for Windows, or `unsupported`; told by `explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub windows_platform: Option<String>,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// Only with an execution role named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub with_role: bool,
    /// Only on this operating system: `linux` or `windows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
}

/// An attribute that ECS computes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttributeFile {
    /// Its name.
    pub name: String,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// Only with an execution role named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub with_role: bool,
}

/// A switch for what no file shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AssumeFile {
    /// Its name, as `--assume` takes it.
    pub name: String,
    /// What the user says by it.
    pub says: String,
    /// What its value is, where it takes one: `--assume NAME=VALUE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Advice on some matches.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HintFile {
    /// The advice.
    pub say: String,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// Tests of which none may hold, or be open; `{task.account}` is the account of the task.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub unless: When,
}

/// A finding that a rule makes by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FindingFile {
    /// Its code; the rule's id where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `error`, `warning` or `advice`.
    pub severity: String,
    /// What is found; `{name.fault}` is what a reader has against a value.
    pub say: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Tests that must all hold.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// Tests of which none may hold, or be open; `{task.account}` is the account of the task.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub unless: When,
    /// Only on these launch types.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub on: Many<String>,
    /// Only with an execution role named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub with_role: bool,
}

/// A text that AWS prints.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ErrorFile {
    /// The text; `…` stands for what varies.
    pub text: String,
    /// When it is printed.
    pub phase: Phase,
    /// On which launch types, where it is not any.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub on: Many<String>,
    /// How well the text is known.
    pub certainty: Certainty,
    /// Where it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether a network fault prints the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub network: bool,
}

/// When AWS prints an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// At `RegisterTaskDefinition`.
    Register,
    /// When a task is placed on an instance.
    Placement,
    /// When a task is launched.
    Launch,
    /// As a stopped task's reason.
    Stop,
}

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Many<T>(pub Vec<T>);

impl<T> Many<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

/// Reads one or many without serde's `untagged`, which would hide the place and the near miss.
struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value or a list of them")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        T::deserialize(StrDeserializer::new(value)).map(|one| Many(vec![one]))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Many)
    }
}

/// Tests by the name of a value: what it may be; `null` is a value that is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct When(pub BTreeMap<String, Wanted>);

impl When {
    /// Whether there is no test.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a value may be: any of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Wanted(pub Vec<Option<String>>);

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WantedVisitor)
    }
}

struct WantedVisitor;

impl<'de> Visitor<'de> for WantedVisitor {
    type Value = Wanted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, null, or a list of them (numbers want quotes)")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Wanted(vec![Some(value.to_owned())]))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Wanted(vec![Some(value.to_string())]))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Wanted(vec![None]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Wanted)
    }
}

/// Cells by launch type, or one for all of them under `ANY`.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Need(pub BTreeMap<String, Many<CellFile>>);

impl Need {
    /// The key under which a cell for every launch type is kept.
    pub const ANY: &'static str = "ANY";

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Need {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NeedVisitor)
    }
}

struct NeedVisitor;

impl<'de> Visitor<'de> for NeedVisitor {
    type Value = Need;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell for all launch types, or one for each")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        let cell = CellOrWord::deserialize(StrDeserializer::new(value))?;
        Ok(Need(BTreeMap::from([(Need::ANY.to_owned(), Many(vec![cell.0]))])))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let cells =
            BTreeMap::<String, Many<CellOrWord>>::deserialize(MapAccessDeserializer::new(map))?;
        let plain = |many: Many<CellOrWord>| Many(many.0.into_iter().map(|cell| cell.0).collect());
        Ok(Need(cells.into_iter().map(|(key, many)| (key, plain(many))).collect()))
    }
}

/// A cell written as its word alone, or with its circumstances.
struct CellOrWord(CellFile);

impl<'de> Deserialize<'de> for CellOrWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = CellOrWord;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell: `required`, `instance-role`, … or `{ is: …, when: … }`")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        let is = Cell::deserialize(StrDeserializer::new(value))?;
        Ok(CellOrWord(CellFile {
            is,
            when: When::default(),
            assume: None,
            since: None,
            until: None,
            certainty: None,
            note: None,
        }))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        CellFile::deserialize(MapAccessDeserializer::new(map)).map(CellOrWord)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
