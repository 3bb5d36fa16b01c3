//! The one place that calls the engine.

use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use nexxo_base::options::BuildOptions;
use nexxo_base::{Code, Diagnostic};
pub(crate) use nexxo_db::{BuildOutcome, CheckOutcome, KeptOutput, OutputKind, Progress};
use nexxo_db::{Engine, Kept};
use nexxo_store::Store;
use nexxo_vfs::System;

/// Builds. A panic of the engine comes back as a diagnostic.
pub(crate) fn run(
    options: &BuildOptions,
    system: &Arc<dyn System>,
    store: Option<Arc<Store>>,
    progress: &dyn Progress,
) -> BuildOutcome {
    let build = || nexxo_db::build(options, Arc::clone(system), store, progress);
    catching(build).unwrap_or_else(|problem| failed(*problem))
}

/// Puts what became of the files `edited` into the outputs of an earlier build, as [`nexxo_db::reassemble`] says. After a panic of
/// the engine a whole build is worth a try.
pub(crate) fn reassemble(
    options: &BuildOptions,
    system: &Arc<dyn System>,
    store: &Arc<Store>,
    assembly: &[u8],
    edited: &[PathBuf],
    output: Kept<'_>,
) -> Option<BuildOutcome> {
    let work = || nexxo_db::reassemble(options, Arc::clone(system), Arc::clone(store), assembly, edited, output);
    catching(work).unwrap_or_default()
}

/// Checks. A panic of the engine comes back as a diagnostic.
pub(crate) fn check(
    options: &BuildOptions,
    system: &Arc<dyn System>,
    store: Option<Arc<Store>>,
    hints: bool,
) -> CheckOutcome {
    catching(|| nexxo_db::check(options, Arc::clone(system), store, hints))
        .unwrap_or_else(|problem| CheckOutcome { diagnostics: vec![*problem], ..CheckOutcome::default() })
}

/// Builds on a copy of an engine that is alive; `None` when a change stopped it.
pub(crate) fn run_on(engine: &Engine, progress: &dyn Progress) -> Option<BuildOutcome> {
    catching(|| engine.try_build(progress)).unwrap_or_else(|problem| Some(failed(*problem)))
}

fn failed(problem: Diagnostic) -> BuildOutcome {
    BuildOutcome { diagnostics: vec![problem], ..BuildOutcome::default() }
}

/// Runs `work`; if it panics, there is one diagnostic that tells where. Nothing is printed by the panic itself.
fn catching<T>(work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let hear = Arc::clone(&heard);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let mut heard = hear.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(info.to_string().replacen(":\n", ": ", 1));
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            heard.push(trace.to_string());
        }
    }));
    // The outcome of a run that panicked is thrown away whole, so nothing half-made is ever looked at.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    result.map_err(|_| {
        let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut diagnostic = Diagnostic::error(Code::Internal, "the engine stopped at a defect of its own")
            .help("this is a defect of Nexxo, not of your code: please report it with what is printed above");
        diagnostic.notes.clone_from(&heard);
        Box::new(diagnostic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_diagnostic() {
        let diagnostic = catching(|| panic!("slot {} is not filled", 7)).unwrap_err();
        assert_eq!(diagnostic.code, Code::Internal);
        assert!(diagnostic.notes[0].contains("engine.rs"), "{:?}", diagnostic.notes);
        assert!(diagnostic.notes[0].contains("slot 7 is not filled"), "{:?}", diagnostic.notes);
    }
}
