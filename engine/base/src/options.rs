//! What a build was asked to do, cut by the stage that reads it, so that a change of one stage's options reruns nothing
//! before it.

use std::path::PathBuf;

use crate::Name;

/// Module format of the output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum OutputFormat {
    /// ECMAScript modules.
    #[default]
    Esm,
    /// CommonJS for Node.
    Cjs,
    /// One self-contained script.
    Iife,
    /// One script for CommonJS, AMD and the page's global object alike.
    Umd,
}

impl OutputFormat {
    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Esm => "esm",
            Self::Cjs => "cjs",
            Self::Iife => "iife",
            Self::Umd => "umd",
        }
    }

    /// Whether the code stands in a function, whose value may be kept in a global variable.
    pub const fn is_function(self) -> bool {
        matches!(self, Self::Iife | Self::Umd)
    }
}

/// How the names of CSS Modules are made and handed out.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CssModulesOptions {
    /// `[local]`, `[hash]` and other parts of the names in the output; `None` is `_[local]_[hash]`.
    pub pattern: Option<String>,
    /// Hashed with the path.
    pub hash_prefix: String,
    /// Under which names code gets them.
    pub convention: LocalsConvention,
    /// Names are global where nothing else is said.
    pub global: bool,
    /// Patterns of the paths from the root of files of which that is so in any case.
    pub global_paths: Vec<String>,
    /// Each rule must have a class or an id of the sheet's own in its selectors.
    pub pure: bool,
    /// Code gets the classes and ids that are global, too.
    pub export_globals: bool,
    /// Keyframes have names of their own.
    pub animation: bool,
    /// Grid lines and areas have.
    pub grid: bool,
    /// Containers have.
    pub container: bool,
    /// Custom properties and others that begin with `--` have.
    pub dashed_idents: bool,
}

impl Default for CssModulesOptions {
    fn default() -> Self {
        Self {
            pattern: None,
            hash_prefix: String::new(),
            convention: LocalsConvention::default(),
            global: false,
            global_paths: Vec::new(),
            pure: false,
            export_globals: false,
            animation: true,
            grid: false,
            container: false,
            dashed_idents: false,
        }
    }
}

/// Under which names code gets the classes of CSS Modules.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum LocalsConvention {
    /// As they are.
    #[default]
    AsIs,
    /// Also in camel case.
    CamelCase,
    /// In camel case alone.
    CamelCaseOnly,
    /// Also with a capital in place of dashes.
    Dashes,
    /// With a capital in place of dashes alone.
    DashesOnly,
}

/// How the hash is made by which a browser checks a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Integrity {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// Where comments about licences go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum LegalComments {
    /// Nowhere.
    None,
    /// To the end of the script that holds the code.
    #[default]
    Eof,
    /// To a `.LEGAL.txt` file, which a comment names.
    Linked,
    /// To a `.LEGAL.txt` file.
    External,
}

/// What an entry hands out where the output is no ES module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ExportsMode {
    /// The default export itself where it is the only one, else as `Named`.
    Auto,
    /// The default export itself.
    Default,
    /// An object with all exports, marked by `__esModule`.
    #[default]
    Named,
    /// Nothing.
    None,
}

/// Where the output runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Platform {
    /// Browsers.
    #[default]
    Browser,
    /// Node.js: its built-in modules stay imports.
    Node,
    /// Anywhere: nothing is assumed.
    Neutral,
}

/// How source maps are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum SourceMapMode {
    /// None.
    #[default]
    None,
    /// A `.map` file and a comment that names it.
    Linked,
    /// In the output itself, as a data URL.
    Inline,
    /// A `.map` file without a comment.
    External,
    /// Same as external in Nexxo: the name Vite gives it.
    Hidden,
    /// In the output itself, and a `.map` file too.
    Both,
}

/// What becomes of JSX.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Jsx {
    /// `jsx()` of the import source's `jsx-runtime`.
    #[default]
    Automatic,
    /// `React.createElement`.
    Classic,
    /// Left as it is.
    Preserve,
}

/// What is made smaller.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Minify {
    /// Expressions and statements are rewritten to shorter ones that mean the same.
    pub syntax: bool,
    /// White space and comments go.
    pub whitespace: bool,
    /// Names become short.
    pub identifiers: bool,
}

impl Minify {
    /// All or nothing.
    pub const fn all(on: bool) -> Self {
        Self { syntax: on, whitespace: on, identifiers: on }
    }
}

/// What becomes of files with an extension (`--loader`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Loader {
    /// JavaScript.
    Js,
    /// JavaScript with JSX.
    Jsx,
    /// TypeScript.
    Ts,
    /// TypeScript with JSX.
    Tsx,
    /// JSON.
    Json,
    /// The text as a string.
    Text,
    /// The bytes as a string in base 64.
    Base64,
    /// The bytes as a data URL.
    DataUrl,
    /// The bytes as a `Uint8Array`.
    Binary,
    /// A file of the output, and its URL as a string.
    File,
    /// An empty module.
    Empty,
    /// A style sheet.
    Css,
    /// A style sheet whose names are its own: CSS Modules.
    LocalCss,
    /// A style sheet whose names are everybody's, whatever its file is called.
    GlobalCss,
    /// What the extension means without any option.
    Default,
}

/// What `syntax` needs to compile a module.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CompileOptions {
    /// Compress syntax, cut whitespace, turn nested names into slots.
    pub minify: Minify,
    /// Record mappings.
    pub source_map: bool,
    /// `--define`, sorted by key: dotted name to an expression's source. Already holds `import.meta.env.*` and
    /// `process.env.NODE_ENV` of the mode where the platform calls for them.
    pub define: Vec<(String, String)>,
    /// Variables of `.env` files that pages do not get. Sorted.
    pub private_env: Vec<String>,
    /// `--target`: `es2020`, `chrome100,safari15`, …; `None` is ESNext.
    pub target: Option<String>,
    /// `--jsx`; `None` follows the file's tsconfig, then `Automatic`.
    pub jsx: Option<Jsx>,
    /// `--jsx-import-source`; `None` follows the file's tsconfig, then `react`.
    pub jsx_import_source: Option<String>,
    /// Use the development JSX runtime (`jsxDEV`).
    pub jsx_development: bool,
    /// Tell the dev server's client of each component and what it is made of, so that it keeps its state over edits.
    pub refresh: bool,
    /// `--jsx-factory`; `None` follows the file's tsconfig, then `React.createElement`.
    pub jsx_factory: Option<String>,
    /// `--jsx-fragment`; `None` follows the file's tsconfig, then `React.Fragment`.
    pub jsx_fragment: Option<String>,
    /// `--keep-names`: `name` of functions and classes stays what the source says.
    pub keep_names: bool,
    /// JSX elements are not marked as free of side effects.
    pub jsx_side_effects: bool,
    /// `--drop:console`: calls of `console`'s methods go, arguments and all.
    pub drop_console: bool,
    /// `--drop:debugger`.
    pub drop_debugger: bool,
    /// `--drop-labels`: statements with these labels go. Sorted.
    pub drop_labels: Vec<String>,
    /// `--pure`: functions, as dotted names, whose calls may go when their result is not used. Sorted.
    pub pure: Vec<String>,
    /// `#__PURE__`, `#__NO_SIDE_EFFECTS__` and package.json's `sideEffects` say nothing.
    pub ignore_annotations: bool,
    /// `--loader`: extensions with their dot (or nothing, for files without one), sorted.
    pub loaders: Vec<(String, Loader)>,
    /// `--inject`: absolute paths of files whose exports take the place of globals of the same name.
    pub inject: Vec<PathBuf>,
    /// Whether unused statements may be dropped (`--no-tree-shake` turns it off).
    pub tree_shake: bool,
    /// Assets smaller than this many bytes become data URLs.
    pub assets_inline_limit: u32,
    /// `--css-target`: for style sheets in place of `target`.
    pub css_target: Option<String>,
    /// `cssModules`.
    pub css_modules: CssModulesOptions,
    /// `--legal-comments=none`: style sheets lose their comments about licences. Scripts leave theirs out when they are rendered.
    pub drop_css_licences: bool,
}

/// What `resolve` needs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ResolveOptions {
    /// Where the output runs.
    pub platform: Platform,
    /// `--conditions` in addition to the platform's own, but in place of `module`.
    pub conditions: Option<Vec<String>>,
    /// `--main-fields` in place of the platform's own.
    pub main_fields: Option<Vec<String>>,
    /// `--alias`: specifier or its first part to a replacement.
    pub alias: Vec<(String, String)>,
    /// `--external`: names and patterns with `*`.
    pub external: Vec<String>,
    /// Which of the conditions `production` and `development` holds. Neither where `NODE_ENV` is only known at run
    /// time.
    pub production: Option<bool>,
    /// `--resolve-extensions` in place of those that are tried by default.
    pub extensions: Option<Vec<String>>,
    /// Links are not followed: a file is known by the path that leads to it.
    pub preserve_symlinks: bool,
    /// `--tsconfig`: an absolute path; governs all files that are not in packages.
    pub tsconfig: Option<PathBuf>,
    /// Bare specifiers that no alias replaces stay imports.
    pub packages_external: bool,
    /// Folder that a specifier starting with `/` is looked up in (HTML entries).
    pub root: PathBuf,
    /// Folder with files that are copied as they are; a URL that leads into it stays as it is.
    pub public_dir: Option<PathBuf>,
}

/// What `link` needs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LinkOptions {
    /// Format of the output.
    pub format: OutputFormat,
    /// Where the output runs.
    pub platform: Platform,
    /// Whether `import()` and shared modules get chunks of their own. Always off where the format is not `Esm`.
    pub splitting: bool,
    /// Drop what is not used.
    pub tree_shake: bool,
    /// Give short names.
    pub minify: bool,
    /// Short constants of other modules take the place of their names.
    pub inline_constants: bool,
    /// What entries hand out in `Cjs`, `Iife` and `Umd`.
    pub exports: ExportsMode,
    /// `--globals` (`Iife`, `Umd`): external module to the global expression that holds it.
    pub globals: Vec<(String, String)>,
    /// Chunks that the user asks for.
    pub groups: Vec<ChunkGroup>,
    /// Shared chunks of fewer bytes of source are merged with others, where nothing can be noticed of it.
    pub min_chunk_size: u32,
    /// `--css-code-split`: style sheets of what is loaded later are loaded with it. Otherwise all are in one file.
    pub css_code_split: bool,
}

impl LinkOptions {
    /// The global expression that holds an external module, where the user named one.
    pub fn global(&self, external: &str) -> Option<&str> {
        self.globals.iter().find(|(name, _)| name == external).map(|(_, global)| global.as_str())
    }
}

/// Modules that get a chunk of their own (`codeSplitting.groups`). Sizes are bytes of the modules' sources.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ChunkGroup {
    /// The chunk's `[name]`.
    pub name: Name,
    /// A regular expression that is found in the module's path from the root; `None` matches all.
    pub test: Option<String>,
    /// Of two groups that match a module, the one with the higher priority takes it, then the first.
    pub priority: i32,
    /// Less than this together, and there is no such chunk.
    pub min_size: Option<u32>,
    /// More than this together, and it is cut into several.
    pub max_size: Option<u32>,
    /// How many entry points must share a module.
    pub min_share_count: u32,
    /// Smaller modules are not taken.
    pub min_module_size: Option<u32>,
    /// Larger modules are not taken.
    pub max_module_size: Option<u32>,
    /// Whether the static imports of a taken module come along, where no group of higher priority has them.
    pub include_dependencies: bool,
}

/// What `render` and the writing of the bundle need.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OutputOptions {
    /// Format of the output.
    pub format: OutputFormat,
    /// Where the output runs.
    pub platform: Platform,
    /// Cut whitespace between statements too.
    pub minify: bool,
    /// Compress each chunk once more, as a whole (`--minify=deep`).
    pub deep: bool,
    /// How source maps are written.
    pub source_map: SourceMapMode,
    /// `--sources-content`: source maps hold the texts of their sources.
    pub sources_content: bool,
    /// `--source-root`: what readers of a source map put before its sources.
    pub source_root: Option<String>,
    /// `--global-name` (`Iife`, `Umd`): where the entry's exports go; may be dotted.
    pub global_name: Option<String>,
    /// What entries hand out in `Cjs`, `Iife` and `Umd`.
    pub exports: ExportsMode,
    /// `--globals` (`Iife`, `Umd`): external module to the global expression that holds it.
    pub globals: Vec<(String, String)>,
    /// The script stands as a text in another, and finds out when it runs where it would be.
    pub embedded: bool,
    /// `--amd-id` (`Umd`): the name under which the module is defined.
    pub amd_id: Option<String>,
    /// Pattern of entry names: `[dir] [name] [hash] [ext]`.
    pub entry_names: String,
    /// Pattern of chunk names.
    pub chunk_names: String,
    /// Pattern of asset names.
    pub asset_names: String,
    /// `--base`: what URLs of the output start with; `./` for relative ones.
    pub base: String,
    /// `--integrity`: tags of pages have hashes of the files that they load.
    pub integrity: Option<Integrity>,
    /// Where comments about licences go.
    pub legal_comments: LegalComments,
    /// `--out-extension`: the extension that scripts get, with its dot.
    pub script_extension: Option<String>,
    /// The same for style sheets.
    pub style_extension: Option<String>,
    /// Text before each JavaScript file.
    pub banner: Option<String>,
    /// Text after each JavaScript file.
    pub footer: Option<String>,
    /// Text before each style sheet.
    pub style_banner: Option<String>,
    /// Text after each style sheet.
    pub style_footer: Option<String>,
}

impl OutputOptions {
    /// The extension that scripts get, without its dot.
    pub fn plain_script_extension(&self) -> &str {
        self.script_extension.as_deref().map_or("js", |it| &it[1..])
    }
}

/// One entry as the user named it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EntryPoint {
    /// `name=path`: the output's name in place of one made from the path.
    pub name: Option<Name>,
    /// Absolute path, or a bare package specifier.
    pub path: PathBuf,
}

/// A whole build.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BuildOptions {
    /// Absolute folder that module paths are shown relative to: the project's root.
    pub root: PathBuf,
    /// What to build.
    pub entries: Vec<EntryPoint>,
    /// Absolute output folder.
    pub outdir: PathBuf,
    /// `--outbase`: the absolute folder whose structure the outputs of entries keep; `None` is the one that all entries
    /// have in common.
    pub outbase: Option<PathBuf>,
    /// `--mode`.
    pub mode: String,
    /// Per-module options.
    pub compile: CompileOptions,
    /// Resolution options.
    pub resolve: ResolveOptions,
    /// Linking options.
    pub link: LinkOptions,
    /// Output options.
    pub output: OutputOptions,
    /// `--manifest`: where it goes, relative to the output folder.
    pub manifest: Option<String>,
    /// Make the metafile.
    pub metafile: bool,
    /// `--css-modules-types`: make what tells TypeScript of the names of CSS Modules.
    pub class_types: bool,
    /// Worker threads; `None` is one for each core.
    pub threads: Option<usize>,
}
