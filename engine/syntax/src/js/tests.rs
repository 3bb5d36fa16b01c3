use nexxo_base::module::StatementIdx;
use nexxo_base::template::SlotKind;

use super::*;

pub(super) fn compile_text(source: &str, path: &str, options: &CompileOptions) -> Compiled {
    let lang = Lang {
        ts: path.contains(".ts") || path.contains(".mts"),
        jsx: path.ends_with('x'),
        module: if path.ends_with(".mjs") { ModuleMode::Esm } else { ModuleMode::Auto },
        declaration: false,
    };
    compile(&JsInput { source, path, lang, ts: None, injected: &[], known: &[], options, origin: Origin::Source })
}

/// The template as text, each statement on a line of its own: `{name}` for a slot; `-` before statements without effects.
fn show(compiled: &Compiled) -> String {
    let mut out = String::new();
    let template = &compiled.template;
    let interface = &compiled.interface;
    let (mut text_start, mut slot) = (0, 0);
    for (i, range) in template.statements.iter().enumerate() {
        let statement = compiled.statements.get(StatementIdx(i as u32));
        out.push_str(if statement.effects { "+ " } else { "- " });
        let mut at = text_start;
        while slot < range.slots_end as usize {
            let it = template.slots[slot];
            out.push_str(&template.text[at..it.offset as usize]);
            at = it.offset as usize;
            out.push_str(&match it.kind {
                SlotKind::Reference(s) => format!("{{{}}}", interface.symbols[s.index()].name),
                SlotKind::Binding(s) => format!("{{={}}}", interface.symbols[s.index()].name),
                SlotKind::Callee(s) => format!("{{{}()}}", interface.symbols[s.index()].name),
                SlotKind::Shorthand(s) => format!("{{,{}}}", interface.symbols[s.index()].name),
                SlotKind::Member(m) | SlotKind::MemberCallee(m) => {
                    let member = &interface.members[m.index()];
                    format!("{{{}.{}}}", interface.symbols[member.symbol.index()].name, member.name)
                }
                SlotKind::Require(r) | SlotKind::DynamicImport(r) => {
                    let record = &interface.records[r.index()];
                    format!("{{{} {}}}", record.kind.as_str(), record.specifier)
                }
                other => format!("{{{other:?}}}"),
            });
            slot += 1;
        }
        out.push_str(&template.text[at..range.text_end as usize]);
        if !out.ends_with('\n') {
            out.push('\n');
        }
        text_start = range.text_end as usize;
    }
    for problem in &compiled.problems {
        out.push_str(&format!("! {}: {}\n", problem.code.as_str(), problem.message));
    }
    out
}

#[track_caller]
fn check(source: &str, path: &str, expected: &str) {
    let options = CompileOptions { tree_shake: true, ..CompileOptions::default() };
    let shown = show(&compile_text(source, path, &options));
    assert_eq!(shown.trim(), expected.trim(), "\n{shown}");
}

#[test]
fn names_become_slots() {
    check(
        "import { a, b as c } from './x'; import * as ns from './y';\nexport const d = a + ns.e, f = { a, d };\nc(); ns.g();",
        "m.js",
        "+ const {=d} = {a} + {ns.e};\n- const {=f} = {\n\t{,a},\n\t{,d}\n};\n- {c()}();\n- {ns.g}();",
    );
}

#[test]
fn default_exports() {
    check("export default function () {}", "dir/index.js", "- function {=dir_default}() {}");
    check("export default class {}", "x.js", "- class {=x_default} {}");
    check("export default foo();", "x-y.js", "+ const {=x_y_default} = foo();");
    check("const a = 1; export default a", "x.js", "- const {=a} = 1;");
    check("let a = 1; a = 2; export default a", "x.js", "- let {=a} = 1;\n+ {=a} = 2;\n- const {=x_default} = {a};");
}

#[test]
fn commonjs_is_kept_whole() {
    check(
        "const a = require('./a'); exports.b = new (require('c'))();",
        "m.js",
        "+ const a = {require-call ./a};\nexports.b = new {RequireInNew(RecordIdx(1))}();",
    );
    check("if (x) return; foo()", "m.js", "+ if (x) return;\nfoo();");
}

#[test]
fn typescript_and_jsx() {
    check(
        "import { type T, v } from './x'; import { U } from './u'; export enum E { A } export const x: T = v as U; console.log(E.A)",
        "m.ts",
        "- let {=E} = /* @__PURE__ */ function(E) {\n\tE[E[\"A\"] = 0] = \"A\";\n\treturn E;\n}({});\n- const {=x} = {v};\n+ console.log(0);",
    );
    check("export const x = <a b={1} />;", "m.jsx", "- const {=x} = /* @__PURE__ */ {_jsx()}(\"a\", { b: 1 });");
}

#[test]
fn nested_vars_are_declared_by_the_module() {
    check(
        "for (var i = 0, n; i < 2; i++) { var { a, b: [c = 1] } = i; } for (var k of x); export { i }",
        "m.mjs",
        "- var {=i}, {=n}, {=a}, {=c};\n+ for ({=i} = 0; {i} < 2; {=i}++) {\n\t({a: {=a}, b: [{=c} = 1]} = {i});\n}\n\
         - var {=k};\n+ for ({=k} of x);",
    );
}

#[test]
fn effects_and_purity() {
    check(
        "const a = /* #__PURE__ */ f(); const b = f(); class C {} class D extends g() {} function h() {} ({ x: y } = z);",
        "m.mjs",
        "- const {=a} = /* #__PURE__ */ f();\n+ const {=b} = f();\n- class {=C} {}\n+ class {=D} extends g() {}\n- function {=h}() {}\n+ ({x: y} = z);",
    );
}

#[test]
fn defines_remove_branches_before_their_imports_count() {
    let options = CompileOptions {
        define: vec![("process.env.NODE_ENV".into(), "\"production\"".into())],
        ..CompileOptions::default()
    };
    let compiled = compile_text(
        "if (process.env.NODE_ENV !== 'production') { require('./dev') } else { require('./prod') }",
        "m.js",
        &options,
    );
    assert_eq!(compiled.interface.records.iter().map(|r| r.specifier.as_str()).collect::<Vec<_>>(), ["./prod"]);
}

#[test]
fn minified_names_are_slots_everywhere() {
    let options = CompileOptions { minify: nexxo_base::options::Minify::all(true), ..CompileOptions::default() };
    let shown = show(&compile_text("export function add(left, right) { return { left, x: right } }", "m.js", &options));
    assert_eq!(
        shown.trim(),
        "- function {=add}({Nested(NestedIdx(0))},{Nested(NestedIdx(1))}){return{left:{Nested(NestedIdx(0))},x:{Nested(NestedIdx(1))}}}"
    );
}

#[test]
fn problems_are_reported() {
    check("import { a } from './x'; a = 1", "m.js", "! assign-to-import: cannot assign to `a`: it is an import");
    check("const = 1", "m.js", "! syntax-error: Unexpected token");
    check(
        "export * from './x'; module.exports = 1",
        "m.js",
        "+ module.exports = 1;\n! mixed-modules: CommonJS and ES module syntax are mixed in one file",
    );
}

#[test]
fn mappings_point_at_tokens() {
    let options = CompileOptions { source_map: true, ..CompileOptions::default() };
    let source = "import { a } from './x';\nexport const total: number = a + '\u{1F600}'.length + a;\n";
    let compiled = compile_text(source, "m.ts", &options);
    let template = &compiled.template;
    let last = template.mappings.run(0..template.statements[0].mappings_end).filter(|it| it.name != 0).last().unwrap();
    assert_eq!(&*template.names[last.name as usize - 1], "a");
    assert_eq!((last.line, last.column), (1, 47));
    assert_eq!(last.slots_before, 2);
}

#[test]
fn scripts_that_look_at_this_are_commonjs() {
    let format = |source: &str| compile_text(source, "a.js", &CompileOptions::default()).interface.format;
    for source in ["this.x = 1", "f(() => this)", "(function () { this.x = 1 })()"] {
        assert_eq!(format(source), Format::CommonJs, "{source}");
    }
    for source in ["f() // of this", "f('this')", "f(class { x = this })", "export default this"] {
        assert_eq!(format(source), Format::Esm, "{source}");
    }
}
