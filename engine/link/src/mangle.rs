//! Short names: the more often something is printed, the shorter its name.

use std::cmp::Reverse;

use nexxo_base::index::Idx;
use nexxo_base::options::LinkOptions;
use nexxo_base::{Map, Name, Set};

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

/// Something to be named, and how often it is printed.
enum Item {
    /// A symbol of the chunk by its position in the scope's list, and the nested slots whose names it may not have:
    /// those below.
    Symbol { position: usize, clash: u32 },
    /// A nested slot number.
    Nested(u32),
}

/// Shares one pool of names between the symbols of the chunk and the nested slot numbers of its modules, the most
/// printed first. All modules use the same nested numbers, so a number's count is the sum over them. A symbol may be
/// called like a nested slot that is bound around no mention of it.
pub(crate) fn short_names(scope: &Scope<'_>, options: &LinkOptions) -> ShortNames {
    let slots = scope.facts.iter().map(|facts| facts.nested_uses.len()).max().unwrap_or(0);
    let mut nested = vec![0u64; slots];
    // One for the declaration.
    let mut symbols = vec![(1u64, 0u32); scope.wanted.len()];
    let mut forbidden: Set<&str> = Set::default();
    for (position, &module) in scope.chunk.modules.iter().enumerate() {
        let facts = &scope.facts[position];
        for (sum, &uses) in nested.iter_mut().zip(&facts.nested_uses) {
            *sum += u64::from(uses);
        }
        forbidden.extend(facts.globals.iter().chain(&facts.nested).map(|name| name.as_str()));
        let mut add = |root: Root, uses: u64, clash: u32| {
            if let Some(&number) = scope.numbers.get(&root) {
                let (sum, end) = &mut symbols[number as usize];
                (*sum, *end) = (*sum + uses, (*end).max(clash));
            }
        };
        let uses_of = |symbol: usize| facts.symbol_uses.get(symbol).copied().unwrap_or(0);
        let clash_of = |symbol: usize| facts.symbol_clashes.get(symbol).copied().unwrap_or(0);
        if scope.linked.wrap[module] == Wrap::CommonJs {
            let own = &scope.graph.modules[module].interface.symbols;
            forbidden.extend(own.iter().map(|symbol| symbol.name.as_str()));
        } else {
            for symbol in 0..scope.graph.modules[module].interface.symbols.len() {
                let global = scope.linked.symbols.local(module, Idx::new(symbol));
                let root = scope.linked.imports.get(&global).map_or(Root::Symbol(global), |it| it.root());
                add(root, u64::from(uses_of(symbol)), clash_of(symbol));
            }
        }
        each_use(scope.graph, scope.linked, options, module, &mut |it| match it.at {
            Some(at) => add(it.root, u64::from(it.local.is_none()), clash_of(at.index())),
            None => add(it.root, 1, facts.nested_uses.len() as u32),
        });
    }

    forbidden.extend(scope.pinned().map(|name| name.as_str()));
    let nested_pool = nested.iter().enumerate().map(|(i, &uses)| (Reverse(uses), Item::Nested(i as u32)));
    let symbol_pool = symbols.iter().enumerate().map(|(position, &(uses, clash))| {
        let item = Item::Symbol { position, clash };
        (Reverse(uses), item)
    });
    let mut pool: Vec<(Reverse<u64>, Item)> = nested_pool.chain(symbol_pool).collect();
    pool.sort_by_key(|it| it.0);
    let mut names = ShortNames {
        symbols: vec![Name::default(); symbols.len()],
        nested: vec![Name::default(); slots].into_boxed_slice(),
    };
    let mut list = Names::new(forbidden);
    for (_, item) in pool {
        match item {
            Item::Nested(slot) => names.nested[slot as usize] = list.for_nested(slot),
            Item::Symbol { position, .. } if scope.wanted[position].pinned => {
                names.symbols[position] = scope.wanted[position].base.clone();
            }
            Item::Symbol { position, clash } => names.symbols[position] = list.for_symbol(clash),
        }
    }
    list.sort_within_lengths(&mut names.symbols);
    names
}

/// A name, and who has it.
struct Taken {
    name: Name,
    /// A nested slot.
    nested: Option<u32>,
    /// A symbol of the chunk, which clashes with the nested slots below the number.
    symbol: Option<u32>,
}

/// All short names in order, as far as anyone asked.
struct Names<'a> {
    forbidden: Set<&'a str>,
    list: Vec<Taken>,
    /// How many names have been looked at.
    seen: usize,
    /// Names before these have a nested slot or a symbol of their own.
    first_nested: usize,
    first_symbol: usize,
}

impl<'a> Names<'a> {
    fn new(forbidden: Set<&'a str>) -> Self {
        Self { forbidden, list: Vec::new(), seen: 0, first_nested: 0, first_symbol: 0 }
    }

    fn for_nested(&mut self, slot: u32) -> Name {
        while self.list.get(self.first_nested).is_some_and(|it| it.nested.is_some()) {
            self.first_nested += 1;
        }
        let at = self.find(self.first_nested, |it| it.nested.is_none() && it.symbol.is_none_or(|clash| clash <= slot));
        self.list[at].nested = Some(slot);
        self.list[at].name.clone()
    }

    fn for_symbol(&mut self, clash: u32) -> Name {
        while self.list.get(self.first_symbol).is_some_and(|it| it.symbol.is_some()) {
            self.first_symbol += 1;
        }
        let at = self.find(self.first_symbol, |it| it.symbol.is_none() && it.nested.is_none_or(|slot| clash <= slot));
        self.list[at].symbol = Some(clash);
        self.list[at].name.clone()
    }

    /// Gives names of one length, as far as no nested slot has them too, to `symbols` in their order: what is declared
    /// side by side then has names that are alike, which compresses better.
    fn sort_within_lengths(&self, symbols: &mut [Name]) {
        let free: Map<&str, usize> = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, it)| it.nested.is_none())
            .map(|(i, it)| (it.name.as_str(), i))
            .collect();
        let mut by_length: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (position, name) in symbols.iter().enumerate() {
            if let Some(&place) = free.get(name.as_str()) {
                if by_length.len() <= name.len() {
                    by_length.resize(name.len() + 1, Default::default());
                }
                by_length[name.len()].0.push(position);
                by_length[name.len()].1.push(place);
            }
        }
        for (positions, mut places) in by_length {
            places.sort_unstable();
            for (position, place) in positions.into_iter().zip(places) {
                symbols[position] = self.list[place].name.clone();
            }
        }
    }

    /// The first name from `start` that will do; new names always do.
    fn find(&mut self, start: usize, fits: impl Fn(&Taken) -> bool) -> usize {
        if let Some(at) = self.list[start..].iter().position(fits) {
            return start + at;
        }
        loop {
            let name = short_name(self.seen);
            self.seen += 1;
            if !is_reserved(&name) && !self.forbidden.contains(name.as_str()) {
                self.list.push(Taken { name, nested: None, symbol: None });
                return self.list.len() - 1;
            }
        }
    }
}
