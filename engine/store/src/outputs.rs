//! What builds wrote, for builds that come to the same: a second link to each file, in a folder for each build. Links cost neither
//! time nor room as long as the first ones are there; where there can be none, the files are copied.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use nexxo_base::Fingerprint;

use crate::files::{StoreError, at};

/// The folder of the folders. The number counts layouts.
pub(crate) const OUTPUTS: &str = "outputs-1";
/// The outputs of so many builds are kept.
const BUILDS_AT_MOST: usize = 16;

fn folder(store: &Path, build: Fingerprint) -> PathBuf {
    store.join(OUTPUTS).join(format!("{build:?}"))
}

/// Keeps the files of a build and one that it did not write, in the place of those that a build of the same name kept.
pub(crate) fn keep<'f>(
    store: &Path,
    build: Fingerprint,
    files: impl Iterator<Item = (Fingerprint, &'f Path)>,
    unwritten: Option<(Fingerprint, &[u8])>,
) -> Result<(), StoreError> {
    let folder = folder(store, build);
    let unfinished = folder.with_extension(format!("unfinished-{}", std::process::id()));
    fs::create_dir_all(&unfinished).map_err(at(&unfinished))?;
    let result = files.into_iter().try_for_each(|(content, file)| {
        let kept = unfinished.join(format!("{content:?}"));
        if kept.exists() {
            return Ok(()); // two files of one content
        }
        fs::hard_link(file, &kept).or_else(|_| fs::copy(file, &kept).map(drop)).map_err(at(&kept))
    });
    let result = result.and_then(|()| {
        let Some((content, bytes)) = unwritten else { return Ok(()) };
        let kept = unfinished.join(format!("{content:?}"));
        #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
        fs::write(&kept, bytes).map_err(at(&kept))
    });
    // Two builds may do this at the same time: what stays is one of both.
    drop(fs::remove_dir_all(&folder));
    let result = result.and_then(|()| fs::rename(&unfinished, &folder).map_err(at(&folder)));
    drop(fs::remove_dir_all(&unfinished));
    remove_oldest(store);
    result
}

/// The content of a file of a build. Somebody may have written to the file that it is a link to: then it is not that content.
pub(crate) fn read(store: &Path, build: Fingerprint, content: Fingerprint) -> Option<(PathBuf, Vec<u8>)> {
    let path = folder(store, build).join(format!("{content:?}"));
    #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
    let bytes = fs::read(&path).ok().filter(|bytes| Fingerprint::of(bytes) == content)?;
    Some((path, bytes))
}

fn remove_oldest(store: &Path) {
    #[expect(clippy::disallowed_methods, reason = "the store's folder is no part of the world that is bundled")]
    let entries = fs::read_dir(store.join(OUTPUTS)).into_iter().flatten().flatten();
    let age = |entry: fs::DirEntry| {
        let changed = entry.metadata().and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        (changed, entry.path())
    };
    let mut folders: Vec<(SystemTime, PathBuf)> = entries.map(age).collect();
    folders.sort_unstable();
    let surplus = folders.len().saturating_sub(BUILDS_AT_MOST);
    folders.iter().take(surplus).for_each(|(_, folder)| drop(fs::remove_dir_all(folder)));
}
