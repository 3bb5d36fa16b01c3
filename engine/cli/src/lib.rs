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

pub use workspace::VERSION;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The number of mimalloc's option `purge_delay`: after how many milliseconds freed memory goes back to the system.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// Lets the process keep the memory that it frees. Each module's syntax tree is freed when the next one is about to
/// need as much: given back in between, the system has to find and clear pages for it again, which is a twentieth of
/// the time of a large build.
#[expect(unsafe_code, reason = "the option has no safe wrapper")]
fn keep_freed_memory() {
    // SAFETY: the call stores a number in a table that lasts as long as the process; no other thread runs yet.
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, -1);
    }
}

/// Runs the command that the process was started with, and ends it.
pub fn run() -> ! {
    keep_freed_memory();
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
