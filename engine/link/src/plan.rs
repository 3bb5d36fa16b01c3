//! Chunks and the names in them.

use nexxo_base::index::{BitSet, IndexVec};
use nexxo_base::module::RecordIdx;
use nexxo_base::{Map, Name};

use crate::styles::StylePlan;
use crate::types::{ChunkIdx, ExternalIdx, ExternalImportIdx, GlobalSymbol, ModuleIdx};

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
    /// The name of the group that asked for it.
    pub name: Option<Name>,
    /// Its modules in execution order, style sheets and assets included.
    pub modules: Box<[ModuleIdx]>,
    /// Whether it gives JavaScript: false when all it holds is style sheets and assets that no code mentions.
    pub has_script: bool,
    /// Chunks to import statically, in execution order of what they hold, with the symbols taken from each (sorted;
    /// none when only its side effects matter). An entry's chunk lists every chunk that holds something the entry
    /// reaches, chunks without JavaScript too: their CSS belongs to the entry, their file does not exist.
    pub imports: Box<[(ChunkIdx, Box<[GlobalSymbol]>)]>,
    /// Symbols that other chunks take from this one, sorted.
    pub exports: Box<[GlobalSymbol]>,
    /// Imports from external modules that its code or its entry's exports mention, sorted by (external, index): those of
    /// ESM output, and parameters.
    pub external_imports: Box<[ExternalImportIdx]>,
    /// External modules that its modules import and that `external_imports` takes nothing from, in execution order.
    /// Empty where a record whose interop variable is not used is printed as a bare `require` where it stands. An entry's `export * from` an external module comes from [`Linked::dynamic_exports`], whether
    /// or not the module is listed here.
    ///
    /// [`Linked::dynamic_exports`]: crate::Linked::dynamic_exports
    pub bare_externals: Box<[ExternalIdx]>,
    /// Chunks that its code loads by `import()`, in ascending order without duplicates.
    pub dynamic_imports: Box<[ChunkIdx]>,
}

/// What runs ahead of the module that asks for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Early {
    /// A wrapped module.
    Module(ModuleIdx),
    /// The external module that a record of `importer` loads by `require`.
    External {
        /// Who asks for it; in the same chunk.
        importer: ModuleIdx,
        /// The record.
        record: RecordIdx,
    },
}

impl Early {
    /// The wrapped module that runs.
    pub fn module(self) -> Option<ModuleIdx> {
        match self {
            Self::Module(module) => Some(module),
            Self::External { .. } => None,
        }
    }
}

/// All chunks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChunkPlan {
    /// The chunks: entries in the user's order, then dynamic ones and shared ones in an order that depends only on the
    /// graph.
    pub chunks: IndexVec<ChunkIdx, Chunk>,
    /// The chunk of each module, `None` for modules that are not part of the output.
    pub chunk_of: IndexVec<ModuleIdx, Option<ChunkIdx>>,
    /// What to run where a module begins, as a later module imports it before it imports this one. Wrapped modules among
    /// that are in the same chunk, or in one that is always loaded with it.
    pub early: IndexVec<ModuleIdx, Box<[Early]>>,
    /// The chunk to load in order to get an entry or a target of `import()`: the one whose `kind` names the module, even
    /// if the module's code is in a shared one. Targets of `import()` that were kept in their importer's chunk are not
    /// here.
    pub entry_chunks: Map<ModuleIdx, ChunkIdx>,
    /// Where the style sheets are.
    pub styles: StylePlan,
    /// The modules whose sizes had a say in it.
    pub weighed: BitSet,
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
    /// the entry's own exports.
    pub exports: Box<[(GlobalSymbol, Name)]>,
}
