//! Smaller forms of what is written, beside it: for hosts that send them as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use nexxo_dev::Encoding;

use crate::engine::OutputKind;
use crate::place::Placed;

/// What was made of each file last, so that only files that changed are made smaller again.
#[derive(Default)]
pub(crate) struct Compressed(BTreeMap<(PathBuf, &'static str), (Bytes, Option<Bytes>)>);

impl Compressed {
    /// Adds the smaller forms of `files` to them, where nothing else has their name.
    pub(crate) fn add(&mut self, files: &mut Vec<Placed>, encodings: &[Encoding]) {
        let taken: BTreeSet<&PathBuf> = files.iter().map(|file| &file.path).collect();
        let wanted = files.iter().filter(|file| is_served(file));
        let jobs: Vec<Job> = wanted
            .flat_map(|file| encodings.iter().map(move |&encoding| (file, encoding)))
            .map(|(file, encoding)| Job { path: file.path.clone(), bytes: file.bytes.clone(), encoding })
            .filter(|job| !taken.contains(&job.made_path()))
            .collect();
        let known = |job: &Job| {
            let (bytes, made) = self.0.get(&job.key())?;
            (*bytes == job.bytes).then(|| made.clone())
        };
        let made = each_on_cores(&jobs, |job| known(job).unwrap_or_else(|| job.run()));
        self.0.clear();
        for (job, made) in jobs.into_iter().zip(made) {
            if let Some(bytes) = &made {
                let kind = Some(OutputKind::Compressed);
                files.push(Placed::new(job.made_path(), bytes.clone(), kind));
            }
            self.0.insert(job.key(), (job.bytes, made));
        }
    }
}

/// Nobody but a debugger asks for a source map, and for the manifest and the like nobody does.
fn is_served(file: &Placed) -> bool {
    !matches!(
        file.kind,
        None | Some(OutputKind::SourceMap | OutputKind::Manifest | OutputKind::Legal | OutputKind::Compressed)
    )
}

struct Job {
    path: PathBuf,
    bytes: Bytes,
    encoding: Encoding,
}

impl Job {
    fn key(&self) -> (PathBuf, &'static str) {
        (self.path.clone(), self.encoding.extension())
    }

    fn made_path(&self) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(self.encoding.extension());
        path.into()
    }

    fn run(&self) -> Option<Bytes> {
        self.encoding.beside(&self.path.to_string_lossy(), &self.bytes).map(Bytes::from)
    }
}

/// What `work` gives for each of `items`, worked out on all cores.
pub(crate) fn each_on_cores<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if cores <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            done.push((at, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(run)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(join).collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str, kind: OutputKind) -> Placed {
        Placed::new(path.into(), Bytes::copy_from_slice(text.as_bytes()), Some(kind))
    }

    #[test]
    fn what_is_served_has_smaller_forms() {
        let long = "const a = 1;\n".repeat(500);
        let mut files = vec![
            file("dist/a.js", &long, OutputKind::Entry),
            file("dist/a.js.map", &long, OutputKind::SourceMap),
            file("dist/b.css", &long, OutputKind::Public),
            file("dist/b.css.br", "of the user", OutputKind::Public),
            file("dist/c.js", "short", OutputKind::Chunk),
        ];
        let mut compressed = Compressed::default();
        compressed.add(&mut files, &[Encoding::Gzip, Encoding::Brotli]);
        let made: Vec<String> = files[5..].iter().map(|file| file.path.display().to_string()).collect();
        assert_eq!(made, ["dist/a.js.gz", "dist/a.js.br", "dist/b.css.gz"]);
        let before = files.pop().unwrap();
        files.truncate(5);
        compressed.add(&mut files, &[Encoding::Gzip, Encoding::Brotli]);
        assert_eq!(files[7].bytes.as_ptr(), before.bytes.as_ptr(), "it is not made again");
    }

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..100).collect();
        assert_eq!(each_on_cores(&items, |it| it * 2), items.iter().map(|it| it * 2).collect::<Vec<_>>());
        assert!(each_on_cores(&[], |(): &()| ()).is_empty());
    }
}
