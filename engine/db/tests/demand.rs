//! Which modules a build reads, scans and compiles, and that leaving the others out changes nothing.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use nexxo_base::options::{BuildOptions, EntryPoint, LinkOptions, OutputFormat, OutputOptions};
use nexxo_db::{BuildOutcome, Engine};
use nexxo_vfs::MemorySystem;

type Files = Vec<(String, String)>;

const LIBRARY: &[(&str, &str)] = &[
    ("package.json", r#"{ "name": "lib", "sideEffects": false, "type": "module", "exports": "./index.js" }"#),
    ("index.js", "export { a } from './a.js';\nexport { b } from './b.js';\nexport * from './stars.js';\n"),
    ("a.js", "import { help } from './help.js';\nexport const a = () => help('a');\n"),
    ("b.js", "import { help } from './help.js';\nexport const b = () => help('b');\n"),
    ("help.js", "export const help = (it) => console.log(it);\nexport const more = 1;\n"),
    ("stars.js", "export * from './c.js';\nexport * from './d.js';\nexport * as all from './d.js';\n"),
    ("c.js", "export const c = () => console.log('c');\n"),
    ("d.js", "export const d = () => console.log('d');\nexport const e = () => console.log('e');\n"),
];

fn project(main: &str) -> Files {
    let library = LIBRARY.iter().map(|(path, text)| (format!("/app/node_modules/lib/{path}"), (*text).to_string()));
    library.chain([("/app/main.js".to_string(), main.to_string())]).collect()
}

fn engine(files: &Files, format: OutputFormat, tree_shake: bool) -> Engine {
    let mut options = BuildOptions {
        root: "/app".into(),
        entries: vec![EntryPoint { name: None, path: "/app/main.js".into() }],
        outdir: "/app/dist".into(),
        link: LinkOptions { splitting: true, tree_shake, format, ..LinkOptions::default() },
        output: OutputOptions {
            entry_names: "[name]".into(),
            chunk_names: "[name]-[hash]".into(),
            asset_names: "[name]-[hash]".into(),
            format,
            ..OutputOptions::default()
        },
        threads: Some(2),
        ..BuildOptions::default()
    };
    options.compile.tree_shake = tree_shake;
    options.resolve.root = "/app".into();
    let system = MemorySystem::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    Engine::observed(options, Arc::new(system))
}

/// The files of the library for which `query` ran, by the name of the file.
fn ran(heard: &[String], query: &str) -> Vec<String> {
    let prefix = format!("{query}(node_modules/lib/");
    heard.iter().filter_map(|it| Some(it.strip_prefix(&prefix)?.strip_suffix(".js)")?.to_string())).collect()
}

fn build(engine: &Engine) -> (BuildOutcome, Vec<String>) {
    engine.listen();
    let outcome = engine.build(&());
    let heard = engine.heard();
    assert!(!heard.iter().any(|it| it == "whole_graph"), "following names left out what was needed");
    (outcome, heard)
}

/// Modules scanned and compiled, as the names of their files.
fn work(main: &str) -> (Vec<String>, Vec<String>) {
    let (outcome, heard) = build(&engine(&project(main), OutputFormat::Esm, true));
    assert_eq!(outcome.diagnostics, []);
    (ran(&heard, "scan"), ran(&heard, "compile"))
}

#[test]
fn a_named_reexport_leads_to_one_module() {
    let (scanned, compiled) = work("import { a } from 'lib';\na();\n");
    assert_eq!(scanned, ["index"]);
    assert_eq!(compiled, ["a", "help"]);
}

#[test]
fn a_name_behind_stars_is_searched_by_scanning() {
    let (scanned, compiled) = work("import { c } from 'lib';\nc();\n");
    assert_eq!(scanned, ["c", "d", "index", "stars"]);
    assert_eq!(compiled, ["c"]);
}

#[test]
fn members_of_a_namespace_are_names() {
    let (scanned, compiled) = work("import * as lib from 'lib';\nlib.b();\n");
    assert_eq!((scanned, compiled), (vec!["index".to_string()], vec!["b".to_string(), "help".to_string()]));
    let (_, compiled) = work("import { all } from 'lib';\nall.e();\n");
    assert_eq!(compiled, ["d"]);
}

#[test]
fn what_escapes_is_compiled_whole() {
    let everything = ["a", "b", "c", "d", "help", "index", "stars"];
    assert_eq!(work("import * as lib from 'lib';\nconsole.log(lib);\n").1, everything);
    assert_eq!(work("import('lib').then(console.log);\n").1, everything);
    assert_eq!(work("console.log(require('lib'));\n").1, everything);
}

#[test]
fn an_import_of_nothing_reads_nothing() {
    assert_eq!(work("import 'lib';\n"), (vec![], vec![]));
    assert_eq!(work("import { a } from 'lib';\n"), (vec![], vec![]));
}

#[test]
fn without_tree_shaking_everything_is_compiled() {
    let (_, heard) = build(&engine(&project("import { a } from 'lib';\na();\n"), OutputFormat::Esm, false));
    assert_eq!(ran(&heard, "compile"), ["a", "b", "c", "d", "help", "index", "stars"]);
    assert_eq!(ran(&heard, "scan"), Vec::<String>::new());
}

#[test]
fn an_edit_that_asks_for_more_compiles_more() {
    let mut engine = engine(&project("import { a } from 'lib';\na();\n"), OutputFormat::Esm, true);
    let first = engine.build(&());
    let text = "import { a, c } from 'lib';\na(), c();\n";
    engine.edit(Path::new("/app/main.js"), Some(text));
    let (outcome, heard) = build(&engine);
    assert_eq!(ran(&heard, "compile"), ["c"]);
    assert_eq!(ran(&heard, "scan"), ["c", "d", "stars"]);
    assert_eq!(outcome.outputs, self::engine(&project(text), OutputFormat::Esm, true).build(&()).outputs);
    engine.edit(Path::new("/app/main.js"), None);
    assert_eq!(engine.build(&()).outputs, first.outputs);
}

#[test]
fn a_barrel_that_gets_code_of_its_own_is_compiled() {
    let files = project("import { a } from 'lib';\na();\n");
    let mut engine = engine(&files, OutputFormat::Esm, true);
    engine.build(&());
    let barrel = "export const a = () => console.log('own');\nexport { b } from './b.js';\n";
    engine.edit(Path::new("/app/node_modules/lib/index.js"), Some(barrel));
    let (outcome, heard) = build(&engine);
    assert_eq!(ran(&heard, "compile"), ["index"]);
    assert_eq!(outcome.modules, 2);
    let edited = files.into_iter().map(|(path, text)| {
        let text = if path.ends_with("lib/index.js") { barrel.to_string() } else { text };
        (path, text)
    });
    assert_eq!(outcome.outputs, self::engine(&edited.collect(), OutputFormat::Esm, true).build(&()).outputs);
}

#[test]
fn a_name_that_is_missing_is_still_told_with_the_near_one() {
    let (outcome, _) = build(&engine(&project("import { alll } from 'lib';\nalll();\n"), OutputFormat::Esm, true));
    let diagnostic = &outcome.diagnostics[0];
    assert_eq!(diagnostic.code.as_str(), "missing-export");
    assert_eq!(diagnostic.help.as_deref(), Some("did you mean `all`?"));
}

/// A random library of modules that pass names on in every way there is, and a program that uses some.
fn random_project(seed: u64) -> Files {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let count = 4 + random(8);
    let mut files = vec![(
        "/app/node_modules/lib/package.json".to_string(),
        r#"{ "name": "lib", "sideEffects": ["effect*"], "exports": { "./*": "./*.js" } }"#.to_string(),
    )];
    let module = |n: usize, effect: bool| format!("{}{n}", if effect { "effect" } else { "m" });
    let kinds: Vec<bool> = (0..count).map(|_| random(5) == 0).collect();
    for n in 0..count {
        let mut text = String::new();
        if random(8) == 0 {
            let _ = writeln!(
                text,
                "exports.x0 = {n};\nexports.x1 = require('./{}');",
                module((n + 1) % count, kinds[(n + 1) % count])
            );
        } else {
            let mut names = [false; 4];
            for part in 0..1 + random(5) {
                let to = random(count);
                let (to, name, other) = (module(to, kinds[to]), random(4), random(4));
                let fresh = !std::mem::replace(&mut names[name], true);
                let _ = match random(8) {
                    0 if fresh => writeln!(text, "export {{ x{other} as x{name} }} from './{to}';"),
                    1 if fresh => writeln!(
                        text,
                        "import {{ x{other} as i{part} }} from './{to}';\nexport {{ i{part} as x{name} }};"
                    ),
                    2 if fresh => writeln!(text, "export * as x{name} from './{to}';"),
                    3 if fresh => writeln!(
                        text,
                        "import * as n{part} from './{to}';\nexport const x{name} = () => n{part}.x{other};"
                    ),
                    4 if fresh => writeln!(
                        text,
                        "import {{ x{other} as i{part} }} from './{to}';\nexport function x{name}() {{ return i{part}.x0 }}"
                    ),
                    5 => writeln!(text, "export * from './{to}';"),
                    6 => writeln!(text, "import './{to}';"),
                    _ if fresh => writeln!(text, "export const x{name} = '{n}.{name}';"),
                    _ => Ok(()),
                };
            }
        }
        files.push((format!("/app/node_modules/lib/{}.js", module(n, kinds[n])), text));
    }
    let mut main = String::new();
    for part in 0..1 + random(3) {
        let to = random(count);
        let (to, name) = (module(to, kinds[to]), random(4));
        let _ = match random(5) {
            0 => writeln!(main, "import * as n{part} from 'lib/{to}';\nconsole.log(n{part});"),
            1 => writeln!(main, "import * as n{part} from 'lib/{to}';\nconsole.log(n{part}.x{name});"),
            2 => writeln!(main, "export * from 'lib/{to}';"),
            3 => writeln!(main, "import('lib/{to}').then(console.log);"),
            _ => writeln!(main, "import {{ x{name} as i{part} }} from 'lib/{to}';\nconsole.log(i{part}, i{part}.x1);"),
        };
    }
    files.push(("/app/main.js".to_string(), main));
    files
}

#[test]
fn random_libraries_lack_nothing() {
    for seed in 0..400 {
        let files = random_project(seed);
        for format in [OutputFormat::Esm, OutputFormat::Cjs] {
            let mut engine = engine(&files, format, true);
            let (first, _) = build(&engine);
            // Another program on the same library, and back again.
            let other = random_project(seed + 1000).pop().expect("the program is last").1;
            engine.edit(Path::new("/app/main.js"), Some(&other));
            engine.build(&());
            engine.edit(Path::new("/app/main.js"), None);
            let (again, _) = build(&engine);
            assert_eq!((again.outputs, again.diagnostics), (first.outputs, first.diagnostics), "seed {seed}");
        }
    }
}
