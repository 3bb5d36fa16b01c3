//! `catch (e) { var e = 1 }`: the `var` declares a variable of the function around, and what it sets is the parameter of
//! the `catch`. oxc takes both for one symbol. They are taken apart here: `var e; … catch (e) { e = 1 }`.

use oxc::allocator::Vec as ArenaVec;
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::{ScopeFlags, Scoping, SymbolFlags};
use oxc::span::{SPAN, Span};
use oxc::str::Ident;

use super::hoist::hoist_nested_vars;
use super::{JsInput, mentions};

/// Rewrites a program; says whether it changed anything, and the scoping is then stale.
pub(super) fn lower<'a>(
    ast: AstBuilder<'a>,
    program: &mut Program<'a>,
    scoping: &Scoping,
    input: &JsInput<'_>,
) -> bool {
    let is_shared = |symbol| {
        let mut flags = scoping.symbol_redeclarations(symbol).iter().map(|it| it.flags);
        scoping.symbol_flags(symbol).is_catch_variable()
            && flags.any(|it| it.contains(SymbolFlags::FunctionScopedVariable) && !it.is_catch_variable())
    };
    if !["catch", "var"].iter().all(|word| mentions(input, word)) || !scoping.symbol_ids().any(is_shared) {
        return false;
    }
    Lowering { ast, vars: Vec::new() }.visit_program(program);
    true
}

struct Lowering<'a> {
    ast: AstBuilder<'a>,
    /// Variables that are to be declared by the function around.
    vars: Vec<(Span, Ident<'a>)>,
}

impl<'a> Lowering<'a> {
    /// Walks the statements of a function, and declares in front of them what was taken out of its `catch`es.
    fn body(&mut self, statements: &mut ArenaVec<'a, Statement<'a>>) {
        let outer = std::mem::take(&mut self.vars);
        walk_mut::walk_statements(self, statements);
        let vars = std::mem::replace(&mut self.vars, outer);
        if vars.is_empty() {
            return;
        }
        let declarators = vars.into_iter().map(|(span, name)| {
            let id = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(span, name, &self.ast));
            VariableDeclarator::new(SPAN, id, None, None, false, &self.ast)
        });
        let declarators = ArenaVec::from_iter_in(declarators, &self.ast);
        let kind = VariableDeclarationKind::Var;
        let declaration = VariableDeclaration::boxed(SPAN, kind, declarators, false, &self.ast);
        statements.insert(0, Statement::VariableDeclaration(declaration));
    }
}

impl<'a> VisitMut<'a> for Lowering<'a> {
    fn visit_program(&mut self, it: &mut Program<'a>) {
        self.body(&mut it.body);
    }

    fn visit_function_body(&mut self, it: &mut FunctionBody<'a>) {
        self.body(&mut it.statements);
    }

    fn visit_static_block(&mut self, it: &mut StaticBlock<'a>) {
        self.body(&mut it.body);
    }

    fn visit_catch_clause(&mut self, it: &mut CatchClause<'a>) {
        walk_mut::walk_catch_clause(self, it);
        let parameter = it.param.as_ref().and_then(|it| it.pattern.get_binding_identifier());
        let Some(name) = parameter.map(|it| it.name) else { return };
        let mut vars = Vars(Vec::new());
        vars.visit_block_statement(&it.body);
        if vars.0.iter().any(|(_, var)| *var == name) {
            it.body.body.iter_mut().for_each(|statement| hoist_nested_vars(statement, &self.ast));
            self.vars.append(&mut vars.0);
        }
    }
}

/// The variables that statements declare for the function around.
struct Vars<'a>(Vec<(Span, Ident<'a>)>);

impl<'a> Visit<'a> for Vars<'a> {
    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.kind == VariableDeclarationKind::Var {
            for id in it.declarations.iter().flat_map(|it| it.id.get_binding_identifiers()) {
                self.0.push((id.span, id.name));
            }
        }
        walk::walk_variable_declaration(self, it);
    }

    fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}
    fn visit_arrow_function_expression(&mut self, _it: &ArrowFunctionExpression<'a>) {}
    fn visit_class(&mut self, _it: &Class<'a>) {}
}
