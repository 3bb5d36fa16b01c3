//! What a dev server holds of an app: the dev forms of all modules that its pages reach, how they hang together, and what
//! became another when. Changes are worked out first and taken in at once, so that being stopped leaves nothing half done.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::module::Interface;
use nexxo_base::{Diagnostic, Fingerprint, Map, Name, Set};

use crate::compile::{module_path, scanned_interface};
use crate::database::{Database, Db, is_virtual};
use crate::dev::{DevModule, DevPlace, PageTags, dev_map, dev_module, dev_page, dev_place, dev_style, dev_style_map};
use crate::diagnose::own_diagnostics;
use crate::engine::{Engine, MANY_CHANGES};
use crate::inputs::{File, Module, Variant};
use crate::pool::each_on_workers;
use crate::shortcuts::facts_of_passed;
use crate::workers::worker_code;

/// Steps that are remembered. A browser that is further behind says what it holds.
const STEPS: usize = 1000;

/// The modules of an app that is being worked on.
#[derive(Clone, Default, Debug)]
pub struct DevGraph {
    /// Grows with every change.
    revision: u64,
    /// Up to where it was looked at: the layout of files, and the place in the engine's journal. `None` at first.
    seen: Option<(u64, u64)>,
    nodes: Map<Module, Node>,
    by_file: Map<File, Vec<Module>>,
    passed: Passed,
    /// Those whose text is put together from others'.
    composed: Set<Module>,
    /// Those with problems.
    troubled: Set<Module>,
    by_id: Map<Name, Module>,
    roots: Vec<Root>,
    /// By the module that stands for its script.
    workers: Map<Module, Worker>,
    steps: Vec<Step>,
}

/// A worker that a page started.
#[derive(Clone, Debug)]
struct Worker {
    /// Its code.
    root: Module,
    /// What stands for its script, in the state that it was first asked for.
    first: Arc<DevModule>,
    /// Of which state of the code that was.
    first_state: Fingerprint,
}

/// One module as it was last seen.
#[derive(Clone, Debug)]
struct Node {
    file: File,
    /// The last form that could be compiled, or the reason why there is none yet.
    module: Arc<DevModule>,
    /// Of which state of the file it is.
    stamp: u64,
    stable: Option<Arc<str>>,
    /// What is wrong with the newest state.
    problems: Arc<[Diagnostic]>,
}

/// A module that browsers ask for by itself: a page, what an `import()` leads to, a worker.
#[derive(Clone, Debug)]
struct Root {
    module: Module,
    id: Name,
    /// Everything that must be there before it runs, and itself.
    members: Arc<Members>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Members {
    order: Vec<Module>,
    all: Set<Module>,
}

/// What became another in one revision.
#[derive(Clone, Debug)]
struct Step {
    revision: u64,
    changed: Vec<Module>,
    /// Modules that a root got, by the root's number.
    added: Vec<(usize, Vec<Module>)>,
}

/// What is to be taken in: new states of modules.
#[derive(Debug)]
pub struct DevChanges {
    /// See [`DevGraph`]; `None` when only what is new was looked at.
    seen: Option<(u64, u64)>,
    fresh: Vec<(Module, Node)>,
    passed: Passed,
    root: Option<(Module, Name)>,
    /// The module that stands for the script of a worker which is that root.
    script: Option<Module>,
}

/// What a browser asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DevRoot<'r> {
    /// The page in this file.
    Page(&'r Path),
    /// The module of this id, which a module of the app loads when it comes to that.
    Lazy(&'r str),
    /// The code of the worker whose script has this id.
    Worker(&'r str),
}

/// A browser that is behind, and what it lacks.
#[derive(Debug, Default)]
pub struct DevPatch {
    /// The revision that it has afterwards.
    pub to: u64,
    /// Modules that it has not in this form.
    pub modules: Vec<Arc<DevModule>>,
}

impl Engine {
    /// What changed in the files of `graph`. `None` when another change stopped it.
    pub fn dev_changes(&self, graph: &DevGraph) -> Option<DevChanges> {
        self.attempt(|engine| {
            let db = &engine.db;
            let seen = (db.shared().workspace().layout(db), engine.journal.end());
            let same_layout = graph.seen.filter(|(layout, _)| *layout == seen.0);
            let files = same_layout.and_then(|(_, place)| engine.journal.since(place));
            // Who passes other names on than before leads anybody elsewhere.
            let passes_same = |file: &File| match graph.passed.get(file) {
                Some((module, interface)) => scanned_interface(db, *module) == *interface,
                None => true,
            };
            let stale: Set<Module> = match files.filter(|all| all.iter().all(passes_same)) {
                Some(files) => {
                    let is_stale = |module: &&Module| {
                        let node = &graph.nodes[*module];
                        node.file.stamp(db) != node.stamp || node.file.stable(db) != node.stable
                    };
                    let of_files = files.iter().filter_map(|file| graph.by_file.get(file)).flatten();
                    of_files.filter(is_stale).copied().collect()
                }
                None => graph.nodes.keys().copied().collect(),
            };
            let is_stale = |module: &Module| stale.contains(module);
            let composed = graph.composed.iter().filter(|module| !is_stale(module));
            let composed = composed.filter(|module| graph.members(**module).all.iter().any(is_stale));
            let mut all: Vec<Module> = stale.iter().chain(composed).copied().collect();
            all.sort_by_key(|module| module_path(db, *module));
            let (fresh, passed) = look_at(db, graph, all);
            DevChanges { seen: Some(seen), fresh, passed, root: None, script: None }
        })
    }

    /// What `graph` needs to hold `root` too. `None` when a change stopped it; nothing inside where there is no such root.
    pub fn dev_open(&self, graph: &DevGraph, root: DevRoot<'_>) -> Option<Option<DevChanges>> {
        self.attempt(|engine| {
            let db = &engine.db;
            let mut script = None;
            let module = match root {
                DevRoot::Page(path) => {
                    let file = db.shared().file(db, path);
                    db.shared().module(db, file, Variant::Auto)
                }
                DevRoot::Lazy(id) => *graph.by_id.get(id)?,
                DevRoot::Worker(id) => {
                    script = graph.by_id.get(id).copied();
                    worker_code(db, script?)?
                }
            };
            let known = graph.nodes.contains_key(&module);
            let (fresh, passed) = if known { Default::default() } else { look_at(db, graph, vec![module]) };
            Some(DevChanges { seen: None, fresh, passed, root: Some((module, module_path(db, module).into())), script })
        })
    }

    /// A page of `graph` as the browser gets it, with what the server adds.
    pub fn dev_page(&self, path: &Path, tags: PageTags<'_>) -> Option<Option<String>> {
        self.attempt(|engine| {
            let db = &engine.db;
            let module = db.shared().module(db, db.shared().file(db, path), Variant::Auto);
            dev_page(db, module, tags)
        })
    }

    /// The text of a style sheet of `graph`, as pages link it.
    pub fn dev_style(&self, graph: &DevGraph, id: &str) -> Option<Option<String>> {
        self.attempt(|engine| dev_style(&engine.db, *graph.by_id.get(id)?))
    }

    /// The source map of the code of a module of `graph`.
    pub fn dev_map(&self, graph: &DevGraph, id: &str) -> Option<Option<String>> {
        self.attempt(|engine| Some(dev_map(&engine.db, *graph.by_id.get(id)?)))
    }

    /// The source map of the rules of a style sheet of `graph`, without what it imports.
    pub fn dev_style_map(&self, graph: &DevGraph, id: &str) -> Option<Option<String>> {
        self.attempt(|engine| dev_style_map(&engine.db, *graph.by_id.get(id)?))
    }

    /// Where a place of the code of a module was written; lines and columns from 0. `module` may be an older form of one of `graph`.
    pub fn dev_place(
        &self,
        graph: &DevGraph,
        module: &DevModule,
        line: usize,
        column: usize,
    ) -> Option<Option<DevPlace>> {
        self.attempt(|engine| dev_place(&engine.db, *graph.by_id.get(&module.id)?, module, line, column))
    }

    /// The file that a module of `graph` is an asset for, by the path of its URL after the base.
    pub fn dev_file(&self, graph: &DevGraph, url: &str) -> Option<Option<PathBuf>> {
        self.attempt(|engine| {
            let named = graph.nodes.iter().filter(|(_, node)| node.module.asset.as_deref() == Some(url));
            // All modules of one URL are of one file.
            let mut files = named.map(|(module, _)| module.file(&engine.db).path(&engine.db));
            files.find(|path| !is_virtual(path)).cloned()
        })
    }
}

/// Modules that only pass names on to those of a graph, by file, and what they were known by.
type Passed = Map<File, (Module, Option<Arc<Interface>>)>;

/// The newest states of `modules`, and of all that these lead to and `graph` has not yet.
fn look_at(db: &Database, graph: &DevGraph, modules: Vec<Module>) -> (Vec<(Module, Node)>, Passed) {
    let mut fresh = Vec::new();
    let mut passed: Set<Module> = Set::default();
    let mut seen: Set<Module> = modules.iter().copied().collect();
    let mut open = modules;
    while !open.is_empty() {
        if open.len() >= MANY_CHANGES {
            each_on_workers(db, &open, |db, &module| {
                dev_module(db, module);
            });
        }
        let mut next = Vec::new();
        for module in open {
            let made = dev_module(db, module);
            let file = module.file(db);
            passed.extend(&made.passed);
            for &eager in &made.eager {
                if !graph.nodes.contains_key(&eager) && seen.insert(eager) {
                    next.push(eager);
                }
            }
            let node = Node {
                file,
                module: made,
                stamp: file.stamp(db),
                stable: file.stable(db),
                problems: own_diagnostics(db, module),
            };
            fresh.push((module, node));
        }
        open = next;
    }
    let facts = passed.into_iter().flat_map(|module| facts_of_passed(db, module));
    (fresh, facts.map(|(module, interface)| (module.file(db), (module, interface))).collect())
}

impl DevGraph {
    /// The newest revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes changes in. Says whether anything is another now, for a browser or for who reads of errors.
    pub fn apply(&mut self, changes: DevChanges) -> bool {
        let mut changed = Vec::new();
        let mut moved = false;
        let mut told = false;
        for (module, mut node) in changes.fresh {
            if let Some(worker) = self.workers.get_mut(&module).filter(|_| !node.module.broken) {
                // It follows below, from what the worker is made of.
                worker.first = Arc::clone(&node.module);
                if let Some(old) = self.nodes.get(&module) {
                    node.module = Arc::clone(&old.module);
                }
            }
            if let Some(old) = self.nodes.get(&module) {
                told |= old.problems != node.problems;
                if node.module.broken && !old.module.broken {
                    // What browsers hold stays in force until there is something better.
                    node.module = Arc::clone(&old.module);
                }
                if old.module.hash != node.module.hash {
                    changed.push(module);
                }
                moved |= old.module.eager != node.module.eager;
            } else {
                moved = true;
                told |= !node.problems.is_empty();
                self.by_file.entry(node.file).or_default().push(module);
            }
            if node.module.is_composed {
                self.composed.insert(module);
            }
            if node.problems.is_empty() {
                self.troubled.remove(&module);
            } else {
                self.troubled.insert(module);
            }
            self.by_id.insert(node.module.id.clone(), module);
            for (id, lazy) in &node.module.lazy {
                self.by_id.entry(id.clone()).or_insert(*lazy);
            }
            self.nodes.insert(module, node);
        }
        self.passed.extend(changes.passed);
        self.seen = changes.seen.or(self.seen);
        let worker_root = changes.root.as_ref().map(|(module, _)| *module);
        if let Some((module, id)) = changes.root
            && !self.roots.iter().any(|root| root.module == module)
        {
            self.by_id.insert(id.clone(), module);
            self.roots.push(Root { module, id, members: Arc::new(self.members(module)) });
        }
        let mut added = Vec::new();
        for i in (0..self.roots.len()).filter(|_| moved) {
            let members = self.members(self.roots[i].module);
            let old = &self.roots[i].members;
            let new: Vec<Module> = members.order.iter().copied().filter(|it| !old.all.contains(it)).collect();
            if !new.is_empty() {
                added.push((i, new));
            }
            if **old != members {
                self.roots[i].members = Arc::new(members);
            }
        }
        if let (Some(script), Some(root)) = (changes.script, worker_root)
            && !self.workers.contains_key(&script)
            && let Some(node) = self.nodes.get(&script)
        {
            let first = Arc::clone(&node.module);
            self.workers.insert(script, Worker { root, first, first_state: self.state_of(root) });
        }
        if moved || !changed.is_empty() {
            self.follow_workers(&mut changed);
        }
        let is_new = !changed.is_empty() || !added.is_empty();
        if is_new {
            self.revision += 1;
            self.steps.push(Step { revision: self.revision, changed, added });
            if self.steps.len() > STEPS {
                self.steps.remove(0);
            }
        }
        is_new || told
    }

    /// What stands for the scripts of workers becomes another with the code of the workers, which may start each other.
    fn follow_workers(&mut self, changed: &mut Vec<Module>) {
        let mut scripts: Vec<Module> = self.workers.keys().copied().collect();
        scripts.sort_by_key(|script| self.workers[script].first.id.clone());
        // In a chain of workers each change goes one further; in a circle it goes round once.
        for _ in 0..scripts.len() {
            let mut is_settled = true;
            for script in &scripts {
                let Worker { root, first, first_state } = &self.workers[script];
                let state = self.state_of(*root);
                let now = if state == *first_state { Arc::clone(first) } else { Arc::new(first.in_state(state)) };
                if let Some(node) = self.nodes.get_mut(script)
                    && node.module.hash != now.hash
                {
                    node.module = now;
                    is_settled = false;
                    if !changed.contains(script) {
                        changed.push(*script);
                    }
                }
            }
            if is_settled {
                break;
            }
        }
    }

    /// The state of all that a root needs at once, but for the workers that it starts and that lead back to it.
    fn state_of(&self, root: Module) -> Fingerprint {
        let Some(known) = self.roots.iter().find(|it| it.module == root) else { return Fingerprint::default() };
        let is_own = |module: &&Module| self.workers.get(*module).is_none_or(|worker| worker.root != root);
        let hashes: Vec<&str> = known
            .members
            .order
            .iter()
            .filter(is_own)
            .filter_map(|module| Some(self.nodes.get(module)?.module.hash.as_str()))
            .collect();
        Fingerprint::of_hash(&hashes)
    }

    /// A root's modules, each after what it imports as far as that is possible.
    fn members(&self, root: Module) -> Members {
        let mut out = Members::default();
        let mut stack = vec![(root, 0)];
        out.all.insert(root);
        while let Some((module, next)) = stack.pop() {
            let eager = self.nodes.get(&module).map_or(&[][..], |node| &node.module.eager);
            match eager.get(next) {
                Some(&dep) => {
                    stack.push((module, next + 1));
                    if out.all.insert(dep) {
                        stack.push((dep, 0));
                    }
                }
                None => out.order.push(module),
            }
        }
        out
    }

    fn root(&self, id: &str) -> Option<(usize, &Root)> {
        self.roots.iter().enumerate().find(|(_, root)| root.id == id)
    }

    /// Whether a root of this id is open.
    pub fn has_root(&self, id: &str) -> bool {
        self.root(id).is_some()
    }

    /// The modules of a root that none of the roots `held` has, in the order in which they run.
    pub fn modules(&self, root: &str, held: &[&str]) -> Vec<Arc<DevModule>> {
        let Some((_, root)) = self.root(root) else { return Vec::new() };
        let held: Vec<&Root> = held.iter().filter_map(|id| Some(self.root(id)?.1)).collect();
        let is_held = |module: &&Module| held.iter().any(|it| it.members.all.contains(module));
        let modules = root.members.order.iter().filter(|module| !is_held(module));
        modules.filter_map(|module| Some(Arc::clone(&self.nodes.get(module)?.module))).collect()
    }

    /// What a browser that has these roots open lacks, if it has what was there in revision `from`. `None` where nobody
    /// remembers that.
    pub fn since(&self, roots: &[&str], from: u64) -> Option<DevPatch> {
        if from > self.revision || self.steps.first().is_some_and(|step| from + 1 < step.revision) {
            return None;
        }
        let open: Vec<(usize, &Root)> = roots.iter().filter_map(|id| self.root(id)).collect();
        let mut seen: Set<Module> = Set::default();
        let mut modules = Vec::new();
        let mut add = |module: Module| {
            if open.iter().any(|(_, root)| root.members.all.contains(&module))
                && seen.insert(module)
                && let Some(node) = self.nodes.get(&module)
            {
                modules.push(Arc::clone(&node.module));
            }
        };
        for step in self.steps.iter().filter(|step| step.revision > from) {
            let added = step.added.iter().filter(|(root, _)| open.iter().any(|(i, _)| i == root));
            added.flat_map(|(_, added)| added).for_each(|&module| add(module));
            step.changed.iter().for_each(|&module| add(module));
        }
        Some(DevPatch { to: self.revision, modules })
    }

    /// The same for a browser that says the hashes of what it holds.
    pub fn beside(&self, roots: &[&str], held: &Map<String, String>) -> DevPatch {
        let mut seen: Set<Module> = Set::default();
        let mut modules = Vec::new();
        for (_, root) in roots.iter().filter_map(|id| self.root(id)) {
            for &module in root.members.order.iter().filter(|module| seen.insert(**module)) {
                let Some(node) = self.nodes.get(&module) else { continue };
                if held.get(node.module.id.as_str()).is_none_or(|hash| *hash != node.module.hash) {
                    modules.push(Arc::clone(&node.module));
                }
            }
        }
        DevPatch { to: self.revision, modules }
    }

    /// What is wrong in the modules of these roots, of all roots where none are named.
    pub fn problems(&self, roots: &[&str]) -> Vec<Diagnostic> {
        let asked = |root: &&Root| roots.is_empty() || roots.contains(&root.id.as_str());
        let asked: Vec<&Root> = self.roots.iter().filter(asked).collect();
        let is_asked = |module: &&Module| asked.iter().any(|root| root.members.all.contains(module));
        let nodes = self.troubled.iter().filter(is_asked).filter_map(|module| self.nodes.get(module));
        let mut out: Vec<Diagnostic> = nodes.flat_map(|node| node.problems.iter().cloned()).collect();
        Diagnostic::sort(&mut out);
        out
    }

    /// The newest form of the module of this id.
    pub fn module(&self, id: &str) -> Option<Arc<DevModule>> {
        Some(Arc::clone(&self.nodes.get(self.by_id.get(id)?)?.module))
    }

    /// Whether a module is in the file of this path from the root.
    pub fn has_file(&self, path: &str) -> bool {
        self.by_id.keys().any(|id| id.split('?').next() == Some(path))
    }

    /// Number of modules.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
