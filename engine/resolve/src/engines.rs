//! Node's algorithm, as `oxc_resolver` does it, set up for each way of asking.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use nexxo_base::{
    module::ImportKind,
    options::{Platform, ResolveOptions},
};
use oxc_resolver::{
    Resolution, ResolveContext, ResolveError, ResolverGeneric, TsConfig, TsconfigDiscovery, TsconfigOptions,
    TsconfigReferences,
};

use crate::{files::Files, package::Packages, shortcuts::Shortcuts};

/// What is probed in a project's own files. TypeScript before JavaScript, as esbuild does and unlike Vite: where both
/// are there, the JavaScript is what a compiler left beside its source. Then the extensions that say the module
/// system, then what is not a script.
pub(crate) const APP_EXTENSIONS: [&str; 10] =
    [".tsx", ".ts", ".jsx", ".js", ".mts", ".mjs", ".cts", ".cjs", ".css", ".json"];

/// What is probed in packages: what was published to run comes before sources that were published along with it.
const PACKAGE_EXTENSIONS: [&str; 10] = [".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".css", ".json"];

/// TypeScript is written with the names of the JavaScript it becomes.
pub(crate) const EXTENSION_ALIASES: [(&str, &[&str]); 4] = [
    (".js", &[".js", ".ts", ".tsx"]),
    (".jsx", &[".jsx", ".tsx", ".ts"]),
    (".mjs", &[".mjs", ".mts"]),
    (".cjs", &[".cjs", ".cts"]),
];

/// Which conditions and main fields hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// `import` and everything in HTML.
    Import,
    /// `require()`.
    Require,
    /// CSS `@import`.
    Style,
}

impl Family {
    /// The family that a reference is looked up with first.
    pub(crate) fn of(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Require | ImportKind::RequireResolve => Self::Require,
            ImportKind::CssImport => Self::Style,
            ImportKind::Import
            | ImportKind::DynamicImport
            | ImportKind::HotAccept
            | ImportKind::Url
            | ImportKind::Worker
            | ImportKind::ModuleWorker
            | ImportKind::CssUrl
            | ImportKind::HtmlScript
            | ImportKind::HtmlStyle
            | ImportKind::HtmlAsset => Self::Import,
        }
    }
}

/// Which file wins where several could be meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    App,
    Package,
}

/// One question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// The folder it is asked from.
    pub(crate) dir: &'a Path,
    /// What is looked for, without query.
    pub(crate) specifier: &'a str,
    /// How it is asked.
    pub(crate) family: Family,
    /// The tsconfig that governs the importer.
    pub(crate) tsconfig: Option<&'a TsConfig>,
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The real path.
    pub(crate) path: PathBuf,
    /// Query and fragment that a package.json added, or that were in the specifier after all.
    pub(crate) query: String,
}

/// All resolvers that one set of options needs, over one cache.
#[derive(Debug)]
pub(crate) struct Engines {
    by_family: [[ResolverGeneric<Files>; 2]; 3],
    /// Loads a tsconfig without those that it refers to.
    lone: ResolverGeneric<Files>,
    shortcuts: Shortcuts,
}

impl Engines {
    /// Resolvers with empty caches.
    pub(crate) fn new(options: &ResolveOptions, files: Files, packages: Arc<Packages>) -> Self {
        let shortcuts = Shortcuts::new(files.clone(), packages);
        let first = ResolverGeneric::new_with_file_system(files, settings(options, Family::Import, Order::App));
        let with = |family, order| first.clone_with_options(settings(options, family, order));
        let pair = |family| [with(family, Order::App), with(family, Order::Package)];
        let manual = TsconfigOptions { config_file: PathBuf::new(), references: TsconfigReferences::Disabled };
        let lone = first.clone_with_options(oxc_resolver::ResolveOptions {
            tsconfig: Some(TsconfigDiscovery::Manual(manual)),
            ..settings(options, Family::Import, Order::App)
        });
        Self { by_family: [pair(Family::Import), pair(Family::Require), pair(Family::Style)], lone, shortcuts }
    }

    /// The answer to a question. With `touched`, everything that decided it is added there.
    pub(crate) fn find(
        &self,
        question: &Question<'_>,
        mut touched: Option<&mut Vec<PathBuf>>,
    ) -> Result<Found, ResolveError> {
        if in_node_modules(question.dir) {
            return self.ask(question, Order::Package, touched);
        }
        let found = self.ask(question, Order::App, touched.as_deref_mut())?;
        // The order of a project's own files was used, but the file is a package's.
        if in_node_modules(&found.path)
            && found.path.extension().is_some_and(|ext| is_typescript(&ext.to_string_lossy()))
        {
            return self.ask(question, Order::Package, touched);
        }
        if question.tsconfig.is_some() && is_declaration(&found.path) {
            // `paths` that give types to a package written in JavaScript say nothing of its code.
            return self.find(&Question { tsconfig: None, ..*question }, touched);
        }
        Ok(found)
    }

    /// A tsconfig with all that it extends and refers to.
    pub(crate) fn tsconfig(&self, path: &Path) -> Result<Arc<TsConfig>, ResolveError> {
        self.by_family[0][0].resolve_tsconfig(path)
    }

    /// A tsconfig with all that it extends, but not with those that it refers to.
    pub(crate) fn lone_tsconfig(&self, path: &Path) -> Result<Arc<TsConfig>, ResolveError> {
        self.lone.resolve_tsconfig(path)
    }

    /// Forgets all. Not while a question is being answered.
    pub(crate) fn clear(&self) {
        // The others share its cache.
        self.by_family[0][0].clear_cache();
        self.shortcuts.clear();
    }

    fn ask(
        &self,
        question: &Question<'_>,
        order: Order,
        touched: Option<&mut Vec<PathBuf>>,
    ) -> Result<Found, ResolveError> {
        let engine = &self.by_family[question.family as usize][order as usize];
        let tsconfig = question.tsconfig.filter(|tsconfig| has_a_say(tsconfig, question.specifier));
        if let Some(touched) = touched {
            let mut context = ResolveContext::default();
            let resolution = engine.resolve_with_context(question.dir, question.specifier, tsconfig, &mut context);
            touched.extend(context.file_dependencies);
            touched.extend(context.missing_dependencies);
            return resolution.map(found);
        }
        let ask = |dir: &Path| match tsconfig {
            None => engine.resolve(dir, question.specifier).map(found),
            Some(_) => {
                let mut context = ResolveContext::default();
                engine.resolve_with_context(dir, question.specifier, tsconfig, &mut context).map(found)
            }
        };
        if !question.specifier.starts_with(['.', '/']) {
            let way = question.family as usize * 2 + order as usize;
            return self.shortcuts.bare(question, (way, tsconfig.map(|it| std::ptr::from_ref(it).addr())), ask);
        }
        let may_shorten = tsconfig.is_none() && engine.options().enforce_extension.is_disabled();
        if may_shorten && let Some(found) = self.shortcuts.relative(question, engine.options()) {
            return Ok(found);
        }
        let found = ask(question.dir)?;
        self.shortcuts.learn(question, &found);
        Ok(found)
    }
}

fn found(resolution: Resolution) -> Found {
    let query = [resolution.query(), resolution.fragment()].into_iter().flatten().collect();
    Found { path: resolution.into_path_buf(), query }
}

/// Whether a tsconfig can change where a specifier leads. Asking without one is cheaper.
fn has_a_say(tsconfig: &TsConfig, specifier: &str) -> bool {
    let options = &tsconfig.compiler_options;
    if specifier.starts_with('.') {
        options.root_dirs.is_some()
    } else {
        options.paths.is_some() || options.base_url.is_some()
    }
}

/// Whether a path leads through a `node_modules` folder.
pub(crate) fn in_node_modules(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    text.split(|&byte| std::path::is_separator(byte.into())).any(|part| part == b"node_modules")
}

fn is_typescript(extension: &str) -> bool {
    matches!(extension, "ts" | "tsx" | "mts" | "cts")
}

fn is_declaration(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end))
}

fn settings(options: &ResolveOptions, family: Family, order: Order) -> oxc_resolver::ResolveOptions {
    let strings = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let extensions: &[&str] = match (family, order) {
        (Family::Style, _) => &[".css"],
        (_, Order::App) => &APP_EXTENSIONS,
        (_, Order::Package) => &PACKAGE_EXTENSIONS,
    };
    oxc_resolver::ResolveOptions {
        tsconfig: Some(TsconfigDiscovery::Auto),
        alias_fields: match options.platform {
            Platform::Browser => vec![vec!["browser".into()]],
            Platform::Node | Platform::Neutral => Vec::new(),
        },
        condition_names: conditions(options, family),
        extension_alias: EXTENSION_ALIASES
            .iter()
            .map(|(extension, aliases)| (extension.to_string(), strings(aliases)))
            .collect(),
        extensions: match (&options.extensions, family) {
            (Some(extensions), Family::Import | Family::Require) => extensions.clone(),
            _ => strings(extensions),
        },
        symlinks: !options.preserve_symlinks,
        main_fields: match (&options.main_fields, family) {
            (_, Family::Style) => strings(&["style"]),
            (Some(fields), _) => fields.clone(),
            (None, _) => strings(main_fields(options.platform, family)),
        },
        builtin_modules: options.platform == Platform::Node,
        node_path: false,
        // A folder of a monorepo may be imported by its path and still say in `exports` what it gives.
        allow_package_exports_in_directory_resolve: true,
        ..oxc_resolver::ResolveOptions::default()
    }
}

/// The conditions of package.json `exports` and `imports` that hold; `default` always does.
pub(crate) fn conditions(options: &ResolveOptions, family: Family) -> Vec<String> {
    let own: &[&str] = match family {
        Family::Import => &["import"],
        Family::Require => &["require"],
        // Not `import`: that is for the script of a package which has both.
        Family::Style => &["style"],
    };
    // A word of bundlers for browsers and Node: the neutral platform goes by the standard's alone. Who says what holds,
    // says this too.
    let has_module = family != Family::Style && options.platform != Platform::Neutral && options.conditions.is_none();
    let module: &[&str] = if has_module { &["module"] } else { &[] };
    let platform: &[&str] = match options.platform {
        Platform::Browser => &["browser"],
        Platform::Node => &["node"],
        Platform::Neutral => &[],
    };
    let mode: &[&str] = match options.production {
        Some(true) => &["production"],
        Some(false) => &["development"],
        None => &[],
    };
    let own = own.iter().chain(module).chain(platform).chain(mode).map(ToString::to_string);
    own.chain(options.conditions.iter().flatten().cloned()).collect()
}

/// Fields of package.json that name a package's main file, where it has no `exports`.
///
/// `require()` takes `main` before `module`: what it is given must be what `module.exports` is in Node, and not the
/// namespace of an ES module. The neutral platform has no fields of its own in esbuild; here it takes those that
/// belong to no platform, so that packages without `exports` can be found at all.
fn main_fields(platform: Platform, family: Family) -> &'static [&'static str] {
    match (platform, family) {
        (Platform::Browser, Family::Require) => &["browser", "main", "module"],
        (Platform::Browser, _) => &["browser", "module", "main"],
        (Platform::Node, _) | (Platform::Neutral, Family::Require) => &["main", "module"],
        (Platform::Neutral, _) => &["module", "main"],
    }
}
