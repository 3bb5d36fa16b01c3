use nexxo_base::options::{Jsx, OutputFormat, Platform, SourceMapMode};

use super::*;
use crate::args::test_args;
use crate::world::test_world;

const FILES: &[(&str, &str)] = &[
    ("/site/app/index.html", ""),
    ("/site/app/public/x.txt", "x"),
    ("/site/app/package.json", "{}"),
    ("/site/src/lib.ts", ""),
];

fn plan_of(line: &[&str], more: &[(&str, &str)]) -> Result<Plan, Vec<Diagnostic>> {
    let files: Vec<(&str, &str)> = FILES.iter().chain(more).copied().collect();
    plan(&test_args(line), &test_world(&files))
}

#[track_caller]
fn built(line: &[&str]) -> Plan {
    plan_of(line, &[]).unwrap()
}

#[track_caller]
fn refused(line: &[&str]) -> (Code, String) {
    let problems = plan_of(line, &[]).unwrap_err();
    (problems[0].code, problems[0].message.clone())
}

fn define<'p>(plan: &'p Plan, key: &str) -> Option<&'p str> {
    plan.options.compile.define.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
}

#[test]
fn defaults_of_an_app() {
    let plan = built(&["app"]);
    let options = &plan.options;
    assert_eq!(
        (options.root.as_path(), options.outdir.as_path()),
        (Path::new("/site/app"), Path::new("/site/app/dist"))
    );
    assert_eq!((options.output.entry_names.as_str(), options.output.base.as_str()), ("assets/[name]-[hash]", "/"));
    assert_eq!(
        (options.link.splitting, options.link.format, options.mode.as_str()),
        (true, OutputFormat::Esm, "production")
    );
    assert_eq!(options.resolve.public_dir.as_deref(), Some(Path::new("/site/app/public")));
    assert_eq!(plan.emptying, Emptying::ByDefault);
    assert_eq!(options, &built(&["app/index.html"]).options);
    assert_eq!(define(&plan, "process.env.NODE_ENV"), Some("\"production\""));
    assert_eq!(
        define(&plan, "import.meta.env"),
        Some(r#"{"BASE_URL":"/","DEV":false,"MODE":"production","PROD":true,"SSR":false}"#)
    );
}

#[test]
fn node_knows_no_mode_unless_it_is_defined() {
    assert_eq!(built(&["src/lib.ts", "--platform", "node"]).options.resolve.production, None);
    let defined = built(&["src/lib.ts", "--platform", "node", "--define:process.env.NODE_ENV=\"development\""]);
    assert_eq!(defined.options.resolve.production, Some(false));
    assert_eq!(built(&["src/lib.ts"]).options.resolve.production, Some(true));
}

#[test]
fn parts_of_minify() {
    let minify = |line: &[&str]| {
        let minify = built(&[&["src/lib.ts"], line].concat()).options.compile.minify;
        (minify.syntax, minify.whitespace, minify.identifiers)
    };
    assert_eq!(minify(&["--minify"]), (true, true, true));
    assert_eq!(minify(&["--minify-syntax"]), (true, false, false));
    assert_eq!(minify(&["--minify", "--minify-identifiers=false"]), (true, true, false));
}

#[test]
fn defaults_of_bundles() {
    let plan = built(&["src/lib.ts"]);
    let options = &plan.options;
    assert_eq!((options.root.as_path(), options.outdir.as_path()), (Path::new("/site"), Path::new("/site/dist")));
    assert_eq!(
        (options.output.entry_names.as_str(), options.output.chunk_names.as_str()),
        ("[dir]/[name]", "[name]-[hash]")
    );
    assert_eq!((options.output.base.as_str(), options.link.splitting, plan.emptying), ("./", true, Emptying::No));
    assert_eq!((options.resolve.public_dir.as_ref(), options.compile.tree_shake), (None, true));
    assert!(define(&plan, "import.meta.env.MODE").is_some());
    let node = built(&["src/lib.ts", "--platform", "node"]);
    assert_eq!((node.options.link.platform, node.options.link.format), (Platform::Node, OutputFormat::Esm));
    assert_eq!(node.options.compile.define, [("import.meta.hot".to_owned(), "undefined".to_owned())]);
    assert!(!built(&["src/lib.ts", "--format", "cjs"]).options.link.splitting);
}

#[test]
fn flags_outweigh_the_file() {
    let config = r#"{ "outdir": "out", "format": "cjs", "minify": true, "splitting": true, "jsx": "classic",
        "define": { "A": 1, "B": 2 }, "external": ["x"], "alias": { "a": "b", "c": "d" }, "entries": ["../src/lib.ts"] }"#;
    let line = ["app", "--format", "iife", "--minify=false", "--define", "B=3", "--external", "y", "--alias", "a=./z"];
    let plan = plan_of(&line, &[("/site/app/nexxo.config.json", config)]).unwrap();
    let options = &plan.options;
    assert_eq!(options.outdir, Path::new("/site/app/out"));
    assert_eq!(
        (options.output.format, options.compile.minify, options.compile.jsx),
        (OutputFormat::Iife, Minify::default(), Some(Jsx::Classic))
    );
    assert_eq!((define(&plan, "A"), define(&plan, "B")), (Some("1"), Some("3")));
    assert_eq!(options.resolve.external, ["x", "y"]);
    assert_eq!(options.resolve.alias, [("c".into(), "d".into()), ("a".into(), "/site/z".into())]);
    assert_eq!(options.entries[0].path, Path::new("/site/src/lib.ts"));
    assert_eq!(plan.config.as_deref(), Some(Path::new("/site/app/nexxo.config.json")));
}

#[test]
fn the_rest_of_the_flags() {
    let plan = built(&[
        "lib=src/lib.ts",
        "--sourcemap=hidden",
        "--global-name",
        "A.B",
        "--format",
        "iife",
        "--target",
        "ES2020",
        "--threads",
        "3",
        "--conditions",
        "a,b",
        "--main-fields",
        "m",
        "--no-tree-shake",
        "--metafile",
        "m.json",
        "--outdir",
        "../o",
        "--base",
        "/x",
        "--jsx-import-source",
        "preact",
        "--empty-outdir",
        "--mode",
        "development",
    ]);
    let options = &plan.options;
    assert_eq!(options.entries[0].name.as_deref(), Some("lib"));
    assert_eq!((options.output.source_map, options.compile.source_map), (SourceMapMode::Hidden, true));
    assert_eq!(
        (options.output.global_name.as_deref(), options.compile.target.as_deref()),
        (Some("A.B"), Some("es2020"))
    );
    assert_eq!((options.threads, options.metafile, options.link.tree_shake), (Some(3), true, false));
    assert_eq!(
        (options.outdir.as_path(), plan.metafile.as_deref()),
        (Path::new("/o"), Some(Path::new("/site/m.json")))
    );
    assert_eq!((options.output.base.as_str(), plan.emptying), ("/x/", Emptying::Asked));
    assert_eq!((options.resolve.production, options.compile.jsx_development), (Some(false), true));
    assert_eq!(define(&plan, "import.meta.env.DEV"), Some("true"));
}

#[test]
fn variables_and_defines_meet() {
    let files = [("/site/app/.env", "VITE_A=1\nVITE_B=2\nSECRET=3"), ("/site/app/.env.staging", "NODE_ENV=production")];
    let line = ["app", "--mode", "staging", "--define", "import.meta.env.VITE_B=true"];
    let plan = plan_of(&line, &files).unwrap();
    assert_eq!(
        (define(&plan, "import.meta.env.VITE_A"), define(&plan, "import.meta.env.VITE_B")),
        (Some("\"1\""), Some("true"))
    );
    assert_eq!(
        (define(&plan, "import.meta.env.SECRET"), define(&plan, "import.meta.env.MODE")),
        (None, Some("\"staging\""))
    );
    assert_eq!(define(&plan, "process.env.NODE_ENV"), Some("\"production\""));
    assert_eq!(plan.options.resolve.production, Some(true));
    let keys: Vec<&String> = plan.options.compile.define.iter().map(|(key, _)| key).collect();
    assert!(keys.is_sorted());
    assert!(define(&plan, "import.meta.env").unwrap().contains(r#""VITE_A":"1","VITE_B":true"#));
    assert_eq!(define(&built(&["app", "--mode", "test"]), "process.env.NODE_ENV"), Some("\"test\""));
}

#[test]
fn what_does_not_go_together() {
    let usage = |line: &[&str], part: &str| {
        let (code, message) = refused(line);
        assert!(code == Code::InvalidOption && message.contains(part), "{line:?}: {message}");
    };
    usage(&["src/lib.ts", "--format", "cjs", "--splitting"], "do not go together");
    usage(&["app", "--format", "cjs"], "a page cannot load CommonJS");
    usage(&["src/lib.ts", "--global-name", "X"], "only an iife");
    usage(&["app", "--outdir", "app"], "overwritten");
    usage(&["src/lib.ts", "--outdir", ".", "--empty-outdir"], "not emptied");
    usage(&["src/lib.ts", "--outdir", "/", "--empty-outdir"], "not emptied");
    usage(&["app", "--public-dir", "nowhere"], "does not exist");
    usage(&["app", "--outdir", "app/public/out"], "within each other");
    usage(&["src/lib.ts", "--define", "V=1.2.3"], "neither JSON nor a name");
    usage(&["src/lib.ts", "--target", "es2x"], "unknown target");
    assert_eq!(refused(&["src/lib.ts", "--config", "none.json"]).0, Code::InvalidConfig);
    assert_eq!(refused(&["src/none.ts"]).0, Code::EntryNotFound);
    let doubtful = built(&["src/lib.ts", "--define:process.env.NODE_ENV=production"]);
    assert_eq!(doubtful.warnings.len(), 1);
}
