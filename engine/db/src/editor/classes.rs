//! The names of CSS Modules sheets, for editors: where they are, who uses them, what they could be.

use std::path::{Path, PathBuf};

use nexxo_base::module::ImportKind;
use nexxo_base::options::LocalsConvention;
use nexxo_base::{Name, Set, Severity, Span};
use nexxo_resolve::Target;
use nexxo_syntax::asset::{FileKind, kind_with};
use nexxo_syntax::css::{self, NameMention, NameRole};
use nexxo_syntax::js::{self, SheetUse};

use super::{Edit, UnusedExport};
use crate::class_names::{composed_sheet, is_sheet, script_uses, sheet_names};
use crate::compile::{compile, module_path, script_lang};
use crate::database::Db;
use crate::diagnose::in_package;
use crate::documents::known_file;
use crate::engine::Engine;
use crate::graph::module_graph;
use crate::inputs::{File, Module, Variant};
use crate::source::source;
use crate::values::own_names;

/// A name of a CSS Modules sheet, at a place of a text that an editor shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassPlace {
    /// The sheet.
    pub sheet: PathBuf,
    /// What the sheet calls it.
    pub name: String,
    /// What is written at the place: in code, another name where `localsConvention` says so.
    pub written: String,
    /// The place, without quotes.
    pub span: Span,
    /// Whether it is a variable that stands for the name, and has a name of its own.
    pub is_local: bool,
}

/// What is known of a name of a CSS Modules sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassFacts {
    /// The sheet, relative to the root.
    pub path: String,
    /// The rules that are about it, as they are written.
    pub rules: Vec<String>,
    /// What it is called in the output, with what it is composed with in its sheet.
    pub output: Option<String>,
}

/// A name of a CSS Modules sheet that could stand at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassItem {
    /// What code calls it.
    pub key: String,
    /// What is replaced, in the text that the editor shows.
    pub span: Span,
    /// What comes there.
    pub text: String,
    /// The rules that are about it, as they are written.
    pub rules: Vec<String>,
}

/// A place that has to do with a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ClassMention {
    /// The file.
    pub path: PathBuf,
    /// The place in the text that the editor shows.
    pub span: Span,
    /// Whether the name comes to be there.
    pub is_definition: bool,
}

/// One mention of a name, in the text that is linked.
enum Found {
    Sheet(NameMention),
    Code(SheetUse),
}

impl Found {
    fn span(&self) -> Span {
        match self {
            Self::Sheet(it) => it.span,
            Self::Code(it) => it.span,
        }
    }
}

/// What is put at the cursor to see what stands there; nobody calls a class so.
const PROBE: &str = "nexxo_here_";

impl Engine {
    /// The name of a sheet at a byte of the text that an editor shows.
    pub fn class_at(&self, path: &Path, offset: u32) -> Option<ClassPlace> {
        let db = &self.db;
        let file = known_file(db, path)?;
        let shift = self.shift(file);
        let here = |span: Span| shift.forward(span).filter(|it| it.start <= offset && offset <= it.end);
        for module in self.modules_of(file) {
            if is_sheet(db, module) {
                for it in &sheet_names(db, module).mentions {
                    let Some(span) = here(it.span) else { continue };
                    let sheet = match &it.role {
                        NameRole::ComposesFrom(specifier) => composed_sheet(db, module, specifier)?,
                        _ => module,
                    };
                    return Some(self.class_place(sheet, it.name.clone(), it.name.clone(), span, false));
                }
            } else if let Some(script) = script_uses(db, module) {
                for (it, sheet) in script.with_sheets() {
                    let Some(span) = here(it.span) else { continue };
                    let name = sheet_names(db, sheet).local(&it.key)?.to_owned();
                    return Some(self.class_place(sheet, name, it.key.clone(), span, it.is_local()));
                }
            }
        }
        None
    }

    fn class_place(&self, sheet: Module, name: String, written: String, span: Span, is_local: bool) -> ClassPlace {
        ClassPlace { sheet: sheet.file(&self.db).path(&self.db).clone(), name, written, span, is_local }
    }

    fn sheet_of(&self, place: &ClassPlace) -> Option<Module> {
        Some(self.db.shared().module(&self.db, known_file(&self.db, &place.sheet)?, Variant::Auto))
    }

    /// All places in the bundle that have to do with a name, by file and place.
    pub fn class_mentions(&self, place: &ClassPlace) -> Vec<ClassMention> {
        let Some(sheet) = self.sheet_of(place) else { return Vec::new() };
        let mut out: Vec<ClassMention> = self
            .found(sheet, &place.name)
            .into_iter()
            .filter_map(|(file, found)| {
                let span = self.shift(file).forward(found.span())?;
                let is_definition = matches!(&found, Found::Sheet(it) if it.role.is_definition());
                Some(ClassMention { path: file.path(&self.db).clone(), span, is_definition })
            })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn found(&self, sheet: Module, name: &str) -> Vec<(File, Found)> {
        let db = &self.db;
        let mut out = Vec::new();
        let mut modules = self.leading_to(sheet.file(db));
        if !modules.contains(&sheet) {
            modules.push(sheet);
        }
        for module in modules {
            let file = module.file(db);
            if is_sheet(db, module) {
                let names = sheet_names(db, module);
                let is_meant = |it: &&NameMention| {
                    it.name == name
                        && match &it.role {
                            NameRole::ComposesFrom(specifier) => composed_sheet(db, module, specifier) == Some(sheet),
                            _ => module == sheet,
                        }
                };
                out.extend(names.mentions.iter().filter(is_meant).map(|it| (file, Found::Sheet(it.clone()))));
            } else if let Some(script) = script_uses(db, module) {
                let names = sheet_names(db, sheet);
                let uses = script.with_sheets().filter(|(it, of)| *of == sheet && names.local(&it.key) == Some(name));
                out.extend(uses.map(|(it, _)| (file, Found::Code(it.clone()))));
            }
        }
        out
    }

    /// What is known of a name.
    pub fn class_facts(&self, place: &ClassPlace) -> Option<ClassFacts> {
        let db = &self.db;
        let sheet = self.sheet_of(place)?;
        let own = own_names(db, sheet.file(db));
        let output = own.iter().flat_map(|it| it.iter()).find(|it| it.name == place.name).map(|it| it.value.clone());
        Some(ClassFacts { rules: self.rules_of(sheet, &place.name), path: module_path(db, sheet), output })
    }

    /// The rules of a sheet that are about a name, each once.
    fn rules_of(&self, sheet: Module, name: &str) -> Vec<String> {
        let text = source(&self.db, sheet.file(&self.db)).unwrap_or_default();
        let names = sheet_names(&self.db, sheet);
        let mentions = names.mentions.iter().filter(|it| it.role.is_definition() && it.name == name);
        let mut rules: Vec<Span> = mentions.map(|it| it.rule).collect();
        rules.dedup();
        rules.iter().filter_map(|it| Some(dedented(&text, *it)?.trim().to_owned())).collect()
    }

    /// The names that could stand at a byte of the text that an editor shows: behind `styles.`, in `styles['…']`, in the braces
    /// of an import. Nothing where no name of a sheet can be.
    pub fn class_completions(&self, path: &Path, offset: u32) -> Option<Vec<ClassItem>> {
        let db = &self.db;
        let file = known_file(db, path)?;
        let lang = script_lang(db, file)?;
        let (text, _) = self.text(path)?;
        let (before, behind) = text.split_at_checked(offset as usize)?;
        let loaders = db.shared().workspace().compile_options(db).loaders.clone();
        let resolver = &db.shared().resolver;
        let target = |specifier: &str| match resolver.resolve(path, specifier, ImportKind::Import).target {
            Ok(Target::File { path, query: None }) => Some(path),
            _ => None,
        };
        let is_sheet = |specifier: &str| {
            let kind = target(specifier).map(|it| kind_with(&it.to_string_lossy(), &loaders));
            matches!(kind, Some(FileKind::Css { module: true }))
        };
        // A bracket that is open is closed, so that the text can be read.
        let here = ["", "']", "\"]", "`]"].iter().find_map(|end| {
            let probed = format!("{before}{PROBE}{end}{behind}");
            let uses = js::sheet_uses(&probed, lang, &is_sheet)?.uses;
            uses.into_iter().find(|it| it.span.start <= offset && offset < it.span.end && it.key.contains(PROBE))
        })?;
        let shown = |at: u32| if at > offset { at.saturating_sub(PROBE.len() as u32).max(offset) } else { at };
        let span = Span::new(shown(here.span.start), shown(here.span.end));
        let sheet = db.shared().module(db, db.shared().file(db, &target(&here.specifier)?), Variant::Auto);
        let names = sheet_names(db, sheet);
        let keys = names.keys().filter(|(key, _)| here.can_be(key));
        let items = keys.filter_map(|(key, local)| {
            let (span, text) = match here.access() {
                // The dot goes where brackets have to stand.
                Some((access, _)) if !nexxo_link::is_identifier(key) => {
                    let (_, text) = here.rewritten(key)?;
                    (Span::new(shown(access.start), shown(access.end)), text)
                }
                _ => (span, key.to_owned()),
            };
            Some(ClassItem { key: key.to_owned(), span, text, rules: self.rules_of(sheet, local) })
        });
        Some(items.collect())
    }

    /// What to write so that a name is called `to` from now on, here and wherever it is used. `to` is said as the place has it:
    /// in the spelling of code where it is code.
    ///
    /// # Errors
    /// Why that cannot be done.
    pub fn rename_class(&self, place: &ClassPlace, to: &str) -> Result<Vec<Edit>, String> {
        let db = &self.db;
        self.may_rename(place)?;
        let Some(sheet) = self.sheet_of(place) else { return Ok(Vec::new()) };
        let convention = db.shared().workspace().compile_options(db).css_modules.convention;
        let local = local_name(&place.name, &place.written, to, convention);
        if !css::is_plain_name(&local) {
            return Err(format!("`{to}` is no class name"));
        }
        if local == place.name {
            return Ok(Vec::new());
        }
        let names = sheet_names(db, sheet);
        let taken = css::exported(&local, convention)
            .into_iter()
            .find(|key| names.local(key).is_some_and(|it| it != place.name));
        if let Some(taken) = taken.or_else(|| names.has(&local).then(|| local.clone())) {
            return Err(format!("`{}` has `{taken}` already", self.shown_path(&place.sheet)));
        }
        let mut out = Vec::new();
        for (file, found) in self.found(sheet, &place.name) {
            let path = file.path(db);
            if in_package(&self.shown_path(path)) {
                return Err(format!("`{}` of a package uses it", self.shown_path(path)));
            }
            let (span, text) = match &found {
                Found::Sheet(it) => (it.span, local.clone()),
                Found::Code(it) if it.is_local() => continue,
                Found::Code(it) => {
                    let key = respelled(&place.name, &it.key, &local, convention);
                    let refused =
                        || format!("`{}` imports it by name, and `{key}` can be no variable", self.shown_path(path));
                    it.rewritten(&key).ok_or_else(refused)?
                }
            };
            if let Some(span) = self.shift(file).forward(span) {
                out.push(Edit { path: path.clone(), span, text });
            }
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// Whether a name can be another.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn may_rename(&self, place: &ClassPlace) -> Result<(), String> {
        let db = &self.db;
        if place.is_local {
            return Err("this is a variable: rename the class where it is imported, or in its sheet".into());
        }
        if in_package(&self.shown_path(&place.sheet)) {
            return Err(format!("`{}` is a file of a package", self.shown_path(&place.sheet)));
        }
        let Some(sheet) = self.sheet_of(place) else { return Ok(()) };
        // Of values and counter styles it is not known where the sheet uses them.
        let text = source(db, sheet.file(db)).unwrap_or_default();
        let is_followed = |it: &NameMention| match it.role {
            NameRole::Value => false,
            NameRole::Rule => {
                text.get(it.rule.start as usize..it.span.start as usize).is_some_and(|it| it.contains("keyframes"))
            }
            _ => true,
        };
        let names = sheet_names(db, sheet);
        if names.mentions.iter().any(|it| it.name == place.name && !is_followed(it)) {
            return Err("only classes, ids and keyframes can be renamed".into());
        }
        // What does not compile may use the name in places that are not known.
        let uses = |module: Module| {
            module == sheet
                || is_sheet(db, module)
                || script_uses(db, module).is_some_and(|it| it.sheets().any(|it| it == sheet))
        };
        let mut broken = self.broken().into_iter().map(|(file, _)| file);
        match broken.find(|&file| self.modules_of(file).into_iter().any(uses)) {
            Some(file) => Err(format!("`{}` does not compile", self.shown_path(file.path(db)))),
            None => Ok(()),
        }
    }

    fn shown_path(&self, path: &Path) -> String {
        self.db.shared().show(&self.db, path)
    }

    /// The classes and ids of a sheet that no module of the bundle can use; none where one may use any of them.
    pub fn unused_classes(&self, path: &Path) -> Vec<UnusedExport> {
        self.find_unused_classes(path).unwrap_or_default()
    }

    fn find_unused_classes(&self, path: &Path) -> Option<Vec<UnusedExport>> {
        let db = &self.db;
        let file = known_file(db, path)?;
        let sheet = Some(db.shared().module(db, file, Variant::Auto)).filter(|&it| is_sheet(db, it))?;
        let names = sheet_names(db, sheet);
        let mut used: Set<String> = Set::default();
        let mut is_linked = false;
        for env in self.linked_envs() {
            let graph = module_graph(db, env);
            let Some(here) = graph.modules.indices().find(|&idx| graph.module(idx) == sheet) else { continue };
            is_linked = true;
            if graph.graph.entries.contains(&here) {
                return None;
            }
            for (idx, node) in graph.graph.modules.iter_enumerated() {
                let module = graph.module(idx);
                if !node.scanned && compile(db, module).js.problems.iter().any(|it| it.severity == Severity::Error) {
                    return None;
                }
                let mut leads_here = node.records().filter(|it| node.target_module(it.0) == Some(here)).peekable();
                if leads_here.peek().is_none() {
                    continue;
                }
                if node.scanned || leads_here.any(|(_, kind)| kind != ImportKind::Import) {
                    return None;
                }
                if is_sheet(db, module) {
                    let others = sheet_names(db, module);
                    let of_here = |it: &&NameMention| matches!(&it.role, NameRole::ComposesFrom(specifier) if composed_sheet(db, module, specifier) == Some(sheet));
                    used.extend(others.mentions.iter().filter(of_here).map(|it| it.name.clone()));
                    continue;
                }
                let script = script_uses(db, module)?;
                if script.uses.whole.iter().any(|it| script.sheet(it) == Some(sheet)) {
                    return None;
                }
                let of_here = script.with_sheets().filter(|(_, of)| *of == sheet);
                used.extend(of_here.filter_map(|(it, _)| names.local(&it.key).map(str::to_owned)));
            }
        }
        let composed = names.mentions.iter().filter(|it| it.role == NameRole::Composes);
        used.extend(composed.map(|it| it.name.clone()));
        let shift = self.shift(file);
        let unused = names.mentions.iter().filter(|it| matches!(it.role, NameRole::Class | NameRole::Id));
        // What the options say to be global is nobody's.
        let own = own_names(db, file)?;
        let is_own = |name: &str| own.iter().any(|it| it.name == name);
        let unused = unused.filter(|it| is_linked && !used.contains(&it.name) && is_own(&it.name));
        Some(
            unused
                .filter_map(|it| {
                    let (name, span) = (Name::from(&it.name), shift.forward(it.span)?);
                    Some(UnusedExport { name, span, is_used_here: false })
                })
                .collect(),
        )
    }
}

/// A part of a text, its lines moved left as far as the first one is.
fn dedented(text: &str, span: Span) -> Option<String> {
    let rule = text.get(span.start as usize..span.end as usize)?;
    let before = &text[..span.start as usize];
    let indent = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    if indent.is_empty() || !indent.trim().is_empty() {
        return Some(rule.to_owned());
    }
    Some(rule.replace(&format!("\n{indent}"), "\n"))
}

/// What code calls `to`, where it called `from` so as `key` says.
fn respelled(from: &str, key: &str, to: &str, convention: LocalsConvention) -> String {
    let mut spellings = css::exported(to, convention);
    let is_as_it_is = key == from
        && css::exported(from, convention).iter().any(|it| it == from)
        && spellings.iter().any(|it| it == to);
    if is_as_it_is { to.to_owned() } else { spellings.pop().unwrap_or_default() }
}

/// The sheet's name that code is to call `to`, where it called `from` so as `written` says: with dashes if it had them.
fn local_name(from: &str, written: &str, to: &str, convention: LocalsConvention) -> String {
    if written == from {
        return to.to_owned();
    }
    let dash = if from.contains('-') { "-" } else { "_" };
    let mut dashed = String::new();
    for c in to.chars() {
        if c.is_uppercase() && !dashed.is_empty() {
            dashed.push_str(dash);
        }
        dashed.extend(c.to_lowercase());
    }
    let gives = css::exported(&dashed, convention).pop();
    if gives.as_deref() == Some(to) { dashed } else { to.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_spelling() {
        let camel = LocalsConvention::CamelCase;
        assert_eq!(respelled("a-b", "aB", "c-d", camel), "cD");
        assert_eq!(respelled("a-b", "a-b", "c-d", camel), "c-d");
        assert_eq!(respelled("a", "a", "c-d", camel), "c-d");
        assert_eq!(respelled("a", "a", "c-d", LocalsConvention::CamelCaseOnly), "cD");
        assert_eq!(respelled("a-b", "a-b", "c", LocalsConvention::AsIs), "c");
        assert_eq!(local_name("a-b", "aB", "cD", camel), "c-d");
        assert_eq!(local_name("a_b", "aB", "cD", camel), "c_d");
        assert_eq!(local_name("a_b", "aB", "cD", LocalsConvention::Dashes), "cD");
        assert_eq!(local_name("a-b", "aB", "c-d", camel), "c-d");
        assert_eq!(local_name("aB", "aB", "cD", camel), "cD");
    }
}
