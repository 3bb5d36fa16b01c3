//! One line that moves while somebody waits. Nobody's terminal, no line and no thread.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine;

/// How often the line may change: often enough to look alive, too seldom to cost anything.
const TICK: Duration = Duration::from_millis(80);

/// The line, if there is one.
pub(crate) struct Progress(Option<Shown>);

struct Shown {
    bar: ProgressBar,
    start: Instant,
    /// Milliseconds from the start to when the text may change next.
    next: AtomicU64,
}

impl Progress {
    /// Starts the line if it would be seen.
    pub(crate) fn start(watched: bool) -> Self {
        Self(watched.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            Shown { bar, start: Instant::now(), next: AtomicU64::new(0) }
        }))
    }

    /// Takes the line away, so that what is printed next starts on an empty one.
    pub(crate) fn finish(self) {
        if let Some(shown) = self.0 {
            shown.bar.finish_and_clear();
        }
    }
}

impl engine::Progress for Progress {
    fn modules(&self, done: usize, found: usize) {
        let Some(shown) = &self.0 else { return };
        let now = shown.start.elapsed().as_millis() as u64;
        let next = shown.next.load(Ordering::Relaxed);
        let later = now + TICK.as_millis() as u64;
        if now >= next && shown.next.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            shown.bar.set_message(format!("{done} of {found} modules"));
        }
    }

    fn phase(&self, name: &'static str) {
        if let Some(shown) = &self.0 {
            shown.bar.set_message(name);
        }
    }
}
