//! What an import says beside its specifier: attributes and phases.

use memchr::memmem;
use nexxo_base::{Code, Name};
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::span::Span;

use super::slotter::constant_string;
use super::{JsInput, Problem};

/// The attributes of a declaration: `with { type: "json" }`, or `assert` as it was first called.
pub(super) fn of_clause(clause: Option<&WithClause<'_>>) -> Box<[(Name, Name)]> {
    let entries = clause.into_iter().flat_map(|clause| &clause.with_entries);
    entries
        .map(|entry| {
            let key = match &entry.key {
                ImportAttributeKey::Identifier(key) => key.name.as_str(),
                ImportAttributeKey::StringLiteral(key) => key.value.as_str(),
            };
            (Name::from(key), Name::from(entry.value.value.as_str()))
        })
        .collect()
}

/// The attributes in the second argument of `import()`; `None` when only the run time knows them.
pub(super) fn of_options(options: Option<&Expression<'_>>) -> Option<Box<[(Name, Name)]>> {
    let Some(options) = options else { return Some(Box::default()) };
    let mut attributes = Vec::new();
    for (key, value) in fields(options)? {
        if key != "with" && key != "assert" {
            return None;
        }
        for (key, value) in fields(value)? {
            attributes.push((Name::from(key), Name::from(constant_string(value)?)));
        }
    }
    Some(attributes.into())
}

/// The properties of an object literal that has only plain ones.
pub(super) fn fields<'e, 'a>(object: &'e Expression<'a>) -> Option<Vec<(&'e str, &'e Expression<'a>)>> {
    let Expression::ObjectExpression(object) = object else { return None };
    let property = |property: &'e ObjectPropertyKind<'a>| match property {
        ObjectPropertyKind::ObjectProperty(it) if it.kind == PropertyKind::Init && !it.computed => match &it.key {
            PropertyKey::StaticIdentifier(key) => Some((key.name.as_str(), &it.value)),
            PropertyKey::StringLiteral(key) => Some((key.value.as_str(), &it.value)),
            _ => None,
        },
        _ => None,
    };
    object.properties.iter().map(property).collect()
}

/// `import defer` and `import source` are proposals that change when a module runs, or what it is.
pub(super) fn unsupported_phases(program: &Program<'_>, input: &JsInput<'_>) -> Vec<Problem> {
    let mut phases = Phases(Vec::new());
    if memmem::find_iter(input.source.as_bytes(), "import")
        .any(|at| may_have_phase(&input.source[at + "import".len()..]))
    {
        phases.visit_program(program);
    }
    phases.0
}

/// Whether what follows an `import` may be a phase; a comment may hide one.
fn may_have_phase(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    ["source", "defer", "/"].iter().any(|start| rest.starts_with(start))
}

struct Phases(Vec<Problem>);

impl Phases {
    fn found(&mut self, span: Span, phase: ImportPhase) {
        let phase = match phase {
            ImportPhase::Source => "source",
            ImportPhase::Defer => "defer",
        };
        self.0.push(Problem {
            code: Code::Unsupported,
            help: Some("import the module without it, or load it with `import()` when it is needed".into()),
            ..Problem::error(span, format!("`import {phase}` cannot be bundled"))
        });
    }
}

impl<'a> Visit<'a> for Phases {
    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        it.phase.into_iter().for_each(|phase| self.found(it.span, phase));
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        it.phase.into_iter().for_each(|phase| self.found(it.span, phase));
        walk::walk_import_expression(self, it);
    }
}
