//! Short names: the more often something is printed, the shorter its name.

use std::cmp::Reverse;

use nexxo_base::index::Idx;
use nexxo_base::options::LinkOptions;
use nexxo_base::{Name, Set};

use crate::ident::{is_reserved, short_name};
use crate::linked::{Root, Wrap};
use crate::names::Scope;
use crate::uses::each_use;

/// What [`short_names`] gives.
pub(crate) struct ShortNames {
    /// By position in the scope's list.
    pub(crate) symbols: Vec<Name>,
    /// By nested slot number.
    pub(crate) nested: Box<[Name]>,
}

/// Shares one pool of names between the symbols of the chunk and the nested slot numbers of its modules. All modules
/// use the same nested numbers, so a number's count is the sum over them.
pub(crate) fn short_names(scope: &Scope<'_>, options: &LinkOptions) -> ShortNames {
    let slots = scope.facts.iter().map(|facts| facts.nested_uses.len()).max().unwrap_or(0);
    let mut nested = vec![0u64; slots];
    // One for the declaration.
    let mut symbols = vec![1u64; scope.wanted.len()];
    let mut forbidden: Set<&str> = Set::default();
    for (position, &module) in scope.chunk.modules.iter().enumerate() {
        let facts = &scope.facts[position];
        for (sum, &uses) in nested.iter_mut().zip(&facts.nested_uses) {
            *sum += u64::from(uses);
        }
        forbidden.extend(facts.globals.iter().chain(&facts.nested).map(|name| name.as_str()));
        let mut add = |root: Root, uses: u64| {
            if let Some(&number) = scope.numbers.get(&root) {
                symbols[number as usize] += uses;
            }
        };
        if scope.linked.wrap[module] == Wrap::CommonJs {
            let own = &scope.graph.modules[module].interface.symbols;
            forbidden.extend(own.iter().map(|symbol| symbol.name.as_str()));
        } else {
            for (symbol, &uses) in facts.symbol_uses.iter().enumerate() {
                let symbol = scope.linked.symbols.local(module, Idx::new(symbol));
                let root = scope.linked.imports.get(&symbol).map_or(Root::Symbol(symbol), |it| it.root());
                add(root, u64::from(uses));
            }
        }
        each_use(scope.graph, scope.linked, options, module, &mut |it| {
            if it.local.is_none() {
                add(it.root, 1);
            }
        });
    }

    let nested_pool = nested.iter().enumerate().map(|(i, &uses)| (Reverse(uses), 0u8, i));
    let symbol_pool = symbols.iter().enumerate().map(|(i, &uses)| (Reverse(uses), 1u8, i));
    let mut pool: Vec<(Reverse<u64>, u8, usize)> = nested_pool.chain(symbol_pool).collect();
    pool.sort_unstable();
    let mut names = ShortNames {
        symbols: vec![Name::default(); symbols.len()],
        nested: vec![Name::default(); slots].into_boxed_slice(),
    };
    let mut free = (0..).map(short_name).filter(|name| !is_reserved(name) && !forbidden.contains(name.as_str()));
    for (_, kind, i) in pool {
        let name = free.next().unwrap_or_default();
        if kind == 0 { names.nested[i] = name } else { names.symbols[i] = name }
    }
    names
}
