//! Names the build of the engine, as what another one made of a text need not be what this one makes.

#[path = "../build_id.rs"]
mod build_id;

fn main() {
    build_id::name("NEXXO_ENGINE_BUILD", &["base", "db", "link", "store", "syntax"]);
}
