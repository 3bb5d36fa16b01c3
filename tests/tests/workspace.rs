//! The shape of the workspace: who may know whom, who owns each heavy dependency, and who touches the disk.
#![expect(clippy::disallowed_methods, reason = "a test of the work tree reads the work tree")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// Which crates of the workspace each crate may depend on. A crate that is not listed may depend on any.
const EDGES: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("vfs", &["base"]),
    ("syntax", &["base"]),
    ("link", &["base"]),
    ("store", &["base"]),
    ("resolve", &["base", "vfs"]),
    ("render", &["base", "link", "syntax"]),
    ("db", &["base", "vfs", "syntax", "resolve", "link", "render", "store"]),
    ("host", &["base", "vfs", "db"]),
    ("dev", &["base", "vfs", "db"]),
    ("lsp", &["base", "vfs", "db", "host", "cli"]),
];

/// Crates that may depend on any crate of the engine.
const FREE: &[&str] = &["cli", "tests", "benches"];

/// Each heavy dependency and the one crate that may know it. A name that ends in `*` stands for all that begin so.
const OWNERS: &[(&str, &str)] = &[
    ("oxc", "syntax"),
    ("lightningcss", "syntax"),
    ("html5gum", "syntax"),
    ("oxc_resolver", "resolve"),
    ("salsa", "db"),
    ("rayon", "db"),
    ("clap", "cli"),
    ("notify", "vfs"),
    ("rocksdb", "store"),
    ("axum", "dev"),
    ("hyper*", "dev"),
    ("rustls", "dev"),
    ("brotli", "dev"),
    ("tower-lsp*", "lsp"),
    ("lsp-types", "lsp"),
    ("ls-types", "lsp"),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `None` for what the crate itself needs, else `dev` or `build`.
    kind: Option<String>,
}

impl Package {
    fn short(&self) -> &str {
        self.name.strip_prefix("nexxo-").unwrap_or(&self.name)
    }

    fn dir(&self) -> &Path {
        self.manifest_path.parent().expect("a manifest is in a folder")
    }
}

fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--no-deps"])
        .current_dir(nexxo_tests::package_dir())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<Metadata>(&output.stdout).expect("cargo's metadata").packages
}

#[test]
fn every_diagnostic_has_its_page() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let table = fs::read_to_string(docs.join("diagnostics.md")).unwrap();
    let mut rows: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| [`")?.split('`').next()).collect();
    let pages = fs::read_dir(docs.join("diagnostics")).unwrap().map(|page| page.unwrap().file_name());
    let mut pages: Vec<String> = pages.map(|page| page.to_string_lossy().trim_end_matches(".md").to_owned()).collect();
    rows.sort_unstable();
    pages.sort_unstable();
    assert_eq!(rows, pages, "a row of docs/diagnostics.md and a page in docs/diagnostics/ for each code");
}

#[test]
fn edges_lead_only_downwards() {
    let mut wrong = Vec::new();
    for package in packages() {
        let short = package.short();
        let allowed = EDGES.iter().find(|(name, _)| *name == short).map(|(_, allowed)| *allowed);
        if allowed.is_none() && !FREE.contains(&short) {
            wrong.push(format!("{short} is not in this test's list: say what it may know"));
        }
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind.as_deref() != Some("dev")) {
            if let (Some(allowed), Some(other)) = (allowed, dependency.name.strip_prefix("nexxo-"))
                && !allowed.contains(&other)
            {
                wrong.push(format!("{short} must not know {other}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_heavy_dependency_has_one_owner() {
    let mut wrong = Vec::new();
    for package in packages() {
        for dependency in &package.dependencies {
            let name = &dependency.name;
            let is = |pattern: &str| pattern.strip_suffix('*').map_or(name == pattern, |start| name.starts_with(start));
            if let Some((_, owner)) = OWNERS.iter().find(|(pattern, _)| is(pattern))
                && *owner != package.short()
            {
                wrong.push(format!("{} must not know {name}: that is for {owner}", package.short()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_engine_crate_says_what_it_never_does() {
    let mut silent = Vec::new();
    for package in packages().iter().filter(|package| package.dir().to_string_lossy().contains("/engine/")) {
        let file =
            ["src/lib.rs", "src/main.rs"].map(|file| package.dir().join(file)).into_iter().find(|file| file.is_file());
        let text = fs::read_to_string(file.expect("a crate has a root")).expect("a crate's root is text");
        let said = text.lines().map_while(|line| line.strip_prefix("//! ")).collect::<Vec<_>>().join(" ");
        if !["Never ", "never ", " no "].iter().any(|word| said.contains(word)) {
            silent.push(package.name.clone());
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn only_vfs_touches_the_disk_that_is_bundled() {
    let mut wrong = Vec::new();
    for package in packages().iter().filter(|package| package.dir().to_string_lossy().contains("/engine/")) {
        // The store and the host have folders of their own, which no build looks into.
        if !["vfs", "store", "host"].contains(&package.short()) {
            visit(&package.dir().join("src"), &mut |path, text| {
                for (i, line) in text.lines().enumerate() {
                    let code = line.split("//").next().unwrap_or_default();
                    if code.contains("std::fs") || code.contains("fs::read") || code.contains("fs::write") {
                        wrong.push(format!("{}:{}: {}", path.display(), i + 1, line.trim()));
                    }
                }
            });
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn visit(dir: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(dir).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            each(&path, &fs::read_to_string(&path).expect("a source is text"));
        }
    }
}
