//! Builds the trees from the events of a YAML parser, and limits anchors, depth and duplicates.

use super::BLANKS;
use crate::base::maps::HashMap;
use crate::base::sorting::{sort, sort_by_key};
use crate::base::source::Span;
use crate::syntax::loss::{hide_nothing, lost_item, open_all};
use crate::syntax::yaml::container::{Children, Key, OpenContainer, Properties, Weight};
use crate::syntax::yaml::mask::Directive;
use crate::syntax::yaml::recovery::Region;
use crate::syntax::yaml::scalar::key_text;
use crate::syntax::{
    Entry, MAX_DEPTH, Map, Node, Parsed, SyntaxDiagnostic, SyntaxFault, Value, YamlFault,
};
use std::sync::Arc;

/// How many nodes the aliases of a document may stand for: whoever walks the tree visits them all.
const MAX_ALIASED: usize = 1_000_000;

/// The trees so far.
#[derive(Debug)]
pub(super) struct Builder<'s> {
    text: &'s str,
    parsed: Parsed<'s>,
    frames: Vec<OpenContainer<'s>>,
    /// How many containers past the limit are open, and where the first began.
    skipped: (usize, usize),
    root: Option<Node<'s>>,
    /// Nodes by the number of their anchor; none while the node is still open.
    anchors: HashMap<usize, Option<(Arc<Node<'s>>, Weight)>>,
    aliased: usize,
    said_too_deep: bool,
    /// A directive between a key and its value: it may add to the container that follows.
    added: Option<Span>,
    directives: std::vec::IntoIter<Directive>,
    line_starts: Option<Vec<usize>>,
    /// What was blanked after errors, in order, and has not been passed yet.
    regions: std::vec::IntoIter<Region>,
    /// The region that was passed last, up to the next value.
    passed: Option<Span>,
    /// Where the structure of the document was first seen to be in doubt.
    doubt: Option<Span>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str, directives: Vec<Directive>, regions: Vec<Region>) -> Self {
        Self {
            text,
            parsed: Parsed::default(),
            frames: Vec::new(),
            skipped: (0, 0),
            root: None,
            anchors: HashMap::default(),
            aliased: 0,
            said_too_deep: false,
            added: None,
            directives: directives.into_iter(),
            line_starts: None,
            regions: regions.into_iter(),
            passed: None,
            doubt: None,
        }
    }

    /// All that was read, the problems in the order of the text.
    pub(super) fn finish(mut self) -> Parsed<'s> {
        self.reach(usize::MAX);
        sort_by_key(&mut self.parsed.problems, |problem| {
            (problem.document, problem.span().map(|span| span.start))
        });
        sort(&mut self.parsed.template_marks);
        self.parsed
    }

    pub(super) fn report(&mut self, span: Span, fault: YamlFault) {
        let document = self.parsed.documents.len();
        self.parsed.problems.push(SyntaxFault::from(fault).at(span).in_document(document));
    }

    pub(super) fn template_mark(&mut self, span: Span) {
        self.parsed.template_marks.push(span);
    }

    /// Ends a document, whether all of it could be read or not.
    pub(super) fn end_document(&mut self, offset: usize) {
        if self.skipped.0 > 0 {
            self.skipped.0 = 1;
            self.close(offset, false);
        }
        while !self.frames.is_empty() {
            self.close(offset, false);
        }
        let empty = Node { span: Span::new(offset, offset), value: Value::Null };
        let mut root = self.root.take().unwrap_or(empty);
        if let Some(doubt) = self.doubt.take() {
            open_all(&mut root, doubt);
        }
        self.passed = None;
        self.parsed.documents.push(root);
        self.anchors.clear();
        self.aliased = 0;
        self.said_too_deep = false;
    }

    /// Reports an error that ends the document, and returns it.
    pub(super) fn break_off(&mut self, span: Span, fault: YamlFault) -> SyntaxDiagnostic {
        self.lose(Region { span, is_local: false });
        let document = self.parsed.documents.len();
        let problem = SyntaxFault::from(fault).at(span).in_document(document);
        self.parsed.problems.push(problem.clone());
        problem
    }

    /// Takes note that something was lost from what is open.
    fn lose(&mut self, region: Region) {
        let span = region.span;
        for frame in &mut self.frames {
            frame.is_lost = true;
            if let Children::Map(map, _) = &mut frame.children {
                map.open.get_or_insert(span);
            }
        }
        self.passed = Some(span);
        self.parsed.lost.push(span);
        if !region.is_local {
            self.doubt.get_or_insert(span);
        }
    }

    /// The brackets that are open, the outermost first.
    pub(super) fn brackets(&self) -> impl DoubleEndedIterator<Item = (usize, u8)> {
        self.frames.iter().filter_map(|frame| {
            let bracket = if matches!(frame.children, Children::Map(..)) { b'{' } else { b'[' };
            frame.is_flow.then_some((frame.start?, bracket))
        })
    }

    /// Where the next text is that is not blank: an event may stand before a region that ends what it ends.
    pub(super) fn after_blanks(&self, text: &str, at: usize) -> usize {
        if self.regions.as_slice().is_empty() {
            return at;
        }
        let mut rest = text.get(at..).unwrap_or_default().trim_start_matches(BLANKS);
        while rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest.trim_start_matches(BLANKS));
        }
        text.len() - rest.len()
    }

    /// Takes note of the directives and the regions before an offset.
    pub(super) fn reach(&mut self, offset: usize) {
        while let Some(&region) = self.regions.as_slice().first() {
            if region.span.range().start >= offset {
                break;
            }
            self.regions.next();
            self.lose(region);
        }
        while let Some(&directive) = self.directives.as_slice().first() {
            if directive.span.range().start >= offset {
                break;
            }
            self.directives.next();
            self.parsed.template_marks.push(directive.span);
            if directive.adds {
                self.leave_open(directive);
            }
        }
    }

    /// What a directive adds belongs to the container of its column. Where that is the first column, the text may bring
    /// an indentation of its own, and belong to any container that is open.
    fn leave_open(&mut self, directive: Directive) {
        let Directive { span, column, .. } = directive;
        let text = self.text;
        for frame in self.frames.iter_mut().rev() {
            if column > 0 && frame.column(text) > column {
                continue;
            }
            if matches!(frame.children, Children::Map(_, Key::Read(..))) {
                self.added = Some(span);
            }
            frame.add_unknown(span, text);
            if column > 0 {
                break;
            }
        }
    }

    pub(super) fn scalar(&mut self, value: Value<'s>, span: Span, properties: Properties<'s>) {
        self.added = None;
        if self.skipped.0 == 0 {
            self.passed = None;
            let node = Node { span, value };
            self.attach(node, properties, Weight { height: 0, nodes: 1 });
        }
    }

    pub(super) fn open(
        &mut self,
        map: bool,
        bracket: Option<usize>,
        at: usize,
        properties: Properties<'s>,
    ) {
        if self.skipped.0 > 0 {
            self.skipped.0 += 1;
        } else if self.frames.len() >= MAX_DEPTH {
            self.skipped = (1, at);
            self.too_deep(Span::new(at, at));
        } else {
            if properties.anchor != 0 {
                self.anchors.insert(properties.anchor, None);
            }
            let children = if map {
                Children::Map(Map { open: self.passed, ..Map::default() }, Key::None)
            } else {
                Children::List(Vec::new())
            };
            let weight = Weight { height: 1, nodes: 1 };
            self.frames.push(OpenContainer {
                children,
                properties,
                is_flow: bracket.is_some(),
                start: bracket,
                end: at,
                weight,
                is_lost: self.passed.is_some(),
            });
            if let (Some(span), Some(frame)) = (self.added.take(), self.frames.last_mut()) {
                frame.add_unknown(span, self.text);
            }
        }
    }

    /// Ends the innermost container; `bracket` says that one closes it just before `offset`.
    pub(super) fn close(&mut self, offset: usize, bracket: bool) {
        if self.skipped.0 > 0 {
            self.skipped.0 -= 1;
            if self.skipped.0 == 0 {
                let end = if bracket { offset } else { self.skipped.1 };
                let node = Node { span: Span::new(self.skipped.1, end), value: Value::Null };
                self.attach(node, Properties::default(), Weight { height: 0, nodes: 1 });
            }
            return;
        }
        if let Some(OpenContainer { children: Children::Map(_, Key::Read(_, key)), .. }) =
            self.frames.last()
        {
            let at = Span::new(key.range().end, key.range().end);
            self.scalar(Value::Null, at, Properties::default());
        }
        let Some(frame) = self.frames.pop() else { return };
        let end = if bracket { offset } else { frame.end };
        let span = Span::new(frame.start.unwrap_or(end), end);
        let value = match frame.children {
            Children::List(mut items) => {
                if frame.is_lost {
                    hide_nothing(items.iter_mut());
                    items.push(lost_item(end));
                }
                Value::List(items)
            }
            Children::Map(mut map, _) => {
                if frame.is_lost {
                    hide_nothing(map.entries.iter_mut().map(|entry| &mut entry.value));
                } else {
                    self.report_duplicates(&map);
                }
                Value::Map(map)
            }
        };
        self.attach(Node { span, value }, frame.properties, frame.weight);
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) {
        if self.skipped.0 > 0 {
            return;
        }
        let node = match self.anchors.get(&anchor).cloned() {
            Some(Some((target, weight))) => return self.share(target, weight, span),
            Some(None) => {
                self.report(span, YamlFault::RecursiveAlias);
                Node { span, value: Value::Null }
            }
            // The anchor is in a part that was skipped; that has been said.
            None => Node { span, value: Value::Null },
        };
        self.attach(node, Properties::default(), Weight { height: 0, nodes: 1 });
    }

    fn share(&mut self, target: Arc<Node<'s>>, weight: Weight, span: Span) {
        let aliased = self.aliased.saturating_add(weight.nodes);
        let deep = self.frames.len() + weight.height > MAX_DEPTH;
        if deep {
            self.too_deep(span);
        } else if aliased > MAX_ALIASED && self.aliased <= MAX_ALIASED {
            self.report(span, YamlFault::TooManyAliases { most: MAX_ALIASED });
        }
        if deep || aliased > MAX_ALIASED {
            self.aliased = if deep { self.aliased } else { MAX_ALIASED + 1 };
            return self.scalar(Value::Null, span, Properties::default());
        }
        self.aliased = aliased;
        self.attach(Node { span, value: Value::Alias(target) }, Properties::default(), weight);
    }

    fn too_deep(&mut self, span: Span) {
        if !self.said_too_deep {
            self.said_too_deep = true;
            self.report(span, YamlFault::TooDeep { most: MAX_DEPTH });
        }
    }

    /// Puts a node that is complete where it belongs.
    fn attach(&mut self, node: Node<'s>, properties: Properties<'s>, weight: Weight) {
        let node = self.with_properties(node, properties, weight);
        let span = node.span;
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.cover(span);
        frame.weight.height = frame.weight.height.max(weight.height + 1);
        frame.weight.nodes = frame.weight.nodes.saturating_add(weight.nodes);
        match &mut frame.children {
            Children::List(items) => items.push(node),
            Children::Map(map, key) => match std::mem::replace(key, Key::None) {
                Key::Read(key, key_span) => {
                    let entry = Entry { key, key_span, value: node };
                    // What is merged into it is unknown.
                    if entry.is_merge() && matches!(entry.value.value, Value::Placeholder(_)) {
                        map.open.get_or_insert(span);
                    }
                    map.entries.push(entry);
                }
                Key::Unusable => {}
                Key::None => {
                    if matches!(node.value, Value::Placeholder(_)) {
                        map.open.get_or_insert(span);
                    }
                    let written = self.text.get(span.range()).unwrap_or_default();
                    *key = key_text(&node.value, written)
                        .map_or(Key::Unusable, |text| Key::Read(text, span));
                    if matches!(key, Key::Unusable) {
                        // A container that stands as a key may belong anywhere.
                        self.doubt.get_or_insert(span);
                        map.open.get_or_insert(span);
                        self.parsed.lost.push(span);
                        self.report(span, YamlFault::KeyNotAWord);
                    }
                }
            },
        }
    }

    /// Wraps a node in its tag, and shares it where it has an anchor.
    fn with_properties(
        &mut self,
        mut node: Node<'s>,
        properties: Properties<'s>,
        weight: Weight,
    ) -> Node<'s> {
        if let Some((tag, start)) = properties.tag {
            let span = Span::new(start, node.span.range().end.max(start + tag.len()));
            node = Node { span, value: Value::Tagged(tag, Box::new(node)) };
        }
        if properties.anchor != 0 {
            let span = node.span;
            let shared = Arc::new(node);
            self.anchors.insert(properties.anchor, Some((Arc::clone(&shared), weight)));
            node = Node { span, value: Value::Alias(shared) };
        }
        node
    }

    fn report_duplicates(&mut self, map: &Map<'s>) {
        // Most objects are small, and a look at every pair is cheaper than a table.
        let entries = map.entries.as_slice();
        let repeats = |(at, entry): (usize, &Entry<'_>)| {
            entries.iter().take(at).any(|earlier| earlier.key == entry.key)
        };
        if entries.len() <= 8 && !entries.iter().enumerate().any(repeats) {
            return;
        }
        let mut first = HashMap::default();
        first.reserve(map.entries.len());
        for entry in &map.entries {
            let earlier = *first.entry(entry.key.as_ref()).or_insert(entry.key_span);
            // Merge keys may repeat: each of them counts.
            if earlier == entry.key_span || entry.is_merge() {
                continue;
            }
            let (key, first_line) = (entry.key.to_string(), self.line_of(earlier.range().start));
            self.report(entry.key_span, YamlFault::DuplicateKey { key, first_line });
        }
    }

    /// The 1-based line of an offset.
    fn line_of(&mut self, offset: usize) -> usize {
        let text = self.text;
        let starts = self.line_starts.get_or_insert_with(|| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        starts.partition_point(|&start| start <= offset)
    }

    /// The end of the key whose value is to come.
    pub(super) fn pending_key_end(&self) -> Option<usize> {
        match self.frames.last().map(|frame| &frame.children) {
            Some(Children::Map(_, Key::Read(_, span))) => Some(span.range().end),
            _ => None,
        }
    }
}
