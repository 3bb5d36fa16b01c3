//! Modules that the user's groups take out of the chunks they would be in.

use std::cmp::Reverse;

use nexxo_base::Name;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::options::{ChunkGroup, LinkOptions};
use regex::Regex;

use crate::chunks::Dependencies;
use crate::linked::Linked;
use crate::types::{Graph, ModuleIdx, ModuleKind};

/// What is wrong with the `test` of a group, if anything.
pub fn pattern_problem(pattern: &str) -> Option<String> {
    // The first lines show the pattern, the last says what is wrong.
    let error = Regex::new(pattern).err()?.to_string();
    Some(error.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
}

/// A chunk that a group asks for.
pub(crate) struct Grouped {
    pub(crate) name: Name,
    /// In execution order.
    pub(crate) modules: Vec<ModuleIdx>,
}

/// What the groups are chosen by.
pub(crate) struct Grouping<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) linked: &'a Linked,
    pub(crate) options: &'a LinkOptions,
    /// The entry points that load each module.
    pub(crate) reach: &'a IndexVec<ModuleIdx, BitSet>,
    pub(crate) dependencies: &'a Dependencies,
    /// Bytes of each module's source.
    pub(crate) size: &'a dyn Fn(ModuleIdx) -> u32,
}

impl Grouping<'_> {
    /// The chunks of all groups, those of higher priority first. A module is in one at most.
    pub(crate) fn find(&self) -> Vec<Grouped> {
        let mut groups: Vec<&ChunkGroup> = self.options.groups.iter().collect();
        groups.sort_by_key(|group| Reverse(group.priority));
        let mut taken = BitSet::new(self.graph.modules.len());
        let mut chunks = Vec::new();
        for group in groups {
            let modules = self.members(group, &taken);
            if modules.is_empty() || self.total(&modules, group.min_size) < u64::from(group.min_size.unwrap_or(0)) {
                continue;
            }
            for &module in &modules {
                taken.insert(module.index());
            }
            let name = group.name.clone();
            chunks.extend(self.parts(modules, group.max_size).map(|modules| Grouped { name: name.clone(), modules }));
        }
        chunks
    }

    fn may_move(&self, module: ModuleIdx, taken: &BitSet) -> bool {
        !taken.contains(module.index())
            && self.graph.runtime != Some(module)
            && self.graph.modules[module].kind != ModuleKind::Html
            && !self.reach[module].is_empty()
    }

    fn members(&self, group: &ChunkGroup, taken: &BitSet) -> Vec<ModuleIdx> {
        // One that is wrong has been reported where it was read.
        let test = group.test.as_ref().and_then(|pattern| Regex::new(pattern).ok());
        let matches = |module: ModuleIdx| {
            self.may_move(module, taken)
                && test.as_ref().is_none_or(|test| test.is_match(&self.graph.modules[module].path))
                && self.reach[module].count() >= group.min_share_count as usize
                && group.min_module_size.is_none_or(|min| (self.size)(module) >= min)
                && group.max_module_size.is_none_or(|max| (self.size)(module) <= max)
        };
        let mut stack: Vec<ModuleIdx> = self.linked.order.iter().copied().filter(|&it| matches(it)).collect();
        let mut found = BitSet::new(self.graph.modules.len());
        stack.iter().for_each(|module| {
            found.insert(module.index());
        });
        while let Some(module) = stack.pop().filter(|_| group.include_dependencies) {
            let more = self.dependencies.of(module).iter().copied();
            stack.extend(more.filter(|&it| self.may_move(it, taken) && found.insert(it.index())));
        }
        self.linked.order.iter().copied().filter(|it| found.contains(it.index())).collect()
    }

    /// The sum of sizes; 0 without asking when it does not matter.
    fn total(&self, modules: &[ModuleIdx], limit: Option<u32>) -> u64 {
        let matters = limit.is_some_and(|limit| limit > 0);
        modules.iter().filter(|_| matters).map(|&module| u64::from((self.size)(module))).sum()
    }

    /// Cuts what is larger than `max` where it goes over, in execution order, so that parts import earlier parts.
    fn parts(&self, modules: Vec<ModuleIdx>, max: Option<u32>) -> impl Iterator<Item = Vec<ModuleIdx>> + use<> {
        let mut parts = vec![Vec::new()];
        let mut size = 0u64;
        for module in modules {
            if let Some(max) = max {
                let more = u64::from((self.size)(module));
                if size + more > u64::from(max) && parts.last().is_some_and(|part| !part.is_empty()) {
                    parts.push(Vec::new());
                    size = 0;
                }
                size += more;
            }
            parts.last_mut().into_iter().for_each(|part| part.push(module));
        }
        parts.into_iter()
    }
}
