//! JSON as an ES module.
//!
//! The text is scanned once, without recursion, and its values are copied as they stand: JSON is a subset of
//! JavaScript's expressions, except that the key `__proto__` would set the prototype, so it becomes a computed one.

mod literal;
mod scan;

pub use literal::{is_binding_name, push_string};
pub use scan::JsonError;

use std::borrow::Cow;
use std::collections::hash_map::Entry as MapEntry;

use nexxo_base::Map;

use scan::{Key, Scanner};

/// Deepest nesting that is printed as a JavaScript literal, as parsers of those recurse. A guess with much room: real
/// files stay below 20. What is deeper is left to `JSON.parse` at run time.
const MAX_LITERAL_DEPTH: usize = 64;

/// The source of an ES module that exports what `text` (RFC 8259, a byte order mark is allowed) says.
///
/// An object has a named export for each key but `default`, and the whole as the default export, made of the same
/// variables, so that an unused key can be dropped. Any other value is the default export alone. Of
/// equal keys the last one's value stands in the first one's place, as `JSON.parse` has it.
///
/// # Errors
/// When `text` is not JSON: what is wrong at the first wrong byte.
pub fn js_source(text: &str) -> Result<String, JsonError> {
    let mut scanner = Scanner::new(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 32);
    match scanner.object_start()? {
        Some(empty) => {
            let entries = if empty { Vec::new() } else { entries(&mut scanner)? };
            scanner.end()?;
            if scanner.max_depth() <= MAX_LITERAL_DEPTH {
                print_object(&mut out, &entries);
            }
        }
        None => {
            out.push_str("export default ");
            scanner.value(&mut out)?;
            out.push_str(";\n");
            scanner.end()?;
        }
    }
    if scanner.max_depth() > MAX_LITERAL_DEPTH {
        out.clear();
        out.push_str("export default /* @__PURE__ */ JSON.parse(");
        push_string(&mut out, text.strip_prefix('\u{feff}').unwrap_or(text));
        out.push_str(");\n");
    }
    Ok(out)
}

/// One property of the top-level object.
struct Entry<'a> {
    key: Key<'a>,
    value: String,
}

/// The properties of the object whose `{` was just read, up to and with its `}`, in the order in which `JSON.parse`
/// creates them.
fn entries<'a>(scanner: &mut Scanner<'a>) -> Result<Vec<Entry<'a>>, JsonError> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut places: Map<Box<[u16]>, usize> = Map::default();
    loop {
        let key = scanner.key()?;
        let mut value = String::new();
        scanner.value(&mut value)?;
        match places.entry(key.units()) {
            MapEntry::Occupied(place) => entries[*place.get()].value = value,
            MapEntry::Vacant(place) => {
                place.insert(entries.len());
                entries.push(Entry { key, value });
            }
        }
        if !scanner.next_entry()? {
            return Ok(entries);
        }
    }
}

fn print_object(out: &mut String, entries: &[Entry<'_>]) {
    let prefix = unused_prefix(entries);
    let mut names = Vec::with_capacity(entries.len());
    for (i, Entry { key, value }) in entries.iter().enumerate() {
        let name = match (variable(key), key.text()) {
            (Some(name), _) => {
                out.push_str("export ");
                Some(name)
            }
            // The default export is the whole, and what is no Unicode is no name of an export.
            (None, Some(text)) if text != "default" => Some(Cow::from(format!("{prefix}{i}"))),
            _ => None,
        };
        if let Some(name) = &name {
            out.push_str(&format!("var {name} = {value};\n"));
        }
        names.push(name);
    }
    for (Entry { key, .. }, name) in entries.iter().zip(&names) {
        if let (None, Some(name), Some(text)) = (variable(key), name, key.text()) {
            out.push_str(&format!("export {{ {name} as "));
            push_string(out, &text);
            out.push_str(" };\n");
        }
    }
    out.push_str("export default {");
    for (i, (Entry { key, value }, name)) in entries.iter().zip(&names).enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        if let Some(name) = variable(key) {
            out.push_str(&name);
            continue;
        }
        key.print(out);
        out.push_str(": ");
        out.push_str(name.as_deref().unwrap_or(value));
    }
    out.push_str(if entries.is_empty() { "};\n" } else { "\n};\n" });
}

/// What no key starts with, as the start of made-up names.
fn unused_prefix(entries: &[Entry<'_>]) -> String {
    let mut prefix = String::from("key_");
    while entries.iter().any(|entry| entry.key.text().is_some_and(|key| key.starts_with(&prefix))) {
        prefix.push('_');
    }
    prefix
}

/// The variable for a key. `__proto__` could be one, but `{ __proto__ }` sets the prototype once it is renamed.
fn variable<'a>(key: &Key<'a>) -> Option<Cow<'a, str>> {
    key.text().filter(|key| is_binding_name(key) && key != "__proto__")
}

#[cfg(test)]
mod tests;
