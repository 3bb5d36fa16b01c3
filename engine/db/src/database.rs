//! The database, and the state that all its clones share.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use nexxo_base::{Fingerprint, Map};
use nexxo_resolve::Resolver;
use nexxo_vfs::System;
use salsa::Durability;

use crate::inputs::{Entry, Env, File, Module, Variant, Workspace};
use crate::pieces::Pieces;
use crate::pool::Pool;
use crate::rows::Rows;

/// What queries can ask of the database beside its inputs.
#[salsa::db]
pub trait Db: salsa::Database {
    /// The state shared by all clones.
    fn shared(&self) -> &Shared;
}

/// The concrete database. A clone is a handle for another thread; a write waits until all clones are gone.
#[salsa::db]
#[derive(Clone)]
pub struct Database {
    storage: salsa::Storage<Self>,
    shared: Arc<Shared>,
}

/// State outside of salsa: what salsa's inputs stand for.
pub struct Shared {
    /// The world of files.
    pub system: Arc<dyn System>,
    /// The resolver, with caches that are cleared when the layout of files changes.
    pub resolver: Resolver,
    /// Made when the first module is.
    workspace: OnceLock<Workspace>,
    /// By path, as text: hashing and comparing paths part by part costs ten times as much.
    pub(crate) files: RwLock<Map<OsString, File>>,
    modules: RwLock<Map<(File, Variant), Module>>,
    /// The same entries must meet the same memos.
    envs: Mutex<Map<EnvKey, Env>>,
    /// Texts of made-up files, by path.
    virtuals: RwLock<Map<PathBuf, Virtual>>,
    /// What the bytes of files were when they were read; nothing where two reads met different ones. Not kept where nothing
    /// changes.
    read: Mutex<Map<File, Option<Fingerprint>>>,
    /// What chunks were made of.
    pub(crate) pieces: Pieces,
    /// Whether it is noted how they were put together.
    records: AtomicBool,
    /// What is kept between runs, where anything is.
    rows: OnceLock<Rows>,
    /// Threads that work at the same time, at least one.
    threads: usize,
    /// These threads, started when they are first wanted. `None` when the system has none to give.
    pool: OnceLock<Option<Pool>>,
    /// Durability of what the disk and the options say. Texts of editors have less ([`Engine::edit`]): after a keystroke nothing is
    /// asked anew of the files that nobody has open.
    ///
    /// [`Engine::edit`]: crate::Engine::edit
    durability: Durability,
    log: EventLog,
}

/// What an [`Env`] is made of.
type EnvKey = (Vec<Entry>, Option<Module>);

/// A made-up file.
#[derive(Clone)]
struct Virtual {
    text: Arc<str>,
    /// The real file from whose place its specifiers are resolved.
    beside: Option<PathBuf>,
}

/// The names of the queries that ran, when somebody listens.
#[derive(Clone, Default)]
struct EventLog {
    on: Arc<AtomicBool>,
    keys: Arc<Mutex<Vec<salsa::DatabaseKeyIndex>>>,
    /// The paths of modules that were rendered.
    rendered: Arc<Mutex<Vec<String>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a database is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    /// One build: nothing will ever change, so salsa need not remember what depends on what.
    Once,
    /// Many edits.
    Long,
    /// Many edits, and questions about which queries run. A callback costs on every event.
    Observed,
}

impl Database {
    /// An empty database.
    pub(crate) fn new(system: Arc<dyn System>, resolver: Resolver, threads: usize, life: Life) -> Self {
        let log = EventLog::default();
        let heard = log.clone();
        let callback = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind
                && heard.on.load(Ordering::Relaxed)
            {
                lock(&heard.keys).push(database_key);
            }
        };
        Self {
            storage: salsa::Storage::new((life == Life::Observed).then(|| Box::new(callback) as _)),
            shared: Arc::new(Shared {
                system,
                resolver,
                workspace: OnceLock::new(),
                files: RwLock::default(),
                modules: RwLock::default(),
                envs: Mutex::default(),
                virtuals: RwLock::default(),
                read: Mutex::default(),
                pieces: Pieces::new(life != Life::Once),
                records: AtomicBool::new(false),
                rows: OnceLock::new(),
                threads: threads.max(1),
                pool: OnceLock::new(),
                durability: if life == Life::Once { Durability::NEVER_CHANGE } else { Durability::MEDIUM },
                log,
            }),
        }
    }

    /// Starts to note which queries run, and forgets those noted before.
    pub(crate) fn listen(&self) {
        lock(&self.shared.log.keys).clear();
        lock(&self.shared.log.rendered).clear();
        self.shared.log.on.store(true, Ordering::Relaxed);
    }

    /// The queries that ran since [`Self::listen`], as `query(path)`, and modules that were rendered, as `piece(path)`, sorted.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.shared.log.on.store(false, Ordering::Relaxed);
        let keys = std::mem::take(&mut *lock(&self.shared.log.keys));
        let mut names: Vec<String> = keys.into_iter().map(|key| self.describe(key)).collect();
        let rendered = std::mem::take(&mut *lock(&self.shared.log.rendered));
        names.extend(rendered.iter().map(|path| format!("piece({path})")));
        names.sort_unstable();
        names
    }

    fn describe(&self, key: salsa::DatabaseKeyIndex) -> String {
        use salsa::plumbing::AsId;
        let query = salsa::attach(self, || format!("{key:?}"));
        let name = query.split('(').next().unwrap_or(&query).to_string();
        let id = key.key_index();
        let modules = self.shared.modules.read().unwrap_or_else(PoisonError::into_inner);
        let module = modules.iter().find(|(_, module)| module.as_id() == id && takes_module(&name));
        match module {
            Some(((file, _), _)) => format!("{name}({})", self.shared.show(self, file.path(self))),
            None => name,
        }
    }
}

/// Whether a query's key is a module (keys of other kinds may have the same number).
fn takes_module(query: &str) -> bool {
    matches!(
        query,
        "compile"
            | "scan"
            | "scanned_interface"
            | "passes_names_on"
            | "interface"
            | "module_kind"
            | "statements"
            | "name_facts"
            | "own_diagnostics"
            | "template"
            | "style"
            | "resolved"
            | "dev_module"
    )
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {
    fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl Shared {
    /// Whether it is noted how outputs are put together.
    pub(crate) fn records_assembly(&self) -> bool {
        self.records.load(Ordering::Relaxed)
    }

    /// It is, from now on.
    pub(crate) fn record_assembly(&self) {
        self.records.store(true, Ordering::Relaxed);
    }

    /// The workspace.
    ///
    /// # Panics
    /// When asked before [`Self::set_workspace`], which the engine calls first of all.
    pub fn workspace(&self) -> Workspace {
        *self.workspace.get().expect("the engine sets the workspace before any query runs")
    }

    pub(crate) fn set_workspace(&self, workspace: Workspace) {
        self.workspace.get_or_init(|| workspace);
    }

    /// Durability of what the disk and the options say.
    pub(crate) fn durability(&self) -> Durability {
        self.durability
    }

    /// Notes that a file was read as these bytes.
    pub(crate) fn note_read(&self, file: File, bytes: &[u8]) {
        if self.durability != Durability::NEVER_CHANGE {
            let now = Some(Fingerprint::of(bytes));
            let mut read = lock(&self.read);
            let known = read.entry(file).or_insert(now);
            if *known != now {
                *known = None;
            }
        }
    }

    /// Forgets as what a file was read: it is read anew.
    pub(crate) fn forget_read(&self, file: File) {
        lock(&self.read).remove(&file);
    }

    /// Whether everybody who read a file read it as it is on the disk now.
    pub(crate) fn is_as_read(&self, file: File, path: &Path) -> bool {
        let known = lock(&self.read).get(&file).copied().flatten();
        known.is_some_and(|known| self.system.read(path).is_ok_and(|bytes| Fingerprint::of(&bytes) == known))
    }

    /// Tells who listens of the modules that were rendered.
    pub(crate) fn note_rendered<'p>(&self, paths: impl Iterator<Item = &'p str>) {
        if self.log.on.load(Ordering::Relaxed) {
            lock(&self.log.rendered).extend(paths.map(str::to_owned));
        }
    }

    /// What is kept between runs, where anything is.
    pub(crate) fn rows(&self) -> Option<&Rows> {
        self.rows.get()
    }

    /// Keeps rows between runs from here on.
    pub(crate) fn set_rows(&self, rows: Rows) {
        self.rows.get_or_init(|| rows);
    }

    /// The threads that work is spread over.
    pub(crate) fn pool(&self) -> Option<&Pool> {
        self.pool.get_or_init(|| Pool::start(self.threads)).as_ref()
    }

    /// The file at `path`, made when it is first asked for.
    pub fn file(&self, db: &dyn Db, path: &Path) -> File {
        if let Some(&file) = self.files.read().unwrap_or_else(PoisonError::into_inner).get(path.as_os_str()) {
            return file;
        }
        // One spelling for `/a//b`, `/a/./b` and `/a/b`.
        let path: PathBuf = path.components().collect();
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        *files.entry(path.clone().into_os_string()).or_insert_with(|| {
            let file = File::builder(path, 0, None, None).durability(self.durability);
            file.path_durability(Durability::NEVER_CHANGE).overlay_durability(Durability::LOW).new(db)
        })
    }

    /// Whether somebody asked for the file at `path` before.
    pub(crate) fn is_known(&self, path: &Path) -> bool {
        self.files.read().unwrap_or_else(PoisonError::into_inner).contains_key(path.as_os_str())
    }

    /// The files below a folder that somebody asked for, by path.
    pub(crate) fn files_below(&self, folder: &Path) -> Vec<File> {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        let mut below: Vec<_> = files.iter().filter(|(path, _)| Path::new(path).starts_with(folder)).collect();
        below.sort_unstable_by_key(|(path, _)| *path);
        below.into_iter().map(|(_, &file)| file).collect()
    }

    /// The module that is `file` taken as `variant`.
    pub fn module(&self, db: &dyn Db, file: File, variant: Variant) -> Module {
        if let Some(&module) = self.modules.read().unwrap_or_else(PoisonError::into_inner).get(&(file, variant)) {
            return module;
        }
        let mut modules = self.modules.write().unwrap_or_else(PoisonError::into_inner);
        *modules
            .entry((file, variant))
            .or_insert_with(|| Module::builder(file, variant).durability(Durability::NEVER_CHANGE).new(db))
    }

    /// What is linked together for these entries, and the worker whose they are, if they are one's.
    pub(crate) fn env(&self, db: &dyn Db, entries: Vec<Entry>, worker: Option<Module>) -> Env {
        let make = |(entries, worker): &EnvKey| {
            Env::builder(entries.as_slice().into(), *worker).durability(Durability::NEVER_CHANGE).new(db)
        };
        *lock(&self.envs).entry((entries, worker)).or_insert_with_key(make)
    }

    /// Makes a file out of a text; the same name must always get the same text.
    pub fn virtual_file(&self, db: &dyn Db, name: &str, text: impl Into<Arc<str>>) -> File {
        self.add_virtual(db, name, || Virtual { text: text.into(), beside: None })
    }

    /// Makes a file out of a text that stands for something in the file `beside`: specifiers lead where they lead there.
    pub(crate) fn virtual_file_beside(
        &self,
        db: &dyn Db,
        name: &str,
        text: impl Into<Arc<str>>,
        beside: &Path,
    ) -> File {
        self.add_virtual(db, name, || Virtual { text: text.into(), beside: Some(beside.to_path_buf()) })
    }

    fn add_virtual(&self, db: &dyn Db, name: &str, make: impl FnOnce() -> Virtual) -> File {
        let path = PathBuf::from(format!("\0{name}"));
        let mut virtuals = self.virtuals.write().unwrap_or_else(PoisonError::into_inner);
        virtuals.entry(path.clone()).or_insert_with(make);
        drop(virtuals);
        self.file(db, &path)
    }

    /// The made-up file that `./name` means in the one at `path`.
    pub(crate) fn virtual_sibling(&self, db: &dyn Db, path: &Path, specifier: &str) -> Option<File> {
        let sibling = path.parent()?.join(specifier.strip_prefix("./")?);
        let is_there = self.virtuals.read().unwrap_or_else(PoisonError::into_inner).contains_key(&sibling);
        is_there.then(|| self.file(db, &sibling))
    }

    /// The real file that a made-up one stands beside.
    pub(crate) fn beside(&self, path: &Path) -> Option<PathBuf> {
        let virtuals = self.virtuals.read().unwrap_or_else(PoisonError::into_inner);
        virtuals.get(path).and_then(|it| it.beside.clone())
    }

    /// The text of a made-up file.
    pub(crate) fn virtual_text(&self, path: &Path) -> Option<Arc<str>> {
        self.virtuals.read().unwrap_or_else(PoisonError::into_inner).get(path).map(|it| Arc::clone(&it.text))
    }

    /// A path as users see it: relative to the root, with `/`.
    pub fn show(&self, db: &dyn Db, path: &Path) -> String {
        match path.to_str().and_then(|it| it.strip_prefix('\0')) {
            Some(name) => name.to_string(),
            None => nexxo_base::path::relative(self.workspace().root(db), path),
        }
    }
}

/// Whether a path names a made-up file.
pub(crate) fn is_virtual(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().first() == Some(&0)
}
