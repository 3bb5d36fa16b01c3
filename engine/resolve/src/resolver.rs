//! The resolver: options and caches, and the questions it answers.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use nexxo_base::{
    module::ImportKind,
    options::{Platform, ResolveOptions},
};
use nexxo_vfs::{Listings, System};

use crate::{
    alias::Aliases,
    engines::Engines,
    external::Externals,
    files::Files,
    package::{Package, Packages},
    search::Search,
    target::{Resolution, Target},
    tsconfig::{TsConfig, TsConfigProblem, TsConfigs},
};

/// Resolves specifiers for one set of options over one system. Everything that it reads is kept until
/// [`clear`](Self::clear). Shared between threads by `Arc`.
#[derive(Debug)]
pub struct Resolver {
    pub(crate) options: ResolveOptions,
    pub(crate) aliases: Aliases,
    pub(crate) externals: Externals,
    pub(crate) files: Files,
    pub(crate) engines: Engines,
    pub(crate) packages: Arc<Packages>,
    pub(crate) tsconfigs: TsConfigs,
    pub(crate) track: bool,
}

impl Resolver {
    /// A resolver that does not say what it touched.
    pub fn new(options: &ResolveOptions, system: Arc<dyn System>) -> Self {
        Self::build(options, system, false)
    }

    /// A resolver whose answers list what they depend on. Slower: each probe is a path in that list.
    pub fn tracking(options: &ResolveOptions, system: Arc<dyn System>) -> Self {
        Self::build(options, system, true)
    }

    fn build(options: &ResolveOptions, system: Arc<dyn System>, track: bool) -> Self {
        let listings = Arc::new(Listings::new(Arc::clone(&system)));
        let files = Files::new(system, listings, options.root.clone());
        let packages = Arc::new(Packages::default());
        Self {
            options: options.clone(),
            aliases: Aliases::new(&options.alias),
            externals: Externals::new(&options.external, &options.root),
            engines: Engines::new(options, files.clone(), Arc::clone(&packages)),
            files,
            packages,
            tsconfigs: TsConfigs::new(options.tsconfig.clone()),
            track,
        }
    }

    /// Where `specifier` leads in the file `importer` (an absolute path).
    pub fn resolve(&self, importer: &Path, specifier: &str, kind: ImportKind) -> Resolution {
        let mut search = Search::new(self, importer, kind);
        let target = search.run(specifier);
        search.finish(target)
    }

    /// The file that `import` of `specifier` leads to in the file `importer`, where `require` leads to `required`, another
    /// file of the same package, for no other reason than its main fields.
    pub fn twin(&self, importer: &Path, specifier: &str, required: &Path) -> Option<PathBuf> {
        let fields_differ = self.options.main_fields.is_none() && self.options.platform != Platform::Node;
        if !fields_differ || specifier.starts_with(['.', '/', '#']) || self.package_of(required)?.has_exports {
            return None;
        }
        match self.resolve(importer, specifier, ImportKind::Import).target {
            Ok(Target::File { path, query: None }) if path != required => Some(path),
            _ => None,
        }
    }

    /// The file that an entry names: a path, absolute or relative to `root`, with or without its extension; else the
    /// main file of a package. Neither aliases nor externals apply.
    pub fn resolve_entry(&self, root: &Path, entry: impl AsRef<Path>) -> Resolution {
        // As if a file in the root imported it; its name only matters for which tsconfig would include it.
        let importer: PathBuf = root.join("entry.ts");
        let mut search = Search::new(self, &importer, ImportKind::Import);
        let target = search.run_entry(entry.as_ref());
        search.finish(target)
    }

    /// The package.json that governs a file: the nearest one on this side of `node_modules`.
    pub fn package_of(&self, file: &Path) -> Option<Arc<Package>> {
        self.packages.of_dir(file.parent()?, &self.files)
    }

    /// The tsconfig.json or jsconfig.json that governs a file: the nearest one, or the one that it refers to and that
    /// includes the file. None for files of packages, and none if it cannot be used.
    pub fn tsconfig_of(&self, file: &Path) -> Option<Arc<TsConfig>> {
        self.tsconfigs.of_file(file, &self.engines, &self.files).config.map(|config| config.facts)
    }

    /// What is wrong with the tsconfig that governs a file. [`tsconfig_of`](Self::tsconfig_of) then has none, unless it
    /// is only that a project that it refers to cannot be loaded.
    pub fn tsconfig_problem(&self, file: &Path) -> Option<Arc<TsConfigProblem>> {
        self.tsconfigs.of_file(file, &self.engines, &self.files).problem
    }

    /// Whether an answer may be another one now that something happened at `path`: a folder's kept listing is wrong, or
    /// it is a file that was read for its options.
    pub fn is_stale(&self, path: &Path) -> bool {
        self.files.has_read(path) || self.files.listings().is_stale(path)
    }

    /// What differs between what is kept of a folder and the disk.
    pub fn differences(&self, dir: &Path) -> Vec<PathBuf> {
        self.files.listings().differences(dir)
    }

    /// The folders that answers depend on, those that do not exist too.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.files.listings().folders()
    }

    /// How many folders answers depend on.
    pub fn folder_count(&self) -> usize {
        self.files.listings().count()
    }

    /// Forgets all that was read. Must not run while another thread resolves: that one could mix old and new.
    pub fn clear(&self) {
        self.files.clear();
        self.engines.clear();
        self.packages.clear();
        self.tsconfigs.clear();
    }
}
