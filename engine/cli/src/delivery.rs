//! What becomes of a build's outcome: files that are written, and words.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use nexxo_base::{Code, Diagnostic, Set, Severity};
use nexxo_vfs::{Spares, ToWrite, write_all_or_nothing};

use crate::cache::{self, CachePlan};
use crate::class_types;
use crate::compress::Compressed;
use crate::engine::{BuildOutcome, OutputKind};
use crate::options::{Emptying, Plan};
use crate::place::{self, Placed, Public};
use crate::report::analyze::analyze;
use crate::report::{Report, Run, Written, sizes};
use crate::world::World;

/// There were errors.
pub(crate) const FAILED: u8 = 1;
/// What was asked makes no sense.
pub(crate) const MISUSED: u8 = 2;

/// Delivers the outcomes of one engine, each after the one before: only what differs is written.
#[derive(Default)]
pub(crate) struct Delivery {
    /// What lies in the output folder, as far as it was written here.
    written: BTreeMap<OsString, Bytes>,
    pub(crate) public: Public,
    compressed: Compressed,
    /// What was written and is gone, for what comes.
    spares: Spares,
}

impl Delivery {
    /// Nothing is written yet. What will be gone later is kept in the cache, if there is one, and written over.
    pub(crate) fn of_many(cache: Option<&CachePlan>, world: &World) -> Self {
        let folder = cache.filter(|cache| cache.writes).map(|cache| cache.folder.join(cache::SPARE));
        Self { spares: folder.map(|it| Spares::new(&*world.system, it)).unwrap_or_default(), ..Self::default() }
    }

    /// Whether this wrote the file at `path`.
    pub(crate) fn wrote(&self, path: &Path) -> bool {
        self.written.contains_key(path.as_os_str())
    }

    /// What was written, by where it is.
    pub(crate) fn written(&self) -> impl Iterator<Item = (&Path, &Bytes)> {
        self.written.iter().map(|(path, bytes)| (Path::new(path), bytes))
    }

    /// The public folder is to be read again.
    pub(crate) fn public_changed(&mut self) {
        self.public = Public::default();
    }

    /// Writes an outcome and tells of it; `run` gets what there is to say of the files that were written. Returns the diagnostics
    /// that were told before. Or tells what stands in the way, changes no file, and gives the exit code.
    pub(crate) fn deliver(
        &mut self,
        plan: &mut Plan,
        mut outcome: BuildOutcome,
        world: &World,
        report: &mut Report<'_>,
        run: &mut Run,
    ) -> Result<Vec<Diagnostic>, u8> {
        run.modules = outcome.modules;
        run.timings.append(&mut outcome.timings);
        let mut diagnostics = plan.warnings.clone();
        diagnostics.append(&mut outcome.diagnostics);
        diagnostics.extend(place::check_emptying(plan, &outcome, world));
        overrule(&mut diagnostics, &plan.log_override);
        report.limit(plan.log_limit);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(stop(report, diagnostics));
        }
        report.diagnostics(&diagnostics);

        let write_start = Instant::now();
        let mut files =
            place::place(plan, &outcome, &mut self.public, world).map_err(|problems| stop(report, problems))?;
        files.append(&mut class_types::place(&outcome.class_types, world).map_err(|problems| stop(report, problems))?);
        if !plan.compress.is_empty() {
            let compress_start = Instant::now();
            self.compressed.add(&mut files, &plan.compress);
            run.timings.push(("compress", compress_start.elapsed()));
        }
        let is_first = self.written.is_empty();
        // Somebody may have removed it.
        let is_there = |file: &Placed| world.system.metadata(&file.path).is_ok();
        let is_written =
            |file: &Placed| self.written.get(file.path.as_os_str()).is_some_and(|old| is_same(old, &file.bytes));
        let is_new = |file: &&Placed| !(is_written(file) && is_there(file));
        let new: Vec<&Placed> = files.iter().filter(is_new).collect();
        let now: BTreeMap<OsString, Bytes> =
            files.iter().map(|it| (it.path.clone().into(), it.bytes.clone())).collect();
        // What was written here and is to go is moved where it is wanted.
        let goes = |twin: &&OsStr| self.written.contains_key(*twin) && !now.contains_key(*twin);
        let twin = |file: &&'_ Placed| file.twin.as_ref().map(|it| it.as_os_str()).filter(goes).map(OsStr::to_owned);
        let moved: Set<OsString> = new.iter().filter_map(twin).collect();
        write(&new, &moved, &self.spares, plan, world).map_err(|problem| stop(report, vec![*problem]))?;
        if is_first && plan.emptying != Emptying::No {
            report.diagnostics(&place::sweep(&plan.options.outdir, files.iter().map(|file| &*file.path), world));
        }
        // What is beside a sheet goes with the sheet.
        let is_gone = |(path, bytes): &(&OsString, &Bytes)| !now.contains_key(*path) && !class_types::is_made(bytes);
        let is_left = |path: &OsString| !moved.contains(path) || world.system.metadata(Path::new(path)).is_ok();
        let gone = self.written.iter().filter(is_gone).filter(|(path, _)| is_left(path));
        let gone = gone.map(|(path, bytes)| (Path::new(path), bytes.len()));
        report.diagnostics(&place::remove(gone, &self.spares, world));
        if plan.options.class_types {
            report.diagnostics(&class_types::remove_stale(plan, &outcome.inputs, world));
        }
        self.written = now;
        run.timings.push(("write", write_start.elapsed()));

        let sizes_start = Instant::now();
        run.written = written(&new, report.wants_sizes(), world);
        run.timings.push(("sizes", sizes_start.elapsed()));
        run.analysis = outcome.metafile.filter(|_| plan.analyze).map(|meta| analyze(&meta));
        Ok(diagnostics)
    }
}

/// Equal, and at once known to be if they are the same memory.
fn is_same(a: &Bytes, b: &Bytes) -> bool {
    a.as_ptr() == b.as_ptr() && a.len() == b.len() || a == b
}

/// Tells `diagnostics` and stops with the exit code that they call for.
pub(crate) fn stop(report: &mut Report<'_>, mut diagnostics: Vec<Diagnostic>) -> u8 {
    Diagnostic::sort(&mut diagnostics);
    report.diagnostics(&diagnostics);
    if is_misuse(&diagnostics) { MISUSED } else { FAILED }
}

/// Options that cannot be used are the user's command line or file, not the user's code.
pub(crate) fn is_misuse(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.is_error() && diagnostic.code == Code::InvalidOption)
}

/// Gives diagnostics the weights that the user chose. Errors stay errors: what could not be built is not there.
pub(crate) fn overrule(diagnostics: &mut Vec<Diagnostic>, overrides: &[(Code, Option<Severity>)]) {
    let chosen = |code: Code| overrides.iter().rfind(|(it, _)| *it == code).map(|(_, severity)| *severity);
    diagnostics.retain_mut(|diagnostic| match chosen(diagnostic.code) {
        _ if diagnostic.is_error() => true,
        Some(Some(severity)) => {
            diagnostic.severity = severity;
            true
        }
        Some(None) => false,
        None => true,
    });
}

/// Writes files. `moved` are those that others are to become.
fn write(
    files: &[&Placed],
    moved: &Set<OsString>,
    spares: &Spares,
    plan: &Plan,
    world: &World,
) -> Result<(), Box<Diagnostic>> {
    let files: Vec<ToWrite<'_>> = files.iter().map(|file| file.to_write(moved)).collect();
    write_all_or_nothing(&*world.system, &files, spares).map_err(|error| {
        let outdir = world.shown(&plan.options.outdir);
        let diagnostic = Diagnostic::error(Code::WriteFailed, format!("the output was not written: {error}"));
        Box::new(diagnostic.note(format!("all files in {outdir} are as they were before the build")))
    })
}

fn written(files: &[&Placed], with_gzip: bool, world: &World) -> Vec<Written> {
    let made = |file: &Placed| file.kind.is_some_and(|it| !matches!(it, OutputKind::Public | OutputKind::Compressed));
    let weighed = |file: &Placed| with_gzip && made(file) && file.kind != Some(OutputKind::SourceMap);
    let texts: Vec<&[u8]> = files.iter().filter(|file| weighed(file)).map(|file| &*file.bytes).collect();
    let mut lengths = sizes::gzip_lengths(&texts).into_iter();
    files
        .iter()
        .filter(|file| file.kind.is_some())
        .map(|file| Written {
            path: world.shown(&file.path),
            bytes: file.bytes.len(),
            gzip: if weighed(file) { lengths.next() } else { None },
            made: made(file),
        })
        .collect()
}
