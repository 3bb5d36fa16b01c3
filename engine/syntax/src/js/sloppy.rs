//! What sloppy scripts may have and ES modules may not: syntax, and a `this`, `exports` and `module` of their own.

use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{Scoping, SymbolFlags};
use oxc::span::{GetSpan, Span};
use oxc::str::Ident;

use super::{JsInput, mentions, nested};

/// Whether a script means another thing in an ES module, or nothing at all.
pub(super) fn is_needed(program: &Program<'_>, scoping: &Scoping, input: &JsInput<'_>) -> bool {
    let mut search = Search { uses_this: false, names: true, first: None };
    search.visit_program(program);
    search.uses_this
        || search.first.is_some()
        || mentions(input, "eval") && nested::has_direct_eval(scoping)
        || ["exports", "module"].iter().any(|name| is_redeclared(scoping, name))
        || has_functions_of_one_name(scoping)
}

/// The first syntax that strict code does not have. Names do not count where they are given anew.
pub(super) fn find_syntax(program: &Program<'_>, input: &JsInput<'_>) -> Option<Sloppy> {
    if program.has_use_strict_directive() {
        return None;
    }
    let mut search = Search { uses_this: false, names: !input.options.minify.identifiers, first: None };
    search.visit_program(program);
    search.first
}

/// A place and what is there.
type Sloppy = (nexxo_base::Span, &'static str);

/// Whether a file declares one of CommonJS's variables by a `var`, which leaves it its value.
pub(super) fn is_redeclared(scoping: &Scoping, name: &str) -> bool {
    let root = scoping.root_scope_id();
    let symbol = scoping.get_bindings(root).iter().find(|(it, _)| it.as_str() == name);
    symbol.is_some_and(|(_, &symbol)| scoping.symbol_flags(symbol).contains(SymbolFlags::FunctionScopedVariable))
}

/// Whether the top level declares a function by a name that it declares once more.
fn has_functions_of_one_name(scoping: &Scoping) -> bool {
    scoping.get_bindings(scoping.root_scope_id()).values().any(|&symbol| {
        let declarations = scoping.symbol_redeclarations(symbol);
        declarations.len() > 1 && declarations.iter().any(|it| it.flags.contains(SymbolFlags::Function))
    })
}

struct Search {
    uses_this: bool,
    /// Whether names that strict code reserves count.
    names: bool,
    first: Option<Sloppy>,
}

impl Search {
    fn found(&mut self, span: Span, what: &'static str) {
        self.first.get_or_insert((nexxo_base::Span::new(span.start, span.end), what));
    }

    fn name(&mut self, name: &str, span: Span) {
        let is_reserved = matches!(
            name,
            "await"
                | "implements"
                | "interface"
                | "let"
                | "package"
                | "private"
                | "protected"
                | "public"
                | "static"
                | "yield"
        );
        if self.names && is_reserved {
            self.found(span, "a reserved word as a name");
        }
    }

    /// `eval` and `arguments` cannot be given another meaning.
    fn changed(&mut self, name: &str, span: Span) {
        if matches!(name, "eval" | "arguments") {
            self.found(span, "another value for `eval` or `arguments`");
        }
    }

    /// A block cannot declare two functions of one name.
    fn block(&mut self, statements: &[Statement<'_>]) {
        let mut names: Vec<&str> = Vec::new();
        for statement in statements {
            if let Statement::FunctionDeclaration(function) = statement
                && let Some(id) = &function.id
            {
                if names.contains(&id.name.as_str()) {
                    self.found(id.span, "two functions of one name in a block");
                }
                names.push(id.name.as_str());
            }
        }
    }
}

impl<'a> Visit<'a> for Search {
    fn visit_this_expression(&mut self, _it: &ThisExpression) {
        self.uses_this = true;
    }

    fn visit_with_statement(&mut self, it: &WithStatement<'a>) {
        self.found(Span::sized(it.span.start, 4), "`with`");
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if it.operator == UnaryOperator::Delete && matches!(it.argument, Expression::Identifier(_)) {
            self.found(it.span, "`delete` of a variable");
        }
        walk::walk_unary_expression(self, it);
    }

    fn visit_block_statement(&mut self, it: &BlockStatement<'a>) {
        self.block(&it.body);
        walk::walk_block_statement(self, it);
    }

    fn visit_formal_parameters(&mut self, it: &FormalParameters<'a>) {
        let mut names: Vec<Ident<'a>> = Vec::new();
        for parameter in it.items.iter().filter_map(|it| it.pattern.get_binding_identifier()) {
            if names.contains(&parameter.name) {
                self.found(parameter.span, "two parameters of one name");
            }
            names.push(parameter.name);
        }
        walk::walk_formal_parameters(self, it);
    }

    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.name(it.name.as_str(), it.span);
        self.changed(it.name.as_str(), it.span);
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.name(it.name.as_str(), it.span);
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(target) = it {
            self.changed(target.name.as_str(), it.span());
        }
        walk::walk_simple_assignment_target(self, it);
    }

    // Classes are strict in any file.
    fn visit_class(&mut self, _it: &Class<'a>) {}
}
