//! How a build's outputs were put together. A later build in which all that linking knows is the same, as only what stands in
//! some modules is another, puts those modules into the outputs of the first: neither the graph nor what is linked is made again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use memchr::memmem;
use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::options::{BuildOptions, SourceMapMode};
use nexxo_base::{Diagnostic, Fingerprint, Map};
use nexxo_link::{ChunkIdx, ChunkPlan, ModuleIdx, ModuleKind};
use nexxo_render::naming::placeholder;
use nexxo_render::{
    Cores, HASH_LENGTH, Reference, RenderedChunk, Seams, Substitute, final_hashes, own_hash, with_hashes,
};
use nexxo_store::Store;
use nexxo_vfs::System;
use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bundle::{Bundle, push_map_comment};
use crate::compile::{CompiledModule, compile};
use crate::database::{Db, Life, is_virtual};
use crate::engine::{BuildOutcome, Engine, OutputFile, OutputKind};
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::{Env, File, Variant};
use crate::linking::{chunk_hash, chunk_identity, chunk_key, chunk_plan, cores, file_names, rendered_chunk};
use crate::source::source;
use crate::workers::output_options;

/// With more files to exchange than this, a whole build is as fast.
const EDITS_AT_MOST: usize = 64;
/// So many bytes an output may grow before it is copied.
const SLACK: usize = 4096;
/// What a text says of a map that it came with.
const MAP_COMMENT: &[u8] = b"sourceMappingURL";

/// How outputs were put together.
#[derive(Serialize, Deserialize)]
pub(crate) struct Assembly {
    diagnostics: Vec<Diagnostic>,
    modules: usize,
    chunks: IndexVec<ChunkIdx, ChunkPart>,
    outputs: Vec<Part>,
    /// What can be exchanged, by path.
    places: Vec<Place>,
}

/// A chunk's script.
#[derive(Serialize, Deserialize)]
struct ChunkPart {
    /// Its file, with a placeholder where the hash goes.
    file: String,
    /// That hash.
    hash: String,
    /// As [`own_hash`] gives it.
    own: Fingerprint,
    /// As [`final_hashes`] wants it.
    identity: Fingerprint,
    /// Bytes without the comment that names the map.
    bytes: usize,
    references: Vec<Reference>,
    seams: PackedSeams,
}

/// [`Seams`] that are packed in the store, where most are never looked at, and once they are, are not any more.
enum PackedSeams {
    Packed(Vec<u8>),
    Open(Seams),
}

impl PackedSeams {
    fn open(&mut self) -> Option<&mut Seams> {
        if let Self::Packed(bytes) = self {
            *self = Self::Open(postcard::from_bytes(bytes).ok()?);
        }
        match self {
            Self::Open(seams) => Some(seams),
            Self::Packed(_) => None,
        }
    }
}

impl Serialize for PackedSeams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Packed(bytes) => bytes.serialize(serializer),
            Self::Open(seams) => postcard::to_stdvec(seams).map_err(S::Error::custom)?.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PackedSeams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::Packed)
    }
}

/// An output.
#[derive(Serialize, Deserialize)]
enum Part {
    Script(ChunkIdx, OutputKind),
    Map(ChunkIdx),
    /// A page, and where in it there are hashes of scripts.
    Page(String, Vec<Reference>),
    Other(String, OutputKind),
}

/// A module that can be exchanged.
#[derive(Serialize, Deserialize)]
struct Place {
    /// The path of its file as it is shown.
    path: String,
    /// As [`crate::compile::CompiledModule::frame`].
    frame: Fingerprint,
    /// The bytes of its text, where they had a say in which chunks there are.
    bytes: Option<usize>,
    chunk: ChunkIdx,
    module: ModuleIdx,
}

impl ChunkPart {
    fn file(&self, chunk: ChunkIdx, hash: &str) -> String {
        self.file.replace(&placeholder(chunk), hash)
    }
}

impl Assembly {
    /// How `bundle` was put together, which is all that is linked; `None` where nothing of it could be exchanged.
    pub(crate) fn of(db: &dyn Db, env: Env, bundle: &Bundle) -> Option<Self> {
        let options = output_options(db, env);
        let is_inline = matches!(options.source_map, SourceMapMode::Inline | SourceMapMode::Both);
        if !db.shared().records_assembly() || is_inline || options.integrity.is_some() {
            return None;
        }
        let (graph, plan) = (module_graph(db, env), chunk_plan(db, env));
        let names = file_names(db, env);
        let part = |chunk: ChunkIdx| {
            let script = rendered_chunk(db, env, chunk_key(chunk));
            let seams = script.seams.as_ref().filter(|_| script.rendered.legal.is_empty())?;
            Some(ChunkPart {
                file: names.scripts[chunk].clone(),
                hash: chunk_hash(db, env, chunk_key(chunk)),
                own: script.hash,
                identity: chunk_identity(&graph, &plan, chunk),
                bytes: script.rendered.code.len(),
                references: script.rendered.references.clone(),
                seams: PackedSeams::Open(seams.clone()),
            })
        };
        let chunks: IndexVec<ChunkIdx, ChunkPart> = plan.chunks.indices().map(part).collect::<Option<_>>()?;
        let outputs = outputs(db, &graph, &plan, &chunks, bundle)?;
        let places = places(db, &graph, &plan);
        Some(Self { diagnostics: Vec::new(), modules: 0, chunks, outputs, places })
    }

    /// The same of a build that came to this.
    pub(crate) fn with_outcome(self, outcome: &BuildOutcome) -> Self {
        Self { diagnostics: outcome.diagnostics.clone(), modules: outcome.modules, ..self }
    }

    pub(crate) fn pack(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }
}

/// What the outputs are; `None` where one names scripts in a way that is not known.
fn outputs(
    db: &dyn Db,
    graph: &ModuleGraph,
    plan: &ChunkPlan,
    chunks: &IndexVec<ChunkIdx, ChunkPart>,
    bundle: &Bundle,
) -> Option<Vec<Part>> {
    let with_script = || chunks.iter_enumerated().filter(|(chunk, _)| plan.chunks[*chunk].has_script);
    let scripts: Map<String, ChunkIdx> =
        with_script().map(|(chunk, part)| (part.file(chunk, &part.hash), chunk)).collect();
    let hashed = || with_script().filter(|(chunk, part)| part.file.contains(&placeholder(*chunk)));
    let is_page = |idx: &ModuleIdx| graph.graph.modules[*idx].kind == ModuleKind::Html;
    for page in graph.graph.modules.indices().filter(is_page) {
        let text = source(db, graph.module(page).file(db)).ok()?;
        if hashed().any(|(_, part)| text.contains(&part.hash)) {
            return None;
        }
    }
    let part = |output: &OutputFile| {
        let script = |file: &str| scripts.get(file).copied();
        Some(match output.kind {
            OutputKind::Entry | OutputKind::Chunk => Part::Script(script(&output.path)?, output.kind),
            OutputKind::SourceMap if let Some(chunk) = output.path.strip_suffix(".map").and_then(script) => {
                Part::Map(chunk)
            }
            OutputKind::Html => {
                let named = |(chunk, part): (ChunkIdx, &ChunkPart)| {
                    let found = memmem::find_iter(&output.bytes, &part.hash).map(|at| at as u32);
                    found.map(|offset| Reference { offset, chunk }).collect::<Vec<_>>()
                };
                Part::Page(output.path.clone(), hashed().flat_map(named).collect())
            }
            OutputKind::Legal | OutputKind::Manifest => return None,
            kind => Part::Other(output.path.clone(), kind),
        })
    };
    bundle.outputs.iter().map(part).collect()
}

/// The modules that can be exchanged, by path.
fn places(db: &dyn Db, graph: &ModuleGraph, plan: &ChunkPlan) -> Vec<Place> {
    let mut taken: Map<File, usize> = Map::default();
    for module in graph.modules.iter().flatten() {
        *taken.entry(module.file(db)).or_default() += 1;
    }
    let place = |idx: ModuleIdx| {
        let (module, chunk) = (graph.module(idx), plan.chunk_of[idx]?);
        let (file, path) = (module.file(db), module.file(db).path(db));
        let is_alone = module.variant(db) == Variant::Auto && taken.get(&file) == Some(&1);
        if !is_alone || is_virtual(path) || !graph.is_plain(idx) {
            return None;
        }
        let frame = compile(db, module).frame?;
        let is_weighed = plan.weighed.contains(idx.index());
        let bytes = is_weighed.then(|| source(db, file).map_or(0, |text| text.len()));
        Some(Place { path: db.shared().show(db, path), frame, bytes, chunk, module: idx })
    };
    let mut places: Vec<Place> = graph.graph.modules.indices().filter_map(place).collect();
    places.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    places
}

/// A chunk into which something was put.
struct Changed {
    rendered: RenderedChunk,
    map: Option<Vec<u8>>,
}

/// The same as files.
struct ChangedFiles {
    script: Bytes,
    map: Option<Bytes>,
}

/// An output of an earlier build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptOutput {
    /// Its content.
    pub bytes: Bytes,
    /// The file that has it.
    pub file: PathBuf,
}

impl KeptOutput {
    fn into_output(self, path: String, kind: OutputKind) -> OutputFile {
        OutputFile { twin: Some(self.file), ..OutputFile::new(path, self.bytes, kind) }
    }
}

/// Gives an output of an earlier build by its path, relative to the output folder.
pub type Kept<'k> = &'k (dyn Fn(&str) -> Option<KeptOutput> + Sync);

/// Does what [`build`](crate::build) would do where since an earlier build nothing changed but the texts of the files `edited`,
/// and nothing that linking knows of these. `assembly` is what that build gave as [`BuildOutcome::assembly`], `output` gives what it
/// wrote. `None` where more changed.
pub fn reassemble(
    options: &BuildOptions,
    system: Arc<dyn System>,
    store: Arc<Store>,
    assembly: &[u8],
    edited: &[PathBuf],
    output: Kept<'_>,
) -> Option<BuildOutcome> {
    let start = Instant::now();
    let mut assembly: Assembly = postcard::from_bytes(assembly).ok()?;
    let engine = Engine::with_life(options.clone(), system, Life::Once);
    engine.keep_rows(store);
    let db: &dyn Db = &engine.db;
    let substitutes = assembly.substitutes(db, edited)?;
    let outcome = assembly.put(db, options, &substitutes, output)?;
    Some(BuildOutcome { assembly: assembly.pack(), timings: vec![(PHASE, start.elapsed())], ..outcome })
}

/// What it is called among the phases of a build.
const PHASE: &str = "reassemble";

/// The last build of an engine that goes on.
pub(crate) struct Last {
    assembly: Assembly,
    options: Arc<BuildOptions>,
    /// As [`crate::inputs::Workspace::layout`], and the place in the journal.
    state: (u64, u64),
    outputs: Map<String, Bytes>,
    inputs: Arc<[PathBuf]>,
}

fn by_path(outputs: &[OutputFile]) -> Map<String, Bytes> {
    outputs.iter().map(|it| (it.path.clone(), it.bytes.clone())).collect()
}

impl Engine {
    /// Remembers how each build was put together, so that after an edit that linking does not notice only the edited modules are
    /// put into the outputs of the one before.
    pub fn keep_assembly(&self) {
        self.db.shared().record_assembly();
    }

    fn state(&self) -> (u64, u64) {
        (self.workspace.layout(&self.db), self.journal.end())
    }

    /// Remembers a build of what is known now.
    pub(crate) fn remember(&self, assembly: Option<Assembly>, outcome: &BuildOutcome) {
        *self.last() = assembly.map(|assembly| Last {
            assembly,
            options: Arc::clone(&self.options),
            state: self.state(),
            outputs: by_path(&outcome.outputs),
            inputs: Arc::clone(&outcome.inputs),
        });
    }

    /// What the build comes to, where the last one needs nothing but other texts of some modules.
    pub(crate) fn reassembled(&self) -> Option<BuildOutcome> {
        let start = Instant::now();
        let db: &dyn Db = &self.db;
        let mut remembered = self.last();
        let last = remembered.as_ref().filter(|it| Arc::ptr_eq(&it.options, &self.options))?;
        let now = self.state();
        if last.state.0 != now.0 {
            return None;
        }
        let files = self.journal.since(last.state.1)?;
        if files.iter().any(|file| file.overlay(db).is_some()) {
            return None;
        }
        let mut edited: Vec<PathBuf> = files.iter().map(|file| file.path(db).clone()).collect();
        edited.sort_unstable();
        edited.dedup();
        let substitutes = last.assembly.substitutes(db, &edited)?;
        // From here on nothing stops this; what fails leaves the assembly half changed.
        let mut last = remembered.take()?;
        let outdir = &self.options.outdir;
        let output = |path: &str| Some(KeptOutput { bytes: last.outputs.get(path)?.clone(), file: outdir.join(path) });
        let outcome = last.assembly.put(db, &self.options, &substitutes, &output)?;
        last.outputs = by_path(&outcome.outputs);
        last.state = now;
        let inputs = Arc::clone(&last.inputs);
        *remembered = Some(last);
        Some(BuildOutcome { inputs, timings: vec![(PHASE, start.elapsed())], ..outcome })
    }
}

/// A module that is to stand where it was.
struct Exchange {
    chunk: ChunkIdx,
    module: ModuleIdx,
    compiled: Arc<CompiledModule>,
    text: Arc<str>,
}

impl Assembly {
    /// What the files `edited` have become; `None` where anybody but the renderer would notice.
    fn substitutes(&self, db: &dyn Db, edited: &[PathBuf]) -> Option<Vec<Exchange>> {
        if edited.len() > EDITS_AT_MOST {
            return None;
        }
        let told = postcard::to_stdvec(&self.diagnostics).ok()?;
        let substitute = |path: &PathBuf| {
            let shown = db.shared().show(db, path);
            let place = &self.places[self.places.binary_search_by(|it| it.path.as_str().cmp(&shown)).ok()?];
            let file = db.shared().file(db, path);
            let compiled = compile(db, db.shared().module(db, file, Variant::Auto));
            let text = source(db, file).ok()?;
            let is_alike = compiled.frame == Some(place.frame) && place.bytes.is_none_or(|it| it == text.len());
            let is_told_of = || memmem::find(&told, shown.as_bytes()).is_some();
            let has_map = || memmem::find(text.as_bytes(), MAP_COMMENT).is_some();
            let is_possible = is_alike && !is_told_of() && !has_map();
            is_possible.then_some(Exchange { chunk: place.chunk, module: place.module, compiled, text })
        };
        edited.iter().map(substitute).collect()
    }

    /// Puts modules into their chunks, and gives all outputs as they are then. Asks no query. After `None` this is of no use.
    fn put(
        &mut self,
        db: &dyn Db,
        options: &BuildOptions,
        exchanges: &[Exchange],
        output: Kept<'_>,
    ) -> Option<BuildOutcome> {
        let mut changed: BTreeMap<ChunkIdx, Changed> = BTreeMap::new();
        for it in exchanges {
            let part = &mut self.chunks[it.chunk];
            let chunk = match changed.entry(it.chunk) {
                Entry::Occupied(chunk) => chunk.into_mut(),
                Entry::Vacant(place) => place.insert(part.read(it.chunk, options, cores(db), output)?),
            };
            let substitute = Substitute {
                module: it.module,
                template: &it.compiled.js.template,
                statements: &it.compiled.js.statements,
                source: &it.text,
                minify: options.output.minify,
            };
            part.seams.open()?.exchange(&mut chunk.rendered, chunk.map.as_mut(), &substitute)?;
        }
        for (chunk, it) in &changed {
            let part = &mut self.chunks[*chunk];
            part.own = own_hash(&it.rendered);
            part.bytes = it.rendered.code.len();
            part.references.clone_from(&it.rendered.references);
        }
        let hashes = {
            let all = self.chunks.iter().map(|it| (it.own, &*it.references)).collect();
            final_hashes(&all, |chunk| self.chunks[chunk].identity)
        };
        let files = changed.into_iter().map(|(chunk, it)| {
            let script = self.written(chunk, it.rendered, options, &hashes).into();
            (chunk, ChangedFiles { script, map: it.map.map(Bytes::from) })
        });
        let outputs = self.write(db, options, &files.collect(), &hashes, output)?;
        for (part, hash) in self.chunks.iter_mut().zip(hashes) {
            part.hash = hash;
        }
        let (diagnostics, modules) = (self.diagnostics.clone(), self.modules);
        Some(BuildOutcome { outputs, diagnostics, modules, ..BuildOutcome::default() })
    }

    /// A chunk's script with these hashes of chunks, and the comment that names its map.
    fn written(
        &self,
        chunk: ChunkIdx,
        rendered: RenderedChunk,
        options: &BuildOptions,
        hashes: &IndexVec<ChunkIdx, String>,
    ) -> Vec<u8> {
        let mut bytes = with_hashes(rendered.code, &rendered.references, |other| &hashes[other]);
        let map_file = format!("{}.map", self.chunks[chunk].file(chunk, &hashes[chunk]));
        push_map_comment(&mut bytes, options.output.source_map, &map_file, &Bytes::new());
        bytes
    }

    /// All outputs, sorted by path, with these hashes of chunks.
    fn write(
        &self,
        db: &dyn Db,
        options: &BuildOptions,
        changed: &Map<ChunkIdx, ChangedFiles>,
        hashes: &IndexVec<ChunkIdx, String>,
        output: Kept<'_>,
    ) -> Option<Vec<OutputFile>> {
        let file = |chunk: ChunkIdx| self.chunks[chunk].file(chunk, &hashes[chunk]);
        let script = |chunk: ChunkIdx| match changed.get(&chunk) {
            Some(it) => Some(it.script.clone()),
            None => {
                let rendered = self.chunks[chunk].read_script(chunk, output)?;
                Some(self.written(chunk, rendered, options, hashes).into())
            }
        };
        let write = |part: &Part| {
            Some(match part {
                Part::Script(chunk, kind) => OutputFile::new(file(*chunk), script(*chunk)?, *kind),
                Part::Map(chunk) => {
                    let path = format!("{}.map", file(*chunk));
                    match changed.get(chunk).and_then(|it| it.map.as_ref()) {
                        Some(map) => OutputFile::new(path, map.clone(), OutputKind::SourceMap),
                        None => output(&self.chunks[*chunk].old_map(*chunk))?.into_output(path, OutputKind::SourceMap),
                    }
                }
                Part::Page(path, references) => {
                    let mut bytes = output(path)?.bytes.to_vec();
                    for it in references {
                        let place = it.offset as usize..it.offset as usize + HASH_LENGTH;
                        bytes.get_mut(place)?.copy_from_slice(hashes[it.chunk].as_bytes());
                    }
                    OutputFile::new(path.clone(), bytes.into(), OutputKind::Html)
                }
                Part::Other(path, kind) => output(path)?.into_output(path.clone(), *kind),
            })
        };
        let mut outputs: Vec<OutputFile> = cores(db).map(&self.outputs, write).into_iter().collect::<Option<_>>()?;
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        Some(outputs)
    }
}

impl ChunkPart {
    /// The script as it was written, less the comment that names the map, for which there is space.
    fn read_script(&self, chunk: ChunkIdx, output: Kept<'_>) -> Option<RenderedChunk> {
        let written = output(&self.file(chunk, &self.hash))?.bytes;
        let mut code = String::with_capacity(written.len() + SLACK);
        code.push_str(std::str::from_utf8(written.get(..self.bytes)?).ok()?);
        Some(RenderedChunk { code, references: self.references.clone(), ..RenderedChunk::default() })
    }

    fn old_map(&self, chunk: ChunkIdx) -> String {
        format!("{}.map", self.file(chunk, &self.hash))
    }

    fn read_map(&self, chunk: ChunkIdx, output: Kept<'_>) -> Option<Vec<u8>> {
        let written = output(&self.old_map(chunk))?.bytes;
        let mut map = Vec::with_capacity(written.len() + SLACK);
        map.extend_from_slice(&written);
        Some(map)
    }

    /// Script and map, which may be tens of megabytes: at the same time.
    fn read(&self, chunk: ChunkIdx, options: &BuildOptions, cores: Cores<'_>, output: Kept<'_>) -> Option<Changed> {
        let has_map = options.output.source_map != SourceMapMode::None;
        let map = || has_map.then(|| self.read_map(chunk, output));
        let (rendered, map) = cores.both(|| self.read_script(chunk, output), map);
        let map = match map {
            Some(map) => Some(map?),
            None => None,
        };
        Some(Changed { rendered: rendered?, map })
    }
}
