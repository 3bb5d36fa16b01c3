//! A build that would come to the same as an earlier one: the same options, and every question to the file system answered as
//! then. Nothing is left to do but to put back what is missing of the outputs, and to say so. Where only the texts of some files are
//! others, what they come to may be put into the outputs of the earlier one.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use nexxo_base::{Diagnostic, Fingerprint, Map, path};
use nexxo_store::{Key, Kind, Store};
use nexxo_vfs::{RecordingSystem, Seen, System, ToWrite, Twin, Verdict};
use serde::{Deserialize, Serialize};

use crate::class_types;
use crate::delivery::Delivery;
use crate::engine::{self, BuildOutcome, KeptOutput};
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
    /// What it read, by paths relative to the root.
    seen: Vec<Seen>,
    /// What it wrote.
    outputs: Vec<Seen>,
    /// What it told before it wrote.
    told: Vec<Diagnostic>,
    modules: usize,
    written: Vec<WrittenRow>,
    /// Whether older files of the output folder went.
    sweeps: bool,
    /// How the outputs were put together, kept with them.
    assembly: Option<Fingerprint>,
}

/// A build that was kept.
pub(crate) enum Found {
    /// This one comes to the same.
    Same(Kept),
    /// Files with other texts are all that is different.
    Edited(Kept, Vec<PathBuf>),
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

    /// Whether what this build does is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.key.is_some() && self.store.writes()
    }

    /// The build that this one would repeat, wholly or but for some texts, if there is one.
    pub(crate) fn find(&self, plan: &Plan) -> Option<Found> {
        let (store, world) = (&self.store, self.world);
        let mut kept: Kept = store.get(self.key?, |row| postcard::from_bytes(row).ok())?;
        let absolute = |it: &Path| path::normalize(&self.root.join(it));
        for seen in [&mut kept.seen, &mut kept.outputs] {
            *seen = seen.drain(..).map(|seen| seen.with_path(absolute)).collect();
        }
        let Renewed { is_renewed, edited } = renew(&mut kept.seen, &*world.system)?;
        if !edited.is_empty() {
            return Some(Found::Edited(kept, edited));
        }
        let is_restored = self.restore(&mut kept.outputs)?;
        // An older build of something else may have left files there since.
        if kept.sweeps && plan.emptying != Emptying::No {
            let outputs: Vec<PathBuf> = kept.written.iter().map(|it| world.absolute(&it.path)).collect();
            place::sweep(&plan.options.outdir, outputs.iter().map(PathBuf::as_path), world);
        }
        if is_renewed || is_restored {
            self.put(&mut kept);
        }
        Some(Found::Same(kept))
    }

    /// What this build comes to where nothing but the texts of `edited` changed since the kept one, and what it has read; `None`
    /// where that made more another.
    pub(crate) fn reassemble(
        &self,
        kept: Kept,
        edited: &[PathBuf],
        plan: &Plan,
        (system, recording): (&Arc<dyn System>, &RecordingSystem),
    ) -> Option<(BuildOutcome, Vec<Seen>)> {
        let (_, key) = self.key?;
        let (_, assembly) = self.store.file(key, kept.assembly?)?;
        let outputs: Map<&Path, Fingerprint> = kept.outputs.iter().map(|it| (it.path(), it.answer())).collect();
        let output = |file: &str| {
            let path = path::normalize(&plan.options.outdir.join(file));
            let (file, bytes) = self.store.file(key, *outputs.get(&*path)?)?;
            Some(KeptOutput { bytes: bytes.into(), file })
        };
        let mut outcome = engine::reassemble(&plan.options, system, &self.store, &assembly, edited, &output)?;
        let contents = kept.seen.iter().filter(|it| it.is_content());
        outcome.inputs = contents.map(|it| it.path().to_path_buf()).collect();
        Some((outcome, joined(kept.seen, recording.seen(), edited)?))
    }

    /// Writes the outputs again that are not as they were written. Says whether there were any; nothing where one cannot be
    /// restored.
    fn restore(&self, outputs: &mut [Seen]) -> Option<bool> {
        let system = &*self.world.system;
        let mut lost = Vec::new();
        for (at, output) in outputs.iter_mut().enumerate() {
            match output.verdict(system) {
                Verdict::Same => {}
                Verdict::Again(now) => *output = *now,
                Verdict::Other(_) if class_types::is_foreign(output.path(), self.world) => return None,
                Verdict::Other(_) => {
                    lost.push((at, output.path().to_path_buf(), self.store.file(self.key?.1, output.answer())?))
                }
            }
        }
        let lost_files = lost.iter().map(|(_, path, (twin, bytes))| ToWrite {
            path: path.clone(),
            bytes,
            twin: Some(Twin::Stays(twin)),
        });
        self.world.write_all(&lost_files.collect::<Vec<_>>()).ok()?;
        for (at, path, (_, bytes)) in &lost {
            outputs[*at] = Seen::of_written(system, path, bytes);
        }
        Some(!lost.is_empty())
    }

    /// Keeps what a build did.
    pub(crate) fn keep(
        &self,
        plan: &Plan,
        seen: Vec<Seen>,
        delivery: &Delivery,
        (told, assembly): (Vec<Diagnostic>, Option<Vec<u8>>),
        run: &Run,
    ) {
        let Some((_, key)) = self.key else { return };
        let written = delivery.written();
        let outputs: Vec<Seen> =
            written.map(|(path, bytes)| Seen::of_written(&*self.world.system, path, bytes)).collect();
        // Without them a later build has to make them again.
        let files = outputs.iter().map(|output| (output.answer(), output.path()));
        let assembly = self.store.keep_files(key, files, assembly.as_deref()).ok().flatten();
        let row = |it: &Written| WrittenRow { path: it.path.clone(), bytes: it.bytes, gzip: it.gzip, made: it.made };
        let written = run.written.iter().map(row).collect();
        let sweeps = plan.emptying != Emptying::No;
        self.put(&mut Kept { seen, outputs, told, modules: run.modules, written, sweeps, assembly });
    }

    fn put(&self, kept: &mut Kept) {
        let Some(key) = self.key.filter(|_| self.keeps()) else { return };
        let relative = |it: &Path| PathBuf::from(path::relative(&self.root, it));
        for seen in [&mut kept.seen, &mut kept.outputs] {
            *seen = seen.drain(..).map(|seen| seen.with_path(relative)).collect();
        }
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

/// What became of answers.
#[derive(Default)]
struct Renewed {
    /// Whether any is to be recorded otherwise from now on.
    is_renewed: bool,
    /// The files whose content is another.
    edited: Vec<PathBuf>,
}

/// Asks everything again, and puts what is to be recorded from now on in place of `seen`; nothing when an answer is another that
/// is no file's content.
fn renew(seen: &mut [Seen], system: &dyn System) -> Option<Renewed> {
    let threads = if seen.len() < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    let ask = |part: &mut [Seen]| {
        let mut renewed = Renewed::default();
        for seen in part {
            match seen.verdict(system) {
                Verdict::Same => {}
                Verdict::Again(now) => {
                    *seen = *now;
                    renewed.is_renewed = true;
                }
                Verdict::Other(now) if now.is_content() => renewed.edited.push(now.path().to_path_buf()),
                Verdict::Other(_) => return None,
            }
        }
        Some(renewed)
    };
    let size = seen.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = seen.chunks_mut(size).map(|part| scope.spawn(move || ask(part))).collect();
        let answers = workers.into_iter().map(|worker| worker.join().ok().flatten());
        // All of them are waited for, whatever the first one says.
        answers.collect::<Vec<_>>().into_iter().try_fold(Renewed::default(), |mut all, answer| {
            let renewed = answer?;
            all.is_renewed |= renewed.is_renewed;
            all.edited.extend(renewed.edited);
            Some(all)
        })
    })
}

/// All that was read by an earlier build and by this one, which read the files `edited` anew; nothing where it read something else
/// otherwise than the earlier one did.
fn joined(mut before: Vec<Seen>, now: Vec<Seen>, edited: &[PathBuf]) -> Option<Vec<Seen>> {
    for seen in now {
        match before.iter_mut().find(|it| it.is_of_same(&seen)) {
            Some(it) if it.answer() == seen.answer() || edited.iter().any(|path| path == seen.path()) => *it = seen,
            Some(_) => return None,
            None => before.push(seen),
        }
    }
    Some(before)
}
