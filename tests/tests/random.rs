//! Random projects log the same when they are bundled as when they are not: order, live bindings, namespaces, failures.
#![expect(clippy::disallowed_methods, reason = "which seeds to try is told by the environment")]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nexxo_tests::{nexxo, process};

/// `NEXXO_RANDOM=<first seed>:<count>` tries others.
#[test]
fn outputs_log_what_their_sources_log() {
    let chosen = std::env::var("NEXXO_RANDOM").unwrap_or_default();
    let (first, count) = chosen.split_once(':').unwrap_or(("1", "200"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/random.mjs");
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    let mut node = Command::new("node");
    node.arg(script).arg(nexxo()).arg(work).args([first, count]);
    let finished = process::run(&mut node, Duration::from_secs(3600)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(finished.status, Some(0), "{}", finished.output());
}
