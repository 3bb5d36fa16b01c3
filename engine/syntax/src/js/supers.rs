//! Assignments through `super` in async functions, of which oxc's lowering takes the plain ones only: `super.a += b`
//! becomes `super.a = super.a + b`, `super.a++` a function that does it, and a target in a pattern an object with a setter.

use oxc::allocator::{CloneIn, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::ScopeFlags;
use oxc::span::SPAN;
use oxc::str::Ident;

use super::{JsInput, fresh_name, mentions, transform};

/// Rewrites them; says whether there were any, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    let lowers = || {
        transform::target_env(input.options)
            .is_ok_and(|env| env.es2017.async_to_generator || env.es2018.async_generator_functions)
    };
    if input.options.target.is_none() || !["super", "async"].iter().all(|word| mentions(input, word)) || !lowers() {
        return false;
    }
    let name = fresh_name(input, "_value");
    let value = Ident::from_str_in(&name, &ast);
    let old = Ident::from_str_in(&format!("{name}_"), &ast);
    let mut lowering = Lowering { ast, value, old, is_async: false, changed: false };
    lowering.visit_program(program);
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// Two names that the text does not have.
    value: Ident<'a>,
    old: Ident<'a>,
    /// In an async function.
    is_async: bool,
    changed: bool,
}

/// A place that is assigned to.
enum Place<'a> {
    Named(Ident<'a>),
    /// The key, which may be evaluated twice.
    Keyed(Expression<'a>),
}

impl<'a> Lowering<'a> {
    fn place(&self, target: Option<&MemberExpression<'a>>) -> Option<Place<'a>> {
        match target? {
            MemberExpression::StaticMemberExpression(it) if it.object.is_super() => {
                Some(Place::Named(it.property.name))
            }
            MemberExpression::ComputedMemberExpression(it) if it.object.is_super() => {
                let simple = it.expression.is_literal() || it.expression.is_identifier_reference();
                simple.then(|| Place::Keyed(it.expression.clone_in(self.ast.allocator())))
            }
            _ => None,
        }
    }

    fn read(&self, place: &Place<'a>) -> Expression<'a> {
        let ast = &self.ast;
        let object = Expression::new_super(SPAN, ast);
        match place {
            Place::Named(name) => Expression::new_static_member_expression(
                SPAN,
                object,
                IdentifierName::new(SPAN, *name, ast),
                false,
                ast,
            ),
            Place::Keyed(key) => {
                let key = key.clone_in(ast.allocator());
                Expression::new_computed_member_expression(SPAN, object, key, false, ast)
            }
        }
    }

    fn write(&self, place: &Place<'a>, value: Expression<'a>) -> Expression<'a> {
        let ast = &self.ast;
        let object = Expression::new_super(SPAN, ast);
        let target = match place {
            Place::Named(name) => {
                let name = IdentifierName::new(SPAN, *name, ast);
                AssignmentTarget::new_static_member_expression(SPAN, object, name, false, ast)
            }
            Place::Keyed(key) => {
                let key = key.clone_in(ast.allocator());
                AssignmentTarget::new_computed_member_expression(SPAN, object, key, false, ast)
            }
        };
        Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, target, value, ast)
    }

    fn arrow(&self, parameters: &[Ident<'a>], body: Expression<'a>) -> Expression<'a> {
        let ast = &self.ast;
        let items = parameters.iter().map(|name| {
            let pattern = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, *name, ast));
            FormalParameter::new_plain(SPAN, pattern, ast)
        });
        let items = ArenaVec::from_iter_in(items, ast);
        let parameters = FormalParameters::boxed(SPAN, FormalParameterKind::ArrowFormalParameters, items, None, ast);
        Expression::new_arrow_function_expression(
            SPAN,
            false,
            None,
            parameters,
            None,
            ArrowFunctionBody::from(body),
            ast,
        )
    }

    /// `super.a++`: `((value, old) => (old = value++, super.a = value, old))(super.a)`. The value of `++super.a` is the new one.
    fn updated(&self, place: &Place<'a>, operator: UpdateOperator, prefix: bool) -> Expression<'a> {
        let ast = &self.ast;
        let name = |name| Expression::new_identifier(SPAN, name, ast);
        let value =
            || SimpleAssignmentTarget::AssignmentTargetIdentifier(IdentifierReference::boxed(SPAN, self.value, ast));
        let step = Expression::new_update_expression(SPAN, operator, prefix, value(), ast);
        let (parameters, body) = if prefix {
            (vec![self.value], self.write(place, step))
        } else {
            let old = AssignmentTarget::AssignmentTargetIdentifier(IdentifierReference::boxed(SPAN, self.old, ast));
            let keep = Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, old, step, ast);
            let steps = [keep, self.write(place, name(self.value)), name(self.old)];
            (vec![self.value, self.old], Expression::new_sequence_expression(SPAN, steps, ast))
        };
        let arrow = self.arrow(&parameters, body);
        Expression::new_call_expression(SPAN, arrow, None, [Argument::from(self.read(place))], false, ast)
    }

    fn assigned(&self, place: &Place<'a>, it: &mut AssignmentExpression<'a>) -> Option<Expression<'a>> {
        let ast = &self.ast;
        let mut right = || it.right.take_in(ast);
        if let Some(operator) = it.operator.to_logical_operator() {
            let write = self.write(place, right());
            return Some(Expression::new_logical_expression(SPAN, self.read(place), operator, write, ast));
        }
        let operator = it.operator.to_binary_operator()?;
        let value = Expression::new_binary_expression(SPAN, self.read(place), operator, right(), ast);
        Some(self.write(place, value))
    }

    fn rewritten(&self, it: &mut Expression<'a>) -> Option<Expression<'a>> {
        match it {
            Expression::UpdateExpression(it) => {
                let place = self.place(it.argument.as_member_expression())?;
                Some(self.updated(&place, it.operator, it.prefix))
            }
            Expression::AssignmentExpression(it) => {
                let place = self.place(it.left.as_member_expression())?;
                self.assigned(&place, it)
            }
            _ => None,
        }
    }

    /// `Object.defineProperty({}, 'value', { set: (value) => super.a = value }).value`
    fn setter(&self, place: &Place<'a>) -> AssignmentTarget<'a> {
        let ast = &self.ast;
        let text = |text| Expression::new_string_literal(SPAN, Ident::from_str_in(text, ast), None, ast);
        let name = |name| IdentifierName::new(SPAN, Ident::from_str_in(name, ast), ast);
        let set = self.arrow(&[self.value], self.write(place, Expression::new_identifier(SPAN, self.value, ast)));
        let key = PropertyKey::StaticIdentifier(IdentifierName::boxed(SPAN, Ident::from_str_in("set", ast), ast));
        let set = ObjectPropertyKind::new_object_property(SPAN, PropertyKind::Init, key, set, false, false, false, ast);
        let empty = Expression::new_object_expression(SPAN, ArenaVec::new_in(ast), ast);
        let descriptor = Expression::new_object_expression(SPAN, [set], ast);
        let object = Expression::new_identifier(SPAN, Ident::from_str_in("Object", ast), ast);
        let define = Expression::new_static_member_expression(SPAN, object, name("defineProperty"), false, ast);
        let arguments = [Argument::from(empty), Argument::from(text("value")), Argument::from(descriptor)];
        let object = Expression::new_call_expression(SPAN, define, None, arguments, false, ast);
        AssignmentTarget::new_static_member_expression(SPAN, object, name("value"), false, ast)
    }

    fn within<T>(&mut self, is_async: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.is_async, is_async);
        let value = work(self);
        self.is_async = outer;
        value
    }

    fn pattern_target(&mut self, it: &mut AssignmentTarget<'a>) {
        if self.is_async
            && let Some(place) = self.place(it.as_member_expression())
        {
            self.changed = true;
            *it = self.setter(&place);
        }
    }
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        self.within(it.r#async, |this| walk_mut::walk_function(this, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        let is_async = self.is_async || it.r#async;
        self.within(is_async, |this| walk_mut::walk_arrow_function_expression(this, it));
    }

    fn visit_class_body(&mut self, it: &mut ClassBody<'a>) {
        self.within(false, |this| walk_mut::walk_class_body(this, it));
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        if self.is_async
            && let Some(rewritten) = self.rewritten(it)
        {
            self.changed = true;
            *it = rewritten;
        }
    }

    fn visit_for_statement_left(&mut self, it: &mut ForStatementLeft<'a>) {
        walk_mut::walk_for_statement_left(self, it);
        if let Some(target) = it.as_assignment_target_mut() {
            self.pattern_target(target);
        }
    }

    fn visit_array_assignment_target(&mut self, it: &mut ArrayAssignmentTarget<'a>) {
        walk_mut::walk_array_assignment_target(self, it);
        it.elements.iter_mut().flatten().for_each(|element| self.maybe_default(element));
        it.rest.iter_mut().for_each(|rest| self.pattern_target(&mut rest.target));
    }

    fn visit_object_assignment_target(&mut self, it: &mut ObjectAssignmentTarget<'a>) {
        walk_mut::walk_object_assignment_target(self, it);
        for property in &mut it.properties {
            if let AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) = property {
                self.maybe_default(&mut property.binding);
            }
        }
        it.rest.iter_mut().for_each(|rest| self.pattern_target(&mut rest.target));
    }
}

impl<'a> Lowering<'a> {
    fn maybe_default(&mut self, it: &mut AssignmentTargetMaybeDefault<'a>) {
        match it {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(it) => self.pattern_target(&mut it.binding),
            other => {
                if let Some(target) = other.as_assignment_target_mut() {
                    self.pattern_target(target);
                }
            }
        }
    }
}
