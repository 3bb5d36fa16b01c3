//! The `nexxo` command. All of it is in the library, which the language server uses too.

fn main() {
    nexxo_cli::run();
}
