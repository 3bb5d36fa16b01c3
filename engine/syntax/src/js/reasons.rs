//! What of a module can be noticed from outside when it is evaluated, in words, for who wonders why the bundle has it.

use nexxo_base::options::CompileOptions;
use nexxo_base::{Set, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::parser::{ParseOptions, Parser};
use oxc::semantic::{ScopeFlags, SemanticBuilder};
use oxc::span::GetSpan;

use super::effects::Effects;
use super::{Lang, source_type};

/// So much of a text is quoted.
const QUOTED: usize = 40;

/// An effect of evaluating a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// The place.
    pub span: Span,
    /// What happens there, as what follows "it".
    pub words: String,
    /// Whether a mark `/* @__PURE__ */` before it would say that it has no effects.
    pub can_be_marked: bool,
}

/// The effects of a text as it is written; calls of functions that only linking knows count where there is nothing else.
pub(super) fn reasons_in(arena: &Allocator, source: &str, lang: Lang, options: &CompileOptions) -> Vec<Reason> {
    let parse_options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    let parsed = Parser::new(arena, source, source_type(lang, lang.module)).with_options(parse_options).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return Vec::new();
    }
    let scoping = SemanticBuilder::new_compiler().build(&parsed.program).semantic.into_scoping();
    let namespaces = Set::default();
    let effects = Effects::new(&scoping, options, &namespaces);
    let mut search = Search { effects: &effects, source, certain: Vec::new(), possible: Vec::new() };
    search.visit_program(&parsed.program);
    if search.certain.is_empty() { search.possible } else { search.certain }
}

struct Search<'s> {
    effects: &'s Effects<'s>,
    source: &'s str,
    certain: Vec<Reason>,
    possible: Vec<Reason>,
}

impl Search<'_> {
    fn quote(&self, span: oxc::span::Span) -> String {
        let text = span.source_text(self.source);
        let line = text.lines().next().unwrap_or_default();
        match line.char_indices().nth(QUOTED) {
            Some((at, _)) => format!("`{}…`", &line[..at]),
            None if line.len() < text.len() => format!("`{line}…`"),
            None => format!("`{line}`"),
        }
    }

    fn found(&self) -> usize {
        self.certain.len() + self.possible.len()
    }

    /// What an expression does, where that is something of its own.
    fn words(&self, expression: &Expression<'_>) -> Option<String> {
        Some(match expression {
            Expression::CallExpression(it) => format!("calls {}", self.quote(it.callee.span())),
            Expression::NewExpression(it) => format!("makes a new {}", self.quote(it.callee.span())),
            Expression::TaggedTemplateExpression(it) => format!("calls {}", self.quote(it.tag.span())),
            Expression::AssignmentExpression(it) => format!("writes to {}", self.quote(it.left.span())),
            Expression::UpdateExpression(it) => format!("writes to {}", self.quote(it.argument.span())),
            Expression::AwaitExpression(it) => format!("waits for {}", self.quote(it.argument.span())),
            Expression::UnaryExpression(it) if it.operator == UnaryOperator::Delete => {
                format!("deletes {}", self.quote(it.argument.span()))
            }
            _ => return None,
        })
    }
}

impl<'a> Visit<'a> for Search<'_> {
    // What is in functions happens when they are called.
    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}
    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        if it.computed {
            self.visit_property_key(&it.key);
        }
        if let Some(value) = it.value.as_ref().filter(|_| it.r#static) {
            self.visit_expression(value);
        }
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        let before = self.found();
        walk::walk_variable_declarator(self, it);
        if !it.id.is_binding_identifier() && it.init.is_some() && self.found() == before {
            let words = format!("reads properties, which may run getters: {}", self.quote(it.id.span()));
            self.certain.push(Reason { span: place(it.span), words, can_be_marked: false });
        }
    }

    fn visit_expression(&mut self, it: &Expression<'a>) {
        self.effects.take_callees();
        let is_certain = self.effects.of_expression(it);
        let is_possible = !self.effects.take_callees().is_empty();
        if !is_certain && !is_possible {
            return;
        }
        let is_marked = matches!(it, Expression::CallExpression(it) if it.pure)
            || matches!(it, Expression::NewExpression(it) if it.pure);
        if let Some(words) = self.words(it).filter(|_| !is_marked) {
            let can_be_marked = matches!(it, Expression::CallExpression(_) | Expression::NewExpression(_));
            let reason = Reason { span: place(it.span()), words, can_be_marked };
            return if is_certain { self.certain.push(reason) } else { self.possible.push(reason) };
        }
        let before = self.found();
        walk::walk_expression(self, it);
        let reads = matches!(it, Expression::Identifier(_)) || it.is_member_expression();
        if is_certain && reads && self.found() == before {
            let why = if it.is_member_expression() { "which may run a getter" } else { "which may not be there" };
            let words = format!("reads {}, {why}", self.quote(it.span()));
            self.certain.push(Reason { span: place(it.span()), words, can_be_marked: false });
        }
    }

    // Markup makes elements when it is rendered; what is in its braces is evaluated here, but seldom does anything.
    fn visit_jsx_element(&mut self, _: &JSXElement<'a>) {}
    fn visit_jsx_fragment(&mut self, _: &JSXFragment<'a>) {}
    fn visit_ts_type(&mut self, _: &TSType<'a>) {}
}

fn place(span: oxc::span::Span) -> Span {
    Span::new(span.start, span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<String> {
        let lang = Lang { module: super::super::ModuleMode::Esm, ts: true, ..Lang::default() };
        let reasons = reasons_in(&Allocator::default(), source, lang, &CompileOptions::default());
        reasons.into_iter().map(|it| it.words).collect()
    }

    #[test]
    fn what_can_be_noticed_is_named() {
        assert_eq!(of("export const a = 1; export function f() { g(); } export type T = string;"), [""; 0]);
        assert_eq!(of("export const a = []; register('a');"), ["calls `register`"]);
        assert_eq!(of("export const a = new Thing(1), b = /* @__PURE__ */ make();"), ["makes a new `Thing`"]);
        assert_eq!(of("globalThis.x = 1; export {};"), ["writes to `globalThis.x`"]);
        assert_eq!(of("export const { a } = {};"), ["reads properties, which may run getters: `{ a }`"]);
        assert_eq!(of("export class A { static b = start(); c = start(); }"), ["calls `start`"]);
        assert_eq!(of("export const a = settings.b.c;"), ["reads `settings`, which may not be there"]);
    }

    #[test]
    fn what_only_linking_knows_counts_where_there_is_nothing_else() {
        let import = "import { make } from './make';";
        assert_eq!(of(&format!("{import} export const a = make();")), ["calls `make`"]);
        assert_eq!(of(&format!("{import} export const a = make(); other();")), ["calls `other`"]);
    }
}
