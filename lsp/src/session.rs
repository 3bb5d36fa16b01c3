//! One project: its options, its engine thread, what is watched for it.
//!
//! A thread of its own hears of builds and of the disk. When the options are others, or the engine is gone, the engine is
//! started anew and given all open documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use nexxo_base::{Diagnostic, Severity};
use nexxo_cli::project::Project;
use nexxo_db::{CheckOutcome, Engine, Outlook};
use nexxo_host::share::Page;
use nexxo_host::{Built, Event, Host, Run};
use nexxo_vfs::{Notice, OsSystem, Watcher};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::pages::Pages;
use crate::places::shown;
use crate::publisher::{Converter, News, Teller};
use crate::stdio::Log;
use crate::workspace::{OpenDocuments, Settings};

/// What the engine makes of each state of the project.
pub(crate) struct Checked {
    outcome: CheckOutcome,
    own: Own,
    /// Of the open files.
    hints: Vec<Diagnostic>,
}

/// What is wrong in an open file by itself, which is known before all is linked.
#[derive(Clone)]
struct OwnOf {
    path: PathBuf,
    text: Arc<str>,
    diagnostics: Vec<Diagnostic>,
}

type Own = Vec<OwnOf>;

/// What a session hears.
enum Signal {
    Notice(Notice),
    /// The editor says that something happened at these paths, and the engine knows.
    Touched(Vec<PathBuf>),
    /// From the engine of this number, as what follows.
    Own(u64, Own),
    Event(u64, Event<Checked>),
    /// Bytes of the bundle before it is minified, in a revision.
    Weighed(u64, u64),
    Restart(Option<Settings>),
    Stop,
}

/// A project that is alive. It ends when this is dropped.
pub(crate) struct Session {
    shared: Arc<Shared>,
    signals: Sender<Signal>,
}

struct Shared {
    root: PathBuf,
    host: Mutex<Option<Host<Checked>>>,
    documents: Arc<OpenDocuments>,
    converter: Converter,
    teller: Teller,
    log: Log,
    /// What the configuration said when it could be read last.
    project: Mutex<Option<Arc<Project>>>,
    /// The way to open pages, where there are options that say which those are.
    pages: Mutex<Option<Pages>>,
    /// What was told of the project's state, by name.
    status: Mutex<serde_json::Map<String, Value>>,
}

impl Session {
    /// Reads the project's options and starts its engine.
    pub(crate) fn start(
        converter: Converter,
        settings: Settings,
        documents: Arc<OpenDocuments>,
        teller: Teller,
        log: Log,
    ) -> Self {
        let (signals, inbox) = mpsc::channel();
        let root = converter.root.clone();
        let shared = Arc::new(Shared {
            root,
            host: Mutex::default(),
            documents,
            converter,
            teller,
            log,
            project: Mutex::default(),
            pages: Mutex::default(),
            status: Mutex::default(),
        });
        let tell = signals.clone();
        let watcher = Watcher::new(None, move |notice| tell.send(Signal::Notice(notice)).unwrap_or_default());
        if let Err(error) = &watcher {
            shared.log.line(|| format!("cannot watch files: {error}"));
        }
        let (shared_here, signals_here) = (Arc::clone(&shared), signals.clone());
        let mut keeper = Keeper {
            shared: shared_here,
            signals: signals_here,
            watcher: watcher.ok(),
            settings,
            folders: Vec::new(),
            inputs: Vec::new(),
            told: BTreeMap::new(),
            engine: 0,
            revision: 0,
        };
        keeper.restart();
        // Without a thread nothing is published, but questions are answered.
        _ = thread::Builder::new().name("nexxo-session".into()).spawn(move || keeper.serve(&inbox));
        Self { shared, signals }
    }

    /// Says what a document is now; `None` when it is closed.
    pub(crate) fn edit(&self, path: &Path, text: Option<Arc<str>>) {
        if let Some(pages) = &*self.shared.pages() {
            pages.show(path, text.clone());
        }
        if let Some(host) = &*self.shared.host() {
            host.show(path, text);
        }
    }

    /// Says that something happened at these paths.
    pub(crate) fn touched(&self, paths: Vec<PathBuf>) {
        // At once: a question that comes after this is about what the disk has now.
        self.shared.touched(&paths);
        _ = self.signals.send(Signal::Touched(paths));
    }

    /// What is said of one file, as it is published.
    pub(crate) async fn diagnostics(&self, path: &Path, fades: bool) -> Vec<lsp_types::Diagnostic> {
        let path = path.to_path_buf();
        let found = self.ask(move |engine| [engine.file_diagnostics(&path), engine.hints(&path, fades)].concat());
        let mut found = found.await.unwrap_or_default();
        if let Some(project) = self.shared.project() {
            project.weigh(&mut found);
        }
        found.iter().map(|it| self.shared.converter.diagnostic(it)).collect()
    }

    /// What saving a file would do to an open page; nothing where no page runs it.
    pub(crate) async fn outlook(&self, path: &Path) -> Option<Outlook> {
        let ask = self.shared.pages().as_ref()?.outlook(path);
        tokio::task::spawn_blocking(ask).await.ok().flatten()
    }

    /// How the project is: what the notification `nexxo/status` told last.
    pub(crate) fn status(&self) -> Value {
        Value::Object(lock(&self.shared.status).clone())
    }

    /// Starts the engine anew, with other settings if there are any.
    pub(crate) fn restart(&self, settings: Option<Settings>) {
        _ = self.signals.send(Signal::Restart(settings));
    }

    /// Asks the engine once it has taken in all edits up to now. A later edit stops the question, which is then asked again:
    /// the answer is about that text or a newer one. Nothing where there is no engine.
    pub(crate) fn ask<R: Send + 'static>(
        &self,
        question: impl Fn(&Engine) -> R + Send + Sync + 'static,
    ) -> impl Future<Output = Option<R>> + Send + 'static {
        let question = Arc::new(question);
        let first = self.shared.put(&question);
        let (shared, signals) = (Arc::clone(&self.shared), self.signals.clone());
        async move {
            let mut answer = first?;
            loop {
                match answer.await {
                    Ok(Answer::Is(it)) => return Some(it),
                    Ok(Answer::Stopped) => answer = shared.put(&question)?,
                    Ok(Answer::Failed) => return None,
                    // The engine is gone, with the question.
                    Err(_) => {
                        _ = signals.send(Signal::Restart(None));
                        return None;
                    }
                }
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        _ = self.signals.send(Signal::Stop);
    }
}

enum Answer<R> {
    Is(R),
    Stopped,
    /// A defect.
    Failed,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    fn host(&self) -> MutexGuard<'_, Option<Host<Checked>>> {
        lock(&self.host)
    }

    fn pages(&self) -> MutexGuard<'_, Option<Pages>> {
        lock(&self.pages)
    }

    fn project(&self) -> Option<Arc<Project>> {
        lock(&self.project).clone()
    }

    /// The version of a document, if this is still its text.
    fn version_of(&self, path: &Path, text: &str) -> Option<i32> {
        self.documents.get(path).filter(|it| *it.text == *text).map(|it| it.version)
    }

    /// Tells pages and engine what happened on the disk.
    fn touched(&self, paths: &[PathBuf]) {
        if let Some(pages) = &*self.pages() {
            pages.touched(paths);
        }
        if let Some(host) = &*self.host() {
            host.notice(Notice::Touched(paths.to_vec()));
        }
    }

    /// Says what is another now in the project's state.
    fn tell_status(&self, news: Value) {
        let mut status = lock(&self.status);
        if let Value::Object(news) = news {
            status.insert("root".into(), json!(shown(&self.root)));
            status.extend(news);
        }
        _ = self.teller.send(News::Status(Value::Object(status.clone())));
    }

    fn put<R: Send + 'static>(
        &self,
        question: &Arc<impl Fn(&Engine) -> R + Send + Sync + 'static>,
    ) -> Option<oneshot::Receiver<Answer<R>>> {
        let (sender, answer) = oneshot::channel();
        let (question, log) = (Arc::clone(question), self.log.clone());
        let job = move |engine: &Engine| {
            if sender.is_closed() {
                return; // who asked does not want to know any more
            }
            let answered = catching(&log, || engine.attempt(|engine| question(engine)));
            _ = sender.send(match answered {
                Some(Some(it)) => Answer::Is(it),
                Some(None) => Answer::Stopped,
                None => Answer::Failed,
            });
        };
        self.host().as_ref()?.ask(job);
        Some(answer)
    }
}

/// Runs something that may have a defect.
fn catching<R>(log: &Log, work: impl FnOnce() -> R) -> Option<R> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    if let Err(panic) = &result {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        log.line(|| format!("a defect of Nexxo: {text}"));
    }
    result.ok()
}

/// The session's own thread.
struct Keeper {
    shared: Arc<Shared>,
    signals: Sender<Signal>,
    watcher: Option<Watcher>,
    settings: Settings,
    /// The folders that the bundle depends on.
    folders: Vec<PathBuf>,
    /// The files that the bundle is made of, by their names.
    inputs: Vec<PathBuf>,
    /// What is wrong in open files by themselves, and what else is, as it was told last.
    told: BTreeMap<PathBuf, (Vec<Diagnostic>, Vec<lsp_types::Diagnostic>)>,
    /// Counts the engines: what one still tells that another took the place of is out of date.
    engine: u64,
    /// Counts the states that were linked.
    revision: u64,
}

impl Keeper {
    fn serve(mut self, inbox: &Receiver<Signal>) {
        for signal in inbox {
            match signal {
                Signal::Notice(Notice::Touched(mut paths)) => {
                    if let Some(project) = self.shared.project() {
                        paths.retain(|path| !path.starts_with(&project.options().outdir));
                    }
                    self.shared.touched(&paths);
                    self.watch_anew(&paths);
                    self.look_at_options(&paths);
                }
                Signal::Touched(paths) => {
                    self.watch_anew(&paths);
                    self.look_at_options(&paths);
                }
                Signal::Notice(notice) => self.with_host(|host| host.notice(notice)),
                Signal::Own(engine, _) | Signal::Event(engine, _) if engine != self.engine => {}
                Signal::Own(_, own) => self.own(own),
                Signal::Event(_, Event::Built(built)) => self.built(built),
                Signal::Weighed(revision, bytes) if revision == self.revision => {
                    self.shared.tell_status(json!({ "bytes": bytes }));
                }
                Signal::Weighed(..) => {}
                Signal::Event(_, Event::Idle) => nexxo_cli::give_back(),
                Signal::Event(_, Event::Folders(folders)) => {
                    self.folders = folders;
                    self.watch(self.all_folders());
                }
                Signal::Restart(settings) => {
                    self.settings = settings.unwrap_or_else(|| self.settings.clone());
                    self.restart();
                }
                Signal::Stop => break,
            }
        }
        let host = self.shared.host().take();
        drop(host);
        drop(self.shared.pages().take());
        _ = self.shared.teller.send(News::Closed(self.shared.root.clone()));
    }

    fn with_host(&self, work: impl FnOnce(&Host<Checked>)) {
        if let Some(host) = &*self.shared.host() {
            work(host);
        }
    }

    /// Reads the options and starts an engine for them.
    fn restart(&mut self) {
        match Project::read(&self.shared.root, self.settings.mode.clone()) {
            Ok(project) => self.start(Arc::new(project)),
            Err(problems) => self.refuse(&problems),
        }
        let folders = self.shared.project().map_or_else(|| vec![self.shared.root.clone()], |it| it.folders());
        self.watch(folders);
    }

    fn start(&mut self, project: Arc<Project>) {
        _ = self.shared.teller.send(News::Starts(self.shared.root.clone()));
        let engine = Engine::new(project.options().clone(), project.system());
        let log = self.shared.log.clone();
        let fades = self.settings.unused_exports;
        self.engine += 1;
        let (number, first) = (self.engine, self.signals.clone());
        let tell_own = move |own: &Own| first.send(Signal::Own(number, own.clone())).unwrap_or_default();
        let run: Run<Checked> = Arc::new(move |engine| {
            catching(&log, || engine.attempt(|engine| checked(engine, fades, &tell_own))).flatten()
        });
        let signals = self.signals.clone();
        let host =
            Host::start(engine, run, move |event| signals.send(Signal::Event(number, event)).unwrap_or_default());
        self.show_pages(&project);
        *lock(&self.shared.project) = Some(project);
        self.folders.clear();
        let before = match host {
            Ok(host) => {
                let mut place = self.shared.host();
                // Whoever edits from here on finds this engine; what was edited before is in the documents.
                for (path, document) in self.shared.documents.all() {
                    host.show(&path, Some(document.text));
                }
                place.replace(host)
            }
            Err(error) => {
                self.shared.log.line(|| format!("cannot start the engine: {error}"));
                self.shared.host().take()
            }
        };
        drop(before);
        self.shared.log.line(|| format!("started the engine of {}", self.shared.root.display()));
    }

    /// Looks for the project's pages, with the settings as they are now.
    fn show_pages(&self, project: &Project) {
        let shared = Arc::downgrade(&self.shared);
        let tell = move |page: Option<&Page>| {
            let Some(shared) = shared.upgrade() else { return };
            shared.tell_status(json!({
                "url": page.map(|it| &it.url),
                "tabs": page.map_or(0, |it| it.tabs),
                "pending": page.map_or(&[][..], |it| &it.pending),
            }));
        };
        let pages = Pages::start(project.place(), self.settings.live, tell);
        // As with the engine: whoever edits from here on finds these.
        let mut place = self.shared.pages();
        for (path, document) in self.shared.documents.all() {
            pages.show(&path, Some(document.text));
        }
        let before = place.replace(pages);
        drop(place);
        drop(before);
    }

    /// There is nothing that could be linked: says why. The engine that runs stays.
    fn refuse(&mut self, problems: &[Diagnostic]) {
        for problem in problems {
            self.shared.log.line(|| format!("{}: {}", self.shared.root.display(), problem.message));
        }
        let placed: Vec<Diagnostic> = problems.iter().filter(|it| it.file().is_some()).cloned().collect();
        let files = self.shared.converter.by_file(&placed, None);
        _ = self.shared.teller.send(News::Project(self.shared.root.clone(), files, BTreeMap::new()));
        let message = problems.first().map(|it| it.message.clone());
        self.shared.tell_status(json!({ "state": "stopped", "message": message }));
    }

    /// Starts anew if what happened at these paths makes other options.
    fn look_at_options(&mut self, paths: &[PathBuf]) {
        let Some(project) = self.shared.project() else { return self.restart() };
        let is_source = |path: &PathBuf| !path.starts_with(&project.options().outdir);
        if paths.iter().any(|path| is_source(path) && project.is_of_options(path)) {
            match Project::read(&self.shared.root, self.settings.mode.clone()) {
                Ok(now) if now.is_as(&project) => {}
                Ok(now) => self.start(Arc::new(now)),
                Err(problems) => self.refuse(&problems),
            }
        }
    }

    fn is_input(&self, path: &Path) -> bool {
        self.inputs.binary_search_by(|it| it.as_os_str().cmp(path.as_os_str())).is_ok()
    }

    /// Tells what is wrong in open files by themselves, beside what was found out last of the whole.
    fn own(&mut self, own: Own) {
        let Some(project) = self.shared.project() else { return };
        for OwnOf { path, text, mut diagnostics } in own {
            project.weigh(&mut diagnostics);
            let is_input = self.is_input(&path);
            let Some((before, rest)) = self.told.get_mut(&path) else { continue };
            if *before == diagnostics || !is_input {
                continue;
            }
            let converter = &self.shared.converter;
            let mut all: Vec<_> =
                diagnostics.iter().map(|it| converter.diagnostic(it)).chain(rest.iter().cloned()).collect();
            all.sort_by_key(|it: &lsp_types::Diagnostic| (it.range.start.line, it.range.start.character));
            *before = diagnostics;
            let version = self.shared.version_of(&path, &text);
            _ = self.shared.teller.send(News::File(self.shared.root.clone(), path, all, version));
        }
    }

    fn built(&mut self, built: Built<Checked>) {
        let Some(project) = self.shared.project() else { return };
        self.revision += 1;
        let Checked { outcome, own, hints } = built.outcome;
        let mut diagnostics = outcome.diagnostics;
        diagnostics.extend(hints);
        project.complete(&mut diagnostics);
        let errors = diagnostics.iter().filter(|it| it.is_error()).count();
        let warnings =
            diagnostics.iter().filter(|it| matches!(it.severity, Severity::Warning | Severity::Info)).count();
        let fallback = ["nexxo.config.json", "package.json"].map(|name| self.shared.root.join(name));
        let system = project.system();
        let fallback = fallback.iter().find(|path| system.metadata(path).is_ok());
        let files = self.shared.converter.by_file(&diagnostics, fallback.map(PathBuf::as_path));
        self.told.clear();
        let mut versions = BTreeMap::new();
        for OwnOf { path, text, diagnostics: mut own } in own {
            project.weigh(&mut own);
            versions.extend(self.shared.version_of(&path, &text).map(|version| (path.clone(), version)));
            let converted: Vec<_> = own.iter().map(|it| self.shared.converter.diagnostic(it)).collect();
            let all = files.get(&path).into_iter().flatten();
            let is_own =
                |it: &lsp_types::Diagnostic| converted.iter().any(|own| (&own.code, own.range) == (&it.code, it.range));
            let rest = all.filter(|it| !is_own(it)).cloned().collect();
            self.told.insert(path, (own, rest));
        }
        self.inputs = outcome.inputs;
        _ = self.shared.teller.send(News::Project(self.shared.root.clone(), files, versions));
        let took = built.took.as_secs_f64() * 1000.0;
        self.shared.tell_status(json!({
            "state": "linked",
            "message": null,
            "files": self.inputs.len(),
            "errors": errors,
            "warnings": warnings,
            "revision": self.revision,
            "milliseconds": (took * 10.0).round() / 10.0,
        }));
        self.shared.log.line(|| format!("checked {} files in {took:.1} ms", self.inputs.len()));
        // All modules are weighed: nobody waits for that, and the next edit stops it.
        let (signals, revision) = (self.signals.clone(), self.revision);
        self.with_host(|host| {
            host.ask(move |engine| {
                if let Some(bytes) = engine.attempt(Engine::bundle_bytes) {
                    signals.send(Signal::Weighed(revision, bytes)).unwrap_or_default();
                }
            });
        });
    }

    /// The folders that answers depend on, and those in which files lie that options are read from.
    fn all_folders(&self) -> Vec<PathBuf> {
        let of_options = self.shared.project().into_iter().flat_map(|it| it.folders());
        self.folders.iter().cloned().chain(of_options).collect()
    }

    /// What is no file any more, or is a folder now, is watched anew: the system forgets a folder that goes.
    fn watch_anew(&mut self, paths: &[PathBuf]) {
        if self.watcher.as_mut().is_some_and(|watcher| watcher.forget_moved(&OsSystem, paths)) {
            self.watch(self.all_folders());
        }
    }

    /// Watches these folders too. What happened in them before is looked for.
    fn watch(&mut self, folders: Vec<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        let (added, result) = watcher.watch(folders);
        if let Err(error) = result {
            self.shared.log.line(|| format!("cannot watch all folders: {error}"));
        }
        if !added.is_empty() {
            self.with_host(|host| host.watched(added));
        }
    }
}

fn checked(engine: &Engine, fades: bool, tell_own: &dyn Fn(&Own)) -> Checked {
    let open = engine.open_documents();
    let own = open.iter().filter_map(|path| {
        let (text, _) = engine.text(path)?;
        Some(OwnOf { path: path.clone(), text, diagnostics: engine.own_diagnostics(path) })
    });
    let own = own.collect();
    tell_own(&own);
    let outcome = engine.check();
    let hints = open.iter().flat_map(|path| engine.hints(path, fades)).collect();
    Checked { hints, own, outcome }
}
