//! The command line: options in, a bundle or diagnostics out. The last step of the flow and the only crate that knows
//! of arguments, the environment, terminals and exit codes. Never decides how a module is compiled or linked.
//!
//! * [`args`]: the flags, as clap reads them.
//! * [`config`], [`jsonc`]: `nexxo.config.json` and the places in it that diagnostics point at.
//! * [`env`], [`defines`]: `.env` files and what becomes of them.
//! * [`entries`], [`checks`], [`targets`], [`options`]: arguments and configuration to one [`options::Plan`].
//! * [`build`], [`watch`], [`delivery`], [`place`]: the run itself, once or again and again, and what it writes where.
//! * [`cache`]: what is kept between runs, and `nexxo cache`.
//! * [`again`]: a build that would come to the same as an earlier one.
//! * [`dev`]: the app as it is served while it is worked on. [`preview`]: what a build wrote. [`service`]: where both are served.
//!   [`shortcuts`]: what is asked of them at the terminal. [`editor`]: where files are opened for who looks at a page.
//! * [`check`]: `nexxo check`, a build without its second half.
//! * [`class_types`]: what tells TypeScript of the names of CSS Modules.
//! * [`project`]: a folder's options for who has no command line: the language server.
//! * [`engine`]: the one file that calls the engine.
//! * [`workspace`]: the engine that runs for a workspace, and `nexxo status` and `nexxo stop`.
//! * [`world`]: the one file that touches files (through nexxo-vfs), the environment and terminals.
//! * [`memory`]: how the process gets memory from the system.
//! * [`report`]: all that is printed.

mod again;
mod args;
mod build;
mod cache;
mod check;
mod checks;
mod class_types;
mod compress;
mod config;
mod defines;
mod delivery;
mod dev;
mod editor;
mod engine;
mod entries;
mod env;
mod jsonc;
mod memory;
mod options;
mod place;
mod preview;
pub mod project;
mod report;
mod service;
mod shortcuts;
mod targets;
mod watch;
mod workspace;
mod world;

pub use memory::{allow_huge_pages, give_back};
pub use workspace::VERSION;

/// Runs the command that the process was started with, and ends it.
pub fn run() -> ! {
    memory::allow_huge_pages(false);
    let world = world::World::of_process();
    let code = match args::parse(world::arguments()) {
        args::Command::Build(args) => build::run(&args, &world),
        args::Command::Check(args) => check::run(&args, &world),
        args::Command::Cache(command) => cache::run(&command, &world),
        args::Command::Status(args) => workspace::status(&args, &world),
        args::Command::Stop(args) => workspace::stop(&args, &world),
        args::Command::Dev(args) => dev::run(*args, &world),
        args::Command::Preview(args) => preview::run(&args, &world),
        args::Command::Schema => report::print(&config::schema_text()),
    };
    // Exit without unwinding the stack: nothing that is left to drop has anything left to say.
    world::exit(code)
}
