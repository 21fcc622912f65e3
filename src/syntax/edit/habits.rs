//! The habits of a text, for what is written anew: its indentation, its quotes, what it writes on one line.

use super::layout::{has_brackets, line_start};
use super::new_value::NewValue;
use super::spelling::{Quotes, is_odd, key};
use crate::syntax::{Aliases, Node};
use std::cell::OnceCell;

/// The habits of a text near an object or array. The text is looked through when something depends on it: most of what
/// is written is one string.
#[derive(Debug)]
pub(super) struct Habits<'t> {
    text: &'t str,
    container: &'t Node<'t>,
    nesting: OnceCell<NestingHabits>,
    quotes: OnceCell<Quotes>,
}

/// How a text writes objects and arrays.
#[derive(Debug)]
struct NestingHabits {
    /// One level of indentation.
    unit: String,
    /// How far the dashes of an array are behind its key.
    dashes: String,
    /// The quotes of keys in brackets.
    keys: Quotes,
    /// Whether an array of strings is on one line.
    short_lists: bool,
    /// What is between a brace and what is in it, where an object of one entry is on one line.
    short_maps: Option<&'static str>,
    /// What follows a colon or a comma.
    space: &'static str,
}

/// The line break that a text uses.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

impl NestingHabits {
    fn of(text: &str, container: &Node<'_>) -> Self {
        let range = container.span.range();
        let own = text.get(range.clone()).unwrap_or_default();
        let near = text.get(line_start(text, range.start)..).unwrap_or(text);
        let indentation = |of_dashes| step(near, of_dashes).or_else(|| step(text, of_dashes));
        let of_dashes = indentation(true);
        let unit = indentation(false).or(of_dashes.filter(|it| !it.is_empty()));
        let unit = unit.unwrap_or("  ").to_owned();
        let is_dense = own.contains("\":") && !own.contains("\": ") && !own.contains("\" :");
        Self {
            dashes: of_dashes.unwrap_or(&unit).to_owned(),
            unit,
            keys: quotes_of_keys_in_brackets(text, container),
            short_lists: text.split('[').skip(1).any(|rest| !opens_lines(rest)),
            short_maps: in_braces(own).or_else(|| in_braces(text)),
            space: if is_dense { "" } else { " " },
        }
    }
}

impl<'t> Habits<'t> {
    /// Those of a text; those of a container and of what follows it count first.
    pub(super) fn of(text: &'t str, container: &'t Node<'t>) -> Self {
        Self { text, container, nesting: OnceCell::new(), quotes: OnceCell::new() }
    }

    fn nesting(&self) -> &NestingHabits {
        self.nesting.get_or_init(|| NestingHabits::of(self.text, self.container))
    }

    /// One level of indentation.
    pub(super) fn unit(&self) -> &str {
        &self.nesting().unit
    }

    /// How far the dashes of an array are behind its key.
    pub(super) fn dashes(&self) -> &str {
        &self.nesting().dashes
    }

    /// Whether an array of strings is on one line.
    pub(super) fn has_short_lists(&self) -> bool {
        self.nesting().short_lists
    }

    /// The quotes of strings that must have some, in YAML's block style.
    fn quotes(&self) -> Quotes {
        *self.quotes.get_or_init(|| {
            let count = |quote: char| self.text.matches(quote).count();
            if count('\'') > count('"') { Quotes::Single } else { Quotes::Double }
        })
    }

    /// A value in brackets; `pad` is the indentation of the line that it begins on, none if all is to be on one line.
    /// None if some reader of YAML would refuse a character.
    pub(super) fn in_brackets(
        &self,
        value: &NewValue,
        quotes: Quotes,
        pad: Option<&str>,
    ) -> Option<String> {
        match value {
            NewValue::List(items) => {
                let pad = pad.filter(|_| !(self.has_short_lists() && value.is_short()));
                let inner = pad.map(|pad| format!("{pad}{}", self.unit()));
                let items = items.iter().map(|it| self.in_brackets(it, quotes, inner.as_deref()));
                Some(self.enclosed(["[", "]", ""], &items.collect::<Option<Vec<_>>>()?, pad))
            }
            NewValue::Map(entries) => {
                let NestingHabits { keys, short_maps, space, .. } = self.nesting();
                let pad = pad.filter(|_| !(short_maps.is_some() && value.is_short()));
                let inner = pad.map(|pad| format!("{pad}{}", self.unit()));
                let entries = entries.iter().map(|(name, it)| {
                    let value = self.in_brackets(it, quotes, inner.as_deref())?;
                    Some(format!("{}:{space}{value}", key(*keys, name)?))
                });
                let inside = short_maps.unwrap_or(space);
                Some(self.enclosed(["{", "}", inside], &entries.collect::<Option<Vec<_>>>()?, pad))
            }
            scalar => scalar_text(scalar, quotes, Quotes::Double),
        }
    }

    /// Items between brackets: on lines of their own behind `pad` and one level more, or all on one line.
    pub(super) fn enclosed(
        &self,
        brackets: [&str; 3],
        items: &[String],
        pad: Option<&str>,
    ) -> String {
        let [open, close, inside] = brackets;
        match pad {
            _ if items.is_empty() => format!("{open}{close}"),
            None => {
                let items = items.join(&format!(",{}", self.nesting().space));
                format!("{open}{inside}{items}{inside}{close}")
            }
            Some(pad) => {
                let inner = format!("\n{pad}{}", self.unit());
                let items = items.join(&format!(",{inner}"));
                format!("{open}{inner}{items}\n{pad}{close}")
            }
        }
    }

    /// A value in YAML's block style, with what separates it from the colon before it; `pad` is the indentation of
    /// the key. The last line has no line break.
    pub(super) fn in_block(&self, value: &NewValue, quotes: Quotes, pad: &str) -> Option<String> {
        let mut text = String::new();
        match value {
            NewValue::List(items) if !items.is_empty() => {
                let pad = format!("{pad}{}", self.dashes());
                for item in items {
                    text.push_str(&format!("\n{pad}- {}", self.item_in_block(item, &pad)?));
                }
            }
            NewValue::Map(entries) if !entries.is_empty() => {
                let pad = format!("{pad}{}", self.unit());
                for (name, value) in entries {
                    let value = self.in_block(value, Quotes::None, &pad)?;
                    text.push_str(&format!("\n{pad}{}:{value}", key(Quotes::None, name)?));
                }
            }
            NewValue::List(_) => text.push_str(" []"),
            NewValue::Map(_) => text.push_str(" {}"),
            scalar => {
                text.push(' ');
                text.push_str(&scalar_text(scalar, quotes, self.quotes())?);
            }
        }
        Some(text)
    }

    /// An item behind its dash, which is at the column of `pad`.
    pub(super) fn item_in_block(&self, item: &NewValue, pad: &str) -> Option<String> {
        match item {
            NewValue::Map(entries) if !entries.is_empty() => {
                let inner = format!("{pad}  ");
                let entries = entries.iter().map(|(name, value)| {
                    let value = self.in_block(value, Quotes::None, &inner)?;
                    Some(format!("{}:{value}", key(Quotes::None, name)?))
                });
                Some(entries.collect::<Option<Vec<_>>>()?.join(&format!("\n{inner}")))
            }
            NewValue::List(_) => self.in_brackets(item, Quotes::Double, None),
            scalar => Some(self.in_block(scalar, Quotes::None, pad)?.trim_start().to_owned()),
        }
    }
}

/// A value on one line, in these quotes; in `other` ones where it cannot be without.
fn scalar_text(value: &NewValue, quotes: Quotes, other: Quotes) -> Option<String> {
    let written =
        |text: &str, quotes: Quotes| (!text.contains(is_odd)).then(|| quotes.around(text, other));
    match value {
        NewValue::Text(text) => written(text, quotes),
        NewValue::Tagged(tag, text) => Some(format!("{tag} {}", written(text, Quotes::None)?)),
        NewValue::Written(text) => Some(text.clone()),
        NewValue::List(_) | NewValue::Map(_) => None,
    }
}

/// How much further than a key the lines below it are indented, at the first place that shows it: those of an object,
/// or the dashes of an array.
fn step(text: &str, of_dashes: bool) -> Option<&str> {
    let mut above: Option<&str> = None;
    for line in text.lines() {
        let code = line.trim_start_matches([' ', '\t']);
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        let blank = line.get(..line.len() - code.len())?;
        let is_dash = code.starts_with("- ");
        if let Some(above) = above.filter(|_| is_dash == of_dashes)
            && let Some(step) = blank.strip_prefix(above)
            && (of_dashes || !step.is_empty())
        {
            return Some(step);
        }
        // A key behind a dash is further to the right than its line.
        let opens = code.trim_end().ends_with(['{', '[', ':']);
        above = (opens && !is_dash).then_some(blank);
    }
    None
}

/// What is between a brace and the first key in it, where a text has both on one line.
fn in_braces(text: &str) -> Option<&'static str> {
    let mut before = "";
    for piece in text.split_inclusive('{') {
        let is_brace = !before.ends_with("${") && !before.ends_with("{{");
        if is_brace && before.ends_with('{') && !opens_lines(piece) {
            return Some(if piece.starts_with(' ') { " " } else { "" });
        }
        before = piece;
    }
    None
}

/// Whether what follows a bracket is on other lines, or nothing but another bracket.
fn opens_lines(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim();
    line.is_empty() || line.starts_with(['}', ']', '{', '['])
}

/// The quotes of the keys in a container in brackets: double ones where nothing shows others.
fn quotes_of_keys_in_brackets(text: &str, container: &Node<'_>) -> Quotes {
    let is_in_brackets = has_brackets(text, container);
    let mut entries = container.walk(Aliases::Written).entries();
    let first = entries.find(|_| is_in_brackets);
    first.and_then(|it| text.get(it.key_span.range())).map_or(Quotes::Double, Quotes::of)
}
