//! Files that are served as they are: those of the public folder, assets that the app names, and what a build wrote.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use nexxo_vfs::{FileKind, Stamp, System};

use crate::guard::is_private;
use crate::reply::File;

/// The file at `path` below `folder`, unless it is private, or a link out of the folder leads there.
pub(crate) fn below(system: &Arc<dyn System>, folder: &Path, path: &str) -> Option<File> {
    let path = path.trim_start_matches('/');
    if path.is_empty() || is_private(path) {
        return None;
    }
    let RealFile { path, stamp, inside } = RealFile::new(&**system, folder, &folder.join(path))?;
    let is_open = inside.is_some_and(|inside| !is_private(&inside));
    is_open.then(|| File { system: Arc::clone(system), path, stamp })
}

/// A file behind all links.
pub(crate) struct RealFile {
    path: PathBuf,
    stamp: Stamp,
    /// Its path from a folder, if it is in that.
    pub(crate) inside: Option<String>,
}

impl RealFile {
    /// Nothing for what is no file.
    pub(crate) fn new(system: &dyn System, folder: &Path, file: &Path) -> Option<Self> {
        let (path, folder) = (system.canonicalize(file).ok()?, system.canonicalize(folder).ok()?);
        let metadata = system.metadata(&path).ok().filter(|it| it.kind == FileKind::File)?;
        let inside = path.strip_prefix(&folder).ok().map(|it| it.to_string_lossy().replace('\\', "/"));
        Some(Self { path, stamp: metadata.stamp, inside })
    }
}

/// The MIME type of a file, by its extension.
pub(crate) fn mime_of(path: &str) -> &'static str {
    nexxo_db::mime_of(path)
}

/// Whether a page would do as an answer: what has an extension is no page, unless somebody wants to look at it.
pub(crate) fn wants_page(headers: &HeaderMap, path: &str) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or("*/*");
    let has_extension = path.rsplit('/').next().unwrap_or(path).contains('.');
    accepts.contains("text/html") || accepts.contains("*/*") && !has_extension
}

/// The files that a path may mean as a page: itself, the index of a folder, or a file without its extension.
pub(crate) fn page_names(path: &str) -> Vec<String> {
    match path.trim_end_matches('/') {
        "" => vec!["index.html".to_owned()],
        name if path.ends_with('/') => vec![format!("{name}/index.html")],
        name if name.ends_with(".html") => vec![name.to_owned()],
        name => vec![format!("{name}.html"), format!("{name}/index.html")],
    }
}
