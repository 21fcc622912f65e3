//! A named text, as input of the front door.

use super::known_findings::KnownFindings;
use crate::analysis::subject::FileFault;
use crate::analysis::{Diagnostic, wording};
use crate::base::diagnostic::{BuiltIn, Exception};
use crate::base::source::{EncodingError, Source};
use crate::input::terraform::FileRequests;
use std::sync::{Arc, OnceLock};

/// A named text to check, or one that belongs to what is checked.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub(super) source: Arc<Source>,
    /// Problems with its bytes.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether the user asked for it, rather than for a folder that contains it.
    pub(super) is_named: bool,
    /// What of it may stay.
    pub(super) exceptions: Arc<[Exception]>,
    /// What a baseline has of it.
    pub(super) known: KnownFindings,
    /// What it asks for as a file of a module, once it was read for that.
    requests: Arc<OnceLock<FileRequests>>,
}

impl SourceFile {
    /// The size limit of a text, in bytes. ECS accepts no task definition, and CloudFormation
    /// no template, of nearly this size.
    pub const LARGEST: u64 = 64 << 20;

    /// A text by its name: a path as the user wrote it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let source = Arc::new(Source::new(name, text));
        Self::of(source, Vec::new())
    }

    /// The same from bytes: UTF-8, with or without a byte order mark, or UTF-16 with one. Bytes that are
    /// not text are reported when it is checked.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (source, error) = Source::decode(name, bytes);
        let problems = error.map(encoding_problem).into_iter().collect();
        Self::of(Arc::new(source), problems)
    }

    /// Several files that are read as one text, such as those of a Terraform module, in their order: `name` is what they
    /// are called together. What counts for the first of them counts for all: whether the user asked for it, what may
    /// stay in it, and what a baseline has of it.
    pub fn of_files(name: impl Into<String>, files: Vec<Self>) -> Self {
        let source = Source::of_files(name, files.iter().map(|file| &*file.source));
        let mut whole = Self::of(Arc::new(source), Vec::new());
        if let Some(first) = files.first() {
            whole.is_named = first.is_named;
            whole.exceptions = Arc::clone(&first.exceptions);
            whole.known = first.known.clone();
        }
        for (file, (_, place)) in files.into_iter().zip(whole.source.files()) {
            for mut problem in file.problems {
                if let Some(label) = &mut problem.primary {
                    label.span = label.span.after(place.start);
                }
                whole.problems.push(problem);
            }
        }
        whole
    }

    /// The files that it is made of, each by itself; it alone where it is one.
    pub(super) fn each_file(&self) -> impl Iterator<Item = Self> {
        let only = (!self.source.is_of_files()).then(|| self.clone());
        let each = self.source.each_file().map(|it| Self::of(it.into(), Vec::new()));
        only.into_iter().chain(each)
    }

    fn of(source: Arc<Source>, problems: Vec<Diagnostic>) -> Self {
        let (exceptions, known) = (Arc::default(), KnownFindings::default());
        let requests = Arc::default();
        Self { source, problems, is_named: true, exceptions, known, requests }
    }

    /// The same, found in a folder: it is not reported if it contains no task definition.
    #[must_use]
    pub fn met_in_folder(self) -> Self {
        Self { is_named: false, ..self }
    }

    /// The same, with what may stay in it.
    #[must_use]
    pub fn with_exceptions(self, exceptions: Arc<[Exception]>) -> Self {
        Self { exceptions, ..self }
    }

    /// The same, with what a [`Baseline`](super::Baseline) has of it.
    #[must_use]
    pub fn with_known(self, known: KnownFindings) -> Self {
        Self { known, ..self }
    }

    /// The same with another text.
    pub(super) fn with_source(&self, source: Arc<Source>) -> Self {
        Self { source, requests: Arc::default(), ..self.clone() }
    }

    /// What it asks for as a file of a module.
    pub(super) fn requests(&self) -> &FileRequests {
        self.requests.get_or_init(|| FileRequests::read(self.name(), self.text()))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The names of the files that it is made of; its own where it is one.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.source.files().map(|(name, _)| name)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.source.text()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The message of the operating system.
    Unreadable(String),
    /// It is larger than [`SourceFile::LARGEST`].
    TooLarge,
}

impl Unread {
    /// Why, in a few words.
    pub fn message(&self) -> String {
        wording::message(&self.diagnostic(), &[])
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unreadable(why) => {
                Diagnostic::whole(BuiltIn::Unreadable, FileFault::Unreadable(why.clone()).into())
            }
            Self::TooLarge => {
                let fault = FileFault::TooLarge { most: SourceFile::LARGEST };
                Diagnostic::whole(BuiltIn::TooLarge, fault.into())
            }
        }
    }
}

fn encoding_problem(error: EncodingError) -> Diagnostic {
    let fault = FileFault::Encoding(error.encoding);
    Diagnostic::new(BuiltIn::Encoding, fault.into(), error.span)
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn of_several_files_each_keeps_its_encoding_problem() {
        let files = [("a", &b"x\n"[..]), ("b", b"y\xE9"), ("c", b"\xFF")];
        let files = files.map(|(name, bytes)| SourceFile::decode(name, bytes.to_vec()));
        let [first, others @ ..] = files;
        let whole =
            SourceFile::of_files("all", [vec![first.met_in_folder()], others.into()].concat());
        let places = whole.problems.iter().map(|problem| {
            let span = problem.span().unwrap_or_default();
            (whole.source.file_at(span.start).0, whole.source.slice(span))
        });
        assert_eq!(places.collect::<Vec<_>>(), [("b", "\u{FFFD}"), ("c", "\u{FFFD}")]);
        assert!(!whole.is_named);
        assert!(SourceFile::of_files("none", Vec::new()).is_named);
    }
}
