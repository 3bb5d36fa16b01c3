//! `nexxo preview`: what a build wrote, as a host of static files would serve it.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use nexxo_base::{Code, Diagnostic};
use nexxo_dev::{Folder, News};

use crate::args::{AppType, PreviewArgs, ReportArgs};
use crate::config::{self, Config};
use crate::options::served_base;
use crate::report::{Report, Run};
use crate::service::Service;
use crate::shortcuts::{self, Shortcut};
use crate::world::World;

/// Where Vite shows what it built.
const PORT: u16 = 4173;

/// The shortcuts that are of use here.
const HAS: fn(Shortcut) -> bool = |it| it != Shortcut::Restart;

/// What is waited for.
enum Signal {
    News(News),
    Shortcut(Shortcut),
}

/// Runs the command. Returns when it cannot begin or somebody ends it, with the exit code.
pub(crate) fn run(args: &PreviewArgs, world: &World) -> u8 {
    let reports = ReportArgs { log_level: args.log_level, log_format: args.log_format, ..ReportArgs::default() };
    let mut report = Report::of_process(&reports, world);
    serve(args, world, &mut report).unwrap_or_else(|problems| {
        report.diagnostics(&problems);
        report.finish(&Run::default(), false);
        1
    })
}

fn serve(args: &PreviewArgs, world: &World, report: &mut Report<'_>) -> Result<u8, Vec<Diagnostic>> {
    let start = Instant::now();
    let root = world.absolute(&args.root);
    let config = config::load(world, &root, args.config.as_deref())?;
    let folder = folder(args, &config, world)?;
    let service = Service::new(&args.server, &config.preview.or(config.server), PORT);
    let bound = service.bind()?;
    let urls = service.urls(bound.address(), &folder.base);
    let (sender, inbox) = mpsc::channel();
    // The other end is there as long as the process is.
    let (tell, ask) = (sender.clone(), sender);
    let tell = move |news| tell.send(Signal::News(news)).unwrap_or_default();
    nexxo_dev::preview(bound, &service.rules, folder, tell).map_err(|error| vec![service.cannot_listen(&error)])?;
    report.serving(&urls.local, &urls.network, start.elapsed());
    service.open(&urls, world);
    shortcuts::listen(world, report, HAS, move |it| ask.send(Signal::Shortcut(it)).unwrap_or_default());
    for signal in inbox {
        match signal {
            Signal::News(News::Unreachable(text)) => report.told(&text),
            // Nothing is updated.
            Signal::News(_) => {}
            Signal::Shortcut(Shortcut::Quit) => break,
            Signal::Shortcut(other) => _ = shortcuts::answer(other, &urls, HAS, world, report),
        }
    }
    Ok(0)
}

/// What is served.
fn folder(args: &PreviewArgs, config: &Config, world: &World) -> Result<Folder, Vec<Diagnostic>> {
    let root = world.absolute(&args.root);
    let named = args.outdir.as_ref().map(|path| world.absolute(path)).or_else(|| config.outdir.clone());
    let outdir = named.unwrap_or_else(|| root.join("dist"));
    if !world.is_folder(&outdir) {
        let message = format!("there is no folder {}", world.shown(&outdir));
        return Err(vec![Diagnostic::error(Code::InvalidOption, message).help("build first: nexxo build")]);
    }
    let base = args.server.base.as_ref().or(config.base.as_ref());
    let base = base.map_or(Ok("/".into()), |base| crate::checks::check_base(base));
    Ok(Folder {
        root: outdir,
        base: served_base(&base.map_err(|wrong| vec![wrong.diagnostic(Code::InvalidOption)])?),
        single_page: config.app_type.unwrap_or_default() == AppType::Spa,
        system: Arc::clone(&world.system),
    })
}
