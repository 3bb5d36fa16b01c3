//! A name for a build: the hash of the sources that decide what it does, and of the versions of what it depends on. For build
//! scripts.
#![expect(clippy::disallowed_methods, reason = "a build script reads the work tree")]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Sets `variable` to the name of a build of these crates, whose folders lie beside that of the crate that is built.
pub(crate) fn name(variable: &str, crates: &[&str]) {
    let engine = Path::new("..");
    let lock = engine.join("../Cargo.lock");
    println!("cargo::rerun-if-changed={}", lock.display());
    let mut files = vec![lock];
    for name in crates {
        let sources = engine.join(name).join("src");
        println!("cargo::rerun-if-changed={}", sources.display());
        collect(&sources, &mut files);
    }
    files.sort_unstable();
    let mut hasher = DefaultHasher::new();
    for file in files {
        (file.file_name(), fs::read(&file).unwrap_or_default()).hash(&mut hasher);
    }
    println!("cargo::rustc-env={variable}={:016x}", hasher.finish());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
