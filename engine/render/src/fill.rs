//! Writes a template's statements with their slots filled.

use nexxo_base::index::Idx;
use nexxo_base::module::{Constant, RecordIdx, StatementIdx, StatementKind, StatementTable, SymbolIdx};
use nexxo_base::options::{OutputFormat, Platform};
use nexxo_base::path::relative_specifier;
use nexxo_base::template::{Mapping, SlotKind, Template};
use nexxo_link::{
    Binding, ChunkIdx, ExternalIdx, ExternalImportIdx, GlobalSymbol, Helper, ModuleIdx, RecordTarget, Wrap,
};

use crate::literal::push_constant;
use crate::naming::AssetUrl;
use crate::output::{OutMapping, Output};
use crate::script::RenderInput;

/// `import.meta.resolve` in CommonJS: built-in modules are no paths.
const CJS_META_RESOLVE: &str = "((id) => (id = require.resolve(id), require(\"node:path\").isAbsolute(id) ? \
                                require(\"node:url\").pathToFileURL(id).href : id.replace(/^(?!node:)/, \"node:\")))";

/// `import.meta.url` in a script of a page or of a worker.
const IIFE_META_URL: &str = "(typeof document == \"undefined\" ? location.href : \
                             document.currentScript && document.currentScript.src || document.baseURI)";

/// `import.meta.url` in a script that stands in another: where it would be as a file. Who starts it says so.
const EMBEDDED_URL: &str = "globalThis.__nexxo_url";

/// Which part of a statement's text is written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cut {
    /// Bytes left out at the start (the declaration keyword).
    pub(crate) head: usize,
    /// Bytes left out at the end (`;` and line break).
    pub(crate) tail: usize,
}

/// Writes a statement of `template` less what `cut` says. `slot` writes what stands in a slot, given the text that follows
/// it, as far as that is known.
pub(crate) fn fill_statement(
    out: &mut Output,
    template: &Template,
    statement: StatementIdx,
    cut: Cut,
    module: ModuleIdx,
    mut slot: impl FnMut(&mut Output, SlotKind, &str),
) {
    let i = statement.0 as usize;
    let range = template.statements[i];
    let (text_start, slots_start, mappings_start) = match i.checked_sub(1) {
        Some(before) => {
            let before = template.statements[before];
            (before.text_end as usize, before.slots_end as usize, before.mappings_end)
        }
        None => (0, 0, 0),
    };
    let end = range.text_end as usize - cut.tail;
    let mut pos = text_start + cut.head;
    let mut mappings = template.mappings.run(mappings_start..range.mappings_end).peekable();
    for i in slots_start..=range.slots_end as usize {
        let here = template.slots[..range.slots_end as usize].get(i);
        let piece_end = here.map_or(end, |here| here.offset as usize).max(pos);
        let base = out.code.len();
        out.code.push_str(&template.text[pos..piece_end]);
        while let Some(mapping) = mappings.next_if(|mapping| mapping.slots_before as usize <= i) {
            let offset = base + (mapping.offset as usize).clamp(pos, piece_end) - pos;
            push_mapping(out, module, &mapping, offset);
        }
        let Some(here) = here else { break };
        let at = out.code.len();
        // Something unknown follows where another slot does at once.
        let next = template.slots[..range.slots_end as usize].get(i + 1);
        let is_followed = next.is_some_and(|next| next.offset == here.offset);
        slot(out, here.kind, if is_followed { "" } else { &template.text[(here.offset as usize).min(end)..end] });
        if !place_member(out, template, here.kind, at) {
            drop_name_if_kept(out, template, at);
        }
        pos = piece_end;
    }
}

/// Writes statements one after the other, as they stand in the scope of a chunk. `slot` as for [`fill_statement`].
pub(crate) fn fill_statements(
    out: &mut Output,
    template: &Template,
    (table, statements): (&StatementTable, &[StatementIdx]),
    minify: bool,
    module: ModuleIdx,
    mut slot: impl FnMut(&mut Output, SlotKind, &str),
) {
    let is_variable = |kind| matches!(kind, StatementKind::Var | StatementKind::Let | StatementKind::Const);
    let mut previous: Option<StatementKind> = None;
    for &statement in statements {
        let kind = table.get(statement).kind;
        let mut cut = Cut::default();
        if minify && previous == Some(kind) && is_variable(kind) && out.code.ends_with(';') {
            // `const a=1;const b=2;` is `const a=1,b=2;`
            out.code.pop();
            out.push(",");
            cut.head = template.statements[statement.index()].head as usize;
        }
        fill_statement(out, template, statement, cut, module, &mut slot);
        previous = Some(kind);
    }
}

fn push_mapping(out: &mut Output, module: ModuleIdx, mapping: &Mapping, offset: usize) {
    out.mappings.push(OutMapping {
        offset: offset as u32,
        module,
        line: mapping.line,
        column: mapping.column,
        name: mapping.name,
    });
}

/// Of the two mappings at the slot of a member access, the second is for the name: it goes where that is written, or
/// stands for both where the access became a single name.
fn place_member(out: &mut Output, template: &Template, kind: SlotKind, at: usize) -> bool {
    if !matches!(kind, SlotKind::Member(_) | SlotKind::MemberCallee(_)) {
        return false;
    }
    let Output { code, mappings, .. } = out;
    let [.., object, property] = mappings.as_mut_slice() else { return false };
    let name_of = |mapping: &OutMapping| template.names.get(mapping.name.wrapping_sub(1) as usize);
    if object.offset as usize != at || property.offset as usize != at {
        return false;
    }
    let name = name_of(property).map_or("", |name| name);
    let Some(written) = code[at..].strip_suffix(name).and_then(|text| text.strip_suffix('.')) else {
        *object = *property;
        mappings.pop();
        return false;
    };
    if name_of(object).is_some_and(|name| **name == *written) {
        object.name = 0;
    }
    property.offset = (code.len() - name.len()) as u32;
    property.name = 0;
    true
}

/// A mapping names its token only when the token was renamed.
fn drop_name_if_kept(out: &mut Output, template: &Template, at: usize) {
    if let Some(mapping) = out.mappings.last_mut()
        && mapping.offset as usize == at
        && mapping.name > 0
        && template.names[mapping.name as usize - 1].as_bytes() == &out.code.as_bytes()[at..]
    {
        mapping.name = 0;
    }
}

/// Writes one module's parts into a chunk.
pub(crate) struct Filler<'i, 'o> {
    pub(crate) input: &'o RenderInput<'i>,
    pub(crate) out: &'o mut Output,
    pub(crate) module: ModuleIdx,
}

impl<'i> Filler<'i, '_> {
    /// The text of a statement with everything in it, before cutting.
    pub(crate) fn statement_text<'t>(&self, template: &'t Template, statement: StatementIdx) -> &'t str {
        let i = statement.0 as usize;
        let start = if i == 0 { 0 } else { template.statements[i - 1].text_end as usize };
        &template.text[start..template.statements[i].text_end as usize]
    }

    /// Writes a statement less what `cut` says.
    pub(crate) fn statement(&mut self, template: &Template, statement: StatementIdx, cut: Cut) {
        let (input, module) = (self.input, self.module);
        fill_statement(self.out, template, statement, cut, module, |out, kind, rest| {
            Filler { input, out, module }.fill(kind, rest);
        });
    }

    /// Writes what stands in a slot before `rest`. Gives the constant that it is, if it is one.
    pub(crate) fn fill(&mut self, kind: SlotKind, rest: &str) -> Option<&'i Constant> {
        let constant = self.constant(kind);
        match constant {
            Some(value) => push_constant(&mut self.out.code, value, rest, self.input.options.minify),
            None => self.slot(kind),
        }
        constant
    }

    /// The constant whose value stands in a slot in place of a name.
    fn constant(&self, kind: SlotKind) -> Option<&'i Constant> {
        let linked = self.input.linked;
        let binding = match kind {
            SlotKind::Reference(symbol) | SlotKind::Callee(symbol) => {
                linked.imports.get(&linked.symbols.local(self.module, symbol))?
            }
            SlotKind::Member(member) | SlotKind::MemberCallee(member) => linked.member(self.module, member),
            _ => return None,
        };
        match binding {
            Binding::Constant(_, value) => Some(value),
            _ => None,
        }
    }

    /// Writes what stands in a slot.
    fn slot(&mut self, kind: SlotKind) {
        match kind {
            SlotKind::Reference(symbol) | SlotKind::Binding(symbol) => self.symbol_binding(symbol, false),
            SlotKind::Callee(symbol) => self.symbol_binding(symbol, true),
            SlotKind::Shorthand(symbol) => self.shorthand(symbol),
            SlotKind::Member(member) | SlotKind::MemberCallee(member) => {
                self.binding(self.input.linked.member(self.module, member), false);
            }
            SlotKind::Nested(nested) => {
                if let Some(name) = self.input.names().nested.get(nested.0 as usize) {
                    self.out.code.push_str(name);
                }
            }
            SlotKind::Require(record) => self.require(record),
            SlotKind::RequireInNew(record) => {
                self.out.push("(");
                self.require(record);
                self.out.push(")");
            }
            SlotKind::RequireResolve(record) => {
                self.free_require();
                self.out.push(".resolve(");
                let specifier = self.specifier(record);
                self.out.push_string(&specifier);
                self.out.push(")");
            }
            SlotKind::FreeRequire => self.free_require(),
            SlotKind::DynamicImport(record) => self.dynamic_import(record),
            SlotKind::Url(record) => self.url(record),
            SlotKind::MetaUrl => self.meta_url(),
            SlotKind::MetaDirname => self.meta_path("dirname", "__dirname"),
            SlotKind::MetaFilename => self.meta_path("filename", "__filename"),
            SlotKind::MetaMain => self.meta_main(),
            SlotKind::MetaResolve => self.meta_resolve(),
            SlotKind::Meta | SlotKind::MetaOther if self.input.options.format == OutputFormat::Esm => {
                self.out.push("import.meta");
            }
            // Where there is none, it has no other properties.
            SlotKind::MetaOther => self.out.push("({})"),
            SlotKind::Meta => {
                self.out.push("({ url: ");
                self.meta_url();
                self.out.push(" })");
            }
            SlotKind::KeepName => self.helper(Helper::Name),
            SlotKind::ToEsm => self.helper(Helper::ToEsm),
            SlotKind::AssetUrl => self.asset_url(self.module),
        }
    }

    /// Writes what a top-level symbol of the module means.
    pub(crate) fn symbol_binding(&mut self, symbol: SymbolIdx, callee: bool) {
        let linked = self.input.linked;
        let global = linked.symbols.local(self.module, symbol);
        match linked.imports.get(&global) {
            Some(binding) => self.binding(binding, callee),
            None => self.name(global),
        }
    }

    fn shorthand(&mut self, symbol: SymbolIdx) {
        let key = &self.input.graph.modules[self.module].interface.symbols[symbol.0 as usize].name;
        let at = self.out.code.len();
        self.out.push(key);
        self.out.push(": ");
        let value = self.out.code.len();
        self.symbol_binding(symbol, false);
        if self.out.code[value..] == **key {
            self.out.code.truncate(at + key.len());
        }
    }

    /// Writes a binding. A property that is called must not get its object as `this` when `callee`.
    pub(crate) fn binding(&mut self, binding: &Binding, callee: bool) {
        let is_property = matches!(binding, Binding::Property(..) | Binding::ExternalProperty(..) | Binding::Path(..));
        if callee && is_property {
            self.out.push(if self.input.options.minify { "(0," } else { "(0, " });
        }
        match binding {
            Binding::Symbol(symbol) => self.name(*symbol),
            Binding::Property(symbol, name) => {
                self.name(*symbol);
                self.property(name);
            }
            Binding::External(import) => self.external(*import),
            Binding::ExternalProperty(import, name) => {
                self.external(*import);
                self.property(name);
            }
            Binding::Path(object, name) => {
                self.binding(object, false);
                self.property(name);
            }
            Binding::Constant(_, value) => push_constant(&mut self.out.code, value, "", self.input.options.minify),
            Binding::Missing => self.out.push("(void 0)"),
        }
        if callee && is_property {
            self.out.push(")");
        }
    }

    fn external(&mut self, import: ExternalImportIdx) {
        match self.input.names().externals.get(&import) {
            Some(name) => self.out.code.push_str(name),
            None => debug_assert!(false, "{import:?} has no name"),
        }
    }

    /// Writes the name of a symbol in this chunk.
    pub(crate) fn name(&mut self, symbol: GlobalSymbol) {
        match self.input.names().symbols.get(&symbol) {
            Some(name) => self.out.code.push_str(name),
            None => {
                debug_assert!(false, "{symbol:?} of {:?} has no name", self.input.linked.symbols.owner(symbol));
                self.out.push("(void 0)");
            }
        }
    }

    fn property(&mut self, name: &str) {
        self.out.push_property(name);
    }

    /// Writes the name of a runtime helper.
    pub(crate) fn helper(&mut self, helper: Helper) {
        match self.input.linked.helper(helper) {
            Some(symbol) => self.name(symbol),
            None => self.out.push(helper.name()),
        }
    }

    fn specifier(&self, record: RecordIdx) -> nexxo_base::Name {
        match self.target(record) {
            RecordTarget::External(external) => self.input.external(external),
            _ => self.input.graph.modules[self.module].interface.records[record.0 as usize].specifier.clone(),
        }
    }

    /// Writes the specifier of an external module, with its attributes, as it stands in an `import` declaration.
    pub(crate) fn external_specifier(&mut self, external: ExternalIdx) {
        self.out.push_string(&self.input.external(external));
        if let Some(attributes) = self.input.graph.external_attributes.get(&external) {
            self.out.push(" with ");
            self.out.push_attributes(attributes);
        }
    }

    pub(crate) fn target(&self, record: RecordIdx) -> RecordTarget {
        self.input.graph.modules[self.module].targets[record.0 as usize]
    }

    fn free_require(&mut self) {
        if self.input.options.format == OutputFormat::Cjs {
            self.out.push("require");
        } else {
            self.helper(Helper::Require);
        }
    }

    /// Writes an expression that gives what `require()` of the record gives.
    pub(crate) fn require(&mut self, record: RecordIdx) {
        match self.target(record) {
            RecordTarget::Module(target) => self.require_module(target),
            RecordTarget::Disabled => self.out.push("({})"),
            RecordTarget::External(external) if let Some(parameter) = self.parameter(external, record) => {
                self.external(parameter);
            }
            RecordTarget::External(_) | RecordTarget::Missing | RecordTarget::Skipped => {
                self.free_require();
                self.out.push("(");
                let specifier = self.specifier(record);
                self.out.push_string(&specifier);
                self.out.push(")");
            }
        }
    }

    fn parameter(&self, external: ExternalIdx, record: RecordIdx) -> Option<ExternalImportIdx> {
        let optional = self.input.graph.modules[self.module].interface.records[record.0 as usize].optional;
        self.input.linked.parameter(external, optional)
    }

    fn require_module(&mut self, target: ModuleIdx) {
        let linked = self.input.linked;
        let wrapper = linked.symbols.wrapper(target);
        if linked.wrap[target] == Wrap::CommonJs {
            self.name(wrapper);
            self.out.push("()");
            return;
        }
        self.out.push("(");
        if linked.wrap[target] == Wrap::Esm {
            self.name(wrapper);
            self.out.push("(), ");
        }
        match self.input.graph.modules[target].interface.required_value {
            Some(value) => {
                Filler { input: self.input, out: self.out, module: target }.symbol_binding(value, false);
            }
            None => {
                self.helper(Helper::ToCommonJs);
                self.out.push("(");
                self.name(linked.symbols.namespace(target));
                self.out.push(")");
            }
        }
        self.out.push(")");
    }

    /// Writes `__toESM(require…)`: a CommonJS or external module as a namespace.
    pub(crate) fn write_to_esm(&mut self, record: RecordIdx) {
        self.helper(Helper::ToEsm);
        self.out.push("(");
        self.require(record);
        self.node_mode();
        self.out.push(")");
    }

    fn node_mode(&mut self) {
        if self.input.graph.modules[self.module].node_esm {
            self.out.push(", 1");
        }
    }

    fn dynamic_import(&mut self, record: RecordIdx) {
        let RecordTarget::Module(target) = self.target(record) else {
            self.out.push("import(");
            let specifier = self.specifier(record);
            self.out.push_string(&specifier);
            let attributes = &self.input.graph.modules[self.module].interface.records[record.0 as usize].attributes;
            if !attributes.is_empty() {
                self.out.push(", { with: ");
                self.out.push_attributes(attributes);
                self.out.push(" }");
            }
            self.out.push(")");
            return;
        };
        match self.input.plan.entry_chunks.get(&target) {
            Some(&chunk) if self.input.splits() => self.import_chunk(chunk, target),
            _ => {
                let styles = self.input.linked.preload().and_then(|_| self.input.files.asked_styles.get(&target));
                match styles.filter(|it| !it.is_empty()) {
                    Some(styles) => {
                        self.open_preload();
                        self.import_in_place(target);
                        self.preload_arguments(&[], styles);
                    }
                    None => self.import_in_place(target),
                }
            }
        }
    }

    fn import_chunk(&mut self, chunk: ChunkIdx, target: ModuleIdx) {
        let needed = self.preloaded(chunk);
        if needed.is_some() {
            self.open_preload();
        }
        self.out.push("import(");
        self.chunk_specifier(chunk);
        self.out.push(")");
        if let Some((scripts, styles)) = needed {
            // With its style sheets to wait for, the chunk itself is fetched meanwhile.
            let own = (!styles.is_empty()).then_some(chunk);
            let scripts: Vec<ChunkIdx> = own.into_iter().chain(scripts).collect();
            self.preload_arguments(&scripts, styles);
        }
        if self.input.linked.wrap[target] == Wrap::CommonJs {
            // Whatever the helper is called, the parameter is not.
            let helper = self.input.linked.helper(Helper::ToEsm).and_then(|it| self.input.names().symbols.get(&it));
            let parameter = if helper.is_some_and(|it| it == "m") { "n" } else { "m" };
            self.out.push(&format!(".then(({parameter}) => "));
            self.helper(Helper::ToEsm);
            self.out.push(&format!("({parameter}.default"));
            self.node_mode();
            self.out.push("))");
        } else if self.input.linked.gives_namespace(self.input.graph, target) {
            self.out.push(".then((m) => m.default)");
        }
    }

    /// The scripts and style sheets, other than its own script, that a chunk needs and this one has not; `None` where
    /// that is not asked, or there are none.
    fn preloaded(&self, chunk: ChunkIdx) -> Option<(Vec<ChunkIdx>, &'i [String])> {
        self.input.linked.preload()?;
        let plan = self.input.plan;
        let here = &plan.chunks[self.input.chunk];
        let is_here = |it: ChunkIdx| it == self.input.chunk || here.imports.iter().any(|(other, _)| *other == it);
        let needed = plan.chunks[chunk].imports.iter().map(|(other, _)| *other).filter(|&it| !is_here(it));
        let scripts: Vec<ChunkIdx> = needed.filter(|&it| plan.chunks[it].has_script).collect();
        let styles: &[String] = &self.input.files.styles[chunk];
        (!scripts.is_empty() || !styles.is_empty()).then_some((scripts, styles))
    }

    /// `__preload(() => `
    fn open_preload(&mut self) {
        self.helper(Helper::Preload);
        self.out.push(if self.input.options.minify { "(()=>" } else { "(() => " });
    }

    /// `, ["./a.js"], ["./b.css"], import.meta.url)`
    fn preload_arguments(&mut self, scripts: &[ChunkIdx], styles: &[String]) {
        let minify = self.input.options.minify;
        let (open, comma) = if minify { (",[", ",") } else { (", [", ", ") };
        self.out.push(open);
        for (i, script) in scripts.iter().enumerate() {
            self.out.push(if i > 0 { comma } else { "" });
            self.chunk_specifier(*script);
        }
        self.out.push("]");
        self.out.push(open);
        for (i, style) in styles.iter().enumerate() {
            self.out.push(if i > 0 { comma } else { "" });
            let url = self.input.public_url(style);
            match self.input.files.style_integrity.get(style) {
                Some(integrity) => self.out.push_string(&format!("{url}#{integrity}")),
                None => self.out.push_string(&url),
            }
        }
        self.out.push("]");
        self.out.push(comma);
        self.out.push("import.meta.url)");
    }

    /// Writes the quoted specifier of another chunk's script.
    pub(crate) fn chunk_specifier(&mut self, chunk: ChunkIdx) {
        let files = self.input.files;
        let specifier = relative_specifier(&files.scripts[self.input.chunk], &files.scripts[chunk]);
        self.out.push("\"");
        self.out.push_file(&specifier, chunk);
        self.out.push("\"");
    }

    fn import_in_place(&mut self, target: ModuleIdx) {
        let linked = self.input.linked;
        let wrapper = linked.symbols.wrapper(target);
        let is_async = linked.is_async.contains(target.0 as usize);
        self.out.push(if is_async { "Promise.resolve().then(async () => " } else { "Promise.resolve().then(() => " });
        match linked.wrap[target] {
            Wrap::CommonJs => {
                self.helper(Helper::ToEsm);
                self.out.push("(");
                self.name(wrapper);
                self.out.push("()");
                self.node_mode();
                self.out.push(")");
            }
            Wrap::Esm => {
                self.out.push(if is_async { "(await " } else { "(" });
                self.name(wrapper);
                self.out.push("(), ");
                self.name(linked.symbols.namespace(target));
                self.out.push(")");
            }
            Wrap::None => self.name(linked.symbols.namespace(target)),
        }
        self.out.push(")");
    }

    fn url(&mut self, record: RecordIdx) {
        self.out.push("new URL(");
        match self.target(record) {
            RecordTarget::Module(target) => self.asset_url_text(target),
            _ => {
                let specifier = self.specifier(record);
                self.out.push_string(&specifier);
            }
        }
        self.out.push(", ");
        self.meta_url();
        self.out.push(")");
    }

    /// Writes the URL of an asset as a string literal, relative to this script where the base is relative.
    fn asset_url_text(&mut self, asset: ModuleIdx) {
        let text = match self.input.files.assets.get(&asset) {
            Some(AssetUrl::Inline(url)) => url.clone(),
            Some(AssetUrl::File(file) | AssetUrl::Embedded(file, _)) => self.input.public_url(file),
            None => String::new(),
        };
        self.out.push_string(&text);
    }

    fn asset_url(&mut self, asset: ModuleIdx) {
        let is_relative = self.input.options.base == "./" && self.input.options.format == OutputFormat::Esm;
        match self.input.files.assets.get(&asset) {
            Some(AssetUrl::File(_)) if is_relative => {
                self.out.push("new URL(");
                self.asset_url_text(asset);
                self.out.push(", ");
                self.meta_url();
                self.out.push(").href");
            }
            Some(AssetUrl::Embedded(_, script)) => self.out.push_string(script),
            _ => self.asset_url_text(asset),
        }
    }

    fn meta_url(&mut self) {
        let options = self.input.options;
        self.out.push(match (options.format, options.platform) {
            _ if options.embedded => EMBEDDED_URL,
            (OutputFormat::Esm, _) => "import.meta.url",
            (OutputFormat::Cjs, _) | (OutputFormat::Iife, Platform::Node) => {
                "require(\"node:url\").pathToFileURL(__filename).href"
            }
            (OutputFormat::Iife, _) => IIFE_META_URL,
            (OutputFormat::Umd, _) => {
                "(typeof document === \"undefined\" ? require(\"node:url\").pathToFileURL(__filename).href \
                 : document.currentScript && document.currentScript.src || document.baseURI)"
            }
        });
    }

    /// Whether the module is the program's first: only an entry can be, and which one the run time knows.
    fn meta_main(&mut self) {
        let is_entry = self.input.graph.entries.contains(&self.module);
        self.out.push(match self.input.options.format {
            _ if !is_entry => "false",
            OutputFormat::Esm => "import.meta.main",
            OutputFormat::Cjs => "(require.main == module)",
            OutputFormat::Iife => "true",
            OutputFormat::Umd => "(typeof module !== \"object\" || require.main === module)",
        });
    }

    fn meta_resolve(&mut self) {
        self.out.push(match self.input.options.format {
            OutputFormat::Esm => "import.meta.resolve",
            OutputFormat::Cjs => CJS_META_RESOLVE,
            OutputFormat::Iife | OutputFormat::Umd => "((id) => new URL(id, document.baseURI).href)",
        });
    }

    fn meta_path(&mut self, property: &str, cjs: &str) {
        let options = self.input.options;
        match (options.format, options.platform) {
            (OutputFormat::Esm, _) => {
                self.out.push("import.meta.");
                self.out.push(property);
            }
            (OutputFormat::Cjs, _) | (OutputFormat::Iife, Platform::Node) => self.out.push(cjs),
            (OutputFormat::Iife, _) => self.out.push("(void 0)"),
            (OutputFormat::Umd, _) => {
                self.out.push(&format!("(typeof {cjs} === \"undefined\" ? void 0 : {cjs})"));
            }
        }
    }
}
