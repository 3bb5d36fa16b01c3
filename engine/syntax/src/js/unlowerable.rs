//! Syntax above the target that nothing lowers, or not rightly: it is refused rather than passed on.

use nexxo_base::Code;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::ScopeFlags;
use oxc::span::{GetSpan, Span};
use oxc::str::Ident;

use super::{JsInput, Problem, chains, transform};

/// The error for the first construct that cannot be lowered to the target.
pub(super) fn find(program: &Program<'_>, input: &JsInput<'_>) -> Option<Problem> {
    let target = input.options.target.as_deref().filter(|target| *target != "esnext")?;
    let env = transform::target_env(input.options).ok()?;
    let has = |word: &str| memchr::memmem::find(input.source.as_bytes(), word.as_bytes()).is_some();
    let wanted = Wanted {
        patterns: env.es2018.object_rest_spread.is_some() && has("..."),
        escapes: env.es2018.object_rest_spread.is_some() && has("`"),
        chains: env.es2020.optional_chaining && has("?."),
        new_target: env.es2017.async_to_generator && has("new.target") && has("async"),
    };
    if wanted == Wanted::default() {
        return None;
    }
    let mut find = Find { wanted, async_arrows: 0, first: None };
    find.visit_program(program);
    let (span, what, help) = find.first?;
    Some(Problem {
        code: Code::UnsupportedSyntax,
        label: "not part of the target".into(),
        help: Some(help.into()),
        ..Problem::error(span, format!("{what} cannot be lowered to `{target}`"))
    })
}

/// What to look for.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Wanted {
    /// Object rest at places where its lowering would read names before they exist, or not happen.
    patterns: bool,
    /// Templates with an escape that only tagged ones may have, since ES2018.
    escapes: bool,
    /// `(a?.[await b])()`, which keeps `this`.
    chains: bool,
    /// `new.target` of an async arrow function.
    new_target: bool,
}

struct Find {
    wanted: Wanted,
    /// How many async arrow functions are around, up to the next function with a `new.target` of its own.
    async_arrows: u32,
    first: Option<(Span, &'static str, &'static str)>,
}

impl Find {
    fn note(&mut self, span: Span, what: &'static str, help: &'static str) {
        self.first.get_or_insert((span, what, help));
    }

    fn note_chain(&mut self, callee: &Expression<'_>) {
        if self.wanted.chains
            && let Some(chain) = chains::called_chain(callee)
            && chains::key_pauses(chain)
        {
            self.note(chain.span, "a call of an optional chain in parentheses that waits", "wait for the key before");
        }
    }
}

impl<'a> Visit<'a> for Find {
    fn visit_object_assignment_target(&mut self, it: &ObjectAssignmentTarget<'a>) {
        if self.wanted.patterns {
            for property in &it.properties {
                let AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) = property else { continue };
                if let Some(span) = nested_rest(&property.binding) {
                    self.note(span, "object rest inside of another pattern that waits", "wait in a statement before");
                }
            }
        }
        walk::walk_object_assignment_target(self, it);
    }

    fn visit_formal_parameters(&mut self, it: &FormalParameters<'a>) {
        if self.wanted.patterns {
            const HELP: &str = "take the parameter apart in the body of the function";
            if let Some(rest) = &it.rest
                && let Some(span) = object_rest(&rest.rest.argument)
            {
                self.note(span, "object rest inside of a rest parameter", HELP);
            }
            let mut names: Vec<Ident<'a>> = Vec::new();
            for parameter in &it.items {
                let mut mentions = Mentions { names: &names, found: None };
                if !names.is_empty() {
                    mentions.visit_formal_parameter(parameter);
                }
                if let Some(span) = mentions.found {
                    self.note(span, "a default value that uses another parameter's object rest", HELP);
                }
                if object_rest(&parameter.pattern).is_some() {
                    names.extend(parameter.pattern.get_binding_identifiers().iter().map(|id| id.name));
                }
            }
        }
        walk::walk_formal_parameters(self, it);
    }

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        if self.wanted.patterns
            && let Some(ForStatementInit::VariableDeclaration(declaration)) = &it.init
            && declaration.declarations.iter().filter(|it| object_rest(&it.id).is_some()).count() > 1
        {
            let what = "more than one object rest in the head of a loop";
            self.note(declaration.span, what, "take one of them apart before the loop");
        }
        walk::walk_for_statement(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if !it.optional {
            self.note_chain(&it.callee);
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        self.note_chain(&it.tag);
        if self.wanted.escapes
            && let Some(quasi) = it.quasi.quasis.iter().find(|quasi| quasi.value.cooked.is_none())
        {
            self.note(quasi.span, "an escape that stands for no character", "write the backslash as `${\"\\\\\"}`");
        }
        walk::walk_tagged_template_expression(self, it);
    }

    fn visit_new_target(&mut self, it: &NewTarget) {
        if self.wanted.new_target && self.async_arrows > 0 {
            self.note(it.span, "`new.target` in an async arrow function", "keep it in a variable outside");
        }
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.async_arrows += u32::from(it.r#async);
        walk::walk_arrow_function_expression(self, it);
        self.async_arrows -= u32::from(it.r#async);
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        let arrows = std::mem::take(&mut self.async_arrows);
        walk::walk_function(self, it, flags);
        self.async_arrows = arrows;
    }
}

/// The object rest of a target that is itself part of an object target, and waits.
fn nested_rest(target: &AssignmentTargetMaybeDefault<'_>) -> Option<Span> {
    let target = match target {
        AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(it) => &it.binding,
        other => other.as_assignment_target()?,
    };
    match target {
        AssignmentTarget::ObjectAssignmentTarget(object) if chains::pauses_in(object) => {
            object.rest.as_ref().map(|rest| rest.span)
        }
        _ => None,
    }
}

/// The object rest anywhere in a pattern.
fn object_rest(pattern: &BindingPattern<'_>) -> Option<Span> {
    match pattern {
        BindingPattern::BindingIdentifier(_) => None,
        BindingPattern::AssignmentPattern(it) => object_rest(&it.left),
        BindingPattern::ObjectPattern(it) => {
            let own = it.rest.as_ref().map(|rest| rest.span());
            own.or_else(|| it.properties.iter().find_map(|property| object_rest(&property.value)))
        }
        BindingPattern::ArrayPattern(it) => {
            let rest = it.rest.iter().find_map(|rest| object_rest(&rest.argument));
            rest.or_else(|| it.elements.iter().flatten().find_map(object_rest))
        }
    }
}

/// Looks for a name.
struct Mentions<'n, 'a> {
    names: &'n [Ident<'a>],
    found: Option<Span>,
}

impl<'a> Visit<'a> for Mentions<'_, 'a> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if self.names.contains(&it.name) {
            self.found.get_or_insert(it.span);
        }
    }
}
