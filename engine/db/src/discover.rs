//! The cold start: compiles and resolves everything the entries need on all cores, before the first query that needs
//! it all runs.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::compile::{Known, module_kind, name_facts, specialised, template};
use crate::database::{Database, Db};
use crate::demand::{Demand, Found, Job};
use crate::engine::Progress;
use crate::graph::to_specialise;
use crate::inputs::{Env, Module};
use crate::pool::{each_on_workers, on_workers};
use crate::workers::worker_code;

struct Queue {
    waiting: Vec<Job>,
    demand: Demand,
    busy: usize,
    done: usize,
    /// Workers that sleep until there is something to do.
    idle: usize,
}

/// Runs the per-module queries for everything that `entries` need.
pub(crate) fn discover(db: &Database, entries: &[Module], progress: &dyn Progress) {
    let mut demand = Demand::default();
    entries.iter().for_each(|&entry| demand.need(entry));
    let waiting = demand.take_jobs();
    let queue = Mutex::new(Queue { waiting, demand, busy: 0, done: 0, idle: 0 });
    let changed = Condvar::new();
    on_workers(db, usize::MAX, |db| work(db, &queue, &changed, progress));
}

/// Compiles what known values decide on all cores, before the graph asks for it.
pub(crate) fn specialise(db: &Database, env: Env) {
    each_on_workers(db, &to_specialise(db, env), |db, (module, known)| {
        specialised(db, *module, Known::new(db, &**known));
    });
}

fn work(db: &Database, queue: &Mutex<Queue>, changed: &Condvar, progress: &dyn Progress) {
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let tree_shake = db.shared().workspace().link_options(db).tree_shake;
    let mut state = lock();
    loop {
        let Some(job) = state.waiting.pop() else {
            if state.busy == 0 {
                changed.notify_all();
                return;
            }
            state.idle += 1;
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
            continue;
        };
        state.busy += 1;
        drop(state);
        // A panic in a query must not leave the others waiting; it shows again when the query is asked for.
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| visit(db, job, tree_shake))).ok();
        state = lock();
        state.busy -= 1;
        state.done += usize::from(job.compiles());
        if let Some((found, code)) = found {
            state.demand.found(job, found);
            if let Some(code) = code {
                state.demand.need(code);
            }
            // The module imported first comes last, and is taken first.
            let mut jobs = state.demand.take_jobs();
            state.waiting.append(&mut jobs);
        }
        progress.modules(state.done, state.demand.read());
        // Waking is a call to the system, made once a job if it is not asked for: one of the jobs is this worker's own.
        for _ in 1..state.waiting.len().min(state.idle + 1) {
            changed.notify_one();
        }
    }
}

/// Runs every query that is about this module alone. Also gives the code that a worker runs, if the module is one.
fn visit(db: &dyn Db, job: Job, tree_shake: bool) -> (Found, Option<Module>) {
    let module = job.module;
    if job.compiles() {
        let _ = (name_facts(db, module), template(db, module), module_kind(db, module));
    }
    (job.run(db, tree_shake), worker_code(db, module))
}
