//! Where assets end up.

use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::index::Idx;
use nexxo_base::options::Loader;
use nexxo_base::{Fingerprint, Map};
use nexxo_link::{ModuleIdx, ModuleKind};
use nexxo_render::naming::{AssetUrl, HASH_LENGTH, Pattern};
use nexxo_syntax::asset::{data_url, loader_of, mime_of};

use crate::database::Db;
use crate::graph::module_graph;
use crate::inputs::{Env, Module, Variant};
use crate::linking::linked;
use crate::source::{SourceError, content};
use crate::workers::{place_worker, worker_code};

/// The assets of a bundle, by module in ascending order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assets {
    /// What became of each.
    pub placed: Box<[(ModuleIdx, PlacedAsset)]>,
}

/// What became of one asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlacedAsset {
    /// A file of the output: its name and its bytes.
    File(String, Bytes),
    /// A data URL.
    Inline(String),
    /// The script of a worker, which is a bundle of its own: its name.
    Worker(String),
    /// It cannot be read.
    Failed(SourceError),
}

impl Assets {
    /// The URLs as the renderer wants them.
    pub fn urls(&self) -> Map<ModuleIdx, AssetUrl> {
        self.placed
            .iter()
            .filter_map(|(module, placed)| match placed {
                PlacedAsset::File(file, _) | PlacedAsset::Worker(file) => Some((*module, AssetUrl::File(file.clone()))),
                PlacedAsset::Inline(url) => Some((*module, AssetUrl::Inline(url.clone()))),
                PlacedAsset::Failed(_) => None,
            })
            .collect()
    }
}

/// Places every asset that is part of the output.
#[salsa::tracked(returns(clone))]
pub fn assets(db: &dyn Db, env: Env) -> Arc<Assets> {
    let graph = module_graph(db, env);
    let linked = linked(db, env);
    let placed = graph
        .graph
        .modules
        .iter_enumerated()
        .filter(|(idx, module)| module.kind == ModuleKind::Asset && linked.included.contains(idx.index()))
        .map(|(idx, _)| (idx, place(db, graph.module(idx))))
        .collect();
    Arc::new(Assets { placed })
}

fn place(db: &dyn Db, module: Module) -> PlacedAsset {
    if worker_code(db, module).is_some() {
        return place_worker(db, module);
    }
    let (content, hash) = match content(db, module.file(db)) {
        Ok(read) => read,
        Err(error) => return PlacedAsset::Failed(error),
    };
    let path = module.file(db).path(db).to_string_lossy().into_owned();
    let options = db.shared().workspace().compile_options(db);
    let inline = match (module.variant(db), loader_of(&path, &options.loaders)) {
        (Variant::Inline, _) => true,
        (Variant::AssetFile, _) => false,
        (_, Some(Loader::DataUrl)) => true,
        (_, Some(Loader::File)) => false,
        // As in Vite: Git LFS pointers and pages are never what one wants in a data URL.
        _ => content.len() < options.assets_inline_limit as usize && !path.ends_with(".html"),
    };
    if inline {
        PlacedAsset::Inline(data_url(&content, mime_of(&path)))
    } else {
        PlacedAsset::File(file_name(db, &path, hash), content)
    }
}

fn file_name(db: &dyn Db, path: &str, hash: Fingerprint) -> String {
    let options = db.shared().workspace().output_options(db);
    let file = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
    Pattern(&options.asset_names).fill("", stem, &hash.short(HASH_LENGTH), extension)
}
