//! What is known of one module alone. `syntax` makes it, `link` reads it, and neither knows the other.
//!
//! Nothing here has spans: an edit that only moves code changes none of these values, and salsa stops there.

use compact_str::CompactString as Name;

use serde::{Deserialize, Serialize};

use crate::define_index;
use crate::index::{BitSet, Idx};

define_index!(
    /// A top-level symbol of one module: a declaration, an import's local name, or the synthetic default export.
    SymbolIdx
);
define_index!(
    /// An import record of one module.
    RecordIdx
);
define_index!(
    /// A top-level statement of one module, in source order.
    StatementIdx
);
define_index!(
    /// A static member access on an imported binding (`ns.foo`), of one module.
    MemberIdx
);

/// Which module system a file is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Format {
    /// ECMAScript module: its statements can be hoisted into the chunk's scope.
    #[default]
    Esm,
    /// CommonJS: kept whole, in a function that runs at the first `require`.
    CommonJs,
}

/// How a module refers to another file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ImportKind {
    /// `import …` or `export … from`.
    Import,
    /// `import()`.
    DynamicImport,
    /// `require()`.
    Require,
    /// `require.resolve()`.
    RequireResolve,
    /// `new URL("…", import.meta.url)`.
    Url,
    /// `new Worker(new URL("…", import.meta.url))`.
    Worker,
    /// The same with `{ type: "module" }`.
    ModuleWorker,
    /// CSS `@import`.
    CssImport,
    /// CSS `url()`.
    CssUrl,
    /// `<script src>` of an HTML entry.
    HtmlScript,
    /// `<link rel=stylesheet>` of an HTML entry.
    HtmlStyle,
    /// Any other file that an HTML entry names.
    HtmlAsset,
    /// `import.meta.hot.accept("…")`: a module whose updates the importer takes.
    HotAccept,
}

impl ImportKind {
    /// The kind's name in esbuild's metafile.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import-statement",
            Self::DynamicImport => "dynamic-import",
            Self::Require => "require-call",
            Self::RequireResolve => "require-resolve",
            Self::Url => "new-url",
            Self::Worker | Self::ModuleWorker => "new-worker",
            Self::CssImport => "import-rule",
            Self::CssUrl => "url-token",
            Self::HtmlScript => "html-script",
            Self::HtmlStyle => "html-style",
            Self::HtmlAsset => "html-asset",
            Self::HotAccept => "hot-accept",
        }
    }

    /// Whether the target runs before the importer does, as a matter of the language.
    pub const fn is_static_import(self) -> bool {
        matches!(self, Self::Import)
    }
}

/// Import attributes: keys and values.
pub type Attributes = Box<[(Name, Name)]>;

/// One reference to another file.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ImportRecord {
    /// As written, query included.
    pub specifier: Name,
    /// How it is referred to.
    pub kind: ImportKind,
    /// Inside `try`, so that not finding it is the program's own business (a warning, and a throw at run time).
    pub optional: bool,
    /// Import attributes (`with { type: "json" }`), in source order. Of the link of a page to a style sheet: `media`, and
    /// `stays` where a style of the page comes after it.
    pub attributes: Attributes,
    /// The files it stands for when it names many; `specifier` is then only what is shown of it.
    pub glob: Option<Box<Glob>>,
}

impl ImportRecord {
    /// A reference to one file, without attributes.
    pub fn new(specifier: impl Into<Name>, kind: ImportKind) -> Self {
        Self { specifier: specifier.into(), kind, optional: false, attributes: Box::default(), glob: None }
    }

    /// What an attribute says.
    pub fn attribute(&self, name: &str) -> Option<&Name> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// What the attribute `type` says.
    pub fn attribute_type(&self) -> Option<&str> {
        self.attribute("type").map(Name::as_str)
    }
}

/// A reference to all files that patterns match. It leads to a module made for it, whose default export is an object or
/// a function over them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Glob {
    /// The patterns as written; what one that starts with `!` matches is left out.
    pub patterns: Box<[Name]>,
    /// What the module gives for them.
    pub form: GlobForm,
}

/// What a [`Glob`]'s module exports.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum GlobForm {
    /// `import.meta.glob()`: an object from paths to modules, or to functions that load them.
    Map(GlobOptions),
    /// `import()` of a path that is put together: a function from the path to the promise.
    Import,
    /// `require()` of a path that is put together: a function from the path to the exports.
    Require,
    /// `new URL()` of a path that is put together: a function from the path to the URL of the asset.
    Url,
}

/// The second argument of `import.meta.glob()`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct GlobOptions {
    /// The modules themselves, not functions that load them.
    pub eager: bool,
    /// The export that is wanted; `None` for the namespace.
    pub import: Option<Name>,
    /// Put after each specifier; empty, or starts with `?`.
    pub query: Name,
    /// What patterns and keys are relative to, in place of the importer's folder.
    pub base: Option<Name>,
    /// Looks into `node_modules` and at names that start with a dot, too.
    pub exhaustive: bool,
}

/// What a symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum SymbolKind {
    /// Local name of an import.
    Import,
    /// `var`.
    Var,
    /// `let`, `const`, `using`.
    Lexical,
    /// Function declaration.
    Function,
    /// Class declaration.
    Class,
}

/// A top-level symbol.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Symbol {
    /// The name it has in the source, or a made-up one for an anonymous default export.
    pub name: Name,
    /// What it is.
    pub kind: SymbolKind,
}

/// What an import binding takes from its module.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Imported {
    /// An export by name; `default` too.
    Name(Name),
    /// The namespace object.
    Namespace,
}

/// `import { imported as symbol } from record`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ImportBinding {
    /// The local name.
    pub symbol: SymbolIdx,
    /// Where it is from.
    pub record: RecordIdx,
    /// What is taken.
    pub imported: Imported,
}

/// Where an export leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ExportTarget {
    /// A symbol declared in this module.
    Symbol(SymbolIdx),
    /// `export { imported as name } from record`; also `import { imported } …; export { imported }`.
    Import(RecordIdx, Imported),
}

/// One named export.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Export {
    /// Its name as importers write it.
    pub name: Name,
    /// What it is.
    pub target: ExportTarget,
}

/// A value that is known without running anything.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Constant {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A finite number, as `String()` of it gives.
    Number(Name),
    /// A string.
    String(Name),
}

impl Constant {
    /// Whether it is written in place of its name: where it is hardly longer than the short name that it would get.
    pub fn is_short(&self) -> bool {
        /// Bytes: a name of two, and what its declaration costs.
        const SHORT: usize = 5;
        match self {
            Self::Undefined | Self::Null | Self::Boolean(_) => true,
            Self::Number(text) => text.len() <= SHORT,
            Self::String(text) => text.len() + 2 <= SHORT,
        }
    }
}

/// A top-level symbol, or a member of an enum, whose value is known and never another.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct KnownValue {
    /// The symbol, or the enum.
    pub symbol: SymbolIdx,
    /// The member of the enum.
    pub member: Option<Name>,
    /// Its value.
    pub value: Constant,
}

/// A top-level symbol, or a member of an import binding, in an expression.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Mention {
    /// The symbol itself.
    Symbol(SymbolIdx),
    /// A member of one.
    Member(MemberIdx),
}

/// An imported value that linking found to be known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct KnownImport {
    /// The local name of the import binding.
    pub local: Name,
    /// The member of it that has the value.
    pub member: Option<Name>,
    /// The value.
    pub value: Constant,
}

/// What other modules can see of a module, and what it asks of them. Changes only when imports, exports, constants or the
/// set of top-level symbols change.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Interface {
    /// Module system.
    pub format: Format,
    /// All references to other files, in source order.
    pub records: Box<[ImportRecord]>,
    /// Top-level symbols.
    pub symbols: Box<[Symbol]>,
    /// Import bindings, by symbol in ascending order.
    pub imports: Box<[ImportBinding]>,
    /// Named exports, sorted by name, without duplicates.
    pub exports: Box<[Export]>,
    /// `export * from`, in source order.
    pub stars: Box<[RecordIdx]>,
    /// Static member accesses on imported bindings.
    pub members: Box<[Member]>,
    /// Whether `await` (or `for await`, `await using`) occurs outside functions.
    pub top_level_await: bool,
    /// What `require()` of this ES module gives instead of its namespace: the symbol of the export named
    /// `module.exports` (Node's rule), or the value of a JSON or asset module.
    pub required_value: Option<SymbolIdx>,
    /// Whether `require` is mentioned other than as a call with a constant: then it must exist.
    pub free_require: bool,
    /// Whether its code calls the helper that tells functions their names.
    pub keeps_names: bool,
    /// A CommonJS module whose imports became calls of `require`: it mentions the helper of interop.
    pub converts_imports: bool,
    /// Whether a direct `eval` can see the module's top-level names: all of it is kept, under its own names.
    pub direct_eval: bool,
    /// Whether there is syntax that strict code may not have.
    pub sloppy_syntax: bool,
    /// Whether nothing in the module can have a side effect whatever package.json says (JSON, assets).
    pub pure: bool,
    /// TypeScript: what it re-exports and nobody declares is taken for a type, of which nothing is left.
    pub typescript: bool,
    /// Imports that evaluating the module reads in any case, before a function of it is called.
    pub early_reads: Box<[EarlyRead]>,
    /// Imports that the source uses as types only and that decorator metadata mentions: they may be nowhere.
    pub type_imports: Box<[SymbolIdx]>,
    /// Top-level constants that are short ([`Constant::is_short`]) and members of enums, by symbol and member in ascending
    /// order: what may be written in place of names. Only conditions ask what longer ones are, so those are kept elsewhere
    /// ([`LongConstants`]) and another value of one leaves the interface as it is.
    pub constants: Box<[KnownValue]>,
    /// Imports on whose values alone conditions depend, ascending.
    pub conditions: Box<[Mention]>,
    /// Top-level functions that have no effect when they are called, ascending.
    pub pure_functions: Box<[SymbolIdx]>,
}

impl Interface {
    /// The export called `name`, if this module names it itself.
    pub fn export(&self, name: &str) -> Option<&Export> {
        self.exports.binary_search_by(|export| export.name.as_str().cmp(name)).ok().map(|i| &self.exports[i])
    }

    /// The import binding whose local name is `symbol`.
    pub fn import(&self, symbol: SymbolIdx) -> Option<&ImportBinding> {
        self.imports.binary_search_by_key(&symbol, |import| import.symbol).ok().map(|i| &self.imports[i])
    }

    /// The value of a top-level symbol, where it is known and short, or of a member of an enum, where it is known.
    pub fn constant(&self, symbol: SymbolIdx, member: Option<&Name>) -> Option<&Constant> {
        let key = (symbol, member);
        let found = self.constants.binary_search_by(|it| (it.symbol, it.member.as_ref()).cmp(&key));
        found.ok().map(|i| &self.constants[i].value)
    }
}

/// The top-level constants of a module that [`Interface::constants`] leaves out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LongConstants(Box<[(SymbolIdx, Constant)]>);

impl LongConstants {
    /// Takes out of `constants`, which are in the order of [`Interface::constants`], what is none of the interface's.
    pub fn take_from(constants: &mut Vec<KnownValue>) -> Self {
        let is_long = |it: &mut KnownValue| it.member.is_none() && !it.value.is_short();
        Self(constants.extract_if(.., is_long).map(|it| (it.symbol, it.value)).collect())
    }

    /// The value of a top-level symbol, where it is known and long.
    pub fn get(&self, symbol: SymbolIdx) -> Option<&Constant> {
        let found = self.0.binary_search_by_key(&symbol, |it| it.0);
        found.ok().map(|i| &self.0[i].1)
    }
}

/// A read of an import binding, or of a member of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct EarlyRead {
    /// The import binding.
    pub symbol: SymbolIdx,
    /// The member, where it is only a member that is read.
    pub member: Option<MemberIdx>,
}

/// `symbol.name`, where `symbol` is an import binding. When the binding turns out to be a namespace, the access leads
/// straight to the export; otherwise it is printed as written.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Member {
    /// The import binding.
    pub symbol: SymbolIdx,
    /// The property.
    pub name: Name,
}

/// How a statement declares, which decides how it can be joined, hoisted or turned into an assignment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum StatementKind {
    /// A function declaration: usable before it is reached.
    Function,
    /// A class declaration.
    Class,
    /// `var` with one declarator.
    Var,
    /// `let` with one declarator.
    Let,
    /// `const` with one declarator.
    Const,
    /// Anything else.
    Other,
}

/// One top-level statement: ranges into the flat lists of its [`StatementTable`] end where these say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Statement {
    declares_end: u32,
    reads_end: u32,
    members_end: u32,
    records_end: u32,
    /// Whether evaluating it can be noticed from outside even if nothing it declares is used, whatever the functions do
    /// that it calls ([`StatementTable::callees`]).
    pub effects: bool,
    /// Whether it calls what is said to have no effects, and by that may read what others put into global variables.
    pub looks: bool,
    /// How it declares.
    pub kind: StatementKind,
}

/// What each top-level statement declares, reads and refers to. Import declarations and `export … from` are not
/// statements; `export const x = …` is the statement `const x = …`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct StatementTable {
    statements: Box<[Statement]>,
    declares: Box<[SymbolIdx]>,
    reads: Box<[SymbolIdx]>,
    members: Box<[MemberIdx]>,
    records: Box<[RecordIdx]>,
    /// By statement; few have any.
    callees: Box<[(StatementIdx, Mention)]>,
}

impl StatementTable {
    /// Number of statements.
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// All indices in source order.
    pub fn indices(&self) -> impl Iterator<Item = StatementIdx> + use<> {
        (0..self.statements.len()).map(StatementIdx::new)
    }

    /// One statement.
    pub fn get(&self, statement: StatementIdx) -> &Statement {
        &self.statements[statement.index()]
    }

    /// Top-level symbols that it declares.
    pub fn declares(&self, statement: StatementIdx) -> &[SymbolIdx] {
        &self.declares[self.range(statement, |s| s.declares_end)]
    }

    /// Top-level symbols (imports too) that it mentions anywhere inside, nested functions included, other than as
    /// the object of a [`Member`]; without duplicates, ascending. A symbol that it declares may be among them.
    pub fn reads(&self, statement: StatementIdx) -> &[SymbolIdx] {
        &self.reads[self.range(statement, |s| s.reads_end)]
    }

    /// Member accesses on imported bindings in it, without duplicates, ascending.
    pub fn members(&self, statement: StatementIdx) -> &[MemberIdx] {
        &self.members[self.range(statement, |s| s.members_end)]
    }

    /// Import records in it (`require`, `import()`, `new URL`), ascending.
    pub fn records(&self, statement: StatementIdx) -> &[RecordIdx] {
        &self.records[self.range(statement, |s| s.records_end)]
    }

    /// Functions that a statement calls while it is evaluated, where it has no effects but theirs.
    pub fn callees(&self, statement: StatementIdx) -> impl Iterator<Item = Mention> + '_ {
        let start = self.callees.partition_point(|it| it.0 < statement);
        self.callees[start..].iter().take_while(move |it| it.0 == statement).map(|it| it.1)
    }

    /// Marks those of the statements `callers` that look at global variables: by themselves, or by what they refer to.
    /// `mentioning` says which statements mention some.
    pub fn note_looks(&mut self, callers: &[StatementIdx], mut mentioning: BitSet) {
        let reads = |it| self.reads(it).iter().map(move |&symbol| (symbol, it));
        let mut readers: Vec<(SymbolIdx, StatementIdx)> = self.indices().flat_map(reads).collect();
        readers.sort_unstable();
        let mut queue: Vec<StatementIdx> = mentioning.iter().map(StatementIdx::new).collect();
        while let Some(statement) = queue.pop() {
            for &symbol in self.declares(statement) {
                let start = readers.partition_point(|it| it.0 < symbol);
                let readers = readers[start..].iter().take_while(|it| it.0 == symbol);
                queue.extend(readers.map(|it| it.1).filter(|reader| mentioning.insert(reader.index())));
            }
        }
        for caller in callers {
            self.statements[caller.index()].looks = mentioning.contains(caller.index());
        }
    }

    fn range(&self, statement: StatementIdx, end: impl Fn(&Statement) -> u32) -> std::ops::Range<usize> {
        let i = statement.index();
        let start = if i == 0 { 0 } else { end(&self.statements[i - 1]) };
        start as usize..end(&self.statements[i]) as usize
    }
}

/// Builds a [`StatementTable`] one statement at a time.
#[derive(Default)]
pub struct StatementTableBuilder {
    statements: Vec<Statement>,
    declares: Vec<SymbolIdx>,
    reads: Vec<SymbolIdx>,
    members: Vec<MemberIdx>,
    records: Vec<RecordIdx>,
    callees: Vec<(StatementIdx, Mention)>,
}

impl StatementTableBuilder {
    /// Appends a statement. The lists may come in any order and with duplicates.
    pub fn push(
        &mut self,
        kind: StatementKind,
        effects: bool,
        declares: &[SymbolIdx],
        reads: &[SymbolIdx],
        members: &[MemberIdx],
        records: &[RecordIdx],
    ) -> StatementIdx {
        append_sorted(&mut self.declares, declares);
        append_sorted(&mut self.reads, reads);
        append_sorted(&mut self.members, members);
        append_sorted(&mut self.records, records);
        self.statements.push(Statement {
            declares_end: self.declares.len() as u32,
            reads_end: self.reads.len() as u32,
            members_end: self.members.len() as u32,
            records_end: self.records.len() as u32,
            effects,
            looks: false,
            kind,
        });
        StatementIdx::new(self.statements.len() - 1)
    }

    /// Says of a statement, later than of those before it, that it has the effects of these functions.
    pub fn calls(&mut self, statement: StatementIdx, callees: impl IntoIterator<Item = Mention>) {
        self.callees.extend(callees.into_iter().map(|callee| (statement, callee)));
    }

    /// The finished table.
    pub fn finish(self) -> StatementTable {
        StatementTable {
            statements: self.statements.into(),
            declares: self.declares.into(),
            reads: self.reads.into(),
            members: self.members.into(),
            records: self.records.into(),
            callees: self.callees.into(),
        }
    }
}

fn append_sorted<T: Copy + Ord>(list: &mut Vec<T>, items: &[T]) {
    let start = list.len();
    list.extend_from_slice(items);
    list[start..].sort_unstable();
    let mut kept = start;
    for i in start..list.len() {
        if i == start || list[i] != list[kept - 1] {
            list[kept] = list[i];
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// What the names inside a module forbid or cost, for giving names in its chunk.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct NameFacts {
    /// Names free in the module (globals it mentions), sorted. No symbol of the chunk may take one.
    pub globals: Box<[Name]>,
    /// Names bound inside nested scopes that are printed as they are, sorted. A symbol from elsewhere that this
    /// module mentions may not take one, or it would be captured.
    pub nested: Box<[Name]>,
    /// Minifying: how often each nested name slot is printed, by slot number. Two nested symbols share a number when
    /// neither can see the other.
    pub nested_uses: Box<[u32]>,
    /// Minifying: how often each top-level symbol is printed, by [`SymbolIdx`].
    pub symbol_uses: Box<[u32]>,
    /// Minifying: for each top-level symbol, by [`SymbolIdx`], one more than the highest nested slot that is bound
    /// around a mention of it. The symbol may not share a name with the slots below that.
    pub symbol_clashes: Box<[u32]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statement_lists_are_sorted_and_kept_apart() {
        let mut builder = StatementTableBuilder::default();
        let s = |i| SymbolIdx(i);
        builder.push(StatementKind::Const, false, &[s(1)], &[s(5), s(2), s(5)], &[], &[]);
        builder.push(StatementKind::Other, true, &[], &[s(2), s(1), s(2)], &[MemberIdx(0)], &[]);
        let table = builder.finish();
        assert_eq!(table.reads(StatementIdx(0)), [s(2), s(5)]);
        assert_eq!(table.reads(StatementIdx(1)), [s(1), s(2)]);
        assert_eq!(table.declares(StatementIdx(1)), []);
        assert_eq!(table.members(StatementIdx(1)), [MemberIdx(0)]);
    }
}
