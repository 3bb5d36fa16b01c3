//! Which imports are constants: those on which conditions depend are put into their modules before anything else is
//! linked.

use std::sync::Arc;

use nexxo_base::Name;
use nexxo_base::module::{Constant, KnownImport, LongConstants, Mention, SymbolIdx};

use crate::exports::{Exports, Found};
use crate::types::{GlobalSymbol, Graph, ModuleIdx, SymbolRole, SymbolSpace};

/// The modules with conditions that depend on imports of known values, and those values, sorted. The long constants are only
/// asked for of modules that conditions lead to.
pub fn known_conditions(
    graph: &Graph,
    long: &dyn Fn(ModuleIdx) -> Arc<LongConstants>,
) -> Vec<(ModuleIdx, Box<[KnownImport]>)> {
    let modules = || graph.modules.iter_enumerated().filter(|(_, module)| !module.interface.conditions.is_empty());
    if modules().next().is_none() {
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
            if let Some(value) = value_of(graph, &symbols, &mut exports, long, idx, symbol, member) {
                known.push(KnownImport { local: local.clone(), member: member.cloned(), value });
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
    long: &dyn Fn(ModuleIdx) -> Arc<LongConstants>,
    module: ModuleIdx,
    symbol: SymbolIdx,
    member: Option<&'a Name>,
) -> Option<Constant> {
    let import = graph.modules[module].interface.import(symbol)?;
    let Found::Symbol(found) = exports.import(module, import.record, &import.imported) else { return None };
    let (found, member) = match (symbols.owner(found), member) {
        ((target, SymbolRole::Namespace), Some(name)) => match exports.lookup(target, name) {
            Found::Symbol(found) => (found, None),
            _ => return None,
        },
        _ => (found, member),
    };
    if let Some(value) = constant(graph, symbols, found, member) {
        return Some(value.clone());
    }
    match (symbols.owner(found), member) {
        ((owner, SymbolRole::Local(symbol)), None) if !graph.modules[owner].scanned => long(owner).get(symbol).cloned(),
        _ => None,
    }
}

/// The value of a symbol that is a short constant, or of a member of an enum.
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
