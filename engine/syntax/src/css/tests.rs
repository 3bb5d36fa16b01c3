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
    assert!(
        js.starts_with("import { c as from_0_c, d as from_0_d } from \"./x.module.css\";\nexport var a = \"_a_"),
        "{js}"
    );
    assert!(js.contains(" + \" \" + from_0_c + \" \" + from_0_d;\n"), "{js}");
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

/// The minified text of a sheet whose names are `[local]_`, and what it exports; each value that it takes is `known`.
fn scoped_with(source: &str, names: &CssModulesOptions, known: &[&str]) -> (String, String) {
    let names = CssModulesOptions { pattern: Some("[local]_".into()), ..names.clone() };
    let known: Vec<Option<String>> = known.iter().map(|it| Some((*it).to_owned())).collect();
    let options = CssOptions { names: Some(&names), values: &known, global: names.global, ..options(true) };
    let it = compiled(source, &options);
    let exports = it.exports.iter().map(|it| format!("{}={}", it.name, it.value)).collect::<Vec<_>>();
    let text = it.fill(|record| format!("<{}>", it.records[record.0 as usize].specifier));
    (text, exports.join(","))
}

fn scoped(source: &str, known: &[&str]) -> (String, String) {
    scoped_with(source, &CssModulesOptions::default(), known)
}

fn own(text: &str, exports: &str) -> (String, String) {
    (text.to_owned(), exports.to_owned())
}

#[test]
fn names_of_empty_rules_are_told() {
    assert_eq!(scoped(".a{} .b{c:d} #e:not(.f){}", &[]), own(".b_{c:d}", "a=a_,b=b_,e=e_,f=f_"));
    assert_eq!(scoped(".a{} .b{composes:a;c:d} @media print{.g{}}", &[]), own(".b_{c:d;}", "a=a_,b=b_ a_,g=g_"));
    assert_eq!(scoped(":global(.a){} :global .b .c{} .d :local(.e){}", &[]), own("", "d=d_,e=e_"));
}

#[test]
fn values_stand_for_their_text() {
    assert_eq!(scoped("@value a: red; x{color:a}", &[]), own("x{color:red}", "a=red"));
    assert_eq!(scoped("@value a red; x{color:a}", &[]), own("x{color:red}", "a=red"));
    assert_eq!(
        scoped("@value a: 1px; @value b: calc(a + 2px) a; x{margin:b}", &[]),
        own("x{margin:3px 1px}", "a=1px,b=calc(1px + 2px) 1px")
    );
    assert_eq!(
        scoped("@value small: (max-width: 9px); @media small{x{color:red}}", &[]),
        own("@media (width<=9px){x{color:red}}", "small=(max-width: 9px)")
    );
    assert_eq!(
        scoped(
            "@value w: 9px; @media (min-width:w){x{y:z}} @container (width > w){x{y:z}} @supports (x:w){x{y:z}}",
            &[]
        ),
        own("@media (width>=9px){x{y:z}}@container (width>9px){x{y:z}}@supports (x:9px){x{y:z}}", "w=9px")
    );
    // The last definition counts, what was made of an earlier one stays.
    assert_eq!(scoped("@value a: 1px; @value b: a; @value a: 2px; x{y:a b}", &[]), own("x{y:2px 1px}", "a=2px,b=1px"));
    assert_eq!(scoped("x{y:a} @value a: 1px;", &[]), own("x{y:1px}", "a=1px"));
    assert_eq!(
        scoped("/* @value no: 1; */ @value a: /* x */ 1px /* y */ 2px; x{y:a}", &[]),
        own("x{y:1px 2px}", "a=1px  2px")
    );
    assert_eq!(
        scoped("@value red: blue; x{y:'red' url(red.png) #red a-red red-a \\red}", &[]),
        own("x{y:\"red\" url(<red.png>) #red a-red red-a red}", "red=blue")
    );
    assert_eq!(scoped("@value e: ; x{y:e z}", &[]), own("x{y:z}", "e= "));
    assert_eq!(
        scoped("@value s: \"a;b{\"; @value u: url(a;b.png); x{y:s u}", &[]),
        own("x{y:\"a;b{\" url(<a;b.png>)}", "s=\"a;b{\",u=url(a;b.png)")
    );
    assert_eq!(
        scoped("@value long:\n  1px\n  2px;\n@VALUE d:1;x{y:long d}", &[]),
        own("x{y:1px 2px 1}", "d=1,long=1px\n  2px")
    );
}

#[test]
fn values_stand_in_selectors() {
    assert_eq!(
        scoped("@value a: title; .a{b:c} .a:hover .d{e:f}", &[]),
        own(".title_{b:c}.title_:hover .d_{e:f}", "a=title,d=d_,title=title_")
    );
    // Those of other files are not the sheet's own.
    assert_eq!(
        scoped("@value a from 'x'; .a{b:c} #a .d:not(.a){e:f} :local(.a){g:h} :global .a{i:j}", &["title other"]),
        own(".title{b:c}#title .d_:not(.title){e:f}.title{g:h}.title{i:j}", "a=title other,d=d_")
    );
    assert_eq!(
        scoped("@value s from 'x'; s .b{c:d} a:p{e:f} @value p from 'x';", &[".q > .r", "hover"]),
        own(".q>.r .b_{c:d}a:hover{e:f}", "b=b_,p=hover,s=.q > .r")
    );
}

#[test]
fn values_are_taken() {
    let source = "@value a, b as c from './x.css'; @value (d) from path; @value path: './no.css'; y{z:a c d}";
    let names = CssModulesOptions::default();
    assert_eq!(
        errors_of(source, &names),
        [("`from` must be followed by a path in quotes, or by a value that is one", "path")]
    );
    let source = "@value path: './y.css'; @value a, b as c from './x.css'; @value (\n d,\n) from path; y{z:a c d}";
    let values = CssValues::of(source, false);
    let taken: Vec<_> = values.taken.iter().map(|it| format!("{}:{}", it.specifier, it.name)).collect();
    assert_eq!(taken, ["./x.css:a", "./x.css:b", "./y.css:d"]);
    let given: Vec<_> = values.given.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(given, ["a", "c", "d", "path"]);
    assert_eq!(values.get("c"), Some(&[ValuePiece::Taken(1)][..]));
    assert_eq!(values.get("b"), None);
    assert_eq!(scoped(source, &["1", "2", "3"]), own("y{z:1 2 3}", "a=1,c=2,d=3,path='./y.css'"));
    let spans = taken_spans(source, false);
    assert_eq!(spans.iter().map(|it| &source[it.start as usize..it.end as usize]).collect::<Vec<_>>(), ["a", "b", "d"]);

    let known = [Some("1".to_owned()), None, Some("3".to_owned())];
    let options = CssOptions { names: Some(&names), values: &known, ..options(true) };
    let it = compiled(source, &options);
    assert_eq!((&*it.text, it.exports.len()), ("y{z:1 c 3}", 3));
    let js = js_source(&it, true);
    assert!(js.starts_with("import \"./x.css\";\nimport \"./y.css\";\nexport var a = \"1\";"), "{js}");
    let spans: Vec<_> = it.spans.iter().map(|it| &source[it.start as usize..it.end as usize]).collect();
    assert_eq!(spans, ["'./x.css'", "path"]);
}

fn errors_of<'s>(source: &'s str, names: &CssModulesOptions) -> Vec<(&'static str, &'s str)> {
    let errors = compile(source, &CssOptions { names: Some(names), ..options(false) }).expect_err(source);
    let error = |it: CssError| (it.message.leak() as &str, &source[it.span.start as usize..it.span.end as usize]);
    errors.into_iter().map(error).collect()
}

#[test]
fn values_that_cannot_be_read() {
    let errors = |source| errors_of(source, &CssModulesOptions::default());
    assert_eq!(errors("@value;"), [("`@value` must be followed by a name and a value", "@value")]);
    assert_eq!(errors("@value a:;"), [("`@value` must be followed by a name and a value", "@value a:")]);
    assert_eq!(errors("@value 'a': b;"), [("The name of a value has letters, digits, `-` and `_`", "'a'")]);
    assert_eq!(
        errors("@value a b from 'c';"),
        [("`@value … from` takes names, or `name as other`, with commas between them", "a b")]
    );
}

#[test]
fn places_are_those_of_the_source() {
    let source = "@value long: some-very-long-value;\n@value x: 1;\na{b:long long long}\nc{*d:x}\n";
    let names = CssModulesOptions::default();
    let it = compiled(source, &CssOptions { source_map: true, recover: true, names: Some(&names), ..options(true) });
    let places: Vec<_> = it.mappings.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(places[0], (2, 0));
    assert!(source[..it.warnings[0].span.start as usize].contains("c{"), "{:?}", it.warnings);
}

#[test]
fn icss_is_read() {
    assert_eq!(
        scoped(":import('./x.css'){i: theirs; j: other} :export{ a-b: i; c: 1px } .d{e:i j}", &["red", "blue"]),
        own(".d_{e:red blue}", "a-b=red,c=1px,d=d_")
    );
    assert_eq!(scoped("@value a: 1; :export{a: 2; b: a}", &[]), own("", "a=2,b=1"));
    // A class of the sheet counts over a value of its name.
    assert_eq!(scoped("@value b: 1; .a{c:d} :export{a: 2}", &[]), own(".a_{c:d}", "a=a_,b=1"));
}

#[test]
fn taken_names_of_animations_and_classes() {
    assert_eq!(
        scoped("@value f from 'x'; .a{animation:f 1s} @keyframes f{to{b:c}}", &["fade_x"]),
        own(".a_{animation:1s fade_x}@keyframes fade_x{to{b:c}}", "a=a_,f=fade_x")
    );
    assert_eq!(
        scoped("@value f, g from 'x'; .a{animation:own 1s f} p{z:g}", &["ease-in", "2s"]),
        own(".a_{animation:1s ease-in own_}p{z:2s}", "a=a_,f=ease-in,g=2s,own=own_")
    );
    assert_eq!(
        scoped(":import('x'){i:t} .a{composes:i b}.b{c:d}", &["x_t x_u"]),
        own(".a_{}.b_{c:d}", "a=a_ x_t x_u b_,b=b_")
    );
}

#[test]
fn names_are_as_the_options_say() {
    let default = CssModulesOptions::default;
    let source = ".a{animation:k 1s;grid-area:g;container-name:c;list-style:l;--v:1;w:var(--v)}@keyframes k{to{x:y}}";
    let of = |names: CssModulesOptions| scoped_with(source, &names, &[]).1;
    assert_eq!(of(default()), "a=a_,k=k_,l=l_");
    assert_eq!(of(CssModulesOptions { animation: false, ..default() }), "a=a_,l=l_");
    assert_eq!(of(CssModulesOptions { container: true, ..default() }), "a=a_,c=c_,k=k_,l=l_");
    assert_eq!(of(CssModulesOptions { dashed_idents: true, ..default() }), "--v=--v_,a=a_,k=k_,l=l_");
    let grid = CssModulesOptions { grid: true, ..default() };
    let it = compiled(source, &CssOptions { names: Some(&grid), ..options(true) });
    let names: Vec<_> = it.exports.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "g", "k", "l"]);

    let global = CssModulesOptions { global: true, export_globals: true, ..default() };
    assert_eq!(
        scoped_with(
            ".a :local(.b){animation:x 1s,local(y);list-style:z} @keyframes x{to{c:d}} @keyframes :local(y){to{c:d}}",
            &global,
            &[]
        ),
        own(".a .b_{list-style:z;animation:1s x,y_}@keyframes x{to{c:d}}@keyframes y_{to{c:d}}", "a=a,b=b_,y=y_")
    );
    let globals = CssModulesOptions { export_globals: true, ..default() };
    assert_eq!(scoped_with(".a :global(.b) .c,:global .d #e{f:g}", &globals, &[]).1, "a=a_,b=b,c=c_,d=d,e=e");
    let pure = CssModulesOptions { pure: true, ..default() };
    assert_eq!(errors_of("a{b:c} .d{e:f}", &pure).len(), 1);
}

#[test]
fn composes_must_name_a_class() {
    let names = CssModulesOptions::default();
    assert_eq!(
        errors_of(".a{composes:b c}.c{d:e}", &names),
        [("The sheet has no class `b` that could be composed", "b")]
    );
    assert_eq!(
        scoped(".a{composes:b, global(x), c from './y.css'}.b{d:e}:local(.f),.g{composes:a}", &[]).1,
        "a=a_ b_ x,b=b_,f=f_ a_ b_ x,g=g_ a_ b_ x"
    );
}

#[test]
fn names_of_custom_properties_are_taken() {
    let names = CssModulesOptions { dashed_idents: true, ..CssModulesOptions::default() };
    assert_eq!(
        scoped_with(".a{b:var(--x from './y.css') var(--x from global) var(--x)}", &names, &["--y_x"]),
        own(".a_{b:var(--y_x) var(--x) var(--x_)}", "--x=--x_,a=a_")
    );
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
        "@value a, b as c from './x.css'; @value d: a 1px; :import('y'){e:f} :export{g:d} .a{composes:b,global(h);x:d e} .d :local(.e) :global .f{animation:global(c) 1s}",
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
        let on = |bits: usize| bits.is_multiple_of(2);
        let names = CssModulesOptions {
            pure: on(random()),
            dashed_idents: on(random()),
            grid: on(random()),
            container: on(random()),
            export_globals: on(random()),
            ..CssModulesOptions::default()
        };
        let known = [Some("x:y{".to_owned()), None, Some("\u{e9}".to_owned()), Some("a b".to_owned())];
        let options = CssOptions {
            minify: random() % 2 == 0,
            global: random() % 2 == 0,
            values: &known,
            source_map: random() % 2 == 0,
            names: (random() % 2 == 0).then_some(&names),
            recover: random() % 2 == 0,
            drop_licences: random() % 2 == 0,
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

#[test]
fn what_a_shorthand_resets_stays_behind_it() {
    let same = [
        "a{font:900 48px x;font-variation-settings:\"wght\" 1}",
        "a{font-variation-settings:\"wght\" 1;font:900 48px x}",
        "a{font:900 48px x;font-kerning:none!important}",
        "a{transition:opacity 1s;transition-behavior:allow-discrete}",
        "a{animation:1s b;animation-timeline:view()}",
        "a{animation:1s b;animation-composition:add}",
        "@media print{a{& b{font:1px x;font-feature-settings:\"liga\" 0}}}",
        "@keyframes a{0%{font:1px x;font-optical-sizing:none}to{color:red}}",
    ];
    for text in same {
        assert_eq!(minified(text), text);
    }
    let merged = "a{transition:opacity 1s} a{transition-behavior:allow-discrete}";
    assert_eq!(minified(merged), "a{transition:opacity 1s;transition-behavior:allow-discrete}");
    // The shorthand takes no percentage.
    assert_eq!(minified("a{font:900 48px x;font-stretch:51%}"), "a{font:900 48px x;font-stretch:51%}");
    assert_eq!(minified("a{font:condensed 1px/2 x}"), "a{font:1px/2 x;font-stretch:75%}");
    let lowered = CssOptions { target: Some("chrome80"), ..options(true) };
    let text = "a{font:900 48px x;font-kerning:none;-webkit-transition:none;transition-behavior:normal}";
    assert_eq!(&*compiled(text, &lowered).text, text);
}

#[test]
fn old_names_of_placeholder_shown_stay() {
    let text = "a:-moz-placeholder{color:red}a:-ms-input-placeholder{color:red}a:not(:-ms-input-placeholder){top:0}";
    assert_eq!(minified(text), text);
    assert_eq!(minified("a:placeholder-shown{top:0}"), "a:placeholder-shown{top:0}");
}
