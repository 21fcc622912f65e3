//! The blocks of a template: directives that belong together, nested, and what is cut where they do not hold.

use super::condition::{DirectiveConditions, DirectiveTest};
use super::scan::{BlockKind, DirectiveLanguage, DirectiveRole, TemplateDirective};
use std::ops::Range;

/// How deep blocks may nest; a text that nests deeper is read without them.
const MAX_NESTING: usize = 64;

/// The blocks of a text, and the conditions that decide them.
#[derive(Debug, Default)]
pub(super) struct TemplateBlocks {
    blocks: Vec<DirectiveBlock>,
    /// Directives without an effect on the text around them.
    silent: Vec<Range<usize>>,
    pub(super) conditions: DirectiveConditions,
}

/// From the directive that begins it to the one that ends it.
#[derive(Debug)]
struct DirectiveBlock {
    range: Range<usize>,
    parts: Vec<BlockPart>,
}

/// One of the alternatives of a block: it holds where its test does, and those before it do not.
#[derive(Debug)]
struct BlockPart {
    test: PartTest,
    body: Range<usize>,
    inner: Vec<DirectiveBlock>,
}

#[derive(Clone, Copy, Debug)]
enum PartTest {
    Always,
    Never,
    If(DirectiveTest),
}

/// What is assumed of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConditionAssumption {
    /// That its key has this value.
    Is(bool),
    /// Nothing: what it decides stays open.
    Open,
}

/// What a rendering leaves out of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RenderingCut {
    pub(super) range: Range<usize>,
    /// Whether anything may be there.
    pub(super) is_open: bool,
}

/// A place where a condition decides.
#[derive(Debug)]
pub(super) struct ConditionPlace {
    pub(super) condition: usize,
    /// What has to hold so that the place is reached.
    pub(super) reached: Vec<DirectiveTest>,
}

/// A block whose end is not reached.
struct OpenBlock<'s> {
    language: DirectiveLanguage,
    name: &'s str,
    kind: BlockKind<'s>,
    start: usize,
    parts: Vec<BlockPart>,
}

impl TemplateBlocks {
    /// Puts the directives of a text together.
    pub(super) fn of(directives: Vec<TemplateDirective<'_>>) -> Self {
        let mut found = Self::default();
        let mut open: Vec<OpenBlock<'_>> = Vec::new();
        for TemplateDirective { range, language, role, name } in directives {
            match role {
                DirectiveRole::Opens(kind) => {
                    let test = found.test_of(kind);
                    let parts = vec![BlockPart::new(test, range.end)];
                    open.push(OpenBlock { language, name, kind, start: range.start, parts });
                }
                DirectiveRole::Else | DirectiveRole::ElseIf(_) | DirectiveRole::Picks(_) => {
                    let block = open.last_mut().filter(|it| it.language == language);
                    if let Some(block) = block {
                        let test = found.test_of_part(block.kind, role);
                        block.end_part(range.start);
                        block.parts.push(BlockPart::new(test, range.end));
                    }
                }
                DirectiveRole::Closes => {
                    let is_closed = |it: &OpenBlock<'_>| {
                        it.language == language && (name.is_empty() || it.name == name)
                    };
                    if let Some(at) = open.iter().rposition(is_closed) {
                        found.close(&mut open, at, &range);
                    }
                }
                DirectiveRole::Silent => found.silent.push(range),
            }
            if open.len() > MAX_NESTING {
                return Self::default();
            }
        }
        found.give_up(&mut open, 0);
        found
    }

    /// Whether there is nothing to render.
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.silent.is_empty()
    }

    fn test_of(&mut self, kind: BlockKind<'_>) -> PartTest {
        match kind {
            BlockKind::If(test) => PartTest::If(self.conditions.of_expression(test)),
            BlockKind::Unless(test) => {
                let test = self.conditions.of_expression(test);
                PartTest::If(DirectiveTest { expected: !test.expected, ..test })
            }
            BlockKind::Loop(items) => PartTest::If(self.conditions.of_loop(items)),
            BlockKind::Always => PartTest::Always,
            BlockKind::Never | BlockKind::Case(_) => PartTest::Never,
        }
    }

    fn test_of_part(&mut self, kind: BlockKind<'_>, role: DirectiveRole<'_>) -> PartTest {
        match (role, kind) {
            (DirectiveRole::ElseIf(test), _) => PartTest::If(self.conditions.of_expression(test)),
            (DirectiveRole::Picks(value), BlockKind::Case(subject)) => {
                PartTest::If(self.conditions.of_case(subject, value))
            }
            _ => PartTest::Always,
        }
    }

    /// Ends a block. What was opened in it and not closed is no block.
    fn close(&mut self, open: &mut Vec<OpenBlock<'_>>, at: usize, directive: &Range<usize>) {
        self.give_up(open, at + 1);
        let Some(mut block) = open.pop() else { return };
        block.end_part(directive.start);
        let block = DirectiveBlock { range: block.start..directive.end, parts: block.parts };
        self.siblings(open).push(block);
    }

    /// Takes the blocks from an index on for text; the blocks in them stay.
    fn give_up(&mut self, open: &mut Vec<OpenBlock<'_>>, from: usize) {
        while open.len() > from {
            let Some(block) = open.pop() else { return };
            let inner = block.parts.into_iter().flat_map(|part| part.inner);
            self.siblings(open).extend(inner);
        }
    }

    /// The blocks next to which a block belongs.
    fn siblings<'a>(&'a mut self, open: &'a mut [OpenBlock<'_>]) -> &'a mut Vec<DirectiveBlock> {
        let part = open.last_mut().and_then(|block| block.parts.last_mut());
        part.map_or(&mut self.blocks, |part| &mut part.inner)
    }

    /// Each place where a condition decides, with what has to hold so that it is reached.
    pub(super) fn places(&self) -> Vec<ConditionPlace> {
        let mut places = Vec::new();
        self.blocks.iter().for_each(|block| block.add_places(&[], &mut places));
        places
    }

    /// What is cut under these assumptions; else the first condition about which there is none and that decides something.
    pub(super) fn cuts(
        &self,
        assumptions: &[Option<ConditionAssumption>],
    ) -> Result<Vec<RenderingCut>, usize> {
        let silent = self.silent.iter().cloned();
        let mut cuts: Vec<_> = silent.map(|range| RenderingCut { range, is_open: false }).collect();
        self.blocks.iter().try_for_each(|block| block.cut(assumptions, &mut cuts))?;
        Ok(cuts)
    }
}

impl DirectiveBlock {
    fn add_places(&self, reached: &[DirectiveTest], places: &mut Vec<ConditionPlace>) {
        let mut reached = reached.to_vec();
        for part in &self.parts {
            let PartTest::If(test) = part.test else {
                part.inner.iter().for_each(|block| block.add_places(&reached, places));
                continue;
            };
            places.push(ConditionPlace { condition: test.condition, reached: reached.clone() });
            reached.push(test);
            part.inner.iter().for_each(|block| block.add_places(&reached, places));
            // The next part is reached where this one does not hold.
            if let Some(last) = reached.last_mut() {
                last.expected = !last.expected;
            }
        }
    }

    fn cut(
        &self,
        assumptions: &[Option<ConditionAssumption>],
        cuts: &mut Vec<RenderingCut>,
    ) -> Result<(), usize> {
        let mut from = self.range.start;
        for part in &self.parts {
            let holds = match part.test {
                PartTest::Always => true,
                PartTest::Never => false,
                PartTest::If(DirectiveTest { condition, expected }) => {
                    match assumptions.get(condition).copied().flatten() {
                        Some(ConditionAssumption::Is(value)) => value == expected,
                        Some(ConditionAssumption::Open) => {
                            cuts.push(RenderingCut { range: self.range.clone(), is_open: true });
                            return Ok(());
                        }
                        None => return Err(condition),
                    }
                }
            };
            if holds {
                let range = from..part.body.start;
                cuts.push(RenderingCut { range, is_open: false });
                part.inner.iter().try_for_each(|block| block.cut(assumptions, cuts))?;
                from = part.body.end;
                break;
            }
        }
        cuts.push(RenderingCut { range: from..self.range.end, is_open: false });
        Ok(())
    }
}

impl BlockPart {
    fn new(test: PartTest, start: usize) -> Self {
        Self { test, body: start..start, inner: Vec::new() }
    }
}

impl OpenBlock<'_> {
    /// The text of the last part ends there.
    fn end_part(&mut self, end: usize) {
        if let Some(part) = self.parts.last_mut() {
            part.body.end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::{ConditionAssumption, TemplateBlocks};

    /// What is left of a text where its conditions, in the order met, have these values.
    fn rendered(text: &str, values: &[bool]) -> String {
        let blocks = TemplateBlocks::of(scan(text));
        let assumptions: Vec<_> =
            values.iter().map(|it| Some(ConditionAssumption::Is(*it))).collect();
        let cuts = blocks.cuts(&assumptions).unwrap_or_default();
        let is_left = |at: &usize| !cuts.iter().any(|cut| cut.range.contains(at));
        text.char_indices().filter(|(at, _)| is_left(at)).map(|(_, c)| c).collect()
    }

    #[test]
    fn one_part_holds() {
        let text = "1{% if a %}2{% elif b %}3{% else %}4{% endif %}5";
        assert_eq!(rendered(text, &[true, true]), "125");
        assert_eq!(rendered(text, &[false, true]), "135");
        assert_eq!(rendered(text, &[false, false]), "145");
    }

    #[test]
    fn blocks_nest() {
        let text = "%{ if a }1%{ for x in xs }2%{ endfor }%{ else }%{ if b }3%{ endif }4%{ endif }";
        assert_eq!(rendered(text, &[true, true, true]), "12");
        assert_eq!(rendered(text, &[true, false, true]), "1");
        assert_eq!(rendered(text, &[false, false, true]), "34");
        assert_eq!(rendered(text, &[false, false, false]), "4");
    }

    #[test]
    fn cases_negations_and_what_is_never_there() {
        let case = "<% case env %><% when 'a' %>1<% when 'b' %>2<% else %>3<% end %>";
        assert_eq!(rendered(case, &[true, false]), "1");
        assert_eq!(rendered(case, &[false, true]), "2");
        assert_eq!(rendered(case, &[false, false]), "3");
        assert_eq!(rendered("{{#unless a}}1{{else}}2{{/unless}}", &[true]), "2");
        assert_eq!(rendered("{% macro m() %}1{% endmacro %}2{# 3 #}", &[]), "2");
    }

    #[test]
    fn what_does_not_match_is_text() {
        let text = "1{% endif %}2{% if a %}3{% for x in y %}4{% endif %}5";
        assert_eq!(rendered(text, &[true, true]), "1{% endif %}23{% for x in y %}45");
        assert_eq!(rendered("{{ if a }}1{% if b %}2{% endif %}", &[true, false]), "{{ if a }}1");
    }

    #[test]
    fn the_first_condition_that_is_not_decided() {
        let blocks = TemplateBlocks::of(scan("{% if a %}{% if b %}{% endif %}{% endif %}"));
        assert_eq!(blocks.cuts(&[None, None]), Err(0));
        assert_eq!(blocks.cuts(&[Some(ConditionAssumption::Is(true)), None]), Err(1));
        assert!(blocks.cuts(&[Some(ConditionAssumption::Is(false)), None]).is_ok());
    }
}
