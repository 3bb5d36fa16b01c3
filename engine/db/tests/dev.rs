//! What an edit makes anew while an app is served.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::options::BuildOptions;
use nexxo_db::{DevGraph, DevRoot, Engine};
use nexxo_vfs::MemorySystem;

const FILES: &[(&str, &str)] = &[
    ("/app/index.html", "<body><script type=\"module\" src=\"/main.ts\"></script></body>"),
    (
        "/app/main.ts",
        "import { area } from './area';\nconsole.log(area(3));\nexport const open = () => import('./lazy');\n",
    ),
    ("/app/area.ts", "import { PI } from './pi';\nexport function area(r: number) {\n  return PI * r * r;\n}\n"),
    ("/app/pi.ts", "export const PI = 3;\n"),
    ("/app/lazy.ts", "import { PI } from './pi';\nimport './deep';\nexport default PI;\n"),
    ("/app/deep.ts", "export {};\n"),
];

fn engine() -> Engine {
    let mut options = BuildOptions { root: "/app".into(), threads: Some(2), ..BuildOptions::default() };
    options.resolve.root = "/app".into();
    options.output.base = "/".into();
    options.compile.source_map = true;
    Engine::observed(options, Arc::new(MemorySystem::new(FILES.iter().copied())))
}

fn open(engine: &Engine, graph: &mut DevGraph, root: DevRoot<'_>) {
    let changes = engine.dev_open(graph, root).expect("nothing stops it").expect("there is such a root");
    graph.apply(changes);
}

fn page(engine: &Engine) -> DevGraph {
    let mut graph = DevGraph::default();
    open(engine, &mut graph, DevRoot::Page(Path::new("/app/index.html")));
    graph
}

fn ids(modules: &[Arc<nexxo_db::DevModule>]) -> Vec<&str> {
    modules.iter().map(|it| it.id.as_str()).collect()
}

/// The queries that follow an edit of a file that an editor has open, and the modules that a page then lacks.
fn after(engine: &mut Engine, graph: &mut DevGraph, path: &str, text: &str) -> (Vec<String>, Vec<String>) {
    if let Some((opened, _)) = engine.text(Path::new(path)) {
        engine.edit(Path::new(path), Some(&opened));
        graph.apply(engine.dev_changes(graph).expect("nothing stops it"));
    }
    let before = graph.revision();
    engine.edit(Path::new(path), Some(text));
    engine.listen();
    let changes = engine.dev_changes(graph).expect("nothing stops it");
    let ran = engine.heard();
    graph.apply(changes);
    let patch = graph.since(&["index.html"], before).expect("it is remembered");
    (ran, patch.modules.iter().map(|it| it.id.to_string()).collect())
}

#[test]
fn an_edit_makes_one_module_anew() {
    let mut engine = engine();
    let mut graph = page(&engine);
    assert_eq!(ids(&graph.modules("index.html", &[])), ["pi.ts", "area.ts", "main.ts", "index.html"]);
    let text = "import { PI } from './pi';\nexport function area(r: number) {\n  return r * PI * r;\n}\n";
    let (ran, sent) = after(&mut engine, &mut graph, "/app/area.ts", text);
    let expected = [
        "compile(area.ts)",
        "dev_module(area.ts)",
        "interface(area.ts)",
        "module_kind(area.ts)",
        "own_diagnostics(area.ts)",
        "source",
        "style(area.ts)",
        "template(area.ts)",
    ];
    assert_eq!(ran, expected);
    assert_eq!(sent, ["area.ts"]);
}

#[test]
fn what_was_let_go_of_comes_again_when_it_is_asked_for() {
    let (mut whole, mut bounded) = (engine(), engine());
    bounded.bound_compiled(1);
    let (mut of_whole, mut of_bounded) = (page(&whole), page(&bounded));
    bounded.rest();
    // An edit costs what it costs.
    let text = "import { PI } from './pi';\nexport function area(r: number) {\n  return r * PI * r;\n}\n";
    let edit = after(&mut bounded, &mut of_bounded, "/app/area.ts", text);
    assert_eq!(edit, after(&mut whole, &mut of_whole, "/app/area.ts", text));
    bounded.rest();
    let maps = |engine: &Engine, graph: &DevGraph| {
        ["pi.ts", "area.ts", "main.ts"].map(|id| engine.dev_map(graph, id).expect("nothing stops it"))
    };
    bounded.listen();
    let again = maps(&bounded, &of_bounded);
    let ran = bounded.heard();
    assert_eq!(
        ran.iter().filter(|it| it.starts_with("compile(")).collect::<Vec<_>>(),
        ["compile(main.ts)", "compile(pi.ts)"]
    );
    assert_eq!(again, maps(&whole, &of_whole));
}

#[test]
fn a_comment_sends_nothing() {
    let mut engine = engine();
    let mut graph = page(&engine);
    let (_, sent) = after(&mut engine, &mut graph, "/app/pi.ts", "// three\nexport const PI = 3;\n");
    assert_eq!(sent, Vec::<String>::new());
    assert_eq!(graph.revision(), 0);
}

#[test]
fn what_is_broken_is_told_and_the_last_good_form_stays() {
    let mut engine = engine();
    let mut graph = page(&engine);
    let (_, sent) = after(&mut engine, &mut graph, "/app/pi.ts", "export const PI = ;\n");
    assert_eq!(sent, Vec::<String>::new());
    assert_eq!(graph.problems(&["index.html"]).len(), 1);
    let (_, sent) = after(&mut engine, &mut graph, "/app/pi.ts", "export const PI = 4;\n");
    assert_eq!(sent, ["pi.ts"]);
    assert_eq!(graph.problems(&[]), []);
}

#[test]
fn an_import_is_opened_with_what_the_page_has_not() {
    let engine = engine();
    let mut graph = page(&engine);
    open(&engine, &mut graph, DevRoot::Lazy("lazy.ts"));
    assert_eq!(ids(&graph.modules("lazy.ts", &["index.html"])), ["deep.ts", "lazy.ts"]);
    assert!(engine.dev_open(&graph, DevRoot::Lazy("../secret.ts")).expect("nothing stops it").is_none());
}

#[test]
fn who_was_away_gets_the_difference_by_hash() {
    let mut engine = engine();
    let mut graph = page(&engine);
    let held = graph.modules("index.html", &[]).iter().map(|it| (it.id.to_string(), it.hash.to_string())).collect();
    assert_eq!(graph.beside(&["index.html"], &held).modules.len(), 0);
    after(&mut engine, &mut graph, "/app/pi.ts", "export const PI = 4;\n");
    assert_eq!(ids(&graph.beside(&["index.html"], &held).modules), ["pi.ts"]);
    assert!(graph.since(&["index.html"], 7).is_none(), "nobody remembers what is to come");
}

/// An app of so many components, all of which one page holds and all of which use one module.
fn large(count: usize) -> (Engine, DevGraph) {
    let imports: String = (0..count).map(|i| format!("import {{ c{i} }} from './c{i}';\nc{i}();\n")).collect();
    let component =
        |i: usize| format!("import {{ shared }} from './shared';\nexport const c{i} = () => shared + {i};\n");
    let mut files: Vec<(String, String)> = (0..count).map(|i| (format!("/app/c{i}.ts"), component(i))).collect();
    files.push(("/app/main.ts".into(), imports));
    files.push(("/app/shared.ts".into(), "export const shared = 1;\n".into()));
    files.push(("/app/index.html".into(), FILES[0].1.into()));
    let mut options = BuildOptions { root: "/app".into(), threads: Some(2), ..BuildOptions::default() };
    options.resolve.root = "/app".into();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let engine = Engine::new(options, Arc::new(MemorySystem::new(files)));
    let graph = page(&engine);
    assert_eq!(graph.len(), count + 3);
    (engine, graph)
}

#[test]
fn an_edit_costs_the_same_in_an_app_of_any_size() {
    let edits = |count: usize| {
        let (mut engine, mut graph) = large(count);
        let leaf = "import { shared } from './shared';\nexport const c7 = () => shared * 7;\n";
        let of_leaf = after(&mut engine, &mut graph, "/app/c7.ts", leaf);
        let of_shared = after(&mut engine, &mut graph, "/app/shared.ts", "export const shared = 2;\n");
        let more = "import './c1';\nimport { shared } from './shared';\nexport const c7 = () => shared;\n";
        let of_import = after(&mut engine, &mut graph, "/app/c7.ts", more);
        assert_eq!((of_leaf.1.len(), of_shared.1.len(), of_import.1.len()), (1, 1, 1));
        (of_leaf, of_shared, of_import)
    };
    assert_eq!(edits(20), edits(600));
}

#[test]
fn a_place_in_the_code_of_a_page_leads_to_its_source() {
    let mut engine = engine();
    let mut graph = page(&engine);
    let module = graph.module("area.ts").expect("it is in the page");
    let code = String::from_utf8_lossy(&module.code).into_owned();
    let (line, column) =
        code.lines().enumerate().find_map(|(i, line)| Some((i, line.find("r * r")?))).expect("it is there");
    let place = |engine: &Engine, graph: &DevGraph| {
        engine.dev_place(graph, &module, line, column).expect("nothing stops it").expect("it was written somewhere")
    };
    let found = place(&engine, &graph);
    assert_eq!((found.path.as_str(), found.line, found.column), ("area.ts", 2, 14));
    assert!(found.text.is_some_and(|text| text.contains("r * r")));
    let moved = "// A line.\nimport { PI } from './pi';\nexport function area(r: number) {\n  return PI * r * r;\n}\n";
    after(&mut engine, &mut graph, "/app/area.ts", moved);
    assert_eq!(place(&engine, &graph).line, 3, "the same code is further down now");
    after(&mut engine, &mut graph, "/app/area.ts", "export const area = (r: number) => r;\n");
    let older = place(&engine, &graph);
    assert_eq!((older.path.as_str(), older.line, older.text), ("area.ts", 2, None), "nobody has that text any more");
}

/// A package whose modules pass names on in several ways, and a page that asks for some.
fn passed_on(side_effects: bool) -> (Engine, DevGraph) {
    let package = format!("{{ \"name\": \"lib\", \"version\": \"1.0.0\", \"sideEffects\": {side_effects} }}");
    let lib = |name: &str| format!("/app/node_modules/lib/{name}");
    let files = [
        ("/app/index.html".into(), FILES[0].1),
        (
            "/app/main.ts".into(),
            "import { one, two, three, all, own, none } from 'lib';\nimport { old } from 'lib/mixed.js';\n\
             export { four } from 'lib';\nconsole.log(one, two(), three, all.five, own, none, old);\n",
        ),
        (lib("package.json"), &package),
        (
            lib("index.js"),
            "export { one, default as two } from './one.js';\nexport * from './stars.js';\n\
             import * as all from './five.js';\nexport { all };\nexport const own = 1;\nexport { six } from './six.js';\n",
        ),
        (lib("one.js"), "export const one = 1;\nexport default () => 2;\n"),
        (lib("stars.js"), "export * from './three.js';\nexport * from './stars.js';\n"),
        (lib("three.js"), "export const three = 3;\nexport const four = 4;\n"),
        (lib("five.js"), "export const five = 5;\n"),
        (lib("six.js"), "export const six = 6;\n"),
        (lib("mixed.js"), "export { old } from './old.cjs';\n"),
        (lib("old.cjs"), "exports.old = 1;\n"),
    ];
    let mut options = BuildOptions { root: "/app".into(), threads: Some(2), ..BuildOptions::default() };
    options.resolve.root = "/app".into();
    let engine =
        Engine::observed(options, Arc::new(MemorySystem::new(files.iter().map(|(path, text)| (path.as_str(), *text)))));
    let graph = page(&engine);
    (engine, graph)
}

fn members(graph: &DevGraph) -> Vec<String> {
    let modules = graph.modules("index.html", &[]);
    modules.iter().map(|it| it.id.trim_start_matches("node_modules/lib/").to_owned()).collect()
}

#[test]
fn a_page_holds_what_makes_its_names_and_not_what_passes_them_on() {
    let (engine, graph) = passed_on(false);
    // `own` is made by the module itself, and a name that nobody has is asked of who should; CommonJS is taken by who knows it.
    let whole = [
        "one.js",
        "three.js",
        "stars.js",
        "five.js",
        "six.js",
        "index.js",
        "old.cjs",
        "mixed.js",
        "main.ts",
        "index.html",
    ];
    assert_eq!(members(&graph), whole);
    let mut engine = engine;
    let mut graph = graph;
    let text = "import { one, two, three, all } from 'lib';\nexport { four } from 'lib';\nconsole.log(one, two(), three, all.five);\n";
    let (_, sent) = after(&mut engine, &mut graph, "/app/main.ts", text);
    assert_eq!(sent, ["main.ts"]);
    assert_eq!(members(&graph), ["one.js", "three.js", "five.js", "main.ts", "index.html"]);
    let code = String::from_utf8_lossy(&graph.module("main.ts").expect("it is in the page").code).into_owned();
    for text in [
        "[4,\"node_modules/lib/index.js\"]",
        "[0,\"node_modules/lib/one.js\"]",
        "four:()=>__nx2.four",
        "(0, __nx1.default)()",
    ] {
        assert!(code.contains(text), "{text} in {code}");
    }
}

#[test]
fn what_may_have_side_effects_is_there() {
    let (mut engine, mut graph) = passed_on(true);
    let text = "import { one } from 'lib';\nconsole.log(one);\n";
    after(&mut engine, &mut graph, "/app/main.ts", text);
    assert!(members(&graph).contains(&"index.js".to_owned()));
}

#[test]
fn an_edit_of_what_passes_names_on_leads_importers_elsewhere() {
    let (mut engine, mut graph) = passed_on(false);
    after(&mut engine, &mut graph, "/app/main.ts", "import { one } from 'lib';\nconsole.log(one);\n");
    assert_eq!(members(&graph), ["one.js", "main.ts", "index.html"]);
    let index = "/app/node_modules/lib/index.js";
    let (_, sent) = after(&mut engine, &mut graph, index, "export { six as one } from './six.js';\n");
    assert_eq!(sent, ["node_modules/lib/six.js", "main.ts"]);
    assert_eq!(members(&graph), ["six.js", "main.ts", "index.html"]);
    let (_, sent) = after(&mut engine, &mut graph, "/app/node_modules/lib/six.js", "export const six = 7;\n");
    assert_eq!(sent, ["node_modules/lib/six.js"]);
}
