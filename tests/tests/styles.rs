//! Random projects look the same in a browser when they are built, and when they are served, as when they are neither.
#![expect(clippy::disallowed_methods, reason = "which seeds to try is told by the environment")]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use nexxo_tests::{nexxo, package_dir, process};

/// `NEXXO_STYLES=<first seed>:<count>` tries others.
#[test]
fn computed_styles_are_those_of_the_sources() {
    assert!(
        package_dir().join("apps/node_modules/playwright-core").is_dir(),
        "the packages are not installed: run scripts/setup-tests.sh"
    );
    let chosen = std::env::var("NEXXO_STYLES").unwrap_or_default();
    let (first, count) = chosen.split_once(':').unwrap_or(("1", "15"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles/compare.mjs");
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("styles");
    let mut node = Command::new("node");
    node.arg(script).arg(nexxo()).arg(work).args([first, count]);
    let finished = process::run(&mut node, Duration::from_secs(3600)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(finished.status, Some(0), "{}", finished.output());
}
