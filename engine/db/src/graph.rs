//! The dense graph of everything that the entries reach.

use std::cell::RefCell;
use std::sync::Arc;

use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::{Attributes, ImportKind, ImportRecord, KnownImport, NameFacts, RecordIdx};
use nexxo_base::template::Template;
use nexxo_base::{Map, Name, Set, Severity};
use nexxo_link::{ExternalIdx, Graph, GraphModule, ModuleIdx, ModuleKind, RecordTarget, known_conditions};

use crate::compile::{
    CompiledModule, Known, compile, file_facts, interface, long_constants, module_kind, module_path, name_facts,
    scanned_interface, specialised, statements, template,
};
use crate::database::Db;
use crate::demand::{Demand, Reading};
use crate::inputs::{Env, Module};
use crate::linking::link_on_demand;
use crate::resolution::{Resolved, resolved, resolved_record};
use crate::runtime;

/// The graph with what the engine needs to find its way back from it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ModuleGraph {
    /// What the linker reads.
    pub graph: Graph,
    /// The module behind each index.
    pub modules: IndexVec<ModuleIdx, Option<Module>>,
    /// The modules that are compiled with the values of imports, and these.
    known: Map<ModuleIdx, Arc<[KnownImport]>>,
    /// The modules whose long constants were asked for, to decide what is known.
    asked: Set<ModuleIdx>,
}

impl ModuleGraph {
    /// The module behind an index of this graph.
    ///
    /// # Panics
    /// Never for an index of this graph: all of them have a module.
    pub fn module(&self, idx: ModuleIdx) -> Module {
        self.modules[idx].expect("every index of a graph has its module")
    }

    /// A module of this graph as it takes part in it.
    pub fn compiled(&self, db: &dyn Db, idx: ModuleIdx) -> Arc<CompiledModule> {
        match self.specialised(db, idx) {
            Some(compiled) => compiled,
            None => compile(db, self.module(idx)),
        }
    }

    /// The code of a module of this graph.
    pub fn template(&self, db: &dyn Db, idx: ModuleIdx) -> Arc<Template> {
        match self.specialised(db, idx) {
            Some(compiled) => Arc::clone(&compiled.js.template),
            None => template(db, self.module(idx)),
        }
    }

    /// What the names of a module of this graph forbid.
    pub fn name_facts(&self, db: &dyn Db, idx: ModuleIdx) -> Arc<NameFacts> {
        match self.specialised(db, idx) {
            Some(compiled) => Arc::clone(&compiled.js.names),
            None => name_facts(db, self.module(idx)),
        }
    }

    /// Whether a module takes part in this graph as its text alone has it, and nothing was decided by its long constants.
    pub(crate) fn is_plain(&self, idx: ModuleIdx) -> bool {
        !self.graph.modules[idx].scanned && !self.known.contains_key(&idx) && !self.asked.contains(&idx)
    }

    /// The modules with conditions that known values decide ([`nexxo_link::known_conditions`]). Notes in `asked` those whose long
    /// constants were asked for.
    fn known_conditions(&self, db: &dyn Db, asked: &RefCell<Set<ModuleIdx>>) -> Vec<(ModuleIdx, Box<[KnownImport]>)> {
        known_conditions(&self.graph, &|idx| {
            asked.borrow_mut().insert(idx);
            match self.specialised(db, idx) {
                Some(compiled) => Arc::clone(&compiled.js.long_constants),
                None => long_constants(db, self.module(idx)),
            }
        })
    }

    fn specialised(&self, db: &dyn Db, idx: ModuleIdx) -> Option<Arc<CompiledModule>> {
        let known = self.known.get(&idx)?;
        Some(specialised(db, self.module(idx), Known::new(db, &**known)))
    }
}

/// Everything that the entries of `env` need, numbered breadth first. The only reader of per-module memos.
///
/// What nobody asks for is left out by [`demanded_graph`]. Should linking find that it was needed after all, the graph is
/// the one of everything that the entries reach.
#[salsa::tracked(returns(clone))]
pub fn module_graph(db: &dyn Db, env: Env) -> Arc<ModuleGraph> {
    if link_on_demand(db, env).0.lacks_modules { whole_graph(db, env) } else { demanded_graph(db, env) }
}

/// The graph of the modules that following names leads to, with what known values decide.
#[salsa::tracked(returns(clone))]
pub fn demanded_graph(db: &dyn Db, env: Env) -> Arc<ModuleGraph> {
    let followed = followed_graph(db, env);
    if !db.shared().workspace().link_options(db).tree_shake {
        return followed;
    }
    let mut graph = ModuleGraph::clone(&followed);
    specialise(db, &mut graph);
    Arc::new(graph)
}

/// The graph of the modules that following names leads to.
#[salsa::tracked(returns(clone))]
pub fn followed_graph(db: &dyn Db, env: Env) -> Arc<ModuleGraph> {
    let tree_shake = db.shared().workspace().link_options(db).tree_shake;
    Arc::new(build_graph(db, env, tree_shake))
}

/// The modules that [`demanded_graph`] compiles anew first, with what they are to know: for doing that on all cores.
#[salsa::tracked(returns(clone))]
pub fn to_specialise(db: &dyn Db, env: Env) -> Arc<[(Module, Vec<KnownImport>)]> {
    if !db.shared().workspace().link_options(db).tree_shake {
        return Arc::default();
    }
    let graph = followed_graph(db, env);
    let conditions = graph.known_conditions(db, &RefCell::default());
    conditions.into_iter().map(|(idx, known)| (graph.module(idx), in_order(known.into_iter().collect()))).collect()
}

fn in_order(mut known: Vec<KnownImport>) -> Vec<KnownImport> {
    known.sort_by(|a, b| (&a.local, &a.member).cmp(&(&b.local, &b.member)));
    known.dedup();
    known
}

/// The graph of everything that the entries reach.
#[salsa::tracked(returns(clone))]
pub fn whole_graph(db: &dyn Db, env: Env) -> Arc<ModuleGraph> {
    let mut graph = build_graph(db, env, false);
    if db.shared().workspace().link_options(db).tree_shake {
        specialise(db, &mut graph);
    }
    Arc::new(graph)
}

/// What one constant decides may make another one: so often at most.
const ROUNDS: usize = 8;

/// Puts modules whose conditions depend on known values in the place of what they are without.
fn specialise(db: &dyn Db, graph: &mut ModuleGraph) {
    for _ in 0..ROUNDS {
        let mut changed = false;
        let asked = RefCell::new(std::mem::take(&mut graph.asked));
        let conditions = graph.known_conditions(db, &asked);
        graph.asked = asked.into_inner();
        for (idx, known) in conditions {
            // What was decided before is in the text already.
            let before = graph.known.get(&idx).map(|it| it.to_vec()).unwrap_or_default();
            let known = in_order(before.iter().cloned().chain(known).collect());
            if known != before {
                changed |= specialise_module(db, graph, idx, known.into());
            }
        }
        if !changed {
            return;
        }
    }
}

/// Says whether it could be done: not where something is referred to that was not before.
fn specialise_module(db: &dyn Db, graph: &mut ModuleGraph, idx: ModuleIdx, known: Arc<[KnownImport]>) -> bool {
    let compiled = specialised(db, graph.module(idx), Known::new(db, &*known));
    let node = &mut graph.graph.modules[idx];
    let target_of = |record: &ImportRecord| {
        let before = node.interface.records.iter().position(|it| it == record)?;
        Some(node.targets[before])
    };
    let targets: Option<Box<[RecordTarget]>> = compiled.js.interface.records.iter().map(target_of).collect();
    let Some(targets) = targets.filter(|_| compiled.js.problems.iter().all(|it| it.severity != Severity::Error)) else {
        return false;
    };
    node.targets = targets;
    node.interface = Arc::clone(&compiled.js.interface);
    node.statements = Arc::clone(&compiled.js.statements);
    graph.known.insert(idx, known);
    true
}

fn build_graph(db: &dyn Db, env: Env, tree_shake: bool) -> ModuleGraph {
    let runtime = runtime::module(db);
    let entries = env.entries(db);
    let mut demand = Demand::default();
    demand.need(runtime);
    entries.iter().for_each(|entry| demand.need(entry.module));
    let mut jobs = demand.take_jobs();
    while let Some(job) = jobs.pop() {
        demand.found(job, job.run(db, tree_shake));
        jobs.append(&mut demand.take_jobs());
    }

    let index = Map::default();
    let mut builder = Builder { db, demand, index, externals: Map::default(), graph: ModuleGraph::default() };
    let runtime = builder.number(runtime);
    let entries: Vec<ModuleIdx> = entries.iter().map(|entry| builder.number(entry.module)).collect();
    builder.close();
    builder.share_mains();
    let mut out = builder.graph;
    out.graph.runtime = Some(runtime);
    out.graph.entries = entries.into();
    out
}

struct Builder<'db> {
    db: &'db dyn Db,
    demand: Demand,
    index: Map<Module, ModuleIdx>,
    /// By specifier, whether that is the path of a file, and attributes.
    externals: Map<(Name, bool, Attributes), ExternalIdx>,
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
            let added = match self.demand.reading(module) {
                Some(Reading::Scanned) => self.scanned_module(module),
                _ => self.compiled_module(module),
            };
            self.graph.graph.modules.push(added);
            next += 1;
        }
    }

    /// A package without `exports` may have one main file for `import` and another for `require`. Where both are asked for,
    /// the latter, which can stand in for the other, is given to all: what a package remembers is there once.
    fn share_mains(&mut self) {
        let facts_of =
            |builder: &Self, idx: ModuleIdx| file_facts(builder.db, builder.graph.module(idx).file(builder.db));
        let is_bare = |specifier: &Name| !specifier.starts_with(['.', '/', '#', '?']);
        let ask = |builder: &Self, wanted: &dyn Fn(ImportKind) -> bool| {
            let mut asked = Vec::new();
            for (idx, module) in builder.graph.graph.modules.iter_enumerated() {
                for (i, record) in module.interface.records.iter().enumerate().filter(|(_, it)| wanted(it.kind)) {
                    if let RecordTarget::Module(target) = module.targets[i]
                        && is_bare(&record.specifier)
                        && let Some(package) = facts_of(builder, target).without_exports.clone()
                    {
                        asked.push((idx, i, (record.specifier.clone(), package), target));
                    }
                }
            }
            asked
        };
        let required = ask(self, &|kind| kind == ImportKind::Require);
        if required.is_empty() {
            return;
        }
        let mains: Map<_, ModuleIdx> = required.into_iter().map(|(_, _, key, target)| (key, target)).collect();
        for (idx, record, key, _) in ask(self, &|kind| matches!(kind, ImportKind::Import | ImportKind::DynamicImport)) {
            if let Some(&main) = mains.get(&key) {
                self.graph.graph.modules[idx].targets[record] = RecordTarget::Module(main);
            }
        }
    }

    fn compiled_module(&mut self, module: Module) -> GraphModule {
        let db = self.db;
        let interface = interface(db, module);
        let resolved = resolved(db, module);
        let targets = resolved.iter().zip(&interface.records).map(|(it, record)| self.target(it, record)).collect();
        let facts = file_facts(db, module.file(db));
        GraphModule {
            path: module_path(db, module).into(),
            kind: module_kind(db, module).0,
            statements: statements(db, module),
            targets,
            side_effects: facts.side_effects && !interface.pure,
            node_esm: facts.node_esm,
            interface,
            scanned: false,
        }
    }

    fn scanned_module(&mut self, module: Module) -> GraphModule {
        let db = self.db;
        let interface = scanned_interface(db, module).unwrap_or_default();
        let targets = (0..interface.records.len()).map(RecordIdx::new).map(|record| {
            if self.demand.follows(module, record) {
                self.target(&resolved_record(db, module, record.0), &interface.records[record.index()])
            } else {
                RecordTarget::Skipped
            }
        });
        GraphModule {
            path: module_path(db, module).into(),
            kind: ModuleKind::Script,
            statements: Arc::default(),
            targets: targets.collect(),
            side_effects: false,
            node_esm: file_facts(db, module.file(db)).node_esm,
            interface,
            scanned: true,
        }
    }

    fn target(&mut self, resolved: &Resolved, record: &ImportRecord) -> RecordTarget {
        match resolved {
            Resolved::Module(module) if self.demand.reading(*module).is_none() => RecordTarget::Skipped,
            Resolved::Module(module) => RecordTarget::Module(self.number(*module)),
            Resolved::External(specifier) | Resolved::ExternalFile(specifier) => {
                let graph = &mut self.graph.graph;
                let is_file = matches!(resolved, Resolved::ExternalFile(_));
                let key = (specifier.clone(), is_file, record.attributes.clone());
                RecordTarget::External(*self.externals.entry(key).or_insert_with(|| {
                    let external = graph.externals.push(specifier.clone());
                    if is_file {
                        graph.external_files.insert(external);
                    }
                    if !record.attributes.is_empty() {
                        graph.external_attributes.insert(external, record.attributes.clone());
                    }
                    external
                }))
            }
            Resolved::Disabled => RecordTarget::Disabled,
            Resolved::Failed(_) => RecordTarget::Missing,
        }
    }
}
