//! From Nexxo's options to oxc's transformer, define and compressor options.

use std::borrow::Cow;
use std::path::Path;

use nexxo_base::options::{CompileOptions, Jsx};
use nexxo_base::{Code, Severity};
use oxc::diagnostics::OxcDiagnostic;
use oxc::minifier::{CompressOptions, CompressOptionsKeepNames};
use oxc::transformer::{
    DecoratorOptions, ESFeature, EngineTargets, EnvOptions, HelperLoaderMode, HelperLoaderOptions, JsxOptions,
    JsxRuntime, ReactRefreshOptions, TransformOptions, TypeScriptOptions,
};

use super::{JsInput, Origin, Problem, TsFacts};

/// The specifier under which lowered code imports its helpers; `db` answers it with the built-in ones.
pub const HELPERS_PACKAGE: &str = "@oxc-project/runtime";

/// oxc's transform options for one file, or `None` when its text needs no transform at all.
///
/// A file with `using` at its top level always does: what it disposes of at its end would wait for the end of the chunk.
///
/// # Errors
/// The target's own message when `--target` cannot be understood.
pub(super) fn transform_options(input: &JsInput<'_>, uses: bool) -> Result<Option<TransformOptions>, String> {
    let mut env = target_env(input.options)?;
    env.es2026.explicit_resource_management |= uses;
    let ts = input.ts.cloned().unwrap_or_default();
    let lowers = input.options.target.as_deref().is_some_and(|target| target != "esnext");
    if !input.lang.ts && !input.lang.jsx && !lowers && !uses && !ts.experimental_decorators {
        return Ok(None);
    }
    let jsx = jsx_options(input, &ts);
    Ok(Some(TransformOptions {
        cwd: Path::new("/").into(),
        typescript: TypeScriptOptions {
            jsx_pragma: Cow::Owned(jsx.pragma.clone().unwrap_or_else(|| "React.createElement".into())),
            jsx_pragma_frag: Cow::Owned(jsx.pragma_frag.clone().unwrap_or_else(|| "React.Fragment".into())),
            only_remove_type_imports: ts.verbatim_module_syntax,
            remove_class_fields_without_initializer: ts.use_define_for_class_fields == Some(false),
            optimize_const_enums: true,
            optimize_enums: true,
            ..TypeScriptOptions::default()
        },
        assumptions: oxc::transformer::CompilerAssumptions {
            set_public_class_fields: ts.use_define_for_class_fields == Some(false),
            ..Default::default()
        },
        decorator: DecoratorOptions {
            legacy: ts.experimental_decorators,
            emit_decorator_metadata: ts.emit_decorator_metadata,
            strict_null_checks: ts.strict_null_checks,
        },
        jsx,
        env,
        helper_loader: HelperLoaderOptions {
            module_name: Cow::Borrowed(HELPERS_PACKAGE),
            mode: HelperLoaderMode::Runtime,
        },
        ..TransformOptions::default()
    }))
}

pub(super) fn target_env(options: &CompileOptions) -> Result<EnvOptions, String> {
    match options.target.as_deref() {
        None | Some("" | "esnext") => Ok(EnvOptions::default()),
        Some(target) => {
            let targets = engine_targets(target)?;
            let mut env = EnvOptions::from(targets.clone());
            // Some engines had fields long before private methods, and `#x in o` later still.
            if targets.has_feature(ESFeature::ES2022PrivateMethods)
                || targets.has_feature(ESFeature::ES2022PrivatePropertyInObject)
            {
                env.es2022.class_properties.get_or_insert_default();
            }
            // The linker writes the names of exports, and keeps to identifiers where it can.
            env.es2020.arbitrary_module_namespace_names = false;
            Ok(env)
        }
    }
}

/// What oxc's transformer found wrong. Of what it cannot lower the first place is enough, and one that the file has:
/// lowering makes more of them.
pub(super) fn problems(diagnostics: &[OxcDiagnostic], input: &JsInput<'_>) -> Vec<Problem> {
    let mut out: Vec<Problem> = Vec::new();
    for problem in diagnostics.iter().map(|it| problem(it, input)) {
        match out.iter_mut().find(|it| it.code == Code::UnsupportedSyntax && it.message == problem.message) {
            Some(first) if first.span.end == 0 => *first = problem,
            Some(_) => {}
            None => out.push(problem),
        }
    }
    out
}

/// What it says of syntax that it cannot lower is a warning there, but the output would not run.
fn problem(diagnostic: &OxcDiagnostic, input: &JsInput<'_>) -> Problem {
    let problem = Problem::from_oxc(diagnostic);
    let (Some(what), Some(target)) =
        (problem.message.strip_suffix(" not available in the configured target environment."), &input.options.target)
    else {
        return problem;
    };
    let what = what.trim_end_matches(" are").trim_end_matches(" is").to_ascii_lowercase();
    Problem {
        code: Code::UnsupportedSyntax,
        severity: Severity::Error,
        message: format!("{what} cannot be lowered to `{target}`"),
        help: Some("choose a newer `--target`, or write it in another way".into()),
        ..problem
    }
}

/// Checks a `--target` value.
///
/// # Errors
/// What is wrong with it.
pub fn check_target(target: &str) -> Result<(), String> {
    if target == "esnext" { Ok(()) } else { engine_targets(target).map(drop) }
}

/// The engines of a `--target` value. None may be older than ES2015: its syntax is not lowered.
fn engine_targets(target: &str) -> Result<EngineTargets, String> {
    let is_ie = |engine: &str| engine.trim().to_ascii_lowercase().starts_with("ie");
    let targets = EngineTargets::from_target(target)?;
    if target.split(',').any(is_ie) || targets.has_feature(ESFeature::ES2015Classes) {
        return Err(format!("the target `{target}` is older than ES2015, which is not supported"));
    }
    Ok(targets)
}

fn jsx_options(input: &JsInput<'_>, ts: &TsFacts) -> JsxOptions {
    let from_tsconfig = match ts.jsx.as_deref() {
        Some("react") => Some(Jsx::Classic),
        // A factory says that JSX is of the classic kind, whoever is meant to transform it.
        None | Some("preserve" | "react-native") if ts.jsx_factory.is_some() || names_factory(input.source) => {
            Some(Jsx::Classic)
        }
        Some("preserve") if input.options.jsx == Some(Jsx::Preserve) => Some(Jsx::Preserve),
        _ => None,
    };
    let jsx = input.options.jsx.or(from_tsconfig).unwrap_or_default();
    if jsx == Jsx::Preserve {
        return JsxOptions::disable();
    }
    let classic = jsx == Jsx::Classic;
    let import_source = input.options.jsx_import_source.clone().or_else(|| ts.jsx_import_source.clone());
    JsxOptions {
        runtime: if classic { JsxRuntime::Classic } else { JsxRuntime::Automatic },
        development: input.options.jsx_development,
        import_source: import_source.filter(|_| !classic),
        throw_if_namespace: false,
        pragma: input.options.jsx_factory.clone().or_else(|| ts.jsx_factory.clone()).filter(|_| classic),
        pragma_frag: input.options.jsx_fragment.clone().or_else(|| ts.jsx_fragment_factory.clone()).filter(|_| classic),
        pure: !input.options.jsx_side_effects,
        refresh: is_refreshed(input).then(ReactRefreshOptions::default),
        ..JsxOptions::enable()
    }
}

/// Whether a comment names the factory of a file's JSX, and none says which kind it is of: `/** @jsx h */`.
fn names_factory(source: &str) -> bool {
    let is_pragma = |at: usize| {
        let before = source[..at].trim_end_matches([' ', '\t', '*', '\r', '\n']);
        let name = source[at + PRAGMA.len()..].trim_start();
        before.ends_with('/') && name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
    };
    !source.contains("@jsxRuntime")
        && !source.contains("@jsxImportSource")
        && memchr::memmem::find_iter(source.as_bytes(), PRAGMA).any(is_pragma)
}

const PRAGMA: &str = "@jsx ";

/// Whether components of a file keep their state over edits: nobody edits those of packages.
fn is_refreshed(input: &JsInput<'_>) -> bool {
    let in_package = || input.path.split('/').any(|part| part == "node_modules");
    input.options.refresh && input.lang.jsx && input.origin == Origin::Source && !in_package()
}

/// oxc's compressor options for the target.
pub(super) fn compress_options(options: &CompileOptions) -> CompressOptions {
    let target = match options.target.as_deref() {
        None | Some("" | "esnext") => EngineTargets::default(),
        Some(target) => engine_targets(target).unwrap_or_default(),
    };
    let max_iterations = Some(EXTRA_PASSES);
    with_drops(CompressOptions { target, max_iterations, ..CompressOptions::smallest() }, options)
}

/// Passes of the compressor after its first. All that it would make of generated apps, antd and three.js take away
/// 0.02 to 0.06 % of the bytes (gzipped less, at times more), and cost an eighth of the build.
const EXTRA_PASSES: u8 = 0;

/// Compressor options with what the user said may go.
pub(super) fn with_drops(mut out: CompressOptions, options: &CompileOptions) -> CompressOptions {
    if options.keep_names {
        out.keep_names = CompressOptionsKeepNames::all_true();
    }
    out.drop_debugger = options.drop_debugger;
    out.drop_labels = options.drop_labels.iter().cloned().collect();
    out.treeshake.annotations = !options.ignore_annotations;
    out.treeshake.manual_pure_functions.clone_from(&options.pure);
    out
}
