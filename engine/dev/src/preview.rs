//! What a build wrote, as a host of static files would serve it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use nexxo_vfs::System;

use crate::encode::Encoding;
use crate::files::{self, page_names, wants_page};
use crate::reply::{File, Reply, refuse};

/// Longer than a build writes, and shorter than it takes to make the next one: two seconds.
const WRITING_NANOS: i128 = 2_000_000_000;

/// A folder that a build wrote.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub root: PathBuf,
    /// What URLs begin with; ends in a slash.
    pub base: String,
    /// Whether paths that lead to no file are the app's own, which begins with `index.html`.
    pub single_page: bool,
    /// The files.
    pub system: Arc<dyn System>,
}

impl Folder {
    /// Answers a request for a path below the base.
    pub(crate) async fn answer(&self, parts: &Parts, path: &str) -> Response {
        let found = self.file(parts, path).or_else(|| {
            let mut names = page_names(path);
            if self.single_page {
                names.push("index.html".into());
            }
            let is_page = wants_page(&parts.headers, path);
            names.iter().filter(|_| is_page).find_map(|name| self.file(parts, name))
        });
        match found {
            Some(reply) => reply.respond(parts, true).await,
            None => refuse(StatusCode::NOT_FOUND, format!("there is no {path:?}")),
        }
    }

    /// A file, or what was made of it ahead to be smaller on the way.
    fn file(&self, parts: &Parts, path: &str) -> Option<Reply> {
        let found = |path: &str| files::below(&self.system, &self.root, path);
        let whole = found(path)?;
        let mime = files::mime_of(path);
        let wants_part = parts.headers.contains_key(axum::http::header::RANGE);
        let smaller = Encoding::ALL.into_iter().filter(|it| !wants_part && it.is_accepted(&parts.headers));
        let made = smaller.filter_map(|it| Some((it, found(&format!("{path}{}", it.extension()))?)));
        // One that is older is of another build; those of one are written at about the same time, in any order.
        let is_of_this =
            |(_, made): &(Encoding, File)| made.stamp.mtime_nanos + WRITING_NANOS >= whole.stamp.mtime_nanos;
        match made.into_iter().find(is_of_this) {
            Some((encoding, file)) => Some(Reply::file(mime, file, Some(encoding))),
            None => Some(Reply::file(mime, whole, None)),
        }
    }
}
