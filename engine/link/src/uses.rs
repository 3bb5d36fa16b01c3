//! What the printed code of one module mentions outside its own declarations. Chunking and naming both read it, so
//! that whatever the renderer prints has a name and crosses chunks.

use nexxo_base::index::Idx;
use nexxo_base::module::{ImportKind, RecordIdx, SymbolIdx};
use nexxo_base::options::{LinkOptions, OutputFormat};

use crate::linked::{Helper, Linked, Root, Wrap};
use crate::rules::{each_live_record, is_loaded, is_required, must_run, needs_require, stays_inline};
use crate::types::{ExternalImportIdx, GlobalSymbol, Graph, ModuleIdx, RecordTarget};

/// One mention.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Use {
    /// What is mentioned; never [`Root::Nothing`].
    pub(crate) root: Root,
    /// The import symbol by which the module's own text mentions it; `None` for members and for what the renderer adds.
    pub(crate) local: Option<SymbolIdx>,
    /// The import symbol at whose mentions it is printed: `local`, or the object of a member.
    pub(crate) at: Option<SymbolIdx>,
}

/// Calls `visit` for everything that the code of an included module mentions: imported bindings, its namespace object's
/// contents, interop variables, wrappers, helpers. Its own top-level symbols only where others could mention them too.
/// The same thing may come several times.
pub(crate) fn each_use(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    module: ModuleIdx,
    visit: &mut dyn FnMut(Use),
) {
    let this = &graph.modules[module];
    let symbols = &linked.symbols;
    each_parameter(graph, linked, module, &mut |import| {
        visit(Use { root: Root::External(import), local: None, at: None });
    });
    let is_parameter = |external, record: RecordIdx| {
        linked.parameter(external, this.interface.records[record.index()].optional).is_some()
    };
    let mut visit_use = |root, local, at| {
        if root != Root::Nothing {
            visit(Use { root, local, at });
        }
    };
    for import in &this.interface.imports {
        let symbol = symbols.local(module, import.symbol);
        if linked.used.contains(symbol.index())
            && let Some(binding) = linked.imports.get(&symbol)
        {
            visit_use(binding.root(), Some(import.symbol), Some(import.symbol));
        }
    }
    if !this.interface.members.is_empty() {
        for statement in this.statements.indices().filter(|&it| linked.is_live(module, it)) {
            for &member in this.statements.members(statement) {
                let object = this.interface.members[member.index()].symbol;
                visit_use(linked.member(module, member).root(), None, Some(object));
            }
        }
    }
    let mut visit_root = |root| visit_use(root, None, None);
    let mut add = |symbol: GlobalSymbol| visit_root(Root::Symbol(symbol));
    let help = |helper: Helper, add: &mut dyn FnMut(GlobalSymbol)| linked.helper(helper).into_iter().for_each(add);
    match linked.wrap[module] {
        Wrap::None => {}
        Wrap::CommonJs => help(Helper::CommonJs, &mut add),
        Wrap::Esm => help(Helper::Esm, &mut add),
    }
    for record in (0..this.interface.records.len()).map(RecordIdx::new) {
        if !linked.used.contains(symbols.interop(module, record).index()) {
            continue;
        }
        add(symbols.interop(module, record));
        help(Helper::ToEsm, &mut add);
        match this.target(record) {
            RecordTarget::Module(target) => add(symbols.wrapper(target)),
            RecordTarget::External(external) if is_parameter(external, record) => {}
            RecordTarget::External(_) | RecordTarget::Missing if needs_require(options) => {
                help(Helper::Require, &mut add)
            }
            _ => {}
        }
    }
    if this.interface.free_require && needs_require(options) {
        help(Helper::Require, &mut add);
    }
    if this.interface.keeps_names {
        help(Helper::Name, &mut add);
    }
    if this.interface.converts_imports {
        help(Helper::ToEsm, &mut add);
    }
    for &(_, target) in &linked.inits[module] {
        add(symbols.wrapper(target));
    }
    each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
        let target = match this.target(record) {
            RecordTarget::Module(target) if linked.included.contains(target.index()) => target,
            RecordTarget::External(external) if is_parameter(external, record) => return,
            RecordTarget::External(_) | RecordTarget::Missing
                if is_required(options, kind) && needs_require(options) =>
            {
                return help(Helper::Require, &mut add);
            }
            _ => return,
        };
        let cjs = graph.modules[target].is_cjs();
        let wrapped = linked.wrap[target] != Wrap::None;
        match kind {
            ImportKind::Require => {
                if wrapped {
                    add(symbols.wrapper(target));
                }
                match graph.modules[target].interface.required_value {
                    _ if cjs => {}
                    Some(value) => visit_value(linked, target, value, &mut add),
                    None => {
                        add(symbols.namespace(target));
                        help(Helper::ToCommonJs, &mut add);
                    }
                }
            }
            ImportKind::DynamicImport => {
                if cjs {
                    help(Helper::ToEsm, &mut add);
                }
                if let Some(preload) = linked.preload().filter(|_| is_loaded(graph, options, target)) {
                    add(preload);
                }
                if stays_inline(graph, options, target) {
                    add(symbols.wrapper(target));
                    if !cjs {
                        add(symbols.namespace(target));
                    }
                }
            }
            _ => {}
        }
    });
    if linked.used.contains(symbols.namespace(module).index()) {
        visit_root(Root::Symbol(symbols.namespace(module)));
        linked.helper(Helper::Export).into_iter().for_each(|it| visit_root(Root::Symbol(it)));
        for (_, binding) in &linked.exports[module] {
            visit_root(binding.root());
        }
        if let Some(sources) = linked.dynamic_exports.get(&module) {
            linked.helper(Helper::ReExport).into_iter().for_each(|it| visit_root(Root::Symbol(it)));
            sources.iter().for_each(|source| visit_root(source.root()));
        }
    }
}

/// Calls `visit` for the parameters that the code of a module mentions.
fn each_parameter(graph: &Graph, linked: &Linked, module: ModuleIdx, visit: &mut dyn FnMut(ExternalImportIdx)) {
    if linked.parameters.is_empty() {
        return;
    }
    let this = &graph.modules[module];
    let parameter = |record: RecordIdx| match this.target(record) {
        RecordTarget::External(external) => linked.parameter(external, this.interface.records[record.index()].optional),
        _ => None,
    };
    for record in (0..this.interface.records.len()).map(RecordIdx::new) {
        if linked.used.contains(linked.symbols.interop(module, record).index()) {
            parameter(record).into_iter().for_each(&mut *visit);
        }
    }
    each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
        if kind == ImportKind::Require {
            parameter(record).into_iter().for_each(&mut *visit);
        }
    });
}

/// Calls `visit` for what the end of an entry's chunk mentions: the exports, or what stands for all of them.
pub(crate) fn each_entry_use(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    entry: ModuleIdx,
    visit: &mut dyn FnMut(Root),
) {
    let symbols = &linked.symbols;
    if linked.wrap[entry] != Wrap::None {
        visit(Root::Symbol(symbols.wrapper(entry)));
    }
    if graph.modules[entry].is_cjs() {
        return;
    }
    if linked.default_entries.contains(entry.index()) {
        linked.exports[entry].iter().map(|(_, binding)| binding.root()).for_each(visit);
        return;
    }
    if options.format != OutputFormat::Esm {
        let namespace = symbols.namespace(entry);
        if linked.used.contains(namespace.index()) {
            visit(Root::Symbol(namespace));
            linked.helper(Helper::ToCommonJs).into_iter().for_each(|it| visit(Root::Symbol(it)));
        }
        return;
    }
    if linked.gives_namespace(graph, entry) {
        visit(Root::Symbol(symbols.namespace(entry)));
        return;
    }
    for (_, binding) in &linked.exports[entry] {
        let root = binding.root();
        if root != Root::Nothing {
            visit(root);
        }
    }
}

/// Modules that must run before `module`, or be placed where it is, because a record of it says so.
pub(crate) fn each_dependency(
    graph: &Graph,
    linked: &Linked,
    options: &LinkOptions,
    module: ModuleIdx,
    visit: &mut dyn FnMut(ModuleIdx),
) {
    let this = &graph.modules[module];
    each_live_record(graph, &linked.live, linked.statement_bases[module], module, |record, kind| {
        let Some(target) = this.target_module(record) else { return };
        let here = match kind {
            ImportKind::Import => must_run(graph, options, kind, target),
            ImportKind::DynamicImport => stays_inline(graph, options, target),
            _ => true,
        };
        if here && linked.included.contains(target.index()) {
            visit(target);
        }
    });
}

fn visit_value(linked: &Linked, module: ModuleIdx, value: SymbolIdx, add: &mut dyn FnMut(GlobalSymbol)) {
    if let Root::Symbol(symbol) = linked.resolve(module, value).root() {
        add(symbol);
    }
}
