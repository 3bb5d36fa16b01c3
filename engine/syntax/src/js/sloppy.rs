//! Whether a script relies on what module syntax would change: a `this` of its top level or of a function that is called
//! without an object, `exports` and `module` seen by a direct `eval`, and what strict code does not have.

use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{Scoping, SymbolFlags};

use super::{JsInput, mentions, nested};

/// Whether a script means another thing in an ES module.
pub(super) fn is_needed(program: &Program<'_>, scoping: &Scoping, input: &JsInput<'_>) -> bool {
    let mut search = Search { found: false };
    if ["this", "with", ":"].iter().any(|word| mentions(input, word)) {
        search.visit_program(program);
    }
    search.found
        || mentions(input, "eval") && nested::has_direct_eval(scoping)
        || ["exports", "module"].iter().any(|name| is_redeclared(scoping, name))
}

/// Whether a file declares one of CommonJS's variables by a `var`, which leaves it its value.
pub(super) fn is_redeclared(scoping: &Scoping, name: &str) -> bool {
    let root = scoping.root_scope_id();
    let symbol = scoping.get_bindings(root).iter().find(|(it, _)| it.as_str() == name);
    symbol.is_some_and(|(_, &symbol)| scoping.symbol_flags(symbol).contains(SymbolFlags::FunctionScopedVariable))
}

struct Search {
    found: bool,
}

impl<'a> Visit<'a> for Search {
    fn visit_this_expression(&mut self, _it: &ThisExpression) {
        self.found = true;
    }

    fn visit_with_statement(&mut self, _it: &WithStatement<'a>) {
        self.found = true;
    }

    fn visit_labeled_statement(&mut self, it: &LabeledStatement<'a>) {
        self.found |= matches!(it.body, Statement::FunctionDeclaration(_));
        walk::walk_labeled_statement(self, it);
    }

    // Classes are strict in any file.
    fn visit_class(&mut self, _it: &Class<'a>) {}
}
