//! What style sheets take from each other by name, before they are compiled: values, names of custom properties, and the
//! names of classes. All of it is known from the texts of the sheets that are named.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::diagnostic::nearest;
use nexxo_base::module::{ImportKind, ImportRecord};
use nexxo_base::options::{CssModulesOptions, LocalsConvention};
use nexxo_base::path::relative;
use nexxo_base::{Code, Severity};
use nexxo_resolve::{Target, matches_glob};
use nexxo_syntax::asset::FileKind;
use nexxo_syntax::css::{self, CssOptions, CssValues, FileUrl, ValuePiece};
use nexxo_syntax::js::Problem;

use crate::compile::file_facts;
use crate::database::Db;
use crate::inputs::{File, Module};
use crate::resolution::{Resolved, resolve_record};
use crate::source::source;

/// Why there is no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Untaken {
    /// There is no such file; whoever resolves says so.
    NoFile,
    /// What is named is outside.
    Outside,
    /// The sheet has no such name; the path, and the nearest one.
    Missing(String, Option<String>),
    /// It is taken from what takes it from there.
    Circular,
}

/// The values of a sheet, as its text has them.
#[salsa::tracked(returns(clone))]
pub(crate) fn css_values(db: &dyn Db, file: File) -> Arc<CssValues> {
    let text = source(db, file).unwrap_or_default();
    Arc::new(CssValues::of(&text, has_dashed_names(db, file)))
}

/// What each of the values that a sheet takes stands for.
#[salsa::tracked(returns(clone))]
pub(crate) fn taken_values(db: &dyn Db, module: Module) -> Arc<[Result<String, Untaken>]> {
    let file = module.file(db);
    let values = css_values(db, file);
    if values.taken.is_empty() {
        return Arc::default();
    }
    let _ = db.shared().workspace().layout(db);
    (0..values.taken.len()).map(|n| Asking { db, around: Vec::new() }.taken(file, n)).collect()
}

/// The same for who compiles the sheet: nothing for what is not known.
pub(crate) fn known_values(db: &dyn Db, module: Module) -> Vec<Option<String>> {
    match file_facts(db, module.file(db)).kind {
        FileKind::Css { module: true } => taken_values(db, module).iter().map(|it| it.clone().ok()).collect(),
        _ => Vec::new(),
    }
}

/// Whether names of a sheet are global where nothing else is said.
pub(crate) fn is_global(db: &dyn Db, file: File) -> bool {
    let options = &db.shared().workspace().compile_options(db).css_modules;
    let path = || db.shared().show(db, file.path(db));
    options.global || options.global_paths.iter().any(|pattern| matches_glob(pattern, &path()))
}

fn has_dashed_names(db: &dyn Db, file: File) -> bool {
    db.shared().workspace().compile_options(db).css_modules.dashed_idents && !is_global(db, file)
}

/// What is wrong with what a sheet takes.
pub(crate) fn problems(db: &dyn Db, module: Module, text: &str) -> Vec<Problem> {
    let taken = taken_values(db, module);
    if taken.iter().all(|it| matches!(it, Ok(_) | Err(Untaken::NoFile))) {
        return Vec::new();
    }
    let file = module.file(db);
    let values = css_values(db, file);
    let spans = css::taken_spans(text, has_dashed_names(db, file));
    let problem = |((it, value), span): ((&Result<String, Untaken>, &css::TakenValue), _)| {
        let (name, specifier) = (&value.name, &value.specifier);
        let (code, message, help) = match it.as_ref().err()? {
            Untaken::NoFile => return None,
            Untaken::Outside => {
                let message = format!("`{name}` cannot be taken from `{specifier}`, which is not part of the build");
                (Code::Unsupported, message, None)
            }
            Untaken::Missing(path, near) => {
                let help = near.as_ref().map(|near| format!("did you mean `{near}`?"));
                (Code::MissingExport, format!("`{name}` is not exported by `{path}`"), help)
            }
            Untaken::Circular => {
                let message = format!("`{name}` of `{specifier}` stands for itself");
                (Code::MissingExport, message, Some("give it a value in one of the sheets".to_owned()))
            }
        };
        let (label, related) = (String::new(), Vec::new());
        Some(Problem { code, severity: Severity::Error, message, span, label, related, help })
    };
    taken.iter().zip(&values.taken).zip(spans).filter_map(problem).collect()
}

/// Looks for values from sheet to sheet.
struct Asking<'db> {
    db: &'db dyn Db,
    /// What is being looked for.
    around: Vec<(File, String)>,
}

impl Asking<'_> {
    /// What the `n`th value that a sheet takes stands for in it.
    fn taken(&mut self, file: File, n: usize) -> Result<String, Untaken> {
        let db = self.db;
        let values = css_values(db, file);
        let Some(taken) = values.taken.get(n) else { return Err(Untaken::NoFile) };
        self.from(file, &taken.specifier, &taken.name)
    }

    fn from(&mut self, importer: File, specifier: &str, name: &str) -> Result<String, Untaken> {
        let db = self.db;
        let module = db.shared().module(db, importer, crate::inputs::Variant::Auto);
        match resolve_record(db, module, &ImportRecord::new(specifier, ImportKind::Import)) {
            Resolved::Module(target) => {
                let file = target.file(db);
                let text = self.named(file, name)?;
                Ok(rebased(db, &text, file.path(db), importer.path(db)))
            }
            Resolved::External(_) | Resolved::ExternalFile(_) | Resolved::Disabled => Err(Untaken::Outside),
            Resolved::Failed(_) => Err(Untaken::NoFile),
        }
    }

    /// What a sheet exports under a name.
    fn named(&mut self, file: File, name: &str) -> Result<String, Untaken> {
        let db = self.db;
        let key = (file, name.to_owned());
        if self.around.contains(&key) {
            return Err(Untaken::Circular);
        }
        self.around.push(key);
        let values = css_values(db, file);
        let found = match values.get(name) {
            Some(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    ValuePiece::Text(text) => Ok(text.clone()),
                    ValuePiece::Taken(n) => self.taken(file, *n as usize),
                })
                .collect(),
            None => self.class(file, name),
        };
        self.around.pop();
        found
    }

    /// A class or another name of a sheet's own, with what it is composed of.
    fn class(&mut self, file: File, name: &str) -> Result<String, Untaken> {
        let db = self.db;
        let names = own_names(db, file).unwrap_or_default();
        let Ok(at) = names.binary_search_by(|it| it.name.as_str().cmp(name)) else {
            let values = css_values(db, file);
            let all = values.given.iter().map(|it| it.0.as_str()).chain(names.iter().map(|it| it.name.as_str()));
            let near = nearest(name, all).map(str::to_owned);
            return Err(Untaken::Missing(db.shared().show(db, file.path(db)), near));
        };
        let mut out = names[at].value.clone();
        for (specifier, composed) in &names[at].composes {
            out.push(' ');
            out.push_str(&self.from(file, specifier, composed)?);
        }
        Ok(out)
    }
}

/// A name of a sheet's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OwnName {
    /// As the sheet has it.
    pub(crate) name: String,
    /// As the output has it.
    pub(crate) value: String,
    /// The names of other sheets that it is composed of, each with its specifier.
    composes: Vec<(String, String)>,
}

/// The names of a sheet's own, by name, as far as its text alone says; `None` where that does not tell, or is no sheet of CSS
/// Modules. Few are asked for: the compiled module has the same as code.
#[salsa::tracked(returns(clone))]
pub(crate) fn own_names(db: &dyn Db, file: File) -> Option<Arc<[OwnName]>> {
    if file_facts(db, file).kind != (FileKind::Css { module: true }) {
        return None;
    }
    let options = db.shared().workspace().compile_options(db);
    let names = CssModulesOptions { convention: LocalsConvention::AsIs, ..options.css_modules.clone() };
    let path = db.shared().show(db, file.path(db));
    let options = CssOptions {
        names: Some(&names),
        global: is_global(db, file),
        recover: true,
        path: &path,
        ..CssOptions::default()
    };
    let compiled = css::compile(&source(db, file).ok()?, &options).ok()?;
    let specifier = |(record, name): &(nexxo_base::module::RecordIdx, String)| {
        (compiled.records[record.0 as usize].specifier.to_string(), name.clone())
    };
    let exports = compiled.exports.iter().map(|it| OwnName {
        name: it.name.clone(),
        value: it.value.clone(),
        composes: it.composes.iter().map(specifier).collect(),
    });
    Some(exports.collect())
}

/// A text of the sheet `from` as it stands in the sheet `to`: with the URLs of files spelled for that.
fn rebased(db: &dyn Db, text: &str, from: &Path, to: &Path) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let Some(folder) = to.parent().filter(|folder| from.parent() != Some(folder)) else { return text.to_owned() };
    for FileUrl { token, url, .. } in css::file_urls(text) {
        let Ok(Target::File { path, .. }) = db.shared().resolver.resolve(from, &url, ImportKind::CssUrl).target else {
            continue;
        };
        let path = relative(folder, &path);
        let start = if path.starts_with("../") { "" } else { "./" };
        let suffix = &url[url.find(['?', '#']).unwrap_or(url.len())..];
        out.push_str(&text[copied..token.start as usize]);
        out.push_str("url(");
        css::push_url(&mut out, &format!("{start}{path}{suffix}"), false);
        out.push(')');
        copied = token.end as usize;
    }
    out.push_str(&text[copied..]);
    out
}
