//! What evaluating a module reads for certain, before any of its functions is called: where the module is in a cycle, an
//! import read there may not be initialised yet.

use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{ScopeFlags, Scoping, SymbolFlags, SymbolId};

/// An import that is read, and of a member access on it the property.
pub(super) struct EarlyRead {
    pub(super) symbol: SymbolId,
    pub(super) member: Option<String>,
    pub(super) span: oxc::span::Span,
}

/// The first read of each import, and of each member of it.
pub(super) fn find(program: &Program<'_>, scoping: &Scoping) -> Vec<EarlyRead> {
    let mut search = Search { scoping, found: Vec::new() };
    if program.body.iter().any(|it| matches!(it, Statement::ImportDeclaration(_))) {
        search.visit_program(program);
    }
    search.found
}

/// Goes where evaluation goes in any case: not into functions, branches, bodies of loops, and what errors are caught of.
struct Search<'s> {
    scoping: &'s Scoping,
    found: Vec<EarlyRead>,
}

impl Search<'_> {
    fn note(&mut self, it: &IdentifierReference<'_>, member: Option<&str>, span: oxc::span::Span) {
        let Some(symbol) = it.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id()) else {
            return;
        };
        let is_known = |read: &EarlyRead| read.symbol == symbol && read.member.as_deref() == member;
        if self.scoping.symbol_flags(symbol).contains(SymbolFlags::Import) && !self.found.iter().any(is_known) {
            self.found.push(EarlyRead { symbol, member: member.map(str::to_string), span });
        }
    }
}

impl<'a> Visit<'a> for Search<'_> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.note(it, None, it.span);
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        match &it.object {
            Expression::Identifier(object) => self.note(object, Some(it.property.name.as_str()), it.span),
            object => self.visit_expression(object),
        }
    }

    fn visit_function(&mut self, _it: &Function<'a>, _flags: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _it: &ArrowFunctionExpression<'a>) {}

    fn visit_export_named_declaration(&mut self, _it: &ExportNamedDeclaration<'a>) {}

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.visit_decorators(&it.decorators);
        if it.computed {
            self.visit_property_key(&it.key);
        }
        if it.r#static {
            it.value.iter().for_each(|value| self.visit_expression(value));
        }
    }

    fn visit_accessor_property(&mut self, it: &AccessorProperty<'a>) {
        self.visit_decorators(&it.decorators);
        if it.computed {
            self.visit_property_key(&it.key);
        }
        if it.r#static {
            it.value.iter().for_each(|value| self.visit_expression(value));
        }
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.visit_expression(&it.test);
    }

    fn visit_switch_statement(&mut self, it: &SwitchStatement<'a>) {
        self.visit_expression(&it.discriminant);
    }

    fn visit_while_statement(&mut self, it: &WhileStatement<'a>) {
        self.visit_expression(&it.test);
    }

    fn visit_do_while_statement(&mut self, _it: &DoWhileStatement<'a>) {}

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        it.init.iter().for_each(|init| self.visit_for_statement_init(init));
        it.test.iter().for_each(|test| self.visit_expression(test));
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        self.visit_expression(&it.right);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        self.visit_expression(&it.right);
    }

    fn visit_labeled_statement(&mut self, _it: &LabeledStatement<'a>) {}

    fn visit_try_statement(&mut self, it: &TryStatement<'a>) {
        if it.handler.is_none() {
            walk::walk_try_statement(self, it);
        }
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.visit_expression(&it.test);
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        self.visit_expression(&it.left);
    }

    fn visit_chain_expression(&mut self, _it: &ChainExpression<'a>) {}

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        self.visit_assignment_target(&it.left);
        if !it.operator.is_logical() {
            self.visit_expression(&it.right);
        }
    }

    fn visit_assignment_pattern(&mut self, it: &AssignmentPattern<'a>) {
        self.visit_binding_pattern(&it.left);
    }

    fn visit_assignment_target_with_default(&mut self, it: &AssignmentTargetWithDefault<'a>) {
        self.visit_assignment_target(&it.binding);
    }
}
