//! What a script asks of other files as it is written: for types, in branches that never run and in tests as well. What compiling
//! leaves of it is in the interface.

use nexxo_base::module::{ImportKind, Imported};
use nexxo_base::{Map, Name, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::parser::{ParseOptions, Parser};

use super::{Lang, source_type};

/// All that a script asks of others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asks {
    /// Every place with a specifier.
    pub asks: Box<[Ask]>,
    /// The names of others that it exports.
    pub passed: Box<[Passed]>,
}

/// One specifier and what is asked of the file that it leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// As it is meant, query included.
    pub specifier: Name,
    /// The place of the specifier, without quotes.
    pub span: Span,
    /// How the file is referred to.
    pub kind: ImportKind,
    /// The exports that are asked for; none for what only runs.
    pub names: Vec<Name>,
    /// Whether any export may be asked for.
    pub all: bool,
}

/// A name that is exported, and is another file's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passed {
    /// What it is called here; `None` for all that the other file exports, under the same names.
    pub exported: Option<Name>,
    /// The position of the file's specifier in [`Asks::asks`].
    pub ask: usize,
    /// What it is there.
    pub imported: Imported,
}

/// Parses a script; what is there of one that cannot be parsed as a whole counts.
pub(super) fn asks_in(arena: &Allocator, source: &str, lang: Lang) -> Asks {
    let options =
        ParseOptions { preserve_parens: false, allow_return_outside_function: true, ..ParseOptions::default() };
    let program = Parser::new(arena, source, source_type(lang, lang.module)).with_options(options).parse().program;
    let mut finder = Finder::default();
    program.body.iter().for_each(|it| finder.statement(it));
    finder.visit_program(&program);
    Asks { asks: finder.asks.into(), passed: finder.passed.into() }
}

#[derive(Default)]
struct Finder<'a> {
    asks: Vec<Ask>,
    passed: Vec<Passed>,
    /// The local names of namespaces, and the specifiers that they come from.
    namespaces: Map<&'a str, usize>,
}

impl<'a> Finder<'a> {
    fn ask(&mut self, source: &StringLiteral<'a>, kind: ImportKind, all: bool) -> usize {
        let span = Span::new(source.span.start + 1, source.span.end.saturating_sub(1));
        let specifier = Name::from(source.value.as_str());
        self.asks.push(Ask { specifier, span, kind, names: Vec::new(), all });
        self.asks.len() - 1
    }

    /// Imports and re-exports, which may stand behind what uses them.
    fn statement(&mut self, statement: &Statement<'a>) {
        match statement {
            Statement::ImportDeclaration(import) => {
                let ask = self.ask(&import.source, ImportKind::Import, false);
                for specifier in import.specifiers.iter().flatten() {
                    match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(it) => {
                            self.asks[ask].names.push(Name::from(it.imported.name().as_str()));
                        }
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => {
                            self.asks[ask].names.push(Name::const_new("default"));
                        }
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(it) => {
                            self.namespaces.insert(it.local.name.as_str(), ask);
                        }
                    }
                }
            }
            Statement::ExportFromDeclaration(export) => {
                let ask = self.ask(&export.source, ImportKind::Import, false);
                self.passed.extend(export.specifiers.iter().map(|it| Passed {
                    exported: Some(Name::from(it.exported.name().as_str())),
                    ask,
                    imported: Imported::Name(Name::from(it.local.name().as_str())),
                }));
            }
            Statement::ExportAllDeclaration(export) => {
                let ask = self.ask(&export.source, ImportKind::Import, false);
                let exported = export.exported.as_ref().map(|it| Name::from(it.name().as_str()));
                self.passed.push(Passed { exported, ask, imported: Imported::Namespace });
            }
            _ => {}
        }
    }

    /// Notes that a name is asked for, if `object` is a namespace, and says whether it is. That a variable inside may hide one is
    /// not looked at.
    fn member(&mut self, object: &str, name: &str) -> bool {
        let Some(&ask) = self.namespaces.get(object) else { return false };
        self.asks[ask].names.push(Name::from(name));
        true
    }
}

impl<'a> Visit<'a> for Finder<'a> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if let Some(&ask) = self.namespaces.get(it.name.as_str()) {
            self.asks[ask].all = true;
        }
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        match &it.object {
            Expression::Identifier(object) if self.member(&object.name, &it.property.name) => {}
            _ => walk::walk_static_member_expression(self, it),
        }
    }

    fn visit_jsx_member_expression(&mut self, it: &JSXMemberExpression<'a>) {
        match &it.object {
            JSXMemberExpressionObject::IdentifierReference(object) if self.member(&object.name, &it.property.name) => {}
            _ => walk::walk_jsx_member_expression(self, it),
        }
    }

    fn visit_ts_qualified_name(&mut self, it: &TSQualifiedName<'a>) {
        match &it.left {
            TSTypeName::IdentifierReference(object) if self.member(&object.name, &it.right.name) => {}
            _ => walk::walk_ts_qualified_name(self, it),
        }
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &it.source {
            self.ask(source, ImportKind::DynamicImport, true);
        }
        walk::walk_import_expression(self, it);
    }

    fn visit_ts_import_type(&mut self, it: &TSImportType<'a>) {
        self.ask(&it.source, ImportKind::Import, true);
        walk::walk_ts_import_type(self, it);
    }

    fn visit_ts_external_module_reference(&mut self, it: &TSExternalModuleReference<'a>) {
        self.ask(&it.expression, ImportKind::Require, true);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if let Some(Argument::StringLiteral(source)) = it.arguments.first() {
            match &it.callee {
                Expression::Identifier(callee) if callee.name == "require" => {
                    self.ask(source, ImportKind::Require, true);
                }
                Expression::StaticMemberExpression(callee) if is_of_mocks(callee) => {
                    self.ask(source, ImportKind::Import, true);
                }
                _ => {}
            }
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        if matches!(&it.callee, Expression::Identifier(callee) if callee.name == "URL")
            && let [Argument::StringLiteral(source), Argument::StaticMemberExpression(base)] = it.arguments.as_slice()
            && matches!(&base.object, Expression::ImportMeta(_))
        {
            self.ask(source, ImportKind::Url, true);
        }
        walk::walk_new_expression(self, it);
    }
}

/// Whether a function of a test runner takes the specifier of a module: `vi.mock("./api")`.
fn is_of_mocks(callee: &StaticMemberExpression<'_>) -> bool {
    matches!(&callee.object, Expression::Identifier(object) if object.name == "vi" || object.name == "jest")
        && (callee.property.name.ends_with("ock") || callee.property.name.ends_with("Actual"))
}

#[cfg(test)]
mod tests {
    use super::super::ModuleMode;
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let lang = Lang { ts: true, jsx: true, module: ModuleMode::Auto, ..Lang::default() };
        let found = asks_in(&Allocator::default(), source, lang);
        let asks = found.asks.iter().map(|it| {
            assert_eq!(&source[it.span.start as usize..it.span.end as usize], it.specifier.as_str());
            let all = if it.all { " all" } else { "" };
            format!("{}:{all} {}", it.specifier, it.names.join(" "))
        });
        let passed = found.passed.iter().map(|it| {
            let exported = it.exported.as_deref().unwrap_or("*");
            format!("{exported} of {}", found.asks[it.ask].specifier)
        });
        asks.chain(passed).map(|it| it.trim_end().to_string()).collect()
    }

    #[test]
    fn names_for_types_and_in_dead_branches_count() {
        let source = "import { schema as s } from './a'; import type { T } from './b'; import d from './c'; import './d';\n\
                      type A = typeof s; if (false) d(); export type B = T; let e: typeof import('./e');";
        assert_eq!(shown(source), ["./a: schema", "./b: T", "./c: default", "./d:", "./e: all"]);
    }

    #[test]
    fn members_of_namespaces() {
        let source =
            "use(a.one, <a.Two/>); import * as a from './a'; type T = a.Three; import * as b from './b'; use(b);";
        assert_eq!(shown(source), ["./a: one Two Three", "./b: all"]);
    }

    #[test]
    fn what_is_passed_on() {
        let source = "export { a, b as c } from './x'; export * from './y'; export * as ns from './z'; export type { T } from './t'";
        let passed = ["a of ./x", "c of ./x", "* of ./y", "ns of ./z", "T of ./t"];
        assert_eq!(shown(source)[4..], passed);
    }

    #[test]
    fn calls_that_name_a_file() {
        let source = "require('./a'); import('./b'); vi.mock('./c'); jest.requireActual('./d'); import e = require('./e');\n\
                      new URL('./f', import.meta.url); other.mock('./no'); new URL('./no', here)";
        assert_eq!(shown(source), ["./a: all", "./b: all", "./c: all", "./d: all", "./e: all", "./f: all"]);
    }
}
