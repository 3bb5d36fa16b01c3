//! What an assignment assigns to, and small functions that lowering puts in its place.

use oxc::allocator::Vec as ArenaVec;
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::span::{SPAN, Span};
use oxc::str::Ident;

/// The methods by which a `VisitMut` gives its `pattern_target` each target in a pattern, and the one in the head of a loop.
macro_rules! visit_pattern_targets {
    ($a:lifetime) => {
        fn visit_for_statement_left(&mut self, it: &mut ForStatementLeft<$a>) {
            walk_mut::walk_for_statement_left(self, it);
            if let Some(target) = it.as_assignment_target_mut() {
                self.pattern_target(target);
            }
        }

        fn visit_array_assignment_target(&mut self, it: &mut ArrayAssignmentTarget<$a>) {
            walk_mut::walk_array_assignment_target(self, it);
            targets::each_of_array(it, |target| self.pattern_target(target));
        }

        fn visit_object_assignment_target(&mut self, it: &mut ObjectAssignmentTarget<$a>) {
            walk_mut::walk_object_assignment_target(self, it);
            targets::each_of_object(it, |target| self.pattern_target(target));
        }
    };
}
pub(super) use visit_pattern_targets;

/// Calls `visit` for the targets in an array pattern.
pub(super) fn each_of_array<'a>(it: &mut ArrayAssignmentTarget<'a>, mut visit: impl FnMut(&mut AssignmentTarget<'a>)) {
    it.elements.iter_mut().flatten().for_each(|element| visit(target(element)));
    it.rest.iter_mut().for_each(|rest| visit(&mut rest.target));
}

/// Calls `visit` for the targets in an object pattern, other than names alone.
pub(super) fn each_of_object<'a>(
    it: &mut ObjectAssignmentTarget<'a>,
    mut visit: impl FnMut(&mut AssignmentTarget<'a>),
) {
    for property in &mut it.properties {
        if let AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) = property {
            visit(target(&mut property.binding));
        }
    }
    it.rest.iter_mut().for_each(|rest| visit(&mut rest.target));
}

fn target<'t, 'a>(it: &'t mut AssignmentTargetMaybeDefault<'a>) -> &'t mut AssignmentTarget<'a> {
    match it {
        AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(it) => &mut it.binding,
        other => other.to_assignment_target_mut(),
    }
}

/// Writes `({ a = 1 } = b)` out as `({ a: a = 1 } = b)`, so that the target can have another name.
pub(super) fn write_out<'a>(ast: &AstBuilder<'a>, it: &mut AssignmentTargetProperty<'a>) {
    let AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(short) = it else { return };
    let key = PropertyKey::StaticIdentifier(IdentifierName::boxed(short.binding.span, short.binding.name, ast));
    let reference = IdentifierReference::boxed(short.binding.span, short.binding.name, ast);
    reference.reference_id.set(short.binding.reference_id.get());
    let target = AssignmentTarget::AssignmentTargetIdentifier(reference);
    let binding = match short.init.take() {
        Some(init) => AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(AssignmentTargetWithDefault::boxed(
            short.span, target, init, ast,
        )),
        None => AssignmentTargetMaybeDefault::from(target),
    };
    *it = AssignmentTargetProperty::AssignmentTargetPropertyProperty(AssignmentTargetPropertyProperty::boxed(
        short.span, key, binding, false, ast,
    ));
}

/// `(0, value)`: the same value, and neither a name that may be mentioned twice nor a method with its object.
pub(super) fn apart<'a>(ast: &AstBuilder<'a>, span: Span, value: Expression<'a>) -> Expression<'a> {
    let zero = Expression::new_numeric_literal(SPAN, 0.0, None, NumberBase::Decimal, ast);
    Expression::new_sequence_expression(span, [zero, value], ast)
}

/// `(a, b) => body`
pub(super) fn arrow<'a>(ast: &AstBuilder<'a>, parameters: &[Ident<'a>], body: Expression<'a>) -> Expression<'a> {
    arrow_of(ast, parameters, ArrowFunctionBody::from(body))
}

/// `(() => { statements })()`
pub(super) fn called<'a>(ast: &AstBuilder<'a>, statements: ArenaVec<'a, Statement<'a>>) -> Expression<'a> {
    let body = ArrowFunctionBody::FunctionBody(FunctionBody::boxed(SPAN, [], statements, ast));
    Expression::new_call_expression(SPAN, arrow_of(ast, &[], body), None, [], false, ast)
}

fn arrow_of<'a>(ast: &AstBuilder<'a>, parameters: &[Ident<'a>], body: ArrowFunctionBody<'a>) -> Expression<'a> {
    let items = parameters.iter().map(|name| {
        let pattern = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, *name, ast));
        FormalParameter::new_plain(SPAN, pattern, ast)
    });
    let items = ArenaVec::from_iter_in(items, ast);
    let parameters = FormalParameters::boxed(SPAN, FormalParameterKind::ArrowFormalParameters, items, None, ast);
    Expression::new_arrow_function_expression(SPAN, false, None, parameters, None, body, ast)
}

/// `((name) => body)(value)`
pub(super) fn with_value<'a>(
    ast: &AstBuilder<'a>,
    name: Ident<'a>,
    value: Expression<'a>,
    body: Expression<'a>,
) -> Expression<'a> {
    let arrow = arrow(ast, &[name], body);
    Expression::new_call_expression(SPAN, arrow, None, [Argument::from(value)], false, ast)
}

/// `Object.defineProperty({}, 'value', { set: (value) => write })`, whose `value` is a target that any pattern may have.
pub(super) fn setter<'a>(ast: &AstBuilder<'a>, value: Ident<'a>, write: Expression<'a>) -> Expression<'a> {
    let set = arrow(ast, &[value], write);
    let key = PropertyKey::StaticIdentifier(IdentifierName::boxed(SPAN, Ident::from("set"), ast));
    let set = ObjectPropertyKind::new_object_property(SPAN, PropertyKind::Init, key, set, false, false, false, ast);
    let empty = Expression::new_object_expression(SPAN, ArenaVec::new_in(ast), ast);
    let descriptor = Expression::new_object_expression(SPAN, [set], ast);
    let object = Expression::new_identifier(SPAN, Ident::from("Object"), ast);
    let define = IdentifierName::new(SPAN, Ident::from("defineProperty"), ast);
    let define = Expression::new_static_member_expression(SPAN, object, define, false, ast);
    let name = Expression::new_string_literal(SPAN, Ident::from("value"), None, ast);
    let arguments = [Argument::from(empty), Argument::from(name), Argument::from(descriptor)];
    Expression::new_call_expression(SPAN, define, None, arguments, false, ast)
}

/// The target that a [`setter`] has.
pub(super) fn of_setter<'a>(ast: &AstBuilder<'a>, setter: Expression<'a>) -> AssignmentTarget<'a> {
    let name = IdentifierName::new(SPAN, Ident::from("value"), ast);
    AssignmentTarget::new_static_member_expression(SPAN, setter, name, false, ast)
}
