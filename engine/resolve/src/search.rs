//! One resolution: the rules in their order.

use std::path::{Path, PathBuf};

use nexxo_base::{
    module::ImportKind,
    options::Platform,
    path::{normalize, relative},
};
use oxc_resolver::ResolveError;

use crate::{
    builtins::is_node_builtin,
    engines::{Family, Found, Question, in_node_modules},
    resolver::Resolver,
    target::{Failure, FailureKind, Resolution, Target},
    tsconfig::{self, Governing},
    url::{DataUrl, has_scheme, is_network, percent_decode, split_query},
};

/// A resolution on its way.
pub(crate) struct Search<'a> {
    pub(crate) resolver: &'a Resolver,
    pub(crate) importer: &'a Path,
    /// The importer's folder.
    pub(crate) dir: &'a Path,
    pub(crate) kind: ImportKind,
    /// What governs the importer.
    pub(crate) tsconfig: Governing,
    /// The key and the result of the alias that was applied.
    pub(crate) alias: Option<(String, String)>,
    touched: Option<Vec<PathBuf>>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(resolver: &'a Resolver, importer: &'a Path, kind: ImportKind) -> Self {
        Self {
            resolver,
            importer,
            dir: importer.parent().unwrap_or(importer),
            kind,
            tsconfig: resolver.tsconfigs.of_file(importer, &resolver.engines, &resolver.files),
            alias: None,
            touched: resolver.track.then(Vec::new),
        }
    }

    /// The target of a specifier.
    pub(crate) fn run(&mut self, specifier: &str) -> Result<Target, Failure> {
        let specifier = specifier.trim_matches(|c: char| c.is_ascii_whitespace());
        if specifier.is_empty() {
            return Err(empty());
        }
        let text = self.apply_alias(specifier);
        if self.stays_package(&text) {
            return Ok(Target::External { specifier: text });
        }
        if let Some(target) = self.without_files(&text)? {
            return Ok(target);
        }
        let (path, query) = split_query(&text);
        if self.alias.is_none() && self.is_public(path) {
            return Ok(Target::Public { url: text });
        }
        let mut result = self.find(path).map(|found| (found, query));
        if result.is_err()
            && query.starts_with('#')
            && let Ok(found) = self.look(self.dir, &text, Family::of(self.kind))
        {
            // The `#` is part of a file's name after all.
            result = Ok((found, ""));
        }
        match result {
            Ok((found, query)) if self.resolver.externals.covers_path(&found.path) => {
                // A package, and what is no path of this computer, is called the same from everywhere.
                if self.is_url() || text.starts_with('/') || in_node_modules(&found.path) {
                    return Ok(Target::External { specifier: text });
                }
                Ok(external_file(found.path, query))
            }
            Ok((found, query)) => Ok(file(found, query)),
            Err(ResolveError::Ignored(_)) => Ok(Target::Disabled),
            Err(ResolveError::Builtin { resolved, .. }) => Ok(Target::External { specifier: resolved }),
            Err(_) if self.is_public_beside(path) => Ok(Target::Public { url: text }),
            Err(error) => Err(self.explain(path, &error)),
        }
    }

    /// The target of an entry.
    pub(crate) fn run_entry(&mut self, entry: &Path) -> Result<Target, Failure> {
        let text = entry.to_string_lossy();
        if text.is_empty() {
            return Err(empty());
        }
        let path = normalize(&self.dir.join(entry));
        let result = self.look_at(&path, Family::Import).or_else(|error| {
            if text.starts_with('.') || entry.is_absolute() || matches!(error, ResolveError::Json(_)) {
                return Err(error);
            }
            self.look(self.dir, &text, Family::Import)
        });
        match result {
            Ok(found) => Ok(file(found, "")),
            Err(ResolveError::Ignored(_)) => Ok(Target::Disabled),
            Err(error) => Err(self.explain_entry(&text, &path, &error)),
        }
    }

    /// The answer, with what it depends on.
    pub(crate) fn finish(self, target: Result<Target, Failure>) -> Resolution {
        let Some(mut touched) = self.touched else {
            return Resolution { target, touched: Vec::new() };
        };
        // What the caches of the engines answered is in no list: add all that can have decided it.
        touched.extend(self.dir.ancestors().map(|dir| dir.join("package.json")));
        touched.extend(self.dir.ancestors().map(|dir| dir.join("node_modules")));
        if !in_node_modules(self.dir) {
            touched.extend(tsconfig::candidates(self.dir, &self.resolver.files));
        }
        touched.extend(self.tsconfig.config.iter().map(|config| config.facts.path.clone()));
        touched.extend(self.tsconfig.problem.iter().map(|problem| problem.path.clone()));
        if let Ok(Target::File { path, .. }) = &target {
            touched.extend(path.ancestors().skip(1).map(|dir| dir.join("package.json")));
            touched.push(path.clone());
        }
        touched.sort_unstable();
        touched.dedup();
        Resolution { target, touched }
    }

    /// Whether a reference is a URL by its language, so that `x` means `./x`.
    pub(crate) fn is_url(&self) -> bool {
        match self.kind {
            ImportKind::Import
            | ImportKind::DynamicImport
            | ImportKind::Require
            | ImportKind::RequireResolve
            | ImportKind::HotAccept => false,
            ImportKind::Url
            | ImportKind::Worker
            | ImportKind::ModuleWorker
            | ImportKind::CssImport
            | ImportKind::CssUrl
            | ImportKind::HtmlScript
            | ImportKind::HtmlStyle
            | ImportKind::HtmlAsset => true,
        }
    }

    fn apply_alias(&mut self, specifier: &str) -> String {
        let (path, query) = split_query(specifier);
        let Some((key, replaced)) = self.resolver.aliases.replace(path) else { return specifier.to_string() };
        self.alias = Some((key.to_string(), replaced.clone()));
        replaced + query
    }

    /// The targets that no file decides.
    fn without_files(&self, text: &str) -> Result<Option<Target>, Failure> {
        let external = || Ok(Some(Target::External { specifier: text.to_string() }));
        if is_network(text) || (self.is_url() && text.starts_with('#')) {
            return external();
        }
        if let Some(data) = DataUrl::parse(text) {
            // Images and fonts, and everything in `url()`, are left to the browser.
            if !data.is_module() || (self.is_url() && self.kind != ImportKind::CssImport) {
                return external();
            }
            let bytes = data.bytes.ok_or_else(|| Failure {
                kind: FailureKind::InvalidUrl,
                message: "this `data:` URL cannot be decoded".into(),
                steps: Vec::new(),
                help: None,
            })?;
            return Ok(Some(Target::Data { mime: data.mime, bytes }));
        }
        let (path, query) = split_query(text);
        let externals = &self.resolver.externals;
        if !self.is_url()
            && let Some(file) = externals.file_of(self.dir, path)
        {
            return Ok(Some(external_file(file, query)));
        }
        if externals.covers(text) || externals.covers(path) || externals.covers_specifier(self.dir, path) {
            return external();
        }
        if self.is_url() && has_scheme(text) && !text.starts_with("file:") {
            return external();
        }
        if self.resolver.options.platform == Platform::Node && !self.is_url() && is_node_builtin(path) {
            return external();
        }
        Ok(None)
    }

    /// The file of a specifier without query, after aliases.
    fn find(&mut self, path: &str) -> Result<Found, ResolveError> {
        let family = Family::of(self.kind);
        if self.alias.is_some() && path.starts_with('.') {
            let root = self.resolver.options.root.clone();
            return self.look_at(&normalize(&root.join(path)), family);
        }
        if path.starts_with('/') {
            return match self.find_mapped(path, family) {
                Some(found) => Ok(found),
                None => self.find_rooted(path, family),
            };
        }
        if self.is_url() {
            return self.find_url(path, family);
        }
        // `..` means the folder, not the file beside it that is called like it: `components.js` for `components`.
        let folder = names_folder(path).then(|| format!("{path}/"));
        let path = folder.as_deref().unwrap_or(path);
        let found = self.look(self.dir, path, family);
        match (found, path.strip_prefix("node:")) {
            // `"browser": { "fs": false }` is said of `node:fs` too.
            (Err(error), Some(name)) => match self.look(self.dir, name, family) {
                Err(ignored @ ResolveError::Ignored(_)) => Err(ignored),
                _ => Err(error),
            },
            (Err(ResolveError::NotFound(error)), None) if self.alias.is_some() => {
                // A bare replacement may be a folder of the project, too.
                let root = self.resolver.options.root.clone();
                self.look_at(&root.join(path), family)
                    .or_else(|_| self.look(&root, path, family))
                    .map_err(|_| ResolveError::NotFound(error))
            }
            (found, None) if self.resolver.options.platform == Platform::Browser => {
                self.by_browser_map(path, family, found)
            }
            (found, _) => found,
        }
    }

    /// What `browser` of package.json says in other words than the specifier: `./x` is also said of `x` where no package
    /// is called so, and `./index` of the `index.js` that a package's name leads to.
    fn by_browser_map(
        &mut self,
        path: &str,
        family: Family,
        found: Result<Found, ResolveError>,
    ) -> Result<Found, ResolveError> {
        if path.starts_with('.') {
            return found;
        }
        let (dir, key) = match &found {
            Ok(found) if is_package_name(path) => {
                let dir = found.path.parent().unwrap_or(self.dir);
                let package = self.resolver.packages.of_dir(dir, &self.resolver.files);
                let Some(package) = package.filter(|package| package.mapped.is_some()) else {
                    return Ok(found.clone());
                };
                let key = format!("./{}", relative(&package.dir, &found.path.with_extension("")));
                (package.dir.clone(), Some(key).filter(|key| package.maps(key)))
            }
            Err(ResolveError::NotFound(_)) if let Some(dir) = self.mapped_main(path) => {
                (dir, Some("./index".to_string()))
            }
            Err(ResolveError::NotFound(_)) => {
                let package = self.resolver.packages.of_dir(self.dir, &self.resolver.files);
                let Some(package) = package else { return found };
                let key = format!("./{path}");
                (package.dir.clone(), Some(key).filter(|key| package.maps(key)))
            }
            Ok(_) | Err(_) => return found,
        };
        match key {
            Some(key) => self.look(&dir, &key, family),
            None => found,
        }
    }

    /// The folder of a package without a main file, whose `browser` puts one in the place of `./index`.
    fn mapped_main(&self, name: &str) -> Option<PathBuf> {
        let dirs = self.dir.ancestors().map(|dir| dir.join("node_modules").join(name));
        let mapped = |dir: &PathBuf| {
            let package = self.resolver.packages.of_dir(dir, &self.resolver.files);
            package.is_some_and(|package| package.dir == *dir && package.maps("./index"))
        };
        dirs.take(if is_package_name(name) { usize::MAX } else { 0 }).find(mapped)
    }

    /// `/x` where `paths` of tsconfig.json has a key for it.
    fn find_mapped(&mut self, path: &str, family: Family) -> Option<Found> {
        let config = self.tsconfig.config.as_ref().filter(|_| !self.is_url())?;
        config.raw.compiler_options.paths.as_ref()?;
        let files = tsconfig::mapped(&config.raw, path);
        files.iter().find_map(|file| self.look_at(file, family).ok())
    }

    /// `/x`: under the root as a server would have it, then as a path of the system.
    fn find_rooted(&mut self, path: &str, family: Family) -> Result<Found, ResolveError> {
        self.decoded(path, |search, path| {
            let under_root = search.resolver.options.root.join(path.trim_start_matches('/'));
            search.look_at(&under_root, family).or_else(|error| match error {
                ResolveError::NotFound(_) => search.look_at(Path::new(path), family),
                error => Err(error),
            })
        })
    }

    /// In CSS and HTML: relative first, then a package, with or without the `~` that once marked packages.
    fn find_url(&mut self, path: &str, family: Family) -> Result<Found, ResolveError> {
        let relative = path.starts_with('.');
        self.decoded(path, |search, path| {
            let here = if relative { path.to_string() } else { format!("./{path}") };
            let found = search.look(search.dir, &here, family);
            if relative || !matches!(found, Err(ResolveError::NotFound(_))) {
                return found;
            }
            let name = match path.strip_prefix('~') {
                Some(name) if !name.starts_with('/') => name,
                _ => path,
            };
            let package = search.look(search.dir, name, family);
            match package {
                Err(error) if family == Family::Style && !error.is_ignore() => {
                    search.look(search.dir, name, Family::Import)
                }
                package => package,
            }
        })
    }

    /// Tries a path as it is, then with `%20` and the like decoded if it is a URL.
    fn decoded(
        &mut self,
        path: &str,
        mut find: impl FnMut(&mut Self, &str) -> Result<Found, ResolveError>,
    ) -> Result<Found, ResolveError> {
        let found = find(self, path);
        if found.is_err()
            && self.is_url()
            && path.contains('%')
            && let Ok(decoded) = String::from_utf8(percent_decode(path.as_bytes()))
        {
            return find(self, &decoded);
        }
        found
    }

    /// An absolute path, which may lack its extension or be a folder.
    fn look_at(&mut self, path: &Path, family: Family) -> Result<Found, ResolveError> {
        // Asked as `./name` from its folder: an absolute specifier would be cut at `?` and `#` of folder names.
        match (path.parent(), path.file_name()) {
            (Some(dir), Some(name)) => self.look(dir, &format!("./{}", name.to_string_lossy()), family),
            _ => Err(ResolveError::NotFound(path.display().to_string())),
        }
    }

    fn look(&mut self, dir: &Path, specifier: &str, family: Family) -> Result<Found, ResolveError> {
        let tsconfig = self.tsconfig.config.as_ref().map(|config| &*config.raw);
        self.resolver.engines.find(&Question { dir, specifier, family, tsconfig }, self.touched.as_mut())
    }

    /// Whether packages stay outside and `text` names one: it is bare, no path of `paths` and no import of the package's own.
    fn stays_package(&self, text: &str) -> bool {
        let bare = !text.starts_with(['.', '/', '#', '?']) && !has_scheme(text);
        let mapped =
            |config: &tsconfig::Config| tsconfig::mapped(&config.raw, text).iter().any(|path| self.is_there(path));
        self.resolver.options.packages_external
            && bare
            && !self.is_url()
            && !self.tsconfig.config.as_ref().is_some_and(mapped)
    }

    /// Whether a path that `paths` gives leads to a file, with or without its extension, or to a folder.
    fn is_there(&self, path: &Path) -> bool {
        let engines = &self.resolver.engines;
        let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else { return false };
        let specifier = format!("./{}", name.to_string_lossy());
        let question = Question { dir, specifier: &specifier, family: Family::of(self.kind), tsconfig: None };
        engines.find(&question, None).is_ok()
    }

    /// Whether `/x` is a file of the public folder.
    fn is_public(&self, path: &str) -> bool {
        path.strip_prefix('/').is_some_and(|path| self.in_public(Path::new(path)))
    }

    /// Whether `x` in an HTML file, which is at the same place in the output as under the root, leads to a file of the
    /// public folder.
    fn is_public_beside(&self, path: &str) -> bool {
        matches!(self.kind, ImportKind::HtmlScript | ImportKind::HtmlStyle | ImportKind::HtmlAsset)
            && !path.starts_with('/')
            && normalize(&self.dir.join(path))
                .strip_prefix(&self.resolver.options.root)
                .is_ok_and(|path| self.in_public(path))
    }

    fn in_public(&self, path: &Path) -> bool {
        let options = &self.resolver.options;
        // A public folder that is the root would make every file public.
        let Some(public) = options.public_dir.as_ref().filter(|public| !options.root.starts_with(public)) else {
            return false;
        };
        let is_file = |path: &Path| {
            let path = normalize(&public.join(path));
            path.starts_with(public) && self.resolver.files.is_file(&path)
        };
        let text = path.to_string_lossy();
        is_file(path)
            || (text.contains('%') && is_file(Path::new(&*String::from_utf8_lossy(&percent_decode(text.as_bytes())))))
    }
}

/// Whether a relative specifier ends in a step to a folder.
fn names_folder(specifier: &str) -> bool {
    specifier.starts_with('.') && matches!(specifier.rsplit('/').next(), Some("." | ".."))
}

/// Whether a bare specifier names a package, and nothing in it.
fn is_package_name(specifier: &str) -> bool {
    specifier.split('/').count() == if specifier.starts_with('@') { 2 } else { 1 }
}

fn file(found: Found, query: &str) -> Target {
    let query = if query.is_empty() { found.query } else { query.to_string() };
    Target::File { path: found.path, query: (!query.is_empty()).then_some(query) }
}

fn external_file(path: PathBuf, query: &str) -> Target {
    Target::ExternalFile { path, query: (!query.is_empty()).then(|| query.to_string()) }
}

fn empty() -> Failure {
    Failure {
        kind: FailureKind::NotFound,
        message: "an empty specifier leads nowhere".into(),
        steps: Vec::new(),
        help: None,
    }
}
