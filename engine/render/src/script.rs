//! One chunk's JavaScript.

use std::sync::Arc;

use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::{ImportKind, Imported, RecordIdx, StatementIdx, StatementKind};
use nexxo_base::options::{OutputFormat, OutputOptions};
use nexxo_base::path::relative_specifier;
use nexxo_base::template::Template;
use nexxo_base::{Map, Name, Set};
use nexxo_link::{
    Binding, ChunkIdx, ChunkKind, ChunkNames, ChunkPlan, ExternalIdx, ExternalImportIdx, Graph, Helper, Linked,
    ModuleIdx, ModuleKind, RecordTarget, Wrap, is_identifier,
};

use crate::fill::{Cut, Filler};
use crate::naming::FileNames;
use crate::output::{OutMapping, Output, Reference, push_string};

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
    /// File names.
    pub files: &'i FileNames,
    /// Output options.
    pub options: &'i OutputOptions,
    /// URLs, relative to the output folder, of the style sheets that must be there before this chunk's code runs; only
    /// for chunks that `import()` loads into a page.
    pub styles: &'i [String],
    /// The chunk to render.
    pub chunk: ChunkIdx,
}

impl RenderInput<'_> {
    pub(crate) fn names(&self) -> &ChunkNames {
        &self.all_names[self.chunk]
    }

    /// Whether `import()` leads to chunks.
    pub(crate) fn splits(&self) -> bool {
        self.options.format == OutputFormat::Esm
    }

    /// The URL under which a file of the output is loaded from this chunk's script.
    pub(crate) fn public_url(&self, file: &str) -> String {
        match self.options.base.as_str() {
            "" | "./" => relative_specifier(&self.files.scripts[self.chunk], file),
            base => format!("{base}{file}"),
        }
    }
}

/// A chunk's script, with placeholders where hashes go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RenderedChunk {
    /// The text.
    pub code: String,
    /// Where it names other chunks.
    pub references: Vec<Reference>,
    /// Links to the sources, in order.
    pub mappings: Vec<OutMapping>,
    /// Bytes of the text that each module gave, in chunk order; only modules that gave any.
    pub module_bytes: Vec<(ModuleIdx, u32)>,
}

/// Renders one chunk's script.
pub fn render_chunk(input: &RenderInput<'_>) -> RenderedChunk {
    let mut script = Script {
        input,
        out: Output::default(),
        minify: input.options.minify,
        ran: Set::default(),
        interops: Set::default(),
    };
    let module_bytes = script.run();
    let Output { code, mappings, references } = script.out;
    RenderedChunk { code, references, mappings, module_bytes }
}

struct Script<'i, 'o> {
    input: &'o RenderInput<'i>,
    out: Output,
    minify: bool,
    /// Wrapped modules that the chunk's own scope has run.
    ran: Set<ModuleIdx>,
    /// Names of interop variables that the chunk's own scope declares; importers of one target share one.
    interops: Set<Name>,
}

impl Script<'_, '_> {
    fn run(&mut self) -> Vec<(ModuleIdx, u32)> {
        let chunk = &self.input.plan.chunks[self.input.chunk];
        let entry = match chunk.kind {
            ChunkKind::Entry(module) | ChunkKind::Dynamic(module) => Some(module),
            ChunkKind::Shared => None,
        };
        self.head(entry);
        match self.input.options.format {
            OutputFormat::Esm => {
                self.imports();
                self.load_styles();
            }
            OutputFormat::Cjs => {}
            OutputFormat::Iife => self.open_iife(entry),
        }
        let mut bytes: Map<ModuleIdx, u32> = Map::default();
        let mut write = |script: &mut Self, module: ModuleIdx, part: fn(&mut Self, ModuleIdx)| {
            let start = script.out.code.len();
            part(script, module);
            *bytes.entry(module).or_default() += (script.out.code.len() - start) as u32;
        };
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
        let (runtime, rest) = modules.split_at(modules.partition_point(|&module| rank(module) == 0));
        runtime.iter().for_each(|&module| write(self, module, Self::module));
        for &module in rest.iter().filter(|&&module| linked.wrap[module] == Wrap::None) {
            write(self, module, Self::namespace_object);
        }
        rest.iter().for_each(|&module| write(self, module, Self::module));
        self.tail(entry);
        let given = chunk.modules.iter().map(|module| (*module, bytes.get(module).copied().unwrap_or(0)));
        given.filter(|it| it.1 > 0).collect()
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
        if let Some(hashbang) = template.as_ref().and_then(|it| it.hashbang.as_deref()) {
            self.out.push("#!");
            self.line(hashbang);
        }
        if let Some(banner) = &self.input.options.banner {
            self.line(banner);
        }
        // What ES modules have anyway. CommonJS may be sloppy code, so beside it nothing is made strict.
        let modules = &self.input.plan.chunks[self.input.chunk].modules;
        let strict = self.input.options.format != OutputFormat::Esm
            && !modules.iter().any(|&module| self.input.linked.wrap[module] == Wrap::CommonJs);
        if strict {
            self.out.push("\"use strict\"");
            self.end_statement();
        }
        for directive in template.iter().flat_map(|it| &it.directives).filter(|it| !it.contains("use strict")) {
            self.out.push(directive);
            self.end_statement();
        }
    }

    /// Where an IIFE's exports go, if anywhere: `a.b.c` of `--global-name`.
    fn open_iife(&mut self, entry: Option<ModuleIdx>) {
        if let (Some(name), Some(_)) = (&self.input.options.global_name, entry) {
            let mut parts = name.split('.');
            let first = parts.next().unwrap_or(name);
            let mut path = first.to_string();
            self.out.push(&format!("var {first} = "));
            for part in parts {
                self.out.push(&format!("{path} || {{}};\n"));
                path.push_str(&if is_identifier(part) { format!(".{part}") } else { format!("[\"{part}\"]") });
                self.out.push(&format!("{path} = "));
            }
        }
        let is_async = entry.is_some_and(|entry| self.input.linked.is_async.contains(entry.index()));
        self.line(if is_async { "(async () => {" } else { "(() => {" });
    }

    /// Puts the chunk's style sheets into the page, unless they are there, and waits for them.
    fn load_styles(&mut self) {
        if self.input.styles.is_empty() {
            return;
        }
        let relative = matches!(self.input.options.base.as_str(), "" | "./");
        self.out.push("await Promise.all([");
        for (i, style) in self.input.styles.iter().enumerate() {
            if i > 0 {
                self.out.push(", ");
            }
            let url = self.input.public_url(style);
            self.out.push(if relative { "new URL(" } else { "" });
            self.out.push_string(&url);
            self.out.push(if relative { ", import.meta.url).href" } else { "" });
        }
        self.out.push(if self.minify { STYLE_LOADER_MINIFIED } else { STYLE_LOADER });
        self.end_statement();
    }

    fn imports(&mut self) {
        let chunk = &self.input.plan.chunks[self.input.chunk];
        let mut by_external: Vec<(ExternalIdx, Vec<ExternalImportIdx>)> = Vec::new();
        for &import in &chunk.external_imports {
            let external = self.input.linked.external_imports[import].external;
            match by_external.last_mut() {
                Some((last, imports)) if *last == external => imports.push(import),
                _ => by_external.push((external, vec![import])),
            }
        }
        for &external in &chunk.bare_externals {
            if !by_external.iter().any(|(it, _)| *it == external) {
                by_external.push((external, Vec::new()));
            }
        }
        by_external.sort_by_key(|(external, _)| *external);
        for (external, imports) in &by_external {
            self.import_external(*external, imports);
        }
        for (other, symbols) in &chunk.imports {
            if self.input.plan.chunks[*other].has_script {
                self.import_chunk(*other, symbols);
            }
        }
    }

    fn import_external(&mut self, external: ExternalIdx, imports: &[ExternalImportIdx]) {
        let specifier = self.input.graph.externals[external].clone();
        let names = &self.input.all_names[self.input.chunk].externals;
        let (mut default, mut namespaces, mut named) = (None, Vec::new(), Vec::new());
        for import in imports {
            let Some(local) = names.get(import) else { continue };
            match &self.input.linked.external_imports[*import].imported {
                Imported::Name(name) if name == "default" && default.is_none() => default = Some(local.clone()),
                Imported::Namespace => namespaces.push(local.clone()),
                Imported::Name(name) => named.push((name.clone(), local.clone())),
            }
        }
        for namespace in &namespaces {
            self.out.push(if self.minify { "import*as " } else { "import * as " });
            self.out.push(namespace);
            self.from(&specifier);
        }
        if default.is_none() && named.is_empty() && !namespaces.is_empty() {
            return;
        }
        self.out.push("import");
        if let Some(default) = &default {
            self.out.push(" ");
            self.out.push(default);
            if !named.is_empty() {
                self.out.push(",");
            }
        }
        if !named.is_empty() {
            self.specifiers(&named);
        }
        if default.is_none() && named.is_empty() {
            self.out.push(if self.minify { "" } else { " " });
            self.out.push_string(&specifier);
            self.end_statement();
        } else {
            self.from(&specifier);
        }
    }

    /// `{ a as b, c }`, in an import.
    fn specifiers(&mut self, named: &[(nexxo_base::Name, nexxo_base::Name)]) {
        self.out.push(if self.minify { "{" } else { " { " });
        for (i, (name, local)) in named.iter().enumerate() {
            if i > 0 {
                self.out.push(if self.minify { "," } else { ", " });
            }
            self.export_name(name);
            if name != local {
                self.out.push(" as ");
                self.out.push(local);
            }
        }
        self.out.push(if self.minify { "}" } else { " }" });
    }

    fn from(&mut self, specifier: &str) {
        // `import*as a from"x"` needs the space before `from`, `}from"x"` does not.
        let tight = self.minify && self.out.code.ends_with('}');
        self.out.push(if tight { "from" } else { " from" });
        self.out.push(if self.minify { "" } else { " " });
        self.out.push_string(specifier);
        self.end_statement();
    }

    fn import_chunk(&mut self, other: ChunkIdx, symbols: &[nexxo_link::GlobalSymbol]) {
        let exported: Map<_, _> =
            self.input.all_names[other].exports.iter().map(|(symbol, name)| (*symbol, name.clone())).collect();
        let local = &self.input.all_names[self.input.chunk].symbols;
        let named: Vec<_> = symbols
            .iter()
            .filter_map(|symbol| Some((exported.get(symbol)?.clone(), local.get(symbol)?.clone())))
            .collect();
        debug_assert_eq!(named.len(), symbols.len(), "every symbol that crosses chunks has both names");
        self.out.push("import");
        if !named.is_empty() {
            self.specifiers(&named);
            self.out.push(if self.minify { "from" } else { " from" });
        }
        self.out.push(if self.minify { "" } else { " " });
        let module = ModuleIdx(0);
        self.filler(module).chunk_specifier(other);
        self.end_statement();
    }

    /// An export's name where a module export name is due: an identifier or a string.
    fn export_name(&mut self, name: &str) {
        if is_identifier(name) || nexxo_link::is_reserved(name) {
            self.out.push(name);
        } else {
            self.out.push_string(name);
        }
    }

    fn module(&mut self, module: ModuleIdx) {
        if matches!(self.input.graph.modules[module].kind, ModuleKind::Style | ModuleKind::Asset)
            && !self.has_live_statement(module)
            && self.input.linked.wrap[module] == Wrap::None
            && !self.is_used(self.input.linked.symbols.namespace(module))
        {
            return;
        }
        let start = self.out.code.len();
        if !self.minify {
            let path = self.input.graph.modules[module].path.clone();
            self.out.push("// ");
            self.line(&path.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "));
        }
        let body = self.out.code.len();
        match self.input.linked.wrap[module] {
            Wrap::None => {
                self.early_inits(module);
                self.prelude(module, true);
                self.re_exports(module);
                self.statements(module);
            }
            Wrap::CommonJs => self.commonjs(module),
            Wrap::Esm => self.wrapped_esm(module),
        }
        if self.out.code.len() == body {
            self.out.code.truncate(start);
        }
    }

    fn is_used(&self, symbol: nexxo_link::GlobalSymbol) -> bool {
        self.input.linked.used.contains(symbol.index())
    }

    fn has_live_statement(&self, module: ModuleIdx) -> bool {
        let statements = &self.input.graph.modules[module].statements;
        statements.indices().any(|statement| self.input.linked.is_live(module, statement))
    }

    fn live_statements(&self, module: ModuleIdx) -> Vec<StatementIdx> {
        let statements = &self.input.graph.modules[module].statements;
        statements.indices().filter(|&statement| self.input.linked.is_live(module, statement)).collect()
    }

    /// `var x_exports = __export({ a: () => a });`
    fn namespace_object(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let namespace = linked.symbols.namespace(module);
        if !self.is_used(namespace) {
            return;
        }
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(namespace);
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::Export);
        self.out.push("({");
        let exports = &linked.exports[module];
        for (i, (name, binding)) in exports.iter().enumerate() {
            if i > 0 {
                self.out.push(",");
            }
            self.out.push(if minify { "" } else { "\n\t" });
            if is_identifier(name) && name != "__proto__" || nexxo_link::is_reserved(name) {
                self.out.push(name);
            } else if name == "__proto__" {
                self.out.push("[\"__proto__\"]");
            } else {
                self.out.push_string(name);
            }
            self.out.push(if minify { ":()=>" } else { ": () => " });
            self.filler(module).binding(binding, false);
        }
        self.out.push(if minify || exports.is_empty() { "})" } else { "\n})" });
        self.end_statement();
    }

    /// `__reExport(x_exports, import_y);` for names that only the run time knows.
    fn re_exports(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let namespace = linked.symbols.namespace(module);
        let Some(sources) = linked.dynamic_exports.get(&module).filter(|_| self.is_used(namespace)) else { return };
        for source in sources {
            self.filler(module).helper(Helper::ReExport);
            self.out.push("(");
            self.filler(module).name(namespace);
            self.out.push(", ");
            self.filler(module).binding(source, false);
            self.out.push(")");
            self.end_statement();
        }
    }

    /// Runs wrapped modules that are imported before this one by a module that stands after it.
    fn early_inits(&mut self, module: ModuleIdx) {
        for &target in &self.input.plan.early[module] {
            self.run_wrapped(target);
        }
    }

    /// What must run before an ES module's own statements: wrapped modules it imports, in the order of its imports.
    fn prelude(&mut self, module: ModuleIdx, declare: bool) {
        let linked = self.input.linked;
        let node = &self.input.graph.modules[module];
        let mut inits = linked.inits[module].iter().peekable();
        for (i, record) in node.interface.records.iter().enumerate() {
            let idx = RecordIdx::new(i);
            if matches!(node.targets[i], RecordTarget::External(_) | RecordTarget::Disabled | RecordTarget::Missing) {
                if record.kind == ImportKind::Import {
                    self.outside_import(module, idx, declare);
                }
                continue;
            }
            while let Some(&(_, target)) = inits.next_if(|(it, _)| *it == idx) {
                self.init(module, idx, target, declare);
            }
        }
    }

    /// Runs a wrapped module that `record` leads to, directly or through re-exports that are not in the output.
    fn init(&mut self, module: ModuleIdx, record: RecordIdx, target: ModuleIdx, declare: bool) {
        let linked = self.input.linked;
        let interop = linked.symbols.interop(module, record);
        let direct = self.input.graph.modules[module].targets[record.index()] == RecordTarget::Module(target);
        let is_first = !declare || self.ran.insert(target);
        if linked.wrap[target] == Wrap::CommonJs && direct && self.is_used(interop) {
            return self.interop_variable(module, record, declare);
        }
        if !is_first && !linked.is_async.contains(target.index()) {
            return;
        }
        if linked.wrap[target] == Wrap::Esm && linked.waits_for(module, target) {
            self.out.push("await ");
        }
        self.filler(module).name(linked.symbols.wrapper(target));
        self.out.push("()");
        self.end_statement();
    }

    /// An import of something outside of the bundle; in ESM output the import declarations at the top do all.
    fn outside_import(&mut self, module: ModuleIdx, record: RecordIdx, declare: bool) {
        let target = self.input.graph.modules[module].targets[record.index()];
        let is_external = matches!(target, RecordTarget::External(_));
        if is_external && self.input.options.format == OutputFormat::Esm {
            return;
        }
        if self.is_used(self.input.linked.symbols.interop(module, record)) {
            self.interop_variable(module, record, declare);
        } else if is_external {
            self.filler(module).require(record);
            self.end_statement();
        }
    }

    /// `var import_x = __toESM(require_x());`
    fn interop_variable(&mut self, module: ModuleIdx, record: RecordIdx, declare: bool) {
        let interop = self.input.linked.symbols.interop(module, record);
        if declare {
            let name = self.input.names().symbols.get(&interop).cloned().unwrap_or_default();
            if !self.interops.insert(name) {
                return;
            }
            self.out.push("var ");
        }
        self.filler(module).name(interop);
        self.out.push(if self.minify { "=" } else { " = " });
        self.filler(module).write_to_esm(record);
        self.end_statement();
    }

    fn statements(&mut self, module: ModuleIdx) {
        let Some(template) = self.input.templates[module].clone() else { return };
        let table = self.input.graph.modules[module].statements.clone();
        let mut previous: Option<StatementKind> = None;
        for statement in self.live_statements(module) {
            let kind = table.get(statement).kind;
            let mut cut = Cut::default();
            if self.minify && previous == Some(kind) && is_variable(kind) && self.out.code.ends_with(';') {
                // `const a=1;const b=2;` is `const a=1,b=2;`
                self.out.code.pop();
                self.out.push(",");
                cut.head = template.statements[statement.index()].head as usize;
            }
            self.filler(module).statement(&template, statement, cut);
            previous = Some(kind);
        }
    }

    fn commonjs(&mut self, module: ModuleIdx) {
        let wrapper = self.input.linked.symbols.wrapper(module);
        let Some(template) = self.input.templates[module].clone() else { return };
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(wrapper);
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::CommonJs);
        // An arrow has no `this` and no `arguments` of its own.
        let text = template.text.as_bytes();
        let needs_function = ["this", "arguments", "super", "new.target"]
            .iter()
            .any(|word| memchr::memmem::find(text, word.as_bytes()).is_some());
        self.out.push(if needs_function { "(function(" } else { "((" });
        self.commonjs_parameters(&template);
        self.out.push(if needs_function { ")" } else { ") =>" });
        self.out.push(if minify { "{" } else { " {\n" });
        for directive in &template.directives {
            self.out.push(directive);
            self.end_statement();
        }
        self.filler(module).statement(&template, StatementIdx(0), Cut::default());
        self.out.push("})");
        self.end_statement();
    }

    fn commonjs_parameters(&mut self, template: &Template) {
        if !template.uses_exports && !template.uses_module {
            return;
        }
        let nested = &self.input.all_names[self.input.chunk].nested;
        let named = |i: usize, plain: &str| match nested.get(i) {
            Some(name) if template.has_nested_names => name.to_string(),
            _ => plain.to_string(),
        };
        let mut parameters = named(0, "exports");
        if template.uses_module {
            parameters.push(',');
            parameters.push_str(if self.minify { "" } else { " " });
            parameters.push_str(&named(1, "module"));
        }
        self.out.push(&parameters);
    }

    /// Declarations outside, everything that runs inside `var init_x = __esm(() => { … })`.
    fn wrapped_esm(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let Some(template) = self.input.templates[module].clone() else { return };
        let table = self.input.graph.modules[module].statements.clone();
        let live = self.live_statements(module);
        let functions = |statement: &StatementIdx| table.get(*statement).kind == StatementKind::Function;
        self.hoisted_variables(module, live.iter().copied().filter(|it| !functions(it)));
        for &statement in live.iter().filter(|it| functions(it)) {
            self.filler(module).statement(&template, statement, Cut::default());
        }
        self.namespace_object(module);
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(linked.symbols.wrapper(module));
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::Esm);
        let is_async = linked.is_async.contains(module.index());
        self.out.push(if is_async { "(async () =>" } else { "(() =>" });
        self.out.push(if minify { "{" } else { " {\n" });
        self.prelude(module, false);
        self.re_exports(module);
        for &statement in live.iter().filter(|it| !functions(it)) {
            self.assigned_statement(module, &template, statement, table.get(statement).kind);
        }
        self.out.push("})");
        self.end_statement();
    }

    fn hoisted_variables(&mut self, module: ModuleIdx, statements: impl Iterator<Item = StatementIdx>) {
        let linked = self.input.linked;
        let graph_module = &self.input.graph.modules[module];
        let mut symbols = Vec::new();
        for statement in statements {
            symbols
                .extend(graph_module.statements.declares(statement).iter().map(|&it| linked.symbols.local(module, it)));
        }
        for i in 0..graph_module.interface.records.len() {
            let interop = linked.symbols.interop(module, RecordIdx::new(i));
            if self.is_used(interop) && self.input.all_names[self.input.chunk].symbols.contains_key(&interop) {
                symbols.push(interop);
            }
        }
        symbols.sort_unstable();
        symbols.dedup();
        for (i, &symbol) in symbols.iter().enumerate() {
            self.out.push(match (i, self.minify) {
                (0, _) => "var ",
                (_, true) => ",",
                (_, false) => ", ",
            });
            self.filler(module).name(symbol);
        }
        if !symbols.is_empty() {
            self.end_statement();
        }
    }

    /// Writes a statement whose declarations stand outside of the function it is in.
    fn assigned_statement(
        &mut self,
        module: ModuleIdx,
        template: &Template,
        statement: StatementIdx,
        kind: StatementKind,
    ) {
        let range = template.statements[statement.index()];
        let text = self.filler(module).statement_text(template, statement);
        let tail = text.len() - text.trim_end_matches([';', '\n']).len();
        match kind {
            StatementKind::Var | StatementKind::Let | StatementKind::Const => {
                if range.uninitialised {
                    return;
                }
                self.out.push(if range.pattern { "(" } else { "" });
                self.filler(module).statement(template, statement, Cut { head: range.head as usize, tail });
                self.out.push(if range.pattern { ")" } else { "" });
                self.end_statement();
            }
            StatementKind::Class => {
                let declared = self.input.graph.modules[module].statements.declares(statement).first().copied();
                if let Some(symbol) = declared {
                    self.filler(module).symbol_binding(symbol, false);
                    self.out.push(if self.minify { "=" } else { " = " });
                }
                self.filler(module).statement(template, statement, Cut { head: 0, tail });
                self.end_statement();
            }
            StatementKind::Function | StatementKind::Other => {
                self.filler(module).statement(template, statement, Cut::default());
            }
        }
    }

    fn tail(&mut self, entry: Option<ModuleIdx>) {
        let format = self.input.options.format;
        if let Some(entry) = entry {
            match format {
                OutputFormat::Esm => self.entry_esm(entry),
                OutputFormat::Cjs => self.entry_value(entry, "module.exports = "),
                OutputFormat::Iife if self.input.options.global_name.is_some() => self.entry_value(entry, "return "),
                OutputFormat::Iife => self.entry_run(entry),
            }
        } else if format == OutputFormat::Esm {
            self.export_list(Vec::new());
        }
        if format == OutputFormat::Iife {
            self.out.push("})()");
            self.end_statement();
        }
        if self.minify && !self.out.code.is_empty() && !self.out.code.ends_with('\n') {
            self.out.push("\n");
        }
        self.legal_comments();
        if let Some(footer) = &self.input.options.footer {
            self.line(footer);
        }
    }

    fn legal_comments(&mut self) {
        let mut written: Vec<Box<str>> = Vec::new();
        for &module in &self.input.plan.chunks[self.input.chunk].modules {
            let Some(template) = &self.input.templates[module] else { continue };
            for comment in &template.legal_comments {
                if !written.contains(comment) {
                    written.push(comment.clone());
                }
            }
        }
        for comment in &written {
            // The text must not close an inline script that the output is pasted into.
            self.line(&comment.replace("</script", "<\\/script"));
        }
    }

    /// `init_x();` for an entry that is itself wrapped.
    fn run_wrapped(&mut self, entry: ModuleIdx) {
        let linked = self.input.linked;
        match linked.wrap[entry] {
            Wrap::None => {}
            wrap => {
                if wrap == Wrap::Esm && linked.is_async.contains(entry.index()) {
                    self.out.push("await ");
                }
                self.filler(entry).name(linked.symbols.wrapper(entry));
                self.out.push("()");
                self.end_statement();
            }
        }
    }

    fn entry_run(&mut self, entry: ModuleIdx) {
        self.run_wrapped(entry);
    }

    /// `module.exports = …` or `return …`.
    fn entry_value(&mut self, entry: ModuleIdx, before: &str) {
        let linked = self.input.linked;
        if linked.wrap[entry] == Wrap::CommonJs {
            self.out.push(before);
            self.filler(entry).name(linked.symbols.wrapper(entry));
            self.out.push("()");
            return self.end_statement();
        }
        self.run_wrapped(entry);
        let namespace = linked.symbols.namespace(entry);
        if !self.is_used(namespace) {
            return;
        }
        self.out.push(before);
        self.filler(entry).helper(Helper::ToCommonJs);
        self.out.push("(");
        self.filler(entry).name(namespace);
        self.out.push(")");
        self.end_statement();
        if self.input.options.format == OutputFormat::Cjs {
            self.annotate_exports(entry);
        }
    }

    /// Node finds the names of a CommonJS module's exports by looking at its text; this line is for that look only.
    fn annotate_exports(&mut self, entry: ModuleIdx) {
        let names: Vec<&str> = self.input.linked.exports[entry]
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| is_identifier(name) && !nexxo_link::is_reserved(name))
            .collect();
        if names.is_empty() {
            return;
        }
        let list = names.join(if self.minify { "," } else { ", " });
        self.out.push(&if self.minify {
            format!("0&&(module.exports={{{list}}})")
        } else {
            format!("0 && (module.exports = {{ {list} }})")
        });
        self.end_statement();
    }

    fn entry_esm(&mut self, entry: ModuleIdx) {
        let linked = self.input.linked;
        if linked.wrap[entry] == Wrap::CommonJs {
            self.out.push("export default ");
            self.filler(entry).name(linked.symbols.wrapper(entry));
            self.out.push("()");
            self.end_statement();
            return self.export_list(Vec::new());
        }
        self.run_wrapped(entry);
        let mut list = Vec::new();
        let mut made_up = 0;
        for (name, binding) in &linked.exports[entry] {
            let local = match binding {
                Binding::Symbol(symbol) => self.input.names().symbols.get(symbol).map(ToString::to_string),
                Binding::External(import) => self.input.names().externals.get(import).map(ToString::to_string),
                _ => None,
            };
            let local = local.unwrap_or_else(|| {
                // A property cannot be exported by itself.
                let local = self.free_name(&mut made_up);
                self.out.push(&format!("var {local} = "));
                self.filler(entry).binding(binding, false);
                self.end_statement();
                local
            });
            list.push((local, name.to_string()));
        }
        if let Some(sources) = linked.dynamic_exports.get(&entry) {
            for source in sources {
                if let Binding::External(import) = source {
                    let external = linked.external_imports[*import].external;
                    self.out.push(if self.minify { "export*from" } else { "export * from " });
                    let specifier = self.input.graph.externals[external].clone();
                    self.out.push_string(&specifier);
                    self.end_statement();
                }
            }
        }
        self.export_list(list);
    }

    /// A local name that nothing in the chunk has.
    fn free_name(&self, counter: &mut usize) -> String {
        loop {
            *counter += 1;
            let name = format!("__export_{counter}");
            if !self.out.code.contains(&name) {
                return name;
            }
        }
    }

    /// `export { local as name, … };`: the entry's exports and what other chunks take.
    fn export_list(&mut self, mut list: Vec<(String, String)>) {
        let names = self.input.names();
        for (symbol, name) in &names.exports {
            if let Some(local) = names.symbols.get(symbol) {
                list.push((local.to_string(), name.to_string()));
            }
        }
        if list.is_empty() {
            return;
        }
        let mut text = String::from(if self.minify { "export{" } else { "export { " });
        for (i, (local, name)) in list.iter().enumerate() {
            if i > 0 {
                text.push_str(if self.minify { "," } else { ", " });
            }
            text.push_str(local);
            if local != name {
                text.push_str(" as ");
                if is_identifier(name) || nexxo_link::is_reserved(name) {
                    text.push_str(name);
                } else {
                    push_string(&mut text, name);
                }
            }
        }
        text.push_str(if self.minify { "}" } else { " }" });
        self.out.push(&text);
        self.end_statement();
    }
}

/// The rest of the statement that loads style sheets. A sheet that fails to load does not stop the code.
const STYLE_LOADER: &str = "].map((href) => new Promise((done) => {
\tconst url = new URL(href, document.baseURI).href;
\tif ([...document.querySelectorAll(\"link[rel=stylesheet]\")].some((link) => link.href === url)) return done();
\tconst link = document.createElement(\"link\");
\tlink.rel = \"stylesheet\";
\tlink.crossOrigin = \"\";
\tlink.onload = link.onerror = done;
\tlink.href = url;
\tdocument.head.append(link);
})))";
/// The same, short.
const STYLE_LOADER_MINIFIED: &str = "].map(h=>new Promise(d=>{h=new URL(h,document.baseURI).href;\
if([...document.querySelectorAll(\"link[rel=stylesheet]\")].some(l=>l.href===h))return d();\
let l=document.createElement(\"link\");l.rel=\"stylesheet\";l.crossOrigin=\"\";l.onload=l.onerror=d;l.href=h;document.head.append(l)})))";

fn is_variable(kind: StatementKind) -> bool {
    matches!(kind, StatementKind::Var | StatementKind::Let | StatementKind::Const)
}
