//! Which imports are constants: those on which conditions depend are put into their modules before anything else is
//! linked.

use nexxo_base::Name;
use nexxo_base::module::{Constant, KnownImport, Mention, SymbolIdx};

use crate::exports::{Exports, Found};
use crate::types::{GlobalSymbol, Graph, ModuleIdx, SymbolRole, SymbolSpace};

/// The modules with conditions that depend on imports of known values, and those values, sorted.
pub fn known_conditions(graph: &Graph) -> Vec<(ModuleIdx, Box<[KnownImport]>)> {
    let modules = || graph.modules.iter_enumerated().filter(|(_, module)| !module.interface.conditions.is_empty());
    if modules().next().is_none() || graph.modules.iter().all(|module| module.interface.constants.is_empty()) {
        return Vec::new();
    }
    let symbols = SymbolSpace::new(graph);
    // What leads out of the bundle has no known value, whatever the format.
    let mut exports = Exports::new(graph, &symbols, true);
    let mut out = Vec::new();
    for (idx, module) in modules() {
        let mut known: Vec<KnownImport> = Vec::new();
        for condition in &module.interface.conditions {
            let (symbol, member) = match condition {
                Mention::Symbol(symbol) => (*symbol, None),
                Mention::Member(member) => {
                    let member = &module.interface.members[member.0 as usize];
                    (member.symbol, Some(&member.name))
                }
            };
            let local = &module.interface.symbols[symbol.0 as usize].name;
            if let Some(value) = value_of(graph, &symbols, &mut exports, idx, symbol, member) {
                known.push(KnownImport { local: local.clone(), member: member.cloned(), value: value.clone() });
            }
        }
        if !known.is_empty() {
            known.sort_by(|a, b| (&a.local, &a.member).cmp(&(&b.local, &b.member)));
            out.push((idx, known.into()));
        }
    }
    out
}

fn value_of<'a>(
    graph: &'a Graph,
    symbols: &SymbolSpace,
    exports: &mut Exports<'a>,
    module: ModuleIdx,
    symbol: SymbolIdx,
    member: Option<&'a Name>,
) -> Option<&'a Constant> {
    let import = graph.modules[module].interface.import(symbol)?;
    let Found::Symbol(found) = exports.import(module, import.record, &import.imported) else { return None };
    match (symbols.owner(found), member) {
        ((target, SymbolRole::Namespace), Some(name)) => match exports.lookup(target, name) {
            Found::Symbol(found) => constant(graph, symbols, found, None),
            _ => None,
        },
        _ => constant(graph, symbols, found, member),
    }
}

/// The value of a symbol, or of a member of an enum.
pub(crate) fn constant<'a>(
    graph: &'a Graph,
    symbols: &SymbolSpace,
    symbol: GlobalSymbol,
    member: Option<&Name>,
) -> Option<&'a Constant> {
    match symbols.owner(symbol) {
        (module, SymbolRole::Local(symbol)) => graph.modules[module].interface.constant(symbol, member),
        _ => None,
    }
}

/// Whether a constant is written in place of its name: where it is hardly longer than the short name that it would get.
pub(crate) fn is_short(value: &Constant) -> bool {
    /// Bytes: a name of two, and what its declaration costs.
    const SHORT: usize = 5;
    match value {
        Constant::Undefined | Constant::Null | Constant::Boolean(_) => true,
        Constant::Number(text) => text.len() <= SHORT,
        Constant::String(text) => text.len() + 2 <= SHORT,
    }
}
