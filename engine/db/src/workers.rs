//! Workers: each is linked apart from the page that makes it, and is an asset to it.

use std::sync::Arc;

use nexxo_base::options::{LinkOptions, OutputFormat, OutputOptions, Platform, SourceMapMode};
use nexxo_base::{Fingerprint, Set};
use nexxo_link::ModuleKind;
use nexxo_render::naming::{HASH_LENGTH, Pattern};
use nexxo_syntax::js::HELPERS_PACKAGE;

use crate::assets::{PlacedAsset, assets};
use crate::compile::{module_kind, module_path, quoted_specifier, style, template};
use crate::database::Db;
use crate::graph::module_graph;
use crate::inputs::{Entry, Env, Module, Variant};
use crate::resolution::{Resolved, resolved};
use crate::source::content;

/// The code that a worker runs, where `module` stands for its script.
pub(crate) fn worker_code(db: &dyn Db, module: Module) -> Option<Module> {
    let is_worker = matches!(module.variant(db), Variant::Worker | Variant::ModuleWorker | Variant::EmbeddedWorker);
    is_worker.then(|| db.shared().module(db, module.file(db), Variant::Auto))
}

/// What is linked together for a worker.
pub(crate) fn worker_env(db: &dyn Db, worker: Module) -> Option<Env> {
    let entry = Entry { module: worker_code(db, worker)?, dir: String::new(), name: stem(db, worker) };
    Some(db.shared().env(db, vec![entry], Some(worker)))
}

/// Whether `env` is that of a worker whose script stands in the code that makes it.
pub(crate) fn is_embedded(db: &dyn Db, env: Env) -> bool {
    env.worker(db).is_some_and(|worker| worker.variant(db) == Variant::EmbeddedWorker)
}

/// The workers that `env` makes.
pub(crate) fn workers_of(db: &dyn Db, env: Env) -> Vec<Module> {
    let (graph, assets) = (module_graph(db, env), assets(db, env));
    let is_worker = |placed: &PlacedAsset| matches!(placed, PlacedAsset::Worker(_) | PlacedAsset::EmbeddedWorker(_));
    assets.placed.iter().filter(|(_, it)| is_worker(it)).map(|(idx, _)| graph.module(*idx)).collect()
}

/// Of the workers whose scripts stand in that of `env`, which is a worker's too, those in whose scripts that one stands.
pub(crate) fn endless_workers(db: &dyn Db, env: Env) -> Vec<Module> {
    let embedded = |env: Env| workers_of(db, env).into_iter().filter(|it| it.variant(db) == Variant::EmbeddedWorker);
    let stands_in = |worker: Module| {
        let mut seen: Set<Module> = Set::default();
        let mut open = vec![worker];
        while let Some(next) = open.pop() {
            if Some(next) == env.worker(db) {
                return true;
            }
            if seen.insert(next) {
                open.extend(worker_env(db, next).into_iter().flat_map(embedded));
            }
        }
        false
    };
    if is_embedded(db, env) { embedded(env).filter(|&worker| stands_in(worker)).collect() } else { Vec::new() }
}

fn stem(db: &dyn Db, module: Module) -> String {
    module.file(db).path(db).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Where a worker's script goes.
pub(crate) fn place_worker(db: &dyn Db, worker: Module) -> PlacedAsset {
    match content(db, worker.file(db)) {
        Ok(_) if worker.variant(db) == Variant::EmbeddedWorker => PlacedAsset::EmbeddedWorker(worker_file(db, worker)),
        Ok(_) => PlacedAsset::Worker(worker_file(db, worker)),
        Err(error) => PlacedAsset::Failed(error),
    }
}

/// The file of a worker's script. Its hash covers all that the worker is made of, not the script: workers may make each
/// other, so none of them can be finished before the others have names.
#[salsa::tracked(returns(clone))]
pub(crate) fn worker_file(db: &dyn Db, worker: Module) -> String {
    let mut seen: Set<Module> = Set::default();
    let mut waiting = vec![worker];
    let mut parts = Vec::new();
    while let Some(module) = waiting.pop() {
        if !seen.insert(module) {
            continue;
        }
        let content = match module_kind(db, module).0 {
            ModuleKind::Asset => content(db, module.file(db)).map(|(_, hash)| hash).unwrap_or_default(),
            ModuleKind::Style => Fingerprint::of_hash(&style(db, module)),
            ModuleKind::Script | ModuleKind::Html => template(db, module).fingerprint(),
        };
        parts.push((module_path(db, module), content.0));
        waiting.extend(worker_code(db, module));
        waiting.extend(resolved(db, module).iter().filter_map(|it| match it {
            Resolved::Module(module) => Some(*module),
            _ => None,
        }));
    }
    parts.sort_unstable();
    let workspace = db.shared().workspace();
    let options = workspace.output_options(db);
    let hash = Fingerprint::of_hash(&(parts, &*options, &*workspace.link_options(db))).short(HASH_LENGTH);
    Pattern(&options.asset_names).fill("", &stem(db, worker), &hash, "js")
}

/// The module format of a worker's script. Node takes the format of what starts it.
fn format(db: &dyn Db, worker: Module, options: &OutputOptions) -> OutputFormat {
    match worker.variant(db) {
        _ if options.platform == Platform::Node => options.format,
        Variant::ModuleWorker | Variant::EmbeddedWorker => OutputFormat::Esm,
        _ => OutputFormat::Iife,
    }
}

/// The link options of `env`.
pub(crate) fn link_options(db: &dyn Db, env: Env) -> Arc<LinkOptions> {
    let workspace = db.shared().workspace();
    let options = workspace.link_options(db);
    let Some(worker) = env.worker(db) else { return options };
    let format = format(db, worker, &workspace.output_options(db));
    let splitting = options.splitting && format == OutputFormat::Esm && !is_embedded(db, env);
    Arc::new(LinkOptions { format, splitting, ..(*options).clone() })
}

/// The output options of `env`.
pub(crate) fn output_options(db: &dyn Db, env: Env) -> Arc<OutputOptions> {
    let options = db.shared().workspace().output_options(db);
    let Some(worker) = env.worker(db) else { return options };
    let format = format(db, worker, &options);
    let embedded = is_embedded(db, env);
    // Nobody would find a map of what stands in another script.
    let source_map = if embedded { SourceMapMode::None } else { options.source_map };
    Arc::new(OutputOptions { format, embedded, source_map, global_name: None, ..(*options).clone() })
}

/// The text of `?worker&inline`: the same of workers whose script it has in it.
pub(crate) fn inline_class_text(db: &dyn Db, module: Module) -> String {
    let specifier = quoted_specifier(db, module);
    let is_shared = module.variant(db) == Variant::InlineSharedWorkerClass;
    let class = if is_shared { "SharedWorker" } else { "Worker" };
    format!(
        "import start from \"{HELPERS_PACKAGE}/helpers/inlineWorker\";\n\
         import script from {specifier};\n\
         export default function (options) {{\n\
         return start({class}, script, new URL({specifier}, import.meta.url), options, {is_shared});\n}}\n"
    )
}

/// The text of `?worker`: what makes workers that run the file.
pub(crate) fn class_text(db: &dyn Db, module: Module) -> String {
    let specifier = quoted_specifier(db, module);
    let class = if module.variant(db) == Variant::SharedWorkerClass { "SharedWorker" } else { "Worker" };
    let on_node = db.shared().workspace().output_options(db).platform == Platform::Node;
    let head = if on_node { "import { Worker } from 'node:worker_threads';\n" } else { "" };
    format!(
        "{head}export default function (options) {{\nreturn new {class}(new URL({specifier}, import.meta.url), \
         {{ type: 'module', name: options && options.name }});\n}}\n"
    )
}
