//! Which files changed, in order: who knows all up to a place asks for those behind it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::inputs::File;

/// So many changes are remembered.
const REMEMBERED: usize = 10_000;

/// The newest changes. Copies share them.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    files: VecDeque<File>,
    /// How many were there before these.
    forgotten: u64,
}

impl Journal {
    pub(crate) fn note(&self, file: File) {
        let mut entries = self.lock();
        if entries.files.len() == REMEMBERED {
            entries.files.pop_front();
            entries.forgotten += 1;
        }
        entries.files.push_back(file);
    }

    /// The place behind the last change.
    pub(crate) fn end(&self) -> u64 {
        let entries = self.lock();
        entries.forgotten + entries.files.len() as u64
    }

    /// The files that changed behind a place, some more than once. `None` where that is not remembered.
    pub(crate) fn since(&self, place: u64) -> Option<Vec<File>> {
        let entries = self.lock();
        let first = usize::try_from(place.checked_sub(entries.forgotten)?).ok()?;
        Some(entries.files.range(first.min(entries.files.len())..).copied().collect())
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
