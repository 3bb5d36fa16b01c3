//! What an entry point finds loaded already: all that whoever imports it by `import()` had to load. Modules that it
//! shares with them need no chunk of their own, and small ones that several such entry points share come along with the
//! entry that all of them need.

use nexxo_base::index::{BitSet, IndexVec};
use nexxo_base::module::ImportKind;

use crate::bind::has_exports;
use crate::linked::Linked;
use crate::plan::ChunkKind;
use crate::rules::each_live_record;
use crate::types::{Graph, ModuleIdx, ModuleKind};

/// Bytes of sources: less than this is not worth a request of its own. A guess, about what a minified 1.5 kB come from.
pub(crate) const TINY: u64 = 4096;

/// Entry points, known by their position.
pub(crate) struct Hosts {
    /// Those that are loaded before each.
    before: Vec<BitSet>,
    /// Entries that may hold what others share: nobody sees what they export for that.
    hosts: BitSet,
}

impl Hosts {
    /// `reach` says which entry points load each module.
    pub(crate) fn new(
        graph: &Graph,
        linked: &Linked,
        starts: &[ChunkKind],
        reach: &IndexVec<ModuleIdx, BitSet>,
    ) -> Self {
        let importers = importers(graph, linked, starts, reach);
        let nothing = || BitSet::new(starts.len());
        // A chunk that waits for one that it asked for must not be what that one waits for.
        if linked.order.iter().any(|&module| graph.modules[module].interface.top_level_await) {
            return Self { before: starts.iter().map(|_| nothing()).collect(), hosts: nothing() };
        }
        let mut hosts = nothing();
        for (i, start) in starts.iter().enumerate() {
            if let ChunkKind::Entry(module) = *start
                && !graph.modules[module].is_cjs()
                && (graph.modules[module].kind == ModuleKind::Html || !has_exports(graph, module))
            {
                hosts.insert(i);
            }
        }
        let is_entry: Vec<bool> = starts.iter().map(|it| matches!(it, ChunkKind::Entry(_))).collect();
        Self { before: loaded_before(&is_entry, &importers), hosts }
    }

    /// The entry points of `set` that have to load what all of `set` share; the others find it loaded.
    pub(crate) fn needed(&self, set: &BitSet) -> BitSet {
        let mut needed = BitSet::new(self.before.len());
        for i in set.iter().filter(|&i| !self.before[i].iter().any(|before| set.contains(before))) {
            needed.insert(i);
        }
        // What only one of them needs goes into its own chunk, where others must be able to get it.
        let only = needed.iter().next().filter(|_| needed.count() == 1);
        if only.is_some_and(|only| !self.hosts.contains(only)) { set.clone() } else { needed }
    }

    /// The first entry that is loaded before, or is, each of `set`.
    pub(crate) fn common(&self, set: &BitSet) -> Option<usize> {
        let loads = |host: usize| set.iter().all(|i| i == host || self.before[i].contains(host));
        self.hosts.iter().find(|&host| loads(host))
    }
}

/// The entry points whose code imports each by `import()`.
fn importers(graph: &Graph, linked: &Linked, starts: &[ChunkKind], reach: &IndexVec<ModuleIdx, BitSet>) -> Vec<BitSet> {
    let mut position = IndexVec::filled(None, graph.modules.len());
    for (i, start) in starts.iter().enumerate() {
        if let ChunkKind::Entry(module) | ChunkKind::Dynamic(module) = *start {
            position[module] = Some(i);
        }
    }
    let mut importers = vec![BitSet::new(starts.len()); starts.len()];
    for &module in &linked.order {
        each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
            if kind == ImportKind::DynamicImport
                && let Some(start) = graph.modules[module].target_module(record).and_then(|target| position[target])
            {
                importers[start].union(&reach[module]);
            }
        });
    }
    importers
}

/// The entry points that are loaded before each, given whether it is an entry, and who imports it by `import()`.
pub(crate) fn loaded_before(is_entry: &[bool], importers: &[BitSet]) -> Vec<BitSet> {
    let len = is_entry.len();
    // `None` where nothing is known yet: everything, until an importer says less.
    let first = |(is_entry, importers): (&bool, &BitSet)| {
        let is_first = *is_entry || importers.is_empty();
        is_first.then(|| BitSet::new(len))
    };
    let mut before: Vec<Option<BitSet>> = is_entry.iter().zip(importers).map(first).collect();
    let may_change: Vec<usize> = (0..len).filter(|&i| before[i].is_none()).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for &start in &may_change {
            let mut common: Option<BitSet> = None;
            for importer in importers[start].iter() {
                let Some(mut loaded) = before[importer].clone() else { continue };
                loaded.insert(importer);
                match &mut common {
                    Some(common) => common.intersect(&loaded),
                    None => common = Some(loaded),
                }
            }
            if common.is_some() && before[start] != common {
                before[start] = common;
                changed = true;
            }
        }
    }
    before.into_iter().map(|it| it.unwrap_or_else(|| BitSet::new(len))).collect()
}
