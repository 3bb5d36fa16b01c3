//! An app as it is served: its graph, which follows the engine's changes, and how the engine is asked.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use nexxo_base::{Diagnostic, Fingerprint};
use nexxo_db::{DevGraph, DevRoot, Engine};
use nexxo_vfs::System;
use tokio::sync::{oneshot, watch};

use crate::client;
use crate::files::RealFile;
use crate::guard::is_private;

/// Something to do with the engine. It may be stopped by a change, and then says so with `false`: it is done again.
pub type Job = Box<dyn FnMut(&Engine) -> bool + Send>;

/// Has a job done on a copy of the engine, after all changes that came before.
pub type Ask = Arc<dyn Fn(Job) + Send + Sync>;

/// What of a page is told to who started the server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Forward {
    /// Whether errors are that nobody caught.
    pub errors: bool,
    /// The methods of `console` whose calls are.
    pub levels: Vec<String>,
}

/// What is served.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The folder of the app.
    pub root: PathBuf,
    /// What URLs begin with; ends in a slash.
    pub base: String,
    /// The folder with files that are served as they are.
    pub public: Option<PathBuf>,
    /// The pages of the app, which are made ready before anybody asks for them.
    pub pages: Vec<PathBuf>,
    /// Whether paths that lead to no file are the app's own, which begins with `index.html`.
    pub single_page: bool,
    /// What of the pages is told.
    pub forward: Forward,
    /// The files.
    pub system: Arc<dyn System>,
}

/// An app.
pub struct App {
    pub(crate) serving: Serving,
    /// Tells one engine with its revisions from another.
    pub(crate) run: String,
    graph: RwLock<DevGraph>,
    /// Held by who works out changes of the graph, so that one does after the other.
    turn: Mutex<()>,
    client: Mutex<Option<Arc<str>>>,
    /// Empty until there is an engine.
    ask: watch::Sender<Option<Ask>>,
}

impl App {
    /// An app of which nothing is known yet.
    pub fn new(serving: Serving) -> Self {
        Self {
            serving,
            run: Fingerprint::random().short(21),
            graph: RwLock::default(),
            turn: Mutex::default(),
            client: Mutex::default(),
            ask: watch::Sender::default(),
        }
    }

    /// Says how the engine is asked.
    pub fn connect(&self, ask: Ask) {
        self.ask.send_replace(Some(ask));
    }

    /// The graph as it is now.
    pub(crate) fn graph(&self) -> RwLockReadGuard<'_, DevGraph> {
        self.graph.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what changed; at first, all that the pages need. `None` when another change stopped it, else what is wrong now, and whether anything is
    /// another.
    pub fn follow(&self, engine: &Engine) -> Option<(Vec<Diagnostic>, bool)> {
        if self.graph().is_empty() {
            for page in &self.serving.pages {
                self.open(engine, DevRoot::Page(page))?;
            }
            // Every page loads it: it is made before the first one asks.
            _ = self.client(engine);
        }
        let _turn = lock(&self.turn);
        let changes = engine.dev_changes(&self.graph())?;
        let is_new = self.graph.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
        Some((self.graph().problems(&[]), is_new))
    }

    /// Opens a root. `None` when a change stopped it, else whether there is such a root.
    pub(crate) fn open(&self, engine: &Engine, root: DevRoot<'_>) -> Option<bool> {
        let _turn = lock(&self.turn);
        let changes = engine.dev_open(&self.graph(), root)?;
        let Some(changes) = changes else { return Some(false) };
        self.graph.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
        Some(true)
    }

    /// What `work` gives for a copy of the engine. `None` inside of it is for being stopped: then it is done again.
    pub(crate) async fn with_engine<T: Send + 'static>(
        self: &Arc<Self>,
        mut work: impl FnMut(&Self, &Engine) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        // Who is early waits until there is an engine.
        let ask = self.ask.subscribe().wait_for(Option::is_some).await.ok()?.clone()?;
        let (sender, receiver) = oneshot::channel();
        let mut sender = Some(sender);
        let app = Arc::clone(self);
        ask(Box::new(move |engine| match work(&app, engine) {
            Some(value) => {
                // Who asked may have gone away.
                _ = sender.take().map(|it| it.send(value));
                true
            }
            None => false,
        }));
        receiver.await.ok()
    }

    /// The file that a page calls so: one below the root, or one that a module of the app is in.
    pub(crate) fn source_file(&self, shown: &str) -> Option<PathBuf> {
        let Serving { root, system, .. } = &self.serving;
        let file = nexxo_base::path::normalize(&root.join(shown));
        let inside = RealFile::new(&**system, root, &file)?.inside;
        let is_open = inside.is_some_and(|inside| !is_private(&inside)) || self.graph().has_file(shown);
        is_open.then_some(file)
    }

    /// The script of the browser's side.
    pub(crate) fn client(&self, engine: &Engine) -> Option<Arc<str>> {
        if let Some(known) = &*lock(&self.client) {
            return Some(Arc::clone(known));
        }
        let made: Arc<str> = engine.dev_script("client", client::FILES)?.into();
        *lock(&self.client) = Some(Arc::clone(&made));
        Some(made)
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
