//! TypeScript files with `export =` or `import a = require()`, which say `module.exports` and `require` once they are JavaScript,
//! and have variables of those names themselves: those are renamed.

use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::{Scoping, SymbolId};
use oxc::str::Ident;

use super::{JsInput, fresh_name, targets};

/// Renames them; says whether there were any, and the scoping is then stale.
pub(super) fn rename<'a>(
    ast: AstBuilder<'a>,
    program: &mut Program<'a>,
    scoping: &Scoping,
    input: &JsInput<'_>,
) -> bool {
    let is_commonjs =
        |it: &Statement<'a>| matches!(it, Statement::TSExportAssignment(_) | Statement::TSImportEqualsDeclaration(_));
    if !program.body.iter().any(is_commonjs) {
        return false;
    }
    let root = scoping.get_bindings(scoping.root_scope_id());
    let own = root.iter().filter(|(name, _)| matches!(name.as_str(), "module" | "exports" | "require"));
    let renames: Vec<_> = own
        .map(|(name, &symbol)| (symbol, Ident::from_str_in(&fresh_name(input, &format!("{name}_")), &ast)))
        .collect();
    if renames.is_empty() {
        return false;
    }
    Renaming { ast, scoping, renames }.visit_program(program);
    true
}

struct Renaming<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    renames: Vec<(SymbolId, Ident<'a>)>,
}

impl<'a> Renaming<'a, '_> {
    fn name(&self, symbol: Option<SymbolId>) -> Option<Ident<'a>> {
        self.renames.iter().find(|(of, _)| Some(*of) == symbol).map(|(_, name)| *name)
    }
}

impl<'a> VisitMut<'a> for Renaming<'a, '_> {
    fn visit_binding_identifier(&mut self, it: &mut BindingIdentifier<'a>) {
        it.name = self.name(it.symbol_id.get()).unwrap_or(it.name);
    }

    fn visit_identifier_reference(&mut self, it: &mut IdentifierReference<'a>) {
        let symbol = it.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        it.name = self.name(symbol).unwrap_or(it.name);
    }

    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        walk_mut::walk_object_property(self, it);
        it.shorthand = false;
    }

    fn visit_binding_property(&mut self, it: &mut BindingProperty<'a>) {
        walk_mut::walk_binding_property(self, it);
        it.shorthand = false;
    }

    fn visit_assignment_target_property(&mut self, it: &mut AssignmentTargetProperty<'a>) {
        targets::write_out(&self.ast, it);
        walk_mut::walk_assignment_target_property(self, it);
    }
}
