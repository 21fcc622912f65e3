//! What a file itself says of findings that may stay.

use super::about::About;
use crate::analysis::subject::{Diagnostic, IgnoreFault, IgnoreReach};
use crate::base::diagnostic::{BuiltIn, SuppressedBy, Suppression};
use crate::base::source::{Source, Span};
use crate::base::suggest;

/// A code that may stay, by a comment or by `Metadata`.
#[derive(Debug)]
pub(super) struct StatedIgnore {
    pub(super) code: String,
    pub(super) reason: Option<String>,
    pub(super) scope: IgnoreScope,
    /// Where the code is written.
    pub(super) document: usize,
    pub(super) span: Span,
    /// Whether it suppresses something.
    pub(super) is_used: bool,
}

/// Where it may stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IgnoreScope {
    /// On these 0-based lines: that of the comment, and the one that it is about.
    Lines(usize, usize),
    /// In the file whose text is there.
    File(Span),
    /// In a resource of a template.
    Resource(usize, Span),
    /// In a template; in its whole document where it is that.
    Template(usize, Span, bool),
}

impl StatedIgnore {
    /// Whether it is about a diagnostic. What lines are about, [`StatedIgnores`](super::ignores::StatedIgnores) knows.
    pub(super) fn is_about(&self, diagnostic: &Diagnostic, about: About<'_>) -> bool {
        let is_in = |document: usize, span: Span| {
            let own = diagnostic.own_span().map(|own| (diagnostic.document, own));
            [own, about.task_place(), about.role_place()]
                .into_iter()
                .flatten()
                .any(|(at, place)| at == document && span.contains(place))
        };
        self.code == diagnostic.code.name()
            && match self.scope {
                IgnoreScope::Lines(..) => true,
                IgnoreScope::File(file) => {
                    let task = || about.task_place().map(|(_, place)| place);
                    let place = diagnostic.own_span().or_else(task);
                    place.is_none_or(|place| file.contains(Span { end: place.start, ..place }))
                }
                IgnoreScope::Resource(document, span) => is_in(document, span),
                IgnoreScope::Template(document, span, is_whole) => {
                    is_whole && document == diagnostic.document || is_in(document, span)
                }
            }
    }

    pub(super) fn suppression(&self) -> Suppression {
        let by = match self.scope {
            IgnoreScope::Lines(..) | IgnoreScope::File(_) => SuppressedBy::Comment,
            IgnoreScope::Resource(..) | IgnoreScope::Template(..) => SuppressedBy::Metadata,
        };
        Suppression { by, reason: self.reason.clone(), expires: None }
    }

    /// That it suppresses nothing.
    pub(super) fn unused(&self, source: &Source) -> Diagnostic {
        let reach = match self.scope {
            IgnoreScope::Lines(_, line) => IgnoreReach::Line(source.line_number(line)),
            IgnoreScope::File(_) => IgnoreReach::File,
            IgnoreScope::Resource(..) => IgnoreReach::Resource,
            IgnoreScope::Template(..) => IgnoreReach::Template,
        };
        fault(IgnoreFault::Unused { code: self.code.clone(), reach }, self.document, self.span)
    }

    /// That there is no such code; nothing if there is.
    pub(super) fn unknown_code(&self, codes: &[&str]) -> Option<Diagnostic> {
        if codes.contains(&self.code.as_str()) {
            return None;
        }
        let near = suggest::fewest_slips(&self.code, codes.iter().copied(), 3)
            .or_else(|| suggest::most_alike(&self.code, codes.iter().copied(), 0.9));
        let meant = near.map(str::to_owned);
        let unknown = IgnoreFault::UnknownCode { code: self.code.clone(), meant };
        Some(fault(unknown, self.document, self.span))
    }
}

/// What is wrong with something that says that findings may stay.
pub(super) fn fault(fault: IgnoreFault, document: usize, span: Span) -> Diagnostic {
    let code = match &fault {
        IgnoreFault::UnknownWord(_)
        | IgnoreFault::NoColon
        | IgnoreFault::NoCode(_)
        | IgnoreFault::Metadata(_) => BuiltIn::IgnoreMalformed,
        IgnoreFault::NotAtTop => BuiltIn::IgnoreMisplaced,
        IgnoreFault::UnknownCode { .. } => BuiltIn::IgnoreUnknownCode,
        IgnoreFault::Unused { .. } => BuiltIn::IgnoreUnused,
        IgnoreFault::UnusedException { .. } => BuiltIn::ExceptionUnused,
        IgnoreFault::Expired { .. } => BuiltIn::ExceptionExpired,
    };
    Diagnostic::new(code, fault.into(), span).in_document(document)
}
