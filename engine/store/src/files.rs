//! RocksDB, and the folder that it is in.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use rocksdb::{
    BlockBasedOptions, DB, DBCompactionStyle, DBCompressionType, ErrorKind, IteratorMode, LogLevel, Options,
    WaitForCompactOptions, WriteBatch, WriteOptions,
};

use crate::outputs::OUTPUTS;
use crate::recent::RECENT;

/// The folder of the rows, inside of the store's. The number counts layouts: another version's rows are left alone.
const ROWS: &str = "rows-1";
/// Where rows go that cannot be opened.
const BROKEN: &str = "broken";
/// Tells version control and backups that nothing in the folder is worth keeping.
const MARKS: [(&str, &str); 2] = [
    (".gitignore", "*\n"),
    ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Nexxo can make everything in here again.\n"),
];
/// Bits a row in a file's filter: one row in a hundred is looked for where it is not.
const FILTER_BITS: f64 = 10.0;
/// Each write leaves a file; so many are read one by one before they become one.
const FILES_AT_MOST: i32 = 8;

/// Why a store cannot be written or read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreError {
    /// The store's folder, or the file.
    pub path: PathBuf,
    /// The system's words.
    pub message: String,
    /// Whether rows are not as they were written.
    pub(crate) spoilt: bool,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for StoreError {}

/// An error with where it happened.
pub(crate) fn at<E: fmt::Display>(path: &Path) -> impl FnOnce(E) -> StoreError {
    move |error| StoreError { path: path.to_path_buf(), message: error.to_string(), spoilt: false }
}

/// An error of RocksDB's.
pub(crate) fn of(rows: &DB) -> impl FnOnce(rocksdb::Error) -> StoreError {
    |error| StoreError { spoilt: error.kind() == ErrorKind::Corruption, ..at(rows.path())(error) }
}

fn options() -> Options {
    let mut blocks = BlockBasedOptions::default();
    // The system keeps the files in memory; a copy of our own would be a second one.
    blocks.disable_cache();
    // A row is in one of several files: the others are not read for it.
    blocks.set_bloom_filter(FILTER_BITS, false);
    let mut options = Options::default();
    options.set_block_based_table_factory(&blocks);
    options.set_compression_type(DBCompressionType::None);
    options.set_allow_mmap_reads(true);
    options.set_log_level(LogLevel::Fatal);
    options.set_keep_log_file_num(1);
    options.set_stats_dump_period_sec(0);
    options.set_stats_persist_period_sec(0);
    options.set_skip_stats_update_on_db_open(true);
    // There are few files, and starting a thread takes longer than opening one.
    options.set_max_file_opening_threads(1);
    // Files of about one size are joined: however large the whole is, a small build never writes all of it again.
    options.set_compaction_style(DBCompactionStyle::Universal);
    options.set_level_zero_file_num_compaction_trigger(FILES_AT_MOST);
    options.set_write_buffer_size(256 << 20);
    options
}

/// Opens the rows as they are now. Needs no lock, and changes nothing.
pub(crate) fn open_to_read(folder: &Path) -> Option<DB> {
    let rows = folder.join(ROWS);
    rows.join("CURRENT").exists().then(|| DB::open_for_read_only(&options(), rows, false).ok()).flatten()
}

/// Opens the rows to be written, as the only one who does; `None` while another process does. What cannot be opened is set
/// aside, and the rows begin anew.
pub(crate) fn open_to_write(folder: &Path) -> Result<Option<DB>, StoreError> {
    prepare(folder)?;
    let rows = folder.join(ROWS);
    let mut options = options();
    options.create_if_missing(true);
    match DB::open(&options, &rows) {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if is_locked(&error) => Ok(None),
        Err(_) => {
            set_aside(folder)?;
            let again = DB::open(&options, &rows).map(Some);
            again.or_else(|error| if is_locked(&error) { Ok(None) } else { Err(error) }).map_err(at(&rows))
        }
    }
}

/// Makes the folder ready to be written.
pub(crate) fn prepare(folder: &Path) -> Result<(), StoreError> {
    let rows = folder.join(ROWS);
    if rows.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(&rows).map_err(at(folder))?;
    for (name, text) in MARKS {
        let path = folder.join(name);
        if !path.exists() {
            #[expect(
                clippy::disallowed_methods,
                reason = "the store's folder is no part of the world that is bundled"
            )]
            fs::write(&path, text).map_err(at(&path))?;
        }
    }
    Ok(())
}

fn is_locked(error: &rocksdb::Error) -> bool {
    error.kind() == ErrorKind::IOError && error.as_ref().contains("lock")
}

/// Puts rows aside that cannot be used, in the place of others that were put there before.
pub(crate) fn set_aside(folder: &Path) -> Result<(), StoreError> {
    let (rows, broken) = (folder.join(ROWS), folder.join(BROKEN));
    remove(&broken)?;
    fs::rename(&rows, &broken).map_err(at(&rows))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

/// Writes a batch to a file, and waits until files are joined if there are many.
pub(crate) fn commit(rows: &DB, batch: WriteBatch) -> Result<(), StoreError> {
    let mut without_log = WriteOptions::default();
    without_log.disable_wal(true);
    rows.write_opt(batch, &without_log).and_then(|()| rows.flush()).map_err(of(rows))?;
    rows.wait_for_compact(&WaitForCompactOptions::default()).map_err(of(rows))
}

/// Calls `see` with each key and row.
pub(crate) fn each_row(rows: &DB, mut see: impl FnMut(&[u8], &[u8])) -> Result<(), StoreError> {
    for row in rows.iterator(IteratorMode::Start) {
        let (key, row) = row.map_err(of(rows))?;
        see(&key, &row);
    }
    Ok(())
}

/// Removes everything of the store's in a folder.
pub(crate) fn clear(folder: &Path) -> Result<(), StoreError> {
    remove(&folder.join(RECENT))?;
    remove(&folder.join(OUTPUTS))?;
    remove(&folder.join(ROWS))?;
    remove(&folder.join(BROKEN))?;
    for (name, _) in MARKS {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(&path)(error)),
            _ => {}
        }
    }
    // What others put there stays, and the folder with it.
    _ = fs::remove_dir(folder);
    Ok(())
}
