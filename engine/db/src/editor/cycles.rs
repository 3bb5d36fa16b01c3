//! Imports that close a cycle, for editors.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::{Idx, Span};
use nexxo_link::{EarlyUses, Risk, closing_imports, early_uses};

use crate::compile::reasons;
use crate::database::Db;
use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::inputs::{Env, Module};
use crate::linking::linked;

/// An import of a module that runs later, as it imports the importer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedCycle {
    /// The specifier's place in the text that the editor shows, without quotes.
    pub span: Span,
    /// The modules of the cycle, relative to the root: the importer first and last.
    pub cycle: Vec<String>,
    /// What can go wrong.
    pub risk: Risk,
    /// What may be read before it is there, and while which module is evaluated.
    pub reads: Vec<(String, String)>,
}

impl ClosedCycle {
    /// What there is to say of it, as what follows "this import".
    pub fn words(&self) -> String {
        let cycle = self.cycle.join(" \u{2192} ");
        let reads = self.reads.iter().map(|(name, at)| format!("`{name}` while `{at}` is evaluated"));
        let reads = reads.collect::<Vec<_>>().join(", ");
        match self.risk {
            Risk::Certain => format!("closes a cycle: {cycle}; something of it is read before it is there"),
            Risk::Possible => format!("closes a cycle: {cycle}; this may be read before it is there: {reads}"),
            Risk::Harmless => format!("closes a cycle, harmless as far as can be seen: {cycle}"),
        }
    }
}

/// Whether evaluating a module does anything that can be noticed.
#[salsa::tracked(returns(copy))]
fn runs(db: &dyn Db, module: Module) -> bool {
    !reasons(db, module.file(db)).is_empty()
}

/// What may be read too early in a bundle.
#[salsa::tracked(returns(clone), no_eq)]
fn early(db: &dyn Db, env: Env) -> Arc<EarlyUses> {
    let graph = module_graph(db, env);
    Arc::new(early_uses(&graph.graph, &linked(db, env), &|idx| runs(db, graph.module(idx))))
}

impl Engine {
    /// The imports of a file that close cycles, by place.
    pub fn closed_cycles(&self, path: &Path) -> Vec<ClosedCycle> {
        let db = &self.db;
        let Some(file) = known_file(db, path) else { return Vec::new() };
        let Some((env, idx)) = self.place(file) else { return Vec::new() };
        let (graph, linked) = (module_graph(db, env), linked(db, env));
        let node = &graph.graph.modules[idx];
        if !linked.included.contains(idx.index()) || node.scanned || node.is_cjs() {
            return Vec::new();
        }
        let (records, shift) = (self.records(graph.module(idx)), self.shift(file));
        let shown = |idx| graph.graph.modules[idx].path.to_string();
        let closed = closing_imports(&graph.graph, &linked, &early(db, env), idx).into_iter().filter_map(|it| {
            let record = &node.interface.records[it.record.index()];
            let (span, ..) = records.iter().find(|(_, other, _)| other == record)?;
            Some(ClosedCycle {
                span: shift.forward(*span)?,
                cycle: it.cycle.iter().map(|&idx| shown(idx)).collect(),
                risk: it.risk,
                reads: it.reads.into_iter().map(|(name, evaluated)| (name.to_string(), shown(evaluated))).collect(),
            })
        });
        let mut out: Vec<ClosedCycle> = closed.collect();
        out.sort_by_key(|it| it.span);
        out.dedup_by_key(|it| it.span);
        out
    }
}
