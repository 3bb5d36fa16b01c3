//! Shared chunks that are too small to be worth a request go to others (`codeSplitting.minChunkSize`).
//!
//! Only chunks of which nothing can be noticed move, so that nobody is told of code that a page loads beyond what it
//! imports; and only where no two chunks come to import each other by it.

use std::collections::BTreeSet;

use nexxo_base::index::{BitSet, Idx, IndexVec};

use crate::chunks::{Dependencies, Placed};
use crate::linked::Linked;
use crate::plan::ChunkKind;
use crate::types::{ChunkIdx, ModuleIdx};

/// Merges the chunks of less than `min` bytes of source, the smallest first, each with the one where it costs the entry
/// points the fewest bytes that they do not need.
pub(crate) fn merge_tiny(
    linked: &Linked,
    dependencies: &Dependencies,
    noticed: &BitSet,
    size: &dyn Fn(ModuleIdx) -> u32,
    min: u32,
    placed: &mut Placed,
) {
    let mut merging = Merging::new(dependencies, noticed, size, placed);
    while let Some((from, to)) = merging.next(min, placed) {
        let modules = std::mem::take(&mut placed.chunks[from].2);
        let reached_by = std::mem::take(&mut placed.reached_by[from]);
        for module in modules {
            placed.put(to, module, &reached_by);
        }
        placed.chunks[to].2.sort_unstable_by_key(|&module| linked.places[module]);
        merging.join(from, to);
    }
    let is_left = |chunk: ChunkIdx| !placed.chunks[chunk].2.is_empty() || placed.chunks[chunk].0 != ChunkKind::Shared;
    let left: Vec<ChunkIdx> = placed.chunks.indices().filter(|&chunk| is_left(chunk)).collect();
    let mut chunks = std::mem::take(&mut placed.chunks);
    let mut reached_by = std::mem::take(&mut placed.reached_by);
    for chunk in left {
        let (kind, name, modules) = &mut chunks[chunk];
        placed.chunks.push((*kind, name.take(), std::mem::take(modules)));
        placed.reached_by.push(std::mem::take(&mut reached_by[chunk]));
    }
}

/// A chunk that may take part.
struct Mergeable {
    size: u64,
    /// Whether its running can be noticed.
    noticed: bool,
}

struct Merging {
    /// Shared chunks that are still there.
    chunks: IndexVec<ChunkIdx, Option<Mergeable>>,
    /// The chunks that each imports, not itself.
    imports: IndexVec<ChunkIdx, BTreeSet<ChunkIdx>>,
    /// Those that have been looked at to no avail.
    settled: BitSet,
}

impl Merging {
    fn new(dependencies: &Dependencies, noticed: &BitSet, size: &dyn Fn(ModuleIdx) -> u32, placed: &Placed) -> Self {
        let count = placed.chunks.len();
        let mut home: Vec<(ModuleIdx, ChunkIdx)> = Vec::new();
        for (chunk, (_, _, modules)) in placed.chunks.iter_enumerated() {
            home.extend(modules.iter().map(|&module| (module, chunk)));
        }
        home.sort_unstable();
        let home_of = |module: ModuleIdx| home.binary_search_by_key(&module, |it| it.0).ok().map(|at| home[at].1);
        let mut imports: IndexVec<ChunkIdx, BTreeSet<ChunkIdx>> = IndexVec::filled(BTreeSet::new(), count);
        for &(module, chunk) in &home {
            for target in dependencies.of(module).iter().filter_map(|&it| home_of(it)).filter(|&it| it != chunk) {
                imports[chunk].insert(target);
            }
        }
        let chunks = placed.chunks.iter().map(|(kind, name, modules)| {
            (*kind == ChunkKind::Shared && name.is_none()).then(|| Mergeable {
                size: modules.iter().map(|&module| u64::from(size(module))).sum(),
                noticed: modules.iter().any(|module| noticed.contains(module.index())),
            })
        });
        Self { chunks: chunks.collect(), imports, settled: BitSet::new(count) }
    }

    /// What is to be merged next, and with what.
    fn next(&mut self, min: u32, placed: &Placed) -> Option<(ChunkIdx, ChunkIdx)> {
        loop {
            let candidates = self.chunks.iter_enumerated().filter_map(|(chunk, it)| {
                let it = it.as_ref()?;
                let is_tiny = it.size < u64::from(min) && !it.noticed && !self.settled.contains(chunk.index());
                is_tiny.then_some((it.size, chunk))
            });
            let (_, from) = candidates.min()?;
            let to = self.chunks.indices().filter(|&to| to != from);
            let priced = to.filter_map(|to| Some((self.price(from, to, min, placed)?, to)));
            let best = priced.filter(|&(_, to)| !self.makes_cycle(from, to)).min();
            match best {
                Some((_, to)) => return Some((from, to)),
                None => _ = self.settled.insert(from.index()),
            }
        }
    }

    /// The bytes that entry points would load and not need, were the one part of the other.
    fn price(&self, from: ChunkIdx, to: ChunkIdx, min: u32, placed: &Placed) -> Option<u64> {
        let (here, there) = (self.chunks[from].as_ref()?, self.chunks[to].as_ref()?);
        let beyond = |a: &BitSet, b: &BitSet| a.iter().filter(|&entry| !b.contains(entry)).count() as u64;
        let (users, others) = (&placed.reached_by[from], &placed.reached_by[to]);
        let newcomers = beyond(users, others);
        // Who needs only the one must not get much of the other, and nothing that runs.
        if newcomers > 0 && (there.noticed || there.size >= u64::from(min)) {
            return None;
        }
        Some(beyond(others, users) * here.size + newcomers * there.size)
    }

    /// Whether a way leads from one of the two through other chunks to the other.
    fn makes_cycle(&self, a: ChunkIdx, b: ChunkIdx) -> bool {
        self.leads(a, b) || self.leads(b, a)
    }

    fn leads(&self, from: ChunkIdx, to: ChunkIdx) -> bool {
        let mut seen = BitSet::new(self.imports.len());
        seen.insert(from.index());
        let mut stack: Vec<ChunkIdx> = self.imports[from].iter().copied().filter(|&it| it != to).collect();
        while let Some(chunk) = stack.pop() {
            if chunk == to {
                return true;
            }
            if seen.insert(chunk.index()) {
                stack.extend(&self.imports[chunk]);
            }
        }
        false
    }

    fn join(&mut self, from: ChunkIdx, to: ChunkIdx) {
        let Some(gone) = self.chunks[from].take() else { return };
        if let Some(grown) = &mut self.chunks[to] {
            grown.size += gone.size;
            grown.noticed |= gone.noticed;
        }
        let more = std::mem::take(&mut self.imports[from]);
        self.imports[to].extend(more);
        for imports in self.imports.iter_mut() {
            if imports.remove(&from) {
                imports.insert(to);
            }
        }
        self.imports[to].remove(&to);
        // What was settled may fit now.
        self.settled = BitSet::new(self.imports.len());
    }
}
