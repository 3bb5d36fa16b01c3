//! tsconfig.json: paths, what governs a file, what compiling takes from it.

use std::path::Path;

use crate::support::{World, check, world};

const PATHS: &str = r#"{
    // Comments and trailing commas are fine.
    "compilerOptions": {"paths": {"@/*": ["./src/*"], "exact": ["./src/x.ts"],}},
}"#;

#[test]
fn paths_and_base_url() {
    world(&[("tsconfig.json", PATHS), ("src/x.ts", "")])
        .gives("@/x", "src/x.ts")
        .gives("@/x.js", "src/x.ts")
        .gives("@/x?raw", "src/x.ts?raw")
        .gives("exact", "src/x.ts");
    let base = r#"{"compilerOptions": {"baseUrl": "./src"}}"#;
    world(&[("tsconfig.json", base), ("src/lib/x.ts", ""), ("node_modules/p/index.js", "")])
        .gives("lib/x", "src/lib/x.ts")
        .gives("p", "node_modules/p/index.js");
}

#[test]
fn paths_hold_for_scripts_and_styles_too_and_not_in_packages() {
    let files = [("tsconfig.json", PATHS), ("src/x.ts", ""), ("src/a.jsx", ""), ("node_modules/p/a.js", "")];
    world(&files).from("src/a.jsx").gives("@/x", "src/x.ts");
    world(&files).from("src/a.css").gives("@/x", "src/x.ts");
    world(&files).from("other/a.ts").gives("@/x", "src/x.ts");
    assert!(world(&files).from("node_modules/p/a.js").resolve("@/x").target.is_err());
    check(&[("jsconfig.json", PATHS), ("src/x.js", "")], "@/x", "src/x.js");
}

#[test]
fn types_in_paths_are_not_code() {
    let json = r#"{"compilerOptions": {"paths": {"p": ["./types/p.d.ts"]}}}"#;
    let files = [("tsconfig.json", json), ("types/p.d.ts", ""), ("node_modules/p/index.js", "")];
    check(&files, "p", "node_modules/p/index.js");
}

#[test]
fn extends_is_followed() {
    let one = r#"{"extends": "./base.json"}"#;
    check(&[("tsconfig.json", one), ("base.json", PATHS), ("src/x.ts", "")], "@/x", "src/x.ts");
    let of_package = r#"{"extends": "@cfg/ts/base.json"}"#;
    let paths = r#"{"compilerOptions": {"jsx": "Preserve", "target": "ES2020"}}"#;
    let files = [("tsconfig.json", of_package), ("node_modules/@cfg/ts/base.json", paths)];
    assert_eq!(facts(&world(&files), "src/a.ts").jsx.as_deref(), Some("preserve"));
    let list = r#"{"extends": ["./a.json", "./b.json"]}"#;
    let a = r#"{"compilerOptions": {"jsx": "react", "jsxImportSource": "a"}}"#;
    let b = r#"{"compilerOptions": {"jsxImportSource": "b"}}"#;
    let facts = facts(&world(&[("tsconfig.json", list), ("a.json", a), ("b.json", b)]), "src/a.ts");
    assert_eq!((facts.jsx.as_deref(), facts.jsx_import_source.as_deref()), (Some("react"), Some("b")));
}

fn facts(world: &World, file: &str) -> nexxo_resolve::TsConfig {
    let facts = world.resolver().tsconfig_of(&Path::new("/app").join(file));
    facts.map(|facts| (*facts).clone()).unwrap_or_default()
}

/// As Vite's templates have it.
fn references() -> World {
    world(&[
        (
            "tsconfig.json",
            r#"{"files": [], "references": [{"path": "./tsconfig.node.json"}, {"path": "./tsconfig.app.json"}]}"#,
        ),
        (
            "tsconfig.app.json",
            r#"{"compilerOptions": {"jsx": "react-jsx", "paths": {"@/*": ["./src/*"]}}, "include": ["src"]}"#,
        ),
        ("tsconfig.node.json", r#"{"compilerOptions": {"target": "ES2023"}, "include": ["vite.config.ts"]}"#),
        ("src/x.ts", ""),
    ])
}

#[test]
fn references_lead_to_the_config_that_includes_the_file() {
    references().gives("@/x", "src/x.ts");
    references().from("src/legacy.jsx").gives("@/x", "src/x.ts");
    references().from("src/a.css").gives("@/x", "src/x.ts");
    let facts = |file| facts(&references(), file);
    assert_eq!(facts("src/deep/a.tsx").jsx.as_deref(), Some("react-jsx"));
    assert_eq!(facts("vite.config.ts").target.as_deref(), Some("es2023"));
    assert_eq!(facts("other.ts").path, Path::new("/app/tsconfig.json"));
}

#[test]
fn the_nearest_config_governs() {
    let world = world(&[
        ("tsconfig.json", r#"{"compilerOptions": {"experimentalDecorators": true, "useDefineForClassFields": false}}"#),
        ("lib/tsconfig.json", r#"{"compilerOptions": {"verbatimModuleSyntax": true}}"#),
    ]);
    let top = facts(&world, "src/a.ts");
    assert!(top.experimental_decorators && top.use_define_for_class_fields == Some(false));
    assert!(!facts(&world, "lib/a.ts").experimental_decorators && facts(&world, "lib/a.ts").verbatim_module_syntax);
    assert!(world.resolver().tsconfig_of(Path::new("/app/node_modules/p/a.ts")).is_none());
}

#[test]
fn a_broken_config_is_named_where_it_matters() {
    let broken = world(&[("tsconfig.json", "{ nonsense"), ("src/x.ts", "")]);
    broken.gives("./x", "src/x.ts");
    let failure = broken.resolve("@/x").target.unwrap_err();
    assert!(failure.message.starts_with("`tsconfig.json` cannot be used: "), "{}", failure.message);
    assert!(broken.resolver().tsconfig_problem(Path::new("/app/src/x.ts")).is_some());
    let lost = world(&[("tsconfig.json", r#"{"extends": "./gone.json"}"#)]);
    let problem = lost.resolver().tsconfig_problem(Path::new("/app/src/x.ts")).unwrap();
    assert_eq!(problem.message, "it extends or refers to `gone.json`, which does not exist");
}

#[test]
fn a_reference_that_is_not_there_does_no_harm() {
    let solution = r#"{"files": [], "references": [{"path": "./gone"}, {"path": "./tsconfig.app.json"}]}"#;
    let app = r#"{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, "include": ["src"]}"#;
    let world = world(&[("tsconfig.json", solution), ("tsconfig.app.json", app), ("src/x.ts", "")]);
    world.gives("@/x", "src/x.ts");
    assert!(world.resolver().tsconfig_problem(Path::new("/app/src/x.ts")).is_some());
}
