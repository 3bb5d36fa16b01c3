//! The metafile, in the shape that esbuild gave it: inputs and outputs by path, with bytes and imports.

use nexxo_base::index::Idx;
use nexxo_base::module::Format;
use nexxo_base::path::relative;
use nexxo_link::{ChunkKind, ModuleIdx, RecordTarget};
use serde_json::{Map, Value, json};

use crate::bundle::Bundle;
use crate::compile::compile;
use crate::database::{Db, is_virtual};
use crate::engine::OutputFile;
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::Env;
use crate::linking::{chunk_key, chunk_plan, file_names, linked, rendered_chunk, rendered_styles};
use crate::source::{content, source};

/// Adds the inputs and outputs of one bundle to a metafile.
pub(crate) fn add(
    db: &dyn Db,
    env: Env,
    bundle: &Bundle,
    inputs: &mut Map<String, Value>,
    outputs: &mut Map<String, Value>,
) {
    let graph = module_graph(db, env);
    for idx in graph.modules.indices().filter(|&idx| graph.graph.runtime != Some(idx)) {
        inputs.insert(graph.graph.modules[idx].path.to_string(), input(db, &graph, idx));
    }
    let plan = chunk_plan(db, env);
    let linked = linked(db, env);
    let outdir = relative(db.shared().workspace().root(db), db.shared().workspace().outdir(db));
    let at = |file: &str| if outdir == "." { file.to_string() } else { format!("{outdir}/{file}") };
    let names = file_names(db, env);
    let size = |file: &str| bundle.outputs.iter().find(|it| it.path == file).map_or(0, |it| it.bytes.len());
    for (chunk, it) in plan.chunks.iter_enumerated() {
        let script = &bundle.scripts[chunk];
        let style = names.styles[chunk].last();
        if !script.is_empty() {
            let of = |kind: &str| {
                let kind = kind.to_string();
                move |other: &nexxo_link::ChunkIdx| json!({ "path": at(&bundle.scripts[*other]), "kind": kind })
            };
            let static_imports =
                it.imports.iter().map(|(other, _)| other).filter(|other| !bundle.scripts[**other].is_empty());
            let externals = it
                .external_imports
                .iter()
                .map(|import| linked.external_imports[*import].external)
                .chain(it.bare_externals.iter().copied())
                .collect::<std::collections::BTreeSet<_>>();
            let mut imports: Vec<Value> = static_imports.map(of("import-statement")).collect();
            imports.extend(it.dynamic_imports.iter().map(of("dynamic-import")));
            imports.extend(externals.into_iter().map(|external| {
                json!({ "path": graph.graph.externals[external], "kind": "import-statement", "external": true })
            }));
            let mut output = json!({ "imports": imports, "exports": [] });
            if let ChunkKind::Entry(entry) | ChunkKind::Dynamic(entry) = it.kind {
                output["exports"] = linked.exports[entry].iter().map(|(name, _)| json!(name)).collect();
                output["entryPoint"] = json!(&*graph.graph.modules[entry].path);
            }
            if let Some(style) = style {
                output["cssBundle"] = json!(at(style));
            }
            output["inputs"] = by_module(&graph, &rendered_chunk(db, env, chunk_key(chunk)).rendered.module_bytes);
            output["bytes"] = json!(size(script));
            outputs.insert(at(script), output);
        }
    }
    for style in rendered_styles(db, env).iter().flatten() {
        let inputs = by_module(&graph, &style.module_bytes);
        outputs.insert(at(&style.file), json!({ "imports": [], "inputs": inputs, "bytes": size(&style.file) }));
    }
    for OutputFile { path, bytes, .. } in &bundle.outputs {
        let path = at(path);
        if !outputs.contains_key(&path) {
            outputs.insert(path, json!({ "imports": [], "exports": [], "inputs": {}, "bytes": bytes.len() }));
        }
    }
}

fn by_module(graph: &ModuleGraph, bytes: &[(ModuleIdx, u32)]) -> Value {
    let entry = |(module, bytes): &(ModuleIdx, u32)| {
        (graph.graph.modules[*module].path.to_string(), json!({ "bytesInOutput": bytes }))
    };
    let of_users = bytes.iter().filter(|(module, _)| graph.graph.runtime != Some(*module));
    Value::Object(of_users.map(entry).collect())
}

fn input(db: &dyn Db, graph: &ModuleGraph, idx: ModuleIdx) -> Value {
    let module = graph.module(idx);
    let node = &graph.graph.modules[idx];
    let file = module.file(db);
    let size = match source(db, file) {
        Ok(text) => text.len(),
        Err(_) => content(db, file).map_or(0, |(bytes, _)| bytes.len()),
    };
    let imports: Vec<Value> = node
        .interface
        .records
        .iter()
        .enumerate()
        .filter_map(|(i, record)| {
            let mut import = match node.targets[i] {
                RecordTarget::Module(target) => json!({ "path": &*graph.graph.modules[target].path }),
                RecordTarget::External(external) => {
                    json!({ "path": graph.graph.externals[external], "external": true })
                }
                RecordTarget::Disabled => json!({ "path": "(disabled)" }),
                RecordTarget::Missing | RecordTarget::Skipped => return None,
            };
            import["kind"] = json!(record.kind.as_str());
            if import.get("external").is_none() {
                import["original"] = json!(record.specifier);
            }
            Some(import)
        })
        .collect();
    let mut out = json!({ "bytes": size, "imports": imports });
    let is_script = node.kind == nexxo_link::ModuleKind::Script && !is_virtual(file.path(db));
    if is_script && (node.scanned || compile(db, module).js.problems.is_empty()) {
        out["format"] = json!(if node.interface.format == Format::CommonJs { "cjs" } else { "esm" });
    }
    debug_assert!(idx.index() < graph.modules.len());
    out
}
