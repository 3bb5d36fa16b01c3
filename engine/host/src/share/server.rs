//! The side of the process whose engine it is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use interprocess::local_socket::{ListenerOptions, Stream, traits::ListenerExt};
use nexxo_base::Fingerprint;
use nexxo_db::Outlook;

use super::place::{Place, Ticket};
use super::protocol::{Hello, Page, Request, Shown, Status, Welcome, receive, send};

/// What sessions bring about. Called from several threads.
pub trait Serve: Send + Sync + 'static {
    /// A file is what an editor shows, or what is on the disk.
    fn edit(&self, path: &Path, shown: Option<Shown>);
    /// What is served, if anything is.
    fn page(&self) -> Option<Page>;
    /// What saving a file would do to an open page; nothing where no page runs it.
    fn outlook(&self, path: &Path) -> Option<Outlook>;
    /// Somebody asked for the end, or the last session of an engine went that newer ones wait for.
    fn stop(&self);
}

/// An engine that others find. It is not found any more when this is dropped.
#[derive(Debug)]
pub struct Server {
    place: Place,
    _lock: File,
}

struct State {
    serve: Arc<dyn Serve>,
    ticket: Ticket,
    sessions: Mutex<Sessions>,
}

#[derive(Default)]
struct Sessions {
    count: usize,
    next: u64,
    /// Who of another version was turned away waits for the end.
    ends: bool,
    /// Texts of files, by session; of several the newest counts.
    texts: BTreeMap<PathBuf, Vec<(u64, Shown)>>,
}

impl Server {
    /// Lets others find this process's engine of `version`. `None` while another process has the workspace.
    ///
    /// # Errors
    /// When there can be no socket at the place.
    pub fn start(place: &Place, version: &str, serve: Arc<dyn Serve>) -> io::Result<Option<Self>> {
        let Some(lock) = place.take()? else { return Ok(None) };
        place.clear();
        let listener = ListenerOptions::new().name(place.socket()?).create_sync()?;
        let ticket = Ticket { version: version.into(), token: Fingerprint::random().short(21) };
        place.write_ticket(&ticket)?;
        let state = Arc::new(State { serve, ticket, sessions: Mutex::default() });
        let accept = move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&state);
                // Without a thread for it, the session is turned away.
                drop(thread::Builder::new().name("nexxo-session".into()).spawn(move || state.welcome(stream)));
            }
        };
        thread::Builder::new().name("nexxo-sessions".into()).spawn(accept)?;
        Ok(Some(Self { place: place.clone(), _lock: lock }))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.place.clear();
    }
}

impl State {
    fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn welcome(&self, mut stream: Stream) {
        let Ok(hello) = receive::<Hello>(&mut stream) else { return };
        let welcome = match &hello {
            hello if hello.token != self.ticket.token => Welcome::Stranger,
            hello if hello.version != self.ticket.version => Welcome::OtherVersion(self.ticket.version.clone()),
            _ => Welcome::Granted,
        };
        let is_welcome = matches!(welcome, Welcome::Granted);
        if matches!(welcome, Welcome::OtherVersion(_)) {
            let mut sessions = self.sessions();
            sessions.ends = true;
            let is_idle = sessions.count == 0;
            drop(sessions);
            if is_idle {
                drop(send(&mut stream, &welcome));
                return self.serve.stop();
            }
        }
        if send(&mut stream, &welcome).is_err() || !is_welcome {
            return;
        }
        let session = self.begin();
        while let Ok(request) = receive(&mut stream) {
            if self.answer(session, request, &mut stream).is_err() {
                break;
            }
        }
        self.end(session);
    }

    fn begin(&self) -> u64 {
        let mut sessions = self.sessions();
        sessions.count += 1;
        sessions.next += 1;
        sessions.next
    }

    fn answer(&self, session: u64, request: Request, stream: &mut Stream) -> io::Result<()> {
        match request {
            Request::Edit { path, text, reloads } => {
                // Under the lock, so that what is applied last is what counts.
                let mut sessions = self.sessions();
                let texts = sessions.texts.entry(path.clone()).or_default();
                texts.retain(|(owner, _)| *owner != session);
                texts.extend(text.map(|text| (session, Shown { text: text.into(), reloads })));
                self.apply(&mut sessions, &path);
                Ok(())
            }
            Request::Status => {
                let sessions = self.sessions();
                let status = Status {
                    pid: std::process::id(),
                    version: self.ticket.version.clone(),
                    page: self.serve.page(),
                    sessions: sessions.count,
                    unsaved: sessions.texts.keys().cloned().collect(),
                };
                drop(sessions);
                send(stream, &status)
            }
            Request::Outlook(path) => send(stream, &self.serve.outlook(&path)),
            Request::Stop => {
                self.serve.stop();
                send(stream, &())
            }
        }
    }

    /// Gives a file the newest of its texts.
    fn apply(&self, sessions: &mut Sessions, path: &Path) {
        let shown = sessions.texts.get(path).and_then(|texts| texts.last()).map(|(_, shown)| shown.clone());
        if shown.is_none() {
            sessions.texts.remove(path);
        }
        self.serve.edit(path, shown);
    }

    fn end(&self, session: u64) {
        let mut sessions = self.sessions();
        let paths: Vec<PathBuf> = sessions.texts.keys().cloned().collect();
        for path in paths {
            let texts = sessions.texts.entry(path.clone()).or_default();
            let before = texts.len();
            texts.retain(|(owner, _)| *owner != session);
            if texts.len() < before {
                self.apply(&mut sessions, &path);
            }
        }
        sessions.count -= 1;
        let is_over = sessions.ends && sessions.count == 0;
        drop(sessions);
        if is_over {
            self.serve.stop();
        }
    }
}
