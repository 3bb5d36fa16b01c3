//! The side of whoever uses another process's engine.

use std::fmt;
use std::io;
use std::path::Path;

use interprocess::local_socket::{Stream, traits::Stream as _};
use nexxo_db::Outlook;

use super::place::Place;
use super::protocol::{Hello, Request, Shown, Status, Welcome, receive, send};

/// A session with another process's engine. It ends, and its texts are gone, when this is dropped.
#[derive(Debug)]
pub struct Session {
    stream: Stream,
}

/// Why there is no session.
#[derive(Debug)]
pub enum Refusal {
    /// There is no engine for the workspace.
    Nobody,
    /// It is of this version, which is another.
    OtherVersion(String),
    /// It cannot be spoken to.
    Failed(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => write!(f, "no engine runs for this workspace"),
            Self::OtherVersion(version) => write!(f, "the engine that runs is of version {version}"),
            Self::Failed(error) => write!(f, "the engine does not answer: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Session {
    /// Begins a session of `version` with the engine at a place.
    ///
    /// # Errors
    /// When there is none, or none that will have this session.
    pub fn begin(place: &Place, version: &str) -> Result<Self, Refusal> {
        let ticket = place.read_ticket().ok_or(Refusal::Nobody)?;
        // The file outlives a process that was killed; the socket answers nobody then.
        let mut stream = place.socket().and_then(Stream::connect).map_err(|_| Refusal::Nobody)?;
        let hello = Hello { version: version.into(), token: ticket.token };
        let welcome = send(&mut stream, &hello).and_then(|()| receive(&mut stream)).map_err(Refusal::Failed)?;
        match welcome {
            Welcome::Granted => Ok(Self { stream }),
            Welcome::OtherVersion(version) => Err(Refusal::OtherVersion(version)),
            // Another process took the place between the two.
            Welcome::Stranger => Err(Refusal::Failed(io::ErrorKind::PermissionDenied.into())),
        }
    }

    /// Says what the text of an open file is, or that it is what is on the disk.
    ///
    /// # Errors
    /// When the engine is gone. A new session is told all texts again.
    pub fn edit(&mut self, path: &Path, shown: Option<&Shown>) -> io::Result<()> {
        let (text, reloads) = shown.map(|it| (it.text.to_string(), it.reloads)).unzip();
        send(&mut self.stream, &Request::Edit { path: path.into(), text, reloads: reloads.unwrap_or_default() })
    }

    /// Asks how the engine is.
    ///
    /// # Errors
    /// When it is gone.
    pub fn status(&mut self) -> io::Result<Status> {
        send(&mut self.stream, &Request::Status)?;
        receive(&mut self.stream)
    }

    /// Asks what saving a file would do to an open page; nothing where no page runs it.
    ///
    /// # Errors
    /// When the engine is gone.
    pub fn outlook(&mut self, path: &Path) -> io::Result<Option<Outlook>> {
        send(&mut self.stream, &Request::Outlook(path.into()))?;
        receive(&mut self.stream)
    }

    /// Asks the engine to end.
    ///
    /// # Errors
    /// When it is gone.
    pub fn stop(mut self) -> io::Result<()> {
        send(&mut self.stream, &Request::Stop)?;
        receive(&mut self.stream)
    }
}
