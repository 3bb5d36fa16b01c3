//! Follows a name through export chains: own exports, re-exports, `export *`. An explicit stack in place of recursion,
//! so that a chain may be as long as the graph.

use nexxo_base::index::IndexVec;
use nexxo_base::module::{ExportTarget, Imported, RecordIdx};
use nexxo_base::{Map, Name};

use crate::stars::{Provider, StarSource, Stars};
use crate::types::{ExternalIdx, GlobalSymbol, Graph, ModuleIdx, RecordTarget, SymbolRole, SymbolSpace};

/// What a name turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found<'a> {
    /// The module has no such export.
    Nothing,
    /// Two `export *` give different things; the modules that name them.
    Ambiguous(ModuleIdx, ModuleIdx),
    /// A later hop leads to nothing: index into [`Exports::misses`].
    Broken(u32),
    /// Behind a module that nobody asked for.
    Skipped,
    /// A symbol, a namespace object, or an interop variable as a namespace.
    Symbol(GlobalSymbol),
    /// A property that only the run time can find.
    Property(GlobalSymbol, &'a Name),
    /// From an external module in ESM output; `None` is its namespace.
    External(ExternalIdx, Option<&'a Name>),
}

/// An import or re-export whose name leads to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Miss<'a> {
    pub(crate) importer: ModuleIdx,
    pub(crate) record: RecordIdx,
    pub(crate) name: &'a Name,
    /// The module asked.
    pub(crate) module: ModuleIdx,
    /// Set when the name is there twice rather than not at all.
    pub(crate) candidates: Option<[ModuleIdx; 2]>,
}

/// What is known of one chain so far.
#[derive(Clone, Copy)]
enum Memo<'a> {
    Unknown,
    /// Being followed, at this depth of the stack.
    Open(usize),
    Known(Found<'a>),
}

/// What to find next.
#[derive(Clone, Copy)]
enum Goal<'a> {
    Lookup(ModuleIdx, &'a Name),
    Own(Provider),
}

/// What is waiting for the value below it.
enum Frame<'a> {
    /// A re-export that asked `module` for `name`.
    Forward { export: Provider, record: RecordIdx, name: &'a Name, module: ModuleIdx },
    /// Stars of `module` that may provide `name`; `rest` are the providers still to ask.
    Star {
        module: ModuleIdx,
        name: &'a Name,
        current: Provider,
        rest: Vec<Provider>,
        best: Option<(ModuleIdx, Found<'a>)>,
        fallback: Found<'a>,
    },
}

/// Export resolution over a graph, remembering what it found.
pub(crate) struct Exports<'a> {
    graph: &'a Graph,
    symbols: &'a SymbolSpace,
    esm_output: bool,
    /// Number of a module's first named export in `memo`.
    bases: IndexVec<ModuleIdx, u32>,
    memo: Vec<Memo<'a>>,
    star_memo: Map<(ModuleIdx, &'a str), Memo<'a>>,
    stars: Stars<'a>,
    /// The least depth of an open frame that the value at hand was cut off at. Values above that depth hold only
    /// within this cycle and are not remembered.
    cut: usize,
    /// Hops that lead to nothing.
    pub(crate) misses: Vec<Miss<'a>>,
}

impl<'a> Exports<'a> {
    pub(crate) fn new(graph: &'a Graph, symbols: &'a SymbolSpace, esm_output: bool) -> Self {
        let (mut bases, mut total) = (IndexVec::new(), 0);
        for module in &graph.modules {
            bases.push(total);
            total += module.interface.exports.len() as u32;
        }
        Self {
            graph,
            symbols,
            esm_output,
            bases,
            memo: vec![Memo::Unknown; total as usize],
            star_memo: Map::default(),
            stars: Stars::new(graph),
            cut: usize::MAX,
            misses: Vec::new(),
        }
    }

    /// What `import { imported } from` a record of `module` means.
    pub(crate) fn import(&mut self, module: ModuleIdx, record: RecordIdx, imported: &'a Imported) -> Found<'a> {
        match self.hop(module, record, imported) {
            Ok(found) => found,
            Err((target, name)) => self.lookup(target, name),
        }
    }

    /// What `name` of `module` is.
    pub(crate) fn lookup(&mut self, module: ModuleIdx, name: &'a Name) -> Found<'a> {
        let mut stack: Vec<Frame<'a>> = Vec::new();
        let mut goal = Goal::Lookup(module, name);
        self.cut = usize::MAX;
        loop {
            let mut value = match self.advance(goal, &mut stack) {
                Ok(found) => found,
                Err(next) => {
                    goal = next;
                    continue;
                }
            };
            // Hand the value down until somebody has another question.
            loop {
                let Some(frame) = stack.pop() else { return value };
                match self.settle(frame, value, &mut stack) {
                    Ok(found) => value = found,
                    Err(next) => {
                        goal = next;
                        break;
                    }
                }
            }
        }
    }

    /// All names that `module` may export through `export *`, sorted, its own left out; and what only the run time
    /// knows. The names may turn out missing or ambiguous.
    pub(crate) fn star_names(&mut self, module: ModuleIdx) -> (Vec<&'a Name>, Vec<StarSource>) {
        if self.graph.modules[module].interface.stars.is_empty() {
            return (Vec::new(), Vec::new());
        }
        self.stars.names(module)
    }

    /// Whether a module behind the stars of `module` was not read.
    pub(crate) fn has_unread_stars(&mut self, module: ModuleIdx) -> bool {
        self.stars.has_unread(module)
    }

    /// One step towards `goal`: its value, or the next goal with a frame that waits for it.
    fn advance(&mut self, goal: Goal<'a>, stack: &mut Vec<Frame<'a>>) -> Result<Found<'a>, Goal<'a>> {
        match goal {
            Goal::Lookup(module, name) => {
                let exports = &self.graph.modules[module].interface.exports;
                match exports.binary_search_by(|export| export.name.as_str().cmp(name)) {
                    Ok(export) => Err(Goal::Own(Provider { module, export: export as u32 })),
                    Err(_) => self.ask_stars(module, name, stack),
                }
            }
            Goal::Own(export) => self.follow(export, stack),
        }
    }

    fn follow(&mut self, export: Provider, stack: &mut Vec<Frame<'a>>) -> Result<Found<'a>, Goal<'a>> {
        let graph = self.graph;
        let interface = &graph.modules[export.module].interface;
        let (record, imported) = match &interface.exports[export.export as usize].target {
            ExportTarget::Import(record, imported) => (*record, imported),
            ExportTarget::Symbol(symbol) => match interface.import(*symbol) {
                Some(import) => (import.record, &import.imported),
                None => return Ok(Found::Symbol(self.symbols.local(export.module, *symbol))),
            },
        };
        let slot = self.slot(export);
        match self.memo[slot] {
            Memo::Known(found) => return Ok(found),
            Memo::Open(depth) => {
                self.cut = self.cut.min(depth);
                return Ok(Found::Nothing);
            }
            Memo::Unknown => {}
        }
        let (module, name) = match self.hop(export.module, record, imported) {
            Ok(found) => return Ok(found),
            Err(next) => next,
        };
        self.memo[slot] = Memo::Open(stack.len());
        stack.push(Frame::Forward { export, record, name, module });
        Err(Goal::Lookup(module, name))
    }

    fn ask_stars(
        &mut self,
        module: ModuleIdx,
        name: &'a Name,
        stack: &mut Vec<Frame<'a>>,
    ) -> Result<Found<'a>, Goal<'a>> {
        if name == "default" || self.graph.modules[module].interface.stars.is_empty() {
            return Ok(Found::Nothing);
        }
        match self.star_memo.get(&(module, name.as_str())) {
            Some(Memo::Known(found)) => return Ok(*found),
            Some(Memo::Open(depth)) => {
                self.cut = self.cut.min(*depth);
                return Ok(Found::Nothing);
            }
            Some(Memo::Unknown) | None => {}
        }
        let (providers, sources) = self.stars.providers(module, name);
        let fallback = self.at_run_time(module, name, &sources);
        let mut rest = providers;
        rest.reverse();
        let Some(current) = rest.pop() else {
            self.star_memo.insert((module, name), Memo::Known(fallback));
            return Ok(fallback);
        };
        self.star_memo.insert((module, name), Memo::Open(stack.len()));
        stack.push(Frame::Star { module, name, current, rest, best: None, fallback });
        Err(Goal::Own(current))
    }

    /// Gives `value` to the frame that waited for it, just taken from `stack`.
    fn settle(
        &mut self,
        frame: Frame<'a>,
        value: Found<'a>,
        stack: &mut Vec<Frame<'a>>,
    ) -> Result<Found<'a>, Goal<'a>> {
        let depth = stack.len();
        match frame {
            Frame::Forward { export, record, name, module } => {
                let miss = |candidates| Miss { importer: export.module, record, name, module, candidates };
                let found = match value {
                    Found::Nothing if self.graph.modules[export.module].interface.typescript => Found::Nothing,
                    Found::Nothing => self.broken(miss(None)),
                    Found::Ambiguous(a, b) => self.broken(miss(Some([a, b]))),
                    found => found,
                };
                let slot = self.slot(export);
                self.memo[slot] = self.remember(found, depth);
                Ok(found)
            }
            Frame::Star { module, name, current, mut rest, best, fallback } => {
                let best = match (best, value) {
                    (None, found) => Some((current.module, found)),
                    (Some(best), Found::Nothing) => Some(best),
                    (Some((_, Found::Nothing)), found) => Some((current.module, found)),
                    (Some(best), Found::Broken(_) | Found::Skipped) => Some(best),
                    (Some((_, Found::Broken(_) | Found::Skipped)), found) => Some((current.module, found)),
                    (Some((first, found)), other) if self.is_same(found, other) => Some((first, found)),
                    (Some((first, _)), _) => {
                        rest.clear();
                        Some((first, Found::Ambiguous(first, current.module)))
                    }
                };
                if let Some(next) = rest.pop() {
                    stack.push(Frame::Star { module, name, current: next, rest, best, fallback });
                    return Err(Goal::Own(next));
                }
                let found = match best {
                    Some((_, Found::Nothing)) | None => fallback,
                    Some((_, found)) => found,
                };
                let memo = self.remember(found, depth);
                self.star_memo.insert((module, name), memo);
                Ok(found)
            }
        }
    }

    /// What to remember of a value found at `depth`.
    fn remember(&mut self, found: Found<'a>, depth: usize) -> Memo<'a> {
        if self.cut < depth {
            return Memo::Unknown;
        }
        self.cut = usize::MAX;
        Memo::Known(found)
    }

    fn broken(&mut self, miss: Miss<'a>) -> Found<'a> {
        self.misses.push(miss);
        Found::Broken(self.misses.len() as u32 - 1)
    }

    fn slot(&self, export: Provider) -> usize {
        (self.bases[export.module] + export.export) as usize
    }

    /// Follows one record: what it gives at once, or the module and the name to look up there.
    fn hop(
        &self,
        module: ModuleIdx,
        record: RecordIdx,
        imported: &'a Imported,
    ) -> Result<Found<'a>, (ModuleIdx, &'a Name)> {
        let graph = self.graph;
        let interop = || self.symbols.interop(module, record);
        let target = graph.modules[module].target(record);
        Ok(match (target, imported) {
            (RecordTarget::Skipped, _) => Found::Skipped,
            (RecordTarget::External(external), Imported::Name(name)) if self.esm_output => {
                Found::External(external, Some(name))
            }
            (RecordTarget::External(external), Imported::Namespace) if self.esm_output => {
                Found::External(external, None)
            }
            (RecordTarget::Module(target), Imported::Name(name)) if !graph.modules[target].is_cjs() => {
                return Err((target, name));
            }
            (RecordTarget::Module(target), Imported::Namespace) if !graph.modules[target].is_cjs() => {
                Found::Symbol(self.symbols.namespace(target))
            }
            (_, Imported::Name(name)) => Found::Property(interop(), name),
            (_, Imported::Namespace) => Found::Symbol(interop()),
        })
    }

    /// What a name is that no star provides statically.
    fn at_run_time(&self, module: ModuleIdx, name: &'a Name, sources: &[StarSource]) -> Found<'a> {
        let Some(first) = sources.first() else { return Found::Nothing };
        match first.external {
            Some(external) if self.esm_output && sources.iter().all(|it| it.external == Some(external)) => {
                Found::External(external, Some(name))
            }
            _ => Found::Property(self.symbols.namespace(module), name),
        }
    }

    /// Whether two star paths lead to the same thing. Interop variables of different importers are the same when they
    /// stand for the same target.
    fn is_same(&self, a: Found<'a>, b: Found<'a>) -> bool {
        match (a, b) {
            (Found::Property(a, x), Found::Property(b, y)) => x == y && self.is_same_symbol(a, b),
            (Found::Symbol(a), Found::Symbol(b)) => self.is_same_symbol(a, b),
            _ => a == b,
        }
    }

    fn is_same_symbol(&self, a: GlobalSymbol, b: GlobalSymbol) -> bool {
        let target = |symbol| match self.symbols.owner(symbol) {
            (module, SymbolRole::Interop(record)) => Some(self.graph.modules[module].target(record)),
            _ => None,
        };
        a == b || target(a).is_some_and(|it| it != RecordTarget::Missing && target(b) == Some(it))
    }
}

// Copied at each step of a chain.
const _: () = assert!(size_of::<Found<'_>>() <= 16);
