//! Names the build of the command, as what another one did need not be what this one does.

#[path = "../build_id.rs"]
mod build_id;

fn main() {
    build_id::name(
        "NEXXO_COMMAND_BUILD",
        &["base", "cli", "db", "link", "render", "resolve", "store", "syntax", "vfs"],
    );
}
