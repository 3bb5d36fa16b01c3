//! What has surely run before the chunk of an `import()` is loaded: all that whoever asks for it ran first. An entry
//! point runs to its end before anything that it asks for is there, unless it pauses at a top-level `await`.

use nexxo_base::index::{BitSet, Idx, IndexVec};

use crate::plan::{ChunkKind, ChunkPlan};
use crate::types::{ChunkIdx, ModuleIdx};

/// What loading an entry point's chunk does.
pub(crate) struct Start {
    /// The chunk.
    pub(crate) chunk: ChunkIdx,
    /// The entry point.
    pub(crate) entry: ModuleIdx,
    /// The chunks that it loads, itself among them.
    pub(crate) loads: Vec<ChunkIdx>,
    /// What it runs that can be noticed, and the unwrapped module at whose place; none at the end of the chunk.
    pub(crate) events: Vec<(ModuleIdx, Option<ModuleIdx>)>,
    /// One of them may pause.
    pub(crate) pauses: bool,
}

/// The modules that ran before each chunk; none for those that may be the first to be loaded.
pub(crate) fn ran_before(plan: &ChunkPlan, starts: &[Start], modules: usize) -> IndexVec<ChunkIdx, BitSet> {
    let is_dynamic = |chunk: ChunkIdx| matches!(plan.chunks[chunk].kind, ChunkKind::Dynamic(_));
    // `None` where nothing is known yet: everything, until one that asks for it says less.
    let mut before: IndexVec<ChunkIdx, Option<BitSet>> =
        plan.chunks.indices().map(|chunk| (!is_dynamic(chunk)).then(|| BitSet::new(modules))).collect();
    let mut changed = true;
    while changed {
        changed = false;
        let after = ran_after(plan, starts, &before);
        let mut least: IndexVec<ChunkIdx, Option<BitSet>> = plan.chunks.indices().map(|_| None).collect();
        for (chunk, after) in after.iter_enumerated() {
            let Some(after) = after else { continue };
            for &target in &plan.chunks[chunk].dynamic_imports {
                keep_common(&mut least[target], after);
            }
        }
        for chunk in plan.chunks.indices().filter(|&chunk| is_dynamic(chunk)) {
            if least[chunk].is_some() && before[chunk] != least[chunk] {
                before[chunk] = least[chunk].take();
                changed = true;
            }
        }
    }
    before.into_iter().map(|it| it.unwrap_or_else(|| BitSet::new(modules))).collect()
}

/// The modules that ran before the code of a chunk can ask for anything, for the chunks that do.
fn ran_after(
    plan: &ChunkPlan,
    starts: &[Start],
    before: &IndexVec<ChunkIdx, Option<BitSet>>,
) -> IndexVec<ChunkIdx, Option<BitSet>> {
    let mut after: IndexVec<ChunkIdx, Option<BitSet>> = plan.chunks.indices().map(|_| None).collect();
    for start in starts {
        let Some(mut ran) = before[start.chunk].clone() else { continue };
        if !start.pauses {
            start.events.iter().for_each(|it| _ = ran.insert(it.0.index()));
        }
        for &chunk in start.loads.iter().filter(|&&chunk| !plan.chunks[chunk].dynamic_imports.is_empty()) {
            keep_common(&mut after[chunk], &ran);
        }
    }
    after
}

fn keep_common(set: &mut Option<BitSet>, other: &BitSet) {
    match set {
        Some(set) => set.intersect(other),
        None => *set = Some(other.clone()),
    }
}
