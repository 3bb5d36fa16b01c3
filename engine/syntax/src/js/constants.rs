//! Values that are known without running anything: those that a module's constants and enums have, and those of its
//! imports, once linking has found them, in place of their names.

use nexxo_base::index::Idx;
use nexxo_base::module::{Constant, KnownImport, SymbolIdx};
use nexxo_base::{Map, Name};
use oxc::allocator::{Allocator, GetAllocator};
use oxc::ast::ast::*;
use oxc::ast::builder::{AstBuilder, GetAstBuilder};
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::{ReferenceId, Scoping, SymbolFlags, SymbolId};
use oxc::span::GetSpan;
use oxc::syntax::constant_value::ConstantValue as EnumValue;
use oxc::syntax::number::{NumberBase, ToJsString};
use oxc_ecmascript::GlobalContext;
use oxc_ecmascript::constant_evaluation::{ConstantEvaluation, ConstantEvaluationCtx, ConstantValue};
use oxc_ecmascript::side_effects::{MayHaveSideEffectsContext, PropertyReadSideEffects};

use super::slotter::{Slotter, constant_string};

/// Longer strings are no constants: a copy for each of their uses would cost more than it can save.
const LONGEST_STRING: usize = 64;

/// Evaluates initialisers, with what it found of those before.
pub(super) struct Evaluator<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    known: Map<SymbolId, Constant>,
}

impl<'a, 's> Evaluator<'a, 's> {
    pub(super) fn new(ast: AstBuilder<'a>, scoping: &'s Scoping) -> Self {
        Self { ast, scoping, known: Map::default() }
    }

    /// The value of a declarator that no other value is ever given to.
    pub(super) fn of_declarator(
        &mut self,
        kind: VariableDeclarationKind,
        declarator: &VariableDeclarator<'a>,
    ) -> Option<Constant> {
        // A `var` is there before it has its value.
        if kind == VariableDeclarationKind::Var {
            return None;
        }
        let symbol = declarator.id.get_binding_identifier()?.symbol_id.get()?;
        let value = self.of_expression(declarator.init.as_ref()?)?;
        if self.scoping.symbol_is_mutated(symbol) {
            return None;
        }
        self.known.insert(symbol, value.clone());
        Some(value)
    }

    /// The value of an expression.
    pub(super) fn of_expression(&self, expression: &Expression<'a>) -> Option<Constant> {
        if !may_be_constant(expression) {
            return None;
        }
        match expression.evaluate_value(self)? {
            ConstantValue::Undefined => Some(Constant::Undefined),
            ConstantValue::Null => Some(Constant::Null),
            ConstantValue::Boolean(value) => Some(Constant::Boolean(value)),
            ConstantValue::Number(value) => number(value),
            ConstantValue::String(value) => string(&value),
            ConstantValue::BigInt(_) => None,
        }
    }
}

fn number(value: f64) -> Option<Constant> {
    let is_plain = value.is_finite() && !(value == 0.0 && value.is_sign_negative());
    is_plain.then(|| Constant::Number(Name::from(value.to_js_string())))
}

fn string(value: &str) -> Option<Constant> {
    (value.len() <= LONGEST_STRING).then(|| Constant::String(Name::from(value)))
}

/// Whether evaluating may come to something; most initialisers are spared it.
fn may_be_constant(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::Identifier(_) => true,
        Expression::StringLiteral(it) => it.value.len() <= LONGEST_STRING,
        Expression::TemplateLiteral(it) => {
            it.expressions.iter().all(may_be_constant)
                && it.quasis.iter().all(|it| it.value.raw.len() <= LONGEST_STRING)
        }
        Expression::UnaryExpression(it) => it.operator != UnaryOperator::Delete && may_be_constant(&it.argument),
        Expression::BinaryExpression(it) => may_be_constant(&it.left) && may_be_constant(&it.right),
        Expression::LogicalExpression(it) => may_be_constant(&it.left) && may_be_constant(&it.right),
        _ => false,
    }
}

impl<'a> GlobalContext<'a> for Evaluator<'a, '_> {
    fn is_global_reference(&self, reference: &IdentifierReference<'a>) -> bool {
        reference.reference_id.get().is_none_or(|id| self.scoping.get_reference(id).symbol_id().is_none())
    }

    fn get_constant_value_for_reference_id(&self, id: ReferenceId) -> Option<ConstantValue<'a>> {
        Some(match self.known.get(&self.scoping.get_reference(id).symbol_id()?)? {
            Constant::Undefined => ConstantValue::Undefined,
            Constant::Null => ConstantValue::Null,
            Constant::Boolean(value) => ConstantValue::Boolean(*value),
            Constant::Number(value) => ConstantValue::Number(value.parse().ok()?),
            Constant::String(value) => ConstantValue::String(value.to_string().into()),
        })
    }
}

impl<'a> MayHaveSideEffectsContext<'a> for Evaluator<'a, '_> {
    fn annotations(&self) -> bool {
        true
    }
    fn manual_pure_functions(&self, _callee: &Expression<'_>) -> bool {
        false
    }
    fn property_read_side_effects(&self) -> PropertyReadSideEffects {
        PropertyReadSideEffects::All
    }
    fn unknown_global_side_effects(&self) -> bool {
        true
    }
}

impl<'a> GetAllocator<'a> for Evaluator<'a, '_> {
    fn allocator(&self) -> &'a Allocator {
        self.ast.allocator()
    }
}

impl<'a> GetAstBuilder<'a> for Evaluator<'a, '_> {
    type Builder = AstBuilder<'a>;
    fn builder(&self) -> &AstBuilder<'a> {
        &self.ast
    }
}

impl<'a> ConstantEvaluationCtx<'a> for Evaluator<'a, '_> {}

/// The enums at the top level of a file: the local name, a member and its value. Before they become JavaScript.
pub(super) fn enum_members(program: &Program<'_>, scoping: &Scoping) -> Vec<(Name, Name, Constant)> {
    let mut out = Vec::new();
    for statement in &program.body {
        let declaration = match statement {
            Statement::TSEnumDeclaration(it) => it,
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::TSEnumDeclaration(it) => it,
                _ => continue,
            },
            _ => continue,
        };
        let scope = declaration.body.scope_id.get();
        for member in &declaration.body.members {
            let name = member.id.static_name();
            let value = scope
                .and_then(|scope| scoping.get_binding(scope, name.as_str().into()))
                .and_then(|symbol| scoping.get_enum_member_value(symbol));
            let value = match value {
                Some(EnumValue::Number(value)) => number(*value),
                Some(EnumValue::String(value)) => string(value),
                None => None,
            };
            if let Some(value) = value {
                out.push((Name::from(declaration.id.name.as_str()), Name::from(name.as_str()), value));
            }
        }
    }
    out
}

/// Puts the values of imports in their place.
pub(super) fn apply<'a>(ast: AstBuilder<'a>, known: &[KnownImport], program: &mut Program<'a>, scoping: &Scoping) {
    Substitution { ast, known, scoping }.visit_program(program);
}

struct Substitution<'a, 's> {
    ast: AstBuilder<'a>,
    known: &'s [KnownImport],
    scoping: &'s Scoping,
}

impl<'a> Substitution<'a, '_> {
    fn value(&self, object: &Expression<'a>, member: Option<&str>) -> Option<Constant> {
        let Expression::Identifier(object) = object else { return None };
        let symbol = self.scoping.get_reference(object.reference_id.get()?).symbol_id()?;
        let is_import = self.scoping.symbol_flags(symbol).contains(SymbolFlags::Import);
        let is_it = |it: &&KnownImport| it.local == object.name.as_str() && it.member.as_deref() == member;
        self.known.iter().find(is_it).filter(|_| is_import).map(|it| it.value.clone())
    }

    fn literal(&self, span: oxc::span::Span, value: &Constant) -> Expression<'a> {
        let ast = &self.ast;
        match value {
            Constant::Undefined => Expression::new_void_0(span, ast),
            Constant::Null => Expression::new_null_literal(span, ast),
            Constant::Boolean(value) => Expression::new_boolean_literal(span, *value, ast),
            Constant::String(value) => {
                Expression::new_string_literal(span, oxc::str::Str::from_str_in(value, ast), None, ast)
            }
            Constant::Number(text) => {
                let number: f64 = text.parse().unwrap_or_default();
                let literal = Expression::new_numeric_literal(span, number.abs(), None, NumberBase::Decimal, ast);
                if number < 0.0 {
                    Expression::new_unary_expression(span, UnaryOperator::UnaryNegation, literal, ast)
                } else {
                    literal
                }
            }
        }
    }
}

impl<'a> VisitMut<'a> for Substitution<'a, '_> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        let value = match &*it {
            Expression::Identifier(_) => self.value(it, None),
            Expression::StaticMemberExpression(member) => {
                self.value(&member.object, Some(member.property.name.as_str()))
            }
            Expression::ComputedMemberExpression(member) => {
                constant_string(&member.expression).and_then(|name| self.value(&member.object, Some(name)))
            }
            _ => None,
        };
        match value {
            Some(value) => *it = self.literal(it.span(), &value),
            None => walk_mut::walk_expression(self, it),
        }
    }

    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        walk_mut::walk_object_property(self, it);
        it.shorthand &= matches!(it.value, Expression::Identifier(_));
    }
}

/// Collects in `out` the imports that an expression consists of, beside literals and operators. Says whether it consists
/// of nothing else.
pub(super) fn is_foldable<'a>(
    walk: &Slotter<'a, '_>,
    expression: &Expression<'a>,
    out: &mut Vec<(SymbolIdx, Option<Name>)>,
) -> bool {
    match expression {
        Expression::BooleanLiteral(_)
        | Expression::NullLiteral(_)
        | Expression::NumericLiteral(_)
        | Expression::StringLiteral(_) => true,
        Expression::Identifier(it) => match walk.import_of(expression) {
            Some((symbol, _)) => {
                out.push((symbol, None));
                true
            }
            None => it.name == "undefined" && walk.is_free(expression, "undefined"),
        },
        Expression::StaticMemberExpression(member) if !member.optional => {
            let Some((symbol, _)) = walk.import_of(&member.object) else { return false };
            out.push((symbol, Some(Name::from(member.property.name.as_str()))));
            true
        }
        Expression::UnaryExpression(it) => it.operator != UnaryOperator::Delete && is_foldable(walk, &it.argument, out),
        Expression::BinaryExpression(it) => is_foldable(walk, &it.left, out) && is_foldable(walk, &it.right, out),
        Expression::LogicalExpression(it) => is_foldable(walk, &it.left, out) && is_foldable(walk, &it.right, out),
        _ => false,
    }
}

/// The index of a local name among a module's symbols.
pub(super) fn symbol_named(symbols: &[nexxo_base::module::Symbol], name: &str) -> Option<SymbolIdx> {
    symbols.iter().position(|symbol| symbol.name == name).map(SymbolIdx::new)
}
