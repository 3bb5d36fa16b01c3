//! Packages: main fields, `exports`, `imports`, `browser`, links, side effects.

use std::path::Path;

use nexxo_base::{module::ImportKind, options::Platform};

use crate::support::{World, check, world};

fn package(json: &str, files: &[&str]) -> World {
    let mut all = vec![("node_modules/p/package.json".to_string(), json)];
    all.extend(files.iter().map(|file| (format!("node_modules/p/{file}"), "")));
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    world(&all)
}

#[test]
fn main_fields_follow_the_platform() {
    let all = r#"{"browser": "b.js", "module": "m.js", "main": "n.js"}"#;
    let files = ["b.js", "m.js", "n.js"];
    package(all, &files).gives("p", "node_modules/p/b.js");
    package(all, &files).platform(Platform::Node).gives("p", "node_modules/p/n.js");
    package(all, &files).platform(Platform::Neutral).gives("p", "node_modules/p/m.js");
    let two = r#"{"module": "m.js", "main": "n.js"}"#;
    package(two, &files).gives("p", "node_modules/p/m.js");
    package(two, &files).kind(ImportKind::Require).gives("p", "node_modules/p/n.js");
    package(two, &files).options(|o| o.main_fields = Some(vec!["main".into()])).gives("p", "node_modules/p/n.js");
}

#[test]
fn a_package_without_a_main_field_has_an_index() {
    package("{}", &["index.js", "sub/index.js", "x.json"])
        .gives("p", "node_modules/p/index.js")
        .gives("p/sub", "node_modules/p/sub/index.js")
        .gives("p/x", "node_modules/p/x.json");
    package(r#"{"main": "gone.js"}"#, &["index.js"]).gives("p", "node_modules/p/index.js");
    package(r#"{"main": "lib"}"#, &["lib/index.js"]).gives("p", "node_modules/p/lib/index.js");
}

#[test]
fn packages_are_probed_for_javascript_first() {
    package("{}", &["a.ts", "a.js", "b.ts"]).gives("p/a", "node_modules/p/a.js").gives("p/b", "node_modules/p/b.ts");
    package("{}", &["index.ts", "index.js", "a.js"])
        .from("node_modules/p/a.js")
        .gives("./index", "node_modules/p/index.js");
}

#[test]
fn exports_choose_by_conditions() {
    let json = r#"{"exports": {"import": "./i.js", "require": "./r.js"}, "main": "m.js"}"#;
    let files = ["i.js", "r.js", "m.js"];
    for kind in [ImportKind::Import, ImportKind::DynamicImport, ImportKind::HtmlScript] {
        package(json, &files).kind(kind).gives("p", "node_modules/p/i.js");
    }
    for kind in [ImportKind::Require, ImportKind::RequireResolve] {
        package(json, &files).kind(kind).gives("p", "node_modules/p/r.js");
    }
    let json = r#"{"exports": {"browser": "./b.js", "node": "./n.js", "default": "./d.js"}}"#;
    let files = ["b.js", "n.js", "d.js"];
    package(json, &files).gives("p", "node_modules/p/b.js");
    package(json, &files).platform(Platform::Node).gives("p", "node_modules/p/n.js");
    package(json, &files).platform(Platform::Neutral).gives("p", "node_modules/p/d.js");
    let json = r#"{"exports": {"development": "./d.js", "mine": "./m.js", "production": {"module": "./p.js"}}}"#;
    let files = ["d.js", "m.js", "p.js"];
    package(json, &files).gives("p", "node_modules/p/p.js");
    package(json, &files).options(|o| o.production = Some(false)).gives("p", "node_modules/p/d.js");
    package(json, &files).options(|o| o.conditions = Some(vec!["mine".into()])).gives("p", "node_modules/p/m.js");
}

#[test]
fn exports_have_patterns_and_holes() {
    let json = r#"{"exports": {"./*": "./src/*.js", "./in/*": null, "./in/ok": ["not-a-path", "./src/x.js"]}}"#;
    package(json, &["src/x.js", "src/a/x.js", "src/in/x.js"])
        .gives("p/x", "node_modules/p/src/x.js")
        .gives("p/a/x", "node_modules/p/src/a/x.js")
        .gives("p/in/ok", "node_modules/p/src/x.js");
    assert!(package(json, &["src/in/x.js"]).resolve("p/in/x").target.is_err());
}

#[test]
fn a_package_knows_itself_and_its_imports() {
    let json = r##"{"name": "me", "exports": {"./x": "./src/x.ts"},
        "imports": {"#a": "./src/a.ts", "#d/*": "./src/*.ts", "#p": {"node": "fs", "default": "p"}}}"##;
    world(&[("package.json", json), ("src/x.ts", ""), ("src/a.ts", ""), ("node_modules/p/index.js", "")])
        .gives("me/x", "src/x.ts")
        .gives("#a", "src/a.ts")
        .gives("#d/x?raw", "src/x.ts?raw")
        .gives("#p", "node_modules/p/index.js");
}

#[test]
fn the_browser_map_holds_for_browsers_only() {
    let json = r#"{"main": "a.js", "browser": {"./a.js": "./b.js", "fs": false, "x": "./b.js", "./c.js": false}}"#;
    let files = ["a.js", "b.js", "c.js"];
    package(json, &files).gives("p", "node_modules/p/b.js").gives("p/c", "disabled");
    package(json, &files).platform(Platform::Neutral).gives("p", "node_modules/p/a.js");
    let inside = package(json, &files).from("node_modules/p/a.js");
    inside.gives("fs", "disabled").gives("node:fs", "disabled").gives("x", "node_modules/p/b.js");
    inside.gives("./a", "node_modules/p/b.js").gives("./c.js", "disabled");
}

#[test]
fn node_modules_above_are_searched_too() {
    let files = [("../node_modules/up/index.js", ""), ("src/node_modules/p/index.js", ""), ("node_modules/p/x.js", "")];
    world(&files).gives("up", "../node_modules/up/index.js").gives("p", "src/node_modules/p/index.js");
    check(
        &[("node_modules/@s/p/package.json", r#"{"main": "m"}"#), ("node_modules/@s/p/m.js", "")],
        "@s/p",
        "node_modules/@s/p/m.js",
    );
}

#[test]
fn links_are_followed_to_the_real_path() {
    let store = "node_modules/.pnpm/p@1/node_modules/p";
    let world = world(&[(&format!("{store}/index.js"), ""), (&format!("{store}/../q/index.js"), ""), ("lib/x.ts", "")])
        .link("node_modules/p", ".pnpm/p@1/node_modules/p")
        .link("node_modules/lib", "../lib");
    world.gives("p", &format!("{store}/index.js")).gives("lib/x", "lib/x.ts");
}

#[test]
fn side_effects_are_told_by_the_package() {
    package(r#"{"sideEffects": false}"#, &["index.js"]).gives("p", "node_modules/p/index.js pure");
    package(r#"{"sideEffects": ["*.css", "./s/**"]}"#, &["index.js", "a.css", "s/x/y.js"])
        .gives("p", "node_modules/p/index.js pure")
        .gives("p/a.css", "node_modules/p/a.css")
        .gives("p/s/x/y.js", "node_modules/p/s/x/y.js");
    check(&[("package.json", r#"{"sideEffects": false}"#), ("src/a.ts", "")], "./a", "src/a.ts pure");
}

#[test]
fn package_facts_are_of_the_nearest_package_json() {
    let world = world(&[
        ("package.json", r#"{"name": "app", "type": "module"}"#),
        ("node_modules/p/package.json", r#"{"name": "p", "version": "1.2.3", "sideEffects": false}"#),
        ("node_modules/p/esm/package.json", r#"{"type": "module"}"#),
    ]);
    let resolver = world.resolver();
    let of = |file: &str| resolver.package_of(&Path::new("/app").join(file)).unwrap();
    assert_eq!((of("src/main.ts").name.as_deref(), of("src/main.ts").type_module), (Some("app"), Some(true)));
    assert_eq!(
        (of("node_modules/p/x.js").type_module, of("node_modules/p/x.js").version.as_deref()),
        (None, Some("1.2.3"))
    );
    let stub = of("node_modules/p/esm/x.js");
    assert_eq!((stub.name.as_deref(), stub.type_module), (Some("p"), Some(true)));
    assert!(!stub.has_side_effects(Path::new("/app/node_modules/p/esm/x.js")));
    assert!(resolver.package_of(Path::new("/app/node_modules/bare/x.js")).is_none());
}

#[test]
fn lookups_in_node_modules_ask_for_no_file_by_itself() {
    let world = package(r#"{"main": "lib/a"}"#, &["lib/a.js", "lib/b.js"]).from("node_modules/p/lib/b.js");
    world.system.calls();
    world.gives("./a", "node_modules/p/lib/a.js").gives("p", "node_modules/p/lib/a.js");
    let calls = world.system.calls();
    let stats: Vec<_> = calls.iter().filter(|call| call.contains("metadata") && call.contains("/app/")).collect();
    assert!(stats.is_empty(), "{stats:?}");
}
