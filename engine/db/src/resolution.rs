//! Where a module's import records lead.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::Name;
use nexxo_base::index::Idx;
use nexxo_base::module::{ExportTarget, ImportKind, ImportRecord, Imported, Interface, RecordIdx};
use nexxo_base::options::Platform;
use nexxo_base::path::{relative, relative_specifier};
use nexxo_resolve::{Failure, FailureKind, Target};
use nexxo_syntax::asset::{FileKind, Query, hash_of, kind_of, kind_with, mime_of, split_query};
use nexxo_syntax::js::HELPERS_PACKAGE;

use crate::compile::{INJECTED, injected_module, interface, scanned_interface};
use crate::database::{Db, is_virtual};
use crate::glob::glob_module;
use crate::inputs::{Module, Variant};
use crate::runtime;

/// Where one record leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// A module.
    Module(Module),
    /// Left in the output as this specifier.
    External(Name),
    /// Left in the output as a file outside of it: the specifier that leads there from the output folder.
    ExternalFile(Name),
    /// Switched off by package.json.
    Disabled,
    /// Nowhere.
    Failed(Arc<Failure>),
}

/// All records of a module at once.
#[salsa::tracked(returns(clone))]
pub fn resolved(db: &dyn Db, module: Module) -> Arc<[Resolved]> {
    let _ = db.shared().workspace().layout(db);
    let interface = interface(db, module);
    let records = interface.records.iter().enumerate();
    records.map(|(i, record)| as_json(db, &interface, RecordIdx::new(i), resolve_record(db, module, record))).collect()
}

/// One record of a module that is only scanned.
#[salsa::tracked(returns(clone))]
pub fn resolved_record(db: &dyn Db, module: Module, record: u32) -> Resolved {
    let _ = db.shared().workspace().layout(db);
    let interface = scanned_interface(db, module).unwrap_or_default();
    match interface.records.get(record as usize) {
        Some(found) => as_json(db, &interface, RecordIdx(record), resolve_record(db, module, found)),
        None => Resolved::Disabled,
    }
}

/// What `import` leads to where a `require` of this module leads to another file of the same package, by its main fields:
/// each with the module that is required.
#[salsa::tracked(returns(clone))]
pub fn twins(db: &dyn Db, module: Module) -> Arc<[(Module, Module)]> {
    let shared = db.shared();
    let _ = shared.workspace().layout(db);
    let importer = module.file(db).path(db);
    let interface = interface(db, module);
    let resolved = resolved(db, module);
    let twin = |(record, resolved): (&ImportRecord, &Resolved)| match *resolved {
        Resolved::Module(required) if record.kind == ImportKind::Require && required.variant(db) == Variant::Auto => {
            let path = shared.resolver.twin(importer, &record.specifier, required.file(db).path(db))?;
            Some((shared.module(db, shared.file(db, &path), Variant::Auto), required))
        }
        _ => None,
    };
    interface.records.iter().zip(&*resolved).filter_map(twin).collect()
}

/// Where a record of a module leads. For queries that read the layout.
pub(crate) fn resolve_record(db: &dyn Db, importer: Module, record: &ImportRecord) -> Resolved {
    let shared = db.shared();
    let (specifier, kind) = (&record.specifier, record.kind);
    if let Some(glob) = &record.glob {
        return match glob_module(db, importer.file(db).path(db), glob) {
            Ok(module) => Resolved::Module(module),
            Err(failure) => Resolved::Failed(Arc::new(failure)),
        };
    }
    if let Some(n) = specifier.strip_prefix("?html-inline=").and_then(|n| n.parse().ok()) {
        return Resolved::Module(shared.module(db, importer.file(db), Variant::InlineScript(n)));
    }
    if let Some(module) =
        specifier.strip_prefix(INJECTED).and_then(|n| n.parse().ok()).and_then(|n| injected_module(db, n))
    {
        return Resolved::Module(module);
    }
    if kind == ImportKind::RequireResolve {
        return Resolved::External(specifier.clone());
    }
    let path = importer.file(db).path(db);
    if let Some(file) = is_virtual(path).then(|| shared.virtual_sibling(db, path, specifier)).flatten() {
        return Resolved::Module(shared.module(db, file, Variant::Auto));
    }
    // A made-up module stands beside the file that it was made for, or in the root.
    let place =
        is_virtual(path).then(|| shared.beside(path).unwrap_or_else(|| shared.workspace().root(db).join("index.js")));
    let from = place.as_deref().unwrap_or(path);
    if let Some(module) = built_in(db, specifier) {
        return Resolved::Module(module);
    }
    // What `composes` and `@value` name in a sheet is found as what `@import` names.
    let in_sheet = kind == ImportKind::Import && matches!(file_kind(db, importer), FileKind::Css { .. });
    let looked_up = if in_sheet { ImportKind::CssImport } else { kind };
    let target = shared.resolver.resolve(from, specifier, looked_up).target;
    if record.attribute("classic").is_some() && !matches!(target, Ok(Target::Public { .. })) {
        return Resolved::External(specifier.clone());
    }
    match target {
        Ok(target) => match (resolve_target(db, target, importer, record), record.attribute_type()) {
            (Resolved::Module(module), Some(wanted)) => typed(db, module, wanted),
            (Resolved::Module(module), None) if kind == ImportKind::CssImport && is_no_sheet(db, module) => {
                invalid_type(
                    format!("`{specifier}` is no style sheet, which `@import` is for"),
                    "import it in a script, or give its extension the loader `css`",
                )
            }
            (resolved, _) => resolved,
        },
        Err(failure) => Resolved::Failed(Arc::new(failure)),
    }
}

/// What a record leads to whose `type` is `json`: a module with a default export alone, as the standard has it. Who asks for
/// names all the same gets them, as without the attribute.
fn as_json(db: &dyn Db, interface: &Interface, record: RecordIdx, resolved: Resolved) -> Resolved {
    let Resolved::Module(module) = resolved else { return resolved };
    let is_json = interface.records[record.index()].attribute_type() == Some("json")
        && module.variant(db) == Variant::Auto
        && matches!(file_kind(db, module), FileKind::Json);
    let names = |from: RecordIdx, imported: &Imported| {
        from == record && matches!(imported, Imported::Name(name) if *name != "default")
    };
    let asks = || {
        let reexports = interface.exports.iter().filter_map(|export| match &export.target {
            ExportTarget::Import(from, imported) => Some((*from, imported)),
            ExportTarget::Symbol(_) => None,
        });
        interface.imports.iter().map(|it| (it.record, &it.imported)).chain(reexports).any(|(from, it)| names(from, it))
    };
    if !is_json || asks() {
        return resolved;
    }
    Resolved::Module(db.shared().module(db, module.file(db), Variant::Json))
}

/// A module as the import attribute `type` wants it.
fn typed(db: &dyn Db, module: Module, wanted: &str) -> Resolved {
    let file = module.file(db);
    let variant = match (wanted, file_kind(db, module)) {
        ("json", FileKind::Json) if module.variant(db) == Variant::Auto => Variant::Auto,
        ("json", _) => Variant::Json,
        ("text", _) => Variant::Raw,
        ("bytes", _) => Variant::Bytes,
        ("css", FileKind::Css { .. }) => Variant::StyleSheet,
        _ => {
            let message = match wanted {
                "css" => "`type: \"css\"` is for style sheets".to_string(),
                _ => format!("the import attribute `type: \"{wanted}\"` is not known"),
            };
            return invalid_type(message, "known are `json`, `text`, `bytes`, and `css` for style sheets");
        }
    };
    Resolved::Module(db.shared().module(db, file, variant))
}

fn invalid_type(message: String, help: &str) -> Resolved {
    let kind = FailureKind::InvalidType;
    Resolved::Failed(Arc::new(Failure { kind, message, steps: Vec::new(), help: Some(help.to_string()) }))
}

/// Whether a module is known to be something else than a style sheet.
fn is_no_sheet(db: &dyn Db, module: Module) -> bool {
    !matches!(file_kind(db, module), FileKind::Css { .. } | FileKind::Unknown)
}

fn file_kind(db: &dyn Db, module: Module) -> FileKind {
    let loaders = &db.shared().workspace().compile_options(db).loaders;
    kind_with(&module.file(db).path(db).to_string_lossy(), loaders)
}

/// Helpers of lowered syntax. A package of that name in the project is of another version, or not meant.
fn built_in(db: &dyn Db, specifier: &str) -> Option<Module> {
    let name = specifier.strip_prefix(HELPERS_PACKAGE)?.strip_prefix("/helpers/")?;
    let text = runtime::lowering_helper(name)?;
    let file = db.shared().virtual_file(db, &format!("{}/helpers/{name}.js", runtime::FOLDER), text);
    Some(db.shared().module(db, file, Variant::Auto))
}

fn resolve_target(db: &dyn Db, target: Target, importer: Module, record: &ImportRecord) -> Resolved {
    let shared = db.shared();
    let kind = record.kind;
    match target {
        Target::File { path, query } => {
            let file = shared.file(db, &path);
            let mut variant = variant_of(&path.to_string_lossy(), query.as_deref().unwrap_or_default(), record);
            // Node's file functions take `file:` URLs, but no `data:` URLs.
            let on_node = || shared.workspace().output_options(db).platform == Platform::Node;
            if matches!(kind, ImportKind::Worker | ImportKind::ModuleWorker) {
                variant = if kind == ImportKind::Worker { Variant::Worker } else { Variant::ModuleWorker };
            }
            if kind == ImportKind::Url && variant == Variant::Asset && on_node() {
                variant = Variant::AssetFile;
            }
            // While an app is served, and on Node, all scripts are files.
            let has_files = || shared.workspace().compile_options(db).refresh || on_node();
            variant = match (importer.variant(db), variant) {
                (Variant::InlineWorkerClass | Variant::InlineSharedWorkerClass, _) => Variant::EmbeddedWorker,
                (_, Variant::InlineWorkerClass) if has_files() => Variant::WorkerClass,
                (_, Variant::InlineSharedWorkerClass) if has_files() => Variant::SharedWorkerClass,
                (_, variant) => variant,
            };
            Resolved::Module(shared.module(db, file, variant))
        }
        Target::External { specifier } => Resolved::External(Name::from(specifier)),
        Target::ExternalFile { path, query } => {
            let path = relative(shared.workspace().outdir(db), &path);
            let start = if path.starts_with("../") { "" } else { "./" };
            Resolved::ExternalFile(Name::from(format!("{start}{path}{}", query.unwrap_or_default())))
        }
        Target::Public { url } if is_base_relative(db) => public_beside(db, &url, importer, kind),
        Target::Public { url } if is_code(kind) => {
            // `import url from '/logo.svg'`: the URL, with the base before it, is all there is to know.
            let base = shared.workspace().output_options(db).base.clone();
            let url = format!("{}{}", base.trim_end_matches('/'), url);
            let file = shared.virtual_file(db, &format!("nexxo/public{url}.json"), nexxo_render::map::js_string(&url));
            Resolved::Module(shared.module(db, file, Variant::Auto))
        }
        // Beside a page, which is where it was.
        Target::Public { url } if !url.starts_with('/') => Resolved::External(Name::from(url)),
        Target::Public { url } => {
            let base = shared.workspace().output_options(db).base.clone();
            Resolved::External(Name::from(format!("{}{}", base.trim_end_matches('/'), url)))
        }
        Target::Data { mime, bytes } => data_module(db, &mime, &bytes),
        Target::Disabled => Resolved::Disabled,
    }
}

/// Whether files of the output name each other by the way from one to the other.
fn is_base_relative(db: &dyn Db) -> bool {
    matches!(db.shared().workspace().output_options(db).base.as_str(), "" | "./")
}

/// A file of the public folder by the way that leads to it: from a page, whose place in the output is known, or as an asset
/// that is there already.
fn public_beside(db: &dyn Db, url: &str, importer: Module, kind: ImportKind) -> Resolved {
    let Some(path) = url.strip_prefix('/') else { return Resolved::External(Name::from(url)) };
    if matches!(kind, ImportKind::HtmlScript | ImportKind::HtmlStyle | ImportKind::HtmlAsset) {
        let page = page_file(&db.shared().show(db, importer.file(db).path(db)));
        return Resolved::External(Name::from(relative_specifier(&page, path)));
    }
    let (path, _) = split_query(path);
    let file = db.shared().virtual_file(db, &format!("{PUBLIC_FOLDER}{path}"), "");
    Resolved::Module(db.shared().module(db, file, Variant::Public))
}

/// What the paths of the virtual files start with that stand for those of the public folder.
pub(crate) const PUBLIC_FOLDER: &str = "nexxo/public/";

/// A page keeps its place under the root; one from outside goes to the top.
pub(crate) fn page_file(path: &str) -> String {
    if path.starts_with("../") {
        Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    } else {
        path.to_string()
    }
}

fn is_code(kind: ImportKind) -> bool {
    matches!(kind, ImportKind::Import | ImportKind::DynamicImport | ImportKind::Require)
}

fn variant_of(path: &str, query: &str, record: &ImportRecord) -> Variant {
    let is_svg = || path.len() > 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".svg");
    let variant = match Query::parse(query) {
        Query::Url => Some(Variant::Asset),
        Query::Raw => Some(Variant::Raw),
        Query::Inline => Some(Variant::Inline),
        Query::NoInline => Some(Variant::AssetFile),
        Query::Worker => Some(Variant::WorkerClass),
        Query::SharedWorker => Some(Variant::SharedWorkerClass),
        Query::InlineWorker => Some(Variant::InlineWorkerClass),
        Query::InlineSharedWorker => Some(Variant::InlineSharedWorkerClass),
        Query::WorkerUrl => Some(Variant::ModuleWorker),
        Query::Init if mime_of(path) == "application/wasm" => Some(Variant::WasmInit),
        // A part of an image is asked for by a URL's hash, which not all take from a data URL.
        Query::None if is_svg() && !hash_of(&record.specifier).is_empty() => Some(Variant::AssetFile),
        Query::None | Query::Init | Query::Other => None,
    };
    match record.kind {
        ImportKind::HtmlAsset if record.attribute("manifest").is_some() => Variant::WebManifest,
        ImportKind::HtmlAsset | ImportKind::CssUrl if record.attribute("file").is_some() => Variant::AssetFile,
        ImportKind::Url | ImportKind::CssUrl | ImportKind::HtmlAsset => match variant {
            Some(Variant::AssetFile) => Variant::AssetFile,
            Some(Variant::Inline) if matches!(kind_of(path), FileKind::Asset | FileKind::Wasm) => Variant::Inline,
            _ => Variant::Asset,
        },
        _ => variant.unwrap_or(Variant::Auto),
    }
}

fn data_module(db: &dyn Db, mime: &str, bytes: &[u8]) -> Resolved {
    let extension = match mime {
        "text/javascript" | "application/javascript" => "mjs",
        "application/json" => "json",
        "text/css" => "css",
        _ => "txt",
    };
    let text = String::from_utf8_lossy(bytes);
    let hash = nexxo_base::Fingerprint::of(bytes).short(8);
    let file = db.shared().virtual_file(db, &format!("nexxo/data-{hash}.{extension}"), &*text);
    let variant = if extension == "txt" { Variant::Raw } else { Variant::Auto };
    Resolved::Module(db.shared().module(db, file, variant))
}
