//! Facts of the package.json that governs a file.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use nexxo_base::{Map, path::relative};
use serde::Deserialize;
use serde_json::Value;

use crate::files::Files;

/// A package.json, as far as compiling and linking are concerned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Package {
    /// The folder it is in.
    pub dir: PathBuf,
    /// The file itself.
    pub path: PathBuf,
    /// Its `name`; of the package around it, if it has none itself.
    pub name: Option<String>,
    /// Its `version`; of the package around it, if it has no name itself.
    pub version: Option<String>,
    /// Its `type`: `Some(true)` for `module`, `Some(false)` for `commonjs`, `None` if it does not say.
    pub type_module: Option<bool>,
    /// Its `sideEffects`; of the package around it, if it has neither that nor a name.
    pub side_effects: SideEffects,
    /// Where it has no `exports`, so that its main file may be one for `import` and another for `require`: its folder; that
    /// of the package around it, if it has no name itself.
    pub without_exports: Option<Arc<Path>>,
    /// What its `browser` puts other files in the place of, or nothing. `None` if it is no map.
    pub(crate) mapped: Option<Box<[String]>>,
}

impl Package {
    /// Whether its `browser` puts something in the place of `key`.
    pub(crate) fn maps(&self, key: &str) -> bool {
        self.mapped.iter().flatten().any(|it| it == key)
    }

    /// Whether a file of the package may have side effects when nothing of it is used.
    pub fn has_side_effects(&self, file: &Path) -> bool {
        self.side_effects.allow(file)
    }
}

/// Which files of a package have side effects, by its own word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SideEffects {
    /// Any: it says so, or says nothing.
    All,
    /// None: `false`.
    None,
    /// Those that match a pattern.
    Some {
        /// The folder that the patterns are relative to.
        dir: PathBuf,
        /// Glob patterns, brought to the form that is matched against a path relative to `dir`.
        patterns: Box<[String]>,
    },
}

impl SideEffects {
    /// Whether `file` may have side effects.
    pub fn allow(&self, file: &Path) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Some { dir, patterns } => {
                let path = relative(dir, file);
                patterns.iter().any(|pattern| fast_glob::glob_match(pattern, &path))
            }
        }
    }

    fn parse(value: &Value, dir: &Path) -> Option<Self> {
        let patterns: Vec<&str> = match value {
            Value::Bool(true) => return Some(Self::All),
            Value::Bool(false) => return Some(Self::None),
            Value::String(pattern) => vec![pattern],
            Value::Array(patterns) => patterns.iter().filter_map(Value::as_str).collect(),
            Value::Null | Value::Number(_) | Value::Object(_) => return None,
        };
        // Bundlers know no `!pattern`: it matches nothing, and takes nothing back.
        let patterns = patterns.into_iter().filter(|pattern| !pattern.starts_with('!')).map(anchored).collect();
        Some(Self::Some { dir: dir.to_path_buf(), patterns })
    }
}

/// A pattern without `/` means a file of that name in any folder.
fn anchored(pattern: &str) -> String {
    if !pattern.contains('/') {
        return format!("**/{pattern}");
    }
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    pattern.strip_prefix('/').unwrap_or(pattern).to_string()
}

/// The fields that are looked at, of whatever type they are.
#[derive(Deserialize, Default)]
struct Fields {
    #[serde(default)]
    name: Value,
    #[serde(default)]
    version: Value,
    #[serde(default, rename = "type")]
    kind: Value,
    #[serde(default, rename = "sideEffects")]
    side_effects: Value,
    #[serde(default)]
    browser: Value,
    #[serde(default)]
    exports: Value,
}

/// The packages found so far, by folder.
#[derive(Debug, Default)]
pub(crate) struct Packages {
    by_dir: RwLock<Map<OsString, Option<Arc<Package>>>>,
}

impl Packages {
    /// The package that governs what is in the folder `dir`: its own, or that of the nearest folder above it on this
    /// side of `node_modules`.
    pub(crate) fn of_dir(&self, dir: &Path, files: &Files) -> Option<Arc<Package>> {
        if let Some(known) = self.by_dir.read().unwrap_or_else(PoisonError::into_inner).get(dir.as_os_str()) {
            return known.clone();
        }
        let found = if dir.file_name().is_some_and(|name| name == "node_modules") {
            None
        } else {
            let outer = || dir.parent().and_then(|parent| self.of_dir(parent, files));
            match files.text(&dir.join("package.json")) {
                Some(text) => Some(Arc::new(parse(dir, &text, outer))),
                None => outer(),
            }
        };
        self.by_dir.write().unwrap_or_else(PoisonError::into_inner).insert(dir.into(), found.clone());
        found
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        self.by_dir.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A package.json that is not JSON governs its folder all the same, without saying anything. (Resolving through it
/// fails, and says why.)
///
/// Packages put nameless package.json files into folders, to say `type` or where the main file is. Such a stub does
/// not take back what the package says of its name and side effects.
fn parse(dir: &Path, text: &str, outer: impl FnOnce() -> Option<Arc<Package>>) -> Package {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fields: Fields = serde_json::from_str(text).unwrap_or_default();
    let string = |value: &Value| value.as_str().map(str::to_string);
    let mut package = Package {
        dir: dir.to_path_buf(),
        path: dir.join("package.json"),
        name: string(&fields.name),
        version: string(&fields.version),
        type_module: match fields.kind.as_str() {
            Some("module") => Some(true),
            Some("commonjs") => Some(false),
            _ => None,
        },
        side_effects: SideEffects::All,
        without_exports: fields.exports.is_null().then(|| dir.into()),
        mapped: fields.browser.as_object().map(|map| map.keys().cloned().collect()),
    };
    let own = SideEffects::parse(&fields.side_effects, dir);
    let outer = if package.name.is_none() { outer() } else { None };
    if let Some(outer) = &outer {
        package.name.clone_from(&outer.name);
        package.version.clone_from(&outer.version);
        package.without_exports = package.without_exports.and_then(|_| outer.without_exports.clone());
    }
    package.side_effects = own.or_else(|| outer.map(|outer| outer.side_effects.clone())).unwrap_or(SideEffects::All);
    package
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(json: &str, file: &str) -> bool {
        parse(Path::new("/p"), json, || None).has_side_effects(&Path::new("/p").join(file))
    }

    #[test]
    fn side_effects_of_each_form() {
        assert!(effects("{}", "a.js"));
        assert!(effects(r#"{"sideEffects": true}"#, "a.js"));
        assert!(!effects(r#"{"sideEffects": false}"#, "a.js"));
        assert!(effects(r#"{"sideEffects": "a.js"}"#, "x/a.js"));
        assert!(!effects(r#"{"sideEffects": []}"#, "a.js"));
        assert!(effects(r#"{"sideEffects": 7}"#, "a.js"));
        assert!(effects("not json", "a.js"));
    }

    #[test]
    fn side_effect_patterns() {
        let json = r#"{"sideEffects": ["*.css", "./src/*.js", "lib/**/init.{js,mjs}", "/top.js", "!src/a.js"]}"#;
        for yes in ["a.css", "x/y.css", "src/a.js", "lib/init.js", "lib/a/b/init.mjs", "top.js"] {
            assert!(effects(json, yes), "{yes}");
        }
        for no in ["a.js", "src/x/a.js", "lib/init.ts", "x/top.js"] {
            assert!(!effects(json, no), "{no}");
        }
    }
}
