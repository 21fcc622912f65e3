//! Comments of a file that say which findings may stay.

use super::stated::{IgnoreScope, StatedIgnore, fault};
use crate::analysis::subject::{Diagnostic, IgnoreFault};
use crate::base::sorting::sort;
use crate::base::source::{Source, Span};
use crate::syntax::{Aliases, Node, Value};
use std::cell::OnceCell;

/// What such a comment begins with.
const NAME: &str = "needs-exec-role";

/// White space within a line.
const BLANKS: [char; 2] = [' ', '\t'];

/// What ends a comment besides its line: that of JSON, and those of template languages.
const ENDS: [&str; 5] = ["*/", "#}", "%>", "}}", "-"];

/// What the comments of a file say, and what is wrong with them.
pub(super) fn read(
    source: &Source,
    renderings: &[&[Node<'_>]],
) -> (Vec<StatedIgnore>, Vec<Diagnostic>) {
    let text = source.text();
    let found = source.places_of(NAME);
    let mut comments: Vec<_> = found.filter_map(|at| Comment::of(source, at)).collect();
    if comments.is_empty() {
        return Default::default();
    }
    without_values(&mut comments, text, renderings);
    let starts: Vec<_> = comments.iter().skip(1).map(|it| it.marker).collect();
    for (comment, next) in comments.iter_mut().zip(starts) {
        comment.end = comment.end.min(next);
    }
    let reader = CommentReader { source, renderings, starts: OnceCell::new() };
    let (mut ignores, mut problems) = (Vec::new(), Vec::new());
    for comment in &comments {
        match reader.read(comment) {
            Ok(mut stated) => ignores.append(&mut stated),
            Err(problem) => problems.push(*problem),
        }
    }
    (ignores, problems)
}

/// A comment that begins with [`NAME`].
#[derive(Debug)]
struct Comment {
    /// Where it begins.
    marker: usize,
    /// Where the name is.
    name: usize,
    /// Where it ends.
    end: usize,
    /// Where what it says begins, after the colon; none without a colon.
    says: Option<usize>,
    is_in_value: bool,
}

impl Comment {
    /// The comment whose name is at an offset, within its file.
    fn of(source: &Source, name: usize) -> Option<Self> {
        let file = source.file_at(Span::new(name, name).start).1;
        let start = file.start as usize;
        let own = Self::at(source.slice(file), name.checked_sub(start)?)?;
        Some(Self {
            marker: own.marker + start,
            name,
            end: own.end + start,
            says: own.says.map(|it| it + start),
            ..own
        })
    }

    /// The comment whose name is at an offset; nothing if what is before it does not begin one.
    fn at(text: &str, name: usize) -> Option<Self> {
        let before = text.get(..name)?;
        let rest = text.get(name..)?;
        let after = rest.get(NAME.len()..)?.trim_start_matches(BLANKS);
        let says = after.strip_prefix(':').map(|it| text.len() - it.len());
        // Comments may also mention the program.
        if says.is_none() && !is_directive_word(after) {
            return None;
        }
        let on_line = before.trim_end_matches(BLANKS);
        // A template language may cut the white space around a comment: `{#- … -#}`.
        let on_line = on_line.strip_suffix('-').filter(|it| it.ends_with("{#")).unwrap_or(on_line);
        let (marker, end) = if on_line.ends_with('#') {
            (on_line.trim_end_matches('#').len(), line_end(rest))
        } else if on_line.ends_with("//") {
            (on_line.trim_end_matches('/').len(), line_end(rest))
        } else {
            // A line of such a comment may begin with a star.
            let is_filler = |it: char| it == '*' || it.is_whitespace();
            let open = before.trim_end_matches(is_filler).strip_suffix('/')?.len();
            if !before.get(open..)?.starts_with("/*") {
                return None;
            }
            (open, rest.find("*/").unwrap_or(rest.len()))
        };
        Some(Self { marker, name, end: name + end, says, is_in_value: false })
    }
}

/// Whether a text begins with what a comment says that suppresses something.
fn is_directive_word(text: &str) -> bool {
    let rest = text.strip_prefix("ignore-file").or_else(|| text.strip_prefix("ignore"));
    rest.is_some_and(|rest| rest.trim_start_matches(BLANKS).starts_with('['))
}

fn line_end(rest: &str) -> usize {
    rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// Removes what is in a key or a value of any rendering: a text is no comment.
fn without_values(comments: &mut Vec<Comment>, text: &str, renderings: &[&[Node<'_>]]) {
    let mut mark = |span: Span| {
        let range = span.range();
        let first = comments.partition_point(|it| it.marker < range.start);
        let inside = comments.iter_mut().skip(first).take_while(|it| it.marker < range.end);
        inside.for_each(|it| it.is_in_value = true);
    };
    for node in renderings.iter().copied().flatten().flat_map(|it| it.walk(Aliases::Written)) {
        match &node.value {
            Value::Map(map) => map.entries.iter().for_each(|it| mark(it.key_span)),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Text(_) => {
                mark(node.span);
            }
            // A directive of a template language may be a comment.
            Value::Placeholder(_) if !is_directive(text, node.span) => mark(node.span),
            Value::Null
            | Value::List(_)
            | Value::Placeholder(_)
            | Value::Alias(_)
            | Value::Tagged(..) => {}
        }
    }
    comments.retain(|it| !it.is_in_value);
}

fn is_directive(text: &str, span: Span) -> bool {
    let written = text.get(span.range()).unwrap_or_default();
    ["{{", "{#", "{%", "<%"].iter().any(|it| written.starts_with(it))
}

struct CommentReader<'a> {
    source: &'a Source,
    renderings: &'a [&'a [Node<'a>]],
    /// Where the values begin, in order: of a source of one file, its documents alone.
    starts: OnceCell<Vec<u32>>,
}

/// Where a value and its keys begin.
fn starts_of<'n>(node: &'n Node<'_>) -> impl Iterator<Item = u32> + 'n {
    let keys = node.as_map().into_iter().flat_map(|map| &map.entries).map(|it| it.key_span);
    keys.chain([node.span]).filter(|it| !it.is_empty()).map(|it| it.start)
}

impl CommentReader<'_> {
    /// What a comment says, one for each code.
    fn read(&self, comment: &Comment) -> Result<Vec<StatedIgnore>, Box<Diagnostic>> {
        let text = self.source.text();
        let document = self.document(comment.marker);
        let name_end = comment.name + NAME.len();
        let Some(start) = comment.says else {
            let span = Span::new(comment.name, name_end);
            return Err(Box::new(fault(IgnoreFault::NoColon, document, span)));
        };
        let rest = text.get(start..comment.end).unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let after = rest.trim_start();
        let tail = after.trim_start_matches(is_word);
        let word = after.strip_suffix(tail).unwrap_or_default();
        let refuse = |what: IgnoreFault, end: usize| {
            Box::new(fault(what, document, Span::new(comment.name, end)))
        };
        let word_end = comment.end - tail.len();
        let word = match word {
            "ignore" => "ignore",
            "ignore-file" => "ignore-file",
            other => {
                let other = if other.is_empty() { without_ends(after) } else { other };
                let other = other.chars().take(40).collect();
                let end = if word.is_empty() { start } else { word_end };
                return Err(refuse(IgnoreFault::UnknownWord(other), end));
            }
        };
        let no_code = || refuse(IgnoreFault::NoCode(word), word_end);
        let inner = tail.trim_start().strip_prefix('[').ok_or_else(no_code)?;
        let (codes, reason) = inner.split_once(']').ok_or_else(no_code)?;
        let is_of_file = word == "ignore-file";
        let file = self.source.file_at(Span::new(comment.marker, comment.end).start).1;
        if is_of_file && self.first(file).is_some_and(|first| comment.marker > first) {
            return Err(refuse(IgnoreFault::NotAtTop, word_end));
        }
        let scope = if is_of_file { IgnoreScope::File(file) } else { self.lines(comment) };
        let reason = reason.trim_start_matches([' ', '\t', ':', '-', '\u{2014}']);
        let reason: Vec<_> = without_ends(reason).split_whitespace().collect();
        let reason = (!reason.is_empty()).then(|| reason.join(" "));
        let mut at = comment.end - inner.len();
        let mut stated = Vec::new();
        for piece in codes.split(',') {
            let code = piece.trim();
            let first = at + (piece.len() - piece.trim_start().len());
            at += piece.len() + 1;
            if !code.is_empty() {
                stated.push(StatedIgnore {
                    code: code.to_owned(),
                    reason: reason.clone(),
                    scope,
                    document,
                    span: Span::new(first, first + code.len()),
                    is_used: false,
                });
            }
        }
        if stated.is_empty() { Err(no_code()) } else { Ok(stated) }
    }

    /// Where the first value of a file begins.
    fn first(&self, file: Span) -> Option<usize> {
        let starts = self.starts.get_or_init(|| {
            let all = self.renderings.iter().copied().flatten();
            let mut starts: Vec<_> = if self.source.is_of_files() {
                all.flat_map(|it| it.walk(Aliases::Written)).flat_map(starts_of).collect()
            } else {
                all.filter(|it| !it.span.is_empty()).map(|it| it.span.start).collect()
            };
            sort(&mut starts);
            starts
        });
        let first = starts.get(starts.partition_point(|start| *start < file.start))?;
        Some(*first as usize).filter(|_| *first <= file.end)
    }

    /// The lines that a comment is about: its own, and if it is alone there, the next one that is not a comment.
    fn lines(&self, comment: &Comment) -> IgnoreScope {
        let text = self.source.text();
        let own = self.source.line_of(comment.marker);
        let before = text.get(self.source.line_start(own)..comment.marker).unwrap_or_default();
        if !is_opening(before) {
            return IgnoreScope::Lines(own, own);
        }
        let is_comment = |line: &usize| {
            let start = self.source.line_start(*line);
            let rest = text.get(start..).unwrap_or_default().trim_start_matches(BLANKS);
            ["#", "//", "/*", "{#", "{{/*", "{{- /*", "<%#"].iter().any(|it| rest.starts_with(it))
        };
        let last = self.source.line_of(comment.end);
        let file = self.source.file_at(Span::new(comment.end, comment.end).start).1;
        let last_of_file = self.source.line_of(file.end as usize);
        let next = (last + 1..=last_of_file).find(|line| !is_comment(line));
        IgnoreScope::Lines(own, next.unwrap_or(own))
    }

    /// The index of the document that a comment is in or before.
    fn document(&self, offset: usize) -> usize {
        let documents = self.renderings.first().copied().unwrap_or_default();
        let begun = documents.partition_point(|it| it.span.start as usize <= offset);
        begun.saturating_sub(1)
    }
}

/// Whether the text before a comment on its line is nothing, or opens a comment of a template language.
fn is_opening(before: &str) -> bool {
    matches!(before.trim_matches(BLANKS), "" | "{" | "{{" | "{{-" | "<%")
        && !before.ends_with("{ ")
        && !before.ends_with("{\t")
}

/// A text without what ends the comment that it is in.
fn without_ends(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(shorter) = ENDS.iter().find_map(|end| rest.strip_suffix(end)) {
        rest = shorter.trim_end();
    }
    rest
}
