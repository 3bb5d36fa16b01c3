//! Where the specifiers of a file lead, and who leads to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::module::{ImportKind, ImportRecord};
use nexxo_base::path::normalize;
use nexxo_base::{Map, Name, Span};
use nexxo_vfs::FileKind;

use crate::compile::compile;
use crate::database::{Db, is_virtual};
use crate::documents::{Shift, known_file};
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::inputs::{Env, File, Module};
use crate::resolution::{Resolved, resolved};
use crate::source::source;

/// A specifier in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// The specifier's place, without quotes.
    pub span: Span,
    /// What it is.
    pub record: ImportRecord,
    /// Where it leads.
    pub target: Target,
}

/// Where a specifier leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// To a file.
    File(PathBuf),
    /// To all files that a pattern matches.
    Files(Vec<PathBuf>),
    /// It is left in the output as this.
    External(Name),
    /// To something that Nexxo made: the text of a `data:` URL, a helper.
    Made,
    /// package.json switches it off.
    Disabled,
    /// Nowhere: what is wrong.
    Missing(String),
}

/// Who leads to a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Importer {
    /// The file with the specifier.
    pub path: PathBuf,
    /// The specifier's place in the text that the editor shows, without quotes.
    pub span: Span,
    /// How the file is referred to.
    pub kind: &'static str,
}

impl Engine {
    /// All specifiers of a file, by place.
    pub fn references(&self, path: &Path) -> Vec<Reference> {
        let (Some(file), Some((_, shift))) = (known_file(&self.db, path), self.text(path)) else { return Vec::new() };
        let modules = self.modules_of(file);
        let mut out: Vec<Reference> = modules
            .into_iter()
            .flat_map(|module| self.records(module))
            .filter_map(|(span, record, resolved)| {
                let target = self.target(&resolved);
                Some(Reference { span: shift.forward(span)?, record, target })
            })
            .collect();
        out.sort_by_key(|it| it.span);
        out.dedup_by_key(|it| it.span);
        out
    }

    /// The records of a module with the places of their specifiers in the stable text.
    pub(super) fn records(&self, module: Module) -> Vec<(Span, ImportRecord, Resolved)> {
        let db = &self.db;
        let compiled = compile(db, module);
        let text = source(db, module.file(db)).unwrap_or_default();
        let resolved = resolved(db, module);
        let records = compiled.js.interface.records.iter().zip(&compiled.js.record_spans).zip(resolved.iter());
        records
            .filter_map(|((record, span), resolved)| {
                Some((specifier_span(&text, *span, record)?, record.clone(), resolved.clone()))
            })
            .collect()
    }

    fn target(&self, resolved: &Resolved) -> Target {
        let db = &self.db;
        match resolved {
            Resolved::Module(module) => {
                let path = module.file(db).path(db);
                match is_virtual(path) {
                    false => Target::File(path.clone()),
                    true if db.shared().beside(path).is_some() => Target::Files(self.files_of(*module)),
                    true => Target::Made,
                }
            }
            Resolved::External(name) | Resolved::ExternalFile(name) => Target::External(name.clone()),
            Resolved::Disabled => Target::Disabled,
            Resolved::Failed(failure) => Target::Missing(failure.message.clone()),
        }
    }

    /// The files that a made-up module imports.
    fn files_of(&self, list: Module) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            files_of(&self.db, list).into_iter().map(|it| it.path(&self.db).clone()).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// The modules of the bundle that lead to a file.
    pub(super) fn leading_to(&self, file: File) -> Vec<Module> {
        let envs = self.linked_envs().into_iter();
        let mut modules: Vec<Module> =
            envs.flat_map(|env| leading(&self.db, env).get(&file).cloned().unwrap_or_default()).collect();
        let mut seen = nexxo_base::Set::default();
        modules.retain(|module| seen.insert(*module));
        modules
    }

    /// Number of files in the bundle that lead to a file.
    pub(super) fn importer_count(&self, file: File) -> usize {
        let files: nexxo_base::Set<File> = self.leading_to(file).into_iter().map(|it| it.file(&self.db)).collect();
        files.len()
    }

    /// All places in the bundle that lead to a file, by file and place.
    pub fn importers(&self, path: &Path) -> Vec<Importer> {
        let Some(file) = known_file(&self.db, path) else { return Vec::new() };
        let leads_there = |resolved: &Resolved| match self.target(resolved) {
            Target::File(target) => target == *file.path(&self.db),
            Target::Files(targets) => targets.contains(file.path(&self.db)),
            _ => false,
        };
        let mut out = Vec::new();
        for module in self.leading_to(file) {
            let importer = module.file(&self.db);
            let shift = self.shift(importer);
            let records = self.records(module).into_iter().filter(|(.., resolved)| leads_there(resolved));
            out.extend(records.filter_map(|(span, record, _)| {
                let (path, kind) = (importer.path(&self.db).clone(), record.kind.as_str());
                Some(Importer { path, span: shift.forward(span)?, kind })
            }));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// All compiled modules of the bundle that are files.
    pub(super) fn linked_modules(&self) -> Vec<Module> {
        let mut out: Vec<Module> = Vec::new();
        for env in self.linked_envs() {
            let graph = module_graph(&self.db, env);
            let compiled = graph.modules.indices().filter(|&idx| !graph.graph.modules[idx].scanned);
            let modules = compiled.map(|idx| graph.module(idx));
            out.extend(modules.filter(|module| !is_virtual(module.file(&self.db).path(&self.db))));
        }
        let mut seen = nexxo_base::Set::default();
        out.retain(|module| seen.insert(*module));
        out
    }

    pub(super) fn shift(&self, file: File) -> Shift {
        let path = file.path(&self.db);
        self.text(path).map_or_else(|| Shift::new("", ""), |(_, shift)| shift)
    }

    /// Whether `specifier` would lead from the file at `path` to `target`.
    pub fn leads(&self, path: &Path, specifier: &str, target: &Path) -> bool {
        let found = self.db.shared().resolver.resolve(path, specifier, ImportKind::Import).target;
        matches!(found, Ok(nexxo_resolve::Target::File { path, .. }) if path == normalize(target))
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        self.workspace.root(&self.db)
    }

    /// The names in a folder, and whether they are folders; unsaved files are among them.
    pub fn entries_of(&self, folder: &Path) -> Vec<(String, bool)> {
        let system = &self.db.shared().system;
        let entries = system.read_dir(folder).unwrap_or_default().into_iter();
        let named = entries.filter_map(|entry| Some((entry.name.into_string().ok()?, entry.kind == FileKind::Dir)));
        named.collect()
    }
}

/// The files that a made-up module imports.
fn files_of(db: &dyn Db, list: Module) -> Vec<File> {
    let modules = resolved(db, list);
    let files = modules.iter().filter_map(|it| match it {
        Resolved::Module(module) => Some(module.file(db)),
        _ => None,
    });
    files.filter(|file| !is_virtual(file.path(db))).collect()
}

/// The compiled modules of a bundle that lead to each file, without those that are no files.
#[salsa::tracked(returns(clone), no_eq)]
fn leading(db: &dyn Db, env: Env) -> Arc<Map<File, Vec<Module>>> {
    let graph = module_graph(db, env);
    let mut out: Map<File, Vec<Module>> = Map::default();
    for (idx, node) in graph.graph.modules.iter_enumerated() {
        let module = graph.module(idx);
        if node.scanned || is_virtual(module.file(db).path(db)) {
            continue;
        }
        for target in resolved(db, module).iter() {
            let Resolved::Module(target) = target else { continue };
            let file = target.file(db);
            let path = file.path(db);
            let files = match is_virtual(path) {
                false => vec![file],
                true if db.shared().beside(path).is_some() => files_of(db, *target),
                true => Vec::new(),
            };
            for file in files {
                let modules = out.entry(file).or_default();
                if modules.last() != Some(&module) {
                    modules.push(module);
                }
            }
        }
    }
    Arc::new(out)
}

/// The place of the specifier as it is written, inside of what the record spans.
fn specifier_span(text: &str, span: Span, record: &ImportRecord) -> Option<Span> {
    let written = text.get(span.start as usize..span.end as usize)?;
    if record.glob.is_some() || span.start == span.end {
        return (span.start < span.end).then_some(span);
    }
    let specifier: &str = &record.specifier;
    if specifier.is_empty() || specifier.starts_with('?') {
        return None;
    }
    // One with escapes has no place in which it could be edited, but can be pointed at.
    let Some(at) = written.find(specifier) else { return Some(span) };
    let start = span.start + at as u32;
    Some(Span::new(start, start + specifier.len() as u32))
}
