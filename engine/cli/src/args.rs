//! The arguments, as clap reads them. What is not said stays `None`: the configuration file may say it.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use nexxo_base::options::{Jsx, OutputFormat, Platform, SourceMapMode};

/// Spellings of a value and what they mean.
pub(crate) type Choices<T> = &'static [(&'static str, T)];

/// `--format`
pub(crate) const FORMATS: Choices<OutputFormat> =
    &[("esm", OutputFormat::Esm), ("cjs", OutputFormat::Cjs), ("iife", OutputFormat::Iife)];
/// `--platform`
pub(crate) const PLATFORMS: Choices<Platform> =
    &[("browser", Platform::Browser), ("node", Platform::Node), ("neutral", Platform::Neutral)];
/// `--sourcemap`
pub(crate) const SOURCE_MAPS: Choices<SourceMapMode> = &[
    ("linked", SourceMapMode::Linked),
    ("inline", SourceMapMode::Inline),
    ("external", SourceMapMode::External),
    ("hidden", SourceMapMode::Hidden),
    ("none", SourceMapMode::None),
];
/// `--jsx`
pub(crate) const JSX: Choices<Jsx> =
    &[("automatic", Jsx::Automatic), ("classic", Jsx::Classic), ("preserve", Jsx::Preserve)];
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
    #[command(flatten, next_help_heading = "Reports")]
    pub(crate) reports: ReportArgs,
}

/// What is built.
#[derive(Args, Debug, Default)]
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
    /// Variable for the exports of an iife; may be dotted
    #[arg(long, value_name = "NAME")]
    pub(crate) global_name: Option<String>,
    /// Shared code and import() get files of their own [default: on for esm]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) splitting: Option<bool>,
    /// Source maps; `--sourcemap` alone is linked [default: none]
    #[arg(long, value_parser = choice(SOURCE_MAPS), value_name = "KIND")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "linked")]
    pub(crate) sourcemap: Option<SourceMapMode>,
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
    /// Text before each JavaScript file
    #[arg(long, value_name = "TEXT")]
    pub(crate) banner: Option<String>,
    /// Text after each JavaScript file
    #[arg(long, value_name = "TEXT")]
    pub(crate) footer: Option<String>,
    /// After the build, remove what else is in the output folder [default: on for an app whose output is inside ROOT]
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) empty_outdir: Option<bool>,
}

/// What becomes of the code.
#[derive(Args, Debug, Default)]
pub(crate) struct CodeArgs {
    /// Make it small: syntax, white space and names
    #[arg(long, value_parser = choice(SWITCH), value_name = "BOOL", hide_possible_values = true)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) minify: Option<bool>,
    /// Oldest language or engines that must run it: es2020, or chrome100,safari15 [default: esnext]
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
    /// Replace a global name by a value: JSON or another name; repeat for more
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) define: Vec<(String, String)>,
    /// What becomes of JSX [default: as tsconfig.json says, or automatic]
    #[arg(long, value_parser = choice(JSX), value_name = "JSX")]
    pub(crate) jsx: Option<Jsx>,
    /// Package that automatic JSX imports from [default: as tsconfig.json says, or react]
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) jsx_import_source: Option<String>,
    /// Keep code that nothing uses
    #[arg(long)]
    pub(crate) no_tree_shake: bool,
}

/// How imports find files.
#[derive(Args, Debug, Default)]
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
    /// For people, or one JSON object a line on stderr [default: pretty]
    #[arg(long, value_parser = choice(LOG_FORMATS), value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// Print where the time went
    #[arg(long)]
    pub(crate) timings: bool,
    /// Accepted for later: builds keep no cache yet, so there is none to turn off
    #[arg(long)]
    pub(crate) no_cache: bool,
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
        .mut_subcommand("build", |build| build.after_help(format!("{BUILD_EXAMPLES}{EXIT_CODES}")));
    let matches = command.try_get_matches_from(arguments.into_iter().map(rewrite))?;
    Ok(Cli::from_arg_matches(&matches)?.command)
}

/// esbuild's `--define:K=V`, `--external:X` and `--alias:A=B` in clap's spelling.
fn rewrite(argument: OsString) -> OsString {
    for flag in ["--define", "--external", "--alias"] {
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
    let Command::Build(args) = try_parse(arguments).unwrap_or_else(|error| panic!("{error}"));
    *args
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
