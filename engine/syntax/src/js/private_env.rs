//! `import.meta.env.X` where a `.env` file has an `X` that is not for everybody: a page does not get it, and finds `undefined`.

use nexxo_base::{Code, Severity};
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::span::{GetSpan, Span};

use super::{JsInput, Origin, Problem, mentions};

/// A warning for each place that asks for such a variable.
pub(super) fn find(program: &Program<'_>, input: &JsInput<'_>) -> Vec<Problem> {
    let private = &input.options.private_env;
    let names: Vec<&str> = private.iter().map(String::as_str).filter(|name| mentions(input, name)).collect();
    if names.is_empty() || input.origin != Origin::Source || !mentions(input, "import.meta.env") {
        return Vec::new();
    }
    let mut find = Find { names: &names, found: Vec::new() };
    find.visit_program(program);
    find.found.into_iter().map(|(span, name)| problem(span, name)).collect()
}

fn problem(span: Span, name: &str) -> Problem {
    Problem {
        code: Code::PrivateVariable,
        severity: Severity::Warning,
        label: "undefined in a page".into(),
        help: Some(format!("if everybody may read it, call it `VITE_{name}`; else use it on a server")),
        ..Problem::error(span, format!("`{name}` of the `.env` files is not for pages, which everybody can read"))
    }
}

struct Find<'n> {
    names: &'n [&'n str],
    found: Vec<(Span, &'n str)>,
}

impl Find<'_> {
    fn note(&mut self, name: &str, span: Span) {
        self.found.extend(self.names.iter().find(|it| **it == name).map(|name| (span, *name)));
    }
}

impl<'a> Visit<'a> for Find<'_> {
    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        if is_env(&it.object) {
            self.note(&it.property.name, it.property.span);
        }
        walk::walk_static_member_expression(self, it);
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        if let Expression::StringLiteral(name) = &it.expression
            && is_env(&it.object)
        {
            self.note(&name.value, name.span);
        }
        walk::walk_computed_member_expression(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let BindingPattern::ObjectPattern(pattern) = &it.id
            && it.init.as_ref().is_some_and(is_env)
        {
            for property in &pattern.properties {
                if let Some(name) = property.key.static_name() {
                    self.note(&name, property.key.span());
                }
            }
        }
        walk::walk_variable_declarator(self, it);
    }
}

/// Whether it is `import.meta.env`.
fn is_env(it: &Expression<'_>) -> bool {
    let Expression::StaticMemberExpression(env) = it.get_inner_expression() else { return false };
    env.property.name == "env" && matches!(env.object.get_inner_expression(), Expression::ImportMeta(_))
}
