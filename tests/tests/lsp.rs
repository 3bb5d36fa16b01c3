//! The language server over the wire: a scripted client and the real executable.
#![expect(clippy::disallowed_methods, reason = "folders that go and come back are on the disk")]

use std::fs;
use std::process::Command;
use std::time::Instant;

use nexxo_tests::editor::{Editor, PATIENCE};
use serde_json::{Value, json};

const PAGE: (&str, &str) = ("index.html", "<script type=module src=./main.js></script>\n");

#[test]
fn what_is_wrong_with_an_unsaved_text_is_told() {
    let mut editor = Editor::open(&[
        PAGE,
        ("main.js", "import { one } from './a.js';\nconsole.log(one);\n"),
        ("a.js", "export const one = 1;\n"),
    ]);
    editor.show("main.js", "import { one } from './a.js';\nconsole.log(one);\n");
    editor.expect("main.js", &[]);
    editor.change("main.js", 2, "import { onw } from './a.js';\nconsole.log(onw);\n");
    editor.expect("main.js", &["missing-export"]);
    let diagnostic = editor.published["main.js"][0].clone();
    assert_eq!(diagnostic["range"]["start"], json!({ "line": 0, "character": 9 }));
    let actions = editor.ask("textDocument/codeAction", json!({
        "textDocument": editor.document("main.js"), "range": diagnostic["range"], "context": { "diagnostics": [diagnostic] },
    }));
    let uri = editor.uri("main.js");
    assert_eq!(actions[0]["edit"]["changes"][uri.as_str()][0]["newText"], "one as onw");
    // Half a line: its own error, and those of the text that is linked stay where they are.
    editor.change("main.js", 3, "import { onw } from './a.js';\nconsole.log(onw);\nlet = ;\n");
    editor.expect("main.js", &["missing-export", "syntax-error"]);
    let pulled = editor.ask("textDocument/diagnostic", json!({ "textDocument": editor.document("main.js") }));
    assert_eq!(pulled["items"].as_array().map(Vec::len), Some(2), "{pulled}");
    editor.change("main.js", 4, "import { one } from './a.js';\nconsole.log(one);\n");
    editor.expect("main.js", &[]);
    editor.change("main.js", 5, "import './b.js';\n");
    editor.expect("main.js", &["unresolved-import"]);
    // A file that was never saved counts, and closing it takes it back.
    editor.show("b.js", "console.log(2);\n");
    editor.expect("main.js", &[]);
    let document = editor.document("b.js");
    editor.tell("textDocument/didClose", json!({ "textDocument": document }));
    editor.expect("main.js", &["unresolved-import"]);
}

#[test]
fn an_editor_that_only_asks_is_not_told_twice() {
    let abilities = json!({
        "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } },
    });
    let right = "import { one } from './a.js';\nconsole.log(one);\n";
    let mut editor = Editor::open_with(&[PAGE, ("main.js", right), ("a.js", "export const one = 1;\n")], abilities);
    assert_eq!(editor.abilities["diagnosticProvider"]["interFileDependencies"], true);
    editor.show("main.js", right);
    let codes = |editor: &mut Editor| -> Vec<Value> {
        let pulled = editor.ask("textDocument/diagnostic", json!({ "textDocument": editor.document("main.js") }));
        pulled["items"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect()
    };
    assert_eq!(codes(&mut editor), [] as [&str; 0]);
    // What another file brings about, nobody would ask for.
    editor.show("a.js", "export const two = 1;\n");
    let end = Instant::now() + PATIENCE;
    while !editor.asked.iter().any(|it| it == "workspace/diagnostic/refresh") {
        assert!(editor.receive(end).is_some(), "{:?}", editor.asked);
    }
    assert_eq!(codes(&mut editor), ["missing-export"]);
    assert!(editor.published.is_empty(), "{:?}", editor.published);
    // One that can be told is told, and has no reason to ask.
    let both = json!({ "textDocument": { "diagnostic": {}, "publishDiagnostics": {} } });
    let mut editor = Editor::open_with(&[PAGE, ("main.js", "import './no.js';\n")], both);
    assert_eq!(editor.abilities["diagnosticProvider"], Value::Null);
    editor.expect("main.js", &["unresolved-import"]);
}

#[test]
fn a_moved_file_takes_the_specifiers_of_tests_and_types_with_it() {
    let main = "import type { A } from './lib/a';\nimport { b } from './lib/b';\nlet a: A = b;\nconsole.log(a);\n";
    let test = "import { b } from './lib/b';\nvi.mock('./lib/a');\nb();\n";
    let mut editor = Editor::open(&[
        ("index.html", "<script type=module src=./main.ts></script>\n"),
        ("package.json", "{}"),
        ("main.ts", main),
        ("main.test.ts", test),
        ("lib/a.ts", "export type A = number;\n"),
        ("lib/b.ts", "import type { A } from './a';\nexport const b: A = 1;\n"),
        ("lib/b.test.ts", "import { b } from './b';\nimport main from '../main';\nmain(b);\n"),
    ]);
    editor.show("main.ts", main);
    let texts = |edit: &Value, uri: String| -> Vec<String> {
        let edits = edit["changes"][uri.as_str()].as_array().into_iter().flatten();
        edits.map(|it| it["newText"].as_str().unwrap().to_owned()).collect()
    };
    let moves = json!({ "files": [{ "oldUri": editor.uri("lib"), "newUri": editor.uri("deep/er/lib") }] });
    let edit = editor.ask("workspace/willRenameFiles", moves);
    assert_eq!(texts(&edit, editor.uri("main.ts")), ["./deep/er/lib/a", "./deep/er/lib/b"]);
    assert_eq!(texts(&edit, editor.uri("main.test.ts")), ["./deep/er/lib/b", "./deep/er/lib/a"]);
    assert_eq!(texts(&edit, editor.uri("lib/b.test.ts")), ["../../../main"]);
    let moves = json!({ "files": [{ "oldUri": editor.uri("lib/b.ts"), "newUri": editor.uri("lib/c.ts") }] });
    let edit = editor.ask("workspace/willRenameFiles", moves);
    assert_eq!(texts(&edit, editor.uri("lib/b.test.ts")), ["./c"]);
    assert_eq!(texts(&edit, editor.uri("main.test.ts")), ["./lib/c"]);
}

#[test]
fn a_folder_that_came_back_is_watched() {
    let main = "import { a } from './lib/a';\nconsole.log(a);\n";
    let mut editor = Editor::open(&[PAGE, ("main.js", main), ("lib/a.js", "export const a = 1;\n")]);
    editor.show("main.js", main);
    editor.expect("main.js", &[]);
    let (lib, a) = (editor.root.join("lib"), editor.root.join("lib/a.js"));
    for _ in 0..2 {
        fs::remove_dir_all(&lib).unwrap();
        editor.expect("main.js", &["unresolved-import"]);
        fs::create_dir(&lib).unwrap();
        fs::write(&a, "export const b = 1;\n").unwrap();
        editor.expect("main.js", &["missing-export"]);
        fs::write(&a, "export const a = 1;\n").unwrap();
        editor.expect("main.js", &[]);
    }
}

#[test]
fn specifiers_lead_somewhere() {
    let main = "import a from './lib/a';\nimport './style.css';\nimport 'nowhere';\nconsole.log('😀', new URL('./x.svg', import.meta.url), a);\n";
    let mut editor = Editor::open(&[
        PAGE,
        ("main.js", main),
        ("lib/a.js", "export default 1;\nexport const unused = 2;\n"),
        ("style.css", "a { color: red }"),
        ("x.svg", "<svg/>"),
    ]);
    editor.show("main.js", main);
    editor.expect("main.js", &["unresolved-import"]);
    assert_eq!(editor.at("textDocument/definition", "main.js", 0, 16)["uri"], editor.uri("lib/a.js"));
    assert_eq!(editor.at("textDocument/definition", "main.js", 3, 30)["uri"], editor.uri("x.svg"));
    assert_eq!(editor.at("textDocument/definition", "main.js", 0, 8), Value::Null);
    assert_eq!(editor.at("textDocument/definition", "main.js", 2, 9), Value::Null);
    let links = editor.ask("textDocument/documentLink", json!({ "textDocument": editor.document("main.js") }));
    assert_eq!(links.as_array().map(Vec::len), Some(3), "{links}");
    let hover = editor.at("textDocument/hover", "main.js", 0, 18);
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains("`lib/a.js`") && words.contains("ES module") && words.contains("1 importer"), "{words}");
    assert_eq!(editor.at("textDocument/hover", "main.js", 0, 2), Value::Null);
    let importers = editor.at("textDocument/references", "main.js", 0, 18);
    assert_eq!(importers[0]["range"]["start"], json!({ "line": 0, "character": 15 }));
    editor.show("lib/a.js", "export default 1;\nexport const unused = 2;\n");
    editor.expect("lib/a.js", &["unused-export"]);
    assert_eq!(editor.published["lib/a.js"][0]["range"]["start"]["line"], 1);
}

#[test]
fn specifiers_follow_a_moved_file_and_paths_are_completed() {
    let main = "import a from './lib/a';\nconsole.log(a, import.meta.env.VITE_X);\n";
    let mut editor = Editor::open(&[
        PAGE,
        ("main.js", main),
        ("lib/a.js", "import '../b';\nexport default 1;\n"),
        ("b.js", ""),
        (".env", "VITE_X=7\n"),
    ]);
    editor.show("main.js", main);
    let moves = json!({ "files": [{ "oldUri": editor.uri("lib"), "newUri": editor.uri("deep/er/lib") }] });
    let edit = editor.ask("workspace/willRenameFiles", moves);
    let (main_uri, a) = (editor.uri("main.js"), editor.uri("lib/a.js"));
    assert_eq!(edit["changes"][main_uri.as_str()][0]["newText"], "./deep/er/lib/a");
    assert_eq!(edit["changes"][a.as_str()][0]["newText"], "../../../b");
    let elsewhere = json!({ "files": [{ "oldUri": editor.uri("other.js"), "newUri": editor.uri("another.js") }] });
    assert_eq!(editor.ask("workspace/willRenameFiles", elsewhere), Value::Null);
    let labels = |items: &Value| -> Vec<String> {
        items.as_array().into_iter().flatten().map(|it| it["label"].as_str().unwrap().to_string()).collect()
    };
    let items = editor.at("textDocument/completion", "main.js", 0, 21);
    assert!(labels(&items).contains(&"a.js".to_string()), "{items}");
    let items = editor.at("textDocument/completion", "main.js", 1, 31);
    assert!(labels(&items).contains(&"VITE_X".to_string()), "{items}");
    assert_eq!(editor.at("textDocument/completion", "main.js", 1, 3), Value::Null);
}

#[test]
fn an_import_tells_what_it_costs_and_why_it_is_there() {
    let main = "import './a.js';\nimport './b.js';\n";
    let long = format!("console.log('{}');\n", "x".repeat(3000));
    let mut editor =
        Editor::open(&[PAGE, ("main.js", main), ("a.js", &format!("import './b.js';\n{long}")), ("b.js", &long)]);
    editor.show("main.js", main);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let hints =
        editor.ask("textDocument/inlayHint", json!({ "textDocument": editor.document("main.js"), "range": range }));
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints}");
    assert_eq!(hints[0]["label"], "3.0 kB");
    assert_eq!(hints[0]["position"], json!({ "line": 0, "character": 15 }));
    let ways = editor.ask("nexxo/ways", editor.document("b.js"));
    assert_eq!((&ways[0]["entry"], &ways[0]["steps"][1]["specifier"]), (&json!("index.html"), &json!("./b.js")));
    assert_eq!(editor.ask("nexxo/ways", editor.document("none.js")), json!([]));
    let code = editor.ask("nexxo/code", editor.document("b.js"));
    assert!(code["text"].as_str().unwrap().contains("xxx"), "{code}");
}

#[test]
fn ten_thousand_edits_behind_questions_that_wait() {
    let mut editor = Editor::open(&[PAGE, ("main.js", "")]);
    editor.show("main.js", "console.log(0);\n");
    let position = json!({ "line": 0, "character": 0 });
    let at = json!({ "textDocument": editor.document("main.js"), "position": position });
    let waiting: Vec<i64> = (0..50).map(|_| editor.put("textDocument/hover", at.clone())).collect();
    for version in 2..10_002 {
        let range = json!({ "start": { "line": 0, "character": 12 }, "end": { "line": 0, "character": if version == 2 { 13 } else { 12 + (version - 1).to_string().len() } } });
        let document = json!({ "uri": editor.uri("main.js"), "version": version });
        let changes = json!([{ "range": range, "text": version.to_string() }]);
        editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }
    let code = editor.ask("nexxo/code", editor.document("main.js"));
    assert!(code["text"].as_str().unwrap().contains("console.log(10001)"), "{code}");
    for id in waiting {
        assert_eq!(editor.answer(id)["result"], Value::Null);
    }
    editor.change("main.js", 10_002, "import './no.js';\n");
    editor.expect("main.js", &["unresolved-import"]);
}

#[test]
fn messages_that_make_no_sense_harm_nobody() {
    let mut editor = Editor::open(&[PAGE, ("main.js", "")]);
    editor.send_raw("{ this is no JSON");
    editor.send_raw("[]");
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "file:///nowhere.js", "version": 3 }, "contentChanges": [{ "text": "x" }] }),
    );
    editor.tell("textDocument/didOpen", json!({ "wrong": true }));
    editor.tell("textDocument/didClose", json!(null));
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": "untitled:1", "languageId": "x", "version": 1, "text": "x" } }),
    );
    editor.tell("nobody/knows", json!({}));
    let id = editor.put("textDocument/hover", json!({ "textDocument": 7 }));
    assert!(editor.answer(id).get("error").is_some());
    editor.show("main.js", "let a = 1;\nimport './no.js';\n");
    let wild = json!([{ "range": { "start": { "line": 900, "character": 9 }, "end": { "line": 0, "character": 9000 } }, "text": "//" }]);
    let document = json!({ "uri": editor.uri("main.js"), "version": 2 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": wild }));
    editor.change("main.js", 1, "import './no.js';\n");
    editor.expect("main.js", &["unresolved-import"]);
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    editor.tell("exit", Value::Null);
    assert!(editor.server.wait().unwrap().success());
}

#[test]
fn what_keeps_a_module_of_which_nothing_is_used_is_told() {
    let kept = "export const a = [];\nexport const b = register('a');\n";
    let mut editor = Editor::open(&[PAGE, ("main.js", "import { a } from './kept.js';\n"), ("kept.js", kept)]);
    editor.show("kept.js", kept);
    editor.expect("kept.js", &["unused-export", "kept-for-effects"]);
    let diagnostic = editor.published["kept.js"][1].clone();
    assert_eq!(diagnostic["range"]["start"], json!({ "line": 1, "character": 17 }));
    assert!(diagnostic["message"].as_str().unwrap().ends_with("because it calls `register`"), "{diagnostic}");
    let actions = editor.ask("textDocument/codeAction", json!({
        "textDocument": editor.document("kept.js"), "range": diagnostic["range"], "context": { "diagnostics": [diagnostic] },
    }));
    let uri = editor.uri("kept.js");
    assert_eq!(actions[0]["edit"]["changes"][uri.as_str()][0]["newText"], "/* @__PURE__ */ ");
    let marked = kept.replace("register", "/* @__PURE__ */ register");
    editor.change("kept.js", 2, &marked);
    editor.expect("kept.js", &["unused-export"]);
}

#[test]
fn half_a_rule_is_not_linked() {
    let mut editor = Editor::open(&[PAGE, ("main.js", "import './style.css';\n"), ("style.css", "a { color: red }\n")]);
    editor.show("style.css", "a { color: red }\n");
    editor.expect("style.css", &[]);
    editor.change("style.css", 2, "a { color: blue }\nb { : }\n");
    editor.expect("style.css", &["syntax-error"]);
    let code = editor.ask("nexxo/code", editor.document("style.css"));
    assert!(code["text"].as_str().unwrap().contains("red"), "{code}");
    editor.change("style.css", 3, "a { color: blue }\nb { color: red }\n");
    editor.expect("style.css", &[]);
    let code = editor.ask("nexxo/code", editor.document("style.css"));
    assert!(code["text"].as_str().unwrap().contains("#00f"), "{code}");
}

#[test]
fn an_editor_that_goes_without_a_word_is_told_of_by_the_exit_code() {
    let mut editor = Editor::open(&[PAGE, ("main.js", "")]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}

#[test]
fn the_version_is_told() {
    let output = Command::new(nexxo_tests::nexxo().with_file_name("nexxo-lsp")).arg("--version").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("nexxo-lsp "));
    let wrong = Command::new(nexxo_tests::nexxo().with_file_name("nexxo-lsp")).arg("--wrong").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn cycles_are_graded() {
    let b = |rest: &str| format!("import {{ x }} from './a.js';\n{rest}\n");
    let possible = b("const read = () => x;\nexport const b = window.later(read);");
    let mut editor = Editor::open(&[
        PAGE,
        ("main.js", "import './a.js';\n"),
        ("a.js", "import { b } from './b.js';\nexport const x = [1];\nconsole.log(b);\n"),
        ("b.js", &possible),
    ]);
    editor.show("b.js", &possible);
    editor.expect("b.js", &["import-cycle"]);
    let hint = editor.published["b.js"][0].clone();
    assert_eq!((&hint["severity"], &hint["range"]["start"]), (&json!(4), &json!({ "line": 0, "character": 19 })));
    let words = hint["message"].as_str().unwrap();
    assert!(
        words.contains("b.js \u{2192} a.js \u{2192} b.js") && words.contains("`x` while `b.js` is evaluated"),
        "{words}"
    );
    editor.change("b.js", 2, &b("export const b = () => x;"));
    editor.expect("b.js", &[]);
    let hover = editor.at("textDocument/hover", "b.js", 0, 22);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("closes a cycle, harmless"), "{hover}");
    editor.change("b.js", 3, &b("export const b = x.length;"));
    editor.expect("b.js", &["read-before-init"]);
    // Who is evaluated first reads nothing too early.
    editor.show("a.js", "import { b } from './b.js';\nexport const x = [1];\nconsole.log(b);\n");
    let hover = editor.at("textDocument/hover", "a.js", 0, 22);
    assert!(!hover["contents"]["value"].as_str().unwrap().contains("cycle"), "{hover}");
}

#[test]
fn the_state_of_a_project_is_told() {
    let mut editor = Editor::open(&[PAGE, ("main.js", "console.log(1);\n")]);
    editor.show("main.js", "import './nowhere.js';\n");
    editor.expect("main.js", &["unresolved-import"]);
    let before = editor.ask("nexxo/status", json!({}));
    editor.change("main.js", 2, "console.log('a longer text than before, in one file');\n");
    editor.expect("main.js", &[]);
    let uri = editor.uri("main.js");
    let mut status = Value::Null;
    let end = Instant::now() + PATIENCE;
    // Diagnostics are told a moment before, and what the bundle weighs a moment later.
    while Instant::now() < end
        && (status["revision"].as_u64() <= before["revision"].as_u64()
            || status["errors"] != 0
            || status["bytes"].as_u64() <= Some(40))
    {
        status = editor.ask("nexxo/status", json!({ "uri": uri }));
    }
    assert!(status["revision"].as_u64() > before["revision"].as_u64(), "{status}");
    assert!(status["bytes"].as_u64() > Some(40), "{status}");
    assert_eq!((&status["files"], &status["errors"]), (&json!(2), &json!(0)));
}
