//! Whether a script looks at a `this` that module syntax would change: that of its top level, or of a function that is
//! called without an object.

use oxc::ast::ast::{Class, Program, ThisExpression};
use oxc::ast_visit::Visit;

/// Whether `this` occurs outside of classes, which are strict in any file.
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

    fn visit_class(&mut self, _it: &Class<'a>) {}
}
