//! Source maps of inputs (ECMA-426): the comment that names one, and the reading of it.

use nexxo_base::Span;
use nexxo_base::digits::read_vlq;
use nexxo_base::source_map::{InputMap, InputMapping, InputSource};
use serde_json::{Map, Value};

/// The URL that the last comment of a script names as its source map, and where it stands. Comments may follow it, code
/// may not: what looks like the comment is then part of a string.
pub fn reference(text: &str) -> Option<(&str, Span)> {
    let mut end = text.len();
    loop {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..end].trim();
        if let Some(url) = named_by(line) {
            let at = url.as_ptr() as usize - text.as_ptr() as usize;
            return Some((url, Span::new(at as u32, (at + url.len()) as u32)));
        }
        if start == 0 || !(line.is_empty() || line.starts_with("//") || line.ends_with("*/")) {
            return None;
        }
        end = start - 1;
    }
}

fn named_by(line: &str) -> Option<&str> {
    const NAME: &str = " sourceMappingURL=";
    let at = line.rfind(NAME)?;
    if !["//#", "//@", "/*#", "/*@"].iter().any(|comment| line[..at].ends_with(comment)) {
        return None;
    }
    let url = line[at + NAME.len()..].trim_end_matches("*/").trim_end();
    let is_url = !url.is_empty() && !url.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
    is_url.then_some(url)
}

/// Reads a source map, indexed or not.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<InputMap, String> {
    // The first line may be there to keep the text from being run as a script.
    let json = if text.starts_with(")]}") { text.split_once('\n').unwrap_or_default().1 } else { text };
    let value: Value = serde_json::from_str(json).map_err(|error| format!("it is not JSON: {error}"))?;
    let map = value.as_object().ok_or("it is not a JSON object")?;
    let mut reader = Reader::default();
    match map.get("sections") {
        Some(sections) => {
            let sections = sections.as_array().ok_or("`sections` is not an array")?;
            for section in sections {
                let at = |key| section.get("offset").and_then(|offset| offset.get(key)).and_then(Value::as_u64);
                let (line, column) = at("line").zip(at("column")).ok_or("a section has no offset")?;
                let map = section.get("map").and_then(Value::as_object).ok_or("a section has no map")?;
                reader.add(map, line as i64, column as i64)?;
            }
        }
        None => reader.add(map, 0, 0)?,
    }
    // Generators write them in order, but the format does not ask for it.
    reader.mappings.sort_by_key(|it| (it.line, it.column));
    Ok(InputMap { sources: reader.sources.into(), names: reader.names.into(), mappings: reader.mappings.into() })
}

#[derive(Default)]
struct Reader {
    sources: Vec<InputSource>,
    names: Vec<Box<str>>,
    mappings: Vec<InputMapping>,
}

impl Reader {
    /// Adds a map that is not indexed, for text that starts at `line` and `column`.
    fn add(&mut self, map: &Map<String, Value>, line: i64, column: i64) -> Result<(), String> {
        if map.get("version").is_none_or(|version| *version != 3) {
            return Err("it is not of version 3".into());
        }
        let list = |key: &str| map.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (first_source, first_name) = (self.sources.len(), self.names.len());
        let root = map.get("sourceRoot").and_then(Value::as_str).unwrap_or_default();
        let contents = list("sourcesContent");
        let ignored = [list("ignoreList"), list("x_google_ignoreList")].concat();
        for (i, source) in list("sources").iter().enumerate() {
            self.sources.push(InputSource {
                path: source.as_str().map(|path| join(root, path)).unwrap_or_default().into(),
                content: contents.get(i).and_then(Value::as_str).map(Into::into),
                ignored: ignored.iter().any(|it| it.as_u64() == Some(i as u64)),
            });
        }
        self.names.extend(list("names").iter().map(|name| Box::from(name.as_str().unwrap_or_default())));
        let mappings = map.get("mappings").and_then(Value::as_str).ok_or("it has no `mappings`")?;
        let base = Base { line, column, source: first_source as i64, name: first_name as i64 };
        self.decode(mappings.as_bytes(), &base)
    }

    fn decode(&mut self, bytes: &[u8], base: &Base) -> Result<(), String> {
        let (mut line, mut column) = (base.line, base.column);
        let mut last = [0i64; 4]; // source, line, column, name
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b';' => {
                    (line, column) = (line + 1, 0);
                    at += 1;
                    continue;
                }
                b',' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let mut fields = [0i64; 5];
            let mut n = 0;
            while bytes.get(at).is_some_and(|byte| !matches!(byte, b';' | b',')) {
                let value = read_vlq(bytes, &mut at).ok_or("its `mappings` are damaged")?;
                *fields.get_mut(n).ok_or("a mapping has too many fields")? = value;
                n += 1;
            }
            if !matches!(n, 1 | 4 | 5) {
                return Err(format!("a mapping has {n} fields"));
            }
            column += fields[0];
            for i in 1..n {
                last[i - 1] += fields[i];
            }
            let mut mapping = InputMapping {
                line: place(line)?,
                column: place(column)?,
                source: 0,
                source_line: 0,
                source_column: 0,
                name: 0,
            };
            if n > 1 {
                let source = base.source + last[0];
                let known = self.sources.get(usize::try_from(source).unwrap_or(usize::MAX));
                let known = known.filter(|_| last[0] >= 0).ok_or("a mapping names a source that is not there")?;
                // A source without a name is none.
                mapping.source = if known.path.is_empty() { 0 } else { place(source + 1)? };
                mapping.source_line = place(last[1])?;
                mapping.source_column = place(last[2])?;
            }
            if n == 5 {
                let name = base.name + last[3];
                if last[3] < 0 || name >= self.names.len() as i64 {
                    return Err("a mapping names a name that is not there".into());
                }
                mapping.name = place(name + 1)?;
            }
            self.mappings.push(mapping);
        }
        Ok(())
    }
}

/// What the numbers of a section are relative to.
struct Base {
    line: i64,
    column: i64,
    source: i64,
    name: i64,
}

fn place(number: i64) -> Result<u32, String> {
    u32::try_from(number).map_err(|_| "a mapping leads to a place that cannot be".into())
}

fn join(root: &str, path: &str) -> String {
    match root {
        "" => path.to_string(),
        root => format!("{}/{path}", root.trim_end_matches('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_comment_names_the_map() {
        let url = |text| reference(text).map(|(url, span)| (url, &text[span.start as usize..span.end as usize]));
        let found = Some(("a.js.map", "a.js.map"));
        assert_eq!(url("x();\n//# sourceMappingURL=a.js.map"), found);
        assert_eq!(url("x();//@ sourceMappingURL=a.js.map\n\n"), found);
        assert_eq!(url("x();\r\n/*# sourceMappingURL=a.js.map */\r\n// later\n"), found);
        assert_eq!(url("//# sourceMappingURL=b.map\nx();\n//# sourceMappingURL=a.js.map\n"), found);
        assert_eq!(url("//# sourceMappingURL=a.js.map\nx();\n"), None);
        assert_eq!(url("x = \"//# sourceMappingURL=a.js.map\""), None);
        assert_eq!(url("//# sourceMappingURL= \n"), None);
        assert_eq!(url(""), None);
    }

    fn at(map: &InputMap, line: u32, column: u32) -> Option<(&str, u32, u32, &str)> {
        let it = map.find(line, column)?;
        let name = it.name.checked_sub(1).map_or("", |i| &map.names[i as usize]);
        Some((&map.sources[it.source as usize - 1].path, it.source_line, it.source_column, name))
    }

    #[test]
    fn a_map_is_read_and_asked() {
        let map = parse(
            r#"{"version":3,"sourceRoot":"src/","sources":["a.ts",null],"sourcesContent":["x"],"names":["n"],
                "mappings":"AAAAA,IAAI;;ECCJ,C"}"#,
        )
        .unwrap();
        assert_eq!(map.sources[0].content.as_deref(), Some("x"));
        assert_eq!(at(&map, 0, 0), Some(("src/a.ts", 0, 0, "n")));
        assert_eq!(at(&map, 0, 3), Some(("src/a.ts", 0, 0, "n")));
        assert_eq!(at(&map, 0, 99), Some(("src/a.ts", 0, 4, "")));
        assert_eq!((at(&map, 1, 0), at(&map, 2, 2), at(&map, 2, 9)), (None, None, None));
    }

    #[test]
    fn an_indexed_map_is_one_map() {
        let map = parse(
            r#"{"version":3,"sections":[
                {"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a"],"names":["p"],"mappings":"AAAAA"}},
                {"offset":{"line":1,"column":4},"map":{"version":3,"sources":["b"],"names":["q"],"mappings":"CAAAA;CAAA"}}
            ]}"#,
        )
        .unwrap();
        assert_eq!(at(&map, 0, 0), Some(("a", 0, 0, "p")));
        assert_eq!(at(&map, 1, 5), Some(("b", 0, 0, "q")));
        assert_eq!((at(&map, 1, 4), at(&map, 2, 1)), (None, Some(("b", 0, 0, ""))));
    }

    #[test]
    fn broken_maps_are_refused() {
        for text in [
            "",
            "<html>",
            "[]",
            r#"{"version":2,"sources":[],"mappings":""}"#,
            r#"{"version":3,"sources":[]}"#,
            r#"{"version":3,"sources":["a"],"mappings":"A*"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"AA"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"ACAA"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"ADAA"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"AADA"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"AAAAA"}"#,
            r#"{"version":3,"sources":["a"],"mappings":"ggggggggggggggA"}"#,
            r#"{"version":3,"sections":[{"map":{}}]}"#,
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
