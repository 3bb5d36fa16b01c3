//! The socket that listens, and the thread that serves.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use nexxo_base::{Diagnostic, Fingerprint};
use nexxo_db::{Outlook, encode_path};

use crate::app::{App, lock};
use crate::front::{self, Front, Peer, Rules, Site};
use crate::preview::Folder;
use crate::tabs::{News, Tabs};
use crate::trace::Scripts;

/// How many ports are tried after the one that was asked for.
const PORTS: u16 = 100;

/// How long a page may take to answer: one that is not looked at sleeps.
const PATIENCE: Duration = Duration::from_millis(500);

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Listen {
    /// The address; this machine alone, if none is named.
    pub host: Option<IpAddr>,
    /// The port; 0 is any.
    pub port: u16,
    /// Whether it must be this one.
    pub strict: bool,
}

/// A socket that listens, as yet without anybody who answers.
#[derive(Debug)]
pub struct Bound {
    listeners: Vec<TcpListener>,
    address: SocketAddr,
}

impl Bound {
    /// Takes the port, or the next that is free.
    ///
    /// # Errors
    /// When none is.
    pub fn new(listen: &Listen) -> io::Result<Self> {
        let host = listen.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let last = if listen.strict || listen.port == 0 { listen.port } else { listen.port.saturating_add(PORTS) };
        let mut port = listen.port;
        loop {
            match TcpListener::bind((host, port)) {
                Ok(listener) => {
                    let address = listener.local_addr()?;
                    // `localhost` may be either; a machine without the one has the other.
                    let other = listen.host.is_none().then(|| TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())));
                    let listeners = [Ok(listener)].into_iter().chain(other).flatten().collect();
                    return Ok(Self { listeners, address });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// What all share that answer for an app.
pub(crate) struct Shared {
    pub(crate) app: RwLock<Arc<App>>,
    /// What a websocket must bring.
    pub(crate) token: String,
    pub(crate) tabs: Mutex<Tabs>,
    pub(crate) scripts: Scripts,
    pub(crate) tell: Arc<dyn Fn(News) + Send + Sync>,
    /// A diagnostic as the terminal shows it, without colours.
    pub(crate) render: Box<dyn Fn(&Diagnostic) -> String + Send + Sync>,
}

impl Shared {
    pub(crate) fn app(&self) -> Arc<App> {
        Arc::clone(&self.app.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// The server of an app. It runs until the process ends.
pub struct Server {
    shared: Arc<Shared>,
    front: Arc<Front>,
}

impl Server {
    /// Starts to answer. `tell` is called from the server's thread with what is of interest to who started it; `render`
    /// gives a diagnostic as text.
    ///
    /// # Errors
    /// When the system has no thread to give, or no way to wait for sockets.
    pub fn start(
        bound: Bound,
        rules: &Rules,
        app: Arc<App>,
        tell: impl Fn(News) + Send + Sync + 'static,
        render: impl Fn(&Diagnostic) -> String + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let tell: Arc<dyn Fn(News) + Send + Sync> = Arc::new(tell);
        let shared = Arc::new(Shared {
            app: RwLock::new(app),
            token: Fingerprint::random().short(21),
            tabs: Mutex::default(),
            scripts: Scripts::default(),
            tell: Arc::clone(&tell),
            render: Box::new(render),
        });
        let front = Arc::new(Front::new(Site::App(Arc::clone(&shared)), rules, tell));
        run(bound, &front)?;
        Ok(Self { shared, front })
    }

    /// Goes by other rules from now on.
    pub fn set_rules(&self, rules: &Rules) {
        self.front.set_rules(rules);
    }

    /// Brings the open pages up to what the app is now.
    pub fn publish(&self) {
        let app = self.shared.app();
        lock(&self.shared.tabs).publish(&app, &self.shared.render);
    }

    /// Serves another app from now on: the same with other options. Pages that are open get what is different.
    pub fn replace(&self, app: Arc<App>) {
        *self.shared.app.write().unwrap_or_else(std::sync::PoisonError::into_inner) = app;
        lock(&self.shared.tabs).ask_all();
    }

    /// Says which files have a text that is not saved, by paths relative to the root: from the next [`Self::publish`] on no page
    /// loads anew for these.
    pub fn set_unsaved(&self, paths: Vec<String>) {
        lock(&self.shared.tabs).set_unsaved(paths);
    }

    /// How many pages are open, and which modules wait in them until they are saved.
    pub fn pages(&self) -> (usize, Vec<String>) {
        lock(&self.shared.tabs).pages()
    }

    /// What an update of a module would do to an open page that runs it; nothing where none does, or none answers for a while.
    pub fn outlook(&self, module: &str) -> Option<Outlook> {
        let end = Instant::now() + PATIENCE;
        let (question, pages, answers) = lock(&self.shared.tabs).ask_outlook(module);
        let next = |_| answers.recv_timeout(end.saturating_duration_since(Instant::now())).ok();
        let outlook = (0..pages).map_while(next).flatten().next();
        lock(&self.shared.tabs).end_question(question);
        outlook
    }

    /// Files of the public folder changed, whose paths in it these are: pages show them as they are now.
    pub fn public_changed(&self, paths: &[String]) {
        let base = &self.shared.app().serving.base;
        let urls: Vec<String> = paths.iter().map(|path| format!("{base}{}", encode_path(path))).collect();
        lock(&self.shared.tabs).public_changed(&urls);
    }
}

/// Serves what a build wrote, until the process ends. `tell` is called from the server's thread with what is of interest
/// to who started it.
///
/// # Errors
/// When the system has no thread to give, or no way to wait for sockets.
pub fn preview(
    bound: Bound,
    rules: &Rules,
    folder: Folder,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> io::Result<()> {
    run(bound, &Arc::new(Front::new(Site::Built(folder), rules, Arc::new(tell))))
}

/// Answers on a thread of its own.
fn run(bound: Bound, front: &Arc<Front>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let router = Router::new().fallback(front::answer).with_state(Arc::clone(front));
    thread::Builder::new().name("nexxo-server".into()).spawn(move || {
        runtime.block_on(async move {
            let serving = bound.listeners.into_iter().map(|listener| tokio::spawn(serve(listener, router.clone())));
            for task in serving.collect::<Vec<_>>() {
                _ = task.await;
            }
        });
    })?;
    Ok(())
}

async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(NoDelay(listener), router.into_make_service_with_connect_info::<Peer>()).await
}

/// Small messages are sent at once.
pub(crate) struct NoDelay(tokio::net::TcpListener);

impl axum::serve::Listener for NoDelay {
    type Io = tokio::net::TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = axum::serve::Listener::accept(&mut self.0).await;
        // One that will not do so is slower, and nothing else.
        _ = stream.set_nodelay(true);
        (stream, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}
