//! JSON with one record of a list on a line, so that people and line tools can read it.

use serde_json::ser::{CompactFormatter, Formatter};
use std::io;

/// Formats a document of fields and lists of records.
#[derive(Default)]
pub struct RecordLines {
    depth: usize,
}

impl RecordLines {
    /// Only the fields of the document and the records of its lists begin a line.
    fn new_line<W: ?Sized + io::Write>(&self, to: &mut W) -> io::Result<()> {
        match self.depth {
            1 => to.write_all(b"\n  "),
            2 => to.write_all(b"\n    "),
            _ => Ok(()),
        }
    }
}

impl Formatter for RecordLines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        to.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth == 1 {
            self.new_line(to)?;
        }
        to.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        CompactFormatter.begin_array_value(to, first)?;
        self.new_line(to)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        to.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth == 0 {
            to.write_all(b"\n")?;
        }
        to.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        CompactFormatter.begin_object_key(to, first)?;
        if self.depth == 1 { self.new_line(to) } else { Ok(()) }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[test]
    fn a_record_is_a_line() {
        let value = serde_json::json!({ "a": 1, "b": [{ "c": [2, 3], "d": "x" }, {}], "e": [] });
        let mut text = Vec::new();
        let formatter = RecordLines::default();
        let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
        value.serialize(&mut serializer).expect("it can be written");
        let lines = [
            "{",
            "  \"a\": 1,",
            "  \"b\": [",
            "    {\"c\": [2,3],\"d\": \"x\"},",
            "    {}",
            "  ],",
            "  \"e\": [",
            "  ]",
            "}",
        ];
        assert_eq!(String::from_utf8(text).expect("text"), lines.join("\n"));
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(lines.join("").as_bytes()).ok(),
            Some(value)
        );
    }
}
