//! Mappings as few bytes: each is told by what it differs in from the one before. They are most of a compiled module.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use crate::template::Mapping;

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
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

fn pack(mappings: &[Mapping]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(mappings.len() * 5);
    let mut before = NONE;
    for &now in mappings {
        push(&mut bytes, fold(now.offset, before.offset));
        push(&mut bytes, fold(now.line, before.line));
        push(&mut bytes, fold(now.column, before.column));
        push(&mut bytes, now.name);
        push(&mut bytes, fold(now.slots_before, before.slots_before));
        before = now;
    }
    bytes
}

fn unpack(mut bytes: &[u8]) -> Option<Box<[Mapping]>> {
    let mut mappings = Vec::with_capacity(bytes.len() / 5);
    let mut before = NONE;
    while !bytes.is_empty() {
        before = Mapping {
            offset: unfold(pull(&mut bytes)?, before.offset),
            line: unfold(pull(&mut bytes)?, before.line),
            column: unfold(pull(&mut bytes)?, before.column),
            name: pull(&mut bytes)?,
            slots_before: unfold(pull(&mut bytes)?, before.slots_before),
        };
        mappings.push(before);
    }
    Some(mappings.into())
}

/// Writes mappings as one run of bytes.
pub(crate) fn serialize<S: Serializer>(mappings: &[Mapping], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&pack(mappings))
}

/// Reads what [`serialize`] wrote.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[Mapping]>, D::Error> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = Box<[Mapping]>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("packed mappings")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            unpack(bytes).ok_or_else(|| E::custom("mappings end in the middle"))
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
        let mappings =
            [at(0, 3, 70_000, 0, 0), at(5, 2, 0, 9, 1), at(u32::MAX, u32::MAX, 1, u32::MAX, 0), at(7, 0, 0, 0, 200)];
        let bytes = pack(&mappings);
        assert_eq!(unpack(&bytes).as_deref(), Some(&mappings[..]));
        assert_eq!(unpack(&bytes[..bytes.len() - 1]), None);
        assert_eq!(unpack(&[]).as_deref(), Some(&[][..]));
    }
}
