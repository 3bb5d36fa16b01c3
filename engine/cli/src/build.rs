//! `nexxo build`: plan, engine, files, report.

use std::sync::Arc;
use std::time::Instant;

use nexxo_base::options::BuildOptions;
use nexxo_store::Store;
use nexxo_vfs::{OverlaySystem, RecordingSystem, System};

use crate::again::{Again, Found};
use crate::args::BuildArgs;
use crate::cache::Cache;
use crate::delivery::{Delivery, stop};
use crate::engine::{self, BuildOutcome};
use crate::memory;
use crate::options::{self, Plan};
use crate::report::progress::Progress;
use crate::report::{Report, Run};
use crate::watch;
use crate::world::World;

/// Built.
const BUILT: u8 = 0;

/// What runs the engine; another in tests.
type Engine<'e> =
    &'e dyn Fn(&BuildOptions, &Arc<dyn System>, Option<Arc<Store>>, &dyn engine::Progress) -> BuildOutcome;

/// Runs the command and returns the exit code.
pub(crate) fn run(args: &BuildArgs, world: &World) -> u8 {
    if args.watch.watch {
        return watch::run(args, world);
    }
    memory::keep_freed();
    run_with(args, world, &mut Report::of_process(&args.reports, world), &engine::run)
}

fn run_with(args: &BuildArgs, world: &World, report: &mut Report<'_>, engine: Engine<'_>) -> u8 {
    let start = Instant::now();
    let mut run = Run::default();
    let mut cache = Cache::default();
    let result = build(args, world, report, engine, &mut run, &mut cache);
    run.total = start.elapsed();
    run.cache = cache.counts();
    if args.reports.timings {
        report.timings(&run);
    }
    report.finish(&run, args.reports.timings);
    // Nobody waits for the results any more.
    cache.write(report, world);
    result.err().unwrap_or(BUILT)
}

fn build(
    args: &BuildArgs,
    world: &World,
    report: &mut Report<'_>,
    engine: Engine<'_>,
    run: &mut Run,
    cache: &mut Cache,
) -> Result<(), u8> {
    let options_start = Instant::now();
    let mut plan = options::plan(args, world).map_err(|problems| stop(report, problems))?;
    report.debug(&format!("{plan:#?}"));
    run.timings.push(("options", options_start.elapsed()));

    let (started, refused) = Cache::start(plan.cache.as_ref(), world);
    *cache = started;
    plan.warnings.extend(refused);
    let store = cache.store();
    let again = store.clone().map(|store| Again::new(store, &plan, world, report.wants_sizes()));
    let edited = match again.as_ref().and_then(|again| again.find(&plan)) {
        Some(Found::Same(kept)) => {
            kept.tell(&plan, report, run);
            return Ok(());
        }
        Some(Found::Edited(kept, edited)) => Some((kept, edited)),
        None => None,
    };
    store.iter().for_each(Store::open_beside);
    let is_kept = again.as_ref().is_some_and(Again::keeps);
    let recording = is_kept.then(|| Arc::new(RecordingSystem::new(Arc::clone(&world.system))));
    let recorded = match &recording {
        Some(recording) => &World { system: Arc::clone(recording) as Arc<dyn System>, ..world.clone() },
        None => world,
    };
    let mut delivery = Delivery::default();
    let system = system(&plan, recorded);
    let reassembled = match (edited, &again, &recording) {
        (Some((kept, edited)), Some(again), Some(recording)) => {
            again.reassemble(kept, &edited, &plan, (&system, recording))
        }
        _ => None,
    };
    let (mut outcome, seen) = match reassembled {
        Some((outcome, seen)) => (outcome, Some(seen)),
        None => {
            let progress = Progress::start(report.is_watched());
            let mut outcome = engine(&plan.options, &system, store, &progress);
            progress.finish();
            cache.used(std::mem::take(&mut outcome.rows));
            delivery.public.files(&plan, recorded).map_err(|problems| stop(report, problems))?;
            (outcome, recording.map(|recording| recording.seen()))
        }
    };
    let assembly = outcome.assembly.take();
    let told = delivery.deliver(&mut plan, outcome, world, report, run)?;
    if let (Some(again), Some(seen)) = (again, seen) {
        again.keep(&plan, seen, &delivery, (told, assembly), run);
    }
    Ok(())
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
