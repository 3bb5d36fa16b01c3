//! Which wrapped modules a module must run before its own statements.

use nexxo_base::Set;
use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::{ExportTarget, RecordIdx};

use crate::linked::{Binding, Root, Wrap};
use crate::live::Live;
use crate::rules::{must_run, runs_before};
use crate::types::ModuleIdx;

/// For each module of `order`, the wrapped modules to run first and the records that ask for them, in record order.
pub(crate) fn find_inits(
    live: &Live<'_>,
    wrap: &IndexVec<ModuleIdx, Wrap>,
    order: &[ModuleIdx],
    places: &IndexVec<ModuleIdx, u32>,
) -> IndexVec<ModuleIdx, Box<[(RecordIdx, ModuleIdx)]>> {
    let graph = live.graph;
    let any_esm = wrap.iter().any(|&it| it == Wrap::Esm);
    let mut inits: IndexVec<ModuleIdx, Box<[(RecordIdx, ModuleIdx)]>> =
        graph.modules.iter().map(|_| Box::default()).collect();
    let mut found: Vec<(RecordIdx, ModuleIdx)> = Vec::new();
    for &module in order {
        found.clear();
        let this = &graph.modules[module];
        for (record, kind) in this.records() {
            let Some(target) = this.target_module(record) else { continue };
            if !runs_before(kind) || wrap[target] == Wrap::None || target == module {
                continue;
            }
            let interop = live.symbols.interop(module, record);
            let asked = wrap[module] == Wrap::Esm && wrap[target] == Wrap::Esm
                || must_run(graph, live.options, kind, target)
                || live.used.contains(interop.index());
            if asked {
                found.push((record, target));
            }
        }
        if any_esm {
            let direct = found.len();
            each_provider(live, module, &mut |record, provider| {
                let hop = this.target_module(record).unwrap_or(module);
                // In a cycle it matters that the module between runs it, and when.
                let by_hop = found[..direct].contains(&(record, hop)) && imports(live, hop, provider);
                if wrap[provider] == Wrap::Esm && !by_hop {
                    found.push((record, provider));
                }
            });
        }
        if found.is_empty() {
            continue;
        }
        // A record's own target runs what lies behind it; where it is not part of the output, its order remains.
        found.sort_unstable_by_key(|&(record, target)| {
            (record, this.target_module(record) != Some(target), places[target], target)
        });
        found.dedup();
        let mut kept: Vec<(RecordIdx, ModuleIdx)> = Vec::with_capacity(found.len());
        let mut seen = Set::default();
        for &(record, target) in &found {
            if wrap[target] == Wrap::CommonJs || seen.insert(target) {
                kept.push((record, target));
            }
        }
        inits[module] = kept.into();
    }
    inits
}

/// Whether `module` says itself that `target` must run before it.
fn imports(live: &Live<'_>, module: ModuleIdx, target: ModuleIdx) -> bool {
    let this = &live.graph.modules[module];
    module != target
        && this.records().any(|(record, kind)| {
            runs_before(kind)
                && this.target_module(record) == Some(target)
                && must_run(live.graph, live.options, kind, target)
        })
}

/// Calls `visit` with the included modules that own what `module` imports or re-exports, however many hops away, and
/// the record that the way there begins with. The same pair may come several times.
pub(crate) fn each_provider(live: &Live<'_>, module: ModuleIdx, visit: &mut dyn FnMut(RecordIdx, ModuleIdx)) {
    let this = &live.graph.modules[module];
    let mut visit_root = |record: RecordIdx, root: Root| {
        if let Root::Symbol(symbol) = root
            && live.used.contains(symbol.index())
        {
            let owner = live.symbols.owner(symbol).0;
            if owner != module && live.included.contains(owner.index()) {
                visit(record, owner);
            }
        }
    };
    for import in &this.interface.imports {
        let symbol = live.symbols.local(module, import.symbol);
        if live.used.contains(symbol.index()) {
            let root = live.binder.imports.get(&symbol).map_or(Root::Nothing, Binding::root);
            visit_root(import.record, root);
        }
    }
    for (member, binding) in this.interface.members.iter().zip(&live.binder.members[module]) {
        if let Some(import) = this.interface.import(member.symbol) {
            visit_root(import.record, binding.root());
        }
    }
    let Some(exports) = &live.binder.listed[module] else { return };
    let star = this.interface.stars.first().copied();
    for (name, binding) in exports {
        let record = match this.interface.export(name).map(|export| &export.target) {
            Some(ExportTarget::Import(record, _)) => Some(*record),
            Some(ExportTarget::Symbol(symbol)) => this.interface.import(*symbol).map(|import| import.record),
            None => star,
        };
        if let Some(record) = record {
            visit_root(record, binding.root());
        }
    }
}
