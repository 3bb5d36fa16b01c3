//! The engine thread: changes in, builds out. Never decides what a build is, and never writes its files.
//!
//! One thread owns the engine and is the only one that changes it. Every change of the world arrives on one queue; each
//! build runs beside it on a copy of the engine, and a change that matters stops the build that runs, so that the newest
//! state never waits behind older work. What leaves is an [`Event`] for each build that was finished.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nexxo_db::{BuildOutcome, Engine};
use nexxo_vfs::Notice;

/// How long nothing must happen before a build starts: one save is often several changes.
const QUIET: Duration = Duration::from_millis(3);
/// After so long a build starts even if changes go on and on.
const PATIENCE: Duration = Duration::from_millis(100);
/// The clocks of some file systems count in steps of two seconds.
const CLOCK_STEP: Duration = Duration::from_secs(2);

/// What leaves the engine.
#[derive(Debug)]
pub enum Event {
    /// A build was finished.
    Built(Built),
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// What came of it.
    pub outcome: BuildOutcome,
    /// From the first change that it takes in, or from the start, to its end.
    pub took: Duration,
    /// What was told of since the build before, as far as it matters; empty for the first build.
    pub changed: Vec<PathBuf>,
    /// The folders that the output depends on, if they are others than before: they are to be watched.
    pub folders: Option<Vec<PathBuf>>,
}

/// How a build is run: [`Engine::try_build`] with whatever the caller wants around it.
pub type Run = Arc<dyn Fn(&Engine) -> Option<BuildOutcome> + Send + Sync>;

/// A running engine thread. It ends when this is dropped.
#[derive(Debug)]
pub struct Host {
    messages: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Notice(Notice),
    /// These folders are watched from now on.
    Watched(Vec<PathBuf>),
    /// Something changed that is none of the engine's.
    Rebuild,
    /// The build with this number came to an end; nothing when it was stopped.
    Ended(u64, Option<BuildOutcome>),
    Stop,
}

impl Host {
    /// Starts the thread, and the first build. `tell` is called from the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(engine: Engine, run: Run, tell: impl Fn(Event) + Send + 'static) -> std::io::Result<Self> {
        let (messages, inbox) = mpsc::channel();
        let worker = Worker {
            engine,
            run,
            messages: messages.clone(),
            tell: Box::new(tell),
            building: None,
            number: 0,
            told: Vec::new(),
            changed: Vec::new(),
            since: Instant::now(),
            changed_since: Instant::now(),
            waits: true,
            folders_told: None,
            seen_until: clock(),
        };
        let thread = thread::Builder::new().name("nexxo-engine".into()).spawn(move || worker.serve(&inbox))?;
        Ok(Self { messages, thread: Some(thread) })
    }

    /// Puts what happened on the disk on the queue.
    pub fn notice(&self, notice: Notice) {
        // A thread that is gone needs to know nothing.
        _ = self.messages.send(Message::Notice(notice));
    }

    /// Has the same built again.
    pub fn rebuild(&self) {
        _ = self.messages.send(Message::Rebuild);
    }

    /// Says that these folders are watched from now on: what happened in them since they were read was told by nobody, and
    /// is looked for.
    pub fn watched(&self, folders: Vec<PathBuf>) {
        _ = self.messages.send(Message::Watched(folders));
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        _ = self.messages.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// The engine thread's own state.
struct Worker {
    engine: Engine,
    run: Run,
    messages: Sender<Message>,
    tell: Box<dyn Fn(Event) + Send>,
    /// The build that runs.
    building: Option<JoinHandle<()>>,
    /// Its number, or that of the last one.
    number: u64,
    /// What was told of and not looked at yet: it is looked at when all is quiet, as many a save makes files that are gone
    /// the next moment.
    told: Vec<PathBuf>,
    /// What of that made builds necessary, since the last finished one.
    changed: Vec<PathBuf>,
    /// When the first of what is looked at next was told.
    since: Instant,
    /// When the first of `changed` was.
    changed_since: Instant,
    /// Whether a build is to start.
    waits: bool,
    /// Of which folders was told last.
    folders_told: Option<(u64, usize, usize)>,
    /// What changed before this time, on the wall clock, was seen by the first build.
    seen_until: Duration,
}

impl Worker {
    fn serve(mut self, inbox: &Receiver<Message>) {
        while self.take(inbox) {}
        // A build that still runs is of no use to anybody.
        self.engine.cancel();
        self.join();
    }

    /// Takes the next message, or looks at what was told when none comes. Returns whether to go on.
    fn take(&mut self, inbox: &Receiver<Message>) -> bool {
        let next = if self.waits || !self.told.is_empty() {
            let is_late = self.number == 0 || self.since.elapsed() > PATIENCE;
            match inbox.recv_timeout(if is_late { Duration::ZERO } else { QUIET }) {
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                    return true;
                }
                next => next.ok(),
            }
        } else {
            inbox.recv().ok()
        };
        match next {
            Some(Message::Notice(Notice::Touched(paths))) => self.hear(paths),
            Some(Message::Notice(Notice::Lost)) => {
                self.engine.all_changed();
                self.change(Vec::new());
            }
            Some(Message::Rebuild) => {
                self.engine.cancel();
                self.change(Vec::new());
            }
            Some(Message::Watched(folders)) => {
                let since = self.seen_until.saturating_sub(CLOCK_STEP);
                let suspects = self.engine.changed_since(&folders, since);
                self.hear(suspects);
            }
            Some(Message::Ended(number, outcome)) if number == self.number => self.ended(outcome),
            Some(Message::Ended(..)) => {}
            Some(Message::Stop) | None => return false,
        }
        true
    }

    fn hear(&mut self, paths: Vec<PathBuf>) {
        if self.told.is_empty() && !self.waits {
            self.since = Instant::now();
        }
        self.told.extend(paths);
    }

    /// Looks at what was told, and starts a build if one is due.
    fn look(&mut self) {
        let told = std::mem::take(&mut self.told);
        let matter = self.engine.disk_changed(told);
        if !matter.is_empty() {
            self.change(matter);
        }
        if self.waits {
            self.start_build();
        }
    }

    /// Notes that a build is due. The one that runs was stopped by the change.
    fn change(&mut self, paths: Vec<PathBuf>) {
        self.join();
        self.number += 1;
        if self.changed.is_empty() {
            self.changed_since = self.since;
        }
        self.waits = true;
        self.changed.extend(paths);
    }

    fn start_build(&mut self) {
        self.waits = false;
        self.number += 1;
        let (engine, run, messages) = (self.engine.clone(), Arc::clone(&self.run), self.messages.clone());
        let number = self.number;
        let build = move || {
            let outcome = run(&engine);
            // The copy must be gone before the next change can be taken in.
            drop(engine);
            _ = messages.send(Message::Ended(number, outcome));
        };
        match thread::Builder::new().name("nexxo-build".into()).spawn(build) {
            Ok(thread) => self.building = Some(thread),
            Err(_) => {
                let outcome = (self.run)(&self.engine);
                self.ended(outcome);
            }
        }
    }

    fn ended(&mut self, outcome: Option<BuildOutcome>) {
        self.join();
        let Some(outcome) = outcome else { return };
        let mut changed = std::mem::take(&mut self.changed);
        changed.sort_unstable();
        changed.dedup();
        let revision = Some(self.engine.folders_revision());
        let are_others = std::mem::replace(&mut self.folders_told, revision) != revision;
        let folders = are_others.then(|| self.engine.folders());
        (self.tell)(Event::Built(Built { outcome, took: self.changed_since.elapsed(), changed, folders }));
    }

    fn join(&mut self) {
        if let Some(thread) = self.building.take() {
            _ = thread.join();
        }
    }
}

/// Since 1970, by the wall clock that files are stamped with.
fn clock() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests;
