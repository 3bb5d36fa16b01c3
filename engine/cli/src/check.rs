//! `nexxo check`: what is wrong with a project, without building it.

use std::io::Write;

use nexxo_base::{Diagnostic, Severity};

use crate::args::{CheckArgs, CheckFormat};
use crate::build::system;
use crate::cache::Cache;
use crate::class_types;
use crate::delivery::{FAILED, MISUSED, is_misuse, overrule};
use crate::engine;
use crate::memory;
use crate::options;
use crate::report::{Report, count, diagnostics, github, sarif};
use crate::world::World;

/// Runs the command and returns the exit code.
pub(crate) fn run(args: &CheckArgs, world: &World) -> u8 {
    memory::keep_freed();
    run_with(args, world, &mut std::io::stdout())
}

fn run_with(args: &CheckArgs, world: &World, out: &mut dyn Write) -> u8 {
    let (found, files, limit) = find(args, world);
    let errors = found.iter().filter(|it| it.is_error()).count();
    let shown = &found[..found.len().min(if limit == 0 { usize::MAX } else { limit as usize })];
    let text = match args.format.unwrap_or_default() {
        CheckFormat::Pretty => pretty(&found, shown, files, world.stdout_colors()),
        CheckFormat::Json => shown.iter().map(|it| diagnostics::to_json(it) + "\n").collect(),
        CheckFormat::Sarif => sarif::text(shown),
        CheckFormat::Github => shown.iter().map(|it| github::command(it) + "\n").collect(),
    };
    // A stream that cannot be written to is nobody's mistake.
    _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match errors {
        0 => 0,
        _ if is_misuse(&found) => MISUSED,
        _ => FAILED,
    }
}

/// All that is wrong, the number of files that were looked at, and how much of it is to be told.
fn find(args: &CheckArgs, world: &World) -> (Vec<Diagnostic>, usize, u32) {
    let hints = args.hints;
    let args = args.as_build();
    let mut plan = match options::plan(&args, world) {
        Ok(plan) => plan,
        Err(mut problems) => {
            Diagnostic::sort(&mut problems);
            return (problems, 0, 0);
        }
    };
    let (mut cache, refused) = Cache::start(plan.cache.as_ref(), world);
    plan.warnings.extend(refused);
    let mut outcome = engine::check(&plan.options, &system(&plan, world), cache.store(), hints);
    let mut found = std::mem::take(&mut plan.warnings);
    found.append(&mut outcome.diagnostics);
    if plan.options.class_types && !found.iter().any(Diagnostic::is_error) {
        found.extend(class_types::write(&plan, &outcome, world));
    }
    overrule(&mut found, &plan.log_override);
    Diagnostic::sort(&mut found);
    cache.used(outcome.rows);
    cache.write(&mut Report::of_process(&args.reports, world), world);
    (found, outcome.inputs.len(), plan.log_limit)
}

fn pretty(found: &[Diagnostic], shown: &[Diagnostic], files: usize, colors: bool) -> String {
    let mut out: String = shown.iter().map(|it| diagnostics::render(it, colors) + "\n\n").collect();
    let of = |severity| found.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    out += &match errors + warnings {
        0 => format!("{} checked, nothing is wrong\n", count(files, "file")),
        _ => format!("{}, {}\n", count(errors, "error"), count(warnings, "warning")),
    };
    out
}

#[cfg(test)]
mod tests {
    use nexxo_base::Code;

    use super::*;
    use crate::world::test_world;

    fn check(files: &[(&str, &str)], format: CheckFormat) -> (u8, String) {
        check_with(CheckArgs { format: Some(format), ..CheckArgs::default() }, files)
    }

    fn check_with(mut args: CheckArgs, files: &[(&str, &str)]) -> (u8, String) {
        args.cache.no_cache = true;
        let mut out = Vec::new();
        let code = run_with(&args, &test_world(files), &mut out);
        (code, String::from_utf8(out).unwrap())
    }

    const PAGE: (&str, &str) = ("/site/index.html", "<script type=module src=/main.js></script>");

    #[test]
    fn nothing_is_wrong() {
        let (code, text) = check(&[PAGE, ("/site/main.js", "console.log(1)")], CheckFormat::Pretty);
        assert_eq!((code, &*text), (0, "2 files checked, nothing is wrong\n"));
        let (code, text) = check(&[PAGE, ("/site/main.js", "console.log(1)")], CheckFormat::Json);
        assert_eq!((code, &*text), (0, ""));
    }

    #[test]
    fn errors_in_every_format() {
        let files = [
            PAGE,
            ("/site/main.js", "import { a } from './a.js';\nimport './no.js'; a()"),
            ("/site/a.js", "export const b = 1"),
        ];
        let (code, text) = check(&files, CheckFormat::Pretty);
        assert_eq!(code, 1);
        assert!(text.contains("`a` is not exported by `a.js`") && text.ends_with("2 errors, 0 warnings\n"), "{text}");
        let (code, text) = check(&files, CheckFormat::Json);
        assert_eq!(code, 1);
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!((&first["code"], &first["line"]), (&"missing-export".into(), &1.into()), "{first}");
        let (code, text) = check(&files, CheckFormat::Github);
        assert_eq!(code, 1);
        let second = text.lines().nth(1).unwrap();
        assert!(
            second.starts_with("::error file=main.js,line=2,col=8,endLine=2,endColumn=17,title=unresolved-import::"),
            "{second}"
        );
        let (code, text) = check(&files, CheckFormat::Sarif);
        assert_eq!(code, 1);
        let sarif: serde_json::Value = serde_json::from_str(&text).unwrap();
        let result = &sarif["runs"][0]["results"][1];
        assert_eq!(result["ruleId"], "unresolved-import");
        assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
    }

    #[test]
    fn hints_are_told_to_who_asks() {
        let files =
            [PAGE, ("/site/main.js", "import { a } from './a.js';\na()"), ("/site/a.js", "export const a = f, b = 1")];
        assert_eq!(check(&files, CheckFormat::Pretty).1, "3 files checked, nothing is wrong\n");
        let asked = || CheckArgs { hints: true, ..CheckArgs::default() };
        let (code, text) = check_with(asked(), &files);
        assert!(code == 0 && text.contains("hint[unused-export]: `b` is not imported by"), "{text}");
        assert!(text.ends_with("3 files checked, nothing is wrong\n"), "{text}");
        let heavy = CheckArgs { log_override: vec![(Code::UnusedExport, Some(Severity::Error))], ..asked() };
        assert_eq!(check_with(heavy, &files).0, 1);
    }

    #[test]
    fn what_cannot_begin() {
        let (code, text) = check(&[("/site/main.js", "")], CheckFormat::Json);
        assert_eq!(code, 1);
        assert!(text.contains("\"entry-not-found\""), "{text}");
        let wrong = [PAGE, ("/site/main.js", ""), ("/site/nexxo.config.json", "{ \"minfy\": true }")];
        assert_ne!(check(&wrong, CheckFormat::Pretty).0, 0);
    }
}
