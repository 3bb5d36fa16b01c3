//! An answer: a body with its type and the hash by which the browser asks whether it has it; whole, in part, smaller on
//! the way, or not at all.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use nexxo_base::Fingerprint;
use nexxo_vfs::{Stamp, System};

use crate::encode::{self, Encoding};

/// How much of a file is in memory at a time.
const PART: u64 = 256 * 1024;
/// A file that is longer is sent as it is: it would have to be in memory whole to become smaller.
const LONGEST_SHRUNK: u64 = 32 * 1024 * 1024;

/// What is answered.
pub(crate) struct Reply {
    mime: &'static str,
    content: Content,
    /// How the content was made smaller when it was made.
    encoding: Option<Encoding>,
    /// Whether its URL is of this content alone.
    is_final: bool,
}

enum Content {
    Bytes(Bytes),
    File(File),
}

/// A file whose bytes are read when they are sent.
pub(crate) struct File {
    pub(crate) system: Arc<dyn System>,
    pub(crate) path: PathBuf,
    pub(crate) stamp: Stamp,
}

impl Reply {
    pub(crate) fn new(mime: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self { mime, content: Content::Bytes(bytes.into()), encoding: None, is_final: false }
    }

    pub(crate) fn script(text: impl Into<Bytes>) -> Self {
        Self::new("text/javascript", text)
    }

    pub(crate) fn json(value: &impl ToString) -> Self {
        Self::new("application/json", value.to_string())
    }

    /// A file; `encoding` is how its bytes were made smaller.
    pub(crate) fn file(mime: &'static str, file: File, encoding: Option<Encoding>) -> Self {
        Self { mime, content: Content::File(file), encoding, is_final: false }
    }

    /// The same, where `is_final` says that its URL never gives anything else: a browser need not ask again.
    pub(crate) fn finally(self, is_final: bool) -> Self {
        Self { is_final, ..self }
    }

    /// The answer to a request. `shrinks` says whether the way is worth making it smaller.
    pub(crate) async fn respond(self, parts: &Parts, shrinks: bool) -> Response {
        let Self { mime, content, encoding, is_final } = self;
        let asked = &parts.headers;
        let length = content.length();
        let tag = content.tag();
        // A part of a body is a part of it as it is.
        let range = match encoding {
            None => asked_range(asked, &tag, length),
            Some(_) => Asked::Whole,
        };
        let is_short = length <= LONGEST_SHRUNK;
        let shrink = (shrinks && encoding.is_none() && matches!(range, Asked::Whole) && is_short)
            .then(|| encode::choose(asked, mime, length));
        let shrink = shrink.flatten();
        let tag = match encoding.or(shrink) {
            Some(encoding) => format!("{}-{}\"", tag.trim_end_matches('"'), encoding.name()),
            None => tag,
        };
        let mut headers = HeaderMap::new();
        let mut set = |name, value: &str| {
            // What is set here is ASCII.
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::ETAG, &tag);
        set(header::CACHE_CONTROL, if is_final { "max-age=31536000, immutable" } else { "no-cache" });
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if shrinks {
            set(header::VARY, "accept-encoding");
        }
        if is_known(asked, &tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let is_text = mime.starts_with("text/")
            || matches!(mime, "application/json" | "application/manifest+json" | "image/svg+xml");
        set(header::CONTENT_TYPE, &if is_text { format!("{mime}; charset=utf-8") } else { mime.to_owned() });
        if encoding.is_none() && shrink.is_none() {
            set(header::ACCEPT_RANGES, "bytes");
        }
        let (status, range) = match range {
            Asked::Whole => (StatusCode::OK, 0..length),
            Asked::Part(range) => {
                set(header::CONTENT_RANGE, &format!("bytes {}-{}/{length}", range.start, range.end - 1));
                (StatusCode::PARTIAL_CONTENT, range)
            }
            Asked::Beyond => {
                set(header::CONTENT_RANGE, &format!("bytes */{length}"));
                return (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response();
            }
        };
        if let Some(encoding) = encoding.or(shrink) {
            set(header::CONTENT_ENCODING, encoding.name());
        }
        if parts.method == Method::HEAD {
            // How long it would be when it is made smaller, nobody knows before it is.
            if shrink.is_none() {
                set(header::CONTENT_LENGTH, &(range.end - range.start).to_string());
            }
            return (status, headers, Body::empty()).into_response();
        }
        let body = match shrink {
            Some(encoding) => match content.shrunk(encoding).await {
                Some(bytes) => Body::from(bytes),
                None => return refuse(StatusCode::INTERNAL_SERVER_ERROR, "the file cannot be read"),
            },
            None => content.body(range),
        };
        (status, headers, body).into_response()
    }
}

impl Content {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.stamp.size,
        }
    }

    /// What tells it from others.
    fn tag(&self) -> String {
        let hash = match self {
            Self::Bytes(bytes) => Fingerprint::of(bytes),
            Self::File(File { path, stamp, .. }) => {
                let state = [
                    stamp.mtime_nanos.to_le_bytes(),
                    stamp.ctime_nanos.to_le_bytes(),
                    u128::from(stamp.size).to_le_bytes(),
                ];
                Fingerprint::of_parts(state.iter().map(<[u8; 16]>::as_slice).chain([path.to_string_lossy().as_bytes()]))
            }
        };
        format!("\"{}\"", hash.short(16))
    }

    async fn shrunk(self, encoding: Encoding) -> Option<Bytes> {
        let bytes = match self {
            Self::Bytes(bytes) => bytes,
            Self::File(file) => file.system.read(&file.path).ok()?.into(),
        };
        encode::shrink(encoding, bytes).await
    }

    fn body(self, range: Range<u64>) -> Body {
        match self {
            Self::Bytes(bytes) => Body::from(bytes.slice(range.start as usize..range.end as usize)),
            Self::File(file) => Body::new(FileBody { file, left: range }),
        }
    }
}

/// The bytes of a file, part after part.
struct FileBody {
    file: File,
    left: Range<u64>,
}

impl hyper::body::Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let length = (self.left.end - self.left.start).min(PART);
        if length == 0 {
            return Poll::Ready(None);
        }
        let part = self.file.system.read_part(&self.file.path, self.left.start, length as usize);
        Poll::Ready(Some(part.and_then(|part| {
            // The length is promised, so a file that became shorter breaks off.
            if part.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.left.start += part.len() as u64;
            Ok(Frame::data(part.into()))
        })))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.end - self.left.start)
    }
}

/// How much of a body is asked for.
#[derive(PartialEq, Eq, Debug)]
enum Asked {
    Whole,
    Part(Range<u64>),
    /// What is not there.
    Beyond,
}

/// Several parts at once are answered with the whole, as are those of another state.
fn asked_range(headers: &HeaderMap, tag: &str, length: u64) -> Asked {
    let text = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    let range = text(header::RANGE).and_then(|it| it.trim().strip_prefix("bytes=")?.trim().split_once('-'));
    let is_of_this = text(header::IF_RANGE).is_none_or(|it| it == tag);
    let Some((from, to)) = range.filter(|_| is_of_this) else { return Asked::Whole };
    let number = |text: &str| text.trim().parse::<u64>();
    match (number(from), number(to)) {
        (Ok(from), Ok(to)) if from <= to && from < length => Asked::Part(from..to.saturating_add(1).min(length)),
        (Ok(from), Err(_)) if to.trim().is_empty() && from < length => Asked::Part(from..length),
        (Err(_), Ok(last)) if from.trim().is_empty() && last > 0 && length > 0 => {
            Asked::Part(length.saturating_sub(last)..length)
        }
        (Ok(from), Ok(to)) if from <= to => Asked::Beyond,
        (Ok(_), Err(_)) if to.trim().is_empty() => Asked::Beyond,
        (Err(_), Ok(_)) if from.trim().is_empty() => Asked::Beyond,
        _ => Asked::Whole,
    }
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    known
        .flat_map(|it| it.split(','))
        .any(|it| matches!(it.trim().trim_start_matches("W/"), it if it == tag || it == "*"))
}

/// The answer to what is refused.
pub(crate) fn refuse(status: StatusCode, words: impl Into<String>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, words.into()).into_response()
}

/// The answer that leads elsewhere.
pub(crate) fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to.to_owned())]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let asked = |value: &str| {
            let headers = [(header::RANGE, value.parse().unwrap())].into_iter().collect();
            asked_range(&headers, "\"t\"", 10)
        };
        assert_eq!(asked("bytes=0-3"), Asked::Part(0..4));
        assert_eq!(asked("bytes=4-"), Asked::Part(4..10));
        assert_eq!(asked("bytes=-3"), Asked::Part(7..10));
        assert_eq!(asked("bytes=-30"), Asked::Part(0..10));
        assert_eq!(asked("bytes=8-99"), Asked::Part(8..10));
        for beyond in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(asked(beyond), Asked::Beyond, "{beyond}");
        }
        for whole in ["bytes=3-1", "bytes=a-b", "lines=0-1", "bytes=0-1,4-5", "bytes=-", "bytes=0"] {
            assert_eq!(asked(whole), Asked::Whole, "{whole}");
        }
        let other = [(header::RANGE, "bytes=0-3"), (header::IF_RANGE, "\"old\"")];
        let headers = other.into_iter().map(|(name, value)| (name, value.parse().unwrap())).collect();
        assert_eq!(asked_range(&headers, "\"t\"", 10), Asked::Whole);
    }
}
