//! Files that are served as they are: those of the public folder, and assets that the app names.

use std::path::{Path, PathBuf};

use nexxo_vfs::{FileKind, System};

use crate::guard::is_private;

/// The file at `path` below `folder`, unless it is private, or a link out of the folder leads there.
pub(crate) fn below(system: &dyn System, folder: &Path, path: &str) -> Option<PathBuf> {
    let path = path.trim_start_matches('/');
    if path.is_empty() || is_private(path) {
        return None;
    }
    let file = folder.join(path);
    let (real, folder) = (system.canonicalize(&file).ok()?, system.canonicalize(folder).ok()?);
    let inside = real.strip_prefix(&folder).ok()?;
    let is_file = system.metadata(&real).is_ok_and(|it| it.kind == FileKind::File);
    (is_file && !is_private(&inside.to_string_lossy().replace('\\', "/"))).then_some(file)
}

/// The MIME type of a file, by its extension.
pub(crate) fn mime_of(path: &str) -> &'static str {
    nexxo_db::mime_of(path)
}
