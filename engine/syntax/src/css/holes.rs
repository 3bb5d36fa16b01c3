//! URLs out of the source and out of the printed text.
//!
//! Each local URL of the source is replaced by a placeholder before parsing. The printer copies placeholders as it
//! would any URL, as often and in whatever order it likes, and afterwards they are found and cut.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt::Write;

use lightningcss::printer::PrinterOptions;
use lightningcss::traits::ToCss;
use lightningcss::values::ident::Ident;
use nexxo_base::fingerprint::Fingerprint;
use nexxo_base::module::RecordIdx;
use nexxo_base::template::Mapping;
use nexxo_base::{Idx, Position, Span};

use super::CssSlot;
use super::records::Records;
use super::scan::{Reference, Role, Scan};
use super::scope::Change;

/// A source with placeholders in it.
pub(super) struct Holes<'a> {
    source: &'a str,
    text: Cow<'a, str>,
    /// Edits by place.
    edits: Vec<Edit>,
    /// What every placeholder starts with; occurs nowhere in the source.
    prefix: String,
    /// Where the lines of the text start, as CSS has it.
    lines: OnceCell<Vec<u32>>,
    /// All records of the source.
    pub(super) records: Records,
    /// Names that are printed as they are.
    names: Vec<String>,
    /// What the printer puts around names that it makes the sheet's own.
    around: (String, String),
}

/// What a placeholder stands for.
enum Hole<'h> {
    Record(RecordIdx),
    Name(&'h str),
}

/// One range of the source that the text has something else for.
struct Edit {
    source: Span,
    text: Span,
}

impl<'a> Holes<'a> {
    /// Cuts the URLs that `scan` found, and a byte order mark, and makes `changes`, which are in order and apart from them.
    /// `files` are named by something else and come first; `around` is what the printer puts around names that it makes
    /// the sheet's own.
    pub(super) fn new(
        source: &'a str,
        scan: Scan,
        changes: Vec<(Span, Change)>,
        files: &[String],
        around: (String, String),
    ) -> Self {
        let file = |url: &String| Reference {
            role: Role::Composes,
            token: Span::default(),
            span: Span::default(),
            url: url.clone(),
        };
        let first: Vec<Reference> = files.iter().map(file).collect();
        let records = Records::new(first.iter().chain(&scan.references));
        let mut holes = Self {
            source,
            text: Cow::Borrowed(source),
            edits: Vec::new(),
            prefix: prefix_for(source),
            lines: OnceCell::new(),
            records,
            names: Vec::new(),
            around,
        };
        let mut text = String::with_capacity(source.len());
        let mut copied = 0;
        if source.starts_with('\u{feff}') {
            copied = '\u{feff}'.len_utf8();
            holes.edits.push(Edit { source: Span::new(0, copied as u32), text: Span::new(0, 0) });
        }
        let mut all: Vec<(Span, String)> = Vec::with_capacity(changes.len());
        for (span, change) in changes {
            let text = match change {
                Change::Text(text) => text,
                Change::Name(name) => {
                    holes.names.push(name);
                    format!("{}n{}_", holes.prefix, holes.names.len() - 1)
                }
            };
            all.push((span, text));
        }
        for reference in scan.references {
            let string = match reference.role {
                Role::Url => false,
                Role::ImageString => true,
                // The parser hands these over as values.
                Role::Import | Role::Composes => continue,
            };
            let Some(record) = holes.records.of(&reference) else { continue };
            let (before, after) = if string { ("\"", "\"") } else { ("url(", ")") };
            all.push((reference.token, format!("{before}{}{}_{after}", holes.prefix, record.0)));
        }
        all.sort_by_key(|(span, _)| span.start);
        for (span, new) in all {
            text.push_str(&source[copied..span.start as usize]);
            let start = text.len() as u32;
            text.push_str(&new);
            holes.edits.push(Edit { source: span, text: Span::new(start, text.len() as u32) });
            copied = span.end as usize;
        }
        if !holes.edits.is_empty() {
            text.push_str(&source[copied..]);
            holes.text = Cow::Owned(text);
        }
        holes
    }

    /// What is to be parsed.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Cuts the placeholders out of printed text, with the quotes around them, and moves `mappings` (by offset) along.
    pub(super) fn cut(&self, printed: &str, mappings: &mut [Mapping]) -> (String, Vec<CssSlot>) {
        let mut text = String::with_capacity(printed.len());
        let mut slots: Vec<CssSlot> = Vec::new();
        let mut copied = 0;
        let mut next_mapping = 0;
        let bytes = printed.as_bytes();
        for found in memchr::memmem::find_iter(bytes, self.prefix.as_bytes()) {
            let Some((hole, length)) = self.hole_at(&printed[found + self.prefix.len()..]) else { continue };
            let (mut start, mut end) = (found, found + self.prefix.len() + length);
            let quote = start.checked_sub(1).map(|i| bytes[i]).filter(|byte| matches!(byte, b'"' | b'\''));
            if quote.is_some() && bytes.get(end).copied() == quote {
                start -= 1;
                end += 1;
            }
            let (before, after) = &self.around;
            if matches!(hole, Hole::Name(_)) && printed[..start].ends_with(before) && printed[end..].starts_with(after)
            {
                start -= before.len();
                end += after.len();
            }
            if start < copied {
                continue;
            }
            while let Some(mapping) = mappings.get_mut(next_mapping).filter(|mapping| mapping.offset as usize <= start)
            {
                mapping.offset = moved(mapping.offset, copied, text.len());
                mapping.slots_before = slots.len() as u32;
                next_mapping += 1;
            }
            text.push_str(&printed[copied..start]);
            copied = end;
            let record = match hole {
                Hole::Record(record) => record,
                Hole::Name(name) => {
                    text.push_str(&as_name(name));
                    continue;
                }
            };
            let in_url =
                bytes[..start].last_chunk().is_some_and(|before: &[u8; 4]| before.eq_ignore_ascii_case(b"url("));
            slots.push(CssSlot { offset: text.len() as u32, record, string: !in_url });
        }
        for mapping in &mut mappings[next_mapping..] {
            mapping.offset = moved(mapping.offset, copied, text.len());
            mapping.slots_before = slots.len() as u32;
        }
        text.push_str(&printed[copied..]);
        (text, slots)
    }

    /// What the number (with its `_`) stands for that `rest` starts with, and how long that is.
    fn hole_at(&self, rest: &str) -> Option<(Hole<'_>, usize)> {
        let (digits, _) = rest.split_once('_')?;
        let length = digits.len() + 1;
        if let Some(number) = digits.strip_prefix('n') {
            let name = self.names.get(number.parse::<usize>().ok()?)?;
            return Some((Hole::Name(name), length));
        }
        let record: usize = digits.parse().ok()?;
        (record < self.records.len()).then(|| (Hole::Record(RecordIdx::new(record)), length))
    }

    /// Whether a name of the printer stands for something else.
    pub(super) fn is_placeholder(&self, name: &str) -> bool {
        name.starts_with(&self.prefix)
    }

    /// A message with URLs in place of placeholders.
    pub(super) fn without_placeholders(&self, message: &str) -> String {
        let mut out = String::new();
        let mut rest = message;
        while let Some(found) = rest.find(&self.prefix) {
            out.push_str(&rest[..found]);
            rest = &rest[found + self.prefix.len()..];
            if let Some((hole, length)) = self.hole_at(rest) {
                out.push_str(match hole {
                    Hole::Record(record) => self.records.specifier(record),
                    Hole::Name(name) => name,
                });
                rest = &rest[length..];
            }
        }
        out.push_str(rest);
        out
    }

    /// The token of the source at a place that the parser names: lines from 0, columns from 1 in UTF-16 units, lines
    /// end as CSS has it.
    pub(super) fn token_at(&self, line: u32, column: u32) -> Span {
        let offset = self.text_offset(line, column);
        if let Some(edit) = self.edits.iter().find(|edit| edit.text.start <= offset && offset < edit.text.end) {
            return edit.source;
        }
        let mut start = self.source_offset(offset) as usize;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        // Of an at-rule in the wrong place the parser names the end of its keyword.
        if self.source[start..].chars().next().is_none_or(char::is_whitespace) {
            start = self.source[..start].trim_end_matches(is_word).len();
        }
        let rest = &self.source[start..];
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        Span::new(start as u32, (start + length) as u32)
    }

    /// From places that the parser names, in ascending order, to places in the source.
    pub(super) fn places(&self) -> Places<'_, 'a> {
        Places { holes: self, text_line: 0, text_column: 0, text_at: 0, source_at: 0, position: Position::default() }
    }

    fn text_offset(&self, line: u32, column: u32) -> u32 {
        let start = self.line_start(line);
        start + walk_units(&self.text[start as usize..], column.saturating_sub(1)).0
    }

    /// Where a line of the text starts, as CSS counts lines.
    fn line_start(&self, line: u32) -> u32 {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        lines[(line as usize).min(lines.len() - 1)]
    }

    fn source_offset(&self, offset: u32) -> u32 {
        let after = self.edits.partition_point(|edit| edit.text.start <= offset);
        let Some(edit) = after.checked_sub(1).map(|i| &self.edits[i]) else { return offset };
        if offset < edit.text.end { edit.source.start } else { edit.source.end + (offset - edit.text.end) }
    }
}

/// See [`Holes::places`].
pub(super) struct Places<'h, 'a> {
    holes: &'h Holes<'a>,
    text_line: u32,
    text_column: u32,
    text_at: u32,
    source_at: usize,
    position: Position,
}

impl Places<'_, '_> {
    /// The next place, given as for [`Holes::token_at`] and not before the last one; with lines as source maps count
    /// them.
    pub(super) fn next(&mut self, line: u32, column: u32) -> Position {
        let column = column.saturating_sub(1);
        if line != self.text_line {
            (self.text_line, self.text_column, self.text_at) = (line, 0, self.holes.line_start(line));
        }
        let rest = &self.holes.text[self.text_at as usize..];
        let (bytes, units) = walk_units(rest, column.saturating_sub(self.text_column));
        self.text_at += bytes;
        self.text_column += units;

        let source = self.holes.source;
        let target = self.holes.source_offset(self.text_at) as usize;
        while let Some(c) = source[self.source_at..].chars().next().filter(|_| self.source_at < target) {
            self.source_at += c.len_utf8();
            let ends_line = match c {
                '\n' | '\u{2028}' | '\u{2029}' => true,
                '\r' => !source[self.source_at..].starts_with('\n'),
                _ => false,
            };
            if ends_line {
                self.position = Position { line: self.position.line + 1, column: 0 };
            } else {
                self.position.column += c.len_utf16() as u32;
            }
        }
        self.position
    }
}

/// Where an offset of printed text is, of which `from` bytes became `to`.
fn moved(offset: u32, from: usize, to: usize) -> u32 {
    (offset as usize + to).saturating_sub(from) as u32
}

/// A name as CSS writes it.
pub(super) fn as_name(name: &str) -> String {
    Ident(name.into()).to_css_string(PrinterOptions::default()).unwrap_or_default()
}

/// How far at most `units` UTF-16 units reach into `text`: in bytes, and in units.
fn walk_units(text: &str, units: u32) -> (u32, u32) {
    let (mut bytes, mut walked) = (0, 0);
    for c in text.chars() {
        if walked + c.len_utf16() as u32 > units {
            break;
        }
        walked += c.len_utf16() as u32;
        bytes += c.len_utf8() as u32;
    }
    (bytes, walked)
}

/// Lines end at `\n`, `\r\n`, `\r` and form feeds.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let is_end = |i: usize| match bytes[i] {
        b'\n' | b'\x0c' => true,
        b'\r' => bytes.get(i + 1) != Some(&b'\n'),
        _ => false,
    };
    std::iter::once(0).chain((0..bytes.len()).filter(|&i| is_end(i)).map(|i| i as u32 + 1)).collect()
}

/// A prefix for placeholders that does not occur in `source`, and cannot be written into it on purpose, as it depends
/// on all of it.
fn prefix_for(source: &str) -> String {
    let fingerprint = Fingerprint::of(source.as_bytes()).0;
    (0..)
        .map(|salt: u64| format!("nx{:x}u", fingerprint as u64 ^ salt))
        .find(|prefix| !source.contains(prefix.as_str()))
        .unwrap_or_default()
}

/// Appends `url` for a slot: bare where it may be, otherwise in double quotes.
pub fn push_url(out: &mut String, url: &str, string: bool) {
    let needs_quotes = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '(' | ')' | '\\');
    if !string && !url.is_empty() && !url.contains(needs_quotes) {
        out.push_str(url);
        return;
    }
    out.push('"');
    for c in url.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0' => out.push('\u{fffd}'),
            c if c.is_control() => {
                let _ = write!(out, "\\{:x} ", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
