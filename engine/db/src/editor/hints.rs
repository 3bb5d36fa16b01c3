//! What there is to tell of a file that is no mistake.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::diagnostic::{Fix, SourceFile};
use nexxo_base::{Code, Diagnostic, Span};
use nexxo_link::Risk;

use super::UnusedExport;
use crate::database::Db;
use crate::engine::Engine;

impl Engine {
    /// What there is to tell of a file that is no mistake. `fades` says whether what nothing uses is to be told too.
    pub fn hints(&self, path: &Path, fades: bool) -> Vec<Diagnostic> {
        let Some((text, _)) = self.text(path) else { return Vec::new() };
        let file = Arc::new(SourceFile { path: self.db.shared().show(&self.db, path).into(), text });
        let (exports, classes) = match fades {
            true => (self.unused_exports(path), self.unused_classes(path)),
            false => (Vec::new(), Vec::new()),
        };
        let reasons = if exports.is_empty() { Vec::new() } else { self.kept_for(path) };
        let hint = |code, span: Span, words: String| Diagnostic::hint(code, words).at(&file, span, "");
        let unused = |code, it: &UnusedExport, how: &str| {
            hint(code, it.span, format!("`{}` is not {how} by any module of the bundle", it.name))
        };
        let exports = exports.iter().map(|it| match it.is_used_here {
            true => {
                let words = format!("`{}` need not be exported: only this file uses it", it.name);
                hint(Code::UnneededExport, it.span, words)
            }
            false => unused(Code::UnusedExport, it, "imported"),
        });
        let classes = classes.iter().map(|it| unused(Code::UnusedClass, it, "used"));
        let kept = reasons.iter().map(|it| {
            let words =
                format!("nothing that this module exports is used; it is in the bundle because it {}", it.words);
            let fix = it.can_be_marked.then(|| Fix::Before("/* @__PURE__ */ ".into()));
            hint(Code::KeptForEffects, it.span, words).fix(fix)
        });
        // What is certain is a warning of its own, and what is harmless is told to who asks.
        let cycles = self.closed_cycles(path).into_iter().filter(|it| it.risk == Risk::Possible);
        let cycles = cycles.map(|it| hint(Code::ImportCycle, it.span, format!("this import {}", it.words())));
        exports.chain(classes).chain(kept).chain(cycles).collect()
    }
}
