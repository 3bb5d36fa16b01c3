//! Questions that several passes must answer alike.

use nexxo_base::Map;
use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ImportKind, Mention, RecordIdx, StatementIdx};
use nexxo_base::options::{LinkOptions, OutputFormat, Platform};

use crate::linked::Binding;
use crate::types::{GlobalSymbol, Graph, ModuleIdx, ModuleKind, SymbolRole, SymbolSpace};

/// Whether the target of such a record is evaluated before the importer.
pub(crate) fn runs_before(kind: ImportKind) -> bool {
    matches!(kind, ImportKind::Import | ImportKind::HtmlScript | ImportKind::HtmlStyle | ImportKind::CssImport)
}

/// Whether importing `target` runs it even when nothing of it is used.
pub(crate) fn must_run(graph: &Graph, options: &LinkOptions, kind: ImportKind, target: ModuleIdx) -> bool {
    let module = &graph.modules[target];
    kind != ImportKind::Import || module.kind == ModuleKind::Style || module.has_effects() || !options.tree_shake
}

/// Whether `import()` of `target` loads no chunk: the target stays with its importer, wrapped. So it is without splitting,
/// and for style sheets and assets.
pub fn stays_inline(graph: &Graph, options: &LinkOptions, target: ModuleIdx) -> bool {
    !splits(options) || graph.modules[target].kind != ModuleKind::Script
}

/// Whether `import()` of `target` loads a file: a chunk, or the style sheet that it is.
pub(crate) fn is_loaded(graph: &Graph, options: &LinkOptions, target: ModuleIdx) -> bool {
    let is_style = graph.modules[target].kind == ModuleKind::Style;
    splits(options) && (is_style || !stays_inline(graph, options, target))
}

/// Whether the chunk of `target`, which is loaded by `import()` alone, exports its namespace object as `default` in place
/// of its exports: some of their names are known only when a CommonJS module has run. `sources` are its dynamic exports.
pub(crate) fn gives_namespace(graph: &Graph, sources: Option<&[Binding]>, target: ModuleIdx) -> bool {
    let unlisted = |source: &Binding| !matches!(source, Binding::External(_));
    sources.is_some_and(|it| it.iter().any(unlisted)) && !graph.entries.contains(&target)
}

/// Whether the output has several chunks for an entry.
pub(crate) fn splits(options: &LinkOptions) -> bool {
    options.splitting && options.format == OutputFormat::Esm
}

/// Whether `import()` fetches what its chunk needs side by side with it, and has its style sheets in the page before its
/// code runs: in what runs in pages, as far as it is known to.
pub(crate) fn preloads(graph: &Graph, options: &LinkOptions) -> bool {
    let of_pages = |kind: ModuleKind| matches!(kind, ModuleKind::Html | ModuleKind::Style);
    splits(options) && options.platform == Platform::Browser && graph.modules.iter().any(|it| of_pages(it.kind))
}

/// Whether `require` of something outside the bundle goes through the helper.
pub(crate) fn needs_require(options: &LinkOptions) -> bool {
    options.format != OutputFormat::Cjs
}

/// Whether a record that leads outside of the bundle is printed as a call of `require`, where it is no parameter.
pub(crate) fn is_required(options: &LinkOptions, kind: ImportKind) -> bool {
    kind == ImportKind::Require || kind == ImportKind::Import && options.format != OutputFormat::Esm
}

/// Calls `visit` for the records of an included module that count: those of the module itself (`import` declarations,
/// everything in HTML and CSS), and those in live statements. `live` numbers the module's statements from `base`.
pub(crate) fn each_live_record(
    graph: &Graph,
    live: &BitSet,
    base: u32,
    module: ModuleIdx,
    mut visit: impl FnMut(RecordIdx, ImportKind),
) {
    let this = &graph.modules[module];
    let in_statements = this.kind == ModuleKind::Script && !this.is_cjs();
    for (record, kind) in this.records() {
        if !in_statements || runs_before(kind) {
            visit(record, kind);
        }
    }
    if !in_statements {
        return;
    }
    for statement in this.statements.indices() {
        let records = this.statements.records(statement);
        if records.is_empty() || !live.contains(base as usize + statement.index()) {
            continue;
        }
        for &record in records {
            let kind = this.interface.records[record.index()].kind;
            if !runs_before(kind) {
                visit(record, kind);
            }
        }
    }
}

/// What import symbols mean, and the members of each module.
pub(crate) type Meanings<'a> = (&'a Map<GlobalSymbol, Binding>, &'a IndexVec<ModuleIdx, Box<[Binding]>>);

/// Whether a statement of `module` has effects, given what imports and members mean.
pub(crate) fn has_effects(
    graph: &Graph,
    symbols: &SymbolSpace,
    (imports, members): Meanings<'_>,
    module: ModuleIdx,
    statement: StatementIdx,
) -> bool {
    let this = &graph.modules[module].statements;
    let is_pure = |symbol: GlobalSymbol| match symbols.owner(symbol) {
        (owner, SymbolRole::Local(local)) => {
            graph.modules[owner].interface.pure_functions.binary_search(&local).is_ok()
        }
        _ => false,
    };
    this.get(statement).effects
        || this.callees(statement).any(|callee| match callee {
            Mention::Symbol(symbol) => {
                let symbol = symbols.local(module, symbol);
                match imports.get(&symbol) {
                    Some(Binding::Symbol(symbol)) => !is_pure(*symbol),
                    Some(_) => true,
                    None => !is_pure(symbol),
                }
            }
            Mention::Member(member) => match &members[module][member.index()] {
                Binding::Symbol(symbol) => !is_pure(*symbol),
                _ => true,
            },
        })
}
