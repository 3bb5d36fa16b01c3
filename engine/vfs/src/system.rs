//! The trait that stands for the world of files, and what it answers with.

use std::{
    ffi::OsString,
    fmt, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

/// A world of files. All paths are absolute.
pub trait System: Send + Sync + fmt::Debug + 'static {
    /// The file's bytes.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A part of the file's bytes; fewer where the file ends.
    fn read_part(&self, path: &Path, from: u64, length: usize) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[from..from.saturating_add(length).min(bytes.len())].to_vec())
    }

    /// What is at `path`, links followed.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// What is at `path` itself, be it a link.
    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// What is in a folder, sorted by name. Links are listed as links.
    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>>;

    /// Where a link points, as it is written in the link.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// `path` with all links followed.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Writes a file whole, and creates the folders it is in.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes over a file that is there, where possible in the space that it has. Not over one with several names, nor where a
    /// link leads.
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes)
    }

    /// Gives a file one more name, where there is nothing yet. What is written to one of them is in both.
    ///
    /// # Errors
    /// When that is not possible, as between file systems.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file over another one, or a folder to where nothing is, and creates the folders it goes to.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file or a link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Creates a folder and the folders it is in. No error if it exists.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
}

/// The methods of a [`System`] that change something, as those of the system in a field.
macro_rules! changes_go_to {
    ($field:ident) => {
        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            self.$field.write(path, bytes)
        }

        fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            self.$field.overwrite(path, bytes)
        }

        fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.$field.hard_link(from, to)
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.$field.rename(from, to)
        }

        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.$field.remove_file(path)
        }

        fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
            self.$field.remove_dir_all(path)
        }

        fn create_dir_all(&self, path: &Path) -> io::Result<()> {
            self.$field.create_dir_all(path)
        }
    };
}
pub(crate) use changes_go_to;

/// What is at a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Dir,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A device, a socket, a pipe.
    Other,
}

/// What tells one state of a file from another without reading it. Equal stamps mean equal content, as far as the
/// file system's clock can tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// When it was last changed, in nanoseconds since 1970; negative before.
    pub mtime_nanos: i128,
    /// When it, or what is known of it, was last changed, where the system says so: no program can set that back.
    pub ctime_nanos: i128,
    /// Length in bytes.
    pub size: u64,
    /// The file system's number for it, where there is one: a file that was replaced by another has a new one.
    pub inode: u64,
}

impl Stamp {
    /// Whether a change after `now` (nanoseconds since 1970, when the stamp was taken) must show in the stamp: clocks of file
    /// systems go in steps, and two changes within one step look the same.
    pub fn is_settled(&self, now: i128) -> bool {
        const SECOND: i128 = 1_000_000_000;
        let changed = self.mtime_nanos.max(self.ctime_nanos);
        // Some count seconds, or two at a time.
        let step = if changed % SECOND == 0 { 2 * SECOND } else { SECOND / 50 };
        changed < now - step
    }
}

/// What the system knows of a file without reading it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Metadata {
    /// What it is.
    pub kind: FileKind,
    /// Its state.
    pub stamp: Stamp,
}

/// One name in a folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DirEntry {
    /// The name as the file system spells it.
    pub name: OsString,
    /// What it is.
    pub kind: FileKind,
}
