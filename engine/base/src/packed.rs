//! Mappings as few bytes: each is told by what it differs in from the one before. They are most of a compiled module.

use std::fmt;
use std::ops::Range;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::template::Mapping;

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Nearly always each is a byte.
fn push_all(bytes: &mut Vec<u8>, numbers: [u32; 5]) {
    if numbers.iter().fold(0, |all, it| all | it) < 0x80 {
        return bytes.extend_from_slice(&numbers.map(|it| it as u8));
    }
    numbers.into_iter().for_each(|it| push(bytes, it));
}

fn pull_all(bytes: &mut &[u8]) -> Option<[u32; 5]> {
    if let Some((&five, rest)) = bytes.split_first_chunk::<5>()
        && five.iter().fold(0, |all, it| all | it) < 0x80
    {
        *bytes = rest;
        return Some(five.map(u32::from));
    }
    Some([pull(bytes)?, pull(bytes)?, pull(bytes)?, pull(bytes)?, pull(bytes)?])
}

fn pull(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Differences that are small, whatever their sign, become small numbers.
fn fold(now: u32, before: u32) -> u32 {
    let difference = now.wrapping_sub(before);
    difference << 1 ^ ((difference as i32) >> 31) as u32
}

fn unfold(folded: u32, before: u32) -> u32 {
    before.wrapping_add(folded >> 1 ^ (folded & 1).wrapping_neg())
}

const NONE: Mapping = Mapping { offset: 0, line: 0, column: 0, name: 0, slots_before: 0 };

/// Mappings in runs, each of which can be read alone.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Mappings {
    #[serde(serialize_with = "serialize", deserialize_with = "deserialize")]
    bytes: Box<[u8]>,
    count: u32,
}

impl Mappings {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The mappings of a run, from the end of the run before to its own, as [`MappingsWriter::end_run`] gave them.
    pub fn run(&self, range: Range<u32>) -> impl Iterator<Item = Mapping> + '_ {
        Reader { bytes: self.bytes.get(range.start as usize..range.end as usize).unwrap_or_default(), before: NONE }
    }

    /// The mappings where all are one run.
    pub fn all(&self) -> impl Iterator<Item = Mapping> + '_ {
        Reader { bytes: &self.bytes, before: NONE }
    }
}

/// All in one run.
impl FromIterator<Mapping> for Mappings {
    fn from_iter<I: IntoIterator<Item = Mapping>>(mappings: I) -> Self {
        let mut writer = MappingsWriter::default();
        mappings.into_iter().for_each(|it| writer.push(it));
        writer.finish()
    }
}

struct Reader<'m> {
    bytes: &'m [u8],
    before: Mapping,
}

impl Iterator for Reader<'_> {
    type Item = Mapping;

    fn next(&mut self) -> Option<Mapping> {
        let (bytes, before) = (&mut self.bytes, self.before);
        let [offset, line, column, name, slots_before] = pull_all(bytes)?;
        self.before = Mapping {
            offset: unfold(offset, before.offset),
            line: unfold(line, before.line),
            column: unfold(column, before.column),
            name,
            slots_before: unfold(slots_before, before.slots_before),
        };
        Some(self.before)
    }
}

/// Packs mappings.
#[derive(Debug)]
pub struct MappingsWriter {
    bytes: Vec<u8>,
    count: u32,
    before: Mapping,
}

impl Default for MappingsWriter {
    fn default() -> Self {
        Self { bytes: Vec::new(), count: 0, before: NONE }
    }
}

impl MappingsWriter {
    /// Adds one.
    pub fn push(&mut self, now: Mapping) {
        let before = std::mem::replace(&mut self.before, now);
        let numbers = [
            fold(now.offset, before.offset),
            fold(now.line, before.line),
            fold(now.column, before.column),
            now.name,
            fold(now.slots_before, before.slots_before),
        ];
        push_all(&mut self.bytes, numbers);
        self.count += 1;
    }

    /// What comes now can be read without what came before. Returns the place.
    pub fn end_run(&mut self) -> u32 {
        self.before = NONE;
        self.bytes.len() as u32
    }

    /// All that was added.
    pub fn finish(self) -> Mappings {
        Mappings { bytes: self.bytes.into(), count: self.count }
    }
}

fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[u8]>, D::Error> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = Box<[u8]>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            Ok(bytes.into())
        }
    }
    deserializer.deserialize_bytes(Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        let at = |offset, line, column, name, slots_before| Mapping { offset, line, column, name, slots_before };
        let first = [at(0, 3, 70_000, 0, 0), at(5, 2, 0, 9, 1)];
        let second = [at(u32::MAX, u32::MAX, 1, u32::MAX, 0), at(7, 0, 0, 0, 200)];
        let mut writer = MappingsWriter::default();
        first.into_iter().for_each(|it| writer.push(it));
        let end = writer.end_run();
        second.into_iter().for_each(|it| writer.push(it));
        let all_end = writer.end_run();
        let mappings = writer.finish();
        assert_eq!(mappings.len(), 4);
        assert_eq!(mappings.run(0..end).collect::<Vec<_>>(), first);
        assert_eq!(mappings.run(end..all_end).collect::<Vec<_>>(), second);
        // What is cut, or is no place of a run, gives less, and nothing worse.
        assert_eq!(mappings.run(0..end - 1).collect::<Vec<_>>(), first[..1]);
        assert_eq!(mappings.run(all_end..all_end + 1).count(), 0);
    }
}
