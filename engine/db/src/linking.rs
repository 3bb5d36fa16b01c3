//! From the graph to chunks: the linker's passes and the renderer, as queries.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::Fingerprint;
use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::NameFacts;
use nexxo_base::options::{OutputOptions, SourceMapMode};
use nexxo_base::path::{public_url, relative};
use nexxo_base::template::{StyleTemplate, Template};
use nexxo_link::{ChunkIdx, ChunkKind, ChunkNames, ChunkPlan, Linked, ModuleIdx, ModuleKind, StyleFile, StyleFileIdx};
use nexxo_render::cascade::Writing;
use nexxo_render::naming::{AssetUrl, FileNames, Pattern, placeholder};
use nexxo_render::{
    Cores, Links, MapSeams, MapShape, MapSource, OutMapping, Placed, RenderInput, RenderedChunk, Seams, Spread,
    StyleInput, StyleText, encode_map, final_hashes, join_map, own_hash, render_chunk, render_style, with_hashes,
};

use nexxo_syntax::js::minify_chunk;

use crate::assets::{PlacedAsset, assets};
use crate::bundle::{embedded_script, map_url, push_map_comment};
use crate::compile::style;
use crate::database::{Db, is_virtual};
use crate::graph::{ModuleGraph, demanded_graph, module_graph, whole_graph};
use crate::input_map::{Located, usable_map};
use crate::inputs::Env;
use crate::integrity::integrity_of;
use crate::pieces::Basis;
use crate::source::source;
use crate::workers::{link_options, output_options, worker_file};

/// What linking finds, and chunks: one affects the other.
#[salsa::tracked(returns(clone))]
fn link_result(db: &dyn Db, env: Env) -> (Arc<Linked>, Arc<ChunkPlan>) {
    let on_demand = link_on_demand(db, env);
    if on_demand.0.lacks_modules { link_graph(db, env, &whole_graph(db, env)) } else { on_demand }
}

/// [`link_result`] of the modules that following names led to, which may lack some that matter.
#[salsa::tracked(returns(clone))]
pub fn link_on_demand(db: &dyn Db, env: Env) -> (Arc<Linked>, Arc<ChunkPlan>) {
    link_graph(db, env, &demanded_graph(db, env))
}

fn link_graph(db: &dyn Db, env: Env, graph: &ModuleGraph) -> (Arc<Linked>, Arc<ChunkPlan>) {
    let options = link_options(db, env);
    let size = |module| source(db, graph.module(module).file(db)).map_or(0, |text| text.len() as u32);
    let pause = || db.unwind_if_revision_cancelled();
    let (linked, plan) = nexxo_link::link(&graph.graph, &options, &size, &pause);
    (Arc::new(linked), Arc::new(plan))
}

/// Bindings, liveness, order.
#[salsa::tracked(returns(clone))]
pub fn linked(db: &dyn Db, env: Env) -> Arc<Linked> {
    link_result(db, env).0
}

/// Chunks.
#[salsa::tracked(returns(clone))]
pub fn chunk_plan(db: &dyn Db, env: Env) -> Arc<ChunkPlan> {
    link_result(db, env).1
}

/// The names of every chunk.
#[salsa::tracked(returns(clone))]
pub fn chunk_names(db: &dyn Db, env: Env) -> Arc<IndexVec<ChunkIdx, Arc<ChunkNames>>> {
    let options = link_options(db, env);
    let graph = module_graph(db, env);
    let (linked, plan) = (linked(db, env), chunk_plan(db, env));
    let mut facts: IndexVec<ModuleIdx, Option<Arc<NameFacts>>> = IndexVec::filled(None, graph.modules.len());
    for &module in plan.chunks.iter().flat_map(|chunk| &chunk.modules) {
        facts[module] = Some(graph.name_facts(db, module));
    }
    let facts = |module: ModuleIdx| facts[module].clone().unwrap_or_default();
    let name =
        |&chunk: &ChunkIdx| Arc::new(nexxo_link::name_chunk(&graph.graph, &linked, &plan, chunk, &facts, &options));
    let chunks: Vec<ChunkIdx> = plan.chunks.indices().collect();
    Arc::new(cores(db).map(&chunks, name).into_iter().collect())
}

/// A style sheet of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderedStyle {
    /// Its file, relative to the output folder; final.
    pub file: String,
    /// Its text, with the comment that names the map.
    pub text: Arc<str>,
    /// The hash by which a browser checks it, where that is asked.
    pub integrity: Option<String>,
    /// The source map.
    pub map: Option<Bytes>,
    /// Bytes that each module gave.
    pub module_bytes: Box<[(ModuleIdx, u32)]>,
}

/// The texts of every file of style sheets: one each, or several where rules that lead outside stand within.
#[salsa::tracked(returns(clone))]
pub fn rendered_styles(db: &dyn Db, env: Env) -> Arc<IndexVec<StyleFileIdx, Vec<RenderedStyle>>> {
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    if plan.styles.files.is_empty() {
        return Arc::default();
    }
    let options = output_options(db, env);
    let assets = assets(db, env);
    let input = StyleInput {
        graph: &graph.graph,
        templates: &style_templates(db, &graph),
        assets: &assets.urls(),
        writing: Writing { minify: options.minify, split: is_page_build(&graph) },
    };
    let names = ChunkFileNames::new(db, env, &graph, &plan);
    // Nothing is renamed in a way that a map could tell.
    let names_of_sheets = IndexVec::filled(None, graph.modules.len());
    let mut taken: nexxo_base::Set<String> = nexxo_base::Set::default();
    let mut render = |file: &StyleFile| {
        // The name's folder decides how assets are spelled; its hash only depends on the text.
        let dir_of = names.style(file, &graph, 1, "00000000");
        let asset_url = |file: &str| public_url(&options.base, &dir_of, file);
        let texts = render_style(&input, &file.roots, &asset_url).into_iter();
        let finish = |StyleText { mut text, module_bytes, mut mappings }: StyleText| {
            if let Some(banner) = &options.style_banner {
                text.insert_str(0, &format!("{banner}\n"));
                mappings.iter_mut().for_each(|it| it.offset += banner.len() as u32 + 1);
            }
            if let Some(footer) = &options.style_footer {
                text.push_str(&format!("{footer}\n"));
            }
            let hash = Fingerprint::of(text.as_bytes()).short(nexxo_render::naming::HASH_LENGTH);
            // Without hashes two files of one name need a number.
            let mut all = (1..).map(|number| names.style(file, &graph, number, &hash));
            let name = all.find(|name| taken.insert(name.clone())).unwrap_or_default();
            let map: Option<Bytes> = (options.source_map != SourceMapMode::None).then(|| {
                let mut map = ChunkMap::new(db, &graph, &names_of_sheets, &name);
                map.of_mappings(&text, &mappings, Cores { threads: None }).into()
            });
            if let Some(map) = &map
                && let Some(url) = map_url(options.source_map, &format!("{name}.map"), map)
            {
                text.push_str(&format!("/*# sourceMappingURL={url} */\n"));
            }
            let integrity = options.integrity.map(|it| integrity_of(it, text.as_bytes()));
            RenderedStyle { file: name, text: text.into(), integrity, map, module_bytes: module_bytes.into() }
        };
        texts.map(finish).collect()
    };
    Arc::new(plan.styles.files.iter().map(&mut render).collect())
}

/// The sheets by module: those in force, and those that code wants as a text or as a URL.
pub(crate) fn style_templates(db: &dyn Db, graph: &ModuleGraph) -> IndexVec<ModuleIdx, Option<Arc<StyleTemplate>>> {
    let is_sheet = |kind: ModuleKind| matches!(kind, ModuleKind::Style | ModuleKind::Asset);
    let modules = graph.graph.modules.iter_enumerated();
    modules.map(|(idx, it)| is_sheet(it.kind).then(|| style(db, graph.module(idx))).flatten()).collect()
}

/// Whether the entries include a page: its `<link>`s name the style sheets of all chunks that it needs.
fn is_page_build(graph: &ModuleGraph) -> bool {
    graph.graph.entries.iter().any(|&entry| graph.graph.modules[entry].kind == ModuleKind::Html)
}

/// Names of chunks' files before hashes are known.
pub struct ChunkFileNames {
    parts: IndexVec<ChunkIdx, (String, String, Role)>,
    entry_names: String,
    chunk_names: String,
    style_names: String,
    script_extension: String,
    style_extension: String,
    /// The file of the entry, where that is a worker.
    worker: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Entry,
    Other,
}

impl ChunkFileNames {
    fn new(db: &dyn Db, env: Env, graph: &ModuleGraph, plan: &ChunkPlan) -> Self {
        let options = output_options(db, env);
        let entries = env.entries(db);
        let pages = is_page_build(graph);
        let mut parts: IndexVec<ChunkIdx, _> = IndexVec::new();
        let script_extension = options.plain_script_extension();
        let path = |pattern, dir: &str, name: &str| Pattern(pattern).fill(dir, name, "", script_extension);
        let has_hash = Pattern(&options.chunk_names).has_hash();
        let mut taken: nexxo_base::Set<String> = nexxo_base::Set::default();
        if !has_hash && !Pattern(&options.entry_names).has_hash() {
            taken.extend(entries.iter().map(|entry| path(&options.entry_names, &entry.dir, &entry.name)));
        }
        for chunk in &plan.chunks {
            let (dir, name, role) = match chunk.kind {
                ChunkKind::Entry(module) => {
                    let entry = entries.iter().find(|entry| entry.module == graph.module(module));
                    let (dir, name) = entry.map(|it| (it.dir.clone(), it.name.clone())).unwrap_or_default();
                    (dir, name, Role::Entry)
                }
                ChunkKind::Dynamic(module) => {
                    (String::new(), chunk_name(&graph.graph.modules[module].path), Role::Other)
                }
                ChunkKind::Shared => {
                    let name = chunk.name.as_ref().map_or_else(|| "chunk".into(), ToString::to_string);
                    (String::new(), name, Role::Other)
                }
            };
            let name = if role == Role::Other && !has_hash {
                // Without hashes two files of one name need a number.
                let numbers = (2..).map(|number| format!("{name}{number}"));
                let mut names = std::iter::once(name.clone()).chain(numbers);
                names.find(|name| taken.insert(path(&options.chunk_names, "", name))).unwrap_or(name)
            } else {
                name
            };
            parts.push((dir, name, role));
        }
        Self {
            parts,
            entry_names: options.entry_names.clone(),
            chunk_names: options.chunk_names.clone(),
            style_names: if pages { options.asset_names.clone() } else { options.entry_names.clone() },
            script_extension: script_extension.into(),
            style_extension: options.style_extension.as_deref().map_or("css", |it| &it[1..]).into(),
            worker: env.worker(db).map(|worker| worker_file(db, worker)),
        }
    }

    fn script(&self, chunk: ChunkIdx) -> String {
        self.script_with(chunk, &placeholder(chunk))
    }

    fn script_with(&self, chunk: ChunkIdx, hash: &str) -> String {
        let (dir, name, role) = &self.parts[chunk];
        if let (Role::Entry, Some(file)) = (role, &self.worker) {
            return file.clone();
        }
        let pattern = if *role == Role::Entry { &self.entry_names } else { &self.chunk_names };
        Pattern(pattern).fill(dir, name, hash, &self.script_extension)
    }

    /// The name of a file of style sheets, the `number`th of that name: that of the chunk that it belongs to, or of the
    /// first sheet in it.
    fn style(&self, file: &StyleFile, graph: &ModuleGraph, number: usize, hash: &str) -> String {
        let (dir, name, role) = match file.owner {
            Some(chunk) => self.parts[chunk].clone(),
            None => (String::new(), chunk_name(&graph.graph.modules[file.roots[0].module].path), Role::Other),
        };
        let pattern = if role == Role::Entry { &self.style_names } else { &self.chunk_names };
        let name = if number > 1 { format!("{name}{number}") } else { name };
        Pattern(pattern).fill(&dir, &name, hash, &self.style_extension)
    }
}

/// A chunk's name from its module's path: the file's stem, or the folder's for `index`.
fn chunk_name(path: &str) -> String {
    let stem = nexxo_link::stem_of(path);
    stem.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}

/// File names of all chunks and assets, with placeholders in those of scripts.
#[salsa::tracked(returns(clone))]
pub fn file_names(db: &dyn Db, env: Env) -> Arc<FileNames> {
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    let names = ChunkFileNames::new(db, env, &graph, &plan);
    let rendered = rendered_styles(db, env);
    let assets = assets(db, env);
    let embedded = assets.placed.iter().filter_map(|(module, placed)| match placed {
        PlacedAsset::EmbeddedWorker(file) => {
            Some((*module, AssetUrl::Embedded(file.clone(), embedded_script(db, graph.module(*module)))))
        }
        _ => None,
    });
    let files =
        |all: &[StyleFileIdx]| all.iter().flat_map(|&it| rendered[it].iter().map(|it| it.file.clone())).collect();
    Arc::new(FileNames {
        scripts: plan.chunks.indices().map(|chunk| names.script(chunk)).collect(),
        styles: plan.styles.of_chunk.iter().map(|it| files(it)).collect(),
        asked_styles: plan.styles.of_sheet.iter().map(|(module, it)| (*module, files(it))).collect(),
        style_integrity: rendered
            .iter()
            .flatten()
            .filter_map(|it| Some((it.file.clone(), it.integrity.clone()?)))
            .collect(),
        assets: assets.urls().into_iter().chain(embedded).collect(),
    })
}

/// The script files of all chunks, with `[hash]` where hashes go.
pub fn shown_chunk_names(db: &dyn Db, env: Env) -> IndexVec<ChunkIdx, String> {
    let (graph, plan) = (module_graph(db, env), chunk_plan(db, env));
    let names = ChunkFileNames::new(db, env, &graph, &plan);
    plan.chunks.indices().map(|chunk| names.script_with(chunk, "[hash]")).collect()
}

/// A chunk's script and map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChunkScript {
    /// The text, with placeholders, and what is known of it.
    pub rendered: RenderedChunk,
    /// The hash of the text.
    pub hash: Fingerprint,
    /// The source map.
    pub map: Option<Bytes>,
    /// How it was put together, where that is noted ([`crate::assembly`]).
    pub(crate) seams: Option<Seams>,
}

/// All that may work for a query that asks no other meanwhile.
pub(crate) fn cores(db: &dyn Db) -> Cores<'_> {
    Cores { threads: db.shared().pool().map(|pool| pool as &dyn Spread) }
}

/// Renders one chunk's script and its map.
#[salsa::tracked(returns(clone))]
pub fn rendered_chunk(db: &dyn Db, env: Env, chunk: u32) -> Arc<ChunkScript> {
    let chunk = ChunkIdx(chunk);
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    let options = output_options(db, env);
    let mut templates: IndexVec<ModuleIdx, Option<Arc<Template>>> = IndexVec::filled(None, graph.modules.len());
    let entry = match plan.chunks[chunk].kind {
        ChunkKind::Entry(module) | ChunkKind::Dynamic(module) => Some(module),
        ChunkKind::Shared => None,
    };
    for &module in plan.chunks[chunk].modules.iter().chain(&entry) {
        templates[module] = Some(graph.template(db, module));
    }
    let links = match options.source_map {
        SourceMapMode::None => Links::None,
        _ if options.deep => Links::Mappings,
        _ => Links::Runs,
    };
    let mut input_maps = nexxo_base::Map::default();
    if links != Links::None {
        let with_map = |&module: &ModuleIdx| Some((module, Arc::clone(&usable_map(db, graph.module(module))?.map)));
        input_maps.extend(plan.chunks[chunk].modules.iter().filter_map(with_map));
    }
    let basis = Basis {
        graph: Arc::clone(&graph),
        linked: linked(db, env),
        plan: Arc::clone(&plan),
        names: chunk_names(db, env),
        files: file_names(db, env),
        options: Arc::clone(&options),
    };
    let cores = cores(db);
    let records = db.shared().records_assembly() && !options.deep;
    let earlier = db.shared().pieces.of(env, chunk, basis.clone());
    let (mut rendered, placed) = render_chunk(&RenderInput {
        graph: &graph.graph,
        linked: &basis.linked,
        plan: &plan,
        all_names: &basis.names,
        templates: &templates,
        input_maps: &input_maps,
        links,
        records,
        earlier: &earlier,
        files: &basis.files,
        options: &options,
        chunk,
        cores,
    });
    let is_new = |it: &&Placed| !earlier.get(&it.module).is_some_and(|kept| Arc::ptr_eq(kept, &it.piece));
    db.shared().note_rendered(placed.iter().filter(is_new).map(|it| &*graph.graph.modules[it.module].path));
    let mut mappings = Vec::new();
    if options.deep {
        let body = &rendered.code[rendered.body.start as usize..rendered.body.end as usize];
        let compile_options = db.shared().workspace().compile_options(db);
        mappings.extend(placed.iter().flat_map(Placed::mappings));
        if let Some(deep) = minify_chunk(body, options.format, &compile_options)
            && let Some(moved) = rendered.replace_body(&deep.code, &deep.moved, &mappings)
        {
            mappings = moved;
        }
    }
    let map = (links != Links::None).then(|| {
        let mut map = ChunkMap::new(db, &graph, &templates, &basis.files.scripts[chunk]);
        match links {
            Links::Mappings => (map.of_mappings(&rendered.code, &mappings, cores), None),
            _ => map.of_pieces(&rendered.code, &placed, cores),
        }
    });
    let (map, of_map) = map.unzip();
    let seams = records.then(|| Seams::new(&placed, of_map.flatten()));
    db.shared().pieces.keep(env, chunk, &basis, placed);
    Arc::new(ChunkScript { hash: own_hash(&rendered), rendered, map: map.map(Bytes::from), seams })
}

/// The hash in the name of each chunk's file.
#[salsa::tracked(returns(clone))]
fn chunk_hashes(db: &dyn Db, env: Env) -> Arc<IndexVec<ChunkIdx, String>> {
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    let scripts: Vec<_> = plan.chunks.indices().map(|chunk| rendered_chunk(db, env, chunk_key(chunk))).collect();
    let chunks = scripts.iter().map(|it| (it.hash, &*it.rendered.references)).collect();
    Arc::new(final_hashes(&chunks, |chunk| chunk_identity(&graph, &plan, chunk)))
}

/// What a chunk is made of.
pub(crate) fn chunk_identity(graph: &ModuleGraph, plan: &ChunkPlan, chunk: ChunkIdx) -> Fingerprint {
    let modules = plan.chunks[chunk].modules.iter();
    Fingerprint::of_hash(&modules.map(|&module| graph.graph.modules[module].path.as_ref()).collect::<Vec<_>>())
}

/// The hash in the name of one chunk's file.
#[salsa::tracked(returns(clone))]
pub(crate) fn chunk_hash(db: &dyn Db, env: Env, chunk: u32) -> String {
    chunk_hashes(db, env)[ChunkIdx(chunk)].clone()
}

/// The file of a chunk's script.
pub(crate) fn chunk_file(db: &dyn Db, env: Env, chunk: ChunkIdx) -> String {
    file_names(db, env).scripts[chunk].replace(&placeholder(chunk), &chunk_hash(db, env, chunk_key(chunk)))
}

/// A chunk's script as it is written, with the comment that names the map.
#[salsa::tracked(returns(clone))]
pub fn written_chunk(db: &dyn Db, env: Env, chunk: u32) -> Bytes {
    let script = rendered_chunk(db, env, chunk);
    let RenderedChunk { code, references, .. } = &script.rendered;
    let mut bytes = with_hashes(code.clone(), references, |other| chunk_hash(db, env, chunk_key(other)));
    if let Some(map) = &script.map {
        let map_file = format!("{}.map", chunk_file(db, env, ChunkIdx(chunk)));
        push_map_comment(&mut bytes, output_options(db, env).source_map, &map_file, map);
    }
    bytes.into()
}

/// What a map of the output is made with.
struct ChunkMap<'m> {
    db: &'m dyn Db,
    graph: &'m ModuleGraph,
    templates: &'m IndexVec<ModuleIdx, Option<Arc<Template>>>,
    /// The folder that sources are relative to.
    dir: PathBuf,
    options: Arc<OutputOptions>,
    sources: Vec<ChunkSource>,
    places: nexxo_base::Map<ModuleIdx, usize>,
}

impl<'m> ChunkMap<'m> {
    fn new(
        db: &'m dyn Db,
        graph: &'m ModuleGraph,
        templates: &'m IndexVec<ModuleIdx, Option<Arc<Template>>>,
        file: &str,
    ) -> Self {
        let workspace = db.shared().workspace();
        let file = workspace.outdir(db).join(file);
        let dir = file.parent().unwrap_or(workspace.root(db)).to_path_buf();
        let options = workspace.output_options(db);
        Self { db, graph, templates, dir, options, sources: Vec::new(), places: nexxo_base::Map::default() }
    }

    fn of_mappings(&mut self, text: &str, mappings: &[OutMapping], cores: Cores<'_>) -> String {
        mappings.chunk_by(|a, b| a.module == b.module).for_each(|run| self.add(run[0].module));
        encode_map(text, mappings, &self.shape(), cores, |module| self.source(module))
    }

    fn of_pieces(&mut self, text: &str, placed: &[Placed], cores: Cores<'_>) -> (String, Option<MapSeams>) {
        placed.iter().filter(|it| it.run().is_some()).for_each(|it| self.add(it.module));
        let runs = placed.iter().filter_map(|it| it.run().map(|(base, run)| (base, run, self.source(it.module))));
        join_map(text, runs, &self.shape(), cores)
    }

    fn shape(&self) -> MapShape<'_> {
        MapShape {
            contents: self.options.sources_content,
            root: self.options.source_root.as_deref(),
            seams: self.db.shared().records_assembly(),
        }
    }

    fn add(&mut self, module: ModuleIdx) {
        let Self { db, graph, dir, sources, places, .. } = self;
        places.entry(module).or_insert_with(|| {
            let module = graph.module(module);
            let file = module.file(*db);
            let path = file.path(*db);
            let shown = if is_virtual(path) { db.shared().show(*db, path) } else { relative(dir, path) };
            let input = usable_map(*db, module);
            let inner = input.as_ref().map(|it| it.sources(*db, dir)).unwrap_or_default();
            sources.push(ChunkSource { path: shown, text: source(*db, file).ok(), input, inner });
            sources.len() - 1
        });
    }

    fn source(&self, module: ModuleIdx) -> MapSource<'_> {
        let ChunkSource { path, text, input, inner } = &self.sources[self.places[&module]];
        let names = self.templates[module].as_ref().map(|it| &*it.names).unwrap_or_default();
        let input = input.as_ref().map(|it| (&*it.map, &**inner));
        MapSource { path, content: text.as_deref(), names, input }
    }
}

/// A module that a chunk's map leads to.
struct ChunkSource {
    /// As the map spells it.
    path: String,
    text: Option<Arc<str>>,
    /// The map that it came with, and what the chunk's map says of the sources of that.
    input: Option<Arc<Located>>,
    inner: Box<[(String, Option<Arc<str>>)]>,
}

/// Number of chunks, for fanning out.
pub fn chunk_count(db: &dyn Db, env: Env) -> u32 {
    chunk_plan(db, env).chunks.len() as u32
}

/// The index of a chunk as a query takes it.
pub fn chunk_key(chunk: ChunkIdx) -> u32 {
    chunk.index() as u32
}
