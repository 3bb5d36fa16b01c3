//! Names the build of the command, as what another one did need not be what this one does, and says how it is linked.

#[path = "../build_id.rs"]
mod build_id;
#[path = "../fixed.rs"]
mod fixed;

fn main() {
    build_id::name(
        "NEXXO_COMMAND_BUILD",
        &["base", "cli", "db", "link", "render", "resolve", "store", "syntax", "vfs"],
    );
    fixed::link();
}
