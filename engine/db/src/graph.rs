//! The dense graph of everything that the entries reach.

use std::sync::Arc;

use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::{Map, Name};
use nexxo_link::{ExternalIdx, Graph, GraphModule, ModuleIdx, RecordTarget};

use crate::compile::{file_facts, interface, module_kind, module_path, statements};
use crate::database::Db;
use crate::inputs::{Env, Module};
use crate::resolution::{Resolved, resolved};
use crate::runtime;

/// The graph with what the engine needs to find its way back from it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModuleGraph {
    /// What the linker reads.
    pub graph: Graph,
    /// The module behind each index.
    pub modules: IndexVec<ModuleIdx, Option<Module>>,
}

impl ModuleGraph {
    /// The module behind an index of this graph.
    ///
    /// # Panics
    /// Never for an index of this graph: all of them have a module.
    pub fn module(&self, idx: ModuleIdx) -> Module {
        self.modules[idx].expect("every index of a graph has its module")
    }
}

/// Everything that the entries of `env` reach, numbered breadth first. The only reader of per-module memos.
#[salsa::tracked(returns(clone))]
pub fn module_graph(db: &dyn Db, env: Env) -> Arc<ModuleGraph> {
    let mut builder = Builder { db, index: Map::default(), externals: Map::default(), graph: ModuleGraph::default() };
    let runtime = runtime::module(db);
    let runtime = builder.number(runtime);
    let entries: Vec<ModuleIdx> = env.entries(db).iter().map(|entry| builder.number(entry.module)).collect();
    builder.close();
    let mut out = builder.graph;
    out.graph.runtime = Some(runtime);
    out.graph.entries = entries.into();
    Arc::new(out)
}

struct Builder<'db> {
    db: &'db dyn Db,
    index: Map<Module, ModuleIdx>,
    externals: Map<Name, ExternalIdx>,
    graph: ModuleGraph,
}

impl Builder<'_> {
    fn number(&mut self, module: Module) -> ModuleIdx {
        let modules = &mut self.graph.modules;
        *self.index.entry(module).or_insert_with(|| modules.push(Some(module)))
    }

    /// Adds modules in the order in which they were numbered until no new one is found.
    fn close(&mut self) {
        let mut next = 0;
        while next < self.graph.modules.len() {
            let module = self.graph.module(ModuleIdx::new(next));
            let added = self.graph_module(module);
            self.graph.graph.modules.push(added);
            next += 1;
        }
    }

    fn graph_module(&mut self, module: Module) -> GraphModule {
        let db = self.db;
        let interface = interface(db, module);
        let resolved = resolved(db, module);
        let targets = resolved.iter().map(|it| self.target(it)).collect();
        let facts = file_facts(db, module.file(db));
        GraphModule {
            path: module_path(db, module).into(),
            kind: module_kind(db, module).0,
            statements: statements(db, module),
            targets,
            side_effects: facts.side_effects && !interface.pure,
            node_esm: facts.node_esm,
            interface,
        }
    }

    fn target(&mut self, resolved: &Resolved) -> RecordTarget {
        match resolved {
            Resolved::Module(module) => RecordTarget::Module(self.number(*module)),
            Resolved::External(specifier) => {
                let externals = &mut self.graph.graph.externals;
                RecordTarget::External(
                    *self.externals.entry(specifier.clone()).or_insert_with(|| externals.push(specifier.clone())),
                )
            }
            Resolved::Disabled => RecordTarget::Disabled,
            Resolved::Failed(_) => RecordTarget::Missing,
        }
    }
}
