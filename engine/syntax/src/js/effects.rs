//! Whether evaluating a top-level statement can be noticed from outside.

use std::cell::RefCell;

use nexxo_base::options::CompileOptions;
use nexxo_base::{Name, Set};
use oxc::ast::ast::{
    ArrowFunctionBody, ArrowFunctionExpression, Class, Expression, FormalParameters, Function, FunctionBody,
    IdentifierReference, ObjectPropertyKind, Statement, VariableDeclaration, VariableDeclarationKind,
    VariableDeclarator,
};
use oxc::semantic::{Scoping, SymbolFlags, SymbolId};
use oxc_ecmascript::GlobalContext;
use oxc_ecmascript::side_effects::{
    MayHaveSideEffects, MayHaveSideEffectsContext, PropertyReadSideEffects, is_pure_function,
};

/// What oxc's side-effect analysis asks of its caller.
pub(super) struct Effects<'s> {
    scoping: &'s Scoping,
    options: &'s CompileOptions,
    /// Local names of namespaces: reading a member of one has no effect.
    namespaces: &'s Set<SymbolId>,
    callees: RefCell<Vec<Callee>>,
}

/// A function of the top level or an import, or the member of an import: linking knows whether calling it has effects.
pub(super) type Callee = (SymbolId, Option<Name>);

impl<'s> Effects<'s> {
    pub(super) fn new(scoping: &'s Scoping, options: &'s CompileOptions, namespaces: &'s Set<SymbolId>) -> Self {
        Self { scoping, options, namespaces, callees: RefCell::default() }
    }

    /// The functions that what was found to have no effects calls, since this was asked last.
    pub(super) fn take_callees(&self) -> Vec<Callee> {
        self.callees.take()
    }

    /// Whether calling a function has no effects, as it says itself or as its few statements show.
    pub(super) fn is_pure_function(&self, function: &Function<'_>) -> bool {
        function.pure && !self.options.ignore_annotations
            || function.body.as_ref().is_some_and(|body| self.is_pure_body(&function.params, body))
    }

    /// The same of an expression that makes one.
    pub(super) fn makes_pure_function(&self, expression: &Expression<'_>) -> bool {
        match expression {
            Expression::FunctionExpression(it) => self.is_pure_function(it),
            Expression::ArrowFunctionExpression(it) => self.is_pure_arrow(it),
            _ => false,
        }
    }

    fn is_pure_arrow(&self, function: &ArrowFunctionExpression<'_>) -> bool {
        if function.pure && !self.options.ignore_annotations {
            return true;
        }
        match &function.body {
            ArrowFunctionBody::FunctionBody(body) => self.is_pure_body(&function.params, body),
            body => {
                let value = body.as_expression();
                value.is_some_and(|value| {
                    has_plain_parameters(&function.params) && self.is_pure(|| self.of_expression(value))
                })
            }
        }
    }

    fn is_pure_body(&self, parameters: &FormalParameters<'_>, body: &FunctionBody<'_>) -> bool {
        /// A guess: longer ones seldom only make something, and looking at them costs time.
        const STATEMENTS: usize = 4;
        has_plain_parameters(parameters)
            && body.statements.len() <= STATEMENTS
            && self.is_pure(|| {
                body.statements.iter().any(|statement| match statement {
                    Statement::ReturnStatement(it) => it.argument.as_ref().is_some_and(|it| self.of_expression(it)),
                    Statement::ExpressionStatement(it) => self.of_expression(&it.expression),
                    Statement::VariableDeclaration(it) => self.of_variable(it),
                    _ => true,
                })
            })
    }

    /// Whether what is looked at has no effects, those of other functions among them.
    fn is_pure(&self, has_effects: impl FnOnce() -> bool) -> bool {
        let before = self.callees.take();
        !has_effects() & self.callees.replace(before).is_empty()
    }

    /// Whether a statement other than an import or export has an effect by itself.
    pub(super) fn of_statement(&self, statement: &Statement<'_>) -> bool {
        match statement {
            Statement::FunctionDeclaration(_) | Statement::EmptyStatement(_) => false,
            Statement::VariableDeclaration(declaration) => self.of_variable(declaration),
            Statement::ClassDeclaration(class) => self.of_class(class),
            other => other.may_have_side_effects(self),
        }
    }

    /// Whether an expression has an effect by itself.
    pub(super) fn of_expression(&self, expression: &Expression<'_>) -> bool {
        if self.namespaces.is_empty() {
            return expression.may_have_side_effects(self);
        }
        // Down to where a member of a namespace may be: oxc takes it for any other property.
        let by_parts = match expression {
            Expression::StaticMemberExpression(it) => !self.is_namespace(&it.object),
            Expression::ArrayExpression(it) => it.elements.iter().any(|element| match element.as_expression() {
                Some(element) => self.of_expression(element),
                None => !element.is_elision(),
            }),
            Expression::ObjectExpression(it) => it.properties.iter().any(|property| match property {
                ObjectPropertyKind::ObjectProperty(it) => it.computed || self.of_expression(&it.value),
                ObjectPropertyKind::SpreadProperty(_) => true,
            }),
            Expression::CallExpression(it)
                if it.pure && !self.options.ignore_annotations || self.manual_pure_functions(&it.callee) =>
            {
                it.arguments.iter().any(|argument| argument.as_expression().is_none_or(|it| self.of_expression(it)))
            }
            Expression::ClassExpression(it) => self.of_class(it),
            Expression::ConditionalExpression(it) => {
                [&it.test, &it.consequent, &it.alternate].into_iter().any(|it| self.of_expression(it))
            }
            Expression::LogicalExpression(it) => self.of_expression(&it.left) || self.of_expression(&it.right),
            _ => true,
        };
        by_parts && expression.may_have_side_effects(self)
    }

    fn is_namespace(&self, object: &Expression<'_>) -> bool {
        let Expression::Identifier(object) = object else { return false };
        let symbol = object.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        symbol.is_some_and(|symbol| self.namespaces.contains(&symbol))
    }

    /// Whether evaluating a class has an effect.
    pub(super) fn of_class(&self, class: &Class<'_>) -> bool {
        match class.heritage_expression() {
            Some(Expression::StaticMemberExpression(it)) if self.is_namespace(&it.object) => {
                !class.decorators.is_empty() || class.body.body.iter().any(|it| it.may_have_side_effects(self))
            }
            _ => class.may_have_side_effects(self),
        }
    }

    /// Whether a declarator has an effect. Taking a pattern apart reads properties, which may be getters.
    pub(super) fn of_declarator(&self, declarator: &VariableDeclarator<'_>) -> bool {
        !declarator.id.is_binding_identifier() || declarator.init.as_ref().is_some_and(|init| self.of_expression(init))
    }

    fn of_variable(&self, declaration: &VariableDeclaration<'_>) -> bool {
        if !matches!(
            declaration.kind,
            VariableDeclarationKind::Var | VariableDeclarationKind::Let | VariableDeclarationKind::Const
        ) {
            return true; // `using` disposes
        }
        declaration.declarations.iter().any(|declarator| self.of_declarator(declarator))
    }
}

fn has_plain_parameters(parameters: &FormalParameters<'_>) -> bool {
    parameters.rest.is_none()
        && parameters.items.iter().all(|it| it.pattern.is_binding_identifier() && it.initializer.is_none())
}

impl<'a> GlobalContext<'a> for Effects<'_> {
    fn is_global_reference(&self, reference: &IdentifierReference<'a>) -> bool {
        reference.reference_id.get().is_none_or(|id| self.scoping.get_reference(id).symbol_id().is_none())
    }
}

impl<'a> MayHaveSideEffectsContext<'a> for Effects<'_> {
    fn annotations(&self) -> bool {
        !self.options.ignore_annotations
    }
    /// Functions of `--pure`, those that are marked `#__NO_SIDE_EFFECTS__` in the same file, and, for the time being, those
    /// of which linking knows.
    fn manual_pure_functions(&self, callee: &Expression<'_>) -> bool {
        if is_pure_function(callee, &self.options.pure) {
            return true;
        }
        let (callee, member) = match callee {
            Expression::Identifier(callee) => (callee, None),
            Expression::StaticMemberExpression(it) if !it.optional => match &it.object {
                Expression::Identifier(object) => (object, Some(Name::from(it.property.name.as_str()))),
                _ => return false,
            },
            _ => return false,
        };
        let symbol = callee.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        let Some(symbol) = symbol else { return false };
        if member.is_none() && !self.options.ignore_annotations && self.scoping.no_side_effects().contains(&symbol) {
            return true;
        }
        let is_import = self.scoping.symbol_flags(symbol).contains(SymbolFlags::Import);
        let is_known = is_import
            || member.is_none()
                && self.scoping.symbol_scope_id(symbol) == self.scoping.root_scope_id()
                && !self.scoping.symbol_is_mutated(symbol);
        if is_known {
            self.callees.borrow_mut().push((symbol, member));
        }
        is_known
    }
    fn property_read_side_effects(&self) -> PropertyReadSideEffects {
        PropertyReadSideEffects::All
    }
    fn unknown_global_side_effects(&self) -> bool {
        true
    }
}
