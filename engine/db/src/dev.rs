//! The dev form of modules and pages: what a browser gets of them while they are worked on. Nothing here reads what
//! linking found, so that an edit of one module makes one module anew.

use std::sync::Arc;

use bytes::Bytes;
use nexxo_base::index::Idx;
use nexxo_base::module::{ImportKind, RecordIdx};
use nexxo_base::options::Loader;
use nexxo_base::template::{Mapping, Mappings, StyleImportTarget, StyleTemplate};
use nexxo_base::{Diagnostic, Fingerprint, LineIndex, Map, Name, Severity, find_utf16};
use nexxo_link::{ModuleIdx, ModuleKind};
use nexxo_render::cascade::{Sheets, Writing, expand, write};
use nexxo_render::{
    Cores, DevCode, DevInput, DevTarget, MapShape, MapSource, OutMapping, encode_map, further_suffix, is_eager,
    render_broken, render_dev,
};
use nexxo_syntax::asset::{data_url, loader_of, mime_of};
use nexxo_syntax::css;
use nexxo_syntax::html::PageOutput;
use serde::{Deserialize, Serialize};

use crate::compile::{compile, file_facts, interface, mapped_css, module_kind, module_path, style, template};
use crate::database::{Db, is_virtual};
use crate::diagnose::own_diagnostics;
use crate::input_map::usable_map;
use crate::inputs::{Module, Variant};
use crate::resolution::{Resolved, resolved};
use crate::shortcuts::{Ways, ways};
use crate::source::{content, source};
use crate::values::css_values;
use crate::workers::worker_code;

/// Characters of the hash that tells one state of a module from another: 66 bits.
const HASH_LENGTH: usize = 11;

/// The state in which the code of a worker is first asked for, in the URL of its script. What a worker is made of is not
/// known before that.
const FIRST_STATE: &str = "0";

/// What of the server's own has URLs that start so, after the base.
pub const SERVER_PREFIX: &str = "@nexxo/";

/// A module for the registry in the browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DevModule {
    /// What the registry calls it: its path from the root, and how the file is taken.
    pub id: Name,
    /// The call that defines it, on lines of its own.
    pub code: Bytes,
    /// The hash of its code.
    pub hash: Name,
    /// Whether its text cannot be compiled: whoever asks for it gets the reason.
    pub broken: bool,
    /// The modules that must be there before it runs.
    pub(crate) eager: Box<[Module]>,
    /// The modules whose names it takes from where these have them.
    pub(crate) passed: Box<[Module]>,
    /// Those that it loads when it comes to that.
    pub(crate) lazy: Box<[(Name, Module)]>,
    /// The path of its URL after the base, where it stands for a file.
    pub(crate) asset: Option<String>,
    /// Whether it stands for the script of a worker.
    pub(crate) is_worker: bool,
    /// Whether it has the text of other modules in it: a style sheet as a text or a file, with what it imports, or one that
    /// takes values of others.
    pub(crate) is_composed: bool,
    /// By offset in the code; all of the module.
    mappings: Mappings,
}

impl DevModule {
    /// The module of a worker's script in another state of its code.
    pub(crate) fn in_state(&self, state: Fingerprint) -> Self {
        let state = state.short(HASH_LENGTH);
        let code = String::from_utf8_lossy(&self.code);
        let code = code.replacen(&format!("?v={FIRST_STATE}\""), &format!("?v={state}\""), 1);
        let body = code.strip_suffix(&format!(",\"{}\");\n", self.hash)).unwrap_or(&code);
        let hash = Name::from(Fingerprint::of(body.as_bytes()).short(HASH_LENGTH));
        Self { code: format!("{body},\"{hash}\");\n").into_bytes().into(), hash, ..self.clone() }
    }
}

/// The dev form of a module.
#[salsa::tracked(returns(clone))]
pub fn dev_module(db: &dyn Db, module: Module) -> Arc<DevModule> {
    let compiled = compile(db, module);
    let failed = compiled.unreadable.is_some() || compiled.js.problems.iter().any(|it| it.severity == Severity::Error);
    let id = module_path(db, module);
    if failed {
        let problems = own_diagnostics(db, module);
        let message = problems.iter().find(|it| it.is_error()).map_or_else(String::new, words);
        return Arc::new(finish(&id, render_broken(&id, &message), "", Parts { broken: true, ..Parts::default() }));
    }
    drop(compiled);
    let interface = interface(db, module);
    let resolved = resolved(db, module);
    let Ways { shortcuts, makers, passed } = ways(db, &interface, &resolved);
    let mut parts = Parts { passed, ..Parts::default() };
    let mut targets = Vec::with_capacity(resolved.len());
    for (i, (it, record)) in resolved.iter().zip(&interface.records).enumerate() {
        targets.push(match it {
            Resolved::Module(target) => {
                let name = Name::from(module_path(db, *target));
                if record.kind == ImportKind::DynamicImport {
                    parts.lazy.push((name.clone(), *target));
                } else if is_eager(record.kind) && !shortcuts.passed.contains(&RecordIdx::new(i)) {
                    parts.eager.push(*target);
                }
                DevTarget::Module(name)
            }
            Resolved::External(specifier) | Resolved::ExternalFile(specifier) => DevTarget::External(specifier.clone()),
            Resolved::Disabled => DevTarget::Disabled,
            Resolved::Failed(failure) => DevTarget::Missing(failure.message.clone()),
        });
    }
    parts.eager.extend(makers);
    let is_asset = module_kind(db, module).0 == ModuleKind::Asset;
    let url = is_asset.then(|| asset_url(db, module));
    parts.is_worker = worker_code(db, module).is_some();
    parts.asset = url.as_ref().filter(|_| !parts.is_worker).and_then(AssetUrl::path);
    let style = style(db, module);
    let takes_values = || !css_values(db, module.file(db)).taken.is_empty();
    parts.is_composed = style.is_some() && (is_asset || takes_values());
    let is_page = module_kind(db, module).0 == ModuleKind::Html;
    let code = render_dev(&DevInput {
        id: &id,
        interface: &interface,
        template: &template(db, module),
        style: style.as_deref().filter(|_| !is_asset),
        targets: &targets,
        shortcuts: &shortcuts,
        asset_url: url.map(|url| url.whole(db)).as_deref(),
        is_file: parts.asset.is_some(),
        node_esm: file_facts(db, module.file(db)).node_esm,
    });
    // A page's text is no part of its code.
    let text = if is_page { source(db, module.file(db)).unwrap_or_default() } else { Arc::default() };
    Arc::new(finish(&id, code, &text, parts))
}

#[derive(Default)]
struct Parts {
    broken: bool,
    eager: Vec<Module>,
    passed: Vec<Module>,
    lazy: Vec<(Name, Module)>,
    asset: Option<String>,
    is_composed: bool,
    is_worker: bool,
}

fn finish(id: &str, code: DevCode, beside: &str, parts: Parts) -> DevModule {
    let DevCode { mut code, mappings } = code;
    let hash = Name::from(Fingerprint::of_parts([code.as_bytes(), beside.as_bytes()]).short(HASH_LENGTH));
    // The hash is the last argument.
    code.truncate(code.len() - ");\n".len());
    code.push_str(&format!(",\"{hash}\");\n"));
    DevModule {
        id: id.into(),
        code: code.into_bytes().into(),
        hash,
        broken: parts.broken,
        eager: parts.eager.into(),
        passed: parts.passed.into(),
        lazy: parts.lazy.into(),
        asset: parts.asset,
        is_composed: parts.is_composed,
        is_worker: parts.is_worker,
        mappings: mappings.into_iter().map(packed).collect(),
    }
}

fn packed(mapping: OutMapping) -> Mapping {
    let OutMapping { offset, module: _, line, column, name } = mapping;
    Mapping { offset, line, column, name, slots_before: 0 }
}

fn unpacked(mapping: Mapping) -> OutMapping {
    let Mapping { offset, line, column, name, slots_before: _ } = mapping;
    OutMapping { offset, module: ModuleIdx(0), line, column, name }
}

/// A diagnostic in one line.
fn words(diagnostic: &Diagnostic) -> String {
    match &diagnostic.primary {
        Some(label) => {
            let place = LineIndex::new(&label.file.text).position(&label.file.text, label.span.start);
            format!("{}:{}:{}: {}", label.file.path, place.line + 1, place.column + 1, diagnostic.message)
        }
        None => diagnostic.message.clone(),
    }
}

/// Where the browser finds an asset.
enum AssetUrl {
    Data(String),
    /// The path after the base, and the hash of the content.
    File(String, String),
}

impl AssetUrl {
    fn path(&self) -> Option<String> {
        match self {
            Self::Data(_) => None,
            Self::File(path, _) => Some(path.clone()),
        }
    }

    /// With the hash a changed file has another URL, and is fetched anew.
    fn whole(&self, db: &dyn Db) -> String {
        match self {
            Self::Data(url) => url.clone(),
            Self::File(path, hash) => {
                let base = db.shared().workspace().output_options(db).base.clone();
                format!("{base}{}?v={hash}", encode_path(path))
            }
        }
    }

    /// The same with what a specifier has behind the path.
    fn followed_by(&self, db: &dyn Db, specifier: &str) -> String {
        let suffix = further_suffix(specifier);
        let suffix = match self {
            Self::Data(_) => suffix.trim_start_matches(|c| c != '#'),
            Self::File(..) => suffix.as_str(),
        };
        self.whole(db) + suffix
    }
}

fn asset_url(db: &dyn Db, module: Module) -> AssetUrl {
    let path = module.file(db).path(db).to_string_lossy().into_owned();
    if worker_code(db, module).is_some() {
        let kind = if module.variant(db) == Variant::ModuleWorker { "module" } else { "classic" };
        let shown = db.shared().show(db, module.file(db).path(db));
        return AssetUrl::File(format!("{SERVER_PREFIX}worker/{kind}/{shown}"), FIRST_STATE.into());
    }
    if style(db, module).is_some() {
        let text = dev_style(db, module).unwrap_or_default();
        return match module.variant(db) {
            Variant::Asset | Variant::AssetFile | Variant::WebManifest => {
                let hash = Fingerprint::of(text.as_bytes()).short(HASH_LENGTH);
                AssetUrl::File(format!("{SERVER_PREFIX}style/{}", module_path(db, module)), hash)
            }
            _ => AssetUrl::Data(text),
        };
    }
    let (bytes, hash) = content(db, module.file(db)).unwrap_or_default();
    let options = db.shared().workspace().compile_options(db);
    let inline = module.variant(db) == Variant::Inline
        || module.variant(db) != Variant::AssetFile && loader_of(&path, &options.loaders) == Some(Loader::DataUrl);
    if inline {
        return AssetUrl::Data(data_url(&bytes, mime_of(&path)));
    }
    AssetUrl::File(asset_path(&db.shared().show(db, module.file(db).path(db))), hash.short(HASH_LENGTH))
}

/// What tells the URL of a file with these bytes from that of another state of it.
pub fn version_of(bytes: &[u8]) -> String {
    Fingerprint::of(bytes).short(HASH_LENGTH)
}

/// The path of an asset's URL after the base. Folders above the root have names of their own.
fn asset_path(shown: &str) -> String {
    match shown.strip_prefix("../") {
        Some(_) => format!("{SERVER_PREFIX}above/{}", shown.replace("../", "up/")),
        None => shown.to_owned(),
    }
}

/// A path as it stands in a URL.
pub fn encode_path(path: &str) -> String {
    nexxo_base::path::percent_encode(path, b"/-_.~@+")
}

/// What a page gets from the server beside what is in it.
#[derive(Clone, Copy, Debug)]
pub struct PageTags<'t> {
    /// URLs of scripts that are modules, in order.
    pub scripts: &'t [String],
    /// URLs of what they import at once.
    pub preloads: &'t [String],
}

/// A page as the browser gets it. `None` for what is no page, or cannot be read.
pub fn dev_page(db: &dyn Db, module: Module, tags: PageTags<'_>) -> Option<String> {
    let compiled = compile(db, module);
    let html = compiled.html.as_ref()?;
    let text = source(db, module.file(db)).ok()?;
    let resolved = resolved(db, module);
    let base = db.shared().workspace().output_options(db).base.clone();
    let specifier = |record: RecordIdx| html.records[record.index()].specifier.as_str();
    let outside = |record: RecordIdx| match &resolved[record.index()] {
        Resolved::Module(_) => None,
        Resolved::External(url) | Resolved::ExternalFile(url) => Some(url.to_string()),
        Resolved::Disabled | Resolved::Failed(_) => Some(specifier(record).to_owned()),
    };
    let asset = |record: RecordIdx| match &resolved[record.index()] {
        Resolved::Module(asset) if module_kind(db, *asset).0 == ModuleKind::Asset => {
            asset_url(db, *asset).followed_by(db, specifier(record))
        }
        _ => outside(record).unwrap_or_default(),
    };
    let links = |record: RecordIdx| match (&resolved[record.index()], &html.records[record.index()]) {
        (Resolved::Module(sheet), it) if it.kind == ImportKind::HtmlStyle => {
            vec![(style_url(db, &base, *sheet), it.attribute("media").cloned())]
        }
        _ => Vec::new(),
    };
    let output = PageOutput {
        import_map: None,
        integrity: &|_| None,
        scripts: tags.scripts,
        preloads: tags.preloads,
        styles: &[],
        links: &links,
        asset_url: &asset,
        kept_url: &outside,
    };
    Some(html.render(&text, &output))
}

/// The URL of a style sheet that a page links, for the time before the registry puts it in force.
fn style_url(db: &dyn Db, base: &str, sheet: Module) -> String {
    format!("{base}{SERVER_PREFIX}style/{}", encode_path(&module_path(db, sheet)))
}

/// The text of a style sheet by itself, as a page links it: with the sheets that it imports in it.
pub fn dev_style(db: &dyn Db, module: Module) -> Option<String> {
    style(db, module)?;
    let mut sheets: Map<Module, (Arc<StyleTemplate>, Arc<[Resolved]>)> = Map::default();
    let mut stack = vec![module];
    while let Some(module) = stack.pop() {
        let Some(style) = style(db, module).filter(|_| !sheets.contains_key(&module)) else { continue };
        let resolved = resolved(db, module);
        for import in &style.imports {
            let StyleImportTarget::Record(record) = import.target else { continue };
            if let Some(Resolved::Module(target)) = resolved.get(record.index()) {
                stack.push(*target);
            }
        }
        sheets.insert(module, (style, resolved));
    }
    let sheet = |module: Module| sheets.get(&module).map(|(style, _)| &**style);
    let target = |module: Module, record: RecordIdx| match sheets.get(&module)?.1.get(record.index()) {
        Some(Resolved::Module(target)) => Some(*target),
        _ => None,
    };
    let parts = expand(&Sheets { sheet: &sheet, target: &target }, &[(module, None)]);
    // The text of a manifest stays as it is.
    let minify = module.variant(db) == Variant::WebManifest;
    let texts = write(&parts, &sheet, Writing { minify, split: false }, &mut |module, out| {
        if let Some((style, resolved)) = sheets.get(&module) {
            add_rules(db, module, style, resolved, out);
        }
    });
    Some(texts.into_iter().map(|it| it.text).collect())
}

fn add_rules(db: &dyn Db, module: Module, style: &StyleTemplate, resolved: &[Resolved], out: &mut String) {
    let interface = interface(db, module);
    let mut at = 0;
    for slot in &style.slots {
        out.push_str(&style.text[at..slot.offset as usize]);
        at = slot.offset as usize;
        let specifier = &interface.records[slot.record.index()].specifier;
        let url = match &resolved[slot.record.index()] {
            Resolved::Module(asset) => asset_url(db, *asset).followed_by(db, specifier),
            Resolved::External(url) | Resolved::ExternalFile(url) => url.to_string(),
            Resolved::Disabled | Resolved::Failed(_) => specifier.to_string(),
        };
        css::push_url(out, &url, slot.string);
    }
    out.push_str(&style.text[at..]);
}

/// The source map of a module's code, as JSON.
pub fn dev_map(db: &dyn Db, module: Module) -> String {
    let made = dev_module(db, module);
    let mappings: Vec<OutMapping> = made.mappings.all().map(unpacked).collect();
    let code = std::str::from_utf8(&made.code).unwrap_or_default();
    map_of(db, module, code, &mappings, &template(db, module).names)
}

/// The source map of the rules of a style sheet, without what it imports, as JSON.
pub fn dev_style_map(db: &dyn Db, module: Module) -> Option<String> {
    // Rules begin lines, and no URL that is still to be put in breaks one.
    let (text, mappings) = mapped_css(db, module)?;
    let mappings: Vec<OutMapping> = mappings.iter().copied().map(unpacked).collect();
    Some(map_of(db, module, &text, &mappings, &[]))
}

fn map_of(db: &dyn Db, module: Module, code: &str, mappings: &[OutMapping], names: &[Box<str>]) -> String {
    let path = module.file(db).path(db);
    let root = db.shared().workspace().root(db);
    let shown = |path: &str| format!("/{}", asset_path(path));
    let own = shown(&db.shared().show(db, path));
    let text = source(db, module.file(db)).ok();
    let input = usable_map(db, module);
    let inner: Vec<(String, Option<Arc<str>>)> = match &input {
        Some(located) => located.sources(db, root).into_iter().map(|(path, text)| (shown(&path), text)).collect(),
        None => Vec::new(),
    };
    let shape = MapShape { contents: !is_virtual(path), root: None, seams: false };
    encode_map(code, mappings, &shape, Cores { threads: None }, |_: ModuleIdx| MapSource {
        path: &own,
        content: text.as_deref(),
        names,
        input: input.as_ref().map(|it| (&*it.map, &*inner)),
    })
}

/// What saving a file would do to an open page. Modules are named by their ids: paths relative to the root.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outlook {
    /// The modules that take the update, and run anew.
    pub swaps: Vec<String>,
    /// The way from the file to where nobody takes it, for which the page loads anew; empty where it need not.
    pub reloads: Vec<String>,
    /// What the file exports beside components, so that it is not swapped by itself as they are.
    pub mixed: Vec<String>,
}

/// Where a place of a module's code was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DevPlace {
    /// The file, as it is shown.
    pub path: String,
    /// The line, from 0.
    pub line: u32,
    /// The column in UTF-16 units, from 0.
    pub column: u32,
    /// The file's text, if it is still the one that the code was made of.
    pub text: Option<Arc<str>>,
}

/// Where a place of the code of a module was written. `made` may be an older form of it.
pub(crate) fn dev_place(db: &dyn Db, module: Module, made: &DevModule, line: usize, column: usize) -> Option<DevPlace> {
    let newest = dev_module(db, module);
    let is_new = newest.hash == made.hash;
    // The same code may have moved in its file.
    let made = if is_new { &*newest } else { made };
    let code = std::str::from_utf8(&made.code).ok()?;
    let (start, offset) = find_utf16(code, line, column);
    let before = made.mappings.all().take_while(|it| it.offset as usize <= offset);
    let mapping = before.last().filter(|it| it.offset as usize >= start)?;
    let path = db.shared().show(db, module.file(db).path(db));
    if let Some(located) = usable_map(db, module).filter(|_| is_new)
        && let Some(inner) = located.map.find(mapping.line, mapping.column)
    {
        let i = inner.source as usize - 1;
        let (path, text) = located.sources(db, db.shared().workspace().root(db)).into_vec().swap_remove(i);
        let content = located.map.sources[i].content.as_deref().map(Arc::from);
        return Some(DevPlace { path, line: inner.source_line, column: inner.source_column, text: content.or(text) });
    }
    let text = source(db, module.file(db)).ok().filter(|_| is_new);
    Some(DevPlace { path, line: mapping.line, column: mapping.column, text })
}
