//! What a text says without what people's tools add to it: colors, escapes, entities, frames, line breaks.

/// Plain text, on one line, and where each of its bytes stands in the text as it was given.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    pub(super) text: String,
    /// For each byte the place where its character starts, as it was given.
    starts: Vec<u32>,
    /// For each byte the place where its character ends.
    ends: Vec<u32>,
    /// Whether the last character broke a line.
    is_line_start: bool,
}

/// Entities of HTML that stand in what pages show.
const ENTITIES: [(&str, char); 16] = [
    ("quot;", '"'),
    ("apos;", '\''),
    ("#39;", '\''),
    ("#x27;", '\''),
    ("#34;", '"'),
    ("#x22;", '"'),
    ("rsquo;", '\''),
    ("lsquo;", '\''),
    ("#8217;", '\''),
    ("#8216;", '\''),
    ("ldquo;", '"'),
    ("rdquo;", '"'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("nbsp;", ' '),
    ("#10;", '\n'),
];

/// How the start of a color is written where it is not sent to a terminal.
const WRITTEN_ESCAPES: [&str; 6] = ["\\u001b[", "\\u001B[", "\\x1b[", "\\x1B[", "\\033[", "^[["];

impl PlainText {
    /// Reads a text that starts at a place of a longer one.
    pub(super) fn of(given: &str, start: usize) -> Self {
        let mut plain = Self::default();
        let mut at = 0;
        let mut is_line_start = true;
        while let Some(rest) = given.get(at..).filter(|rest| !rest.is_empty()) {
            if is_line_start {
                let frame = frame_len(rest);
                is_line_start = false;
                if frame > 0 {
                    at += frame;
                    continue;
                }
            }
            let (read, len) = next(rest);
            if let Some(c) = read {
                is_line_start = c == '\n';
                plain.push(c, start + at, start + at + len);
            }
            at += len.max(1);
        }
        plain
    }

    /// Where a part of the plain text stands in the text as it was given.
    pub(super) fn given(&self, from: usize, until: usize) -> (usize, usize) {
        let start = self.starts.get(from).copied().unwrap_or_default();
        let end = until.checked_sub(1).and_then(|last| self.ends.get(last)).copied();
        (start as usize, end.unwrap_or(start) as usize)
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        let blank = c.is_whitespace() || c.is_control();
        let is_broken = std::mem::replace(&mut self.is_line_start, c == '\n');
        let c = if blank { ' ' } else { c };
        if blank && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        // A terminal breaks a long ARN at its width: what goes on with a colon or a slash was one word.
        if is_broken && matches!(c, ':' | '/') && self.text.ends_with(' ') {
            self.text.pop();
            self.starts.pop();
            self.ends.pop();
        }
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(u32::try_from(start).unwrap_or(u32::MAX));
            self.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
    }
}

/// How long what a tool writes before each line is: the frame of Terraform, the time of a log, the mark of an
/// annotation.
fn frame_len(line: &str) -> usize {
    let mut len = 0;
    loop {
        let rest = line.get(len..).unwrap_or_default();
        let bare = rest.trim_start_matches(['│', '╷', '╵', '|', '>', ' ', '\t', '#']);
        let mut more = rest.len() - bare.len();
        if bare.starts_with('[') && rest.trim_start().starts_with("##[") {
            more += bare.find(']').map_or(0, |end| end + 1);
        } else if more == 0 {
            more = time_len(rest);
        }
        if more == 0 {
            return len;
        }
        len += more;
    }
}

/// How long a time at the start of a line is: `2024-08-05T10:11:12.123Z`.
fn time_len(line: &str) -> usize {
    let shape =
        |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'T' | 'Z' | '+' | ',');
    let len = line.find(|c| !shape(c)).unwrap_or(line.len());
    let time = line.get(..len).unwrap_or_default();
    let is_day = time.len() >= 10
        && time.bytes().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day { len } else { 0 }
}

/// The next character of a text and how many bytes it takes there; none for what is no text.
fn next(rest: &str) -> (Option<char>, usize) {
    let first = rest.chars().next().unwrap_or_default();
    match first {
        '\u{1b}' => (None, 1 + color_len(rest.get(1..).unwrap_or_default())),
        '\\' | '^' => escaped(rest),
        '&' => entity(rest),
        '%' => percent(rest),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' => (Some('\''), first.len_utf8()),
        '\u{201c}' | '\u{201d}' => (Some('"'), first.len_utf8()),
        '\u{200b}' | '\u{feff}' | '\u{ad}' => (None, first.len_utf8()),
        _ => (Some(first), first.len_utf8()),
    }
}

/// How long the rest of a color is: `[1;31m`.
fn color_len(rest: &str) -> usize {
    let Some(inner) = rest.strip_prefix('[') else { return 0 };
    let end = inner.find(|c: char| !(c.is_ascii_digit() || c == ';'));
    end.map_or(rest.len(), |end| end + 2)
}

/// An escape of JSON or of a shell: those of a text in a text have more than one backslash.
fn escaped(rest: &str) -> (Option<char>, usize) {
    if let Some(start) = WRITTEN_ESCAPES.into_iter().find(|start| rest.starts_with(start)) {
        let color = rest.get(start.len() - 1..).unwrap_or_default();
        return (None, start.len() - 1 + color_len(color));
    }
    if !rest.starts_with('\\') {
        return (Some('^'), 1);
    }
    let after = rest.trim_start_matches('\\');
    let slashes = rest.len() - after.len();
    match after.chars().next() {
        Some('n' | 'r' | 't') => (Some('\n'), slashes + 1),
        Some(c @ ('"' | '\'' | '/')) => (Some(c), slashes + 1),
        Some('u') => {
            let digits = after.get(1..5).unwrap_or_default();
            let read = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
            read.map_or((Some('\\'), slashes), |c| {
                let (read, _) = next(c.encode_utf8(&mut [0; 4]));
                (read, slashes + 5)
            })
        }
        _ => (Some('\\'), slashes),
    }
}

fn entity(rest: &str) -> (Option<char>, usize) {
    let mut name = rest.get(1..).unwrap_or_default();
    while let Some(inner) = name.strip_prefix("amp;") {
        name = inner;
    }
    let before = rest.len() - name.len();
    match ENTITIES.into_iter().find(|(entity, _)| name.starts_with(entity)) {
        Some((entity, c)) => (Some(c), before + entity.len()),
        None => (Some('&'), before),
    }
}

/// What annotations of GitHub write for line breaks.
fn percent(rest: &str) -> (Option<char>, usize) {
    let code = rest.get(1..3).unwrap_or_default();
    match code {
        "0A" | "0D" | "0a" | "0d" => (Some('\n'), 3),
        "25" => (Some('%'), 3),
        _ => (Some('%'), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::PlainText;

    #[test]
    fn what_tools_add_is_no_text() {
        for (given, expected) in [
            ("\u{1b}[1;31mError:\u{1b}[0m no", "Error: no"),
            (r"\u001b[31mError\u001b[0m", "Error"),
            ("│ Error: a\n│   b", "Error: a b"),
            ("2024-08-05T10:11:12.1234567Z ##[error]Role is not valid", "Role is not valid"),
            (r#"\"can\u2019t\"\n"#, "\"can't\" "),
            ("can&amp;#39;t &quot;x&quot;", "can't \"x\""),
            ("a%0Ab 5%25", "a b 5%"),
            ("arn:aws:iam:\n:123", "arn:aws:iam::123"),
            ("", ""),
            ("\\", "\\"),
        ] {
            assert_eq!(PlainText::of(given, 0).text, expected, "{given}");
        }
    }

    #[test]
    fn places_are_those_of_the_text_as_given() {
        let given = "can&#39;t pull";
        let plain = PlainText::of(given, 0);
        let at = plain.text.find("t pull").unwrap_or_default();
        let (start, end) = plain.given(at - 1, at + 1);
        assert_eq!(given.get(start..end), Some("&#39;t"));
    }
}
