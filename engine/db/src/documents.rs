//! What editors show: the one place where documents are opened, changed and closed.
//!
//! An open file has two texts. What the editor shows is the *overlay*, and diagnostics are about it. What is linked is the
//! *stable* text, the last one that compiled: half a line breaks no page. They are the same most of the time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexxo_base::diagnostic::SourceFile;
use nexxo_base::{Diagnostic, Name, Severity, Span};
use nexxo_syntax::asset::FileKind;
use nexxo_syntax::js::{Problem, is_global};
use nexxo_vfs::{OverlaySystem, System};
use salsa::Setter;

use crate::compile::{compile, file_facts, name_facts};
use crate::database::{Database, Db};
use crate::diagnose::of_problem;
use crate::engine::Engine;
use crate::inputs::{File, Variant};
use crate::source::source;

/// What an editor shows of a file, where that does not compile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overlay {
    /// The text.
    pub text: Arc<str>,
    /// What is wrong with it.
    pub problems: Box<[Problem]>,
}

/// The files that editors show. Copies share them.
#[derive(Clone, Default)]
pub(crate) struct Documents {
    open: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// The disk, with the names of files that were not saved yet.
    unsaved: Option<Arc<OverlaySystem>>,
    /// Whether what they show runs at once.
    run: bool,
}

impl Documents {
    /// No open file, over `system`, and the files as the engine is to see them.
    pub(crate) fn over(system: Arc<dyn System>) -> (Self, Arc<dyn System>) {
        let unsaved = Arc::new(OverlaySystem::new(system));
        (Self { open: Arc::default(), unsaved: Some(Arc::clone(&unsaved)), run: false }, unsaved)
    }

    fn open(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a file is open, or closed. Returns whether a file came to be or vanished by that.
    fn note(&self, path: &Path, is_open: bool) -> bool {
        let is_news = if is_open { self.open().insert(path.to_path_buf()) } else { self.open().remove(path) };
        let Some(unsaved) = &self.unsaved else { return false };
        let stands_in = unsaved.text(path).is_some();
        match is_open {
            true if is_news && unsaved.metadata(path).is_err() => {
                unsaved.set(path, "");
                true
            }
            false if stands_in => {
                unsaved.remove(path);
                true
            }
            _ => false,
        }
    }

    /// The disk has the file now.
    fn saved(&self, path: &Path) -> bool {
        let Some(unsaved) = &self.unsaved else { return false };
        let is_saved = unsaved.text(path).is_some() && unsaved.below().metadata(path).is_ok();
        if is_saved {
            unsaved.remove(path);
        }
        is_saved
    }
}

impl Engine {
    /// Has what editors show run at once: a text waits while names in it are not whole.
    pub fn run_documents(&mut self) {
        self.documents.run = true;
    }

    /// Takes in what an editor shows of a file, or that the file is closed (`None`) and is what it is on the disk. Returns
    /// whether anything is another now: what is there already changes nothing.
    pub fn show(&mut self, path: &Path, text: Option<&str>) -> bool {
        let file = self.db.shared().file(&self.db, path);
        let shown = self.shown(file);
        let layout_changes = self.documents.note(path, text.is_some()) | self.documents.saved(path);
        if layout_changes {
            self.disk_changed(vec![path.to_path_buf()]);
        } else if shown.as_deref() == text {
            return false;
        }
        let before = file.stable(&self.db);
        let is_tolerated = self.is_tolerated(file);
        let names = self.documents.run.then(|| self.strange_names(file));
        let mut changes = self.edit(path, text);
        let mut overlay = text.and_then(|text| self.problems_of(file, text, is_tolerated));
        if let (None, Some(text), Some(names)) = (&overlay, text, names)
            && self.strange_names(file).iter().any(|name| !names.contains(name))
        {
            overlay = Some(Arc::new(Overlay { text: text.into(), problems: Box::default() }));
        }
        if overlay.is_some() {
            // Setting the text was only a trial.
            changes = self.edit(path, before.as_deref()) && !changes;
        }
        if file.overlay(&self.db) != overlay {
            file.set_overlay(&mut self.db).to(overlay);
            changes = true;
        }
        changes || layout_changes
    }

    /// The files that editors show.
    pub fn open_documents(&self) -> Vec<PathBuf> {
        self.documents.open().iter().cloned().collect()
    }

    /// What an editor shows of a file, where one does.
    fn shown(&self, file: File) -> Option<Arc<str>> {
        match file.overlay(&self.db) {
            Some(overlay) => Some(Arc::clone(&overlay.text)),
            None => file.stable(&self.db),
        }
    }

    /// The free names of a file's scripts that nothing is known to have: the first letters of one, more often than not.
    fn strange_names(&self, file: File) -> Vec<Name> {
        let db = &self.db;
        let modules = self.modules_of(file).into_iter();
        let free = modules.flat_map(|module| name_facts(db, module).globals.to_vec());
        free.filter(|name| !is_global(name)).collect()
    }

    /// Whether a style sheet is linked although the parser had to pass over parts of it, as browsers do.
    fn is_tolerated(&self, file: File) -> bool {
        let is_style = matches!(file_facts(&self.db, file).kind, FileKind::Css { .. });
        is_style && !compile(&self.db, self.db.shared().module(&self.db, file, Variant::Auto)).js.problems.is_empty()
    }

    /// What is wrong with a file's text, where that keeps it from being linked. A style sheet that was fine before is half a
    /// rule when the parser has to pass over something.
    fn problems_of(&self, file: File, text: &str, is_tolerated: bool) -> Option<Arc<Overlay>> {
        let db = &self.db;
        let kind = file_facts(db, file).kind;
        if !matches!(kind, FileKind::Js(_) | FileKind::Css { .. } | FileKind::Json | FileKind::Html) {
            return None;
        }
        let page = compile(db, db.shared().module(db, file, Variant::Auto));
        let inline = page.html.as_ref().map_or(0, |html| html.inline_scripts.len());
        let scripts = (0..inline).map(|n| compile(db, db.shared().module(db, file, Variant::InlineScript(n as u32))));
        let parts: Vec<_> = scripts.chain([Arc::clone(&page)]).collect();
        let problems: Vec<Problem> = parts.iter().flat_map(|part| part.js.problems.iter().cloned()).collect();
        let is_half = matches!(kind, FileKind::Css { .. }) && !is_tolerated && !problems.is_empty();
        let is_broken = is_half || problems.iter().any(|problem| problem.severity == Severity::Error);
        is_broken.then(|| Arc::new(Overlay { text: text.into(), problems: problems.into() }))
    }

    /// The open files whose texts do not compile.
    pub(crate) fn broken(&self) -> Vec<(File, Arc<Overlay>)> {
        let open = self.open_documents();
        let files = open.iter().map(|path| self.db.shared().file(&self.db, path));
        files.filter_map(|file| Some((file, file.overlay(&self.db)?))).collect()
    }

    /// Diagnostics as who sees the overlays is to see them: places move with the text around them, what is said of text
    /// that is being rewritten goes, and what is wrong with the overlays is added. `is_linked` says of which files.
    pub(crate) fn as_shown(&self, diagnostics: &mut Vec<Diagnostic>, is_linked: impl Fn(File) -> bool) {
        for (file, overlay) in self.broken() {
            if !is_linked(file) {
                continue;
            }
            let path = self.db.shared().show(&self.db, file.path(&self.db));
            let shown = Arc::new(SourceFile { path: path.into(), text: Arc::clone(&overlay.text) });
            let shift = Shift::new(&source(&self.db, file).unwrap_or_default(), &overlay.text);
            diagnostics.retain_mut(|diagnostic| {
                let labels = diagnostic.primary.iter_mut().chain(&mut diagnostic.related);
                let mut in_file = labels.filter(|label| label.file.path == shown.path);
                in_file.all(|label| {
                    label.file = Arc::clone(&shown);
                    shift.forward(label.span).map(|span| label.span = span).is_some()
                })
            });
            diagnostics.extend(overlay.problems.iter().map(|problem| of_problem(&shown, problem)));
        }
    }

    /// The text that an editor shows of a file, or what is on the disk, with the way between its places and those of the
    /// stable text.
    pub fn text(&self, path: &Path) -> Option<(Arc<str>, Shift)> {
        let file = known_file(&self.db, path)?;
        let stable = source(&self.db, file).ok()?;
        Some(match file.overlay(&self.db) {
            Some(overlay) => (Arc::clone(&overlay.text), Shift::new(&stable, &overlay.text)),
            None => (Arc::clone(&stable), Shift::new(&stable, &stable)),
        })
    }
}

/// The file at a path, where there is one or somebody asked for it.
pub(crate) fn known_file(db: &Database, path: &Path) -> Option<File> {
    let shared = db.shared();
    let is_known = shared.is_known(path) || shared.system.metadata(path).is_ok();
    is_known.then(|| shared.file(db, path))
}

/// Where the places of one text are in another one that was made of it by one edit: what is before and what is behind the
/// edit is still there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    /// Length of what both begin with.
    before: u32,
    /// Lengths of the two.
    from: u32,
    to: u32,
    /// Length of what both end with.
    behind: u32,
}

impl Shift {
    /// From one text to another.
    pub fn new(from: &str, to: &str) -> Self {
        let (a, b) = (from.as_bytes(), to.as_bytes());
        let before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let rest = before.min(a.len()).min(b.len());
        let behind = a[rest..].iter().rev().zip(b[rest..].iter().rev()).take_while(|(a, b)| a == b).count();
        Self { before: before as u32, from: a.len() as u32, to: b.len() as u32, behind: behind as u32 }
    }

    /// Where a part of the first text is in the second, if it is there.
    pub fn forward(self, span: Span) -> Option<Span> {
        if span.end <= self.before {
            Some(span)
        } else if span.start >= self.from - self.behind {
            let moved = |at: u32| at - self.from + self.behind + (self.to - self.behind);
            Some(Span::new(moved(span.start), moved(span.end)))
        } else {
            None
        }
    }

    /// Where a part of the second text was in the first.
    pub fn back(self, span: Span) -> Option<Span> {
        Self { from: self.to, to: self.from, ..self }.forward(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text_around_them() {
        let shift = Shift::new("import a; b(c);", "import a; xyz b(c);");
        assert_eq!(shift.forward(Span::new(7, 8)), Some(Span::new(7, 8)));
        assert_eq!(shift.forward(Span::new(12, 13)), Some(Span::new(16, 17)));
        assert_eq!(shift.back(Span::new(16, 17)), Some(Span::new(12, 13)));
        assert_eq!(shift.back(Span::new(10, 13)), None);
        let same = Shift::new("abc", "abc");
        assert_eq!(same.forward(Span::new(0, 3)), Some(Span::new(0, 3)));
        let repeated = Shift::new("aaaa", "aaa");
        assert_eq!(repeated.forward(Span::new(3, 4)), None);
    }
}
