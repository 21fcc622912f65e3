//! Where reading goes on after a syntax error.

use super::reader::HclReader;

/// The blocks at the top of a file of Terraform, and whether they have labels. One of them at the beginning of a line
/// is never in another block, so that one without its closing brace ends there.
const HEADERS: [(&str, bool); 13] = [
    ("resource", true),
    ("data", true),
    ("variable", true),
    ("output", true),
    ("module", true),
    ("provider", true),
    ("ephemeral", true),
    ("check", true),
    ("locals", false),
    ("terraform", false),
    ("moved", false),
    ("import", false),
    ("removed", false),
];

impl HclReader<'_> {
    /// Moves from where an attribute or its value begins to where the next one does: past the end of its line, not
    /// counting lines in brackets and strings, or to the end of its block.
    pub(super) fn resume(&mut self, start: usize) {
        self.at = start;
        self.end = self.text.len();
        self.lines_count = true;
        self.scan(OpenBrackets::default(), |byte, open| byte == b'\n' && open.is_empty());
    }

    /// Moves past the brackets at the cursor and what is in them.
    pub(super) fn skip_brackets(&mut self) {
        let mut open = OpenBrackets::default();
        open.push(self.peek().unwrap_or_default());
        self.at += 1;
        self.scan(open, |_, open| open.is_empty());
    }

    /// Whether a block begins here that is never in another one.
    pub(super) fn is_at_header(&self) -> bool {
        if self.at > 0 && self.byte(self.at - 1) != Some(b'\n') {
            return false;
        }
        HEADERS.iter().any(|&(word, has_labels)| {
            let Some(rest) = self.rest().strip_prefix(word) else { return false };
            let line = rest.split('\n').next().unwrap_or_default();
            let labels = line.trim_start_matches([' ', '\t']);
            if has_labels {
                labels.starts_with('"') && labels.contains('{')
            } else {
                labels.starts_with('{')
            }
        })
    }

    /// Moves on until `is_end` says so, to the brace that closes the block, to a block that is never in another one, or
    /// to the end of the text. It is given the next byte, if that is of the grammar, and what is open.
    fn scan(&mut self, mut open: OpenBrackets, is_end: impl Fn(u8, &OpenBrackets) -> bool) {
        let start = self.at;
        while let Some(byte) = self.peek() {
            if self.at > start && self.is_at_header() {
                return;
            }
            if open.is_in_string() {
                self.scan_string(byte, &mut open);
                continue;
            }
            if is_end(byte, &open) {
                return;
            }
            match byte {
                b'"' | b'{' | b'[' | b'(' => open.push(byte),
                b'}' | b']' | b')' if !open.close(byte) && self.at > start => return,
                // An expression in a string ends with the line, where something is wrong with it.
                b'\n' if open.close_strings() => continue,
                b'#' | b'/' => {
                    let before = self.at;
                    self.skip();
                    if self.at > before {
                        continue;
                    }
                }
                b'<' if self.skip_heredoc() => continue,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Moves on in a string: to its end, to an expression in it, or past an escape.
    fn scan_string(&mut self, byte: u8, open: &mut OpenBrackets) {
        let next = self.byte(self.at + 1);
        self.at += 1;
        match byte {
            b'\\' if next.is_some_and(|next| next != b'\n') => self.at += 1,
            b'$' | b'%' if next == Some(b'{') => {
                self.at += 1;
                open.push(b'{');
            }
            // A string ends with its line: what was open in it is not.
            b'"' => {
                open.pop();
            }
            b'\n' => {
                open.pop();
                self.at -= 1;
            }
            _ => {}
        }
    }
}

/// The brackets and quotes that are open, the innermost last.
#[derive(Default)]
struct OpenBrackets {
    all: Vec<u8>,
    /// How many of them are of each kind: what is not open need not be looked for.
    counts: [usize; 4],
}

impl OpenBrackets {
    const KINDS: [u8; 4] = [b'{', b'[', b'(', b'"'];

    fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn is_in_string(&self) -> bool {
        self.all.last() == Some(&b'"')
    }

    fn count(&mut self, opening: u8) -> Option<&mut usize> {
        let kind = Self::KINDS.iter().position(|&kind| kind == opening)?;
        self.counts.get_mut(kind)
    }

    fn push(&mut self, opening: u8) {
        self.count(opening).into_iter().for_each(|count| *count += 1);
        self.all.push(opening);
    }

    fn pop(&mut self) -> Option<u8> {
        let last = self.all.pop()?;
        self.count(last).into_iter().for_each(|count| *count -= 1);
        Some(last)
    }

    /// Closes the innermost of a kind, and what is open in it, if there is one.
    fn close_kind(&mut self, opening: u8) -> bool {
        let is_open = self.count(opening).is_some_and(|count| *count > 0);
        while is_open && self.pop().is_some_and(|closed| closed != opening) {}
        is_open
    }

    /// Closes what a closing bracket closes; whether that is in what is skipped: a brace that closes nothing there is that
    /// of the block.
    fn close(&mut self, closing: u8) -> bool {
        match closing {
            b')' => self.close_kind(b'('),
            b']' => self.close_kind(b'['),
            _ => return self.close_kind(b'{'),
        };
        true
    }

    /// Closes all strings, and what is open in them; whether there were any.
    fn close_strings(&mut self) -> bool {
        let mut any = false;
        while self.close_kind(b'"') {
            any = true;
        }
        any
    }
}
