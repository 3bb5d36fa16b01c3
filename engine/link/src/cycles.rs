//! Imports that close a cycle, graded by what can go wrong: a module that runs before one that it imports may read what is not
//! there yet.
//!
//! What runs is what evaluating a module calls, as far as that shows: a statement with effects may call all functions that it
//! mentions, and these all that they mention. What it does not mention it gets from modules outside of the cycle, which know
//! nothing of those inside.

use nexxo_base::index::{Idx, IndexVec};
use nexxo_base::module::{ImportKind, RecordIdx, StatementIdx, StatementKind, SymbolKind};
use nexxo_base::{Map, Name, Set};

use crate::checks::find_cycle;
use crate::linked::{Binding, Issue, Linked, Root};
use crate::types::{GlobalSymbol, Graph, ModuleIdx, SymbolRole};

/// What can go wrong with an import that closes a cycle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Risk {
    /// What it imports is read when all is there, as far as can be seen.
    Harmless,
    /// Something that is called while modules of the cycle are evaluated may read it before it is there.
    Possible,
    /// It is read before it is there.
    Certain,
}

/// An import of a module that runs later, as it imports the importer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosingImport {
    /// The import.
    pub record: RecordIdx,
    /// The way by static imports from the importer over what it imports back to it.
    pub cycle: Box<[ModuleIdx]>,
    /// What can go wrong.
    pub risk: Risk,
    /// What may be read too early, and while which module is evaluated.
    pub reads: Vec<(Name, ModuleIdx)>,
}

/// The symbols that may be read before they are there: by the module whose code mentions them, and the one that is
/// evaluated then.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct EarlyUses(Map<ModuleIdx, Vec<(GlobalSymbol, ModuleIdx)>>);

/// Looks for what may be read too early. `runs` tells whether evaluating a module does anything at all: a class counts as having
/// effects also for what its methods do.
pub fn early_uses(graph: &Graph, linked: &Linked, runs: &dyn Fn(ModuleIdx) -> bool) -> EarlyUses {
    let mut out: Map<ModuleIdx, Vec<(GlobalSymbol, ModuleIdx)>> = Map::default();
    for members in knots(graph, linked) {
        let knot = Knot::new(graph, linked, runs, &members);
        for &module in &members {
            knot.find(module, &mut out);
        }
    }
    EarlyUses(out)
}

/// The imports of a module that close cycles, in the order of its records.
pub fn closing_imports(graph: &Graph, linked: &Linked, early: &EarlyUses, module: ModuleIdx) -> Vec<ClosingImport> {
    let mut out: Vec<ClosingImport> = Vec::new();
    for (record, target) in static_imports(graph, linked, module) {
        if linked.places[target] < linked.places[module] || out.iter().any(|it| it.record == record) {
            continue;
        }
        let Some(cycle) =
            (target == module).then(|| [module, module].into()).or_else(|| find_cycle(graph, linked, module, target))
        else {
            continue;
        };
        let taken = taken(graph, linked, module, record);
        let found = early.0.get(&module).into_iter().flatten().filter(|(symbol, _)| taken.contains(symbol));
        let mut reads: Vec<(Name, ModuleIdx)> = found
            .map(|&(symbol, evaluated)| {
                let name = match linked.symbols.owner(symbol) {
                    (owner, SymbolRole::Local(local)) => {
                        graph.modules[owner].interface.symbols[local.index()].name.clone()
                    }
                    _ => Name::from("*"),
                };
                (name, evaluated)
            })
            .collect();
        reads.sort_by_key(|(name, evaluated)| (name.clone(), linked.places[*evaluated]));
        reads.dedup();
        let is_certain = linked.issues.iter().any(|issue| {
            matches!(issue, Issue::ReadBeforeInit { importer, read, .. } if *importer == module && {
                let interface = &graph.modules[module].interface;
                let symbol = interface.early_reads[*read].symbol;
                interface.import(symbol).is_some_and(|import| import.record == record)
            })
        });
        let risk = match (is_certain, reads.is_empty()) {
            (true, _) => Risk::Certain,
            (_, false) => Risk::Possible,
            _ => Risk::Harmless,
        };
        out.push(ClosingImport { record, cycle, risk, reads });
    }
    out
}

/// The symbols of other modules that a module gets by a record.
fn taken(graph: &Graph, linked: &Linked, module: ModuleIdx, record: RecordIdx) -> Set<GlobalSymbol> {
    let interface = &graph.modules[module].interface;
    let is_of_record = |symbol| interface.import(symbol).is_some_and(|import| import.record == record);
    let imports = interface.imports.iter().filter(|it| it.record == record);
    let imports = imports.map(|it| linked.resolve(module, it.symbol));
    let members = interface.members.iter().zip(&linked.members[module]);
    let members = members.filter(|(member, _)| is_of_record(member.symbol)).map(|(_, binding)| binding.clone());
    imports.chain(members).filter_map(|it| symbol_of(&it)).collect()
}

fn symbol_of(binding: &Binding) -> Option<GlobalSymbol> {
    match binding.root() {
        Root::Symbol(symbol) => Some(symbol),
        Root::External(_) | Root::Nothing => None,
    }
}

/// The ES modules in the output that a module imports statically.
fn static_imports<'g>(
    graph: &'g Graph,
    linked: &'g Linked,
    module: ModuleIdx,
) -> impl Iterator<Item = (RecordIdx, ModuleIdx)> + 'g {
    graph.modules[module].records().filter_map(move |(record, kind)| {
        let target = graph.modules[module].target_module(record)?;
        let is_one = kind == ImportKind::Import && !graph.modules[target].is_cjs() && linked.places[target] != u32::MAX;
        is_one.then_some((record, target))
    })
}

/// The sets of modules that import each other, each in the order in which they are evaluated.
fn knots(graph: &Graph, linked: &Linked) -> Vec<Vec<ModuleIdx>> {
    let count = graph.modules.len();
    let mut numbers: IndexVec<ModuleIdx, u32> = IndexVec::filled(0, count);
    let mut lowest: IndexVec<ModuleIdx, u32> = IndexVec::filled(0, count);
    let mut is_open: IndexVec<ModuleIdx, bool> = IndexVec::filled(false, count);
    let (mut next, mut open, mut out) = (0, Vec::new(), Vec::new());
    for &start in &linked.order {
        if numbers[start] != 0 {
            continue;
        }
        // Tarjan's algorithm, with the stack of calls as a list.
        let mut calls: Vec<(ModuleIdx, Vec<ModuleIdx>)> = Vec::new();
        let mut enter = Some(start);
        loop {
            if let Some(module) = enter.take() {
                next += 1;
                numbers[module] = next;
                lowest[module] = next;
                is_open[module] = true;
                open.push(module);
                calls.push((module, static_imports(graph, linked, module).map(|it| it.1).collect()));
            }
            let Some((module, targets)) = calls.last_mut() else { break };
            let module = *module;
            match targets.pop() {
                Some(target) if numbers[target] == 0 => enter = Some(target),
                Some(target) if is_open[target] => lowest[module] = lowest[module].min(numbers[target]),
                Some(_) => {}
                None => {
                    calls.pop();
                    if let Some((caller, _)) = calls.last() {
                        lowest[*caller] = lowest[*caller].min(lowest[module]);
                    }
                    if lowest[module] == numbers[module] {
                        let at = open.iter().rposition(|&it| it == module).unwrap_or_default();
                        let mut knot = open.split_off(at);
                        knot.iter().for_each(|&it| is_open[it] = false);
                        knot.sort_by_key(|&it| linked.places[it]);
                        if knot.len() > 1 {
                            out.push(knot);
                        }
                    }
                }
            }
        }
    }
    out
}

/// Modules that import each other.
struct Knot<'g> {
    graph: &'g Graph,
    linked: &'g Linked,
    runs: &'g dyn Fn(ModuleIdx) -> bool,
    members: Set<ModuleIdx>,
    /// The live statements of its modules that declare each symbol.
    declarations: Map<GlobalSymbol, Vec<(ModuleIdx, StatementIdx)>>,
}

impl<'g> Knot<'g> {
    fn new(graph: &'g Graph, linked: &'g Linked, runs: &'g dyn Fn(ModuleIdx) -> bool, members: &[ModuleIdx]) -> Self {
        let mut declarations: Map<GlobalSymbol, Vec<(ModuleIdx, StatementIdx)>> = Map::default();
        for &module in members {
            let statements = &graph.modules[module].statements;
            for statement in statements.indices().filter(|&it| linked.is_live(module, it)) {
                for &symbol in statements.declares(statement) {
                    let symbol = linked.symbols.local(module, symbol);
                    declarations.entry(symbol).or_default().push((module, statement));
                }
            }
        }
        Self { graph, linked, runs, members: members.iter().copied().collect(), declarations }
    }

    /// Notes what may be read too early while a module is evaluated.
    fn find(&self, evaluated: ModuleIdx, out: &mut Map<ModuleIdx, Vec<(GlobalSymbol, ModuleIdx)>>) {
        let (graph, linked) = (self.graph, self.linked);
        let here = &graph.modules[evaluated];
        let mut note = |module: ModuleIdx, symbol: GlobalSymbol| {
            let list = out.entry(module).or_default();
            if !list.contains(&(symbol, evaluated)) {
                list.push((symbol, evaluated));
            }
        };
        for read in &here.interface.early_reads {
            let binding = match read.member {
                Some(member) => linked.member(evaluated, member).clone(),
                None => linked.resolve(evaluated, read.symbol),
            };
            if let Some(symbol) = symbol_of(&binding).filter(|&it| self.is_late(it, evaluated)) {
                note(evaluated, symbol);
            }
        }
        let calls = |&statement: &StatementIdx| {
            let it = here.statements.get(statement);
            let is_run = it.kind != StatementKind::Function && linked.is_live(evaluated, statement);
            let has_effects = it.effects && (it.kind != StatementKind::Class || (self.runs)(evaluated));
            is_run && (has_effects || here.statements.callees(statement).next().is_some())
        };
        let mut seen: Set<(ModuleIdx, StatementIdx)> = Set::default();
        let mut stack: Vec<(ModuleIdx, StatementIdx)> =
            here.statements.indices().filter(calls).map(|it| (evaluated, it)).collect();
        while let Some((module, statement)) = stack.pop() {
            if !seen.insert((module, statement)) {
                continue;
            }
            let table = &graph.modules[module].statements;
            let reads = table.reads(statement).iter().map(|&it| linked.resolve(module, it));
            let members = table.members(statement).iter().map(|&it| linked.member(module, it).clone());
            for symbol in reads.chain(members).filter_map(|it| symbol_of(&it)) {
                if self.is_late(symbol, evaluated) {
                    note(module, symbol);
                } else if !self.is_class(symbol)
                    && let Some(places) = self.declarations.get(&symbol)
                {
                    stack.extend(places);
                }
            }
        }
    }

    /// Whether a symbol is a class. Most of what one mentions stands in methods, which making an instance does not call.
    fn is_class(&self, symbol: GlobalSymbol) -> bool {
        let (owner, role) = self.linked.symbols.owner(symbol);
        let SymbolRole::Local(local) = role else { return false };
        self.graph.modules[owner].interface.symbols[local.index()].kind == SymbolKind::Class
    }

    /// Whether a symbol is one of a module of the knot that is evaluated later, and not there before.
    fn is_late(&self, symbol: GlobalSymbol, evaluated: ModuleIdx) -> bool {
        let (owner, role) = self.linked.symbols.owner(symbol);
        let is_variable = match role {
            SymbolRole::Local(local) => {
                let kind = self.graph.modules[owner].interface.symbols[local.index()].kind;
                self.declarations.contains_key(&symbol) && !matches!(kind, SymbolKind::Function | SymbolKind::Import)
            }
            // Any export of it may be read.
            SymbolRole::Namespace => self.members.contains(&owner),
            SymbolRole::Wrapper | SymbolRole::Interop(_) => false,
        };
        is_variable && self.linked.places[owner] > self.linked.places[evaluated]
    }
}
