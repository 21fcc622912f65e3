//! `format` and `formatlist`: texts with verbs.

use super::super::eval::{text_value, truth_of};
use super::super::json_text;
use super::super::open::is_rest;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, literal, number_of, whole};
use super::lists::is_scalar;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::syntax::{Node, Value};
use std::iter::Peekable;
use std::str::Chars;

/// How wide a text may be made.
const WIDEST: usize = 1024;

/// A verb: how a value is written.
#[derive(Debug, Default)]
struct FormatVerb {
    /// The flags before the width.
    flags: String,
    width: Option<usize>,
    precision: Option<usize>,
    /// Which value, where that is stated: the first is 1.
    index: Option<usize>,
    letter: char,
}

/// A text in which verbs stand for values.
pub(super) fn format<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let pattern = given.literal(0)?;
    let values: Vec<_> = given.all.iter().skip(1).collect();
    given.give(text_value(formatted(given, &pattern, &values)?))
}

/// One text for each item of the lists: what is not a list is the same for each.
pub(super) fn formatlist<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let pattern = given.literal(0)?;
    let arguments = given.all.get(1..).unwrap_or_default();
    let mut length = None;
    for argument in arguments {
        match &argument.value {
            Value::List(items) if items.iter().any(is_rest) => return Err(Unsettled::Open),
            Value::List(items) if length.is_some_and(|it| it != items.len()) => {
                return Err(Unsettled::Fails);
            }
            Value::List(items) => length = Some(items.len()),
            Value::Placeholder(_) if !is_scalar(given, argument) => return Err(Unsettled::Open),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    for index in 0..length.unwrap_or(1) {
        let value = |argument: &'_ Node<'t>| match &argument.value {
            Value::List(items) => items.get(index).cloned(),
            _ => Some(argument.clone()),
        };
        let values: Vec<_> = arguments.iter().filter_map(value).collect();
        let text = formatted(given, &pattern, &values.iter().collect::<Vec<_>>())?;
        texts.push(Node { span: given.span, value: text_value(text) });
    }
    given.give_list(texts)
}

fn formatted<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    pattern: &str,
    values: &[&Node<'t>],
) -> Result<Text<'t>, Unsettled> {
    let mut text = Text::default();
    let mut rest = pattern.chars().peekable();
    let (mut next, mut has_index) = (0, false);
    if !given.ev.has_room(pattern.len()) {
        return Err(Unsettled::Open);
    }
    while let Some(c) = rest.next() {
        if c != '%' {
            text.push_char(c);
            continue;
        }
        if rest.next_if_eq(&'%').is_some() {
            text.push_char('%');
            continue;
        }
        let verb = FormatVerb::read(&mut rest).ok_or(Unsettled::Fails)?;
        if let Some(index) = verb.index {
            (next, has_index) = (index.checked_sub(1).ok_or(Unsettled::Fails)?, true);
        }
        let value = values.get(next).ok_or(Unsettled::Fails)?;
        next += 1;
        text.push_text(&verb.write(given, value)?);
    }
    let is_all = has_index || next == values.len();
    if is_all { Ok(text) } else { Err(Unsettled::Fails) }
}

impl FormatVerb {
    /// Reads what is after the percent sign.
    fn read(rest: &mut Peekable<Chars<'_>>) -> Option<Self> {
        let mut verb = Self::default();
        while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | ' ' | '#' | '0')) {
            verb.flags.push(flag);
        }
        verb.width = number_at(rest);
        if rest.next_if_eq(&'.').is_some() {
            verb.precision = Some(number_at(rest).unwrap_or_default());
        }
        if rest.next_if_eq(&'[').is_some() {
            verb.index = Some(number_at(rest)?);
            rest.next_if_eq(&']')?;
        }
        verb.letter = rest.next()?;
        let is_bounded = verb.width.max(verb.precision).is_none_or(|it| it <= WIDEST);
        is_bounded.then_some(verb)
    }

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    fn write<'t>(
        &self,
        given: &FunctionArguments<'_, '_, 't>,
        value: &Node<'t>,
    ) -> Result<Text<'t>, Unsettled> {
        if is_rest(value) {
            return Err(Unsettled::Open);
        }
        let text =
            match (self.letter, &value.value) {
                ('v', Value::Null) => Text::literal("null"),
                (_, Value::Null) => return Err(Unsettled::Fails),
                ('v', Value::List(_) | Value::Map(_)) => json(value),
                ('v', Value::String(_) | Value::Text(_)) if self.has('#') => json(value),
                ('v' | 's', _) => self.cut(given.text_of(value)?)?,
                ('q', _) => Text::literal(quoted(&literal(&given.text_of(value)?)?)),
                ('d' | 't', Value::Placeholder(_)) => given.text_of(value)?,
                ('t', _) => Text::literal(truth_of(value).ok_or(Unsettled::Fails)?.to_string()),
                ('d' | 'b' | 'o' | 'x' | 'X', _) => Text::literal(self.whole_number(value)?),
                ('f', _) => Text::literal(self.signed(number_of(value)?, |it| {
                    format!("{it:.*}", self.precision.unwrap_or(6))
                })),
                ('e' | 'E' | 'g' | 'G', _) => return Err(Unsettled::Open),
                _ => return Err(Unsettled::Fails),
            };
        self.padded(text)
    }

    fn whole_number(&self, value: &Node<'_>) -> Result<String, Unsettled> {
        let number = whole(number_of(value)?)?;
        let digits = |it: i64| match self.letter {
            'b' => format!("{it:b}"),
            'o' => format!("{it:o}"),
            'x' => format!("{it:x}"),
            'X' => format!("{it:X}"),
            _ => it.to_string(),
        };
        Ok(format!("{}{}", self.sign(number < 0), digits(number.abs())))
    }

    fn signed(&self, number: f64, digits: impl Fn(f64) -> String) -> String {
        format!("{}{}", self.sign(number < 0.0), digits(number.abs()))
    }

    fn sign(&self, is_negative: bool) -> &'static str {
        match (is_negative, self.has('+'), self.has(' ')) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            _ => "",
        }
    }

    /// As many characters of a text as are asked for.
    fn cut<'t>(&self, text: Text<'t>) -> Result<Text<'t>, Unsettled> {
        let Some(most) = self.precision else { return Ok(text) };
        Ok(Text::literal(literal(&text)?.chars().take(most).collect::<String>()))
    }

    fn padded<'t>(&self, text: Text<'t>) -> Result<Text<'t>, Unsettled> {
        let Some(width) = self.width else { return Ok(text) };
        let text = literal(&text)?;
        let missing = width.saturating_sub(text.chars().count());
        let is_number = !matches!(self.letter, 's' | 'v' | 'q' | 't');
        Ok(Text::literal(if self.has('-') {
            text + &" ".repeat(missing)
        } else if self.has('0') && is_number {
            let digits = text.trim_start_matches(['-', '+', ' ']);
            let (sign, digits) = text.split_at(text.len() - digits.len());
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else {
            " ".repeat(missing) + &text
        }))
    }
}

/// The number that is written here, if there is one.
fn number_at(rest: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

/// A value as JSON.
fn json<'t>(value: &Node<'t>) -> Text<'t> {
    let mut text = Text::default();
    json_text::write(value, &mut text);
    text
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    let node = Node { span: Span::default(), value: Value::String(text.into()) };
    json(&node).as_literal().unwrap_or_default().to_owned()
}
