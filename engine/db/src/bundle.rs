//! The files of the output, from rendered chunks, style sheets, assets and pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::options::SourceMapMode;
use nexxo_base::path::relative_specifier;
use nexxo_base::{Fingerprint, Map};
use nexxo_link::{Chunk, ChunkIdx, ChunkKind, ChunkPlan, ModuleIdx, ModuleKind, Wrap};
use nexxo_render::naming::AssetUrl;
use nexxo_render::{HASH_LENGTH, Pattern, url_suffix};
use nexxo_syntax::asset::data_url;
use nexxo_syntax::html::PageOutput;

use crate::assets::{PlacedAsset, assets};
use crate::compile::compile;
use crate::database::Db;
use crate::engine::{OutputFile, OutputKind};
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::{Entry, Env, Module};
use crate::integrity::{import_map, integrity_of};
use crate::linking::{
    chunk_file, chunk_key, chunk_plan, file_names, linked, rendered_chunk, rendered_styles, written_chunk,
};
use crate::resolution::page_file;
use crate::source::source;
use crate::workers::{is_embedded, output_options, worker_env};

/// A finished bundle with what the metafile needs to know of it.
#[derive(Default)]
pub(crate) struct Bundle {
    pub(crate) outputs: Vec<OutputFile>,
    /// Final names of the chunks' scripts; empty where a chunk has none.
    pub(crate) scripts: IndexVec<ChunkIdx, String>,
    /// The hashes by which browsers check scripts and style sheets, by file, where that is asked.
    pub(crate) integrity: Map<String, String>,
}

impl Bundle {
    /// Takes out the script, where it is a worker's that stands in another.
    pub(crate) fn without_embedded(mut self, db: &dyn Db, env: Env) -> Self {
        if is_embedded(db, env) {
            self.outputs.retain(|it| it.kind != OutputKind::Entry);
            self.scripts.iter_mut().for_each(String::clear);
        }
        self
    }
}

/// Puts the bundle of `env` together.
pub(crate) fn bundle(db: &dyn Db, env: Env) -> Bundle {
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    let options = output_options(db, env);
    let file = |(chunk, it): (ChunkIdx, &Chunk)| if it.has_script { chunk_file(db, env, chunk) } else { String::new() };
    let files: IndexVec<ChunkIdx, String> = plan.chunks.iter_enumerated().map(file).collect();

    let mut out = Bundle::default();
    for chunk in plan.chunks.indices().filter(|&chunk| plan.chunks[chunk].has_script) {
        let file = &files[chunk];
        let script = rendered_chunk(db, env, chunk_key(chunk));
        if let Some(map) = script.map.as_ref().filter(|_| options.source_map != SourceMapMode::Inline) {
            out.outputs.push(OutputFile::new(format!("{file}.map"), map.clone(), OutputKind::SourceMap));
        }
        if !script.rendered.legal.is_empty() {
            let legal = Bytes::copy_from_slice(script.rendered.legal.as_bytes());
            out.outputs.push(OutputFile::new(format!("{file}.LEGAL.txt"), legal, OutputKind::Legal));
        }
        let kind = match plan.chunks[chunk].kind {
            ChunkKind::Entry(module) => {
                out.outputs.extend(facades(db, env, module, file));
                OutputKind::Entry
            }
            ChunkKind::Dynamic(_) | ChunkKind::Shared => OutputKind::Chunk,
        };
        out.outputs.push(OutputFile::new(file.clone(), written_chunk(db, env, chunk_key(chunk)), kind));
    }
    for style in rendered_styles(db, env).iter().flatten() {
        if let Some(map) = style.map.as_ref().filter(|_| options.source_map != SourceMapMode::Inline) {
            let map_file = format!("{}.map", style.file);
            out.outputs.push(OutputFile::new(map_file, map.clone(), OutputKind::SourceMap));
        }
        let text = Bytes::copy_from_slice(style.text.as_bytes());
        out.integrity.extend(style.integrity.clone().map(|hash| (style.file.clone(), hash)));
        out.outputs.push(OutputFile::new(style.file.clone(), text, OutputKind::Style));
    }
    for (_, placed) in &assets(db, env).placed {
        if let PlacedAsset::File(file, bytes) = placed {
            out.outputs.push(OutputFile::new(file.clone(), bytes.clone(), OutputKind::Asset));
        }
    }
    if let Some(algorithm) = options.integrity {
        let scripts = out.outputs.iter().filter(|it| matches!(it.kind, OutputKind::Entry | OutputKind::Chunk));
        out.integrity.extend(scripts.map(|it| (it.path.clone(), integrity_of(algorithm, &it.bytes))));
    }
    let pages = Pages { db, env, graph: &graph, plan: &plan, scripts: &files, integrity: &out.integrity };
    out.outputs.extend(pages.render());
    out.scripts = files;
    out
}

/// The script of a worker as a text, for the code that makes it. Must not be asked for where it would stand in itself.
#[salsa::tracked(returns(clone))]
pub(crate) fn embedded_script(db: &dyn Db, worker: Module) -> Arc<str> {
    let outputs = worker_env(db, worker).map(|env| bundle(db, env).outputs).unwrap_or_default();
    let script = outputs.iter().find(|it| it.kind == OutputKind::Entry);
    script.map_or_else(Arc::default, |script| String::from_utf8_lossy(&script.bytes).into())
}

/// How a file names its source map, where it does.
pub(crate) fn map_url(mode: SourceMapMode, map_file: &str, map: &Bytes) -> Option<String> {
    match mode {
        SourceMapMode::Linked => Some(map_file.rsplit('/').next().unwrap_or(map_file).to_owned()),
        SourceMapMode::Inline | SourceMapMode::Both => Some(data_url(map, "application/json")),
        SourceMapMode::None | SourceMapMode::External | SourceMapMode::Hidden => None,
    }
}

/// Ends a script with the comment that names its map, where there is one.
pub(crate) fn push_map_comment(script: &mut Vec<u8>, mode: SourceMapMode, map_file: &str, map: &Bytes) {
    if let Some(url) = map_url(mode, map_file, map) {
        script.extend_from_slice(format!("//# sourceMappingURL={url}\n").as_bytes());
    }
}

/// The files of an entry that has several names, but for the first: they pass on what that one exports.
fn facades(db: &dyn Db, env: Env, module: ModuleIdx, file: &str) -> Vec<OutputFile> {
    let graph = module_graph(db, env);
    let options = output_options(db, env);
    let linked = linked(db, env);
    let has_default = linked.wrap[module] == Wrap::CommonJs
        || linked.exports[module].iter().any(|(name, _)| name.as_str() == "default");
    let all = env.entries(db);
    let entries = all.iter().filter(|entry| entry.module == graph.module(module));
    let facade = |entry: &Entry| {
        let path = |hash: &str| {
            Pattern(&options.entry_names).fill(&entry.dir, &entry.name, hash, options.plain_script_extension())
        };
        // The hash is as long as any other: the way from here to there does not depend on it.
        let from = relative_specifier(&path(&"0".repeat(HASH_LENGTH)), file);
        let mut text = format!("export * from {from:?};\n");
        if has_default {
            text.push_str(&format!("export {{ default }} from {from:?};\n"));
        }
        let hash = Fingerprint::of(text.as_bytes()).short(HASH_LENGTH);
        OutputFile::new(path(&hash), text.into_bytes().into(), OutputKind::Entry)
    };
    entries.skip(1).map(facade).filter(|facade| facade.path != file).collect()
}

struct Pages<'b> {
    db: &'b dyn Db,
    env: Env,
    graph: &'b ModuleGraph,
    plan: &'b ChunkPlan,
    scripts: &'b IndexVec<ChunkIdx, String>,
    integrity: &'b Map<String, String>,
}

impl Pages<'_> {
    fn render(&self) -> Vec<OutputFile> {
        let pages = self.plan.chunks.iter_enumerated().filter_map(|(chunk, it)| match it.kind {
            ChunkKind::Entry(module) if self.graph.graph.modules[module].kind == ModuleKind::Html => {
                self.page(chunk, module)
            }
            _ => None,
        });
        pages.collect()
    }

    fn page(&self, chunk: ChunkIdx, module: ModuleIdx) -> Option<OutputFile> {
        let db = self.db;
        let handle = self.graph.module(module);
        let compiled = compile(db, handle);
        let html = compiled.html.as_ref()?;
        let text = source(db, handle.file(db)).ok()?;
        let file = page_file(&self.graph.graph.modules[module].path);
        let names = file_names(db, self.env);
        let options = db.shared().workspace().output_options(db);
        let url = |to: &str| match options.base.as_str() {
            "" | "./" => relative_specifier(&file, to),
            base => format!("{base}{to}"),
        };
        let imported: Vec<ChunkIdx> = self.plan.chunks[chunk].imports.iter().map(|(other, _)| *other).collect();
        let script = |chunk: ChunkIdx| Some(&self.scripts[chunk]).filter(|it| !it.is_empty()).map(|it| url(it));
        let scripts: Vec<String> = script(chunk).into_iter().collect();
        let preloads: Vec<String> = imported.iter().filter_map(|&it| script(it)).collect();
        let styles: Vec<String> = names.styles[chunk].iter().map(|style| url(style)).collect();
        let rendered = rendered_styles(db, self.env);
        let links = |record: nexxo_base::module::RecordIdx| {
            let files = self.plan.styles.of_link.get(&(module, record)).into_iter();
            files.flat_map(|&file| rendered[file].iter().map(|it| (url(&it.file), None))).collect()
        };
        let asset_url = |record: nexxo_base::module::RecordIdx| {
            let target = self.graph.graph.modules[module].targets[record.index()];
            match target {
                nexxo_link::RecordTarget::Module(asset) => match names.assets.get(&asset) {
                    Some(AssetUrl::File(file) | AssetUrl::Embedded(file, _)) => {
                        let records = &self.graph.graph.modules[module].interface.records;
                        format!("{}{}", url(file), url_suffix(&records[record.index()].specifier))
                    }
                    Some(AssetUrl::Inline(text)) => text.clone(),
                    None => String::new(),
                },
                nexxo_link::RecordTarget::External(external) => self.graph.graph.externals[external].to_string(),
                _ => self.graph.graph.modules[module].interface.records[record.index()].specifier.to_string(),
            }
        };
        let kept_url =
            |record: nexxo_base::module::RecordIdx| match self.graph.graph.modules[module].targets[record.index()] {
                nexxo_link::RecordTarget::Module(_) => None,
                _ => Some(asset_url(record)),
            };
        let hashes: Map<String, &String> = self.integrity.iter().map(|(file, hash)| (url(file), hash)).collect();
        let import_map = self.import_map(chunk, &imported, &url);
        let page = PageOutput {
            import_map: import_map.as_deref(),
            integrity: &|url| hashes.get(url).map(|hash| hash.as_str()),
            scripts: &scripts,
            preloads: &preloads,
            styles: &styles,
            links: &links,
            asset_url: &asset_url,
            kept_url: &kept_url,
        };
        let text = html.render(&text, &page);
        Some(OutputFile::new(file, text.into_bytes().into(), OutputKind::Html))
    }

    /// The import map with the hashes of the scripts that a page may come to load and that none of its tags names: they are
    /// `tagged` and the page's own.
    fn import_map(&self, own: ChunkIdx, tagged: &[ChunkIdx], url: &dyn Fn(&str) -> String) -> Option<String> {
        if self.integrity.is_empty() {
            return None;
        }
        let mut seen = BitSet::new(self.plan.chunks.len());
        let mut open = vec![own];
        let mut hashes = BTreeMap::new();
        while let Some(chunk) = open.pop() {
            if !seen.insert(chunk.index()) {
                continue;
            }
            let it = &self.plan.chunks[chunk];
            open.extend(it.imports.iter().map(|(other, _)| *other).chain(it.dynamic_imports.iter().copied()));
            if chunk != own
                && !tagged.contains(&chunk)
                && let Some(hash) = self.integrity.get(&self.scripts[chunk])
            {
                hashes.insert(url(&self.scripts[chunk]), hash.clone());
            }
        }
        import_map(&hashes)
    }
}
