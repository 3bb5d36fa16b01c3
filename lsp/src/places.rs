//! Files as the editor names them, and as the engine does: by their real paths, whatever links lead there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use lsp_types::Uri;
use nexxo_vfs::{OsSystem, System};

/// There is one editor.
static PLACES: RwLock<Places> = RwLock::new(Places { named: BTreeMap::new(), open: BTreeMap::new() });

struct Places {
    /// What the editor calls files and folders that it came to by links, by their real paths.
    named: BTreeMap<PathBuf, PathBuf>,
    /// The real paths of what it has open, by its names: the file may be gone before it is closed.
    open: BTreeMap<PathBuf, PathBuf>,
}

/// The real path of a file's URI; nothing for what is no file.
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let named = named(uri)?;
    let open = PLACES.read().unwrap_or_else(PoisonError::into_inner).open.get(&named).cloned();
    Some(open.unwrap_or_else(|| real(&named)))
}

/// The same of a file or folder that the editor opens: what is below it is told of as the editor names it.
pub(crate) fn opened(uri: &Uri) -> Option<PathBuf> {
    let named = named(uri)?;
    let real = real(&named);
    let is_news = shown(&real) != named;
    let mut places = PLACES.write().unwrap_or_else(PoisonError::into_inner);
    places.open.insert(named.clone(), real.clone());
    if is_news {
        places.named.insert(real.clone(), named);
    }
    Some(real)
}

/// The same of a file that the editor closes.
pub(crate) fn closed(uri: &Uri) -> Option<PathBuf> {
    let named = named(uri)?;
    let open = PLACES.write().unwrap_or_else(PoisonError::into_inner).open.remove(&named);
    Some(open.unwrap_or_else(|| real(&named)))
}

/// The URI by which the editor knows a file.
pub(crate) fn uri_of(path: &Path) -> Option<Uri> {
    Uri::from_file_path(shown(path))
}

/// The path by which the editor knows a file.
pub(crate) fn shown(path: &Path) -> PathBuf {
    let places = PLACES.read().unwrap_or_else(PoisonError::into_inner);
    let nearest = path.ancestors().find_map(|it| Some((it, places.named.get(it)?)));
    match nearest.and_then(|(real, named)| Some((path.strip_prefix(real).ok()?, named))) {
        Some((rest, named)) if rest.as_os_str().is_empty() => named.clone(),
        Some((rest, named)) => named.join(rest),
        None => path.to_path_buf(),
    }
}

fn named(uri: &Uri) -> Option<PathBuf> {
    if !uri.as_str().starts_with("file:") {
        return None;
    }
    let path = uri.to_file_path()?;
    path.is_absolute().then(|| nexxo_base::path::normalize(&path))
}

/// A path without links. The file may not be there yet, nor its folder; a link to a file is followed too.
fn real(path: &Path) -> PathBuf {
    let found = path.ancestors().find_map(|it| Some((it, OsSystem.canonicalize(it).ok()?)));
    match found.and_then(|(there, real)| Some((path.strip_prefix(there).ok()?, real))) {
        Some((rest, real)) if rest.as_os_str().is_empty() => real,
        Some((rest, real)) => real.join(rest),
        None => path.to_path_buf(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_leads_to_is_told_of_as_the_editor_names_it() {
        let folder = std::env::temp_dir().canonicalize().unwrap().join(format!("nexxo-places-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("real/lib")).unwrap();
        std::os::unix::fs::symlink("real", folder.join("link")).unwrap();
        let uri = |path: &str| Uri::from_file_path(folder.join(path)).unwrap();
        assert_eq!(path_of(&uri("link/lib/new.js")).unwrap(), folder.join("real/lib/new.js"));
        assert_eq!(shown(&folder.join("real/lib")), folder.join("real/lib"));
        assert_eq!(opened(&uri("link")).unwrap(), folder.join("real"));
        assert_eq!(shown(&folder.join("real/lib")), folder.join("link/lib"));
        assert_eq!(opened(&uri("link/lib")).unwrap(), folder.join("real/lib"));
        assert_eq!(uri_of(&folder.join("real")), Some(uri("link")));
        assert_eq!(shown(&folder.join("other")), folder.join("other"));
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(path_of(&uri("link/lib")).unwrap(), folder.join("real/lib"));
        assert_eq!(closed(&uri("link/lib")).unwrap(), folder.join("real/lib"));
        assert_eq!(closed(&uri("link/lib")).unwrap(), folder.join("link/lib"));
    }
}
