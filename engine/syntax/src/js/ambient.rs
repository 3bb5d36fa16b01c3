//! `declare const VERSION: string; export default VERSION`: the value of a global, which oxc's transformer takes for a type.

use oxc::allocator::TakeIn;
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::semantic::{Scoping, SymbolFlags};

/// Has the transformer keep the default export of a global; says whether there is one.
pub(super) fn keep<'a>(ast: &AstBuilder<'a>, program: &mut Program<'a>, scoping: &Scoping) -> bool {
    let default = program.body.iter_mut().find_map(|statement| match statement {
        Statement::ExportDefaultDeclaration(export) => Some(&mut export.declaration),
        _ => None,
    });
    let Some(value) = default.and_then(ExportDefaultDeclarationKind::as_expression_mut) else { return false };
    let Expression::Identifier(id) = &*value else { return false };
    let symbol = id.reference_id.get().and_then(|id| scoping.get_reference(id).symbol_id());
    if !symbol.is_some_and(|symbol| is_global_value(scoping, symbol)) {
        return false;
    }
    let span = id.span;
    // It looks for a bare name.
    *value = Expression::new_parenthesized_expression(span, value.take_in(ast), ast);
    true
}

/// Whether all that a file says of a name is that a value of this name is somewhere else.
fn is_global_value(scoping: &Scoping, symbol: oxc::semantic::SymbolId) -> bool {
    let flags = scoping.symbol_flags(symbol);
    flags.is_ambient()
        && flags.intersects(SymbolFlags::Variable | SymbolFlags::Class | SymbolFlags::Function)
        && scoping.symbol_redeclarations(symbol).iter().all(|it| it.flags.is_ambient())
}
