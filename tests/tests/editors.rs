//! Real editors: each script of `editors/` starts one and drives it as its user would.
#![expect(clippy::disallowed_methods, reason = "that there are no editors is told by the environment")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use nexxo_tests::{nexxo, package_dir, process};

/// A script takes half a minute on a quiet machine; this only has to end a hang.
const LIMIT: Duration = Duration::from_secs(600);

/// Scripts that need no editor but themselves.
const ALONE: &[&str] = &["messages", "hostile"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scripts = package_dir().join("editors");
    let names = fs::read_dir(&scripts).into_iter().flatten().flatten().map(|it| it.path());
    let mut names: Vec<PathBuf> = names.filter(|it| it.extension().is_some_and(|end| end == "mjs")).collect();
    names.sort();
    let without_editors = std::env::var("NEXXO_NO_EDITORS").is_ok_and(|value| value == "1");
    let trial = |script: PathBuf| {
        let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_ignored = without_editors && !ALONE.contains(&name.as_str());
        Trial::test(name, move || check(&script)).with_ignored_flag(is_ignored)
    };
    libtest_mimic::run(&arguments, names.into_iter().map(trial).collect()).exit_code()
}

fn check(script: &Path) -> Result<(), Failed> {
    let root = package_dir().parent().unwrap_or(package_dir());
    for packages in ["tests/apps/node_modules/playwright-core", "vscode-extension/node_modules/vscode-languageclient"] {
        if !root.join(packages).is_dir() {
            return Err("the packages are not installed: run scripts/setup-tests.sh".into());
        }
    }
    let nexxo = nexxo();
    // target/<profile>/nexxo
    let target = nexxo.parent().and_then(Path::parent).unwrap_or(root);
    let vsix = target.join("nexxo.vsix");
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("editors").join(script.file_stem().unwrap_or_default());
    let mut command = Command::new("node");
    command.arg(script).env("NEXXO_BIN", &nexxo).env("NEXXO_VSIX", vsix).env("NEXXO_TEST_WORK", work);
    let ran = process::run(command.env_remove("NODE_ENV"), LIMIT)?;
    if ran.status == Some(0) { Ok(()) } else { Err(ran.output().into()) }
}
