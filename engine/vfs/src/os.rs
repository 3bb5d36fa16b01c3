//! The disk.

#![expect(clippy::disallowed_methods, reason = "this is where the calls that others must not make are made")]

use std::{
    fs,
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::system::{DirEntry, FileKind, Metadata, Stamp, System};

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsSystem;

impl System for OsSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_part(&self, path: &Path, from: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = fs::File::open(path)?;
        file.seek(io::SeekFrom::Start(from))?;
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path).map(|metadata| from_os(&metadata))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::symlink_metadata(path).map(|metadata| from_os(&metadata))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            // A file that vanished between the listing and this call is not in the folder any more.
            let Ok(kind) = entry.file_type() else { continue };
            entries.push(DirEntry { name: entry.file_name(), kind: kind_of(kind) });
        }
        entries.sort_unstable();
        Ok(entries)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path).map(plain)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path).map(plain)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        in_folder(path, || fs::write(path, bytes))
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let metadata = fs::symlink_metadata(path)?;
        if !metadata.is_file() || names_of(&metadata) > 1 {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let mut file = fs::OpenOptions::new().write(true).open(path)?;
        // Cut to its length afterwards: file systems look for new space for a file that is emptied first.
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        in_folder(to, || fs::hard_link(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        in_folder(to, || fs::rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }
}

/// Does something that needs the folder of a path, and creates that folder where it is not there.
fn in_folder(path: &Path, work: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match (work(), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            work()
        }
        (result, _) => result,
    }
}

/// How many names a file has.
#[cfg(unix)]
fn names_of(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// Here it cannot be known, so that any may have several.
#[cfg(not(unix))]
fn names_of(_metadata: &fs::Metadata) -> u64 {
    u64::MAX
}

fn kind_of(kind: fs::FileType) -> FileKind {
    if kind.is_file() {
        FileKind::File
    } else if kind.is_dir() {
        FileKind::Dir
    } else if kind.is_symlink() {
        FileKind::Symlink
    } else {
        FileKind::Other
    }
}

fn from_os(metadata: &fs::Metadata) -> Metadata {
    let mtime_nanos = metadata.modified().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    });
    Metadata {
        kind: kind_of(metadata.file_type()),
        stamp: Stamp { mtime_nanos, ctime_nanos: ctime(metadata), size: metadata.len(), inode: inode(metadata) },
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(unix)]
fn ctime(metadata: &fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn ctime(_metadata: &fs::Metadata) -> i128 {
    0
}

#[cfg(not(unix))]
fn inode(_metadata: &fs::Metadata) -> u64 {
    0
}

/// Windows answers with `\\?\C:\…`, which no user writes and no other path compares equal to.
fn plain(path: PathBuf) -> PathBuf {
    if cfg!(windows)
        && let Some(text) = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"))
        && text.as_bytes().get(1) == Some(&b':')
    {
        return PathBuf::from(text);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_create_folders_and_listings_are_sorted() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        OsSystem.write(&at("b/c.js"), b"1").unwrap();
        OsSystem.write(&at("a.js"), b"22").unwrap();
        let names: Vec<_> = OsSystem.read_dir(dir.path()).unwrap();
        assert_eq!(names.iter().map(|e| e.name.to_str().unwrap()).collect::<Vec<_>>(), ["a.js", "b"]);
        assert_eq!(names[1].kind, FileKind::Dir);
        assert_eq!(OsSystem.metadata(&at("a.js")).unwrap().stamp.size, 2);
        assert_eq!(OsSystem.read_part(&at("a.js"), 1, 5).unwrap(), b"2");
        assert_eq!(OsSystem.read_part(&at("a.js"), 9, 5).unwrap(), b"");
        assert_eq!(OsSystem.read(&at("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_listed_as_links_and_followed_by_metadata() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        OsSystem.write(&at("real.js"), b"1").unwrap();
        std::os::unix::fs::symlink("real.js", at("link.js")).unwrap();
        assert_eq!(OsSystem.symlink_metadata(&at("link.js")).unwrap().kind, FileKind::Symlink);
        assert_eq!(OsSystem.metadata(&at("link.js")).unwrap(), OsSystem.metadata(&at("real.js")).unwrap());
        assert_eq!(OsSystem.read_link(&at("link.js")).unwrap(), Path::new("real.js"));
        assert_eq!(
            OsSystem.canonicalize(&at("link.js")).unwrap(),
            OsSystem.canonicalize(dir.path()).unwrap().join("real.js")
        );
    }
}
