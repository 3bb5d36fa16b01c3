//! Files that are served as they are: those of the public folder, assets that the app names, and what a build wrote.

use std::path::Path;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use nexxo_vfs::{FileKind, System};

use crate::guard::is_private;
use crate::reply::File;

/// The file at `path` below `folder`, unless it is private, or a link out of the folder leads there.
pub(crate) fn below(system: &Arc<dyn System>, folder: &Path, path: &str) -> Option<File> {
    let path = path.trim_start_matches('/');
    if path.is_empty() || is_private(path) {
        return None;
    }
    let file = folder.join(path);
    let (real, folder) = (system.canonicalize(&file).ok()?, system.canonicalize(folder).ok()?);
    let inside = real.strip_prefix(&folder).ok()?;
    let metadata = system.metadata(&real).ok().filter(|it| it.kind == FileKind::File)?;
    let is_open = !is_private(&inside.to_string_lossy().replace('\\', "/"));
    is_open.then(|| File { system: Arc::clone(system), path: real, stamp: metadata.stamp })
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
