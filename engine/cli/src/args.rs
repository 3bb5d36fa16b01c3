//! The arguments, as clap reads them. What is not said stays `None`: the configuration file may say it.

use std::ffi::OsString;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use nexxo_base::options::{ExportsMode, Integrity, Jsx, LegalComments, Loader, OutputFormat, Platform, SourceMapMode};
use nexxo_base::{Code, Severity};
use nexxo_dev::Encoding;

use crate::checks;

/// Spellings of a value and what they mean.
pub(crate) type Choices<T> = &'static [(&'static str, T)];

/// `--format`
pub(crate) const FORMATS: Choices<OutputFormat> =
    &[("esm", OutputFormat::Esm), ("cjs", OutputFormat::Cjs), ("iife", OutputFormat::Iife), ("umd", OutputFormat::Umd)];
/// `--legal-comments`
pub(crate) const LEGAL_COMMENTS: Choices<LegalComments> = &[
    ("none", LegalComments::None),
    ("eof", LegalComments::Eof),
    ("linked", LegalComments::Linked),
    ("external", LegalComments::External),
];
/// `--integrity`
pub(crate) const INTEGRITY: Choices<Integrity> =
    &[("sha256", Integrity::Sha256), ("sha384", Integrity::Sha384), ("sha512", Integrity::Sha512)];
/// `--compress`
pub(crate) const ENCODINGS: Choices<Encoding> = &[("gzip", Encoding::Gzip), ("brotli", Encoding::Brotli)];
/// `--exports`
pub(crate) const EXPORTS: Choices<ExportsMode> = &[
    ("auto", ExportsMode::Auto),
    ("default", ExportsMode::Default),
    ("named", ExportsMode::Named),
    ("none", ExportsMode::None),
];
/// `--platform`
pub(crate) const PLATFORMS: Choices<Platform> =
    &[("browser", Platform::Browser), ("node", Platform::Node), ("neutral", Platform::Neutral)];
/// How much smaller the output is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Minifying {
    /// Not at all.
    Off,
    /// Each module by itself.
    On,
    /// Each chunk once more, as a whole.
    Deep,
}
/// `--minify`
pub(crate) const MINIFY: Choices<Minifying> =
    &[("deep", Minifying::Deep), ("true", Minifying::On), ("false", Minifying::Off)];
/// `--sourcemap`
pub(crate) const SOURCE_MAPS: Choices<SourceMapMode> = &[
    ("linked", SourceMapMode::Linked),
    ("inline", SourceMapMode::Inline),
    ("external", SourceMapMode::External),
    ("hidden", SourceMapMode::Hidden),
    ("both", SourceMapMode::Both),
    ("true", SourceMapMode::Linked),
    ("false", SourceMapMode::None),
    ("none", SourceMapMode::None),
];
/// `--jsx`
pub(crate) const JSX: Choices<Jsx> =
    &[("automatic", Jsx::Automatic), ("classic", Jsx::Classic), ("preserve", Jsx::Preserve)];
/// `--loader`
pub(crate) const LOADERS: Choices<Loader> = &[
    ("js", Loader::Js),
    ("jsx", Loader::Jsx),
    ("ts", Loader::Ts),
    ("tsx", Loader::Tsx),
    ("json", Loader::Json),
    ("text", Loader::Text),
    ("base64", Loader::Base64),
    ("dataurl", Loader::DataUrl),
    ("binary", Loader::Binary),
    ("file", Loader::File),
    ("empty", Loader::Empty),
    ("css", Loader::Css),
    ("local-css", Loader::LocalCss),
    ("global-css", Loader::GlobalCss),
    ("default", Loader::Default),
];
/// `--drop`
pub(crate) const DROPS: Choices<Drop> = &[("console", Drop::Console), ("debugger", Drop::Debugger)];
/// `--packages`: whether they stay outside.
pub(crate) const PACKAGES: Choices<bool> = &[("bundle", false), ("external", true)];
/// `--log-override`; `None` is not to be told at all.
pub(crate) const SEVERITIES: Choices<Option<Severity>> = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("silent", None),
];

/// What paths are that lead to no file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum AppType {
    /// The app's own: it begins with `index.html` and looks at the path.
    #[default]
    Spa,
    /// Mistakes.
    Mpa,
}
/// `appType`
pub(crate) const APP_TYPES: Choices<AppType> = &[("spa", AppType::Spa), ("mpa", AppType::Mpa)];

/// What may be taken out of the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Drop {
    /// Calls of `console`'s methods.
    Console,
    /// `debugger` statements.
    Debugger,
}

/// Flags that may be turned off with `=false`.
const SWITCH: Choices<bool> = &[("true", true), ("false", false)];

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) enum LogLevel {
    /// Nothing: the exit code alone tells.
    Silent,
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// And what was built.
    #[default]
    Info,
    /// And what was asked for.
    Debug,
}

const LOG_LEVELS: Choices<LogLevel> = &[
    ("silent", LogLevel::Silent),
    ("error", LogLevel::Error),
    ("warning", LogLevel::Warning),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
];

/// For whom it is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// For programs: one JSON object a line.
    Json,
}

const LOG_FORMATS: Choices<LogFormat> = &[("pretty", LogFormat::Pretty), ("json", LogFormat::Json)];

const EXIT_CODES: &str = "\
\x1b[1;4mExit codes:\x1b[0m
  0  built
  1  there were errors; the output is as it was before
  2  wrong usage";

const CHECK_EXIT_CODES: &str = "\
\x1b[1;4mExit codes:\x1b[0m
  0  there are no errors
  1  there are
  2  wrong usage";

const INTRODUCTION: &str = "\
Nexxo, a bundler for the web.

It turns an app (an index.html and what it leads to) or a library (TypeScript and JavaScript files) \
into few small files that run in browsers and Node. It takes JavaScript, TypeScript, JSX, CSS, JSON, \
images and fonts, and needs no configuration. Only what is used is kept. A build that fails changes \
nothing.";

const TOP_EXAMPLES: &str = "\
\x1b[1;4mExamples:\x1b[0m
  nexxo build                                   the app whose index.html is here, into dist/
  nexxo build site --minify --sourcemap         the same for another folder, for production
  nexxo build src/cli.ts --platform node        a Node program
  nexxo build src/lib.ts --external react       a library that leaves react to its user

`nexxo build --help` explains every option.

";

const BUILD_EXAMPLES: &str = "\
\x1b[1;4mA folder or files:\x1b[0m
  Compiles and links all that the entries lead to, drops what is not used, and writes the result:
  whole, or not at all. A folder is built as an app: its index.html, with hashed names in assets/, a
  copy of its `public` folder, and a dist/ that is emptied of older builds once the new one is there.
  Files are built as bundles: one output for each, with the same name and no hash.

\x1b[1;4mExamples:\x1b[0m
  nexxo build --minify --sourcemap
  nexxo build src/server.ts --platform node --format cjs --outdir build
  nexxo build lib=src/index.ts worker=src/worker.ts --external react --external 'node:*'
  nexxo build src/widget.ts --format iife --global-name Widget --target es2018
  nexxo build --define __VERSION__='\"1.2.3\"' --alias @=./src --mode staging

\x1b[1;4mConfiguration:\x1b[0m
  nexxo.config.json holds the same options in camelCase, with comments if you like:
  { \"outdir\": \"build\", \"minify\": true, \"define\": { \"DEBUG\": false } }
  What the command line says outweighs it.

";

/// The command line as a whole.
#[derive(Parser, Debug)]
#[command(name = "nexxo", version, about = INTRODUCTION, max_term_width = 110, disable_help_flag = true)]
#[command(arg_required_else_help = true, subcommand_required = true, disable_help_subcommand = true)]
struct Cli {
    /// Print help
    // The short form holds all there is to say, and is the one that can be read at a glance.
    #[arg(long, short, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

/// What is to be done.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Bundle an app or a library
    Build(Box<BuildArgs>),
    /// Tell what is wrong with an app or a library, and write no output
    Check(Box<CheckArgs>),
    /// Look at, clear or carry what builds keep for later ones
    Cache(CacheCommand),
    /// Tell of the engine that runs for a workspace
    Status(WorkspaceArgs),
    /// End the engine that runs for a workspace
    Stop(WorkspaceArgs),
    /// Serve an app while it is worked on
    Dev(Box<DevArgs>),
    /// Serve what a build wrote
    Preview(PreviewArgs),
    /// Print the JSON schema of nexxo.config.json
    Schema,
}

/// `nexxo build`
#[derive(Args, Debug, Default)]
pub(crate) struct BuildArgs {
    #[command(flatten, next_help_heading = "Input")]
    pub(crate) input: InputArgs,
    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputArgs,
    #[command(flatten, next_help_heading = "Code")]
    pub(crate) code: CodeArgs,
    #[command(flatten, next_help_heading = "Resolution")]
    pub(crate) resolution: ResolutionArgs,
    #[command(flatten, next_help_heading = "Cache")]
    pub(crate) cache: CacheArgs,
    #[command(flatten, next_help_heading = "Watching")]
    pub(crate) watch: WatchArgs,
    #[command(flatten, next_help_heading = "Reports")]
    pub(crate) reports: ReportArgs,
    /// Whether it is served, not written.
    #[arg(skip)]
    pub(crate) serves: bool,
}

/// `nexxo dev`
#[derive(Args, Debug, Default)]
pub(crate) struct DevArgs {
    #[command(flatten, next_help_heading = "Input")]
    pub(crate) input: InputArgs,
    #[command(flatten, next_help_heading = "Server")]
    pub(crate) server: ServerArgs,
    /// Tell errors and warnings of pages in the terminal
    #[arg(long, alias = "forwardConsole", help_heading = "Server")]
    pub(crate) forward_console: bool,
    /// Look at the folders every MS milliseconds, where the system tells nothing of changes [default for MS: 100]
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, default_missing_value = "100", help_heading = "Server")]
    pub(crate) watch_poll: Option<NonZeroU64>,
    #[command(flatten, next_help_heading = "Cache")]
    pub(crate) cache: CacheArgs,
    #[command(flatten, next_help_heading = "Code")]
    pub(crate) code: CodeArgs,
    #[command(flatten, next_help_heading = "Resolution")]
    pub(crate) resolution: ResolutionArgs,
    #[command(flatten, next_help_heading = "Reports")]
    pub(crate) reports: ReportArgs,
}

/// Where and how it is served.
#[derive(Args, Debug, Default)]
pub(crate) struct ServerArgs {
    /// Port; the next free one, if it is taken; 0 for any [default: 5173, for previews 4173]
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// Address to listen on; `--host` alone is all of them [default: this machine only]
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = checks::ALL_ADDRESSES)]
    pub(crate) host: Option<String>,
    /// Fail if the port is taken
    #[arg(long, alias = "strictPort")]
    pub(crate) strict_port: bool,
    /// Open a browser, at PATH if one is named
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) open: Option<String>,
    /// What URLs start with [default: /]
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
    /// Names by which the server may be asked for, with commas; `*` for any [default: those of this machine]
    #[arg(long, alias = "allowedHosts", value_name = "LIST", value_delimiter = ',')]
    pub(crate) allowed_hosts: Option<Vec<String>>,
}

/// `nexxo preview`
#[derive(Args, Debug, Default)]
pub(crate) struct PreviewArgs {
    /// The folder of the app
    #[arg(value_name = "ROOT", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Configuration file [default: nexxo.config.json, if there]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the output is [default: dist in ROOT]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) outdir: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Server")]
    pub(crate) server: ServerArgs,
    /// How much is printed [default: info]
    #[arg(long, value_parser = choice(LOG_LEVELS), value_name = "LEVEL", help_heading = "Reports")]
    pub(crate) log_level: Option<LogLevel>,
    /// For people, or one JSON object a line on stderr [default: pretty]
    #[arg(long, value_parser = choice(LOG_FORMATS), value_name = "FORMAT", help_heading = "Reports")]
    pub(crate) log_format: Option<LogFormat>,
}

/// `nexxo check`
#[derive(Args, Debug, Default)]
pub(crate) struct CheckArgs {
    #[command(flatten, next_help_heading = "Input")]
    pub(crate) input: InputArgs,
    #[command(flatten, next_help_heading = "Code")]
    pub(crate) code: CodeArgs,
    #[command(flatten, next_help_heading = "Resolution")]
    pub(crate) resolution: ResolutionArgs,
    #[command(flatten, next_help_heading = "Cache")]
    pub(crate) cache: CacheArgs,
    /// For whom it is printed: people, programs (one JSON object a line), code scanners, GitHub's workflows [default: pretty]
    #[arg(long, value_parser = choice(CHECK_FORMATS), value_name = "FORMAT", help_heading = "Reports")]
    pub(crate) format: Option<CheckFormat>,
    /// Tell too what is no mistake: what nothing uses, what keeps modules that nothing uses, cycles that may do harm
    #[arg(long, help_heading = "Reports")]
    pub(crate) hints: bool,
    /// How many errors and warnings are printed; 0 for all [default: 0]
    #[arg(long, value_name = "N", help_heading = "Reports")]
    pub(crate) log_limit: Option<u32>,
    /// How heavy a diagnostic is, as in --log-override:direct-eval=silent; repeat for more
    #[arg(long, value_name = "CODE=LEVEL", value_parser = log_override, help_heading = "Reports")]
    pub(crate) log_override: Vec<(Code, Option<Severity>)>,
    /// Threads to work on [default: one for each core]
    #[arg(long, value_name = "N", help_heading = "Reports")]
    pub(crate) threads: Option<NonZeroUsize>,
}

impl CheckArgs {
    /// The build that is checked.
    pub(crate) fn as_build(&self) -> BuildArgs {
        BuildArgs {
            input: self.input.clone(),
            code: self.code.clone(),
            resolution: self.resolution.clone(),
            cache: self.cache.clone(),
            reports: ReportArgs {
                log_limit: self.log_limit,
                log_override: self.log_override.clone(),
                threads: self.threads,
                ..ReportArgs::default()
            },
            ..BuildArgs::default()
        }
    }
}

/// For whom a check is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum CheckFormat {
    /// People.
    #[default]
    Pretty,
    /// Programs.
    Json,
    /// Code scanners.
    Sarif,
    /// GitHub's workflows.
    Github,
}

const CHECK_FORMATS: Choices<CheckFormat> = &[
    ("pretty", CheckFormat::Pretty),
    ("json", CheckFormat::Json),
    ("sarif", CheckFormat::Sarif),
    ("github", CheckFormat::Github),
];

/// Whether it goes on.
#[derive(Args, Debug, Default)]
pub(crate) struct WatchArgs {
    /// Build again whenever something changes that the output depends on
    #[arg(long, short)]
    pub(crate) watch: bool,
    /// Look at the folders every MS milliseconds, where the system tells nothing of changes (network shares, some
    /// containers) [default for MS: 100]
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, default_missing_value = "100", requires = "watch")]
    pub(crate) watch_poll: Option<NonZeroU64>,
}

/// What is built.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct InputArgs {
    /// A folder with an index.html, or files (also NAME=FILE) [default: .]
    #[arg(value_name = "ROOT or ENTRY", help_heading = None)]
    pub(crate) entries: Vec<String>,
    /// Configuration file [default: nexxo.config.json, if there]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Mode: chooses .env.MODE files and is import.meta.env.MODE [default: production]
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,
    /// Folder that is copied as it is [default for apps: ROOT/public, if there]
    #[arg(long, value_name = "DIR")]
    pub(crate) public_dir: Option<PathBuf>,
}

/// What comes out.
#[derive(Args, Debug, Default)]
pub(crate) struct OutputArgs {
    /// Where the output goes [default: dist, for apps in ROOT]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) outdir: Option<PathBuf>,
    /// Module format [default: esm]
    #[arg(long, value_parser = choice(FORMATS), value_name = "FORMAT")]
    pub(crate) format: Option<OutputFormat>,
    /// Where the output runs [default: browser]
    #[arg(long, value_parser = choice(PLATFORMS), value_name = "PLATFORM")]
    pub(crate) platform: Option<Platform>,
    /// Variable for the exports of an iife or umd; may be dotted
    #[arg(long, value_name = "NAME")]
    pub(crate) global_name: Option<String>,
    /// Variable that holds an external module, for iife and umd; repeat for more
    #[arg(long, value_name = "MODULE=NAME", value_parser = pair)]
    pub(crate) globals: Vec<(String, String)>,
    /// Name by which a umd is defined for AMD loaders [default: none]
    #[arg(long, value_name = "ID")]
    pub(crate) amd_id: Option<String>,
    /// What entries hand out where the output is no ES module [default: named]
    #[arg(long, value_parser = choice(EXPORTS), value_name = "MODE")]
    pub(crate) exports: Option<ExportsMode>,
    /// Shared code and import() get files of their own [default: on for esm]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) splitting: Option<bool>,
    /// Style sheets of what is loaded later are loaded with it; otherwise all are in one file [default: on]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) css_code_split: Option<bool>,
    /// Source maps; `--sourcemap` alone is linked [default: none]
    #[arg(long, value_parser = choice(SOURCE_MAPS), value_name = "KIND")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "linked")]
    pub(crate) sourcemap: Option<SourceMapMode>,
    /// Write which files each source became, as JSON in Vite's form; FILE is below the output folder
    #[arg(long, value_name = "FILE")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = MANIFEST)]
    pub(crate) manifest: Option<String>,
    /// Tags of pages have hashes by which browsers check scripts and style sheets; alone it is sha384
    #[arg(long, value_parser = choice(INTEGRITY), value_name = "ALGORITHM")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "sha384")]
    pub(crate) integrity: Option<Integrity>,
    /// Smaller forms of files beside them, .gz and .br, for hosts that send those; alone it is both
    #[arg(long, value_parser = choice(ENCODINGS), value_name = "LIST", value_delimiter = ',')]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_values = ["gzip", "brotli"])]
    pub(crate) compress: Vec<Encoding>,
    /// Folder whose structure the outputs of entries keep [default: the one that all entries have in common]
    #[arg(long, value_name = "DIR")]
    pub(crate) outbase: Option<PathBuf>,
    /// Source maps hold the texts of their sources [default: on]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) sources_content: Option<bool>,
    /// What readers of a source map put before its sources
    #[arg(long, value_name = "URL")]
    pub(crate) source_root: Option<String>,
    /// Names of entries, of [dir] [name] [hash] [default: [dir]/[name], for apps assets/[name]-[hash]]
    #[arg(long, value_name = "PATTERN")]
    pub(crate) entry_names: Option<String>,
    /// Names of shared files [default: [name]-[hash], for apps assets/[name]-[hash]]
    #[arg(long, value_name = "PATTERN")]
    pub(crate) chunk_names: Option<String>,
    /// Names of images, fonts and styles; [ext] too [default: [name]-[hash], for apps assets/[name]-[hash]]
    #[arg(long, value_name = "PATTERN")]
    pub(crate) asset_names: Option<String>,
    /// What URLs start with; ./ for relative ones [default: / for apps, else ./]
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
    /// Extension of scripts or style sheets in place of the usual one; repeat for both
    #[arg(long, value_name = ".EXT=.OTHER", value_parser = pair)]
    pub(crate) out_extension: Vec<(String, String)>,
    /// Comments about licences: at the end of the file, or in a .LEGAL.txt beside it [default: eof]
    #[arg(long, value_parser = choice(LEGAL_COMMENTS), value_name = "WHERE")]
    pub(crate) legal_comments: Option<LegalComments>,
    /// Text before each JavaScript file
    #[arg(long, alias = "banner:js", value_name = "TEXT")]
    pub(crate) banner: Option<String>,
    /// Text before each style sheet
    #[arg(long = "banner:css", value_name = "TEXT")]
    pub(crate) style_banner: Option<String>,
    /// Text after each JavaScript file
    #[arg(long, alias = "footer:js", value_name = "TEXT")]
    pub(crate) footer: Option<String>,
    /// Text after each style sheet
    #[arg(long = "footer:css", value_name = "TEXT")]
    pub(crate) style_footer: Option<String>,
    /// After the build, remove what else is in the output folder [default: on for an app whose output is inside ROOT]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) empty_outdir: Option<bool>,
    /// Outputs may take the place of sources
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) allow_overwrite: Option<bool>,
}

/// What becomes of the code.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CodeArgs {
    /// Make it small: syntax, white space and names; `deep` does each chunk once more, as a whole
    #[arg(long, value_parser = choice(MINIFY), value_name = "HOW", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) minify: Option<Minifying>,
    /// Write syntax in the shorter of equal ways [default: as --minify]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) minify_syntax: Option<bool>,
    /// Cut white space [default: as --minify]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) minify_whitespace: Option<bool>,
    /// Give short names [default: as --minify]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) minify_identifiers: Option<bool>,
    /// Oldest language or engines that must run it: es2020, chrome100,safari15, browserslist [default: esnext]
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
    /// The same for style sheets alone [default: as --target]
    #[arg(long, value_name = "TARGET")]
    pub(crate) css_target: Option<String>,
    /// Replace a global name by a value: JSON or another name; repeat for more
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) define: Vec<(String, String)>,
    /// What becomes of JSX [default: as tsconfig.json says, or automatic]
    #[arg(long, value_parser = choice(JSX), value_name = "JSX")]
    pub(crate) jsx: Option<Jsx>,
    /// Package that automatic JSX imports from [default: as tsconfig.json says, or react]
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) jsx_import_source: Option<String>,
    /// Function that makes elements in classic JSX [default: as tsconfig.json says, or React.createElement]
    #[arg(long, value_name = "NAME")]
    pub(crate) jsx_factory: Option<String>,
    /// What stands for a fragment in classic JSX [default: as tsconfig.json says, or React.Fragment]
    #[arg(long, value_name = "NAME")]
    pub(crate) jsx_fragment: Option<String>,
    /// Use JSX's development runtime [default: on for browsers where NODE_ENV is development]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) jsx_dev: Option<bool>,
    /// Keep JSX elements that nothing uses
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) jsx_side_effects: Option<bool>,
    /// Functions and classes keep their `name`
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) keep_names: Option<bool>,
    /// What becomes of files with an extension, as in --loader:.svg=text; repeat for more
    #[arg(long, value_name = ".EXT=LOADER", value_parser = loader)]
    pub(crate) loader: Vec<(String, Loader)>,
    /// A file whose exports take the place of globals of the same name; repeat for more
    #[arg(long, value_name = "FILE")]
    pub(crate) inject: Vec<PathBuf>,
    /// Assets smaller than this become data URLs [default: 4096]
    #[arg(long, alias = "assetsInlineLimit", value_name = "BYTES")]
    pub(crate) assets_inline_limit: Option<u32>,
    /// Write `.d.ts` files beside sheets of CSS Modules
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) css_modules_types: Option<bool>,
    /// Take out all of console or debugger; repeat for more
    #[arg(long, value_parser = choice(DROPS), value_name = "WHAT", value_delimiter = ',')]
    pub(crate) drop: Vec<Drop>,
    /// Take out statements with these labels, with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) drop_labels: Vec<String>,
    /// A function whose calls may go when their result is not used; may be dotted; repeat for more
    #[arg(long, value_name = "NAME")]
    pub(crate) pure: Vec<String>,
    /// Trust no word on side effects, in comments or in package.json
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) ignore_annotations: Option<bool>,
    /// Keep code that nothing uses
    #[arg(long)]
    pub(crate) no_tree_shake: bool,
}

/// How imports find files.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ResolutionArgs {
    /// Leave imports of this name as they are; `*` stands for anything; repeat for more
    #[arg(long, value_name = "NAME")]
    pub(crate) external: Vec<String>,
    /// Import another module in its place; repeat for more
    #[arg(long, value_name = "NAME=MODULE", value_parser = pair)]
    pub(crate) alias: Vec<(String, String)>,
    /// More conditions for package.json exports, with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) conditions: Option<Vec<String>>,
    /// Fields of package.json that name its main file, with commas, in place of the platform's
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) main_fields: Option<Vec<String>>,
    /// Whether packages are bundled or stay imports [default: bundle]
    #[arg(long, value_parser = choice(PACKAGES), value_name = "HOW")]
    pub(crate) packages: Option<bool>,
    /// Extensions that imports may leave out, with commas, in place of the usual ones
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) resolve_extensions: Option<Vec<String>>,
    /// Know files by the links that lead to them
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) preserve_symlinks: Option<bool>,
    /// The tsconfig.json for all files, in place of those in their folders
    #[arg(long, value_name = "FILE", conflicts_with = "tsconfig_raw")]
    pub(crate) tsconfig: Option<PathBuf>,
    /// What a tsconfig.json would hold, for all files
    #[arg(long, value_name = "JSON")]
    pub(crate) tsconfig_raw: Option<String>,
}

/// What is kept between runs.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CacheArgs {
    /// Take nothing from earlier builds and keep nothing for later ones
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Where compiled modules are kept [default: node_modules/.nexxo, or .nexxo where there is no node_modules]
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// Take from earlier builds, but keep nothing
    #[arg(long, conflicts_with = "no_cache")]
    pub(crate) cache_read_only: bool,
}

/// `nexxo status` and `nexxo stop`
#[derive(Args, Debug)]
pub(crate) struct WorkspaceArgs {
    /// The folder of the workspace
    #[arg(default_value = ".")]
    pub(crate) root: PathBuf,
}

/// `nexxo cache`
#[derive(Args, Debug)]
pub(crate) struct CacheCommand {
    #[command(subcommand)]
    pub(crate) action: CacheAction,
    /// Where the cache is [default: as for `nexxo build` of the current folder]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// What is done with the cache.
#[derive(Subcommand, Debug)]
pub(crate) enum CacheAction {
    /// Print how many rows there are, and how large they are
    Stats,
    /// Remove everything
    Clear,
    /// Check every row; exit code 1 if one is not as it was written
    Verify,
    /// Write all rows to one file, for another machine
    Pack {
        /// The file
        file: PathBuf,
    },
    /// Add the rows of such a file
    Unpack {
        /// The file
        file: PathBuf,
    },
}

/// What is told, and how the build runs.
#[derive(Args, Debug, Default)]
pub(crate) struct ReportArgs {
    /// Write what went into each output, as JSON in esbuild's form
    #[arg(long, value_name = "FILE")]
    pub(crate) metafile: Option<PathBuf>,
    /// How much is printed [default: info]
    #[arg(long, value_parser = choice(LOG_LEVELS), value_name = "LEVEL")]
    pub(crate) log_level: Option<LogLevel>,
    /// How many errors and warnings are printed; 0 for all [default: 0]
    #[arg(long, value_name = "N")]
    pub(crate) log_limit: Option<u32>,
    /// How heavy a diagnostic is, as in --log-override:direct-eval=silent; repeat for more
    #[arg(long, value_name = "CODE=LEVEL", value_parser = log_override)]
    pub(crate) log_override: Vec<(Code, Option<Severity>)>,
    /// Print what each output is made of
    #[arg(long)]
    pub(crate) analyze: bool,
    /// For people, or one JSON object a line on stderr [default: pretty]
    #[arg(long, value_parser = choice(LOG_FORMATS), value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// Print where the time went
    #[arg(long)]
    pub(crate) timings: bool,
    /// Threads to work on [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Reads the arguments; prints help, version or what is wrong with them and exits where that is all there is to do.
pub(crate) fn parse(arguments: Vec<OsString>) -> Command {
    try_parse(arguments).unwrap_or_else(|error| error.exit())
}

fn try_parse(arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    let command = Cli::command()
        .after_help(format!("{TOP_EXAMPLES}{EXIT_CODES}"))
        .mut_subcommand("build", |build| build.after_help(format!("{BUILD_EXAMPLES}{EXIT_CODES}")))
        .mut_subcommand("check", |check| check.after_help(CHECK_EXIT_CODES));
    let matches = command.try_get_matches_from(arguments.into_iter().map(rewrite))?;
    Ok(Cli::from_arg_matches(&matches)?.command)
}

/// Where the manifest goes when nobody says where: where Vite puts it.
pub(crate) const MANIFEST: &str = ".vite/manifest.json";

/// Flags that esbuild spells `--flag:value`.
const WITH_COLON: &[&str] = &[
    "--define",
    "--external",
    "--alias",
    "--loader",
    "--inject",
    "--drop",
    "--pure",
    "--log-override",
    "--globals",
    "--out-extension",
];

/// Flags without a key in the configuration file: they are about one run.
#[cfg(test)]
pub(crate) const ONLY_FLAGS: &[&str] = &[
    "analyze",
    "cache-dir",
    "cache-read-only",
    "config",
    "help",
    "log-format",
    "log-level",
    "metafile",
    "no-cache",
    "threads",
    "timings",
    "watch",
    "watch-poll",
];

/// The long names of all flags of a command.
#[cfg(test)]
pub(crate) fn flags(command: &str) -> Vec<String> {
    let all = Cli::command();
    let command = all.find_subcommand(command).expect("there is such a command");
    command.get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
}

/// esbuild's `--define:K=V` and the like in clap's spelling.
fn rewrite(argument: OsString) -> OsString {
    for flag in WITH_COLON {
        if let Some(value) = argument.to_str().and_then(|text| text.strip_prefix(flag)?.strip_prefix(':')) {
            return format!("{flag}={value}").into();
        }
    }
    argument
}

/// Reads one of a few spellings.
fn choice<T: Copy + Send + Sync + 'static>(choices: Choices<T>) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(choices.iter().map(|(name, _)| *name))
        .try_map(move |name| pick(choices, &name).ok_or("not one of the possible values"))
}

/// What a spelling means.
pub(crate) fn pick<T: Copy>(choices: Choices<T>, name: &str) -> Option<T> {
    choices.iter().find(|(choice, _)| *choice == name).map(|(_, value)| *value)
}

/// Reads `.ext=loader`.
fn loader(text: &str) -> Result<(String, Loader), String> {
    let (extension, name) = text.split_once('=').ok_or("it needs the form .EXT=LOADER")?;
    checks::check_extension(extension).map_err(|wrong| wrong.message)?;
    let loader = pick(LOADERS, name).ok_or_else(|| unknown(LOADERS, name))?;
    Ok((extension.to_ascii_lowercase(), loader))
}

/// Reads `code=level`.
fn log_override(text: &str) -> Result<(Code, Option<Severity>), String> {
    let (code, level) = text.split_once('=').ok_or("it needs the form CODE=LEVEL")?;
    let told = |wrong: checks::Wrong| format!("{}; {}", wrong.message, wrong.help.unwrap_or_default());
    let code = checks::check_code(code).map_err(told)?;
    Ok((code, pick(SEVERITIES, level).ok_or_else(|| unknown(SEVERITIES, level))?))
}

fn unknown<T>(choices: Choices<T>, name: &str) -> String {
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    checks::not_one_of(name, &names)
}

/// Reads `K=V`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.into(), value.into())),
        _ => Err("it needs the form NAME=VALUE".into()),
    }
}

/// The build arguments of a command line, for tests.
#[cfg(test)]
pub(crate) fn test_args(line: &[&str]) -> BuildArgs {
    let arguments = ["nexxo", "build"].iter().chain(line).map(OsString::from).collect();
    match try_parse(arguments).unwrap_or_else(|error| panic!("{error}")) {
        Command::Build(args) => *args,
        _ => panic!("not a build"),
    }
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
