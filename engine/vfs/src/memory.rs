//! A tree of files in memory, for tests: as a disk it is small, exact and can be made to fail.

use std::{
    collections::BTreeMap,
    io,
    path::{Component, Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::system::{DirEntry, FileKind, Metadata, Stamp, System};

/// How many links one path may lead through, as on Linux.
const LINK_LIMIT: u32 = 40;

/// Files, folders and links in memory. Time is a counter of changes.
#[derive(Debug, Default)]
pub struct MemorySystem {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    nodes: BTreeMap<PathBuf, Node>,
    clock: u64,
    calls: Vec<String>,
    writes_left: Option<usize>,
}

#[derive(Debug)]
struct Node {
    body: Body,
    stamp: Stamp,
}

#[derive(Debug)]
enum Body {
    File(Vec<u8>),
    Dir,
    Link(PathBuf),
}

impl MemorySystem {
    /// A tree with these files; their folders come by themselves. Paths are absolute.
    pub fn new<P: AsRef<Path>, T: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let system = Self::default();
        for (path, text) in files {
            system.set(path, text);
        }
        system
    }

    /// Creates or changes a file, and creates the folders it is in.
    pub fn set(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        self.lock().put(path.as_ref(), Body::File(text.as_ref().to_vec()));
    }

    /// Creates a symbolic link at `path` that says `target`.
    pub fn link(&self, path: impl AsRef<Path>, target: impl AsRef<Path>) {
        self.lock().put(path.as_ref(), Body::Link(target.as_ref().to_path_buf()));
    }

    /// Removes whatever is at `path`, with all that is below it.
    pub fn remove(&self, path: impl AsRef<Path>) {
        self.lock().take_away(path.as_ref());
    }

    /// From now on `count` writes work, and all others fail as if the disk were full.
    pub fn fail_writes_after(&self, count: usize) {
        self.lock().writes_left = Some(count);
    }

    /// All files with their text, in order of their paths; to compare a whole tree in a test.
    pub fn files(&self) -> Vec<(String, String)> {
        let state = self.lock();
        let files = state.nodes.iter().filter_map(|(path, node)| match &node.body {
            Body::File(bytes) => Some((path.display().to_string(), String::from_utf8_lossy(bytes).into_owned())),
            Body::Dir | Body::Link(_) => None,
        });
        files.collect()
    }

    /// The calls that were made since the last time this was asked, each as `method path`.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().calls)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn called(&self, method: &str, path: &Path) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.calls.push(format!("{method} {}", path.display()));
        state
    }
}

impl State {
    fn put(&mut self, path: &Path, body: Body) {
        let mut missing: Vec<&Path> =
            path.ancestors().skip(1).take_while(|dir| !self.nodes.contains_key(*dir)).collect();
        while let Some(dir) = missing.pop() {
            self.insert(dir, Body::Dir);
        }
        self.insert(path, body);
    }

    fn insert(&mut self, path: &Path, body: Body) {
        self.clock += 1;
        let size = match &body {
            Body::File(bytes) => bytes.len() as u64,
            Body::Dir | Body::Link(_) => 0,
        };
        if !self.nodes.contains_key(path) {
            self.touch_folder_of(path);
        }
        let inode = self.nodes.get(path).map_or(self.clock, |node| node.stamp.inode);
        let stamp = Stamp { mtime_nanos: i128::from(self.clock), size, inode, ..Stamp::default() };
        self.nodes.insert(path.to_path_buf(), Node { body, stamp });
    }

    fn take_away(&mut self, path: &Path) {
        self.clock += 1;
        self.nodes.retain(|have, _| !have.starts_with(path));
        self.touch_folder_of(path);
    }

    /// A folder is another when a name came into it or went.
    fn touch_folder_of(&mut self, path: &Path) {
        if let Some(node) = path.parent().and_then(|folder| self.nodes.get_mut(folder)) {
            node.stamp.mtime_nanos = i128::from(self.clock);
        }
    }

    /// `path` with the links of its folders followed, and of itself too if `last` says so.
    fn real_path(&self, path: &Path, last: bool) -> io::Result<PathBuf> {
        let mut links = 0;
        let mut real = PathBuf::new();
        let mut rest: Vec<PathBuf> = parts(path);
        while let Some(part) = rest.pop() {
            if part == Path::new("..") {
                real.pop();
                continue;
            }
            real.push(part);
            if let Some(Node { body: Body::Link(target), .. }) = self.nodes.get(&real)
                && (last || !rest.is_empty())
            {
                links += 1;
                if links > LINK_LIMIT {
                    return Err(io::Error::other("too many symbolic links"));
                }
                real.pop();
                rest.extend(parts(target));
            }
        }
        Ok(real)
    }

    fn node(&self, path: &Path, last: bool) -> io::Result<(PathBuf, &Node)> {
        let real = self.real_path(path, last)?;
        let node = self.nodes.get(&real).ok_or(io::ErrorKind::NotFound)?;
        Ok((real, node))
    }
}

/// The parts of a path without `.`, the last one first.
fn parts(path: &Path) -> Vec<PathBuf> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.map(|part| PathBuf::from(part.as_os_str())).rev().collect()
}

fn metadata_of(node: &Node) -> Metadata {
    let kind = match node.body {
        Body::File(_) => FileKind::File,
        Body::Dir => FileKind::Dir,
        Body::Link(_) => FileKind::Symlink,
    };
    Metadata { kind, stamp: node.stamp }
}

impl System for MemorySystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match &self.called("read", path).node(path, true)?.1.body {
            Body::File(bytes) => Ok(bytes.clone()),
            Body::Dir | Body::Link(_) => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.called("metadata", path).node(path, true).map(|(_, node)| metadata_of(node))
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.called("symlink_metadata", path).node(path, false).map(|(_, node)| metadata_of(node))
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirEntry>> {
        let state = self.called("read_dir", path);
        let (real, node) = state.node(path, true)?;
        if !matches!(node.body, Body::Dir) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let below = state.nodes.iter().filter(|(have, _)| have.parent() == Some(&real));
        let mut entries: Vec<DirEntry> = below
            .filter_map(|(have, node)| {
                Some(DirEntry { name: have.file_name()?.to_os_string(), kind: metadata_of(node).kind })
            })
            .collect();
        entries.sort_unstable();
        Ok(entries)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        match &self.called("read_link", path).node(path, false)?.1.body {
            Body::Link(target) => Ok(target.clone()),
            Body::File(_) | Body::Dir => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.called("canonicalize", path).node(path, true).map(|(real, _)| real)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.called("write", path);
        match &mut state.writes_left {
            Some(0) => return Err(io::ErrorKind::StorageFull.into()),
            Some(left) => *left -= 1,
            None => {}
        }
        let real = state.real_path(path, true)?;
        if let Some(Node { body: Body::Dir, .. }) = state.nodes.get(&real) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        state.put(&real, Body::File(bytes.to_vec()));
        Ok(())
    }

    fn hard_link(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.called("rename", from);
        let (from, to) = (state.real_path(from, false)?, state.real_path(to, false)?);
        if !state.nodes.contains_key(&from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        if let Some(Node { body: Body::Dir, .. }) = state.nodes.get(&to) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let moved: Vec<PathBuf> = state.nodes.keys().filter(|path| path.starts_with(&from)).cloned().collect();
        for path in moved {
            if let (Some(node), Ok(tail)) = (state.nodes.remove(&path), path.strip_prefix(&from)) {
                let target = if tail.as_os_str().is_empty() { to.clone() } else { to.join(tail) };
                state.nodes.insert(target, node);
            }
        }
        state.clock += 1;
        state.touch_folder_of(&from);
        state.touch_folder_of(&to);
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.called("remove_file", path);
        let (real, node) = state.node(path, false)?;
        if matches!(node.body, Body::Dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        state.take_away(&real);
        Ok(())
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.called("remove_dir_all", path);
        let (real, _) = state.node(path, false)?;
        state.take_away(&real);
        Ok(())
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.called("create_dir_all", path);
        let real = state.real_path(path, true)?;
        match state.nodes.get(&real) {
            None => state.put(&real, Body::Dir),
            Some(Node { body: Body::Dir, .. }) => {}
            Some(_) => return Err(io::ErrorKind::AlreadyExists.into()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_through_folders() {
        let system = MemorySystem::new([("/store/pkg/a.js", "a")]);
        system.link("/app/pkg", "../store/pkg");
        assert_eq!(system.read(Path::new("/app/pkg/a.js")).unwrap(), b"a");
        assert_eq!(system.canonicalize(Path::new("/app/pkg/a.js")).unwrap(), Path::new("/store/pkg/a.js"));
        assert_eq!(system.symlink_metadata(Path::new("/app/pkg")).unwrap().kind, FileKind::Symlink);
        system.link("/loop", "/loop");
        assert!(system.read(Path::new("/loop")).is_err());
    }

    #[test]
    fn stamps_change_with_the_text_and_with_the_file() {
        let system = MemorySystem::new([("/a.js", "1"), ("/b.js", "1")]);
        let stamp = |path| system.metadata(Path::new(path)).unwrap().stamp;
        let before = stamp("/a.js");
        system.set("/a.js", "2");
        assert_ne!(stamp("/a.js"), before);
        assert_eq!(stamp("/a.js").inode, before.inode);
        system.rename(Path::new("/b.js"), Path::new("/a.js")).unwrap();
        assert_ne!(stamp("/a.js").inode, before.inode);
    }
}
