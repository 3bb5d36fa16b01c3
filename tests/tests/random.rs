//! Random projects log the same when they are bundled as when they are not: order, live bindings, namespaces, failures.
#![expect(clippy::disallowed_methods, reason = "which seeds to try is told by the environment")]

use std::path::Path;

use nexxo_tests::process;

/// `NEXXO_RANDOM=<first seed>:<count>` tries others.
#[test]
fn outputs_log_what_their_sources_log() {
    let chosen = std::env::var("NEXXO_RANDOM").unwrap_or_default();
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    process::run_seeds("support/random.mjs", &chosen, ("1", "200"), &work);
}
