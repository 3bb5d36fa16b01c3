//! References to many files at once: `import.meta.glob()`, and `import()`, `require()` and `new URL()` of a path that is
//! put together. Each becomes the default import of a module that is made for it.

use nexxo_base::index::Idx;
use nexxo_base::module::{
    Glob, GlobForm, GlobOptions, ImportBinding, ImportKind, ImportRecord, Imported, Symbol, SymbolKind,
};
use nexxo_base::template::SlotKind;
use nexxo_base::{Code, Name};
use oxc::allocator::{TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast_visit::VisitMut;
use oxc::span::GetSpan;

use super::Problem;
use super::attributes::fields;
use super::slotter::{Slotter, constant_string};

impl<'a> Slotter<'a, '_> {
    /// Replaces an expression that names many files. `None` when `it` is to be walked as usual.
    pub(super) fn replace_glob(&mut self, it: &mut Expression<'a>) -> Option<Expression<'a>> {
        let span = it.span();
        match it {
            Expression::CallExpression(call) if is_meta_glob(&call.callee) => match map_of(call) {
                Ok(glob) => Some(self.glob(glob, span)),
                Err(problem) => {
                    self.problems.push(problem);
                    None
                }
            },
            Expression::ImportExpression(import) if import.options.is_none() && !self.is_ignored(import) => {
                let pattern = pattern_of(&import.source)?;
                Some(self.call_glob(pattern, GlobForm::Import, &mut import.source, span))
            }
            Expression::CallExpression(call) if self.is_free(&call.callee, "require") && call.arguments.len() == 1 => {
                let path = call.arguments[0].as_expression_mut()?;
                let pattern = pattern_of(path)?;
                Some(self.call_glob(pattern, GlobForm::Require, path, span))
            }
            Expression::NewExpression(new) if new.arguments.len() == 2 && self.is_free(&new.callee, "URL") => {
                let Expression::StaticMemberExpression(base) = new.arguments[1].as_expression()? else { return None };
                if !matches!(base.object, Expression::ImportMeta(_)) || base.property.name != "url" {
                    return None;
                }
                let path = new.arguments[0].as_expression_mut()?;
                let pattern = pattern_of(path)?;
                let url = self.call_glob(pattern, GlobForm::Url, path, span);
                new.arguments[0] = Argument::from(url);
                self.visit_expression(new.arguments[1].as_expression_mut()?);
                Some(it.take_in(&self.ast))
            }
            _ => None,
        }
    }

    /// `glob(path)`.
    fn call_glob(
        &mut self,
        pattern: String,
        form: GlobForm,
        path: &mut Expression<'a>,
        span: oxc::span::Span,
    ) -> Expression<'a> {
        let callee = self.glob(Glob { patterns: [Name::from(pattern)].into(), form }, path.span());
        let mut path = path.take_in(&self.ast);
        self.visit_expression(&mut path);
        let arguments = ArenaVec::from_value_in(Argument::from(path), &self.ast);
        Expression::new_call_expression(span, callee, None, arguments, false, &self.ast)
    }

    /// What the module made for `glob` exports: an import of it, or in CommonJS what `require` of it gives.
    fn glob(&mut self, glob: Glob, span: oxc::span::Span) -> Expression<'a> {
        let kind = if self.is_cjs() { ImportKind::Require } else { ImportKind::Import };
        let shown = Name::from(glob.patterns.join(","));
        let record = ImportRecord { glob: Some(Box::new(glob)), ..ImportRecord::new(shown, kind) };
        let record = self.add_record(record, span);
        if self.is_cjs() {
            self.seen.records.push(record);
            return self.slot_expression(span, SlotKind::Require(record));
        }
        let known = self.made_imports.iter().find(|import| import.record == record).map(|import| import.symbol);
        let symbol = known.unwrap_or_else(|| {
            let symbol = self.add_symbol(Symbol { name: Name::const_new("glob"), kind: SymbolKind::Import });
            let imported = Imported::Name(Name::const_new("default"));
            self.made_imports.push(ImportBinding { symbol, record, imported });
            symbol
        });
        self.seen.reads.push(symbol);
        self.symbol_uses[symbol.index()] += 1;
        self.mention_anywhere(symbol);
        self.slot_expression(span, SlotKind::Reference(symbol))
    }
}

/// Whether an expression is `import.meta.glob`.
pub(super) fn is_meta_glob(callee: &Expression<'_>) -> bool {
    matches!(callee, Expression::StaticMemberExpression(member)
        if member.property.name == "glob" && matches!(member.object, Expression::ImportMeta(_)))
}

fn invalid(span: oxc::span::Span, message: &str) -> Problem {
    Problem {
        code: Code::InvalidGlob,
        help: Some("patterns and options are read when the project is built, so they must be literals".into()),
        ..Problem::error(span, message.into())
    }
}

fn map_of(call: &CallExpression<'_>) -> Result<Glob, Problem> {
    let patterns = match call.arguments.first().and_then(Argument::as_expression) {
        Some(Expression::ArrayExpression(array)) => {
            let pattern = |element: &ArrayExpressionElement<'_>| {
                let pattern = element.as_expression().and_then(|it| constant_string(it)).map(Name::from);
                pattern
                    .ok_or_else(|| invalid(element.span(), "a pattern of `import.meta.glob` is not a string literal"))
            };
            array.elements.iter().map(pattern).collect::<Result<Box<[Name]>, Problem>>()?
        }
        Some(pattern) => match constant_string(pattern) {
            Some(pattern) => [Name::from(pattern)].into(),
            None => {
                let message = "`import.meta.glob` takes a string literal, or an array of them";
                return Err(invalid(pattern.span(), message));
            }
        },
        None => return Err(invalid(call.span, "`import.meta.glob` needs a pattern")),
    };
    for pattern in &patterns {
        let path = pattern.strip_prefix('!').unwrap_or(pattern);
        if path.is_empty() {
            return Err(invalid(call.arguments[0].span(), "a pattern of `import.meta.glob` is empty"));
        }
    }
    let options = match call.arguments.get(1) {
        Some(options) => options_of(options)?,
        None => GlobOptions::default(),
    };
    Ok(Glob { patterns, form: GlobForm::Map(options) })
}

fn options_of(argument: &Argument<'_>) -> Result<GlobOptions, Problem> {
    let literal = argument.as_expression().and_then(|it| fields(it));
    let fields = literal.ok_or_else(|| {
        invalid(argument.span(), "the options of `import.meta.glob` are not an object literal with plain keys")
    })?;
    let mut out = GlobOptions::default();
    for (key, value) in fields {
        let wrong = |what: &str| invalid(value.span(), &format!("`{key}` of `import.meta.glob` is not {what}"));
        let flag = || constant_bool(value).ok_or_else(|| wrong("`true` or `false`"));
        let text = || constant_string(value).map(Name::from).ok_or_else(|| wrong("a string literal"));
        match key {
            "eager" => out.eager = flag()?,
            "exhaustive" => out.exhaustive = flag()?,
            "import" => out.import = Some(text()?).filter(|name| name != "*"),
            "base" => out.base = Some(text()?),
            "query" => {
                out.query = query_of(value).ok_or_else(|| wrong("a string literal or an object of literals"))?;
            }
            "as" => {
                let query = text()?;
                out.query = Name::from(format!("?{query}"));
                out.import = Some(Name::const_new("default"));
            }
            _ => return Err(invalid(value.span(), &format!("`import.meta.glob` has no option `{key}`"))),
        }
    }
    Ok(out)
}

/// `true`, or `!0` as the compressor has it.
fn constant_bool(value: &Expression<'_>) -> Option<bool> {
    match value {
        Expression::BooleanLiteral(literal) => Some(literal.value),
        Expression::UnaryExpression(not) if not.operator == UnaryOperator::LogicalNot => match &not.argument {
            Expression::NumericLiteral(number) => Some(number.value == 0.0),
            _ => None,
        },
        _ => None,
    }
}

/// `?raw`, `raw`, or `{ raw: true, width: 100 }`.
fn query_of(value: &Expression<'_>) -> Option<Name> {
    if let Some(text) = constant_string(value) {
        let text = text.strip_prefix('?').unwrap_or(text);
        return Some(if text.is_empty() { Name::default() } else { Name::from(format!("?{text}")) });
    }
    let mut parts = Vec::new();
    for (key, value) in fields(value)? {
        let value = match value {
            Expression::NumericLiteral(number) => number.value.to_string(),
            other => match (constant_string(other), constant_bool(other)) {
                (Some(text), _) => text.to_string(),
                (None, Some(flag)) => flag.to_string(),
                (None, None) => return None,
            },
        };
        parts.push(format!("{key}={value}"));
    }
    Some(if parts.is_empty() { Name::default() } else { Name::from(format!("?{}", parts.join("&"))) })
}

/// The pattern of all paths that an expression can give, if it is a relative path put together from literal parts and
/// others. As in esbuild, an unknown part after a slash may hold slashes itself. A pattern that says nothing but in which
/// folder to look is none: it would take everything there is.
fn pattern_of(path: &Expression<'_>) -> Option<String> {
    let mut parts = Vec::new();
    collect_parts(path, &mut parts);
    let Some(Some(first)) = parts.first() else { return None };
    let is_relative = first.starts_with("./") || first.starts_with("../");
    if !is_relative {
        return None;
    }
    let literal: String = parts.iter().flatten().map(String::as_str).collect();
    if literal.contains(['?', '#']) || literal.split('/').all(|part| matches!(part, "" | "." | "..")) {
        return None;
    }
    let mut pattern = String::new();
    for part in &parts {
        match part {
            Some(text) => {
                for c in text.chars() {
                    if matches!(c, '*' | '[' | ']' | '{' | '}' | '!' | '(' | ')' | '\\') {
                        pattern.push('\\');
                    }
                    pattern.push(c);
                }
            }
            None if pattern.ends_with('*') => {}
            None if pattern.ends_with('/') => pattern.push_str("**/*"),
            None => pattern.push('*'),
        }
    }
    Some(pattern)
}

/// The parts of a string: text, or `None` for what only the run time knows.
fn collect_parts(path: &Expression<'_>, parts: &mut Vec<Option<String>>) {
    let push_text = |text: &str, parts: &mut Vec<Option<String>>| match parts.last_mut() {
        Some(Some(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(Some(text.to_string())),
    };
    match path {
        Expression::StringLiteral(literal) => push_text(literal.value.as_str(), parts),
        Expression::TemplateLiteral(template) => {
            for (i, quasi) in template.quasis.iter().enumerate() {
                match &quasi.value.cooked {
                    Some(text) => push_text(text.as_str(), parts),
                    None => parts.push(None),
                }
                if let Some(hole) = template.expressions.get(i) {
                    collect_parts(hole, parts);
                }
            }
        }
        Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => {
            collect_parts(&sum.left, parts);
            // `1 + 2` is no text; only what stands beside a string is.
            let is_text = parts.iter().any(Option::is_some) || is_string(&sum.right);
            if is_text {
                collect_parts(&sum.right, parts);
            }
        }
        Expression::CallExpression(call) => match &call.callee {
            Expression::StaticMemberExpression(callee)
                if callee.property.name == "concat"
                    && is_string(&callee.object)
                    && call.arguments.iter().all(Argument::is_expression) =>
            {
                collect_parts(&callee.object, parts);
                for argument in call.arguments.iter().filter_map(Argument::as_expression) {
                    collect_parts(argument, parts);
                }
            }
            _ => parts.push(None),
        },
        _ => parts.push(None),
    }
}

fn is_string(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::StringLiteral(_) | Expression::TemplateLiteral(_))
}
