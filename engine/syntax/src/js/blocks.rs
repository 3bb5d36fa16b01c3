//! Functions that blocks of sloppy code declare. There they are variables of the function around the block, too; in
//! strict code, which most of a bundle is, they are not. So `if (a) { function f() {} } f()` becomes
//! `if (a) { let f_ = function f() {}; var f = f_; } f()`. And `for (var a = 1 in b)`, which strict code does not have,
//! becomes `for (var a in (a = 1, b))`.

use nexxo_base::Map;
use oxc::allocator::{Dummy, GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::{ScopeFlags, Scoping, SymbolId};
use oxc::span::{GetSpan, SPAN};
use oxc::str::Ident;

use super::{JsInput, mentions, nested};

/// Rewrites such functions of a script or a CommonJS module; says whether it changed anything, and the scoping is then
/// stale.
pub(super) fn lower<'a>(
    ast: AstBuilder<'a>,
    program: &mut Program<'a>,
    scoping: &Scoping,
    input: &JsInput<'_>,
) -> bool {
    if !["function", "for"].iter().any(|word| mentions(input, word)) || is_strict(&program.directives) {
        return false;
    }
    let mut search = Search::default();
    search.visit_program(program);
    if search.names.is_empty() && !search.initialised {
        return false;
    }
    let mut places = Places { found: search.names.into_iter().map(|name| (name, Vec::new())).collect() };
    places.visit_program(program);
    let sees_names = mentions(input, "eval") && nested::has_direct_eval(scoping);
    let mut lowering =
        Lowering { ast, scoping, input, places: places.found, sees_names, levels: Vec::new(), changed: false };
    let names = declared(&program.body, false);
    lowering.level(true, names, |it| walk_mut::walk_program(it, program));
    lowering.changed
}

struct Lowering<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    input: &'s JsInput<'s>,
    /// Where the names of such functions are mentioned.
    places: Map<Ident<'a>, Vec<u32>>,
    /// A direct `eval` may mention any name.
    sees_names: bool,
    levels: Vec<Level<'a>>,
    changed: bool,
}

/// Names that no `var` of an inner block can have.
struct Level<'a> {
    is_function: bool,
    names: Vec<Ident<'a>>,
}

fn is_strict(directives: &[Directive<'_>]) -> bool {
    directives.iter().any(|it| it.directive == "use strict")
}

/// What statements declare for their block alone.
pub(super) fn declared<'a>(statements: &[Statement<'a>], functions: bool) -> Vec<Ident<'a>> {
    let mut names = Vec::new();
    for statement in statements {
        match statement {
            Statement::VariableDeclaration(it) if !it.kind.is_var() => {
                for declarator in &it.declarations {
                    names.extend(declarator.id.get_binding_identifiers().iter().map(|id| id.name));
                }
            }
            Statement::ClassDeclaration(it) => names.extend(it.id.as_ref().map(|id| id.name)),
            Statement::FunctionDeclaration(it) if functions => names.extend(it.id.as_ref().map(|id| id.name)),
            _ => {}
        }
    }
    names
}

impl<'a> Lowering<'a, '_> {
    fn level(&mut self, is_function: bool, names: Vec<Ident<'a>>, walk: impl FnOnce(&mut Self)) {
        self.levels.push(Level { is_function, names });
        walk(self);
        self.levels.pop();
    }

    /// Whether the function around the block that is walked can have a `var` of this name.
    fn may_be_var(&self, name: Ident<'a>) -> bool {
        let mut around = self.levels.iter().rev();
        loop {
            match around.next() {
                Some(level) if level.names.contains(&name) => return false,
                Some(level) if level.is_function => return true,
                Some(_) => {}
                None => return false,
            }
        }
    }

    /// The functions of a block that something outside of it may mean.
    fn seen_outside(&self, block: &BlockStatement<'a>) -> Vec<Ident<'a>> {
        let all = declared(&block.body, true);
        let is_once = |name: &Ident<'a>| all.iter().filter(|it| *it == name).count() == 1;
        let plain = block.body.iter().filter_map(|it| match it {
            Statement::FunctionDeclaration(it) if !it.r#async && !it.generator => it.id.as_ref().map(|id| id.name),
            _ => None,
        });
        let is_seen = |name: &Ident<'a>| {
            let at = |place: &u32| !(block.span.start..block.span.end).contains(place);
            self.sees_names || self.places.get(name).is_some_and(|places| places.iter().any(at))
        };
        plain.filter(|name| is_once(name) && self.may_be_var(*name) && is_seen(name)).collect()
    }

    fn lower_block(&mut self, block: &mut BlockStatement<'a>) {
        let names = self.seen_outside(block);
        if names.is_empty() {
            return;
        }
        self.changed = true;
        let (mut functions, mut variables, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut renames = Vec::new();
        for mut statement in block.body.take_in(&self.ast) {
            let Some((name, symbol)) = function_id(&statement).filter(|(name, _)| names.contains(name)) else {
                rest.push(statement);
                continue;
            };
            let mut inner = format!("{name}_");
            while mentions(self.input, &inner) {
                inner.push('_');
            }
            let inner = Ident::from_str_in(&inner, &self.ast);
            renames.push((name, symbol, inner));
            if let Statement::FunctionDeclaration(function) = &mut statement {
                let mut function = function.take_in_box(&self.ast);
                function.r#type = FunctionType::FunctionExpression;
                let value = Expression::FunctionExpression(function);
                functions.push(self.declaration(VariableDeclarationKind::Let, inner, value));
                let value = Expression::new_identifier(SPAN, inner, &self.ast);
                variables.push(self.declaration(VariableDeclarationKind::Var, name, value));
            }
        }
        let statements = functions.into_iter().chain(variables).chain(rest);
        block.body = ArenaVec::from_iter_in(statements, &self.ast);
        Renaming { scoping: self.scoping, renames: &renames }.visit_statements(&mut block.body);
    }

    fn declaration(&self, kind: VariableDeclarationKind, name: Ident<'a>, value: Expression<'a>) -> Statement<'a> {
        let ast = &self.ast;
        let id = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, name, ast));
        let declarator = VariableDeclarator::new(SPAN, id, None, Some(value), false, ast);
        Statement::VariableDeclaration(VariableDeclaration::boxed(SPAN, kind, [declarator], false, ast))
    }

    /// `for (var a = 1 in b)` as `for (var a in (a = 1, b))`.
    fn take_initialiser(&mut self, it: &mut ForInStatement<'a>) {
        let ForStatementLeft::VariableDeclaration(declaration) = &mut it.left else { return };
        let Some(declarator) = declaration.declarations.first_mut() else { return };
        let BindingPattern::BindingIdentifier(id) = &declarator.id else { return };
        let Some(value) = declarator.init.take() else { return };
        self.changed = true;
        let ast = &self.ast;
        let target = AssignmentTarget::AssignmentTargetIdentifier(IdentifierReference::boxed(id.span, id.name, ast));
        let first = Expression::new_assignment_expression(SPAN, AssignmentOperator::Assign, target, value, ast);
        let object = it.right.take_in(ast);
        it.right = Expression::new_sequence_expression(SPAN, [first, object], ast);
    }

    /// `if (a) function f() {}` as `if (a) { function f() {} }`.
    fn wrap(&mut self, statement: &mut Statement<'a>) {
        if matches!(statement, Statement::FunctionDeclaration(_)) {
            self.changed = true;
            let function = std::mem::replace(statement, Statement::dummy(self.ast.allocator()));
            *statement = Statement::BlockStatement(BlockStatement::boxed(function.span(), [function], &self.ast));
        }
    }
}

fn function_id<'a>(statement: &Statement<'a>) -> Option<(Ident<'a>, Option<SymbolId>)> {
    let Statement::FunctionDeclaration(function) = statement else { return None };
    function.id.as_ref().map(|id| (id.name, id.symbol_id.get()))
}

impl<'a> VisitMut<'a> for Lowering<'a, '_> {
    fn visit_statement(&mut self, it: &mut Statement<'a>) {
        if let Statement::LabeledStatement(labelled) = it
            && matches!(labelled.body, Statement::FunctionDeclaration(_))
        {
            // Nothing in a function can go to a label outside of it.
            self.changed = true;
            *it = std::mem::replace(&mut labelled.body, Statement::dummy(self.ast.allocator()));
        }
        walk_mut::walk_statement(self, it);
    }

    fn visit_if_statement(&mut self, it: &mut IfStatement<'a>) {
        self.wrap(&mut it.consequent);
        if let Some(alternate) = &mut it.alternate {
            self.wrap(alternate);
        }
        walk_mut::walk_if_statement(self, it);
    }

    fn visit_block_statement(&mut self, it: &mut BlockStatement<'a>) {
        let names = declared(&it.body, true);
        if it.body.iter().any(|it| function_id(it).is_some()) {
            self.lower_block(it);
        }
        self.level(false, names, |walk| walk_mut::walk_block_statement(walk, it));
    }

    fn visit_switch_statement(&mut self, it: &mut SwitchStatement<'a>) {
        let names = it.cases.iter().flat_map(|case| declared(&case.consequent, true)).collect();
        self.level(false, names, |walk| walk_mut::walk_switch_statement(walk, it));
    }

    fn visit_for_statement(&mut self, it: &mut ForStatement<'a>) {
        let names = match &it.init {
            Some(ForStatementInit::VariableDeclaration(it)) if !it.kind.is_var() => bound(it),
            _ => Vec::new(),
        };
        self.level(false, names, |walk| walk_mut::walk_for_statement(walk, it));
    }

    fn visit_for_in_statement(&mut self, it: &mut ForInStatement<'a>) {
        self.take_initialiser(it);
        let names = each(&it.left);
        self.level(false, names, |walk| walk_mut::walk_for_in_statement(walk, it));
    }

    fn visit_for_of_statement(&mut self, it: &mut ForOfStatement<'a>) {
        let names = each(&it.left);
        self.level(false, names, |walk| walk_mut::walk_for_of_statement(walk, it));
    }

    fn visit_catch_clause(&mut self, it: &mut CatchClause<'a>) {
        let names = match &it.param {
            Some(param) if !matches!(param.pattern, BindingPattern::BindingIdentifier(_)) => {
                param.pattern.get_binding_identifiers().iter().map(|id| id.name).collect()
            }
            _ => Vec::new(),
        };
        self.level(false, names, |walk| walk_mut::walk_catch_clause(walk, it));
    }

    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        let mut names = Vec::new();
        if let Some(body) = &it.body {
            if is_strict(&body.directives) {
                return;
            }
            names = declared(&body.statements, false);
        }
        names.extend(parameters(&it.params));
        self.level(true, names, |walk| walk_mut::walk_function(walk, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        let mut names: Vec<_> = parameters(&it.params).collect();
        if let ArrowFunctionBody::FunctionBody(body) = &it.body {
            if is_strict(&body.directives) {
                return;
            }
            names.extend(declared(&body.statements, false));
        }
        self.level(true, names, |walk| walk_mut::walk_arrow_function_expression(walk, it));
    }

    // Classes are strict in any file.
    fn visit_class(&mut self, _it: &mut Class<'a>) {}
}

fn bound<'a>(declaration: &VariableDeclaration<'a>) -> Vec<Ident<'a>> {
    let ids = declaration.declarations.iter().flat_map(|it| it.id.get_binding_identifiers());
    ids.map(|id| id.name).collect()
}

fn each<'a>(left: &ForStatementLeft<'a>) -> Vec<Ident<'a>> {
    match left {
        ForStatementLeft::VariableDeclaration(it) if !it.kind.is_var() => bound(it),
        _ => Vec::new(),
    }
}

fn parameters<'a>(parameters: &FormalParameters<'a>) -> impl Iterator<Item = Ident<'a>> {
    let ids = parameters.items.iter().flat_map(|it| it.pattern.get_binding_identifiers());
    let rest = parameters.rest.iter().flat_map(|it| it.rest.argument.get_binding_identifiers());
    ids.chain(rest).map(|id| id.name)
}

/// Gives the references to the functions of a block the names that they have there now.
struct Renaming<'a, 's> {
    scoping: &'s Scoping,
    renames: &'s [(Ident<'a>, Option<SymbolId>, Ident<'a>)],
}

impl<'a> VisitMut<'a> for Renaming<'a, '_> {
    fn visit_identifier_reference(&mut self, it: &mut IdentifierReference<'a>) {
        let Some(reference) = it.reference_id.get() else { return };
        let symbol = self.scoping.get_reference(reference).symbol_id();
        let renamed = self.renames.iter().find(|(name, of, _)| *name == it.name && *of == symbol);
        if let Some((_, _, inner)) = renamed {
            it.name = *inner;
        }
    }
}

/// Finds what strict code does not have, or means otherwise.
#[derive(Default)]
struct Search<'a> {
    names: Vec<Ident<'a>>,
    /// There is a `for (var a = 1 in b)`.
    initialised: bool,
}

impl<'a> Search<'a> {
    fn note(&mut self, statement: &Statement<'a>) {
        self.names.extend(function_id(statement).map(|(name, _)| name));
    }
}

impl<'a> Visit<'a> for Search<'a> {
    fn visit_block_statement(&mut self, it: &BlockStatement<'a>) {
        it.body.iter().for_each(|statement| self.note(statement));
        walk::walk_block_statement(self, it);
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.note(&it.consequent);
        it.alternate.iter().for_each(|statement| self.note(statement));
        walk::walk_if_statement(self, it);
    }

    fn visit_labeled_statement(&mut self, it: &LabeledStatement<'a>) {
        self.note(&it.body);
        walk::walk_labeled_statement(self, it);
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        let declaration = match &it.left {
            ForStatementLeft::VariableDeclaration(it) => Some(it),
            _ => None,
        };
        self.initialised |= declaration.is_some_and(|it| it.declarations.iter().any(|it| it.init.is_some()));
        walk::walk_for_in_statement(self, it);
    }

    fn visit_class(&mut self, _it: &Class<'a>) {}
}

/// Notes where names are mentioned.
struct Places<'a> {
    found: Map<Ident<'a>, Vec<u32>>,
}

impl<'a> Visit<'a> for Places<'a> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if let Some(places) = self.found.get_mut(&it.name) {
            places.push(it.span.start);
        }
    }
}
