//! A `var` that takes the rest of an object. In the head of a loop oxc's lowering declares what the pattern names for one
//! round only, but it outlives the loop: `for (var { a, ...b } of c) d` becomes
//! `for (const each of c) { var { a, ...b } = each; d }`. Elsewhere it asks for the object once more when the pattern has
//! given its variable another value: `var { a: b, ...c } = b` becomes `var { a: b, ...c } = (0, b)`, which it keeps.

use oxc::allocator::{Dummy, GetAllocator, TakeIn};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk_mut};
use oxc::span::SPAN;
use oxc::str::Ident;

use super::{JsInput, fresh_name, mentions, transform};

/// Rewrites the declarations of a program; says whether it changed anything, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    let lowers = || transform::target_env(input.options).is_ok_and(|env| env.es2018.object_rest_spread.is_some());
    if !["var", "..."].iter().all(|word| mentions(input, word)) || !lowers() {
        return false;
    }
    let name = fresh_name(input, "_each");
    let mut lowering = Lowering { name: Ident::from_str_in(&name, &ast), ast, changed: false };
    lowering.visit_program(program);
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// A name that the text does not have.
    name: Ident<'a>,
    changed: bool,
}

impl<'a> Lowering<'a> {
    fn lower(&mut self, left: &mut ForStatementLeft<'a>, body: &mut Statement<'a>) {
        let ForStatementLeft::VariableDeclaration(declaration) = left else { return };
        let declaration = &mut **declaration;
        let [declarator] = declaration.declarations.as_mut_slice() else { return };
        if declaration.kind != VariableDeclarationKind::Var || !has_rest(&declarator.id) {
            return;
        }
        self.changed = true;
        let ast = &self.ast;
        let each = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, self.name, ast));
        let pattern = std::mem::replace(&mut declarator.id, each);
        declaration.kind = VariableDeclarationKind::Const;
        let value = Expression::new_identifier(SPAN, self.name, ast);
        let inner = VariableDeclarator::new(SPAN, pattern, declarator.type_annotation.take(), Some(value), false, ast);
        let inner = VariableDeclaration::boxed(SPAN, VariableDeclarationKind::Var, [inner], false, ast);
        let rest = std::mem::replace(body, Statement::dummy(ast.allocator()));
        let block = BlockStatement::boxed(SPAN, [Statement::VariableDeclaration(inner), rest], ast);
        *body = Statement::BlockStatement(block);
    }
}

/// Whether a pattern takes the rest of an object anywhere.
fn has_rest(pattern: &BindingPattern<'_>) -> bool {
    struct Search(bool);
    impl<'a> Visit<'a> for Search {
        fn visit_object_pattern(&mut self, it: &ObjectPattern<'a>) {
            self.0 |= it.rest.is_some();
            oxc::ast_visit::walk::walk_object_pattern(self, it);
        }
    }
    let mut search = Search(false);
    search.visit_binding_pattern(pattern);
    search.0
}

/// Whether a pattern names a variable, other than as the rest of the whole.
fn names(pattern: &BindingPattern<'_>, name: Ident<'_>) -> bool {
    struct Search<'n> {
        name: Ident<'n>,
        found: bool,
    }
    impl<'a> Visit<'a> for Search<'_> {
        fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
            self.found |= it.name == self.name;
        }
        fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
            self.found |= it.name == self.name;
        }
    }
    let mut search = Search { name, found: false };
    match pattern {
        BindingPattern::ObjectPattern(it) => it.properties.iter().for_each(|it| search.visit_binding_property(it)),
        other => search.visit_binding_pattern(other),
    }
    search.found
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        walk_mut::walk_variable_declarator(self, it);
        if let Some(init) = &mut it.init
            && let Expression::Identifier(value) = &*init
            && has_rest(&it.id)
            && names(&it.id, value.name)
        {
            self.changed = true;
            let ast = &self.ast;
            let zero = Expression::new_numeric_literal(SPAN, 0.0, None, NumberBase::Decimal, ast);
            let value = init.take_in(ast);
            *init = Expression::new_sequence_expression(SPAN, [zero, value], ast);
        }
    }

    fn visit_for_in_statement(&mut self, it: &mut ForInStatement<'a>) {
        walk_mut::walk_for_in_statement(self, it);
        self.lower(&mut it.left, &mut it.body);
    }

    fn visit_for_of_statement(&mut self, it: &mut ForOfStatement<'a>) {
        walk_mut::walk_for_of_statement(self, it);
        self.lower(&mut it.left, &mut it.body);
    }
}
