//! CommonJS modules that import with `import`: `import a, { b } from 'c'` beside `module.exports = …`. They are CommonJS
//! throughout: the import is a `require` at the top, and what it binds is a property of that.

use oxc::allocator::{TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::{Scoping, SymbolId};
use oxc::span::SPAN;
use oxc::str::Ident;
use oxc::syntax::identifier::is_identifier_name;

use super::{JsInput, Origin, fresh_name, is_module_statement, mentions, targets};

/// The helper of interop until names are slots.
pub(super) const MARK: &str = "__nexxo_to_esm__";

/// Whether a file that does not say of which kind it is imports as ES modules do, and exports as CommonJS does.
pub(super) fn is_mixed(program: &Program<'_>, scoping: &Scoping, input: &JsInput<'_>) -> bool {
    let is_import = |it: &Statement<'_>| matches!(it, Statement::ImportDeclaration(it) if it.phase.is_none());
    // Where it is asked whether there are such variables, the file can do without.
    let asks = ["typeof module", "typeof exports"].iter().any(|text| mentions(input, text));
    let free = scoping.root_unresolved_references();
    let exports = || {
        let mut search = Search { found: false };
        if free.keys().any(|key| matches!(key.as_str(), "module" | "exports")) {
            search.visit_program(program);
        }
        search.found
    };
    input.origin == Origin::Source
        && !input.lang.ts
        && !input.lang.jsx
        && !asks
        && program.body.iter().any(is_import)
        && !program.body.iter().any(|it| is_module_statement(it) && !is_import(it))
        && !["import.meta", "await"].iter().any(|text| mentions(input, text))
        && exports()
}

/// Finds assignments to `exports`, `module.exports` and what is in them, and definitions in `exports`.
struct Search {
    found: bool,
}

/// Whether an expression is one of the variables, or a property of it.
fn is_exports(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Identifier(it) => matches!(it.name.as_str(), "module" | "exports"),
        it => it.as_member_expression().is_some_and(|it| is_exports(it.object())),
    }
}

impl<'a> Visit<'a> for Search {
    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        self.found |= it.left.as_member_expression().is_some_and(|it| is_exports(it.object()));
        walk::walk_assignment_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let defines = || it.callee.as_member_expression().and_then(|it| it.static_property_name());
        let first = || it.arguments.first().and_then(|it| it.as_expression());
        self.found |= first().is_some_and(is_exports) && defines() == Some("defineProperty");
        walk::walk_call_expression(self, it);
    }
}

/// Turns the imports into calls of `require`.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, scoping: &Scoping, input: &JsInput<'_>) {
    let name = fresh_name(input, "_import");
    let mut requires = ArenaVec::new_in(&ast);
    let mut lowering = Lowering { ast, scoping, bound: Vec::new(), is_callee: false };
    let mut rest = Vec::new();
    for statement in program.body.take_in(&lowering.ast) {
        match statement {
            Statement::ImportDeclaration(import) => {
                let object = Ident::from_str_in(&format!("{name}{}", requires.len()), &lowering.ast);
                requires.push(lowering.require(import.unbox(), object));
            }
            other => rest.push(other),
        }
    }
    program.body = requires;
    program.body.extend(rest);
    lowering.visit_program(program);
}

struct Lowering<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    /// What each import binds: the object that has it, and its name there.
    bound: Vec<(SymbolId, Ident<'a>, Option<Ident<'a>>)>,
    is_callee: bool,
}

impl<'a> Lowering<'a, '_> {
    fn require(&mut self, import: ImportDeclaration<'a>, object: Ident<'a>) -> Statement<'a> {
        let ast = &self.ast;
        let span = import.span;
        let source = Argument::StringLiteral(StringLiteral::boxed(import.source.span, import.source.value, None, ast));
        let require = Expression::new_identifier(SPAN, Ident::from("require"), ast);
        let require = Expression::new_call_expression(span, require, None, [source], false, ast);
        let specifiers = import.specifiers.into_iter().flatten();
        let count = self.bound.len();
        self.bound.extend(specifiers.filter_map(|it| {
            let (local, name) = match &it {
                ImportDeclarationSpecifier::ImportSpecifier(it) => {
                    (&it.local, Some(Ident::from_str_in(&it.imported.name(), ast)))
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(it) => (&it.local, Some(Ident::from("default"))),
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(it) => (&it.local, None),
            };
            Some((local.symbol_id.get()?, object, name))
        }));
        if self.bound.len() == count {
            return Statement::new_expression_statement(span, require, ast);
        }
        let helper = Expression::new_identifier(SPAN, Ident::from(MARK), ast);
        let value = Expression::new_call_expression(span, helper, None, [Argument::from(require)], false, ast);
        let id = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, object, ast));
        let declarator = VariableDeclarator::new(span, id, None, Some(value), false, ast);
        let kind = VariableDeclarationKind::Const;
        Statement::VariableDeclaration(VariableDeclaration::boxed(span, kind, [declarator], false, ast))
    }

    fn replacement(&self, it: &IdentifierReference<'a>, is_callee: bool) -> Option<Expression<'a>> {
        let symbol = self.scoping.get_reference(it.reference_id.get()?).symbol_id()?;
        let &(_, object, name) = self.bound.iter().find(|(of, ..)| *of == symbol)?;
        let ast = &self.ast;
        let object = Expression::new_identifier(it.span, object, ast);
        let Some(name) = name else { return Some(object) };
        let member = if is_identifier_name(&name) {
            let name = IdentifierName::new(it.span, name, ast);
            Expression::new_static_member_expression(it.span, object, name, false, ast)
        } else {
            let name = Expression::new_string_literal(it.span, name, None, ast);
            Expression::new_computed_member_expression(it.span, object, name, false, ast)
        };
        if !is_callee {
            return Some(member);
        }
        // The object is not `this` of the call.
        Some(targets::apart(ast, it.span, member))
    }
}

impl<'a> VisitMut<'a> for Lowering<'a, '_> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        let is_callee = std::mem::take(&mut self.is_callee);
        if let Expression::Identifier(identifier) = it
            && let Some(replacement) = self.replacement(identifier, is_callee)
        {
            *it = replacement;
            return;
        }
        walk_mut::walk_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &mut CallExpression<'a>) {
        self.is_callee = true;
        self.visit_expression(&mut it.callee);
        self.is_callee = false;
        self.visit_arguments(&mut it.arguments);
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        self.is_callee = true;
        self.visit_expression(&mut it.tag);
        self.is_callee = false;
        self.visit_template_literal(&mut it.quasi);
    }
}
