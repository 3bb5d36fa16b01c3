//! Numbers nested symbols for minifying, as esbuild does: a scope's symbols count on from those of the scope around
//! it, so symbols that cannot see each other share a number, and one list of names serves every module of a chunk.

use oxc::semantic::{ScopeFlags, Scoping};

/// Marks a symbol that has no nested slot.
pub(super) const NONE: u32 = u32::MAX;

/// The slot number of each symbol by its id ([`NONE`] for root symbols unless `include_root`), and how many there are.
/// `reserved` numbers at the start are left to the caller. `None` when a direct `eval` could see the names.
pub(super) fn number_nested(scoping: &Scoping, include_root: bool, reserved: u32) -> Option<(Vec<u32>, u32)> {
    let mut slots = vec![NONE; scoping.symbols_len()];
    let mut ends = vec![reserved; scoping.scopes_len()];
    let mut count = reserved;
    let root = scoping.root_scope_id();
    let mut symbols = Vec::new();
    for scope in scoping.scope_descendants_from_root() {
        if scoping.scope_flags(scope).contains(ScopeFlags::DirectEval) {
            return None;
        }
        let mut next = scoping.scope_parent_id(scope).map_or(reserved, |parent| ends[parent.index()]);
        if scope != root || include_root {
            symbols.clear();
            symbols.extend(scoping.get_bindings(scope).values().copied());
            symbols.sort_unstable();
            for symbol in &symbols {
                slots[symbol.index()] = next;
                next += 1;
            }
        }
        ends[scope.index()] = next;
        count = count.max(next);
    }
    Some((slots, count))
}
