//! The tsconfig that governs a file.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use nexxo_base::{
    Map,
    path::{normalize, relative},
};
use oxc_resolver::{ResolveError, TsConfig as Raw};

use crate::{
    engines::{Engines, in_node_modules},
    files::Files,
};

/// The names of the file, the first wins.
const NAMES: [&str; 2] = ["tsconfig.json", "jsconfig.json"];

/// What compiling a file takes from its tsconfig, with all that it extends.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TsConfig {
    /// The file; one that was referred to, if that is the one that includes the governed file.
    pub path: PathBuf,
    /// `jsx`, in small letters.
    pub jsx: Option<String>,
    /// `jsxImportSource`.
    pub jsx_import_source: Option<String>,
    /// `jsxFactory`.
    pub jsx_factory: Option<String>,
    /// `jsxFragmentFactory`.
    pub jsx_fragment_factory: Option<String>,
    /// `experimentalDecorators`.
    pub experimental_decorators: bool,
    /// `emitDecoratorMetadata`.
    pub emit_decorator_metadata: bool,
    /// `useDefineForClassFields`; `None` if it is not said, and then `target` decides.
    pub use_define_for_class_fields: Option<bool>,
    /// `verbatimModuleSyntax`.
    pub verbatim_module_syntax: bool,
    /// `preserveValueImports`.
    pub preserve_value_imports: bool,
    /// `target`, in small letters.
    pub target: Option<String>,
    /// `strict`.
    pub strict: Option<bool>,
    /// `strictNullChecks`.
    pub strict_null_checks: Option<bool>,
}

/// A tsconfig that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TsConfigProblem {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, or with one that it extends or refers to.
    pub message: String,
}

/// A tsconfig in both forms.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) facts: Arc<TsConfig>,
    pub(crate) raw: Arc<Raw>,
}

/// What a tsconfig file says of the files that it governs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Governing {
    /// The configuration; none if there is no file, or none that can be used.
    pub(crate) config: Option<Config>,
    /// What is wrong with the file. There may be a configuration all the same: without what could not be loaded.
    pub(crate) problem: Option<Arc<TsConfigProblem>>,
}

/// A tsconfig file with those that it refers to.
#[derive(Debug)]
struct Project {
    own: Option<Config>,
    references: Vec<Config>,
    problem: Option<Arc<TsConfigProblem>>,
}

/// The tsconfigs found so far, by folder.
#[derive(Debug, Default)]
pub(crate) struct TsConfigs {
    /// The one for all files, in place of those in their folders.
    only: Option<PathBuf>,
    by_dir: RwLock<Map<OsString, Option<Arc<Project>>>>,
}

impl TsConfigs {
    /// With a path, only that file governs.
    pub(crate) fn new(only: Option<PathBuf>) -> Self {
        Self { only, ..Self::default() }
    }

    /// The tsconfig that governs `file`: of the nearest folder that has one, and of those that it refers to the first
    /// that includes the file. Files of packages have none.
    pub(crate) fn of_file(&self, file: &Path, engines: &Engines, files: &Files) -> Governing {
        let dir = file.parent().filter(|_| !in_node_modules(file));
        match dir.and_then(|dir| self.of_dir(dir, engines, files)) {
            Some(project) => Governing { config: project.of_file(file).cloned(), problem: project.problem.clone() },
            None => Governing::default(),
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        self.by_dir.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn of_dir(&self, dir: &Path, engines: &Engines, files: &Files) -> Option<Arc<Project>> {
        let dir = self.only.as_deref().and_then(Path::parent).unwrap_or(dir);
        if let Some(known) = self.by_dir.read().unwrap_or_else(PoisonError::into_inner).get(dir.as_os_str()) {
            return known.clone();
        }
        let found = match self
            .only
            .clone()
            .or_else(|| NAMES.iter().map(|name| dir.join(name)).find(|path| files.is_file(path)))
        {
            Some(path) => Some(Arc::new(load(&path, engines, files))),
            None => dir.parent().and_then(|parent| self.of_dir(parent, engines, files)),
        };
        self.by_dir.write().unwrap_or_else(PoisonError::into_inner).insert(dir.into(), found.clone());
        found
    }
}

/// The candidates for the tsconfig of what is in `dir`, up to the first that is there.
pub(crate) fn candidates(dir: &Path, files: &Files) -> Vec<PathBuf> {
    let mut candidates = Vec::new();
    for path in dir.ancestors().flat_map(|dir| NAMES.map(|name| dir.join(name))) {
        let found = files.is_file(&path);
        candidates.push(path);
        if found {
            break;
        }
    }
    candidates
}

fn load(path: &Path, engines: &Engines, files: &Files) -> Project {
    let problem = match engines.tsconfig(path) {
        Ok(raw) => {
            let references = raw.references_resolved.iter().map(|raw| config(Arc::clone(raw))).collect();
            return Project { own: Some(config(raw)), references, problem: None };
        }
        Err(error) => TsConfigProblem { path: blamed(path, &error), message: explain(path, &error) },
    };
    // Without the projects that it refers to and that are not there: a repository may be checked out in part.
    let own = engines.lone_tsconfig(path).ok();
    let dir = path.parent().unwrap_or(path);
    let text = files.text(path).unwrap_or_default();
    let referred = Raw::parse(true, path, path, text).map(|raw| raw.references).unwrap_or_default();
    let paths = referred.iter().map(|reference| normalize(&dir.join(&reference.path)));
    let references = paths.filter_map(|path| engines.lone_tsconfig(&path).ok()).map(config).collect();
    Project { own: own.map(config), references, problem: Some(Arc::new(problem)) }
}

fn config(raw: Arc<Raw>) -> Config {
    let options = &raw.compiler_options;
    let small = |text: &Option<String>| text.as_ref().map(|text| text.to_ascii_lowercase());
    let facts = TsConfig {
        path: raw.path().to_path_buf(),
        jsx: small(&options.jsx),
        jsx_import_source: options.jsx_import_source.clone(),
        jsx_factory: options.jsx_factory.clone(),
        jsx_fragment_factory: options.jsx_fragment_factory.clone(),
        experimental_decorators: options.experimental_decorators.unwrap_or_default(),
        emit_decorator_metadata: options.emit_decorator_metadata.unwrap_or_default(),
        use_define_for_class_fields: options.use_define_for_class_fields,
        verbatim_module_syntax: options.verbatim_module_syntax.unwrap_or_default(),
        preserve_value_imports: options.preserve_value_imports.unwrap_or_default(),
        target: small(&options.target),
        strict: options.strict,
        strict_null_checks: options.strict_null_checks,
    };
    Config { facts: Arc::new(facts), raw }
}

impl Project {
    /// A file that nothing includes is still governed by the nearest tsconfig: unlike the TypeScript compiler, a
    /// bundler is also given scripts, style sheets and files named on its command line.
    fn of_file(&self, file: &Path) -> Option<&Config> {
        if self.references.is_empty() {
            return self.own.as_ref();
        }
        let including = |by: fn(&Raw, &Path) -> bool| self.references.iter().find(|reference| by(&reference.raw, file));
        including(includes)
            .or_else(|| self.own.as_ref().filter(|own| includes(&own.raw, file)))
            .or_else(|| including(includes_folder))
            .or(self.own.as_ref())
    }
}

/// Whether a tsconfig includes `file` by `files`, `include` and `exclude`.
fn includes(raw: &Raw, file: &Path) -> bool {
    let name = file.to_string_lossy();
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let known = match extension {
        "ts" | "tsx" | "mts" | "cts" => true,
        "js" | "jsx" | "mjs" | "cjs" => raw.compiler_options.allow_js.unwrap_or_default(),
        _ => false,
    };
    selects(raw, file, |pattern| {
        // `*` at the end means files of the known extensions, whatever else it matches.
        (known || !pattern.ends_with('*')) && fast_glob::glob_match(pattern, &*name)
    })
}

/// Whether a tsconfig includes what is in the folder of `file`, never mind the extension.
fn includes_folder(raw: &Raw, file: &Path) -> bool {
    let name = file.to_string_lossy();
    selects(raw, file, |pattern| {
        let (folder, last) = pattern.rsplit_once('/').unwrap_or_default();
        last.contains('*') && fast_glob::glob_match(format!("{folder}/*"), &*name)
    })
}

fn selects(raw: &Raw, file: &Path, matches: impl Fn(&str) -> bool) -> bool {
    if raw.files.as_ref().is_some_and(|files| files.iter().any(|one| one == file)) {
        return true;
    }
    let any = |patterns: &[PathBuf]| patterns.iter().any(|pattern| matches(&files_of(pattern)));
    let included = match &raw.include {
        Some(patterns) => any(patterns),
        None => raw.files.is_none() && any(&[raw.directory().to_path_buf()]),
    };
    let excluded = || {
        let name = file.to_string_lossy();
        let patterns = raw.exclude.iter().flatten();
        patterns.into_iter().any(|pattern| fast_glob::glob_match(files_of(pattern), &*name))
    };
    included && !excluded()
}

/// A pattern that names a folder means all files in it.
fn files_of(pattern: &Path) -> String {
    let text = pattern.to_string_lossy().replace('\\', "/");
    let last = text.rsplit('/').next().unwrap_or_default();
    if last.contains(['.', '*', '?']) && !pattern.ends_with("..") && last != "." {
        text
    } else {
        format!("{}/**/*", text.trim_end_matches('/'))
    }
}

/// The file that an error is about.
fn blamed(path: &Path, error: &ResolveError) -> PathBuf {
    match error {
        ResolveError::TsconfigLoadFailed { path, .. } => path.clone(),
        _ => path.to_path_buf(),
    }
}

fn explain(path: &Path, error: &ResolveError) -> String {
    match error {
        ResolveError::TsconfigNotFound(lost) => {
            let shown = match path.parent() {
                Some(dir) if lost.is_absolute() => relative(dir, lost),
                _ => lost.to_string_lossy().into_owned(),
            };
            format!("it extends or refers to `{shown}`, which does not exist")
        }
        ResolveError::TsconfigSelfReference(_) => "it refers to itself".into(),
        ResolveError::TsconfigCircularExtend(_) => "it extends itself, by way of others".into(),
        ResolveError::TsconfigLoadFailed { source, .. } => explain(path, source),
        ResolveError::Json(json) => json.message.clone(),
        other => other.to_string(),
    }
}

/// The keys of `paths` that match a specifier are not told by the raw form, only what they lead to.
pub(crate) fn mapped(raw: &Raw, specifier: &str) -> Vec<PathBuf> {
    if specifier.starts_with('.') { Vec::new() } else { raw.resolve_path_alias_or_base_url(specifier) }
}
