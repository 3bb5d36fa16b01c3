//! Each code of `docs/diagnostics`: a project in which it must be said and one in which it must not, asked of `nexxo check` and of
//! the language server, which must say the same of the same places.
#![expect(clippy::disallowed_methods, reason = "a test makes its own project on the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use nexxo_tests::diagnostics::parse;
use nexxo_tests::editor::Editor;
use serde_json::{Value, json};

/// A project that says something, and how it says nothing of it.
struct Case {
    code: &'static str,
    /// The configuration.
    config: &'static str,
    /// Files beside `index.html`, which loads `main.ts`.
    wrong: &'static [(&'static str, &'static str)],
    /// What these are in the project where all is well.
    right: &'static [(&'static str, &'static str)],
}

const fn case(
    code: &'static str,
    wrong: &'static [(&'static str, &'static str)],
    right: &'static [(&'static str, &'static str)],
) -> Case {
    Case { code, config: "{}", wrong, right }
}

const CASES: &[Case] = &[
    case(
        "ambiguous-export",
        &[
            ("main.ts", "import { x } from './all';\nconsole.log(x);\n"),
            ("all.js", "export * from './a.js';\nexport * from './b.js';\n"),
            ("a.js", "export const x = 1;\n"),
            ("b.js", "export const x = 2;\n"),
        ],
        &[("b.js", "export { x } from './a.js';\n")],
    ),
    case(
        "assign-to-constant",
        &[("main.ts", "const x = 1;\nx = 2;\nexport { x };\n")],
        &[("main.ts", "let x = 1;\nx = 2;\nexport { x };\n")],
    ),
    case(
        "assign-to-import",
        &[("main.ts", "import { x } from './a';\nx = 2;\n"), ("a.js", "export let x = 1;\n")],
        &[("main.ts", "import { x } from './a';\nconsole.log(x);\n")],
    ),
    case(
        "direct-eval",
        &[("main.ts", "const x = 1;\nconsole.log(eval('x'), x);\n")],
        &[("main.ts", "const x = 1;\nconsole.log((0, eval)('1'), x);\n")],
    ),
    case(
        "duplicate-package",
        &[
            ("main.ts", "import a from 'a';\nimport b from 'b';\nconsole.log(a, b);\n"),
            ("node_modules/a/package.json", "{ \"name\": \"a\", \"version\": \"1.0.0\" }"),
            ("node_modules/a/index.js", "export { default } from 'c';\n"),
            ("node_modules/b/package.json", "{ \"name\": \"b\", \"version\": \"1.0.0\" }"),
            ("node_modules/b/index.js", "export { default } from 'c';\n"),
            ("node_modules/a/node_modules/c/package.json", "{ \"name\": \"c\", \"version\": \"1.0.0\" }"),
            ("node_modules/a/node_modules/c/index.js", "export default 1 + Math.random();\n"),
            ("node_modules/b/node_modules/c/package.json", "{ \"name\": \"c\", \"version\": \"2.0.0\" }"),
            ("node_modules/b/node_modules/c/index.js", "export default 2 + Math.random();\n"),
        ],
        &[("main.ts", "import a from 'a';\nconsole.log(a);\n")],
    ),
    case(
        "empty-glob",
        &[("main.ts", "export const load = (name: string) => import(`./parts/${name}.js`);\n")],
        &[("parts/a.js", "export {};\n")],
    ),
    case(
        "ineffective-import",
        &[
            ("main.ts", "import './other';\nimport('./page').then(console.log);\n"),
            ("other.js", "import { page } from './page.js';\nconsole.log(page());\n"),
            ("page.js", "export const page = () => 'page';\n"),
        ],
        &[("other.js", "console.log('other');\n")],
    ),
    case(
        "invalid-glob",
        &[("main.ts", "const name = './*.js';\nconsole.log(import.meta.glob(name));\n")],
        &[("main.ts", "console.log(import.meta.glob('./*.js'));\n")],
    ),
    case(
        "invalid-package",
        &[
            ("main.ts", "import 'a';\n"),
            ("node_modules/a/package.json", "{{{"),
            ("node_modules/a/index.js", "console.log(1);\n"),
        ],
        &[("node_modules/a/package.json", "{ \"name\": \"a\" }")],
    ),
    case(
        "missing-class",
        &[
            ("main.ts", "import styles from './a.module.css';\nconsole.log(styles.nope, styles['title']);\n"),
            ("a.module.css", ".title { composes: base from './b.module.css'; }\n:global(.page) { top: 0 }\n"),
            ("b.module.css", ".base { top: 0 }\n"),
        ],
        &[
            (
                "main.ts",
                "import styles from './a.module.css';\nstyles.mine = 'x';\nconsole.log(styles.mine, styles.title, styles[location.hash], styles.toString());\n",
            ),
            ("a.module.css", ".title { composes: base from './b.module.css'; composes: page from global; }\n"),
        ],
    ),
    case(
        "missing-export",
        &[
            ("main.ts", "import { usestate } from './a';\nconsole.log(usestate);\n"),
            ("a.js", "export const useState = 1;\n"),
        ],
        &[("main.ts", "import { useState } from './a';\nconsole.log(useState);\n")],
    ),
    case(
        "mixed-modules",
        &[("main.ts", "import './a';\n"), ("a.js", "export const a = 'a';\nmodule.exports = a;\n")],
        &[("a.js", "module.exports = 'a';\n")],
    ),
    case(
        "private-variable",
        &[
            ("main.ts", "console.log(import.meta.env.TOKEN, import.meta.env.VITE_OPEN);\n"),
            (".env", "TOKEN=1\nVITE_OPEN=2\n"),
        ],
        &[("main.ts", "console.log(import.meta.env.VITE_OPEN, import.meta.env.MODE);\n")],
    ),
    case(
        "read-before-init",
        &[
            ("main.ts", "import './base';\n"),
            (
                "base.js",
                "import { Derived } from './derived.js';\nexport class Base {\n  static make = () => new Derived();\n}\nconsole.log(Base);\n",
            ),
            ("derived.js", "import { Base } from './base.js';\nexport class Derived extends Base {}\n"),
        ],
        &[(
            "derived.js",
            "import { Base } from './base.js';\nexport class Derived {\n  base() {\n    return Base;\n  }\n}\n",
        )],
    ),
    case("syntax-error", &[("main.ts", "let = ;\n")], &[("main.ts", "let a;\n")]),
    case(
        "unknown-file-type",
        &[("main.ts", "import a from './a.xyz';\nconsole.log(a);\n"), ("a.xyz", "?")],
        &[("main.ts", "import a from './a.xyz?raw';\nconsole.log(a);\n")],
    ),
    case("unresolved-import", &[("main.ts", "import './nowhere';\n")], &[("nowhere.js", "console.log(1);\n")]),
    Case {
        code: "unsupported-syntax",
        config: "{ \"target\": \"es2016\" }",
        wrong: &[("main.ts", "console.log(typeof 10n);\n")],
        right: &[("main.ts", "console.log(2 ** 10, async () => {});\n")],
    },
    case(
        "unsupported",
        &[
            ("main.ts", "const later = require('./later');\nconsole.log(later);\n"),
            ("later.js", "export const x = await 1;\n"),
        ],
        &[("later.js", "export const x = 1;\n")],
    ),
    case(
        "wrong-case",
        &[("main.ts", "import './Card';\n"), ("card.ts", "console.log(1);\n")],
        &[("main.ts", "import './card';\n")],
    ),
    case(
        "unused-export",
        &[("main.ts", "import { a } from './a';\nconsole.log(a);\n"), ("a.js", "export const a = 1, b = 2;\n")],
        &[("main.ts", "import * as all from './a';\nconsole.log(all);\n")],
    ),
    // Modules that are put together with the values of others, in a cycle.
    case(
        "unused-export",
        &[
            ("main.ts", "import { b } from './y.js';\nconsole.log(b());\n"),
            ("x.js", "import { twice } from './y.js';\nexport const a = twice;\n"),
            ("y.js", "export const b = () => a;\nexport const twice = 4, other = 5;\nimport { a } from './x.js';\n"),
        ],
        &[("y.js", "export const b = () => a;\nexport const twice = 4;\nimport { a } from './x.js';\n")],
    ),
    // Names that only code mentions which never runs.
    case(
        "unused-export",
        &[
            (
                "main.ts",
                "import { flag, f } from './a.js';\nif (flag) console.log(f());\nif (false) console.log(f());\n",
            ),
            ("a.js", "export const flag = false, other = 1;\nexport const f = () => 1;\nexport const g = () => 2;\n"),
        ],
        &[(
            "main.ts",
            "import { flag, f, other } from './a.js';\nimport * as all from './a.js';\nif (flag) console.log(f(), other);\nif (false) console.log(all.g());\n",
        )],
    ),
    // Types are made of values, in files that no bundle has.
    case(
        "unused-export",
        &[
            ("main.ts", "import { type T, one } from './all.ts';\nlet t: T = one();\nconsole.log(t);\n"),
            ("types.ts", "import { schema } from './all.ts';\nexport type T = typeof schema;\n"),
            (
                "all.ts",
                "export * from './a.ts';\nexport { two as three } from './a.ts';\nexport type { T } from './types.ts';\n",
            ),
            (
                "a.ts",
                "export const schema = { a: 1 };\nexport const one = () => ({ a: 2 });\nexport const two = () => 3;\n",
            ),
        ],
        &[(
            "main.ts",
            "import { type T, one, type three } from './all.ts';\nlet t: T = one();\nconsole.log(t);\ntype U = typeof three;\n",
        )],
    ),
    // What tests import is there for them.
    case(
        "unneeded-export",
        &[
            ("package.json", "{}"),
            ("main.ts", "import { f } from './a';\nconsole.log(f());\n"),
            ("a.ts", "export const a = [1];\nexport const f = () => a;\n"),
            ("a.test.ts", "import { f } from './a';\nf();\n"),
        ],
        &[("a.test.ts", "import { a } from './a';\na.pop();\n")],
    ),
    case(
        "unneeded-export",
        &[
            ("main.ts", "import { f } from './a';\nconsole.log(f());\n"),
            ("a.js", "export const a = [1];\nexport const f = () => a;\n"),
        ],
        &[("a.js", "const a = [1];\nexport const f = () => a;\n")],
    ),
    case(
        "unused-class",
        &[
            ("main.ts", "import styles from './a.module.css';\nconsole.log(styles.title);\n"),
            ("a.module.css", ".title { top: 0 }\n.other { top: 1px }\n"),
        ],
        &[("main.ts", "import styles from './a.module.css';\nconsole.log(styles);\n")],
    ),
    case(
        "kept-for-effects",
        &[("main.ts", "import './a';\n"), ("a.js", "export const a = location.reload();\n")],
        &[("main.ts", "import { a } from './a';\nconsole.log(a);\n")],
    ),
    // What a page loads is there to run.
    case(
        "kept-for-effects",
        &[
            ("main.ts", "import './a';\nexport const b = location.reload();\n"),
            ("a.js", "export const a = location.reload();\n"),
        ],
        &[("main.ts", "import { a } from './a';\nexport const b = location.reload(a);\n")],
    ),
    case(
        "import-cycle",
        &[
            ("main.ts", "import './a';\n"),
            (
                "a.js",
                "import { b } from './b.js';\nexport const a = [location.href];\nexport const f = () => b;\nconsole.log(f);\n",
            ),
            ("b.js", "import { a } from './a.js';\nexport const b = [];\nconst g = () => a;\nlocation.go?.(g);\n"),
        ],
        &[("b.js", "import { a } from './a.js';\nexport const b = [];\nexport const g = () => a;\n")],
    ),
    Case {
        code: "missing-global",
        config: "{ \"external\": [\"jquery\"], \"format\": \"iife\" }",
        wrong: &[("main.ts", "import $ from 'jquery';\nconsole.log($);\n")],
        right: &[("main.ts", "console.log(1);\n")],
    },
];

/// Codes that neither a check nor an editor can be asked for in a project like these, and where they are tried.
const ELSEWHERE: &[(&str, &str)] = &[
    ("broken-source-map", "told by what renders: tests/bundle/sourcemap/composed"),
    ("cache-unusable", "of the folder of the cache: tests/tests/cache.rs"),
    ("entry-exports", "of entries that are named: tests/bundle/formats/exports-none"),
    ("entry-not-found", "of entries that are named: tests/bundle/diagnostics/entry-not-found"),
    ("internal-error", "a defect"),
    ("invalid-config", "of the configuration: the_configuration_is_wrong"),
    ("invalid-option", "of the command line: engine/cli"),
    ("invalid-utf8", "an editor sends no such text: tests/bundle/diagnostics/invalid-utf8"),
    ("output-clash", "told by what writes: tests/bundle/diagnostics/output-clash"),
    ("runtime-error", "of an open page: tests/hmr"),
    ("unreadable-file", "of the disk: tests/bundle/diagnostics/unreadable"),
    ("write-failed", "told by what writes: tests/bundle/diagnostics/old-output-stays"),
];

/// What is said of a place: code, weight, file, line and column from 1.
type Said = (String, String, String, u64, u64);

#[test]
fn each_code_is_said_where_it_must_be_and_nowhere_else() {
    let mut wrong = Vec::new();
    for case in CASES {
        for (files, is_wrong) in [(case.wrong.to_vec(), true), (replaced(case.wrong, case.right), false)] {
            let (checked, edited) = said(case.config, &files);
            let has_it = checked.iter().any(|it| it.0 == case.code);
            // What belongs to no file, an editor has nowhere to show.
            let shown: BTreeSet<Said> = checked.iter().filter(|it| !it.2.is_empty()).cloned().collect();
            if has_it != is_wrong || shown != edited {
                wrong.push(format!("{} ({is_wrong}): check {checked:?}, editor {edited:?}", case.code));
            }
            let is_other = |it: &Said| it.0 == case.code || it.1 != "hint";
            if !is_wrong && checked.iter().any(is_other) {
                wrong.push(format!("{}: said where all is well: {checked:?}", case.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn replaced<'f>(files: &[(&'f str, &'f str)], by: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = files.iter().filter(|(path, _)| by.iter().all(|(other, _)| other != path));
    kept.chain(by).copied().collect()
}

/// What `nexxo check` says of a project, and what an editor is told that asks about each file of it.
fn said(config: &str, files: &[(&str, &str)]) -> (BTreeSet<Said>, BTreeSet<Said>) {
    let mut all = vec![("index.html", "<script type=module src=./main.ts></script>\n"), ("nexxo.config.json", config)];
    all.extend_from_slice(files);
    let mut editor = Editor::open(&all);
    let output = Command::new(nexxo_tests::nexxo())
        .args(["check", ".", "--hints", "--format", "json"])
        .current_dir(&editor.root)
        .output()
        .unwrap();
    let checked = parse(&String::from_utf8_lossy(&output.stdout)).iter().map(of_check).collect();
    let mut edited = BTreeSet::new();
    for (path, text) in files {
        let is_text = fs::exists(editor.root.join(path)).unwrap();
        assert!(is_text);
        if path.ends_with(".ts") || path.ends_with(".js") || path.ends_with(".css") {
            editor.show(path, text);
        }
        let pulled = editor.ask("textDocument/diagnostic", json!({ "textDocument": editor.document(path) }));
        let items = pulled["items"].as_array().unwrap().iter().map(|it| of_editor(path, it));
        // Of the files of packages hints are for who opens them.
        edited.extend(items.filter(|it| it.1 != "hint" || !path.starts_with("node_modules/")));
    }
    (checked, edited)
}

fn of_check(it: &Value) -> Said {
    let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
    let number = |name: &str| it[name].as_u64().unwrap_or(1);
    (text("code"), text("severity"), text("file"), number("line"), number("column"))
}

fn of_editor(path: &str, it: &Value) -> Said {
    let weight = ["", "error", "warning", "info", "hint"][it["severity"].as_u64().unwrap() as usize];
    let start = |name: &str| it["range"]["start"][name].as_u64().unwrap() + 1;
    (it["code"].as_str().unwrap().to_owned(), weight.to_owned(), path.to_owned(), start("line"), start("character"))
}

#[test]
fn the_configuration_is_wrong() {
    let page = ("index.html", "<script type=module src=./main.js></script>\n");
    let mut editor = Editor::open(&[page, ("nexxo.config.json", "{ \"minfy\": true }"), ("main.js", "")]);
    editor.show("main.js", "");
    editor.expect("nexxo.config.json", &["invalid-config"]);
    fs::write(editor.root.join("nexxo.config.json"), "{ \"minify\": true }").unwrap();
    editor.expect("nexxo.config.json", &[]);
}

#[test]
fn each_code_is_tried() {
    let pages = nexxo_tests::package_dir().parent().unwrap().join("docs/diagnostics");
    let pages: BTreeSet<String> = (fs::read_dir(pages).unwrap())
        .map(|it| it.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let tried = CASES.iter().map(|it| it.code).chain(ELSEWHERE.iter().map(|it| it.0));
    assert_eq!(pages, tried.map(str::to_owned).collect());
}
