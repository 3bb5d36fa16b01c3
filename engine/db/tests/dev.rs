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
    Engine::new(options, Arc::new(MemorySystem::new(FILES.iter().copied())))
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

/// The queries that follow an edit, and the modules that a page then lacks.
fn after(engine: &mut Engine, graph: &mut DevGraph, path: &str, text: &str) -> (Vec<String>, Vec<String>) {
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
        "source",
        "style(area.ts)",
        "template(area.ts)",
    ];
    assert_eq!(ran, expected);
    assert_eq!(sent, ["area.ts"]);
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
