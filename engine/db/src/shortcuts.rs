//! Past modules that only pass names on. While an app is served, a name that is imported from a module without side effects
//! is taken from the module that makes it: what lies between, and what else is passed on there, need not be in the page.

use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{ExportTarget, ImportKind, Imported, Interface, RecordIdx};
use nexxo_base::{Map, Name, Set};
use nexxo_render::Shortcuts;

use crate::compile::{module_path, scanned_interface};
use crate::database::Db;
use crate::demand::is_on_demand;
use crate::inputs::Module;
use crate::resolution::{Resolved, resolved_record};

/// So long a way from module to module is followed.
const STEPS: usize = 64;

/// The ways of a module past others.
#[derive(Default)]
pub(crate) struct Ways {
    pub(crate) shortcuts: Shortcuts,
    /// The modules that its further targets are.
    pub(crate) makers: Vec<Module>,
    /// The modules that are passed.
    pub(crate) passed: Vec<Module>,
}

/// The ways of a module whose records lead to `resolved`.
pub(crate) fn ways(db: &dyn Db, interface: &Interface, resolved: &[Resolved]) -> Ways {
    let mut out = Ways::default();
    let imports = interface.imports.iter().map(|it| (it.record, &it.imported));
    let exports = interface.exports.iter().filter_map(|it| match &it.target {
        ExportTarget::Import(record, imported) => Some((*record, imported)),
        ExportTarget::Symbol(_) => None,
    });
    // What is asked of each record, and whether all of it has another place.
    let mut asked: Map<RecordIdx, bool> = interface.stars.iter().map(|&star| (star, false)).collect();
    for (record, imported) in imports.chain(exports) {
        let Resolved::Module(target) = resolved[record.index()] else { continue };
        let found = match imported {
            Imported::Name(name) if interface.records[record.index()].kind == ImportKind::Import => {
                made_elsewhere(db, target, name, &mut out.passed).map(|it| (name, it))
            }
            _ => None,
        };
        *asked.entry(record).or_insert(true) &= found.is_some();
        if let Some((name, (module, imported))) = found {
            let place = out.makers.iter().position(|it| *it == module).unwrap_or_else(|| {
                out.shortcuts.targets.push(module_path(db, module).into());
                out.makers.push(module);
                out.makers.len() - 1
            });
            out.shortcuts.names.insert((record, name.clone()), (place, imported));
        }
    }
    out.shortcuts.passed.extend(asked.into_iter().filter(|it| it.1).map(|it| it.0));
    out
}

/// The module that makes what `module` exports as `name`, and what that is called there; `None` where it is `module` itself, or
/// that is not sure. What is between goes to `passed`.
fn made_elsewhere(db: &dyn Db, module: Module, name: &Name, passed: &mut Vec<Module>) -> Option<(Module, Imported)> {
    let (mut at, mut name) = (module, name.clone());
    for _ in 0..STEPS {
        if !is_on_demand(db, at) {
            return None;
        }
        let interface = scanned_interface(db, at)?;
        let found = interface.export(&name).map(|it| &it.target);
        if let Some(ExportTarget::Symbol(_)) = found {
            return (at != module).then_some((at, Imported::Name(name)));
        }
        if !passed.contains(&at) {
            passed.push(at);
        }
        let Some(ExportTarget::Import(record, imported)) = found else {
            at = *behind_stars(db, at).names.get(&name)?;
            continue;
        };
        let Resolved::Module(next) = resolved_record(db, at, record.0) else { return None };
        match imported {
            Imported::Name(imported) => (at, name) = (next, imported.clone()),
            // A namespace without names may be what CommonJS looks like.
            Imported::Namespace => {
                let has_names = || scanned_interface(db, next).is_some_and(|it| !it.exports.is_empty());
                return (is_on_demand(db, next) && has_names()).then_some((next, Imported::Namespace));
            }
        }
    }
    None
}

/// What decides which names a module passes on, beside the layout of files: for it, and for what is behind its stars.
pub(crate) fn facts_of_passed(db: &dyn Db, module: Module) -> Vec<(Module, Option<Arc<Interface>>)> {
    let has_stars = scanned_interface(db, module).is_some_and(|it| !it.stars.is_empty());
    let behind = if has_stars { behind_stars(db, module).modules.to_vec() } else { Vec::new() };
    let all = std::iter::once(module).chain(behind);
    all.map(|it| (it, scanned_interface(db, it))).collect()
}

/// What is behind the stars of a module.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct BehindStars {
    /// The names that are passed on, by the module that exports each by itself.
    names: Map<Name, Module>,
    /// All modules that may have some.
    modules: Box<[Module]>,
}

#[salsa::tracked(returns(clone))]
fn behind_stars(db: &dyn Db, module: Module) -> Arc<BehindStars> {
    let mut names: Map<Name, Module> = Map::default();
    let mut seen: Set<Module> = Set::from_iter([module]);
    let mut modules = vec![module];
    let mut next = 0;
    while let Some(&at) = modules.get(next) {
        next += 1;
        let interface = scanned_interface(db, at).unwrap_or_default();
        if at != module {
            for export in interface.exports.iter().filter(|it| it.name != "default") {
                names.entry(export.name.clone()).or_insert(at);
            }
        }
        for star in &interface.stars {
            if let Resolved::Module(behind) = resolved_record(db, at, star.0)
                && is_on_demand(db, behind)
                && seen.insert(behind)
            {
                modules.push(behind);
            }
        }
    }
    modules.remove(0);
    Arc::new(BehindStars { names, modules: modules.into() })
}
