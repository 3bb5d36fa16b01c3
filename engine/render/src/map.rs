//! Source maps (ECMA-426, version 3): from byte offsets of a finished text to lines, columns and VLQ.

use std::ops::Range;
use std::sync::Arc;

use memchr::memchr;
use nexxo_base::Map;
use nexxo_base::source_map::InputMap;
use nexxo_link::ModuleIdx;

use crate::cores::Cores;
use crate::output::{OutMapping, push_string};

/// A source that a map may name.
#[derive(Clone, Copy, Debug)]
pub struct MapSource<'s> {
    /// Path relative to the map's own file.
    pub path: &'s str,
    /// The text, unless it is to be left out.
    pub content: Option<&'s str>,
    /// The names that mappings of this source refer to.
    pub names: &'s [Box<str>],
    /// The map that the text came with, and what this map says of the sources of that one.
    pub input: Option<(&'s InputMap, &'s [InputSource])>,
}

/// A source of a map that a text came with: path relative to the map that is made, and text.
pub type InputSource = (String, Option<Arc<str>>);

/// What goes into a map beside its mappings.
#[derive(Clone, Copy, Debug)]
pub struct MapShape<'s> {
    /// The texts of the sources.
    pub contents: bool,
    /// `sourceRoot`.
    pub root: Option<&'s str>,
}

/// Encodes the map of `code` as JSON, without the optional `file` member: it would hold the hash. `mappings` must be in
/// order of their offsets; `source` is asked once for each module that occurs. A module that came with a map is replaced
/// by the sources of that, and what its map does not cover by nothing.
pub fn encode_map<'s>(
    code: &str,
    mappings: &[OutMapping],
    shape: &MapShape<'_>,
    cores: Cores<'_>,
    mut source: impl FnMut(ModuleIdx) -> MapSource<'s>,
) -> String {
    let mut sources = Sources::default();
    let origins: Vec<Option<Origin>> = mappings.iter().map(|it| sources.origin(it, &mut source)).collect();
    let whole = Encoding { code: code.as_bytes(), mappings, origins: &origins };
    let parts = cores.map(&whole.parts(), |part| whole.encode(part));
    drop(origins);
    to_json(&sources.listed, &sources.names, &parts, shape, cores)
}

/// Mappings of one part of the text, at least; with fewer, handing them to other threads costs more than it saves.
const PART: usize = 4096;

/// Consecutive mappings, and what stands before them.
#[derive(Clone)]
struct Part<'c> {
    mappings: Range<usize>,
    /// Where the mapping before them is.
    place: Place<'c>,
    /// What was written for it.
    last: Last,
}

/// Mappings on the way to VLQ.
struct Encoding<'e> {
    code: &'e [u8],
    mappings: &'e [OutMapping],
    /// What each mapping leads to; nothing where the map that a text came with has nothing.
    origins: &'e [Option<Origin>],
}

impl<'e> Encoding<'e> {
    /// All mappings, in parts of which each can be encoded on its own: before it stands a mapping that is surely written.
    fn parts(&self) -> Vec<Part<'e>> {
        let is_written = |i: usize| self.origins[i].is_some() && (i == 0 || self.origins[i] != self.origins[i - 1]);
        let count = self.mappings.len();
        let mut parts = Vec::with_capacity(count / PART + 1);
        let mut next = Part { mappings: 0..0, place: Place::new(self.code), last: Last::default() };
        while next.mappings.end < count {
            let start = next.mappings.end;
            let end = (start + PART..count).find(|&end| is_written(end - 1)).unwrap_or(count);
            next.mappings = start..end;
            parts.push(next.clone());
            next.place.go_to(self.mappings[end - 1].offset as usize);
            let name = self.origins[start..end].iter().rev().flatten().find(|it| it.name != 0);
            let name = name.map_or(next.last.name, |it| i64::from(it.name) - 1);
            next.last =
                Last { column: next.place.column, name, ..Last::of(&self.origins[end - 1].unwrap_or_default()) };
        }
        parts
    }

    fn encode(&self, part: &Part<'_>) -> Vec<u8> {
        let Part { mappings: part, mut place, mut last } = part.clone();
        let mut vlq: Vec<u8> = Vec::with_capacity(part.len() * 7);
        let mut first_in_line = part.start == 0;
        let mut previous = part.start.checked_sub(1).map(|before| self.origins[before]);
        for (mapping, &origin) in self.mappings[part.clone()].iter().zip(&self.origins[part]) {
            // Two mappings at one place: the later one is the more exact. Two to one source place in a row: the first does.
            let new_lines = place.go_to(mapping.offset as usize);
            if new_lines > 0 {
                vlq.extend(std::iter::repeat_n(b';', new_lines));
                last.column = 0;
                first_in_line = true;
                previous = None;
            }
            if previous == Some(origin) || (origin.is_none() && first_in_line) {
                continue;
            }
            previous = Some(origin);
            if !first_in_line {
                vlq.push(b',');
            }
            first_in_line = false;
            push_vlq(&mut vlq, place.column - last.column);
            last.column = place.column;
            let Some(origin) = origin else { continue };
            let next = Last { column: place.column, name: last.name, ..Last::of(&origin) };
            push_vlq(&mut vlq, next.source - last.source);
            push_vlq(&mut vlq, next.line - last.line);
            push_vlq(&mut vlq, next.source_column - last.source_column);
            last = next;
            if origin.name != 0 {
                let name = i64::from(origin.name) - 1;
                push_vlq(&mut vlq, name - last.name);
                last.name = name;
            }
        }
        vlq
    }
}

/// A place in the output that only moves forward.
#[derive(Clone, Copy)]
struct Place<'c> {
    bytes: &'c [u8],
    at: usize,
    column: i64,
    /// Offset of the next character of more than one byte, or of the end: up to there columns are distances.
    next_wide: usize,
    /// Offset of the next `\n`, or of the end.
    line_end: usize,
}

impl<'c> Place<'c> {
    fn new(bytes: &'c [u8]) -> Self {
        let mut place = Self { bytes, at: 0, column: 0, next_wide: 0, line_end: 0 };
        place.find_next_wide();
        place.find_line_end();
        place
    }

    fn find_line_end(&mut self) {
        let rest = &self.bytes[self.at..];
        self.line_end = self.at + memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn find_next_wide(&mut self) {
        const BLOCK: usize = 64;
        let rest = &self.bytes[self.at..];
        let passed = rest.chunks(BLOCK).take_while(|block| block.is_ascii()).map(<[u8]>::len).sum::<usize>();
        let narrow = rest[passed..].iter().take_while(|byte| byte.is_ascii()).count();
        self.next_wide = self.at + passed + narrow;
    }

    /// Goes to a byte offset; gives the number of line ends on the way.
    fn go_to(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let mut new_lines = 0;
        while self.line_end < offset {
            (self.at, self.column) = (self.line_end + 1, 0);
            self.find_line_end();
            new_lines += 1;
        }
        let passed = &self.bytes[self.at..offset];
        self.column += if offset <= self.next_wide { passed.len() as i64 } else { utf16_len(passed) };
        self.at = offset;
        if self.next_wide < offset {
            self.find_next_wide();
        }
        new_lines
    }
}

/// The numbers written last, which the next ones are relative to.
#[derive(Clone, Copy, Default)]
struct Last {
    column: i64,
    source: i64,
    line: i64,
    source_column: i64,
    name: i64,
}

impl Last {
    fn of(origin: &Origin) -> Self {
        Self {
            source: i64::from(origin.source),
            line: i64::from(origin.line),
            source_column: i64::from(origin.column),
            ..Self::default()
        }
    }
}

/// What a place of the output comes from.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Origin {
    /// Index into [`Sources::listed`].
    source: u32,
    line: u32,
    column: u32,
    /// Index into [`Sources::names`] plus one; 0 for none.
    name: u32,
}

/// A source as the map lists it.
#[derive(Clone, Copy)]
struct Listed<'s> {
    path: &'s str,
    content: Option<&'s str>,
    ignored: bool,
}

/// A module that was asked for.
struct Asked<'s> {
    source: MapSource<'s>,
    /// Index into [`Sources::listed`] of itself, or of each source of its own map; [`u32::MAX`] before it is used.
    listed: Box<[u32]>,
    /// What each of its names is in [`Origin::name`]; 0 before it is used.
    names: Box<[u32]>,
}

/// The sources and names that mappings lead to, listed when they are first met.
#[derive(Default)]
struct Sources<'s> {
    asked: Vec<Asked<'s>>,
    index: Map<ModuleIdx, usize>,
    /// The module of the last mapping, and its index into `asked`.
    current: Option<(ModuleIdx, usize)>,
    listed: Vec<Listed<'s>>,
    by_path: Map<&'s str, u32>,
    names: Vec<&'s str>,
    name_index: Map<&'s str, u32>,
}

impl<'s> Sources<'s> {
    fn origin(&mut self, mapping: &OutMapping, source: &mut impl FnMut(ModuleIdx) -> MapSource<'s>) -> Option<Origin> {
        let at = match self.current {
            Some((module, at)) if module == mapping.module => at,
            _ => *self.index.entry(mapping.module).or_insert_with(|| {
                let source = source(mapping.module);
                let listed = vec![u32::MAX; source.input.map_or(1, |(map, _)| map.sources.len())];
                let names = vec![0; source.names.len()];
                self.asked.push(Asked { source, listed: listed.into(), names: names.into() });
                self.asked.len() - 1
            }),
        };
        self.current = Some((mapping.module, at));
        let MapSource { path, content, input, .. } = self.asked[at].source;
        let Some((map, inner_sources)) = input else {
            let source = self.list(at, 0, || Listed { path, content, ignored: false });
            let name = self.name_of(at, mapping.name);
            return Some(Origin { source, line: mapping.line, column: mapping.column, name });
        };
        let inner = map.find(mapping.line, mapping.column)?;
        let i = inner.source as usize - 1;
        let source = self.list(at, i, || {
            let source = &map.sources[i];
            let (path, text) = &inner_sources[i];
            Listed { path, content: source.content.as_deref().or(text.as_deref()), ignored: source.ignored }
        });
        // The name of an identifier that the map's own tool renamed, else the one that this build renamed.
        let is_start = (inner.line, inner.column) == (mapping.line, mapping.column);
        let name = match map.names.get(inner.name.wrapping_sub(1) as usize) {
            _ if !is_start => 0,
            Some(name) => self.number(name),
            None => self.name_of(at, mapping.name),
        };
        Some(Origin { source, line: inner.source_line, column: inner.source_column, name })
    }

    /// What a name of a module (its index plus one, 0 for none) is in [`Origin::name`].
    fn name_of(&mut self, at: usize, name: u32) -> u32 {
        let i = name.wrapping_sub(1) as usize;
        match self.asked[at].names.get(i) {
            None => 0,
            Some(&known) if known != 0 => known,
            Some(_) => {
                let number = self.number(&self.asked[at].source.names[i]);
                self.asked[at].names[i] = number;
                number
            }
        }
    }

    /// The number of a name, given when it is first used: its index plus one.
    fn number(&mut self, name: &'s str) -> u32 {
        let names = &mut self.names;
        *self.name_index.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() as u32
        })
    }

    /// The number of a source, given when it is first used. One that two modules come from is listed once.
    fn list(&mut self, at: usize, i: usize, make: impl FnOnce() -> Listed<'s>) -> u32 {
        let known = self.asked[at].listed[i];
        if known != u32::MAX {
            return known;
        }
        let new = make();
        let number = match self.by_path.get(new.path) {
            Some(&number) if self.listed[number as usize].content == new.content => number,
            _ => {
                let number = self.listed.len() as u32;
                self.listed.push(new);
                self.by_path.insert(new.path, number);
                number
            }
        };
        self.asked[at].listed[i] = number;
        number
    }
}

impl Listed<'_> {
    /// Whether debuggers are to pass it over: code of packages is not what one looks for.
    fn is_ignored(&self) -> bool {
        self.ignored || self.path.split('/').any(|part| part == "node_modules")
    }
}

fn to_json(sources: &[Listed<'_>], names: &[&str], vlq: &[Vec<u8>], shape: &MapShape<'_>, cores: Cores<'_>) -> String {
    let shown = if shape.contents { sources } else { &[] };
    let contents = cores.map(shown, |it| it.content.map(json_string));
    let paths: usize = sources.iter().map(|it| it.path.len() + 8).sum();
    let contents_len: usize = contents.iter().map(|it| it.as_ref().map_or(0, String::len) + 8).sum();
    let names_len: usize = names.iter().map(|it| it.len() + 3).sum();
    let vlq_len: usize = vlq.iter().map(Vec::len).sum();
    let mut json = String::with_capacity(paths + contents_len + names_len + vlq_len + 256);
    json.push_str("{\"version\":3,");
    if let Some(root) = shape.root {
        json.push_str("\"sourceRoot\":");
        push_json(&mut json, root);
        json.push(',');
    }
    json.push_str("\"sources\":[");
    push_list(&mut json, sources, |json, it| push_json(json, it.path));
    if shape.contents {
        json.push_str("],\"sourcesContent\":[");
        push_list(&mut json, &contents, |json, it| json.push_str(it.as_deref().unwrap_or("null")));
    }
    let ignored: Vec<usize> = (0..sources.len()).filter(|&i| sources[i].is_ignored()).collect();
    if !ignored.is_empty() {
        // Browsers read the list under this name, older than the standard's.
        json.push_str("],\"x_google_ignoreList\":[");
        push_list(&mut json, &ignored, |json, i| json.push_str(&i.to_string()));
    }
    json.push_str("],\"names\":[");
    push_list(&mut json, names, |json, name| push_json(json, name));
    json.push_str("],\"mappings\":\"");
    for part in vlq {
        json.push_str(std::str::from_utf8(part).unwrap_or_default());
    }
    json.push_str("\"}\n");
    json
}

fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + text.len() / 16 + 2);
    push_json(&mut json, text);
    json
}

fn push_list<T>(json: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            json.push(',');
        }
        each(json, item);
    }
}

/// What a byte of a text is in a JSON string: 0 for itself, `u` for a code, else the letter after a backslash.
const ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = b'u';
        byte += 1;
    }
    table[b'\n' as usize] = b'n';
    table[b'\r' as usize] = b'r';
    table[b'\t' as usize] = b't';
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table
};

/// Appends a JSON string. Runs of plain characters are copied whole.
pub fn push_json(json: &mut String, text: &str) {
    json.push('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(length) = first_escaped(&bytes[from..]) {
        let at = from + length;
        json.push_str(&text[from..at]);
        from = at + 1;
        json.push('\\');
        match ESCAPES[bytes[at] as usize] {
            b'u' => json.push_str(&format!("u{:04x}", bytes[at])),
            letter => json.push(letter as char),
        }
    }
    json.push_str(&text[from..]);
    json.push('"');
}

/// The first byte that JSON spells otherwise. Whole blocks without one are passed over at once.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 16;
    let is_plain = |block: &&[u8]| block.iter().fold(true, |all, &b| all & (b >= 0x20) & (b != b'"') & (b != b'\\'));
    let passed = bytes.chunks_exact(BLOCK).take_while(is_plain).count() * BLOCK;
    let rest = &bytes[passed..];
    rest.iter().position(|&byte| ESCAPES[byte as usize] != 0).map(|at| passed + at)
}

fn utf16_len(bytes: &[u8]) -> i64 {
    // Each character counts once at its first byte, those of four bytes twice.
    bytes.iter().map(|&b| i64::from(b & 0xC0 != 0x80) + i64::from(b >= 0xF0)).sum()
}

#[inline]
fn push_vlq(out: &mut Vec<u8>, value: i64) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut rest = (value.unsigned_abs() << 1) | u64::from(value < 0);
    while rest > 31 {
        out.push(DIGITS[(rest & 31 | 32) as usize]);
        rest >>= 5;
    }
    out.push(DIGITS[rest as usize]);
}

/// A JavaScript string literal, for callers outside of the crate.
pub fn js_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vlq_and_columns() {
        let mut text = Vec::new();
        for value in [0, 1, -1, 16, -16, 1000] {
            push_vlq(&mut text, value);
            text.push(b' ');
        }
        assert_eq!(text, b"A C D gB hB w+B ");
        assert_eq!(utf16_len("a😀é".as_bytes()), 4);
    }

    #[test]
    fn a_map_names_what_it_maps() {
        let names = [Box::from("orig")];
        let mapping = |offset, line, column, name| OutMapping { offset, module: ModuleIdx(7), line, column, name };
        let shape = MapShape { contents: true, root: None };
        let json = encode_map("a;\nbb;", &[mapping(0, 0, 0, 0), mapping(3, 1, 4, 1)], &shape, Cores::default(), |_| {
            MapSource { path: "../a\"b.ts", content: Some("x\ty"), names: &names, input: None }
        });
        assert_eq!(
            json,
            "{\"version\":3,\"sources\":[\"../a\\\"b.ts\"],\"sourcesContent\":[\"x\\ty\"],\"names\":[\"orig\"],\"mappings\":\"AAAA;AACIA\"}\n"
        );
    }

    #[test]
    fn parts_make_the_same_map() {
        let names: Vec<Box<str>> = (0..7).map(|i| format!("name{i}").into()).collect();
        let code = "let é=1;x\n".repeat(4 * PART);
        let mappings: Vec<OutMapping> = (0..6 * PART as u32)
            .map(|i| OutMapping {
                offset: i * 6 / 2,
                module: ModuleIdx(i / 1000),
                line: i / 5 % 50,
                column: i % 3,
                name: if i % 11 == 0 { i % 7 + 1 } else { 0 },
            })
            .collect();
        let mut sources = Sources::default();
        let mut source = |_| MapSource { path: "a.ts", content: None, names: &names, input: None };
        let mut origins: Vec<_> = mappings.iter().map(|it| sources.origin(it, &mut source)).collect();
        origins.iter_mut().skip(40).step_by(13).for_each(|it| *it = None);
        let whole = Encoding { code: code.as_bytes(), mappings: &mappings, origins: &origins };
        let parts = whole.parts();
        assert!(parts.len() > 3);
        let joined: Vec<u8> = parts.iter().flat_map(|part| whole.encode(part)).collect();
        let one = Part { mappings: 0..mappings.len(), ..parts[0].clone() };
        assert!(joined == whole.encode(&one));
    }

    #[test]
    fn json_strings_are_escaped_wherever_they_need_it() {
        for at in 0..40 {
            for (raw, escaped) in [("\n", "\\n"), ("\"", "\\\""), ("\\", "\\\\"), ("\u{1}", "\\u0001"), ("é", "é")] {
                let (before, after) = ("a".repeat(at), "b".repeat(40 - at));
                assert_eq!(json_string(&format!("{before}{raw}{after}")), format!("\"{before}{escaped}{after}\""));
            }
        }
    }
}
