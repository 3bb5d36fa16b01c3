//! Assignments through `super` in async functions and in fields, of which oxc's lowering takes the plain ones only:
//! `super.a += b` becomes `super.a = super.a + b`, `super.a++` a function that does it, and a target in a pattern an object
//! with a setter. A key that does something is evaluated once: `super[a()]` is `super[key]` in `((key) => …)(a())`. And a
//! template that calls a method of `super`, whose `this` it loses, calls one that is bound.
//!
//! The `super` of a static field is taken for that of an async arrow function around the class, so there
//! `static a = super.b` becomes `static a = (() => super.b)()`.

use oxc::allocator::{CloneIn, GetAllocator, TakeIn};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk_mut};
use oxc::semantic::ScopeFlags;
use oxc::span::SPAN;
use oxc::str::Ident;

use super::{JsInput, chains, fresh_name, mentions, targets, transform};

/// Rewrites them; says whether there were any, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    if input.options.target.is_none() || !mentions(input, "super") {
        return false;
    }
    let Ok(env) = transform::target_env(input.options) else { return false };
    let functions = (env.es2017.async_to_generator || env.es2018.async_generator_functions) && mentions(input, "async");
    let fields = env.es2022.class_properties.is_some();
    if !functions && !fields {
        return false;
    }
    let name = fresh_name(input, "_value");
    let named = |suffix: &str| Ident::from_str_in(&format!("{name}{suffix}"), &ast);
    let (value, old, key) = (named(""), named("_"), named("__"));
    let mut lowering = Lowering { ast, value, old, key, functions, fields, moves: false, waits: false, changed: false };
    lowering.visit_program(program);
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// Three names that the text does not have.
    value: Ident<'a>,
    old: Ident<'a>,
    key: Ident<'a>,
    /// Async functions are lowered.
    functions: bool,
    /// Fields and static blocks are lowered.
    fields: bool,
    /// What is walked moves to where `super` is not.
    moves: bool,
    /// An async arrow function is around what is walked.
    waits: bool,
    changed: bool,
}

/// A place that is assigned to.
enum Place<'a> {
    Named(Ident<'a>),
    /// The key, which may be evaluated twice.
    Keyed(Expression<'a>),
}

impl<'a> Lowering<'a> {
    /// The place, and the key where that is to be evaluated before.
    fn place(&self, target: Option<&mut MemberExpression<'a>>) -> Option<(Place<'a>, Option<Expression<'a>>)> {
        match target? {
            MemberExpression::StaticMemberExpression(it) if it.object.is_super() => {
                Some((Place::Named(it.property.name), None))
            }
            MemberExpression::ComputedMemberExpression(it) if it.object.is_super() => {
                if is_plain_key(&it.expression) {
                    return Some((Place::Keyed(it.expression.clone_in(self.ast.allocator())), None));
                }
                let key = Expression::new_identifier(SPAN, self.key, &self.ast);
                Some((Place::Keyed(key), Some(it.expression.take_in(&self.ast))))
            }
            _ => None,
        }
    }

    fn keyed(&self, key: Option<Expression<'a>>, body: Expression<'a>) -> Expression<'a> {
        match key {
            Some(key) => targets::with_value(&self.ast, self.key, key, body),
            None => body,
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
        let arrow = targets::arrow(ast, &parameters, body);
        Expression::new_call_expression(SPAN, arrow, None, [Argument::from(self.read(place))], false, ast)
    }

    fn assigned(&self, it: &mut AssignmentExpression<'a>) -> Option<Expression<'a>> {
        let ast = &self.ast;
        if let Some(operator) = it.operator.to_logical_operator() {
            // What waits cannot stand in a function of its own.
            if let AssignmentTarget::ComputedMemberExpression(left) = &it.left
                && !is_plain_key(&left.expression)
                && chains::pauses(&it.right)
            {
                return None;
            }
            let (place, key) = self.place(it.left.as_member_expression_mut())?;
            let write = self.write(&place, it.right.take_in(ast));
            let value = Expression::new_logical_expression(SPAN, self.read(&place), operator, write, ast);
            return Some(self.keyed(key, value));
        }
        let operator = it.operator.to_binary_operator()?;
        let (place, key) = self.place(it.left.as_member_expression_mut())?;
        let right = it.right.take_in(ast);
        let sum = |left, right| Expression::new_binary_expression(SPAN, left, operator, right, ast);
        let Some(key) = key else { return Some(self.write(&place, sum(self.read(&place), right))) };
        // `((key) => ((old) => (value) => super[key] = old + value)(super[key]))(a())(b)`: `b` stays where it may wait.
        let name = |name| Expression::new_identifier(SPAN, name, ast);
        let write = targets::arrow(ast, &[self.value], self.write(&place, sum(name(self.old), name(self.value))));
        let write = targets::with_value(ast, self.old, self.read(&place), write);
        let write = self.keyed(Some(key), write);
        Some(Expression::new_call_expression(SPAN, write, None, [Argument::from(right)], false, ast))
    }

    fn rewritten(&self, it: &mut Expression<'a>) -> Option<Expression<'a>> {
        match it {
            Expression::UpdateExpression(it) => {
                let (place, key) = self.place(it.argument.as_member_expression_mut())?;
                Some(self.keyed(key, self.updated(&place, it.operator, it.prefix)))
            }
            Expression::AssignmentExpression(it) => self.assigned(it),
            _ => None,
        }
    }

    fn within<T>(&mut self, moves: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.moves, moves);
        let value = work(self);
        self.moves = outer;
        value
    }

    fn pattern_target(&mut self, it: &mut AssignmentTarget<'a>) {
        if !self.moves {
            return;
        }
        let Some((place, key)) = self.place(it.as_member_expression_mut()) else { return };
        self.changed = true;
        let ast = &self.ast;
        let write = self.write(&place, Expression::new_identifier(SPAN, self.value, ast));
        *it = targets::of_setter(ast, self.keyed(key, targets::setter(ast, self.value, write)));
    }
}

/// Whether an expression mentions `super`, other than in functions with one of their own.
fn mentions_super(expression: &Expression<'_>) -> bool {
    struct Search(bool);
    impl<'a> Visit<'a> for Search {
        fn visit_super(&mut self, _it: &Super) {
            self.0 = true;
        }
        fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}
        fn visit_class_body(&mut self, _it: &ClassBody<'a>) {}
    }
    let mut search = Search(false);
    search.visit_expression(expression);
    search.0
}

/// Whether a key may be evaluated twice.
fn is_plain_key(key: &Expression<'_>) -> bool {
    key.is_literal() || key.is_identifier_reference()
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        let moves = self.functions && it.r#async;
        let waits = std::mem::replace(&mut self.waits, false);
        self.within(moves, |this| walk_mut::walk_function(this, it, flags));
        self.waits = waits;
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        let moves = self.moves || self.functions && it.r#async;
        let waits = self.waits;
        self.waits |= it.r#async;
        self.within(moves, |this| walk_mut::walk_arrow_function_expression(this, it));
        self.waits = waits;
    }

    fn visit_class_body(&mut self, it: &mut ClassBody<'a>) {
        self.within(false, |this| walk_mut::walk_class_body(this, it));
    }

    fn visit_property_definition(&mut self, it: &mut PropertyDefinition<'a>) {
        self.within(self.fields, |this| walk_mut::walk_property_definition(this, it));
        if self.waits
            && self.fields
            && it.r#static
            && let Some(value) = &mut it.value
            && mentions_super(value)
        {
            self.changed = true;
            let body = value.take_in(&self.ast);
            let arrow = targets::arrow(&self.ast, &[], body);
            *value = Expression::new_call_expression(SPAN, arrow, None, [], false, &self.ast);
        }
    }

    fn visit_static_block(&mut self, it: &mut StaticBlock<'a>) {
        self.within(self.fields, |this| walk_mut::walk_static_block(this, it));
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        if self.moves
            && let Some(rewritten) = self.rewritten(it)
        {
            self.changed = true;
            *it = rewritten;
        }
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        walk_mut::walk_tagged_template_expression(self, it);
        if self.moves && it.tag.as_member_expression().is_some_and(|it| it.object().is_super()) {
            self.changed = true;
            let ast = &self.ast;
            let bind = IdentifierName::new(SPAN, Ident::from("bind"), ast);
            let bind = Expression::new_static_member_expression(SPAN, it.tag.take_in(ast), bind, false, ast);
            let this = Argument::from(Expression::new_this_expression(SPAN, ast));
            it.tag = Expression::new_call_expression(SPAN, bind, None, [this], false, ast);
        }
    }

    targets::visit_pattern_targets!('a);
}
