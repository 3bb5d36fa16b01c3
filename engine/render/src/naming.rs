//! File names of the output: patterns, placeholders for hashes, and the hashes themselves.
//!
//! A chunk's text names other chunks' files, whose names hold hashes of texts that name further files, in cycles too.
//! So texts are written with placeholders of the hash's length, each text is hashed without them, and a chunk's final
//! hash covers its own text and that of every chunk it reaches. Columns do not move when the hash is filled in.

use std::sync::Arc;

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::{Fingerprint, Map};
use nexxo_link::{ChunkIdx, ModuleIdx};

use crate::output::Reference;
use crate::script::RenderedChunk;

/// Characters of a hash in a file name: 48 bits, as in Vite's and esbuild's names.
pub const HASH_LENGTH: usize = 8;
/// What every placeholder starts with; the rest is a number and `}~`.
pub(crate) const PLACEHOLDER_START: &str = "!~{";
const PLACEHOLDER_END: &str = "}~";
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";

/// A pattern such as `assets/[name]-[hash]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern<'p>(pub &'p str);

impl Pattern<'_> {
    /// Fills the pattern. `dir` is the entry's folder under the common one (may be empty), and a path of its own wherever the
    /// pattern has it: `[name][dir]` is `main/pages`. `ext` is without dot; it is appended unless the pattern places `[ext]` itself with a dot before it. `[extname]` is the extension with its dot.
    pub fn fill(&self, dir: &str, name: &str, hash: &str, ext: &str) -> String {
        let has_ext = self.0.contains("[ext]") || self.0.contains("[extname]");
        let path = self
            .0
            .replace("[dir]", &format!("/{dir}"))
            .replace("[name]", name)
            .replace("[hash]", hash)
            .replace("[extname]", &format!(".{ext}"))
            .replace("[ext]", ext);
        let path = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/");
        if has_ext { path } else { format!("{path}.{ext}") }
    }

    /// Whether a hash is part of the name.
    pub fn has_hash(&self) -> bool {
        self.0.contains("[hash]")
    }
}

/// The placeholder for a chunk's hash.
///
/// # Panics
/// Never for fewer than 4,096 × 64 chunks; beyond that names are not unique.
pub fn placeholder(chunk: ChunkIdx) -> String {
    let digit = |shift: u32| DIGITS[(chunk.0 >> shift) as usize & 63] as char;
    format!("{PLACEHOLDER_START}{}{}{}{PLACEHOLDER_END}", digit(12), digit(6), digit(0))
}

/// The placeholders in a text that starts at `base`, in order.
pub(crate) fn placeholders(text: &str, base: usize) -> Vec<Reference> {
    let found = text.match_indices(PLACEHOLDER_START).filter_map(|(at, start)| {
        let rest = text.get(at + start.len()..at + HASH_LENGTH)?;
        let (digits, end) = rest.split_at_checked(3)?;
        let digit = |digit: u8| DIGITS.iter().position(|&it| it == digit);
        let chunk = digits.bytes().try_fold(0, |number, it| Some(number << 6 | digit(it)?))?;
        (end == PLACEHOLDER_END).then(|| Reference { offset: (base + at) as u32, chunk: ChunkIdx::new(chunk) })
    });
    found.collect()
}

/// The files of the output, by what they come from. Script names may hold placeholders; the others are final.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileNames {
    /// Each chunk's script.
    pub scripts: IndexVec<ChunkIdx, String>,
    /// The style sheets that each chunk's entry point puts in force, in order.
    pub styles: IndexVec<ChunkIdx, Vec<String>>,
    /// The same for the `import()` of a style sheet.
    pub asked_styles: Map<ModuleIdx, Vec<String>>,
    /// The hashes by which a browser checks style sheets, by file, where that is asked.
    pub style_integrity: Map<String, String>,
    /// URL of each asset as code sees it: a file relative to the output folder, or a whole URL.
    pub assets: Map<ModuleIdx, AssetUrl>,
}

/// Where an asset ends up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AssetUrl {
    /// A file, relative to the output folder.
    File(String),
    /// A `data:` URL, or any other text that is used as it is.
    Inline(String),
    /// A script as a text, and where it would be as a file.
    Embedded(String, Arc<str>),
}

/// The hash in the name of each chunk's file, given the [`own_hash`] of each and where it names others. `identity` says what a
/// chunk is made of: it tells chunks apart whose texts are equal, as each of them has variables and effects of its own.
pub fn final_hashes(
    chunks: &IndexVec<ChunkIdx, (Fingerprint, &[Reference])>,
    identity: impl Fn(ChunkIdx) -> Fingerprint,
) -> IndexVec<ChunkIdx, String> {
    let mut own: IndexVec<ChunkIdx, Fingerprint> = chunks.iter().map(|(hash, _)| *hash).collect();
    let mut chunks_of: Map<Fingerprint, Vec<ChunkIdx>> = Map::default();
    for (chunk, &hash) in own.iter_enumerated() {
        chunks_of.entry(hash).or_default().push(chunk);
    }
    for chunk in own.indices() {
        if chunks_of.get(&own[chunk]).is_some_and(|equal| equal.len() > 1) {
            own[chunk] = Fingerprint::of_hash(&(own[chunk].0, identity(chunk).0));
        }
    }
    chunks.indices().map(|chunk| final_hash(chunk, chunks, &own)).collect()
}

/// The hash of a chunk's text with the placeholders left out, so that the numbers in them do not count.
pub fn own_hash(chunk: &RenderedChunk) -> Fingerprint {
    let bytes = chunk.code.as_bytes();
    let mut from = 0;
    let kept = chunk.references.iter().flat_map(|reference| {
        let part = &bytes[from..reference.offset as usize];
        from = reference.offset as usize + HASH_LENGTH;
        [part, &[0]]
    });
    let kept: Vec<&[u8]> = kept.collect();
    // The file beside it has the same hash in its name.
    Fingerprint::of_parts(kept.into_iter().chain([&bytes[from..], chunk.legal.as_bytes()]))
}

fn final_hash(
    chunk: ChunkIdx,
    chunks: &IndexVec<ChunkIdx, (Fingerprint, &[Reference])>,
    own: &IndexVec<ChunkIdx, Fingerprint>,
) -> String {
    let mut seen = BitSet::new(chunks.len());
    let mut stack = vec![chunk];
    let mut reached = Vec::new();
    while let Some(next) = stack.pop() {
        if seen.insert(next.index()) {
            if next != chunk {
                reached.push(own[next].0);
            }
            stack.extend(chunks[next].1.iter().map(|reference| reference.chunk));
        }
    }
    reached.sort_unstable();
    Fingerprint::of_hash(&(own[chunk].0, reached)).short(HASH_LENGTH)
}

/// A chunk's text with the hashes of other chunks in place of what stands where `references` are, which changes no offset.
pub fn with_hashes<H: AsRef<[u8]>>(code: String, references: &[Reference], hash: impl Fn(ChunkIdx) -> H) -> Vec<u8> {
    let mut bytes = code.into_bytes();
    for reference in references {
        let at = reference.offset as usize;
        bytes[at..at + HASH_LENGTH].copy_from_slice(hash(reference.chunk).as_ref());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fill() {
        assert_eq!(Pattern("[dir]/[name]").fill("a/b", "x", "", "js"), "a/b/x.js");
        assert_eq!(Pattern("[dir]/[name]").fill("", "x", "", "js"), "x.js");
        assert_eq!(Pattern("[name][dir]y").fill("a/b", "x", "", "js"), "x/a/by.js");
        assert_eq!(Pattern("assets/[name]-[hash]").fill("", "x", "HASH", "css"), "assets/x-HASH.css");
        assert_eq!(Pattern("[ext]/[name].[ext]").fill("", "x", "", "mjs"), "mjs/x.mjs");
        assert_eq!(placeholder(ChunkIdx(65)).len(), HASH_LENGTH);
        assert_ne!(placeholder(ChunkIdx(65)), placeholder(ChunkIdx(1)));
    }
}
