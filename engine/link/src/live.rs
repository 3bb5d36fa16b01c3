//! Tree shaking: which modules, statements and symbols matter, by a work list from the entries.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ExportTarget, ImportKind, RecordIdx, StatementIdx, SymbolIdx};
use nexxo_base::options::{ExportsMode, LinkOptions, OutputFormat};

use crate::bind::{Binder, has_exports};
use crate::linked::{Binding, Helper, Root};
use crate::rules::{
    gives_namespace, has_effects, is_loaded, is_required, must_run, needs_require, preloads, runs_before, stays_inline,
};
use crate::types::{
    ExternalIdx, ExternalImportIdx, GlobalSymbol, Graph, ModuleIdx, ModuleKind, RecordTarget, SymbolRole, SymbolSpace,
};

/// The work list and what it has marked so far.
pub(crate) struct Live<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) symbols: &'a SymbolSpace,
    pub(crate) options: &'a LinkOptions,
    pub(crate) binder: Binder<'a>,
    pub(crate) statement_bases: IndexVec<ModuleIdx, u32>,
    pub(crate) helpers: [Option<GlobalSymbol>; Helper::ALL.len()],
    pub(crate) included: BitSet,
    pub(crate) live: BitSet,
    pub(crate) used: BitSet,
    /// Import symbols that live code mentions and that lead to nothing, with the miss that says why.
    pub(crate) missed: Vec<u32>,
    /// Whether live code mentions something of a module that was not read.
    reaches_unread: bool,
    /// See [`preloads`].
    preloads: bool,
    parameters: &'a IndexVec<ExternalIdx, Option<ExternalImportIdx>>,
    default_entries: &'a BitSet,
    declared: Declared,
    modules: Vec<ModuleIdx>,
    statements: Vec<(ModuleIdx, StatementIdx)>,
    pending: Vec<GlobalSymbol>,
}

impl<'a> Live<'a> {
    pub(crate) fn new(
        graph: &'a Graph,
        symbols: &'a SymbolSpace,
        options: &'a LinkOptions,
        binder: Binder<'a>,
        parameters: &'a IndexVec<ExternalIdx, Option<ExternalImportIdx>>,
        default_entries: &'a BitSet,
    ) -> Self {
        let (mut statement_bases, mut total) = (IndexVec::new(), 0);
        for module in &graph.modules {
            statement_bases.push(total);
            total += module.statements.len() as u32;
        }
        Self {
            graph,
            symbols,
            options,
            binder,
            statement_bases,
            helpers: find_helpers(graph, symbols),
            included: BitSet::new(graph.modules.len()),
            live: BitSet::new(total as usize),
            used: BitSet::new(symbols.len()),
            missed: Vec::new(),
            reaches_unread: false,
            preloads: preloads(graph, options),
            parameters,
            default_entries,
            declared: Declared::new(graph, symbols),
            modules: Vec::new(),
            statements: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Marks everything that the entries need.
    pub(crate) fn mark_entries(&mut self) {
        for &entry in &self.graph.entries {
            self.include(entry);
            if self.graph.modules[entry].is_cjs() {
                self.use_symbol(self.symbols.wrapper(entry));
                continue;
            }
            self.use_exports(entry);
            self.missed.extend(self.binder.broken_exports(entry));
            let as_object = self.options.format != OutputFormat::Esm
                && self.options.exports != ExportsMode::None
                && !self.default_entries.contains(entry.index());
            if as_object && has_exports(self.graph, entry) {
                self.use_symbol(self.symbols.namespace(entry));
            }
        }
        self.run();
        for &entry in &self.graph.entries {
            // Also when something else made the namespace object: its being used is how the renderer knows.
            if self.options.format != OutputFormat::Esm && self.used.contains(self.symbols.namespace(entry).index()) {
                self.use_helper(Helper::ToCommonJs);
            }
        }
        self.run();
    }

    /// Marks a symbol, for [`run`](Self::run) to follow.
    pub(crate) fn use_symbol(&mut self, symbol: GlobalSymbol) {
        if self.used.insert(symbol.index()) {
            self.pending.push(symbol);
        }
    }

    /// Marks a runtime helper.
    pub(crate) fn use_helper(&mut self, helper: Helper) {
        if let Some(symbol) = self.helpers[helper as usize] {
            self.use_symbol(symbol);
        }
    }

    /// Works until nothing is left to do.
    pub(crate) fn run(&mut self) {
        loop {
            if let Some(symbol) = self.pending.pop() {
                self.follow_symbol(symbol);
            } else if let Some((module, statement)) = self.statements.pop() {
                self.follow_statement(module, statement);
            } else if let Some(module) = self.modules.pop() {
                self.follow_module(module);
            } else {
                return;
            }
        }
    }

    /// Whether a module that matters was not read in full.
    pub(crate) fn lacks_modules(&mut self) -> bool {
        let graph = self.graph;
        let is_scanned = |module: usize| graph.modules[ModuleIdx::new(module)].scanned;
        let missed = std::mem::take(&mut self.missed);
        self.reaches_unread
            || self.included.iter().any(is_scanned)
            || missed.iter().any(|&miss| {
                let asked = self.binder.misses()[miss as usize].module;
                self.binder.has_unread_stars(asked)
            })
    }

    fn include(&mut self, module: ModuleIdx) {
        if self.included.insert(module.index()) {
            self.modules.push(module);
        }
    }

    fn enliven(&mut self, module: ModuleIdx, statement: StatementIdx) {
        if self.live.insert(self.statement_bases[module] as usize + statement.index()) {
            self.statements.push((module, statement));
        }
    }

    fn use_binding(&mut self, binding: &Binding) {
        if let Root::Symbol(symbol) = binding.root() {
            self.use_symbol(symbol);
        }
    }

    /// Uses all exports of a module, whether or not through a namespace object.
    fn use_exports(&mut self, module: ModuleIdx) {
        let roots: Vec<GlobalSymbol> = self.binder.list_exports(module).iter().filter_map(root_symbol).collect();
        for symbol in roots {
            self.use_symbol(symbol);
        }
    }

    /// Uses a top-level symbol of `module` as its code mentions it.
    fn use_local(&mut self, module: ModuleIdx, symbol: SymbolIdx) {
        let symbol = self.symbols.local(module, symbol);
        if !self.used.insert(symbol.index()) {
            return;
        }
        let Some(binding) = self.binder.imports.get(&symbol) else {
            self.pending.push(symbol);
            return;
        };
        if let Root::Symbol(symbol) = binding.root() {
            self.use_symbol(symbol);
        }
        self.note_broken(symbol);
    }

    fn note_broken(&mut self, symbol: GlobalSymbol) {
        self.missed.extend(self.binder.broken.get(&symbol));
        self.reaches_unread |= self.binder.unread.contains(&symbol);
    }

    fn follow_symbol(&mut self, symbol: GlobalSymbol) {
        let (module, role) = self.symbols.owner(symbol);
        self.include(module);
        match role {
            SymbolRole::Local(_) => {
                if let Some(binding) = self.binder.imports.get(&symbol) {
                    let binding = binding.clone();
                    self.use_binding(&binding);
                    return;
                }
                let first = self.declared.first[symbol.index()];
                if first != NOWHERE {
                    self.enliven(module, StatementIdx(first));
                    for i in self.declared.again(symbol) {
                        self.enliven(module, StatementIdx(self.declared.again[i].1));
                    }
                }
            }
            SymbolRole::Namespace => {
                self.use_helper(Helper::Export);
                self.use_exports(module);
                if let Some(sources) = self.binder.dynamic.get(&module) {
                    let sources = sources.clone();
                    self.use_helper(Helper::ReExport);
                    sources.iter().for_each(|source| self.use_binding(source));
                }
            }
            SymbolRole::Wrapper => {}
            SymbolRole::Interop(record) => {
                self.use_helper(Helper::ToEsm);
                match self.graph.modules[module].target(record) {
                    RecordTarget::Module(target) => {
                        self.include(target);
                        self.use_symbol(self.symbols.wrapper(target));
                    }
                    RecordTarget::External(_) | RecordTarget::Missing => self.use_require(module, Some(record)),
                    _ => {}
                }
            }
        }
    }

    fn follow_module(&mut self, module: ModuleIdx) {
        let graph = self.graph;
        let this = &graph.modules[module];
        // The runtime is shaken always: nobody wrote it, so nobody misses what is not needed.
        let whole =
            this.is_cjs() || this.interface.direct_eval || !self.options.tree_shake && graph.runtime != Some(module);
        if this.is_cjs() {
            self.use_symbol(self.symbols.wrapper(module));
        }
        if this.interface.keeps_names {
            self.use_helper(Helper::Name);
        }
        if this.interface.converts_imports {
            self.use_helper(Helper::ToEsm);
        }
        if this.interface.free_require {
            self.use_require(module, None);
        }
        for statement in this.statements.indices() {
            let meanings = (&self.binder.imports, &self.binder.members);
            if whole || !this.interface.pure && has_effects(graph, self.symbols, meanings, module, statement) {
                self.enliven(module, statement);
            }
        }
        let has_code = this.kind == ModuleKind::Script && !this.is_cjs();
        for (record, kind) in this.records() {
            if runs_before(kind) {
                if let Some(target) = this.target_module(record)
                    && must_run(graph, self.options, kind, target)
                {
                    self.include(target);
                } else if matches!(this.target(record), RecordTarget::External(_)) && is_required(self.options, kind) {
                    self.use_require(module, Some(record));
                }
            } else if !has_code {
                self.follow_record(module, record, kind);
            }
        }
    }

    fn follow_statement(&mut self, module: ModuleIdx, statement: StatementIdx) {
        let this = &self.graph.modules[module];
        for &symbol in this.statements.reads(statement) {
            self.use_local(module, symbol);
        }
        for &member in this.statements.members(statement) {
            if let Root::Symbol(symbol) = self.binder.members[module][member.index()].root() {
                self.use_symbol(symbol);
            }
            self.reaches_unread |= self.binder.unread_members.contains(&(module, member.index()));
            let object = self.symbols.local(module, this.interface.members[member.index()].symbol);
            self.note_broken(object);
        }
        for &record in this.statements.records(statement) {
            self.follow_record(module, record, this.interface.records[record.index()].kind);
        }
    }

    /// Follows a record that stands in live code.
    fn follow_record(&mut self, module: ModuleIdx, record: RecordIdx, kind: ImportKind) {
        let graph = self.graph;
        let target = match graph.modules[module].target(record) {
            RecordTarget::Module(target) => target,
            RecordTarget::External(_) | RecordTarget::Missing if kind == ImportKind::Require => {
                return self.use_require(module, Some(record));
            }
            _ => return,
        };
        self.include(target);
        if self.preloads && kind == ImportKind::DynamicImport && is_loaded(graph, self.options, target) {
            self.use_helper(Helper::Preload);
        }
        let cjs = graph.modules[target].is_cjs();
        match kind {
            ImportKind::Require if !cjs => match graph.modules[target].interface.required_value {
                Some(value) => self.use_local(target, value),
                None => {
                    self.use_symbol(self.symbols.namespace(target));
                    self.use_helper(Helper::ToCommonJs);
                }
            },
            ImportKind::DynamicImport if cjs => self.use_helper(Helper::ToEsm),
            ImportKind::DynamicImport if stays_inline(graph, self.options, target) => {
                self.use_symbol(self.symbols.namespace(target));
            }
            ImportKind::DynamicImport => {
                self.use_exports(target);
                let sources = self.binder.dynamic.get(&target);
                if gives_namespace(graph, sources.map(|it| &**it), target) {
                    self.use_symbol(self.symbols.namespace(target));
                }
            }
            _ => {}
        }
    }

    /// Uses `require` where the output may have none: that of a record, or the function itself.
    fn use_require(&mut self, module: ModuleIdx, record: Option<RecordIdx>) {
        let this = &self.graph.modules[module];
        let is_parameter = record.is_some_and(|record| match this.target(record) {
            RecordTarget::External(external) => {
                !this.interface.records[record.index()].optional
                    && self.parameters.get(external).is_some_and(Option::is_some)
            }
            _ => false,
        });
        if !is_parameter && needs_require(self.options) {
            self.use_helper(Helper::Require);
        }
    }
}

fn root_symbol(export: &(nexxo_base::Name, Binding)) -> Option<GlobalSymbol> {
    match export.1.root() {
        Root::Symbol(symbol) => Some(symbol),
        _ => None,
    }
}

fn find_helpers(graph: &Graph, symbols: &SymbolSpace) -> [Option<GlobalSymbol>; Helper::ALL.len()] {
    Helper::ALL.map(|helper| {
        let runtime = graph.runtime?;
        match graph.modules[runtime].interface.export(helper.name())?.target {
            ExportTarget::Symbol(symbol) => Some(symbols.local(runtime, symbol)),
            ExportTarget::Import(..) => None,
        }
    })
}

const NOWHERE: u32 = u32::MAX;

/// Which statements declare each symbol: nearly always one.
struct Declared {
    /// The first, by global symbol.
    first: Vec<u32>,
    /// Further ones (`var` may be declared again), sorted.
    again: Vec<(GlobalSymbol, u32)>,
}

impl Declared {
    fn new(graph: &Graph, symbols: &SymbolSpace) -> Self {
        let (mut first, mut again) = (vec![NOWHERE; symbols.len()], Vec::new());
        for (idx, module) in graph.modules.iter_enumerated() {
            for statement in module.statements.indices() {
                for &symbol in module.statements.declares(statement) {
                    let symbol = symbols.local(idx, symbol);
                    let slot = &mut first[symbol.index()];
                    if *slot == NOWHERE {
                        *slot = statement.0;
                    } else {
                        again.push((symbol, statement.0));
                    }
                }
            }
        }
        again.sort_unstable();
        Self { first, again }
    }

    fn again(&self, symbol: GlobalSymbol) -> std::ops::Range<usize> {
        let start = self.again.partition_point(|it| it.0 < symbol);
        start..start + self.again[start..].partition_point(|it| it.0 == symbol)
    }
}
