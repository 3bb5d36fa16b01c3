//! What is no error and yet not what was meant: reads before initialisation in cycles, `import()` without effect.

use nexxo_base::Map;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ImportKind, RecordIdx, SymbolKind};
use nexxo_base::options::LinkOptions;

use crate::linked::{Binding, Issue, Linked, Root};
use crate::plan::{ChunkKind, ChunkPlan};
use crate::rules::{each_live_record, runs_before, splits, stays_inline};
use crate::types::{ChunkIdx, Graph, ModuleIdx, SymbolRole};

/// All of them, in the order of the modules.
pub(crate) fn find(graph: &Graph, linked: &Linked, plan: &ChunkPlan, options: &LinkOptions) -> Vec<Issue> {
    let mut issues = Vec::new();
    for &module in &linked.order {
        find_early_reads(graph, linked, module, &mut issues);
    }
    if splits(options) {
        find_ineffective_imports(graph, linked, plan, options, &mut issues);
    }
    issues
}

fn find_early_reads(graph: &Graph, linked: &Linked, importer: ModuleIdx, issues: &mut Vec<Issue>) {
    let mut told = Vec::new();
    for (i, read) in graph.modules[importer].interface.early_reads.iter().enumerate() {
        let binding = match read.member {
            Some(member) => linked.member(importer, member).clone(),
            None => linked.resolve(importer, read.symbol),
        };
        // A member of a member is there as soon as that is.
        let (Binding::Symbol(_) | Binding::Property(..)) = &binding else { continue };
        let Root::Symbol(symbol) = binding.root() else { continue };
        let (module, SymbolRole::Local(local)) = linked.symbols.owner(symbol) else { continue };
        let declared = &graph.modules[module].interface.symbols[local.index()];
        if !matches!(declared.kind, SymbolKind::Lexical | SymbolKind::Class)
            || !linked.used.contains(symbol.index())
            || linked.places[module] <= linked.places[importer]
            || told.contains(&module)
        {
            continue;
        }
        if let Some(cycle) = find_cycle(graph, linked, importer, module) {
            told.push(module);
            issues.push(Issue::ReadBeforeInit { importer, read: i, module, cycle });
        }
    }
}

/// The way from `a` to `b` and back to `a`, by static imports of ES modules.
pub(crate) fn find_cycle(graph: &Graph, linked: &Linked, a: ModuleIdx, b: ModuleIdx) -> Option<Box<[ModuleIdx]>> {
    let mut there = find_way(graph, linked, a, b)?;
    there.extend(find_way(graph, linked, b, a)?.into_iter().skip(1));
    Some(there.into())
}

/// A shortest way from `from` to `to`.
fn find_way(graph: &Graph, linked: &Linked, from: ModuleIdx, to: ModuleIdx) -> Option<Vec<ModuleIdx>> {
    let mut came_from: Map<ModuleIdx, ModuleIdx> = Map::default();
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(module) = queue.pop_front() {
        for (record, kind) in graph.modules[module].records() {
            let Some(target) = graph.modules[module].target_module(record) else { continue };
            if kind != ImportKind::Import || graph.modules[target].is_cjs() || came_from.contains_key(&target) {
                continue;
            }
            came_from.insert(target, module);
            if target == to {
                let mut way = vec![to];
                let mut at = module;
                while at != from {
                    way.push(at);
                    at = came_from[&at];
                }
                way.push(from);
                way.reverse();
                return Some(way);
            }
            if linked.places[target] != u32::MAX {
                queue.push_back(target);
            }
        }
    }
    None
}

fn find_ineffective_imports(
    graph: &Graph,
    linked: &Linked,
    plan: &ChunkPlan,
    options: &LinkOptions,
    issues: &mut Vec<Issue>,
) {
    let mut lazy: Vec<(ModuleIdx, RecordIdx, ModuleIdx)> = Vec::new();
    for &module in &linked.order {
        each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
            if let Some(target) = graph.modules[module].target_module(record)
                && kind == ImportKind::DynamicImport
                && target != module
                && !stays_inline(graph, options, target)
            {
                lazy.push((module, record, target));
            }
        });
    }
    let mut importers: Map<ModuleIdx, Option<(ModuleIdx, RecordIdx)>> = lazy.iter().map(|it| (it.2, None)).collect();
    if lazy.is_empty() {
        return;
    }
    for &module in &linked.order {
        for (record, _) in graph.modules[module].records().filter(|it| runs_before(it.1)) {
            if let Some(target) = graph.modules[module].target_module(record)
                && let Some(importer) = importers.get_mut(&target)
            {
                importer.get_or_insert((module, record));
            }
        }
    }
    lazy.retain(|it| importers[&it.2].is_some() && !graph.entries.contains(&it.2));
    if lazy.is_empty() {
        return;
    }
    let loaded_by = loaded_by(plan);
    // Whoever gets to the `import()` has loaded its target.
    let is_useless = |&(importer, _, module): &(ModuleIdx, RecordIdx, ModuleIdx)| {
        let starts = |it: ModuleIdx| plan.chunk_of[it].map(|chunk| &loaded_by[chunk]);
        starts(importer).zip(starts(module)).is_some_and(|(importer, module)| importer.is_subset(module))
    };
    let useful: Vec<ModuleIdx> = lazy.iter().filter(|it| !is_useless(it)).map(|it| it.2).collect();
    for (importer, record, module) in lazy {
        if let Some(other) = importers[&module]
            && !useful.contains(&module)
        {
            issues.push(Issue::IneffectiveImport { importer, record, module, other });
        }
    }
}

/// The entry points' chunks that load each chunk statically.
fn loaded_by(plan: &ChunkPlan) -> IndexVec<ChunkIdx, BitSet> {
    let mut loaded_by = IndexVec::filled(BitSet::new(plan.chunks.len()), plan.chunks.len());
    for (start, chunk) in plan.chunks.iter_enumerated().filter(|(_, chunk)| chunk.kind != ChunkKind::Shared) {
        loaded_by[start].insert(start.index());
        for (other, _) in &chunk.imports {
            loaded_by[*other].insert(start.index());
        }
    }
    loaded_by
}
