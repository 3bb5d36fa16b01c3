//! Properties that a module gives to what it makes itself: `function Link() {} Link.displayName = 'Link'`. All that such a
//! statement does is seen in the function, so it matters where the function does.

use nexxo_base::Map;
use oxc::ast::ast::*;
use oxc::semantic::{Scoping, SymbolId};
use oxc::syntax::operator::AssignmentOperator;

use super::effects::Effects;

/// What a variable was made with, where a write to a property can run nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// A function with a prototype.
    Constructor,
    /// Any other function.
    Function,
    /// A class that extends nothing and has no accessors.
    Class,
    /// An object literal without accessors.
    Object,
}

/// What was made so far.
pub(super) struct OwnWrites<'s> {
    scoping: &'s Scoping,
    made: Map<SymbolId, Made>,
    /// The helper that defines static fields which the target does not have.
    pub(super) define_helper: Option<SymbolId>,
}

impl<'s> OwnWrites<'s> {
    pub(super) fn new(scoping: &'s Scoping) -> Self {
        Self { scoping, made: Map::default(), define_helper: None }
    }

    /// Notes what a statement makes.
    pub(super) fn note(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::FunctionDeclaration(it) => self.insert(it.id.as_ref(), Some(of_function(it))),
            Statement::ClassDeclaration(it) => self.insert(it.id.as_ref(), of_class(it)),
            _ => {}
        }
    }

    /// Notes what a variable is made with.
    pub(super) fn note_declarator(&mut self, declarator: &VariableDeclarator<'_>) {
        let made = match &declarator.init {
            Some(Expression::FunctionExpression(it)) => Some(of_function(it)),
            Some(Expression::ArrowFunctionExpression(_)) => Some(Made::Function),
            Some(Expression::ClassExpression(it)) => of_class(it),
            Some(Expression::ObjectExpression(it)) => of_object(it),
            _ => None,
        };
        self.insert(declarator.id.get_binding_identifier(), made);
    }

    fn insert(&mut self, id: Option<&BindingIdentifier<'_>>, made: Option<Made>) {
        if let (Some(symbol), Some(made)) = (id.and_then(|id| id.symbol_id.get()), made)
            && !self.scoping.symbol_is_mutated(symbol)
        {
            self.made.insert(symbol, made);
        }
    }

    /// The variable that an expression adds a property to, where it does nothing else.
    pub(super) fn of(&self, effects: &Effects<'_>, expression: &Expression<'_>) -> Option<SymbolId> {
        match expression {
            Expression::AssignmentExpression(it) if it.operator == AssignmentOperator::Assign => {
                let symbol = self.of_target(it.left.as_member_expression()?)?;
                (!effects.of_expression(&it.right) || self.of(effects, &it.right) == Some(symbol)).then_some(symbol)
            }
            Expression::CallExpression(it) if !it.optional && self.is_define(&it.callee) => {
                let [object, key, value] = it.arguments.as_slice() else { return None };
                let symbol = self.of_identifier(object.as_expression()?)?;
                let Expression::StringLiteral(key) = key.as_expression()? else { return None };
                let runs = key.value == "prototype" || effects.of_expression(value.as_expression()?);
                (!runs).then_some(symbol)
            }
            _ => None,
        }
    }

    fn of_target(&self, target: &MemberExpression<'_>) -> Option<SymbolId> {
        let key = target.static_property_name()?;
        if let Some(symbol) = self.of_identifier(target.object()) {
            let runs = match self.made.get(&symbol)? {
                Made::Constructor => is_fixed(key),
                Made::Function | Made::Class => is_fixed(key) || key == "prototype",
                Made::Object => key == "__proto__",
            };
            return (!runs).then_some(symbol);
        }
        let prototype = target.object().as_member_expression()?;
        let symbol = self.of_identifier(prototype.object())?;
        let is_prototype = prototype.static_property_name() == Some("prototype")
            && matches!(self.made.get(&symbol)?, Made::Constructor | Made::Class);
        (is_prototype && key != "__proto__").then_some(symbol)
    }

    fn of_identifier(&self, expression: &Expression<'_>) -> Option<SymbolId> {
        let symbol = self.symbol(expression)?;
        self.made.contains_key(&symbol).then_some(symbol)
    }

    fn symbol(&self, expression: &Expression<'_>) -> Option<SymbolId> {
        let Expression::Identifier(it) = expression else { return None };
        self.scoping.get_reference(it.reference_id.get()?).symbol_id()
    }

    fn is_define(&self, callee: &Expression<'_>) -> bool {
        self.define_helper.is_some() && self.symbol(callee) == self.define_helper
    }
}

/// Whether strict code cannot assign this property of a function, or more happens than that.
fn is_fixed(key: &str) -> bool {
    matches!(key, "name" | "length" | "arguments" | "caller" | "__proto__")
}

fn of_function(function: &Function<'_>) -> Made {
    if function.r#async || function.generator { Made::Function } else { Made::Constructor }
}

fn of_class(class: &Class<'_>) -> Option<Made> {
    let is_accessor = |it: &ClassElement<'_>| match it {
        ClassElement::MethodDefinition(it) => it.kind.is_accessor(),
        ClassElement::AccessorProperty(_) => true,
        _ => false,
    };
    let is_plain = class.heritage_expression().is_none() && class.decorators.is_empty();
    (is_plain && !class.body.body.iter().any(is_accessor)).then_some(Made::Class)
}

fn of_object(object: &ObjectExpression<'_>) -> Option<Made> {
    let is_plain = |it: &ObjectPropertyKind<'_>| match it {
        ObjectPropertyKind::ObjectProperty(it) => {
            it.kind == PropertyKind::Init && it.key.static_name().is_none_or(|name| name != "__proto__")
        }
        ObjectPropertyKind::SpreadProperty(_) => true,
    };
    object.properties.iter().all(is_plain).then_some(Made::Object)
}
