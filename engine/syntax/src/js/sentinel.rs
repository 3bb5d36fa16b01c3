//! Sentinels: identifiers that stand for a slot while oxc prints, and are cut out of the text afterwards.
//!
//! A sentinel is four bytes that the source can not bring into the output, a letter for its kind and four letters for its
//! index. It ends in a letter, so the printer treats it as the identifier it stands for when it decides on spaces.

use memchr::memchr_iter;
use nexxo_base::index::Idx;
use nexxo_base::module::{MemberIdx, RecordIdx, SymbolIdx};
use nexxo_base::template::{NestedIdx, SlotKind};

use nexxo_base::digits;

/// Characters that may start a sentinel. Those of ASCII stand there four times; text that is all ASCII is cheaper to
/// map, and the printer escapes these three in every string. The others are four bytes long and two UTF-16 units wide.
/// No real program has all.
const CANDIDATES: [char; 7] = ['\u{7}', '\u{1B}', '\0', '\u{10FFFE}', '\u{FFFFE}', '\u{EFFFE}', '\u{DFFFE}'];
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";
/// What each byte is as a digit; 64 and more for none.
const VALUES: [u8; 256] = digits::values(DIGITS);
/// Bytes of a sentinel: the character or characters, the kind, four digits.
pub(super) const LEN: usize = 9;

/// The start of each statement, as an expression statement of its own.
const STATEMENT: u8 = b'S';

/// What a sentinel stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A slot.
    Slot(SlotKind),
    /// The statement with this number starts here; the one past the last ends the text.
    Statement(u32),
}

/// Writes and reads the sentinels of one module.
#[derive(Clone, Copy)]
pub(super) struct Sentinel {
    start: [u8; 4],
}

impl Sentinel {
    /// A sentinel whose character occurs in `source` neither as it is nor escaped.
    pub(super) fn for_source(source: &str) -> Self {
        let free = CANDIDATES.into_iter().find(|c| !mentions(source, *c) && !spells(source, *c));
        let start = free.unwrap_or(CANDIDATES[0]);
        let mut bytes = [start as u8; 4];
        if !start.is_ascii() {
            start.encode_utf8(&mut bytes);
        }
        Self { start: bytes }
    }

    /// The first byte of every sentinel.
    pub(super) fn first_byte(self) -> u8 {
        self.start[0]
    }

    /// The sentinel of a slot.
    pub(super) fn slot(self, kind: SlotKind) -> [u8; LEN] {
        use SlotKind as K;
        let (letter, index) = match kind {
            K::Reference(i) => (b'r', i.0),
            K::Callee(i) => (b'c', i.0),
            K::Shorthand(i) => (b's', i.0),
            K::Binding(i) => (b'b', i.0),
            K::Member(i) => (b'm', i.0),
            K::MemberCallee(i) => (b'M', i.0),
            K::Nested(i) => (b'n', i.0),
            K::Require(i) => (b'q', i.0),
            K::RequireInNew(i) => (b'Q', i.0),
            K::RequireResolve(i) => (b'v', i.0),
            K::DynamicImport(i) => (b'd', i.0),
            K::Url(i) => (b'u', i.0),
            K::FreeRequire => (b'f', 0),
            K::MetaUrl => (b'U', 0),
            K::MetaDirname => (b'D', 0),
            K::MetaFilename => (b'F', 0),
            K::MetaMain => (b'N', 0),
            K::MetaResolve => (b'R', 0),
            K::MetaOther => (b'O', 0),
            K::Meta => (b'X', 0),
            K::KeepName => (b'K', 0),
            K::ToEsm => (b'E', 0),
            K::AssetUrl => (b'a', 0),
        };
        self.encode(letter, index)
    }

    /// The sentinel that starts statement `index`.
    pub(super) fn statement(self, index: usize) -> [u8; LEN] {
        self.encode(STATEMENT, index as u32)
    }

    fn encode(self, letter: u8, index: u32) -> [u8; LEN] {
        let mut out = [0; LEN];
        out[..4].copy_from_slice(&self.start);
        out[4] = letter;
        for (i, digit) in out[5..].iter_mut().enumerate() {
            *digit = DIGITS[(index >> (18 - 6 * i)) as usize & 63];
        }
        out
    }

    /// Reads the sentinel at the start of `text`, if one is there.
    pub(super) fn decode(self, text: &[u8]) -> Option<Mark> {
        use SlotKind as K;
        let text = text.get(..LEN)?;
        if text[..4] != self.start {
            return None;
        }
        let mut index = 0usize;
        for &digit in &text[5..] {
            match VALUES[digit as usize] {
                value @ 0..64 => index = index << 6 | value as usize,
                _ => return None,
            }
        }
        let symbol = || SymbolIdx::new(index);
        let record = || RecordIdx::new(index);
        Some(Mark::Slot(match text[4] {
            b'r' => K::Reference(symbol()),
            b'c' => K::Callee(symbol()),
            b's' => K::Shorthand(symbol()),
            b'b' => K::Binding(symbol()),
            b'm' => K::Member(MemberIdx::new(index)),
            b'M' => K::MemberCallee(MemberIdx::new(index)),
            b'n' => K::Nested(NestedIdx::new(index)),
            b'q' => K::Require(record()),
            b'Q' => K::RequireInNew(record()),
            b'v' => K::RequireResolve(record()),
            b'd' => K::DynamicImport(record()),
            b'u' => K::Url(record()),
            b'f' => K::FreeRequire,
            b'U' => K::MetaUrl,
            b'D' => K::MetaDirname,
            b'F' => K::MetaFilename,
            b'N' => K::MetaMain,
            b'K' => K::KeepName,
            b'R' => K::MetaResolve,
            b'O' => K::MetaOther,
            b'X' => K::Meta,
            b'E' => K::ToEsm,
            b'a' => K::AssetUrl,
            STATEMENT => return Some(Mark::Statement(index as u32)),
            _ => return None,
        }))
    }
}

fn mentions(source: &str, c: char) -> bool {
    memchr::memmem::find(source.as_bytes(), c.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
}

/// Whether an escape in `source` may stand for `c` or the first of its surrogates.
fn spells(source: &str, c: char) -> bool {
    let first_unit = u32::from(c.encode_utf16(&mut [0; 2])[0]);
    memchr_iter(b'\\', source.as_bytes())
        .filter_map(|at| escaped(&source.as_bytes()[at + 1..]))
        .any(|value| value == c as u32 || value == first_unit)
}

/// The number in the escape whose text after the backslash is at the start of `text`: `x07`, `u0007`, `u{7}` or octal.
fn escaped(text: &[u8]) -> Option<u32> {
    let digits = |text: &[u8], radix: u32, most: usize| {
        text.iter()
            .take(most)
            .map_while(|&byte| char::from(byte).to_digit(radix))
            .fold(None, |value: Option<u32>, digit| {
                Some(value.unwrap_or(0).saturating_mul(radix).saturating_add(digit))
            })
    };
    match text {
        [b'u', b'{', text @ ..] => digits(text, 16, usize::MAX),
        [b'u', text @ ..] => digits(text, 16, 4),
        [b'x', text @ ..] => digits(text, 16, 2),
        text => digits(text, 8, 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentinels_read_back() {
        let sentinel = Sentinel::for_source("let a = 1");
        for kind in [
            SlotKind::Reference(SymbolIdx(0)),
            SlotKind::Nested(NestedIdx(16_777_215)),
            SlotKind::MemberCallee(MemberIdx(64)),
            SlotKind::Meta,
        ] {
            assert_eq!(sentinel.decode(&sentinel.slot(kind)), Some(Mark::Slot(kind)));
        }
        assert_eq!(sentinel.decode(&sentinel.statement(70_000)), Some(Mark::Statement(70_000)));
        assert_eq!(sentinel.decode(b"abc"), None);
    }

    #[test]
    fn a_source_that_spells_the_character_gets_another() {
        let plain = Sentinel::for_source("x").start;
        for source in ["'\u{7}'", "'\\x07'", "'\\u0007'", "'\\u{07}'", "'\\7'", "`\\007`"] {
            assert_ne!(Sentinel::for_source(source).start, plain, "{source}");
        }
        for source in [r"'\n\u2028'", r"/[\u{10}\x70]/", r"'\\70'"] {
            assert_eq!(Sentinel::for_source(source).start, plain, "{source}");
        }
    }

    #[test]
    fn wide_characters_are_the_last_resort() {
        let wide = |source: &str| Sentinel::for_source(&format!("'\u{7}\u{1B}\0' {source}")).start;
        assert_eq!(wide("''"), *b"\xF4\x8F\xBF\xBE");
        for source in ["'\u{10FFFE}'", "'\\u{10fffe}'", "'\\uDBFF\\uDFFE'"] {
            assert_ne!(wide(source), wide("''"), "{source}");
        }
    }
}
