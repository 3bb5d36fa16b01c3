use super::*;

fn check(json: &str, js: &str) {
    assert_eq!(js_source(json).as_deref(), Ok(js), "{json}");
}

fn check_error(json: &str, message: &str, start: u32) {
    let error = js_source(json).expect_err(json);
    assert_eq!((error.message.as_str(), error.span.start), (message, start), "{json}");
}

#[test]
fn objects_have_named_exports() {
    check(
        "\u{feff}{ \"a\" : [1, 2.50e+3 ,-0], \"b-c\": {\"x\": null}, \"default\":true }\n",
        "export var a = [1,2.50e+3,-0];\nvar key_1 = {\"x\":null};\nexport { key_1 as \"b-c\" };\n\
         export default {\na,\n\"b-c\": key_1,\n\"default\": true\n};\n",
    );
    check("{}", "export default {};\n");
}

#[test]
fn other_values_have_a_default_export() {
    check(" [ ] ", "export default [];\n");
    check("\"\\u2028\u{2028}\"", "export default \"\\u2028\u{2028}\";\n");
    check("12345678901234567890", "export default 12345678901234567890;\n");
}

#[test]
fn keys_follow_json_parse() {
    check(
        r#"{"a":1,"b":2,"a":3,"__proto__":{"__proto__":4,"\u005f_proto__":5}}"#,
        "export var a = 3;\nexport var b = 2;\nvar key_2 = {[\"__proto__\"]:4,[\"__proto__\"]:5};\n\
         export { key_2 as \"__proto__\" };\nexport default {\na,\nb,\n[\"__proto__\"]: key_2\n};\n",
    );
    check(r#"{"\ud800":1,"\ud801":2}"#, "export default {\n\"\\ud800\": 1,\n\"\\ud801\": 2\n};\n");
    check(
        r#"{"key_":1,"a b":2}"#,
        "export var key_ = 1;\nvar key__1 = 2;\nexport { key__1 as \"a b\" };\nexport default {\nkey_,\n\"a b\": key__1\n};\n",
    );
    check(r#"{"\u0061":1,"a":2}"#, "export var a = 2;\nexport default {\na\n};\n");
}

#[test]
fn errors_have_a_place() {
    check_error("", "Expected a value, found the end of the file", 0);
    check_error("{\"a\":1,}", "Expected a property name in double quotes, found `}`", 7);
    check_error("[1,]", "Expected a value, found `]`", 3);
    check_error("[1 2]", "Expected `,` or `]` after an element, found `2`", 3);
    check_error("{\"a\" 1}", "Expected `:` after a property name, found `1`", 5);
    check_error("[01]", "A number cannot start with 0", 2);
    check_error("[1.]", "Expected a digit, found `]`", 3);
    check_error("\"a", "Unterminated string", 0);
    check_error("\"\\x\"", "Invalid escape sequence in a string", 1);
    check_error("\"\t\"", "Control character in a string: it must be escaped", 1);
    check_error("1 // x", "Expected the end of the file, found `/`: JSON has no comments", 2);
    check_error("é", "Expected a value, found `é`", 0);
    check_error("[1}", "Expected `,` or `]` after an element, found `}`", 2);
}

#[test]
fn deep_documents_are_parsed_at_run_time() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let source = js_source(&deep).expect("valid");
    assert!(source.starts_with("export default /* @__PURE__ */ JSON.parse(\"[[["));
    assert!(js_source(&"[".repeat(100_000)).is_err());
}

#[test]
fn no_text_panics() {
    let seed = r#"{"a":[1,-2.5e3,"x\u00e9\n"],"b":{"__proto__":null,"é":true}}"#;
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for _ in 0..20_000 {
        let mut bytes = seed.as_bytes().to_vec();
        for _ in 0..random() % 4 + 1 {
            let at = random() % bytes.len();
            match random() % 3 {
                0 => bytes[at] = random() as u8,
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, b"{}[]\",:\\u0-e"[random() % 12]),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Err(error) = js_source(&text) {
            assert!(text.get(error.span.start as usize..error.span.end as usize).is_some());
        }
    }
}
