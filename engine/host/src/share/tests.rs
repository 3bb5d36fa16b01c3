#![expect(clippy::disallowed_methods, reason = "the folders are the sockets' own")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nexxo_db::Outlook;

use super::*;

const TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Edit(PathBuf, Option<String>),
    Stop,
}

struct Ear(Mutex<Sender<Heard>>);

impl Serve for Ear {
    fn edit(&self, path: &Path, shown: Option<Shown>) {
        let heard = Heard::Edit(path.into(), shown.map(|it| it.text.to_string()));
        self.0.lock().unwrap().send(heard).unwrap_or_default();
    }
    fn page(&self) -> Option<Page> {
        Some(Page { url: "http://localhost:1/".into(), ..Page::default() })
    }
    fn outlook(&self, path: &Path) -> Option<Outlook> {
        path.ends_with("a.js").then(|| Outlook { swaps: vec!["a.js".into()], ..Outlook::default() })
    }
    fn stop(&self) {
        self.0.lock().unwrap().send(Heard::Stop).unwrap_or_default();
    }
}

struct It {
    folder: tempfile::TempDir,
    place: Place,
    heard: Receiver<Heard>,
    server: Option<Server>,
}

fn started(version: &str) -> It {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::of(Path::new("/some/workspace"), folder.path());
    let (sender, heard) = mpsc::channel();
    let server = Server::start(&place, version, Arc::new(Ear(Mutex::new(sender)))).unwrap();
    It { folder, place, heard, server }
}

impl It {
    fn hears(&self, path: &str, text: Option<&str>) {
        let heard = self.heard.recv_timeout(TIMEOUT).unwrap();
        assert_eq!(heard, Heard::Edit(path.into(), text.map(Into::into)));
    }
}

fn shown(text: &str) -> Shown {
    Shown { text: text.into(), reloads: false }
}

#[test]
fn texts_count_as_long_as_their_session_is_there() {
    let it = started("1");
    let (a, b) = (Path::new("/some/workspace/a.js"), Path::new("/some/workspace/b.js"));
    let mut one = Session::begin(&it.place, "1").unwrap();
    let mut two = Session::begin(&it.place, "1").unwrap();
    one.edit(a, Some(&shown("one"))).unwrap();
    it.hears("/some/workspace/a.js", Some("one"));
    two.edit(a, Some(&shown("two \u{1f600}"))).unwrap();
    it.hears("/some/workspace/a.js", Some("two \u{1f600}"));
    one.edit(b, Some(&shown(""))).unwrap();
    it.hears("/some/workspace/b.js", Some(""));
    let status = one.status().unwrap();
    assert_eq!((status.sessions, status.unsaved), (2, vec![a.to_path_buf(), b.to_path_buf()]));
    assert_eq!(status.page.unwrap().url, "http://localhost:1/");
    assert_eq!(one.outlook(a).unwrap().unwrap().swaps, ["a.js"]);
    assert_eq!(one.outlook(b).unwrap(), None);
    // The process of the second goes: the first one's text counts again.
    drop(two);
    it.hears("/some/workspace/a.js", Some("one"));
    one.edit(b, None).unwrap();
    it.hears("/some/workspace/b.js", None);
    drop(one);
    it.hears("/some/workspace/a.js", None);
}

#[test]
fn a_workspace_has_one_engine() {
    let mut it = started("1");
    assert!(it.server.is_some());
    let ear = Ear(Mutex::new(mpsc::channel().0));
    assert!(Server::start(&it.place, "1", Arc::new(ear)).unwrap().is_none());
    let other = Place::of(Path::new("/some/other"), it.folder.path());
    assert!(matches!(Session::begin(&other, "1"), Err(Refusal::Nobody)));
    it.server = None;
    assert!(matches!(Session::begin(&it.place, "1"), Err(Refusal::Nobody)));
    let ear = Ear(Mutex::new(mpsc::channel().0));
    assert!(Server::start(&it.place, "1", Arc::new(ear)).unwrap().is_some());
}

#[test]
fn an_engine_of_another_version_ends_with_its_last_session() {
    let it = started("1");
    let one = Session::begin(&it.place, "1").unwrap();
    assert!(matches!(Session::begin(&it.place, "2"), Err(Refusal::OtherVersion(version)) if version == "1"));
    assert!(it.heard.try_recv().is_err(), "it still has a session");
    drop(one);
    assert_eq!(it.heard.recv_timeout(TIMEOUT).unwrap(), Heard::Stop);
    Session::begin(&it.place, "1").unwrap().stop().unwrap();
    assert_eq!(it.heard.recv_timeout(TIMEOUT).unwrap(), Heard::Stop);
}

#[cfg(unix)]
#[test]
fn strangers_and_noise_are_turned_away() {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    let it = started("1");
    let folder = std::fs::read_dir(it.folder.path()).unwrap().next().unwrap().unwrap().path();
    let noise: [&[u8]; 5] = [b"", b"\xff\xff\xff\xff", b"\x05\0\0\0hello", b"\x02\0\0\0{}", b"\x10\0\0\0{"];
    for noise in noise {
        let mut stream = UnixStream::connect(folder.join("socket")).unwrap();
        stream.write_all(noise).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(answer, b"");
    }
    let hello = br#"{"version":"1","token":"guessed"}"#;
    let mut stream = UnixStream::connect(folder.join("socket")).unwrap();
    stream.write_all(&[&(hello.len() as u32).to_le_bytes(), &hello[..]].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(String::from_utf8_lossy(&answer).contains("Stranger"));
    let start = Instant::now();
    while Session::begin(&it.place, "1").is_err() {
        assert!(start.elapsed() < TIMEOUT);
    }
    // A folder that others can look into is not used.
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let ear = Ear(Mutex::new(mpsc::channel().0));
    assert!(Server::start(&it.place, "1", Arc::new(ear)).is_err());
}
