//! Part of build scripts: links executables to a fixed address. The tens of thousands of pointers in RocksDB's and oxc's tables
//! are in the file then, instead of being made at every start.
#![expect(clippy::disallowed_methods, reason = "cargo tells build scripts what they build for by the environment")]

/// Tells the linker, where that is known to work.
pub(crate) fn link() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|it| it == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
