//! Brackets that do not match, are never closed, or nest too deep.

use super::{MAX_DEPTH, Node, Reader, Told, Value};
use crate::base::problem::Problem;
use crate::base::source::Span;

/// How far ahead a stray bracket is weighed.
const LOOK_AHEAD: usize = 65_536;

/// A bracket that waits to be closed.
pub(super) struct Open {
    /// What closes it.
    pub(super) close: u8,
    /// Where it stands.
    pub(super) at: usize,
}

impl<'s> Reader<'s> {
    /// At a closing bracket of the wrong kind: whether the innermost container ends before it. If it
    /// does not, the bracket is one too many and has been passed over.
    pub(super) fn mismatched(&mut self, found: u8) -> bool {
        let span = Span::new(self.at, self.at + 1);
        let found_text = char::from(found);
        let outer = self.open.iter().rev().skip(1).any(|open| open.close == found);
        if outer && self.ends_innermost(found) {
            if let Some(open) = self.open.last() {
                let (wanted, opening) = (char::from(open.close), opening(open.close));
                let line = self.line(open.at);
                self.syntax(
                    span,
                    format!("expected `{wanted}` before this `{found_text}`: the `{opening}` of line {line} is still open"),
                    format!("close the `{opening}` of line {line}"),
                );
            }
            return true;
        }
        let message = format!("this `{found_text}` closes nothing");
        self.syntax(span, message, "take it out, or add the bracket that it should close");
        self.at += 1;
        false
    }

    /// Which of two readings of a stray bracket leaves less wrong in the rest of the text.
    fn ends_innermost(&mut self, found: u8) -> bool {
        if self.guesses_left == 0 {
            return true;
        }
        self.guesses_left -= 1;
        let open: Vec<u8> = self.open.iter().map(|open| open.close).collect();
        let mut ending = open.clone();
        let ended = close(&mut ending, found);
        ended + self.faults_ahead(ending) <= 1 + self.faults_ahead(open)
    }

    /// How many brackets after the cursor would be wrong, were `open` the brackets around it.
    fn faults_ahead(&self, mut open: Vec<u8>) -> usize {
        let mut faults = 0;
        let mut quoted = false;
        let mut escaped = false;
        for &byte in self.text.as_bytes().iter().skip(self.at + 1).take(LOOK_AHEAD) {
            // Whoever nests like this is not to be helped, and takes long.
            if open.len() > 2 * MAX_DEPTH {
                break;
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = quoted,
                b'\n' => quoted = false,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                b'}' | b']' => faults += close(&mut open, byte),
                _ => {}
            }
        }
        faults + open.len()
    }

    /// At the end of the text, inside a container: told once, at the innermost bracket.
    pub(super) fn unclosed(&mut self) {
        let around = self.open.len().saturating_sub(1);
        let Some((close, at)) = self.open.last().map(|open| (open.close, open.at)) else {
            return;
        };
        if !self.first_time(Told::Unclosed) {
            return;
        }
        let opening = opening(close);
        let message = match around {
            0 => format!("this `{opening}` is never closed"),
            1 => format!("this `{opening}` is never closed, nor is the bracket around it"),
            _ => format!("this `{opening}` is never closed, nor are {around} brackets around it"),
        };
        let help = format!("add `{}` where it ends; is the file complete?", char::from(close));
        self.record(Problem::error("syntax", Span::new(at, at + 1), message).with_help(help));
    }

    /// A container that nests too deep: passed over without a call per level.
    pub(super) fn too_deep(&mut self) -> Node<'s> {
        let start = self.at;
        self.skip_container();
        if self.first_time(Told::TooDeep) {
            let message = format!("values nest more than {MAX_DEPTH} deep from here on");
            let problem = Problem::error("too-deep", Span::new(start, start + 1), message);
            self.record(
                problem.with_help("no task definition nests like this: is it the right file?"),
            );
        }
        Node { span: Span::new(start, self.at), value: Value::Null }
    }

    /// Moves past the container at the cursor, whatever is in it.
    pub(super) fn skip_container(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => break,
                Some(b'"') => self.skip_string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// Moves past a string without reading it; one that does not end on its line ends there.
    pub(super) fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => return,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
            if byte == b'"' {
                return;
            }
        }
        self.at = self.at.min(self.text.len());
    }
}

fn opening(close: u8) -> char {
    if close == b'}' { '{' } else { '[' }
}

/// Closes brackets up to one that `found` closes; how many were wrong about it.
fn close(open: &mut Vec<u8>, found: u8) -> usize {
    match open.iter().rposition(|&close| close == found) {
        Some(index) => {
            let skipped = open.len() - index - 1;
            open.truncate(index);
            skipped
        }
        None => 1,
    }
}
