//! What happens to files while a process runs: folders are watched, each on its own and not those below it.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use nexxo_base::Set;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::emit::TEMPORARY_PREFIX;
use crate::system::{FileKind, System};

/// What a [`Watcher`] tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Something happened at these paths: appeared, changed, vanished, or was moved.
    Touched(Vec<PathBuf>),
    /// Who wrote these files, of which was told before, has closed them or moved them here: they are whole.
    Written(Vec<PathBuf>),
    /// Something may have happened anywhere: the system lost count.
    Lost,
}

/// Watches folders of the disk.
pub struct Watcher {
    inner: Box<dyn notify::Watcher + Send>,
    names: Arc<Mutex<Names>>,
}

/// Which folders are watched.
#[derive(Default)]
struct Names {
    /// The names under which each real folder is to be told of. The system knows a folder once, whatever links lead to it.
    by_folder: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// The folders that were asked for.
    asked: Set<PathBuf>,
}

impl Watcher {
    /// A watcher of no folder yet. `tell` is called from a thread of its own. With `polling`, folders are looked at so
    /// often, for file systems that tell nothing (network shares, some containers); else the system tells.
    pub fn new(polling: Option<Duration>, tell: impl Fn(Notice) + Send + 'static) -> io::Result<Self> {
        let names: Arc<Mutex<Names>> = Arc::default();
        let known = Arc::clone(&names);
        let handle = move |result: notify::Result<Event>| {
            let Some(event) = result.ok().filter(|event| !event.need_rescan()) else { return tell(Notice::Lost) };
            let is_closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
            let is_moved = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::To));
            if matches!(event.kind, EventKind::Access(_)) && !is_closed {
                return;
            }
            let paths = lock(&known).of_paths(&event.paths);
            if paths.is_empty() {
                return;
            }
            if !is_closed {
                tell(Notice::Touched(paths.clone()));
            }
            if is_closed || is_moved {
                tell(Notice::Written(paths));
            }
        };
        let inner: Box<dyn notify::Watcher + Send> = match polling {
            Some(interval) => {
                // Contents are compared: a clock that counts whole seconds would hide a second change.
                let config = Config::default().with_poll_interval(interval).with_compare_contents(true);
                Box::new(PollWatcher::new(handle, config).map_err(|error| plain(&error))?)
            }
            None => Box::new(RecommendedWatcher::new(handle, Config::default()).map_err(|error| plain(&error))?),
        };
        Ok(Self { inner, names })
    }

    /// Watches these folders too. In the place of one that does not exist, the nearest above it that does is watched.
    /// Returns those that were not watched before, as they were asked for, and the first failure: the system allows so
    /// many and no more.
    pub fn watch(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> (Vec<PathBuf>, io::Result<()>) {
        let mut added = Vec::new();
        let mut result = Ok(());
        for asked in folders {
            if !lock(&self.names).asked.insert(asked.clone()) {
                continue;
            }
            let Some(real) = asked.ancestors().find_map(real_folder) else { continue };
            added.push(asked.clone());
            let mut names = lock(&self.names);
            let is_new = !names.by_folder.contains_key(&real);
            // One that is missing is told of by the name of what appears in the folder above it.
            let shown = if asked.is_dir() { asked } else { real.clone() };
            let shown_as = names.by_folder.entry(real.clone()).or_default();
            if !shown_as.contains(&shown) {
                shown_as.push(shown);
            }
            drop(names);
            if is_new && let Err(error) = self.inner.watch(&real, RecursiveMode::NonRecursive) {
                result = result.and(Err(plain(&error)));
            }
        }
        (added, result)
    }

    /// Forgets which of these folders, and of those below them, are watched, as far as they are no files: they were moved or
    /// removed, or are new, and what is there now must be watched anew. Says whether there are any.
    pub fn forget_moved(&mut self, system: &dyn System, paths: &[PathBuf]) -> bool {
        let is_file = |path: &PathBuf| system.metadata(path).is_ok_and(|it| it.kind == FileKind::File);
        let moved: Vec<PathBuf> = paths.iter().filter(|path| !is_file(path)).cloned().collect();
        if !moved.is_empty() {
            self.forget(&moved);
        }
        !moved.is_empty()
    }

    fn forget(&mut self, paths: &[PathBuf]) {
        let is_gone = |folder: &Path| paths.iter().any(|path| folder.starts_with(path));
        let mut names = lock(&self.names);
        let gone: Vec<PathBuf> = names.by_folder.keys().filter(|folder| is_gone(folder)).cloned().collect();
        names.by_folder.retain(|folder, _| !is_gone(folder));
        names.asked.retain(|folder| !is_gone(folder));
        // The thread that tells waits for the names, and this one would wait for it.
        drop(names);
        for folder in gone {
            // The system has forgotten a folder that is gone by itself.
            _ = self.inner.unwatch(&folder);
        }
    }
}

impl Names {
    /// The paths as they were asked for, without what is only on the way to being written.
    fn of_paths(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut out = Vec::new();
        for path in paths {
            let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { continue };
            if name.to_string_lossy().starts_with(TEMPORARY_PREFIX) {
                continue;
            }
            match self.by_folder.get(folder) {
                Some(shown) => out.extend(shown.iter().map(|folder| folder.join(name))),
                None => out.push(path.clone()),
            }
        }
        out
    }
}

fn real_folder(path: &Path) -> Option<PathBuf> {
    let real = path.canonicalize().ok()?;
    real.is_dir().then_some(real)
}

fn plain(error: &notify::Error) -> io::Error {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            io::Error::new(io::ErrorKind::QuotaExceeded, "the system allows no more folders to be watched")
        }
        _ => io::Error::other(error.to_string()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;
    use crate::os::OsSystem;
    use crate::system::System;

    /// What was told until a notice names `wanted`.
    fn wait_for(notices: &mpsc::Receiver<Notice>, wanted: &Path) -> Vec<PathBuf> {
        let mut seen = Vec::new();
        while !seen.iter().any(|path| path == wanted) {
            match notices.recv_timeout(Duration::from_secs(20)) {
                Ok(Notice::Touched(paths)) => seen.extend(paths),
                Ok(Notice::Written(_)) => {}
                other => panic!("{wanted:?} is told of, but not {other:?} after {seen:?}"),
            }
        }
        seen
    }

    fn check(polling: Option<Duration>) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("real/deep")).unwrap();
        OsSystem.write(&root.join("real/a.js"), b"1").unwrap();
        let (sender, notices) = mpsc::channel();
        let mut watcher = Watcher::new(polling, move |notice| sender.send(notice).unwrap_or_default()).unwrap();
        let (added, result) = watcher.watch([root.join("real"), root.join("none/below")]);
        result.unwrap();
        assert_eq!(added, [root.join("real"), root.join("none/below")]);
        assert_eq!(watcher.watch([root.join("real")]).0, Vec::<PathBuf>::new());

        OsSystem.write(&root.join("real/a.js"), b"22").unwrap();
        wait_for(&notices, &root.join("real/a.js"));
        OsSystem.write(&root.join("real/b.tmp"), b"3").unwrap();
        fs::rename(root.join("real/b.tmp"), root.join("real/b.js")).unwrap();
        wait_for(&notices, &root.join("real/b.js"));
        fs::remove_file(root.join("real/a.js")).unwrap();
        wait_for(&notices, &root.join("real/a.js"));
        fs::create_dir(root.join("none")).unwrap();
        wait_for(&notices, &root.join("none"));
    }

    #[test]
    fn changes_are_told() {
        check(None);
    }

    #[test]
    fn a_file_is_whole_once_it_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().canonicalize().unwrap().join("a.js");
        let (sender, notices) = mpsc::channel();
        let mut watcher = Watcher::new(None, move |notice| sender.send(notice).unwrap_or_default()).unwrap();
        watcher.watch([file.parent().unwrap().to_path_buf()]).1.unwrap();
        OsSystem.write(&file, b"1").unwrap();
        let next = || notices.recv_timeout(Duration::from_secs(20)).unwrap();
        assert_eq!(next(), Notice::Touched(vec![file.clone()]));
        let last = std::iter::repeat_with(next).find(|it| *it != Notice::Touched(vec![file.clone()]));
        assert_eq!(last, Some(Notice::Written(vec![file])));
    }

    #[test]
    fn polling_tells_the_same() {
        check(Some(Duration::from_millis(20)));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_told_of_by_every_name_it_was_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("real")).unwrap();
        std::os::unix::fs::symlink(root.join("real"), root.join("link")).unwrap();
        let (sender, notices) = mpsc::channel();
        let mut watcher = Watcher::new(None, move |notice| sender.send(notice).unwrap_or_default()).unwrap();
        watcher.watch([root.join("link"), root.join("real")]).1.unwrap();
        OsSystem.write(&root.join("real/a.js"), b"1").unwrap();
        let seen = wait_for(&notices, &root.join("real/a.js"));
        assert!(seen.contains(&root.join("link/a.js")), "{seen:?}");
    }
}
