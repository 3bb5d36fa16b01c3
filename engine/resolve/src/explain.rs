//! Why a resolution failed, in words.

use std::path::{Path, PathBuf};

use nexxo_base::options::Platform;
use nexxo_base::{diagnostic::nearest, path::normalize, path::relative};
use oxc_resolver::ResolveError;
use serde_json::Value;

use crate::{
    builtins::is_node_builtin,
    engines::APP_EXTENSIONS,
    search::Search,
    spelling::{near, other_case, respell},
    target::{Failure, FailureKind},
    tsconfig,
};

/// Up to how many exported subpaths are listed. A guess at what still reads as one line.
const LISTED_EXPORTS: usize = 6;

impl Search<'_> {
    /// The failure to resolve `path`, a specifier without query and after aliases.
    pub(crate) fn explain(&self, path: &str, error: &ResolveError) -> Failure {
        match error {
            ResolveError::Json(json) => self.invalid(&json.path, &json.message),
            ResolveError::InvalidPackageTarget(target, key, file) => {
                self.invalid(file, &format!("it maps `{key}` to `{target}`, which is not a path in the package"))
            }
            ResolveError::InvalidPackageConfig(file) => {
                self.invalid(file, "`exports` mixes subpaths, which start with `.`, and conditions, which do not")
            }
            ResolveError::InvalidPackageConfigDefault(file) => {
                self.invalid(file, "`default` is not the last of its conditions")
            }
            ResolveError::InvalidPackageConfigDirectory(file) => {
                self.invalid(file, "it maps a folder to something that is no folder")
            }
            ResolveError::PackagePathNotExported { package_json_path: file, .. }
            | ResolveError::InvalidModuleSpecifier(_, file) => self.not_exported(path, file),
            ResolveError::PackageImportNotDefined(_, file) => self.import_not_defined(path, file),
            ResolveError::Recursion => Failure {
                kind: FailureKind::Circle,
                message: format!("`{path}` leads in a circle"),
                steps: self.steps(path),
                help: None,
            },
            _ => self.not_found(path),
        }
    }

    /// The failure to find an entry; `place` is where it was first looked for.
    pub(crate) fn explain_entry(&self, text: &str, place: &Path, error: &ResolveError) -> Failure {
        if !matches!(error, ResolveError::NotFound(_)) {
            return self.explain(text, error);
        }
        let files = &self.resolver.files;
        if let Some(actual) = other_case(place, files) {
            return self.wrong_case(text, place, &actual, vec![self.missing(place)]);
        }
        let help = near(place, files)
            .map(|actual| did_you_mean(&respell(text, place, &actual).unwrap_or_else(|| self.shown(&actual))));
        Failure {
            kind: FailureKind::NotFound,
            message: format!("the entry `{text}` does not exist"),
            steps: vec![self.missing(place)],
            help,
        }
    }

    fn not_found(&self, path: &str) -> Failure {
        let options = &self.resolver.options;
        if !self.is_url() && is_node_builtin(path) && options.platform != Platform::Node {
            return self.node_builtin(path);
        }
        let steps = self.steps(path);
        let places = self.places(path);
        let files = &self.resolver.files;
        for place in &places {
            if let Some(actual) = other_case(place, files) {
                return self.wrong_case(path, place, &actual, steps);
            }
        }
        if !path.starts_with('.')
            && let Some(problem) = &self.tsconfig.problem
        {
            return Failure { steps, ..self.invalid(&problem.path, &problem.message) };
        }
        let suggestion = places
            .iter()
            .find_map(|place| near(place, files).and_then(|actual| respell(path, place, &actual)))
            .map(|suggestion| did_you_mean(&suggestion));
        let (message, help) = match package_name(path).filter(|_| !path.starts_with(['.', '/', '#'])) {
            Some((name, subpath)) => self.package_not_found(path, name, subpath, suggestion),
            None => match places.first().filter(|place| files.is_dir(place)) {
                Some(_) => (format!("`{path}` is a folder without an index file"), suggestion),
                None => (format!("`{path}` leads to no file"), suggestion.or_else(|| looks_like_alias(path))),
            },
        };
        Failure { kind: FailureKind::NotFound, message, steps, help }
    }

    fn package_not_found(
        &self,
        path: &str,
        name: &str,
        subpath: &str,
        suggestion: Option<String>,
    ) -> (String, Option<String>) {
        if let Some(dir) = self.package_dir(name) {
            let what = if subpath.is_empty() { "main file".to_string() } else { format!("file for `.{subpath}`") };
            let help = suggestion.unwrap_or_else(|| {
                format!("if the package is part of this repository, build it first: `{}`", self.shown(&dir))
            });
            return (format!("the package `{name}` has no {what}"), Some(help));
        }
        let message = match self.is_url() {
            true => format!("`{path}` leads to no file, and there is no package `{name}`"),
            false => format!("the package `{name}` is not installed"),
        };
        let beside = normalize(&self.dir.join(path));
        let files = &self.resolver.files;
        let is_beside = !self.is_url()
            && (files.kind(&beside).is_some()
                || APP_EXTENSIONS.iter().any(|extension| {
                    let mut file = beside.clone().into_os_string();
                    file.push(extension);
                    files.is_file(Path::new(&file))
                }));
        let help = if is_beside {
            did_you_mean(&format!("./{path}"))
        } else if let Some(help) = suggestion.or_else(|| looks_like_alias(path)) {
            help
        } else if self.is_dependency(name) {
            format!("package.json lists `{name}`, but it is not in node_modules: install the dependencies")
        } else if let Some(other) = nearest(name, self.installed().iter().map(String::as_str)) {
            did_you_mean(&format!("{other}{subpath}"))
        } else {
            format!("install it, or keep the import in the output with `--external {name}`")
        };
        (message, Some(help))
    }

    fn node_builtin(&self, path: &str) -> Failure {
        let platform = match self.resolver.options.platform {
            Platform::Browser => "browsers do not have",
            Platform::Node | Platform::Neutral => "not every platform has",
        };
        let name = path.strip_prefix("node:").unwrap_or(path);
        Failure {
            kind: FailureKind::NodeBuiltin,
            message: format!("`{path}` is a module of Node.js, which {platform}"),
            steps: if path.starts_with("node:") { Vec::new() } else { self.steps(path) },
            help: Some(format!(
                "build with `--platform node`, give a replacement with `--alias {path}=…`, or make it empty with \
                 `\"browser\": {{ \"{name}\": false }}` in package.json"
            )),
        }
    }

    fn wrong_case(&self, path: &str, place: &Path, actual: &Path, steps: Vec<String>) -> Failure {
        let actual = respell(path, place, actual).unwrap_or_else(|| self.shown(actual));
        Failure {
            message: format!("`{path}` differs in letter case from the file's name"),
            steps,
            help: Some(format!("write `{actual}`: not all file systems ignore case")),
            kind: FailureKind::WrongCase { actual },
        }
    }

    fn invalid(&self, file: &Path, message: &str) -> Failure {
        let path = self.shown(file);
        Failure {
            message: format!("`{path}` cannot be used: {message}"),
            kind: FailureKind::InvalidPackage { path: path.into(), message: message.into() },
            steps: Vec::new(),
            help: None,
        }
    }

    fn not_exported(&self, path: &str, file: &Path) -> Failure {
        let json = self.json(file);
        let dir = file.parent().unwrap_or(file);
        let (name, subpath) = match package_name(path).filter(|_| !path.starts_with(['.', '/', '#'])) {
            Some((name, subpath)) => (name.to_string(), format!(".{subpath}")),
            None => (json["name"].as_str().map_or_else(|| self.shown(dir), str::to_string), ".".to_string()),
        };
        let exports = &json["exports"];
        let keys: Vec<&str> = exports.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        let subpaths: Vec<&str> = keys.iter().copied().filter(|key| key.starts_with('.')).collect();
        let entry = if subpaths.is_empty() { exports } else { &exports[&subpath] };
        let conditions = entry.as_object().filter(|_| subpath == "." || !subpaths.is_empty());
        let help = if let Some(conditions) = conditions {
            let names: Vec<String> = conditions.keys().map(|name| format!("`{name}`")).collect();
            format!("it is exported only under {}: add one with `--conditions`", names.join(", "))
        } else if let Some(near) = nearest(&subpath, subpaths.iter().copied()) {
            did_you_mean(&format!("{name}{}", &near[1..]))
        } else if !subpaths.is_empty() && subpaths.len() <= LISTED_EXPORTS {
            let names: Vec<String> = subpaths.iter().map(|key| format!("`{name}{}`", &key[1..])).collect();
            format!("it exports {}", names.join(", "))
        } else {
            format!("see `exports` in `{}`", self.shown(file))
        };
        let mut steps = vec![format!("found the package in `{}`", self.shown(dir))];
        if self.resolver.files.is_file(&normalize(&dir.join(&subpath))) {
            steps.push(format!("`{}` is there, but `exports` does not give it away", self.shown(&dir.join(&subpath))));
        }
        Failure {
            message: match subpath.as_str() {
                "." => format!("the package `{name}` does not export its main file here"),
                _ => format!("the package `{name}` does not export `{subpath}`"),
            },
            kind: FailureKind::NotExported { package: name.into(), subpath: subpath.into() },
            steps,
            help: Some(help),
        }
    }

    fn import_not_defined(&self, path: &str, file: &Path) -> Failure {
        let json = self.json(file);
        let keys = json["imports"].as_object().into_iter().flatten().map(|(key, _)| key.as_str());
        let help = nearest(path, keys).map(did_you_mean);
        Failure {
            kind: FailureKind::ImportNotDefined,
            message: format!("`{path}` is not among the `imports` of `{}`", self.shown(file)),
            steps: Vec::new(),
            help,
        }
    }

    /// The paths that a specifier without query may have meant, without extensions.
    fn places(&self, path: &str) -> Vec<PathBuf> {
        let root = &self.resolver.options.root;
        let mut places = Vec::new();
        if path.starts_with('.') {
            places.push(if self.alias.is_some() { root.join(path) } else { self.dir.join(path) });
        } else if path.starts_with('/') {
            places.extend([root.join(path.trim_start_matches('/')), PathBuf::from(path)]);
        } else if !path.starts_with('#') {
            places.extend(self.tsconfig.config.iter().flat_map(|config| tsconfig::mapped(&config.raw, path)));
            if self.is_url() {
                places.push(self.dir.join(path));
            }
            if let Some((name, subpath)) = package_name(path)
                && let Some(dir) = self.package_dir(name)
                && !subpath.is_empty()
            {
                places.push(dir.join(&subpath[1..]));
            } else if self.alias.is_some() {
                places.push(root.join(path));
            }
        }
        places.iter().map(|place| normalize(place)).collect()
    }

    /// What was tried, in order.
    fn steps(&self, path: &str) -> Vec<String> {
        let mut steps = Vec::new();
        if let Some((key, replaced)) = &self.alias {
            steps.push(format!("the alias `{key}` makes it `{replaced}`"));
        }
        if let Some(config) = &self.tsconfig.config {
            let mapped = tsconfig::mapped(&config.raw, path);
            let shown: Vec<String> = mapped.iter().map(|place| format!("`{}`", self.shown(place))).collect();
            if !shown.is_empty() {
                steps.push(format!("`{}` maps it to {}", self.shown(&config.facts.path), shown.join(", ")));
            }
        }
        steps.extend(self.places(path).iter().map(|place| self.missing(place)));
        if let Some((name, _)) = package_name(path).filter(|_| !path.starts_with(['.', '/', '#'])) {
            steps.push(match self.package_dir(name) {
                Some(dir) => format!("found the package in `{}`", self.shown(&dir)),
                None => {
                    let folders: Vec<String> =
                        self.node_modules().iter().map(|dir| format!("`{}`", self.shown(dir))).collect();
                    match folders.is_empty() {
                        true => format!("no `node_modules` in `{}` or above", self.shown(self.dir)),
                        false => format!("no folder `{name}` in {}", folders.join(", ")),
                    }
                }
            });
        }
        steps
    }

    /// What is at a place that something should be at.
    fn missing(&self, place: &Path) -> String {
        let shown = self.shown(place);
        let files = &self.resolver.files;
        if files.is_dir(place) {
            return format!("`{shown}` is a folder, and has no index file");
        }
        match place.parent() {
            Some(dir) if !files.is_dir(dir) => format!("`{shown}`: there is no folder `{}`", self.shown(dir)),
            _ => format!("`{shown}`: no such file, nor with {}", APP_EXTENSIONS.join(" ")),
        }
    }

    fn shown(&self, path: &Path) -> String {
        relative(&self.resolver.options.root, path)
    }

    fn json(&self, file: &Path) -> Value {
        self.resolver.files.text(file).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// The `node_modules` folders that are searched, the nearest first.
    fn node_modules(&self) -> Vec<PathBuf> {
        let folders = self.dir.ancestors().map(|dir| dir.join("node_modules"));
        folders.filter(|dir| self.resolver.files.is_dir(dir)).collect()
    }

    fn package_dir(&self, name: &str) -> Option<PathBuf> {
        self.node_modules().iter().map(|dir| dir.join(name)).find(|dir| self.resolver.files.is_dir(dir))
    }

    /// Names of all packages that could be imported.
    fn installed(&self) -> Vec<String> {
        let listings = self.resolver.files.listings();
        let names = |dir: &Path| -> Vec<String> {
            let entries = listings.names(dir);
            entries.iter().flat_map(|entries| entries.iter()).map(|entry| entry.name.to_string_lossy().into()).collect()
        };
        let mut all = Vec::new();
        for dir in self.node_modules() {
            for name in names(&dir) {
                if name.starts_with('@') {
                    all.extend(names(&dir.join(&name)).iter().map(|inner| format!("{name}/{inner}")));
                } else if !name.starts_with('.') {
                    all.push(name);
                }
            }
        }
        all
    }

    fn is_dependency(&self, name: &str) -> bool {
        let lists = |json: &Value| {
            let fields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
            fields.iter().any(|field| json[field].get(name).is_some())
        };
        self.resolver.package_of(self.importer).is_some_and(|package| lists(&self.json(&package.path)))
    }
}

/// The name of the package in a bare specifier, and the rest with its `/`. `None` for what can be no package's name.
fn package_name(specifier: &str) -> Option<(&str, &str)> {
    let skip = if specifier.starts_with('@') { specifier.find('/')? + 1 } else { 0 };
    let end = specifier[skip..].find('/').map_or(specifier.len(), |at| skip + at);
    (skip != 2 && end > skip).then(|| specifier.split_at(end))
}

fn looks_like_alias(path: &str) -> Option<String> {
    ["@/", "~/", "$/"].iter().find(|start| path.starts_with(**start)).map(|start| {
        let key = &start[..1];
        format!("`{start}` looks like an alias: say what it stands for in `paths` of tsconfig.json, or with `--alias {key}=./src`")
    })
}

fn did_you_mean(specifier: &str) -> String {
    format!("did you mean `{specifier}`?")
}
