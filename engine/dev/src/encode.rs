//! What becomes smaller on the way, and by how: whoever asks says what can be undone there.

use std::io::{self, Write as _};

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files;

/// Less than this fits into one packet in any case.
const SMALLEST: u64 = 1400;
/// As good as gzip's best, at its speed: the usual choice for what is made when it is asked for.
const BROTLI_QUALITY: i32 = 4;
/// What is made once and sent often.
const BROTLI_BEST: i32 = 11;
/// Of 4 MiB: what brotli looks back on.
const BROTLI_WINDOW: i32 = 22;

/// A way to make a body smaller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// The better one.
    Brotli,
    /// The one that everything understands.
    Gzip,
}

impl Encoding {
    /// The better one first.
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What `Content-Encoding` calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The extension of a file that was made smaller so, with its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// Whether whoever asks can undo it.
    pub(crate) fn is_accepted(self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok());
        let mut any = false;
        for part in all.flat_map(|it| it.split(',')) {
            let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|it| it.parse::<f32>().ok());
            let wanted = weight.is_none_or(|it| it > 0.0);
            match name.trim() {
                name if name.eq_ignore_ascii_case(self.name()) => return wanted,
                "*" => any = wanted,
                _ => {}
            }
        }
        any
    }

    /// What goes beside the file at `path` with these bytes, where it is much smaller: as small as it can be, which takes its
    /// time.
    pub fn beside(self, path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let is_worth_it = shrinks(files::mime_of(path)) && bytes.len() as u64 >= SMALLEST;
        is_worth_it.then(|| self.encode(bytes, Effort::Most).ok())?.filter(|made| made.len() < bytes.len())
    }

    /// `bytes`, smaller.
    fn encode(self, bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len() / 3);
        match self {
            Self::Gzip => {
                let level = if effort == Effort::Most { Compression::best() } else { Compression::default() };
                let mut encoder = GzEncoder::new(&mut out, level);
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: if effort == Effort::Most { BROTLI_BEST } else { BROTLI_QUALITY },
                    lgwin: BROTLI_WINDOW,
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
            }
        }
        Ok(out)
    }
}

/// How much time there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effort {
    /// Somebody waits.
    Usual,
    /// Nobody does.
    Most,
}

/// Whether a body of this type becomes much smaller: images, sounds and web fonts are small already.
fn shrinks(mime: &str) -> bool {
    mime.starts_with("text/")
        || matches!(
            mime,
            "application/json"
                | "application/manifest+json"
                | "application/wasm"
                | "image/svg+xml"
                | "image/bmp"
                | "font/ttf"
                | "font/otf"
        )
}

/// The encoding for a body of this type and length, if any is of use.
pub(crate) fn choose(headers: &HeaderMap, mime: &str, length: u64) -> Option<Encoding> {
    let is_worth_it = shrinks(mime) && length >= SMALLEST;
    Encoding::ALL.into_iter().find(|it| is_worth_it && it.is_accepted(headers))
}

/// `bytes`, smaller, made on another thread: those who wait for an update do not wait for this. `None` where that is not
/// possible.
pub(crate) async fn shrink(encoding: Encoding, bytes: Bytes) -> Option<Bytes> {
    let made = tokio::task::spawn_blocking(move || encoding.encode(&bytes, Effort::Usual)).await;
    Some(made.ok()?.ok()?.into())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn accepting(value: &str) -> HeaderMap {
        [(header::ACCEPT_ENCODING, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn what_is_accepted_is_chosen() {
        let chosen = |value| choose(&accepting(value), "text/css", 5000).map(Encoding::name);
        assert_eq!(chosen("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(chosen("gzip, br;q=0"), Some("gzip"));
        assert_eq!(chosen("GZIP;q=0.5"), Some("gzip"));
        assert_eq!(chosen("*"), Some("br"));
        assert_eq!(chosen("*, br;q=0"), Some("gzip"));
        assert_eq!(chosen("identity"), None);
        assert_eq!(chosen(""), None);
        assert_eq!(choose(&accepting("br"), "text/css", 100), None);
        assert_eq!(choose(&accepting("br"), "image/png", 5000), None);
    }

    #[test]
    fn what_was_made_smaller_can_be_undone() {
        let text = "Nexxo is a linker for the web. ".repeat(500);
        let small = Encoding::Gzip.encode(text.as_bytes(), Effort::Usual).unwrap();
        let mut back = String::new();
        flate2::read::GzDecoder::new(&*small).read_to_string(&mut back).unwrap();
        assert!(back == text && small.len() < 500, "{}", small.len());
        let small = Encoding::Brotli.encode(text.as_bytes(), Effort::Usual).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*small, &mut back).unwrap();
        assert!(back == text.as_bytes() && small.len() < 500, "{}", small.len());
    }

    #[test]
    fn what_goes_beside_a_file_is_small() {
        let text = include_str!("encode.rs");
        for encoding in Encoding::ALL {
            let made = encoding.beside("a/b.js", text.as_bytes()).unwrap();
            assert!(made.len() < text.len() / 2, "{encoding:?}: {} of {}", made.len(), text.len());
            assert_eq!(Some(made), encoding.beside("c.css", text.as_bytes()), "it does not depend on when and where");
            assert_eq!(encoding.beside("a.png", text.as_bytes()), None);
            assert_eq!(encoding.beside("a.js", &text.as_bytes()[..1000]), None);
        }
    }
}
