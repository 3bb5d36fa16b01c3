//! Bundles real packages and looks at what comes out: in Node, in a browser, through its source maps.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use nexxo_tests::{nexxo, package_dir, process};

/// The longest check bundles and compares all of three.js in some seconds; this only has to end a hang.
const LIMIT: Duration = Duration::from_secs(300);

const TEMPLATES: &[&str] = &["vanilla", "vanilla-ts", "react", "react-ts"];
const PROGRAMS: &[&str] = &["commander-chalk", "zod", "lodash-es", "express", "react-dom-server"];
const NAMESPACES: &[&str] = &[
    "zod",
    "express",
    "rxjs",
    "react-dom/server",
    "qs",
    "debug",
    "iconv-lite",
    "acorn",
    "minimatch",
    "three",
    "body-parser",
];
const PAGES: &[&str] = &["bootstrap", "bulma", "fontsource", "katex", "swagger-ui", "antd", "mui"];
const MAPPED: &[&str] = &[
    "three",
    "react-dom",
    "zod/src",
    "rxjs/src",
    "jsx",
    "chunks",
    "minified",
    "twice",
    "lodash-es",
    "trace-mapping",
    "commander",
    "express",
    "acorn",
    "qs",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let apps = package_dir().join("apps");
    let mut trials = Vec::new();
    let mut trial = |script: &'static str, args: &[&'static str]| {
        let name = format!(
            "{script}::{}",
            if args.is_empty() { "plain".to_owned() } else { args.join(" ").replace("--", "") }
        );
        let (apps, args) = (apps.clone(), args.to_vec());
        trials.push(Trial::test(name, move || check(&apps, script, &args)));
    };
    for template in TEMPLATES {
        trial("template", &[template]);
        trial("template", &[template, "--minify", "--sourcemap"]);
    }
    for program in PROGRAMS {
        for format in ["esm", "cjs"] {
            trial("program", &[program, format]);
            trial("program", &[program, format, "--minify"]);
        }
    }
    // WebAssembly is waited for, which other formats have no way to.
    trial("program", &["rapier2d", "esm"]);
    trial("program", &["rapier2d", "esm", "--minify"]);
    for page in PAGES {
        trial("page", &[page]);
    }
    trial("types", &[]);
    trial("example", &[]);
    trial("example", &["--minify", "--sourcemap"]);
    trial("workspace", &["--format=esm"]);
    trial("workspace", &["--format=esm", "--minify"]);
    for package in NAMESPACES {
        trial("namespace", &[package]);
    }
    for package in MAPPED {
        trial("source-map", &[package]);
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check(apps: &Path, script: &str, args: &[&str]) -> Result<(), Failed> {
    if !apps.join("node_modules/vite").is_dir() {
        return Err("the packages are not installed: run scripts/setup-tests.sh".into());
    }
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("apps");
    let mut command = Command::new("node");
    command.arg(apps.join("checks").join(format!("{script}.mjs"))).args(args);
    command.env("NEXXO_BIN", nexxo()).env("NEXXO_TEST_WORK", work).env_remove("NODE_ENV");
    let ran = process::run(&mut command, LIMIT)?;
    if ran.status == Some(0) { Ok(()) } else { Err(ran.output().into()) }
}
