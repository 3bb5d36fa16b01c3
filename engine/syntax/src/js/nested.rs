//! Numbers nested symbols for minifying. Symbols that are never alive in one scope share a number, low numbers go
//! first, and one list of names serves every module of a chunk.

use oxc::semantic::{ScopeFlags, ScopeId, Scoping, SymbolFlags, SymbolId};

use super::slotter::{EXPORTS_SLOT, MODULE_SLOT};

/// Marks a symbol that has no nested slot.
pub(super) const NONE: u32 = u32::MAX;

/// The numbers of one module's nested symbols.
#[derive(Default)]
pub(super) struct Numbering {
    /// The slot number of each symbol by its id; [`NONE`] for root symbols unless they were included, and for `arguments`.
    pub(super) slots: Vec<u32>,
    /// How many numbers there are.
    pub(super) count: u32,
    /// For each scope, one more than the highest number bound in it or around it: what a name from outside of the
    /// module that is mentioned there may clash with.
    pub(super) ends: Vec<u32>,
}

/// Numbers the symbols of all scopes but the root's, and those too when `include_root`. `reserved` numbers at the start
/// are left to the caller. `None` when a direct `eval` or a `with` could see the names.
pub(super) fn number_nested(scoping: &Scoping, include_root: bool, reserved: u32) -> Option<Numbering> {
    let root = scoping.root_scope_id();
    let mut out = Numbering {
        slots: vec![NONE; scoping.symbols_len()],
        count: reserved,
        ends: vec![reserved; scoping.scopes_len()],
    };
    let mut alive = Alive { words: scoping.scopes_len().div_ceil(64), bits: Vec::new(), vars: Vec::new() };
    let mut symbols: Vec<SymbolId> = Vec::new();
    for scope in scoping.scope_descendants_from_root() {
        let flags = scoping.scope_flags(scope);
        if flags.intersects(ScopeFlags::DirectEval | ScopeFlags::With) {
            return None;
        }
        let mut end = scoping.scope_parent_id(scope).map_or(reserved, |parent| out.ends[parent.index()]);
        if scope != root || include_root {
            symbols.clear();
            symbols.extend(scoping.get_bindings(scope).values().copied());
            symbols.sort_unstable();
            let catch = scoping.scope_parent_id(scope).filter(|&it| scoping.scope_flags(it).is_catch_clause());
            let var_scope = scoping.scope_ancestors(scope).find(|&it| scoping.scope_flags(it).is_var()).unwrap_or(root);
            let mut next = reserved;
            for &symbol in &symbols {
                // Functions have a variable of that name themselves.
                if scoping.symbol_name(symbol) == "arguments" {
                    continue;
                }
                if scope == root
                    && let Some(slot) = parameter_slot(scoping, symbol)
                {
                    out.slots[symbol.index()] = slot;
                    continue;
                }
                // The parameter of a `catch` is bound in its body, but its pattern, defaults included, stands around that.
                let around = catch.filter(|_| scoping.symbol_flags(symbol).is_catch_variable());
                let is_taken = |alive: &Alive, number: u32| {
                    let mut homes = around.into_iter().chain([scope]);
                    homes.any(|home| alive.contains(number - reserved, home, var_scope))
                };
                while is_taken(&alive, next) {
                    next += 1;
                }
                alive.mark(scoping, next - reserved, symbol, scope);
                if let Some(around) = around {
                    alive.mark(scoping, next - reserved, symbol, around);
                    out.ends[around.index()] = out.ends[around.index()].max(next + 1);
                }
                out.slots[symbol.index()] = next;
                next += 1;
                end = end.max(next);
            }
        }
        out.ends[scope.index()] = end;
        out.count = out.count.max(end);
    }
    Some(out)
}

/// The slot of a CommonJS wrapper's parameter that a `var` of the module declares once more.
fn parameter_slot(scoping: &Scoping, symbol: SymbolId) -> Option<u32> {
    let slot = match scoping.symbol_name(symbol) {
        "exports" => EXPORTS_SLOT,
        "module" => MODULE_SLOT,
        _ => return None,
    };
    scoping.symbol_flags(symbol).contains(SymbolFlags::FunctionScopedVariable).then_some(slot.0)
}

/// In which scopes each number is taken: those where a symbol is bound, those where it is mentioned, and all between.
struct Alive {
    /// Words of one row.
    words: usize,
    /// One row of bits by scope for each number.
    bits: Vec<u64>,
    /// For each number the scopes with a `var` of it, which stands in any block below: `{ let a; { var b } }`.
    vars: Vec<Vec<ScopeId>>,
}

impl Alive {
    fn contains(&self, number: u32, scope: ScopeId, var_scope: ScopeId) -> bool {
        let number = number as usize;
        number < self.vars.len()
            && (self.bits[number * self.words + scope.index() / 64] >> (scope.index() % 64) & 1 == 1
                || self.vars[number].contains(&var_scope))
    }

    fn mark(&mut self, scoping: &Scoping, number: u32, symbol: SymbolId, home: ScopeId) {
        let number = number as usize;
        if number >= self.vars.len() {
            self.vars.resize(number + 1, Vec::new());
            self.bits.resize((number + 1) * self.words, 0);
        }
        let row = &mut self.bits[number * self.words..][..self.words];
        let mut insert = |scope: ScopeId| {
            let (word, bit) = (scope.index() / 64, 1 << (scope.index() % 64));
            let is_new = row[word] & bit == 0;
            row[word] |= bit;
            is_new
        };
        insert(home);
        for reference in scoping.get_resolved_references(symbol) {
            let between = scoping.scope_ancestors(reference.scope_id()).take_while(|&it| it != home);
            for scope in between {
                if !insert(scope) {
                    break;
                }
            }
        }
        if scoping.symbol_flags(symbol).contains(SymbolFlags::FunctionScopedVariable) {
            self.vars[number].push(home);
        }
    }
}

/// Whether a direct `eval` stands anywhere in the module.
pub(super) fn has_direct_eval(scoping: &Scoping) -> bool {
    scoping.scope_descendants_from_root().any(|scope| scoping.scope_flags(scope).contains(ScopeFlags::DirectEval))
}
