//! Answers that follow from earlier ones, without a search.
//!
//! Most specifiers are `./x` into a folder that others led into before, or the name of a package that was asked for
//! before from the same package. What is answered here is exactly what the engines would answer; where that cannot be
//! known, there is no answer.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use nexxo_base::Map;
use nexxo_vfs::{DirEntry, FileKind, listings::find};
use oxc_resolver::ResolveOptions;

use crate::{
    engines::{Found, Question},
    files::Files,
    package::Packages,
};

/// What was learned so far, by folder.
#[derive(Debug)]
pub(crate) struct Shortcuts {
    files: Files,
    packages: Arc<Packages>,
    folders: RwLock<Map<OsString, Arc<Folder>>>,
}

/// A folder.
#[derive(Debug)]
struct Folder {
    /// What is in it; `None` where only single names may be asked for.
    entries: Option<Arc<[DirEntry]>>,
    /// Whether its package.json puts files in the place of others for browsers.
    maps_files: bool,
    /// Whether an engine found a file in it by this path. Then no link leads here, and every package.json that governs
    /// it can be read.
    proven: AtomicBool,
    scope: Arc<Scope>,
}

/// Folders from which a bare specifier leads to the same file: a folder that has a package.json or `node_modules`, with
/// those below it that have neither.
#[derive(Debug)]
struct Scope {
    dir: PathBuf,
    answers: RwLock<Map<String, Vec<(Way, Found)>>>,
}

/// A way of asking: the number of the engine, and the address of the tsconfig, which stays until all is forgotten.
pub(crate) type Way = (usize, Option<usize>);

impl Shortcuts {
    /// Without knowledge.
    pub(crate) fn new(files: Files, packages: Arc<Packages>) -> Self {
        Self { files, packages, folders: RwLock::default() }
    }

    /// The file that a relative specifier means, which an engine with these options would find.
    pub(crate) fn relative(&self, question: &Question<'_>, options: &ResolveOptions) -> Option<Found> {
        let (dir, name) = place(question)?;
        let folder = self.proven(&dir, options)?;
        let inner = match folder.kind(OsStr::new(name)) {
            // Its package.json, if it has one, may say what `name` is, and what `name.js` is.
            Some(FileKind::Dir) => Some(dir.join(name)).filter(|inner| self.is_bare(inner)),
            Some(FileKind::Symlink) => return None,
            Some(FileKind::File | FileKind::Other) | None => Some(PathBuf::new()),
        }?;
        let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let aliases = stem.and_then(|(stem, extension)| {
            let alias = options.extension_alias.iter().find(|(alias, _)| alias.strip_prefix('.') == Some(extension));
            alias.map(|(_, aliases)| (stem, aliases.as_slice()))
        });
        let (stem, aliases) = aliases.unwrap_or_default();
        let names = with_each(stem, aliases).chain([name.to_string()]).chain(with_each(name, &options.extensions));
        if let Some((name, kind)) = folder.first(names) {
            return (kind == FileKind::File).then(|| found(&dir, &name));
        }
        let folder = self.proven(&inner, options)?;
        let names = options.main_files.iter().flat_map(|main| with_each(main, &options.extensions));
        let (name, kind) = folder.first(names)?;
        (kind == FileKind::File).then(|| found(&inner, &name))
    }

    /// Notes what the answer to a relative specifier tells of the folder that it led to.
    pub(crate) fn learn(&self, question: &Question<'_>, found: &Found) {
        let Some((dir, name)) = place(question) else { return };
        // Compared as text: only then is the real path the one that was asked for.
        if let Some(parent) = found.path.parent()
            && (parent.as_os_str() == dir.as_os_str() || parent.as_os_str() == dir.join(name).as_os_str())
        {
            self.folder(parent).proven.store(true, Ordering::Relaxed);
        }
    }

    /// The answer to a bare specifier asked from `dir`, by an earlier one or by `ask`, which is given a folder to ask
    /// from that leads to the same.
    pub(crate) fn bare<E>(
        &self,
        question: &Question<'_>,
        way: Way,
        ask: impl Fn(&Path) -> Result<Found, E>,
    ) -> Result<Found, E> {
        let folder = self.folder(question.dir);
        let scope = &folder.scope;
        let known = scope.answers.read().unwrap_or_else(PoisonError::into_inner);
        let mut answers = known.get(question.specifier).into_iter().flatten();
        if let Some((_, found)) = answers.find(|(known, _)| *known == way) {
            return Ok(found.clone());
        }
        drop(known);
        let Ok(found) = ask(&scope.dir) else {
            return ask(question.dir); // for an error that tells of the right folder
        };
        let mut known = scope.answers.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(question.specifier.to_string()).or_default().push((way, found.clone()));
        Ok(found)
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        self.folders.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn folder(&self, dir: &Path) -> Arc<Folder> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(dir.as_os_str()) {
            return Arc::clone(known);
        }
        let entries = self.files.entries(dir);
        let has = |name: &str| entries.as_deref().is_none_or(|entries| find(entries, OsStr::new(name)).is_some());
        let outer = dir.parent().filter(|_| {
            !has("package.json") && !has("node_modules") && dir.file_name().is_some_and(|name| name != "node_modules")
        });
        let scope = match outer {
            Some(outer) => Arc::clone(&self.folder(outer).scope),
            None => Arc::new(Scope { dir: dir.to_path_buf(), answers: RwLock::default() }),
        };
        let maps_files = self.packages.of_dir(dir, &self.files).is_some_and(|package| package.mapped.is_some());
        let folder = Arc::new(Folder { entries, maps_files, proven: AtomicBool::new(false), scope });
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(folders.entry(dir.into()).or_insert(folder))
    }

    /// A folder of which everything is known that decides what a name in it means.
    fn proven(&self, dir: &Path, options: &ResolveOptions) -> Option<Arc<Folder>> {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let folder = known.get(dir.as_os_str())?;
        let is_mapped = folder.maps_files && !options.alias_fields.is_empty();
        (folder.proven.load(Ordering::Relaxed) && !is_mapped).then(|| Arc::clone(folder))
    }

    /// Whether there is a folder at `dir` without a package.json.
    fn is_bare(&self, dir: &Path) -> bool {
        let folder = self.folder(dir);
        folder.entries.as_deref().is_some_and(|entries| find(entries, OsStr::new("package.json")).is_none())
    }
}

impl Folder {
    fn kind(&self, name: &OsStr) -> Option<FileKind> {
        find(self.entries.as_deref()?, name).map(|entry| entry.kind)
    }

    /// The first of `names` that is a file, or may be one by way of a link.
    fn first(&self, mut names: impl Iterator<Item = String>) -> Option<(String, FileKind)> {
        names.find_map(|name| match self.kind(OsStr::new(&name))? {
            kind @ (FileKind::File | FileKind::Symlink) => Some((name, kind)),
            FileKind::Dir | FileKind::Other => None,
        })
    }
}

/// The folder that a relative specifier leads into, and the name there; `None` if it is written in an unusual way.
fn place<'q>(question: &Question<'q>) -> Option<(Cow<'q, Path>, &'q str)> {
    let (mut dir, mut rest) = (question.dir, question.specifier);
    if !rest.starts_with("./") && !rest.starts_with("../") {
        return None;
    }
    loop {
        if let Some(after) = rest.strip_prefix("../") {
            dir.file_name()?; // `x/..` has a parent by text alone
            dir = dir.parent()?;
            rest = after;
        } else if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else {
            break;
        }
    }
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['?', '#', '\0', '\\']);
    if !rest.split('/').all(plain) {
        return None;
    }
    match rest.rsplit_once('/') {
        Some((below, name)) => Some((Cow::Owned(dir.join(below)), name)),
        None => Some((Cow::Borrowed(dir), rest)),
    }
}

fn with_each(start: &str, ends: &[String]) -> impl Iterator<Item = String> {
    ends.iter().map(move |end| [start, end].concat())
}

fn found(dir: &Path, name: &str) -> Found {
    Found { path: dir.join(name), query: String::new() }
}
