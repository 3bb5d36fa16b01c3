//! Builds every folder below `bundle/` in all of its ways and runs what comes out. A folder is a test.

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use nexxo_tests::fixture::Fixture;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundle");
    let mut trials = Vec::new();
    for fixture in Fixture::all() {
        for variant in fixture.variants() {
            let (fixture, work) = (fixture.clone(), work.clone());
            trials.push(Trial::test(format!("{}::{}", fixture.name, variant.name()), move || {
                fixture.check(&variant, &work).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
