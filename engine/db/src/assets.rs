//! Where assets end up.

use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::index::Idx;
use nexxo_base::options::Loader;
use nexxo_base::path::public_url;
use nexxo_base::{Fingerprint, Map};
use nexxo_link::{ModuleIdx, ModuleKind, StyleRoot};
use nexxo_render::cascade::Writing;
use nexxo_render::naming::{AssetUrl, HASH_LENGTH, Pattern};
use nexxo_render::{StyleInput, render_style};
use nexxo_syntax::asset::{data_url, loader_of, mime_of};

use crate::compile::style;
use crate::database::Db;
use crate::graph::module_graph;
use crate::inputs::{Env, Module, Variant};
use crate::linking::{linked, style_templates};
use crate::resolution::PUBLIC_FOLDER;
use crate::source::{SourceError, content};
use crate::workers::{output_options, place_worker, worker_code};

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
    /// The same where it is a text in the script of who makes the worker: the name that it would have.
    EmbeddedWorker(String),
    /// A file of the public folder, which is there already: its name.
    Public(String),
    /// It cannot be read.
    Failed(SourceError),
}

impl Assets {
    /// The URLs as the renderer wants them, but for scripts that stand in others: they are not known before all is linked.
    pub fn urls(&self) -> Map<ModuleIdx, AssetUrl> {
        self.placed
            .iter()
            .filter_map(|(module, placed)| match placed {
                PlacedAsset::File(file, _) | PlacedAsset::Worker(file) | PlacedAsset::Public(file) => {
                    Some((*module, AssetUrl::File(file.clone())))
                }
                PlacedAsset::Inline(url) => Some((*module, AssetUrl::Inline(url.clone()))),
                PlacedAsset::EmbeddedWorker(_) | PlacedAsset::Failed(_) => None,
            })
            .collect()
    }
}

/// Places every asset that is part of the output.
#[salsa::tracked(returns(clone))]
pub fn assets(db: &dyn Db, env: Env) -> Arc<Assets> {
    let graph = module_graph(db, env);
    let linked = linked(db, env);
    let included = graph.graph.modules.iter_enumerated();
    let included: Vec<(ModuleIdx, Module)> = included
        .filter(|(idx, module)| module.kind == ModuleKind::Asset && linked.included.contains(idx.index()))
        .map(|(idx, _)| (idx, graph.module(idx)))
        .collect();
    // Style sheets name other assets.
    let (sheets, files): (Vec<_>, Vec<_>) = included.into_iter().partition(|(_, module)| style(db, *module).is_some());
    let mut assets = Assets { placed: files.into_iter().map(|(idx, module)| (idx, place(db, module))).collect() };
    if !sheets.is_empty() {
        let urls = assets.urls();
        let templates = style_templates(db, &graph);
        let writing = Writing { minify: output_options(db, env).minify, split: false };
        let input = StyleInput { graph: &graph.graph, templates: &templates, assets: &urls, writing };
        let sheets = sheets.into_iter().map(|(idx, module)| (idx, place_sheet(db, env, &input, idx, module)));
        let mut placed: Vec<(ModuleIdx, PlacedAsset)> = assets.placed.into_vec().into_iter().chain(sheets).collect();
        placed.sort_by_key(|(idx, _)| *idx);
        assets.placed = placed.into();
    }
    Arc::new(assets)
}

/// Places a style sheet that code wants as a text or as a URL, with all that it imports.
fn place_sheet(db: &dyn Db, env: Env, input: &StyleInput<'_>, idx: ModuleIdx, module: Module) -> PlacedAsset {
    let options = output_options(db, env);
    let is_manifest = module.variant(db) == Variant::WebManifest;
    let is_file = is_manifest || matches!(module.variant(db), Variant::Asset | Variant::AssetFile);
    // JSON has no comments.
    let writing = Writing { minify: input.writing.minify || is_manifest, ..input.writing };
    let input = &StyleInput { graph: input.graph, templates: input.templates, assets: input.assets, writing };
    let path = module.file(db).path(db).to_string_lossy().into_owned();
    // The folder decides how URLs are spelled, and does not depend on the hash.
    let from = if is_file { file_name(db, &path, Fingerprint(0)) } else { String::from("index.html") };
    let asset_url = |file: &str| public_url(&options.base, &from, file);
    let root = StyleRoot::of_code(idx);
    let text: String = render_style(input, &[root], &asset_url).into_iter().map(|it| it.text).collect();
    if is_file {
        let hash = Fingerprint::of(text.as_bytes());
        PlacedAsset::File(file_name(db, &path, hash), text.into_bytes().into())
    } else {
        PlacedAsset::Inline(text)
    }
}

fn place(db: &dyn Db, module: Module) -> PlacedAsset {
    if worker_code(db, module).is_some() {
        return place_worker(db, module);
    }
    if module.variant(db) == Variant::Public {
        let path = db.shared().show(db, module.file(db).path(db));
        return PlacedAsset::Public(path.strip_prefix(PUBLIC_FOLDER).unwrap_or(&path).to_owned());
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
        // As in Vite: pages and pointers of Git LFS are never what one wants in a data URL.
        _ => {
            content.len() < options.assets_inline_limit as usize
                && !path.ends_with(".html")
                && !content.starts_with(b"version https://git-lfs.github.com")
        }
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
