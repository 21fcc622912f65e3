//! The `Metadata` of templates and their resources that says which findings may stay.

use super::stated::{IgnoreScope, StatedIgnore, fault};
use crate::analysis::subject::{Diagnostic, IgnoreFault, MetadataFault};
use crate::base::source::Span;
use crate::input::unit_metadata::UnitMetadata;
use crate::syntax::{Entry, Map, Node};

/// The key of `Metadata` under which it is.
const KEY: &str = "needs-exec-role";

/// The key below it.
const IGNORE: &str = "ignore";

/// What the metadata of a file says, and what is wrong with it.
pub(super) fn read(all: &[UnitMetadata<'_>]) -> (Vec<StatedIgnore>, Vec<Diagnostic>) {
    let (mut ignores, mut problems) = (Vec::new(), Vec::new());
    for it in all {
        let Some(own) = it.node.as_map().and_then(|map| map.entry(KEY)) else { continue };
        let mut reader = MetadataReader {
            document: it.document,
            scope: if it.is_unit {
                IgnoreScope::Template(it.document, it.span, it.is_document)
            } else {
                IgnoreScope::Resource(it.document, it.span)
            },
            ignores: &mut ignores,
            problems: &mut problems,
        };
        reader.own(own);
    }
    // Several renderings of a text have the same.
    let mut known: Vec<(Span, IgnoreScope)> = Vec::new();
    ignores.retain(|it: &StatedIgnore| {
        let own = (it.span, it.scope);
        let is_new = !known.contains(&own);
        known.extend(is_new.then_some(own));
        is_new
    });
    (ignores, problems)
}

struct MetadataReader<'a> {
    document: usize,
    scope: IgnoreScope,
    ignores: &'a mut Vec<StatedIgnore>,
    problems: &'a mut Vec<Diagnostic>,
}

impl MetadataReader<'_> {
    fn refuse(&mut self, what: MetadataFault, span: Span) {
        let problem = fault(IgnoreFault::Metadata(what), self.document, span);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// An object that an entry should contain.
    fn object<'n, 's>(&mut self, key: &'static str, entry: &'n Entry<'s>) -> Option<&'n Map<'s>> {
        let map = entry.value.as_map();
        if map.is_none() {
            let found = entry.value.kind();
            self.refuse(MetadataFault::NotAnObject { key, found }, entry.key_span);
        }
        map
    }

    fn own(&mut self, entry: &Entry<'_>) {
        let Some(map) = self.object(KEY, entry) else { return };
        for other in map.entries.iter().filter(|it| it.key != IGNORE) {
            self.refuse(MetadataFault::UnknownKey(other.key.to_string()), other.key_span);
        }
        match map.entry(IGNORE) {
            Some(ignore) => {
                let Some(codes) = self.object(IGNORE, ignore) else { return };
                codes.entries.iter().for_each(|it| self.code(it));
                if codes.entries.is_empty() {
                    self.refuse(MetadataFault::Empty, ignore.key_span);
                }
            }
            None if map.entries.is_empty() => self.refuse(MetadataFault::Empty, entry.key_span),
            None => {}
        }
    }

    fn code(&mut self, entry: &Entry<'_>) {
        let code = entry.key.to_string();
        let reason = entry.value.as_str().map(str::trim);
        let Some(reason) = reason else {
            let found = Node::kind(&entry.value);
            return self.refuse(MetadataFault::ReasonNotAString { code, found }, entry.key_span);
        };
        self.ignores.push(StatedIgnore {
            code,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            scope: self.scope,
            document: self.document,
            span: entry.key_span,
            is_used: false,
        });
    }
}
