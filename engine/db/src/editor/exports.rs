//! Exports that nobody uses.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::module::{Export, ExportTarget, ImportKind, SymbolIdx};
use nexxo_base::{Idx, Name, Set, Span};
use nexxo_link::{Binding, GlobalSymbol, GraphModule, Root};
use nexxo_syntax::js::Reason;

use crate::asks::asked;
use crate::compile::{compile, reasons};
use crate::database::Db;
use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::inputs::Env;
use crate::linking::linked;

/// An export that no other file mentions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnusedExport {
    /// Its name as importers would write it.
    pub name: Name,
    /// The place of the name.
    pub span: Span,
    /// Whether the file itself uses it.
    pub is_used_here: bool,
}

impl Engine {
    /// The exports of a file that no module of the bundle and no script of the project imports, and that no entry hands out.
    pub fn unused_exports(&self, path: &Path) -> Vec<UnusedExport> {
        let db = &self.db;
        let Some(file) = known_file(db, path) else { return Vec::new() };
        let envs = self.linked_envs();
        let mut out: Option<Vec<UnusedExport>> = None;
        for env in envs {
            for idx in self.places_in(env, file) {
                let graph = module_graph(db, env);
                let (node, linked) = (&graph.graph.modules[idx], linked(db, env));
                // Only what is taken by its extension has exports of its own text, and CommonJS tells them to nobody.
                if node.scanned || node.is_cjs() || graph.module(idx).variant(db) != crate::inputs::Variant::Auto {
                    continue;
                }
                let is_script = matches!(node.kind, nexxo_link::ModuleKind::Script);
                if !is_script || node.interface.required_value.is_some() {
                    continue;
                }
                // What a module knows of others may make it another one with other symbols, not with other exports.
                let compiled = compile(db, graph.module(idx));
                let symbol_of = |export: &Export| match node.interface.export(&export.name)?.target {
                    ExportTarget::Symbol(symbol) => Some(symbol),
                    ExportTarget::Import(..) => None,
                };
                let exports = compiled.js.interface.exports.iter().zip(&compiled.js.export_spans);
                let own = exports.filter_map(|(export, span)| Some((&export.name, *span, symbol_of(export)?)));
                let named = mentioned(db, env);
                let mut unused: Vec<_> =
                    own.filter(|&(.., symbol)| !named.all.contains(&linked.symbols.local(idx, symbol))).collect();
                if !unused.is_empty() {
                    let asked = asked(db, env);
                    unused.retain(|(name, ..)| !asked.get(&file).is_some_and(|it| it.has(name)));
                }
                let shift = self.shift(file);
                let statements = &node.statements;
                let is_used_here = |symbol: SymbolIdx| {
                    let uses =
                        |it| statements.reads(it).contains(&symbol) && !statements.declares(it).contains(&symbol);
                    statements.indices().any(uses)
                };
                let unused = unused.into_iter().filter_map(|(name, span, symbol)| {
                    Some(UnusedExport {
                        name: name.clone(),
                        span: shift.forward(span)?,
                        is_used_here: is_used_here(symbol),
                    })
                });
                let unused: Vec<UnusedExport> = unused.collect();
                // Of several bundles all must do without it.
                out = Some(match out {
                    None => unused,
                    Some(before) => before.into_iter().filter(|it| unused.contains(it)).collect(),
                });
            }
        }
        let mut out = out.unwrap_or_default();
        out.sort_by_key(|it| it.span);
        out
    }

    /// Why a file is in the bundle although nothing that it exports is used; nothing for what is not.
    pub fn kept_for(&self, path: &Path) -> Vec<Reason> {
        let db = &self.db;
        let Some(file) = known_file(db, path) else { return Vec::new() };
        let Some((env, idx)) = self.place(file) else { return Vec::new() };
        let graph = module_graph(db, env);
        let node = &graph.graph.modules[idx];
        let exports = &node.interface.exports;
        let is_kept = linked(db, env).included.contains(idx.index()) && !node.scanned && !node.is_cjs();
        if !is_kept || exports.is_empty() {
            return Vec::new();
        }
        let (linked, mentioned) = (linked(db, env), mentioned(db, env));
        let is_used = |target: &ExportTarget| match *target {
            ExportTarget::Symbol(symbol) => mentioned.by_code.contains(&linked.symbols.local(idx, symbol)),
            ExportTarget::Import(..) => true,
        };
        if exports.iter().any(|export| is_used(&export.target)) {
            return Vec::new();
        }
        // What a page or an `import()` loads is there to run.
        let loads = |node: &GraphModule| {
            node.records().any(|(record, kind)| kind != ImportKind::Import && node.target_module(record) == Some(idx))
        };
        if graph.graph.modules.iter().any(loads) {
            return Vec::new();
        }
        let shift = self.shift(file);
        let shown = |it: Reason| Some(Reason { span: shift.forward(it.span)?, ..it });
        reasons(db, file).into_iter().filter_map(shown).collect()
    }
}

/// What is asked for by name of the modules that are linked together.
#[derive(Default)]
struct Mentioned {
    /// What imports, members of namespaces and lists of exports lead to.
    all: Set<GlobalSymbol>,
    /// The same without imports that nobody mentions, which ask for nothing.
    by_code: Set<GlobalSymbol>,
}

/// See [`Mentioned`].
#[salsa::tracked(returns(clone), no_eq)]
fn mentioned(db: &dyn Db, env: Env) -> Arc<Mentioned> {
    let linked = linked(db, env);
    let mut by_code: Set<GlobalSymbol> = Set::default();
    for module in linked.members.indices() {
        by_code.extend(linked.members[module].iter().filter_map(symbol_of));
    }
    for module in linked.exports.indices() {
        by_code.extend(linked.exports[module].iter().filter_map(|(_, binding)| symbol_of(binding)));
    }
    let mut all = by_code.clone();
    all.extend(linked.imports.values().filter_map(symbol_of));
    let is_used = |local: &GlobalSymbol| linked.used.contains(local.index());
    by_code.extend(linked.imports.iter().filter(|(local, _)| is_used(local)).filter_map(|(_, it)| symbol_of(it)));
    Arc::new(Mentioned { all, by_code })
}

fn symbol_of(binding: &Binding) -> Option<GlobalSymbol> {
    match binding {
        Binding::Constant(symbol, _) => Some(*symbol),
        _ => match binding.root() {
            Root::Symbol(symbol) => Some(symbol),
            Root::External(_) | Root::Nothing => None,
        },
    }
}
