//! What an editor shows, as a value: lines of words, names and code, which become Markdown or plain text.

use std::fmt::{self, Write};

/// What stands around code in a line of Markdown.
const CODE: char = '`';

/// What stands around code of several lines.
const FENCE: &str = "```";

/// What stands around a name.
const NAME: &str = "**";

/// What stands around the address of a page.
const LINK: (char, char) = ('<', '>');

/// A text for an editor: some show Markdown, some show it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorText {
    lines: Vec<TextLine>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TextLine {
    Blank,
    /// A heading, and how far below the first one.
    Heading(usize, LinePieces),
    Words(LinePieces),
    Item(LinePieces),
    /// The item before goes on.
    More(LinePieces),
    /// Code of several lines begins, in a language, or ends.
    Fence(String),
    Code(String),
    /// Between what is about different matters.
    Separator,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextPiece {
    /// Words as a person writes them.
    Words(String),
    /// What the line is about.
    Name(String),
    /// Something from a file or for one.
    Code(String),
    /// The address of a page.
    Link(String),
}

/// The parts of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LinePieces(Vec<TextPiece>);

impl LinePieces {
    /// Words in which code is marked, as rules and messages are written.
    pub(super) fn read(words: &str) -> Self {
        let mut pieces = Self::default();
        pieces.push_words(words);
        pieces
    }

    /// The same, after others.
    pub(super) fn push_words(&mut self, words: &str) {
        let mut parts: Vec<&str> = words.split(CODE).collect();
        // What begins and does not end is no code.
        let rest = if parts.len().is_multiple_of(2) { parts.pop() } else { None };
        for (at, part) in parts.into_iter().enumerate() {
            match at % 2 {
                0 => self.push_links(part),
                _ => self.0.push(TextPiece::Code(part.to_owned())),
            }
        }
        if let Some(rest) = rest {
            self.0.push(TextPiece::Words(format!("{CODE}{rest}")));
        }
    }

    /// Words in which addresses are marked.
    fn push_links(&mut self, words: &str) {
        let mut left = words;
        while let Some((before, rest)) = left.split_once(LINK.0)
            && let Some((link, after)) = rest.split_once(LINK.1)
            && link.starts_with("https://")
        {
            self.push_plain(before);
            self.0.push(TextPiece::Link(link.to_owned()));
            left = after;
        }
        self.push_plain(left);
    }

    fn push_plain(&mut self, words: &str) {
        if !words.is_empty() {
            self.0.push(TextPiece::Words(words.to_owned()));
        }
    }

    pub(super) fn push_name(&mut self, name: &str) {
        self.0.push(TextPiece::Name(name.to_owned()));
    }

    pub(super) fn push_code(&mut self, code: &str) {
        self.0.push(TextPiece::Code(code.to_owned()));
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl EditorText {
    /// From a page of Markdown, as [`rule_page`](super::rule_page) makes it.
    pub(crate) fn of_page(markdown: &str) -> Self {
        let mut text = Self::default();
        let mut is_code = false;
        for line in markdown.lines() {
            let language = line.strip_prefix(FENCE);
            is_code ^= language.is_some();
            let prefixed = |prefix: &str| line.strip_prefix(prefix).map(LinePieces::read);
            text.lines.push(if let Some(language) = language {
                TextLine::Fence(language.to_owned())
            } else if is_code {
                TextLine::Code(line.to_owned())
            } else if line.is_empty() {
                TextLine::Blank
            } else if let Some(heading) = prefixed("## ") {
                TextLine::Heading(1, heading)
            } else if let Some(heading) = prefixed("# ") {
                TextLine::Heading(0, heading)
            } else if let Some(item) = prefixed("- ") {
                TextLine::Item(item)
            } else if let Some(more) = prefixed("  ") {
                TextLine::More(more)
            } else {
                TextLine::Words(LinePieces::read(line))
            });
        }
        text
    }

    /// Several texts as one.
    #[must_use]
    pub fn joined(texts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for text in texts {
            if !all.lines.is_empty() {
                all.lines.extend([TextLine::Blank, TextLine::Separator, TextLine::Blank]);
            }
            all.lines.extend(text.lines);
        }
        all
    }

    /// Adds a paragraph.
    pub(super) fn add_paragraph(&mut self, words: LinePieces) {
        self.end_paragraph();
        self.lines.push(TextLine::Words(words));
    }

    /// Adds items of a list, as a paragraph of their own.
    pub(super) fn add_list(&mut self, items: impl IntoIterator<Item = LinePieces>) {
        let items = items.into_iter().filter(|it| !it.is_empty()).map(TextLine::Item);
        let items: Vec<_> = items.collect();
        if !items.is_empty() {
            self.end_paragraph();
            self.lines.extend(items);
        }
    }

    fn end_paragraph(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(TextLine::Blank);
        }
    }

    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The text as Markdown.
    pub fn markdown(&self) -> String {
        self.written(TextMarks::Markdown)
    }

    /// The text without any marks.
    pub fn plain(&self) -> String {
        self.written(TextMarks::None)
    }

    fn written(&self, marks: TextMarks) -> String {
        let mut out = String::new();
        for line in &self.lines {
            // Writing to a string cannot fail.
            let _ = marks.write_line(&mut out, line);
        }
        out
    }
}

/// How a text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextMarks {
    Markdown,
    None,
}

impl TextMarks {
    fn write_line(self, out: &mut String, line: &TextLine) -> fmt::Result {
        let is_markdown = self == Self::Markdown;
        let (start, pieces) = match line {
            TextLine::Blank => ("", None),
            TextLine::Heading(level, pieces) if is_markdown => {
                out.push_str(&"#".repeat(level + 1));
                (" ", Some(pieces))
            }
            TextLine::Heading(_, pieces) | TextLine::Words(pieces) => ("", Some(pieces)),
            TextLine::Item(pieces) => ("- ", Some(pieces)),
            TextLine::More(pieces) => ("  ", Some(pieces)),
            TextLine::Fence(language) if is_markdown => return writeln!(out, "{FENCE}{language}"),
            TextLine::Code(code) if is_markdown => return writeln!(out, "{code}"),
            TextLine::Code(code) => return writeln!(out, "    {code}"),
            TextLine::Separator if is_markdown => return writeln!(out, "---"),
            TextLine::Fence(_) | TextLine::Separator => return Ok(()),
        };
        out.push_str(start);
        for piece in pieces.into_iter().flat_map(|it| &it.0) {
            self.write_piece(out, piece)?;
        }
        writeln!(out)
    }

    fn write_piece(self, out: &mut String, piece: &TextPiece) -> fmt::Result {
        match (self, piece) {
            (Self::Markdown, TextPiece::Name(name)) => write!(out, "{NAME}{name}{NAME}"),
            (Self::Markdown, TextPiece::Code(code)) if code.contains(CODE) => {
                write!(out, "{CODE}{CODE} {code} {CODE}{CODE}")
            }
            (Self::Markdown, TextPiece::Code(code)) => write!(out, "{CODE}{code}{CODE}"),
            (Self::Markdown, TextPiece::Link(link)) => write!(out, "{}{link}{}", LINK.0, LINK.1),
            (
                _,
                TextPiece::Words(text)
                | TextPiece::Name(text)
                | TextPiece::Code(text)
                | TextPiece::Link(text),
            ) => out.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EditorText, LinePieces};
    use crate::base::diagnostic::BuiltIn;
    use crate::render::rule_page;
    use crate::rules::Rules;

    /// Every page is read as what it says: as Markdown it is the same again, and as plain text no mark is left.
    #[test]
    fn every_page() {
        let rules = Rules::built_in();
        let of_rules = rules.iter().map(rule_page::rule);
        let of_codes = BuiltIn::ALL.iter().map(|it| rule_page::code(*it));
        for page in of_rules.chain(of_codes) {
            let text = EditorText::of_page(&page);
            assert_eq!(text.markdown(), page);
            let plain = text.plain();
            for mark in ["`", "**", "](", "<https"] {
                assert!(!plain.contains(mark), "{mark}: {plain}");
            }
            assert!(!plain.lines().any(|it| it.starts_with('#')), "{plain}");
        }
    }

    #[test]
    fn parts_of_a_line() {
        for (words, markdown, plain) in [
            ("a `b` c", "a `b` c", "a b c"),
            ("`b`", "`b`", "b"),
            ("don`t", "don`t", "don`t"),
            ("<https://x> and <y>", "<https://x> and <y>", "https://x and <y>"),
            ("`<https://x>`", "`<https://x>`", "<https://x>"),
        ] {
            let mut text = EditorText::default();
            text.add_paragraph(LinePieces::read(words));
            assert_eq!(text.markdown().trim_end(), markdown);
            assert_eq!(text.plain().trim_end(), plain);
        }
        let mut pieces = LinePieces::default();
        pieces.push_name("ü");
        pieces.push_code("a`b");
        let mut text = EditorText::default();
        text.add_paragraph(pieces);
        let text = EditorText::joined([text.clone(), text]);
        assert_eq!(text.markdown(), "**ü**`` a`b ``\n\n---\n\n**ü**`` a`b ``\n");
        assert_eq!(text.plain(), "üa`b\n\n\nüa`b\n");
    }
}
