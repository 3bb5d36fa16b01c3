//! `nexxo build`: plan, engine, files, report.

use std::sync::Arc;
use std::time::Instant;

use nexxo_base::options::BuildOptions;
use nexxo_vfs::{OverlaySystem, System};

use crate::args::BuildArgs;
use crate::delivery::{Delivery, stop};
use crate::engine::{self, BuildOutcome};
use crate::options::{self, Plan};
use crate::report::progress::Progress;
use crate::report::{Report, Run};
use crate::watch;
use crate::world::World;

/// Built.
const BUILT: u8 = 0;

/// What runs the engine; another in tests.
type Engine<'e> = &'e dyn Fn(&BuildOptions, &Arc<dyn System>, &dyn engine::Progress) -> BuildOutcome;

/// Runs the command and returns the exit code.
pub(crate) fn run(args: &BuildArgs, world: &World) -> u8 {
    if args.watch.watch {
        return watch::run(args, world);
    }
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
    let outcome = engine(&plan.options, &system(&plan, world), &progress);
    progress.finish();
    Delivery::default().deliver(&mut plan, outcome, world, report, run)
}

/// The files as the engine is to see them.
pub(crate) fn system(plan: &Plan, world: &World) -> Arc<dyn System> {
    match (&plan.options.resolve.tsconfig, &plan.tsconfig_raw) {
        (Some(path), Some(text)) => {
            let system = OverlaySystem::new(Arc::clone(&world.system));
            system.set(path.clone(), text.as_str());
            Arc::new(system)
        }
        _ => Arc::clone(&world.system),
    }
}

#[cfg(test)]
#[path = "build_tests.rs"]
mod tests;
