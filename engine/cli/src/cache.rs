//! What is kept between runs: where it is, what a build takes from it and leaves in it, and `nexxo cache`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::{Code, Diagnostic};
use nexxo_db::Engine;
use nexxo_store::{Counts, Key, Kind, Size, Store, StoreError};

use crate::args::{CacheAction, CacheCommand, ReportArgs};
use crate::report::{self, Report, Run};
use crate::world::World;

/// All rows of a folder together take at most so many bytes, give or take what one build adds.
const LIMIT: u64 = 2 << 30;
/// The folder's name, in `node_modules` or in the root.
const NAME: &str = ".nexxo";
/// The folder in it for outputs that a later build of the same process writes over.
pub(crate) const SPARE: &str = "spare";

/// Where rows are kept, and whether new ones are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CachePlan {
    pub(crate) folder: PathBuf,
    pub(crate) writes: bool,
}

/// The folder that was asked for, or the one for the project in `root`.
pub(crate) fn folder(asked: Option<&Path>, root: &Path, world: &World) -> PathBuf {
    let packages = root.join("node_modules");
    let default = || if world.is_folder(&packages) { packages.join(NAME) } else { root.join(NAME) };
    asked.map_or_else(default, |folder| world.absolute(folder))
}

/// One build's view of it.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    store: Option<Arc<Store>>,
    used: Vec<Key>,
}

impl Cache {
    /// Gets it ready. A build is no worse for a cache that cannot be written, so that is a warning.
    pub(crate) fn start(plan: Option<&CachePlan>, world: &World) -> (Self, Option<Diagnostic>) {
        let Some(plan) = plan else { return (Self::default(), None) };
        let refused = plan.writes.then(|| nexxo_store::prepare(&plan.folder).err()).flatten();
        let store = Store::new(&plan.folder, plan.writes && refused.is_none());
        let warn = |error: StoreError| {
            Diagnostic::warning(Code::CacheUnusable, format!("the cache cannot be written: {}", told(&error, world)))
                .help("--cache-dir names another folder, --cache-read-only writes none, --no-cache has none at all")
        };
        (Self { store: Some(store), used: Vec::new() }, refused.map(warn))
    }

    pub(crate) fn store(&self) -> Option<Arc<Store>> {
        self.store.clone()
    }

    /// Has an engine that goes on take from it, and keep there what it makes.
    pub(crate) fn serve(&self, engine: &Engine) {
        if let Some(store) = self.store() {
            store.open_beside();
            engine.keep_rows(store);
        }
    }

    /// Notes what a build was made with.
    pub(crate) fn used(&mut self, rows: Vec<Key>) {
        self.used = rows;
    }

    /// How often it had what was asked for.
    pub(crate) fn counts(&self) -> Option<Counts> {
        self.store.as_ref().map(|store| store.counts())
    }

    /// Keeps what the build made; all has been said by then, so what cannot be kept is only told to who looks for it.
    pub(crate) fn write(&mut self, report: &mut Report<'_>, world: &World) {
        let Some(store) = &self.store else { return };
        if let Err(error) = store.write(&std::mem::take(&mut self.used), LIMIT) {
            report.debug(&format!("the cache was not written: {}", told(&error, world)));
        }
    }
}

/// Removes all of it that is no one else's.
fn clear(folder: &Path, world: &World) -> Result<(), StoreError> {
    // Whoever still uses it does without.
    _ = world.system.remove_dir_all(&folder.join(SPARE));
    nexxo_store::clear(folder)
}

fn told(error: &StoreError, world: &World) -> String {
    format!("{}: {}", world.shown(&error.path), error.message)
}

/// Runs `nexxo cache` and returns the exit code.
pub(crate) fn run(command: &CacheCommand, world: &World) -> u8 {
    let folder = folder(command.cache_dir.as_deref(), &world.cwd, world);
    let result = match &command.action {
        CacheAction::Stats => sizes(&folder).map(|sizes| (table(&folder, &sizes, world), 0)),
        CacheAction::Verify => sizes(&folder).map(|sizes| verdict(&sizes)),
        CacheAction::Clear => clear(&folder, world).map(|()| (format!("{} is empty\n", world.shown(&folder)), 0)),
        CacheAction::Pack { file } => nexxo_store::pack(&folder, &world.absolute(file))
            .map(|packed| (format!("{} rows, {} in {}\n", packed.rows, bytes(packed.bytes), file.display()), 0)),
        CacheAction::Unpack { file } => nexxo_store::unpack(&folder, &world.absolute(file)).map(|packed| {
            (format!("{} rows, {} into {}\n", packed.rows, bytes(packed.bytes), world.shown(&folder)), 0)
        }),
    };
    match result {
        Ok((text, code)) => {
            report::print(&text);
            code
        }
        Err(error) => {
            let mut report = Report::of_process(&ReportArgs::default(), world);
            report.diagnostics(&[Diagnostic::error(Code::CacheUnusable, told(&error, world))]);
            report.finish(&Run::default(), false);
            1
        }
    }
}

type Sizes = [(Kind, Size); 4];

fn sizes(folder: &Path) -> Result<Sizes, StoreError> {
    Store::new(folder, false).sizes()
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Module => "compiled modules",
        Kind::Scan => "scanned modules",
        Kind::Build => "builds",
        Kind::Used => "lists of what builds used",
    }
}

fn table(folder: &Path, sizes: &Sizes, world: &World) -> String {
    let mut text = format!("{}\n", world.shown(folder));
    for (kind, size) in sizes.iter().filter(|(_, size)| size.rows > 0) {
        text.push_str(&format!("{:>9} {:<26} {:>10}\n", size.rows, name(*kind), bytes(size.bytes)));
    }
    let rows: u64 = sizes.iter().map(|(_, size)| size.rows).sum();
    let all: u64 = sizes.iter().map(|(_, size)| size.bytes).sum();
    text.push_str(&format!("{rows:>9} {:<26} {:>10}\n", "rows", bytes(all)));
    text
}

fn verdict(sizes: &Sizes) -> (String, u8) {
    let rows: u64 = sizes.iter().map(|(_, size)| size.rows).sum();
    let broken: u64 = sizes.iter().map(|(_, size)| size.broken).sum();
    let text = match broken {
        0 => format!("{rows} rows are as they were written\n"),
        _ => format!("{broken} of {rows} rows are not as they were written; builds pass over them\n"),
    };
    (text, u8::from(broken > 0))
}

/// A number of bytes for people, in steps of 1000 as all sizes here are.
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
