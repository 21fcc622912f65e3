//! Bytes ↔ messages: what is no message is one that says so, and reading goes on after it.

use lsp_server::Message;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, BufRead, Read, Write};

/// The most bytes of a message: a text of the largest size that is read, with every character escaped.
const LARGEST: u64 = 512 << 20;

/// The most bytes of a line of a header.
const LONGEST_HEADER: u64 = 8 << 10;

/// What was read.
#[derive(Debug)]
pub(super) enum Frame {
    /// A message.
    Message(Message),
    /// Something else: the ID, where it has one, and what is wrong.
    Garbage(Value, String),
}

/// Reads the next message; none at the end.
///
/// # Errors
/// Reading failed.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    let mut noise = false;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            match length {
                Some(length) => return body(input, length).map(Some),
                None if noise => return Ok(Some(garbage("a header without Content-Length"))),
                None => continue,
            }
        }
        noise = true;
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
}

/// Reads a message of a length.
fn body(input: &mut impl BufRead, length: u64) -> io::Result<Frame> {
    let mut part = input.take(length);
    if length > LARGEST {
        io::copy(&mut part, &mut io::sink())?;
        return Ok(garbage("a message that is too large"));
    }
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes)?;
    Ok(message(&bytes))
}

/// A message from its JSON.
fn message(bytes: &[u8]) -> Frame {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return garbage(&format!("a message that is not JSON: {error}")),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    let is_call = value.get("method").is_some();
    match serde_json::from_value::<Message>(value) {
        // A request whose ID is of no kind that there is reads as a notification.
        Ok(Message::Notification(_)) if !id.is_null() => {
            Frame::Garbage(id, "a request with an invalid ID".to_owned())
        }
        Ok(message) => Frame::Message(message),
        Err(_) if is_call => Frame::Garbage(id, "an invalid request".to_owned()),
        Err(_) => garbage("neither a request nor a notification nor a response"),
    }
}

fn garbage(what: &str) -> Frame {
    Frame::Garbage(Value::Null, what.to_owned())
}

/// Writes a message.
///
/// # Errors
/// The reader has gone.
pub(super) fn write(output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(message)?;
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::{Frame, read};
    use lsp_server::Message;
    use std::io::BufReader;

    /// What is read of some bytes, in a few words each.
    fn frames(bytes: &[u8]) -> Vec<String> {
        let mut input = BufReader::with_capacity(7, bytes);
        let mut all = Vec::new();
        while let Some(frame) = read(&mut input).unwrap() {
            all.push(match frame {
                Frame::Message(Message::Request(it)) => format!("request {}", it.method),
                Frame::Message(Message::Notification(it)) => format!("notification {}", it.method),
                Frame::Message(Message::Response(it)) => format!("response {}", it.id),
                Frame::Garbage(id, what) => format!("{id}: {what}"),
            });
        }
        all
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn after_garbage_reading_goes_on() {
        let good = framed(r#"{"jsonrpc":"2.0","id":1,"method":"x"}"#);
        let note = r#"{"method":"n","params":{"ü":1}}"#;
        for (bytes, expected) in [
            (good.clone() + &framed(note), vec!["request x", "notification n"]),
            (framed(r#"{"id":7,"result":null}"#), vec!["response 7"]),
            (
                framed("{") + &good,
                vec![
                    "null: a message that is not JSON: EOF while parsing an object at line 1 column 1",
                    "request x",
                ],
            ),
            (
                framed("[]") + &good,
                vec!["null: neither a request nor a notification nor a response", "request x"],
            ),
            (
                framed(r#"{"id":1.5,"method":"x"}"#) + &good,
                vec!["1.5: a request with an invalid ID", "request x"],
            ),
            (
                framed(r#"{"id":4294967296,"method":"x"}"#),
                vec!["4294967296: a request with an invalid ID"],
            ),
            (
                "nonsense\r\nX: y\r\n\r\n".to_owned() + &good,
                vec!["null: a header without Content-Length", "request x"],
            ),
            (
                "Content-Length: none\r\n\r\n".to_owned() + &good,
                vec!["null: a header without Content-Length", "request x"],
            ),
            (
                "\r\n\r\ncontent-length:2\n\n{}".to_owned(),
                vec!["null: neither a request nor a notification nor a response"],
            ),
            (
                format!("Content-Length: {}\r\n\r\n{{}}", u64::MAX),
                vec!["null: a message that is too large"],
            ),
            (String::new(), vec![]),
            ("Content-Length: 5".to_owned(), vec![]),
        ] {
            assert_eq!(frames(bytes.as_bytes()), expected, "{bytes}");
        }
        assert_eq!(frames(b"\xFF\xFE\r\n\r\n"), ["null: a header without Content-Length"]);
    }
}
