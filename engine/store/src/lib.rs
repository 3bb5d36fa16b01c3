//! Between runs: keeps rows of bytes, found by the hash of what they were made from. Never knows what a row means, and never
//! gives back another row than was put: whatever is wrong with one, it is as if it were not there.
//!
//! A [`Store`] is read while a build runs, and written once, after the build's results are out ([`Store::write`]). Reading
//! needs no lock; of two processes that write at the same time one does, and the other's rows are lost, which costs time
//! later and nothing else.

mod collect;
mod envelope;
mod files;
mod pack;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use nexxo_base::Fingerprint;
use rocksdb::{DB, WriteBatch};

use envelope::{key_bytes, open, seal};
pub use files::StoreError;
pub use pack::{Packed, pack, unpack};

/// What a row holds, as far as the store must tell rows apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    /// A compiled module.
    Module = b'm',
    /// What parsing a module told.
    Scan = b's',
    /// A whole build; it names the rows that it used.
    Build = b'b',
    /// Which rows builds used, newest builds last: what is collected last when the store is too large.
    Used = b'u',
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Module, Self::Scan, Self::Build, Self::Used];

    fn of_key(key: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| key.first() == Some(&(*kind as u8)))
    }
}

/// A row's name.
pub type Key = (Kind, Fingerprint);

/// The rows of one folder, for one process.
pub struct Store {
    folder: PathBuf,
    writes: bool,
    /// `None` where there are no rows, or none that can be read.
    rows: OnceLock<Option<DB>>,
    new: Mutex<Vec<(Key, Vec<u8>)>>,
    hits: AtomicUsize,
    misses: AtomicUsize,
    broken: AtomicUsize,
}

/// How often rows were found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Rows that were there.
    pub hits: usize,
    /// Rows that were not.
    pub misses: usize,
    /// Rows that were there and not as they were put; they count as missed too.
    pub broken: usize,
}

/// What rows of one kind come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Size {
    /// How many there are.
    pub rows: u64,
    /// Their bytes, envelopes and keys included.
    pub bytes: u64,
    /// How many of them are not as they were put.
    pub broken: u64,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).field("writes", &self.writes).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// The store in `folder`, which need not exist. It is opened on a thread of its own, beside what the caller does next.
    pub fn start(folder: &Path, writes: bool) -> Arc<Self> {
        let store = Arc::new(Self {
            folder: folder.to_path_buf(),
            writes,
            rows: OnceLock::new(),
            new: Mutex::default(),
            hits: AtomicUsize::new(0),
            misses: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
        });
        let opened = Arc::clone(&store);
        // Without a thread, whoever asks first opens it.
        drop(std::thread::Builder::new().name("nexxo-store".into()).spawn(move || _ = opened.rows()));
        store
    }

    fn rows(&self) -> Option<&DB> {
        self.rows.get_or_init(|| files::open_to_read(&self.folder)).as_ref()
    }

    /// Reads a row. `read` makes something of its bytes; where it cannot, the row is broken.
    pub fn get<T>(&self, (kind, key): Key, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let key = key_bytes(kind, key);
        let row = self.rows().and_then(|rows| rows.get_pinned(key).transpose());
        let found = row.map(|row| row.ok().and_then(|row| read(open(&key, &row)?)));
        match &found {
            Some(Some(_)) => &self.hits,
            Some(None) => {
                self.broken.fetch_add(1, Ordering::Relaxed);
                &self.misses
            }
            None => &self.misses,
        }
        .fetch_add(1, Ordering::Relaxed);
        found.flatten()
    }

    /// Whether [`Store::put`] keeps anything.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// Keeps a row for [`Store::write`].
    pub fn put(&self, key: Key, payload: Vec<u8>) {
        if self.writes {
            lock(&self.new).push((key, payload));
        }
    }

    /// Whether there is anything to write.
    pub fn has_new(&self) -> bool {
        !lock(&self.new).is_empty()
    }

    /// How often rows were found so far.
    pub fn counts(&self) -> Counts {
        let get = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        Counts { hits: get(&self.hits), misses: get(&self.misses), broken: get(&self.broken) }
    }

    /// Writes the rows that were put. `used` are the rows that this build was made with, and `limit` the bytes that all rows
    /// together may take: beyond it those go that no recent build used. Does nothing while another process writes.
    ///
    /// # Errors
    /// When the folder cannot be written. Rows that could be written are there all the same.
    pub fn write(&self, used: &[Key], limit: u64) -> Result<(), StoreError> {
        let new = std::mem::take(&mut *lock(&self.new));
        if !self.writes || new.is_empty() {
            return Ok(());
        }
        match self.write_rows(&new, used, limit) {
            Err(error) if error.spoilt => {
                files::set_aside(&self.folder)?;
                self.write_rows(&new, used, limit)
            }
            result => result,
        }
    }

    fn write_rows(&self, new: &[(Key, Vec<u8>)], used: &[Key], limit: u64) -> Result<(), StoreError> {
        let Some(rows) = files::open_to_write(&self.folder)? else { return Ok(()) };
        let mut batch = WriteBatch::default();
        for ((kind, key), payload) in new {
            let key = key_bytes(*kind, *key);
            batch.put(key, seal(&key, payload));
        }
        collect::note_used(&rows, used, &mut batch)?;
        files::commit(&rows, batch)?;
        collect::collect(&rows, limit)
    }

    /// What is in the store, by kind. Reads and checks each row.
    ///
    /// # Errors
    /// When the rows cannot be read to their end.
    pub fn sizes(&self) -> Result<[(Kind, Size); 4], StoreError> {
        let mut sizes = Kind::ALL.map(|kind| (kind, Size::default()));
        let Some(rows) = self.rows() else { return Ok(sizes) };
        files::each_row(rows, |key, row| {
            let Some(kind) = Kind::of_key(key) else { return };
            for (_, size) in sizes.iter_mut().filter(|(it, _)| *it == kind) {
                size.rows += 1;
                size.bytes += (key.len() + row.len()) as u64;
                size.broken += u64::from(open(key, row).is_none());
            }
        })?;
        Ok(sizes)
    }
}

/// Makes a folder ready for [`Store::write`], which does so itself. Whoever looks at the folders around it does so before,
/// as nothing there changes then because of the store.
///
/// # Errors
/// When the folder cannot be written.
pub fn prepare(folder: &Path) -> Result<(), StoreError> {
    files::prepare(folder)
}

/// Removes all that a store keeps in `folder`, and the folder when nothing else is in it.
///
/// # Errors
/// When something cannot be removed.
pub fn clear(folder: &Path) -> Result<(), StoreError> {
    files::clear(folder)
}

#[cfg(test)]
mod tests;
