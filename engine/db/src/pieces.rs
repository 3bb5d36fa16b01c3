//! What modules came to in their chunks when those were rendered last: of a chunk in which one module is another now, only
//! that one is rendered. Nothing is found here that rendering would not give.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nexxo_base::Map;
use nexxo_base::index::IndexVec;
use nexxo_base::options::OutputOptions;
use nexxo_link::{ChunkIdx, ChunkNames, ChunkPlan, Linked, ModuleIdx};
use nexxo_render::{FileNames, Piece, Placed};

use crate::graph::ModuleGraph;
use crate::inputs::Env;

/// All that a chunk is rendered from, but for templates and the maps that came with texts.
#[derive(Clone)]
pub(crate) struct Basis {
    pub(crate) graph: Arc<ModuleGraph>,
    pub(crate) linked: Arc<Linked>,
    pub(crate) plan: Arc<ChunkPlan>,
    pub(crate) names: Arc<IndexVec<ChunkIdx, Arc<ChunkNames>>>,
    pub(crate) files: Arc<FileNames>,
    pub(crate) options: Arc<OutputOptions>,
}

impl Basis {
    /// Equal, and at once known to be where it is the same memory.
    fn is(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
            Arc::ptr_eq(a, b) || a == b
        }
        same(&self.options, &other.options)
            && same(&self.plan, &other.plan)
            && same(&self.names, &other.names)
            && same(&self.files, &other.files)
            && same(&self.linked, &other.linked)
            && same(&self.graph, &other.graph)
    }
}

type Modules = Arc<Map<ModuleIdx, Arc<Piece>>>;

/// The pieces of all chunks.
pub(crate) struct Pieces {
    /// Whether any are kept: not where nothing changes.
    keeps: bool,
    kept: Mutex<Map<Env, Kept>>,
}

/// The pieces of the chunks of an env, all of one basis.
struct Kept {
    basis: Basis,
    chunks: Map<ChunkIdx, Modules>,
}

impl Pieces {
    /// No pieces yet; for good, unless it `keeps` them.
    pub(crate) fn new(keeps: bool) -> Self {
        Self { keeps, kept: Mutex::default() }
    }

    /// The pieces of a chunk, as far as they are of this basis.
    pub(crate) fn of(&self, env: Env, chunk: ChunkIdx, basis: Basis) -> Modules {
        if !self.keeps {
            return Modules::default();
        }
        let mut kept = self.kept();
        let kept = kept.entry(env).or_insert_with(|| Kept { basis: basis.clone(), chunks: Map::default() });
        if !kept.basis.is(&basis) {
            kept.chunks.clear();
        }
        kept.basis = basis;
        kept.chunks.get(&chunk).cloned().unwrap_or_default()
    }

    /// Keeps what a chunk is made of, unless the basis is another by now.
    pub(crate) fn keep(&self, env: Env, chunk: ChunkIdx, basis: &Basis, placed: Vec<Placed>) {
        if let Some(kept) = self.kept().get_mut(&env).filter(|it| it.basis.is(basis)) {
            kept.chunks.insert(chunk, Arc::new(placed.into_iter().map(|it| (it.module, it.piece)).collect()));
        }
    }

    fn kept(&self) -> MutexGuard<'_, Map<Env, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
