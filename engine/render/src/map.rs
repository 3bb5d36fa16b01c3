//! Source maps (ECMA-426, version 3): from byte offsets of a finished text to lines, columns and VLQ.

use memchr::memchr;
use nexxo_base::Map;
use nexxo_link::ModuleIdx;

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
}

/// Encodes the map of `code` as JSON, without the optional `file` member: it would hold the hash. `mappings` must be in order of their offsets; `source` is asked once for each
/// module that occurs.
pub fn encode_map<'s>(
    code: &str,
    mappings: &[OutMapping],
    mut source: impl FnMut(ModuleIdx) -> MapSource<'s>,
) -> String {
    let mut sources: Vec<MapSource<'s>> = Vec::new();
    let mut source_index: Map<ModuleIdx, usize> = Map::default();
    let mut names: Vec<&'s str> = Vec::new();
    let mut name_index: Map<&'s str, usize> = Map::default();
    let mut vlq = String::with_capacity(mappings.len() * 6);

    let bytes = code.as_bytes();
    let (mut at, mut column) = (0usize, 0i64);
    let mut last = Last::default();
    let mut first_in_line = true;
    let mut previous: Option<OutMapping> = None;
    let mut current = (None, 0usize);
    for mapping in mappings {
        // Two mappings at one place: the later one is the more exact. Two to one source place in a row: the first does.
        let offset = (mapping.offset as usize).min(bytes.len());
        while let Some(length) = memchr(b'\n', &bytes[at..offset]) {
            at += length + 1;
            column = 0;
            vlq.push(';');
            last.column = 0;
            first_in_line = true;
            previous = None;
        }
        column += utf16_len(&bytes[at..offset]);
        at = offset;
        if previous.is_some_and(|it| {
            (it.module, it.line, it.column, it.name) == (mapping.module, mapping.line, mapping.column, mapping.name)
        }) {
            continue;
        }
        previous = Some(*mapping);
        if current.0 != Some(mapping.module) {
            let index = *source_index.entry(mapping.module).or_insert_with(|| {
                sources.push(source(mapping.module));
                sources.len() - 1
            });
            current = (Some(mapping.module), index);
        }
        if !first_in_line {
            vlq.push(',');
        }
        first_in_line = false;
        push_vlq(&mut vlq, column - last.column);
        push_vlq(&mut vlq, current.1 as i64 - last.source);
        push_vlq(&mut vlq, i64::from(mapping.line) - last.line);
        push_vlq(&mut vlq, i64::from(mapping.column) - last.source_column);
        last = Last {
            column,
            source: current.1 as i64,
            line: i64::from(mapping.line),
            source_column: i64::from(mapping.column),
            name: last.name,
        };
        if let Some(name) = mapping.name.checked_sub(1).and_then(|i| sources[current.1].names.get(i as usize)) {
            let index = *name_index.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            }) as i64;
            push_vlq(&mut vlq, index - last.name);
            last.name = index;
        }
    }
    to_json(&sources, &names, &vlq)
}

#[derive(Default)]
struct Last {
    column: i64,
    source: i64,
    line: i64,
    source_column: i64,
    name: i64,
}

fn to_json(sources: &[MapSource<'_>], names: &[&str], vlq: &str) -> String {
    let content: usize = sources.iter().map(|it| it.path.len() + it.content.map_or(0, str::len) + 16).sum();
    let mut json = String::with_capacity(vlq.len() + content + content / 16 + 256);
    json.push_str("{\"version\":3,\"sources\":[");
    push_list(&mut json, sources, |json, it| push_json(json, it.path));
    json.push_str("],\"sourcesContent\":[");
    push_list(&mut json, sources, |json, it| match it.content {
        Some(text) => push_json(json, text),
        None => json.push_str("null"),
    });
    json.push_str("],\"names\":[");
    push_list(&mut json, names, |json, name| push_json(json, name));
    json.push_str("],\"mappings\":\"");
    json.push_str(vlq);
    json.push_str("\"}\n");
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

/// Appends a JSON string. Runs of plain characters are copied whole.
pub fn push_json(json: &mut String, text: &str) {
    json.push('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        json.push_str(&text[from..i]);
        from = i + 1;
        if escaped.is_empty() {
            json.push_str(&format!("\\u{byte:04x}"));
        } else {
            json.push_str(escaped);
        }
    }
    json.push_str(&text[from..]);
    json.push('"');
}

fn utf16_len(bytes: &[u8]) -> i64 {
    if bytes.is_ascii() {
        return bytes.len() as i64;
    }
    // Each character counts once at its first byte, those of four bytes twice.
    bytes.iter().map(|&b| i64::from(b & 0xC0 != 0x80) + i64::from(b >= 0xF0)).sum()
}

fn push_vlq(out: &mut String, value: i64) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut rest = (value.unsigned_abs() << 1) | u64::from(value < 0);
    loop {
        let digit = rest & 31;
        rest >>= 5;
        let more = if rest > 0 { 32 } else { 0 };
        out.push(DIGITS[(digit | more) as usize] as char);
        if rest == 0 {
            return;
        }
    }
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
        let mut text = String::new();
        for value in [0, 1, -1, 16, -16, 1000] {
            push_vlq(&mut text, value);
            text.push(' ');
        }
        assert_eq!(text, "A C D gB hB w+B ");
        assert_eq!(utf16_len("a😀é".as_bytes()), 4);
    }

    #[test]
    fn a_map_names_what_it_maps() {
        let names = [Box::from("orig")];
        let mapping = |offset, line, column, name| OutMapping { offset, module: ModuleIdx(7), line, column, name };
        let json = encode_map("a;\nbb;", &[mapping(0, 0, 0, 0), mapping(3, 1, 4, 1)], |_| MapSource {
            path: "../a\"b.ts",
            content: Some("x\ty"),
            names: &names,
        });
        assert_eq!(
            json,
            "{\"version\":3,\"sources\":[\"../a\\\"b.ts\"],\"sourcesContent\":[\"x\\ty\"],\"names\":[\"orig\"],\"mappings\":\"AAAA;AACIA\"}\n"
        );
    }
}
