//! Where the output is no ES module: external modules that come in as parameters, and what entries hand out.

use nexxo_base::Name;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ImportKind, Imported};
use nexxo_base::options::{ExportsMode, LinkOptions, OutputFormat, Platform};

use crate::ident::stem_of;
use crate::linked::{ExportList, ExternalImport, Issue, Linked};
use crate::rules::each_live_record;
use crate::types::{ExternalIdx, ExternalImportIdx, Graph, ModuleIdx, RecordTarget};

/// The external modules that the function around the code takes as parameters: in UMD all of them, in an IIFE those that
/// have a global, as all do outside of Node.
pub(crate) fn parameters(
    graph: &Graph,
    options: &LinkOptions,
) -> (IndexVec<ExternalIdx, Option<ExternalImportIdx>>, IndexVec<ExternalImportIdx, ExternalImport>) {
    let mut imports = IndexVec::new();
    if !options.format.is_function() {
        return (IndexVec::new(), imports);
    }
    let by_require = options.format == OutputFormat::Iife && options.platform == Platform::Node;
    let parameters = graph.externals.iter_enumerated().map(|(external, specifier)| {
        let is_parameter = !by_require || options.global(specifier).is_some();
        is_parameter.then(|| {
            let name = local_name(graph, external).unwrap_or_else(|| stem_of(specifier));
            imports.push(ExternalImport { external, imported: Imported::Namespace, name })
        })
    });
    (parameters.collect(), imports)
}

/// What the first importer of a whole external module calls it.
fn local_name(graph: &Graph, external: ExternalIdx) -> Option<Name> {
    graph.modules.iter().find_map(|module| {
        let import = module.interface.imports.iter().find(|import| {
            let is_whole = match &import.imported {
                Imported::Namespace => true,
                Imported::Name(name) => name == "default",
            };
            is_whole && module.target(import.record) == RecordTarget::External(external)
        })?;
        Some(module.interface.symbols[import.symbol.index()].name.clone())
    })
}

/// Whether an entry with these exports hands out its default export itself.
pub(crate) fn is_default_only(options: &LinkOptions, exports: &ExportList, is_open: bool) -> bool {
    let only_default = !is_open && matches!(&**exports, [(name, _)] if name == "default");
    only_default && matches!(options.exports, ExportsMode::Auto | ExportsMode::Default)
}

/// Entries whose exports do not fit the mode.
pub(crate) fn misfits<'a>(
    graph: &'a Graph,
    linked: &'a Linked,
    options: &'a LinkOptions,
) -> impl Iterator<Item = Issue> + 'a {
    let entries = graph.entries.iter().copied().filter(|_| options.format != OutputFormat::Esm);
    entries.filter_map(|entry| {
        let is_open = linked.dynamic_exports.contains_key(&entry);
        let exports = &linked.exports[entry];
        let fits = match options.exports {
            _ if graph.modules[entry].is_cjs() => true,
            ExportsMode::Named => true,
            ExportsMode::Default => is_default_only(options, exports, is_open),
            ExportsMode::Auto => exports.len() < 2 || exports.iter().all(|(name, _)| name != "default"),
            ExportsMode::None => exports.is_empty() && !is_open,
        };
        let names = exports.iter().map(|(name, _)| name.clone()).collect();
        (!fits).then_some(Issue::EntryExports { entry, names })
    })
}

/// External modules that are parameters and whose global nobody named.
pub(crate) fn guessed_globals<'a>(
    graph: &'a Graph,
    linked: &'a Linked,
    options: &'a LinkOptions,
) -> impl Iterator<Item = Issue> + 'a {
    let mut mentioned = BitSet::new(graph.externals.len());
    for &module in &linked.order {
        let this = &graph.modules[module];
        for (record, kind) in this.records() {
            if let RecordTarget::External(external) = this.target(record)
                && kind == ImportKind::Import
                && linked.used.contains(linked.symbols.interop(module, record).index())
            {
                mentioned.insert(external.index());
            }
        }
        each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
            if let RecordTarget::External(external) = this.target(record)
                && kind == ImportKind::Require
                && !this.interface.records[record.index()].optional
            {
                mentioned.insert(external.index());
            }
        });
    }
    linked.parameters.iter_enumerated().filter_map(move |(external, parameter)| {
        let guessed = mentioned.contains(external.index()) && options.global(&graph.externals[external]).is_none();
        let global = linked.external_imports[(*parameter)?].name.clone();
        guessed.then_some(Issue::GuessedGlobal { external, global })
    })
}

/// Entries of `entries` that hand out their default export itself, by their lists of exports.
pub(crate) fn default_entries(
    graph: &Graph,
    options: &LinkOptions,
    mut list: impl FnMut(ModuleIdx) -> (ExportList, bool),
) -> BitSet {
    let mut found = BitSet::new(graph.modules.len());
    if options.format == OutputFormat::Esm || !matches!(options.exports, ExportsMode::Auto | ExportsMode::Default) {
        return found;
    }
    for &entry in graph.entries.iter().filter(|&&entry| !graph.modules[entry].is_cjs()) {
        let (exports, is_open) = list(entry);
        if is_default_only(options, &exports, is_open) {
            found.insert(entry.index());
        }
    }
    found
}
