//! The names of CSS Modules sheets as they stand in sheets and in the scripts that use them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::diagnostic::{Fix, nearest};
use nexxo_base::index::Idx;
use nexxo_base::module::ImportKind;
use nexxo_base::{Code, Diagnostic, Name, Set, Severity};
use nexxo_link::{ModuleIdx, ModuleKind};
use nexxo_syntax::asset::{FileKind, kind_with};
use nexxo_syntax::css::{self, NameMention};
use nexxo_syntax::js::{self, SheetUse, SheetUses};

use crate::compile::{CompiledModule, compile, file_facts, interface, script_text};
use crate::database::Db;
use crate::diagnose::{in_package, show, source_file};
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::{Env, Module, Variant};
use crate::resolution::{Resolved, resolved};
use crate::source::source;

/// Whether a module is a sheet whose names code gets.
pub(crate) fn is_sheet(db: &dyn Db, module: Module) -> bool {
    module.variant(db) == Variant::Auto
        && matches!(file_facts(db, module.file(db)).kind, FileKind::Css { module: true })
}

/// The names of a sheet.
#[derive(Debug, Default)]
pub struct SheetNames {
    /// Where they stand.
    pub mentions: Vec<NameMention>,
    /// What code calls them and what the sheet does, sorted.
    keys: Vec<(String, String)>,
}

impl SheetNames {
    /// The sheet's name for what code calls `key`.
    pub fn local(&self, key: &str) -> Option<&str> {
        let found = self.keys.binary_search_by(|(it, _)| it.as_str().cmp(key));
        found.ok().map(|at| self.keys[at].1.as_str())
    }

    /// What code calls names and what the sheet does, sorted.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.keys.iter().map(|(key, local)| (key.as_str(), local.as_str()))
    }

    /// Whether the sheet has the name.
    pub fn has(&self, local: &str) -> bool {
        self.mentions.iter().any(|it| it.role.is_definition() && it.name == local)
    }
}

/// The names of a sheet; none of what is no sheet of CSS Modules.
#[salsa::tracked(returns(clone), no_eq)]
pub fn sheet_names(db: &dyn Db, module: Module) -> Arc<SheetNames> {
    let Some(text) = is_sheet(db, module).then(|| source(db, module.file(db)).ok()).flatten() else {
        return Arc::default();
    };
    let convention = db.shared().workspace().compile_options(db).css_modules.convention;
    let mentions = css::name_mentions(&text);
    let mut locals: Vec<&str> =
        mentions.iter().filter(|it| it.role.is_definition()).map(|it| it.name.as_str()).collect();
    locals.sort_unstable();
    locals.dedup();
    let mut keys: Vec<(String, String)> = Vec::new();
    for local in locals {
        keys.extend(css::exported(local, convention).into_iter().map(|key| (key, local.to_owned())));
    }
    // Where two names become one, the first counts.
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    keys.dedup_by(|b, a| a.0 == b.0);
    Arc::new(SheetNames { mentions, keys })
}

/// How a script uses sheets.
#[derive(Debug)]
pub struct ScriptUses {
    /// The uses, by specifier.
    pub uses: SheetUses,
    sheets: Vec<(Name, Module)>,
}

impl ScriptUses {
    /// The sheet that a specifier leads to.
    pub fn sheet(&self, specifier: &str) -> Option<Module> {
        self.sheets.iter().find(|(it, _)| it == specifier).map(|(_, sheet)| *sheet)
    }

    /// All sheets that it imports.
    pub fn sheets(&self) -> impl Iterator<Item = Module> {
        self.sheets.iter().map(|(_, sheet)| *sheet)
    }

    /// The uses of names, with their sheets.
    pub fn with_sheets(&self) -> impl Iterator<Item = (&SheetUse, Module)> {
        self.uses.uses.iter().filter_map(|it| Some((it, self.sheet(&it.specifier)?)))
    }
}

/// How a script uses the sheets that it imports; nothing of one that imports none.
#[salsa::tracked(returns(clone), no_eq)]
pub fn script_uses(db: &dyn Db, module: Module) -> Option<Arc<ScriptUses>> {
    let (interface, resolved) = (interface(db, module), resolved(db, module));
    let records = interface.records.iter().zip(resolved.iter());
    let mut sheets: Vec<(Name, Module)> = records
        .filter(|(record, _)| record.kind == ImportKind::Import)
        .filter_map(|(record, target)| match target {
            Resolved::Module(target) if is_sheet(db, *target) => Some((record.specifier.clone(), *target)),
            _ => None,
        })
        .collect();
    if sheets.is_empty() || is_sheet(db, module) {
        return None;
    }
    sheets.sort_by(|a, b| a.0.cmp(&b.0));
    sheets.dedup_by(|b, a| a.0 == b.0);
    let options = db.shared().workspace().compile_options(db);
    let found = match sheets.iter().all(|(it, _)| js::is_sheet(it, &options)) {
        true => Some(compile(db, module).js.sheet_uses.clone()),
        // The specifier of a package's sheet, or an alias, may say nothing of what it leads to.
        false => script_text(db, module).and_then(|(text, lang)| {
            js::sheet_uses(&text, lang, &|specifier| sheets.iter().any(|(it, _)| it == specifier))
        }),
    };
    // What cannot be read may use all.
    let all = || SheetUses { whole: sheets.iter().map(|(it, _)| it.clone()).collect(), ..SheetUses::default() };
    let uses = found.unwrap_or_else(all);
    Some(Arc::new(ScriptUses { uses, sheets }))
}

/// The sheet of which a mention of `composes … from` has its name.
pub(crate) fn composed_sheet(db: &dyn Db, sheet: Module, specifier: &str) -> Option<Module> {
    let (interface, resolved) = (interface(db, sheet), resolved(db, sheet));
    let at = interface.records.iter().position(|it| it.kind == ImportKind::Import && it.specifier == specifier)?;
    match &resolved[at] {
        Resolved::Module(target) if is_sheet(db, *target) => Some(*target),
        _ => None,
    }
}

/// What every object has.
const OF_OBJECTS: [&str; 8] = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The names that scripts and other sheets ask sheets for, and that these do not have.
pub(crate) fn missing_classes(db: &dyn Db, env: Env) -> Vec<Diagnostic> {
    let graph = module_graph(db, env);
    let mut out = Vec::new();
    for (idx, node) in graph.graph.modules.iter_enumerated() {
        let is_style = |it: ModuleIdx| graph.graph.modules[it].kind == ModuleKind::Style;
        let mut records = node.records();
        let has_styles = records.any(|(record, _)| node.target_module(record).is_some_and(is_style));
        if has_styles && node.kind == ModuleKind::Script && !node.scanned && !in_package(&node.path) {
            out.extend(missing_in_script(db, graph.module(idx)).iter().cloned());
        }
        if has_styles && node.kind == ModuleKind::Style {
            missing_in_sheet(db, &graph, idx, &mut out);
        }
    }
    out
}

/// What a sheet composes by names that JavaScript cannot import, which linking therefore does not miss.
fn missing_in_sheet(db: &dyn Db, graph: &ModuleGraph, sheet: ModuleIdx, out: &mut Vec<Diagnostic>) {
    let node = &graph.graph.modules[sheet];
    for member in &node.interface.members {
        let Some(import) = node.interface.import(member.symbol) else { continue };
        let Some(target) = node.target_module(import.record).map(|it| graph.module(it)) else { continue };
        if !is_sheet(db, target) || has_key(db, target, &member.name) {
            continue;
        }
        let message = format!("`{}` is not exported by `{}`", member.name, show(db, target));
        let span = compile(db, graph.module(sheet)).js.record_spans.get(import.record.index()).copied();
        let file = source_file(db, graph.module(sheet));
        let mut diagnostic = Diagnostic::error(Code::MissingExport, message).at(&file, span.unwrap_or_default(), "");
        if let Some(near) = nearest(&member.name, sheet_names(db, target).keys().map(|(key, _)| key)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        out.push(diagnostic);
    }
}

/// The same of one script.
#[salsa::tracked(returns(clone))]
pub fn missing_in_script(db: &dyn Db, module: Module) -> Arc<[Diagnostic]> {
    let Some(script) = script_uses(db, module) else { return Arc::default() };
    let mut out = Vec::new();
    let written: Set<(&str, &str)> =
        script.uses.uses.iter().filter(|it| it.is_written()).map(|it| (&*it.specifier, &*it.key)).collect();
    for (it, sheet) in script.with_sheets().filter(|(it, _)| it.is_of_object()) {
        let is_known = OF_OBJECTS.contains(&&*it.key) || written.contains(&(&*it.specifier, &*it.key));
        if is_known || has_key(db, sheet, &it.key) {
            continue;
        }
        let names = sheet_names(db, sheet);
        let near = nearest(&it.key, names.keys().map(|(key, _)| key));
        let message = format!("`{}` has no class `{}`", show(db, sheet), it.key);
        let mut diagnostic = Diagnostic::warning(Code::MissingClass, message).at(&source_file(db, module), it.span, "");
        if let Some(near) = near {
            let fix = it.rewritten(near).filter(|(span, _)| *span == it.span).map(|(_, text)| Fix::Instead(text));
            diagnostic = diagnostic.help(format!("did you mean `{near}`?")).fix(fix);
        }
        out.push(diagnostic);
    }
    out.into()
}

/// Whether code finds the key in a sheet, or nothing can be said of that.
fn has_key(db: &dyn Db, sheet: Module, key: &str) -> bool {
    let compiled = compile(db, sheet);
    is_broken(&compiled) || compiled.keys.binary_search_by(|it| it.as_str().cmp(key)).is_ok()
}

/// Whether it is not known what a sheet gives to code.
fn is_broken(sheet: &CompiledModule) -> bool {
    sheet.unreadable.is_some()
        || sheet.style.is_none()
        || sheet.js.problems.iter().any(|it| it.severity == Severity::Error)
}

/// Whether a file is named as one that tells TypeScript of a sheet: it is no source, whoever wrote it.
pub(crate) fn is_of_types(db: &dyn Db, path: &Path) -> bool {
    let path = path.to_string_lossy();
    let loaders = &db.shared().workspace().compile_options(db).loaders;
    path.strip_suffix(".d.ts").is_some_and(|sheet| kind_with(sheet, loaders) == FileKind::Css { module: true })
}

/// What tells TypeScript of the project's own sheets that are linked together, by their paths.
pub(crate) fn class_types(db: &dyn Db, env: Env) -> Vec<(PathBuf, String)> {
    let graph = module_graph(db, env);
    let nodes = graph.graph.modules.iter_enumerated();
    let own = nodes.filter(|(_, node)| node.kind == ModuleKind::Style && !in_package(&node.path));
    let sheets = own.map(|(idx, _)| graph.module(idx)).filter(|&module| is_sheet(db, module));
    let types = sheets.filter_map(|sheet| {
        let compiled = compile(db, sheet);
        let text = || css::type_declarations(compiled.keys.iter().map(String::as_str));
        (!is_broken(&compiled)).then(|| (sheet.file(db).path(db).clone(), text()))
    });
    types.collect()
}
