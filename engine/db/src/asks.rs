//! Who asks for which names of which files, as it is written, in the whole project: a bundle knows nothing of tests, of types and
//! of what never runs.

use std::sync::Arc;

use nexxo_base::module::{ImportRecord, Imported};
use nexxo_base::{Map, Name, Set};
use nexxo_syntax::js::{self, Asks};

use crate::class_names::is_of_types;
use crate::compile::script_lang;
use crate::database::{Db, is_virtual};
use crate::diagnose::in_package;
use crate::graph::module_graph;
use crate::inputs::{Env, File, Variant};
use crate::resolution::{Resolved, resolve_record};
use crate::source::source;

/// The scripts that are looked for.
const SCRIPTS: &str = "**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}";

/// What a script asks of others; nothing for what is no script.
#[salsa::tracked(returns(clone))]
pub fn asks(db: &dyn Db, file: File) -> Arc<Asks> {
    let Some(lang) = script_lang(db, file) else { return Arc::default() };
    source(db, file).map(|text| Arc::new(js::asks(&text, lang))).unwrap_or_default()
}

/// Where each of [`asks`] leads.
#[salsa::tracked(returns(clone))]
pub fn asked_files(db: &dyn Db, file: File) -> Arc<[Option<File>]> {
    let _ = db.shared().workspace().layout(db);
    let importer = db.shared().module(db, file, Variant::Auto);
    let target = |ask: &js::Ask| match resolve_record(db, importer, &ImportRecord::new(ask.specifier.clone(), ask.kind))
    {
        Resolved::Module(module) => Some(module.file(db)).filter(|file| !is_virtual(file.path(db))),
        _ => None,
    };
    asks(db, file).asks.iter().map(target).collect()
}

/// The scripts in the folder of the project, which must be one of a package: any other may hold anything.
#[salsa::tracked(returns(clone))]
pub fn project_scripts(db: &dyn Db) -> Arc<[File]> {
    let shared = db.shared();
    let _ = shared.workspace().layout(db);
    let (root, outdir) = (shared.workspace().root(db), shared.workspace().outdir(db));
    if shared.resolver.package_of(&root.join("package.json")).is_none() {
        return Arc::default();
    }
    let found = shared.resolver.glob(&[(root.clone(), SCRIPTS.into())], false).into_iter();
    let own = found.filter(|path| (root.starts_with(outdir) || !path.starts_with(outdir)) && !is_of_types(db, path));
    own.map(|path| shared.file(db, &path)).collect()
}

/// The names that are asked for of one file.
#[derive(Debug, Default)]
pub struct Asked {
    all: bool,
    names: Set<Name>,
}

impl Asked {
    /// Whether the export `name` is asked for.
    pub fn has(&self, name: &Name) -> bool {
        self.all || self.names.contains(name)
    }
}

/// The names that scripts of the project, and those that are linked together, ask for: by file, through all that passes them on.
#[salsa::tracked(returns(clone), no_eq)]
pub fn asked(db: &dyn Db, env: Env) -> Arc<Map<File, Asked>> {
    let is_own = |file: &File| !is_virtual(file.path(db)) && !in_package(&file.path(db).to_string_lossy());
    let graph = module_graph(db, env);
    let linked = graph.modules.indices().map(|idx| graph.module(idx).file(db)).filter(is_own);
    let mut files: Vec<File> = project_scripts(db).iter().copied().chain(linked).collect();
    let mut seen: Set<File> = Set::default();
    let mut out = Map::default();
    let mut news: Vec<(File, Imported)> = Vec::new();
    while let Some(file) = files.pop() {
        if !seen.insert(file) {
            continue;
        }
        let (asks, targets) = (asks(db, file), asked_files(db, file));
        for (ask, target) in asks.asks.iter().zip(&*targets) {
            let Some(target) = *target else { continue };
            // A file of types alone is in no bundle.
            files.extend(Some(target).filter(is_own));
            news.extend(ask.all.then_some((target, Imported::Namespace)));
            news.extend(ask.names.iter().map(|name| (target, Imported::Name(name.clone()))));
        }
    }
    while let Some((file, what)) = news.pop() {
        let known: &mut Asked = out.entry(file).or_default();
        let is_news = match &what {
            Imported::Namespace => !std::mem::replace(&mut known.all, true),
            Imported::Name(name) => known.names.insert(name.clone()),
        };
        if !is_news || !is_own(&file) {
            continue;
        }
        let (asks, targets) = (asks(db, file), asked_files(db, file));
        for passed in &asks.passed {
            let Some(target) = targets[passed.ask] else { continue };
            match (&passed.exported, &what) {
                (None, _) => news.push((target, what.clone())),
                (Some(_), Imported::Namespace) => news.push((target, passed.imported.clone())),
                (Some(exported), Imported::Name(name)) if exported == name => {
                    news.push((target, passed.imported.clone()));
                }
                _ => {}
            }
        }
    }
    Arc::new(out)
}
