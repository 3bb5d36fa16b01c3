//! Standard decorators below ESNext: nothing lowers them, so they are refused rather than passed on.

use nexxo_base::Code;
use oxc::ast::ast::{AccessorProperty, Decorator, Program};
use oxc::ast_visit::{Visit, walk};
use oxc::span::Span;

use super::{JsInput, Problem};

/// The error for the first decorator (or `accessor`) that the target does not have and that is not of TypeScript's
/// legacy kind.
pub(super) fn unlowerable(program: &Program<'_>, input: &JsInput<'_>) -> Option<Problem> {
    let target = input.options.target.as_deref().filter(|target| *target != "esnext")?;
    if input.ts.is_some_and(|ts| ts.experimental_decorators) || !input.source.contains(['@']) {
        return None;
    }
    let mut find = Find { first: None };
    find.visit_program(program);
    find.first.map(|span| Problem {
        code: Code::Unsupported,
        label: "not part of the target".into(),
        help: Some(
            "build without `--target`, or set `experimentalDecorators` in tsconfig.json if these are TypeScript's"
                .into(),
        ),
        ..Problem::error(span, format!("standard decorators cannot be lowered to `{target}`"))
    })
}

struct Find {
    first: Option<Span>,
}

impl<'a> Visit<'a> for Find {
    fn visit_decorator(&mut self, it: &Decorator<'a>) {
        self.first.get_or_insert(it.span);
    }
    fn visit_accessor_property(&mut self, it: &AccessorProperty<'a>) {
        self.first.get_or_insert(it.span);
        walk::walk_accessor_property(self, it);
    }
}
