//! Who runs when: a depth-first walk from the entries, each module after everything it imports statically.

use std::collections::VecDeque;

use nexxo_base::index::{BitSet, Idx};
use nexxo_base::module::ImportKind;

use crate::rules::runs_before;
use crate::types::{Graph, ModuleIdx};

/// All modules that the runtime and the entries reach, in execution order: the runtime first, then what runs at start,
/// then what is only reached by `import()`, URLs and the like, as discovered.
pub(crate) fn order_modules(graph: &Graph) -> Vec<ModuleIdx> {
    let mut walk = Walk { graph, seen: BitSet::new(graph.modules.len()), order: Vec::new(), later: VecDeque::new() };
    for &root in graph.runtime.iter().chain(&graph.entries) {
        walk.visit(root);
    }
    while let Some(module) = walk.later.pop_front() {
        walk.visit(module);
    }
    walk.order
}

struct Walk<'a> {
    graph: &'a Graph,
    seen: BitSet,
    order: Vec<ModuleIdx>,
    /// Modules to start from once everything that runs at start has its place.
    later: VecDeque<ModuleIdx>,
}

/// A module on the stack and the targets that are still to be visited, the next one last.
struct Frame {
    module: ModuleIdx,
    pending: Vec<ModuleIdx>,
}

impl Walk<'_> {
    fn visit(&mut self, root: ModuleIdx) {
        let mut stack = Vec::new();
        stack.extend(self.enter(root));
        while let Some(frame) = stack.last_mut() {
            if let Some(next) = frame.pending.pop() {
                stack.extend(self.enter(next));
            } else {
                self.order.push(frame.module);
                stack.pop();
            }
        }
    }

    fn enter(&mut self, module: ModuleIdx) -> Option<Frame> {
        if !self.seen.insert(module.index()) {
            return None;
        }
        let this = &self.graph.modules[module];
        let mut imports = Vec::with_capacity(this.interface.records.len());
        let mut requires = Vec::new();
        for (record, kind) in this.records() {
            let Some(target) = this.target_module(record) else { continue };
            match kind {
                _ if runs_before(kind) => imports.push(target),
                // After the imports, which are hoisted: a required module has a stable place before its requirer.
                ImportKind::Require => requires.push(target),
                _ => self.later.push_back(target),
            }
        }
        imports.append(&mut requires);
        imports.reverse();
        Some(Frame { module, pending: imports })
    }
}
