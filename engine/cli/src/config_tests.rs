use super::*;

#[test]
fn all_kinds_of_keys() {
    let text = r#"{
        // comments are fine
        "outdir": "../build", "format": "cjs", "sourcemap": true, "external": "react", "minify": true,
        "define": { "A": "b.c", "N": 1, "O": { "x": [true] }, "T": "\"t\"" },
        "alias": { "@": "./src", "x": "y" }, "target": ["chrome100", "safari15"],
        "entries": { "main": "src/a.ts" }, "publicDir": false, "assetsInlineLimit": 0, "treeShake": false,
    }"#;
    let config = parse("nexxo.config.json", text, Path::new("/site/app")).unwrap();
    assert_eq!(config.outdir.as_deref(), Some(Path::new("/site/build")));
    assert_eq!((config.format, config.sourcemap), (Some(OutputFormat::Cjs), Some(SourceMapMode::Linked)));
    let define: Vec<(&str, &str)> = config.define.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(define, [("A", "b.c"), ("N", "1"), ("O", r#"{"x":[true]}"#), ("T", "\"t\"")]);
    assert_eq!(config.alias[0], ("@".into(), "/site/app/src".into()));
    assert_eq!(config.target.as_deref(), Some("chrome100,safari15"));
    assert_eq!(config.entries, [(Some("main".into()), "src/a.ts".into())]);
    assert_eq!((config.public_dir, config.assets_inline_limit, config.tree_shake), (Some(None), Some(0), Some(false)));
}

#[test]
fn every_mistake_has_a_place_and_a_nearest_name() {
    let text = "{\n  \"minfy\": true,\n  \"format\": \"emm\",\n  \"splitting\": 1,\n  \"outDir\": \"x\",\n  \
                \"define\": { \"V\": \"1.2.3\" },\n  \"external\": [1],\n  \"minify\": true, \"minify\": false\n}";
    let problems = parse("c.json", text, Path::new("/")).unwrap_err();
    let found: Vec<(&str, &str, &str)> = problems
        .iter()
        .map(|problem| {
            let span = problem.primary.as_ref().unwrap().span;
            let place = &text[span.start as usize..span.end as usize];
            (place, problem.message.as_str(), problem.help.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("\"minfy\"", "unknown option `minfy`", "did you mean `minify`?"),
            ("\"emm\"", "`format` cannot be `emm`", "did you mean `esm`? Possible: esm, cjs, iife, umd"),
            ("1", "`splitting` must be true or false, not a number", ""),
            ("\"outDir\"", "unknown option `outDir`", "did you mean `outdir`?"),
            (
                "\"1.2.3\"",
                "the value of the define `V` is neither JSON nor a name: 1.2.3",
                "a text needs quotes of its own: \"\\\"1.2.3\\\"\""
            ),
            ("1", "`external` must be a string, not a number", ""),
            ("\"minify\"", "`minify` is set twice", ""),
        ]
    );
    assert_eq!(
        parse("c.json", "[]", Path::new("/")).unwrap_err()[0].message,
        "a configuration is an object, not an array"
    );
}

#[test]
fn groups_of_modules() {
    let text = r#"{
        "manualChunks": { "lib": ["react", "./src/a.b.ts"] },
        "codeSplitting": { "minSize": 5, "groups": [{ "name": "g", "test": "x|y", "priority": -2, "minSize": 7 }, { "name": "h" }] }
    }"#;
    let groups = parse("c.json", text, Path::new("/")).unwrap().groups;
    let found: Vec<_> =
        groups.iter().map(|it| (it.name.as_str(), it.test.as_deref(), it.priority, it.min_size)).collect();
    let lib = r"(^|/)node_modules/react/|^src\/a\.b\.ts$";
    assert_eq!(found, [("g", Some("x|y"), -2, Some(7)), ("h", None, 0, Some(5)), ("lib", Some(lib), 0, None)]);
    assert_eq!(parse("c.json", r#"{ "codeSplitting": false }"#, Path::new("/")).unwrap().splitting, Some(false));
    let wrong = |text: &str| parse("c.json", text, Path::new("/")).unwrap_err()[0].message.clone();
    assert_eq!(wrong(r#"{ "codeSplitting": { "group": [] } }"#), "unknown option `group` in codeSplitting");
    assert_eq!(wrong(r#"{ "codeSplitting": { "groups": [{}] } }"#), "a group needs a `name`");
    let pattern = wrong(r#"{ "codeSplitting": { "groups": [{ "name": "x", "test": "(" }] } }"#);
    assert!(pattern.starts_with("`test` is no regular expression: "), "{pattern}");
}

#[test]
fn names_of_css_modules() {
    let options = |text: &str| parse("c.json", text, Path::new("/")).unwrap().css_modules;
    let usual = options(r#"{ "cssModules": {} }"#);
    assert!(usual.animation && !usual.grid && !usual.container && !usual.dashed_idents);
    let found = options(
        r#"{ "cssModules": { "animation": false, "dashedIdents": true, "grid": true, "container": true,
            "exportGlobals": true, "scopeBehaviour": "global", "globalModulePaths": ["a/**"],
            "generateScopedName": "x[local]", "localsConvention": "dashes", "hashPrefix": "y" } }"#,
    );
    assert!(!found.animation && found.grid && found.container && found.dashed_idents);
    assert!(found.export_globals && found.global && !found.pure && found.global_paths == ["a/**"]);
    assert!(options(r#"{ "cssModules": { "pure": true } }"#).pure);
    let wrong = |text: &str| {
        let problems = parse("c.json", text, Path::new("/")).unwrap_err();
        problems.iter().map(|it| (it.message.clone(), it.help.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let one = |message: &str, help: &str| vec![(message.to_owned(), help.to_owned())];
    assert_eq!(
        wrong(r#"{ "cssModules": { "dashIdents": true } }"#),
        one("unknown option `dashIdents` in cssModules", "did you mean `dashedIdents`?")
    );
    assert_eq!(wrong(r#"{ "cssModules": { "scopeBehaviour": "globl" } }"#)[0].0, "`scopeBehaviour` cannot be `globl`");
    assert_eq!(
        wrong(r#"{ "cssModules": { "grid": true, "generateScopedName": "[local]_[hash]" } }"#)[0].0,
        "with `grid`, `generateScopedName` must end with `[local]`"
    );
    assert_eq!(
        wrong(r#"{ "cssModules": { "pure": true, "scopeBehaviour": "global" } }"#)[0].0,
        "`pure` is for names that are local"
    );
}
