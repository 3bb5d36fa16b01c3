//! A fixture: a folder `tests/bundle/<topic>/<name>/` that is built in several ways, each of which is run.
//!
//! What may be in it, beside the input files (see `tests/README.md`):
//! `options.json`, `expected.txt`, `expected-diagnostics.json`, `_test.mjs`, `_prepare.mjs`, `_node_modules`, `_external`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{fs, io};

use serde::Deserialize;

use crate::diagnostics::{self, Expected};
use crate::process::{Finished, run};
use crate::{copy_dir, nexxo, package_dir};

/// A build or a run of a fixture takes well under a second; this only has to end a hang.
const LIMIT: Duration = Duration::from_secs(60);

/// `options.json`.
#[derive(Deserialize, Clone, Debug)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What is built, as on the command line. Without it: the `main.*` of the folder, or the folder itself.
    pub entries: Vec<String>,
    /// More arguments for every variant.
    pub args: Vec<String>,
    /// Output formats to try; `default` passes no `--format`.
    pub formats: Vec<String>,
    /// `--platform`; `default` passes none.
    pub platform: String,
    /// Whether to build plain, minified or both ways.
    pub minify: Minify,
    /// Whether to build once more with every module in a chunk of its own, where there is something to run.
    pub split: bool,
    /// Outputs to run for `expected.txt`, in order. Without it: those of the entries.
    pub run: Vec<String>,
    /// Whether the runner builds at all; otherwise `_test.mjs` does.
    pub build: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            args: Vec::new(),
            formats: vec!["esm".to_owned(), "cjs".to_owned()],
            platform: "node".to_owned(),
            minify: Minify::Both,
            split: true,
            run: Vec::new(),
            build: true,
        }
    }
}

/// Which of the two ways to build.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Minify {
    /// Plain, and once more with `--minify`.
    Both,
    /// Only plain.
    Never,
    /// Only with `--minify`.
    Always,
}

/// One folder.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// `<topic>/<name>`.
    pub name: String,
    dir: PathBuf,
    options: Options,
}

/// One way to build a fixture.
#[derive(Clone, Debug)]
pub struct Variant {
    format: String,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Plain,
    Minified,
    /// Every module in a chunk of its own: each import crosses between files.
    Split,
}

/// The configuration for [`Way::Split`].
const SPLIT: &str = r#"{ "codeSplitting": { "groups": [{ "name": "part", "maxSize": 1 }] } }"#;

impl Variant {
    /// `esm`, `esm-min`, `esm-split`, …
    pub fn name(&self) -> String {
        let suffix = match self.way {
            Way::Plain => "",
            Way::Minified => "-min",
            Way::Split => "-split",
        };
        format!("{}{suffix}", self.format)
    }
}

impl Fixture {
    /// All folders two levels below `bundle/`, by name.
    pub fn all() -> Vec<Self> {
        let root = package_dir().join("bundle");
        let mut fixtures = Vec::new();
        for topic in folders(&root) {
            for name in folders(&root.join(&topic)) {
                fixtures.push(Self::read(&root, format!("{topic}/{name}")));
            }
        }
        fixtures
    }

    fn read(root: &Path, name: String) -> Self {
        let dir = root.join(&name);
        let mut options: Options = match fs::read_to_string(dir.join("options.json")) {
            Ok(text) => serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}/options.json: {error}")),
            Err(_) => Options::default(),
        };
        if options.entries.is_empty() {
            let main = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "css", "json"]
                .map(|extension| format!("main.{extension}"))
                .into_iter()
                .find(|file| dir.join(file).is_file());
            options.entries = vec![main.unwrap_or_else(|| ".".to_owned())];
        }
        Self { name, dir, options }
    }

    /// The ways in which it is to be built.
    pub fn variants(&self) -> Vec<Variant> {
        let fails = self.dir.join("expected-diagnostics.json").is_file();
        let formats = if fails || !self.options.build { &self.options.formats[..1] } else { &self.options.formats };
        let ways: &[Way] = match self.options.minify {
            _ if fails || !self.options.build => &[Way::Plain],
            Minify::Both => &[Way::Plain, Way::Minified],
            Minify::Never => &[Way::Plain],
            Minify::Always => &[Way::Minified],
        };
        let mut variants: Vec<Variant> = formats
            .iter()
            .flat_map(|format| ways.iter().map(move |&way| Variant { format: format.clone(), way }))
            .collect();
        if !fails && self.options.build && self.can_split() {
            variants.push(Variant { format: "esm".to_owned(), way: Way::Split });
        }
        variants
    }

    /// Whether it prints something, and says nothing of chunks itself.
    fn can_split(&self) -> bool {
        let chunks = |argument: &String| argument.starts_with("--splitting") || argument.starts_with("--config");
        self.options.split
            && self.options.formats.iter().any(|format| format == "esm")
            && self.dir.join("expected.txt").is_file()
            && !self.dir.join("nexxo.config.json").is_file()
            && !self.options.args.iter().any(chunks)
    }

    /// Builds and runs it in one way, in a folder of its own below `work`. The folder stays if it fails.
    pub fn check(&self, variant: &Variant, work: &Path) -> Result<(), String> {
        let work = work.join(&self.name).join(variant.name());
        self.check_in(variant, &work).map_err(|message| format!("{message}\n(work folder: {})", work.display()))?;
        if std::env::var_os("NEXXO_KEEP").is_none() {
            _ = fs::remove_dir_all(&work);
        }
        Ok(())
    }

    fn check_in(&self, variant: &Variant, work: &Path) -> Result<(), String> {
        let src = work.join("src");
        let out = work.join("out");
        self.lay_out(work, &src).map_err(|error| format!("cannot copy the fixture: {error}"))?;
        if self.dir.join("_prepare.mjs").is_file() {
            let prepared = run(Command::new("node").arg(self.dir.join("_prepare.mjs")).current_dir(&src), LIMIT)?;
            if prepared.status != Some(0) {
                return Err(format!("_prepare.mjs failed:\n{}", prepared.output()));
            }
        }
        if self.options.build {
            self.build(variant, &src, &out)?;
            let kind = if ["cjs", "iife", "umd"].contains(&variant.format.as_str()) { "commonjs" } else { "module" };
            fs::write(work.join("package.json"), format!("{{ \"type\": \"{kind}\" }}\n"))
                .map_err(|error| error.to_string())?;
        }
        if let Ok(expected) = fs::read_to_string(self.dir.join("expected.txt")) {
            self.run_outputs(&expected, &out)?;
        }
        // What it says of texts is about the chunks that a user would get.
        if variant.way != Way::Split && self.dir.join("_test.mjs").is_file() {
            self.run_script(variant, &src, &out)?;
        }
        Ok(())
    }

    fn lay_out(&self, work: &Path, src: &Path) -> io::Result<()> {
        if work.exists() {
            fs::remove_dir_all(work)?;
        }
        copy_dir(&self.dir, src, &|name| match name {
            "options.json"
            | "expected.txt"
            | "expected-diagnostics.json"
            | "_test.mjs"
            | "_prepare.mjs"
            | "_external" => None,
            "_node_modules" => Some("node_modules".to_owned()),
            _ => Some(name.to_owned()),
        })?;
        let external = self.dir.join("_external");
        if external.is_dir() {
            copy_dir(&external, &work.join("node_modules"), &|name| Some(name.to_owned()))?;
        }
        Ok(())
    }

    fn build(&self, variant: &Variant, src: &Path, out: &Path) -> Result<(), String> {
        let mut command = Command::new(nexxo());
        command.current_dir(src).env("NO_COLOR", "1").env("CI", "true").arg("build").args(&self.options.entries);
        command.arg("--outdir").arg(out).arg("--no-cache").args(["--log-format", "json"]);
        if variant.format != "default" {
            command.args(["--format", &variant.format]);
        }
        if self.options.platform != "default" {
            command.args(["--platform", &self.options.platform]);
        }
        match variant.way {
            Way::Plain => {}
            Way::Minified => _ = command.arg("--minify"),
            Way::Split => {
                let config = src.with_file_name("split.json");
                fs::write(&config, SPLIT).map_err(|error| error.to_string())?;
                command.arg("--config").arg(config);
            }
        }
        command.args(&self.options.args);
        let built = run(&mut command, LIMIT)?;
        let expected: Vec<Expected> = match fs::read_to_string(self.dir.join("expected-diagnostics.json")) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| format!("expected-diagnostics.json: {error}"))?,
            Err(_) => return succeeded(&built, 0),
        };
        let fails = expected.iter().any(|diagnostic| diagnostic.severity == "error");
        succeeded(&built, i32::from(fails))?;
        if fails && out.exists() {
            return Err("the build failed and yet wrote output".to_owned());
        }
        diagnostics::compare(&expected, &diagnostics::parse(&built.output()))
    }

    fn run_outputs(&self, expected: &str, out: &Path) -> Result<(), String> {
        let mut outputs = self.options.run.clone();
        if outputs.is_empty() {
            outputs = entry_outputs(&self.options.entries);
        }
        let mut actual = String::new();
        for output in outputs {
            let ran = run(Command::new("node").arg(out.join(&output)).current_dir(out), LIMIT)?;
            if ran.status != Some(0) {
                return Err(format!("{output} failed with {:?}:\n{}", ran.status, ran.output()));
            }
            actual.push_str(&ran.stdout);
        }
        if actual != expected {
            return Err(format!("printed something else\n{}", difference(expected, &actual)));
        }
        Ok(())
    }

    fn run_script(&self, variant: &Variant, src: &Path, out: &Path) -> Result<(), String> {
        let context = serde_json::json!({
            "src": src, "outdir": out, "bin": nexxo(), "format": variant.format,
            "minify": variant.way == Way::Minified,
            "platform": self.options.platform,
            "entries": self.options.entries, "outputs": entry_outputs(&self.options.entries),
        });
        let mut command = Command::new("node");
        command.arg(package_dir().join("support/run.mjs")).arg(self.dir.join("_test.mjs")).arg(context.to_string());
        let ran = run(command.current_dir(src), LIMIT)?;
        if ran.status != Some(0) {
            return Err(format!("_test.mjs failed:\n{}", ran.output()));
        }
        Ok(())
    }
}

fn succeeded(built: &Finished, status: i32) -> Result<(), String> {
    if built.status == Some(status) {
        return Ok(());
    }
    Err(format!("nexxo exited with {:?}, expected {status}:\n{}", built.status, built.output()))
}

/// Where the outputs of these entries are: below the entries' common folder, ending in `.js`.
fn entry_outputs(entries: &[String]) -> Vec<String> {
    let paths: Vec<_> =
        entries.iter().map(|entry| entry.split_once('=').map_or(entry.as_str(), |(_, path)| path)).collect();
    let mut common = paths.first().and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
    while !common.is_empty() && !paths.iter().all(|path| path.starts_with(&format!("{common}/"))) {
        common = common.rsplit_once('/').map_or("", |(folder, _)| folder);
    }
    entries
        .iter()
        .zip(paths)
        .map(|(entry, path)| {
            let name =
                entry.split_once('=').map_or_else(|| path[common.len()..].trim_start_matches('/'), |(name, _)| name);
            let folder = name.rfind('/').map_or(0, |at| at + 1);
            let stem = if entry.contains('=') {
                name.len()
            } else {
                name[folder..].rfind('.').map_or(name.len(), |at| folder + at)
            };
            format!("{}.js", &name[..stem])
        })
        .collect()
}

fn folders(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap_or_else(|error| panic!("{}: {error}", dir.display()))
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let mut text = String::new();
    for i in 0..expected.len().max(actual.len()) {
        match (expected.get(i), actual.get(i)) {
            (Some(a), Some(b)) if a == b => text.push_str(&format!("  {a}\n")),
            (a, b) => {
                text.push_str(&a.map(|a| format!("- {a}\n")).unwrap_or_default());
                text.push_str(&b.map(|b| format!("+ {b}\n")).unwrap_or_default());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::entry_outputs;

    #[test]
    fn outputs_keep_the_folders_below_the_common_one() {
        let outputs =
            |entries: &[&str]| entry_outputs(&entries.iter().map(|&entry| entry.to_owned()).collect::<Vec<_>>());
        assert_eq!(outputs(&["main.ts"]), ["main.js"]);
        assert_eq!(outputs(&["src/a.js", "src/b/c.tsx"]), ["a.js", "b/c.js"]);
        assert_eq!(outputs(&["one=src/a.js"]), ["one.js"]);
    }
}
