//! What must be written elsewhere when files are moved.

use std::path::{Path, PathBuf};

use nexxo_base::path::{normalize, relative};
use nexxo_base::{Set, Span};

use crate::asks::{asked_files, asks, project_scripts};
use crate::database::Db;
use crate::documents::known_file;
use crate::engine::Engine;
use crate::inputs::{File, Module, Variant};
use crate::resolution::Resolved;

/// A piece of text in place of another one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// The file, where it is before the move.
    pub path: PathBuf,
    /// What is replaced.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

impl Engine {
    /// What to rewrite so that all specifiers lead where they do now when files or folders are moved from the first to the
    /// second of each pair: those of the bundle, of the project's other scripts, and of the moved files.
    pub fn edits_for_moves(&self, moves: &[(PathBuf, PathBuf)]) -> Vec<Edit> {
        let db = &self.db;
        let scripts = project_scripts(db);
        let moved_files: Vec<File> = moves.iter().flat_map(|(from, _)| self.files_below(from)).collect();
        let mut modules = self.linked_modules();
        modules.extend(moved_files.iter().map(|file| db.shared().module(db, *file, Variant::Auto)));
        let mut seen: Set<Module> = Set::default();
        modules.retain(|module| seen.insert(*module));
        let mut out = Vec::new();
        for module in &modules {
            let file = module.file(db);
            for (span, record, resolved) in self.records(*module) {
                if let Resolved::Module(target) = resolved {
                    out.extend(self.edit_for_moves(file, span, &record.specifier, target.file(db), moves));
                }
            }
        }
        let mut files: Vec<File> = modules.iter().map(|it| it.file(db)).chain(scripts.iter().copied()).collect();
        let mut seen: Set<File> = Set::default();
        files.retain(|file| seen.insert(*file));
        for file in files {
            for (ask, target) in asks(db, file).asks.iter().zip(&*asked_files(db, file)) {
                let edit = |target: File| self.edit_for_moves(file, ask.span, &ask.specifier, target, moves);
                out.extend(target.and_then(edit));
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What to write in the place of a specifier that leads from `file` to `target`, where it would not any more.
    fn edit_for_moves(
        &self,
        file: File,
        span: Span,
        specifier: &str,
        target: File,
        moves: &[(PathBuf, PathBuf)],
    ) -> Option<Edit> {
        let (importer, target) = (file.path(&self.db), target.path(&self.db));
        let (importer_after, target_after) = (after(importer, moves), after(target, moves));
        if importer.components().any(|part| part.as_os_str() == "node_modules")
            || target_after == *target && importer_after == *importer
            || crate::database::is_virtual(target)
            || span.end - span.start != specifier.len() as u32
        {
            return None;
        }
        let text = respelled(specifier, importer, target, &importer_after, &target_after)?;
        let is_news = text != specifier;
        is_news.then_some(Edit { path: importer.clone(), span: self.shift(file).forward(span)?, text })
    }

    /// The files that a path names: itself, or what somebody asked for below it.
    fn files_below(&self, path: &Path) -> Vec<File> {
        let shared = self.db.shared();
        match shared.system.metadata(path) {
            Ok(it) if it.kind == nexxo_vfs::FileKind::Dir => shared.files_below(path),
            _ => known_file(&self.db, path).into_iter().collect(),
        }
    }
}

/// Where a path is after all moves.
fn after(path: &Path, moves: &[(PathBuf, PathBuf)]) -> PathBuf {
    let moved = moves.iter().find_map(|(from, to)| Some((path.strip_prefix(from).ok()?, to)));
    match moved {
        Some((rest, to)) if rest.as_os_str().is_empty() => to.clone(),
        Some((rest, to)) => to.join(rest),
        None => path.to_path_buf(),
    }
}

/// What source extensions are written as in specifiers that name the output.
const WRITTEN_AS: &[(&str, &str)] = &[("ts", "js"), ("tsx", "js"), ("tsx", "jsx"), ("mts", "mjs"), ("cts", "cjs")];

/// The specifier that leads from `importer_after` to `target_after`, in the style of the one that led from `importer` to
/// `target`: with or without extension, with `index` or without, through an alias if it was and still can be.
fn respelled(
    specifier: &str,
    importer: &Path,
    target: &Path,
    importer_after: &Path,
    target_after: &Path,
) -> Option<String> {
    let end = specifier.find(['?', '#']).filter(|&at| at > 0).unwrap_or(specifier.len());
    let (path, query) = specifier.split_at(end);
    let is_relative = path.starts_with("./") || path.starts_with("../") || matches!(path, "." | "..");
    if !is_relative && target_after == target {
        return None;
    }
    let folder = importer.parent()?;
    let written = if is_relative { normalize(&folder.join(path)) } else { PathBuf::from(path) };
    let written_text = written.to_str()?.trim_end_matches('/').to_string();
    let (old, new) = (target.to_str()?, target_after.to_str()?);
    let ending = Ending::of(&written_text, old)?;
    let new = ending.apply(new);
    let from_after = |new: &str| {
        let dir = importer_after.parent()?;
        let path = relative(dir, Path::new(new));
        Some(if path.starts_with("../") || matches!(path.as_str(), "." | "..") { path } else { format!("./{path}") })
    };
    if is_relative {
        return Some(from_after(&new)? + query);
    }
    // `@/lib/a` for `/app/src/lib/a`: `@` stands for `/app/src`.
    let old = ending.apply(old);
    let tail = common_tail(&written_text, &old);
    let (prefix, stands_for) = (&written_text[..written_text.len() - tail], &old[..old.len() - tail]);
    match new.strip_prefix(stands_for).filter(|rest| tail > 0 && rest.starts_with('/')) {
        Some(rest) => Some(format!("{prefix}{rest}{query}")),
        None => Some(from_after(&new)? + query),
    }
}

/// What a specifier leaves out of the path of its file.
#[derive(Clone, Copy, Debug)]
struct Ending {
    /// `/index` before the extension.
    without_index: bool,
    /// The extension as it is written; `None` where it is left out.
    written: Option<Option<&'static str>>,
}

impl Ending {
    /// How `written` spells the path `path`; nothing when it does so in no way that could be kept.
    fn of(written: &str, path: &str) -> Option<Self> {
        let whole = Self { without_index: false, written: Some(None) };
        let bare = Self { without_index: false, written: None };
        let index = Self { without_index: true, written: None };
        let substituted = WRITTEN_AS
            .iter()
            .filter(|(source, _)| extension(path) == Some(*source))
            .map(|(_, written)| Self { without_index: false, written: Some(Some(*written)) });
        let mut endings = [whole, bare, index].into_iter().chain(substituted);
        endings.find(|ending| {
            let spelled = ending.apply(path);
            spelled == written || common_tail(written, &spelled) > 0
        })
    }

    fn apply(self, path: &str) -> String {
        let stem = extension(path).map_or(path, |it| &path[..path.len() - it.len() - 1]);
        match self.written {
            // Where `index` cannot be left out the name stays.
            None if self.without_index => stem.strip_suffix("/index").unwrap_or(stem).to_string(),
            None => stem.to_string(),
            Some(None) => path.to_string(),
            Some(Some(extension)) => format!("{stem}.{extension}"),
        }
    }
}

fn extension(path: &str) -> Option<&str> {
    Path::new(path).extension()?.to_str()
}

/// Length of the longest end, from a `/` on, that both have.
fn common_tail(a: &str, b: &str) -> usize {
    let shared = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let tail = &a.as_bytes()[a.len() - shared..];
    tail.iter().position(|&it| it == b'/').map_or(0, |at| shared - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(specifier: &str, target: &str, importer_after: &str, target_after: &str) -> Option<String> {
        let path = Path::new;
        respelled(specifier, path("/app/src/main.ts"), path(target), path(importer_after), path(target_after))
    }

    #[test]
    fn the_style_of_a_specifier_is_kept() {
        let main = "/app/src/main.ts";
        let to = |specifier, target, after| check(specifier, target, main, after).unwrap();
        assert_eq!(to("./a", "/app/src/a.ts", "/app/src/b/c.tsx"), "./b/c");
        assert_eq!(to("./a.ts", "/app/src/a.ts", "/app/src/b.ts"), "./b.ts");
        assert_eq!(to("./a.js", "/app/src/a.ts", "/app/b.ts"), "../b.js");
        assert_eq!(to("./a", "/app/src/a/index.ts", "/app/src/z/index.ts"), "./z");
        assert_eq!(to("./logo.svg?url", "/app/src/logo.svg", "/app/img/logo.svg"), "../img/logo.svg?url");
        assert_eq!(to("@/lib/a", "/app/src/lib/a.ts", "/app/src/x/a.ts"), "@/x/a");
        assert_eq!(to("@/lib/a", "/app/src/lib/a.ts", "/app/other/a.ts"), "../other/a");
        assert_eq!(to("/src/main2.ts", "/app/src/main2.ts", "/app/src/x.ts"), "/src/x.ts");
    }

    #[test]
    fn a_moved_file_still_leads_where_it_did() {
        assert_eq!(check("./a", "/app/src/a.ts", "/app/src/deep/main.ts", "/app/src/a.ts").unwrap(), "../a");
        assert_eq!(check("@/a", "/app/src/a.ts", "/app/src/deep/main.ts", "/app/src/a.ts"), None);
        assert_eq!(check("./a", "/app/src/a.ts", "/app/lib/main.ts", "/app/lib/a.ts").unwrap(), "./a");
    }
}
