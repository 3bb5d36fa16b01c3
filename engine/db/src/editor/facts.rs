//! What is known of a module in the bundle: its size, its chunk, who brought it there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::index::IndexVec;
use nexxo_base::module::Format;
use nexxo_base::{Idx, Span};
use nexxo_link::{ChunkKind, Linked, ModuleIdx, ModuleKind, Weights, ways_to, weigh};

use crate::compile::style;
use crate::database::{Db, is_virtual};
use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::Env;
use crate::linking::{chunk_plan, linked, shown_chunk_names};
use crate::source::content;

/// What is known of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModuleFacts {
    /// Its path, relative to the root.
    pub path: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes that it gives to the output before it is minified; nothing when none of it is there.
    pub output: Option<u64>,
    /// Module system; `None` for what is no script.
    pub format: Option<Format>,
    /// Whether it stays in the output when nothing of it is used.
    pub side_effects: bool,
    /// Whether nothing but what it passes on is asked of it.
    pub passes_on: bool,
    /// The package it belongs to: name and version.
    pub package: Option<(String, Option<String>)>,
    /// The chunks it is in.
    pub chunks: Vec<ChunkFacts>,
    /// Number of files that lead to it.
    pub importers: usize,
}

/// What is known of a chunk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ChunkFacts {
    /// Its file, with `[hash]` where its hash goes.
    pub name: String,
    /// Whether it is there because of an `import()`.
    pub is_dynamic: bool,
    /// Whether it holds what several entry points share.
    pub is_shared: bool,
}

/// What an import costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The specifier's place, without quotes.
    pub span: Span,
    /// Bytes, before they are minified, that the output would have less without it. 0 where something else leads there too.
    pub alone: u64,
    /// Bytes of the module that it leads to, with all that this alone keeps.
    pub whole: u64,
}

/// How a module got into the bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// The entry, relative to the root.
    pub entry: String,
    /// The imports from it to the module, the first one in the entry.
    pub steps: Vec<WayStep>,
}

/// One import on a way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WayStep {
    /// The importing file.
    pub path: PathBuf,
    /// The same, relative to the root.
    pub shown: String,
    /// The specifier's place in what the editor shows.
    pub span: Span,
    /// As written.
    pub specifier: String,
    /// How it is referred to.
    pub kind: &'static str,
}

impl Engine {
    /// What is known of the file at `path`; nothing when the bundle has nothing to do with it.
    pub fn module_facts(&self, path: &Path) -> Option<ModuleFacts> {
        let db = &self.db;
        let file = known_file(db, path)?;
        let (env, idx) = self.place(file)?;
        let graph = module_graph(db, env);
        let node = &graph.graph.modules[idx];
        let package = db.shared().resolver.package_of(path);
        let in_package = path.components().any(|part| part.as_os_str() == "node_modules");
        let package = package.filter(|_| in_package).and_then(|it| Some((it.name.clone()?, it.version.clone())));
        let is_included = linked(db, env).included.contains(idx.index());
        Some(ModuleFacts {
            path: db.shared().show(db, path),
            bytes: content(db, file).map_or(0, |(bytes, _)| bytes.len() as u64),
            output: is_included.then(|| output_bytes(db, &graph, &linked(db, env), idx)),
            format: (node.kind == ModuleKind::Script).then_some(node.interface.format),
            side_effects: node.side_effects,
            passes_on: node.scanned,
            package,
            chunks: self.chunks_of(file),
            importers: self.importer_count(file),
        })
    }

    /// The chunks that hold something of a file.
    fn chunks_of(&self, file: crate::inputs::File) -> Vec<ChunkFacts> {
        let db = &self.db;
        let mut out = Vec::new();
        for env in self.linked_envs() {
            let plan = chunk_plan(db, env);
            let names = shown_chunk_names(db, env);
            let chunks = self.places_in(env, file).into_iter().filter_map(|idx| plan.chunk_of[idx]);
            out.extend(chunks.map(|chunk| {
                let kind = plan.chunks[chunk].kind;
                ChunkFacts {
                    name: names[chunk].clone(),
                    is_dynamic: matches!(kind, ChunkKind::Dynamic(_)),
                    is_shared: kind == ChunkKind::Shared,
                }
            }));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Bytes that all modules give to the output before it is minified.
    pub fn bundle_bytes(&self) -> u64 {
        let db = &self.db;
        self.linked_envs().into_iter().map(|env| sizes(db, env).iter().sum::<u64>()).sum()
    }

    /// What the imports of a file cost, by place.
    pub fn costs(&self, path: &Path) -> Vec<Cost> {
        let db = &self.db;
        let Some(file) = known_file(db, path) else { return Vec::new() };
        let Some((env, idx)) = self.place(file) else { return Vec::new() };
        let (graph, linked) = (module_graph(db, env), linked(db, env));
        if !linked.included.contains(idx.index()) || graph.graph.modules[idx].scanned {
            return Vec::new();
        }
        let weights = weights(db, env);
        let (module, node, shift) = (graph.module(idx), &graph.graph.modules[idx], self.shift(file));
        let mut out: Vec<Cost> = Vec::new();
        for (span, record, _) in self.records(module) {
            let position = node.interface.records.iter().position(|it| *it == record);
            let target = position.and_then(|it| node.target_module(nexxo_base::module::RecordIdx::new(it)));
            let Some(target) = target else { continue };
            if let Some(span) = shift.forward(span) {
                out.push(Cost { span, alone: weights.of_import(idx, target), whole: weights.of(target) });
            }
        }
        out.sort_by_key(|it| it.span);
        out
    }

    /// How the file at `path` got into the bundle: a shortest way from each entry that leads to it.
    pub fn ways_to(&self, path: &Path) -> Vec<Way> {
        let db = &self.db;
        let Some(file) = known_file(db, path) else { return Vec::new() };
        let mut out = Vec::new();
        for env in self.linked_envs() {
            let (graph, linked) = (module_graph(db, env), linked(db, env));
            let included = self.places_in(env, file).into_iter().filter(|idx| linked.included.contains(idx.index()));
            for (entry, steps) in included.flat_map(|idx| ways_to(&graph.graph, &linked, idx)) {
                let steps = steps.into_iter().map(|step| {
                    let record = &graph.graph.modules[step.importer].interface.records[step.record.index()];
                    let module = graph.module(step.importer);
                    let importer = module.file(db).path(db);
                    let records = if is_virtual(importer) { Vec::new() } else { self.records(module) };
                    let span = records.into_iter().find(|(_, it, _)| it == record).map(|(span, ..)| span);
                    let span = span.and_then(|span| self.shift(module.file(db)).forward(span));
                    WayStep {
                        path: importer.clone(),
                        shown: graph.graph.modules[step.importer].path.to_string(),
                        span: span.unwrap_or_default(),
                        specifier: record.specifier.to_string(),
                        kind: record.kind.as_str(),
                    }
                });
                out.push(Way { entry: graph.graph.modules[entry].path.to_string(), steps: steps.collect() });
            }
        }
        out
    }
}

/// Bytes of the text that a module gives to the output, before names are put in and without what is left out.
fn output_bytes(db: &dyn Db, graph: &ModuleGraph, linked: &Linked, idx: ModuleIdx) -> u64 {
    let node = &graph.graph.modules[idx];
    match node.kind {
        ModuleKind::Style => style(db, graph.module(idx)).map_or(0, |style| style.text.len() as u64),
        ModuleKind::Asset => content(db, graph.module(idx).file(db)).map_or(0, |(bytes, _)| bytes.len() as u64),
        ModuleKind::Html => 0,
        ModuleKind::Script if node.scanned => 0,
        ModuleKind::Script => {
            let template = graph.template(db, idx);
            let mut start = 0;
            let mut sum = 0;
            for (statement, range) in node.statements.indices().zip(&template.statements) {
                if node.is_cjs() || linked.is_live(idx, statement) {
                    sum += u64::from(range.text_end - start);
                }
                start = range.text_end;
            }
            sum
        }
    }
}

/// What each module gives to the output: see [`output_bytes`].
#[salsa::tracked(returns(clone))]
fn sizes(db: &dyn Db, env: Env) -> Arc<IndexVec<ModuleIdx, u64>> {
    let (graph, linked) = (module_graph(db, env), linked(db, env));
    let size = |idx: ModuleIdx| match linked.included.contains(idx.index()) {
        true => output_bytes(db, &graph, &linked, idx),
        false => 0,
    };
    Arc::new(graph.modules.indices().map(size).collect())
}

/// What each module weighs, with all that it alone keeps.
#[salsa::tracked(returns(clone), no_eq)]
fn weights(db: &dyn Db, env: Env) -> Arc<Weights> {
    let sizes = sizes(db, env);
    Arc::new(weigh(&module_graph(db, env).graph, &linked(db, env), &|idx| sizes[idx]))
}
