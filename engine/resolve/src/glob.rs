//! Files by pattern.

use std::path::{Path, PathBuf};

use nexxo_base::path::{normalize, relative};
use nexxo_vfs::FileKind;
use oxc_resolver::FileSystem;

use crate::{files::Files, resolver::Resolver};

/// Folders may be links that lead in a circle.
const MAX_DEPTH: usize = 64;

/// A pattern with the folder that its first parts name.
struct Pattern {
    dir: PathBuf,
    /// What follows, matched against a path relative to `dir`.
    rest: String,
}

impl Pattern {
    /// Splits `pattern`, relative to `base`, where its first part with a wildcard is.
    fn new(base: &Path, pattern: &str) -> Self {
        let parts: Vec<&str> = pattern.split('/').collect();
        let is_plain = |part: &&&str| !part.contains(['*', '?', '[', '{', '!', '(', '\\']);
        // The last part is a name, never a folder to look in.
        let plain = parts[..parts.len() - 1].iter().take_while(is_plain).count();
        Self { dir: normalize(&base.join(parts[..plain].join("/"))), rest: parts[plain..].join("/") }
    }

    fn matches(&self, file: &Path) -> bool {
        file.starts_with(&self.dir) && fast_glob::glob_match(&self.rest, relative(&self.dir, file))
    }

    /// How many folders deep it can match.
    fn depth(&self) -> usize {
        if self.rest.contains("**") || self.rest.contains('{') { MAX_DEPTH } else { self.rest.matches('/').count() }
    }
}

/// Whether a path relative to a folder is one that a pattern, relative to it too, matches.
pub fn matches_glob(pattern: &str, path: &str) -> bool {
    fast_glob::glob_match(pattern.strip_prefix("./").unwrap_or(pattern), path)
}

impl Resolver {
    /// The files that one of `patterns` matches and none of those that start with `!`, sorted. Each pattern stands with
    /// the folder that it is relative to. Unless `exhaustive`, `node_modules` and names that start with a dot are passed
    /// over where a wildcard would match them.
    pub fn glob(&self, patterns: &[(PathBuf, String)], exhaustive: bool) -> Vec<PathBuf> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for (base, pattern) in patterns {
            match pattern.strip_prefix('!') {
                Some(pattern) => unwanted.push(Pattern::new(base, pattern)),
                None => wanted.push(Pattern::new(base, pattern)),
            }
        }
        let mut found = Vec::new();
        for pattern in &wanted {
            let real = self.files.canonicalize(&pattern.dir).unwrap_or_else(|_| pattern.dir.clone());
            let start = Place { dir: &pattern.dir, real, links: &[] };
            walk(&self.files, &start, pattern.depth(), exhaustive, &mut |file| {
                if pattern.matches(&file) && !unwanted.iter().any(|it| it.matches(&file)) {
                    found.push(file);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What a pattern that is no path stands for by an alias.
    pub fn aliased(&self, pattern: &str) -> Option<String> {
        self.aliases.replace(pattern).map(|(_, replaced)| replaced)
    }
}

/// Where a walk through folders is.
struct Place<'a> {
    dir: &'a Path,
    /// The same without links.
    real: PathBuf,
    /// Where the links are that led here, without links.
    links: &'a [PathBuf],
}

impl Place<'_> {
    /// Whether what is in the real folder `target` would be met again below it: the walk is somewhere in it, or came through it.
    fn is_inside(&self, target: &Path) -> bool {
        self.real.starts_with(target) || self.links.iter().any(|link| link.starts_with(target))
    }
}

fn walk(files: &Files, place: &Place<'_>, depth: usize, exhaustive: bool, visit: &mut dyn FnMut(PathBuf)) {
    for entry in files.listings().names(place.dir).iter().flat_map(|names| names.iter()) {
        let name = entry.name.to_string_lossy();
        if !exhaustive && (name.starts_with('.') || name == "node_modules") {
            continue;
        }
        let path = place.dir.join(&entry.name);
        match files.kind_followed(&path) {
            Some(FileKind::Dir) if depth > 0 => {
                let real = place.real.join(&entry.name);
                if entry.kind != FileKind::Symlink {
                    walk(files, &Place { dir: &path, real, links: place.links }, depth - 1, exhaustive, visit);
                    continue;
                }
                let Ok(target) = files.canonicalize(&path) else { continue };
                if !place.is_inside(&target) {
                    let links = [place.links, &[real]].concat();
                    walk(files, &Place { dir: &path, real: target, links: &links }, depth - 1, exhaustive, visit);
                }
            }
            Some(FileKind::File) => visit(path),
            _ => {}
        }
    }
}
