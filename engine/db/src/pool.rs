//! The threads that work is spread over.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use nexxo_render::Spread;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::database::{Database, Db};

/// Stack of a thread that asks queries: the parser and the compressor recurse with the nesting of the source. Only what is
/// used is ever mapped.
pub const STACK_BYTES: usize = 256 << 20;

/// A fixed number of threads. A thread that is inside of a query may wait only for work that asks none: what it takes
/// up meanwhile must not be another query.
#[derive(Debug)]
pub(crate) struct Pool(ThreadPool);

impl Pool {
    /// Starts `threads` threads, at least one; `None` when the system has none to give.
    pub(crate) fn start(threads: usize) -> Option<Self> {
        let builder = ThreadPoolBuilder::new().num_threads(threads.max(1)).stack_size(STACK_BYTES);
        builder.thread_name(|_| "nexxo-worker".into()).build().ok().map(Self)
    }
}

impl Spread for Pool {
    fn spread(&self, count: usize, job: &(dyn Fn(usize) + Sync)) {
        self.0.install(|| (0..count).into_par_iter().for_each(job));
    }
}

/// Runs `job` on all threads of the pool, but at most on so many; each has its own handle of the database. Where there
/// are none, the caller's own queries do the work.
pub(crate) fn on_workers(db: &Database, most: usize, job: impl Fn(&Database) + Sync) {
    let Some(Pool(threads)) = db.shared().pool() else { return };
    let handles = Mutex::new(vec![db.clone(); threads.current_num_threads().min(most)]);
    threads.broadcast(|_| {
        let handle = handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
        handle.iter().for_each(&job);
    });
}

/// Runs `job` for each item, on all threads of the pool.
pub(crate) fn each_on_workers<T: Sync>(db: &Database, items: &[T], job: impl Fn(&Database, &T) + Sync) {
    let next = AtomicUsize::new(0);
    on_workers(db, items.len(), |db| {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            job(db, item);
        }
    });
}
