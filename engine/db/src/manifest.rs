//! The manifest, in the shape that Vite gave it: for servers that write the tags of a page themselves.

use std::collections::BTreeMap;

use nexxo_link::{ChunkIdx, ChunkKind, ModuleIdx};
use serde_json::{Map, Value, json};

use crate::assets::{PlacedAsset, assets};
use crate::bundle::Bundle;
use crate::database::Db;
use crate::graph::module_graph;
use crate::inputs::Env;
use crate::linking::{chunk_plan, file_names};

/// Adds the files of one bundle. Those of a worker are loaded by it alone, and no tag names them.
pub(crate) fn add(db: &dyn Db, env: Env, bundle: &Bundle, manifest: &mut Map<String, Value>) {
    if env.worker(db).is_some() {
        return;
    }
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    let names = file_names(db, env);
    let path = |module: ModuleIdx| graph.graph.modules[module].path.to_string();
    let files: BTreeMap<ModuleIdx, String> = assets(db, env)
        .placed
        .iter()
        .filter_map(|(module, placed)| match placed {
            PlacedAsset::File(file, _) => Some((*module, file.clone())),
            _ => None,
        })
        .collect();
    let script = |chunk: ChunkIdx| Some(bundle.scripts[chunk].as_str()).filter(|file| !file.is_empty());
    let style = |chunk: ChunkIdx| names.styles[chunk].first().map(String::as_str);
    let key = |chunk: ChunkIdx| match plan.chunks[chunk].kind {
        ChunkKind::Entry(module) | ChunkKind::Dynamic(module) => path(module),
        ChunkKind::Shared => {
            let file = &bundle.scripts[chunk];
            format!("_{}", file.rsplit('/').next().unwrap_or(file))
        }
    };
    for (idx, chunk) in plan.chunks.iter_enumerated() {
        let Some(file) = script(idx).or(style(idx)) else { continue };
        if script(idx).is_none() && chunk.kind == ChunkKind::Shared {
            continue; // it is told of with the chunks that need it
        }
        let mut entry = json!({ "file": file });
        match chunk.kind {
            ChunkKind::Entry(module) => {
                entry["src"] = json!(path(module));
                entry["isEntry"] = json!(true);
            }
            ChunkKind::Dynamic(module) => {
                entry["src"] = json!(path(module));
                entry["isDynamicEntry"] = json!(true);
            }
            ChunkKind::Shared => {}
        }
        let imports = chunk.imports.iter().map(|(other, _)| *other).filter(|&it| script(it).is_some());
        // An entry that is a style sheet is that file itself.
        let own = names.styles[idx].iter().skip(usize::from(script(idx).is_none()));
        let held = chunk.modules.iter().filter_map(|module| files.get(module));
        let hash = |file: &str| bundle.integrity.get(file).map(|hash| json!(hash));
        if let Some(hash) = hash(file) {
            entry["integrity"] = hash;
        }
        let own_hashes: Vec<Value> = own.clone().filter_map(|file| hash(file)).collect();
        let mut list = |name: &str, items: Vec<Value>| {
            if !items.is_empty() {
                entry[name] = Value::Array(items);
            }
        };
        list("imports", imports.map(|it| json!(key(it))).collect());
        list("dynamicImports", chunk.dynamic_imports.iter().map(|&it| json!(key(it))).collect());
        list("css", own.map(|file| json!(file)).collect());
        list("cssIntegrity", own_hashes);
        list("assets", held.map(|file| json!(file)).collect());
        manifest.insert(key(idx), entry);
    }
    for (module, file) in files {
        let path = path(module);
        let source = path.split('?').next().unwrap_or(&path);
        manifest.insert(source.to_string(), json!({ "file": file, "src": source }));
    }
}

/// The manifest's text.
pub(crate) fn text(manifest: Map<String, Value>) -> Vec<u8> {
    let sorted: BTreeMap<String, Value> = manifest.into_iter().collect();
    serde_json::to_vec_pretty(&sorted).unwrap_or_default()
}
