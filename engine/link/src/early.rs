//! Wrapped modules that must run before an unwrapped one that stands before their importer.
//!
//! `import './b.cjs'; import './c.js'` runs `b` before `c`. Hoisting puts the code of `c` before that of the importer,
//! which is where `b` would be run; so `b` is run where `c` begins.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::RecordIdx;

use crate::linked::{Linked, Wrap};
use crate::rules::runs_before;
use crate::types::{Graph, ModuleIdx};

type Inits = IndexVec<ModuleIdx, Box<[(RecordIdx, ModuleIdx)]>>;

/// For each module the wrapped modules to run at its place, in order. Those that it runs for itself (`inits`) are not
/// among them. Nothing is run at the place of a module that is not among `noticed`: its importer comes soon enough.
pub(crate) fn find_early(graph: &Graph, linked: &Linked, noticed: &BitSet) -> IndexVec<ModuleIdx, Box<[ModuleIdx]>> {
    let Linked { wrap, inits, order, .. } = linked;
    let early = graph.modules.iter().map(|_| Box::default()).collect();
    let seen = BitSet::new(graph.modules.len());
    let mut walk = Walk { graph, wrap, inits, noticed, seen, asked: Vec::new(), early };
    // An entry comes last in the order among what it reaches, and so does a target of `import()`.
    let roots = graph.entries.iter().chain(order.iter().rev());
    for &root in roots {
        walk.visit(root);
        walk.asked.clear();
    }
    walk.early
}

struct Walk<'a> {
    graph: &'a Graph,
    wrap: &'a IndexVec<ModuleIdx, Wrap>,
    inits: &'a Inits,
    noticed: &'a BitSet,
    seen: BitSet,
    /// Wrapped modules that were come upon since the last unwrapped one ended, and who asked for each.
    asked: Vec<(ModuleIdx, ModuleIdx)>,
    early: IndexVec<ModuleIdx, Box<[ModuleIdx]>>,
}

impl Walk<'_> {
    fn visit(&mut self, root: ModuleIdx) {
        if !self.enter(root) {
            return;
        }
        // Each frame is a module and its next record.
        let mut stack = vec![(root, 0usize)];
        while let Some((module, record)) = stack.last_mut() {
            let module = *module;
            if *record == self.graph.modules[module].interface.records.len() {
                stack.pop();
                self.leave(module);
                continue;
            }
            let idx = RecordIdx::new(*record);
            *record += 1;
            let this = &self.graph.modules[module];
            if !runs_before(this.interface.records[idx.index()].kind) {
                continue;
            }
            if let Some(target) = this.target_module(idx)
                && self.enter(target)
            {
                stack.push((target, 0));
                continue;
            }
            let asked = self.inits[module].iter().filter(|(it, _)| *it == idx);
            self.asked.extend(asked.map(|&(_, target)| (target, module)));
        }
    }

    fn enter(&mut self, module: ModuleIdx) -> bool {
        // Data stands ahead of everything that runs.
        let runs = self.wrap[module] == Wrap::None && !self.graph.modules[module].interface.pure;
        runs && self.seen.insert(module.index())
    }

    fn leave(&mut self, module: ModuleIdx) {
        if !self.noticed.contains(module.index()) {
            return self.asked.retain(|&(_, importer)| importer != module);
        }
        let mut list: Vec<ModuleIdx> = Vec::new();
        for (target, importer) in self.asked.drain(..) {
            if importer != module && !list.contains(&target) {
                list.push(target);
            }
        }
        self.early[module] = list.into();
    }
}
