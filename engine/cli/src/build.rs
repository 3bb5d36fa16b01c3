//! `nexxo build`: plan, engine, files, report.

use std::sync::Arc;
use std::time::Instant;

use nexxo_base::options::BuildOptions;
use nexxo_base::{Code, Diagnostic, Severity};
use nexxo_vfs::{OverlaySystem, System};

use crate::args::BuildArgs;
use crate::engine::{self, BuildOutcome, OutputKind};
use crate::options::{self, Emptying, Plan};
use crate::place::{self, Placed};
use crate::report::analyze::analyze;
use crate::report::progress::Progress;
use crate::report::{Report, Run, Written, sizes};
use crate::world::World;

/// Built.
const BUILT: u8 = 0;
/// There were errors.
const FAILED: u8 = 1;
/// What was asked makes no sense.
const MISUSED: u8 = 2;

/// What runs the engine; another in tests.
type Engine<'e> = &'e dyn Fn(&BuildOptions, &Arc<dyn System>, &dyn engine::Progress) -> BuildOutcome;

/// Runs the command and returns the exit code.
pub(crate) fn run(args: &BuildArgs, world: &World) -> u8 {
    run_with(args, world, &mut Report::of_process(&args.reports, world), &engine::run)
}

fn run_with(args: &BuildArgs, world: &World, report: &mut Report<'_>, engine: Engine<'_>) -> u8 {
    let start = Instant::now();
    let mut run = Run::default();
    let result = build(args, world, report, engine, &mut run);
    run.total = start.elapsed();
    if args.reports.timings {
        report.timings(&run);
    }
    report.finish(&run, args.reports.timings);
    result.err().unwrap_or(BUILT)
}

/// Tells `diagnostics` and stops with the exit code that they call for.
fn stop(report: &mut Report<'_>, mut diagnostics: Vec<Diagnostic>) -> u8 {
    Diagnostic::sort(&mut diagnostics);
    report.diagnostics(&diagnostics);
    // Options that cannot be used are the user's command line or file, not the user's code.
    let misused = diagnostics.iter().any(|diagnostic| diagnostic.is_error() && diagnostic.code == Code::InvalidOption);
    if misused { MISUSED } else { FAILED }
}

fn build(
    args: &BuildArgs,
    world: &World,
    report: &mut Report<'_>,
    engine: Engine<'_>,
    run: &mut Run,
) -> Result<(), u8> {
    let options_start = Instant::now();
    let mut plan = options::plan(args, world).map_err(|problems| stop(report, problems))?;
    report.debug(&format!("{plan:#?}"));
    run.timings.push(("options", options_start.elapsed()));

    let progress = Progress::start(report.is_watched());
    let mut outcome = engine(&plan.options, &system(&plan, world), &progress);
    progress.finish();
    run.modules = outcome.modules;
    run.timings.append(&mut outcome.timings);

    let mut diagnostics = std::mem::take(&mut plan.warnings);
    diagnostics.append(&mut outcome.diagnostics);
    diagnostics.extend(place::check_emptying(&mut plan, &outcome, world));
    overrule(&mut diagnostics, &plan.log_override);
    report.limit(plan.log_limit);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(stop(report, diagnostics));
    }
    report.diagnostics(&diagnostics);

    let write_start = Instant::now();
    let files = place::place(&plan, &outcome, world).map_err(|problems| stop(report, problems))?;
    write(&files, &plan, world).map_err(|problem| stop(report, vec![*problem]))?;
    if plan.emptying != Emptying::No {
        report.diagnostics(&place::sweep(&plan.options.outdir, &files, world));
    }
    run.timings.push(("write", write_start.elapsed()));

    let sizes_start = Instant::now();
    run.written = written(&files, report.wants_sizes(), world);
    run.timings.push(("sizes", sizes_start.elapsed()));
    run.analysis = outcome.metafile.filter(|_| args.reports.analyze).map(|meta| analyze(&meta));
    Ok(())
}

/// The files as the engine is to see them.
fn system(plan: &Plan, world: &World) -> Arc<dyn System> {
    match (&plan.options.resolve.tsconfig, &plan.tsconfig_raw) {
        (Some(path), Some(text)) => {
            let system = OverlaySystem::new(Arc::clone(&world.system));
            system.set(path.clone(), text.as_str());
            Arc::new(system)
        }
        _ => Arc::clone(&world.system),
    }
}

/// Gives diagnostics the weights that the user chose. Errors stay errors: what could not be built is not there.
fn overrule(diagnostics: &mut Vec<Diagnostic>, overrides: &[(Code, Option<Severity>)]) {
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

fn write(files: &[Placed<'_>], plan: &Plan, world: &World) -> Result<(), Box<Diagnostic>> {
    let borrowed: Vec<_> = files.iter().map(|file| (file.path.clone(), &*file.bytes)).collect();
    world.write_all(&borrowed).map_err(|error| {
        let outdir = world.shown(&plan.options.outdir);
        let diagnostic = Diagnostic::error(Code::WriteFailed, format!("the output was not written: {error}"));
        Box::new(diagnostic.note(format!("all files in {outdir} are as they were before the build")))
    })
}

fn written(files: &[Placed<'_>], with_gzip: bool, world: &World) -> Vec<Written> {
    let made = |file: &Placed<'_>| file.kind.is_some_and(|kind| kind != OutputKind::Public);
    let weighed = |file: &&Placed<'_>| with_gzip && made(file) && file.kind != Some(OutputKind::SourceMap);
    let texts: Vec<&[u8]> = files.iter().filter(weighed).map(|file| &*file.bytes).collect();
    let mut lengths = sizes::gzip_lengths(&texts).into_iter();
    files
        .iter()
        .filter(|file| file.kind.is_some())
        .map(|file| Written {
            path: world.shown(&file.path),
            bytes: file.bytes.len(),
            gzip: if weighed(&file) { lengths.next() } else { None },
            made: made(file),
        })
        .collect()
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
