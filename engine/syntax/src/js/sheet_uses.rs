//! Where a script uses the names of CSS Modules sheets: as it is written, for who shows and edits it.

use nexxo_base::{Map, Name, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::parser::{ParseOptions, Parser};
use oxc::semantic::{Scoping, SemanticBuilder, SymbolId};
use oxc::span::GetSpan;
use oxc::syntax::identifier::is_identifier_name;
use serde::{Deserialize, Serialize};

use super::{Lang, source_type};
use crate::json::is_binding_name;

/// How a script uses the names of the sheets that it imports.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SheetUses {
    /// The names, by place.
    pub uses: Vec<SheetUse>,
    /// Specifiers of sheets of which any name may be used: their object is passed on, or asked for a name that is made up at
    /// run time.
    pub whole: Vec<Name>,
}

/// A name of a sheet at one place of a script.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SheetUse {
    /// What leads to the sheet.
    pub specifier: Name,
    /// The name as code has it.
    pub key: String,
    /// The place of the name, without quotes.
    pub span: Span,
    form: Form,
}

/// How a name stands in a script.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Form {
    /// `styles.name`; the place of all behind the object.
    Property { access: Span, is_optional: bool },
    /// `ns.name`, where `ns` is the namespace.
    Member,
    /// Inside of quotes.
    Text(char),
    /// A key of a pattern, or all of it.
    Key { is_shorthand: bool, is_of_object: bool },
    /// Of `import { name }` or `export { name } from`; whether the name is also the local or the exported one.
    Named { is_shorthand: bool },
    /// A variable that `import { name }` made.
    Local,
    /// `styles.name = …`.
    Written,
}

impl SheetUse {
    /// What to write where, so that it is `name` that is used; nothing where it can be no such name.
    pub fn rewritten(&self, name: &str) -> Option<(Span, String)> {
        let quoted = |quote: char| {
            let mut out = String::from(quote);
            out.extend(name.chars().flat_map(|c| (c == quote || c == '\\').then_some('\\').into_iter().chain([c])));
            out.push(quote);
            out
        };
        let is_name = is_identifier_name(name);
        Some(match &self.form {
            Form::Property { .. } | Form::Written if is_name => (self.span, name.to_owned()),
            Form::Property { access, is_optional } => {
                (*access, format!("{}[{}]", if *is_optional { "?." } else { "" }, quoted('\'')))
            }
            Form::Text(quote) => {
                let text = quoted(*quote);
                (self.span, text[1..text.len() - 1].to_owned())
            }
            Form::Key { is_of_object: false, .. } if !is_binding_name(name) => return None,
            Form::Key { is_shorthand, .. } => {
                let key = if is_name { name.to_owned() } else { quoted('\'') };
                (self.span, if *is_shorthand { format!("{key}: {}", self.key) } else { key })
            }
            Form::Named { is_shorthand } if is_binding_name(name) => {
                (self.span, if *is_shorthand { format!("{name} as {}", self.key) } else { name.to_owned() })
            }
            Form::Member if is_binding_name(name) => (self.span, name.to_owned()),
            // The variable keeps its name.
            Form::Local => (Span::new(self.span.start, self.span.start), String::new()),
            Form::Named { .. } | Form::Member | Form::Written => return None,
        })
    }

    /// Where brackets have to stand for a name that is no identifier: what is behind the object, and whether that is `?.`.
    pub fn access(&self) -> Option<(Span, bool)> {
        match self.form {
            Form::Property { access, is_optional } => Some((access, is_optional)),
            _ => None,
        }
    }

    /// Whether `name` can stand here as it is, or in brackets.
    pub fn can_be(&self, name: &str) -> bool {
        match self.form {
            Form::Named { .. } | Form::Member | Form::Key { is_of_object: false, .. } => is_binding_name(name),
            Form::Key { .. } => is_identifier_name(name),
            Form::Property { .. } | Form::Text(_) | Form::Local | Form::Written => true,
        }
    }

    /// Whether it is a variable that stands for the name, and has a name of its own.
    pub fn is_local(&self) -> bool {
        self.form == Form::Local
    }

    /// Whether it is an object that is asked for the name, which has others too, or none.
    pub fn is_of_object(&self) -> bool {
        matches!(self.form, Form::Property { .. } | Form::Text(_) | Form::Key { .. })
    }

    /// Whether the script gives the name a value of its own.
    pub fn is_written(&self) -> bool {
        self.form == Form::Written
    }
}

/// Parses a script and finds the uses of the sheets that `is_sheet` says specifiers lead to.
pub(super) fn uses_in(
    arena: &Allocator,
    source: &str,
    lang: Lang,
    is_sheet: &dyn Fn(&str) -> bool,
) -> Option<SheetUses> {
    let parse_options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    let parsed = Parser::new(arena, source, source_type(lang, lang.module)).with_options(parse_options).parse();
    if parsed.panicked {
        return None;
    }
    let scoping = SemanticBuilder::new_compiler().build(&parsed.program).semantic.into_scoping();
    Some(find(&parsed.program, &scoping, source, is_sheet))
}

/// Finds the uses of the sheets that `is_sheet` says specifiers lead to, in a program as it was parsed.
pub(super) fn find(
    program: &Program<'_>,
    scoping: &Scoping,
    source: &str,
    is_sheet: &dyn Fn(&str) -> bool,
) -> SheetUses {
    let mut search = Search { scoping, source, sheets: Map::default(), out: SheetUses::default() };
    for statement in &program.body {
        search.declaration(statement, is_sheet);
    }
    if !search.sheets.is_empty() {
        search.visit_program(program);
    }
    let mut out = search.out;
    out.uses.sort_by_key(|it| it.span);
    out.whole.sort_unstable();
    out.whole.dedup();
    out
}

/// What a variable, or an expression, is of a sheet.
#[derive(Clone)]
enum Part {
    /// The object of all names.
    Object,
    /// The namespace of its module.
    Namespace,
    /// What one name stands for.
    One(String),
}

struct Search<'s> {
    scoping: &'s Scoping,
    source: &'s str,
    sheets: Map<SymbolId, (Name, Part)>,
    out: SheetUses,
}

impl Search<'_> {
    /// Takes in what a statement imports of sheets, or passes on.
    fn declaration(&mut self, statement: &Statement<'_>, is_sheet: &dyn Fn(&str) -> bool) {
        match statement {
            Statement::ImportDeclaration(it) if is_sheet(&it.source.value) => {
                let specifier = Name::from(it.source.value.as_str());
                for import in it.specifiers.iter().flatten() {
                    let (local, part) = match import {
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(it) => (&it.local, Part::Object),
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(it) => (&it.local, Part::Namespace),
                        ImportDeclarationSpecifier::ImportSpecifier(it) if it.imported.name().as_str() == "default" => {
                            (&it.local, Part::Object)
                        }
                        ImportDeclarationSpecifier::ImportSpecifier(it) => {
                            let key = it.imported.name().to_string();
                            let is_shorthand = it.imported.span() == it.local.span;
                            self.add(&specifier, &key, it.imported.span(), Form::Named { is_shorthand });
                            (&it.local, Part::One(key))
                        }
                    };
                    if let Some(symbol) = local.symbol_id.get() {
                        self.sheets.insert(symbol, (specifier.clone(), part));
                    }
                }
            }
            Statement::ExportFromDeclaration(it) if is_sheet(&it.source.value) => {
                let specifier = Name::from(it.source.value.as_str());
                for export in &it.specifiers {
                    let key = export.local.name().to_string();
                    if key == "default" {
                        self.out.whole.push(specifier.clone());
                    } else {
                        let is_shorthand = export.local.span() == export.exported.span();
                        self.add(&specifier, &key, export.local.span(), Form::Named { is_shorthand });
                    }
                }
            }
            Statement::ExportAllDeclaration(it) if is_sheet(&it.source.value) => {
                self.out.whole.push(Name::from(it.source.value.as_str()));
            }
            _ => {}
        }
    }

    fn add(&mut self, specifier: &Name, key: &str, span: oxc::span::Span, form: Form) {
        let span = Span::new(span.start, span.end);
        self.out.uses.push(SheetUse { specifier: specifier.clone(), key: key.to_owned(), span, form });
    }

    fn of_reference(&self, it: &IdentifierReference<'_>) -> Option<(Name, Part)> {
        let symbol = self.scoping.get_reference(it.reference_id.get()?).symbol_id()?;
        self.sheets.get(&symbol).cloned()
    }

    /// The sheet's object or namespace that an expression is.
    fn of(&self, it: &Expression<'_>) -> Option<(Name, Part)> {
        let member = |object: &Expression<'_>, name: &str| match self.of(object)? {
            (specifier, Part::Namespace) if name == "default" => Some((specifier, Part::Object)),
            _ => None,
        };
        match it.get_inner_expression() {
            Expression::Identifier(it) => self.of_reference(it).filter(|(_, part)| !matches!(part, Part::One(_))),
            Expression::StaticMemberExpression(it) => member(&it.object, &it.property.name),
            Expression::ComputedMemberExpression(it) => match it.expression.get_inner_expression() {
                Expression::StringLiteral(name) => member(&it.object, &name.value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Takes in the names that an expression in brackets may come to; without any that is known it may be each.
    fn computed<'a>(&mut self, specifier: &Name, part: &Part, it: &Expression<'a>) {
        let is_of_object = matches!(part, Part::Object);
        match it.get_inner_expression() {
            Expression::StringLiteral(text) if text.span.size() >= 2 => {
                let quote = self.source[text.span.start as usize..].chars().next().unwrap_or('"');
                self.text(specifier, is_of_object, &text.value, text.span.shrink(1), quote);
            }
            Expression::TemplateLiteral(text) if text.expressions.is_empty() => {
                let Some(quasi) = text.quasis.first() else { return };
                let key = quasi.value.cooked.unwrap_or(quasi.value.raw);
                self.text(specifier, is_of_object, &key, text.span.shrink(1), '`');
            }
            Expression::ConditionalExpression(it) => {
                self.visit_expression(&it.test);
                self.computed(specifier, part, &it.consequent);
                self.computed(specifier, part, &it.alternate);
            }
            other => {
                self.out.whole.push(specifier.clone());
                self.visit_expression(other);
            }
        }
    }

    fn text(&mut self, specifier: &Name, is_of_object: bool, key: &str, span: oxc::span::Span, quote: char) {
        match is_of_object {
            true => self.add(specifier, key, span, Form::Text(quote)),
            false if key == "default" => self.out.whole.push(specifier.clone()),
            // The namespace has no names but those of variables, in quotes or not.
            false => self.add(specifier, key, span, Form::Member),
        }
    }

    fn member(&mut self, it: &StaticMemberExpression<'_>, is_written: bool) -> bool {
        let Some((specifier, part)) = self.of(&it.object) else { return false };
        let (name, span) = (it.property.name.as_str(), it.property.span);
        let access = Span::new(it.object.span().end, span.end);
        match part {
            _ if is_written => self.add(&specifier, name, span, Form::Written),
            Part::Object => self.add(&specifier, name, span, Form::Property { access, is_optional: it.optional }),
            Part::Namespace if name == "default" => self.out.whole.push(specifier),
            Part::Namespace => self.add(&specifier, name, span, Form::Member),
            Part::One(_) => {}
        }
        true
    }

    fn pattern<'a>(&mut self, specifier: &Name, part: &Part, it: &ObjectPattern<'a>) {
        for property in &it.properties {
            let is_of_object = matches!(part, Part::Object);
            match &property.key {
                PropertyKey::StaticIdentifier(key) if !property.computed => match &*key.name {
                    "default" if !is_of_object => self.out.whole.push(specifier.clone()),
                    name => {
                        let form = Form::Key { is_shorthand: property.shorthand, is_of_object };
                        self.add(specifier, name, key.span, form);
                    }
                },
                PropertyKey::StringLiteral(_) | PropertyKey::TemplateLiteral(_) => {
                    if let Some(key) = property.key.as_expression() {
                        self.computed(specifier, part, key);
                    }
                }
                key => {
                    self.out.whole.push(specifier.clone());
                    self.visit_property_key(key);
                }
            }
            self.visit_binding_pattern(&property.value);
        }
        if let Some(rest) = &it.rest {
            self.out.whole.push(specifier.clone());
            self.visit_binding_rest_element(rest);
        }
    }
}

impl<'a> Visit<'a> for Search<'_> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        match self.of_reference(it) {
            Some((specifier, Part::One(key))) => self.add(&specifier, &key, it.span, Form::Local),
            Some((specifier, _)) => self.out.whole.push(specifier),
            None => {}
        }
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        if !self.member(it, false) {
            walk::walk_static_member_expression(self, it);
        }
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        match self.of(&it.object) {
            Some((specifier, part)) => self.computed(&specifier, &part, &it.expression),
            None => walk::walk_computed_member_expression(self, it),
        }
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        let is_taken =
            matches!(it, SimpleAssignmentTarget::StaticMemberExpression(member) if self.member(member, true));
        if !is_taken {
            walk::walk_simple_assignment_target(self, it);
        }
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let (BindingPattern::ObjectPattern(pattern), Some(init)) = (&it.id, &it.init)
            && let Some((specifier, part)) = self.of(init)
        {
            return self.pattern(&specifier, &part, pattern);
        }
        walk::walk_variable_declarator(self, it);
    }

    // What they name was taken in before.
    fn visit_import_declaration(&mut self, _: &ImportDeclaration<'a>) {}
    fn visit_export_from_declaration(&mut self, _: &ExportFromDeclaration<'a>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(source: &str) -> SheetUses {
        let lang = Lang { module: super::super::ModuleMode::Esm, ts: true, jsx: true, ..Lang::default() };
        uses_in(&Allocator::default(), source, lang, &|it| it.ends_with(".module.css")).unwrap()
    }

    /// The keys of `import styles`, and `…` where there may be others.
    fn of(source: &str) -> Vec<String> {
        let source = format!("import styles, * as ns from './a.module.css'; {source}");
        let found = uses(&source);
        let whole = found.whole.iter().map(|_| "…".to_owned());
        let keys = found.uses.iter().map(|it| {
            assert_eq!(&source[it.span.start as usize..it.span.end as usize], it.key);
            it.key.clone()
        });
        keys.chain(whole).collect()
    }

    #[test]
    fn keys_that_are_known() {
        assert_eq!(
            of("styles.a; styles?.b; styles['c-d']; styles[`e`]; (styles as any).f; styles!['g']"),
            ["a", "b", "c-d", "e", "f", "g"]
        );
        assert_eq!(
            of("const { a, b: c, 'd-e': f = 1 } = styles; const x = <p className={styles.g}/>"),
            ["a", "b", "d-e", "g"]
        );
        assert_eq!(of("styles[x ? 'a' : y ? 'b' : `c`]"), ["a", "b", "c"]);
        assert_eq!(of("ns.a; ns.default.b; ns['default']['c']; const { d } = ns;"), ["a", "b", "c", "d"]);
        assert_eq!(of("function f(styles) { styles.a; cx(styles) } import('./b.js')"), [""; 0]);
        assert_eq!(of("styles.a = 'x'; styles.b += 1"), ["a", "b"]);
    }

    #[test]
    fn what_may_use_any() {
        for source in [
            "styles[x]",
            "styles[`a-${x}`]",
            "cx(styles)",
            "const { ...rest } = styles",
            "const { [x]: y } = styles",
            "export { styles }",
            "export default styles",
            "type Names = keyof typeof styles",
            "'a' in styles",
            "const all = { ...styles }",
            "ns.default",
            "const { default: s } = ns",
            "Object.keys(ns)",
            "export * from './a.module.css'",
            "export { default } from './a.module.css'",
        ] {
            assert_eq!(of(source), ["…"], "{source}");
        }
    }

    #[test]
    fn names_that_are_imported() {
        let source =
            "import { a, b as c } from './a.module.css'; export { d, e as f } from './a.module.css'; a + c; x.a";
        let found = uses(source);
        let keys: Vec<(&str, bool)> = found.uses.iter().map(|it| (it.key.as_str(), it.is_local())).collect();
        let named = [("a", false), ("b", false), ("d", false), ("e", false)];
        assert_eq!(keys, [&named[..], &[("a", true), ("b", true)]].concat());
        assert!(found.whole.is_empty());
    }

    /// `source` with all uses of `from` rewritten.
    fn renamed(source: &str, from: &str, to: &str) -> Option<String> {
        let source = format!("import styles, * as ns from './a.module.css'; {source}");
        let mut out = source.clone();
        for it in uses(&source).uses.iter().rev().filter(|it| it.key == from) {
            let (span, text) = it.rewritten(to)?;
            out.replace_range(span.start as usize..span.end as usize, &text);
        }
        Some(out["import styles, * as ns from './a.module.css'; ".len()..].to_owned())
    }

    #[test]
    fn a_use_is_rewritten_as_it_was_written() {
        let to = |source, to| renamed(source, "a", to).unwrap();
        assert_eq!(
            to("styles.a + styles?.a + styles['a'] + styles[`a`]", "b"),
            "styles.b + styles?.b + styles['b'] + styles[`b`]"
        );
        assert_eq!(
            to("styles.a + styles?.a + styles /**/ . a", "b-c"),
            "styles['b-c'] + styles?.['b-c'] + styles['b-c']"
        );
        assert_eq!(
            to("const { a, x } = styles, { a: y } = styles;", "b"),
            "const { b: a, x } = styles, { b: y } = styles;"
        );
        assert_eq!(
            to("const { a = 1 } = styles, { 'a': y } = styles;", "b-c"),
            "const { 'b-c': a = 1 } = styles, { 'b-c': y } = styles;"
        );
        assert_eq!(
            to("import { a, a as x } from './a.module.css'; a + x;", "b"),
            "import { b as a, b as x } from './a.module.css'; a + x;"
        );
        assert_eq!(
            to("export { a, a as x } from './a.module.css'", "b"),
            "export { b as a, b as x } from './a.module.css'"
        );
        assert_eq!(to("ns.a", "b"), "ns.b");
        assert_eq!(renamed("import { a } from './a.module.css';", "a", "b-c"), None);
        assert_eq!(renamed("ns.a", "a", "b-c"), None);
    }
}
