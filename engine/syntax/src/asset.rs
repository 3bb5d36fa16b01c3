//! What a file is by its name, and assets as data URLs.
//!
//! Names only: nothing here opens a file. A query (`?url`, `?raw`, …) is cut off with [`split_query`] first.

mod svg;
pub mod wasm;
mod web_manifest;

pub use web_manifest::web_manifest_urls;

use nexxo_base::module::Format;
use nexxo_base::options::Loader;

/// What a file is, by its extension.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    /// JavaScript or TypeScript.
    Js(JsKind),
    /// A stylesheet.
    Css {
        /// CSS Modules: the name ends in `.module.css`.
        module: bool,
    },
    /// JSON.
    Json,
    /// WebAssembly.
    Wasm,
    /// A page.
    Html,
    /// Bytes that only get a URL.
    Asset,
    /// The text as a string.
    Text,
    /// The bytes as a string in base 64.
    Base64,
    /// Bytes as a `Uint8Array`.
    Binary,
    /// A module without anything in it.
    Empty,
    /// None of these.
    Unknown,
}

/// What an extension says of a JavaScript file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct JsKind {
    /// TypeScript.
    pub typescript: bool,
    /// JSX is syntax (`.jsx`, `.tsx`).
    pub jsx: bool,
    /// The module system that the extension forces; `None` leaves it to package.json and the text.
    pub format: Option<Format>,
}

/// Extensions of files that only get a URL, with their MIME types, sorted by extension: those that Vite takes for
/// assets without being told.
const ASSETS: &[(&str, &str)] = &[
    ("aac", "audio/aac"),
    ("apng", "image/apng"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("cur", "image/x-icon"),
    ("eot", "application/vnd.ms-fontobject"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jfif", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("jxl", "image/jxl"),
    ("m4a", "audio/mp4"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("pjp", "image/jpeg"),
    ("pjpeg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
];

/// MIME types of the other files that a server sends or a data URL may hold.
const OTHERS: &[(&str, &str)] = &[
    ("cjs", "text/javascript"),
    ("css", "text/css"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("mjs", "text/javascript"),
    ("wasm", "application/wasm"),
    ("xml", "text/xml"),
];

/// What the file called `path` (without a query) is. Letter case does not count.
pub fn kind_of(path: &str) -> FileKind {
    let extension = extension(path);
    let js = |typescript, jsx, format| FileKind::Js(JsKind { typescript, jsx, format });
    match extension.as_str() {
        // What has no extension at all is a script, as in Node.
        "js" | "" => js(false, false, None),
        "jsx" => js(false, true, None),
        "mjs" => js(false, false, Some(Format::Esm)),
        "cjs" => js(false, false, Some(Format::CommonJs)),
        "ts" => js(true, false, None),
        "tsx" => js(true, true, None),
        "mts" => js(true, false, Some(Format::Esm)),
        "cts" => js(true, false, Some(Format::CommonJs)),
        "css" => FileKind::Css { module: ends_in_module(path) },
        "json" => FileKind::Json,
        "wasm" => FileKind::Wasm,
        "html" | "htm" => FileKind::Html,
        other if lookup(ASSETS, other).is_some() => FileKind::Asset,
        _ => FileKind::Unknown,
    }
}

/// The loader that `loaders` (extensions with their dot, or nothing for files without one) give a file; of several that
/// fit, the longest extension counts.
pub fn loader_of(path: &str, loaders: &[(String, Loader)]) -> Option<Loader> {
    chosen_loader(path, loaders).map(|(_, loader)| loader)
}

fn chosen_loader<'l>(path: &str, loaders: &'l [(String, Loader)]) -> Option<(&'l str, Loader)> {
    if loaders.is_empty() {
        return None;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let fits = |wanted: &str| match wanted {
        "" => !name.contains('.'),
        wanted => name.len() > wanted.len() && name.ends_with(wanted),
    };
    let chosen = loaders.iter().filter(|(wanted, _)| fits(wanted)).max_by_key(|(wanted, _)| wanted.len());
    chosen.map(|(wanted, loader)| (wanted.as_str(), *loader))
}

/// What the file called `path` is, where `loaders` may say so.
pub fn kind_with(path: &str, loaders: &[(String, Loader)]) -> FileKind {
    let Some((wanted, loader)) = chosen_loader(path, loaders) else { return kind_of(path) };
    let js = |typescript, jsx| {
        // `.mjs` stays an ES module whatever it is written in.
        let format = if let FileKind::Js(js) = kind_of(path) { js.format } else { None };
        FileKind::Js(JsKind { typescript, jsx, format })
    };
    match loader {
        Loader::Js => js(false, false),
        Loader::Jsx => js(false, true),
        Loader::Ts => js(true, false),
        Loader::Tsx => js(true, true),
        Loader::Json => FileKind::Json,
        Loader::Text => FileKind::Text,
        Loader::Base64 => FileKind::Base64,
        Loader::Binary => FileKind::Binary,
        Loader::DataUrl | Loader::File => FileKind::Asset,
        Loader::Empty => FileKind::Empty,
        // Who says what becomes of `.module.css` itself means no module.
        Loader::Css => FileKind::Css { module: ends_in_module(path) && !wanted.contains(".module") },
        Loader::LocalCss => FileKind::Css { module: true },
        Loader::GlobalCss => FileKind::Css { module: false },
        Loader::Default => kind_of(path),
    }
}

/// The MIME type of the file called `path` (without a query); `application/octet-stream` when not known.
pub fn mime_of(path: &str) -> &'static str {
    let extension = extension(path);
    lookup(ASSETS, &extension).or_else(|| lookup(OTHERS, &extension)).unwrap_or("application/octet-stream")
}

/// Extension of the last part of `path` in lower case, without the dot; empty when there is none. A name that starts
/// with its only dot (`.css`) has none.
fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 => name[dot + 1..].to_ascii_lowercase(),
        _ => String::new(),
    }
}

fn ends_in_module(path: &str) -> bool {
    let tail = ".module.css";
    // `.module.css` alone is a file without a name, and no module of styles.
    path.len() > tail.len()
        && path.as_bytes()[path.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
        && !matches!(path.as_bytes()[path.len() - tail.len() - 1], b'/' | b'\\')
}

fn lookup(table: &[(&'static str, &'static str)], extension: &str) -> Option<&'static str> {
    table.binary_search_by(|(name, _)| (*name).cmp(extension)).ok().map(|i| table[i].1)
}

/// What the query of a specifier asks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Query {
    /// There is none, or an empty one (`font.eot?#iefix`).
    #[default]
    None,
    /// `?url`: the file's URL as a string.
    Url,
    /// `?raw`: the file's text as a string.
    Raw,
    /// `?inline`: an asset as a data URL whatever its size; a stylesheet as a string.
    Inline,
    /// `?no-inline`: an asset as a file whatever its size.
    NoInline,
    /// `?worker`: a constructor of workers that run the file.
    Worker,
    /// `?sharedworker`: the same for shared workers.
    SharedWorker,
    /// `?worker&inline`: a constructor of workers that has their script in it.
    InlineWorker,
    /// `?sharedworker&inline`: the same for shared workers.
    InlineSharedWorker,
    /// `?worker&url`: the URL of the worker's script.
    WorkerUrl,
    /// `?init`: a function that makes an instance of a WebAssembly module.
    Init,
    /// Anything else.
    Other,
}

impl Query {
    /// Reads a query with or without its `?`. Of several known words the strongest counts: `raw`, `inline`,
    /// `no-inline`, `url`.
    pub fn parse(query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let query = query.split('#').next().unwrap_or(query);
        let has = |word: &str| query.split('&').any(|part| part.split('=').next() == Some(word));
        if query.is_empty() {
            Self::None
        } else if has("worker") || has("sharedworker") {
            match (has("inline"), has("worker")) {
                _ if has("url") => Self::WorkerUrl,
                (false, true) => Self::Worker,
                (false, false) => Self::SharedWorker,
                (true, true) => Self::InlineWorker,
                (true, false) => Self::InlineSharedWorker,
            }
        } else if has("raw") {
            Self::Raw
        } else if has("inline") {
            Self::Inline
        } else if has("no-inline") {
            Self::NoInline
        } else if has("url") {
            Self::Url
        } else if has("init") {
            Self::Init
        } else {
            Self::Other
        }
    }
}

/// Cuts `specifier` into the path and the rest: from the first `?`, or where there is none from the first `#` that is
/// not the first character (`#internal` is a package's own import). The rest is empty or starts with `?` or `#`.
pub fn split_query(specifier: &str) -> (&str, &str) {
    let cut = match specifier.find('?') {
        Some(cut) => cut,
        None => {
            let after_first = specifier.chars().next().map_or(0, char::len_utf8);
            specifier[after_first..].find('#').map_or(specifier.len(), |i| i + after_first)
        }
    };
    specifier.split_at(cut)
}

/// Whether a URL of a stylesheet or a page refers to a file of the project: it has no scheme and no host, is not empty
/// and not only a fragment.
pub fn is_file_url(url: &str) -> bool {
    let url = url.trim();
    let is_scheme_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let scheme = url.bytes().take_while(is_scheme_byte).count();
    let has_scheme = url.starts_with(|c: char| c.is_ascii_alphabetic()) && url.as_bytes().get(scheme) == Some(&b':');
    !url.is_empty() && !url.starts_with('#') && !url.starts_with("//") && !has_scheme
}

/// The `#…` at the end of a specifier, with its `#`; empty when there is none.
pub fn hash_of(specifier: &str) -> &str {
    let rest = split_query(specifier).1;
    rest.find('#').map_or("", |i| &rest[i..])
}

/// A data URL with these bytes. SVG that is UTF-8 becomes text, which is shorter and compresses better; all else becomes
/// base64. Text that is UTF-8 and more than ASCII says so, which is not what is taken where nothing is said. The result has no double quotes, white space, angle brackets or backslashes.
pub fn data_url(bytes: &[u8], mime: &str) -> String {
    if mime == "image/svg+xml"
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return svg::data_url(text);
    }
    let mut out = String::with_capacity(mime.len() + 13 + bytes.len().div_ceil(3) * 4);
    out.push_str("data:");
    out.push_str(mime);
    if mime.starts_with("text/") && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        out.push_str(";charset=utf-8");
    }
    out.push_str(";base64,");
    push_base64(&mut out, bytes);
    out
}

/// Bytes in base 64.
pub fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    push_base64(&mut out, bytes);
    out
}

fn push_base64(out: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for group in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|i| group.get(i).copied().map_or(0, u32::from));
        let bits = a << 16 | b << 8 | c;
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i) & 63) as usize] as char;
            out.push(if i <= group.len() { letter } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ASSETS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(OTHERS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn kinds() {
        let js = |typescript, jsx, format| FileKind::Js(JsKind { typescript, jsx, format });
        assert_eq!(kind_of("a/b.c/x.tsx"), js(true, true, None));
        assert_eq!(kind_of("x.d.mts"), js(true, false, Some(Format::Esm)));
        assert_eq!(kind_of("x.cjs"), js(false, false, Some(Format::CommonJs)));
        assert_eq!(kind_of("x.module.css"), FileKind::Css { module: true });
        assert_eq!(kind_of("a/.module.css"), FileKind::Css { module: false });
        assert_eq!(kind_of("module.css"), FileKind::Css { module: false });
        assert_eq!(kind_of("LOGO.PNG"), FileKind::Asset);
        assert_eq!(kind_of("add.wasm"), FileKind::Wasm);
        for bare in ["a.b/c", ".css", ""] {
            assert_eq!(kind_of(bare), js(false, false, None));
        }
        assert_eq!(kind_of("é.module.css"), FileKind::Css { module: true });
    }

    #[test]
    fn queries() {
        assert_eq!(split_query("./a.svg?raw#x"), ("./a.svg", "?raw#x"));
        assert_eq!(split_query("./a.svg#x"), ("./a.svg", "#x"));
        assert_eq!(split_query("#internal"), ("#internal", ""));
        assert_eq!(split_query("#internal?url"), ("#internal", "?url"));
        assert_eq!(split_query(""), ("", ""));
        assert_eq!(split_query("é#x"), ("é", "#x"));
        assert_eq!(hash_of("./a.svg?raw#x"), "#x");
        assert_eq!(hash_of("./a.svg"), "");
        assert_eq!(Query::parse("?url"), Query::Url);
        assert_eq!(Query::parse("?url&inline"), Query::Inline);
        assert_eq!(Query::parse("?v=1&raw"), Query::Raw);
        assert_eq!(Query::parse("?no-inline"), Query::NoInline);
        assert_eq!(Query::parse("?worker"), Query::Worker);
        assert_eq!(Query::parse("?sharedworker"), Query::SharedWorker);
        assert_eq!(Query::parse("?worker&inline"), Query::InlineWorker);
        assert_eq!(Query::parse("?inline&sharedworker"), Query::InlineSharedWorker);
        assert_eq!(Query::parse("?worker&url"), Query::WorkerUrl);
        assert_eq!(Query::parse("?init"), Query::Init);
        assert_eq!(Query::parse("?v=url"), Query::Other);
        assert_eq!(Query::parse("?#iefix"), Query::None);
        assert_eq!(Query::parse("#iefix"), Query::None);
    }

    #[test]
    fn files_and_other_urls() {
        for url in ["a.png", "./a:b", "/a", "~pkg/a", "@/a", "?a", "1:b"] {
            assert!(is_file_url(url), "{url}");
        }
        for url in ["", " ", "#a", "//a", " http://a", "data:x", "DATA:x", "git+ssh:x"] {
            assert!(!is_file_url(url), "{url}");
        }
    }

    #[test]
    fn data_urls() {
        assert_eq!(data_url(b"", "text/plain"), "data:text/plain;base64,");
        assert_eq!(data_url(b"M", "text/plain"), "data:text/plain;base64,TQ==");
        assert_eq!(data_url(b"Ma", "text/plain"), "data:text/plain;base64,TWE=");
        assert_eq!(data_url(b"Man\xff", "text/plain"), "data:text/plain;base64,TWFu/w==");
        assert_eq!(data_url("é".as_bytes(), "text/plain"), "data:text/plain;charset=utf-8;base64,w6k=");
        assert_eq!(data_url("é".as_bytes(), "font/woff2"), "data:font/woff2;base64,w6k=");
        assert_eq!(
            data_url("\u{feff}<svg a=\"#é\"/>\n".as_bytes(), "image/svg+xml"),
            "data:image/svg+xml,%3csvg%20a='%23%C3%A9'/%3e"
        );
        assert_eq!(data_url(b"\xff", "image/svg+xml"), "data:image/svg+xml;base64,/w==");
        assert_eq!(mime_of("x.SVG"), "image/svg+xml");
        assert_eq!(mime_of("x.zip"), "application/octet-stream");
    }
}
