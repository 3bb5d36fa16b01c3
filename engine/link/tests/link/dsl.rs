//! Graphs as text. A module begins with `== path flags…`; flags are `entry cjs nofx pure tla style asset html json`.
//! Its lines are
//!
//! ```text
//! import {a, b as c, default as d} from ./b      import * as ns from ./b      import ./b
//! export {a as b} from ./b     export * from ./b     export * as ns from ./b     export {a, b as c}
//! var x y = mentions…          fn f = mentions…      do mentions…      (`var!` has effects, `do` always does)
//! script ./a    css ./a        nested names…         globals names…    uses name=3…    slots 5 3 1     clashes x=2
//! value x
//! ```
//! where a mention is a name, `ns.member`, `require(./b)`, `import(./b)` or `url(./b)`. A specifier `./b` leads to the
//! module `b`; `missing:x`, `disabled:x` and `skipped:x` to what they say; anything else to an external module.

use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{
    Export, ExportTarget, Format, ImportBinding, ImportKind, ImportRecord, Imported, Interface, Member, MemberIdx,
    NameFacts, RecordIdx, StatementKind, StatementTableBuilder, Symbol, SymbolIdx, SymbolKind,
};
use nexxo_base::{IndexVec, Map, Name};
use nexxo_link::{ExternalIdx, Graph, GraphModule, ModuleIdx, ModuleKind, RecordTarget};

pub(crate) struct Project {
    pub(crate) graph: Graph,
    pub(crate) facts: IndexVec<ModuleIdx, Arc<NameFacts>>,
}

pub(crate) const RUNTIME: &str = "== rt
fn __commonJS =
fn __esm =
fn __export =
fn __copy =
fn __reExport = __copy
fn __toESM = __copy
fn __toCommonJS = __copy
fn __require =
export {__commonJS, __esm, __export, __reExport, __toESM, __toCommonJS, __require}
";

/// Reads a project and adds the runtime to it, as the last module.
pub(crate) fn parse(text: &str) -> Project {
    let text = format!("{text}\n{RUNTIME}");
    let blocks: Vec<&str> = text.split("== ").skip(1).collect();
    let path_of = |block: &&str| block.split_whitespace().next().unwrap().to_owned();
    let owned: Vec<String> = blocks.iter().map(path_of).collect();
    let paths: Map<&str, usize> = owned.iter().enumerate().map(|(i, it)| (it.as_str(), i)).collect();
    let mut graph = Graph::default();
    let mut facts = IndexVec::new();
    let mut entries = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        if head.split_whitespace().any(|flag| flag == "entry") {
            entries.push(ModuleIdx::new(i));
        }
        let (module, names) = Reader::read(head, body, &paths, &mut graph.externals);
        graph.modules.push(module);
        facts.push(Arc::new(names));
    }
    graph.entries = entries.into();
    graph.runtime = Some(ModuleIdx::new(blocks.len() - 1));
    Project { graph, facts }
}

#[derive(Default)]
struct Reader {
    records: Vec<ImportRecord>,
    symbols: Vec<Symbol>,
    imports: Vec<ImportBinding>,
    exports: Vec<Export>,
    stars: Vec<RecordIdx>,
    members: Vec<Member>,
    statements: StatementTableBuilder,
}

impl Reader {
    fn read(
        head: &str,
        body: &str,
        paths: &Map<&str, usize>,
        externals: &mut IndexVec<ExternalIdx, Name>,
    ) -> (GraphModule, NameFacts) {
        let flags: Vec<&str> = head.split_whitespace().collect();
        let has = |flag: &str| flags.contains(&flag);
        let mut reader = Self::default();
        let mut names = NameFacts::default();
        let mut local_exports = Vec::new();
        let mut value = None;
        // Declarations first: a line may mention what a later one declares.
        for line in body.lines() {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                ["var" | "var!" | "fn", ref rest @ ..] => {
                    rest.iter().take_while(|it| **it != "=").for_each(|name| {
                        reader.symbol(name, SymbolKind::Var);
                    });
                }
                ["import", "*", "as", ns, "from", _] => {
                    reader.symbol(ns, SymbolKind::Import);
                }
                ["import", ..] if line.contains('{') => {
                    list(line).for_each(|(_, local)| {
                        reader.symbol(local, SymbolKind::Import);
                    });
                }
                _ => {}
            }
        }
        for line in body.lines() {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                [] => {}
                ["import", "*", "as", ns, "from", from] => {
                    let record = reader.record(from, ImportKind::Import);
                    let symbol = reader.symbol(ns, SymbolKind::Import);
                    reader.imports.push(ImportBinding { symbol, record, imported: Imported::Namespace });
                }
                ["import", .., "from", from] => {
                    let record = reader.record(from, ImportKind::Import);
                    for (name, local) in list(line) {
                        let symbol = reader.symbol(local, SymbolKind::Import);
                        let imported = Imported::Name(name.into());
                        reader.imports.push(ImportBinding { symbol, record, imported });
                    }
                }
                ["import", from] => {
                    reader.record(from, ImportKind::Import);
                }
                ["script", from] => {
                    reader.record(from, ImportKind::HtmlScript);
                }
                ["css", from] => {
                    reader.record(from, ImportKind::CssImport);
                }
                ["export", "*", "from", from] => {
                    let record = reader.record(from, ImportKind::Import);
                    reader.stars.push(record);
                }
                ["export", "*", "as", ns, "from", from] => {
                    let record = reader.record(from, ImportKind::Import);
                    let target = ExportTarget::Import(record, Imported::Namespace);
                    reader.exports.push(Export { name: ns.into(), target });
                }
                ["export", .., "from", from] => {
                    let record = reader.record(from, ImportKind::Import);
                    for (name, exported) in list(line) {
                        let target = ExportTarget::Import(record, Imported::Name(name.into()));
                        reader.exports.push(Export { name: exported.into(), target });
                    }
                }
                ["export", ..] => local_exports.extend(list(line)),
                [kind @ ("var" | "var!" | "fn"), ref rest @ ..] => {
                    let split = rest.iter().position(|it| *it == "=").expect("`=`");
                    let (declared, mentions) = (&rest[..split], &rest[split + 1..]);
                    let kind_of = if kind == "fn" { StatementKind::Function } else { StatementKind::Var };
                    reader.statement(kind_of, kind == "var!", declared, mentions);
                }
                ["do", ref mentions @ ..] => reader.statement(StatementKind::Other, true, &[], mentions),
                ["nested", ref list @ ..] => names.nested = sorted(list),
                ["globals", ref list @ ..] => names.globals = sorted(list),
                ["slots", ref list @ ..] => names.nested_uses = list.iter().map(|it| it.parse().unwrap()).collect(),
                ["uses", ref list @ ..] => {
                    let mut uses = vec![0; reader.symbols.len()];
                    for (name, count) in list.iter().map(|it| it.split_once('=').unwrap()) {
                        uses[reader.symbol(name, SymbolKind::Var).index()] = count.parse().unwrap();
                    }
                    names.symbol_uses = uses.into();
                }
                ["clashes", ref list @ ..] => {
                    let mut clashes = vec![0; reader.symbols.len()];
                    for (name, end) in list.iter().map(|it| it.split_once('=').unwrap()) {
                        clashes[reader.symbol(name, SymbolKind::Var).index()] = end.parse().unwrap();
                    }
                    names.symbol_clashes = clashes.into();
                }
                ["value", name] => value = Some(reader.symbol(name, SymbolKind::Var)),
                _ => panic!("what is `{line}`?"),
            }
        }
        for (local, exported) in local_exports {
            let symbol = reader.symbol(local, SymbolKind::Var);
            let import = reader.imports.iter().find(|it| it.symbol == symbol);
            let target = match import {
                Some(import) => ExportTarget::Import(import.record, import.imported.clone()),
                None => ExportTarget::Symbol(symbol),
            };
            reader.exports.push(Export { name: exported.into(), target });
        }
        if names.symbol_clashes.is_empty() {
            // Any symbol may be mentioned where any nested slot is bound.
            names.symbol_clashes = vec![names.nested_uses.len() as u32; reader.symbols.len()].into();
        }
        reader.imports.sort_by_key(|it| it.symbol);
        reader.exports.sort_by(|a, b| a.name.cmp(&b.name));
        reader.exports.dedup_by(|a, b| a.name == b.name);
        let targets = reader.records.iter().map(|it| target(&it.specifier, paths, externals)).collect();
        let kind = match () {
            () if has("style") => ModuleKind::Style,
            () if has("asset") => ModuleKind::Asset,
            () if has("html") => ModuleKind::Html,
            () => ModuleKind::Script,
        };
        let interface = Interface {
            format: if has("cjs") { Format::CommonJs } else { Format::Esm },
            records: reader.records.into(),
            symbols: reader.symbols.into(),
            imports: reader.imports.into(),
            exports: reader.exports.into(),
            stars: reader.stars.into(),
            members: reader.members.into(),
            top_level_await: has("tla"),
            required_value: value,
            pure: has("pure"),
            ..Interface::default()
        };
        let module = GraphModule {
            path: flags[0].into(),
            kind,
            interface: Arc::new(interface),
            statements: Arc::new(reader.statements.finish()),
            targets,
            side_effects: !has("nofx"),
            node_esm: false,
            scanned: false,
        };
        (module, names)
    }

    fn symbol(&mut self, name: &str, kind: SymbolKind) -> SymbolIdx {
        if let Some(i) = self.symbols.iter().position(|it| it.name == name) {
            return SymbolIdx::new(i);
        }
        self.symbols.push(Symbol { name: name.into(), kind });
        SymbolIdx::new(self.symbols.len() - 1)
    }

    fn record(&mut self, specifier: &str, kind: ImportKind) -> RecordIdx {
        self.records.push(ImportRecord::new(specifier, kind));
        RecordIdx::new(self.records.len() - 1)
    }

    fn statement(&mut self, kind: StatementKind, effects: bool, declared: &[&str], mentions: &[&str]) {
        let declared: Vec<SymbolIdx> = declared.iter().map(|it| self.symbol(it, SymbolKind::Var)).collect();
        let (mut reads, mut members, mut records) = (Vec::new(), Vec::new(), Vec::new());
        for mention in mentions {
            if let Some((call, specifier)) = mention.trim_end_matches(')').split_once('(') {
                let kind = match call {
                    "require" => ImportKind::Require,
                    "import" => ImportKind::DynamicImport,
                    "url" => ImportKind::Url,
                    _ => panic!("what is `{mention}`?"),
                };
                records.push(self.record(specifier, kind));
            } else if let Some((object, name)) = mention.split_once('.') {
                let member = Member { symbol: self.symbol(object, SymbolKind::Import), name: name.into() };
                let found = self.members.iter().position(|it| *it == member);
                members.push(MemberIdx::new(found.unwrap_or(self.members.len())));
                if found.is_none() {
                    self.members.push(member);
                }
            } else {
                reads.push(self.symbol(mention, SymbolKind::Var));
            }
        }
        self.statements.push(kind, effects, &declared, &reads, &members, &records);
    }
}

/// The pairs of `{a, b as c}`.
fn list(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let inside = line.split_once('{').and_then(|it| it.1.split_once('}')).expect("braces").0;
    inside.split(',').map(str::trim).filter(|it| !it.is_empty()).map(|it| it.split_once(" as ").unwrap_or((it, it)))
}

fn sorted(names: &[&str]) -> Box<[Name]> {
    let mut names: Vec<Name> = names.iter().map(|it| (*it).into()).collect();
    names.sort();
    names.into()
}

fn target(specifier: &str, paths: &Map<&str, usize>, externals: &mut IndexVec<ExternalIdx, Name>) -> RecordTarget {
    match specifier.split_once(':') {
        Some(("missing", _)) => return RecordTarget::Missing,
        Some(("disabled", _)) => return RecordTarget::Disabled,
        Some(("skipped", _)) => return RecordTarget::Skipped,
        _ => {}
    }
    if let Some(path) = specifier.strip_prefix("./") {
        let found = *paths.get(path).unwrap_or_else(|| panic!("no module `{path}`"));
        return RecordTarget::Module(ModuleIdx::new(found));
    }
    let known = externals.iter().position(|it| it == specifier);
    RecordTarget::External(known.map_or_else(|| externals.push(specifier.into()), ExternalIdx::new))
}
