//! The pages that are open. Each has what it was sent last and no more than one update on the way: what happens meanwhile
//! is in the next one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use axum::extract::ws::{Message, WebSocket};
use nexxo_base::{Diagnostic, LineIndex, Map};
use nexxo_db::{DevGraph, DevPatch, DevRoot, Outlook};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;

use crate::app::{App, lock};
use crate::server::Shared;
use crate::trace::{self, Failure, plain};

/// What is told to who started the server.
#[derive(Clone, PartialEq, Debug)]
pub enum News {
    /// A page loads anew, as nobody accepts an update.
    Reloads(String),
    /// A page has an update in force: the number of modules, and the milliseconds that the page took.
    Updated(usize, f64),
    /// A server that requests are passed on to does not answer.
    Unreachable(String),
    /// A page had an error that nobody caught.
    Failed(Box<Diagnostic>),
    /// A page called a method of `console`: which, and with what.
    Logged(String, String),
    /// Somebody wants to see a place in an editor: file, line and column from 1.
    Opens(PathBuf, u32, u32),
}

/// The pages by the names that they gave themselves.
#[derive(Default)]
pub(crate) struct Tabs {
    tabs: Map<String, Tab>,
    /// What pages opened that did not say hello yet.
    early: Vec<(String, String)>,
    /// Files with a text that is not saved, relative to the root.
    unsaved: Vec<String>,
    /// Who waits for answers of pages, by the number of the question.
    questions: Map<u64, Sender<Option<Outlook>>>,
    asked: u64,
    /// How often files of the public folder changed.
    public_changes: u64,
}

struct Tab {
    outbox: mpsc::UnboundedSender<String>,
    roots: Vec<String>,
    /// What it has; nothing while it is asked what that is.
    revision: Option<u64>,
    /// What it gets when the update on the way is in force, and how many modules that is of.
    on_the_way: Option<(u64, usize)>,
    /// The run of the server that the revisions are of.
    run: String,
    /// The errors that it shows.
    shows: Option<String>,
    /// Which files it knows to have a text that is not saved.
    unsaved: Vec<String>,
    /// Which modules wait in it until they are saved.
    pending: Vec<String>,
}

/// What pages say.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Said {
    Hello {
        tab: String,
        run: String,
        revision: u64,
        roots: Vec<String>,
    },
    Held {
        roots: Vec<String>,
        held: Map<String, String>,
    },
    Ack {
        revision: u64,
        took: f64,
    },
    Reloading {
        reason: String,
    },
    Failed {
        n: u32,
        tells: bool,
        #[serde(flatten)]
        failure: Failure,
    },
    Console {
        level: String,
        text: String,
        stack: String,
        revision: u64,
    },
    Open {
        file: String,
        line: Option<u32>,
        column: Option<u32>,
    },
    Pending {
        modules: Vec<String>,
    },
    Outlook {
        question: u64,
        outlook: Option<Outlook>,
    },
    #[serde(other)]
    Other,
}

impl Tabs {
    /// Notes that a page opened a root.
    pub(crate) fn opened(&mut self, tab: &str, root: &str) {
        match self.tabs.get_mut(tab) {
            Some(tab) if !tab.roots.iter().any(|it| it == root) => tab.roots.push(root.to_owned()),
            Some(_) => {}
            None => self.early.push((tab.to_owned(), root.to_owned())),
        }
    }

    /// Sends every page what it lacks.
    pub(crate) fn publish(&mut self, app: &App, render: &dyn Fn(&Diagnostic) -> String) {
        let graph = app.graph();
        self.tabs.values_mut().for_each(|tab| tab.sync(&graph, &self.unsaved, render));
    }

    /// Asks every page what it has.
    pub(crate) fn ask_all(&mut self) {
        self.tabs.values_mut().for_each(Tab::ask);
    }

    /// From the next update on, no page loads anew for these files.
    pub(crate) fn set_unsaved(&mut self, paths: Vec<String>) {
        self.unsaved = paths;
    }

    /// How many there are, and which modules wait in any of them.
    pub(crate) fn pages(&self) -> (usize, Vec<String>) {
        let mut pending: Vec<String> = self.tabs.values().flat_map(|tab| tab.pending.iter().cloned()).collect();
        pending.sort_unstable();
        pending.dedup();
        (self.tabs.len(), pending)
    }

    /// Asks every page what an update of a module would do to it. Gives the number of the question, that of the pages, and what
    /// their answers come by.
    pub(crate) fn ask_outlook(&mut self, module: &str) -> (u64, usize, Receiver<Option<Outlook>>) {
        let (sender, answers) = channel();
        self.asked += 1;
        let question = json!({ "type": "outlook", "question": self.asked, "module": module });
        self.tabs.values().for_each(|tab| tab.send(&question));
        self.questions.insert(self.asked, sender);
        (self.asked, self.tabs.len(), answers)
    }

    /// Does not wait for more answers.
    pub(crate) fn end_question(&mut self, question: u64) {
        self.questions.remove(&question);
    }

    pub(crate) fn public_changed(&mut self, urls: &[String]) {
        self.public_changes += 1;
        let reason = "a file of the public folder changed";
        let message = json!({ "type": "public", "urls": urls, "stamp": self.public_changes, "reason": reason });
        self.tabs.values_mut().for_each(|tab| tab.send(&message));
    }
}

impl Tab {
    fn send(&self, message: &serde_json::Value) {
        // One that is gone needs nothing.
        _ = self.outbox.send(message.to_string());
    }

    fn ask(&mut self) {
        self.revision = None;
        self.on_the_way = None;
        self.send(&json!({ "type": "who" }));
    }

    fn roots(&self) -> Vec<&str> {
        self.roots.iter().map(String::as_str).collect()
    }

    /// Sends what it lacks, or what is wrong: as long as anything is, it keeps what it has.
    fn sync(&mut self, graph: &DevGraph, unsaved: &[String], render: &dyn Fn(&Diagnostic) -> String) {
        let Some(revision) = self.revision.filter(|_| self.on_the_way.is_none()) else { return };
        if self.tell_problems(graph, render) {
            return;
        }
        if revision == graph.revision() {
            if self.unsaved != unsaved {
                self.unsaved = unsaved.to_vec();
                self.send(&json!({ "type": "unsaved", "paths": unsaved }));
            }
            return;
        }
        match graph.since(&self.roots(), revision) {
            Some(patch) => self.update(revision, &patch, unsaved),
            None => self.ask(),
        }
    }

    fn update(&mut self, from: u64, patch: &DevPatch, unsaved: &[String]) {
        self.unsaved = unsaved.to_vec();
        let modules: Vec<_> = patch.modules.iter().map(|it| (&it.id, String::from_utf8_lossy(&it.code))).collect();
        self.on_the_way = Some((patch.to, modules.len()));
        self.shows = None;
        let (run, to) = (&self.run, patch.to);
        self.send(&json!({
            "type": "update", "run": run, "from": from, "to": to, "modules": modules, "unsaved": unsaved
        }));
    }

    /// Says what is wrong, if it is not shown yet. Returns whether anything is.
    fn tell_problems(&mut self, graph: &DevGraph, render: &dyn Fn(&Diagnostic) -> String) -> bool {
        let problems: Vec<Diagnostic> =
            graph.problems(&self.roots()).into_iter().filter(Diagnostic::is_error).collect();
        if problems.is_empty() {
            if self.shows.take().is_some() {
                self.send(&json!({ "type": "fine" }));
            }
            return false;
        }
        let shown: Vec<_> = problems.iter().map(|problem| of_diagnostic(problem, render)).collect();
        let message = json!({ "type": "errors", "problems": shown });
        let text = message.to_string();
        if self.shows.as_ref() != Some(&text) {
            self.send(&message);
            self.shows = Some(text);
        }
        true
    }
}

fn of_diagnostic(problem: &Diagnostic, render: &dyn Fn(&Diagnostic) -> String) -> serde_json::Value {
    let mut out = json!({ "message": problem.message, "text": render(problem) });
    if let Some(label) = &problem.primary {
        let place = LineIndex::new(&label.file.text).position(&label.file.text, label.span.start);
        out["file"] = json!(*label.file.path);
        out["line"] = json!(place.line + 1);
        out["column"] = json!(place.column + 1);
    }
    out
}

/// Talks with a page until it goes.
pub(crate) async fn talk(shared: Arc<Shared>, mut socket: WebSocket) {
    let (outbox, mut inbox) = mpsc::unbounded_channel::<String>();
    let mut name: Option<String> = None;
    loop {
        tokio::select! {
            text = inbox.recv() => {
                let Some(text) = text else { break };
                if socket.send(Message::Text(text.into())).await.is_err() {
                    break;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => {
                    if let Ok(said) = serde_json::from_str::<Said>(&text) {
                        hear(&shared, &outbox, &mut name, said).await;
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => {}
            },
        }
    }
    if let Some(name) = name {
        let mut tabs = lock(&shared.tabs);
        // A page that came back in the meantime has another way out.
        if tabs.tabs.get(&name).is_some_and(|tab| tab.outbox.same_channel(&outbox)) {
            tabs.tabs.remove(&name);
        }
    }
}

async fn hear(shared: &Arc<Shared>, outbox: &mpsc::UnboundedSender<String>, name: &mut Option<String>, said: Said) {
    let app = shared.app();
    match said {
        Said::Hello { tab, run, revision, mut roots } => {
            let mut tabs = lock(&shared.tabs);
            for (_, root) in tabs.early.extract_if(.., |(it, _)| *it == tab) {
                if !roots.contains(&root) {
                    roots.push(root);
                }
            }
            let is_known = run == app.run && roots.iter().all(|root| app.graph().has_root(root));
            let mut it = Tab {
                outbox: outbox.clone(),
                roots,
                revision: Some(revision),
                on_the_way: None,
                run: app.run.clone(),
                shows: None,
                unsaved: Vec::new(),
                pending: Vec::new(),
            };
            if is_known {
                it.sync(&app.graph(), &tabs.unsaved, &shared.render);
            } else {
                it.ask();
            }
            tabs.tabs.insert(tab.clone(), it);
            *name = Some(tab);
        }
        Said::Held { roots, held } => {
            open_all(&app, roots.clone()).await;
            let mut tabs = lock(&shared.tabs);
            let Tabs { tabs, unsaved, .. } = &mut *tabs;
            let Some(tab) = name.as_ref().and_then(|name| tabs.get_mut(name)) else { return };
            tab.roots = roots;
            tab.run.clone_from(&app.run);
            let graph = app.graph();
            if !tab.tell_problems(&graph, &shared.render) {
                let patch = graph.beside(&tab.roots(), &held);
                tab.update(0, &patch, unsaved);
            }
        }
        Said::Ack { revision, took } => {
            let mut tabs = lock(&shared.tabs);
            let Tabs { tabs: all, unsaved, .. } = &mut *tabs;
            let Some(tab) = name.as_ref().and_then(|name| all.get_mut(name)) else { return };
            if let Some((to, modules)) = tab.on_the_way.take_if(|(to, _)| *to == revision) {
                tab.revision = Some(to);
                tab.sync(&app.graph(), unsaved, &shared.render);
                drop(tabs);
                (shared.tell)(News::Updated(modules, took));
            }
        }
        Said::Pending { modules } => {
            let mut tabs = lock(&shared.tabs);
            if let Some(tab) = name.as_ref().and_then(|name| tabs.tabs.get_mut(name)) {
                tab.pending = modules;
            }
        }
        Said::Outlook { question, outlook } => {
            if let Some(asker) = lock(&shared.tabs).questions.get(&question) {
                _ = asker.send(outlook);
            }
        }
        Said::Reloading { reason } => (shared.tell)(News::Reloads(plain(&reason))),
        Said::Failed { n, tells, failure } => {
            let (shared, outbox) = (Arc::clone(shared), outbox.clone());
            // What the engine has to do first need not keep the page's next words waiting.
            tokio::spawn(async move {
                let Some(diagnostic) = failed(&shared, &app, failure).await else { return };
                let problem = of_diagnostic(&diagnostic, &shared.render);
                // A page that is gone needs nothing.
                _ = outbox.send(json!({ "type": "failure", "n": n, "problem": problem }).to_string());
                if tells {
                    (shared.tell)(News::Failed(Box::new(diagnostic)));
                }
            });
        }
        Said::Console { level, text, stack, revision } => {
            let failure = Failure { message: text, stack, revision };
            let shared = Arc::clone(shared);
            tokio::spawn(async move {
                let text = logged(&shared, &app, failure).await;
                (shared.tell)(News::Logged(plain(&level), text));
            });
        }
        Said::Open { file, line, column } => {
            if let Some(file) = app.source_file(&file) {
                (shared.tell)(News::Opens(file, line.unwrap_or(1), column.unwrap_or(1)));
            }
        }
        Said::Other => {}
    }
}

async fn failed(shared: &Arc<Shared>, app: &Arc<App>, failure: Failure) -> Option<Diagnostic> {
    let shared = Arc::clone(shared);
    app.with_engine(move |app, engine| trace::diagnose(app, engine, &shared.scripts, &failure)).await
}

/// What was logged; where an error was, with the places as they were written.
async fn logged(shared: &Arc<Shared>, app: &Arc<App>, failure: Failure) -> String {
    if failure.stack.is_empty() {
        return plain(&failure.message);
    }
    let shared = Arc::clone(shared);
    let text = app.with_engine(move |app, engine| trace::rewrite(app, engine, &shared.scripts, &failure)).await;
    text.unwrap_or_default()
}

/// Opens what a page has that this run does not know yet.
async fn open_all(app: &Arc<App>, roots: Vec<String>) {
    for id in roots.into_iter().filter(|id| !app.graph().has_root(id)).collect::<Vec<_>>() {
        app.with_engine(move |app, engine| {
            let page = app.serving.root.join(&id);
            let root = if id.ends_with(".html") { DevRoot::Page(&page) } else { DevRoot::Lazy(&id) };
            app.open(engine, root)
        })
        .await;
    }
}
