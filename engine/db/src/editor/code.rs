//! The code that a module becomes.

use std::path::Path;

use nexxo_link::{ModuleIdx, ModuleKind};

use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::linking::{RenderedStyle, chunk_key, chunk_plan, rendered_chunk, rendered_styles, shown_chunk_names};

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
        let graph = module_graph(db, env);
        if graph.graph.modules[idx].kind == ModuleKind::Style {
            let all = rendered_styles(db, env);
            let has = |it: &&RenderedStyle| it.module_bytes.iter().any(|(module, _)| *module == idx);
            let style = all.iter().flatten().find(has)?;
            let heading = |module: ModuleIdx| format!("/* {} */\n", graph.graph.modules[module].path);
            let others = style.module_bytes.iter().map(|(module, _)| *module);
            let part = part_of(&style.text, style.text.len(), &heading(idx), others.map(heading));
            return Some(ChunkCode { chunk: style.file.clone(), part, code: style.text.to_string() });
        }
        if !plan.chunks[chunk].has_script {
            return None;
        }
        let rendered = rendered_chunk(db, env, chunk_key(chunk));
        let code = &rendered.rendered.code;
        let heading = |module: ModuleIdx| format!("// {}\n", graph.graph.modules[module].path);
        let all = plan.chunks[chunk].modules.iter().map(|&module| heading(module));
        let part = part_of(code, rendered.rendered.body.end as usize, &heading(idx), all);
        Some(ChunkCode { chunk: shown_chunk_names(db, env)[chunk].clone(), code: code.clone(), part })
    }
}

/// The part of a code behind a heading, up to the next of all headings or to `end`.
fn part_of(code: &str, end: usize, heading: &str, all: impl Iterator<Item = String>) -> Option<String> {
    let at = |heading: &str| match code.starts_with(heading) {
        true => Some(0),
        false => code.find(&format!("\n{heading}")).map(|at| at + 1),
    };
    let start = at(heading)?;
    let next = all.filter_map(|other| at(&other)).filter(|&other| other > start).min();
    Some(code[start..next.unwrap_or(end).max(start)].to_string())
}
