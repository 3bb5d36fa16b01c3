//! `--drop:console`: calls of the global `console`'s methods become `undefined`, arguments and all.

use oxc::ast::ast::{CallExpression, Expression, Program};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::Scoping;

/// Takes the calls out. Returns whether there were any.
pub(super) fn drop_console<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, scoping: &Scoping) -> bool {
    let mut visitor = Dropper { ast, scoping, dropped: false };
    visitor.visit_program(program);
    visitor.dropped
}

struct Dropper<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    dropped: bool,
}

impl Dropper<'_, '_> {
    fn is_of_console(&self, call: &CallExpression<'_>) -> bool {
        let mut object = call.callee.as_member_expression().map(|member| member.object());
        while let Some(inner) = object.and_then(Expression::as_member_expression) {
            object = Some(inner.object());
        }
        let Some(Expression::Identifier(root)) = object else { return false };
        let symbol = root.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        root.name == "console" && symbol.is_none()
    }
}

impl<'a> VisitMut<'a> for Dropper<'a, '_> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        match it {
            Expression::CallExpression(call) if self.is_of_console(call) => {
                *it = Expression::new_void_0(call.span, &self.ast);
                self.dropped = true;
            }
            _ => walk_mut::walk_expression(self, it),
        }
    }
}
