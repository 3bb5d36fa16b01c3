use super::scan::MAX_DEPTH;
use super::*;
use nexxo_base::module::ImportKind;
use nexxo_base::options::CssModulesOptions;

fn options(minify: bool) -> CssOptions<'static> {
    CssOptions { minify, path: "src/a.css", ..CssOptions::default() }
}

fn compiled(source: &str, options: &CssOptions<'_>) -> CssCompiled {
    compile(source, options).unwrap_or_else(|errors| panic!("{source}: {errors:?}"))
}

/// The minified text with `<specifier>` in place of each URL.
fn minified(source: &str) -> String {
    let it = compiled(source, &options(true));
    it.fill(|record| format!("<{}>", it.records[record.0 as usize].specifier))
}

fn errors(source: &str) -> Vec<(String, String)> {
    let errors = compile(source, &options(false)).expect_err(source);
    errors.into_iter().map(|it| (it.message, source[it.span.start as usize..it.span.end as usize].to_owned())).collect()
}

#[test]
fn urls_become_slots() {
    assert_eq!(
        minified("a { background: url('x.png'); --y: url( \"y z.png\" ) }"),
        "a{--y:url(\"<y z.png>\");background:url(<x.png>)}"
    );
    assert_eq!(
        minified("a{background:image-set('x.png' 1x, url(y.png) 2x)}"),
        "a{background:image-set(\"<x.png>\" 1x,\"<y.png>\" 2x)}"
    );
    assert_eq!(
        minified("@font-face{font-family:x;src:url(x.eot?#iefix)format('eot')}"),
        "@font-face{font-family:x;src:url(<x.eot?#iefix>)format(\"eot\")}"
    );
    assert_eq!(
        minified("a{b:url(#f) url(data:x) url(//h/x) url(https://x)}"),
        "a{b:url(#f) url(data:x) url(//h/x) url(https://x)}"
    );
    assert_eq!(
        minified("@media x{a{b:url(x)}}@unknown url(y){c:url(z)}"),
        "@media x{a{b:url(<x>)}}@unknown url(<y>){c:url(<z>)}"
    );
}

#[test]
fn records_are_in_source_order_once() {
    let source = "@import 'a.css';\n@import url(http://x/y.css);\na{b:url(x);c:url(y) url(x)}";
    let it = compiled(source, &options(false));
    let records: Vec<_> = it.records.iter().map(|it| (it.specifier.as_str(), it.kind)).collect();
    assert_eq!(records, [("a.css", ImportKind::CssImport), ("x", ImportKind::CssUrl), ("y", ImportKind::CssUrl)]);
    let spans: Vec<_> = it.spans.iter().map(|it| &source[it.start as usize..it.end as usize]).collect();
    assert_eq!(spans, ["'a.css'", "x", "y"]);
    assert_eq!(&*it.text, "a {\n  b: url();\n  c: url() url();\n}\n");
    assert_eq!(it.imports[1].target, ImportTarget::External("http://x/y.css".into()));
}

#[test]
fn dropped_urls_have_no_record() {
    let it = compiled(
        "a{color:url(no);background:url(x);background:url(y)}",
        &CssOptions { recover: true, ..options(true) },
    );
    let used: Vec<_> = it.records.iter().map(|it| it.specifier.as_str()).collect();
    assert_eq!(used.last(), Some(&"y"));
    assert!(it.slots.iter().all(|slot| (slot.record.0 as usize) < it.records.len()));
}

#[test]
fn text_that_looks_like_a_placeholder_stays() {
    let source = "a{b:url(x);content:\"nx0u0_\"}";
    assert_eq!(minified(source), "a{b:url(<x>);content:\"nx0u0_\"}");
}

#[test]
fn imports_are_cut_out() {
    let source = "@charset \"utf-8\"; @layer a, b; @import 'x.css' layer(a.c) supports(display: grid) screen and (min-width: 1px);\
                  @import 'y.css' layer; a{b:c}";
    let it = compiled(source, &options(true));
    assert_eq!((&*it.text, &*it.layers), ("a{b:c}", "@layer a,b;"));
    let first = &it.imports[0];
    let conditions: Vec<String> = first.conditions().collect();
    assert_eq!(conditions, ["@media screen and (width>=1px)", "@supports (display:grid)"]);
    assert_eq!(first.layer, Some(Some("a.c".into())));
    assert_eq!(
        first.print("http://x"),
        "@import \"http://x\" layer(a.c) supports((display:grid)) screen and (width>=1px);"
    );
    assert_eq!((it.imports[1].layer.clone(), it.imports[1].conditions().count()), (Some(None), 0));
    let plain = compiled("@import './x.css';", &options(true));
    assert_eq!((plain.imports[0].layer.clone(), plain.imports[0].conditions().count()), (None, 0));
}

#[test]
fn layers_are_told() {
    let it =
        compiled("@layer a,b;@layer c{x{y:z}@layer d{x{y:z}}}@media print{@layer e{x{y:z}}}x{y:z}", &options(true));
    assert_eq!(&*it.declared, "@layer a,b;@layer c{@layer d{}}@media print{@layer e{}}");
    assert!(!it.has_anonymous_layers);
    assert!(compiled("@media print{@layer{x{y:z}}}", &options(true)).has_anonymous_layers);
}

#[test]
fn errors_have_places() {
    let found = |source: &str| errors(source).into_iter().map(|it| it.1).collect::<Vec<_>>();
    assert_eq!(found("a{b:c}\r\na { color: red; ::: }\n"), ["}"]);
    assert_eq!(found("\u{feff}a{b:c}\né{b:url(x)} @import 'late.css';"), ["import"]);
    assert_eq!(found("😀 a{b:url(\nx)} c{ *zoom: 1; y: z } d{ :: }"), [";", "}"]);
    assert_eq!(
        errors(&format!("a{{width:{}{}}}", "min(1px,".repeat(17), ")".repeat(17)))[0].0,
        "The expression is too complex"
    );
    let deep = "a{".repeat(100_000);
    assert_eq!(errors(&deep)[0].0, "Too many nested brackets");
    let long = format!("a{{width:calc(1px{})}}", " + 1em + 1px".repeat(100_000));
    assert_eq!(errors(&long)[0].0, "The expression is too complex");
}

#[test]
fn the_stack_suffices_for_what_is_allowed() {
    let nest = |open: &str, close: &str, depth: usize, around: (&str, &str)| {
        format!("{}{}{}{}", around.0, open.repeat(depth), close.repeat(depth), around.1)
    };
    let all = [
        nest("a{", "}", MAX_DEPTH, ("", "")),
        nest("@media print{", "}", MAX_DEPTH, ("", "")),
        nest("@layer x{@supports (a:b){", "}}", MAX_DEPTH / 2, ("", "")),
        nest("(", ")", MAX_DEPTH - 1, ("a{--b:", "}")),
        nest("{", "}", MAX_DEPTH - 1, ("a{b:", "}")),
        nest("calc(1px + ", "1px)", 16, ("a{width:", "}")),
        nest("(1px + ", "1px)", 15, ("a{width:calc(", ")}")),
        nest("var(--x,", ")", MAX_DEPTH - 1, ("a{color:", "}")),
        nest(":not(", "a)", MAX_DEPTH, ("", "{color:red}")),
        nest(":is(a,", "a)", MAX_DEPTH, ("", "{color:red}")),
        nest("(not ", "(a:b))", MAX_DEPTH - 2, ("@supports ", "{a{b:c}}")),
        nest("(not ", "(color))", MAX_DEPTH - 2, ("@media ", "{a{b:c}}")),
        nest("color-mix(in srgb,red,", "blue)", MAX_DEPTH - 1, ("a{color:", "}")),
        format!("a{{width:calc(1px{})}}", " + 1em * 2 - 3vw".repeat(170)),
        format!("a{{width:calc(1px{})}}", "+1em+2vw".repeat(10_000)),
    ];
    for source in all {
        for minify in [false, true] {
            let _ = compile(
                &source,
                &CssOptions { target: minify.then_some("chrome60"), recover: true, ..options(minify) },
            );
        }
    }
}

#[test]
fn recovery_drops_what_is_invalid() {
    let it = compiled("a{*zoom:1;color:red}", &CssOptions { recover: true, ..options(true) });
    assert_eq!(&*it.text, "a{color:red}");
    assert_eq!(it.warnings.len(), 1);
}

#[test]
fn targets_lower() {
    let it = compiled("a{b{color:red}}", &CssOptions { target: Some("es2020,chrome80"), ..options(true) });
    assert_eq!(&*it.text, "a b{color:red}");
}

const MODULE: &str = ".a{composes:b;composes:c d from './x.module.css';composes:g from global;color:red}\n\
    .b{composes:e;color:red}.e,.default,.k-l{color:red}#id{animation:k 1s;grid-area:z}@keyframes k{}:global(.g){color:red}";

#[test]
fn css_modules_scope_names() {
    let it = compiled(MODULE, &CssOptions { names: Some(&CssModulesOptions::default()), ..options(true) });
    let names: Vec<_> = it.exports.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "default", "e", "id", "k", "k-l"]);
    let hash = it.exports[3].value.trim_start_matches("_e_").to_owned();
    assert_eq!(hash.len(), 6);
    assert_eq!(it.exports[0].value, format!("_a_{hash} _b_{hash} _e_{hash} g"));
    assert!(it.text.contains(&format!("#_id_{hash}{{grid-area:z;animation:1s _k_{hash}}}")), "{}", it.text);
    assert_eq!(it.records[0].kind, ImportKind::Import);
    let js = js_source(&it, true);
    assert!(js.starts_with("import from_0 from \"./x.module.css\";\nexport var a = \"_a_"), "{js}");
    assert!(js.contains(" + \" \" + from_0[\"c\"] + \" \" + from_0[\"d\"];\n"), "{js}");
    assert!(
        js.ends_with(&format!(
            "export default {{\na,\nb,\n\"default\": \"_default_{hash}\",\ne,\nid,\nk,\n\"k-l\": \"_k-l_{hash}\"\n}};\n"
        )),
        "{js}"
    );
    let other = compiled(
        MODULE,
        &CssOptions { names: Some(&CssModulesOptions::default()), path: "other.css", ..options(true) },
    );
    assert_ne!(it.exports, other.exports);
    assert_eq!(js_source(&it, false), "");
}

#[test]
fn mappings_name_rules() {
    let source = "\u{feff}a{b:url(\n'x')}\n\n/* é */ @media print {\n  .x { c: d }\n  .y { c: url(e) } }\r\nf{g:h}";
    for minify in [false, true] {
        let it = compiled(source, &CssOptions { source_map: true, ..options(minify) });
        let found: Vec<_> = it
            .mappings
            .iter()
            .map(|m| {
                (it.text[m.offset as usize..].chars().take(2).collect::<String>(), m.line, m.column, m.slots_before)
            })
            .collect();
        let head = |text: &str| if minify { text.replace(' ', "{") } else { text.to_owned() };
        let expected = [
            (head("a "), 0, 1, 0),
            ("@m".into(), 3, 8, 1),
            (".x".into(), 4, 2, 1),
            (".y".into(), 5, 2, 1),
            (head("f "), 6, 0, 2),
        ];
        assert_eq!(found, expected);
    }
}

#[test]
fn urls_are_quoted_where_needed() {
    let print = |url: &str, string| {
        let mut out = String::new();
        push_url(&mut out, url, string);
        out
    };
    assert_eq!(print("/a.png", false), "/a.png");
    assert_eq!(print("/a.png", true), "\"/a.png\"");
    assert_eq!(print("a b", false), "\"a b\"");
    assert_eq!(print("a\"\\\n", false), "\"a\\\"\\\\\\a \"");
    assert_eq!(print("", false), "\"\"");
}

#[test]
fn no_text_panics() {
    let seeds = [
        MODULE,
        "@import 'a' layer(x) supports(a:b) print;@media (min-width:1px){a>b:not(.c)::before{d:url(x) !important;e:calc(1px + 2em*3)}}",
        "@font-face{src:url('a.woff')format('woff')}@supports (display:grid){.a{&:hover{color:rgb(1 2 3/.5)}}}@layer x{a{b:c}}",
        "@container x (width>1px){a{b:image-set('a' 1x)}}@property --x{syntax:'*';inherits:false}a{--x:{a:b};grid-template:'a b' 1fr/auto}",
    ];
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for round in 0..1500 {
        let mut bytes = seeds[round % seeds.len()].as_bytes().to_vec();
        if round % 10 == 0 {
            bytes = (0..random() % 60).map(|_| random() as u8).collect();
        }
        for _ in 0..random() % 4 + 1 {
            let at = random() % (bytes.len() + 1);
            match random() % 3 {
                0 if at < bytes.len() => bytes[at] = random() as u8,
                1 if at < bytes.len() => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, b"{}()[]\"';:,@\\/*.#-&!"[random() % 20]),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let names = CssModulesOptions::default();
        let options = CssOptions {
            minify: random() % 2 == 0,
            source_map: random() % 2 == 0,
            names: (random() % 2 == 0).then_some(&names),
            recover: random() % 2 == 0,
            target: (random() % 2 == 0).then_some("chrome80,safari13"),
            path: "x.css",
        };
        match compile(&text, &options) {
            Ok(it) => {
                it.fill(|record| it.records[record.0 as usize].specifier.to_string());
                js_source(&it, true);
            }
            Err(errors) => {
                for error in errors {
                    assert!(text.get(error.span.start as usize..error.span.end as usize).is_some(), "{text}");
                }
            }
        }
    }
}
