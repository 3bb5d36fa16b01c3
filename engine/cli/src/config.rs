//! `nexxo.config.json`: the same options as the command line's, with the place of every mistake.

mod css_modules;
mod groups;
mod keys;
mod schema;
mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::diagnostic::{SourceFile, nearest};
use nexxo_base::options::{
    ChunkGroup, CssModulesOptions, ExportsMode, Integrity, Jsx, LegalComments, Loader, OutputFormat, Platform,
    SourceMapMode,
};
use nexxo_base::{Code, Diagnostic, Severity, Span};
use nexxo_dev::Encoding;

use crate::args::{self, AppType, Choices, Drop, Minifying};
use crate::checks::{self, Wrong};
use crate::jsonc::{self, Key, Node, Value};
use crate::world::World;

use keys::KEYS;
pub(crate) use schema::schema_text;
pub(crate) use server::{Section, usual_forward};

/// What the file is called when `--config` does not say otherwise.
pub(crate) const DEFAULT_NAME: &str = "nexxo.config.json";

/// What a configuration file says. Paths are absolute: seen from the file's folder.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Config {
    /// The file itself; `None` if there is none.
    pub(crate) path: Option<PathBuf>,
    /// `name` and path of each entry; the path as it is written.
    pub(crate) entries: Vec<(Option<String>, String)>,
    pub(crate) outdir: Option<PathBuf>,
    pub(crate) format: Option<OutputFormat>,
    pub(crate) platform: Option<Platform>,
    pub(crate) global_name: Option<String>,
    pub(crate) globals: Vec<(String, String)>,
    pub(crate) amd_id: Option<String>,
    pub(crate) exports: Option<ExportsMode>,
    pub(crate) out_extension: Vec<(String, String)>,
    pub(crate) integrity: Option<Integrity>,
    pub(crate) compress: Vec<Encoding>,
    pub(crate) legal_comments: Option<LegalComments>,
    pub(crate) splitting: Option<bool>,
    /// Of `codeSplitting.groups`, then of `manualChunks`.
    pub(crate) groups: Vec<ChunkGroup>,
    pub(crate) minify: Option<Minifying>,
    pub(crate) sourcemap: Option<SourceMapMode>,
    pub(crate) sources_content: Option<bool>,
    pub(crate) source_root: Option<String>,
    pub(crate) external: Vec<String>,
    pub(crate) define: Vec<(String, String)>,
    pub(crate) alias: Vec<(String, String)>,
    pub(crate) target: Option<String>,
    pub(crate) jsx: Option<Jsx>,
    pub(crate) jsx_import_source: Option<String>,
    pub(crate) conditions: Option<Vec<String>>,
    pub(crate) main_fields: Option<Vec<String>>,
    pub(crate) entry_names: Option<String>,
    pub(crate) chunk_names: Option<String>,
    pub(crate) asset_names: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) banner: Option<String>,
    pub(crate) footer: Option<String>,
    pub(crate) style_banner: Option<String>,
    pub(crate) style_footer: Option<String>,
    pub(crate) mode: Option<String>,
    /// `Some(None)` is `false`: no such folder.
    pub(crate) public_dir: Option<Option<PathBuf>>,
    pub(crate) assets_inline_limit: Option<u32>,
    pub(crate) tree_shake: Option<bool>,
    pub(crate) empty_outdir: Option<bool>,
    pub(crate) allow_overwrite: Option<bool>,
    pub(crate) outbase: Option<PathBuf>,
    pub(crate) minify_syntax: Option<bool>,
    pub(crate) minify_whitespace: Option<bool>,
    pub(crate) minify_identifiers: Option<bool>,
    pub(crate) drop: Vec<Drop>,
    pub(crate) drop_labels: Vec<String>,
    pub(crate) pure: Vec<String>,
    pub(crate) ignore_annotations: Option<bool>,
    pub(crate) inject: Vec<PathBuf>,
    pub(crate) loader: Vec<(String, Loader)>,
    pub(crate) jsx_dev: Option<bool>,
    pub(crate) jsx_factory: Option<String>,
    pub(crate) jsx_fragment: Option<String>,
    pub(crate) jsx_side_effects: Option<bool>,
    pub(crate) keep_names: Option<bool>,
    pub(crate) manifest: Option<String>,
    pub(crate) min_chunk_size: Option<u32>,
    pub(crate) css_code_split: Option<bool>,
    pub(crate) css_modules: CssModulesOptions,
    pub(crate) css_modules_types: Option<bool>,
    pub(crate) css_target: Option<String>,
    pub(crate) log_limit: Option<u32>,
    pub(crate) log_override: Vec<(Code, Option<Severity>)>,
    pub(crate) packages_external: Option<bool>,
    pub(crate) preserve_symlinks: Option<bool>,
    pub(crate) resolve_extensions: Option<Vec<String>>,
    pub(crate) tsconfig: Option<PathBuf>,
    pub(crate) tsconfig_raw: Option<String>,
    pub(crate) app_type: Option<AppType>,
    pub(crate) server: Section,
    pub(crate) preview: Section,
}

/// Reads the file that `--config` names, or the one in `root` if there is one.
pub(crate) fn load(world: &World, root: &Path, named: Option<&Path>) -> Result<Config, Vec<Diagnostic>> {
    let path = match named {
        Some(named) => world.absolute(named),
        None => root.join(DEFAULT_NAME),
    };
    if named.is_none() && !world.is_file(&path) {
        return Ok(Config::default());
    }
    let shown = world.shown(&path);
    let text = world.read_text(&path).map_err(|error| {
        vec![
            Diagnostic::error(Code::InvalidConfig, format!("cannot read the configuration file: {error}"))
                .in_file(&*shown),
        ]
    })?;
    let folder = path.parent().unwrap_or(root).to_owned();
    let mut config = parse(&shown, &text, &folder)?;
    config.path = Some(path);
    Ok(config)
}

/// Reads the text of a file in `folder`. All mistakes are found, not only the first.
pub(crate) fn parse(shown: &str, text: &str, folder: &Path) -> Result<Config, Vec<Diagnostic>> {
    let file = Arc::new(SourceFile { path: shown.into(), text: text.into() });
    let mut reader = Reader { file, folder, problems: Vec::new() };
    let mut config = Config::default();
    match jsonc::parse(text) {
        Err((span, message)) => reader.problem(span, Wrong::new(message)),
        Ok(Node { value: Value::Object(entries), .. }) => {
            let mut seen: Vec<&str> = Vec::new();
            for (key, node) in &entries {
                if seen.contains(&key.name.as_str()) {
                    reader.problem(key.span, Wrong::new(format!("`{}` is set twice", key.name)));
                }
                seen.push(&key.name);
                reader.set(&mut config, key, node);
            }
        }
        Ok(node) => {
            reader.problem(node.span, Wrong::new(format!("a configuration is an object, not {}", node.value.kind())));
        }
    }
    if reader.problems.is_empty() { Ok(config) } else { Err(reader.problems) }
}

struct Reader<'f> {
    file: Arc<SourceFile>,
    folder: &'f Path,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, wrong: Wrong) {
        self.problems.push(wrong.diagnostic(Code::InvalidConfig).at(&self.file, span, ""));
    }

    fn wrong_type(&mut self, key: &Key, node: &Node, wanted: &str) {
        self.problem(node.span, Wrong::new(format!("`{}` must be {wanted}, not {}", key.name, node.value.kind())));
    }

    fn set(&mut self, config: &mut Config, key: &Key, node: &Node) {
        match keys::find(&key.name) {
            Some(found) => (found.read)(self, config, key, node),
            None => self.unknown(&key.name, key.span),
        }
    }

    fn unknown(&mut self, name: &str, span: Span) {
        let foreign = keys::FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, own)| *own);
        let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        let wrong = Wrong::new(format!("unknown option `{name}`"));
        let wrong = match foreign.or_else(|| nearest(name, names.iter().copied())) {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None => wrong.help(format!("known: {}", names[1..].join(", "))),
        };
        self.problem(span, wrong);
    }

    fn text(&mut self, key: &Key, node: &Node) -> Option<String> {
        if let Value::String(text) = &node.value {
            return Some(text.clone());
        }
        self.wrong_type(key, node, "a string");
        None
    }

    fn checked(&mut self, key: &Key, node: &Node, check: fn(&str) -> Result<(), Wrong>) -> Option<String> {
        let text = self.text(key, node)?;
        match check(&text) {
            Ok(()) => Some(text),
            Err(wrong) => {
                self.problem(node.span, wrong);
                None
            }
        }
    }

    fn path(&mut self, key: &Key, node: &Node) -> Option<PathBuf> {
        Some(nexxo_base::path::normalize(&self.folder.join(self.text(key, node)?)))
    }

    fn switch(&mut self, key: &Key, node: &Node) -> Option<bool> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        self.wrong_type(key, node, "true or false");
        None
    }

    fn number(&mut self, key: &Key, node: &Node) -> Option<u32> {
        if let Value::Number(text) = &node.value
            && let Ok(number) = text.parse()
        {
            return Some(number);
        }
        self.wrong_type(key, node, "a whole number");
        None
    }

    fn choice<T: Copy>(&mut self, key: &Key, node: &Node, choices: Choices<T>) -> Option<T> {
        let text = self.text(key, node)?;
        let picked = args::pick(choices, &text);
        if picked.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let wrong = Wrong::new(format!("`{}` cannot be `{text}`", key.name));
            self.problem(node.span, wrong.help(checks::not_one_of(&text, &names)));
        }
        picked
    }

    /// Some of a few spellings: one string or an array.
    fn choices<T: Copy>(&mut self, key: &Key, node: &Node, choices: Choices<T>) -> Vec<T> {
        match &node.value {
            Value::Array(items) => items.iter().filter_map(|item| self.choice(key, item, choices)).collect(),
            _ => self.choice(key, node, choices).into_iter().collect(),
        }
    }

    fn paths(&mut self, key: &Key, node: &Node) -> Vec<PathBuf> {
        let texts = self.texts(key, node).unwrap_or_default();
        texts.iter().map(|text| nexxo_base::path::normalize(&self.folder.join(text))).collect()
    }

    fn loaders(&mut self, key: &Key, node: &Node) -> Vec<(String, Loader)> {
        let mut loaders = Vec::new();
        for (extension, item) in self.object(key, node) {
            if let Err(wrong) = checks::check_extension(&extension.name) {
                self.problem(extension.span, wrong);
            }
            if let Some(loader) = self.choice(extension, item, args::LOADERS) {
                loaders.push((extension.name.to_ascii_lowercase(), loader));
            }
        }
        loaders
    }

    fn overrides(&mut self, key: &Key, node: &Node) -> Vec<(Code, Option<Severity>)> {
        let mut overrides = Vec::new();
        for (name, item) in self.object(key, node) {
            let severity = self.choice(name, item, args::SEVERITIES);
            match checks::check_code(&name.name) {
                Ok(code) => overrides.extend(severity.map(|severity| (code, severity))),
                Err(wrong) => self.problem(name.span, wrong),
            }
        }
        overrides
    }

    fn raw_object(&mut self, key: &Key, node: &Node) -> Option<String> {
        if matches!(node.value, Value::Object(_)) {
            return Some(node.value.to_json());
        }
        self.wrong_type(key, node, "an object");
        None
    }

    fn minify(&mut self, key: &Key, node: &Node) -> Option<Minifying> {
        match node.value {
            Value::Bool(true) => Some(Minifying::On),
            Value::Bool(false) => Some(Minifying::Off),
            Value::String(_) => self.choice(key, node, args::MINIFY),
            _ => {
                self.wrong_type(key, node, "a boolean or a string");
                None
            }
        }
    }

    fn sourcemap(&mut self, key: &Key, node: &Node) -> Option<SourceMapMode> {
        match node.value {
            Value::Bool(true) => Some(SourceMapMode::Linked),
            Value::Bool(false) => Some(SourceMapMode::None),
            Value::String(_) => self.choice(key, node, args::SOURCE_MAPS),
            _ => {
                self.wrong_type(key, node, "a boolean or a string");
                None
            }
        }
    }

    fn integrity(&mut self, key: &Key, node: &Node) -> Option<Integrity> {
        match node.value {
            Value::Bool(on) => on.then_some(Integrity::Sha384),
            Value::String(_) => self.choice(key, node, args::INTEGRITY),
            _ => {
                self.wrong_type(key, node, "a boolean or a string");
                None
            }
        }
    }

    fn compress(&mut self, key: &Key, node: &Node) -> Vec<Encoding> {
        match node.value {
            Value::Bool(true) => args::ENCODINGS.iter().map(|(_, encoding)| *encoding).collect(),
            Value::Bool(false) => Vec::new(),
            _ => self.choices(key, node, args::ENCODINGS),
        }
    }

    fn manifest(&mut self, key: &Key, node: &Node) -> Option<String> {
        match node.value {
            Value::Bool(on) => on.then(|| args::MANIFEST.to_owned()),
            Value::String(_) => self.text(key, node),
            _ => {
                self.wrong_type(key, node, "a boolean or a string");
                None
            }
        }
    }

    /// An array of strings; one string stands for an array of it.
    fn texts(&mut self, key: &Key, node: &Node) -> Option<Vec<String>> {
        match &node.value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(items) => Some(items.iter().filter_map(|item| self.text(key, item)).collect()),
            _ => {
                self.wrong_type(key, node, "an array of strings");
                None
            }
        }
    }

    fn target(&mut self, key: &Key, node: &Node) -> Option<String> {
        let target = self.texts(key, node)?.join(",");
        match checks::check_target(&target) {
            Ok(target) => Some(target),
            Err(wrong) => {
                self.problem(node.span, wrong);
                None
            }
        }
    }

    fn object<'n>(&mut self, key: &Key, node: &'n Node) -> &'n [(Key, Node)] {
        if let Value::Object(entries) = &node.value {
            return entries;
        }
        self.wrong_type(key, node, "an object");
        &[]
    }

    /// A string is the source of an expression, as on the command line; any other value stands for itself.
    fn define(&mut self, key: &Key, node: &Node) -> Vec<(String, String)> {
        let mut defines = Vec::new();
        for (name, item) in self.object(key, node) {
            let value = if let Value::String(text) = &item.value { text.clone() } else { item.value.to_json() };
            if let Err(mut wrong) = checks::check_define(&name.name, &value) {
                if checks::is_dotted_name(&name.name) {
                    wrong.help =
                        Some(format!("a text needs quotes of its own: {}", jsonc::quote(&jsonc::quote(&value))));
                }
                self.problem(item.span, wrong);
            }
            defines.push((name.name.clone(), value));
        }
        defines
    }

    fn alias(&mut self, key: &Key, node: &Node) -> Vec<(String, String)> {
        let mut aliases = Vec::new();
        for (name, item) in self.object(key, node) {
            if let Some(to) = self.text(key, item) {
                aliases.push((name.name.clone(), checks::alias_target(&to, self.folder)));
            }
        }
        aliases
    }

    /// A text for scripts, or an object of one for `js` and one for `css`.
    fn by_kind(&mut self, key: &Key, node: &Node) -> (Option<String>, Option<String>) {
        let Value::Object(entries) = &node.value else { return (self.text(key, node), None) };
        let (mut script, mut style) = (None, None);
        for (kind, item) in entries {
            match kind.name.as_str() {
                "js" => script = self.text(kind, item),
                "css" => style = self.text(kind, item),
                name => self.problem(kind.span, Wrong::new(format!("unknown kind `{name}`")).help("known: js, css")),
            }
        }
        (script, style)
    }

    fn out_extension(&mut self, key: &Key, node: &Node) -> Vec<(String, String)> {
        let mut extensions = Vec::new();
        for (from, item) in self.object(key, node) {
            let Some(to) = self.text(key, item) else { continue };
            if let Err(wrong) = checks::check_out_extension(&from.name, &to) {
                self.problem(item.span, wrong);
            }
            extensions.push((from.name.clone(), to));
        }
        extensions
    }

    fn globals(&mut self, key: &Key, node: &Node) -> Vec<(String, String)> {
        let mut globals = Vec::new();
        for (name, item) in self.object(key, node) {
            globals
                .extend(self.checked(key, item, checks::check_global_name).map(|global| (name.name.clone(), global)));
        }
        globals
    }

    fn entries(&mut self, key: &Key, node: &Node) -> Vec<(Option<String>, String)> {
        if !matches!(node.value, Value::Object(_)) {
            return self.texts(key, node).unwrap_or_default().into_iter().map(|path| (None, path)).collect();
        }
        let mut entries = Vec::new();
        for (name, item) in self.object(key, node) {
            if let Err(wrong) = checks::check_entry_name(&name.name) {
                self.problem(name.span, wrong);
            }
            if let Some(path) = self.text(key, item) {
                entries.push((Some(name.name.clone()), path));
            }
        }
        entries
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
