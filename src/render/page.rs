//! A page of Markdown, as `rule_page` makes it, for a terminal: wrapped, indented, with colors.

use super::Style;

/// Lines beyond this are hard to read.
const WIDEST: usize = 100;

/// What stands around a link in Markdown.
const LINK: (char, char) = ('<', '>');

const BOLD: &str = "1";
const CYAN: &str = "36";
const DIM: &str = "2";

/// The page for a terminal.
pub fn page(markdown: &str, style: &Style) -> String {
    let width = style.width.clamp(40, WIDEST);
    let mut text = String::new();
    let mut is_code = false;
    let ascii = (!style.unicode).then(|| markdown.replace('…', "...").replace('’', "'"));
    for line in ascii.as_deref().unwrap_or(markdown).lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if line.is_empty() {
            text.push('\n');
        } else if is_code {
            text.push_str(&format!("      {}\n", painted(style, CYAN, line)));
        } else if let Some(heading) = line.strip_prefix("## ").or(line.strip_prefix("# ")) {
            text.push_str(&format!("{}\n", painted(style, BOLD, heading)));
        } else {
            let (start, indent, words) = match (line.strip_prefix("- "), line.strip_prefix("  ")) {
                (Some(item), _) => (if style.unicode { "  • " } else { "  - " }, "    ", item),
                (None, Some(more)) => ("    ", "    ", more),
                (None, None) => ("  ", "  ", line),
            };
            text.push_str(&wrapped(words, start, indent, width, style));
        }
    }
    text
}

/// Breaks a line between words. A word that is too long stays whole: it can be copied.
fn wrapped(text: &str, start: &str, indent: &str, width: usize, style: &Style) -> String {
    let mut out = start.to_owned();
    let mut column = start.chars().count();
    let mut is_first = true;
    let mut is_code = false;
    for word in text.split_whitespace() {
        let (shown, length) = shown(word, &mut is_code, style);
        if !is_first && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if !is_first {
            out.push(' ');
            column += 1;
        }
        out.push_str(&shown);
        column += length;
        is_first = false;
    }
    out + "\n"
}

/// A word, and its columns: in colors, code is cyan instead of between backticks. A link is its address.
fn shown(word: &str, is_code: &mut bool, style: &Style) -> (String, usize) {
    let link = word.strip_prefix(LINK.0).and_then(|rest| rest.strip_suffix(LINK.1));
    if let Some(link) = link.filter(|link| link.starts_with("https://")) {
        return (painted(style, DIM, link), link.chars().count());
    }
    if !style.color {
        return (word.to_owned(), word.chars().count());
    }
    let mut out = String::new();
    let mut length = 0;
    for (at, part) in word.split('`').enumerate() {
        *is_code ^= at > 0;
        length += part.chars().count();
        if *is_code && !part.is_empty() {
            out.push_str(&painted(style, CYAN, part));
        } else {
            out.push_str(part);
        }
    }
    (out, length)
}

fn painted(style: &Style, code: &str, text: &str) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
