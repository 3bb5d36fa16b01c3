//! Editor buffers over another system: what is unsaved wins over what is on the disk.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use crate::system::{DirEntry, FileKind, Metadata, Stamp, System, changes_go_to};

/// A system with the text of some files replaced. A replaced file exists, and the folders it is in exist, even if the
/// system below knows nothing of them. Changes (`write`, `rename`, …) go to the system below.
///
/// Buffers are known by the path they were set with: a link to a file with a buffer still gives the file's own text.
#[derive(Debug)]
pub struct OverlaySystem {
    inner: Arc<dyn System>,
    buffers: RwLock<Buffers>,
}

#[derive(Debug, Default)]
struct Buffers {
    by_path: BTreeMap<PathBuf, Buffer>,
    revision: u32,
}

#[derive(Debug)]
struct Buffer {
    text: Arc<str>,
    revision: u32,
}

impl OverlaySystem {
    /// `inner` without any buffer over it.
    pub fn new(inner: Arc<dyn System>) -> Self {
        Self { inner, buffers: RwLock::default() }
    }

    /// The system below.
    pub fn below(&self) -> &dyn System {
        &*self.inner
    }

    /// Puts a text in place of a file's.
    pub fn set(&self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) {
        let mut buffers = self.buffers.write().unwrap_or_else(PoisonError::into_inner);
        buffers.revision += 1;
        let revision = buffers.revision;
        buffers.by_path.insert(path.into(), Buffer { text: text.into(), revision });
    }

    /// Takes a buffer away, so that the file is again what it is below.
    pub fn remove(&self, path: &Path) {
        self.buffers.write().unwrap_or_else(PoisonError::into_inner).by_path.remove(path);
    }

    /// The buffer over a file, if there is one.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.buffers().by_path.get(path).map(|buffer| Arc::clone(&buffer.text))
    }

    fn buffers(&self) -> RwLockReadGuard<'_, Buffers> {
        self.buffers.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn buffer_metadata(&self, path: &Path) -> Option<Metadata> {
        let buffers = self.buffers();
        if let Some(buffer) = buffers.by_path.get(path) {
            // No file has this inode number, so a buffer's stamp is never taken for a file's.
            let stamp = Stamp {
                mtime_nanos: i128::from(buffer.revision),
                size: buffer.text.len() as u64,
                inode: u64::MAX,
                ..Stamp::default()
            };
            return Some(Metadata { kind: FileKind::File, stamp });
        }
        None
    }

    /// Whether a buffer is somewhere below the folder `path`.
    fn holds_buffers(&self, path: &Path) -> bool {
        let buffers = self.buffers();
        buffers.by_path.range(path.to_path_buf()..).next().is_some_and(|(have, _)| have.starts_with(path))
    }

    fn or_folder(&self, path: &Path, result: io::Result<Metadata>) -> io::Result<Metadata> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.holds_buffers(path) => {
                Ok(Metadata { kind: FileKind::Dir, stamp: Stamp { inode: u64::MAX, ..Stamp::default() } })
            }
            result => result,
        }
    }
}

impl System for OverlaySystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.inner.read(path),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        match self.buffer_metadata(path) {
            Some(metadata) => Ok(metadata),
            None => self.or_folder(path, self.inner.metadata(path)),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        match self.buffer_metadata(path) {
            Some(metadata) => Ok(metadata),
            None => self.or_folder(path, self.inner.symlink_metadata(path)),
        }
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries = match self.inner.read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.holds_buffers(path) => Vec::new(),
            result => result?,
        };
        for buffered in self.buffers().by_path.keys() {
            let Ok(tail) = buffered.strip_prefix(path) else { continue };
            let mut parts = tail.components();
            let Some(first) = parts.next() else { continue };
            let kind = if parts.next().is_some() { FileKind::Dir } else { FileKind::File };
            if !entries.iter().any(|entry| entry.name == first.as_os_str()) {
                entries.push(DirEntry { name: first.as_os_str().to_os_string(), kind });
            }
        }
        entries.sort_unstable();
        Ok(entries)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.inner.read_link(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match self.inner.canonicalize(path) {
            Err(error)
                if error.kind() == io::ErrorKind::NotFound
                    && (self.text(path).is_some() || self.holds_buffers(path)) =>
            {
                match (path.parent(), path.file_name()) {
                    (Some(parent), Some(name)) => Ok(self.canonicalize(parent)?.join(name)),
                    _ => Err(error),
                }
            }
            result => result,
        }
    }

    changes_go_to!(inner);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemorySystem;

    fn names(system: &dyn System, dir: &str) -> Vec<String> {
        let entries = system.read_dir(Path::new(dir)).unwrap();
        entries.iter().map(|entry| entry.name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_buffer_wins_until_it_is_removed() {
        let overlay = OverlaySystem::new(Arc::new(MemorySystem::new([("/a.js", "disk")])));
        let path = Path::new("/a.js");
        let on_disk = overlay.metadata(path).unwrap();
        overlay.set(path, "buffer");
        assert_eq!(overlay.read(path).unwrap(), b"buffer");
        assert_ne!(overlay.metadata(path).unwrap().stamp, on_disk.stamp);
        let first = overlay.metadata(path).unwrap();
        overlay.set(path, "buffEr");
        assert_ne!(overlay.metadata(path).unwrap().stamp, first.stamp);
        overlay.remove(path);
        assert_eq!(overlay.read(path).unwrap(), b"disk");
        assert_eq!(overlay.metadata(path).unwrap(), on_disk);
    }

    #[test]
    fn a_new_buffer_is_listed_with_the_folders_it_is_in() {
        let overlay = OverlaySystem::new(Arc::new(MemorySystem::new([("/src/a.js", "")])));
        overlay.set("/src/new/b.js", "b");
        assert_eq!(names(&overlay, "/src"), ["a.js", "new"]);
        assert_eq!(names(&overlay, "/src/new"), ["b.js"]);
        assert_eq!(overlay.metadata(Path::new("/src/new")).unwrap().kind, FileKind::Dir);
        assert_eq!(overlay.canonicalize(Path::new("/src/new/b.js")).unwrap(), Path::new("/src/new/b.js"));
        assert!(overlay.read(Path::new("/src/c.js")).is_err());
    }
}
