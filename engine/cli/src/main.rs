//! The command line: options in, a bundle or diagnostics out. The last step of the flow and the only crate that knows
//! of arguments, the environment, terminals and exit codes. Never decides how a module is compiled or linked.
//!
//! * [`args`]: the flags, as clap reads them.
//! * [`config`], [`jsonc`]: `nexxo.config.json` and the places in it that diagnostics point at.
//! * [`env`], [`defines`]: `.env` files and what becomes of them.
//! * [`entries`], [`checks`], [`targets`], [`options`]: arguments and configuration to one [`options::Plan`].
//! * [`build`], [`place`]: the run itself, and what it writes where.
//! * [`engine`]: the one file that calls the engine.
//! * [`world`]: the one file that touches files (through nexxo-vfs), the environment and terminals.
//! * [`report`]: all that is printed.

mod args;
mod build;
mod checks;
mod config;
mod defines;
mod engine;
mod entries;
mod env;
mod jsonc;
mod options;
mod place;
mod report;
mod targets;
mod world;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let world = world::World::of_process();
    let code = match args::parse(world::arguments()) {
        args::Command::Build(args) => build::run(&args, &world),
        args::Command::Schema => report::print(&config::schema_text()),
    };
    // Exit without unwinding the stack: nothing that is left to drop has anything left to say.
    world::exit(code)
}
