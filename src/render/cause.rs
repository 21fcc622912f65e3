//! The causes of an error message, for people: the cause, the words that decided, what to do.

use super::Style;
use super::cause_place::{CausePlaces, MOST_DRAWN, PlacedCause};
use crate::explain::{FoundCause, Reason, TextSpan};
use crate::rules::cause::Likelihood;

/// How many lines of the message are shown.
const MOST_LINES: usize = 3;

/// The causes of one reason, the most likely first.
pub fn causes(reason: &Reason, causes: &[PlacedCause], style: &Style) -> String {
    let Some((PlacedCause { cause: first, places }, others)) = causes.split_first() else {
        return String::new();
    };
    let width = style.width.clamp(40, 120);
    let paint = Paint(style.color);
    let doubt = match first.certainty {
        Likelihood::Certain => "",
        Likelihood::Likely => "likely: ",
        Likelihood::Possible => "possible: ",
    };
    let mut text = wrap(&format!("{doubt}{}", first.message), "", "  ", width, |it| paint.bold(it));
    if let Some(place) = place(reason) {
        text += &wrap(&place, "  at ", "     ", width, str::to_owned);
    }
    text += &excerpt(&reason.text, &first.evidence, width, style);
    let remark = |name: &str, says: &str| {
        let start = format!("  {name}: ");
        wrap(says, &start, &" ".repeat(start.len()), width, str::to_owned)
    };
    if let Some(places) = places {
        text += &in_files(first, places, remark);
    }
    text.extend(first.fix.iter().map(|says| remark("do", says)));
    text.extend(places.iter().flat_map(|it| it.patches.iter().take(MOST_DRAWN).cloned()));
    text.extend(first.not.iter().map(|says| remark("not", says)));
    if let Some(rule) = first.rules.first().or(first.codes.first()) {
        text += &format!("  more: needs-exec-role explain {rule}\n");
    }
    if let Some(docs) = &first.docs {
        text += &format!("  page: {docs}\n");
    }
    for other in others {
        let place = other.places.as_ref().and_then(|it| it.places.first());
        let place = place.map_or_else(String::new, |it| format!(" ({})", it.says("container ")));
        let says = format!("{}{place}", other.cause.message);
        text += &wrap(&says, "or: ", "    ", width, str::to_owned);
    }
    text
}

/// Where the files ask for it, and where they hold the role.
fn in_files(
    cause: &FoundCause,
    found: &CausePlaces,
    remark: impl Fn(&str, &str) -> String,
) -> String {
    let mut text = String::new();
    if found.places.is_empty() && !cause.rules.is_empty() {
        text += &remark("in", "No task definition in these files asks for it.");
    } else if found.places.is_empty() && !cause.codes.is_empty() {
        text += &remark("in", "A check of these files does not find it.");
    }
    if let Some(resource) = cause.resource.as_ref().filter(|_| found.is_any())
        && !found.places.is_empty()
    {
        let says = format!(
            "The files do not name `{resource}`: the task may run another revision. What they have of this kind:"
        );
        text += &remark("in", &says);
    }
    for place in found.places.iter().take(MOST_DRAWN) {
        text += &remark("in", &place.says("container "));
        text += place.drawn();
    }
    let more = found.places.len().saturating_sub(MOST_DRAWN);
    if more > 0 {
        text += &remark("in", &format!("and {more} more; --format json lists them"));
    }
    for role in found.roles.iter().take(MOST_DRAWN) {
        text += &remark("role", &role.says(""));
    }
    text
}

/// Where a reason stands in its document.
fn place(reason: &Reason) -> Option<String> {
    let container = reason.container.as_ref().map(|it| format!("container {it}"));
    let parts = [reason.task.clone(), container, reason.at.clone()];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The part of the message that decided, with a line below the words.
fn excerpt(text: &str, evidence: &[TextSpan], width: usize, style: &Style) -> String {
    let (Some(first), Some(last)) = (evidence.first(), evidence.last()) else {
        return String::new();
    };
    let room = width.saturating_sub(4);
    let start = word_start(text, first.start);
    let mut out = String::new();
    let mut line = String::new();
    let mut marks = String::new();
    let mut lines = 0;
    let bar = if style.unicode { "│" } else { "|" };
    let mark = if style.unicode { '─' } else { '^' };
    let mut end_line = |line: &mut String, marks: &mut String| {
        out.push_str(&format!("  {bar} {}\n", line.trim_end()));
        if !marks.trim().is_empty() {
            out.push_str(&format!("  {bar} {}\n", Paint(style.color).red(marks.trim_end())));
        }
        line.clear();
        marks.clear();
    };
    for (at, word) in words(text, start) {
        let len = word.chars().count();
        if !line.is_empty() && line.chars().count() + len > room {
            end_line(&mut line, &mut marks);
            lines += 1;
            if lines == MOST_LINES || at > last.end {
                break;
            }
        }
        // The frame of a tool is no part of the message.
        for (inner, c) in word.char_indices().filter(|(_, c)| *c != '│') {
            let here = at + inner;
            let is_evidence = evidence.iter().any(|it| (it.start..it.end).contains(&here));
            line.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
            marks.push(if is_evidence { mark } else { ' ' });
        }
    }
    if !line.trim().is_empty() && lines < MOST_LINES {
        end_line(&mut line, &mut marks);
    }
    out
}

/// The start of the word at a place.
fn word_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind(char::is_whitespace).map_or(0, |blank| blank + 1).min(at)
}

/// The words of a text from a place on, each with the blanks behind it, and where it starts.
fn words(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let rest = text.get(start..).unwrap_or_default();
    rest.split_inclusive(char::is_whitespace).scan(start, |at, word| {
        let here = *at;
        *at += word.len();
        Some((here, word))
    })
}

/// Breaks a text into lines of a width. A word that is longer stays whole: it can be copied.
fn wrap(
    text: &str,
    first: &str,
    rest: &str,
    width: usize,
    paint: impl Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut start = first;
    for word in text.split_whitespace() {
        let len = start.chars().count() + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && len > width {
            out.push_str(&format!("{start}{}\n", paint(&line)));
            line.clear();
            start = rest;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{start}{}\n", paint(&line)));
    out
}

/// Escape sequences, where there are colors.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn red(&self, text: &str) -> String {
        self.with("31", text)
    }
}
