//! `export *`: which modules behind the stars of a module name an export, and what only the run time knows.

use nexxo_base::Name;
use nexxo_base::index::IndexVec;
use nexxo_base::module::RecordIdx;

use crate::types::{ExternalIdx, Graph, ModuleIdx, RecordTarget};

/// A module's own export, by its position in the interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Provider {
    pub(crate) module: ModuleIdx,
    pub(crate) export: u32,
}

/// An `export *` from something whose exports cannot be listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StarSource {
    /// The module that says `export *`.
    pub(crate) module: ModuleIdx,
    /// Where it says so.
    pub(crate) record: RecordIdx,
    /// Set when the source is an external module.
    pub(crate) external: Option<ExternalIdx>,
}

/// After this many names asked of one module, an index of everything behind its stars is made. Few modules of a chain
/// of stars are asked for anything, and those that are (barrels) are asked for much. A guess, not measured.
const INDEX_AFTER: u32 = 8;

/// Searches behind stars.
pub(crate) struct Stars<'a> {
    graph: &'a Graph,
    /// How many names were asked of a module.
    asked: IndexVec<ModuleIdx, u32>,
    indices: IndexVec<ModuleIdx, Option<Box<StarIndex<'a>>>>,
    /// The walk that last saw a module, by `walk`.
    seen: IndexVec<ModuleIdx, u32>,
    walk: u32,
    stack: Vec<ModuleIdx>,
}

/// Everything behind one module's stars.
struct StarIndex<'a> {
    /// Sorted by name. The provider is `None` when several modules have the name, some maybe hidden by others.
    names: Vec<(&'a Name, Option<Provider>)>,
    sources: Vec<StarSource>,
}

impl<'a> Stars<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Self {
        let len = graph.modules.len();
        Self {
            graph,
            asked: IndexVec::filled(0, len),
            indices: graph.modules.iter().map(|_| None).collect(),
            seen: IndexVec::filled(0, len),
            walk: 0,
            stack: Vec::new(),
        }
    }

    /// The modules behind `module`'s stars that export `name` and are not hidden by one nearer to it, in source order.
    /// Without any, also what else the name could come from.
    pub(crate) fn providers(&mut self, module: ModuleIdx, name: &Name) -> (Vec<Provider>, Vec<StarSource>) {
        self.asked[module] += 1;
        if self.asked[module] > INDEX_AFTER {
            let index = self.index(module);
            match index.names.binary_search_by(|(it, _)| it.as_str().cmp(name)) {
                Ok(i) => {
                    if let Some(provider) = index.names[i].1 {
                        return (vec![provider], Vec::new());
                    }
                }
                Err(_) => return (Vec::new(), index.sources.clone()),
            }
        }
        let graph = self.graph;
        let mut providers = Vec::new();
        let sources = self.walk(module, |module| {
            let exports = &graph.modules[module].interface.exports;
            match exports.binary_search_by(|export| export.name.as_str().cmp(name)) {
                Ok(export) => {
                    providers.push(Provider { module, export: export as u32 });
                    false
                }
                Err(_) => true,
            }
        });
        (providers, sources)
    }

    /// All names behind `module`'s stars except `default`, sorted, without its own; and all dynamic sources.
    pub(crate) fn names(&mut self, module: ModuleIdx) -> (Vec<&'a Name>, Vec<StarSource>) {
        let graph = self.graph;
        let index = self.index(module);
        let own = |name: &Name| graph.modules[module].interface.export(name).is_some();
        (index.names.iter().map(|it| it.0).filter(|name| !own(name)).collect(), index.sources.clone())
    }

    /// Whether a module behind `module`'s stars was not read.
    pub(crate) fn has_unread(&mut self, module: ModuleIdx) -> bool {
        let graph = self.graph;
        let skips = |module: ModuleIdx| {
            let module = &graph.modules[module];
            module.interface.stars.iter().any(|&record| module.target(record) == RecordTarget::Skipped)
        };
        let mut found = skips(module);
        self.walk(module, |module| {
            found |= skips(module);
            true
        });
        found
    }

    fn index(&mut self, module: ModuleIdx) -> &StarIndex<'a> {
        let index = match self.indices[module].take() {
            Some(index) => index,
            None => Box::new(self.make_index(module)),
        };
        self.indices[module].insert(index)
    }

    fn make_index(&mut self, module: ModuleIdx) -> StarIndex<'a> {
        let graph = self.graph;
        let mut names: Vec<(&'a Name, Option<Provider>)> = Vec::new();
        let sources = self.walk(module, |module| {
            for (i, export) in graph.modules[module].interface.exports.iter().enumerate() {
                if export.name != "default" {
                    names.push((&export.name, Some(Provider { module, export: i as u32 })));
                }
            }
            true
        });
        names.sort_by_key(|it| it.0);
        names.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = None;
            }
            same
        });
        StarIndex { names, sources }
    }

    /// Calls `visit` for each ES module behind `root`'s stars, once, in source order; goes on behind those for which it
    /// says yes.
    fn walk(&mut self, root: ModuleIdx, mut visit: impl FnMut(ModuleIdx) -> bool) -> Vec<StarSource> {
        let graph = self.graph;
        self.walk += 1;
        self.seen[root] = self.walk;
        self.stack.clear();
        let mut sources = Vec::new();
        let mut next = Some(root);
        while let Some(module) = next {
            let this = &graph.modules[module];
            for &record in this.interface.stars.iter().rev() {
                match this.target(record) {
                    RecordTarget::Module(target) if !graph.modules[target].is_cjs() => self.stack.push(target),
                    _ => {}
                }
            }
            for &record in &this.interface.stars {
                let external = match this.target(record) {
                    RecordTarget::Module(target) if graph.modules[target].is_cjs() => None,
                    RecordTarget::External(external) => Some(external),
                    // Unknown rather than empty: what is missing is already reported, once is enough.
                    RecordTarget::Missing | RecordTarget::Disabled => None,
                    RecordTarget::Module(_) | RecordTarget::Skipped => continue,
                };
                sources.push(StarSource { module, record, external });
            }
            next = loop {
                let Some(target) = self.stack.pop() else { break None };
                if self.seen[target] == self.walk {
                    continue;
                }
                self.seen[target] = self.walk;
                if visit(target) {
                    break Some(target);
                }
            };
        }
        sources
    }
}
