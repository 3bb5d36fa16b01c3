//! One chunk's JavaScript.

mod exports;
mod imports;
mod module;
mod outer;
mod wrapped;

use std::ops::Range;
use std::sync::Arc;

use nexxo_base::index::IndexVec;
use nexxo_base::options::{LegalComments, OutputFormat, OutputOptions};
use nexxo_base::path::{public_url, relative_specifier};
use nexxo_base::source_map::InputMap;
use nexxo_base::template::Template;
use nexxo_base::{Map, Name, Set};
use nexxo_link::{ChunkIdx, ChunkKind, ChunkNames, ChunkPlan, ExternalIdx, Graph, Linked, ModuleIdx, Wrap};

use crate::cores::Cores;
use crate::fill::Filler;
use crate::naming::{FileNames, placeholders};
use crate::output::{OutMapping, Output, Reference};
use crate::piece::{Links, Piece, Placed};
use crate::seams::Filling;

/// What rendering one chunk reads.
#[derive(Clone, Copy)]
pub struct RenderInput<'i> {
    /// The graph.
    pub graph: &'i Graph,
    /// What linking found.
    pub linked: &'i Linked,
    /// All chunks.
    pub plan: &'i ChunkPlan,
    /// The names of every chunk: other chunks' export names are needed too.
    pub all_names: &'i IndexVec<ChunkIdx, Arc<ChunkNames>>,
    /// The templates of the graph's script modules, by module.
    pub templates: &'i IndexVec<ModuleIdx, Option<Arc<Template>>>,
    /// The maps that their texts came with.
    pub input_maps: &'i Map<ModuleIdx, Arc<InputMap>>,
    /// What becomes of links to the sources.
    pub links: Links,
    /// Whether it is noted how the chunk is put together.
    pub records: bool,
    /// What modules came to when the chunk was rendered last, if nothing is another now but templates and maps.
    pub earlier: &'i Map<ModuleIdx, Arc<Piece>>,
    /// File names.
    pub files: &'i FileNames,
    /// Output options.
    pub options: &'i OutputOptions,
    /// The chunk to render.
    pub chunk: ChunkIdx,
    /// What large chunks are rendered on.
    pub cores: Cores<'i>,
}

impl RenderInput<'_> {
    pub(crate) fn names(&self) -> &ChunkNames {
        &self.all_names[self.chunk]
    }

    /// Whether `import()` leads to chunks.
    pub(crate) fn splits(&self) -> bool {
        self.options.format == OutputFormat::Esm
    }

    /// The specifier under which this chunk's script reaches an external module.
    pub(crate) fn external(&self, external: ExternalIdx) -> Name {
        let specifier = &self.graph.externals[external];
        if !self.graph.external_files.contains(&external) {
            return specifier.clone();
        }
        Name::from(relative_specifier(&self.files.scripts[self.chunk], specifier))
    }

    /// The URL under which a file of the output is loaded from this chunk's script.
    pub(crate) fn public_url(&self, file: &str) -> String {
        public_url(&self.options.base, &self.files.scripts[self.chunk], file)
    }
}

/// A chunk's script, with placeholders where hashes go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RenderedChunk {
    /// The text.
    pub code: String,
    /// Where it names other chunks.
    pub references: Vec<Reference>,
    /// Bytes of the text that each module gave, in chunk order; only modules that gave any.
    pub module_bytes: Vec<(ModuleIdx, u32)>,
    /// Comments about licences that go to a file of their own.
    pub legal: String,
    /// The part of the text between what is put before and after it: banner, directives, comments, footer.
    pub body: Range<u32>,
}

impl RenderedChunk {
    /// Puts `code` in the place of the body. `moved` says where tokens of it were in the body before, in the order of
    /// where they are now; what is linked to a source must be such a token to stay it. Returns what becomes of the text's
    /// links; `None` when it was not done, as the new text does not name other chunks as the old one does.
    pub fn replace_body(&mut self, code: &str, moved: &[(u32, u32)], links: &[OutMapping]) -> Option<Vec<OutMapping>> {
        let (start, end) = (self.body.start as usize, self.body.end as usize);
        let in_body = |offset: u32| self.body.contains(&offset);
        let grown = |offset: u32| (offset as usize + code.len() - (end - start)) as u32;
        let mut references = placeholders(code, start);
        let named = |references: &[Reference]| {
            let mut chunks: Vec<ChunkIdx> = references.iter().map(|it| it.chunk).collect();
            chunks.sort_unstable();
            chunks
        };
        let (inside, outside): (Vec<Reference>, Vec<Reference>) =
            self.references.iter().partition(|it| in_body(it.offset));
        if named(&references) != named(&inside) {
            return None;
        }
        for it in outside {
            let offset = if it.offset as usize >= end { grown(it.offset) } else { it.offset };
            references.push(Reference { offset, ..it });
        }
        references.sort_by_key(|it| it.offset);
        self.references = references;

        let links = moved.iter().filter_map(|&(to, from)| {
            let from = from + self.body.start;
            let at = links.partition_point(|it| it.offset < from);
            let link = links.get(at).filter(|it| it.offset == from)?;
            Some(OutMapping { offset: to + self.body.start, ..*link })
        });
        let links = links.collect();
        self.code.replace_range(start..end, code);
        let total: u64 = self.module_bytes.iter().map(|it| u64::from(it.1)).sum();
        for (_, bytes) in &mut self.module_bytes {
            *bytes = (u64::from(*bytes) * code.len() as u64 / total.max(1)) as u32;
        }
        self.body.end = grown(self.body.end);
        Some(links)
    }
}

/// Renders one chunk's script. Also gives the pieces that its modules came to, in the order of the text.
pub fn render_chunk(input: &RenderInput<'_>) -> (RenderedChunk, Vec<Placed>) {
    let mut script = Script::new(input, Output::default());
    let (module_bytes, body) = script.run();
    let legal = script.legal_file();
    let Output { code, references, .. } = script.out;
    (RenderedChunk { code, references, module_bytes, legal, body }, script.placed)
}

struct Script<'i, 'o> {
    input: &'o RenderInput<'i>,
    out: Output,
    placed: Vec<Placed>,
    /// What was put into the slots of the last statements, where that is noted.
    filling: Option<Filling>,
    minify: bool,
    /// Wrapped modules that the chunk's own scope has run.
    ran: Set<ModuleIdx>,
    /// External modules that the chunk's own scope has loaded for nothing but their effects.
    loaded: Set<ExternalIdx>,
    /// Names of interop variables that the chunk's own scope declares; importers of one target share one.
    interops: Set<Name>,
}

/// With less text than this, handing it to other threads costs more than it saves.
const BYTES_PER_THREAD: usize = 32 << 10;

impl<'i, 'o> Script<'i, 'o> {
    fn new(input: &'o RenderInput<'i>, out: Output) -> Self {
        let minify = input.options.minify;
        let (ran, loaded, interops) = (Set::default(), Set::default(), Set::default());
        Self { input, out, placed: Vec::new(), filling: None, minify, ran, loaded, interops }
    }
}

impl Script<'_, '_> {
    fn run(&mut self) -> (Vec<(ModuleIdx, u32)>, Range<u32>) {
        let chunk = &self.input.plan.chunks[self.input.chunk];
        let entry = match chunk.kind {
            ChunkKind::Entry(module) | ChunkKind::Dynamic(module) => Some(module),
            ChunkKind::Shared => None,
        };
        self.head(entry);
        let body = self.out.code.len() as u32;
        match self.input.options.format {
            OutputFormat::Esm => self.imports(),
            OutputFormat::Cjs => {}
            OutputFormat::Iife => self.open_iife(entry),
            OutputFormat::Umd => self.open_umd(entry),
        }
        // What only defines stands first, where whatever runs finds it: a wrapper that only a top-level `await import()`
        // reaches, the namespace of a module that imports its reader, data.
        let linked = self.input.linked;
        let rank = |module: ModuleIdx| match linked.wrap[module] {
            _ if self.input.graph.runtime == Some(module) => 0,
            Wrap::None if !self.input.graph.modules[module].interface.pure => 2,
            _ => 1,
        };
        let mut modules = chunk.modules.to_vec();
        modules.sort_by_key(|&module| rank(module));
        let pieces = self.pieces(&modules);
        let (runtime, rest) = modules.split_at(modules.partition_point(|&module| rank(module) == 0));
        self.out.code.reserve(pieces.iter().map(|piece| piece.out.code.len() + 16).sum());
        self.placed.reserve(pieces.len());
        let mut pieces = pieces.into_iter();
        let mut bytes: Map<ModuleIdx, u32> = Map::default();
        let mut write = |script: &mut Self, module: ModuleIdx, part: &dyn Fn(&mut Self)| {
            let start = script.out.code.len();
            part(script);
            *bytes.entry(module).or_default() += (script.out.code.len() - start) as u32;
        };
        for (&module, piece) in runtime.iter().zip(&mut pieces) {
            write(self, module, &|it| it.module(module, Arc::clone(&piece)));
        }
        for &module in rest.iter().filter(|&&module| linked.wrap[module] == Wrap::None) {
            write(self, module, &|it| it.namespace_object(module));
        }
        for (&module, piece) in rest.iter().zip(pieces) {
            write(self, module, &|it| it.module(module, Arc::clone(&piece)));
        }
        self.close(entry);
        let body = body..self.out.code.len() as u32;
        self.tail();
        let given = chunk.modules.iter().map(|module| (*module, bytes.get(module).copied().unwrap_or(0)));
        (given.filter(|it| it.1 > 0).collect(), body)
    }

    /// What each module's own statements come to, written apart: nothing in it depends on what stands before.
    fn pieces(&self, modules: &[ModuleIdx]) -> Vec<Arc<Piece>> {
        let RenderInput { earlier, templates, input_maps, links, .. } = *self.input;
        let kept = |module: ModuleIdx| {
            let piece = earlier.get(&module)?;
            piece.is_of(templates[module].as_ref(), input_maps.get(&module)).then(|| Arc::clone(piece))
        };
        let template = |module: ModuleIdx| templates[module].as_ref();
        let mut pieces: Vec<Option<Arc<Piece>>> = modules.iter().map(|&module| kept(module)).collect();
        let missing = || modules.iter().zip(&pieces).filter(|(_, piece)| piece.is_none()).map(|(&module, _)| module);
        let bytes: usize = missing().filter_map(template).map(|it| it.text.len()).sum();
        let cores = if bytes < 2 * BYTES_PER_THREAD { Cores::default() } else { self.input.cores };
        let made = cores.map(&missing().collect::<Vec<_>>(), |&module| {
            let (bytes, mappings) = template(module).map_or((0, 0), |it| (it.text.len(), it.mappings.len()));
            let mut script = Script::new(self.input, Output::with_capacity(bytes, mappings));
            script.text(module);
            Arc::new(Piece::new(script.out, script.filling, template(module), input_maps.get(&module), links))
        });
        let mut made = made.into_iter();
        for piece in pieces.iter_mut().filter(|piece| piece.is_none()) {
            *piece = made.next();
        }
        pieces.into_iter().flatten().collect()
    }

    fn line(&mut self, text: &str) {
        self.out.push(text);
        self.out.push("\n");
    }

    fn end_statement(&mut self) {
        self.out.push(if self.minify { ";" } else { ";\n" });
    }

    fn filler(&mut self, module: ModuleIdx) -> Filler<'_, '_> {
        Filler { input: self.input, out: &mut self.out, module }
    }

    fn head(&mut self, entry: Option<ModuleIdx>) {
        let template = entry.and_then(|entry| self.input.templates[entry].clone());
        let banner = self.input.options.banner.as_deref();
        // There can be one, at the very beginning.
        let own = template.as_ref().filter(|_| !banner.is_some_and(|it| it.starts_with("#!")));
        if let Some(hashbang) = own.and_then(|it| it.hashbang.as_deref()) {
            self.out.push("#!");
            self.line(hashbang);
        }
        if let Some(banner) = banner {
            self.line(banner);
        }
        if self.input.options.format == OutputFormat::Cjs {
            self.strict();
        }
        for directive in template.iter().flat_map(|it| &it.directives).filter(|it| !it.contains("use strict")) {
            self.out.push(directive);
            self.end_statement();
        }
    }

    /// What ES modules have anyway. CommonJS may be sloppy code, so beside such code nothing is made strict.
    fn strict(&mut self) {
        let is_sloppy = |module: &ModuleIdx| {
            self.input.linked.wrap[*module] == Wrap::CommonJs
                && !self.input.templates[*module].iter().any(|it| it.is_strict())
        };
        if !self.input.plan.chunks[self.input.chunk].modules.iter().any(is_sloppy) {
            self.out.push("\"use strict\"");
            self.end_statement();
        }
    }

    fn close(&mut self, entry: Option<ModuleIdx>) {
        let format = self.input.options.format;
        if let Some(entry) = entry {
            match format {
                OutputFormat::Esm => self.entry_esm(entry),
                OutputFormat::Cjs => self.entry_value(entry, "module.exports = "),
                OutputFormat::Iife if self.input.options.global_name.is_none() => self.run_wrapped(entry),
                OutputFormat::Iife | OutputFormat::Umd => self.entry_value(entry, "return "),
            }
        } else if format == OutputFormat::Esm {
            self.export_list(Vec::new());
        }
        match format {
            OutputFormat::Esm | OutputFormat::Cjs => {}
            OutputFormat::Iife => self.close_iife(),
            OutputFormat::Umd => self.close_umd(entry),
        }
    }

    fn tail(&mut self) {
        if self.minify && !self.out.code.is_empty() && !self.out.code.ends_with('\n') {
            self.out.push("\n");
        }
        self.legal_comments();
        if let Some(footer) = &self.input.options.footer {
            self.line(footer);
        }
    }

    fn legal_comments(&mut self) {
        match self.input.options.legal_comments {
            LegalComments::None | LegalComments::External => {}
            LegalComments::Eof => {
                for comment in self.collect_legal_comments() {
                    // The text must not close an inline script that the output is pasted into.
                    self.line(&comment.replace("</script", "<\\/script"));
                }
            }
            LegalComments::Linked if self.collect_legal_comments().is_empty() => {}
            LegalComments::Linked => {
                let script = &self.input.files.scripts[self.input.chunk];
                let name = script.rsplit('/').next().unwrap_or(script);
                self.out.push("/*! For license information please see ");
                self.out.push_file(name, self.input.chunk);
                self.line(".LEGAL.txt */");
            }
        }
    }

    /// The comments of all modules of the chunk, each once.
    fn collect_legal_comments(&self) -> Vec<Box<str>> {
        let mut found: Vec<Box<str>> = Vec::new();
        for &module in &self.input.plan.chunks[self.input.chunk].modules {
            let Some(template) = &self.input.templates[module] else { continue };
            for comment in &template.legal_comments {
                if !found.contains(comment) {
                    found.push(comment.clone());
                }
            }
        }
        found
    }

    /// The text of the chunk's file of comments; empty when there is none.
    fn legal_file(&self) -> String {
        match self.input.options.legal_comments {
            LegalComments::None | LegalComments::Eof => String::new(),
            LegalComments::Linked | LegalComments::External => {
                self.collect_legal_comments().iter().flat_map(|comment| [&**comment, "\n"]).collect()
            }
        }
    }
}
