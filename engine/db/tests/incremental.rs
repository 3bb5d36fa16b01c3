//! What an edit runs again, and that it comes to the same bytes as a cold build.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::options::{BuildOptions, EntryPoint, LinkOptions, Minify, OutputOptions, SourceMapMode};
use nexxo_db::{BuildOutcome, Engine};
use nexxo_vfs::MemorySystem;

const FILES: &[(&str, &str)] = &[
    ("/app/main.ts", "import { area } from './area';\nimport { name } from './name';\nconsole.log(name, area(3));\n"),
    ("/app/area.ts", "import { PI } from './pi';\nexport function area(r: number) {\n  return PI * r * r;\n}\n"),
    ("/app/pi.ts", "export const PI = 3;\n"),
    ("/app/name.ts", "export const name = 'circle';\nexport const unused = 'unused';\n"),
];

fn options(minify: bool) -> BuildOptions {
    let mut options = BuildOptions {
        root: "/app".into(),
        entries: vec![EntryPoint { name: None, path: "/app/main.ts".into() }],
        outdir: "/app/dist".into(),
        link: LinkOptions { splitting: true, tree_shake: true, minify, ..LinkOptions::default() },
        output: OutputOptions {
            source_map: SourceMapMode::Linked,
            sources_content: true,
            minify,
            entry_names: "[name]".into(),
            chunk_names: "[name]-[hash]".into(),
            asset_names: "[name]-[hash]".into(),
            ..OutputOptions::default()
        },
        threads: Some(2),
        ..BuildOptions::default()
    };
    options.compile.minify = Minify::all(minify);
    options.compile.source_map = true;
    options.compile.tree_shake = true;
    options.resolve.root = "/app".into();
    options
}

fn system(files: &[(&str, &str)]) -> Arc<MemorySystem> {
    Arc::new(MemorySystem::new(files.iter().map(|&(path, text)| (path, text))))
}

fn code(outcome: &BuildOutcome) -> String {
    assert_eq!(outcome.diagnostics, []);
    let file = outcome.outputs.iter().find(|file| file.path == "main.js").expect("main.js is built");
    String::from_utf8(file.bytes.to_vec()).expect("scripts are UTF-8")
}

/// The queries that building runs after `text` took the place of that of `path`, which an editor has open.
fn ran_after(engine: &mut Engine, path: &str, text: &str) -> Vec<String> {
    let (opened, _) = engine.text(Path::new(path)).expect("there is such a file");
    engine.edit(Path::new(path), Some(&opened));
    engine.build(&());
    engine.edit(Path::new(path), Some(text));
    engine.listen();
    let outcome = engine.build(&());
    assert_eq!(outcome.diagnostics, []);
    engine.heard()
}

fn assert_cold_equals_warm(engine: &Engine, minify: bool, path: &str, text: &str) {
    let files: Vec<_> = FILES.iter().map(|&(it, old)| (it, if it == path { text } else { old })).collect();
    let cold = Engine::new(options(minify), system(&files)).build(&());
    assert_eq!(engine.build(&()).outputs, cold.outputs);
}

#[test]
fn an_edit_in_a_function_body_compiles_one_module_and_links_nothing() {
    let mut engine = Engine::observed(options(false), system(FILES));
    assert!(code(&engine.build(&())).contains("PI * r * r"));
    let text = "import { PI } from './pi';\nexport function area(r: number) {\n  return r * PI * r;\n}\n";
    let ran = ran_after(&mut engine, "/app/area.ts", text);
    assert_eq!(
        ran,
        [
            "chunk_hash",
            "chunk_hashes",
            "compile(area.ts)",
            "input_map",
            "interface(area.ts)",
            "module_kind(area.ts)",
            "name_facts(area.ts)",
            "own_diagnostics(area.ts)",
            "piece(area.ts)",
            "rendered_chunk",
            "source",
            "statements(area.ts)",
            "template(area.ts)",
            "written_chunk",
        ]
    );
    assert!(code(&engine.build(&())).contains("r * PI * r"));
    assert_cold_equals_warm(&engine, false, "/app/area.ts", text);
}

#[test]
fn a_comment_renders_nothing_but_the_map() {
    let mut engine = Engine::observed(options(false), system(FILES));
    let before = code(&engine.build(&()));
    let text = "// three\nexport const PI = 3;\n";
    let ran = ran_after(&mut engine, "/app/pi.ts", text);
    assert!(!ran.iter().any(|it| it == "linked" || it == "module_graph"), "{ran:?}");
    assert_eq!(code(&engine.build(&())), before);
    assert_cold_equals_warm(&engine, false, "/app/pi.ts", text);
}

#[test]
fn another_value_of_a_long_constant_links_nothing() {
    let text = "export const name = 'a rounder one';\nexport const unused = 'unused';\n";
    let mut engine = Engine::observed(options(true), system(FILES));
    engine.build(&());
    let ran = ran_after(&mut engine, "/app/name.ts", text);
    let expected = [
        "chunk_hash",
        "chunk_hashes",
        "compile(name.ts)",
        "input_map",
        "interface(name.ts)",
        "module_kind(name.ts)",
        "name_facts(name.ts)",
        "own_diagnostics(name.ts)",
        "piece(name.ts)",
        "rendered_chunk",
        "source",
        "statements(name.ts)",
        "template(name.ts)",
        "written_chunk",
    ];
    assert_eq!(ran, expected);
    assert!(code(&engine.build(&())).contains("a rounder one"));
    assert_cold_equals_warm(&engine, true, "/app/name.ts", text);
}

#[test]
fn a_new_export_links_again_and_compiles_nothing_else() {
    let mut engine = Engine::observed(options(false), system(FILES));
    engine.build(&());
    let text = "export const PI = 3;\nexport const TAU = 6;\n";
    let ran = ran_after(&mut engine, "/app/pi.ts", text);
    let compiled: Vec<_> = ran.iter().filter(|it| it.starts_with("compile(")).collect();
    assert_eq!(compiled, ["compile(pi.ts)"]);
    assert!(ran.iter().any(|it| it == "linked"), "{ran:?}");
    assert_cold_equals_warm(&engine, false, "/app/pi.ts", text);
}

#[test]
fn other_options_of_the_output_render_and_compile_nothing() {
    let mut engine = Engine::observed(options(false), system(FILES));
    engine.build(&());
    let flip = |change: &dyn Fn(&mut OutputOptions)| {
        let mut options = options(false);
        change(&mut options.output);
        options
    };
    let mut ran_after = |options: &BuildOptions| {
        assert!(engine.set_options(options.clone()));
        engine.listen();
        let warm = engine.build(&());
        let ran = engine.heard();
        assert_eq!(warm.outputs, Engine::new(options.clone(), system(FILES)).build(&()).outputs);
        ran
    };
    let banner = flip(&|output| output.banner = Some("// by hand".into()));
    let inline = flip(&|output| output.source_map = SourceMapMode::Inline);
    let pieces = ["piece(area.ts)", "piece(main.ts)", "piece(name.ts)", "piece(pi.ts)"];
    let expected = |others: &[&str]| {
        let mut all: Vec<String> = pieces.iter().chain(others).map(|it| it.to_string()).collect();
        all.sort_unstable();
        all
    };
    let whole = [
        "chunk_hash",
        "chunk_hashes",
        "file_names",
        "followed_graph",
        "link_diagnostics",
        "rendered_chunk",
        "written_chunk",
    ];
    assert_eq!(ran_after(&banner), expected(&whole));
    assert_eq!(ran_after(&inline), expected(&whole));
    assert_eq!(ran_after(&inline), Vec::<String>::new());

    let mut compiled = options(false);
    compiled.compile.minify = Minify::all(true);
    assert!(!engine.set_options(compiled), "modules are compiled in another way");
}

#[test]
fn setting_the_same_text_runs_nothing() {
    let mut engine = Engine::observed(options(false), system(FILES));
    engine.edit(Path::new("/app/pi.ts"), Some("export const PI = 4;\n"));
    engine.build(&());
    assert_eq!(ran_after(&mut engine, "/app/pi.ts", "export const PI = 4;\n"), Vec::<String>::new());
}

#[test]
fn broken_text_and_back() {
    for minify in [false, true] {
        let mut engine = Engine::observed(options(minify), system(FILES));
        let before = engine.build(&());
        engine.edit(Path::new("/app/pi.ts"), Some("export const PI = ;"));
        let broken = engine.build(&());
        assert!(broken.outputs.is_empty());
        assert_eq!(broken.diagnostics[0].code.as_str(), "syntax-error");
        engine.edit(Path::new("/app/pi.ts"), Some("export const TAU = 6;"));
        assert_eq!(engine.build(&()).diagnostics[0].code.as_str(), "missing-export");
        engine.edit(Path::new("/app/pi.ts"), None);
        let after = engine.build(&());
        assert_eq!(after.outputs, before.outputs);
    }
}

#[test]
fn a_file_that_appears_mends_its_importer() {
    let system = system(&FILES[..3]);
    let mut engine = Engine::observed(options(false), Arc::clone(&system) as _);
    let broken = engine.build(&());
    assert_eq!(broken.diagnostics.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), ["unresolved-import"]);
    system.set("/app/name.ts", FILES[3].1);
    let told = ["/app/dist/name.js", "/app/name.ts"].map(PathBuf::from);
    assert_eq!(engine.disk_changed(told.to_vec()), told[1..]);
    let cold = Engine::new(options(false), Arc::clone(&system) as _).build(&());
    assert_eq!(engine.build(&()).outputs, cold.outputs);
    assert_eq!(cold.diagnostics, []);
}

#[test]
fn threads_and_folders_do_not_change_a_byte() {
    let build = |root: &str, threads: usize, minify: bool| {
        let files: Vec<(String, &str)> = FILES.iter().map(|(path, text)| (path.replace("/app", root), *text)).collect();
        let system = Arc::new(MemorySystem::new(files.iter().map(|(path, text)| (path.as_str(), *text))));
        let mut options = options(minify);
        options.root = root.into();
        options.resolve.root = root.into();
        options.outdir = format!("{root}/dist").into();
        options.entries[0].path = format!("{root}/main.ts").into();
        options.threads = Some(threads);
        Engine::new(options, system).build(&()).outputs
    };
    for minify in [false, true] {
        let one = build("/app", 1, minify);
        assert!(!one.is_empty());
        assert_eq!(one, build("/app", 8, minify));
        assert_eq!(one, build("/somewhere/else", 3, minify));
    }
}

#[test]
fn a_new_file_that_a_pattern_matches_is_found() {
    let main =
        "const pages = import.meta.glob('./pages/*.ts', { eager: true, import: 'title' });\nconsole.log(pages);\n";
    let a = ("/app/pages/a.ts", "export const title = 'page a';\n");
    let b = ("/app/pages/b.ts", "export const title = 'page b';\n");
    let world = system(&[("/app/main.ts", main), a]);
    let mut engine = Engine::observed(options(false), Arc::clone(&world) as _);
    assert!(!code(&engine.build(&())).contains("page b"));

    world.set(b.0, b.1);
    assert_eq!(engine.disk_changed(vec![b.0.into()]), [Path::new(b.0)]);
    let warm = engine.build(&());
    assert!(code(&warm).contains("page b"));
    let cold = Engine::new(options(false), system(&[("/app/main.ts", main), a, b])).build(&());
    assert_eq!(warm.outputs, cold.outputs);

    world.remove(a.0);
    assert_eq!(engine.disk_changed(vec![a.0.into()]), [Path::new(a.0)]);
    assert!(!code(&engine.build(&())).contains("page a"));
}

#[test]
fn a_constant_that_changes_compiles_the_modules_it_decides_in() {
    // A long value is none of the interface's.
    let cases = [
        ("DEBUG", "export const DEBUG = false;\n", "export const DEBUG = true;\n"),
        ("DEBUG === 'development'", "export const DEBUG = 'production';\n", "export const DEBUG = 'development';\n"),
    ];
    for (condition, off, on) in cases {
        let main = format!(
            "import {{ DEBUG }} from './flags';\nimport {{ tool }} from './tool';\nconsole.log({condition} ? 'loud' : tool());\n"
        );
        let tool = ("/app/tool.ts", "export const tool = () => 'quiet';\n");
        let files = |flags| system(&[("/app/main.ts", &*main), ("/app/flags.ts", flags), tool]);
        for minify in [false, true] {
            let mut engine = Engine::observed(options(minify), files(off));
            assert!(!code(&engine.build(&())).contains("loud"));
            let ran = ran_after(&mut engine, "/app/flags.ts", on);
            let compiled: Vec<_> =
                ran.iter().filter(|it| it.starts_with("compile(") || it.contains("specialised")).collect();
            assert_eq!(compiled.len(), 2, "{ran:?}");
            let warm = engine.build(&());
            assert!(!code(&warm).contains("quiet"));
            assert_eq!(warm.outputs, Engine::new(options(minify), files(on)).build(&()).outputs);
            engine.edit(Path::new("/app/flags.ts"), None);
            assert!(!code(&engine.build(&())).contains("loud"));
        }
    }
}

/// What an engine that lives on builds is what another builds that starts now.
fn assert_is_cold(engine: &Engine, minify: bool, system: &Arc<MemorySystem>) {
    let (warm, cold) = (engine.build(&()), Engine::new(options(minify), Arc::clone(system) as _).build(&()));
    assert_eq!(warm.outputs, cold.outputs);
    assert_eq!(warm.diagnostics, cold.diagnostics);
}

#[test]
fn an_inline_worker_is_part_of_who_makes_it() {
    let maker = "import Work from './work?worker&inline';\nconsole.log(new Work());\n";
    let files = [
        ("/app/main.ts", maker),
        ("/app/work.ts", "import { PI } from './pi';\npostMessage(`pi is ${PI}`);\n"),
        ("/app/pi.ts", "export const PI = [3];\n"),
    ];
    for minify in [false, true] {
        let system = system(&files);
        let mut engine = Engine::observed(options(minify), Arc::clone(&system) as _);
        let outcome = engine.build(&());
        assert!(code(&outcome).contains("[3]"));
        assert_eq!(outcome.outputs.len(), 2, "a script and its map");
        let mut save = |path: &str, text: &str| {
            system.set(path, text);
            engine.disk_changed(vec![path.into()]);
            assert_is_cold(&engine, minify, &system);
            engine.build(&())
        };
        assert!(code(&save("/app/pi.ts", "export const PI = [4];\n")).contains("[4]"));
        let endless = save("/app/pi.ts", "import Work from './work?worker&inline';\nexport const PI = new Work();\n");
        let messages: Vec<&str> = endless.diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["the script of the worker `work.ts` cannot stand in itself"]);
        let file = save("/app/pi.ts", "import Work from './work?worker';\nexport const PI = new Work();\n");
        assert_eq!(file.outputs.len(), 4, "a worker that it makes has a file");
        assert!(code(&save("/app/pi.ts", "export const PI = [5];\n")).contains("[5]"));
    }
}

#[test]
fn new_code_of_webassembly_links_nothing() {
    // It exports the function `one`, which gives a number.
    let wasm = |number: u8| {
        let sections =
            b"\x01\x05\x01\x60\x00\x01\x7f\x03\x02\x01\x00\x07\x07\x01\x03one\x00\x00\x0a\x06\x01\x04\x00\x41";
        [&b"\0asm\x01\0\0\0"[..], sections, &[number, 0x0b]].concat()
    };
    let system = system(&[("/app/main.ts", "import { one } from './one.wasm';\nconsole.log(one());\n")]);
    system.set("/app/one.wasm", wasm(1));
    let mut engine = Engine::observed(options(false), Arc::clone(&system) as _);
    let before = engine.build(&());
    assert_eq!(before.diagnostics, []);
    let mut save = |bytes: Vec<u8>| {
        system.set("/app/one.wasm", bytes);
        engine.disk_changed(vec!["/app/one.wasm".into()]);
        engine.listen();
        let outcome = engine.build(&());
        let ran = engine.heard();
        assert_is_cold(&engine, false, &system);
        (outcome, ran)
    };
    let (after, ran) = save(wasm(2));
    assert_ne!(after.outputs, before.outputs);
    assert!(ran.iter().any(|it| it == "compile(one.wasm)"), "{ran:?}");
    assert!(!ran.iter().any(|it| it == "linked"), "{ran:?}");
    let cut = wasm(2)[..20].to_vec();
    assert_eq!(save(cut).0.diagnostics[0].message, "`one.wasm` is not a WebAssembly module: it ends too early");
    assert_eq!(save(wasm(1)).0.outputs, before.outputs);
}

/// The queries that run after a file changed on the disk; those about one module with its name.
fn ran_on_disk(engine: &mut Engine, system: &MemorySystem, path: &str, text: &str) -> String {
    system.set(path, text);
    engine.disk_changed(vec![path.into()]);
    engine.listen();
    let outcome = engine.build(&());
    assert_eq!(outcome.diagnostics, []);
    engine.heard().join(" ")
}

#[test]
fn each_kind_of_edit_runs_what_it_must_and_no_more() {
    let system = system(FILES);
    system.set("/app/side.ts", "console.log('side');\n");
    system.set("/app/package.json", "{}");
    let mut engine = Engine::observed(options(false), Arc::clone(&system) as Arc<dyn nexxo_vfs::System>);
    engine.build(&());
    let mut ran = |path: &str, text: &str| ran_on_disk(&mut engine, &system, path, text);
    let (pi, package) = ("/app/pi.ts", "/app/package.json");
    let of = |module: &str, queries: &str| {
        queries.split(' ').map(|it| format!("{it}({module})")).collect::<Vec<_>>().join(" ")
    };
    let projections = "compile interface module_kind name_facts own_diagnostics statements template";
    let linking = "assets chunk_names chunk_plan demanded_graph file_names followed_graph link_diagnostics link_on_demand \
                   link_result linked module_diagnostics module_graph rendered_chunk rendered_styles chunk_hashes \
                   to_specialise";
    let sorted = |parts: &[&str]| {
        let mut names: Vec<&str> = parts.iter().flat_map(|part| part.split(' ')).collect();
        names.sort_unstable();
        names.join(" ")
    };
    let edited = of("pi.ts", projections);
    // A comment moves code: nothing is linked, and the chunk has another map.
    let comment = sorted(&[&edited, "source input_map rendered_chunk piece(pi.ts) chunk_hashes written_chunk"]);
    assert_eq!(ran(pi, "// three\nexport const PI = 3;\n"), comment);
    let body =
        ran("/app/area.ts", "import { PI } from './pi';\nexport function area(r: number) {\n  return r * r * PI;\n}\n");
    let written = "piece(area.ts) chunk_hashes chunk_hash written_chunk";
    assert_eq!(body, sorted(&[&of("area.ts", projections), "source input_map rendered_chunk", written]));
    // A new import finds, compiles and links what it leads to; nothing else is compiled.
    let found = [of("side.ts", projections), of("side.ts", "resolved"), "file_facts source input_map".into()].join(" ");
    let pieces = "piece(area.ts) piece(main.ts) piece(name.ts) piece(pi.ts) piece(side.ts) written_chunk";
    let linked = sorted(&[&edited, "resolved(pi.ts) source input_map", linking, pieces]);
    let import = ran(pi, "import './side';\nexport const PI = 3;\n");
    assert_eq!(import, sorted(&[&linked, &found, "chunk_hash"]));
    // What nobody imports is not in the output, which has the hash that it had.
    assert_eq!(ran(pi, "import './side';\nexport const PI = 3;\nexport const TAU = 6;\n"), linked, "a new export");
    assert_eq!(ran(pi, "import './side';\nexport const PI = 3;\n"), linked, "an export that is gone");
    // What a package.json says is asked of every module; where it comes to the same, nothing more happens.
    let asked = "file_facts file_facts file_facts file_facts file_facts file_facts link_diagnostics resolved(area.ts) resolved(main.ts) \
                 resolved(name.ts) resolved(nexxo/runtime.js) resolved(pi.ts) resolved(side.ts)";
    assert_eq!(ran(package, "{ \"description\": \"\" }"), asked);
}
