//! Byte ranges of a source text, and their translation to lines and columns.

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into one file's text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

/// A place in a text. Lines and columns count from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Column in UTF-16 code units, from 0 (as source maps and LSP's default count them).
    pub column: u32,
}

/// Start offsets of the lines of one text. Lines end at `\n`, `\r\n`, `\r`, U+2028 and U+2029, as in ECMAScript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineIndex {
    starts: Box<[u32]>,
}

impl LineIndex {
    /// Indexes `text` (up to 4 GiB).
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0u32];
        for at in memchr::memchr3_iter(b'\n', b'\r', 0xE2, bytes) {
            let len = match bytes[at] {
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => continue, // the `\n` ends the line
                b'\n' | b'\r' => 1,
                _ if matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]) => 3,
                _ => continue,
            };
            starts.push((at + len) as u32);
        }
        Self { starts: starts.into() }
    }

    /// Number of lines, at least 1.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: even the empty text has one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Byte offset at which `line` (from 0) starts; the last line's for lines past the end.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts[(line as usize).min(self.starts.len() - 1)]
    }

    /// The place of byte `offset` in `text`, which must be the text that was indexed. Offsets past the end or inside
    /// a character are taken as the nearest one before.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= offset) - 1;
        let before = &text[self.starts[line] as usize..offset];
        let column = if before.is_ascii() { before.len() } else { before.chars().map(char::len_utf16).sum() };
        Position { line: line as u32, column: column as u32 }
    }

    /// The text of `line` without its line terminator.
    pub fn line_text<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let start = self.line_start(line) as usize;
        let end = self.starts.get(line as usize + 1).map_or(text.len(), |&end| end as usize);
        text[start..end].trim_end_matches(['\n', '\r', '\u{2028}', '\u{2029}'])
    }
}

/// The byte where a line of `text` starts, and the byte at a column of it in UTF-16 code units; both from 0. A line ends at
/// `\n` alone. What lies behind the end of a line or of the text is taken for that end, and what lies inside of a character
/// for the end of that.
pub fn find_utf16(text: &str, line: usize, column: usize) -> (usize, usize) {
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let of_line = text[start..].split('\n').next().unwrap_or_default();
    let mut units = 0;
    let found = of_line.char_indices().find(|(_, c)| {
        let is_there = units >= column;
        units += c.len_utf16();
        is_there
    });
    (start, start + found.map_or(of_line.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_again() {
        let text = "one\nb😀c\n";
        let found = |line, column| find_utf16(text, line, column);
        assert_eq!([found(0, 0), found(0, 2), found(0, 9)], [(0, 0), (0, 2), (0, 3)]);
        assert_eq!([found(1, 1), found(1, 2), found(1, 3), found(1, 4)], [(4, 5), (4, 9), (4, 9), (4, 10)]);
        assert_eq!(found(7, 7), (text.len(), text.len()));
    }

    #[test]
    fn columns_are_utf16_and_all_terminators_count() {
        let text = "a\r\nb😀c\u{2028}d\re";
        let index = LineIndex::new(text);
        assert_eq!(index.len(), 4);
        let at = |needle: &str| index.position(text, text.find(needle).unwrap() as u32);
        assert_eq!(at("c"), Position { line: 1, column: 3 });
        assert_eq!(at("d"), Position { line: 2, column: 0 });
        assert_eq!(at("e"), Position { line: 3, column: 0 });
        assert_eq!(index.line_text(text, 1), "b😀c");
        assert_eq!(index.position(text, 9999).line, 3);
        assert_eq!(index.position(text, 5), Position { line: 1, column: 1 });
    }
}
