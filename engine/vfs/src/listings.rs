//! Folder listings, kept, so that a probe for a file costs no call to the system.
//!
//! Resolving one extensionless import asks for a dozen names in the same folder. One listing answers them all, and
//! answers with the names as the file system spells them, so that letter case is checked on every machine.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use nexxo_base::Map;

use crate::system::{DirEntry, FileKind, System};

/// Memoised listings of the folders of a [`System`]. What is in a folder is read once and holds until [`clear`] or
/// [`forget`].
///
/// [`clear`]: Listings::clear
/// [`forget`]: Listings::forget
#[derive(Debug)]
pub struct Listings {
    system: Arc<dyn System>,
    /// By path, as text: hashing paths part by part would cost more than all the rest.
    folders: RwLock<Map<OsString, Listing>>,
}

/// What is known of one folder.
#[derive(Clone, Debug)]
enum Listing {
    /// It was listed. Sorted by name.
    Known(Arc<[DirEntry]>),
    /// There is no such folder.
    Missing,
    /// It is there, but may not be listed: each name must be asked for by itself.
    Opaque,
}

impl Listings {
    /// Listings of `system`'s folders, none of them read yet.
    pub fn new(system: Arc<dyn System>) -> Self {
        Self { system, folders: RwLock::default() }
    }

    /// What is at `path`, links not followed, by the listing of its folder. A name must match letter by letter, also
    /// on a file system that ignores case.
    pub fn entry(&self, path: &Path) -> Option<FileKind> {
        let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
            return self.stat(path);
        };
        match self.listing(dir) {
            Listing::Known(entries) => find(&entries, name).map(|entry| entry.kind),
            Listing::Missing => None,
            Listing::Opaque => self.stat(path),
        }
    }

    /// The names in a folder, sorted; `None` if there is no such folder or it may not be listed.
    pub fn names(&self, dir: &Path) -> Option<Arc<[DirEntry]>> {
        match self.listing(dir) {
            Listing::Known(entries) => Some(entries),
            Listing::Missing | Listing::Opaque => None,
        }
    }

    /// The name in `dir` that differs from `name` only by letter case, the first in sorted order if several do.
    pub fn other_case(&self, dir: &Path, name: &OsStr) -> Option<OsString> {
        let wanted = name.to_str()?.to_lowercase();
        let entries = self.names(dir)?;
        entries
            .iter()
            .find(|entry| entry.name != name && entry.name.to_str().is_some_and(|have| have.to_lowercase() == wanted))
            .map(|entry| entry.name.clone())
    }

    /// Whether a kept listing says something else of `path`, or of what is below it, than the disk does now.
    pub fn is_stale(&self, path: &Path) -> bool {
        let folders = read(&self.folders);
        let now = self.stat(path);
        // A folder that is not there is often known by the listing of one above it.
        let known = path.ancestors().find(|at| at.parent().is_some_and(|dir| folders.contains_key(dir.as_os_str())));
        let here = known.is_some_and(|at| {
            let (Some(dir), Some(name)) = (at.parent(), at.file_name()) else { return false };
            let now = if at == path { now } else { self.stat(at) };
            match folders.get(dir.as_os_str()) {
                Some(Listing::Known(entries)) => find(entries, name).map(|entry| entry.kind) != now,
                Some(Listing::Missing) => now.is_some(),
                Some(Listing::Opaque) | None => false,
            }
        });
        let below = || {
            folders.iter().any(|(folder, listing)| {
                let folder = Path::new(folder);
                folder.starts_with(path)
                    && match listing {
                        Listing::Missing => self.system.metadata(folder).is_ok_and(|it| it.kind == FileKind::Dir),
                        // It may have gone and come back as another.
                        Listing::Known(kept) => {
                            !matches!(self.read_listing(folder), Listing::Known(now) if now == *kept)
                        }
                        Listing::Opaque => self.system.metadata(folder).is_err(),
                    }
            })
        };
        here || now != Some(FileKind::File) && below()
    }

    /// What differs between the kept listing of a folder and the disk.
    pub fn differences(&self, dir: &Path) -> Vec<PathBuf> {
        let kept = read(&self.folders).get(dir.as_os_str()).cloned();
        let Some(kept) = kept else { return Vec::new() };
        let kept = if let Listing::Known(entries) = &kept { &**entries } else { &[] };
        let now = if let Listing::Known(entries) = self.read_listing(dir) { entries } else { [].into() };
        let gone = kept.iter().filter(|entry| now.binary_search(entry).is_err());
        let come = now.iter().filter(|entry| kept.binary_search(entry).is_err());
        gone.chain(come).map(|entry| dir.join(&entry.name)).collect()
    }

    /// The folders that are kept listings of, those that do not exist too.
    pub fn folders(&self) -> Vec<PathBuf> {
        read(&self.folders).keys().map(PathBuf::from).collect()
    }

    /// How many listings are kept.
    pub fn count(&self) -> usize {
        read(&self.folders).len()
    }

    /// Forgets all listings.
    pub fn clear(&self) {
        write(&self.folders).clear();
    }

    /// Forgets what is in one folder, and in all folders below it.
    pub fn forget(&self, dir: &Path) {
        write(&self.folders).retain(|path, _| !Path::new(path).starts_with(dir));
    }

    fn listing(&self, dir: &Path) -> Listing {
        if let Some(listing) = read(&self.folders).get(dir.as_os_str()) {
            return listing.clone();
        }
        // Read without the lock held: two threads may read the same folder, and both get the same answer.
        let listing = if self.absent_by_parent(dir) { Listing::Missing } else { self.read_listing(dir) };
        write(&self.folders).entry(dir.into()).or_insert(listing).clone()
    }

    /// Whether the listing of the folder above, if it was read already, says that there is no folder `dir`.
    fn absent_by_parent(&self, dir: &Path) -> bool {
        let (Some(parent), Some(name)) = (dir.parent(), dir.file_name()) else { return false };
        match read(&self.folders).get(parent.as_os_str()) {
            Some(Listing::Known(entries)) => find(entries, name).is_none_or(|entry| entry.kind == FileKind::File),
            Some(Listing::Missing) => true,
            Some(Listing::Opaque) | None => false,
        }
    }

    fn read_listing(&self, dir: &Path) -> Listing {
        match self.system.read_dir(dir) {
            Ok(entries) => Listing::Known(entries.into()),
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Listing::Missing,
                _ => Listing::Opaque,
            },
        }
    }

    fn stat(&self, path: &Path) -> Option<FileKind> {
        self.system.symlink_metadata(path).ok().map(|metadata| metadata.kind)
    }
}

/// The entry of a name in the sorted entries of a folder.
pub fn find<'a>(entries: &'a [DirEntry], name: &OsStr) -> Option<&'a DirEntry> {
    entries.binary_search_by(|entry| entry.name.as_os_str().cmp(name)).ok().map(|at| &entries[at])
}

// A thread that panicked while it held a lock left the map whole: each change is one call.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemorySystem;

    fn listings() -> (Arc<MemorySystem>, Listings) {
        let system = Arc::new(MemorySystem::new([("/a/b.js", ""), ("/a/C/d.js", "")]));
        let listings = Listings::new(system.clone());
        (system, listings)
    }

    #[test]
    fn one_listing_answers_all_probes_of_a_folder() {
        let (system, listings) = listings();
        assert_eq!(listings.entry(Path::new("/a/b.js")), Some(FileKind::File));
        for name in ["b", "b.ts", "b.tsx", "b.jsx"] {
            assert_eq!(listings.entry(&Path::new("/a").join(name)), None);
        }
        assert_eq!(listings.entry(Path::new("/a/C")), Some(FileKind::Dir));
        assert_eq!(listings.entry(Path::new("/a/none/x.js")), None);
        assert_eq!(system.calls(), ["read_dir /a"]);
    }

    #[test]
    fn case_is_part_of_the_name() {
        let (_, listings) = listings();
        assert_eq!(listings.entry(Path::new("/a/B.js")), None);
        assert_eq!(listings.other_case(Path::new("/a"), OsStr::new("B.JS")), Some("b.js".into()));
        assert_eq!(listings.other_case(Path::new("/a"), OsStr::new("x.js")), None);
    }

    #[test]
    fn forgotten_folders_are_read_again() {
        let (system, listings) = listings();
        assert_eq!(listings.entry(Path::new("/a/new.js")), None);
        system.set("/a/new.js", "");
        assert_eq!(listings.entry(Path::new("/a/new.js")), None);
        listings.forget(Path::new("/a"));
        assert_eq!(listings.entry(Path::new("/a/new.js")), Some(FileKind::File));
        system.remove("/a/new.js");
        listings.clear();
        assert_eq!(listings.entry(Path::new("/a/new.js")), None);
    }

    #[test]
    fn what_changed_on_the_disk_is_stale() {
        let (system, listings) = listings();
        for path in ["/a/b.js", "/a/C/d.js", "/a/none/deep/x.js"] {
            listings.entry(Path::new(path));
        }
        let is_stale = |path: &str| listings.is_stale(Path::new(path));
        assert!(!["/a/b.js", "/a/C", "/a/none", "/a/new.js", "/z/y.js"].into_iter().any(is_stale));
        system.set("/a/b.js", "other text");
        assert!(!is_stale("/a/b.js"));
        system.set("/a/new.js", "");
        assert!(is_stale("/a/new.js"));
        assert_eq!(listings.differences(Path::new("/a")), [Path::new("/a/new.js")]);
        assert!(!is_stale("/a/unknown/deep/x.js"));
        system.set("/a/unknown/deep/x.js", "");
        assert!(is_stale("/a/unknown/deep/x.js"));
        system.set("/a/none/deep/x.js", "");
        assert!(is_stale("/a/none"));
        system.remove("/a/C/d.js");
        assert!(is_stale("/a/C/d.js"));
        assert!(listings.folders().contains(&"/a/none/deep".into()));
    }
}
