//! The engine that runs for a workspace: where it is found, and `nexxo status` and `nexxo stop`.

use std::path::Path;

use nexxo_host::share::{Place, Refusal, Session, Status};

use crate::args::WorkspaceArgs;
use crate::report;
use crate::world::World;

/// What both sides of a session must be of.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the engine of the workspace in a folder is found, by whichever path the folder is named.
pub(crate) fn place(root: &Path, world: &World) -> Place {
    let real = world.system.canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    Place::of(&real, &world.runtime_folder())
}

/// Runs `nexxo status` and returns the exit code.
pub(crate) fn status(args: &WorkspaceArgs, world: &World) -> u8 {
    let status = begin(args, world).and_then(|mut session| session.status().map_err(Refusal::Failed));
    told(status.map(|status| text(&status, world)))
}

/// Runs `nexxo stop` and returns the exit code.
pub(crate) fn stop(args: &WorkspaceArgs, world: &World) -> u8 {
    let stopped = begin(args, world).and_then(|session| session.stop().map_err(Refusal::Failed));
    told(stopped.map(|()| "the engine ends\n".into()))
}

fn begin(args: &WorkspaceArgs, world: &World) -> Result<Session, Refusal> {
    Session::begin(&place(&world.absolute(&args.root), world), VERSION)
}

fn told(result: Result<String, Refusal>) -> u8 {
    match result {
        Ok(text) => report::print(&text),
        Err(refusal) => {
            report::print(&format!("{refusal}\n"));
            1
        }
    }
}

fn text(status: &Status, world: &World) -> String {
    let mut text = format!("version   {}\nprocess   {}\n", status.version, status.pid);
    if let Some(page) = &status.page {
        text.push_str(&format!("page      {} ({} open)\n", page.url, page.tabs));
    }
    // Who asks is a session as well.
    text.push_str(&format!("sessions  {}\n", status.sessions.saturating_sub(1)));
    for path in &status.unsaved {
        text.push_str(&format!("unsaved   {}\n", world.shown(path)));
    }
    for id in status.page.iter().flat_map(|page| &page.pending) {
        text.push_str(&format!("pending   {id}\n"));
    }
    text
}
