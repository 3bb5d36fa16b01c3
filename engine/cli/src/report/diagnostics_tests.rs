use nexxo_base::Code;

use super::*;

fn file(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: path.into(), text: text.into() })
}

fn span(file: &SourceFile, part: &str) -> Span {
    let start = file.text.find(part).unwrap();
    Span::new(start as u32, (start + part.len()) as u32)
}

fn missing_export() -> Diagnostic {
    let main = file(
        "src/main.ts",
        "import React from \"react\";\nimport { creatStore, x } from \"./store\";\n\ncreatStore();\n",
    );
    let store = file("src/store.ts", "// the store\nexport function createStore() {\n  return {};\n}\n");
    Diagnostic::error(Code::MissingExport, "\"creatStore\" is not exported by src/store.ts")
        .at(&main, span(&main, "creatStore"), "no such export")
        .related(&store, span(&store, "createStore"), "a similar name is exported here")
        .note("src/store.ts is an ES module")
        .help("did you mean \"createStore\"?")
}

#[test]
fn as_text() {
    let expected = r#"error[missing-export]: "creatStore" is not exported by src/store.ts
 --> src/main.ts:2:10
  |
1 | import React from "react";
2 | import { creatStore, x } from "./store";
  |          ^^^^^^^^^^ no such export
  |
 ::: src/store.ts:2:17
  |
1 | // the store
2 | export function createStore() {
  |                 ----------- a similar name is exported here
3 |   return {};
  |
  = note: src/store.ts is an ES module
  = help: did you mean "createStore"?"#;
    assert_eq!(render(&missing_export(), false), expected);
}

#[test]
fn without_a_place() {
    let diagnostic = Diagnostic::error(Code::UnreadableFile, "cannot read").in_file("a.ts").help("check it");
    assert_eq!(render(&diagnostic, false), "error[unreadable-file]: cannot read\n--> a.ts\n = help: check it");
}

#[test]
fn a_minified_line_is_cropped() {
    let text = format!("{}here{}\n", "é".repeat(5000), "b".repeat(90_000));
    let source = file("x.js", &text);
    let diagnostic = Diagnostic::warning(Code::SyntaxError, "odd").at(&source, span(&source, "here"), "this");
    let text = render(&diagnostic, false);
    assert!(text.contains("x.js:1:5001"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 140), "{text}");
    let mark = text.lines().find(|line| line.contains("^^^^")).unwrap();
    let code = text.lines().find(|line| line.contains("here")).unwrap();
    let column = |line: &str, part: &str| line[..line.find(part).unwrap()].chars().count();
    assert_eq!(column(mark, "^"), column(code, "here"), "{text}");
}

#[test]
fn odd_places_do_no_harm() {
    let source = file("x.js", "a\u{2028}bé\r\n\tc\n");
    for start in 0..15 {
        for end in start..15 {
            let span = Span::new(start, end);
            let diagnostic =
                Diagnostic::error(Code::SyntaxError, "odd").at(&source, span, "x").related(&source, span, "");
            assert!(render(&diagnostic, true).contains("x.js"));
            assert!(to_json(&diagnostic).contains("x.js"));
        }
    }
    let long = file("y.js", &"line\n".repeat(50));
    let diagnostic = Diagnostic::error(Code::SyntaxError, "all").at(&long, Span::new(0, 250), "x");
    assert!(render(&diagnostic, false).lines().count() < 10);
}

#[test]
fn as_json() {
    let expected = concat!(
        r#"{"code":"missing-export","severity":"error","message":"\"creatStore\" is not exported by src/store.ts","#,
        r#""file":"src/main.ts","line":2,"column":10,"endLine":2,"endColumn":20,"labels":["#,
        r#"{"message":"no such export","file":"src/main.ts","line":2,"column":10,"endLine":2,"endColumn":20},"#,
        r#"{"message":"a similar name is exported here","file":"src/store.ts","line":2,"column":17,"endLine":2,"endColumn":28}],"#,
        r#""notes":["src/store.ts is an ES module"],"help":"did you mean \"createStore\"?"}"#,
    );
    assert_eq!(to_json(&missing_export()), expected);
}
