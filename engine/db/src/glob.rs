//! The modules that stand for references to many files.

use std::path::{Path, PathBuf};

use nexxo_base::module::{Glob, GlobForm, GlobOptions};
use nexxo_base::options::Platform;
use nexxo_base::path::{normalize, relative};
use nexxo_resolve::{Failure, FailureKind};
use nexxo_syntax::asset::{FileKind, kind_with};
use nexxo_syntax::json::push_string;

use crate::class_names::is_of_types;
use crate::database::Db;
use crate::inputs::{Module, Variant};

/// The module whose default export `glob` asks for in the file `importer`: its text names the files there are now.
///
/// # Errors
/// When a pattern is no path.
pub(crate) fn glob_module(db: &dyn Db, importer: &Path, glob: &Glob) -> Result<Module, Failure> {
    let shared = db.shared();
    let root = shared.workspace().root(db);
    let dir = importer.parent().unwrap_or(root);
    let options = match &glob.form {
        GlobForm::Map(options) => options.clone(),
        _ => GlobOptions::default(),
    };
    let base = options.base.as_deref().map(|base| match base.strip_prefix('/') {
        Some(base) => normalize(&root.join(base)),
        None => normalize(&dir.join(base)),
    });
    let mut patterns = Vec::new();
    for pattern in &glob.patterns {
        patterns.push(anchored(db, base.as_deref().unwrap_or(dir), pattern)?);
    }
    let is_relative = glob.patterns.iter().all(|pattern| pattern.starts_with(['.', '!']));
    let is_open = glob.patterns.iter().any(|pattern| pattern.ends_with('*'));
    let mut files = Vec::new();
    for file in shared.resolver.glob(&patterns, options.exhaustive) {
        if is_of_types(db, &file) {
            continue;
        }
        if file == importer || is_open && !matches!(glob.form, GlobForm::Map(_) | GlobForm::Url) && !is_code(db, &file)
        {
            continue;
        }
        let specifier = dotted(relative(dir, &file));
        let key = match &base {
            Some(base) => dotted(relative(base, &file)),
            None if is_relative => specifier.clone(),
            None => match relative(root, &file) {
                outside if outside.starts_with("../") => outside,
                inside => format!("/{inside}"),
            },
        };
        files.push((key, specifier));
    }
    let text = match &glob.form {
        GlobForm::Map(options) => map_text(&files, options),
        GlobForm::Import => loader_text(&files, "import", REJECT),
        GlobForm::Require => loader_text(&with_short_names(files), "require", THROW),
        GlobForm::Url => {
            // Node's file functions take no `data:` URLs.
            let on_node = shared.workspace().output_options(db).platform == Platform::Node;
            url_text(&files, if on_node { "?no-inline" } else { "?url" })
        }
    };
    let hash = nexxo_base::Fingerprint::of(text.as_bytes()).short(8);
    let name = format!("{}?glob-{hash}.js", shared.show(db, importer));
    Ok(shared.module(db, shared.virtual_file_beside(db, &name, text, importer), Variant::Auto))
}

/// A pattern with the folder that it is relative to; a `!` before it stays.
fn anchored(db: &dyn Db, base: &Path, pattern: &str) -> Result<(PathBuf, String), Failure> {
    let shared = db.shared();
    let root = shared.workspace().root(db);
    let (not, path) = match pattern.strip_prefix('!') {
        Some(path) => ("!", path),
        None => ("", pattern),
    };
    if path.starts_with("./") || path.starts_with("../") {
        return Ok((base.to_path_buf(), format!("{not}{path}")));
    }
    if let Some(path) = path.strip_prefix('/') {
        return Ok((root.clone(), format!("{not}{path}")));
    }
    if path.starts_with("**") {
        return Ok((root.clone(), pattern.to_string()));
    }
    match shared.resolver.aliased(path) {
        Some(path) => {
            let (base, path) = match path.strip_prefix('/') {
                Some(absolute) if Path::new(&path).starts_with(root) => (PathBuf::from("/"), absolute),
                Some(inside) => (root.clone(), inside),
                None => (root.clone(), path.as_str()),
            };
            Ok((base, format!("{not}{path}")))
        }
        None => Err(Failure {
            kind: FailureKind::InvalidPattern,
            message: format!("the pattern `{pattern}` is no path"),
            steps: Vec::new(),
            help: Some("begin it with `./`, `../`, with `/` for the root, or with an alias".into()),
        }),
    }
}

fn is_code(db: &dyn Db, file: &Path) -> bool {
    let path = file.to_string_lossy();
    let is_declaration = [".d.ts", ".d.mts", ".d.cts"].iter().any(|it| path.ends_with(it));
    !is_declaration
        && matches!(
            kind_with(&path, &db.shared().workspace().compile_options(db).loaders),
            FileKind::Js(_) | FileKind::Json
        )
}

fn dotted(path: String) -> String {
    if path.starts_with("../") { path } else { format!("./{path}") }
}

/// `require` finds files without their extension, and folders by their `index`.
fn with_short_names(files: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut out = files.clone();
    for (key, specifier) in files {
        let Some((stem, _)) = key.rsplit_once('.') else { continue };
        for short in [Some(stem), stem.strip_suffix("/index")].into_iter().flatten() {
            if !out.iter().any(|(key, _)| key == short) {
                out.push((short.to_string(), specifier.clone()));
            }
        }
    }
    out
}

const REJECT: &str = "Promise.reject(Object.assign(new Error(`no module of the bundle is at ${path}`), \
                      { code: 'ERR_MODULE_NOT_FOUND' }))";
const THROW: &str = "(() => { throw Object.assign(new Error(`no module of the bundle is at ${path}`), \
                     { code: 'MODULE_NOT_FOUND' }) })()";

fn push_key(out: &mut String, key: &str) {
    push_string(out, key);
    out.push_str(": ");
}

fn map_text(files: &[(String, String)], options: &GlobOptions) -> String {
    let mut head = String::new();
    let mut object = String::from("export default {\n");
    for (i, (key, specifier)) in files.iter().enumerate() {
        let mut quoted = String::new();
        push_string(&mut quoted, &format!("{specifier}{}", options.query));
        push_key(&mut object, key);
        let name = options.import.as_ref().map(|import| {
            let mut name = String::new();
            push_string(&mut name, import);
            name
        });
        match name {
            Some(name) if options.eager => head.push_str(&format!("import {{ {name} as it{i} }} from {quoted};\n")),
            None if options.eager => head.push_str(&format!("import * as it{i} from {quoted};\n")),
            Some(name) => object.push_str(&format!("() => import({quoted}).then((it) => it[{name}])")),
            None => object.push_str(&format!("() => import({quoted})")),
        }
        if options.eager {
            object.push_str(&format!("it{i}"));
        }
        object.push_str(",\n");
    }
    format!("{head}{object}}};\n")
}

fn loader_text(files: &[(String, String)], load: &str, otherwise: &str) -> String {
    let mut out = String::from("const modules = {\n");
    for (key, specifier) in files {
        push_key(&mut out, key);
        out.push_str(&format!("() => {load}("));
        push_string(&mut out, specifier);
        out.push_str("),\n");
    }
    out.push_str(&format!("}};\nexport default (path) => modules[path] ? modules[path]() : {otherwise};\n"));
    out
}

fn url_text(files: &[(String, String)], query: &str) -> String {
    let mut head = String::new();
    let mut object = String::from("const urls = {\n");
    for (i, (key, specifier)) in files.iter().enumerate() {
        head.push_str(&format!("import it{i} from "));
        push_string(&mut head, &format!("{specifier}{query}"));
        head.push_str(";\n");
        push_key(&mut object, key);
        object.push_str(&format!("it{i},\n"));
    }
    format!("{head}{object}}};\nexport default (path) => urls[path] || path;\n")
}
