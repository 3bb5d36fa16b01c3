//! The pages that show what is edited here: a `nexxo dev` that runs for the project, whichever of the two came first, is told
//! what is typed and not saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use nexxo_cli::VERSION;
use nexxo_db::Outlook;
use nexxo_host::share::{Page, Place, Session, Shown};
use nexxo_vfs::{OsSystem, System};

use crate::workspace::Live;

/// How often it is looked whether a server came or went, and what waits in its pages.
const EVERY: Duration = Duration::from_millis(250);

enum Change {
    Shown(PathBuf, Option<Arc<str>>),
    Touched(Vec<PathBuf>),
}

/// The way to the pages of one project. It ends, and with it what they were told, when this is dropped.
pub(crate) struct Pages {
    place: Place,
    changes: Sender<Change>,
}

impl Pages {
    /// Looks for a server at `place` from now on. `tell` hears of the page that it serves, each time that is another.
    pub(crate) fn start(place: Place, live: Live, tell: impl Fn(Option<&Page>) + Send + 'static) -> Self {
        let (changes, inbox) = mpsc::channel();
        let teller = Teller { place: place.clone(), live, session: None, unsaved: BTreeMap::new(), page: None, tell };
        // Without a thread the pages follow what is saved.
        _ = thread::Builder::new().name("nexxo-pages".into()).spawn(move || teller.serve(&inbox));
        Self { place, changes }
    }

    /// Says what a document is now; `None` when it is closed.
    pub(crate) fn show(&self, path: &Path, text: Option<Arc<str>>) {
        // A thread that is gone has nobody to tell.
        _ = self.changes.send(Change::Shown(path.to_path_buf(), text));
    }

    /// A way to ask what saving a file would do to an open page. It may take a while, as pages sleep that nobody looks at: so it
    /// is asked in a session of its own, in which nobody types.
    pub(crate) fn outlook(&self, path: &Path) -> impl FnOnce() -> Option<Outlook> + Send + 'static {
        let (place, path) = (self.place.clone(), path.to_path_buf());
        move || begin(&place)?.outlook(&path).ok().flatten()
    }

    /// Says that files may have been saved.
    pub(crate) fn touched(&self, paths: &[PathBuf]) {
        _ = self.changes.send(Change::Touched(paths.to_vec()));
    }
}

struct Teller<F> {
    place: Place,
    live: Live,
    session: Option<Session>,
    /// Documents that were edited and not saved.
    unsaved: BTreeMap<PathBuf, Shown>,
    page: Option<Page>,
    tell: F,
}

impl<F: Fn(Option<&Page>)> Teller<F> {
    fn serve(mut self, inbox: &Receiver<Change>) {
        loop {
            match inbox.recv_timeout(EVERY) {
                Ok(Change::Shown(path, text)) => {
                    let edited = text.filter(|text| self.live != Live::Off && !is_on_disk(&path, text));
                    self.set(path, edited);
                }
                Ok(Change::Touched(paths)) => paths.into_iter().for_each(|path| self.touched(path)),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The disk may have what was typed now. A file that was not edited here is what the disk makes of it, even if the editor has
    /// not read that yet.
    fn touched(&mut self, path: PathBuf) {
        if self.unsaved.get(&path).is_some_and(|it| is_on_disk(&path, &it.text)) {
            self.set(path, None);
        }
    }

    fn set(&mut self, path: PathBuf, text: Option<Arc<str>>) {
        if self.unsaved.get(&path).map(|it| &it.text) == text.as_ref() {
            return;
        }
        let shown = text.map(|text| Shown { text, reloads: self.live == Live::All });
        if self.session.is_none() {
            self.begin();
        }
        if let Some(session) = &mut self.session
            && session.edit(&path, shown.as_ref()).is_err()
        {
            self.session = None;
        }
        match shown {
            Some(shown) => _ = self.unsaved.insert(path, shown),
            None => _ = self.unsaved.remove(&path),
        }
    }

    /// Tells a server that came up what is not saved.
    fn begin(&mut self) {
        let Some(mut session) = begin(&self.place) else { return };
        let told = self.unsaved.iter().try_for_each(|(path, shown)| session.edit(path, Some(shown)));
        self.session = told.is_ok().then_some(session);
    }

    fn look(&mut self) {
        if self.session.is_none() {
            self.begin();
        }
        let status = self.session.as_mut().map(Session::status).transpose();
        if status.is_err() {
            self.session = None;
        }
        let page = status.ok().flatten().and_then(|status| status.page);
        if self.page != page {
            self.page = page;
            (self.tell)(self.page.as_ref());
        }
    }
}

/// A session with a server that is of this version: another one would end for the sake of a newer one that does not come.
fn begin(place: &Place) -> Option<Session> {
    let is_alike = place.version().is_some_and(|version| version == VERSION);
    is_alike.then(|| Session::begin(place, VERSION).ok()).flatten()
}

/// Whether the disk has this text for a file. Editors hide the mark that some files begin with.
fn is_on_disk(path: &Path, text: &str) -> bool {
    OsSystem.read(path).is_ok_and(|bytes| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes) == text.as_bytes())
}
