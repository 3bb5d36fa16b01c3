//! Places modules into chunks: one for each entry and each target of `import()`, and one for each set of them that
//! shares modules.

use nexxo_base::Map;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::ImportKind;
use nexxo_base::options::LinkOptions;

use crate::cross::cross_chunks;
use crate::early::find_early;
use crate::linked::{Linked, Root};
use crate::plan::{Chunk, ChunkKind, ChunkPlan};
use crate::rules::{each_live_record, splits, stays_inline};
use crate::types::{ChunkIdx, Graph, ModuleIdx};
use crate::uses::{each_dependency, each_entry_use, each_use};

/// Places the included modules into chunks and finds what crosses between them. Without splitting, everything is in the
/// chunk of the first entry; link once for each entry to get outputs that stand alone.
pub(crate) fn plan_chunks(graph: &Graph, linked: &Linked, options: &LinkOptions) -> ChunkPlan {
    let starts = entry_points(graph, linked, options);
    let mut plan = ChunkPlan { chunk_of: IndexVec::filled(None, graph.modules.len()), ..ChunkPlan::default() };
    let mut members: IndexVec<ChunkIdx, Vec<ModuleIdx>> = IndexVec::new();
    let mut kinds: IndexVec<ChunkIdx, ChunkKind> = IndexVec::new();
    for &kind in &starts {
        let chunk = kinds.push(kind);
        members.push(Vec::new());
        if let ChunkKind::Entry(module) | ChunkKind::Dynamic(module) = kind {
            plan.entry_chunks.insert(module, chunk);
        }
    }
    let reached_by = place(graph, linked, options, &starts, &mut kinds, &mut members);
    for (chunk, modules) in members.iter_enumerated() {
        for &module in modules {
            plan.chunk_of[module] = Some(chunk);
        }
    }
    plan.chunks = kinds.into_iter().zip(members).map(|(kind, modules)| empty_chunk(kind, modules)).collect();
    plan.early = find_early(graph, linked);
    let ChunkPlan { early, chunk_of, .. } = &mut plan;
    for (list, here) in early.iter_mut().zip(&*chunk_of).filter(|(list, _)| !list.is_empty()) {
        let loaded_with = |&target: &ModuleIdx| match (*here, chunk_of[target]) {
            (Some(here), Some(there)) => here == there || reached_by[here].is_subset(&reached_by[there]),
            _ => false,
        };
        *list = list.iter().copied().filter(loaded_with).collect();
    }
    cross_chunks(graph, linked, options, &mut plan, &reached_by);
    plan
}

/// Why chunks that are named by a module exist: the entries, then live targets of `import()` in execution order.
fn entry_points(graph: &Graph, linked: &Linked, options: &LinkOptions) -> Vec<ChunkKind> {
    let mut is_start = BitSet::new(graph.modules.len());
    let mut starts = Vec::new();
    for &entry in &graph.entries {
        if is_start.insert(entry.index()) {
            starts.push(ChunkKind::Entry(entry));
        }
    }
    if !splits(options) {
        return starts;
    }
    let mut targets = BitSet::new(graph.modules.len());
    for &module in &linked.order {
        each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
            if let Some(target) = graph.modules[module].target_module(record)
                && kind == ImportKind::DynamicImport
                && !stays_inline(graph, options, target)
            {
                targets.insert(target.index());
            }
        });
    }
    let dynamic = linked.order.iter().filter(|it| targets.contains(it.index()) && !is_start.contains(it.index()));
    starts.extend(dynamic.map(|&module| ChunkKind::Dynamic(module)));
    starts
}

/// Fills `members`, adding shared chunks. Gives, for each chunk, the entry points (by position) that load it.
fn place(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    starts: &[ChunkKind],
    kinds: &mut IndexVec<ChunkIdx, ChunkKind>,
    members: &mut IndexVec<ChunkIdx, Vec<ModuleIdx>>,
) -> IndexVec<ChunkIdx, BitSet> {
    let single = |i: usize| {
        let mut set = BitSet::new(starts.len());
        set.insert(i);
        set
    };
    let mut sets: IndexVec<ChunkIdx, BitSet> = (0..starts.len()).map(single).collect();
    if starts.is_empty() {
        return sets;
    }
    // The common case needs no walk: one entry, nothing split off.
    if starts.len() == 1 || !splits(options) {
        members[ChunkIdx(0)] = linked.order.to_vec();
        return sets;
    }
    let reach = reach(graph, linked, options, starts);
    let mut by_set: Map<&BitSet, ChunkIdx> = Map::default();
    let mut shared: Vec<&BitSet> = Vec::new();
    for (i, set) in sets.iter().enumerate() {
        by_set.insert(set, ChunkIdx::new(i));
    }
    for &module in &linked.order {
        let set = &reach[module];
        if set.is_empty() {
            continue;
        }
        let chunk = *by_set.entry(set).or_insert_with(|| {
            shared.push(set);
            members.push(Vec::new());
            kinds.push(ChunkKind::Shared)
        });
        members[chunk].push(module);
    }
    let shared: Vec<BitSet> = shared.into_iter().cloned().collect();
    for set in shared {
        sets.push(set);
    }
    sets
}

/// The entry points that load each module statically.
fn reach(graph: &Graph, linked: &Linked, options: &LinkOptions, starts: &[ChunkKind]) -> IndexVec<ModuleIdx, BitSet> {
    let (bases, edges) = dependencies(graph, linked, options);
    let mut reach: IndexVec<ModuleIdx, BitSet> = IndexVec::filled(BitSet::new(starts.len()), graph.modules.len());
    let mut stack: Vec<ModuleIdx> = Vec::new();
    for (i, &start) in starts.iter().enumerate() {
        let (ChunkKind::Entry(entry) | ChunkKind::Dynamic(entry)) = start else { continue };
        stack.push(entry);
        each_entry_use(graph, linked, options, entry, &mut |root| {
            if let Root::Symbol(symbol) = root {
                stack.push(linked.symbols.owner(symbol).0);
            }
        });
        while let Some(module) = stack.pop() {
            if linked.included.contains(module.index()) && reach[module].insert(i) {
                let range = bases[module.index()] as usize..bases[module.index() + 1] as usize;
                stack.extend(edges[range].iter().filter(|&&it| !reach[it].contains(i)));
            }
        }
    }
    reach
}

/// The modules that must be loaded with each module: `edges[bases[m]..bases[m + 1]]`.
fn dependencies(graph: &Graph, linked: &Linked, options: &LinkOptions) -> (Vec<u32>, Vec<ModuleIdx>) {
    let mut bases = Vec::with_capacity(graph.modules.len() + 1);
    let mut edges: Vec<ModuleIdx> = Vec::new();
    let mut found: Vec<ModuleIdx> = Vec::new();
    for module in graph.modules.indices() {
        bases.push(edges.len() as u32);
        if !linked.included.contains(module.index()) {
            continue;
        }
        found.clear();
        each_use(graph, linked, options, module, &mut |it| {
            if let Root::Symbol(symbol) = it.root {
                found.push(linked.symbols.owner(symbol).0);
            }
        });
        each_dependency(graph, linked, options, module, &mut |target| found.push(target));
        found.sort_unstable();
        found.dedup();
        edges.extend(found.iter().filter(|&&target| target != module));
    }
    bases.push(edges.len() as u32);
    (bases, edges)
}

fn empty_chunk(kind: ChunkKind, modules: Vec<ModuleIdx>) -> Chunk {
    Chunk {
        kind,
        modules: modules.into(),
        has_script: false,
        imports: Box::default(),
        exports: Box::default(),
        external_imports: Box::default(),
        bare_externals: Box::default(),
        dynamic_imports: Box::default(),
    }
}
