//! A file of a Terraform module, read once more for an edit: trees of modules keep nothing for that.

use crate::base::diagnostic::Edit;
use crate::base::source::{Source, Span};
use crate::input::terraform::files::{folder_of, normalized};
use crate::input::terraform::is_module;
use crate::syntax::hcl::{self, HclBlock, HclBody};
use crate::syntax::{Node, json};

/// Where Terraform keeps the modules that it downloads: nobody edits them.
const DOWNLOADED: &str = ".terraform";

/// A file of a module.
#[derive(Clone, Copy, Debug)]
pub(super) struct ModuleText<'a> {
    pub(super) text: &'a str,
    name: &'a str,
    /// Where it begins in the source.
    start: u32,
}

impl<'a> ModuleText<'a> {
    /// The file that a place is in; none that is not to be edited, such as that of a plan.
    pub(super) fn at(source: &'a Source, place: Span) -> Option<Self> {
        let (name, file) = source.file_at(place.start);
        let is_own = file.contains(place) && is_module(source);
        Self::of(source, name, file).filter(|_| is_own)
    }

    fn of(source: &'a Source, name: &'a str, file: Span) -> Option<Self> {
        let is_downloaded = name.split('/').any(|step| step == DOWNLOADED);
        (!is_downloaded).then(|| Self { text: source.slice(file), name, start: file.start })
    }

    /// All files of its folder that are to be edited, itself included.
    pub(super) fn beside(self, source: &'a Source) -> impl Iterator<Item = Self> {
        let folder = |name: &str| normalized(folder_of(name));
        let own = folder(self.name);
        let files = source.files().filter(move |(name, _)| folder(name) == own);
        files.filter_map(|(name, span)| Self::of(source, name, span))
    }

    /// Whether it is in the folder of the root module or below: what is elsewhere, other configurations may call.
    pub(super) fn is_of_root(self, source: &Source) -> bool {
        let folder = |name: &str| normalized(folder_of(name));
        let root = source.files().next().map(|(name, _)| folder(name)).unwrap_or_default();
        let own = folder(self.name);
        match own.strip_prefix(&root) {
            Some(rest) if root.is_empty() => !rest.starts_with("..") && !rest.starts_with('/'),
            Some(rest) => rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }

    /// A place of the source, as one of this file.
    pub(super) fn own(self, place: Span) -> Span {
        Span {
            start: place.start.saturating_sub(self.start),
            end: place.end.saturating_sub(self.start),
        }
    }

    /// An edit of this file, as one of the source.
    pub(super) fn in_source(self, edit: Edit) -> Edit {
        Edit { span: edit.span.after(self.start), text: edit.text }
    }

    /// What is in it, if it is HCL without a syntax error.
    pub(super) fn body(self) -> Option<HclBody<'a>> {
        if self.name.ends_with(".json") {
            return None;
        }
        let read = hcl::read(self.text, 0);
        read.problems.is_empty().then_some(read.value)
    }

    /// What is in it, if it is JSON without a syntax error.
    pub(super) fn document(self) -> Option<Node<'a>> {
        document_of(self.text, Span::new(0, self.text.len()))
    }

    /// What is in a part of it, if that is JSON without a syntax error.
    pub(super) fn document_in(self, part: Span) -> Option<Node<'a>> {
        document_of(self.text, part)
    }
}

fn document_of(text: &str, part: Span) -> Option<Node<'_>> {
    let read = json::read_part(text, part);
    let only = read.documents.into_iter().next()?;
    read.problems.is_empty().then_some(only)
}

/// The block that stands exactly there.
pub(super) fn block_at<'b, 's>(body: &'b HclBody<'s>, span: Span) -> Option<&'b HclBlock<'s>> {
    body.blocks.iter().find(|block| block.span == span)
}
