//! Says how the executable is linked.

#[path = "../engine/fixed.rs"]
mod fixed;

fn main() {
    println!("cargo:rerun-if-changed=../engine/fixed.rs");
    fixed::link();
}
