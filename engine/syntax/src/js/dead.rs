//! Branches that literals alone decide (`if (false) require('./debug')`): what they load is not there for anybody, so
//! they go before it is resolved, minified or not.

use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};

use super::{JsInput, Origin, mentions};

/// What a branch loads or waits with. An `import` declaration stands in none.
const WORDS: [&str; 4] = ["require", "import(", "import (", "await"];

/// Whether a program has such a branch, and loads or waits for something anywhere.
pub(super) fn has_branches(program: &Program<'_>, input: &JsInput<'_>) -> bool {
    if input.origin != Origin::Source || !WORDS.iter().any(|word| mentions(input, word)) {
        return false;
    }
    let mut search = Search { found: false };
    search.visit_program(program);
    search.found
}

struct Search {
    found: bool,
}

impl<'a> Visit<'a> for Search {
    fn visit_statement(&mut self, it: &Statement<'a>) {
        if !self.found {
            walk::walk_statement(self, it);
        }
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.found |= is_decided(&it.test);
        walk::walk_if_statement(self, it);
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.found |= is_decided(&it.test);
        walk::walk_conditional_expression(self, it);
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        self.found |= is_decided(&it.left);
        walk::walk_logical_expression(self, it);
    }
}

/// Whether a condition is made of literals.
fn is_decided(it: &Expression<'_>) -> bool {
    match it {
        Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::StringLiteral(_) => true,
        Expression::UnaryExpression(it) => {
            matches!(it.operator, UnaryOperator::LogicalNot | UnaryOperator::Void) && is_decided(&it.argument)
        }
        Expression::BinaryExpression(it) => it.operator.is_equality() && is_decided(&it.left) && is_decided(&it.right),
        Expression::LogicalExpression(it) => is_decided(&it.left),
        _ => false,
    }
}
