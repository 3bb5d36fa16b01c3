//! `--external`.

use std::path::{Path, PathBuf};

use nexxo_base::path::normalize;

/// What stays an import in the output.
#[derive(Debug)]
pub(crate) struct Externals {
    /// Patterns as given: names of packages and whatever else a specifier may look like.
    names: Vec<String>,
    /// Those that are paths, made absolute.
    paths: Vec<String>,
}

impl Externals {
    /// Patterns that start with `.` are relative to `root`.
    pub(crate) fn new(patterns: &[String], root: &Path) -> Self {
        let paths = patterns.iter().filter(|pattern| pattern.starts_with(['.', '/']));
        Self { names: patterns.to_vec(), paths: paths.map(|pattern| text(&normalize(&root.join(pattern)))).collect() }
    }

    /// Whether a specifier is external as it is written. The name of a package covers its subpaths; `*` in a pattern
    /// covers any text, `/` included.
    pub(crate) fn covers(&self, specifier: &str) -> bool {
        self.names.iter().any(|name| {
            wildcard(name, specifier)
                || (!name.starts_with(['.', '/'])
                    && !name.contains('*')
                    && specifier.strip_prefix(name.as_str()).is_some_and(|tail| tail.starts_with('/')))
        })
    }

    /// The file that a relative specifier of a file in `dir` names, where a pattern that is a path makes it external.
    /// Such a pattern also counts as it is written, from any folder.
    pub(crate) fn file_of(&self, dir: &Path, specifier: &str) -> Option<PathBuf> {
        let is_relative = |text: &str| text.starts_with("./") || text.starts_with("../") || matches!(text, "." | "..");
        if self.paths.is_empty() && !self.names.iter().any(|name| is_relative(name)) || !is_relative(specifier) {
            return None;
        }
        let path = normalize(&dir.join(specifier));
        let as_written = || self.names.iter().any(|name| is_relative(name) && wildcard(name, specifier));
        (self.covers_path(&path) || as_written()).then_some(path)
    }

    /// Whether a file is external by its path.
    pub(crate) fn covers_path(&self, path: &Path) -> bool {
        !self.paths.is_empty() && {
            let path = text(path);
            self.paths.iter().any(|pattern| wildcard(pattern, &path))
        }
    }

    /// Whether a relative or absolute specifier of a file in `dir` is external by its path, whether or not it is there.
    pub(crate) fn covers_specifier(&self, dir: &Path, specifier: &str) -> bool {
        !self.paths.is_empty()
            && specifier.starts_with(['.', '/'])
            && self.covers_path(&normalize(&dir.join(specifier)))
    }
}

fn text(path: &Path) -> String {
    let text = PathBuf::from(path).to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// Whether `text` is `pattern` with each `*` replaced by any text.
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        let patterns = ["react", "@x/*", "*.png", "./gen/*"].map(String::from);
        let externals = Externals::new(&patterns, Path::new("/app"));
        for yes in ["react", "react/jsx-runtime", "@x/y/z", "./a/b.png"] {
            assert!(externals.covers(yes), "{yes}");
        }
        for no in ["react-dom", "@x", "./gen.js", "png"] {
            assert!(!externals.covers(no), "{no}");
        }
        assert!(externals.covers_specifier(Path::new("/app/src"), "../gen/a"));
        assert!(!externals.covers_specifier(Path::new("/app/src"), "./gen/a"));
        assert!(externals.covers_path(Path::new("/app/gen/a.js")));
        let file = |specifier| externals.file_of(Path::new("/app/src"), specifier);
        assert_eq!(file("../gen/a"), Some(PathBuf::from("/app/gen/a")));
        assert_eq!(file("./gen/a"), Some(PathBuf::from("/app/src/gen/a")));
        assert_eq!((file("./a.png"), file("/app/gen/a")), (None, None));
    }

    #[test]
    fn wildcards() {
        assert!(wildcard("a*b*c", "a--b--c") && wildcard("a*", "a") && wildcard("a", "a"));
        assert!(!wildcard("a*b*c", "a--c--b") && !wildcard("a", "ab") && !wildcard("ab*ba", "aba"));
    }
}
