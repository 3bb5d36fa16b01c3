//! From a module's text to its compiled form, and the projections of it that stop an edit early.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::module::{
    Format, ImportKind, ImportRecord, Interface, KnownImport, LongConstants, NameFacts, RecordIdx, StatementTable,
};
use nexxo_base::options::Platform;
use nexxo_base::template::{Mapping, StyleImport, StyleImportTarget, StyleSlot, StyleTemplate, Template};
use nexxo_base::{Code, Fingerprint, Severity, Span};
use nexxo_link::ModuleKind;
use nexxo_resolve::Target;
use nexxo_store::Kind;
use nexxo_syntax::asset::{self, FileKind, JsKind};
use nexxo_syntax::css::{self, CssCompiled, CssError, ImportTarget};
use nexxo_syntax::html::{self, HtmlCompiled};
use nexxo_syntax::js::{self, Compiled, Injected, JsInput, Lang, ModuleMode, Origin, Problem, Scanned, TsFacts};
use nexxo_syntax::json;
use serde::{Deserialize, Serialize};

use crate::database::{Database, Db, is_virtual};
use crate::inputs::{File, Module, Variant};
use crate::rows::Rows;
use crate::runtime;
use crate::source::{SourceError, content, source};
use crate::values::{self, known_values};
use crate::workers;

/// Everything known of a module alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CompiledModule {
    /// What kind of file it is.
    pub kind: ModuleKind,
    /// The JavaScript side.
    pub js: Compiled,
    /// The CSS side of a style sheet.
    pub style: Option<Arc<StyleTemplate>>,
    /// What code gets of a sheet of CSS Modules, sorted.
    pub keys: Box<[String]>,
    /// An HTML page.
    #[serde(skip)]
    pub html: Option<Arc<HtmlCompiled>>,
    /// Why there is no text.
    #[serde(skip)]
    pub unreadable: Option<SourceError>,
    /// The hash of all but its code, of a script with nothing wrong, where that may be asked for. Of two of the same hash each can
    /// stand in the other's place, and nothing else changes ([`crate::assembly`]).
    pub frame: Option<Fingerprint>,
}

impl CompiledModule {
    /// A module with nothing but its JavaScript side.
    fn new(kind: ModuleKind, js: Compiled) -> Self {
        Self { kind, js, style: None, keys: Box::default(), html: None, unreadable: None, frame: None }
    }

    fn framed(self) -> Self {
        let Compiled { interface, statements, names, template, sheet_uses, .. } = &self.js;
        let is_plain = self.kind == ModuleKind::Script
            && self.style.is_none()
            && self.js.sloppy_syntax.is_none()
            && self.js.problems.is_empty();
        let of_sheets: Vec<_> = sheet_uses.uses.iter().map(|it| (&it.specifier, &it.key)).collect();
        let frame = (interface, statements, names, template.frame(), of_sheets, &sheet_uses.whole);
        let frame = is_plain.then(|| postcard::to_stdvec(&frame).ok()).flatten();
        Self { frame: frame.map(|it| Fingerprint::of(&it)), ..self }
    }
}

/// What is known of a file from its name and from the package.json and tsconfig.json that govern it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    /// What its name says it is.
    pub kind: FileKind,
    module: ModuleMode,
    ts: Option<TsFacts>,
    /// Whether Node's rule for default imports of CommonJS applies to what it imports.
    pub node_esm: bool,
    /// Whether its package allows it to have effects when nothing of it is used.
    pub side_effects: bool,
}

/// The facts of a file.
#[salsa::tracked(returns(clone))]
pub fn file_facts(db: &dyn Db, file: File) -> Arc<FileFacts> {
    let _ = db.shared().workspace().layout(db);
    let path = file.path(db);
    let shown = path.to_string_lossy();
    let options = db.shared().workspace().compile_options(db);
    let kind = asset::kind_with(&shown, &options.loaders);
    if is_virtual(path) {
        let beside = db.shared().beside(path).map(|path| file_facts(db, db.shared().file(db, &path)));
        let node_esm = beside.is_some_and(|facts| facts.node_esm);
        return Arc::new(FileFacts { kind, module: ModuleMode::Auto, ts: None, node_esm, side_effects: true });
    }
    let resolver = &db.shared().resolver;
    let package = resolver.package_of(path);
    let side_effects =
        options.ignore_annotations || package.as_ref().is_none_or(|package| package.has_side_effects(path));
    let FileKind::Js(js) = kind else {
        return Arc::new(FileFacts { kind, module: ModuleMode::Auto, ts: None, node_esm: false, side_effects });
    };
    let type_module = package.as_ref().and_then(|package| package.type_module);
    let module = match js.format {
        Some(Format::Esm) => ModuleMode::Esm,
        Some(Format::CommonJs) => ModuleMode::CommonJs,
        // What `type` says of `.js` it does not say of a file without extension.
        None if type_module == Some(true) && !js.typescript && path.extension().is_some() => ModuleMode::Esm,
        None => ModuleMode::Auto,
    };
    let node_esm = js.format == Some(Format::Esm) || js.format.is_none() && type_module == Some(true);
    let ts = ts_facts(db, path, js.typescript || js.jsx);
    Arc::new(FileFacts { kind, module, ts, node_esm, side_effects })
}

fn ts_facts(db: &dyn Db, path: &Path, wanted: bool) -> Option<TsFacts> {
    if !wanted {
        return None;
    }
    let config = db.shared().resolver.tsconfig_of(path)?;
    // Before ES2022 TypeScript assigned class fields; a target that is not said leaves the language's own rule.
    let old_target = config.target.as_deref().is_some_and(|target| {
        matches!(
            target,
            "es3" | "es5" | "es6" | "es2015" | "es2016" | "es2017" | "es2018" | "es2019" | "es2020" | "es2021"
        )
    });
    Some(TsFacts {
        jsx: config.jsx.clone(),
        jsx_import_source: config.jsx_import_source.clone(),
        jsx_factory: config.jsx_factory.clone(),
        jsx_fragment_factory: config.jsx_fragment_factory.clone(),
        experimental_decorators: config.experimental_decorators,
        emit_decorator_metadata: config.emit_decorator_metadata,
        use_define_for_class_fields: config.use_define_for_class_fields.or(old_target.then_some(false)),
        verbatim_module_syntax: config.verbatim_module_syntax || config.preserve_value_imports,
        strict_null_checks: config.strict_null_checks.or(config.strict).unwrap_or_default(),
    })
}

/// The module of an injected file, by its number.
pub fn injected_module(db: &dyn Db, n: usize) -> Option<Module> {
    let options = db.shared().workspace().compile_options(db);
    let file = db.shared().file(db, options.inject.get(n)?);
    Some(db.shared().module(db, file, Variant::Auto))
}

/// What the injected files give. They themselves are compiled without it.
#[salsa::tracked(returns(clone))]
pub fn injected(db: &dyn Db) -> Arc<[Injected]> {
    let count = db.shared().workspace().compile_options(db).inject.len();
    let files = (0..count).filter_map(|n| Some((n, injected_module(db, n)?)));
    let describe = |(n, module): (usize, Module)| {
        let interface = interface(db, module);
        let exports = interface.exports.iter().map(|export| export.name.clone()).filter(|name| name != "default");
        Injected {
            specifier: format!("{INJECTED}{n}").into(),
            exports: exports.collect(),
            effects: file_facts(db, module.file(db)).side_effects && !interface.pure,
        }
    };
    files.map(describe).collect()
}

/// What specifiers of injected files start with; their number follows.
pub const INJECTED: &str = "?inject=";

/// A module's path as it is shown and hashed: relative to the root, with what says how the file is taken.
pub fn module_path(db: &dyn Db, module: Module) -> String {
    let path = db.shared().show(db, module.file(db).path(db));
    match module.variant(db) {
        Variant::Auto => path,
        Variant::Asset | Variant::AssetFile => format!("{path}?url"),
        Variant::Inline => format!("{path}?inline"),
        Variant::Raw => format!("{path}?raw"),
        Variant::Worker => format!("{path}?classic-worker"),
        Variant::ModuleWorker => format!("{path}?worker&url"),
        Variant::EmbeddedWorker => format!("{path}?embedded-worker"),
        Variant::WorkerClass => format!("{path}?worker"),
        Variant::SharedWorkerClass => format!("{path}?sharedworker"),
        Variant::InlineWorkerClass => format!("{path}?worker&inline"),
        Variant::InlineSharedWorkerClass => format!("{path}?sharedworker&inline"),
        Variant::WasmInit => format!("{path}?init"),
        Variant::WebManifest => format!("{path}?manifest"),
        Variant::Public => format!("{path}?public"),
        Variant::Bytes => format!("{path}?bytes"),
        Variant::Json => format!("{path}?json"),
        Variant::StyleSheet => format!("{path}?style-sheet"),
        Variant::InlineScript(n) => format!("{path}?html-inline={n}"),
    }
}

/// The heavy query: everything about a module that its own text decides. Unbounded unless [`Engine::bound_compiled`] says
/// otherwise.
///
/// [`Engine::bound_compiled`]: crate::Engine::bound_compiled
#[salsa::tracked(returns(clone), no_eq, lru = 0)]
pub fn compile(db: &dyn Db, module: Module) -> Arc<CompiledModule> {
    Arc::new(compile_with(db, module, &[]))
}

/// Keeps so many compiled modules at most, those used last.
pub(crate) fn bound(db: &mut Database, most: usize) {
    compile::set_lru_capacity(db, most);
    template::set_lru_capacity(db, most);
}

/// Values of imports.
#[salsa::interned(debug)]
pub struct Known {
    /// Sorted by local name and member.
    #[returns(ref)]
    pub imports: Box<[KnownImport]>,
}

/// [`compile`], with the values of imports in place of their names: what depended on them is decided. Few modules have
/// conditions that do.
#[salsa::tracked(returns(clone), no_eq)]
pub fn specialised<'db>(db: &'db dyn Db, module: Module, known: Known<'db>) -> Arc<CompiledModule> {
    Arc::new(compile_with(db, module, known.imports(db)))
}

/// Compiles a module, unless that was done before, in this process or another.
fn compile_with(db: &dyn Db, module: Module, known: &[KnownImport]) -> CompiledModule {
    let facts = file_facts(db, module.file(db));
    let kept = rows_for(db, module, &facts).and_then(|rows| Some((rows, source(db, module.file(db)).ok()?)));
    let Some((rows, text)) = kept else {
        let compiled = compile_anew(db, module, &facts, known);
        return if db.shared().records_assembly() { compiled.framed() } else { compiled };
    };
    let injected = injected_into(db, module);
    let origin = origin(db, module);
    let taken_as = (module.variant(db), facts.kind, facts.module, &facts.ts, origin);
    let taken = known_values(db, module);
    let what = (module_path(db, module), taken_as, known, &*injected, taken, rows.defines_for(&text), &*text);
    rows.keep(Kind::Module, &what, || compile_anew(db, module, &facts, known).framed())
}

/// The rows of modules between runs, where this module's text, facts and options alone decide what becomes of it.
fn rows_for<'db>(db: &'db dyn Db, module: Module, facts: &FileFacts) -> Option<&'db Rows> {
    let is_of_text = match (module.variant(db), facts.kind) {
        (Variant::Raw | Variant::Json, _) => true,
        (Variant::Auto, FileKind::Js(_)) => db.shared().beside(module.file(db).path(db)).is_none(),
        (Variant::Auto | Variant::Inline | Variant::StyleSheet, FileKind::Css { .. } | FileKind::Json) => true,
        _ => false,
    };
    db.shared().rows().filter(|_| is_of_text)
}

/// The files whose exports a module is given in place of globals.
fn injected_into(db: &dyn Db, module: Module) -> Arc<[Injected]> {
    let options = db.shared().workspace().compile_options(db);
    let path = module.file(db).path(db);
    let is_given = !options.inject.is_empty() && origin(db, module) == Origin::Source && !options.inject.contains(path);
    if is_given { injected(db) } else { Arc::default() }
}

/// Who wrote a script.
fn origin(db: &dyn Db, module: Module) -> Origin {
    let path = module.file(db).path(db);
    let is_runtime = is_virtual(path) && db.shared().show(db, path).starts_with(runtime::FOLDER);
    if is_runtime { Origin::Runtime } else { Origin::Source }
}

fn compile_anew(db: &dyn Db, module: Module, facts: &FileFacts, known: &[KnownImport]) -> CompiledModule {
    let file = module.file(db);
    match (module.variant(db), facts.kind) {
        (variant, FileKind::Css { module: scoped })
            if !matches!(variant, Variant::Raw | Variant::Bytes | Variant::Public) =>
        {
            with_text(db, module, |text| style_sheet(db, module, text, scoped, variant))
        }
        (Variant::Worker | Variant::ModuleWorker | Variant::EmbeddedWorker, _)
        | (Variant::Asset | Variant::AssetFile | Variant::Public, _)
        | (Variant::Auto, FileKind::Asset)
        | (Variant::Inline, FileKind::Asset | FileKind::Wasm) => {
            generated(db, module, ModuleKind::Asset, "export default __nexxo_asset_url__")
        }
        (Variant::Raw, _) => with_text(db, module, |text| string(db, module, text)),
        (Variant::Bytes, _) => with_bytes(db, module, |bytes| binary(db, module, bytes)),
        (Variant::WorkerClass | Variant::SharedWorkerClass, _) => {
            generated(db, module, ModuleKind::Script, &workers::class_text(db, module))
        }
        (Variant::InlineWorkerClass | Variant::InlineSharedWorkerClass, _) => {
            generated(db, module, ModuleKind::Script, &workers::inline_class_text(db, module))
        }
        (Variant::WebManifest, _) => with_text(db, module, |text| web_manifest(db, module, text)),
        (Variant::WasmInit, _) => generated(db, module, ModuleKind::Script, &wasm_init_text(db, module)),
        (Variant::Auto, FileKind::Wasm) => with_bytes(db, module, |bytes| wasm_instance(db, module, bytes)),
        (Variant::InlineScript(n), _) => with_text(db, module, |text| inline_script(db, module, text, n, known)),
        // The value is the one that other imports of the file have.
        (Variant::Json, FileKind::Json) => {
            value(db, module, &format!("export {{ default }} from {};", quoted_specifier(db, module)))
        }
        (Variant::Json, _) | (_, FileKind::Json) => with_text(db, module, |text| match json::js_source(text) {
            Ok(source) => value(db, module, &source),
            Err(error) => failed(ModuleKind::Script, vec![problem(error.span, error.message)]),
        }),
        (_, FileKind::Js(_)) if db.shared().beside(file.path(db)).is_some() => {
            with_text(db, module, |text| glob_list(db, module, text))
        }
        (_, FileKind::Js(js)) => {
            let lang = lang_of(js, facts.module, file.path(db));
            // Node takes an empty file for CommonJS, and what that exports is an object.
            let may_be_empty = lang.module == ModuleMode::Auto && !lang.ts && !lang.jsx;
            with_text(db, module, |text| match may_be_empty && js::is_blank(text) {
                true => value(db, module, "export default {};"),
                false => script(db, module, text, lang, facts.ts.as_ref(), known),
            })
        }
        (_, FileKind::Text) => with_text(db, module, |text| string(db, module, text)),
        (_, FileKind::Base64) => with_bytes(db, module, |bytes| string(db, module, &asset::base64(bytes))),
        (_, FileKind::Binary) => with_bytes(db, module, |bytes| binary(db, module, bytes)),
        (_, FileKind::Empty) => {
            let lang = Lang { module: ModuleMode::CommonJs, ..Lang::default() };
            script(db, module, "", lang, None, &[])
        }
        (_, FileKind::Html) => with_text(db, module, |text| page(db, module, text)),
        (_, FileKind::Css { .. } | FileKind::Wasm | FileKind::Asset | FileKind::Unknown) => {
            failed(ModuleKind::Script, vec![unknown_type(&module_path(db, module))])
        }
    }
}

/// What of a script can be noticed from outside when it is evaluated.
pub(crate) fn reasons(db: &dyn Db, file: File) -> Vec<js::Reason> {
    let facts = file_facts(db, file);
    let (FileKind::Js(kind), Ok(text)) = (facts.kind, source(db, file)) else { return Vec::new() };
    let options = db.shared().workspace().compile_options(db);
    js::reasons(&text, lang_of(kind, facts.module, file.path(db)), &options)
}

/// The language of a script.
pub(crate) fn script_lang(db: &dyn Db, file: File) -> Option<Lang> {
    let facts = file_facts(db, file);
    let FileKind::Js(js) = facts.kind else { return None };
    Some(lang_of(js, facts.module, file.path(db)))
}

/// The text of a script that a user wrote, places as in its file, and its language.
pub(crate) fn script_text(db: &dyn Db, module: Module) -> Option<(Arc<str>, Lang)> {
    let file = module.file(db);
    let text = source(db, file).ok()?;
    match module.variant(db) {
        Variant::Auto => Some((text, script_lang(db, file)?)),
        Variant::InlineScript(n) => Some((inline_text(db, &text, n)?.into(), INLINE)),
        _ => None,
    }
}

fn lang_of(js: JsKind, module: ModuleMode, path: &Path) -> Lang {
    let path = path.to_string_lossy();
    let declaration = [".d.ts", ".d.mts", ".d.cts"].iter().any(|it| path.ends_with(it));
    Lang { ts: js.typescript, jsx: js.jsx, module, declaration }
}

fn with_text(db: &dyn Db, module: Module, make: impl FnOnce(&str) -> CompiledModule) -> CompiledModule {
    match source(db, module.file(db)) {
        Ok(text) => make(&text),
        Err(error) => CompiledModule { unreadable: Some(error), ..failed(ModuleKind::Script, Vec::new()) },
    }
}

fn with_bytes(db: &dyn Db, module: Module, make: impl FnOnce(&[u8]) -> CompiledModule) -> CompiledModule {
    match content(db, module.file(db)) {
        Ok((bytes, _)) => make(&bytes),
        Err(error) => CompiledModule { unreadable: Some(error), ..failed(ModuleKind::Script, Vec::new()) },
    }
}

/// A module whose default export, and value for `require()`, is a string.
fn string(db: &dyn Db, module: Module, text: &str) -> CompiledModule {
    let mut js = String::from("export default ");
    json::push_string(&mut js, text);
    value(db, module, &js)
}

/// A module whose default export, and value for `require()`, is a `Uint8Array`.
fn binary(db: &dyn Db, module: Module, bytes: &[u8]) -> CompiledModule {
    let mut js = format!("import toBinary from \"{}/helpers/toBinary\";", js::HELPERS_PACKAGE);
    js.push_str("export default /* @__PURE__ */ toBinary(");
    json::push_string(&mut js, &asset::base64(bytes));
    js.push(')');
    value(db, module, &js)
}

/// A module made of `js` whose default export is what `require()` of it gives.
fn value(db: &dyn Db, module: Module, js: &str) -> CompiledModule {
    let mut compiled = generated(db, module, ModuleKind::Script, js);
    require_gives_default(&mut compiled);
    compiled
}

/// The module's file, without its folder.
fn file_name(db: &dyn Db, module: Module) -> String {
    module.file(db).path(db).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a module beside the module's file imports it by, in quotes.
pub(crate) fn quoted_specifier(db: &dyn Db, module: Module) -> String {
    let mut specifier = String::new();
    json::push_string(&mut specifier, &format!("./{}", file_name(db, module)));
    specifier
}

/// An instance of WebAssembly: making it may have effects.
fn wasm_instance(db: &dyn Db, module: Module, bytes: &[u8]) -> CompiledModule {
    match asset::wasm::js_source(bytes, &file_name(db, module)) {
        Ok(text) => {
            let mut compiled = generated(db, module, ModuleKind::Script, &text);
            Arc::make_mut(&mut compiled.js.interface).pure = false;
            // Nobody wrote it.
            let js = &mut compiled.js;
            (js.record_spans, js.import_spans, js.export_spans) = Default::default();
            compiled
        }
        Err(why) => {
            CompiledModule { unreadable: Some(SourceError::NotWasm(why)), ..failed(ModuleKind::Script, Vec::new()) }
        }
    }
}

/// The text of `?init`: a function that makes an instance of the WebAssembly in the file, with what that imports.
fn wasm_init_text(db: &dyn Db, module: Module) -> String {
    let specifier = quoted_specifier(db, module);
    let on_node = db.shared().workspace().output_options(db).platform == Platform::Node;
    let (head, read) =
        if on_node { ("import { readFile } from 'node:fs/promises';\n", ", readFile") } else { ("", "") };
    format!(
        "{head}import instantiate from \"{}/helpers/wasmInstance\";\n\
         export default (imports) => instantiate(new URL({specifier}, import.meta.url), imports{read});",
        js::HELPERS_PACKAGE
    )
}

fn failed(kind: ModuleKind, problems: Vec<Problem>) -> CompiledModule {
    let js = Compiled { problems, ..Compiled::default() };
    CompiledModule::new(kind, js)
}

fn problem(span: Span, message: String) -> Problem {
    Problem {
        code: Code::SyntaxError,
        severity: Severity::Error,
        message,
        span,
        label: String::new(),
        related: Vec::new(),
        help: None,
    }
}

fn unknown_type(path: &str) -> Problem {
    let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy();
    Problem {
        code: Code::UnknownFileType,
        help: Some("import it with `?url` for its address, with `?raw` for its text".into()),
        ..problem(Span::default(), format!("no loader is known for `.{extension}` files"))
    }
}

fn script(
    db: &dyn Db,
    module: Module,
    text: &str,
    lang: Lang,
    ts: Option<&TsFacts>,
    known: &[KnownImport],
) -> CompiledModule {
    let options = db.shared().workspace().compile_options(db);
    let path = module_path(db, module);
    let injected = injected_into(db, module);
    let js = js::compile(&JsInput {
        source: text,
        path: &path,
        lang,
        ts,
        injected: &injected,
        known,
        options: &options,
        origin: origin(db, module),
    });
    CompiledModule::new(ModuleKind::Script, js)
}

/// Compiles JavaScript that Nexxo made for a file of another kind. Nothing in it has effects.
fn generated(db: &dyn Db, module: Module, kind: ModuleKind, text: &str) -> CompiledModule {
    let options = db.shared().workspace().compile_options(db);
    let path = module_path(db, module);
    let lang = Lang { module: ModuleMode::Esm, ..Lang::default() };
    let mut js = js::compile(&JsInput {
        source: text,
        path: &path,
        lang,
        ts: None,
        injected: &[],
        known: &[],
        options: &options,
        origin: Origin::Generated,
    });
    let interface = Arc::make_mut(&mut js.interface);
    interface.pure = kind != ModuleKind::Style;
    let mut compiled = CompiledModule::new(kind, js);
    if kind == ModuleKind::Asset {
        require_gives_default(&mut compiled);
    }
    compiled
}

/// The module that stands for all files of a pattern. What it imports runs even if nobody looks at the list.
fn glob_list(db: &dyn Db, module: Module, text: &str) -> CompiledModule {
    let mut compiled = generated(db, module, ModuleKind::Script, text);
    require_gives_default(&mut compiled);
    let interface = Arc::make_mut(&mut compiled.js.interface);
    interface.pure = !interface.records.iter().any(|record| record.kind == ImportKind::Import);
    compiled
}

/// `require()` of JSON or an asset gives the value, not a namespace with `default` in it.
fn require_gives_default(compiled: &mut CompiledModule) {
    let interface = Arc::make_mut(&mut compiled.js.interface);
    interface.required_value = interface.export("default").and_then(|export| match export.target {
        nexxo_base::module::ExportTarget::Symbol(symbol) => Some(symbol),
        nexxo_base::module::ExportTarget::Import(..) => None,
    });
}

fn inline_script(db: &dyn Db, module: Module, page: &str, n: u32, known: &[KnownImport]) -> CompiledModule {
    let Some(text) = inline_text(db, page, n) else { return failed(ModuleKind::Script, Vec::new()) };
    script(db, module, &text, INLINE, None, known)
}

/// The language of scripts in pages.
const INLINE: Lang = Lang { ts: false, jsx: false, module: ModuleMode::Esm, declaration: false };

/// The text of a script in a page, at its place.
fn inline_text(db: &dyn Db, page: &str, n: u32) -> Option<String> {
    let html = html::compile(page, &|name| env_value(db, name));
    let inline = html.inline_scripts.get(n as usize)?;
    // Blanks in place of the page before it keep lines, columns and spans those of the page.
    let mut text = String::with_capacity(inline.span.end as usize);
    for c in page[..inline.span.start as usize].chars() {
        match c {
            '\n' | '\r' => text.push(c),
            c => text.extend(std::iter::repeat_n(' ', c.len_utf8())),
        }
    }
    text.push_str(&inline.text);
    Some(text)
}

/// What stands for `%NAME%` in a page: a variable of `import.meta.env`.
fn env_value(db: &dyn Db, name: &str) -> Option<String> {
    let options = db.shared().workspace().compile_options(db);
    let key = format!("import.meta.env.{name}");
    let (_, value) = options.define.iter().find(|(it, _)| *it == key)?;
    Some(serde_json::from_str::<String>(value).unwrap_or_else(|_| value.clone()))
}

/// A style sheet compiled, with mappings or not.
fn compile_css(
    db: &dyn Db,
    module: Module,
    text: &str,
    scoped: bool,
    source_map: bool,
) -> Result<CssCompiled, Vec<CssError>> {
    let options = db.shared().workspace().compile_options(db);
    let path = module_path(db, module);
    // What is taken from other sheets decides how this one is parsed.
    let taken = known_values(db, module);
    let css_options = css::CssOptions {
        minify: options.minify.whitespace,
        source_map,
        target: options.css_target.as_deref().or(options.target.as_deref()),
        names: scoped.then_some(&options.css_modules),
        global: scoped && values::is_global(db, module.file(db)),
        drop_licences: options.drop_css_licences,
        values: &taken,
        // Packages ship sheets with old hacks that browsers pass over; so do we, with a warning.
        recover: true,
        path: &path,
    };
    css::compile(text, &css_options)
}

/// The rules of a style sheet without URLs, and where each was written: for who is served, who rarely asks for that.
pub(crate) fn mapped_css(db: &dyn Db, module: Module) -> Option<(Box<str>, Box<[Mapping]>)> {
    let FileKind::Css { module: scoped } = file_facts(db, module.file(db)).kind else { return None };
    let compiled = compile_css(db, module, &source(db, module.file(db)).ok()?, scoped, true).ok()?;
    Some((compiled.text, compiled.mappings))
}

fn style_sheet(db: &dyn Db, module: Module, text: &str, scoped: bool, variant: Variant) -> CompiledModule {
    let options = db.shared().workspace().compile_options(db);
    let compiled = match compile_css(db, module, text, scoped, options.source_map && !options.refresh) {
        Ok(compiled) => compiled,
        Err(errors) => {
            return failed(ModuleKind::Style, errors.into_iter().map(|it| problem(it.span, it.message)).collect());
        }
    };
    let mut out = match variant {
        Variant::Auto => generated(db, module, ModuleKind::Style, &css::js_source(&compiled, scoped)),
        Variant::StyleSheet => {
            let sheet =
                "/* @__PURE__ */ ((sheet) => (sheet.replaceSync(__nexxo_asset_url__), sheet))(new CSSStyleSheet())";
            generated(db, module, ModuleKind::Asset, &format!("export default {sheet}"))
        }
        _ => generated(db, module, ModuleKind::Asset, "export default __nexxo_asset_url__"),
    };
    out.js.problems.extend(
        compiled
            .warnings
            .iter()
            .map(|it| Problem { severity: Severity::Warning, ..problem(it.span, it.message.clone()) }),
    );
    if scoped {
        out.js.problems.extend(values::problems(db, module, text));
        out.keys = compiled.exports.iter().map(|it| it.name.clone()).collect();
    }
    add_style(&mut out, &compiled);
    out
}

/// Adds the CSS side to a style sheet's JavaScript side: its records come after those.
fn add_style(out: &mut CompiledModule, compiled: &CssCompiled) {
    let interface = Arc::make_mut(&mut out.js.interface);
    let base = interface.records.len() as u32;
    let shift = |record: RecordIdx| RecordIdx(record.0 + base);
    let mut records: Vec<ImportRecord> = interface.records.to_vec();
    records.extend(compiled.records.iter().cloned());
    interface.records = records.into();
    // The JavaScript side imports the files of `composes` by the very records of the CSS side.
    let mut spans: Vec<Span> = Vec::with_capacity(interface.records.len());
    for record in &interface.records[..base as usize] {
        let at = compiled.records.iter().position(|it| it.specifier == record.specifier && it.kind == record.kind);
        spans.push(at.map_or(Span::default(), |at| compiled.spans[at]));
    }
    spans.extend(compiled.spans.iter().copied());
    out.js.record_spans = spans.into();
    // Those of the JavaScript, which nobody wrote.
    out.js.import_spans = Box::default();
    let imports = compiled.imports.iter().map(|rule| match &rule.target {
        ImportTarget::Record(record) => StyleImport {
            target: StyleImportTarget::Record(shift(*record)),
            conditions: rule.conditions().map(Into::into).collect(),
            layer: rule.layer.as_ref().map(|name| name.as_deref().unwrap_or_default().into()),
        },
        ImportTarget::External(url) => StyleImport {
            target: StyleImportTarget::Url(rule.print(url).into()),
            conditions: Box::default(),
            layer: None,
        },
    });
    out.style = Some(Arc::new(StyleTemplate {
        text: compiled.text.clone(),
        slots: compiled
            .slots
            .iter()
            .map(|slot| StyleSlot { offset: slot.offset, record: shift(slot.record), string: slot.string })
            .collect(),
        layers: compiled.layers.clone(),
        imports: imports.collect(),
        declared: compiled.declared.clone(),
        has_anonymous_layers: compiled.has_anonymous_layers,
        mappings: compiled.mappings.iter().copied().collect(),
    }));
}

/// A web app manifest: an asset with URLs in its text, as a style sheet is that code wants as a file.
fn web_manifest(db: &dyn Db, module: Module, text: &str) -> CompiledModule {
    let mut out = generated(db, module, ModuleKind::Asset, "export default __nexxo_asset_url__");
    let interface = Arc::make_mut(&mut out.js.interface);
    let (mut records, mut spans) = (interface.records.to_vec(), out.js.record_spans.to_vec());
    let mut template = StyleTemplate::default();
    let mut copied = 0;
    let mut rest = String::new();
    let mut slots = Vec::new();
    for (span, url) in asset::web_manifest_urls(text) {
        rest.push_str(&text[copied..span.start as usize]);
        copied = span.end as usize;
        slots.push(StyleSlot { offset: rest.len() as u32, record: RecordIdx(records.len() as u32), string: true });
        let mut record = ImportRecord::new(url.as_str(), ImportKind::CssUrl);
        record.attributes = [("file".into(), "".into())].into();
        records.push(record);
        spans.push(span);
    }
    rest.push_str(&text[copied..]);
    (template.text, template.slots) = (rest.into(), slots.into());
    interface.records = records.into();
    out.js.record_spans = spans.into();
    out.style = Some(Arc::new(template));
    out
}

fn page(db: &dyn Db, module: Module, text: &str) -> CompiledModule {
    let html = html::compile(text, &|name| env_value(db, name));
    let interface = Interface { records: html.records.clone(), ..Interface::default() };
    let path = module.file(db).path(db);
    // A classic script from the public folder or another host is meant to stay.
    let stays = |url: &str| {
        let target = db.shared().resolver.resolve(path, url, ImportKind::HtmlScript).target;
        matches!(target, Ok(Target::Public { .. } | Target::External { .. }))
    };
    let warnings = html.warnings.iter().filter(|it| !stays(&it.url)).map(|it| Problem {
        severity: Severity::Warning,
        code: Code::Unsupported,
        ..problem(it.span, it.message.clone())
    });
    let js = Compiled {
        interface: Arc::new(interface),
        record_spans: html.spans.clone(),
        problems: warnings.collect(),
        ..Compiled::default()
    };
    CompiledModule { html: Some(Arc::new(html)), ..CompiledModule::new(ModuleKind::Html, js) }
}

/// What a script exports and passes on, found by parsing alone. `None` where only [`compile`] tells.
#[salsa::tracked(returns(clone), no_eq)]
pub fn scan(db: &dyn Db, module: Module) -> Option<Arc<Scanned>> {
    let file = module.file(db);
    let facts = file_facts(db, file);
    let (Variant::Auto, FileKind::Js(js)) = (module.variant(db), facts.kind) else { return None };
    let text = source(db, file).ok()?;
    let lang = lang_of(js, facts.module, file.path(db));
    let scan = || js::scan(&text, lang);
    let scanned = match db.shared().rows() {
        Some(rows) => rows.keep(Kind::Scan, &(lang, &*text), scan),
        None => scan(),
    };
    scanned.map(Arc::new)
}

/// Whether a script's text looks like passing names of other modules on.
#[salsa::tracked(returns(copy))]
pub fn passes_names_on(db: &dyn Db, module: Module) -> bool {
    source(db, module.file(db)).is_ok_and(|text| js::may_pass_names_on(&text))
}

/// The interface of [`scan`].
#[salsa::tracked(returns(clone))]
pub fn scanned_interface(db: &dyn Db, module: Module) -> Option<Arc<Interface>> {
    scan(db, module).map(|scanned| Arc::new(scanned.interface.clone()))
}

/// Imports, exports and symbols.
#[salsa::tracked(returns(clone))]
pub fn interface(db: &dyn Db, module: Module) -> Arc<Interface> {
    Arc::clone(&compile(db, module).js.interface)
}

/// The statement table.
#[salsa::tracked(returns(clone))]
pub fn statements(db: &dyn Db, module: Module) -> Arc<StatementTable> {
    Arc::clone(&compile(db, module).js.statements)
}

/// What its names forbid.
#[salsa::tracked(returns(clone))]
pub fn name_facts(db: &dyn Db, module: Module) -> Arc<NameFacts> {
    Arc::clone(&compile(db, module).js.names)
}

/// The values of its constants that are not in the interface.
#[salsa::tracked(returns(clone))]
pub fn long_constants(db: &dyn Db, module: Module) -> Arc<LongConstants> {
    Arc::clone(&compile(db, module).js.long_constants)
}

/// The code.
#[salsa::tracked(returns(clone), lru = 0)]
pub fn template(db: &dyn Db, module: Module) -> Arc<Template> {
    Arc::clone(&compile(db, module).js.template)
}

/// The CSS.
#[salsa::tracked(returns(clone))]
pub fn style(db: &dyn Db, module: Module) -> Option<Arc<StyleTemplate>> {
    compile(db, module).style.clone()
}

/// What kind of file it is.
#[salsa::tracked(returns(copy))]
pub fn module_kind(db: &dyn Db, module: Module) -> ModuleKindKey {
    ModuleKindKey(compile(db, module).kind)
}

/// [`ModuleKind`] as a query's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ModuleKindKey(pub ModuleKind);
