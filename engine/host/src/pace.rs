//! How long to wait for more before what was told is looked at: longer the longer a burst of changes goes on.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use nexxo_base::Set;

/// After so long what was told is looked at even if changes go on and on; and changes that are not further apart are one burst.
const PATIENCE: Duration = Duration::from_millis(100);
/// How many times over the waits of a burst may grow fourfold.
const GROWTHS: u32 = 2;

/// The pace at which changes of the disk come.
#[derive(Debug)]
pub(crate) struct Pace {
    /// When the first of what is looked at next was told.
    since: Instant,
    /// When was looked last, and at what.
    looked: Instant,
    last: Set<PathBuf>,
    /// How often was looked in this burst.
    growths: u32,
}

impl Pace {
    pub(crate) fn new(now: Instant) -> Self {
        Self { since: now, looked: now, last: Set::default(), growths: 0 }
    }

    /// When the first of what is looked at next was told.
    pub(crate) fn since(&self) -> Instant {
        self.since
    }

    /// Something is told that is not of the disk, or that is told on its own.
    pub(crate) fn begin(&mut self, now: Instant) {
        self.since = now;
    }

    /// The first of what is looked at next is told. Soon after others it goes on with their burst: a checkout, a generator. A
    /// file that is saved again and again is none.
    pub(crate) fn hear(&mut self, paths: &[PathBuf], now: Instant) {
        self.since = now;
        let goes_on = now.duration_since(self.looked) < PATIENCE && !paths.iter().any(|path| self.last.contains(path));
        self.growths = if goes_on && !self.last.is_empty() { (self.growths + 1).min(GROWTHS) } else { 0 };
    }

    /// What was told is looked at.
    pub(crate) fn look(&mut self, told: &[PathBuf], now: Instant) {
        if !told.is_empty() {
            self.looked = now;
            self.last = told.iter().cloned().collect();
        }
    }

    /// How long nothing must happen where outside of a burst that is `quiet`.
    pub(crate) fn wait(&self, quiet: Duration, now: Instant) -> Duration {
        let factor = 4_u32.pow(self.growths);
        if now.duration_since(self.since) > PATIENCE * factor { Duration::ZERO } else { quiet * factor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_millis(1);

    /// Files that are told of `apart` from each other, `many` of them: how often is looked.
    fn looks(names: impl Fn(usize) -> String, many: usize, apart: Duration) -> usize {
        let mut now = Instant::now();
        let (mut pace, mut told, mut looks) = (Pace::new(now), Vec::new(), 0);
        for i in 0..many {
            now += apart;
            // What was told before is looked at when its time comes.
            if !told.is_empty() && pace.wait(QUIET, now) <= apart {
                pace.look(&std::mem::take(&mut told), now);
                looks += 1;
            }
            let path = PathBuf::from(names(i));
            if told.is_empty() {
                pace.hear(std::slice::from_ref(&path), now);
            }
            told.push(path);
        }
        looks + usize::from(!told.is_empty())
    }

    #[test]
    fn a_slow_checkout_is_looked_at_a_few_times() {
        let apart = Duration::from_millis(3);
        assert!(looks(|i| format!("{i}.js"), 500, apart) <= 5);
    }

    #[test]
    fn files_that_are_saved_now_and_then_are_looked_at_at_once() {
        assert_eq!(looks(|i| format!("{i}.js"), 50, Duration::from_millis(150)), 50);
        assert_eq!(looks(|_| "one.js".into(), 50, Duration::from_millis(15)), 50);
    }

    #[test]
    fn changes_without_end_do_not_starve() {
        let seconds = looks(|i| format!("{i}.js"), 10_000, Duration::from_millis(1));
        assert!((4..12).contains(&seconds), "{seconds} in 10 s");
    }
}
