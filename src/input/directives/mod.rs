//! Directives of template languages as conditions: the renderings of a text, one for each combination.
//!
//! What stands in a block holds when its condition does, whatever the block is around: keys, items, half an object. So
//! the text is read once for each combination that differs, as a copy in which what does not hold is filled. Places
//! are those of the text.

mod blocks;
mod condition;
mod effect;
mod join;
mod rendering;
mod scan;

pub(super) use condition::DirectiveFact;
pub(super) use join::join;

use super::inputs::Inputs;
use super::json_files::JsonFiles;
use super::parse::{self, SourceText};
use crate::base::source::{SoughtWord, Source, Span};
use crate::syntax::{FILLER, Node, OPEN_FILLER};
use blocks::{ConditionAssumption, TemplateBlocks};
use condition::DirectiveTest;
use rendering::{Leaf, leaf, leaves};

/// How many renderings are read at most. Conditions that would exceed it stay open: anything may be there.
const MOST: usize = 64;

/// How much text is read for renderings at most, in bytes.
const MOST_TEXT: usize = 16 << 20;

/// How many are read without asking first which conditions have an effect.
const FEW: usize = 16;

/// At how many places conditions are asked for their effect; where there are more, each has one.
const MOST_PLACES: usize = 100;

/// The renderings of a source: one if no directive decides anything.
#[derive(Debug)]
pub struct Renderings<'s> {
    source: &'s Source,
    all: Vec<Rendering>,
    /// The directives.
    marks: Vec<Span>,
    /// The variables in their conditions.
    variables: Vec<String>,
    /// The JSON of Terraform, which no template language renders.
    json: JsonFiles<'s>,
}

/// A text as it may be rendered.
#[derive(Debug)]
struct Rendering {
    /// The text; none if it is that of the source.
    text: Option<String>,
    /// The conditions that decide it, as they are written, and their values.
    facts: Vec<DirectiveFact>,
}

impl<'s> Renderings<'s> {
    /// Renders a source; what the options decide has one value.
    pub fn of(source: &'s Source, inputs: &Inputs) -> Self {
        let plain = Rendering { text: None, facts: Vec::new() };
        let json = JsonFiles::of(source);
        let (all, marks, variables) = (vec![plain], Vec::new(), Vec::new());
        let mut found = Self { source, all, marks, variables, json };
        let text = source.text();
        if !found.json.is_empty() || !may_have_directives(source) {
            return found;
        }
        let directives = scan::scan(text);
        let ranges = directives.iter().map(|it| Span::new(it.range.start, it.range.end));
        found.marks = ranges.collect();
        let blocks = TemplateBlocks::of(directives);
        let is_filled = text.bytes().any(|byte| matches!(byte, FILLER | OPEN_FILLER));
        if blocks.is_empty() || is_filled {
            return found;
        }
        found.variables = blocks.conditions.variables().map(str::to_owned).collect();
        let leaves = found.leaves(&blocks, inputs);
        let rendering = |leaf: &Leaf| found.rendering(&blocks, inputs, leaf);
        found.all = leaves.iter().map(rendering).collect();
        found
    }

    /// The texts, each with the conditions that it holds under.
    pub(super) fn texts(&self) -> impl Iterator<Item = (SourceText<'_>, &[DirectiveFact])> {
        self.all.iter().map(|it| (self.text(it.text.as_deref()), it.facts.as_slice()))
    }

    /// The JSON of Terraform in the source.
    pub(super) fn json(&self) -> &JsonFiles<'s> {
        &self.json
    }

    /// Where the directives are.
    pub(super) fn marks(&self) -> &[Span] {
        &self.marks
    }

    /// The variables that decide something.
    pub(super) fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(String::as_str)
    }

    fn text<'a>(&'a self, rendered: Option<&'a str>) -> SourceText<'a> {
        let (name, original) = (self.source.name(), self.source.text());
        SourceText { name, text: rendered.unwrap_or(original), original }
    }

    /// The text of a combination, with the conditions that were decided for it, and those that follow from them.
    fn rendering(&self, blocks: &TemplateBlocks, inputs: &Inputs, leaf: &Leaf) -> Rendering {
        let conditions = &blocks.conditions;
        let decided = |at: usize| leaf.decided.contains(&at).then(|| leaf.value(at)).flatten();
        let known: Vec<_> = (0..conditions.len()).map(decided).collect();
        let follows = |at: usize| conditions.settled(at, &Inputs::default(), &known);
        let is_open = |at: &usize| conditions.settled(*at, inputs, &[]).is_none();
        let value = |at: usize| conditions.fact(at, decided(at).or_else(|| follows(at))?);
        let facts = (0..conditions.len()).filter(is_open).filter_map(value).collect();
        Rendering { text: Some(leaf.text(self.source.text())), facts }
    }

    /// The combinations to read: all, or all of those conditions that have an effect, as far as the limit allows.
    fn leaves(&self, blocks: &TemplateBlocks, inputs: &Inputs) -> Vec<Leaf> {
        let count = blocks.conditions.len();
        let most = self.most_texts().min(MOST);
        let mut assumed = vec![None; count];
        if let Some(all) = leaves(blocks, inputs, &assumed, most.min(FEW)) {
            return all;
        }
        for (slot, has_effect) in assumed.iter_mut().zip(self.effects(blocks, inputs)) {
            *slot = (!has_effect).then_some(ConditionAssumption::Is(true));
        }
        // The more conditions stay open, the fewer combinations there are.
        let undecided = assumed.iter().filter(|it| it.is_none()).count();
        let (mut too_many, mut enough) = (0, undecided);
        let mut found = leaves(blocks, inputs, &with_last_open(&assumed, enough), most);
        while too_many < enough {
            let open = usize::midpoint(too_many, enough);
            match leaves(blocks, inputs, &with_last_open(&assumed, open), most) {
                Some(fewer_open) => (found, enough) = (Some(fewer_open), open),
                None => too_many = open + 1,
            }
        }
        found.unwrap_or_default()
    }

    /// How many texts of this length may be read.
    fn most_texts(&self) -> usize {
        (MOST_TEXT / self.source.text().len().max(1)).max(1)
    }

    /// Whether each condition has an effect on what rules read, at one of its places: where all others are true, or where
    /// all others are false, as far as the place is reached. What leads to such a place has one, too.
    fn effects(&self, blocks: &TemplateBlocks, inputs: &Inputs) -> Vec<bool> {
        let count = blocks.conditions.len();
        let places = blocks.places();
        // Each is asked with four texts.
        let most = MOST_PLACES.min(self.most_texts() / 4);
        let mut effects = vec![places.len() > most; count];
        for place in places.iter().take(most) {
            let path = place.reached.iter().map(|test| test.condition);
            let path: Vec<_> = path.chain([place.condition]).collect();
            if path.iter().all(|condition| effects.get(*condition) == Some(&true)) {
                continue;
            }
            let read = |value, others| {
                let mut assumed = vec![None; count];
                let own = DirectiveTest { condition: place.condition, expected: value };
                for test in place.reached.iter().chain([&own]) {
                    if let Some(slot) = assumed.get_mut(test.condition) {
                        *slot = Some(ConditionAssumption::Is(test.expected));
                    }
                }
                leaf(blocks, inputs, &assumed, others).text(self.source.text())
            };
            let differs = |others| !self.reads_the_same(&read(true, others), &read(false, others));
            if differs(true) || differs(false) {
                for condition in path {
                    if let Some(slot) = effects.get_mut(condition) {
                        *slot = true;
                    }
                }
            }
        }
        effects
    }

    fn reads_the_same(&self, one: &str, other: &str) -> bool {
        let read = |text| parse::read(self.text(Some(text)));
        let (one, other) = (read(one).documents, read(other).documents);
        let is_same = |(one, other): (&Node<'_>, &Node<'_>)| effect::is_same(one, other);
        one.len() == other.len() && one.iter().zip(&other).all(is_same)
    }
}

/// The same assumptions, but the last conditions of which there is none stay open.
fn with_last_open(
    assumed: &[Option<ConditionAssumption>],
    count: usize,
) -> Vec<Option<ConditionAssumption>> {
    let mut assumed = assumed.to_vec();
    let undecided = assumed.iter_mut().rev().filter(|it| it.is_none());
    undecided.take(count).for_each(|slot| *slot = Some(ConditionAssumption::Open));
    assumed
}

/// What directives begin with.
static SIGNS: [SoughtWord; 3] =
    [SoughtWord::new("%"), SoughtWord::new("{{"), SoughtWord::new("{#")];

/// Whether a text has anything that may be a directive.
fn may_have_directives(source: &Source) -> bool {
    SIGNS.iter().any(|sign| source.has(sign))
}
