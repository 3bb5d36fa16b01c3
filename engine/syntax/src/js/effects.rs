//! Whether evaluating a top-level statement can be noticed from outside.

use nexxo_base::options::CompileOptions;
use oxc::ast::ast::{
    Class, Expression, IdentifierReference, Statement, VariableDeclaration, VariableDeclarationKind, VariableDeclarator,
};
use oxc::semantic::Scoping;
use oxc_ecmascript::GlobalContext;
use oxc_ecmascript::side_effects::{
    MayHaveSideEffects, MayHaveSideEffectsContext, PropertyReadSideEffects, is_pure_function,
};

/// What oxc's side-effect analysis asks of its caller.
pub(super) struct Effects<'s> {
    scoping: &'s Scoping,
    options: &'s CompileOptions,
}

impl<'s> Effects<'s> {
    pub(super) fn new(scoping: &'s Scoping, options: &'s CompileOptions) -> Self {
        Self { scoping, options }
    }

    /// Whether a statement other than an import or export has an effect by itself.
    pub(super) fn of_statement(&self, statement: &Statement<'_>) -> bool {
        match statement {
            Statement::FunctionDeclaration(_) | Statement::EmptyStatement(_) => false,
            Statement::VariableDeclaration(declaration) => self.of_variable(declaration),
            Statement::ClassDeclaration(class) => class.may_have_side_effects(self),
            other => other.may_have_side_effects(self),
        }
    }

    /// Whether an expression has an effect by itself.
    pub(super) fn of_expression(&self, expression: &Expression<'_>) -> bool {
        expression.may_have_side_effects(self)
    }

    /// Whether evaluating a class declaration has an effect.
    pub(super) fn of_class(&self, class: &Class<'_>) -> bool {
        class.may_have_side_effects(self)
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

impl<'a> GlobalContext<'a> for Effects<'_> {
    fn is_global_reference(&self, reference: &IdentifierReference<'a>) -> bool {
        reference.reference_id.get().is_none_or(|id| self.scoping.get_reference(id).symbol_id().is_none())
    }
}

impl<'a> MayHaveSideEffectsContext<'a> for Effects<'_> {
    fn annotations(&self) -> bool {
        !self.options.ignore_annotations
    }
    /// Functions of `--pure`, and those that are marked `#__NO_SIDE_EFFECTS__` in the same file.
    fn manual_pure_functions(&self, callee: &Expression<'_>) -> bool {
        if is_pure_function(callee, &self.options.pure) {
            return true;
        }
        let Expression::Identifier(callee) = callee else { return false };
        if self.options.ignore_annotations {
            return false;
        }
        let symbol = callee.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        symbol.is_some_and(|symbol| self.scoping.no_side_effects().contains(&symbol))
    }
    fn property_read_side_effects(&self) -> PropertyReadSideEffects {
        PropertyReadSideEffects::All
    }
    fn unknown_global_side_effects(&self) -> bool {
        true
    }
}
