//! What fails, and what is said about it.

use nexxo_base::{module::ImportKind, options::Platform};
use nexxo_resolve::{Failure, FailureKind, Resolver};

use crate::support::{check, world};

const EXTENSIONS: &str = ".tsx .ts .jsx .js .mts .mjs .cts .cjs .css .json";

fn failure(files: &[(&str, &str)], specifier: &str) -> Failure {
    world(files).resolve(specifier).target.unwrap_err()
}

fn help(files: &[(&str, &str)], specifier: &str) -> String {
    failure(files, specifier).help.unwrap_or_default()
}

#[test]
fn a_missing_file() {
    let message = "`./button` leads to no file\n- `src/button`: no such file, nor with ";
    check(&[("src/buton.tsx", "")], "./button", &format!("{message}{EXTENSIONS}\n= did you mean `./buton`?"));
    check(&[], "./button", &format!("{message}{EXTENSIONS}"));
    check(&[], "./x/y", "`./x/y` leads to no file\n- `src/x/y`: there is no folder `src/x`");
    check(
        &[("src/x/a.ts", "")],
        "./x",
        "`./x` is a folder without an index file\n- `src/x` is a folder, and has no index file",
    );
    check(&[], "", "an empty specifier leads nowhere");
    assert_eq!(help(&[("src/components/a.ts", "")], "./componets/a"), "did you mean `./components/a`?");
    assert_eq!(help(&[("src/button.ts", "")], "./buton.js"), "did you mean `./button.js`?");
}

#[test]
fn a_wrong_case() {
    let actual = |files: &[(&str, &str)], specifier: &str| match failure(files, specifier).kind {
        FailureKind::WrongCase { actual } => actual,
        other => panic!("{other:?}"),
    };
    assert_eq!(actual(&[("src/foo.ts", "")], "./Foo"), "./foo");
    assert_eq!(actual(&[("src/Foo.ts", "")], "./foo.ts"), "./Foo.ts");
    assert_eq!(actual(&[("src/Foo.ts", "")], "./foo.js"), "./Foo.js");
    assert_eq!(actual(&[("src/Lib/foo/index.ts", "")], "./lib/Foo"), "./Lib/foo");
    assert_eq!(actual(&[("src/Lib/foo.ts", "")], "/src/lib/foo"), "/src/Lib/foo");
    let paths = r#"{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}"#;
    assert_eq!(actual(&[("tsconfig.json", paths), ("src/Foo.ts", "")], "@/foo"), "@/Foo");
    let failure = failure(&[("src/foo.ts", "")], "./Foo");
    assert_eq!(failure.message, "`./Foo` differs in letter case from the file's name");
    assert_eq!(failure.help.as_deref(), Some("write `./foo`: not all file systems ignore case"));
}

#[test]
fn a_missing_package() {
    check(
        &[("node_modules/react/index.js", "")],
        "preact/hooks",
        "the package `preact` is not installed\n- no folder `preact` in `node_modules`\n= did you mean `react/hooks`?",
    );
    check(
        &[],
        "left-pad",
        "the package `left-pad` is not installed\n- no `node_modules` in `src` or above\n= install it, or keep the \
         import in the output with `--external left-pad`",
    );
    let listed = [("package.json", r#"{"dependencies": {"vue": "3"}}"#)];
    assert_eq!(
        help(&listed, "vue"),
        "package.json lists `vue`, but it is not in node_modules: install the dependencies"
    );
    assert_eq!(help(&[("src/lib/a.ts", "")], "lib/a"), "did you mean `./lib/a`?");
    assert!(help(&[], "@/a").starts_with("`@/` looks like an alias"), "{}", help(&[], "@/a"));
    assert_eq!(help(&[("node_modules/@a/core/index.js", "")], "@a/cor"), "did you mean `@a/core`?");
}

#[test]
fn a_package_without_the_file() {
    let failure = failure(&[("node_modules/p/package.json", r#"{"main": "dist/x.js"}"#)], "p");
    assert_eq!(failure.message, "the package `p` has no main file");
    let failure = self::failure(&[("node_modules/p/helper.js", "")], "p/helpr");
    assert_eq!(failure.message, "the package `p` has no file for `./helpr`");
    assert_eq!(failure.help.as_deref(), Some("did you mean `p/helper`?"));
}

#[test]
fn a_subpath_that_is_not_exported() {
    let json = r#"{"name": "p", "exports": {".": "./i.js", "./feature": "./f.js", "./n": {"node": "./n.js"}}}"#;
    let files = [("node_modules/p/package.json", json), ("node_modules/p/i.js", "")];
    let failure = |specifier| self::failure(&files, specifier);
    assert_eq!(failure("p/featur").kind, FailureKind::NotExported { package: "p".into(), subpath: "./featur".into() });
    assert_eq!(failure("p/featur").help.as_deref(), Some("did you mean `p/feature`?"));
    assert_eq!(failure("p/n").help.as_deref(), Some("it is exported only under `node`: add one with `--conditions`"));
    assert_eq!(failure("p/i.js").message, "the package `p` does not export `./i.js`");
    assert_eq!(failure("p/i.js").steps[1], "`node_modules/p/i.js` is there, but `exports` does not give it away");
    assert_eq!(failure("p/i.js").help.as_deref(), Some("it exports `p`, `p/feature`, `p/n`"));
}

#[test]
fn an_import_that_is_not_defined() {
    let failure = failure(&[("package.json", r##"{"imports": {"#lib": "./src/lib.ts"}}"##)], "#lob");
    assert_eq!(failure.kind, FailureKind::ImportNotDefined);
    assert_eq!(failure.help.as_deref(), Some("did you mean `#lib`?"));
}

#[test]
fn a_builtin_of_node() {
    for specifier in ["fs", "node:fs", "fs/promises"] {
        assert_eq!(failure(&[], specifier).kind, FailureKind::NodeBuiltin, "{specifier}");
    }
    let neutral = world(&[]).platform(Platform::Neutral);
    assert_eq!(neutral.resolve("path").target.unwrap_err().kind, FailureKind::NodeBuiltin);
}

#[test]
fn a_package_json_that_is_none() {
    let invalid = |json: &str| match failure(&[("node_modules/p/package.json", json)], "p").kind {
        FailureKind::InvalidPackage { path, .. } => assert_eq!(&*path, "node_modules/p/package.json"),
        other => panic!("{json}: {other:?}"),
    };
    for json in ["", "{", r#"{"exports": {"./a": "./a.js", "import": "./b.js"}}"#, r#"{"exports": "../up.js"}"#] {
        invalid(json);
    }
    for json in ["[]", "7", "null", r#"{"name": 7, "main": [], "browser": 3, "exports": 5, "imports": [], "type": {}}"#]
    {
        assert!(world(&[("node_modules/p/package.json", json)]).resolve("p").target.is_err(), "{json}");
    }
    assert!(world(&[("package.json", "{")]).resolve("./x").target.is_err());
}

#[test]
fn nothing_panics() {
    let files = [("tsconfig.json", r#"{"compilerOptions": {"baseUrl": ".", "paths": {"*": ["*"]}}, "include": [""]}"#)];
    let strange = [
        "/",
        "//",
        "#",
        "#/",
        "?",
        "?x",
        "./",
        ".",
        "..",
        "../../../..",
        "@",
        "@/",
        "@a",
        "a/",
        "/..",
        "~",
        "~/",
        "%",
        "./%zz",
        "\0",
        "a\0b",
        "data:",
        "data:,",
        ":",
        "é",
        "./é%",
        "node:",
        "file:",
        "file:///",
        "C:\\x",
        "\\",
        " ",
        "a//b",
        "*",
        "a?#",
    ];
    for kind in [ImportKind::Import, ImportKind::Require, ImportKind::CssImport, ImportKind::HtmlScript] {
        for specifier in strange {
            let world = world(&files).kind(kind);
            _ = world.resolve(specifier);
            _ = world.resolver().resolve_entry("/app".as_ref(), specifier);
        }
    }
}

#[test]
fn what_was_touched_is_told_when_asked_for() {
    let world = world(&[("src/a.ts", ""), ("package.json", "{}")]);
    let importer = "/app/src/main.ts".as_ref();
    assert!(world.resolver().resolve(importer, "./a", ImportKind::Import).touched.is_empty());
    let tracking = Resolver::tracking(&world.options, world.system.clone());
    let first = tracking.resolve(importer, "./a", ImportKind::Import).touched;
    for path in ["/app/src/a", "/app/src/a.tsx", "/app/src/a.ts", "/app/package.json", "/app/src/tsconfig.json"] {
        assert!(first.iter().any(|touched| touched.as_os_str() == path), "{path}: {first:?}");
    }
    let missing = tracking.resolve(importer, "p", ImportKind::Import).touched;
    assert!(missing.iter().any(|touched| touched.as_os_str() == "/app/node_modules"), "{missing:?}");
}
