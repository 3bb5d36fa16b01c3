//! What sessions and the engine say to each other: JSON, each message behind its length as four bytes in little endian.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// No message is longer.
const BYTES_AT_MOST: u32 = 256 << 20;

/// What a session says first.
#[derive(Serialize, Deserialize)]
pub(super) struct Hello {
    pub(super) version: String,
    pub(super) token: String,
}

/// What the engine answers.
#[derive(Serialize, Deserialize)]
pub(super) enum Welcome {
    Granted,
    /// It is of this version, which is another. It ends when its last session does.
    OtherVersion(String),
    /// The token is not the one.
    Stranger,
}

/// What a session asks.
#[derive(Serialize, Deserialize)]
pub(super) enum Request {
    /// The text of a file that is open, or no text of its own any more.
    Edit {
        path: PathBuf,
        text: Option<String>,
        /// As [`Shown::reloads`].
        #[serde(default)]
        reloads: bool,
    },
    Status,
    /// What saving a file would do to an open page.
    Outlook(PathBuf),
    Stop,
}

/// The text of a file that an editor shows and that is not saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The text.
    pub text: Arc<str>,
    /// Whether pages that accept it nowhere load anew for it; else they wait until it is saved.
    pub reloads: bool,
}

/// A page that is served, and in how many windows it is open.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    /// Where it is.
    pub url: String,
    /// How many have it open.
    pub tabs: usize,
    /// Modules that run as they were saved, as nothing in an open page accepts what was typed since: ids, relative to the root.
    pub pending: Vec<String>,
}

/// How an engine is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// Its process.
    pub pid: u32,
    /// Its version.
    pub version: String,
    /// What it serves, if it does.
    pub page: Option<Page>,
    /// How many sessions there are, the one that asks too.
    pub sessions: usize,
    /// Files with a text that is not saved.
    pub unsaved: Vec<PathBuf>,
}

pub(super) fn send(stream: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut bytes = vec![0; 4];
    serde_json::to_writer(&mut bytes, message)?;
    let length = u32::try_from(bytes.len() - 4).ok().filter(|it| *it <= BYTES_AT_MOST);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the message is too long"))?;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    stream.write_all(&bytes)?;
    stream.flush()
}

pub(super) fn receive<T: DeserializeOwned>(stream: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > BYTES_AT_MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the message is too long"));
    }
    // Memory is taken as bytes come, not as they are announced.
    let mut bytes = Vec::new();
    if stream.take(u64::from(length)).read_to_end(&mut bytes)? < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(serde_json::from_slice(&bytes)?)
}
