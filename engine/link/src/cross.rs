//! What crosses between chunks, and what chunks take from external modules.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::ImportKind;
use nexxo_base::options::{LinkOptions, OutputFormat};

use crate::linked::{Linked, Root};
use crate::plan::{ChunkKind, ChunkPlan};
use crate::rules::{each_live_record, stays_inline};
use crate::types::{
    ChunkIdx, ExternalIdx, ExternalImportIdx, GlobalSymbol, Graph, ModuleIdx, ModuleKind, RecordTarget,
};
use crate::uses::{each_dependency, each_entry_use, each_use};

/// Completes the chunks of `plan`, whose modules are placed. `reached_by` says which entry points load each chunk, an
/// entry point being known by the number of its own chunk.
pub(crate) fn cross_chunks(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    plan: &mut ChunkPlan,
    reached_by: &IndexVec<ChunkIdx, BitSet>,
) {
    let mut exports: IndexVec<ChunkIdx, Vec<GlobalSymbol>> = plan.chunks.iter().map(|_| Vec::new()).collect();
    let position = first_positions(linked, plan);
    for chunk in plan.chunks.indices() {
        let needs = collect_needs(graph, linked, options, plan, chunk);
        let Needs { mut symbols, mut chunks, mut externals, bare, mut dynamic } = needs;
        symbols.sort_unstable();
        symbols.dedup();
        chunks.extend(symbols.iter().map(|it| it.0));
        if plan.chunks[chunk].kind != ChunkKind::Shared && plan.chunks.len() > 1 {
            // So that what the entry reaches runs in order, whatever imports what.
            let loads = |it: &ChunkIdx| reached_by[*it].contains(chunk.index());
            chunks.extend(plan.chunks.indices().filter(loads));
        }
        chunks.retain(|&it| it != chunk);
        chunks.sort_unstable_by_key(|&it| (position[it], it));
        chunks.dedup();
        let imports = chunks.iter().map(|&from| {
            let start = symbols.partition_point(|it| it.0 < from);
            let taken = symbols[start..].iter().take_while(|it| it.0 == from).map(|it| it.1);
            let taken: Box<[GlobalSymbol]> = taken.collect();
            exports[from].extend_from_slice(&taken);
            (from, taken)
        });
        let imports = imports.collect();
        externals.sort_unstable_by_key(|&it| (linked.external_imports[it].external, it));
        externals.dedup();
        let mut named = BitSet::new(graph.externals.len());
        for &import in &externals {
            named.insert(linked.external_imports[import].external.index());
        }
        let bare = bare.into_iter().filter(|it| named.insert(it.index())).collect();
        dynamic.sort_unstable();
        dynamic.dedup();
        let this = &mut plan.chunks[chunk];
        this.imports = imports;
        this.external_imports = externals.into();
        this.bare_externals = bare;
        this.dynamic_imports = dynamic.into();
    }
    for (chunk, mut symbols) in exports.into_iter().enumerate() {
        symbols.sort_unstable();
        symbols.dedup();
        plan.chunks[ChunkIdx::new(chunk)].exports = symbols.into();
    }
    mark_scripts(graph, linked, plan);
}

#[derive(Default)]
struct Needs {
    /// Symbols of other chunks, with the chunk.
    symbols: Vec<(ChunkIdx, GlobalSymbol)>,
    /// Other chunks that must have run.
    chunks: Vec<ChunkIdx>,
    externals: Vec<ExternalImportIdx>,
    /// External modules that are imported at all, in execution order.
    bare: Vec<ExternalIdx>,
    dynamic: Vec<ChunkIdx>,
}

fn collect_needs(graph: &Graph, linked: &Linked, options: &LinkOptions, plan: &ChunkPlan, chunk: ChunkIdx) -> Needs {
    let mut needs = Needs::default();
    let takes_externals = options.format == OutputFormat::Esm || !linked.parameters.is_empty();
    let alone = plan.chunks.len() == 1;
    let home = |module: ModuleIdx| plan.chunk_of[module].filter(|&it| it != chunk);
    let add_root = |root: Root, needs: &mut Needs| match root {
        Root::Symbol(_) if alone => {}
        Root::Symbol(symbol) => {
            needs.symbols.extend(home(linked.symbols.owner(symbol).0).map(|from| (from, symbol)));
        }
        Root::External(import) => needs.externals.push(import),
        Root::Nothing => {}
    };
    for &module in &plan.chunks[chunk].modules {
        if !alone || takes_externals && !graph.externals.is_empty() {
            each_use(graph, linked, options, module, &mut |it| add_root(it.root, &mut needs));
        }
        if !alone {
            each_dependency(graph, linked, options, module, &mut |target| needs.chunks.extend(home(target)));
            for target in plan.early[module].iter().filter_map(|it| it.module()) {
                add_root(Root::Symbol(linked.symbols.wrapper(target)), &mut needs);
            }
        }
        let this = &graph.modules[module];
        each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
            match (kind, this.target(record)) {
                (ImportKind::Import, RecordTarget::External(external)) if takes_externals => needs.bare.push(external),
                (ImportKind::DynamicImport, RecordTarget::Module(target)) if !stays_inline(graph, options, target) => {
                    needs.dynamic.extend(plan.entry_chunks.get(&target));
                }
                _ => {}
            }
        });
    }
    if let ChunkKind::Entry(entry) | ChunkKind::Dynamic(entry) = plan.chunks[chunk].kind {
        needs.chunks.extend(home(entry));
        each_entry_use(graph, linked, options, entry, &mut |root| add_root(root, &mut needs));
    }
    needs
}

/// The place in the execution order of the first module of each chunk; past the end for chunks without modules.
fn first_positions(linked: &Linked, plan: &ChunkPlan) -> IndexVec<ChunkIdx, usize> {
    let mut positions = IndexVec::filled(linked.order.len(), plan.chunks.len());
    for (i, &module) in linked.order.iter().enumerate().rev() {
        if let Some(chunk) = plan.chunk_of[module] {
            positions[chunk] = i;
        }
    }
    positions
}

fn mark_scripts(graph: &Graph, linked: &Linked, plan: &mut ChunkPlan) {
    let has_code = |module: ModuleIdx| {
        let this = &graph.modules[module];
        let synthetic = [linked.symbols.namespace(module), linked.symbols.wrapper(module)];
        this.kind == ModuleKind::Script
            || synthetic.iter().any(|symbol| linked.used.contains(symbol.index()))
            || this.statements.indices().any(|statement| linked.is_live(module, statement))
    };
    let mut has_script: IndexVec<ChunkIdx, bool> =
        plan.chunks.iter().map(|chunk| chunk.modules.iter().any(|&module| has_code(module))).collect();
    for (idx, chunk) in plan.chunks.iter_enumerated() {
        let facade = match chunk.kind {
            ChunkKind::Entry(module) | ChunkKind::Dynamic(module) => {
                graph.modules[module].kind == ModuleKind::Script
                    || chunk.imports.iter().any(|(from, _)| has_script[*from])
            }
            ChunkKind::Shared => false,
        };
        has_script[idx] |= facade;
    }
    for (idx, has) in has_script.into_iter().enumerate() {
        plan.chunks[ChunkIdx::new(idx)].has_script = has;
    }
}
