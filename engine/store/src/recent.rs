//! Rows of the last few builds, in small files of their own: to read them takes no time, and neither does leaving one more. When
//! they are many, they all move into the one large place.
//!
//! A file is, for each row: its key, its length as four bytes in little endian, the row in its envelope.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use nexxo_base::Map;

use crate::envelope::{KEY_BYTES, open};
use crate::files::{StoreError, at};

/// The folder of the files. The number counts layouts.
pub(crate) const RECENT: &str = "recent-1";
/// So many files are read each time.
const FILES_AT_MOST: usize = 16;
/// So many bytes of rows are.
const BYTES_AT_MOST: usize = 4 << 20;

/// The rows of all files.
#[derive(Default)]
pub(crate) struct Recent {
    /// Where they are and what is in them, the newest last.
    files: Vec<(PathBuf, Vec<u8>)>,
    /// The newest row of each name.
    rows: Map<[u8; KEY_BYTES], (usize, Range<usize>)>,
}

impl Recent {
    /// Reads the files in a store's folder. What cannot be read is not there.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut recent = Self::default();
        #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
        for path in paths(folder) {
            if let Ok(bytes) = fs::read(&path) {
                let file = recent.files.len();
                for (key, row) in rows_of(&bytes) {
                    recent.rows.insert(key, (file, row));
                }
                recent.files.push((path, bytes));
            }
        }
        recent
    }

    /// The row of this name, in its envelope.
    pub(crate) fn get(&self, key: &[u8; KEY_BYTES]) -> Option<&[u8]> {
        let (file, row) = self.rows.get(key)?;
        self.files[*file].1.get(row.clone())
    }

    /// All rows, the oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = ([u8; KEY_BYTES], &[u8])> {
        self.files.iter().flat_map(|(_, bytes)| rows_of(bytes).map(|(key, row)| (key, &bytes[row])))
    }

    /// Whether there is room for one more file of so many bytes.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        let all: usize = self.files.iter().map(|(_, bytes)| bytes.len()).sum();
        self.files.len() < FILES_AT_MOST && all + bytes < BYTES_AT_MOST
    }

    /// Removes the files that were read.
    pub(crate) fn remove(&self) {
        // One that stays is read again, and says what is known then.
        self.files.iter().for_each(|(path, _)| drop(fs::remove_file(path)));
    }
}

/// Adds a file of these rows.
pub(crate) fn write<'r>(
    folder: &Path,
    rows: impl Iterator<Item = (&'r [u8; KEY_BYTES], &'r [u8])>,
) -> Result<(), StoreError> {
    let folder = folder.join(RECENT);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let mut bytes = Vec::new();
    for (key, row) in rows {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&(row.len() as u32).to_le_bytes());
        bytes.extend_from_slice(row);
    }
    // By number, as clocks may be set back; and by process, as two may find the same one free.
    let number = paths(&folder.join("..")).last().and_then(|path| number(path)).map_or(0, |last| last + 1);
    let path = folder.join(format!("{number:012}-{}", std::process::id()));
    let unfinished = folder.join(format!("unfinished-{}", std::process::id()));
    #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
    fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, &path)).map_err(at(&path)).inspect_err(|_| {
        // What is half written is no use to anybody.
        drop(fs::remove_file(&unfinished));
    })
}

/// The files in the order in which they were written.
fn paths(folder: &Path) -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
    let entries = fs::read_dir(folder.join(RECENT)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| number(path).is_some()).collect();
    paths.sort_unstable();
    paths
}

fn number(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.split_once('-')?.0.parse().ok()
}

/// The rows in a file, as far as it is whole. Rows that are not sound have no name that could be relied on.
fn rows_of(bytes: &[u8]) -> impl Iterator<Item = ([u8; KEY_BYTES], Range<usize>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (key, rest) = bytes[at..].split_first_chunk::<KEY_BYTES>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let start = bytes.len() - rest.len();
        let end = start.checked_add(u32::from_le_bytes(*length) as usize)?;
        open(key, bytes.get(start..end)?)?;
        at = end;
        Some((*key, start..end))
    })
}
