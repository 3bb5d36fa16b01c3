//! What was asked of a system and what it answered. Whoever asks the same again later and gets the same answers would do
//! the same again: what came of it still holds.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use nexxo_base::{Fingerprint, Set};
use serde::{Deserialize, Serialize};

use crate::system::{DirEntry, Metadata, Stamp, System, changes_go_to};

/// A question to a system.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
enum Question {
    Content,
    Listing,
    Kind,
    KindOfLink,
    Link,
    Real,
}

/// One question and its answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Seen {
    path: PathBuf,
    question: Question,
    /// The hash of the answer, which may be an error.
    answer: Fingerprint,
    /// While a file or folder has this stamp, the answer is the same. `None` where that cannot be relied on.
    stamp: Option<Stamp>,
}

/// What has become of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is the same.
    Same,
    /// It is the same, though that had to be found out by asking; so it would be recorded now.
    Again(Box<Seen>),
    /// It is another, which would be recorded so.
    Other(Box<Seen>),
}

impl Seen {
    /// Whether `system` still answers so.
    pub fn verdict(&self, system: &dyn System) -> Verdict {
        if self.stamp.is_some() && stamp(system, &self.path) == self.stamp {
            return Verdict::Same;
        }
        let now = self.question.ask(system, &self.path);
        match now.answer == self.answer {
            true if now == *self => Verdict::Same,
            true => Verdict::Again(Box::new(now)),
            false => Verdict::Other(Box::new(now)),
        }
    }

    /// What reading a file gives that was written as these bytes just now.
    pub fn of_written(system: &dyn System, path: &Path, bytes: &[u8]) -> Self {
        stamped(Question::Content, system, path, || Ok(()), |_| Fingerprint::of(bytes)).0
    }

    /// Whether a file's content was asked for.
    pub fn is_content(&self) -> bool {
        self.question == Question::Content
    }

    /// Whether both answer the same question.
    pub fn is_of_same(&self, other: &Self) -> bool {
        // As text: comparing paths part by part costs ten times as much.
        self.question == other.question && self.path.as_os_str() == other.path.as_os_str()
    }

    /// Whose answer it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of the answer; of a file's content, that of its bytes.
    pub fn answer(&self) -> Fingerprint {
        self.answer
    }

    /// The same of a path as it is written relative to `root`, or back.
    #[must_use]
    pub fn with_path(mut self, path: impl FnOnce(&Path) -> PathBuf) -> Self {
        self.path = path(&self.path);
        self
    }
}

/// The stamp of what is at a path; `None` where nothing is.
fn stamp(system: &dyn System, path: &Path) -> Option<Stamp> {
    system.metadata(path).ok().map(|metadata| metadata.stamp)
}

impl Question {
    fn ask(self, system: &dyn System, path: &Path) -> Seen {
        match self {
            Self::Content => content(system, path).0,
            Self::Listing => listing(system, path).0,
            Self::Kind => plain(self, path, &system.metadata(path).map(|it| it.kind)),
            Self::KindOfLink => plain(self, path, &system.symlink_metadata(path).map(|it| it.kind)),
            Self::Link => plain(self, path, &system.read_link(path)),
            Self::Real => plain(self, path, &system.canonicalize(path)),
        }
    }
}

/// What is kept of an answer.
fn hash<T: std::hash::Hash>(answer: &io::Result<T>) -> Fingerprint {
    Fingerprint::of_hash(&answer.as_ref().map_err(|error| error.kind() as u32))
}

fn plain<T: std::hash::Hash>(question: Question, path: &Path, answer: &io::Result<T>) -> Seen {
    Seen { path: path.to_path_buf(), question, answer: hash(answer), stamp: None }
}

/// Asks between taking the stamp and being asked again, so that a change in between shows in the stamp.
fn stamped<T>(
    question: Question,
    system: &dyn System,
    path: &Path,
    ask: impl FnOnce() -> io::Result<T>,
    hash: impl FnOnce(&io::Result<T>) -> Fingerprint,
) -> (Seen, io::Result<T>) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_nanos() as i128);
    let stamp = stamp(system, path).filter(|stamp| stamp.is_settled(now));
    let answer = ask();
    let stamp = stamp.filter(|_| answer.is_ok());
    (Seen { path: path.to_path_buf(), question, answer: hash(&answer), stamp }, answer)
}

fn content(system: &dyn System, path: &Path) -> (Seen, io::Result<Vec<u8>>) {
    stamped(
        Question::Content,
        system,
        path,
        || system.read(path),
        |answer| match answer {
            Ok(bytes) => Fingerprint::of(bytes),
            Err(_) => hash(answer),
        },
    )
}

fn listing(system: &dyn System, path: &Path) -> (Seen, io::Result<Vec<DirEntry>>) {
    stamped(Question::Listing, system, path, || system.read_dir(path), hash)
}

/// A system that notes what it is asked. Changes are passed on and not noted.
#[derive(Debug)]
pub struct RecordingSystem {
    inner: Arc<dyn System>,
    seen: Mutex<Set<Seen>>,
}

impl RecordingSystem {
    /// Notes what `inner` is asked from here on.
    pub fn new(inner: Arc<dyn System>) -> Self {
        Self { inner, seen: Mutex::default() }
    }

    /// What was asked so far, sorted.
    pub fn seen(&self) -> Vec<Seen> {
        let mut seen: Vec<Seen> = self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
        // Paths as text: comparing them part by part costs ten times as much.
        seen.sort_unstable_by(|a, b| (a.path.as_os_str(), a.question).cmp(&(b.path.as_os_str(), b.question)));
        seen
    }

    fn note(&self, seen: Seen) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(seen);
    }

    fn noted<T: std::hash::Hash>(&self, question: Question, path: &Path, answer: io::Result<T>) -> io::Result<T> {
        self.note(plain(question, path, &answer));
        answer
    }
}

impl System for RecordingSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (seen, answer) = content(&*self.inner, path);
        self.note(seen);
        answer
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let answer = self.inner.metadata(path);
        self.note(plain(Question::Kind, path, &answer.as_ref().map(|it| it.kind).map_err(copy)));
        answer
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        let answer = self.inner.symlink_metadata(path);
        self.note(plain(Question::KindOfLink, path, &answer.as_ref().map(|it| it.kind).map_err(copy)));
        answer
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let (seen, answer) = listing(&*self.inner, path);
        self.note(seen);
        answer
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.noted(Question::Link, path, self.inner.read_link(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.noted(Question::Real, path, self.inner.canonicalize(path))
    }

    changes_go_to!(inner);
}

fn copy(error: &io::Error) -> io::Error {
    error.kind().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MemorySystem, OsSystem};

    #[test]
    fn another_answer_shows() {
        let system = Arc::new(MemorySystem::new([("/a/x.js", "1"), ("/a/y.js", "2")]));
        let recording = RecordingSystem::new(Arc::clone(&system) as Arc<dyn System>);
        let path = Path::new;
        _ = recording.read(path("/a/x.js"));
        _ = recording.read(path("/a/none.js"));
        _ = recording.read_dir(path("/a"));
        _ = recording.metadata(path("/b"));
        _ = recording.canonicalize(path("/a/x.js"));
        let seen = recording.seen();
        assert_eq!(seen.len(), 5);
        let others = || seen.iter().filter(|it| matches!(it.verdict(&*system), Verdict::Other(_))).count();
        assert_eq!(others(), 0);
        system.set("/a/y.js", "another text that nobody read");
        assert_eq!(others(), 0);
        system.set("/a/x.js", "3");
        assert_eq!(others(), 1);
        system.set("/a/none.js", "");
        assert_eq!(others(), 3, "the file itself and the listing");
        system.set("/b", "");
        assert_eq!(others(), 4);
    }

    #[test]
    fn a_stamp_stands_for_a_content_only_when_later_changes_must_show_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.js");
        OsSystem.write(&path, b"1").unwrap();
        let seen = content(&OsSystem, &path).0;
        assert_eq!(seen.stamp, None, "it was written just now");
        OsSystem.write(&path, b"2").unwrap();
        assert!(matches!(seen.verdict(&OsSystem), Verdict::Other(_)));
        let stamp = Stamp { mtime_nanos: 5_000_000_001, ctime_nanos: 4_000_000_000, size: 1, inode: 1 };
        assert!(stamp.is_settled(5_100_000_000) && !stamp.is_settled(5_000_000_500) && !stamp.is_settled(0));
        let coarse = Stamp { mtime_nanos: 6_000_000_000, ..stamp };
        assert!(coarse.is_settled(8_100_000_000) && !coarse.is_settled(7_900_000_000));
    }
}
