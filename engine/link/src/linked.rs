//! What linking finds out about the whole graph.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{Constant, Imported, MemberIdx, RecordIdx, StatementIdx, SymbolIdx};
use nexxo_base::{Map, Name};

use crate::rules::gives_namespace;
use crate::types::{ExternalIdx, ExternalImportIdx, GlobalSymbol, Graph, ModuleIdx, SymbolSpace};

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
    /// A property of a symbol: a named import from CommonJS (`import_foo.name`), a member of an imported value, or a
    /// name that only the run time can find behind an `export *` (`foo_exports.name`).
    Property(GlobalSymbol, Name),
    /// An import from an external module in ESM output.
    External(ExternalImportIdx),
    /// A property of an import from an external module in ESM output: `ns.foo`, or `z.string` for a named `z`.
    ExternalProperty(ExternalImportIdx, Name),
    /// A property of a binding that is itself a property or missing: `import_zod.z.string`, `(void 0).foo`. The object
    /// is never `Symbol` or `External`: those have their own property forms.
    Path(Box<Binding>, Name),
    /// A constant whose value is written in place of the symbol, which it does not need.
    Constant(GlobalSymbol, Constant),
    /// It does not exist (reported as an [`Issue`], or an `import * as ns` member that nobody exports): `undefined`.
    Missing,
}

impl Binding {
    /// What the whole expression hangs on: never a property or a path.
    pub fn root(&self) -> Root {
        let mut binding = self;
        loop {
            match binding {
                Self::Symbol(symbol) | Self::Property(symbol, _) => return Root::Symbol(*symbol),
                Self::External(import) | Self::ExternalProperty(import, _) => return Root::External(*import),
                Self::Path(object, _) => binding = object,
                Self::Constant(..) | Self::Missing => return Root::Nothing,
            }
        }
    }

    /// `self.name`.
    #[must_use]
    pub fn member(&self, name: Name) -> Self {
        match self {
            Self::Symbol(symbol) | Self::Constant(symbol, _) => Self::Property(*symbol, name),
            Self::External(import) => Self::ExternalProperty(*import, name),
            _ => Self::Path(Box::new(self.clone()), name),
        }
    }
}

/// What a [`Binding`] hangs on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Root {
    /// A symbol of the graph.
    Symbol(GlobalSymbol),
    /// An import from an external module.
    External(ExternalImportIdx),
    /// Nothing at all.
    Nothing,
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

/// A function of the runtime module.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Helper {
    /// `__commonJS`: wraps a CommonJS module.
    CommonJs,
    /// `__esm`: wraps an ES module; its function may be async.
    Esm,
    /// `__export`: fills a namespace object.
    Export,
    /// `__reExport`: copies the exports that only the run time knows.
    ReExport,
    /// `__toESM`: CommonJS exports as a namespace.
    ToEsm,
    /// `__toCommonJS`: a namespace as CommonJS exports.
    ToCommonJs,
    /// `__require`: `require` where the output may have none.
    Require,
    /// `__name`: tells a function or class its name.
    Name,
    /// `__preload`: loads a chunk together with what it needs.
    Preload,
}

impl Helper {
    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 9] = [
        Self::CommonJs,
        Self::Esm,
        Self::Export,
        Self::ReExport,
        Self::ToEsm,
        Self::ToCommonJs,
        Self::Require,
        Self::Name,
        Self::Preload,
    ];

    /// Its name in the runtime module.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommonJs => "__commonJS",
            Self::Esm => "__esm",
            Self::Export => "__export",
            Self::ReExport => "__reExport",
            Self::ToEsm => "__toESM",
            Self::ToCommonJs => "__toCommonJS",
            Self::Require => "__require",
            Self::Name => "__name",
            Self::Preload => "__preload",
        }
    }
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
    /// An import that evaluating a module reads in any case, and whose module runs later: they import each other.
    ReadBeforeInit {
        /// The module that reads it.
        importer: ModuleIdx,
        /// The position of the read in its interface's `early_reads`.
        read: usize,
        /// The module that declares it.
        module: ModuleIdx,
        /// The way by static imports from the one that reads to the one that declares and back.
        cycle: Box<[ModuleIdx]>,
    },
    /// An `import()` of a module that is loaded before, as something imports it statically.
    IneffectiveImport {
        /// The importing module.
        importer: ModuleIdx,
        /// The record with the specifier.
        record: RecordIdx,
        /// The module that it leads to.
        module: ModuleIdx,
        /// A static import of the same.
        other: (ModuleIdx, RecordIdx),
    },
    /// An entry whose exports do not fit what it is to hand out.
    EntryExports {
        /// The entry.
        entry: ModuleIdx,
        /// The names it exports.
        names: Box<[Name]>,
    },
    /// An external module whose global variable had to be guessed.
    GuessedGlobal {
        /// The external module.
        external: ExternalIdx,
        /// The guess.
        global: Name,
    },
    /// Syntax that strict code does not have, in an output format whose code is strict.
    SloppySyntax {
        /// The module.
        module: ModuleIdx,
    },
}

/// Exported names and what they mean, sorted by name.
pub type ExportList = Box<[(Name, Binding)]>;

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
    /// Wrapped modules that a module must run before its own statements, in record order: `init_x()`, and for CommonJS
    /// `require_x()`, or the assignment of the record's interop variable where that is used. An ES module is there
    /// once, at the first record that needs it; it need not be that record's target, only behind it.
    pub inits: IndexVec<ModuleIdx, Box<[(RecordIdx, ModuleIdx)]>>,
    /// Modules that are part of the output.
    pub included: BitSet,
    /// Live statements.
    pub live: BitSet,
    /// Symbols that live code mentions or that must exist (namespaces, wrappers and interop variables included). An
    /// import symbol is here when live code mentions it other than through members, beside what it means.
    pub used: BitSet,
    /// The runtime's helpers, by [`Helper`]; `None` where there is no runtime or it lacks one.
    pub helpers: [Option<GlobalSymbol>; Helper::ALL.len()],
    /// What each import symbol means. Symbols that are not imports are not in here: they mean themselves.
    pub imports: Map<GlobalSymbol, Binding>,
    /// What each member access of a module means, by [`MemberIdx`].
    pub members: IndexVec<ModuleIdx, Box<[Binding]>>,
    /// Resolved exports, sorted by name; ambiguous and missing ones left out. Listed only for ES modules whose list
    /// somebody needs: entries, targets of `import()`, and modules whose namespace object is used. (All lists of a
    /// chain of `export *` together grow with the square of its length.)
    pub exports: IndexVec<ModuleIdx, ExportList>,
    /// Modules whose exports cannot all be listed because an `export *` leads to CommonJS or an external module:
    /// the interop symbols (or, in ESM output, external namespaces) to copy from at run time, in order. Listed for the
    /// same modules as `exports`. An external namespace counts as imported only where the namespace object is used;
    /// an entry in ESM output writes `export * from` instead.
    pub dynamic_exports: Map<ModuleIdx, Box<[Binding]>>,
    /// Imports from external modules in ESM output, and the parameters of [`Linked::parameters`].
    pub external_imports: IndexVec<ExternalImportIdx, ExternalImport>,
    /// Where all code stands in a function: the parameter that is an external module. Empty in other formats; `None`
    /// for a module that is got by `require`.
    pub parameters: IndexVec<ExternalIdx, Option<ExternalImportIdx>>,
    /// Entries that hand out their default export itself, where the output is no ES module.
    pub default_entries: BitSet,
    /// Included modules in execution order: a module after everything it imports statically, cycles broken where the
    /// importing began.
    pub order: Box<[ModuleIdx]>,
    /// The place of each included module in `order`.
    pub places: IndexVec<ModuleIdx, u32>,
    /// What is wrong, in an order that depends only on the graph.
    pub issues: Box<[Issue]>,
    /// Whether live code needs a module that was only scanned or not read at all. Then nothing else here holds.
    pub lacks_modules: bool,
}

impl Linked {
    /// What a module's own top-level symbol means.
    pub fn resolve(&self, module: ModuleIdx, symbol: SymbolIdx) -> Binding {
        let symbol = self.symbols.local(module, symbol);
        self.imports.get(&symbol).cloned().unwrap_or(Binding::Symbol(symbol))
    }

    /// Whether `importer` must wait for the wrapper of `module`. In a cycle, what runs does not wait for what imports it.
    pub fn waits_for(&self, importer: ModuleIdx, module: ModuleIdx) -> bool {
        self.is_async.contains(module.index()) && self.places[module] < self.places[importer]
    }

    /// The parameter behind a record that leads to `external`. A record that may fail asks at its own time.
    pub fn parameter(&self, external: ExternalIdx, optional: bool) -> Option<ExternalImportIdx> {
        self.parameters.get(external).copied().flatten().filter(|_| !optional)
    }

    /// Whether the chunk of `module`, a target of `import()` alone, exports the namespace object as `default` in place of
    /// the exports, whose names only the run time knows.
    pub fn gives_namespace(&self, graph: &Graph, module: ModuleIdx) -> bool {
        gives_namespace(graph, self.dynamic_exports.get(&module).map(|it| &**it), module)
    }

    /// The helper by which `import()` loads chunks, where it does.
    pub fn preload(&self) -> Option<GlobalSymbol> {
        self.helper(Helper::Preload).filter(|symbol| self.used.contains(symbol.index()))
    }

    /// The symbol of a runtime helper.
    pub fn helper(&self, helper: Helper) -> Option<GlobalSymbol> {
        self.helpers[helper as usize]
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
