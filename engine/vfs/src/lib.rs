//! The world outside: files and folders behind one trait, on disk or in memory. Never parses, never resolves.
//!
//! Everything that reads or writes a file does so through a [`System`]; this is the only crate that calls `std::fs`.
//!
//! * [`system`]: the trait and what it answers with.
//! * [`os`]: the disk.
//! * [`memory`]: a tree in memory, for tests.
//! * [`overlay`]: editor buffers over another system.
//! * [`record`]: what was asked of a system and what it answered, to be asked again later.
//! * [`listings`]: folder listings, kept, so that a probe for a file costs no call to the system.
//! * [`watch`]: what happens to folders while a process runs.
//! * [`emit`]: writing many files so that either all of them change or none.

pub mod emit;
pub mod listings;
pub mod memory;
pub mod os;
pub mod overlay;
pub mod record;
pub mod system;
pub mod watch;

pub use emit::{Spares, ToWrite, Twin, write_all_or_nothing};
pub use listings::Listings;
pub use memory::MemorySystem;
pub use os::OsSystem;
pub use overlay::OverlaySystem;
pub use record::{RecordingSystem, Seen, Verdict};
pub use system::{DirEntry, FileKind, Metadata, Stamp, System};
pub use watch::{Notice, Watcher};
