//! `nexxo build --watch`: builds, waits until something changes that the output depends on, and builds again.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use nexxo_base::{Code, Diagnostic, Severity};
use nexxo_db::{BuildOutcome, Engine};
use nexxo_host::{Built, Event, Host};
use nexxo_vfs::{FileKind, Notice, Watcher};

use crate::args::BuildArgs;
use crate::build::system;
use crate::cache::Cache;
use crate::delivery::{Delivery, stop};
use crate::engine;
use crate::memory;
use crate::options::{self, Plan};
use crate::report::progress::Progress;
use crate::report::{Report, Run};
use crate::world::World;

/// How long a file that is being written may make no sense.
const WRITING: Duration = Duration::from_millis(30);

/// What a session waits for.
enum Signal {
    Notice(Notice),
    Event(Box<Event<BuildOutcome>>),
}

/// Runs the command. Returns when it cannot begin, with the exit code; else it goes on until the process is ended.
pub(crate) fn run(args: &BuildArgs, world: &World) -> u8 {
    let (sender, inbox) = mpsc::channel();
    let tell = sender.clone();
    let polling = args.watch.watch_poll.map(|interval| Duration::from_millis(interval.get()));
    let watcher = Watcher::new(polling, move |notice| tell.send(Signal::Notice(notice)).unwrap_or_default());
    let mut watcher = match watcher {
        Ok(watcher) => watcher,
        Err(error) => return refuse(args, world, vec![cannot_watch(&error)]),
    };
    let mut plan = match options::plan(args, world) {
        Ok(plan) => plan,
        Err(problems) => return refuse(args, world, problems),
    };
    loop {
        let session = Session::new(args, world, &mut watcher, plan);
        plan = match session.run(&sender, &inbox) {
            Ok(plan) => *plan,
            Err(code) => return code,
        };
    }
}

/// Tells why nothing can be built.
pub(crate) fn refuse(args: &BuildArgs, world: &World, problems: Vec<Diagnostic>) -> u8 {
    let mut report = Report::of_process(&args.reports, world);
    let code = stop(&mut report, problems);
    report.finish(&Run::default(), false);
    code
}

pub(crate) fn cannot_watch(error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::InvalidOption, format!("cannot watch the files: {error}"))
        .help("use --watch-poll, which asks the system for nothing")
}

/// What holds as long as the options do.
struct Session<'s> {
    args: &'s BuildArgs,
    world: &'s World,
    watcher: &'s mut Watcher,
    plan: Plan,
    delivery: Delivery,
    cache: Cache,
    /// Whether the system has refused to watch a folder: that is told once.
    refused: bool,
    /// The folders that the output depends on.
    folders: Vec<PathBuf>,
}

impl<'s> Session<'s> {
    fn new(args: &'s BuildArgs, world: &'s World, watcher: &'s mut Watcher, mut plan: Plan) -> Self {
        let (cache, refused) = Cache::start(plan.cache.as_ref(), world);
        plan.warnings.extend(refused);
        let delivery = Delivery::of_many(plan.cache.as_ref(), world);
        Self { args, world, watcher, plan, delivery, cache, refused: false, folders: Vec::new() }
    }

    /// Builds until the options are others, and returns those.
    fn run(mut self, sender: &Sender<Signal>, inbox: &Receiver<Signal>) -> Result<Box<Plan>, u8> {
        let engine = Engine::new(self.plan.options.clone(), system(&self.plan, self.world));
        engine.keep_assembly();
        self.cache.serve(&engine);
        let is_seen = Report::of_process(&self.args.reports, self.world).is_watched();
        let run = move |engine: &Engine| {
            let progress = Progress::start(is_seen);
            let outcome = engine::run_on(engine, &progress);
            progress.finish();
            outcome
        };
        let tell = sender.clone();
        let host = Host::start(engine, Arc::new(run), move |event| {
            tell.send(Signal::Event(Box::new(event))).unwrap_or_default();
        });
        let host = host.map_err(|error| refuse(self.args, self.world, vec![cannot_watch(&error)]))?;
        self.watch(&host, all_folders(&[], &self.plan, self.world));
        loop {
            match inbox.recv() {
                Ok(Signal::Notice(Notice::Touched(paths))) => {
                    if let Some(plan) = self.touched(&host, paths) {
                        return Ok(plan);
                    }
                }
                Ok(Signal::Notice(Notice::Lost)) => {
                    self.delivery.public_changed();
                    host.notice(Notice::Lost);
                }
                Ok(Signal::Notice(notice)) => host.notice(notice),
                Ok(Signal::Event(event)) => match *event {
                    Event::Built(built) => self.built(built),
                    Event::Folders(folders) => self.depends_on(&host, folders),
                    Event::Idle => memory::give_back(),
                },
                Err(_) => return Err(0),
            }
        }
    }

    /// Watches these folders too. What happened in them before is looked for.
    fn watch(&mut self, host: &Host<BuildOutcome>, folders: Vec<PathBuf>) {
        let (added, result) = self.watcher.watch(folders);
        if let Err(error) = result
            && !std::mem::replace(&mut self.refused, true)
        {
            let problem = cannot_watch(&error);
            let problem = Diagnostic { severity: Severity::Warning, ..problem };
            Report::of_process(&self.args.reports, self.world).diagnostics(&[problem]);
        }
        if !added.is_empty() {
            host.watched(added);
        }
    }

    /// Passes on what happened to sources. Gives the plan for what comes next when the options are others now.
    fn touched(&mut self, host: &Host<BuildOutcome>, mut paths: Vec<PathBuf>) -> Option<Box<Plan>> {
        let outdir = &self.plan.options.outdir;
        paths.retain(|path| !path.starts_with(outdir) && !self.delivery.wrote(path));
        if paths.is_empty() {
            return None;
        }
        if self.watcher.forget_moved(&*self.world.system, &paths) {
            self.watch(host, all_folders(&self.folders, &self.plan, self.world));
        }
        if let Some(public) = &self.plan.options.resolve.public_dir
            && paths.iter().any(|path| path.starts_with(public))
        {
            self.delivery.public_changed();
            host.rebuild();
        }
        if paths.iter().any(|path| self.plan.is_of_options(path))
            && let Some(plan) = other_plan(self.args, self.world, &self.plan)
        {
            if !self.goes_on_with(&plan) {
                return Some(plan);
            }
            self.plan = *plan;
            host.set_options(self.plan.options.clone(), paths.clone());
        }
        host.notice(Notice::Touched(paths));
        None
    }

    /// Whether other options change nothing of how modules are found and compiled, nor of where things are.
    fn goes_on_with(&self, plan: &Plan) -> bool {
        nexxo_db::suits(&self.plan.options, &plan.options)
            && (&self.plan.options.outdir, &self.plan.tsconfig_raw) == (&plan.options.outdir, &plan.tsconfig_raw)
            && (&self.plan.cache, &self.plan.config) == (&plan.cache, &plan.config)
    }

    fn built(&mut self, mut built: Built<BuildOutcome>) {
        // Later builds use the same rows, but for a few.
        if self.folders.is_empty() {
            self.cache.used(std::mem::take(&mut built.outcome.rows));
        }
        let start = Instant::now();
        let mut report = Report::of_process(&self.args.reports, self.world);
        let mut run = Run::default();
        let is_first = self.folders.is_empty();
        let changed: Vec<String> = built.changed.iter().map(|path| self.world.shown(path)).collect();
        if !is_first && !built.outcome.diagnostics.is_empty() {
            // What is wrong belongs to this, and what was wrong before does not count any more.
            report.told(&format!("changed: {}", changed.join(", ")));
        }
        _ = self.delivery.deliver(&mut self.plan, built.outcome, self.world, &mut report, &mut run);
        run.total = built.took + start.elapsed();
        run.changed = (!is_first).then_some(changed);
        if self.args.reports.timings {
            report.timings(&run);
        }
        report.finish(&run, self.args.reports.timings);
        self.cache.write(&mut report, self.world);
    }

    fn depends_on(&mut self, host: &Host<BuildOutcome>, folders: Vec<PathBuf>) {
        let is_first = std::mem::replace(&mut self.folders, folders).is_empty();
        self.watch(host, all_folders(&self.folders, &self.plan, self.world));
        if is_first {
            Report::of_process(&self.args.reports, self.world).watching();
        }
    }
}

/// These folders, and those in which files lie that options are read from or that are copied.
pub(crate) fn all_folders(these: &[PathBuf], plan: &Plan, world: &World) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = these.iter().cloned().chain(plan.option_folders()).collect();
    let mut open: Vec<PathBuf> = plan.options.resolve.public_dir.iter().cloned().collect();
    while let Some(folder) = open.pop() {
        let entries = world.system.read_dir(&folder).unwrap_or_default();
        let below = entries.into_iter().filter(|entry| entry.kind == FileKind::Dir);
        open.extend(below.map(|entry| folder.join(entry.name)));
        folders.push(folder);
    }
    folders
}

/// The plan as it would be made now, if it is another. One that cannot be made is told of, and the old one stays.
pub(crate) fn other_plan(args: &BuildArgs, world: &World, plan: &Plan) -> Option<Box<Plan>> {
    // A file that is being written is empty for a moment.
    let other = options::plan(args, world).or_else(|_| {
        std::thread::sleep(WRITING);
        options::plan(args, world)
    });
    match other {
        Ok(other) if other.is_as(plan) => None,
        Ok(other) => Some(Box::new(other)),
        Err(problems) => {
            refuse(args, world, problems);
            None
        }
    }
}
