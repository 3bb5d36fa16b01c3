//! `var` in blocks and loops of a module's top level belongs to the module, not to the block. It is declared in a
//! statement of its own, and what is left is an assignment: so a module that is wrapped into a function can keep its
//! variables outside.
//!
//! Runs after names have become sentinels, so the new references need no scope information.

use oxc::allocator::{Box as ArenaBox, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::ScopeFlags;
use oxc::span::SPAN;

/// Turns the nested `var` declarations of a top-level statement into assignments.
pub(super) fn hoist_nested_vars<'a>(statement: &mut Statement<'a>, ast: &AstBuilder<'a>) {
    Hoister { ast }.visit_statement(statement);
}

struct Hoister<'a, 'b> {
    ast: &'b AstBuilder<'a>,
}

impl<'a> Hoister<'a, '_> {
    /// The assignments that a declaration makes; `None` when it only declares.
    fn assignments(&self, declaration: &mut VariableDeclaration<'a>) -> Option<Expression<'a>> {
        let mut list = ArenaVec::new_in(self.ast);
        for declarator in declaration.declarations.take_in(self.ast) {
            let Some(init) = declarator.init else { continue };
            let target = self.target(declarator.id);
            list.push(Expression::AssignmentExpression(AssignmentExpression::boxed(
                declarator.span,
                AssignmentOperator::Assign,
                target,
                init,
                self.ast,
            )));
        }
        match list.len() {
            0 => None,
            1 => list.pop(),
            _ => Some(Expression::SequenceExpression(SequenceExpression::boxed(declaration.span, list, self.ast))),
        }
    }

    fn target(&self, pattern: BindingPattern<'a>) -> AssignmentTarget<'a> {
        match pattern {
            BindingPattern::BindingIdentifier(it) => {
                AssignmentTarget::AssignmentTargetIdentifier(IdentifierReference::boxed(it.span, it.name, self.ast))
            }
            BindingPattern::ObjectPattern(it) => {
                let it = it.unbox();
                let mut properties = ArenaVec::with_capacity_in(it.properties.len(), self.ast);
                for property in it.properties {
                    let binding = self.with_default(property.value);
                    properties.push(AssignmentTargetProperty::AssignmentTargetPropertyProperty(
                        AssignmentTargetPropertyProperty::boxed(
                            property.span,
                            property.key,
                            binding,
                            property.computed,
                            self.ast,
                        ),
                    ));
                }
                let rest = it.rest.map(|rest| self.rest(rest));
                AssignmentTarget::ObjectAssignmentTarget(ObjectAssignmentTarget::boxed(
                    it.span, properties, rest, self.ast,
                ))
            }
            BindingPattern::ArrayPattern(it) => {
                let it = it.unbox();
                let mut elements = ArenaVec::with_capacity_in(it.elements.len(), self.ast);
                for element in it.elements {
                    elements.push(element.map(|element| self.with_default(element)));
                }
                let rest = it.rest.map(|rest| self.rest(rest));
                AssignmentTarget::ArrayAssignmentTarget(ArrayAssignmentTarget::boxed(it.span, elements, rest, self.ast))
            }
            // A default stands inside of a pattern only.
            BindingPattern::AssignmentPattern(it) => self.target(it.unbox().left),
        }
    }

    fn with_default(&self, pattern: BindingPattern<'a>) -> AssignmentTargetMaybeDefault<'a> {
        if let BindingPattern::AssignmentPattern(it) = pattern {
            let it = it.unbox();
            let target = self.target(it.left);
            return AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(AssignmentTargetWithDefault::boxed(
                it.span, target, it.right, self.ast,
            ));
        }
        AssignmentTargetMaybeDefault::from(self.target(pattern))
    }

    fn rest(&self, rest: ArenaBox<'a, BindingRestElement<'a>>) -> ArenaBox<'a, AssignmentTargetRest<'a>> {
        let rest = rest.unbox();
        let target = self.target(rest.argument);
        AssignmentTargetRest::boxed(rest.span, target, self.ast)
    }
}

fn is_var(declaration: &VariableDeclaration<'_>) -> bool {
    declaration.kind == VariableDeclarationKind::Var
}

impl<'a> VisitMut<'a> for Hoister<'a, '_> {
    fn visit_statement(&mut self, it: &mut Statement<'a>) {
        walk_mut::walk_statement(self, it);
        if let Statement::VariableDeclaration(declaration) = it
            && is_var(declaration)
        {
            let span = declaration.span;
            *it = match self.assignments(declaration) {
                Some(expression) => {
                    Statement::ExpressionStatement(ExpressionStatement::boxed(span, expression, self.ast))
                }
                None => Statement::EmptyStatement(ArenaBox::new_in(EmptyStatement::new(SPAN, self.ast), self.ast)),
            };
        }
    }

    fn visit_for_statement(&mut self, it: &mut ForStatement<'a>) {
        walk_mut::walk_for_statement(self, it);
        if let Some(ForStatementInit::VariableDeclaration(declaration)) = &mut it.init
            && is_var(declaration)
        {
            it.init = self.assignments(declaration).map(ForStatementInit::from);
        }
    }

    fn visit_for_statement_left(&mut self, it: &mut ForStatementLeft<'a>) {
        if let ForStatementLeft::VariableDeclaration(declaration) = it
            && is_var(declaration)
            && let Some(declarator) = declaration.declarations.pop()
        {
            *it = ForStatementLeft::from(self.target(declarator.id));
        }
    }

    // A function's variables are its own, and so are a class's static blocks'.
    fn visit_function(&mut self, _it: &mut Function<'a>, _flags: ScopeFlags) {}
    fn visit_arrow_function_expression(&mut self, _it: &mut ArrowFunctionExpression<'a>) {}
    fn visit_class(&mut self, _it: &mut Class<'a>) {}
}
