//! TypeScript namespaces, as far as oxc's transformer does not lower them: an exported variable lives on the namespace
//! object only, and what one block of a namespace exports is in scope in its other blocks.
//!
//! `export let n = 0; n++` becomes `N.n = 0; N.n++`. What is not written out here is left to the transformer, which puts
//! a copy of each other export on the object.

use nexxo_base::{Code, Map, Set};
use oxc::allocator::{TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk, walk_mut};
use oxc::semantic::{ScopeId, Scoping, SymbolId};
use oxc::span::GetSpan;
use oxc::str::Ident;

use super::Problem;

/// Rewrites the namespaces of a program; says whether it changed anything, and the scoping is then stale.
///
/// # Errors
/// The first construct that cannot be lowered.
pub(super) fn lower<'a>(ast: AstBuilder<'a>, program: &mut Program<'a>, scoping: &Scoping) -> Result<bool, Problem> {
    let mut facts = Facts { scoping, exports: Map::default(), variables: Set::default() };
    facts.visit_program(program);
    if facts.exports.is_empty() {
        return Ok(false);
    }
    let mut lowering = Lowering { ast, facts, blocks: Vec::new(), changed: false, problem: None };
    lowering.visit_program(program);
    lowering.problem.map_or(Ok(lowering.changed), Err)
}

/// What the namespaces of a file export.
struct Facts<'a, 's> {
    scoping: &'s Scoping,
    /// Names of the values that each namespace exports, in all of its blocks.
    exports: Map<SymbolId, Set<Ident<'a>>>,
    /// Exported variables that are not constant.
    variables: Set<SymbolId>,
}

impl<'a> Visit<'a> for Facts<'a, '_> {
    fn visit_ts_namespace_declaration(&mut self, it: &TSNamespaceDeclaration<'a>) {
        if it.declare {
            return;
        }
        let Some(namespace) = it.id.symbol_id.get() else { return };
        let mut names = Vec::new();
        match &it.body {
            TSNamespaceDeclarationBody::TSNamespaceDeclaration(inner) => names.push(inner.id.name),
            TSNamespaceDeclarationBody::TSModuleBlock(block) => {
                for statement in &block.body {
                    let Statement::ExportDeclaration(export) = statement else { continue };
                    names.extend(declared(&export.declaration));
                    if let Declaration::VariableDeclaration(declaration) = &export.declaration
                        && is_lowered(declaration)
                    {
                        let ids = declaration.declarations.iter().filter_map(|it| it.id.get_binding_identifier());
                        self.variables.extend(ids.filter_map(|id| id.symbol_id.get()));
                    }
                }
            }
        }
        self.exports.entry(namespace).or_default().extend(names);
        walk::walk_ts_namespace_declaration(self, it);
    }
}

/// Names of the values that a declaration declares.
fn declared<'a>(declaration: &Declaration<'a>) -> Vec<Ident<'a>> {
    match declaration {
        it if it.declare() => Vec::new(),
        Declaration::VariableDeclaration(it) => {
            it.declarations.iter().flat_map(|it| it.id.get_binding_identifiers()).map(|id| id.name).collect()
        }
        Declaration::FunctionDeclaration(it) => it.id.iter().map(|id| id.name).collect(),
        Declaration::ClassDeclaration(it) => it.id.iter().map(|id| id.name).collect(),
        Declaration::TSEnumDeclaration(it) => vec![it.id.name],
        Declaration::TSNamespaceDeclaration(it) => vec![it.id.name],
        Declaration::TSImportEqualsDeclaration(it) => vec![it.id.name],
        _ => Vec::new(),
    }
}

/// Whether an exported declaration becomes assignments to the namespace object. Patterns are left to the transformer.
fn is_lowered(declaration: &VariableDeclaration<'_>) -> bool {
    !declaration.declare
        && matches!(declaration.kind, VariableDeclarationKind::Let | VariableDeclarationKind::Var)
        && declaration.declarations.iter().all(|it| it.id.is_binding_identifier())
}

/// A namespace block around the place at hand.
struct Block<'a> {
    namespace: SymbolId,
    name: Ident<'a>,
    scope: ScopeId,
}

struct Lowering<'a, 's> {
    ast: AstBuilder<'a>,
    facts: Facts<'a, 's>,
    /// From the outermost to the innermost.
    blocks: Vec<Block<'a>>,
    changed: bool,
    problem: Option<Problem>,
}

impl<'a> Lowering<'a, '_> {
    /// The name of the namespace on whose object a reference finds its value, where that is not left as it is.
    fn owner(&mut self, reference: &IdentifierReference<'a>) -> Option<Ident<'a>> {
        let scoping = self.facts.scoping;
        let found = scoping.get_reference(reference.reference_id.get()?);
        let symbol = found.symbol_id();
        let is_variable = symbol.is_some_and(|symbol| self.facts.variables.contains(&symbol));
        let declared_in = symbol.map(|symbol| scoping.symbol_scope_id(symbol));
        let within = |scope: ScopeId, block: ScopeId| scoping.scope_ancestors(scope).any(|it| it == block);
        let block = self.blocks.iter().rev().find(|block| {
            let exports = |name| self.facts.exports.get(&block.namespace).is_some_and(|names| names.contains(name));
            match declared_in {
                Some(scope) if is_variable => scope == block.scope,
                Some(scope) if within(scope, block.scope) => false,
                _ => exports(&reference.name),
            }
        })?;
        // A nearer block or function declares the very name.
        if !is_variable && declared_in.is_some_and(|scope| within(scope, block.scope)) {
            return None;
        }
        let shadow = scoping
            .scope_ancestors(found.scope_id())
            .find_map(|scope| scoping.get_binding(scope, block.name))
            .is_some_and(|it| it != block.namespace);
        if shadow && self.problem.is_none() {
            let message =
                format!("`{}` cannot be reached: another `{}` hides its namespace", reference.name, block.name);
            self.problem = Some(Problem {
                code: Code::UnsupportedSyntax,
                help: Some("rename one of the two".into()),
                ..Problem::error(reference.span, message)
            });
        }
        Some(block.name)
    }

    fn member(&mut self, span: oxc::span::Span, namespace: Ident<'a>, name: Ident<'a>) -> StaticMemberExpression<'a> {
        self.changed = true;
        let object = Expression::new_identifier(span, namespace, &self.ast);
        let property = IdentifierName::new(span, name, &self.ast);
        StaticMemberExpression::new(span, object, property, false, &self.ast)
    }

    /// `export let a = 1, b;` as `N.a = 1;`.
    fn assignments(&mut self, declaration: VariableDeclaration<'a>, namespace: Ident<'a>) -> Vec<Statement<'a>> {
        self.changed = true;
        let span = declaration.span;
        let mut out = Vec::new();
        for declarator in declaration.declarations {
            let (Some(id), Some(value)) = (declarator.id.get_binding_identifier(), declarator.init) else { continue };
            let member = self.member(id.span, namespace, id.name);
            let target = AssignmentTarget::StaticMemberExpression(oxc::allocator::Box::new_in(member, &self.ast));
            let operator = AssignmentOperator::Assign;
            let assignment = Expression::new_assignment_expression(declarator.span, operator, target, value, &self.ast);
            out.push(Statement::new_expression_statement(declarator.span, assignment, &self.ast));
        }
        if out.is_empty() {
            // The namespace is one with values, and its object must be there.
            let nothing = Expression::new_void_0(span, &self.ast);
            out.push(Statement::new_expression_statement(span, nothing, &self.ast));
        }
        out
    }

    fn lower_block(&mut self, block: &mut TSModuleBlock<'a>, namespace: Ident<'a>) {
        let body = block.body.take_in(&self.ast);
        let mut out = ArenaVec::with_capacity_in(body.len(), &self.ast);
        for statement in body {
            match statement {
                Statement::ExportDeclaration(export) => match export.unbox() {
                    ExportDeclaration { declaration: Declaration::VariableDeclaration(mut it), span, .. } => {
                        if is_lowered(&it) {
                            out.extend(self.assignments(it.unbox(), namespace));
                            continue;
                        }
                        self.check_pattern(&it);
                        if !it.declare {
                            it.kind = VariableDeclarationKind::Const;
                        }
                        let declaration = Declaration::VariableDeclaration(it);
                        out.push(Statement::ExportDeclaration(ExportDeclaration::boxed(span, declaration, &self.ast)));
                    }
                    ExportDeclaration { declaration, span, .. } => {
                        out.push(Statement::ExportDeclaration(ExportDeclaration::boxed(span, declaration, &self.ast)));
                    }
                },
                other => out.push(other),
            }
        }
        block.body = out;
    }

    /// A pattern's variables are copied to the namespace object once, so they must not change later.
    fn check_pattern(&mut self, declaration: &VariableDeclaration<'a>) {
        let ids = declaration.declarations.iter().flat_map(|it| it.id.get_binding_identifiers());
        let mut changed =
            ids.filter(|id| id.symbol_id.get().is_some_and(|id| self.facts.scoping.symbol_is_mutated(id)));
        if let Some(id) = changed.next()
            && declaration.kind != VariableDeclarationKind::Const
            && self.problem.is_none()
        {
            self.problem = Some(Problem {
                code: Code::UnsupportedSyntax,
                help: Some("declare it without a pattern".into()),
                ..Problem::error(
                    id.span,
                    format!("`{}` is exported from a namespace by a pattern, and changes", id.name),
                )
            });
        }
    }
}

impl<'a> VisitMut<'a> for Lowering<'a, '_> {
    fn visit_ts_namespace_declaration(&mut self, it: &mut TSNamespaceDeclaration<'a>) {
        let (Some(namespace), Some(scope), false) = (it.id.symbol_id.get(), it.scope_id.get(), it.declare) else {
            return;
        };
        self.blocks.push(Block { namespace, name: it.id.name, scope });
        walk_mut::walk_ts_namespace_declaration(self, it);
        self.blocks.pop();
        if let TSNamespaceDeclarationBody::TSModuleBlock(block) = &mut it.body {
            self.lower_block(block, it.id.name);
        }
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        if let Expression::Identifier(reference) = it {
            if !self.blocks.is_empty()
                && let Some(owner) = self.owner(reference)
            {
                let member = self.member(reference.span, owner, reference.name);
                *it = Expression::StaticMemberExpression(oxc::allocator::Box::new_in(member, &self.ast));
            }
            return;
        }
        walk_mut::walk_expression(self, it);
    }

    fn visit_simple_assignment_target(&mut self, it: &mut SimpleAssignmentTarget<'a>) {
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(reference) = it {
            if !self.blocks.is_empty()
                && let Some(owner) = self.owner(reference)
            {
                let member = self.member(reference.span, owner, reference.name);
                *it = SimpleAssignmentTarget::StaticMemberExpression(oxc::allocator::Box::new_in(member, &self.ast));
            }
            return;
        }
        walk_mut::walk_simple_assignment_target(self, it);
    }

    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        walk_mut::walk_object_property(self, it);
        it.shorthand &= matches!(it.value, Expression::Identifier(_));
    }

    fn visit_assignment_target_property(&mut self, it: &mut AssignmentTargetProperty<'a>) {
        if let AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(short) = it
            && !self.blocks.is_empty()
            && let Some(owner) = self.owner(&short.binding)
        {
            let span = short.span;
            let key = IdentifierName::boxed(short.binding.span, short.binding.name, &self.ast);
            let member = self.member(short.binding.span, owner, short.binding.name);
            let target = AssignmentTarget::StaticMemberExpression(oxc::allocator::Box::new_in(member, &self.ast));
            let binding = match short.init.take() {
                Some(init) => AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(
                    AssignmentTargetWithDefault::boxed(span, target, init, &self.ast),
                ),
                None => AssignmentTargetMaybeDefault::from(target),
            };
            let key = PropertyKey::StaticIdentifier(key);
            *it = AssignmentTargetProperty::AssignmentTargetPropertyProperty(AssignmentTargetPropertyProperty::boxed(
                span, key, binding, false, &self.ast,
            ));
        }
        walk_mut::walk_assignment_target_property(self, it);
    }

    fn visit_jsx_element_name(&mut self, it: &mut JSXElementName<'a>) {
        if let JSXElementName::IdentifierReference(reference) = it
            && !self.blocks.is_empty()
            && let Some(owner) = self.owner(reference)
        {
            self.changed = true;
            let span = it.span();
            let object = JSXMemberExpressionObject::new_identifier_reference(span, owner, &self.ast);
            let JSXElementName::IdentifierReference(reference) = it else { return };
            let property = JSXIdentifier::new(span, reference.name, &self.ast);
            *it = JSXElementName::MemberExpression(JSXMemberExpression::boxed(span, object, property, &self.ast));
        }
    }

    // Nothing in a type is a value.
    fn visit_ts_type(&mut self, _: &mut TSType<'a>) {}
}
