//! What is written where: the engine's outputs, the public folder's files and the metafile, and what of older builds goes.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use nexxo_base::{Code, Diagnostic, Map, Set};
use nexxo_vfs::{FileKind, Spares, ToWrite, Twin};

use crate::engine::{BuildOutcome, OutputKind};
use crate::options::{Emptying, Plan};
use crate::world::World;

/// One file to write.
pub(crate) struct Placed {
    /// Where it goes.
    pub(crate) path: PathBuf,
    /// What goes there.
    pub(crate) bytes: Bytes,
    /// What it is; `None` for the metafile.
    pub(crate) kind: Option<OutputKind>,
    /// A file with these bytes, if one is known.
    pub(crate) twin: Option<PathBuf>,
}

impl Placed {
    pub(crate) fn new(path: PathBuf, bytes: Bytes, kind: Option<OutputKind>) -> Self {
        Self { path, bytes, kind, twin: None }
    }

    /// It for writing, where the files `moved` are to become others.
    pub(crate) fn to_write(&self, moved: &Set<OsString>) -> ToWrite<'_> {
        let goes = |twin: &PathBuf| moved.contains(twin.as_os_str());
        let twin = self.twin.as_ref().map(|twin| if goes(twin) { Twin::Goes(twin) } else { Twin::Stays(twin) });
        ToWrite { path: self.path.clone(), bytes: &self.bytes, twin }
    }
}

/// The files of the public folder, by where they go; nothing before they were read.
#[derive(Default)]
pub(crate) struct Public(Option<Vec<(PathBuf, Bytes)>>);

impl Public {
    /// The files, which are read when this is asked first.
    pub(crate) fn files(&mut self, plan: &Plan, world: &World) -> Result<&[(PathBuf, Bytes)], Vec<Diagnostic>> {
        let read = || match &plan.options.resolve.public_dir {
            Some(folder) => read_public(folder, &plan.options.outdir, world).map_err(|(path, error)| {
                let message = format!("cannot read a file of the public folder: {error}");
                vec![Diagnostic::error(Code::UnreadableFile, message).in_file(world.shown(&path))]
            }),
            None => Ok(Vec::new()),
        };
        let files = self.0.take().map_or_else(read, Ok)?;
        Ok(self.0.insert(files))
    }
}

/// All files to write, or what stands in the way: two that want one place, or one that would overwrite a source.
pub(crate) fn place(
    plan: &Plan,
    outcome: &BuildOutcome,
    public: &mut Public,
    world: &World,
) -> Result<Vec<Placed>, Vec<Diagnostic>> {
    let outdir = &plan.options.outdir;
    let made = outcome.outputs.iter().map(|output| Placed {
        path: nexxo_base::path::normalize(&outdir.join(&output.path)),
        bytes: output.bytes.clone(),
        kind: Some(output.kind),
        twin: output.twin.clone(),
    });
    let mut files: Vec<Placed> = made.collect();
    let of_public =
        |(path, bytes): &(PathBuf, Bytes)| Placed::new(path.clone(), bytes.clone(), Some(OutputKind::Public));
    files.extend(public.files(plan, world)?.iter().map(of_public));
    if let (Some(path), Some(text)) = (&plan.metafile, &outcome.metafile) {
        files.push(Placed::new(path.clone(), Bytes::copy_from_slice(text.as_bytes()), None));
    }
    let problems = clashes(&files, plan, outcome, world);
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// Deeper folders than this are taken for links that lead in a circle.
const DEPTH_LIMIT: usize = 64;

/// Sorted by path: what is written first must not depend on the order in which folders are read.
fn read_public(from: &Path, to: &Path, world: &World) -> Result<Vec<(PathBuf, Bytes)>, (PathBuf, io::Error)> {
    let mut files = Vec::new();
    let mut open = vec![(from.to_owned(), to.to_owned(), 0)];
    while let Some((from, to, depth)) = open.pop() {
        let entries = world.system.read_dir(&from).map_err(|error| (from.clone(), error))?;
        for entry in entries {
            let (from, to) = (from.join(&entry.name), to.join(&entry.name));
            let failed = |error| (from.clone(), error);
            // Links are followed: what is published is what they lead to.
            match world.system.metadata(&from).map_err(failed)?.kind {
                FileKind::Dir if depth < DEPTH_LIMIT => open.push((from, to, depth + 1)),
                FileKind::File => {
                    files.push((to, world.system.read(&from).map_err(failed)?.into()));
                }
                _ => {}
            }
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(files)
}

fn clashes(files: &[Placed], plan: &Plan, outcome: &BuildOutcome, world: &World) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let outdir = &plan.options.outdir;
    // Most inputs lie elsewhere, and there may be tens of thousands.
    let near: Set<&OsStr> =
        sources(plan, outcome).filter(|path| is_below(path, outdir)).map(|it| it.as_os_str()).collect();
    let is_source = |path: &Path| match is_below(path, outdir) {
        true => near.contains(path.as_os_str()),
        false => sources(plan, outcome).any(|it| it.as_os_str() == path.as_os_str()),
    };
    let mut taken: Map<&OsStr, Option<OutputKind>> = Map::default();
    for file in files {
        let shown = || world.shown(&file.path);
        if file.kind.is_some_and(|kind| kind != OutputKind::Public) && !is_below(&file.path, outdir) {
            let message = format!("the output {} would lie outside the output folder", shown());
            problems.push(Diagnostic::error(Code::OutputClash, message));
        }
        if !plan.allow_overwrite && is_source(&file.path) {
            let message = format!("the output would overwrite the source file {}", shown());
            problems.push(
                Diagnostic::error(Code::OutputClash, message).help("choose another --outdir, or other --entry-names"),
            );
        }
        let Some(other) = taken.insert(file.path.as_os_str(), file.kind) else { continue };
        let diagnostic = Diagnostic::error(Code::OutputClash, format!("two files want to be {}", shown()));
        problems.push(match (other, file.kind) {
            (_, None) => diagnostic.help("choose another name for the metafile"),
            (_, Some(OutputKind::Public)) => {
                diagnostic.help("one is built and one is in the public folder: rename that one")
            }
            _ => diagnostic.help("add [hash] or [dir] to the pattern of their names"),
        });
    }
    problems
}

/// All that a build is made of.
fn sources<'a>(plan: &'a Plan, outcome: &'a BuildOutcome) -> impl Iterator<Item = &'a PathBuf> {
    plan.options.entries.iter().map(|entry| &entry.path).chain(&*outcome.inputs).chain(&plan.config)
}

/// Whether a path is that of a folder or lies below it. Told from the bytes where these say no, as they mostly do.
fn is_below(path: &Path, folder: &Path) -> bool {
    let [bytes, start] = [path, folder].map(|it| it.as_os_str().as_encoded_bytes());
    bytes.starts_with(start) && path.starts_with(folder)
}

/// Whether emptying the output folder is safe. A source in it is never swept away: asked for, that is an error; done by
/// default, it is left out and said.
pub(crate) fn check_emptying(plan: &mut Plan, outcome: &BuildOutcome, world: &World) -> Option<Diagnostic> {
    let outdir = &plan.options.outdir;
    let source = sources(plan, outcome).find(|path| is_below(path, outdir))?;
    let message = format!("{} holds the source file {} and is not emptied", world.shown(outdir), world.shown(source));
    match std::mem::replace(&mut plan.emptying, Emptying::No) {
        Emptying::No => None,
        Emptying::ByDefault => Some(
            Diagnostic::warning(Code::InvalidOption, message)
                .help("choose another --outdir, or say --empty-outdir=false"),
        ),
        Emptying::Asked => Some(Diagnostic::error(Code::InvalidOption, message).help("choose another --outdir")),
    }
}

/// Removes what lies in the output folder and was not written by this build. Links are removed, not followed.
pub(crate) fn sweep<'p>(outdir: &Path, written: impl Iterator<Item = &'p Path>, world: &World) -> Vec<Diagnostic> {
    let kept: Set<&OsStr> = written.map(Path::as_os_str).collect();
    let mut problems = Vec::new();
    sweep_folder(outdir, &kept, world, &mut problems);
    problems
}

/// Takes away files that the build before wrote and this one did not, each with its length in bytes.
pub(crate) fn remove<'p>(
    files: impl Iterator<Item = (&'p Path, usize)>,
    spares: &Spares,
    world: &World,
) -> Vec<Diagnostic> {
    let failed = |(path, length): (&'p Path, usize)| match spares.take_in(&*world.system, path, length) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Some(not_removed(path, &error, world)),
        _ => None,
    };
    files.filter_map(failed).collect()
}

fn not_removed(path: &Path, error: &io::Error, world: &World) -> Diagnostic {
    let message = format!("cannot remove {}, which an older build left: {error}", world.shown(path));
    Diagnostic::warning(Code::WriteFailed, message)
}

/// Returns whether anything is left in the folder.
fn sweep_folder(folder: &Path, kept: &Set<&OsStr>, world: &World, problems: &mut Vec<Diagnostic>) -> bool {
    let mut left = false;
    for entry in world.system.read_dir(folder).unwrap_or_default() {
        let path = folder.join(&entry.name);
        let result = match entry.kind {
            _ if kept.contains(path.as_os_str()) => {
                left = true;
                continue;
            }
            FileKind::Dir if sweep_folder(&path, kept, world, problems) => {
                left = true;
                continue;
            }
            FileKind::Dir => world.system.remove_dir_all(&path),
            _ => world.system.remove_file(&path),
        };
        if let Err(error) = result {
            left = true;
            problems.push(not_removed(&path, &error, world));
        }
    }
    left
}
