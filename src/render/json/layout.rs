//! How the output is laid out: as `serde_json` does it, from a depth on, so that a file's items are written
//! where they stand in the whole.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// Spaces before a line, for as deep as the output nests.
const SPACES: &str = "                                ";

/// Two spaces for each level.
struct Layout {
    depth: usize,
    /// Whether the innermost array or object holds something.
    has_value: bool,
}

/// Adds a value to a text; it stands `depth` levels deep.
pub(super) fn write(out: &mut String, value: &impl Serialize, depth: usize) {
    let layout = Layout { depth, has_value: false };
    let mut bytes = std::mem::take(out).into_bytes();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, layout);
    // The wire types hold nothing that JSON cannot say, and JSON is text: there is no error to tell of.
    let _ = value.serialize(&mut serializer);
    *out = String::from_utf8(bytes).unwrap_or_default();
}

impl Layout {
    fn line(&self, writer: &mut (impl Write + ?Sized)) -> io::Result<()> {
        writer.write_all(b"\n")?;
        let width = self.depth * 2;
        let spaces = SPACES.get(..width).unwrap_or(SPACES);
        writer.write_all(spaces.as_bytes())
    }

    fn open(&mut self, writer: &mut (impl Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close(&mut self, writer: &mut (impl Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(writer)?;
        }
        self.has_value = true;
        writer.write_all(bracket)
    }

    fn item(&self, writer: &mut (impl Write + ?Sized), is_first: bool) -> io::Result<()> {
        if !is_first {
            writer.write_all(b",")?;
        }
        self.line(writer)
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.item(writer, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        is_first: bool,
    ) -> io::Result<()> {
        self.item(writer, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}
