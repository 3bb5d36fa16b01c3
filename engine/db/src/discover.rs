//! The cold start: compiles and resolves everything the entries reach on all cores, before the first query that needs
//! it all runs.

use std::sync::{Condvar, Mutex, PoisonError};

use nexxo_base::Set;

use crate::compile::{compile, file_facts, interface, module_kind, name_facts, statements, template};
use crate::database::{Database, Db};
use crate::engine::Progress;
use crate::inputs::Module;
use crate::resolution::{Resolved, resolved};

/// Stack of a worker: the parser and the compressor recurse with the nesting of the source. Only what is used is ever
/// mapped.
const STACK_BYTES: usize = 256 << 20;

struct Queue {
    waiting: Vec<Module>,
    seen: Set<Module>,
    busy: usize,
    done: usize,
}

/// Runs the per-module queries for everything that `entries` reach. Returns how many modules that is.
pub(crate) fn discover(db: &Database, entries: &[Module], threads: usize, progress: &dyn Progress) -> usize {
    let queue = Mutex::new(Queue {
        waiting: entries.iter().rev().copied().collect(),
        seen: entries.iter().copied().collect(),
        busy: 0,
        done: 0,
    });
    let changed = Condvar::new();
    on_workers(db, threads, |db| work(db, &queue, &changed, progress));
    let queue = queue.into_inner().unwrap_or_else(PoisonError::into_inner);
    queue.seen.len()
}

/// Runs `job` on `threads` workers, each with its own handle of the database and a deep stack.
pub(crate) fn on_workers(db: &Database, threads: usize, job: impl Fn(&Database) + Sync) {
    std::thread::scope(|scope| {
        let job = &job;
        for _ in 0..threads.max(1) {
            let db = db.clone();
            let worker = std::thread::Builder::new().name("nexxo-worker".into()).stack_size(STACK_BYTES);
            let spawned = worker.spawn_scoped(scope, move || job(&db));
            if spawned.is_err() {
                break; // the others, or the caller's own queries, do the work
            }
        }
    });
}

fn work(db: &Database, queue: &Mutex<Queue>, changed: &Condvar, progress: &dyn Progress) {
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let mut state = lock();
    loop {
        let Some(module) = state.waiting.pop() else {
            if state.busy == 0 {
                changed.notify_all();
                return;
            }
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        state.busy += 1;
        drop(state);
        // A panic in a query must not leave the others waiting; it shows again when the query is asked for.
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| visit(db, module))).unwrap_or_default();
        state = lock();
        state.busy -= 1;
        state.done += 1;
        for module in found.into_iter().rev() {
            if state.seen.insert(module) {
                state.waiting.push(module);
            }
        }
        progress.modules(state.done, state.seen.len());
        if state.busy == 0 || !state.waiting.is_empty() {
            changed.notify_all();
        }
    }
}

/// Runs every query that is about this module alone, and names the modules it leads to.
fn visit(db: &Database, module: Module) -> Vec<Module> {
    let db: &dyn Db = db;
    let _ = (compile(db, module), interface(db, module), statements(db, module));
    let _ = (name_facts(db, module), template(db, module), module_kind(db, module), file_facts(db, module.file(db)));
    let resolved = resolved(db, module);
    resolved
        .iter()
        .filter_map(|it| match it {
            Resolved::Module(module) => Some(*module),
            _ => None,
        })
        .collect()
}
