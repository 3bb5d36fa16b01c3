//! A build that would come to the same as an earlier one: the same options, every question to the file system answered as
//! then, and the outputs still as they were written. Nothing is left to do but to say so.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use nexxo_base::{Diagnostic, Fingerprint, path};
use nexxo_store::{Key, Kind, Store};
use nexxo_vfs::{Seen, System, Verdict};
use serde::{Deserialize, Serialize};

use crate::delivery::Delivery;
use crate::options::{Emptying, Plan};
use crate::place;
use crate::report::{Report, Run, Written};
use crate::world::World;

/// Names this build of the command.
const BUILD: &str = env!("NEXXO_COMMAND_BUILD");
/// Fewer questions than this are asked on one thread.
const MANY: usize = 256;

/// Where a build is kept, and under which name.
pub(crate) struct Again<'w> {
    store: Arc<Store>,
    key: Option<Key>,
    root: PathBuf,
    world: &'w World,
}

/// What a build did.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What it read and what it wrote, by paths relative to the root.
    seen: Vec<Seen>,
    /// What it told before it wrote.
    told: Vec<Diagnostic>,
    modules: usize,
    written: Vec<WrittenRow>,
    /// Whether older files of the output folder went.
    sweeps: bool,
}

#[derive(Serialize, Deserialize)]
struct WrittenRow {
    path: String,
    bytes: usize,
    gzip: Option<usize>,
    made: bool,
}

impl<'w> Again<'w> {
    /// What `plan` comes to, in `store`. A metafile is made anew each time.
    pub(crate) fn new(store: Arc<Store>, plan: &Plan, world: &'w World, with_sizes: bool) -> Self {
        let what = (BUILD, format!("{plan:?}"), &world.cwd, with_sizes);
        let key = (!plan.options.metafile).then(|| (Kind::Build, Fingerprint::of_hash(&what)));
        Self { store, key, root: plan.options.root.clone(), world }
    }

    /// The build that this one would repeat, if there is one.
    pub(crate) fn find(&self, plan: &Plan) -> Option<Kept> {
        let (store, world) = (&self.store, self.world);
        let mut kept: Kept = store.get(self.key?, |row| postcard::from_bytes(row).ok())?;
        let absolute = |it: &Path| path::normalize(&self.root.join(it));
        let seen: Vec<Seen> = kept.seen.drain(..).map(|seen| seen.with_path(absolute)).collect();
        let renewed = renewed(&seen, &*world.system)?;
        // An older build of something else may have left files there since.
        if kept.sweeps && plan.emptying != Emptying::No {
            let outputs: Vec<PathBuf> = kept.written.iter().map(|it| world.absolute(&it.path)).collect();
            place::sweep(&plan.options.outdir, outputs.iter().map(PathBuf::as_path), world);
        }
        if let Some(renewed) = renewed {
            kept.seen = renewed;
            self.put(&mut kept);
        }
        Some(kept)
    }

    /// Keeps what a build did.
    pub(crate) fn keep(&self, plan: &Plan, mut seen: Vec<Seen>, delivery: &Delivery, told: Vec<Diagnostic>, run: &Run) {
        seen.extend(delivery.written().map(|(path, bytes)| Seen::of_written(&*self.world.system, path, bytes)));
        let row = |it: &Written| WrittenRow { path: it.path.clone(), bytes: it.bytes, gzip: it.gzip, made: it.made };
        let written = run.written.iter().map(row).collect();
        let sweeps = plan.emptying != Emptying::No;
        self.put(&mut Kept { seen, told, modules: run.modules, written, sweeps });
    }

    fn put(&self, kept: &mut Kept) {
        let Some(key) = self.key.filter(|_| self.store.writes()) else { return };
        let relative = |it: &Path| PathBuf::from(path::relative(&self.root, it));
        kept.seen = kept.seen.drain(..).map(|seen| seen.with_path(relative)).collect();
        if let Ok(row) = postcard::to_stdvec(kept) {
            self.store.put(key, row);
        }
    }
}

impl Kept {
    /// Tells of it as of a build that was just made.
    pub(crate) fn tell(self, plan: &Plan, report: &mut Report<'_>, run: &mut Run) {
        report.limit(plan.log_limit);
        report.diagnostics(&self.told);
        run.modules = self.modules;
        let written = |it: WrittenRow| Written { path: it.path, bytes: it.bytes, gzip: it.gzip, made: it.made };
        run.written = self.written.into_iter().map(written).collect();
    }
}

/// Asks everything again. `None` when an answer is another; else what is to be recorded in place of `seen`, if anything is.
fn renewed(seen: &[Seen], system: &dyn System) -> Option<Option<Vec<Seen>>> {
    let threads = if seen.len() < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    let ask = |part: &[Seen]| -> Option<Vec<(usize, Seen)>> {
        let mut renewed = Vec::new();
        for (at, seen) in part.iter().enumerate() {
            match seen.verdict(system) {
                Verdict::Same => {}
                Verdict::Again(now) => renewed.push((at, *now)),
                Verdict::Other => return None,
            }
        }
        Some(renewed)
    };
    let size = seen.len().div_ceil(threads).max(1);
    let parts: Vec<&[Seen]> = seen.chunks(size).collect();
    let answers: Vec<Option<Vec<(usize, Seen)>>> = thread::scope(|scope| {
        let workers: Vec<_> = parts.iter().map(|part| scope.spawn(|| ask(part))).collect();
        workers.into_iter().map(|worker| worker.join().ok().flatten()).collect()
    });
    let mut all: Option<Vec<Seen>> = None;
    for (part, answer) in answers.into_iter().enumerate() {
        for (at, now) in answer? {
            all.get_or_insert_with(|| seen.to_vec())[part * size + at] = now;
        }
    }
    Some(all)
}
