//! `require(a ? "b" : "c")` as `a ? require("b") : require("c")`, and `import()` alike: both may be loaded, and both are known.

use oxc::allocator::{CloneIn, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;

use super::slotter::{Slotter, constant_string};

impl<'a> Slotter<'a, '_> {
    /// Rewrites it, if it is one; says whether it was.
    pub(super) fn distribute(&self, it: &mut Expression<'a>) -> bool {
        let choice = match it {
            Expression::CallExpression(call) if !call.optional && call.arguments.len() == 1 => {
                let loads = self.is_free_require(&call.callee);
                call.arguments[0].as_expression_mut().filter(|_| loads)
            }
            Expression::ImportExpression(import) if !self.is_ignored(import) => Some(&mut import.source),
            _ => None,
        };
        let Some(choice) = choice.filter(|it| matches!(it, Expression::ConditionalExpression(_)) && is_known(it))
        else {
            return false;
        };
        let Expression::ConditionalExpression(mut choice) = choice.take_in(&self.ast) else { return false };
        let mut load = |specifier: &mut Expression<'a>| {
            let specifier = specifier.take_in(&self.ast);
            let arena = self.ast.allocator();
            match it {
                Expression::CallExpression(call) => {
                    let callee = call.callee.clone_in_with_semantic_ids(arena);
                    let arguments = ArenaVec::from_value_in(Argument::from(specifier), &self.ast);
                    Expression::new_call_expression(call.span, callee, None, arguments, false, &self.ast)
                }
                Expression::ImportExpression(import) => {
                    let options = import.options.clone_in_with_semantic_ids(arena);
                    Expression::new_import_expression(import.span, specifier, options, import.phase, &self.ast)
                }
                _ => specifier,
            }
        };
        choice.consequent = load(&mut choice.consequent);
        choice.alternate = load(&mut choice.alternate);
        *it = Expression::ConditionalExpression(choice);
        true
    }
}

/// Whether all that an expression may come to are constant strings.
fn is_known(it: &Expression<'_>) -> bool {
    match it {
        Expression::ConditionalExpression(it) => is_known(&it.consequent) && is_known(&it.alternate),
        it => constant_string(it).is_some(),
    }
}
