//! Fourth step of the flow: from a graph of module facts to bindings, live statements, chunks and names. Pure: no I/O,
//! no text of a module, no path that means anything on disk.
//!
//! [`link`] runs the global passes in this order, each one plain code over dense vectors:
//! `order` (who runs when), `bind` (what every import means), `wrap` (which modules run lazily), `live` (which
//! statements matter). [`plan_chunks`] places modules into chunks and finds what crosses between them;
//! [`name_chunk`] gives every symbol of one chunk its name.

use std::sync::Arc;

use nexxo_base::define_index;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{Imported, Interface, MemberIdx, RecordIdx, StatementIdx, StatementTable, SymbolIdx};
use nexxo_base::{Map, Name};

define_index!(
    /// A module of the graph.
    ModuleIdx
);
define_index!(
    /// A module that stays outside the bundle.
    ExternalIdx
);
define_index!(
    /// An import from an external module as the output will write it: one for each (external, what is imported).
    ExternalImportIdx
);
define_index!(
    /// A symbol anywhere in the graph; see [`SymbolSpace`].
    GlobalSymbol
);
define_index!(
    /// An output chunk.
    ChunkIdx
);

/// What kind of file a module of the graph is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ModuleKind {
    /// JavaScript, TypeScript, JSON.
    Script,
    /// A style sheet: its text goes to the chunk's CSS; its interface holds the exports of CSS Modules.
    Style,
    /// A file copied to the output; its interface exports the URL.
    Asset,
    /// An HTML page: an entry without code of its own that imports its scripts and styles.
    Html,
}

/// Where an import record leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RecordTarget {
    /// A module of the graph.
    Module(ModuleIdx),
    /// A module outside the bundle.
    External(ExternalIdx),
    /// A package that package.json's `browser` map switches off: an empty CommonJS module.
    Disabled,
    /// Not found; already reported, or allowed to be missing (then it throws at run time).
    Missing,
    /// Not part of the graph because nobody asks for what it provides.
    Skipped,
}

/// A module as the linker sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GraphModule {
    /// Its stable name: the path relative to the root, `/` between parts. Unique; gives made-up names and tie-breaks.
    pub path: Arc<str>,
    /// What kind of file it is.
    pub kind: ModuleKind,
    /// Imports, exports, symbols.
    pub interface: Arc<Interface>,
    /// Statements.
    pub statements: Arc<StatementTable>,
    /// Where each record of the interface leads.
    pub targets: Box<[RecordTarget]>,
    /// Whether evaluating it matters when none of its exports is used (package.json `sideEffects`).
    pub side_effects: bool,
    /// Whether Node's rule for the default import of CommonJS applies to its imports: `.mjs`, `.mts`, or a package
    /// with `"type": "module"`.
    pub node_esm: bool,
}

/// Everything that is linked together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    /// All modules, in an order that depends only on the project.
    pub modules: IndexVec<ModuleIdx, GraphModule>,
    /// Specifiers of external modules.
    pub externals: IndexVec<ExternalIdx, Name>,
    /// The entries in the user's order.
    pub entries: Box<[ModuleIdx]>,
    /// The module of runtime helpers: an ES module that exports `__commonJS`, `__toESM` and the like.
    pub runtime: Option<ModuleIdx>,
}

/// Numbers all symbols of a graph. Module `m` owns a range: its own symbols, then its namespace object, then its
/// wrapper function, then one interop variable for each import record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SymbolSpace {
    bases: IndexVec<ModuleIdx, u32>,
    locals: IndexVec<ModuleIdx, u32>,
    len: u32,
}

/// What a global symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SymbolRole {
    /// The module's own top-level symbol.
    Local(SymbolIdx),
    /// The module's namespace object (`foo_exports`).
    Namespace,
    /// The function that runs a wrapped module (`require_foo`, `init_foo`).
    Wrapper,
    /// `import_foo`: the CommonJS or external module behind an import record, as a namespace.
    Interop(RecordIdx),
}

impl SymbolSpace {
    /// Numbers the symbols of `graph`.
    pub fn new(graph: &Graph) -> Self {
        let mut space = Self::default();
        for module in &graph.modules {
            let locals = module.interface.symbols.len() as u32;
            space.bases.push(space.len);
            space.locals.push(locals);
            space.len += locals + 2 + module.interface.records.len() as u32;
        }
        space
    }

    /// Number of symbols.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A module's own symbol.
    pub fn local(&self, module: ModuleIdx, symbol: SymbolIdx) -> GlobalSymbol {
        GlobalSymbol(self.bases[module] + symbol.0)
    }

    /// A module's namespace object.
    pub fn namespace(&self, module: ModuleIdx) -> GlobalSymbol {
        GlobalSymbol(self.bases[module] + self.locals[module])
    }

    /// A module's wrapper function.
    pub fn wrapper(&self, module: ModuleIdx) -> GlobalSymbol {
        GlobalSymbol(self.bases[module] + self.locals[module] + 1)
    }

    /// The interop variable of one import record.
    pub fn interop(&self, module: ModuleIdx, record: RecordIdx) -> GlobalSymbol {
        GlobalSymbol(self.bases[module] + self.locals[module] + 2 + record.0)
    }

    /// The module that owns `symbol`, and what it is there.
    pub fn owner(&self, symbol: GlobalSymbol) -> (ModuleIdx, SymbolRole) {
        let module = ModuleIdx::new(self.bases.as_slice().partition_point(|&base| base <= symbol.0) - 1);
        let (local, locals) = (symbol.0 - self.bases[module], self.locals[module]);
        let role = match local.checked_sub(locals) {
            None => SymbolRole::Local(SymbolIdx(local)),
            Some(0) => SymbolRole::Namespace,
            Some(1) => SymbolRole::Wrapper,
            Some(record) => SymbolRole::Interop(RecordIdx(record - 2)),
        };
        (module, role)
    }
}

/// How a module's code is placed in its chunk.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Wrap {
    /// Its statements stand in the chunk's scope.
    #[default]
    None,
    /// `var require_x = __commonJS((exports, module) => { … })`.
    CommonJs,
    /// `var init_x = __esm(() => { … })`, its declarations outside.
    Esm,
}

/// What a reference finally means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Binding {
    /// A symbol that some module declares, or a namespace object, or an interop variable used as a namespace.
    Symbol(GlobalSymbol),
    /// A property of a symbol: a named import from CommonJS (`import_foo.name`).
    Property(GlobalSymbol, Name),
    /// An import from an external module in ESM output.
    External(ExternalImportIdx),
    /// A property of an external namespace in ESM output.
    ExternalProperty(ExternalImportIdx, Name),
    /// It does not exist (reported as an [`Issue`], or an `import * as ns` member that nobody exports): `undefined`.
    Missing,
}

/// One import from an external module in ESM output.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ExternalImport {
    /// The external module.
    pub external: ExternalIdx,
    /// What is taken from it.
    pub imported: Imported,
    /// The name its first importer gave it.
    pub name: Name,
}

/// Something wrong that only the whole graph shows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Issue {
    /// `import { name }` or `export { name } from` of an ES module that does not export it.
    MissingExport {
        /// The importing module.
        importer: ModuleIdx,
        /// The record with the specifier.
        record: RecordIdx,
        /// The name asked for.
        name: Name,
        /// The module that lacks it.
        module: ModuleIdx,
        /// The nearest name that it does export.
        near: Option<Name>,
    },
    /// Two `export *` provide `name` from different places.
    AmbiguousExport {
        /// The importing module.
        importer: ModuleIdx,
        /// The record with the specifier.
        record: RecordIdx,
        /// The name asked for.
        name: Name,
        /// The two modules that it could come from.
        candidates: [ModuleIdx; 2],
    },
    /// `require()` of a module that uses top-level await (itself or through its imports).
    RequireOfAsync {
        /// The requiring module.
        importer: ModuleIdx,
        /// The record with the specifier.
        record: RecordIdx,
        /// The module with the `await`.
        module: ModuleIdx,
    },
    /// Top-level await in an output format that has none.
    TopLevelAwait {
        /// The module with the `await`.
        module: ModuleIdx,
    },
}

/// What linking found out. Everything is indexed densely; statements of all modules are numbered by
/// `statement_bases[module] + statement`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Linked {
    /// The numbering of symbols.
    pub symbols: SymbolSpace,
    /// Number of a module's first statement.
    pub statement_bases: IndexVec<ModuleIdx, u32>,
    /// How each module is placed.
    pub wrap: IndexVec<ModuleIdx, Wrap>,
    /// Whether a module's wrapper must be awaited: it, or a wrapped module it imports, has top-level await.
    pub is_async: BitSet,
    /// Modules that are part of the output.
    pub included: BitSet,
    /// Live statements.
    pub live: BitSet,
    /// Symbols that live code mentions or that must exist (namespaces, wrappers and interop variables included).
    pub used: BitSet,
    /// What each import symbol means. Symbols that are not imports are not in here: they mean themselves.
    pub imports: Map<GlobalSymbol, Binding>,
    /// What each member access of a module means, by [`MemberIdx`].
    pub members: IndexVec<ModuleIdx, Box<[Binding]>>,
    /// Each module's resolved exports, sorted by name; ambiguous and missing ones left out. CommonJS modules have none.
    pub exports: IndexVec<ModuleIdx, Box<[(Name, Binding)]>>,
    /// Modules whose exports cannot all be listed because an `export *` leads to CommonJS or an external module:
    /// the interop symbols (or external namespaces) to copy from at run time, in order.
    pub dynamic_exports: Map<ModuleIdx, Box<[Binding]>>,
    /// Imports from external modules in ESM output.
    pub external_imports: IndexVec<ExternalImportIdx, ExternalImport>,
    /// Included modules in execution order: a module after everything it imports statically, cycles broken where the
    /// importing began.
    pub order: Box<[ModuleIdx]>,
    /// What is wrong, in an order that depends only on the graph.
    pub issues: Box<[Issue]>,
}

impl Linked {
    /// What a module's own top-level symbol means.
    pub fn resolve(&self, module: ModuleIdx, symbol: SymbolIdx) -> Binding {
        let symbol = self.symbols.local(module, symbol);
        self.imports.get(&symbol).cloned().unwrap_or(Binding::Symbol(symbol))
    }

    /// What a member access means.
    pub fn member(&self, module: ModuleIdx, member: MemberIdx) -> &Binding {
        &self.members[module][member.index()]
    }

    /// Whether a statement is part of the output.
    pub fn is_live(&self, module: ModuleIdx, statement: StatementIdx) -> bool {
        self.live.contains(self.statement_bases[module] as usize + statement.index())
    }
}

/// Why a chunk exists.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChunkKind {
    /// The user named this module as an entry.
    Entry(ModuleIdx),
    /// `import()` leads to this module (which is no entry).
    Dynamic(ModuleIdx),
    /// Modules that several entries share.
    Shared,
}

/// An output chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// Why it exists.
    pub kind: ChunkKind,
    /// Its modules in execution order, style sheets and assets included.
    pub modules: Box<[ModuleIdx]>,
    /// Chunks to import statically, in execution order of what they hold, with the symbols taken from each (sorted;
    /// none when only its side effects matter).
    pub imports: Box<[(ChunkIdx, Box<[GlobalSymbol]>)]>,
    /// Symbols that other chunks take from this one, sorted.
    pub exports: Box<[GlobalSymbol]>,
    /// Imports from external modules, sorted by (external, index).
    pub external_imports: Box<[ExternalImportIdx]>,
    /// External modules imported only for their side effects or by `export *`, in execution order.
    pub bare_externals: Box<[ExternalIdx]>,
    /// Chunks that its code loads by `import()`, in ascending order without duplicates.
    pub dynamic_imports: Box<[ChunkIdx]>,
}

/// All chunks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChunkPlan {
    /// The chunks: entries in the user's order, then dynamic ones and shared ones in an order that depends only on the
    /// graph.
    pub chunks: IndexVec<ChunkIdx, Chunk>,
    /// The chunk of each module, `None` for modules that are not part of the output.
    pub chunk_of: IndexVec<ModuleIdx, Option<ChunkIdx>>,
}

/// The names of one chunk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChunkNames {
    /// Name of each symbol that the chunk declares, or takes from another chunk.
    pub symbols: Map<GlobalSymbol, Name>,
    /// Name of each import from an external module.
    pub externals: Map<ExternalImportIdx, Name>,
    /// Minifying: name of each nested slot number, the same for every module of the chunk.
    pub nested: Box<[Name]>,
    /// Under which name the chunk exports each symbol in [`Chunk::exports`], in that order. Never the name of one of
    /// the entry's own exports for something else.
    pub exports: Box<[(GlobalSymbol, Name)]>,
}
