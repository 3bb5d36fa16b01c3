//! Before the first step of the flow: the words that every other crate speaks. Never does I/O, never parses,
//! and depends on no heavy crate.
//!
//! * [`index`]: typed indices and vectors over them.
//! * [`span`]: byte ranges and the line index that turns them into lines and columns.
//! * [`fingerprint`]: 128-bit content hashes, the currency of early cutoff.
//! * [`diagnostic`]: the one type for everything a user is told.
//! * [`options`]: what a build was asked to do.
//! * [`module`]: what is known of one module alone (its interface and its statement table).
//! * [`template`]: a compiled module with its names cut out.
//! * [`words`]: the words that JavaScript keeps for itself.
//! * [`digits`]: numbers spelled in 64 letters, as in source maps.
//! * [`path`]: the one spelling of paths that may reach the output.

pub mod diagnostic;
pub mod digits;
pub mod fingerprint;
pub mod index;
pub mod module;
pub mod options;
mod packed;
pub mod path;
pub mod source_map;
pub mod span;
pub mod template;
pub mod words;

pub use compact_str::CompactString as Name;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use fingerprint::Fingerprint;
pub use index::{BitSet, Idx, IndexVec};
#[doc(hidden)]
pub use serde;
pub use span::{LineIndex, Position, Span, find_utf16};

/// The hash map of the workspace: fast, not resistant to chosen keys, and never iterated into output.
pub type Map<K, V> = rustc_hash::FxHashMap<K, V>;
/// The hash set that belongs to [`Map`].
pub type Set<K> = rustc_hash::FxHashSet<K>;
