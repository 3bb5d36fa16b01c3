//! Assignments to a class's name inside of the class, where it is a constant.

use nexxo_base::{Name, Span};
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{Scoping, SymbolId};

/// Finds them: the place and the name.
pub(super) fn find(program: &Program<'_>, scoping: &Scoping) -> Vec<(Span, Name)> {
    let is_assigned = |it: SymbolId| scoping.symbol_flags(it).is_class() && scoping.symbol_is_mutated(it);
    if !scoping.symbol_ids().any(is_assigned) {
        return Vec::new();
    }
    let mut search = Search { scoping, around: Vec::new(), found: Vec::new() };
    search.visit_program(program);
    search.found
}

struct Search<'s> {
    scoping: &'s Scoping,
    /// The classes around what is visited.
    around: Vec<SymbolId>,
    found: Vec<(Span, Name)>,
}

impl<'a> Visit<'a> for Search<'_> {
    fn visit_class(&mut self, it: &Class<'a>) {
        let symbol = it.id.as_ref().and_then(|id| id.symbol_id.get());
        self.around.extend(symbol);
        walk::walk_class(self, it);
        if symbol.is_some() {
            self.around.pop();
        }
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        let Some(id) = it.reference_id.get() else { return };
        let reference = self.scoping.get_reference(id);
        if reference.is_write() && reference.symbol_id().is_some_and(|symbol| self.around.contains(&symbol)) {
            self.found.push((Span::new(it.span.start, it.span.end), Name::from(it.name.as_str())));
        }
    }
}
