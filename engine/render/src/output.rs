//! The text of a chunk while it is written, with what must be known of places in it.

use nexxo_base::Name;
use nexxo_link::{ChunkIdx, ModuleIdx, is_identifier, is_reserved};
use serde::{Deserialize, Serialize};

/// A place in a chunk's text that names another chunk's file: the hash in the name is filled in last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Byte offset of the placeholder, [`crate::naming::HASH_LENGTH`] bytes long.
    pub offset: u32,
    /// The chunk whose hash goes there.
    pub chunk: ChunkIdx,
}

/// A link from a chunk's text to a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutMapping {
    /// Byte offset in the chunk's text.
    pub offset: u32,
    /// The source's module.
    pub module: ModuleIdx,
    /// Line of the source, from 0.
    pub line: u32,
    /// Column in UTF-16 units, from 0.
    pub column: u32,
    /// Index into the module's template names plus one; 0 for none.
    pub name: u32,
}

/// The text being written.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) code: String,
    pub(crate) mappings: Vec<OutMapping>,
    pub(crate) references: Vec<Reference>,
}

impl Output {
    /// With room for that much text and so many mappings.
    pub(crate) fn with_capacity(bytes: usize, mappings: usize) -> Self {
        Self { code: String::with_capacity(bytes), mappings: Vec::with_capacity(mappings), references: Vec::new() }
    }

    /// Appends the text that was written apart, without its mappings.
    pub(crate) fn append(&mut self, other: &Self) {
        let base = self.code.len() as u32;
        self.code.push_str(&other.code);
        self.references.extend(other.references.iter().map(|it| Reference { offset: base + it.offset, ..*it }));
    }

    /// Appends text that comes from no source.
    pub(crate) fn push(&mut self, text: &str) {
        self.code.push_str(text);
    }

    /// Appends a file name, noting the placeholder in it.
    pub(crate) fn push_file(&mut self, file: &str, chunk: ChunkIdx) {
        if let Some(at) = file.find(crate::naming::PLACEHOLDER_START) {
            self.references.push(Reference { offset: (self.code.len() + at) as u32, chunk });
        }
        self.code.push_str(file);
    }

    /// Appends `text` as a double-quoted string literal.
    pub(crate) fn push_string(&mut self, text: &str) {
        push_string(&mut self.code, text);
    }

    /// Appends an access to a property.
    pub(crate) fn push_property(&mut self, name: &str) {
        if is_identifier(name) {
            self.push(".");
            self.push(name);
        } else {
            self.push("[");
            self.push_string(name);
            self.push("]");
        }
    }

    /// Appends the key of a property of an object literal, its value to follow a colon.
    pub(crate) fn push_key(&mut self, name: &str) {
        if is_identifier(name) && name != "__proto__" || is_reserved(name) {
            self.push(name);
        } else if name == "__proto__" {
            self.push("[\"__proto__\"]");
        } else {
            self.push_string(name);
        }
    }

    /// Appends import attributes as an object literal.
    pub(crate) fn push_attributes(&mut self, attributes: &[(Name, Name)]) {
        self.push("{ ");
        for (i, (key, value)) in attributes.iter().enumerate() {
            self.push(if i > 0 { ", " } else { "" });
            if is_identifier(key) {
                self.push(key);
            } else {
                self.push_string(key);
            }
            self.push(": ");
            self.push_string(value);
        }
        self.push(" }");
    }
}

/// Appends `text` as a double-quoted JavaScript string literal.
pub(crate) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
