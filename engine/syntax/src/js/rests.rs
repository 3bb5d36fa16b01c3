//! Patterns that take the rest of an object, as far as oxc's lowering of them loses something.
//!
//! In the head of a loop it declares what the pattern names for one round only, but a `var` outlives the loop, and the body
//! may declare the names once more: `for (var { a, ...b } of c) d` becomes `for (const each of c) { var { a, ...b } = each; d }`,
//! and the body of `for (let { a, ...b } of c) { let a }` is a block in a block. It asks for an object once more when the
//! pattern has given its variable another value: `var { a: b, ...c } = b` becomes `var { a: b, ...c } = (0, b)`, which it
//! keeps. It declares parameters by `let`, which a `var` of the body cannot be beside: `function f({ a, ...b }) { var b }`
//! becomes `function f(each) { var { a, ...b } = each; var b }`. Of several in one declaration it loses all but the last:
//! each gets a declaration of its own. And one within another target it does not take at all, or takes too late: such a target
//! becomes that of a setter, which takes it apart.

use oxc::allocator::{Dummy, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::ScopeFlags;
use oxc::span::SPAN;
use oxc::str::Ident;

use super::blocks::declared;
use super::{JsInput, chains, fresh_name, mentions, targets, transform};

/// Rewrites the declarations of a program; says whether it changed anything, and the scoping is then stale.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, input: &JsInput<'_>) -> bool {
    let lowers = || transform::target_env(input.options).is_ok_and(|env| env.es2018.object_rest_spread.is_some());
    if !mentions(input, "...") || !lowers() {
        return false;
    }
    let name = fresh_name(input, "_each");
    let name = Ident::from_str_in(&name, &ast);
    let mut lowering = Lowering { name, ast, in_namespace: false, changed: false };
    lowering.visit_program(program);
    lowering.changed
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// A name that the text does not have.
    name: Ident<'a>,
    /// The statements at hand are those of a TypeScript namespace.
    in_namespace: bool,
    changed: bool,
}

impl<'a> Lowering<'a> {
    fn lower(&mut self, left: &mut ForStatementLeft<'a>, body: &mut Statement<'a>) {
        let ForStatementLeft::VariableDeclaration(declaration) = left else { return };
        let declaration = &mut **declaration;
        let [declarator] = declaration.declarations.as_mut_slice() else { return };
        if !has_rest(&declarator.id) {
            return;
        }
        let ast = &self.ast;
        if declaration.kind != VariableDeclarationKind::Var {
            let names: Vec<Ident<'a>> = declarator.id.get_binding_identifiers().iter().map(|id| id.name).collect();
            if let Statement::BlockStatement(block) = &*body
                && declared(&block.body, true).iter().any(|name| names.contains(name))
            {
                self.changed = true;
                let inner = std::mem::replace(body, Statement::dummy(ast.allocator()));
                *body = Statement::BlockStatement(BlockStatement::boxed(SPAN, [inner], ast));
            }
            return;
        }
        self.changed = true;
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

impl<'a> Lowering<'a> {
    fn pattern_target(&mut self, it: &mut AssignmentTarget<'a>) {
        if !matches!(it, AssignmentTarget::ObjectAssignmentTarget(object) if object.rest.is_some() && !chains::pauses_in(object))
        {
            return;
        }
        self.changed = true;
        let ast = &self.ast;
        let pattern = it.take_in(ast);
        let value = Expression::new_identifier(SPAN, self.name, ast);
        let write = Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, pattern, value, ast);
        *it = targets::of_setter(ast, targets::setter(ast, self.name, write));
    }

    /// Takes parameters apart in the body whose names it declares by `var`.
    fn lower_parameters(&mut self, parameters: &mut FormalParameters<'a>, body: &mut FunctionBody<'a>) {
        if !parameters.items.iter().any(|it| has_rest(&it.pattern)) {
            return;
        }
        let mut vars = Vars { names: Vec::new() };
        vars.visit_function_body(body);
        let ast = &self.ast;
        let mut taken = Vec::new();
        for (i, parameter) in parameters.items.iter_mut().enumerate() {
            let names = parameter.pattern.get_binding_identifiers();
            if !has_rest(&parameter.pattern) || !names.iter().any(|id| vars.names.contains(&id.name)) {
                continue;
            }
            let name = Ident::from_str_in(&format!("{}{i}", self.name), ast);
            let whole = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, name, ast));
            let pattern = std::mem::replace(&mut parameter.pattern, whole);
            let value = Expression::new_identifier(SPAN, name, ast);
            let declarator = VariableDeclarator::new(SPAN, pattern, None, Some(value), false, ast);
            let declaration = VariableDeclaration::boxed(SPAN, VariableDeclarationKind::Var, [declarator], false, ast);
            taken.push(Statement::VariableDeclaration(declaration));
        }
        if !taken.is_empty() {
            self.changed = true;
            taken.extend(body.statements.take_in(ast));
            body.statements = ArenaVec::from_iter_in(taken, ast);
        }
    }
}

/// Whether a declaration has several variables, one of which takes the rest of an object.
fn is_split(declaration: &VariableDeclaration<'_>) -> bool {
    declaration.declarations.len() > 1 && declaration.declarations.iter().any(|it| has_rest(&it.id))
}

/// Whether an export is written as declarations and the names that they export: variables that lowering makes in the midst
/// of an exported declaration would be exported, too.
fn is_named_apart(export: &ExportDeclaration<'_>) -> bool {
    matches!(&export.declaration, Declaration::VariableDeclaration(it) if it.declarations.iter().any(|it| has_rest(&it.id)))
}

/// What a function declares by `var`.
struct Vars<'a> {
    names: Vec<Ident<'a>>,
}

impl<'a> Visit<'a> for Vars<'a> {
    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.kind.is_var() {
            let ids = it.declarations.iter().flat_map(|it| it.id.get_binding_identifiers());
            self.names.extend(ids.map(|id| id.name));
        }
        walk::walk_variable_declaration(self, it);
    }

    fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _it: &ArrowFunctionExpression<'a>) {}

    fn visit_class(&mut self, _it: &Class<'a>) {}
}

/// Whether a pattern takes the rest of an object anywhere.
fn has_rest(pattern: &BindingPattern<'_>) -> bool {
    struct Search(bool);
    impl<'a> Visit<'a> for Search {
        fn visit_object_pattern(&mut self, it: &ObjectPattern<'a>) {
            self.0 |= it.rest.is_some();
            walk::walk_object_pattern(self, it);
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
    targets::visit_pattern_targets!('a);

    fn visit_ts_module_block(&mut self, it: &mut TSModuleBlock<'a>) {
        let outer = std::mem::replace(&mut self.in_namespace, true);
        walk_mut::walk_ts_module_block(self, it);
        self.in_namespace = outer;
    }

    fn visit_statements(&mut self, it: &mut ArenaVec<'a, Statement<'a>>) {
        let in_namespace = self.in_namespace;
        walk_mut::walk_statements(self, it);
        let splits = |it: &Statement<'a>| match it {
            Statement::VariableDeclaration(it) => is_split(it),
            Statement::ExportDeclaration(it) => !in_namespace && is_named_apart(it),
            _ => false,
        };
        if !it.iter().any(splits) {
            return;
        }
        self.changed = true;
        let ast = &self.ast;
        let mut out = ArenaVec::with_capacity_in(it.len() + 1, ast);
        let each = |declaration: &mut VariableDeclaration<'a>| {
            let (span, kind, declare) = (declaration.span, declaration.kind, declaration.declare);
            let declarators = declaration.declarations.take_in(ast);
            declarators.into_iter().map(move |it| VariableDeclaration::boxed(span, kind, [it], declare, ast))
        };
        for mut statement in it.take_in(ast) {
            match &mut statement {
                Statement::VariableDeclaration(it) if is_split(it) => {
                    out.extend(each(it).map(Statement::VariableDeclaration));
                }
                Statement::ExportDeclaration(export) if !in_namespace && is_named_apart(export) => {
                    let Declaration::VariableDeclaration(it) = &mut export.declaration else { continue };
                    let ids = it.declarations.iter().flat_map(|it| it.id.get_binding_identifiers());
                    let specifiers = ids.map(|id| {
                        let local = IdentifierReference::new(id.span, id.name, ast);
                        let exported = IdentifierName::new(id.span, id.name, ast);
                        let local = ModuleExportName::IdentifierReference(local);
                        let exported = ModuleExportName::IdentifierName(exported);
                        ExportSpecifier::new(id.span, local, exported, ImportOrExportKind::Value, ast)
                    });
                    let specifiers = ArenaVec::from_iter_in(specifiers, ast);
                    out.extend(each(it).map(Statement::VariableDeclaration));
                    let kind = ImportOrExportKind::Value;
                    let names = ExportNamedDeclaration::boxed(export.span, specifiers, kind, ast);
                    out.push(Statement::ExportNamedDeclaration(names));
                }
                _ => out.push(statement),
            }
        }
        *it = out;
    }

    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        walk_mut::walk_function(self, it, flags);
        if let Some(body) = &mut it.body {
            self.lower_parameters(&mut it.params, body);
        }
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        walk_mut::walk_arrow_function_expression(self, it);
        if let ArrowFunctionBody::FunctionBody(body) = &mut it.body {
            self.lower_parameters(&mut it.params, body);
        }
    }

    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        walk_mut::walk_variable_declarator(self, it);
        if let Some(init) = &mut it.init
            && let Expression::Identifier(value) = &*init
            && has_rest(&it.id)
            && names(&it.id, value.name)
        {
            self.changed = true;
            *init = targets::apart(&self.ast, SPAN, init.take_in(&self.ast));
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
