//! All keys of the configuration file: one table, from which it is read, its schema is made, and near names are found.

use super::server::{self, OF_APPS, SECTION, Section};
use super::{Config, Reader};
use crate::args::{self, Choices};
use crate::checks;
use crate::jsonc::{Key as Name, Node, Value};

/// One key, of the file or of an object in it.
pub(crate) struct Key<T: 'static = Config> {
    /// Its name.
    pub(crate) name: &'static str,
    /// The flags that say the same on the command line, separated by spaces; empty where only the file can.
    flags: &'static str,
    /// What its value looks like.
    pub(crate) shape: Shape,
    /// What it is for.
    pub(crate) about: &'static str,
    /// Reads its value.
    pub(super) read: fn(&mut Reader<'_>, &mut T, &Name, &Node),
}

impl<T> Key<T> {
    /// The flags that say the same on the command line.
    pub(crate) fn flags(&self) -> impl Iterator<Item = &'static str> + use<T> {
        self.flags.split_whitespace()
    }
}

/// What a value looks like.
pub(crate) enum Shape {
    /// A string.
    Text,
    /// `true` or `false`.
    Switch,
    /// `false`.
    Off,
    /// A whole number.
    Count,
    /// One of these strings.
    OneOf(fn() -> Vec<&'static str>),
    /// A string or an array of strings.
    Texts,
    /// One of these strings or an array of them.
    SomeOf(fn() -> Vec<&'static str>),
    /// An object of strings.
    TextMap,
    /// An object whose values are some of these strings.
    MapTo(fn() -> Vec<&'static str>),
    /// An object of anything.
    AnyMap,
    /// The object `cssModules`.
    CssModules,
    /// An object with these keys.
    Section(&'static [&'static [Key<Section>]]),
    /// Any of these.
    Either(&'static [Shape]),
}

pub(super) const fn key<T>(
    name: &'static str,
    flags: &'static str,
    shape: Shape,
    about: &'static str,
    read: fn(&mut Reader<'_>, &mut T, &Name, &Node),
) -> Key<T> {
    Key { name, flags, shape, about, read }
}

fn names<T>(choices: Choices<T>) -> Vec<&'static str> {
    choices.iter().map(|(name, _)| *name).collect()
}

use Shape::{AnyMap, Count, CssModules, Either, MapTo, Off, OneOf, SomeOf, Switch, Text, TextMap, Texts};

/// The table, sorted by name.
pub(crate) const KEYS: &[Key] = &[
    key("$schema", "", Text, "Where the schema of this file is, for editors.", |_, _, _, _| {}),
    key("alias", "alias", TextMap, "Modules to import in place of others.", |r, c, k, n| c.alias = r.alias(k, n)),
    key("allowOverwrite", "allow-overwrite", Switch, "Outputs may take the place of sources.", |r, c, k, n| {
        c.allow_overwrite = r.switch(k, n);
    }),
    key("amdId", "amd-id", Text, "Name by which a umd is defined for AMD loaders.", |r, c, k, n| {
        c.amd_id = r.text(k, n)
    }),
    key(
        "appType",
        "",
        OneOf(|| names(args::APP_TYPES)),
        "Whether paths of no file are the app's own.",
        |r, c, k, n| {
            c.app_type = r.choice(k, n, args::APP_TYPES);
        },
    ),
    key("assetNames", "asset-names", Text, "Pattern of the names of images, fonts and styles.", |r, c, k, n| {
        c.asset_names = r.checked(k, n, checks::check_names);
    }),
    key("assetsInlineLimit", "assets-inline-limit", Count, "Smaller assets become data URLs.", |r, c, k, n| {
        c.assets_inline_limit = r.number(k, n);
    }),
    key("banner", "banner banner:css", Either(&[Text, TextMap]), "Text before each output, by kind.", |r, c, k, n| {
        (c.banner, c.style_banner) = r.by_kind(k, n);
    }),
    key("base", "base", Text, "What URLs of the output start with.", |r, c, k, n| {
        c.base = r.checked(k, n, |base| checks::check_base(base).map(|_| ()));
    }),
    key("chunkNames", "chunk-names", Text, "Pattern of the names of shared files.", |r, c, k, n| {
        c.chunk_names = r.checked(k, n, checks::check_names);
    }),
    key("codeSplitting", "", Either(&[Switch, AnyMap]), "Chunks for groups of modules.", |r, c, k, n| {
        r.code_splitting(c, k, n);
    }),
    key(
        "compress",
        "compress",
        Either(&[Switch, SomeOf(|| names(args::ENCODINGS))]),
        "Smaller forms of files beside them.",
        |r, c, k, n| {
            c.compress = r.compress(k, n);
        },
    ),
    key(
        "conditions",
        "conditions",
        Texts,
        "More conditions for package.json exports, in place of `module`.",
        |r, c, k, n| {
            c.conditions = r.texts(k, n);
        },
    ),
    key("cssCodeSplit", "css-code-split", Switch, "Style sheets are split as scripts are.", |r, c, k, n| {
        c.css_code_split = r.switch(k, n);
    }),
    key("cssModules", "", CssModules, "How the names of CSS Modules are made and handed out.", |r, c, k, n| {
        r.css_modules(c, k, n);
    }),
    key("cssTarget", "css-target", Texts, "The same as target, for style sheets alone.", |r, c, k, n| {
        c.css_target = r.target(k, n);
    }),
    key("define", "define", AnyMap, "Global names and what takes their place.", |r, c, k, n| c.define = r.define(k, n)),
    key("drop", "drop", SomeOf(|| names(args::DROPS)), "What is taken out of the code.", |r, c, k, n| {
        c.drop = r.choices(k, n, args::DROPS)
    }),
    key("dropLabels", "drop-labels", Texts, "Labels whose statements are taken out.", |r, c, k, n| {
        c.drop_labels = r.texts(k, n).unwrap_or_default();
    }),
    key("emptyOutdir", "empty-outdir", Switch, "Remove what else is in the output folder.", |r, c, k, n| {
        c.empty_outdir = r.switch(k, n);
    }),
    key("entries", "", Either(&[Texts, TextMap]), "What is built.", |r, c, k, n| c.entries = r.entries(k, n)),
    key("entryNames", "entry-names", Text, "Pattern of the names of entries.", |r, c, k, n| {
        c.entry_names = r.checked(k, n, checks::check_names);
    }),
    key("exports", "exports", OneOf(|| names(args::EXPORTS)), "What entries hand out.", |r, c, k, n| {
        c.exports = r.choice(k, n, args::EXPORTS);
    }),
    key("external", "external", Texts, "Imports that stay as they are.", |r, c, k, n| {
        c.external = r.texts(k, n).unwrap_or_default();
    }),
    key("footer", "footer footer:css", Either(&[Text, TextMap]), "Text after each output, by kind.", |r, c, k, n| {
        (c.footer, c.style_footer) = r.by_kind(k, n);
    }),
    key("format", "format", OneOf(|| names(args::FORMATS)), "Module format of the output.", |r, c, k, n| {
        c.format = r.choice(k, n, args::FORMATS);
    }),
    key("globalName", "global-name", Text, "Variable for the exports of an iife or umd.", |r, c, k, n| {
        c.global_name = r.checked(k, n, checks::check_global_name);
    }),
    key("globals", "globals", TextMap, "Variables that hold external modules.", |r, c, k, n| {
        c.globals = r.globals(k, n)
    }),
    key("ignoreAnnotations", "ignore-annotations", Switch, "Trust no word on side effects.", |r, c, k, n| {
        c.ignore_annotations = r.switch(k, n);
    }),
    key("inject", "inject", Texts, "Files whose exports take the place of globals.", |r, c, k, n| {
        c.inject = r.paths(k, n);
    }),
    key(
        "integrity",
        "integrity",
        Either(&[Switch, OneOf(|| names(args::INTEGRITY))]),
        "Tags of pages have hashes by which browsers check files.",
        |r, c, k, n| {
            c.integrity = r.integrity(k, n);
        },
    ),
    key("jsx", "jsx", OneOf(|| names(args::JSX)), "What becomes of JSX.", |r, c, k, n| {
        c.jsx = r.choice(k, n, args::JSX);
    }),
    key("jsxDev", "jsx-dev", Switch, "Use JSX's development runtime.", |r, c, k, n| c.jsx_dev = r.switch(k, n)),
    key("jsxFactory", "jsx-factory", Text, "Function that makes elements in classic JSX.", |r, c, k, n| {
        c.jsx_factory = r.checked(k, n, checks::check_jsx_name);
    }),
    key("jsxFragment", "jsx-fragment", Text, "What stands for a fragment in classic JSX.", |r, c, k, n| {
        c.jsx_fragment = r.checked(k, n, checks::check_jsx_name);
    }),
    key("jsxImportSource", "jsx-import-source", Text, "Package that automatic JSX imports from.", |r, c, k, n| {
        c.jsx_import_source = r.text(k, n);
    }),
    key("jsxSideEffects", "jsx-side-effects", Switch, "Keep JSX elements that nothing uses.", |r, c, k, n| {
        c.jsx_side_effects = r.switch(k, n);
    }),
    key("keepNames", "keep-names", Switch, "Functions and classes keep their name.", |r, c, k, n| {
        c.keep_names = r.switch(k, n);
    }),
    key(
        "legalComments",
        "legal-comments",
        OneOf(|| names(args::LEGAL_COMMENTS)),
        "Where licences go.",
        |r, c, k, n| {
            c.legal_comments = r.choice(k, n, args::LEGAL_COMMENTS);
        },
    ),
    key("loader", "loader", MapTo(|| names(args::LOADERS)), "What becomes of files, by extension.", |r, c, k, n| {
        c.loader = r.loaders(k, n);
    }),
    key("logLimit", "log-limit", Count, "How many errors and warnings are printed; 0 for all.", |r, c, k, n| {
        c.log_limit = r.number(k, n);
    }),
    key("logOverride", "log-override", MapTo(|| names(args::SEVERITIES)), "Weights of diagnostics.", |r, c, k, n| {
        c.log_override = r.overrides(k, n);
    }),
    key("mainFields", "main-fields", Texts, "Fields of package.json that name its main file.", |r, c, k, n| {
        c.main_fields = r.texts(k, n);
    }),
    key("manifest", "manifest", Either(&[Switch, Text]), "Write which files sources became.", |r, c, k, n| {
        c.manifest = r.manifest(k, n);
    }),
    key("manualChunks", "", AnyMap, "Chunks for packages and files, by name.", |r, c, k, n| {
        r.manual_chunks(c, k, n);
    }),
    key(
        "minify",
        "minify",
        Either(&[Switch, OneOf(|| names(args::MINIFY))]),
        "Make it small: syntax, white space and names.",
        |r, c, k, n| {
            c.minify = r.minify(k, n);
        },
    ),
    key("minifyIdentifiers", "minify-identifiers", Switch, "Give short names.", |r, c, k, n| {
        c.minify_identifiers = r.switch(k, n);
    }),
    key("minifySyntax", "minify-syntax", Switch, "Write syntax in the shorter of equal ways.", |r, c, k, n| {
        c.minify_syntax = r.switch(k, n);
    }),
    key("minifyWhitespace", "minify-whitespace", Switch, "Cut white space.", |r, c, k, n| {
        c.minify_whitespace = r.switch(k, n);
    }),
    key("mode", "mode", Text, "Chooses .env files, and is import.meta.env.MODE.", |r, c, k, n| {
        c.mode = r.checked(k, n, checks::check_mode);
    }),
    key("outExtension", "out-extension", TextMap, "Extensions in place of the usual ones.", |r, c, k, n| {
        c.out_extension = r.out_extension(k, n);
    }),
    key("outbase", "outbase", Text, "Folder whose structure the outputs of entries keep.", |r, c, k, n| {
        c.outbase = r.path(k, n);
    }),
    key("outdir", "outdir", Text, "Where the output goes.", |r, c, k, n| c.outdir = r.path(k, n)),
    key("packages", "packages", OneOf(|| names(args::PACKAGES)), "Whether packages are bundled.", |r, c, k, n| {
        c.packages_external = r.choice(k, n, args::PACKAGES);
    }),
    key("platform", "platform", OneOf(|| names(args::PLATFORMS)), "Where the output runs.", |r, c, k, n| {
        c.platform = r.choice(k, n, args::PLATFORMS);
    }),
    key("preserveSymlinks", "preserve-symlinks", Switch, "Do not follow links to files.", |r, c, k, n| {
        c.preserve_symlinks = r.switch(k, n);
    }),
    key("preview", "", Shape::Section(&[SECTION]), "How nexxo preview serves.", server::preview),
    key("publicDir", "public-dir", Either(&[Text, Off]), "Folder that is copied as it is.", |r, c, k, n| {
        c.public_dir = if n.value == Value::Bool(false) { Some(None) } else { r.path(k, n).map(Some) };
    }),
    key("pure", "pure", Texts, "Functions whose calls may go when their result is not used.", |r, c, k, n| {
        c.pure = r.texts(k, n).unwrap_or_default();
    }),
    key("resolveExtensions", "resolve-extensions", Texts, "Extensions that imports may leave out.", |r, c, k, n| {
        c.resolve_extensions = r.texts(k, n);
    }),
    key("server", "", Shape::Section(&[SECTION, OF_APPS]), "How nexxo dev serves.", server::server),
    key("sourceRoot", "source-root", Text, "What readers of a source map put before its sources.", |r, c, k, n| {
        c.source_root = r.text(k, n);
    }),
    key(
        "sourcemap",
        "sourcemap",
        Either(&[Switch, OneOf(|| names(args::SOURCE_MAPS))]),
        "Source maps.",
        |r, c, k, n| {
            c.sourcemap = r.sourcemap(k, n);
        },
    ),
    key("sourcesContent", "sources-content", Switch, "Source maps hold the texts of their sources.", |r, c, k, n| {
        c.sources_content = r.switch(k, n);
    }),
    key("splitting", "splitting", Switch, "Shared code and import() get files of their own.", |r, c, k, n| {
        c.splitting = r.switch(k, n);
    }),
    key("target", "target", Texts, "Oldest language or engines that must run the output.", |r, c, k, n| {
        c.target = r.target(k, n);
    }),
    key("treeShake", "no-tree-shake", Switch, "Drop what nothing uses.", |r, c, k, n| c.tree_shake = r.switch(k, n)),
    key("tsconfig", "tsconfig", Text, "The tsconfig.json for all files.", |r, c, k, n| c.tsconfig = r.path(k, n)),
    key("tsconfigRaw", "tsconfig-raw", AnyMap, "What a tsconfig.json would hold, for all files.", |r, c, k, n| {
        c.tsconfig_raw = r.raw_object(k, n);
    }),
];

/// Keys that people know from other tools, and what they are called here.
pub(super) const FOREIGN: &[(&str, &str)] = &[
    ("outDir", "outdir"),
    ("input", "entries"),
    ("entry", "entries"),
    ("entryPoints", "entries"),
    ("sourceMap", "sourcemap"),
    ("publicPath", "base"),
    ("treeshake", "treeShake"),
    ("treeShaking", "treeShake"),
    ("inlineLimit", "assetsInlineLimit"),
    ("advancedChunks", "codeSplitting"),
    ("experimentalMinChunkSize", "codeSplitting"),
    ("emptyOutDir", "emptyOutdir"),
    ("sri", "integrity"),
    ("subresourceIntegrity", "integrity"),
    ("compression", "compress"),
    ("precompress", "compress"),
];

/// The key of a name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
