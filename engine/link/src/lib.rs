//! Fourth step of the flow: from a graph of module facts to bindings, live statements, chunks and names. Pure: no I/O,
//! no text of a module, no path that means anything on disk.
//!
//! [`known_conditions`] says what conditions come to before anything is linked (`fold`).
//! [`link`] runs the global passes in this order, each one plain code over dense vectors:
//! `bind` (what every import means; `exports` and `stars` follow the chains), `live` (which statements matter), `order`
//! (who runs when), `wrap` (which modules run lazily), `init` (who must run them), `chunks` and `cross` (where modules are
//! placed and what crosses between chunks, `tiny`: which of them are merged, `early`: what is run at whose place there), `strict` (which modules would run
//! too early so: these are wrapped too, and the passes run again), `checks` (what is likely not meant). [`name_chunk`] gives every symbol of one chunk its
//! name (`names`, `mangle`). What a module's printed code mentions is said in one place, `uses`.
//! Of what was linked, `weigh` says what each import keeps in the output, and by which way a module got there.

mod before;
mod bind;
mod checks;
mod chunks;
mod cross;
mod cycles;
mod early;
mod exports;
mod fold;
mod groups;
mod hosts;
mod ident;
mod init;
mod linked;
mod live;
mod mangle;
mod names;
mod order;
mod outside;
mod plan;
mod rules;
mod stars;
mod strict;
mod styles;
mod tiny;
mod types;
mod uses;
mod weigh;
mod wrap;

use std::cell::RefCell;

use nexxo_base::Name;
use nexxo_base::diagnostic::nearest;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::options::LinkOptions;

pub use cycles::{ClosingImport, EarlyUses, Risk, closing_imports, early_uses};
pub use fold::known_conditions;
pub use groups::pattern_problem;
pub use ident::{identifier_from, is_identifier, is_reserved, stem_of};
pub use linked::{Binding, ExportList, ExternalImport, Helper, Issue, Linked, Root, Wrap};
pub use names::name_chunk;
pub use plan::{Chunk, ChunkKind, ChunkNames, ChunkPlan, Early};
pub use rules::stays_inline;
pub use styles::{StyleFile, StylePlan, StyleRoot};
pub use types::{
    ChunkIdx, ExternalIdx, ExternalImportIdx, GlobalSymbol, Graph, GraphModule, ModuleIdx, ModuleKind, RecordTarget,
    StyleFileIdx, SymbolRole, SymbolSpace,
};

pub use weigh::{Step, Weights, ways_to, weigh};

use crate::bind::Binder;
use crate::chunks::plan_chunks;
use crate::exports::Miss;
use crate::init::find_inits;
use crate::live::Live;
use crate::wrap::{Wrapping, wrap_modules};

/// How often modules may be linked anew for the sake of order across chunks, in all: an app whose order is not settled by
/// then keeps the order that its chunks have.
const MODULES_RELINKED: usize = 8_000;

/// Finds out what every reference of `graph` means, what of it is needed, and where it goes. `size` gives the bytes of a
/// module's source; it is only asked when a group has a limit. `pause` is called between the passes, and may unwind where
/// nobody wants the result any more.
pub fn link(
    graph: &Graph,
    options: &LinkOptions,
    size: &dyn Fn(ModuleIdx) -> u32,
    pause: &dyn Fn(),
) -> (Linked, ChunkPlan) {
    let mut lazy = BitSet::new(graph.modules.len());
    let mut budget = MODULES_RELINKED;
    let weighed = RefCell::new(BitSet::new(graph.modules.len()));
    let size = |module: ModuleIdx| {
        weighed.borrow_mut().insert(module.index());
        size(module)
    };
    loop {
        let mut linked = link_once(graph, options, &lazy, pause);
        pause();
        let plan = plan_chunks(graph, &linked, options, &size);
        pause();
        // Every round wraps something more; when all is wrapped, everything runs where it is imported.
        if budget < graph.modules.len() || !lazy.union(&strict::find_misplaced(graph, &linked, &plan, options)) {
            let found = checks::find(graph, &linked, &plan, options);
            linked.issues = linked.issues.into_iter().chain(found).collect();
            return (linked, ChunkPlan { weighed: weighed.take(), ..plan });
        }
        budget -= graph.modules.len();
    }
}

/// All passes over the whole graph up to chunks. The modules of `lazy` are wrapped in any case.
fn link_once(graph: &Graph, options: &LinkOptions, lazy: &BitSet, pause: &dyn Fn()) -> Linked {
    pause();
    let symbols = SymbolSpace::new(graph);
    let mut binder = Binder::new(graph, &symbols, options);
    pause();
    let default_entries = outside::default_entries(graph, options, |entry| {
        let exports = binder.list_exports(entry).into();
        (exports, binder.dynamic.contains_key(&entry))
    });
    let (parameters, parameter_imports) = outside::parameters(graph, options);
    let mut live = Live::new(graph, &symbols, options, binder, &parameters, &default_entries);
    live.mark_entries();
    live.binder.settle_keys(&live.used);
    pause();

    let reached = order::order_modules(graph);
    let included = |live: &Live<'_>| -> Vec<ModuleIdx> {
        reached.iter().copied().filter(|module| live.included.contains(module.index())).collect()
    };
    let order = included(&live);
    pause();
    let Wrapping { wrap, is_async, issues: mut wrap_issues } = wrap_modules(&live, &order, lazy);
    for &module in &order {
        let helper = match wrap[module] {
            Wrap::None => continue,
            Wrap::CommonJs => Helper::CommonJs,
            Wrap::Esm => Helper::Esm,
        };
        live.use_symbol(symbols.wrapper(module));
        live.use_helper(helper);
    }
    live.run();
    pause();
    // The helpers may have brought in the runtime.
    let order = included(&live);
    let mut places = IndexVec::filled(u32::MAX, graph.modules.len());
    for (place, &module) in order.iter().enumerate() {
        places[module] = place as u32;
    }
    let inits = find_inits(&live, &wrap, &order, &places);
    pause();

    let mut issues = broken_names(&mut live);
    issues.append(&mut wrap_issues);
    let lacks_modules = live.lacks_modules();
    let Live { binder, statement_bases, helpers, included, live, used, .. } = live;
    let exports = binder.listed.into_iter().map(Option::unwrap_or_default).collect();
    let mut linked = Linked {
        statement_bases,
        wrap,
        is_async,
        inits,
        places,
        included,
        live,
        used,
        helpers,
        imports: binder.imports,
        members: binder.members,
        exports,
        dynamic_exports: binder.dynamic,
        // Only ES modules have imports of their own.
        external_imports: if parameters.is_empty() { binder.external_imports } else { parameter_imports },
        parameters,
        default_entries,
        order: order.into(),
        issues: Box::default(),
        lacks_modules,
        symbols: symbols.clone(),
    };
    issues.extend(outside::misfits(graph, &linked, options));
    issues.extend(outside::guessed_globals(graph, &linked, options));
    linked.issues = issues.into();
    linked
}

/// Issues for the names that are asked for in vain, in the order of the modules that ask: in JavaScript wherever that is
/// written, as the language has it; in TypeScript, where a name may be that of a type, in live code and by entries.
fn broken_names(live: &mut Live<'_>) -> Vec<Issue> {
    let mut asked = live.missed.clone();
    let (graph, included) = (live.graph, &live.included);
    let is_script = |module: ModuleIdx| {
        included.contains(module.index())
            && !graph.modules[module].scanned
            && !graph.modules[module].interface.typescript
    };
    asked.extend(live.binder.broken.iter().filter(|it| is_script(live.symbols.owner(*it.0).0)).map(|it| *it.1));
    for module in graph.modules.indices().filter(|&it| is_script(it)) {
        asked.extend(live.binder.broken_exports(module));
    }
    // What was not read may have the name.
    let binder = &mut live.binder;
    asked.retain(|&miss| {
        let module = binder.misses()[miss as usize].module;
        !binder.has_unread_stars(module)
    });
    let mut missed: Vec<Miss<'_>> = asked.iter().map(|&miss| binder.misses()[miss as usize]).collect();
    missed.sort_by_key(|miss| (miss.importer, miss.record, miss.name));
    missed.dedup();
    let issues = missed.into_iter().map(|Miss { importer, record, name, module, candidates }| match candidates {
        Some(candidates) => Issue::AmbiguousExport { importer, record, name: name.clone(), candidates },
        None => {
            let names = live.binder.export_names(module);
            let near = nearest(name, names.iter().map(|it| it.as_str())).map(Name::from);
            Issue::MissingExport { importer, record, name: name.clone(), module, near }
        }
    });
    issues.collect()
}
