//! `--keep-names`: what functions and classes are called survives renaming. Runs when names are sentinels already; the
//! scoping still knows what they were.

use nexxo_base::template::SlotKind;
use nexxo_base::{Map, Name};
use oxc::allocator::{TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::SymbolId;
use oxc::span::SPAN;
use oxc::str::Ident;

use super::slotter::Slotter;

/// Hands functions and classes that get another name to the helper that tells them their own. Says whether there are any.
/// `methods` says which functions are private methods of the source.
pub(super) fn apply<'a>(
    ast: AstBuilder<'a>,
    program: &mut Program<'a>,
    walk: &Slotter<'a, '_>,
    methods: &Map<u32, Name>,
) -> bool {
    let helper = walk.ident(SlotKind::KeepName);
    let mut pass = KeepNames { ast, walk, methods, helper, used: false };
    // Each top-level statement of an ES module keeps to its own place, that of a CommonJS module is all of it.
    let hoists = walk.is_cjs();
    pass.statements(&mut program.body, hoists, 1);
    pass.used
}

struct KeepNames<'a, 's, 'w> {
    ast: AstBuilder<'a>,
    walk: &'w Slotter<'a, 's>,
    methods: &'w Map<u32, Name>,
    helper: Ident<'a>,
    used: bool,
}

impl<'a> KeepNames<'a, '_, '_> {
    /// The name to keep; `None` where it is printed as it is. What the source left without a name is a default export.
    fn kept(&self, symbol: Option<SymbolId>) -> Option<Ident<'a>> {
        let Some(symbol) = symbol else { return Some(Ident::from_str_in("default", &self.ast)) };
        let renamed = self.walk.is_minifying() || self.walk.top_level(symbol).is_some();
        renamed.then(|| Ident::from_str_in(self.walk.symbol_name(symbol), &self.ast))
    }

    fn call(&mut self, value: Expression<'a>, name: Ident<'a>, pure: bool) -> Expression<'a> {
        self.used = true;
        call(&self.ast, self.helper, value, name, pure)
    }

    /// Names a class inside of it where it must be; says whether there is nothing left to do.
    fn is_named(&mut self, class: &mut Class<'a>, symbol: Option<SymbolId>) -> bool {
        let name = class_name(class);
        if name == ClassName::Early
            && let Some(name) = self.kept(symbol)
        {
            self.used = true;
            name_early(&self.ast, self.helper, class, name);
        }
        name != ClassName::Late
    }

    fn wrap(&mut self, value: &mut Expression<'a>, name: Ident<'a>) {
        let taken = value.take_in(&self.ast);
        *value = self.call(taken, name, true);
    }

    fn wrap_anonymous(&mut self, value: &mut Expression<'a>, symbol: Option<SymbolId>) {
        let nameless = match value {
            Expression::ArrowFunctionExpression(_) => true,
            Expression::FunctionExpression(it) => it.id.is_none(),
            Expression::ClassExpression(it) => it.id.is_none() && !self.is_named(it, symbol),
            _ => false,
        };
        if let Some(name) = self.kept(symbol).filter(|_| nameless) {
            self.wrap(value, name);
        }
    }

    /// Statements of one scope. Functions are hoisted, and so is what tells them their names, behind the first `skip`
    /// statements; where it may not be, it stands beside them.
    fn statements(&mut self, list: &mut ArenaVec<'a, Statement<'a>>, hoists: bool, skip: usize) {
        let mut out = ArenaVec::with_capacity_in(list.len(), &self.ast);
        let mut first = Vec::new();
        for mut statement in list.take_in(&self.ast) {
            self.visit_statement(&mut statement);
            let mut method = None;
            let (id, is_class) = match &mut statement {
                Statement::FunctionDeclaration(it) => {
                    method = self.methods.get(&it.span.start).map(|name| Ident::from_str_in(name, &self.ast));
                    (it.id.as_ref(), false)
                }
                Statement::ClassDeclaration(it) => {
                    let symbol = it.id.as_ref().and_then(|id| id.symbol_id.get());
                    let is_named = self.is_named(it, symbol);
                    (it.id.as_ref().filter(|_| !is_named), true)
                }
                _ => (None, false),
            };
            let named = id.and_then(|id| Some((id.name, method.or_else(|| self.kept(id.symbol_id.get()))?)));
            out.push(statement);
            let Some((binding, name)) = named else { continue };
            let call = self.call(Expression::new_identifier(SPAN, binding, &self.ast), name, false);
            let call = Statement::ExpressionStatement(ExpressionStatement::boxed(SPAN, call, &self.ast));
            if is_class {
                // A class that is turned into an assignment ends there.
                out.push(Statement::EmptyStatement(EmptyStatement::boxed(SPAN, &self.ast)));
                out.push(call);
            } else if hoists {
                first.push(call);
            } else {
                out.push(call);
            }
        }
        for (i, call) in first.into_iter().enumerate() {
            out.insert(skip + i, call);
        }
        *list = out;
    }
}

/// `__name(value, "name")`; whether it may go when nothing uses the value is `pure`.
pub(super) fn call<'a>(
    ast: &AstBuilder<'a>,
    helper: Ident<'a>,
    value: Expression<'a>,
    name: Ident<'a>,
    pure: bool,
) -> Expression<'a> {
    let callee = Expression::new_identifier(SPAN, helper, ast);
    let mut arguments = ArenaVec::with_capacity_in(2, ast);
    arguments.push(Argument::from(value));
    arguments.push(Argument::StringLiteral(StringLiteral::boxed(SPAN, name, None, ast)));
    Expression::new_call_expression_with_pure(SPAN, callee, None, arguments, false, pure, ast)
}

/// How a class is told its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClassName {
    /// Not at all: it has a static element of the name `name`, or one whose name is only known when it runs.
    Own,
    /// Before its static elements, which may ask for it.
    Early,
    /// Once it is there.
    Late,
}

pub(super) fn class_name(class: &Class<'_>) -> ClassName {
    let mut out = ClassName::Late;
    for element in &class.body.body {
        let is_code = match element {
            ClassElement::StaticBlock(_) => true,
            ClassElement::PropertyDefinition(it) => {
                it.r#static && it.value.as_ref().is_some_and(|value| !value.is_literal() && !value.is_function())
            }
            _ => false,
        };
        if is_code {
            out = ClassName::Early;
        }
        let key = element.property_key().filter(|key| element.r#static() && !key.is_private_identifier());
        if key.is_some_and(|key| key.static_name().is_none_or(|name| name == "name")) {
            return ClassName::Own;
        }
    }
    out
}

/// Puts `static { __name(this, "name") }` before all other elements of a class.
pub(super) fn name_early<'a>(ast: &AstBuilder<'a>, helper: Ident<'a>, class: &mut Class<'a>, name: Ident<'a>) {
    let call = call(ast, helper, Expression::new_this_expression(SPAN, ast), name, false);
    let statement = Statement::ExpressionStatement(ExpressionStatement::boxed(SPAN, call, ast));
    class.body.body.insert(0, ClassElement::StaticBlock(StaticBlock::boxed(SPAN, [statement], ast)));
}

impl<'a> VisitMut<'a> for KeepNames<'a, '_, '_> {
    fn visit_statements(&mut self, it: &mut ArenaVec<'a, Statement<'a>>) {
        self.statements(it, true, 0);
    }

    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        let id = match it {
            Expression::FunctionExpression(it) => it.id.as_ref(),
            Expression::ClassExpression(it) => {
                let symbol = it.id.as_ref().map(|id| id.symbol_id.get());
                let is_named = symbol.is_none_or(|symbol| self.is_named(it, symbol));
                it.id.as_ref().filter(|_| !is_named)
            }
            _ => None,
        };
        if let Some(name) = id.and_then(|id| self.kept(id.symbol_id.get())) {
            self.wrap(it, name);
        }
    }

    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        walk_mut::walk_variable_declarator(self, it);
        if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&it.id, &mut it.init) {
            self.wrap_anonymous(init, id.symbol_id.get());
        }
    }

    fn visit_assignment_pattern(&mut self, it: &mut AssignmentPattern<'a>) {
        walk_mut::walk_assignment_pattern(self, it);
        if let BindingPattern::BindingIdentifier(id) = &it.left {
            self.wrap_anonymous(&mut it.right, id.symbol_id.get());
        }
    }

    fn visit_formal_parameter(&mut self, it: &mut FormalParameter<'a>) {
        walk_mut::walk_formal_parameter(self, it);
        if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&it.pattern, &mut it.initializer) {
            self.wrap_anonymous(init, id.symbol_id.get());
        }
    }

    fn visit_assignment_expression(&mut self, it: &mut AssignmentExpression<'a>) {
        walk_mut::walk_assignment_expression(self, it);
        let names = matches!(it.operator, AssignmentOperator::Assign) || it.operator.is_logical();
        if let AssignmentTarget::AssignmentTargetIdentifier(target) = &it.left
            && names
            && let Some(symbol) = self.walk.assigned(target)
        {
            self.wrap_anonymous(&mut it.right, Some(symbol));
        }
    }

    fn visit_assignment_target_with_default(&mut self, it: &mut AssignmentTargetWithDefault<'a>) {
        walk_mut::walk_assignment_target_with_default(self, it);
        if let AssignmentTarget::AssignmentTargetIdentifier(target) = &it.binding
            && let Some(symbol) = self.walk.assigned(target)
        {
            self.wrap_anonymous(&mut it.init, Some(symbol));
        }
    }
}
