//! Wrapped and external modules that must run before an unwrapped one that stands before their importer.
//!
//! `import './b.cjs'; import './c.js'` runs `b` before `c`. Hoisting puts the code of `c` before that of the importer,
//! which is where `b` would be run; so `b` is run where `c` begins. The same is true of an external module that is loaded
//! by `require`.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::RecordIdx;
use nexxo_base::options::{LinkOptions, OutputFormat};

use crate::linked::{Linked, Wrap};
use crate::plan::Early;
use crate::rules::runs_before;
use crate::types::{Graph, ModuleIdx, RecordTarget};

/// For each module what to run at its place, in order. What it runs for itself is not among that. Nothing is run at the
/// place of a module that is not among `noticed`: its importer comes soon enough.
pub(crate) fn find_early(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    noticed: &BitSet,
) -> IndexVec<ModuleIdx, Box<[Early]>> {
    let early = graph.modules.iter().map(|_| Box::default()).collect();
    let seen = BitSet::new(graph.modules.len());
    let requires = options.format != OutputFormat::Esm;
    let mut walk = Walk { graph, linked, requires, noticed, seen, asked: Vec::new(), early };
    // An entry comes last in the order among what it reaches, and so does a target of `import()`.
    let roots = graph.entries.iter().chain(linked.order.iter().rev());
    for &root in roots {
        walk.visit(root);
        walk.asked.clear();
    }
    walk.early
}

struct Walk<'a> {
    graph: &'a Graph,
    linked: &'a Linked,
    /// Whether external modules are loaded by statements.
    requires: bool,
    noticed: &'a BitSet,
    seen: BitSet,
    /// What was come upon since the last unwrapped module ended, and who asked for it.
    asked: Vec<(Early, ModuleIdx)>,
    early: IndexVec<ModuleIdx, Box<[Early]>>,
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
            if let RecordTarget::External(external) = this.target(idx) {
                let is_statement = self.requires && self.linked.parameter(external, false).is_none();
                if is_statement && self.linked.included.contains(module.index()) {
                    self.asked.push((Early::External { importer: module, record: idx }, module));
                }
                continue;
            }
            let asked = self.linked.inits[module].iter().filter(|(it, _)| *it == idx);
            self.asked.extend(asked.map(|&(_, target)| (Early::Module(target), module)));
        }
    }

    fn enter(&mut self, module: ModuleIdx) -> bool {
        // Data stands ahead of everything that runs.
        let runs = self.linked.wrap[module] == Wrap::None && !self.graph.modules[module].interface.pure;
        runs && self.seen.insert(module.index())
    }

    fn leave(&mut self, module: ModuleIdx) {
        if !self.noticed.contains(module.index()) {
            return self.asked.retain(|&(_, importer)| importer != module);
        }
        let mut list: Vec<Early> = Vec::new();
        for (early, importer) in self.asked.drain(..) {
            if importer != module && !list.contains(&early) {
                list.push(early);
            }
        }
        self.early[module] = list.into();
    }
}
