//! Resource ARNs made from what a rule read, with the placeholders kept.

use super::data::{List, Str};
use super::value::{Read, RuleValues, text_of};
use crate::aws::deployment::Deployment;
use crate::base::text::{DeploymentPart, Placeholder, PlaceholderKind, Spelling, Text};
use crate::syntax::Node;
use std::borrow::Cow;

/// A text for each Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionTable {
    /// Its name in the rule.
    pub name: Str,
    /// A line for each Region: the Region, a space and its text.
    pub rows: Str,
}

impl RegionTable {
    /// The Regions, each with its text.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.lines().filter_map(|row| row.split_once(' '))
    }
}

/// A resource as a rule writes it: text, and references to what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceTemplate {
    /// As the rule writes it.
    pub written: Str,
    pub(super) pieces: List<ResourcePiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ResourcePiece {
    Literal(Str),
    /// The first of these that is there.
    FirstOf(List<Reference>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Value(usize, Option<Str>),
    Task(DeploymentPart),
    /// The Region of the task, or the one that all it names are in.
    LikelyRegion,
    /// The text of that Region in a table of the rule.
    ByRegion(usize),
    /// `*`.
    Any,
    Unseen,
    /// The name of the container or volume that the place is in.
    ItemName,
}

/// What a resource may name beside what a rule read.
#[derive(Clone, Copy, Debug, Default)]
pub struct FillContext<'a, 't> {
    /// The description of what is not in the file.
    pub unseen: Option<&'a str>,
    /// The container definition or volume.
    pub item: Option<&'t Node<'t>>,
}

/// What a resource may name.
#[derive(Clone, Copy, Debug)]
pub struct ResourceNames<'a> {
    /// The values under `read`.
    pub reads: &'a [Read],
    /// The tables under `by-region`.
    pub tables: &'a [RegionTable],
    /// Whether the permission has `unseen`.
    pub has_unseen: bool,
}

impl ResourceTemplate {
    /// Reads `arn:{partition}:…:{name.part|task.region}`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, names: &ResourceNames<'_>) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            pieces.push(ResourcePiece::Literal(Str::Owned(before.to_owned())));
            let (inside, tail) = after
                .split_once('}')
                .ok_or_else(|| format!("a `{{` in `{text}` is never closed"))?;
            let references = inside.split('|').map(|name| reference(name, names));
            pieces.push(ResourcePiece::FirstOf(references.collect::<Result<_, _>>()?));
            rest = tail;
        }
        pieces.push(ResourcePiece::Literal(Str::Owned(rest.to_owned())));
        pieces.retain(|piece| *piece != ResourcePiece::Literal(Str::default()));
        Ok(Self { written: Str::Owned(text.to_owned()), pieces: pieces.into() })
    }

    /// Whether it names the Region that a task is likely to run in, or what depends on it.
    pub fn names_likely_region(&self) -> bool {
        let is_likely =
            |it: &Reference| matches!(it, Reference::LikelyRegion | Reference::ByRegion(_));
        self.pieces.iter().any(|piece| match piece {
            ResourcePiece::FirstOf(references) => references.iter().any(is_likely),
            ResourcePiece::Literal(_) => false,
        })
    }

    /// The resource of a match. What is nowhere to be had becomes a placeholder that says what it is.
    pub fn fill<'t>(
        &self,
        (reads, tables): (&[Read], &'t [RegionTable]),
        values: &RuleValues<'t>,
        task: &Deployment<'t>,
        around: FillContext<'_, 't>,
    ) -> Text<'t> {
        let resolve = |it: &Reference| it.resolve(tables, values, task, around);
        let mut filled = Text::default();
        for piece in self.pieces.iter() {
            match piece {
                ResourcePiece::Literal(text) => filled.push_copy(text),
                ResourcePiece::FirstOf(references) => match references.iter().find_map(resolve) {
                    Some(found) => filled.push_text(&found),
                    None => filled.push_placeholder(missing(references, reads)),
                },
            }
        }
        filled
    }
}

impl Reference {
    fn resolve<'a, 't>(
        &self,
        tables: &'t [RegionTable],
        values: &'a RuleValues<'t>,
        task: &'a Deployment<'t>,
        around: FillContext<'_, 't>,
    ) -> Option<Cow<'a, Text<'t>>> {
        let text = match self {
            Self::Value(index, part) => {
                Cow::Borrowed(values.get(*index)?.text_or_part(part.as_deref())?)
            }
            Self::Task(DeploymentPart::Partition) => match &task.partition {
                Some(partition) => Cow::Borrowed(partition),
                None => Cow::Owned(Text::literal("aws")),
            },
            Self::Task(part) => Cow::Borrowed(task.part(*part)?),
            Self::LikelyRegion => Cow::Borrowed(task.likely_region()?),
            Self::ByRegion(index) => {
                let region = task.likely_region()?.as_literal()?;
                let mut rows = tables.get(*index)?.rows();
                Cow::Owned(Text::literal(rows.find(|(name, _)| *name == region)?.1))
            }
            Self::Any => Cow::Owned(Text::literal("*")),
            Self::Unseen => Cow::Owned(Text::placeholder(rule_value(around.unseen?))),
            Self::ItemName => Cow::Owned(text_of(around.item?.get("name")?, Spelling::Identifier)?),
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

fn reference(name: &str, names: &ResourceNames<'_>) -> Result<Reference, String> {
    let ResourceNames { reads, tables, has_unseen } = *names;
    match name {
        "*" => return Ok(Reference::Any),
        "item.name" => return Ok(Reference::ItemName),
        "task.likely-region" => return Ok(Reference::LikelyRegion),
        "task.partition" => return Ok(Reference::Task(DeploymentPart::Partition)),
        "task.region" => return Ok(Reference::Task(DeploymentPart::Region)),
        "task.account" => return Ok(Reference::Task(DeploymentPart::Account)),
        "unseen" if has_unseen => return Ok(Reference::Unseen),
        "unseen" => return Err("`{unseen}` requires an `unseen:` key that describes it".to_owned()),
        _ => {}
    }
    if let Some(index) = tables.iter().position(|table| table.name == name) {
        return Ok(Reference::ByRegion(index));
    }
    let (value, part) = match name.split_once('.') {
        Some((value, part)) => (value, Some(part)),
        None => (name, None),
    };
    let index = reads.iter().position(|read| read.name == value).ok_or_else(|| {
        format!("`{{{name}}}` is not a name under `read`, nor task.partition, task.region or task.account")
    })?;
    let known = reads.get(index).map(|read| read.reader.parts).unwrap_or_default();
    if let Some(part) = part.filter(|part| !known.contains(part)) {
        return Err(format!(
            "`{value}` has no part `{part}`; expected one of {}",
            known.join(", ")
        ));
    }
    Ok(Reference::Value(index, part.map(|part| Str::Owned(part.to_owned()))))
}

/// The placeholder for what no reference gave, by the name of the last one.
fn missing(references: &[Reference], reads: &[Read]) -> Placeholder<'static> {
    let name = match references.last() {
        Some(Reference::Task(part)) => return Placeholder::unspecified(*part),
        Some(Reference::Value(_, Some(part))) => part,
        Some(Reference::Value(index, None)) => reads.get(*index).map_or("value", |read| &read.name),
        Some(Reference::LikelyRegion) => {
            return Placeholder::unspecified(DeploymentPart::Region);
        }
        Some(Reference::ItemName) => "name",
        Some(Reference::ByRegion(_) | Reference::Any | Reference::Unseen) | None => "value",
    };
    // The Region of an image that is open is no other than that of the task, as far as anyone can say.
    DeploymentPart::named(name).map_or_else(|| rule_value(name), Placeholder::unspecified)
}

fn rule_value(name: &str) -> Placeholder<'static> {
    Placeholder::named(PlaceholderKind::RuleValue, name)
}
