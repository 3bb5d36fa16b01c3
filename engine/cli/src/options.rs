//! Arguments and configuration to one [`Plan`]. The command line outweighs the file, and both outweigh the defaults,
//! which depend on whether an app (a page) or bundles (scripts) are built.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nexxo_base::options::{
    BuildOptions, CompileOptions, LegalComments, LinkOptions, Loader, Minify, OutputFormat, OutputOptions, Platform,
    ResolveOptions, SourceMapMode,
};
use nexxo_base::{Code, Diagnostic, Severity};
use nexxo_dev::Encoding;

use crate::args::{self, AppType, BuildArgs, Drop, Minifying};
use crate::cache::{self, CachePlan};
use crate::checks::{self, Wrong};
use crate::config::{self, Config, DEFAULT_NAME, Section};
use crate::defines::{self, Defines};
use crate::entries::{self, Request};
use crate::env;
use crate::targets;
use crate::world::World;

/// All that a run is to do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What the engine is asked.
    pub(crate) options: BuildOptions,
    /// What becomes of older files in the output folder.
    pub(crate) emptying: Emptying,
    /// Where the metafile goes.
    pub(crate) metafile: Option<PathBuf>,
    /// Whether it is told what the outputs are made of.
    pub(crate) analyze: bool,
    /// What takes the place of all tsconfig files: the text of one at `options.resolve.tsconfig`.
    pub(crate) tsconfig_raw: Option<String>,
    /// Outputs may take the place of sources.
    pub(crate) allow_overwrite: bool,
    /// Weights of diagnostics; of several for one code the last counts.
    pub(crate) log_override: Vec<(Code, Option<Severity>)>,
    /// How many diagnostics are printed; 0 for all.
    pub(crate) log_limit: u32,
    /// What is kept between runs, if anything.
    pub(crate) cache: Option<CachePlan>,
    /// The configuration file, if one was read.
    pub(crate) config: Option<PathBuf>,
    /// How it is served, if it is.
    pub(crate) served: Option<Served>,
    /// The smaller forms that files get beside them.
    pub(crate) compress: Vec<Encoding>,
    /// What is doubtful about the options.
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Plan {
    /// The folders in which files lie that options are read from.
    pub(crate) fn option_folders(&self) -> impl Iterator<Item = PathBuf> {
        let config = self.config.as_deref().and_then(Path::parent).map(Path::to_path_buf);
        config.into_iter().chain([self.options.root.clone()])
    }

    /// Whether options may be read from a file.
    pub(crate) fn is_of_options(&self, path: &Path) -> bool {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
        let in_root = path.parent() == Some(&*self.options.root);
        self.config.as_deref() == Some(path)
            || in_root
                && (name == ".env"
                    || name.starts_with(".env.")
                    || matches!(name, "package.json" | ".browserslistrc" | "browserslist" | DEFAULT_NAME | "public"))
    }

    /// Whether a build would come to the same.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        let key = |it: &Self| {
            (it.metafile.clone(), it.tsconfig_raw.clone(), it.allow_overwrite, it.config.clone(), it.served.clone())
        };
        self.options == other.options
            && self.compress == other.compress
            && key(self) == key(other)
            && (&self.log_override, self.log_limit) == (&other.log_override, other.log_limit)
    }
}

/// What the configuration says of how an app is served.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Served {
    /// Where, and what all answers have.
    pub(crate) section: Section,
    /// Whether paths that lead to no file are the app's own.
    pub(crate) single_page: bool,
}

/// What becomes of older files in the output folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Emptying {
    /// They stay.
    No,
    /// They go, because that is what one expects of an app's own dist folder.
    ByDefault,
    /// They go, because somebody said so.
    Asked,
}

/// Assets smaller than this become data URLs: 4 KiB, the limit that Vite has taught people to expect.
const ASSETS_INLINE_LIMIT: u32 = 4096;

/// Works out the plan, or all that is wrong with what was asked.
pub(crate) fn plan(args: &BuildArgs, world: &World) -> Result<Plan, Vec<Diagnostic>> {
    let request = Request::new(&args.input.entries, world).map_err(|problem| vec![*problem])?;
    let root = request.root(world);
    let config = config::load(world, &root, args.input.config.as_deref())?;
    let mut problems = check_flags(args);
    let entries = entries::resolve(&request, &config, world).unwrap_or_else(|more| {
        problems.extend(more);
        Vec::new()
    });
    let app = entries.iter().any(|entry| entries::is_page(&entry.path));
    let asked = Asked { args, config: &config, world, root: &root, app };
    let plan = asked.plan(entries, &mut problems);
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// Looks at the flags whose values have a form of their own. (The configuration's are looked at where it is read.)
fn check_flags(args: &BuildArgs) -> Vec<Diagnostic> {
    let mut wrongs: Vec<Wrong> = Vec::new();
    let mut note = |result: Result<(), Wrong>| wrongs.extend(result.err());
    for (key, value) in &args.code.define {
        note(checks::check_define(key, value));
    }
    let (code, output) = (&args.code, &args.output);
    code.jsx_factory.iter().chain(&code.jsx_fragment).for_each(|name| note(checks::check_jsx_name(name)));
    code.target.iter().chain(&code.css_target).for_each(|target| note(checks::check_target(target).map(|_| ())));
    output.base.iter().for_each(|base| note(checks::check_base(base).map(|_| ())));
    let globals = output.globals.iter().map(|(_, global)| global);
    output.global_name.iter().chain(globals).for_each(|name| note(checks::check_global_name(name)));
    output.out_extension.iter().for_each(|(from, to)| note(checks::check_out_extension(from, to)));
    args.input.mode.iter().for_each(|mode| note(checks::check_mode(mode)));
    for pattern in [&output.entry_names, &output.chunk_names, &output.asset_names].into_iter().flatten() {
        note(checks::check_names(pattern));
    }
    wrongs.into_iter().map(|wrong| wrong.diagnostic(Code::InvalidOption)).collect()
}

/// The base as a path: what is served has no other host, and no other folder to be relative to.
pub(crate) fn served_base(base: &str) -> String {
    let path = base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    format!("/{}", path.trim_start_matches(['.', '/']))
}

/// Both lists as one, sorted.
fn sorted(config: &[String], flags: &[String]) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = config.iter().chain(flags).collect();
    all.into_iter().cloned().collect()
}

/// Everything that a value may come from.
struct Asked<'a> {
    args: &'a BuildArgs,
    config: &'a Config,
    world: &'a World,
    root: &'a Path,
    app: bool,
}

impl Asked<'_> {
    fn plan(&self, entries: Vec<nexxo_base::options::EntryPoint>, problems: &mut Vec<Diagnostic>) -> Plan {
        let (args, config) = (self.args, self.config);
        let format = args.output.format.or(config.format).unwrap_or_default();
        let platform = args.output.platform.or(config.platform).unwrap_or_default();
        let mode = args.input.mode.clone().or_else(|| config.mode.clone()).unwrap_or_else(|| self.usual_mode());
        let minify = if args.serves { Minify::default() } else { self.minify() };
        let tree_shake = !args.code.no_tree_shake && config.tree_shake.unwrap_or(true);
        let source_map = args.output.sourcemap.or(config.sourcemap).unwrap_or_default();
        let outdir = self.outdir();
        let public_dir = self.public_dir(&outdir, problems);
        let Defines { define, private_env, node_env } = self.defines(&mode, platform);
        // Where `process.env.NODE_ENV` stays for the run time, package.json's conditions must not guess it.
        let known = define.iter().any(|(name, _)| name == "process.env.NODE_ENV");
        let production = known.then_some(node_env == "production");
        problems.extend(self.check_format(format));
        problems.extend(self.check_outdir(&outdir));
        let conditions = args.resolution.conditions.clone().or_else(|| config.conditions.clone());
        let conditions = conditions.map(|given| given.into_iter().filter(|it| !it.is_empty()).collect());
        let switch = |flag: Option<bool>, key: Option<bool>| flag.or(key);
        let text = |flag: &Option<String>, key: &Option<String>| flag.clone().or_else(|| key.clone());
        let drops = |what: Drop| args.code.drop.contains(&what) || config.drop.contains(&what);
        let options = BuildOptions {
            root: self.root.to_owned(),
            compile: CompileOptions {
                minify,
                source_map: source_map != SourceMapMode::None || args.serves,
                target: self.target(args.code.target.as_ref().or(config.target.as_ref()), &mode, problems),
                css_target: self.target(args.code.css_target.as_ref().or(config.css_target.as_ref()), &mode, problems),
                jsx: args.code.jsx.or(config.jsx),
                jsx_import_source: args.code.jsx_import_source.clone().or_else(|| config.jsx_import_source.clone()),
                refresh: args.serves,
                // React's development runtime works only where NODE_ENV does not say production, so it is used only
                // where NODE_ENV is known.
                jsx_development: switch(args.code.jsx_dev, config.jsx_dev)
                    .unwrap_or(node_env == "development" && platform == Platform::Browser),
                jsx_factory: text(&args.code.jsx_factory, &config.jsx_factory),
                jsx_fragment: text(&args.code.jsx_fragment, &config.jsx_fragment),
                jsx_side_effects: switch(args.code.jsx_side_effects, config.jsx_side_effects).unwrap_or(false),
                keep_names: switch(args.code.keep_names, config.keep_names).unwrap_or(false),
                drop_console: drops(Drop::Console),
                drop_debugger: drops(Drop::Debugger),
                drop_labels: sorted(&config.drop_labels, &args.code.drop_labels),
                pure: sorted(&config.pure, &args.code.pure),
                ignore_annotations: switch(args.code.ignore_annotations, config.ignore_annotations).unwrap_or(false),
                loaders: self.loaders(),
                inject: self.inject(problems),
                define,
                private_env,
                tree_shake,
                assets_inline_limit: args
                    .code
                    .assets_inline_limit
                    .or(config.assets_inline_limit)
                    .unwrap_or(ASSETS_INLINE_LIMIT),
                css_modules: config.css_modules.clone(),
                drop_css_licences: self.legal_comments() == LegalComments::None,
            },
            resolve: ResolveOptions {
                platform,
                conditions,
                main_fields: args.resolution.main_fields.clone().or_else(|| config.main_fields.clone()),
                alias: self.alias(),
                external: config.external.iter().chain(&args.resolution.external).cloned().collect(),
                production,
                extensions: self.extensions(problems),
                preserve_symlinks: switch(args.resolution.preserve_symlinks, config.preserve_symlinks).unwrap_or(false),
                tsconfig: self.tsconfig(problems),
                packages_external: switch(args.resolution.packages, config.packages_external).unwrap_or(false),
                root: self.root.to_owned(),
                public_dir,
            },
            link: LinkOptions {
                format,
                platform,
                splitting: self.splitting(format),
                tree_shake,
                minify: minify.identifiers,
                inline_constants: minify.syntax,
                exports: args.output.exports.or(config.exports).unwrap_or_default(),
                globals: self.globals(),
                groups: config.groups.clone(),
                min_chunk_size: config.min_chunk_size.unwrap_or(0),
                css_code_split: args.output.css_code_split.or(config.css_code_split).unwrap_or(true),
            },
            output: self.output(format, platform, minify, source_map),
            manifest: text(&args.output.manifest, &config.manifest).filter(|it| it != "false"),
            metafile: args.reports.metafile.is_some() || args.reports.analyze,
            class_types: switch(args.code.css_modules_types, config.css_modules_types).unwrap_or(false),
            threads: args.reports.threads.map(Into::into),
            entries,
            outbase: args
                .output
                .outbase
                .as_ref()
                .map(|path| self.world.absolute(path))
                .or_else(|| config.outbase.clone()),
            outdir,
            mode,
        };
        Plan {
            emptying: self.emptying(&options.outdir, problems),
            metafile: args.reports.metafile.as_ref().map(|path| self.world.absolute(path)),
            analyze: args.reports.analyze,
            tsconfig_raw: text(&args.resolution.tsconfig_raw, &config.tsconfig_raw),
            allow_overwrite: switch(args.output.allow_overwrite, config.allow_overwrite).unwrap_or(false),
            log_override: config.log_override.iter().chain(&args.reports.log_override).copied().collect(),
            log_limit: args.reports.log_limit.or(config.log_limit).unwrap_or(0),
            cache: self.cache(),
            config: config.path.clone(),
            served: args.serves.then(|| Served {
                section: config.server.clone(),
                single_page: config.app_type.unwrap_or_default() == AppType::Spa,
            }),
            compress: self.compress(),
            warnings: self.warnings(),
            options,
        }
    }

    fn legal_comments(&self) -> LegalComments {
        self.args.output.legal_comments.or(self.config.legal_comments).unwrap_or_default()
    }

    fn output(
        &self,
        format: OutputFormat,
        platform: Platform,
        minify: Minify,
        source_map: SourceMapMode,
    ) -> OutputOptions {
        let (args, config) = (&self.args.output, self.config);
        let text = |flag: &Option<String>, key: &Option<String>| flag.clone().or_else(|| key.clone());
        let names = |flag, key, app: &str, bundle: &str| {
            text(flag, key).unwrap_or_else(|| if self.app { app.to_owned() } else { bundle.to_owned() })
        };
        let hashed = "assets/[name]-[hash]";
        OutputOptions {
            format,
            platform,
            minify: minify.whitespace,
            deep: minify.syntax && self.args.code.minify.or(self.config.minify) == Some(Minifying::Deep),
            source_map,
            sources_content: args.sources_content.or(config.sources_content).unwrap_or(true),
            source_root: text(&args.source_root, &config.source_root),
            global_name: text(&args.global_name, &config.global_name).filter(|_| format.is_function()),
            exports: args.exports.or(config.exports).unwrap_or_default(),
            globals: self.globals(),
            embedded: false,
            amd_id: text(&args.amd_id, &config.amd_id),
            entry_names: names(&args.entry_names, &config.entry_names, hashed, "[dir]/[name]"),
            chunk_names: names(&args.chunk_names, &config.chunk_names, hashed, "[name]-[hash]"),
            asset_names: names(&args.asset_names, &config.asset_names, hashed, "[name]-[hash]"),
            base: self.base(),
            integrity: args.integrity.or(config.integrity),
            legal_comments: self.legal_comments(),
            script_extension: self.out_extension(".js"),
            style_extension: self.out_extension(".css"),
            banner: text(&args.banner, &config.banner),
            footer: text(&args.footer, &config.footer),
            style_banner: text(&args.style_banner, &config.style_banner),
            style_footer: text(&args.style_footer, &config.style_footer),
        }
    }

    fn compress(&self) -> Vec<Encoding> {
        let asked = &self.args.output.compress;
        let asked = if asked.is_empty() { &self.config.compress } else { asked };
        // Each once, and in one order.
        args::ENCODINGS.iter().map(|(_, encoding)| *encoding).filter(|it| asked.contains(it)).collect()
    }

    fn cache(&self) -> Option<CachePlan> {
        let args = &self.args.cache;
        let folder = || cache::folder(args.cache_dir.as_deref(), self.root, self.world);
        (!args.no_cache).then(|| CachePlan { folder: folder(), writes: !args.cache_read_only })
    }

    fn usual_mode(&self) -> String {
        if self.args.serves { "development".into() } else { "production".into() }
    }

    fn outdir(&self) -> PathBuf {
        let flag = self.args.output.outdir.as_ref().map(|path| self.world.absolute(path));
        flag.or_else(|| self.config.outdir.clone()).unwrap_or_else(|| self.root.join("dist"))
    }

    fn base(&self) -> String {
        let asked = self.args.output.base.as_ref().or(self.config.base.as_ref());
        // One that is wrong has been reported by now.
        let base = asked
            .and_then(|base| checks::check_base(base).ok())
            .unwrap_or_else(|| if self.app { "/".into() } else { "./".into() });
        if self.args.serves { served_base(&base) } else { base }
    }

    fn target(&self, asked: Option<&String>, mode: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        let asked = asked?;
        match targets::resolve(asked, self.root, mode, self.world) {
            Ok(target) => Some(target),
            // One that is wrong in itself has been reported by now.
            Err(_) if checks::check_target(asked).is_err() => None,
            Err(wrong) => {
                problems.push(wrong.diagnostic(Code::InvalidOption));
                None
            }
        }
    }

    /// `--minify` speaks of all three parts, the flags of each part outweigh it.
    fn minify(&self) -> Minify {
        let (flags, config) = (&self.args.code, self.config);
        let is_on = |minifying: Option<Minifying>| minifying.map(|it| it != Minifying::Off);
        let part =
            |flag: Option<bool>, key: Option<bool>| flag.or(is_on(flags.minify)).or(key).or(is_on(config.minify));
        Minify {
            syntax: part(flags.minify_syntax, config.minify_syntax).unwrap_or(false),
            whitespace: part(flags.minify_whitespace, config.minify_whitespace).unwrap_or(false),
            identifiers: part(flags.minify_identifiers, config.minify_identifiers).unwrap_or(false),
        }
    }

    fn loaders(&self) -> Vec<(String, Loader)> {
        let all = self.config.loader.iter().chain(&self.args.code.loader).cloned();
        all.collect::<BTreeMap<String, Loader>>().into_iter().collect()
    }

    /// Injected files, all of which must be there.
    fn inject(&self, problems: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
        let flags = self.args.code.inject.iter().map(|path| self.world.absolute(path));
        let mut files = Vec::new();
        for file in self.config.inject.iter().cloned().chain(flags) {
            if !self.world.is_file(&file) {
                let message = format!("the file to inject {} does not exist", self.world.shown(&file));
                problems.push(Diagnostic::error(Code::InvalidOption, message));
            }
            if !files.contains(&file) {
                files.push(file);
            }
        }
        files
    }

    fn extensions(&self, problems: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
        let asked = self.args.resolution.resolve_extensions.as_ref().or(self.config.resolve_extensions.as_ref())?;
        let wrong = asked.iter().filter_map(|extension| checks::check_extension(extension).err());
        problems.extend(wrong.map(|wrong| wrong.diagnostic(Code::InvalidOption)));
        Some(asked.clone())
    }

    /// The tsconfig for all files. One that is given as text gets a name in the root that no file has.
    fn tsconfig(&self, problems: &mut Vec<Diagnostic>) -> Option<PathBuf> {
        let flags = &self.args.resolution;
        if flags.tsconfig_raw.is_some() || flags.tsconfig.is_none() && self.config.tsconfig_raw.is_some() {
            return Some(self.root.join("tsconfigRaw.json"));
        }
        let flag = flags.tsconfig.as_ref().map(|path| self.world.absolute(path));
        let file = flag.or_else(|| self.config.tsconfig.clone())?;
        if !self.world.is_file(&file) {
            let message = format!("the tsconfig {} does not exist", self.world.shown(&file));
            problems.push(Diagnostic::error(Code::InvalidOption, message));
        }
        Some(file)
    }

    fn splitting(&self, format: OutputFormat) -> bool {
        format == OutputFormat::Esm && self.args.output.splitting.or(self.config.splitting).unwrap_or(true)
    }

    fn alias(&self) -> Vec<(String, String)> {
        let flags = &self.args.resolution.alias;
        let overruled = |key: &str| flags.iter().any(|(flag, _)| flag == key);
        let kept = self.config.alias.iter().filter(|(key, _)| !overruled(key)).cloned();
        let own = flags.iter().map(|(key, to)| (key.clone(), checks::alias_target(to, &self.world.cwd)));
        kept.chain(own).collect()
    }

    fn out_extension(&self, usual: &str) -> Option<String> {
        let mut asked = self.args.output.out_extension.iter().chain(&self.config.out_extension);
        asked.find(|(from, _)| from == usual).map(|(_, to)| to.clone())
    }

    fn globals(&self) -> Vec<(String, String)> {
        // The first of a name counts.
        self.args.output.globals.iter().chain(&self.config.globals).cloned().collect()
    }

    /// The folder to copy, if there is one. One that was asked for must be there.
    fn public_dir(&self, outdir: &Path, problems: &mut Vec<Diagnostic>) -> Option<PathBuf> {
        let flag = self.args.input.public_dir.as_ref().map(|path| self.world.absolute(path));
        let asked = flag.or_else(|| self.config.public_dir.clone().flatten());
        let turned_off = asked.is_none() && self.config.public_dir == Some(None);
        let missing = asked.as_ref().filter(|path| !self.world.is_folder(path));
        if let Some(missing) = missing {
            let message = format!("the public folder {} does not exist", self.world.shown(missing));
            problems.push(Diagnostic::error(Code::InvalidOption, message));
        }
        let default =
            || Some(self.root.join("public")).filter(|path| self.app && !turned_off && self.world.is_folder(path));
        let folder = asked.or_else(default)?;
        let inside = folder.starts_with(outdir) && !self.root.starts_with(outdir);
        if inside || outdir.starts_with(&folder) {
            let message = format!(
                "the output folder {} and the public folder {} lie within each other",
                self.world.shown(outdir),
                self.world.shown(&folder)
            );
            problems.push(Diagnostic::error(Code::InvalidOption, message).help("choose another --outdir"));
        }
        Some(folder)
    }

    fn defines(&self, mode: &str, platform: Platform) -> Defines {
        let own = self.config.define.iter().chain(&self.args.code.define).cloned().collect();
        let variables = env::load(self.world, self.root, mode);
        let for_browser = platform == Platform::Browser || self.app;
        let mut all = defines::collect(own, variables, mode, for_browser.then(|| self.base()).as_deref());
        let is_hot = |(key, _): &(String, String)| key == "import.meta.hot";
        if !self.args.serves && !all.define.iter().any(is_hot) {
            // A build has no server to send updates: what accepts them is dead code.
            all.define.push(("import.meta.hot".to_owned(), "undefined".to_owned()));
            all.define.sort();
        }
        all
    }

    fn warnings(&self) -> Vec<Diagnostic> {
        let defines = self.config.define.iter().chain(&self.args.code.define);
        let doubtful = defines.filter_map(|(key, value)| checks::doubtful_define(key, value));
        let warning =
            |wrong: Wrong| Diagnostic { help: wrong.help, ..Diagnostic::warning(Code::InvalidOption, wrong.message) };
        doubtful.map(warning).collect()
    }

    /// What does not go together with the format.
    fn check_format(&self, format: OutputFormat) -> Vec<Diagnostic> {
        let error = |message: &str| Diagnostic::error(Code::InvalidOption, message);
        let mut problems = Vec::new();
        let (flags, config) = (&self.args.output, self.config);
        let splitting = flags.splitting == Some(true)
            || (flags.splitting.is_none() && config.splitting == Some(true) && flags.format.is_none());
        if splitting && format != OutputFormat::Esm {
            let message = format!("splitting and the format {} do not go together", format.as_str());
            problems
                .push(error(&message).help(
                    "shared code can only be imported by ES modules: use --format esm, or leave --splitting out",
                ));
        }
        if self.app && format == OutputFormat::Cjs {
            problems
                .push(error("a page cannot load CommonJS").help("use --format esm, or iife for one classic script"));
        }
        if flags.global_name.is_some() && !format.is_function() {
            problems.push(error("only an iife or umd has a global name").help("add --format iife or umd"));
        }
        if !flags.globals.is_empty() && !format.is_function() {
            problems.push(error("only an iife or umd takes modules from globals").help("add --format iife or umd"));
        }
        if flags.amd_id.is_some() && format != OutputFormat::Umd {
            problems.push(error("only a umd has a name for AMD loaders").help("add --format umd"));
        }
        problems
    }

    fn check_outdir(&self, outdir: &Path) -> Option<Diagnostic> {
        if self.app && outdir == self.root {
            let message = "the output folder is the app's own folder, whose index.html would be overwritten";
            return Some(
                Diagnostic::error(Code::InvalidOption, message).help("choose another --outdir, for example dist"),
            );
        }
        if self.world.is_file(outdir) {
            let message = format!("the output folder {} is a file", self.world.shown(outdir));
            return Some(Diagnostic::error(Code::InvalidOption, message));
        }
        None
    }

    fn emptying(&self, outdir: &Path, problems: &mut Vec<Diagnostic>) -> Emptying {
        let asked = self.args.output.empty_outdir.or(self.config.empty_outdir);
        // A folder that holds the project, the current folder or what marks a project is never swept.
        let precious = self.root.starts_with(outdir)
            || self.world.cwd.starts_with(outdir)
            || [".git", "node_modules", config::DEFAULT_NAME]
                .iter()
                .any(|name| self.world.system.metadata(&outdir.join(name)).is_ok());
        match asked {
            Some(true) if precious => {
                let message =
                    format!("`{}` is more than an output folder and is not emptied", self.world.shown(outdir));
                problems.push(
                    Diagnostic::error(Code::InvalidOption, message)
                        .help("choose an --outdir that holds nothing else, or leave --empty-outdir out"),
                );
                Emptying::No
            }
            Some(true) => Emptying::Asked,
            None if self.app && !precious && outdir.starts_with(self.root) => Emptying::ByDefault,
            _ => Emptying::No,
        }
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
