//! Random projects look the same in a browser when they are built, and when they are served, as when they are neither.
#![expect(clippy::disallowed_methods, reason = "which seeds to try is told by the environment")]

use std::path::Path;

use nexxo_tests::{package_dir, process};

/// `NEXXO_STYLES=<first seed>:<count>` tries others.
#[test]
fn computed_styles_are_those_of_the_sources() {
    assert!(
        package_dir().join("apps/node_modules/playwright-core").is_dir(),
        "the packages are not installed: run scripts/setup-tests.sh"
    );
    let chosen = std::env::var("NEXXO_STYLES").unwrap_or_default();
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("styles");
    process::run_seeds("styles/compare.mjs", &chosen, ("1", "40"), &work);
}
