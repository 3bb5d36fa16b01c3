//! Content of files.

use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::Fingerprint;

use crate::database::{Db, is_virtual};
use crate::inputs::File;

/// Why a file cannot be taken for what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SourceError {
    /// It cannot be read: the system's own words.
    Unreadable(String),
    /// Not UTF-8; the byte at which that shows.
    NotUtf8(usize),
    /// Not WebAssembly, which it is called: why.
    NotWasm(&'static str),
}

/// A file's text, without a byte order mark.
#[salsa::tracked(returns(clone), no_eq)]
pub fn source(db: &dyn Db, file: File) -> Result<Arc<str>, SourceError> {
    if let Some(stable) = file.stable(db) {
        return Ok(stable);
    }
    if is_virtual(file.path(db)) {
        let text = db.shared().virtual_text(file.path(db));
        return text.ok_or_else(|| SourceError::Unreadable("no such built-in module".into()));
    }
    let bytes = read(db, file)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.into(),
            None => text.into(),
        }),
        Err(error) => Err(SourceError::NotUtf8(error.utf8_error().valid_up_to())),
    }
}

/// A file's bytes and their hash.
#[salsa::tracked(returns(clone), no_eq)]
pub fn content(db: &dyn Db, file: File) -> Result<(Bytes, Fingerprint), SourceError> {
    let bytes = match file.stable(db) {
        Some(text) => Bytes::copy_from_slice(text.as_bytes()),
        None if is_virtual(file.path(db)) => Bytes::copy_from_slice(source(db, file)?.as_bytes()),
        None => read(db, file)?.into(),
    };
    let hash = Fingerprint::of(&bytes);
    Ok((bytes, hash))
}

fn read(db: &dyn Db, file: File) -> Result<Vec<u8>, SourceError> {
    let _ = file.stamp(db); // the content on disk belongs to this stamp
    let bytes = db.shared().system.read(file.path(db)).map_err(|error| SourceError::Unreadable(error.to_string()))?;
    db.shared().note_read(file, &bytes);
    Ok(bytes)
}
