//! The engine: takes options and changes, gives bundles.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use nexxo_base::options::BuildOptions;
use nexxo_base::{Code, Diagnostic, Map, Name};
use nexxo_resolve::{Failure, FailureKind, Resolver, Target};
use nexxo_store::{Key, Store};
use nexxo_syntax::asset::{FileKind, kind_of};
use nexxo_vfs::System;
use salsa::{Durability, Setter};
use serde::{Deserialize, Serialize};

use crate::assembly::{Assembly, Last};
use crate::bundle::{Bundle, bundle};
use crate::class_names::class_types;
use crate::compile::bound;
use crate::database::{Database, Db, Life, is_virtual};
use crate::diagnose::{endless_diagnostics, in_package, link_diagnostics, module_diagnostics};
use crate::discover::{discover, specialise};
use crate::documents::Documents;
use crate::graph::module_graph;
use crate::input_map::{map_diagnostics, mapped_modules, usable_map};
use crate::inputs::{Entry, Env, File, Module, Variant, Workspace};
use crate::journal::Journal;
use crate::linking::{chunk_count, chunk_names, chunk_plan, file_names, linked, rendered_chunk, rendered_styles};
use crate::pool::each_on_workers;
use crate::rows::Rows;
use crate::workers::{worker_env, workers_of};
use crate::{manifest, metafile, runtime};

/// How a build tells of its progress. Called from worker threads.
pub trait Progress: Sync {
    /// Modules compiled, of those found so far.
    fn modules(&self, _done: usize, _found: usize) {}
    /// A phase begins.
    fn phase(&self, _name: &'static str) {}
}

impl Progress for () {}

/// What a file of the output is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum OutputKind {
    /// The script of an entry.
    Entry,
    /// Any other script.
    Chunk,
    /// A copied file.
    Asset,
    /// A style sheet.
    Style,
    /// A source map.
    SourceMap,
    /// Comments about licences.
    Legal,
    /// Which files the sources became.
    Manifest,
    /// A page.
    Html,
    /// A file of the public folder: made by who copies it, never by the engine.
    Public,
    /// A smaller form of another file: made by who writes it, never by the engine.
    Compressed,
}

/// One file of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputFile {
    /// Relative to the output folder, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Bytes,
    /// What it is.
    pub kind: OutputKind,
    /// A file with these bytes that an earlier build wrote, if one is known.
    pub twin: Option<PathBuf>,
}

impl OutputFile {
    pub(crate) fn new(path: String, bytes: Bytes, kind: OutputKind) -> Self {
        Self { path, bytes, kind, twin: None }
    }
}

/// What a build came to.
#[derive(Clone, Debug, Default)]
pub struct BuildOutcome {
    /// The files, sorted by path. Empty when any diagnostic is an error.
    pub outputs: Vec<OutputFile>,
    /// All diagnostics, in the order in which they are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// Phases in order, with the wall time of each.
    pub timings: Vec<(&'static str, Duration)>,
    /// Number of modules in the graph.
    pub modules: usize,
    /// Absolute paths of the files that were read as modules.
    pub inputs: Arc<[PathBuf]>,
    /// What tells TypeScript of the project's own sheets of CSS Modules, by their paths, sorted, where that was asked for.
    pub class_types: Vec<(PathBuf, String)>,
    /// The metafile's text, when it was asked for.
    pub metafile: Option<String>,
    /// The rows of the store that it was made with, as far as earlier ones did not ask for them, sorted.
    pub rows: Vec<Key>,
    /// How the outputs were put together, for [`reassemble`](crate::reassemble); where a store is written and it is known.
    pub assembly: Option<Vec<u8>>,
}

/// What a check came to.
#[derive(Clone, Debug, Default)]
pub struct CheckOutcome {
    /// All diagnostics, in the order in which they are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// Absolute paths of the files that were read as modules, sorted.
    pub inputs: Vec<PathBuf>,
    /// What tells TypeScript of the project's own sheets of CSS Modules, by their paths, sorted, where that was asked for.
    pub class_types: Vec<(PathBuf, String)>,
    /// The rows of the store that it was made with, as far as earlier ones did not ask for them, sorted.
    pub rows: Vec<Key>,
}

/// Checks once, and tells hints of the project's own files too where these are asked for. As with [`build`], the database is
/// not taken apart.
pub fn check(options: &BuildOptions, system: Arc<dyn System>, store: Option<Arc<Store>>, hints: bool) -> CheckOutcome {
    let engine = std::mem::ManuallyDrop::new(Engine::with_life(options.clone(), system, Life::Once));
    store.into_iter().for_each(|store| engine.keep_rows(store));
    let mut outcome = engine.check();
    if hints {
        let own = outcome.inputs.iter().filter(|path| !in_package(&path.to_string_lossy()));
        outcome.diagnostics.extend(own.flat_map(|path| engine.hints(path, true)));
    }
    outcome
}

/// Builds once. The database is not taken apart afterwards: the process ends soon, and dropping a large one costs
/// tens of milliseconds.
pub fn build(
    options: &BuildOptions,
    system: Arc<dyn System>,
    store: Option<Arc<Store>>,
    progress: &dyn Progress,
) -> BuildOutcome {
    let engine = std::mem::ManuallyDrop::new(Engine::with_life(options.clone(), system, Life::Once));
    let records = store.as_ref().is_some_and(|store| store.writes());
    store.into_iter().for_each(|store| engine.keep_rows(store));
    if records {
        engine.keep_assembly();
    }
    let (mut outcome, assembly) = engine.build_anew(progress);
    outcome.assembly = assembly.and_then(|assembly| assembly.pack());
    outcome
}

/// A database for one project, alive over many edits. Copies share it: one takes in changes, others build meanwhile, and
/// are stopped by the next change.
#[derive(Clone)]
pub struct Engine {
    pub(crate) db: Database,
    pub(crate) options: Arc<BuildOptions>,
    pub(crate) workspace: Workspace,
    /// Changes since the last build that was finished.
    changes: Arc<AtomicUsize>,
    /// The files that became others.
    pub(crate) journal: Journal,
    /// What editors show.
    pub(crate) documents: Documents,
    /// The last build, where that is remembered.
    last: Arc<Mutex<Option<Last>>>,
}

/// After so many changes it is worth it to ask the queries about single modules on all cores first.
pub(crate) const MANY_CHANGES: usize = 16;

impl Engine {
    /// An engine whose files may change.
    pub fn new(options: BuildOptions, system: Arc<dyn System>) -> Self {
        Self::with_documents(options, system, Life::Long)
    }

    /// The same, and it can tell which queries ran ([`Self::listen`]).
    pub fn observed(options: BuildOptions, system: Arc<dyn System>) -> Self {
        Self::with_documents(options, system, Life::Observed)
    }

    fn with_documents(options: BuildOptions, system: Arc<dyn System>, life: Life) -> Self {
        let (documents, system) = Documents::over(system);
        Self { documents, ..Self::with_life(options, system, life) }
    }

    pub(crate) fn with_life(options: BuildOptions, system: Arc<dyn System>, life: Life) -> Self {
        let resolver = Resolver::new(&options.resolve, Arc::clone(&system));
        let threads = options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let db = Database::new(system, resolver, threads, life);
        let workspace = Workspace::builder(
            options.root.clone(),
            Arc::new(options.compile.clone()),
            Arc::new(options.link.clone()),
            Arc::new(options.output.clone()),
            options.outdir.clone(),
            0,
        )
        .durability(db.shared().durability())
        .new(&db);
        db.shared().set_workspace(workspace);
        let changes = Arc::new(AtomicUsize::new(MANY_CHANGES));
        Self {
            db,
            options: Arc::new(options),
            workspace,
            changes,
            journal: Journal::default(),
            documents: Documents::default(),
            last: Arc::default(),
        }
    }

    pub(crate) fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what was made before from `store`, and keeps there what is made.
    pub fn keep_rows(&self, store: Arc<Store>) {
        self.db.shared().set_rows(Rows::new(store, &self.options.compile));
    }

    /// For an engine that does not link: of so many modules at most, those used last, it keeps all that compiling gave; of others
    /// what is asked of them again and again.
    pub fn bound_compiled(&mut self, most: usize) {
        bound(&mut self.db, most);
    }

    /// Lets go of what is beyond the bounds. Waits for all copies.
    pub fn rest(&mut self) {
        salsa::Database::trigger_lru_eviction(&mut self.db);
    }

    /// Gives a file a text of its own, as an editor does, or the one on disk again (`None`). Compares first: setting
    /// what is there already changes nothing. Returns whether the text is another now.
    pub fn edit(&mut self, path: &Path, text: Option<&str>) -> bool {
        let file = self.db.shared().file(&self.db, path);
        let differs = file.stable(&self.db).as_deref() != text;
        if differs {
            let durability = if text.is_some() { Durability::LOW } else { self.db.shared().durability() };
            file.set_stable(&mut self.db).with_durability(durability).to(text.map(Arc::from));
            self.note_changes(1);
            self.journal.note(file);
        }
        differs
    }

    pub(crate) fn note_changes(&self, count: usize) {
        self.changes.fetch_add(count, Ordering::Relaxed);
    }

    /// Starts to note which queries run, where the engine is an [observed](Self::observed) one.
    pub fn listen(&self) {
        self.db.listen();
    }

    /// The queries that ran since [`Self::listen`], sorted: `query(path)` for those about one module.
    pub fn heard(&self) -> Vec<String> {
        self.db.heard()
    }

    /// Does something with a copy of an engine that another thread changes. `None` when a change stopped it.
    pub fn attempt<R>(&self, work: impl FnOnce(&Self) -> R) -> Option<R> {
        // What a stopped query leaves behind is what salsa knows to be unfinished.
        salsa::Cancelled::catch(std::panic::AssertUnwindSafe(|| work(self))).ok()
    }

    /// Builds as [`Self::build`] does, or is stopped as [`Self::attempt`] says.
    pub fn try_build(&self, progress: &dyn Progress) -> Option<BuildOutcome> {
        self.attempt(|engine| engine.build(progress))
    }

    /// Builds what the options say, doing again only what changes made necessary.
    pub fn build(&self, progress: &dyn Progress) -> BuildOutcome {
        if let Some(outcome) = self.reassembled() {
            return outcome;
        }
        let (outcome, assembly) = self.build_anew(progress);
        self.remember(assembly, &outcome);
        outcome
    }

    /// Builds by the queries. Also gives how the outputs were put together, where that is recorded and known.
    fn build_anew(&self, progress: &dyn Progress) -> (BuildOutcome, Option<Assembly>) {
        let mut clock = Clock { progress, started: Instant::now(), timings: Vec::new() };
        let changes = self.changes.load(Ordering::Relaxed);
        let (mut outcome, assembly) = self.run(&mut clock, changes >= MANY_CHANGES);
        self.changes.fetch_sub(changes, Ordering::Relaxed);
        clock.finish("other");
        Diagnostic::sort(&mut outcome.diagnostics);
        outcome.timings = clock.timings;
        outcome.rows = self.rows_used();
        if outcome.diagnostics.iter().any(Diagnostic::is_error) {
            outcome.outputs.clear();
            outcome.metafile = None;
            return (outcome, None);
        }
        let assembly = assembly.map(|assembly| assembly.with_outcome(&outcome));
        (outcome, assembly)
    }

    /// Links scripts that are no files of the project into one: those of `name`, the first of which imports the others as
    /// `./file`. `None` when a change stopped it, or it cannot be done.
    pub fn dev_script(&self, name: &str, files: &[(&str, &'static str)]) -> Option<String> {
        self.attempt(|engine| {
            let db = &engine.db;
            let shared = db.shared();
            let virtual_file =
                |(file, text): &(&str, &'static str)| shared.virtual_file(db, &format!("nexxo/{name}/{file}"), *text);
            let files: Vec<_> = files.iter().map(virtual_file).collect();
            let module = shared.module(db, *files.first()?, Variant::Auto);
            let env = shared.env(db, vec![Entry { module, dir: String::new(), name: name.to_owned() }], None);
            let script = bundle(db, env).outputs.into_iter().find(|it| it.kind == OutputKind::Entry)?;
            String::from_utf8(script.bytes.to_vec()).ok()
        })?
    }

    /// Finds out what is wrong, and neither plans nor renders anything.
    pub fn check(&self) -> CheckOutcome {
        let mut clock = Clock { progress: &(), started: Instant::now(), timings: Vec::new() };
        let changes = self.changes.load(Ordering::Relaxed);
        let Linking { mut diagnostics, inputs, class_types, .. } = self.link(&mut clock, changes >= MANY_CHANGES);
        self.changes.fetch_sub(changes, Ordering::Relaxed);
        let is_linked = |file: File| inputs.binary_search_by(|it| in_order(it, file.path(&self.db))).is_ok();
        self.as_shown(&mut diagnostics, is_linked);
        Diagnostic::sort(&mut diagnostics);
        CheckOutcome { diagnostics, inputs, class_types, rows: self.rows_used() }
    }

    fn rows_used(&self) -> Vec<Key> {
        self.db.shared().rows().map(Rows::take_used).unwrap_or_default()
    }

    /// The first half of a build: all that is linked together, and what is wrong with it.
    fn link(&self, clock: &mut Clock<'_>, many_changes: bool) -> Linking {
        let mut outcome = Linking::default();
        let db: &Database = &self.db;
        let entries = match self.entries() {
            Ok(entries) => entries,
            Err(diagnostics) => return Linking { diagnostics, ..outcome },
        };
        clock.finish("entries");
        let mut roots: Vec<Module> = entries.iter().map(|entry| entry.module).collect();
        roots.push(runtime::module(db));
        if many_changes {
            discover(db, &roots, clock.progress);
        }
        clock.finish("discover");

        let mut inputs = Vec::new();
        let envs = self.with_workers(entries, |env| {
            specialise(db, env);
            let graph = module_graph(db, env);
            let paths = graph.modules.iter().flatten().map(|module| module.file(db).path(db));
            inputs.extend(paths.filter(|path| !is_virtual(path)).cloned());
            outcome.diagnostics.extend(module_diagnostics(db, env).iter().cloned());
            clock.finish("graph");
            linked(db, env);
            outcome.diagnostics.extend(link_diagnostics(db, env).iter().cloned());
            if self.options.class_types {
                outcome.class_types.extend(class_types(db, env));
            }
            clock.finish("link");
        });
        outcome.diagnostics.extend(envs.iter().flat_map(|&env| endless_diagnostics(db, env)));
        outcome.class_types.sort_unstable();
        outcome.class_types.dedup();
        inputs.sort_unstable_by(|a: &PathBuf, b| in_order(a, b));
        inputs.dedup();
        Linking { envs, inputs, ..outcome }
    }

    fn run(&self, clock: &mut Clock<'_>, many_changes: bool) -> (BuildOutcome, Option<Assembly>) {
        let db: &Database = &self.db;
        let Linking { envs, diagnostics, inputs, class_types } = self.link(clock, many_changes);
        let modules = inputs.len();
        let mut outcome =
            BuildOutcome { diagnostics, modules, inputs: inputs.into(), class_types, ..BuildOutcome::default() };
        if outcome.diagnostics.iter().any(Diagnostic::is_error) {
            return (outcome, None);
        }
        let mut assembly = None;
        let mut meta = (serde_json::Map::new(), serde_json::Map::new());
        let mut sources = serde_json::Map::new();
        let mut files = Files::default();
        for &env in &envs {
            chunk_plan(db, env);
            clock.finish("chunks");
            chunk_names(db, env);
            clock.finish("names");
            rendered_styles(db, env);
            file_names(db, env);
            clock.finish("styles");
            render_all(db, env);
            outcome.diagnostics.extend(map_diagnostics(db, env));
            clock.finish("render");
            let bundle = bundle(db, env).without_embedded(db, env);
            if self.options.metafile {
                metafile::add(db, env, &bundle, &mut meta.0, &mut meta.1);
            }
            if self.options.manifest.is_some() {
                manifest::add(db, env, &bundle, &mut sources);
            }
            // What is no part of it, or told of it elsewhere, cannot be exchanged.
            if envs.len() == 1 && self.options.manifest.is_none() && !self.options.metafile && !self.options.class_types
            {
                assembly = Assembly::of(db, env, &bundle);
            }
            files.add(bundle);
            clock.finish("finish");
        }
        if let Some(path) = &self.options.manifest {
            files.add_file(OutputFile::new(path.clone(), manifest::text(sources).into(), OutputKind::Manifest));
        }
        outcome.diagnostics.append(&mut files.clashes);
        outcome.outputs = files.into_outputs();
        if self.options.metafile {
            let text = serde_json::to_string_pretty(&serde_json::json!({ "inputs": meta.0, "outputs": meta.1 }));
            outcome.metafile = text.ok();
        }
        (outcome, assembly)
    }

    /// The entries as modules, with the names of their outputs.
    fn entries(&self) -> Result<Vec<Entry>, Vec<Diagnostic>> {
        let db = &self.db;
        let shared = db.shared();
        let mut problems = Vec::new();
        let mut found: Vec<(Module, PathBuf, Option<Name>)> = Vec::new();
        for entry in &self.options.entries {
            match shared.resolver.resolve_entry(&self.options.root, &entry.path).target {
                Ok(Target::File { path, .. }) => {
                    let module = shared.module(db, shared.file(db, &path), Variant::Auto);
                    found.push((module, path, entry.name.clone()));
                }
                Ok(_) => problems.push(self.entry_problem(&entry.path, "it does not lead to a file".into(), None)),
                // The file is there, and what says how it is to be taken is wrong.
                Err(Failure { kind: FailureKind::InvalidPackage { path, .. }, message, help, .. }) => {
                    let mut problem = Diagnostic::error(Code::InvalidPackage, message).in_file(path);
                    problem.help = help;
                    problems.push(problem);
                }
                Err(failure) => {
                    let mut problem = self.entry_problem(&entry.path, failure.message, failure.help);
                    if matches!(failure.kind, FailureKind::WrongCase { .. }) {
                        problem.code = Code::WrongCase;
                    }
                    problems.push(problem);
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let base = self.options.outbase.clone();
        let base = base.unwrap_or_else(|| common_folder(found.iter().map(|(_, path, _)| path.as_path())));
        let entries = found.into_iter().map(|(module, path, name)| {
            let (dir, name) = match name {
                Some(name) => split_name(&name),
                None => output_name(&base, &path, &self.options.root),
            };
            Entry { module, dir, name }
        });
        Ok(entries.collect())
    }

    fn entry_problem(&self, path: &Path, why: String, help: Option<String>) -> Diagnostic {
        let shown = if path.is_absolute() {
            nexxo_base::path::relative(&self.options.root, path)
        } else {
            path.display().to_string()
        };
        let mut out = Diagnostic::error(Code::EntryNotFound, format!("the entry `{shown}` was not found"))
            .in_file(shown)
            .note(why);
        out.help = help;
        out
    }

    /// All that is linked together, workers too; nothing where an entry does not exist.
    pub(crate) fn linked_envs(&self) -> Vec<Env> {
        self.entries().map(|entries| self.with_workers(entries, |_| {})).unwrap_or_default()
    }

    /// What is linked together for these entries, and for the workers that each of it starts. `link` is called for each
    /// before its workers are looked for.
    fn with_workers(&self, entries: Vec<Entry>, mut link: impl FnMut(Env)) -> Vec<Env> {
        let mut envs = self.envs(entries);
        let mut next = 0;
        while let Some(&env) = envs.get(next) {
            next += 1;
            link(env);
            for worker in workers_of(&self.db, env).into_iter().filter_map(|it| worker_env(&self.db, it)) {
                if !envs.contains(&worker) {
                    envs.push(worker);
                }
            }
        }
        envs
    }

    /// With splitting all entries are linked together; without it each is a bundle of its own.
    fn envs(&self, entries: Vec<Entry>) -> Vec<Env> {
        let env = |entries: Vec<Entry>| self.db.shared().env(&self.db, entries, None);
        if self.options.link.splitting || entries.len() == 1 {
            vec![env(entries)]
        } else {
            entries.into_iter().map(|entry| env(vec![entry])).collect()
        }
    }
}

/// What the first half of a build comes to.
#[derive(Default)]
struct Linking {
    envs: Vec<Env>,
    diagnostics: Vec<Diagnostic>,
    /// By [`in_order`].
    inputs: Vec<PathBuf>,
    class_types: Vec<(PathBuf, String)>,
}

/// The order of files of a build.
fn in_order(a: &Path, b: &Path) -> std::cmp::Ordering {
    a.as_os_str().cmp(b.as_os_str())
}

/// Renders all chunks on all cores; the bundle then only collects.
fn render_all(db: &Database, env: Env) {
    each_on_workers(db, &mapped_modules(db, env), |db, &module| {
        usable_map(db, module);
    });
    let chunks: Vec<u32> = (0..chunk_count(db, env)).collect();
    each_on_workers(db, &chunks, |db, &chunk| {
        rendered_chunk(db, env, chunk);
    });
}

/// The folder that all entries have in common.
fn common_folder<'p>(paths: impl Iterator<Item = &'p Path>) -> PathBuf {
    paths
        .map(|path| path.parent().unwrap_or(path).to_path_buf())
        .reduce(|a, b| a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect())
        .unwrap_or_default()
}

fn split_name(name: &str) -> (String, String) {
    match name.rsplit_once('/') {
        Some((dir, name)) => (dir.to_string(), name.to_string()),
        None => (String::new(), name.to_string()),
    }
}

fn output_name(base: &Path, path: &Path, root: &Path) -> (String, String) {
    let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    if kind_of(&path.to_string_lossy()) == FileKind::Html {
        // A page's script is named after the page: `index`, or the folder of one further down.
        let folder = path.parent().map(|dir| nexxo_base::path::relative(root, dir)).unwrap_or_default();
        let name = match folder.rsplit('/').next() {
            Some(folder) if stem == "index" && folder != "." && folder != ".." => folder.to_string(),
            _ => stem,
        };
        return (String::new(), name);
    }
    let dir = path.parent().map(|dir| nexxo_base::path::relative(base, dir)).unwrap_or_default();
    if dir == "." {
        return (String::new(), stem);
    }
    // An entry outside of `--outbase` stays in the output folder.
    let parts: Vec<&str> = dir.split('/').map(|part| if part == ".." { "_.._" } else { part }).collect();
    (parts.join("/"), stem)
}

/// Collects output files and notices when two want one name.
#[derive(Default)]
struct Files {
    by_path: Map<String, OutputFile>,
    clashes: Vec<Diagnostic>,
}

impl Files {
    fn add(&mut self, bundle: Bundle) {
        bundle.outputs.into_iter().for_each(|file| self.add_file(file));
    }

    fn add_file(&mut self, file: OutputFile) {
        match self.by_path.get(&file.path) {
            Some(other) if other.bytes != file.bytes => self.clashes.push(
                Diagnostic::error(Code::OutputClash, format!("two outputs want the name `{}`", file.path))
                    .help("name the entries apart with `name=path`, or add `[hash]` or `[dir]` to `--entry-names`"),
            ),
            Some(_) => {}
            None => {
                self.by_path.insert(file.path.clone(), file);
            }
        }
    }

    fn into_outputs(self) -> Vec<OutputFile> {
        let mut outputs: Vec<OutputFile> = self.by_path.into_values().collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        outputs
    }
}

struct Clock<'p> {
    progress: &'p dyn Progress,
    started: Instant,
    timings: Vec<(&'static str, Duration)>,
}

impl Clock<'_> {
    /// Ends a phase; phases of one name are added up.
    fn finish(&mut self, name: &'static str) {
        let now = Instant::now();
        let took = now - self.started;
        self.started = now;
        match self.timings.iter_mut().find(|(it, _)| *it == name) {
            Some((_, time)) => *time += took,
            None => self.timings.push((name, took)),
        }
        self.progress.phase(name);
    }
}
