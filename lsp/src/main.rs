//! The language server: messages of an editor in, what the graph knows out. The only user of tower-lsp; never resolves,
//! compiles or links by itself.
//!
//! * [`ingress`]: what arrives, in the order in which it arrives: text is applied before anything else is looked at.
//! * [`workspace`], [`documents`], [`positions`]: what is open, and the edits of it.
//! * [`session`]: one project and its engine thread, started anew when its options change or it crashed.
//! * [`places`]: files as the editor names them, and as the engine does.
//! * [`pages`]: what is typed and not saved, to a dev server that runs for the project.
//! * [`publisher`]: diagnostics to the editor, only where they are others.
//! * [`server`], [`requests`]: the protocol's methods, one file each.
//! * [`stdio`]: output that never waits for its reader.

mod documents;
mod ingress;
mod pages;
mod places;
mod positions;
mod publisher;
mod requests;
mod server;
mod session;
mod stdio;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
The language server of Nexxo. Editors start it and speak the Language Server Protocol with it.

Usage: nexxo-lsp [--stdio] [--log FILE]

  --stdio      speak over standard input and output (there is no other way)
  --log FILE   write what happens to this file
  --version    print the version
  --help       print this
";

/// What the command line asks for.
enum Asked {
    Serve(Option<PathBuf>),
    Print(String),
    Wrong(String),
}

fn main() -> ExitCode {
    match asked(std::env::args().skip(1)) {
        Asked::Serve(log) => serve(log),
        Asked::Print(text) => {
            stdio::print(&text);
            ExitCode::SUCCESS
        }
        Asked::Wrong(argument) => {
            stdio::complain(&format!("nexxo-lsp: unknown argument `{argument}`\n\n{HELP}"));
            ExitCode::from(2)
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Asked {
    let mut log = None;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--stdio" => {}
            "--version" | "-V" => return Asked::Print(format!("nexxo-lsp {}\n", env!("CARGO_PKG_VERSION"))),
            "--help" | "-h" => return Asked::Print(HELP.to_string()),
            "--log" => match arguments.next() {
                Some(file) => log = Some(PathBuf::from(file)),
                None => return Asked::Wrong(argument),
            },
            // Editors tell of themselves; nobody need know here.
            _ if argument.starts_with("--clientProcessId") => {}
            _ => return Asked::Wrong(argument),
        }
    }
    Asked::Serve(log)
}

fn serve(log: Option<PathBuf>) -> ExitCode {
    nexxo_cli::allow_huge_pages(false);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime {
        Ok(runtime) => {
            let ended_well = runtime.block_on(server::run(stdio::Log::to(log)));
            // A reader of standard input that waits must not keep the process.
            runtime.shutdown_background();
            if ended_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            stdio::complain(&format!("nexxo-lsp: cannot start: {error}\n"));
            ExitCode::FAILURE
        }
    }
}
