//! What the linker reads: the graph of module facts, and the numbering of all its symbols.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use nexxo_base::define_index;
use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::{Attributes, Format, ImportKind, Interface, RecordIdx, StatementTable, SymbolIdx};
use nexxo_base::{Map, Name, Set};

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
define_index!(
    /// A file of style sheets.
    StyleFileIdx
);

/// What kind of file a module of the graph is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
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
    /// Whether only its exports are known, since nothing but what it passes on is asked of it.
    pub scanned: bool,
}

impl GraphModule {
    /// Whether it is a CommonJS module: kept whole, in a function.
    pub fn is_cjs(&self) -> bool {
        self.interface.format == Format::CommonJs
    }

    /// Where `record` leads; [`RecordTarget::Skipped`] when nobody said.
    pub fn target(&self, record: RecordIdx) -> RecordTarget {
        self.targets.get(record.index()).copied().unwrap_or(RecordTarget::Skipped)
    }

    /// The module that `record` leads to, when it is part of the graph.
    pub fn target_module(&self, record: RecordIdx) -> Option<ModuleIdx> {
        match self.target(record) {
            RecordTarget::Module(module) => Some(module),
            _ => None,
        }
    }

    /// Whether it must run when it is merely imported.
    pub(crate) fn has_effects(&self) -> bool {
        self.side_effects && !self.interface.pure
    }

    /// Its records with their kinds.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = (RecordIdx, ImportKind)> + '_ {
        self.interface.records.iter().enumerate().map(|(i, record)| (RecordIdx::new(i), record.kind))
    }
}

/// Everything that is linked together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    /// All modules, in an order that depends only on the project.
    pub modules: IndexVec<ModuleIdx, GraphModule>,
    /// Specifiers of external modules.
    pub externals: IndexVec<ExternalIdx, Name>,
    /// Those that are files: their specifiers are paths from the output folder.
    pub external_files: Set<ExternalIdx>,
    /// Import attributes of those that are imported with any.
    pub external_attributes: Map<ExternalIdx, Attributes>,
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
