//! From what the queries found wrong to diagnostics with places, words and help.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nexxo_base::diagnostic::{Fix, SourceFile, nearest};
use nexxo_base::index::Idx;
use nexxo_base::module::{
    ExportTarget, Format, GlobForm, ImportKind, Imported, Interface, MemberIdx, RecordIdx, StatementIdx,
};
use nexxo_base::options::{ExportsMode, OutputFormat, Platform};
use nexxo_base::{Code, Diagnostic, Name, Set, Severity, Span};
use nexxo_link::{Issue, Linked, ModuleIdx, ModuleKind};
use nexxo_resolve::{Failure, FailureKind};
use nexxo_syntax::asset::FileKind;
use nexxo_syntax::js::Problem;

use crate::assets::{PlacedAsset, assets};
use crate::class_names::{missing_classes, missing_in_script};
use crate::compile::{compile, file_facts, interface, module_path, scan, statements};
use crate::database::{Db, is_virtual};
use crate::graph::{ModuleGraph, module_graph};
use crate::inputs::{Env, Module, Variant};
use crate::linking::linked;
use crate::resolution::{Resolved, resolved};
use crate::source::{SourceError, source};
use crate::workers::endless_workers;

/// What is wrong in the modules by themselves and in where their imports lead.
#[salsa::tracked(returns(clone))]
pub fn module_diagnostics(db: &dyn Db, env: Env) -> Arc<[Diagnostic]> {
    let graph = module_graph(db, env);
    let mut out = Vec::new();
    for (idx, node) in graph.graph.modules.iter_enumerated() {
        if node.scanned {
            continue; // it parsed, and what it passes on is in the graph or not asked for
        }
        out.extend(own_diagnostics(db, graph.module(idx)).iter().cloned());
    }
    out.into()
}

/// What is wrong in one module by itself and in where its imports lead.
#[salsa::tracked(returns(clone))]
pub fn own_diagnostics(db: &dyn Db, module: Module) -> Arc<[Diagnostic]> {
    let compiled = compile(db, module);
    if let Some(error) = &compiled.unreadable {
        return Arc::new([unreadable(&show(db, module), error)]);
    }
    let resolved = resolved(db, module);
    let failed = resolved.iter().any(|it| matches!(it, Resolved::Failed(_)));
    let has_glob = compiled.js.interface.records.iter().any(|record| record.glob.is_some());
    if compiled.js.problems.is_empty() && !failed && !has_glob {
        return Arc::default();
    }
    let mut out = Vec::new();
    let file = source_file(db, module);
    let of_others = in_package(&file.path);
    let is_own = |code: Code| matches!(code, Code::DirectEval | Code::PrivateVariable);
    let told = compiled.js.problems.iter().filter(|it| !(of_others && is_own(it.code)));
    out.extend(told.map(|problem| of_problem(&file, problem)));
    for (i, it) in resolved.iter().enumerate() {
        let record = &compiled.js.interface.records[i];
        let span = compiled.js.record_spans.get(i).copied().unwrap_or_default();
        if let (Resolved::Module(list), Some(glob)) = (it, &record.glob)
            && !matches!(glob.form, GlobForm::Map(_))
            && interface(db, *list).records.is_empty()
        {
            let message = format!("no file matches `{}`", record.specifier);
            out.push(Diagnostic::warning(Code::EmptyGlob, message).at(&file, span, ""));
        }
        if let Resolved::Failed(failure) = it
            && !record.optional
        {
            let mut problem = unresolved(&file, span, record.kind, failure);
            if is_wasm(db, module) {
                problem = problem.note("with `?init` it would get what it imports from the code that imports it");
            }
            out.push(problem);
        }
    }
    out.into()
}

/// The names that a module asks others for and that these do not have, as far as that is certain without linking. Linking says the
/// same of them, where they are needed.
pub(crate) fn asked_in_vain(db: &dyn Db, module: Module) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let compiled = compile(db, module);
    if in_package(&show(db, module)) || compiled.js.interface.format == Format::CommonJs {
        return out;
    }
    out.extend(missing_in_script(db, module).iter().cloned());
    let (interface, resolved) = (interface(db, module), resolved(db, module));
    let statements = statements(db, module);
    let is_mentioned = |symbol| {
        let of_member = |it: &MemberIdx| interface.members[it.index()].symbol == symbol;
        let mut all = (0..statements.len()).map(StatementIdx::new);
        all.any(|it| statements.reads(it).contains(&symbol) || statements.members(it).iter().any(of_member))
    };
    let mut told: Vec<(RecordIdx, &Name)> = Vec::new();
    for (import, span) in interface.imports.iter().zip(&compiled.js.import_spans) {
        let (Imported::Name(name), Resolved::Module(target)) = (&import.imported, &resolved[import.record.index()])
        else {
            continue;
        };
        let Some(names) = without_name(db, *target, name) else { continue };
        let is_news = !told.contains(&(import.record, name)) && !interface.type_imports.contains(&import.symbol);
        if is_news && (!interface.typescript || is_mentioned(import.symbol)) {
            told.push((import.record, name));
            let near = nearest(name, names.iter().flat_map(|it| it.exports.iter()).map(|it| it.name.as_str()));
            out.push(missing_export(&source_file(db, module), *span, name, &module_path(db, *target), near));
        }
    }
    out
}

/// The interfaces of all modules that could give `name` to who asks `module` for it; nothing where one may.
fn without_name(db: &dyn Db, module: Module, name: &Name) -> Option<Vec<Arc<Interface>>> {
    let (mut seen, mut found) = (Set::default(), Vec::new());
    let mut next = vec![module];
    while let Some(module) = next.pop() {
        if !seen.insert(module) {
            continue;
        }
        let compiled = compile(db, module);
        let interface = interface(db, module);
        let is_plain = compiled.kind == ModuleKind::Script
            && interface.format == Format::Esm
            && interface.required_value.is_none()
            && compiled.unreadable.is_none()
            && compiled.js.problems.iter().all(|it| it.severity != Severity::Error);
        if !is_plain || in_package(&show(db, module)) || interface.export(name).is_some() {
            return None;
        }
        let stars = if name == "default" { &[][..] } else { &*interface.stars };
        let resolved = resolved(db, module);
        for star in stars {
            let Resolved::Module(target) = &resolved[star.index()] else { return None };
            next.push(*target);
        }
        found.push(interface);
    }
    Some(found)
}

/// What only the linked whole shows.
#[salsa::tracked(returns(clone))]
pub fn link_diagnostics(db: &dyn Db, env: Env) -> Arc<[Diagnostic]> {
    let _ = db.shared().workspace().layout(db);
    let graph = module_graph(db, env);
    let linked = linked(db, env);
    let issues = linked.issues.iter().filter(|issue| !follows_from_another(db, &graph, issue));
    let mut out: Vec<Diagnostic> = issues.map(|issue| of_issue(db, &graph, issue)).collect();
    out.extend(nameless(db, &graph, &linked));
    out.extend(duplicate_packages(db, &graph, &linked));
    out.extend(missing_classes(db, env));
    for (idx, placed) in &assets(db, env).placed {
        if let PlacedAsset::Failed(error) = placed {
            out.push(unreadable(&show(db, graph.module(*idx)), error));
        }
    }
    out.into()
}

/// Workers whose scripts would have no end, as each would stand in the other, or one in itself.
pub fn endless_diagnostics(db: &dyn Db, env: Env) -> Vec<Diagnostic> {
    let endless = endless_workers(db, env);
    if endless.is_empty() {
        return Vec::new();
    }
    let graph = module_graph(db, env);
    let own = env.worker(db).map(|worker| show(db, worker)).unwrap_or_default();
    let makes_endless = |class: &Module| {
        matches!(class.variant(db), Variant::InlineWorkerClass | Variant::InlineSharedWorkerClass)
            && endless.iter().any(|worker| worker.file(db) == class.file(db))
    };
    let mut out = Vec::new();
    for (importer, node) in graph.graph.modules.iter_enumerated() {
        for (record, _) in node.records() {
            let class = node.target_module(record).map(|it| graph.module(it)).filter(makes_endless);
            let Some(script) = class.map(|it| show(db, it)) else { continue };
            let message = if script == own {
                format!("the script of the worker `{script}` cannot stand in itself")
            } else {
                format!("the script of the worker `{script}` cannot stand in `{own}`, which stands in it")
            };
            let place = record_span(db, &graph, importer, record);
            let problem = Diagnostic::error(Code::Unsupported, message);
            let problem = problem.at(&source_file(db, graph.module(importer)), place, "");
            out.push(problem.help("import it without `&inline`"));
        }
    }
    out
}

/// Whether a file is one of a package, which the user does not write.
pub(crate) fn in_package(path: &str) -> bool {
    path.split('/').any(|part| part == "node_modules")
}

/// What is no news: a module that could not be compiled exports nothing.
fn follows_from_another(db: &dyn Db, graph: &ModuleGraph, issue: &Issue) -> bool {
    let broken = |idx: ModuleIdx| {
        let compiled = compile(db, graph.module(idx));
        compiled.unreadable.is_some() || compiled.js.problems.iter().any(|it| it.severity == Severity::Error)
    };
    match issue {
        // Nobody can change it there.
        Issue::IneffectiveImport { importer, .. } => {
            let path = &graph.graph.modules[*importer].path;
            in_package(path) || is_virtual(graph.module(*importer).file(db).path(db))
        }
        Issue::MissingExport { module, .. } => broken(*module),
        Issue::AmbiguousExport { candidates, .. } => candidates.iter().any(|&it| broken(it)),
        Issue::EntryExports { entry, .. } => broken(*entry),
        Issue::ReadBeforeInit { .. }
        | Issue::RequireOfAsync { .. }
        | Issue::TopLevelAwait { .. }
        | Issue::GuessedGlobal { .. }
        | Issue::SloppySyntax { .. } => false,
    }
}

pub(crate) fn show(db: &dyn Db, module: Module) -> String {
    db.shared().show(db, module.file(db).path(db))
}

/// Whether it is WebAssembly, in which there are no places to point at.
fn is_wasm(db: &dyn Db, module: Module) -> bool {
    file_facts(db, module.file(db)).kind == FileKind::Wasm
}

pub(crate) fn source_file(db: &dyn Db, module: Module) -> Arc<SourceFile> {
    let text = if is_wasm(db, module) { Arc::default() } else { source(db, module.file(db)).unwrap_or_default() };
    Arc::new(SourceFile { path: show(db, module).into(), text })
}

fn unreadable(path: &str, error: &SourceError) -> Diagnostic {
    match error {
        SourceError::Unreadable(why) => {
            Diagnostic::error(Code::UnreadableFile, format!("cannot read `{path}`: {why}")).in_file(path)
        }
        SourceError::NotUtf8(at) => Diagnostic::error(Code::InvalidUtf8, format!("`{path}` is not UTF-8"))
            .in_file(path)
            .note(format!("the first wrong byte is at offset {at}"))
            .help("save the file as UTF-8, or import it with `?url` if it is not text"),
        SourceError::NotWasm(why) => {
            Diagnostic::error(Code::SyntaxError, format!("`{path}` is not a WebAssembly module: {why}"))
                .in_file(path)
                .help("import it with `?url` for its address")
        }
    }
}

pub(crate) fn of_problem(file: &Arc<SourceFile>, problem: &Problem) -> Diagnostic {
    let mut out =
        Diagnostic::error(problem.code, problem.message.clone()).at(file, problem.span, problem.label.clone());
    out.severity = problem.severity;
    for (span, words) in &problem.related {
        out = out.related(file, *span, words.clone());
    }
    out.help.clone_from(&problem.help);
    out
}

fn unresolved(file: &Arc<SourceFile>, span: Span, kind: ImportKind, failure: &Failure) -> Diagnostic {
    let code = match failure.kind {
        FailureKind::WrongCase { .. } => Code::WrongCase,
        FailureKind::InvalidPackage { .. } => Code::InvalidPackage,
        FailureKind::InvalidPattern => Code::InvalidGlob,
        FailureKind::InvalidType => Code::UnknownFileType,
        _ => Code::UnresolvedImport,
    };
    let mut out = Diagnostic::error(code, failure.message.clone()).at(file, span, "");
    // What is written for Node.js and browsers alike asks where it runs before it loads such a module.
    let is_of_node = kind == ImportKind::DynamicImport && matches!(failure.kind, FailureKind::NodeBuiltin);
    if is_of_node || matches!(kind, ImportKind::Url | ImportKind::HtmlAsset) {
        out.severity = Severity::Warning;
    }
    out.notes.clone_from(&failure.steps);
    out.help.clone_from(&failure.help);
    out
}

fn of_issue(db: &dyn Db, graph: &ModuleGraph, issue: &Issue) -> Diagnostic {
    let path = |idx: ModuleIdx| graph.graph.modules[idx].path.clone();
    match issue {
        Issue::MissingExport { importer, record, name, module, near } => {
            let span = name_span(db, graph, *importer, *record, name);
            let file = source_file(db, graph.module(*importer));
            let out = missing_export(&file, span, name, &path(*module), near.as_deref());
            if near.is_none() && name == "default" && is_wasm(db, graph.module(*module)) {
                return out.help("import it with `?url` for its address");
            }
            out
        }
        Issue::AmbiguousExport { importer, record, name, candidates } => Diagnostic::error(
            Code::AmbiguousExport,
            format!("`{name}` is ambiguous: `{}` and `{}` both provide it", path(candidates[0]), path(candidates[1])),
        )
        .at(&source_file(db, graph.module(*importer)), name_span(db, graph, *importer, *record, name), "")
        .help("export it by name from the module that should win"),
        Issue::RequireOfAsync { importer, record, module } => Diagnostic::error(
            Code::Unsupported,
            format!("`{}` cannot be loaded with `require`: it uses top-level await", path(*module)),
        )
        .at(&source_file(db, graph.module(*importer)), record_span(db, graph, *importer, *record), "")
        .help("load it with `import()`"),
        Issue::SloppySyntax { module } => {
            let file = source_file(db, graph.module(*module));
            let (span, what) = compile(db, graph.module(*module)).js.sloppy_syntax.clone().unwrap_or_default();
            Diagnostic::error(
                Code::Unsupported,
                format!("{what}: the output format `esm` is strict, and does not have it"),
            )
            .at(&file, span, "")
            .help("build with `--format cjs` or `--format iife`")
        }
        Issue::TopLevelAwait { module } => {
            let file = source_file(db, graph.module(*module));
            let out =
                Diagnostic::error(Code::Unsupported, "top-level await is only possible in the output format `esm`");
            if is_wasm(db, graph.module(*module)) {
                return out
                    .in_file(Arc::clone(&file.path))
                    .note("importing WebAssembly waits for an instance of it")
                    .help("build with `--format esm`, or import it with `?init` and make the instance in a function");
            }
            let at = file.text.find("await").unwrap_or(0) as u32;
            out.at(&file, Span::new(at, at + 5), "")
                .help("build with `--format esm`, or move the `await` into a function")
        }
        Issue::ReadBeforeInit { importer, read, module, cycle } => {
            let compiled = compile(db, graph.module(*importer));
            let file = source_file(db, graph.module(*importer));
            let span = compiled.js.early_read_spans.get(*read).copied().unwrap_or_default();
            let what = file.text.get(span.start as usize..span.end as usize).unwrap_or_default();
            let message = format!("`{what}` is read before `{}` has initialised it", path(*module));
            let cycle: Vec<String> = cycle.iter().map(|&it| path(it).to_string()).collect();
            Diagnostic::warning(Code::ReadBeforeInit, message)
                .at(&file, span, "")
                .note(format!("they import each other: {}", cycle.join(" → ")))
                .help(
                    "read it in a function that is called later, or move it to a module that neither imports the other",
                )
        }
        Issue::IneffectiveImport { importer, record, module, other } => {
            let message = format!("this `import()` loads nothing: `{}` is loaded with its importers", path(*module));
            let place = record_span(db, graph, other.0, other.1);
            Diagnostic::warning(Code::IneffectiveImport, message)
                .at(&source_file(db, graph.module(*importer)), record_span(db, graph, *importer, *record), "")
                .related(&source_file(db, graph.module(other.0)), place, "imported statically here")
                .help("import it in one of the two ways only")
        }
        Issue::EntryExports { entry, names } => entry_exports(db, &path(*entry), names),
        Issue::GuessedGlobal { external, global } => {
            let external = &graph.graph.externals[*external];
            let message =
                format!("`{external}` stays outside, and is taken from a global variable `{global}`: a guess");
            Diagnostic::warning(Code::MissingGlobal, message)
                .help(format!("say so with `--globals {external}={global}`"))
        }
    }
}

/// A name that a module does not export.
fn missing_export(file: &Arc<SourceFile>, span: Span, name: &str, module: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{name}` is not exported by `{module}`");
    let out = Diagnostic::error(Code::MissingExport, message).at(file, span, "");
    match near {
        Some(near) => {
            let fix = respelling(&out, name, near);
            out.help(format!("did you mean `{near}`?")).fix(fix)
        }
        None => out,
    }
}

/// What to write in the place of an imported name, so that what is made of it here keeps its name.
fn respelling(diagnostic: &Diagnostic, name: &str, near: &str) -> Option<Fix> {
    let label = diagnostic.primary.as_ref()?;
    let (at, after) = label.file.text.split_at_checked(label.span.end as usize)?;
    let is_named = at.get(label.span.start as usize..)? == name && nexxo_link::is_identifier(near);
    let has_alias = after.trim_start().starts_with("as ");
    is_named.then(|| Fix::Instead(if has_alias { near.to_string() } else { format!("{near} as {name}") }))
}

/// Packages of which several versions are in a bundle for pages, where every byte is loaded.
fn duplicate_packages(db: &dyn Db, graph: &ModuleGraph, linked: &Linked) -> Vec<Diagnostic> {
    if db.shared().workspace().output_options(db).platform == Platform::Node {
        return Vec::new();
    }
    // By name: the folders it is in.
    let mut folders: BTreeMap<&str, BTreeMap<&str, ModuleIdx>> = BTreeMap::new();
    for &module in &linked.order {
        let path: &str = &graph.graph.modules[module].path;
        if let Some((folder, name)) = package_folder(path) {
            folders.entry(name).or_default().entry(folder).or_insert(module);
        }
    }
    let several = folders.into_iter().filter(|(_, folders)| folders.len() > 1);
    let duplicates = several.filter_map(|(name, folders)| {
        let version = |module: ModuleIdx| {
            let file = graph.module(module).file(db);
            db.shared().resolver.package_of(file.path(db))?.version.clone()
        };
        let copies: Vec<(&str, Option<String>)> = folders.into_iter().map(|(dir, it)| (dir, version(it))).collect();
        let versions: BTreeSet<&str> = copies.iter().filter_map(|(_, version)| version.as_deref()).collect();
        if versions.len() < 2 {
            return None;
        }
        let mut out = Diagnostic::warning(
            Code::DuplicatePackage,
            format!("the bundle holds {} versions of `{name}`", versions.len()),
        );
        out.severity = Severity::Info;
        for (folder, version) in &copies {
            out = out.note(format!("{} in {folder}", version.as_deref().unwrap_or("an unknown version")));
        }
        Some(out.help("ask for one version that suits all, or choose one with `--alias`"))
    });
    duplicates.collect()
}

/// The folder of the package that a module belongs to, and the package's name.
fn package_folder(path: &str) -> Option<(&str, &str)> {
    let start = path.rfind("node_modules/")? + "node_modules/".len();
    let mut parts = path[start..].match_indices('/').map(|(at, _)| start + at);
    let end = if path[start..].starts_with('@') { parts.nth(1)? } else { parts.next()? };
    Some((&path[..end], &path[start..end]))
}

/// An entry whose exports do not fit `--exports`.
fn entry_exports(db: &dyn Db, entry: &str, names: &[Name]) -> Diagnostic {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let names = if names.is_empty() { "nothing".into() } else { names.join(", ") };
    let error = |wanted: &str| {
        let message = format!("`{entry}` {wanted}, but it exports {names}");
        Diagnostic::error(Code::EntryExports, message).in_file(entry)
    };
    match db.shared().workspace().link_options(db).exports {
        ExportsMode::Default => error("is to be its default export").help("use `--exports=named`, or leave it out"),
        ExportsMode::None => error("is to export nothing").help("use `--exports=named`, or leave it out"),
        ExportsMode::Auto | ExportsMode::Named => {
            let message = format!("`{entry}` has a default export beside others: `require` of it gives `.default`");
            Diagnostic::warning(Code::EntryExports, message)
                .in_file(entry)
                .help("say `--exports=named` if that is what is meant")
        }
    }
}

/// A UMD output whose exports a page cannot reach.
fn nameless(db: &dyn Db, graph: &ModuleGraph, linked: &Linked) -> Option<Diagnostic> {
    let options = db.shared().workspace().output_options(db);
    if options.format != OutputFormat::Umd || options.global_name.is_some() {
        return None;
    }
    let hands_out = |&&entry: &&ModuleIdx| match graph.graph.modules[entry].is_cjs() {
        true => {
            let template = graph.template(db, entry);
            template.uses_module || template.uses_exports
        }
        false => !linked.exports[entry].is_empty(),
    };
    let entry = graph.graph.entries.iter().find(hands_out)?;
    let message = "an output of the format umd that exports something needs a name for it";
    let path = &graph.graph.modules[*entry].path;
    Some(
        Diagnostic::error(Code::EntryExports, message)
            .in_file(&**path)
            .help("add `--global-name Library`: the variable for pages that have no module loader"),
    )
}

fn record_span(db: &dyn Db, graph: &ModuleGraph, importer: ModuleIdx, record: RecordIdx) -> Span {
    graph.compiled(db, importer).js.record_spans.get(record.index()).copied().unwrap_or_default()
}

/// The place where `importer` asks for `name`.
fn name_span(db: &dyn Db, graph: &ModuleGraph, importer: ModuleIdx, record: RecordIdx, name: &Name) -> Span {
    let asks = |from: RecordIdx, what: &Imported| from == record && *what == Imported::Name(name.clone());
    let interface = &graph.graph.modules[importer].interface;
    let import = interface.imports.iter().position(|it| asks(it.record, &it.imported));
    let export = interface
        .exports
        .iter()
        .position(|it| matches!(&it.target, ExportTarget::Import(from, what) if asks(*from, what)));
    let module = graph.module(importer);
    if graph.graph.modules[importer].scanned {
        let scanned = scan(db, module).unwrap_or_default();
        let span = export.and_then(|i| scanned.export_spans.get(i));
        return span.or_else(|| scanned.record_spans.get(record.index())).copied().unwrap_or_default();
    }
    let compiled = graph.compiled(db, importer);
    match (import, export) {
        (Some(i), _) => compiled.js.import_spans.get(i).copied(),
        (_, Some(i)) => compiled.js.export_spans.get(i).copied(),
        _ => None,
    }
    .unwrap_or_else(|| record_span(db, graph, importer, record))
}
