//! Assignments to private accessors, whose value oxc's lowering loses: `a = this.#b = c` becomes
//! `a = ((value) => (this.#b = value, value))(c)`, and `++this.#b` likewise. As statements they stay. In a pattern, where it
//! loses the assignment, it is one to an object with a setter.

use oxc::allocator::{Box as ArenaBox, CloneIn, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::span::SPAN;
use oxc::str::Ident;

use super::{JsInput, fresh_name, mentions, targets, transform};

/// Rewrites them; says whether there were any, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    let lowers = || transform::target_env(input.options).is_ok_and(|env| env.es2022.class_properties.is_some());
    if input.options.target.is_none() || !["get #", "set #"].iter().any(|text| mentions(input, text)) || !lowers() {
        return false;
    }
    let name = fresh_name(input, "_value");
    let value = Ident::from_str_in(&name, &ast);
    let object = Ident::from_str_in(&format!("{name}_"), &ast);
    let mut lowering = Lowering { ast, value, object, accessors: Vec::new(), changed: false };
    lowering.visit_program(program);
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// Two names that the text does not have.
    value: Ident<'a>,
    object: Ident<'a>,
    /// Private accessors of the classes around.
    accessors: Vec<Ident<'a>>,
    changed: bool,
}

impl<'a> Lowering<'a> {
    /// The accessor that is assigned to, where its object may be mentioned twice.
    fn accessor(&self, it: &Expression<'a>) -> Option<ArenaBox<'a, PrivateFieldExpression<'a>>> {
        let member = match it {
            Expression::UpdateExpression(it) if it.prefix => match &it.argument {
                SimpleAssignmentTarget::PrivateFieldExpression(member) => member,
                _ => return None,
            },
            Expression::AssignmentExpression(it) if !it.operator.is_logical() => match &it.left {
                AssignmentTarget::PrivateFieldExpression(member) => member,
                _ => return None,
            },
            _ => return None,
        };
        (is_plain(&member.object) && self.accessors.contains(&member.field.name))
            .then(|| member.clone_in(self.ast.allocator()))
    }

    fn rewrite(&self, it: &mut Expression<'a>) -> Option<Expression<'a>> {
        let ast = &self.ast;
        let member = self.accessor(it)?;
        let read = || Expression::PrivateFieldExpression(member.clone_in(ast.allocator()));
        let mut steps = Vec::new();
        let given = match it {
            Expression::UpdateExpression(update) => {
                let value = IdentifierReference::boxed(SPAN, self.value, ast);
                let value = SimpleAssignmentTarget::AssignmentTargetIdentifier(value);
                steps.push(Expression::new_update_expression(SPAN, update.operator, true, value, ast));
                read()
            }
            Expression::AssignmentExpression(assignment) => {
                let value = assignment.right.take_in(ast);
                match assignment.operator.to_binary_operator() {
                    Some(operator) => Expression::new_binary_expression(SPAN, read(), operator, value, ast),
                    None => value,
                }
            }
            _ => return None,
        };
        let target = AssignmentTarget::PrivateFieldExpression(member);
        let value = || Expression::new_identifier(SPAN, self.value, ast);
        steps.push(Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, target, value(), ast));
        steps.push(value());
        let body = Expression::new_sequence_expression(SPAN, ArenaVec::from_iter_in(steps, ast), ast);
        Some(targets::with_value(ast, self.value, given, body))
    }
}

impl<'a> Lowering<'a> {
    /// `a.#b()` as `(0, a).#b()`: oxc asks for `a` twice otherwise, and the getter may have changed it.
    fn keep_object(&mut self, callee: &mut Expression<'a>) {
        let Expression::PrivateFieldExpression(member) = callee else { return };
        if !member.object.is_identifier_reference() || !self.accessors.contains(&member.field.name) {
            return;
        }
        self.changed = true;
        let object = member.object.take_in(&self.ast);
        member.object = targets::apart(&self.ast, SPAN, object);
    }

    fn pattern_target(&mut self, it: &mut AssignmentTarget<'a>) {
        let AssignmentTarget::PrivateFieldExpression(member) = it else { return };
        if !self.accessors.contains(&member.field.name) {
            return;
        }
        self.changed = true;
        let ast = &self.ast;
        let mut member = member.take_in_box(ast);
        let object = (!is_plain(&member.object)).then(|| {
            let object = Expression::new_identifier(SPAN, self.object, ast);
            std::mem::replace(&mut member.object, object)
        });
        let value = Expression::new_identifier(SPAN, self.value, ast);
        let target = AssignmentTarget::PrivateFieldExpression(member);
        let write = Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, target, value, ast);
        let setter = targets::setter(ast, self.value, write);
        let setter = match object {
            Some(object) => targets::with_value(ast, self.object, object, setter),
            None => setter,
        };
        *it = targets::of_setter(ast, setter);
    }
}

/// Whether an object may be mentioned twice.
fn is_plain(object: &Expression<'_>) -> bool {
    matches!(object, Expression::ThisExpression(_) | Expression::Identifier(_))
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_call_expression(&mut self, it: &mut CallExpression<'a>) {
        walk_mut::walk_call_expression(self, it);
        self.keep_object(&mut it.callee);
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        walk_mut::walk_tagged_template_expression(self, it);
        self.keep_object(&mut it.tag);
    }

    targets::visit_pattern_targets!('a);

    fn visit_class_body(&mut self, it: &mut ClassBody<'a>) {
        let before = self.accessors.len();
        self.accessors.extend(it.body.iter().filter_map(|element| match element {
            ClassElement::MethodDefinition(it) if it.kind.is_accessor() => match &it.key {
                PropertyKey::PrivateIdentifier(key) => Some(key.name),
                _ => None,
            },
            _ => None,
        }));
        walk_mut::walk_class_body(self, it);
        self.accessors.truncate(before);
    }

    fn visit_expression_statement(&mut self, it: &mut ExpressionStatement<'a>) {
        // Nobody asks for its value.
        walk_mut::walk_expression(self, &mut it.expression);
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        if let Some(rewritten) = self.rewrite(it) {
            self.changed = true;
            *it = rewritten;
        }
    }
}
