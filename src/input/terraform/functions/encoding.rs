//! Encodings of text.

use super::super::json_text::ENCODED;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled};
use crate::syntax::{Node, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The digits of base 64.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A value as JSON, whose structure is kept.
pub(super) fn jsonencode<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let value = given.get(0)?;
    let encoded = Value::Tagged(Cow::Borrowed(ENCODED), Box::new(value.clone()));
    Ok(Node { span: value.span, value: encoded })
}

/// The bytes of a text in base 64.
pub(super) fn base64encode<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let text = given.literal(0)?;
    let mut encoded = String::new();
    for group in text.as_bytes().chunks(3) {
        let byte = |index: usize| group.get(index).copied().unwrap_or_default();
        let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            let digit = DIGITS.get(digit as usize).copied().map_or('=', char::from);
            encoded.push(if place <= group.len() { digit } else { '=' });
        }
    }
    given.give_text(encoded)
}

/// The text whose bytes are in base 64.
pub(super) fn base64decode<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let text = given.literal(0)?;
    let decoded = decoded(&text).ok_or(Unsettled::Fails)?;
    given.give_text(String::from_utf8(decoded).map_err(|_| Unsettled::Fails)?)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::new();
    for group in digits.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for place in 0..4 {
            let digit = match group.get(place) {
                Some(digit) => DIGITS.iter().position(|it| it == digit)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        bytes.extend(bits.to_be_bytes().get(1..group.len())?);
    }
    Some(bytes)
}

/// A text as a part of a URL.
pub(super) fn urlencode<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut encoded = String::new();
    for byte in given.literal(0)?.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    given.give_text(encoded)
}
