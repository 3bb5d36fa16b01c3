//! Classes of CSS Modules in an editor, over the wire.

use nexxo_tests::editor::Editor;
use serde_json::{Value, json};

const PAGE: (&str, &str) = ("index.html", "<script type=module src=./main.js></script>\n");

const CARD: &str = ".title { color: red }
.a-b { composes: title; }
.far { composes: base from './base.module.css' }
.unused .title:hover { top: 0 }
:global(.page) { top: 0 }
";
const BASE: &str = ".base { top: 0 }\n";
const CLASSES: &str = "import styles, { far as distant } from './card.module.css';
const { title } = styles;
console.log('😀', styles.title, styles['a-b'], distant, title);
";

/// The line and the column in UTF-16 of what is behind `¦` in a part of a text.
fn place_of(text: &str, marked: &str) -> (u32, u32) {
    let (before, behind) = marked.split_once('¦').unwrap();
    let at = text.find(&format!("{before}{behind}")).unwrap() + before.len();
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    (text[..at].matches('\n').count() as u32, text[line..at].encode_utf16().count() as u32)
}

/// `text` with the edits of a file.
fn edited(text: &str, edits: &Value) -> String {
    let offset = |at: &Value| {
        let line = at["line"].as_u64().unwrap() as usize;
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let mut units = at["character"].as_u64().unwrap() as usize;
        let rest = text[start..].char_indices().find(|(_, c)| {
            let is_there = units == 0;
            units = units.saturating_sub(c.len_utf16());
            is_there
        });
        start + rest.map_or(text.len() - start, |(at, _)| at)
    };
    let mut edits: Vec<(usize, usize, &str)> = (edits.as_array().into_iter().flatten())
        .map(|it| (offset(&it["range"]["start"]), offset(&it["range"]["end"]), it["newText"].as_str().unwrap()))
        .collect();
    edits.sort_unstable();
    let mut out = text.to_string();
    edits.iter().rev().for_each(|(start, end, new)| out.replace_range(*start..*end, new));
    out
}

fn with_classes() -> Editor {
    let files = [PAGE, ("main.js", CLASSES), ("card.module.css", CARD), ("base.module.css", BASE)];
    let mut editor = Editor::open(&files);
    editor.show("main.js", CLASSES);
    editor.show("card.module.css", CARD);
    editor.expect("card.module.css", &["unused-class"]);
    editor
}

fn rename(editor: &mut Editor, file: &str, (line, character): (u32, u32), name: &str) -> Value {
    let position = json!({ "line": line, "character": character });
    let params = json!({ "textDocument": editor.document(file), "position": position, "newName": name });
    let id = editor.put("textDocument/rename", params);
    editor.answer(id)
}

/// What is offered at a place of a text that the editor shows from now on.
fn offers(editor: &mut Editor, version: i64, marked: &str) -> Vec<Value> {
    let text = marked.replace('¦', "");
    editor.change("main.js", version, &text);
    let (line, character) = place_of(&text, marked);
    editor.at("textDocument/completion", "main.js", line, character).as_array().cloned().unwrap_or_default()
}

#[test]
fn classes_are_known_in_sheets_and_in_code() {
    let mut editor = with_classes();
    let faded = editor.published["card.module.css"][0].clone();
    assert_eq!((&faded["range"]["start"]["line"], &faded["tags"]), (&json!(3), &json!([1])));

    // Where a class is, from all sides.
    let lines = |found: &Value| -> Vec<(String, u64)> {
        let of = |it: &Value| {
            (
                it["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_string(),
                it["range"]["start"]["line"].as_u64().unwrap(),
            )
        };
        found.as_array().into_iter().flatten().map(of).collect()
    };
    let card = |line| ("card.module.css".to_string(), line);
    let main = |line| ("main.js".to_string(), line);
    for place in ["styles.¦title", "{ ti¦tle }"] {
        let (line, character) = place_of(CLASSES, place);
        let found = editor.at("textDocument/definition", "main.js", line, character);
        assert_eq!(lines(&found), [card(0), card(3)], "{place}");
    }
    let (line, character) = place_of(CLASSES, "styles['a¦-b']");
    assert_eq!(lines(&editor.at("textDocument/definition", "main.js", line, character)), [card(1)]);
    for place in ["{ ¦far as", "¦distant, "] {
        let (line, character) = place_of(CLASSES, place);
        assert_eq!(lines(&editor.at("textDocument/definition", "main.js", line, character)), [card(2)]);
    }
    let (line, character) = place_of(CARD, "composes: ¦title");
    assert_eq!(lines(&editor.at("textDocument/definition", "card.module.css", line, character)), [card(0), card(3)]);
    let (line, character) = place_of(CARD, "composes: ¦base");
    let found = editor.at("textDocument/definition", "card.module.css", line, character);
    assert_eq!(lines(&found), [("base.module.css".to_string(), 0)]);
    let (line, character) = place_of(CARD, ":global(.¦page)");
    assert_eq!(editor.at("textDocument/definition", "card.module.css", line, character), Value::Null);

    // Who uses it.
    let found = editor.at("textDocument/references", "card.module.css", 0, 2);
    assert_eq!(lines(&found), [card(0), card(1), card(3), main(1), main(2)]);
    let (line, character) = place_of(CARD, "composes: ¦base");
    let found = editor.at("textDocument/references", "card.module.css", line, character);
    assert_eq!(lines(&found), [("base.module.css".to_string(), 0), card(2)]);

    // What it is.
    let (line, character) = place_of(CLASSES, "styles.¦title");
    let hover = editor.at("textDocument/hover", "main.js", line, character);
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains(".title { color: red }") && words.contains("_title_"), "{words}");
    assert_eq!(hover["range"]["start"]["character"], json!(character));

    // A text that does not compile: places are those that are seen.
    let broken = CLASSES.replace("const {", "let = ;\nconst {");
    editor.change("main.js", 2, &broken);
    editor.expect("main.js", &["syntax-error"]);
    let (line, character) = place_of(&broken, "styles.¦title");
    assert_eq!(lines(&editor.at("textDocument/definition", "main.js", line, character)), [card(0), card(3)]);
    assert_eq!(lines(&editor.at("textDocument/references", "card.module.css", 0, 2))[3..], [main(2), main(3)]);
    let refused = rename(&mut editor, "card.module.css", (0, 2), "headline");
    assert!(refused["error"]["message"].as_str().unwrap().contains("does not compile"), "{refused}");

    // Who uses any of them keeps all.
    editor.change("main.js", 3, "import styles from './card.module.css';\nconsole.log(styles[location.hash]);\n");
    editor.expect("card.module.css", &[]);
    // Nobody imports it: nothing is said of it.
    editor.change("main.js", 4, "console.log(1);\n");
    editor.expect("card.module.css", &[]);
    // It has no such class.
    editor.change(
        "main.js",
        5,
        "import styles from './card.module.css';\nconsole.log(styles.titles, styles.toString());\n",
    );
    editor.expect("main.js", &["missing-class"]);
    let diagnostic = editor.published["main.js"][0].clone();
    let actions = editor.ask("textDocument/codeAction", json!({
        "textDocument": editor.document("main.js"), "range": diagnostic["range"], "context": { "diagnostics": [diagnostic] },
    }));
    let uri = editor.uri("main.js");
    assert_eq!(actions[0]["edit"]["changes"][uri.as_str()][0]["newText"], "title");
}

#[test]
fn classes_are_completed() {
    let mut editor = with_classes();
    let labels =
        |items: &[Value]| -> Vec<String> { items.iter().map(|it| it["label"].as_str().unwrap().to_string()).collect() };
    let all = ["a-b", "far", "title", "unused"];
    let import = "import styles from './card.module.css';\n";
    let dot = offers(&mut editor, 2, &format!("{import}const a = {{}};\nconsole.log(styles.¦);\n"));
    assert_eq!(labels(&dot), all);
    assert!(dot[2]["documentation"]["value"].as_str().unwrap().contains(".title { color: red }"));
    assert_eq!((&dot[0]["textEdit"]["newText"], &dot[0]["filterText"]), (&json!("['a-b']"), &json!(".a-b")));
    assert_eq!(
        dot[0]["textEdit"]["range"],
        json!({ "start": { "line": 2, "character": 18 }, "end": { "line": 2, "character": 19 } })
    );
    assert_eq!(dot[2]["textEdit"]["newText"], "title");
    assert_eq!(labels(&offers(&mut editor, 3, &format!("{import}styles.ti¦t;\n"))), all);
    assert_eq!(labels(&offers(&mut editor, 4, &format!("{import}styles['¦\n"))), all);
    assert_eq!(labels(&offers(&mut editor, 5, &format!("{import}styles[\"a-¦\"];\n"))), all);
    assert_eq!(labels(&offers(&mut editor, 6, "import { ¦ } from './card.module.css';\n")), ["far", "title", "unused"]);
    assert_eq!(
        labels(&offers(&mut editor, 7, "import * as all from './card.module.css';\nall.¦\n")),
        ["far", "title", "unused"]
    );
    assert_eq!(labels(&offers(&mut editor, 8, "import * as all from './card.module.css';\nall.default?.¦\n")), all);
    assert_eq!(labels(&offers(&mut editor, 9, &format!("{import}const f = (styles) => styles.¦;\n"))), [""; 0]);
    assert_eq!(labels(&offers(&mut editor, 10, &format!("{import}other.¦;\n"))), [""; 0]);
    assert_eq!(
        labels(&offers(&mut editor, 11, &format!("{import}const {{ ¦ }} = styles;\n"))),
        ["far", "title", "unused"]
    );
}

#[test]
fn classes_get_another_name_everywhere() {
    let mut editor = with_classes();
    let texts = |editor: &Editor, answer: &Value| {
        let changes = &answer["result"]["changes"];
        let of = |file: &str, text: &str| edited(text, &changes[editor.uri(file).as_str()]);
        (of("main.js", CLASSES), of("card.module.css", CARD), of("base.module.css", BASE))
    };
    let answer = rename(&mut editor, "main.js", place_of(CLASSES, "styles.¦title"), "big-title");
    let (main, card, base) = texts(&editor, &answer);
    let expected =
        CLASSES.replace("{ title }", "{ 'big-title': title }").replace("styles.title", "styles['big-title']");
    assert_eq!((main, base), (expected, BASE.to_string()));
    assert_eq!(card, CARD.replace("title", "big-title"));

    let answer = rename(&mut editor, "card.module.css", place_of(CARD, ".¦a-b"), "ab");
    let (main, card, _) = texts(&editor, &answer);
    assert_eq!((main, card), (CLASSES.replace("a-b", "ab"), CARD.replace("a-b", "ab")));

    let answer = rename(&mut editor, "main.js", place_of(CLASSES, "{ ¦far as"), "near");
    let (main, card, _) = texts(&editor, &answer);
    assert_eq!((main, card), (CLASSES.replace("far", "near"), CARD.replace("far", "near")));

    let answer = rename(&mut editor, "card.module.css", place_of(CARD, "composes: ¦base"), "ground");
    let (main, card, base) = texts(&editor, &answer);
    assert_eq!((main, card), (CLASSES.to_string(), CARD.replace("composes: base", "composes: ground")));
    assert_eq!(base, BASE.replace("base", "ground"));

    let (line, character) = place_of(CLASSES, "styles.ti¦tle");
    let prepared = editor.at("textDocument/prepareRename", "main.js", line, character);
    assert_eq!(
        (&prepared["placeholder"], &prepared["range"]["start"]["character"]),
        (&json!("title"), &json!(character - 2))
    );
    assert_eq!(editor.at("textDocument/prepareRename", "main.js", 0, 8), Value::Null);
    for (file, place, name, why) in [
        ("card.module.css", place_of(CARD, ".¦a-b"), "title", "already"),
        ("card.module.css", place_of(CARD, ".¦a-b"), "1a", "no class name"),
        ("card.module.css", place_of(CARD, ".¦a-b"), "a b", "no class name"),
        ("card.module.css", place_of(CARD, ".¦far"), "far-off", "can be no variable"),
        ("main.js", place_of(CLASSES, "¦distant, "), "near", "variable"),
    ] {
        let refused = rename(&mut editor, file, place, name);
        assert!(refused["error"]["message"].as_str().is_some_and(|it| it.contains(why)), "{name}: {refused}");
    }
}

#[test]
fn classes_are_spelled_as_the_convention_has_it() {
    let config = "{ \"cssModules\": { \"localsConvention\": \"camelCase\" } }";
    let main = "import styles from './a.module.css';\nconsole.log(styles.mainTitle, styles['main-title']);\n";
    let sheet = ".main-title { top: 0 }\n";
    let mut editor = Editor::open(&[PAGE, ("nexxo.config.json", config), ("main.js", main), ("a.module.css", sheet)]);
    editor.show("main.js", main);
    editor.expect("main.js", &[]);
    let renamed = |editor: &mut Editor, file: &str, place, name: &str| {
        let answer = rename(editor, file, place, name);
        let changes = &answer["result"]["changes"];
        (
            edited(main, &changes[editor.uri("main.js").as_str()]),
            edited(sheet, &changes[editor.uri("a.module.css").as_str()]),
        )
    };
    let expected = (
        main.replace("mainTitle", "bigWord").replace("main-title", "big-word"),
        sheet.replace("main-title", "big-word"),
    );
    assert_eq!(renamed(&mut editor, "a.module.css", (0, 3), "big-word"), expected);
    assert_eq!(renamed(&mut editor, "main.js", place_of(main, "styles.¦mainTitle"), "bigWord"), expected);
    assert_eq!(renamed(&mut editor, "main.js", place_of(main, "'¦main-title"), "big-word"), expected);
}
