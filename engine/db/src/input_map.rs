//! The source maps that modules came with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::diagnostic::SourceFile;
use nexxo_base::options::SourceMapMode;
use nexxo_base::path::{normalize, relative};
use nexxo_base::source_map::{InputMap, InputSource};
use nexxo_base::{Code, Diagnostic, Severity, Span};
use nexxo_resolve::UrlTarget;
use nexxo_syntax::source_map::{parse, reference};

use crate::database::{Db, is_virtual};
use crate::graph::module_graph;
use crate::inputs::{Env, File, Module, Variant};
use crate::linking::chunk_plan;
use crate::source::source;

/// A source map and the folder that its sources are relative to.
#[derive(Debug)]
pub struct Located {
    /// The map.
    pub map: Arc<InputMap>,
    /// The folder of the file that holds it.
    dir: PathBuf,
}

impl Located {
    /// What a map in the folder `to` says of the sources of this one: how it spells them, and the text of those whose
    /// text this one does not bring but that are there.
    pub fn sources(&self, db: &dyn Db, to: &Path) -> Box<[(String, Option<Arc<str>>)]> {
        let each = |it: &InputSource| {
            let path = Path::new(&*it.path);
            if path.is_absolute() || UrlTarget::of(&self.dir, &it.path) == UrlTarget::Elsewhere {
                return (it.path.to_string(), None);
            }
            let path = normalize(&self.dir.join(path));
            let text = || source(db, db.shared().file(db, &path)).ok();
            (relative(to, &path), if it.content.is_none() { text() } else { None })
        };
        self.map.sources.iter().map(each).collect()
    }
}

/// A map that cannot be used.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Where the module names it.
    span: Span,
    message: String,
    /// It is not there, rather than wrong. Packages often forget to bring theirs.
    missing: bool,
}

/// The source map that a file names, if it names one on this machine.
#[salsa::tracked(returns(clone), no_eq)]
pub fn input_map(db: &dyn Db, file: File) -> Option<Result<Arc<Located>, Broken>> {
    let text = source(db, file).ok()?;
    let (url, span) = reference(&text)?;
    let dir = file.path(db).parent()?;
    let broken = |message: String, missing| Some(Err(Broken { span, message, missing }));
    let (json, dir): (Arc<str>, _) = match UrlTarget::of(dir, url) {
        UrlTarget::Elsewhere => return None,
        UrlTarget::Data(bytes) => match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(json) => (json.into(), dir.to_path_buf()),
            None => return broken("the source map in this URL cannot be decoded".into(), false),
        },
        UrlTarget::File(path) => match source(db, db.shared().file(db, &path)) {
            Ok(json) => (json, path.parent().unwrap_or(dir).to_path_buf()),
            Err(_) => return broken(format!("the source map `{url}` cannot be read"), true),
        },
    };
    Some(match parse(&json) {
        Ok(map) => Ok(Arc::new(Located { map: Arc::new(map), dir })),
        Err(why) => Err(Broken { span, message: format!("the source map cannot be used: {why}"), missing: false }),
    })
}

/// The map to compose a module's mappings with.
pub(crate) fn usable_map(db: &dyn Db, module: Module) -> Option<Arc<Located>> {
    asked(db, module)?.ok()
}

/// The modules whose maps the output's maps are composed with, if they have any.
pub(crate) fn mapped_modules(db: &dyn Db, env: Env) -> Vec<Module> {
    if db.shared().workspace().output_options(db).source_map == SourceMapMode::None {
        return Vec::new();
    }
    let graph = module_graph(db, env);
    let plan = chunk_plan(db, env);
    plan.chunks.iter().flat_map(|chunk| chunk.modules.iter().map(|&module| graph.module(module))).collect()
}

fn asked(db: &dyn Db, module: Module) -> Option<Result<Arc<Located>, Broken>> {
    let file = module.file(db);
    let has_mappings = module.variant(db) == Variant::Auto && !is_virtual(file.path(db));
    if has_mappings { input_map(db, file) } else { None }
}

/// Warnings for the maps of what is in the output that cannot be used. Asked after rendering, which reads them.
pub fn map_diagnostics(db: &dyn Db, env: Env) -> Vec<Diagnostic> {
    let broken = mapped_modules(db, env).into_iter().filter_map(|module| {
        let broken = asked(db, module)?.err()?;
        let path = module.file(db).path(db);
        let in_package = path.components().any(|part| part.as_os_str() == "node_modules");
        if broken.missing && in_package {
            return None;
        }
        let text = source(db, module.file(db)).unwrap_or_default();
        let file = Arc::new(SourceFile { path: db.shared().show(db, path).into(), text });
        let mut out = Diagnostic::error(Code::BrokenSourceMap, broken.message).at(&file, broken.span, "");
        out.severity = Severity::Warning;
        Some(out.help("the output's map leads to this file itself"))
    });
    broken.collect()
}
