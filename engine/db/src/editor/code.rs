//! The code that a module becomes.

use std::path::Path;

use nexxo_base::index::Idx;

use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::linking::{chunk_key, chunk_plan, rendered_chunk, shown_chunk_names};

/// The code of a chunk, and where a module begins in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChunkCode {
    /// The chunk's file, with `[hash]` where its hash goes.
    pub chunk: String,
    /// Its code.
    pub code: String,
    /// The module's part of it, where that can be told: minified code has no comments that say.
    pub part: Option<String>,
}

impl Engine {
    /// The code that the file at `path` becomes in the bundle; nothing when none of it is there.
    pub fn code_of(&self, path: &Path) -> Option<ChunkCode> {
        let db = &self.db;
        let (env, idx) = self.place(known_file(db, path)?)?;
        let plan = chunk_plan(db, env);
        let chunk = plan.chunk_of[idx]?;
        if !plan.chunks[chunk].has_script {
            return None;
        }
        let rendered = rendered_chunk(db, env, chunk_key(chunk));
        let code = &rendered.rendered.code;
        let graph = module_graph(db, env);
        let heading = |module: nexxo_link::ModuleIdx| format!("// {}\n", graph.graph.modules[module].path);
        let at = |heading: &str| match code.starts_with(heading) {
            true => Some(0),
            false => code.find(&format!("\n{heading}")).map(|at| at + 1),
        };
        let part = at(&heading(idx)).map(|start| {
            let modules = plan.chunks[chunk].modules.iter().filter(|it| it.index() != idx.index());
            let next = modules.filter_map(|&other| at(&heading(other))).filter(|&other| other > start).min();
            code[start..next.unwrap_or(rendered.rendered.body.end as usize).max(start)].to_string()
        });
        Some(ChunkCode { chunk: shown_chunk_names(db, env)[chunk].clone(), code: code.clone(), part })
    }
}
