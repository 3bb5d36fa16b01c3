//! `nexxo dev` in a real browser: each script of `hmr/` starts servers of its own and drives one Chromium through its cases.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use nexxo_tests::{nexxo, package_dir, process};

/// The cases of a script take some seconds together; this only has to end a hang.
const LIMIT: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scripts = package_dir().join("hmr");
    #[expect(clippy::disallowed_methods, reason = "a test looks at its own folder")]
    let names = fs::read_dir(&scripts).into_iter().flatten().flatten().map(|it| it.path());
    let mut names: Vec<PathBuf> = names.filter(|it| it.extension().is_some_and(|end| end == "mjs")).collect();
    names.sort();
    let names = names.into_iter().filter(|it| it.file_stem().is_some_and(|name| name != "support"));
    let trial = |script: PathBuf| {
        let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || check(&script))
    };
    libtest_mimic::run(&arguments, names.map(trial).collect()).exit_code()
}

fn check(script: &PathBuf) -> Result<(), Failed> {
    if !package_dir().join("apps/node_modules/playwright-core").is_dir() {
        return Err("the packages are not installed: run scripts/setup-tests.sh".into());
    }
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dev").join(script.file_stem().unwrap_or_default());
    let mut command = Command::new("node");
    command.arg(script).env("NEXXO_BIN", nexxo()).env("NEXXO_TEST_WORK", work).env_remove("NODE_ENV");
    let ran = process::run(&mut command, LIMIT)?;
    if ran.status == Some(0) { Ok(()) } else { Err(ran.output().into()) }
}
