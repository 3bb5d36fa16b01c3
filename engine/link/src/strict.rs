//! Modules that would run at the wrong time, were they left in the scope of their chunk.
//!
//! A chunk runs all its modules when it is first loaded, and its imports before that. What runs when is played through
//! for every entry point and compared with the order in which its modules import each other. Only modules count whose
//! running can be noticed. What runs too early is to be wrapped, so that its importers run it.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{RecordIdx, StatementKind, SymbolKind};
use nexxo_base::options::{ChunkGroup, LinkOptions};

use crate::before::{Start, ran_before};
use crate::linked::{Binding, Linked, Root, Wrap};
use crate::plan::{ChunkKind, ChunkPlan};
use crate::rules::{has_effects, runs_before, splits};
use crate::types::{ChunkIdx, Graph, ModuleIdx, ModuleKind, SymbolRole};

/// The unwrapped modules that make something run before its time; empty when all is in order.
pub(crate) fn find_misplaced(graph: &Graph, linked: &Linked, plan: &ChunkPlan, options: &LinkOptions) -> BitSet {
    let mut misplaced = BitSet::new(graph.modules.len());
    let whole = plan.chunks.len() < 2;
    if whole && !linked.wrap.iter().any(|&it| it == Wrap::Esm) || !whole && !splits(options) {
        return misplaced;
    }
    let noticed = noticed(graph, linked, options);
    let circles = options.groups.iter().any(may_circle);
    let mut play = Play::new(graph, linked, plan, &noticed);
    let starts = play.starts();
    let before = match plan.chunks.iter().any(|it| matches!(it.kind, ChunkKind::Dynamic(_))) {
        true => ran_before(plan, &starts, graph.modules.len()),
        false => IndexVec::filled(BitSet::new(0), plan.chunks.len()),
    };
    let mut required = Required { graph, place: IndexVec::filled((0, 0), graph.modules.len()), turn: 0 };
    for Start { chunk, entry, events, .. } in starts {
        let has_run = |module: ModuleIdx| before[chunk].contains(module.index());
        let runs = |it: &&(ModuleIdx, Option<ModuleIdx>)| !(has_run(it.0) && options.groups.is_empty());
        let events: Vec<_> = events.iter().filter(runs).collect();
        if events.is_empty() {
            continue;
        }
        required.walk(entry);
        // From the end: the first place, in the required order, of what still runs, and of what of that has effects.
        // Two modules whose packages deny that they have any may run in either order: neither can tell.
        let (mut first, mut first_with_effects) = (NEVER, NEVER);
        for &&(module, by) in events.iter().rev() {
            let place = required.place(module);
            // What ran before is done. Had it failed, what a group brings along unasked would fail again here.
            if has_run(module) && place != NEVER {
                continue;
            }
            let has_effects = circles || graph.modules[module].has_effects();
            let limit = if has_effects { first } else { first_with_effects };
            // What a chunk brings along unasked may run where nobody can tell.
            if place <= limit && place != NEVER || place == NEVER && !has_effects {
                first = first.min(place);
                if has_effects {
                    first_with_effects = first_with_effects.min(place);
                }
                continue;
            }
            if linked.wrap[module] == Wrap::None {
                misplaced.insert(module.index());
            } else if let Some(by) = by {
                misplaced.insert(by.index());
            }
        }
    }
    misplaced
}

/// Whether the chunks of a group and others may import each other.
fn may_circle(group: &ChunkGroup) -> bool {
    !group.include_dependencies || group.max_size.is_some()
}

/// Modules whose running can be noticed: they do something, or look at what others may have done. When chunks may import
/// each other in a circle, all that do not only define functions.
pub(crate) fn noticed(graph: &Graph, linked: &Linked, options: &LinkOptions) -> BitSet {
    let circles = options.groups.iter().any(may_circle);
    let mut noticed = BitSet::new(graph.modules.len());
    for &module in &linked.order {
        let this = &graph.modules[module];
        if this.kind != ModuleKind::Script || this.interface.pure || graph.runtime == Some(module) {
            continue;
        }
        let live = this.statements.indices().filter(|&it| linked.is_live(module, it));
        let looks = |statement| {
            let mut reads = this.statements.reads(statement).iter();
            circles
                || this.statements.get(statement).looks
                || reads.any(|&symbol| can_change(graph, linked, &linked.resolve(module, symbol), module))
        };
        let does = |statement| {
            let about = this.statements.get(statement);
            let meanings = (&linked.imports, &linked.members);
            has_effects(graph, &linked.symbols, meanings, module, statement)
                || about.kind != StatementKind::Function && looks(statement)
        };
        if this.is_cjs() || this.interface.top_level_await || live.into_iter().any(does) {
            noticed.insert(module.index());
        }
    }
    noticed
}

/// Whether what `reader` gets by a binding depends on when it asks, once the owner has run.
fn can_change(graph: &Graph, linked: &Linked, binding: &Binding, reader: ModuleIdx) -> bool {
    let Root::Symbol(symbol) = binding.root() else { return false };
    let (owner, role) = linked.symbols.owner(symbol);
    owner != reader
        && match role {
            SymbolRole::Local(local) => {
                graph.modules[owner].interface.symbols.get(local.index()).is_some_and(|it| it.kind == SymbolKind::Var)
            }
            SymbolRole::Namespace | SymbolRole::Wrapper | SymbolRole::Interop(_) => false,
        }
}

/// The place of what nothing of an entry point imports: a group brings it along.
const NEVER: u32 = u32::MAX;

/// The order in which an entry point's modules should run.
struct Required<'a> {
    graph: &'a Graph,
    /// The last walk that came here, and when it left.
    place: IndexVec<ModuleIdx, (u32, u32)>,
    turn: u32,
}

impl Required<'_> {
    fn walk(&mut self, entry: ModuleIdx) {
        self.turn += 1;
        let mut next = 0;
        self.place[entry] = (self.turn, 0);
        let mut stack = vec![(entry, 0usize)];
        while let Some((module, record)) = stack.last_mut() {
            let this = &self.graph.modules[*module];
            let Some(about) = this.interface.records.get(*record) else {
                self.place[*module].1 = next;
                next += 1;
                stack.pop();
                continue;
            };
            let idx = RecordIdx::new(*record);
            *record += 1;
            if let Some(target) = this.target_module(idx)
                && runs_before(about.kind)
                && self.place[target].0 != self.turn
            {
                self.place[target] = (self.turn, 0);
                stack.push((target, 0));
            }
        }
    }

    /// When `module` should run; never when nothing of the entry point imports it.
    fn place(&self, module: ModuleIdx) -> u32 {
        match self.place[module] {
            (turn, place) if turn == self.turn => place,
            _ => NEVER,
        }
    }
}

/// Plays through what the output does, as far as it can be noticed.
struct Play<'a> {
    graph: &'a Graph,
    linked: &'a Linked,
    plan: &'a ChunkPlan,
    noticed: &'a BitSet,
    /// The unwrapped modules of each chunk that can be noticed, or that run others.
    bodies: IndexVec<ChunkIdx, Vec<ModuleIdx>>,
    /// The turn in which a module last ran.
    ran: IndexVec<ModuleIdx, u32>,
    loaded: IndexVec<ChunkIdx, u32>,
    turn: u32,
    /// What ran, and the unwrapped module at whose place; none at the end of an entry point's chunk.
    events: Vec<(ModuleIdx, Option<ModuleIdx>)>,
}

impl<'a> Play<'a> {
    fn new(graph: &'a Graph, linked: &'a Linked, plan: &'a ChunkPlan, noticed: &'a BitSet) -> Self {
        let matters = |&module: &ModuleIdx| {
            let runs_others = !plan.early[module].is_empty() || !linked.inits[module].is_empty();
            linked.wrap[module] == Wrap::None && (runs_others || noticed.contains(module.index()))
        };
        let bodies = plan.chunks.iter().map(|it| it.modules.iter().copied().filter(matters).collect()).collect();
        let (ran, loaded) = (IndexVec::filled(0, graph.modules.len()), IndexVec::filled(0, plan.chunks.len()));
        Self { graph, linked, plan, noticed, bodies, ran, loaded, turn: 0, events: Vec::new() }
    }

    /// What loading each entry point's chunk does.
    fn starts(&mut self) -> Vec<Start> {
        let mut starts = Vec::new();
        for (chunk, this) in self.plan.chunks.iter_enumerated() {
            let (ChunkKind::Entry(entry) | ChunkKind::Dynamic(entry)) = this.kind else { continue };
            self.start(chunk, entry);
            let events = std::mem::take(&mut self.events);
            let pauses = events.iter().any(|it| self.graph.modules[it.0].interface.top_level_await);
            let loads = self.plan.chunks.indices().filter(|&other| self.loaded[other] == self.turn).collect();
            starts.push(Start { chunk, entry, loads, events, pauses });
        }
        starts
    }

    /// Loads an entry point's chunk.
    fn start(&mut self, chunk: ChunkIdx, entry: ModuleIdx) {
        self.turn += 1;
        self.loaded[chunk] = self.turn;
        let mut stack = vec![(chunk, 0usize)];
        while let Some((chunk, next)) = stack.last_mut() {
            let chunk = *chunk;
            match self.plan.chunks[chunk].imports.get(*next) {
                Some(&(other, _)) => {
                    *next += 1;
                    if self.loaded[other] != self.turn {
                        self.loaded[other] = self.turn;
                        stack.push((other, 0));
                    }
                }
                None => {
                    stack.pop();
                    self.body(chunk);
                }
            }
        }
        self.run_wrapped(entry, None);
    }

    fn body(&mut self, chunk: ChunkIdx) {
        let (plan, linked) = (self.plan, self.linked);
        for i in 0..self.bodies[chunk].len() {
            let module = self.bodies[chunk][i];
            for target in plan.early[module].iter().filter_map(|it| it.module()) {
                self.run_wrapped(target, Some(module));
            }
            for &(_, target) in &linked.inits[module] {
                self.run_wrapped(target, Some(module));
            }
            self.note(module, Some(module));
        }
    }

    fn note(&mut self, module: ModuleIdx, by: Option<ModuleIdx>) {
        if self.noticed.contains(module.index()) {
            self.events.push((module, by));
        }
    }

    fn run_wrapped(&mut self, module: ModuleIdx, by: Option<ModuleIdx>) {
        if self.linked.wrap[module] == Wrap::None || self.ran[module] == self.turn {
            return;
        }
        self.ran[module] = self.turn;
        let mut stack = vec![(module, 0usize)];
        while let Some((module, next)) = stack.last_mut() {
            match self.linked.inits[*module].get(*next) {
                Some(&(_, target)) => {
                    *next += 1;
                    if self.ran[target] != self.turn {
                        self.ran[target] = self.turn;
                        stack.push((target, 0));
                    }
                }
                None => {
                    let module = *module;
                    stack.pop();
                    self.note(module, by);
                }
            }
        }
    }
}
