//! What stands around a row's bytes on the disk, so that a row is either what was put or nothing.
//!
//! `magic · key · length of the payload · xxh3 of the payload · payload`, numbers in little endian.

use nexxo_base::Fingerprint;
use xxhash_rust::xxh3::xxh3_64;

use crate::Kind;

/// The first bytes of each row; the last of them counts versions of the envelope.
const MAGIC: [u8; 4] = *b"nxo\x01";
/// Bytes of a key: its kind and its fingerprint.
pub(crate) const KEY_BYTES: usize = 17;
const LENGTH_AT: usize = MAGIC.len() + KEY_BYTES;
const HASH_AT: usize = LENGTH_AT + 8;
/// Bytes before the payload.
const HEAD_BYTES: usize = HASH_AT + 8;

/// The key of a row as RocksDB sees it: rows of one kind stand together.
pub(crate) fn key_bytes(kind: Kind, key: Fingerprint) -> [u8; KEY_BYTES] {
    let mut bytes = [0; KEY_BYTES];
    bytes[0] = kind as u8;
    bytes[1..].copy_from_slice(&key.0.to_be_bytes());
    bytes
}

/// Puts an envelope around a payload.
pub(crate) fn seal(key: &[u8; KEY_BYTES], payload: &[u8]) -> Vec<u8> {
    let mut row = Vec::with_capacity(HEAD_BYTES + payload.len());
    row.extend_from_slice(&MAGIC);
    row.extend_from_slice(key);
    row.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    row.extend_from_slice(&xxh3_64(payload).to_le_bytes());
    row.extend_from_slice(payload);
    row
}

/// The payload of a row that was put under `key`; nothing when anything about it is not as it was.
pub(crate) fn open<'r>(key: &[u8], row: &'r [u8]) -> Option<&'r [u8]> {
    let (head, payload) = row.split_at_checked(HEAD_BYTES)?;
    let number = |at: usize| head[at..at + 8].iter().rev().fold(0u64, |all, &byte| all << 8 | u64::from(byte));
    let is_sound = head[..MAGIC.len()] == MAGIC
        && head[MAGIC.len()..LENGTH_AT] == *key
        && number(LENGTH_AT) == payload.len() as u64
        && number(HASH_AT) == xxh3_64(payload);
    is_sound.then_some(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_other_byte_shows() {
        let key = key_bytes(Kind::Module, Fingerprint::of(b"key"));
        let row = seal(&key, b"payload");
        assert_eq!(open(&key, &row), Some(&b"payload"[..]));
        for i in 0..row.len() {
            let mut other = row.clone();
            other[i] ^= 1;
            assert_eq!(open(&key, &other), None, "byte {i}");
            assert_eq!(open(&key, &row[..i]), None, "cut at {i}");
        }
        assert_eq!(open(&key_bytes(Kind::Scan, Fingerprint::of(b"key")), &row), None);
        assert_eq!(open(&key, &[&row[..], b"x"].concat()), None);
    }
}
