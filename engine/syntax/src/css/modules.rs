//! CSS Modules: the names that a stylesheet makes its own, and the JavaScript that hands them out.

use std::borrow::Cow;

use lightningcss::css_modules::{Config, CssModuleExports, CssModuleReference, Pattern, Segment};
use nexxo_base::fingerprint::Fingerprint;
use nexxo_base::module::{ImportKind, RecordIdx};
use nexxo_base::{Map, Set};

use super::CssCompiled;
use super::records::Records;
use crate::json::{is_binding_name, push_string};

/// Characters of the path's hash in a class name: 36 bits, so that among 10,000 stylesheets with a class of one name
/// the chance that any two collide is below one in a thousand.
const HASH_LENGTH: usize = 6;

/// One name that a CSS Modules stylesheet exports.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CssExport {
    /// The class, id or keyframes name as the source has it.
    pub name: String,
    /// What stands for it: its scoped name and the names that it is composed with in this file, with spaces between.
    pub value: String,
    /// Names of other files that it is composed with.
    pub composes: Box<[(RecordIdx, String)]>,
}

/// The parser's configuration: classes, ids, keyframes and counter styles are scoped; containers and grid lines are not,
/// as in Vite. The names depend on `path` alone.
pub(super) fn config(path: &str) -> Config {
    let hash = Fingerprint::of(path.as_bytes()).short(HASH_LENGTH);
    let segments =
        [Segment::Literal(Cow::Borrowed("_")), Segment::Local, Segment::Literal(Cow::Owned(format!("_{hash}")))];
    Config {
        pattern: Pattern { segments: segments.into_iter().collect() },
        grid: false,
        container: false,
        ..Config::default()
    }
}

/// The exports sorted by name, with what they are composed with in this file resolved, however deep.
pub(super) fn exports(all: &CssModuleExports, records: &Records) -> Vec<CssExport> {
    let by_scoped: Map<&str, &str> = all.iter().map(|(name, export)| (export.name.as_str(), name.as_str())).collect();
    let mut names: Vec<&str> = all.keys().map(String::as_str).collect();
    names.sort_unstable();
    let export = |name: &str| {
        let mut value = String::new();
        let mut composes: Vec<(RecordIdx, String)> = Vec::new();
        let mut seen: Set<&str> = Set::default();
        // Depth first, in the order of the source: the top of the stack is what comes next.
        let mut stack: Vec<&CssModuleReference> = Vec::new();
        let mut add_class = |class: &str| {
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(class);
        };
        if let Some(export) = all.get(name) {
            seen.insert(&export.name);
            add_class(&export.name);
            stack.extend(export.composes.iter().rev());
        }
        while let Some(reference) = stack.pop() {
            match reference {
                CssModuleReference::Local { name } => {
                    if seen.insert(name) {
                        add_class(name);
                        if let Some(export) = by_scoped.get(name.as_str()).and_then(|&local| all.get(local)) {
                            stack.extend(export.composes.iter().rev());
                        }
                    }
                }
                CssModuleReference::Global { name } => {
                    if seen.insert(name) {
                        add_class(name);
                    }
                }
                CssModuleReference::Dependency { name, specifier } => {
                    if let Some(record) = records.get(ImportKind::Import, specifier) {
                        let item = (record, name.clone());
                        if !composes.contains(&item) {
                            composes.push(item);
                        }
                    }
                }
            }
        }
        CssExport { name: name.to_owned(), value, composes: composes.into() }
    };
    names.into_iter().map(export).collect()
}

/// The ES module that stands for a compiled stylesheet: for CSS Modules a named export for each name that can be a
/// variable's, and an object of all names as the default export; for any other stylesheet nothing.
///
/// Files that `composes … from` names are imported, for their default export. Their specifiers are those of the
/// records of kind `Import`.
pub fn js_source(compiled: &CssCompiled, module: bool) -> String {
    if !module {
        return String::new();
    }
    let mut out = String::new();
    let mut prefix = "from_".to_owned();
    while compiled.exports.iter().any(|export| export.name.starts_with(&prefix)) {
        prefix.push('_');
    }
    for (i, record) in compiled.records.iter().enumerate().filter(|(_, record)| record.kind == ImportKind::Import) {
        out.push_str(&format!("import {prefix}{i} from "));
        push_string(&mut out, &record.specifier);
        out.push_str(";\n");
    }
    // A variable of that name would set the object's prototype once it is renamed.
    let is_variable = |name: &str| is_binding_name(name) && name != "__proto__";
    let push_value = |out: &mut String, export: &CssExport| {
        push_string(out, &export.value);
        for (record, name) in &export.composes {
            out.push_str(&format!(" + \" \" + {prefix}{}[", record.0));
            push_string(out, name);
            out.push(']');
        }
    };
    for export in compiled.exports.iter().filter(|export| is_variable(&export.name)) {
        out.push_str(&format!("export var {} = ", export.name));
        push_value(&mut out, export);
        out.push_str(";\n");
    }
    out.push_str("export default {");
    for (i, export) in compiled.exports.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        if is_variable(&export.name) {
            out.push_str(&export.name);
            continue;
        }
        let (open, close) = if export.name == "__proto__" { ("[", "]: ") } else { ("", ": ") };
        out.push_str(open);
        push_string(&mut out, &export.name);
        out.push_str(close);
        push_value(&mut out, export);
    }
    out.push_str(if compiled.exports.is_empty() { "};\n" } else { "\n};\n" });
    out
}
