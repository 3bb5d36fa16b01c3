//! Writing many files so that either all of them change or none: a failed build leaves the last good one in place.

use std::{
    collections::BTreeMap,
    io,
    num::NonZero,
    panic::resume_unwind,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use nexxo_base::Set;

use crate::system::{FileKind, System};

/// What the name of a file that is not yet in its place starts with.
pub const TEMPORARY_PREFIX: &str = ".nexxo-tmp-";

/// With fewer files than this for each, another thread costs more than it saves.
const FILES_PER_THREAD: usize = 8;

/// Told apart from other processes by the process number, and from other calls by this.
static SERIAL: AtomicU64 = AtomicU64::new(0);

/// Files that nobody needs any more, with other bytes written over them when files are made. Where as many files come as go, as in
/// builds whose names have hashes, that is several times as fast as making and removing them: a file system looks long for
/// the place of a new file among those that were just removed.
#[derive(Debug, Default)]
pub struct Spares {
    /// Where they wait; without it none do.
    folder: Option<PathBuf>,
    /// By length in bytes.
    waiting: Mutex<BTreeMap<(usize, u64), PathBuf>>,
}

impl Spares {
    /// So many wait at most.
    const MOST: usize = 4096;

    /// None yet. They will wait in `folder`, of which all that is there now is removed.
    pub fn new(system: &dyn System, folder: PathBuf) -> Self {
        // What is left there is of no use, and in nobody's way.
        _ = system.remove_dir_all(&folder);
        Self { folder: Some(folder), waiting: Mutex::default() }
    }

    /// Takes away a file of `length` bytes, to be written over; or, where that is not possible, removes it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn take_in(&self, system: &dyn System, path: &Path, length: usize) -> io::Result<()> {
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.as_ref().filter(|_| self.waiting().len() < Self::MOST);
        let place = folder.map(|folder| folder.join(format!("{}-{serial}", process::id())));
        let is_waiting = place.filter(|place| system.rename(path, place).is_ok());
        match is_waiting {
            Some(place) => {
                self.waiting().insert((length, serial), place);
                Ok(())
            }
            None => system.remove_file(path),
        }
    }

    /// The file whose length is next to this: to give a file more space, or less, takes the system as long as to write it.
    fn of_length(&self, length: usize) -> Option<PathBuf> {
        let mut waiting = self.waiting();
        let longer = waiting.range((length, 0)..).next().map(|(key, _)| *key);
        let shorter = waiting.range(..(length, 0)).next_back().map(|(key, _)| *key);
        let key = [longer, shorter].into_iter().flatten().min_by_key(|(its, _)| its.abs_diff(length))?;
        waiting.remove(&key)
    }

    /// A file with these bytes that is to be renamed; `None` where none could be written over.
    fn written_over(&self, system: &dyn System, bytes: &[u8]) -> Option<PathBuf> {
        let spare = self.of_length(bytes.len())?;
        match system.overwrite(&spare, bytes) {
            Ok(()) => Some(spare),
            Err(_) => {
                _ = system.remove_file(&spare);
                None
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(usize, u64), PathBuf>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file that is to be written.
#[derive(Clone, Debug)]
pub struct ToWrite<'w> {
    /// Where it goes.
    pub path: PathBuf,
    /// What goes there.
    pub bytes: &'w [u8],
    /// A file that has these bytes, if there is one: that takes a fraction of the time.
    pub twin: Option<Twin<'w>>,
}

/// A file with the bytes that are wanted elsewhere too.
#[derive(Clone, Copy, Debug)]
pub enum Twin<'w> {
    /// It stays, and gets another name. It is looked at first whether it has these bytes.
    Stays(&'w Path),
    /// It is to go, and is moved. As long as it is there, it is taken to be what was written.
    Goes(&'w Path),
}

impl<'w> ToWrite<'w> {
    /// These bytes at `path`.
    pub fn new(path: PathBuf, bytes: &'w [u8]) -> Self {
        Self { path, bytes, twin: None }
    }
}

/// Writes every file, or, if anything fails, changes nothing. A file that already has these bytes is not touched.
///
/// Each file is first written whole under a temporary name in its own folder, or over one of `spares`, so that a full disk is noticed before
/// anything is replaced; then all are renamed over their targets. If a rename fails, the files that were replaced
/// before it get their old bytes back. A crash between two renames can leave some files new and others old, but
/// never half a file.
pub fn write_all_or_nothing(system: &dyn System, files: &[ToWrite<'_>], spares: &Spares) -> io::Result<()> {
    let mut seen = Set::default();
    if let Some(ToWrite { path, .. }) = files.iter().find(|it| !seen.insert(it.path.as_os_str())) {
        return Err(with_path(&io::Error::from(io::ErrorKind::AlreadyExists), "written twice", path));
    }
    let mut pending = Vec::new();
    let result = write_temporaries(system, files, spares, &mut pending);
    let mut moved = 0;
    let result = result.and_then(|()| move_into_place(system, &pending, &mut moved));
    if result.is_err() {
        for one in pending[moved..].iter().filter(|it| !it.is_moved) {
            // What cannot be removed was not written; either way there is nothing more to do about it.
            _ = system.remove_file(&one.temporary);
        }
        for one in pending[..moved].iter().rev() {
            restore(system, one);
        }
    }
    result
}

/// A file that waits under its temporary name.
struct Pending<'a> {
    temporary: PathBuf,
    target: &'a Path,
    /// What the target was before; `None` if it was not there.
    old: Option<Vec<u8>>,
    /// Whether it waits under the name of an older file, which it is.
    is_moved: bool,
}

/// Writes on several threads: most of it is waiting for the system, and a large app has a thousand files.
fn write_temporaries<'a>(
    system: &dyn System,
    files: &'a [ToWrite<'_>],
    spares: &Spares,
    pending: &mut Vec<Pending<'a>>,
) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let write = || {
        let mut written = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (one, result) = write_temporary(system, file, spares);
            if result.is_err() {
                next.store(files.len(), Ordering::Relaxed);
            }
            written.push((one, result));
        }
        written
    };
    let written = thread::scope(|scope| {
        let helper = |_| thread::Builder::new().spawn_scoped(scope, write).ok();
        let helpers: Vec<_> = (1..cores.min(files.len() / FILES_PER_THREAD)).filter_map(helper).collect();
        let mut written = write();
        for helper in helpers {
            written.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        written
    });
    let mut all = Ok(());
    for (one, result) in written {
        pending.extend(one);
        all = all.and(result);
    }
    all
}

/// Writes one file under a temporary name, unless its target has these bytes already.
fn write_temporary<'a>(
    system: &dyn System,
    ToWrite { path: target, bytes, twin }: &'a ToWrite<'_>,
    spares: &Spares,
) -> (Option<Pending<'a>>, io::Result<()>) {
    let target = target.as_path();
    let old = match old_bytes(system, target) {
        Ok(Some(old)) if old == **bytes => return (None, Ok(())),
        Ok(old) => old,
        Err(error) => return (None, Err(with_path(&error, "cannot replace", target))),
    };
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let temporary = target.with_file_name(format!("{TEMPORARY_PREFIX}{}-{serial}", process::id()));
    let wait = |temporary, is_moved| Some(Pending { temporary, target, old, is_moved });
    let is_as = |twin: &Path| system.read(twin).is_ok_and(|it| it == *bytes);
    match *twin {
        Some(Twin::Goes(twin)) if system.metadata(twin).is_ok() => return (wait(twin.to_path_buf(), true), Ok(())),
        Some(Twin::Stays(twin)) if is_as(twin) && system.hard_link(twin, &temporary).is_ok() => {
            return (wait(temporary, false), Ok(()));
        }
        _ => {}
    }
    if let Some(temporary) = spares.written_over(system, bytes) {
        return (wait(temporary, false), Ok(()));
    }
    let result = system.write(&temporary, bytes).map_err(|error| with_path(&error, "cannot write", target));
    (wait(temporary, false), result)
}

fn move_into_place(system: &dyn System, pending: &[Pending<'_>], moved: &mut usize) -> io::Result<()> {
    for one in pending {
        system.rename(&one.temporary, one.target).map_err(|error| with_path(&error, "cannot replace", one.target))?;
        *moved += 1;
    }
    Ok(())
}

/// The bytes that are now at `path`; `None` if nothing is there.
fn old_bytes(system: &dyn System, path: &Path) -> io::Result<Option<Vec<u8>>> {
    match system.metadata(path) {
        Ok(metadata) if metadata.kind == FileKind::Dir => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => system.read(path).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Undoes one rename as well as it can be undone: the first error is the one that is reported.
fn restore(system: &dyn System, one: &Pending<'_>) {
    _ = match &one.old {
        old if one.is_moved => system
            .rename(one.target, &one.temporary)
            .and_then(|()| old.iter().try_for_each(|old| system.write(one.target, old))),
        Some(old) => system.write(&one.temporary, old).and_then(|()| system.rename(&one.temporary, one.target)),
        None => system.remove_file(one.target),
    };
}

fn with_path(error: &io::Error, what: &str, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{what} {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{memory::MemorySystem, os::OsSystem};

    const OLD: [(&str, &str); 2] = [("/out/a.js", "old a"), ("/out/b.js", "old b")];

    fn file<'w>(path: impl Into<PathBuf>, bytes: &'w [u8]) -> ToWrite<'w> {
        ToWrite::new(path.into(), bytes)
    }

    fn files() -> Vec<ToWrite<'static>> {
        vec![file("/out/a.js", b"new a"), file("/out/b.js", b"new b"), file("/out/assets/c.js", b"new c")]
    }

    fn as_pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
    }

    #[test]
    fn all_files_change() {
        let system = MemorySystem::new(OLD);
        write_all_or_nothing(&system, &files(), &Spares::default()).unwrap();
        let expected = [("/out/a.js", "new a"), ("/out/assets/c.js", "new c"), ("/out/b.js", "new b")];
        assert_eq!(system.files(), as_pairs(&expected));
    }

    #[test]
    fn a_full_disk_changes_nothing_wherever_it_strikes() {
        for writes in 0..3 {
            let system = MemorySystem::new(OLD);
            system.fail_writes_after(writes);
            let error = write_all_or_nothing(&system, &files(), &Spares::default()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            assert_eq!(system.files(), as_pairs(&OLD), "after {writes} writes");
        }
    }

    #[test]
    fn a_full_disk_changes_nothing_when_many_are_written_at_once() {
        let files: Vec<ToWrite<'_>> = (0..100).map(|n| file(format!("/out/{n}.js"), b"new")).collect();
        for writes in [0, 50, 99, 100] {
            let system = MemorySystem::new(OLD);
            system.fail_writes_after(writes);
            let result = write_all_or_nothing(&system, &files, &Spares::default());
            assert_eq!(result.is_ok(), writes == 100);
            let count = if writes == 100 { 102 } else { 2 };
            assert_eq!(system.files().len(), count, "after {writes} writes");
        }
    }

    #[test]
    fn a_folder_in_the_way_changes_nothing() {
        let system = MemorySystem::new([("/out/a.js", "old a"), ("/out/b.js/x", "")]);
        let before = system.files();
        let error = write_all_or_nothing(&system, &files(), &Spares::default()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        assert_eq!(system.files(), before);
    }

    #[test]
    fn a_failed_rename_gives_the_old_bytes_back() {
        let system = MemorySystem::new(OLD);
        let system = FailingRename { system, left: 1.into() };
        assert!(write_all_or_nothing(&system, &files(), &Spares::default()).is_err());
        assert_eq!(system.system.files(), as_pairs(&OLD));
    }

    #[test]
    fn equal_files_are_not_touched() {
        let system = MemorySystem::new([("/out/a.js", "new a")]);
        let before = system.metadata(Path::new("/out/a.js")).unwrap();
        write_all_or_nothing(&system, &files(), &Spares::default()).unwrap();
        assert_eq!(system.metadata(Path::new("/out/a.js")).unwrap(), before);
    }

    #[test]
    fn on_disk() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let names = || {
            let entries = OsSystem.read_dir(dir.path()).unwrap();
            entries.iter().map(|entry| entry.name.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        write_all_or_nothing(&OsSystem, &[file(at("a.js"), b"1"), file(at("x/b.js"), b"2")], &Spares::default())
            .unwrap();
        assert_eq!(names(), ["a.js", "x"]);
        // A file where a folder is needed: the first file was written already, and is taken back.
        assert!(
            write_all_or_nothing(&OsSystem, &[file(at("a.js"), b"3"), file(at("a.js/b.js"), b"4")], &Spares::default())
                .is_err()
        );
        assert_eq!(OsSystem.read(&at("a.js")).unwrap(), b"1");
        assert_eq!(names(), ["a.js", "x"]);
    }

    #[test]
    fn files_that_go_are_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let names = |folder: &str| {
            let entries = OsSystem.read_dir(&at(folder)).unwrap();
            entries.iter().map(|entry| entry.name.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        OsSystem.write(&at("kept/of-before"), b"").unwrap();
        let spares = Spares::new(&OsSystem, at("kept"));
        write_all_or_nothing(
            &OsSystem,
            &[file(at("out/a-1.js"), b"a long text"), file(at("out/b-1.js"), b"1")],
            &spares,
        )
        .unwrap();
        spares.take_in(&OsSystem, &at("out/a-1.js"), 11).unwrap();
        spares.take_in(&OsSystem, &at("out/b-1.js"), 1).unwrap();
        assert_eq!(names("kept").len(), 2);
        // One more than there are, into a folder that is not there, one over another file.
        OsSystem.write(&at("out/c.js"), b"old").unwrap();
        let files = [
            file(at("out/c.js"), b"two"),
            file(at("out/new/a-2.js"), b"short"),
            file(at("out/b-2.js"), b"a longer one"),
        ];
        write_all_or_nothing(&OsSystem, &files, &spares).unwrap();
        files.iter().for_each(|it| assert_eq!(OsSystem.read(&it.path).unwrap(), it.bytes));
        assert_eq!(names("kept"), [] as [String; 0]);
        assert_eq!(names("out"), ["b-2.js", "c.js", "new"]);
    }

    #[test]
    fn the_file_of_the_next_length_is_written_over() {
        let system = MemorySystem::new([("/1", "1"), ("/22", "22"), ("/4444", "4444")]);
        let spares = Spares::new(&system, "/kept".into());
        for path in ["/1", "/22", "/4444"] {
            spares.take_in(&system, Path::new(path), path.len() - 1).unwrap();
        }
        let lengths = [3, 9, 0, 1].map(|length| spares.of_length(length).map(|it| system.read(&it).unwrap().len()));
        assert_eq!(lengths, [Some(4), Some(2), Some(1), None]);
    }

    /// Whoever gave a file another name, or put a link in its place, wants to keep what is in it.
    #[cfg(unix)]
    #[test]
    fn what_has_other_names_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let spares = Spares::new(&OsSystem, at("kept"));
        OsSystem.write(&at("a-1.js"), b"first").unwrap();
        std::fs::hard_link(at("a-1.js"), at("copy.js")).unwrap();
        std::os::unix::fs::symlink(at("copy.js"), at("b-1.js")).unwrap();
        for name in ["a-1.js", "b-1.js"] {
            spares.take_in(&OsSystem, &at(name), 5).unwrap();
            let new = at(&format!("new-{name}"));
            write_all_or_nothing(&OsSystem, &[file(new.clone(), b"second")], &spares).unwrap();
            assert_eq!(OsSystem.read(&at("copy.js")).unwrap(), b"first");
            assert_eq!(OsSystem.read(&new).unwrap(), b"second");
        }
    }

    #[test]
    fn a_file_with_the_same_bytes_gets_another_name_or_moves() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let names = || OsSystem.read_dir(dir.path()).unwrap().len();
        let with = |path: &str, twin: Twin<'_>| {
            let file = ToWrite { twin: Some(twin), ..file(at(path), b"same") };
            write_all_or_nothing(&OsSystem, &[file], &Spares::default()).unwrap();
            assert_eq!(OsSystem.read(&at(path)).unwrap(), b"same");
        };
        OsSystem.write(&at("kept"), b"same").unwrap();
        with("1.js", Twin::Stays(&at("kept")));
        with("2.js", Twin::Goes(&at("1.js")));
        assert!(OsSystem.read(&at("1.js")).is_err() && names() == 2);
        with("3.js", Twin::Goes(&at("1.js")));
        // Somebody wrote to it.
        OsSystem.write(&at("kept"), b"another").unwrap();
        with("4.js", Twin::Stays(&at("kept")));
        assert_eq!(OsSystem.read(&at("kept")).unwrap(), b"another");
    }

    #[test]
    fn what_was_moved_moves_back_when_something_fails() {
        for (old, left) in [(None, 1), (Some(&b"old"[..]), 1), (None, 0)] {
            let system = MemorySystem::new([("/out/1.js", "same"), ("/out/b.js", "old b")]);
            old.iter().for_each(|old| system.write(Path::new("/out/2.js"), old).unwrap());
            let before = system.files();
            let system = FailingRename { system, left: left.into() };
            let moved = ToWrite { twin: Some(Twin::Goes(Path::new("/out/1.js"))), ..file("/out/2.js", b"same") };
            assert!(write_all_or_nothing(&system, &[moved, file("/out/b.js", b"new b")], &Spares::default()).is_err());
            assert_eq!(system.system.files(), before);
        }
    }

    #[test]
    fn a_failed_rename_of_spares_gives_the_old_bytes_back() {
        let system = MemorySystem::new(OLD);
        let spares = Spares::new(&system, "/kept".into());
        for path in ["/out/gone.js", "/out/gone-too.js"] {
            system.write(Path::new(path), b"gone").unwrap();
            spares.take_in(&system, Path::new(path), 4).unwrap();
        }
        let system = FailingRename { system, left: 1.into() };
        assert!(write_all_or_nothing(&system, &files(), &spares).is_err());
        assert_eq!(system.system.files(), as_pairs(&OLD));
    }

    /// A system whose renames fail after some.
    #[derive(Debug)]
    struct FailingRename {
        system: MemorySystem,
        left: AtomicU64,
    }

    impl System for FailingRename {
        fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.system.hard_link(from, to)
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            // Only the second rename fails; those that restore must work.
            if self.left.fetch_sub(1, Ordering::Relaxed) == 0 {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            self.system.rename(from, to)
        }
        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            self.system.read(path)
        }
        fn metadata(&self, path: &Path) -> io::Result<crate::Metadata> {
            self.system.metadata(path)
        }
        fn symlink_metadata(&self, path: &Path) -> io::Result<crate::Metadata> {
            self.system.symlink_metadata(path)
        }
        fn read_dir(&self, path: &Path) -> io::Result<Vec<crate::DirEntry>> {
            self.system.read_dir(path)
        }
        fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
            self.system.read_link(path)
        }
        fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
            self.system.canonicalize(path)
        }
        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            self.system.write(path, bytes)
        }
        fn remove_file(&self, path: &Path) -> io::Result<()> {
            self.system.remove_file(path)
        }
        fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
            self.system.remove_dir_all(path)
        }
        fn create_dir_all(&self, path: &Path) -> io::Result<()> {
            self.system.create_dir_all(path)
        }
    }
}
