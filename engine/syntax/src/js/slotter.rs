//! Walks the statements of a module after all transforms and replaces every name the linker decides by a sentinel,
//! noting on the way what each statement declares, reads and refers to.

use nexxo_base::index::Idx;
use nexxo_base::module::{
    ImportBinding, ImportKind, ImportRecord, Member, MemberIdx, Mention, RecordIdx, Symbol, SymbolIdx, SymbolKind,
};
use nexxo_base::template::{NestedIdx, SlotKind};
use nexxo_base::{Map, Name, Set, Span};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::{ReferenceId, ScopeFlags, ScopeId, Scoping, SymbolId};
use oxc::span::{GetSpan, SPAN};
use oxc::str::Ident;
use oxc::syntax::number::ToJsString;

use super::attributes;
use super::constants::is_foldable;
use super::nested::{NONE, Numbering};
use super::sentinel::Sentinel;
use super::{Origin, Problem, lowered_names, mixed, targets};

/// Slot numbers that a minified CommonJS module keeps for its wrapper's parameters.
pub(super) const EXPORTS_SLOT: NestedIdx = NestedIdx(0);
/// See [`EXPORTS_SLOT`].
pub(super) const MODULE_SLOT: NestedIdx = NestedIdx(1);

/// What one statement was seen to do.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) declares: Vec<SymbolIdx>,
    pub(super) reads: Vec<SymbolIdx>,
    pub(super) members: Vec<MemberIdx>,
    pub(super) records: Vec<RecordIdx>,
    /// It assigns to a top-level symbol that it does not declare.
    pub(super) assigns: Vec<SymbolIdx>,
    /// It mentions global variables that others may change.
    pub(super) globals: bool,
    /// It calls what is said to have no effects, while it is evaluated.
    pub(super) calls_pure: bool,
}

impl Seen {
    pub(super) fn clear(&mut self) {
        self.declares.clear();
        self.reads.clear();
        self.members.clear();
        self.records.clear();
        self.assigns.clear();
        (self.globals, self.calls_pure) = (false, false);
    }
}

/// How the module being walked is treated.
#[derive(Clone, Copy)]
pub(super) struct Mode<'i> {
    /// The module's text.
    pub(super) source: &'i str,
    /// Whether the text may have an `import.meta`.
    pub(super) has_meta: bool,
    pub(super) minify: bool,
    pub(super) cjs: bool,
    pub(super) origin: Origin,
}

/// The walk's state. One for each module.
/// What is printed for the name in the slot of a member access.
pub(super) const MEMBER_NAME: &str = "$_";

pub(super) struct Slotter<'a, 's> {
    pub(super) ast: AstBuilder<'a>,
    pub(super) sentinel: Sentinel,
    scoping: &'s Scoping,
    mode: Mode<'s>,
    /// [`SymbolIdx`] by oxc's symbol id, [`NONE`] for nested symbols.
    top_level: Vec<u32>,
    /// Nested slot by oxc's symbol id; empty when nested names are printed as they are.
    nested: Vec<u32>,
    /// See [`Numbering::ends`].
    nested_ends: Vec<u32>,
    has_nested: bool,
    /// Whether a top-level symbol is an import, by [`SymbolIdx`].
    pub(super) imports: Vec<bool>,

    pub(super) members: Vec<Member>,
    member_of: Map<(SymbolIdx, Name), MemberIdx>,
    pub(super) records: Vec<ImportRecord>,
    pub(super) record_spans: Vec<Span>,
    record_of: Map<ImportRecord, RecordIdx>,
    /// Symbols without a counterpart in the source: they follow those of the source.
    pub(super) made: Vec<Symbol>,
    /// Made-up imports of what globs lead to.
    pub(super) made_imports: Vec<ImportBinding>,
    /// Imports on whose values alone conditions depend; in any order, some more than once.
    pub(super) conditions: Vec<Mention>,
    pub(super) problems: Vec<Problem>,
    pub(super) globals: Set<Name>,
    pub(super) nested_names: Set<Name>,
    pub(super) nested_uses: Vec<u32>,
    pub(super) symbol_uses: Vec<u32>,
    pub(super) symbol_clashes: Vec<u32>,
    pub(super) seen: Seen,
    pub(super) top_level_await: bool,
    pub(super) top_level_return: bool,
    pub(super) free_require: bool,
    /// Something was marked to keep its name.
    pub(super) keeps_names: bool,
    /// An import became a call of `require`.
    pub(super) converts_imports: bool,
    pub(super) uses_exports: bool,
    pub(super) uses_module: bool,
    /// The first direct `eval`.
    pub(super) direct_eval: Option<Span>,
    /// Assignments to imports: the place and the name.
    pub(super) import_writes: Vec<(Span, Name)>,
    /// Assignments to constants, likewise.
    pub(super) constant_writes: Vec<(Span, Name)>,

    function_depth: u32,
    this_depth: u32,
    try_depth: u32,
    in_new_callee: bool,
    is_callee: bool,
    /// Whether the text may mark calls as free of effects.
    has_pure_calls: bool,
}

impl<'a, 's> Slotter<'a, 's> {
    /// `top_level` gives each root symbol its index.
    pub(super) fn new(
        ast: AstBuilder<'a>,
        sentinel: Sentinel,
        scoping: &'s Scoping,
        mode: Mode<'s>,
        top_level: Vec<u32>,
        nested: Option<Numbering>,
    ) -> Self {
        let n_top_level = top_level.iter().filter(|&&idx| idx != NONE).count();
        let has_nested = nested.is_some();
        let Numbering { slots: nested, count, ends } = nested.unwrap_or_default();
        Self {
            ast,
            sentinel,
            scoping,
            mode,
            top_level,
            nested,
            nested_ends: ends,
            imports: vec![false; n_top_level],
            members: Vec::new(),
            member_of: Map::default(),
            records: Vec::new(),
            record_spans: Vec::new(),
            record_of: Map::default(),
            made: Vec::new(),
            made_imports: Vec::new(),
            conditions: Vec::new(),
            problems: Vec::new(),
            globals: Set::default(),
            nested_names: Set::default(),
            has_nested,
            nested_uses: vec![0; count as usize],
            symbol_uses: vec![0; n_top_level],
            symbol_clashes: vec![0; n_top_level],
            seen: Seen::default(),
            top_level_await: false,
            top_level_return: false,
            free_require: false,
            keeps_names: false,
            converts_imports: false,
            uses_exports: false,
            uses_module: false,
            direct_eval: None,
            import_writes: Vec::new(),
            constant_writes: Vec::new(),
            function_depth: 0,
            this_depth: 0,
            try_depth: 0,
            in_new_callee: false,
            is_callee: false,
            has_pure_calls: memchr::memmem::find(mode.source.as_bytes(), b"__PURE__").is_some(),
        }
    }

    /// The identifier that stands for a slot.
    pub(super) fn ident(&self, kind: SlotKind) -> Ident<'a> {
        let bytes = self.sentinel.slot(kind);
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        Ident::from_str_in(text, &self.ast)
    }

    /// The statement that marks where statement `index` starts.
    pub(super) fn statement_mark(&self, index: usize) -> Statement<'a> {
        let bytes = self.sentinel.statement(index);
        let name = Ident::from_str_in(std::str::from_utf8(&bytes).unwrap_or_default(), &self.ast);
        let expression = Expression::new_identifier(SPAN, name, &self.ast);
        Statement::ExpressionStatement(ExpressionStatement::boxed(SPAN, expression, &self.ast))
    }

    /// Whether names inside functions are slots too.
    pub(super) fn is_minifying(&self) -> bool {
        self.mode.minify
    }

    /// A new top-level symbol that has no counterpart in the source.
    pub(super) fn add_symbol(&mut self, symbol: Symbol) -> SymbolIdx {
        self.imports.push(symbol.kind == SymbolKind::Import);
        self.made.push(symbol);
        self.symbol_uses.push(0);
        self.symbol_clashes.push(0);
        SymbolIdx::new(self.imports.len() - 1)
    }

    /// The top-level index of oxc's symbol.
    pub(super) fn top_level(&self, symbol: SymbolId) -> Option<SymbolIdx> {
        let idx = self.top_level[symbol.index()];
        (idx != NONE).then_some(SymbolIdx(idx))
    }

    /// What a symbol is called in the source.
    pub(super) fn symbol_name(&self, symbol: SymbolId) -> &'s str {
        self.scoping.symbol_name(symbol)
    }

    /// The symbol that an assignment changes.
    pub(super) fn assigned(&self, target: &IdentifierReference<'a>) -> Option<SymbolId> {
        self.symbol_of_reference(target.reference_id.get())
    }

    /// The top-level symbol that a reference resolves to.
    pub(super) fn referenced(&self, reference: &IdentifierReference<'a>) -> Option<SymbolIdx> {
        let symbol = self.scoping.get_reference(reference.reference_id.get()?).symbol_id()?;
        self.top_level(symbol)
    }

    /// The import record for `specifier`, made when there is none yet.
    pub(super) fn record(&mut self, specifier: &str, kind: ImportKind, span: oxc::span::Span) -> RecordIdx {
        self.add_record(ImportRecord::new(specifier, kind), span)
    }

    /// The index of a record, which is added when there is none like it yet.
    pub(super) fn add_record(&mut self, mut record: ImportRecord, span: oxc::span::Span) -> RecordIdx {
        record.optional = self.try_depth > 0;
        if let Some(&known) = self.record_of.get(&record) {
            return known;
        }
        let idx = RecordIdx::new(self.records.len());
        self.records.push(record.clone());
        self.record_spans.push(Span::new(span.start, span.end));
        self.record_of.insert(record, idx);
        idx
    }

    /// Turns the binding of a top-level symbol into its slot.
    pub(super) fn bind(&mut self, symbol: SymbolIdx) -> Ident<'a> {
        self.seen.declares.push(symbol);
        self.symbol_uses[symbol.index()] += 1;
        self.ident(SlotKind::Binding(symbol))
    }

    /// Notes that a top-level symbol is mentioned in `scope`.
    fn mention(&mut self, symbol: SymbolIdx, scope: ScopeId) {
        self.symbol_uses[symbol.index()] += 1;
        if let Some(&end) = self.nested_ends.get(scope.index()) {
            let clash = &mut self.symbol_clashes[symbol.index()];
            *clash = (*clash).max(end);
        }
    }

    /// Notes that a top-level symbol may be mentioned anywhere.
    pub(super) fn mention_anywhere(&mut self, symbol: SymbolIdx) {
        self.symbol_clashes[symbol.index()] = self.nested_uses.len() as u32;
    }

    /// Whether a comment in an `import()` asks to leave it alone.
    pub(super) fn is_ignored(&self, import: &ImportExpression<'a>) -> bool {
        let before = self.mode.source.get(import.span.start as usize..import.source.span().start as usize);
        before.is_some_and(|text| text.contains("@vite-ignore") || text.contains("webpackIgnore: true"))
    }

    /// Whether a CommonJS module is being walked.
    pub(super) fn is_cjs(&self) -> bool {
        self.mode.cjs
    }

    /// The slot of a nested name; of none that is printed as it is.
    fn nested_slot(&self, symbol: SymbolId) -> Option<u32> {
        self.nested.get(symbol.index()).copied().filter(|&slot| slot != NONE)
    }

    fn symbol_of_reference(&self, id: Option<ReferenceId>) -> Option<SymbolId> {
        self.scoping.get_reference(id?).symbol_id()
    }

    pub(super) fn is_free(&self, expression: &Expression<'a>, name: &str) -> bool {
        matches!(expression, Expression::Identifier(it)
            if it.name == name && self.symbol_of_reference(it.reference_id.get()).is_none())
    }

    /// `module.require`
    fn is_module_require(&self, expression: &Expression<'a>) -> bool {
        match expression {
            Expression::StaticMemberExpression(it) => {
                it.property.name == "require" && !it.optional && self.is_free(&it.object, "module")
            }
            Expression::ComputedMemberExpression(it) => {
                constant_string(&it.expression) == Some("require") && !it.optional && self.is_free(&it.object, "module")
            }
            _ => false,
        }
    }

    /// Whether calling it loads a module.
    pub(super) fn is_free_require(&self, callee: &Expression<'a>) -> bool {
        self.is_free(callee, "require") || self.mode.cjs && self.is_module_require(callee)
    }

    /// The import symbol that an expression names, and the scope it stands in.
    pub(super) fn import_of(&self, expression: &Expression<'a>) -> Option<(SymbolIdx, ScopeId)> {
        let Expression::Identifier(it) = expression else { return None };
        let symbol = self.referenced(it).filter(|symbol| self.imports[symbol.index()])?;
        Some((symbol, self.scoping.get_reference(it.reference_id.get()?).scope_id()))
    }

    fn member(&mut self, symbol: SymbolIdx, name: &str) -> MemberIdx {
        let key = (symbol, Name::from(name));
        if let Some(&member) = self.member_of.get(&key) {
            return member;
        }
        let member = MemberIdx::new(self.members.len());
        self.members.push(Member { symbol, name: key.1.clone() });
        self.member_of.insert(key, member);
        member
    }

    /// The member access `name` on an import, if it occurs.
    pub(super) fn known_member(&self, symbol: SymbolIdx, name: &str) -> Option<MemberIdx> {
        self.member_of.get(&(symbol, Name::from(name))).copied()
    }

    /// Notes the imports that a condition depends on, where it depends on nothing else.
    pub(super) fn note_condition(&mut self, condition: &Expression<'a>) {
        let mut mentions = Vec::new();
        if !is_foldable(self, condition, &mut mentions) {
            return;
        }
        for (symbol, member) in mentions {
            let condition = match member {
                Some(name) => Mention::Member(self.member(symbol, &name)),
                None => Mention::Symbol(symbol),
            };
            self.conditions.push(condition);
        }
    }

    /// A function that is called, as linking knows it.
    pub(super) fn callee(&mut self, symbol: SymbolId, member: Option<Name>) -> Option<Mention> {
        let symbol = self.top_level(symbol)?;
        Some(match member {
            Some(name) => Mention::Member(self.member(symbol, &name)),
            None => Mention::Symbol(symbol),
        })
    }

    fn use_member(&mut self, (symbol, scope): (SymbolIdx, ScopeId), name: &str, callee: bool) -> SlotKind {
        let member = self.member(symbol, name);
        self.seen.members.push(member);
        self.mention(symbol, scope);
        if callee { SlotKind::MemberCallee(member) } else { SlotKind::Member(member) }
    }

    /// The new name of a nested variable that is called like what the output may mention in the place of `import.meta`,
    /// or like what Node looks for in a text to know its exports.
    fn other_name(&self, name: &str) -> Option<Ident<'a>> {
        let mentions = |word: &str| memchr::memmem::find(self.mode.source.as_bytes(), word.as_bytes()).is_some();
        let is_word = matches!(name, "require" | "module" | "exports" | "__filename" | "__dirname");
        if self.mode.cjs || self.mode.origin != Origin::Source || !is_word || mentions("eval(") {
            return None;
        }
        let mut other = format!("{name}_");
        while mentions(&other) {
            other.push('_');
        }
        Some(Ident::from_str_in(&other, &self.ast))
    }

    fn global(&mut self, name: &str) {
        self.seen.globals |= self.has_pure_calls && is_state(name);
        if !self.globals.contains(name) {
            self.globals.insert(Name::from(name));
        }
    }

    pub(super) fn slot_expression(&self, span: oxc::span::Span, kind: SlotKind) -> Expression<'a> {
        Expression::new_identifier(span, self.ident(kind), &self.ast)
    }

    pub(super) fn use_record(&mut self, specifier: &str, kind: ImportKind, span: oxc::span::Span) -> RecordIdx {
        let record = self.record(specifier, kind, span);
        self.seen.records.push(record);
        record
    }

    /// Makes a slot of `imported.name`. It is printed as a member access still, for the mapping of the name.
    fn replace_member(&mut self, it: &mut Expression<'a>, callee: bool) -> bool {
        let Expression::StaticMemberExpression(member) = it else { return false };
        let Some(object) = self.import_of(&member.object).filter(|_| !member.optional) else { return false };
        let kind = self.use_member(object, member.property.name.as_str(), callee);
        member.object = self.slot_expression(member.object.span(), kind);
        member.property.name = MEMBER_NAME.into();
        true
    }

    /// Replaces the expressions that become one slot as a whole. `None` when `it` is to be walked as usual.
    fn replace(&mut self, it: &Expression<'a>, callee: bool) -> Option<Expression<'a>> {
        let mut span = it.span();
        let kind = match it {
            it if self.mode.has_meta
                && let Some(name) = meta_property(it) =>
            {
                match name {
                    "url" => SlotKind::MetaUrl,
                    "dirname" => SlotKind::MetaDirname,
                    "filename" => SlotKind::MetaFilename,
                    "main" => SlotKind::MetaMain,
                    "resolve" => SlotKind::MetaResolve,
                    _ => return None,
                }
            }
            Expression::ComputedMemberExpression(member) if !member.optional => {
                let object = self.import_of(&member.object)?;
                let Expression::StringLiteral(name) = &member.expression else { return None };
                span = member.object.span();
                self.use_member(object, name.value.as_str(), callee)
            }
            Expression::ImportMeta(_) => SlotKind::Meta,
            Expression::ImportExpression(import) if !self.is_ignored(import) => {
                let specifier = constant_string(&import.source)?;
                let attributes = attributes::of_options(import.options.as_ref())?;
                let record = ImportRecord { attributes, ..ImportRecord::new(specifier, ImportKind::DynamicImport) };
                let record = self.add_record(record, import.source.span());
                self.seen.records.push(record);
                SlotKind::DynamicImport(record)
            }
            Expression::CallExpression(call) if !call.optional && call.arguments.len() == 1 => {
                let argument = call.arguments[0].as_expression()?;
                let specifier = constant_string(argument)?;
                let is_resolve = match &call.callee {
                    Expression::StaticMemberExpression(callee)
                        if callee.property.name == "resolve" && self.is_free(&callee.object, "require") =>
                    {
                        true
                    }
                    callee if self.is_free_require(callee) => false,
                    _ => return None,
                };
                if is_resolve {
                    self.free_require = true;
                    SlotKind::RequireResolve(self.use_record(specifier, ImportKind::RequireResolve, argument.span()))
                } else {
                    let record = self.use_record(specifier, ImportKind::Require, argument.span());
                    if self.in_new_callee { SlotKind::RequireInNew(record) } else { SlotKind::Require(record) }
                }
            }
            Expression::NewExpression(new) if new.arguments.len() == 2 && self.is_free(&new.callee, "URL") => {
                let specifier = file_url(new)?;
                SlotKind::Url(self.use_record(specifier, ImportKind::Url, new.arguments[0].span()))
            }
            Expression::ThisExpression(_) if self.this_depth == 0 && !self.mode.cjs => {
                return Some(Expression::new_void_0(span, &self.ast));
            }
            _ => return None,
        };
        Some(self.slot_expression(span, kind))
    }
}

/// Whether a global variable is state that other modules may have set: the object with all of them, or one of nobody else.
fn is_state(name: &str) -> bool {
    matches!(name, "globalThis" | "window" | "self" | "document") || !super::is_global(name)
}

/// Whether a call is the `catch` of an `import()`, or a `then` with a second handler.
fn handles_failed_import(call: &CallExpression<'_>) -> bool {
    fn is_import(it: &Expression<'_>) -> bool {
        match it {
            Expression::ImportExpression(_) => true,
            Expression::CallExpression(call) => match &call.callee {
                Expression::StaticMemberExpression(it) if matches!(it.property.name.as_str(), "then" | "finally") => {
                    is_import(&it.object)
                }
                _ => false,
            },
            _ => false,
        }
    }
    let Expression::StaticMemberExpression(callee) = &call.callee else { return false };
    let handles = match callee.property.name.as_str() {
        "catch" => !call.arguments.is_empty(),
        "then" => call.arguments.len() > 1,
        _ => false,
    };
    handles && is_import(&callee.object)
}

/// The name in `import.meta.name`, however it is written.
fn meta_property<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    let member = match expression {
        Expression::ChainExpression(it) => it.expression.as_member_expression()?,
        it => it.as_member_expression()?,
    };
    match member {
        MemberExpression::StaticMemberExpression(it) if matches!(it.object, Expression::ImportMeta(_)) => {
            Some(it.property.name.as_str())
        }
        MemberExpression::ComputedMemberExpression(it) if matches!(it.object, Expression::ImportMeta(_)) => {
            constant_string(&it.expression)
        }
        _ => None,
    }
}

/// The value of a string literal or a template literal without holes.
pub(super) fn constant_string<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    match expression {
        Expression::StringLiteral(literal) => Some(literal.value.as_str()),
        Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
            template.quasis.first()?.value.cooked.as_ref().map(|text| text.as_str())
        }
        _ => None,
    }
}

/// The file that `new URL("…", import.meta.url)` names, of two arguments.
pub(super) fn file_url<'e>(new: &'e NewExpression<'_>) -> Option<&'e str> {
    let [path, base] = new.arguments.as_slice() else { return None };
    let specifier = constant_string(path.as_expression()?)?;
    let Expression::StaticMemberExpression(base) = base.as_expression()? else { return None };
    let is_meta = matches!(base.object, Expression::ImportMeta(_)) && base.property.name == "url";
    (is_meta && !is_url(specifier)).then_some(specifier)
}

/// Whether a specifier names something on the network or in itself, not a file.
fn is_url(specifier: &str) -> bool {
    specifier.starts_with("//")
        || specifier.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

impl<'a> VisitMut<'a> for Slotter<'a, '_> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        let callee = std::mem::take(&mut self.is_callee);
        if self.distribute(it) {
            return walk_mut::walk_expression(self, it);
        }
        if self.replace_member(it, callee) {
            return;
        }
        if let Some(replacement) = self.replace(it, callee) {
            *it = replacement;
            return;
        }
        if self.mode.has_meta
            && meta_property(it).is_some()
            && let Expression::StaticMemberExpression(member) = it
        {
            member.object = self.slot_expression(member.object.span(), SlotKind::MetaOther);
            return;
        }
        if let Some(replacement) = self.replace_glob(it) {
            *it = replacement;
            return;
        }
        if let Expression::Identifier(ident) = it {
            self.is_callee = callee;
            self.visit_identifier_reference(ident);
            self.is_callee = false;
            return;
        }
        walk_mut::walk_expression(self, it);
    }

    fn visit_identifier_reference(&mut self, it: &mut IdentifierReference<'a>) {
        let callee = std::mem::take(&mut self.is_callee);
        let Some(id) = it.reference_id.get() else {
            self.global(it.name.as_str());
            return;
        };
        let reference = self.scoping.get_reference(id);
        let Some(symbol) = reference.symbol_id() else {
            let name = it.name.as_str();
            let kind = match name {
                "exports" if self.mode.cjs => {
                    self.uses_exports = true;
                    SlotKind::Nested(EXPORTS_SLOT)
                }
                "module" if self.mode.cjs => {
                    self.uses_module = true;
                    SlotKind::Nested(MODULE_SLOT)
                }
                "__filename" | "__dirname" if self.mode.cjs && !reference.is_write() => {
                    self.global(name);
                    let is_file = name == "__filename";
                    it.name = self.ident(if is_file { SlotKind::MetaFilename } else { SlotKind::MetaDirname });
                    return;
                }
                "require" if self.mode.origin != Origin::Runtime => {
                    self.free_require = true;
                    self.global(name);
                    it.name = self.ident(SlotKind::FreeRequire);
                    return;
                }
                "__nexxo_asset_url__" if self.mode.origin == Origin::Generated => {
                    it.name = self.ident(SlotKind::AssetUrl);
                    return;
                }
                mixed::MARK if self.mode.origin == Origin::Source => {
                    self.converts_imports = true;
                    it.name = self.ident(SlotKind::ToEsm);
                    return;
                }
                lowered_names::MARK if self.mode.origin == Origin::Source => {
                    self.keeps_names = true;
                    it.name = self.ident(SlotKind::KeepName);
                    return;
                }
                _ => return self.global(name),
            };
            if !self.has_nested {
                self.global(name);
            } else if let SlotKind::Nested(slot) = kind {
                self.nested_uses[slot.index()] += 1;
                it.name = self.ident(kind);
            }
            return;
        };
        let write = reference.is_write();
        if write && self.scoping.symbol_flags(symbol).is_const_variable() {
            self.constant_writes.push((Span::new(it.span.start, it.span.end), Name::from(it.name.as_str())));
        }
        if let Some(idx) = self.top_level(symbol) {
            self.mention(idx, reference.scope_id());
            if write {
                self.seen.assigns.push(idx);
                if self.imports[idx.index()] {
                    self.import_writes.push((Span::new(it.span.start, it.span.end), Name::from(it.name.as_str())));
                }
            }
            self.seen.reads.push(idx);
            let kind = match (write, callee && self.imports[idx.index()]) {
                (true, _) => SlotKind::Binding(idx),
                (false, true) => SlotKind::Callee(idx),
                (false, false) => SlotKind::Reference(idx),
            };
            it.name = self.ident(kind);
        } else if let Some(slot) = self.nested_slot(symbol) {
            self.nested_uses[slot as usize] += 1;
            it.name = self.ident(SlotKind::Nested(NestedIdx(slot)));
        } else if let Some(name) = self.other_name(&it.name) {
            it.name = name;
        }
    }

    fn visit_binding_identifier(&mut self, it: &mut BindingIdentifier<'a>) {
        let Some(symbol) = it.symbol_id.get() else { return };
        if let Some(idx) = self.top_level(symbol) {
            it.name = self.bind(idx);
        } else if let Some(slot) = self.nested_slot(symbol) {
            self.nested_uses[slot as usize] += 1;
            it.name = self.ident(SlotKind::Nested(NestedIdx(slot)));
        } else if let Some(name) = self.other_name(&it.name) {
            it.name = name;
            self.nested_names.insert(Name::from(name.as_str()));
        } else if !self.nested_names.contains(it.name.as_str()) {
            self.nested_names.insert(Name::from(it.name.as_str()));
        }
    }

    fn visit_if_statement(&mut self, it: &mut IfStatement<'a>) {
        self.note_condition(&it.test);
        walk_mut::walk_if_statement(self, it);
    }

    fn visit_conditional_expression(&mut self, it: &mut ConditionalExpression<'a>) {
        self.note_condition(&it.test);
        walk_mut::walk_conditional_expression(self, it);
    }

    fn visit_logical_expression(&mut self, it: &mut LogicalExpression<'a>) {
        self.note_condition(&it.left);
        walk_mut::walk_logical_expression(self, it);
    }

    fn visit_property_key(&mut self, it: &mut PropertyKey<'a>) {
        if let PropertyKey::NumericLiteral(key) = it
            && key.value.is_sign_negative()
        {
            // The compressor takes the brackets off `[-1]`, but `-1` is no property name.
            let name = Ident::from_str_in(&key.value.to_js_string(), &self.ast);
            *it = PropertyKey::StringLiteral(StringLiteral::boxed(key.span, name, None, &self.ast));
        }
        walk_mut::walk_property_key(self, it);
    }

    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        let shorthand = it.shorthand && !self.mode.minify;
        walk_mut::walk_object_property(self, it);
        it.shorthand = false;
        if shorthand
            && let Expression::Identifier(value) = &mut it.value
            && let Some(idx) = self.referenced(value)
            && let PropertyKey::StaticIdentifier(key) = &mut it.key
        {
            // The printer leaves the key out when it equals the value; the slot then says both.
            value.name = self.ident(SlotKind::Shorthand(idx));
            key.name = value.name;
        }
    }

    fn visit_assignment_target_property(&mut self, it: &mut AssignmentTargetProperty<'a>) {
        targets::write_out(&self.ast, it);
        walk_mut::walk_assignment_target_property(self, it);
    }

    fn visit_call_expression(&mut self, it: &mut CallExpression<'a>) {
        if self.mode.has_meta {
            self.note_accepted(it);
        }
        if self.direct_eval.is_none() && !it.optional && self.is_free(&it.callee, "eval") {
            self.direct_eval = Some(Span::new(it.span.start, it.span.end));
        }
        self.seen.calls_pure |= it.pure && self.function_depth == 0;
        self.is_callee = true;
        let guarded = u32::from(handles_failed_import(it));
        self.try_depth += guarded;
        if self.mode.cjs && self.is_module_require(&it.callee) {
            self.free_require = true;
            self.global("require");
            it.callee = self.slot_expression(it.callee.span(), SlotKind::FreeRequire);
        } else {
            self.visit_expression(&mut it.callee);
        }
        self.try_depth -= guarded;
        self.is_callee = false;
        let in_new = std::mem::take(&mut self.in_new_callee);
        for argument in &mut it.arguments {
            self.visit_argument(argument);
        }
        self.in_new_callee = in_new;
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        self.is_callee = true;
        self.visit_expression(&mut it.tag);
        self.is_callee = false;
        self.visit_template_literal(&mut it.quasi);
    }

    fn visit_new_expression(&mut self, it: &mut NewExpression<'a>) {
        self.seen.calls_pure |= it.pure && self.function_depth == 0;
        let done = usize::from(self.replace_worker_url(it));
        let in_new = std::mem::replace(&mut self.in_new_callee, true);
        self.visit_expression(&mut it.callee);
        self.in_new_callee = false;
        for argument in it.arguments.iter_mut().skip(done) {
            self.visit_argument(argument);
        }
        self.in_new_callee = in_new;
    }

    fn visit_unary_expression(&mut self, it: &mut UnaryExpression<'a>) {
        if it.operator == UnaryOperator::Delete {
            // `delete ns.foo` must stay a member access.
            match &mut it.argument {
                Expression::StaticMemberExpression(member) => return self.visit_expression(&mut member.object),
                Expression::ComputedMemberExpression(member) => {
                    self.visit_expression(&mut member.object);
                    return self.visit_expression(&mut member.expression);
                }
                _ => {}
            }
        }
        walk_mut::walk_unary_expression(self, it);
    }

    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        self.function_depth += 1;
        self.this_depth += 1;
        let (in_new, tries) = (std::mem::take(&mut self.in_new_callee), self.try_depth);
        walk_mut::walk_function(self, it, flags);
        (self.in_new_callee, self.try_depth) = (in_new, tries);
        self.this_depth -= 1;
        self.function_depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        self.function_depth += 1;
        let in_new = std::mem::take(&mut self.in_new_callee);
        walk_mut::walk_arrow_function_expression(self, it);
        self.in_new_callee = in_new;
        self.function_depth -= 1;
    }

    fn visit_property_definition(&mut self, it: &mut PropertyDefinition<'a>) {
        self.visit_decorators(&mut it.decorators);
        self.visit_property_key(&mut it.key);
        if let Some(value) = &mut it.value {
            self.this_depth += 1;
            self.visit_expression(value);
            self.this_depth -= 1;
        }
    }

    fn visit_static_block(&mut self, it: &mut StaticBlock<'a>) {
        self.this_depth += 1;
        self.function_depth += 1;
        walk_mut::walk_static_block(self, it);
        self.function_depth -= 1;
        self.this_depth -= 1;
    }

    fn visit_try_statement(&mut self, it: &mut TryStatement<'a>) {
        // Without a handler the error goes on to the caller, so a missing module is an error all the same.
        let guarded = u32::from(it.handler.is_some());
        self.try_depth += guarded;
        self.visit_block_statement(&mut it.block);
        self.try_depth -= guarded;
        if let Some(handler) = &mut it.handler {
            self.visit_catch_clause(handler);
        }
        if let Some(finalizer) = &mut it.finalizer {
            self.visit_block_statement(finalizer);
        }
    }

    fn visit_return_statement(&mut self, it: &mut ReturnStatement<'a>) {
        self.top_level_return |= self.function_depth == 0;
        walk_mut::walk_return_statement(self, it);
    }

    fn visit_await_expression(&mut self, it: &mut AwaitExpression<'a>) {
        self.top_level_await |= self.function_depth == 0;
        walk_mut::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &mut ForOfStatement<'a>) {
        self.top_level_await |= it.r#await && self.function_depth == 0;
        walk_mut::walk_for_of_statement(self, it);
    }

    fn visit_variable_declaration(&mut self, it: &mut VariableDeclaration<'a>) {
        self.top_level_await |= it.kind == VariableDeclarationKind::AwaitUsing && self.function_depth == 0;
        walk_mut::walk_variable_declaration(self, it);
    }
}
