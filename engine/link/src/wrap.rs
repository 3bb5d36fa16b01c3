//! Which modules run lazily, in a function of their own, and which of those functions must be awaited.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ImportKind, RecordIdx};
use nexxo_base::options::OutputFormat;

use crate::init::each_provider;
use crate::linked::{Issue, Wrap};
use crate::live::Live;
use crate::rules::{each_live_record, stays_inline};
use crate::types::{Graph, ModuleIdx, ModuleKind};

/// What this pass decides.
pub(crate) struct Wrapping {
    pub(crate) wrap: IndexVec<ModuleIdx, Wrap>,
    pub(crate) is_async: BitSet,
    pub(crate) issues: Vec<Issue>,
}

/// Wraps modules of `order`, all of them included: CommonJS ones, targets of live `require()`, targets of live
/// `import()` that stay in the importer's output, and every ES module that a wrapped one
/// imports. Those of `lazy` are wrapped alone: what they import may run before them.
pub(crate) fn wrap_modules(live: &Live<'_>, order: &[ModuleIdx], lazy: &BitSet) -> Wrapping {
    let (graph, options) = (live.graph, live.options);
    let mut wrap = IndexVec::filled(Wrap::None, graph.modules.len());
    let mut pending = Vec::new();
    let mut requires: Vec<(ModuleIdx, RecordIdx, ModuleIdx)> = Vec::new();
    for &module in order {
        let this = &graph.modules[module];
        if this.is_cjs() {
            wrap[module] = Wrap::CommonJs;
        }
        each_live_record(graph, &live.live, live.statement_bases[module], module, |record, kind| {
            let Some(target) = this.target_module(record) else { return };
            let lazy = match kind {
                ImportKind::Require => {
                    requires.push((module, record, target));
                    true
                }
                ImportKind::DynamicImport => stays_inline(graph, options, target),
                _ => false,
            };
            if lazy && !graph.modules[target].is_cjs() && graph.runtime != Some(target) {
                pending.push(target);
            }
        });
    }
    while let Some(module) = pending.pop() {
        if wrap[module] != Wrap::None {
            continue;
        }
        wrap[module] = Wrap::Esm;
        for (record, kind) in graph.modules[module].records() {
            let Some(target) = graph.modules[module].target_module(record) else { continue };
            if kind == ImportKind::Import && live.included.contains(target.index()) && spreads_to(graph, target) {
                pending.push(target);
            }
        }
        // What lies behind a hop that is not included itself.
        each_provider(live, module, &mut |_, provider| {
            if spreads_to(graph, provider) {
                pending.push(provider);
            }
        });
    }
    for module in lazy.iter().map(ModuleIdx::new) {
        if wrap[module] == Wrap::None && spreads_to(graph, module) {
            wrap[module] = Wrap::Esm;
        }
    }
    let imports = wrapped_imports(live, &wrap, order);
    let (is_async, awaits) = spread_await(graph, &wrap, imports);
    let mut issues = Vec::new();
    for (importer, record, target) in requires {
        if is_async.contains(target.index()) {
            issues.push(Issue::RequireOfAsync { importer, record, module: awaits[target].unwrap_or(target) });
        }
    }
    if options.format == OutputFormat::Esm {
        let sloppy = order.iter().copied().filter(|&module| graph.modules[module].interface.sloppy_syntax);
        issues.extend(sloppy.map(|module| Issue::SloppySyntax { module }));
    } else {
        let awaiting = order.iter().copied().filter(|&module| graph.modules[module].interface.top_level_await);
        issues.extend(awaiting.map(|module| Issue::TopLevelAwait { module }));
    }
    Wrapping { wrap, is_async, issues }
}

/// Whether being imported by a wrapped module makes `target` wrapped too. What cannot have effects and imports nothing
/// may as well stand in the chunk's scope, ahead of everything that mentions it.
fn spreads_to(graph: &Graph, target: ModuleIdx) -> bool {
    let module = &graph.modules[target];
    let inert = module.interface.pure || module.kind != ModuleKind::Script && module.statements.is_empty();
    !module.is_cjs() && graph.runtime != Some(target) && !inert
}

/// Which wrapped ES modules import which, as (imported, importer); empty when none of them waits for anything.
fn wrapped_imports(
    live: &Live<'_>,
    wrap: &IndexVec<ModuleIdx, Wrap>,
    order: &[ModuleIdx],
) -> Vec<(ModuleIdx, ModuleIdx)> {
    let graph = live.graph;
    let mut imports = Vec::new();
    let wrapped = |module: ModuleIdx| wrap[module] == Wrap::Esm;
    if !order.iter().any(|&module| wrapped(module) && graph.modules[module].interface.top_level_await) {
        return imports;
    }
    for &module in order.iter().filter(|&&module| wrapped(module)) {
        for (record, kind) in graph.modules[module].records() {
            let Some(target) = graph.modules[module].target_module(record) else { continue };
            if kind == ImportKind::Import && wrapped(target) {
                imports.push((target, module));
            }
        }
        // What lies behind a hop that is not included itself.
        each_provider(live, module, &mut |_, provider| {
            if wrapped(provider) {
                imports.push((provider, module));
            }
        });
    }
    imports
}

/// Wrapped modules whose function is async, and for each the module whose `await` makes it so. `imports` holds
/// (imported, importer).
fn spread_await(
    graph: &Graph,
    wrap: &IndexVec<ModuleIdx, Wrap>,
    mut imports: Vec<(ModuleIdx, ModuleIdx)>,
) -> (BitSet, IndexVec<ModuleIdx, Option<ModuleIdx>>) {
    imports.sort_unstable();
    imports.dedup();
    let mut is_async = BitSet::new(wrap.len());
    let mut awaits = IndexVec::filled(None, wrap.len());
    let mut queue = Vec::new();
    for (idx, module) in graph.modules.iter_enumerated() {
        if wrap[idx] == Wrap::Esm && module.interface.top_level_await {
            is_async.insert(idx.index());
            awaits[idx] = Some(idx);
            queue.push(idx);
        }
    }
    let mut next = 0;
    while let Some(&module) = queue.get(next) {
        next += 1;
        let start = imports.partition_point(|it| it.0 < module);
        for &(_, importer) in imports[start..].iter().take_while(|it| it.0 == module) {
            if is_async.insert(importer.index()) {
                awaits[importer] = awaits[module];
                queue.push(importer);
            }
        }
    }
    (is_async, awaits)
}
