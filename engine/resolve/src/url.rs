//! The parts of URLs that resolution needs.

use std::path::{Path, PathBuf};

use nexxo_base::path::normalize;

/// A specifier in two: the path, and what follows it from `?` or `#` on (or nothing). A `#` at the start belongs to
/// the path: it marks a package import.
pub(crate) fn split_query(specifier: &str) -> (&str, &str) {
    let skip = usize::from(specifier.starts_with('#'));
    match specifier[skip..].find(['?', '#']) {
        Some(at) => specifier.split_at(skip + at),
        None => (specifier, ""),
    }
}

/// Whether it names a place on the network: nothing to look for on the disk.
pub(crate) fn is_network(specifier: &str) -> bool {
    specifier.starts_with("//")
        || ["http:", "https:"]
            .iter()
            .any(|scheme| specifier.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether it starts with a URL scheme (`mailto:`, `blob:`). A single letter is a Windows drive.
pub(crate) fn has_scheme(specifier: &str) -> bool {
    specifier.find(':').is_some_and(|end| {
        end > 1
            && specifier.as_bytes()[0].is_ascii_alphabetic()
            && specifier[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// A `data:` URL in its parts.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct DataUrl {
    /// Its type without parameters, in small letters.
    pub(crate) mime: String,
    /// Its content; `None` if it cannot be decoded.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl DataUrl {
    /// The parts of `url`; `None` if it is no `data:` URL.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once(':')?;
        if !scheme.eq_ignore_ascii_case("data") {
            return None;
        }
        let Some((head, body)) = rest.split_once(',') else {
            return Some(Self { mime: String::new(), bytes: None });
        };
        let mut parts = head.split(';').map(str::trim);
        let mime = parts.next().unwrap_or_default().to_ascii_lowercase();
        let mime = if mime.is_empty() { "text/plain".to_string() } else { mime };
        let base64 = parts.any(|part| part.eq_ignore_ascii_case("base64"));
        let bytes = percent_decode(body.as_bytes());
        let bytes = if base64 { base64_decode(&bytes) } else { Some(bytes) };
        Some(Self { mime, bytes })
    }

    /// Whether its content is a module: a script, JSON or a style sheet.
    pub(crate) fn is_module(&self) -> bool {
        let mime = self.mime.as_str();
        mime.is_empty()
            || mime.ends_with("+json")
            || matches!(
                mime,
                "text/javascript"
                    | "application/javascript"
                    | "application/x-javascript"
                    | "text/ecmascript"
                    | "application/ecmascript"
                    | "application/json"
                    | "text/json"
                    | "text/css"
            )
    }
}

/// What a URL in a file is about, for those that no resolution rules apply to (source maps).
#[derive(PartialEq, Eq, Debug)]
pub enum UrlTarget {
    /// A file by its absolute path.
    File(PathBuf),
    /// The URL is the content; `None` if it cannot be decoded.
    Data(Option<Vec<u8>>),
    /// Something that is not on this machine.
    Elsewhere,
}

impl UrlTarget {
    /// What `url` in a file of the folder `dir` is about.
    pub fn of(dir: &Path, url: &str) -> Self {
        if let Some(data) = DataUrl::parse(url) {
            return Self::Data(data.bytes);
        }
        if is_network(url) || has_scheme(url) {
            return Self::Elsewhere;
        }
        match String::from_utf8(percent_decode(url.as_bytes())) {
            Ok(path) => Self::File(normalize(&dir.join(path))),
            Err(_) => Self::Elsewhere,
        }
    }
}

/// `%41` to `A`; a `%` that no two hexadecimal digits follow stays.
pub(crate) fn percent_decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%'
            && let [high, low, after @ ..] = tail
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.push(high << 4 | low);
            rest = after;
        } else {
            out.push(first);
            rest = tail;
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

/// Base64 in either alphabet, with or without padding, white space ignored; `None` if it is something else.
fn base64_decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    let mut padding = false;
    for &byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        if byte == b'=' {
            padding = true;
            continue;
        }
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        if padding {
            return None;
        }
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    // One letter over is six bits, which is no byte.
    (count < 6).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        assert_eq!(split_query("./a.svg?raw#x"), ("./a.svg", "?raw#x"));
        assert_eq!(split_query("#lib/a?url"), ("#lib/a", "?url"));
        assert_eq!(split_query("a#b"), ("a", "#b"));
        assert_eq!(split_query("./a"), ("./a", ""));
    }

    #[test]
    fn schemes() {
        assert!(is_network("https://x") && is_network("//x") && is_network("HTTP://x") && !is_network("/x"));
        assert!(has_scheme("mailto:x") && !has_scheme("c:/x") && !has_scheme("./a:b") && !has_scheme("é:"));
    }

    #[test]
    fn data_urls() {
        let bytes = |url: &str| DataUrl::parse(url).and_then(|url| url.bytes);
        assert_eq!(bytes("data:text/javascript;base64,ZXhwb3J0IDE=").as_deref(), Some(&b"export 1"[..]));
        assert_eq!(bytes("data:text/css,a%7B%7D%").as_deref(), Some(&b"a{}%"[..]));
        assert_eq!(bytes("data:;base64,%%%"), None);
        assert_eq!(bytes("data:text/css;base64,A"), None);
        assert_eq!(bytes("data:nothing"), None);
        assert_eq!(DataUrl::parse("DATA:Application/JSON;charset=utf-8,{}").unwrap().mime, "application/json");
        assert!(!DataUrl::parse("data:image/png;base64,AA==").unwrap().is_module());
    }
}
