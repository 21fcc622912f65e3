//! Diagnostics about an input, as data: messages are written elsewhere.
//!
//! Each floor says with a type of its own what it can find (its *subject*) and returns
//! [`Diagnostic`]s about that; `analysis` lifts them all to its one subject, and one place there turns
//! a subject into words.

mod code;
mod combinations;
mod fix;
mod severity;
mod suppression;

pub use code::{BuiltIn, Code};
pub use combinations::CombinationSet;
pub use fix::{Applicability, Edit, Fix, Suggestion};
pub use severity::Severity;
pub use suppression::{Exception, SuppressedBy, Suppression};

use super::source::{Source, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// Something to say about an input: `S` is what it is about, `N` what its labels may note.
///
/// Two that are equal say the same, so they are merged by comparing them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<S, N = NoNote> {
    /// What kind of thing was found.
    pub code: Code,
    /// How severe it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: S,
    /// Index of the document of the file that it is about.
    pub document: usize,
    /// The place it is about; none if the file as a whole is meant.
    pub primary: Option<Label<N>>,
    /// Other places that matter.
    pub related: Vec<Label<N>>,
    /// The combinations of a template's conditions in which it holds.
    pub when: CombinationSet,
    /// What can be done about it in the text.
    pub fixes: Vec<Fix>,
    /// AWS's page about it.
    pub docs: Option<Cow<'static, str>>,
    /// That it may stay, where somebody said so.
    pub suppressed: Option<Suppression>,
}

/// A place, and what is noted there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<N = NoNote> {
    /// Where.
    pub span: Span,
    /// What is noted there; none if the place says it all.
    pub note: Option<N>,
    /// The combinations in which the place matters, among those of the diagnostic.
    pub when: CombinationSet,
    /// The text it is a place of, where that is another than the diagnostic's.
    pub source: Option<Arc<Source>>,
}

/// The note of labels that have none: readers show places and leave words to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNote {}

impl<S, N> Diagnostic<S, N> {
    /// One at a place, as heavy as its code.
    pub fn new(code: impl Into<Code>, subject: S, span: Span) -> Self {
        Self { primary: Some(Label::at(span)), ..Self::whole(code, subject) }
    }

    /// One about the file as a whole, as heavy as its code.
    pub fn whole(code: impl Into<Code>, subject: S) -> Self {
        let code = code.into();
        Self {
            severity: code.severity(),
            code,
            subject,
            document: 0,
            primary: None,
            related: Vec::new(),
            when: CombinationSet::ALL,
            fixes: Vec::new(),
            docs: None,
            suppressed: None,
        }
    }

    /// The same, as heavy as this.
    #[must_use]
    pub fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same in another document of the file.
    #[must_use]
    pub fn in_document(self, document: usize) -> Self {
        Self { document, ..self }
    }

    /// Where its primary label stands.
    pub fn span(&self) -> Option<Span> {
        self.primary.as_ref().map(|label| label.span)
    }

    /// The same, if that is in its own text.
    pub fn own_span(&self) -> Option<Span> {
        self.primary.as_ref().filter(|label| label.source.is_none()).map(|label| label.span)
    }
}

impl<S> Diagnostic<S> {
    /// The same, about a wider subject, with labels that may note more.
    pub fn lift<T: From<S>, N>(self) -> Diagnostic<T, N> {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            subject: self.subject.into(),
            document: self.document,
            primary: self.primary.map(Label::lift),
            related: self.related.into_iter().map(Label::lift).collect(),
            when: self.when,
            fixes: self.fixes,
            docs: self.docs,
            suppressed: self.suppressed,
        }
    }
}

impl<N> Label<N> {
    /// A place, without a note.
    pub fn at(span: Span) -> Self {
        Self { span, note: None, when: CombinationSet::ALL, source: None }
    }

    /// A place, and what is noted there.
    pub fn noting(span: Span, note: impl Into<N>) -> Self {
        Self { note: Some(note.into()), ..Self::at(span) }
    }
}

impl Label {
    fn lift<N>(self) -> Label<N> {
        let note = self.note.map(|none| match none {});
        Label { span: self.span, note, when: self.when, source: self.source }
    }
}
