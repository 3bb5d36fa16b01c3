//! Which modules a build needs, by following names. A module whose package says that it has no side effects is worth
//! something only for what is asked of it: it is scanned to see which of its records provide that, and compiled when
//! a name is its own. What nobody asks for is not even read.
//!
//! [`Demand`] is the bookkeeping; the work itself is in [`Job`]s, which `discover` runs on all cores and `graph` one
//! after the other, when all of it is remembered.

use std::sync::Arc;

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::{ExportTarget, Format, ImportKind, Imported, Interface, RecordIdx, StatementTable};
use nexxo_base::{Map, Name, Set, define_index};
use nexxo_syntax::asset::FileKind;

use crate::compile::{file_facts, interface, passes_names_on, scanned_interface, statements};
use crate::database::Db;
use crate::inputs::{Module, Variant};
use crate::resolution::{Resolved, resolved, resolved_record};

define_index!(
    /// A module that something leads to, read or not.
    Node
);

/// A piece of work on one module.
#[derive(Clone, Copy)]
pub(crate) struct Job {
    node: Node,
    pub(crate) module: Module,
    task: Task,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Parse it for its exports, if it may pass on what is asked of it.
    Scan,
    /// Parse it for its exports, whatever they are: it is searched for a name that it may not have.
    Search,
    /// Compile it, and resolve all that it refers to.
    Compile,
    /// Resolve one record of a module that is only scanned.
    Resolve(RecordIdx),
}

/// What a [`Job`] found.
pub(crate) enum Found {
    Scanned(Option<Arc<Interface>>),
    Compiled(Arc<Interface>, Arc<StatementTable>, Box<[Target]>),
    Resolved(RecordIdx, Target),
}

/// Where a record leads, as far as demand is concerned.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// To a module; whether it is worth something only for what is asked of it.
    Module(Module, bool),
    /// Out of the bundle, or nowhere.
    Other,
}

impl Job {
    /// Whether the module is compiled.
    pub(crate) fn compiles(self) -> bool {
        self.task == Task::Compile
    }

    /// Does the work.
    pub(crate) fn run(self, db: &dyn Db, tree_shake: bool) -> Found {
        match self.task {
            Task::Scan if !passes_names_on(db, self.module) => Found::Scanned(None),
            Task::Scan | Task::Search => Found::Scanned(scanned_interface(db, self.module)),
            Task::Compile => {
                let targets = resolved(db, self.module).iter().map(|it| target(db, it, tree_shake)).collect();
                Found::Compiled(interface(db, self.module), statements(db, self.module), targets)
            }
            Task::Resolve(record) => {
                let resolved = resolved_record(db, self.module, record.0);
                Found::Resolved(record, target(db, &resolved, tree_shake))
            }
        }
    }
}

fn target(db: &dyn Db, resolved: &Resolved, tree_shake: bool) -> Target {
    let Resolved::Module(module) = *resolved else { return Target::Other };
    Target::Module(module, tree_shake && is_on_demand(db, module))
}

/// Whether a module is worth something only for what is asked of it.
pub(crate) fn is_on_demand(db: &dyn Db, module: Module) -> bool {
    let facts = file_facts(db, module.file(db));
    module.variant(db) == Variant::Auto && !facts.side_effects && matches!(facts.kind, FileKind::Js(_))
}

/// What is asked of a module.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Ask {
    /// That it runs, if that can be noticed.
    Run,
    /// All of it.
    All,
    /// An export; of what it is, only the member, if one is named.
    Name(Name, Option<Name>),
    /// The same of one that it may not have.
    Search(Name, Option<Name>),
}

/// The way from a module through one of its records.
#[derive(Clone)]
enum Via {
    /// By an import or re-export; of what that is, only the member, if one is named.
    Import(Imported, Option<Name>),
    /// By an `export *`.
    Star(Ask),
}

/// How far a module is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Stage {
    Unread,
    Scanning,
    Scanned,
    Compiling,
    Compiled,
}

/// What is known of where a record leads.
enum Lead {
    Unasked,
    /// Being resolved; these will go that way.
    Waiting(Vec<Via>),
    Known(Target),
}

struct State {
    module: Module,
    /// Whether it matters only for what is asked of it.
    on_demand: bool,
    stage: Stage,
    all: bool,
    /// Something behind its stars has names that only the run time knows.
    dynamic: bool,
    /// A name was looked for behind its stars.
    searched: bool,
    /// The names asked of it, in order.
    asked: Vec<(Name, Option<Name>)>,
    asked_set: Set<(Name, Option<Name>)>,
    interface: Arc<Interface>,
    leads: Vec<Lead>,
    /// Modules with a star that leads here.
    star_users: Vec<Node>,
    /// Modules with a re-export that leads here.
    forwarders: Vec<Node>,
}

impl State {
    fn is_cjs(&self) -> bool {
        self.stage == Stage::Compiled && self.interface.format == Format::CommonJs
    }
}

/// How a module takes part in the graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// Only its exports are known.
    Scanned,
    /// In full.
    Compiled,
}

/// Who needs what, and the work that is left to find out.
#[derive(Default)]
pub(crate) struct Demand {
    numbers: Map<Module, Node>,
    states: IndexVec<Node, State>,
    asks: Vec<(Node, Ask)>,
    jobs: Vec<Job>,
    /// Number of modules whose stage is past `Unread`.
    read: usize,
}

impl Demand {
    /// Needs all of an entry.
    pub(crate) fn need(&mut self, entry: Module) {
        let node = self.number(entry, false);
        self.asks.push((node, Ask::All));
        self.settle();
    }

    /// The jobs that came up since the last call.
    pub(crate) fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// Takes in what a job found.
    pub(crate) fn found(&mut self, job: Job, found: Found) {
        let node = job.node;
        match found {
            Found::Scanned(interface) => self.scanned(node, interface),
            Found::Compiled(interface, statements, targets) => self.compiled(node, &interface, &statements, &targets),
            Found::Resolved(record, target) => self.resolved(node, record, target),
        }
        self.settle();
    }

    /// How `module` was read, if it was.
    pub(crate) fn reading(&self, module: Module) -> Option<Reading> {
        match self.states[*self.numbers.get(&module)?].stage {
            Stage::Scanned => Some(Reading::Scanned),
            Stage::Compiled => Some(Reading::Compiled),
            Stage::Unread | Stage::Scanning | Stage::Compiling => None,
        }
    }

    /// The modules that are compiled.
    pub(crate) fn compiled_modules(&self) -> impl Iterator<Item = Module> {
        self.states.iter().filter(|state| state.stage == Stage::Compiled).map(|state| state.module)
    }

    /// Whether somebody went through `record` of a module that is only scanned.
    pub(crate) fn follows(&self, module: Module, record: RecordIdx) -> bool {
        let node = self.numbers.get(&module);
        node.is_some_and(|&node| matches!(self.states[node].leads.get(record.index()), Some(Lead::Known(_))))
    }

    /// Number of modules that were read.
    pub(crate) fn read(&self) -> usize {
        self.read
    }

    fn number(&mut self, module: Module, on_demand: bool) -> Node {
        let states = &mut self.states;
        *self.numbers.entry(module).or_insert_with(|| {
            states.push(State {
                module,
                on_demand,
                stage: Stage::Unread,
                all: false,
                dynamic: false,
                searched: false,
                asked: Vec::new(),
                asked_set: Set::default(),
                interface: Arc::default(),
                leads: Vec::new(),
                star_users: Vec::new(),
                forwarders: Vec::new(),
            })
        })
    }

    fn job(&mut self, node: Node, task: Task) {
        self.jobs.push(Job { node, module: self.states[node].module, task });
    }

    fn settle(&mut self) {
        while let Some((node, ask)) = self.asks.pop() {
            self.answer(node, ask);
        }
    }

    fn answer(&mut self, node: Node, ask: Ask) {
        let state = &mut self.states[node];
        let task = if matches!(ask, Ask::Search(..)) { Task::Search } else { Task::Scan };
        match ask {
            Ask::Run if state.on_demand => {}
            Ask::Run => self.compile(node),
            Ask::All => {
                if !std::mem::replace(&mut state.all, true) {
                    self.compile(node);
                    if self.states[node].stage == Stage::Compiled {
                        self.follow_all(node);
                    }
                }
            }
            Ask::Name(name, member) | Ask::Search(name, member) => {
                let asked = (name, member);
                if state.asked_set.contains(&asked) {
                    return;
                }
                state.asked_set.insert(asked.clone());
                state.asked.push(asked.clone());
                match state.stage {
                    Stage::Scanned | Stage::Compiled => self.look_up(node, asked),
                    Stage::Unread if state.on_demand => {
                        state.stage = Stage::Scanning;
                        self.read += 1;
                        self.job(node, task);
                    }
                    Stage::Unread => self.compile(node),
                    Stage::Scanning | Stage::Compiling => {}
                }
            }
        }
    }

    fn compile(&mut self, node: Node) {
        let state = &mut self.states[node];
        if state.stage < Stage::Compiling {
            self.read += usize::from(state.stage == Stage::Unread);
            state.stage = Stage::Compiling;
            self.job(node, Task::Compile);
        }
    }

    fn scanned(&mut self, node: Node, interface: Option<Arc<Interface>>) {
        let state = &mut self.states[node];
        if state.stage != Stage::Scanning {
            return;
        }
        let Some(interface) = interface else { return self.compile(node) };
        state.stage = Stage::Scanned;
        state.leads = interface.records.iter().map(|_| Lead::Unasked).collect();
        state.interface = interface;
        self.look_up_asked(node);
    }

    fn compiled(&mut self, node: Node, interface: &Arc<Interface>, statements: &StatementTable, targets: &[Target]) {
        let state = &mut self.states[node];
        state.stage = Stage::Compiled;
        state.leads = targets.iter().map(|&target| Lead::Known(target)).collect();
        state.interface = Arc::clone(interface);
        if state.is_cjs() {
            let forwarders = std::mem::take(&mut state.forwarders);
            let star_users = state.star_users.clone();
            forwarders.into_iter().for_each(|it| self.compile(it));
            star_users.into_iter().for_each(|it| self.set_dynamic(it));
        }
        for (target, record) in targets.iter().zip(&interface.records) {
            if let Target::Module(module, on_demand) = *target {
                let target = self.number(module, on_demand);
                let ask = if record.kind == ImportKind::Import { Ask::Run } else { Ask::All };
                self.asks.push((target, ask));
            }
        }
        self.follow_imports(node, interface, statements);
        if self.states[node].all {
            self.follow_all(node);
        } else {
            self.look_up_asked(node);
        }
    }

    /// Asks for what the statements of a compiled module mention of its imports.
    fn follow_imports(&mut self, node: Node, interface: &Interface, statements: &StatementTable) {
        let mut read = BitSet::new(interface.symbols.len());
        for statement in statements.indices() {
            for symbol in statements.reads(statement) {
                read.insert(symbol.index());
            }
        }
        for import in &interface.imports {
            if read.contains(import.symbol.index()) {
                self.follow(node, import.record, Via::Import(import.imported.clone(), None));
            }
        }
        for member in &interface.members {
            if let Some(import) = interface.import(member.symbol)
                && !read.contains(member.symbol.index())
            {
                let via = Via::Import(import.imported.clone(), Some(member.name.clone()));
                self.follow(node, import.record, via);
            }
        }
    }

    fn look_up_asked(&mut self, node: Node) {
        for i in 0..self.states[node].asked.len() {
            let asked = self.states[node].asked[i].clone();
            self.look_up(node, asked);
        }
    }

    /// Finds who provides a name of a module whose interface is known.
    fn look_up(&mut self, node: Node, (name, member): (Name, Option<Name>)) {
        let state = &mut self.states[node];
        if state.is_cjs() || state.all && state.stage == Stage::Compiled {
            return;
        }
        let interface = Arc::clone(&state.interface);
        if let Some(export) = interface.export(&name) {
            return match foreign(&interface, &export.target) {
                Some((record, imported)) => self.follow(node, record, Via::Import(imported.clone(), member)),
                None => self.compile(node),
            };
        }
        if name == "default" || interface.stars.is_empty() {
            return;
        }
        state.searched = true;
        if state.dynamic {
            self.asks.push((node, Ask::All));
        }
        for &record in &interface.stars {
            self.follow(node, record, Via::Star(Ask::Search(name.clone(), member.clone())));
        }
    }

    /// Follows everything that a compiled module passes on.
    fn follow_all(&mut self, node: Node) {
        let interface = Arc::clone(&self.states[node].interface);
        for export in &interface.exports {
            if let Some((record, imported)) = foreign(&interface, &export.target) {
                self.follow(node, record, Via::Import(imported.clone(), None));
            }
        }
        for &record in &interface.stars {
            self.follow(node, record, Via::Star(Ask::All));
        }
    }

    fn follow(&mut self, node: Node, record: RecordIdx, via: Via) {
        match self.states[node].leads.get_mut(record.index()) {
            Some(Lead::Known(target)) => {
                let target = *target;
                self.go(node, target, via);
            }
            Some(Lead::Waiting(waiting)) => waiting.push(via),
            Some(lead) => {
                *lead = Lead::Waiting(vec![via]);
                self.job(node, Task::Resolve(record));
            }
            None => {}
        }
    }

    fn resolved(&mut self, node: Node, record: RecordIdx, target: Target) {
        // After compiling, the records are others, and all of them are resolved.
        let state = &mut self.states[node];
        if state.stage == Stage::Compiled {
            return;
        }
        let Some(lead) = state.leads.get_mut(record.index()) else { return };
        if let Lead::Waiting(waiting) = std::mem::replace(lead, Lead::Known(target)) {
            waiting.into_iter().for_each(|via| self.go(node, target, via));
        }
    }

    fn go(&mut self, node: Node, target: Target, via: Via) {
        let Target::Module(module, on_demand) = target else {
            // What leads out goes through a variable of this module, or is known at run time only.
            return match via {
                Via::Import(..) => self.compile(node),
                Via::Star(_) => self.set_dynamic(node),
            };
        };
        let target = self.number(module, on_demand);
        let state = &mut self.states[target];
        let is_cjs = state.is_cjs();
        match via {
            Via::Import(imported, member) => {
                if is_cjs {
                    self.compile(node);
                } else if state.forwarders.last() != Some(&node) {
                    state.forwarders.push(node);
                }
                let ask = match (imported, member) {
                    (Imported::Name(name), member) => Ask::Name(name, member),
                    (Imported::Namespace, Some(member)) => Ask::Name(member, None),
                    (Imported::Namespace, None) => Ask::All,
                };
                self.asks.push((target, ask));
            }
            Via::Star(ask) => {
                if state.star_users.last() != Some(&node) {
                    state.star_users.push(node);
                }
                if is_cjs || state.dynamic {
                    self.set_dynamic(node);
                }
                self.asks.push((target, ask));
            }
        }
    }

    /// Notes that names of a module may come from something that only the run time knows: then looking for one makes its
    /// whole namespace.
    fn set_dynamic(&mut self, node: Node) {
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            let state = &mut self.states[node];
            if std::mem::replace(&mut state.dynamic, true) {
                continue;
            }
            pending.extend(&state.star_users);
            if state.searched {
                self.asks.push((node, Ask::All));
            }
        }
    }
}

/// Where an export leads that is not the module's own.
fn foreign<'i>(interface: &'i Interface, target: &'i ExportTarget) -> Option<(RecordIdx, &'i Imported)> {
    match target {
        ExportTarget::Import(record, imported) => Some((*record, imported)),
        ExportTarget::Symbol(symbol) => interface.import(*symbol).map(|import| (import.record, &import.imported)),
    }
}
