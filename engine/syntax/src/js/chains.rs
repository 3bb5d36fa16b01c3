//! Calls of optional chains in parentheses, `(a?.b)()`, whose `this` oxc's lowering loses: `this` is `a`, and what is called is
//! bound to it first. `(a?.b)?.()` means what `a?.b?.()` means.

use oxc::allocator::TakeIn;
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::ScopeFlags;
use oxc::span::{GetSpan, SPAN};
use oxc::str::Ident;

use super::{JsInput, fresh_name, mentions, targets, transform};

/// Rewrites them; says whether there were any, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    if !are_lowered(input) {
        return false;
    }
    let object = Ident::from_str_in(&fresh_name(input, "_object"), &ast);
    let mut lowering = Lowering { ast, object, changed: false };
    lowering.visit_program(program);
    lowering.changed
}

/// Whether there may be optional chains, which the target does not have.
pub(super) fn are_lowered(input: &JsInput<'_>) -> bool {
    let lowers = || transform::target_env(input.options).is_ok_and(|env| env.es2020.optional_chaining);
    input.options.target.is_some() && mentions(input, "?.") && lowers()
}

/// The chain in parentheses that a call or a template calls a member of.
pub(super) fn called_chain<'e, 'a>(callee: &'e Expression<'a>) -> Option<&'e ChainExpression<'a>> {
    let Expression::ChainExpression(chain) = callee.get_inner_expression() else { return None };
    chain.expression.as_member_expression().map(|_| &**chain)
}

/// Whether a chain waits for something where it would stand in a function of its own.
pub(super) fn key_pauses(chain: &ChainExpression<'_>) -> bool {
    matches!(&chain.expression, ChainElement::ComputedMemberExpression(it) if pauses(&it.expression))
}

/// Whether an expression waits for something, by itself.
pub(super) fn pauses(expression: &Expression<'_>) -> bool {
    let mut search = Pauses { found: false };
    search.visit_expression(expression);
    search.found
}

/// Whether a target of an assignment waits for something.
pub(super) fn pauses_in(target: &ObjectAssignmentTarget<'_>) -> bool {
    let mut search = Pauses { found: false };
    search.visit_object_assignment_target(target);
    search.found
}

struct Pauses {
    found: bool,
}

impl<'a> Visit<'a> for Pauses {
    fn visit_await_expression(&mut self, _it: &AwaitExpression<'a>) {
        self.found = true;
    }

    fn visit_yield_expression(&mut self, _it: &YieldExpression<'a>) {
        self.found = true;
    }

    fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        if !it.r#async {
            walk::walk_arrow_function_expression(self, it);
        }
    }
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// A name that the text does not have.
    object: Ident<'a>,
    changed: bool,
}

impl<'a> Lowering<'a> {
    /// `(a?.b)` as `((object) => object?.b.bind(object))(a)`.
    fn bind(&mut self, callee: &mut Expression<'a>) {
        if called_chain(callee).is_none_or(key_pauses) {
            return;
        }
        let Expression::ChainExpression(chain) = callee.get_inner_expression_mut() else { return };
        let Some(member) = chain.expression.as_member_expression_mut() else { return };
        self.changed = true;
        let ast = &self.ast;
        let object = || Expression::new_identifier(SPAN, self.object, ast);
        let optional = match member {
            MemberExpression::StaticMemberExpression(it) => &mut it.optional,
            MemberExpression::ComputedMemberExpression(it) => &mut it.optional,
            MemberExpression::PrivateFieldExpression(it) => &mut it.optional,
        };
        // `(a?.b.c)()`: what is left of the chain may be nothing, and nothing cannot be called.
        let is_whole = std::mem::replace(optional, true);
        let value = std::mem::replace(member.object_mut(), object());
        let value = if is_whole { value } else { self.chain(value) };
        let member = Expression::from(member.take_in(ast));
        let bind = IdentifierName::new(SPAN, Ident::from("bind"), ast);
        let bind = Expression::new_static_member_expression(SPAN, member, bind, false, ast);
        let bind = Expression::new_call_expression(SPAN, bind, None, [Argument::from(object())], false, ast);
        *callee = targets::with_value(ast, self.object, value, self.chain(bind));
    }

    /// A part of a chain as a chain.
    fn chain(&self, part: Expression<'a>) -> Expression<'a> {
        let span = part.span();
        match part {
            Expression::CallExpression(it) => {
                Expression::new_chain_expression(span, ChainElement::CallExpression(it), &self.ast)
            }
            Expression::TSNonNullExpression(it) => {
                Expression::new_chain_expression(span, ChainElement::TSNonNullExpression(it), &self.ast)
            }
            part if part.is_member_expression() => {
                Expression::new_chain_expression(span, ChainElement::from(part.into_member_expression()), &self.ast)
            }
            part => part,
        }
    }

    /// `(a?.b)?.()` as `a?.b?.()`.
    fn open(&mut self, callee: &mut Expression<'a>) {
        let Expression::ChainExpression(chain) = callee.get_inner_expression_mut() else { return };
        if let Some(member) = chain.expression.as_member_expression_mut() {
            self.changed = true;
            *callee = Expression::from(member.take_in(&self.ast));
        }
    }
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_call_expression(&mut self, it: &mut CallExpression<'a>) {
        walk_mut::walk_call_expression(self, it);
        if it.optional {
            self.open(&mut it.callee);
        } else {
            self.bind(&mut it.callee);
        }
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        walk_mut::walk_tagged_template_expression(self, it);
        self.bind(&mut it.tag);
    }
}
