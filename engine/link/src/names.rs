//! Gives every symbol of a chunk its name.

use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{NameFacts, RecordIdx};
use nexxo_base::options::LinkOptions;
use nexxo_base::{Map, Name, Set};

use crate::ident::{is_reserved, short_name, stem_of};
use crate::linked::{Linked, Root, Wrap};
use crate::mangle::short_names;
use crate::plan::{Chunk, ChunkKind, ChunkNames, ChunkPlan};
use crate::types::{ChunkIdx, GlobalSymbol, Graph, ModuleIdx, RecordTarget, SymbolRole};
use crate::uses::each_use;

/// Gives every symbol that `chunk` declares or takes from elsewhere its name. `facts` says what the names inside a
/// module forbid; it is asked once for each module of the chunk, style sheets and assets included.
pub fn name_chunk(
    graph: &Graph,
    linked: &Linked,
    plan: &ChunkPlan,
    chunk: ChunkIdx,
    facts: &dyn Fn(ModuleIdx) -> Arc<NameFacts>,
    options: &LinkOptions,
) -> ChunkNames {
    let this = &plan.chunks[chunk];
    let facts: Vec<Arc<NameFacts>> = this.modules.iter().map(|&module| facts(module)).collect();
    let scope = Scope::new(graph, linked, this, facts);
    let mut nested: Box<[Name]> = Box::default();
    let given = if options.minify {
        let short = short_names(&scope, options);
        nested = short.nested;
        short.symbols
    } else {
        plain_names(&scope, options)
    };
    let mut names = ChunkNames { nested, ..ChunkNames::default() };
    names.symbols.reserve(given.len());
    for (wanted, name) in scope.wanted.iter().zip(&given) {
        match wanted.root {
            Root::Symbol(symbol) => {
                names.symbols.insert(symbol, name.clone());
            }
            Root::External(import) => {
                names.externals.insert(import, name.clone());
            }
            Root::Nothing => {}
        }
    }
    for &(symbol, number) in &scope.shared {
        names.symbols.insert(symbol, given[number as usize].clone());
    }
    names.exports = name_exports(linked, this, &names.symbols, options);
    names
}

/// Something that needs a name.
pub(crate) struct Wanted {
    pub(crate) root: Root,
    /// The name it would like.
    pub(crate) base: Name,
    /// Set for a module's own symbol: the position of the module in the chunk. There, `base` is what the text says, so
    /// that whatever hides it does so on purpose.
    home: Option<u32>,
    /// It keeps the name it has in its text, because a direct `eval` may ask for it.
    pub(crate) pinned: bool,
}

/// What has to get a name in one chunk, and what is in the way.
pub(crate) struct Scope<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) linked: &'a Linked,
    pub(crate) chunk: &'a Chunk,
    /// By position in the chunk.
    pub(crate) facts: Vec<Arc<NameFacts>>,
    /// In the order in which names are given.
    pub(crate) wanted: Vec<Wanted>,
    /// Positions in `wanted`.
    pub(crate) numbers: Map<Root, u32>,
    /// Interop variables that stand for the same as an earlier one of the chunk, with its position in `wanted`: they
    /// are one variable.
    shared: Vec<(GlobalSymbol, u32)>,
}

impl<'a> Scope<'a> {
    fn new(graph: &'a Graph, linked: &'a Linked, chunk: &'a Chunk, facts: Vec<Arc<NameFacts>>) -> Self {
        let mut scope =
            Self { graph, linked, chunk, facts, wanted: Vec::new(), numbers: Map::default(), shared: Vec::new() };
        let mut interops: Map<(RecordTarget, bool), u32> = Map::default();
        for &import in &chunk.external_imports {
            let base = linked.external_imports[import].name.clone();
            scope.wanted.push(Wanted { root: Root::External(import), base, home: None, pinned: false });
        }
        for (position, &module) in chunk.modules.iter().enumerate() {
            scope.want_own(position as u32, module, &mut interops);
        }
        for symbol in chunk.imports.iter().flat_map(|(_, symbols)| symbols) {
            scope.want(*symbol, None);
        }
        scope.pin_names();
        scope.numbers = scope.wanted.iter().enumerate().map(|(i, wanted)| (wanted.root, i as u32)).collect();
        scope.numbers.extend(scope.shared.iter().map(|&(symbol, number)| (Root::Symbol(symbol), number)));
        scope
    }

    /// Of several symbols that must keep the same name, only the first can.
    fn pin_names(&mut self) {
        if !self.wanted.iter().any(|wanted| wanted.pinned) {
            return;
        }
        let mut taken: Set<Name> = self.facts.iter().flat_map(|facts| facts.globals.iter().cloned()).collect();
        for wanted in self.wanted.iter_mut().filter(|wanted| wanted.pinned) {
            wanted.pinned = taken.insert(wanted.base.clone());
        }
    }

    /// The names that are given before all others.
    pub(crate) fn pinned(&self) -> impl Iterator<Item = &Name> {
        self.wanted.iter().filter(|wanted| wanted.pinned).map(|wanted| &wanted.base)
    }

    fn want_own(&mut self, position: u32, module: ModuleIdx, interops: &mut Map<(RecordTarget, bool), u32>) {
        let (graph, linked) = (self.graph, self.linked);
        let (interface, symbols) = (&graph.modules[module].interface, &linked.symbols);
        let is_used = |symbol: GlobalSymbol| linked.used.contains(symbol.index());
        if linked.wrap[module] != Wrap::CommonJs {
            let statements = &graph.modules[module].statements;
            let mut declared = vec![false; interface.symbols.len()];
            for statement in statements.indices().filter(|&it| linked.is_live(module, it)) {
                for symbol in statements.declares(statement) {
                    declared[symbol.index()] = true;
                }
            }
            for (i, &declared) in declared.iter().enumerate() {
                let symbol = symbols.local(module, Idx::new(i));
                if (declared || is_used(symbol)) && !linked.imports.contains_key(&symbol) {
                    self.want(symbol, Some(position));
                }
            }
        }
        for symbol in [symbols.namespace(module), symbols.wrapper(module)].into_iter().filter(|&it| is_used(it)) {
            self.want(symbol, None);
        }
        for record in (0..interface.records.len()).map(RecordIdx::new) {
            let symbol = symbols.interop(module, record);
            if !is_used(symbol) {
                continue;
            }
            let target = graph.modules[module].target(record);
            // The importer that runs first sets the variable; what is wrapped may run at any time.
            if linked.wrap[module] == Wrap::None
                && matches!(target, RecordTarget::Module(_) | RecordTarget::External(_))
            {
                let key = (target, graph.modules[module].node_esm);
                if let Some(&number) = interops.get(&key) {
                    self.shared.push((symbol, number));
                    continue;
                }
                interops.insert(key, self.wanted.len() as u32);
            }
            self.want(symbol, None);
        }
    }

    fn want(&mut self, symbol: GlobalSymbol, home: Option<u32>) {
        let (module, role) = self.linked.symbols.owner(symbol);
        let this = &self.graph.modules[module];
        let stem = || stem_of(&this.path);
        let base = match role {
            SymbolRole::Local(local) => this.interface.symbols[local.index()].name.clone(),
            SymbolRole::Namespace => join("", &stem(), "_exports"),
            SymbolRole::Wrapper if self.linked.wrap[module] == Wrap::CommonJs => join("require_", &stem(), ""),
            SymbolRole::Wrapper => join("init_", &stem(), ""),
            SymbolRole::Interop(record) => {
                let target = match this.target(record) {
                    RecordTarget::Module(target) => stem_of(&self.graph.modules[target].path),
                    RecordTarget::External(external) => stem_of(&self.graph.externals[external]),
                    _ => stem_of(&this.interface.records[record.index()].specifier),
                };
                join("import_", &target, "")
            }
        };
        let pinned = this.interface.direct_eval && home.is_some();
        self.wanted.push(Wanted { root: Root::Symbol(symbol), base, home, pinned });
    }

    /// Names that a module binds itself, where a symbol of the chunk that it mentions would be captured.
    fn hides(&self, position: u32, name: &str) -> bool {
        let nested = &self.facts[position as usize].nested;
        let module = self.chunk.modules[position as usize];
        nested.binary_search_by(|it| it.as_str().cmp(name)).is_ok()
            // All of a CommonJS module is inside a function.
            || self.linked.wrap[module] == Wrap::CommonJs
                && self.graph.modules[module].interface.symbols.iter().any(|symbol| symbol.name == name)
    }
}

/// A module that mentions something, and the name by which its own text does.
type Mention<'a> = (u32, u32, Option<&'a str>);

fn plain_names(scope: &Scope<'_>, options: &LinkOptions) -> Vec<Name> {
    let mentions = mentions(scope, options);
    let mut taken: Set<Name> = scope.facts.iter().flat_map(|facts| facts.globals.iter().cloned()).collect();
    taken.extend(scope.pinned().cloned());
    taken.reserve(scope.wanted.len());
    let mut suffixes: Map<Name, u32> = Map::default();
    let mut names = Vec::with_capacity(scope.wanted.len());
    let mut rest = mentions.as_slice();
    for (number, wanted) in scope.wanted.iter().enumerate() {
        let split = rest.iter().position(|it| it.0 as usize != number).unwrap_or(rest.len());
        let mine;
        (mine, rest) = rest.split_at(split);
        if wanted.pinned {
            names.push(wanted.base.clone());
            continue;
        }
        let is_free = |name: &Name| {
            !is_reserved(name)
                && !taken.contains(name)
                && wanted.home.is_none_or(|home| *name == wanted.base || !scope.hides(home, name))
                && mine.iter().all(|&(_, module, local)| local == Some(name) || !scope.hides(module, name))
        };
        let mut name = wanted.base.clone();
        if !is_free(&name) {
            let suffix = suffixes.entry(wanted.base.clone()).or_insert(0);
            while !is_free(&name) {
                *suffix += 1;
                name = numbered(&wanted.base, *suffix);
            }
        }
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// Who mentions what, sorted by number; only modules that bind names of their own, as the others can capture nothing.
fn mentions<'a>(scope: &Scope<'a>, options: &LinkOptions) -> Vec<Mention<'a>> {
    let mut mentions = Vec::new();
    for (position, &module) in scope.chunk.modules.iter().enumerate() {
        if scope.facts[position].nested.is_empty() && scope.linked.wrap[module] != Wrap::CommonJs {
            continue;
        }
        let symbols = &scope.graph.modules[module].interface.symbols;
        each_use(scope.graph, scope.linked, options, module, &mut |it| {
            if let Some(&number) = scope.numbers.get(&it.root) {
                let local = it.local.map(|symbol| symbols[symbol.index()].name.as_str());
                mentions.push((number, position as u32, local));
            }
        });
    }
    mentions.sort_unstable();
    mentions.dedup();
    mentions
}

fn name_exports(
    linked: &Linked,
    chunk: &Chunk,
    names: &Map<GlobalSymbol, Name>,
    options: &LinkOptions,
) -> Box<[(GlobalSymbol, Name)]> {
    if chunk.exports.is_empty() {
        return Box::default();
    }
    let mut taken: Set<Name> = Set::default();
    if let ChunkKind::Entry(module) | ChunkKind::Dynamic(module) = chunk.kind {
        taken.extend(linked.exports[module].iter().map(|(name, _)| name.clone()));
    }
    let mut next = 0;
    let aliases = chunk.exports.iter().map(|&symbol| {
        let base = names.get(&symbol).filter(|_| !options.minify);
        let mut name = base.cloned().unwrap_or_default();
        let mut suffix = 0;
        while name.is_empty() || taken.contains(&name) || is_reserved(&name) {
            name = match base {
                Some(base) => {
                    suffix += 1;
                    numbered(base, suffix)
                }
                None => {
                    next += 1;
                    short_name(next - 1)
                }
            };
        }
        taken.insert(name.clone());
        (symbol, name)
    });
    aliases.collect()
}

fn join(before: &str, stem: &str, after: &str) -> Name {
    let mut name = Name::with_capacity(before.len() + stem.len() + after.len());
    name.push_str(before);
    name.push_str(stem);
    name.push_str(after);
    name
}

/// `base$n`.
fn numbered(base: &str, n: u32) -> Name {
    use std::fmt::Write;
    let mut name = join(base, "$", "");
    // Writing to a string cannot fail.
    let _ = write!(name, "{n}");
    name
}
