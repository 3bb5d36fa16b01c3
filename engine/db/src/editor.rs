//! What editors ask, read off the graph that exists. Places are those of the text that the editor shows.

mod classes;
mod code;
mod cycles;
mod exports;
mod facts;
mod hints;
mod moves;
mod references;

use std::path::Path;
use std::sync::Arc;

use nexxo_base::{Diagnostic, Map};
use nexxo_link::ModuleIdx;

use crate::database::Db;
use crate::diagnose::{asked_in_vain, link_diagnostics, own_diagnostics};
use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::inputs::{Env, File, Module, Variant};

pub use classes::{ClassFacts, ClassItem, ClassMention, ClassPlace};
pub use code::ChunkCode;
pub use cycles::ClosedCycle;
pub use exports::UnusedExport;
pub use facts::{ChunkFacts, Cost, ModuleFacts, Way, WayStep};
pub use moves::Edit;
pub use references::{Importer, Reference, Target};

impl Engine {
    /// What is wrong in one file, as [`Engine::check`] would say it; nothing for a file that takes no part in the bundle.
    pub fn file_diagnostics(&self, path: &Path) -> Vec<Diagnostic> {
        let Some(file) = known_file(&self.db, path) else { return Vec::new() };
        let db = &self.db;
        let shown = db.shared().show(db, file.path(db));
        let mut out = Vec::new();
        let mut is_linked = false;
        for env in self.linked_envs() {
            let graph = module_graph(db, env);
            let of_file = self.places_in(env, file);
            is_linked |= !of_file.is_empty();
            let compiled = of_file.into_iter().filter(|&idx| !graph.graph.modules[idx].scanned);
            compiled.for_each(|idx| out.extend(own_diagnostics(db, graph.module(idx)).iter().cloned()));
            out.extend(link_diagnostics(db, env).iter().filter(|it| it.file() == Some(&shown)).cloned());
        }
        self.as_shown(&mut out, |it| it == file && is_linked);
        Diagnostic::sort(&mut out);
        out
    }

    /// What is wrong in one file by itself, in where its imports lead, and with what it asks of the files there: the part of
    /// [`Engine::file_diagnostics`] that is found without linking. What nobody needs of the file is in it too.
    pub fn own_diagnostics(&self, path: &Path) -> Vec<Diagnostic> {
        let Some(file) = known_file(&self.db, path) else { return Vec::new() };
        let db = &self.db;
        let modules = self.modules_of(file).into_iter();
        let of_module = |module| [&*own_diagnostics(db, module), &asked_in_vain(db, module)].concat();
        let mut out: Vec<Diagnostic> = modules.flat_map(of_module).collect();
        self.as_shown(&mut out, |it| it == file);
        Diagnostic::sort(&mut out);
        out
    }

    /// The ways in which a file can be taken that have places in its text.
    pub(crate) fn modules_of(&self, file: File) -> Vec<Module> {
        let db = &self.db;
        let page = db.shared().module(db, file, Variant::Auto);
        let compiled = crate::compile::compile(db, page);
        let inline = compiled.html.as_ref().map_or(0, |html| html.inline_scripts.len());
        let scripts = (0..inline).map(|n| db.shared().module(db, file, Variant::InlineScript(n as u32)));
        std::iter::once(page).chain(scripts).collect()
    }

    /// Where a file takes part in what is linked together.
    fn places_in(&self, env: Env, file: File) -> Vec<ModuleIdx> {
        places(&self.db, env).get(&file).cloned().unwrap_or_default()
    }

    /// A file that takes part in a bundle, as a module: the environment and its index there. The module that is taken by its
    /// extension comes first.
    fn place(&self, file: File) -> Option<(Env, ModuleIdx)> {
        let places = self.linked_envs().into_iter().flat_map(|env| {
            let graph = module_graph(&self.db, env);
            let rank = move |idx: ModuleIdx| graph.module(idx).variant(&self.db) != Variant::Auto;
            self.places_in(env, file).into_iter().map(move |idx| (rank(idx), env, idx)).collect::<Vec<_>>()
        });
        places.min_by_key(|(rank, ..)| *rank).map(|(_, env, idx)| (env, idx))
    }

    /// The mode: `--mode`.
    pub fn mode(&self) -> &str {
        &self.options.mode
    }

    /// The variables of `import.meta.env` and their values, as JavaScript.
    pub fn env_variables(&self) -> Vec<(String, String)> {
        let defines = &self.workspace.compile_options(&self.db).define;
        let of_env = defines.iter().filter_map(|(name, value)| Some((name.strip_prefix("import.meta.env.")?, value)));
        of_env.map(|(name, value)| (name.to_string(), value.clone())).collect()
    }
}

/// Where each file takes part in what is linked together.
#[salsa::tracked(returns(clone), no_eq)]
fn places(db: &dyn Db, env: Env) -> Arc<Map<File, Vec<ModuleIdx>>> {
    let graph = module_graph(db, env);
    let mut out: Map<File, Vec<ModuleIdx>> = Map::default();
    graph.modules.indices().for_each(|idx| out.entry(graph.module(idx).file(db)).or_default().push(idx));
    Arc::new(out)
}
