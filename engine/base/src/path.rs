//! Paths as the output spells them: with `/`, relative to the workspace root, the same on every machine.

use std::path::{Component, Path, PathBuf};

use memchr::{memchr_iter, memrchr};

/// `path` without `.` and `..`, by text alone (no file is looked at).
pub fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(".."),
            },
            other => out.push(other),
        }
    }
    out
}

/// `path` seen from `base`, with `/` between parts. Both must be absolute or both relative.
pub fn relative(base: &Path, path: &Path) -> String {
    if let Some(text) = relative_text(base, path) {
        return text;
    }
    let (base, path) = (normalize(base), normalize(path));
    let base: Vec<_> = base.components().collect();
    let path: Vec<_> = path.components().collect();
    let shared = base.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..".to_string(), base.len() - shared);
    let downs = path[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = ups.chain(downs).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

/// The same for paths that need no normalizing, which is nearly all of them, for a fraction of the price.
fn relative_text(base: &Path, path: &Path) -> Option<String> {
    let (base, path) = (plain(base)?, plain(path)?);
    let shared = base.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let ends = |text: &str| matches!(text.as_bytes().get(shared), None | Some(b'/'));
    // One past the `/` after the last part that both have.
    let shared = if ends(base) && ends(path) { shared + 1 } else { memrchr(b'/', &base.as_bytes()[..shared])? + 1 };
    let ups = base.get(shared..).map_or(0, |rest| 1 + memchr_iter(b'/', rest.as_bytes()).count());
    Some("../".repeat(ups) + path.get(shared..)?)
}

/// The text of a path whose parts are all names.
fn plain(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let parts = text.strip_prefix('/').unwrap_or(text).as_bytes();
    let is_name =
        |part: &[u8]| !matches!(part, [] | [b'/', ..] | b"." | b".." | [b'.', b'/', ..] | [b'.', b'.', b'/', ..]);
    let is_plain = is_name(parts) && memchr_iter(b'/', parts).all(|at| is_name(&parts[at + 1..]));
    (is_plain && !(cfg!(windows) && text.contains('\\'))).then_some(text)
}

/// `to` as an import specifier seen from the file `from`; both are output paths with `/` and without a leading one.
/// Always starts with `./` or `../`.
pub fn relative_specifier(from: &str, to: &str) -> String {
    let dir = Path::new(from).parent().unwrap_or(Path::new(""));
    let path = relative(dir, Path::new(to));
    if path.starts_with("../") { path } else { format!("./{path}") }
}

/// The URL by which the output file `from` names the output file `to`: below `base`, or relative to itself where that is
/// empty or `./`.
pub fn public_url(base: &str, from: &str, to: &str) -> String {
    match base {
        "" | "./" => relative_specifier(from, to),
        base => format!("{base}{to}"),
    }
}

/// `text` as it stands in a URL: of its bytes letters, digits and those in `kept` stay, the others are written `%XX`.
pub fn percent_encode(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            _ if byte.is_ascii_alphanumeric() || kept.contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/d.js")), "../c/d.js");
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), ".");
        assert_eq!(relative(Path::new("/a"), Path::new("/a/b/c.js")), "b/c.js");
        assert_eq!(relative(Path::new("/a/./b/"), Path::new("/a/b/c/../../d.js")), "../d.js");
        assert_eq!(relative(Path::new("/a"), Path::new("/a/b//./c.js")), "b/c.js");
        assert_eq!(relative(Path::new("/a"), Path::new("/ab.js")), "../ab.js");
        assert_eq!(relative(Path::new("/"), Path::new("/a.js")), "a.js");
        assert_eq!(relative(Path::new("/a/b/c"), Path::new("/a/bc/d.js")), "../../bc/d.js");
        assert_eq!(relative(Path::new("/ab/c"), Path::new("/ac/d.js")), "../../ac/d.js");
        assert_eq!(relative(Path::new("/a/../b"), Path::new("/b/.c/..d")), ".c/..d");
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a")), "..");
        assert_eq!(relative(Path::new("a/b"), Path::new("a/c")), "../c");
        assert_eq!(relative(Path::new("a"), Path::new("b")), "../b");
        assert_eq!(relative_specifier("assets/x.js", "assets/y.js"), "./y.js");
        assert_eq!(relative_specifier("x.js", "assets/y.js"), "./assets/y.js");
        assert_eq!(relative_specifier("a/b/x.js", "y.js"), "../../y.js");
        assert_eq!(relative_specifier("a/x.js", "../../y.js"), "../../../y.js");
        assert_eq!(normalize(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(normalize(Path::new("/../a")), Path::new("/a"));
        assert_eq!(normalize(Path::new("../../a/../b")), Path::new("../../b"));
    }
}
