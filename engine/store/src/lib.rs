//! Between runs: keeps rows of bytes, found by the hash of what they were made from. Never knows what a row means, and never
//! gives back another row than was put: whatever is wrong with one, it is as if it were not there.
//!
//! A [`Store`] is read while a build runs, and written once, after the build's results are out ([`Store::write`]). Neither waits
//! for another process. What a build adds is first a small file beside the others' ([`recent`]); when there are many, whoever can
//! lock the large place (RocksDB) moves them there.

mod collect;
mod envelope;
mod files;
mod outputs;
mod pack;
mod recent;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use nexxo_base::Fingerprint;
use rocksdb::DB;

use envelope::{KEY_BYTES, key_bytes, open, seal};
pub use files::StoreError;
pub use pack::{Packed, pack, unpack};
use recent::Recent;

/// What a row holds, as far as the store must tell rows apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    /// A compiled module.
    Module = b'm',
    /// What parsing a module told.
    Scan = b's',
    /// A whole build.
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
    recent: OnceLock<Recent>,
    /// `None` where there are no rows, or none that can be read.
    rows: OnceLock<Option<DB>>,
    /// Rows that are not written yet.
    new: Mutex<BTreeMap<Key, Vec<u8>>>,
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
    /// The store in `folder`, which need not exist. It is read when it is first asked.
    pub fn new(folder: &Path, writes: bool) -> Arc<Self> {
        Arc::new(Self {
            folder: folder.to_path_buf(),
            writes,
            recent: OnceLock::new(),
            rows: OnceLock::new(),
            new: Mutex::default(),
            hits: AtomicUsize::new(0),
            misses: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
        })
    }

    /// Opens the large place on a thread of its own, as it will be asked for much.
    pub fn open_beside(self: &Arc<Self>) {
        let store = Arc::clone(self);
        // Without a thread, whoever asks first opens it.
        drop(std::thread::Builder::new().name("nexxo-store".into()).spawn(move || _ = store.rows()));
    }

    fn recent(&self) -> &Recent {
        self.recent.get_or_init(|| Recent::read(&self.folder))
    }

    fn rows(&self) -> Option<&DB> {
        self.rows.get_or_init(|| files::open_to_read(&self.folder)).as_ref()
    }

    /// Reads a row. `read` makes something of its bytes; where it cannot, the row is broken.
    pub fn get<T>(&self, key: Key, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let name = key_bytes(key.0, key.1);
        let found = match self.recent().get(&name) {
            Some(row) => Some(open(&name, row).and_then(read)),
            None => {
                let row = self.rows().and_then(|rows| rows.get_pinned(name).transpose());
                match row {
                    Some(row) => Some(row.ok().and_then(|row| read(open(&name, &row)?))),
                    None => lock(&self.new).get(&key).map(|row| read(row)),
                }
            }
        };
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
            lock(&self.new).insert(key, payload);
        }
    }

    /// Keeps the files that a build wrote, each with the hash of its content, and `assembly`, what is known of them, in the place of
    /// those that were kept under the same name. Gives the hash under which the latter is found as a file.
    ///
    /// # Errors
    /// When the store's folder cannot be written.
    pub fn keep_files<'f>(
        &self,
        build: Fingerprint,
        files: impl Iterator<Item = (Fingerprint, &'f Path)>,
        assembly: Option<&[u8]>,
    ) -> Result<Option<Fingerprint>, StoreError> {
        if !self.writes {
            return Ok(None);
        }
        let assembly = assembly.map(|bytes| (Fingerprint::of(bytes), bytes));
        outputs::keep(&self.folder, build, files, assembly)?;
        Ok(assembly.map(|(content, _)| content))
    }

    /// The file with this content among those that were kept for a build, and its content.
    pub fn file(&self, build: Fingerprint, content: Fingerprint) -> Option<(PathBuf, Vec<u8>)> {
        outputs::read(&self.folder, build, content)
    }

    /// How often rows were found so far.
    pub fn counts(&self) -> Counts {
        let get = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        Counts { hits: get(&self.hits), misses: get(&self.misses), broken: get(&self.broken) }
    }

    /// Writes the rows that were put. `used` are the rows that this build was made with, and `limit` the bytes that all rows
    /// together may take: beyond it those go that no recent build used.
    ///
    /// # Errors
    /// When the folder cannot be written. Rows that could be written are there all the same.
    pub fn write(&self, used: &[Key], limit: u64) -> Result<(), StoreError> {
        let new = std::mem::take(&mut *lock(&self.new));
        if !self.writes || new.is_empty() {
            return Ok(());
        }
        files::prepare(&self.folder)?;
        let mut sealed: Vec<([u8; KEY_BYTES], Vec<u8>)> = Vec::with_capacity(new.len() + 1);
        for ((kind, key), payload) in new {
            let key = key_bytes(kind, key);
            sealed.push((key, seal(&key, &payload)));
        }
        if !used.is_empty() {
            let used: Vec<u8> = used.iter().flat_map(|(kind, key)| key_bytes(*kind, *key)).collect();
            sealed.push((collect::JUST_USED, seal(&collect::JUST_USED, &used)));
        }
        // Others may have left files since, or moved them away.
        let recent = Recent::read(&self.folder);
        let size = sealed.iter().map(|(_, row)| row.len()).sum();
        let is_written = !recent.has_room(size) && self.gather(&recent, &sealed, limit)?;
        if is_written { Ok(()) } else { recent::write(&self.folder, sealed.iter().map(|(key, row)| (key, &**row))) }
    }

    /// Moves recent rows and new ones to the large place. Says whether that was done: not while another process does it.
    fn gather(&self, recent: &Recent, new: &[([u8; KEY_BYTES], Vec<u8>)], limit: u64) -> Result<bool, StoreError> {
        let gather = || -> Result<bool, StoreError> {
            let Some(rows) = files::open_to_write(&self.folder)? else { return Ok(false) };
            let all = recent.all().chain(new.iter().map(|(key, row)| (*key, &**row)));
            files::commit(&rows, collect::batch(&rows, all)?)?;
            recent.remove();
            collect::collect(&rows, limit)?;
            Ok(true)
        };
        match gather() {
            Err(error) if error.spoilt => {
                files::set_aside(&self.folder)?;
                gather()
            }
            result => result,
        }
    }

    /// What is in the store, by kind. Reads and checks each row.
    ///
    /// # Errors
    /// When the rows cannot be read to their end.
    pub fn sizes(&self) -> Result<[(Kind, Size); 4], StoreError> {
        let mut sizes = Kind::ALL.map(|kind| (kind, Size::default()));
        let mut see = |key: &[u8], row: &[u8]| {
            let Some(kind) = Kind::of_key(key) else { return };
            for (_, size) in sizes.iter_mut().filter(|(it, _)| *it == kind) {
                size.rows += 1;
                size.bytes += (key.len() + row.len()) as u64;
                size.broken += u64::from(open(key, row).is_none());
            }
        };
        self.recent().all().for_each(|(key, row)| see(&key, row));
        if let Some(rows) = self.rows() {
            files::each_row(rows, see)?;
        }
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
