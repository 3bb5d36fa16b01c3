//! JavaScript, TypeScript and JSX: one file's text to its interface, statement table and template.
//!
//! The way of a module: parse → check → transform (types, JSX, syntax newer than the target) → define → compress →
//! take the top level apart ([`toplevel`]) → replace names by sentinels ([`slotter`]) → print → split ([`split`]).
//! Everything happens in one arena that is reset afterwards; no tree outlives the call.

mod ambient;
mod asks;
mod attributes;
mod blocks;
mod catches;
mod chains;
mod choices;
mod class_writes;
mod classes;
mod constants;
mod dead;
mod decorators;
mod deep;
mod drop;
mod early;
mod effects;
mod globs;
mod hoist;
mod hot;
mod inject;
mod keep_names;
mod lowered_names;
mod mixed;
mod namespaces;
mod nested;
mod own_names;
mod own_writes;
mod private_accessors;
mod private_env;
mod reasons;
mod rests;
mod scan;
mod sentinel;
mod sheet_uses;
mod sloppy;
mod slotter;
mod split;
mod supers;
mod targets;
mod toplevel;
mod transform;
mod unlowerable;
mod workers;

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{
    Constant, EarlyRead, Format, ImportBinding, ImportKind, Interface, KnownImport, KnownValue, LongConstants,
    NameFacts, RecordIdx, StatementKind, StatementTable, StatementTableBuilder,
};
use nexxo_base::options::{CompileOptions, OutputFormat};
use nexxo_base::template::Template;
use nexxo_base::{Code, Map, Name, Severity, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::{IdentifierReference, Program, Statement, UnaryExpression, UnaryOperator};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{Visit, VisitMut, walk};
use oxc::codegen::{Codegen, CodegenOptions, CodegenReturn, CommentOptions, LegalComment};
use oxc::diagnostics::OxcDiagnostic;
use oxc::minifier::{CompressOptions, Compressor};
use oxc::parser::{ParseOptions, Parser};
use oxc::semantic::{Scoping, SemanticBuilder, Stats, SymbolFlags, SymbolId};
use oxc::span::{GetSpan, SourceType};
use oxc::transformer::Transformer;
use oxc::transformer_plugins::{ReplaceGlobalDefines, ReplaceGlobalDefinesConfig};

use serde::{Deserialize, Serialize};

use crate::asset::{FileKind, kind_with};
pub use asks::{Ask, Asks, Passed};
pub use deep::Deep;
pub use inject::Injected;
pub use reasons::Reason;
pub use scan::{Scanned, may_pass_names_on};
use sentinel::Sentinel;
pub use sheet_uses::{SheetUse, SheetUses};
use slotter::{Mode, Slotter};
use toplevel::{Shape, TopLevel, root_symbols};
pub use transform::{HELPERS_PACKAGE, check_target};

/// Which module system a file may be in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ModuleMode {
    /// Decided by what the text uses.
    #[default]
    Auto,
    /// ES module (`.mjs`, `.mts`, `"type": "module"`).
    Esm,
    /// CommonJS (`.cjs`, `.cts`).
    CommonJs,
}

/// The language of a file, known from its name and package.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Lang {
    /// TypeScript.
    pub ts: bool,
    /// JSX may occur.
    pub jsx: bool,
    /// Module system.
    pub module: ModuleMode,
    /// A `.d.ts` file: nothing of it is left.
    pub declaration: bool,
}

/// What a file's tsconfig says of its compilation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TsFacts {
    /// `jsx`.
    pub jsx: Option<String>,
    /// `jsxImportSource`.
    pub jsx_import_source: Option<String>,
    /// `jsxFactory`.
    pub jsx_factory: Option<String>,
    /// `jsxFragmentFactory`.
    pub jsx_fragment_factory: Option<String>,
    /// `experimentalDecorators`.
    pub experimental_decorators: bool,
    /// `emitDecoratorMetadata`.
    pub emit_decorator_metadata: bool,
    /// `useDefineForClassFields`, explicit or by `target`.
    pub use_define_for_class_fields: Option<bool>,
    /// `verbatimModuleSyntax` (or `preserveValueImports`).
    pub verbatim_module_syntax: bool,
    /// `strictNullChecks`, explicit or by `strict`: what decorator metadata says of `string | null`.
    pub strict_null_checks: bool,
}

/// Who wrote a module's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Origin {
    /// The user or a package.
    #[default]
    Source,
    /// Nexxo, for a file of another kind (JSON, CSS, an asset): `__nexxo_asset_url__` is a slot, defines do not apply,
    /// and there is nothing to compress or to map.
    Generated,
    /// Nexxo, as part of its runtime: `require` is the real one, and there is nothing to map.
    Runtime,
}

/// One file to compile.
#[derive(Clone, Copy)]
pub struct JsInput<'i> {
    /// The text.
    pub source: &'i str,
    /// The stable path: made-up names come from it.
    pub path: &'i str,
    /// The language.
    pub lang: Lang,
    /// tsconfig, where one governs the file.
    pub ts: Option<&'i TsFacts>,
    /// Options.
    pub options: &'i CompileOptions,
    /// Globals that exports of other files take the place of.
    pub injected: &'i [Injected],
    /// Imports whose values are known.
    pub known: &'i [KnownImport],
    /// Who wrote the text.
    pub origin: Origin,
}

/// Something wrong with one file's text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Kind.
    pub code: Code,
    /// Weight.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Words at the place; may be empty.
    pub label: String,
    /// Other places with words.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    pub(crate) fn error(span: oxc::span::Span, message: String) -> Self {
        Self {
            code: Code::SyntaxError,
            severity: Severity::Error,
            message,
            span: Span::new(span.start, span.end),
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    fn from_oxc(diagnostic: &OxcDiagnostic) -> Self {
        let mut labels = diagnostic.labels.iter().map(|label| {
            let start = label.offset();
            let text = label.label().unwrap_or_default().to_string();
            (Span::new(start, start + label.len()), text)
        });
        let (span, label) = labels.next().unwrap_or_default();
        let severity = match diagnostic.severity {
            oxc::diagnostics::Severity::Error => Severity::Error,
            oxc::diagnostics::Severity::Warning => Severity::Warning,
            oxc::diagnostics::Severity::Advice => Severity::Info,
        };
        Self {
            code: Code::SyntaxError,
            severity,
            message: diagnostic.message.to_string(),
            span,
            label,
            related: labels.collect(),
            help: diagnostic.help.as_ref().map(ToString::to_string),
        }
    }
}

/// Everything compiling one file gives.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Compiled {
    /// What other modules see.
    pub interface: Arc<Interface>,
    /// What each statement does.
    pub statements: Arc<StatementTable>,
    /// What its names forbid.
    pub names: Arc<NameFacts>,
    /// Values of constants that are not in the interface.
    pub long_constants: Arc<LongConstants>,
    /// The code.
    pub template: Arc<Template>,
    /// Span of each import record's specifier.
    pub record_spans: Box<[Span]>,
    /// Span of each import binding's imported name, by position in `interface.imports`.
    pub import_spans: Box<[Span]>,
    /// Span of each export's name, by position in `interface.exports`.
    pub export_spans: Box<[Span]>,
    /// Span of each early read, by position in `interface.early_reads`.
    pub early_read_spans: Box<[Span]>,
    /// The first syntax of a CommonJS module that strict code does not have, and what it is.
    pub sloppy_syntax: Option<(Span, Cow<'static, str>)>,
    /// How it uses the CSS Modules sheets that it imports by their own extension ([`is_sheet`]).
    pub sheet_uses: SheetUses,
    /// What is wrong. With an error among them everything else is empty.
    pub problems: Vec<Problem>,
}

thread_local! {
    /// One arena a thread, reset after each module: its pages stay mapped, which saves most of the page faults of a
    /// cold build.
    static ARENA: RefCell<Allocator> = RefCell::new(Allocator::default());
}

/// Compiles one file. Never fails: what is wrong is in [`Compiled::problems`]. A panic of the parser or compressor is
/// caught and reported as an internal error.
pub fn compile(input: &JsInput<'_>) -> Compiled {
    if input.lang.declaration {
        return Compiled::default();
    }
    in_arena(|arena| compile_in(arena, input)).unwrap_or_else(|panic| {
        failed(vec![Problem {
            code: Code::Internal,
            help: Some("this is a defect of Nexxo: please report it with the file".into()),
            ..Problem::error(oxc::span::SPAN, format!("the compiler failed on this file: {}", panic_text(&*panic)))
        }])
    })
}

/// Whether there is nothing in a text but space and comments.
pub fn is_blank(source: &str) -> bool {
    let mut rest = source.trim_start_matches('\u{feff}').trim_start();
    while !rest.is_empty() {
        let after = match (rest.strip_prefix("//"), rest.strip_prefix("/*")) {
            (Some(line), _) => line.split_once(['\n', '\r']).map_or("", |(_, after)| after),
            (_, Some(block)) => match block.split_once("*/") {
                Some((_, after)) => after,
                None => return false,
            },
            _ => return false,
        };
        rest = after.trim_start();
    }
    true
}

/// What a module exports and passes on, by its syntax alone. `None` for what is no ES module or cannot be parsed.
pub fn scan(source: &str, lang: Lang) -> Option<Scanned> {
    if lang.declaration {
        return None;
    }
    in_arena(|arena| scan::scan_in(arena, source, lang)).ok().flatten()
}

/// What a script asks of other files as it is written, by its syntax alone.
pub fn asks(source: &str, lang: Lang) -> Asks {
    in_arena(|arena| asks::asks_in(arena, source, lang)).unwrap_or_default()
}

/// Whether a free name is one that browsers or workers have.
pub fn is_global(name: &str) -> bool {
    let environments = ["builtin", "browser", "worker"].into_iter();
    environments.filter_map(|it| javascript_globals::GLOBALS.get(it)).any(|names| names.contains_key(name))
}

/// What of a module can be noticed from outside when it is evaluated. Nothing for what cannot be parsed.
pub fn reasons(source: &str, lang: Lang, options: &CompileOptions) -> Vec<Reason> {
    in_arena(|arena| reasons::reasons_in(arena, source, lang, options)).unwrap_or_default()
}

/// Whether a specifier says by itself that it leads to a CSS Modules sheet.
pub fn is_sheet(specifier: &str, options: &CompileOptions) -> bool {
    kind_with(specifier, &options.loaders) == FileKind::Css { module: true }
}

/// How a script uses the names of CSS Modules sheets: those that `is_sheet` says specifiers lead to. `None` for what cannot be
/// parsed.
pub fn sheet_uses(source: &str, lang: Lang, is_sheet: &dyn Fn(&str) -> bool) -> Option<SheetUses> {
    in_arena(|arena| sheet_uses::uses_in(arena, source, lang, is_sheet)).ok().flatten()
}

/// Compresses the code of a chunk once more, as a whole (`minify: "deep"`), and names everything in it anew. `None` where
/// that cannot be done, and the code is to stay as it is.
pub fn minify_chunk(code: &str, format: OutputFormat, options: &CompileOptions) -> Option<Deep> {
    in_arena(|arena| deep::minify_in(arena, code, format, options)).ok().flatten()
}

/// Works in this thread's arena, which is dropped, not reused, when the work panicked.
fn in_arena<T>(work: impl FnOnce(&Allocator) -> T) -> std::thread::Result<T> {
    let arena = ARENA.take();
    let (arena, value) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut arena = arena;
        let value = work(&arena);
        arena.reset();
        (arena, value)
    }))?;
    ARENA.replace(arena);
    Ok(value)
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown panic")
}

fn failed(problems: Vec<Problem>) -> Compiled {
    Compiled { problems, ..Compiled::default() }
}

fn compile_in(arena: &Allocator, input: &JsInput<'_>) -> Compiled {
    let mut module = input.lang.module;
    loop {
        match compile_as(arena, input, module) {
            Ok(compiled) => return compiled,
            Err(Other(better)) => module = better,
        }
    }
}

/// A file that did not say of which kind it is turned out to be of this one.
struct Other(ModuleMode);

fn compile_as(arena: &Allocator, input: &JsInput<'_>, module: ModuleMode) -> Result<Compiled, Other> {
    let parse_options = ParseOptions {
        preserve_parens: false,
        allow_return_outside_function: module != ModuleMode::Esm,
        ..ParseOptions::default()
    };
    let parsed = Parser::new(arena, input.source, source_type(input.lang, module)).with_options(parse_options).parse();
    let mut problems: Vec<Problem> = parsed.diagnostics.iter().map(Problem::from_oxc).collect();
    if parsed.panicked || problems.iter().any(|problem| problem.severity == Severity::Error) {
        if module == ModuleMode::Auto && awaits_as_module(arena, input) {
            return Err(Other(ModuleMode::Esm));
        }
        add_jsx_hint(input, &mut problems);
        return Ok(failed(problems));
    }
    let mut program = parsed.program;

    let checked = SemanticBuilder::new_compiler()
        .with_excess_capacity(if input.lang.ts || input.lang.jsx { 2.0 } else { 0.0 })
        .with_enum_eval(input.lang.ts)
        .build(&program);
    problems.extend(checked.diagnostics.iter().map(Problem::from_oxc));
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        if module == ModuleMode::Auto && program.body.iter().any(is_using) {
            // Scripts have no `using` at their top level, modules of both kinds have.
            let free = checked.semantic.scoping().root_unresolved_references();
            let commonjs = free.keys().any(|key| matches!(key.as_str(), "module" | "exports" | "require"));
            return Err(Other(if commonjs { ModuleMode::CommonJs } else { ModuleMode::Esm }));
        }
        return Ok(failed(problems));
    }
    let stats = checked.semantic.stats();
    let mut scoping = checked.semantic.into_scoping();
    // In a script `await` is a name: `await (x)` calls a function that nobody declared.
    if module == ModuleMode::Auto
        && !program.source_type.is_module()
        && scoping.root_unresolved_references().keys().any(|name| name.as_str() == "await")
        && awaits_as_module(arena, input)
    {
        return Err(Other(ModuleMode::Esm));
    }
    let sheet_uses = match input.origin {
        Origin::Source => {
            sheet_uses::find(&program, &scoping, input.source, &|specifier| is_sheet(specifier, input.options))
        }
        Origin::Generated | Origin::Runtime => SheetUses::default(),
    };
    problems.extend(attributes::unsupported_phases(&program, input));
    if catches::lower(AstBuilder::new(arena), &mut program, &scoping, input) {
        // A variable that left its `catch` may meet another declaration.
        let checked = SemanticBuilder::new_compiler().with_stats(stats).with_enum_eval(input.lang.ts).build(&program);
        problems.extend(checked.diagnostics.iter().map(Problem::from_oxc));
        scoping = checked.semantic.into_scoping();
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(failed(problems));
    }
    let metadata = input.ts.is_some_and(|ts| ts.experimental_decorators && ts.emit_decorator_metadata);
    let type_imports = if metadata { used_as_types(&scoping) } else { Vec::new() };
    let mut parsed_as_module = program.source_type.is_module();
    let mut module = module;
    if module == ModuleMode::Auto && mixed::is_mixed(&program, &scoping, input) {
        mixed::lower(AstBuilder::new(arena), &mut program, &scoping, input);
        scoping = rebuild(&program, stats);
        (module, parsed_as_module) = (ModuleMode::CommonJs, false);
    }
    // The JSX transform imports or requires its runtime by this.
    let before = decide_format(&program, &scoping, input, module, parsed_as_module);
    program.source_type = with_format(program.source_type, before);

    match decorators::lower(AstBuilder::new(arena), &mut program, input) {
        Ok(false) => {}
        Ok(true) => scoping = rebuild_typed(&program, stats),
        Err(problem) => return Ok(failed(vec![problem])),
    }
    problems.extend(private_env::find(&program, input));
    if let Some(problem) = unlowerable::find(&program, input) {
        return Ok(failed(vec![problem]));
    }
    let class_writes = class_writes::find(&program, &scoping);
    let private_methods = lowered_names::private_methods(&program, input);
    // Not known to be an ES module: a script, or CommonJS.
    let may_be_sloppy = module != ModuleMode::Esm
        && (input.lang.ts || !parsed_as_module)
        && !program.body.iter().any(is_module_statement);
    match prepare(arena, &mut program, &scoping, input, may_be_sloppy) {
        Ok(false) => {}
        Ok(true) => scoping = rebuild_typed(&program, stats),
        Err(problem) => return Ok(failed(vec![problem])),
    }
    // A chain that a define stands for is none any more once it is lowered.
    let mut defined = false;
    let defines_early = chains::are_lowered(input);
    if defines_early {
        match define(arena, &relevant_defines(input, before), &mut program, scoping) {
            Ok(done) => (scoping, defined) = done,
            Err(problems) => return Ok(failed(problems)),
        }
        if defined {
            scoping = rebuild_typed(&program, stats);
        }
    }
    let enums = if input.lang.ts && input.source.contains("enum") {
        constants::enum_members(&program, &scoping)
    } else {
        Vec::new()
    };
    match transform::transform_options(input, program.body.iter().any(is_using)) {
        Ok(None) => {}
        Ok(Some(options)) => {
            let done =
                Transformer::new(arena, Path::new(input.path), &options).build_with_scoping(scoping, &mut program);
            problems.extend(transform::problems(&done.diagnostics, input));
            if problems.iter().any(|problem| problem.severity == Severity::Error) {
                return Ok(failed(problems));
            }
            scoping = rebuild(&program, stats);
        }
        Err(message) => {
            let problem = Problem { code: Code::InvalidOption, ..Problem::error(oxc::span::SPAN, message) };
            return Ok(failed(vec![problem]));
        }
    }

    let format = decide_format(&program, &scoping, input, module, parsed_as_module);
    program.source_type = with_format(program.source_type, format);

    if format == Format::Esm && !input.known.is_empty() {
        constants::apply(AstBuilder::new(arena), input.known, &mut program, &scoping);
        scoping = rebuild(&program, stats);
        defined = true;
    }
    if !defines_early {
        match define(arena, &relevant_defines(input, format), &mut program, scoping) {
            Ok(done) => {
                scoping = done.0;
                defined |= done.1;
            }
            Err(problems) => return Ok(failed(problems)),
        }
    }
    let mut injected = false;
    if !input.injected.is_empty() {
        if defined {
            scoping = rebuild(&program, stats);
        }
        (scoping, injected) = inject::apply(arena, input.injected, format, &mut program, scoping);
    }
    if input.options.drop_console && input.origin == Origin::Source && mentions(input, "console") {
        if defined || injected {
            scoping = rebuild(&program, stats);
        }
        defined |= drop::drop_console(AstBuilder::new(arena), &mut program, &scoping);
    }
    if input.options.minify.syntax && input.origin != Origin::Generated {
        if defined || injected {
            scoping = rebuild(&program, stats);
        }
        Compressor::new(arena).build_with_scoping(&mut program, scoping, transform::compress_options(input.options));
        scoping = rebuild(&program, stats);
    } else if defined || drops_something(input) || dead::has_branches(&program, input) {
        scoping = rebuild(&program, stats);
        let options = transform::with_drops(CompressOptions::dce(), input.options);
        Compressor::new(arena).dead_code_elimination_with_scoping(&mut program, scoping, options);
        scoping = rebuild(&program, stats);
    } else if injected {
        scoping = rebuild(&program, stats);
    }

    let noted = Noted { problems, type_imports, enums, class_writes, private_methods, sheet_uses };
    lower(arena, input, program, &scoping, format, module, noted)
}

/// Whether a file that is no script, or an odd one, is a module that awaits at its top level.
fn awaits_as_module(arena: &Allocator, input: &JsInput<'_>) -> bool {
    if input.lang.ts || !mentions(input, "await") {
        return false;
    }
    let parsed = Parser::new(arena, input.source, source_type(input.lang, ModuleMode::Esm)).parse();
    !parsed.panicked && parsed.diagnostics.is_empty()
}

/// What the transformer is spared; says whether the scoping is stale.
fn prepare<'a>(
    arena: &'a Allocator,
    program: &mut Program<'a>,
    scoping: &Scoping,
    input: &JsInput<'_>,
    may_be_sloppy: bool,
) -> Result<bool, Problem> {
    let own_names = own_names::rename(AstBuilder::new(arena), program, scoping, input);
    let may_have_namespaces = input.lang.ts && ["namespace", "module"].iter().any(|word| mentions(input, word));
    let namespaces = may_have_namespaces && namespaces::lower(AstBuilder::new(arena), program, scoping)?;
    let ambient =
        input.lang.ts && mentions(input, "declare") && ambient::keep(&AstBuilder::new(arena), program, scoping);
    let classes = classes::lower(AstBuilder::new(arena), program, input);
    let chains = chains::lower(AstBuilder::new(arena), program, input);
    let accessors = private_accessors::lower(AstBuilder::new(arena), program, input);
    let supers = supers::lower(AstBuilder::new(arena), program, input);
    let rests = rests::lower(AstBuilder::new(arena), program, input);
    let names = lowered_names::mark(AstBuilder::new(arena), program, input);
    let blocks = may_be_sloppy && blocks::lower(AstBuilder::new(arena), program, scoping, input);
    Ok(own_names || namespaces || ambient || classes || chains || accessors || supers || rests || names || blocks)
}

/// Local names of the imports that nothing but types mentions.
fn used_as_types(scoping: &Scoping) -> Vec<Name> {
    let imports = scoping.get_bindings(scoping.root_scope_id()).values().copied();
    let only_types = |symbol: &SymbolId| {
        scoping.symbol_flags(*symbol).contains(SymbolFlags::Import)
            && scoping.get_resolved_references(*symbol).all(|reference| !reference.is_value())
    };
    imports.filter(only_types).map(|symbol| Name::from(scoping.symbol_name(symbol))).collect()
}

fn with_format(source_type: SourceType, format: Format) -> SourceType {
    match format {
        Format::Esm => source_type.with_module(true),
        Format::CommonJs => source_type.with_commonjs(true),
    }
}

fn source_type(lang: Lang, module: ModuleMode) -> SourceType {
    let base = match (lang.ts, lang.jsx) {
        (true, true) => SourceType::tsx(),
        (true, false) => SourceType::ts(),
        (false, jsx) => SourceType::unambiguous().with_jsx(jsx),
    };
    match module {
        ModuleMode::Esm => base.with_module(true),
        ModuleMode::CommonJs if lang.ts => base,
        ModuleMode::CommonJs => base.with_commonjs(true),
        ModuleMode::Auto => base,
    }
}

fn add_jsx_hint(input: &JsInput<'_>, problems: &mut [Problem]) {
    let Some(first) = problems.first_mut() else { return };
    if first.help.is_none() && !input.lang.jsx && !input.lang.ts {
        let at = first.span.start as usize;
        if input.source.get(at..).is_some_and(|rest| rest.starts_with('<')) {
            first.help = Some("JSX is read in `.jsx` and `.tsx` files only: rename the file".into());
        }
    }
}

/// The scoping of a program that may still be TypeScript.
fn rebuild_typed(program: &Program<'_>, stats: Stats) -> Scoping {
    SemanticBuilder::new_compiler()
        .with_stats(stats.increase_by(2.0))
        .with_enum_eval(true)
        .build(program)
        .semantic
        .into_scoping()
}

/// The scoping of a program after a pass changed it. `stats` are those of the source: near enough to reserve room by,
/// and they spare a walk that counts.
fn rebuild(program: &Program<'_>, stats: Stats) -> Scoping {
    SemanticBuilder::new().with_stats(stats).build(program).semantic.into_scoping()
}

/// The defines whose first word occurs in the text at all; most files have none, and are spared a pass.
fn relevant_defines<'i>(input: &JsInput<'i>, format: Format) -> Vec<(&'i str, &'i str)> {
    if input.origin == Origin::Generated {
        return Vec::new();
    }
    let options: &'i CompileOptions = input.options;
    let has_meta = mentions(input, "import.meta");
    options
        .define
        .iter()
        .filter(|(key, _)| {
            let first = key.split('.').next().unwrap_or(key);
            if format == Format::CommonJs && matches!(first, "module" | "exports") {
                return false; // variables of the file, not globals
            }
            (has_meta || !key.starts_with("import.meta.")) && mentions(input, key.rsplit('.').next().unwrap_or(key))
        })
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

/// Puts the values of defines in place; says whether there was anything to replace, and the scoping is then stale.
fn define<'a>(
    arena: &'a Allocator,
    defines: &[(&str, &str)],
    program: &mut Program<'a>,
    scoping: Scoping,
) -> Result<(Scoping, bool), Vec<Problem>> {
    if defines.is_empty() {
        return Ok((scoping, false));
    }
    match ReplaceGlobalDefinesConfig::new(defines) {
        Ok(config) => {
            let done = ReplaceGlobalDefines::new(arena, config).build(scoping, program);
            Ok((done.scoping, done.changed))
        }
        Err(errors) => {
            let problems = errors.iter().map(Problem::from_oxc);
            Err(problems.map(|it| Problem { code: Code::InvalidOption, ..it }).collect())
        }
    }
}

/// Whether what `--drop` and `--drop-labels` take away may occur in the text.
fn drops_something(input: &JsInput<'_>) -> bool {
    let options = input.options;
    input.origin == Origin::Source
        && (options.drop_debugger && mentions(input, "debugger")
            || options.drop_labels.iter().any(|label| mentions(input, label)))
}

/// Whether a word occurs anywhere in the text.
fn mentions(input: &JsInput<'_>, word: &str) -> bool {
    memchr::memmem::find(input.source.as_bytes(), word.as_bytes()).is_some()
}

/// A name that a text does not have, nor has any longer one that begins with it.
fn fresh_name(input: &JsInput<'_>, stem: &str) -> String {
    let mut name = stem.to_owned();
    while mentions(input, &name) {
        name.push('_');
    }
    name
}

fn is_using(statement: &Statement<'_>) -> bool {
    matches!(statement, Statement::VariableDeclaration(it) if it.kind.is_using())
}

fn is_module_statement(statement: &Statement<'_>) -> bool {
    matches!(
        statement,
        Statement::ImportDeclaration(_)
            | Statement::ExportAllDeclaration(_)
            | Statement::ExportDefaultDeclaration(_)
            | Statement::ExportDeclaration(_)
            | Statement::ExportNamedDeclaration(_)
            | Statement::ExportFromDeclaration(_)
    )
}

fn decide_format(
    program: &Program<'_>,
    scoping: &Scoping,
    input: &JsInput<'_>,
    module: ModuleMode,
    parsed_as_module: bool,
) -> Format {
    if module == ModuleMode::Esm || program.body.iter().any(is_module_statement) {
        return Format::Esm;
    }
    if module == ModuleMode::CommonJs {
        return Format::CommonJs;
    }
    if parsed_as_module && !input.lang.ts {
        return Format::Esm; // `import.meta` or top-level await
    }
    let free = scoping.root_unresolved_references();
    let uses = |name: &str| free.keys().any(|key| key.as_str() == name);
    let is_script = || !input.lang.ts && sloppy::is_needed(program, scoping, input);
    // Who only asks whether there is a `require` does without.
    let requires = || uses("require") && (!mentions(input, "typeof require") || beyond_typeof(program, "require"));
    if uses("module") || uses("exports") || requires() || is_script() { Format::CommonJs } else { Format::Esm }
}

/// Whether a name is used for more than finding out whether there is such a variable.
fn beyond_typeof(program: &Program<'_>, name: &str) -> bool {
    let mut search = BeyondTypeof { name, found: false };
    search.visit_program(program);
    search.found
}

struct BeyondTypeof<'n> {
    name: &'n str,
    found: bool,
}

impl<'a> Visit<'a> for BeyondTypeof<'_> {
    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if it.operator != UnaryOperator::Typeof || !it.argument.is_identifier_reference() {
            walk::walk_unary_expression(self, it);
        }
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.found |= it.name == self.name;
    }
}

/// The last name of a path without extension, as the start of made-up names.
fn stem(path: &str) -> &str {
    let name = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = name.rsplit('/');
    let file = parts.next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    if stem == "index" { parts.next().unwrap_or(stem) } else { stem }
}

fn default_name(path: &str) -> Name {
    let mut name: String =
        stem(path).chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '$' { c } else { '_' }).collect();
    if name.is_empty() || name.as_bytes()[0].is_ascii_digit() {
        name.insert(0, '_');
    }
    name.push_str("_default");
    Name::from(name)
}

/// What the passes on the whole tree found out.
struct Noted {
    problems: Vec<Problem>,
    /// Local names of imports that only decorators' metadata mentions, as types.
    type_imports: Vec<Name>,
    /// Members of enums: the local name of the enum, the member, the value.
    enums: Vec<(Name, Name, Constant)>,
    /// Assignments to the name of a class in it: the place and the name.
    class_writes: Vec<(Span, Name)>,
    /// Private methods that lowering makes functions of: where they start, and their names.
    private_methods: Map<u32, Name>,
    sheet_uses: SheetUses,
}

fn lower<'a>(
    arena: &'a Allocator,
    input: &JsInput<'_>,
    mut program: Program<'a>,
    scoping: &Scoping,
    format: Format,
    module: ModuleMode,
    noted: Noted,
) -> Result<Compiled, Other> {
    let Noted { mut problems, type_imports, enums, class_writes, private_methods, sheet_uses } = noted;
    let ast = AstBuilder::new(arena);
    let sentinel = Sentinel::for_source(input.source);
    let cjs = format == Format::CommonJs;
    let minify = input.options.minify.identifiers;
    let has_meta = mentions(input, "meta");
    let mode = Mode { source: input.source, has_meta, minify, cjs, origin: input.origin };
    let nested = minify.then(|| nested::number_nested(scoping, cjs, if cjs { 2 } else { 0 })).flatten();
    let has_nested_names = nested.is_some();
    let sloppy_syntax = if cjs { sloppy::find_syntax(&program, input) } else { None };
    let (symbols, top_level) =
        if cjs { (Vec::new(), vec![nested::NONE; scoping.symbols_len()]) } else { root_symbols(scoping) };
    let mut walk = Slotter::new(ast, sentinel, scoping, mode, top_level, nested);

    let hashbang = program.hashbang.take().map(|it| Box::from(it.value.as_str()));
    let directives = take_directives(&mut program, cjs);
    let legal_comments = legal_comments(&program);

    let early_reads = if cjs || input.origin != Origin::Source { Vec::new() } else { early::find(&program, scoping) };
    let mut interface = Interface { format, ..Interface::default() };
    let mut long_constants = LongConstants::default();
    let (statements, shapes, import_spans, export_spans);
    if cjs {
        for statement in &mut program.body {
            walk.visit_statement(statement);
        }
        let mut table = StatementTableBuilder::default();
        let records: Vec<RecordIdx> = (0..walk.records.len()).map(RecordIdx::new).collect();
        table.push(StatementKind::Other, true, &[], &[], &[], &records);
        statements = table.finish();
        shapes = vec![Shape { head: 0, pattern: false, uninitialised: false }];
        program.body.insert(0, walk.statement_mark(0));
        program.body.push(walk.statement_mark(1));
        (import_spans, export_spans) = (Vec::new(), Vec::new());
    } else {
        let mut top = TopLevel::new(&mut walk, scoping, input.options, symbols, default_name(input.path));
        top.run(&mut program);
        problems.append(&mut top.problems);
        interface.required_value = top.required_value;
        interface.typescript = input.lang.ts;
        let is_type = |import: &&ImportBinding| type_imports.contains(&top.symbols[import.symbol.index()].name);
        interface.type_imports = top.imports.iter().filter(is_type).map(|import| import.symbol).collect();
        let mut constants = std::mem::take(&mut top.constants);
        constants.extend(enums.into_iter().filter_map(|(name, member, value)| {
            let symbol = constants::symbol_named(&top.symbols, &name)?;
            Some(KnownValue { symbol, member: Some(member), value })
        }));
        constants.sort_by(|a, b| (a.symbol, &a.member).cmp(&(b.symbol, &b.member)));
        long_constants = LongConstants::take_from(&mut constants);
        interface.constants = constants.into();
        top.pure_functions.sort_unstable();
        interface.pure_functions = std::mem::take(&mut top.pure_functions).into();
        statements = top.statement_table();
        interface.symbols = top.symbols.into();
        interface.imports = top.imports.into();
        interface.exports = top.exports.into();
        interface.stars = top.stars.into();
        shapes = top.shapes;
        import_spans = top.import_spans;
        export_spans = top.export_spans;
        if walk.top_level_return {
            if module == ModuleMode::Auto && interface.records.is_empty() && interface.exports.is_empty() {
                // `return` at the top level of a file that said nothing else of its kind: CommonJS after all.
                return Err(Other(ModuleMode::CommonJs));
            }
            problems.push(Problem::error(oxc::span::SPAN, "`return` outside of a function in an ES module".into()));
        }
    }
    problems.append(&mut walk.problems);
    for (span, name) in std::mem::take(&mut walk.import_writes) {
        problems.push(Problem {
            code: Code::AssignToImport,
            span,
            help: Some("imported bindings are read-only: export a function that sets the value instead".into()),
            ..Problem::error(oxc::span::SPAN, format!("cannot assign to `{name}`: it is an import"))
        });
    }
    for (span, name) in class_writes {
        problems.push(Problem {
            code: Code::AssignToConstant,
            span,
            help: Some("assign to it outside of the class, or to a variable of another name".into()),
            ..Problem::error(oxc::span::SPAN, format!("cannot assign to `{name}`: in the class it is a constant"))
        });
    }
    for (span, name) in std::mem::take(&mut walk.constant_writes) {
        problems.push(Problem {
            code: Code::AssignToConstant,
            span,
            help: Some("declare it with `let` if it is meant to change".into()),
            ..Problem::error(oxc::span::SPAN, format!("cannot assign to `{name}`: it is a constant"))
        });
    }
    problems.extend(walk.direct_eval.filter(|_| input.origin == Origin::Source).map(direct_eval));
    if let Some(problem) = mixed_modules(input, &walk, format, &interface) {
        problems.push(problem);
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Ok(failed(problems));
    }

    interface.keeps_names = input.options.keep_names
        && input.origin == Origin::Source
        && (keep_names::apply(AstBuilder::new(arena), &mut program, &walk, &private_methods) | walk.keeps_names);
    interface.converts_imports = walk.converts_imports;
    interface.free_require = walk.free_require;
    interface.sloppy_syntax = sloppy_syntax.is_some();
    interface.direct_eval = mentions(input, "eval") && nested::has_direct_eval(scoping);
    // Evaluated code may mention them, too.
    walk.uses_exports |= cjs && (interface.direct_eval || sloppy::is_redeclared(scoping, "exports"));
    walk.uses_module |= cjs && (interface.direct_eval || sloppy::is_redeclared(scoping, "module"));
    interface.pure = input.origin == Origin::Runtime;
    interface.top_level_await = walk.top_level_await && !cjs;
    interface.records = std::mem::take(&mut walk.records).into();
    let early = early_reads.iter().filter_map(|read| {
        let symbol = walk.top_level(read.symbol)?;
        let member = read.member.as_ref().and_then(|name| walk.known_member(symbol, name));
        Some((EarlyRead { symbol, member }, Span::new(read.span.start, read.span.end)))
    });
    let (early_reads, early_read_spans): (Vec<_>, Vec<_>) = early.unzip();
    interface.early_reads = early_reads.into();
    interface.members = std::mem::take(&mut walk.members).into();
    walk.conditions.sort_unstable();
    walk.conditions.dedup();
    interface.conditions = std::mem::take(&mut walk.conditions).into();
    if interface.direct_eval {
        interface.constants = Box::default();
        long_constants = LongConstants::default();
        interface.pure_functions = Box::default();
    }
    let names = name_facts(&mut walk);
    drop_leading_comments(&mut program);
    let printed = print(&program, input);
    let mut split = split::split(&printed, input.source, sentinel, shapes.len());
    debug_assert_eq!(split.statements.len(), shapes.len(), "every statement mark is printed once");
    let mut start = 0;
    for (range, shape) in split.statements.iter_mut().zip(&shapes) {
        (range.head, range.pattern, range.uninitialised) = (shape.head, shape.pattern, shape.uninitialised);
        // `const[a]=b` has no space after the keyword.
        let text = &split.text.as_bytes()[start..];
        if shape.head > 0 && text.get(shape.head as usize - 1) != Some(&b' ') {
            range.head -= 1;
        }
        start = range.text_end as usize;
    }
    let template = Template {
        text: split.text.into(),
        slots: split.slots.into(),
        statements: split.statements.into(),
        mappings: split.mappings.finish(),
        names: split.names.into(),
        hashbang,
        directives,
        legal_comments,
        uses_exports: walk.uses_exports,
        uses_module: walk.uses_module,
        has_nested_names,
    };
    Ok(Compiled {
        interface: Arc::new(interface),
        statements: Arc::new(statements),
        names: Arc::new(names),
        long_constants: Arc::new(long_constants),
        template: Arc::new(template),
        record_spans: std::mem::take(&mut walk.record_spans).into(),
        import_spans: import_spans.into(),
        export_spans: export_spans.into(),
        early_read_spans: early_read_spans.into(),
        sloppy_syntax: sloppy_syntax.map(|(span, what)| (span, Cow::Borrowed(what))),
        sheet_uses,
        problems,
    })
}

/// `use strict` is what an ES module has anyway; in a CommonJS wrapper it must stay.
fn take_directives(program: &mut Program<'_>, cjs: bool) -> Box<[Box<str>]> {
    let directives = program
        .directives
        .iter()
        // With the quotes of the source: the text may hold the other kind.
        .filter_map(|it| program.source_text.get(it.expression.span.start as usize..it.expression.span.end as usize))
        .map(Box::<str>::from)
        .filter(|text| cjs || !is_use_strict(text))
        .collect();
    program.directives.clear();
    directives
}

fn is_use_strict(directive: &str) -> bool {
    directive.get(1..directive.len().saturating_sub(1)) == Some("use strict")
}

fn legal_comments(program: &Program<'_>) -> Box<[Box<str>]> {
    program
        .comments
        .iter()
        .filter(|comment| comment.is_legal())
        .filter_map(|comment| program.source_text.get(comment.span.start as usize..comment.span.end as usize))
        .map(Box::from)
        .collect()
}

/// Takes out the comments that would be printed in front of top-level statements: a statement's text starts with its first
/// word, which goes where what it declares stands outside of a wrapper. What tools read there, they read in the source.
fn drop_leading_comments(program: &mut Program<'_>) {
    let mut starts: Vec<u32> = program.body.iter().map(|statement| statement.span().start).collect();
    starts.sort_unstable();
    program.comments.retain(|comment| {
        let kept = comment.is_pure() || comment.is_no_side_effects();
        kept || !(comment.is_coverage_ignore_file() || starts.binary_search(&comment.attached_to).is_ok())
    });
}

fn name_facts(walk: &mut Slotter<'_, '_>) -> NameFacts {
    let sorted = |set: nexxo_base::Set<Name>| {
        let mut names: Vec<Name> = set.into_iter().collect();
        names.sort_unstable();
        names.into_boxed_slice()
    };
    NameFacts {
        globals: sorted(std::mem::take(&mut walk.globals)),
        nested: sorted(std::mem::take(&mut walk.nested_names)),
        nested_uses: std::mem::take(&mut walk.nested_uses).into(),
        symbol_uses: std::mem::take(&mut walk.symbol_uses).into(),
        symbol_clashes: std::mem::take(&mut walk.symbol_clashes).into(),
    }
}

/// A direct `eval`: what it runs may mention any name around it, so none of them can be renamed or dropped.
fn direct_eval(span: Span) -> Problem {
    Problem {
        code: Code::DirectEval,
        severity: Severity::Warning,
        span,
        help: Some("call it as `(0, eval)(…)`, which sees only globals, or use `new Function`".into()),
        ..Problem::error(
            oxc::span::SPAN,
            "a direct `eval` sees all names of its file: they are neither shortened nor dropped".into(),
        )
    }
}

/// An ES module that mentions CommonJS's `module` or `exports`: they do not exist there.
fn mixed_modules(
    input: &JsInput<'_>,
    walk: &Slotter<'_, '_>,
    format: Format,
    interface: &Interface,
) -> Option<Problem> {
    if format != Format::Esm || input.origin != Origin::Source {
        return None;
    }
    let has_import = walk.records.iter().any(|record| record.kind == ImportKind::Import);
    let syntax = if has_import { "import" } else { "export" };
    if !has_import && interface.exports.is_empty() {
        return None;
    }
    let at = ["module.exports", "exports."].iter().find_map(|text| {
        let name = text.split('.').next().unwrap_or(text);
        walk.globals.contains(name).then(|| input.source.find(text)).flatten().map(|at| (at, *text))
    })?;
    let (at, text) = at;
    let guarded = input.source.contains("typeof module") || input.source.contains("typeof exports");
    (!guarded).then(|| Problem {
        code: Code::MixedModules,
        severity: Severity::Warning,
        span: Span::new(at as u32, (at + text.trim_end_matches('.').len()) as u32),
        label: "does not exist in an ES module".into(),
        help: Some(format!(
            "the file is an ES module because it uses `{syntax}`: use `export` instead, or make it CommonJS throughout"
        )),
        ..Problem::error(oxc::span::SPAN, "CommonJS and ES module syntax are mixed in one file".into())
    })
}

fn print<'a>(program: &Program<'a>, input: &JsInput<'_>) -> CodegenReturn<'a> {
    let options = CodegenOptions {
        minify: input.options.minify.whitespace,
        comments: CommentOptions {
            normal: false,
            jsdoc: false,
            annotation: !input.options.minify.whitespace,
            legal: LegalComment::None,
        },
        source_map_path: (input.options.source_map && input.origin == Origin::Source).then(|| input.path.into()),
        ..CodegenOptions::default()
    };
    Codegen::new().with_options(options).build(program)
}

#[cfg(test)]
mod tests;
