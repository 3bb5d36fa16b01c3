//! Work inside one query on several cores.

use std::fmt::Debug;
use std::sync::OnceLock;

/// Threads that share work.
pub trait Spread: Sync + Debug {
    /// Runs `job` once for every number below `count`, on any thread, and returns when all is done.
    fn spread(&self, count: usize, job: &(dyn Fn(usize) + Sync));
}

/// The cores that naming and rendering may use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cores<'p> {
    /// `None`: only the caller's thread.
    pub threads: Option<&'p dyn Spread>,
}

impl Cores<'_> {
    /// What `each` gives for every item, in their order.
    pub fn map<T: Sync, R: Send + Sync>(self, items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let Some(threads) = self.threads.filter(|_| items.len() > 1) else { return items.iter().map(each).collect() };
        let results: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
        threads.spread(items.len(), &|i| {
            results[i].get_or_init(|| each(&items[i]));
        });
        results.into_iter().filter_map(OnceLock::into_inner).collect()
    }

    /// What the two give, at the same time where that is possible.
    pub fn both<A: Send + Sync, B: Send + Sync>(
        self,
        first: impl Fn() -> A + Sync,
        second: impl Fn() -> B + Sync,
    ) -> (A, B) {
        let (a, b) = (OnceLock::new(), OnceLock::new());
        if let Some(threads) = self.threads {
            threads.spread(2, &|i| match i {
                0 => _ = a.get_or_init(&first),
                _ => _ = b.get_or_init(&second),
            });
        }
        (a.into_inner().unwrap_or_else(first), b.into_inner().unwrap_or_else(second))
    }
}
