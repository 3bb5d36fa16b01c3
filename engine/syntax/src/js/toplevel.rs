//! Takes a module's top level apart: imports and exports leave the text and become facts, every other statement is
//! walked, marked and put back, `const a = 1, b = 2` as two.

use std::rc::Rc;

use nexxo_base::module::{
    Export, ExportTarget, ImportBinding, ImportKind, ImportRecord, Imported, KnownValue, RecordIdx, StatementIdx,
    StatementKind, StatementTable, StatementTableBuilder, Symbol, SymbolIdx, SymbolKind,
};
use nexxo_base::options::CompileOptions;
use nexxo_base::template::SlotKind;
use nexxo_base::{Name, Set, Span};
use oxc::allocator::{GetAllocator, TakeIn, Vec as ArenaVec};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::VisitMut;
use oxc::semantic::{ScopeFlags, Scoping, SymbolFlags, SymbolId};
use oxc::span::{GetSpan, SPAN};

use super::Problem;
use super::attributes;
use super::constants::Evaluator;
use super::effects::{Callee, Effects};
use super::hoist::hoist_nested_vars;
use super::nested::NONE;
use super::own_writes::OwnWrites;
use super::slotter::Slotter;
use super::transform::HELPERS_PACKAGE;
use nexxo_base::index::{BitSet, Idx};

/// Facts of one statement that the template needs beyond its table.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) head: u8,
    pub(super) pattern: bool,
    pub(super) uninitialised: bool,
}

const PLAIN: Shape = Shape { head: 0, pattern: false, uninitialised: false };

/// The module's root symbols: their facts by [`SymbolIdx`], and the index of each by oxc's symbol id.
pub(super) fn root_symbols(scoping: &Scoping) -> (Vec<Symbol>, Vec<u32>) {
    let mut ids: Vec<_> = scoping.get_bindings(scoping.root_scope_id()).values().copied().collect();
    ids.sort_unstable();
    let mut index = vec![NONE; scoping.symbols_len()];
    let symbols = ids
        .into_iter()
        .enumerate()
        .map(|(i, id)| {
            index[id.index()] = i as u32;
            Symbol { name: Name::from(scoping.symbol_name(id)), kind: symbol_kind(scoping.symbol_flags(id)) }
        })
        .collect();
    (symbols, index)
}

fn symbol_kind(flags: SymbolFlags) -> SymbolKind {
    if flags.contains(SymbolFlags::Import) {
        SymbolKind::Import
    } else if flags.contains(SymbolFlags::Function) {
        SymbolKind::Function
    } else if flags.contains(SymbolFlags::Class) {
        SymbolKind::Class
    } else if flags.contains(SymbolFlags::FunctionScopedVariable) {
        SymbolKind::Var
    } else {
        SymbolKind::Lexical
    }
}

/// The pass over an ES module's top level.
pub(super) struct TopLevel<'a, 's, 'w> {
    pub(super) walk: &'w mut Slotter<'a, 's>,
    pub(super) scoping: &'s Scoping,
    pub(super) options: &'s CompileOptions,
    /// Facts of the top-level symbols; those that are made up are added at the end.
    pub(super) symbols: Vec<Symbol>,
    pub(super) imports: Vec<ImportBinding>,
    /// By position in `imports`.
    pub(super) import_spans: Vec<Span>,
    pub(super) exports: Vec<Export>,
    /// By position in `exports`.
    pub(super) export_spans: Vec<Span>,
    pub(super) stars: Vec<RecordIdx>,
    table: StatementTableBuilder,
    pub(super) shapes: Vec<Shape>,
    pub(super) problems: Vec<Problem>,
    /// The local symbol exported as `module.exports`, which `require()` gives whole.
    pub(super) required_value: Option<SymbolIdx>,
    /// Name for an anonymous default export.
    pub(super) default_name: Name,
    /// Constants with their values.
    pub(super) constants: Vec<KnownValue>,
    evaluator: Evaluator<'a, 's>,
    /// Local names of namespaces.
    namespaces: Rc<Set<SymbolId>>,
    own_writes: OwnWrites<'s>,
    /// Functions without effects.
    pub(super) pure_functions: Vec<SymbolIdx>,
    /// What the statement at hand calls, where it does nothing else.
    callees: Vec<Callee>,
    /// Statements that call what is said to have no effects.
    pure_callers: Vec<StatementIdx>,
    /// Statements that mention global variables which others may change.
    mentioning: BitSet,
    out: ArenaVec<'a, Statement<'a>>,
}

impl<'a, 's, 'w> TopLevel<'a, 's, 'w> {
    pub(super) fn new(
        walk: &'w mut Slotter<'a, 's>,
        scoping: &'s Scoping,
        options: &'s CompileOptions,
        symbols: Vec<Symbol>,
        default_name: Name,
    ) -> Self {
        for (i, symbol) in symbols.iter().enumerate() {
            walk.imports[i] = symbol.kind == SymbolKind::Import;
        }
        let out = ArenaVec::new_in(&walk.ast);
        let evaluator = Evaluator::new(AstBuilder::new(walk.ast.allocator()), scoping);
        Self {
            walk,
            scoping,
            options,
            symbols,
            imports: Vec::new(),
            import_spans: Vec::new(),
            exports: Vec::new(),
            export_spans: Vec::new(),
            stars: Vec::new(),
            table: StatementTableBuilder::default(),
            shapes: Vec::new(),
            problems: Vec::new(),
            required_value: None,
            default_name,
            constants: Vec::new(),
            evaluator,
            namespaces: Rc::default(),
            own_writes: OwnWrites::new(scoping),
            pure_functions: Vec::new(),
            callees: Vec::new(),
            pure_callers: Vec::new(),
            mentioning: BitSet::new(0),
            out,
        }
    }

    /// Rewrites `program` and fills the facts.
    pub(super) fn run(&mut self, program: &mut Program<'a>) {
        let body = program.body.take_in(&self.walk.ast);
        for statement in &body {
            self.collect_record(statement);
        }
        for statement in body {
            self.lower(statement);
        }
        self.push_mark(); // the end of the last statement
        program.body = self.out.take_in(&self.walk.ast);
        self.symbols.append(&mut self.walk.made);
        for import in std::mem::take(&mut self.walk.made_imports) {
            self.import_spans.push(self.walk.record_spans[import.record.index()]);
            self.imports.push(import);
        }
        self.sort_exports();
    }

    /// The table of all statements, once they were gone through.
    pub(super) fn statement_table(&mut self) -> StatementTable {
        let mut table = std::mem::take(&mut self.table).finish();
        if !self.pure_callers.is_empty() {
            table.note_looks(&self.pure_callers, std::mem::take(&mut self.mentioning));
        }
        table
    }

    /// Imports are hoisted: their records come before those of any statement, in source order.
    fn collect_record(&mut self, statement: &Statement<'a>) {
        match statement {
            Statement::ImportDeclaration(import) => self.collect_import(import),
            Statement::ExportFromDeclaration(export) => {
                let record = self.static_record(&export.source, export.with_clause.as_deref());
                for specifier in &export.specifiers {
                    let imported = Imported::Name(Name::from(specifier.local.name().as_str()));
                    self.export(&specifier.exported, ExportTarget::Import(record, imported));
                }
            }
            Statement::ExportAllDeclaration(export) => {
                let record = self.static_record(&export.source, export.with_clause.as_deref());
                match &export.exported {
                    Some(name) => self.export(name, ExportTarget::Import(record, Imported::Namespace)),
                    None => self.stars.push(record),
                }
            }
            _ => {}
        }
    }

    fn static_record(&mut self, source: &StringLiteral<'a>, with: Option<&WithClause<'a>>) -> RecordIdx {
        let attributes = attributes::of_clause(with);
        let record = ImportRecord { attributes, ..ImportRecord::new(source.value.as_str(), ImportKind::Import) };
        self.walk.add_record(record, source.span)
    }

    fn collect_import(&mut self, import: &ImportDeclaration<'a>) {
        let record = self.static_record(&import.source, import.with_clause.as_deref());
        for specifier in import.specifiers.iter().flatten() {
            let imported = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(it) => {
                    Imported::Name(Name::from(it.imported.name().as_str()))
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => Imported::Name(Name::const_new("default")),
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => Imported::Namespace,
            };
            let local = specifier.local();
            let Some(id) = local.symbol_id.get() else { continue };
            let Some(symbol) = self.walk.top_level(id) else { continue };
            if imported == Imported::Namespace {
                Rc::make_mut(&mut self.namespaces).insert(id);
            }
            let helper = import.source.value.strip_prefix(HELPERS_PACKAGE);
            if helper == Some("/helpers/defineProperty") {
                self.own_writes.define_helper = Some(id);
            }
            self.imports.push(ImportBinding { symbol, record, imported });
            let span = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(it) => it.imported.span(),
                other => other.span(),
            };
            self.import_spans.push(Span::new(span.start, span.end));
        }
    }

    fn export(&mut self, name: &ModuleExportName<'a>, target: ExportTarget) {
        self.export_as(Name::from(name.name().as_str()), target, name.span());
    }

    fn export_as(&mut self, name: Name, target: ExportTarget, span: oxc::span::Span) {
        self.exports.push(Export { name, target });
        self.export_spans.push(Span::new(span.start, span.end));
    }

    fn lower(&mut self, statement: Statement<'a>) {
        match statement {
            Statement::ImportDeclaration(_)
            | Statement::ExportFromDeclaration(_)
            | Statement::ExportAllDeclaration(_)
            | Statement::EmptyStatement(_) => {}
            Statement::ExportNamedDeclaration(export) => {
                for specifier in &export.specifiers {
                    self.export_local(specifier);
                }
            }
            Statement::ExportDeclaration(export) => {
                let declaration = export.unbox().declaration;
                self.export_declared(&declaration);
                self.lower_plain(Statement::from(declaration));
            }
            Statement::ExportDefaultDeclaration(export) => self.lower_default(export.unbox()),
            other => self.lower_plain(other),
        }
    }

    fn export_local(&mut self, specifier: &ExportSpecifier<'a>) {
        let symbol = match &specifier.local {
            ModuleExportName::IdentifierReference(it) => self.walk.referenced(it),
            _ => None,
        };
        match symbol {
            Some(symbol) => {
                if specifier.exported.name() == "module.exports" {
                    self.required_value = Some(symbol);
                }
                let target = self.target_of(symbol);
                self.export(&specifier.exported, target);
            }
            None => self.problems.push(Problem::error(
                specifier.local.span(),
                format!("`{}` is exported but not declared in this file", specifier.local.name()),
            )),
        }
    }

    /// `import { a } from 'x'; export { a }` is the same as `export { a } from 'x'`.
    fn target_of(&self, symbol: SymbolIdx) -> ExportTarget {
        match self.imports.iter().find(|import| import.symbol == symbol) {
            Some(import) => ExportTarget::Import(import.record, import.imported.clone()),
            None => ExportTarget::Symbol(symbol),
        }
    }

    fn export_declared(&mut self, declaration: &Declaration<'a>) {
        let mut bound = Vec::new();
        match declaration {
            Declaration::VariableDeclaration(it) => {
                for declarator in &it.declarations {
                    for ident in declarator.id.get_binding_identifiers() {
                        bound.push((ident.name, ident.symbol_id.get(), ident.span));
                    }
                }
            }
            Declaration::FunctionDeclaration(it) => {
                bound.extend(it.id.as_ref().map(|id| (id.name, id.symbol_id.get(), id.span)));
            }
            Declaration::ClassDeclaration(it) => {
                bound.extend(it.id.as_ref().map(|id| (id.name, id.symbol_id.get(), id.span)));
            }
            _ => {}
        }
        for (name, id, span) in bound {
            if let Some(symbol) = id.and_then(|id| self.walk.top_level(id)) {
                self.export_as(Name::from(name.as_str()), ExportTarget::Symbol(symbol), span);
            }
        }
    }

    fn lower_default(&mut self, export: ExportDefaultDeclaration<'a>) {
        let span = oxc::span::Span::new(export.span.start, export.span.start + 14);
        let named = match &export.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(it) => it.id.as_ref().and_then(|id| id.symbol_id.get()),
            ExportDefaultDeclarationKind::ClassDeclaration(it) => it.id.as_ref().and_then(|id| id.symbol_id.get()),
            _ => None,
        };
        let name = Name::const_new("default");
        if let Some(symbol) = named.and_then(|id| self.walk.top_level(id)) {
            self.export_as(name, ExportTarget::Symbol(symbol), span);
            return match export.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(it) => {
                    self.lower_plain(Statement::FunctionDeclaration(it))
                }
                ExportDefaultDeclarationKind::ClassDeclaration(it) => self.lower_plain(Statement::ClassDeclaration(it)),
                _ => {}
            };
        }
        if let ExportDefaultDeclarationKind::Identifier(it) = &export.declaration
            && let Some(symbol) = self.walk.referenced(it)
            && self.is_never_reassigned(it)
        {
            // The value cannot change after the export, so the default export is the variable itself.
            let target = self.target_of(symbol);
            return self.export_as(name, target, span);
        }
        let symbol = self.add_default_symbol(&export.declaration);
        self.export_as(name, ExportTarget::Symbol(symbol), span);
        self.lower_anonymous_default(export, symbol);
    }

    /// `export default x` takes the value of `x` at that moment; only for constants, functions, classes and imports of
    /// nothing else is that the same as the variable. Imports may change, so they are not taken.
    fn is_never_reassigned(&self, reference: &IdentifierReference<'a>) -> bool {
        let Some(id) = reference.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id()) else {
            return false;
        };
        let flags = self.scoping.symbol_flags(id);
        let constant = flags.contains(SymbolFlags::ConstVariable)
            || flags.contains(SymbolFlags::Function)
            || flags.contains(SymbolFlags::Class);
        constant && !flags.contains(SymbolFlags::FunctionScopedVariable) && !self.scoping.symbol_is_mutated(id)
    }

    fn add_default_symbol(&mut self, declaration: &ExportDefaultDeclarationKind<'a>) -> SymbolIdx {
        let kind = match declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(_) => SymbolKind::Function,
            ExportDefaultDeclarationKind::ClassDeclaration(_) => SymbolKind::Class,
            _ => SymbolKind::Lexical,
        };
        self.walk.add_symbol(Symbol { name: self.default_name.clone(), kind })
    }

    fn lower_anonymous_default(&mut self, export: ExportDefaultDeclaration<'a>, symbol: SymbolIdx) {
        self.walk.seen.clear();
        let namespaces = Rc::clone(&self.namespaces);
        let effects = Effects::new(self.scoping, self.options, &namespaces);
        match export.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(mut it) => {
                if effects.is_pure_function(&it) {
                    self.pure_functions.push(symbol);
                }
                self.walk.visit_function(&mut it, ScopeFlags::Function);
                let name = self.walk.bind(symbol);
                it.id = Some(BindingIdentifier::new(SPAN, name, &self.walk.ast));
                it.r#type = FunctionType::FunctionDeclaration;
                self.finish(Statement::FunctionDeclaration(it), StatementKind::Function, false, PLAIN);
            }
            ExportDefaultDeclarationKind::ClassDeclaration(mut it) => {
                let has_effects = effects.of_class(&it);
                self.callees = effects.take_callees();
                self.walk.visit_class(&mut it);
                let name = self.walk.bind(symbol);
                it.id = Some(BindingIdentifier::new(SPAN, name, &self.walk.ast));
                self.finish(Statement::ClassDeclaration(it), StatementKind::Class, has_effects, PLAIN);
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
            other => {
                let Ok(mut expression) = Expression::try_from(other) else { return };
                let has_effects = effects.of_expression(&expression);
                self.callees = effects.take_callees();
                if effects.makes_pure_function(&expression) {
                    self.pure_functions.push(symbol);
                }
                if let Some(value) = self.evaluator.of_expression(&expression) {
                    self.constants.push(KnownValue { symbol, member: None, value });
                }
                self.walk.note_condition(&expression);
                self.walk.visit_expression(&mut expression);
                let name = self.walk.bind(symbol);
                let id = BindingPattern::BindingIdentifier(BindingIdentifier::boxed(SPAN, name, &self.walk.ast));
                let declarator =
                    VariableDeclarator::new(export.span, id, None, Some(expression), false, &self.walk.ast);
                // The same keyword as its neighbours have, so that minifying can join them.
                let kind = if self.walk.is_minifying() {
                    VariableDeclarationKind::Let
                } else {
                    VariableDeclarationKind::Const
                };
                self.push_declarator(export.span, kind, declarator, has_effects);
            }
        }
    }

    fn lower_plain(&mut self, statement: Statement<'a>) {
        let namespaces = Rc::clone(&self.namespaces);
        let effects = Effects::new(self.scoping, self.options, &namespaces);
        match statement {
            Statement::VariableDeclaration(declaration) if can_split(declaration.kind) => {
                let declaration = declaration.unbox();
                for (i, mut declarator) in declaration.declarations.into_iter().enumerate() {
                    self.walk.seen.clear();
                    let has_effects = effects.of_declarator(&declarator);
                    self.callees = effects.take_callees();
                    self.note_constant(declaration.kind, &declarator);
                    self.note_function(&effects, &declarator);
                    self.own_writes.note_declarator(&declarator);
                    self.walk.visit_variable_declarator(&mut declarator);
                    // The keyword belongs to the first; the others get one of their own.
                    let whole = i == 0 || declarator.span.is_unspanned();
                    let span = if whole { declaration.span } else { declarator.span };
                    self.push_declarator(span, declaration.kind, declarator, has_effects);
                }
            }
            Statement::ExpressionStatement(it) if self.joins_own_writes(&effects, &it.expression) => {
                let Expression::SequenceExpression(parts) = it.unbox().expression else { return };
                for part in parts.unbox().expressions {
                    self.lower_plain(Statement::new_expression_statement(part.span(), part, &self.walk.ast));
                }
            }
            mut other => {
                self.walk.seen.clear();
                self.own_writes.note(&other);
                let owner = match &other {
                    Statement::ExpressionStatement(it) => self.own_writes.of(&effects, &it.expression),
                    _ => None,
                };
                let owner = owner.and_then(|owner| self.walk.top_level(owner));
                let mut has_effects = owner.is_none() && {
                    effects.take_callees();
                    effects.of_statement(&other)
                };
                self.callees = effects.take_callees();
                if let Statement::FunctionDeclaration(it) = &other
                    && let Some(symbol) = it.id.as_ref().and_then(|id| id.symbol_id.get())
                    && !self.scoping.symbol_is_mutated(symbol)
                    && effects.is_pure_function(it)
                {
                    self.pure_functions.extend(self.walk.top_level(symbol));
                }
                self.walk.visit_statement(&mut other);
                // An assignment to a variable of another statement is how that variable gets its value.
                has_effects |= self.assigns_elsewhere();
                let kind = match &other {
                    Statement::FunctionDeclaration(_) => StatementKind::Function,
                    Statement::ClassDeclaration(_) => StatementKind::Class,
                    _ => StatementKind::Other,
                };
                if kind == StatementKind::Other && !self.walk.seen.declares.is_empty() {
                    self.declare_nested_vars(&mut other);
                }
                // Whatever brings the variable along brings along what is written to it.
                self.walk.seen.declares.extend(owner);
                self.finish(other, kind, has_effects && kind != StatementKind::Function, PLAIN);
            }
        }
    }

    /// Whether compressing made one statement of several, of which some are own writes.
    fn joins_own_writes(&self, effects: &Effects<'_>, expression: &Expression<'a>) -> bool {
        let Expression::SequenceExpression(parts) = expression else { return false };
        parts.expressions.iter().any(|part| self.own_writes.of(effects, part).is_some())
    }

    /// Notes a constant that is a function without effects.
    fn note_function(&mut self, effects: &Effects<'_>, declarator: &VariableDeclarator<'a>) {
        let symbol = declarator.id.get_binding_identifier().and_then(|id| id.symbol_id.get());
        if let (Some(symbol), Some(init)) = (symbol, &declarator.init)
            && !self.scoping.symbol_is_mutated(symbol)
            && (effects.makes_pure_function(init)
                || self.scoping.no_side_effects().contains(&symbol) && !self.options.ignore_annotations)
        {
            self.pure_functions.extend(self.walk.top_level(symbol));
        }
    }

    /// Notes the value of a constant, or that it is known as soon as those of imports are.
    fn note_constant(&mut self, kind: VariableDeclarationKind, declarator: &VariableDeclarator<'a>) {
        let Some(init) = &declarator.init else { return };
        if let Some(value) = self.evaluator.of_declarator(kind, declarator) {
            let id = declarator.id.get_binding_identifier().and_then(|id| id.symbol_id.get());
            if let Some(symbol) = id.and_then(|id| self.walk.top_level(id)) {
                self.constants.push(KnownValue { symbol, member: None, value });
            }
        } else {
            self.walk.note_condition(init);
        }
    }

    /// Puts `var a, b;` before a statement that declares `a` and `b` somewhere inside, which then only assigns them. Both
    /// statements count as declaring them, so that either brings the other along.
    fn declare_nested_vars(&mut self, statement: &mut Statement<'a>) {
        hoist_nested_vars(statement, &self.walk.ast);
        let mut symbols = self.walk.seen.declares.clone();
        symbols.sort_unstable();
        symbols.dedup();
        // What is left of the statement assigns them, so it does not go without their declaration.
        self.walk.seen.reads.extend_from_slice(&symbols);
        let mut declarators = ArenaVec::new_in(&self.walk.ast);
        for &symbol in &symbols {
            self.walk.mention_anywhere(symbol);
            let id = BindingIdentifier::boxed(SPAN, self.walk.ident(SlotKind::Binding(symbol)), &self.walk.ast);
            let id = BindingPattern::BindingIdentifier(id);
            declarators.push(VariableDeclarator::new(SPAN, id, None, None, false, &self.walk.ast));
        }
        let kind = VariableDeclarationKind::Var;
        let declaration = VariableDeclaration::boxed(SPAN, kind, declarators, false, &self.walk.ast);
        self.push_mark();
        self.table.push(StatementKind::Var, false, &symbols, &[], &[], &[]);
        self.shapes.push(Shape { head: 4, pattern: false, uninitialised: true });
        self.out.push(Statement::VariableDeclaration(declaration));
    }

    fn assigns_elsewhere(&self) -> bool {
        let seen = &self.walk.seen;
        seen.assigns.iter().any(|symbol| !seen.declares.contains(symbol))
    }

    fn push_declarator(
        &mut self,
        span: oxc::span::Span,
        kind: VariableDeclarationKind,
        declarator: VariableDeclarator<'a>,
        has_effects: bool,
    ) {
        let shape = Shape {
            head: kind.as_str().len() as u8 + 1,
            pattern: !declarator.id.is_binding_identifier(),
            uninitialised: declarator.init.is_none(),
        };
        let statement_kind = match kind {
            VariableDeclarationKind::Var => StatementKind::Var,
            VariableDeclarationKind::Let => StatementKind::Let,
            _ => StatementKind::Const,
        };
        // `var x` beside another `var x` only repeats it, but one of them must stay.
        let declaration = VariableDeclaration::boxed(
            span,
            kind,
            ArenaVec::from_value_in(declarator, &self.walk.ast),
            false,
            &self.walk.ast,
        );
        let has_effects = has_effects || self.assigns_elsewhere();
        self.finish(Statement::VariableDeclaration(declaration), statement_kind, has_effects, shape);
    }

    fn finish(&mut self, statement: Statement<'a>, kind: StatementKind, has_effects: bool, shape: Shape) {
        self.push_mark();
        let seen = &self.walk.seen;
        let number = self.table.push(kind, has_effects, &seen.declares, &seen.reads, &seen.members, &seen.records);
        if seen.calls_pure {
            self.pure_callers.push(number);
        }
        if seen.globals {
            self.mentioning.insert(number.index());
        }
        if !has_effects {
            let walk = &mut *self.walk;
            let mention = |(symbol, member): Callee| walk.callee(symbol, member);
            self.table.calls(number, self.callees.drain(..).filter_map(mention));
        }
        self.callees.clear();
        self.shapes.push(shape);
        self.out.push(statement);
    }

    fn push_mark(&mut self) {
        let mark = self.walk.statement_mark(self.shapes.len());
        self.out.push(mark);
    }

    fn sort_exports(&mut self) {
        let mut order: Vec<usize> = (0..self.exports.len()).collect();
        order.sort_by(|&a, &b| self.exports[a].name.cmp(&self.exports[b].name));
        order.dedup_by(|&mut b, &mut a| self.exports[a].name == self.exports[b].name);
        self.exports = order.iter().map(|&i| self.exports[i].clone()).collect();
        self.export_spans = order.iter().map(|&i| self.export_spans[i]).collect();
        let mut order: Vec<usize> = (0..self.imports.len()).collect();
        order.sort_by_key(|&i| self.imports[i].symbol);
        self.imports = order.iter().map(|&i| self.imports[i].clone()).collect();
        self.import_spans = order.iter().map(|&i| self.import_spans[i]).collect();
    }
}

fn can_split(kind: VariableDeclarationKind) -> bool {
    matches!(kind, VariableDeclarationKind::Var | VariableDeclarationKind::Let | VariableDeclarationKind::Const)
}
