//! CSS Modules: the names that a stylesheet makes its own, and the JavaScript that hands them out.

use std::borrow::Cow;

use lightningcss::css_modules::{Config, CssModuleExport, CssModuleExports, CssModuleReference, Pattern, Segment};
use lightningcss::rules::CssRule;
use lightningcss::selector::{Component, PseudoClass, Selector};
use nexxo_base::fingerprint::Fingerprint;
use nexxo_base::module::{ImportKind, RecordIdx};
use nexxo_base::options::{CssModulesOptions, LocalsConvention};
use nexxo_base::{Map, Set};

use super::CssCompiled;
use super::records::Records;
use super::spared;
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

/// The parser's configuration. The names depend on `path` and on the options alone. Where names are `global`, those that
/// are not are classes and ids of `:local()`.
pub(super) fn config(path: &str, options: &CssModulesOptions, global: bool) -> Config {
    Config {
        pattern: Pattern { segments: all_segments(path, options).into_iter().collect() },
        dashed_idents: options.dashed_idents && !global,
        animation: options.animation && !global,
        grid: options.grid && !global,
        custom_idents: !global,
        container: options.container && !global,
        pure: false,
    }
}

/// What stands before and after a name of the sheet's own.
pub(super) fn around(path: &str, options: &CssModulesOptions) -> (String, String) {
    let (mut before, mut after, mut is_after) = (String::new(), String::new(), false);
    for segment in all_segments(path, options) {
        match segment {
            Segment::Literal(text) if is_after => after.push_str(&text),
            Segment::Literal(text) => before.push_str(&text),
            _ => is_after = true,
        }
    }
    (before, after)
}

/// The sheet's own name for `name`.
pub(super) fn scoped(name: &str, path: &str, options: &CssModulesOptions) -> String {
    let text = |segment: Segment| match segment {
        Segment::Literal(text) => text,
        _ => Cow::Owned(name.to_owned()),
    };
    all_segments(path, options).into_iter().map(text).collect()
}

fn all_segments(path: &str, options: &CssModulesOptions) -> Vec<Segment> {
    // What grid lines are called after an area (`x-start`) must end as the area does.
    let default = if options.grid { "_[hash]_[local]" } else { "_[local]_[hash]" };
    segments(options.pattern.as_deref().unwrap_or(default), path, &options.hash_prefix)
}

/// What a pattern of names comes to for a file. Brackets that mean nothing stay.
fn segments(pattern: &str, path: &str, hash_prefix: &str) -> Vec<Segment> {
    let hash = |length| Fingerprint::of_parts([hash_prefix.as_bytes(), path.as_bytes()]).short(length);
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let as_name = |text: &str| text.replace(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'), "-");
    let mut out = Vec::new();
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(start) = rest.find('[') {
        let Some(length) = rest[start..].find(']') else { break };
        text.push_str(&rest[..start]);
        let word = &rest[start + 1..start + length];
        match word.split(':').next() {
            Some("local") => {
                out.push(Segment::Literal(Cow::Owned(std::mem::take(&mut text))));
                out.push(Segment::Local);
            }
            Some("name") => text.push_str(&as_name(stem)),
            Some("folder") => text.push_str(&as_name(folder.rsplit('/').next().unwrap_or_default())),
            Some("path") => text.push_str(&as_name(folder)),
            Some("hash") => {
                let length = word.rsplit(':').next().and_then(|it| it.parse().ok()).unwrap_or(HASH_LENGTH);
                text.push_str(&hash(length.clamp(1, 20)));
            }
            _ => text.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    if !text.is_empty() {
        out.push(Segment::Literal(Cow::Owned(text)));
    }
    out
}

/// The names under which a class is exported; the last is the one that the convention makes.
pub fn exported(name: &str, convention: LocalsConvention) -> Vec<String> {
    let own = || name.to_owned();
    match convention {
        LocalsConvention::AsIs => vec![own()],
        LocalsConvention::CamelCase => vec![own(), camel_case(name)],
        LocalsConvention::CamelCaseOnly => vec![camel_case(name)],
        LocalsConvention::Dashes => vec![own(), without_dashes(name)],
        LocalsConvention::DashesOnly => vec![without_dashes(name)],
    }
}

/// `foo-bar` as `fooBar`.
fn without_dashes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut dashes = 0;
    for c in name.chars() {
        if c == '-' {
            dashes += 1;
        } else if dashes > 0 && (c.is_ascii_alphanumeric() || c == '_') {
            out.push(c.to_ascii_uppercase());
            dashes = 0;
        } else {
            out.extend(std::iter::repeat_n('-', std::mem::take(&mut dashes)));
            out.push(c);
        }
    }
    out.extend(std::iter::repeat_n('-', dashes));
    out
}

/// `foo-bar_baz`, `FooBarBaz` and `foo barBaz` as `fooBarBaz`. Words end where letters and digits meet, before a capital
/// behind a small letter, and before the last of several capitals.
fn camel_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    let mut is_start = true;
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            is_start = true;
            continue;
        }
        let before = i.checked_sub(1).map(|before| chars[before]).filter(|it| it.is_alphanumeric());
        let after = chars.get(i + 1).copied();
        is_start |= before.is_some_and(|before| {
            before.is_numeric() != c.is_numeric()
                || c.is_uppercase() && (before.is_lowercase() || after.is_some_and(char::is_lowercase))
        });
        if is_start && !out.is_empty() {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        is_start = false;
    }
    out
}

/// The classes and ids in the selectors of rules without declarations.
pub(super) fn names_of_empty_rules(rules: &mut [CssRule<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    spared::each_rule(rules, &mut |rule| {
        if let CssRule::Style(rule) = rule
            && rule.declarations.is_empty()
            && rule.rules.0.is_empty()
        {
            rule.selectors.0.iter().for_each(|selector| add_names(selector, &mut names));
        }
    });
    names
}

fn add_names(selector: &Selector<'_>, names: &mut Vec<String>) {
    for component in selector.iter_raw_match_order() {
        match component {
            Component::Class(name) | Component::ID(name) => names.push(name.0.to_string()),
            Component::NonTSPseudoClass(PseudoClass::Local { selector }) => add_names(selector, names),
            Component::Negation(list) | Component::Is(list) | Component::Where(list) | Component::Has(list) => {
                list.iter().for_each(|selector| add_names(selector, names));
            }
            _ => {}
        }
    }
}

/// What is told of a name that nothing is composed with.
pub(super) fn export_of(scoped: String) -> CssModuleExport {
    CssModuleExport { name: scoped, composes: Vec::new(), is_referenced: false }
}

/// The exports sorted by name, with what they are composed with in this file resolved, however deep.
pub(super) fn exports(all: &CssModuleExports, records: &Records, convention: LocalsConvention) -> Vec<CssExport> {
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
                        // Its file has the same convention.
                        let item = (record, exported(name, convention).swap_remove(0));
                        if !composes.contains(&item) {
                            composes.push(item);
                        }
                    }
                }
            }
        }
        (value, composes)
    };
    let mut out: Vec<CssExport> = Vec::new();
    for name in names {
        let (value, composes) = export(name);
        for name in exported(name, convention) {
            out.push(CssExport { name, value: value.clone(), composes: composes.clone().into() });
        }
    }
    // Where two names become one, the first counts.
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out.dedup_by(|b, a| a.name == b.name);
    out
}

/// Adds names that stand for texts. What is there already stays.
pub(super) fn add_values(
    exports: &mut Vec<CssExport>,
    values: impl IntoIterator<Item = (String, String)>,
    convention: LocalsConvention,
) {
    for (name, value) in values {
        for name in exported(&name, convention) {
            exports.push(CssExport { name, value: value.clone(), composes: Box::default() });
        }
    }
    exports.sort_by(|a, b| a.name.cmp(&b.name));
    exports.dedup_by(|b, a| a.name == b.name);
}

/// Whether a name can be that of an export.
fn is_variable(name: &str) -> bool {
    // A variable of that name would set the object's prototype once it is renamed.
    is_binding_name(name) && name != "__proto__"
}

/// The ES module that stands for a compiled stylesheet: for CSS Modules a named export for each name that can be a
/// variable's, and an object of all names as the default export; for any other stylesheet nothing.
///
/// Files that `composes … from` names are imported, for these names, or for their default export where JavaScript cannot
/// have a name; those of values are only put in force. Their specifiers are those of the records of kind `Import`.
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
        let composed = compiled.exports.iter().flat_map(|export| &export.composes);
        let composed = composed.filter(|(record, _)| record.0 as usize == i).map(|(_, name)| name.as_str());
        let (mut named, others): (Vec<&str>, Vec<&str>) = composed.partition(|name| is_variable(name));
        named.sort_unstable();
        named.dedup();
        let default = (!others.is_empty()).then(|| format!("{prefix}{i}"));
        let named =
            named.into_iter().map(|name| format!("{name} as {prefix}{i}_{name}")).collect::<Vec<_>>().join(", ");
        let named = (!named.is_empty()).then(|| format!("{{ {named} }}"));
        let clause: Vec<String> = default.into_iter().chain(named).collect();
        out.push_str("import ");
        if !clause.is_empty() {
            out.push_str(&format!("{} from ", clause.join(", ")));
        }
        push_string(&mut out, &record.specifier);
        out.push_str(";\n");
    }
    let push_value = |out: &mut String, export: &CssExport| {
        push_string(out, &export.value);
        for (record, name) in &export.composes {
            out.push_str(&format!(" + \" \" + {prefix}{}", record.0));
            if is_variable(name) {
                out.push_str(&format!("_{name}"));
                continue;
            }
            out.push('[');
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

/// What tells TypeScript of a sheet with these names: what [`js_source`] exports, as types.
pub fn type_declarations<'n>(names: impl Iterator<Item = &'n str> + Clone) -> String {
    let mut object = "styles".to_owned();
    while names.clone().any(|name| name == object) {
        object.push('_');
    }
    let mut out = format!("declare const {object}: {{\n");
    for name in names.clone() {
        out.push_str("  readonly ");
        match is_variable(name) {
            true => out.push_str(name),
            false => push_string(&mut out, name),
        }
        out.push_str(": string;\n");
    }
    out.push_str(&format!("}};\nexport default {object};\n"));
    for name in names.filter(|name| is_variable(name)) {
        out.push_str(&format!("export declare const {name}: string;\n"));
    }
    out
}
