//! Places modules into chunks: one for each entry and each target of `import()`, and one for each set of them that
//! shares modules.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::ImportKind;
use nexxo_base::options::LinkOptions;
use nexxo_base::{Map, Name};

use crate::cross::cross_chunks;
use crate::early::find_early;
use crate::groups::{Grouped, Grouping};
use crate::hosts::{Hosts, TINY};
use crate::linked::{Linked, Root, Wrap};
use crate::plan::{Chunk, ChunkKind, ChunkPlan, Early};
use crate::rules::{each_live_record, splits, stays_inline};
use crate::strict::noticed;
use crate::styles::plan_styles;
use crate::tiny::merge_tiny;
use crate::types::{ChunkIdx, Graph, ModuleIdx, ModuleKind};
use crate::uses::{each_dependency, each_entry_use, each_use};

/// Places the included modules into chunks and finds what crosses between them. Without splitting, everything is in the
/// chunk of the first entry; link once for each entry to get outputs that stand alone.
pub(crate) fn plan_chunks(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    size: &dyn Fn(ModuleIdx) -> u32,
) -> ChunkPlan {
    let starts = entry_points(graph, linked, options);
    let mut plan = ChunkPlan { chunk_of: IndexVec::filled(None, graph.modules.len()), ..ChunkPlan::default() };
    let mut placed = Placed::default();
    for &kind in &starts {
        let chunk = placed.add(kind, None);
        if let ChunkKind::Entry(module) | ChunkKind::Dynamic(module) = kind {
            plan.entry_chunks.insert(module, chunk);
        }
    }
    let reach = place(graph, linked, options, size, &starts, &mut placed);
    let Placed { chunks, reached_by } = placed;
    for (chunk, (_, _, modules)) in chunks.iter_enumerated() {
        for &module in modules {
            plan.chunk_of[module] = Some(chunk);
        }
    }
    plan.chunks = chunks.into_iter().map(|(kind, name, modules)| empty_chunk(kind, name, modules)).collect();
    plan.early = find_early(graph, linked, options, &noticed(graph, linked, options));
    let ChunkPlan { early, chunk_of, .. } = &mut plan;
    for (list, here) in early.iter_mut().zip(&*chunk_of).filter(|(list, _)| !list.is_empty()) {
        let loaded_with = |early: &Early| match (*here, *early) {
            (Some(here), Early::Module(target)) => {
                chunk_of[target].is_some_and(|there| here == there || reached_by[here].is_subset(&reached_by[there]))
            }
            (here, Early::External { importer, .. }) => chunk_of[importer] == here,
            (None, Early::Module(_)) => false,
        };
        *list = list.iter().copied().filter(loaded_with).collect();
    }
    cross_chunks(graph, linked, options, &mut plan, &reached_by);
    plan.styles = plan_styles(graph, linked, options, &starts, plan.chunks.len(), reach.as_ref());
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

/// Chunks as far as they are known.
#[derive(Default)]
pub(crate) struct Placed {
    /// Why a chunk exists, what it is called, what it holds.
    pub(crate) chunks: IndexVec<ChunkIdx, (ChunkKind, Option<Name>, Vec<ModuleIdx>)>,
    /// The entry points (by position) that load each chunk.
    pub(crate) reached_by: IndexVec<ChunkIdx, BitSet>,
}

impl Placed {
    fn add(&mut self, kind: ChunkKind, name: Option<Name>) -> ChunkIdx {
        self.reached_by.push(BitSet::default());
        self.chunks.push((kind, name, Vec::new()))
    }

    pub(crate) fn put(&mut self, chunk: ChunkIdx, module: ModuleIdx, reached_by: &BitSet) {
        self.chunks[chunk].2.push(module);
        self.reached_by[chunk].union(reached_by);
    }
}

impl Placed {
    /// Takes out chunks that hold nothing, but not those of entry points, which come first.
    fn drop_empty(&mut self, starts: usize) {
        let (chunks, reached_by) = (std::mem::take(&mut self.chunks), std::mem::take(&mut self.reached_by));
        for (i, (chunk, set)) in chunks.into_iter().zip(reached_by).enumerate() {
            if i < starts || !chunk.2.is_empty() {
                self.chunks.push(chunk);
                self.reached_by.push(set);
            }
        }
    }
}

/// Puts every included module into a chunk, adding shared ones and those of groups. Gives the entry points that load each
/// module, where that is not the first alone.
fn place(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    size: &dyn Fn(ModuleIdx) -> u32,
    starts: &[ChunkKind],
    placed: &mut Placed,
) -> Option<IndexVec<ModuleIdx, BitSet>> {
    for i in 0..starts.len() {
        // Sets are only equal to others with room for as many.
        placed.reached_by[ChunkIdx::new(i)] = BitSet::new(starts.len());
        placed.reached_by[ChunkIdx::new(i)].insert(i);
    }
    if starts.is_empty() {
        return None;
    }
    // The common case needs no walk: one entry, nothing split off.
    if !splits(options) || starts.len() == 1 && options.groups.is_empty() {
        placed.chunks[ChunkIdx(0)].2 = linked.order.to_vec();
        return None;
    }
    let dependencies = Dependencies::new(graph, linked, options);
    let reach = reach(graph, linked, options, starts, &dependencies);
    let grouping = Grouping { graph, linked, options, reach: &reach, dependencies: &dependencies, size };
    let grouped = grouping.find();
    let mut in_group = BitSet::new(graph.modules.len());
    grouped.iter().flat_map(|it| &it.modules).for_each(|module| {
        in_group.insert(module.index());
    });
    let mut by_set: Map<BitSet, ChunkIdx> = Map::default();
    for chunk in placed.chunks.indices() {
        by_set.insert(placed.reached_by[chunk].clone(), chunk);
    }
    let hosts = Hosts::new(graph, linked, starts, &reach);
    let mut needed: Map<&BitSet, BitSet> = Map::default();
    for &module in linked.order.iter().filter(|module| !in_group.contains(module.index())) {
        let set = &reach[module];
        if set.is_empty() {
            continue;
        }
        // Groups may take what an entry is thought to have.
        let find = || if grouped.is_empty() { hosts.needed(set) } else { set.clone() };
        let needed = needed.entry(set).or_insert_with(find);
        let chunk = match by_set.get(needed) {
            // What groups take from the runtime must not make them wait for an entry.
            _ if graph.runtime == Some(module) && !grouped.is_empty() => placed.add(ChunkKind::Shared, None),
            Some(&chunk) => chunk,
            None => {
                let chunk = placed.add(ChunkKind::Shared, None);
                by_set.insert(needed.clone(), chunk);
                chunk
            }
        };
        placed.put(chunk, module, set);
    }
    if grouped.is_empty() {
        move_tiny(graph, linked, size, &hosts, &dependencies, placed);
    }
    for Grouped { name, modules } in grouped {
        let chunk = placed.add(ChunkKind::Shared, Some(name));
        modules.into_iter().for_each(|module| placed.put(chunk, module, &reach[module]));
    }
    if options.min_chunk_size > 0 {
        let noticed = noticed(graph, linked, options);
        merge_tiny(linked, &dependencies, &noticed, size, options.min_chunk_size, placed);
    }
    Some(reach)
}

/// Moves what is in small shared chunks to the entry that is loaded before all that need it, where everything that it
/// needs itself is loaded by then, and nobody can tell that it ran.
fn move_tiny(
    graph: &Graph,
    linked: &Linked,
    size: &dyn Fn(ModuleIdx) -> u32,
    hosts: &Hosts,
    dependencies: &Dependencies,
    placed: &mut Placed,
) {
    let mut chunk_of: IndexVec<ModuleIdx, Option<ChunkIdx>> = IndexVec::filled(None, graph.modules.len());
    for (chunk, (_, _, modules)) in placed.chunks.iter_enumerated() {
        modules.iter().for_each(|&module| chunk_of[module] = Some(chunk));
    }
    let is_silent = |&module: &ModuleIdx| {
        let this = &graph.modules[module];
        this.kind != ModuleKind::Style && !this.is_cjs() && !this.has_effects() && linked.wrap[module] == Wrap::None
    };
    let shared = placed.chunks.iter_enumerated().filter(|(_, it)| it.0 == ChunkKind::Shared);
    let is_tiny = |modules: &[ModuleIdx]| {
        modules.iter().all(is_silent) && modules.iter().map(|&it| u64::from(size(it))).sum::<u64>() < TINY
    };
    let mut tiny: Vec<ChunkIdx> = shared.filter(|(_, it)| is_tiny(&it.2)).map(|(chunk, _)| chunk).collect();
    loop {
        let before = tiny.len();
        tiny.retain(|&chunk| {
            let Some(host) = hosts.common(&placed.reached_by[chunk]) else { return false };
            let is_loaded = |it: &ModuleIdx| match chunk_of[*it] {
                Some(other) => other == chunk || placed.reached_by[other].contains(host),
                None => true,
            };
            if !placed.chunks[chunk].2.iter().all(|&it| dependencies.of(it).iter().all(is_loaded)) {
                return true;
            }
            let set = std::mem::take(&mut placed.reached_by[chunk]);
            let host = ChunkIdx::new(host);
            for module in std::mem::take(&mut placed.chunks[chunk].2) {
                chunk_of[module] = Some(host);
                placed.put(host, module, &set);
            }
            false
        });
        if tiny.len() == before {
            break;
        }
    }
    let starts = placed.chunks.iter().take_while(|it| it.0 != ChunkKind::Shared).count();
    for chunk in (0..starts).map(ChunkIdx::new) {
        placed.chunks[chunk].2.sort_by_key(|&module| linked.places[module]);
    }
    placed.drop_empty(starts);
}

/// The entry points that load each module statically.
fn reach(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    starts: &[ChunkKind],
    dependencies: &Dependencies,
) -> IndexVec<ModuleIdx, BitSet> {
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
                stack.extend(dependencies.of(module).iter().filter(|&&it| !reach[it].contains(i)));
            }
        }
    }
    reach
}

/// The modules that must be loaded with each module: `edges[bases[m]..bases[m + 1]]`.
pub(crate) struct Dependencies {
    bases: Vec<u32>,
    edges: Vec<ModuleIdx>,
}

impl Dependencies {
    fn new(graph: &Graph, linked: &Linked, options: &LinkOptions) -> Self {
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
        Self { bases, edges }
    }

    pub(crate) fn of(&self, module: ModuleIdx) -> &[ModuleIdx] {
        &self.edges[self.bases[module.index()] as usize..self.bases[module.index() + 1] as usize]
    }
}

fn empty_chunk(kind: ChunkKind, name: Option<Name>, modules: Vec<ModuleIdx>) -> Chunk {
    Chunk {
        kind,
        name,
        modules: modules.into(),
        has_script: false,
        imports: Box::default(),
        exports: Box::default(),
        external_imports: Box::default(),
        bare_externals: Box::default(),
        dynamic_imports: Box::default(),
    }
}
