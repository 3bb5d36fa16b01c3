//! From what happened on the disk to the inputs that it changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use nexxo_base::options::BuildOptions;
use nexxo_vfs::FileKind;
use salsa::{Database as _, Setter};

use crate::class_names::is_of_types;
use crate::database::{Db, is_virtual};
use crate::engine::{Engine, MANY_CHANGES};
use crate::inputs::File;

/// Whether an engine of the options `old` can go on with `new`.
pub fn suits(old: &BuildOptions, new: &BuildOptions) -> bool {
    (&old.root, &old.mode, old.threads) == (&new.root, &new.mode, new.threads)
        && (old.link.format, old.link.platform) == (new.link.format, new.link.platform)
        && old.compile == new.compile
        && old.resolve == new.resolve
}

/// What must be asked again.
#[derive(Default)]
struct Stale {
    /// The paths because of which.
    paths: Vec<PathBuf>,
    /// Files whose content may be another.
    files: Vec<File>,
    /// Whether files appeared or vanished where that matters, or what resolution reads changed.
    layout: bool,
}

impl Engine {
    /// Takes in that something happened at `paths`: files or folders appeared, changed, vanished or were moved. Stops
    /// every build that runs on a copy of this engine. Returns those of the paths that matter; if none does, nothing is
    /// stopped.
    pub fn disk_changed(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut stale = self.stale(paths);
        let matter = std::mem::take(&mut stale.paths);
        if !matter.is_empty() {
            self.ask_again(stale);
        }
        matter
    }

    /// Takes other options and goes on with what is known by them. Stops every build that runs on a copy of this engine.
    /// Returns whether it did: where modules are found or compiled in another way, a new engine is needed, and this one
    /// stays as it is.
    pub fn set_options(&mut self, options: BuildOptions) -> bool {
        if !suits(&self.options, &options) {
            return false;
        }
        self.cancel();
        let old = std::mem::replace(&mut self.options, Arc::new(options));
        let new = Arc::clone(&self.options);
        if new.link != old.link {
            self.workspace.set_link_options(&mut self.db).to(Arc::new(new.link.clone()));
        }
        if new.output != old.output {
            self.workspace.set_output_options(&mut self.db).to(Arc::new(new.output.clone()));
        }
        if new.outdir != old.outdir {
            self.workspace.set_outdir(&mut self.db).to(new.outdir.clone());
        }
        if new.link != old.link || new.entries != old.entries {
            self.note_changes(MANY_CHANGES);
        }
        true
    }

    /// Stops every build that runs on a copy of this engine, and waits until it has.
    pub fn cancel(&mut self) {
        self.db.trigger_cancellation();
    }

    fn ask_again(&mut self, stale: Stale) {
        // From here on nobody else holds the database, so nobody resolves while the resolver forgets.
        self.cancel();
        if stale.layout {
            self.db.shared().resolver.clear();
            let next = self.workspace.layout(&self.db) + 1;
            self.workspace.set_layout(&mut self.db).to(next);
        }
        self.note_changes(if stale.layout { MANY_CHANGES } else { stale.files.len() });
        for file in stale.files {
            self.db.shared().forget_read(file);
            let next = file.stamp(&self.db) + 1;
            file.set_stamp(&mut self.db).to(next);
            self.journal.note(file);
        }
    }

    fn stale(&self, paths: Vec<PathBuf>) -> Stale {
        let shared = self.db.shared();
        let files = shared.files.read().unwrap_or_else(PoisonError::into_inner);
        let mut stale = Stale::default();
        for path in paths {
            if is_of_types(&self.db, &path) && !files.contains_key(path.as_os_str()) {
                continue;
            }
            let is_layout = shared.resolver.is_stale(&path);
            stale.layout |= is_layout;
            match files.get(path.as_os_str()) {
                Some(&file) if !is_layout && shared.is_as_read(file, &path) => continue,
                Some(&file) => stale.files.push(file),
                // A folder that was moved took its files with it, and one that came back may have brought others.
                None if is_layout || shared.system.metadata(&path).is_ok_and(|it| it.kind == FileKind::Dir) => {
                    let below = files.iter().filter(|(file, _)| Path::new(file).starts_with(&path));
                    let others = below.filter(|(path, file)| is_layout || !shared.is_as_read(**file, Path::new(path)));
                    let before = stale.files.len();
                    stale.files.extend(others.map(|(_, &file)| file));
                    if !is_layout && stale.files.len() == before {
                        continue;
                    }
                }
                None => continue,
            }
            stale.paths.push(path);
        }
        stale.files.sort_unstable_by(|a, b| a.path(&self.db).as_os_str().cmp(b.path(&self.db).as_os_str()));
        stale.files.dedup();
        stale
    }

    /// A number that is the same as long as [`Self::folders`] are: between two changes of the layout they only grow.
    pub fn folders_revision(&self) -> (u64, usize, usize) {
        let shared = self.db.shared();
        let files = shared.files.read().unwrap_or_else(PoisonError::into_inner).len();
        (self.workspace.layout(&self.db), files, shared.resolver.folder_count())
    }

    /// The folders that answers depend on, some of which may not exist.
    pub fn folders(&self) -> Vec<PathBuf> {
        let shared = self.db.shared();
        let mut folders = shared.resolver.folders();
        let files = shared.files.read().unwrap_or_else(PoisonError::into_inner);
        let real = files.keys().map(Path::new).filter(|path| !is_virtual(path));
        folders.extend(real.filter_map(|path| path.parent().map(Path::to_path_buf)));
        folders.sort_unstable();
        folders.dedup();
        folders
    }

    /// The files and names in `folders` that may have changed since `since`, a time after 1970, for when nobody watched
    /// them yet.
    pub fn changed_since(&self, folders: &[PathBuf], since: Duration) -> Vec<PathBuf> {
        let shared = self.db.shared();
        let mut out: Vec<PathBuf> = folders.iter().flat_map(|folder| shared.resolver.differences(folder)).collect();
        let since = since.as_nanos() as i128;
        let folders: nexxo_base::Set<&Path> = folders.iter().map(PathBuf::as_path).collect();
        let files = shared.files.read().unwrap_or_else(PoisonError::into_inner);
        for path in files.keys().map(Path::new).filter(|path| !is_virtual(path)) {
            if path.parent().is_some_and(|folder| folders.contains(folder))
                && !shared.system.metadata(path).is_ok_and(|it| it.stamp.mtime_nanos < since)
            {
                out.push(path.to_path_buf());
            }
        }
        out
    }

    /// Takes in that nobody knows what happened: everything is asked again.
    pub fn all_changed(&mut self) {
        let files = self.db.shared().files.read().unwrap_or_else(PoisonError::into_inner);
        let real = files.iter().filter(|(path, _)| !is_virtual(Path::new(path)));
        let real: Vec<File> = real.map(|(_, &file)| file).collect();
        drop(files);
        self.ask_again(Stale { files: real, layout: true, ..Stale::default() });
    }
}
