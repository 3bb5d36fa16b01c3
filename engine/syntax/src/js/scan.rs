//! What a module exports and passes on, from its syntax alone: enough to follow a name through it without compiling it.

use memchr::memmem;
use nexxo_base::index::Idx;
use nexxo_base::module::{
    Export, ExportTarget, ImportKind, ImportRecord, Imported, Interface, RecordIdx, Symbol, SymbolIdx, SymbolKind,
};
use nexxo_base::{Map, Name, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::*;
use oxc::parser::{ParseOptions, Parser};
use oxc::span::GetSpan;
use serde::{Deserialize, Serialize};

use super::{Lang, attributes, is_module_statement, source_type};

/// The exports of a module that passes names on. The symbols of [`Interface`] are placeholders, one for each name that
/// the module declares itself; its imports, members and everything else that compiling finds are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Scanned {
    /// Records of its static imports and re-exports, its exports and stars.
    pub interface: Interface,
    /// Span of each export's name, by position in `interface.exports`.
    pub export_spans: Box<[Span]>,
    /// Span of each record's specifier.
    pub record_spans: Box<[Span]>,
}

/// Scans a file in `arena`. `None` when it is no ES module or cannot be parsed.
pub(super) fn scan_in(arena: &Allocator, source: &str, lang: Lang) -> Option<Scanned> {
    let options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    let parsed = Parser::new(arena, source, source_type(lang, lang.module)).with_options(options).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return None;
    }
    let body = &parsed.program.body;
    let is_known = body.iter().any(is_module_statement)
        && !body.iter().any(|it| {
            matches!(it, Statement::TSExportAssignment(_) | Statement::TSImportEqualsDeclaration(_))
                || matches!(it, Statement::ExportDeclaration(it) if is_import_equals(&it.declaration))
        });
    is_known.then(|| Scan::default().run(body))
}

/// Whether a module may export names of other modules: an `export {` or `export *` occurs in its text, and a `from`.
/// Where none does, scanning it for a name would be wasted, since the name can only be its own.
pub fn may_pass_names_on(source: &str) -> bool {
    let bytes = source.as_bytes();
    let passes = |at: usize| {
        let rest = bytes[at + "export".len()..].trim_ascii_start();
        matches!(rest.first(), Some(b'{' | b'*' | b'/'))
    };
    memmem::find(bytes, b"from").is_some() && memmem::find_iter(bytes, b"export").any(passes)
}

fn is_import_equals(declaration: &Declaration<'_>) -> bool {
    matches!(declaration, Declaration::TSImportEqualsDeclaration(_))
}

#[derive(Default)]
struct Scan<'p> {
    records: Vec<ImportRecord>,
    record_spans: Vec<Span>,
    symbols: Vec<Symbol>,
    exports: Vec<(Export, Span)>,
    stars: Vec<RecordIdx>,
    /// What the local names of imports mean.
    imports: Map<&'p str, (RecordIdx, Imported)>,
}

impl<'p> Scan<'p> {
    fn run(mut self, body: &'p [Statement<'p>]) -> Scanned {
        for statement in body {
            self.collect_foreign(statement);
        }
        for statement in body {
            self.collect_own(statement);
        }
        self.exports.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        self.exports.dedup_by(|next, kept| next.0.name == kept.0.name);
        let (exports, export_spans): (Vec<_>, Vec<_>) = self.exports.into_iter().unzip();
        Scanned {
            interface: Interface {
                records: self.records.into(),
                symbols: self.symbols.into(),
                exports: exports.into(),
                stars: self.stars.into(),
                ..Interface::default()
            },
            export_spans: export_spans.into(),
            record_spans: self.record_spans.into(),
        }
    }

    /// Imports and re-exports.
    fn collect_foreign(&mut self, statement: &'p Statement<'p>) {
        match statement {
            Statement::ImportDeclaration(import) if import.import_kind.is_value() => {
                let record = self.record(&import.source, import.with_clause.as_deref());
                for specifier in import.specifiers.iter().flatten() {
                    let imported = match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(it) => Imported::Name(name_of(&it.imported)),
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => {
                            Imported::Name(Name::const_new("default"))
                        }
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => Imported::Namespace,
                    };
                    self.imports.insert(specifier.local().name.as_str(), (record, imported));
                }
            }
            Statement::ExportFromDeclaration(export) if export.export_kind.is_value() => {
                let record = self.record(&export.source, export.with_clause.as_deref());
                for specifier in export.specifiers.iter().filter(|it| it.export_kind.is_value()) {
                    let target = ExportTarget::Import(record, Imported::Name(name_of(&specifier.local)));
                    self.export(&specifier.exported, target);
                }
            }
            Statement::ExportAllDeclaration(export) if export.export_kind.is_value() => {
                let record = self.record(&export.source, export.with_clause.as_deref());
                match &export.exported {
                    Some(name) => self.export(name, ExportTarget::Import(record, Imported::Namespace)),
                    None => self.stars.push(record),
                }
            }
            _ => {}
        }
    }

    /// Exports of what the module declares or imports.
    fn collect_own(&mut self, statement: &'p Statement<'p>) {
        match statement {
            Statement::ExportNamedDeclaration(export) if export.export_kind.is_value() => {
                for specifier in export.specifiers.iter().filter(|it| it.export_kind.is_value()) {
                    match self.imports.get(specifier.local.name().as_str()) {
                        Some((record, imported)) => {
                            let target = ExportTarget::Import(*record, imported.clone());
                            self.export(&specifier.exported, target);
                        }
                        None => self.export_own(name_of(&specifier.exported), specifier.exported.span()),
                    }
                }
            }
            Statement::ExportDeclaration(export) => self.export_declared(&export.declaration),
            Statement::ExportDefaultDeclaration(export) => {
                self.export_own(Name::const_new("default"), export.span);
            }
            _ => {}
        }
    }

    fn export_declared(&mut self, declaration: &Declaration<'p>) {
        match declaration {
            Declaration::VariableDeclaration(it) => {
                for ident in it.declarations.iter().flat_map(|it| it.id.get_binding_identifiers()) {
                    self.export_own(Name::from(ident.name.as_str()), ident.span);
                }
            }
            other => {
                if let Some(id) = other.id() {
                    self.export_own(Name::from(id.name.as_str()), id.span);
                }
            }
        }
    }

    fn export_own(&mut self, name: Name, span: oxc::span::Span) {
        let symbol = SymbolIdx::new(self.symbols.len());
        self.symbols.push(Symbol { name: name.clone(), kind: SymbolKind::Lexical });
        self.exports.push((Export { name, target: ExportTarget::Symbol(symbol) }, Span::new(span.start, span.end)));
    }

    fn export(&mut self, name: &ModuleExportName<'_>, target: ExportTarget) {
        let span = name.span();
        self.exports.push((Export { name: name_of(name), target }, Span::new(span.start, span.end)));
    }

    fn record(&mut self, source: &StringLiteral<'_>, with: Option<&WithClause<'_>>) -> RecordIdx {
        self.records.push(ImportRecord {
            attributes: attributes::of_clause(with),
            ..ImportRecord::new(source.value.as_str(), ImportKind::Import)
        });
        self.record_spans.push(Span::new(source.span.start, source.span.end));
        RecordIdx::new(self.records.len() - 1)
    }
}

fn name_of(name: &ModuleExportName<'_>) -> Name {
    Name::from(name.name().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::ModuleMode;
    use super::*;

    fn shown(source: &str, ts: bool) -> Option<String> {
        let lang = Lang { ts, module: ModuleMode::Auto, ..Lang::default() };
        let scanned = scan_in(&Allocator::default(), source, lang)?;
        let interface = scanned.interface;
        assert_eq!(scanned.record_spans.len(), interface.records.len());
        let from = |record: RecordIdx| &interface.records[record.index()].specifier;
        let mut parts: Vec<String> = interface
            .exports
            .iter()
            .zip(&scanned.export_spans)
            .map(|(export, span)| {
                assert!(export.name == "default" || source[span.start as usize..].starts_with(export.name.as_str()));
                match &export.target {
                    ExportTarget::Symbol(_) => format!("{} own", export.name),
                    ExportTarget::Import(record, Imported::Name(name)) => {
                        format!("{} is {name} of {}", export.name, from(*record))
                    }
                    ExportTarget::Import(record, Imported::Namespace) => {
                        format!("{} is all of {}", export.name, from(*record))
                    }
                }
            })
            .collect();
        parts.extend(interface.stars.iter().map(|&record| format!("* {}", from(record))));
        Some(parts.join(", "))
    }

    #[test]
    fn names_that_are_passed_on() {
        let source = "import d, { a as b } from './x'; import * as ns from './y';\n\
                      export { b as c, d, ns }; export { e, default as f } from './z';\n\
                      export * from './s'; export * as t from './t';\n\
                      export const own = 1, { p, q: [r] } = own; export function fun() {} export default d;";
        assert_eq!(
            shown(source, false).unwrap(),
            "c is a of ./x, d is default of ./x, default own, e is e of ./z, f is default of ./z, fun own, \
             ns is all of ./y, own own, p own, r own, t is all of ./t, * ./s"
        );
    }

    #[test]
    fn types_are_passed_over() {
        let source = "import type { A } from './a'; import { type B, b } from './b';\n\
                      export type { C } from './c'; export { type D, d } from './d'; export type * from './e';\n\
                      export { b }; export enum E { X }";
        assert_eq!(shown(source, true).unwrap(), "E own, b is b of ./b, d is d of ./d");
    }

    #[test]
    fn texts_that_pass_nothing_on() {
        assert!(!may_pass_names_on("import a from './a'; export default a; export const b = 1;"));
        assert!(!may_pass_names_on("const a = 1; export { a };"));
        for source in ["export*from'./a'", "import a from './a';export{a}", "export /* all */ * from './a'"] {
            assert!(may_pass_names_on(source), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_scanned() {
        assert_eq!(shown("exports.a = require('./a'); // export { from }", false), None);
        assert_eq!(shown("export { a } from './a'; let", false), None);
        assert_eq!(shown("export { a } from './a'; import b = require('./b');", true), None);
    }
}
