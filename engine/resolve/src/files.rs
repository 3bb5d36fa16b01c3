//! The file system as `oxc_resolver` sees it: probes are answered by kept listings, never by a call for each.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use nexxo_base::Set;
use nexxo_vfs::{DirEntry, FileKind, Listings, OsSystem, System};
use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

/// A [`System`] with its [`Listings`].
#[derive(Clone, Debug)]
pub(crate) struct Files {
    system: Arc<dyn System>,
    listings: Arc<Listings>,
    root: PathBuf,
    /// The files that were read: package.json, tsconfig.json and what those extend.
    read: Arc<RwLock<Set<PathBuf>>>,
}

impl Files {
    /// `root` is the project's folder.
    pub(crate) fn new(system: Arc<dyn System>, listings: Arc<Listings>, root: PathBuf) -> Self {
        Self { system, listings, root, read: Arc::default() }
    }

    /// What is at `path`, links not followed. The folders above the root are asked name by name: they may be large
    /// (`/tmp`, a home folder), and only a few names in them are ever wanted.
    pub(crate) fn kind(&self, path: &Path) -> Option<FileKind> {
        if path.parent().is_some_and(|dir| self.is_above(dir)) {
            return self.system.symlink_metadata(path).ok().map(|metadata| metadata.kind);
        }
        self.listings.entry(path)
    }

    /// What is in a folder, sorted by name; `None` where only single names may be asked for.
    pub(crate) fn entries(&self, dir: &Path) -> Option<Arc<[DirEntry]>> {
        if self.is_above(dir) { None } else { self.listings.names(dir) }
    }

    /// Whether `dir` is a folder above the root.
    fn is_above(&self, dir: &Path) -> bool {
        self.root.as_os_str().len() > dir.as_os_str().len() && dir != self.root && self.root.starts_with(dir)
    }

    /// What is at `path`, links followed.
    pub(crate) fn kind_followed(&self, path: &Path) -> Option<FileKind> {
        match self.kind(path)? {
            FileKind::Symlink => self.system.metadata(path).ok().map(|metadata| metadata.kind),
            kind => Some(kind),
        }
    }

    /// Whether a file is at `path`, links followed.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        self.kind_followed(path) == Some(FileKind::File)
    }

    /// Whether a folder is at `path`, links followed.
    pub(crate) fn is_dir(&self, path: &Path) -> bool {
        self.kind_followed(path) == Some(FileKind::Dir)
    }

    /// Whether a file was read.
    pub(crate) fn has_read(&self, path: &Path) -> bool {
        self.read.read().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    /// Forgets all that is kept.
    pub(crate) fn clear(&self) {
        self.listings.clear();
        self.read.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The listings.
    pub(crate) fn listings(&self) -> &Listings {
        &self.listings
    }

    /// A file's text, if it can be read.
    pub(crate) fn text(&self, path: &Path) -> Option<String> {
        self.read_to_string(path).ok()
    }
}

fn metadata(kind: FileKind) -> FileMetadata {
    FileMetadata::new(kind == FileKind::File, kind == FileKind::Dir, kind == FileKind::Symlink)
}

impl FileSystem for Files {
    fn new() -> Self {
        let system: Arc<dyn System> = Arc::new(OsSystem);
        Self::new(Arc::clone(&system), Arc::new(Listings::new(system)), PathBuf::new())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // A package.json is looked for in each folder by reading it: do not ask the system for those not listed.
        self.kind(path).ok_or(io::ErrorKind::NotFound)?;
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf());
        self.system.read(path)
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        String::from_utf8(self.read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.kind_followed(path).map(metadata).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.kind(path).map(metadata).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        Ok(self.system.read_link(path)?)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.system.canonicalize(path)
    }
}
