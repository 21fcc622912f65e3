//! Heredocs: strings of several lines, up to a line that is their marker.

use super::expression::ExpressionKind;
use super::reader::{HclReader, HclResult, continues_name};
use super::strings::TemplateStyle;
use crate::syntax::{HclExpected, HclFault};

impl<'s> HclReader<'s> {
    /// `<<MARKER` or `<<-MARKER`, and the lines after it.
    pub(super) fn heredoc(&mut self) -> HclResult<ExpressionKind<'s>> {
        let start = self.at;
        self.at += 2;
        let is_flush = self.eat(b'-');
        let Some(marker) = self.name() else { return Err(self.expected(HclExpected::Name)) };
        let head = self.since(start);
        self.eat(b'\r');
        if !self.eat(b'\n') {
            return Err(self.expected(HclExpected::EndOfLine));
        }
        let Some((content_end, end)) = self.end_of_heredoc(marker) else {
            return Err(self.report(head, HclFault::UnclosedHeredoc(marker.to_owned())));
        };
        let indent = if is_flush { indent(self.slice(self.at, content_end)) } else { 0 };
        let around = std::mem::replace(&mut self.end, content_end);
        self.skip_indent(indent);
        let parts = self.parts_to_end(TemplateStyle::Plain { indent })?;
        self.end = around;
        self.at = end;
        Ok(ExpressionKind::Template(parts))
    }

    /// Where the content of a heredoc ends, and where its marker does.
    pub(super) fn end_of_heredoc(&mut self, marker: &str) -> Option<(usize, usize)> {
        let mut at = self.at;
        for line in self.rest().split_inclusive('\n') {
            self.scans_left = self.scans_left.checked_sub(line.len())?;
            if line.trim() == marker {
                let indent = line.len() - line.trim_start().len();
                return Some((at, at + indent + marker.len()));
            }
            at += line.len();
        }
        None
    }

    /// Moves past a heredoc, if one is at the cursor, without reading it.
    pub(super) fn skip_heredoc(&mut self) -> bool {
        let Some(rest) = self.rest().strip_prefix("<<") else { return false };
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let len = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        let (marker, after) = rest.split_at(len);
        let line = after.split_inclusive('\n').next().unwrap_or_default();
        if marker.is_empty() || !line.trim().is_empty() {
            return false;
        }
        let start = self.at;
        self.at += self.rest().len() - after.len() + line.len();
        match self.end_of_heredoc(marker) {
            Some((_, end)) => self.at = end,
            None => self.at = start,
        }
        self.at > start
    }
}

/// How many blanks all lines of a text begin with; lines of blanks do not count.
fn indent(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let blanks = lines.map(|line| line.chars().take_while(|c| c.is_whitespace()).count());
    blanks.min().unwrap_or_default()
}
