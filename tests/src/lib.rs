//! Tests of the whole: fixtures that are built and run, real packages in Node and a browser, the shape of the workspace.
//!
//! This library holds what the runners share. It knows Nexxo only as an executable; it never calls the engine.
#![expect(clippy::disallowed_methods, reason = "a test runner works on real files, beside the engine")]

pub mod diagnostics;
pub mod editor;
pub mod fixture;
pub mod process;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The executable under test: `NEXXO_BIN`, or the one that was built into the folder of the running test, or the
/// release build beside it.
pub fn nexxo() -> PathBuf {
    if let Some(named) = env::var_os("NEXXO_BIN") {
        return PathBuf::from(named);
    }
    let test = env::current_exe().expect("the path of the running test");
    // target/<profile>/deps/<test>
    let profile = test.parent().and_then(Path::parent).expect("a test lives in target/<profile>/deps");
    let candidates = [profile.join("nexxo"), profile.with_file_name("release").join("nexxo")];
    candidates.iter().find(|path| path.is_file()).cloned().unwrap_or_else(|| {
        panic!(
            "no nexxo at {}: run `cargo build --profile checks -p nexxo-cli` first, or set NEXXO_BIN",
            candidates[0].display()
        )
    })
}

/// The folder of this package in the work tree.
pub fn package_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder, links as links. `rename` gives the new name of each entry, or `None` to leave it out.
pub fn copy_dir(from: &Path, to: &Path, rename: &dyn Fn(&str) -> Option<String>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().and_then(rename) else { continue };
        let target = to.join(name);
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_dir(&entry.path(), &target, rename)?;
        } else if kind.is_symlink() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(fs::read_link(entry.path())?, &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
