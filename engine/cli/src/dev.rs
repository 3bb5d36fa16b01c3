//! `nexxo dev`: the app as it is served while it is worked on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nexxo_base::Diagnostic;
use nexxo_db::{CheckOutcome, Engine, Outlook};
use nexxo_dev::{App, Ask, Job, News, Server, Serving};
use nexxo_host::share::{self, Page, Shown};
use nexxo_host::{Built, Event, Host};
use nexxo_vfs::{Notice, Watcher};

use crate::args::{BuildArgs, DevArgs, OutputArgs, ServerArgs, WatchArgs};
use crate::build::system;
use crate::cache::Cache;
use crate::class_types;
use crate::config::usual_forward;
use crate::editor;
use crate::memory;
use crate::options::{self, Plan};
use crate::report::{Report, diagnostics};
use crate::service::{Service, Urls};
use crate::shortcuts::{self, Shortcut};
use crate::watch::{all_folders, cannot_watch, other_plan, refuse};
use crate::workspace;
use crate::world::World;

/// Where Vite serves, which people have bookmarks of.
const PORT: u16 = 5173;

/// The modules of which all is kept that compiling gave: more than are worked on at a time. An edit compiles its own anyway.
const COMPILED_KEPT: usize = 64;

/// The shortcuts that are of use here.
const HAS: fn(Shortcut) -> bool = |_| true;

/// What the engine makes of each state of the files: what is wrong, and whether pages get anything.
type Followed = (Vec<Diagnostic>, bool);

/// What a session waits for.
enum Signal {
    Notice(Notice),
    Event(Event<Followed>),
    Checked(Box<CheckOutcome>),
    News(News),
    Shortcut(Shortcut),
    /// Somebody asked for the end.
    Stop,
}

/// Runs the command. Returns when it cannot begin, with the exit code; else it goes on until the process is ended.
pub(crate) fn run(args: DevArgs, world: &World) -> u8 {
    let start = Instant::now();
    let DevArgs { input, server, forward_console, watch_poll, cache, code, resolution, reports } = args;
    let output = OutputArgs { base: server.base.clone(), ..OutputArgs::default() };
    let watch = WatchArgs { watch: true, watch_poll };
    let args = BuildArgs { input, output, watch, cache, code, resolution, reports, serves: true };
    let how = How { server, forward_console };
    serve(&args, &how, world, start).unwrap_or_else(|problems| refuse(&args, world, problems))
}

/// What the command line says of the server.
struct How {
    server: ServerArgs,
    forward_console: bool,
}

fn serve(args: &BuildArgs, how: &How, world: &World, start: Instant) -> Result<u8, Vec<Diagnostic>> {
    let (sender, inbox) = mpsc::channel();
    let tell = sender.clone();
    let polling = args.watch.watch_poll.map(|interval| Duration::from_millis(interval.get()));
    let watcher = Watcher::new(polling, move |notice| tell.send(Signal::Notice(notice)).unwrap_or_default());
    let mut watcher = watcher.map_err(|error| vec![cannot_watch(&error)])?;
    let mut plan = options::plan(args, world)?;
    let mut service = service(&plan, &how.server);
    let bound = service.bind()?;
    let urls = service.urls(bound.address(), &plan.options.output.base);
    let mut app = Arc::new(App::new(serving(&plan, how, world)));
    let tell = sender.clone();
    let tell = move |news| tell.send(Signal::News(news)).unwrap_or_default();
    let render = |problem: &Diagnostic| diagnostics::render(problem, false);
    let server = Server::start(bound, &service.rules, Arc::clone(&app), tell, render);
    let server = Arc::new(server.map_err(|error| vec![service.cannot_listen(&error)])?);
    let mut report = Report::of_process(&args.reports, world);
    report.serving(&urls.local, &urls.network, start.elapsed());
    service.open(&urls, world);
    let tell = sender.clone();
    shortcuts::listen(world, &mut report, HAS, move |it| tell.send(Signal::Shortcut(it)).unwrap_or_default());
    let editors = Arc::new(Editors {
        root: plan.options.root.clone(),
        url: urls.local.clone(),
        texts: Texts::default(),
        host: Mutex::default(),
        server: Arc::clone(&server),
        stop: sender.clone(),
    });
    // Where another process has the workspace, editors talk to that one.
    let place = workspace::place(&plan.options.root, world);
    let shared = share::Server::start(&place, workspace::VERSION, Arc::clone(&editors) as Arc<dyn share::Serve>);
    if let Err(error) = &shared {
        report.debug(&format!("editors will not find this server: {error}"));
    }
    loop {
        let (cache, refused) = Cache::start(plan.cache.as_ref(), world);
        report.diagnostics(&Vec::from_iter(refused));
        let session = Session {
            args,
            world,
            watcher: &mut watcher,
            plan,
            server: &server,
            editors: &editors,
            urls: &urls,
            folders: Vec::new(),
            cache,
        };
        plan = match session.run(&app, &sender, &inbox)? {
            Some(plan) => *plan,
            None => return Ok(0),
        };
        let before = std::mem::replace(&mut service, self::service(&plan, &how.server));
        if !before.listens_as(&service) {
            report.told("host and port are others from the next start on");
        }
        server.set_rules(&service.rules);
        app = Arc::new(App::new(serving(&plan, how, world)));
        server.replace(Arc::clone(&app));
    }
}

fn service(plan: &Plan, how: &ServerArgs) -> Service {
    let section = plan.served.as_ref().map(|it| it.section.clone()).unwrap_or_default();
    Service::new(how, &section, PORT)
}

fn serving(plan: &Plan, how: &How, world: &World) -> Serving {
    let forward = plan.served.as_ref().and_then(|it| it.section.forward_console.clone());
    Serving {
        root: plan.options.root.clone(),
        base: plan.options.output.base.clone(),
        public: plan.options.resolve.public_dir.clone(),
        system: Arc::clone(&world.system),
        forward: if how.forward_console { usual_forward() } else { forward.unwrap_or_default() },
        single_page: plan.served.as_ref().is_none_or(|it| it.single_page),
        pages: plan.options.entries.iter().map(|entry| entry.path.clone()).collect(),
    }
}

/// What holds as long as the options do.
struct Session<'s> {
    args: &'s BuildArgs,
    world: &'s World,
    watcher: &'s mut Watcher,
    plan: Plan,
    server: &'s Arc<Server>,
    editors: &'s Editors,
    urls: &'s Urls,
    /// The folders that the app depends on.
    folders: Vec<PathBuf>,
    cache: Cache,
}

/// The engine's thread, for who asks it from another one.
type Asked = Arc<Mutex<Option<Host<Followed>>>>;

fn with_host<R>(host: &Asked, work: impl FnOnce(&Host<Followed>) -> R) -> Option<R> {
    host.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(work)
}

/// Texts that editors show and that are not saved.
#[derive(Clone, Default)]
struct Texts(Arc<Mutex<BTreeMap<PathBuf, Shown>>>);

impl Texts {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Shown>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those for which no page loads anew, relative to a folder.
    fn waiting(&self, root: &Path) -> Vec<String> {
        let texts = self.lock();
        let waiting = texts.iter().filter(|(_, shown)| !shown.reloads);
        waiting.map(|(path, _)| nexxo_base::path::relative(root, path)).collect()
    }
}

/// What editors show, which counts as long as they are there.
struct Editors {
    root: PathBuf,
    url: String,
    texts: Texts,
    /// The engine as it is now, and the app: others after each change of the options.
    host: Mutex<Option<(Asked, Arc<App>)>>,
    server: Arc<Server>,
    stop: Sender<Signal>,
}

impl Editors {
    /// Tells an engine what editors show.
    fn connect(&self, host: &Asked, app: &Arc<App>) {
        let texts = self.texts.lock();
        *self.host.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(host), Arc::clone(app)));
        for (path, shown) in &*texts {
            with_host(host, |host| host.show(path, Some(Arc::clone(&shown.text))));
        }
    }
}

impl share::Serve for Editors {
    fn edit(&self, path: &Path, shown: Option<Shown>) {
        match &shown {
            Some(shown) => _ = self.texts.lock().insert(path.to_path_buf(), shown.clone()),
            None => _ = self.texts.lock().remove(path),
        }
        let Some((host, app)) = self.host.lock().unwrap_or_else(PoisonError::into_inner).clone() else { return };
        let is_unsaved = shown.is_some();
        if is_unsaved {
            // First, as an update is looked at with what is known then.
            self.server.set_unsaved(self.texts.waiting(&self.root));
        }
        with_host(&host, |host| host.show(path, shown.map(|it| it.text)));
        if is_unsaved {
            return;
        }
        // Not before the pages have what is on the disk: else they would load anew for what is gone.
        let (server, texts, root) = (Arc::clone(&self.server), self.texts.clone(), self.root.clone());
        let settle = move |engine: &Engine| {
            let is_done = app.follow(engine).is_some();
            if is_done {
                server.publish();
                server.set_unsaved(texts.waiting(&root));
                server.publish();
            }
            is_done
        };
        ask(&host, Box::new(settle));
    }

    fn page(&self) -> Option<Page> {
        let (tabs, pending) = self.server.pages();
        Some(Page { url: self.url.clone(), tabs, pending })
    }

    fn outlook(&self, path: &Path) -> Option<Outlook> {
        self.server.outlook(&nexxo_base::path::relative(&self.root, path))
    }

    fn stop(&self) {
        // A server that is gone has stopped.
        _ = self.stop.send(Signal::Stop);
    }
}

/// Has a job done, again and again as long as changes stop it.
fn ask(host: &Asked, mut job: Job) {
    let again = Arc::clone(host);
    with_host(host, |host| {
        host.ask(move |engine| {
            if !job(engine) {
                ask(&again, job);
            }
        });
    });
}

/// Has all of the app looked at, also what no page asked for yet.
fn check(host: &Asked, sender: &Sender<Signal>) {
    let tell = sender.clone();
    let job = move |engine: &Engine| match engine.attempt(Engine::check) {
        Some(found) => {
            tell.send(Signal::Checked(Box::new(found))).unwrap_or_default();
            true
        }
        None => false,
    };
    ask(host, Box::new(job));
}

impl Session<'_> {
    /// Serves until the options are others, and returns those; nothing when somebody asked for the end.
    fn run(
        mut self,
        app: &Arc<App>,
        sender: &Sender<Signal>,
        inbox: &Receiver<Signal>,
    ) -> Result<Option<Box<Plan>>, Vec<Diagnostic>> {
        let mut engine = Engine::new(self.plan.options.clone(), system(&self.plan, self.world));
        engine.run_documents();
        engine.bound_compiled(COMPILED_KEPT);
        self.cache.serve(&engine);
        // What a state brought may be told with a later one: nobody hears of one that was overtaken when it was just done.
        let news = Arc::new(AtomicBool::new(false));
        let follow = {
            let (app, news) = (Arc::clone(app), Arc::clone(&news));
            Arc::new(move |engine: &Engine| {
                let (problems, is_new) = app.follow(engine)?;
                Some((problems, news.fetch_or(is_new, Ordering::Relaxed) || is_new))
            })
        };
        let (tell, server) = (sender.clone(), Arc::clone(self.server));
        let told = move |event: Event<Followed>| {
            if matches!(&event, Event::Built(_)) {
                news.store(false, Ordering::Relaxed);
                server.publish();
            }
            tell.send(Signal::Event(event)).unwrap_or_default();
        };
        let host = Host::start(engine, follow, told).map_err(|error| vec![cannot_watch(&error)])?;
        let host: Asked = Arc::new(Mutex::new(Some(host)));
        let asked = Arc::clone(&host);
        app.connect(Arc::new(move |job| ask(&asked, job)) as Ask);
        self.editors.connect(&host, app);
        self.watch(&host, all_folders(&[], &self.plan, self.world));
        let plan = self.listen(&host, sender, inbox);
        // Nobody may be the last to hold the thread but this one, which does not run on it.
        let host = host.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(host);
        Ok(plan)
    }

    fn listen(&mut self, host: &Asked, sender: &Sender<Signal>, inbox: &Receiver<Signal>) -> Option<Box<Plan>> {
        loop {
            match inbox.recv() {
                Ok(Signal::Notice(Notice::Touched(paths))) => {
                    if let Some(plan) = self.touched(host, paths) {
                        return Some(plan);
                    }
                }
                Ok(Signal::Notice(notice)) => _ = with_host(host, |host| host.notice(notice)),
                Ok(Signal::Event(Event::Built(built))) => {
                    self.followed(built);
                    if self.plan.options.class_types {
                        check(host, sender);
                    }
                }
                Ok(Signal::Checked(found)) => {
                    self.report().diagnostics(&class_types::write(&self.plan, &found, self.world));
                }
                Ok(Signal::Event(Event::Folders(folders))) => {
                    self.folders = folders;
                    self.watch(host, all_folders(&self.folders, &self.plan, self.world));
                }
                Ok(Signal::Event(Event::Idle)) => memory::give_back(),
                Ok(Signal::News(news)) => self.tell(&news),
                Ok(Signal::Shortcut(Shortcut::Quit) | Signal::Stop) => return None,
                Ok(Signal::Shortcut(Shortcut::Restart)) => match options::plan(self.args, self.world) {
                    Ok(plan) => {
                        self.report().told("restarted");
                        return Some(Box::new(plan));
                    }
                    Err(problems) => _ = refuse(self.args, self.world, problems),
                },
                Ok(Signal::Shortcut(other)) => {
                    _ = shortcuts::answer(other, self.urls, HAS, self.world, &mut self.report());
                }
                // One sender is this thread's own.
                Err(_) => {}
            }
        }
    }

    /// Watches these folders too. What happened in them before is looked for.
    fn watch(&mut self, host: &Asked, folders: Vec<PathBuf>) {
        let (added, result) = self.watcher.watch(folders);
        if let Err(error) = result {
            self.report().diagnostics(&[cannot_watch(&error)]);
        }
        if !added.is_empty() {
            with_host(host, |host| host.watched(added));
        }
    }

    fn report(&self) -> Report<'static> {
        Report::of_process(&self.args.reports, self.world)
    }

    /// Passes on what happened to files. Gives the plan for what comes next when the options are others now.
    fn touched(&mut self, host: &Asked, paths: Vec<PathBuf>) -> Option<Box<Plan>> {
        if self.watcher.forget_moved(&*self.world.system, &paths) {
            self.watch(host, all_folders(&self.folders, &self.plan, self.world));
        }
        if let Some(public) = &self.plan.options.resolve.public_dir {
            // What is not there any more was no file that counts: most editors write to another one first.
            let is_passing = |path: &PathBuf| path.as_os_str().as_encoded_bytes().ends_with(b"~");
            let is_file = |path: &&PathBuf| path.starts_with(public) && !is_passing(path) && self.world.is_file(path);
            let changed = paths.iter().filter(is_file);
            let changed: Vec<String> = changed.map(|path| nexxo_base::path::relative(public, path)).collect();
            if !changed.is_empty() {
                self.server.public_changed(&changed);
            }
        }
        if paths.iter().any(|path| self.plan.is_of_options(path))
            && let Some(plan) = other_plan(self.args, self.world, &self.plan)
        {
            self.report().told("the options changed");
            return Some(plan);
        }
        with_host(host, |host| host.notice(Notice::Touched(paths)));
        None
    }

    fn followed(&mut self, built: Built<Followed>) {
        let (problems, is_new) = built.outcome;
        let is_first = self.folders.is_empty();
        if is_new || is_first {
            let mut report = self.report();
            report.diagnostics(&problems);
            if !is_first && !problems.iter().any(Diagnostic::is_error) {
                let root = &self.plan.options.root;
                let changed = built.changed.iter().map(|path| nexxo_base::path::relative(root, path));
                let changed: Vec<String> = changed.collect();
                report.told(&format!("update {}", changed.join(", ")));
            }
        }
        // Pages have what they need by now.
        let mut report = self.report();
        self.cache.write(&mut report, self.world);
    }

    fn tell(&self, news: &News) {
        match news {
            News::Reloads(reason) => self.report().told(&format!("page reload: {reason}")),
            News::Unreachable(text) => self.report().told(text),
            News::Failed(diagnostic) => self.report().diagnostics(std::slice::from_ref(diagnostic)),
            News::Logged(level, text) => self.report().told(&format!("[browser] {level}: {text}")),
            News::Opens(file, line, column) => {
                if let Err(problem) = editor::open(file, *line, *column, self.world) {
                    self.report().told(&problem);
                }
            }
            News::Updated(..) => {}
        }
    }
}
