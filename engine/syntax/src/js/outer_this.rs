//! Whether a script asks for the `this` of its top level.

use oxc::ast::ast::{Function, Program, PropertyDefinition, StaticBlock, ThisExpression};
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::ScopeFlags;

/// Whether `this` occurs outside of everything that has one of its own.
pub(super) fn is_used(program: &Program<'_>) -> bool {
    let mut search = Search { found: false };
    search.visit_program(program);
    search.found
}

struct Search {
    found: bool,
}

impl<'a> Visit<'a> for Search {
    fn visit_this_expression(&mut self, _it: &ThisExpression) {
        self.found = true;
    }

    fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}

    fn visit_static_block(&mut self, _it: &StaticBlock<'a>) {}

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        // The value of a field has the object for its `this`.
        walk::walk_property_key(self, &it.key);
    }
}
