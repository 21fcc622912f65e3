//! A text as the template's language may render it: a copy of the same length, in which what is left out is filled.

use super::blocks::{ConditionAssumption, RenderingCut, TemplateBlocks};
use crate::input::inputs::Inputs;
use crate::syntax::{FILLER, OPEN_FILLER};

/// The text of a template under assumptions about its conditions.
#[derive(Debug)]
pub(super) struct Leaf {
    /// What is assumed of each condition.
    pub(super) assumptions: Vec<Option<ConditionAssumption>>,
    /// The conditions that neither an option nor another condition decides, in the order met.
    pub(super) decided: Vec<usize>,
    cuts: Vec<RenderingCut>,
}

/// Every rendering under assumptions that some conditions have already; none if there are more than `most`.
pub(super) fn leaves(
    blocks: &TemplateBlocks,
    inputs: &Inputs,
    assumed: &[Option<ConditionAssumption>],
    most: usize,
) -> Option<Vec<Leaf>> {
    let mut found = Vec::new();
    let mut to_try = vec![(assumed.to_vec(), Vec::new())];
    while let Some((mut assumptions, decided)) = to_try.pop() {
        match settle(blocks, inputs, &mut assumptions) {
            Ok(cuts) => found.push(Leaf { assumptions, decided, cuts }),
            Err(condition) => {
                for value in [false, true] {
                    let mut assumptions = assumptions.clone();
                    set(&mut assumptions, condition, ConditionAssumption::Is(value));
                    let decided = decided.iter().copied().chain([condition]).collect();
                    to_try.push((assumptions, decided));
                }
            }
        }
        if found.len() + to_try.len() > most {
            return None;
        }
    }
    Some(found)
}

/// The rendering where every condition that is not assumed has one value.
pub(super) fn leaf(
    blocks: &TemplateBlocks,
    inputs: &Inputs,
    assumed: &[Option<ConditionAssumption>],
    value: bool,
) -> Leaf {
    let mut assumptions = assumed.to_vec();
    loop {
        match settle(blocks, inputs, &mut assumptions) {
            Ok(cuts) => return Leaf { assumptions, decided: Vec::new(), cuts },
            Err(condition) => set(&mut assumptions, condition, ConditionAssumption::Is(value)),
        }
    }
}

/// What is cut, once all that options and other conditions decide is assumed; else the condition to decide.
fn settle(
    blocks: &TemplateBlocks,
    inputs: &Inputs,
    assumptions: &mut [Option<ConditionAssumption>],
) -> Result<Vec<RenderingCut>, usize> {
    loop {
        match blocks.cuts(assumptions) {
            Ok(cuts) => return Ok(cuts),
            Err(condition) => {
                let known: Vec<_> = assumptions.iter().map(|it| it.and_then(known)).collect();
                match blocks.conditions.settled(condition, inputs, &known) {
                    Some(value) => set(assumptions, condition, ConditionAssumption::Is(value)),
                    None => return Err(condition),
                }
            }
        }
    }
}

fn known(assumption: ConditionAssumption) -> Option<bool> {
    match assumption {
        ConditionAssumption::Is(value) => Some(value),
        ConditionAssumption::Open => None,
    }
}

fn set(
    assumptions: &mut [Option<ConditionAssumption>],
    condition: usize,
    assumption: ConditionAssumption,
) {
    if let Some(slot) = assumptions.get_mut(condition) {
        *slot = Some(assumption);
    }
}

impl Leaf {
    /// What is assumed of a condition's key.
    pub(super) fn value(&self, condition: usize) -> Option<bool> {
        self.assumptions.get(condition).copied().flatten().and_then(known)
    }

    /// The text, filled where it is cut. Line breaks stay, so that lines do.
    pub(super) fn text(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for cut in &self.cuts {
            let filler = if cut.is_open { OPEN_FILLER } else { FILLER };
            for byte in bytes.get_mut(cut.range.clone()).unwrap_or_default() {
                if !matches!(byte, b'\n' | b'\r') {
                    *byte = filler;
                }
            }
        }
        // Brackets of directives are ASCII, so that no cut ends within a character.
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }
}
