//! Why modules are in the output, and what would go with an import: dominators of the graph of imports.
//!
//! A module dominates another when every way from an entry to that one leads through it. What an import alone keeps is the
//! module that it leads to with all that this dominates, if every other way there comes from behind it. Modules that only pass
//! names on are on such ways, though nothing of them is in the output.

use std::collections::VecDeque;

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::RecordIdx;

use crate::linked::Linked;
use crate::types::{Graph, ModuleIdx};

/// The weight of modules together with what they alone keep.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Weights {
    /// Position of each module in a depth-first order from the entries; `None` for what is not reached.
    places: IndexVec<ModuleIdx, Option<u32>>,
    /// By place: the place of the immediate dominator plus one; 0 is where all entries hang.
    dominators: Vec<u32>,
    /// By place: sum of the sizes of what the module dominates, itself included.
    sums: Vec<u64>,
    /// By place: who imports it.
    importers: Vec<Vec<u32>>,
}

/// Weighs all modules in the output. `size` is what one of them gives to the output.
pub fn weigh(graph: &Graph, linked: &Linked, size: &dyn Fn(ModuleIdx) -> u64) -> Weights {
    let (order, places) = depth_first(graph, linked);
    let mut importers: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
    for (place, &module) in order.iter().enumerate() {
        for (_, target) in imports(graph, linked, module) {
            if let Some(target) = places[target] {
                importers[target as usize].push(place as u32);
            }
        }
    }
    importers.iter_mut().for_each(|list| {
        list.sort_unstable();
        list.dedup();
    });
    let mut is_entry = vec![false; order.len()];
    for &entry in &graph.entries {
        if let Some(place) = places[entry] {
            is_entry[place as usize] = true;
        }
    }
    let dominators = dominate(&importers, &is_entry);
    let mut sums: Vec<u64> = order.iter().map(|&module| size(module)).collect();
    // A dominator stands before what it dominates.
    for place in (0..sums.len()).rev() {
        if let Some(dominator) = dominators[place].checked_sub(1) {
            sums[dominator as usize] += sums[place];
        }
    }
    Weights { places, dominators, sums, importers }
}

impl Weights {
    /// What a module gives with all that it alone keeps.
    pub fn of(&self, module: ModuleIdx) -> u64 {
        self.places[module].map_or(0, |place| self.sums[place as usize])
    }

    /// What would go with the imports of `module` in `importer`; nothing where something else leads there too.
    pub fn of_import(&self, importer: ModuleIdx, module: ModuleIdx) -> u64 {
        let (Some(from), Some(to)) = (self.places[importer], self.places[module]) else { return 0 };
        let to_itself = |other: u32| self.dominates(to, other);
        let is_only_way = self.dominators[to as usize] == from + 1
            && self.importers[to as usize].iter().all(|&other| other == from || to_itself(other));
        if is_only_way { self.sums[to as usize] } else { 0 }
    }

    fn dominates(&self, dominator: u32, place: u32) -> bool {
        let mut at = place + 1;
        // Dominators stand before what they dominate.
        while at > dominator + 1 {
            at = self.dominators[at as usize - 1];
        }
        at == dominator + 1
    }
}

/// Where a module's records lead among what is in the output or passes on names of it.
fn imports<'g>(
    graph: &'g Graph,
    linked: &'g Linked,
    module: ModuleIdx,
) -> impl Iterator<Item = (RecordIdx, ModuleIdx)> + 'g {
    let node = &graph.modules[module];
    let records = (0..node.targets.len()).map(RecordIdx::new);
    records
        .filter_map(move |record| Some((record, node.target_module(record)?)))
        .filter(|(_, target)| linked.included.contains(target.index()) || graph.modules[*target].scanned)
}

/// Reverse postorder from the entries.
fn depth_first(graph: &Graph, linked: &Linked) -> (Vec<ModuleIdx>, IndexVec<ModuleIdx, Option<u32>>) {
    let mut seen = BitSet::new(graph.modules.len());
    let mut order = Vec::new();
    for &entry in &graph.entries {
        let mut stack: Vec<(ModuleIdx, Vec<ModuleIdx>)> = Vec::new();
        let enter = |module: ModuleIdx, seen: &mut BitSet| {
            seen.insert(module.index()).then(|| (module, imports(graph, linked, module).map(|it| it.1).collect()))
        };
        stack.extend(enter(entry, &mut seen));
        while let Some((module, waiting)) = stack.last_mut() {
            match waiting.pop() {
                Some(next) => stack.extend(enter(next, &mut seen)),
                None => {
                    order.push(*module);
                    stack.pop();
                }
            }
        }
    }
    order.reverse();
    let mut places = IndexVec::filled(None, graph.modules.len());
    for (place, &module) in order.iter().enumerate() {
        places[module] = Some(place as u32);
    }
    (order, places)
}

/// Immediate dominators plus one, by the iterative algorithm of Cooper, Harvey and Kennedy.
fn dominate(importers: &[Vec<u32>], is_entry: &[bool]) -> Vec<u32> {
    const UNKNOWN: u32 = u32::MAX;
    let mut dominators = vec![UNKNOWN; importers.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for place in 0..importers.len() {
            let known = importers[place].iter().filter(|&&it| dominators[it as usize] != UNKNOWN);
            let roots = is_entry[place].then_some(0);
            let meet = |a: u32, b: u32| {
                let (mut a, mut b) = (a, b);
                while a != b {
                    if a > b { a = dominators[a as usize - 1] } else { b = dominators[b as usize - 1] }
                }
                a
            };
            let next = roots.into_iter().chain(known.map(|it| it + 1)).reduce(meet).unwrap_or(UNKNOWN);
            if next != dominators[place] {
                dominators[place] = next;
                changed = true;
            }
        }
    }
    dominators
}

/// One import on the way from an entry to a module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Who imports.
    pub importer: ModuleIdx,
    /// By which record.
    pub record: RecordIdx,
}

/// For each entry that leads to `module`, the entry and a shortest way from it, by imports of what is in the output.
pub fn ways_to(graph: &Graph, linked: &Linked, module: ModuleIdx) -> Vec<(ModuleIdx, Vec<Step>)> {
    let ways = graph.entries.iter().filter_map(|&entry| Some((entry, way(graph, linked, entry, module)?)));
    ways.collect()
}

fn way(graph: &Graph, linked: &Linked, entry: ModuleIdx, module: ModuleIdx) -> Option<Vec<Step>> {
    let mut by: IndexVec<ModuleIdx, Option<Step>> = IndexVec::filled(None, graph.modules.len());
    let mut seen = BitSet::new(graph.modules.len());
    let mut waiting = VecDeque::from([entry]);
    seen.insert(entry.index());
    while let Some(next) = waiting.pop_front() {
        if next == module {
            let mut steps: Vec<Step> = std::iter::successors(by[module], |step| by[step.importer]).collect();
            steps.reverse();
            return Some(steps);
        }
        for (record, target) in imports(graph, linked, next) {
            if seen.insert(target.index()) {
                by[target] = Some(Step { importer: next, record });
                waiting.push_back(target);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nexxo_base::module::{ImportKind, ImportRecord, Interface};

    use super::*;
    use crate::types::{GraphModule, ModuleKind, RecordTarget};

    /// A graph whose module `i` imports those that `edges[i]` names; 0 is the entry, and sizes are powers of ten.
    fn weights(edges: &[&[usize]]) -> (Graph, Linked, Weights) {
        let mut graph = Graph { entries: [ModuleIdx::new(0)].into(), ..Graph::default() };
        let mut linked = Linked { included: BitSet::new(edges.len()), ..Linked::default() };
        for (i, targets) in edges.iter().enumerate() {
            let records = targets.iter().map(|_| ImportRecord::new("x", ImportKind::Import)).collect();
            graph.modules.push(GraphModule {
                path: format!("{i}").into(),
                kind: ModuleKind::Script,
                interface: Arc::new(Interface { records, ..Interface::default() }),
                statements: Arc::default(),
                targets: targets.iter().map(|&it| RecordTarget::Module(ModuleIdx::new(it))).collect(),
                side_effects: true,
                node_esm: false,
                scanned: false,
            });
            linked.included.insert(i);
        }
        let weights = weigh(&graph, &linked, &|module| 10_u64.pow(module.index() as u32));
        (graph, linked, weights)
    }

    fn m(i: usize) -> ModuleIdx {
        ModuleIdx::new(i)
    }

    #[test]
    fn an_import_weighs_what_it_alone_keeps() {
        // 0 → 1 → 3, 0 → 2 → 3, 1 → 4
        let (_, _, weights) = weights(&[&[1, 2], &[3, 4], &[3], &[], &[]]);
        assert_eq!(weights.of(m(0)), 11_111);
        assert_eq!(weights.of_import(m(0), m(1)), 10_010);
        assert_eq!(weights.of_import(m(0), m(2)), 100);
        assert_eq!(weights.of_import(m(1), m(3)), 0);
        assert_eq!(weights.of_import(m(1), m(4)), 10_000);
    }

    #[test]
    fn a_second_way_to_a_module_keeps_it_and_a_cycle_does_not() {
        // 0 → 1, 0 → 2 → 1, so 1 stays when 0 no longer imports it.
        let (_, _, both) = weights(&[&[1, 2], &[], &[1]]);
        assert_eq!(both.of_import(m(0), m(1)), 0);
        assert_eq!(both.of(m(1)), 10);
        // 0 → 1 ⇄ 2
        let (_, _, cycle) = weights(&[&[1], &[2], &[1]]);
        assert_eq!(cycle.of_import(m(0), m(1)), 110);
        assert_eq!(cycle.of_import(m(2), m(1)), 0);
    }

    #[test]
    fn what_passes_names_on_is_on_the_way() {
        // 0 → 1 → 2, where nothing of 1 is in the output.
        let (mut graph, mut linked, _) = weights(&[&[1], &[2], &[]]);
        linked.included = BitSet::new(3);
        [0, 2].into_iter().for_each(|it| _ = linked.included.insert(it));
        let size = |module: ModuleIdx| if module == m(1) { 0 } else { 100 };
        assert_eq!(weigh(&graph, &linked, &size).of_import(m(0), m(1)), 0);
        graph.modules[m(1)].scanned = true;
        assert_eq!(weigh(&graph, &linked, &size).of_import(m(0), m(1)), 100);
        assert_eq!(ways_to(&graph, &linked, m(2))[0].1.len(), 2);
    }

    #[test]
    fn the_shortest_way_is_found() {
        let (graph, linked, _) = weights(&[&[1, 2], &[2], &[3], &[], &[]]);
        let ways = ways_to(&graph, &linked, m(3));
        let importers: Vec<usize> = ways[0].1.iter().map(|step| step.importer.index()).collect();
        assert_eq!(importers, [0, 2]);
        assert_eq!(ways_to(&graph, &linked, m(4)), []);
        assert_eq!(ways_to(&graph, &linked, m(0)), [(m(0), vec![])]);
    }
}
