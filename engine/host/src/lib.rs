//! The engine thread: changes in, builds out. Never decides what a build is, and never writes its files.
//!
//! One thread owns the engine and is the only one that changes it. Every change of the world arrives on one queue; each
//! build runs beside it on a copy of the engine, and a change that matters stops the build that runs, so that the newest
//! state never waits behind older work. What leaves is an [`Event`] for each build that was finished, and what jobs
//! ([`Host::ask`]) find out.

mod pace;
pub mod share;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nexxo_base::Set;
use nexxo_base::options::BuildOptions;
use nexxo_db::{Engine, STACK_BYTES};
use nexxo_vfs::Notice;

use pace::Pace;

/// How long nothing must happen on the disk before a build starts: one save is often several changes.
const QUIET: Duration = Duration::from_millis(3);
/// The same where all files that changed are known to be whole: some saves are of several files.
const SHORTLY: Duration = Duration::from_millis(1);
/// After so long without a message there is nothing to do.
const IDLE: Duration = Duration::from_secs(2);
/// The clocks of some file systems count in steps of two seconds.
const CLOCK_STEP: Duration = Duration::from_secs(2);

/// What leaves the engine.
#[derive(Debug)]
pub enum Event<T> {
    /// A build was finished.
    Built(Built<T>),
    /// After a build: the folders that the output depends on are others than before, and are to be watched.
    Folders(Vec<PathBuf>),
    /// There is nothing to do for now: memory that only work needs can be given back.
    Idle,
}

/// A finished build.
#[derive(Debug)]
pub struct Built<T> {
    /// What came of it.
    pub outcome: T,
    /// From the first change that it takes in, or from the start, to its end.
    pub took: Duration,
    /// What was told of since the build before, as far as it matters; empty for the first build.
    pub changed: Vec<PathBuf>,
}

/// What the engine is to make of each state of the world, such as [`Engine::try_build`] with whatever the caller wants around
/// it. Nothing when a change stopped it.
pub type Run<T> = Arc<dyn Fn(&Engine) -> Option<T> + Send + Sync>;

/// A question to the engine.
type Job = Box<dyn FnOnce(&Engine) + Send>;

/// A running engine thread. It ends when this is dropped.
#[derive(Debug)]
pub struct Host<T> {
    messages: Sender<Message<T>>,
    thread: Option<JoinHandle<()>>,
}

enum Message<T> {
    Notice(Notice),
    /// An editor shows this text of a file, or has closed the file.
    Show(PathBuf, Option<Arc<str>>),
    Ask(Job),
    /// These folders are watched from now on.
    Watched(Vec<PathBuf>),
    /// Something changed that is none of the engine's.
    Rebuild,
    /// The options are these from now on, because these files changed.
    Options(Box<BuildOptions>, Vec<PathBuf>),
    /// The build with this number came to an end; nothing when it was stopped.
    Ended(u64, Option<T>),
    Stop,
}

impl<T: Send + 'static> Host<T> {
    /// Starts the thread, and the first build. `tell` is called from the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(engine: Engine, run: Run<T>, tell: impl Fn(Event<T>) + Send + 'static) -> std::io::Result<Self> {
        let (messages, inbox) = mpsc::channel();
        let worker = Worker {
            engine,
            run,
            messages: messages.clone(),
            tell: Box::new(tell),
            building: None,
            asking: Vec::new(),
            number: 0,
            told: Vec::new(),
            open: Set::default(),
            changed: Vec::new(),
            pace: Pace::new(Instant::now()),
            changed_since: Instant::now(),
            waits: true,
            is_idle: false,
            quiet: Duration::ZERO,
            ahead: None,
            folders_told: None,
            seen_until: clock(),
        };
        let thread = thread_of("nexxo-engine").spawn(move || worker.serve(&inbox))?;
        Ok(Self { messages, thread: Some(thread) })
    }

    /// Puts what happened on the disk on the queue.
    pub fn notice(&self, notice: Notice) {
        // A thread that is gone needs to know nothing.
        _ = self.messages.send(Message::Notice(notice));
    }

    /// Says what an editor shows of a file, saved or not, or that it is what is on the disk again (`None`). A text that does not
    /// compile changes nothing of what is built, only what is said of it.
    pub fn show(&self, path: &Path, text: Option<Arc<str>>) {
        _ = self.messages.send(Message::Show(path.to_path_buf(), text));
    }

    /// Runs a job on a copy of the engine that has taken in all changes put on the queue before. Jobs run beside each other
    /// and beside a build; the next change stops what they ask ([`Engine::attempt`]), and waits for them.
    pub fn ask(&self, job: impl FnOnce(&Engine) + Send + 'static) {
        _ = self.messages.send(Message::Ask(Box::new(job)));
    }

    /// Has the same built again.
    pub fn rebuild(&self) {
        _ = self.messages.send(Message::Rebuild);
    }

    /// Goes on with other options, which must suit the engine ([`nexxo_db::suits`]) and are others because of these files.
    pub fn set_options(&self, options: BuildOptions, changed: Vec<PathBuf>) {
        _ = self.messages.send(Message::Options(Box::new(options), changed));
    }

    /// Says that these folders are watched from now on: what happened in them since they were read was told by nobody, and
    /// is looked for.
    pub fn watched(&self, folders: Vec<PathBuf>) {
        _ = self.messages.send(Message::Watched(folders));
    }
}

impl<T> Drop for Host<T> {
    fn drop(&mut self) {
        _ = self.messages.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// The engine thread's own state.
struct Worker<T> {
    engine: Engine,
    run: Run<T>,
    messages: Sender<Message<T>>,
    tell: Box<dyn Fn(Event<T>) + Send>,
    /// The build that runs.
    building: Option<JoinHandle<()>>,
    /// The jobs that run.
    asking: Vec<JoinHandle<()>>,
    /// Its number, or that of the last one.
    number: u64,
    /// What was told of and not looked at yet: it is looked at when all is quiet, as many a save makes files that are gone
    /// the next moment.
    told: Vec<PathBuf>,
    /// Those of it that may be half written.
    open: Set<PathBuf>,
    /// What of that made builds necessary, since the last finished one.
    changed: Vec<PathBuf>,
    /// How fast changes of the disk come.
    pace: Pace,
    /// When the first of `changed` was.
    changed_since: Instant,
    /// Whether a build is to start.
    waits: bool,
    /// Whether it was told that there is nothing to do.
    is_idle: bool,
    /// How long nothing must happen before it does.
    quiet: Duration,
    /// A message that was taken from the queue before its turn.
    ahead: Option<Message<T>>,
    /// Of which folders was told last.
    folders_told: Option<(u64, usize, usize)>,
    /// What changed before this time, on the wall clock, was seen by the first build.
    seen_until: Duration,
}

impl<T: Send + 'static> Worker<T> {
    fn serve(mut self, inbox: &Receiver<Message<T>>) {
        while self.take(inbox) {}
        // A build that still runs is of no use to anybody.
        self.engine.cancel();
        self.join();
        self.asking.drain(..).for_each(|job| _ = job.join());
    }

    /// Takes the next message, or looks at what was told when none comes. Returns whether to go on.
    fn take(&mut self, inbox: &Receiver<Message<T>>) -> bool {
        let next = if let Some(ahead) = self.ahead.take() {
            Some(ahead)
        } else if self.waits || !self.told.is_empty() {
            let quiet = match (self.told.is_empty(), self.open.is_empty()) {
                (true, _) => self.quiet,
                (false, true) => SHORTLY,
                (false, false) => QUIET,
            };
            match inbox.recv_timeout(self.pace.wait(quiet, Instant::now())) {
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                    return true;
                }
                next => next.ok(),
            }
        } else if self.is_idle {
            inbox.recv().ok()
        } else {
            match inbox.recv_timeout(IDLE) {
                Err(RecvTimeoutError::Timeout) => {
                    self.rest();
                    return true;
                }
                next => next.ok(),
            }
        };
        self.is_idle = false;
        match next {
            Some(Message::Notice(Notice::Touched(paths))) => self.hear(paths),
            Some(Message::Notice(Notice::Written(paths))) => paths.iter().for_each(|path| _ = self.open.remove(path)),
            Some(Message::Notice(Notice::Lost)) => {
                self.engine.all_changed();
                self.change(Vec::new(), QUIET);
            }
            Some(Message::Show(path, text)) => {
                let text = self.newest(inbox, &path, text);
                if self.engine.show(&path, text.as_deref()) {
                    self.pace.begin(Instant::now());
                    self.change(vec![path], Duration::ZERO);
                }
            }
            Some(Message::Ask(job)) => self.ask(job),
            Some(Message::Rebuild) => {
                self.engine.cancel();
                self.change(Vec::new(), QUIET);
            }
            Some(Message::Options(options, changed)) => {
                if self.engine.set_options(*options) {
                    self.pace.begin(Instant::now());
                    self.change(changed, QUIET);
                }
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

    /// Lets go of what only work needs, if there is none.
    fn rest(&mut self) {
        self.asking.retain(|job| !job.is_finished());
        self.is_idle = self.building.is_none() && self.asking.is_empty();
        if self.is_idle {
            self.engine.rest();
            (self.tell)(Event::Idle);
        }
    }

    /// What an editor shows of a file by now: of what was typed faster than it is taken in, the last counts.
    fn newest(&mut self, inbox: &Receiver<Message<T>>, path: &Path, mut text: Option<Arc<str>>) -> Option<Arc<str>> {
        while let Ok(next) = inbox.try_recv() {
            match next {
                Message::Show(of, newer) if of == path => text = newer,
                next => {
                    self.ahead = Some(next);
                    break;
                }
            }
        }
        text
    }

    fn hear(&mut self, paths: Vec<PathBuf>) {
        if self.told.is_empty() && !self.waits {
            self.pace.hear(&paths, Instant::now());
        }
        self.open.extend(paths.iter().cloned());
        self.told.extend(paths);
    }

    /// Looks at what was told.
    fn take_in(&mut self) {
        self.open.clear();
        let told = std::mem::take(&mut self.told);
        self.pace.look(&told, Instant::now());
        let matter = self.engine.disk_changed(told);
        if !matter.is_empty() {
            self.change(matter, QUIET);
        }
    }

    /// Looks at what was told, and starts a build if one is due.
    fn look(&mut self) {
        self.take_in();
        if self.waits {
            self.start_build();
        }
    }

    /// Starts a job, after what was told of before it.
    fn ask(&mut self, job: Job) {
        self.take_in();
        self.asking.retain(|job| !job.is_finished());
        let engine = self.engine.clone();
        // Without a thread for it the job is dropped, and whoever waits for what it finds sees that.
        if let Ok(thread) = thread_of("nexxo-ask").spawn(move || job(&engine)) {
            self.asking.push(thread);
        }
    }

    /// Notes that a build is due when nothing else happened for a while. The one that runs was stopped by the change.
    fn change(&mut self, paths: Vec<PathBuf>, quiet: Duration) {
        self.join();
        self.quiet = quiet;
        self.number += 1;
        if self.changed.is_empty() {
            self.changed_since = self.pace.since();
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
        match thread_of("nexxo-build").spawn(build) {
            Ok(thread) => self.building = Some(thread),
            Err(_) => {
                let outcome = (self.run)(&self.engine);
                self.ended(outcome);
            }
        }
    }

    fn ended(&mut self, outcome: Option<T>) {
        let Some(outcome) = outcome else { return self.join() };
        let mut changed = std::mem::take(&mut self.changed);
        changed.sort_unstable();
        changed.dedup();
        (self.tell)(Event::Built(Built { outcome, took: self.changed_since.elapsed(), changed }));
        self.join();
        let revision = Some(self.engine.folders_revision());
        if std::mem::replace(&mut self.folders_told, revision) != revision {
            (self.tell)(Event::Folders(self.engine.folders()));
        }
    }

    fn join(&mut self) {
        if let Some(thread) = self.building.take() {
            _ = thread.join();
        }
    }
}

/// A thread that can compile whatever a worker can.
fn thread_of(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.into()).stack_size(STACK_BYTES)
}

/// Since 1970, by the wall clock that files are stamped with.
fn clock() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests;
