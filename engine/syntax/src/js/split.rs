//! From printed text with sentinels to a template: text without them, slots, statement ranges and mappings.

use memchr::memchr;
use nexxo_base::template::{Mapping, MappingsWriter, Slot, SlotKind, StatementRange};
use nexxo_base::{LineIndex, Map};
use oxc::codegen::CodegenReturn;

use super::sentinel::{LEN, Mark, Sentinel};
use super::slotter::MEMBER_NAME;

/// The parts of a template that come from the printed text.
#[derive(Default)]
pub(super) struct Split {
    pub(super) text: String,
    pub(super) slots: Vec<Slot>,
    /// End offsets of the statements; head, pattern and initialiser are the caller's to fill.
    pub(super) statements: Vec<StatementRange>,
    pub(super) mappings: MappingsWriter,
    /// Those of the statement that is being read.
    open_mappings: Vec<Mapping>,
    pub(super) names: Vec<Box<str>>,
}

/// A mapping of the printed text, by byte.
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) line: u32,
    pub(super) column: u32,
    name: u32,
}

/// Splits what oxc printed. Everything before the first statement mark is dropped (there is nothing), everything after
/// the last too.
pub(super) fn split(printed: &CodegenReturn<'_>, source: &str, sentinel: Sentinel, n_statements: usize) -> Split {
    let code = printed.code.as_bytes();
    let mut out = Split {
        text: String::with_capacity(code.len()),
        statements: Vec::with_capacity(n_statements),
        ..Split::default()
    };
    let tokens = locate_tokens(printed, &mut out.names);
    let mut words = Words::new(source, &out.names);
    let mut tokens = tokens.iter().peekable();
    let mut pos = 0;
    let mut started = false;
    loop {
        let next = find(code, pos, sentinel);
        let end = next.map_or(code.len(), |(at, _)| at);
        if started {
            let base = out.text.len();
            out.text.push_str(&printed.code[pos..end]);
            while let Some(token) = tokens.next_if(|token| token.at < end) {
                // Of several at one place the last is for what stands there itself, not for what it begins.
                if token.at >= pos && tokens.peek().is_none_or(|next| next.at != token.at) {
                    push_mapping(&mut out, token, base + token.at - pos);
                }
            }
        }
        let Some((at, mark)) = next else { break };
        pos = at + LEN;
        match mark {
            Mark::Slot(kind) => {
                let mut innermost = None;
                while let Some(token) = tokens.next_if(|token| token.at == at) {
                    innermost = Some(token);
                }
                if let Some(token) = innermost {
                    let offset = out.text.len();
                    push_mapping(&mut out, token, offset);
                    name_mapping(&mut out, kind, &mut words);
                }
                if matches!(kind, SlotKind::Member(_) | SlotKind::MemberCallee(_))
                    && let Some(rest) = printed.code[pos..].strip_prefix('.')
                    && rest.starts_with(MEMBER_NAME)
                {
                    pos += 1;
                    if let Some(token) = tokens.next_if(|token| token.at == pos) {
                        let offset = out.text.len();
                        push_mapping(&mut out, token, offset);
                    }
                    pos += MEMBER_NAME.len();
                }
                out.slots.push(Slot { offset: out.text.len() as u32, kind });
            }
            Mark::Statement(_) => {
                if started {
                    end_statement(&mut out);
                }
                started = true;
                pos += usize::from(code.get(pos) == Some(&b';'));
                pos += usize::from(code.get(pos) == Some(&b'\n'));
            }
        }
    }
    out
}

fn push_mapping(out: &mut Split, token: &Token, offset: usize) {
    out.open_mappings.push(Mapping {
        offset: offset as u32,
        line: token.line,
        column: token.column,
        name: token.name,
        slots_before: out.slots.len() as u32,
    });
}

/// Sets the name of the mapping of a slot: that of the identifier, where the slot stands for one. The printer leaves it
/// out where a longer expression begins at the same place, and takes the whole text where an expression became a slot.
fn name_mapping(out: &mut Split, kind: SlotKind, words: &mut Words<'_>) {
    let Some(mapping) = out.open_mappings.last_mut() else { return };
    let is_name = matches!(
        kind,
        SlotKind::Reference(_)
            | SlotKind::Callee(_)
            | SlotKind::Shorthand(_)
            | SlotKind::Binding(_)
            | SlotKind::Member(_)
            | SlotKind::MemberCallee(_)
            | SlotKind::Nested(_)
    );
    if !is_name {
        mapping.name = 0;
    } else if mapping.name == 0
        && let Some(word) = words.at(mapping.line, mapping.column)
    {
        mapping.name = words.number(word, &mut out.names);
    }
}

/// Identifiers of the source by place.
struct Words<'s> {
    source: &'s str,
    /// Where all characters are of one byte, columns are offsets.
    is_ascii: bool,
    lines: Option<LineIndex>,
    /// The place looked at last, to go on from: line, column, byte offset.
    cursor: (u32, u32, usize),
    numbers: Map<Box<str>, u32>,
}

impl<'s> Words<'s> {
    fn new(source: &'s str, names: &[Box<str>]) -> Self {
        let numbers = names.iter().enumerate().map(|(i, name)| (name.clone(), i as u32 + 1)).collect();
        Self { source, is_ascii: source.is_ascii(), lines: None, cursor: (0, 0, 0), numbers }
    }

    /// The identifier that starts at a place.
    fn at(&mut self, line: u32, column: u32) -> Option<&'s str> {
        let lines = self.lines.get_or_insert_with(|| LineIndex::new(self.source));
        let line_start = lines.line_start(line) as usize;
        let at = if self.is_ascii {
            line_start + column as usize
        } else {
            let (last_line, mut units, mut at) = self.cursor;
            if last_line != line || units > column {
                (units, at) = (0, line_start);
            }
            for c in self.source.get(at..)?.chars() {
                if units >= column {
                    break;
                }
                units += c.len_utf16() as u32;
                at += c.len_utf8();
            }
            self.cursor = (line, units, at);
            at
        };
        let word = self.source.get(at..)?;
        let is_part = |c: char| c == '$' || c == '_' || c.is_alphanumeric();
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        (end > 0 && !word.starts_with(|c: char| c.is_ascii_digit())).then(|| &word[..end])
    }

    fn number(&mut self, word: &str, names: &mut Vec<Box<str>>) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        names.push(word.into());
        self.numbers.insert(word.into(), names.len() as u32);
        names.len() as u32
    }
}

fn end_statement(out: &mut Split) {
    out.open_mappings.drain(..).for_each(|it| out.mappings.push(it));
    out.statements.push(StatementRange {
        text_end: out.text.len() as u32,
        slots_end: out.slots.len() as u32,
        mappings_end: out.mappings.end_run(),
        head: 0,
        pattern: false,
        uninitialised: false,
    });
}

fn find(code: &[u8], mut from: usize, sentinel: Sentinel) -> Option<(usize, Mark)> {
    loop {
        let at = from + memchr(sentinel.first_byte(), &code[from..])?;
        if let Some(mark) = sentinel.decode(&code[at..]) {
            return Some((at, mark));
        }
        from = at + 1;
    }
}

/// The printer's mappings with their (line, UTF-16 column) turned into byte offsets of the printed text.
pub(super) fn locate_tokens(printed: &CodegenReturn<'_>, names: &mut Vec<Box<str>>) -> Vec<Token> {
    let Some(map) = &printed.map else { return Vec::new() };
    names.extend(map.get_names().map(Box::from));
    let code = printed.code.as_bytes();
    let is_ascii = code.is_ascii();
    let (mut at, mut line, mut column) = (0usize, 0u32, 0u32);
    let mut out = Vec::with_capacity(map.get_tokens().len());
    for token in map.get_tokens() {
        while line < token.get_dst_line() {
            let Some(length) = memchr(b'\n', &code[at..]) else { return out };
            at += length + 1;
            line += 1;
            column = 0;
        }
        if is_ascii {
            at += (token.get_dst_col() - column) as usize;
            column = token.get_dst_col();
        }
        while column < token.get_dst_col() {
            let Some(&byte) = code.get(at) else { return out };
            let (bytes, units) = match byte {
                0..0x80 => (1, 1),
                0x80..0xE0 => (2, 1),
                0xE0..0xF0 => (3, 1),
                _ => (4, 2),
            };
            at += bytes;
            column += units;
        }
        out.push(Token {
            at,
            line: token.get_src_line(),
            column: token.get_src_col(),
            name: token.get_name_id().map_or(0, |id| id + 1),
        });
    }
    out
}
