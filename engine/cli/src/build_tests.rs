use std::path::PathBuf;
use std::time::Duration;

use nexxo_base::{Code, Diagnostic};
use nexxo_vfs::MemorySystem;

use super::*;
use crate::args::test_args;
use crate::engine::OutputKind;
use crate::world::test_world;
use nexxo_db::OutputFile;

/// What a run printed and left behind.
struct Ran {
    code: u8,
    out: String,
    err: String,
    files: Vec<(String, String)>,
}

fn outputs(files: &[(&str, OutputKind, &str)]) -> BuildOutcome {
    let output = |&(path, kind, text): &(&str, OutputKind, &str)| OutputFile {
        path: path.into(),
        bytes: text.as_bytes().to_vec().into(),
        kind,
        twin: None,
    };
    BuildOutcome { outputs: files.iter().map(output).collect(), modules: 3, ..BuildOutcome::default() }
}

fn ran(line: &[&str], files: &[(&str, &str)], outcome: impl Fn() -> BuildOutcome) -> Ran {
    ran_on(&Arc::new(MemorySystem::new(files.iter().copied())), line, outcome)
}

fn ran_on(system: &Arc<MemorySystem>, line: &[&str], outcome: impl Fn() -> BuildOutcome) -> Ran {
    let world = World { system: Arc::clone(system) as Arc<dyn System>, ..test_world(&[]) };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = test_args(line);
    let mut report = Report::new(&args.reports, &world, Box::new(&mut out), Box::new(&mut err));
    let code = run_with(&args, &world, &mut report, &|_, _, _, _| outcome());
    drop(report);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code, out: text(out), err: text(err), files: system.files() }
}

const APP: &[(&str, &str)] = &[
    ("/site/dist/assets/old-1.js", "old"),
    ("/site/dist/index.html", "old page"),
    ("/site/index.html", "page"),
    ("/site/public/a/b.txt", "b"),
    ("/site/public/robots.txt", "r"),
];

fn app() -> BuildOutcome {
    outputs(&[("index.html", OutputKind::Html, "<p>"), ("assets/index-2.js", OutputKind::Entry, "let a")])
}

fn names(ran: &Ran) -> Vec<&str> {
    ran.files.iter().filter_map(|(path, _)| path.strip_prefix("/site/dist/")).collect()
}

#[test]
fn an_app_is_written_whole_and_its_older_build_goes() {
    let ran = ran(&[], APP, app);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(names(&ran), ["a/b.txt", "assets/index-2.js", "index.html", "robots.txt"]);
    assert!(ran.out.starts_with("dist/index.html         "), "{}", ran.out);
    assert!(ran.out.contains("built in ") && ran.out.contains("3 modules, 4 files"), "{}", ran.out);
    let kept = super::tests::ran(&["--empty-outdir=false"], APP, app);
    assert!(names(&kept).contains(&"assets/old-1.js"));
}

#[test]
fn errors_leave_the_old_output() {
    let broken = || BuildOutcome {
        diagnostics: vec![
            Diagnostic::warning(Code::MixedModules, "w").in_file("b.js"),
            Diagnostic::error(Code::SyntaxError, "e").in_file("a.js"),
        ],
        ..app()
    };
    let before = MemorySystem::new(APP.iter().copied()).files();
    let ran = ran(&[], APP, broken);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(ran.files, before);
    assert!(ran.err.find("error[syntax-error]: e") < ran.err.find("warning[mixed-modules]: w"), "{}", ran.err);
    assert!(ran.err.ends_with("1 error, 1 warning\n"), "{}", ran.err);
    let quiet = super::tests::ran(&["--log-level", "silent"], APP, broken);
    assert_eq!((quiet.code, quiet.err.as_str()), (1, ""));
}

#[test]
fn a_full_disk_leaves_the_old_output() {
    let system = Arc::new(MemorySystem::new(APP.iter().copied()));
    let before = system.files();
    system.fail_writes_after(2);
    let ran = ran_on(&system, &[], app);
    assert_eq!((ran.code, ran.files), (1, before));
    assert!(ran.err.contains("error[write-failed]"), "{}", ran.err);
}

#[test]
fn clashes_write_nothing() {
    let clash = |line: &[&str], outcome: &dyn Fn() -> BuildOutcome, part: &str, code: u8| {
        let before = MemorySystem::new(APP.iter().copied()).files();
        let ran = ran(line, APP, outcome);
        assert!(ran.code == code && ran.err.contains(part) && ran.files == before, "{} {}", ran.code, ran.err);
    };
    clash(&[], &|| outputs(&[("robots.txt", OutputKind::Asset, "")]), "two files want to be dist/robots.txt", 1);
    clash(&["index.html", "--outdir", "public/.."], &app, "overwritten", 2);
    clash(
        &["x=public/robots.txt", "--outdir", "public"],
        &|| outputs(&[("robots.txt", OutputKind::Entry, "")]),
        "would overwrite the source file public/robots.txt",
        1,
    );
    clash(
        &["--outdir", "gen", "--empty-outdir"],
        &|| BuildOutcome { inputs: [PathBuf::from("/site/gen/x.ts")].into(), ..app() },
        "holds the source file gen/x.ts",
        2,
    );
    clash(&[], &|| outputs(&[("../x.js", OutputKind::Entry, "")]), "outside the output folder", 1);
}

#[test]
fn sources_are_not_swept_away_by_default() {
    let ran = ran(&[], APP, || BuildOutcome { inputs: [PathBuf::from("/site/dist/assets/old-1.js")].into(), ..app() });
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("is not emptied") && names(&ran).contains(&"assets/old-1.js"), "{}", ran.err);
}

#[test]
fn json_for_programs() {
    let line = ["--log-format", "json", "--timings", "--metafile", "meta.json"];
    let ran = ran(&line, APP, || BuildOutcome {
        metafile: Some("{}".into()),
        timings: vec![("link", Duration::from_millis(2))],
        diagnostics: vec![Diagnostic::warning(Code::MixedModules, "w").in_file("b.js")],
        ..app()
    });
    let lines: Vec<serde_json::Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ran.code, ran.out.as_str(), lines.len()), (0, "", 2));
    assert_eq!((&lines[0]["code"], &lines[0]["line"]), (&"mixed-modules".into(), &serde_json::Value::Null));
    let result = &lines[1];
    assert_eq!((&result["type"], &result["ok"], &result["warnings"]), (&"result".into(), &true.into(), &1.into()));
    assert_eq!((&result["outputs"][0]["path"], &result["outputs"][0]["bytes"]), (&"dist/index.html".into(), &3.into()));
    assert_eq!(result["timings"][1]["phase"], "link");
    assert!(ran.files.contains(&("/site/meta.json".into(), "{}".into())));
}

#[test]
fn wrong_usage_is_told_apart() {
    let ran = ran(&["--define", "V=1.2.3"], APP, app);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error[invalid-option]") && ran.err.contains(r#"--define 'V="1.2.3"'"#), "{}", ran.err);
}
