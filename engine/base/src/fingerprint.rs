//! Content hashes.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// A 128-bit xxh3 hash of some content. Equal content has equal fingerprints; unequal content is taken to have
/// unequal ones. Not meant to resist an attacker.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The fingerprint of the bytes of all `parts`, one after the other.
    pub fn of_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hasher = Xxh3Default::new();
        parts.into_iter().for_each(|part| hasher.update(part));
        Self(hasher.digest128())
    }

    /// The fingerprint of anything hashable. Stable between runs of one build of Nexxo.
    pub fn of_hash<T: std::hash::Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Hasher::default();
        value.hash(&mut hasher);
        hasher.fingerprint()
    }

    /// One that nobody can guess: the system's own randomness, by way of the seeds of hash maps.
    pub fn random() -> Self {
        let parts: [u64; 4] = std::array::from_fn(|i| RandomState::new().hash_one(i));
        Self::of_hash(&parts)
    }

    /// The first `len` characters (at most 21) of this hash in the 64 letters that are safe in file names and URLs.
    pub fn short(self, len: usize) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
        let mut rest = self.0;
        (0..len.min(21))
            .map(|_| {
                let letter = LETTERS[(rest & 63) as usize];
                rest >>= 6;
                letter as char
            })
            .collect()
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A `std` hasher that ends in a [`Fingerprint`].
#[derive(Default)]
pub struct Hasher(Xxh3Default);

impl Hasher {
    /// The fingerprint of all that was written.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.0.digest128())
    }
}

impl std::hash::Hasher for Hasher {
    fn finish(&self) -> u64 {
        self.0.digest()
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}
