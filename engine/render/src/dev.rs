//! The dev form of a module: whole, in a function that a registry in the browser runs, with its imports as properties of
//! namespace objects. It depends on nothing but the module and the names of what its records lead to.
//!
//! An ES module is a generator. Up to its first `yield` it tells the registry what it exports and how it gets at its
//! imports; its functions are there by then, and its other names are in the state in which the language has them. What
//! follows runs when all that it imports has run.

use nexxo_base::index::Idx;
use nexxo_base::module::{
    ExportTarget, Format, ImportBinding, ImportKind, Imported, Interface, RecordIdx, StatementIdx, SymbolIdx,
    SymbolKind,
};
use nexxo_base::template::{SlotKind, StyleImportTarget, StyleTemplate, Template};
use nexxo_base::{Map, Name, Set};
use nexxo_link::ModuleIdx;

use crate::cascade::import_condition;
use crate::fill::{Cut, fill_statement};
use crate::output::{OutMapping, Output};
use crate::style::further_suffix;

/// What the dev form of a module is made of.
#[derive(Clone, Copy)]
pub struct DevInput<'i> {
    /// What the registry calls it.
    pub id: &'i str,
    /// Its interface.
    pub interface: &'i Interface,
    /// Its code.
    pub template: &'i Template,
    /// The CSS of a style sheet.
    pub style: Option<&'i StyleTemplate>,
    /// Where each of its records leads.
    pub targets: &'i [DevTarget],
    /// Past some of them.
    pub shortcuts: &'i Shortcuts,
    /// The URL of the asset that it stands for.
    pub asset_url: Option<&'i str>,
    /// Whether it is that URL, and nothing else.
    pub is_file: bool,
    /// Whether Node's rule for default imports of CommonJS applies to what it imports.
    pub node_esm: bool,
}

/// The ways past modules that only pass names on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shortcuts {
    /// What the registry calls the modules that make the names. As records they stand behind those of the interface.
    pub targets: Vec<Name>,
    /// By record and imported name: which of these makes it, and what it is called there.
    pub names: Map<(RecordIdx, Name), (usize, Imported)>,
    /// The records that nothing is asked of any more: where they lead need not be there.
    pub passed: Set<RecordIdx>,
}

/// Where a record leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DevTarget {
    /// To the module that the registry calls so.
    Module(Name),
    /// Out of the registry: the browser is asked for this.
    External(Name),
    /// To nothing, as package.json wants it.
    Disabled,
    /// Nowhere: the words for it.
    Missing(String),
}

/// A rendered module: a call of `d`, the registry's `define`, that ends in a line break.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DevCode {
    /// The text.
    pub code: String,
    /// Where it comes from. All mappings are of module 0.
    pub mappings: Vec<OutMapping>,
}

/// Bits of what kind of module is defined, as the registry knows them.
mod flags {
    pub(super) const COMMONJS: u32 = 1;
    pub(super) const STYLE: u32 = 2;
    pub(super) const ASYNC: u32 = 8;
    pub(super) const NODE: u32 = 16;
    pub(super) const FILE: u32 = 32;
}

/// The code of a record that the registry does not follow.
const UNASKED: u32 = 4;

/// The code of a file that a page shows.
const SHOWN: u32 = 6;

/// How a record is asked for, as the registry knows it.
fn record_code(kind: ImportKind) -> u32 {
    match kind {
        ImportKind::Import
        | ImportKind::Url
        | ImportKind::Worker
        | ImportKind::ModuleWorker
        | ImportKind::CssUrl
        | ImportKind::HtmlScript => 0,
        ImportKind::Require => 1,
        ImportKind::DynamicImport => 2,
        ImportKind::CssImport => 3,
        ImportKind::HtmlStyle => 5,
        ImportKind::HtmlAsset => SHOWN,
        ImportKind::HotAccept | ImportKind::RequireResolve => UNASKED,
    }
}

/// Whether what a record of this kind leads to is there before its importer runs.
pub const fn is_eager(kind: ImportKind) -> bool {
    !matches!(kind, ImportKind::DynamicImport | ImportKind::HotAccept | ImportKind::RequireResolve)
}

/// Renders the dev form of a module.
pub fn render_dev(input: &DevInput<'_>) -> DevCode {
    let mut dev = Dev { input, out: Output::default(), own: own_name(input), imports: imports(input.interface) };
    dev.module();
    DevCode { code: dev.out.code, mappings: dev.out.mappings }
}

/// A module that cannot be compiled: whoever asks for it gets these words.
pub fn render_broken(id: &str, message: &str) -> DevCode {
    let mut out = Output::default();
    out.push("d(");
    out.push_string(id);
    out.push(",4,[],");
    out.push_string(message);
    out.push(");\n");
    DevCode { code: out.code, mappings: Vec::new() }
}

/// The record that what is imported is taken from, and what it is called there.
fn origin<'i>(input: &DevInput<'i>, record: RecordIdx, imported: &'i Imported) -> (RecordIdx, &'i Imported) {
    let Imported::Name(name) = imported else { return (record, imported) };
    match input.shortcuts.names.get(&(record, name.clone())) {
        Some((place, imported)) => (RecordIdx::new(input.interface.records.len() + place), imported),
        None => (record, imported),
    }
}

/// The import binding of each symbol that is one.
fn imports(interface: &Interface) -> Vec<Option<&ImportBinding>> {
    let mut out = vec![None; interface.symbols.len()];
    for import in &interface.imports {
        out[import.symbol.index()] = Some(import);
    }
    out
}

/// What names that are not the module's begin with.
fn own_name(input: &DevInput<'_>) -> String {
    let mut name = String::from("__nx");
    let is_taken = |name: &str| {
        memchr::memmem::find(input.template.text.as_bytes(), name.as_bytes()).is_some()
            || input.interface.symbols.iter().any(|symbol| symbol.name.contains(name))
    };
    while is_taken(&name) {
        name.push('_');
    }
    name
}

struct Dev<'i> {
    input: &'i DevInput<'i>,
    out: Output,
    /// The name of the registry's handle, and the start of the names of imported namespaces.
    own: String,
    /// By symbol.
    imports: Vec<Option<&'i ImportBinding>>,
}

impl Dev<'_> {
    fn module(&mut self) {
        let Interface { format, top_level_await, .. } = *self.input.interface;
        let is_cjs = format == Format::CommonJs;
        self.out.push("d(");
        self.out.push_string(self.input.id);
        let mut bits = if is_cjs { flags::COMMONJS } else { 0 };
        bits |= if self.input.style.is_some() { flags::STYLE } else { 0 };
        bits |= if top_level_await { flags::ASYNC } else { 0 };
        bits |= if self.input.node_esm { flags::NODE } else { 0 };
        bits |= if self.input.is_file { flags::FILE } else { 0 };
        self.out.push(&format!(",{bits},["));
        self.records();
        self.out.push("],");
        // In parentheses, as engines compile such functions with the script, beside the page's thread: they run at once.
        match (is_cjs, top_level_await) {
            (true, _) => self.out.push(&format!("(function({},exports,module){{", self.own)),
            (false, true) => self.out.push(&format!("(async function*({}){{", self.own)),
            (false, false) => self.out.push(&format!("(function*({}){{", self.own)),
        }
        self.refresh();
        if !is_cjs {
            self.link();
            self.out.push("yield;");
        }
        self.out.push("\n");
        self.statements();
        if let Some(style) = self.input.style {
            self.style(style);
        }
        self.out.push("}));\n");
    }

    fn records(&mut self) {
        let has_hot =
            self.input.template.slots.iter().any(|it| matches!(it.kind, SlotKind::Meta | SlotKind::MetaOther));
        for (i, record) in self.input.interface.records.iter().enumerate() {
            self.out.push(if i > 0 { "," } else { "" });
            // What a page or a URL names outside is the browser's business.
            let is_loaded = record.kind == ImportKind::Import || matches!(self.input.targets[i], DevTarget::Module(_));
            let code = match record_code(record.kind) {
                0 | SHOWN if !is_loaded => UNASKED,
                _ if self.input.shortcuts.passed.contains(&RecordIdx::new(i)) => UNASKED,
                code => code,
            };
            self.out.push(&format!("[{code}"));
            let (text, code) = match &self.input.targets[i] {
                DevTarget::Module(id) => (id.as_str(), 0),
                DevTarget::External(specifier) => (specifier.as_str(), 1),
                DevTarget::Disabled => ("", 2),
                DevTarget::Missing(message) => (message.as_str(), 3),
            };
            self.out.push(",");
            self.out.push_string(text);
            if code != 0 || has_hot {
                self.out.push(&format!(",{code}"));
            }
            if has_hot {
                self.out.push(",");
                self.out.push_string(&record.specifier);
            }
            self.out.push("]");
        }
        for target in &self.input.shortcuts.targets {
            self.out.push(",[0,");
            self.out.push_string(target);
            self.out.push(if has_hot { ",0,\"\"]" } else { "]" });
        }
    }

    /// The functions by which components are registered, under the names that the transformer gives them.
    fn refresh(&mut self) {
        for (name, property) in [("$RefreshReg$", "reg"), ("$RefreshSig$", "sig")] {
            if memchr::memmem::find(self.input.template.text.as_bytes(), name.as_bytes()).is_some() {
                self.out.push(&format!("var {name}={}.{property};", self.own));
            }
        }
    }

    /// `var a0,a1;a.link({…exports},()=>{a0=a.ns(0);…},[…stars],()=>required);`
    fn link(&mut self) {
        let interface = self.input.interface;
        let used = self.used_records();
        for (i, record) in used.iter().enumerate() {
            self.out.push(if i == 0 { "var " } else { "," });
            self.namespace(*record);
        }
        self.out.push(if used.is_empty() { "" } else { ";" });
        let own = self.own.clone();
        self.out.push(&format!("{own}.link({{"));
        for (i, export) in interface.exports.iter().enumerate() {
            self.out.push(if i > 0 { "," } else { "" });
            self.out.push_key(&export.name);
            self.out.push(":()=>");
            match &export.target {
                ExportTarget::Symbol(symbol) => self.name(*symbol),
                ExportTarget::Import(record, imported) => self.imported(*record, imported),
            }
        }
        self.out.push("},()=>{");
        for record in used {
            self.namespace(record);
            self.out.push(&format!("={own}.ns({});", record.0));
        }
        self.out.push("}");
        if !interface.stars.is_empty() || interface.required_value.is_some() {
            let stars: Vec<String> = interface.stars.iter().map(|star| star.0.to_string()).collect();
            self.out.push(&format!(",[{}]", stars.join(",")));
        }
        if let Some(symbol) = interface.required_value {
            self.out.push(",()=>");
            self.symbol(symbol);
        }
        self.out.push(");");
    }

    /// The records whose namespaces the code mentions.
    fn used_records(&self) -> Vec<RecordIdx> {
        let interface = self.input.interface;
        let mut used = vec![false; interface.records.len() + self.input.shortcuts.targets.len()];
        for import in &interface.imports {
            used[origin(self.input, import.record, &import.imported).0.index()] = true;
        }
        for export in &interface.exports {
            if let ExportTarget::Import(record, imported) = &export.target {
                used[origin(self.input, *record, imported).0.index()] = true;
            }
        }
        for slot in &self.input.template.slots {
            if let SlotKind::Url(record) = slot.kind {
                used[record.index()] = true;
            }
        }
        for slot in self.input.style.iter().flat_map(|style| &style.slots) {
            used[slot.record.index()] = true;
        }
        (0..used.len()).filter(|&i| used[i]).map(RecordIdx::new).collect()
    }

    fn statements(&mut self) {
        let template = self.input.template;
        let mut out = std::mem::take(&mut self.out);
        for i in 0..template.statements.len() {
            fill_statement(&mut out, template, StatementIdx::new(i), Cut::default(), ModuleIdx(0), |out, kind, _| {
                std::mem::swap(&mut self.out, out);
                self.slot(kind);
                std::mem::swap(&mut self.out, out);
            });
        }
        self.out = out;
    }

    fn slot(&mut self, kind: SlotKind) {
        match kind {
            SlotKind::Reference(symbol) | SlotKind::Binding(symbol) => self.symbol(symbol),
            SlotKind::Callee(symbol) => self.callee(symbol),
            SlotKind::Shorthand(symbol) => {
                let key = self.input.interface.symbols[symbol.index()].name.clone();
                self.out.push(&key);
                self.out.push(": ");
                self.symbol(symbol);
            }
            SlotKind::Member(member) | SlotKind::MemberCallee(member) => {
                let member = &self.input.interface.members[member.index()];
                self.symbol(member.symbol);
                self.out.push_property(&member.name);
            }
            // Only what is minified has these.
            SlotKind::Nested(_) => {}
            SlotKind::Require(record) => self.own_call("require", record),
            SlotKind::RequireInNew(record) => {
                self.out.push("(");
                self.own_call("require", record);
                self.out.push(")");
            }
            SlotKind::RequireResolve(record) => {
                self.own_property("req.resolve(");
                let specifier = self.input.interface.records[record.index()].specifier.clone();
                self.out.push_string(&specifier);
                self.out.push(")");
            }
            SlotKind::FreeRequire => self.own_property("req"),
            SlotKind::DynamicImport(record) => self.dynamic_import(record),
            SlotKind::Url(record) => {
                self.out.push("new URL(");
                self.asset(record);
                self.out.push(",");
                self.own_property("meta.url)");
            }
            SlotKind::MetaUrl => self.own_property("meta.url"),
            SlotKind::MetaDirname => self.own_property("meta.dirname"),
            SlotKind::MetaFilename => self.own_property("meta.filename"),
            SlotKind::MetaMain => self.own_property("meta.main"),
            SlotKind::MetaResolve => self.own_property("meta.resolve"),
            SlotKind::Meta | SlotKind::MetaOther => self.own_property("meta"),
            SlotKind::KeepName => self.own_property("keepName"),
            SlotKind::ToEsm => self.own_property("toESM"),
            SlotKind::AssetUrl => self.out.push_string(self.input.asset_url.unwrap_or_default()),
        }
    }

    fn own_property(&mut self, property: &str) {
        self.out.push(&self.own);
        self.out.push(".");
        self.out.push(property);
    }

    fn own_call(&mut self, method: &str, record: RecordIdx) {
        self.own_property(&format!("{method}({})", record.0));
    }

    fn dynamic_import(&mut self, record: RecordIdx) {
        let DevTarget::External(specifier) = &self.input.targets[record.index()] else {
            return self.own_call("import", record);
        };
        self.out.push("import(");
        self.out.push_string(specifier);
        let attributes = &self.input.interface.records[record.index()].attributes;
        if !attributes.is_empty() {
            self.out.push(", { with: ");
            self.out.push_attributes(attributes);
            self.out.push(" }");
        }
        self.out.push(")");
    }

    fn symbol(&mut self, symbol: SymbolIdx) {
        match self.imports[symbol.index()] {
            Some(import) => self.imported(import.record, &import.imported),
            None => self.name(symbol),
        }
    }

    /// A function that is called must not get its namespace as `this`.
    fn callee(&mut self, symbol: SymbolIdx) {
        let is_property = self.imports[symbol.index()].is_some_and(|it| it.imported != Imported::Namespace);
        self.out.push(if is_property { "(0, " } else { "" });
        self.symbol(symbol);
        self.out.push(if is_property { ")" } else { "" });
    }

    /// The name of a symbol that the module declares. One that was made up gives way to those of the source.
    fn name(&mut self, symbol: SymbolIdx) {
        let symbols = &self.input.interface.symbols;
        let own = &symbols[symbol.index()];
        let is_taken = symbols[..symbol.index()].iter().any(|it| it.name == own.name && it.kind != SymbolKind::Import);
        self.out.push(&own.name);
        if is_taken {
            self.out.push(&self.own);
        }
    }

    fn imported(&mut self, record: RecordIdx, imported: &Imported) {
        let input = self.input;
        let (record, imported) = origin(input, record, imported);
        self.namespace(record);
        if let Imported::Name(name) = imported {
            self.out.push_property(name);
        }
    }

    fn namespace(&mut self, record: RecordIdx) {
        self.out.push(&self.own);
        self.out.push(&record.0.to_string());
    }

    /// The URL of an asset, which the module made for it exports.
    fn asset(&mut self, record: RecordIdx) {
        match &self.input.targets[record.index()] {
            DevTarget::Module(_) => {
                self.namespace(record);
                self.out.push(".default");
            }
            DevTarget::External(url) => self.out.push_string(url),
            DevTarget::Disabled | DevTarget::Missing(_) => {
                let specifier = self.input.interface.records[record.index()].specifier.clone();
                self.out.push_string(&specifier);
            }
        }
    }

    /// `a.css([text,url,text],[[record,before,after,condition],rule],layers);`: the text with its URLs, the sheets that it
    /// imports and what goes around them (in a text, and as `@import` has it), and the layers that come first.
    fn style(&mut self, style: &StyleTemplate) {
        self.own_property("css([");
        let mut at = 0;
        for slot in &style.slots {
            self.out.push_string(&style.text[at..slot.offset as usize]);
            self.out.push(",");
            at = slot.offset as usize;
            self.asset(slot.record);
            let suffix = further_suffix(&self.input.interface.records[slot.record.index()].specifier);
            if !suffix.is_empty() && matches!(self.input.targets[slot.record.index()], DevTarget::Module(_)) {
                self.out.push("+");
                self.out.push_string(&suffix);
            }
            self.out.push(",");
        }
        self.out.push_string(&style.text[at..]);
        self.out.push("],[");
        for import in &style.imports {
            match &import.target {
                StyleImportTarget::Record(record) => {
                    self.out.push(&format!("[{},", record.0));
                    let layer = import.layer.iter().map(|name| format!("@layer {name}{{"));
                    let before: String = import.conditions.iter().map(|it| format!("{it}{{")).chain(layer).collect();
                    self.out.push_string(&before);
                    self.out.push(",");
                    self.out.push_string(&"}".repeat(import.conditions.len() + usize::from(import.layer.is_some())));
                    self.out.push(",");
                    self.out.push_string(&import_condition(import));
                    self.out.push("],");
                }
                StyleImportTarget::Url(rule) => {
                    self.out.push_string(rule);
                    self.out.push(",");
                }
            }
        }
        self.out.push("],");
        self.out.push_string(&style.layers);
        self.out.push(");\n");
    }
}
